"""Articles on one side: what needs no second side is answered, everything else says why not."""

import pytest

from analysis import open_corpus
from analysis.files import InputError, write_atomic

WHY = "Nothing is compared, because {} in the column {}; for a comparison, write another label there for some of them"


@pytest.fixture
def made(tmp_path):
    """A corpus of three articles with these labels in the columns side_by_publisher and side."""

    def make(*labels):
        rows = [f"{n},{one},,The mayor said that the harbour {n} is open." for n, one in enumerate(labels)]
        write_atomic(tmp_path / "articles.csv", "\n".join(["doc_id,side_by_publisher,side,published,text", *rows]))
        return open_corpus(tmp_path)

    return make


@pytest.mark.parametrize(
    ("labels", "why"),
    [
        (["x,x"] * 3, "all articles are 'x'"),
        (["unknown,unknown"] * 3, "all articles are 'unknown'"),
        (["x,x", "unknown,x", "unknown,x"], "2 of 3 articles are 'unknown', all others 'x'"),
    ],
)
def test_articles_of_one_side_are_not_compared_and_the_reason_is_said_with_what_to_do(made, labels, why):
    sides = made(*labels).compare()
    assert repr(sides).startswith(WHY.format(why, "side_by_publisher"))
    assert repr(sides).endswith("(in articles.csv, or by outlet in outlets.csv), and run the workbook again.")
    assert sides.alone == sides.keyness().title == sides.other().limits().title == repr(sides)
    assert sides.keyness().table.empty and tuple(sides.sides) == ("side_by_publisher", "", "")


def test_a_question_that_needs_no_second_side_is_answered_for_all_articles(made):
    corpus = made(*["x,x"] * 3)
    sides = corpus.compare()
    assert sides.frequency("harbour").table["count"].sum() == 3
    assert sides.findings().title == corpus.findings().title
    assert sides.headlines().title == corpus.headlines().title
    assert sides.articles().table["doc_id"].tolist() == ["0", "1", "2"]


def test_the_first_side_column_with_two_labels_is_compared(made):
    assert tuple(made("x,a", "x,b", "x,b").compare().sides) == ("side", "b", "a")


def test_a_label_that_is_asked_for_is_refused_where_there_is_no_other(made):
    corpus = made(*["x,x"] * 3)
    with pytest.raises(InputError, match="all articles are 'x'; a comparison needs two labels"):
        corpus.compare("side", "state", "foreign")
    with pytest.raises(AttributeError, match="Comparison has no 'keynes'"):
        corpus.compare().keynes  # noqa: B018


def test_a_single_article_is_told_to_add_articles(made):
    assert "only article is 'x' in the column side_by_publisher; for a comparison, add " in repr(made("x,x").compare())


def test_nothing_written_about_two_sides_is_shown(made):
    sides = open_corpus().where(publisher="CGTN").compare()
    assert (sides.has_readings, sides.story, sides.reading("answer").text) == (False, {}, "")
