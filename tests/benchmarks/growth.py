"""Growth: CPU seconds and memory of every public stage at 1,000, 4,000 and 16,000 articles.

A corpus of each size is opened once; each stage then runs in a process of its own, which begins as a copy of the one
that opened the corpus, so that no stage finds what another has computed. Seconds are those of all threads of that
process, the fewest of up to three runs. Memory is its highest resident memory above that at its start: what the opened
corpus takes is not in it, and what was free at the start is used again uncounted, so that small numbers are too low.
The vocabulary of the generated news has 30,000 words; that of real news goes on growing. One process runs at a time;
Linux and macOS only, where a process can copy itself. ``python tests/benchmarked.py measure`` runs it.
"""

import gc
import os
import resource
import sys
import tempfile
import time
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd

from analysis import Comparison, Corpus, import_corpus, open_corpus
from analysis.corpus.read import read_corpus
from analysis.text.counts import count, count_phrases
from analysis.text.duplicates import near_duplicates
from analysis.text.lexicons import read_lexicons
from analysis.text.matches import find
from analysis.text.tokens import encode
from analysis.text.voice import label, roles_of, voices
from benchmarks import news

SIZES, WORDS = (1_000, 4_000, 16_000), 300
SIDES = "side", "state", "foreign"
TERM = news.SLOGANS[1]
FEW = 100  # articles of the corpus on which everything runs once before it is measured
LIMIT = 600  # seconds, after which a stage is ended and left without numbers
CHEAP, RUNS = 10, 3  # seconds below which a stage runs three times
COLUMNS = ["stage", "articles", "seconds", "megabytes"]
# Methods that are no question, or that need something: see `ASKED`.
APART = {"where", "subset", "compare", "column", "find", "lines", "reading", "other_side", "table", "other", "matched"}
APART |= {"before_after", "coding_sheet", "agreement", "collocates", "dispersion", "trend", "keyness", "choices"}
APART |= {"explore", "columns", "word_lists", "readings"}  # widgets, or as large for any corpus


class Given:
    """A corpus of one size, on disk and opened."""

    def __init__(self, folder, n):
        self.folder = news.folder(folder / "corpus", n, WORDS)
        self.texts = folder / "texts"
        self.texts.mkdir()
        for row in news.articles(n, WORDS).itertuples():
            (self.texts / f"{row.doc_id}.txt").write_text(f"{row.publisher}\n{row.published}\n\n{row.text}\n", "utf-8")
        self.lexicons, self.corpus = read_lexicons(self.folder), None

    def open(self):
        """Open it, from the store where an earlier process has left it there."""
        self.corpus = open_corpus(self.folder)
        self.sides, self.tokens = self.corpus.compare(*SIDES), self.corpus.tokens


def imported(given):
    """The command ``new``: a folder of texts becomes a corpus."""
    with tempfile.TemporaryDirectory() as folder:
        import_corpus(Path(folder, "corpus"), given.texts)


def labelled(given):
    """Slogans with voice and speaker."""
    tokens, lexicons = given.tokens, given.lexicons
    voiced = voices(tokens, find(tokens, lexicons.reporting), roles_of(tokens, lexicons))
    label(tokens, find(tokens, lexicons.slogans), voiced)


BEFORE = {
    "import_corpus (texts)": imported,
    "read_corpus": lambda given: read_corpus(given.folder),
    "open_corpus (first)": lambda given: open_corpus(given.folder),
    "open_corpus (stored)": lambda given: open_corpus(given.folder),
}
STAGES = {
    "encode": lambda given: encode(given.corpus._all.docs, given.corpus.zones, given.lexicons.words),
    "count": lambda given: count(given.tokens),
    "count_phrases": lambda given: count_phrases(given.tokens),
    "find (slogans)": lambda given: find(given.tokens, given.lexicons.slogans),
    "voices, label": labelled,
    "near_duplicates": lambda given: near_duplicates(given.tokens),
    "compare": lambda given: given.corpus.compare(*SIDES),
    "corpus.where (publisher)": lambda given: given.corpus.where(publisher="Hill Post").frequency(),
    "corpus.lines (slogan)": lambda given: given.corpus.lines(TERM),
    "corpus.collocates (slogan)": lambda given: given.corpus.collocates(TERM),
    "corpus.dispersion (slogan)": lambda given: given.corpus.dispersion(TERM),
    "corpus.trend (slogan)": lambda given: given.corpus.trend(TERM),
    "sides.collocates (slogan)": lambda given: given.sides.collocates(TERM),
    "sides.trend (slogan)": lambda given: given.sides.trend(TERM),
    "sides.keyness": lambda given: given.sides.keyness(),
    "sides.keyness (phrases)": lambda given: given.sides.keyness("phrases"),
    "sides.matched (month)": lambda given: given.sides.matched("month").keyness(),
}


def questions(kind):
    """Names of the methods that answer a question without being told anything."""
    names = (name for name in dir(kind) if name[0] != "_" and callable(getattr(kind, name)))
    return [name for name in sorted(names) if name not in APART]


def stages():
    """Each stage after opening by its name: a function of Given."""
    asked = dict(STAGES)
    for owner, kind in (("corpus", Corpus), ("sides", Comparison)):
        for name in questions(kind):
            asked[f"{owner}.{name}"] = lambda given, owner=owner, name=name: getattr(getattr(given, owner), name)()
    return asked


def growth(sizes=SIZES):
    """The table of all stages and sizes: DataFrame [columns stage, articles, seconds, megabytes].

    All run first on a few articles in this process, so that no stage is charged with what it imports.
    """
    _warm()
    return pd.DataFrame([row for n in sizes for row in _of_size(n)], columns=COLUMNS)


def exponents(table):
    """How each stage grows; DataFrame [one row a stage, in the order of the table].

    Columns seconds and megabytes of the largest size; exponent, the slope of log seconds over log articles; and
    last_exponent, that between the two largest sizes alone, where fixed costs weigh least. 1 is linear growth. NaN
    where a stage was not finished.
    """
    wide = table.pivot_table("seconds", "stage", "articles", sort=False, dropna=False)
    sizes, logs = np.log(wide.columns.to_numpy(dtype=float)), np.log(wide.to_numpy())
    slopes = (logs - logs.mean(axis=1, keepdims=True)) @ (sizes - sizes.mean()) / ((sizes - sizes.mean()) ** 2).sum()
    last = (logs[:, -1] - logs[:, -2]) / (sizes[-1] - sizes[-2])
    largest = table[table["articles"] == wide.columns[-1]].set_index("stage").loc[wide.index, ["seconds", "megabytes"]]
    return largest.assign(exponent=slopes, last_exponent=last).reset_index()


def _warm():
    with _given(FEW) as given:
        given.open()
        for stage in (BEFORE | stages()).values():
            stage(given)


@contextmanager
def _given(n):
    """A corpus of one size, with a cache of its own, in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, WORKBOOK_CACHE=str(Path(folder, "cache"))):
        yield Given(Path(folder), n)


def _of_size(n):
    """The rows of one size."""
    with _given(n) as given:
        yield from (_row(name, stage, given, n) for name, stage in BEFORE.items())
        given.open()
        yield from (_row(name, stage, given, n) for name, stage in stages().items())


def _row(name, stage, given, n):
    runs = [_apart(stage, given)]
    again = RUNS - 1 if runs[0][0] < CHEAP and "first" not in name else 0
    runs += [_apart(stage, given) for _ in range(again)]
    seconds, megabytes = np.min(runs, axis=0)
    print(f"{n:>7,}  {name:<32}{seconds:>9.3f} s{megabytes:>9.1f} MB", file=sys.stderr, flush=True)
    return name, n, round(seconds, 4), round(megabytes, 1)


def _apart(stage, given):
    """Seconds and megabytes of a stage in a process of its own."""
    gc.collect()
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_measured, args=(stage, given, sender))
    child.start()
    sender.close()
    result = np.nan, np.nan
    if receiver.poll(LIMIT):
        try:
            result = receiver.recv()
        except EOFError:
            print("  failed: see above", file=sys.stderr)
    else:
        child.kill()
    child.join()
    return result


def _measured(stage, given, sender):
    start, memory = time.process_time(), _peak()
    stage(given)
    sender.send((time.process_time() - start, _peak() - memory))


def _peak():
    """Highest resident memory of this process so far, in MB; a new process begins with what it shares."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


if __name__ == "__main__":
    found = growth(tuple(int(n) for n in sys.argv[1:]) or SIZES)
    print(exponents(found).to_string(index=False, float_format="{:.2f}".format))
