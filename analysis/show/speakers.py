"""Figures of whose words a text prints."""

import numpy as np

from analysis.show import axes
from analysis.show.axes import WORDS, styled

VOICES = WORDS["voices"]
SPOKEN_OF = dict.fromkeys(("mention", "naming", "distance"), "spoken of")  # too few words for a colour each
ROOM = 9  # per cent of the words from which a part of a bar has room for its number, on a page of full width


@styled
def plot_voice_shares(table, parts=tuple(VOICES), ax=None):
    """Share of each voice, or of the words of some people, in each group of articles: one bar a group.

    Parameters
    ----------
    table : DataFrame [columns group, voice, share, n_tokens and, for the end of a bar, note]
        `stats.speakers.speaking`. Without notes, a bar ends with the number of its words.
    parts : sequence of str
        The voices, or people, from left to right: at most four.
    """
    table, more = axes.fitting(table, "group")
    table = table.assign(voice=table["voice"].replace(SPOKEN_OF))
    shares = 100 * table.pivot_table("share", "group", "voice", aggfunc="sum", sort=False)
    groups = table.groupby("group", sort=False)
    notes = groups["note"].first() if "note" in table else groups["n_tokens"].sum().map("{:,} words".format)
    y = np.arange(len(shares))
    ax, left = axes.listed(ax, list(shares.index), notes), np.zeros(len(shares))
    axes.ended(ax, more)
    for voice, look in zip(parts, VOICES.values(), strict=False):
        if voice in shares and shares[voice].any():
            left = _part(ax, left, shares[voice].to_numpy(), voice, look)
    axes.beside(ax, 0 * y + 100, y, notes)
    axes.legend(ax)
    return axes.measured(ax, 100, "% of the words")


def _part(ax, left, width, name, look):
    """One part of every bar, with its number where it has room; where the next part begins."""
    rows, (colour, hatch) = np.arange(len(width)), look
    ax.barh(rows, width, 0.7, left, color=colour, hatch=hatch, edgecolor="white", label=name)
    least = ROOM * axes.SHEETS["full"].width / axes.sheet.get().width
    for y in np.flatnonzero(width >= least):
        style = axes.CENTRED | {"color": axes.ink_on(colour), "bbox": {"facecolor": colour, "lw": 0, "pad": 1}}
        ax.text(left[y] + width[y] / 2, y, f"{width[y]:.0f}%", **style)
    return left + width
