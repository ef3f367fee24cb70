"""Reference lists: words or phrases with how often another, larger body of texts has them, from a CSV of counts."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.corpus.formats import read_rows
from analysis.files import InputError, located, patterns

P = patterns("reference")

TERM, COUNT, TOTAL = ("term", "word", "type", "token", "form"), ("count", "frequency", "freq"), "n_tokens"
REMEDY = "give a CSV with a column term and a column count"


class ReferenceList(NamedTuple):
    """A list of counts from outside the corpus.

    Attributes
    ----------
    name : str
        The file's name.
    rows : DataFrame [columns term, count; as in the file, also where a term stands in several rows]
    total : int
        Word tokens of the texts that were counted; 0 where the file does not say.
    """

    name: str
    rows: pd.DataFrame
    total: int

    @property
    def words(self):
        """Word tokens that rates rest on: the total, else the sum of the counts of single words."""
        return self.total or int(self.rows.loc[~self.rows["term"].str.contains(r"\s"), "count"].sum())


def read_reference(path):
    """Read a list of counts.

    Parameters
    ----------
    path : path
        CSV or TSV, separated by commas, semicolons or tabs, with a header. A column term (or word, type, token, form),
        a column count (or frequency, freq) with whole numbers and, if known, a column n_tokens with the word tokens of
        all the texts counted, in the first row or the same in each; other columns are ignored.

    Returns
    -------
    ReferenceList

    Raises
    ------
    InputError
        No such file, no such column, no row, or a cell that is no count, with its row.
    """
    with located(path):
        return ReferenceList(Path(path).name, *_parsed(read_rows(path, REMEDY)))


def _parsed(rows):
    """Terms with their counts, and the word tokens of all texts."""
    header, *cells = [(number, row) for number, row in enumerate(rows, 1) if number == 1 or any(map(str.strip, row))]
    places = _places([cell.strip().casefold() for cell in header[1]])
    if not cells:
        raise InputError("has a header and no row", REMEDY)
    for number, line in cells:
        if any(cell.strip() for cell in line[len(header[1]) :]):
            problem = f"{len(line)} cells under {len(header[1])} columns"
            raise InputError(problem, 'write 61847 or "61,847", not 61,847', row=number)
    table = pd.DataFrame([[_cell(line, place) for place in places] for _, line in cells], dtype=object)
    table.index, table.columns = [number for number, _ in cells], ["term", "count", TOTAL][: len(places)]
    return _counted(table), _total(table)


def _places(header):
    """Where the columns stand: of the term, of the count and, if there is one, of n_tokens."""
    found = [next((header.index(name) for name in names if name in header), None) for names in (TERM, COUNT, (TOTAL,))]
    for what, place in zip(("term", "count"), found, strict=False):
        if place is None:
            raise InputError(f"no column {what} among {', '.join(header)}", "name the columns in the first row", row=1)
    return [place for place in found if place is not None]


def _cell(line, place):
    return line[place].strip() if place < len(line) else ""


def _counted(table):
    """Terms and counts, as numbers."""
    unnamed = table.index[table["term"] == ""]
    if len(unnamed):
        raise InputError(
            "a count without a term", "name the term, or remove the row", row=int(unnamed[0]), column="term"
        )
    return pd.DataFrame({"term": table["term"], "count": _whole(table["count"], "count")}).reset_index(drop=True)


def _whole(cells, column):
    """Cells as whole numbers; the first that is none is named."""
    wrong = cells[~cells.str.fullmatch(P.number) | cells.str.startswith("-")]
    if len(wrong):
        more = f" (and in {len(wrong) - 1:,} more rows)" * (len(wrong) > 1)
        problem = f"not a count of 0 or more{more}"
        remedy = "write whole numbers: occurrences, not rates"
        raise InputError(problem, remedy, row=int(wrong.index[0]), column=column, value=wrong.iloc[0])
    return cells.map(lambda cell: int(cell.replace(",", "").partition(".")[0])).astype("int64")


def _total(table):
    """The word tokens that a column n_tokens states; 0 without one."""
    cells = table.get(TOTAL, table["count"][:0])
    stated = _whole(cells[cells != ""], TOTAL)
    others = stated[stated != stated.max()]
    if len(others):
        problem, remedy = f"not the {stated.max():,} of another row", "give one total for the whole list"
        raise InputError(problem, remedy, row=int(others.index[0]), column=TOTAL, value=str(others.iloc[0]))
    return int(stated.max()) if len(stated) else 0
