"""Sensitivity, against the corpus of conftest.py: b is a state article by publisher and a foreign one by origin."""

import numpy as np
import pandas as pd
import pytest

from analysis.counts import count
from analysis.files import InputError
from analysis.sensitivity import held, sensitivity, stability
from analysis.tokens import encode

COMPARE = "side", "state", "foreign"


@pytest.fixture(scope="module")
def table(tokens):
    return sensitivity(tokens, ["plan", "trade", "red"], COMPARE)


def setting(table, term, name):
    return table[(table["term"] == term) & (table["setting"] == name)].iloc[0]


def test_the_first_setting_is_the_comparison_itself(table):
    row = table.iloc[0]
    assert row[["term", "setting", "n_target", "n_reference"]].tolist() == ["plan", "as compared", 2, 1]
    assert row["log_ratio"] == pytest.approx(np.log2((6 / 31) / (2 / 12)))


def test_every_other_choice_is_counted_anew(table):
    expected = {
        "sided by origin": (4 / 19) / (4 / 24),
        "only articles that both side columns label alike": (4 / 19) / (2 / 12),
        "headlines left out": (5 / 28) / (2 / 12),
        "what cleaning removed put back": (6 / 33) / (2 / 12),
        "stop words out of the base": (6 / 22) / (2 / 9),  # a: the is we the; b: is not about the the; c: has not it
    }
    found = table[table["term"] == "plan"].set_index("setting")["log_ratio"].drop("as compared")
    assert set(found.index) == set(expected)
    for name in expected:
        assert found[name] == pytest.approx(np.log2(expected[name])), name


def test_a_sign_that_turns_does_not_hold(table):
    assert setting(table, "trade", "as compared")["g2"] > 0
    assert not setting(table, "trade", "sided by origin")["holds"]
    assert setting(table, "plan", "sided by origin")["holds"]


def test_a_setting_that_leaves_no_occurrence_is_not_counted(table):
    lost = setting(table, "trade", "only articles that both side columns label alike")
    assert np.isnan(lost["log_ratio"]) and lost["holds"] is pd.NA
    row = held(table).set_index("term").loc["trade"]
    assert row[["holds", "of_settings"]].tolist() == [3, 4]
    assert row["fails_in"] == "sided by origin"


def test_the_span_over_all_settings_is_given(table):
    row = held(table).set_index("term").loc["plan"]
    own = table[table["term"] == "plan"]["log_ratio"]
    assert row[["lowest", "highest"]].tolist() == [own.min(), own.max()]
    assert held(table)["term"].tolist() == ["plan", "trade", "red"]


def test_a_third_label_is_tried_on_either_side(docs, ledger, words):
    relayed = encode(docs.assign(side_by_origin=["state", "relay", "foreign"]), ledger, words)
    table = sensitivity(relayed, ["plan"], COMPARE).set_index("setting")
    assert table.loc["sided by origin", "n_target"] == 1
    assert table.loc["sided by origin, relay counted as foreign", ["n_target", "n_reference"]].tolist() == [1, 2]
    assert "sided by origin, relay counted as state" not in table.index  # that is the comparison itself


def test_articles_that_double_another_are_counted_in_one_setting_only(tokens):
    table = sensitivity(tokens, ["plan"], COMPARE, once=[True, False, True]).set_index("setting")
    assert table.loc["as compared", ["n_target", "count_target"]].tolist() == [1, 4]
    assert table.loc["near-duplicates each counted", ["n_target", "count_target"]].tolist() == [2, 6]


def test_a_side_that_a_setting_empties_is_no_error(docs, ledger, words):
    one = encode(docs.assign(side_by_origin="state"), ledger, words)
    table = sensitivity(one, ["plan"], COMPARE).set_index("setting")
    assert np.isnan(table.loc["sided by origin", "log_ratio"])
    assert table.loc["sided by origin", "holds"] is pd.NA


def test_slogans_are_tried_like_words(tokens, family):
    lexicon = family(["red plan"], key="red")
    table = sensitivity(tokens, ["red"], COMPARE, lexicon=lexicon).set_index("setting")
    assert table.loc["as compared", ["count_target", "count_reference"]].tolist() == [5, 0]
    assert table.loc["headlines left out", "count_target"] == 4


def test_a_term_that_does_not_occur_is_not_defined_anywhere(tokens):
    assert sensitivity(tokens, ["blue"], COMPARE)["holds"].isna().all()


def test_the_stability_card_holds_each_article_and_each_setting(tokens, table):
    card = stability(count(tokens), table, COMPARE, "plan")
    assert card["kind"].tolist() == ["as compared"] + ["without one article"] * 3 + ["other setting"] * 5
    assert card.set_index("setting").loc["b", "log_ratio"] == pytest.approx(np.log2((4 / 19) / (2 / 12)))
    with pytest.raises(InputError, match="term 'big': not in the table of settings"):
        stability(count(tokens), table, COMPARE, "big")
