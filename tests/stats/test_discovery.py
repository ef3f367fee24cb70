"""Discovery: drifted wordings and new formulas, in sentences where each can be seen."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.corpus.read import read_corpus
from analysis.files import bundled
from analysis.stats.discovery import discover, drift, wordings
from analysis.text.lexicons import accept, lexicon, read_lexicons
from analysis.text.matches import find
from analysis.text.tokens import encode

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def bundle():
    (docs, zones, _), lexicons = read_corpus(bundled("seeds")), read_lexicons(bundled("seeds"))
    return encode(docs, zones, lexicons.words), lexicons.slogans


def test_a_pattern_is_compared_in_its_plain_wordings(family):
    entry = family(["fight* [a | the] (tough | critical) battle <3> now"]).entries[0]
    assert "fight tough battle now" in wordings(entry.variants)
    assert "fight a critical battle now" in wordings(entry.variants)


@pytest.mark.parametrize(
    ("text", "printed", "missing", "added"),
    [
        ("A call for great strength in deep science.", None, "", ""),
        (
            "Strong self-confidence and strength in science now.",
            "self-confidence and strength in science",
            "reliance",
            "confidence",
        ),
        ("Strength and self-reliance in the sciences.", "strength and self-reliance in the sciences", "", ""),
        ("Self-reliance in the strength of science. Strength, and science.", None, "", ""),
        ("self-reliance and strength in science", None, "", ""),
    ],
)
def test_a_span_that_keeps_most_stems_is_a_candidate_with_what_changed(
    tokens_of, family, text, printed, missing, added
):
    tokens, slogans = tokens_of(text), family(["self-reliance and strength in science"])
    found = drift(tokens, slogans, find(tokens, slogans))
    assert found["printed"].tolist() == ([printed] if printed else [])
    assert found[["missing", "added"]].to_numpy().tolist() == ([[missing, added]] if printed else [])


def test_a_short_span_in_quotation_marks_needs_to_keep_one_stem_only(tokens_of, family):
    slogans = family(["two sessions"])
    marked, plain = tokens_of("the “two meetings” of March"), tokens_of("the two meetings of March")
    assert drift(marked, slogans, find(marked, slogans))["printed"].tolist() == ["two meetings"]
    assert drift(plain, slogans, find(plain, slogans)).empty


def test_a_candidate_can_be_accepted_by_the_line_that_is_printed(tokens_of, family, tmp_path):
    slogans, tokens = family(["self-reliance and strength"]), tokens_of("A self-confidence and strength of its own.")
    line = drift(tokens, slogans, find(tokens, slogans))["accept"][0]
    (tmp_path / "accepted.txt").write_text(line, encoding="utf-8")
    accepted = accept(slogans, tmp_path / "accepted.txt")
    assert find(tokens, accepted)["variant"].tolist() == ["self-confidence and strength"]
    assert drift(tokens, accepted, find(tokens, accepted)).empty


def test_what_wordings_of_two_slogans_have_in_common_is_nobodys_drift(tokens_of, family):
    two = (
        family(["leader in science and technology"], "a").entries
        + family(["power in science and technology"], "b").entries
    )
    slogans = replace(family(["x"]), entries=two)
    tokens = tokens_of("a museum in science and technology")
    assert drift(tokens, slogans, find(tokens, slogans)).empty


def labelled(name):
    return pd.read_csv(DATA / name, comment="#", keep_default_na=False)


def test_most_candidates_in_the_five_articles_are_drifts_that_a_reader_listed(bundle):
    tokens, slogans = bundle
    plain = [tuple(one for one in entry.variants if one.kind != "drift") for entry in slogans.entries]
    entries = (replace(entry, variants=some) for entry, some in zip(slogans.entries, plain, strict=True))
    without = replace(slogans, entries=tuple(entries))  # as the list was before anybody had read these articles
    listed, found = find(tokens, slogans), drift(tokens, without, find(tokens, without)).head(10)
    places = [set(zip(part["key"], part["doc_id"], strict=True)) for part in (listed, find(tokens, without))]
    new = places[0] - places[1]
    true = [(row.key, row.doc_id) in new for row in found.itertuples()]
    assert len(true) >= 4 and sum(true) / len(true) >= 0.5
    assert {"original and innovative research", "quality development", "two meetings"} <= set(found["printed"])
    assert "artificial intelligence" not in set(found["printed"])


def test_planted_drifts_are_told_from_sentences_on_the_same_subjects(bundle):
    sentences = labelled("drift_sentences.csv")
    docs = pd.DataFrame({"doc_id": [f"{row:02d}" for row in sentences.index], "text": sentences["sentence"]})
    words = read_lexicons(bundled("seeds")).words
    tokens = encode(docs, pd.DataFrame(columns=["doc_id", "zone", "start", "end"]), words)
    matches = find(tokens, bundle[1])
    found = drift(tokens, bundle[1], matches)
    planted = dict(zip(docs["doc_id"], sentences["slogan"].where(sentences["is_drift"]), strict=True))
    right = found["key"] == found["doc_id"].map(planted)
    listed = matches.loc[matches["key"].astype(object) == matches["doc_id"].map(planted), "doc_id"].nunique()
    assert right.head(10).mean() >= 0.9 and right.mean() >= 0.85
    assert found.loc[right, "doc_id"].nunique() >= 0.55 * (sentences["is_drift"].sum() - listed)


def test_a_missing_word_is_never_the_only_distinctive_one(tokens_of, family):
    entries = [family([f"{word} green growth"], word).entries[0] for word in ("circle", "bridge", "mirror", "tunnel")]
    slogans = replace(family(["x"]), entries=tuple(entries))
    changed = ("Our circle tall growth slows.", ["circle tall growth"])
    for text, printed in [("Our tall green growth slows.", []), ("Our circle growth slows.", []), changed]:
        tokens = tokens_of(text)
        assert drift(tokens, slogans, find(tokens, slogans))["printed"].tolist() == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("A red plan for growth.", 1),
        ("A red plan, growth.", 0),
        ("Growth: a plan for red.", 0),
        ("Growth and red plan.", 0),
    ],
)
def test_words_keep_their_order_and_have_no_punctuation_between_them(tokens_of, family, text, printed):
    tokens, slogans = tokens_of(text), family(["red plan of growth"])
    assert len(drift(tokens, slogans, find(tokens, slogans))) == printed


@pytest.mark.parametrize(
    ("wording", "text", "printed"),
    [
        ("four decadences", "Four decades of work.", []),  # one stem in Snowball, two words
        ("four decadences", "A “four decadence” campaign.", ["four decadence"]),
        ("party leads everything", "We lead our party.", []),
        ("national governance", "A nation and its government.", []),
        (
            "supply-side structural reform",
            "Structural reforms of the supply side.",
            ["structural reforms of the supply side"],
        ),
        ("new-type infrastructure", "A new and far better infrastructure.", []),
    ],
)
def test_inflected_forms_are_one_word_and_derived_ones_are_not(bundle, family, wording, text, printed):
    docs = pd.DataFrame({"doc_id": ["a"], "text": [text]})
    tokens = encode(
        docs, pd.DataFrame(columns=["doc_id", "zone", "start", "end"]), read_lexicons(bundled("seeds")).words
    )
    slogans = family([wording])
    assert drift(tokens, slogans, find(tokens, slogans))["printed"].tolist() == printed


def test_american_speeches_have_nearly_no_candidate(bundle):
    speech = "Four decades of free thought. We lead our party. Laws of the United States. New and durable patterns."
    tokens = encode(
        pd.DataFrame({"doc_id": ["a"], "text": [speech]}),
        pd.DataFrame(columns=["doc_id", "zone", "start", "end"]),
        read_lexicons(bundled("seeds")).words,
    )
    assert drift(tokens, bundle[1], find(tokens, bundle[1])).empty


def test_words_of_a_match_are_nobodys_drift(tokens_of, family):
    slogans = replace(family(["x"]), entries=family(["red plan"], "a").entries + family(["bold red plan"], "b").entries)
    tokens = tokens_of("A bold and red plan.")
    assert drift(tokens, slogans, find(tokens, slogans)).empty


def test_a_wording_that_needs_its_context_is_not_compared(tokens_of, family):
    tokens, nothing = tokens_of("many green circles"), find(tokens_of("many"), family(["x"]))
    assert drift(tokens, family(["green circle {campaign}"]), nothing).empty
    assert drift(tokens, family(["green circle"]), nothing)["printed"].tolist() == ["green circles"]


def test_no_word_is_stemmed_twice(bundle, monkeypatch):
    stemmed = Counter()

    def counted(self, word):
        stemmed[word] += 1
        return word

    monkeypatch.setattr("nltk.stem.snowball.EnglishStemmer.stem", counted)
    tokens, slogans = bundle
    drift(tokens, slogans, find(tokens, slogans))
    assert len(stemmed) > 500 and set(stemmed.values()) == {1}


def test_c_value_takes_the_longer_candidates_off(tokens_of):
    text = "red plan. red plan. dark red plan. dark red plan."  # red plan 4, two of them in dark red plan
    tokens = tokens_of(text)
    table = discover(tokens, find(tokens, lexicon(["green"])), least_docs=1).set_index("term")
    assert table.loc["dark red plan", "c_value"] == pytest.approx(np.log2(3) * 2)
    assert table.loc["red plan", "c_value"] == pytest.approx(np.log2(2) * (4 - 2))
    assert "dark red" not in table.index  # stands in dark red plan only


def test_no_phrase_reaches_into_a_known_slogan(tokens_of):
    tokens = tokens_of("big red plan now. big red plan now.")
    assert discover(tokens, find(tokens, lexicon(["red plan"])), least_docs=1).empty


def test_a_phrase_needs_as_many_articles_as_asked_for(tokens):
    matches = find(tokens, lexicon(["green"]))
    assert discover(tokens, matches, least_docs=2)["term"].tolist() == ["red plan"]
    assert discover(tokens, matches, least_docs=3).empty
