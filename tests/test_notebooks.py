"""Notebooks keep their rules: a question, short cells, no logic, claims with their limits; committed executed."""

import ast
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest

from analysis.files import bundled
from analysis.report.execute import execute, sources

DESK = bundled("notebooks", "00_explore.ipynb")  # worked at, not part of the report
NOTEBOOKS = {path.stem: nbformat.read(path, as_version=4) for path in sources()}
FORBIDDEN = (
    ast.FunctionDef,
    ast.ClassDef,
    ast.For,
    ast.While,
    ast.If,
    ast.Try,
    ast.Lambda,
    ast.With,
    ast.comprehension,
)
PARAMETERS = ["corpus", "side", "target", "reference", "problems", "exports"]


def cells(notebook, kind):
    return [cell for cell in notebook.cells if cell.cell_type == kind]


@pytest.fixture(params=NOTEBOOKS)
def notebook(request):
    return NOTEBOOKS[request.param]


def test_the_five_are_there():
    assert [name[:2] for name in NOTEBOOKS] == ["01", "02", "03", "04", "05"]


def test_the_title_is_a_question(notebook):
    title = notebook.cells[0].source
    assert title.startswith("# ")
    assert title.splitlines()[0].endswith("?")


def test_imports_then_parameters_then_the_answer(notebook):
    kinds = [cell.cell_type for cell in notebook.cells[:5]]
    assert kinds == ["markdown", "code", "code", "code", "markdown"]
    assert notebook.cells[2].metadata.tags == ["parameters"]
    assert [line.split(" = ")[0] for line in notebook.cells[2].source.splitlines()] == PARAMETERS
    assert notebook.cells[4].source == "## The answer"


def test_it_ends_with_what_it_does_not_show(notebook):
    assert cells(notebook, "markdown")[-1].source.startswith("## What this does not show")


def test_code_cells_are_short_and_hold_no_logic(notebook):
    for cell in cells(notebook, "code")[1:]:
        assert len(cell.source.splitlines()) <= 8, cell.source
        assert not [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, FORBIDDEN)], cell.source


def test_prose_holds_no_numbers(notebook):
    for cell in cells(notebook, "markdown"):
        numbers = [word for word in cell.source.split() if word.strip(".,;:()%").replace(".", "").isdigit()]
        assert numbers in ([], ["1,000"]), cell.source


def test_cells_have_fixed_ids(notebook):
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all(name[2] == "-" and name[3:].isdigit() for name in ids)


def test_it_is_committed_executed_in_order_and_without_an_error(notebook):
    code = cells(notebook, "code")
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert not [output for cell in code for output in cell.outputs if output.output_type in ("error", "stream")]


def test_every_figure_has_alternative_text_and_a_caption_that_says_n(notebook):
    shown = [
        output.data["text/html"] for cell in cells(notebook, "code") for output in cell.outputs if "data" in output
    ]
    pictures = [html for html in shown if "<img" in html]
    assert pictures
    for html in pictures:
        assert 'alt=""' not in html
        assert "<figcaption>" in html
        assert "articles" in html.partition("<figcaption>")[2]


def test_no_path_of_a_machine_is_in_it(notebook):
    text = nbformat.writes(notebook)
    here = (Path.home(), Path(tempfile.gettempdir()), Path(sys.prefix), bundled("seeds").parent)
    assert not [str(path) for path in here if f"{path.as_posix()}/" in text]


@pytest.fixture(scope="module")
def desk():
    return nbformat.read(DESK, as_version=4)


@pytest.mark.parametrize(
    "rule",
    [
        test_the_title_is_a_question,
        test_it_ends_with_what_it_does_not_show,
        test_code_cells_are_short_and_hold_no_logic,
        test_prose_holds_no_numbers,
        test_cells_have_fixed_ids,
        test_no_path_of_a_machine_is_in_it,
    ],
)
def test_the_desk_keeps_the_same_rules(desk, rule):
    rule(desk)


def test_the_desk_is_committed_without_results_and_is_no_part_of_the_report(desk):
    assert DESK not in sources()
    assert [(cell.outputs, cell.execution_count) for cell in cells(desk, "code")] == [([], None)] * len(
        cells(desk, "code")
    )
    assert "widgets" not in desk.metadata


def test_the_desk_runs(tmp_path):
    done = execute(DESK, {"corpus": str(bundled("seeds"))}, tmp_path)
    outputs = [output for cell in cells(done, "code") for output in cell.outputs]
    assert [output for output in outputs if "VBox" in output.get("data", {}).get("text/plain", "")]
    assert "mark" in outputs[-1]["data"]["text/html"]
