import csv
import itertools
from pathlib import Path

import mpmath
import numpy as np
import pytest
from mpmath import mp, mpf
from scipy import sparse, stats

from analysis.stats import measures
from analysis.stats.measures import (
    absence_bound,
    c_tf_idf,
    deviation_of_proportions,
    log_likelihood,
    log_odds_z,
    log_ratio,
    lrc,
    moments,
    per_thousand,
    smallest_p_two_sided,
    uniform_prior,
    welch_interval,
    wilson,
)

N_TABLES = 20_000
KEYNESS = [log_likelihood, log_ratio]


# ---- published numbers -----------------------------------------------------------------------------------


def published():
    with open(Path(__file__).parents[1] / "data" / "measures_published.csv", encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


@pytest.mark.parametrize("row", published(), ids=lambda row: f"{row['measure']}-{row['a']}-{row['b']}")
def test_a_published_keyness_value_is_reproduced(row):
    measure, cells = getattr(measures, row["measure"]), [int(row[key]) for key in ("a", "b", "n_a", "n_b")]
    assert measure(*cells) == pytest.approx(float(row["value"]), abs=0.51 * 10 ** -int(row["decimals"]))


def test_lrc_is_everts():
    assert lrc(1189, 2157 - 1189, 168329, 19720567 - 168329, 599) == pytest.approx(6.910069, abs=5.1e-7)


def fox_and_donkey():
    texts = "the quick brown fox jumps over the lazy pig", "the lazy purple pig jumps over the lazier donkey"
    target, reference = (text.split() for text in texts)
    terms = sorted(set(target + reference))
    return terms, [target.count(t) for t in terms], [reference.count(t) for t in terms]


def test_weighted_log_odds_of_the_fox_and_the_donkey():
    terms, a, b = fox_and_donkey()
    z = dict(zip(terms, log_odds_z(a, b, 9, 9, uniform_prior(len(terms), 0.05)), strict=True))
    only_target, only_reference = {"brown", "fox", "quick"}, {"donkey", "lazier", "purple"}
    assert [z[t] for t in only_target] == pytest.approx([0.6894227886807968] * 3, rel=1e-14)
    assert [z[t] for t in only_reference] == pytest.approx([-0.6894227886807968] * 3, rel=1e-14)
    assert [z[t] for t in ("jumps", "lazy", "over", "pig", "the")] == [0] * 5


def gries():
    """The five-part corpus of Gries (2008)."""
    text = "b a m n i b e u p | b a s a t b e w q n | b c a g a b e s t a | b a g h a b e a a t | b a h a a b e a x a t"
    parts = [part.split() for part in text.split("|")]
    terms = sorted(set(itertools.chain(*parts)))
    return terms, np.array([[part.count(t) for t in terms] for part in parts]), [len(part) for part in parts]


@pytest.mark.parametrize(("term", "dp"), [("b", 0.02), ("q", 0.8), ("x", 0.78), ("a", 0.18)])
def test_dispersion_is_that_of_gries_five_parts(term, dp):
    terms, counts, sizes = gries()
    assert deviation_of_proportions(counts, sizes)[terms.index(term)] == pytest.approx(dp, abs=1e-12)


def test_dispersion_is_that_of_lijffijt_and_gries_three_equal_parts():
    counts, sizes = [[2], [1], [0]], [5, 5, 5]
    assert deviation_of_proportions(counts, sizes) == pytest.approx([1 / 3], rel=1e-14)


@pytest.mark.parametrize("form", [np.array, sparse.csr_array, sparse.csc_matrix, sparse.coo_array])
def test_c_tf_idf_is_bertopics(form):
    expected = [[0.546007, 0.156945, 0, 0.459840], [0.106168, 0.366204, 0.530840, 0]]
    result = c_tf_idf(form([[4, 1, 0, 2], [1, 3, 5, 0]]))
    assert sparse.issparse(result) == (form is not np.array)
    assert sparse.coo_array(result).toarray() == pytest.approx(np.array(expected), abs=6e-7)


@pytest.mark.parametrize(
    ("n_a", "n_b", "floor"), [(3, 2, 1 / 10), (4, 1, 1 / 5), (3, 1, 1 / 4), (5, 5, 2 / 252), (10, 10, 2 / 184756)]
)
def test_permutation_floors_are_the_published_ones(n_a, n_b, floor):
    assert smallest_p_two_sided(n_a, n_b) == floor


# ---- outside oracles -------------------------------------------------------------------------------------


def scipy_tables():
    rows = np.random.default_rng(3).integers(1, [40, 40, 900, 900], (200, 4))
    return [row for row in rows.tolist() if row[0] < row[2] and row[1] < row[3]]


def test_log_likelihood_is_scipys():
    for a, b, n_a, n_b in scipy_tables():
        table = [[a, b], [n_a - a, n_b - b]]
        g2 = stats.chi2_contingency(table, lambda_="log-likelihood", correction=False).statistic
        assert abs(log_likelihood(a, b, n_a, n_b)) == pytest.approx(g2, rel=1e-9, abs=1e-11)


def test_the_wilson_interval_is_scipys():
    for k, n in itertools.product(range(6), (5, 17)):
        interval = stats.binomtest(k, n).proportion_ci(0.9, method="wilson")
        assert wilson(k, n, 0.9) == pytest.approx(tuple(interval), rel=1e-12, abs=1e-15)


def test_the_welch_interval_is_scipys_for_dense_and_sparse_rates():
    rng = np.random.default_rng(5)
    target, reference = (rng.poisson(1, (n, 30)) * rng.random((n, 30)) * 9 for n in (3, 4))
    target[0], reference[0] = 1, 2
    outside = stats.ttest_ind(target, reference, equal_var=False).confidence_interval(0.9)
    for form in (np.array, sparse.csr_array, sparse.csc_array):
        low, high = welch_interval(moments(form(target)), moments(form(reference)), 0.9)
        assert low == pytest.approx(outside.low, rel=1e-9)
        assert high == pytest.approx(outside.high, rel=1e-9)


def test_two_sided_floors_are_reached_by_listing_every_relabelling():
    for n_a, n_b in ((3, 2), (3, 1), (2, 2), (3, 3), (2, 4)):
        articles, rates = range(n_a + n_b), np.array([1.0] * n_a + [0.0] * n_b)
        labels = [np.isin(articles, chosen) for chosen in itertools.combinations(articles, n_a)]
        gap = np.array([rates[label].mean() - rates[~label].mean() for label in labels])
        assert np.mean(np.abs(gap) >= abs(gap[0])) == pytest.approx(smallest_p_two_sided(n_a, n_b))


def random_tables():
    """Small, news-sized and very large tables; every third with nearly equal rates, some with zeros."""
    rng = np.random.default_rng(2024)
    n_a, n_b = np.exp(rng.uniform(np.log(5), np.log(2.2e9), (2, N_TABLES))).astype(np.int64)
    a = np.minimum(np.exp(rng.uniform(0, np.log(n_a))), 1e9).astype(np.int64)
    b = np.minimum(np.exp(rng.uniform(0, np.log(n_b))), 1e9).astype(np.int64)
    near = a * (n_b / n_a) + rng.integers(-2, 3, N_TABLES)
    b[::3] = np.clip(near, 1, np.minimum(n_b, 10**9)).astype(np.int64)[::3]
    a[1::50], b[2::50] = 0, 0
    return a, b, n_a, n_b


def assert_exact(result, expected):
    expected = np.array([float(x) for x in expected])
    error = np.abs(result - expected)
    assert result.shape == expected.shape
    assert np.max(np.minimum(error / 1e-12, error / np.maximum(1e-9 * np.abs(expected), 1e-300))) <= 1


def log(x):
    return mpf(mpmath.libmp.mpf_log(mpmath.libmp.from_int(x), mp.prec)) if x else mpf(0)


mp.dps = 50


@pytest.fixture(scope="module")
def tables():
    """Random tables, each as integers beside the 50-digit logarithms of its numbers."""
    arrays = random_tables()
    rows = list(zip(*(column.tolist() for column in arrays), strict=True))
    logs = [
        [log(x) for x in (a, b, n_a - a, n_b - b, n_a, n_b, a + b, n_a + n_b - a - b, n_a + n_b)]
        for a, b, n_a, n_b in rows
    ]
    return arrays, rows, logs


def test_log_likelihood_agrees_with_50_digits(tables):
    arrays, rows, logs = tables
    expected = []
    for (a, b, n_a, n_b), (la, lb, lc, ld, lna, lnb, lt, lr, ln) in zip(rows, logs, strict=True):
        sign = 1 if a * n_b > b * n_a else -1
        upper = a * (la + ln - lna - lt) + b * (lb + ln - lnb - lt)
        lower = (n_a - a) * (lc + ln - lna - lr) + (n_b - b) * (ld + ln - lnb - lr)
        expected.append(sign * 2 * (upper + lower))
    assert_exact(log_likelihood(*arrays), expected)
    a, b, n_a, n_b = arrays
    assert np.all(log_likelihood(*arrays) * np.sign(a * n_b - b * n_a) >= 0)


def test_rates_agree_with_whole_number_arithmetic(tables):
    arrays, rows, _ = tables
    assert_exact(per_thousand(arrays[0], arrays[2]), [1000 * a / n_a for a, _, n_a, _ in rows])


def test_log_ratio_agrees_with_50_digits(tables):
    arrays, rows, logs = tables
    half, two = mp.log(mpf(1) / 2), mp.log(2)
    some = arrays[0] + arrays[1] > 0
    expected = [
        ((la if a else half) - lna - (lb if b else half) + lnb) / two
        for (a, b, _, _), (la, lb, _, _, lna, lnb, *_) in zip(rows, logs, strict=True)
    ]
    assert_exact(log_ratio(*arrays)[some], np.array(expected)[some])


@pytest.mark.parametrize("prior", ["uniform", "proportional"])
def test_weighted_log_odds_agree_with_50_digits(tables, prior):
    arrays, rows, _ = tables
    weights = uniform_prior(N_TABLES, 0.01) if prior == "uniform" else 5000 * (arrays[0] + 1) / (arrays[0] + 1).sum()
    prior = [mpf(x) for x in weights.tolist()]
    total = mp.fsum(prior)
    expected = []
    for (a, b, n_a, n_b), alpha in zip(rows, prior, strict=True):
        p_a, p_b, q_a, q_b = a + alpha, b + alpha, n_a - a + total - alpha, n_b - b + total - alpha
        delta = mp.log(p_a * q_b / (q_a * p_b))
        expected.append(delta / mp.sqrt(1 / p_a + 1 / p_b))
    assert_exact(log_odds_z(*arrays, weights), expected)


def test_dispersion_agrees_with_whole_number_arithmetic(tables):
    (a, b, *_), *_ = tables
    counts = np.column_stack([a, b, a[::-1], np.roll(b, 1)]).T
    sizes = np.array([2 * 10**9, 10**9, 10**9 + 7, 1_999_999_999])
    total, expected = int(sizes.sum()), []
    for v in zip(*counts.tolist(), strict=True):
        f = sum(v)
        gaps = sum(abs(x * total - f * y) for x, y in zip(v, sizes.tolist(), strict=True))
        expected.append(gaps / (2 * f * total))
    assert_exact(deviation_of_proportions(sparse.csr_array(counts), sizes), expected)


def test_c_tf_idf_agrees_with_50_digits(tables):
    (a, b, *_), rows, _ = tables
    size_a, size_b = int(a.sum()), int(b.sum())
    mean = mpf(size_a + size_b) / 2
    weights = [mp.log(1 + mean / (x + y)) if x + y else 0 for x, y, *_ in rows]
    target, reference = c_tf_idf(np.array([a, b]))
    assert_exact(target, [weight * row[0] / size_a for weight, row in zip(weights, rows, strict=True)])
    assert_exact(reference, [weight * row[1] / size_b for weight, row in zip(weights, rows, strict=True)])


def test_intervals_of_shares_agree_with_50_digits(tables):
    (a, _, n_a, _), rows, _ = tables
    z = mp.sqrt(2) * mp.erfinv(mpf(0.95))
    low, high = [], []
    for k, _, n, _ in rows:
        centre, half = k + z * z / 2, z * mp.sqrt(mpf(k) * (n - k) / n + z * z / 4)
        low.append((centre - half) / (n + z * z))
        high.append((centre + half) / (n + z * z))
    result = wilson(a, n_a)
    assert_exact(result[0], low)
    assert_exact(result[1], high)
    assert_exact(absence_bound(n_a), [-mp.expm1(mp.log(mpf("0.05")) / n) for _, _, n, _ in rows])


def test_lrc_agrees_with_50_digits_on_smaller_tables(tables):
    rng = np.random.default_rng(8)
    n_a, n_b = rng.integers(300, 9000, (2, 60))
    a, b = rng.integers(1, 150, 60), rng.integers(0, 20, 60)
    expected = []
    for k, j, n_k, n_j in zip(a.tolist(), b.tolist(), n_a.tolist(), n_b.tolist(), strict=True):
        share, tail = mpf(stats.beta.ppf(0.025 / 50, k, j + 1)), mpf(0.025) / 50
        for _ in range(2):  # Newton's method on the binomial tail, from SciPy's solution
            slope = share ** (k - 1) * (1 - share) ** j / mp.beta(k, j + 1)
            share -= (mp.betainc(k, j + 1, 0, share, regularized=True) - tail) / slope
        bound = max(mp.log(n_j * share / (n_k * (1 - share)), 2), 0)
        expected.append(bound if k * n_j >= j * n_k else None)
    up = np.array([x is not None for x in expected])
    assert up.sum() > 40
    assert_exact(lrc(a, b, n_a, n_b, 50)[up], [x for x in expected if x is not None])


def test_welch_half_width_agrees_with_50_digits():
    for n in (2, 3, 5, 10, 40, 300):  # equal sizes and variances: 2 (n − 1) degrees of freedom
        low, high = welch_interval((5, 2, n), (5, 2, n))
        nu, t = mpf(2 * (n - 1)), mpf(high) / mp.sqrt(mpf(4) / n)
        tail = mp.betainc(nu / 2, mpf(1) / 2, 0, nu / (nu + t * t), regularized=True)
        assert float(tail) == pytest.approx(0.05, rel=1e-9)
        assert low == -high


# ---- laws that need no oracle ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def some_tables():
    rng = np.random.default_rng(11)
    a, b = rng.integers(0, 60, (2, 300))
    return a, b, int(a.sum()) + 40, int(b.sum()) + 900


@pytest.mark.parametrize("measure", KEYNESS, ids=lambda m: m.__name__)
def test_a_signed_measure_changes_sign_when_sides_swap(measure, some_tables):
    a, b, n_a, n_b = some_tables
    assert measure(a, b, n_a, n_b) == pytest.approx(-measure(b, a, n_b, n_a), rel=1e-12)


def test_log_odds_and_lrc_change_sign_when_sides_swap(some_tables):
    a, b, n_a, n_b = some_tables
    prior = uniform_prior(a.size)
    swapped = log_odds_z(b, a, n_b, n_a, prior)
    assert log_odds_z(a, b, n_a, n_b, prior) == pytest.approx(-swapped, rel=1e-12, abs=1e-14)
    np.testing.assert_array_equal(lrc(a, b, n_a, n_b, 300), -lrc(b, a, n_b, n_a, 300))


def test_doubling_all_counts_doubles_the_evidence_and_leaves_the_effect(some_tables):
    a, b, n_a, n_b = some_tables
    once, twice = log_likelihood(a, b, n_a, n_b), log_likelihood(2 * a, 2 * b, 2 * n_a, 2 * n_b)
    assert twice == pytest.approx(2 * once, rel=1e-12)
    found = (a > 0) & (b > 0)
    once, twice = log_ratio(a, b, n_a, n_b), log_ratio(2 * a, 2 * b, 2 * n_a, 2 * n_b)
    assert twice[found] == pytest.approx(once[found], rel=1e-12)


@pytest.mark.parametrize("measure", KEYNESS, ids=lambda m: m.__name__)
def test_renaming_terms_permutes_rows(measure, some_tables):
    a, b, n_a, n_b = some_tables
    order = np.random.default_rng(0).permutation(a.size)
    np.testing.assert_array_equal(measure(a[order], b[order], n_a, n_b), measure(a, b, n_a, n_b)[order])


@pytest.mark.parametrize("measure", KEYNESS, ids=lambda m: m.__name__)
def test_equal_rates_score_exactly_zero(measure):
    np.testing.assert_array_equal(measure([3, 1, 700], [9, 3, 2100], 1001, 3003), [0, 0, 0])


def test_the_smallest_difference_in_the_largest_corpus_keeps_its_size_and_sign():
    a, b, n_a, n_b = 1_000_000_005, 1_000_000_006, 2_000_000_011, 2_000_000_013
    assert a * n_b - b * n_a == -1
    assert float(a * n_b) == float(b * n_a)
    assert log_ratio(a, b, n_a, n_b) == pytest.approx(-1 / (b * n_a) / np.log(2), rel=1e-12, abs=0)
    assert abs(log_likelihood(a, b, n_a, n_b)) < 1e-12


def test_log_odds_shrink_rare_terms():
    z = log_odds_z([1, 100], [0, 0], 1000, 1000, uniform_prior(2))
    assert 0 < z[0] < z[1]


def test_lrc_never_exceeds_the_log_ratio_and_grows_more_careful_with_more_candidates(some_tables):
    a, b, n_a, n_b = some_tables
    found = (a > 0) & (b > 0)
    ratio, one, many = log_ratio(a, b, n_a, n_b), lrc(a, b, n_a, n_b, 1), lrc(a, b, n_a, n_b, 300)
    assert np.all(np.abs(many[found]) <= np.abs(one[found]))
    assert np.all(np.abs(one[found]) <= np.abs(ratio[found]))
    assert np.all(one * (a * n_b - b * n_a) >= 0)


@pytest.fixture(scope="module")
def corpus():
    rng = np.random.default_rng(4)
    counts = rng.poisson(0.6, (7, 40))
    return counts, counts.sum(axis=1) + 50, counts.sum(axis=0) > 0


def test_dispersion_ignores_the_order_of_articles_and_the_storage_of_counts(corpus):
    counts, sizes, found = corpus
    measure = deviation_of_proportions
    expected, order = measure(counts, sizes), np.random.default_rng(1).permutation(7)
    assert measure(counts[order], sizes[order])[found] == pytest.approx(expected[found], rel=1e-12)
    for form in (sparse.csr_array, sparse.csc_array, sparse.coo_array, sparse.csr_matrix):
        np.testing.assert_array_equal(measure(form(counts), sizes), expected)


def test_doubling_counts_and_sizes_leaves_dispersion(corpus):
    counts, sizes, found = corpus
    doubled = deviation_of_proportions(2 * counts, 2 * sizes)
    assert doubled[found] == pytest.approx(deviation_of_proportions(counts, sizes)[found], rel=1e-12)


def test_splitting_an_article_into_equal_halves_leaves_dp():
    whole = deviation_of_proportions([[4, 2], [6, 0]], [100, 300])
    halves = deviation_of_proportions([[2, 1], [2, 1], [6, 0]], [50, 50, 300])
    assert halves == pytest.approx(whole, rel=1e-14)
    assert whole == pytest.approx([4 / 10 - 1 / 4, 1 - 1 / 4], rel=1e-14)


@pytest.mark.parametrize(
    "twice",
    [
        sparse.coo_array(([3, 1, 2], ([0, 0, 1], [0, 0, 0])), shape=(2, 1)),
        sparse.csr_array(([3, 1, 2], [0, 0, 0], [0, 2, 3]), shape=(2, 1)),
    ],
)
def test_a_cell_that_a_sparse_matrix_stores_twice_counts_once_and_the_matrix_stays_as_it_was(twice):
    assert deviation_of_proportions(twice, [10, 10]) == pytest.approx([4 / 6 - 1 / 2])
    assert [part.tolist() for part in moments(twice)[:2]] == [[3], [2]]
    assert twice.data.tolist() == [3, 1, 2]


def test_dp_of_a_wide_sparse_matrix_is_never_filled_up():
    wide = sparse.csr_array(([1, 2], ([0, 99_999], [5, 1_999_999])), shape=(100_000, 2_000_000))
    dp = deviation_of_proportions(wide, np.full(100_000, 400))
    assert dp[[5, 1_999_999]] == pytest.approx([1 - 1e-5] * 2)
    assert np.isnan(dp).sum() == 1_999_998


# ---- edges: zero, absent, single -------------------------------------------------------------------------


def test_single_numbers_give_a_single_number():
    for measure in KEYNESS:
        assert np.ndim(measure(9, 1, 50, 70)) == 0
    assert per_thousand(3, 1500) == 2


def test_a_term_absent_from_both_sides_is_undefined_and_adds_no_evidence():
    assert np.isnan(log_ratio(0, 0, 50, 70)) and np.isnan(lrc(0, 0, 50, 70, 1))
    assert log_likelihood(0, 0, 50, 70) == 0


def test_a_term_that_is_every_token_of_both_sides_adds_no_evidence():
    assert log_likelihood(50, 70, 50, 70) == log_ratio(50, 70, 50, 70) == lrc(50, 70, 50, 70, 1) == 0


def test_a_term_absent_from_the_reference_is_half_a_token_for_log_ratio():
    assert log_ratio(8, 0, 100, 100) == 4
    assert log_ratio(0, 8, 100, 100) == -4


def test_lrc_is_defined_where_the_reference_has_none():
    assert 0 < lrc(40, 0, 100, 100, 10) < log_ratio(40, 0, 100, 100)
    assert lrc(1, 0, 100, 100, 10) == 0


def test_a_rate_without_tokens_is_undefined():
    assert np.isnan(per_thousand(0, 0))


def test_dispersion_of_an_absent_term_and_of_a_single_article_is_undefined():
    assert np.isnan(deviation_of_proportions([[0, 1], [0, 1]], [10, 20])).tolist() == [True, False]
    assert np.isnan(deviation_of_proportions([[3, 0]], [10])).all()


def test_tf_idf_of_a_term_nobody_uses_is_zero():
    assert c_tf_idf([[1, 0], [2, 0]])[:, 1].tolist() == [0, 0]


def test_c_tf_idf_refuses_an_empty_class():
    with pytest.raises(ValueError, match=r"class: 0 .*leave out"):
        c_tf_idf([[1, 2], [0, 0]])


def test_wilson_reaches_nought_and_one_exactly_and_needs_a_base():
    low, high = wilson([0, 9, 0], [9, 9, 0])
    assert (low[0], high[1]) == (0, 1)
    assert 0 < high[0] < 1
    assert high[0] == pytest.approx(1 - low[1])
    assert np.isnan([low[2], high[2]]).all()


def test_the_absence_from_three_articles_leaves_room_for_63_per_cent():
    assert absence_bound(3) == pytest.approx(0.63, abs=5.1e-3)
    assert absence_bound(1) == pytest.approx(0.95)
    assert np.isnan(absence_bound(0))


def test_welch_needs_two_articles_a_side_and_some_variance():
    three, one = moments([[1.0, 0.1, 2], [2, 0.1, 2], [4, 0.1, 2]]), moments([[1.0, 1, 1]])
    assert np.isnan(welch_interval(three, one)).all()
    assert np.isnan(welch_interval((4, 1, 3), (2, 0, 1))).all()
    constant = moments([[5.0, 7, 2], [5.0, 7, 2]])
    assert np.isnan(welch_interval(three, constant)[0]).tolist() == [False, True, True]


def test_equal_rates_have_a_variance_of_exactly_zero():
    assert moments([[0.1], [0.1], [0.1]])[1].tolist() == [0]


def test_welch_has_the_degrees_of_freedom_of_the_only_side_that_varies():
    low, high = welch_interval((10, 3, 3), (4, 0, 9))
    assert (high - low) / 2 == pytest.approx(stats.t.ppf(0.975, 2))


# ---- refusals --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", KEYNESS, ids=lambda m: m.__name__)
@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ((-1, 2, 10, 10), "a: -1 .*at least 0"),
        ((1, np.nan, 10, 10), "b: nan .*finite"),
        ((1, np.inf, 10, 10), "b: inf .*finite"),
        (([3, 11], 2, 10, 10), "a: 11 .*exceeds its base n_a"),
        ((1, 2, 10, 1), "b: 2 .*exceeds its base n_b"),
        ((0, 0, 0, 10), "n_a: 0 .*above 0"),
        ((0, 0, 10, -4), "n_b: -4 .*at least 0"),
    ],
)
def test_an_impossible_table_is_refused_with_its_name_and_value(measure, cells, message):
    with pytest.raises(ValueError, match=message):
        measure(*cells)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: per_thousand(3, 2), "count: 3 .*n_tokens"),
        (lambda: log_odds_z([1], [1], 9, 9, [0.0]), "prior: 0 .*above 0"),
        (lambda: uniform_prior(3, 0), "alpha: 0"),
        (lambda: lrc(1, 1, 9, 9, 0), "n_candidates: 0 .*at least 1"),
        (lambda: deviation_of_proportions([[1], [2]], [5, 0]), "sizes: 0 .*leave out"),
        (lambda: deviation_of_proportions([[1], [9]], [5, 5]), "counts: 9 .*sizes"),
        (lambda: deviation_of_proportions([[1], [2]], [5]), "one an article"),
        (lambda: deviation_of_proportions([1, 2], [5, 5]), "counts: 1 dimensions"),
        (lambda: c_tf_idf(sparse.csr_array([[1.0, -2.0]])), "counts: -2"),
        (lambda: wilson(3, 2), "k: 3 .*n:"),
        (lambda: wilson(1, 2, 95), "level: 95 .*0.95"),
        (lambda: welch_interval((1, -1, 3), (1, 1, 3)), "target variance: -1 .*moments"),
        (lambda: smallest_p_two_sided(0, 3), "n_a: 0 .*at least 1"),
    ],
)
def test_other_impossible_input_is_refused_with_its_name_and_value(call, message):
    with pytest.raises(ValueError, match=message):
        call()
