"""Exports: a figure, its numbers, its caption and its alternative text, kept together."""

from pathlib import Path

from analysis import display, figures
from analysis.files import InputError, write_atomic


def publish(ax, table, stem, caption, alt, exports=None):
    """Show a figure with its caption and alternative text; write it, with its numbers, where that is asked for.

    Parameters
    ----------
    ax : Axes
        As a ``plot_x`` returned it.
    table : DataFrame
        The numbers behind the figure.
    stem : str
        Name of the files: ``figures/stem.png``, ``.svg``, ``.pdf`` and ``tables/stem.csv``.
    caption, alt : str
        The caption says n; the alternative text says what the picture shows.
    exports : path, optional
        The folder to write to. Default: only show.

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
    shown = display.figure(png, f"{caption} {warning}".rstrip(), alt)
    if exports is not None:
        for kind in figures.FORMATS:
            write_atomic(Path(exports, "figures", f"{stem}.{kind}"), figures.rendered(ax, kind)[0])
        write_atomic(Path(exports, "tables", f"{stem}.csv"), display.csv_text(table))
    figures.close(ax)
    return shown
