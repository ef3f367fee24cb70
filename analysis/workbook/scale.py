"""Scale: a corpus is read, encoded and searched part by part, here or by the workers of a Dask cluster, and summed.

What is done with a part depends on nothing else: a part that a worker has lost is done again by another, one that fails
is cut in halves until the article is found that fails, and the sum is the same however a corpus is divided.
"""

import json
import operator
import os
import socket
import sys
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial, reduce
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.corpus.read import Articles, problem_table, read_rows
from analysis.files import InputError
from analysis.text.counts import MOST_CELLS, by, count, from_matches, names_in
from analysis.text.lexicons import read_lexicons
from analysis.text.matches import find, find_counted
from analysis.text.tokens import Tokens, encode
from analysis.text.voice import roles_of

SIZE = 500  # articles of a part
PIECE = 16_000_000  # bytes of a part of a JSONL file
LONGEST = 20_000_000  # bytes of a line there: more is no article
SECONDS = 10  # after which a scheduler that does not answer is not there
INSTALL = 'install Dask: python -m pip install -e ".[scale]"'


class Part(NamedTuple):
    """Some articles of a corpus: their rows, and the spans that cleaning has marked in them."""

    docs: pd.DataFrame
    zones: pd.DataFrame

    def read(self):
        """The articles."""
        return Articles(self.docs, self.zones, problem_table([]))

    def ids(self):
        """The doc_id of each."""
        return self.docs["doc_id"].tolist()

    def halves(self):
        """The first and the second half of its articles."""
        return parts_of(self.docs, self.zones, -(-len(self.docs) // 2))


class Rows(NamedTuple):
    """Some rows of a table, not yet checked: its path, the names of its columns, and (number, cells) of each row."""

    path: Path
    header: list
    rows: list

    def read(self):
        """The articles that can be used, and the problems of the others."""
        return read_rows(self.path.parent, self.path.name, self.header, self.rows)

    def ids(self):
        """The doc_id of each, or its row."""
        return [row.get("doc_id") or f"row {number}" for number, row in self.rows]

    def halves(self):
        """The first and the second half of its rows."""
        cut = -(-len(self.rows) // 2)
        return [self._replace(rows=part) for part in (self.rows[:cut], self.rows[cut:]) if part]


class Piece(NamedTuple):
    """A part of a large file, which whoever reads it opens: a row group of Parquet, or bytes of JSONL."""

    path: Path
    start: int
    stop: int

    def rows(self):
        """Its rows."""
        read = _row_group if self.path.suffix == ".parquet" else _lines
        return Rows(self.path, *read(*self))

    def read(self):
        """Its articles."""
        return self.rows().read()

    def ids(self):
        """The doc_id of each."""
        return self.rows().ids()

    def halves(self):
        """The first and the second half of its rows."""
        return self.rows().halves()


class Found(NamedTuple):
    """What is found in some articles without knowing the others: tokens and matches. Those of two parts add up."""

    tokens: Tokens
    reporting: pd.DataFrame
    roles: pd.DataFrame
    slogans: pd.DataFrame
    frames: pd.DataFrame
    names: pd.DataFrame

    def __add__(self, other):
        return Found(self.tokens + other.tokens, *map(together, self[1:], other[1:]))


class Table(NamedTuple):
    """A table of which the rows of two parts of a corpus come one after the other."""

    table: pd.DataFrame

    def __add__(self, other):
        return Table(together(self.table, other.table))


class Grouped(NamedTuple):
    """Counts by the groups of a column, without articles: those of two parts of a corpus add up."""

    cells: pd.DataFrame
    terms: pd.Index
    n_tokens: pd.Series

    @classmethod
    def of(cls, counts, column):
        """The counts of a part; cells of 0 are left out."""
        table = by(counts, column)
        sizes = table.groupby("group")["n_tokens"].first()
        return cls(table.loc[table["count"] > 0, ["term", "group", "count", "n_docs"]], counts.terms, sizes)

    def __add__(self, other):
        cells = together(self.cells, other.cells).groupby(["term", "group"], as_index=False).sum()
        sizes = self.n_tokens.add(other.n_tokens, fill_value=0).astype(np.int64)
        return Grouped(cells, self.terms.union(other.terms), sizes)

    def table(self):
        """The table that `counts.by` makes of the whole corpus."""
        if len(self.n_tokens) * len(self.terms) > MOST_CELLS:
            raise InputError(f"more than {MOST_CELLS:,} rows", "choose a column with fewer groups")
        cells = pd.MultiIndex.from_product([self.terms, self.n_tokens.index], names=["term", "group"])
        table = self.cells.set_index(["term", "group"]).reindex(cells, fill_value=0).reset_index()
        return table.assign(n_tokens=table["group"].map(self.n_tokens))


def together(one, other):
    """The rows of two tables, one after the other; a table without rows says nothing about the types of columns."""
    return pd.concat([part for part in (one, other) if len(part)] or [one], ignore_index=True)


def parts_of(docs, zones, size):
    """A corpus in parts of so many articles."""
    parts = [docs.iloc[at : at + size].reset_index(drop=True) for at in range(0, len(docs), size)] or [docs]
    marked = dict(iter(zones.groupby("doc_id", sort=False)))
    zones = [[zones.iloc[:0], *(marked[name] for name in part["doc_id"] if name in marked)] for part in parts]
    return [Part(part, pd.concat(some, ignore_index=True)) for part, some in zip(parts, zones, strict=True)]


def pieces_of(path):
    """A large table in parts: a Parquet file, a JSONL file, or a folder of such files."""
    path = Path(path)
    files = sorted(one for one in path.iterdir() if one.suffix in (".parquet", ".jsonl")) if path.is_dir() else [path]
    if not files or not all(one.suffix in (".parquet", ".jsonl") and one.is_file() for one in files):
        raise InputError("no Parquet or JSONL file", "give such a file, or a folder of them", file=str(path))
    return [piece for one in files for piece in (_groups if one.suffix == ".parquet" else _stretches)(one)]


def _found(tokens, lexicons, kind):
    """Matches of slogans, or those of frames that nothing excludes."""
    if kind == "frames":
        return find_counted(tokens, lexicons.frames).drop(columns="negated")
    return find(tokens, getattr(lexicons, kind))


def found_in(articles, lexicons, track=iter):
    """Encode some articles and find in them what needs no other article."""
    tokens = encode(articles.docs, articles.zones, lexicons.words, track)
    slogans, frames = (_found(tokens, lexicons, kind) for kind in ("slogans", "frames"))
    names = names_in(tokens, lexicons.families.names)
    return Found(tokens, find(tokens, lexicons.reporting), roles_of(tokens, lexicons), slogans, frames, names)


def counted(articles, lexicons, kind="words", column=None):
    """Counts of words, slogans or frames in some articles; with a column, by its groups and without the articles."""
    tokens = encode(articles.docs, articles.zones, lexicons.words)
    matches = None if kind == "words" else _found(tokens, lexicons, kind)
    counts = count(tokens) if matches is None else from_matches(tokens, matches)
    return counts if column is None else Grouped.of(counts, column)


def matched(articles, lexicons, kind="slogans"):
    """Matches of slogans or frames in some articles."""
    return Table(_found(encode(articles.docs, articles.zones, lexicons.words), lexicons, kind))


class Large:
    """A corpus that need not fit into memory: each question is put to its parts, and the answers are summed.

    The parts are counted one after the other, or by the workers of the current Dask client, as in a block ``with
    cluster("local:2"):``. A corpus folder needs none of this: `open_corpus` and ``run --cluster`` divide it themselves.

    Parameters
    ----------
    path : path
        A Parquet file, a JSONL file or a folder of these, with the columns of ``articles.csv`` and text. Word lists are
        read from a folder lexicons beside it.

    Examples
    --------
    >>> import tempfile
    >>> from analysis.stats.keyness import keyness
    >>> path = Path(tempfile.mkdtemp(), "articles.jsonl")
    >>> rows = [{"doc_id": "a", "side": "state", "text": "The harbour is open. The harbour is large."}]
    >>> rows += [{"doc_id": "b", "side": "foreign", "text": "A harbour is planned."}]
    >>> _ = path.write_text("\\n".join(map(json.dumps, rows)))
    >>> large = Large(path)
    >>> large.by("side").query("term == 'harbour'")[["group", "count", "n_tokens"]].values.tolist()
    [['foreign', 1, 4], ['state', 2, 8]]
    >>> table = keyness(large.counts(), ("side", "state", "foreign"))
    >>> table.set_index("term").loc["harbour", ["count_target", "count_reference"]].tolist()
    [2, 1]
    """

    def __init__(self, path):
        self.parts, self.problems = pieces_of(path), problem_table([])
        folder = Path(path) if Path(path).is_dir() else Path(path).parent
        self.lexicons = read_lexicons(folder)

    def sum(self, function, **options):
        """The sum over all parts of ``function(articles, lexicons, **options)``; `problems` has what was left out."""
        found, problems = summed(function, self.parts, lexicons=self.lexicons, **options)
        self.problems = problem_table(problems)
        return found

    def counts(self, kind="words"):
        """Counts of words, slogans or frames by article, from which every statistic is made."""
        return self.sum(counted, kind=kind)

    def by(self, column, kind="words"):
        """Counts by the groups of a column, as `counts.by` makes them; memory does not grow with the articles."""
        return self.sum(counted, kind=kind, column=column).table()

    def matches(self, kind="slogans"):
        """Matches of slogans or frames, as `find` returns them."""
        return self.sum(matched, kind=kind).table

    def tokens(self):
        """All articles as Tokens, for what has to see them together: phrases and near-duplicates."""
        return self.sum(found_in).tokens


class _Here:
    """What a Dask client does, done by this process."""

    def submit(self, function, *items, pure=False, **options):
        """The future of one call; futures among its arguments are done."""
        future = Future()
        try:
            given = [item.result() if isinstance(item, Future) else item for item in items]
            future.set_result(function(*given, **options))
        except Exception as error:
            future.set_exception(error)
        return future


def current():
    """The Dask client that this process uses, `cluster`'s or a person's own; None where there is none."""
    distributed = sys.modules.get("distributed")
    try:
        return distributed and distributed.default_client()
    except ValueError:
        return None


def part_size(n):
    """How many of n articles make a part: all of them here; with workers so few that each has several parts to do."""
    client = current()
    if client is None:
        return max(n, 1)
    return min(SIZE, max(1, -(-n // (4 * sum(client.nthreads().values()) or 1))))


@contextmanager
def cluster(where):
    """A client of the workers at this place within the block: None for none, "local", "local:2" or "tcp://host:port"."""
    if where is None:
        yield None
        return
    client = _connected(where)
    try:
        yield client
    finally:
        client.close()
        if client.cluster:
            client.cluster.close()


def _connected(where):
    try:
        from distributed import Client, LocalCluster
        from distributed.comm.addressing import get_address_host_port
    except ImportError:
        raise InputError(f"cluster {where!r}: needs Dask", INSTALL) from None
    kind, _, n = where.partition(":")
    if kind == "local" and (n or "1").isdecimal() and n != "0":
        workers = int(n or os.cpu_count())
        here = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"}  # any free port
        return Client(LocalCluster(n_workers=workers, threads_per_worker=1, **here))
    try:
        socket.create_connection(get_address_host_port(where, strict=True), SECONDS).close()  # refused at once
        return Client(where, timeout=SECONDS)
    except (OSError, ValueError) as error:
        remedy = "start one (dask scheduler), or write local, local:2 or tcp://host:port"
        raise InputError(f"cluster {where!r}: no scheduler answers ({type(error).__name__})", remedy) from None


def mapped(function, items):
    """A function of each item, in order, as ``map`` does; by the workers of the current client where there is one."""
    client, items = current(), list(items)
    if client is None:
        return map(function, items)
    size = part_size(len(items))
    batches = [items[at : at + size] for at in range(0, len(items), size)]
    found = client.gather(client.map(_batch, batches, function=function, pure=False))
    return (one for batch in found for one in batch)


def _batch(items, function):
    return list(map(function, items))


def summed(function, parts, **options):
    """The sum of ``function(articles, **options)`` over parts, and the problems of articles that are left out.

    Parameters
    ----------
    function : callable
        Its results can be added.
    parts : list of Part or Piece

    Returns
    -------
    sum : what the function returns, of all parts in their order
    problems : list of InputError
    """
    client, ask = current() or _Here(), partial(_answered, function=function)
    futures = [client.submit(ask, part, pure=False, **options) for part in parts]
    for at, future in enumerate(futures):
        if future.exception() is not None:  # a worker that dies is replaced; here workers have died again and again
            again = partial(client.submit, ask, pure=False, **options)
            futures[at] = client.submit(_given, _rescued(parts[at], future, again), pure=False)
    while len(futures) > 1:
        pairs = [futures[at : at + 2] for at in range(0, len(futures), 2)]
        futures = [client.submit(_added, *pair, pure=False) if len(pair) == 2 else pair[0] for pair in pairs]
    found, problems = futures[0].result() if futures else (None, [])
    if found is None:
        raise InputError("no article can be used", "; ".join(str(one) for one in problems[:3]))
    return found, problems


def _answered(part, function, **options):
    """What a function answers about the articles of a part, and the problems of those that cannot be used."""
    articles = part.read()
    problems = [InputError(**row) for row in articles.problems.to_dict("records")]
    try:
        return function(articles, **options), problems
    except InputError:
        raise
    except Exception as error:
        return _in_halves(part, error, lambda half: _answered(half, function, **options))


def _in_halves(part, error, again):
    """The answers of the halves of a part that fails; of a single article the problem, and no answer."""
    ids = part.ids()
    if len(ids) > 1:
        return reduce(_added, map(again, part.halves()))
    problem = f"doc_id {ids[0]!r}: cannot be encoded ({type(error).__name__}: {error})"
    return None, [InputError(problem, "look at its text, or remove the row")]


def _added(one, other):
    """The sum of two answers, of which one may be none."""
    values = [value for value, _ in (one, other) if value is not None]
    return reduce(operator.add, values) if values else None, one[1] + other[1]


def _rescued(part, future, again):
    """The answer of a part; where no worker survives it, those of its halves."""
    error = future.exception()
    if isinstance(error, InputError):
        raise error
    return (
        future.result() if error is None else _in_halves(part, error, lambda half: _rescued(half, again(half), again))
    )


def _given(answer):
    return answer


def _groups(path):
    """The row groups of a Parquet file."""
    try:
        from pyarrow import parquet
    except ImportError:
        raise InputError("Parquet needs pyarrow", INSTALL, file=path.name) from None
    return [Piece(path, at, at + 1) for at in range(parquet.ParquetFile(path).num_row_groups)]


def _row_group(path, start, stop):
    """Header and numbered rows of a row group."""
    from pyarrow import parquet

    file = parquet.ParquetFile(path)
    first = 2 + sum(file.metadata.row_group(at).num_rows for at in range(start))
    rows = file.read_row_group(start).to_pylist()
    return file.schema_arrow.names, [(first + at, _cells(row)) for at, row in enumerate(rows)]


def _stretches(path):
    """A JSONL file in stretches of bytes."""
    size = path.stat().st_size
    return [Piece(path, at, min(at + PIECE, size)) for at in range(0, size, PIECE)]


def _lines(path, start, stop):
    """Header and rows of the lines that begin in a stretch of a JSONL file; the number of a row is its first byte's."""
    rows = []
    with open(path, "rb") as file:
        file.seek(max(start - 1, 0))
        while start and len(file.readline(LONGEST)) == LONGEST:
            pass
        while (at := file.tell()) < stop and (line := file.readline(LONGEST)):
            rows.append((at + 1, _cells(_line(path, at, line))))
    return list(dict.fromkeys(name for _, row in rows for name in row)), rows


def _line(path, at, line):
    """One line of JSON."""
    if len(line) == LONGEST:
        problem = f"more than {LONGEST:,} bytes in the line at byte {at:,}"
        raise InputError(problem, "give each article a line of its own", file=path.name)
    try:
        row = json.loads(line)
        return row if isinstance(row, dict) else {"": ""}
    except ValueError as error:
        problem = f"the line at byte {at:,} is no JSON ({error})"
        raise InputError(problem, "write one object a line", file=path.name) from None


def _cells(row):
    """The cells of a row as text; a day as 2023-06-09."""
    return {name: _cell(value) for name, value in row.items()}


def _cell(value):
    if value is None or value != value:
        return ""
    return value.isoformat()[:10] if hasattr(value, "isoformat") else str(value)
