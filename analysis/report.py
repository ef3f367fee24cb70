"""Report: run the notebooks on a corpus and build one page of them."""

import json
import os
import platform
import re
import shutil
from glob import escape as literally
from html import escape
from importlib.metadata import version
from pathlib import Path

import nbformat
import papermill
from nbconvert import HTMLExporter

from analysis.comparison import articles, reading, two_sides
from analysis.corpus import MANIFEST, label_column, other_side, read_corpus, sides
from analysis.files import (
    DISTRIBUTION,
    PACKAGE,
    InputError,
    bundled,
    lexicon_path,
    made_here,
    real,
    sha256,
    write_atomic,
)
from analysis.lexicons import read_lexicons

PACKAGES = [DISTRIBUTION, "numpy", "pandas", "scipy", "scikit-learn", "nltk", "matplotlib"]
LITTER = {".DS_Store", "Thumbs.db"}  # what file managers leave behind


def run(corpus, out, parameters=None, step=lambda name: None):
    """Run every notebook on a corpus and replace the exports folder, whole, by what comes out.

    Parameters
    ----------
    corpus : path
        A corpus folder (see ``corpus.read_corpus``).
    out : path
        Folder for figures, tables, notebooks, ``report.html`` and ``manifest.json``. It is replaced only
        when all is done, and only if it is new, empty or an earlier run's, with nothing changed or added since.
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
    corpus, out = real(corpus), real(out)
    _restore(out)
    _check_out(out, corpus)
    parameters = {name: value for name, value in (parameters or {}).items() if value is not None}
    docs = checked(corpus, parameters.get("problems", "refuse"))
    parameters = sides_compared(docs, parameters)
    staging = _staging(out)
    try:
        folders = {"corpus": _relative(corpus, out / "notebooks"), "exports": ".."}
        omit = _omitted(corpus, docs, parameters)
        notebooks = [_executed(path, staging, parameters | folders, (step, omit)) for path in sources()]
        step("report")
        write_atomic(staging / "report.html", page(notebooks))
        manifest = _manifest(corpus, docs, staging, parameters)
        write_atomic(staging / "manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
        _check_out(out, corpus)
        _replace(staging, out)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        _restore(out)
    return manifest


def sources():
    """The workbook's notebooks, in order."""
    return sorted(bundled("notebooks").glob("[0-9]*.ipynb"))


def checked(corpus, problems="refuse"):
    """The articles of a corpus folder, once all its files are sound; every problem of them in one InputError."""
    docs, errors = None, []
    try:
        docs = read_corpus(corpus, problems).docs
    except InputError as error:
        errors.append(error)
    try:
        read_lexicons(corpus)
    except InputError as error:
        if not any(str(error) in str(other) for other in errors):
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise InputError("\n".join(map(str, errors)))
    return docs


def sides_compared(docs, parameters):
    """Check the parameters against the articles and fill in what is not given.

    The side column defaults to the first one there is; target and reference to state and foreign, or to the
    two labels with the most articles: the other of these two where only one label is given.
    """
    side = label_column(docs, parameters.get("side") or sides(docs)[0])
    target, reference = (parameters.get(name) for name in ("target", "reference"))
    if target and target == reference:
        raise InputError(f"side {target!r}: cannot be compared with itself; choose two labels of {side}")
    found = two_sides(docs, side)
    target = target or next(label for label in found if label != reference)
    reference = reference or next(label for label in reversed(found) if label != target)
    chosen = {"side": side, "target": target, "reference": reference}
    articles(docs, **chosen)  # that both sides have some
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
        bundled) is not said of another corpus, nor a comparison by a second side column (tag second_side)
        where there is none, nor one of the same two labels there (same_labels).

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


def _omitted(corpus, docs, parameters):
    """Tags of the cells that say nothing about this corpus."""
    side, other = parameters["side"], other_side(docs, parameters["side"])
    second = other != side and docs[other].nunique() > 1
    same = second and {parameters["target"], parameters["reference"]} <= set(docs[other])
    applies = {"bundled": corpus == bundled("seeds"), "second_side": second, "same_labels": same}
    return [tag for tag, holds in applies.items() if not holds]


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


def _check_out(out, corpus):
    other = "name another folder with --out"
    if corpus.is_relative_to(out):
        raise InputError(f"{out}: is the corpus folder, or holds it ({corpus}); {other}")
    if os.path.lexists(out) and not os.path.isdir(out):
        raise InputError(f"{out}: a file stands there; {other}")
    manifest = made_here(out)
    if manifest is None and os.path.isdir(out) and any(out.iterdir()):
        raise InputError(f"{out}: holds files that are not an earlier run's; empty it, or {other}")
    changed = _changed(out, (manifest or {}).get("outputs", {}))
    if changed:
        names = ", ".join(changed[:5]) + (f" and {len(changed) - 5} more" if changed[5:] else "")
        raise InputError(f"{out}: {names}: changed or added since the run; move away what you want to keep, or {other}")


def _changed(out, outputs):
    """Files of an exports folder that the run did not make, or not so; Jupyter's copies of what it made are none."""
    names = []
    for path in sorted(path for path in out.rglob("*") if path.is_symlink() or not path.is_dir()):
        name = path.relative_to(out).as_posix()
        made = outputs.values() if path.parent.name == ".ipynb_checkpoints" else [outputs.get(name)]
        ours = path.name in LITTER or name == "manifest.json"
        if not ours and (path.is_symlink() or not path.is_file() or sha256(path) not in made):
            names.append(name)
    return names


def _staging(out):
    """A new folder beside ``out`` for this process; those of processes that are gone are removed."""
    for left in out.parent.glob(f".{literally(out.name)}.staging.*"):
        if not _is_running(left.suffix[1:]):
            shutil.rmtree(left, ignore_errors=True)
    staging = out.with_name(f".{out.name}.staging.{os.getpid()}")
    try:
        staging.mkdir(parents=True)
    except OSError as error:
        raise InputError(f"{out.parent}: cannot write there ({error.strerror}); name another with --out") from None
    return staging


def _is_running(pid):
    if not pid.isdecimal() or os.name == "nt":  # on Windows os.kill would end the process
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return int(pid) != os.getpid()


def _restore(out):
    """Put the old exports back where a run was stopped between moving them away and moving the new ones in."""
    if not os.path.lexists(out) and made_here(_old(out)):
        _old(out).rename(out)


def _replace(staging, out):
    """Put the new folder in the old one's place; the old one is only removed once the new one stands."""
    shutil.rmtree(_old(out), ignore_errors=True)
    if out.exists():
        out.rename(_old(out))
    staging.rename(out)
    shutil.rmtree(_old(out), ignore_errors=True)


def _old(out):
    return out.with_name(f".{out.name}.old")


def _manifest(corpus, docs, staging, parameters):
    outputs = [path for path in staging.rglob("*") if path.is_file()]
    compared = [parameters[name] for name in ("side", "target", "reference")]
    said = f"{articles(docs, *compared)}, sided {reading(compared[0])}, before near-duplicates are counted once."
    return {
        "made_by": DISTRIBUTION,
        "parameters": parameters,
        "compared": said,
        "versions": {"python": platform.python_version()} | {name: version(name) for name in PACKAGES},
        "inputs": {name: sha256(path) for name, path in sorted(_inputs(corpus, docs).items())},
        "outputs": {path.relative_to(staging).as_posix(): sha256(path) for path in sorted(outputs)},
    }


def _inputs(corpus, docs):
    """What a run on a corpus reads, by name: the table, the articles and the word lists in use."""
    files = {name: corpus / name for name in [MANIFEST, *docs["file"]] if name}
    for name in sorted(path.name for path in bundled("seeds", "lexicons").iterdir()):
        path = lexicon_path(corpus, name)
        own = path == corpus / "lexicons" / name
        files[f"lexicons/{name}" if own else f"bundled/lexicons/{name}"] = path
    return files
