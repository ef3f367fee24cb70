"""Axes: what every figure is made of, from the house style to rows about a zero line; it knows no table.

A figure is drawn for a sheet: the column or page of a journal, or a slide. Its letters are as large on each; names and
notes wrap, panels stand below one another, and rows that the sheet cannot hold are left to the table.
"""

import textwrap
import warnings
from bisect import bisect_right
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import NamedTuple
from unicodedata import east_asian_width

import matplotlib
import matplotlib.style
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from analysis.files import PACKAGE, InputError, read_toml, shortened

WORDS = read_toml(PACKAGE / "show" / "figures.toml")  # what figures say
TARGET, REFERENCE, OTHER, INK = "#0072B2", "#D55E00", "#8c8c8c", "#222222"  # Okabe and Ito
NEUTRAL, PALE = "#5a6570", "#bdbdbd"  # what belongs to no side; lines that join two markers
MOST_ROWS, MOST_COLUMNS, MOST_PANELS, MOST_LABELS = 15, 14, 24, 30
MANY = 2_000  # points from which a drawing stores them as pixels
LETTER, NARROW, LEAST_HEAD = 0.076, 0.065, 8  # inches of a letter of a label, and of a small one; letters of a heading
INCH, NARROW_SHEET = 25.4, 5  # millimetres; inches
MARGINS = 1.2  # inches above and below the rows, before they are laid out
SMALL = "small"  # the size of numbers beside bars and in cells: 7.5 points on paper, 15 on a slide
CHINESE = ["Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Zen Hei", "SimHei"]
NO_GLYPH = r"Glyph (\d+) .*missing"  # how matplotlib warns of a character without a font, with its code point
CENTRED = {"ha": "center", "va": "center", "fontsize": SMALL, "linespacing": 1.05}


class Sheet(NamedTuple):
    """What a figure is drawn for: its size in inches of paper, how much larger it is shown, and its rows at most."""

    width: float
    high: float
    scale: float = 1
    rows: int = MOST_ROWS


SHEETS = {name: Sheet(wide / INCH, 230 / INCH) for name, wide in (("column", 90), ("wide", 140), ("full", 190))}
SHEETS["slide"] = Sheet(20 / 3, 15 / 4, 2)
SIZES = tuple(SHEETS)
# Of the page: letters of 11 pixels and more on a phone, and in half of a window.
SHEETS |= {name: Sheet(wide / INCH, 230 / INCH) for name, wide in (("phone", 76), ("half", 130))}
sheet = ContextVar("sheet", default=SHEETS["full"])


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
        matplotlib.rcParams["font.size"] *= sheet.get().scale
        yield


def check_size(size):
    """Raise InputError, with the choices, for what is neither one of `SIZES` nor None."""
    if size not in (None, *SIZES):
        *paper, slide = SIZES
        choices = ", ".join(f"{name} ({SHEETS[name].width * INCH:.0f} mm)" for name in paper)
        raise InputError(f"size {size!r}: unknown", f"choose one of {choices}, {slide} (16:9)")


@contextmanager
def drawn_at(size=None, rows=MOST_ROWS):
    """New figures are drawn for a sheet of `SHEETS`, by default "full", with so many rows at most."""
    if size not in SHEETS:
        check_size(size)
    token = sheet.set(SHEETS[size or "full"]._replace(rows=rows))
    try:
        yield
    finally:
        sheet.reset(token)


def letters(most, share):
    """So many letters of a label; fewer where they need more than a share of the width of the sheet."""
    return min(most, int(share * sheet.get().width / LETTER))


def styled(plot):
    """Make a function of a table draw in the house style, and say "no rows" where the table is empty."""

    @wraps(plot)
    def drawn(table, *args, **kwargs):
        with house_style():
            given = (value for value in (*args, *kwargs.values()) if isinstance(value, Axes))
            return nothing(next(given, None)) if table.empty else plot(table, *args, **kwargs)

    return drawn


def new(high):
    """Axes so many inches high in a new figure, which pyplot does not know and no notebook displays by itself."""
    width, _, scale, _ = sheet.get()
    figure = Figure(figsize=(width * scale, (high + MARGINS) * scale))
    FigureCanvasAgg(figure)
    return figure.subplots()


def fitting(table, row, within=None, most=MOST_ROWS):
    """The first rows of a chart for which the sheet has room, of each group as many; and a note on the others.

    Parameters
    ----------
    table : DataFrame
    row, within : str
        The columns that name a row of the chart and its group.
    most : int
        Rows of a chart on any sheet.

    Returns
    -------
    DataFrame
    str
        How many more there are, for `ended`; "" where there are none.
    """
    keys = [*([within] if within else []), row]
    names, most = table[keys].drop_duplicates(), min(sheet.get().rows, most)
    kept = names
    if within and len(names) > most:
        turn = names.groupby(within, sort=False).cumcount()
        kept = names.loc[turn.sort_values(kind="stable").index[:most].sort_values()]
    kept = kept.head(most)
    here = pd.MultiIndex.from_frame(table[keys]).isin(pd.MultiIndex.from_frame(kept))
    return table[here], left(len(names) - len(kept))


def left(number, what="more"):
    """How many rows or columns are left to the table, in words."""
    return f"and {number:,} {what} in the table" if number else ""


def readable(number, most, what):
    """Refuse a table that no page can hold."""
    if number > most:
        remedy = "draw fewer of them (the parameter n, or the first rows of the table)"
        raise InputError(f"figure of {number:,} {what}: too many to read (at most {most})", remedy)


def wrapped(text, width, lines=2):
    """A label in at most so many lines, the middle left out where it is longer; Chinese takes twice the width.

    Examples
    --------
    >>> wrapped("new quality productive forces", 16)
    'new quality…\\nforces'
    """
    text = " ".join(str(text).split())
    width = max(width // 2 if any(east_asian_width(character) in "WF" for character in text) else width, 1)

    hyphens = max(map(len, text.split()), default=0) > width  # a break at one only where a word is too long for a line

    def rows(most):
        short = text if most >= len(text) else shortened(text, most).replace("…", "… ")
        return textwrap.wrap(short, width, break_on_hyphens=hyphens)

    if len(whole := rows(len(text) or 1)) <= lines:
        return "\n".join(whole)
    fits = range(1, len(text) + 1)
    most = bisect_right(fits, lines, key=lambda most: len(rows(most)))
    return "\n".join(rows(max(most, 1)))


def named(name, share=0.36):
    """A name of a row, within a share of the sheet: in two lines at most, on a narrow sheet in three."""
    return wrapped(name, letters(34, share), 2 if sheet.get().width > NARROW_SHEET else 3)


def noted(note):
    """A note beside a bar, in as many lines as it takes."""
    return "\n".join(textwrap.fill(line, int(0.3 * sheet.get().width / NARROW)) for line in note.split("\n"))


def unit(text, most):
    """The name of an axis, in as many lines as it takes."""
    return textwrap.fill(text, letters(most, 0.6))


def longest(texts):
    """Letters of the longest line; a Chinese character counts as two."""
    lines = [line for text in texts for line in str(text).split("\n")]
    return max((len(line) + sum(east_asian_width(letter) in "WF" for letter in line) for line in lines), default=0)


def nothing(ax):
    """Axes that say that there is nothing to draw."""
    ax = ax or new(0.3)
    ax.text(0.5, 0.5, "no rows", ha="center", va="center", transform=ax.transAxes)
    ax.set_axis_off()
    return ax


def listed(ax, names, notes=(), places=None, inches=0.25):
    """Axes with one name a row, the first on top.

    Parameters
    ----------
    ax : Axes or None
        None for a new figure, high enough for the names.
    names : iterable of str
    notes : iterable of str
        Texts that will stand beside the bars, to leave room for.
    places : array, optional
        The y of each row, in ascending order; what lies above the first is left free. Default: 0, 1, 2 …
    inches : float
        Least height of a row.
    """
    share = 0.7 - NARROW * longest(map(noted, notes)) / sheet.get().width  # what short notes leave is for the names
    most = 0.47 if sheet.get().width > NARROW_SHEET else 0.36
    names = [named(name, min(max(share, 0.36), most)) for name in names]
    places = np.arange(len(names)) if places is None else np.asarray(places)
    ax = ax or new(max(inches, _row([*names, *map(noted, notes)])) * (places[-1] + 1.2))
    ax.set_yticks(places, names)
    ax.set_ylim(places[-1] + 0.6, -0.6)
    return ax


def ended(ax, note):
    """A note below the rows, such as on those that are left to the table; nothing where there is none."""
    if note:
        last, lines = ax.get_ylim()[0], textwrap.wrap(note, int(0.58 * sheet.get().width / NARROW))
        ax.set_ylim(last + 0.3 + 0.6 * len(lines), -0.6)
        style = {"va": "top", "fontsize": SMALL, "transform": ax.get_yaxis_transform()}
        ax.text(0.01, last + 0.15, "\n".join(lines), **style)


def _row(texts):
    """Inches of a row in which each of these texts has room."""
    return 0.09 + 0.15 * _lines(list(texts))


def blocks(units):
    """The y of rows where each unit has a heading above its block; the rows of a unit follow one another."""
    return np.arange(len(units)) + 1.3 * pd.factorize(np.asarray(units, dtype=object))[0] + 0.5


def headed(ax, units, places, most=38):
    """The heading of each block."""
    first = pd.Series(places).groupby(np.asarray(units, dtype=object), sort=False).min() - 0.55
    for name, y in first[first.index != ""].items():
        style = {"fontweight": "bold", "va": "bottom", "linespacing": 1.05, "transform": ax.get_yaxis_transform()}
        ax.text(0, y, wrapped(name, letters(most, 0.58)), **style)


def sides(target, reference):
    """Label, colour, marker of each side, and its place above or below the line of a row."""
    return (target, TARGET, "o", -0.2), (reference, REFERENCE, "D", 0.2)


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
    ax = ax or new(high * n)
    if ax.get_subplotspec() is None:
        raise InputError("these Axes cannot be divided into panels", "make them with matplotlib.pyplot.subplots")
    cells = list(ax.get_subplotspec().subgridspec(n, 1, hspace=0.45))
    ax.set_subplotspec(cells[0])
    panels = [ax, *(ax.figure.add_subplot(cell, sharex=ax, sharey=ax if sharey else None) for cell in cells[1:])]
    for panel in panels:
        panel.label_outer()
    return panels


def grid(ax, cells, headings=None, inches=0.26, more=""):
    """Axes with a row and a column for each name.

    Parameters
    ----------
    ax : Axes or None
    cells : DataFrame [columns row, column, text]
        Rows stand in the order in which they come first, columns sorted, or, with headings, in that order too.
    headings : mapping, optional
        What to print above each column.
    inches : float
        Least height of a row.
    more : str
        As in `ended`.

    Columns for which the sheet has no room beside the others stand in further blocks below, or are left to the table.

    Returns
    -------
    Axes
    list of (x, y)
        The place of each cell; None for one that is left to the table.
    """
    names, columns = list(dict.fromkeys(cells["row"])), list(dict.fromkeys(cells["column"]))
    columns = columns if headings else sorted(columns)
    room = sheet.get().width - LETTER * longest(map(named, names)) - 0.25
    abreast = (
        len(columns) if ax else min(int(room / (0.1 + NARROW * max(longest(cells["text"]), 3))) or 1, len(columns))
    )
    most = min(len(columns) if ax else abreast * max(sheet.get().rows // len(names), 1), MOST_COLUMNS)
    heads, turned = _headings([(headings or {}).get(name, name) for name in columns[:most]], room / max(abreast, 3))
    inches = max(_row(map(named, names)), inches)
    gap = int((NARROW * longest(heads) if turned else 0.13 * _lines(heads)) / inches) + 2
    tops = [block * (len(names) + gap) for block in range(-(-len(heads) // abreast))]
    rows = [top + row for top in tops for row in range(len(names))]
    ax = listed(ax, names * len(tops), places=rows, inches=inches)
    ended(ax, _together(more, left(len(columns[most:]), "more columns")))
    _heads(ax, [heads[at : at + abreast] for at in range(0, len(heads), abreast)], tops, 90 * turned)
    at = {name: (number % abreast, tops[number // abreast]) for number, name in enumerate(columns[:most])}
    rows = [(at.get(cell.column), names.index(cell.row)) for cell in cells.itertuples()]
    return ax, [(place[0], place[1] + row) if place else None for place, row in rows]


def _together(rows, columns):
    """What is left to the table of rows and of columns, as one note."""
    return f"{rows.removesuffix(' in the table')} {columns}" if rows and columns else rows or columns


def _headings(names, inches):
    """Headings of columns so many inches wide, wrapped, and whether they have to be turned upright."""
    most = int((inches - 0.06) / NARROW)
    turned = most < LEAST_HEAD
    most += longest(" ".join(map(str, names)).split()) == most + 1  # one more letter, rather than a broken word
    lines = [str(name).split("\n") for name in names]
    if not turned:
        return ["\n".join(wrapped(line, min(most, 20)) for line in part) for part in lines], False
    upright = [[", ".join(part[:-1]), part[-1]] if part[1:] else wrapped(part[0], 14).split("\n") for part in lines]
    return ["\n".join(shortened(line) for line in part) for part in upright], True  # two lines find room


def _lines(texts):
    return max((text.count("\n") + 1 for text in texts), default=1)


def _heads(ax, heads, tops, turn):
    """The headings of the columns: of the first block as ticks above the axes, of others above their rows."""
    ax.set_xticks(range(len(heads[0])), heads[0], rotation=turn, fontsize=SMALL)
    ax.tick_params(axis="x", length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    ax.set_xlim(-0.5, max(len(heads[0]), 3) - 0.5)
    ax.grid(False)
    ax.spines[["left", "bottom"]].set_visible(False)
    for names, top in zip(heads[1:], tops[1:], strict=True):
        for x, name in enumerate(names):
            ax.text(x, top - 0.6, name, rotation=turn, ha="center", va="bottom", fontsize=SMALL)


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


def beside(ax, x, y, notes, transform=None, **style):
    """Texts to the right of these places; where one runs past the axes, the layout makes room."""
    for place, row, note in zip(x, y, notes, strict=True):
        where = {"xycoords": transform or ax.transData, "textcoords": "offset points", "annotation_clip": False}
        ax.annotate(noted(note), (place, row), (4, 0), **{"va": "center", "fontsize": SMALL} | where | style)


def measured(ax, most, name, width=56):
    """An axis from 0 to the highest value, named by its unit."""
    ax.set_xlim(0, most if most > 0 else 1)
    ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    ax.set_xlabel(unit(name, width))
    return ax


def legend(ax):
    """What the colours are, above the axes, as many abreast as the sheet is wide; nothing where none has a name."""
    handles, names = ax.get_legend_handles_labels()
    if names:
        names = [textwrap.fill(shortened(name, 40), letters(99, 0.78)) for name in names]
        lines = -(-len(names) // (int(sheet.get().width / (NARROW * longest(names) + 0.35)) or 1))
        style = {
            "loc": "outside upper left",
            "borderpad": 0,
            "borderaxespad": 0.4,
            "fontsize": SMALL,
            "handlelength": 1.2,
        }
        ax.figure.legend(handles, names, ncols=-(-len(names) // lines), **style)


def cloud(ax, x, y, colour, marker):
    """A dot an article; where a row has many, they are smaller, paler and spread over its height."""
    n = len(x) / max(len(set(y)), 1)
    spread = 0.28 * ((np.arange(len(x)) * 0.618) % 1 - 0.5) * (n > 12)
    size = sheet.get().scale
    few = {"ms": 6 * size, "mec": "white", "mew": 0.8}
    many = {"ms": 3.5 * size, "mew": 0, "alpha": 0.35 if n <= 400 else 0.1}
    style = {"color": colour, "ls": "none", "clip_on": False, "rasterized": len(x) > MANY}
    ax.plot(x, np.asarray(y, dtype=float) + spread, marker, **style | (few if n <= 40 else many))


def annotated(ax, x, y, names, colour=INK):
    """Names beside their points, moved apart by adjustText in a fixed number of steps, the same on every run.

    Those of one point and colour are one label, a line each; ``colour`` is one for all, or one each.
    """
    from adjustText import adjust_text  # here: it takes long to import

    readable(len(names), MOST_LABELS, "labels")
    points = pd.DataFrame({"x": x, "y": y, "name": [wrapped(name, 24) for name in names], "color": colour})
    points = points.groupby(["x", "y", "color"], sort=False, as_index=False)["name"].agg("\n".join)
    halo = {"path_effects": [withStroke(linewidth=2, foreground="white")], "zorder": 5, "fontsize": SMALL}
    rows = points[["x", "y", "name", "color"]].itertuples(index=False)
    labels = [ax.text(x, y, name, color=colour, linespacing=1.0, **halo) for x, y, name, colour in rows]
    line, force = {"arrowstyle": "-", "color": INK, "lw": 0.6}, {"force_text": (0.5, 0.8), "expand": (1.2, 1.4)}
    adjust_text(labels, ax=ax, iter_lim=600, prevent_crossings=False, arrowprops=line, **force)
