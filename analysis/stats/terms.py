"""Terms: rates and dispersion of terms, and the words and phrases that stand for an article or a side."""

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.stats import measures
from analysis.text.counts import grouping


def top(table, n, column, within=None):
    """The n highest rows by a column, never cut inside a tie: one that does not fit is left out whole.

    Parameters
    ----------
    table : DataFrame
    n : int
    column : str
        Ranked by this, falling; NaN is never ranked.
    within : str, optional
        Take the n highest of each value of this column (each article's, each side's).

    Returns
    -------
    DataFrame [columns of table, then tied_out]
        ``tied_out`` rows of the same value as the next one did not fit: 0 where nothing was tied.
    """
    table = table.dropna(subset=column)
    groups = [table] if within is None else [rows for _, rows in table.groupby(within, sort=False, observed=True)]
    kept = [_top(rows, n, column) for rows in groups]
    return pd.concat(kept, ignore_index=True) if kept else table.assign(tied_out=0)


def _top(rows, n, column):
    rows = rows.sort_values(column, ascending=False, kind="stable")
    if len(rows) <= n:
        return rows.assign(tied_out=0)
    value = rows[column].iloc[n]
    tied = int((rows[column] == value).sum()) if rows[column].iloc[n - 1] == value else 0
    return rows[rows[column] > value].assign(tied_out=tied) if tied else rows.head(n).assign(tied_out=0)


def frequency(counts):
    """How often each term occurs, in how many articles, and how evenly.

    Parameters
    ----------
    counts : Counts

    Returns
    -------
    DataFrame [one row a term; columns term, count, n_docs, of_docs, n_tokens, per_thousand, dp]
        ``per_thousand`` word tokens, over all articles; ``n_docs`` of the ``of_docs`` articles contain it;
        ``dp`` (Gries 2008) is 0 where a term follows the articles' lengths and near 1 where one short article has all
        of it, NaN for a count of 0 or a single article. Sorted by count and n_docs, falling, then term.
    """
    matrix, sizes = counts.matrix, counts.docs["n_tokens"].to_numpy()
    count, n_tokens = np.asarray(matrix.sum(axis=0)).ravel(), int(sizes.sum())
    table = pd.DataFrame(
        {
            "term": counts.terms,
            "count": count,
            "n_docs": np.asarray((matrix > 0).sum(axis=0)).ravel(),
            "of_docs": len(sizes),
            "n_tokens": n_tokens,
            "per_thousand": measures.per_thousand(count, n_tokens),
            "dp": measures.deviation_of_proportions(matrix[sizes > 0], sizes[sizes > 0]),
        }
    )
    return table.sort_values(["count", "n_docs", "term"], ascending=[False, False, True], ignore_index=True)


def without_terms(table, words):
    """The rows of a table whose ``term`` is none of these words (stop words, say); the base stays as it was."""
    return table[~table["term"].isin(words)].reset_index(drop=True)


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
    from sklearn.feature_extraction.text import TfidfTransformer  # here: it takes seconds to import

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


def without_subphrases(table):
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
