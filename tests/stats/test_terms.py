"""Tables of terms, against fractions counted by hand in conftest.py and scikit-learn's published weights."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from analysis.stats.terms import c_tf_idf, frequency, tf_idf, top, without_subphrases, without_terms
from analysis.text.counts import Counts, count, count_phrases


@pytest.fixture
def table(tokens):
    return frequency(count(tokens)).set_index("term")


def test_a_rate_is_per_thousand_word_tokens_of_all_articles(table):
    assert table.loc["plan", ["count", "n_docs", "of_docs", "n_tokens"]].tolist() == [8, 3, 3, 43]
    assert table.loc["plan", "per_thousand"] == pytest.approx(8 / 43 * 1000)


def test_dispersion_is_half_the_summed_difference_of_shares(table):
    expected = (abs(4 / 8 - 19 / 43) + abs(2 / 8 - 12 / 43) + abs(2 / 8 - 12 / 43)) / 2
    assert table.loc["plan", "dp"] == pytest.approx(expected)
    assert table.loc["growth", "dp"] == pytest.approx(1 - 12 / 43)


def test_terms_are_ranked_by_count_then_articles_then_name(table):
    assert table.index.tolist()[:4] == ["plan", "red", "the", "big"]
    assert table["count"].is_monotonic_decreasing


def test_leaving_stop_words_out_keeps_the_base(table, words):
    content = without_terms(table.reset_index(), words.stopwords)
    assert not set(content["term"]) & words.stopwords
    assert content["n_tokens"].unique().tolist() == [43]


def test_an_added_article_without_the_term_keeps_its_count_and_lowers_its_rate(tokens):
    counts = count(tokens)
    both, all_three = (frequency(c).set_index("term").loc["red"] for c in (counts.where([True, True, False]), counts))
    assert [both["count"], all_three["count"]] == [5, 6]
    growth_before = frequency(counts.where([False, False, True])).set_index("term").loc["growth"]
    growth_after = frequency(counts).set_index("term").loc["growth"]
    assert growth_before["count"] == growth_after["count"] == growth_after["n_docs"] == 1
    assert growth_after["per_thousand"] < growth_before["per_thousand"]


@pytest.fixture
def published():
    """The six articles of three terms in scikit-learn's user guide, "Text feature extraction"."""
    matrix = np.array([[3, 0, 1], [2, 0, 0], [3, 0, 0], [4, 0, 0], [3, 2, 0], [3, 0, 2]])
    docs = pd.DataFrame({"doc_id": list("abcdef"), "side": list("xxxyyy"), "n_tokens": matrix.sum(axis=1)})
    return Counts(sparse.csr_array(matrix), pd.Index(["t1", "t2", "t3"], dtype=object), docs)


def test_tf_idf_is_the_published_one(published):
    scores = tf_idf(published).set_index(["doc_id", "term"])["tf_idf"]
    assert scores[("a", "t1")] == pytest.approx(0.85151335, abs=5e-9)
    assert scores[("a", "t3")] == pytest.approx(0.52433293, abs=5e-9)
    assert scores[("e", "t2")] == pytest.approx(0.83236428, abs=5e-9)
    assert ("b", "t3") not in scores.index


def test_df_stands_beside_the_score(published):
    table = tf_idf(published).set_index(["doc_id", "term"])
    assert table.loc[("a", "t3"), ["count", "df", "of_docs"]].tolist() == [1, 2, 6]


def test_c_tf_idf_takes_each_side_as_one_text(published):
    table = c_tf_idf(published, "side").set_index(["group", "term"])
    mean = (9 + 14) / 2  # tokens of a side
    assert table.loc[("x", "t3"), "c_tf_idf"] == pytest.approx(1 / 9 * np.log(1 + mean / 3))
    assert table.loc[("y", "t2"), "c_tf_idf"] == pytest.approx(2 / 14 * np.log(1 + mean / 2))
    assert table.loc[("y", "t3"), ["count", "df"]].tolist() == [2, 2]


def test_a_piece_goes_where_a_longer_phrase_has_its_count_in_the_article(tokens_of):
    tokens = tokens_of("dark red plan. dark red plan. red plan now. dark red plan now.")
    assert without_subphrases(tf_idf(count_phrases(tokens))).set_index("term")["count"].to_dict() == {
        "dark red plan": 3,
        "red plan": 4,  # once without dark
        "red plan now": 2,
    }


def test_a_side_without_any_of_the_terms_has_no_row(published):
    docs = published.docs.assign(side=list("xxxxxy"))
    counts = Counts(published.matrix[:, [1]], published.terms[[1]], docs)
    assert c_tf_idf(counts, "side")["group"].tolist() == ["x"]


def test_a_piece_stays_in_an_article_where_it_stands_alone():
    table = pd.DataFrame(
        {"doc_id": ["a", "a", "b"], "term": ["big red plan", "red plan", "red plan"], "count": [2, 2, 2]}
    )
    assert without_subphrases(table)[["doc_id", "term"]].to_numpy().tolist() == [
        ["a", "big red plan"],
        ["b", "red plan"],
    ]


def test_no_phrase_gives_an_empty_table_with_all_columns(tokens_of):
    table = without_subphrases(tf_idf(count_phrases(tokens_of("One two."))))
    assert table.columns.tolist() == ["doc_id", "term", "count", "df", "of_docs", "tf_idf"]
    assert table.empty


def test_the_top_is_never_cut_inside_a_tie():
    rows = pd.DataFrame({"term": list("abcdef"), "count": [5, 4, 3, 3, 3, 1]})
    assert top(rows, 3, "count")["term"].tolist() == ["a", "b"]
    assert top(rows, 3, "count")["tied_out"].unique().tolist() == [3]
    assert top(rows, 5, "count")["term"].tolist() == list("abcde")
    assert top(rows, 9, "count")["term"].tolist() == list("abcdef")
    assert top(rows, 2, "count")["tied_out"].unique().tolist() == [0]


def test_the_top_of_each_group_is_taken_by_itself_and_nan_is_never_ranked():
    rows = pd.DataFrame({"g": list("xxyy"), "term": list("abcd"), "v": [2.0, 1.0, np.nan, 7.0]})
    assert top(rows, 1, "v", within="g")["term"].tolist() == ["a", "d"]
    assert top(rows.head(0), 1, "v", within="g").empty
