"""Execute: a notebook with parameters, in a real kernel."""

import nbformat
import pytest

from analysis.files import InputError, write_atomic
from analysis.report.execute import attempt, execute, sources


def notebook(folder, *cells):
    """A notebook with one parameter; a cell is its source, or its source and a tag."""
    made = [nbformat.v4.new_code_cell("n = 1", metadata={"tags": ["parameters"]})]
    for source, *tags in ([cell] if isinstance(cell, str) else cell for cell in cells):
        made.append(nbformat.v4.new_code_cell(source, metadata={"tags": tags}))
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python", "language": "python"}}
    text = nbformat.writes(nbformat.v4.new_notebook(cells=made, metadata=kernel))
    return write_atomic(folder / "01_small.ipynb", text)


def test_a_cell_with_a_tag_that_does_not_apply_is_left_out_and_no_time_is_kept(tmp_path):
    source = notebook(tmp_path, "n + 1", ("n + 2", "second_side"), ("n + 3", "reading", "second_side"))
    done = execute(source, {"n": 5}, tmp_path, ["second_side"])
    assert [cell.source for cell in done.cells][-1] == "n + 1"
    assert done.cells[-1].outputs[0]["data"]["text/plain"] == "6"
    assert done.cells[1]["id"] == "01-parameters"
    assert not {"papermill", "execution"} & {key for part in (done, *done.cells) for key in part.metadata}


def test_a_parameter_that_the_notebook_does_not_have_is_refused(tmp_path):
    with pytest.raises(InputError, match="01_small.ipynb: has no parameter 'm'; its parameters are n"):
        execute(notebook(tmp_path), {"m": 1}, tmp_path)


@pytest.mark.parametrize("kind", ["InputError('no such side', 'choose another')", "InputErrors('x.csv', [])"])
def test_input_that_a_cell_refuses_is_refused_with_its_message(tmp_path, kind):
    source = notebook(tmp_path, f"from analysis.files import InputError, InputErrors; raise {kind}")
    with pytest.raises(InputError, match="^(no such side; choose another|0 problems in x.csv:)$"):
        execute(source, {}, tmp_path)


def test_a_cell_that_fails_is_named(tmp_path):
    with pytest.raises(RuntimeError, match="01_small.ipynb, cell \\[2\\]: ZeroDivisionError: division by zero"):
        execute(notebook(tmp_path, "1 / 0"), {}, tmp_path)


def test_cells_behind_a_failing_one_run_too(tmp_path):
    done, failed = attempt(notebook(tmp_path, "1 / 0", "n + 1"), {}, tmp_path)
    assert [str(error) for error in failed] == ["01_small.ipynb, cell [2]: ZeroDivisionError: division by zero"]
    assert done.cells[-1].outputs[0]["data"]["text/plain"] == "2"


def test_a_kernel_that_dies_is_named_and_what_ran_before_is_kept(tmp_path):
    done, failed = attempt(notebook(tmp_path, "n + 1", "import os; os._exit(1)", "n + 2"), {}, tmp_path)
    assert "Kernel died" in str(failed[0])
    assert done.cells[1].outputs[0]["data"]["text/plain"] == "2"


def test_the_report_is_made_of_the_notebooks_with_questions_about_a_corpus():
    assert [path.stem[:2] for path in sources()] == ["01", "02", "03", "04", "07", "05"]
    assert [path.stem[:2] for path in sources(without=())] == ["01", "02", "03", "04", "06", "07", "05"]
