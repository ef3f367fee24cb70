"""Keyness, against the corpus of conftest.py: state 31 words in two articles, foreign 12 in one."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.stats import chi2_contingency, ttest_ind

from analysis.files import InputError
from analysis.stats import measures
from analysis.stats.keyness import (
    absent_terms,
    keyness,
    pooled_rates,
    rates_by_article,
    shared_terms,
    top_keywords,
)
from analysis.text.counts import Counts, count, count_phrases


def labelled(counts, labels, column="side"):
    return Counts(counts.matrix, counts.terms, counts.docs.assign(**{column: labels}))


def corpus(rows, sizes, sides, **columns):
    """Counts of terms a, b, c … as written, one row an article."""
    terms = pd.Index([chr(ord("a") + number) for number in range(len(rows[0]))], dtype=object)
    docs = pd.DataFrame({"doc_id": [f"d{number}" for number in range(len(rows))], "n_tokens": sizes, "side": sides})
    return Counts(sparse.csr_array(np.array(rows, dtype=np.int64)), terms, docs.assign(**columns))


@pytest.fixture
def table(tokens):
    return keyness(count(tokens), ("side", "state", "foreign"))


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
    turned = keyness(count(tokens), ("side", "foreign", "state")).set_index("term")
    straight = table.set_index("term").loc[turned.index]
    assert np.allclose(turned["log_ratio"], -straight["log_ratio"])
    for score in ("g2", "lrc", "log_odds_z", "log_ratio_other"):
        assert np.allclose(turned[score], -straight[score]), score
    assert np.allclose(turned["log_ratio_low"], -straight["log_ratio_high"], equal_nan=True)


def test_the_mean_of_rates_gives_every_article_the_same_weight(table):
    row = table.set_index("term").loc["plan"]
    assert row["mean_target"] == pytest.approx((4000 / 19 + 2000 / 12) / 2)
    assert row["mean_reference"] == pytest.approx(2000 / 12)


def test_the_interval_is_that_of_welchs_t_test_on_the_articles():
    counts = corpus([[1], [5], [2], [9], [4]], [100, 200, 50, 300, 100], ["x", "x", "y", "y", "y"])
    row = keyness(counts, ("side", "x", "y")).loc[0]
    test = ttest_ind([10, 25], [40, 30, 40], equal_var=False).confidence_interval()
    assert [row["difference_low"], row["difference_high"]] == pytest.approx([test.low, test.high])


def test_a_side_of_one_article_has_no_interval(table):
    assert table[["difference_low", "difference_high"]].isna().all(axis=None)


def test_leaving_each_article_out_gives_the_range(table):
    row = table.set_index("term").loc["plan"]  # c is the only article of its side and stays
    assert [row["log_ratio_low"], row["log_ratio_high"]] == pytest.approx([0, np.log2((4 / 19) / (2 / 12))])


def test_a_term_of_one_article_has_no_range(table):
    ends = ["log_ratio_low", "log_ratio_high"]
    assert table.set_index("term").loc[["trade", "growth"], ends].isna().all(axis=None)


def test_a_zero_that_counts_as_a_half_never_says_to_which_side_a_term_leans(table):
    trade = table.set_index("term").loc["trade"]  # 1 in 31 words v 0 in 12
    assert trade["log_ratio"] == pytest.approx(np.log2((1 / 31) / (0.5 / 12))) and trade["log_ratio"] < 0 < trade["g2"]
    assert "trade" not in set(top_keywords(table, 99, "log_ratio")["term"])
    assert "trade" in set(top_keywords(table, 99)["term"])


def test_the_range_is_that_of_leaving_out_one_by_one():
    rng = np.random.default_rng(5)
    counts = corpus(rng.poisson(0.6, (9, 12)), rng.integers(20, 90, 9), ["x"] * 4 + ["y"] * 5)
    table = keyness(counts, ("side", "x", "y")).set_index("term")
    others = [counts.where(np.arange(9) != out) for out in range(9)]
    ratios = pd.DataFrame([keyness(part, ("side", "x", "y")).set_index("term")["log_ratio"] for part in others])
    for term in table.index:
        one_by_one = ratios[term]
        one_sided = 0 in table.loc[term, ["count_target", "count_reference"]].tolist()
        ends = [np.nan] * 2 if one_sided else [one_by_one.min(), one_by_one.max()]
        found = table.loc[term, ["log_ratio_low", "log_ratio_high"]].astype(float)
        assert np.allclose(found, ends, equal_nan=True), term


def test_the_article_with_most_is_named_with_its_share(table):
    assert table.set_index("term").loc["plan", ["most_doc", "most_share"]].tolist() == ["a", 4 / 8]
    assert table.set_index("term").loc["growth", ["most_doc", "most_share"]].tolist() == ["c", 1]


def test_the_other_side_column_turns_the_sign_of_what_b_alone_says(table):
    rows = table.set_index("term")
    assert rows.loc["plan", "log_ratio_other"] == pytest.approx(np.log2((4 / 19) / (4 / 24)))
    assert rows.loc[["plan", "growth", "trade"], "sign_holds"].tolist() == [True, True, False]


def test_without_another_side_column_the_sign_is_not_known(tokens):
    counts = count(tokens)
    alone = Counts(counts.matrix, counts.terms, counts.docs.drop(columns="side_by_origin"))
    table = keyness(alone, ("side", "state", "foreign"))
    assert table["sign_holds"].isna().all() and table["log_ratio_other"].isna().all()


def test_another_side_column_that_names_a_side_in_wordless_articles_only_is_not_known_either():
    counts = corpus([[1, 2], [1, 0], [0, 0]], [10, 10, 0], ["x", "y", "y"], side_two=["x", "x", "y"])
    table = keyness(counts, ("side", "x", "y"))
    assert table["log_ratio_other"].isna().all() and table["sign_holds"].isna().all()


def test_a_term_that_leans_nowhere_by_either_column_has_no_direction_to_hold():
    counts = corpus([[5, 1, 0], [5, 1, 3], [5, 1, 4]], [10] * 3, ["x", "y", "z"], side_two=["z", "x", "y"])
    holds = keyness(counts, ("side", "x", "y")).set_index("term")["sign_holds"]
    assert holds["a"] is pd.NA and holds["b"] is pd.NA and holds["c"]
    turned = corpus([[5, 1], [5, 3]], [10] * 2, ["x", "y"], side_two=["y", "x"])
    holds = keyness(turned, ("side", "x", "y")).set_index("term")["sign_holds"]
    assert holds["a"] is pd.NA and not holds["b"]


def test_an_interval_needs_both_sides_to_use_the_term():
    counts = corpus([[9, 1, 1], [8, 2, 0], [0, 3, 0], [0, 5, 9]], [100] * 4, ["x", "x", "y", "y"])
    rows = keyness(counts, ("side", "x", "y")).set_index("term")
    assert rows[["difference_low", "difference_high"]].notna().all(axis=1)[["a", "b", "c"]].tolist() == [
        False,
        True,
        True,
    ]
    low, high = measures.welch_interval(*(measures.moments(np.array(side)) for side in ([[90.0], [80]], [[0.0], [0]])))
    assert 0 < low[0] < high[0]  # and would have said no more than that x uses it


def test_a_long_article_can_turn_the_pooled_direction_against_that_of_the_articles():
    # a: 12 of 1,100 words v 20 of 1,000, but 10 v 20, 100 v 20 per thousand; b the same way; c, d: no difference
    counts = corpus([[2, 2, 1, 0], [10, 0, 0, 1], [20, 6, 1, 1]], [1000, 100, 1100], ["x", "x", "y"])
    rows = keyness(counts, ("side", "x", "y")).set_index("term")
    assert rows.loc["a", "mean_target"] == 51 and rows.loc["a", "mean_reference"] == pytest.approx(20000 / 1100)
    assert rows.loc["a", "g2"] < 0 and not rows.loc["a", "means_agree"]
    assert rows.loc["b", "means_agree"] and rows["means_agree"].dtype == "boolean"
    even = keyness(corpus([[1], [1], [2], [0]], [3] * 4, ["x", "x", "y", "y"]), ("side", "x", "y"))
    assert even["means_agree"].isna().all()


def test_permuting_articles_changes_nothing(tokens, table):
    counts, order = count(tokens), [2, 0, 1]
    turned = Counts(counts.matrix[order], counts.terms, counts.docs.iloc[order].reset_index(drop=True))
    pd.testing.assert_frame_equal(keyness(turned, ("side", "state", "foreign")), table)


def test_an_article_without_words_under_the_mask_is_no_evidence():
    counts = corpus([[2], [0], [1]], [10, 0, 10], ["x", "x", "y"])
    assert keyness(counts, ("side", "x", "y")).loc[0, "of_docs_target"] == 1


def test_rates_give_each_article_its_row(tokens):
    rows = rates_by_article(count(tokens), ("side", "state", "foreign"), ["red", "growth"])
    assert rows["doc_id"].tolist() == ["a", "b", "c"] * 2
    assert rows["per_thousand"].tolist() == pytest.approx([4000 / 19, 1000 / 12, 1000 / 12, 0, 0, 1000 / 12])
    with pytest.raises(InputError, match="term 'blue': not among the"):
        rates_by_article(count(tokens), ("side", "state", "foreign"), ["red", "blue"])


def test_absence_leads_with_articles_and_gives_what_the_other_sides_rate_predicts(table):
    rows = absent_terms(table, ("side", "state", "foreign")).set_index("term")
    growth = rows.loc["growth"]
    assert growth[["silent", "of_docs_silent", "speaking", "count", "n_docs"]].tolist() == ["state", 2, "foreign", 1, 1]
    assert growth["bound_docs"] == pytest.approx(1 - 0.05 ** (1 / 2))
    assert growth["expected"] == pytest.approx(31 / 12)
    assert growth["bound_per_thousand"] == pytest.approx(1000 * (1 - 0.05 ** (1 / 31)))
    assert "plan" not in rows.index and set(rows["silent"]) == {"state", "foreign"}
    assert (rows["count"] > 0).all()


def test_absence_puts_what_most_articles_use_first():
    counts = corpus([[1, 9, 0], [1, 0, 0], [0, 0, 1]], [50, 50, 50], ["x", "x", "y"])
    rows = absent_terms(keyness(counts, ("side", "x", "y")), ("side", "x", "y"))
    assert rows["term"].tolist() == ["a", "b", "c"]
    assert rows["silent"].tolist() == ["y", "y", "x"]


def test_shared_terms_are_led_by_those_of_most_articles_on_both_sides():
    counts = corpus([[1, 1, 1], [1, 0, 0], [1, 1, 0], [1, 1, 0]], [9] * 4, ["x", "x", "y", "y"])
    assert shared_terms(keyness(counts, ("side", "x", "y")))["term"].tolist() == ["a", "b"]


def test_articles_of_other_sides_stay_out(tokens):
    row = keyness(labelled(count(tokens), ["state", "relay", "foreign"]), ("side", "state", "foreign")).set_index(
        "term"
    )
    assert row.loc["plan", ["count_target", "count_reference"]].tolist() == [4, 2]


def test_top_keywords_take_as_many_of_each_direction_and_never_cut_a_tie():
    scores = [4.0, 3.0, 3.0, 0.0, -1.0, -2.0]
    rows = pd.DataFrame({"term": list("abcdef"), "g2": scores, "log_odds_z": scores})
    assert top_keywords(rows, 3)["term"].tolist() == ["a", "b", "c", "e", "f"]
    assert top_keywords(rows, 2)["term"].tolist() == ["a", "e", "f"]
    assert top_keywords(rows, 1)["term"].tolist() == ["a", "f"]


def test_sides_without_a_word_in_common_are_each_absent_from_the_other_and_share_nothing():
    table = keyness(corpus([[3, 0], [0, 2]], [9, 8], ["x", "y"]), ("side", "x", "y"))
    assert shared_terms(table).empty
    assert absent_terms(table, ("side", "x", "y"))["term"].tolist() == ["a", "b"]
    assert np.isfinite(table[["log_ratio", "g2", "lrc", "log_odds_z"]]).all(axis=None)


def test_counts_of_zero_give_an_empty_table_with_all_its_columns(table):
    nothing = keyness(corpus([[0, 0], [0, 0]], [9, 8], ["x", "y"]), ("side", "x", "y"))
    assert nothing.empty and set(table.columns) == set(nothing.columns)
    assert (
        top_keywords(nothing, 5).empty
        and absent_terms(nothing, ("side", "x", "y")).empty
        and shared_terms(nothing).empty
    )


def test_an_article_without_a_label_is_on_no_side():
    counts = corpus([[1], [2], [4]], [10, 10, 10], ["x", np.nan, "y"])
    assert keyness(counts, ("side", "x", "y")).loc[0, ["count_target", "count_reference"]].tolist() == [1, 4]


def test_a_vocabulary_of_a_million_terms_stays_sparse():
    rng, n_terms = np.random.default_rng(1), 1_000_000
    cells = rng.integers(0, 6, 300_000), rng.integers(0, n_terms, 300_000)
    matrix = sparse.csr_array((np.ones(300_000, dtype=np.int64), cells), shape=(6, n_terms))
    terms = pd.Index(np.char.zfill(np.arange(n_terms).astype(str), 7).astype(object))
    docs = pd.DataFrame({"doc_id": list("abcdef"), "n_tokens": matrix.sum(axis=1), "side": ["x", "y"] * 3})
    table = keyness(Counts(matrix, terms, docs), ("side", "x", "y"))
    assert len(table) == len(np.unique(cells[1]))
    assert table["count_target"].sum() + table["count_reference"].sum() == 300_000
    assert np.isfinite(table[["log_ratio", "g2", "lrc"]]).all(axis=None)


def test_the_unit_is_one_rate_for_counts_of_any_kind(table):
    assert np.allclose(table["per_thousand_target"], measures.per_thousand(table["count_target"], 31))


def test_phrases_are_compared_by_the_same_call(tokens):
    row = keyness(count_phrases(tokens), ("side", "state", "foreign")).set_index("term").loc["red plan"]
    assert row[["count_target", "n_docs_target", "count_reference", "n_tokens_target"]].tolist() == [5, 2, 0, 31]
    assert row["log_ratio"] == pytest.approx(np.log2((5 / 31) / (0.5 / 12)))


def test_pooled_rates_take_the_articles_of_a_side_as_one_text(tokens):
    rates = rates_by_article(count(tokens), ("side", "state", "foreign"), ["red", "growth"])
    table = pooled_rates(rates)
    assert table[["term", "side", "count", "n_docs", "of_docs"]].to_numpy().tolist() == [
        ["red", "state", 5, 2, 2],
        ["red", "foreign", 1, 1, 1],
        ["growth", "state", 0, 0, 2],
        ["growth", "foreign", 1, 1, 1],
    ]
    assert table["per_thousand"].tolist() == pytest.approx([5000 / 31, 1000 / 12, 0, 1000 / 12])


def test_no_side_leads_with_the_half_that_stands_for_a_zero():
    row = keyness(corpus([[4, 0], [0, 2], [1, 40]], [4, 2, 41], ["x", "x", "y"]), ("side", "x", "y")).query(
        "term == 'a'"
    )
    assert row["log_ratio"].item() > 0
    assert row["log_ratio_low"].item() == 0  # without d0, x has 0 of 2 words and y 1 of 41; 0.5 of 2 would be more
