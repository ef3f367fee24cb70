"""Figures: each ``plot_x`` draws a table, every row of it, in the house style, and returns the Axes.

Each takes ``ax``, the Axes to draw into; by default it makes a new figure. What to draw is the caller's choice; a table
too long to read is refused. The table of each is the one that the function named in its first line returns.
"""

import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle

from analysis.show import axes
from analysis.show.axes import INK, NEUTRAL, OTHER, PALE, REFERENCE, SMALL, TARGET, styled

VOICES = {  # colour and hatch of each
    "own": ("#009E73", ""),
    "attributed": ("#56B4E9", ""),
    "quoted": ("#E69F00", "..."),
    "mention": ("#F0E442", "|||"),
    "naming": ("#CC79A7", "///"),
    "distance": ("#D55E00", "xxx"),
}
ZONES = {"body": (NEUTRAL, ""), "headline": ("#a9b4bd", "..."), "removed": ("#d9d9d9", "///")}
SCORES = {
    "tf_idf": "TF-IDF, 0 to 1 within an article (beside the bar: occurrences in it; articles that contain it)",
    "per_thousand": "Occurrences per 1,000 words of the group (beside the bar: occurrences; articles with such words)",
    "c_tf_idf": "c-TF-IDF of the side's articles as one text (beside: its occurrences; articles that contain it)",
}
RATE = "Occurrences per 1,000 words (bar: the side's articles together; right: occurrences in articles)"
FRAME = "% of sentences with the frame (bar: the side's articles together; right: articles with it)"
ABSENT = (
    "% of the side's articles that have the term (right: occurrences in articles, "
    "and the number expected on the other side)"
)


def headings(docs, side):
    """What stands above an article's column in a chart: its id, month and side, by doc_id."""
    month = docs["published"].dt.strftime("%b %Y").fillna("undated")
    names = [axes.wrapped(name.replace("-", " "), 14) for name in docs["doc_id"]]
    sides = [axes.wrapped(label, 14) for label in docs[side]]
    return dict(zip(docs["doc_id"], map("\n".join, zip(names, month, sides, strict=True)), strict=True))


@styled
def plot_sizes(table, ax=None):
    """Words of each article by zone (`text.counts.sizes`): body, headline, removed."""
    whole, y = table[list(ZONES)].sum(axis=1), np.arange(len(table))
    notes = [f"{removed:,} of {all_:,} removed" for removed, all_ in zip(table["removed"], whole, strict=True)]
    ax, left = axes.listed(ax, table["doc_id"], notes), np.zeros(len(table))
    for zone, (colour, hatch) in ZONES.items():
        ax.barh(y, table[zone], left=left, color=colour, hatch=hatch, edgecolor="white", label=zone, height=0.65)
        left = left + table[zone].to_numpy()
    axes.beside(ax, whole, y, notes)
    axes.legend(ax)
    return axes.measured(ax, whole.max(), "Word tokens in the file, by zone")


@styled
def plot_frequency(table, ax=None):
    """Rate of each term (`stats.terms.frequency`), labelled with how many articles contain it."""
    notes = [f"{term.count:,}× in {term.n_docs:,} of {term.of_docs:,}" for term in table.itertuples()]
    ax, y = axes.listed(ax, table["term"], notes), np.arange(len(table))
    ax.barh(y, table["per_thousand"], color=NEUTRAL, height=0.65)
    axes.beside(ax, table["per_thousand"], y, notes)
    unit = "Occurrences per 1,000 word tokens of all articles (beside the bar: occurrences in articles)"
    return axes.measured(ax, table["per_thousand"].max(), unit)


@styled
def plot_keyphrases(table, score="tf_idf", ax=None):
    """Keywords or keyphrases of each article or side (`stats.terms.tf_idf`, ``c_tf_idf``), one block each.

    The first column of the table names the article or side; ``score`` is the column to draw.
    """
    unit = table[table.columns[0]].astype(str)
    y = axes.blocks(unit)
    notes = [f"{term.count:,}× in {term.df:,} of {term.of_docs:,}" for term in table.itertuples()]
    ax = axes.listed(ax, table["term"], notes, y)
    ax.barh(y, table[score], color=NEUTRAL, height=0.65)
    axes.beside(ax, table[score], y, notes)
    axes.headed(ax, unit, y)
    return axes.measured(ax, table[score].max(), SCORES[score])


@styled
def plot_slogans(table, unit="doc_id", row="slogan", headings=None, ax=None):
    """Slogans (rows) by article, side or period (columns): every count above 0 is printed in its cell.

    Parameters
    ----------
    table : DataFrame [columns row, unit, count, …]
        As `stats.slogans.by_article`, ``by_side``, ``by_period`` and ``renderings`` return it. With a column of_docs, a
        cell also says in how many of how many articles the occurrences stand. A cell is the darker, the higher its
        count, or its value in a column shade.
    unit, row : str
        The columns of the table that become columns and rows of the grid.
    headings : mapping, optional
        What to print above each column, such as the article and its side.
    """
    texts = [
        f"{cell['count']:,}" + (f"×\n{cell['n_docs']:,}/{cell['of_docs']:,}" if "of_docs" in cell else "")
        for cell in table.to_dict("records")
    ]
    ax, places = axes.grid(ax, _cells(table[row], table[unit], texts), headings)
    shade = table["shade" if "shade" in table else "count"]
    for place, text, value in zip(places, texts, shade / shade.max(), strict=True):
        if value:
            axes.cell(ax, place, text, axes.tint(TARGET, 0.15 + 0.85 * value))
    return ax


def _cells(rows, columns, texts):
    """The cells of a grid, as `axes.grid` wants them."""
    return pd.DataFrame({"row": rows, "column": columns, "text": texts})


@styled
def plot_voices(table, unit="side", headings=None, ax=None):
    """Slogans by article or side, each cell's occurrences by voice (`stats.slogans.adoption`): "5o 3a 1q".

    The letters are the first ones of the voices; the strip below shows the same shares.
    """
    counted = [[(voice, cell[voice]) for voice in VOICES if cell[voice]] for cell in table.to_dict("records")]
    codes = [[f"{count:,}{voice[0]}" for voice, count in cell] for cell in counted]
    texts = ["\n".join(filter(None, (" ".join(code[:2]), " ".join(code[2:])))) for code in codes]
    ax, places = axes.grid(ax, _cells(table["slogan"], table[unit], texts), headings, strip=0.1)
    for (x, y), text, cell in zip(places, texts, counted, strict=True):
        _strip(ax, x, y, cell)
        ax.text(x, y - 0.12, text, **axes.CENTRED)
    for voice, (colour, hatch) in VOICES.items():
        ax.bar(0, 0, color=colour, hatch=hatch, edgecolor="white", label=f"{voice[0]} = {voice}")
    axes.legend(ax)
    return ax


def _strip(ax, x, y, cell):
    """A strip below the text of a cell, divided among the voices by their counts."""
    left, total = x - 0.46, sum(count for _, count in cell)
    for voice, count in cell:
        (colour, hatch), width = VOICES[voice], 0.92 * count / total
        ax.add_patch(Rectangle((left, y + 0.2), width, 0.24, facecolor=colour, hatch=hatch, edgecolor="white", lw=0))
        left += width


@styled
def plot_adoption(table, target, reference, ax=None):
    """Share of a slogan's uses in the outlet's own voice (`stats.slogans.adoption`): a marker for each side."""
    names = list(dict.fromkeys(table["slogan"]))
    ax = axes.listed(ax, names, inches=0.44)
    shown = table[table["side"].isin([target, reference])].dropna(subset="adoption")
    shown = shown.assign(x=100 * shown["adoption"], y=shown["slogan"].map(names.index).astype(int))
    for y in range(len(names)):
        ends = shown.loc[shown["y"] == y, "x"]
        ax.plot(ends, [y] * len(ends), color=PALE, lw=2, zorder=1)
        if ends.empty:
            ax.text(0, y, "neither side uses it", va="center", fontsize=SMALL)
    full = {"marker": "o", "color": TARGET, "ms": 6}
    hollow = {"marker": "D", "color": REFERENCE, "ms": 9, "mfc": "none", "mew": 1.5}  # both show where they are equal
    for side, style, where, up in ((target, full, "above", 6), (reference, hollow, "below", -8)):
        rows = shown[shown["side"] == side]
        ax.plot(rows["x"], rows["y"], ls="none", zorder=3, label=f"{axes.shortened(side)} (numbers {where})", **style)
        axes.over(ax, rows["x"], rows["y"], [f"{row.own:,}/{row.count:,}" for row in rows.itertuples()], up)
    axes.legend(ax)
    ax.set_xlabel(axes.unit("% of its uses in the outlet's own voice (own / all uses)", 56))
    ax.set_xlim(-6, 106)
    ax.set_xticks(range(0, 101, 20))
    return ax


@styled
def plot_keyness(table, target, reference, ax=None):
    """Log ratio of each term (`stats.keyness.keyness`), with the counts and the articles on each side.

    Parameters
    ----------
    table : DataFrame
        A bar a term, with a thin line from log_ratio_low to log_ratio_high; an open triangle in place of the bar where
        the other side never uses it, because then no ratio can be measured; a dagger after the term where a column
        flag holds a reason.
    target, reference : str
    ax : Axes, optional
    """
    flagged = table["flag"].fillna("").ne("") if "flag" in table else np.zeros(len(table), dtype=bool)
    rows = table.assign(y=_below_heading(table), term=table["term"].astype(str) + np.where(flagged, "†", ""))
    notes = ["occurrences in articles:\nright side v left side", *map(_articles, table.itertuples())]
    one_sided = (table["count_target"] == 0) | (table["count_reference"] == 0)
    values = table["log_ratio"].mask(one_sided)
    spans = table.reindex(columns=["log_ratio_low", "log_ratio_high"]).to_numpy(dtype=float)
    ax = axes.diverging(ax, rows, [1, values, spans], notes, (target, reference))
    axes.leaning(ax, rows.loc[~one_sided, "y"], values[~one_sided])
    _one_sided(ax, rows[one_sided])
    _ranges(ax, rows["y"].to_numpy(), spans)
    if any(flagged):
        ax.plot([], [], ls="none", label="† flagged: the table says why")
    axes.legend(ax)
    return ax


def _below_heading(table):
    """The y of each row of a diverging chart."""
    return axes.HEAD + np.arange(len(table))


def _articles(term):
    """Occurrences in articles on either side."""
    here = f"{term.count_target:,} in {term.n_docs_target:,}/{term.of_docs_target:,}"
    return f"{here}  v  {term.count_reference:,} in {term.n_docs_reference:,}/{term.of_docs_reference:,}"


def _one_sided(ax, rows):
    """An open triangle, always at the same place, for what one side alone uses."""
    for colour, marker, x, here in (
        (TARGET, ">", 0.03, rows["count_reference"] == 0),
        (REFERENCE, "<", -0.03, rows["count_target"] == 0),
    ):
        style = {"ls": "none", "color": colour, "mfc": "white", "ms": 6, "zorder": 4}
        ax.plot([x * ax.get_xlim()[1]] * here.sum(), rows.loc[here, "y"], marker, **style)
    if len(rows):
        ax.plot([], [], "k>", ls="none", mfc="white", label="never on the other side: no ratio can be measured")


def _ranges(ax, y, spans):
    """A thin line from the lowest to the highest log ratio of each row that has them."""
    known = np.isfinite(spans).all(axis=1)
    if known.any():
        ax.hlines(y[known], *spans[known].T, color=INK, lw=1, label="range when each article in turn is left out")
        ax.plot(spans[known].T, [y[known], y[known]], "|", color=INK, ms=5)


@styled
def plot_map(table, shares, sides=(), ax=None):
    """Articles and words as points of a correspondence analysis (`stats.correspondence.correspondence`).

    Parameters
    ----------
    table : DataFrame [columns kind, label, side, dimension_1, dimension_2]
        kind is "article", "word", or "centre" of a side's articles; a row whose label is "" has a point without a name.
    shares : (float, float)
        Share of each dimension in the inertia.
    sides : (target, reference), optional
        Their articles have the colours and shapes of sides; by default all are grey.
    """
    ax = ax or axes.new(4.4, min(axes.given.get() or 4.4, 5.5) + 0.2)
    articles, words = (table[table["kind"] == kind] for kind in ("article", "word"))
    axes.centred(ax, [f"dimension {n} ({share:.0%} of the differences)" for n, share in enumerate(shares, 1)])
    ax.plot(words["dimension_1"], words["dimension_2"], "+", color=OTHER, ms=5, mew=1, label="word (scale of its own)")
    colours = pd.Series(OTHER, index=table.index)
    for side, colour, marker, _ in axes.sides(*sides) if sides else [("", NEUTRAL, "o", 0)]:
        here = articles[articles["side"] == side] if side else articles
        style = {"color": colour, "ls": "none", "ms": 6 if len(articles) <= 40 else 4, "mec": "white", "mew": 0.5}
        name = f"{axes.shortened(side)} article".strip()
        ax.plot(here["dimension_1"], here["dimension_2"], marker, label=name, **style)
        mine = table[(table["kind"] == "centre") & table["side"].isin([side] if side else table["side"])]
        ax.plot(mine["dimension_1"], mine["dimension_2"], "s", color=colour, mec=INK, ms=8, mew=1.5, zorder=4)
        colours[here.index.union(mine.index)] = colour
    ax.apply_aspect()  # labels are moved apart in the scale that is drawn
    named = table[table["label"] != ""]
    axes.annotated(ax, named["dimension_1"], named["dimension_2"], named["label"], colours[named.index])
    axes.legend(ax)
    return ax


@styled
def plot_absent(table, target, reference, heads=None, ax=None):
    """Terms of one side that the other never uses (`stats.keyness.absent_terms`), and how common they could still be.

    A bar is the share of the speaking side's articles that have the term; the line with an open end reaches to the
    95 % upper bound of that share on the silent side (bound_docs). ``heads`` has the heading of each silent side.
    """
    table = table.sort_values("silent", key=lambda silent: silent != target, kind="stable")
    table = table.assign(y=axes.blocks(table["silent"]), share=100 * table["n_docs"] / table["of_docs"])
    notes = [
        f"{row.count:,}× in {row.n_docs:,}/{row.of_docs:,}  v  0/{row.of_docs_silent:,}, expected {row.expected:,.1f}"
        for row in table.itertuples()
    ]
    ax = axes.listed(ax, table["term"], notes, table["y"], inches=0.3)
    for side in axes.sides(target, reference):
        _absent(ax, table, side)
    axes.headed(ax, table["silent"].map(heads or "Never in {}".format), table["y"].to_numpy())
    axes.beside(ax, [1.0] * len(table), table["y"], notes, ax.get_yaxis_transform())
    axes.legend(ax)
    most = max(table["share"].max(), 100 * table["bound_docs"].max()) if len(table) else 100
    return axes.measured(ax, most, ABSENT, 72)


def _absent(ax, table, side):
    """The bars of what a side says, and the lines of what it never says."""
    label, colour, marker, _ = side
    name, says, silent = axes.shortened(label), table[table["speaking"] == label], table[table["silent"] == label]
    if len(says):
        ax.barh(says["y"] - 0.14, says["share"], height=0.4, color=colour, label=f"{name}: articles with it")
    if len(silent):
        y, ends = silent["y"] + 0.22, 100 * silent["bound_docs"]
        ax.hlines(y, 0, ends, color=colour, lw=1.3)
        style = {"color": colour, "mfc": "white", "ms": 5, "clip_on": False}
        ax.plot(ends, y, marker, label=f"{name}: no article; upper bound of the share (95 %)", **style)


@styled
def plot_sides(table, pooled, target, reference, ax=None):
    """Rate of each term, or share of each frame, on both sides: a dot an article, a bar for its side together.

    Parameters
    ----------
    table : DataFrame [columns term, side, per_thousand, …, or frame, side, share, …]
        `stats.keyness.rates_by_article`, or `stats.frames.frame_shares` of the articles.
    pooled : DataFrame [columns term, side, count, n_docs, of_docs, per_thousand, or frame, side, share, …]
        `stats.keyness.pooled_rates`, or `stats.frames.frame_shares` of the sides.
    target, reference : str
        Drawn above and below the line of each row.
    ax : Axes, optional
    """
    row, value, factor, unit = ("frame", "share", 100, FRAME) if "frame" in table else ("term", "per_thousand", 1, RATE)
    rows, times = list(dict.fromkeys(table[row])), pooled["count"].map("{:,}× in ".format) if row == "term" else ""
    pooled = pooled.assign(note=times + pooled["n_docs"].map("{:,}/".format) + pooled["of_docs"].map("{:,}".format))
    ax = axes.listed(ax, rows, pooled["note"], inches=0.52)
    for side, colour, marker, shift in axes.sides(target, reference):
        here, mine = table[table["side"] == side], pooled[pooled["side"] == side]
        y = mine[row].map(rows.index) + shift
        ax.barh(y, factor * mine[value], height=0.34, color=axes.tint(colour, 0.35), lw=0)
        ax.vlines(factor * mine[value], y - 0.17, y + 0.17, color=INK, lw=1.2, zorder=4)
        ax.plot([], [], marker, color=colour, ms=6, label=f"{axes.shortened(side)}: an article")
        axes.cloud(ax, factor * here[value], here[row].map(rows.index) + shift, colour, marker)
        axes.beside(ax, [1.0] * len(mine), y, mine["note"], ax.get_yaxis_transform())
    axes.legend(ax)
    return axes.measured(ax, factor * table[value].max() * 1.03, unit)
