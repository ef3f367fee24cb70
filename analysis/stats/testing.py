"""Testing: which differences between two sides are larger than chance, where there are enough articles to tell."""

from itertools import combinations
from math import comb

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.files import InputError
from analysis.stats import measures
from analysis.stats.sides import DRAWS, LEAST, MOST_RELABELLINGS, article_rates, probability, smallest_p, split_sides
from analysis.text.counts import Counts

CELLS = 2**17  # numbers in an array of relabellings, or of distances: 1 MB, which fits a processor's cache
TOGETHER = 32  # relabellings at least: a rate of many articles is then fetched seldom
ROUNDING = 1e-12  # of the rates' sum: distances closer than this are equal


def permutation(counts, sides, least=None, seed=0):
    """Test each term's difference of mean per-article rates by permuting the labels of the articles.

    Two-sided p: the share of all ways to label the articles, with as many articles a label as observed, whose means
    differ by at least as much in either direction. All of them are computed where there are at most 20,000. Otherwise
    9,999 random ones are drawn, whatever the number of articles, and p = (k + 1) / 10,000 where k of them differ by as
    much.

    p_adjusted corrects p for the number of terms by the single-step max-T procedure of Westfall & Young: for each
    relabelling the largest abs(t) of all terms is taken, and p_adjusted is the share of relabellings, or again
    (k + 1) / 10,000, whose largest abs(t) is at least the term's own. t is Student's: the difference of the means over
    its pooled standard error, so that rare and frequent terms are comparable.

    Parameters
    ----------
    counts : Counts
    sides : Sides
    least : int, optional
        Articles of the two sides together that a term must be in to be tested. Default: `least_articles`, the fewest
        in which p can reach 0.05. A term in fewer articles cannot reach it, and testing it would only make the
        correction stricter for the others. The labels play no part in this choice, so p stays valid.
    seed : int >= 0
        Of the random relabellings. The same seed gives the same table.

    Returns
    -------
    DataFrame [one row a term tested; sorted by p, then term]
        Columns term; n_docs, articles of the two sides with it; difference, the mean of the target's rates per thousand
        words minus that of the reference's; p, of this term alone; p_adjusted, at least p, which bounds the probability
        of any false finding among the terms tested (family-wise error); p_bh (Benjamini-Hochberg), which bounds the
        expected share of false ones among the findings.

    Raises
    ------
    InputError
        Below 8 v 8 articles, for a negative seed, and for sides that cannot be compared.

    Notes
    -----
    A small p says that labels and rates are associated in these articles, not why: period, outlet and topic may
    differ as well. With random relabellings neither p nor p_adjusted is below 1 / 10,000, however many terms are
    tested. The smallest p_bh depends on that number: of 5,000 terms none has a p_bh of 0.05 unless ten have, of 30,000
    unless sixty have. Select terms (``Counts.select``) before looking at their rates: p_adjusted and p_bh are corrected
    for the terms tested and no others.

    For one term, t rises with the difference of the means, because its total variance is the same under every
    relabelling: p is the same for both. Where the variances of the sides differ and their sizes too, p tests whether
    the sides are alike, not only whether their means are. p_adjusted bounds the error exactly where the sides are alike
    in all terms; where some terms differ, it does so for the others under subset pivotality: how these vary together
    does not depend on the terms that differ.

    References
    ----------
    Westfall & Young (1993), Resampling-Based Multiple Testing. Phipson & Smyth (2010), Permutation p-values should
    never be zero, SAGMB 9(1).
    """
    from scipy.stats import false_discovery_control  # here: it takes long to import

    parts = split_sides(counts, sides)
    n_a, n_b = (len(part.docs) for part in parts)
    _refuse_few(n_a, n_b)
    if seed < 0:
        raise InputError(f"seed={seed!r}: negative", "give a whole number from 0")
    docs = pd.concat([part.docs for part in parts], ignore_index=True)
    order = np.argsort(docs["doc_id"].to_numpy(dtype=object), kind="stable")  # whatever order the articles came in
    matrix, is_target = sparse.vstack([part.matrix for part in parts], format="csr")[order], order < n_a
    n_docs = (matrix > 0).sum(axis=0)
    chosen = n_docs >= (least_articles(n_a, n_b) if least is None else least)
    rates = article_rates(Counts(matrix[:, chosen], counts.terms[chosen], docs.iloc[order]))
    means = [measures.moments(rates[rows])[0] for rows in (is_target, ~is_target)]
    p, p_adjusted = _p_values(rates, is_target, seed)
    table = pd.DataFrame({"term": counts.terms[chosen], "n_docs": n_docs[chosen], "difference": means[0] - means[1]})
    table = table.assign(p=p, p_adjusted=p_adjusted, p_bh=false_discovery_control(p))
    return table.sort_values(["p", "term"], ignore_index=True)


def with_p_values(table, counts, sides):
    """Add p, p_adjusted and p_bh of `permutation` to a table of keyness, where there are enough articles for a test.

    Parameters
    ----------
    table : DataFrame
        As `keyness` returned it for these counts and sides, without terms that are of no interest, such as stop words.
        p_adjusted and p_bh are corrected for the terms of this table: give every term that could have been chosen. If
        only the terms with the largest difference are given, these p-values are too small.
    counts : Counts
    sides : Sides

    Returns
    -------
    DataFrame
        The rows of ``table`` in their order, with NaN for a term that was not tested because it is in too few articles
        to reach 0.05. Below 8 v 8 articles no column is added.
    """
    counts = counts.select(counts.terms.isin(table["term"]))
    if min(len(part.docs) for part in split_sides(counts, sides)) < LEAST:
        return table
    p = permutation(counts, sides)[["term", "p", "p_adjusted", "p_bh"]]
    return table.merge(p, on="term", how="left", validate="many_to_one")


def least_articles(n_a, n_b):
    """The fewest articles that a term can be in and reach p <= 0.05.

    A term in k articles has its smallest p where all k are on the smaller side, which has n articles: C(n, k) /
    C(n_a + n_b, k), and twice that where the sides are equal, because the mirror image differs by as much.

    Examples
    --------
    >>> least_articles(8, 8), least_articles(100, 100), least_articles(30, 10)
    (5, 6, 3)
    """
    few, ways = min(n_a, n_b), 1 + (n_a == n_b)
    return next((k for k in range(1, few) if ways * comb(few, k) <= 0.05 * comb(n_a + n_b, k)), few)


def _refuse_few(n_a, n_b):
    if min(n_a, n_b) < LEAST:
        floor = probability(smallest_p(n_a, n_b))
        problem = f"{n_a} v {n_b} articles: too few to test, smallest attainable p {floor}"
        raise InputError(problem, f"treat the table as descriptive, or use at least {LEAST} articles per side")


def _p_values(rates, is_target, seed):
    """p and p_adjusted of each column of a sparse array of rates [shape=(n_docs, n_terms)].

    The distance of one side's sum from its share of the total is proportional to the difference of means. Divided by
    the standard deviation of all rates it is proportional to the correlation of rate and label, with which Student's t
    rises: t itself need not be computed. The sum of the smaller side is used, so that it does not matter which side is
    called target.
    """
    inside = is_target if 2 * np.count_nonzero(is_target) <= is_target.size else ~is_target
    n_docs, n_inside, terms = inside.size, np.count_nonzero(inside), _standardized(rates).T.tocsr()
    observed = np.abs(terms @ (inside - n_inside / n_docs)) - ROUNDING * (terms @ np.ones(n_docs))
    # as many terms at a time as there are articles, so that distances take no more room than labels
    blocks = [(slice(at, at + n_docs), terms[at : at + n_docs]) for at in range(0, len(observed), n_docs)]
    as_far, largest = np.zeros(len(observed), dtype=np.int64), []
    for labels in _relabellings(n_docs, n_inside, seed):
        largest.append(np.zeros(labels.shape[1]))
        for rows, block in blocks:
            distance = block @ labels
            np.abs(distance, out=distance)
            as_far[rows] += np.count_nonzero(distance >= observed[rows, None], axis=1)
            largest[-1] = np.maximum(largest[-1], distance.max(axis=0))
    largest = np.sort(np.concatenate(largest))
    as_far_as_any = largest.size - np.searchsorted(largest, observed)
    random = int(comb(n_docs, n_inside) > MOST_RELABELLINGS)  # then the observed labels count as one more
    return [(k + random) / (largest.size + random) for k in (as_far, as_far_as_any)]


def _standardized(rates):
    """Rates divided by the standard deviation of each term; 0 for a term with the same rate everywhere."""
    variance = measures.moments(rates)[1]
    return rates @ sparse.diags_array(np.where(variance > 0, variance, np.inf) ** -0.5)


def _relabellings(n_docs, n_inside, seed):
    """Yield arrays [shape=(n_docs, some)] with one column a relabelling: all there are, or `DRAWS` random ones.

    Articles inside have 1, others 0, minus the share of articles inside: a product with rates is the distance of
    `_p_values`.
    """
    rng, ways = np.random.default_rng(seed), comb(n_docs, n_inside)
    every = np.array(list(combinations(range(n_docs), n_inside))) if ways <= MOST_RELABELLINGS else None
    n, step = DRAWS if every is None else ways, max(TOGETHER, CELLS // n_docs)
    for at in range(0, n, step):
        size = min(step, n - at)
        if every is None:
            drawn = np.argpartition(rng.random((size, n_docs)), n_inside)[:, :n_inside]
        else:
            drawn = every[at : at + size]
        labels = np.full((n_docs, size), -n_inside / n_docs)
        labels[drawn.T, np.arange(size)] += 1
        yield labels
