"""Measures: the formulas of corpus statistics on plain arrays, numpy and scipy only.

Everywhere ``a`` and ``b`` are the tokens of each term in target and reference, ``n_a`` and ``n_b`` all word
tokens of the two sides; arrays broadcast, and single numbers give a single number. An undefined result is
NaN, without a warning. Counts are exact up to 2**53. A negative, infinite or missing input and a count larger
than its base raise a ValueError that names the argument, the value and the way out.

Offered by the libraries and therefore not here: smooth, normalised TF-IDF (scikit-learn's TfidfTransformer),
Benjamini-Hochberg (``scipy.stats.false_discovery_control``), exact and Monte Carlo permutation tests
(``scipy.stats.permutation_test``).
"""

import math

import numpy as np
from scipy import sparse, special

# ---- rates ----------------------------------------------------------------------------------------------


def per_thousand(count, n_tokens):
    """Rate per thousand word tokens.

    Parameters
    ----------
    count : array_like
        Tokens of each term.
    n_tokens : array_like
        All word tokens of the text or group.

    Returns
    -------
    ndarray
        NaN where there are no tokens at all.
    """
    count, n_tokens = _part("count", count, "n_tokens", n_tokens)
    return _divide(1000 * count, n_tokens)


# ---- keyness: two sides, counts pooled over the articles of each -----------------------------------------


def log_likelihood(a, b, n_a, n_b):
    """Log-likelihood ratio G2 with four cells, signed by direction.

    2 Σ O ln(O/E) over a, b, n_a − a and n_b − b, with 0 ln 0 = 0.

    Parameters
    ----------
    a, b : array_like [shape=(n_terms,)]
        Tokens of each term in target and reference.
    n_a, n_b : array_like > 0
        All word tokens of target and reference.

    Returns
    -------
    ndarray [shape=(n_terms,)]
        Positive: more frequent in the target. 0 where the rates are equal, absent terms included. Not a test:
        words of a text are not independent draws, so no p-value belongs to it.

    References
    ----------
    Dunning (1993), Accurate methods for the statistics of surprise and coincidence, Computational
    Linguistics 19(1).
    """
    a, b, n_a, n_b = _table(a, b, n_a, n_b)
    excess, with_term, without = _excess(a, b, n_a, n_b), a + b, (n_a - a) + (n_b - b)
    cells = (
        _surprise(a, excess, n_a * with_term),
        _surprise(b, -excess, n_b * with_term),
        _surprise(n_a - a, -excess, n_a * without),
        _surprise(n_b - b, excess, n_b * without),
    )
    return np.sign(excess) * 2 * sum(cells)


def log_likelihood_two_cell(a, b, n_a, n_b):
    """Log-likelihood ratio over the two cells a and b only, signed by direction.

    2 (a ln(a/E_a) + b ln(b/E_b)); the form of the UCREL calculator and of much corpus work. Parameters and
    return value as in `log_likelihood`.

    References
    ----------
    Rayson & Garside (2000), Comparing corpora using frequency profiling, ACL workshop on comparing corpora.
    """
    a, b, n_a, n_b = _table(a, b, n_a, n_b)
    excess = _excess(a, b, n_a, n_b)
    cells = _surprise(a, excess, n_a * (a + b)) + _surprise(b, -excess, n_b * (a + b))
    return np.sign(excess) * 2 * cells


def chi2(a, b, n_a, n_b):
    """Pearson's chi-squared of the 2 × 2 table, without continuity correction and unsigned.

    N (a n_b − b n_a)² / (n_a n_b (a + b) (N − a − b)). Parameters as in `log_likelihood`.

    Returns
    -------
    ndarray [shape=(n_terms,)]
        NaN where the term is absent from both sides or is every token of both.

    References
    ----------
    Pearson (1900), Philosophical Magazine 50.
    """
    a, b, n_a, n_b = _table(a, b, n_a, n_b)
    excess = _excess(a, b, n_a, n_b)
    return _divide((n_a + n_b) * (excess / n_a) * (excess / n_b), (a + b) * ((n_a - a) + (n_b - b)))


def bic(g2, n_tokens):
    """Bayesian information criterion of a keyness table: |G2| − ln N.

    Parameters
    ----------
    g2 : array_like [shape=(n_terms,)]
        `log_likelihood` or, as in the source, `log_likelihood_two_cell`: say which.
    n_tokens : array_like > 0
        N, all word tokens of target and reference together.

    Returns
    -------
    ndarray [shape=(n_terms,)]
        Below 0 the table speaks for equal rates; 2, 6 and 10 are the source's steps of evidence against them.

    References
    ----------
    Wilson (2013), Embracing Bayes factors for key item analysis in corpus linguistics.
    """
    return _counts("g2", np.abs(g2)) - np.log(_positive("n_tokens", n_tokens))


def log_ratio(a, b, n_a, n_b):
    """Binary log of the ratio of two relative frequencies.

    Parameters
    ----------
    a, b : array_like [shape=(n_terms,)]
        Tokens of each term in target and reference. A zero counts as 0.5.
    n_a, n_b : array_like > 0
        All word tokens of target and reference.

    Returns
    -------
    ndarray [shape=(n_terms,)]
        0 = equal, +1 = twice as frequent in the target. NaN where both are 0. Says nothing about how much
        evidence there is.

    References
    ----------
    Hardie (2014), Log Ratio: an informal introduction, CASS Lancaster.
    """
    a, b, n_a, n_b = _table(a, b, n_a, n_b)
    absent = (a == 0) & (b == 0)
    a, b = np.where(a == 0, 0.5, a), np.where(b == 0, 0.5, b)
    ratio = _log_quotient(_excess(a, b, n_a, n_b), a * n_b, b * n_a) / math.log(2)
    return np.where(absent, np.nan, ratio)[()]


def percent_difference(a, b, n_a, n_b):
    """%DIFF: by how many per cent the rate in the target exceeds the rate in the reference.

    100 (a/n_a − b/n_b) / (b/n_b). Parameters as in `log_likelihood`.

    Returns
    -------
    ndarray [shape=(n_terms,)]
        −100 = absent from the target. NaN where the reference has none.

    References
    ----------
    Gabrielatos & Marchi (2011), Keyness: matching metrics to definitions.
    """
    a, b, n_a, n_b = _table(a, b, n_a, n_b)
    return _divide(100 * _excess(a, b, n_a, n_b), b * n_a)


def uniform_prior(n_terms, alpha=0.05):
    """The same pseudo-count for each term of the vocabulary, for `log_odds_z`.

    Parameters
    ----------
    n_terms : int
    alpha : float > 0
        Tokens added to each term on each side.

    Returns
    -------
    ndarray [shape=(n_terms,)]
    """
    return np.full(n_terms, _positive("alpha", alpha))


def informative_prior(background, total):
    """Pseudo-counts proportional to a background corpus, for `log_odds_z`.

    Parameters
    ----------
    background : array_like > 0 [shape=(n_terms,)]
        Tokens of each term in the background corpus.
    total : float > 0
        Tokens that the whole prior is worth: larger shrinks rare terms harder.

    Returns
    -------
    ndarray [shape=(n_terms,)]
        Adds up to ``total``.

    References
    ----------
    Monroe, Colaresi & Quinn (2008), Fightin' Words, on informative Dirichlet priors.
    """
    background = _positive("background", background)
    return _positive("total", total) * background / background.sum()


def log_odds_z(a, b, n_a, n_b, prior):
    """Weighted log-odds z score with a Dirichlet prior and the two-term variance.

    δ = ln[(a + α)/(n_a + α0 − a − α)] − ln[(b + α)/(n_b + α0 − b − α)], variance 1/(a + α) + 1/(b + α).

    Parameters
    ----------
    a, b : array_like [shape=(n_terms,)]
        Tokens of each term in target and reference.
    n_a, n_b : array_like > 0
        All word tokens of target and reference.
    prior : array_like > 0 [shape=(n_terms,)]
        α of each term of the WHOLE vocabulary; α0 is their sum. Choose terms to show afterwards.

    Returns
    -------
    ndarray [shape=(n_terms,)]
        Positive: more frequent in the target. NaN where a term is the whole vocabulary.

    References
    ----------
    Monroe, Colaresi & Quinn (2008), Fightin' Words, Political Analysis 16(4).
    """
    delta, (p_a, p_b, _, _) = _log_odds(a, b, n_a, n_b, prior)
    return delta / np.sqrt(1 / p_a + 1 / p_b)


def log_odds_z_four_term(a, b, n_a, n_b, prior):
    """Weighted log-odds z score as `log_odds_z`, but with the variance of all four cells.

    variance 1/(a + α) + 1/(b + α) + 1/(n_a + α0 − a − α) + 1/(n_b + α0 − b − α): differs from the two-term
    form for the most frequent terms only.
    """
    delta, cells = _log_odds(a, b, n_a, n_b, prior)
    return delta / np.sqrt(sum(_divide(1, cell) for cell in cells))


def lrc(a, b, n_a, n_b, n_candidates):
    """Conservative log ratio: the end nearest to 0 of the 95 % confidence interval of the log ratio.

    The Clopper-Pearson interval of a out of a + b, Bonferroni-corrected over the candidates, turned into a
    log ratio; 0 where it contains equal rates.

    Parameters
    ----------
    a, b : array_like [shape=(n_terms,)]
        Tokens of each term in target and reference.
    n_a, n_b : array_like > 0
        All word tokens of target and reference.
    n_candidates : int >= 1
        Terms that compete for a place in the table: the interval is at 1 − 0.05/n_candidates.

    Returns
    -------
    ndarray [shape=(n_terms,)]
        Defined at b = 0. NaN where both are 0. Takes words for independent draws, which they are not.

    References
    ----------
    Evert (2022), Measuring keyness, Digital Humanities 2022.
    """
    a, b, n_a, n_b = _table(a, b, n_a, n_b)
    direction = np.sign(_excess(a, b, n_a, n_b))
    more, less, n_more, n_less = np.where(direction >= 0, (a, b, n_a, n_b), (b, a, n_b, n_a))
    tail = 0.025 / _at_least_one("n_candidates", n_candidates)
    odds = _divide(special.betaincinv(more, less + 1, tail), special.betainccinv(less + 1, more, tail))
    with np.errstate(divide="ignore", invalid="ignore"):
        bound = np.maximum(np.log2(n_less / n_more * odds), 0)
    return np.where(direction == 0, np.where(a + b == 0, np.nan, 0.0), direction * bound + 0.0)[()]


# ---- dispersion over articles ---------------------------------------------------------------------------


def deviation_of_proportions(counts, sizes):
    """Gries' DP: how unevenly each term is spread over the articles.

    ½ Σ |v_i/f − s_i| = Σ max(0, v_i/f − s_i): an article without the term adds nothing to the second form, so
    a sparse matrix is never filled up.

    Parameters
    ----------
    counts : array_like or sparse matrix [shape=(n_docs, n_terms)]
        Tokens v of each term in each article.
    sizes : array_like > 0 [shape=(n_docs,)]
        All word tokens of each article; s is its share of the total. Leave out articles without words.

    Returns
    -------
    ndarray [shape=(n_terms,)]
        0 = spread as the sizes are, towards 1 = in one small article. NaN where a term does not occur, or
        with a single article. A rare term cannot be even: print n_docs beside it.

    References
    ----------
    Gries (2008), Dispersions and adjusted frequencies in corpora, IJCL 13(4).
    """
    counts, sizes = _parts(counts, sizes)
    doc, term = counts.coords
    total, n_terms = sizes.sum(), counts.shape[1]
    f = np.bincount(term, counts.data, n_terms)
    surplus = np.maximum(_excess(counts.data, sizes[doc], f[term], total), 0)
    undefined = np.nan if sizes.size == 1 else 1.0
    return undefined * _divide(np.bincount(term, surplus, n_terms), f * total)


def dp_norm(counts, sizes):
    """DP divided by the largest value that it can reach, 1 − min s, so that 1 is reached.

    Parameters and NaN as in `deviation_of_proportions`.

    References
    ----------
    Lijffijt & Gries (2012), Correction to Gries (2008), IJCL 17(1).
    """
    sizes = _positive("sizes", sizes)
    return _divide(deviation_of_proportions(counts, sizes), (sizes.sum() - sizes.min()) / sizes.sum())


def juilland_d(counts, sizes):
    """Juilland's D on proportions, for parts of unequal size: evenness over articles.

    1 − (sd(p)/mean(p))/√(n − 1), p_i = v_i/size_i and sd the population's.

    Parameters
    ----------
    counts, sizes
        As in `deviation_of_proportions`.

    Returns
    -------
    ndarray [shape=(n_terms,)]
        1 = even, 0 = in one article only. NaN where a term does not occur, or with a single article.

    References
    ----------
    Juilland & Chang-Rodríguez (1964); Gries (2020), Analyzing dispersion, on unequal parts.
    """
    counts, sizes = _parts(counts, sizes)
    mean, variance, n_docs = moments(sparse.diags_array(1 / sizes) @ counts)
    return 1 - _divide(np.sqrt(variance / n_docs), mean)


# ---- collocation ----------------------------------------------------------------------------------------


def log_dice(f_xy, f_x, f_y):
    """logDice: how exclusively two words keep each other's company, independent of corpus size.

    14 + log2(2 f_xy / (f_x + f_y)).

    Parameters
    ----------
    f_xy : array_like
        Co-occurrences.
    f_x, f_y : array_like
        Tokens of the node and of the collocate.

    Returns
    -------
    ndarray
        14 = always together; one less = half as exclusive. NaN where they never meet.

    References
    ----------
    Rychlý (2008), A lexicographer-friendly association score, RASLAN.
    """
    f_xy, f_x, f_y = _counts("f_xy", f_xy), _counts("f_x", f_x), _counts("f_y", f_y)
    both = f_x + f_y
    return 14 + _log_quotient((f_xy - f_x) + (f_xy - f_y), 2 * f_xy, both) / math.log(2)


def pmi(observed, expected):
    """Pointwise mutual information log2(O/E), in bits.

    Parameters
    ----------
    observed, expected : array_like
        Co-occurrences found, and those expected if the words kept apart.

    Returns
    -------
    ndarray
        0 = as expected. NaN where either is 0. Large for pairs of rare words: set a least O.

    References
    ----------
    Church & Hanks (1990), Word association norms, Computational Linguistics 16(1).
    """
    observed, expected = _counts("observed", observed), _counts("expected", expected)
    return _log_quotient(observed - expected, observed, expected) / math.log(2)


def npmi(observed, expected, n_tokens):
    """Normalised pointwise mutual information log(O/E) / −log(O/N).

    Parameters
    ----------
    observed, expected : array_like
        Co-occurrences found, and those expected if the words kept apart.
    n_tokens : array_like
        The base N of which O is a part.

    Returns
    -------
    ndarray
        0 = as expected, 1 = never apart. NaN where O or E is 0, or O is all of N.

    References
    ----------
    Bouma (2009), Normalized (pointwise) mutual information in collocation extraction, GSCL.
    """
    observed, n_tokens = _part("observed", observed, "n_tokens", n_tokens)
    return _divide(pmi(observed, expected) * math.log(2), _log_quotient(n_tokens - observed, n_tokens, observed))


def t_score(observed, expected):
    """Collocation t score (O − E)/√O.

    Parameters
    ----------
    observed, expected : array_like
        Co-occurrences found, and those expected if the words kept apart.

    Returns
    -------
    ndarray
        A ranking that favours frequent pairs, not a test. NaN where O is 0.

    References
    ----------
    Church, Gale, Hanks & Hindle (1991), Using statistics in lexical analysis.
    """
    observed, expected = _counts("observed", observed), _counts("expected", expected)
    return _divide(observed - expected, np.sqrt(observed))


# ---- distinctive words of groups ------------------------------------------------------------------------


def jensen_shannon_shift(a, b):
    """Each term's contribution to the Jensen-Shannon divergence of two sides, in bits.

    With p = a/Σa, q = b/Σb, m = ½p + ½q: m log2(1/m) − ½ p log2(1/p) − ½ q log2(1/q).

    Parameters
    ----------
    a, b : array_like [shape=(n_terms,)]
        Tokens of each term in target and reference, over the whole vocabulary.

    Returns
    -------
    ndarray [shape=(n_terms,)]
        At least 0; the sum is in [0, 1]. Unsigned: compare the two rates to see the side. All NaN where a
        side has no tokens.

    References
    ----------
    Gallagher et al. (2021), Generalized word shift graphs, EPJ Data Science 10.
    """
    a, b = np.broadcast_arrays(_counts("a", a), _counts("b", b))
    n_a, n_b = a.sum(), b.sum()
    mass = a * n_b + b * n_a
    tilt = np.where(mass == 0, 0.0, _divide(_excess(a, b, n_a, n_b), mass))
    bits = (special.xlog1py(1 + tilt, tilt) + special.xlog1py(1 - tilt, -tilt)) / math.log(2)
    return _divide(mass, 4 * n_a * n_b) * bits


def c_tf_idf(counts):
    """Class-based TF-IDF (f / Σf in the class) · ln(1 + A/f_total), A the mean class size.

    BERTopic's formula, without its rounding of A.

    Parameters
    ----------
    counts : array_like or sparse matrix [shape=(n_classes, n_terms)]
        Tokens of each term in each class; no class may be empty.

    Returns
    -------
    ndarray or sparse array, as given [shape=(n_classes, n_terms)]
        0 where a class lacks the term.

    References
    ----------
    Grootendorst (2022), BERTopic, arXiv:2203.05794.
    """
    counts = _matrix("counts", counts)
    sizes = _positive("counts summed over a class", counts.sum(axis=1))
    weight = np.log1p(_fill(_divide(sizes.mean(), counts.sum(axis=0))))
    return sparse.diags_array(1 / sizes) @ counts @ sparse.diags_array(weight)


def tf_idf_log10(counts):
    """Plain TF-IDF count × log10(n/df), neither smoothed nor normalised (quanteda's default).

    Parameters
    ----------
    counts : array_like or sparse matrix [shape=(n_docs, n_terms)]
        Tokens of each term in each article, or their shares of the article.

    Returns
    -------
    ndarray or sparse array, as given [shape=(n_docs, n_terms)]
        0 where an article lacks the term and where every article has it.

    References
    ----------
    Manning, Raghavan & Schütze (2008), Introduction to Information Retrieval, section 6.2.
    """
    counts = _matrix("counts", counts)
    df = np.asarray((counts > 0).sum(axis=0), dtype=float)
    return counts @ sparse.diags_array(np.log10(_fill(_divide(counts.shape[0], df), 1.0)))


# ---- evidence: articles as the unit ---------------------------------------------------------------------


def wilson(k, n, level=0.95):
    """Wilson score interval of a share, without continuity correction.

    Parameters
    ----------
    k, n : array_like
        Articles that have the property, out of how many.
    level : float in (0, 1)

    Returns
    -------
    low, high : ndarray
        NaN where n is 0.

    References
    ----------
    Wilson (1927), Probable inference, JASA 22.
    """
    k, n = _part("k", k, "n", n)
    z = special.ndtri((1 + _level(level)) / 2)
    root = z * np.sqrt(_divide(k * (n - k), n) + z * z / 4)
    high = np.minimum((k + z * z / 2 + root) / (n + z * z), 1)
    return _divide(k * k, n * (n + z * z) * high), high


def moments(rates):
    """Mean and variance of each term's rate over articles: what `welch_interval` needs of a side.

    Parameters
    ----------
    rates : array_like or sparse matrix [shape=(n_docs, n_terms)]
        Rate of each term in each article, absent ones 0.

    Returns
    -------
    mean, variance : ndarray [shape=(n_terms,)]
        Variance is the sample's (n − 1): NaN with one article, exactly 0 where it is no more than rounding.
    n_docs : int
    """
    rates = sparse.coo_array(_matrix("rates", rates))
    (n_docs, n_terms), term = rates.shape, rates.coords[1]
    mean = np.bincount(term, rates.data, n_terms) / n_docs
    absent = n_docs - np.bincount(term, minlength=n_terms)
    squares = np.bincount(term, (rates.data - mean[term]) ** 2, n_terms) + absent * mean**2
    rounding = n_docs * (4 * n_docs * np.finfo(float).eps * mean) ** 2
    return mean, _divide(np.where(squares <= rounding, 0, squares), n_docs - 1), n_docs


def welch_interval(target, reference, level=0.95):
    """Welch's confidence interval of the difference of mean per-article rates, target − reference.

    Parameters
    ----------
    target, reference : tuple (mean, variance, n_docs)
        Of each side, as `moments` returns them; arrays of one entry a term.
    level : float in (0, 1)

    Returns
    -------
    low, high : ndarray [shape=(n_terms,)]
        In the rates' unit. NaN where a side has fewer than two articles or neither side varies.

    References
    ----------
    Welch (1947), The generalization of Student's problem, Biometrika 34.
    """
    mean_a, part_a, n_a = _mean_error("target", target)
    mean_b, part_b, n_b = _mean_error("reference", reference)
    error = part_a + part_b
    share_a, share_b = _divide(part_a, error), _divide(part_b, error)
    freedom = _divide(1, _divide(share_a**2, n_a - 1) + _divide(share_b**2, n_b - 1))
    half = special.stdtrit(freedom, (1 + _level(level)) / 2) * np.sqrt(error)
    return mean_a - mean_b - half, mean_a - mean_b + half


def silence_bound(k):
    """Largest share that is still compatible, at 95 %, with none found in k: 1 − 0.05^(1/k).

    Parameters
    ----------
    k : array_like
        Articles looked at, none of which has the term. (Of tokens the bound is too low: words are not
        independent.)

    Returns
    -------
    ndarray
        0.63 at k = 3. NaN where k is 0.

    References
    ----------
    Clopper & Pearson (1934), one-sided; the "rule of three" is its approximation 3/k.
    """
    return -np.expm1(_divide(math.log(0.05), _counts("k", k)))


def smallest_p_one_sided(n_a, n_b):
    """Smallest p that a permutation of article labels can reach, for a difference in a stated direction.

    1 / C(n_a + n_b, n_a): of all equally likely ways to hand out the labels only the observed one counts.

    Parameters
    ----------
    n_a, n_b : int >= 1
        Articles of target and reference.

    Returns
    -------
    float

    References
    ----------
    Phipson & Smyth (2010), Permutation p-values should never be zero, SAGMB 9(1).
    """
    _at_least_one("n_a", n_a), _at_least_one("n_b", n_b)
    return 1 / math.comb(n_a + n_b, n_a)


def smallest_p_two_sided(n_a, n_b):
    """Smallest p that a permutation of article labels can reach, for a difference in either direction.

    p is the share of relabellings whose means differ, whichever way, by at least as much as those observed.
    With equal sides every relabelling has a mirror (swap the sides) that differs by as much, so at least two
    count: 2 / C(n_a + n_b, n_a). With unequal sides the mirror is no relabelling, the observed labels can
    stand alone, and the floor is that of `smallest_p_one_sided`. A test that doubles the smaller tail, as
    ``scipy.stats.permutation_test`` does, has twice the one-sided floor whatever the sizes.

    Parameters
    ----------
    n_a, n_b : int >= 1
        Articles of target and reference.

    Returns
    -------
    float
    """
    return smallest_p_one_sided(n_a, n_b) * (2 if n_a == n_b else 1)


def holm(p):
    """Holm's step-down adjustment of p-values, which bounds the chance of any false finding.

    Parameters
    ----------
    p : array_like [shape=(n_terms,)]
        p-values in [0, 1]. NaN: not tested.

    Returns
    -------
    ndarray [shape=(n_terms,)]
        At least p, at most 1. NaN where p is; those are not counted as tests.

    References
    ----------
    Holm (1979), A simple sequentially rejective multiple test procedure, Scand. J. Statistics 6.
    """
    p = np.asarray(p, dtype=float)
    _refuse("p", p, (p < 0) | (p > 1), "give p-values from 0 to 1")
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    adjusted = np.full(p.shape, np.nan)
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * np.arange(order.size, 0, -1)), 1)
    return adjusted


# ---- arithmetic without cancellation --------------------------------------------------------------------


def _excess(a, b, n_a, n_b):
    """a n_b − b n_a, exact before the last rounding: the numerator of every comparison of two rates.

    In a 2 × 2 table it is, up to sign, O·N − row·column of each of the four cells.
    """
    (p, p_rest), (q, q_rest) = _product(a, n_b), _product(b, n_a)
    return (p - q) + (p_rest - q_rest)


def _product(x, y):
    """x · y as a rounded product and what the rounding lost (Dekker 1971)."""
    (x_high, x_low), (y_high, y_low) = _halves(x), _halves(y)
    product = x * y
    return product, ((x_high * y_high - product) + x_high * y_low + x_low * y_high) + x_low * y_low


def _halves(x):
    """A float as the sum of two of 26 bits (Veltkamp 1968)."""
    scaled = x * (2.0**27 + 1)
    high = scaled - (scaled - x)
    return high, x - high


def _surprise(observed, excess, margins):
    """O ln(O/E) of one cell, from O·N − row·column and row·column; 0 ln 0 = 0."""
    return special.xlog1py(observed, excess / np.maximum(margins, np.finfo(float).tiny))


def _log_quotient(excess, over, under):
    """ln(over/under), accurate when both are near: ``excess`` is over − under. NaN where either is 0."""
    return np.sign(excess) * np.log1p(_divide(np.abs(excess), np.minimum(over, under)))


def _log_odds(a, b, n_a, n_b, prior):
    """δ of `log_odds_z`, and the cells with the prior added: a, b, the rest of target and of reference."""
    a, b, n_a, n_b = _table(a, b, n_a, n_b)
    prior = np.broadcast_to(_positive("prior", prior), np.shape(a + b + prior))
    total = prior.sum()
    rest_a, rest_b = (n_a - a) + (total - prior), (n_b - b) + (total - prior)
    excess = _excess(a, b, n_a, n_b) + total * (a - b) + prior * (n_b - n_a)
    delta = _log_quotient(excess, (a + prior) * rest_b, (b + prior) * rest_a)
    return delta, (a + prior, b + prior, rest_a, rest_b)


def _mean_error(name, side):
    """Mean, its squared standard error and number of articles of one side, checked."""
    mean, variance, n_docs = (np.asarray(part, dtype=float) for part in side)
    _refuse(f"{name} variance", variance, variance < 0, "give (mean, variance, n_docs) as moments returns it")
    return mean, variance / _at_least_one(f"{name} n_docs", n_docs), n_docs


def _divide(x, y):
    """x / y, NaN where y is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.equal(y, 0), np.nan, np.divide(x, y))[()]


def _fill(x, value=0.0):
    """x with ``value`` for NaN."""
    return np.where(np.isnan(x), value, x)


# ---- checking input -------------------------------------------------------------------------------------


def _refuse(name, values, wrong, remedy):
    """Raise a ValueError that shows the first wrong value."""
    if np.any(wrong):
        value = np.broadcast_to(values, np.shape(wrong))[np.nonzero(wrong)][0] if np.ndim(wrong) else values
        raise ValueError(f"{name}: {value:g} cannot be used; {remedy}")


def _counts(name, values):
    values = np.asarray(values, dtype=float)
    _refuse(name, values, ~(np.isfinite(values) & (values >= 0)), "give finite numbers of at least 0")
    return values


def _positive(name, values):
    values = _counts(name, values)
    _refuse(name, values, values == 0, "give numbers above 0, and leave out what is empty")
    return values


def _at_least_one(name, values):
    values = _counts(name, values)
    _refuse(name, values, values < 1, "give numbers of at least 1")
    return values


def _level(level):
    level = np.asarray(level, dtype=float)
    _refuse("level", level, ~((level > 0) & (level < 1)), "give a share between 0 and 1, such as 0.95")
    return level


def _part(name, part, base_name, base):
    """A count and its base, checked."""
    part, base = _counts(name, part), _counts(base_name, base)
    _refuse(name, part, part > base, f"it exceeds its base {base_name}: count both under the same mask")
    return part, base


def _table(a, b, n_a, n_b):
    """The four numbers of each keyness table, checked and of one shape."""
    a, n_a = _part("a", a, "n_a", _positive("n_a", n_a))
    b, n_b = _part("b", b, "n_b", _positive("n_b", n_b))
    return np.broadcast_arrays(a, b, n_a, n_b)


def _matrix(name, values):
    """A two-dimensional array of floats, dense or sparse (each cell once) as given, checked."""
    if np.ndim(values) != 2:
        raise ValueError(f"{name}: {np.ndim(values)} dimensions; give one row an article, one column a term")
    if not sparse.issparse(values):
        return _counts(name, values)
    values = sparse.csr_array(values, dtype=float, copy=True)
    values.sum_duplicates()
    _counts(name, values.data)
    return values


def _parts(counts, sizes):
    """Counts as a sparse array of coordinates and the sizes of the articles, checked."""
    counts, sizes = sparse.coo_array(_matrix("counts", counts)), _positive("sizes", sizes)
    if sizes.shape != counts.shape[:1]:
        raise ValueError(f"sizes: shape {sizes.shape} for {counts.shape[0]} articles; give one an article")
    _part("counts", counts.data, "sizes", sizes[counts.coords[0]])
    return counts, sizes
