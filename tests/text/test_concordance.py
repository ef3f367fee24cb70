"""Concordance: the characters of the original file, found again from a number."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.files import InputError
from analysis.text.concordance import filtered, kwic, lines_of, sentences, sorted_by, term_lines
from analysis.text.counts import count, count_phrases
from analysis.text.lexicons import Lexicon, Lexicons, lexicon
from analysis.text.matches import find
from analysis.text.tokens import encode


@pytest.fixture
def found(tokens):
    return find(tokens, lexicon(["red plan"]))


def test_a_line_is_the_raw_text_around_the_match(tokens, found):
    lines = kwic(tokens, found, width=2)
    assert lines[["left", "node", "right"]].to_numpy().tolist() == [
        ["", "Red plan", " wins"],
        ["The ", "red plan", " is big"],
        ["like the ", "red plan", ". Mr"],
        ["“big ", "red plan", ".”"],
        [". The ", "red plan", ", the"],
    ]


def test_a_quote_is_the_whole_sentence(tokens, found):
    lines = sentences(tokens, found)
    assert (lines["left"] + lines["node"] + lines["right"]).tolist() == [
        "Red plan wins",
        "The red plan is big.",
        "We like the red plan.",
        "Mr. Li said: “big red plan.”",
        "The red plan, the big plan.",
    ]


def test_lines_are_as_many_as_matches_and_name_their_article(tokens, found):
    lines = kwic(tokens, found)
    assert len(lines) == len(found) == 5
    assert lines["publisher"].tolist() == ["Daily"] * 4 + ["Wire"]
    assert "text" not in lines.columns


def test_an_empty_table_of_any_kind_gives_no_line(tokens):
    nothing = pd.DataFrame(columns=["key", "doc_id", "start", "end"])  # as drift returns where it finds none
    assert sentences(tokens, nothing).empty


def test_no_match_gives_no_line_and_all_columns(tokens):
    lines = sentences(tokens, find(tokens, lexicon(["green plan"])))
    assert lines.empty
    assert {"left", "node", "right", "publisher"} <= set(lines.columns)


def test_lines_of_terms_are_keyed_by_the_term_and_no_term_gives_no_line(tokens):
    lines = term_lines(tokens, ["red plan", "plan", "plan"])
    assert lines["key"].astype(str).value_counts().to_dict() == {"plan": 8, "red plan": 5}
    assert term_lines(tokens, []).empty
    assert set(term_lines(tokens, []).columns) == set(lines.columns)


def plans(tokens, order, part):
    """What stands left or right of every "plan", within two tokens, in this order."""
    found = sorted_by(tokens, find(tokens, lexicon(["plan"])), order)
    return kwic(tokens, found, width=2)[part].tolist()


def test_lines_are_sorted_by_the_words_to_the_right_and_ties_stay_as_in_the_corpus(tokens):
    in_order = [".”", ".", " has 5.7-fold", " is big", " it.", ". Mr", ", the", " wins"]
    assert plans(tokens, "1R 2R 3R", "right") == in_order
    assert plans(tokens, "1R", "right") == in_order


def test_lines_are_sorted_by_the_words_to_the_left(tokens):
    in_order = ["the big ", "Red ", "big red ", "red. ", "The red ", "the red ", "The red ", "科技 "]
    assert plans(tokens, "1L 2L", "left") == in_order


def test_capitals_do_not_count_in_the_order(tokens_of):
    tokens = tokens_of("A zoo plan. A US plan. A big plan.")
    found = sorted_by(tokens, find(tokens, lexicon(["a"])), "1R")
    assert kwic(tokens, found, width=1)["right"].tolist() == [" big", " US", " zoo"]


def test_lines_are_sorted_by_day_with_the_undated_last(tokens, docs, ledger, words):
    days = pd.to_datetime(["2024-05-01", None, "2024-02-10"])
    changed = encode(docs.assign(published=days), ledger, words)
    found = find(tokens, lexicon(["plan"]))
    assert "".join(sorted_by(changed, found, "date")["doc_id"]) == "ccaaaabb"
    assert "".join(sorted_by(changed, sorted_by(changed, found, "date"), "article")["doc_id"]) == "aaaabbcc"


def test_an_unknown_order_is_refused_and_nothing_stays_nothing(tokens, found):
    with pytest.raises(InputError, match="order '1X': unknown; choose from 1R to 9R, 1L to 9L, article and date"):
        sorted_by(tokens, found, "1R 1X")
    assert sorted_by(tokens, found[:0], "1R 2L date").empty


def test_matches_are_narrowed_to_a_side_and_to_days_that_are_sure(tokens, found):
    assert set(filtered(tokens, found, side_by_origin="state")["doc_id"]) == {"a"}
    assert set(filtered(tokens, found, "2024-01-05", "2024-03-01")["doc_id"]) == {"a", "b"}
    assert set(filtered(tokens, found, "2024-01-05", "2024-02-29")["doc_id"]) == {"a"}  # b may be of March
    assert len(filtered(tokens, found.assign(voice=["own"] * 4 + ["quoted"]), voice="quoted")) == 1


@pytest.mark.parametrize("longest", [1, 4])
def test_a_term_has_as_many_lines_as_are_counted(tokens, longest):
    counts = count(tokens) if longest == 1 else count_phrases(tokens, longest, least=1)
    assert len(counts.terms) > 15
    for term, total in zip(counts.terms, counts.matrix.sum(axis=0), strict=True):
        assert len(lines_of(tokens, None, term)) == total, term


@pytest.fixture
def lists(family):
    (entry,) = family(["red plan"], "red").entries
    slogans = Lexicon("test", (replace(entry, label="The red plan"),))
    return Lexicons(slogans, family(["big"], "size"), *[None] * 4)


@pytest.mark.parametrize(
    ("row", "lines"),
    [
        ({"term": "plan"}, 8),
        ({"term": "plan", "doc_id": "c"}, 2),
        ({"term": "plan", "side": "foreign"}, 2),
        ({"term": "plan", "group": "state"}, 6),
        ({"slogan": "red", "count": 5}, 5),
        ({"slogan": "The red plan"}, 5),
        ({"slogan": "red", "period": pd.Period("2024-01")}, 4),
        ({"frame": "size", "doc_id": "b"}, 1),
        ({"term": "nowhere plan"}, 0),
        ({"term": "wins the"}, 0),  # the headline, then the text
    ],
)
def test_a_row_of_a_table_is_turned_into_its_lines(tokens, lists, row, lines):
    assert len(lines_of(tokens, lists, row, "side")) == lines
    assert len(lines_of(tokens, lists, pd.Series(row), "side")) == lines


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"day": 1}, "row with day: no term, slogan or frame; rename the column so"),
        ({"slogan": "green"}, "test: no 'green' among them; choose one of red"),
        ({"term": "plan", "side": "state"}, "name the column of the sides too"),
    ],
)
def test_a_row_that_says_too_little_is_refused(tokens, lists, row, message):
    with pytest.raises(InputError, match=message):
        lines_of(tokens, lists, row)


def test_lines_of_a_term_are_as_many_as_its_count(tokens):
    lines = term_lines(tokens, ["us", "US", "5.7-fold", "R&D", "china"])
    assert lines["key"].astype(str).value_counts().to_dict() == {"us": 1, "US": 1, "5.7-fold": 1, "R&D": 1, "china": 1}
    assert lines.set_index("key").loc["us", "node"] == "us"
