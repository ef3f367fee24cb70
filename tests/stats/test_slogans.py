"""Slogans by article, side and period, counted by hand in conftest.py."""

import pandas as pd
import pytest
from scipy import sparse

from analysis.files import InputError
from analysis.stats.slogans import (
    adoption,
    always_together,
    attested,
    by_group,
    by_period,
    first_uses,
    languages_without_renderings,
    most_widespread,
    pattern_hits,
    readable,
    renderings,
    spread,
    undated,
)
from analysis.text.counts import Counts, from_matches
from analysis.text.lexicons import lexicon
from analysis.text.matches import find
from analysis.text.voice import VOICES


@pytest.fixture
def counts(tokens):
    return from_matches(tokens, find(tokens, lexicon(["red plan", "big plan", "green plan"])))


def test_every_slogan_has_a_row_in_every_article(counts):
    table = by_group(counts, "doc_id")
    assert table[["slogan", "group", "count"]].to_numpy().tolist() == [
        ["big plan", "a", 0], ["big plan", "b", 1], ["big plan", "c", 0],
        ["green plan", "a", 0], ["green plan", "b", 0], ["green plan", "c", 0],
        ["red plan", "a", 4], ["red plan", "b", 1], ["red plan", "c", 0],
    ]  # fmt: skip
    assert table.loc[6, "per_thousand"] == pytest.approx(4000 / 19)


def test_a_side_has_a_slogan_in_articles_and_occurrences(counts):
    row = by_group(counts, "side").set_index(["slogan", "group"]).loc[("red plan", "state")]
    assert row[["n_docs", "of_docs", "count", "n_tokens"]].tolist() == [2, 2, 5, 31]
    assert row["per_thousand"] == pytest.approx(5000 / 31)
    assert (row["share_low"], row["share_high"]) == (pytest.approx(2 / (2 + 1.959964**2), abs=1e-6), 1)


def test_a_slogan_that_is_not_used_is_zero_and_an_empty_month_is_absent(counts):
    table = by_period(counts, "month")
    assert table["group"].unique().astype(str).tolist() == ["2024-01", "2024-02"]
    assert table.loc[table["slogan"] == "green plan", "count"].tolist() == [0, 0]
    assert table.set_index(["slogan", "group"]).loc[("red plan", pd.Period("2024-01", "M")), "count"] == 4


def test_an_article_that_two_months_could_hold_is_in_no_month_but_in_its_year(counts):
    assert undated(counts.docs, "month").tolist() == [False, True, False]
    assert undated(counts.docs, "year").tolist() == [False, False, False]
    assert by_period(counts, "month").query("slogan == 'red plan'")["count"].sum() == 4
    assert by_period(counts, "year").query("slogan == 'red plan'")["count"].sum() == 5


def test_an_undated_corpus_has_no_period(counts):
    docs = counts.docs.assign(published=pd.NaT, published_latest=pd.NaT)
    assert by_period(type(counts)(counts.matrix, counts.terms, docs), "month").empty


def test_an_unknown_period_is_refused(counts):
    with pytest.raises(InputError, match="period 'weak': unknown; choose one of day, week, month, quarter, year"):
        by_period(counts, "weak")


def test_attested_keeps_found_slogans_and_the_most_widespread_first(counts):
    assert attested(by_group(counts, "doc_id"))["slogan"].unique().tolist() == ["red plan", "big plan"]
    assert attested(by_group(counts, "doc_id").query("slogan == 'green plan'")).empty


def test_first_uses_name_only_slogans_that_were_found(tokens, family):
    found = first_uses(family(["red plan"], "red"), find(tokens, family(["red plan"], "red")))
    assert found["slogan"].tolist() == ["red"]
    assert found.columns.tolist() == ["slogan", "chinese", "first_use", "event", "source", "status"]
    assert first_uses(family(["green"]), find(tokens, family(["green"]))).empty


@pytest.fixture
def matches(tokens):
    return find(tokens, lexicon(["red plan", "big red plan", "big plan", "green plan"]))


def test_spread_names_first_and_last_article_and_how_widespread_a_slogan_is(counts):
    counts = Counts(counts.matrix, counts.terms, counts.docs.assign(language="en"))
    table = spread(counts, "side").set_index("slogan")
    assert table.index.tolist() == ["red plan", "big plan"]
    row = table.loc["red plan"]
    assert row[["n_docs", "n_sides", "n_publishers", "n_languages"]].tolist() == [2, 1, 2, 1]
    assert row[["first_doc", "last_doc"]].tolist() == ["a", "b"]
    assert row["first_seen"] == pd.Timestamp("2024-01-05")


def test_an_undated_slogan_is_spread_without_a_first_day(counts):
    docs = counts.docs.assign(language="en", published=pd.NaT)
    row = spread(Counts(counts.matrix, counts.terms, docs), "side").iloc[0]
    assert pd.isna(row["first_seen"])
    assert row["first_doc"] == ""


def test_renderings_are_what_is_printed_without_quotation_marks(tokens, family):
    found = find(tokens, family(["[big] red plan", "plan"]))
    table = renderings(tokens, found, tokens.docs.set_index("doc_id")["side"])
    assert table.head(3).to_numpy().tolist() == [
        ["red plan", "state", 4, 2],
        ["plan", "foreign", 2, 1],
        ["plan", "state", 1, 1],
    ]
    assert table["rendering"].tolist()[3:] == ["big red plan"]


def test_adoption_is_the_share_of_uses_in_the_own_voice(matches, docs):
    voice = pd.Categorical(["own", "quoted", "own", "own", "own", "own", "naming"], VOICES)
    table = adoption(matches.assign(voice=voice[: len(matches)]), docs, "side").set_index(["slogan", "group"])
    row = table.loc[("red plan", "state")]
    assert row["count"] == row[VOICES].sum() == 5
    assert row["adoption"] == row["own"] / 5
    assert pd.isna(table.loc[("red plan", "foreign"), "adoption"])
    assert "green plan" not in table.index.get_level_values(0)


def test_patterns_that_never_matched_are_listed_with_zero(matches):
    table = pattern_hits(matches, lexicon(["red plan", "big red plan", "big plan", "green plan"]))
    assert table.set_index("variant")[["count", "n_docs"]].T.to_dict("list") == {
        "red plan": [5, 2],
        "big red plan": [1, 1],
        "big plan": [1, 1],
        "green plan": [0, 0],
    }


def test_slogans_of_the_very_same_articles_cannot_be_told_apart(docs):
    matrix = sparse.csr_array([[1, 2, 0, 1], [3, 1, 1, 1], [0, 0, 0, 1]])
    counts = Counts(matrix, pd.Index(list("abcd"), dtype=object), docs.assign(n_tokens=9))
    assert always_together(counts).to_numpy().tolist() == [["a", "b", 2]]


def test_a_slogan_without_a_wording_in_a_language_is_said(docs, family):
    some = docs.assign(language=["en", "zh-CN", "de"])
    table = languages_without_renderings(some, family(["red plan"]))
    assert table.to_numpy().tolist() == [["slogan", "zh", 1], ["slogan", "de", 1]]
    assert languages_without_renderings(docs.assign(language=""), family(["red plan"])).empty


def test_an_article_that_no_wording_can_read_is_in_no_base(counts, family):
    docs = counts.docs.assign(language=["en-GB", "", "de"])
    kept = readable(Counts(counts.matrix, counts.terms, docs), family(["red plan"]))
    assert kept.docs["doc_id"].tolist() == ["a", "b"]
    assert by_group(kept, "side")["group"].unique().tolist() == ["state"]


def test_the_most_widespread_slogans_are_those_of_most_articles(counts):
    table = by_group(counts, "side")
    assert most_widespread(table, 1)["slogan"].unique().tolist() == ["red plan"]
    assert most_widespread(table, 5)["slogan"].unique().tolist() == ["red plan", "big plan"]


def test_concordance_lines_are_as_many_as_the_count(tokens, counts):
    assert len(find(tokens, lexicon(["red plan", "big plan", "green plan"]))) == counts.matrix.sum()
