"""Figures of whose words a text prints."""

import numpy as np

from analysis.show import axes
from analysis.show.axes import WORDS, styled

VOICES = WORDS["voices"]
SPOKEN_OF = dict.fromkeys(("mention", "naming", "distance"), "spoken of")  # too few words for a colour each


@styled
def plot_voice_shares(table, ax=None):
    """Share of each voice in each group of articles (`stats.speakers.speaking`): one bar a group."""
    table, more = axes.fitting(table, "group")
    table = table.assign(voice=table["voice"].replace(SPOKEN_OF))
    shares = table.pivot_table("share", "group", "voice", aggfunc="sum", sort=False)
    words = table.groupby("group", sort=False)["n_tokens"].sum()
    notes, y = [f"{n:,} words" for n in words], np.arange(len(shares))
    ax, left = axes.listed(ax, list(shares.index), notes), np.zeros(len(shares))
    axes.ended(ax, more)
    for voice in [name for name in VOICES if name in shares and shares[name].any()]:
        colour, hatch = VOICES[voice]
        width = 100 * shares[voice].to_numpy()
        ax.barh(y, width, left=left, color=colour, hatch=hatch, edgecolor="white", label=voice, height=0.65)
        left = left + width
    axes.beside(ax, 0 * y + 100, y, notes)
    axes.legend(ax)
    return axes.measured(ax, 100, "% of the words")
