"""Claims: the file of them, each verdict, and every claim that ships, broken in three ways."""

import pandas as pd
import pytest

from analysis.files import InputError, bundled, csv_text, write_atomic
from analysis.report import claims

HEADER = ",".join(claims.COLUMNS)
SHIPPED = claims.read_claims(bundled("seeds", "claims.csv"))
SIDES = "side_by_publisher: state v foreign"
WORDS = pd.DataFrame(
    {
        "term": ["bridge", "bridge", "a=b; c", "=1+1", "tower"],
        "side": ["north", "south", "north", "north", "north"],
        "count": ["9", "3", "1", "2", ""],
        "rate": ["3.2189", "0.4521", "1000.5", "-2.5", "warm"],
    }
)


def claim(**cells):
    return {
        "claim": 2, "sentence": "It is {value}.", "table": "words", "row": "term=bridge; side=north", "column": "count",
        "relation": "=", "value": "9", "tolerance": "", "compared": "", "note": "",
    } | cells  # fmt: skip


def checked(run="", **cells):
    return claims.check(pd.DataFrame([claim(**cells)]), {"words": WORDS}, run).iloc[0]


def read(tmp_path, text):
    return claims.read_claims(write_atomic(tmp_path / "claims.csv", text))


@pytest.mark.parametrize(
    ("column", "relation", "value", "tolerance", "verdict"),
    [
        ("count", "=", "9", "", "holds"),
        ("count", "=", "8", "", "fails"),
        ("count", "!=", "8", "", "holds"),
        ("count", "<", "9", "", "fails"),
        ("count", "<=", "9", "", "holds"),
        ("count", ">", "9", "", "fails"),
        ("count", ">=", "9", "", "holds"),
        ("count", "=", "8", "1", "holds"),
        ("count", "!=", "8", "1", "fails"),
        ("rate", "=", "3.2", "", "holds"),  # 3.2189 rounds to it
        ("rate", "=", "3.21", "", "fails"),
        ("rate", "=", "3.21", "0.01", "holds"),
        ("rate", "=", "3.2", "0", "fails"),
        ("rate", "=", "322 %", "", "holds"),
        ("term", "=", "bridge", "", "holds"),
        ("term", "!=", "bridge", "", "fails"),
        ("term", "contains", "rid", "", "holds"),
        ("term", "contains", "Rid", "", "fails"),
    ],
)
def test_a_claim_is_checked_at_the_precision_it_is_written_in(column, relation, value, tolerance, verdict):
    result = checked(column=column, relation=relation, value=value, tolerance=tolerance)
    assert (result["verdict"], result["reason"]) == (verdict, "")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"table": "wrods"}, "no table 'wrods' in this run; nearest: words"),
        ({"column": "cuont"}, "no column 'cuont' in words; nearest: count"),
        ({"row": "trem=bridge"}, "no column 'trem' in words; nearest: term"),
        ({"row": "term=bridges"}, "no row with term=bridges in words; nearest: bridge"),
        ({"row": "term=bridge"}, "2 rows with term=bridge in words; add side=… to its row"),
        ({"row": "term=tower"}, "count is empty there: the number is not defined"),
        ({"row": "term=tower", "column": "rate"}, "rate is 'warm' there, not a number; claim another column"),
        ({"compared": "side_by_origin"}, "is about side_by_origin; this run compares side: north v south"),
    ],
)
def test_what_cannot_be_checked_says_why_and_what_to_do(cells, reason):
    result = checked("side: north v south", **cells)
    assert result["verdict"] == "cannot be checked"
    assert reason in result["reason"]


@pytest.mark.parametrize("about", ["", "side", "side: north v south"])
def test_a_claim_about_this_comparison_is_checked(about):
    assert checked("side: north v south", compared=about)["verdict"] == "holds"


@pytest.mark.parametrize(
    ("cells", "computed", "behind"),
    [
        ({"column": "sum count", "value": "12"}, "12", "bridge"),
        ({"column": "distinct side", "value": "2"}, "2", "bridge"),
        ({"column": "distinct term", "row": "", "value": "4"}, "4", ""),
        ({"column": "sum rate", "row": "side=south", "value": "0.45"}, "0.4521", "bridge"),
    ],
)
def test_a_claim_may_be_about_a_total_of_rows(cells, computed, behind):
    result = checked(**{"row": "term=bridge"} | cells)
    assert result[["verdict", "computed", "term"]].tolist() == ["holds", computed, behind]
    assert checked(**{"row": "term=bridge"} | cells | {"value": "3"})["verdict"] == "fails"


def test_a_total_of_cells_without_a_number_cannot_be_checked_and_only_a_total_needs_no_row(tmp_path):
    assert checked(row="side=north", column="sum rate")["reason"].startswith("rate is not a number in each of 4 rows")
    lines = ["It is {value}.,words,,sum count,=,15,", "It is {value}.,words,,count,=,9,"]
    with pytest.raises(InputError, match="row 3, row: empty; fill it"):
        read(tmp_path, "\n".join([HEADER, *lines]))


def test_a_row_the_table_has_twice_is_not_chosen_from():
    twice = {"words": pd.concat([WORDS, WORDS])}
    result = claims.check(pd.DataFrame([claim()]), twice).iloc[0]
    assert (
        result["reason"]
        == "2 rows with term=bridge; side=north in words; the table contains it twice; run the workbook again"
    )


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("term=a", {"term": "a"}),
        ("term=a=b;side=c; count=1", {"term": "a=b;side=c", "count": "1"}),
        ('term="a=b; c"; side=north', {"term": "a=b; c", "side": "north"}),
        ('term="so-called" plan; side=x;', {"term": '"so-called" plan', "side": "x"}),
        ('term="say ""x""; y"', {"term": 'say "x"; y'}),
        ("term=", {"term": ""}),
        ("bridge", None),
        ("term=a; term=b", None),
        ("term=a; b", None),
        ("", None),
    ],
)
def test_conditions_of_a_row(row, expected):
    assert claims.conditions(row) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,234", (1234, 0.5)),
        ("3.20", (3.2, 0.005)),
        ("45 %", (0.45, 0.005)),
        ("4.5 per cent", (0.045, 0.0005)),
        ("−2", (-2, 0.5)),
        ("1e-05", (1e-05, 5e-06)),
        ("12,34", None),
        ("nan", None),
        ("9" * 400, None),  # as a number it would be infinite, and within any tolerance of another
        ("1e999", None),
        ("1_000", None),
        ("", None),
    ],
)
def test_numbers_as_people_write_them(text, expected):
    assert claims.written(text) == (expected and pytest.approx(expected, abs=1e-15))


@pytest.mark.parametrize(
    ("sentence", "column", "expected"),
    [
        ("{value} times", "count", "9 times"),
        ("{value} of {value:.1f}", "rate", "3.22 of 3.2"),
        ("{value:.0%} {x", "rate", "322% {x"),
        ("a {value}", "term", "a bridge"),
        ("a {value:.1f}", "term", "a bridge"),
    ],
)
def test_a_sentence_says_the_computed_value(sentence, column, expected):
    assert checked(sentence=sentence, column=column)["sentence"] == expected


def test_a_sentence_without_a_value_has_a_question_mark():
    assert checked(table="x")["sentence"] == "It is ?."


def test_a_result_names_what_leads_to_its_sentences():
    result = checked(row='term="a=b; c"', value="1")
    assert result[["verdict", "term", "side", "doc_id", "computed"]].tolist() == ["holds", "a=b; c", "north", "", "1"]


def test_tables_come_back_as_they_were_before_the_marks_of_spreadsheets(tmp_path):
    write_atomic(tmp_path / "words.csv", csv_text(WORDS))
    write_atomic(tmp_path / "claims.csv", csv_text(WORDS))  # results of claims are no table to claim of
    pd.testing.assert_frame_equal(claims.read_tables(tmp_path)["words"], WORDS)
    assert list(claims.read_tables(tmp_path)) == ["words"]


def test_a_broken_table_is_named(tmp_path):
    write_atomic(tmp_path / "words.csv", b"\n")
    with pytest.raises(InputError, match="words.csv: not a table .*; run the workbook again"):
        claims.read_tables(tmp_path)


def test_all_problems_of_a_file_are_said_at_once(tmp_path):
    rows = [
        "No field.,words,term=a,count,=,9,",
        "It is {vlaue}.,words.csv,bridge,count,is,9,",
        "It is {value}.,,term=a,,<,many,0.1",
        '"It is {value}, so.",words,term=a,count,=,9',
        "It is {value}.,words,term=a,count,=,bridge,0.1",
    ]
    with pytest.raises(InputError) as error:
        read(tmp_path, "\n".join([HEADER, *rows]))
    first, *lines = str(error.value).splitlines()
    assert first == "11 problems in claims.csv:"
    places = (
        "2, sentence;3, sentence;3, table;3, row;3, relation;4, table;4, column;4, value;4, tolerance;5;6, tolerance"
    )
    for line, place in zip(lines, places.split(";"), strict=True):
        assert line.startswith((f"  claims.csv, row {place}:", f"  claims.csv, row {place} ("))
    assert lines[4] == "  claims.csv, row 3, relation ('is'): unknown; write one of = != < <= > >= contains"
    assert lines[9].endswith("6 cells for 7 columns; quote cells that contain a comma, and fill every column")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "claims.csv: empty; save the claims there as CSV UTF-8, or remove it"),
        (b"\xff", "claims.csv: not UTF-8 .*; save the claims there"),
        (HEADER, "row 1: no claim; add one row per claim, or remove the file"),
        (HEADER.replace(",", ";"), "one column only; save it with commas"),
        (f"\n{HEADER}", "claims.csv, row 1: blank; delete that line"),
        (f"{HEADER},tolerence", "row 1, tolerence: unknown column; the first row must contain"),
        (HEADER.replace(",tolerance", ""), "row 1, tolerance: column missing"),
        (f"{HEADER},note,Note", "row 1, note: column named twice"),
        (
            f'{HEADER}\n"open',
            "claims.csv, row 2: a quoted cell of the row that begins in line 2 does not end .*; close the quote",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_so(tmp_path, text, message):
    with pytest.raises(InputError, match=message):
        read(tmp_path, text)


def test_a_file_keeps_its_order_and_the_rows_as_a_spreadsheet_counts_them(tmp_path):
    row = "It is {value}.,words,term=bridge,count,=,9,,a note"
    found = read(tmp_path, f"\ufeff{HEADER},note\n\n{row}\n")
    assert found[["claim", "value", "note", "compared"]].values.tolist() == [[3, "9", "a note", ""]]


def test_a_header_may_have_capitals_and_blank_columns_at_its_end_and_a_cell_may_be_huge(tmp_path):
    row = f"It is {{value}}{'.' * 200_000},words,term=bridge,count,=,9,,,"
    assert read(tmp_path, f"{HEADER.title()},,\n{row}\n,,,,,,,,\n")["claim"].tolist() == [2]


def test_claims_saved_under_another_name_are_not_passed_over(tmp_path):
    assert claims.folder_claims(tmp_path) is None
    write_atomic(tmp_path / "Claims.xlsx", b"PK")
    with pytest.raises(InputError, match="Claims.xlsx: not read under this name; save it as claims.csv"):
        claims.folder_claims(tmp_path)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((31, 0, 0), "All 31 claims hold."),
        ((29, 2, 0), "2 of 31 claims fail."),
        ((29, 1, 1), "1 of 31 claims fails, 1 of 31 claims cannot be checked."),
    ],
)
def test_the_summary_says_what_does_not_hold(counts, sentence):
    assert claims.summary(dict(zip(claims.VERDICTS, counts, strict=True))) == sentence


@pytest.fixture(scope="module")
def tables(done):
    return claims.read_tables(done[0] / "tables")


def one(number):
    return SHIPPED[SHIPPED["claim"] == number]


def rows_of(shipped, tables):
    """Places of the rows that a shipped claim rests on, counted from 0."""
    table = tables[shipped["table"]]
    chosen = pd.Series(True, table.index)
    for name, value in (claims.conditions(shipped["row"]) or {}).items():
        chosen &= table[name] == value
    return chosen.to_numpy().nonzero()[0]


def test_the_five_articles_ship_with_claims_about_each_of_the_five_sentences():
    about = SHIPPED["note"].value_counts()
    assert sorted(about.index) == ["against nobody", "own voice", "relay", "state English", "who speaks"]
    assert 20 <= len(SHIPPED) <= 30 and about.min() >= 4


def test_every_shipped_claim_holds(tables, done):
    results = claims.check(SHIPPED, tables, SIDES)
    assert results[results["verdict"] != "holds"].empty
    assert done[1]["claims"] == {"holds": len(SHIPPED), "fails": 0, "cannot be checked": 0}


@pytest.mark.parametrize("number", SHIPPED["claim"])
def test_a_shipped_claim_fails_once_its_number_is_another(tables, number):
    shipped = one(number).iloc[0]
    table, places = tables[shipped["table"]].copy(), rows_of(shipped, tables)
    how, _, column = shipped["column"].rpartition(" ")
    number_there = claims.written(table.loc[places[0], column])
    table.loc[places[0], column] = str(number_there[0] + 1000) if number_there else "another"
    if how == "distinct":  # the row as it was stands there, too
        table = pd.concat([table, tables[shipped["table"]].iloc[places[:1]]])
    results = claims.check(one(number), tables | {shipped["table"]: table}, SIDES)
    assert results["verdict"].tolist() == ["fails"]


EDITS = ["row", "rows", "column", "table", "empty"]
NO_EDIT = {"": [], "sum": ["rows"], "distinct": ["rows", "empty"]}  # what totals are made of


@pytest.mark.parametrize(
    ("number", "edit"),
    [
        (number, edit)
        for number, column in zip(SHIPPED["claim"], SHIPPED["column"], strict=True)
        for edit in EDITS
        if edit not in NO_EDIT[column.rpartition(" ")[0]]
    ],
)
def test_a_shipped_claim_cannot_be_checked_once_its_cell_is_gone_or_twice_there(tables, number, edit):
    shipped = one(number).iloc[0]
    name, (how, _, column), at = shipped["table"], shipped["column"].rpartition(" "), rows_of(shipped, tables)
    table = tables[name].copy()
    if edit == "row":
        table, reason = table.drop(index=at), "no row"
    elif edit == "rows":
        table, reason = pd.concat([table, table.iloc[at]]), "2 rows with"
    elif edit == "column":
        table, reason = table.drop(columns=column), f"no column {column!r}"
    elif edit == "empty":
        table.loc[at[0], column] = ""
        reason = f"{column} is not a number in each" if how else f"{column} is empty there"
    broken = {key: value for key, value in tables.items() if key != name} | ({} if edit == "table" else {name: table})
    result = claims.check(one(number), broken, SIDES).iloc[0]
    assert result["verdict"] == "cannot be checked"
    assert (f"no table {name!r}" if edit == "table" else reason) in result["reason"]
