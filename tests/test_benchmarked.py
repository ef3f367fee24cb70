"""Benchmarks as written: each task has the workbook and another tool, each stage every size, and the prose agrees."""

import benchmarked
import nbformat
import pandas as pd
import pytest
from benchmarks import growth

from analysis.files import DISTRIBUTION, bundled

METHODS = "\n".join(cell.source for cell in nbformat.read(bundled("notebooks", "06_methods.ipynb"), 4).cells)
SQUARES = [("linear", n, n / 1_000, 1) for n in (1_000, 4_000, 16_000)]
SQUARES += [("square", n, (n / 1_000) ** 2, 1) for n in (1_000, 4_000, 16_000)]


@pytest.fixture
def squares():
    return growth.exponents(pd.DataFrame(SQUARES, columns=growth.COLUMNS)).set_index("stage")


def test_every_task_has_the_workbook_and_another_tool_with_version_and_what_it_does():
    table = benchmarked.peers()
    assert table.columns.tolist() == ["task", "tool", "version", "seconds", "ratio", "found", "does"]
    assert not table.isna().any(axis=None) and not table.duplicated(["task", "tool"]).any()
    for _, part in table.groupby("task"):
        assert part["tool"].iloc[0] == DISTRIBUTION and len(part) > 1
        assert part["ratio"].iloc[0] == 1


def test_the_median_lies_between_the_fastest_and_the_slowest_turn_and_the_text_says_how_many():
    table = pd.read_csv(benchmarked.PEERS, comment="#")
    assert (table["least"] <= table["seconds"]).all() and (table["seconds"] <= table["most"]).all()
    assert int(benchmarked.conditions(benchmarked.PEERS).split()[-2]) >= 3


def test_every_stage_of_the_table_exists_and_was_measured_at_every_size():
    table = pd.read_csv(benchmarked.GROWTH, comment="#")
    assert table.columns.tolist() == growth.COLUMNS
    sizes = table.groupby("stage")["articles"].agg(tuple)
    assert set(sizes) == {growth.SIZES}
    assert set(sizes.index) <= {*growth.BEFORE, *growth.stages()} and len(sizes) > 70
    assert not table["seconds"].isna().any()


def test_an_exponent_is_the_slope_of_the_logarithms(squares):
    assert squares["exponent"].tolist() == pytest.approx([1, 2])
    assert squares["last_exponent"].tolist() == pytest.approx([1, 2])
    assert squares["seconds"].tolist() == [16, 256]
    assert benchmarked.steeper(squares).index.tolist() == ["square"]


def test_conditions_name_day_python_machine_and_version():
    for path in (benchmarked.PEERS, benchmarked.GROWTH):
        day, machine, own, *_ = benchmarked.conditions(path).split("; ")
        assert str(pd.Timestamp(day).date()) == day and own.startswith(DISTRIBUTION)
        assert machine.startswith("Python 3.") and machine.endswith(" cores")


def test_the_methods_say_which_tools_are_faster_and_which_stages_grow_faster_than_the_articles():
    said = benchmarked.compared(benchmarked.peers()), benchmarked.varied(), benchmarked.grown(benchmarked.stages())
    for sentence in said:
        assert sentence in METHODS, f"write into 06_methods: {sentence}"
