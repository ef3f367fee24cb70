"""Corpus folders: sound ones are read whole, and every problem of a bad one is named at once."""

import pandas as pd
import pytest

from analysis.corpus import CorpusError, check, read_corpus, sides
from analysis.files import InputError

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
    assert sides(docs) == ["side"]


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
    ledger = read_corpus(folder).ledger
    assert ledger[["doc_id", "zone", "rule", "text"]].to_numpy().tolist() == [
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
        ("c.txt,03/04/2020,state", ["articles.csv", 4, "published", "03/04/2020"]),
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
        (b"Source: Xinhua\n", "nothing is left after cleaning; look at its ledger"),
    ],
)
def test_an_unusable_article_is_named_with_its_remedy(corpus, text, message):
    with pytest.raises(CorpusError, match=message):
        read_corpus(corpus(f"{GOOD}c.txt,,state\n", c=text))


def test_all_problems_are_reported_at_once(corpus):
    folder = corpus("file,published,side\na.txt,2024,state\nmissing.txt,,state\nb.txt,,\n", stray="Not listed.")
    assert problems(folder) == [
        ["stray.txt", 0, "", ""],
        ["articles.csv", 2, "published", "2024"],
        ["articles.csv", 3, "file", "missing.txt"],
        ["articles.csv", 4, "side", ""],
    ]
    with pytest.raises(CorpusError, match="4 problems in the corpus"):
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
        ('file,published,side\n"a.txt,,state\n', "a corpus needs this table"),
        ("file,published,side\na.txt,,\xe9tat\n".encode("latin-1"), "not UTF-8"),
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
    with pytest.raises(InputError, match="articles.csv: no such file"):
        read_corpus(tmp_path)


def test_bad_articles_can_be_set_aside_and_are_counted(corpus):
    folder = corpus(f"{GOOD}c.txt,,state\n", stray="Not listed.")
    found = read_corpus(folder, "set aside")
    assert found.docs["doc_id"].tolist() == ["a", "b"]
    assert found.problems["file"].tolist() == ["stray.txt", "articles.csv"]


def test_a_corpus_of_bad_articles_only_is_refused_even_then(corpus):
    with pytest.raises(CorpusError):
        read_corpus(corpus("file,published,side\nc.txt,,state\n", a=None, b=None), "set aside")


def test_an_unknown_way_to_treat_problems_is_refused(corpus):
    with pytest.raises(InputError, match="choose 'refuse' or 'set aside'"):
        read_corpus(corpus(), "ignore")
