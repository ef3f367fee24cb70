"""The command line: new, check, run, verify, cache and notebooks."""

import logging
import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from analysis.files import PACKAGE, InputError, InputErrors, bundled, program, write_atomic

# Modules that take long to import are imported inside the commands that use them.

SOURCE = "A folder or zip of texts (.txt .html .docx .odt .rtf .md .pdf .eml .mhtml .json), or one table (CSV, JSON, "
SOURCE += "Excel, ODS, Parquet). Default: the bundled example."
PATTERN = "What file names contain, such as {published}_{publisher}_{title}; {} for a part to ignore."
SETTLE = "Rewrite the dates in articles.csv, read as day-first, month-first or year-first; the old table is kept."
COLUMN = "What a column of a table holds, such as published=Datum; repeat it for others."
WHERE = "Only articles with contains=WORDS, since=DAY, until=DAY or COLUMN=LABEL; repeat it to combine them."
ONE = "A file that holds one article although it looks like several; repeat it."
CLUSTER = (
    "Read and encode with Dask: N processes of this machine, or the workers of a scheduler (needs the extra scale)."
)
ABOUT = "Framing workbook: who says what, in which words, in a folder of articles."
app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=ABOUT)
Folder = Annotated[Path | None, typer.Argument(help="A corpus folder. Default: the five bundled articles.")]
Out = Annotated[Path, typer.Option(help="Folder for the results; those of an earlier run are replaced.")]
Side = Annotated[str | None, typer.Option(help="Column of articles.csv with the side of each article.")]
Target = Annotated[str | None, typer.Option(help="The side of interest.")]
Reference = Annotated[str | None, typer.Option(help="The side with which it is compared.")]
Size = Annotated[str | None, typer.Option(help="Size of the exported figures: column, wide, full or slide.")]
Plain = Annotated[bool, typer.Option("--plain", help="Leave title, subtitle and source out of the figures' files.")]
Pdf = Annotated[bool, typer.Option("--pdf", help="Also write report.pdf (needs the extra pdf).")]
Docx = Annotated[bool, typer.Option("--docx", help="Also write report.docx (needs the extra word).")]
Chapters = Annotated[str | None, typer.Option(help="Chapters of PDF and DOCX, as slogans,words; story for none.")]
Where = Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help=WHERE)]
Cluster = Annotated[str | None, typer.Option(metavar="local[:N]|tcp://HOST:PORT", help=CLUSTER)]
SkipErrors = Annotated[bool, typer.Option("--skip-errors", help="Skip articles that cannot be used, and list them.")]


@app.command()
def new(  # noqa: PLR0913  a parameter is an option of the command
    corpus: Annotated[Path, typer.Argument(help="The corpus folder to create; it must be new or empty.")],
    more: Annotated[str | None, typer.Argument(hidden=True, metavar="--from SOURCE")] = None,
    source: Annotated[Path | None, typer.Option("--from", help=SOURCE)] = None,
    pattern: Annotated[str | None, typer.Option(help=PATTERN)] = None,
    dates: Annotated[
        str | None, typer.Option(help="Order of dates such as 03/04/2020: day-first, month-first, year-first.")
    ] = None,
    credits: Annotated[Path | None, typer.Option(help="Your own word lists in place of credits.toml.")] = None,
    column: Annotated[list[str] | None, typer.Option(metavar="NAME=COLUMN", help=COLUMN)] = None,
    one: Annotated[list[str] | None, typer.Option(metavar="FILE", help=ONE)] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Make nothing if any text cannot be used.")] = False,
    *,
    questions: Annotated[bool, typer.Option(help="Ask for the sides of outlets that no list knows.")] = True,
):
    """Make a corpus folder from your articles, or a copy of the bundled example."""
    from analysis.corpus.importing import PROBLEMS
    from analysis.corpus.questions import summary

    if more:
        raise InputError(f"new: {more!r} is one name too many", f"say {program()} new {corpus} --from {more}")
    options = {"pattern": pattern, "dates": dates, "credits": credits, "columns": column, "one": one}
    options["errors"] = "raise" if strict else None
    if source is None and any(options.values()):
        raise InputError("new: these options need articles", "add --from PATH, or leave them out to copy the example")
    made = _imported(corpus, source, options, strict)
    made_from = f"made from {source}" if source else "a copy of the bundled example"
    typer.echo(f"{corpus}: {_articles(made.articles)}, {made_from}.")
    made = _answered(corpus, made) if questions and sys.stdin.isatty() and sys.stdout.isatty() else made
    typer.echo("\n".join(summary(made)))
    typer.echo(f"Next: {program()} check {corpus}, then {program()} run {corpus}")
    if n := len(made.problems):
        typer.echo(f"{n:,} problem{'s' * (n != 1)}: {corpus / PROBLEMS} lists each with its remedy.")


def _imported(corpus, source, options, strict):
    """What `import_corpus` has made, with a progress bar."""
    from analysis.corpus.importing import import_corpus

    with _interrupted(f"{corpus} was not made"), _progress(transient=True) as progress:
        files = sum(path.is_file() for path in source.rglob("*")) if source and source.is_dir() else None
        task = progress.add_task("reading the texts", total=files)
        try:
            return import_corpus(corpus, source, options, lambda done: progress.update(task, completed=done))
        except InputErrors as error:
            hint = " Without --strict, texts that cannot be used are left out." * strict
            raise InputError(f"{error}\nNo folder was made.{hint}") from None


def _answered(corpus, made):
    """What was made, with the sides that a person types, one question an outlet; Ctrl-C ends the questions."""
    from analysis.corpus.outlets import decided
    from analysis.corpus.questions import outlet_questions

    asked, answers = outlet_questions(made.articles), {}
    if asked:
        typer.echo("Sides of outlets that no list knows. Enter leaves one unknown; Ctrl-C ends the questions.")
    try:
        for name, question in asked.items():
            answers[name] = typer.prompt(question, default="unknown")
    except typer.Abort:
        typer.echo()
    articles, outlets = decided(corpus, made.articles, made.outlets, answers)
    return made._replace(articles=articles, outlets=outlets)


@app.command()
def run(  # noqa: PLR0913  a parameter is an option of the command
    corpus: Folder = None,
    out: Out = Path("exports"),
    side: Side = None,
    target: Target = None,
    reference: Reference = None,
    where: Where = None,
    skip_errors: SkipErrors = False,
    *,
    size: Size = None,
    plain: Plain = False,
    pdf: Pdf = False,
    docx: Docx = False,
    chapters: Chapters = None,
    cluster: Cluster = None,
):
    """Run all notebooks on a corpus: figures, tables, notebooks and one report."""
    from analysis.report.claims import summary
    from analysis.workbook import scale
    from analysis.workbook.part import conditions

    parameters = {"side": side, "target": target, "reference": reference, "size": size}
    parameters |= {"pdf": pdf or None, "docx": docx or None, "chapters": chapters, "words": "none" if plain else None}
    parameters |= {"errors": "skip" if skip_errors else None, "where": conditions(where or [])}
    with _interrupted(f"{out} is unchanged"), scale.cluster(cluster):
        manifest = _run(corpus or bundled("seeds"), out, parameters)
    typer.echo(f"Done: open {out / 'report.html'} (figures, tables and notebooks are in the same folder).")
    if "part" in manifest:
        typer.echo(manifest["part"])
    typer.echo(f"Compared: {manifest['compared']}")
    if "notice" in manifest:
        typer.echo(f"Notice: {manifest['notice']}")
    if "claims" in manifest:
        typer.echo(summary(manifest["claims"]))
    if "failed" in manifest:
        typer.echo("Not everything could be computed:\n" + "\n".join(manifest["failed"]), err=True)
        raise typer.Exit(1)


@contextmanager
def _interrupted(state):
    """Ctrl-C within the block ends the command with one sentence and exit code 130."""
    try:
        yield
    except KeyboardInterrupt:
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # it would report that the kernel died
        typer.echo(f"Interrupted: {state}.", err=True)
        raise typer.Exit(130) from None


def _articles(table):
    return f"{len(table):,} article{'s' * (len(table) != 1)}"


def _status(sentence):
    from rich.console import Console

    return Console(stderr=True).status(sentence)


def _progress(**options):
    """A bar, a count and the time."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description:<22}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    return Progress(*columns, console=Console(stderr=True), **options)


def _run(corpus, out, parameters):
    """Run with a progress bar."""
    from analysis.report import execute
    from analysis.report import run as report

    with _progress() as progress:
        task = progress.add_task("reading the corpus", total=len(execute.sources()) + 2)

        def step(name):
            progress.update(task, description=name, advance=1)

        manifest = report.run(corpus, out, parameters, step)
        progress.update(task, description="done", advance=1)
    return manifest


@app.command()
def check(corpus: Folder = None, dates: Annotated[str | None, typer.Option(help=SETTLE)] = None):
    """List every problem of a corpus folder, with file, row and remedy."""
    from analysis.corpus.manifest import settle_dates
    from analysis.corpus.questions import question_lines
    from analysis.report.check import checked, notices

    folder = corpus or bundled("seeds")
    with _interrupted("the check was not finished"), _status("reading the corpus"):
        settled = dates and settle_dates(folder, dates)
        docs, zones, _ = checked(folder)
    if settled and settled[0]:
        typer.echo(f"{settled[0]:,} dates are now written as 2023-06-09; the table as it was: {settled[1]}")
    typer.echo(f"{folder}: {_articles(docs)}, no problem found.")
    for line in [f"Notice: {line}." for line in notices(folder, docs, zones)] + question_lines(docs):
        typer.echo(line)


@app.command()
def verify(
    text: Annotated[Path, typer.Argument(metavar="REPORT", help="A finished report: .md, .txt or .html.")],
    exports: Annotated[Path, typer.Option(help="Folder that a run exported.")] = Path("exports"),
):
    """Compare the numbers of a finished report with the tables of a run; exit code 1 if any number no longer agrees."""
    from analysis.report.verify import VERDICTS, numbers
    from analysis.show.html import table

    found = numbers(text, exports)
    agree, differ, rest = ((found["verdict"] == verdict).sum() for verdict in VERDICTS)
    n = f"{len(found):,} number{'s' * (len(found) != 1)}"
    counts = f"{agree} agree, {differ} no longer agree, {rest} cannot be matched"
    typer.echo(table(found, f"{text}: {n}, {counts}.", most=len(found)))
    raise typer.Exit(int(differ > 0))


@app.command()
def cache(clear: Annotated[bool, typer.Option("--clear", help="Remove all of it.")] = False):
    """Say where encoded articles are kept between runs, and how much; with --clear, remove them."""
    from analysis.text import store

    root = store.root_folder()
    kept = [size for _, size, _ in store.stores(root)]
    n, size = store.clear(root) if clear else (len(kept), sum(kept))
    said = f"{n:,} encoded corp{'us' if n == 1 else 'ora'}, {size / 1e6:,.1f} MB"
    typer.echo(f"{root}: {said}{' removed' * clear}.")


@app.command()
def notebooks():
    """Execute the bundled notebooks in place (for developers of the workbook)."""
    import nbformat

    from analysis.report import execute

    if bundled("notebooks").is_relative_to(PACKAGE):
        problem = "notebooks: this would rewrite the installed workbook"
        raise InputError(problem, "run it in a checkout of the project")
    with _interrupted("the notebooks named above were executed, the others are unchanged"):
        for source in execute.sources(without=()):
            write_atomic(source, nbformat.writes(execute.execute(source, {}, source.parent)) + "\n")
            typer.echo(source.name)


def main():
    """Run the command line; a problem with the input is one message and exit code 2, never a traceback."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # termination is handled like Ctrl-C
    try:
        app()
    except InputError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
