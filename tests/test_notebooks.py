"""Notebooks keep their rules: a question, short cells, no logic, claims with their limits; committed executed."""

import ast
import re
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest

from analysis.files import bundled, write_atomic
from analysis.report.execute import ANSWER, METHODS, execute, sources
from analysis.workbook.readings import Readings

BESIDE = [bundled("notebooks", f"{name}.ipynb") for name in ("00_explore", "00_start_here")]  # no part of the report
NOTEBOOKS = {path.stem: nbformat.read(path, as_version=4) for path in sources(without=())}
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
    ast.JoinedStr,
    ast.Subscript,
)
PARAMETERS = ["folder", "side", "target", "reference", "errors", "where", "exports"]
READING = "# Written about the five bundled articles (seeds/readings.toml); shown for no others."


def cells(notebook, kind):
    return [cell for cell in notebook.cells if cell.cell_type == kind]


def python(cell):
    """The code of a cell without lines for IPython."""
    return "\n".join(line for line in cell.source.splitlines() if not line.startswith("%"))


def calls(cell):
    """Calls of a cell, but for those that one is made on: ``sides.other().keyness()`` is one."""
    tree = ast.parse(python(cell))
    return [node for node in tree.body if isinstance(node, ast.Expr | ast.Assign)]


@pytest.fixture(params=NOTEBOOKS)
def notebook(request):
    return NOTEBOOKS[request.param]


def test_the_seven_are_there_and_six_make_the_report():
    assert sorted(name[:2] for name in NOTEBOOKS) == ["01", "02", "03", "04", "05", "06", "07"]
    assert [path.stem for path in sources()] == sorted(
        (name for name in NOTEBOOKS if name != METHODS), key=lambda name: (name == ANSWER, name)
    )


def test_the_title_is_a_question(notebook):
    title = notebook.cells[0].source
    assert title.startswith("# ")
    assert title.splitlines()[0].endswith("?")


@pytest.mark.parametrize("name", [name for name in NOTEBOOKS if name != METHODS])
def test_parameters_then_one_import_then_the_choices_and_the_answer(name):
    first = NOTEBOOKS[name].cells[:5]
    assert [cell.cell_type for cell in first] == ["markdown", "code", "code", "code", "code"]
    assert (first[3].source, first[3].metadata.tags) == ("corpus.choices()", ["choices"])
    assert first[1].metadata.tags == ["parameters"]
    assert [line.split(" = ")[0] for line in first[1].source.splitlines()] == PARAMETERS
    imports = [cell.source.count("import ") for cell in cells(NOTEBOOKS[name], "code")]
    assert imports == [0, 1, *[0] * (len(imports) - 2)]
    assert first[4].outputs[0].data["text/html"].startswith(('<p class="title">', "<figure"))  # a picture has its title


def test_what_is_written_about_the_five_articles_stands_in_cells_that_say_so(notebook):
    for cell in cells(notebook, "code"):
        assert (".reading(" in cell.source) == (READING in cell.source) == ("reading" in cell.metadata.get("tags", []))
    named = ("Global Times", "Kathimerini", "Peace Post", "CGTN")
    assert not [cell.source for cell in cells(notebook, "markdown") if any(name in cell.source for name in named)]


def test_every_reading_is_told_in_a_notebook():
    code = "\n".join(cell.source for notebook in NOTEBOOKS.values() for cell in cells(notebook, "code"))
    assert sorted(re.findall(r'\.reading\("(\w+)"', code)) == sorted(Readings.read(bundled("seeds")).texts)


def test_it_ends_with_what_it_does_not_show(notebook):
    assert cells(notebook, "markdown")[-1].source.startswith("## What this does not show")


def test_a_code_cell_is_one_call_or_two_without_logic_or_captions(notebook):
    for cell in cells(notebook, "code"):
        assert "parameters" in cell.metadata.get("tags", []) or len(calls(cell)) <= 2, cell.source
        assert max(map(len, cell.source.splitlines())) < 100, cell.source
        assert not [node for node in ast.walk(ast.parse(python(cell))) if isinstance(node, FORBIDDEN)], cell.source


@pytest.mark.parametrize("name", [name for name in NOTEBOOKS if name != METHODS])
def test_prose_holds_no_numbers(name):
    for cell in cells(NOTEBOOKS[name], "markdown"):
        numbers = [word for word in cell.source.split() if word.strip(".,;:()%").replace(".", "").isdigit()]
        assert numbers in ([], ["1,000"]), cell.source


def test_cells_have_fixed_ids(notebook):
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all(name[2] == "-" and name[3:].isdigit() for name in ids)


def test_it_is_committed_executed_in_order_and_without_an_error(notebook):
    code = cells(notebook, "code")
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert not [output for cell in code for output in cell.outputs if output.output_type == "error"]
    assert not [cell.source for cell in code for output in cell.outputs if output.get("name") == "stderr"]


def test_every_figure_has_alternative_text_and_a_caption_that_says_n(notebook):
    shown = [
        output.data["text/html"] for cell in cells(notebook, "code") for output in cell.outputs if "data" in output
    ]
    pictures = [html for html in shown if "<img" in html]
    assert pictures or notebook in [NOTEBOOKS[name] for name in (METHODS, "01_corpus", "03_keyphrases")]  # tables only
    for html in pictures:
        assert 'alt=""' not in html
        assert "<figcaption>" in html
        assert "articles" in html.partition("<figcaption>")[2]


def test_no_path_of_a_machine_is_in_it(notebook):
    text = nbformat.writes(notebook)
    here = (Path.home(), Path(tempfile.gettempdir()), Path(sys.prefix), bundled("seeds").parent)
    assert not [str(path) for path in here if f"{path.as_posix()}/" in text]


@pytest.mark.parametrize("name", ["04_slogans", "05_framing", "07_how_it_is_said"])
def test_opened_by_hand_on_articles_of_one_side_each_cell_answers_or_says_why_not(tmp_path, name):
    rows = [f"{n},Post,south,2024-05-0{n + 1},The mayor said that rain fell on harbour {n}." for n in range(3)]
    write_atomic(tmp_path / "articles.csv", "\n".join(["doc_id,publisher,side,published,text", *rows]))
    given = {"folder": str(tmp_path), "side": "side", "target": None, "reference": None}
    (source,) = [path for path in sources() if path.stem == name]
    done = execute(source, given, tmp_path)  # raises what a cell raises
    said = [output.data["text/plain"] for cell in cells(done, "code") for output in cell.outputs if "data" in output]
    assert any(text.startswith("Nothing is compared, because all articles") for text in said) == (name == "05_framing")


@pytest.fixture(params=BESIDE, ids=lambda path: path.stem)
def beside(request):
    return request.param


@pytest.mark.parametrize(
    "rule",
    [
        test_the_title_is_a_question,
        test_it_ends_with_what_it_does_not_show,
        test_a_code_cell_is_one_call_or_two_without_logic_or_captions,
        test_cells_have_fixed_ids,
        test_no_path_of_a_machine_is_in_it,
    ],
)
def test_desk_and_form_keep_the_same_rules(beside, rule):
    rule(nbformat.read(beside, as_version=4))


def test_desk_and_form_are_committed_without_results_and_are_no_part_of_the_report(beside):
    notebook = nbformat.read(beside, as_version=4)
    assert beside not in [*sources(), *sources(without=())]
    assert {(len(cell.outputs), cell.execution_count) for cell in cells(notebook, "code")} == {(0, None)}
    assert "widgets" not in notebook.metadata


@pytest.mark.parametrize(("path", "given"), zip(BESIDE, [{"folder": str(bundled("seeds"))}, {}], strict=True))
def test_desk_and_form_run_and_write_nothing(tmp_path, path, given):
    done = execute(path, given, tmp_path)
    outputs = [output for cell in cells(done, "code") for output in cell.outputs]
    assert [output for output in outputs if "VBox" in output.get("data", {}).get("text/plain", "")]
    assert not [output for output in outputs if output.output_type in ("error", "stream")]
    assert list(tmp_path.iterdir()) == []
