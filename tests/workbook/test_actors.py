"""Questions about actors: what the five articles say, and corpora without actors."""

import pytest

from analysis.files import InputError, write_atomic
from analysis.workbook.corpus import open_corpus


@pytest.fixture
def small(tmp_path):
    texts = {"a": "Japan restricts Russia. Russia condemned Japan.", "b": "Japan restricts Russia. Brazil slept."}
    write_atomic(tmp_path / "articles.csv", "doc_id,file,publisher,published,side\na,a.txt,P,,x\nb,b.txt,Q,,y\n")
    for name, text in texts.items():
        write_atomic(tmp_path / f"{name}.txt", text)
    return open_corpus(tmp_path)


def test_deeds_are_counted_by_side(small):
    table = small.actors().table
    assert table[["agent", "action", "patient", "group", "count"]].to_numpy().tolist() == [
        ["Japan", "restrict", "Russia", "x", 1],
        ["Japan", "restrict", "Russia", "y", 1],
        ["Russia", "condemn", "Japan", "x", 1],
    ]


def test_the_title_names_deeds_that_are_told_twice(small, corpus):
    assert (
        small.actors().title
        == "Who acts on whom is named 3 times in 3 actions, most often: Japan – restrict – Russia (x 1, y 1)."
    )
    assert "<img" not in corpus.actors().shown().html  # every cell is a 1


def test_lines_of_acts_of_which_nobody_known_is_the_patient(tmp_path):
    write_atomic(tmp_path / "articles.csv", "doc_id,file,publisher,published,side\na,a.txt,P,,x\n")
    write_atomic(tmp_path / "a.txt", "Japan restricts the trade. Japan restricts the trade again.")
    assert open_corpus(tmp_path).actors().lines().table["key"].tolist() == ["Japan", "Japan"]


def test_roles_count_sentences(small):
    table = small.actor_roles().table
    rows = table[table["count"] > 0][["actor", "group", "role", "count"]].to_numpy().tolist()
    assert rows == [
        ["Japan", "x", "acts", 1],
        ["Japan", "x", "acted on", 1],
        ["Japan", "y", "acts", 1],
        ["Russia", "x", "acts", 1],
        ["Russia", "x", "acted on", 1],
        ["Russia", "y", "acted on", 1],
        ["Brazil", "y", "only named", 1],
    ]


def test_the_lines_of_an_actor_are_the_sentences_in_which_it_acts_or_is_acted_on(small):
    assert len(small.actors().lines("Japan").table) == 3
    with pytest.raises(InputError, match="choose one of"):
        small.actors().lines("Brazil")


def test_the_united_states_restricts_in_cgtn_and_global_times_and_nobody_does_in_xinhua_and_el_ciudadano(corpus):
    table = corpus.actors(by="article", n=1000).table
    hostile = table[table["action"].isin(["restrict", "crack down", "sanction", "control", "repress"])]
    agents = hostile[hostile["agent"] != ""].groupby("group")["agent"].agg(set).to_dict()
    assert agents == {
        "cgtn-2024": {"United States"},
        "peace-post-2020": {"United States"},
        "247-news-reel-2023": {"United States", "foreign governments", "China"},
    }


def test_a_corpus_without_actors_or_actions_says_so(tmp_path):
    write_atomic(tmp_path / "articles.csv", "doc_id,file,publisher,published,side\na,a.txt,P,,x\n")
    write_atomic(tmp_path / "a.txt", "Owls sleep by day.")
    corpus = open_corpus(tmp_path)
    assert "No action" in corpus.actors().title and "No actor" in corpus.actor_roles().title
