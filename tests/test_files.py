"""Files: what cannot be read is said with its remedy, and nothing is ever torn."""

import json
import os
from pathlib import Path

import pandas as pd
import pytest

from analysis import files
from analysis.files import InputError


def test_text_keeps_its_line_ends_and_loses_only_the_byte_order_mark(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfone\r\ntwo\n")
    assert files.read_text(tmp_path / "a.txt") == "one\r\ntwo\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "a.txt: no such file; check the name"),
        (b"", "a.txt: empty; put the article's text into it"),
        (b" \n\t", "a.txt: empty"),
        ("naïve".encode("latin-1"), r"a.txt: not UTF-8 \(byte 2\); save it as UTF-8"),
        ("text".encode("utf-16"), "a.txt: not UTF-8"),
        (b"PK\x03\x04 zip", "a.txt: binary, not text"),
        (b"a\x00b", "a.txt: binary"),
    ],
)
def test_a_file_that_is_no_article_is_refused_with_the_remedy(tmp_path, content, message):
    if content is not None:
        (tmp_path / "a.txt").write_bytes(content)
    with pytest.raises(InputError, match=message):
        files.read_text(tmp_path / "a.txt")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[[no", r"^a.toml: not TOML: Expected .*; correct it there$"),
        (f"a = {'[' * 100_000}", "^a.toml: not TOML: maximum recursion depth exceeded.*; correct it there$"),
        (" ", "^a.toml: empty; save it anew$"),
    ],
    ids=["syntax", "depth", "empty"],
)
def test_a_toml_file_that_cannot_be_read_is_refused_with_the_remedy(tmp_path, content, message):
    files.write_atomic(tmp_path / "a.toml", content)
    with pytest.raises(InputError, match=message):
        files.read_toml(tmp_path / "a.toml", "save it anew")


@pytest.mark.parametrize("name", ["../a.txt", "/etc/passwd", "b/../../a.txt"])
def test_a_path_that_leaves_the_folder_is_refused(tmp_path, name):
    with pytest.raises(InputError, match="leaves the corpus folder; copy the file into it"):
        files.path_inside(tmp_path, name)


def test_a_link_that_points_outside_is_refused(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("x")
    (folder / "a.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(InputError, match="leaves the corpus folder"):
        files.path_inside(folder, "a.txt")


def test_a_failed_write_leaves_the_old_file_and_no_rest(tmp_path, monkeypatch):
    path = files.write_atomic(tmp_path / "a.txt", "old")

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        files.write_atomic(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_corpus_own_lexicon_comes_before_the_bundled_one(tmp_path):
    assert files.lexicon_path(tmp_path, "frames.toml") == files.bundled("seeds", "lexicons", "frames.toml")
    own = tmp_path / "lexicons" / "frames.toml"
    files.write_atomic(own, "")
    assert files.lexicon_path(tmp_path, "frames.toml") == own


def test_a_hash_is_the_published_one(tmp_path):
    path = files.write_atomic(tmp_path / "a", "abc")  # FIPS 180-2, appendix B.1
    assert files.sha256(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_name_too_long_and_a_loop_of_links_are_said_not_raised(tmp_path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
    with pytest.raises(InputError, match=r"a.txt: cannot be read \(.*links\); check name, link and permissions"):
        files.read_text(files.path_inside(tmp_path, "a.txt"))
    with pytest.raises(InputError, match=r"cannot be read \(File name too long\)"):
        files.read_text(files.path_inside(tmp_path, "a" * 300 + ".txt"))


def test_a_file_without_permission_is_said(tmp_path, monkeypatch):
    def refuse(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", lambda path, **_: refuse(path))
    with pytest.raises(InputError, match=r"a.txt: cannot be read \(Permission denied\)"):
        files.read_text(tmp_path / "a.txt")


def test_an_exports_folder_is_known_by_its_manifest(tmp_path):
    assert files.made_here(tmp_path) is None
    for text, made in (("[]", False), ('{"made_by": "me"}', False), ('{"made_by": "framing-workbook"}', True)):
        files.write_atomic(tmp_path / "manifest.json", text)
        assert files.made_here(tmp_path) == (json.loads(text) if made else None)


def test_formulas_in_text_are_defused_and_can_be_restored():
    cells = ["=1+1", "+x", "-x", "@x", "\tx", "'quoted", "''=x", "plain", "NA", "", 'a "b", c', "a\nb\r\nc", "\rx"]
    text = files.csv_text(pd.DataFrame({"text": cells, "=n": range(-4, 9)}))
    assert text.startswith("\ufefftext,'=n\n'=1+1,-4\n'+x,-3\n")
    back = files.read_csv_text(text)
    assert back["text"].tolist() == cells
    assert back["=n"].tolist() == [str(n) for n in range(-4, 9)]
