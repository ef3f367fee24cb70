"""Readers: every letter of a text comes through, or somebody is told."""

import email.message
import io
import json
import quopri
import re
import warnings
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from analysis.corpus.archives import unzipped
from analysis.corpus.formats import paragraphs, read_article, read_docx, read_html, read_table
from analysis.files import InputError, bundled


def page(body, head=""):
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


PARAGRAPHS = [
    f"The plan for harbour number {name} went ahead in spring, said the ministry, and nobody there was asked about it."
    for name in ("one", "two", "three", "four", "five", "six")
]


def test_the_second_extractor_sees_paragraphs_whatever_the_state_of_the_tags():
    broken = "<div><span>" * 260 + "<p>".join(PARAGRAPHS) + "<script>var long = '" + "x" * 100 + "'</script>"
    assert paragraphs(broken)[0] == PARAGRAPHS
    assert paragraphs("<p>" + PARAGRAPHS[0].replace("harbour", "<b>har</b>bour"))[0] == PARAGRAPHS[:1]


@pytest.mark.parametrize(
    ("text", "read", "n"),
    [
        ('One <tweet id="67" by=\'@x\'>he left</tweet> by <a href="http://x.org/a">car</a>. <tweet/> End.',
         "One he left by car.  End.", 5),
        ("<p>One plan.</p>Two <b>plans</b>.", "One plan.\n\nTwo plans.", 4),
        ("R&amp;D and AT&T; China&#39;s plan", "R&D and AT&T; China's plan", 0),
        ("a < b and c > d, <john@x.com> writes </3 love <sic> a <b and c", None, 0),
    ],
)  # fmt: skip
def test_tags_in_a_plain_text_are_taken_out_and_said(text, read, n):
    found, known = read_article("a.txt", text.encode())
    assert found.strip() == (read or text)
    assert known.get("look_at", ("",))[0] == (f"tags of markup were taken out: {n}" if n else "")


def test_a_page_in_which_no_article_is_found_gives_all_its_paragraphs_and_a_warning():
    text, known = read_html(page("<div><span>" * 260 + "".join(f"<p>{p}" for p in PARAGRAPHS)))  # lxml gives nothing
    assert text == "\n\n".join(PARAGRAPHS)
    assert known["look_at"][0] == "no article was recognised in the page: all its paragraphs were taken"


def test_what_an_extractor_loses_is_said(monkeypatch):
    import trafilatura

    whole = page("".join(f"<p>{p}</p>" for p in PARAGRAPHS))
    for kept, said in (
        (6, None),
        (5, None),
        (3, "3 of the page's 6 paragraphs are not in the text"),
        (0, "no article was"),
    ):
        found = type("Document", (), {"text": "\n".join(PARAGRAPHS[:kept]), "title": None})
        monkeypatch.setattr(trafilatura, "bare_extraction", lambda *_, found=found, **__: found)
        text, known = read_html(whole)
        assert known.get("look_at", (None,))[0] is None if said is None else known["look_at"][0].startswith(said)
    assert text == "\n\n".join(PARAGRAPHS)


def test_a_declared_label_is_read_as_browsers_read_it():
    data = page(f"<article><p>“{PARAGRAPHS[0]}”</p><p>{PARAGRAPHS[1]}</p></article>", '<meta charset="ISO-8859-1">')
    text, known = read_html(data.decode().encode("cp1252"))
    assert f"“{PARAGRAPHS[0]}”" in text
    assert known["encoding"] == ("cp1252", "declared")


def test_a_title_that_the_text_lacks_stands_above_it_once():
    head = '<title>Harbour plan goes ahead</title><meta property="og:title" content="Harbour plan goes ahead">'
    text, known = read_html(page(f"<article><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></article>", head))
    assert text.splitlines()[0] == "Harbour plan goes ahead"
    assert text.count("Harbour plan goes ahead") == 1
    assert known["title"] == ("Harbour plan goes ahead", "page metadata")


def test_a_word_file_keeps_tables_links_insertions_and_text_boxes_once():
    document = docx.Document()
    document.add_paragraph("One\tplan\nfor all")
    document.add_table(1, 2).rows[0].cells[1].text = "in a table"
    inserted = parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>inserted</w:t></w:r></w:ins>")
    deleted = parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>deleted</w:delText></w:r></w:del>")
    boxed = "<w:r><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></w:r>"
    names = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = parse_xml(
        f"<mc:AlternateContent {names} {nsdecls('w')}><mc:Choice>{boxed}</mc:Choice><mc:Fallback>{boxed}</mc:Fallback></mc:AlternateContent>"
    )
    paragraph = document.add_paragraph("Then ")._p
    for part in (inserted, deleted, box):
        paragraph.append(part)
    data = io.BytesIO()
    document.save(data)
    assert read_docx(data.getvalue())[0] == "One\tplan\nfor all\n\nin a table\n\nThen inserted\n\nboxed"


def test_a_word_file_reads_as_it_now_reads():
    document = docx.Document()
    paragraph = document.add_paragraph("high")._p
    moved = "<w:{0} {1}><w:r><w:t xml:space='preserve'> moved</w:t></w:r></w:{0}>"
    for part in (
        f"<w:r {nsdecls('w')}><w:noBreakHyphen/><w:t>qual\u00adity</w:t><w:softHyphen/></w:r>",
        moved.format("moveFrom", nsdecls("w")),
        moved.format("moveTo", nsdecls("w")),
        f"<w:del {nsdecls('w')}><w:r><w:t>gone</w:t></w:r></w:del>",
    ):
        paragraph.append(parse_xml(part))
    data = io.BytesIO()
    document.save(data)
    assert read_docx(data.getvalue())[0] == "high-quality moved"


def zipped(**members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return data.getvalue()


def odt(body, manifest=""):
    content = f'<?xml version="1.0"?><office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>'
    meta = "<m><dc:title>Plan &amp; all</dc:title><meta:initial-creator>Ann Lee</meta:initial-creator><meta:creation-date>2023-06-05T10:00</meta:creation-date></m>"
    kind = "application/vnd.oasis.opendocument.text"
    return zipped(mimetype=kind, content_xml=content, meta_xml=meta, **{"META-INF__manifest_xml": manifest})


def test_an_odt_file_keeps_marks_and_cells_and_leaves_out_deletions_and_notes():
    text, known = read_article(
        "a.odt",
        odt(
            "<text:tracked-changes><text:deletion><text:p>deleted</text:p></text:deletion></text:tracked-changes>"
            "<text:h>Plan</text:h><text:p>Co\u00adoperation<text:tab/>x<text:s text:c='2'/>y<text:line-break/>&lt;z&gt; "
            "<text:span>a</text:span>b<text:note><text:p>note</text:p></text:note>.</text:p>"
            "<table:table><table:table-cell><text:p>cell</text:p></table:table-cell></table:table>"
        ),
    )
    assert text == "Plan\n\nCooperation\tx  y\n<z> ab.\n\ncell"
    assert {name: value for name, (value, _) in known.items()} == {
        "title": "Plan & all",
        "author": "Ann Lee",
        "document_created": "2023-06-05",
    }


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"\ansicpg1252 Caf\'e9 na\u239\'efve \u8220?a\u8221?", "Café naïve “a”"),
        (rb"\ansicpg1250 \'a3\'f3d\'9f \u322l", "Łódź ł"),
        (b"\\ansicpg936 " + "科技".encode("gbk") + rb" \'d6\'ec\'e9F\'bb\'f9", "科技 朱镕基"),
        (rb"\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset134 B;}}\f1 \'bf\'c6\f0 \'e9", "科é"),
        (rb"\ansicpg1252 high\_quality co\-operation \u-10179?\u-8704?", "high\u2011quality cooperation 😀"),
        (rb"\ansicpg936 bad \'81 end", "bad \ufffd end"),
        (
            rb'\ansicpg1252 {\field{\*\fldinst{HYPERLINK "http://x.org"}}{\fldrslt{a link}}} {\deleted out}in',
            "a link in",
        ),
        (rb"\ansicpg1252\trowd HD\cell The plan\cell\row\pard One.\par Two.", "HD\tThe plan\t\nOne.\nTwo."),
    ],
)
def test_an_rtf_file_is_read_in_its_code_pages(body, text):
    from analysis.corpus.encoding import without_controls

    assert without_controls(read_article("a.rtf", rb"{\rtf1\ansi" + body + b"}")[0])[0] == text


FRONT = {
    "yaml": "---\ntitle: 'Plan: a start'\nDate: 2023-06-05\nauthor: [Ann Lee, Bob Roe]\nsource: Reuters\ntags: [a]\n---\n",
    "toml": "+++\ntitle = 'Plan: a start'\ndate = 2023-06-05\nauthor = ['Ann Lee', 'Bob Roe']\noutlet = 'Reuters'\ntags = ['a']\n+++\n",
}


@pytest.mark.parametrize("kind", FRONT)
def test_the_front_matter_of_a_markdown_file_is_metadata_and_its_marks_are_no_text(kind):
    body = "# Plan\n\nThe **ministry** said on\n[Monday](http://x.org).\n\n- one\n- two\n\n---\n\nlast"
    text, known = read_article("a.md", (FRONT[kind] + body).encode())
    assert text == "Plan\n\nThe ministry said on Monday.\n\none\n\ntwo\n\nlast"
    assert {name: known[name][0] for name in ("title", "published", "author", "publisher", "front_matter")} == {
        "title": "Plan: a start",
        "published": "2023-06-05",
        "author": "Ann Lee; Bob Roe",
        "publisher": "Reuters",
        "front_matter": '{"tags": "a"}',
    }


def test_front_matter_that_cannot_be_read_stays_in_the_text_and_is_said():
    text, known = read_article("a.md", b"---\ntitle: [torn\n---\nOne plan.")
    assert "title: [torn" in text and "One plan." in text
    assert known["look_at"][0] == "its front matter cannot be read and was left in the text"
    assert read_article("a.md", b"---\nA line between rules\n---\nOne plan.")[0] == "A line between rules\n\nOne plan."


SENTENCES = " ".join(PARAGRAPHS)


@pytest.fixture(scope="module")
def printed():
    """A PDF file of several pages with heads, numbers and cut words."""
    typst = pytest.importorskip("typst")
    head = '#set page(width: 9cm, height: 12cm, header: [Harbour Gazette], numbering: "1")\n#set text(hyphenate: true, lang: "en")\n'
    body = "\n\n".join(
        f"On day {day} the ministry spoke of self-reliance. {SENTENCES}" for day in "one two three".split()
    )
    title = '#set document(title: "A plan")\n#set par(justify: true, first-line-indent: 1em)\n= A plan\n\n'
    return typst.compile((head + title + body).encode())


def test_a_pdf_file_is_joined_and_what_its_pages_add_is_set_aside_and_said(printed):
    text, known = read_article("a.pdf", printed)
    body, aside = text.split("\n\f\v")
    assert body.split("\n")[0] == "A plan"
    for day in ("one", "two", "three"):
        assert f"On day {day} the ministry spoke of self-reliance. {SENTENCES}" in body.replace("\n", " ")
    assert aside.startswith("Harbour Gazette | 1 | 2")
    assert known["title"] == ("A plan", "PDF properties")
    assert f"set aside as heads, feet and numbers of pages: {aside}" in known["layout"][0]


def test_a_pdf_file_with_a_password_or_without_text_is_named_with_its_remedy(printed):
    from pypdf import PdfWriter

    for password, message in (("", ""), ("secret", "protected by a password; open it, take the password away")):
        writer, data = PdfWriter(clone_from=io.BytesIO(printed)), io.BytesIO()
        writer.encrypt(password, "owner", algorithm="RC4-128")
        writer.write(data)
        if message:
            with pytest.raises(InputError, match=message):
                read_article("a.pdf", data.getvalue())
        else:
            assert read_article("a.pdf", data.getvalue())[0] == read_article("a.pdf", printed)[0]
    writer, data = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(data)
    with pytest.raises(
        InputError, match=r"without text, as scanned pages are; run text recognition \(OCR\) on it first"
    ):
        read_article("a.pdf", data.getvalue())


def mail(body, html="", **headers):
    message = email.message.EmailMessage()
    for name, value in {"Subject": "Große Pläne", "From": "Ann Lee <ann@x.org>", **headers}.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def test_an_email_gives_its_text_subject_day_and_sender():
    message = mail(SENTENCES, Date="Mon, 05 Jun 2023 23:00:00 +0800")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="a.pdf")
    text, known = read_article("a.eml", message.as_bytes())
    assert text.strip() == SENTENCES
    assert [known[name] for name in ("title", "published", "author")] == [
        (value, "e-mail") for value in ("Große Pläne", "2023-06-05", "Ann Lee")
    ]
    assert known["look_at"][0] == "attachments not read: a.pdf"
    assert read_article("a.txt", message.as_bytes())[0] == text


def test_a_newsletter_is_read_from_its_web_page_and_its_sender_is_a_publisher():
    page = f"<table><tr><td><h1>Plan</h1>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}</td></tr></table>"
    message = mail("See this e-mail in a browser", page, List_Unsubscribe="<x>")
    text, known = read_article("a.eml", message.as_bytes())
    assert text == "\n\n".join(["Plan", *PARAGRAPHS])
    assert known["publisher"] == ("Ann Lee", "e-mail")


def test_an_email_of_raw_bytes_is_read_as_its_part_declares():
    head = b"Subject: =?gb2312?B?v8a8vA==?=\r\nFrom: x@y.cn\r\nDate: soon\r\nMIME-Version: 1.0\r\n"
    head += b"Content-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    text, known = read_article("a.eml", head + "科技，朱镕基。".encode("gbk"))
    assert (text, known["title"][0]) == ("科技，朱镕基。", "科技")
    assert "published" not in known


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "a.html"])
def test_a_page_saved_in_one_file_is_its_article_with_its_address(name):
    html = page(
        f"<article><h1>A plan</h1>{''.join(f'<p>{p}’s</p>' for p in PARAGRAPHS)}</article>", "<title>A plan</title>"
    )
    data = b"Snapshot-Content-Location: https://x.org/a\r\nSubject: A plan\r\nDate: Tue, 7 Nov 2023 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
    data += b'Content-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n--B\r\nContent-Type: text/html; charset=utf-8\r\n'
    data += b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + quopri.encodestring(html) + b"\r\n--B--\r\n"
    text, known = read_article(name, data)
    assert PARAGRAPHS[5] + "’s" in text
    assert known["url"][0] == "https://x.org/a"
    assert "published" not in known  # the day in its head is the day when it was saved


def test_a_mailbox_is_a_row_a_message():
    data = b"".join(b"From a@b Mon Jun  5 10:00:00 2023\n" + mail(p).as_bytes() + b"\n" for p in PARAGRAPHS[:2])
    header, *rows = read_table("a.mbox", data)[0]
    assert header == ["text"]
    assert [text.strip() for text, _ in rows] == PARAGRAPHS[:2]


JSON = {
    "one article": (
        {
            "title": "T",
            "text": SENTENCES,
            "images": [{"alt": "x" * 90}],
            "source": {"name": "Reuters", "about": "y" * 99},
        },
        "source",
    ),
    "a list": ([{"title": "T", "text": SENTENCES}], "title"),
    "articles": (
        {"status": "ok", "articles": [{"source": {"id": None, "name": "Xinhua"}, "text": SENTENCES}]},
        "source",
    ),
    "deep": (
        {"response": {"docs": [{"headline": {"main": "T", "kicker": "k"}, "text": SENTENCES}], "n": 1}},
        "headline",
    ),
    "fields": ({"response": {"results": [{"id": "1", "fields": {"text": SENTENCES, "byline": "A"}}]}}, "byline"),
    "search": ({"hits": {"hits": [{"_id": "1", "_source": {"title": "T", "text": SENTENCES}}]}}, "title"),
    "columns": ({"title": {"0": "T"}, "text": {"0": SENTENCES}}, "title"),
    "index": ({"a1": {"title": "T", "text": SENTENCES}, "a2": {"title": "U", "text": "x"}}, "id"),
    "rendered": ([{"title": {"rendered": "T"}, "text": {"rendered": SENTENCES, "protected": False}}], "title"),
    "texts": ([SENTENCES], "text"),
}


@pytest.mark.parametrize("kind", JSON)
def test_the_articles_in_a_json_file_are_found(kind):
    value, column = JSON[kind]
    header, row, *_ = read_table("a.json", json.dumps(value).encode())[0]
    assert dict(zip(header, row, strict=True))["text"] == SENTENCES
    assert dict(zip(header, row, strict=True))[column] in ("Reuters", "Xinhua", "T", "A", "a1", SENTENCES)


def test_a_bad_line_of_json_costs_itself_only():
    data = b'{"text": "One."}\n{torn\n\n{"text": "Two.", "authors": ["A", "B"]}\n'
    header, one, torn, two = read_table("a.json", data)[0]
    assert (header, one, two) == (["text", "authors"], ["One.", ""], ["Two.", "A; B"])
    assert str(torn).startswith("line 2 is not a JSON object")
    with pytest.raises(InputError, match="not JSON .*; write one"):
        read_table("a.json", b'{"text": "One.')


ROWS = [["title", "text"], ["Plan", "One.\nTwo."]]


@pytest.mark.parametrize(
    "data",
    [
        b"<html><meta charset=utf-8><table><tr><th>title</th><th>text</th></tr><tr><td>Plan</td><td><p>One.</p><p>Two.</p></td></tr></table>",
        b'<?xml version="1.0"?><ss:Workbook><Row><Cell><Data>title</Data></Cell><Cell>text</Cell></Row><Row><Cell>Plan</Cell><Cell>One.<br/>Two.</Cell></Row></ss:Workbook>',
        b'title\ttext\nPlan\t"One.\nTwo."\n',
        '\ufefftitle\ttext\nPlan\t"One.\nTwo."\n'.encode("utf-16-le"),
    ],
)
def test_an_xls_file_that_is_none_is_read_as_what_it_is(data):
    assert read_table("a.xls", data)[0] == ROWS


@pytest.mark.parametrize("name", ["a.xls", "a.csv"])
def test_an_old_excel_file_is_read_whatever_its_ending(name):
    rows, known = read_table(name, (Path(__file__).parents[1] / "data" / "table.xls").read_bytes())
    assert [row[:2] for row in rows] == [["title", "date"], ["Plan", "2023-06-05"], ["Two", "2023-06-07"]]
    assert [row[3] for row in rows] == ["n", "5", "2.5"]
    assert list(known["sheets"]) == ["A"]


def test_a_return_in_a_cell_keeps_the_row_whole():
    for data in (b'text,n\r\n"One.\rTwo.",1\r\n', b"text,n\nOne.\rTwo.,1\n", b'\ntext,n\n"One.\rTwo.",1'):
        assert [row for row in read_table("a.csv", data)[0] if row] == [["text", "n"], ["One.\nTwo.", "1"]]
    assert read_table("a.csv", b"text,n\rOne.,1\rTwo.,2\r")[0] == [["text", "n"], ["One.", "1"], ["Two.", "2"]]
    assert read_table("a.csv", b"text,n\nOne\0 plan.,1\n")[0][1] == ["One\0 plan.", "1"]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        (
            "a.docx",
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password; open it, take the password away",
        ),
        ("a.odt", odt("", "<manifest:encryption-data/>"), "protected by a password"),
        (
            "a.doc",
            OLE + "WordDocument".encode("utf-16-le"),
            r"an old Word file \(.doc\); open it in Word or LibreOffice",
        ),
        ("a.docx", OLE + "WordDocument".encode("utf-16-le"), r"an old Word file \(.doc\)"),
        ("a.pages", zipped(Index__Document_iwa="x"), "a file of Apple's Pages; export it from Pages as .docx"),
        ("a.docx", zipped(word__document_xml=b" " * 50_000_000), "unpacks to more than 200 times its size or 2 GB"),
        (
            "a.odt",
            zipped(mimetype="application/vnd.oasis.opendocument.text", content_xml=b" " * 50_000_000),
            "unpacks to more",
        ),
        ("a.txt", b"\xff\xd8\xff\xe0\0\x10JFIF", r"a picture, not text; run text recognition \(OCR\)"),
        ("a.txt", zipped(a_txt="x"), "a table or zip among articles"),
        ("a.msg", OLE + "__substg1.0".encode("utf-16-le"), r"a message of Outlook \(.msg\); save it as .eml"),
        ("a.docx", b"", "empty; give it a text, or remove it"),
        ("a.pdf", b" \n", "empty; give it a text"),
        (
            "a.mhtml",
            b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx",
            "holds no web page; save the page again",
        ),
        ("a", b"One plan.", "a kind of file that is not read; save it as .txt, .html, .docx or .pdf"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_remedy(name, data, message):
    with pytest.raises(InputError, match=message):
        read_article(name, data)


def test_a_table_with_a_password_or_of_formulas_without_values_is_named_with_its_remedy():
    openpyxl = pytest.importorskip("openpyxl")
    with pytest.raises(InputError, match="protected by a password"):
        read_table("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"))
    for text, message in (
        ('=CONCATENATE("a","b")', "formulas whose values were not saved; open it in Excel"),
        (SENTENCES, ""),
    ):
        book, data = openpyxl.Workbook(), io.BytesIO()
        for row in (["title", "text"], ["=A1", text]):
            book.active.append(row)
        book.save(data)
        if message:
            with pytest.raises(InputError, match=message):
                read_table("a.xlsx", data.getvalue())
        else:
            assert read_table("a.xlsx", data.getvalue())[0] == [["title", "text"], ["", SENTENCES]]


def test_a_file_is_read_by_what_it_is_and_that_is_said(printed):
    html = page("".join(f"<p>{p}</p>" for p in PARAGRAPHS))
    for name, data, kind in (
        ("a.txt", html, ".html"),
        ("a.doc", rb"{\rtf1\ansi One plan.}", ".rtf"),
        ("a.txt", printed, ".pdf"),
        ("a", html, ".html"),
    ):
        known = read_article(name, data)[1]
        ending = Path(name).suffix or "nothing"
        assert known["look_at"][0] == f"its name ends in {ending}, but it is a {kind} file and was read as one"
    assert "look_at" not in read_article("a.htm", html)[1]


@pytest.mark.parametrize(
    "line",
    [
        '<div class="box01"><div class="fl">2023年06月05日08:12 &nbsp; 来源：<a href="#">人民网－人民日报</a></div></div>',
        '<p>2023年06月05日08:12 来源：<a href="#">人民网－人民日报</a></p>',
        '<div>2023年06月05日08:12<span> 来源：</span><a href="#"><b>人民网－人民日报</b></a></div>',
    ],
)
def test_the_line_with_day_and_source_stays_one_line_of_the_text(line):
    body = (
        "科技自立自强是国家发展的战略支撑。专家强调，要把科技创新摆在核心位置，加快建设科技强国，推动企业成为主体。" * 3
    )
    text, _ = read_html(
        page(
            f"<h1>科技自立自强</h1>{line}<div><p>{body}</p><p>{body.replace('科技', '技术')}</p></div>",
            "<title>科技自立自强--人民网</title><meta charset=utf-8>",
        )
    )
    lines = [line for line in text.splitlines() if line.strip()]
    assert lines[:3] == ["科技自立自强", "2023年06月05日08:12 来源：人民网－人民日报", body]
    assert text.count("来源") == 1


def test_a_text_that_only_bears_the_ending_of_word_keeps_its_lines():
    for name in ("a.rtf", "a.doc"):
        text, known = read_article(name, b"One plan.\nTwo plans.\n")
        assert (text, known["look_at"][0].split(",")[0]) == ("One plan.\nTwo plans.\n", f"its name ends in {name[1:]}")


def test_the_cells_of_an_open_document_spreadsheet_are_rows():
    cell = "<table:table-cell office:value-type='string'><text:p>{}</text:p></table:table-cell>"
    rows = "".join(
        f"<table:table-row>{cell.format(a)}{cell.format(b)}</table:table-row>"
        for a, b in (("title", "text"), ("Plan", "One."))
    )
    names = " ".join(
        f"xmlns:{name}='urn:oasis:names:tc:opendocument:xmlns:{name}:1.0'" for name in ("office", "table", "text")
    )
    content = f"<?xml version='1.0'?><office:document-content {names}><office:body><office:spreadsheet><table:table table:name='A'>{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    manifest = "<manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'/>"
    data = zipped(
        mimetype="application/vnd.oasis.opendocument.spreadsheet",
        content_xml=content,
        **{"META-INF__manifest_xml": manifest},
    )
    assert read_table("a.ods", data)[0] == [["title", "text"], ["Plan", "One."]]


def test_the_five_articles_are_read_letter_by_letter():
    for path in bundled("seeds").glob("*.txt"):
        assert read_article(path.name, path.read_bytes()) == (
            path.read_text(encoding="utf-8"),
            {"encoding": ("utf-8", "valid UTF-8")},
        )


def test_what_a_member_of_a_zip_says_of_its_size_is_its_size():
    with zipfile.ZipFile(io.BytesIO(zipped(a_txt=b"x" * 100))) as archive:
        assert len(unzipped(archive, archive.infolist()[0], 100)) == 100
        with pytest.raises(InputError, match="unpacks to more than 200 times its size or 2 GB; move it away"):
            unzipped(archive, archive.infolist()[0], 99)
        archive.infolist()[0].flag_bits |= 1
        with pytest.raises(InputError, match="protected by a password"):
            unzipped(archive, archive.infolist()[0], 100)


def test_reading_a_page_warns_of_nothing_that_a_person_cannot_mend():
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        read_html(page(f"<p>{PARAGRAPHS[0]}</p>"))
    assert [warning for warning in said if not issubclass(warning.category, DeprecationWarning)] == []


@pytest.mark.parametrize(
    ("end", "column"),
    [("Unsubscribe | Update your preferences", "publisher"), ("退订", "publisher"), ("Yours, Ann", "author")],
)
def test_the_sender_of_a_newsletter_is_an_outlet_although_no_header_says_so(end, column):
    head = (
        "From: The Morning Dispatch <news@dispatch.example>\nSubject: Plan\nContent-Type: text/plain; charset=utf-8\n\n"
    )
    known = read_article("a.eml", f"{head}The plan goes ahead.\n\n{end}\n".encode())[1]
    assert known[column] == ("The Morning Dispatch", "e-mail")


def test_a_word_file_without_properties_has_no_title_that_the_library_makes_up():
    document, data = docx.Document(), io.BytesIO()
    document.core_properties.title = "Typed by its author"
    document.add_paragraph("China pledges more chip spending")
    document.save(data)
    assert read_docx(data.getvalue())[1]["title"] == ("Typed by its author", "Word properties")
    bare = io.BytesIO()
    with zipfile.ZipFile(data) as whole, zipfile.ZipFile(bare, "w") as part:
        for name in whole.namelist():
            text = whole.read(name)
            if name != "docProps/core.xml":
                part.writestr(name, re.sub(rb'<Relationship [^>]*core.xml"[^>]*>', b"", text))
    text, known = read_docx(bare.getvalue())
    assert text.strip() == "China pledges more chip spending"
    assert known == {}
