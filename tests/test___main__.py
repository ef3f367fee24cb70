"""The command line as a person types it: exit codes, one message, no traceback."""

import subprocess
import sys

import pytest

from analysis.files import write_atomic


def workbook(*words, cwd=None):
    command = [sys.executable, "-m", "analysis", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=300, check=False)


def test_check_says_that_the_bundled_corpus_is_sound():
    result = workbook("check")
    assert result.returncode == 0
    assert "5 articles, no problem found" in result.stdout


@pytest.mark.parametrize("command", ["check", "run"])
def test_a_bad_corpus_is_one_message_and_exit_code_two(tmp_path, command):
    write_atomic(tmp_path / "corpus" / "articles.csv", "file,published,side\na.txt,soon,state\nb.txt,,\n")
    write_atomic(tmp_path / "corpus" / "a.txt", "Words.")
    result = workbook(command, tmp_path / "corpus", cwd=tmp_path)
    assert result.returncode == 2
    assert "articles.csv, row 2, published ('soon'): not a day; write it as 2023-06-09" in result.stderr
    assert "articles.csv, row 3, side: empty; write a label" in result.stderr
    assert "Traceback" not in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("slogans.toml", '[[slogan]]\nid = "x"\n', "slogans.toml, slogan x"),
        ("slogans.toml", "[[slogan\n", "slogans.toml.*line 1"),
        ("frames.toml", '[[frame]]\nid = "x"\nvariants = ["(a"]\n', "position 1"),
    ],
)
def test_a_bad_lexicon_is_one_message_and_exit_code_two(tmp_path, name, content, message):
    write_atomic(tmp_path / "articles.csv", "file,published,side\na.txt,,state\n")
    write_atomic(tmp_path / "a.txt", "Words.")
    write_atomic(tmp_path / "lexicons" / name, content)
    result = workbook("check", tmp_path)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    pytest.importorskip("re")
    assert __import__("re").search(message, result.stderr), result.stderr


def test_a_misspelt_side_names_the_columns_there_are(tmp_path):
    result = workbook("run", "--side", "publsher", "--out", tmp_path / "exports")
    assert result.returncode == 2
    assert "side_by_origin" in result.stderr
    assert list(tmp_path.iterdir()) == []
