"""Intake: what people have comes in as they mean it; each file here is small, made by hand, and stands for its kind."""

import email.header
import io
import json
import quopri
import re
import zipfile

import docx
import openpyxl
import pandas as pd
import pytest

from analysis import open_corpus
from analysis.corpus.importing import import_corpus
from analysis.corpus.outlets import NO_OUTLET, TABLE
from analysis.corpus.questions import open_questions, summary
from analysis.corpus.read import check, read_corpus
from analysis.files import InputError, InputErrors, program

TEXT = "The ministry said on Thursday that the plan would go ahead as it was written, and that all had been told.\n\n"
TEXT += "Critics say that it will cost more than it brings, and that nobody was asked before the money went.\n"
PLAN = "Harbour plan goes ahead"


FACTIVA = """Page 1 of 3 {mark}

China pledges more money for chips
412 words
9 June 2023
Reuters News
LBA
English
Copyright 2023 Thomson Reuters. All Rights Reserved.

China will spend more on chips, the ministry said on Friday, as it seeks to rely on itself.

Document LBA0000020230609ej69001mx

Page 2 of 3 {mark}

Beijing's science push meets doubts
655 words
10 June 2023
The Wall Street Journal (Online)
WSJO
English
Copyright 2023 Dow Jones & Company, Inc. All Rights Reserved.

Officials have doubts about the push, people who know the matter said.

Page 3 of 3 {mark}

The second page goes on with more doubts, and nobody was asked.

Document WSJO000020230610ej6a000b5
"""


@pytest.mark.parametrize("mark", ["© Factiva", "© 2023 Factiva, Inc. All rights reserved.", "(c) Factiva, Inc."])
def test_lines_of_printed_pages_are_no_part_of_an_article_of_factiva(made, mark, bodies):
    articles = made({"factiva.txt": FACTIVA.format(mark=mark)}).articles
    assert list(articles["title"]) == ["China pledges more money for chips", "Beijing's science push meets doubts"]
    assert list(articles["published"]) == ["2023-06-09", "2023-06-10"]
    assert list(bodies().values())[1] == (
        "Officials have doubts about the push, people who know the matter said. "
        "The second page goes on with more doubts, and nobody was asked."
    )


GERMAN = """Wie China bei Chips aufholt

Süddeutsche Zeitung

9. Juni 2023 Freitag

Copyright 2023 Süddeutsche Zeitung GmbH Alle Rechte vorbehalten

Length: 233 words

Body

Peking will unabhängig werden, sagte der Minister.

{line}

Aktualisiert wurde der Plan nicht, wie die Fachleute sagen, die das Land und seine Ziele gut kennen.

Load-Date: June 10, 2023

End of Document
"""


@pytest.mark.parametrize(
    "line", ["Update: 10. Juni 2023", "Aktualisiert am 10. Juni 2023, 14:20 Uhr", "Aktualisiert: 10.06.2023"]
)
def test_the_day_of_an_update_between_the_paragraphs_of_an_export_is_no_text(made, line, bodies):
    made({"nexis.txt": GERMAN.format(line=line)})
    [text] = bodies().values()
    assert text.startswith("Peking will unabhängig werden, sagte der Minister. Aktualisiert wurde der Plan nicht")


def changed(folder, *changes, sheet=False):
    """Change cells of outlets.csv (name, column, value), or write the changed table as outlets.xlsx beside it."""
    table = pd.read_csv(folder / TABLE, dtype=str, keep_default_na=False, encoding="utf-8-sig").set_index("name")
    for name, column, value in changes:
        table.loc[name, column] = value
    if sheet:
        table.reset_index().to_excel(folder / "outlets.xlsx", index=False)
    else:
        table.reset_index().to_csv(folder / TABLE, index=False)


def table_of(*publishers):
    rows = {"text": [f"Plan {n} goes ahead. {TEXT}" for n in range(len(publishers))], "publisher": publishers}
    return {"t.csv": pd.DataFrame(rows | {"date": "2023-06-09"}).to_csv(index=False)}


def test_outlets_saved_as_an_excel_sheet_are_read_in_place_of_the_table_and_two_that_differ_are_refused(made, tmp_path):
    made(table_of("Daily Example", "Xinhua"), "t.csv")
    corpus = tmp_path / "corpus"
    changed(corpus, ("Daily Example", "side", "north"), sheet=True)
    with pytest.raises(InputErrors, match="outlets.csv: differs from outlets.xlsx beside it; move away the one"):
        read_corpus(corpus)
    (corpus / TABLE).unlink()
    assert list(read_corpus(corpus).docs["side_by_publisher"]) == ["north", "state"]
    assert "outlets.xlsx" in open_corpus(corpus).inputs


@pytest.mark.parametrize("value", ["", "?", " ? ", "unknown", "Unknown", "n/a"])
def test_a_side_that_is_emptied_or_doubted_is_unknown(made, tmp_path, value):
    made(table_of("Xinhua", "Reuters"), "t.csv")
    changed(tmp_path / "corpus", ("Xinhua", "side", value))
    docs = read_corpus(tmp_path / "corpus").docs
    assert list(docs["side_by_publisher"]) == list(docs["side_by_origin"]) == ["unknown", "foreign"]
    assert list(open_questions(docs)["value"]) == ["Xinhua"]
    changed(tmp_path / "corpus", ("Xinhua", "side", "state"), ("Xinhua", "side_by_origin", value))
    assert list(read_corpus(tmp_path / "corpus").docs["side_by_origin"]) == ["unknown", "foreign"]


def test_articles_without_an_outlet_are_decided_by_a_row_of_their_own(made, tmp_path):
    result = made({"a.txt": f"{PLAN}\n\n{TEXT}", "b.txt": f"{PLAN} | Reuters\n\n{TEXT}"})
    assert (NO_OUTLET, 1) in zip(result.outlets["name"], result.outlets["articles"], strict=True)
    assert f"    {NO_OUTLET}: 1 article" in summary(result)
    changed(tmp_path / "corpus", (NO_OUTLET, "side", "north"))
    assert list(read_corpus(tmp_path / "corpus").docs["side_by_publisher"]) == ["north", "foreign"]
    assert "side" not in set(open_questions(read_corpus(tmp_path / "corpus").docs)["column"])


SPELLED = ["Xinhua", "Xinhua News Agency", "Xinhua General News Service", "新华社", "新华网", "Xinhua Daily", "CGTN"]


def test_an_outlet_is_found_under_all_its_spellings(made, tmp_path):
    made(table_of(*SPELLED), "t.csv")
    corpus = open_corpus(tmp_path / "corpus")
    assert list(corpus.where(publisher="xinhua").articles["publisher"]) == ["Xinhua"]
    assert list(corpus.where(publisher="Xinhua").articles["publisher"]) == SPELLED[:5]
    assert list(corpus.where(publisher=["Xinhua", "CGTN"]).articles["publisher"]) == [*SPELLED[:5], "CGTN"]
    assert len(corpus.where(publisher="Xinhua General News Service")) == 1
    with pytest.raises(InputError, match="publisher 'Reuters': no article has it"):
        corpus.where(publisher="Reuters")


@pytest.mark.parametrize(
    ("publisher", "name"),
    [
        ("Wall Street Journal, Eastern edition", "The Wall Street Journal"),
        ("New York Times, Late Edition (East Coast)", "The New York Times"),
        ("Financial Times, The (London)", "Financial Times"),
        ("Springfield Gazette, Morning Edition", "Springfield Gazette"),
        ("Plain Dealer, The (Cleveland, OH)", "Plain Dealer, The (Cleveland, OH)"),
    ],
)
def test_an_edition_and_a_place_are_no_outlets_of_their_own(made, publisher, name):
    assert list(made(table_of(publisher), "t.csv").outlets["name"]) == [name]


@pytest.mark.parametrize(
    ("name", "text", "publisher"),
    [
        ("a.txt", f"CGTN\n\n{PLAN}\n\n{TEXT}", "CGTN"),
        ("a.txt", f"{PLAN}\n\nChina Daily\n\n{TEXT}", "China Daily"),
        ("a.txt", f"{PLAN}\n\n{TEXT}\nXinhua\n", "Xinhua"),
        ("2023-06-09_Global Times_harbour.txt", f"{PLAN}\n\n{TEXT}", "Global Times"),
        ("harbour - The Guardian.txt", f"{PLAN}\n\n{TEXT}", "The Guardian"),
        ("xinhua-001.txt", f"{PLAN}\n\n{TEXT}", "Xinhua"),
        ("China Daily/2023/a.txt", f"{PLAN}\n\n{TEXT}", "China Daily"),
        ("人民日报/a.txt", f"{PLAN}\n\n{TEXT}", "人民日报"),
        ("a.txt", f"{PLAN} | Harbour Gazette\n\n{TEXT}", "Harbour Gazette"),
        ("a.txt", f"{PLAN} | Business | The Guardian\n\n{TEXT}", "The Guardian"),
        ("a.txt", f"{PLAN}\n\nPARIS, June 9 (AFP) - {TEXT}", "AFP"),
        ("Reuters/a.txt", f"{PLAN} - CGTN\n\n{TEXT}", "CGTN"),
        ("a.txt", f"{PLAN}\n\nPARIS, June 9 (AFP) - {TEXT}\nSource: Lagos Observer", ""),
        ("time_to_go.txt", f"{PLAN} | Politics\n\n{TEXT}", ""),
        ("the paper/print.txt", f"Fortune\n\n{PLAN}\n\n{TEXT}", ""),
    ],
)  # fmt: skip
def test_an_outlet_is_found_wherever_it_stands_and_an_ordinary_word_is_none(made, name, text, publisher):
    row = made({name: text}).articles.loc[0]
    assert row["publisher"] == publisher
    assert bool(row["publisher_basis"]) == bool(publisher)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Updated 3 Jan 2023", "3 Jan 2023 is the day of an update"),
        ("Updated January 3, 2023 at 2:30 p.m. EST", "January 3, 2023 at 2:30 p.m. EST is the day of an update"),
        ("Aktualisiert am 3. Januar 2023", "3. Januar 2023 is the day of an update"),
        ("Mis à jour le 3 janvier 2023 à 10h30", "3 janvier 2023 à 10h30 is the day of an update"),
    ],
)
def test_the_day_of_an_update_is_no_day_of_publication_but_is_said(made, line, said):
    result = made(
        {"a.txt": f"{PLAN}\n\n{line}\n\n{TEXT}", "b.txt": f"{PLAN}\n\n{line}\nPublished: 2 Jan 2023\n\n{TEXT}"}
    )
    assert list(result.articles["published"]) == ["", "2023-01-02"]
    assert f"    {said}: a" in summary(result)


MONITORED = f"""Chinese paper urges self-reliance

Text of report {{by}}

{TEXT}
Source: {{source}}
"""


@pytest.mark.parametrize(
    ("by", "source", "credit", "day"),
    [
        (
            "in English by official Chinese news agency Xinhua (New China News Agency)",
            "Xinhua news agency, Beijing, in English 0830 gmt 9 Jun 23",
            "Xinhua news agency",
            "2023-06-09",
        ),
        (
            'by Sophie Wu headlined "Plan" published by Hong Kong newspaper South China Morning Post website on 8 June',
            "", "South China Morning Post website", "",
        ),
        ("by Iranian news agency", "Mehr, Tehran, in Persian 1030 gmt 12 Mar 22", "Mehr", "2022-03-12"),
    ],
)  # fmt: skip
def test_a_report_of_bbc_monitoring_names_its_source_and_day(made, by, source, credit, day):
    text = MONITORED.format(by=by, source=source).replace("Source: \n", "")
    row = made({"a.txt": text}).articles.loc[0]
    assert [row["credited_source"], row["published"]] == [credit, day]


MAIL = (
    "From: Jane Doe <jane@example.org>\nTo: me@example.org\nSubject: {subject}\nDate: Mon, 20 Nov 2023 10:00:00 +0100\n"
)
MAIL += "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{text}"
HEADS = {
    "gmail": "FYI\n\n---------- Forwarded message ---------\nFrom: Harbour Gazette <news@gazette.example>\n"
    "Date: Fri, Jun 9, 2023 at 8:14 AM\nSubject: Harbour plan goes ahead\nTo: Jane Doe <jane@example.org>\n\n",
    "outlook": "-----Original Message-----\nFrom: Harbour Gazette [mailto:news@gazette.example]\n"
    "Sent: Friday, June 9, 2023 8:14 AM\nTo: Jane Doe\nSubject: Harbour plan goes ahead\n\n",
    "german": "Von: Harbour Gazette <news@gazette.example>\nGesendet: Freitag, 9. Juni 2023 08:14\nAn: Jane Doe\n"
    "Betreff: Harbour plan goes ahead\n\n",
    "quoted": "> From: Harbour Gazette\n> Date: 9 June 2023\n> Subject: Harbour plan goes ahead\n\n",
}


@pytest.mark.parametrize("head", HEADS)
def test_a_forwarded_e_mail_is_the_original(made, head, bodies):
    [row] = made({"a.eml": MAIL.format(subject="Fwd: Plan", text=HEADS[head] + TEXT)}).articles.to_dict("records")
    assert [row[name] for name in ("title", "author", "published")] == [PLAN, "Harbour Gazette", "2023-06-09"]
    assert bodies() == {"a": " ".join(TEXT.split())}


def test_an_e_mail_that_quotes_a_sender_in_its_text_is_itself(made):
    text = f"From: the minister to: all of us, this is the plan.\n\n{TEXT}"
    [row] = made({"a.eml": MAIL.format(subject="AW: Re: Plan", text=text)}).articles.to_dict("records")
    assert [row[name] for name in ("title", "author", "published")] == ["Plan", "Jane Doe", "2023-11-20"]


def test_a_column_that_no_table_has_is_refused_and_advice_can_be_followed(made, tmp_path):
    files = {"a.json": f'{{"text": "{PLAN}. It did so.", "site": "CGTN", "paper": "Harbour Gazette"}}'}
    assert list(made(files, columns=["publisher=paper"]).articles["publisher"]) == ["Harbour Gazette"]
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(f"{PLAN}\n\n{TEXT}")
    with pytest.raises(InputError, match="there is none; leave it out; what file names hold is said by --pattern"):
        import_corpus(tmp_path / "other", tmp_path / "texts", {"columns": ["publisher=paper"]})
    said = import_corpus(tmp_path / "other", tmp_path / "texts").said
    assert "no publisher was found; say --pattern, write it into articles.csv, or a side into outlets.csv" in said


@pytest.mark.parametrize("day", ["Juni 2023", "", "D:20230609120000+99'99'"])
def test_a_day_that_a_pdf_file_spells_wrongly_is_no_day(made, day):
    pypdf, typst = pytest.importorskip("pypdf"), pytest.importorskip("typst")
    writer, file = pypdf.PdfWriter(pypdf.PdfReader(io.BytesIO(typst.compile(TEXT.encode())))), io.BytesIO()
    writer.add_metadata({"/CreationDate": day, "/Title": PLAN})
    writer.write(file)
    assert "document_created" not in made({"a.pdf": file.getvalue()}).articles


def excel(*rows):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


MONTHS = {
    "01. Mrz 23": "2023-03-01",
    "02-Okt-2023": "2023-10-02",
    "3. Dez. 2023": "2023-12-03",
    "4. Jän. 2023": "2023-01-04",
    "12 févr. 2023": "2023-02-12",
    "6 juil. 2023": "2023-07-06",
    "7 déc. 23": "2023-12-07",
    "10 ene 2023": "2023-01-10",
    "11 марта 2023 г.": "2023-03-11",
    "5 paź 2023": "2023-10-05",
}


def test_months_are_read_as_spreadsheets_of_other_languages_shorten_them(made):
    rows = pd.DataFrame({"Volltext": [f"Plan {n} goes ahead." for n in range(len(MONTHS))], "Datum": list(MONTHS)})
    assert list(made({"t.csv": rows.to_csv(index=False)}, "t.csv").articles["published"]) == list(MONTHS.values())


@pytest.mark.parametrize(
    "heading", ["Export aus der Pressedatenbank vom 3.4.2023\n\n", "Suchergebnis: China, Technik, Plan\n", ""]
)
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_heading_above_the_names_of_columns_is_no_row(made, heading, mark):
    rows = ["Titel|Datum|Medium|Volltext", *(f"Plan {n}|0{n}.04.2023|CGTN|It did so." for n in (3, 4, 5))]
    articles = made({"t.csv": heading + "\n".join(rows).replace("|", mark)}, "t.csv").articles
    assert list(articles["title"]) == ["Plan 3", "Plan 4", "Plan 5"]
    assert set(articles["publisher"]) == {"CGTN"}


def test_columns_that_sound_like_known_ones_are_advised(made):
    table = f"Outlet (old),Datum (neu),Note,Volltext\nCGTN,2023-04-03,x,{PLAN}.\n"
    said = made({"t.csv": table}, "t.csv").said
    advice = '--column "published=Datum (neu)" --column "publisher=Outlet (old)" if this is what it holds'
    assert f"columns not used: Outlet (old), Datum (neu), Note; say {advice}" in said


def test_a_renamed_column_of_days_is_named_with_its_remedy(made, tmp_path):
    made({"a.txt": f"{PLAN}\n\n{TEXT}"})
    path = tmp_path / "corpus" / "articles.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace(",published,", ",Datum,"), encoding="utf-8")
    assert "rename the column Datum to published" in set(check(tmp_path / "corpus")["remedy"])


def test_a_language_that_is_not_recognised_is_said(made):
    texts = {"de": "Der Hafen wird gebaut, sagte der Minister.", "ru": "Порт будет построен, сказал министр."}
    result = made({f"{name}.txt": text for name, text in texts.items()} | {"en.txt": TEXT})
    assert list(result.articles["language"]) == ["", "en", ""]
    said = "  language: 2 x not recognised, as in short texts; write en, zh, de or another code into articles.csv"
    assert said in summary(result)


def test_polish_russian_and_dutch_are_recognised(made):
    polish = "Minister powiedział w piątek, że port nie zostanie zbudowany, a pieniądze się na to nie znajdą, "
    russian = "Министр сказал в пятницу, что порт не будет построен и что для этого нет денег, как это часто и бывает, "
    dutch = "De minister zei vrijdag dat het plan voor de haven niet doorgaat, en dat er ook met een ander plan niet "
    files = {"nl.txt": dutch * 2, "pl.txt": polish * 2, "ru.txt": russian * 2}
    assert list(made(files).articles["language"]) == ["nl", "pl", "ru"]


def test_how_the_program_was_started_is_how_it_is_advised(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    python = tmp_path / ".venv" / "bin" / "python"
    monkeypatch.setattr("sys.executable", str(python))
    monkeypatch.setattr("sys.argv", ["/a/analysis/__main__.py", "new"])
    assert program() == f"{python.relative_to(tmp_path)} -m analysis"
    monkeypatch.setattr("sys.argv", [str(python.with_name("workbook")), "new"])
    assert program() == str(python.with_name("workbook").relative_to(tmp_path))
    monkeypatch.setattr("shutil.which", lambda name: str(python.with_name(name)))
    assert program() == "workbook"


SHEET_ROWS = [["title", "text"], [PLAN, TEXT]]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("t.xlsx", lambda: excel(*SHEET_ROWS)[:3000], "t.xlsx: broken or incomplete; download it, or save it, again"),
        ("t.xlsx", lambda: b"hello", "t.xlsx: not a spreadsheet, whatever its name says; save it again"),
        ("l.zip", lambda: locked(), "l.zip: protected by a password; unpack it with the password, and give the folder"),
    ],
)
def test_what_is_broken_or_locked_is_refused_with_its_cause(made, name, data, message):
    with pytest.raises(InputError, match=message):
        made({name: data()}, name)


def locked():
    """A zip whose members are marked as encrypted."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", TEXT)
        archive.writestr("b.txt", TEXT)
    data = bytearray(file.getvalue())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(sign), bytes(data)):
            data[found.start() + place] |= 1
    return bytes(data)


WISERS = """文匯報
A12 | 文匯要聞 | 記者張三 | 2023-06-09
科技自立自強是國家戰略

政府表示將加大投入，推動高質量發展，並攻克關鍵核心技術。

企業表示支持這一決定，並將繼續投入研發。

文章編號: 202306090030042
本內容之版權歸相關版權擁有人所有或由慧科訊業經有關授權人授予使用。

South China Morning Post
EDT4 | CITY | By Jane Doe | 2023-06-10
Science push meets doubts

Officials have doubts about the push, people who know the matter said.

Document number: 202306100030017
"""
ARTICLE = """<article><header>{head}</header><section><div class="docOcurrContainer">
<p>Le plan avance, a dit jeudi le ministère.</p><p>Les critiques disent que le coût est trop élevé.</p></div></section>
<footer><small>© 2023 {outlet}. Tous droits réservés.</small><div class="publiC-lblNodoc">news·20230609·LM·4{n}</div></footer></article>"""
EUROPRESSE = "<html><head><title>Europresse.com</title></head><body>{}</body></html>"
HEAD = '<p class="titreArticleVisu">{title}</p>'
NAME = '<span class="DocPublicationName">{outlet}</span>'
DAY = '<div class="DocHeader">Économie, vendredi {day} 1250 mots, p. 12</div>'
FRENCH = [("Le port avance", "Le Monde", "9 juin 2023"), ("Doutes", "Le Figaro (site web)", "10 juin 2023")]


def test_an_export_of_wisers_becomes_its_articles(made, bodies):
    articles = made({"wisers.txt": WISERS}).articles
    assert articles[["title", "publisher", "published"]].to_numpy().tolist() == [
        ["科技自立自強是國家戰略", "文匯報", "2023-06-09"],
        ["Science push meets doubts", "South China Morning Post", "2023-06-10"],
    ]
    assert list(bodies().values()) == [
        "政府表示將加大投入，推動高質量發展，並攻克關鍵核心技術。 企業表示支持這一決定，並將繼續投入研發。",
        "Officials have doubts about the push, people who know the matter said.",
    ]


@pytest.mark.parametrize("order", [NAME + DAY + HEAD, HEAD + NAME.replace("span", "div") + DAY])
def test_an_export_of_europresse_becomes_its_articles(made, order, bodies):
    heads = (order.format(title=title, outlet=outlet, day=day) for title, outlet, day in FRENCH)
    pages = "".join(
        ARTICLE.format(head=head, outlet=one[1], n=n) for n, (head, one) in enumerate(zip(heads, FRENCH, strict=True))
    )
    articles = made({"europresse.html": EUROPRESSE.format(pages)}).articles
    assert articles[["title", "publisher", "published"]].to_numpy().tolist() == [
        ["Le port avance", "Le Monde", "2023-06-09"],
        ["Doutes", "Le Figaro (site web)", "2023-06-10"],
    ]
    text = "Le plan avance, a dit jeudi le ministère. Les critiques disent que le coût est trop élevé."
    assert list(bodies().values()) == [text] * 2


def test_an_article_in_exports_of_two_databases_is_taken_once_and_one_with_another_text_is_noted(made):
    nexis = "Science push meets doubts\n\nSouth China Morning Post (Hong Kong)\n\nJune 10, 2023 Saturday\n\nLength: 9 words\n\n"
    nexis += "Body\n\n{}\n\nLoad-Date: June 10, 2023\n\nEnd of Document\n"
    text = "Officials have  doubts about the push, people who know the matter said."
    result = made({"a.txt": WISERS, "b.txt": nexis.format(text), "c.txt": nexis.format("They have none.")})
    assert list(result.articles["original"]) == ["a.txt", "a.txt", "c.txt"]
    assert "Articles that stand in two exports, taken once, 1: b.txt is a.txt 2" in summary(result)
    assert list(result.articles["look_at"])[2] == "has outlet, day and title of a.txt 2, but another text"


def test_tables_among_articles_are_read_and_one_without_texts_is_named(made):
    table = "title,text,publisher\nPlan one,It goes ahead.,CGTN\nPlan two,It went ahead.,Reuters\n"
    files = {"a.txt": f"{PLAN}\n\n{TEXT}", "b.csv": table, "sub/c.xlsx": excel(["title", "text"], ["Plan three", TEXT])}
    result = made(files | {"list.csv": "url,note\nhttps://example.org,x\n"})
    assert list(result.articles["title"]) == [PLAN, "Plan one", "Plan two", "Plan three"]
    assert list(result.articles["original"]) == ["a.txt", "b.csv", "b.csv", "sub/c.xlsx"]
    assert list(result.problems["file"]) == ["list.csv"]
    assert "no column with texts among url, note" in result.problems.loc[0, "problem"]


@pytest.mark.parametrize("data", ["[]", "null"])
def test_a_json_file_without_articles_is_said_to_hold_none(made, data):
    with pytest.raises(InputError, match="no article in it"):
        made({"a.json": data}, "a.json")


def quoted(text, charset, **head):
    """An e-mail in quoted-printable, its header encoded, as programs in China write it."""
    words = {name: email.header.Header(value, charset).encode() for name, value in head.items()}
    lines = "".join(f"{name}: {value}\n" for name, value in words.items())
    lines += f"Date: Fri, 09 Jun 2023 08:14:00 +0800\nMIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\n"
    return (lines + "Content-Transfer-Encoding: quoted-printable\n\n").encode() + quopri.encodestring(
        text.encode(charset)
    )


@pytest.mark.parametrize("charset", ["gbk", "gb2312", "big5", "utf-8"])
def test_an_e_mail_in_quoted_printable_is_read_in_its_charset(made, charset, bodies):
    text = {"big5": "科技自立自強是國家戰略。政府表示將加大投入。"}.get(
        charset, "科技自立自强是国家战略。政府表示将加大投入。"
    )
    name = {"big5": "新華社"}.get(charset, "新华社")
    [row] = made({"a.eml": quoted(text, charset, Subject="科技自立", From=name)}).articles.to_dict("records")
    assert [row[part] for part in ("title", "publisher", "side_by_publisher")] == ["科技自立", name, "state"]
    assert bodies() == {"a": text}


def test_names_with_emoji_very_long_ones_and_ones_that_differ_in_capitals_are_kept_apart(made):
    names = ["🚀 plan 😀.txt", f"{'x' * 200}.txt", f"{'长' * 80}.txt", "A.TXT", "a.txt", "a.Txt"]
    articles = made({name: f"Plan {n} goes ahead\n\n{TEXT}" for n, name in enumerate(names)}).articles
    assert sorted(articles["original"]) == sorted(names)
    assert articles["doc_id"].str.casefold().is_unique
    assert set(articles["title"]) == {f"Plan {n} goes ahead" for n in range(len(names))}


def test_a_word_file_with_tracked_changes_and_an_rtf_file_with_pictures_are_their_texts(made, bodies):
    document, file = docx.Document(), io.BytesIO()
    paragraph = document.add_paragraph("The plan ")
    for tag, run in (("ins", "<w:t>goes ahead.</w:t>"), ("del", "<w:delText>was stopped.</w:delText>")):
        xml = f'<w:{tag} {docx.oxml.ns.nsdecls("w")} w:id="1" w:author="x"><w:r>{run}</w:r></w:{tag}>'
        paragraph._p.append(docx.oxml.parse_xml(xml))
    document.save(file)
    picture = r"{\pict\pngblip\picw1\pich1 " + "89504e47" * 500 + "}"
    rtf = r"{\rtf1\ansi " + picture + r"\pard The ministry {\*\shppict" + picture + r"}said that it would.\par}"
    made({"a.docx": file.getvalue(), "b.rtf": rtf})
    assert bodies() == {"a": "The plan goes ahead.", "b": "The ministry said that it would."}


def test_a_broken_line_of_json_costs_itself(made):
    lines = [
        '{"title": "A", "text": "It goes."}',
        '{"title": "B", "text": "bro',
        '{"title": "C", "text": "It went."}',
        "[1]",
    ]
    result = made({"a.jsonl": "\n".join(lines)}, "a.jsonl")
    assert list(result.articles["title"]) == ["A", "C"]
    assert list(result.problems["problem"]) == ["line 2 is not a JSON object", "line 4 is not a JSON object"]


OLD = """
                               DOCUMENT {n} OF 2


                    BBC Monitoring Asia Pacific - Political
                     Supplied by BBC Worldwide Monitoring

                           November {n}, 2012 Friday

{title}

LENGTH: 30 words

   {text}

LOAD-DATE: November 9, 2012

LANGUAGE: ENGLISH

SUBJECT: SEMICONDUCTORS (91%); WORLD ECONOMY (78%)

                   Copyright 2012 British Broadcasting Corporation
                              All Rights Reserved
"""


def test_an_old_export_that_counts_document_1_of_2_becomes_its_articles(made, bodies):
    parts = [("Harbour plan goes ahead", "It goes on."), ("Canal opens", "It opened.")]
    text = "".join(OLD.format(n=n, title=title, text=text) for n, (title, text) in enumerate(parts, 1))
    articles = made({"old.TXT": text.replace("\n", "\r\n")}).articles
    assert list(articles["title"]) == ["Harbour plan goes ahead", "Canal opens"]
    assert list(articles["published"]) == ["2012-11-01", "2012-11-02"]
    assert set(articles["publisher"]) == {"BBC Monitoring Asia Pacific - Political"}
    assert [words.split(".")[0].split()[-3:] for words in bodies().values()] == [
        ["It", "goes", "on"],
        ["It", "opened"],
    ]


def test_a_column_without_a_value_is_not_taken_in_place_of_one_with_values(made):
    table = pd.DataFrame({"title": [PLAN, "Canal opens"], "text": [None, "NA"], "maintext": [TEXT, TEXT + "More."]})
    table = table.assign(url="", DocumentURL=["https://a.org/1", "https://a.org/2"])
    result = made({"a.csv": table.to_csv(index=False), "b.jsonl": table.to_json(orient="records", lines=True)})
    assert len(result.articles) == 4
    assert list(result.articles["url"][:2]) == ["https://a.org/1", "https://a.org/2"]
    assert not any("not maintext" in line or "not DocumentURL" in line for line in summary(result))


@pytest.mark.parametrize(
    ("value", "author"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("本报记者 王小明", "王小明"),
        ("作者：王小明", "王小明"),
        ("[]", ""),
        ("Anonymous", ""),
        ("(anonymous)", ""),
        ("[[Ma Tong]]", "Ma Tong"),
        ("['Jo Ann', 'Ed Li']", "Jo Ann; Ed Li"),
        ("Byron", "Byron"),
        ("Di Wu", "Di Wu"),
        ("Von Hans Meier", "Hans Meier"),
    ],
)
def test_an_author_is_a_name_alone(made, value, author):
    table = pd.DataFrame({"title": [PLAN], "text": [TEXT], "author": [value], "publisher": ["来源：光明网"]})
    found = made({"a.csv": table.to_csv(index=False)}).articles.loc[0]
    assert found.get("author", "") == author
    assert (found["publisher"], found["side_by_publisher"]) == ("光明网", "state")


@pytest.mark.parametrize("line", ["South China Morning Post, 9 June 2023", "9 June 2023, South China Morning Post"])
def test_an_outlet_beside_a_day_and_the_name_in_a_byline_are_found(made, line):
    found = made({"neu 1.txt": f"{PLAN}\n\nBy Tom Poe in Beijing\n\n{line}\n\n{TEXT}"}).articles.loc[0]
    assert (found["publisher"], found["published"]) == ("South China Morning Post", "2023-06-09")
    assert found["author"] == "Tom Poe in Beijing"


def test_a_table_of_addresses_alone_is_told_how_its_texts_are_had(tmp_path):
    (tmp_path / "mc.csv").write_text("media_name,publish_date,title,url\ncnn.com,2023-06-01,Plan,https://a.org\n")
    with pytest.raises(InputError, match="save the pages behind its addresses into a folder"):
        import_corpus(tmp_path / "corpus", tmp_path / "mc.csv")


def test_the_name_in_a_byline_of_nested_json_is_the_author(made):
    one = {"meta": {"headline": {"main": PLAN}, "byline": {"original": "By Li Yuan"}, "pub_date": "2023-05-03"}}
    found = made({"dump.json": json.dumps({"response": {"docs": [one | {"body": [TEXT, TEXT]}]}})}).articles.loc[0]
    assert (found["title"], found["author"], found["published"]) == (PLAN, "Li Yuan", "2023-05-03")
