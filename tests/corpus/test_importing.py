"""Importing: articles become a corpus that reads back whole, and input that cannot be used leaves nothing behind."""

import os
import re
import stat
import subprocess
import sys
import textwrap
import time
import zipfile

import docx
import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

from analysis import __main__
from analysis.corpus import importing
from analysis.corpus.importing import import_corpus
from analysis.corpus.questions import open_questions, question_lines, summary
from analysis.corpus.read import check, problem_table, read_corpus
from analysis.files import InputError, InputErrors, bundled, read_csv_text

TEXT = "The plan for the harbour went ahead in spring, said the ministry, and nobody was asked.\n"
PAGE = f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Harbour plan goes ahead</title>
<meta property="og:site_name" content="Harbour Gazette"><meta property="article:published_time" content="2023-06-09T23:30:00-08:00">
<link rel="canonical" href="https://gazette.example/harbour-plan"></head><body><nav>Home World</nav>
<article><h1>Harbour plan goes ahead</h1><p>{TEXT}</p><p>{TEXT.replace("spring", "autumn")}</p></article></body></html>"""


@pytest.fixture
def source(tmp_path):
    """A folder of these files, by name."""

    def make(**files):
        folder = tmp_path / "have"
        for name, content in files.items():
            path = folder / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return make


@pytest.fixture
def made(tmp_path):
    """The corpus made of a source, its articles by doc_id, once they were read back as any corpus is."""

    def make(source, **options):
        result = import_corpus(tmp_path / "corpus", source, options)
        assert check(tmp_path / "corpus").empty
        assert read_corpus(tmp_path / "corpus").docs["doc_id"].tolist() == result.articles["doc_id"].tolist()
        return result.articles.set_index("doc_id")

    return make


def refused(tmp_path, source, message, **options):
    """A source that is refused with this message, and leaves nothing but itself."""
    before = sorted(tmp_path.iterdir())
    with pytest.raises(InputError, match=message) as error:
        import_corpus(tmp_path / "corpus", source, {"errors": "raise"} | options)
    assert sorted(tmp_path.iterdir()) == before
    return str(error.value)


def word(path, *paragraphs, **properties):
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    for name, value in {"title": "", "author": "", **properties}.items():
        setattr(document.core_properties, name, value)
    document.save(path)


def excel(path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def test_a_folder_of_texts_pages_and_word_files_becomes_a_corpus(source, made, tmp_path):
    folder = source(a_txt=TEXT, sub__p_html=PAGE)
    word(folder / "w.docx", "Harbour plan goes ahead", TEXT.strip(), title="The plan", author="Ann Lee")
    articles = made(folder)
    assert articles["original"].to_dict() == {"a": "a.txt", "w": "w.docx", "p": "sub/p.html"}
    assert articles.loc["p", ["title", "publisher", "published", "language"]].tolist() == [
        "Harbour plan goes ahead",
        "Harbour Gazette",
        "2023-06-09",
        "en",
    ]
    assert articles.loc["p", ["title_basis", "published_basis"]].tolist() == ["page metadata", "page metadata"]
    assert articles.loc["w", ["title", "title_basis", "author"]].tolist() == ["The plan", "Word properties", "Ann Lee"]
    docs = read_corpus(tmp_path / "corpus").docs.set_index("doc_id")
    assert docs.loc["w", "text"] == f"Harbour plan goes ahead\n\n{TEXT.strip()}\n\nThe plan"  # the title as a headline
    assert docs.loc["p", "text"].count(TEXT.strip()) == 1


def test_the_heading_of_a_word_file_goes_before_its_properties(source, made):
    file = source(a_txt=TEXT) / "w.docx"
    word(file, TEXT.strip(), title="A template", author="Typist")
    document = docx.Document(file)
    document.paragraphs[0].insert_paragraph_before("Grain moves by river again", style="Title")
    document.save(file)
    assert made(file.parent).loc["w", ["title", "title_basis"]].tolist() == [
        "Grain moves by river again",
        "Word heading",
    ]


def test_placeholders_of_removed_articles_are_no_texts(tmp_path, made):
    table = tmp_path / "t.csv"
    table.write_text(f'title,content\nPlan,"{TEXT.strip()}"\n[Removed],[Removed]\n', encoding="utf-8")
    assert made(table)["title"].tolist() == ["Plan"]


def test_originals_are_kept_byte_for_byte_and_the_source_is_not_touched(source, made, tmp_path):
    folder = source(a_txt=b"\xef\xbb\xbfna\xc3\xafve plan\r\nfor all of us\r\n", b_txt="naïve plan".encode("utf-16"))
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    articles = made(folder)
    assert {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.iterdir()} == before
    assert {p.name: p.read_bytes() for p in (tmp_path / "corpus" / "originals").iterdir()} == {
        name: data for name, (data, _) in before.items()
    }
    assert (tmp_path / "corpus" / "texts" / "a.txt").read_bytes() == "naïve plan\r\nfor all of us\r\n".encode()
    assert articles["encoding_basis"].tolist() == ["byte order mark", "byte order mark"]


def test_a_zip_is_read_without_being_unpacked(source, made, tmp_path):
    folder = source(a_txt=TEXT, sub__b_txt=TEXT, x_zip=b"")
    with zipfile.ZipFile(folder / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a.txt", "sub/b.txt"):
            archive.write(folder / name, name)
        archive.writestr("__MACOSX/a.txt", "rubbish")
    articles = made(folder / "x.zip")
    assert articles["original"].tolist() == ["a.txt", "sub/b.txt"]
    assert [path.name for path in (tmp_path / "corpus" / "originals").iterdir()] == ["x.zip"]


@pytest.mark.parametrize("kind", ["csv", "semicolon.csv", "tsv", "jsonl", "json", "xlsx", "parquet"])
def test_a_table_of_any_kind_becomes_the_same_corpus(tmp_path, made, kind):
    table = pd.DataFrame(
        {
            "Headline": ["One plan", 'Two; plans, "three"'],
            "Body": [TEXT, f"{TEXT}\n{TEXT}"],
            "Date": ["2023-06-09", "2023-06-10"],
            "outlet": ["Xinhua", "Reuters"],
            "group": ["g1", "g2"],
            "Views": [5, 7],
        }
    )
    path = tmp_path / f"have.{kind}"
    write = {
        "csv": lambda: table.to_csv(path, index=False),
        "semicolon.csv": lambda: table.to_csv(path, index=False, sep=";", encoding="utf-8-sig"),
        "tsv": lambda: table.to_csv(path, index=False, sep="\t"),
        "jsonl": lambda: table.to_json(path, orient="records", lines=True),
        "json": lambda: table.to_json(path, orient="records"),
        "xlsx": lambda: table.assign(Date=pd.to_datetime(table["Date"])).to_excel(path, index=False),
        "parquet": lambda: table.assign(Date=pd.to_datetime(table["Date"])).to_parquet(path),
    }
    write[kind]()
    articles = made(path)
    assert articles["title"].tolist() == table["Headline"].tolist()
    assert articles["published"].tolist() == ["2023-06-09", "2023-06-10"]
    assert articles["published_basis"].tolist() == ["column Date", "column Date"]
    assert articles["side_by_publisher"].tolist() == ["state", "foreign"]
    assert articles[["given_group", "views"]].to_numpy().tolist() == [["g1", "5"], ["g2", "7"]]
    assert articles["original_row"].tolist() == ["2", "3"]
    assert [p.name for p in (tmp_path / "corpus" / "originals").iterdir()] == [path.name]


def test_sides_of_a_table_go_first_and_their_gaps_are_unknown(tmp_path, made):
    (tmp_path / "t.csv").write_text("id,text,side,side_by_origin\nx,One plan.,north,\ny,Two plans.,,state\n")
    articles = made(tmp_path / "t.csv")
    assert articles.index.tolist() == ["x", "y"]
    assert articles["side"].tolist() == ["north", "unknown"]
    assert articles["side_by_origin"].tolist() == ["unknown", "state"]
    assert articles["origin_side_basis"].tolist() == ["", "given"]
    assert list(articles).index("side") < list(articles).index("side_by_publisher")


def test_columns_that_the_workbook_has_itself_are_carried_along_under_another_name(tmp_path, made):
    header = "text,file,start,look_at,title_basis,sidebar,Note,note, ,doc_id"
    (tmp_path / "t.csv").write_text(f"{header}\nOne plan.,1,2,3,4,5,6,7,8,n 1\n")
    articles = made(tmp_path / "t.csv")
    given = [
        "given_file",
        "given_start",
        "given_look_at",
        "given_title_basis",
        "given_sidebar",
        "note",
        "note_8",
        "column_9",
    ]
    assert articles[given].to_numpy().tolist() == [list("12345678")]
    assert articles.index.tolist() == ["n-1"]


def test_file_names_say_what_the_pattern_says(source, made):
    folder = source(**{"2023-06-09=xinhua=One-plan=7_txt": TEXT})
    articles = made(folder, pattern="{published}={publisher}={title}={}")
    row = articles.iloc[0]
    assert row[["published", "publisher", "title", "title_basis"]].tolist() == [
        "2023-06-09",
        "xinhua",
        "One-plan",
        "pattern",
    ]
    assert row[["date_basis", "side_by_publisher"]].tolist() == ["stated", "state"]


def test_underscores_of_a_name_are_spaces_of_a_title(tmp_path, made):
    (tmp_path / "have").mkdir()
    (tmp_path / "have" / "2023-06-09_xinhua_one_plan_for_all.txt").write_text(TEXT)
    assert made(tmp_path / "have", pattern="{published}_{publisher}_{title}")["title"].tolist() == ["one plan for all"]


@pytest.mark.parametrize("pattern", ["title", "{a}{b}", "{title}_{title}", "{file}_{title}", "{1}", "{start}"])
def test_a_pattern_that_cannot_be_read_is_refused(source, tmp_path, pattern):
    refused(tmp_path, source(a_txt=TEXT), "cannot be read from a name; write each column", pattern=pattern)


def test_a_pattern_for_a_table_is_refused(tmp_path):
    (tmp_path / "t.csv").write_text("text\nOne plan.\n")
    refused(
        tmp_path,
        tmp_path / "t.csv",
        "--pattern applies to file names, not to a table; leave it out",
        pattern="{title}",
    )


def test_letters_that_were_lost_before_are_to_be_looked_at(source, made):
    assert made(source(a_txt="na\ufffdve plan"))["look_at"].tolist() == [
        "some letters are lost (U+FFFD in the file): look for a better copy"
    ]


def test_names_that_no_table_can_hold_are_named(source, tmp_path):
    folder = source(a_txt=TEXT)
    (folder / "b\x07.txt").write_text(TEXT)
    refused(tmp_path, folder, r"b.x07.txt: its name contains a control character; rename it")
    (folder / "b\x07.txt").rename(folder / os.fsdecode(b"b\xff.txt"))
    refused(tmp_path, folder, "b.*.txt: cannot be read .UnicodeEncodeError")


def test_every_name_that_does_not_fit_the_pattern_is_named(source, tmp_path):
    said = refused(tmp_path, source(a_txt=TEXT, b_txt=TEXT), "does not fit --pattern", pattern="{publisher}-{title}")
    assert "a.txt: its name" in said and "b.txt: its name" in said


def test_a_day_in_a_file_name_is_the_last_thing_believed(source, made):
    folder = source(
        **{"2023-06-09 a_txt": TEXT, "2023-06-08 b_txt": f"2021-01-05 10:00\n\n{TEXT}", "82ff22b22aac_txt": TEXT}
    )
    articles = made(folder)
    assert articles["published"].to_dict() == {
        "2023-06-09-a": "2023-06-09",
        "2023-06-08-b": "2021-01-05",
        "82ff22b22aac": "",
    }
    assert articles.loc["2023-06-09-a", ["published_basis", "date_basis"]].tolist() == ["file name", "inferred"]


def test_files_named_like_those_of_known_outlets_name_theirs(source, made):
    names = ["nyt (a)", "usa-today (b)", "fjord-courier (c)", "fjord-courier (d)", "notes (e)"]
    articles = made(source(**{f"{name}_txt": f"{TEXT} {name}" for name in names}))
    found = ["The New York Times", "USA Today", "fjord courier", "fjord courier", ""]
    assert sorted(articles["publisher"]) == sorted(found)
    assert set(articles.loc[articles["publisher"] != "", "publisher_basis"]) == {"file name"}


def test_files_named_after_subjects_name_no_outlet(source, made):
    names = ["trade (a)", "trade (b)", "chips (c)", "chips (d)"]
    assert set(made(source(**{f"{name}_txt": f"{TEXT} {name}" for name in names}))["publisher"]) == {""}


def test_days_in_file_names_of_several_orders_are_read_one_by_one(source, made):
    names = ["25.06.2023 knots", "06-25-2023 curlews", "20230705 plovers", "04-05-2023 gulls"]
    articles = made(source(**{f"{name.replace('.', '_')}_txt": TEXT for name in names}))
    assert sorted(articles["published"]) == ["", "2023-06-25", "2023-06-25", "2023-07-05"]
    [why] = articles.loc[articles["published"] == "", "published_basis"]
    assert why.startswith("file name: 04-05-2023 can be several days; choose --dates day-first")


def test_the_order_that_is_chosen_counts_for_file_names(source, made):
    assert made(source(**{"04-05-2023 gulls_txt": TEXT}), dates="day-first")["published"].tolist() == ["2023-05-04"]


def test_the_same_text_under_two_names_is_kept_and_said(source, tmp_path):
    folder = source(a_txt=TEXT, b_txt=TEXT.replace("\n", "\r\n"), sub__a_txt=TEXT, c_txt=f"{TEXT} More.")
    made = import_corpus(tmp_path / "corpus", folder)
    assert len(made.articles) == 4
    assert "move one of two away if it is a copy, 2: b.txt is a.txt, sub/a.txt is a.txt" in repr(made)


def test_the_order_of_dates_is_asked_once_for_a_column(tmp_path):
    rows = "".join(f"0{i}/04/2020,One plan.\n" for i in range(1, 10))
    (tmp_path / "t.csv").write_text(f"date,text\n{rows}2020-05-07,One plan.\n")
    for errors in ("skip", "raise"):
        said = refused(tmp_path, tmp_path / "t.csv", "1 problem in the corpus", errors=errors)
        assert (
            "t.csv, column date: 8 days can be read as day-first or month-first, e.g. 01/04/2020; say --dates" in said
        )


def test_a_certain_date_decides_the_order_of_its_column_and_the_basis_says_so(tmp_path, made):
    (tmp_path / "t.csv").write_text("date,text\n03/04/2020,One plan.\n13/6/2023,Two plans.\n")
    articles = made(tmp_path / "t.csv")
    assert articles["published"].tolist() == ["2020-04-03", "2023-06-13"]
    assert set(articles["published_basis"]) == {"column date, day-first (as 13/6/2023)"}


def test_dates_of_both_orders_in_one_column_are_asked_about(tmp_path):
    (tmp_path / "t.csv").write_text("date,text\n03/04/2020,One.\n13/6/2023,Two.\n6/13/2023,Three.\n")
    refused(tmp_path, tmp_path / "t.csv", "e.g. 03/04/2020; other dates of the column fit only one of these")


@pytest.mark.parametrize(
    ("order", "value", "day"),
    [
        ("day-first", "03/04/2020", "2020-04-03"),
        ("month-first", "03/04/2020", "2020-03-04"),
        ("day-first", "3.4.20", "2020-04-03"),
        ("year-first", "03/04/20", "2003-04-20"),
        (None, "04/04/2020", "2020-04-04"),
        (None, "13/04/2020", "2020-04-13"),
    ],
)
def test_the_order_of_days_is_what_was_said(tmp_path, made, order, value, day):
    (tmp_path / "t.csv").write_text(f"date,text\n{value},One plan.\n")
    assert made(tmp_path / "t.csv", dates=order)["published"].tolist() == [day]


def test_a_day_against_the_order_is_left_open_and_an_unknown_order_is_refused(tmp_path):
    (tmp_path / "t.csv").write_text("date,text\n13/04/2020,One plan.\n03/04/2020,Two plans.\n")
    made = import_corpus(tmp_path / "corpus", tmp_path / "t.csv", {"dates": "month-first"})
    assert made.articles["published"].tolist() == ["", "2020-03-04"]
    assert made.problems[["file", "row", "column", "problem"]].to_numpy().tolist() == [
        ["t.csv", 2, "published", "13/04/2020 is not a month-first date; correct it, or choose another --dates"]
    ]
    (tmp_path / "u.csv").write_text("date,text\n13/04/2020,One plan.\n")
    with pytest.raises(InputError, match="--dates soon is not an order; choose one of day-first"):
        import_corpus(tmp_path / "other", tmp_path / "u.csv", {"dates": "soon"})


def test_months_are_ranges_and_what_is_no_day_is_left_open_and_said(tmp_path, made):
    (tmp_path / "t.csv").write_text("date,text\nMarch 2021,One plan.\n2020,Two plans.\nsoon,Three.\n2023-02-30,Four.\n")
    articles = made(tmp_path / "t.csv")
    assert articles["published"].tolist() == ["2021-03-01", "2020-01-01", "", ""]
    assert articles["published_latest"].tolist() == ["2021-03-31", "2020-12-31", "", ""]
    assert articles["date_basis"].tolist() == ["inferred", "inferred", "", ""]
    assert articles["published_basis"].tolist()[2:] == [
        "column date: no day (soon)",
        "column date: no day (2023-02-30)",
    ]


def test_texts_of_one_name_get_names_of_their_own(source, made):
    folder = source(a__x_txt=TEXT, a__b__x_txt=TEXT, a__X_html=PAGE, b__x_txt=TEXT)
    articles = made(folder)
    assert len({name.lower() for name in articles.index}) == 4
    assert articles["original"].to_dict() == {"X": "a/X.html", "a-x": "a/x.txt", "a-b-x": "a/b/x.txt", "b-x": "b/x.txt"}


def test_names_that_cannot_be_told_apart_are_numbered(tmp_path, made):
    rows = "".join(f"{name},Plan {i}.\n" for i, name in enumerate(["a", "A", "a!", "a-2", "…", "", "長" * 200]))
    (tmp_path / "t.csv").write_text(f"id,text\n{rows}")
    names = made(tmp_path / "t.csv").index.tolist()
    assert names == ["a", "A-2", "a-3", "a-2-2", "text", "t-00007", "長" * 66]


def test_what_is_hidden_or_a_file_managers_is_passed_over_and_said(source, tmp_path):
    folder = source(a_txt=TEXT, **{"_DS_Store": b"x", "Thumbs_db": b"x", "__MACOSX__a_txt".replace("__M", "M"): b"x"})
    (folder / "__MACOSX").mkdir()
    (folder / "~$lock.docx").write_bytes(b"x")
    result = import_corpus(tmp_path / "corpus", folder)
    assert sorted(result.ignored) == [".DS.Store", "Thumbs.db", "__MACOSX", "~$lock.docx"]
    assert any(line.startswith("Not read, 4: ") for line in summary(result))


BAD = {
    "p.pdf": (b"%PDF", r"p.pdf: cannot be read .PdfStreamError.*open it and save it again, without a password"),
    "t.csv": (b"a,b", "t.csv, row 1: no column with texts among a, b; say --column text=NAME"),
    "noend": (b"x", "noend: a kind of file that is not read"),
    "b.docx": (b"PK\x03\x04 torn", "b.docx: broken or incomplete; download it, or save it, again"),
    "old.docx": (b"\xd0\xcf\x11\xe0 locked", "old.docx: broken or incomplete; download it, or save it, again"),
    "e.txt": (b" \n", "e.txt: empty; give it a text, or remove it"),
    "z.txt": (b"\x1f\x8b\x08\0\0", "z.txt: not text"),
    "s.html": (b"<html></html>", "s.html: empty"),
    "u.txt": ("… — !".encode(), "u.txt, file .'texts/u.txt'.: contains no word; look at its text"),
    "n.txt": (b"Source: Xinhua\n", "n.txt, file .*: nothing is left after cleaning"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_used_is_named_with_its_remedy(source, tmp_path, name):
    folder = source(a_txt=TEXT)
    (folder / name).write_bytes(BAD[name][0])
    refused(tmp_path, folder, f"^1 problem in the corpus:\n  {BAD[name][1]}")


def test_a_file_name_with_any_punctuation_stays_whole(source, tmp_path):
    folder = source(a_txt=TEXT)
    (folder / "my; report.log").write_text(TEXT)
    (folder / "b: c; d.txt").write_text(" ")
    with pytest.raises(InputErrors, match="^2 problems in the corpus") as error:
        import_corpus(tmp_path / "corpus", folder, {"errors": "raise"})
    assert problem_table(error.value.problems)[["file", "problem", "remedy"]].to_numpy().tolist() == [
        ["b: c; d.txt", "empty", "give it a text, or remove it"],
        ["my; report.log", "a kind of file that is not read", "save it as .txt, .html, .docx or .pdf, or move it away"],
    ]


def test_all_that_cannot_be_used_is_named_at_once_or_skipped_and_listed(source, tmp_path):
    folder = source(a_txt=TEXT)
    for name, (content, _) in BAD.items():
        (folder / name).write_bytes(content)
    refused(tmp_path, folder, f"^{len(BAD) - 2} problems in the corpus")  # before cleaning, which finds two more
    result = import_corpus(tmp_path / "corpus", folder)
    assert result.articles["doc_id"].tolist() == ["a"]
    assert sorted(result.problems["file"]) == sorted(BAD)
    listed = read_csv_text((tmp_path / "corpus" / "problems.csv").read_text(encoding="utf-8"))
    assert listed[["file", "problem", "remedy"]].equals(result.problems[["file", "problem", "remedy"]])
    assert {path.name for path in (tmp_path / "corpus" / "originals").iterdir()} == {"a.txt", *BAD}
    assert check(tmp_path / "corpus").empty
    assert f"Not used, {len(BAD)}, all in problems.csv: " in "\n".join(summary(result))


def test_a_source_without_a_usable_article_is_refused_even_then(source, tmp_path):
    refused(tmp_path, source(a_txt=b" "), "a.txt: empty", errors="skip")
    (tmp_path / "nothing").mkdir()
    refused(tmp_path, tmp_path / "nothing", "nothing: no article in it; give another source")


def test_links_that_lead_out_and_what_is_no_file_are_named(source, tmp_path):
    folder = source(a_txt=TEXT)
    (tmp_path / "secret.txt").write_text(TEXT)
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "dir.txt").symlink_to(tmp_path)
    (folder / "loop").symlink_to(folder)
    (folder / "gone.txt").symlink_to(folder / "nothing")
    os.mkfifo(folder / "pipe.txt")
    said = refused(tmp_path, folder, "^5 problems in the corpus")
    assert "out.txt: a link that leads out of the folder; put the file itself there" in said
    assert "dir.txt: a link that leads out" in said
    for name in ("loop", "gone.txt", "pipe.txt"):
        assert f"{name}: not a plain file, or a link to nothing; put the file itself there" in said


def packed(path, *members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("name", ["../a.txt", "/a.txt", "x/../../a.txt", "C:/a.txt", "..\\a.txt"])
def test_a_zip_whose_paths_leave_the_folder_is_refused(tmp_path, name):
    refused(tmp_path, packed(tmp_path / "x.zip", (name, TEXT)), "its path leaves the folder; pack it again")


def test_a_link_in_a_zip_is_refused(tmp_path):
    info = zipfile.ZipInfo("a.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    refused(tmp_path, packed(tmp_path / "x.zip", (info, "/etc/passwd")), "a.txt: a link; pack the file itself")


def test_what_unpacks_without_end_in_a_zip_is_named_and_the_rest_is_read(tmp_path):
    inner = packed(tmp_path / "inner.zip", ("c.txt", b" " * 60_000_000)).read_bytes()
    (tmp_path / "inner.zip").unlink()
    members = ("a.txt", "word " * 10), ("b.txt", b" " * 60_000_000), ("c.zip", inner), ("d.txt", "more words " * 10)
    bomb = packed(tmp_path / "x.zip", *members)
    result = import_corpus(tmp_path / "read", bomb, {"errors": "skip"})
    assert result.articles["doc_id"].tolist() == ["a", "d"]
    assert result.problems[["file", "problem"]].to_numpy().tolist() == [
        ["b.txt", "unpacks to more than 200 times its size or 2 GB"],
        ["c.zip/c.txt", "unpacks to more than 200 times its size or 2 GB"],
    ]
    data = bomb.read_bytes().replace((60_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    bomb.write_bytes(data)  # the header now says 1,000 bytes
    refused(tmp_path, bomb, "b.txt: broken or incomplete")


@pytest.mark.parametrize("name", ["a.docx", "t.xlsx"])
def test_an_office_file_that_unpacks_without_end_is_refused(tmp_path, name):
    (tmp_path / "have").mkdir()
    bomb = packed(tmp_path / "have" / name, ("word/document.xml", b" " * 60_000_000))
    refused(tmp_path, bomb, "unpacks to more than 200 times its size")


def test_a_torn_or_locked_zip_is_refused(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 torn")
    refused(tmp_path, tmp_path / "x.zip", "x.zip: a broken or incomplete zip archive; download it or pack it again")
    data = bytearray(packed(tmp_path / "x.zip", ("a.txt", TEXT)).read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1  # says: encrypted
    (tmp_path / "x.zip").write_bytes(data)
    refused(tmp_path, tmp_path / "x.zip", "x.zip: protected by a password; unpack it with the password, and give")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.csv", "title,date\nx,\n", "t.csv: no column with texts among title, date; say --column text=NAME"),
        ("t.csv", "", "t.csv: empty; give it a text, or remove it"),
        (
            "t.csv",
            'text\n"One plan.\n',
            "t.csv, row 2: a quoted cell of the row that begins in line 2 does not end .*; close the quote",
        ),
        (
            "t.csv",
            "text,x\nOne plan, and more,2\n",
            "t.csv, row 2: 3 cells, 2 columns; quote cells that contain the separator",
        ),
        ("t.csv", "text,x\n,2\n", "t.csv, row 2: empty; give it a text"),
        ("t.jsonl", '{"text": "One plan."}\n{"text": \n', "t.jsonl, row 3: line 2 is not a JSON object; write one"),
        ("t.jsonl", '{"text": "One plan."}\n["x"]\n', "line 2 is not a JSON object"),
        ("t.xlsx", "PK\x03\x04 no zip", "t.xlsx: broken or incomplete"),
        ("t.xlsx", "no zip", "t.xlsx: not a spreadsheet, whatever its name says"),
        ("t.parquet", "no parquet", "cannot be read .ArrowInvalid"),
        ("t.pdf", "%PDF", "t.pdf: cannot be read .PdfStreamError"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(tmp_path, name, content, message):
    (tmp_path / name).write_text(content)
    refused(tmp_path, tmp_path / name, message)


def test_control_characters_cost_nothing_but_themselves_and_are_said(tmp_path, made):
    rows = 'text,x\nOne\0 \x07plan.,a\x07b\n"Two.\rThree.",c\n'
    (tmp_path / "t.csv").write_bytes(rows.encode())
    articles = made(tmp_path / "t.csv")
    assert articles["look_at"].tolist() == ["2 control characters were taken out", ""]
    assert articles["x"].tolist() == ["ab", "c"]
    texts = [(tmp_path / "corpus" / file).read_bytes() for file in articles["file"]]
    assert texts == [b"One plan.", b"Two.\nThree."]


def test_halves_of_letters_are_put_together_or_said(tmp_path, made):
    (tmp_path / "t.jsonl").write_text('{"text": "One \\ud83d\\ude00 plan."}\n{"text": "One \\ud83d plan."}\n')
    assert [said[:22] for said in made(tmp_path / "t.jsonl")["look_at"]] == ["", "some letters are lost "]


def test_json_files_of_a_folder_are_articles_and_a_torn_one_is_a_problem_of_its_own(source, tmp_path):
    one, many = '{"title": "Plan", "text": "One plan."}', '[{"text": "Two plans."}, {"text": "Three plans."}]'
    folder = source(a_txt=TEXT, b_json=one, sub__c_json=many, d_json="{torn", e_json='{"x": 1}')
    result = import_corpus(tmp_path / "corpus", folder, {"errors": "skip"})
    place = result.articles[["doc_id", "original", "original_row", "title"]].to_numpy().tolist()
    assert place == [
        ["a", "a.txt", "", ""],
        ["b", "b.json", "2", "Plan"],
        ["c-00002", "sub/c.json", "2", ""],
        ["c-00003", "sub/c.json", "3", ""],
    ]
    assert [[file, problem[:8]] for file, problem in result.problems[["file", "problem"]].to_numpy()] == [
        ["d.json", "not JSON"],
        ["e.json", "no colum"],
    ]
    assert (tmp_path / "corpus" / "originals" / "sub" / "c.json").read_text() == many


def test_a_printed_text_keeps_what_its_pages_add_as_a_removed_span(source, tmp_path):
    lines = textwrap.wrap(
        " ".join(TEXT.replace("spring", day) for day in "spring summer autumn winter May".split()), 60
    )
    lines[1:2] = ["and of self-", "reliance in tech-", "nology and of all else that was planned in the"]
    text = "\n".join(["HARBOUR NEWS 1", *lines[:6], "\fHARBOUR NEWS 2", *lines[6:]])
    result = import_corpus(tmp_path / "corpus", source(a_txt=text))
    assert result.articles["look_at"].tolist() == [
        "its lines were cut at the width of a page and were joined, see the column layout"
    ]
    assert "words cut at the end of a line: self-reliance, technology" in result.articles["layout"][0]
    corpus = read_corpus(tmp_path / "corpus")
    assert corpus.zones.loc[corpus.zones["rule"] == "page_furniture", "text"].tolist() == [
        "HARBOUR NEWS 1 | HARBOUR NEWS 2"
    ]


def test_cells_may_be_huge_and_one_cut_off_by_excel_is_to_be_looked_at(tmp_path, made):
    excel(tmp_path / "t.xlsx", ["text", "title"], ["word " * 6553 + "en", "cut"], ["One plan.", "short"], [None, None])
    articles = made(tmp_path / "t.xlsx")
    assert [bool(said) for said in articles["look_at"]] == [True, False]
    assert "probably cut off" in articles["look_at"].iloc[0]
    (tmp_path / "u.csv").write_text(f'text\n"{"word " * 400_000}"\n')
    assert len(import_corpus(tmp_path / "other", tmp_path / "u.csv").articles) == 1


def test_a_table_of_guessed_encoding_is_to_be_looked_at(tmp_path, made):
    (tmp_path / "t.csv").write_bytes("text\nLe projet à l’étude est adopté.\n".encode("cp1252"))
    articles = made(tmp_path / "t.csv")
    assert "its encoding, cp1252, is guessed: look for wrong letters" in articles["look_at"].iloc[0]
    assert (tmp_path / "corpus" / "texts" / "t-00002.txt").read_text() == "Le projet à l’étude est adopté."


def test_a_name_with_a_tag_that_is_not_closed_is_no_html(tmp_path, made):
    names = ['<b>&"', "<i>Wire", "<b>Daily</b>", "Post<br>Today"]
    rows = [{"publisher": name, "text": f"The harbour of number {n} is old."} for n, name in enumerate(names)]
    pd.DataFrame(rows).to_csv(tmp_path / "t.csv", index=False)
    assert made(tmp_path / "t.csv")["publisher"].tolist() == ['<b>&"', "<i>Wire", "Daily", "Post Today"]


def test_a_comma_within_quotes_separates_nothing(tmp_path, made):
    (tmp_path / "t.csv").write_text('"a, b, c, d";text\nx;One plan.\n')
    assert made(tmp_path / "t.csv")["a,_b,_c,_d"].tolist() == ["x"]


def test_a_corpus_is_not_made_into_another_one(source, tmp_path):
    refused(
        tmp_path,
        source(articles_csv="file,published,side\n", a_txt=TEXT),
        "articles.csv: shows that this is a corpus folder; check it",
    )


@pytest.mark.parametrize("name", ["x" * 300, "a\0b"])
def test_a_source_that_no_system_can_name_is_no_such_file(tmp_path, name):
    refused(tmp_path, tmp_path / name, "no such file or folder; give the path of the articles")


def test_folders_above_a_corpus_that_was_not_made_are_not_made_either(source, tmp_path):
    folder = source(a_pdf=b"x")
    with pytest.raises(InputError, match="a.pdf: cannot be read"):
        import_corpus(tmp_path / "new" / "er" / "corpus", folder)
    assert sorted(tmp_path.iterdir()) == [folder]


def test_an_interrupted_command_says_one_sentence_and_leaves_nothing(source, tmp_path, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    folder = source(a_txt=TEXT)
    monkeypatch.setattr(importing, "_read_back", stopped)
    result = CliRunner().invoke(__main__.app, ["new", str(tmp_path / "corpus"), "--from", str(folder)])
    assert result.exit_code == 130
    assert result.output.strip().replace("\n", "") == f"Interrupted: {tmp_path / 'corpus'} was not made."
    assert sorted(tmp_path.iterdir()) == [folder]


def test_each_text_that_is_read_is_a_step(source, tmp_path):
    steps = []
    import_corpus(tmp_path / "corpus", source(a_txt=TEXT, b_txt=TEXT), None, steps.append)
    assert steps == [1, 2]


def test_a_guessed_title_cannot_be_taken_for_a_formula(tmp_path, made):
    (tmp_path / "have").mkdir()
    (tmp_path / "have" / "p.html").write_text(PAGE.replace("<title>", "<title>=cmd|x ").replace("<h1>", "<h1>=cmd|x "))
    assert not made(tmp_path / "have")["title"].str.startswith(("=", "+", "-", "@")).any()


@pytest.mark.parametrize("taken", ["full", "file", "inside"])
def test_a_target_that_is_taken_is_never_overwritten(source, tmp_path, taken):
    folder, target = source(a_txt=TEXT), tmp_path / "corpus"
    if taken == "full":
        target.mkdir()
        (target / "mine.txt").write_text("mine")
    if taken == "file":
        target.write_text("mine")
    target = folder / "corpus" if taken == "inside" else target
    before = sorted(tmp_path.rglob("*"))
    message = "lies inside the source" if taken == "inside" else "exists and is not empty; choose a new folder"
    with pytest.raises(InputError, match=message):
        import_corpus(target, folder)
    assert sorted(tmp_path.rglob("*")) == before


def test_an_empty_target_and_one_in_new_folders_are_made(source, tmp_path):
    (tmp_path / "corpus").mkdir()
    for target in (tmp_path / "corpus", tmp_path / "new" / "er"):
        assert len(import_corpus(target, source(a_txt=TEXT)).articles) == 1
        assert stat.S_IMODE(target.stat().st_mode) == 0o755


def test_a_place_that_cannot_be_written_and_a_missing_source_are_said(source, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot be written .(Not a directory|File exists).; choose another place"):
        import_corpus(tmp_path / "file" / "corpus", source(a_txt=TEXT))
    refused(tmp_path, tmp_path / "nothing", "nothing: no such file or folder; give the path of the articles")


def test_a_disk_that_is_full_leaves_nothing(source, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(importing, "_read_back", full)
    refused(tmp_path, source(a_txt=TEXT), "cannot be written .No space left on device.")


@pytest.mark.parametrize(
    ("name", "module", "extra"),
    [
        ("p.html", "trafilatura", "html"),
        ("w.docx", "docx", "word"),
        ("t.xls", "python_calamine", "tables"),
        ("t.parquet", "pyarrow.parquet", "tables"),
        ("r.rtf", "striprtf.striprtf", "rtf"),
        ("p.pdf", "pypdf", "pdf"),
    ],
)
def test_a_missing_library_is_named_with_the_extra_that_brings_it(tmp_path, monkeypatch, name, module, extra):
    starts = {"t.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "r.rtf": b"{\\rtf1 x}"}
    (tmp_path / name).write_bytes(starts.get(name, b"x"))
    monkeypatch.setitem(sys.modules, module, None)
    message = rf'read by {module}, which is not installed; python -m pip install "framing-workbook\[{extra}\]"'
    refused(tmp_path, tmp_path / name, message, errors="skip")


@pytest.mark.parametrize(
    ("lists", "message"),
    [
        ("[[no", "credits.toml: not TOML: .*; correct it there"),
        (
            "[outlets]\nXinhua = 'state'\n",
            r"credits.toml, \[outlets\]: not as in the bundled credits.toml; write it as it is there",
        ),
        ("[outlets]\nX = {aliases = 'Y'}\n", r"\[outlets\] .'X'.: aliases and domains are lists; write"),
        ("[publishers]\nx = ['y']\n", r"\[publishers\]: not as in the bundled"),
        ("months = 3\n", r"\[months\]: not as in the bundled"),
    ],
)
def test_word_lists_of_ones_own_are_checked(source, tmp_path, lists, message):
    (tmp_path / "credits.toml").write_text(lists)
    refused(tmp_path, source(a_txt=TEXT), message, credits=tmp_path / "credits.toml")


def test_missing_word_lists_are_no_row_to_remove(source, tmp_path):
    refused(tmp_path, source(a_txt=TEXT), "x.toml: no such file; give --credits a file", credits=tmp_path / "x.toml")


def test_word_lists_of_ones_own_replace_the_bundled_and_their_outlets_are_added(tmp_path, made):
    (tmp_path / "credits.toml").write_text('[outlets]\nNordkurier = { side = "north" }\n')
    (tmp_path / "t.csv").write_text("Inhalt,Blatt\nEin Plan.,Nordkurier\nZwei Pläne.,Xinhua\n")
    assert made(tmp_path / "t.csv", credits=tmp_path / "credits.toml", columns=["publisher=Blatt"])[
        "side_by_publisher"
    ].tolist() == [
        "north",
        "state",
    ]


def test_twenty_thousand_files_take_no_more_than_their_share(source, tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "_read_back", lambda staging, rows: (importing._manifest(staging, rows), [], []))

    def seconds(n):
        folder = tmp_path / f"have{n}"
        folder.mkdir()
        for i in range(n):
            (folder / f"{i % 2}{i}.txt").write_text(TEXT)
        start = time.perf_counter()
        assert len(import_corpus(tmp_path / f"corpus{n}", folder).articles) == n
        return time.perf_counter() - start

    assert seconds(2000) < 20 * max(seconds(500), 0.1)


def test_ten_thousand_texts_of_one_name_are_named_in_linear_time(tmp_path):
    names = importing.Counter()
    start = time.perf_counter()
    found = {importing._name("same", names) for _ in range(10_000)}
    assert len(found) == 10_000
    assert time.perf_counter() - start < 5


def test_decisions_name_what_a_person_must_say(source, tmp_path):
    files = {
        f"a{i}_txt": f"Plan goes ahead again\n\n{TEXT}\nTom Poe is a reporter for the Harbour Gazette.\n"
        for i in range(7)
    }
    dateline = f"BEIJING, June 9 (Xinhua) -- {TEXT}"
    import_corpus(
        tmp_path / "corpus", source(b_txt=dateline, c_txt="Große Pläne für den Hafen".encode("cp1252"), **files)
    )
    docs = read_corpus(tmp_path / "corpus").docs
    found = open_questions(docs)
    assert found[["column", "value", "articles"]].to_numpy().tolist()[:4] == [
        ["side", "Harbour Gazette", 7],
        ["side", "(no outlet)", 1],
        ["published", "", 8],
        ["published", "BEIJING, June 9 (Xinhua)", 1],
    ]
    assert found["column"].tolist()[4:] == ["language", "look_at"]
    lines = question_lines(docs)
    assert lines[:3] == [
        "Open questions:",
        "  side: 2 x unknown; write state, foreign or a label of your own into outlets.csv",
        "    Harbour Gazette: 7 articles",
    ]
    assert "    nothing found: a0, a1, a2, a3, a4 and 3 more" in lines
    assert question_lines(read_corpus(bundled("seeds")).docs) == []


def test_the_five_articles_say_this_of_themselves(tmp_path):
    folder = tmp_path / "have"
    folder.mkdir()
    for path in bundled("seeds").glob("*.txt"):
        (folder / path.name).write_bytes(path.read_bytes())
    guessed = import_corpus(tmp_path / "corpus", folder).articles.set_index("original")
    known = pd.read_csv(bundled("seeds", "articles.csv"), dtype=str, keep_default_na=False).set_index("file")
    same = {
        column: (guessed[column] == known[column].reindex(guessed.index)).sum()
        for column in importing.INFERRED
        if column in known
    }
    assert same["language"] == 5
    assert same["side_by_origin"] == 5  # relay, state, state, foreign, state
    wrong = [
        (column, guessed.loc[file, column])
        for column in ("title", "publisher", "published", "side_by_publisher")
        for file in guessed.index
        if guessed.loc[file, column] not in (known.loc[file, column], "", "unknown")
    ]
    assert wrong == [("title", "Xi Urges ‘breakthrough’ in Core Technologies at Symposium")]  # its quotes as printed
    assert guessed["publisher"].tolist() == ["", "CGTN", "Xinhua", "247 News Reel", ""]
    assert guessed["published"].tolist() == ["2026-02-10", "", "2023-06-09", "", ""]


def test_without_a_source_the_bundled_example_is_copied(tmp_path):
    result = import_corpus(tmp_path / "corpus")
    assert len(result.articles) == len(read_corpus(tmp_path / "corpus").docs) == 5
    assert (tmp_path / "corpus" / "lexicons" / "slogans.toml").is_file()
    assert not (tmp_path / "corpus" / "lexicons" / "credits.toml").exists()


def workbook(*words):
    command = [sys.executable, "-m", "analysis", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def test_the_command_makes_a_corpus_that_check_takes_and_says_what_to_decide(source, tmp_path):
    folder, target = source(a_txt=f"Source: Xinhua\n\n{TEXT}", b_txt=TEXT), tmp_path / "corpus"
    result = workbook("new", target, "--from", folder)
    assert result.returncode == 0, result.stderr
    assert f"{target}: 2 articles, made from {folder}." in result.stdout
    assert re.search(r"side_by_origin +1  credited source: state 1", result.stdout)
    assert f"-m analysis check {target}" in result.stdout
    checked = workbook("check", target)
    assert checked.returncode == 0
    assert "2 articles, no problem found" in checked.stdout
    assert "Open questions:" in checked.stdout


def test_the_command_says_in_one_message_why_nothing_was_made(source, tmp_path):
    result = workbook("new", tmp_path / "corpus", "--from", source(a_pdf=b"x"))
    assert result.returncode == 2
    assert "a.pdf: cannot be read" in result.stderr
    assert "No folder was made." in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "corpus").exists()


def test_options_without_a_source_are_refused(tmp_path):
    result = CliRunner().invoke(__main__.app, ["new", str(tmp_path / "x"), "--dates", "day-first"])
    assert isinstance(result.exception, InputError)
    assert "add --from PATH, or leave them out to copy the example" in str(result.exception)


def test_what_a_browser_saved_beside_a_page_is_no_article(source, made):
    folder = source(plan_txt=TEXT)
    (folder / "plan_files").mkdir()
    (folder / "plan_files" / "ad.html").write_text(f"<p>{TEXT}</p>", encoding="utf-8")
    assert made(folder).index.tolist() == ["plan"]
