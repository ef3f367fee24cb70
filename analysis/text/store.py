"""Store: what was computed of a corpus, kept in a folder that several processes open; stale or damaged is made anew."""

import hashlib
import json
import os
import shutil
import tempfile
import zlib
from pathlib import Path

import numpy as np
import pandas as pd
from platformdirs import user_cache_path

from analysis.files import DISTRIBUTION, PACKAGE

FORMAT = 1
ROOMS = ("corpus", "text")  # whose code decides what a corpus becomes
MOST_STORES, MOST_BYTES = 30, 4_000_000_000  # the oldest go first


def code_version():
    """SHA-256 of the code that reads and encodes: another version of it makes every store stale."""
    paths = sorted(path for room in ROOMS for path in (PACKAGE / room).glob("*.py"))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


class Store:
    """A folder with arrays, tables and facts under one key.

    Parameters
    ----------
    key : str
        Names everything that the content depends on; see `code_version`.
    root : path, optional
        Default: the folder that the environment variable WORKBOOK_CACHE names, else the user's cache folder.
    """

    def __init__(self, key, root=None):
        self.root = Path(root or os.environ.get("WORKBOOK_CACHE") or user_cache_path(DISTRIBUTION))
        self.folder = self.root / hashlib.sha256(f"{FORMAT} {code_version()} {key}".encode()).hexdigest()[:32]

    def load(self):
        """What `save` was given, as a dict; None where there is none or it is damaged."""
        try:
            index = json.loads((self.folder / "index.json").read_text(encoding="utf-8"))
            if any(_checksum(self.folder / name) != value for name, value in index.items()):
                raise ValueError("damaged")
            found = {Path(name).stem: _read(self.folder / name) for name in index}
        except (OSError, ValueError, KeyError):
            return None
        os.utime(self.folder)
        return found

    def save(self, content):
        """Keep arrays, DataFrames and what JSON can hold, by name; whole or not at all. A full disk changes nothing."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            staging = Path(tempfile.mkdtemp(dir=self.root, prefix=".new."))
        except OSError:
            return
        try:
            names = [_write(staging / name, value) for name, value in content.items()]
            index = {name: _checksum(staging / name) for name in names}
            (staging / "index.json").write_text(json.dumps(index), encoding="utf-8")
            shutil.rmtree(self.folder, ignore_errors=True)
            staging.rename(self.folder)
        except OSError:  # no room, or another process was first
            pass
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        self._sweep()

    def _sweep(self):
        """Remove the stores that were opened longest ago where there are too many or they are too large."""
        stores = sorted(self.root.glob("[0-9a-f]*"), key=lambda path: path.stat().st_mtime, reverse=True)
        total = 0
        for number, folder in enumerate(stores):
            total += sum(path.stat().st_size for path in folder.glob("*"))
            if number and (number >= MOST_STORES or total > MOST_BYTES):
                shutil.rmtree(folder, ignore_errors=True)


def _checksum(path):
    return zlib.crc32(path.read_bytes())


def _write(path, value):
    """Write one value; the name of its file."""
    if isinstance(value, np.ndarray):
        path = path.with_suffix(".npy")
        np.save(path, value, allow_pickle=False)
    else:
        table = isinstance(value, pd.DataFrame)
        path = path.with_suffix(".table" if table else ".json")
        path.write_text(json.dumps(_packed(value) if table else value, ensure_ascii=False), encoding="utf-8")
    return path.name


def _read(path):
    if path.suffix == ".npy":
        return np.load(path, mmap_mode="r", allow_pickle=False)
    value = json.loads(path.read_text(encoding="utf-8"))
    return _unpacked(value) if path.suffix == ".table" else value


def _packed(table):
    """Columns of a table as lists, with the dtype of each."""
    columns = []
    for name in table:
        column, kind = table[name], str(table[name].dtype)
        if kind == "category":
            columns.append([name, kind, [column.cat.codes.tolist(), column.cat.categories.tolist()]])
        elif kind.startswith("datetime"):
            columns.append([name, kind, column.astype("int64").tolist()])
        else:
            columns.append([name, kind, column.tolist()])
    return columns


def _unpacked(columns):
    table = {}
    for name, kind, values in columns:
        if kind == "category":
            table[name] = pd.Categorical.from_codes(*values)
        elif kind.startswith("datetime"):
            table[name] = pd.Series(np.array(values, dtype="int64").view(kind))
        else:
            table[name] = pd.Series(values, dtype=kind)
    return pd.DataFrame(table)
