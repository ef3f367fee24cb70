"""Figures of collocates: bars to the left and to the right of a zero line, one row a word."""

import numpy as np

from analysis.show import axes
from analysis.show.axes import INK, NEUTRAL, REFERENCE, TARGET, styled


@styled
def plot_collocates(table, node, ax=None):
    """Collocates of a node (`stats.collocates.collocates`): how many of its occurrences have each word on either side.

    Beside a bar stands its number, on the right logDice and the number of articles.
    """
    table, more = axes.fitting(table, "term")
    notes = [f"{row.log_dice:.1f}; in {row.n_docs:,}" for row in table.itertuples()]
    ends = [table["n_left"], table["n_right"]]
    ax = _two_columns(ax, table, notes, ends, (NEUTRAL, NEUTRAL))
    axes.ended(ax, more)
    room = 1.15 + 0.58 * len(f"{max(map(max, ends)):,}") / axes.sheet.get().width  # for the numbers
    ax.set_xlim(*(room * end for end in ax.get_xlim()))
    for bar, count in zip(ax.patches, [*ends[0], *ends[1]], strict=True):
        _numbered(ax, bar, count)
    axes.opposite(ax, ("before", "after"), (INK, INK))
    return _about(ax, node, f"Occurrences with the word before or after, of {table['n_nodes'].iloc[0]:,}")


@styled
def plot_collocation_shift(table, target, reference, node, ax=None):
    """Collocates of a node on two sides (`stats.collocates.collocation_shift`), the target's bars to the right.

    A bar is the share of the side's occurrences of the node that have the word in their window.
    """
    table, more = axes.fitting(table, "term")
    sides = ("reference", "target")
    notes = [*map(_articles, table.itertuples())]
    shares = [100 * table[f"count_{side}"] / table[f"n_nodes_{side}"].clip(lower=1) for side in sides]
    ax = _two_columns(ax, table, notes, shares, (REFERENCE, TARGET))
    axes.ended(ax, more)
    axes.opposite(ax, (reference, target), (REFERENCE, TARGET))
    n = [f"{table[f'n_nodes_{side}'].iloc[0]:,}" for side in sides]
    names = [axes.shortened(side) for side in (reference, target)]
    return _about(ax, node, f"% of {n[0]} occurrences in {names[0]} and {n[1]} in {names[1]} articles")


def _articles(row):
    """Occurrences in articles on either side."""
    here = f"{row.count_target:,} in {row.n_docs_target:,}"
    return f"{here}  v  {row.count_reference:,} in {row.n_docs_reference:,}"


def _two_columns(ax, table, notes, ends, colours):
    """Bars to the left and to the right of zero."""
    rows = table.assign(y=axes.HEAD + np.arange(len(table)))
    ax = axes.about_zero(ax, rows, ends, notes)
    for values, colour, sign in zip(ends, colours, (-1, 1), strict=True):
        ax.barh(rows["y"], sign * values, color=colour, height=0.65)
    ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    ax.xaxis.get_major_locator().set_params(integer=True, nbins=axes.letters(6, 0.06))
    return ax


def _about(ax, node, unit):
    """The node above both columns, and the unit, which names it too."""
    where = {"ha": "center", "va": "center", "transform": ax.get_yaxis_transform()}
    face = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
    ax.text(0.5, axes.HEAD - 2.4, f"“{axes.shortened(node, 30)}”", fontweight="bold", bbox=face, **where)
    ax.set_xlabel(axes.unit(unit, 44))
    return ax


def _numbered(ax, bar, count):
    """A number at the outer end of a bar; nothing for a zero."""
    if count:
        sign, y = np.sign(bar.get_width()), bar.get_y() + bar.get_height() / 2
        style = {"ha": "left" if sign > 0 else "right", "va": "center", "fontsize": axes.SMALL}
        ax.annotate(f"{count:,}", (bar.get_width(), y), (4 * sign, 0), textcoords="offset points", **style)
