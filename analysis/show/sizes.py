"""Sizes: a finished figure laid out anew for a journal's column or a slide; letters keep their size in points."""

import warnings
from contextlib import contextmanager
from textwrap import fill

import numpy as np

from analysis.files import InputError
from analysis.show.axes import LETTER, NO_GLYPH, house_style

WIDTHS = {"column": 90, "wide": 140, "full": 190}  # millimetres
SIZES = (*WIDTHS, "slide")
INCH, LINE = 25.4, 0.15  # millimetres; inches of one line of a label
NARROW = 25  # millimetres that the plotting area needs at least


def check_size(size):
    """Raise InputError, with the choices, for what is neither one of `SIZES` nor None."""
    if size not in (None, *SIZES):
        raise InputError(f"size {size!r}: unknown", f"choose one of {', '.join(SIZES)}")


@contextmanager
def fitted(figure, size=None):
    """Give a figure one of the sizes, for as long as it is being saved; then it is as it was drawn.

    Names of rows, axis titles and legends wrap, rows grow with their names, and column headings turn upright where
    they would meet. Where its labels need more width, a chart gets the least, in steps of 10 mm, that holds them:
    panels and cells that stand side by side cannot always be as narrow as a column.

    Parameters
    ----------
    figure : Figure
        As a ``plot_x`` drew it, with constrained layout.
    size : str, optional
        "column", "wide" or "full" (90, 140, 190 mm wide), or "slide": 16 by 9, as small as its rows allow, so
        that letters are as large as they can be on the screen. Default: as drawn.

    Yields
    ------
    str
        The size it got, in a sentence.
    """
    with house_style():
        if size is None:
            yield f"{_measures(figure)}."
            return
        drawn = _Drawn(figure)
        try:
            yield _resized(drawn, size)
        finally:
            drawn.restore()


def _resized(drawn, size):
    """Give a figure a size, and say in a sentence which it got."""
    figure, (wide, high) = drawn.figure, drawn.inches
    if size == "slide":
        figure.set_size_inches(max(wide, high * 16 / 9), max(high, wide * 9 / 16))
        points = 9 * 40 / 3 / figure.get_figwidth()
        return f"{_measures(figure)}; on a slide 13.3 inches wide its letters are {points:.0f} points high."
    fits = _narrowed(figure, drawn, WIDTHS[size])
    return _measures(figure) + ("." if fits else f". Its labels need more than {WIDTHS[size]} mm.")


class _Drawn:
    """How a figure was drawn: its size in inches and, by Axes, height, names of rows, headings and axis title."""

    def __init__(self, figure):
        self.figure, self.inches = figure, tuple(figure.get_size_inches())
        figure.draw_without_rendering()
        self.heights = [ax.get_position().height * self.inches[1] for ax in figure.axes]
        self.names = [_names(ax) for ax in figure.axes]
        self.turns = [[label.get_rotation() for label in ax.get_xticklabels()][:1] for ax in figure.axes]
        self.titles = [ax.get_xlabel() for ax in figure.axes]
        self.abreast = [legend._ncols for legend in figure.legends]
        self.meetings = _meetings(figure)

    def restore(self):
        """Make the figure what it was."""
        self.figure.set_size_inches(self.inches)
        for ax, names, turns, title in zip(self.figure.axes, self.names, self.turns, self.titles, strict=True):
            ax.set_xlabel(title)
            ax.tick_params(axis="x", labelrotation=(turns or [0])[0])
            if names:
                ax.set_yticks(ax.get_yticks(), names)
        for legend, columns in zip(self.figure.legends, self.abreast, strict=True):
            legend.set_ncols(columns)


def _names(ax):
    """What stands beside the rows; nothing where the axis is a scale."""
    fixed = type(ax.yaxis.get_major_locator()).__name__ == "FixedLocator"
    return [label.get_text() for label in ax.get_yticklabels()] if fixed else []


def _narrowed(figure, drawn, least):
    """Lay a figure out as narrow as its labels allow, from so many millimetres on; whether that was enough."""
    heads = [head.get_text() for ax in figure.axes for head in ax.get_xticklabels()]
    turns = (False, True) if any("\n" in head or len(head) > 5 for head in heads) else (False,)
    for width in np.arange(least, drawn.inches[0] * INCH, 10):
        for turned in turns:
            _lay_out(drawn, width / INCH, turned)
            if _holds(figure, drawn.meetings):
                return width == least
    drawn.restore()
    if drawn.inches[0] * INCH < least:
        figure.set_figwidth(least / INCH)
        return True
    return False


def _measures(figure):
    wide, high = figure.get_size_inches() * INCH
    return f"{wide:.0f} x {high:.0f} mm"


def _lay_out(drawn, wide, turned):
    """Wrap what can be wrapped to the width, and let the height grow by what wrapped rows need."""
    letters, grown = int(0.38 * wide / LETTER), 0
    for ax, names, title, height in zip(drawn.figure.axes, drawn.names, drawn.titles, drawn.heights, strict=True):
        if len(drawn.heights) == 1:
            if names:
                names = [_wrapped(name, letters) for name in names]
                ax.set_yticks(ax.get_yticks(), names)
                grown = height * (_crowding(ax, [name.count("\n") + 1 for name in names], height) - 1)
            ax.set_xlabel(fill(title.replace("\n", " "), min(56, int(wide / LETTER / 1.4))))
        heads = [label.get_text() for label in ax.get_xticklabels() if label.get_text()]
        ax.tick_params(axis="x", labelrotation=90 * turned)
        grown += turned * LETTER * max((len(head.split("\n")[0]) for head in heads), default=0)
    for legend in drawn.figure.legends:
        longest = max(len(text.get_text()) for text in legend.get_texts())
        legend.set_ncols(min(len(legend.get_texts()), int(wide / (LETTER * longest + 0.6)) or 1))
    drawn.figure.set_size_inches(wide, drawn.inches[1] + grown)


def _wrapped(name, letters):
    """A name as it is where its lines are short enough, else in as many lines as it takes."""
    fits = all(len(line) <= letters for line in name.split("\n"))
    return name if fits else fill(name.replace("-\n", "-").replace("\n", " "), letters, break_long_words=False)


def _crowding(ax, lines, height):
    """How many times as high the Axes must be for neighbouring names not to meet."""
    places, bounds = ax.get_yticks(), ax.get_ylim()
    if len(places) < 2:
        return 1
    step = np.abs(np.diff(places)) * height / abs(bounds[0] - bounds[1])
    need = LINE * np.convolve(lines, [0.5, 0.5], "valid") + 0.06
    return max(1, (need / step).max())


def _holds(figure, most):
    """Whether everything has room: no text outside or through another, no plotting area collapsed."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        warnings.filterwarnings("ignore", NO_GLYPH)
        try:
            figure.draw_without_rendering()
        except UserWarning:
            return False
    box, (wide, high) = figure.get_tightbbox(), figure.get_size_inches()
    inside = box.x0 > -0.02 and box.y0 > -0.02 and box.x1 < wide + 0.02 and box.y1 < high + 0.02
    room = min(ax.get_position().width for ax in figure.axes) * wide * INCH >= NARROW
    return inside and room and _meetings(figure) <= most


def _meetings(figure):
    """Pairs of texts that overlap, and texts wider than the cell they are centred in."""
    boxes, spilled = [_box(text) for legend in figure.legends for text in legend.get_texts()], 0
    for ax in figure.axes:
        ends = ax.transData.transform([(0, 0), (1, 0)])
        cells = [_box(text) for text in ax.texts if text.get_ha() == text.get_va() == "center" and text.get_text()]
        spilled += sum(box[2] - box[0] > ends[1, 0] - ends[0, 0] for box in cells)
        texts = [text for text in ax.get_children() if hasattr(text, "get_text")]  # with the titles
        texts += [*ax.get_xticklabels(), *ax.get_yticklabels(), ax.xaxis.label]
        boxes += [_box(text) for text in texts if text.get_text() and text.get_visible()]
    x0, y0, x1, y1 = np.array(boxes).reshape(-1, 4).T
    across = np.minimum.outer(x1, x1) - np.maximum.outer(x0, x0) > -2
    along = np.minimum.outer(y1, y1) - np.maximum.outer(y0, y0) > 2
    return int(np.triu(across & along, 1).sum()) + spilled


def _box(text):
    return text.get_window_extent().extents
