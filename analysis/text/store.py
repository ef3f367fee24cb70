"""Store: what was computed of a corpus, kept in a file that several processes open; stale or damaged is made anew.

The file holds arrays, which are mapped into memory, an index of them, and where that begins. A seal beside it says what
the file was when it was written: one of this size, time and place is taken as it is, any other is compared with its
checksum first.
"""

import hashlib
import json
import logging
import os
import re
import shutil
import tempfile
import time
import zlib
from contextlib import suppress
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from platformdirs import user_cache_path

from analysis.files import DISTRIBUTION, PACKAGE, write_atomic

FORMAT = 3
CONTENT, SEAL = "content", "seal.json"
ROOMS = ("corpus", "text")  # whose code decides what a corpus becomes
MOST_STORES, MOST_BYTES = 30, 4_000_000_000  # the oldest go first
ABANDONED = 86_400  # seconds after which a store that is still being written belongs to a process that was ended
ALIGNED, TAIL = 64, 8  # bytes: every array begins at a multiple, and the index is found by the last ones
SAY = logging.getLogger(__name__).warning


@cache
def code_version():
    """SHA-256 of the code that reads and encodes: another version of it makes every store stale."""
    paths = sorted(path for room in ROOMS for path in (PACKAGE / room).glob("*.py"))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def root_folder():
    """The folder of all stores: what the environment variable WORKBOOK_CACHE names, else the user's cache folder."""
    return Path(os.environ.get("WORKBOOK_CACHE") or user_cache_path(DISTRIBUTION))


def stores(root):
    """Folder, bytes and time of the last use of each store, the latest first; other files there are not touched."""
    found = []
    for folder in Path(root).glob("*"):
        if re.fullmatch("[0-9a-f]{32}", folder.name):
            with suppress(OSError):  # another process has just removed it
                size = sum(path.stat().st_size for path in folder.iterdir())
                found.append((folder, size, folder.stat().st_mtime))
    return sorted(found, key=lambda store: (-store[2], store[0].name))


def clear(root):
    """Remove every store; returns how many there were and their bytes."""
    found = stores(root)
    for folder in [*(folder for folder, *_ in found), *Path(root).glob(".new.*")]:
        shutil.rmtree(folder, ignore_errors=True)
    return len(found), sum(size for _, size, _ in found)


class Store:
    """A folder with arrays, tables and facts under one key.

    Parameters
    ----------
    key : str
        Names everything that the content depends on; see `code_version`.
    root : path, optional
        Default: `root_folder`.
    """

    def __init__(self, key, root=None):
        self.root = Path(root or root_folder())
        self.folder = self.root / hashlib.sha256(f"{FORMAT} {code_version()} {key}".encode()).hexdigest()[:32]

    def load(self):
        """What `save` was given, as a dict; None where there is none, or it is damaged, which is said."""
        if not self.folder.exists():
            return None
        try:
            data = np.memmap(self.folder / CONTENT, mode="r").view(np.ndarray)
            self._check(data)
            begin = int.from_bytes(data[-TAIL:].tobytes(), "little")
            index = json.loads(data[begin:-TAIL].tobytes())
            found = {name: _read(data, *value) for name, value in index.items()}
        except (OSError, ValueError, KeyError, TypeError) as error:
            SAY("What was kept of the articles is damaged (%s); they are read again.", error)
            return None
        with suppress(OSError):  # a cache that can only be read
            os.utime(self.folder)
        return found

    def _check(self, data):
        """Compare the file with its seal: by its stamp, and by its checksum where that is another."""
        seal = json.loads((self.folder / SEAL).read_text(encoding="utf-8"))
        if seal["stamp"] == _stamp(self.folder):
            return
        if seal["checksum"] != zlib.crc32(data):
            raise ValueError("its content has changed")
        with suppress(OSError):
            _seal(self.folder, seal["checksum"])

    def save(self, content):
        """Keep arrays, DataFrames and what JSON can hold, by name; whole or not at all. A full disk changes nothing."""
        staging = None
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            staging = Path(tempfile.mkdtemp(dir=self.root, prefix=".new."))
            with open(staging / CONTENT, "wb") as file:
                index = json.dumps({name: _write(file, value) for name, value in content.items()})
                begin = file.tell()
                file.write(index.encode() + begin.to_bytes(TAIL, "little"))
            _seal(staging, zlib.crc32(np.memmap(staging / CONTENT, mode="r")))
            self._put(staging)
        except OSError as error:
            SAY("The articles could not be kept in %s (%s); the next run reads them again.", self.root, error.strerror)
        finally:
            shutil.rmtree(staging or "", ignore_errors=True)
        self._sweep()

    def _put(self, staging):
        """Put a finished store in the place of an older one, unless another process is first: its store is the same."""
        shutil.rmtree(self.folder, ignore_errors=True)
        try:
            staging.rename(self.folder)
        except OSError:
            if not self.folder.exists():
                raise

    def _sweep(self):
        """Remove the stores used longest ago where there are too many or they are too large, and unfinished ones."""
        total = 0
        for number, (folder, size, _) in enumerate(stores(self.root)):
            total += size
            if number and (number >= MOST_STORES or total > MOST_BYTES):
                shutil.rmtree(folder, ignore_errors=True)
        for folder in self.root.glob(".new.*"):
            with suppress(OSError):
                if time.time() - folder.stat().st_mtime > ABANDONED:
                    shutil.rmtree(folder, ignore_errors=True)


def _stamp(folder):
    """What tells a file from any other that has been in its place: its bytes, its times and its number on the disk."""
    status = (folder / CONTENT).stat()
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def _seal(folder, checksum):
    write_atomic(folder / SEAL, json.dumps({"checksum": checksum, "stamp": _stamp(folder)}))


def _write(file, value):
    """Write one value at the end of a file; what `_read` has to know of it."""
    if isinstance(value, np.ndarray):
        file.write(bytes(-file.tell() % ALIGNED))
        place = file.tell()
        file.write(np.ascontiguousarray(value).reshape(-1).view(np.uint8))
        return ["array", value.dtype.str, value.shape, place]
    if isinstance(value, pd.DataFrame):
        return ["table", [_write_column(file, value.iloc[:, place]) for place in range(value.shape[1])]]
    if isinstance(value, list) and value and set(map(type, value)) == {str}:
        cells = [cell.encode("utf-8", "surrogatepass") for cell in value]
        bounds = np.cumsum([0, *map(len, cells)], dtype=np.int64)
        return ["text", _write(file, bounds), _write(file, np.frombuffer(b"".join(cells), dtype=np.uint8))]
    return ["json", value]


def _write_column(file, column):
    """Write a column of a table; its name, its dtype, how its values are written, and categories."""
    head, kind, categories = column.name, str(column.dtype), []
    if kind == "category":
        column, categories = column.cat.codes, column.cat.categories.tolist()
    plain = isinstance(column.dtype, np.dtype) and column.dtype != object
    return [head, kind, _write(file, column.to_numpy() if plain else column.tolist()), categories]


def _read(data, kind, *rest):
    """What `_write` has written."""
    if kind == "json":
        return rest[0]
    if kind == "array":
        dtype, shape, place = rest
        return np.ndarray(shape, dtype, data, place)
    if kind == "table":
        return pd.DataFrame({head: _column(data, *column) for head, *column in rest[0]})
    bounds, text = _read(data, *rest[0]).tolist(), _read(data, *rest[1]).tobytes()
    return [text[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise(bounds)]


def _column(data, kind, written, categories):
    if kind == "category":
        return pd.Categorical.from_codes(_read(data, *written), categories)
    if kind == "str" and written[0] == "text" and pd.Series([], dtype=kind).dtype.storage == "pyarrow":
        import pyarrow  # which pandas has imported

        bounds, text = (pyarrow.py_buffer(_read(data, *part)) for part in written[1:])
        cells = pyarrow.LargeStringArray.from_buffers(written[1][2][0] - 1, bounds, text)
        return pd.Series(cells, dtype=kind)
    return pd.Series(_read(data, *written), dtype=kind)
