"""Terms: how frequent and how evenly spread terms are, and which are distinctive of an article or a side."""

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.asking import checked_n
from analysis.stats import measures
from analysis.text.counts import grouping


def top(table, n, column, within=None):
    """The n highest rows by a column, without cutting inside a tie: tied rows that do not all fit are left out.

    Parameters
    ----------
    table : DataFrame
    n : int
    column : str
        Numbers to rank by, falling. Rows with NaN are left out.
    within : str, optional
        Take the n highest of each value of this column (each article, each side).

    Returns
    -------
    DataFrame [columns of table, then tied_out]
        ``tied_out`` is the number of tied rows that were left out, 0 where nothing was tied.

    Examples
    --------
    >>> top(pd.DataFrame({"term": ["a", "b", "c"], "count": [5, 3, 3]}), 2, "count")
      term  count  tied_out
    0    a      5         2
    """
    n = checked_n(n)
    table = table.dropna(subset=column)
    groups = [table] if within is None else [rows for _, rows in table.groupby(within, sort=False, observed=True)]
    highest = [_top(rows, n, column) for rows in groups]
    return pd.concat(highest, ignore_index=True) if highest else table.assign(tied_out=0)


def _top(rows, n, column):
    best = rows.nlargest(n, column, keep="all")
    if len(best) <= n:
        return best.assign(tied_out=0)
    tied = best[column] == best[column].iloc[-1]
    return best[~tied].assign(tied_out=tied.sum())


def frequency(counts):
    """How often each term occurs, in how many articles, and how evenly.

    Parameters
    ----------
    counts : Counts

    Returns
    -------
    DataFrame [one row a term; columns term, count, n_docs, of_docs, n_tokens, per_thousand, dp]
        ``n_docs`` of the ``of_docs`` articles contain the term; ``per_thousand`` word tokens of all articles together;
        ``dp`` is the deviation of proportions (Gries 2008): 0 where a term is spread as the articles' lengths are, near
        1 where one short article has all of it, NaN for a count of 0 or a single article. Sorted by count and n_docs,
        falling, then term.
    """
    matrix, sizes = counts.matrix, counts.docs["n_tokens"].to_numpy()
    count, n_tokens = matrix.sum(axis=0), int(sizes.sum())
    table = pd.DataFrame(
        {
            "term": counts.terms,
            "count": count,
            "n_docs": (matrix > 0).sum(axis=0),
            "of_docs": len(sizes),
            "n_tokens": n_tokens,
            "per_thousand": measures.per_thousand(count, n_tokens),
            "dp": measures.deviation_of_proportions(matrix[sizes > 0], sizes[sizes > 0]),
        }
    )
    return table.sort_values(["count", "n_docs", "term"], ascending=[False, False, True], ignore_index=True)


def without_terms(table, words):
    """The rows of a table whose ``term`` is none of these words, such as stop words. Rates keep their base."""
    return table[~table["term"].isin(words)].reset_index(drop=True)


def tf_idf(counts):
    """TF-IDF of each term in each article, as scikit-learn computes it.

    count × (ln((1 + n) / (1 + df)) + 1), with the scores of each article scaled to length 1.

    Parameters
    ----------
    counts : Counts

    Returns
    -------
    DataFrame [one row an article and term it contains; columns doc_id, term, count, df, of_docs, tf_idf]
        ``df`` of the ``of_docs`` articles contain the term. Articles in corpus order, then tf_idf falling, then term.
        In few articles df, and with it the weight of a term, takes few values: read df beside the score.

    References
    ----------
    scikit-learn, TfidfTransformer(smooth_idf=True, norm="l2").
    """
    from sklearn.feature_extraction.text import TfidfTransformer  # here: it takes seconds to import

    scores = TfidfTransformer().fit_transform(sparse.csr_matrix(counts.matrix)) if counts.matrix.nnz else counts.matrix
    table = _ranked(counts, counts.matrix, scores, counts.docs["doc_id"].to_numpy())
    return table.rename(columns={"group": "doc_id", "score": "tf_idf"})


def c_tf_idf(counts, column):
    """Class-based TF-IDF: each group of articles, such as a side, is taken as one text.

    Parameters
    ----------
    counts : Counts
    column : str
        Column of ``docs`` that names the group: a side, the publisher …

    Returns
    -------
    DataFrame [one row a group and term it contains; columns group, term, count, df, of_docs, c_tf_idf]
        ``df`` of the ``of_docs`` articles contain the term. Groups in order, then c_tf_idf falling, then term. A group
        without any of the terms has no row.

    References
    ----------
    Grootendorst (2022), BERTopic, arXiv:2203.05794; without its rounding.
    """
    inside, names = grouping(counts.docs, column)
    matrix = sparse.csr_array(inside @ counts.matrix)
    full = matrix.sum(axis=1) > 0
    matrix, names = matrix[full], np.asarray(names)[full]
    return _ranked(counts, matrix, measures.c_tf_idf(matrix), names).rename(columns={"score": "c_tf_idf"})


def without_subphrases(table):
    """Leave out each phrase that is part of a longer phrase with the same count in the same article or group.

    Parameters
    ----------
    table : DataFrame
        As `tf_idf` or `c_tf_idf` returned it for phrases: its first column names the article or group. Or as
        `frequency` did, of all articles together.

    Returns
    -------
    DataFrame
        The other rows, in their order: "self-reliance and strength in science and technology" without its parts, unless
        a part occurs by itself too.

    Examples
    --------
    >>> rows = pd.DataFrame({"doc_id": "a", "term": ["big red plan", "red plan", "big red"], "count": [2, 5, 2]})
    >>> without_subphrases(rows)["term"].tolist()
    ['big red plan', 'red plan']
    """
    cell = list(dict.fromkeys([*table.columns[:1], "term", "count"]))
    longer = table[cell].merge(_parts(table["term"].unique()), on="term")
    covered = pd.MultiIndex.from_frame(longer[["part" if name == "term" else name for name in cell]])
    return table[~pd.MultiIndex.from_frame(table[cell]).isin(covered)].reset_index(drop=True)


def _parts(terms):
    """Each phrase of a vocabulary with each shorter phrase of the vocabulary that it contains."""
    known, pairs = set(terms), []
    for term in terms:
        words = term.split(" ")
        runs = (" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 2, len(words) + 1))
        pairs += [(term, part) for part in dict.fromkeys(runs) if part in known and part != term]
    return pd.DataFrame(pairs, columns=["term", "part"], dtype=object)


def _ranked(counts, matrix, scores, names):
    """Counts and scores [shape=(n_groups, n_terms)] as one table, each group by falling score."""
    matrix, scores = (sparse.csr_array(part).sorted_indices() for part in (matrix, scores))
    assert np.array_equal(matrix.indices, scores.indices)  # a term that occurs has a score above 0
    rows, columns = np.repeat(np.arange(len(names)), np.diff(matrix.indptr)), matrix.indices
    table = pd.DataFrame(
        {
            "group": names[rows],
            "term": counts.terms.to_numpy()[columns],
            "count": matrix.data,
            "df": (counts.matrix > 0).sum(axis=0)[columns],
            "of_docs": len(counts.docs),
            "score": scores.data,
            "order": rows,
        }
    )
    table = table.sort_values(["order", "score", "term"], ascending=[True, False, True], ignore_index=True)
    return table.drop(columns="order")
