"""Reference: the figure of a corpus's keyness against a list of counts."""

import numpy as np

from analysis.show import axes
from analysis.show.axes import INK, NEUTRAL, styled

UNIT = "Log ratio, +1 = twice the list's rate"


def measured(table):
    """Which rows have a length that was measured: their term has a count above 0 in the list."""
    return table["in_list"] & (table["count_reference"] > 0)


@styled
def plot_reference(table, ax=None):
    """Conservative log ratio of each term (`stats.reference.list_keyness`) as a bar, its log ratio as a dot.

    A term that the list lacks, or has with a count of 0, has neither: a note says so.
    """
    table, more = axes.fitting(table, "term")
    y, known = np.arange(len(table)), measured(table).to_numpy()
    notes = [_note(*row) for row in zip(table.to_dict("records"), known, strict=True)]
    ax = axes.listed(ax, table["term"], notes)
    axes.ended(ax, more)
    if known.any():
        bars, dots = table["lrc"][known], table["log_ratio"][known]
        ax.barh(y[known], bars, color=NEUTRAL, height=0.65, label="at least (LRC, 95 %)")
        ax.hlines(y[known], bars, dots, color=INK, lw=1)
        ax.plot(dots, y[known], "o", color=INK, ms=4, clip_on=False, label="as counted")
    axes.beside(ax, table["log_ratio"].where(known, 0), y, notes)
    axes.legend(ax)
    return axes.measured(ax, table["log_ratio"].where(known).max(), UNIT)


def _note(row, known):
    """Occurrences in articles, and the two rates."""
    here = f"{row['count']:,}× in {row['n_docs']:,}/{row['of_docs']:,}"
    if known:
        return f"{here}, {row['per_thousand']:.2g} v {row['per_thousand_reference']:.2g}"
    return f"{'0 in the list' if row['in_list'] else 'not in the list'} ({here})"
