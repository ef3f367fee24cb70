"""Corpus folders: sound ones are read whole, and every problem of a bad one is named at once."""

import csv
from datetime import date

import pandas as pd
import pytest

from analysis.corpus.manifest import RESERVED
from analysis.corpus.read import check, label_column, problem_table, read_corpus, side_columns
from analysis.files import InputError, InputErrors, write_atomic

GOOD = "file,published,side\na.txt,2024-01-05,state\nb.txt,,foreign\n"


@pytest.fixture
def corpus(tmp_path):
    def make(manifest=GOOD, **texts):
        texts = {"a": "One plan for all.", "b": "Not one of them.", **texts}
        for name, text in texts.items():
            if text is not None:
                (tmp_path / f"{name}.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
        (tmp_path / "articles.csv").write_bytes(manifest if isinstance(manifest, bytes) else manifest.encode())
        return tmp_path

    return make


def problems(folder):
    return check(folder)[["file", "row", "column", "value"]].to_numpy().tolist()


def test_file_a_side_and_a_date_are_enough(corpus):
    docs = read_corpus(corpus()).docs
    assert docs["doc_id"].tolist() == ["a", "b"]
    assert docs["text"].tolist() == ["One plan for all.", "Not one of them."]
    assert docs["published_latest"].tolist()[0] == pd.Timestamp("2024-01-05")
    assert pd.isna(docs["published"][1])
    assert docs["date_basis"].tolist() == ["stated", "unknown"]
    assert side_columns(docs) == ["side"]


def test_text_may_stand_in_the_table_and_further_columns_are_carried_along(corpus, tmp_path):
    folder = corpus("doc_id,text,published,side,party\nx,Hello world.,2024-01-05,state,none\n", a=None, b=None)
    docs = read_corpus(folder).docs
    assert docs.loc[0, ["doc_id", "text", "party"]].tolist() == ["x", "Hello world.", "none"]


def test_a_manifest_with_a_byte_order_mark_crlf_and_blank_lines_is_read(corpus):
    manifest = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode() + b"\r\n,,\r\n"
    assert len(read_corpus(corpus(manifest)).docs) == 2


def test_words_like_null_stay_words(corpus):
    docs = read_corpus(corpus("file,published,side,title\na.txt,,NA,None\nb.txt,,null,nan\n")).docs
    assert docs["side"].tolist() == ["NA", "null"]
    assert docs["title"].tolist() == ["None", "nan"]


def test_cleaning_is_recorded_with_the_article_it_belongs_to(corpus):
    folder = corpus(
        a="Source: Xinhua\n\nOne plan for all of us here, said the one who made it, and went home to bed.\n"
    )
    zones = read_corpus(folder).zones
    assert zones[["doc_id", "zone", "rule", "text"]].to_numpy().tolist() == [
        ["a", "removed", "wire_header", "Source: Xinhua"]
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("c.txt,2024-01-05,state", ["articles.csv", 4, "file", "c.txt"]),
        ("../c.txt,2024-01-05,state", ["articles.csv", 4, "file", "../c.txt"]),
        ("/c.txt,2024-01-05,state", ["articles.csv", 4, "file", "/c.txt"]),
        (",2024-01-05,state", ["articles.csv", 4, "", ""]),
        ("a.txt,2024-01-05,state", ["articles.csv", 4, "doc_id", "a"]),
        ("c.txt,03/04/2020,state", ["articles.csv", 0, "published", ""]),
        ("c.txt,2023-02-30,state", ["articles.csv", 4, "published", "2023-02-30"]),
        ("c.txt,2024-01-05,", ["articles.csv", 4, "side", ""]),
        ("c.txt,2024-01-05", ["articles.csv", 4, "", ""]),
        ("c.txt,2024-01-05,state,more", ["articles.csv", 4, "", ""]),
    ],
)
def test_a_bad_row_is_named_with_file_row_column_and_value(corpus, row, expected):
    assert expected in problems(corpus(f"{GOOD}{row}\n"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "c.txt'.: empty; put the article's text"),
        ("naïve".encode("latin-1"), "not UTF-8 .byte 2.; save it as UTF-8"),
        (b"\x89PNG\x00", "not UTF-8|binary"),
        (b"Source: Xinhua\n", "nothing is left after cleaning; look at its text, or remove the row"),
    ],
)
def test_an_unusable_article_is_named_with_its_remedy(corpus, text, message):
    with pytest.raises(InputErrors, match=message):
        read_corpus(corpus(f"{GOOD}c.txt,,state\n", c=text))


def test_all_problems_are_reported_at_once(corpus):
    folder = corpus("file,published,side\na.txt,2024,state\nmissing.txt,,state\nb.txt,,\n", stray="Not listed.")
    assert problems(folder) == [
        ["stray.txt", 0, "", ""],
        ["articles.csv", 2, "published", "2024"],
        ["articles.csv", 3, "file", "missing.txt"],
        ["articles.csv", 4, "side", ""],
    ]
    with pytest.raises(InputErrors, match="4 problems in the corpus"):
        read_corpus(folder)


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("", "empty"),
        ("file,published\na.txt,\n", "no side column; add a column side"),
        ("file,side\na.txt,state\n", "no column published"),
        ("title,side,published\nx,state,\n", "no column file"),
        ("file,side,side,published\na.txt,x,y,\n", "column named twice; rename"),
        ("file,published,side\n", "no articles; add one row"),
        (
            'file,published,side\n"a.txt,,state\n',
            "row 2: a quoted cell of the row that begins in line 2 does not end by line 2",
        ),
    ],
)
def test_a_manifest_that_is_none_is_refused(corpus, manifest, message):
    with pytest.raises(InputError, match=message):
        read_corpus(corpus(manifest))


@pytest.mark.parametrize(
    ("header", "row", "column"),
    [
        ("date_basis", "guessed", "date_basis"),
        ("published_latest", "2024-01-01", ""),
    ],
)
def test_values_outside_their_choice_are_refused(corpus, header, row, column):
    folder = corpus(f"file,published,side,{header}\na.txt,2024-01-05,state,{row}\nb.txt,,foreign,\n")
    assert problems(folder)[0][1:3] == [2, column]


def test_a_missing_folder_or_manifest_is_said(tmp_path):
    with pytest.raises(InputError, match="no such folder"):
        read_corpus(tmp_path / "nothing")
    with pytest.raises(InputError, match="articles.csv: missing; a corpus needs this table"):
        read_corpus(tmp_path)


def test_articles_with_problems_can_be_skipped_and_are_listed(corpus):
    folder = corpus(f"{GOOD}c.txt,,state\n", stray="Not listed.")
    found = read_corpus(folder, "skip")
    assert found.docs["doc_id"].tolist() == ["a", "b"]
    assert found.problems["file"].tolist() == ["stray.txt", "articles.csv"]


def test_a_corpus_of_bad_articles_only_is_refused_even_then(corpus):
    with pytest.raises(InputErrors):
        read_corpus(corpus("file,published,side\nc.txt,,state\n", a=None, b=None), "skip")


def test_an_unknown_way_to_treat_problems_is_refused(corpus):
    with pytest.raises(InputError, match="errors='ignore' is unknown; choose 'raise' or 'skip'"):
        read_corpus(corpus(), "ignore")


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        (" ", "empty; save the table as CSV UTF-8, with one row per article"),
        ("file,published,side,\na.txt,,state,x\n", r"\('x'\): column 4 has no name; name it in the first row"),
        (GOOD + '"c.txt,,state\nd.txt,,state\n', "row 4: .*begins in line 4 does not end by line 5"),
        ("title\nx\n", "no column published"),
        ("title\nx\n", "no side column"),
        *((f"file,published,side,{name}\na.txt,,x,y\n", f"{name}: the work.*; rename the column") for name in RESERVED),
    ],
)
def test_what_is_wrong_with_a_table_is_said_with_the_remedy(corpus, manifest, message):
    with pytest.raises(InputErrors, match=message):
        read_corpus(corpus(manifest))


def test_a_table_of_almost_the_right_name_is_pointed_at(tmp_path):
    write_atomic(tmp_path / "Articles.CSV", GOOD)
    with pytest.raises(InputErrors, match=r"articles.csv: missing; save Articles.CSV as articles.csv"):
        read_corpus(tmp_path)


def test_capitals_spaces_and_empty_columns_of_a_table_do_not_matter(corpus):
    folder = corpus("File,Date Basis, Published ,Side By Origin,Party,,\na.txt,,,x,one,,\nb.txt,,,y,two\n")
    docs = read_corpus(folder).docs
    assert {"file", "date_basis", "published", "side_by_origin", "Party"} <= set(docs.columns)
    assert "" not in docs.columns
    assert docs["Party"].tolist() == ["one", "two"]


def test_a_cell_may_be_as_long_as_an_article(corpus):
    limit, long = csv.field_size_limit(), "word " * 40_000
    docs = read_corpus(corpus(f"doc_id,text,published,side\nx,{long},,state\n", a=None, b=None)).docs
    assert len(docs["text"][0]) == len(long.strip())
    assert csv.field_size_limit() == limit


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("articles.csv,,state", "this table itself"),
        ("loop.txt,,state", "cannot be read (Too many levels of symbolic links)"),
        (f"{'c' * 300}.txt,,state", "cannot be read (File name too long)"),
        ("c: d.txt,,state", "no such file"),
        ("c.txt,2024,state", "not a day"),
        ("c.txt,2024-W01-1,state", "not a day"),
        ("c.txt,0024-01-05,state", "not the year of an article"),
        (f"c.txt,{date.today().year + 2}-01-01,state", "not the year of an article"),
    ],
)
def test_the_problem_of_a_row_is_one_row_of_the_table(corpus, row, problem):
    folder = corpus(f"{GOOD}{row}\n", c="Words.")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    found = check(folder)
    assert problem in found.loc[found["row"] == 4, "problem"].tolist()


@pytest.mark.parametrize("name", ["./a.txt", "x/../a.txt"])
def test_a_file_named_in_two_ways_is_one_file(corpus, name):
    folder = corpus(f"doc_id,file,published,side\na,a.txt,,x\nb,b.txt,,y\nc,{name},,y\n")
    assert problems(folder) == [["articles.csv", 4, "file", name]]


def test_an_old_day_and_next_year_are_days(corpus):
    days = ["1500-01-01", f"{date.today().year + 1}-12-31"]
    docs = read_corpus(corpus(f"file,published,side\na.txt,{days[0]},x\nb.txt,{days[1]},y\n")).docs
    assert docs["published"].astype(str).tolist() == days


def test_an_article_has_one_text(corpus):
    folder = corpus("file,text,published,side\na.txt,Words.,,x\nb.txt,,,y\n")
    assert check(folder)[["row", "problem"]].to_numpy().tolist() == [[2, "both file and text"]]


@pytest.mark.parametrize("text", ["² ½ ①\n", "… — !"])
def test_an_article_without_a_word_is_named(corpus, text):
    assert check(corpus(a=text))[["row", "value", "problem"]].to_numpy().tolist() == [[2, "a.txt", "contains no word"]]


def test_texts_nobody_names_are_found_at_any_depth_but_not_where_none_is_looked_for(corpus):
    folder = corpus(GOOD.replace("a.txt", "./a.txt"))
    strangers = ["C.TXT", "more/e.txt", "more/lexicons/d.txt", "more/originals/d.txt"]
    others = [
        ".f.txt",
        ".git/g.txt",
        "lexicons/h.txt",
        "exports/tables/i.txt",
        "originals/j.txt",
        "originals/more/k.txt",
    ]
    for name in strangers + others:
        write_atomic(folder / name, "Words.")
    write_atomic(folder / "exports" / "manifest.json", '{"made_by": "framing-workbook"}')
    assert check(folder)["file"].tolist() == strangers


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Lexicons/frames.toml", "Lexicons: not read under this name; rename it lexicons"),
        ("lexicon/frames.toml", "lexicon: not read under this name; rename it lexicons"),
        ("stopwords.txt", "stopwords.txt: a word list is not read here; move it into the folder lexicons"),
        ("frames.toml", "frames.toml: a word list is not read here"),
        ("lexicons", "lexicons: not a folder; make it a folder"),
    ],
)
def test_word_lists_that_would_be_passed_over_are_named(corpus, name, message):
    folder = corpus()
    write_atomic(folder / name, "words")
    with pytest.raises(InputErrors, match=f"^1 problem in the corpus:\n  {message}"):
        read_corpus(folder)


def test_a_word_list_that_links_to_nothing_is_named(corpus):
    folder = corpus()
    (folder / "lexicons").mkdir()
    (folder / "lexicons" / "frames.toml").symlink_to(folder / "nothing")
    with pytest.raises(InputErrors, match="lexicons/frames.toml: a broken link; put the file itself there"):
        read_corpus(folder)


def test_bad_cleaning_phrases_do_not_hide_the_other_problems(corpus):
    folder = corpus(a=b"")
    write_atomic(folder / "lexicons" / "cleaning.toml", "[[no\n")
    assert check(folder)["file"].tolist() == ["cleaning.toml", "articles.csv"]


def test_many_problems_are_counted_and_the_table_stays_whole(corpus):
    rows = "".join(f"c{i}.txt,,state\n" for i in range(200))
    with pytest.raises(InputErrors, match="201 problems") as error:
        read_corpus(corpus(f"{GOOD}{rows}d.txt,soon,state\n"))
    lines = str(error.value).splitlines()
    assert len(lines) == 1 + 5 + 1 + 1
    assert lines[-2].startswith("  articles.csv, row 204, published ('soon'): not a day")
    assert lines[-1] == "  and 195 more: check the name, or remove the row"
    assert len(error.value.problems) == 201


def test_a_long_value_is_shown_in_part(corpus):
    with pytest.raises(InputErrors) as error:
        read_corpus(corpus(f"{GOOD}a.txt,{'x' * 5000},state\n"))
    assert len(str(error.value)) < 500


def test_only_a_column_with_a_label_for_every_article_can_be_a_side(corpus):
    manifest = "file,published,party,side,note,empty\na.txt,,one,x,n,\nb.txt,2024-01-05,two,y,n,e\n"
    docs = read_corpus(corpus(manifest)).docs
    assert [label_column(docs, name) for name in ("side", "party")] == ["side", "party"]
    for name in ("published", "doc_id", "text", "file", "title", "note", "empty", "publisher"):
        problem = (
            f"^side column '{name}' does not have a label for every article; choose one of side, date_basis, party$"
        )
        with pytest.raises(InputError, match=problem):
            label_column(docs, name)
    with pytest.raises(
        InputError, match="^side column 'url' is not in the corpus; choose one of side, date_basis, party$"
    ):
        label_column(docs, "url")


@pytest.mark.parametrize("name", ["my; report.md", "a: b; c, row 7 (d).md", "{problem}|{remedy}.md"])
def test_a_file_name_with_any_punctuation_stays_whole(corpus, name):
    folder = corpus(f'{GOOD}"{name}",,state\n"../x{name}",,state\n')
    missing = ["articles.csv", 4, "file", name, "no such file", "check the name, or remove the row"]
    outside = ["leaves the corpus folder", "copy the file into it and give the name only"]
    assert check(folder).to_numpy().tolist() == [missing, ["articles.csv", 5, "file", f"../x{name}", *outside]]


def test_problems_that_are_raised_are_those_of_the_table(corpus):
    folder = corpus(f"{GOOD}c.txt,soon,\nd.txt,,state\n", stray="Not listed.")
    with pytest.raises(InputErrors) as error:
        read_corpus(folder)
    assert problem_table(error.value.problems).equals(check(folder))
    assert check(folder)["problem"].tolist() == ["not named in articles.csv", "not a day", "empty", "no such file"]


PARTS = "doc_id,file,published,side,part_from,part_until\nrelay,a.txt,,relay,,A list of\nlist,a.txt,,own,A list of,{}\n"
TWO = "Xi said so.\n\nA list\nof  planes.\n\nThe Citizen"


def test_rows_may_name_parts_of_one_file_whose_characters_keep_their_places(corpus):
    docs = read_corpus(corpus(PARTS.format("The Citizen"), a=TWO, b=None)).docs
    assert docs["text"].str.strip().tolist() == ["Xi said so.", "A list\nof  planes."]
    assert docs["text"][1].index("planes") == TWO.index("planes")


@pytest.mark.parametrize(
    ("manifest", "problem"),
    [
        (PARTS.format("nowhere"), "these words stand in the file 0 times"),
        (PARTS.format("Xi said"), "stands before part_from"),
        (PARTS.format("").replace("list,a.txt,,own,A list of", "list,a.txt,,own,of"), "stand"),
        (PARTS.format("").replace("own,A list of", "own,Xi"), "already in row 2"),
        (PARTS.format("").replace("relay,,A list of", "relay,,"), "already in row 2"),
    ],
)
def test_parts_that_are_unclear_or_overlap_are_named(corpus, manifest, problem):
    folder = corpus(manifest, a=TWO.replace("planes", "planes of"), b=None)
    assert check(folder)["problem"].str.contains(problem).tolist() == [True]
    assert check(folder)["row"].tolist() == [3]
