"""Measures: the formulas of corpus statistics on plain arrays, with numpy and scipy only.

Everywhere ``a`` and ``b`` are the occurrences of each term in target and reference, ``n_a`` and ``n_b`` all word tokens
of the two sides. Arrays broadcast, and single numbers give a single number. An undefined result is NaN, without a
warning. Counts are exact up to 2**53. Negative, infinite or missing input, and a count larger than its base, raise a
ValueError that names the argument, the value and the remedy.

Results are accurate to 1e-9 relative or 1e-12 absolute (tested against 50 digits). Sums of ``scipy.special.rel_entr``
or ``kl_div`` are not enough: where rates are nearly equal, G2 would be off by up to 8e-7, and the Jensen-Shannon shift
would lose digits.

Not here because libraries have them: TF-IDF (scikit-learn's TfidfTransformer) and Benjamini-Hochberg
(``scipy.stats.false_discovery_control``).
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
        Occurrences of each term.
    n_tokens : array_like
        All word tokens of the text or group.

    Returns
    -------
    ndarray
        NaN where there are no tokens.

    Examples
    --------
    >>> float(per_thousand(3, 1500))
    2.0
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
        Occurrences of each term in target and reference.
    n_a, n_b : array_like > 0
        All word tokens of target and reference.

    Returns
    -------
    ndarray [shape=(n_terms,)]
        Positive: more frequent in the target. 0 where the rates are equal, and for a term that is absent from both. Not
        a test: the words of a text are not independent draws, so that no p-value can be read from it.

    References
    ----------
    Dunning (1993), Accurate methods for the statistics of surprise and coincidence, Computational Linguistics 19(1).

    Examples
    --------
    >>> round(float(log_likelihood(52, 57, 50_000, 75_000)), 6)
    2.654064
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


def log_ratio(a, b, n_a, n_b):
    """Binary log of the ratio of two relative frequencies.

    Parameters
    ----------
    a, b : array_like [shape=(n_terms,)]
        Occurrences of each term in target and reference. A zero counts as 0.5.
    n_a, n_b : array_like > 0
        All word tokens of target and reference.

    Returns
    -------
    ndarray [shape=(n_terms,)]
        0 = equal, +1 = twice as frequent in the target. NaN where both are 0. It measures the size of a difference, not
        the evidence for it.

    References
    ----------
    Hardie (2014), Log Ratio: an informal introduction, CASS Lancaster.

    Examples
    --------
    >>> log_ratio([20, 8], [5, 0], 10_000, 10_000).tolist()
    [2.0, 4.0]
    """
    a, b, n_a, n_b = _table(a, b, n_a, n_b)
    absent = (a == 0) & (b == 0)
    a, b = np.where(a == 0, 0.5, a), np.where(b == 0, 0.5, b)
    ratio = _log_quotient(_excess(a, b, n_a, n_b), a * n_b, b * n_a) / math.log(2)
    return np.where(absent, np.nan, ratio)[()]


def uniform_prior(n_terms, alpha=0.05):
    """The same pseudo-count for each term of the vocabulary, for `log_odds_z`.

    Parameters
    ----------
    n_terms : int
    alpha : float > 0
        Occurrences added to each term on each side.

    Returns
    -------
    ndarray [shape=(n_terms,)]
    """
    return np.full(n_terms, _positive("alpha", alpha))


def log_odds_z(a, b, n_a, n_b, prior):
    """Weighted log-odds z score with a Dirichlet prior and the two-term variance.

    δ = ln[(a + α)/(n_a + α0 − a − α)] − ln[(b + α)/(n_b + α0 − b − α)], variance 1/(a + α) + 1/(b + α).

    Parameters
    ----------
    a, b : array_like [shape=(n_terms,)]
        Occurrences of each term in target and reference.
    n_a, n_b : array_like > 0
        All word tokens of target and reference.
    prior : array_like > 0 [shape=(n_terms,)]
        α of each term of the whole vocabulary; α0 is their sum. Select the terms to show afterwards.

    Returns
    -------
    ndarray [shape=(n_terms,)]
        Positive: more frequent in the target. NaN where a term is the whole vocabulary.

    References
    ----------
    Monroe, Colaresi & Quinn (2008), Fightin' Words, Political Analysis 16(4).
    """
    a, b, n_a, n_b = _table(a, b, n_a, n_b)
    prior = np.broadcast_to(_positive("prior", prior), np.shape(a + b + prior))
    total = prior.sum()
    rest_a, rest_b = (n_a - a) + (total - prior), (n_b - b) + (total - prior)
    excess = _excess(a, b, n_a, n_b) + total * (a - b) + prior * (n_b - n_a)
    delta = _log_quotient(excess, (a + prior) * rest_b, (b + prior) * rest_a)
    return delta / np.sqrt(1 / (a + prior) + 1 / (b + prior))


def lrc(a, b, n_a, n_b, n_candidates):
    """Conservative log ratio: the end nearest to 0 of the 95 % confidence interval of the log ratio.

    The Clopper-Pearson interval of a out of a + b, Bonferroni-corrected over the candidates, expressed as a log ratio;
    0 where the interval contains equal rates.

    Parameters
    ----------
    a, b : array_like [shape=(n_terms,)]
        Occurrences of each term in target and reference.
    n_a, n_b : array_like > 0
        All word tokens of target and reference.
    n_candidates : int >= 1
        Terms compared: the interval is at the level 1 − 0.05/n_candidates.

    Returns
    -------
    ndarray [shape=(n_terms,)]
        Defined at b = 0. NaN where both are 0. It treats words as independent draws, which they are not.

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
    """Deviation of proportions (DP): how unevenly each term is spread over the articles.

    ½ Σ |v_i/f − s_i| = Σ max(0, v_i/f − s_i). In the second form an article without the term adds nothing, so that a
    sparse matrix stays sparse.

    Parameters
    ----------
    counts : array_like or sparse matrix [shape=(n_docs, n_terms)]
        Occurrences v of each term in each article.
    sizes : array_like > 0 [shape=(n_docs,)]
        All word tokens of each article; s is its share of the total. Leave out articles without words.

    Returns
    -------
    ndarray [shape=(n_terms,)]
        0 = spread as the sizes are, near 1 = in one small article. NaN where a term does not occur, or with a single
        article. A term in fewer occurrences than articles cannot be even: report n_docs beside it.

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


# ---- distinctive words of groups ------------------------------------------------------------------------


def c_tf_idf(counts):
    """Class-based TF-IDF (f / Σf in the class) · ln(1 + A/f_total), A the mean class size.

    BERTopic's formula, without its rounding of A.

    Parameters
    ----------
    counts : array_like or sparse matrix [shape=(n_classes, n_terms)]
        Occurrences of each term in each class; no class may be empty.

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
    weight = np.log1p(np.nan_to_num(_divide(sizes.mean(), counts.sum(axis=0))))
    return sparse.diags_array(1 / sizes) @ counts @ sparse.diags_array(weight)


# ---- articles as the unit of evidence --------------------------------------------------------------------


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
    """Mean and variance of each term's rate over articles, as `welch_interval` takes them.

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


def absence_bound(k):
    """Upper bound of a share of which none was found in k, at 95 %: 1 − 0.05^(1/k).

    Parameters
    ----------
    k : array_like
        Articles looked at, none of which has the term. For words instead of articles the bound is too low, because
        words are not independent.

    Returns
    -------
    ndarray
        NaN where k is 0.

    References
    ----------
    Clopper & Pearson (1934), one-sided; the "rule of three" is its approximation 3/k.

    Examples
    --------
    >>> round(float(absence_bound(3)), 2)
    0.63
    """
    return -np.expm1(_divide(math.log(0.05), _counts("k", k)))


def smallest_p_two_sided(n_a, n_b):
    """Smallest p that a permutation of article labels can reach, for a difference in either direction.

    p is the share of relabellings whose means differ by at least as much as those observed, in either direction. With
    equal sides every relabelling has a mirror image (the sides exchanged) that differs by as much, so that at least two
    count: 2 / C(n_a + n_b, n_a). With unequal sides the mirror image is no relabelling, and the floor is half of that.
    ``scipy.stats.permutation_test`` doubles the smaller tail instead: its floor is always 2 / C(n_a + n_b, n_a).

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

    Examples
    --------
    >>> smallest_p_two_sided(3, 2)
    0.1
    """
    for name, n_docs in (("n_a", n_a), ("n_b", n_b)):
        _at_least_one(name, n_docs)
    return (1 + (n_a == n_b)) / math.comb(n_a + n_b, n_a)


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
    """A float as the sum of two floats of 26 bits (Veltkamp 1968)."""
    scaled = x * (2.0**27 + 1)
    high = scaled - (scaled - x)
    return high, x - high


def _surprise(observed, excess, margins):
    """O ln(O/E) of one cell, from O·N − row·column and row·column; 0 ln 0 = 0."""
    return special.xlog1py(observed, excess / np.maximum(margins, np.finfo(float).tiny))


def _log_quotient(excess, over, under):
    """ln(over/under), accurate when both are near: ``excess`` is over − under. NaN where either is 0."""
    return np.sign(excess) * np.log1p(_divide(np.abs(excess), np.minimum(over, under)))


def _mean_error(name, side):
    """Mean, its squared standard error and number of articles of one side, checked."""
    mean, variance, n_docs = (np.asarray(part, dtype=float) for part in side)
    _refuse(f"{name} variance", variance, variance < 0, "give (mean, variance, n_docs) as moments returns it")
    return mean, variance / _at_least_one(f"{name} n_docs", n_docs), n_docs


def _divide(x, y):
    """x / y, NaN where y is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.equal(y, 0), np.nan, np.divide(x, y))[()]


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
