"""The command line as a person types it: exit codes, one message, no traceback."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analysis import __main__
from analysis.files import PACKAGE, sha256, write_atomic
from analysis.report import check, execute
from analysis.report import run as report
from analysis.text.store import Store


def workbook(*words, cwd=None):
    command = [sys.executable, "-m", "analysis", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=300, check=False)


def test_check_says_that_the_bundled_corpus_is_sound():
    result = workbook("check")
    assert result.returncode == 0
    assert "5 articles, no problem found" in result.stdout


def test_new_says_how_to_name_the_source(tmp_path):
    result = workbook("new", tmp_path / "corpus", "press", cwd=tmp_path)
    assert result.returncode == 2
    assert "new: 'press' is one name too many; say " in result.stderr
    assert "--from press" in result.stderr


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


def small(folder, sides="state,foreign"):
    """A corpus of two articles."""
    rows = "".join(f"{name}.txt,,{side}\n" for name, side in zip("ab", sides.split(","), strict=True))
    write_atomic(folder / "articles.csv", f"file,published,side\n{rows}")
    for name in "ab":
        write_atomic(folder / f"{name}.txt", f"The {name} plan is a plan for all.\n")
    return folder


def test_check_says_when_there_is_nothing_to_compare(tmp_path):
    result = workbook("check", small(tmp_path, "state,state"))
    assert result.returncode == 0
    assert (
        "Notice: side has one label only (state); by it, a run describes the articles and compares nothing."
        in result.stdout
    )


def test_check_says_which_word_lists_are_replaced(tmp_path):
    folder = small(tmp_path)
    (folder / "lexicons").mkdir()
    write_atomic(folder / "lexicons" / "slogans.toml", '[[slogan]]\nid = "plan"\nvariants = ["plan for all"]\n')
    said = workbook("check", folder).stdout
    assert "Notice: lexicons/slogans.toml of the corpus, with 1 entry, is used in place of the whole bundled" in said
    assert said.count("in place of the whole bundled list") == 1


def test_check_says_which_words_are_counted_in_other_letters_than_they_are_printed_in(tmp_path):
    folder = small(tmp_path, "state,foreign")
    write_atomic(folder / "b.txt", "The ﬁrst plan is a pl\u0430n for all.\n")
    result = workbook("check", folder)
    assert "in 2 words, first '\\ufb01rst'; they are counted as a reader sees them." in result.stdout


def test_check_names_problems_of_articles_and_word_lists_together(tmp_path):
    write_atomic(small(tmp_path) / "a.txt", b"")
    write_atomic(tmp_path / "lexicons" / "frames.toml", "[[no\n")
    result = workbook("check", tmp_path)
    assert result.returncode == 2
    assert "a.txt" in result.stderr
    assert "frames.toml: not TOML" in result.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_interrupted_says_so_and_leaves_nothing(tmp_path, number):
    command = [sys.executable, "-m", "analysis", "run", str(small(tmp_path / "own")), "--out", "exports"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=tmp_path) as process:
        for _ in range(600):
            if list(tmp_path.glob(".exports.staging.*/notebooks")):
                break
            time.sleep(0.1)
        time.sleep(2)
        os.kill(process.pid, number)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert said.splitlines()[-1] == "Interrupted: exports is unchanged."
    assert "Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["own"]


@pytest.mark.parametrize(
    ("command", "module", "name", "sentence"),
    [
        ("check", check, "checked", "Interrupted: the check was not finished."),
        (
            "notebooks",
            execute,
            "execute",
            "Interrupted: the notebooks named above were executed, the others are unchanged.",
        ),
    ],
)
def test_an_interrupted_command_says_one_sentence(monkeypatch, command, module, name, sentence):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, name, stopped)
    result = CliRunner().invoke(__main__.app, [command])
    assert (result.exit_code, result.output.strip()) == (130, sentence)


@pytest.mark.parametrize("name", ["nothing", "file"])
def test_a_folder_that_is_none_is_one_sentence(tmp_path, name):
    write_atomic(tmp_path / "file", "x")
    result = CliRunner().invoke(__main__.app, ["check", str(tmp_path / name)])
    assert "no such folder; give the folder that contains articles.csv" in str(result.exception)


def test_help_is_plain_words():
    result = workbook()
    assert "Framing workbook" in result.stdout + result.stderr
    assert "``" not in result.stdout + result.stderr


@pytest.mark.parametrize("command", ["new", "check", "run", "verify", "notebooks"])
def test_help_imports_nothing_that_takes_long(command):
    code = f"""import sys
from analysis.__main__ import app
app([{command!r}, "--help"], standalone_mode=False)
print(sorted({{"papermill", "nbformat", "nbconvert", "matplotlib", "sklearn", "scipy"}} & set(sys.modules)))"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("skip", [False, True])
def test_new_leaves_out_texts_that_cannot_be_used_or_refuses_them(tmp_path, skip):
    write_atomic(tmp_path / "texts" / "a.txt", "The plan.\n")
    write_atomic(tmp_path / "texts" / "b.txt", b"")
    command = ["new", "own", "--from", "texts", *([] if skip else ["--strict"])]
    result = workbook(*command, cwd=tmp_path)
    assert result.returncode == (0 if skip else 2)
    assert (tmp_path / "own").exists() == skip
    if skip:
        assert "own: 1 article, made from texts." in result.stdout
        assert result.stdout.splitlines()[-1] == f"1 problem: {Path('own', 'problems.csv')} lists each with its remedy."
    else:
        assert "b.txt" in result.stderr
        assert "No folder was made. Without --strict, texts that cannot be used are left out." in result.stderr


def test_an_installed_copy_does_not_rewrite_its_notebooks(tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "analysis")
    for name in ("notebooks", "seeds"):
        shutil.copytree(PACKAGE.parent / name, tmp_path / "analysis" / name)
    result = workbook("notebooks", cwd=tmp_path)
    assert result.returncode == 2
    assert "this would rewrite the installed workbook; run it in a checkout" in result.stderr


def test_a_run_ends_with_what_it_compared(monkeypatch):
    monkeypatch.setattr(report, "run", lambda *_: {"compared": "2 south v 1 north."})
    assert "2 south v 1 north." in CliRunner().invoke(__main__.app, ["run"]).stdout


def test_a_run_on_a_part_hands_its_conditions_on_and_ends_with_how_much_it_is(monkeypatch):
    seen = []
    made = {"compared": "2 south v 1 north.", "part": "This report is about a part of the corpus: 3 of its 5 articles."}
    monkeypatch.setattr(report, "run", lambda *given: seen.append(given[2]["where"]) or made)
    command = ["run", "--where", "contains=Hong Kong", "--where", "since=2022", "--where", "side=south"]
    assert made["part"] in CliRunner().invoke(__main__.app, command).stdout
    CliRunner().invoke(__main__.app, ["run"])
    assert seen == [{"contains": "Hong Kong", "since": "2022", "side": "south"}, {}]


def test_a_condition_that_is_none_is_refused_before_the_corpus_is_read(tmp_path):
    result = workbook("run", "--where", "Hong Kong", "--out", tmp_path / "exports")
    assert result.returncode == 2
    assert result.stderr.startswith("where 'Hong Kong': not a name and a value; write contains=Hong Kong")
    assert list(tmp_path.iterdir()) == []


def test_a_run_ends_with_how_many_claims_fail(monkeypatch):
    counts = {"holds": 29, "fails": 2, "cannot be checked": 0}
    monkeypatch.setattr(report, "run", lambda *_: {"compared": "2 south v 1 north.", "claims": counts})
    assert CliRunner().invoke(__main__.app, ["run"]).stdout.splitlines()[-1] == "2 of 31 claims fail."


def test_check_names_problems_of_claims(tmp_path):
    write_atomic(small(tmp_path) / "claims.csv", "sentence,table\nIt is so.,words\n")
    result = workbook("check", tmp_path)
    assert result.returncode == 2
    assert "claims.csv, row 1, relation: column missing; the first row must contain sentence" in result.stderr


def test_verify_ends_with_one_where_a_number_no_longer_agrees(tmp_path):
    exports = tmp_path / "exports"
    table = write_atomic(exports / "tables" / "words.csv", "term,count\nnew bridge,9\n")
    made = {"made_by": "framing-workbook", "outputs": {"tables/words.csv": sha256(table)}}
    write_atomic(exports / "manifest.json", json.dumps(made))
    for times, code in ((9, 0), (8, 1)):
        write_atomic(tmp_path / "r.md", f"The “new bridge” stands {times} times.\n")
        result = CliRunner().invoke(__main__.app, ["verify", str(tmp_path / "r.md"), "--exports", str(exports)])
        assert result.exit_code == code
        assert f"1 number, {1 - code} agree, {code} no longer agree, 0 cannot be matched." in result.stdout


def test_verify_names_what_it_cannot_use(tmp_path):
    result = workbook("verify", tmp_path / "r.md", "--exports", tmp_path)
    assert result.returncode == 2
    assert f"{tmp_path}: not a folder that a run exported; name one with --exports" in result.stderr


def test_the_cache_is_counted_and_cleared(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_CACHE", str(tmp_path))
    Store("key").save({"n": 1})
    said = CliRunner().invoke(__main__.app, ["cache"]).stdout
    assert said == f"{tmp_path}: 1 encoded corpus, 0.0 MB.\n"
    assert CliRunner().invoke(__main__.app, ["cache", "--clear"]).stdout.endswith("MB removed.\n")
    assert Store("key").load() is None
    assert list(tmp_path.iterdir()) == []
