"""Calibration: 200 corpora a design in which both sides are alike; `python tests/calibration.py` runs 2,000."""

import pytest
from calibration import DESIGNS, FACTOR, calibration, family_error, summary

from analysis.stats import measures


@pytest.fixture(scope="module")
def runs():
    return {design: calibration(*design, n_corpora=200, seed=7) for design in DESIGNS}


@pytest.mark.parametrize("design", DESIGNS)
def test_welch_intervals_cover_no_difference_at_least_93_times_in_100(runs, design):
    share = summary(runs[design])["share"]
    assert share["covered"] >= 0.93
    assert share["undefined"] <= (0.01 if design[1] > 2 else 0.1)  # a word that one side lacks has no interval


@pytest.mark.parametrize("design", DESIGNS[1:])
def test_the_permutation_test_finds_nothing_19_times_in_20(runs, design):
    share, error = summary(runs[design]).loc["rejected"]
    assert 0.03 <= share <= 0.05 + 2 * error


def test_3_v_2_articles_never_reach_a_small_p(runs):
    assert runs[3, 2]["smallest_p"].min() == measures.smallest_p_two_sided(3, 2) == 0.1


def test_the_permutation_test_finds_a_rate_three_times_as_high_at_10_v_10(runs):
    planted = calibration(10, 10, n_corpora=200, seed=8, factor=FACTOR)
    assert (planted["p_planted"] <= 0.05).mean() > 0.5
    assert (runs[10, 10]["p_planted"] <= 0.05).mean() < 0.1


@pytest.mark.parametrize("design", DESIGNS)
def test_g2_marks_many_differences_that_are_not_there(runs, design):
    share = summary(runs[design])["share"]
    assert share["g2"] > 0.25
    assert share["g2_bonferroni"] > 0.1


@pytest.mark.parametrize("design", [(20, 20), (30, 10)])
def test_the_adjusted_test_finds_anything_among_thousands_of_words_1_time_in_20(design):
    assert 0.02 <= family_error(*design, n_corpora=120, seed=9) <= 0.1
