"""Page: a story that a stranger can read, quote and print, and chapters that open where a link leads into them."""

import itertools
import re

import nbformat
import pandas as pd
import pytest

from analysis.report.chapters import Chapter, chapters, element, label, sections
from analysis.report.page import page
from analysis.report.story import Finding, Story
from analysis.report.xlsx import dictionary
from analysis.show.html import Shown, figure, lines, plain, sentence, table, titled
from analysis.text.concordance import find_terms, sentences

EVIL = "Of 7 words {chapters} </p><script>"
QUOTES = (("state", "Red & <b>", "Daily, 2024-01-05"), ("foreign", "Blue", "Wire"))
STORY = Story(
    "Title <i>",
    ("Who & what.",),
    (Finding(EVIL, "Text.", "n = 3", QUOTES, "words"), Finding("Two", figure="none")),
    ("All <u>.",),
)
MANIFEST = {"parameters": {"target": "state", "reference": "<b>"}, "corpus_hash": "0123"}


def cell(source, *outputs):
    made = [nbformat.v4.new_output("execute_result", one._repr_mimebundle_()) for one in outputs]
    return nbformat.v4.new_code_cell(source, outputs=made)


def notebook(*cells):
    """Markdown for a string; code cells as they are."""
    made = [nbformat.v4.new_markdown_cell(one) if isinstance(one, str) else one for one in cells]
    return nbformat.v4.new_notebook(cells=made)


def picture(name):
    return figure(b"png", "Caption.", "Alt", {"PNG": f"../figures/{name}.png", "SVG": f"../figures/{name}.svg"})


QUICK = notebook(
    "# Why *so*?",
    cell("sides.words().publish()", titled("Of 7 words"), picture("words")),
    "## Point",
    cell("corpus.size()", plain("</pre>"), table(pd.DataFrame({"n_docs_target": [1]}), "Counts.")),
    "## What this does not show\n\n- All.",
)
MORE = notebook(
    "# More", cell("corpus.frequency().publish()", picture("more")), "## What this does not show\n\n- Much."
)
FRAMES = "## Frames", cell("sides.frames().publish()", titled("Frames differ."), picture("frames"))
BOTH = [("02_term_frequencies", MORE), ("05_framing", notebook(*QUICK.cells, *FRAMES))]


def made(notebooks=BOTH, story=STORY, manifest=MANIFEST, more=()):
    return page(story, [*chapters(notebooks, ("state", "<b>")), *more], manifest)


PAGE = made(more=[Chapter("claims", "Claims & more", "1 holds.", element("<p>Held.</p>"))])


def test_headings_go_down_one_level_at_a_time():
    levels = [int(level) for level in re.findall(r"<h([1-6])", PAGE)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_chapters_follow_the_readers_order_and_a_section_stands_where_its_question_belongs():
    assert re.findall(r'<section id="(\w+)"', PAGE) == ["frames", "words", "methods", "claims"]
    frames, words = (
        re.search(f'<section id="{name}".*?</section>', PAGE, re.DOTALL)[0] for name in ("frames", "words")
    )
    assert "Frames differ." in frames
    assert "Frames differ." not in words
    assert words.index("Why <em>so</em>?") < words.index("More")
    assert words.count("What this does not show") == 1
    assert words.index("What this does not show") < words.index("All.") < words.index("Much.")


def test_a_figure_of_the_story_is_taken_from_its_chapter_which_leads_to_it():
    story, _, rest = PAGE.partition("<h2>What this does not show")
    assert story.count('id="figure-words"') == 1
    assert rest.count("figures/words.png") == 0
    assert '<a href="#figure-words">' in rest
    assert re.findall(r"<strong>Figure (\d)\.</strong>", PAGE) == ["1", "2", "3"]


def test_the_outlet_of_a_quotation_turns_no_day_round():
    told = Story("T", findings=(Finding("Said", quotes=(("state", "Red", "الأهرام, 2024-01-05"),)),))
    assert "<cite>\u2068الأهرام\u2069, 2024-01-05 (state)</cite>" in made(story=told)


def test_in_the_story_a_figure_is_drawn_for_half_of_a_window_and_for_a_phone():
    addresses = {"SVG": "../figures/words.svg"}
    drawn = figure(b"png", "Caption.", "Alt", addresses, ("Title.", "Words by side", {40: b"phone", 56: b"half"}))
    text = page(STORY, chapters([("05", notebook("# Why?", cell("sides.words().publish()", drawn)))]), MANIFEST)
    story, half = text.partition("<h2>What this does not show")[0], "data:image/png;base64,aGFsZg=="
    phone = '<source media="(max-width: 40rem)" srcset="data:image/png;base64,cGhvbmU="/>'
    assert f'<a href="figures/words.svg"><picture>{phone}<img alt="Alt" src="{half}"/></picture></a>' in story
    assert '<figure id="figure-words"><p class="unit">Words by side.</p><a href="figures/words.svg">' in story


def test_a_finding_of_a_question_has_the_figure_that_this_question_drew():
    asked = Story("T", findings=(Finding("Frames differ", figure="sides.frames()"),))
    assert 'id="figure-frames"' in made(story=asked).partition("<h2>What this does not show")[0]


def test_text_of_articles_and_authors_is_never_markup():
    assert "Of 7 words {chapters} &lt;/p&gt;&lt;script&gt;" in PAGE
    assert "“Red &amp; &lt;b&gt;”" in PAGE
    assert not [markup for markup in ("<b>", "<i>", "<u>", "</pre></pre>") if markup in PAGE]
    assert PAGE.count("<script") == 1


def test_ids_differ_every_link_leads_somewhere_and_no_anchor_mark_is_left():
    ids = re.findall(r' id="([^"]+)"', PAGE)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', PAGE)) <= set(ids)
    assert "¶" not in PAGE


def test_what_failed_stands_before_the_findings():
    text = made(manifest=MANIFEST | {"failed": ["05_framing, cell 3: ValueError: <x>"]})
    assert text.index("cell 3: ValueError: &lt;x&gt;") < text.index("<h2>Findings")
    assert 'class="failed"' not in PAGE


def test_without_findings_the_page_says_what_each_chapter_found():
    text = made(story=Story("T", ("Nothing stands.",))).partition("<h2>What this does not show")[0]
    assert "Nothing stands." in text
    assert '<li>Frames differ. <a href="#frames">Frames and actors</a></li>' in text


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("n_docs_target", "articles with it (state)"),
        ("first_seen", "first seen"),
        ("n_sides", "sides with it"),
        ("1R", "1R"),
        ("my_note", "my_note"),
    ],
)
def test_columns_are_named_in_words(column, said):
    assert label(column, dictionary(), ("state", "foreign")) == said


def test_heads_of_tables_carry_the_meaning_of_their_column():
    assert re.search(
        r'<th [^>]*title="[^"]+"[^>]*>articles with it \(state\)</th>|<th [^>]*>articles with it \(state\)', PAGE
    )


def test_a_table_of_many_columns_leaves_the_least_important_to_its_file_and_says_how_many():
    columns = "term g2 mean_target mean_reference n_docs_target n_docs_reference count_target count_reference flag lrc"
    wide = table(pd.DataFrame([range(10)], columns=columns.split()), "Rates of each side_by_publisher (mean_target).")
    text = made([("05_framing", notebook("# Why?", cell("sides.keyness()", titled("Two.") + wide)))])
    assert re.findall(r"<th[^>]*>([^<]*)</th>", text.partition('id="words"')[2].partition("</table>")[0]) == [
        "term", "G2 (score)", *(f"{name} ({side})" for name in ("articles with it", "uses") for side in ("state", "&lt;b&gt;")),
        "reasons for caution",
    ]  # fmt: skip
    caption = "Rates of each side by publisher (mean rate of the articles (per 1,000 words) (state))."
    assert f"{caption} Columns not shown here (3) are in the notebook" in text
    assert re.findall(r"<td[^>]*>([^<]*)</td>", text)[:7] == ["0", "1", "4", "5", "6", "7", "8"]


def test_quoted_lines_are_folded(tokens):
    quoted = lines(sentences(tokens, find_terms(tokens, ["red plan"])), "side")
    text = made([("05_framing", notebook("# Why?", cell("corpus.lines()", titled("5 lines.") + quoted)))])
    assert text.count("<summary>5 quoted lines</summary>") == 1


def test_a_result_that_shows_nothing_leaves_nothing():
    body = sections(notebook("# Why?", cell("corpus.reading()", Shown("", ""))))[0].html
    assert "<pre>" not in body


def test_other_output_is_plain_text():
    stream = nbformat.from_dict({"output_type": "stream", "name": "stdout", "text": "<i>"})
    body = sections(notebook("# Why?", nbformat.v4.new_code_cell("x", outputs=[stream])))[0].html
    assert "<pre>&lt;i&gt;</pre>" in body


def test_a_chapter_is_introduced_by_what_its_first_question_says_that_was_asked():
    words = cell("corpus.unique_words()", titled("Of one article.")), cell("corpus.frequency()", titled("Most: rain."))
    frames = cell("corpus.voices()", titled("In own voice.")), cell("sides.frames()", sentence("No word of a frame."))
    parts = chapters(
        [("02_term_frequencies", notebook("# A?", *words)), ("07_how_it_is_said", notebook("# B?", *frames))]
    )
    assert {one.id: one.answer for one in parts}.items() >= {
        ("frames", "No word of a frame."),
        ("words", "Most: rain."),
    }
    (other,) = [one for one in chapters([("02_term_frequencies", notebook("# A?", words[0]))]) if one.id == "words"]
    assert other.answer == "Of one article."
