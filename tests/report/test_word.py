"""Word: a file with headings, captions, alternative texts and header rows, the same on every run."""

import io
import re

import nbformat
import pandas as pd
import pytest

docx = pytest.importorskip("docx")

from analysis.report.chapters import chapters  # noqa: E402
from analysis.report.page import page  # noqa: E402
from analysis.report.pdf import tree, words  # noqa: E402
from analysis.report.story import Finding, Story  # noqa: E402
from analysis.report.word import report_docx  # noqa: E402
from analysis.show.exports import published  # noqa: E402
from analysis.show.figures import plot_frequency  # noqa: E402
from analysis.show.html import table  # noqa: E402
from analysis.show.layout import Words  # noqa: E402
from analysis.stats.terms import frequency  # noqa: E402
from analysis.text.counts import count  # noqa: E402

QUOTES = (("north", "A <b>quotation</b>", "Daily"),)


@pytest.fixture
def made(tokens, tmp_path, monkeypatch):
    """The bytes of a file with a story, a figure and a table; and the document in them."""
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    words = frequency(count(tokens))
    shown = [
        published(lambda: plot_frequency(words), words, "..", "a", Words("Title.", "Words (n = 3).", "Three bars.")),
        table(pd.DataFrame({"n_docs": [1, 2], "term": ["=1+1", "b"]}), "Counts of terms."),
    ]
    outputs = [nbformat.v4.new_output("execute_result", one._repr_mimebundle_()) for one in shown]
    cells = [nbformat.v4.new_markdown_cell("# Why?"), nbformat.v4.new_code_cell("corpus.size()", outputs=outputs)]
    parts = chapters([("01_corpus", nbformat.v4.new_notebook(cells=cells))])[:1]
    told = Story(
        "The title", ("Who is compared.",), (Finding("North says more.", "Text.", "", QUOTES, "a"),), ("Much.",)
    )
    data = report_docx(page(told, parts, {}), tmp_path)
    assert data == report_docx(page(told, parts, {}), tmp_path)
    return docx.Document(io.BytesIO(data))


def test_headings_are_headings_and_text_of_articles_is_text(made):
    styled = {p.text: p.style.name for p in made.paragraphs}
    assert styled["The title"] == "Title"
    assert styled["Findings"] == styled["Articles and cleaning"] == "Heading 1"
    assert styled["North says more."] == styled["Why?"] == "Heading 2"
    assert styled["“A <b>quotation</b>” Daily (north)"] == "Quote"
    assert styled["Much."] == "List Bullet"


def test_figures_are_numbered_and_have_captions_and_alternative_texts(made):
    captions = [p.text for p in made.paragraphs if p.style.name == "Caption"]
    assert captions[0].startswith("Figure 1.") and "Words (n = 3)." in captions[0]
    assert [shape._inline.docPr.get("descr") for shape in made.inline_shapes] == ["Title. Three bars."]
    assert all(shape.width.mm <= 160.1 for shape in made.inline_shapes)


def test_a_long_table_has_its_first_rows_and_says_where_the_others_are():
    rows = pd.DataFrame({"n_docs": range(47), "term": "a"})
    for link, place in (('<a href="tables/terms.csv">CSV</a>', "the file tables/terms.csv"), ("", "the notebook")):
        shown = f'<html><div data-question="x">{table(rows, "Counts.", 30).html}{link}</div></html>'
        said = words(tree(shown))
        assert f"The first 15 of 47 rows; all are in {place}." in said and "not shown" not in said
        assert len(re.findall("a", said.partition("The first")[0].partition("term")[2])) == 15


def test_tables_have_a_repeated_header_row_with_names_in_words(made):
    (found,) = made.tables
    assert [cell.text for cell in found.rows[0].cells] == ["articles with it", "term"]
    assert found.rows[0]._tr.trPr.find(docx.oxml.ns.qn("w:tblHeader")) is not None
    assert [cell.text for cell in found.rows[1].cells] == ["1", "=1+1"]
