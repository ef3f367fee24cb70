"""Results: a picture that shows nothing gives way to its table."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis import open_corpus
from analysis.workbook.result import About, Result, nothing


def drawn(*_):
    raise OverflowError


def result(*counts, **columns):
    table = pd.DataFrame({"term": [f"t{n}" for n in range(len(counts))], "count": counts} | columns)
    return Result(table, "Said.", "Counted.", "Alt.", name="words", draw=drawn)


@pytest.mark.parametrize("counts", [(1, 1, 1, 1, 1, 1), (3, 0, 3), (3, 1), (7,), (0, 0)])
def test_counts_that_are_few_or_all_the_same_stand_in_a_table(tmp_path, counts):
    shown = replace(result(*counts), about=About(exports=tmp_path)).publish().html
    assert "<table" in shown and "words.csv" in shown
    assert not (tmp_path / "figures").exists()


@pytest.mark.parametrize("one", [result(3, 1, 1), result(4, 4, own=[0, 3]), result(5, 2, 0)])
def test_other_counts_are_drawn(one):
    with pytest.raises(OverflowError):
        one.shown()


def test_what_another_picture_shows_is_drawn_when_it_is_asked_for(corpus):
    by_month = corpus.slogans(by="period")
    assert "<img" not in by_month.shown().html  # each month has one article, and the picture by voice each article
    assert "<blockquote" in by_month.shown().html  # the lines stand behind each row all the same
    assert by_month.plot().get_yticks().size


def test_rows_without_a_use_are_left_out_of_the_page_and_not_of_the_numbers(tmp_path):
    table = pd.DataFrame({"slogan": ["red plan", "blue plan", "green plan"], "count": [2, 0, 0]})
    result = Result(table, "Title.", "Caption.")
    assert "red plan" in result.shown().text and "blue plan" not in result.shown().text
    assert "Caption. 2 rows without a use left out." in result.shown().text
    assert "blue plan" in result.save(tmp_path / "numbers.csv").read_text(encoding="utf-8")
    assert "blue plan" in Result(table.assign(count=0), "Title.", "Caption.").shown().text


def test_tab_shows_what_a_user_needs_of_a_result_and_nothing_else():
    shown = {name for name in dir(result(3, 1, 1)) if name[0] != "_"}
    assert shown == {"table", "title", "caption", "alt", "plot", "lines", "save", "publish", "tabled", "finding"}


def test_a_result_is_as_long_as_its_table_and_true_where_that_is_empty():
    empty = nothing("No word.")
    assert (len(empty), bool(empty)) == (0, True)
    assert len(open_corpus().lines("dual circulation")) == 2
