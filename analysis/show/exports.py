"""Exports: a figure, its numbers, its caption and its alternative text, kept together."""

import io
import re
import warnings
from pathlib import Path

from matplotlib import rc_context
from PIL import Image

from analysis.files import DISTRIBUTION, InputError, csv_text, made_here, write_atomic
from analysis.show import html
from analysis.show.axes import INCH, NO_GLYPH, house_style
from analysis.show.layout import UNMOVED, drawn

NAMES = {"png": "PNG", "svg": "SVG", "pdf": "PDF", "txt": "caption and alternative text", "csv": "numbers (CSV)"}
PRINT, SCREEN, SMALL = 300, 130, 180  # dots per inch
SMALL_ROWS = 5  # of the small drawings
NARROW = {40: "phone", 56: "half"}  # what is drawn for windows of at most so many rem; the last stands in the story too
CHOICES = ("all", "none")
FORMATS = {  # options of savefig, and the names under which each keeps title, description and source
    "png": ({"dpi": PRINT, "metadata": {"Software": None}}, ("Title", "Description", "Source")),
    "svg": ({"metadata": {"Date": None}}, ("Title", "Description", "Source")),
    "pdf": ({"metadata": {"CreationDate": None}}, ("Title", "Subject", "Keywords")),
}


def shown(plot, words):
    """A figure as it stands in a notebook: the picture with its caption.

    Parameters
    ----------
    plot : function
        Draws the figure and returns its Axes.
    words : layout.Words
        Title, subtitle and foot stand in the picture; the caption says n, the alternative text what the picture shows.

    Returns
    -------
    html.Shown
        Where the machine has no font for some characters, a sentence after the caption says so.
    """
    _check(words)
    png, missing = rendered(drawn(plot, words=words), "png", SCREEN)
    return html.figure(_small(png), f"{words.caption} {missing}".rstrip(), _alt(words))


def published(plot, table, folder, stem, words):
    """Write the files of a figure, and show it with links to them and small pictures for phones and narrow windows.

    Parameters and what is written are those of `written`. The figure is drawn once for all files and the screen, and
    twice small: its first rows, without the title, which stands in the caption there.

    Returns
    -------
    html.Shown
        Where the machine has no font for some characters, a sentence after the caption says so.
    """
    files, png = _written(plot, table, folder, stem, words)
    narrow = {most: rendered(drawn(plot, size, rows=SMALL_ROWS), "png", SMALL) for most, size in NARROW.items()}
    missing = next(iter(narrow.values()))[1]
    narrow = {most: _small(picture) for most, (picture, _) in narrow.items()}
    small = words.title, words.subtitle, narrow
    return html.figure(png, f"{words.caption} {missing}".rstrip(), _alt(words), files, small)


def written(plot, table, folder, stem, words):
    """Write ``figures/stem.png``, ``.svg``, ``.pdf``, ``.txt`` and, with the numbers, ``tables/stem.csv``.

    Parameters
    ----------
    plot : function
        Draws the figure and returns its Axes.
    table : DataFrame
        The numbers behind the figure.
    folder : path
        The folder to write to. Where it holds the ``manifest.json`` of a run, the files carry its corpus hash and
        options, and have the size and the words that the run asked for.
    stem : str
    words : layout.Words

    Returns
    -------
    dict of str to str
        Address of each file, by what it is called on the page.
    """
    return _written(plot, table, folder, stem, words)[0]


def _written(plot, table, folder, stem, words):
    """The files' addresses, and the picture for the screen."""
    _check(words)
    manifest = made_here(folder) or {}
    asked, source = manifest.get("parameters", {}), origin(manifest)
    size, choice = asked.get("size"), asked.get("words")
    ax, words = drawn(plot, size, inside(words, choice)), words._replace(source=source)
    data = {kind: rendered(ax, kind, about=_about(words))[0] for kind in FORMATS}
    same = size in (None, "full") and choice in (None, "all")
    screen = data["png"] if same else rendered(drawn(plot, words=words), "png")[0]
    data["txt"] = _described(words, ax.figure.get_size_inches() * INCH)
    paths = {kind: Path(folder, "figures", f"{stem}.{kind}") for kind in data}
    for kind, path in paths.items():
        write_atomic(path, data[kind])
    addresses = {NAMES[kind]: path.as_posix() for kind, path in paths.items()}
    return addresses | numbers(table, folder, stem), _small(screen, SCREEN / PRINT)


def _described(words, millimetres):
    """The words of a figure as a file."""
    parts = {"Title": words.title, "Subtitle": words.subtitle, "Caption": words.caption}
    parts |= {"Alternative text": words.alt, "Size": "{:.0f} x {:.0f} mm.".format(*millimetres), "Source": words.source}
    return "".join(f"{name}: {text}\n" for name, text in parts.items() if text)


def numbers(table, folder, stem):
    """Write a table as ``tables/stem.csv``; its address by what it is called on the page."""
    path = Path(folder, "tables", f"{stem}.csv")
    write_atomic(path, csv_text(table))
    return {NAMES["csv"]: path.as_posix()}


def inside(words, choice=None):
    """The words that stand in a figure: "all", the default, or "none", where a journal sets them itself."""
    if choice not in (None, *CHOICES):
        raise InputError(f"words {choice!r}: unknown", f"choose one of {', '.join(CHOICES)}")
    return None if choice == "none" else words


def save_figure(plot, path, size, words, choice=None):
    """Save a figure as one file.

    Parameters
    ----------
    plot : function
        Draws the figure and returns its Axes.
    path : path
        Ends in .png, .svg or .pdf.
    size : str, optional
        "column", "wide" or "full" (90, 140, 190 mm wide; the default is "full") or "slide" (16 by 9).
    words : layout.Words
        For the figure, and the metadata of the file.
    choice : {"all", "none"}, optional
        Which words stand in the figure; see `inside`.

    Raises
    ------
    InputError
        For another ending or size. A warning names characters for which this machine has no font.
    """
    kind = Path(path).suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        endings = ", ".join(f".{kind}" for kind in FORMATS)
        remedy = f"choose one of {endings} for the picture, .csv for the table"
        raise InputError("a figure cannot be saved under this ending", remedy, file=str(path))
    data, missing = rendered(drawn(plot, size, inside(words, choice)), kind, about=_about(words))
    if missing:
        warnings.warn(missing, stacklevel=3)
    write_atomic(path, data)


@house_style()
def rendered(ax, kind, dpi=None, about=()):
    """The whole figure of an Axes as a png, svg or pdf file, the same on every run.

    Parameters
    ----------
    ax : Axes
    kind : str
        A key of `FORMATS`.
    dpi : int, optional
        Dots per inch of a png. Default: 300.
    about : sequence of str
        Title, description and source, for the metadata of the file.

    Returns
    -------
    bytes
    str
        Which characters no font of this machine can draw, and what to do; "" where there are none.
    """
    (options, names), buffer = FORMATS[kind], io.BytesIO()
    options = options | ({"dpi": dpi} if dpi else {})
    options["metadata"] = options["metadata"] | dict(zip(names, about, strict=False))
    with warnings.catch_warnings(record=True) as caught, rc_context(UNMOVED):
        warnings.simplefilter("always")
        ax.figure.savefig(buffer, format=kind, **options)
    glyphs = [re.match(NO_GLYPH, str(warning.message)) for warning in caught]
    for warning in (warning for warning, glyph in zip(caught, glyphs, strict=True) if not glyph):
        warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)
    return buffer.getvalue(), _missing([chr(int(glyph[1])) for glyph in glyphs if glyph])


def origin(manifest):
    """Where a figure comes from, in one line: corpus hash and options, as a run's manifest has them.

    Examples
    --------
    >>> origin({"corpus_hash": "631e6fa45be5dd69", "parameters": {"target": "state"}})
    'framing-workbook; corpus 631e6fa45be5dd69; target state'
    """
    parts = {"corpus": manifest.get("corpus_hash", "not known")} | manifest.get("parameters", {})
    return "; ".join([DISTRIBUTION, *(f"{name} {value}" for name, value in parts.items())])


def _check(words):
    if not all(text.strip() for text in words[:3]):
        raise InputError("a figure without caption, alternative text or title", "give all of them")


def _alt(words):
    """What a reader who does not see the picture is told: its finding, and what it shows."""
    return f"{words.title} {words.alt}"


def _about(words):
    """Title, description and source of a file."""
    return words.title, f"{words.caption} {words.alt}".strip(), words.source or DISTRIBUTION


def _missing(letters):
    """What to do where the fonts lack some characters; "" where they lack none."""
    what = f"Some characters cannot be drawn with the fonts of this machine (for instance {min(letters, default='')})"
    return f"{what}: install a font that has them, such as Noto Sans CJK." if letters else ""


def _small(png, share=1.0):
    """A picture in 128 colours: a third of the bytes, for a notebook that is committed and a page that is mailed.

    ``share``: of the width that is left.
    """
    buffer, picture = io.BytesIO(), Image.open(io.BytesIO(png)).convert("RGB")
    if share < 1:
        picture = picture.resize([round(share * side) for side in picture.size], Image.Resampling.LANCZOS)
    picture.quantize(128).save(buffer, "png")
    return buffer.getvalue()
