"""Agreement: numbers counted by hand, and Krippendorff's published example."""

import math

import pandas as pd
import pytest

from analysis.stats.agreement import agreement

ONE = pd.DataFrame({"x": [1, 1, 1, 0, 0, 0, 0, 0, 0, 0]}, dtype=bool)
TWO = pd.DataFrame({"x": [1, 1, 0, 1, 0, 0, 0, 0, 0, 0]}, dtype=bool)
# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example B: two observers, binary, alpha 0.095
MEG = pd.DataFrame({"x": [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]}, dtype=bool)
OWEN = pd.DataFrame({"x": [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]}, dtype=bool)


def test_kappa_and_counts_by_hand():
    row = agreement({"a": ONE, "b": TWO}).iloc[0]
    assert row[["coder", "other", "n_sentences", "n_coder", "n_other", "n_both"]].tolist() == ["a", "b", 10, 3, 3, 2]
    assert row["agreement"] == pytest.approx(0.8)
    assert row["kappa"] == pytest.approx((0.8 - 0.58) / (1 - 0.58))  # by chance 0.3·0.3 + 0.7·0.7
    assert math.isnan(row["precision"]) and math.isnan(row["recall"])


def test_alpha_of_the_published_example():
    assert agreement({"meg": MEG, "owen": OWEN}).iloc[0]["alpha"] == pytest.approx(0.095, abs=5e-4)


def test_each_coder_is_compared_with_the_lists_and_three_have_an_alpha_together():
    table = agreement({"a": ONE, "b": TWO, "c": ONE}, lists=TWO)
    pairs = table[["coder", "other"]].apply(" ".join, axis=1).tolist()
    assert pairs == ["a b", "a c", "b c", "a lists", "b lists", "c lists", "all coders all coders"]
    lists = table[table["other"] == "lists"].set_index("coder")
    assert lists.loc["a", ["precision", "recall"]].tolist() == pytest.approx([2 / 3, 2 / 3])
    assert lists.loc["b", ["precision", "recall", "kappa"]].tolist() == [1, 1, 1]
    assert 0 < table.iloc[-1]["alpha"] < 1


def test_only_sentences_that_both_have_coded_count():
    assert agreement({"a": ONE, "b": TWO.iloc[2:]}).iloc[0][["n_sentences", "n_coder"]].tolist() == [8, 1]


def test_numbers_are_undefined_where_all_marks_are_alike():
    nobody = ONE & False
    row = agreement({"a": nobody, "b": nobody}, lists=nobody).iloc[-1]
    assert row["agreement"] == 1 and row[["kappa", "alpha", "precision", "recall"]].isna().all()
