"""Figures of voices: structure, not pixels."""

import pandas as pd
import pytest

from analysis.show.speakers import plot_voice_shares

TABLE = pd.DataFrame(
    [("own", "a", 60, 0.6), ("own", "b", 50, 1.0), ("quoted", "a", 40, 0.4), ("quoted", "b", 0, 0.0)],
    columns=["voice", "group", "n_tokens", "share"],
)


def test_each_group_has_one_bar_divided_among_the_voices():
    ax = plot_voice_shares(TABLE)
    widths = [patch.get_width() for patch in ax.patches]
    assert widths == pytest.approx([60, 100, 40, 0])
    assert [text.get_text() for text in ax.figure.legends[0].get_texts()] == ["own", "quoted"]
    assert {"100 words", "50 words"} <= {text.get_text() for text in ax.texts}
