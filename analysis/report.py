"""Report: run the notebooks on a corpus and build one page of them."""

import json
import os
import platform
import re
import shutil
from html import escape
from importlib.metadata import version
from pathlib import Path

import nbformat
import papermill
from nbconvert import HTMLExporter

from analysis.corpus import read_corpus, sides
from analysis.files import PACKAGE, InputError, bundled, sha256, write_atomic
from analysis.keyness import banner, two_sides
from analysis.lexicons import read_lexicons

DISTRIBUTION = "framing-workbook"
PACKAGES = [DISTRIBUTION, "numpy", "pandas", "scipy", "scikit-learn", "nltk", "matplotlib"]


def run(corpus, out, parameters=None, step=lambda name: None):
    """Run every notebook on a corpus and replace the exports folder, whole, by what comes out.

    Parameters
    ----------
    corpus : path
        A corpus folder (see ``corpus.read_corpus``).
    out : path
        Folder for figures, tables, notebooks, ``report.html`` and ``manifest.json``. It is replaced only
        when all is done, and only if it is new, empty or an earlier run's.
    parameters : dict, optional
        ``side``, ``target``, ``reference``, ``problems``: as in the notebooks' first cell. Default: see
        ``sides_compared``.
    step : callable
        Called with the name of each step before it starts.

    Returns
    -------
    dict
        What ``manifest.json`` holds.

    Raises
    ------
    InputError
        For anything in corpus, lexicons, parameters or ``out`` that cannot be used; ``out`` stays as it was.
    """
    corpus, out = Path(corpus).resolve(), Path(out).resolve()
    _check_out(out)
    parameters = {name: value for name, value in (parameters or {}).items() if value is not None}
    parameters = sides_compared(corpus, parameters)
    staging = _emptied(out.with_name(f".{out.name}.staging"))
    try:
        folders = {"corpus": _relative(corpus, out / "notebooks"), "exports": ".."}
        omit = () if corpus == bundled("seeds") else ("bundled",)
        notebooks = [_executed(path, staging, parameters | folders, (step, omit)) for path in sources()]
        step("report")
        write_atomic(staging / "report.html", page(notebooks))
        manifest = _manifest(corpus, staging, parameters)
        write_atomic(staging / "manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
        _replace(staging, out)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return manifest


def sources():
    """The workbook's notebooks, in order."""
    return sorted(bundled("notebooks").glob("[0-9]*.ipynb"))


def sides_compared(corpus, parameters):
    """Check the parameters against a corpus and fill in what is not given.

    The side column defaults to ``side_by_publisher`` or the first one there is; target and reference to
    state and foreign, or to the two labels with the most articles.
    """
    docs = read_corpus(corpus, parameters.get("problems", "refuse")).docs
    read_lexicons(corpus)
    side = parameters.get("side") or next(iter(sides(docs)))
    target, reference = (parameters.get(name) for name in ("target", "reference"))
    found = two_sides(docs, side)
    chosen = {"side": side, "target": target or found[0], "reference": reference or found[1]}
    banner(docs, **chosen)
    return {"problems": "refuse"} | parameters | chosen


def execute(source, parameters, folder, omit=()):
    """Run one notebook with these parameters in a folder; times and machine are left out of the result.

    Parameters
    ----------
    source : Path
    parameters : dict
        Values for the notebook's parameters cell.
    folder : path
        The kernel's working folder.
    omit : collection of str
        Cells with one of these tags are left out: what was written about the bundled articles (tag
        bundled) is not said of another corpus.

    Raises
    ------
    InputError
        A parameter the notebook does not have, or input that one of its cells refuses.
    RuntimeError
        Any other failing cell, named.
    """
    known = papermill.inspect_notebook(str(source))
    unknown = sorted(set(parameters) - set(known))
    if unknown:
        raise InputError(f"parameter {unknown[0]!r}: {source.name} has none of that name; choose {', '.join(known)}")
    notebook = nbformat.read(source, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if not set(omit) & set(cell.metadata.get("tags", []))]
    options = {"progress_bar": False, "cwd": str(folder), "extra_arguments": ["--IPKernelApp.log_level=50"]}
    try:
        notebook = papermill.execute_notebook(notebook, None, parameters, kernel_name="python3", **options)
    except papermill.PapermillExecutionError as error:
        if error.ename in ("InputError", "CorpusError"):
            raise InputError(error.evalue) from None
        raise RuntimeError(f"{source.name}, cell {error.cell_index}: {error.ename}: {error.evalue}") from error
    return _timeless(notebook, source.stem)


def page(notebooks):
    """One self-contained HTML page of executed notebooks, without their code.

    Parameters
    ----------
    notebooks : list of (name, notebook)

    Returns
    -------
    str
        Nothing in it is fetched from anywhere.
    """
    exporter = HTMLExporter(template_name="basic", exclude_input=True, exclude_anchor_links=True)
    exporter.exclude_input_prompt = exporter.exclude_output_prompt = True
    links, sections = [], []
    for name, notebook in notebooks:
        title = notebook.cells[0].source.splitlines()[0].lstrip("# ")
        body, _ = exporter.from_notebook_node(notebook)
        body = re.sub(r'(<h[1-6] id=")', rf"\1{name}-", body)
        links.append(f'<li><a href="#{name}">{escape(title)}</a></li>')
        sections.append(f'<section id="{name}">{body}</section>')
    frame = (PACKAGE / "report.html").read_text(encoding="utf-8")
    return frame.replace("{contents}", "\n".join(links)).replace("{sections}", "\n".join(sections))


def _executed(source, staging, parameters, how):
    step, omit = how
    step(source.stem)
    folder = staging / "notebooks"
    folder.mkdir(exist_ok=True)
    notebook = execute(source, parameters, folder, omit)
    write_atomic(folder / source.name, nbformat.writes(notebook) + "\n")
    return source.stem, notebook


def _timeless(notebook, name):
    """Without times, and with a fixed id for the cell that papermill adds."""
    for part in (notebook, *notebook.cells):
        for key in ("papermill", "execution"):
            part.metadata.pop(key, None)
        if "injected-parameters" in part.metadata.get("tags", []):
            part["id"] = f"{name[:2]}-parameters"
    return notebook


def _relative(path, start):
    try:
        return Path(os.path.relpath(path, start)).as_posix()
    except ValueError:  # another drive, on Windows
        return path.as_posix()


def _check_out(out):
    if out.exists() and not out.is_dir():
        raise InputError(f"{out}: a file stands there; name another folder with --out")
    if out.is_dir() and any(out.iterdir()) and not _is_ours(out):
        raise InputError(f"{out}: holds files that are not an earlier run's; empty it, or name another with --out")


def _is_ours(out):
    try:
        return json.loads((out / "manifest.json").read_text(encoding="utf-8"))["made_by"] == DISTRIBUTION
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _emptied(folder):
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise InputError(f"{folder.parent}: cannot write there ({error.strerror}); name another with --out") from None
    return folder


def _replace(staging, out):
    """Put the new folder in the old one's place; the old one is only removed once the new one stands."""
    old = out.with_name(f".{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    staging.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _manifest(corpus, staging, parameters):
    inputs = [path for path in corpus.rglob("*") if path.suffix in (".csv", ".txt", ".toml") and path.is_file()]
    outputs = [path for path in staging.rglob("*") if path.is_file()]
    return {
        "made_by": DISTRIBUTION,
        "parameters": parameters,
        "versions": {"python": platform.python_version()} | {name: version(name) for name in PACKAGES},
        "inputs": {path.relative_to(corpus).as_posix(): sha256(path) for path in sorted(inputs)},
        "outputs": {path.relative_to(staging).as_posix(): sha256(path) for path in sorted(outputs)},
    }
