"""Who is heard: speakers, roles and voices of the five articles and of other corpora."""

import pytest

from analysis import InputError, open_corpus


def test_the_shares_of_the_voices_of_an_article_are_the_whole(corpus):
    table = corpus.voices().table
    assert table.groupby("group")["share"].sum().tolist() == pytest.approx([1] * 5)
    assert table["n_tokens"].sum() == corpus.articles["n_tokens"].sum()


def test_the_leader_has_most_words_and_they_can_be_read(corpus):
    result = corpus.speakers(n=3)
    assert result.table["speaker"].iloc[0] == "Xi Jinping" and result.table["role"].iloc[0] == "leader"
    lines = result.lines("Xi Jinping").table
    assert len(lines) and set(lines["speaker"]) == {"Xi Jinping"}


def test_the_words_of_the_roles_are_those_that_are_not_the_outlets_own(corpus):
    heard, voices = corpus.roles().table, corpus.voices("side").table
    assert heard["n_tokens"].sum() == voices.loc[voices["voice"] != "own", "n_tokens"].sum()


def test_roles_that_are_never_heard_have_rows_of_zero(corpus):
    table = corpus.roles().table.set_index(["role", "group"])
    assert table.loc[("foreign expert", "state"), ["n_speakers", "n_tokens"]].tolist() == [0, 0]
    assert "foreign expert" in corpus.roles().title.split("foreign:")[0]


def test_a_comparison_asks_the_same_of_its_sides(corpus, sides):
    assert sides.roles().table["n_tokens"].tolist() == corpus.roles("side_by_publisher").table["n_tokens"].tolist()
    assert "2 state v 3 foreign" in sides.speakers().caption


def test_an_unknown_column_and_one_article_have_an_answer(corpus):
    with pytest.raises(InputError, match="column 'colour': not in"):
        corpus.speakers("colour")
    one = open_corpus().where(publisher="CGTN")
    assert len(one.voices().table) and one.speakers().plot() and one.roles().shown()


def test_without_any_speaker_the_tables_are_empty_and_say_so(tmp_path):
    (tmp_path / "a.txt").write_text("Rain fell on the town. The river rose.", encoding="utf-8")
    (tmp_path / "articles.csv").write_text("doc_id,file,publisher,published,side\na,a.txt,Daily,,x\n", encoding="utf-8")
    rain = open_corpus(tmp_path)
    assert rain.speakers().title == "No speaker is named; 100% of all words are the texts' own."
    assert rain.speakers().shown() and rain.roles().title == "No speaker is named."
    assert rain.roles().table["n_tokens"].sum() == 0 and rain.voices().table["share"].tolist() == [1.0]


def test_the_title_of_voices_names_no_outlet_with_a_single_short_article(tmp_path):
    long = "Rain fell on the town. " * 200 + "Holt said that the river rose."
    rows = [
        f"{n},{outlet},,x,{text}"
        for n, (outlet, text) in enumerate([("Post", long), ("Wire", long), ("Blip", "It rained.")])
    ]
    (tmp_path / "articles.csv").write_text("\n".join(["doc_id,publisher,published,side,text", *rows]), encoding="utf-8")
    title = open_corpus(tmp_path).voices("publisher").title
    assert "Blip" not in title


def test_of_one_outlet_the_share_of_its_own_words_is_said_once_and_one_speaker_is_drawn(tmp_path):
    rows = [f"{n},Post,,x,The mayor said that the harbour {n} is open. It rains." for n in range(3)]
    (tmp_path / "articles.csv").write_text("\n".join(["doc_id,publisher,published,side,text", *rows]), encoding="utf-8")
    post = open_corpus(tmp_path)
    assert post.voices("publisher").title == "45% of the words are in the outlets' own voice."  # 5 of 11
    assert post.speakers("publisher").plot().get_xlabel() == "% of the words"


def test_a_title_names_no_group_of_articles_without_a_label_and_says_which_groups_it_names(tmp_path):
    long = "Rain fell on the town. " * 200
    said = long + "Holt said that the river rose and that the bridge was closed until further notice."
    texts = [("Post", long), ("Wire", said), ("", f'"{long}"'), ("Blip", "It rained.")]
    rows = [f'{n},{outlet},,x,"{text.replace(chr(34), chr(34) * 2)}"' for n, (outlet, text) in enumerate(texts)]
    (tmp_path / "articles.csv").write_text("\n".join(["doc_id,publisher,published,side,text", *rows]), encoding="utf-8")
    title = open_corpus(tmp_path).voices("publisher").title
    assert "no label" not in title and "99% in Wire to 100% in Post (of those with 1,000 words or more)" in title
