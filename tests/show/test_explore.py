"""Explore: what a search finds, keeps and says, with the widgets but without a browser."""

import datetime
import shutil
from types import SimpleNamespace

import docx
import pandas as pd
import pytest

from analysis import open_corpus
from analysis.files import bundled
from analysis.show import explore
from analysis.text.lexicons import read_entries
from analysis.text.matches import find
from analysis.text.search import search
from analysis.text.tokens import encode
from analysis.text.voice import label, voices


@pytest.fixture(scope="session")
def reporting():
    return read_entries(bundled("seeds", "lexicons", "reporting.toml"), "frame")


@pytest.fixture
def desk_of(family, reporting, tmp_path):
    """The explorer's inside, with everything the buttons and boxes can do, on any tokens."""

    def one(tokens):
        voiced, slogans = voices(tokens, find(tokens, reporting)), family(["red plan"], "red")
        corpus = SimpleNamespace(tokens=tokens, folder=tmp_path, lexicons=SimpleNamespace(slogans=slogans))
        corpus.matches = label(tokens, find(tokens, slogans), voiced)
        corpus.find = lambda text: label(tokens, search(tokens, text), voiced)
        return explore.Explorer(corpus, "side")

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
    assert desk.corpus.find("red plan")[["doc_id", "start", "voice", "speaker"]].to_numpy().tolist() == [
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
        ({"pattern": "(a"}, "0 lines: position 1: ( is never closed; add )."),
        ({"pattern": "green"}, "0 lines: &#x27;green&#x27; occurs in none of the 3 articles; no similar word does."),
        ({"pattern": "", "slogan": ""}, "Type a word or a pattern and press Enter, or choose a slogan."),
        ({"pattern": "wins"}, "1 line in 1 article; shown: 1 to 1."),
        ({"side": "foreign"}, "0 lines with these choices; 5 lines without them."),
        (
            {"order": "1R 2R 3R"},
            "5 lines in 2 articles; shown: 1 to 5.  Sorted by the first word to the right of the match, then by the second and the third.",
        ),
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
    assert said(desk) == "0 lines with these choices; 5 lines without them. Left out: 5 lines of undated articles."


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


ODD = [
    "a" * 10_000,
    "plan " * 3_000,
    "$x^{$",
    "科技自立",
    "наука",
    "red AND plan",
    "p?an",
    "*",
    "\x00",
    "\ud800",
    "--",
    "<b>",
]


@pytest.mark.parametrize("text", ODD, ids=lambda text: ascii(text[:9]))
def test_whatever_is_pasted_is_answered_by_a_sentence(desk, text):
    ask(desk, pattern=text)
    assert said(desk).startswith("0 lines: ") and said(desk).endswith(".")
    assert len(said(desk)) < 500


def test_a_code_is_kept_in_the_corpus_folder_and_shown_when_the_line_is_found_again(desk, desk_of, tokens, tmp_path):
    desk.rows[1].code.value = " mine "
    table = (tmp_path / "codes.csv").read_text("utf-8-sig")
    assert table == "doc_id,start,end,text,code\na,19,27,red plan,mine\n"
    again = desk_of(tokens)
    ask(again, pattern="red plan", order="1L 2L 3L")
    assert sorted(row.code.value for row in again.rows) == [""] * 11 + ["mine"]
    ask(again, pattern="plan")
    assert [row.code.value for row in again.rows] == [""] * 12
    ask(again, pattern="red plan", order="article")
    again.rows[1].code.value = ""
    assert (tmp_path / "codes.csv").read_text("utf-8-sig") == "doc_id,start,end,text,code\n"


def test_codes_of_two_desks_are_both_kept(desk, desk_of, tokens, tmp_path):
    other = desk_of(tokens)
    desk.rows[0].code.value, other.rows[1].code.value = "one", "two"
    table = (tmp_path / "codes.csv").read_text("utf-8-sig")
    assert table.splitlines()[1:] == ["a,0,8,Red plan,one", "a,19,27,red plan,two"]


def test_a_code_of_a_line_that_is_gone_is_kept_and_named(desk_of, tokens, tmp_path):
    rows = "doc_id,start,end,text,code\na,19,27,red plan,mine\nb,1,9,old text,lost\ngone,0,3,any,too\n"
    (tmp_path / "codes.csv").write_text(rows)
    desk = desk_of(tokens)
    said = "No longer in the articles, kept in codes.csv: b, “old text” (lost); gone, “any” (too)."
    assert said in desk.saved.value
    desk.rows[0].code.value = "new"
    assert "b,1,9,old text,lost\ngone,0,3,any,too\n" in (tmp_path / "codes.csv").read_text("utf-8-sig")


def test_a_code_that_cannot_be_kept_is_said(desk, tmp_path):
    (tmp_path / "codes.csv").write_text("doc_id,code\na,mine\n")
    desk.rows[0].code.value = "new"
    assert "The code was not saved: codes.csv: no column end; restore the columns doc_id" in desk.saved.value


@pytest.fixture
def open_desk(tmp_path, monkeypatch):
    """The desk of a copy of the bundled articles, in a notebook that stands beside it."""
    shutil.copytree(bundled("seeds"), tmp_path / "corpus")
    monkeypatch.chdir(tmp_path)
    return explore.Explorer(open_corpus("corpus"), "side_by_publisher")


@pytest.mark.parametrize(
    ("view", "titles", "pictures"),
    [
        ("By side and voice", ["is most frequent in state: 10.69", "is most frequent in quoted"], 2),
        ("Collocates", ["The strongest collocates of “innovation” are “sci-tech”"], 1),
        ("Trend", ["No trend of “innovation” is drawn: no year has 5 articles."], 0),
        ("Places in articles", ["“innovation” occurs 22 times in 5 of 5 articles"], 1),
    ],
)
def test_what_was_found_is_counted_and_drawn(open_desk, view, titles, pictures):
    ask(open_desk, pattern="innovation")
    open_desk.show.value = view
    assert [title for title in titles if title not in open_desk.counted.value] == []
    assert open_desk.counted.value.count("<img") == pictures
    open_desk.show.value = "Lines only"
    assert open_desk.counted.value == ""


def test_counts_follow_the_choices_and_a_slogan_is_counted_by_its_label(open_desk):
    open_desk.show.value = "Places in articles"
    ask(open_desk, pattern="innovation", side="foreign")
    assert "“innovation” occurs 9 times in 3 of 3 articles" in open_desk.counted.value
    ask(open_desk, slogan="shuang-xunhuan", side="")
    assert "“dual circulation” occurs 2 times" in open_desk.counted.value


@pytest.mark.parametrize("text", ["$5 billion", "a_b^{c}", "50 %"])
def test_a_term_with_signs_that_figures_could_read_is_drawn(tmp_path, text):
    rows = [
        f'{n},"They spent {text} and more. It was {text} again.",2024-01-0{n},{side}'
        for n, side in enumerate("xxyy", 1)
    ]
    (tmp_path / "articles.csv").write_text("\n".join(["doc_id,text,published,side", *rows]) + "\n")
    desk = explore.Explorer(open_corpus(tmp_path), "side")
    ask(desk, pattern="spent")
    for view in list(explore.VIEWS)[1:]:
        desk.show.value = view
        assert desk.counted.value.startswith(("<p", "<figure"))


def test_lines_are_saved_with_their_articles_and_codes_and_nothing_is_overwritten(open_desk, tmp_path):
    ask(open_desk, pattern="core technologies", order="1R 2R 3R")
    open_desk.rows[0].code.value = "=mine"
    for ending in (".csv", ".csv", ".xlsx", ".docx"):
        open_desk.ending.value = ending
        open_desk.save(None)
    assert "Saved: 8 lines in lines-core-technologies.docx." in open_desk.saved.value
    first, again = (tmp_path / f"lines-core-technologies{n}.csv" for n in ("", "-2"))
    assert first.read_bytes() == again.read_bytes()
    table = pd.read_csv(first)
    assert table["node"].str.lower().eq("core technologies").sum() == len(table) == 8
    sides = open_desk.tokens.docs.set_index("doc_id")["side_by_publisher"]
    assert table["side_by_publisher"].tolist() == sides[table["doc_id"]].tolist()
    assert table["code"].tolist()[:1] == ["'=mine"]
    assert pd.read_excel(first.with_suffix(".xlsx"))["code"].tolist()[:1] == ["=mine"]
    document = docx.Document(str(first.with_suffix(".docx")))
    assert document.paragraphs[0].text == "Lines with “core technologies”"
    bold = [run.text.lower() for part in document.paragraphs[1:] for run in part.runs if run.bold]
    assert bold == ["core technologies"] * 8
    assert document.paragraphs[2].text.endswith(", =mine")
