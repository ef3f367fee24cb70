"""Concordance: the characters of the original file, found again from a number."""

import pandas as pd
import pytest

from analysis.files import InputError
from analysis.text.concordance import filter_matches, find_terms, kwic, sentences, sort_matches
from analysis.text.counts import count, count_phrases
from analysis.text.lexicons import lexicon
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


def test_lines_keep_the_columns_of_the_matches_and_add_those_of_the_article(tokens, found):
    columns = sentences(tokens, found.assign(voice="own")).columns.tolist()
    assert columns[:9] == ["key", "variant", "doc_id", "start", "end", "voice", "left", "node", "right"]
    assert columns[9:] == ["publisher", "published", "published_latest", "side", "side_by_origin"]


def test_several_terms_are_found_one_after_the_other_each_once(tokens):
    found = find_terms(tokens, ["red plan", "plan", "red plan"])
    assert found["key"].tolist() == ["red plan"] * 5 + ["plan"] * 8
    assert found["variant"].tolist() == found["key"].tolist()
    assert found[found["key"] == "plan"].reset_index(drop=True).equals(find_terms(tokens, ["plan"]))


def test_no_term_gives_no_match_and_all_columns(tokens):
    assert find_terms(tokens, []).empty
    assert find_terms(tokens, []).columns.tolist() == find_terms(tokens, ["plan"]).columns.tolist()
    assert sentences(tokens, find_terms(tokens, [])).empty


def plans(tokens, order, part):
    """What stands left or right of every "plan", within two tokens, in this order."""
    found = sort_matches(tokens, find(tokens, lexicon(["plan"])), order)
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
    found = sort_matches(tokens, find(tokens, lexicon(["a"])), "1R")
    assert kwic(tokens, found, width=1)["right"].tolist() == [" big", " US", " zoo"]


def test_lines_are_sorted_by_day_with_the_undated_last(tokens, docs, ledger, words):
    days = pd.to_datetime(["2024-05-01", None, "2024-02-10"])
    changed = encode(docs.assign(published=days), ledger, words)
    found = find(tokens, lexicon(["plan"]))
    assert "".join(sort_matches(changed, found, "date")["doc_id"]) == "ccaaaabb"
    assert "".join(sort_matches(changed, sort_matches(changed, found, "date"), "article")["doc_id"]) == "aaaabbcc"


def test_an_unknown_order_is_refused_and_nothing_stays_nothing(tokens, found):
    with pytest.raises(InputError, match="order '1X': unknown; choose from 1R to 9R, 1L to 9L, article and date"):
        sort_matches(tokens, found, "1R 1X")
    assert sort_matches(tokens, found[:0], "1R 2L date").empty


def test_matches_are_narrowed_to_a_side_and_to_days_that_are_sure(tokens, found):
    assert set(filter_matches(tokens, found, side_by_origin="state")["doc_id"]) == {"a"}
    assert set(filter_matches(tokens, found, "2024-01-05", "2024-03-01")["doc_id"]) == {"a", "b"}
    assert set(filter_matches(tokens, found, "2024-01-05", "2024-02-29")["doc_id"]) == {"a"}  # b may be of March
    assert len(filter_matches(tokens, found.assign(voice=["own"] * 4 + ["quoted"]), voice="quoted")) == 1


@pytest.mark.parametrize("longest", [1, 4])
def test_a_term_is_found_as_often_as_it_is_counted(tokens, longest):
    counts = count(tokens) if longest == 1 else count_phrases(tokens, longest, least=1)
    assert len(counts.terms) > 15
    for term, column in zip(counts.terms, counts.matrix.toarray().T, strict=True):
        found = find_terms(tokens, [term])["doc_id"].value_counts()
        assert found.reindex(counts.docs["doc_id"], fill_value=0).tolist() == column.tolist(), term


@pytest.mark.parametrize("term", ["nowhere plan", "plan nowhere", "wins the", "source"])  # headline, text; removed
def test_words_that_never_stand_side_by_side_are_not_found(tokens, term):
    assert find_terms(tokens, [term]).empty


def test_a_term_is_found_in_just_the_form_that_was_counted(tokens):
    found = find_terms(tokens, ["us", "US", "5.7-fold", "R&D", "china"])
    assert found["key"].tolist() == ["us", "US", "5.7-fold", "R&D", "china"]
    assert sentences(tokens, found)["node"].tolist() == ["us", "US", "5.7-fold", "R&D", "China"]
