"""Archives: what is packed is read, also from a broken zip, a zip in a zip, and all sheets of a workbook."""

import io
import zipfile
import zlib
from types import SimpleNamespace

import openpyxl
import pytest

from analysis.corpus.importing import import_corpus
from analysis.files import InputError

PLAN = "Harbour plan goes ahead"
TEXT = "The ministry said on Thursday that the plan would go ahead, and that all of them had been told so.\n"
HOUSE = "Housing board meets\n\nThe board met on Monday and spoke about the houses that nobody has wanted to build.\n"
ROAD = "Road is closed\n\nThe road by the river is closed until autumn, the council told those who live beside it.\n"
REMEDY = "download it, or save it, again"


def zipped(files, method=zipfile.ZIP_DEFLATED, stream=False):
    """A zip of files by name; as a stream, the sizes of its members stand behind them only."""
    target = io.BytesIO()
    pipe = SimpleNamespace(write=target.write, flush=target.flush)
    with zipfile.ZipFile(pipe if stream else target, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def problems(result):
    return result.problems[["file", "problem", "remedy"]].to_numpy().tolist()


def damaged(data, text):
    """The bytes of a zip in which a stored member has other bytes than when it was packed."""
    assert data.count(text.encode()) == 1
    return data.replace(text.encode(), text.upper().encode())


def test_a_broken_member_of_a_zip_costs_itself_only(made, tmp_path):
    data = zipped({"a.txt": HOUSE, "b.txt": ROAD, "c.txt": TEXT}, zipfile.ZIP_STORED)
    result = made({"x.zip": damaged(data, "closed until autumn")}, "x.zip")
    assert result.articles["doc_id"].tolist() == ["a", "c"]
    assert problems(result) == [["b.txt", "broken or incomplete", REMEDY]]
    assert (tmp_path / "corpus" / "originals" / "x.zip").is_file()


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_whole_members_of_a_zip_that_was_cut_off_are_rescued(made, method, stream):
    long = "\n\n".join(f"Sentence {zlib.crc32(bytes([n]))} of the last text is told to all." for n in range(99))
    data = zipped({"a.txt": HOUSE, "报/b.txt": ROAD, "c.txt": long}, method, stream)
    result = made({"x.zip": data[: data.index(b"c.txt") + 500]}, "x.zip")
    assert result.articles["original"].tolist() == ["a.txt", "报/b.txt"]
    cut = "the archive is cut off at its end; what stood behind its last whole member is lost"
    assert problems(result) == [["c.txt", "broken or incomplete", REMEDY], ["x.zip", cut, "download or pack it again"]]


def test_a_zip_without_its_directory_is_read_whole(made):
    data = zipped({"a.txt": HOUSE, "b.txt": ROAD})
    result = made({"x.zip": data[: data.index(b"PK\x01\x02")]}, "x.zip")
    assert result.articles["original"].tolist() == ["a.txt", "b.txt"]
    assert len(result.problems) == 1


def test_a_zip_in_a_zip_and_one_in_a_folder_are_read_and_named(made, tmp_path):
    inner = zipped({"b.txt": ROAD, "__MACOSX/._b.txt": "x"})
    table = f'title,text\n{PLAN},"{TEXT}"\n'
    result = made({"a.txt": HOUSE, "box.zip": zipped({"in/inner.zip": inner, "t.csv": table})})
    assert result.articles["original"].tolist() == ["a.txt", "box.zip/in/inner.zip/b.txt", "box.zip/t.csv"]
    assert result.ignored == ["box.zip/in/inner.zip/__MACOSX/._b.txt"]
    kept = sorted(path.name for path in (tmp_path / "corpus" / "originals").rglob("*"))
    assert kept == ["a.txt", "box.zip"]
    alone = import_corpus(tmp_path / "alone", tmp_path / "have" / "box.zip")
    assert alone.articles["original"].tolist() == ["in/inner.zip/b.txt", "t.csv"]


def test_archives_in_archives_have_a_limit_of_depth_and_share_one_of_size(made):
    deep = zipped({"d.txt": ROAD})
    for name in ("three.zip", "two.zip", "one.zip"):
        deep = zipped({name: deep})
    bomb = zipped({"b.txt": b" " * 30_000_000})
    packed = zipped({"a.txt": HOUSE, "deep.zip": deep, "x.zip": bomb, "y.zip": bomb})
    result = made({"all.zip": packed}, "all.zip")
    assert result.articles["doc_id"].tolist() == ["a"]
    nested = [one[:2] for one in problems(result)]
    assert ["deep.zip/one.zip/two.zip/three.zip", "a zip archive within 3 others"] in nested
    assert ["y.zip/b.txt", "unpacks to more than 200 times its size or 2 GB"] in nested


def test_a_broken_zip_within_a_folder_costs_itself_only(made):
    result = made({"a.txt": HOUSE, "box.zip": b"PK\x03\x04 torn"})
    assert result.articles["doc_id"].tolist() == ["a"]
    assert problems(result) == [["box.zip", "a broken or incomplete zip archive", "download it or pack it again"]]


def book(**sheets):
    """An Excel file with a sheet by each name."""
    made, file = openpyxl.Workbook(), io.BytesIO()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(file)
    return file.getvalue()


def test_all_sheets_of_a_workbook_are_read_and_the_name_of_an_outlet_is_one(made, tmp_path):
    header = ["title", "date", "text"]
    data = book(
        Xinhua=[header, ["Housing board meets", "2023-05-04", HOUSE], ["No text", "2023-05-05", ""]],
        Reuters=[header, ["Road is closed", "2023-06-04", ROAD]],
        Notes=[["who", "when"], ["Ann", "today"]],
        Empty=[],
    )
    result = made({"press.xlsx": data}, "press.xlsx")
    columns = ["original", "original_row", "publisher", "published", "title"]
    assert result.articles[columns].to_numpy().tolist() == [
        ["press.xlsx!Xinhua", "2", "Xinhua", "2023-05-04", "Housing board meets"],
        ["press.xlsx!Reuters", "2", "Reuters", "2023-06-04", "Road is closed"],
    ]
    assert problems(result) == [["press.xlsx!Xinhua", "empty", "give it a text, or remove it"]]
    assert result.ignored == ["press.xlsx!Notes: no column with texts among who, when"]
    assert [path.name for path in (tmp_path / "corpus" / "originals").iterdir()] == ["press.xlsx"]


def test_sheets_of_a_workbook_among_articles_are_kept_as_one_original(made, tmp_path):
    rows = [["title", "text"], ["Housing board meets", HOUSE]], [["title", "text"], ["Road is closed", ROAD]]
    result = made({"a.txt": TEXT, "press.xlsx": book(A=rows[0], B=rows[1])})
    assert result.articles["original"].tolist() == ["a.txt", "press.xlsx!A", "press.xlsx!B"]
    assert sorted(path.name for path in (tmp_path / "corpus" / "originals").iterdir()) == ["a.txt", "press.xlsx"]


def test_a_workbook_of_which_no_sheet_holds_texts_is_refused_by_its_first(made):
    with pytest.raises(InputError, match="t.xlsx!One: no column with texts among views"):
        made({"t.xlsx": book(One=[["views"], [1]], Two=[["clicks"], [2]])}, "t.xlsx")
