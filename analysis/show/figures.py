"""Figures: each ``plot_x`` draws a table in the house style and returns the Axes.

Each takes ``ax``, the Axes to draw into; by default it makes a new figure. Of a table with more rows than the sheet has
room for, the first are drawn, and a line says how many more there are. The table of each is the one that the function
named in its first line returns.
"""

import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle

from analysis.show import axes
from analysis.show.axes import INK, NEUTRAL, OTHER, WORDS, styled

SCORES, SIDED, NEVER, BOUND, TOGETHER = (WORDS[name] for name in ("scores", "sided", "never", "bound", "together"))
MOST_GROUPS, MOST_SIDED = 3, 10  # groups named beside a bar; rows of a chart of two sides
SHAPES = {"o": "osPp8", "D": "D^v<>"}  # of few dots of a side, each of which has a name
LEAST_BOUND = 20  # articles of a side from which an upper bound of 95 % says something


def headings(docs, side):
    """What stands above an article's column in a chart: outlet (or doc_id), month and side, by doc_id."""
    month = docs["published"].dt.strftime("%b %Y").fillna("undated")
    names = (
        docs["publisher"].where(docs["publisher"] != "", docs["doc_id"]) + "\n" + month + "\n" + docs[side].astype(str)
    )
    return dict(zip(docs["doc_id"], names, strict=True))


@styled
def plot_frequency(table, ax=None):
    """Rate of each term (`stats.terms.frequency`), labelled with how many articles contain it."""
    table, more = axes.fitting(table, "term")
    notes = [_times(term, "n_docs") for term in table.itertuples()]
    return _bars(ax, table.assign(note=notes), "per_thousand", more)


@styled
def plot_renderings(table, sides=(), ax=None):
    """Occurrences of each wording (`stats.slogans.renderings`), labelled with the groups that print it.

    sides : (target, reference), optional
        Where these are the groups, a bar is divided between them, in their colours. Default: grey bars.
    """
    table, more = axes.fitting(table[table["count"] > 0].rename(columns={"rendering": "term"}), "term")
    table["note"] = table["group"].astype(str) + "\u00a0" + table["count"].astype(str)
    rows = table.groupby("term", sort=False, as_index=False).agg({"count": "sum", "note": _first_groups})
    ax, left = _bars(ax, rows, "count", more), np.zeros(len(rows))
    for side, colour, *_ in axes.sides(*sides) if sides else ():
        here = table[table["group"] == side].set_index("term")["count"].reindex(rows["term"], fill_value=0).to_numpy()
        ax.barh(range(len(rows)), here, 0.65, left, color=colour, label=axes.shortened(side))
        left += here
    axes.legend(ax)
    return ax


def _first_groups(names):
    return ", ".join(names[:MOST_GROUPS]) + ", …" * (len(names) > MOST_GROUPS)


@styled
def plot_keyphrases(table, score="tf_idf", ax=None):
    """Keywords or keyphrases of each article or side (`stats.terms.tf_idf`, ``c_tf_idf``), one block each.

    The first column of the table names the article or side; ``score`` is the column to draw.
    """
    table, more = axes.fitting(table, "term", table.columns[0])
    notes = [f"{term.count:,}×" if score == "c_tf_idf" else _times(term, "df") for term in table.itertuples()]
    return _bars(ax, table.assign(note=notes, block=table[table.columns[0]].astype(str)), score, more)


@styled
def plot_collocates(table, ax=None):
    """Collocates of a node (`stats.collocates.collocates`) by logDice, with their occurrences before and after it."""
    table, more = axes.fitting(table, "term")
    notes = [f"{row.n_left:,} before, {row.n_right:,} after, in {row.n_docs:,}" for row in table.itertuples()]
    return _bars(ax, table.assign(note=notes), "log_dice", more)


@styled
def plot_collocation_shift(table, target, reference, ax=None):
    """Collocates of a node on two sides (`stats.collocates.collocation_shift`), below the side that has more of them.

    A bar is the share of that side's occurrences of the node that have the word near; beside it stand occurrences and
    articles of both sides.
    """
    shares = [100 * table[f"count_{side}"] / table[f"n_nodes_{side}"].clip(lower=1) for side in ("target", "reference")]
    (here, blue, *_), (there, orange, *_) = axes.sides(target, reference)
    more_here = shares[0] >= shares[1]
    table = table.assign(block=np.where(more_here, f"More in {here}", f"More in {there}"), shift=np.maximum(*shares))
    place = np.arange(len(table))  # the table begins with the target's and ends with the reference's
    table = table.assign(colour=np.where(more_here, blue, orange))
    table = table.iloc[np.lexsort([np.where(more_here, place, -place), ~more_here])]
    table, more = axes.fitting(table, "term", "block", MOST_SIDED)
    return _bars(ax, table.assign(note=[*map(_on_both, table.itertuples())]), "shift", more)


def _on_both(row):
    """Occurrences in articles on either side."""
    pairs = (row.count_target, row.n_docs_target), (row.count_reference, row.n_docs_reference)
    return " v ".join(f"{count:,}× in {n:,} article{'s' * (n != 1)}" for count, n in pairs)


def _bars(ax, table, value, more):
    """A bar for each term, grey without a column colour, with a note beside it; blocks have headings."""
    y = axes.blocks(table["block"]) if "block" in table else np.arange(len(table))
    ax = axes.listed(ax, table["term"], table["note"], y)
    axes.ended(ax, more)
    ax.barh(y, table[value], color=table.get("colour", NEUTRAL), height=0.65)
    axes.beside(ax, table[value], y, table["note"])
    axes.headed(ax, table.get("block", [""] * len(y)), y, 60)
    return axes.measured(ax, table[value].max(), SCORES[value])


def _times(term, docs):
    """Occurrences in articles."""
    return f"{term.count:,}× in {getattr(term, docs):,} of {term.of_docs:,}"


@styled
def plot_slogans(table, unit="group", row="slogan", headings=None, ax=None):
    """Slogans (rows) by side, period or other group (columns): every count above 0 is printed in its cell.

    Parameters
    ----------
    table : DataFrame [columns row, unit, count, …]
        As `stats.slogans.by_group` and ``by_period`` return it. With a column of_docs, a cell also says
        in how many of how many articles the occurrences stand. A cell is the darker, the higher its count, or its value
        in a column shade.
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
        if value > 0 and place:
            axes.cell(ax, place, text, axes.tint(NEUTRAL, 0.15 + 0.85 * value))
    return ax


def _cells(rows, columns, texts):
    """The cells of a grid, as `axes.grid` wants them."""
    return pd.DataFrame({"row": rows, "column": columns, "text": texts})


@styled
def plot_voices(table, headings=None, ax=None):
    """Slogans by article, outlet or side (`stats.slogans.adoption`): how many occurrences are in its own voice.

    A cell has a strip as long as its occurrences, dark for those in the outlet's own voice, and above it "2/5", own of
    all; or "–" where every article is older than the slogan (could_carry is 0).
    """
    table, more = axes.fitting(table, "slogan", most=12)
    rows = table.to_dict("records")
    none = table["could_carry"].eq(0).map({True: "–", False: ""})
    texts = [f"{one['own']:,}/{one['count']:,}" if one["count"] else said for one, said in zip(rows, none, strict=True)]
    ax, places = axes.grid(ax, _cells(table["slogan"], table["group"], texts), headings, 0.36, more)
    for (x, y), text, cell in ((place, *more) for place, *more in zip(places, texts, rows, strict=True) if place):
        own, whole = (0.88 * cell[name] / max(table["count"].max(), 1) for name in ("own", "count"))
        style = {"ha": "left", "fontweight": "bold" if own else "normal", "color": INK if whole else OTHER}
        ax.text(x - 0.44, y - 0.13, text, **axes.CENTRED | style)
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
    """Terms of one side that the other never uses (`stats.keyness.absent_terms`): a bar for their occurrences.

    They stand below a heading a silent side, which says of how many articles none has them, and of `LEAST_BOUND`
    articles or more the 95 % upper bound of their share; those of the target first.
    """
    table = table.sort_values("silent", key=lambda silent: silent == target, kind="stable")
    table, more = axes.fitting(table, "term", "silent", MOST_SIDED)
    colours = {side: colour for side, colour, *_ in axes.sides(target, reference)}
    notes = table["n_docs"].map("in {:,} of ".format) + table["of_docs"].map("{:,}".format)
    look = {"block": _never(table), "note": notes, "colour": table["speaking"].map(colours)}
    return _bars(ax, table.assign(**look), "count", more)


def _never(table):
    """What stands above the terms that a side never uses."""
    ends = table.groupby("silent").agg(n=("of_docs_silent", "max"), most=("bound_docs", "max"))
    said = {row.Index: (BOUND if row.n >= LEAST_BOUND else NEVER).format(*row) for row in ends.itertuples()}
    return table["silent"].map(said)


@styled
def plot_sides(table, pooled, target, reference, ax=None):
    """Rate of each term, or share of each frame, on both sides: a dot an article, or an outlet, and their range.

    Parameters
    ----------
    table : DataFrame [columns term, side, per_thousand, …, or frame, side, share, …]
        `stats.keyness.rates_by_article`, or `stats.frames.frame_shares` of the articles; without a column doc_id, rows
        are outlets. Where a column called names at most five of a side, each has a shape and stands in the legend.
    pooled : DataFrame [columns term, side, count, n_docs, of_docs, per_thousand, or frame, side, share, …]
        `stats.keyness.pooled_rates`, or `stats.frames.frame_shares` of the sides, drawn as an upright line. With a
        column block, rows stand in blocks below these headings; the rows of a block follow one another. Terms that have
        no dots are not drawn, but counted as left to the table.
    target, reference : str
        Drawn above and below the line of each row.
    ax : Axes, optional
    """
    row = "frame" if "frame" in table else "term"
    value, factor, unit, form, *heads = SIDED[row]
    blocks = dict(zip(pooled[row], pooled.get("block", [""] * len(pooled)), strict=True))
    table, _ = axes.fitting(table.assign(block=table[row].map(blocks)), row, "block", MOST_SIDED)
    rows, n = table[[row, "block"]].drop_duplicates(), pooled[row].nunique()
    y = pd.Series(axes.blocks(rows["block"]) if rows["block"].any() else np.arange(len(rows)), rows[row])
    pooled, head = _noted(pooled[pooled[row].isin(y.index)], value, form, heads)
    ax = axes.listed(ax, y.index, pooled.groupby(row, sort=False)["note"].agg("\n".join), y, inches=0.38)
    axes.ended(ax, axes.left(n - len(rows)))
    for style in axes.sides(target, reference):
        here, mine = (part[part["side"] == style[0]].assign(y=part[row].map(y) + style[3]) for part in (table, pooled))
        _strip(ax, here.assign(x=factor * here[value]), style, "article" if "doc_id" in table else "outlet")
        ax.vlines(factor * mine[value], mine["y"] - 0.19, mine["y"] + 0.19, color=style[1], lw=2.5, zorder=1.5)
        axes.beside(ax, [1.0] * len(mine), mine["y"], mine["note"], ax.get_yaxis_transform())
    axes.beside(ax, [1.0], [-0.02], [head], ax.transAxes, va="top", fontstyle="italic")
    for side, colour, *_ in axes.sides(target, reference):
        ax.plot([], [], "|", color=colour, ms=9, mew=2.5, label=TOGETHER.format(axes.shortened(side)))
    axes.headed(ax, rows["block"], y.to_numpy(), 60)
    axes.legend(ax)
    return axes.measured(ax, factor * table[value].max() * 1.03, unit)


def _strip(ax, dots, style, what):
    """The dots (columns x, y) of one side, in each row on a line from the lowest to the highest."""
    side, colour, marker, _ = style
    ends = dots.groupby("y")["x"].agg(["min", "max"])
    ax.hlines(ends.index, ends["min"], ends["max"], color=axes.tint(colour, 0.35), lw=4, zorder=1)
    names = dots["called"].nunique() if "called" in dots else 0
    parts = dots.groupby("called", sort=False) if 0 < names <= len(SHAPES[marker]) else [(f"an {what}", dots)]
    for shape, (name, here) in zip(SHAPES[marker], parts, strict=False):
        label = axes.shortened(f"{side}: {name}" if here is dots else name)
        ax.plot([], [], shape, color=colour, ms=6 * axes.sheet.get().scale, label=label)
        axes.cloud(ax, here["x"], here["y"], colour, shape)


def _noted(pooled, value, form, heads):
    """Sides with their rate or share, where it finds room, and occurrences and articles, in a note; and its heading."""
    notes = pooled["n_docs"].map("{:,} of ".format) + pooled["of_docs"].map("{:,}".format)
    notes = pooled["count"].map("{:,}× in ".format) + notes if value == "per_thousand" else notes
    whole = (pooled[value] + 1e-9).map(form.format) + " (" + notes + ")"  # a half is rounded up, not to an even number
    wide = whole.map(axes.noted).str.contains("\n").any()
    return pooled.assign(note=(notes if wide else whole).map(axes.noted)), heads[int(wide)]
