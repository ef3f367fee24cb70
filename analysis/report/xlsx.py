"""XLSX: all tables of a run in one file, with the meaning of each column."""

import datetime
import io

import pandas as pd

from analysis.files import PACKAGE, read_csv_text, read_text

SIDES = {"_target": "target side", "_reference": "reference side"}
FORMATS = {"share": "0.0%", "number": "#,##0.000", "whole": "#,##0", "day": "yyyy-mm-dd"}
CREATED = datetime.datetime(2000, 1, 1)  # fixed: two runs give the same bytes


def dictionary():
    """The meaning of each column of an exported table: DataFrame [columns column, type, unit, meaning], all text.

    Types are text, whole, number, share, day and yes (true or false). Read from ``workbook/columns.csv``;
    columns that end in _target or _reference are listed without that ending.
    """
    table = pd.read_csv(PACKAGE / "workbook" / "columns.csv", dtype=str, keep_default_na=False)
    return table.set_index("column", drop=False)


def described(column, known):
    """Type, unit and meaning of a column; ("text", "", "") for a column that is not in the dictionary."""
    if column in known.index:
        return tuple(known.loc[column, ["type", "unit", "meaning"]])
    ends = [end for end in SIDES if column.endswith(end) and column.removesuffix(end) in known.index]
    if not ends:
        return "text", "", ""
    kind, unit, meaning = known.loc[column.removesuffix(ends[0]), ["type", "unit", "meaning"]]
    return kind, unit, f"{meaning} ({SIDES[ends[0]]})"


def xlsx_file(tables, captions):
    """One XLSX file: a dictionary of all columns, then one sheet a table, with filter and fixed header row.

    Parameters
    ----------
    tables : dict of str to str
        Text of each table as `files.csv_text` wrote it, by name.
    captions : dict of str to str
        Caption of each table, by name.

    Returns
    -------
    bytes
        The same on every run. No cell is a formula: a cell that begins with = is text.
    """
    import xlsxwriter  # here: not needed in notebooks

    buffer, known = io.BytesIO(), dictionary()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": CREATED, "title": "Tables of the framing workbook"})
        names, read = sheet_names(tables), {stem: read_csv_text(text) for stem, text in tables.items()}
        rows = [row for stem in tables for row in _entries(names[stem], captions.get(stem, ""), read[stem], known)]
        about = pd.DataFrame(rows, columns=["sheet", "column", "meaning", "unit"])
        _sheet(book, "dictionary", about, known)
        for stem, table in read.items():
            _sheet(book, names[stem], table, known)
    return buffer.getvalue()


def sheet_names(stems):
    """A sheet name for each table, as a dict: at most 31 characters, unique without regard to capitals."""
    names, taken = {}, {"dictionary", "history"}
    for stem in stems:
        tries = (f"{stem[: 31 - len(end)]}{end}" for end in ["", *(f"-{n}" for n in range(2, 1000))])
        names[stem] = next(name for name in tries if name.casefold() not in taken)
        taken.add(names[stem].casefold())
    return names


def _entries(name, caption, table, known):
    """Rows of the dictionary about one table: its caption, then each column."""
    yield name, "", caption, ""
    for column in table:
        _, unit, meaning = described(column, known)
        yield name, column, meaning, unit


def _sheet(book, name, table, known):
    sheet, bold = book.add_worksheet(name), book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for number, column in enumerate(table):
        kind = described(column, known)[0] if name != "dictionary" else "text"
        look = book.add_format({"valign": "top", "text_wrap": kind == "text"} | {"num_format": FORMATS.get(kind, "")})
        sheet.write_string(0, number, column, bold)
        for row, cell in enumerate(table[column], 1):
            _write(sheet, (row, number), cell, kind, look)
        longest = max([len(column) + 3, *map(len, table[column])] if kind == "text" else [len(column) + 3, 9])
        sheet.set_column(number, number, min(longest, 60))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table), len(table.columns) - 1)


def _write(sheet, place, cell, kind, look):
    """One cell of its type; a cell that cannot be read as its type stays text."""
    try:
        if cell == "" or kind == "text":
            sheet.write_string(*place, cell, look) if cell else sheet.write_blank(*place, None, look)
        elif kind == "yes":
            sheet.write_boolean(*place, {"True": True, "False": False}[cell], look)
        elif kind == "day":
            sheet.write_datetime(*place, datetime.datetime.fromisoformat(cell), look)
        else:
            sheet.write_number(*place, float(cell), look)
    except (ValueError, KeyError, TypeError):
        sheet.write_string(*place, cell, look)


def read_tables(folder):
    """Text of every table of an exports folder, and captions where there are some, by name: input of `xlsx_file`."""
    tables, captions = {}, {}
    for path in sorted((folder / "tables").glob("*.csv")):
        tables[path.stem] = read_text(path)
        if (beside := folder / "figures" / f"{path.stem}.txt").exists():
            lines = read_text(beside).splitlines()
            captions[path.stem] = "".join(line[9:] for line in lines if line.startswith("Caption: "))
    return tables, captions
