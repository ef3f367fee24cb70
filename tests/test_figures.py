"""Figures by their structure: bars, labels and order; and the same bytes on every run."""

import itertools

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.font_manager import FontEntry

from analysis import figures
from analysis.counts import count, from_matches, sizes
from analysis.framing import by_side, framing, with_side
from analysis.frequency import frequency
from analysis.keyness import keyness
from analysis.keyphrases import tf_idf
from analysis.lexicons import lexicon
from analysis.matches import find
from analysis.slogans import by_article, by_period


@pytest.fixture(autouse=True)
def style():
    with plt.style.context("analysis.house"):
        yield
    plt.close("all")


def test_chinese_is_drawn_in_the_first_font_that_the_machine_has(monkeypatch):
    fonts = [FontEntry(name=name) for name in ("DejaVu Sans", "SimHei", "PingFang SC")]
    monkeypatch.setattr(figures.font_manager.fontManager, "ttflist", fonts)
    figures.use_style()
    assert plt.rcParams["font.family"] == ["DejaVu Sans", "PingFang SC"]


def labels(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def texts(ax):
    return [text.get_text().strip() for text in ax.texts]


def from_top_to_bottom(ax):
    bottom, top = ax.get_ylim()
    return bottom > top


def test_sizes_stack_the_zones_of_each_article(tokens):
    ax = figures.plot_sizes(sizes(tokens))
    assert labels(ax) == ["a", "b", "c"]
    assert [bar.get_width() for bar in ax.patches] == [16, 12, 12, 3, 0, 0, 0, 2, 0]
    assert texts(ax) == ["0 of 19 removed", "2 of 14 removed", "0 of 12 removed"]


def test_frequency_bars_are_in_the_order_of_the_table_and_say_in_how_many_articles(tokens):
    table = frequency(count(tokens)).head(2)
    ax = figures.plot_frequency(table)
    assert (labels(ax), texts(ax)) == (["plan", "red"], ["8× in 3 of 3", "6× in 3 of 3"])
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([8000 / 43, 6000 / 43])
    assert from_top_to_bottom(ax)


def test_keyphrases_stand_in_one_block_an_article(tokens):
    table = tf_idf(count(tokens)).groupby("doc_id", sort=False).head(2)
    ax = figures.plot_keyphrases(table)
    assert len(ax.patches) == 6
    assert [text for text in texts(ax) if text in ("a", "b", "c")] == ["a", "b", "c"]


def test_slogan_cells_are_printed_where_there_is_a_match_and_only_there(tokens):
    counts = from_matches(tokens, find(tokens, lexicon(["red plan", "big plan"])))
    ax = figures.plot_slogans(by_article(counts), headings={"a": "A, state"})
    assert labels(ax) == ["big plan", "red plan"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["A, state", "b", "c"]
    assert sorted(texts(ax)) == ["1", "1", "4"]
    assert sorted(texts(figures.plot_slogans(by_period(counts), unit="period"))) == ["4 (1/1)"]


def test_keyness_bars_part_at_zero_and_name_counts_and_articles(tokens):
    table = keyness(count(tokens), "side", "state", "foreign").query("term in ['red', 'growth']")
    ax = figures.plot_keyness(table, "state", "foreign")
    assert labels(ax) == ["red", "growth"]
    assert [bar.get_width() > 0 for bar in ax.patches] == [True, False]
    assert texts(ax)[:2] == ["5 in 2/2  v  1 in 1/1", "0 in 0/2  v  1 in 1/1"]
    left, right = ax.get_xlim()
    assert left == -right


def test_frames_show_a_bar_a_side_and_a_dot_an_article(tokens, docs):
    framed = framing(tokens, find(tokens, lexicon(["red plan", "trade"])))
    ax = figures.plot_frames(
        with_side(framed, docs, "side"), by_side(framed, docs, "side"), "state", "foreign", {"trade": "Trade"}
    )
    assert labels(ax) == ["red plan", "Trade"]
    assert len(ax.patches) == 4
    assert [len(line.get_xdata()) for line in ax.lines] == [4, 2]
    assert "1 of 2 state" in texts(ax)


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_figure_has_the_same_bytes_on_every_run(tokens, kind):
    first, second = (figures.rendered(figures.plot_sizes(sizes(tokens)), kind) for _ in range(2))
    assert first == second


def test_svg_keeps_text_as_text(tokens):
    assert b">Word tokens in the file<" in figures.rendered(figures.plot_sizes(sizes(tokens)), "svg")


def test_no_label_is_cut_off_or_overlaps_its_neighbour(tokens):
    table = frequency(count(tokens)).head(9).assign(term=lambda rows: rows["term"] + " " + "long " * 8)
    ax = figures.plot_frequency(table)
    ax.figure.canvas.draw()
    boxes = [label.get_window_extent() for label in ax.get_yticklabels()]
    assert min(box.x0 for box in boxes) >= 0
    assert all(upper.y0 >= lower.y1 - 1 for upper, lower in itertools.pairwise(boxes))


@pytest.mark.parametrize("plot", [figures.plot_frequency, figures.plot_keyphrases])
def test_an_empty_table_draws_an_empty_chart(plot):
    columns = ["doc_id", "term", "count", "n_docs", "of_docs", "df", "per_thousand", "tf_idf"]
    assert len(plot(pd.DataFrame(columns=columns)).patches) == 0
