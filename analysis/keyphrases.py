"""Keyphrases: the words and phrases that stand for one article, or for one side, among the others."""

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer

from analysis import measures
from analysis.counts import grouping


def tf_idf(counts):
    """TF-IDF of each term in each article, as scikit-learn weighs it.

    count × (ln((1 + n) / (1 + df)) + 1), each article's scores scaled to length 1.

    Returns
    -------
    DataFrame [one row an article and term it contains; columns doc_id, term, count, df, of_docs, tf_idf]
        ``df`` of the ``of_docs`` articles contain the term. Articles in corpus order, then tf_idf falling, term.
        With few articles idf takes few values: read df beside the score.

    References
    ----------
    scikit-learn, TfidfTransformer(smooth_idf=True, norm="l2").
    """
    scores = TfidfTransformer().fit_transform(sparse.csr_matrix(counts.matrix)) if counts.matrix.nnz else counts.matrix
    return _ranked(counts, counts.matrix, scores, ("doc_id", counts.docs["doc_id"].to_numpy()), "tf_idf")


def c_tf_idf(counts, column):
    """c-TF-IDF: TF-IDF with each group of articles (a side) taken as one text.

    Parameters
    ----------
    counts : Counts
    column : str
        A column of ``docs``: the side, the publisher …

    Returns
    -------
    DataFrame [one row a group and term; columns group, term, count, df, of_docs, c_tf_idf]
        ``df`` counts articles, as in ``tf_idf``. Groups in order, then c_tf_idf falling, term.

    References
    ----------
    Grootendorst (2022), BERTopic; without its rounding.
    """
    inside, names = grouping(counts.docs, column)
    matrix = sparse.csr_array(inside @ counts.matrix)
    full = np.asarray(matrix.sum(axis=1)).ravel() > 0  # a side without any of the terms has no row
    matrix, names = matrix[full], np.asarray(names)[full]
    return _ranked(counts, matrix, measures.c_tf_idf(matrix), ("group", names), "c_tf_idf")


def whole(table):
    """Leave out each phrase that a longer phrase of the same article, or group, contains as often.

    Parameters
    ----------
    table : DataFrame
        What ``tf_idf`` or ``c_tf_idf`` returned for phrases: its first column names the article or group.

    Returns
    -------
    DataFrame
        The rows that stay, in their order: "self-reliance and strength in science and technology" but not
        its pieces, unless a piece occurs by itself too.
    """
    cell = [table.columns[0], "term", "count"]
    longer = table[cell].merge(_pieces(table["term"].unique()), on="term")
    covered = pd.MultiIndex.from_frame(longer[[cell[0], "piece", "count"]])
    return table[~pd.MultiIndex.from_frame(table[cell]).isin(covered)].reset_index(drop=True)


def _pieces(terms):
    """Each phrase of a vocabulary with each shorter phrase of the vocabulary that it contains."""
    known, pairs = set(terms), []
    for term in terms:
        words = term.split(" ")
        runs = (" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 2, len(words) + 1))
        pairs += [(term, piece) for piece in dict.fromkeys(runs) if piece in known and piece != term]
    return pd.DataFrame(pairs, columns=["term", "piece"], dtype=object)


def _ranked(counts, matrix, scores, unit, score):
    """Matrices of the same shape as one table; ``unit`` is (column, names) of their rows."""
    (name, names), matrix, scores = (
        unit,
        sparse.csr_array(matrix).sorted_indices(),
        sparse.csr_array(scores).sorted_indices(),
    )
    assert np.array_equal(matrix.indices, scores.indices)  # a term that occurs has a score above 0
    rows, columns = np.repeat(np.arange(len(names)), np.diff(matrix.indptr)), matrix.indices
    table = pd.DataFrame(
        {
            name: names[rows],
            "term": counts.terms.to_numpy()[columns],
            "count": matrix.data,
            "df": np.asarray((counts.matrix > 0).sum(axis=0)).ravel()[columns],
            "of_docs": len(counts.docs),
            score: scores.data,
            "order": rows,
        }
    )
    table = table.sort_values(["order", score, "term"], ascending=[True, False, True], ignore_index=True)
    return table.drop(columns="order")
