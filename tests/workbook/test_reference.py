"""Keyness against an outside list at the front door: the five articles and the eight of conftest.py."""

import pytest

from analysis.files import InputError
from analysis.show.reference import plot_reference


def written(folder, text):
    path = folder / "national.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def national(tmp_path):
    """A list of a million words, in which China stands in two rows."""
    rows = {"china": 500, "China": 700, "innovation": 80, "technology": 300, "country": 9000, "the": 60_000, "xi": 0}
    rows |= {"people": 4000, "new": 5000, "world": 3000, "mote": 1, "technology ": 300}
    return written(tmp_path, "word;freq\n" + "".join(f"{term};{n}\n" for term, n in rows.items()) + "rest;917119\n")


def test_what_is_typical_of_a_corpus_leads_and_what_a_list_lacks_is_marked(corpus, national):
    result = corpus.keyness(national, n=200)
    table = result.table.set_index("term")
    assert table.loc["China", ["count", "n_docs", "count_reference", "n_tokens_reference"]].tolist() == [
        43,
        5,
        1200,
        10**6,
    ]
    assert table.loc["technology", "count_reference"] == 600
    assert not table.loc["sci-tech", "in_list"]
    assert table.loc["Xi", ["in_list", "count_reference"]].tolist() == [True, 0]
    measured = table["count_reference"].where(table["in_list"], 0) > 0
    assert measured.tolist() == [True] * 3 + [False] * (len(table) - 3)  # what the list lacks stands last
    assert all(part["lrc"].is_monotonic_decreasing for _, part in table.groupby(measured))
    assert (table["lrc"] > 0).all()
    assert "the" not in table.index
    assert result.name == "keyness-list-words"
    assert result.title.startswith(
        "Most typical of these articles against national.csv: “innovation”, “China” and “technology”"
    )
    assert "national.csv (1,000,000 words)" in result.caption
    assert "; 1 repeated row of the list added up" in result.caption
    assert "n = 5 articles" in result.caption


def test_the_lines_of_a_row_are_its_occurrences_in_every_spelling(eight, tmp_path):
    result = eight.keyness(written(tmp_path, "term,count\nprogram,1\nhong,1\nkong,1\nthe,999997\n"), n=50)
    table = result.table.set_index("term")
    assert table.loc["Kong", "count"] == 4  # Hong-Kong is one word
    for term in ("Kong", "program"):
        assert len(result.lines(term).table) == table.loc[term, "count"]
    assert set(result.lines("program").table["node"]) == {"programme", "program"}
    with pytest.raises(InputError, match="'programme': not in this table"):
        result.lines("programme")


def test_a_list_of_another_language_is_warned_of_in_the_title(corpus, tmp_path):
    french = written(tmp_path, "term,count\nle,900000\ninnovation,5000\nmot,95000\n")
    assert "The list has only 1% of the articles' words: it may be short, or of another" in corpus.keyness(french).title


def test_a_list_that_has_the_words_is_not_warned_of(corpus, tmp_path):
    own = corpus.frequency(n=10_000).save(tmp_path / "own.csv")
    result = corpus.keyness(own)
    assert result.table.empty  # the same corpus: no word is more frequent
    assert result.title == "None of the words of these articles is shown to be more frequent than in own.csv."
    assert "879 of 879 words (100% of their occurrences)" in result.caption


def test_a_saved_table_of_another_corpus_is_a_list_with_its_own_base(corpus, tmp_path):
    others = corpus.where("publisher != 'CGTN'")
    path = others.frequency(n=10_000).save(tmp_path / "others.csv")
    table = corpus.where(publisher="CGTN").keyness(path).table
    assert table["n_tokens_reference"].tolist() == [others.articles["n_tokens"].sum()]
    assert table[["term", "count_reference"]].values.tolist() == [["sci-tech", 6]]


def test_phrases_need_the_size_of_the_texts_counted(corpus, tmp_path):
    path = written(tmp_path, "term,count\nXi Jinping,40\n")
    with pytest.raises(InputError, match=r"national.csv: counts no single words.*add a column n_tokens"):
        corpus.keyness(path, kind="phrases")
    table = corpus.keyness(written(tmp_path, "term,count,n_tokens\nXi Jinping,40,1000000\n"), "phrases").table
    assert table.set_index("term").loc["Xi Jinping", ["count", "n_docs", "count_reference"]].tolist() == [7, 5, 40]


def test_a_term_without_a_measured_length_has_no_bar(corpus, national):
    table = corpus.keyness(national, n=200).table
    measured = table["in_list"] & (table["count_reference"] > 0)
    rows = table[table.index < 5]
    ax = plot_reference(rows)
    assert len(ax.patches) == measured.sum() == 3 < len(rows)
    notes = [text.get_text() for text in ax.texts]
    assert len(notes) == len(rows)
    assert notes[3] == "0 in the list (36× in 5/5)"
    assert notes[4].startswith("not in the list (")
    assert sum(" v " in note for note in notes) == 3


def test_a_figure_without_any_bar_or_with_too_many_is_a_table(corpus, national, tmp_path):
    for result in (
        corpus.keyness(written(tmp_path, "term,count\nthe,1000000\nmote,1\n")),
        corpus.keyness(national, n=200),
    ):
        assert not result.table.empty
        assert "<table" in result._repr_mimebundle_()["text/html"]
        with pytest.raises(InputError, match="has a table and no picture"):
            result.plot()


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda c, path: c.keyness(path, kind="slogans"), "kind 'slogans': no outside list has them; choose words or"),
        (lambda c, path: c.keyness(path, kind="topic"), "kind 'topic': unknown"),
        (lambda c, path: c.keyness(path, n=0), "n=0: not a number of rows"),
        (lambda c, path: c.keyness(path / "x"), "cannot be read"),
        (lambda c, path: c.keyness(path).lines("mote"), "'mote': not in this table"),
    ],
)
def test_what_cannot_be_asked_is_named(corpus, national, ask, said):
    with pytest.raises(InputError) as caught:
        ask(corpus, national)
    assert said in str(caught.value)


def test_one_article_and_thirty_thousand_rows_are_enough(corpus, tmp_path):
    rows = "".join(f"word{n},{n % 50 + 1}\n" for n in range(30_000))
    result = corpus.where(publisher="CGTN").keyness(written(tmp_path, f"term,count\nChina,3\nplan,50\n{rows}"))
    assert result.table.loc[0, "of_docs"] == 1
    assert not result.table.empty
