"""The command line: run, check and notebooks."""

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

from analysis import report
from analysis.corpus import sides
from analysis.files import PACKAGE, InputError, bundled, write_atomic

ABOUT = "Framing workbook: who says what, in which words, in a folder of articles."
app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=ABOUT)
Folder = Annotated[Path | None, typer.Argument(help="A corpus folder. Default: the five bundled articles.")]
Out = Annotated[Path, typer.Option(help="Folder for what comes out; an earlier run's is replaced.")]
Side = Annotated[str | None, typer.Option(help="Column of articles.csv that says which side an article is on.")]
Target = Annotated[str | None, typer.Option(help="The side that is looked at.")]
Reference = Annotated[str | None, typer.Option(help="The side it is compared with.")]
SetAside = Annotated[
    bool, typer.Option("--set-aside", help="Go on without the articles that cannot be used, and say so.")
]


@app.command()
def run(
    corpus: Folder = None,
    out: Out = Path("exports"),
    side: Side = None,
    target: Target = None,
    reference: Reference = None,
    set_aside: SetAside = False,
):
    """Run all notebooks on a corpus: figures, tables, notebooks and one report."""
    problems = "set aside" if set_aside else None
    parameters = {"side": side, "target": target, "reference": reference, "problems": problems}
    with _interrupted(f"{out} is as it was"):
        compared = _run(corpus or bundled("seeds"), out, parameters)
    typer.echo(f"Done: open {out / 'report.html'} (figures, tables and notebooks lie beside it). {compared}")


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

        compared = report.run(corpus, out, parameters, step)["compared"]
        progress.update(task, description="done", advance=1)
    return compared


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
