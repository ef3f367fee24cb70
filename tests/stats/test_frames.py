"""Frames: shares counted by hand in conftest.py."""

import pytest

from analysis.files import InputError
from analysis.stats.frames import frame_shares, frames_by_side, with_side
from analysis.text.lexicons import lexicon
from analysis.text.matches import find


@pytest.fixture
def framed(tokens):
    return frame_shares(tokens, find(tokens, lexicon(["big red plan", "trade"])))


def test_a_frame_covers_the_words_of_its_hits(framed):
    assert framed[["frame", "doc_id", "hits", "covered", "n_tokens"]].to_numpy().tolist() == [
        ["big red plan", "a", 1, 3, 19], ["big red plan", "b", 0, 0, 12], ["big red plan", "c", 0, 0, 12],
        ["trade", "a", 0, 0, 19], ["trade", "b", 1, 1, 12], ["trade", "c", 0, 0, 12],
    ]  # fmt: skip
    assert framed["share"][0] == pytest.approx(3 / 19)


def test_marks_and_clitics_inside_a_hit_are_not_counted(tokens):
    framed = frame_shares(tokens, find(tokens, lexicon(["china 科技 plan"])))
    assert framed["covered"].tolist() == [0, 0, 4]


def test_sides_add_their_articles_up(framed, docs):
    table = frames_by_side(framed, docs, "side").set_index(["frame", "side"])
    assert table.loc[("big red plan", "state"), ["n_docs", "of_docs", "hits", "covered", "n_tokens"]].tolist() == [
        1,
        2,
        1,
        3,
        31,
    ]
    assert table.loc[("big red plan", "foreign"), "share"] == 0
    assert with_side(framed, docs, "side")["side"].tolist()[:3] == ["state", "state", "foreign"]


def test_an_unknown_side_column_is_named(framed, docs):
    with pytest.raises(InputError, match="side column 'sied': not in the corpus"):
        frames_by_side(framed, docs, "sied")
