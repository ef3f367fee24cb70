"""Run: execute the notebooks on a corpus and build one report of them."""

import json
import os
import platform
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from analysis.corpus.read import other_side
from analysis.files import DISTRIBUTION, InputError, csv_text, real, sha256, shortened, write_atomic
from analysis.report import claims, execute, pdf, word, xlsx
from analysis.report.chapters import chapters, checked_chapters
from analysis.report.check import checked
from analysis.report.evidence import claims_chapter
from analysis.report.folder import check_out, digests, replaced
from analysis.report.page import page
from analysis.report.story import story
from analysis.show.axes import check_size
from analysis.stats.sides import LABEL, reading
from analysis.workbook.corpus import open_corpus
from analysis.workbook.readings import FILE as READINGS

PAPER = {"docx": word, "pdf": pdf}  # copies of the report for paper
LIBRARIES = {"docx": "python-docx", "pdf": "typst"}
PACKAGES = [DISTRIBUTION, "numpy", "pandas", "scipy", "scikit-learn", "nltk", "matplotlib", "XlsxWriter"]
MANY = 12  # articles from which one chart or table an article is too many


def run(folder, out, parameters=None, step=lambda name: None):
    """Run every notebook on a corpus and replace the exports folder by what they make.

    The articles are read, cleaned and encoded once, here; the notebooks open what was kept of it.

    Parameters
    ----------
    folder : path
        A corpus folder, see `corpus.read_corpus`.
    out : path
        Folder for figures, tables, notebooks, ``report.html`` and ``manifest.json``. It is replaced as a whole, only
        when everything is done, and only if it is new, empty or an earlier run's with nothing changed or added since.
    parameters : dict, optional
        ``side``, ``target``, ``reference``: see `Corpus.compare`. ``errors``: "raise" or "skip", see `open_corpus`.
        ``where``: keywords of `Corpus.where`, as a dict: the run is about this part of the corpus, and claims, which
        are about all of it, are not checked. ``size`` of the figures' files: a key of `axes.SHEETS`, by default "full";
        ``words`` that stand in them: "all", the default, or "none".
        ``pdf``, ``docx``: true for a ``report.pdf`` or ``report.docx``; ``chapters``: names of the chapters in them,
        with commas between; default: all of them.
    step : callable
        Called with the name of each step before it starts.

    Returns
    -------
    dict
        The content of ``manifest.json``; ``failed`` names what could not be computed, where something could not.

    Raises
    ------
    InputError
        For anything in corpus, word lists, claims, parameters or ``out`` that cannot be used; ``out`` is unchanged.
    """
    folder, out = real(folder), real(out)
    check_out(out, folder)
    options = {name: value for name, value in (parameters or {}).items() if value not in (None, {})}
    check_size(options.get("size"))
    paper = _paper(options)
    whole, stated = _opened(folder, options.get("errors", "raise"))
    corpus = whole.where(**options.get("where", {}))
    comparison = corpus.compare(*map(options.get, ("side", "target", "reference")))
    manifest = _manifest(folder, comparison, options) | _part(whole, corpus, stated)
    with replaced(out, folder) as staging:
        _write_manifest(staging, manifest)
        given = manifest["parameters"] | {"folder": _relative(folder, out / "notebooks"), "exports": ".."}
        notebooks, failed = _executed(staging, given, omitted(comparison), step)
        step("report")
        results = _claimed(stated, comparison, staging)
        found = {"failed": failed, "claims": None if results is None else claims.counted(results)}
        manifest |= {name: value for name, value in found.items() if value}
        manifest |= _reported(comparison, (notebooks, results), staging, manifest, paper)
        manifest = _write_manifest(staging, manifest | {"outputs": digests(staging)})
    return manifest


def omitted(comparison):
    """Tags of the notebook cells that do not apply to a comparison.

    ``two_sides``: there is one side only; ``reading``: no readings were written about it; ``second_side``: the corpus
    has no second side column; ``same_labels``: the second side column does not have the two labels compared;
    ``choices``: they are for a person who opens the notebook; ``few_articles``, ``many_articles``: it has `MANY`
    articles or more, or fewer.
    """
    docs, side = comparison.corpus.tokens.docs, comparison.sides.column
    other = other_side(docs, side)
    second = not comparison.alone and other != side and docs[other].nunique() > 1
    same, many = second and set(comparison.sides[1:]) <= set(docs[other]), len(docs) >= MANY
    applies = {"choices": False, "reading": comparison.has_readings, "second_side": second, "same_labels": same}
    applies |= {"few_articles": not many, "many_articles": many, "two_sides": not comparison.alone}
    return [tag for tag, holds in applies.items() if not holds]


def _opened(folder, errors):
    """The corpus and its claims; every problem of articles, word lists and claims is named at once."""
    try:
        return open_corpus(folder, errors), claims.folder_claims(folder)
    except InputError:
        checked(folder, errors)
        raise


def _manifest(folder, comparison, options):
    """What is known of a run before its notebooks."""
    corpus, (side, target, reference) = comparison.corpus, comparison.sides
    chosen = {"errors": "raise"} | options | {"side": side, "target": target or None, "reference": reference or None}
    further = {name: sha256(folder / name) for name in (claims.CLAIMS, READINGS) if (folder / name).exists()}
    return {
        "made_by": DISTRIBUTION,
        "parameters": chosen,
        "compared": comparison.alone or f"{comparison.n}, {reading(side)}; near-duplicates are counted once.",
        "corpus_hash": corpus.hash,
        "versions": _versions(PACKAGES),
        "inputs": dict(sorted((corpus.inputs | further).items())),
    }


def _part(whole, corpus, stated):
    """What the manifest says of a run on a part of the corpus: how much of it, and that no claim was checked."""
    if not corpus.chosen:
        return {}
    said = f"This report is about a part of the corpus: {len(corpus):,} of its {len(whole):,} articles."
    skipped = f" {claims.CLAIMS} was not checked, because its claims are about the whole corpus."
    return {"part": said + skipped * (stated is not None)}


def _versions(packages):
    return {"python": platform.python_version()} | {name: version(name) for name in packages}


def _relative(path, start):
    try:
        return Path(os.path.relpath(path, start)).as_posix()
    except ValueError:  # another drive, on Windows
        return path.as_posix()


def _executed(staging, parameters, omit, step):
    """Execute the notebooks and write them: (name, notebook) of each, and the first failure of each that has one.

    Where nothing at all was shown, the first failure is raised.
    """
    import nbformat  # here: it takes long to import

    folder, notebooks, failed = staging / "notebooks", [], []
    folder.mkdir()
    given = {
        name: value for name, value in parameters.items() if name not in ("size", "words")
    }  # read from the manifest
    for source in execute.sources():
        step(source.stem)
        notebook, errors = execute.attempt(source, given, folder, omit)
        write_atomic(folder / source.name, nbformat.writes(notebook) + "\n")
        notebooks.append((source.stem, notebook))
        failed.append(errors[:1])
    errors = [error for errors in failed for error in errors]
    if errors and not any(output.get("data") for _, notebook in notebooks for output in _outputs(notebook)):
        raise errors[0]
    return notebooks, [str(error) for error in errors]


def _outputs(notebook):
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def _claimed(stated, comparison, staging):
    """Check the claims and write what was found; None where there are none, or none about this part of the corpus."""
    if stated is None or comparison.corpus.chosen:
        return None
    compared = "{}: {} v {}".format(*comparison.sides)
    results = claims.check(stated, claims.read_tables(staging / "tables"), compared)
    write_atomic(staging / "tables" / claims.CLAIMS, csv_text(results))
    return results


def _paper(options):
    """The files for paper that are asked for, with the chapters in them, taken out of the options and checked."""
    kinds = {kind: module for kind, module in PAPER.items() if options.pop(kind, False)}
    for module in kinds.values():
        module.check_installed()
    return kinds, checked_chapters(options.pop("chapters", None))


def _reported(comparison, done, staging, manifest, paper):
    """Write tables.xlsx, the report and its copies for paper; what the manifest says of them."""
    _write_tables(staging)
    (notebooks, results), (kinds, names) = done, paper
    told = story(comparison, claims.read_tables(staging / "tables"), notebooks)
    parts = chapters(notebooks, tuple(shortened(label, LABEL) for label in comparison.sides[1:]))
    if results is not None:
        parts.append(claims_chapter(results, comparison.corpus, comparison.sides.column))
    write_atomic(staging / "report.html", page(told, parts, manifest))
    return _printed(kinds, page(told, [part for part in parts if part.id in names], manifest) if kinds else "", staging)


def _printed(kinds, html, folder):
    """Write the report for paper; what the manifest says of it."""
    said = {"versions": _versions([*PACKAGES, *(LIBRARIES[kind] for kind in kinds)])} if kinds else {}
    if "docx" in kinds:
        write_atomic(folder / "report.docx", word.report_docx(html, folder))
    if "pdf" in kinds:
        fonts = Path(find_spec("matplotlib").origin).parent.glob("mpl-data/fonts/ttf/DejaVuSans*.ttf")
        data, warning = pdf.report_pdf(html, folder, fonts)
        write_atomic(folder / "report.pdf", data)
        said |= {"notice": warning} if warning else {}
    return said


def _write_manifest(folder, manifest):
    write_atomic(folder / "manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    return manifest


def _write_tables(folder):
    tables, captions = xlsx.read_tables(folder)
    if tables:
        write_atomic(folder / "tables.xlsx", xlsx.xlsx_file(tables, captions))
