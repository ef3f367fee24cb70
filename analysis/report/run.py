"""Report: run the notebooks on a corpus and build one page of them."""

import hashlib
import json
import os
import platform
import re
import shutil
from functools import partial
from glob import escape as literally
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import nbformat
import papermill

from analysis.corpus.read import MANIFEST, label_column, other_side, read_corpus, sides
from analysis.files import (
    DISTRIBUTION,
    InputError,
    bundled,
    csv_text,
    lexicon_path,
    made_here,
    real,
    sha256,
    write_atomic,
)
from analysis.report import claims, pdf
from analysis.report import xlsx as sheets
from analysis.report.page import page
from analysis.show import sizes
from analysis.show.html import files, folded, lines, say, table
from analysis.stats.sides import n_articles, reading, two_sides
from analysis.text.concordance import sentences
from analysis.text.lexicons import lexicon, read_lexicons
from analysis.text.matches import find
from analysis.text.tokens import encode
from analysis.text.voice import VOICES, label, voices

PACKAGES = [DISTRIBUTION, "numpy", "pandas", "scipy", "scikit-learn", "nltk", "matplotlib", "XlsxWriter"]
NOTATION = re.compile(r"[][(){}<>|*]")  # what a pattern would not take for a word
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
        ``sides_compared``. ``size``: of the figures' files, one of ``sizes.SIZES``. Default: as drawn. ``pdf``: true
        for a ``report.pdf`` besides.
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
    paper = _checked_options(parameters)
    docs = checked(corpus, parameters.get("problems", "refuse"))
    parameters = sides_compared(docs, parameters)
    staging = _staging(out)
    try:
        manifest = _write_manifest(staging, _manifest(corpus, docs, parameters))
        given = parameters | {"corpus": _relative(corpus, out / "notebooks"), "exports": ".."}
        given.pop("size", None)  # publish reads it from the manifest
        omit = _omitted(corpus, docs, parameters)
        notebooks = [_executed(path, staging, given, (step, omit)) for path in sources()]
        step("report")
        manifest |= _finished(corpus, staging, manifest, notebooks, paper)
        manifest = _write_manifest(staging, manifest | {"outputs": _outputs(staging)})
        _check_out(out, corpus)
        _replace(staging, out)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        _restore(out)
    return manifest


def sources():
    """The notebooks that make the report, in order; those numbered 00 are desks to work at."""
    return sorted(path for path in bundled("notebooks").glob("[0-9]*.ipynb") if not path.name.startswith("00"))


def checked(corpus, problems="refuse"):
    """The articles of a corpus folder, once all its files are sound; every problem of them in one InputError."""
    found, errors = [], []
    for read in (partial(read_corpus, problems=problems), read_lexicons, claims.folder_claims):
        try:
            found.append(read(corpus))
        except InputError as error:
            errors += [error] if not any(str(error) in str(other) for other in errors) else []
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise InputError("\n".join(map(str, errors)))
    return found[0].docs


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
    n_articles(docs, **chosen)  # that both sides have some
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
        where there is none, nor one of the same two labels there (same_labels). In place of what was written
        stands a ``display.prompt`` with what the corpus's own table, named in the cell's metadata, begins with.

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
    notebook.cells = [kept for cell in notebook.cells for kept in _fitting(cell, set(omit))]
    os.environ["TQDM_DISABLE"] = "1"  # the kernel inherits it: a bar is no result
    options = {"progress_bar": False, "cwd": str(folder), "extra_arguments": ["--IPKernelApp.log_level=50"]}
    try:
        notebook = papermill.execute_notebook(notebook, None, parameters, kernel_name="python3", **options)
    except papermill.PapermillExecutionError as error:
        if error.ename in ("InputError", "CorpusError"):
            raise InputError(error.evalue) from None
        raise RuntimeError(f"{source.name}, cell {error.cell_index}: {error.ename}: {error.evalue}") from error
    return _timeless(notebook, source.stem)


def claims_section(results, evidence):
    """The claims of a report as a section of its page.

    Parameters
    ----------
    results : DataFrame
        As ``claims.check`` returns it.
    evidence : dict of int to display.Shown
        The lines behind a claim, by its row in ``claims.csv``.

    Returns
    -------
    (str, str, str)
        The section's id, title and HTML.
    """
    shown = results.iloc[results["verdict"].map(claims.BY_CONCERN).argsort(kind="stable")]
    short = shown["computed"].str.replace(r"(\.\d{4})\d+", r"\1", regex=True)
    columns = ["verdict", "sentence", "claimed", "computed", "table", "reason"]
    caption = "Each claim, the cell it rests on as this run computed it, and its table."
    parts = [say("{said}", said=claims.summary(claims.counted(results)))]
    parts += [
        table(shown.assign(computed=short)[columns], caption, len(shown)),
        files({"CSV": f"tables/{claims.CLAIMS}"}),
    ]
    backed = shown[shown["claim"].isin(list(evidence))]
    parts += [folded(f"{claim.sentence} ({claim.verdict})", evidence[claim.claim]) for claim in backed.itertuples()]
    return "claims", "Claims of this report", "\n".join(part.html for part in parts)


def evidence(corpus, parameters, results):
    """Quoted lines behind each claim about a slogan, a frame or words, by the claim's row in ``claims.csv``."""
    docs, ledger, _ = read_corpus(corpus, parameters["problems"])
    lexicons = read_lexicons(corpus)
    tokens = encode(docs, ledger, lexicons.words)
    voiced = voices(tokens, find(tokens, lexicons.reporting))
    known = [find(tokens, one) for one in (lexicons.slogans, lexicons.frames)]
    keys = {name: key for key, name in lexicons.slogans.labels.items()}
    shown = {}
    for claim in results[results["term"] != ""].itertuples():
        key = keys.get(claim.term, claim.term)
        found = next((one[one["key"] == key] for one in known if key in one["key"].cat.categories), None)
        found = find(tokens, lexicon([NOTATION.sub(" ", claim.term)])) if found is None else found
        behind = _behind(claim, sentences(tokens, label(tokens, found, voiced)), parameters["side"])
        if len(behind):
            shown[claim.claim] = lines(behind, parameters["side"], most=3)
    return shown


def _behind(claim, quoted, side):
    """Those of the quoted lines that a claim's row and column speak of."""
    if claim.doc_id:
        quoted = quoted[quoted["doc_id"] == claim.doc_id]
    elif claim.side:
        quoted = quoted[(quoted["doc_id"] == claim.side) | (quoted[side].astype(str) == claim.side)]
    return quoted[quoted["voice"] == claim.column] if claim.column in VOICES else quoted


def _fitting(cell, omit):
    """The cell, or what stands in its place in a run on this corpus."""
    found = omit & set(cell.metadata.get("tags", []))
    if found == {"bundled"} and "reads" in cell.metadata:
        source = f"from analysis.show.html import prompt\n\nprompt({cell.metadata['reads']})"
        return [nbformat.v4.new_code_cell(source, id=f"{cell.id}-prompt")]
    return [] if found else [cell]


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


def _claimed(corpus, staging, parameters):
    """What becomes of the corpus's claims in this run, also written beside the tables; None where it has none."""
    found = claims.folder_claims(corpus)
    if found is None:
        return None
    compared = "{side}: {target} v {reference}".format(**parameters)
    results = claims.check(found, claims.read_tables(staging / "tables"), compared)
    write_atomic(staging / "tables" / claims.CLAIMS, csv_text(results))
    return results


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


def _checked_options(parameters):
    """Refuse a size that there is none of; take out and return whether a report for paper is asked for."""
    size = parameters.get("size")
    if size not in (None, *sizes.SIZES):
        raise InputError(f"size {size!r}: not known; choose {', '.join(sizes.SIZES)}")
    paper = parameters.pop("pdf", False)
    if paper:
        pdf.check_installed()
    return paper


def _manifest(corpus, docs, parameters):
    """What a run is: all of ``manifest.json`` but what it will have written."""
    compared = [parameters[name] for name in ("side", "target", "reference")]
    said = f"{n_articles(docs, *compared)}, sided {reading(compared[0])}, before near-duplicates are counted once."
    inputs = {name: sha256(path) for name, path in sorted(_inputs(corpus, docs).items())}
    return {
        "made_by": DISTRIBUTION,
        "parameters": parameters,
        "compared": said,
        "corpus_hash": corpus_hash({name: digest for name, digest in inputs.items() if name != claims.CLAIMS}),
        "versions": _versions(),
        "inputs": inputs,
    }


def _versions():
    return {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}


def corpus_hash(inputs):
    """One short name for the files of a corpus: 16 digits of the SHA-256 over their names and SHA-256.

    Parameters
    ----------
    inputs : dict of str to str
        SHA-256 by name: the table, the articles and the word lists in use; a bundled list and a copy of it in the
        corpus folder count as the same.
    """
    lines = sorted(f"{digest}  {name.removeprefix('bundled/')}\n" for name, digest in inputs.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]


def _write_manifest(folder, manifest):
    write_atomic(folder / "manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    return manifest


def _finished(corpus, folder, manifest, notebooks, paper):
    """Check the claims, write all that is made of the notebooks' exports; what the manifest should say of it."""
    parameters = manifest["parameters"]
    results = _claimed(corpus, folder, parameters)
    _write_sheets(folder)
    sections = [] if results is None else [claims_section(results, evidence(corpus, parameters, results))]
    said = {} if results is None else {"claims": claims.counted(results)}
    return said | _write_page(folder, page(notebooks, manifest, sections), paper)


def _write_sheets(folder):
    tables, captions = sheets.read_tables(folder)
    if tables:
        write_atomic(folder / "tables.xlsx", sheets.workbook(tables, captions))


def _write_page(folder, html, paper):
    """Write the report, also for paper where that is asked for; what the manifest should say of it."""
    write_atomic(folder / "report.html", html)
    if not paper:
        return {}
    fonts = Path(find_spec("matplotlib").origin).parent.glob("mpl-data/fonts/ttf/DejaVuSans*.ttf")
    data, warning = pdf.report_pdf(html, folder, fonts)
    write_atomic(folder / "report.pdf", data)
    return {"versions": {**_versions(), "typst": version("typst")}} | ({"notice": warning} if warning else {})


def _outputs(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / "manifest.json")
    return {path.relative_to(folder).as_posix(): sha256(path) for path in files}


def _inputs(corpus, docs):
    """What a run on a corpus reads, by name: the tables, the articles and the word lists in use."""
    own = [claims.CLAIMS] if (corpus / claims.CLAIMS).exists() else []
    files = {name: corpus / name for name in [MANIFEST, *own, *docs["file"]] if name}
    for name in sorted(path.name for path in bundled("seeds", "lexicons").iterdir()):
        path = lexicon_path(corpus, name)
        own = path == corpus / "lexicons" / name
        files[f"lexicons/{name}" if own else f"bundled/lexicons/{name}"] = path
    return files
