"""Places and trends, counted by hand; Wilson intervals against the formula written out, weeks against ISO 8601."""

from math import sqrt

import numpy as np
import pandas as pd
import pytest
from ruptures import Pelt
from scipy import sparse

from analysis.files import InputError
from analysis.stats.slogans import named_period
from analysis.stats.trend import changes, finest, positions, trend
from analysis.text.counts import Counts
from analysis.text.search import search


def counts_of(days, counts, sides=None, latest=None):
    """Counts of one term "plan" in articles of 100 words each."""
    docs = pd.DataFrame({"doc_id": [f"d{n}" for n in range(len(days))], "published": pd.to_datetime(days)})
    docs["published_latest"] = pd.to_datetime(latest) if latest else docs["published"]
    docs = docs.assign(side=sides or "x", n_tokens=100)
    return Counts(sparse.csr_array(np.array(counts)[:, None]), pd.Index(["plan"], dtype=object), docs)


@pytest.fixture
def two_years():
    """Seven articles of January 2021, one of March 2021, six of December 2022; nothing between."""
    days = ["2021-01-05"] * 7 + ["2021-03-31"] + ["2022-12-01"] * 6
    return counts_of(days, [1, 2, 0, 0, 0, 0, 0, 4, 1, 1, 1, 1, 1, 1])


def test_every_month_between_has_a_row_and_months_without_articles_are_nan(two_years):
    table = trend(two_years, "month")
    assert table["period"].tolist() == [str(month) for month in pd.period_range("2021-01", "2022-12", freq="M")]
    full = table[table["of_docs"] > 0]
    assert full[["period", "of_docs", "n_docs", "count", "n_tokens"]].values.tolist() == [
        ["2021-01", 7, 2, 3, 700],
        ["2021-03", 1, 1, 4, 100],
        ["2022-12", 6, 6, 6, 600],
    ]
    assert full["share"].tolist() == [2 / 7, 1, 1]
    assert full["per_thousand"].tolist() == [3 / 0.7, 40, 10]
    empty = table[table["of_docs"] == 0]
    assert len(empty) == 21 and (empty[["n_docs", "count", "n_tokens"]] == 0).all(axis=None)
    assert empty[["share", "share_low", "share_high", "per_thousand"]].isna().all(axis=None)
    assert table["thin"].tolist() == [month not in ("2021-01", "2022-12") for month in table["period"]]
    assert table["first_day"].tolist()[:2] == [pd.Timestamp("2021-01-01"), pd.Timestamp("2021-02-01")]
    assert not table[["share_change", "rate_change"]].any(axis=None)


def test_the_interval_of_a_share_is_wilsons(two_years):
    k, n, z = 2, 7, 1.959963984540054
    centre, half = (k + z * z / 2) / (n + z * z), z / (n + z * z) * sqrt(k * (n - k) / n + z * z / 4)
    row = trend(two_years, "month").iloc[0]
    assert row[["share_low", "share_high"]].tolist() == pytest.approx([centre - half, centre + half])


def test_counts_of_the_months_add_up_to_those_of_the_years(two_years):
    months, years = trend(two_years, "month"), trend(two_years, "year")
    assert years[["period", "of_docs", "count"]].values.tolist() == [["2021", 8, 7], ["2022", 6, 6]]
    assert months.groupby(months["period"].str[:4])["count"].sum().tolist() == [7, 6]


@pytest.mark.parametrize("period", ["day", "week", "month", "quarter", "year"])
def test_rows_are_one_period_apart_and_hold_all_occurrences(two_years, period):
    table = trend(two_years, period)
    assert table["count"].sum() == 13 and table["of_docs"].sum() == 14
    assert table["period"].is_unique and table["first_day"].is_monotonic_increasing
    expected = {"day": 696, "week": 100, "month": 24, "quarter": 8, "year": 2}  # 2021-01-05 to 2022-12-01, both
    assert len(table) == expected[period]


@pytest.mark.parametrize("day", ["2018-12-31", "2020-12-31", "2021-01-01", "2021-01-03", "2021-01-04", "2024-12-30"])
def test_weeks_are_those_of_iso_8601_at_the_turn_of_the_year(day):
    year, week, _ = pd.Timestamp(day).isocalendar()
    row = trend(counts_of([day], [1]), "week").iloc[0]
    assert row["period"] == f"{year}-W{week:02}" == named_period(pd.Period(day, "W"))
    assert row["first_day"].weekday() == 0 and 0 <= (pd.Timestamp(day) - row["first_day"]).days < 7


def test_articles_of_several_periods_and_undated_ones_are_left_out():
    days, latest = ["2021-01-05", "2021-01-20", None], ["2021-01-05", "2021-02-20", None]
    counts = counts_of(days, [1, 1, 1], latest=latest)
    assert trend(counts, "month")["count"].tolist() == [1]
    assert trend(counts, "year")["count"].tolist() == [2]


def test_sides_have_the_same_periods_and_add_up_to_both():
    counts = counts_of(["2021-01-05", "2021-04-05", "2021-04-06"], [1, 2, 4], ["b", "a", "a"])
    table = trend(counts, "month", ("side", "a", "b"))
    assert table["side"].tolist() == ["a"] * 4 + ["b"] * 4
    assert table["count"].tolist() == [0, 0, 0, 6, 1, 0, 0, 0]
    assert table[table["side"] == "a"]["period"].tolist() == table[table["side"] == "b"]["period"].tolist()
    assert np.isnan(table["share"].iloc[0]) and table["share"].iloc[3] == 1
    none = trend(counts, "month", ("side", "a", "nobody"))
    assert none.loc[none["side"] == "nobody", "of_docs"].sum() == 0


def test_an_unknown_period_is_refused(two_years):
    with pytest.raises(InputError, match="period 'decade': unknown; choose one of day, week, month, quarter, year"):
        trend(two_years, "decade")


@pytest.mark.parametrize(
    ("days", "period"),
    [
        (["2021-01-05"] * 5, "day"),
        (["2021-01-04", "2021-01-05", "2021-01-06", "2021-01-07", "2021-01-08"], "week"),
        ([f"2021-01-{day:02}" for day in (1, 8, 15, 22, 29)], "month"),
        (["2021-01-05", "2021-02-05", "2021-02-25", "2021-03-05", "2021-03-06"], "quarter"),
        ([f"2021-{month:02}-05" for month in (1, 3, 6, 8, 11)], "year"),
        (["2021-01-05"] * 4, "year"),
        ([None] * 9, "year"),
        (["2021-01-05"] * 5 + ["2021-01-06"] * 9 + ["2021-01-07"], "day"),
        (["2021-01-05"] * 5 + ["2021-01-06"] * 9 + ["2021-02-25"] * 5, "month"),  # most of the days have no article
        ([f"{day:%Y-%m-%d}" for day in pd.date_range("2021-01-01", periods=41) for _ in range(5)], "week"),  # 41 days
        (["2021-01-05"] * 5 + ["2021-01-06", "2021-01-07"], "week"),  # half of the days have one article
    ],
)
def test_the_finest_period_has_five_articles_in_half_of_the_time_and_fits_a_chart(days, period):
    assert finest(counts_of(days, [1] * len(days)).docs) == period


def test_a_period_that_most_articles_are_not_dated_to_is_too_fine():
    days, latest = ["2021-01-05"] * 5 + ["2021-02-01"] * 20, ["2021-01-05"] * 5 + ["2021-02-28"] * 20
    assert finest(counts_of(days, [1] * 25, latest=latest).docs) == "month"


def test_a_planted_step_is_found_at_its_place_and_only_in_a_long_series():
    noise = np.random.default_rng(1).normal(0, 0.05, 60)
    step = noise + np.where(np.arange(60) < 40, 0.2, 0.6)
    assert np.flatnonzero(changes(step)).tolist() == [40]
    two = noise + np.select([np.arange(60) < 20, np.arange(60) < 40], [0.2, 0.6], 0.3)
    assert np.flatnonzero(changes(two)).tolist() == [20, 40]
    assert changes(step[20:43]).sum() == 0 and len(changes(step[20:43])) == 23
    assert np.flatnonzero(changes(step[-24:])).tolist() == [4]


@pytest.mark.parametrize("seed", range(8))
def test_changes_are_those_of_the_search_written_in_python(seed):
    rng = np.random.default_rng(seed)
    values = np.round(rng.random(60), 1) + np.repeat(rng.normal(0, 0.6, 6), 10)
    plain = Pelt(model="l2", min_size=3, jump=1).fit(values).predict(pen=3 * np.log(60) * values.var())
    assert np.flatnonzero(changes(values)).tolist() == plain[:-1]


@pytest.mark.parametrize("seed", range(10))
def test_flat_noise_has_no_change(seed):
    assert changes(np.random.default_rng(seed).binomial(8, 0.4, 48) / 8).sum() == 0


def test_a_constant_series_an_outlier_and_an_empty_one_have_no_change():
    for values in ([0.3] * 30, [0.1, 0.11] * 7 + [0.9] + [0.1, 0.11] * 7 + [0.1], []):
        assert changes(values).sum() == 0


def test_changes_are_marked_in_the_period_in_which_the_level_begins_and_thin_periods_do_not_count():
    months = pd.period_range("2019-01", periods=31, freq="M")
    days = [str(month.start_time.date()) for month in months for _ in range(1 if month.month == 12 else 5)]
    used = [int((day >= "2020-07" and n % 5 != 4) or n % 5 == 0) for n, day in enumerate(days)]
    table = trend(counts_of(days, used), "month")
    assert table.loc[table["share_change"], "period"].tolist() == ["2020-07"]
    assert table.loc[table["rate_change"], "period"].tolist() == ["2020-07"]
    assert table["thin"].sum() == 2
    short = trend(counts_of(days[:117], used[:117]), "month")  # 25 months, but two are thin
    assert (~short["thin"]).sum() == 23 and not short["share_change"].any()


def test_longer_articles_are_no_new_level_of_the_rate():
    days = [
        str(month.start_time.date()) for month in pd.period_range("2019-01", periods=30, freq="M") for _ in range(5)
    ]
    late = np.arange(150) >= 75
    counts = counts_of(days, np.where(late, 10, 1) * (1 + np.arange(150) % 2))
    counts.docs["n_tokens"] = np.where(late, 1000, 100)
    assert not trend(counts, "month")["rate_change"].any()
    counts.docs["n_tokens"] = 100
    assert trend(counts, "month").query("rate_change")["period"].tolist() == ["2020-04"]


def test_a_place_is_counted_in_words_that_count(tokens):
    found = search(tokens, "plan").assign(voice="own")  # a: Red plan wins. The red plan is big. We like the red plan …
    table = positions(tokens, found)
    assert table[table["doc_id"] == "a"]["position"].tolist() == [2, 6, 13, 19]
    assert table.groupby("doc_id")["n_tokens"].first().tolist() == [19, 12, 12]
    assert (table["share"] == table["position"] / table["n_tokens"]).all()
