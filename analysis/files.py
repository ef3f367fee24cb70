"""Files: bundled data, safe paths, decoding, tables for people, hashes, atomic writes, and errors of the input."""

import csv
import hashlib
import io
import json
import os
import re
import shutil
import sys
import tempfile
import tomllib
from collections import Counter
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

DISTRIBUTION = "framing-workbook"
PACKAGE = Path(__file__).resolve().parent
BINARY = frozenset(map(chr, (*range(0, 9), *range(14, 32), 127)))  # control characters that no text contains
FORMULA = re.compile(r"^[=+\-@\t\r\n']")  # the beginning of a cell that a spreadsheet would execute
MOST_LINES, MOST_ALIKE = 50, 5  # most problems listed in one message, and most of those with the same remedy
PLACE = ("file", "row", "column", "value")


class InputError(ValueError):
    """Something a user handed in cannot be used.

    Attributes
    ----------
    problem, remedy : str
        What is wrong, and what to do about it.
    file : str
    row : int
        Counted as in a spreadsheet (the header is row 1); 0 if the problem concerns no single row.
    column, value : str
        "" if the problem concerns none.
    """

    def __init__(self, problem, remedy="", **place):
        self.problem, self.remedy = problem, remedy
        self.file, self.row, self.column, self.value = (place.pop(name, 0 if name == "row" else "") for name in PLACE)
        if place:
            raise TypeError(f"InputError has no field {', '.join(place)}")
        super().__init__(self.problem, self.remedy)

    def __str__(self):
        row = f"row {self.row}" if self.row else ""
        where = ", ".join(filter(None, [self.file, row, self.column]))
        shown = self.value if len(self.value) <= 80 else f"{self.value[:79]}…"
        where += f" ({shown!r})" if shown else ""
        return (f"{where}: " if where else "") + "; ".join(filter(None, [self.problem, self.remedy]))

    def _render_traceback_(self):
        """What a notebook shows in place of a traceback."""
        return [f"InputError: {self}"]

    def at(self, **place):
        """The same problem with more of the place where it occurred."""
        return InputError(self.problem, self.remedy, **{name: getattr(self, name) for name in PLACE} | place)


class InputErrors(InputError):
    """Several problems that are reported at once: ``problems``, a list of InputError."""

    def __init__(self, what, problems):
        self.what, self.problems = what, list(problems)
        super().__init__(f"{len(self.problems):,} problem{'s' * (len(self.problems) != 1)} in {what}")

    def __str__(self):
        lines, alike, rest = [f"{self.problem}:"], Counter(), Counter()
        for one in self.problems:
            alike[one.remedy] += 1
            if alike[one.remedy] <= MOST_ALIKE and len(lines) <= MOST_LINES:
                lines.append(f"  {one}")
            else:
                rest[one.remedy] += 1
        return "\n".join([*lines, *(f"  and {n:,} more: {remedy}" for remedy, n in rest.items())])


@contextmanager
def located(path):
    """A block in which every InputError, and all of several, come to name the file of this path."""
    if not isinstance(path, str | os.PathLike):
        raise InputError(f"{path!r}: no name of a file", "give the path of a file")
    file = Path(path).name
    try:
        yield
    except InputErrors as error:
        raise InputErrors(file, [one.at(file=file) for one in error.problems]) from None
    except InputError as error:
        raise error.at(file=file) from None


def bundled(*parts):
    """Path of a file or folder that ships with the workbook (``seeds``, ``notebooks``).

    In a checkout these are beside the package, in an installed wheel inside it.
    """
    inside = PACKAGE.joinpath(*parts)
    return inside if inside.exists() else PACKAGE.parent.joinpath(*parts)


def lexicon_path(corpus, name):
    """The corpus folder's own ``lexicons/name`` if there is one, or else the bundled file."""
    own = Path(corpus, "lexicons", name)
    return own if os.path.exists(own) else bundled("seeds", "lexicons", name)


def program():
    """How the command line was started, as a person types it: ``workbook``, or ``.venv/bin/python -m analysis``."""
    name, here = (sys.argv[0], sys.executable)
    command = name if Path(name).stem == "workbook" else here
    if shutil.which(Path(command).name) == command:
        command = Path(command).name
    elif Path(command).is_relative_to(Path.cwd()):
        command = str(Path(command).relative_to(Path.cwd()))
    return command if Path(name).stem == "workbook" else f"{command} -m analysis"


def made_here(folder):
    """The content of ``manifest.json`` in the exports folder of an earlier run; None for any other folder."""
    try:
        manifest = json.loads(Path(folder, "manifest.json").read_text(encoding="utf-8"))
        return manifest if manifest["made_by"] == DISTRIBUTION else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def real(path):
    """A path without ``..`` and links, as far as links can be followed; it does not raise for missing files."""
    return Path(os.path.realpath(path))


def path_inside(folder, name):
    """Resolve a file name in ``articles.csv``, which must not leave the corpus folder.

    Raises
    ------
    InputError
        If an absolute path, a path with ``..`` or a link leads out of the folder.
    """
    folder = real(folder)
    path = real(folder / name)
    if Path(name).is_absolute() or not path.is_relative_to(folder):
        raise InputError("leaves the corpus folder", "copy the file into it and give the name only", file=name)
    return path


def read_text(path, remedy=""):
    """Decode a UTF-8 text file, with or without byte order mark; line ends are kept.

    Raises
    ------
    InputError
        If the file is missing, empty, binary or not UTF-8; the default remedies are those for an article.
    """
    try:
        return _text(Path(path))
    except InputError as error:
        raise InputError(error.problem, remedy or error.remedy, file=Path(path).name) from error.__cause__


def read_toml(path, remedy=""):
    """Read a TOML file into a dict.

    Raises
    ------
    InputError
        As `read_text` does, and if the file is not TOML.
    """
    try:
        return tomllib.loads(read_text(path, remedy))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"not TOML: {error}", "correct it there", file=Path(path).name) from error


def patterns(module, **parts):
    """The regular expressions of ``seeds/lexicons/patterns.toml`` for a module, compiled, as attributes.

    Names of ``parts``, and of the module's own, stand for these in a pattern; a list is a list of patterns. Numbers,
    the limits beside which these patterns count, stay numbers.
    """
    table = read_toml(bundled("seeds", "lexicons", "patterns.toml"))[module]
    parts |= table.pop("parts", {})
    names = re.compile("|".join(sorted(parts, key=len, reverse=True)) or r"\0")

    def compiled(shape):
        if isinstance(shape, list):
            return list(map(compiled, shape))
        while isinstance(shape, str) and names.search(shape):
            shape = names.sub(lambda part: parts[part[0]], shape)
        return re.compile(shape) if isinstance(shape, str | bytes) else shape

    table |= {name: shape.encode("latin-1") for name, shape in table.pop("bytes", {}).items()}
    return SimpleNamespace(**{name: compiled(shape) for name, shape in table.items()})


def shortened(text, most=24):
    """At most so many characters of a label; the middle is left out, between two words where there are some.

    Examples
    --------
    >>> shortened("high-quality development", 13), shortened("The World Economic Forum's report", 20)
    ('high-q…opment', 'The World…report')
    """
    text = " ".join(str(text).split())
    if len(text) <= most:
        return text
    first, last = text[: most // 2], text[len(text) - (most - 1) // 2 :]
    return f"{first.rpartition(' ')[0] or first}…{last.partition(' ')[2] or last}"


def csv_rows(text, mark=","):
    """Rows of a CSV text whose cells may be of any length.

    Raises
    ------
    InputError
        If a quoted cell is not closed, with the line in which its row begins.

    Examples
    --------
    >>> csv_rows('file,side\\n"a, b.txt",state\\n')
    [['file', 'side'], ['a, b.txt', 'state']]
    """
    return sound(csv_lines(text, mark))


def sound(rows):
    """Rows of a table; the first `InputError` among them is raised with its number."""
    for number, row in enumerate(rows, 1):
        if isinstance(row, InputError):
            raise row.at(row=number)
    return rows


def csv_lines(text, mark=",", quote='"'):
    """The same, with an `InputError` in place of a row that cannot be read.

    The lines below it that do not have as many cells as the first row belong to it.
    """
    lines, rows, start = list(io.StringIO(text, newline="")), [], 0
    limit = csv.field_size_limit(len(text) + 1)
    while start < len(lines):
        reader = csv.reader(islice(lines, start, None), delimiter=mark, quotechar=quote, strict=True)
        begins, width = start, len(rows[0]) if rows and isinstance(rows[0], list) else 0
        try:
            for row in reader:
                begins = start + reader.line_num
                rows += [row] * (not rows or isinstance(rows[-1], list) or len(row) == width)
            start = len(lines)
        except csv.Error as error:
            place = f"row that begins in line {begins + 1} does not end by line {start + reader.line_num} ({error})"
            remedy = f"close the quote, and write a quote inside a cell as {quote * 2}"
            rows.append(InputError(f"a quoted cell of the {place}", remedy))
            start = begins + 1
    csv.field_size_limit(limit)
    return rows


def csv_text(rows):
    """A DataFrame as CSV for spreadsheets, in which no text cell can be executed as a formula.

    A cell or heading that begins with = + - @, a quotation mark, tab or line end is given one quotation mark in front,
    which ``read_csv_text`` removes.
    """
    text = rows.select_dtypes(exclude=["number", "bool", "datetime"]).columns
    defused = rows.assign(**{name: rows[name].map(_defused) for name in text}).rename(columns=_defused)
    return "\ufeff" + defused.to_csv(index=False, lineterminator="\n")


def read_csv_text(text):
    """The inverse of ``csv_text``: a DataFrame in which every cell is text, also "NA" and numbers; "" if empty."""
    text = io.StringIO(text.removeprefix("\ufeff"), newline="")
    rows = pd.read_csv(text, dtype=str, na_filter=False, lineterminator="\n")
    return rows.rename(columns=_restored).map(_restored)


def _defused(cell):
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


def _restored(cell):
    return cell[1:] if cell[:1] == "'" and FORMULA.match(cell[1:]) else cell


def _text(path):
    try:
        path.stat()  # raises with the reason, which is_file does not give
        if not path.is_file():
            raise FileNotFoundError
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 (byte {error.start})", "save it as UTF-8 text") from error
    except FileNotFoundError:
        raise InputError("no such file", "check the name, or remove the row") from None
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", "check name, link and permissions") from error
    if any(mark in text for mark in BINARY):
        raise InputError("binary, not text", "save the article as plain UTF-8 text")
    if not text.strip():
        raise InputError("empty", "put the article's text into it, or remove the row")
    return text


def sha256(path):
    """SHA-256 of a file, as hexadecimal digits."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_atomic(path, data):
    """Write bytes or text to a file; if that fails, the old file is left unchanged."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    data = data.encode() if isinstance(data, str) else data
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path
