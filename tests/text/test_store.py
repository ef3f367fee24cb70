"""Store: what is kept comes back as it was; what is stale, damaged or cannot be kept is made anew, and that is said."""

import os
import shutil
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from analysis.files import bundled
from analysis.text import store as storing
from analysis.text.store import Store
from analysis.workbook import opening, scale

TABLE = pd.DataFrame(
    {
        "text": pd.Series(["a", "", "科技"], dtype=object),
        "title": pd.Series(["", "新 title", "b"], dtype="str"),
        "day": pd.to_datetime(["2024-01-05", None, "2023-02-01"]).astype("datetime64[s]"),
        "rate": [1.5, np.nan, -2.0],
        "n": [1, 2, 3],
        "holds": [True, False, True],
        "voice": pd.Categorical(["own", "quoted", "own"], ["own", "attributed", "quoted"]),
    }
)


def test_arrays_tables_and_facts_come_back_as_they_were(tmp_path):
    content = {"ids": np.arange(5, dtype=np.int32), "table": TABLE, "facts": {"names": ["x", ""], "n": 3}}
    Store("key", tmp_path).save(content)
    found = Store("key", tmp_path).load()
    np.testing.assert_array_equal(found["ids"], content["ids"])
    assert found["ids"].dtype == np.int32
    pd.testing.assert_frame_equal(found["table"], TABLE)
    assert found["facts"] == content["facts"]


def test_a_table_without_rows_keeps_its_columns_and_types(tmp_path):
    Store("key", tmp_path).save({"table": TABLE.iloc[:0]})
    pd.testing.assert_frame_equal(Store("key", tmp_path).load()["table"], TABLE.iloc[:0])


def test_another_key_or_another_version_of_the_code_finds_nothing(tmp_path, monkeypatch):
    Store("key", tmp_path).save({"n": 1})
    assert Store("other", tmp_path).load() is None
    with monkeypatch.context() as patched:
        patched.setattr(storing, "code_version", lambda: "newer")
        assert Store("key", tmp_path).load() is None
    monkeypatch.setattr(storing, "FORMAT", storing.FORMAT + 1)
    assert Store("key", tmp_path).load() is None


PLACES = {"an array": 100, "a text": b"made-up", "the index": b'"table"', "the place of the index": -1}


def _kept(root):
    """A store that holds an array, a table and facts."""
    store = Store("key", root)
    store.save({"ids": np.arange(500), "table": TABLE, "names": ["a made-up name"], "facts": {"n": 1}})
    return store


def _flip(path, place=0):
    """Change one bit at a place, given by its number or by what stands there."""
    data = bytearray(path.read_bytes())
    data[place if isinstance(place, int) else data.index(place)] ^= 1
    path.write_bytes(data)


HARM = {name: lambda folder, place=place: _flip(folder / "content", place) for name, place in PLACES.items()} | {
    "the seal": lambda folder: _flip(folder / "seal.json"),
    "the end, cut off": lambda folder: os.truncate(folder / "content", (folder / "content").stat().st_size - 3),
    "all, cut off": lambda folder: os.truncate(folder / "content", 0),
    "no content": lambda folder: (folder / "content").unlink(),
    "no seal": lambda folder: (folder / "seal.json").unlink(),
}


@pytest.mark.parametrize("harm", HARM)
def test_what_is_damaged_is_not_trusted_and_said(tmp_path, harm, caplog):
    store = _kept(tmp_path)
    HARM[harm](store.folder)
    assert store.load() is None
    assert "is damaged" in caplog.text
    store.save({"facts": {"n": 2}})
    assert store.load() == {"facts": {"n": 2}}


def test_a_byte_changed_by_what_sets_the_time_back_is_found(tmp_path):
    store = _kept(tmp_path)
    path = store.folder / "content"
    before = path.stat()
    with open(path, "r+b") as file:
        file.seek(100)
        file.write(b"\xff")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert store.load() is None


def test_a_store_as_it_was_written_is_not_read_whole(tmp_path, monkeypatch):
    store = _kept(tmp_path)
    monkeypatch.setattr(storing.zlib, "crc32", lambda data: pytest.fail("the whole file was read"))
    assert store.load()["facts"] == {"n": 1}


def test_a_copied_store_is_read_whole_once_and_then_trusted(tmp_path, monkeypatch):
    _kept(tmp_path / "a")
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    checks, crc32 = [], storing.zlib.crc32
    monkeypatch.setattr(storing.zlib, "crc32", lambda data: checks.append(len(data)) or crc32(data))
    copy = Store("key", tmp_path / "b")
    assert [copy.load()["facts"], copy.load()["facts"]] == [{"n": 1}, {"n": 1}]
    assert checks == [(copy.folder / "content").stat().st_size]


def test_a_copied_store_that_is_damaged_is_not_trusted(tmp_path):
    _kept(tmp_path / "a")
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    copy = Store("key", tmp_path / "b")
    _flip(copy.folder / "content", 100)
    assert copy.load() is None


def test_a_store_in_a_folder_that_can_only_be_read_is_used(tmp_path, monkeypatch):
    _kept(tmp_path / "a")
    shutil.copytree(tmp_path / "a", tmp_path / "b")

    def refused(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(storing, "write_atomic", refused)
    monkeypatch.setattr(storing.os, "utime", refused)
    assert Store("key", tmp_path / "b").load()["facts"] == {"n": 1}


def test_text_comes_back_without_pyarrow_too(tmp_path):
    store = _kept(tmp_path)
    with pd.option_context("mode.string_storage", "python"):
        title = store.load()["table"]["title"]
        assert title.dtype.storage == "python" and title.tolist() == ["", "新 title", "b"]


def test_a_full_disk_leaves_the_old_store_and_no_litter_and_is_said(tmp_path, monkeypatch, caplog):
    store = Store("key", tmp_path)
    store.save({"n": 1})

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storing, "_write", full)
    store.save({"n": 2})
    assert "could not be kept" in caplog.text and "No space left on device" in caplog.text
    assert store.load() == {"n": 1}
    assert [path.name for path in tmp_path.iterdir()] == [store.folder.name]


def test_where_nothing_can_be_written_nothing_is_kept_and_nothing_fails(tmp_path):
    (tmp_path / "file").write_text("")
    Store("key", tmp_path / "file" / "cache").save({"n": 1})
    assert Store("key", tmp_path / "file" / "cache").load() is None


def test_nothing_is_said_where_nothing_was_kept_yet(tmp_path, caplog):
    assert Store("key", tmp_path).load() is None
    assert caplog.text == ""


def test_cells_of_any_characters_and_cells_that_are_no_text_come_back(tmp_path):
    table = pd.DataFrame(
        {"odd": pd.Series(["a\0b", "\ud800"], dtype=object), "mixed": pd.Series(["a", None], dtype=object)}
    )
    Store("key", tmp_path).save({"table": table, "names": ["", "x\ny"], "none": []})
    found = Store("key", tmp_path).load()
    pd.testing.assert_frame_equal(found["table"], table)
    assert found["names"] == ["", "x\ny"] and found["none"] == []


def test_other_files_in_the_folder_are_never_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(storing, "MOST_STORES", 1)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "own.txt").write_text("mine")
    Store("a", tmp_path).save({"n": 1})
    Store("b", tmp_path).save({"n": 2})
    assert len(storing.stores(tmp_path)) == 1
    n, size = storing.clear(tmp_path)
    assert n == 1 and size > 0
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
    assert (tmp_path / "data" / "own.txt").read_text() == "mine"


def test_what_an_ended_process_left_unfinished_goes_after_a_day(tmp_path):
    for name, age in (("old", 2 * storing.ABANDONED), ("new", 60)):
        (tmp_path / f".new.{name}").mkdir()
        os.utime(tmp_path / f".new.{name}", (storing.time.time() - age,) * 2)
    Store("a", tmp_path).save({"n": 1})
    assert [path.name for path in tmp_path.glob(".new.*")] == [".new.new"]


def test_the_stores_opened_longest_ago_go_first(tmp_path, monkeypatch):
    monkeypatch.setattr(storing, "MOST_STORES", 2)
    for number, key in enumerate("abc"):
        store = Store(key, tmp_path)
        store.save({"n": number})
        os.utime(store.folder, (1000 + number,) * 2)
    Store("a", tmp_path).save({"n": 9})
    kept = [key for key in "abc" if Store(key, tmp_path).load()]
    assert kept == ["a", "c"]


def test_a_corpus_is_encoded_once_and_anew_when_an_article_changes(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_CACHE", str(tmp_path / "cache"))
    folder = shutil.copytree(bundled("seeds"), tmp_path / "corpus")
    calls, encode = [], scale.encode
    monkeypatch.setattr(scale, "encode", lambda *args: calls.append(1) or encode(*args))
    first, second = opening.opened(folder), opening.opened(folder)
    assert len(calls) == 1
    for one, other in zip(first[2].tokens.__dict__.values(), second[2].tokens.__dict__.values(), strict=False):
        same = one.equals(other) if isinstance(one, pd.DataFrame) else np.array_equal(one, other)
        assert same or one == other
    pd.testing.assert_frame_equal(first[2].slogans, second[2].slogans)
    pd.testing.assert_frame_equal(first[0].docs, second[0].docs)
    assert first[3] == second[3]
    article = folder / "001_08598d1cdb0e6120.txt"
    article.write_text(article.read_text(encoding="utf-8") + "\nA new line about China.\n", encoding="utf-8")
    third = opening.opened(folder)
    assert len(calls) == 2
    assert len(third[2].tokens) > len(first[2].tokens)
    assert third[3] != first[3]


def test_two_processes_may_make_the_same_store(tmp_path):
    code = (
        "import numpy as np; from analysis.text.store import Store; Store('k', {!r}).save({{'a': np.arange(200_000)}})"
    )
    made = [subprocess.Popen([sys.executable, "-c", code.format(str(tmp_path))]) for _ in range(3)]
    assert [process.wait(timeout=120) for process in made] == [0, 0, 0]
    assert Store("k", tmp_path).load()["a"].sum() == 199_999 * 100_000
    assert len(list(tmp_path.iterdir())) == 1
