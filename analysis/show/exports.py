"""Exports: a figure, its numbers, its caption and its alternative text, kept together."""

import io
from pathlib import Path

from PIL import Image

from analysis.files import DISTRIBUTION, InputError, csv_text, made_here, write_atomic
from analysis.show import figures, sizes
from analysis.show import html as display

NAMES = {"png": "PNG", "svg": "SVG", "pdf": "PDF", "txt": "caption and alternative text", "csv": "numbers (CSV)"}


def publish(ax, table, stem, caption, alt, exports=None):
    """Show a figure with its caption and alternative text; write it, with its numbers, where that is asked for.

    Parameters
    ----------
    ax : Axes
        As a ``plot_x`` returned it.
    table : DataFrame
        The numbers behind the figure.
    stem : str
        Name of the files: ``figures/stem.png``, ``.svg``, ``.pdf``, ``.txt`` and ``tables/stem.csv``.
    caption, alt : str
        The caption says n; the alternative text says what the picture shows.
    exports : path, optional
        The folder to write to. Default: only show. Where it holds the ``manifest.json`` of a run, the files
        carry its corpus hash and options, and the size that the run asked for.

    Returns
    -------
    display.Shown
        A sentence where the table is empty: no file is written then. Where the machine has no font for some
        characters, a sentence after the caption says so.
    """
    if not (caption.strip() and alt.strip()):
        raise InputError(f"figure {stem!r}: needs a caption and an alternative text")
    if table.empty:
        figures.close(ax)
        return display.say("{caption} Nothing to draw: no row.", caption=caption)
    png, warning = figures.rendered(ax, "png", dpi=130)
    caption = f"{caption} {warning}".rstrip()
    if exports is None:
        shown = display.figure(_small(png), caption, alt)
    else:
        files = _written(ax, table, Path(exports), stem, (caption, alt))
        with sizes.fitted(ax.figure, "column"):
            narrow, _ = figures.rendered(ax, "png", dpi=180)
        shown = display.figure(_small(png), caption, alt, files, _small(narrow))
    figures.close(ax)
    return shown


def origin(manifest):
    """Where a figure comes from, in one line: corpus hash and options, as a run's manifest has them."""
    parts = {"corpus": manifest.get("corpus_hash", "not known")} | manifest.get("parameters", {})
    return "; ".join([DISTRIBUTION, *(f"{name} {value}" for name, value in parts.items())])


def _small(png):
    """A picture in 128 colours: a third of the bytes, for a notebook that is committed and a page that is mailed."""
    buffer = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(128).save(buffer, "png")
    return buffer.getvalue()


def _written(ax, table, exports, stem, words):
    """Write the files of a figure; their addresses, by what they are called."""
    manifest = made_here(exports) or {}
    size, source = manifest.get("parameters", {}).get("size"), origin(manifest)
    with sizes.fitted(ax.figure, size) as measures:
        data = {kind: figures.rendered(ax, kind, about=(*words, source))[0] for kind in figures.FORMATS}
    parts = zip(("Caption", "Alternative text", "Size", "Source"), (*words, measures, source), strict=True)
    data["txt"] = "".join(f"{name}: {text}\n" for name, text in parts)
    paths = {kind: Path(exports, "figures", f"{stem}.{kind}") for kind in data}
    paths["csv"], data["csv"] = Path(exports, "tables", f"{stem}.csv"), csv_text(table)
    for kind, path in paths.items():
        write_atomic(path, data[kind])
    return {NAMES[kind]: path.as_posix() for kind, path in paths.items()}
