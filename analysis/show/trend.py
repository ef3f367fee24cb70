"""Figures of place and time: where in its articles a term stands, and its use from period to period."""

import numpy as np
import pandas as pd
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

from analysis.show import axes
from analysis.show.axes import INK, NEUTRAL, OTHER, PALE, SMALL, WORDS, styled

PLACE = "Place of “{}” in the article, % of its words"
PANELS = WORDS["trend"]
DAYS = {"formats": ["%Y", "%b", "%d %b"] + ["%H:%M"] * 3, "zero_formats": ["", "%Y"] + ["%d %b"] * 4}


@styled
def plot_dispersion(table, names, sides=(), ax=None):
    """Dispersion plot (barcode): a bar an article, from its first word to its last, with a tick at each occurrence.

    Parameters
    ----------
    table : DataFrame [columns term, side, doc_id, n_tokens, share]
        A row an occurrence (`stats.trend.positions`); articles in the order of their first rows, side by side.
    names : mapping
        What to call each article, by doc_id.
    sides : (target, reference), optional
        Ticks in the colours of sides, below a heading each. Default: grey.
    """
    colours = {side: colour for side, colour, *_ in axes.sides(*sides)} if sides else {}
    table, more = axes.fitting(table, "doc_id", "side" if sides else None)
    rows = table.assign(n=1).groupby("doc_id", sort=False).agg({"side": "first", "n": "sum", "n_tokens": "first"})
    y = axes.blocks(rows["side"]) if sides else np.arange(len(rows))
    notes = [f"{row.n:,}×, {1000 * row.n / row.n_tokens:.1f}" for row in rows.itertuples()]
    ax = axes.listed(ax, rows.index.map(names), notes, y, inches=0.3)
    axes.ended(ax, more)
    ax.barh(y, 100, color="white", edgecolor=PALE, height=0.66, lw=0.8)
    place = table["doc_id"].map(pd.Series(y, rows.index))
    style = {"color": [colours.get(side, NEUTRAL) for side in table["side"]], "lw": 1.2}
    ax.vlines(100 * table["share"], place - 0.33, place + 0.33, **style)
    axes.beside(ax, [1.0] * len(rows), y, notes, ax.get_yaxis_transform())
    if sides:
        axes.headed(ax, rows["side"], y)
    ax.grid(False)
    return axes.measured(ax, 100, PLACE.format(axes.shortened(table["term"].iloc[0])))


@styled
def plot_trend(table, sides=(), ax=None):
    """Share of articles with a term, and of one term also its rate, by period (`stats.trend.trend`).

    Parameters
    ----------
    table : DataFrame [columns term, side, first_day, share, …]
        A panel a term and measure. A line joins periods that follow one another and are not thin; thin ones are
        hollow, a period without articles is a gap. Thin lines: 95 % interval of the share. Vertical: a new level.
    sides : (target, reference), optional
        A line each, in their colours. Default: one grey line; the table needs no side.

    Returns
    -------
    Axes
        Those of the first panel.
    """
    terms = list(dict.fromkeys(table["term"]))
    drawn = [(term, measure) for term in terms for measure in (PANELS if len(terms) == 1 else ["share"])]
    axes.readable(len(drawn), axes.MOST_PANELS, "panels")
    panels = axes.multiples(ax, len(drawn), 1.5, sharey=len(terms) > 1)
    for panel, (term, measure) in zip(panels, drawn, strict=True):
        rows = table[table["term"] == term]
        for style in axes.sides(*sides) if sides else [("≥ 5 articles", NEUTRAL, "o", 0)]:
            _line(panel, rows[rows["side"] == style[0]] if sides else rows, measure, style)
        panel.set_title(PANELS[measure][0].format(axes.shortened(term, 20)), fontweight="normal")
        panel.grid(axis="y")
        panel.set_ylim(0, 104 if measure == "share" else 1.08 * rows[measure].max() or 1)
    if (table["thin"] & (table["of_docs"] > 0)).any():
        panels[0].plot([], [], "o", color=OTHER, mfc="white", ls="none", label="< 5 articles")
    panels[0].xaxis.set_major_locator(ticks := AutoDateLocator(minticks=3, maxticks=6))
    panels[0].xaxis.set_major_formatter(ConciseDateFormatter(ticks, offset_formats=["", *["%Y"] * 5], **DAYS))
    axes.legend(panels[0])
    return panels[0]


def _line(ax, rows, measure, style):
    """One measure of one term and side over time, with the first periods of new levels."""
    (_, factor, change), (name, colour, marker, shift) = PANELS[measure], style
    x, y, thin = rows["first_day"], factor * rows[measure], rows["thin"]
    look = {"color": colour, "marker": marker, "ms": 4.5 if len(rows) <= 60 else 2.5, "clip_on": False, "zorder": 3}
    ax.plot(x, y.mask(thin), label=axes.shortened(name), lw=1.2, **look)
    ax.plot(x, y.where(thin), ls="none", mfc="white", **look)
    if measure == "share":
        ends = 100 * rows.loc[~thin, "share_low"], 100 * rows.loc[~thin, "share_high"]
        ax.vlines(x[~thin], *ends, color=colour, lw=0.8, alpha=0.5)
    ink = colour if shift else INK
    for row in rows[rows[change]].itertuples():
        ax.axvline(row.first_day, color=ink, ls="--", lw=1)
        where = {"transform": ax.get_xaxis_transform(), "va": "top"}
        ax.text(row.first_day, 1 - max(shift, 0), f" {row.period}", color=ink, fontsize=SMALL, **where)
