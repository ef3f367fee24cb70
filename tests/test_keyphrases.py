"""Keyphrases: scikit-learn's published weights, and phrases that swallow their pieces."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from analysis.counts import Counts, count_phrases
from analysis.keyphrases import c_tf_idf, tf_idf, whole


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
    assert whole(tf_idf(count_phrases(tokens))).set_index("term")["count"].to_dict() == {
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
    assert whole(table)[["doc_id", "term"]].to_numpy().tolist() == [["a", "big red plan"], ["b", "red plan"]]


def test_no_phrase_gives_an_empty_table_with_all_columns(tokens_of):
    table = whole(tf_idf(count_phrases(tokens_of("One two."))))
    assert table.columns.tolist() == ["doc_id", "term", "count", "df", "of_docs", "tf_idf"]
    assert table.empty
