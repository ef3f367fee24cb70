"""Figures: each ``plot_x`` draws a table in the house style and returns the Axes.

Each takes ``ax``, the Axes to draw into; by default it makes a new figure. Of a table with more rows than the sheet has
room for, the first are drawn, and a line says how many more there are. The table of each is the one that the function
named in its first line returns.
"""

import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle

from analysis.show import axes
from analysis.show.axes import INK, NEUTRAL, OTHER, styled

SCORES = {
    "tf_idf": "TF-IDF, 0 to 1 within an article",
    "per_thousand": "Occurrences per 1,000 words",
    "c_tf_idf": "c-TF-IDF of the articles as one text",
}
RATE, FRAME = "Occurrences per 1,000 words", "% of sentences with the frame"
ABSENT = "% of the side's articles"


def headings(docs, side):
    """What stands above an article's column in a chart: its outlet, month and side, by doc_id."""
    month = docs["published"].dt.strftime("%b %Y").fillna("undated")
    names = docs["publisher"].replace("", "(no outlet)") + "\n" + month + "\n" + docs[side].astype(str)
    return dict(zip(docs["doc_id"], names, strict=True))


@styled
def plot_frequency(table, ax=None):
    """Rate of each term (`stats.terms.frequency`), labelled with how many articles contain it."""
    table, more = axes.fitting(table, "term")
    notes = [_times(term, "n_docs") for term in table.itertuples()]
    ax, y = axes.listed(ax, table["term"], notes), np.arange(len(table))
    axes.ended(ax, more)
    ax.barh(y, table["per_thousand"], color=NEUTRAL, height=0.65)
    axes.beside(ax, table["per_thousand"], y, notes)
    return axes.measured(ax, table["per_thousand"].max(), RATE)


def _times(term, docs):
    """Occurrences in articles."""
    return f"{term.count:,}× in {getattr(term, docs):,} of {term.of_docs:,}"


@styled
def plot_keyphrases(table, score="tf_idf", ax=None):
    """Keywords or keyphrases of each article or side (`stats.terms.tf_idf`, ``c_tf_idf``), one block each.

    The first column of the table names the article or side; ``score`` is the column to draw.
    """
    table, more = axes.fitting(table, "term", table.columns[0])
    unit = table[table.columns[0]].astype(str)
    y = axes.blocks(unit)
    notes = [f"{term.count:,}×" if score == "c_tf_idf" else _times(term, "df") for term in table.itertuples()]
    ax = axes.listed(ax, table["term"], notes, y)
    axes.ended(ax, more)
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
    table, more = axes.fitting(table, row)
    texts = [
        f"{cell['count']:,}" + (f"×\n{cell['n_docs']:,}/{cell['of_docs']:,}" if "of_docs" in cell else "")
        for cell in table.to_dict("records")
    ]
    high = 0.38 if "of_docs" in table else 0.26
    ax, places = axes.grid(ax, _cells(table[row], table[unit], texts), headings, high, more)
    shade = table["shade" if "shade" in table else "count"]
    for place, text, value in zip(places, texts, shade / shade.max(), strict=True):
        if value and place:
            axes.cell(ax, place, text, axes.tint(NEUTRAL, 0.15 + 0.85 * value))
    return ax


def _cells(rows, columns, texts):
    """The cells of a grid, as `axes.grid` wants them."""
    return pd.DataFrame({"row": rows, "column": columns, "text": texts})


@styled
def plot_voices(table, unit="side", headings=None, ax=None):
    """Slogans by article, outlet or side (`stats.slogans.adoption`): how many occurrences are in its own voice.

    A cell has a strip as long as its occurrences, dark for those in the outlet's own voice, and above it "2/5", own of
    all.
    """
    table, more = axes.fitting(table, "slogan", most=12)
    rows = table.to_dict("records")
    texts = [f"{cell['own']:,}/{cell['count']:,}" if cell["count"] else "" for cell in rows]
    ax, places = axes.grid(ax, _cells(table["slogan"], table[unit], texts), headings, 0.36, more)
    for (x, y), text, cell in ((place, *more) for place, *more in zip(places, texts, rows, strict=True) if place):
        own, whole = (0.88 * cell[name] / max(table["count"].max(), 1) for name in ("own", "count"))
        weight = "bold" if own else "normal"
        ax.text(x - 0.44, y - 0.13, text, **axes.CENTRED | {"ha": "left"}, fontweight=weight)
        for left, width, colour in ((0, own, INK), (own, whole - own, "#c4cad0")):
            ax.add_patch(Rectangle((x - 0.44 + left, y + 0.12), width, 0.24, facecolor=colour, lw=0))
    ax.barh(0, 0, color=INK, label="in the outlet's own voice")
    ax.barh(0, 0, color="#c4cad0", label="attributed, quoted or mentioned")
    axes.legend(ax)
    return ax


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
    ax = ax or axes.new(0.8 * min(axes.sheet.get().width, 6))
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
def plot_absent(table, target, reference, ax=None):
    """Terms of one side that the other never uses (`stats.keyness.absent_terms`), and how common they could still be.

    A bar is the share of the speaking side's articles that have the term. The bracket below reaches to the 95 % upper
    bound of that share on the silent side (bound_docs), which the heading of the block says in words.
    """
    table = table.sort_values("silent", key=lambda silent: silent != target, kind="stable")
    table, more = axes.fitting(table, "term", "silent")
    y = axes.blocks(table["silent"])
    notes = [_times(row, "n_docs") for row in table.itertuples()]
    ax = axes.listed(ax, table["term"], notes, y, inches=0.28)
    axes.ended(ax, more)
    colours = {side: colour for side, colour, *_ in axes.sides(target, reference)}
    share = 100 * table["n_docs"] / table["of_docs"]
    ax.barh(y - 0.1, share, height=0.46, color=table["speaking"].map(colours))
    for place, end, side in zip(y + 0.26, 100 * table["bound_docs"], table["silent"], strict=True):
        ax.plot([0, 0, end, end], [place - 0.1, place, place, place - 0.1], color=colours[side], lw=1)
    heads = table.groupby("silent")["bound_docs"].max().map("{:.0%}".format)
    heads = {side: f"Never in {axes.shortened(side)} (could still be up to {heads[side]})" for side in heads.index}
    axes.headed(ax, table["silent"].map(heads), y, 60)
    axes.beside(ax, [1.0] * len(table), y, notes, ax.get_yaxis_transform())
    return axes.measured(ax, max(share.max(), 100 * table["bound_docs"].max()), ABSENT)


@styled
def plot_sides(table, pooled, target, reference, ax=None):
    """Rate of each term, or share of each frame, on both sides: a dot an article, or an outlet, a bar for its side.

    Parameters
    ----------
    table : DataFrame [columns term, side, per_thousand, …, or frame, side, share, …]
        `stats.keyness.rates_by_article`, or `stats.frames.frame_shares` of the articles; without a column doc_id, rows
        are outlets.
    pooled : DataFrame [columns term, side, count, n_docs, of_docs, per_thousand, or frame, side, share, …]
        `stats.keyness.pooled_rates`, or `stats.frames.frame_shares` of the sides. With a column block, rows stand in
        blocks below these headings; the rows of a block follow one another.
    target, reference : str
        Drawn above and below the line of each row.
    ax : Axes, optional
    """
    row, value, factor, unit = ("frame", "share", 100, FRAME) if "frame" in table else ("term", "per_thousand", 1, RATE)
    blocks = dict(zip(pooled[row], pooled.get("block", [""] * len(pooled)), strict=True))
    table, more = axes.fitting(table.assign(block=table[row].map(blocks)), row, "block")
    rows = table[[row, "block"]].drop_duplicates()
    y = pd.Series(axes.blocks(rows["block"]) if rows["block"].any() else np.arange(len(rows)), rows[row])
    pooled = _noted(pooled[pooled[row].isin(y.index)], row)
    both = pooled.groupby(row, sort=False)["note"].agg(lambda notes: "\n".join(map(axes.noted, notes)))
    ax = axes.listed(ax, y.index, both, y, inches=0.38)
    axes.ended(ax, more)
    dot = "an article" if "doc_id" in table else "an outlet"
    for side, colour, marker, shift in axes.sides(target, reference):
        here, mine = table[table["side"] == side], pooled[pooled["side"] == side]
        place = mine[row].map(y) + shift
        ax.barh(place, factor * mine[value], height=0.3, **axes.face(colour, shift))
        ax.plot([], [], marker, color=colour, ms=6 * axes.sheet.get().scale, label=f"{axes.shortened(side)}: {dot}")
        axes.cloud(ax, factor * here[value], here[row].map(y) + shift, colour, marker)
        axes.beside(ax, [1.0] * len(mine), place, mine["note"], ax.get_yaxis_transform())
    axes.headed(ax, rows["block"], y.to_numpy())
    axes.legend(ax)
    return axes.measured(ax, factor * table[value].max() * 1.03, unit)


def _noted(pooled, row):
    """Rates or shares of sides with occurrences and articles in a note."""
    docs = [f"{side.n_docs:,} of {side.of_docs:,}" for side in pooled.itertuples()]
    times = pooled["count"].map("{:,}× in ".format) if row == "term" else ""
    return pooled.assign(note=times + pd.Series(docs, pooled.index, dtype=object))
