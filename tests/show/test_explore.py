"""Explore: what a search finds, keeps and says, with the widgets but without a browser."""

import datetime

import pandas as pd
import pytest

from analysis.files import bundled
from analysis.show import explore
from analysis.text.lexicons import read_entries
from analysis.text.matches import find
from analysis.text.tokens import encode
from analysis.text.voice import label, voices


@pytest.fixture(scope="session")
def reporting():
    return read_entries(bundled("seeds", "lexicons", "reporting.toml"), "frame")


@pytest.fixture
def desk_of(family, reporting):
    """The explorer's inside, with everything the buttons and boxes can do, on any tokens."""

    def one(tokens):
        voiced, slogans = voices(tokens, find(tokens, reporting)), family(["red plan"], "red")
        return explore.Explorer(tokens, voiced, label(tokens, find(tokens, slogans), voiced), slogans, "side")

    return one


@pytest.fixture
def desk(tokens, desk_of):
    return desk_of(tokens)


def said(desk):
    return desk.said.value.removeprefix("<p>").removesuffix("</p>").strip()


def shown(desk):
    """The lines on the screen, without their marks and sources."""
    return [row.line.value for row in desk.rows if row.box.layout.display != "none"]


def ask(desk, **values):
    for name, value in values.items():
        desk.asked[name].value = value


def test_a_search_gives_every_occurrence_its_voice(desk):
    assert desk.search("red plan")[["doc_id", "start", "voice", "speaker"]].to_numpy().tolist() == [
        ["a", 0, "own", ""],
        ["a", 4, "own", ""],
        ["a", 12, "own", ""],
        ["a", 22, "quoted", "Mr. Li"],
        ["b", 11, "own", ""],
    ]


def test_it_opens_with_the_commonest_slogan_and_says_how_much_there_is(desk):
    assert desk.asked["slogan"].options == (("red (5)", "red"), ("–", ""))
    assert said(desk) == "5 lines in 2 articles; shown: 1 to 5."
    assert len(shown(desk)) == 5


def test_a_pattern_takes_the_slogans_place_and_a_slogan_the_patterns(desk):
    ask(desk, pattern="plan")
    assert (desk.asked["slogan"].value, said(desk)) == ("", "8 lines in 3 articles; shown: 1 to 8.")
    ask(desk, slogan="red")
    assert (desk.asked["pattern"].value, said(desk)) == ("", "5 lines in 2 articles; shown: 1 to 5.")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"pattern": "(a"}, "position 1: ( is never closed; add )."),
        ({"pattern": "green"}, "&#x27;green&#x27; occurs in none of the 3 articles; no similar word does."),
        ({"pattern": "", "slogan": ""}, "Type a word or a pattern and press Enter, or choose a slogan."),
        ({"pattern": "wins"}, "1 line in 1 article; shown: 1 to 1."),
        ({"side": "foreign"}, "No line: nothing was found."),
        ({"voice": "quoted"}, "1 line in 1 article; shown: 1 to 1."),
        ({"since": datetime.date(2024, 2, 1)}, "1 line in 1 article; shown: 1 to 1."),
        ({"until": datetime.date(2024, 2, 28)}, "4 lines in 1 article; shown: 1 to 4."),
    ],
)
def test_what_was_asked_is_answered_in_one_sentence(desk, values, sentence):
    ask(desk, **values)
    assert said(desk) == sentence
    assert bool(shown(desk)) == ("shown" in sentence)


def test_lines_of_articles_without_a_day_are_counted_when_a_day_is_asked_for(docs, ledger, words, desk_of):
    undated = docs.assign(published=pd.NaT, published_latest=pd.NaT)
    desk = desk_of(encode(undated, ledger, words))
    ask(desk, since=datetime.date(2020, 1, 1))
    assert said(desk) == "No line: nothing was found. Left out: 5 lines of undated articles."


def test_lines_are_shown_in_the_order_asked_for(desk):
    ask(desk, pattern="plan", order="1L 2L 3L", width=1)
    left = [line.partition("<p>")[2].partition("</p>")[0] for line in shown(desk)]
    assert left == ["big", "Red", "red", ".", "red", "red", "red", "技"]


def test_pages_are_turned_and_the_rest_is_said(desk, monkeypatch):
    monkeypatch.setattr(explore, "PAGE", 3)
    desk.rows = desk.rows[:3]
    ask(desk, pattern="plan")
    assert said(desk) == "8 lines in 3 articles; shown: 1 to 3, 5 more not shown."
    assert (desk.back.disabled, desk.on.disabled) == (True, False)
    desk.on.click()
    desk.on.click()
    assert said(desk) == "8 lines in 3 articles; shown: 7 to 8."
    assert (desk.back.disabled, desk.on.disabled, len(shown(desk))) == (False, True, 2)
    desk.back.click()
    assert said(desk) == "8 lines in 3 articles; shown: 4 to 6, 2 more not shown."
    ask(desk, side="state")
    desk.on.click()
    assert said(desk) == "6 lines in 2 articles; shown: 4 to 6."
    assert desk.on.disabled


def test_a_line_opens_its_article_at_the_match_and_closes_again(desk):
    desk.rows[1].button.click()
    html = desk.rows[1].article.value
    assert html.count("<mark") == 4
    assert 'The <i class="here"></i><mark class="here">red plan</mark> is big.' in html
    desk.rows[0].button.click()
    assert (desk.rows[1].article.value, desk.rows[0].button.description) == ("", "Close")
    desk.rows[0].button.click()
    assert (desk.rows[0].article.value, desk.rows[0].button.description) == ("", "Open")


def test_what_cleaning_set_aside_is_marked_in_the_article(desk):
    desk.rows[4].button.click()
    html = desk.rows[4].article.value
    assert '<s class="removed">Source</s><s class="removed">:</s> <s class="removed">Wire</s>\n\nUS trade' in html


def test_no_text_of_an_article_becomes_html(tokens_of, desk_of):
    tokens = tokens_of("<img src=x onerror=alert(1)> red plan <b>bold</b> & more")
    tokens.docs[["side", "publisher", "published"]] = "<i>", "<script>", pd.NaT
    tokens.docs["published_latest"] = pd.NaT
    desk = desk_of(tokens)
    desk.rows[0].button.click()
    for html in (desk.rows[0].line.value, desk.rows[0].article.value):
        assert "&lt;b&gt;bold&lt;/b&gt; &amp; more" in html
        assert not [element for element in ("<img", "<b>", "<i>", "<script") if element in html]
