"""Readers: every letter of a text comes through, or somebody is told."""

import io
import warnings

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from analysis.corpus.formats import Blocks, decode, read_docx, read_html, read_txt, unzipped
from analysis.files import InputError

LONG = (
    "Die Behörde erklärte, der Plan für den Hafen gehe im Frühjahr weiter, und niemand müsse um seine Stelle fürchten. "
)


@pytest.mark.parametrize(
    ("data", "declared", "expected"),
    [
        (b"\xef\xbb\xbfna\xc3\xafve", "cp1252", ("naïve", "utf-8-sig", "byte order mark")),
        ("naïve".encode("utf-16"), None, ("naïve", "utf-16", "byte order mark")),
        ("naïve".encode("utf-32"), None, ("naïve", "utf-32", "byte order mark")),
        ("\ufeffnaïve".encode("utf-16-be"), None, ("naïve", "utf-16", "byte order mark")),
        ("naïve".encode(), "cp1252", ("naïve", "utf-8", "valid UTF-8")),
        ("naïve".encode("cp1252"), "cp1252", ("naïve", "cp1252", "declared")),
        ("港口计划".encode("gbk"), "gbk", ("港口计划", "gbk", "declared")),
        ("港口計画".encode("iso-2022-jp"), "iso2022_jp", ("港口計画", "iso2022_jp", "declared")),
    ],
)
def test_an_encoding_is_taken_from_mark_utf8_and_declaration_in_this_order(data, declared, expected):
    text, known = decode(data, declared)
    assert (text, *known["encoding"]) == expected
    assert "look_at" not in known


def test_a_detector_is_asked_last_and_its_short_answers_are_to_be_looked_at():
    text, known = decode((LONG * 6).encode("cp1252"))
    assert text == LONG * 6
    assert known["encoding"][1] == "detected"
    assert "look_at" not in known
    assert "is guessed from few characters: look for wrong letters" in decode(LONG.encode("cp1252"))[1]["look_at"][0]


@pytest.mark.parametrize(
    "sentence",
    [
        "Le projet à l’étude a été adopté à Paris ; le maire ne s’y opposera pas, là où il était. ",
        "El señor Muñoz dijo que el año próximo habrá más niños en la costa. ",
        "O governo não fará alterações à legislação portuária. ",
    ],
)
def test_western_letters_are_not_taken_for_those_of_central_europe(sentence):
    text, known = decode((sentence * 12).encode("cp1252"))
    assert (text, known["encoding"]) == (sentence * 12, ("cp1252", "detected"))


@pytest.mark.parametrize("data", [b"a\0b", b"\xff\xfe\0", bytes(range(256)), b"\x1f\x8b\x08\0\xff", b"a\x1b[0m"])
def test_what_is_no_text_is_refused_and_never_patched(data):
    with pytest.raises(
        InputError, match="not text, in an unknown encoding, or with control characters; save it as UTF-8"
    ):
        decode(data)


def test_line_ends_stay_and_a_page_named_txt_is_refused():
    assert read_txt(b"one\r\ntwo\rthree\n")[0] == "one\r\ntwo\rthree\n"
    with pytest.raises(InputError, match="begins like a web page; rename it .html"):
        read_txt(b"\n <HTML lang=en>")


def page(body, head=""):
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


PARAGRAPHS = [
    f"The plan for harbour number {name} went ahead in spring, said the ministry, and nobody there was asked about it."
    for name in ("one", "two", "three", "four", "five", "six")
]


def test_the_second_extractor_sees_paragraphs_whatever_the_state_of_the_tags():
    broken = "<div><span>" * 260 + "<p>".join(PARAGRAPHS) + "<script>var long = '" + "x" * 100 + "'</script>"
    assert Blocks(broken).blocks == PARAGRAPHS
    assert Blocks("<p>" + PARAGRAPHS[0].replace("harbour", "<b>har</b>bour")).blocks == PARAGRAPHS[:1]


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


def test_a_member_is_counted_while_it_is_read():
    class Archive:
        def open(self, _):
            return io.BytesIO(b"x" * 100)

    assert len(unzipped(Archive(), None, 100)) == 100
    with pytest.raises(InputError, match="unpacks to more than 200 times its size or 2 GB; move it away"):
        unzipped(Archive(), None, 99)


def test_reading_a_page_warns_of_nothing_that_a_person_cannot_mend():
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        read_html(page(f"<p>{PARAGRAPHS[0]}</p>"))
    assert [warning for warning in said if not issubclass(warning.category, DeprecationWarning)] == []
