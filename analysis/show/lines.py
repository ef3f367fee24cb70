"""Lines: quoted lines with their articles, as a file for a spreadsheet or a word processor."""

import io
from itertools import count
from pathlib import Path

import pandas as pd

from analysis.files import InputError, csv_text, write_atomic

ENDINGS = (".csv", ".xlsx", ".docx")
COLUMNS = "doc_id title publisher credited_source published side voice speaker left node right code".split()


def save_lines(table, path, title, side):
    """Save a concordance under a name that is still free, and return its path.

    Parameters
    ----------
    table : DataFrame [columns left, node, right, code, doc_id and others of the article]
    path : path
        Ends in .csv, .xlsx or .docx; if there is such a file, a number is added.
    title : str
        For the heading of a .docx.
    side : str
        The side column that is saved with each line.

    Raises
    ------
    InputError
        For another ending, and where a .docx cannot be written because python-docx is missing.
    """
    path = Path(path)
    days = pd.to_datetime(table["published"]).dt.strftime("%Y-%m-%d").fillna("")
    table = table.assign(published=days, side=table[side])
    table = table[[name for name in COLUMNS if name in table]].rename(columns={"side": side})
    names = (path.with_stem(f"{path.stem}-{n}") if n > 1 else path for n in count(1))
    path, data = next(name for name in names if not name.exists()), {".csv": csv_text, ".xlsx": _xlsx}
    write_atomic(path, _docx(table, title, side) if path.suffix == ".docx" else data[path.suffix](table))
    return path


def _xlsx(table):
    """A sheet in which no cell is a formula."""
    data, options = io.BytesIO(), {"strings_to_formulas": False, "strings_to_urls": False}
    with pd.ExcelWriter(data, engine="xlsxwriter", engine_kwargs={"options": options}) as book:
        table.to_excel(book, sheet_name="lines", index=False, freeze_panes=(1, 0))
    return data.getvalue()


def _docx(table, title, side):
    """A heading, and below it each line with its match in bold and its article in a line of its own."""
    try:
        from docx import Document
    except ImportError:
        remedy = "install it, python -m pip install python-docx, or choose .csv or .xlsx"
        raise InputError("a .docx needs the package python-docx", remedy) from None
    document, data = Document(), io.BytesIO()
    document.add_heading(title, 1)
    for row in table.to_dict("records"):
        parts = [" ".join(row[name].split()) for name in ("left", "node", "right")]
        line = document.add_paragraph(f"{parts[0]} ")
        line.add_run(parts[1]).bold = True
        line.add_run(f" {parts[2]}")
        source = [row[name] for name in ("publisher", "published", side, "voice", "speaker", "code") if row[name]]
        document.add_paragraph(f"{row['doc_id']}: {', '.join(source)}", style="Intense Quote")
    document.save(data)
    return data.getvalue()
