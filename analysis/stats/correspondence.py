"""Correspondence analysis: articles and words as points, so that articles with similar words lie near each other."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.linalg import svds

from analysis.files import InputError

MOST_DENSE = 1_000_000  # cells of a table of residuals that is held in memory at once
DIMENSIONS = 2
NOTHING = 1e-12  # inertia below which there is none


class Map(NamedTuple):
    """Points of a correspondence analysis.

    Attributes
    ----------
    articles, words : DataFrame [columns term, dimension_1, dimension_2, contribution_1, contribution_2, quality]
        Principal coordinates; contributions: the share (0 to 1) of a dimension's inertia that is due to the point, NaN
        where the dimension has none; quality: the share of the point's squared distance from the centre that the two
        dimensions show, NaN for a point in the centre. Articles in corpus order, words in that of the counts.
    inertia : float array [shape=(2,)]
        Principal inertias: squared singular values.
    total : float
        Inertia of all dimensions: chi-square of the table divided by its sum.
    """

    articles: pd.DataFrame
    words: pd.DataFrame
    inertia: np.ndarray
    total: float


def for_map(counts, most=1_000, least=2):
    """The words of a map, and its articles: words in at least ``least`` articles, of these the ``most`` frequent.

    Returns
    -------
    Counts
        Of the articles that have any of these words. Words of the same count are taken in the order of the alphabet.
    """
    often = (counts.matrix > 0).sum(axis=0) >= least
    counts = counts.select(often)
    total = counts.matrix.sum(axis=0)
    kept = np.zeros(len(total), dtype=bool)
    kept[np.argsort(-total, kind="stable")[:most]] = True
    counts = counts.select(kept)
    return counts.where(counts.matrix.sum(axis=1) > 0)


def correspondence(counts):
    """Correspondence analysis of articles and words, on two dimensions.

    Parameters
    ----------
    counts : Counts
        Each article and each word occurs at least once: see `for_map`.

    Returns
    -------
    Map
        On each dimension the article that contributes most has a positive coordinate, so that the map is the same on
        every run. Articles with equal profiles have the same point.

    Raises
    ------
    InputError
        For fewer than three articles or words, and where all articles have the same profile.

    References
    ----------
    Greenacre (2017), Correspondence Analysis in Practice, 3rd edition: the table of standardised residuals
    (P - rc') / sqrt(rc') by singular value decomposition.
    """
    shape = counts.matrix.shape
    if min(shape) < 3:
        problem = (
            f"{shape[0]:,} articles that share words with another article, {shape[1]:,} such words: too few for a map"
        )
        raise InputError(problem, "three articles and three words are needed")
    table = counts.matrix / counts.matrix.sum()
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    scaled = sparse.diags_array(rows**-0.5) @ table @ sparse.diags_array(columns**-0.5)
    total = float((scaled**2).sum() - 1)
    if total < NOTHING:
        raise InputError("all articles use these words in the same proportions", "a map needs articles that differ")
    left, values, right = _decomposed(scaled, np.sqrt(rows), np.sqrt(columns))
    articles = _points(counts.docs["doc_id"], left * values, rows, (scaled**2).sum(axis=1))
    words = _points(counts.terms, right * values, columns, (scaled**2).sum(axis=0))
    return Map(articles, words, values**2, total)


def _decomposed(scaled, rows, columns):
    """Left vectors, values and right vectors of the two dimensions after the trivial one, with fixed signs."""
    from sklearn.utils.extmath import svd_flip  # here: it takes seconds to import

    if np.prod(scaled.shape) <= MOST_DENSE:
        left, values, right = np.linalg.svd(scaled.toarray() - np.outer(rows, columns), full_matrices=False)
    else:  # the first dimension is the trivial one, with value 1
        left, values, right = svds(scaled, k=DIMENSIONS + 1, v0=np.ones(min(scaled.shape)))
        left, values, right = left[:, -2::-1], values[-2::-1], right[-2::-1]
    left, right = svd_flip(left[:, :DIMENSIONS], right[:DIMENSIONS])
    values = values[:DIMENSIONS]
    return left, np.where(values**2 > NOTHING, values, 0), right.T


def _points(names, vectors, masses, squares):
    """Coordinates of articles or words, from vectors times values, masses, and sums of their squared residuals."""
    with np.errstate(invalid="ignore"):
        contribution, inertia = vectors**2 / (vectors**2).sum(axis=0), squares - masses
        quality = (vectors**2).sum(axis=1) / np.where(inertia > NOTHING, inertia, np.nan)
    places = vectors / np.sqrt(masses)[:, None]
    table = {f"dimension_{n}": places[:, n - 1] for n in (1, 2)}
    table |= {f"contribution_{n}": contribution[:, n - 1] for n in (1, 2)}
    return pd.DataFrame({"term": list(names), **table, "quality": quality})
