"""Kinds of files that people have, each made by hand with what must come out: title, outlet, day, author and words."""

import email.message
import email.policy
import io
import json
import sys

import docx
import openpyxl
import pytest

from analysis.files import InputErrors

HARBOUR = "The ministry said on Thursday that the harbour would be built as planned, and that work begins in June."
CRITICS = "Critics say that it will cost more than it brings, and that nobody was asked before the money went."
HOUSES = "The housing board met on Monday and spoke about the homes that nobody has wanted to build for years."
TENANTS = "Tenants who came to the meeting said that their rents had doubled, and that they would not leave."


def shown(result, *columns):
    return result.articles[["title", "publisher", "published", *columns]].to_numpy().tolist()


def rtf(lines):
    escaped = "".join(f"{line}\\par\n".replace("é", "\\'e9") for line in lines)
    return "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}\n" + escaped + "}"


def nexis(title, outlet, day, *body):
    head = [title, outlet, day, "", f"Copyright 2023 {outlet} All Rights Reserved", ""]
    head += ["Section: NEWS; Pg. 4", "", "Length: 34 words", "", "Byline: Jane Doe", "", "Body", ""]
    foot = [
        "Classification",
        "",
        "Language: ENGLISH",
        "",
        "Publication-Type: Newspaper",
        "",
        "Subject: HARBORS (90%)",
        "",
    ]
    return [
        *head,
        *[part for one in body for part in (one, "")],
        *foot,
        "Load-Date: May 5, 2023",
        "",
        "End of Document",
        "",
    ]


def test_a_nexis_rtf_file_with_a_table_of_contents_on_its_first_page(made, bodies):
    contents = [
        "User Name: Jane Doe",
        "Date and Time: Monday, June 5, 2023 10:15:00 AM EDT",
        "Job Number: 198765432",
        "",
    ]
    contents += ["Documents (2)", "1. Harbour plan goes ahead", "Client/Matter: -None-", "Search Terms: harbour", ""]
    contents += ["2. Housing board meets at last", "Client/Matter: -None-", "Search Terms: harbour", "", "\\page"]
    first = nexis("Harbour plan goes ahead", "The Guardian (London)", "May 4, 2023 Thursday", HARBOUR, CRITICS)
    second = nexis("Housing board meets at last", "China Daily", "May 5, 2023 Friday", HOUSES, TENANTS)
    result = made({"Files (2).RTF": rtf([*contents, *first, *second])})
    assert shown(result, "author", "language") == [
        ["Harbour plan goes ahead", "The Guardian (London)", "2023-05-04", "Jane Doe", "en"],
        ["Housing board meets at last", "China Daily", "2023-05-05", "Jane Doe", "en"],
    ]
    assert list(bodies().values()) == [f"{HARBOUR} {CRITICS}", f"{HOUSES} {TENANTS}"]


PARTS = """<div class="article {lang}Article"><p>&nbsp;</p><div id="hd"><span class="{lang}Headline"><b>{title}</b></span></div>
<div class="author">{author}</div><div>{words}</div><div>{day}</div><div>{outlet}</div><div>{code}</div>
<div>{language}</div><div>{rights}</div>
<p class="articleParagraph {lang}articleParagraph">{one}</p><p class="articleParagraph {lang}articleParagraph">{two}</p>
<p>{document} {code}0000020230504ej54000{n}x</p></div><br/>"""
GERMAN = [
    "Der Ausbau des Hafens geht weiter, sagte der Minister am Donnerstag in Berlin, und die Arbeit beginnt im Juni."
]
GERMAN += [
    "Kritiker sagen, dass er mehr kosten als bringen wird, und dass niemand vor dem Beschluss gefragt worden ist."
]
FRENCH = [
    "Les travaux du port iront de l'avant, a déclaré jeudi le ministre, et le chantier commencera au mois de juin."
]
FRENCH += [
    "Les critiques disent qu'il coûtera plus qu'il ne rapporte, et que personne n'a été consulté avant la décision."
]
OTHER_LANGUAGES = {
    "de": (
        "Der Hafen wird ausgebaut",
        "Von Anna Muster",
        "120 Wörter",
        "4. Mai 2023",
        "Süddeutsche Zeitung",
        "SDDZ",
        "Deutsch",
        "(c) 2023 Süddeutsche Zeitung GmbH",
        "Dokument",
        GERMAN,
        "Anna Muster",
    ),
    "fr": (
        "Le port sera agrandi",
        "Par Anne Dupont",
        "120 mots",
        "4 mai 2023",
        "Le Figaro",
        "FIGARO",
        "Français",
        "Copyright 2023 Le Figaro. Tous droits réservés.",
        "Document",
        FRENCH,
        "Anne Dupont",
    ),
}


@pytest.mark.parametrize("lang", OTHER_LANGUAGES)
def test_a_factiva_page_in_another_language(made, bodies, lang):
    title, author, words, day, outlet, code, language, rights, document, body, name = OTHER_LANGUAGES[lang]
    values = {"lang": lang, "author": author, "words": words, "day": day, "outlet": outlet, "code": code}
    values |= {"language": language, "rights": rights, "document": document, "one": body[0], "two": body[1]}
    articles = [PARTS.format(title=one, n=n, **values) for n, one in enumerate((title, f"{title}, zwei"), 1)]
    result = made(
        {
            "Factiva.html": f"<html><head><meta charset='utf-8'><title>Factiva</title></head><body>{''.join(articles)}</body></html>"
        }
    )
    assert shown(result, "author", "language") == [
        [title, outlet, "2023-05-04", name, lang],
        [f"{title}, zwei", outlet, "2023-05-04", name, lang],
    ]
    assert list(bodies().values()) == [" ".join(body)] * 2


def test_a_proquest_table_saved_as_xls_that_is_html(made, bodies):
    header = [
        "Title",
        "Abstract",
        "StoreId",
        "ArticleType",
        "Authors",
        "companies",
        "digitalObjectIdentifier",
        "documentType",
    ]
    header += [
        "entryDate",
        "language",
        "pages",
        "placeOfPublication",
        "pubdate",
        "pubtitle",
        "year",
        "DocumentURL",
        "FullText",
    ]
    row = [
        "Harbour plan goes ahead",
        "A summary.",
        "2812345678",
        "Newspapers",
        "Doe, Jane",
        "",
        "",
        "News",
        "2023-05-05",
    ]
    row += [
        "English",
        "A.4",
        "Beijing",
        "May 4, 2023",
        "China Daily",
        "2023",
        "https://www.proquest.com/docview/2812345678",
    ]
    row += [f"<p>{HARBOUR}</p><p>{CRITICS}</p>"]
    rows = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>" for cells in (header, row)]
    result = made(
        {"ProQuest.xls": f"<html><body><table border='1'>{''.join(rows)}</table></body></html>"}, "ProQuest.xls"
    )
    assert shown(result, "author", "language") == [
        ["Harbour plan goes ahead", "China Daily", "2023-05-04", "Doe, Jane", "en"]
    ]
    assert list(bodies().values()) == [f"{HARBOUR} {CRITICS}"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_table_with_semicolons_and_curly_quotes(made, bodies, encoding):
    table = "Titel;Medium;Datum;Volltext\n"
    table += f"Hafenplan „geht weiter“;Die Zeit;04.05.2023;“{HARBOUR}” – so it’s said; it is.\n".replace(
        "said;", "said,"
    )
    result = made({"t.csv": table.encode(encoding)}, "t.csv")
    assert shown(result) == [["Hafenplan „geht weiter“", "Die Zeit", "2023-05-04"]]
    assert list(bodies().values()) == [f"“{HARBOUR}” – so it’s said, it is."]
    assert result.articles["encoding"].tolist() == [encoding]


def test_articles_nested_in_the_pages_of_an_interface(made, bodies):
    one = {"id": 1, "headline": {"main": "Harbour plan goes ahead"}, "source": {"id": None, "name": "Reuters"}}
    one |= {
        "publishedAt": "2023-05-04T08:30:00Z",
        "content": {"text": f"{HARBOUR}\n\n{CRITICS}"},
        "authors": [{"name": "Jane Doe"}],
    }
    two = one | {"id": 2, "headline": {"main": "Housing board meets"}, "content": {"text": f"{HOUSES}\n\n{TENANTS}"}}
    pages = {"status": "ok", "data": {"total": 2, "articles": [one, two]}}
    result = made({"page1.json": json.dumps(pages)}, "page1.json")
    assert shown(result, "author") == [
        ["Harbour plan goes ahead", "Reuters", "2023-05-04", "Jane Doe"],
        ["Housing board meets", "Reuters", "2023-05-04", "Jane Doe"],
    ]
    assert list(bodies().values()) == [f"{HARBOUR} {CRITICS}", f"{HOUSES} {TENANTS}"]


def test_pages_of_an_interface_in_one_list(made):
    one, two = (
        {"title": title, "text": text, "date": "2023-05-04"} for title, text in (("A plan", HARBOUR), ("Homes", HOUSES))
    )
    pages = [{"page": 1, "data": {"articles": [one]}}, {"page": 2, "data": {"articles": [two]}}]
    assert made({"all.json": json.dumps(pages)}, "all.json").articles["title"].tolist() == ["A plan", "Homes"]


def test_json_lines_with_a_broken_last_line(made):
    lines = [
        json.dumps({"title": title, "text": text, "date": "2023-05-04"})
        for title, text in (("A plan", HARBOUR), ("Homes", HOUSES))
    ]
    result = made({"a.jsonl": "\n".join([*lines, '{"title": "Cut off", "text": "The road by the'])}, "a.jsonl")
    assert result.articles["title"].tolist() == ["A plan", "Homes"]
    assert result.problems[["file", "row"]].to_numpy().tolist() == [["a.jsonl", 4]]


def test_a_newsletter_with_a_plain_and_an_html_part(made, bodies):
    mail = email.message.EmailMessage(policy=email.policy.SMTP)
    mail["From"] = "Harbour Briefing <news@harbour-briefing.org>"
    mail["To"] = "jane@example.org"
    mail["Subject"] = "Harbour plan goes ahead"
    mail["Date"] = "Thu, 04 May 2023 06:30:00 +0000"
    mail["List-Unsubscribe"] = "<https://harbour-briefing.org/u>"
    end = "You are receiving this because you signed up. Unsubscribe: https://harbour-briefing.org/u"
    mail.set_content(f"View this email in your browser\n\n{HARBOUR}\n\n{CRITICS}\n\n{end}\n")
    paragraphs = "".join(f"<p>{one}</p>" for one in ("View this email in your browser", HARBOUR, CRITICS, end))
    mail.add_alternative(f"<html><body><style>p {{ color: red }}</style>{paragraphs}</body></html>", subtype="html")
    result = made({"letter.eml": mail.as_bytes()})
    assert shown(result) == [["Harbour plan goes ahead", "Harbour Briefing", "2023-05-04"]]
    assert list(bodies().values()) == [f"{HARBOUR} {CRITICS}"]


def test_a_page_that_chrome_saved_in_one_file(made, bodies):
    page = f"""<!DOCTYPE html><html lang="en"><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>Harbour plan goes ahead | Reuters</title><meta property="og:site_name" content="Reuters">
<meta property="og:title" content="Harbour plan goes ahead">
<meta property="article:published_time" content="2023-05-04T08:30:00Z"></head><body><nav><a href="/">Home</a></nav>
<main><article><h1>Harbour plan goes ahead</h1><p>{HARBOUR}</p><p>{CRITICS} It was café talk.</p></article></main></body></html>"""
    mail = email.message.EmailMessage(policy=email.policy.SMTP)
    mail["From"] = "<Saved by Blink>"
    mail["Snapshot-Content-Location"] = "https://www.reuters.com/world/harbour-plan-2023-05-04/"
    mail["Subject"] = "Harbour plan goes ahead | Reuters"
    mail["Date"] = "Mon, 5 Jun 2023 10:15:00 -0000"
    mail.make_related()
    part = email.message.EmailMessage(policy=email.policy.SMTP)
    part.set_content(page, subtype="html", cte="quoted-printable")
    part["Content-Location"] = "https://www.reuters.com/world/harbour-plan-2023-05-04/"
    mail.attach(part)
    result = made({"Harbour plan goes ahead.mhtml": mail.as_bytes()})
    assert shown(result, "url") == [
        ["Harbour plan goes ahead", "Reuters", "2023-05-04", mail["Snapshot-Content-Location"]]
    ]
    assert list(bodies().values()) == [f"{HARBOUR} {CRITICS} It was café talk."]


def test_markdown_with_a_list_of_authors_above_it(made, bodies):
    front = "---\ntitle: 'Harbour plan: it goes ahead'\nauthors:\n  - Jane Doe\n  - name: Max Muster\n    role: editor\ndate: 2023-05-04\n"
    front += "source: Reuters\ntags: [harbour, plan]\n---\n"
    text = (
        f"{front}\n# Harbour plan: it goes ahead\n\n{HARBOUR} See [the map](https://example.org/map).\n\n> {CRITICS}\n"
    )
    result = made({"2023-05-04-plan.md": text})
    assert shown(result, "author") == [["Harbour plan: it goes ahead", "Reuters", "2023-05-04", "Jane Doe; Max Muster"]]
    assert list(bodies().values()) == [f"{HARBOUR} See the map. {CRITICS}"]


def test_a_word_file_of_google_docs_with_its_data_in_a_table(made, bodies):
    document, file = docx.Document(), io.BytesIO()
    document.add_heading("Harbour plan goes ahead", 0)
    table = document.add_table(rows=0, cols=2)
    for label, value in (("Source", "Reuters"), ("Date", "May 4, 2023"), ("Author", "Jane Doe")):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    for paragraph in (HARBOUR, CRITICS):
        document.add_paragraph(paragraph)
    document.save(file)
    result = made({"Copy of plan.docx": file.getvalue()})
    [row] = result.articles.to_dict("records")
    assert (row["title"], row["published"], row["author"]) == ("Harbour plan goes ahead", "2023-05-04", "Jane Doe")
    assert row["publisher"] == "Reuters" or row["credited_source"] == "Reuters"
    assert list(bodies().values()) == [f"{HARBOUR} {CRITICS}"]


HEADS = [
    "Title: {title}\nDate: {day}\nSource: {outlet}\n\n{body}\n",
    "TITLE: {title}\r\nSOURCE: {outlet}\r\nDATE: {day}\r\n{body}\r\n",
]
HEADS += ["Headline: {title}\nPublication: {outlet}\nPublished: {day}\nURL: https://example.org/{n}\n---\n{body}\n"]


@pytest.mark.parametrize("head", HEADS)
def test_a_folder_of_texts_with_lines_of_labels_above_each(made, bodies, head):
    one = head.format(
        title="Harbour plan goes ahead", day="4 May 2023", outlet="Reuters", body=f"{HARBOUR}\n\n{CRITICS}", n=1
    )
    two = head.format(
        title="Housing board meets", day="5 May 2023", outlet="China Daily", body=f"{HOUSES}\n\n{TENANTS}", n=2
    )
    articles = made({"1.txt": one, "2.txt": two}).articles
    assert articles[["title", "published"]].to_numpy().tolist() == [
        ["Harbour plan goes ahead", "2023-05-04"],
        ["Housing board meets", "2023-05-05"],
    ]
    assert (articles["publisher"] + articles["credited_source"]).tolist() == ["Reuters", "China Daily"]
    words = [text.removeprefix("--- ") for text in bodies().values()]  # a rule holds no word
    assert words == [f"{HARBOUR} {CRITICS}", f"{HOUSES} {TENANTS}"]


def test_a_sheet_with_merged_headings_above_the_table_and_a_row_of_totals_below(made, bodies):
    book, file = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    sheet.append(["Press review of the harbour, spring 2023"])
    sheet.merge_cells("A1:E1")
    sheet.append(["Article", None, None, "Coding", None])
    sheet.merge_cells("A2:C2")
    sheet.append([])
    sheet.append(["Title", "Outlet", "Date", "Full text", "Words"])
    sheet.append(["Harbour plan goes ahead", "Reuters", "2023-05-04", f"{HARBOUR}\n{CRITICS}", 37])
    sheet.append(["Housing board meets", "China Daily", "2023-05-05", f"{HOUSES}\n{TENANTS}", 36])
    sheet.append([])
    sheet.append(["Total", None, None, 2, 73])
    sheet.append(["Source: own research"])
    book.save(file)
    result = made({"review.xlsx": file.getvalue()}, "review.xlsx")
    assert shown(result) == [
        ["Harbour plan goes ahead", "Reuters", "2023-05-04"],
        ["Housing board meets", "China Daily", "2023-05-05"],
    ]
    assert list(bodies().values()) == [f"{HARBOUR} {CRITICS}", f"{HOUSES} {TENANTS}"]
    assert result.problems["row"].tolist() == [8, 9]


def test_a_file_whose_reader_is_not_installed_is_listed_and_the_others_are_made(made, monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    result = made({"a.docx": b"PK\x03\x04", "plan.txt": f"Harbour plan goes ahead\n\n{HARBOUR}\n\n{CRITICS}\n"})
    assert result.articles["original"].tolist() == ["plan.txt"]
    (problem,) = result.problems.to_dict("records")
    assert problem["file"] == "a.docx" and problem["problem"] == "read by docx, which is not installed"
    assert problem["remedy"] == 'python -m pip install "framing-workbook[word]" (in a checkout: -e ".[word]")'


def test_a_reader_that_is_not_installed_stops_a_strict_import(made, monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(InputErrors, match="a.docx: read by docx, which is not installed"):
        made({"a.docx": b"PK\x03\x04", "plan.txt": f"Harbour plan\n\n{HARBOUR}\n"}, errors="raise")
