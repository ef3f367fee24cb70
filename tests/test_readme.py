"""README: what it names is there, what it prints comes out, and what it lets a reader type is typed."""

import ast
import csv
import importlib
import io
import re
import shlex
import shutil
import subprocess
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import nbformat
import pytest
import typer
from typer.testing import CliRunner

from analysis import __main__
from analysis.corpus import importing as ingest
from analysis.corpus.read import Article
from analysis.files import PACKAGE, bundled, real, write_atomic
from analysis.report import claims, verify
from analysis.report import run as report
from analysis.report import xlsx as sheets
from analysis.show import sizes
from analysis.stats import keyness
from analysis.text.lexicons import read_lexicons
from analysis.text.patterns import parse

ROOT = PACKAGE.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.M | re.S)
PROSE = re.sub(r"^```.*?^```$", "", TEXT, flags=re.M | re.S)
INDENTED = re.findall(r"^    (.*)$", PROSE, re.M)
SPANS = [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", PROSE)]
COMMANDS = typer.main.get_command(__main__.app).commands
OPTIONS = {name: {option for given in command.params for option in given.opts} for name, command in COMMANDS.items()}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FIGURE = Path("notebooks", "figures", "keyness-words.svg")
MODULES = sorted(path.stem for path in PACKAGE.glob("*.py"))
ENDINGS = "py|csv|toml|txt|md|html|xlsx|json|svg|png|pdf|ipynb|js"
# made by a reader, on demand or elsewhere
YOURS = {"mycorpus/articles.csv", "originals/", "lexicons/", "report.pdf", "axe.min.js"}


def blocks(kind):
    return [block for name, block in BLOCKS if name == kind]


def sessions():
    """Each command after a $ with the lines that are printed under it."""
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            yield part.splitlines()[0], part.splitlines()[1:]


def rows(*header):
    """Cells of all tables with this header; a cell as the names in code that it holds."""
    head = re.escape(f"| {' | '.join(header)} |\n")
    for table in re.findall(rf"^{head}\|[-|]+\|\n((?:\|.*\n)+)", PROSE, re.M):
        for line in table.splitlines():
            cells = re.split(r"(?<!\\)\|", line)[1:-1]
            yield [re.findall(r"`([^`]+)`", cell.replace("\\|", "|")) for cell in cells]


ANALYSES = list(rows("question", "figure", "notebook", "function"))


def typed(command, code=0):
    """What a command of the workbook prints, line by line."""
    words = shlex.split(command.partition("-m analysis ")[2])
    result = CliRunner().invoke(__main__.app, words)
    assert result.exit_code == code, result.output
    return result.stdout.splitlines()


def compared(corpus, out, parameters, step):
    """All that ``report.run`` does before its notebooks, and no notebook."""
    assert callable(step)
    assert not Path(out).exists()
    given = {name: value for name, value in parameters.items() if value is not None}
    docs = report.checked(corpus)
    chosen = report.sides_compared(docs, given)
    return report._manifest(real(corpus), docs, chosen)


def source(path):
    return "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")


def labels(svg):
    return re.findall(r"<text\b[^>]*>(.*?)</text>", svg.read_text(encoding="utf-8"), re.S)


def test_two_lines_install_everything_and_their_extras_are_real():
    lines = [line for line in INDENTED if line.startswith("python3 -m venv")]
    assert [line.rpartition(" -m ")[2] for line in lines] == ["analysis run", "pytest"]
    assert all(line.startswith("python3 -m venv .venv && .venv/bin/python -m pip install -e") for line in lines)
    extras = {name for names in re.findall(r'-e "\.\[([\w,]+)\]"', TEXT) for name in names.split(",")}
    assert extras == {"html", "word", "tables", "pdf", "test", "browser"} == set(PROJECT["optional-dependencies"])


def test_every_command_of_the_workbook_is_typed_in_these_tests():
    found = {
        " ".join(line.split()) for line in re.findall(r"-m analysis [^`\n&]*", re.sub(r"\s+(?=notebooks`)", " ", TEXT))
    }
    session = {f"-m analysis {line.partition('-m analysis ')[2]}" for line, _ in sessions() if "-m analysis" in line}
    assert found == session | {"-m analysis run", "-m analysis notebooks"}


def test_own_articles_become_a_corpus_as_printed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(report, "run", compared)
    shutil.copytree(bundled("seeds"), "seeds")
    copy, new, check, run = [pair for pair in sessions() if "myreport" not in pair[0]]
    subprocess.run(copy[0], shell=True, check=True)
    assert typed(new[0]) == new[1]
    articles = Path("mycorpus", "articles.csv")
    articles.write_text(articles.read_text(encoding="utf-8").replace(",unknown,", ",foreign,"), encoding="utf-8")
    assert typed(check[0]) == check[1]
    assert typed(run[0])[-len(run[1]) :] == run[1]


def test_a_finished_report_is_verified_as_printed(tmp_path, monkeypatch, done):
    monkeypatch.chdir(tmp_path)
    Path("exports").symlink_to(done[0], target_is_directory=True)
    (show, text), (command, said) = [pair for pair in sessions() if "myreport" in pair[0]]
    write_atomic(Path(show.split()[-1]), "\n".join(text))
    assert typed(command)[: len(said)] == said
    comment = next(span for span in SPANS if span.startswith("<!--"))
    write_atomic(Path("b.md"), f"“China” occurs 44 {comment} times.")
    assert verify.numbers(Path("b.md"), Path("exports"))["reason"].tolist() == ["marked so"]


def test_notebooks_are_opened_and_executed_with_commands_that_exist(monkeypatch):
    monkeypatch.setattr(report, "sources", list)
    assert typed(".venv/bin/python -m analysis notebooks") == []
    assert ".venv/bin/jupyter lab notebooks" in SPANS
    scripts = {entry.name for entry in distribution("jupyterlab").entry_points if entry.group == "console_scripts"}
    assert "jupyter-lab" in scripts
    assert (
        PROJECT["scripts"].keys() == {"workbook"} == {span.split()[2] for span in SPANS if span.startswith("uv run w")}
    )


def test_every_option_exists_with_the_values_named():
    named = {option for span in SPANS for option in re.findall(r"--[a-z][\w-]+", span)}
    assert named - set.union(*OPTIONS.values()) == {"--extra"}  # that of uv
    for name, rest in (span.split(" ", 1) for span in SPANS if span.split(" ")[0] in COMMANDS and " " in span):
        assert set(re.findall(r"--[a-z][\w-]+", rest)) <= OPTIONS[name]
    assert f"run --size {sizes.SIZES[0]}" in SPANS
    assert {*sizes.SIZES[1:-1], f"--size {sizes.SIZES[-1]}"} <= set(SPANS)
    orders = [span.removeprefix("--dates ") for span in SPANS]
    assert [order for order in orders if order in ingest.ORDERS] == ["day-first", "month-first", "year-first"]


@pytest.mark.parametrize("snippet", blocks("python"))
def test_a_snippet_runs_on_the_bundled_articles(snippet, monkeypatch):
    monkeypatch.chdir(ROOT)
    names, tree = {}, ast.parse(snippet)
    exec(compile(ast.Module(tree.body[:-1], []), "README.md", "exec"), names)
    assert len(eval(compile(ast.Expression(tree.body[-1].value), "README.md", "eval"), names))


def test_the_claims_printed_hold(tmp_path, done):
    path = write_atomic(tmp_path / "claims.csv", *blocks("csv"))
    results = claims.check(claims.read_claims(path), claims.read_tables(done[0] / "tables"))
    assert results["verdict"].tolist() == ["holds", "holds"]
    named = [name for first, _ in rows("column", "meaning") for name in first]
    assert set(claims.COLUMNS + claims.FURTHER) <= set(named)


def test_every_function_named_exists():
    named = re.findall(rf"\b({'|'.join(MODULES)})\.(?!{ENDINGS}\b)(\w+)", " ".join(SPANS))
    assert len(set(named)) > 40
    for module, name in sorted(set(named)):
        assert callable(getattr(importlib.import_module(f"analysis.{module}"), name, None)), f"{module}.{name}"
    parts = re.findall(r"\(`(\w+)`", "".join(re.findall(r"^- .*", PROSE, re.M)))
    assert len(parts) > 5
    assert [name for name in parts if name not in MODULES and not hasattr(keyness, name)] == []


@pytest.mark.parametrize("row", ANALYSES, ids=lambda row: "-".join([*row[2], *row[1]]))
def test_a_notebook_makes_the_figures_and_calls_the_functions_of_its_row(row):
    _, stems, (notebook,), functions = row
    code = source(bundled("notebooks", f"{notebook}.ipynb"))
    assert [stem for stem in stems if f'"{stem}"' not in code] == []
    assert functions
    if not notebook.startswith("00"):
        assert [name for name in functions if not re.search(rf"\b{name.split('.')[1]}\b", code)] == []


def test_every_figure_and_every_notebook_has_a_row(done):
    made = {path.stem for path in (done[0] / "figures").iterdir()}
    assert made == {stem for _, stems, *_ in ANALYSES for stem in stems}
    there = {path.stem for path in bundled("notebooks").glob("*.ipynb")}
    assert there == {name for *_, names, _ in ANALYSES for name in names}


def test_every_file_named_exists(done):
    words = {word.removeprefix("exports/") for span in SPANS for word in span.split()} - YOURS
    paths = {word for word in words if re.fullmatch(rf"[\w./-]*\w(?:\.(?:{ENDINGS})|/)|\.ci/\w+", word)}
    assert len(paths) > 25
    places = ROOT, bundled("seeds", "lexicons"), bundled("seeds").parent, bundled("seeds"), done[0]
    for path in paths:  # what NAME stands for is here a module, a figure and a table
        names = path.replace("NAME", "framing"), path.replace("NAME", "frames")
        assert any((place / name).exists() for place in places for name in names), path
    assert {".svg", ".pdf", ".txt"} <= {path.suffix for path in (done[0] / "figures").iterdir()} & set(SPANS)


def test_every_link_leads_to_a_file_and_every_picture_has_alternative_text():
    links = re.findall(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)", PROSE)
    assert [("!", FIGURE.as_posix())] == [(mark, path) for mark, _, path in links if mark]
    assert all(text.strip() and (ROOT / path).exists() for _, text, path in links)


def test_the_picture_is_what_a_run_draws(done):
    drawn = done[0] / "figures" / FIGURE.name
    assert (ROOT / FIGURE).stat().st_size < 200_000
    assert labels(ROOT / FIGURE) == labels(drawn), f"copy figures/{FIGURE.name} of a run to {FIGURE.parent}"
    assert len(labels(drawn)) > 40


def test_what_the_run_is_said_to_say_it_says(done):
    quoted = re.findall(r"“(Descriptive:[^”]*)”", " ".join(PROSE.split()))
    assert len(quoted) == 1 and quoted[0] in (done[0] / "report.html").read_text(encoding="utf-8")
    assert TEXT.count(f"bundled list has {len(read_lexicons(bundled('seeds')).slogans.entries)}, each") == 1


def test_the_line_to_cite_is_that_of_a_figure_with_the_version(done):
    line = next(line for line in INDENTED if line.startswith(PROJECT["name"]))
    told = (done[0] / "figures" / "frames.txt").read_text(encoding="utf-8").splitlines()[-1]
    expected = told.removeprefix("Source: ").replace(done[1]["corpus_hash"], "HASH")
    assert line == expected.replace(PROJECT["name"], f"{PROJECT['name']} {PROJECT['version']}")


def test_every_column_named_is_one(done):
    named = [name for first, _ in rows("column", "meaning") for name in first]
    header = next(csv.reader(io.StringIO((bundled("seeds") / "articles.csv").read_text(encoding="utf-8"))))
    known = {
        *header,
        *ingest.COLUMNS,
        *Article.model_fields,
        *claims.COLUMNS,
        *claims.FURTHER,
        *sheets.dictionary().index,
    }
    assert [name for name in named if name not in known and "…" not in name] == []
    assert set(header) <= set(named) | {"…"}
    assert [name for name in named if "…" in name] == ["side…", "…_basis", *(f"…{end}" for end in sheets.SIDES)]
    tables = {column for text in sheets.read_tables(done[0])[0].values() for column in text.splitlines()[0].split(",")}
    results = named[named.index("count") : named.index("expected") + 1]
    assert [name for name in results if "…" not in name and not {name, f"{name}_target"} & tables] == []


@pytest.mark.parametrize("pattern", [first[0] for first, _ in rows("pattern", "finds")])
def test_every_pattern_shown_can_be_read(pattern):
    assert parse(pattern)
