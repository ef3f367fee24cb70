"""Frequency tables, against fractions counted by hand in conftest.py."""

import pytest

from analysis.counts import count
from analysis.frequency import frequency, without


@pytest.fixture
def table(tokens):
    return frequency(count(tokens)).set_index("term")


def test_a_rate_is_per_thousand_word_tokens_of_all_articles(table):
    assert table.loc["plan", ["count", "n_docs", "of_docs", "n_tokens"]].tolist() == [8, 3, 3, 43]
    assert table.loc["plan", "per_thousand"] == pytest.approx(8 / 43 * 1000)


def test_dispersion_is_half_the_summed_difference_of_shares(table):
    expected = (abs(4 / 8 - 19 / 43) + abs(2 / 8 - 12 / 43) + abs(2 / 8 - 12 / 43)) / 2
    assert table.loc["plan", "dp"] == pytest.approx(expected)
    assert table.loc["growth", "dp"] == pytest.approx(1 - 12 / 43)


def test_terms_are_ranked_by_count_then_articles_then_name(table):
    assert table.index.tolist()[:4] == ["plan", "red", "the", "big"]
    assert table["count"].is_monotonic_decreasing


def test_leaving_stop_words_out_keeps_the_base(table, words):
    content = without(table.reset_index(), words.stopwords)
    assert not set(content["term"]) & words.stopwords
    assert content["n_tokens"].unique().tolist() == [43]


def test_an_added_article_without_the_term_keeps_its_count_and_lowers_its_rate(tokens):
    counts = count(tokens)
    both, all_three = (frequency(c).set_index("term").loc["red"] for c in (counts.where([True, True, False]), counts))
    assert [both["count"], all_three["count"]] == [5, 6]
    growth_before = frequency(counts.where([False, False, True])).set_index("term").loc["growth"]
    growth_after = frequency(counts).set_index("term").loc["growth"]
    assert growth_before["count"] == growth_after["count"] == growth_after["n_docs"] == 1
    assert growth_after["per_thousand"] < growth_before["per_thousand"]
