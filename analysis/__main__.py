"""The command line: new, check, run, verify and notebooks."""

import logging
import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import nbformat
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from analysis.corpus import importing as ingest
from analysis.corpus.read import CorpusError, sides
from analysis.files import PACKAGE, InputError, bundled, write_atomic
from analysis.report import run as report
from analysis.report import verify as verification
from analysis.report.claims import summary
from analysis.show.html import table

SOURCE = "A folder or zip of .txt, .html, .docx, or one table: CSV, JSONL, XLSX, Parquet. Default: the bundled example."
PATTERN = "What file names say, such as {published}_{publisher}_{title}; {} for a part to pass over."
ABOUT = "Framing workbook: who says what, in which words, in a folder of articles."
app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=ABOUT)
Folder = Annotated[Path | None, typer.Argument(help="A corpus folder. Default: the five bundled articles.")]
Out = Annotated[Path, typer.Option(help="Folder for what comes out; an earlier run's is replaced.")]
Side = Annotated[str | None, typer.Option(help="Column of articles.csv that says which side an article is on.")]
Target = Annotated[str | None, typer.Option(help="The side that is looked at.")]
Reference = Annotated[str | None, typer.Option(help="The side it is compared with.")]
Size = Annotated[str | None, typer.Option(help="Of the figures' files: column, wide, full or slide.")]
Pdf = Annotated[bool, typer.Option("--pdf", help="A report.pdf besides (needs the extra pdf).")]
SetAside = Annotated[
    bool, typer.Option("--set-aside", help="Go on without the articles that cannot be used, and say so.")
]


@app.command()
def new(
    corpus: Annotated[Path, typer.Argument(help="The corpus folder to make: new or empty.")],
    source: Annotated[Path | None, typer.Option("--from", help=SOURCE)] = None,
    pattern: Annotated[str | None, typer.Option(help=PATTERN)] = None,
    dates: Annotated[str | None, typer.Option(help=f"How 03/04/2020 is meant: {', '.join(ingest.ORDERS)}.")] = None,
    credits: Annotated[
        Path | None, typer.Option(help="Word lists for the guesses, for the bundled credits.toml.")
    ] = None,
    set_aside: SetAside = False,
):
    """Make a corpus folder out of articles that you have, or a copy of the bundled example."""
    options = {"pattern": pattern, "dates": dates, "credits": credits, "set_aside": set_aside}
    if source is None and any(options.values()):
        raise InputError("new: nothing to make a corpus of; give --from PATH, or no options for a copy of the example")
    try:
        with _interrupted(f"{corpus} was not made"), Console(stderr=True).status("reading the texts") as status:
            made = ingest.import_corpus(
                corpus, source, options, lambda done: status.update(f"reading the texts: {done:,}")
            )
    except CorpusError as error:
        raise InputError(f"{error}\nNothing was made. --set-aside goes on without texts that cannot be used.") from None
    made_of = f"made from {source}" if source else "a copy of the bundled example"
    typer.echo(f"{corpus}: {len(made.articles)} articles, {made_of}.")
    for line in ingest.summary(made):
        typer.echo(line)
    typer.echo(f"Next: workbook check {corpus}, then workbook run {corpus}")


@app.command()
def run(  # noqa: PLR0913  a parameter is an option of the command
    corpus: Folder = None,
    out: Out = Path("exports"),
    side: Side = None,
    target: Target = None,
    reference: Reference = None,
    set_aside: SetAside = False,
    *,
    size: Size = None,
    pdf: Pdf = False,
):
    """Run all notebooks on a corpus: figures, tables, notebooks and one report."""
    problems = "set aside" if set_aside else None
    parameters = {"side": side, "target": target, "reference": reference, "problems": problems}
    parameters |= {"size": size, "pdf": pdf or None}
    with _interrupted(f"{out} is as it was"):
        manifest = _run(corpus or bundled("seeds"), out, parameters)
    beside = "(figures, tables and notebooks lie beside it)"
    typer.echo(f"Done: open {out / 'report.html'} {beside}. {manifest['compared']}")
    if "claims" in manifest:
        typer.echo(summary(manifest["claims"]))
    if "notice" in manifest:
        typer.echo(f"Notice: {manifest['notice']}")


@contextmanager
def _interrupted(state):
    """Ctrl-C within is one sentence and exit code 130."""
    try:
        yield
    except KeyboardInterrupt:
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # it would add that the kernel died
        typer.echo(f"Interrupted: {state}.", err=True)
        raise typer.Exit(130) from None


def _run(corpus, out, parameters):
    columns = TextColumn("{task.description:<22}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("reading the corpus", total=len(report.sources()) + 2)

        def step(name):
            progress.update(task, description=name, advance=1)

        manifest = report.run(corpus, out, parameters, step)
        progress.update(task, description="done", advance=1)
    return manifest


@app.command()
def check(corpus: Folder = None):
    """Say what in a corpus folder cannot be used, with file, row and remedy."""
    folder = corpus or bundled("seeds")
    with _interrupted("the check did not come to its end"), Console(stderr=True).status("reading the corpus"):
        docs = report.checked(folder)
    typer.echo(f"{folder}: {len(docs)} articles, no problem found.")
    for side in sides(docs):
        labels = docs[side].unique()
        if len(labels) == 1:
            typer.echo(f"Notice: {side} has one label only ({labels[0]}); run needs two to compare.")
    for line in ingest.question_lines(docs):
        typer.echo(line)


@app.command()
def verify(
    text: Annotated[Path, typer.Argument(metavar="REPORT", help="A finished report: .md, .txt or .html.")],
    exports: Annotated[Path, typer.Option(help="Folder that a run exported.")] = Path("exports"),
):
    """Hold the numbers of a finished report against the tables of a run; exit code 1 if one no longer agrees."""
    found = verification.numbers(text, exports)
    agree, differ, rest = ((found["verdict"] == verdict).sum() for verdict in verification.VERDICTS)
    counts = f"{len(found)} numbers, {agree} agree, {differ} no longer, {rest} cannot be matched."
    typer.echo(table(found, f"{text}: {counts}", most=len(found)))
    raise typer.Exit(int(differ > 0))


@app.command()
def notebooks():
    """Execute the workbook's own notebooks in place, for committing."""
    if bundled("notebooks").is_relative_to(PACKAGE):
        raise InputError("notebooks: would rewrite the installed workbook; run it in a checkout of the project")
    with _interrupted("the notebooks named above are new, the others as they were"):
        for source in report.sources():
            write_atomic(source, nbformat.writes(report.execute(source, {}, source.parent)) + "\n")
            typer.echo(source.name)


def main():
    """Run the command line; a problem with the input is one message and exit code 2, never a traceback."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # to be ended is to be interrupted
    try:
        app()
    except InputError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
