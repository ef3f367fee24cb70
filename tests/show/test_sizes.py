"""Sizes: a chart is laid out anew at a journal's width; its letters stay as large as they were."""

import itertools

import pandas as pd
import pytest

from analysis.files import InputError
from analysis.show import axes
from analysis.show.axes import house_style
from analysis.show.figures import plot_frequency, plot_sizes, plot_slogans
from analysis.show.sizes import check_size, fitted
from analysis.text.counts import sizes as words


@pytest.fixture(autouse=True)
def style():
    with house_style():
        yield


def millimetres(ax):
    return [round(inches * 25.4) for inches in ax.figure.get_size_inches()]


def terms(*names):
    return pd.DataFrame({"term": names, "per_thousand": 2.0, "count": 3, "n_docs": 1, "of_docs": 2})


def test_a_column_is_ninety_millimetres_wide_and_letters_keep_their_points(tokens):
    ax = plot_sizes(words(tokens))
    before = ax.get_yticklabels()[0].get_fontsize()
    with fitted(ax.figure, "column") as said:
        assert millimetres(ax)[0] == 90
        assert ax.get_yticklabels()[0].get_fontsize() == before
        assert said == f"90 x {millimetres(ax)[1]} mm."


def test_long_names_wrap_and_rows_grow_with_them():
    ax = plot_frequency(terms("accelerate the development of science", "science and technology innovation", "plan"))
    drawn, names = millimetres(ax), [label.get_text() for label in ax.get_yticklabels()]
    with fitted(ax.figure, "column"):
        inside = [label.get_text() for label in ax.get_yticklabels()]
        assert [name.replace("\n", " ") for name in inside] == [name.replace("\n", " ") for name in names]
        assert max(map(len, "\n".join(inside).split("\n"))) <= 17
        boxes = [label.get_window_extent() for label in ax.get_yticklabels()]
        assert not any(one.overlaps(other) for one, other in itertools.pairwise(boxes))
    assert millimetres(ax) == drawn
    assert [label.get_text() for label in ax.get_yticklabels()] == names


def test_a_chart_that_no_column_holds_gets_the_least_width_and_says_so():
    cells = [(f"slogan {row}", f"2024-{month:02}", 1000) for row in range(3) for month in range(1, 13)]
    ax = plot_slogans(pd.DataFrame(cells, columns=["slogan", "period", "count"]), unit="period")
    with fitted(ax.figure, "column") as said:
        assert 90 < millimetres(ax)[0] < 183
        assert said.endswith("Its labels need more than 90 mm.")
        assert {label.get_rotation() for label in ax.get_xticklabels()} == {90}
    assert {label.get_rotation() for label in ax.get_xticklabels()} == {0}


def test_a_wider_size_widens(tokens):
    ax = plot_sizes(words(tokens))
    with fitted(ax.figure, "full"):
        assert millimetres(ax)[0] == 190


@pytest.mark.parametrize("rows", [2, 40])
def test_a_slide_is_sixteen_by_nine_whatever_the_chart(rows):
    ax = plot_frequency(terms(*(f"term{row}" for row in range(rows))))
    with fitted(ax.figure, "slide") as said:
        wide, high = ax.figure.get_size_inches()
        assert wide / high == pytest.approx(16 / 9)
        assert "letters are" in said


def test_without_a_size_it_stays_as_drawn(tokens):
    ax = plot_sizes(words(tokens))
    drawn = millimetres(ax)
    with fitted(ax.figure) as said:
        assert said == f"{drawn[0]} x {drawn[1]} mm."
        assert millimetres(ax) == drawn


def test_characters_without_a_font_change_no_width(monkeypatch):
    monkeypatch.setattr(axes, "CHINESE", [])
    ax = plot_frequency(terms("科技自立自强", "plan"))
    with fitted(ax.figure, "column") as said:
        assert millimetres(ax)[0] == 90
        assert said.startswith("90 x ")


def test_an_unknown_size_is_refused_with_the_choices():
    with pytest.raises(InputError, match="size 'poster': unknown; choose one of column, wide, full, slide$"):
        check_size("poster")
    assert check_size(None) is None
