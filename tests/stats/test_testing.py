"""Testing: the permutation test against enumeration by hand and against SciPy's."""

import itertools
import tracemalloc

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.stats import permutation_test, ttest_ind

from analysis.files import InputError
from analysis.stats import testing
from analysis.stats.testing import permutation
from analysis.text.counts import Counts


def corpus(counts, n_target, n_tokens=1000):
    """Counts of articles d00, d01 … in their order, the first ``n_target`` state, the others foreign."""
    n_docs, n_terms = counts.shape
    docs = pd.DataFrame({"doc_id": [f"d{row:02}" for row in range(n_docs)], "n_tokens": n_tokens})
    docs["side"] = np.where(np.arange(n_docs) < n_target, "state", "foreign")
    terms = pd.Index([f"t{column:05}" for column in range(n_terms)], dtype=object)
    return Counts(sparse.csr_array(counts), terms, docs)


def reordered(counts, order):
    return Counts(counts.matrix[order], counts.terms, counts.docs.iloc[order].reset_index(drop=True))


def both_p_values(rates, n_target, seed=0):
    rates = np.asarray(rates, dtype=float).reshape(len(rates), -1)
    return testing._p_values(sparse.csr_array(rates), np.arange(len(rates)) < n_target, seed)


def p_values(rates, n_target, seed=0):
    return both_p_values(rates, n_target, seed)[0]


def distance(a, b, axis=-1):
    return np.abs(a.mean(axis=axis) - b.mean(axis=axis))


def scipys(rates, n_target):
    sides = rates[:n_target], rates[n_target:]
    return permutation_test(
        sides, distance, vectorized=True, axis=0, n_resamples=20_000, alternative="greater", rng=1
    ).pvalue


@pytest.fixture
def uneven():
    """8 v 8 articles of 300 to 900 words, 40 terms, few of them in every article."""
    rng = np.random.default_rng(5)
    return corpus(rng.negative_binomial(0.6, 0.2, (16, 40)), 8, rng.integers(300, 900, 16))


@pytest.fixture
def many():
    """12 v 9 articles: 293,930 relabellings, so random ones."""
    rng = np.random.default_rng(6)
    return corpus(rng.negative_binomial(0.6, 0.2, (21, 60)), 12, rng.integers(300, 900, 21))


def test_p_is_the_share_of_relabellings_that_are_as_far_by_hand():
    # 9 8 1 v 2 3: two articles of five have 9.2 of 23 on average, these 5; as far off are 2+3, 1+3, 1+2 and 9+8
    assert p_values([9, 8, 1, 2, 3], 3) == pytest.approx([4 / 10])


@pytest.mark.parametrize(
    ("rates", "n_target", "floor"),
    [
        ([9, 8, 7, 1, 2], 3, 0.1),
        ([5, 6, 7, 8, 1], 4, 0.2),
        ([1, 2, 3, 4, 5, 11, 12, 13, 14, 15], 5, 2 / 252),
        (range(20), 10, 1 / 10_000),
    ],
)
def test_sides_that_do_not_overlap_reach_the_smallest_attainable_p(rates, n_target, floor):
    assert p_values(rates, n_target) == pytest.approx([floor])


def test_rates_that_are_the_same_everywhere_have_p_1_and_change_no_other_p():
    one, constant = np.random.default_rng(4).random((14, 1)), np.full((14, 1), 0.1)
    alone, same, both = (both_p_values(rates, 5) for rates in (one, constant, np.hstack([one, constant])))
    assert [p.tolist() for p in same] == [[1], [1]]
    assert [p.tolist() for p in both] == [[p[0], 1] for p in alone]


def test_an_exact_p_is_scipys(uneven):
    table = permutation(uneven, ("side", "state", "foreign"), least=1).sort_values("term")
    rates = 1000 * uneven.matrix.toarray() / uneven.docs[["n_tokens"]].to_numpy()
    assert np.array_equal(table["p"], scipys(rates, 8))
    assert np.allclose(table["difference"], rates[:8].mean(axis=0) - rates[8:].mean(axis=0))


def test_unequal_sides_and_tied_rates_have_scipys_p_too():
    rates = np.random.default_rng(7).integers(0, 4, (9, 30)).astype(float)
    assert np.array_equal(p_values(rates, 3), scipys(rates, 3))
    assert np.array_equal(p_values(rates, 6), scipys(rates, 6))


def test_a_random_p_is_near_scipys(many):
    table = permutation(many, ("side", "state", "foreign"), least=1).sort_values("term")
    rates = 1000 * many.matrix.toarray() / many.docs[["n_tokens"]].to_numpy()
    assert table["p"].to_numpy() == pytest.approx(scipys(rates, 12), abs=0.025)
    for column in ("p", "p_adjusted"):
        assert ((table[column] * 10_000) % 1).round(6).isin([0, 1]).all()


@pytest.mark.parametrize("n_target", [3, 4])
def test_an_adjusted_p_is_the_share_of_relabellings_with_a_t_as_large_in_any_term(n_target):
    rates = np.random.default_rng(11).gamma(0.8, 4, (8, 12))
    rates[:n_target, :4] += [2, 4, 8, 16]

    def t(inside):
        return np.abs(ttest_ind(rates[list(inside)], np.delete(rates, list(inside), axis=0)).statistic)

    every = np.array([t(inside) for inside in itertools.combinations(range(8), n_target)])
    own, largest = t(range(n_target)), every.max(axis=1)
    p, adjusted = both_p_values(rates, n_target)
    assert adjusted.tolist() == [np.mean(largest >= one * (1 - 1e-9)) for one in own]
    assert p.tolist() == np.mean(every >= own * (1 - 1e-9), axis=0).tolist()
    assert len(set(adjusted)) >= 5 and adjusted.min() < 0.5


@pytest.mark.parametrize("name", ["uneven", "many"])
def test_an_adjusted_p_is_at_least_p_and_rises_with_it(name, request):
    table = permutation(request.getfixturevalue(name), ("side", "state", "foreign"), least=1)
    assert (table["p_adjusted"] >= table["p"]).all() and (table["p_adjusted"] > table["p"]).any()
    assert (table["p_bh"] >= table["p"]).all()


def test_a_random_p_is_what_it_was_with_the_same_draws():
    counts = np.random.default_rng(13).negative_binomial(0.05, 0.1, (1010, 6))
    table = permutation(corpus(counts, 400), ("side", "state", "foreign")).sort_values("term")
    assert table["p"].tolist() == [0.5922, 0.8017, 0.3819, 0.3974, 0.5164, 0.7923]


def test_as_many_relabellings_are_drawn_for_many_articles_as_for_few():
    for n_docs in (20, 1_100):
        drawn = sum(labels.shape[1] for labels in testing._relabellings(n_docs, 8, seed=0))
        assert drawn == testing.DRAWS == 9_999


def test_planted_differences_are_found_among_30000_terms_and_no_others():
    rng, rates = np.random.default_rng(12), np.tile(300 / (np.arange(30_000) + 10), (120, 1))
    planted = np.arange(10, 2_000, 200)
    rates[:60, planted], rates[60:, planted] = 1.5, 0.1  # in about 7 of 10 articles of one side, 1 of 10 of the other
    counts = rng.poisson(rates * rng.gamma(2, 0.5, rates.shape))
    table = permutation(corpus(counts, 60), ("side", "state", "foreign"))
    found = table[table["p_adjusted"] <= 0.05]
    assert sorted(found["term"]) == [f"t{at:05}" for at in planted] and (found["difference"] > 0).all()
    assert len(table) > 5_000 and len(table) * table["p"].min() > 0.05  # Holm's correction would find none


def test_of_sides_that_are_alike_hardly_any_corpus_has_a_finding():
    rng, found = np.random.default_rng(21), []
    for _ in range(20):
        counts = rng.poisson(np.tile(60 / (np.arange(2_000) + 5), (30, 1)) * rng.gamma(1, 1, (30, 2_000)))
        table = permutation(corpus(counts, 15), ("side", "state", "foreign"))
        found.append((table["p_adjusted"] <= 0.05).any())
    assert sum(found) <= 3  # 1 in 20 is expected; more than 3 has a probability of 2 in 100


def test_rounding_does_not_part_equal_differences():
    counts = np.random.default_rng(8).integers(0, 3, (16, 40))
    whole, thirds = (permutation(corpus(counts, 8, size), ("side", "state", "foreign")) for size in (1000, 700))
    assert whole["p"].tolist() == thirds["p"].tolist()


@pytest.mark.parametrize("name", ["uneven", "many"])
def test_the_order_of_articles_and_the_names_of_sides_change_nothing(name, request):
    counts = request.getfixturevalue(name)
    table = permutation(counts, ("side", "state", "foreign"))
    order = np.random.default_rng(9).permutation(len(counts.docs))
    pd.testing.assert_frame_equal(permutation(reordered(counts, order), ("side", "state", "foreign")), table)
    swapped = permutation(counts, ("side", "foreign", "state"))
    pd.testing.assert_frame_equal(swapped.assign(difference=-swapped["difference"]), table)


def test_a_seed_gives_the_same_bytes_and_another_seed_other_relabellings(many):
    tables = [permutation(many, ("side", "state", "foreign"), seed=seed).to_csv() for seed in (3, 3, 4)]
    assert tables[0] == tables[1] != tables[2]


@pytest.mark.parametrize("name", ["uneven", "many"])
def test_the_size_of_a_block_changes_nothing(name, request, monkeypatch):
    counts = request.getfixturevalue(name)
    table = permutation(counts, ("side", "state", "foreign"))
    monkeypatch.setattr(testing, "CELLS", 2**12)
    pd.testing.assert_frame_equal(permutation(counts, ("side", "state", "foreign")), table)


def test_many_terms_need_no_dense_table():
    counts = sparse.random_array((400, 50_000), density=0.001, rng=np.random.default_rng(1), format="csr")
    counts = corpus(counts.astype(bool).astype(np.int64), 200)
    tracemalloc.start()
    table = permutation(counts, ("side", "state", "foreign"), least=2)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(table) == np.count_nonzero(counts.matrix.sum(axis=0) >= 2)
    assert peak < 60e6  # articles × terms in doubles: 160 MB, relabellings × terms: 24 GB


def test_only_terms_in_enough_articles_are_tested_and_corrected_for():
    counts = np.zeros((16, 4), dtype=np.int64)
    counts[:8, 0] = 5  # 8 articles, one side
    counts[[0, 1, 2, 8, 9], 1] = 1  # 5 articles: they fall 3 to 2 at the closest
    counts[8:13, 2] = 8  # 5 articles, the other side
    counts[:4, 3] = 9  # 4 articles
    table = permutation(corpus(counts, 8), ("side", "state", "foreign"))
    rows = [["t00000", 8, 5.0], ["t00002", 5, -5.0], ["t00001", 5, 0.125]]
    assert table[["term", "n_docs", "difference"]].to_numpy().tolist() == rows
    assert (table["p"] * 12_870).tolist() == pytest.approx([2, 2 * 165, 12_870])  # C(16, 8) ways, C(11, 3) with all 5
    # as far as t00002: it or t00001 on one side (330 ways each), t00000 8:0 or 7:1 (130); 52 of them are two of these
    assert (table["p_adjusted"] * 12_870).tolist() == pytest.approx([2, 738, 12_870])
    assert (table["p_bh"] * 12_870).tolist() == pytest.approx([2 * 3, 330 * 3 / 2, 12_870])
    assert len(permutation(corpus(counts, 8), ("side", "state", "foreign"), least=4)) == 4


def test_a_corpus_without_a_common_term_has_an_empty_table():
    table = permutation(corpus(np.eye(16, dtype=np.int64), 8), ("side", "state", "foreign"))
    assert table.empty and [*table.columns] == ["term", "n_docs", "difference", "p", "p_adjusted", "p_bh"]


def test_articles_of_another_side_or_without_words_stay_out(uneven):
    more = corpus(np.vstack([uneven.matrix.toarray(), np.ones((2, 40), dtype=np.int64)]), 8)
    docs = more.docs.assign(n_tokens=[*uneven.docs["n_tokens"], 500, 0], side=[*uneven.docs["side"], "relay", "state"])
    table = permutation(Counts(more.matrix, more.terms, docs), ("side", "state", "foreign"))
    pd.testing.assert_frame_equal(table, permutation(uneven, ("side", "state", "foreign")))


def test_too_few_articles_are_refused_with_the_smallest_attainable_p():
    few = corpus(np.ones((5, 1), dtype=np.int64), 3)
    with pytest.raises(InputError, match="3 v 2 articles: too few to test, smallest attainable p 0.10; .*at least 8"):
        permutation(few, ("side", "state", "foreign"))
    with pytest.raises(InputError, match="too few to test, smallest attainable p 0.00016"):
        permutation(corpus(np.ones((15, 1), dtype=np.int64), 8), ("side", "state", "foreign"), least=1)


def test_p_joins_the_table_by_term_and_is_missing_where_untested():
    counts = np.zeros((16, 2), dtype=np.int64)
    counts[:8, 0], counts[0, 1] = 5, 1
    table = pd.DataFrame({"term": ["t00001", "t00000"], "log_ratio": [1.0, 4.0]}, index=[7, 9])
    joined = testing.with_p_values(table, corpus(counts, 8), ("side", "state", "foreign"))
    assert [*joined.columns] == ["term", "log_ratio", "p", "p_adjusted", "p_bh"]
    assert joined["term"].tolist() == ["t00001", "t00000"]
    for column in ("p", "p_adjusted", "p_bh"):
        assert joined[column].tolist() == pytest.approx([np.nan, 2 / 12870], nan_ok=True)


def test_the_family_that_is_corrected_for_is_the_table_handed_in(uneven):
    table = permutation(uneven, ("side", "state", "foreign"), least=1)[["term"]]
    some = table["term"].isin(["t00003", "t00007", "t00011"])
    joined = testing.with_p_values(table[some], uneven, ("side", "state", "foreign"))
    whole = testing.with_p_values(table, uneven, ("side", "state", "foreign"))[some.to_numpy()]
    assert joined["p"].tolist() == whole["p"].tolist()
    few, all_of_them = (part["p_adjusted"].to_numpy() for part in (joined, whole))
    assert (few <= all_of_them).all() and (few < all_of_them).any()


@pytest.mark.parametrize(("n_a", "n_b"), [(8, 8), (4, 12), (6, 5), (6, 9)])
def test_the_default_asks_for_the_fewest_articles_that_can_reach_a_p_of_5_in_100(n_a, n_b):
    least = testing.least_articles(n_a, n_b)
    few, n = min(n_a, n_b), n_a + n_b
    p = p_values(np.triu(np.ones((n, few)))[:, [least - 2, least - 1]], few)  # all on the smaller side
    assert p[1] <= 0.05 < p[0]
    every = np.array(list(itertools.product([0, 1, 5], repeat=least - 1))).T  # nor any other rates, wherever they are
    for inside in range(least):
        rates = np.vstack([every[:inside], np.zeros((few - inside, every.shape[1])), every[inside:]])
        assert p_values(np.vstack([rates, np.zeros((n - len(rates), every.shape[1]))]), few).min() > 0.05


def test_the_fewest_articles_that_can_reach_it_are_known_by_hand():
    found = [testing.least_articles(*sizes) for sizes in ((8, 8), (100, 100), (30, 10), (10, 30), (9, 8), (2000, 8))]
    assert found == [5, 6, 3, 3, 4, 1]  # 2·56/4368; 2·0.0148; 120/9880; the same; 70/2380; 8/2008


def test_a_term_in_3_articles_of_the_smaller_side_is_tested_at_30_v_10():
    counts = np.zeros((40, 2), dtype=np.int64)
    counts[30:33, 0], counts[30:32, 1] = 1, 1
    assert permutation(corpus(counts, 30), ("side", "state", "foreign"))["term"].tolist() == ["t00000"]


def test_a_negative_seed_is_refused(many):
    with pytest.raises(InputError, match="seed=-1: negative; give a whole number from 0"):
        permutation(many, ("side", "state", "foreign"), seed=-1)


def test_below_8_v_8_articles_the_table_stays_without_p():
    table = pd.DataFrame({"term": ["t00000"], "log_ratio": [1.0]})
    for n_docs, n_target in ((15, 8), (15, 7)):
        counts = corpus(np.ones((n_docs, 1), dtype=np.int64), n_target)
        pd.testing.assert_frame_equal(testing.with_p_values(table, counts, ("side", "state", "foreign")), table)
