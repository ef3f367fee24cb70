"""Columns: a table has the same columns whatever it is asked by."""

import pytest

from analysis import open_corpus

BY = ["side", "publisher", "article", "year"]


@pytest.fixture(scope="module")
def corpus():
    return open_corpus()


@pytest.mark.parametrize(
    "question", ["slogans", "adoption", "frames", "actors", "actor_roles", "modality", "evaluation"]
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
