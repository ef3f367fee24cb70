"""README: what it names is there, what it prints comes out, and what it lets a reader type is typed."""

import ast
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

from analysis import Comparison, Corpus, __main__, open_corpus
from analysis.corpus import importing
from analysis.corpus.read import Article
from analysis.files import PACKAGE, bundled, real
from analysis.report import claims, run
from analysis.show import axes
from analysis.stats import measures

ROOT = PACKAGE.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
METHODS = "\n".join(cell.source for cell in nbformat.read(bundled("notebooks", "06_methods.ipynb"), 4).cells)
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.M | re.S)
PROSE = re.sub(r"^```.*?^```$", "", TEXT, flags=re.M | re.S)
INDENTED = re.findall(r"^    (.*)$", PROSE, re.M)
SPANS = [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", PROSE)]
COMMANDS = typer.main.get_command(__main__.app).commands
OPTIONS = {name: {option for given in command.params for option in given.opts} for name, command in COMMANDS.items()}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FIGURE = Path("notebooks", "figures", "slogans-by-voice.svg")


def blocks(kind):
    return [block for name, block in BLOCKS if name == kind]


def sessions():
    """Each command after a $ with the lines that are printed under it."""
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            yield part.splitlines()[0], part.splitlines()[1:]


def rows(text, *header):
    """Cells of all tables with this header; a cell as the names in code that it holds."""
    head = re.escape(f"| {' | '.join(header)} |\n")
    for table in re.findall(rf"^{head}\|[-|]+\|\n((?:\|.*(?:\n|\Z))+)", text, re.M):
        for line in table.splitlines():
            cells = re.split(r"(?<!\\)\|", line)[1:-1]
            yield [re.findall(r"`([^`]+)`", cell.replace("\\|", "|")) for cell in cells]


ANALYSES = list(rows(PROSE, "question", "notebook", "method"))


def typed(command, code=0):
    """What a command of the workbook prints, line by line."""
    result = CliRunner().invoke(__main__.app, shlex.split(command.partition("-m analysis ")[2]))
    assert result.exit_code == code, result.output
    return result.stdout.splitlines()


def compared(folder, out, parameters, step):
    """All that ``run.run`` does before its notebooks, and no notebook."""
    assert callable(step)
    assert not Path(out).exists()
    given = {name: value for name, value in parameters.items() if value is not None}
    return run._manifest(real(folder), open_corpus(folder).compare(), given)


def source(path):
    return "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")


def labels(svg):
    return re.findall(r"<text\b[^>]*>(.*?)</text>", svg.read_text(encoding="utf-8"), re.S)


def test_it_is_short():
    assert len(TEXT.splitlines()) <= 150


def test_two_lines_install_everything_and_their_extras_are_real():
    lines = [line for line in INDENTED if line.startswith("python3 -m venv")]
    assert [line.rpartition(" -m ")[2] for line in lines] == ["analysis run", "pytest"]
    assert all(line.startswith("python3 -m venv .venv && .venv/bin/python -m pip install -e") for line in lines)
    extras = {name for names in re.findall(r'-e "\.\[([\w,]+)\]"', TEXT) for name in names.split(",")}
    assert extras == {"html", "word", "pdf", "rtf", "tables", "test"} < set(PROJECT["optional-dependencies"])
    assert "(extra `pdf`)" in " ".join(TEXT.split())


def test_every_command_of_the_workbook_is_typed_in_these_tests():
    found = {" ".join(line.split()) for line in re.findall(r"-m analysis (?:(?!, then)[^`\n&])*", TEXT)}
    session = {f"-m analysis {line.partition('-m analysis ')[2]}" for line, _ in sessions() if "-m analysis" in line}
    assert found == session | {f"-m analysis {rest}" for rest in ("run", "notebooks", "check mycorpus", "run mycorpus")}


def test_own_articles_become_a_corpus_as_printed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.executable", str(tmp_path / ".venv" / "bin" / "python"))
    monkeypatch.setattr(run, "run", compared)
    shutil.copytree(bundled("seeds"), "seeds")
    copy, new, made = sessions()
    subprocess.run(copy[0], shell=True, check=True)
    assert typed(new[0]) == new[1]
    outlets = Path("mycorpus", "outlets.csv")
    outlets.write_text(outlets.read_text(encoding="utf-8").replace(",unknown,unknown,\n", ",foreign,foreign,\n"))
    assert typed("-m analysis check mycorpus")[0] == "mycorpus: 5 articles, no problem found."
    assert typed(made[0]) == made[1]


def test_notebooks_are_opened_and_executed_with_commands_that_exist():
    assert ".venv/bin/jupyter lab notebooks" in SPANS
    scripts = {entry.name for entry in distribution("jupyterlab").entry_points if entry.group == "console_scripts"}
    assert "jupyter-lab" in scripts
    named = {span.split()[2] for span in SPANS if span.startswith("uv run w")}
    assert PROJECT["scripts"].keys() == {"workbook"} == named


def test_every_option_exists_with_the_values_named():
    named = {option for span in SPANS for option in re.findall(r"--[a-z][\w-]+", span)}
    assert named - set.union(*OPTIONS.values()) == {"--extra"}  # that of uv
    assert f"--size {axes.SIZES[0]}" in SPANS
    assert {*axes.SIZES[1:]} <= set(SPANS)
    orders = [span.removeprefix("--dates ") for span in SPANS]
    assert [order for order in orders if order in importing.ORDERS] == ["day-first", "month-first", "year-first"]


@pytest.mark.parametrize("snippet", blocks("python"))
def test_a_snippet_runs_on_the_bundled_articles(snippet, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    Path("seeds").symlink_to(bundled("seeds"), target_is_directory=True)
    names, tree = {}, ast.parse(snippet)
    exec(compile(ast.Module(tree.body[:-1], []), "README.md", "exec"), names)
    last = eval(compile(ast.Expression(tree.body[-1].value), "README.md", "eval"), names)
    assert len(last.table)
    assert Path("innovation.svg").exists()
    assert len(snippet.splitlines()) <= 8


def test_the_findings_are_those_of_the_tables():
    corpus = open_corpus()
    text, own = " ".join(TEXT.split()), corpus.matches.query("voice == 'own'")["doc_id"].value_counts()
    assert f"Of {len(corpus.matches)} occurrences of slogans, {own.sum()} are in the outlet's own voice" in text
    xinhua, cgtn = own["xinhua-2023"], own["cgtn-2024"]
    assert f"and {xinhua} of these are in one Xinhua feature; the CGTN article has {cgtn}." in text
    first, wordings = corpus.slogans().table.iloc[0], set(corpus.renderings().table["rendering"])
    assert first["slogan"].startswith("sci-tech self-reliance")
    assert f"occurs in {first['n_docs']} of 5 articles, in {len(wordings)} wordings" in text
    assert "self-confidence and strength in science and technology" in wordings
    assert corpus.both_sides().title.partition(" have")[0].replace(" articles", "") == "3 of 5"
    assert "Only 3 of 5 articles are on the same side by publisher and by origin" in text
    symposium = corpus.compare().keyness().table.set_index("term").loc["symposium"]
    assert symposium["log_ratio"] < 0 < symposium["log_ratio_other"]


@pytest.mark.parametrize("row", ANALYSES, ids=lambda row: row[1][0])
def test_a_notebook_calls_the_methods_of_its_row(row):
    _, (notebook,), methods = row
    code = source(bundled("notebooks", f"{notebook}.ipynb"))
    for method in methods:
        name = method.partition(".")[2]
        assert hasattr(Corpus if method.startswith("corpus") else Comparison, name), method
        assert re.search(rf"\b{name}\(", code), method


def test_every_notebook_has_a_row():
    rows = {name for _, (name,), _ in ANALYSES}
    assert {path.stem for path in bundled("notebooks").glob("*.ipynb")} == rows | {"00_start_here"}
    assert "`00_start_here`" in TEXT


def test_every_file_named_exists(done):
    files = [name for first, _ in rows(PROSE, "file", "content") for name in first]
    assert files[0] == "report.html"
    for name in files:
        path = name.replace("NAME", "frames") if not name.startswith(".") else f"figures/frames{name}"
        assert (done[0] / path).exists(), name
    for name in ("seeds/articles.csv", "show/figures.py", "captions.toml"):
        found = [place for place in (ROOT, PACKAGE, PACKAGE / "workbook") if (place / name).exists()]
        assert found or name not in SPANS, name


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
    assert len(quoted) == 1
    assert quoted[0] in (done[0] / "report.html").read_text(encoding="utf-8")


def test_the_line_to_cite_is_that_of_a_figure_with_the_version(done):
    line = next(line for line in INDENTED if line.startswith(PROJECT["name"]))
    told = (done[0] / "figures" / "frames.txt").read_text(encoding="utf-8").splitlines()[-1]
    expected = told.removeprefix("Source: ").replace(done[1]["corpus_hash"], "HASH")
    assert line == expected.replace(PROJECT["name"], f"{PROJECT['name']} {PROJECT['version']}")


def test_the_methods_name_columns_and_formulas_that_exist():
    named = [name for first, _ in rows(METHODS, "column", "meaning") for name in first]
    known = {*importing.COLUMNS, *Article.model_fields, *claims.COLUMNS, *claims.FURTHER}
    known |= {"publisher_country", "translated_from", "url", "retrieved", "side…", "…_basis"}
    assert [name for name in named if name not in known] == []
    assert set(claims.COLUMNS + claims.FURTHER) <= set(named)
    header = (bundled("seeds") / "articles.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert set(header) <= set(named)
    assert "1 − 0.05^(1/k)" in METHODS
    assert measures.absence_bound(3) == pytest.approx(1 - 0.05 ** (1 / 3))


def test_every_column_of_an_exported_table_is_explained(done):
    known = set(open_corpus().columns().table["column"])
    for path in sorted((done[0] / "tables").glob("*.csv")):
        header = path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
        missing = [
            name for name in header if re.sub("_(target|reference)$", "", name) not in known and name not in known
        ]
        assert missing == [], path.name
