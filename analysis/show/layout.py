"""Layout: the words of a figure above and below its axes, and a place for each part, measured once for all formats."""

import re
import textwrap
from bisect import bisect_right
from typing import NamedTuple

from matplotlib import rc_context
from matplotlib.transforms import Bbox

from analysis.show import axes
from analysis.show.axes import MARGINS

PAD, GAP = 0.06, 0.07  # inches of paper: at the border, and between two parts
LEAST_ROWS = 3
LINES = 2  # of a title; on a narrow sheet one more
LISTED = re.compile(r"(?<=: )(“[^”]*”(?:, “[^”]*”)*) and “[^”]*”(?=;|\.$)")  # terms that end a clause of a title
UNMOVED = {"figure.constrained_layout.use": False}  # while parts keep their places: matplotlib sets its engine anew


class Words(NamedTuple):
    """What stands in a figure besides its rows, and what describes it."""

    title: str
    caption: str
    alt: str
    subtitle: str = ""
    foot: str = ""
    source: str = ""


def drawn(plot, size=None, words=None, rows=axes.MOST_ROWS):
    """The Axes that a function returns, laid out for a sheet; rows that it has no room for are left to the table.

    Parameters
    ----------
    plot : function
        Draws the figure and returns its Axes.
    size : str, optional
        A key of `axes.SHEETS`; default "full".
    words : Words, optional
        Title, subtitle and foot stand in the figure. Default: none, for a journal that sets them itself.
    rows : int
        Rows at most.
    """
    while True:
        with axes.drawn_at(size, rows), axes.house_style():
            ax = plot()
            high, fixed = laid_out(ax, words)
        most, rows = axes.SHEETS[size or "full"].high, min(rows, len(ax.get_yticks()))
        if high <= most + 0.01 or rows <= LEAST_ROWS:
            return ax
        rows = max(LEAST_ROWS, min(rows - 1, int(rows * (most - fixed) / (high - fixed))))


def laid_out(ax, words=None):
    """Give the parts of a figure their places: title, subtitle, legend, rows with their names and notes, foot.

    A slide is filled; a figure that is higher than its sheet is pressed together.

    Returns
    -------
    (float, float)
        Inches of paper that it needs from top to bottom, and how many of them are not rows.
    """
    figure, sheet = ax.figure, axes.sheet.get()
    with rc_context(UNMOVED):
        figure.set_layout_engine(None)  # with any engine, also one that does nothing, each file would be drawn twice
    width, area = figure.get_figwidth(), figure.get_figheight() - MARGINS * sheet.scale
    head, foot = _written(figure, words) if words else ([], [])
    for _ in range(3):  # the room that names and notes need depends a little on the room that they have
        left, right, above, below = _room(figure, head, foot)
        high = _high(area, above + below, sheet)
        figure.set_size_inches(width, high)
        figure.subplots_adjust(left / width, below / high, 1 - right / width, 1 - above / high)
    _place(figure, head, foot)
    return (area + above + below) / sheet.scale, (above + below) / sheet.scale


def _high(area, other, sheet):
    """Inches of the figure from top to bottom."""
    most = sheet.high * sheet.scale
    return most if sheet.scale > 1 else min(area + other, max(most, other + 0.5))


def _written(figure, words):
    """The texts above and below the axes, wrapped to the width of the figure."""
    lines = LINES + (axes.sheet.get().width < axes.NARROW_SHEET)
    head = [_fitted(figure, words.title, lines, fontweight="bold"), _fitted(figure, words.subtitle, fontsize="small")]
    foot = [_fitted(figure, words.foot, fontsize="small")]
    return [text for text in head if text], [text for text in foot if text]


def _fitted(figure, text, lines=None, **style):
    """A text in as many lines as it takes; a clause that finds no room in so many lines is left out."""
    if not text:
        return None
    artist = figure.text(0, 0, "", va="top", linespacing=1.2, **style)
    most = figure.get_figwidth() - 2 * PAD * axes.sheet.get().scale
    while True:
        rows = _wrapped(artist, text, most)
        shorter = _shorter(text)
        if lines is None or len(rows) <= lines or not shorter:
            artist.set_text("\n".join(rows))
            return artist
        text = shorter


def _shorter(text):
    """A title in fewer words: of every list at the end of a clause one term less, else a clause less; "" if neither.

    Examples
    --------
    >>> _shorter("Typical of a: “x”, “y” and “z”; typical of b: “v” and “w”.")
    'Typical of a: “x” and “y”; typical of b: “v”.'
    >>> _shorter("“x” is printed in 2 wordings; most often as “y”.")
    '“x” is printed in 2 wordings.'
    """
    shorter = LISTED.sub(lambda found: "” and “".join(found[1].rsplit("”, “", 1)), text)
    clauses = text.rpartition("; ")[0]
    return shorter if shorter != text and clauses else f"{clauses}." * bool(clauses)


def _wrapped(artist, text, most):
    """A text in lines of at most so many inches: the longest that fit, found by bisection."""

    def wide(letters):
        artist.set_text("\n".join(textwrap.wrap(text, letters)))
        return _inches(artist).width > most

    letters = range(8, max(len(text), 8) + 1)
    return textwrap.wrap(text, letters[max(bisect_right(letters, False, key=wide) - 1, 0)])


def _inches(artist):
    """The box of an artist, in inches."""
    box = artist.get_window_extent(artist.get_figure().canvas.get_renderer())
    return Bbox(box.get_points() / artist.get_figure().dpi)


def _room(figure, head, foot):
    """Inches that the parts around the axes need: left, right, above, below."""
    renderer, scale = figure.canvas.get_renderer(), axes.sheet.get().scale
    panels = Bbox.union([panel.get_window_extent(renderer) for panel in figure.axes])
    whole = Bbox.union([panel.get_tightbbox(renderer) for panel in figure.axes])
    left, below = (panels.min - whole.min) / figure.dpi
    right, above = (whole.max - panels.max) / figure.dpi
    above += sum(_inches(part).height + GAP * scale for part in [*head, *figure.legends])
    below += sum(_inches(part).height + GAP * scale for part in foot)
    return left + PAD * scale, right + PAD * scale, above + PAD * scale, below + PAD * scale


def _place(figure, head, foot):
    """Put the texts and the legend where room was left for them."""
    (width, high), scale = figure.get_size_inches(), axes.sheet.get().scale
    top, edge = high - PAD * scale, PAD * scale / width
    for part in [*head, *figure.legends]:
        if part in head:
            part.set_position((edge, top / high))
        else:
            part.set_bbox_to_anchor((0, top / high), figure.transFigure)
        top -= _inches(part).height + GAP * scale
    for part in foot:
        part.set_position((edge, (PAD * scale + _inches(part).height) / high))
