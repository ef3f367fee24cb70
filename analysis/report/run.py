"""Run: execute the notebooks on a corpus and build one report of them."""

import json
import os
import platform
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from analysis.corpus.read import other_side
from analysis.files import DISTRIBUTION, InputError, csv_text, real, sha256, write_atomic
from analysis.report import claims, execute, pdf, xlsx
from analysis.report.check import checked
from analysis.report.evidence import claims_section
from analysis.report.folder import check_out, digests, replaced
from analysis.report.page import page
from analysis.show.axes import check_size
from analysis.stats.sides import reading
from analysis.workbook.corpus import open_corpus
from analysis.workbook.readings import FILE as READINGS

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
        ``pdf``: true for a ``report.pdf``.
    step : callable
        Called with the name of each step before it starts.

    Returns
    -------
    dict
        The content of ``manifest.json``.

    Raises
    ------
    InputError
        For anything in corpus, word lists, claims, parameters or ``out`` that cannot be used; ``out`` is unchanged.
    """
    folder, out = real(folder), real(out)
    check_out(out, folder)
    options = {name: value for name, value in (parameters or {}).items() if value not in (None, {})}
    check_size(options.get("size"))
    paper = options.pop("pdf", False)
    if paper:
        pdf.check_installed()
    whole, stated = _opened(folder, options.get("errors", "raise"))
    corpus = whole.where(**options.get("where", {}))
    manifest = _manifest(folder, corpus, options) | _part(whole, corpus, stated)
    with replaced(out, folder) as staging:
        _write_manifest(staging, manifest)
        given = manifest["parameters"] | {"folder": _relative(folder, out / "notebooks"), "exports": ".."}
        notebooks = _executed(staging, given, omitted(corpus, manifest["parameters"]), step)
        step("report")
        sections, more = _claimed(stated, corpus, staging, manifest["parameters"])
        _write_tables(staging)
        manifest |= more | _write_report(staging, page(notebooks, manifest, sections), paper)
        manifest = _write_manifest(staging, manifest | {"outputs": digests(staging)})
    return manifest


def omitted(corpus, parameters):
    """Tags of the notebook cells that do not apply to a comparison.

    ``reading``: the corpus has no readings; ``second_side``: it has no second side column; ``same_labels``: the second
    side column does not have the two labels compared; ``few_articles``, ``many_articles``: it has `MANY` articles or
    more, or fewer.
    """
    docs, side = corpus.tokens.docs, parameters["side"]
    other = other_side(docs, side)
    second = other != side and docs[other].nunique() > 1
    same = second and {parameters["target"], parameters["reference"]} <= set(docs[other])
    applies = {"reading": corpus.has_readings, "second_side": second, "same_labels": same}
    applies |= {"few_articles": len(corpus) < MANY, "many_articles": len(corpus) >= MANY}
    return [tag for tag, holds in applies.items() if not holds]


def _opened(folder, errors):
    """The corpus and its claims; every problem of articles, word lists and claims is named at once."""
    try:
        return open_corpus(folder, errors), claims.folder_claims(folder)
    except InputError:
        checked(folder, errors)
        raise


def _manifest(folder, corpus, options):
    """What is known of a run before its notebooks."""
    comparison = corpus.compare(*map(options.get, ("side", "target", "reference")))
    side, target, reference = comparison.sides
    chosen = {"errors": "raise"} | options | {"side": side, "target": target, "reference": reference}
    further = {name: sha256(folder / name) for name in (claims.CLAIMS, READINGS) if (folder / name).exists()}
    return {
        "made_by": DISTRIBUTION,
        "parameters": chosen,
        "compared": f"{comparison.n}, {reading(side)}; near-duplicates are counted once.",
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
    """Execute the notebooks and write them; (name, notebook) of each."""
    import nbformat  # here: it takes long to import

    folder, notebooks = staging / "notebooks", []
    folder.mkdir()
    given = {
        name: value for name, value in parameters.items() if name not in ("size", "words")
    }  # read from the manifest
    for source in execute.sources():
        step(source.stem)
        notebook = execute.execute(source, given, folder, omit)
        write_atomic(folder / source.name, nbformat.writes(notebook) + "\n")
        notebooks.append((source.stem, notebook))
    return notebooks


def _claimed(stated, corpus, staging, parameters):
    """Check the claims, if there are any; sections of the page, and what the manifest says of them."""
    if stated is None or corpus.chosen:
        return [], {}
    compared = "{side}: {target} v {reference}".format(**parameters)
    results = claims.check(stated, claims.read_tables(staging / "tables"), compared)
    write_atomic(staging / "tables" / claims.CLAIMS, csv_text(results))
    return [claims_section(results, corpus, parameters["side"])], {"claims": claims.counted(results)}


def _write_manifest(folder, manifest):
    write_atomic(folder / "manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    return manifest


def _write_tables(folder):
    tables, captions = xlsx.read_tables(folder)
    if tables:
        write_atomic(folder / "tables.xlsx", xlsx.xlsx_file(tables, captions))


def _write_report(folder, html, paper):
    """Write the report, also for printing if that is wanted; what the manifest says of it."""
    write_atomic(folder / "report.html", html)
    if not paper:
        return {}
    fonts = Path(find_spec("matplotlib").origin).parent.glob("mpl-data/fonts/ttf/DejaVuSans*.ttf")
    data, warning = pdf.report_pdf(html, folder, fonts)
    write_atomic(folder / "report.pdf", data)
    return {"versions": _versions([*PACKAGES, "typst"])} | ({"notice": warning} if warning else {})
