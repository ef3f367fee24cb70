"""Figures by their structure: bars, labels, order, what they refuse; and the same bytes on every run."""

import itertools
import os
import subprocess
import sys

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.font_manager import FontEntry

from analysis.show import axes, exports, figures, layout, speakers

LONG = "modernization of the industrial and supply chains of strategic weight"  # 69 characters
SIDES = ["state " + LONG, "foreign " + LONG]


@pytest.fixture(autouse=True)
def house_style():
    """Measure what was drawn as it is rendered."""
    with axes.house_style():
        yield


def shares(slogans, periods, sides=("state", "foreign")):
    """As ``stats.slogans.by_side_and_period``: 1 of 2 articles everywhere."""
    cells = list(itertools.product(slogans, pd.PeriodIndex(periods, freq="M"), sides))
    table = pd.DataFrame(cells, columns=["slogan", "group", "side"])
    return table.assign(n_docs=1, of_docs=2, count=3, share=0.5, share_low=0.1, share_high=0.9)


def voiced(*rows):
    """As ``stats.slogans.adoption``: rows of slogan, side, own, attributed, naming, quoted."""
    voices = ["own", "attributed", "naming", "quoted"]
    table = pd.DataFrame(rows, columns=["slogan", "group", *voices])
    total = table[voices].sum(axis=1)
    return table.assign(count=total, n_docs=total, could_carry=1, adoption=table["own"] / total.where(total > 0))


VOICED = voiced(
    ("s", "state", 5, 3, 0, 1), ("s", "foreign", 0, 0, 0, 0), ("t", "state", 1, 0, 1, 0), ("t", "foreign", 1, 0, 1, 0)
)


def rates(terms):
    """As ``stats.terms.frequency``: one row a term."""
    return pd.DataFrame({"term": terms, "count": 123456, "n_docs": 4999, "of_docs": 5000, "per_thousand": 7.0})


def per_article(terms, sides, n=3):
    """As ``stats.keyness.rates_by_article``: n articles a side."""
    cells = pd.DataFrame(itertools.product(terms, sides, range(n)), columns=["term", "side", "doc_id"])
    return cells.assign(doc_id=cells["side"] + cells["doc_id"].astype(str), per_thousand=1.0 + cells["doc_id"])


def absent(terms, silent, speaking):
    """As ``stats.keyness.absent_terms``: two articles have a term that none of three has."""
    table = pd.DataFrame({"term": terms, "silent": silent, "speaking": speaking, "of_docs_silent": 3})
    return table.assign(bound_docs=1 - 0.05 ** (1 / 3), count=14, n_docs=2, of_docs=2, expected=17.06)


def sided(terms, sides):
    """Rates by article, and of each side together."""
    bars = pd.DataFrame(itertools.product(terms, sides), columns=["term", "side"])
    return per_article(terms, sides), bars.assign(per_thousand=1.0, count=9999, n_docs=999, of_docs=999)


def in_blocks(terms, sides):
    """The same with a heading above each term."""
    dots, bars = sided(terms, sides)
    return dots, bars.assign(block="Typical of " + bars["term"])


def framed(frames, sides=("state", "foreign")):
    """As ``stats.frames.with_side`` and ``frames_by_side``."""
    rows = pd.DataFrame(list(itertools.product(frames, sides)), columns=["frame", "side"])
    return rows.assign(doc_id="a", share=0.1), rows.assign(share=0.1, n_docs=4999, of_docs=5000)


def near(terms):
    """As ``stats.collocates.collocates``: one row a word."""
    return pd.DataFrame(
        {"term": terms, "n_left": 12345, "n_right": 999, "n_docs": 4999, "log_dice": 11.06, "n_nodes": 22}
    )


def shifted(terms):
    """As ``stats.collocates.collocation_shift``: one row a word."""
    table = pd.DataFrame({"term": terms})
    return table.assign(
        **{f"{name}_{side}": 4999 for name in ("count", "n_docs", "n_nodes") for side in ("target", "reference")}
    )


def mapped(labels, sides=("state", "foreign")):
    """Articles of a map, of both sides in turn, and a word without a name."""
    table = pd.DataFrame({"label": [*labels, ""], "kind": [*["article"] * len(labels), "word"]})
    numbers = range(len(table))
    return table.assign(
        side=[*(sides[n % 2] for n in numbers[:-1]), ""],
        dimension_1=[(-1) ** n * n / 4 for n in numbers],
        dimension_2=[n / 2 for n in numbers],
    )


LABELLED = {  # every figure with labels of seventy characters and side names as long
    "frequency": lambda: figures.plot_frequency(rates([LONG, LONG.replace(" ", "-"), "plan"])),
    "keyphrases": lambda: figures.plot_keyphrases(
        pd.DataFrame({"doc_id": SIDES, "term": LONG, "count": 12345, "df": 4999, "of_docs": 5000, "tf_idf": 0.5})
    ),
    "slogans": lambda: figures.plot_slogans(
        shares([LONG, LONG + " 2"], ["2024-01"], [f"{LONG} {number}" for number in range(14)]), unit="side"
    ),
    "many columns": lambda: figures.plot_slogans(shares(map(str, range(40)), ["2024-01"], map(str, range(40))), "side"),
    "renderings": lambda: figures.plot_renderings(
        pd.DataFrame({"rendering": [LONG, LONG, "plan"], "group": [*SIDES, "s"], "count": 12345})
    ),
    "speakers": lambda: speakers.plot_voice_shares(
        pd.DataFrame(itertools.product(SIDES, ["own", LONG]), columns=["group", "voice"]).assign(
            share=0.5, n_tokens=99999, note=f"99,999 words\n{LONG}"
        ),
        ("own", LONG),
    ),
    "voices": lambda: figures.plot_voices(voiced((LONG, SIDES[0], 5555, 333, 22, 1111), ("t", SIDES[1], 1, 0, 0, 0))),
    "map": lambda: figures.plot_map(mapped([LONG, "Xinhua, 2024-05-01", LONG + " 2"], SIDES), (0.6, 0.3), SIDES),
    "absent": lambda: figures.plot_absent(absent([LONG, "t"], SIDES, SIDES[::-1]), *SIDES),
    "frames": lambda: figures.plot_sides(*framed([LONG, LONG + " 2"], SIDES), *SIDES),
    "sides": lambda: figures.plot_sides(*in_blocks([LONG, LONG + " 2"], SIDES), *SIDES),
    "collocates": lambda: figures.plot_collocates(near([LONG, "t"])),
    "collocation shift": lambda: figures.plot_collocation_shift(shifted([LONG, "t"]), *SIDES),
}
DRAWN_INTO = {  # figures of one and of many panels, in Axes that a person made
    "frequency": lambda ax: figures.plot_frequency(rates(["s", "t"]), ax=ax),
    "slogans": lambda ax: figures.plot_slogans(shares(["s"], ["2024-01"]), unit="side", ax=ax),
    "map": lambda ax: figures.plot_map(mapped(["s", "t"]), (0.6, 0.3), ax=ax),
    "collocates": lambda ax: figures.plot_collocates(near(["s"]), ax=ax),
}
EMPTY = {
    "frequency": figures.plot_frequency,
    "keyphrases": figures.plot_keyphrases,
    "slogans": figures.plot_slogans,
    "renderings": figures.plot_renderings,
    "voices": figures.plot_voices,
    "map": lambda table: figures.plot_map(table, (0.6, 0.3)),
    "absent": lambda table: figures.plot_absent(table, "state", "foreign"),
    "frames": lambda table: figures.plot_sides(table, table, "state", "foreign"),
    "collocates": figures.plot_collocates,
    "collocation shift": lambda table: figures.plot_collocation_shift(table, "state", "foreign"),
}


def labels(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def heads(ax):
    return [label.get_text() for label in ax.get_xticklabels()]


def texts(ax):
    return [text.get_text().strip() for text in ax.texts]


def legend(ax):
    return [text.get_text() for text in ax.figure.legends[0].get_texts()]


def boxes(artists):
    return [artist.get_window_extent() for artist in artists if artist.get_text().strip() and artist.get_visible()]


def overlap(one, other):
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return wide > 1 and high > 1


def from_top_to_bottom(ax):
    bottom, top = ax.get_ylim()
    return bottom > top


def test_chinese_is_drawn_in_the_first_font_that_the_machine_has(monkeypatch):
    fonts = [FontEntry(name=name) for name in ("DejaVu Sans", "SimHei", "PingFang SC")]
    monkeypatch.setattr(axes.fontManager, "ttflist", fonts)
    with axes.house_style():
        assert plt.rcParams["font.family"] == ["DejaVu Sans", "PingFang SC"]


def test_collocates_are_bars_of_logdice_with_their_occurrences_before_and_after_the_node():
    table = near(["tax", "cut"]).assign(n_left=[3, 0], n_right=[1, 2], n_docs=[2, 1], log_dice=[11, 9.5])
    ax = figures.plot_collocates(table)
    assert (labels(ax), [bar.get_width() for bar in ax.patches]) == (["tax", "cut"], [11, 9.5])
    assert texts(ax) == ["3 before, 1 after, in 2", "0 before, 2 after, in 1"]


def test_a_collocation_shift_has_a_bar_in_the_colour_of_the_side_with_the_larger_share_of_its_nodes():
    table = shifted(["debt", "tax"]).assign(count_target=[0, 3], n_docs_target=[0, 2], n_nodes_target=4)
    table = table.assign(count_reference=[2, 1], n_docs_reference=1, n_nodes_reference=2)
    ax = figures.plot_collocation_shift(table, "state", "foreign")
    assert (labels(ax), [bar.get_width() for bar in ax.patches]) == (["tax", "debt"], [75, 100])
    assert [to_hex(bar.get_facecolor()).upper() for bar in ax.patches] == [axes.TARGET, axes.REFERENCE]
    notes = ["3× in 2 articles v 1× in 1 article", "0× in 0 articles v 2× in 1 article"]
    assert texts(ax) == [*notes, "More in state", "More in foreign"]
    last = figures.plot_collocation_shift(
        shifted(["a", "b", "c"]).assign(count_target=[4999, 0, 0]), "state", "foreign"
    )
    assert labels(last) == ["a", "c", "b"]  # the table ends with what is most the reference's
    assert figures.plot_collocation_shift(table.assign(count_target=0, n_nodes_target=0), "a", "b").patches


def test_frequency_bars_are_in_the_order_of_the_table_and_say_in_how_many_articles():
    table = rates(["plan", "red"]).assign(count=[8, 6], n_docs=3, of_docs=3, per_thousand=[186.0, 139.5])
    ax = figures.plot_frequency(table)
    assert (labels(ax), texts(ax)) == (["plan", "red"], ["8× in 3 of 3", "6× in 3 of 3"])
    assert [bar.get_width() for bar in ax.patches] == [186.0, 139.5]
    assert from_top_to_bottom(ax)


def test_keyphrases_stand_in_one_block_an_article_or_side():
    table = pd.DataFrame({"doc_id": ["a", "a", "b"], "term": ["s", "t", "s"], "tf_idf": [0.9, 0.5, 0.4]})
    table = table.assign(count=[3, 2, 1], df=2, of_docs=3)
    ax = figures.plot_keyphrases(table)
    assert [bar.get_width() for bar in ax.patches] == [0.9, 0.5, 0.4]
    assert texts(ax) == ["3× in 2 of 3", "2× in 2 of 3", "1× in 2 of 3", "a", "b"]


def test_beside_a_phrase_of_a_side_stands_no_number_of_articles_of_both_sides():
    table = pd.DataFrame({"group": ["a", "b"], "term": ["s", "t"], "c_tf_idf": 0.5, "count": 3, "df": 5, "of_docs": 5})
    ax = figures.plot_keyphrases(table, "c_tf_idf")
    assert texts(ax) == ["3×", "3×", "a", "b"]
    assert "c-TF-IDF" in ax.get_xlabel()


def test_slogan_cells_are_printed_where_there_is_a_match_and_only_there():
    cells = list(itertools.product(["big plan", "red plan"], ["a", "b", "c"]))
    table = pd.DataFrame(cells, columns=["slogan", "group"]).assign(count=[1, 0, 0, 4, 1, 0])
    ax = figures.plot_slogans(table, headings={"a": "A, state"})
    assert labels(ax) == ["big plan", "red plan"]
    assert heads(ax) == ["A, state", "b", "c"]
    assert texts(ax) == ["1", "4", "1"]
    assert [text.get_position() for text in ax.texts] == [(0, 0), (0, 1), (1, 1)]
    monthly = figures.plot_slogans(shares(["s"], ["2024-01"], ["state"]))
    assert texts(monthly) == ["3×\n1/2"]


def strips(ax):
    """The ends of the lines from the lowest to the highest dot, and the places of upright lines, for each side."""
    drawn = [[path.vertices for path in lines.get_paths()] for lines in ax.collections]
    ranges = [[(ends[0][0], ends[1][0]) for ends in lines] for lines in drawn[::2]]
    return ranges, [[ends[0][0] for ends in lines] for lines in drawn[1::2]]


def test_frames_show_a_dot_an_article_their_range_and_an_upright_line_for_the_side():
    dots = pd.DataFrame(itertools.product(["red plan", "trade"], "abc"), columns=["frame", "doc_id"])
    dots = dots.assign(side=["state", "state", "foreign"] * 2, share=[0.5, 0.25, 0, 0, 0.125, 0])
    bars = pd.DataFrame(itertools.product(["red plan", "trade"], ["state", "foreign"]), columns=["frame", "side"])
    bars = bars.assign(share=[0.3, 0, 0.05, 0], n_docs=[2, 0, 1, 0], of_docs=[2, 1, 2, 1])
    ax = figures.plot_sides(dots, bars, "state", "foreign")
    assert labels(ax) == ["red plan", "trade"]
    assert strips(ax) == ([[(25, 50), (0, 12.5)], [(0, 0), (0, 0)]], [[30, 5], [0, 0]])
    assert [len(line.get_xdata()) for line in ax.lines] == [0, 4, 0, 2, 0, 0]
    assert texts(ax) == ["30% (2 of 2)", "5% (1 of 2)", "0% (0 of 1)", "0% (0 of 1)", "share (articles)"]
    assert legend(ax) == ["state: an article", "foreign: an article", "all state", "all foreign"]


def test_few_articles_of_a_side_have_a_shape_and_a_name_each():
    dots = pd.DataFrame(itertools.product(["red plan", "trade"], "abcdefgh"), columns=["frame", "doc_id"])
    dots = dots.assign(side=["state"] * 2 + ["foreign"] * 6 + ["state"] * 2 + ["foreign"] * 6, share=0.5)
    bars = pd.DataFrame(itertools.product(["red plan", "trade"], ["state", "foreign"]), columns=["frame", "side"])
    bars = bars.assign(share=[0.625, 0.125, 0, 0], n_docs=1, of_docs=2)
    ax = figures.plot_sides(dots.assign(called=dots["doc_id"].str.upper()), bars, "state", "foreign")
    assert legend(ax) == ["A", "B", "foreign: an article", "all state", "all foreign"]
    drawn = [line.get_marker() for line in ax.lines if len(line.get_xdata())]
    assert drawn == ["o", "s", "D"]
    assert texts(ax)[:1] == ["63% (1 of 2)"] and "13% (1 of 2)" in texts(ax)  # a half is rounded up


def test_beside_the_rates_of_two_sides_stand_occurrences_and_articles():
    dots = per_article(["red plan", "trade"], ("state", "foreign"))
    bars = pd.DataFrame(itertools.product(["red plan", "trade"], ["state", "foreign"]), columns=["term", "side"])
    bars = bars.assign(per_thousand=[3, 0, 0.5, 2], count=[1200, 0, 1, 4], n_docs=[2, 0, 1, 1], of_docs=[2, 1, 2, 1])
    ax = figures.plot_sides(dots, bars, "state", "foreign")
    assert labels(ax) == ["red plan", "trade"]
    assert strips(ax)[1] == [[3, 0.5], [0, 2]]
    counts = ["1,200× in 2 of 2", "1× in 1 of 2", "0× in 0 of 1", "4× in 1 of 1"]
    said = [f"{rate} ({count})" for rate, count in zip(("3.0", "0.5", "0.0", "2.0"), counts, strict=True)]
    assert texts(ax) == [*said, "rate (uses in articles)"]
    assert "per 1,000 words" in ax.get_xlabel()
    narrow = layout.drawn(lambda: figures.plot_sides(dots, bars, "state", "foreign"), "column")  # no room for rates
    assert texts(narrow) == [*counts, "uses in articles"]


def test_a_term_without_dots_is_counted_as_left_to_the_table():
    dots, bars = sided(["red plan", "trade"], ("state", "foreign"))
    ax = figures.plot_sides(dots[dots["term"] == "trade"], bars, "state", "foreign")
    assert (labels(ax), texts(ax)[0]) == (["trade"], "and 1 more in the table")


def test_a_chart_of_two_sides_in_blocks_has_ten_rows_five_of_each_block():
    dots, bars = sided([f"word {number}" for number in range(20)], ("state", "foreign"))
    bars = bars.assign(block=["Typical of state"] * 20 + ["Typical of foreign"] * 20)
    ax = figures.plot_sides(dots, bars, "state", "foreign")
    assert labels(ax) == [f"word {number}" for number in [*range(5), *range(10, 15)]]
    assert "and 10 more in the table" in texts(ax)


def test_wordings_are_bars_that_name_who_prints_them():
    rows = [("red plan", "north", 1), ("red plan", "south", 3), ("plan", "north", 1), ("plan", "south", 0)]
    rows += [("the plan", side, 1) for side in "abcd"]
    ax = figures.plot_renderings(pd.DataFrame(rows, columns=["rendering", "group", "count"]))
    assert labels(ax) == ["red plan", "plan", "the plan"]
    assert [bar.get_width() for bar in ax.patches] == [4, 1, 4]
    assert texts(ax) == ["north\u00a01, south\u00a03", "north\u00a01", "a\u00a01, b\u00a01, c\u00a01, …"]


def test_a_wording_of_two_sides_is_a_bar_divided_between_their_colours():
    rows = [("plan", "north", 1), ("plan", "south", 3), ("the plan", "south", 2)]
    table = pd.DataFrame(rows, columns=["rendering", "group", "count"])
    ax = figures.plot_renderings(table, ("south", "north"))
    bars = [(bar.get_x(), bar.get_width(), to_hex(bar.get_facecolor()).upper()) for bar in ax.patches[2:]]
    assert bars == [(0, 3, axes.TARGET), (0, 2, axes.TARGET), (3, 1, axes.REFERENCE), (2, 0, axes.REFERENCE)]
    assert legend(ax) == ["south", "north"]


def test_an_article_older_than_a_slogan_has_a_grey_dash_in_the_place_of_a_blank():
    ax = figures.plot_voices(VOICED.assign(could_carry=[1, 0, 1, 0]))  # the last article prints it all the same
    assert [text for text in texts(ax) if text] == ["5/9", "–", "1/2", "1/2"]
    assert next(text.get_color() for text in ax.texts if text.get_text() == "–") == axes.OTHER


def test_a_label_is_broken_at_spaces_and_at_a_hyphen_only_where_one_word_is_too_long():
    assert axes.wrapped("strength in sci-tech", 15) == "strength in\nsci-tech"
    assert axes.wrapped("innovation-driven", 12) == "innovation-\ndriven"


def test_terms_of_a_block_stand_below_its_heading():
    ax = figures.plot_sides(*in_blocks(["red plan", "trade"], ("state", "foreign")), "state", "foreign")
    heights = {text.get_text(): text.get_position()[1] for text in ax.texts}
    red, trade = ax.get_yticks()
    assert heights["Typical of red plan"] < red < heights["Typical of trade"] < trade


def test_a_cell_of_voices_says_own_of_all_over_a_strip_as_long_as_the_occurrences():
    ax = figures.plot_voices(VOICED)
    assert (labels(ax), heads(ax)) == (["s", "t"], ["foreign", "state"])
    assert [text for text in texts(ax) if text] == ["5/9", "1/2", "1/2"]
    strips = [patch.get_width() / 0.88 for patch in ax.patches if patch.get_height() == 0.24]
    assert strips == pytest.approx([5 / 9, 4 / 9, 0, 0, 1 / 9, 1 / 9, 1 / 9, 1 / 9])
    assert legend(ax) == ["in the outlet's own voice", "attributed, quoted or mentioned"]


def test_absent_terms_are_bars_in_the_colour_of_the_side_that_has_them_below_what_the_other_never_says():
    table = absent(["s", "t"], ["foreign", "state"], ["state", "foreign"]).assign(count=[6, 4])
    ax = figures.plot_absent(table[::-1], "state", "foreign")
    assert labels(ax) == ["s", "t"]  # those of the target first
    assert [bar.get_width() for bar in ax.patches] == [6, 4]
    assert [to_hex(bar.get_facecolor()).upper() for bar in ax.patches] == [axes.TARGET, axes.REFERENCE]
    said = [text.replace("\n", " ") for text in texts(ax)]
    assert said == ["in 2 of 2"] * 2 + ["Never in foreign (0 of 3)", "Never in state (0 of 3)"]


def test_only_of_twenty_articles_or_more_a_figure_says_how_many_could_still_have_an_absent_term():
    table = absent(["s", "t"], ["foreign", "state"], ["state", "foreign"]).assign(bound_docs=[0.146, 0.139])
    ax = figures.plot_absent(table.assign(of_docs_silent=[19, 20]), "state", "foreign")
    said = ["Never in foreign (0 of 19)", "Never in state: 0 of 20 (could be up to 14%)"]
    assert [text.replace("\n", " ") for text in texts(ax)[-2:]] == said


@pytest.mark.parametrize("size", axes.SHEETS)
def test_a_heading_of_a_block_lies_on_no_bar(size):
    ax = layout.drawn(lambda: figures.plot_absent(absent(["s", "t"], SIDES, SIDES[::-1]), *SIDES), size, WORDS)
    ax.figure.canvas.draw()
    bars = [bar.get_window_extent() for bar in ax.patches]
    heads = [text.get_window_extent() for text in ax.texts if text.get_fontweight() == "bold"]
    assert len(heads) == 2 and not any(overlap(head, bar) for head in heads for bar in bars)


def test_two_sides_whose_long_names_end_alike_have_a_heading_each():
    sides = [f"{LONG} {number} of the town council" for number in range(2)]
    ax = figures.plot_absent(absent(["s", "t"], sides, sides[::-1]), *sides)
    assert len([text for text in texts(ax) if text.startswith("Never in")]) == 2


def everything(figure):
    """The boxes of all texts that a reader sees."""
    whole = [box for panel in figure.axes for box in boxes([*panel.texts, panel._left_title, panel.xaxis.label])]
    whole += boxes(figure.texts) + [box for part in figure.legends for box in boxes(part.get_texts())]
    for panel in figure.axes:
        view, along = panel.viewLim, panel.get_xticklabels() if panel is figure.axes[-1] else []
        ticks = [label for label in panel.get_yticklabels() if view.ymin <= label.get_position()[1] <= view.ymax]
        ticks += [label for label in along if view.xmin <= label.get_position()[0] <= view.xmax]
        whole += boxes(ticks)
    return whole


WORDS = layout.Words(f"{LONG.capitalize()}: {LONG}.", "Caption.", "Alt.", f"{LONG} (n = 5 articles)", f"{LONG} " * 2)


@pytest.mark.parametrize("size", axes.SHEETS)
@pytest.mark.parametrize("name", LABELLED)
def test_on_every_sheet_all_stands_inside_nothing_lies_on_another_and_letters_are_large_enough(name, size):
    figure = layout.drawn(LABELLED[name], size, WORDS).figure
    figure.canvas.draw()
    sheet, page, whole = axes.SHEETS[size], figure.bbox, everything(figure)
    assert figure.get_figwidth() == pytest.approx(sheet.width * sheet.scale)
    assert figure.get_figheight() <= sheet.high * sheet.scale + 0.01
    assert all(box.x0 >= -1 and box.x1 <= page.x1 + 1 and box.y0 >= -1 and box.y1 <= page.y1 + 1 for box in whole)
    assert [pair for pair in itertools.combinations(whole, 2) if overlap(*pair)] == []
    sizes = [text.get_fontsize() for text in figure.findobj(plt.Text) if text.get_text().strip()]
    assert min(sizes) >= (14 if size == "slide" else 7)


@pytest.mark.parametrize("size", axes.SIZES)
@pytest.mark.parametrize(
    "draw", [figures.plot_frequency, lambda table: figures.plot_sides(*sided(table["term"], SIDES), *SIDES)]
)
def test_rows_without_room_are_left_to_the_table_and_the_figure_says_how_many(draw, size):
    table = rates([f"word {number}" for number in range(300)])
    ax = layout.drawn(lambda: draw(table), size, WORDS)
    rows, said = len(labels(ax)), [text for text in texts(ax) if text.endswith("more in the table")]
    assert 3 <= rows <= 15 and said == [f"and {300 - rows} more in the table"]
    assert ax.figure.get_figheight() <= axes.SHEETS[size].high * axes.SHEETS[size].scale + 0.01


def test_columns_without_room_on_a_phone_leave_the_room_of_the_others():
    cells = itertools.product([f"{name} {LONG}" for name in "abcdefg"], ["all", *"uvwxyz"])
    table = pd.DataFrame(cells, columns=["role", "group"]).assign(count=25)
    names = {group: f"{group} News Reel\n2,712 words" for group in table["group"].unique()}
    ax = layout.drawn(lambda: figures.plot_slogans(table, "group", "role", names), "phone", rows=exports.SMALL_ROWS)
    assert " ".join(texts(ax)[0].split()) == "and 2 more and 2 more columns in the table"
    box = ax.get_window_extent()
    assert box.width > 0.3 * ax.figure.bbox.width


def test_a_label_that_finds_room_loses_nothing():
    said = "Never in state (could still be up to 78%)"
    assert axes.wrapped(said, 24).replace("\n", " ") == said


def test_headings_that_are_turned_have_two_lines_and_others_break_no_word():
    names = [f"Gazette {n}\nMar 202{n}\nstate" for n in range(5)]
    assert axes._headings(names, 0.3) == ([f"Gazette {n}, Mar 202{n}\nstate" for n in range(5)], True)
    assert axes._headings(["El Ciudadano"], 0.06 + 8.5 * axes.NARROW) == (["El\nCiudadano"], False)


def test_of_two_groups_as_many_rows_are_drawn():
    table = pd.DataFrame({"side": ["a"] * 20 + ["b"] * 4, "term": [f"t{number}" for number in range(24)]})
    kept, more = axes.fitting(table, "term", "side")
    assert kept["side"].value_counts().to_dict() == {"a": 11, "b": 4} and more == "and 9 more in the table"


def test_a_title_names_fewer_terms_of_both_sides_before_it_loses_one_of_them():
    terms = "“self-reliance”, “breakthroughs” and “manufacturing”"
    words = WORDS._replace(title=f"Typical of state articles: {terms}; typical of foreign articles: {terms}.")
    ax = layout.drawn(lambda: figures.plot_frequency(rates(["x"])), "column", words)
    two = "“self-reliance” and “breakthroughs”"
    said = f"Typical of state articles: {two}; typical of foreign articles: {two}."
    assert ax.figure.texts[0].get_text().replace("\n", " ").replace("self- reliance", "self-reliance") == said


@pytest.mark.parametrize(("size", "lines"), [("wide", 2), ("column", 3)])
def test_a_title_loses_the_last_clause_before_it_has_another_line(size, lines):
    title = "; ".join(f"the finding of number {number} is rather long" for number in range(9)) + "."
    ax = layout.drawn(lambda: figures.plot_frequency(rates(["x"])), size, WORDS._replace(title=title))
    drawn = ax.figure.texts[0].get_text()
    assert (
        drawn.count("\n") == lines - 1 and title.startswith(drawn.replace("\n", " ")[:-1]) and drawn.endswith("long.")
    )


def test_of_more_columns_than_a_chart_holds_the_first_are_drawn_and_the_others_are_counted():
    ax = figures.plot_slogans(shares(["s"], ["2024-01"], range(40)), unit="side")
    assert any(" ".join(text.get_text().split()) == "and 26 more columns in the table" for text in ax.texts)
    assert plt.get_fignums() == []


def test_a_long_label_is_wrapped_and_loses_its_middle():
    first, second = labels(figures.plot_frequency(rates([LONG, LONG + " and of world-class weight"])))
    assert first.startswith("modernization of the") and first.endswith("strategic weight") and first.count("\n") == 1
    assert (
        second.startswith("modernization of the")
        and second.replace("-\n", "-").endswith("world-class weight")
        and "…" in second
    )
    assert max(map(len, (first + "\n" + second).split("\n"))) <= 34


def test_chinese_labels_wrap_at_half_as_many_characters():
    assert axes.wrapped("科技自立自强" * 3, 14, 3).split("\n") == ["科技自立自强科", "技自立自强科技", "自立自强"]


def test_headings_name_article_month_and_side(docs):
    made = figures.headings(
        docs.assign(publisher=["", "Post", "Daily"], published=docs["published"].where([True, True, False])), "side"
    )
    assert list(made.values()) == ["a\nJan 2024\nstate", "Post\nFeb 2024\nstate", "Daily\nundated\nforeign"]


def test_drawing_and_saving_leave_no_trace_in_matplotlib(tmp_path):
    code = f"""
import matplotlib
import pandas as pd
from analysis.show import exports, figures, layout
settings, backend = dict(matplotlib.rcParams.copy()), matplotlib.rcParams._get_backend_or_none()
table = pd.DataFrame({{"term": ["a"], "count": 5, "n_docs": 1, "of_docs": 2, "per_thousand": 3.0}})
words = layout.Words("Title.", "Caption.", "Bars.")
exports.save_figure(lambda: figures.plot_frequency(table), {str(tmp_path / "a.pdf")!r}, "wide", words)
exports.published(lambda: figures.plot_frequency(table), table, {str(tmp_path)!r}, "a", words)
import matplotlib.pyplot as plt
assert plt.get_fignums() == []
assert dict(matplotlib.rcParams.copy()) == settings
assert matplotlib.rcParams._get_backend_or_none() == backend
"""
    environment = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120, env=environment)


@pytest.mark.parametrize("name", LABELLED)
def test_a_figure_looks_the_same_whatever_the_style_of_its_caller(name):
    inside, _ = exports.rendered(LABELLED[name](), "png", dpi=60)
    with plt.style.context("dark_background", after_reset=True), plt.rc_context({"font.size": 20, "axes.grid": False}):
        ax = LABELLED[name]()
        ticks = [label for panel in ax.figure.axes for label in (*panel.get_xticklabels(), *panel.get_yticklabels())]
        assert {label.get_fontsize() for label in ticks} <= {7.497, 9.0}
        assert {label.get_color() for label in ticks} == {figures.INK}
        assert exports.rendered(ax, "png", dpi=60)[0] == inside


@pytest.mark.parametrize("name", DRAWN_INTO)
def test_a_persons_own_axes_are_drawn_into(name):
    figure, (ax, other) = plt.subplots(1, 2)
    assert DRAWN_INTO[name](ax) is ax
    assert ax.figure is figure
    assert other in figure.axes
    assert texts(other) == []
    assert ax.has_data()
    assert plt.get_fignums() == [figure.number]
    plt.close(figure)


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_table_says_that_there_are_no_rows(name):
    ax = EMPTY[name](pd.DataFrame())
    assert texts(ax) == ["no rows"]
    assert len(ax.patches) == 0


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_dollar_sign_is_no_mathematics(kind):
    ax = figures.plot_frequency(rates(["US$5 and a $x_2$"]))
    data, note = exports.rendered(ax, kind)
    assert not ax.get_yticklabels()[0].get_parse_math()
    assert note == ""
    assert kind != "svg" or b"US$5 and a $x_2$" in data


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_characters_that_no_font_has_are_one_sentence_and_no_warning(kind, monkeypatch):
    monkeypatch.setattr(axes, "CHINESE", [])
    data, note = exports.rendered(figures.plot_frequency(rates(["科技", "plan"])), kind)
    assert note == (
        "Some characters cannot be drawn with the fonts of this machine (for instance 技): "
        "install a font that has them, such as Noto Sans CJK."
    )
    assert data == exports.rendered(figures.plot_frequency(rates(["科技", "plan"])), kind)[0]


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
@pytest.mark.parametrize("name", LABELLED)
def test_a_figure_has_the_same_bytes_on_every_run(name, kind):
    first, second = (exports.rendered(LABELLED[name](), kind, dpi=60) for _ in range(2))
    assert first == second


def test_svg_keeps_text_as_text():
    assert b">Occurrences per 1,000 words<" in exports.rendered(figures.plot_frequency(rates(["x"])), "svg")[0]


def test_a_map_has_equal_scales_and_a_point_for_every_row():
    ax = figures.plot_map(mapped(["s", "t", "u"]), (0.6, 0.3), ("state", "foreign"))
    points = {line.get_label(): len(line.get_xdata()) for line in ax.lines if line.get_marker() != "None"}
    points = {name: n for name, n in points.items() if n}
    assert points == {"word (scale of its own)": 1, "state article": 2, "foreign article": 1}
    width, height = (abs(end - start) for start, end in (ax.get_xlim(), ax.get_ylim()))
    box = ax.get_window_extent()
    assert width / height == pytest.approx(box.width / box.height, rel=1e-6)
    assert (ax.get_xlabel(), ax.get_ylabel()) == (
        "dimension 1 (60% of the differences)",
        "dimension 2 (30% of the differences)",
    )


def test_a_map_labels_points_in_the_colour_of_their_side():
    ax = figures.plot_map(mapped(["s", "t"]), (0.6, 0.3), ("state", "foreign"))
    assert {text.get_text(): text.get_color() for text in ax.texts} == {"s": axes.TARGET, "t": axes.REFERENCE}
    ax = figures.plot_map(mapped(["s", "t"]), (0.6, 0.3))
    assert {text.get_color() for text in ax.texts} == {axes.NEUTRAL}
