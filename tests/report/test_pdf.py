"""PDF: the page on paper, readable aloud, the same on every run, and nothing in it is code."""

import io

import nbformat
import pytest

pypdf = pytest.importorskip("pypdf")
pytest.importorskip("typst")

from analysis.report.chapters import chapters  # noqa: E402
from analysis.report.page import page  # noqa: E402
from analysis.report.pdf import report_pdf, tree  # noqa: E402
from analysis.report.story import Finding, Story  # noqa: E402
from analysis.show.exports import published  # noqa: E402
from analysis.show.figures import plot_sizes  # noqa: E402
from analysis.show.html import by_term, lines, table, titled  # noqa: E402
from analysis.text.concordance import find_terms, sentences  # noqa: E402
from analysis.text.counts import sizes  # noqa: E402

EVIL = '#panic("x") *b* $x$ @y \\n #import "z" ] } "'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    return tmp_path


@pytest.fixture
def html(tokens, folder):
    """A page with a figure, a table, lines, and text that would be code if it were markup."""
    words, quoted = sizes(tokens), sentences(tokens, find_terms(tokens, ["red plan"]))
    figure = published(lambda: plot_sizes(words), words, "..", "a", ("Title.", "Words (n = 3).", "Three bars."))
    shown = [
        titled(EVIL),
        figure + by_term(quoted, "side", ["red plan"]),
        table(words, EVIL),
        lines(quoted, "side"),
    ]
    cells = [nbformat.v4.new_markdown_cell("# Why?")]
    outputs = [[nbformat.v4.new_output("execute_result", one._repr_mimebundle_())] for one in shown]
    cells += [nbformat.v4.new_code_cell("x", outputs=output) for output in outputs]
    told = Story("Who says what", ("2 v 1.",), (Finding("North says more."),), ("Much.",))
    return page(told, chapters([("01_corpus", nbformat.v4.new_notebook(cells=cells))])[:1], {})


def test_text_of_articles_is_printed_and_never_run(html, folder):
    data, warning = report_pdf(html, folder)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    assert warning == ""
    assert text.replace("\n", " ").count('#panic("x") *b* $x$ @y \\n #import "z" ] }') == 3
    assert "The red plan is big." in text
    assert "Click a term" not in text


def test_it_is_tagged_with_alternative_text_and_its_fonts_are_inside(html, folder):
    data, _ = report_pdf(html, folder)
    reader = pypdf.PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    alternatives, open_ = [], [root["/StructTreeRoot"]]
    while open_:
        node = open_.pop().get_object()
        if isinstance(node, list):
            open_ += [one for one in node if not isinstance(one, int)]
        elif isinstance(node, dict):
            alternatives += [node["/Alt"]] if "/Alt" in node else []
            open_ += [node["/K"]] if "/K" in node and not isinstance(node["/K"], int) else []
    assert "Three bars." in alternatives
    assert (reader.metadata.creation_date, reader.metadata.title) == (None, "Who says what")


def test_two_of_the_same_page_are_the_same_bytes(html, folder):
    assert report_pdf(html, folder) == report_pdf(html, folder)


def test_characters_without_a_font_are_named_and_the_file_is_still_written(folder):
    text = page(Story("Why \U00012000?"), [], {})
    data, warning = report_pdf(text, folder)
    assert data.startswith(b"%PDF")
    assert (
        "no font for 1 of the characters in report.pdf (such as \U00012000); for Chinese, install Noto Sans CJK"
        in warning
    )


def test_what_only_serves_a_screen_is_left_out(html):
    tags, open_ = set(), [tree(html)]
    while open_:
        node = open_.pop()
        if isinstance(node, dict):
            tags.add(node["tag"])
            open_ += node["children"]
    assert not tags & {"head", "style", "nav", "source", "img"}
    assert {"h1", "h2", "figure", "table", "blockquote"} <= tags
