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


def test_a_part_with_room_has_its_number_and_a_bar_ends_with_its_note():
    table = TABLE.replace({"voice": {"own": "Ann", "quoted": "others"}}).assign(note=["x", "y"] * 2)
    table["share"] = [0.95, 1.0, 0.05, 0.0]
    ax = plot_voice_shares(table, ("Ann", "others"))
    assert [text.get_text() for text in ax.texts] == ["95%", "100%", "x", "y"]
    assert [text.get_text() for text in ax.figure.legends[0].get_texts()] == ["Ann", "others"]
