"""Exports: a figure, its numbers, its caption and its alternative text, kept together."""

import io
import re
import warnings
from pathlib import Path

from PIL import Image

from analysis.files import DISTRIBUTION, InputError, csv_text, made_here, write_atomic
from analysis.show import html
from analysis.show.axes import INCH, NO_GLYPH, drawn_at, house_style

NAMES = {"png": "PNG", "svg": "SVG", "pdf": "PDF", "txt": "caption and alternative text", "csv": "numbers (CSV)"}
FORMATS = {  # options of savefig, and the names under which each keeps title, description and source
    "png": ({"dpi": 300, "metadata": {"Software": None}}, ("Title", "Description", "Source")),
    "svg": ({"metadata": {"Date": None}}, ("Title", "Description", "Source")),
    "pdf": ({"metadata": {"CreationDate": None}}, ("Title", "Subject", "Keywords")),
}
SCREEN, PHONE = 130, 180  # dots per inch


def shown(ax, caption, alt):
    """A figure as it stands in a notebook: the picture with its caption.

    Parameters
    ----------
    ax : Axes
        As a ``plot_x`` returned it.
    caption, alt : str
        The caption says n; the alternative text says what the picture shows.

    Returns
    -------
    html.Shown
        Where the machine has no font for some characters, a sentence after the caption says so.
    """
    _check((caption, alt))
    png, missing = rendered(ax, "png", dpi=SCREEN)
    return html.figure(_small(png), f"{caption} {missing}".rstrip(), alt)


def drawn(plot, size=None):
    """The Axes that a function returns, in a figure of one of the sizes; a slide is as small as 16 by 9 allows."""
    with drawn_at(size):
        ax = plot()
    wide, high = ax.figure.get_size_inches()
    if size == "slide":
        ax.figure.set_size_inches(max(wide, high * 16 / 9), max(high, wide * 9 / 16))
    return ax


def published(plot, table, folder, stem, words):
    """Write the files of a figure, and show it with links to them and a narrow picture for phones.

    Parameters and what is written are those of `written`.

    Returns
    -------
    html.Shown
        Where the machine has no font for some characters, a sentence after the caption says so.
    """
    _, caption, alt = words
    png, missing = rendered(drawn(plot), "png", dpi=SCREEN)
    files = written(plot, table, folder, stem, words)
    narrow, _ = rendered(drawn(plot, "column"), "png", dpi=PHONE)
    return html.figure(_small(png), f"{caption} {missing}".rstrip(), alt, files, _small(narrow))


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
        options, and have the size that the run asked for.
    stem : str
    words : (title, caption, alt)

    Returns
    -------
    dict of str to str
        Address of each file, by what it is called on the page.
    """
    _check(words)
    manifest = made_here(folder) or {}
    source = origin(manifest)
    ax = drawn(plot, manifest.get("parameters", {}).get("size"))
    data = {kind: rendered(ax, kind, about=_about(words, source))[0] for kind in FORMATS}
    measures = "{:.0f} x {:.0f} mm.".format(*ax.figure.get_size_inches() * INCH)
    parts = zip(("Title", "Caption", "Alternative text", "Size", "Source"), (*words, measures, source), strict=True)
    data["txt"] = "".join(f"{name}: {text}\n" for name, text in parts)
    paths = {kind: Path(folder, "figures", f"{stem}.{kind}") for kind in data}
    paths["csv"], data["csv"] = Path(folder, "tables", f"{stem}.csv"), csv_text(table)
    for kind, path in paths.items():
        write_atomic(path, data[kind])
    return {NAMES[kind]: path.as_posix() for kind, path in paths.items()}


def save_figure(plot, path, size, words):
    """Save a figure as one file.

    Parameters
    ----------
    plot : function
        Draws the figure and returns its Axes.
    path : path
        Ends in .png, .svg or .pdf.
    size : str, optional
        "column", "wide", "full" (90, 140, 190 mm wide) or "slide" (16 by 9). Default: as drawn.
    words : (title, caption, alt) or (title, caption, alt, source)
        For the metadata of the file.

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
    data, missing = rendered(drawn(plot, size), kind, about=_about(words[:3], *words[3:]))
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
    with warnings.catch_warnings(record=True) as caught:
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
    if not all(text.strip() for text in words):
        raise InputError("a figure without caption, alternative text or title", "give all of them")


def _about(words, source=DISTRIBUTION):
    """Title, description and source of a file."""
    title, caption, alt = words
    return title, f"{caption} {alt}".strip(), source


def _missing(letters):
    """What to do where the fonts lack some characters; "" where they lack none."""
    what = f"Some characters cannot be drawn with the fonts of this machine (for instance {min(letters, default='')})"
    return f"{what}: install a font that has them, such as Noto Sans CJK." if letters else ""


def _small(png):
    """A picture in 128 colours: a third of the bytes, for a notebook that is committed and a page that is mailed."""
    buffer = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(128).save(buffer, "png")
    return buffer.getvalue()
