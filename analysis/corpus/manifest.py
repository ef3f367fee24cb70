"""The table of a corpus, as any spreadsheet has saved it: what is certain is read and said, the rest is asked."""

import csv
import io
import math
import os
import shutil
import unicodedata
from collections import Counter
from itertools import count
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from analysis.corpus import formats
from analysis.corpus.dates import ORDERS, UnclearDay, column_order, days, read_months
from analysis.files import InputError, InputErrors, bundled, patterns, program, read_toml, write_atomic

MANIFEST, OUTLETS = "articles.csv", "outlets.csv"
SIDES = {"side_by_publisher": "publisher_side_basis", "side_by_origin": "origin_side_basis"}
RESERVED = "key variant start end left node right n_tokens period group term slogan voice speaker named_country"
RESERVED = set(RESERVED.split())
DAYS = ("published", "published_latest")
LABELS = ("publisher", "publisher_country", "credited_source", "language", "date_basis")
P = patterns("manifest")


class Manifest(NamedTuple):
    """The table of a corpus: its file, names of columns, numbered rows, and sentences on what was changed."""

    name: str
    header: list
    rows: list
    said: list


def read_manifest(folder, known):
    """Read ``articles.csv``, or ``articles.xlsx`` in its place, whatever separates its cells and in any encoding.

    Parameters
    ----------
    folder : Path
    known : collection of str
        Names of columns that are recognised whatever their capitals and spaces, as are those of sides.

    Returns
    -------
    Manifest
        Days are written as 2023-06-05 where they are certain. Labels that differ in capitals, spaces or full-width
        letters are one label. A doc_id that a spreadsheet has taken for a number is that of its file again.

    Raises
    ------
    InputErrors
        If the table cannot be read, and if the order of day and month has to be stated, which is asked once.
    """
    if not os.path.isdir(folder):
        raise InputError("no such folder", f"give the folder that contains {MANIFEST}", file=str(folder))
    try:
        path = manifest_path(folder)
        (_, header), *lines = _lines(path)
        decided = SIDES if saved_table(folder, OUTLETS) else ()  # sides are in outlets.csv
    except InputError as error:
        raise InputErrors("the corpus", [error.at(file=error.file or MANIFEST)]) from None
    header = [_column(name, known) for name in header]
    problems = _header_problems([*header, *sorted({*decided} - {*header})], lines)
    rows = [(number, _named(header, line)) for number, line in lines]
    said = [*_guess(path), *_restored(folder, rows), *_united(header, rows, known)]
    try:
        said += _dated(rows)
    except UnclearDay as error:
        problems.append(error.at(column="published"))
    if problems:
        raise InputErrors("the corpus", [one.at(file=path.name) for one in problems])
    return Manifest(path.name, [name for name in header if name], rows, [f"{path.name}: {one}" for one in said])


def _guess(path):
    """A sentence if the encoding of the table is only guessed."""
    guess = path.name == MANIFEST and guessed(path.read_bytes())
    return [f"its encoding, {guess}, is guessed: look for wrong letters"] if guess else []


def saved_table(folder, name):
    """A table of a corpus folder, or the Excel file in its place; None without one; refused if the two differ."""
    places = (Path(folder, file) for file in (name, f"{Path(name).stem}.xlsx"))
    found = [path for path in places if os.path.lexists(path)]
    if len(found) == 2 and _text(cells_of(found[0])) != _text(cells_of(found[1])):
        remedy = "move away the one that is out of date"
        raise InputError(f"differs from {found[1].name} beside it", remedy, file=name)
    return found[0] if found else None


def manifest_path(folder):
    """``articles.csv`` of a corpus folder, or ``articles.xlsx`` in its place; see `saved_table`."""
    if found := saved_table(folder, MANIFEST):
        return found
    near = sorted(path.name for path in Path(folder).glob("*") if path.name.casefold().startswith("articles."))
    remedy = f"save {near[0]} as {MANIFEST}" if near else "a corpus needs this table, with one row per article"
    raise InputError("missing", remedy)


def settle_dates(folder, order):
    """Write the days of the table as 2023-06-05, read in this order, and keep the table as it was beside it.

    Returns
    -------
    n : int
        Cells that were rewritten.
    backup : Path, or None if no cell was
    """
    if order not in ORDERS:
        raise InputError(f"--dates {order} is not an order", f"choose one of {', '.join(ORDERS)}")
    path, months, n = manifest_path(folder), read_months(), 0
    rows = cells_of(path)
    header = next((row for row in rows if any(row)), [])
    for row in rows:
        for i in (i for i, name in enumerate(header[: len(row)]) if _column(name, DAYS) in DAYS):
            n, row[i] = n + (row[i] != _day(row[i], months, order)), _day(row[i], months, order)
    if not n:
        return 0, None
    names = (path.with_name(f"{path.name}.before{number or ''}") for number in count())
    backup = next(name for name in names if not os.path.lexists(name))
    shutil.copyfile(path, backup)
    write_atomic(path.with_name(MANIFEST), "\ufeff" + _text(rows))
    if path.name != MANIFEST:
        path.unlink()
    return n, backup


def cells_of(path):
    """All rows of a table, its cells without spaces around them; midnights, which Excel adds to days, are left out."""
    try:
        data = path.read_bytes()
        is_sheet = path.suffix == ".xlsx"
        name, read = (None, formats.read_sheet) if is_sheet else (guessed(data), formats.read_csv)
        rows, _ = formats.safe(read, data.decode(name).encode() if name else data)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", "check its permissions", file=path.name) from None
    width = max(map(len, rows), default=0) if is_sheet else 0
    cells = ([cell.strip() for cell in row] + [""] * (width - len(row)) for row in rows)
    return [[P.midnight.sub(r"\1", cell) if ":" in cell else cell for cell in row] for row in cells]


def guessed(data):
    """The encoding of a table that is not in Unicode, as Excel saves it; None for one in Unicode.

    Examples
    --------
    >>> guessed("新华社".encode("utf-8")), guessed("新华社".encode("gb18030")), guessed("Café".encode("cp1252"))
    (None, 'gb18030', 'cp1252')
    """
    found = formats.decode(data)[1]
    if "look_at" not in found:
        return None
    try:
        letters = data.decode("gb18030")
        if P.chinese.search(letters) and not P.half.search(letters):
            return "gb18030"
    except UnicodeDecodeError:
        pass
    detected = found["encoding"][0]
    return detected if detected.startswith("cp125") or P.undefined.search(data) else "cp1252"


def _text(rows):
    """Rows as CSV, without empty rows, and cells, at the end."""
    text = io.StringIO()
    width = max((i for row in rows for i, cell in enumerate(row, 1) if cell), default=0)
    csv.writer(text, lineterminator="\n").writerows(row[:width] for row in rows if any(row))
    return text.getvalue()


def _lines(path):
    """Numbered rows that are not empty, the header first; a first line such as ``sep=;`` is for Excel."""
    rows = list(enumerate(cells_of(path), 1))
    lines = [(n, row) for n, row in rows if any(row) and not (n == 1 and row[0].lower().startswith("sep="))]
    if not lines:
        raise InputError("empty", "save the table as CSV UTF-8, with one row per article")
    return lines


def _column(name, known):
    """The name of a column; known names and sides are recognised whatever their capitals, spaces and width."""
    plain = "_".join(unicodedata.normalize("NFKC", name).lower().split())
    return plain if plain in known or plain.startswith("side") else name


def _header_problems(header, lines):
    twice = sorted({name for name in header if name and header.count(name) > 1})
    found = [InputError("column named twice", "rename one of the two", column=name) for name in twice]
    for name in sorted(RESERVED.intersection(header)):
        found.append(InputError("the workbook adds a column of that name", "rename the column", column=name))
    for i in (i for i, name in enumerate(header) if not name):
        value = next((line[i] for _, line in lines if line[i:] and line[i]), "")
        problem, remedy = f"column {i + 1} has no name", "name it in the first row, or empty it"
        found += [InputError(problem, remedy, value=value)] if value else []
    if not {"file", "text"} & set(header):
        found.append(InputError("no column file", "add a column file that names each article's text file"))
    if not any(name.startswith("side") for name in header):
        found.append(InputError("no side column", "add a column side, such as side_by_publisher, with a label per row"))
    if "published" not in header:
        lists = read_toml(bundled("seeds", "lexicons", "columns.toml"))["columns"]
        near = next((name for name in header if name.casefold() in lists["published"]), "")
        remedy = f"rename the column {near} to published" if near else "add it; leave a day empty where it is unknown"
        found.append(InputError("no column published", remedy))
    if not lines:
        found.append(InputError("no articles", "add one row per article below the header"))
    return found


def _named(header, line):
    """One row as a dict; a wrong number of cells is noted under a name that no header can have."""
    most = max((i for i, name in enumerate(header, 1) if name), default=0)
    cells = {name: cell for name, cell in zip(header, line, strict=False) if name}
    wrong = len(line) < most or any(line[len(header) :])
    return cells | ({"\n": f"{len(line)} cells, {len(header)} columns"} if wrong else {})


def _restored(folder, rows):
    """Undo what a spreadsheet makes of names, as 1 of 001, and Windows, as texts\\a.txt of texts/a.txt."""
    taken, changed = [], {}
    for number, row in rows:
        if "\\" in (file := row.get("file", "")) and not os.path.lexists(folder / file):
            row["file"] = file.replace("\\", "/")
        stem = PurePosixPath(row.get("file", "")).stem
        if stem and _is_same(row.get("doc_id", ""), stem):
            taken.append(f"{row['doc_id']} is {stem}")
            row["doc_id"] = stem
        for name in (name for name, cell in row.items() if name != "text" and P.changed.fullmatch(cell)):
            changed.setdefault(name, []).append(f"row {number} ({row[name]})")
    if taken:
        yield f"doc_id: {len(taken)} read as their files are named, since a spreadsheet has changed them: {taken[0]}"
    for name, cells in changed.items():
        yield f"{name}: {', '.join(cells[:3])}, {len(cells)} in all, may be what a spreadsheet made of another value"


def _is_same(doc_id, stem):
    """Whether a spreadsheet makes the first of the second."""
    if doc_id == stem or not (P.number.fullmatch(doc_id) and P.number.fullmatch(stem)):
        return doc_id != stem and doc_id.upper() in ("TRUE", "FALSE") and doc_id.upper() == stem.upper()
    one, other = (float(name.replace(",", ".")) for name in (doc_id, stem))
    return math.isclose(one, other, rel_tol=1e-5 if P.changed.fullmatch(doc_id) else 0)


def _united(header, rows, known):
    """Give labels that differ in capitals, spaces or full-width letters only the spelling of most of them."""
    for name in filter(None, header):
        labels = Counter(row[name] for _, row in rows if row.get(name))
        if name in LABELS or name.startswith("side") or (name not in known and len(labels) <= len(rows) / 2):
            alike = {}
            for label in sorted(labels, key=lambda label: -labels[label]):
                alike.setdefault(" ".join(unicodedata.normalize("NFKC", label).casefold().split()), []).append(label)
            best = {label: first for first, *others in alike.values() for label in others}
            for _, row in rows:
                row |= {name: best[row[name]]} if row.get(name) in best else {}
            yield from (f"{name}: {label!r} is read as {first!r}" for label, first in best.items())


def _dated(rows):
    """Write days as 2023-06-05 where they are certain; raises UnclearDay if the order has to be stated."""
    pairs = [tuple(filter(None, dict.fromkeys(map(row.get, DAYS)))) for _, row in rows]
    try:
        order, example = column_order([day for pair in pairs for day in pair], months := read_months())
    except UnclearDay as error:
        raise UnclearDay(
            error.problem, error.remedy.replace("say", f"run {program()} check on this folder with")
        ) from None
    for _, row in rows:
        row |= {name: _day(row[name], months, order) for name in DAYS if row.get(name)}
    return [f"published: days are read {order}, as {example} shows"] if order else []


def _day(value, months, order):
    """A day as 2023-06-05; any other value as it is."""
    try:
        first, last = days(value, months, order or None) or (None, value)
    except UnclearDay:
        return value
    return str(first) if first == last else value
