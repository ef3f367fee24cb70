"""Slogans by article, side and period, counted by hand in conftest.py."""

import pandas as pd
import pytest

from analysis.counts import from_matches
from analysis.files import InputError
from analysis.lexicons import lexicon
from analysis.matches import find
from analysis.slogans import by_article, by_period, by_side, by_side_and_period, carried, first_uses, undated


@pytest.fixture
def counts(tokens):
    return from_matches(tokens, find(tokens, lexicon(["red plan", "big plan", "green plan"])))


def test_every_slogan_has_a_row_in_every_article(counts):
    table = by_article(counts)
    assert table[["slogan", "doc_id", "count"]].to_numpy().tolist() == [
        ["big plan", "a", 0], ["big plan", "b", 1], ["big plan", "c", 0],
        ["green plan", "a", 0], ["green plan", "b", 0], ["green plan", "c", 0],
        ["red plan", "a", 4], ["red plan", "b", 1], ["red plan", "c", 0],
    ]  # fmt: skip
    assert table.loc[6, "per_thousand"] == pytest.approx(4000 / 19)


def test_a_side_carries_a_slogan_in_articles_and_occurrences(counts):
    row = by_side(counts, "side").set_index(["slogan", "side"]).loc[("red plan", "state")]
    assert row[["n_docs", "of_docs", "count", "n_tokens"]].tolist() == [2, 2, 5, 31]
    assert row["per_thousand"] == pytest.approx(5000 / 31)
    assert (row["share_low"], row["share_high"]) == (pytest.approx(2 / (2 + 1.959964**2), abs=1e-6), 1)


def test_a_silent_slogan_is_zero_and_an_empty_month_is_absent(counts):
    table = by_period(counts, "month")
    assert table["period"].unique().astype(str).tolist() == ["2024-01", "2024-02"]
    assert table.loc[table["slogan"] == "green plan", "count"].tolist() == [0, 0]
    assert table.set_index(["slogan", "period"]).loc[("red plan", pd.Period("2024-01", "M")), "count"] == 4


def test_an_article_that_two_months_could_hold_is_in_no_month_but_in_its_year(counts):
    assert undated(counts.docs, "month").tolist() == [False, True, False]
    assert undated(counts.docs, "year").tolist() == [False, False, False]
    assert by_period(counts, "month").query("slogan == 'red plan'")["count"].sum() == 4
    assert by_period(counts, "year").query("slogan == 'red plan'")["count"].sum() == 5


def test_an_undated_corpus_has_no_period(counts):
    docs = counts.docs.assign(published=pd.NaT, published_latest=pd.NaT)
    assert by_period(type(counts)(counts.matrix, counts.terms, docs), "month").empty


def test_an_unknown_period_is_refused(counts):
    with pytest.raises(InputError, match="period 'week': unknown; choose one of day, month, quarter, year"):
        by_period(counts, "week")


def test_sides_and_periods_together_keep_each_sides_own_base(counts):
    table = by_side_and_period(counts, "side").set_index(["side", "slogan", "period"])
    assert table.loc[("state", "red plan", pd.Period("2024-01", "M")), ["n_docs", "of_docs"]].tolist() == [1, 1]
    assert ("state", "red plan", pd.Period("2024-02", "M")) not in table.index


def test_carried_keeps_found_slogans_and_the_most_widely_carried_first(counts):
    assert carried(by_article(counts))["slogan"].unique().tolist() == ["red plan", "big plan"]
    assert carried(by_article(counts).query("slogan == 'green plan'")).empty


def test_first_uses_name_only_slogans_that_were_found(tokens, family):
    found = first_uses(family(["red plan"], "red"), find(tokens, family(["red plan"], "red")))
    assert found["slogan"].tolist() == ["red"]
    assert found.columns.tolist() == ["slogan", "chinese", "first_use", "event", "source", "status"]
    assert first_uses(family(["green"]), find(tokens, family(["green"]))).empty


def test_concordance_lines_are_as_many_as_the_count(tokens, counts):
    assert len(find(tokens, lexicon(["red plan", "big plan", "green plan"]))) == counts.matrix.sum()
