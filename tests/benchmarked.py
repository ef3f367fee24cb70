"""Benchmarks: time and memory of the workbook, beside other libraries and as a corpus grows. Run: python tests/benchmarked.py

It prints the tables ``benchmarks_peers.csv`` and ``benchmarks_growth.csv`` in ``tests/data``. ``measure`` after it
measures both anew, in half an hour to an hour, and needs the extra bench: see ``tests/benchmarks/test_peers.py``.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from benchmarks import growth

from analysis.files import DISTRIBUTION

DATA = Path(__file__).with_name("data")
PEERS, GROWTH = DATA / "benchmarks_peers.csv", DATA / "benchmarks_growth.csv"
TESTS = Path(__file__).with_name("benchmarks")
FASTER, SLOWER = 1.25, 0.8  # ratios between which two tools are called about equally fast
LINEAR = 1.1  # the exponent from which a stage is named
SHOWN = 15  # slowest stages that are shown


def peers(path=PEERS):
    """One row a tool and task, the workbook first: columns task, tool, version, seconds, ratio, found, does.

    ``seconds`` is the median CPU time, ``ratio`` that of the tool by that of the workbook: above 1 the workbook is
    faster. ``found`` counts the words, n-grams, scores, pairs or matches of the result.
    """
    table = pd.read_csv(path, comment="#")
    own = table[table["tool"] == DISTRIBUTION].set_index("task")["seconds"]
    table["ratio"] = table["seconds"] / table["task"].map(own)
    return table[["task", "tool", "version", "seconds", "ratio", "found", "does"]]


def stages(path=GROWTH):
    """One row a stage, the slowest first; columns as in `growth.exponents`."""
    table = growth.exponents(pd.read_csv(path, comment="#"))
    return table.sort_values("seconds", ascending=False, ignore_index=True)


def steeper(table):
    """The stages that grow faster than the articles, over all sizes or between the two largest."""
    return table[table[["exponent", "last_exponent"]].max(axis=1) > LINEAR]


def compared(table):
    """Which tools are faster and which slower than the workbook, as sentences."""
    others = table[table["tool"] != DISTRIBUTION]
    equal = others["ratio"].between(SLOWER, FASTER)
    slower, faster = (_tools(others[part & ~equal]) for part in (others["ratio"] < 1, others["ratio"] > 1))
    said = f"The workbook takes more CPU time than {slower}. It takes less than {faster}."
    return said + (f" It takes about as much as {_tools(others[equal])}." if equal.any() else "")


def grown(table):
    """Which stages grow faster than the articles, and which needs the most memory, as sentences."""
    steep = steeper(table)
    names = _listed([f"`{name}`" for name in sorted(steep["stage"])])
    said = f"Of the {len(table)} stages, {len(table) - len(steep)} have exponents of at most {LINEAR}"
    said += f"; the others are {names}." if len(steep) else "."
    most = table.loc[table["megabytes"].idxmax()]
    return f"{said} The most memory, {most['megabytes'] / 1000:.1f} GB, is needed by `{most['stage']}`."


def varied(path=PEERS):
    """How much the turns of one tool differ, as a sentence."""
    table = pd.read_csv(path, comment="#")
    most = (table["most"] / table["least"]).max()
    return f"The slowest turn of a tool took up to {most:.1f} times the CPU time of its fastest."


def conditions(path):
    """The comment in the first line of a table: when, on what machine, on how much text."""
    return Path(path).read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


def measured_peers(path=PEERS):
    """Run the peers and write their table."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder, "peers.json")
        command = [sys.executable, "-m", "pytest", TESTS, "-m", "benchmark", f"--benchmark-json={result}"]
        subprocess.run(command, check=True)
        write_peers(json.loads(result.read_text(encoding="utf-8")), path)


def write_peers(result, path=PEERS):
    """Write medians of what pytest-benchmark has measured; the turn that warms up is left out."""
    rows = pd.DataFrame([one["extra_info"] | {"seconds": one["stats"]["median"]} for one in result["benchmarks"]])
    counted, n, megabytes = rows[rows["turn"] > 0], rows["articles"].iloc[0], rows["megabytes"].iloc[0]
    seconds = counted.groupby(["task", "tool", "version", "does", "found"], sort=False)["seconds"]
    table = seconds.agg(seconds="median", least="min", most="max").reset_index().round(4)
    turns = counted["turn"].nunique()
    _write(table, path, f"{n:,} generated articles, {megabytes:.1f} MB; median CPU seconds of {turns} turns")


def write_growth(table, path=GROWTH):
    """Write what `growth.growth` has measured."""
    sizes = ", ".join(f"{n:,}" for n in table["articles"].unique())
    _write(table, path, f"{sizes} generated articles of about 2 kB; CPU seconds, and MB of memory above the start")


def main():
    """Print both tables, after measuring them where that is asked."""
    if sys.argv[1:] == ["measure"]:
        measured_peers()
        write_growth(growth.growth())
    print(conditions(PEERS), _text(peers()), sep="\n")
    table = stages()
    is_shown = table.index.isin(steeper(table).index) | (table.index < SHOWN)
    print(f"\n{conditions(GROWTH)}", _text(table[is_shown]), sep="\n")
    print(f"{(~is_shown).sum()} other stages: at most {table['seconds'][~is_shown].max():.1f} s.")


def _tools(rows):
    """Tools by task: scikit-learn and polars for word counts; pandas for keyness."""
    return "; ".join(f"{_listed(list(part['tool']))} for {task}" for task, part in rows.groupby("task", sort=False))


def _listed(names):
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _text(table):
    return table.to_string(index=False, float_format="{:.2f}".format)


def _write(table, path, what):
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    head = f"# {date.today()}; Python {platform.python_version()}, {machine}; {DISTRIBUTION} {version(DISTRIBUTION)}; "
    Path(path).write_text(head + f"{what}\n" + table.to_csv(index=False, lineterminator="\n"), encoding="utf-8")


if __name__ == "__main__":
    main()
