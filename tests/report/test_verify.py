"""Verify: reports written by hand, compared with two small tables."""

import json
import time

import pandas as pd
import pytest

from analysis.files import InputError, csv_text, sha256, write_atomic
from analysis.report.verify import numbers

VOICES = pd.DataFrame(
    {
        "slogan": ["dual circulation", "dual circulation", "two sessions", "科技自立自强"],
        "side": ["state", "foreign", "state", "state"],
        "count": [1234, 2, 4, 6],
        "adoption": [0.444, 0.5, None, 1.0],
        "of_docs": [3, 3, 3, 3],
        "tied_out": [9, 9, 9, 9],
    }
)
WORDS = pd.DataFrame(
    {"term": ["china", "=1+1", "new bridge"], "count": [43, 7, 8], "per_thousand": [15.9377, 3.2189, 3.4]}
)


@pytest.fixture
def exports(tmp_path):
    folder = tmp_path / "exports"
    return exported(folder, voices=VOICES, words=WORDS)


def exported(folder, **tables):
    made = {}
    for name, table in tables.items():
        made[f"tables/{name}.csv"] = sha256(write_atomic(folder / "tables" / f"{name}.csv", csv_text(table)))
    write_atomic(folder / "manifest.json", json.dumps({"made_by": "framing-workbook", "outputs": made}))
    return folder


def found(exports, text, name="report.md"):
    return numbers(write_atomic(exports.parent / name, text), exports)


def verdicts(exports, text):
    return dict(found(exports, text)[["number", "verdict"]].values.tolist())


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("“dual circulation” stands 1,234 times.", "agrees"),
        ("“dual circulation” stands 1,235 times.", "no longer agrees"),
        ("Of “dual circulation” 44 % is own.", "agrees"),
        ("Of “dual circulation” 44.4 percent is own.", "agrees"),
        ("Of “dual circulation” 43 % is own.", "no longer agrees"),
        ("“dual circulation” in foreign texts: 50 %.", "agrees"),
        ("“dual circulation” in foreign texts: 44 %.", "no longer agrees"),  # that is the state side's
        ("Foreign texts have 44 %.", "cannot be matched"),  # a side alone names no row
        ("China has 43 of them.", "cannot be matched"),  # nor does one word in running text
        ("Dual circulation stands 1,234 times.", "cannot be matched"),  # nor do several
        ("“China” stands 43 times.", "agrees"),
        ("*China* stands 44 times.", "no longer agrees"),
        ("| china | 15.9 |", "agrees"),
        ("| china | 16 |", "agrees"),
        ("| china | 15.8 |", "no longer agrees"),
        ("“科技自立自强”出现6次。", "agrees"),
        ("“dual circulation” stands 3 times.", "no longer agrees"),  # a base is no count
        ("“dual circulation” is in some of 3 articles.", "agrees"),
        ("The *new bridge* stands 3 times.", "no longer agrees"),  # nor is a rate of 3.4
        ("The *new bridge* has a rate of 3.4.", "agrees"),
        ("“dual circulation” is tied with 9 others.", "no longer agrees"),
        ("“dual circulation” was first seen in 2020.", "cannot be matched"),
        ("“dual circulation” is from May 14.", "cannot be matched"),
        ("“dual circulation”, per 1,000 words.", "cannot be matched"),
        ("The `two sessions` have 50 %.", "cannot be matched"),  # the cell is empty
        ("It stands 5 times. “dual circulation” does not.", "cannot be matched"),
        ("“dual circulation” has 7 [no table].", "cannot be matched"),
    ],
)
def test_a_number_is_compared_with_the_rows_of_the_terms_that_its_sentence_sets_off(exports, sentence, verdict):
    assert found(exports, sentence)["verdict"].tolist() == [verdict]


@pytest.mark.parametrize(
    "sentence", ["5G, R2D2 and 002_57.", "See [1], [^2] and [there](a/2-3).", "http://a.b/9 on 2023-06-09 at 9:15"]
)
def test_what_only_holds_digits_is_no_number(exports, sentence):
    assert found(exports, sentence).empty


def test_the_name_of_a_row_is_not_one_of_its_numbers(tmp_path):
    exports = exported(tmp_path / "exports", words=pd.DataFrame({"term": ["five plans of 7"], "count": [4]}))
    assert verdicts(exports, "“Five plans of 7” stands 4 times, “plans of 8” never.") == {
        "4": "agrees",
        "8": "no longer agrees",
    }


def test_the_cell_is_said_so_that_it_can_be_pasted_as_a_reference(exports):
    row = found(exports, "# 1. Title\n\nWrapped: “dual\ncirculation” stands\n1,235 times.").iloc[0]
    assert row["line"] == 5
    assert row[["table", "row", "column", "value"]].tolist() == [
        "voices",
        "slogan=dual circulation; side=state",
        "count",
        "1234",
    ]
    reference = f"{row['table']}: {row['row']}; column={row['column']}"
    assert found(exports, f"It is 1,234 [{reference}].")["verdict"].tolist() == ["agrees"]


def test_a_term_without_letters_names_no_row(tmp_path):
    words = pd.DataFrame({"term": ["china", "43", ""], "count": [43, 7, 5]})
    exports = exported(tmp_path / "exports", words=words)
    assert verdicts(exports, "| china | 43 | “ ” | 5 |") == {"43": "agrees", "5": "no longer agrees"}


@pytest.mark.parametrize(
    ("text", "verdict", "value"),
    [
        ("43 [words: term=china; column=count]", "agrees", "43"),
        ("7 <!-- words: term==1+1; column=count --> times", "agrees", "7"),
        ("3.22 [words: term==1+1; column=per_thousand]", "agrees", "3.2189"),
        ("3.22 [words: =; column=per_thousand]", "cannot be matched", ""),
        ("44 %, so [voices: slogan=dual circulation; side=state; column=adoption]", "agrees", "0.444"),
        ("42 [words: term=china; column=count]", "no longer agrees", "43"),
        ("43 [wrods: term=china; column=count]", "cannot be matched", ""),
        ("43 [voices: slogan=dual circulation; column=count]", "cannot be matched", ""),
        ("[words: term=china; column=count]", "cannot be matched", ""),
    ],
)
def test_a_number_with_a_reference_is_compared_with_that_cell_only(exports, text, verdict, value):
    row = found(exports, text).iloc[0]
    assert row[["verdict", "value"]].tolist() == [verdict, value]
    assert bool(row["reason"]) == (verdict == "cannot be matched")


def test_a_second_reference_does_not_hide_the_first(exports):
    text = "1 [words: term=china; column=count] [words: term=china; column=count] and 43."
    assert found(exports, text)["verdict"].tolist() == ["no longer agrees"] * 2 + ["cannot be matched"]


def test_html_is_read_by_its_paragraphs_rows_and_comments(exports):
    page = """<!DOCTYPE html><head><title>9</title></head><style>p { x: 8 }</style>
<p><b>Dual circulation</b> stands&nbsp;1,235
times. <p>3 <img alt="4 > 3">
<table><tr><th>term<th>count<tr><td>china<td>44</table>
<p>43 <!-- words: term=china; column=count --> <!-- 77 -->"""
    rows = found(exports, page, "report.html")[["line", "number", "verdict"]].values.tolist()
    assert rows == [
        [2, "1,235", "no longer agrees"],
        [3, "3", "cannot be matched"],
        [4, "44", "no longer agrees"],
        [5, "43", "agrees"],
    ]


def test_lists_and_headings_are_sentences_of_their_own(exports):
    text = "1. “Dual circulation”\n2. It has 5\n\n## 3. “Dual circulation”\n- has 5\n> 5\n"
    assert set(found(exports, text)["verdict"]) == {"cannot be matched"}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("r.docx", "x", "r.docx: cannot be read; save it as one of .htm, .html, .markdown, .md, .txt"),
        ("r.md", None, "r.md: no such file; give a report saved as UTF-8 text or HTML"),
        ("r.md", "", "r.md: empty; give a report"),
        ("r.html", b"\xff", "r.html: not UTF-8"),
    ],
)
def test_a_report_that_cannot_be_read_is_named(exports, tmp_path, name, content, message):
    if content is not None:
        write_atomic(tmp_path / name, content)
    with pytest.raises(InputError, match=message):
        numbers(tmp_path / name, exports)


def test_tables_that_a_run_did_not_write_are_refused(exports, tmp_path):
    with pytest.raises(InputError, match="not a folder that a run exported; name one with --exports"):
        found(exported(tmp_path / "none"), "5")
    write_atomic(exports / "tables" / "words.csv", "term,count\nchina,44\n")
    with pytest.raises(InputError, match="words.csv: changed since the run; run the workbook again"):
        found(exports, "5")


def test_a_folder_without_an_export_and_a_table_without_rows_are_no_accident(exports, tmp_path):
    write_atomic(tmp_path / "none" / "manifest.json", '{"made_by": "framing-workbook", "outputs": null}')
    with pytest.raises(InputError, match="not a folder that a run exported"):
        numbers(write_atomic(tmp_path / "r.md", "5"), tmp_path / "none")
    empty = exported(tmp_path / "empty", voices=VOICES.head(0), words=WORDS)
    assert verdicts(empty, "The “new bridge” stands 8 times.") == {"8": "agrees"}


def test_a_number_that_no_computer_holds_agrees_with_nothing(exports):
    assert list(verdicts(exports, f"“Dual circulation” stands {'9' * 400} times.").values()) == ["cannot be matched"]


@pytest.mark.parametrize(("name", "text"), [("r.md", "<!--"), ("r.html", "<!--"), ("r.html", "<script>")])
def test_what_opens_and_never_ends_takes_no_longer_than_its_share(exports, name, text):
    start = time.perf_counter()
    assert found(exports, text * 30_000 + " 9", name)["number"].tolist() == ["9"]
    assert time.perf_counter() - start < 5


def test_a_name_that_holds_a_semicolon_is_quoted(tmp_path):
    exports = exported(tmp_path / "exports", words=pd.DataFrame({"term": ['say "x"; stop'], "count": [6]}))
    row = found(exports, '“say "x"; stop”: 5 times.').iloc[0]
    assert row["row"] == 'term="say ""x""; stop"'
    assert found(exports, f"6 [words: {row['row']}; column=count]")["verdict"].tolist() == ["agrees"]


@pytest.mark.parametrize("end", [".", ""])  # also where nothing ends a sentence
def test_a_long_report_on_large_tables_takes_seconds(tmp_path, end):
    n = 30_000
    large = pd.DataFrame(
        {"term": [f"word {i} x" for i in range(n)], "side": ["state", "foreign"] * (n // 2), "count": range(n)}
    )
    exports = exported(tmp_path / "exports", large=large)
    text = "\n".join(f"In state texts “word {i} x” stands {i} times{end}" for i in range(3000))
    start = time.perf_counter()
    assert len(found(exports, text)) == 3000
    assert time.perf_counter() - start < 60
