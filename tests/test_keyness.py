"""Keyness, against the corpus of conftest.py: state 31 words in two articles, foreign 12 in one."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency

from analysis.counts import count
from analysis.files import InputError
from analysis.keyness import banner, extremes, keyness, two_sides


@pytest.fixture
def table(tokens):
    return keyness(count(tokens), "side", "state", "foreign")


def test_counts_articles_and_rates_stand_side_by_side(table):
    row = table.set_index("term").loc["plan"]
    assert row[["count_target", "n_docs_target", "of_docs_target", "n_tokens_target"]].tolist() == [6, 2, 2, 31]
    assert row[["count_reference", "n_docs_reference", "of_docs_reference", "n_tokens_reference"]].tolist() == [
        2,
        1,
        1,
        12,
    ]
    assert row["per_thousand_target"] == pytest.approx(6000 / 31)
    assert row["log_ratio"] == pytest.approx(np.log2((6 / 31) / (2 / 12)))


def test_g2_is_scipys_with_the_sign_of_the_direction(table):
    row = table.set_index("term").loc["red"]
    expected = chi2_contingency([[5, 1], [26, 11]], correction=False, lambda_="log-likelihood").statistic
    assert row["g2"] == pytest.approx(expected)
    assert table.set_index("term").loc["growth", "g2"] < 0


def test_a_term_of_one_side_only_stays_in_the_table(table):
    row = table.set_index("term").loc["growth"]
    assert [row["count_target"], row["count_reference"]] == [0, 1]
    assert row["log_ratio"] == pytest.approx(np.log2((0.5 / 31) / (1 / 12)))


def test_swapping_sides_negates_effect_and_score(tokens, table):
    turned = keyness(count(tokens), "side", "foreign", "state").set_index("term")
    straight = table.set_index("term").loc[turned.index]
    assert np.allclose(turned["log_ratio"], -straight["log_ratio"])
    assert np.allclose(turned["g2"], -straight["g2"])


def test_articles_of_other_sides_stay_out(tokens, docs):
    counts = count(tokens)
    relay = type(counts)(counts.matrix, counts.terms, counts.docs.assign(side=["state", "relay", "foreign"]))
    row = keyness(relay, "side", "state", "foreign").set_index("term").loc["plan"]
    assert [row["count_target"], row["count_reference"]] == [4, 2]
    assert banner(relay.docs, "side", "state", "foreign").endswith("1 left out (relay).")


@pytest.mark.parametrize(
    ("side", "target", "reference", "message"),
    [
        ("sides", "state", "foreign", "side column 'sides': not in the corpus; choose one of .*side"),
        ("side", "stat", "foreign", "side 'stat': no article has it in side; the labels there are foreign, state"),
        ("side", "state", "state", "cannot be compared with itself"),
    ],
)
def test_sides_that_cannot_be_compared_are_named(tokens, side, target, reference, message):
    with pytest.raises(InputError, match=message):
        keyness(count(tokens), side, target, reference)


def test_the_banner_says_how_many_articles_are_compared(docs):
    assert (
        banner(docs, "side", "state", "foreign")
        == "Descriptive: 2 state v 1 foreign articles, sided side; none left out."
    )
    assert "1 state v 2 foreign articles, sided by origin" in banner(docs, "side_by_origin", "state", "foreign")


def test_extremes_take_as_many_of_each_direction_and_never_cut_a_tie():
    scores = [4.0, 3.0, 3.0, 0.0, -1.0, -2.0]
    rows = pd.DataFrame({"term": list("abcdef"), "g2": scores, "log_ratio": scores})
    assert extremes(rows, 3)["term"].tolist() == ["a", "b", "c", "e", "f"]
    assert extremes(rows, 2)["term"].tolist() == ["a", "e", "f"]
    assert extremes(rows, 1)["term"].tolist() == ["a", "f"]


def test_a_side_without_words_under_the_mask_is_named(tokens):
    with pytest.raises(InputError, match="reference of side: no words under this mask"):
        keyness(count(tokens, tokens.mask("headline")), "side", "state", "foreign")


def test_default_sides_are_state_and_foreign_or_the_two_largest(docs):
    assert two_sides(docs, "side") == ("state", "foreign")
    assert two_sides(docs.assign(side=["x", "y", "y"]), "side") == ("y", "x")
    with pytest.raises(InputError, match="all articles are 'x'; a comparison needs two labels"):
        two_sides(docs.assign(side="x"), "side")
