"""Words of speakers by group, counted by hand."""

import pandas as pd
import pytest

from analysis.stats.speakers import speaking

WORDS = pd.DataFrame(
    [
        ("a", "x", "Li", 30),
        ("a", "x", "", 70),
        ("b", "x", "Li", 10),
        ("b", "x", "", 90),
        ("c", "y", "Xi", 25),
        ("c", "y", "", 25),
    ],
    columns=["doc_id", "group", "speaker", "n_tokens"],
)


def test_the_words_of_a_speaker_are_a_share_of_those_of_the_groups_articles():
    table = speaking(WORDS, ["speaker"], ["x", "y"]).set_index(["speaker", "group"])
    assert table.loc[("Li", "x")].tolist() == [40, 0.2, 2, 2]
    assert table.loc[("Li", "y")].tolist() == [0, 0, 0, 1]
    assert table.groupby("group")["share"].sum().tolist() == pytest.approx([1, 1])


def test_who_has_most_words_comes_first():
    assert speaking(WORDS, ["speaker"], ["x", "y"])["speaker"].unique().tolist() == ["", "Li", "Xi"]


def test_a_group_without_words_has_no_share():
    assert speaking(WORDS, ["speaker"], ["x", "y", "z"]).query("group == 'z'")["share"].isna().all()
