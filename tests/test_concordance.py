"""Concordance: the characters of the original file, found again from a number."""

import pandas as pd
import pytest

from analysis.concordance import concordance, of_terms, quotes
from analysis.lexicons import lexicon
from analysis.matches import find


@pytest.fixture
def found(tokens):
    return find(tokens, lexicon(["red plan"]))


def test_a_line_is_the_raw_text_around_the_match(tokens, found):
    lines = concordance(tokens, found, width=2)
    assert lines[["left", "node", "right"]].to_numpy().tolist() == [
        ["", "Red plan", " wins"],
        ["The ", "red plan", " is big"],
        ["like the ", "red plan", ". Mr"],
        ["“big ", "red plan", ".”"],
        [". The ", "red plan", ", the"],
    ]


def test_a_quote_is_the_whole_sentence(tokens, found):
    lines = quotes(tokens, found)
    assert (lines["left"] + lines["node"] + lines["right"]).tolist() == [
        "Red plan wins",
        "The red plan is big.",
        "We like the red plan.",
        "Mr. Li said: “big red plan.”",
        "The red plan, the big plan.",
    ]


def test_lines_are_as_many_as_matches_and_name_their_article(tokens, found):
    lines = concordance(tokens, found)
    assert len(lines) == len(found) == 5
    assert lines["publisher"].tolist() == ["Daily"] * 4 + ["Wire"]
    assert "text" not in lines.columns


def test_an_empty_table_of_any_kind_gives_no_line(tokens):
    nothing = pd.DataFrame(columns=["key", "doc_id", "start", "end"])  # as drift returns where it finds none
    assert quotes(tokens, nothing).empty


def test_no_match_gives_no_line_and_all_columns(tokens):
    lines = quotes(tokens, find(tokens, lexicon(["green plan"])))
    assert lines.empty
    assert {"left", "node", "right", "publisher"} <= set(lines.columns)


def test_lines_of_terms_are_keyed_by_the_term_and_no_term_gives_no_line(tokens):
    lines = of_terms(tokens, ["red plan", "plan", "plan"])
    assert lines["key"].astype(str).value_counts().to_dict() == {"plan": 8, "red plan": 5}
    assert of_terms(tokens, []).empty
    assert set(of_terms(tokens, []).columns) == set(lines.columns)


def test_lines_of_a_term_are_as_many_as_its_count(tokens):
    lines = of_terms(tokens, ["us", "US", "5.7-fold", "R&D", "china"])
    assert lines["key"].astype(str).value_counts().to_dict() == {"us": 1, "US": 1, "5.7-fold": 1, "R&D": 1, "china": 1}
    assert lines.set_index("key").loc["us", "node"] == "us"
