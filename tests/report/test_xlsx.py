"""XLSX: one file of all tables, typed, with a dictionary and without formulas."""

import io

import openpyxl
import pandas as pd
import pytest

from analysis.files import csv_text
from analysis.report.xlsx import CREATED, described, dictionary, read_tables, sheet_names, xlsx_file


def opened(tables, captions=None):
    texts = {stem: csv_text(table) for stem, table in tables.items()}
    return openpyxl.load_workbook(io.BytesIO(xlsx_file(texts, captions or {})))


TABLE = pd.DataFrame(
    {"term": ["=1+1", "007", "NA"], "count": [1, 20, 3], "share": [0.5, None, 1.0], "holds": [True, False, True]}
)


def test_cells_are_typed_and_a_formula_is_text():
    sheet = opened({"a": TABLE})["a"]
    assert [cell.value for cell in sheet[1]] == ["term", "count", "share", "holds"]
    assert [cell.value for cell in sheet["A"]][1:] == ["=1+1", "007", "NA"]
    assert sheet["A2"].data_type == "s"
    assert [cell.value for cell in sheet[3]] == ["007", 20, None, False]
    assert sheet["C2"].number_format == "0.0%"


def test_header_is_frozen_and_can_be_filtered():
    sheet = opened({"a": TABLE})["a"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:D4"


def test_the_first_sheet_says_what_each_column_means():
    book = opened({"a": TABLE[["term", "count"]]}, {"a": "What it shows."})
    assert book.sheetnames == ["dictionary", "a"]
    rows = list(book["dictionary"].iter_rows(values_only=True))
    assert rows[0] == ("sheet", "column", "meaning", "unit")
    assert rows[1] == ("a", None, "What it shows.", None)
    assert rows[3] == (
        "a",
        "count",
        "Occurrences of the term or slogan; of a collocate, occurrences of the node with the word in their window",
        "occurrences",
    )


def test_two_workbooks_of_the_same_tables_are_the_same_bytes():
    texts = {"a": csv_text(TABLE)}
    assert xlsx_file(texts, {}) == xlsx_file(texts, {})
    assert opened({"a": TABLE}).properties.created == CREATED


def test_sheet_names_fit_and_differ_whatever_the_case():
    names = sheet_names(["x" * 40, "X" * 40, "dictionary", "History", "b"])
    assert [len(name) for name in names.values()] == [31, 31, 12, 9, 1]
    assert len({name.casefold() for name in names.values()}) == 5


def test_a_cell_that_does_not_read_as_its_type_stays_text():
    assert opened({"a": pd.DataFrame({"count": ["many", "3"]})})["a"]["A2"].value == "many"


def test_a_column_of_a_side_is_described_by_its_base():
    known = dictionary()
    assert described("count_target", known) == (
        "whole",
        "occurrences",
        "Occurrences of the term or slogan; of a collocate, occurrences of the node with the word in their window (target side)",
    )
    assert described("my_own", known) == ("text", "", "")


def test_the_dictionary_is_in_order_with_known_types_and_a_meaning_each():
    known = dictionary()
    assert known["column"].tolist() == sorted(set(known["column"]))
    assert set(known["type"]) <= {"text", "whole", "number", "share", "day", "yes"}
    assert not known["meaning"].eq("").any()
    assert known.loc[known["type"] != "text", "unit"].ne("").sum() == (~known["type"].isin(["text", "yes"])).sum()


def test_tables_and_captions_are_read_from_an_exports_folder(tmp_path):
    for name, text in (
        ("tables/a.csv", "term\nx\n"),
        ("tables/b.csv", "term\ny\n"),
        ("figures/a.txt", "Title: T\nCaption: A.\nSize: 1\n"),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_tables(tmp_path) == ({"a": "term\nx\n", "b": "term\ny\n"}, {"a": "A."})


@pytest.mark.parametrize("kind", ["png", "nothing"])
def test_no_table_is_no_table(tmp_path, kind):
    assert read_tables(tmp_path / kind) == ({}, {})
