"""Store: what was computed of a corpus, kept in a folder that several processes open; stale or damaged is made anew."""

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
from pathlib import Path

import numpy as np
import pandas as pd
from platformdirs import user_cache_path

from analysis.files import DISTRIBUTION, PACKAGE

FORMAT = 2
ROOMS = ("corpus", "text")  # whose code decides what a corpus becomes
MOST_STORES, MOST_BYTES = 30, 4_000_000_000  # the oldest go first
ABANDONED = 86_400  # seconds after which a store that is still being written belongs to a process that was ended
SEPARATOR = "\0"  # between the cells of a column of text
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
            index = json.loads((self.folder / "index.json").read_text(encoding="utf-8"))
            if any(_checksum(self.folder / name) != value for name, value in index["files"].items()):
                raise ValueError("its content has changed")
            found = {name: _read(self.folder, name, kind) for name, kind in index["content"].items()}
            os.utime(self.folder)
        except (OSError, ValueError, KeyError, TypeError) as error:
            SAY("What was kept of the articles is damaged (%s); they are read again.", error)
            return None
        return found

    def save(self, content):
        """Keep arrays, DataFrames and what JSON can hold, by name; whole or not at all. A full disk changes nothing."""
        staging = None
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            staging = Path(tempfile.mkdtemp(dir=self.root, prefix=".new."))
            kinds = {name: _write(staging, name, value) for name, value in content.items()}
            files = {path.name: _checksum(path) for path in staging.iterdir()}
            (staging / "index.json").write_text(json.dumps({"files": files, "content": kinds}), encoding="utf-8")
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


def _checksum(path):
    return zlib.crc32(path.read_bytes())


def _write(folder, name, value):
    """Write one value into one file or several; what `_read` has to know of it."""
    if isinstance(value, np.ndarray):
        np.save(folder / f"{name}.npy", value, allow_pickle=False)
        return "npy"
    if isinstance(value, pd.DataFrame):
        return [_write_column(folder, f"{name}.{place}", value.iloc[:, place]) for place in range(value.shape[1])]
    if isinstance(value, list) and value and set(map(type, value)) == {str}:
        text = SEPARATOR.join(value)
        if text.count(SEPARATOR) == len(value) - 1:
            (folder / f"{name}.text").write_bytes(text.encode("utf-8", "surrogatepass"))
            return "text"
    (folder / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    return "json"


def _write_column(folder, name, column):
    """Write a column of a table; its name, its dtype, how its values are written, and categories."""
    head, kind, categories = column.name, str(column.dtype), []
    if kind == "category":
        column, categories = column.cat.codes, column.cat.categories.tolist()
    plain = isinstance(column.dtype, np.dtype) and column.dtype != object
    values = column.to_numpy() if plain else column.tolist()
    return [head, kind, _write(folder, name, values), categories]


def _read(folder, name, kind):
    """What `_write` has written."""
    if isinstance(kind, list):
        columns = enumerate(kind)
        return pd.DataFrame({head: _column(folder, f"{name}.{at}", *rest) for at, (head, *rest) in columns})
    if kind == "npy":
        return np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    data = (folder / f"{name}.{kind}").read_bytes()
    return json.loads(data) if kind == "json" else data.decode("utf-8", "surrogatepass").split(SEPARATOR)


def _column(folder, name, kind, written, categories):
    values = _read(folder, name, written)
    if kind == "category":
        return pd.Categorical.from_codes(values, categories)
    return pd.Series(values, dtype=kind)
