"""Collocates as a person asks for them, on the five articles."""

import re

import pytest

from analysis import InputError


@pytest.mark.parametrize(
    ("node", "kind"),
    [
        ("innovation", None),
        ("core technologies", None),
        ("tech*", None),
        ("dual circulation", "slogans"),
        ("Control and rights", "frames"),
        ("china", "words"),
    ],
)
def test_every_kind_of_node_has_collocates_and_lines(corpus, sides, node, kind):
    for result in (corpus.collocates(node, kind=kind, least=1), sides.collocates(node, kind=kind, least=1)):
        assert len(result.table)
        assert node.casefold() in result.title.casefold()
        assert result._repr_mimebundle_()["text/html"].startswith(("<figure><img", '<p class="title">'))
        assert result.draw is None or result.plot().figure is not None


def test_the_lines_of_a_collocate_are_the_occurrences_that_have_it_near(corpus, sides):
    result = corpus.collocates("China", window=3)
    for row in result.table.itertuples():
        lines = result.lines(row.term).table
        assert len(lines) == row.count
        assert lines["doc_id"].nunique() == row.n_docs
        sentences = lines["left"] + lines["node"] + lines["right"]
        wording = "US|United States" if row.term == "United States" else re.escape(row.term)
        assert sentences.str.contains(wording, case=False).all()
    assert len(result.lines().table) == result.table["count"].sum()
    for row in sides.collocates("innovation").table.itertuples():
        lines = sides.collocates("innovation").lines(row.term).table["side_by_publisher"]
        assert [lines.eq("state").sum(), lines.eq("foreign").sum()] == [row.count_target, row.count_reference]


def test_function_words_take_up_places_but_are_not_shown(corpus):
    table = corpus.collocates("innovation", n=80, least=1).table
    assert not set(table["term"].str.casefold()) & set(corpus.lexicons.words.stopwords)
    wider = corpus.collocates("innovation", window=6, n=80, least=1).table
    assert len(wider) > len(table)


def test_numbers_agree_with_other_questions(corpus):
    table = corpus.collocates("innovation").table
    counts = corpus.frequency(list(table["term"])).table.groupby("term")["count"].sum()
    assert table.set_index("term")["frequency"].to_dict() == counts.to_dict()
    assert set(table["n_nodes"]) == {len(corpus.lines("innovation").table)}
    frequent = corpus.collocates("China", n=80, least=1).table
    assert (frequent["count"] > frequent["expected"]).all()
    assert len(corpus.collocates("China", n=80, least=1).lines("innovation").table) == 3


def test_in_one_voice_only_its_words_and_its_occurrences_count(corpus):
    quoted = corpus.where(voice="quoted")
    everything = corpus.collocates("innovation", least=1, n=80).table.set_index("term")["count"]
    table = quoted.collocates("innovation", least=1, n=80).table
    assert table["n_nodes"].iloc[0] == len(quoted.lines("innovation").table) < 22
    said = quoted.frequency(list(table["term"])).table.groupby("term")["count"].sum()
    assert table.set_index("term")["frequency"].to_dict() == said.to_dict()
    assert set(quoted.collocates("innovation", least=1).lines().table["voice"]) == {"quoted"}
    assert all(row.count <= everything.get(row.term, row.count) for row in table.itertuples())


def test_one_article_is_enough_for_collocates(corpus):
    cgtn = corpus.where(publisher="CGTN")
    assert cgtn.collocates("innovation", least=1).table["n_docs"].eq(1).all()


def test_a_side_without_the_node_is_named_in_the_title(sides):
    result = sides.collocates("crackdown", least=1)
    assert result.title.startswith("“crackdown” does not occur in state articles; near it in foreign articles: “")
    assert result.table["n_nodes_target"].eq(0).all() and result.table["log_odds_z"].isna().all()
    assert result.draw is None  # bars of one side alone show no difference
    alone = sides.collocates("crackdown", least=50)
    assert alone.table.empty
    assert alone.title == (
        "“crackdown” does not occur in state articles; no content word stands near “crackdown” often enough."
    )


def test_no_collocate_is_a_sentence(corpus, sides):
    assert corpus.collocates("symposium", least=99).title == "No content word stands near “symposium” often enough."
    assert sides.collocates("China", least=999).title == "No content word stands near “China” often enough."
    assert corpus.collocates("symposium", least=99)._repr_mimebundle_()


def test_ties_that_do_not_fit_are_a_sentence(corpus):
    assert corpus.collocates("crackdown", least=1, n=4).table["log_dice"].nunique() == 1
    result = corpus.collocates("crackdown", least=1, n=3)
    assert result.table.empty and "collocates of “crackdown” are tied; ask for more rows (n)" in result.title


def test_swapping_sides_mirrors_the_table(corpus, sides):
    back = corpus.compare("side_by_publisher", "foreign", "state").collocates("innovation").table
    there = sides.collocates("innovation").table
    assert dict(zip(there["term"], there["log_odds_z"], strict=True)) == pytest.approx(
        dict(zip(back["term"], -back["log_odds_z"], strict=True))
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"node": "inovation"}, "nearest: innovation"),
        ({"node": ["China", "US"]}, "one is looked up at a time"),
        ({"node": "China", "window": 0}, "window=0: not a number of words; give a whole number of at least 1"),
        ({"node": "China", "n": 0}, "n=0: not a number of rows"),
        ({"node": "China", "least": 0}, "least=0: not a number of occurrences"),
        ({"node": "China", "kind": "topic"}, "kind 'topic': unknown"),
        ({"node": "--"}, "holds no word"),
    ],
)
def test_what_cannot_be_answered_is_refused(corpus, sides, options, said):
    for thing in (corpus, sides):
        with pytest.raises(InputError) as caught:
            thing.collocates(**options)
        assert said in str(caught.value)


def test_the_lines_of_a_word_that_is_no_collocate_are_refused(corpus):
    with pytest.raises(InputError, match="'zebra': not in this table; choose one of"):
        corpus.collocates("innovation").lines("zebra")


def test_from_eight_articles_on_a_collocate_of_one_article_is_left_out(corpus, tmp_path):
    from analysis.workbook.corpus import open_corpus as opened

    lines = ["doc_id,publisher,published,side_by_publisher,file"]
    for number in range(9):
        extra = "Zebra plan wins. A zebra plan." if number == 0 else "Big plan wins."
        (tmp_path / f"{number}.txt").write_text(f"{extra} Rest of it is here.\n", encoding="utf-8")
        lines.append(f"a{number},Wire,2024-01-0{number + 1},state,{number}.txt")
    (tmp_path / "articles.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = opened(tmp_path).collocates("plan")
    assert "zebra" not in set(result.table["term"].str.casefold()) and "big" in set(result.table["term"].str.casefold())
    assert "or in only one article" in result.caption
    assert "or in only one article" not in corpus.collocates("innovation").caption


def test_the_title_and_caption_say_who_is_counted(sides):
    result = sides.collocates("innovation")
    said = "No word stands near “innovation” clearly more often on one side than on the other (log-odds z below 2)."
    assert result.title == said
    assert "13 occurrences in state articles and 9 occurrences in foreign articles" in result.caption
    assert result.name == "collocation-shift-innovation"
