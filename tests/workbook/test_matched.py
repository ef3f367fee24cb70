"""Matched comparisons, against the eight articles of conftest.py; counted by hand there."""

import pytest

from analysis.files import InputError


@pytest.fixture(scope="module")
def sides(eight):
    return eight.compare("side", "state", "foreign")


def test_both_sides_have_as_many_articles_in_every_month(sides):
    matched = sides.matched("month")
    said = "matched by month: 1 v 1 of 4 v 4 articles in 1 of 4 months"
    assert matched.n == f"1 state v 1 foreign articles ({said})"
    assert said in matched.description
    assert set(matched.articles().table["doc_id"]) - {"s1", "s2"} == {"f1"}
    months = [["2022-01", 2, 1, 1], ["2022-02", 1, 0, 0], ["2022-03", 0, 1, 0], ["2023-05", 0, 1, 0]]
    assert matched.strata().table.values.tolist() == months
    assert sides.strata("month").table.values.tolist() == months
    assert "2 articles without a stratum are left out" in matched.strata().caption  # s4 has no day, f2 two months


def test_a_column_or_several_can_be_matched(sides):
    kinds = sides.matched("kind")
    assert kinds.strata().table.values.tolist() == [["paper", 3, 2, 2], ["tv", 1, 2, 1]]
    assert kinds.n == "3 state v 3 foreign articles (matched by kind: 3 v 3 of 4 v 4 articles in 2 of 2 labels)"
    assert {"f2", "f3", "s3"} <= set(kinds.articles().table["doc_id"])
    both = sides.matched(["year", "kind"])
    assert both.strata().table["stratum"].tolist() == ["2022, paper", "2022, tv", "2023, tv"]
    assert both.strata().title.endswith("3 v 3 of 4 v 4 articles in 2 of 3 combinations.")


def test_it_is_a_comparison_like_any_other(sides):
    kinds = sides.matched("kind")
    for question in ("keyness", "shared", "frequency", "limits", "absent", "articles"):
        assert kinds.table(question) is not None
    assert kinds.keyness().name == "keyness-words-matched-kind"
    assert "matched by kind" in kinds.keyness().caption
    assert kinds.limits().table["found"].str.contains("3 state v 3 foreign|3 v 3").any()


def test_a_draw_is_the_same_on_every_run_and_a_second_matching_begins_anew(sides):
    first = sides.matched("kind")
    assert sides.matched("kind").corpus.hash == first.corpus.hash
    assert first.matched("month").n == sides.matched("month").n
    assert first.matched("kind").corpus.hash == first.corpus.hash


def test_near_duplicates_are_no_candidates(eight, folder, tmp_path):
    from analysis.workbook.corpus import open_corpus

    rows = (folder / "articles.csv").read_text() + "s0,2022-01-31,,Daily,paper,state,Hong Kong plans one thing.\n"
    (tmp_path / "articles.csv").write_text(rows)
    sides = open_corpus(tmp_path).compare("side", "state", "foreign")
    assert sides.strata("month").table.values.tolist()[0] == ["2022-01", 2, 1, 1]


def test_the_other_side_column_is_matched_anew(folder, tmp_path):
    from analysis.workbook.corpus import open_corpus

    header, *rows = (folder / "articles.csv").read_text().splitlines()
    other = [row + (",foreign" if row[:2] in ("s1", "s2", "s3", "f4") else ",state") for row in rows]
    (tmp_path / "articles.csv").write_text("\n".join([f"{header},side_by_origin", *other]) + "\n")
    sides = open_corpus(tmp_path).compare("side", "state", "foreign")
    found = sides.matched("kind").other()
    assert found.sides == ("side_by_origin", "state", "foreign")
    assert found.strata().table.values.tolist() == [["paper", 3, 2, 2], ["tv", 1, 2, 1]]


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("day", "matched by day: no day with articles of both sides (state: 2022-01-10, 2022-01-20, 2022-02-05; for"),
        ("publisher", "matched by publisher: no label with articles of both sides (state: Channel, Daily; foreign: Po"),
        (["month", "kind"], "matched by month and kind: no combination with articles of both sides"),
        ("side", "(state: state; foreign: foreign); choose a longer period, or another column"),
        ("weak", "column 'weak': not in articles.csv; nearest: week; choose one of doc_id"),
        ("weak", "; or day, week, month, quarter, year"),
        ([], "matched by nothing; give a period or a column"),
        (None, "column 'None': not in articles.csv"),
    ],
)
def test_what_cannot_be_matched_is_named_with_the_strata_of_each_side(sides, by, said):
    with pytest.raises(InputError) as caught:
        sides.matched(by)
    assert said in str(caught.value)


def test_of_many_strata_the_first_are_listed(folder, tmp_path):
    from analysis.workbook.corpus import open_corpus

    rows = [f"a{n},,,Outlet {n:03},paper,{'state' if n % 2 else 'foreign'},Words of number {n}." for n in range(200)]
    header = (folder / "articles.csv").read_text().splitlines()[0]
    (tmp_path / "articles.csv").write_text("\n".join([header, *rows]) + "\n")
    sides = open_corpus(tmp_path).compare("side", "state", "foreign")
    with pytest.raises(InputError, match=r"state: Outlet 001, .*Outlet 015 and 92 more; foreign: Outlet 000"):
        sides.matched("publisher")
    with pytest.raises(InputError, match="matched by month: no article has a month"):
        sides.matched("month")
    assert len(sides.strata("month").table) == 0
    assert sides.matched("kind").n.startswith("100 state v 100 foreign articles")
