"""Figures by their structure: bars, labels, order, what they refuse; and the same bytes on every run."""

import itertools
import os
import subprocess
import sys

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.font_manager import FontEntry

from analysis.files import InputError
from analysis.show import axes, collocates, exports, figures
from analysis.text.counts import sizes

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
    table = pd.DataFrame(cells, columns=["slogan", "period", "side"])
    return table.assign(n_docs=1, of_docs=2, count=3, share=0.5, share_low=0.1, share_high=0.9)


def voiced(*rows):
    """As ``stats.slogans.adoption``: rows of slogan, side, own, attributed, naming, quoted."""
    table = pd.DataFrame(rows, columns=["slogan", "side", "own", "attributed", "naming", "quoted"]).assign(
        mention=0, distance=0
    )
    total = table[list(figures.VOICES)].sum(axis=1)
    return table.assign(count=total, n_docs=total, adoption=table["own"] / total.where(total > 0))


VOICED = voiced(
    ("s", "state", 5, 3, 0, 1), ("s", "foreign", 0, 0, 0, 0), ("t", "state", 1, 0, 1, 0), ("t", "foreign", 1, 0, 1, 0)
)


def rates(terms):
    """As ``stats.terms.frequency``: one row a term."""
    return pd.DataFrame({"term": terms, "count": 123456, "n_docs": 4999, "of_docs": 5000, "per_thousand": 7.0})


def leanings(terms):
    """As ``stats.keyness.keyness``: one row a term."""
    table = pd.DataFrame({"term": terms, "log_ratio": 1.5, "log_ratio_low": -0.5, "log_ratio_high": 2.5, "g2": 9.0})
    for side in ("target", "reference"):
        table = table.assign(**{f"count_{side}": 12345, f"n_docs_{side}": 4999, f"of_docs_{side}": 5000})
    return table.assign(n_tokens_target=10**6, n_tokens_reference=10**6, log_ratio_other=-2.0, flag="a reason")


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
    "sizes": lambda: figures.plot_sizes(
        pd.DataFrame({"doc_id": [LONG, LONG + " 2"], "body": 123456, "headline": 12, "removed": 54321})
    ),
    "frequency": lambda: figures.plot_frequency(rates([LONG, LONG.replace(" ", "-"), "plan"])),
    "keyphrases": lambda: figures.plot_keyphrases(
        pd.DataFrame({"doc_id": SIDES, "term": LONG, "count": 12345, "df": 4999, "of_docs": 5000, "tf_idf": 0.5})
    ),
    "slogans": lambda: figures.plot_slogans(
        shares([LONG, LONG + " 2"], ["2024-01"], [f"{LONG} {number}" for number in range(14)]), unit="side"
    ),
    "voices": lambda: figures.plot_voices(voiced((LONG, SIDES[0], 5555, 333, 22, 1111), ("t", SIDES[1], 1, 0, 0, 0))),
    "adoption": lambda: figures.plot_adoption(
        voiced((LONG, SIDES[0], 5555, 0, 0, 0), (LONG, SIDES[1], 5555, 0, 0, 0), ("t", SIDES[0], 0, 1, 0, 0)), *SIDES
    ),
    "keyness": lambda: figures.plot_keyness(leanings([LONG, LONG + " 2"]), *SIDES),
    "map": lambda: figures.plot_map(mapped([LONG, "Xinhua, 2024-05-01", LONG + " 2"], SIDES), (0.6, 0.3), SIDES),
    "absent": lambda: figures.plot_absent(absent([LONG, "t"], SIDES, SIDES[::-1]), *SIDES),
    "frames": lambda: figures.plot_sides(*framed([LONG, LONG + " 2"], SIDES), *SIDES),
    "sides": lambda: figures.plot_sides(*sided([LONG, LONG + " 2"], SIDES), *SIDES),
    "collocates": lambda: collocates.plot_collocates(near([LONG, "t"]), LONG),
    "collocation shift": lambda: collocates.plot_collocation_shift(shifted([LONG, "t"]), *SIDES, LONG),
}
DRAWN_INTO = {  # figures of one and of many panels, in Axes that a person made
    "frequency": lambda ax: figures.plot_frequency(rates(["s", "t"]), ax=ax),
    "sizes": lambda ax: figures.plot_sizes(pd.DataFrame({"doc_id": ["a"], "body": 3, "headline": 1, "removed": 1}), ax),
    "slogans": lambda ax: figures.plot_slogans(shares(["s"], ["2024-01"]), unit="side", ax=ax),
    "adoption": lambda ax: figures.plot_adoption(VOICED, "state", "foreign", ax=ax),
    "keyness": lambda ax: figures.plot_keyness(leanings(["s", "t"]), "state", "foreign", ax=ax),
    "map": lambda ax: figures.plot_map(mapped(["s", "t"]), (0.6, 0.3), ax=ax),
    "collocates": lambda ax: collocates.plot_collocates(near(["s"]), "plan", ax=ax),
}
EMPTY = {
    "sizes": figures.plot_sizes,
    "frequency": figures.plot_frequency,
    "keyphrases": figures.plot_keyphrases,
    "slogans": figures.plot_slogans,
    "voices": figures.plot_voices,
    "adoption": lambda table: figures.plot_adoption(table, "state", "foreign"),
    "keyness": lambda table: figures.plot_keyness(table, "state", "foreign"),
    "map": lambda table: figures.plot_map(table, (0.6, 0.3)),
    "absent": lambda table: figures.plot_absent(table, "state", "foreign"),
    "frames": lambda table: figures.plot_sides(table, table, "state", "foreign"),
    "collocates": lambda table: collocates.plot_collocates(table, "plan"),
    "collocation shift": lambda table: collocates.plot_collocation_shift(table, "state", "foreign", "plan"),
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


def test_collocates_stand_before_and_after_the_node_with_their_numbers():
    table = near(["tax", "cut"]).assign(n_left=[3, 0], n_right=[1, 2], n_docs=[2, 1])
    ax = collocates.plot_collocates(table, "plan")
    assert labels(ax) == ["tax", "cut"]
    assert [bar.get_width() for bar in ax.patches] == [-3, 0, 1, 2]
    assert texts(ax) == ["logDice;\narticles", "11.1;  2", "11.1;  1", "3", "1", "2", "← before", "after →", "“plan”"]
    assert "Of 22 occurrences of “plan”, those with" in ax.get_xlabel().replace("\n", " ")
    assert not {figures.TARGET, figures.REFERENCE} & {to_hex(bar.get_facecolor()).upper() for bar in ax.patches}


def test_a_collocation_shift_has_the_target_to_the_right_and_shares_of_the_nodes_occurrences():
    table = shifted(["tax", "debt"]).assign(count_target=[3, 0], n_docs_target=[2, 0], n_nodes_target=4)
    table = table.assign(count_reference=[1, 2], n_docs_reference=1, n_nodes_reference=2)
    ax = collocates.plot_collocation_shift(table, "state", "foreign", "plan")
    assert [bar.get_width() for bar in ax.patches] == [-50, -100, 75, 0]
    assert [to_hex(bar.get_facecolor()).upper() for bar in ax.patches[::2]] == [figures.REFERENCE, figures.TARGET]
    assert texts(ax)[1:5] == ["3 in 2  v  1 in 1", "0 in 0  v  2 in 1", "← foreign", "state →"]
    assert "% of 2 (left) and 4 (right) occurrences of “plan”" in ax.get_xlabel().replace("\n", " ")
    assert collocates.plot_collocation_shift(table.assign(count_target=0, n_nodes_target=0), "a", "b", "plan").patches


def test_sizes_stack_the_zones_of_each_article(tokens):
    ax = figures.plot_sizes(sizes(tokens))
    assert labels(ax) == ["a", "b", "c"]
    assert [bar.get_width() for bar in ax.patches] == [16, 12, 12, 3, 0, 0, 0, 2, 0]
    assert texts(ax) == ["0 of 19 removed", "2 of 14 removed", "0 of 12 removed"]


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
    grouped = table.rename(columns={"doc_id": "group", "tf_idf": "c_tf_idf"})
    assert "c-TF-IDF" in figures.plot_keyphrases(grouped, "c_tf_idf").get_xlabel()


def test_slogan_cells_are_printed_where_there_is_a_match_and_only_there():
    cells = list(itertools.product(["big plan", "red plan"], ["a", "b", "c"]))
    table = pd.DataFrame(cells, columns=["slogan", "doc_id"]).assign(count=[1, 0, 0, 4, 1, 0])
    ax = figures.plot_slogans(table, headings={"a": "A, state"})
    assert labels(ax) == ["big plan", "red plan"]
    assert heads(ax) == ["A, state", "b", "c"]
    assert texts(ax) == ["1", "4", "1"]
    assert [text.get_position() for text in ax.texts] == [(0, 0), (0, 1), (1, 1)]
    monthly = figures.plot_slogans(shares(["s"], ["2024-01"], ["state"]), unit="period")
    assert texts(monthly) == ["3×\n1/2"]


def test_voice_cells_print_a_letter_a_voice_over_a_strip_of_their_shares():
    ax = figures.plot_voices(VOICED)
    assert (labels(ax), heads(ax)) == (["s", "t"], ["foreign", "state"])
    assert [text for text in texts(ax) if text] == ["5o 3a\n1q", "1o 1n", "1o 1n"]
    strip = [patch.get_width() / 0.92 for patch in ax.patches if patch.get_height()]
    assert strip == pytest.approx([5 / 9, 3 / 9, 1 / 9, 1 / 2, 1 / 2, 1 / 2, 1 / 2])
    assert legend(ax) == ["o = own", "a = attributed", "q = quoted", "m = mention", "n = naming", "d = distance"]


def test_adoption_joins_the_sides_and_writes_equal_ends_above_and_below():
    ax = figures.plot_adoption(VOICED, "state", "foreign")
    ax.figure.canvas.draw()
    assert texts(ax) == ["5/9", "1/2", "1/2"]
    above, below = boxes(ax.texts)[1:]
    assert above.y0 > below.y1
    markers = {line.get_marker() for line in ax.lines if line.get_linestyle() == "None"}
    assert markers == {"o", "D"}
    assert legend(ax) == ["state (numbers above)", "foreign (numbers below)"]


def test_a_slogan_that_neither_side_uses_says_so():
    assert texts(figures.plot_adoption(voiced(("s", "relay", 1, 0, 0, 0)), "state", "foreign")) == [
        "neither side uses it"
    ]


def test_keyness_bars_part_at_zero_and_name_counts_and_articles():
    table = leanings(["red", "growth"]).assign(log_ratio=[1.2, -1.9], g2=[1.0, -2.0], flag="")
    table = table.assign(count_target=[5, 0], n_docs_target=[2, 0], of_docs_target=2, log_ratio_low=float("nan"))
    table = table.assign(count_reference=1, n_docs_reference=1, of_docs_reference=1)
    ax = figures.plot_keyness(table, "state", "foreign")
    assert labels(ax) == ["red", "growth"]
    assert [bar.get_width() for bar in ax.patches] == [1.2]
    assert [line.get_marker() for line in ax.lines if len(line.get_xdata()) == 1] == ["<"]
    assert texts(ax)[1:3] == ["5 in 2/2  v  1 in 1/1", "0 in 0/2  v  1 in 1/1"]
    assert texts(ax)[-2:] == ["← foreign", "state →"]
    assert legend(ax)[0] == "never on the other side: no ratio can be measured"
    left, right = ax.get_xlim()
    assert left == -right


def test_a_flagged_term_has_a_dagger_and_its_range_a_line():
    table = leanings(["plan", "monday"]).assign(flag=["", "house style: weekday or month"])
    ax = figures.plot_keyness(table, "state", "foreign")
    assert labels(ax) == ["plan", "monday†"]
    assert legend(ax) == ["range when each article in turn is left out", "† flagged: the table says why"]
    assert [segment[:, 0].tolist() for segment in ax.collections[0].get_segments()] == [[-0.5, 2.5]] * 2


def test_what_one_side_alone_uses_has_a_triangle_towards_it_and_no_bar():
    gone = {"log_ratio_low": float("nan"), "log_ratio_high": float("nan")}
    table = leanings(["rare"]).assign(log_ratio=-0.4, g2=0.7, count_target=1, count_reference=0, **gone)
    ax = figures.plot_keyness(table, "state", "foreign")
    assert not ax.patches
    places = [line.get_xdata() for line in ax.lines if line.get_marker() == ">" and line.get_mfc() == "white"]
    assert [place[0] > 0 for place in places if len(place)] == [True]
    assert not [lines for lines in ax.collections if isinstance(lines, LineCollection)]


@pytest.mark.parametrize("draw", [figures.plot_keyness])
def test_undefined_ratios_alone_break_no_figure(draw):
    gone = leanings(["s"]).assign(log_ratio=float("nan"), log_ratio_low=float("nan"), g2=float("nan"))
    draw(gone, "state", "foreign").figure.canvas.draw()


def test_absent_terms_show_the_share_of_one_side_and_the_bound_of_the_other():
    ax = figures.plot_absent(absent(["s", "t"], ["foreign", "state"], ["state", "foreign"]), "state", "foreign")
    assert labels(ax) == ["t", "s"]
    assert [bar.get_width() for bar in ax.patches] == [100, 100]
    assert [line.get_xdata().tolist() for line in ax.lines] == [[pytest.approx(63.16, abs=0.01)]] * 2
    assert texts(ax)[:2] == ["Never in state", "Never in foreign"]
    assert texts(ax)[2] == "14× in 2/2  v  0/3, expected 17.1"


def test_frames_show_a_bar_a_side_and_a_dot_an_article():
    dots = pd.DataFrame(itertools.product(["red plan", "trade"], "abc"), columns=["frame", "doc_id"])
    dots = dots.assign(side=["state", "state", "foreign"] * 2, share=[0.4, 0.2, 0, 0, 0.1, 0])
    bars = pd.DataFrame(itertools.product(["red plan", "trade"], ["state", "foreign"]), columns=["frame", "side"])
    bars = bars.assign(share=[0.3, 0, 0.05, 0], n_docs=[2, 0, 1, 0], of_docs=[2, 1, 2, 1])
    ax = figures.plot_sides(dots, bars, "state", "foreign")
    assert labels(ax) == ["red plan", "trade"]
    assert [bar.get_width() for bar in ax.patches] == [30, 5, 0, 0]
    assert [len(line.get_xdata()) for line in ax.lines] == [0, 4, 0, 2]
    assert texts(ax) == ["2/2", "1/2", "0/1", "0/1"]
    assert legend(ax) == ["state: an article", "foreign: an article"]


def test_the_rates_of_two_sides_are_bars_with_their_occurrences_and_a_dot_an_article():
    dots = per_article(["red plan", "trade"], ("state", "foreign"))
    bars = pd.DataFrame(itertools.product(["red plan", "trade"], ["state", "foreign"]), columns=["term", "side"])
    bars = bars.assign(per_thousand=[3, 0, 0.5, 2], count=[1200, 0, 1, 4], n_docs=[2, 0, 1, 1], of_docs=[2, 1, 2, 1])
    ax = figures.plot_sides(dots, bars, "state", "foreign")
    assert labels(ax) == ["red plan", "trade"]
    assert [bar.get_width() for bar in ax.patches] == [3, 0.5, 0, 2]
    assert texts(ax) == ["1,200× in 2/2", "1× in 1/2", "0× in 0/1", "4× in 1/1"]
    assert "per 1,000 words" in ax.get_xlabel()


@pytest.mark.parametrize("size", [None, "column", "wide", "full"])
@pytest.mark.parametrize("name", LABELLED)
def test_no_text_is_cut_off_at_the_border_and_none_lies_on_another(name, size):
    ax = exports.drawn(LABELLED[name], size)
    wanted = {None: ax.figure.get_figwidth(), "column": 90 / 25.4, "wide": 140 / 25.4, "full": 190 / 25.4}[size]
    assert ax.figure.get_figwidth() == pytest.approx(wanted)
    ax.figure.canvas.draw()
    page, whole = ax.figure.bbox, [box for panel in ax.figure.axes for box in boxes(panel.texts)]
    whole += [box for panel in ax.figure.axes for box in boxes([panel._left_title, panel.xaxis.label])]
    whole += boxes(ax.figure.legends[0].get_texts()) if ax.figure.legends else []
    for panel in ax.figure.axes:
        ticks, view = [*panel.get_yticklabels()], panel.viewLim
        ticks = [label for label in ticks if view.ymin <= label.get_position()[1] <= view.ymax]
        along = panel.get_xticklabels() if panel is ax.figure.axes[-1] else []
        ticks += [label for label in along if view.xmin <= label.get_position()[0] <= view.xmax]
        whole += boxes(ticks) if panel.get_subplotspec().is_first_col() else []
    assert all(box.x0 >= -1 and box.x1 <= page.x1 + 1 and box.y0 >= -1 and box.y1 <= page.y1 + 1 for box in whole)
    assert [pair for pair in itertools.combinations(whole, 2) if overlap(*pair)] == []


@pytest.mark.parametrize("name", ["sizes", "frequency", "keyphrases", "keyness", "frames", "adoption"])
def test_bars_keep_half_of_the_width_however_long_the_labels(name):
    ax = LABELLED[name]()
    ax.figure.canvas.draw()
    assert ax.get_position().width >= 0.5


def test_a_long_label_is_wrapped_and_loses_its_middle():
    first, second = labels(figures.plot_frequency(rates([LONG, LONG + " and of world-class weight"])))
    assert first.startswith("modernization of the") and first.endswith("strategic weight") and first.count("\n") == 1
    assert second.startswith("modernization of the") and second.endswith("world-class weight") and "…" in second
    assert max(map(len, (first + "\n" + second).split("\n"))) <= 34


def test_chinese_labels_wrap_at_half_as_many_characters():
    assert axes.wrapped("科技自立自强" * 3, 14, 3).split("\n") == ["科技自立自强科", "技自立自强科技", "自立自强"]


def test_headings_name_article_month_and_side(docs):
    made = figures.headings(
        docs.assign(doc_id=["a-b", "c", "d"], published=docs["published"].where([True, True, False])), "side"
    )
    assert made == {"a-b": "a b\nJan 2024\nstate", "c": "c\nFeb 2024\nstate", "d": "d\nundated\nforeign"}


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: figures.plot_frequency(rates(["x"] * 300)), "300 rows: too many to read .*; draw fewer of them"),
        (lambda: figures.plot_keyness(leanings(["x"] * 81), "a", "b"), "81 rows"),
        (lambda: figures.plot_slogans(shares(["s"], ["2024-01"], range(15)), unit="side"), "15 columns"),
        (lambda: figures.plot_absent(absent(["x"] * 81, "a", "b"), "a", "b"), "81 rows"),
        (lambda: collocates.plot_collocates(near(["x"] * 81), "plan"), "81 rows"),
    ],
)  # fmt: skip
def test_a_table_that_no_page_can_hold_is_refused(draw, message):
    with pytest.raises(InputError, match=message):
        draw()
    assert plt.get_fignums() == []


def test_drawing_and_saving_leave_no_trace_in_matplotlib(tmp_path):
    code = f"""
import matplotlib
import pandas as pd
from analysis.show import exports, figures
settings, backend = dict(matplotlib.rcParams.copy()), matplotlib.rcParams._get_backend_or_none()
table = pd.DataFrame({{"doc_id": ["a"], "body": 5, "headline": 1, "removed": 2}})
ax = figures.plot_sizes(table)
exports.save_figure(lambda: ax, {str(tmp_path / "a.pdf")!r}, "wide", ("Title.", "Caption.", "Bars."))
exports.published(lambda: ax, table, {str(tmp_path)!r}, "a", ("Title.", "Caption.", "Bars."))
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
        assert {label.get_fontsize() for label in ticks} <= {7.5, 8.5, 9.0}
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


def test_eighty_rows_are_drawn():
    assert len(labels(figures.plot_frequency(rates([f"x{number}" for number in range(80)])))) == 80


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


def test_svg_keeps_text_as_text(tokens):
    assert b">Word tokens in the file, by zone<" in exports.rendered(figures.plot_sizes(sizes(tokens)), "svg")[0]


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
