"""Story: sentences with numbers that come from tables, quotations that stand in their articles, limits that apply."""

import dataclasses

import nbformat
import pandas as pd
import pytest

from analysis.files import InputError, bundled, write_atomic
from analysis.report import claims
from analysis.report.story import _first_rows, story
from analysis.show.html import figure
from analysis.workbook.cells import filled
from analysis.workbook.corpus import open_corpus
from analysis.workbook.readings import Readings

WORDS = pd.DataFrame({"term": ["red", "red", "sum of"], "side": ["a", "b", "a"], "count": ["3", "1234", "0.25"]})
TABLES = {"the-words": WORDS}
SAID = [
    ["xinhua-2023", "As China firms up its strategy of high-quality\n development"],
    [
        "247-news-reel-2023",
        "but I don’t think we should assume that they will now let companies do whatever they want.",
    ],
]
COLUMNS = "rank kind finding footnote question target_quote target_article target_speaker "
COLUMNS = (COLUMNS + "reference_quote reference_article reference_speaker").split()


@pytest.fixture(scope="module")
def sides():
    return open_corpus().compare()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{the-words: term=red; side=b; column=count} uses", "1,234 uses"),
        ("{sum the-words: term=red; column=count}\n uses", "1,237 uses"),
        ("{distinct the-words: column=term} terms", "2 terms"),
        ("{the-words: term=sum of; column=count|.0%}", "25%"),
        ("no {field} here", "no {field} here"),
    ],
)
def test_a_field_becomes_the_number_of_its_table(text, said):
    assert filled(text, TABLES) == said


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{words: term=red; column=count}", "no table 'words' in this run; nearest: the-words"),
        ("{the-words: term=rad; column=count}", "no row with term=rad in the-words; nearest: red"),
        ("{the-words: term=red; column=counts}", "no column 'counts'"),
        ("{the-words: term=red; column=count}", "2 rows with term=red in the-words; add side=… to its row"),
        ("{the-words: term=red}", "names no column"),
        ("{sum the-words: column=term}", "readings.toml"),
    ],
)
def test_a_field_without_its_one_cell_is_refused_with_what_is_nearest(text, problem):
    with pytest.raises(InputError, match=problem):
        filled(text, TABLES)


def test_every_quotation_of_the_bundled_story_stands_in_its_file(sides):
    files = dict(sides.corpus.articles[["doc_id", "file"]].to_numpy().tolist())
    quotes = [quote for finding in sides.story["findings"] for quote in finding["quotes"]]
    assert len(quotes) >= 12
    for doc_id, quote in quotes:
        assert quote in " ".join((bundled("seeds") / files[doc_id]).read_text(encoding="utf-8").split())


def test_the_story_about_the_bundled_articles_is_shown_for_their_comparison_alone(sides):
    corpus = sides.corpus
    assert sides.story
    assert not corpus.compare("side_by_origin", "state", "relay").story
    assert not corpus.compare("side_by_publisher", "foreign", "state").story
    assert not corpus.where(contains="China").compare().story


def test_every_number_of_the_bundled_story_comes_from_a_table_of_the_run(done, sides):
    told = story(sides, claims.read_tables(done[0] / "tables"))
    texts = [part for one in told.findings for part in (one.title, one.text, one.note)] + [*told.lead, *told.limits]
    assert len(told.findings) == len(sides.story["findings"])
    assert not [text for text in texts if "{" in text or "?" in text]
    assert all((done[0] / "figures" / f"{one.figure}.png").exists() for one in told.findings if one.figure)


def test_a_quotation_that_its_article_does_not_contain_is_refused(sides, monkeypatch):
    invented = {"title": "T", "findings": [{"title": "A", "quotes": [["cgtn-2024", "never printed"]]}]}
    monkeypatch.setattr(type(sides), "story", invented)
    with pytest.raises(InputError, match="'never printed': not in the article cgtn-2024; quote it as printed"):
        story(sides, {})


@pytest.mark.parametrize(
    "toml",
    ["[[story.findings]]\ntext = 'a'", "[story]\ntitle = 1", "[story]\ntitle = 'T'\nlead = [2]",
     "[story]\ntitle = 'T'\n[[story.findings]]\ntitle = 'a'\nquotes = [['cgtn-2024']]"],
)  # fmt: skip
def test_a_story_with_a_part_missing_or_of_another_kind_is_refused(tmp_path, toml):
    write_atomic(tmp_path / "readings.toml", f"corpus = 'x'\ncompared = 'y'\n[text]\na = 'b'\n{toml}\n")
    with pytest.raises(InputError, match="readings.toml"):
        Readings.read(tmp_path)


def plain(corpus, **tables):
    """The story of a corpus without a written one."""
    return story(corpus.compare(), tables)


def test_without_a_written_story_the_findings_of_the_run_are_told_with_who_is_compared_and_what_limits_it(own):
    row = dict.fromkeys(COLUMNS, "") | {
        "finding": "South says more.",
        "footnote": "n = 3",
        "question": "sides.keyness()",
    }
    rows = pd.DataFrame([row | {"target_quote": "We say.", "target_article": "a", "target_speaker": "the mayor"}])
    told = plain(open_corpus(own), findings=rows)
    assert told.title == "Who says what, in which words: south and north articles"
    assert told.lead[0].startswith("2 south v 1 north articles are compared by the column side (")
    assert told.lead[0].endswith(", all undated.")
    assert "fewer than 8 articles" in told.lead[1]
    assert [dataclasses.astuple(one)[:5] for one in told.findings] == [
        ("South says more.", "", "n = 3", (("south", "We say.", "the mayor, in a"),), "sides.keyness()")
    ]
    assert len(told.limits) > 2


def test_articles_of_one_side_are_described_and_quoted_without_a_side(tmp_path):
    rows = [f"{n},Post,south,2024-05-0{n + 1},Rain fell." for n in range(2)]
    write_atomic(tmp_path / "articles.csv", "\n".join(["doc_id,publisher,side,published,text", *rows]) + "\n")
    row = dict.fromkeys(COLUMNS, "") | {"finding": "Rain falls.", "question": "corpus.frequency()"}
    told = plain(open_corpus(tmp_path), findings=pd.DataFrame([row | {"target_quote": "Rain", "target_article": "a"}]))
    assert told.title == "What is said, and in whose words: 2 articles"
    assert told.lead[0] == "2 articles are described (Post), May 2024."
    assert told.lead[1].startswith("Nothing is compared, because all articles are 'south'")
    assert told.findings[0].quotes == (("", "Rain", "a"),)
    assert told.table.columns.tolist() == ["publisher", "published", "n_tokens"]
    assert told.table.attrs["caption"].startswith("The articles: whose site or paper")


def test_where_no_finding_stands_the_answer_of_the_notebook_is_said(own):
    cell = nbformat.v4.new_code_cell("sides.findings().publish()")
    cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "No difference stands.\nmore"})]
    told = story(open_corpus(own).compare(), {}, [("05_framing", nbformat.v4.new_notebook(cells=[cell]))])
    assert told.lead[-1] == "No difference stands."
    assert told.findings == ()


def test_a_name_of_two_hundred_letters_loses_its_middle_in_the_title_and_in_the_list_of_outlets(tmp_path):
    rows = [f"{n},{'Evening ' * 25}{n % 2},{'far away ' * 22}{n % 2},,Rain fell on the town." for n in range(4)]
    write_atomic(tmp_path / "articles.csv", "\n".join(["doc_id,publisher,side,published,text", *rows]) + "\n")
    told = plain(open_corpus(tmp_path))
    assert len(told.title) < 160 and told.title.count("…") == 2
    assert "(Evening Evening Evening…Evening Evening 0; " in told.lead[0]


def test_a_finding_about_one_term_has_a_figure_only_where_that_shows_the_term(own):
    asked = "sides.frequency('tariffs')", "sides.frequency('rain')", "sides.adoption()"
    rows = [[n, "word", "It differs.", "", question, *[""] * 6] for n, question in enumerate(asked, 1)]
    terms = [f"north {n}" for n in range(3)] + ["rain"] + [f"south {n}" for n in range(2)] + ["tariffs"]
    drawn = pd.DataFrame({"term": terms, "g2": ["9.5"] * 4 + ["-9.5"] * 3}, dtype=str)
    told = plain(open_corpus(own), findings=pd.DataFrame(rows, columns=COLUMNS), **{"keyness-words": drawn})
    assert [one.figure for one in told.findings] == ["keyness-words", "", "sides.adoption()"]  # two rows a side


def test_a_figure_is_known_by_the_rows_that_it_draws_first():
    g2 = {
        "red": "9",
        "Ann": "8",
        "one": "7",
        "two": "6",
        "six": "5",
        "blue": "-1",
        "sea": "-2",
        "Bob": "-3",
        "sky": "-4",
    }
    table = pd.DataFrame({"term": [*g2], "g2": [*g2.values()], "flag": ["", "name", *[""] * 5, "name", ""]})
    assert _first_rows(table, "term", "g2") == {"red", "one", "sky", "sea"}


def test_beside_a_quotation_stands_who_says_it_unless_it_is_the_outlet(sides, monkeypatch):
    monkeypatch.setattr(type(sides), "story", {"title": "T", "findings": [{"title": "A", "quotes": SAID}]})
    xinhua, reel = story(sides, {}).findings[0].quotes
    assert xinhua == ("state", SAID[0][1], "Xinhua, 2023-06-09")
    assert reel == ("foreign", SAID[1][1], "Ilaria Karotsa, in 247 News Reel, 2023-03-06")


def test_the_articles_that_are_compared_stand_in_a_table_by_side_and_day(sides, monkeypatch):
    monkeypatch.setattr(type(sides), "story", {"title": "T", "findings": []})
    table = story(sides, {}).table
    assert table["publisher"].tolist() == ["Xinhua", "CGTN", "Peace Post", "247 News Reel", "El Ciudadano"]
    assert table["side_by_origin"].tolist() == ["state", "state", "state", "foreign", "relay"]
    assert table["n_tokens"].tolist() == [864, 352, 475, 572, 449]
    assert table["title"].tolist()[::3] == ["Xi Focus: Sci-tech self-reliance, a key concern…", ""]


def test_of_many_articles_the_outlets_with_most_stand_in_the_table_without_columns_that_are_empty(tmp_path):
    rows = [f"{n},Post {n % 10},{'north' if n % 2 else 'south'},,Rain{n} fell{n}." for n in range(33)]
    write_atomic(tmp_path / "articles.csv", "\n".join(["doc_id,publisher,side,published,text", *rows]) + "\n")
    table = plain(open_corpus(tmp_path)).table
    assert table.columns.tolist() == ["publisher", "side", "articles", "n_tokens"]
    assert table["articles"].tolist() == [4, 4, 4, 3, 3, 3, 3, 3]
    assert table.attrs["caption"].startswith("The outlets of the 33 articles that are compared: 8 of 10,")


def drawn(stem, title):
    """A notebook with one figure."""
    shown = figure(b"png", "Caption.", "Alt", {"PNG": f"../figures/{stem}.png"}, (title, "", {}))
    output = nbformat.v4.new_output("execute_result", shown._repr_mimebundle_())
    return stem, nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("sides.x()", outputs=[output])])


def test_figures_of_the_run_follow_the_findings_until_the_page_has_four(own):
    stems = ["speakers", "voices-publisher", "frames", "keyness-words", "trend-week-said", "slogans-by-voice"]
    told = story(open_corpus(own).compare(), {}, [drawn(stem, f"About {stem} & more.") for stem in stems])
    assert [one.figure for one in told.findings] == ["slogans-by-voice", "keyness-words", "frames", "voices-publisher"]
    assert told.findings[0].title == "About slogans-by-voice & more." and "not tested" in told.findings[0].note
