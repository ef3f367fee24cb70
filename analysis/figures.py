"""Figures: each ``plot_x`` draws the table that ``x`` returned, every row of it, and returns the Axes.

What to draw is the caller's choice (``slogans.widest``, ``display.top``); a table too long to read is refused.
"""

import io
import re
import textwrap
import warnings
from itertools import pairwise
from unicodedata import east_asian_width

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib import font_manager
from matplotlib.colors import to_rgb

from analysis.files import InputError

TARGET, REFERENCE, OTHER, INK = "#0072B2", "#D55E00", "#8c8c8c", "#222222"  # Okabe and Ito
MARKERS = ["o", "D", "s", "^", "v", "P"]
VOICES = {  # colour and hatch of each
    "own": ("#0072B2", ""),
    "attributed": ("#56B4E9", ""),
    "quoted": ("#E69F00", "..."),
    "distanced": ("#CC79A7", "///"),
}
ZONES = {"body": ("#0072B2", ""), "headline": ("#56B4E9", "..."), "removed": ("#d9d9d9", "///")}
CHINESE = ["Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Zen Hei", "SimHei"]
FORMATS = {
    "png": {"dpi": 300, "metadata": {"Software": None}},
    "svg": {"metadata": {"Date": None}},
    "pdf": {"metadata": {"CreationDate": None}},
}
ABOUT = {  # where each keeps title, description and source
    "png": ("Title", "Description", "Source"),
    "svg": ("Title", "Description", "Source"),
    "pdf": ("Title", "Subject", "Keywords"),
}
SHARES = (
    "Period (dotted line: periods without articles between; bars: 95 % interval;\n"
    "below each: articles that carry the slogan, of all articles of the side)"
)
MOST_ROWS, MOST_COLUMNS, MOST_PERIODS = 80, 14, 24
WIDTH, LETTER = 7.2, 0.076  # inches: a page, and about one letter of a label
NOTE, SMALL = 8.5, 7.5  # points: numbers beside bars and in cells; numbers beside dots


def use_style():
    """Apply the one style file, and a font for Chinese where the machine has one; a notebook calls it once."""
    plt.style.use("analysis.house")
    installed = {font.name for font in font_manager.fontManager.ttflist}
    chinese = next(([name] for name in CHINESE if name in installed), [])
    plt.rcParams["font.family"] = [*plt.rcParams["font.sans-serif"], *chinese]


def rendered(ax, kind, dpi=None, about=()):
    """The whole figure of an Axes as a png, svg or pdf file, the same on every run.

    Parameters
    ----------
    ax : Axes
    kind : str
        A key of ``FORMATS``.
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
    buffer, options = io.BytesIO(), FORMATS[kind] | ({"dpi": dpi} if dpi else {})
    options["metadata"] = FORMATS[kind]["metadata"] | dict(zip(ABOUT[kind], about, strict=False))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        ax.figure.savefig(buffer, format=kind, **options)
    glyphs = [re.match(r"Glyph (\d+) .*missing", str(warning.message)) for warning in caught]
    for warning in (warning for warning, glyph in zip(caught, glyphs, strict=True) if not glyph):
        warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)
    return buffer.getvalue(), _undrawn([chr(int(glyph[1])) for glyph in glyphs if glyph])


def close(ax):
    """Let go of a figure that has been shown or saved."""
    plt.close(ax.figure)


def headings(docs, side):
    """What stands above an article's column in a chart: its id, month and side, by doc_id."""
    month = docs["published"].dt.strftime("%b %Y").fillna("undated")
    names = [_wrapped(name.replace("-", " "), 14) for name in docs["doc_id"]]
    sides = [_wrapped(label, 14) for label in docs[side]]
    return dict(zip(docs["doc_id"], map("\n".join, zip(names, month, sides, strict=True)), strict=True))


def plot_sizes(table, ax=None):
    """Words of each article by zone (``counts.sizes``): body, headline, removed."""
    if table.empty:
        return _nothing(ax)
    whole, y = table[list(ZONES)].sum(axis=1), np.arange(len(table))
    notes = [f"{removed:,} of {all_:,} removed" for removed, all_ in zip(table["removed"], whole, strict=True)]
    ax, left = _listed(ax, table["doc_id"], notes), np.zeros(len(table))
    for zone, (colour, hatch) in ZONES.items():
        ax.barh(y, table[zone], left=left, color=colour, hatch=hatch, edgecolor="white", label=zone, height=0.65)
        left = left + table[zone].to_numpy()
    _beside(ax, whole, y, notes)
    _legend(ax)
    return _measured(ax, whole.max(), "Word tokens in the file, by zone")


def plot_frequency(table, ax=None):
    """Rate of each term (``frequency``), labelled with how many articles contain it."""
    if table.empty:
        return _nothing(ax)
    notes = [f"{term.count:,}× in {term.n_docs:,} of {term.of_docs:,}" for term in table.itertuples()]
    ax, y = _listed(ax, table["term"], notes), np.arange(len(table))
    ax.barh(y, table["per_thousand"], color=TARGET, height=0.65)
    _beside(ax, table["per_thousand"], y, notes)
    unit = "Occurrences per 1,000 word tokens of all articles (beside the bar: occurrences in articles)"
    return _measured(ax, table["per_thousand"].max(), unit)


def plot_keyphrases(table, score="tf_idf", ax=None):
    """Keywords or keyphrases of each article or side (``tf_idf``, ``c_tf_idf``), one block each."""
    if table.empty:
        return _nothing(ax)
    unit = table[table.columns[0]].astype(str)
    block = pd.factorize(unit)[0]
    y = np.arange(len(table)) + 1.6 * block + 1
    notes = [f"{term.count:,}× in {term.df:,} of {term.of_docs:,}" for term in table.itertuples()]
    ax = _listed(ax, table["term"], notes, y)
    ax.barh(y, table[score], color=TARGET, height=0.65)
    _beside(ax, table[score], y, notes)
    for number, name in enumerate(dict.fromkeys(unit)):
        ax.text(0, y[block == number].min() - 1, _shortened(name, 38), fontweight="bold", va="center")
    units = {
        "tf_idf": "TF-IDF, 0 to 1 within an article (beside the bar: occurrences in it; articles that contain it)",
        "c_tf_idf": "c-TF-IDF of the side's articles as one text (beside: its occurrences; articles that contain it)",
    }
    return _measured(ax, table[score].max(), units[score])


def plot_slogans(table, unit="doc_id", row="slogan", headings=None, ax=None):
    """Slogans (rows) by article, side or period (columns): every count above 0 is printed in its cell.

    Parameters
    ----------
    table : DataFrame [columns slogan, unit, count, …]
        ``slogans.by_article``, ``by_side``, ``by_period`` or ``renderings``; with a column of_docs the cells say
        below the occurrences in how many of how many articles they stand.
    unit, row : str
        The columns that become columns and rows of the grid.
    headings : mapping, optional
        What to print above each column, such as the article and its side.
    """
    if table.empty:
        return _nothing(ax)
    texts = [
        f"{cell['count']:,}" + (f"×\n{cell['n_docs']:,}/{cell['of_docs']:,}" if "of_docs" in cell else "")
        for cell in table.to_dict("records")
    ]
    ax, x, y = _grid(ax, table[row], table[unit], headings, texts)
    for number, count in enumerate(table["count"]):
        if count:
            face = _tint(TARGET, 0.15 + 0.85 * count / table["count"].max())
            _cell(ax, x[number], y[number], face)
            ax.text(x[number], y[number], texts[number], color=_ink_on(face), **_CENTRED)
    return ax


def plot_voices(table, unit="side", headings=None, ax=None):
    """Slogans by article or side, each cell's occurrences by voice (``slogans.adoption``): "5o 3a 1q".

    The letters are those of own, attributed, quoted and distanced; the strip below says the same again.
    """
    if table.empty:
        return _nothing(ax)
    cells = table.to_dict("records")
    codes = [[f"{cell[voice]:,}{voice[0]}" for voice in VOICES if cell[voice]] for cell in cells]
    texts = ["\n".join(filter(None, (" ".join(code[:2]), " ".join(code[2:])))) for code in codes]
    ax, x, y = _grid(ax, table["slogan"], table[unit], headings, texts, strip=0.1)
    for number, cell in enumerate(cells):
        left = 0.0
        for voice in (voice for voice in VOICES if cell[voice]):
            colour, hatch = VOICES[voice]
            width = 0.92 * cell[voice] / cell["count"]
            place = x[number] - 0.46 + left, y[number] + 0.2
            ax.add_patch(plt.Rectangle(place, width, 0.24, facecolor=colour, hatch=hatch, edgecolor="white", lw=0))
            left += width
        ax.text(x[number], y[number] - 0.12, texts[number], **_CENTRED)
    for voice, (colour, hatch) in VOICES.items():
        ax.bar(0, 0, color=colour, hatch=hatch, edgecolor="white", label=f"{voice[0]} = {voice}")
    _legend(ax)
    return ax


def plot_timeline(table, target, reference, events=None):
    """Share of each period's articles that carry a slogan, by side (``slogans.by_side_and_period``).

    Parameters
    ----------
    table : DataFrame
        One panel a slogan, in the order of their first rows. Bars are Wilson intervals; below each stands in how
        many of how many articles. Periods stand one beside the other, dotted lines where some are missing between.
    target, reference : str
        Drawn first; other sides in grey, told apart by their markers.
    events : mapping of slogan to day, optional
        Day of the first prominent use, drawn as a broken line where the panel reaches it, else named.
    """
    if table.empty:
        return _nothing(None)
    panels = list(dict.fromkeys(table["slogan"]))
    sides = sorted(set(table["side"]), key=lambda side: (side != target, side != reference, str(side)))
    _readable(len(sides), len(MARKERS), "sides")
    periods = sorted(set(table["period"]))
    axes = _panels(len(panels), periods, len(sides) * max(2, len(str(table["of_docs"].max()))))
    colours = {target: TARGET, reference: REFERENCE}
    for ax, slogan in zip(axes, panels, strict=True):
        for number, side in enumerate(sides):
            rows = table[(table["slogan"] == slogan) & (table["side"] == side)]
            shift = 0.86 * (number - (len(sides) - 1) / 2) / len(sides)
            _shares(ax, rows, rows["period"].map(_spaced(periods)) + shift, MARKERS[number], colours.get(side, OTHER))
        ax.set_title(_shortened(slogan, 40), fontweight="normal")
        _gaps(ax, periods)
        _event(ax, (events or {}).get(slogan), periods)
    _legend(axes[0], labels=sides)
    return axes[0]


def plot_adoption(table, target, reference, ax=None):
    """Share of a slogan's uses in the outlet's own voice (``slogans.adoption``), a marker a side, joined by a line."""
    if table.empty:
        return _nothing(ax)
    names = list(dict.fromkeys(table["slogan"]))
    ax = _listed(ax, names, inches=0.44)
    shown = table[table["side"].isin([target, reference])].dropna(subset="adoption")
    for y, name in enumerate(names):
        ends = 100 * shown.loc[shown["slogan"] == name, "adoption"]
        ax.plot(ends, [y] * len(ends), color="#bdbdbd", lw=2, zorder=1)
        if ends.empty:
            ax.text(0, y, "neither side uses it", va="center", fontsize=SMALL)
    full = {"marker": "o", "color": TARGET, "ms": 6}
    hollow = {"marker": "D", "color": REFERENCE, "ms": 9, "mfc": "none", "mew": 1.5}  # both show where they are equal
    for side, style, where, up in ((target, full, "above", 6), (reference, hollow, "below", -8)):
        rows = shown[shown["side"] == side]
        x, y = 100 * rows["adoption"], rows["slogan"].map(names.index).astype(int)
        ax.plot(x, y, ls="none", zorder=3, label=f"{_shortened(side)} (numbers {where})", **style)
        _over(ax, x, y, [f"{row.own:,}/{row.count:,}" for row in rows.itertuples()], up)
    _legend(ax)
    ax.set_xlabel(_wrapped("% of its uses in the outlet's own voice (own / all uses)", 56))
    ax.set_xlim(-6, 106)
    ax.set_xticks(range(0, 101, 20))
    return ax


def plot_temperature(table, tiers, unit="period", ax=None):
    """Tier of each slogan and period (``slogans.temperature``); "?" where the interval spans several."""
    if table.empty:
        return _nothing(ax)
    faces = dict(zip(tiers, plt.get_cmap("YlOrRd")(np.linspace(0.05, 0.85, len(tiers))), strict=True))
    cells = table.to_dict("records")
    texts = [f"{_shortened(cell['tier'], 14) or '?'}\n{cell['n_docs']:,}/{cell['of_docs']:,}" for cell in cells]
    ax, x, y = _grid(ax, table["slogan"], table[unit], None, texts)
    for number, cell in enumerate(cells):
        face = faces.get(cell["tier"], "white")
        _cell(ax, x[number], y[number], face, "" if cell["tier"] in faces else "///", edge="#e4e4e4")
        ax.text(x[number], y[number], texts[number], color=_ink_on(face), **_CENTRED)
    return ax


def plot_keyness(table, target, reference, ax=None):
    """Log ratio of each term (``keyness``), with the counts and the articles on each side."""
    if table.empty:
        return _nothing(ax)
    notes = [
        f"{term.count_target:,} in {term.n_docs_target:,}/{term.of_docs_target:,}"
        f"  v  {term.count_reference:,} in {term.n_docs_reference:,}/{term.of_docs_reference:,}"
        for term in table.itertuples()
    ]
    values, y = table["log_ratio"].to_numpy(), np.arange(len(table))
    ax = _listed(ax, table["term"], notes, head=2.2)
    ax.barh(y, values, color=np.where(values >= 0, TARGET, REFERENCE), height=0.65)
    ax.axvline(0, color=INK, linewidth=1)
    _beside(ax, [1.0] * len(table), y, notes, ax.get_yaxis_transform())
    _beside(ax, [1.0], [-1.4], ["occurrences in articles:\nright side v left side"], ax.get_yaxis_transform())
    top = {"y": -1.4, "va": "center", "fontweight": "bold", "transform": ax.get_yaxis_transform()}
    ax.text(x=0.48, s="← " + _wrapped(reference, 12), ha="right", color=REFERENCE, **top)
    ax.text(x=0.52, s=_wrapped(target, 12) + " →", ha="left", color=TARGET, **top)
    reach = np.nanmax(np.abs(values), initial=1) * 1.05
    ax.set_xlim(-reach, reach)
    ax.set_xlabel(_wrapped("Log ratio of rates per 1,000 words (+1 = twice the rate on the right side)", 44))
    return ax


def plot_frames(table, pooled, target, reference, labels=None, ax=None):
    """Share of each frame: a dot an article (``framing`` with a column side), a bar for its side together.

    Parameters
    ----------
    table : DataFrame [columns frame, doc_id, share, side]
    pooled : DataFrame [columns frame, side, share, n_docs, of_docs]
        ``framing.by_side``.
    target, reference : str
        Drawn above and below the line of each frame; other sides stay out.
    labels : mapping, optional
        What to print for each frame.
    """
    if table.empty:
        return _nothing(ax)
    frames = list(dict.fromkeys(table["frame"]))
    ax = _listed(ax, [(labels or {}).get(frame, frame) for frame in frames], ["9,999 of 9,999"], inches=0.52)
    for side, colour, marker, shift in ((target, TARGET, "o", -0.2), (reference, REFERENCE, "D", 0.2)):
        dots, bars = table[table["side"] == side], pooled[pooled["side"] == side]
        at = bars["frame"].map(frames.index) + shift
        ax.barh(at, 100 * bars["share"], height=0.34, color=_tint(colour, 0.35), lw=0)
        ax.vlines(100 * bars["share"], at - 0.17, at + 0.17, color=INK, lw=1.2, zorder=4)
        ax.plot([], [], marker, color=colour, ms=6, label=f"{_shortened(side)}: an article")
        _cloud(ax, dots, dots["frame"].map(frames.index) + shift, colour, marker)
        notes = [f"{bar.n_docs:,} of {bar.of_docs:,}" for bar in bars.itertuples()]
        _beside(ax, [1.0] * len(bars), at, notes, ax.get_yaxis_transform())
    _legend(ax)
    unit = "% of word tokens in the frame's words (bar: the side's articles together; right: articles with it)"
    return _measured(ax, 100 * table["share"].max() * 1.03, unit)


_CENTRED = {"ha": "center", "va": "center", "fontsize": NOTE, "linespacing": 1.05}


def _readable(number, most, what):
    """Refuse a table that no page can hold."""
    if number > most:
        remedy = "keep the top ones with slogans.widest or display.top, or group with slogans.fitting"
        raise InputError(f"figure of {number} {what}: too many to read (at most {most}); {remedy}")


def _undrawn(letters):
    """What to do where the fonts lack some characters; "" where they lack none."""
    what = f"Some characters cannot be drawn with the fonts of this machine (for instance {min(letters, default='')})"
    return f"{what}: install a font that has them, such as Noto Sans CJK." if letters else ""


def _shortened(text, most=24):
    """At most so many characters of a label, the middle left out."""
    text = " ".join(str(text).split())
    return text if len(text) <= most else f"{text[: most // 2]}…{text[len(text) - (most - 1) // 2 :]}"


def _wrapped(text, width, lines=2):
    """A label in at most so many lines, the middle left out where it is longer; Chinese fills twice the width."""
    wide = any(east_asian_width(character) in "WF" for character in str(text))
    most, width = len(str(text)), width // 2 if wide else width
    while len(rows := textwrap.wrap(_shortened(text, most), width)) > lines:
        most -= 1
    return "\n".join(rows)


def _longest(texts):
    """Letters of the longest line, a Chinese character for two."""
    lines = [line for text in texts for line in str(text).split("\n")]
    return max((len(line) + sum(east_asian_width(letter) in "WF" for letter in line) for line in lines), default=0)


def _nothing(ax):
    """Axes that say that there is nothing to draw."""
    ax = ax or plt.subplots(figsize=(WIDTH, 1.2))[1]
    ax.text(0.5, 0.5, "no rows", ha="center", va="center", transform=ax.transAxes)
    ax.set_axis_off()
    return ax


def _listed(ax, names, notes=(), places=None, inches=0.25, head=0.0):
    """Axes with one name a row, the first on top; a new one is high and wide enough: half of it is for the bars."""
    _readable(len(names), MOST_ROWS, "rows")
    names = [_wrapped(name, 34) for name in names]
    places = np.arange(len(names)) if places is None else places
    if ax is None:
        inches = max(inches, 0.09 + 0.15 * max(name.count("\n") + 1 for name in names))
        wide = max(WIDTH, 2 * (LETTER * (_longest(names) + _longest(notes)) + 0.3))
        ax = plt.subplots(figsize=(wide, 1.2 + inches * max(places[-1] + 1 + head, 3)))[1]
    ax.set_yticks(places, names)
    ax.set_ylim(places[-1] + 0.6, -0.6 - head)
    return ax


def _grid(ax, rows, columns, headings, texts, strip=0.0):
    """Axes with a row and a column for each name and room for the cells' texts; the x and y of every cell."""
    names = list(dict.fromkeys(rows))
    above = list(dict.fromkeys(columns)) if headings else sorted(set(columns))
    _readable(len(names), MOST_ROWS, "rows")
    _readable(len(above), MOST_COLUMNS, "columns")
    heads = [str((headings or {}).get(name, name)).split("\n") for name in above]
    heads = ["\n".join(_wrapped(line, 14) for line in lines) for lines in heads]
    room, beside = max(len(above), 3), LETTER * _longest([_wrapped(name, 34) for name in names]) + 0.2
    wide = max(WIDTH, beside + room * max(0.55, 0.15 + LETTER * _longest(texts)))
    level = beside + room * (0.1 + LETTER * _longest(heads))
    turned = level > max(wide, 9.5)
    wide = wide if turned else max(wide, level)
    if ax is None:
        inches = 0.26 + strip + 0.12 * any("\n" in text for text in texts)
        ax = plt.subplots(figsize=(wide, 1.2 + 0.6 * turned + inches * len(names)))[1]
    ax = _listed(ax, names)
    ax.set_xticks(range(len(above)), heads, rotation=90 if turned else 0)
    ax.set_xlim(-0.5, room - 0.5)
    ax.tick_params(axis="x", length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    ax.grid(False)
    ax.spines[["left", "bottom"]].set_visible(False)
    return ax, [above.index(name) for name in columns], [names.index(name) for name in rows]


def _cell(ax, x, y, face, hatch="", edge="white"):
    """Fill a cell of a grid."""
    ax.add_patch(plt.Rectangle((x - 0.46, y - 0.44), 0.92, 0.88, facecolor=face, hatch=hatch, edgecolor=edge, lw=0.5))


def _tint(colour, strength):
    """A colour thinned with white: 1 = itself."""
    return tuple(1 - strength * (1 - part) for part in to_rgb(colour))


def _ink_on(face):
    """The colour of text that reads on this one."""
    red, green, blue = (part**2.2 for part in to_rgb(face))
    return "white" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.21 else INK


def _beside(ax, x, y, notes, transform=None):
    """Texts to the right of these places; where one runs past the axes, the layout makes room."""
    for place, row, note in zip(x, y, notes, strict=True):
        where = {"xycoords": transform or ax.transData, "textcoords": "offset points", "annotation_clip": False}
        ax.annotate(note, (place, row), (4, 0), va="center", fontsize=NOTE, **where)


def _over(ax, x, y, notes, up):
    """Texts centred over (or, down, under) these places."""
    for place, row, note in zip(x, y, notes, strict=True):
        style = {"ha": "center", "va": "bottom" if up > 0 else "top", "fontsize": SMALL, "annotation_clip": False}
        ax.annotate(note, (place, row), (0, up), textcoords="offset points", **style)


def _measured(ax, most, unit):
    """An axis from 0 to the highest value, named by its unit."""
    ax.set_xlim(0, most or 1)
    ax.set_xlabel(_wrapped(unit, 56))
    return ax


def _legend(ax, labels=None):
    """What the colours are, above the figure, as many abreast as it is wide."""
    handles, names = ax.get_legend_handles_labels()
    names = [_shortened(name, 40) for name in labels or names]
    abreast = int(ax.figure.get_figwidth() / (LETTER * _longest(names) + 0.6)) or 1
    ax.figure.legend(handles, names, ncols=min(abreast, len(names)), loc="outside upper left")


def _panels(n, periods, letters):
    """Axes below each other, two abreast where periods are few; the first n of them, with periods along x."""
    _readable(n, MOST_ROWS, "panels")
    _readable(len(periods), MOST_PERIODS, "periods")
    span = _spaced(periods)[periods[-1]] + 1.2
    wide = 0.8 + span * max(0.06 * letters + 0.1, 0.3)
    abreast = 2 if n > 3 and wide < WIDTH / 2 else 1
    wide, rows = max(WIDTH / abreast, wide), -(-n // abreast)
    size = abreast * wide, 1.4 + 1.35 * rows
    figure, axes = plt.subplots(rows, abreast, sharex=True, sharey=True, squeeze=False, figsize=size)
    figure.supxlabel(SHARES, fontsize=9)
    axes = axes.ravel()
    for ax in axes[n:]:
        ax.remove()
    axes[0].set_xticks(list(_spaced(periods).values()), list(map(str, periods)))
    axes[0].set_xlim(-0.6, span - 0.6)
    axes[0].set_ylim(-0.66, 1.3)
    axes[0].set_yticks([-0.4, 0, 0.5, 1], ["with it\nof", "0", "50 %", "100 %"])
    for ax in axes[max(n - abreast, 0) : n]:
        ax.tick_params(axis="x", labelbottom=True, labelrotation=90 if (wide - 0.8) / span < 0.6 else 0)
    for ax in axes[:n]:
        ax.tick_params(axis="y", labelsize=SMALL)
    return axes[:n]


def _spaced(periods):
    """Where each period stands along x: 1 apart, 1.5 where others lie between."""
    steps = [1 if (later - earlier).n == 1 else 1.5 for earlier, later in pairwise(periods)]
    return dict(zip(periods, np.cumsum([0, *steps]), strict=True))


def _gaps(ax, periods):
    """A dotted line where periods are missing."""
    for earlier, later in pairwise(_spaced(periods).values()):
        if later - earlier > 1:
            ax.axvline((earlier + later) / 2, color="#b0b0b0", ls=":", lw=1)


def _shares(ax, rows, x, marker, colour):
    """Shares of one side with their intervals and, below, how many of how many."""
    bounds = [rows["share"] - rows["share_low"], rows["share_high"] - rows["share"]]
    style = {"fmt": marker, "color": colour, "ms": 4.5, "lw": 1}
    ax.errorbar(x, rows["share"], np.clip(bounds, 0, None), label="side", **style)
    for place, row in zip(x, rows.itertuples(), strict=True):
        ax.text(place, -0.4, f"{row.n_docs}\n{row.of_docs}", ha="center", va="center", fontsize=7, linespacing=1.05)


def _event(ax, day, periods):
    """A broken line on the day of an event, or its year at the border where it lies outside."""
    day, place = pd.Timestamp(day), _spaced(periods)
    if pd.isna(day):
        return
    begin, end = periods[0].start_time, periods[-1].end_time
    edges = [edge.value for period in periods for edge in (period.start_time, period.end_time)]
    x = np.interp(day.value, edges, [place[period] + half for period in periods for half in (-0.5, 0.5)])
    text = f"← earliest seen {day:%Y}" if day < begin else f"earliest seen {day:%Y} →" if day > end else "earliest seen"
    if begin <= day <= end:
        ax.axvline(x, color=INK, ls="--", lw=1)
    left = x < place[periods[-1]] / 2
    style = {"ha": "left" if left else "right", "va": "center", "fontsize": SMALL, "textcoords": "offset points"}
    ax.annotate(text, (x, 1.17), (3 if left else -3, 0), **style)


def _cloud(ax, dots, y, colour, marker):
    """A dot an article; where they are many, smaller, paler and spread over the bar's height."""
    n = len(dots) / max(dots["frame"].nunique(), 1)
    spread = 0.28 * ((np.arange(len(dots)) * 0.618) % 1 - 0.5) * (n > 12)
    few, many = {"ms": 6, "mec": "white", "mew": 0.8}, {"ms": 3.5, "mew": 0, "alpha": 0.35 if n <= 400 else 0.1}
    style = {"color": colour, "ls": "none", "clip_on": False, "rasterized": n > 400} | (few if n <= 40 else many)
    ax.plot(100 * dots["share"], y + spread, marker, **style)
