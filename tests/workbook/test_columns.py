"""Columns: a table has the same columns whatever it is asked by."""

import pytest

from analysis import open_corpus

BY = ["side", "publisher", "article", "year"]


@pytest.fixture(scope="module")
def corpus():
    return open_corpus()


@pytest.mark.parametrize(
    "question", "slogans adoption frames speakers roles voices actors actor_roles modality evaluation".split()
)
def test_a_table_calls_its_groups_the_same_whatever_they_are(corpus, question):
    tables = [getattr(corpus, question)(by=by).table for by in BY]
    assert len({tuple(table.columns) for table in tables}) == 1
    assert "group" in tables[0] and not {"side", "period", "doc_id"} & set(tables[0])
    assert [
        set(table["group"].astype(str)) >= {name} for table, name in zip(tables, ["state", "CGTN"], strict=False)
    ] == [True] * 2


def test_slogans_by_voice_and_the_adoption_of_two_sides_have_groups_too(corpus):
    assert set(corpus.slogans(by="voice").table["group"]) == set(corpus.articles["doc_id"])
    assert set(corpus.compare().adoption().table["group"]) == {"state", "foreign"}


def test_frequency_has_one_set_of_columns_in_one_order(corpus):
    shared = ["term", "group", "count", "n_docs", "of_docs", "n_tokens", "per_thousand"]
    asked = {
        (): corpus.frequency().table,
        ("by",): corpus.frequency(by="year").table,
        ("term",): corpus.frequency("innovation", by="voice").table,
        ("side",): corpus.compare().frequency().table,
        ("side", "term"): corpus.compare().frequency("innovation").table,
    }
    more = {how: table.columns[len(shared) :].tolist() for how, table in asked.items()}
    assert all(table.columns[: len(shared)].tolist() == shared for table in asked.values())
    assert more == {(): ["dp", "tied_out"], ("by",): [], ("term",): [], ("side",): ["side"], ("side", "term"): ["side"]}


def test_frequency_says_the_same_of_an_article_alone_and_in_a_comparison(corpus):
    alone, sided = (one.frequency("innovation").table for one in (corpus, corpus.compare()))
    assert alone.set_index("group").sort_index().equals(sided.drop(columns="side").set_index("group").sort_index())
    xinhua = sided.set_index("group").loc["xinhua-2023"]
    assert xinhua[["count", "n_docs", "of_docs", "side"]].tolist() == [9, 1, 1, "state"]
