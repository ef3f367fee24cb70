"""Place and time at the front door: dispersion, trend, before and after; counted by hand on made corpora."""

import datetime

import pytest

from analysis.files import InputError, write_atomic
from analysis.text.search import Absent
from analysis.workbook.corpus import open_corpus

HEADER = "doc_id,published,published_latest,publisher,side,text"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A corpus of these rows."""

    def one(name, rows):
        path = tmp_path_factory.mktemp("trend") / name
        write_atomic(path / "articles.csv", "\n".join([HEADER, *rows]) + "\n")
        return open_corpus(path)

    return one


@pytest.fixture(scope="module")
def two_years(made):
    """Six articles in May 2021, two in June 2021, six in April 2023; half of each month are of the state."""
    months = [("2021-05", 6), ("2021-06", 2), ("2023-04", 6)]
    return made("two_years", [
        f"{month}-{n},{month}-{n + 1:02},,Outlet {n},{'state' if n % 2 else 'foreign'},"
        f"{'A plan of' if n < 2 else 'Nothing about'} a harbour and a port numbered {month} {n}."
        for month, size in months for n in range(size)
    ])  # fmt: skip


def test_a_trend_names_its_range_and_what_is_thin(two_years):
    found = two_years.trend("plan", "month")
    assert found.title == "“plan”: 33% of articles."
    assert "(24 months, 2 of them with 5 or more articles; n = 14 articles)" in found.caption
    assert "a change of level is sought only in 24 or more periods with 5 articles" in found.caption
    full = found.table[found.table["of_docs"] > 0]
    columns = ["period", "of_docs", "n_docs", "count", "thin"]
    assert full[columns].values.tolist() == [
        ["2021-05", 6, 2, 2, False],
        ["2021-06", 2, 2, 2, True],
        ["2023-04", 6, 2, 2, False],
    ]
    assert "side" not in found.table and len(found.table) == 24
    assert len(found.lines().table) == 6
    assert two_years.trend("plan").table["period"].tolist()[0] == "2021"  # the default: most months have no article
    ax = found.plot()
    assert [panel.get_title("left") for panel in ax.figure.axes] == [
        "“plan”: % of articles that contain it", "“plan”: occurrences per 1,000 words",
    ]  # fmt: skip


def test_a_trend_of_sides_takes_each_by_itself(two_years):
    sides = two_years.compare("side", "state", "foreign")
    table = sides.trend("plan", "year").table
    assert table[["side", "period", "of_docs", "n_docs"]].values.tolist() == [
        ["state", "2021", 4, 2], ["state", "2022", 0, 0], ["state", "2023", 3, 1],
        ["foreign", "2021", 4, 2], ["foreign", "2022", 0, 0], ["foreign", "2023", 3, 1],
    ]  # fmt: skip
    assert sides.trend("plan", "year").title == "No trend of “plan” is drawn: no year has 5 articles of one side."
    assert sides.trend("plan", "year").draw is None


def test_several_terms_have_a_panel_of_shares_each_and_one_that_never_occurs_is_zero(two_years):
    found = two_years.trend(["plan", "harbour", "submarine"], "month")
    assert len(found.plot().figure.axes) == 3 and "“plan”, “harbour” and “submarine”" in found.caption
    assert found.table.groupby("term")["count"].sum().to_dict() == {"harbour": 14, "plan": 6, "submarine": 0}
    assert two_years.trend("harbour port nothing plan about numbered a and".split(), "month").draw is None


@pytest.mark.parametrize("unit", [None, "day", "week", "quarter", "year"])
def test_one_article_has_a_table_and_a_sentence(made, unit):
    found = made("one", ["a,2022-03-05,,Out,state,The port has a plan and a port."]).trend("port", unit)
    assert found.title == f"No trend of “port” is drawn: no {unit or 'year'} has 5 articles."
    assert found.table[["of_docs", "count"]].values.tolist() == [[1, 2]] and found.draw is None
    assert "Hollow" not in found.caption


def test_one_period_is_no_trend(made):
    rows = [f"a{n},2022-03-05,,Out {n},{'state' if n % 2 else 'foreign'},Plan {n} of port {n}." for n in range(12)]
    found = made("day", rows).trend("plan")
    assert (found.title, found.draw) == ("No trend of “plan” is drawn: only one day has 5 articles.", None)
    assert found.table[["period", "of_docs"]].values.tolist() == [["2022-03-05", 12]]


def test_undated_articles_are_counted_in_the_caption_and_a_corpus_of_them_has_no_trend(eight, made):
    assert "; 2 articles without a single month left out)" in eight.trend("Hong Kong", "month").caption
    undated = made("undated", [f"a{n},,,Out,{'state' if n % 2 else 'foreign'},Port number {n}." for n in range(6)])
    for corpus in (undated, undated.compare()):
        assert corpus.trend("port").title.startswith("No result by period: no article is dated to a single year.")
        with pytest.raises(InputError, match="no article in a single month; fill in the column published"):
            corpus.trend("port", "month")


@pytest.mark.parametrize(
    ("terms", "unit", "said"),
    [
        ("port", "decade", "period 'decade': unknown; choose one of day, week, month, quarter, year"),
        ("port", ["month"], "period .*: unknown"),
        ([], None, "not text"),
    ],
)
def test_what_cannot_be_asked_is_named(two_years, terms, unit, said):
    with pytest.raises(InputError, match=said):
        two_years.trend(terms, unit)
    with pytest.raises(Absent, match="'submarine' occurs in none of the 14 articles"):
        two_years.trend("submarine")


def test_weeks_group_and_choose_articles_too(eight):
    assert eight.frequency("Hong Kong", by="week").table["group"][0] == "2022-W02"
    assert eight.where(week="2022-W02").articles["doc_id"].tolist() == ["s1", "f1"]


def test_dispersion_has_a_row_an_occurrence_by_date(eight):
    table = eight.dispersion("Hong Kong").table
    assert table[["doc_id", "position", "n_tokens"]].values.tolist() == [
        ["s1", 1, 5], ["f1", 1, 4], ["s3", 1, 6], ["f2", 5, 7], ["s4", 5, 6],
    ]  # fmt: skip
    assert table["share"].tolist() == (table["position"] / table["n_tokens"]).tolist()
    assert "5 articles with most occurrences" in eight.dispersion("Hong Kong").caption


def test_dispersion_keeps_the_articles_with_most_occurrences_and_sides_stand_in_blocks(made):
    rows = [
        "a,2022-01-01,,A,state,plan x",
        "b,2021-01-01,,B,foreign,plan y plan",
        "c,2020-01-01,,C,state,z w v plan plan plan",
    ]
    corpus = made("three", [*rows, "d,2019-01-01,,D,foreign,nothing at all"])
    assert corpus.dispersion("plan", n=2).table["doc_id"].tolist() == ["c"] * 3 + ["b"] * 2
    assert corpus.dispersion("plan", n=1).table["doc_id"].unique().tolist() == ["c"]
    sides = corpus.compare("side", "state", "foreign")
    assert sides.dispersion("plan").table["doc_id"].unique().tolist() == ["c", "a", "b"]
    found = sides.dispersion("plan")
    assert found.title.startswith(
        "“plan” occurs 6 times in 3 of 4 articles; half of its occurrences lie in the first 75%"
    )
    assert (
        "DP = 0.21" in found.caption
    )  # 1 of 2 words, 2 of 3, 3 of 6, 0 of 3: (1/6 − 2/14) + (2/6 − 3/14) + (3/6 − 6/14)
    one = made("single", ["a,2022-03-05,,Out,state,The port has a plan."]).dispersion("plan")
    assert "DP = undefined" in one.caption and one.plot() is not None


def test_a_figure_of_a_hundred_outlets_shows_fifteen(made):
    rows = [f"a{n},{2015 + n % 8}-01-05,,Outlet {n},state,Plan {n} of port {n}." for n in range(100)]
    corpus = made("hundred", [*rows, "x,,,,state,Plan plan plan of a nameless outlet."])
    names = [label.get_text() for label in corpus.dispersion("plan").plot().get_yticklabels()]
    assert len(names) == 15 and names[-1] == "x"  # it has no title, and is called by its doc_id


def test_before_and_after_are_the_halves_of_a_comparison(eight):
    sides = eight.before_after("2022-02-05")
    assert (sides.sides.target, sides.sides.reference) == ("from 2022-02-05", "before 2022-02-05")
    assert sides.n == (
        "4 articles from 2022-02-05 v 3 articles before 2022-02-05 (1 article of unknown or uncertain date left out)"
    )
    assert len(sides.corpus) == 7 and len(eight) == 8
    side = dict(zip(sides.corpus.articles["doc_id"], sides.corpus.articles["side_by_date"], strict=True))
    assert {name for name, label in side.items() if label.startswith("from")} == {"s3", "f2", "f3", "f4"}
    assert sides.frequency("Hong Kong").title == (
        "“Hong Kong”: 76.9 per 1,000 words of articles from 2022-02-05, 142.9 of those before 2022-02-05."
    )
    for question in ("keyness", "shared", "limits", "absent", "articles", "robustness", "frames"):
        assert sides.table(question) is not None
    assert sides.collocates("Hong Kong").title and sides.other().sides.column == "side"
    assert sides.keyness().name == "keyness-words-from-2022-02-05"


@pytest.mark.parametrize(
    ("day", "n"),
    [
        ("2022-03-01", "2 articles from 2022-03-01 v 4 articles before 2022-03-01 (2 articles of unknown"),
        ("2022-02-10", "3 articles from 2022-02-10 v 4 articles before 2022-02-10 (1 article of unknown"),
        ("2022-02-11", "2 articles from 2022-02-11 v 4 articles before 2022-02-11 (2 articles of unknown"),
        (datetime.date(2023, 5, 5), "1 article from 2023-05-05 v 6 articles before 2023-05-05 (1 article of unknown"),
        ("2023-05", "1 article from 2023-05 v 6 articles before 2023-05 ("),
        (2023, "1 article from 2023 v 6 articles before 2023 ("),
    ],
)
def test_articles_that_may_be_of_either_time_are_left_out(eight, day, n):
    assert eight.before_after(day).n.startswith(n)


@pytest.mark.parametrize("day", ["spring", None, "2022-02-30", "", 20220305])
def test_what_is_no_day_is_refused(eight, day):
    with pytest.raises(InputError, match="not a day, month or year"):
        eight.before_after(day)


def test_an_event_after_all_articles_or_of_undated_ones_is_refused(eight, made):
    with pytest.raises(InputError, match="no article is dated from 2030"):
        eight.before_after("2030")
    with pytest.raises(
        InputError, match="no article is dated before 2022; choose another day .*2022-01-10 to 2023-05-05"
    ):
        eight.before_after(2022)
    with pytest.raises(InputError, match="undated"):
        made("bare", ["a,,,Out,state,One word.", "b,,,Out,state,Two words."]).before_after("2022")
