"""HTML: nothing of an article becomes markup."""

import pandas as pd
import pytest

from analysis.show.html import (
    article,
    by_term,
    figure,
    kwic,
    lines,
    paragraphs,
    plain,
    sentence,
    table,
    titled,
)

EVIL = "<script>alert('x')</script> & \"q\""

LINE = {"left": EVIL, "node": EVIL, "right": "", "publisher": EVIL, "doc_id": "x", "published": pd.NaT, "side": EVIL}


@pytest.mark.parametrize(
    "shown",
    [
        sentence(EVIL),
        titled(EVIL),
        paragraphs(EVIL),
        table(pd.DataFrame({"text": [EVIL]}), EVIL),
        figure(b"png", EVIL, EVIL, {EVIL: EVIL}),
        plain(EVIL),
        table(pd.DataFrame({EVIL: [1]}), ""),
        by_term(pd.DataFrame([LINE | {"key": EVIL}]), "side", [EVIL]),
        lines(
            pd.DataFrame([LINE | {"right": EVIL}]),
            "side",
        ),
    ],
)
def test_text_of_articles_is_escaped_everywhere(shown):
    html = shown._repr_mimebundle_()["text/html"]
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_long_table_says_how_much_it_leaves_out():
    shown = table(pd.DataFrame({"x": range(25)}), "Numbers (n = 25).", most=20)
    assert shown.text.endswith("5 more rows not shown")
    assert "5 more rows not shown" in shown.html


def test_numbers_keep_three_figures_and_never_turn_into_powers():
    shown = table(pd.DataFrame({"x": [999.6, 15.937, 13.0, 0.0423, 1234567.8]}), "Numbers.")
    assert [line.strip() for line in shown.text.splitlines()[2:]] == ["1,000", "15.9", "13.0", "0.042", "1,234,568"]


def test_large_whole_numbers_have_commas_and_years_have_none():
    assert (
        '<td class="number">43,286</td><td class="number">2023</td>'
        in table(pd.DataFrame({"n": [43286], "year": [2023]}), "Numbers.").html
    )


def test_an_empty_table_says_none():
    assert table(pd.DataFrame({"x": []}), "Skipped articles:").text == "Skipped articles: None."


def test_a_line_names_publisher_day_and_side():
    row = {"left": "a\nb ", "node": "c", "right": " d", "publisher": "Xinhua", "doc_id": "x"}
    rows = pd.DataFrame([row | {"published": pd.Timestamp("2024-01-05"), "side": "state"}] * 3)
    shown = lines(rows, "side", most=2)
    assert shown.text.splitlines()[0] == "a b c d (Xinhua, 2024-01-05, state)"
    assert "<mark>c</mark>" in shown.html
    assert shown.text.endswith("1 more lines not shown")
    assert "nothing was found" in lines(rows.head(0), "side").text


def test_lines_are_shown_from_every_article_before_a_second_of_any():
    row = {"left": "", "right": "", "publisher": "", "published": pd.NaT, "side": "state"}
    rows = pd.DataFrame([row | {"doc_id": doc_id, "node": node} for doc_id, node in ("a1", "a2", "a3", "b4", "b5")])
    assert lines(rows, "side", most=3).text.splitlines()[:3] == [
        "1 (a, undated, state)",
        "2 (a, undated, state)",
        "4 (b, undated, state)",
    ]


def test_of_many_articles_lines_of_every_outlet_are_shown_and_of_both_sides():
    row = {"left": "", "right": "", "published": pd.NaT}
    outlets = [("Post", "north")] * 3 + [("Wire", "north")] * 2 + [("Times", "south")] * 2 + [("", "")]
    rows = [
        row | {"doc_id": str(n), "node": str(n), "publisher": one, "side": side}
        for n, (one, side) in enumerate(outlets)
    ]
    shown = [lines(pd.DataFrame(rows), "side", most=most).text.splitlines()[:most] for most in (2, 4)]
    assert [[line[0] for line in some] for some in shown] == [["0", "5"], ["0", "3", "5", "7"]]


def test_a_table_has_a_caption_headings_with_scope_and_days_without_hours():
    rows = pd.DataFrame({"term": ["a", None], "count": [1, 2], "day": pd.to_datetime(["2024-01-05", None])})
    shown = table(rows, "Words & numbers.").html
    assert "<caption><span>Words &amp; numbers.</span></caption>" in shown
    assert '<th scope="col">term</th><th scope="col" class="number">count</th>' in shown
    assert '<td class="short">a</td><td class="number">1</td><td class="short">2024-01-05</td>' in shown
    assert '<td class="short">–</td><td class="number">2</td><td class="short">–</td>' in shown


def test_a_click_on_a_term_opens_at_most_five_of_its_lines():
    quoted = pd.DataFrame([LINE | {"key": key, "node": "plan"} for key in ["one"] * 7 + ["two"]])
    shown = by_term(quoted, "side", ["two", "one", "none", "one"])
    assert shown.text == "Lines: two (1); one (7)"
    first, second = shown.html.split("<details>")[1:]
    assert first.startswith("<summary>two (1)</summary>")
    assert (first.count("<blockquote>"), second.count("<blockquote>")) == (1, 5)
    assert "<p>2 more lines not shown</p>" in second
    assert by_term(quoted.head(0), "side", ["one"]).html == ""


def test_two_results_can_be_shown_as_one():
    both = sentence("One.") + sentence("Two.")
    assert both.html == "<p>One.</p><p>Two.</p>"
    assert both.text == "One.\nTwo."


def test_a_figure_offers_its_files_and_a_narrow_picture():
    small = "More.", "Words by side", {40: b"narrow", 56: b"half"}
    shown = figure(b"png", "Words.", "Bars.", {"PNG": "figures/a.png"}, small).html
    assert '<source media="(max-width: 40rem)" srcset="data:image/png;base64,bmFycm93">' in shown
    assert '<source media="(max-width: 56rem)" srcset="data:image/png;base64,aGFsZg==">' in shown
    title = '<strong class="phone" hidden>More.</strong> <span class="phone measure" hidden>Words by side.</span> '
    assert f"<figcaption>{title}Words." in shown  # neither is in that picture
    assert '<a href="figures/a.png" aria-label="PNG: a.png">PNG</a>' in shown


def test_a_line_with_its_match_in_the_middle_escapes_every_part():
    row = {"left": "a <b>\n", "node": "R&D", "right": " </p>", "voice": "quoted", "speaker": "<i>", "doc_id": "x"}
    html = kwic(row | {"publisher": "<s>", "published": pd.NaT, "side": "<u>"}, "side")
    assert html == (
        '<div class="kwic"><p>a &lt;b&gt;</p><p><mark>R&amp;D</mark>&nbsp;&lt;/p&gt;</p>'
        "<cite>&lt;s&gt;, undated, &lt;u&gt;; quoted, &lt;i&gt;</cite></div>"
    )


def test_an_article_keeps_every_character_and_draws_the_first_of_two_marks_that_overlap():
    html = article("<a> red plan & b", [(4, 12, "here"), (8, 16, "match"), (0, 3, "removed")])
    assert html.partition('tabindex="0">')[2] == (
        '<s class="removed">&lt;a&gt;</s> <i class="here"></i><mark class="here">red plan</mark> &amp; b</div>'
    )


def test_a_text_becomes_a_paragraph_for_each_of_its_parts():
    shown = paragraphs("\nOne\nsentence.\n\nAnother & more.\n\n")
    assert shown.html == "<p>One sentence.</p><p>Another &amp; more.</p>"
    assert shown.text == "One sentence.\n\nAnother & more."
    assert paragraphs("").html == ""


def test_a_name_from_right_to_left_turns_no_day_beside_it_round():
    row = {"left": "", "node": "bridge", "right": "", "publisher": "الأهرام", "doc_id": "x", "side": "دولة"}
    table = pd.DataFrame([row | {"published": pd.Timestamp("2024-01-05")}])
    assert "<cite>\u2068الأهرام\u2069, 2024-01-05, \u2068دولة\u2069</cite>" in lines(table, "side").html
    latin = table.assign(publisher="Al Ahram", side="state")
    assert "<cite>Al Ahram, 2024-01-05, state</cite>" in lines(latin, "side").html
