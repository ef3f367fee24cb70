"""Artefacts: what gives a template, house style or a spelling away, and what only looks like it."""

import re

import pandas as pd
import pytest

from analysis.files import bundled
from analysis.stats.artefacts import Source, artefacts, sided_artefacts, with_flags
from analysis.text.counts import count, count_phrases, from_matches
from analysis.text.lexicons import read_lexicons
from analysis.text.matches import find
from analysis.text.tokens import encode

NOTHING = pd.DataFrame(columns=["doc_id", "zone", "start", "end"])
FOOT = "Follow our harbour desk."


@pytest.fixture(scope="module")
def lexicons():
    return read_lexicons(bundled("seeds"))


@pytest.fixture(scope="module")
def corpus(lexicons):
    """Encode articles given as (publisher, text)."""

    def one(*articles):
        publishers, texts = zip(*articles, strict=True)
        ids = [f"d{number}" for number in range(len(texts))]
        docs = pd.DataFrame({"doc_id": ids, "publisher": publishers, "text": texts})
        return encode(docs, NOTHING, lexicons.words)

    return one


@pytest.fixture(scope="module")
def said_of(corpus, lexicons):
    """Explanations of a term, by reason, in articles given as (publisher, text)."""

    def one(term, *articles):
        tokens = corpus(*articles)
        found = artefacts(count_phrases(tokens, 8, 1) if " " in term else count(tokens), Source(tokens), lexicons)
        found = found[found["term"] == term]
        return dict(zip(found["reason"], found["explanation"], strict=True))

    return one


def filler(seed, n=100):
    """A body of n different words in lines of ten that no other seed shares."""
    words = [f"{seed}{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(n)]
    return "\n".join(" ".join(words[at : at + 10]) + "." for at in range(0, n, 10))


def with_foot(*publishers):
    return [(name, f"{filler('qwxz'[at])}\n{FOOT}") for at, name in enumerate(publishers)]


def test_a_word_of_a_line_that_two_articles_repeat_is_a_template(said_of):
    articles = [*with_foot("Daily", "Daily", "Post"), ("Post", "A harbour wall fell.")]
    assert said_of("harbour", *articles)["template"] == "2 of 4 occurrences in lines repeated by Daily"
    assert said_of("harbour desk", *articles)["template"] == "2 of 3 occurrences in lines repeated by Daily"


def test_the_publisher_who_repeats_most_is_named(said_of):
    found = said_of("harbour", *with_foot("Daily", "Post", "Post", "Daily"), ("Post", FOOT))
    assert found["template"] == "5 of 5 occurrences in lines repeated by Post and 1 more"


@pytest.mark.parametrize(
    "articles",
    [
        with_foot("Daily", "Post"),  # each its own
        with_foot("", ""),  # of no known publisher
        [("Daily", f"{filler('q')}\n{FOOT}\n{FOOT}")],  # one article by itself
        [*with_foot("Daily", "Daily"), ("Daily", "The harbour, a harbour. Old harbour.")],  # 2 of 5
        [("Daily", f"{filler('q')}\n{FOOT}"), ("Daily", f"{filler('w')}\nFollow our harbour desks.")],
    ],
)
def test_a_line_that_one_publisher_does_not_repeat_is_no_template(said_of, articles):
    assert "template" not in said_of("harbour", *articles)


def test_copies_of_one_article_show_no_template(said_of):
    text = f"The harbour opened.\n{filler('q')}"
    assert "template" not in said_of("harbour", ("Daily", text), ("Daily", text))
    copies = [("Daily", f"The harbour opened.\n{filler('z')}\n{FOOT}")] * 2
    found = said_of("desk", *copies, *with_foot("Daily", "Daily"))
    assert found["template"] == "4 of 4 occurrences in lines repeated by Daily"
    assert "template" not in said_of("opened", *copies, *with_foot("Daily", "Daily"))


def test_order_of_the_words_tells_lines_apart(said_of):
    lines = ["harbour news our desk.", "desk news our harbour."]
    assert (
        said_of("harbour", *[("Daily", f"{filler(seed)}\n{line}") for seed, line in zip("qw", lines, strict=True)])
        == {}
    )


@pytest.mark.parametrize(
    ("term", "flag"),
    [
        ("mr", "house style: honorific or title"),
        ("prime minister", "house style: honorific or title"),
        ("monday", "house style: weekday or month"),
        ("urged", "house style: reporting verb"),
        ("reuters", "house style: wire or newsroom word"),
        ("monday in june", "house style: weekday or month"),
        ("president said", "house style: honorific or title, reporting verb"),
        ("june 9", "house style: number or date, weekday or month"),
        ("330,000", "number or date"),
        ("9", "number or date"),
        ("21st", "number or date"),
        ("5g", ""),
        ("president okoro", ""),
        ("prime", ""),
        ("technology", ""),
        ("new minister", ""),
    ],
)
def test_house_style_and_numbers_are_told_by_lists(corpus, lexicons, term, flag):
    texts = [
        ("Daily", "5g 330,000. Mr. Okoro, new minister. President Okoro. Reuters. Prime minister. New technology.")
    ]
    texts += [("Daily", "5g 21st 330,000. A Monday in June 9. President said Mr. Okoro. Reuters: urged. Technology.")]
    texts += [
        ("Post", "21st. President Okoro. Prime minister. Monday in June. June 9. President said; urged. New minister.")
    ]
    tokens = corpus(*texts)
    counts = count_phrases(tokens) if " " in term else count(tokens)
    found = artefacts(counts, Source(tokens), lexicons)
    found = found[~found["reason"].isin(["name", "label"])]
    assert with_flags(pd.DataFrame({"term": [term]}), found)["flag"].tolist() == [flag]


def test_a_term_of_one_article_is_named_with_it(said_of):
    assert said_of("wall", ("Daily", "A wall."), ("Daily", "A wall, a house.")) == {}
    assert said_of("house", ("Daily", "A wall."), ("Daily", "A wall, a house.")) == {"one article": "only in d1"}
    assert said_of("house", ("Daily", "A wall, a house.")) == {}


@pytest.mark.parametrize(
    ("term", "other"),
    [
        ("program", "programme"),
        ("organization", "organisation"),
        ("national defence", "national defense"),
        ("center", "centre"),
        ("labeled", "labelled"),
        ("fulfil", "fulfill"),
    ],
)
def test_two_spellings_of_a_term_are_told_with_their_counts(said_of, term, other):
    articles = [("Daily", f"{term}. {other}."), ("Post", f"{other}. {term}. {other}.")]
    assert said_of(term, *articles)["spelling"] == f"also spelt {other} (3 against 2 occurrences)"
    assert said_of(other, *articles)["spelling"] == f"also spelt {term} (2 against 3 occurrences)"


@pytest.mark.parametrize("pair", ["four for", "your yor", "prise prize", "filled filed", "advice advise", "tire tier"])
def test_two_words_are_no_spellings_of_one(said_of, pair):
    assert said_of(pair.split()[0], ("Daily", pair), ("Post", pair)).keys() <= {"house style"}


def test_a_spelling_counts_only_where_the_corpus_has_it(said_of):
    assert said_of("programme", ("Daily", "A programme."), ("Post", "A programme.")) == {}
    articles = [("Daily", "National defence. Defense pays."), ("Post", "National defence. Defense pays.")]
    assert said_of("national defence", *articles) == {}
    assert "spelling" in said_of("defence", *articles)


def test_capitals_that_tell_two_terms_apart_are_shown(said_of):
    articles = [("Daily", "The WHO asks who. WHO pays who."), ("Post", "Who is WHO?")]
    alone = "the two are told apart by capitals alone"
    assert said_of("WHO", *articles) == {"capitals": f"also counted as who (3 against 3 occurrences): {alone}"}
    rare = [("Daily", "Technology. " * 9 + "TECHNOLOGY wins."), ("Post", "Technology.")]
    assert said_of("technology", *rare) == {}  # 1 of 11
    assert "capitals" in said_of("TECHNOLOGY", *rare)


def test_slogans_are_judged_by_their_places_alone(corpus, lexicons, family):
    tokens = corpus(*with_foot("Daily", "Daily"))
    matches = find(tokens, family(["harbour desk"], "monday"))
    found = artefacts(from_matches(tokens, matches), Source(tokens, matches=matches), lexicons)
    assert found.to_numpy().tolist() == [["monday", "template", "2 of 2 occurrences in lines repeated by Daily"]]


def test_a_slogan_that_mostly_stands_elsewhere_is_no_template(corpus, lexicons, family):
    tokens = corpus(*with_foot("Daily", "Daily"), ("Post", "A harbour desk. The harbour desk. One harbour desk."))
    matches = find(tokens, family(["harbour desk"]))
    assert artefacts(from_matches(tokens, matches), Source(tokens, matches=matches), lexicons).empty  # 2 of 5


def test_a_silent_slogan_has_no_flag(corpus, lexicons, family):
    tokens = corpus(*with_foot("Daily", "Daily"))
    matches = find(tokens, family(["no such words"]))
    assert artefacts(from_matches(tokens, matches), Source(tokens, matches=matches), lexicons).empty


def test_flags_are_joined_and_no_row_is_dropped(corpus, lexicons):
    tokens = corpus(("Daily", "Mr. Li is here."), ("Post", "He is not."))
    table = pd.DataFrame({"term": ["li", "mr", "is"], "count": [1, 1, 2]}, index=[4, 2, 9])
    found = artefacts(count(tokens), Source(tokens), lexicons)
    marked = with_flags(table, found)
    assert marked["flag"].tolist() == ["only in d0", "only in d0; house style: honorific or title", ""]
    assert marked.drop(columns="flag").equals(table)
    assert with_flags(table.iloc[:0], found)["flag"].tolist() == []


def test_words_with_a_capital_inside_sentences_are_names(said_of):
    texts = (
        ("Daily", "Now old Beijing acts again. He saw all of Beijing. Trade grew."),
        ("Post", "In Trade Street the trade grew; trade fell."),
    )
    assert said_of("beijing", *texts)["name"] == "2 of 2 occurrences inside sentences begin with a capital"
    assert "name" not in said_of("trade", *texts)  # one of three; the first word of a sentence does not count
    assert "name" not in said_of("now", *texts)
    capitals = ("Daily", "New Plan Wins The Day. New Plan Wins."), ("Post", "The new plan wins.")
    assert "name" not in said_of("plan", *capitals)  # a line in title case says nothing


def test_words_before_a_colon_at_the_start_of_a_line_are_labels(said_of):
    listed = (
        ("Daily", "Impact: trade grew.\nKey impact: it fell.\nThe impact was felt."),
        ("Post", "Trade grew: it fell."),
    )
    assert said_of("impact", *listed)["label"] == "2 of 3 occurrences in a label before a colon"
    inner = ("Daily", "Ships came. Impact: trade grew. So did more. Impact: it fell."), ("Post", "He said: trade fell.")
    assert said_of("impact", *inner)["label"] == "2 of 2 occurrences in a label before a colon"
    far = ("Daily", "One two three four impact: a.\nOne two three four impact: b."), ("Post", "Trade.")
    assert "label" not in said_of("impact", *far)  # five words are a sentence


def test_a_mask_takes_articles_out_of_sight(corpus, lexicons):
    tokens = corpus(
        ("Daily", f"{filler('q')}\n{FOOT}"), ("Daily", f"{filler('w')}\n{FOOT}\n{FOOT}"), ("Post", "A harbour.")
    )
    mask = tokens.doc > 0
    assert "template" in set(artefacts(count(tokens), Source(tokens), lexicons)["reason"])
    assert "template" not in set(artefacts(count(tokens, mask), Source(tokens, mask), lexicons)["reason"])


def test_an_empty_corpus_has_no_artefacts(corpus, lexicons):
    tokens = corpus(("Daily", " "))
    assert artefacts(count(tokens), Source(tokens), lexicons).empty


def test_an_explanation_is_a_sentence_without_its_stop(corpus, lexicons):
    tokens = corpus(*with_foot("Daily", "Daily"), ("Post", "Hanoi."))
    found = artefacts(count(tokens), Source(tokens), lexicons)
    assert set(found["reason"]) == {"template", "one article"}
    assert found["term"].is_monotonic_increasing
    assert not [text for text in found["explanation"] if not re.search(r"\w\)?$", text)]


def leaning(*rows):
    """As `stats.keyness.keyness`: rows of term, g2, and articles and rate on both sides, of 2 and 4 articles."""
    names = ["term", "g2", "n_docs_target", "n_docs_reference", "per_thousand_target", "per_thousand_reference"]
    table = pd.DataFrame(rows, columns=names).assign(of_docs_target=2, of_docs_reference=4)
    counts = {f"count_{side}": table[f"per_thousand_{side}"] for side in ("target", "reference")}
    return table.assign(**counts)


def test_a_term_of_one_article_of_few_and_one_whose_compounds_the_other_side_prints_have_a_reason():
    shown = leaning(
        ("port", 5, 1, 1, 4, 1),  # in one of two articles
        ("tax", -5, 1, 1, 1, 4),  # in one of four
        ("tech", -3, 1, 2, 1, 5),  # the other side prints sci-tech four times
        ("high", -3, 1, 2, 1, 5),  # the other side prints high-rise once
        ("quay", 5, 1, 0, 4, 0),  # in no other article at all, which `artefacts` says
    )
    whole = pd.concat([shown, leaning(("sci-tech", 8, 2, 0, 4, 0), ("high-rise", 2, 1, 0, 1, 0))])
    found = sided_artefacts(shown, whole).values.tolist()
    said = ["in only one of the 2 articles of its side", "the other side prints it in sci-tech"]
    assert found == [["port", "one article", said[0]], ["tech", "spelling", said[1]]]
