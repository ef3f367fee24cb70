"""The command line: ``workbook run``, ``workbook check`` and ``workbook notebooks``."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from analysis import corpus as corpora
from analysis import report
from analysis.files import InputError, bundled, write_atomic

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
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
    columns = TextColumn("{task.description:<22}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("reading the corpus", total=len(report.sources()) + 2)

        def step(name):
            progress.update(task, description=name, advance=1)

        report.run(corpus or bundled("seeds"), out, parameters, step)
        progress.update(task, description="done", advance=1)
    typer.echo(f"Done: open {out / 'report.html'} (figures, tables and notebooks lie beside it).")


@app.command()
def check(corpus: Folder = None):
    """Say what in a corpus folder cannot be used, with file, row and remedy."""
    folder = corpus or bundled("seeds")
    docs = corpora.read_corpus(folder).docs
    report.read_lexicons(folder)
    typer.echo(f"{folder}: {len(docs)} articles, no problem found.")


@app.command()
def notebooks():
    """Execute the workbook's own notebooks in place, for committing."""
    for source in report.sources():
        write_atomic(source, report.nbformat.writes(report.execute(source, {}, source.parent)) + "\n")
        typer.echo(source.name)


def main():
    """Run the command line; a problem with the input is one message and exit code 2, never a traceback."""
    try:
        app()
    except InputError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
