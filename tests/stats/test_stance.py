"""Stance: words of a group by unit, counted by hand."""

import numpy as np
import pandas as pd
import pytest

from analysis.stats.stance import stance

BASE = pd.DataFrame(
    {
        "doc_id": ["a", "a", "a", "b", "c"],
        "speaker": ["Xi", "Xi", "Daily", "Xi", "Wang"],  # quoted and attributed
        "side": ["state", "state", "state", "state", "foreign"],
        "n_tokens": [10, 20, 70, 20, 40],
    }
)
ROWS = [  # key, doc_id, voice, negated, printed, speaker, side
    ("must", "a", "quoted", False, "must", "Xi", "state"),
    ("must", "a", "quoted", True, "must not", "Xi", "state"),
    ("must", "b", "attributed", False, "must", "Xi", "state"),
    ("may", "a", "own", False, "can", "Daily", "state"),
]


def found(rows=ROWS):
    table = pd.DataFrame(rows, columns=["key", "doc_id", "voice", "negated", "printed", "speaker", "side"])
    return table.assign(key=pd.Categorical(table["key"], ["may", "must"]), negated=table["negated"].astype(bool))


@pytest.fixture
def table():
    return stance(found(), BASE).set_index(["key", "speaker"])


def test_occurrences_are_counted_over_the_words_of_the_speaker(table):
    row = table.loc[("must", "Xi")]
    assert row[["count", "n_docs", "of_docs", "n_tokens", "own", "negated"]].tolist() == [3, 2, 2, 50, 0, 1]
    assert row["per_thousand"] == pytest.approx(60)
    assert row["printed"] == "must 2, must not 1"


def test_the_share_in_the_own_voice_needs_an_occurrence(table):
    assert table.loc[("may", "Daily"), "adoption"] == 1
    assert table.loc[("must", "Xi"), "adoption"] == 0
    assert np.isnan(table.loc[("may", "Wang"), "adoption"])


def test_every_unit_has_a_row_for_every_group(table):
    assert len(table) == 6
    assert table["count"].sum() == len(ROWS)
    assert table.index.get_level_values("key").tolist()[:3] == ["may"] * 3
    assert table.index.get_level_values("speaker").tolist() == ["Daily", "Wang", "Xi", "Xi", "Daily", "Wang"]


def test_without_a_match_all_counts_are_zero():
    table = stance(found([]), BASE)
    assert table["count"].tolist() == [0] * 6
    assert table["printed"].tolist() == [""] * 6
    assert table["per_thousand"].tolist() == [0.0] * 6
