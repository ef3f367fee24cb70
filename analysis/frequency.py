"""Frequency: rates, ranks and dispersion of terms."""

import numpy as np
import pandas as pd

from analysis import measures


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


def without(table, words):
    """The rows of a table whose ``term`` is none of these words (stop words, say); the base stays as it was."""
    return table[~table["term"].isin(words)].reset_index(drop=True)
