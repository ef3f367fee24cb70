"""Coding sheets: out, filled by hand and back; every way in which a spreadsheet spoils one."""

import pandas as pd
import pytest

from analysis.files import InputError, bundled, read_csv_text, write_atomic
from analysis.text.lexicons import read_lexicons

FRAMES = list(read_lexicons(bundled("seeds")).frames.labels.values())


@pytest.fixture
def sheet(corpus, tmp_path):
    """A sheet of thirty sentences, as a DataFrame of text."""
    corpus.coding_sheet(tmp_path / "blank.csv", n=30)
    return read_csv_text((tmp_path / "blank.csv").read_text(encoding="utf-8"))


def filled(sheet, path, mark="1", **how):
    """The sheet with every third sentence marked as Conflict and every second as Morality, saved; its path."""
    rows = sheet.copy()
    rows.loc[::3, "Conflict"], rows.loc[::2, "Morality"] = mark, mark
    encoding = how.pop("encoding", "utf-8")
    write_atomic(path, rows.to_csv(index=False, **how).encode(encoding, "replace"))
    return path


def refused(corpus, *paths):
    with pytest.raises(InputError) as failure:
        corpus.agreement(*paths)
    return str(failure.value)


def test_a_sheet_is_blind_and_has_a_column_for_each_frame(corpus, sheet, tmp_path):
    assert sheet.columns.tolist() == ["row", "sentence_id", "context", "sentence", *FRAMES, "remarks"]
    text = sheet[["row", "sentence_id"]].to_csv()
    assert not any(name in text for name in corpus.articles["doc_id"])
    assert (sheet[FRAMES] == "").all(axis=None) and sheet["sentence_id"].is_unique and len(sheet) == 30
    book = read_csv_text((tmp_path / "blank-codebook.csv").read_text(encoding="utf-8"))
    assert book["frame"].tolist() == FRAMES and (book != "").all(axis=None)


def test_the_order_is_not_that_of_the_articles_and_the_seed_decides_it(corpus, tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        corpus.coding_sheet(tmp_path / f"{name}.csv", n=111, seed=seed)
    a, b, c = (read_csv_text((tmp_path / f"{name}.csv").read_text(encoding="utf-8")) for name in "abc")
    assert a.equals(b) and a["sentence"].tolist() != c["sentence"].tolist()
    assert sorted(a["sentence_id"]) == sorted(c["sentence_id"]) and len(a) == 111
    first = a["sentence"].str.startswith("Xi Jinping emphasizes self-reliance")  # the first of the corpus
    assert not first[0]


def test_xlsx_comes_back_as_it_went_out(corpus, tmp_path):
    calamine = pytest.importorskip("python_calamine")
    corpus.coding_sheet(tmp_path / "blank.xlsx", n=12)
    book = calamine.CalamineWorkbook.from_path(tmp_path / "blank.xlsx")
    assert book.sheet_names == ["coding", "codebook"]
    rows = book.get_sheet_by_index(0).to_python()
    table = pd.DataFrame(rows[1:], columns=rows[0]).assign(Conflict=[1.0] * 6 + [""] * 6)
    write_atomic(tmp_path / "ana.csv", table.to_csv(index=False))
    row = corpus.agreement(tmp_path / "ana.csv").table.query("frame == 'Conflict'").iloc[0]
    assert row[["n_sentences", "n_coder", "other"]].tolist() == [12, 6, "lists"]


@pytest.mark.parametrize("mark", ["x", "X", "yes", "1", "1.0", "true", "✓"])
def test_marks_are_read_as_people_write_them(corpus, sheet, tmp_path, mark):
    found = corpus.agreement(filled(sheet, tmp_path / "ana.csv", mark)).table.set_index("frame")
    assert found.loc[["Conflict", "Morality"], "n_coder"].tolist() == [10, 15]


def test_two_coders_agree_as_far_as_they_mark_the_same(corpus, sheet, tmp_path):
    other = sheet.assign(Conflict=["1", "0", "0"] * 10)
    write_atomic(tmp_path / "ben.csv", other.iloc[::-1].to_csv(index=False))  # sorted otherwise
    found = corpus.agreement(filled(sheet, tmp_path / "ana.csv"), tmp_path / "ben.csv")
    pair = found.table.query("other == 'ben'").set_index("frame")
    assert pair.loc["Conflict", ["n_both", "agreement", "kappa", "alpha"]].tolist() == [10, 1, 1, 1]
    assert (
        pair.loc["Morality", "n_both"] == 0 and pair.loc["Technological self-reliance", ["kappa", "alpha"]].isna().all()
    )
    assert found.title.startswith("2 coders: the median of Krippendorff's alpha over 2 frames is ")


@pytest.mark.parametrize("how", [{"sep": ";", "encoding": "cp1252"}, {"sep": "\t"}, {"encoding": "utf-16"}])
def test_sheets_as_spreadsheets_save_them(corpus, sheet, tmp_path, how):
    found = corpus.agreement(filled(sheet, tmp_path / "ana.csv", **how)).table.set_index("frame")
    assert found.loc["Morality", "n_coder"] == 15


def test_what_a_coder_has_spoilt_is_named_with_file_row_and_remedy(corpus, sheet, tmp_path):
    path = filled(sheet.rename(columns={"Conflict": "Conflicts", "Morality": "Moral"}), tmp_path / "ana.csv")
    rows = read_csv_text(path.read_text(encoding="utf-8"))
    rows.drop(columns=["Conflict", "Morality"]).to_csv(path, index=False)
    said = refused(corpus, path)
    assert "ana.csv, row 1, Conflict: column missing; rename 'Conflicts' back" in said and "Morality" in said
    path = filled(sheet.assign(Conflict="maybe"), tmp_path / "ben.csv")
    assert "ben.csv, row 3, Conflict ('maybe'): not a mark; write 1 (or x, yes)" in refused(corpus, path)
    path = filled(sheet.iloc[:25], tmp_path / "cem.csv")
    assert "cem.csv: 5 of 30 sentences missing; restore the rows" in refused(corpus, path)
    path = filled(sheet.assign(sentence_id=["s1", *sheet["sentence_id"][1:]]), tmp_path / "dan.csv")
    assert "dan.csv, row 2, sentence_id ('s1'): unknown sentence" in refused(corpus, path)
    path = filled(pd.concat([sheet, sheet.iloc[:1]]), tmp_path / "eva.csv")
    assert "eva.csv, row 2: sentence twice; keep one" in refused(corpus, path)


def test_sheets_that_cannot_be_compared_are_refused(corpus, eight, sheet, tmp_path):
    untouched = tmp_path / "untouched.csv"
    write_atomic(untouched, sheet.to_csv(index=False))
    assert "untouched.csv: no sentence is marked; fill it in" in refused(corpus, untouched)
    ana = filled(sheet, tmp_path / "ana.csv")
    copy = filled(sheet, tmp_path / "copy.csv")
    assert "copy.csv: the same sheet as ana.csv" in refused(corpus, ana, copy)
    assert "ana.csv: a sheet of another corpus" in refused(eight, ana)
    first, last = filled(sheet.assign(row="").iloc[:15], tmp_path / "1.csv"), tmp_path / "2.csv"
    assert "2: no sentence in common with 1" in refused(corpus, first, filled(sheet.assign(row="").iloc[15:], last))
    assert "no sheet" in refused(corpus)
    assert "none.csv: cannot be read" in refused(corpus, tmp_path / "none.csv")


def test_a_sheet_is_never_written_over_another(corpus, sheet, tmp_path):
    with pytest.raises(InputError, match="is there already; choose another name"):
        corpus.coding_sheet(tmp_path / "blank.csv")
    with pytest.raises(InputError, match="no CSV or XLSX file"):
        corpus.coding_sheet(tmp_path / "blank.docx")
