"""Matching: numbers counted by hand, and what a draw must keep."""

import numpy as np
import pytest

from analysis.stats.matching import matched_rows, strata

LABELS = np.array(["May", "May", "May", "May", "June", "June", "", "July"], dtype=object)
SIDES = np.array(["a", "a", "a", "b", "b", "c", "a", "a"], dtype=object)
NAMES = np.array(list("hgfedcba"), dtype=object)


def test_strata_count_both_sides_and_no_other():
    table = strata(LABELS, SIDES, ("a", "b"))
    assert table.columns.tolist() == ["stratum", "target", "reference", "kept"]
    assert table.values.tolist() == [["July", 1, 0, 0], ["June", 0, 1, 0], ["May", 3, 1, 1]]
    swapped = strata(LABELS, SIDES, ("b", "a"))
    assert swapped[["reference", "target", "kept"]].values.tolist() == table.iloc[:, 1:].values.tolist()
    assert strata(LABELS, SIDES, ("x", "y")).empty


def test_a_side_without_any_article_is_a_column_of_zeros():
    assert strata(LABELS, SIDES, ("a", "z")).values.tolist() == [["July", 1, 0, 0], ["May", 3, 0, 0]]


def test_matched_articles_are_as_many_on_both_sides_of_every_stratum():
    rows = matched_rows(LABELS, SIDES, NAMES, ("a", "b"))
    assert rows[3]
    assert rows.sum() == 2
    assert rows[:3].sum() == 1


@pytest.mark.parametrize("seed", range(5))
def test_the_draw_does_not_depend_on_the_order_of_the_articles(seed):
    order = np.random.default_rng(seed).permutation(len(NAMES))
    shuffled = matched_rows(LABELS[order], SIDES[order], NAMES[order], ("a", "b"))
    assert set(NAMES[order][shuffled]) == set(NAMES[matched_rows(LABELS, SIDES, NAMES, ("a", "b"))])
    swapped = matched_rows(LABELS, SIDES, NAMES, ("b", "a"))
    assert swapped.tolist() == matched_rows(LABELS, SIDES, NAMES, ("a", "b")).tolist()


def test_every_article_has_the_same_chance():
    drawn, random = np.zeros(20), np.random.default_rng(0)
    for _ in range(400):
        names = random.permutation([f"{n:02}" for n in range(40)]).astype(object)
        labels, sides = np.full(40, "x", dtype=object), np.array(["a"] * 20 + ["b"] * 5 + [""] * 15, dtype=object)
        drawn += matched_rows(labels, sides, names, ("a", "b"))[:20]
    assert drawn.sum() == 400 * 5
    assert drawn.min() > 60  # 100 each, with a standard deviation of 9
    assert drawn.max() < 140
