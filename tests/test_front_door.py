"""The front door: what a person who knows a little Python types, on the five articles; numbers counted by hand there."""

import subprocess
import sys

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from PIL import Image

import analysis
import analysis.files
from analysis import Comparison, Corpus, InputError, Result, open_corpus
from analysis.text.voice import VOICES


@pytest.fixture(scope="module")
def corpus():
    return open_corpus()


@pytest.fixture(scope="module")
def sides(corpus):
    return corpus.compare("side_by_publisher", "state", "foreign")


def questions(kind):
    """Names of the methods that return a Result without being told anything."""
    told = {
        "where",
        "subset",
        "compare",
        "column",
        "find",
        "collocates",
        "lines",
        "explore",
        "reading",
        "other_side",
        "table",
        "other",
        "matched",
        "dispersion",
        "trend",
        "before_after",
        "coding_sheet",
        "agreement",
    } | ({"keyness"} if kind is Corpus else set())
    return [name for name in vars_of(kind) if name not in told]


def vars_of(kind):
    return sorted(name for name in dir(kind) if name[0] != "_" and callable(getattr(kind, name)))


@pytest.mark.parametrize("kind", [Corpus, Comparison])
def test_no_part_of_a_class_hides_a_name_of_another_part(kind):
    names = [name for part in kind.__mro__[:-1] for name in vars(part) if not name.startswith("__")]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_the_names_of_the_front_door_are_few():
    names = {"open_corpus", "import_corpus", "start", "Corpus", "Comparison", "Result", "InputError"}
    assert set(analysis.__all__) == names
    assert set(analysis.__all__) <= set(dir(analysis))


def test_how_often_each_side_says_innovation_takes_five_lines(tmp_path):
    sides = open_corpus().compare("side_by_publisher", "state", "foreign")
    innovation = sides.frequency("innovation")
    lines = innovation.lines()
    saved = innovation.save(tmp_path / "innovation.svg", size="column")
    assert innovation.table.groupby("side")["count"].sum().to_dict() == {"foreign": 9, "state": 13}
    assert len(lines.table) == 22
    assert 'width="255' in saved.read_text()[:2000]  # 90 mm in points


@pytest.mark.parametrize("name", questions(Corpus))
def test_every_question_to_a_corpus_has_table_words_and_picture(corpus, name):
    _whole(getattr(corpus, name)())


@pytest.mark.parametrize("name", questions(Comparison))
def test_every_question_to_a_comparison_has_table_words_and_picture(sides, name):
    _whole(getattr(sides, name)())


def _whole(result):
    assert isinstance(result, Result) and isinstance(result.table, pd.DataFrame)
    assert result.title.strip().endswith((".", "…")) and "nan" not in result.title
    assert not result.table.empty or result.title
    if result.draw is not None and len(result.table):
        assert result.alt and result.name and result.caption
        assert result.plot().figure is not None
    shown = result._repr_mimebundle_()
    assert set(shown) == {"text/html", "text/plain"} and shown["text/html"].startswith(("<p", "<figure><img"))
    if result.evidence is not None and len(result.table):
        assert {"left", "node", "right", "voice", "speaker"} <= set(result.lines().table)


@pytest.mark.parametrize("kind", ["words", "phrases", "slogans", "frames"])
def test_the_lines_of_a_row_are_as_many_as_its_occurrences(sides, kind):
    result = sides.keyness(kind)
    for row in result.table.head(3).itertuples():
        assert len(result.lines(row.term).table) == row.count_target + row.count_reference


def test_lines_of_a_comparison_are_those_of_the_articles_compared(sides):
    origin = sides.other()
    assert origin.sides == ("side_by_origin", "state", "foreign")
    assert set(origin.keyness().lines("self-reliance").table["side_by_origin"]) == {"state"}
    assert "relay" not in set(origin.lines("China").table["side_by_origin"])


@pytest.mark.parametrize(
    ("term", "count"),
    [
        ("China", 43),
        ("CHINA", 43),
        ("china", 43),
        ("US", 6),
        ("us", 6),
        ("Self Reliance", 11),
        ("self-reliance", 11),
        ("sci tech", 14),
        ("Xi jinping", 36),
        ("concentrat* <4> strength", 2),
    ],
)
def test_a_term_is_found_whatever_its_capitals_and_hyphens(corpus, term, count):
    assert len(corpus.lines(term).table) == count
    assert corpus.frequency(term).table["count"].sum() == count


def test_a_slogan_and_a_frame_are_found_by_their_label(corpus):
    assert len(corpus.lines("dual circulation").table) == 2
    assert corpus.lines("Control and rights").table["doc_id"].unique().tolist() == ["247-news-reel-2023"]


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda c: c.lines("inovation"), "'inovation' occurs in none of the 5 articles; nearest: innovation (22)"),
        (lambda c: c.lines("China AND US"), "AND is not an operator"),
        (lambda c: c.lines("innovation").lines("plan"), "'plan': not in this table; choose one of innovation"),
        (lambda c: c.lines("wom?n"), "is not a wildcard"),
        (lambda c: c.lines("Xi Jingping"), "nearest: Xi Jinping (7)"),
        (lambda c: c.lines("United Statse"), "“United States”"),
        (lambda c: c.where(since=2030), "choose a wider one (dates of the articles: 2020-08-25 to 2026-02-10)"),
        (lambda c: c.where(until=1990), "choose a wider one (dates of the articles: 2020-08-25 to 2026-02-10)"),
        (lambda c: c.frequency("China", by="publsher"), "column 'publsher': not in articles.csv; nearest: publisher;"),
        (
            lambda c: c.frequency("China", by="years"),
            "column 'years': not in articles.csv; nearest: year; choose one of",
        ),
        (lambda c: c.where(publishd="CGTN"), "column 'publishd': not in articles.csv; nearest: published; choose one"),
        (lambda c: c.where(Voice="own"), "column 'voice': not in articles.csv; write voice in small letters"),
        (lambda c: c.subset([True]), "subset: not a True or False for each of 5 articles; choose articles with .where"),
        (lambda c: c.frequency(["China", ["US"]]), "terms ['US']: not text; give a word"),
        (lambda c: c.frequency(["China", None]), "terms None: not text"),
        (lambda c: c.frequency(b"China"), "terms b'China': not text"),
        (lambda c: c.frequency({"China": 1}), "terms {'China': 1}: not text"),
        (lambda c: c.frequency("\n"), "an empty term; give a word"),
        (lambda c: c.frequency("x" * 1000), "1000 characters are over the limit of 400; split it up"),
        (lambda c: c.frequency("China", by="colour"), "column 'colour': not in articles.csv; choose one of doc_id"),
        (lambda c: c.where(publisher="Xinhau"), "publisher 'Xinhau': no article has it; the labels there are 247 News"),
        (lambda c: c.where("publishd > '2023'"), "condition \"publishd > '2023'\": no column is called publishd"),
        (lambda c: c.where(voice="loud"), "voice 'loud': unknown; choose one of own"),
        (lambda c: c.compare("side_by_publisher", "state", "stat"), "side 'stat': no article has it"),
        (lambda c: c.compare("title"), "side column 'title'"),
        (lambda c: c.renderings("dual circulations"), "dual circulation"),
        (lambda c: c.frequency("China", kind="topic"), "kind 'topic': unknown"),
        (lambda c: c.frequency().lines("Chine"), "'Chine': not in this table; choose one of China"),
        (lambda c: c.frequency().save("x.bmp"), "bmp"),
        (lambda c: c.provenance().plot(), "has a table and no picture"),
        (lambda c: c.lines("--"), "'--' holds no word"),
        (lambda c: c.lines(["China", "US"]), "term"),
        (lambda c: c.frequency([]), "terms []: not text"),
        (lambda c: c.frequency(3.5), "terms 3.5: not text"),
        (lambda c: c.frequency(["zzz", "inovation"]), "'zzz' occurs in none"),
        (lambda c: c.frequency("China", by=["publisher"]), "column ['publisher']: not in articles.csv"),
        (lambda c: c.keywords(n=0), "n=0: not a number of rows"),
        (lambda c: c.frequency(n="5"), "n='5': not a number of rows"),
        (lambda c: c.compare(["side_by_publisher"]), "is not in the corpus; choose one of"),
        (lambda c: c.compare().keyness(["words"]), "kind ['words']: unknown"),
        (lambda c: c.compare().shared(n=-1), "n=-1: not a number of rows"),
        (lambda c: c.lines("China", order=None), "order 'None': unknown"),
        (lambda c: c.frequency().save(None), "path None: no name of a file"),
        (lambda c: c.frequency().save("/proc/x.png"), "cannot be written there"),
        (lambda c: c.frequency().plot("x"), "ax='x': not matplotlib Axes"),
        (lambda c: c.where(voice="own").where(voice="quoted"), "these are words in own voice"),
        (lambda c: c.where(about="Chinaa"), "no entry 'Chinaa'; the nearest labels are \"China\""),
        (lambda c: c.where(about="Japan").where(about="China"), "these are sentences about Japan"),
        (lambda c: open_corpus(5), "folder 5: no path"),
        (lambda c: open_corpus("no/such/folder"), "no such folder"),
        (lambda c: open_corpus(errors="ignore"), "errors='ignore'"),
    ],
)
def test_what_cannot_be_answered_is_said_in_the_askers_words(corpus, ask, said):
    with pytest.raises(InputError) as caught:
        ask(corpus)
    assert said in str(caught.value)
    assert caught.value._render_traceback_() == [f"InputError: {caught.value}"]  # no traceback in a notebook


def test_a_smaller_corpus_counts_only_its_articles_and_says_so(corpus):
    xinhua = corpus.where(publisher="xinhua")
    assert (len(xinhua), xinhua.frequency("China").table["count"].sum()) == (1, 13)
    assert "(publisher xinhua)" in xinhua.frequency("China").caption
    later = corpus.where("published >= '2024'")
    assert later.articles["doc_id"].tolist() == ["el-ciudadano-2026", "cgtn-2024"]
    assert len(corpus.where(publisher=["CGTN", "Xinhua"])) == 2


def test_counts_of_the_voices_add_up(corpus):
    parts = [corpus.where(voice=voice) for voice in VOICES]
    assert sum(part.articles["n_tokens"].sum() for part in parts) == corpus.articles["n_tokens"].sum()
    assert sum(len(part.matches) for part in parts) == len(corpus.matches)
    assert corpus.frequency("China", by="voice").table["count"].sum() == 43


def test_a_rate_over_time_leaves_undated_articles_out_and_says_so(corpus):
    yearly = corpus.frequency("China", by="year")
    assert yearly.table["group"].astype(str).tolist() == ["2020", "2023", "2024", "2026"]
    assert yearly.table["count"].sum() == 43


def test_nothing_is_left_behind(tmp_path):
    code = f"""
import os, sys
before = dict(os.environ)
import matplotlib
from analysis import open_corpus
corpus = open_corpus()
import matplotlib.pyplot as plt
style, backend = dict(plt.rcParams), matplotlib.rcParams._get_backend_or_none()
corpus.frequency("China").save({str(tmp_path / "a.png")!r}, size="wide")
corpus.compare().keyness()._repr_mimebundle_()
assert dict(os.environ) == before, set(os.environ) ^ set(before)
assert plt.get_fignums() == []
assert dict(plt.rcParams) == style
assert matplotlib.rcParams._get_backend_or_none() == backend
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=300)


def test_a_persons_own_axes_are_drawn_into(corpus):
    fig, ax = plt.subplots()
    assert corpus.frequency().plot(ax) is ax
    plt.close(fig)


def test_tables_show_terms_as_printed_and_slogans_by_label(corpus, sides):
    assert {"China", "Xi Jinping", "sci-tech"} <= set(corpus.frequency().table["term"])
    assert "Xi Jinping" in set(corpus.lines("xi jinping").table["node"])
    assert set(corpus.slogans().table["slogan"]) <= set(corpus.lexicons.slogans.labels.values())
    assert not {"china", "xi"} & set(sides.keyness().table["term"])


def test_the_three_objects_describe_themselves(corpus, sides):
    assert repr(corpus) == "<Corpus: 5 articles, 2,712 words, 2020-08-25 to 2026-02-10>"
    assert repr(sides) == "<Comparison: 2 state v 3 foreign articles, by publisher>"
    assert "cleaning removed" in corpus._repr_mimebundle_()["text/plain"]
    assert "smallest attainable p 0.10" in sides._repr_mimebundle_()["text/plain"]
    assert repr(corpus.frequency()).startswith("The most frequent words are China")


def test_a_reading_is_shown_for_its_corpus_and_comparison_only(corpus, sides):
    assert sides.reading("words").text.startswith("Several of the top keywords reflect form")
    assert corpus.has_readings
    for other in (sides.other(), corpus.compare("side_by_publisher", "foreign", "state")):
        assert (other.reading("words").html, other.reading("words").text) == ("", "")
    part = corpus.where(publisher=["CGTN", "El Ciudadano"])
    assert (part.reading("provenance").text, part.has_readings) == ("", False)
    with pytest.raises(
        InputError, match="reading 'word': not in readings.toml; the names there are absent, adversary, answer"
    ):
        sides.reading("word")


def test_the_numbers_of_a_reading_are_those_of_the_results_that_it_is_given(corpus):
    speakers, words = corpus.speakers("publisher"), corpus.voices().table["n_tokens"].sum()
    text = corpus.reading("who_speaks", speakers, corpus.roles(), corpus.voices()).text
    mine = speakers.table.query("speaker == 'Xi Jinping'")["n_tokens"]
    assert text.startswith(f"Xi Jinping has {mine.sum():,} of {words:,} words: ")
    assert "{" not in text and text.count("\n\n") == 1
    with pytest.raises(InputError, match="no table 'voices-article' in this run; nearest: speakers"):
        corpus.reading("who_speaks", speakers)
    assert corpus.where(publisher="CGTN").reading("who_speaks").text == ""


def test_a_term_counts_once_however_often_it_is_asked_for(corpus, sides):
    assert corpus.frequency(["China", "China"]).table["count"].sum() == 43
    assert sides.frequency(["China", "“China”"]).table["count"].sum() == 43


def test_a_term_that_one_of_several_lacks_is_a_row_of_zeros(corpus):
    table = corpus.where(publisher="CGTN").frequency(["China", "dual circulation"]).table.set_index("term")["count"]
    assert table.to_dict() == {"China": 7, "dual circulation": 0}


def test_a_term_of_several_that_occurs_nowhere_is_named_with_what_is_nearest(corpus, sides):
    said = " 'inovation' occurs in none of the 5 articles; nearest: innovation (22), "
    for result in (one.frequency(["China", "inovation"]) for one in (corpus, sides)):
        assert said in result.title
    assert said in corpus.trend(["China", "inovation"], "year").title
    assert "inovation" not in corpus.frequency(["China", "US"]).title


def test_capitals_quotation_marks_and_kinds_of_lists_make_no_difference(corpus, sides):
    assert corpus.frequency("innovation", by="Publisher").table.equals(
        corpus.frequency("innovation", by="publisher").table
    )
    assert corpus.frequency("China", by="Year").table.equals(corpus.frequency("China", by="year").table)
    assert repr(corpus.compare("SIDE_BY_PUBLISHER", "State", "FOREIGN")) == repr(sides)
    assert sides.keyness("Words").table.equals(sides.keyness("words").table)
    for quoted in ("'core technologies'", "‘core technologies’", "«core technologies»", ' "core technologies"\n'):
        assert corpus.lines(quoted).title == corpus.lines("core technologies").title
    for several in (np.array(["China", "US"]), pd.Series(["China", "US"]), (term for term in ["China", "US"])):
        assert corpus.frequency(several).table["count"].sum() == 49


def test_every_chart_is_as_wide_as_asked_for(corpus, sides, tmp_path):
    for result in (sides.keyness(), sides.absent(), corpus.slogans(by="voice"), corpus.article_map()):
        with Image.open(result.save(tmp_path / "a.png", size="column")) as picture:
            assert picture.width == pytest.approx(90 / 25.4 * 300, abs=1)


def test_titles_speak_of_all_uses_however_many_rows_are_shown(corpus, sides):
    assert corpus.adoption(n=1).title == corpus.adoption(n=30).title
    assert sides.adoption(n=1).title == sides.adoption(n=30).title
    assert corpus.slogans(by="voice", n=3).title == corpus.slogans(by="voice").title


def test_near_duplicates_are_in_no_number_of_a_comparison(tmp_path):
    import shutil

    folder = shutil.copytree(analysis.files.bundled("seeds"), tmp_path / "corpus")
    rows = (folder / "articles.csv").read_text(encoding="utf-8").splitlines()
    copy = next(row for row in rows if row.startswith("cgtn-2024")).replace("cgtn-2024", "copy")
    shutil.copy(folder / "001_08598d1cdb0e6120.txt", folder / "copy.txt")
    rows.append(copy.replace("001_08598d1cdb0e6120.txt", "copy.txt"))
    (folder / "articles.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    corpus, sides = open_corpus(folder), open_corpus().compare()
    assert corpus.near_duplicates().table["shared"].gt(100).tolist() == [True]
    again = corpus.compare()
    assert again.n == sides.n
    for question in (["adoption"], ["frames"], ["keyness"], ["collocates", "innovation"]):
        tables = [one.table(*question).drop(columns="flag", errors="ignore") for one in (again, sides)]
        pd.testing.assert_frame_equal(*tables)


def test_a_year_or_a_condition_on_words_narrows_a_corpus(corpus):
    assert corpus.where(year=2023).articles["doc_id"].tolist() == ["xinhua-2023", "247-news-reel-2023"]
    assert len(corpus.where("n_tokens > 800")) == 1


def test_every_column_of_every_table_is_explained(corpus, sides):
    known = set(corpus.columns().table["column"]) | set(corpus.articles)
    labels = set(corpus.articles["side_by_origin"])
    for thing in (corpus, sides):
        for name in [*questions(type(thing)), "collocates"]:
            result = thing.collocates("China") if name == "collocates" else getattr(thing, name)()
            names = [str(column) for column in result.table]
            ends = [column.removesuffix("_target").removesuffix("_reference") for column in names]
            assert not {one for one, end in zip(names, ends, strict=True) if not {one, end} & known} - labels, name


ABROAD = """doc_id,text,published,side
a,"Beijing praises win-win cooperation. Japan rejects the Belt and Road. Everyone likes the Belt and Road.",2024-01-01,x
b,"India has high-quality development. Peru and China share the Belt and Road.",2024-01-02,y
c,"Seoul joined the Belt and Road. Nobody left the Belt and Road.",2024-01-03,y
"""


@pytest.fixture
def abroad(tmp_path):
    (tmp_path / "articles.csv").write_text(ABROAD)
    return open_corpus(tmp_path)


def test_each_line_says_which_countries_its_sentence_names(abroad):
    lines = abroad.slogan_lines().table
    assert lines["named_country"].tolist() == ["China", "Japan", "", "China; Peru", "Korea", ""]
    assert abroad.lines("cooperation").table["named_country"].tolist() == ["China"]


def test_sentences_about_other_countries_are_left_out_on_request(abroad):
    """Of the general wordings one is never counted (India); the sentence of c that names nobody is about Korea."""
    assert abroad.matches["doc_id"].tolist() == ["a", "a", "a", "b", "c", "c"]
    china = abroad.where(about="china")
    assert china.slogan_lines().table["named_country"].tolist() == ["China", "", "China; Peru"]
    assert china.articles["n_tokens"].tolist() == [10, 8, 0]
    assert "(about China)" in china.slogans().title
    assert abroad.where(about="China", voice="own").where(side="y").matches["doc_id"].tolist() == ["b"]


def test_a_name_copied_from_a_table_is_counted_as_the_table_counts_it(corpus, sides):
    row = sides.keyness(n=20).table.set_index("term").loc["United States"]
    asked = sides.frequency("United States").table.groupby("side")["count"].sum()
    assert asked.to_dict() == {"state": row["count_target"], "foreign": row["count_reference"]}
    most = corpus.frequency().table.set_index("term")["count"]
    assert corpus.frequency("xi jinping").table["count"].sum() == most["Xi Jinping"] == 36
    assert corpus.frequency("Xi Jinping", kind="words").table["count"].sum() == 7


def test_an_outlet_is_a_publisher_unless_the_corpus_has_such_a_column(corpus):
    assert corpus.frequency("innovation", by="outlet").table.equals(
        corpus.frequency("innovation", by="publisher").table
    )


def test_keyphrases_of_a_period_are_those_of_its_articles_taken_as_one_text(corpus):
    by_year = corpus.keyphrases(by="year").table
    alone = corpus.where(year=2024).tokens.docs["doc_id"].item()
    of_2024 = by_year.loc[by_year["group"] == "2024", ["term", "count"]].values.tolist()
    by_article = corpus.keyphrases(by="article", n=60).table
    assert by_year["group"].drop_duplicates().tolist() == ["2020", "2023", "2024", "2026"]
    assert of_2024 and all(
        count == by_article.loc[(by_article["doc_id"] == alone) & (by_article["term"] == term), "count"].item()
        for term, count in of_2024
    )
    assert len(corpus.keywords(by="month", n=2).table["group"].unique()) == 5
