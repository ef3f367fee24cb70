"""Sides: which articles stand on each side, against the corpus of conftest.py: state 2 articles, foreign 1."""

import numpy as np
import pandas as pd
import pytest

from analysis.files import InputError
from analysis.stats.sides import (
    Sides,
    articles_of,
    description,
    kept_rows,
    n_articles,
    probability,
    reading,
    side_rows,
    split_sides,
)
from analysis.text.counts import count


def labelled(n_target, n_reference, *others):
    return pd.DataFrame({"side_by_origin": ["state"] * n_target + ["foreign"] * n_reference + list(others)})


def test_each_side_has_its_articles(docs):
    assert side_rows(docs, "side", "state").tolist() == [True, True, False]
    assert side_rows(docs, "side_by_origin", "state").tolist() == [True, False, False]


@pytest.mark.parametrize("dtype", ["object", "string", "category"])
def test_an_article_without_a_label_is_on_no_side(dtype):
    docs = labelled(1, 1, None).astype(dtype)
    assert side_rows(docs, "side_by_origin", "state").tolist() == [True, False, False]
    assert description(docs, ("side_by_origin", "state", "foreign")).endswith("1 left out (no label).")
    with pytest.raises(InputError, match="the labels there are foreign, state$"):
        side_rows(docs, "side_by_origin", "relay")


@pytest.mark.parametrize(
    ("side", "target", "reference", "message"),
    [
        ("sides", "state", "foreign", "side column 'sides': not in the corpus; choose one of .*side"),
        ("side", "stat", "foreign", "side 'stat': no article has it in side; the labels there are foreign, state"),
        ("side", "state", "other", "side 'other': no article has it in side; the labels there are foreign, state"),
        ("side", "state", "state", "side 'state': cannot be compared with itself; choose two labels of side"),
    ],
)
def test_sides_that_cannot_be_compared_are_named(tokens, side, target, reference, message):
    with pytest.raises(InputError, match=message):
        split_sides(count(tokens), (side, target, reference))


def test_a_column_without_a_label_says_so():
    with pytest.raises(InputError, match="side 'state': no article has it in side; the labels there are none"):
        side_rows(pd.DataFrame({"side": [None, None]}), "side", "state")


def test_the_sides_compared_keep_their_articles_over_the_same_terms(tokens):
    counts = count(tokens)
    target, reference = split_sides(counts, ("side", "state", "foreign"))
    assert target.docs["doc_id"].tolist() == ["a", "b"] and reference.docs["doc_id"].tolist() == ["c"]
    assert target.terms.equals(counts.terms) and reference.terms.equals(counts.terms)
    assert [part.docs["n_tokens"].sum() for part in (target, reference)] == [31, 12]
    swapped = split_sides(counts, ("side", "foreign", "state"))
    assert [part.docs["doc_id"].tolist() for part in swapped] == [["c"], ["a", "b"]]


def test_an_article_without_words_under_the_mask_is_not_compared(tokens):
    headline = count(tokens, tokens.mask("headline"))
    counts = type(headline)(headline.matrix, headline.terms, headline.docs.assign(n_tokens=[3, 0, 2]))
    assert split_sides(counts, ("side", "state", "foreign"))[0].docs["doc_id"].tolist() == ["a"]
    with pytest.raises(InputError, match="reference 'foreign' of side: no words under this mask; choose a mask"):
        split_sides(headline, ("side", "state", "foreign"))
    with pytest.raises(InputError, match="target 'foreign' of side: no words under this mask"):
        split_sides(headline, ("side", "foreign", "state"))


def test_the_description_says_how_many_articles_are_compared_and_what_p_they_could_reach(docs):
    assert (
        description(docs, ("side", "state", "foreign"))
        == "Descriptive: 2 state v 1 foreign articles, sided by the column side; smallest attainable p 0.33; none left out."
    )
    assert "1 state v 2 foreign articles, sided by origin;" in description(docs, ("side_by_origin", "state", "foreign"))


@pytest.mark.parametrize(
    ("n_target", "n_reference", "opening"),
    [
        (3, 2, "Descriptive: 3 state v 2 foreign articles, sided by origin; smallest attainable p 0.10;"),
        (4, 1, "Descriptive: 4 state v 1 foreign articles, sided by origin; smallest attainable p 0.20;"),
        (5, 5, "Descriptive: 5 state v 5 foreign articles, sided by origin; smallest attainable p 0.0079;"),
        (20, 7, "Descriptive: 20 state v 7 foreign"),
        (8, 8, "Compared: 8 state v 8 foreign articles, sided by origin; smallest attainable p 0.00016;"),
        (10, 10, "Compared: 10 state v 10 foreign articles, sided by origin; smallest attainable p 0.00010;"),
    ],
)
def test_the_description_is_descriptive_below_8_v_8_articles(n_target, n_reference, opening):
    assert description(labelled(n_target, n_reference), ("side_by_origin", "state", "foreign")).startswith(opening)


def test_the_description_counts_and_names_who_is_left_out():
    docs = labelled(2, 1, "relay", "relay", "wire")
    assert description(docs, ("side_by_origin", "state", "foreign")).endswith("3 left out (relay, wire).")


def test_the_description_counts_the_near_duplicates_that_are_left_out():
    docs, kept = labelled(3, 2, "relay"), [True, False, True, True, False, False]
    said = description(docs, ("side_by_origin", "state", "foreign"), kept)
    assert said.startswith("Descriptive: 2 state v 1 foreign articles")
    assert said.endswith("3 left out (relay, 2 near-duplicates).")
    assert description(docs[:5], ("side_by_origin", "state", "foreign"), [*[True] * 4, False]).endswith(
        "1 left out (1 near-duplicate)."
    )
    with pytest.raises(
        InputError, match="side 'foreign' of side_by_origin: its articles have no words, or are near-dup"
    ):
        description(docs, ("side_by_origin", "state", "foreign"), [True] * 3 + [False] * 3)


def test_only_articles_of_the_two_sides_are_left_out_for_want_of_words():
    docs = labelled(2, 1, "relay").assign(n_tokens=[5, 5, 5, 0])
    assert description(docs, ("side_by_origin", "state", "foreign")).endswith("1 left out (relay).")
    docs = docs.assign(n_tokens=[0, 5, 5, 0])
    assert description(docs, ("side_by_origin", "state", "foreign")).endswith("2 left out (relay, no words).")
    with pytest.raises(InputError, match="side 'foreign' of side_by_origin: its articles have no words"):
        description(docs.assign(n_tokens=[5, 5, 0, 0]), ("side_by_origin", "state", "foreign"))


@pytest.mark.parametrize("kept", [[True], [[True, False]], [True] * 3])
def test_a_choice_among_other_articles_is_named(kept):
    with pytest.raises(
        InputError, match="kept: [123] values for 2 articles; pass the result of deduplicate for the same articles"
    ):
        kept_rows(labelled(1, 1), kept)


def test_an_empty_label_is_none():
    docs = pd.DataFrame({"side": ["", "", "", "a", "b"]})
    assert Sides.of(docs, "side") == ("side", "a", "b")
    assert description(docs, ("side", "a", "b")).endswith("3 left out (no label).")
    with pytest.raises(InputError, match="side '': no article has it in side; the labels there are a, b"):
        side_rows(docs, "side", "")


def test_labels_are_text_whatever_the_table_holds():
    docs = pd.DataFrame({"side": [1, 1, "a", 2, None]})
    assert Sides.of(docs, "side") == ("side", "1", "2")
    assert side_rows(docs, "side", 1).tolist() == side_rows(docs, "side", "1").tolist() == [True, True, *[False] * 3]
    assert n_articles(docs, ("side", "1", 2)) == "2 '1' v 1 '2' articles"
    assert description(docs, ("side", 1, "a")).endswith("2 left out ('2', no label).")
    assert (
        n_articles(pd.DataFrame({"side": ["官方", "state"]}), ("side", "官方", "state")) == "1 官方 v 1 state articles"
    )


def test_a_side_column_reads_as_words():
    assert reading("side_by_publisher") == "by publisher" and reading("side_by_news_agency") == "by news agency"
    assert reading("side") == "by the column side" and reading("party") == "by the column party"


def test_default_sides_are_state_and_foreign_or_the_two_largest(docs):
    assert Sides.of(docs, "side") == ("side", "state", "foreign")
    assert Sides.of(labelled(1, 2, "relay", "relay", "relay"), "side_by_origin")[1:] == ("state", "foreign")
    assert Sides.of(docs.assign(side=["x", "y", "y"]), "side")[1:] == ("y", "x")
    assert Sides.of(pd.DataFrame({"side": ["z", "y", "x", "z"]}), "side")[1:] == (
        "z",
        "x",
    )  # of equals the first by name


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (["x", "x"], "all articles are 'x'; a comparison needs two labels"),
        (["x"], "the only article is 'x'; a comparison needs two labels"),
        ([None, None], "no article has a label; a comparison needs two labels"),
    ],
)
def test_a_column_with_fewer_than_two_labels_has_no_default(labels, message):
    with pytest.raises(InputError, match=message):
        Sides.of(pd.DataFrame({"side": labels}), "side")
    with pytest.raises(InputError, match="side column 'sides': not in the corpus; choose one of side"):
        Sides.of(pd.DataFrame({"side": labels}), "sides")


def test_a_label_that_is_named_is_kept_and_the_other_is_the_default(docs):
    assert Sides.of(docs, "side", "foreign") == ("side", "foreign", "state")
    assert Sides.of(docs, "side", reference="state") == ("side", "foreign", "state")
    assert Sides.of(labelled(1, 2, "relay"), "side_by_origin", "relay")[1:] == ("relay", "foreign")
    assert Sides.of(docs, "side", "foreign", "state") == ("side", "foreign", "state")
    with pytest.raises(InputError, match="side 'nobody': no article has it in side; the labels there are foreign, st"):
        Sides.of(docs, "side", "nobody")


@pytest.mark.parametrize(("p", "text"), [(1, "1.0"), (0.1, "0.10"), (2 / 252, "0.0079"), (1 / 184756, "5.4e-06")])
def test_a_probability_has_two_digits(p, text):
    assert probability(np.float64(p)) == text


def test_labels_that_begin_with_before_or_from_stand_behind_their_articles():
    docs = pd.DataFrame({"side": ["from 2022"] * 11 + ["before 2022"]})
    assert n_articles(docs, ("side", "from 2022", "before 2022")) == "11 articles from 2022 v 1 article before 2022"
    assert (articles_of("from 2022", "ones"), articles_of("state", "ones")) == ("those from 2022", "state ones")
