"""Page: what a notebook says, as one page that a stranger can read, follow and print."""

import itertools
import re

import nbformat
import pytest

from analysis.report.page import page
from analysis.show.html import Shown, lines, plain, titled
from analysis.text.concordance import find_terms, sentences

MANIFEST = {
    "parameters": {"target": "state", "reference": "<b>"},
    "compared": "2 state v 3 <b>.",
    "corpus_hash": "0123",
}


def notebook(*cells):
    """Markdown for a string, a result for what ``display`` returns."""
    made = []
    for cell in cells:
        if isinstance(cell, str):
            made.append(nbformat.v4.new_markdown_cell(cell))
        else:
            output = nbformat.v4.new_output("execute_result", cell._repr_mimebundle_())
            made.append(nbformat.v4.new_code_cell("x", outputs=[output]))
    return nbformat.v4.new_notebook(cells=made)


EVIL = titled("Of 7 words {sections} </p><script>")
QUICK = notebook("# Why *so*?", EVIL, "Prose.", "## Point", plain("</pre>"), "## What this does not show\n\n- All.")
PAGE = page([("01_quick", QUICK), ("02_more", QUICK)], MANIFEST, [("claims", "Claims & more", "<p>Held.</p>")])


def test_headings_go_down_one_level_at_a_time():
    levels = [int(level) for level in re.findall(r"<h([1-6])", PAGE)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_the_answer_stands_on_top_and_leads_to_its_section():
    assert PAGE.count('Of 7 words {sections} &lt;/p&gt;&lt;script&gt; <a href="#01_quick">Why <em>so</em>?</a>') == 1
    assert '<p class="answer">Of 7 words' in PAGE
    assert PAGE.count("Of 7 words") == 4  # on top and in its section, of each notebook


def test_contents_lead_to_every_section_and_further_ones_follow():
    for name in ("01_quick", "02_more", "claims"):
        assert f'<li><a href="#{name}">' in PAGE
        assert f'<section id="{name}" aria-labelledby="{name}-title">' in PAGE
    assert PAGE.index("Held.") > PAGE.index('<section id="02_more"')
    assert "Claims &amp; more" in PAGE


def test_title_comparison_and_corpus_are_named_and_escaped():
    assert "<h1>Who says what, in which words: state and &lt;b&gt; articles</h1>" in PAGE
    assert "2 state v 3 &lt;b&gt;." in PAGE
    assert "Corpus 0123." in PAGE
    assert not [markup for markup in ("<b>", "<script", "</pre></pre>") if markup in PAGE]


def test_ids_differ_and_no_anchor_mark_is_left():
    ids = re.findall(r' id="([^"]+)"', PAGE)
    assert len(ids) == len(set(ids))
    assert "¶" not in PAGE


def test_quoted_lines_are_folded_and_links_start_at_the_page(tokens):
    link = plain("x")
    link.html = '<a href="../figures/a.png">PNG</a>'
    quoted = lines(sentences(tokens, find_terms(tokens, ["red plan"])), "side")
    text = page([("01", notebook("# Why?", quoted, titled("5 lines.") + quoted, link))], {})
    assert text.count("<details><summary>5 quoted lines</summary>") == 2
    assert '<p class="answer">5 lines.</p><details>' in text
    assert 'href="figures/a.png"' in text


def test_a_result_that_shows_nothing_leaves_nothing():
    made = notebook("# Why?", Shown("", ""))
    assert "<pre>" not in page([("01", made)], {})


@pytest.mark.parametrize("output", [{"output_type": "stream", "name": "stdout", "text": "<i>"}])
def test_other_output_is_plain_text(output):
    cell = nbformat.v4.new_code_cell("x", outputs=[nbformat.from_dict(output)])
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Why?"), cell])
    assert "<pre>&lt;i&gt;</pre>" in page([("01", made)], {})
