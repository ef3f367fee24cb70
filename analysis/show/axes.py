"""Axes: what every figure is made of, from the house style to rows about a zero line; it knows no table.

Figures drawn inside `drawn_at` have the width of a journal's column or page: their letters stay as large, and names and
notes wrap, panels stand below one another, and rows grow.
"""

import textwrap
import warnings
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from unicodedata import east_asian_width

import matplotlib
import matplotlib.style
import numpy as np
import pandas as pd
from adjustText import adjust_text
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from analysis.files import InputError

TARGET, REFERENCE, OTHER, INK = "#0072B2", "#D55E00", "#8c8c8c", "#222222"  # Okabe and Ito
NEUTRAL, PALE = "#5a6570", "#bdbdbd"  # what belongs to no side; lines that join two markers
MOST_ROWS, MOST_COLUMNS, MOST_PANELS, MOST_LABELS = 80, 14, 24, 30
MANY = 2_000  # points from which a drawing stores them as pixels
WIDTH, LETTER = 7.2, 0.076  # inches: the default width of a figure, and about one letter of a label
WIDTHS = {"column": 90, "wide": 140, "full": 190}  # millimetres
SIZES, INCH = (*WIDTHS, "slide"), 25.4
MARGINS = 1.2  # inches above and below the rows
HEAD = 2.2  # rows that the headings of a diverging chart take
NOTE, SMALL = 8.5, 7.5  # points: numbers beside bars and in cells; numbers beside dots
CHINESE = ["Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Zen Hei", "SimHei"]
NO_GLYPH = r"Glyph (\d+) .*missing"  # how matplotlib warns of a character without a font, with its code point
RATIO = "Log ratio of rates per 1,000 words (+1 = twice the rate on the right side)"
given = ContextVar("given", default=None)  # inches of the figures that are drawn; None: as wide as they need
CENTRED = {"ha": "center", "va": "center", "fontsize": NOTE, "linespacing": 1.05}


@contextmanager
def house_style():
    """Matplotlib's settings are those of ``house.mplstyle`` inside this context, and what they were after it.

    Chinese is drawn in the first font of `CHINESE` that the machine has. All that draws or renders figures runs inside;
    there matplotlib does not warn of characters without a font, which `exports.rendered` reports in one sentence.
    """
    installed = {font.name for font in fontManager.ttflist}
    chinese = [name for name in CHINESE if name in installed]
    with matplotlib.style.context("analysis.show.house", after_reset=True), warnings.catch_warnings():
        warnings.filterwarnings("ignore", NO_GLYPH)
        matplotlib.rcParams["font.family"] = [*matplotlib.rcParams["font.sans-serif"], *chinese[:1]]
        yield


def check_size(size):
    """Raise InputError, with the choices, for what is neither one of `SIZES` nor None."""
    if size not in (None, *SIZES):
        raise InputError(f"size {size!r}: unknown", f"choose one of {', '.join(SIZES)}")


@contextmanager
def drawn_at(size):
    """New figures are as wide as this size says, "column", "wide" or "full"; else as wide as their labels need."""
    check_size(size)
    token = given.set(WIDTHS[size] / INCH if size in WIDTHS else None)
    try:
        yield
    finally:
        given.reset(token)


def letters(most, share):
    """So many letters of a label; fewer where they need more than a share of the width of a figure of a given size."""
    return most if given.get() is None else min(most, int(share * given.get() / LETTER))


def styled(plot):
    """Make a function of a table draw in the house style, and say "no rows" where the table is empty."""

    @wraps(plot)
    def drawn(table, *args, **kwargs):
        with house_style():
            given = (value for value in (*args, *kwargs.values()) if isinstance(value, Axes))
            return nothing(next(given, None)) if table.empty else plot(table, *args, **kwargs)

    return drawn


def new(width, height):
    """Axes of a new figure of so many inches, which pyplot does not know and no notebook displays by itself."""
    figure = Figure(figsize=(given.get() or width, height))
    FigureCanvasAgg(figure)
    return figure.subplots()


def readable(number, most, what):
    """Refuse a table that no page can hold."""
    if number > most:
        remedy = "draw fewer of them (the parameter n, or the first rows of the table)"
        raise InputError(f"figure of {number:,} {what}: too many to read (at most {most})", remedy)


def shortened(text, most=24):
    """At most so many characters of a label, the middle left out.

    Examples
    --------
    >>> shortened("high-quality development", 13)
    'high-q…opment'
    """
    text = " ".join(str(text).split())
    return text if len(text) <= most else f"{text[: most // 2]}…{text[len(text) - (most - 1) // 2 :]}"


def wrapped(text, width, lines=2):
    """A label in at most so many lines, the middle left out where it is longer; Chinese takes twice the width.

    Examples
    --------
    >>> wrapped("new quality productive forces", 16)
    'new quality\\npr…uctive forces'
    """
    wide = any(east_asian_width(character) in "WF" for character in str(text))
    most, width = len(str(text)), width // 2 if wide else width
    while len(rows := textwrap.wrap(shortened(text, most), width)) > lines:
        most -= 1
    return "\n".join(rows)


def named(name):
    """A name of a row: in two lines at most, in a figure of a given size in as many as it takes."""
    return wrapped(name, letters(34, 0.36), 2 if given.get() is None else 3)


def noted(note):
    """A note beside a bar; in a figure of a given size in as many lines as it takes."""
    return note if given.get() is None else textwrap.fill(note, letters(99, 0.26))


def unit(text, most):
    """The name of an axis, in as many lines as it takes."""
    return textwrap.fill(text, letters(most, 0.7))


def longest(texts):
    """Letters of the longest line; a Chinese character counts as two."""
    lines = [line for text in texts for line in str(text).split("\n")]
    return max((len(line) + sum(east_asian_width(letter) in "WF" for letter in line) for line in lines), default=0)


def nothing(ax):
    """Axes that say that there is nothing to draw."""
    ax = ax or new(WIDTH, 1.2)
    ax.text(0.5, 0.5, "no rows", ha="center", va="center", transform=ax.transAxes)
    ax.set_axis_off()
    return ax


def listed(ax, names, notes=(), places=None, inches=0.25):
    """Axes with one name a row, the first on top.

    Parameters
    ----------
    ax : Axes or None
        None for a new figure: wide enough that the bars get half of it, and high enough for the names.
    names : iterable of str
    notes : iterable of str
        Texts that will stand beside the bars, to leave room for.
    places : array, optional
        The y of each row, in ascending order; what lies above the first is left free. Default: 0, 1, 2 …
    inches : float
        Least height of a row.
    """
    readable(len(names), MOST_ROWS, "rows")
    names = [named(name) for name in names]
    places = np.arange(len(names)) if places is None else np.asarray(places)
    if ax is None:
        beside = [noted(note) for note in notes] if given.get() else []
        inches = max(inches, _row(names + beside))
        wide = max(WIDTH, 2 * (LETTER * (longest(names) + longest(notes)) + 0.3))
        ax = new(wide, MARGINS + (3.5 / given.get() if given.get() else 0) + inches * max(places[-1] + 1, 3))
    ax.set_yticks(places, names)
    ax.set_ylim(places[-1] + 0.6, -0.6)
    return ax


def _row(texts):
    """Inches of a row in which each of these texts has room."""
    return 0.09 + 0.15 * max(text.count("\n") + 1 for text in texts)


def blocks(units):
    """The y of rows where each unit has a heading above its block; the rows of a unit follow one another."""
    return np.arange(len(units)) + 1.6 * pd.factorize(np.asarray(units, dtype=object))[0] + 1


def headed(ax, units, places, most=38):
    """The heading of each block."""
    first = pd.Series(places).groupby(np.asarray(units, dtype=object), sort=False).min() - 1
    for name, y in first.items():
        style = {"fontweight": "bold", "va": "center", "transform": ax.get_yaxis_transform()}
        ax.text(0, y, shortened(name, letters(most, 0.58)), **style)


def sides(target, reference):
    """Label, colour, marker of each side, and its place above or below the line of a row."""
    return (target, TARGET, "o", -0.2), (reference, REFERENCE, "D", 0.2)


def diverging(ax, table, values, notes, names):
    """Rows as in `about_zero`, the target's side to the right; ``names`` are those of target and reference."""
    ax = about_zero(ax, table, values, notes)
    opposite(ax, names[::-1], (REFERENCE, TARGET))
    ax.set_xlabel(unit(ax.get_xlabel() + RATIO, 44))
    return ax


def about_zero(ax, table, values, notes):
    """Rows (columns term, y) about a zero line, as wide as the highest of the values.

    Rows start at the y of `HEAD`. Beside each stands a note; the first note is the heading of the notes, which begins
    the name of the axis in a figure of a given size.
    """
    values = np.abs(np.concatenate([np.asarray(part, dtype=float).ravel() for part in values]))
    rows, head = [HEAD - 1.4, *table["y"]], f"Right: {' '.join(notes[0].split())}. "
    if given.get():  # no room above the notes
        rows, notes = rows[1:], notes[1:]
    ax = listed(ax, table["term"], notes, table["y"], inches=0.27)
    ax.axvline(0, color=INK, lw=1)
    ax.set_xlabel(head if given.get() else "")
    beside(ax, [1.0] * len(notes), rows, notes, ax.get_yaxis_transform())
    reach = 1.05 * values[np.isfinite(values)].max(initial=0) or 1
    ax.set_xlim(-reach, reach)
    return ax


def opposite(ax, names, colours):
    """The headings of the left and of the right half of rows about a zero line."""
    top = {"y": HEAD - 1.4, "va": "center", "fontweight": "bold", "transform": ax.get_yaxis_transform()}
    ax.text(x=0.48, s="← " + wrapped(names[0], 16), ha="right", color=colours[0], **top)
    ax.text(x=0.52, s=wrapped(names[1], 16) + " →", ha="left", color=colours[1], **top)


def leaning(ax, y, values):
    """Bars from zero in the colour of the side they point to."""
    return ax.barh(y, values, color=np.where(np.asarray(values) >= 0, TARGET, REFERENCE), height=0.65)


def centred(ax, names):
    """Two scales of equal length about a pale cross in the centre, with these names."""
    for line, name, label in ((ax.axvline, names[0], ax.set_xlabel), (ax.axhline, names[1], ax.set_ylabel)):
        line(0, color=PALE, lw=0.8, zorder=1)
        label(name)
    ax.grid(False)
    ax.margins(0.15)
    ax.set_aspect("equal", adjustable="datalim")


def multiples(ax, n, high, sharey=True):
    """n small Axes of one scale below one another, ax the first of them, each so many inches high.

    Raises InputError where ax stands in no grid, as Axes that ``figure.add_axes`` made.
    """
    ax = ax or new(WIDTH, 1.4 + high * n)
    if ax.get_subplotspec() is None:
        raise InputError("these Axes cannot be divided into panels", "make them with matplotlib.pyplot.subplots")
    cells = list(ax.get_subplotspec().subgridspec(n, 1))
    ax.set_subplotspec(cells[0])
    panels = [ax, *(ax.figure.add_subplot(cell, sharex=ax, sharey=ax if sharey else None) for cell in cells[1:])]
    for panel in panels:
        panel.label_outer()
    return panels


def grid(ax, cells, headings=None, strip=0.0):
    """Axes with a row and a column for each name.

    Parameters
    ----------
    ax : Axes or None
    cells : DataFrame [columns row, column, text]
        Rows stand in the order in which they come first, columns sorted, or, with headings, in that order too.
    headings : mapping, optional
        What to print above each column.
    strip : float
        Inches that each row needs besides its text.

    In a figure of a given size, columns for which it has no room stand in further blocks below.

    Returns
    -------
    Axes
    list of (x, y)
        The place of each cell.
    """
    names, columns = list(dict.fromkeys(cells["row"])), list(dict.fromkeys(cells["column"]))
    columns = columns if headings else sorted(columns)
    readable(len(names), MOST_ROWS, "rows")
    readable(len(columns), MOST_COLUMNS, "columns")
    heads = [str((headings or {}).get(name, name)).split("\n") for name in columns]
    heads = ["\n".join(wrapped(line, 14) for line in lines) for lines in heads]
    wide, turned, abreast = _grid_width([named(name) for name in names], heads, cells["text"])
    abreast = len(columns) if ax else min(abreast, len(columns))
    inches = max(_row(map(named, names)), 0.26 + strip + 0.12 * any("\n" in text for text in cells["text"]))
    gap = int((LETTER * longest(heads) if turned else 0.5) / inches) + 2
    tops = [block * (len(names) + gap) for block in range(-(-len(columns) // abreast))]
    rows = [top + row for top in tops for row in range(len(names))]
    ax = listed(ax or new(wide, MARGINS + 0.6 * turned + inches * (rows[-1] + 1)), names * len(tops), places=rows)
    _heads(ax, [heads[at : at + abreast] for at in range(0, len(heads), abreast)], tops, 90 * turned)
    at = {name: (number % abreast, tops[number // abreast]) for number, name in enumerate(columns)}
    return ax, [(at[cell.column][0], at[cell.column][1] + names.index(cell.row)) for cell in cells.itertuples()]


def _heads(ax, heads, tops, turn):
    """The headings of the columns: of the first block as ticks above the axes, of others above their rows."""
    ax.set_xticks(range(len(heads[0])), heads[0], rotation=turn)
    ax.tick_params(axis="x", length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    ax.set_xlim(-0.5, max(len(heads[0]), 3) - 0.5)
    ax.grid(False)
    ax.spines[["left", "bottom"]].set_visible(False)
    for names, top in zip(heads[1:], tops[1:], strict=True):
        for x, name in enumerate(names):
            ax.text(x, top - 0.6, name, rotation=turn, ha="center", va="bottom", fontsize=NOTE)


def _grid_width(names, heads, texts):
    """Inches that a grid has or needs, whether its headings are turned upright, and how many columns it holds."""
    room, left = max(len(heads), 3), LETTER * longest(names) + 0.2
    if given.get():
        lines = max(head.count("\n") + 1 for head in heads)
        least = max(0.15 + LETTER * longest(texts), 0.1 + 0.15 * lines)
        abreast = int((given.get() - left) / least) or 1
        turned = 0.1 + LETTER * longest(heads) > (given.get() - left) / min(abreast, room)
        return given.get(), turned, abreast
    wide = max(WIDTH, left + room * max(0.55, 0.15 + LETTER * longest(texts)))
    level = left + room * (0.1 + LETTER * longest(heads))
    turned = level > max(wide, 9.5)
    return wide if turned else max(wide, level), turned, len(heads)


def cell(ax, centre, text, face, **style):
    """Fill the cell of a grid and print its text, dark or white."""
    corner = centre[0] - 0.46, centre[1] - 0.44
    ax.add_patch(Rectangle(corner, 0.92, 0.88, facecolor=face, lw=0.5, **{"edgecolor": "white"} | style))
    ax.text(*centre, text, color=ink_on(face), **CENTRED)


def tint(colour, strength):
    """A colour thinned with white: 1 = itself."""
    return tuple(1 - strength * (1 - part) for part in to_rgb(colour))


def ink_on(face):
    """The colour of text that reads on this one."""
    red, green, blue = (part**2.2 for part in to_rgb(face))
    return "white" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.21 else INK


def beside(ax, x, y, notes, transform=None):
    """Texts to the right of these places; where one runs past the axes, the layout makes room."""
    for place, row, note in zip(x, y, notes, strict=True):
        where = {"xycoords": transform or ax.transData, "textcoords": "offset points", "annotation_clip": False}
        ax.annotate(noted(note), (place, row), (4, 0), va="center", fontsize=NOTE, **where)


def over(ax, x, y, notes, up):
    """Texts centred so many points over (negative: under) these places."""
    for place, row, note in zip(x, y, notes, strict=True):
        style = {"ha": "center", "va": "bottom" if up > 0 else "top", "fontsize": SMALL, "annotation_clip": False}
        ax.annotate(note, (place, row), (0, up), textcoords="offset points", **style)


def measured(ax, most, name, width=56):
    """An axis from 0 to the highest value, named by its unit."""
    ax.set_xlim(0, most if most > 0 else 1)
    if given.get():
        ax.xaxis.set_major_locator(MaxNLocator(4))
    ax.set_xlabel(unit(name, width))
    return ax


def legend(ax, labels=None):
    """What the colours are, above the figure, as many abreast as it is wide; nothing where none has a name."""
    handles, names = ax.get_legend_handles_labels()
    names = [shortened(name, 40) for name in labels] if labels else names
    if names:
        names = [textwrap.fill(name, letters(99, 0.78)) for name in names]
        abreast = int(ax.figure.get_figwidth() / (LETTER * longest(names) + 0.6)) or 1
        ax.figure.legend(handles, names, ncols=min(abreast, len(names)), loc="outside upper left")


def cloud(ax, x, y, colour, marker):
    """A dot an article; where a row has many, they are smaller, paler and spread over its height."""
    n = len(x) / max(len(set(y)), 1)
    spread = 0.28 * ((np.arange(len(x)) * 0.618) % 1 - 0.5) * (n > 12)
    few, many = {"ms": 6, "mec": "white", "mew": 0.8}, {"ms": 3.5, "mew": 0, "alpha": 0.35 if n <= 400 else 0.1}
    style = {"color": colour, "ls": "none", "clip_on": False, "rasterized": len(x) > MANY}
    ax.plot(x, np.asarray(y, dtype=float) + spread, marker, **style | (few if n <= 40 else many))


def annotated(ax, x, y, names, colour=INK):
    """Names beside their points, moved apart by adjustText in a fixed number of steps, the same on every run.

    Those of one point and colour are one label, a line each; ``colour`` is one for all, or one each.
    """
    readable(len(names), MOST_LABELS, "labels")
    points = pd.DataFrame({"x": x, "y": y, "name": [wrapped(name, 24) for name in names], "color": colour})
    points = points.groupby(["x", "y", "color"], sort=False, as_index=False)["name"].agg("\n".join)
    halo = {"path_effects": [withStroke(linewidth=2, foreground="white")], "zorder": 5, "fontsize": NOTE}
    labels = [
        ax.text(x, y, name, color=colour, linespacing=1.0, **halo)
        for x, y, name, colour in points[["x", "y", "name", "color"]].itertuples(index=False)
    ]
    line, force = {"arrowstyle": "-", "color": INK, "lw": 0.6}, {"force_text": (0.5, 0.8), "expand": (1.2, 1.4)}
    adjust_text(labels, ax=ax, iter_lim=600, prevent_crossings=False, arrowprops=line, **force)
