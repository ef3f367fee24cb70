"""Files: bundled data, safe paths, decoding, hashes and atomic writes."""

import csv
import hashlib
import io
import json
import os
import tempfile
from pathlib import Path

DISTRIBUTION = "framing-workbook"
PACKAGE = Path(__file__).resolve().parent
BINARY = frozenset(map(chr, (*range(0, 9), *range(14, 32), 127)))  # control characters no article holds


class InputError(ValueError):
    """Something a user handed in cannot be used; the message names it and the remedy."""


def bundled(*parts):
    """Path of a file or folder that ships with the workbook (``seeds``, ``notebooks``).

    In a checkout these stand beside the package, in an installed wheel inside it.
    """
    inside = PACKAGE.joinpath(*parts)
    return inside if inside.exists() else PACKAGE.parent.joinpath(*parts)


def lexicon_path(corpus, name):
    """The corpus folder's own ``lexicons/name`` where there is one, else the bundled file."""
    own = Path(corpus, "lexicons", name)
    return own if os.path.exists(own) else bundled("seeds", "lexicons", name)


def made_here(folder):
    """What the ``manifest.json`` of an earlier run's exports folder holds; None for any other folder."""
    try:
        manifest = json.loads(Path(folder, "manifest.json").read_text(encoding="utf-8"))
        return manifest if manifest["made_by"] == DISTRIBUTION else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def real(path):
    """A path without ``..`` and links, as far as they can be followed; it never fails, reading it says why."""
    return Path(os.path.realpath(path))


def path_inside(folder, name):
    """Resolve a file name from a manifest, refusing any that leaves the corpus folder.

    Raises
    ------
    InputError
        For an absolute path, one with ``..`` and a link that points outside.
    """
    folder = real(folder)
    path = real(folder / name)
    if Path(name).is_absolute() or not path.is_relative_to(folder):
        raise InputError(f"{name}: leaves the corpus folder; copy the file into it and give the name only")
    return path


def read_text(path, remedy=""):
    """Decode a UTF-8 text file (byte order mark allowed), line ends untouched.

    Raises
    ------
    InputError
        Where the file is missing, empty, binary or not UTF-8; with the remedy, by default that of an article.
    """
    try:
        return _text(path)
    except InputError as error:
        raise InputError(f"{str(error).partition(';')[0]}; {remedy}") if remedy else error from error.__cause__


def csv_rows(text, mark=","):
    """Rows of a CSV text, however long a cell; refused where a quote is not closed, with the line it opens in."""
    reader, rows, begins = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True), [], 1
    limit = csv.field_size_limit(len(text) + 1)
    try:
        for row in reader:
            rows.append(row)
            begins = reader.line_num + 1
    except csv.Error as error:
        problem = f"row {len(rows) + 1}: a quoted cell of the row that begins in line {begins} does not end"
        problem += f" by line {reader.line_num}"
        raise InputError(f'{problem} ({error}); close the quote, and write a quote inside a cell as ""') from None
    finally:
        csv.field_size_limit(limit)
    return rows


def _text(path):
    path = Path(path)
    try:
        path.stat()  # says why, where is_file would only say no
        if not path.is_file():
            raise FileNotFoundError
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}: not UTF-8 (byte {error.start}); save it as UTF-8 text") from error
    except FileNotFoundError:
        raise InputError(f"{path.name}: no such file; check the name, or remove the row") from None
    except OSError as error:
        raise InputError(f"{path.name}: cannot be read ({error.strerror}); check name, link and permissions") from error
    if BINARY.intersection(text):
        raise InputError(f"{path.name}: binary, not text; save the article as plain UTF-8 text")
    if not text.strip():
        raise InputError(f"{path.name}: empty; put the article's text into it, or remove the row")
    return text


def sha256(path):
    """SHA-256 of a file, as hexadecimal digits."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_atomic(path, data):
    """Write bytes or text so that the file is either the old or the new one, never torn."""
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
