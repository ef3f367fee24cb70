"""Evidence: what two sides' articles can show, where there are enough of them to test."""

from itertools import combinations
from math import comb

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.stats import false_discovery_control

from analysis.files import InputError
from analysis.stats import measures
from analysis.stats.sides import LEAST, MOST_RELABELLINGS, draws, probability, smallest_p, split_sides

CELLS = 2**20  # numbers held at a time, whatever the articles and terms
ROUNDING = 1e-12  # of the rates' sum: differences closer than this are equal


def permutation(counts, side, target, reference, least=None, seed=0):
    """Test each term's difference of mean per-article rates by handing the sides' labels out anew.

    Two-sided p: the share of the ways to label the articles, as many with each label as observed, whose means
    differ by at least as much, whichever way. All are looked at where there are at most 20,000, else
    m random ones (99,999; of more than 1,000 articles 9,999), and p = (k + 1) / (m + 1) where k of them do.

    Parameters
    ----------
    counts : Counts
    side : str
        Column of ``docs`` that names each article's side.
    target, reference : str
        The two sides. Articles with another label, or without a word under the mask, stay out.
    least : int, optional
        Articles of the two sides together that a term must be in to be tested. Default: the fewest that can reach
        0.05, all of them on the smaller side (`least_articles`); in fewer a term cannot, however they fall, and
        would only make the correction harsher for the others. Labels play no part in it, so p stays valid.
    seed : int >= 0
        Of the random relabellings; the same for the same table, byte for byte.

    Returns
    -------
    DataFrame [one row a term tested]
        Columns term, n_docs (articles of the two sides with it), difference (mean of the target's rates per
        1,000 words less that of the reference's), p, p_holm (Holm over the terms tested: any false finding),
        p_bh (Benjamini-Hochberg: the share of false ones among the findings). Sorted by p, term.

    Raises
    ------
    InputError
        Below 8 v 8 articles, a negative seed, and as ``comparison.compared`` has it.

    Notes
    -----
    A small p says that labels and rates go together in these articles, not why: period, outlet and topic may
    differ as well. With m random relabellings no p is below 1 / (m + 1) and no p_holm below the number of terms
    tested times that: test fewer (``Counts.select``) before looking. Where spreads differ as well as sizes p
    answers "are the sides alike", not only "are their means".

    References
    ----------
    Phipson & Smyth (2010), Permutation p-values should never be zero, SAGMB 9(1).
    """
    sides = split_sides(counts, side, target, reference)
    _enough(*(len(part.docs) for part in sides))
    if seed < 0:
        raise InputError(f"seed={seed!r}: give a whole number from 0")
    docs = pd.concat([part.docs for part in sides], ignore_index=True)
    is_target = np.arange(len(docs)) < len(sides[0].docs)
    order = np.argsort(docs["doc_id"].to_numpy(dtype=object), kind="stable")  # whatever order the articles came in
    matrix = sparse.vstack([part.matrix for part in sides], format="csr")[order]
    n_docs = np.asarray((matrix > 0).sum(axis=0)).ravel()
    chosen = n_docs >= (least_articles(is_target.sum(), len(docs) - is_target.sum()) if least is None else least)
    rates = _rates(matrix[:, chosen], docs["n_tokens"].to_numpy()[order])
    table = pd.DataFrame({"term": counts.terms[chosen], "n_docs": n_docs[chosen]})
    means = [measures.moments(rates[rows])[0] for rows in (is_target[order], ~is_target[order])]
    p = _p_values(rates, is_target[order], seed)
    table = table.assign(difference=means[0] - means[1], p=p, p_holm=measures.holm(p), p_bh=false_discovery_control(p))
    return table.sort_values(["p", "term"], ignore_index=True)


def with_p_values(table, counts, side, target, reference):
    """Add p, p_holm and p_bh of `permutation` to a keyness table, where the articles are enough for a test.

    Parameters
    ----------
    table : DataFrame
        As ``keyness`` returned it for these counts and sides, without the terms that are not asked about (stop
        words). p_holm and p_bh are over its terms: hand in every term that could have been picked, never those
        that were picked because they lean most, whose corrected p would be too small.
    counts, side, target, reference
        As `permutation` takes them.

    Returns
    -------
    DataFrame
        The rows of ``table`` in their order; NaN for a term in too few articles to reach 0.05, which is not tested.
        Below 8 v 8 articles the table as it came: no p at all.
    """
    counts = counts.select(counts.terms.isin(table["term"]))
    if min(len(part.docs) for part in split_sides(counts, side, target, reference)) < LEAST:
        return table
    p = permutation(counts, side, target, reference)[["term", "p", "p_holm", "p_bh"]]
    return table.merge(p, on="term", how="left", validate="many_to_one")


def least_articles(n_a, n_b):
    """The fewest articles that a term can be in and reach p <= 0.05: 5 at 8 v 8, 6 at 100 v 100, 3 at 30 v 10.

    A term in k articles has its smallest p where all stand on the smaller side, of n: C(n, k) / C(n_a + n_b, k), and
    twice that with equal sides, where their mirror image is as far.
    """
    few, ways = min(n_a, n_b), 1 + (n_a == n_b)
    return next((k for k in range(1, few) if ways * comb(few, k) <= 0.05 * comb(n_a + n_b, k)), few)


def _enough(n_a, n_b):
    if min(n_a, n_b) < LEAST:
        floor = probability(smallest_p(n_a, n_b))
        raise InputError(
            f"{n_a} v {n_b} articles: too few to test, smallest attainable p {floor}; read the table as a "
            f"description, or bring at least {LEAST} articles a side"
        )


def _rates(matrix, n_tokens):
    """Rate per 1,000 words of each term in each article, as sparse as the counts."""
    rates = measures.per_thousand(matrix.data, np.repeat(n_tokens, np.diff(matrix.indptr)))
    return sparse.csr_array((rates, matrix.indices, matrix.indptr), shape=matrix.shape)


def _p_values(rates, is_target, seed):
    """Two-sided p of each column of a sparse array [shape=(n_docs, n_terms)], whatever the sides' sizes.

    The difference of means grows with how far one side's sum is from its share of the whole. The smaller side's
    is looked at, so that it does not matter which is called target.
    """
    inside = is_target if 2 * np.count_nonzero(is_target) <= is_target.size else ~is_target
    terms, n_inside = rates.T.tocsr(), np.count_nonzero(inside)
    observed = np.abs(terms @ (inside - n_inside / inside.size)) - ROUNDING * (terms @ np.ones(inside.size))
    as_far = np.zeros(len(observed), dtype=np.int64)
    for labels in _relabellings(inside.size, n_inside, seed):
        step = max(1, CELLS // labels.shape[1])
        for at in range(0, len(observed), step):
            rows = slice(at, at + step)
            gap = terms[rows] @ labels
            as_far[rows] += np.count_nonzero(np.abs(gap, out=gap) >= observed[rows, None], axis=1)
    ways = comb(inside.size, n_inside)
    return as_far / ways if ways <= MOST_RELABELLINGS else (as_far + 1) / (draws(inside.size) + 1)


def _relabellings(n_docs, n_inside, seed):
    """Yield arrays [shape=(n_docs, some)], a column a relabelling: all there are, or `draws` random ones.

    An article inside has 1, another 0, less the share that is inside: a product with rates is the distance.
    """
    rng, ways = np.random.default_rng(seed), comb(n_docs, n_inside)
    every = np.array(list(combinations(range(n_docs), n_inside))) if ways <= MOST_RELABELLINGS else None
    n, step = draws(n_docs) if every is None else ways, max(1, CELLS // n_docs)
    for at in range(0, n, step):
        size = min(step, n - at)
        drawn = (
            np.argpartition(rng.random((size, n_docs)), n_inside)[:, :n_inside]
            if every is None
            else every[at : at + size]
        )
        labels = np.full((n_docs, size), -n_inside / n_docs)
        labels[drawn.T, np.arange(size)] += 1
        yield labels
