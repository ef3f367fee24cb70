"""Frames: sentences counted by hand in conftest.py (a has four with a word, b two, c three)."""

import numpy as np
import pandas as pd
import pytest

from analysis.stats.frames import counted_sentences, frame_shares, frames_of_sides, sentence_of
from analysis.text.lexicons import lexicon
from analysis.text.matches import find

SIDE = pd.Series({"a": "state", "b": "state", "c": "foreign"})


@pytest.fixture
def found(tokens):
    return find(tokens, lexicon(["plan", "trade"]))


def test_two_matches_in_a_sentence_count_once_and_twice_in_words(tokens, found):
    table = frame_shares(tokens, found).set_index(["frame", "group"])
    assert table.loc[("plan", "b"), ["n_sentences", "of_sentences", "hits", "covered", "n_tokens"]].tolist() == [
        1, 2, 2, 2, 12,
    ]  # fmt: skip
    assert table.loc[("plan", "c"), "share"] == pytest.approx(2 / 3)
    assert table.loc[("trade", "a"), ["n_sentences", "of_sentences", "n_docs", "of_docs"]].tolist() == [0, 4, 0, 1]


def test_what_cleaning_removed_is_no_sentence_and_a_headline_is_one(tokens):
    assert np.bincount(tokens.doc[tokens.sentences[counted_sentences(tokens)]]).tolist() == [4, 2, 3]


def test_the_sentences_of_a_match_are_numbered_through_the_corpus(tokens, found):
    trade = found[found["key"] == "trade"]
    assert sentence_of(tokens, trade).tolist() == [counted_sentences(tokens)[4]]


def test_articles_of_a_group_are_one_text_and_one_without_a_label_is_left_out(tokens, found):
    table = frame_shares(tokens, found, SIDE).set_index(["frame", "group"])
    assert table.loc[("plan", "state"), ["n_sentences", "of_sentences", "n_docs", "of_docs"]].tolist() == [5, 6, 2, 2]
    assert set(frame_shares(tokens, found, SIDE.replace("foreign", None))["group"]) == {"state"}


def test_the_frame_whose_share_differs_most_comes_first(tokens, found):
    shares = frame_shares(tokens, found)  # plan 4/4, 1/2, 2/3; trade 0, 1/2, 0
    assert shares["frame"].drop_duplicates().tolist() == ["plan", "trade"]
    assert shares["group"].tolist() == ["a", "b", "c"] * 2


def test_two_sides_stand_beside_each_other_by_difference(tokens, found):
    shares = frame_shares(tokens, found, SIDE)
    table = frames_of_sides(shares, "foreign", "state").set_index("frame")
    assert table.index.tolist() == ["plan", "trade"]
    assert table["difference"].tolist() == pytest.approx([2 / 3 - 5 / 6, 0 - 1 / 6])
    assert table.loc["trade", ["n_sentences_target", "n_sentences_reference", "n_docs_reference"]].tolist() == [0, 1, 1]


def test_a_mask_without_words_has_no_share(tokens):
    nothing = np.zeros(len(tokens), dtype=bool)
    table = frame_shares(tokens, find(tokens, lexicon(["plan"]), nothing), mask=nothing)
    assert table["share"].isna().all() and (table["of_sentences"] == 0).all()


def test_marks_and_clitics_inside_a_match_are_not_counted(tokens):
    table = frame_shares(tokens, find(tokens, lexicon(["china 科技 plan"])))
    assert table["covered"].tolist() == [0, 0, 4]
