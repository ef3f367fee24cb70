"""Exports folder: replaced as a whole, and nothing of somebody's own is ever lost."""

import json
import os
import subprocess
import sys

import pytest

from analysis.files import InputError, write_atomic
from analysis.report.folder import check_out, digests, replaced


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


@pytest.fixture
def out(tmp_path, corpus):
    """The exports folder of a run."""
    return made(tmp_path / "exports", corpus)


def made(out, corpus, picture="a"):
    """What a run does with its folder."""
    check_out(out, corpus)
    with replaced(out, corpus) as staging:
        write_atomic(staging / "figures" / "a.png", picture)
        write_atomic(staging / "notebooks" / "01.ipynb", "{}")
        manifest = {"made_by": "framing-workbook", "outputs": digests(staging)}
        write_atomic(staging / "manifest.json", json.dumps(manifest))
    return out


def test_a_folder_takes_the_place_of_the_earlier_one_as_a_whole(out, corpus):
    made(out, corpus, "b")
    assert (out / "figures" / "a.png").read_text() == "b"
    assert sorted(path.name for path in out.parent.iterdir()) == ["exports", "own"]


def test_a_folder_that_no_run_made_is_never_overwritten(tmp_path, corpus):
    mine = write_atomic(tmp_path / "thesis" / "thesis.doc", "years of work")
    with pytest.raises(InputError, match="thesis: contains files that no earlier run made; empty it, or name another"):
        made(mine.parent, corpus)
    with pytest.raises(InputError, match="thesis.doc: a file of this name exists"):
        made(mine, corpus)
    assert mine.read_text() == "years of work"


@pytest.mark.parametrize("name", ["mine.txt", "figures/mine.png", "notebooks/01.ipynb", "figures/a.png"])
def test_a_file_changed_or_added_since_the_run_is_never_deleted(out, corpus, name):
    mine = write_atomic(out / name, "years of work")
    with pytest.raises(InputError, match=f"exports: {name}: changed or added since the run; move away what you want"):
        made(out, corpus)
    assert mine.read_text() == "years of work"


def test_what_jupyter_and_file_managers_leave_behind_is_no_obstacle(out, corpus):
    copy = out / "notebooks" / ".ipynb_checkpoints" / "01-checkpoint.ipynb"
    write_atomic(copy, (out / "notebooks" / "01.ipynb").read_bytes())
    write_atomic(out / ".DS_Store", b"x")
    made(out, corpus)
    assert not copy.exists()


def test_a_file_that_comes_while_a_run_works_is_kept(out, corpus):
    with pytest.raises(InputError, match="mine.txt: changed or added"), replaced(out, corpus):
        mine = write_atomic(out / "mine.txt", "x")
    assert mine.exists()


def test_a_run_that_fails_leaves_the_earlier_folder_and_nothing_else(out, corpus):
    with pytest.raises(ZeroDivisionError), replaced(out, corpus):
        1 / 0  # noqa: B018
    assert (out / "figures" / "a.png").exists()
    assert not list(out.parent.glob(".exports*"))


def test_exports_never_replace_the_corpus_or_a_folder_above_it(tmp_path, corpus):
    write_atomic(tmp_path / "manifest.json", json.dumps({"made_by": "framing-workbook"}))
    for out in (corpus, tmp_path):
        with pytest.raises(InputError, match="is the corpus folder, or contains it"):
            check_out(out, corpus)


def test_exports_that_a_killed_run_had_moved_away_come_back(out, corpus):
    out.rename(out.with_name(".exports.old"))
    check_out(out, corpus)
    assert (out / "figures" / "a.png").exists()


def test_only_the_leftovers_of_processes_that_have_ended_are_removed(tmp_path, corpus):
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    left, running = (tmp_path / f".exports.staging.{pid}" for pid in (int(gone.stdout), os.getppid()))
    left.mkdir()
    running.mkdir()
    made(tmp_path / "exports", corpus)
    assert not left.exists()
    assert running.exists()
