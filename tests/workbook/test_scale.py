"""Scale: the workers of a cluster find what one process finds, whatever the parts; what fails is named, the rest goes on."""

import json
import os
import signal
import subprocess
import sys
import time

import nbformat
import numpy as np
import pandas as pd
import pytest
from benchmarks import news

from analysis import open_corpus
from analysis.files import InputError, InputErrors
from analysis.stats.keyness import keyness
from analysis.stats.slogans import by_period
from analysis.text.counts import by, count, from_matches
from analysis.text.matches import find
from analysis.workbook import opening, scale
from analysis.workbook.scale import Large, cluster, summed

N = 24
SIDES = ("side", "state", "foreign")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A corpus of made-up articles as a folder."""
    return news.folder(tmp_path_factory.mktemp("news") / "corpus", N, words=60)


@pytest.fixture(scope="module")
def corpus(folder):
    """The same, read by this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scale, "current", lambda: None)
        patch.setattr(opening, "current", lambda: None)
        return open_corpus(folder)


@pytest.fixture(scope="module")
def client():
    """Two worker processes."""
    pytest.importorskip("distributed")
    with cluster("local:2") as client:
        yield client


def parquet(path, table, rows=8):
    table.to_parquet(path, row_group_size=rows)
    return path


def jsonl(path, table):
    path.write_text("".join(json.dumps(row) + "\n" for row in table.to_dict("records")), encoding="utf-8")
    return path


def poisonous(articles, lexicons):
    """What `counted` finds, unless an article holds the word poison."""
    if articles.docs["text"].str.contains("poison").any():
        raise RuntimeError("poisoned")
    return scale.counted(articles, lexicons)


def deadly(articles, lexicons, marker):
    """What `counted` finds; the first worker that is asked is ended in the middle of it, by its own id."""
    if not os.path.exists(marker):
        open(marker, "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return scale.counted(articles, lexicons)


def assert_same(one, other):
    assert one.terms.equals(other.terms)
    assert (one.matrix != other.matrix).nnz == 0
    pd.testing.assert_frame_equal(one.docs, other.docs)


def test_workers_make_the_same_corpus_as_one_process(client, folder, corpus, tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_CACHE", str(tmp_path))
    made = open_corpus(folder)
    pd.testing.assert_frame_equal(made.tokens.types, corpus.tokens.types)
    assert np.array_equal(made.tokens.ids, corpus.tokens.ids)
    for question in (lambda one: one.slogans(by="voice"), lambda one: one.keyphrases(), lambda one: one.speakers()):
        assert question(made).table.to_csv() == question(corpus).table.to_csv()
    assert made.compare().keyness().table.to_csv() == corpus.compare().keyness().table.to_csv()


@pytest.mark.parametrize("form", ["parquet", "jsonl", "folder of both"])
def test_a_large_table_is_counted_in_parts_as_at_once(corpus, form, tmp_path, monkeypatch):
    monkeypatch.setattr(scale, "current", lambda: None)
    monkeypatch.setattr(scale, "PIECE", 6_000)
    table = news.articles(N, words=60)
    if form == "folder of both":
        parquet(tmp_path / "a.parquet", table[:13])
        path = jsonl(tmp_path / "b.jsonl", table[13:]).parent
    else:
        path = {"parquet": parquet, "jsonl": jsonl}[form](tmp_path / f"news.{form}", table)
    large, tokens = Large(path), corpus.tokens
    assert len(large.parts) > 2
    slogans = find(tokens, corpus.lexicons.slogans)
    counts = large.counts()
    assert_same(counts, count(tokens))
    pd.testing.assert_frame_equal(keyness(counts, SIDES), keyness(count(tokens), SIDES))
    pd.testing.assert_frame_equal(large.matches(), slogans)
    pd.testing.assert_frame_equal(large.by("publisher"), by(count(tokens), "publisher"))
    dated = by_period(large.counts("slogans"), "quarter")
    pd.testing.assert_frame_equal(dated, by_period(from_matches(tokens, slogans), "quarter"))
    pd.testing.assert_frame_equal(large.tokens().types, tokens.types)


def test_a_worker_that_is_killed_is_replaced_with_the_same_result(client, corpus, tmp_path):
    large = Large(parquet(tmp_path / "news.parquet", news.articles(N, words=60)))
    assert_same(large.sum(deadly, marker=str(tmp_path / "killed")), count(corpus.tokens))
    assert (tmp_path / "killed").exists()


@pytest.mark.parametrize("here", [True, False])
def test_a_poisoned_article_is_named_and_the_rest_is_counted(request, corpus, tmp_path, monkeypatch, here):
    monkeypatch.setattr(scale, "current", lambda: None) if here else request.getfixturevalue("client")
    table = news.articles(N, words=60)
    table.loc[21, "text"] += " A poison."
    table.loc[5, "text"] = None
    large = Large(parquet(tmp_path / "news.parquet", table))
    counts = large.sum(poisonous)
    assert len(counts.docs) == N - 2
    said = large.problems["problem"].tolist()
    assert any("doc_id 'n00000021': cannot be encoded (RuntimeError: poisoned)" in one for one in said)
    assert large.problems["row"].tolist().count(7) == 1


def test_a_corpus_with_an_article_that_cannot_be_encoded_names_it_or_skips_it(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_CACHE", str(tmp_path))
    monkeypatch.setattr(scale, "current", lambda: None)
    monkeypatch.setattr(opening, "current", lambda: None)
    encode = scale.encode

    def failing(docs, *more):
        if (docs["doc_id"] == "n00000007").any():
            raise RuntimeError("poisoned")
        return encode(docs, *more)

    monkeypatch.setattr(scale, "encode", failing)
    with pytest.raises(InputErrors, match="doc_id 'n00000007'.*poisoned"):
        open_corpus(folder)
    corpus = open_corpus(folder, errors="skip")
    assert len(corpus) == N - 1
    assert corpus.problems["problem"].str.contains("n00000007").tolist() == [True]


@pytest.mark.parametrize("place", ["tcp://127.0.0.1:1", "tcp://nowhere.invalid:8786", "nonsense", "local:0", "local:x"])
def test_a_scheduler_that_is_not_there_is_named_at_once(place):
    pytest.importorskip("distributed")
    began = time.time()
    with pytest.raises(InputError, match=f"cluster '{place}': no scheduler answers"), cluster(place):
        pass
    assert time.time() - began < scale.SECONDS / 2


RUN = """import sys
from pathlib import Path
from analysis.__main__ import main
from analysis.report import execute
from analysis.workbook.scale import current
notebook = Path(sys.argv.pop())
execute.sources = lambda: print("workers:", current() and len(current().nthreads())) or [notebook]
main()
"""
NAMES = "folder side target reference errors where exports"
CELLS = [
    "\n".join(f"{name} = None" for name in NAMES.split()),
    """from pathlib import Path
from analysis import open_corpus
corpus = open_corpus(folder)
Path(exports, "tables").mkdir()
for name, found in {"slogans": corpus.slogans(by="voice"), "keyphrases": corpus.keyphrases()}.items():
    found.table.to_csv(Path(exports, "tables", f"{name}.csv"))""",
]


def test_a_run_from_the_command_line_on_two_workers_leaves_the_tables_of_one_process(folder, corpus, tmp_path):
    pytest.importorskip("distributed")
    cells = [nbformat.v4.new_code_cell(code) for code in CELLS]
    cells[0].metadata["tags"] = ["parameters"]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), tmp_path / "01_quick.ipynb")
    command = ["run", folder, "--out", tmp_path / "out", "--cluster", "local:2", tmp_path / "01_quick.ipynb"]
    settings = os.environ | {"WORKBOOK_CACHE": str(tmp_path / "cache")}
    ran = subprocess.run([sys.executable, "-c", RUN, *command], capture_output=True, text=True, env=settings)
    assert ran.returncode == 0, ran.stderr
    assert "workers: 2" in ran.stdout
    for name, found in {"slogans": corpus.slogans(by="voice"), "keyphrases": corpus.keyphrases()}.items():
        assert (tmp_path / "out" / "tables" / f"{name}.csv").read_text() == found.table.to_csv()


def test_bad_tables_are_named(tmp_path, monkeypatch):
    with pytest.raises(InputError, match="no Parquet or JSONL file"):
        Large(tmp_path)
    monkeypatch.setattr(scale, "current", lambda: None)  # workers do not know of the next line
    monkeypatch.setattr(scale, "LONGEST", 1_000)
    (tmp_path / "a.jsonl").write_text('{"doc_id": "a", "text": "' + "x" * 2_000 + '"}\n')
    with pytest.raises(InputError, match="a.jsonl: more than 1,000 bytes in the line at byte 0"):
        Large(tmp_path).counts()
    (tmp_path / "a.jsonl").write_text('{"doc_id": "a", "text": "The plan."}\n{"doc_id": \n')
    with pytest.raises(InputError, match=r"the line at byte 37 is no JSON"):
        Large(tmp_path).counts()


def test_counts_of_one_column_add_up_where_groups_differ(tokens):
    parts = [tokens.where([True, True, False]), tokens.where([False, False, True])]
    found = [scale.Grouped.of(count(part), "side") for part in parts]
    pd.testing.assert_frame_equal((found[0] + found[1]).table(), by(count(tokens), "side"))


def test_nothing_to_add_is_an_error_that_says_why():
    with pytest.raises(InputError, match="no article can be used"):
        summed(scale.counted, [])
