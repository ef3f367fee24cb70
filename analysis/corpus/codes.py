"""Codes: filled coding sheets, in which a reader has marked what each sentence has."""

from collections import Counter
from difflib import get_close_matches

import pandas as pd

from analysis.corpus.formats import read_rows
from analysis.files import InputError, InputErrors, located, patterns

P = patterns("codes")

ID, PLACE, TEXTS = "sentence_id", "row", ["context", "sentence", "remarks"]
PRESENT = {"1", "1.0", "x", "xx", "y", "yes", "true", "✓", "✔", "+", "ja", "oui", "si", "sí"}
ABSENT = {"", "0", "0.0", "n", "no", "false", "-", "–", "—", "nein", "non"}
MARKS = "write 1 (or x, yes) where the sentence has it, and 0 (or nothing) where not"


def read_codes(path, names):
    """Read a filled coding sheet.

    Parameters
    ----------
    path : path
        CSV (separated by commas, semicolons or tabs, in any encoding) or XLSX, as `Corpus.coding_sheet` wrote it.
    names : sequence of str
        What was to be coded: a column each.

    Returns
    -------
    DataFrame [index sentence_id; one column of bool a name]

    Raises
    ------
    InputErrors
        A column that is missing or renamed, a mark that is neither yes nor no, a sentence twice or missing, or a sheet
        that nobody has filled, each with file, row and remedy.
    """
    with located(path):
        return _codes(read_rows(path, "give a filled coding sheet"), list(names))


def _codes(rows, names):
    """The codes in the rows of a sheet."""
    header, *lines = [[str(cell).strip() for cell in row] for row in rows if isinstance(row, list)] or [[]]
    _check_header(header, names)
    lines = [(number, line) for number, line in enumerate(lines, 2) if any(line)]
    cells = [(number, dict(zip(header, line, strict=False))) for number, line in lines]
    problems = [*_problems(cells, names)]
    if not problems and not any(_mark(cell.get(name, "")) for _, cell in cells for name in names):
        problems = [InputError("no sentence is marked", f"fill it in ({MARKS}), or leave it out")]
    if problems:
        raise InputErrors("the sheet", problems)
    found = [[bool(_mark(cell.get(name, ""))) for name in names] for _, cell in cells]
    return pd.DataFrame(found, [cell[ID] for _, cell in cells], names)


def _check_header(header, names):
    """Refuse a header in which a column is missing, renamed or stands twice."""
    problems, wanted = [], [ID, *names]
    for name in wanted:
        if header.count(name) != 1:
            near = get_close_matches(name, [one for one in header if one not in wanted], n=1, cutoff=0.6)
            remedy = f"rename {near[0]!r} back" if near else "copy the first row from the sheet that was written"
            what = "column stands twice" if name in header else "column missing"
            problems.append(InputError(what, remedy, row=1, column=name))
    if problems:
        raise InputErrors("the sheet", problems)


def _problems(cells, names):
    """What is wrong with the rows of a sheet."""
    times = Counter(cell[ID] for _, cell in cells)
    for number, cell in cells:
        if not cell[ID] or times[cell[ID]] > 1:
            remedy = "restore the id, or remove the row" if not cell[ID] else "keep one of the rows"
            yield InputError("sentence without an id" if not cell[ID] else "sentence twice", remedy, row=number)
        for name in names:
            if _mark(cell.get(name, "")) is None:
                yield InputError("not a mark", MARKS, row=number, column=name, value=cell[name])
    totals = [int(found[1]) for _, cell in cells if (found := P.of.fullmatch(cell.get(PLACE, "")))]
    missing = max(totals, default=0) - len(cells)
    if missing > 0 or not cells:
        problem = f"{missing} of {max(totals)} sentences missing" if cells else "no row"
        yield InputError(problem, "restore the rows from the sheet that was written; leave what you cannot code at 0")


def _mark(cell):
    """Whether a cell says yes; None if it says neither yes nor no."""
    cell = cell.strip().casefold()
    return True if cell in PRESENT else False if cell in ABSENT else None
