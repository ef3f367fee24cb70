"""Forms: what must be looked for before a word is called absent."""

import pandas as pd
import pytest

from analysis.files import bundled
from analysis.stats.forms import Forms
from analysis.text.counts import count, names_in, united
from analysis.text.lexicons import read_lexicons
from analysis.text.tokens import encode

TEXTS = {
    "a": "Companies grew. A company and an enterprise fell. The CPC spoke.",
    "b": "The U.S.-friendly group met the Communist Party. Firms left. America and the US agreed.",
    "c": "Hong Kong traders met Hong Kong's company.",
}


@pytest.fixture(scope="module")
def lexicons():
    return read_lexicons(bundled("seeds"))


@pytest.fixture(scope="module")
def tokens(lexicons):
    docs = pd.DataFrame({"doc_id": list(TEXTS), "text": list(TEXTS.values())})
    return encode(docs, pd.DataFrame(columns=["doc_id", "zone", "start", "end"]), lexicons.words)


@pytest.fixture(scope="module")
def counts(tokens, lexicons):
    return count(tokens, names=names_in(tokens, lexicons.families.names))


@pytest.fixture(scope="module")
def together(counts, tokens, lexicons):
    forms = Forms(counts, tokens, tokens.mask(), lexicons.families)

    def counted(term):
        return forms.together([term]).matrix.toarray()[:, 0].tolist()

    return counted


def test_a_name_counts_once_whole_and_its_words_do_not(counts):
    found = dict(zip(counts.terms, counts.matrix.toarray().T.tolist(), strict=True))
    assert found["Hong Kong"] == [0, 0, 2]
    assert found["United States"] == [0, 2, 0]  # America and US
    assert not {"hong", "kong", "US", "america"} & set(found)
    assert counts.docs["n_tokens"].tolist() == [11, 14, 7]  # the words of names are words all the same


def test_singular_plural_and_house_words_are_forms_of_one(together):
    assert together("company") == together("enterprise") == [3, 1, 1]  # companies, company, enterprise; firms; company
    assert together("companies") == [3, 1, 1]


def test_a_phrase_of_the_list_stands_for_its_short_form(together):
    assert together("CPC") == [1, 1, 0]


def test_a_name_inside_a_word_with_a_hyphen_is_found(together):
    assert together("United States") == [0, 3, 0]  # and US-friendly


def test_a_word_without_another_form_stands_alone(together):
    assert together("traders") == [0, 0, 1]
    assert together("nowhere") == [0, 0, 0]


def test_a_word_with_a_hyphen_counts_where_it_is_printed_with_a_space(lexicons):
    texts = ["A sci-tech plan. Sci tech plans; sci, tech.", "No decision making.", "Sci-tech decision-making."]
    docs = pd.DataFrame({"doc_id": list("abc"), "text": texts})
    tokens = encode(docs, pd.DataFrame(columns=["doc_id", "zone", "start", "end"]), lexicons.words)
    forms = Forms(count(tokens), tokens, tokens.mask(), lexicons.families)
    found = forms.together(["decision-making", "plan", "sci-tech"])
    assert found.matrix.toarray().tolist() == [[0, 2, 2], [1, 0, 0], [1, 0, 1]]
    without = tokens.mask() & (tokens.doc > 0)
    assert Forms(count(tokens, without), tokens, without, lexicons.families).together(["sci-tech"]).matrix.sum() == 1


def test_forms_of_half_a_corpus_add_up(counts, tokens, lexicons):
    whole = Forms(counts, tokens, tokens.mask(), lexicons.families).together(["company", "CPC"]).matrix.toarray()
    halves = []
    for kept in ([True, False, True], [False, True, False]):
        part = tokens.where(kept)
        half = count(part, names=names_in(part, lexicons.families.names))
        halves.append(Forms(half, part, part.mask(), lexicons.families).together(["company", "CPC"]).matrix.toarray())
    assert sum(half.sum(axis=0) for half in halves).tolist() == whole.sum(axis=0).tolist()


def test_of_overlapping_names_the_longest_counts(lexicons):
    docs = pd.DataFrame(
        {"doc_id": ["a"], "text": ["The South China Morning Post and the New York Times wrote of New York."]}
    )
    tokens = encode(docs, pd.DataFrame(columns=["doc_id", "zone", "start", "end"]), lexicons.words)
    found = names_in(tokens, lexicons.families.names)
    assert found["key"].tolist() == ["South China Morning Post", "New York Times", "New York"]


def test_a_mask_that_cuts_a_name_leaves_none_of_its_words(tokens, lexicons):
    names, mask = names_in(tokens, lexicons.families.names), tokens.mask()
    start = tokens.offsets[2]
    mask[start] = False  # the first Hong
    found = count(tokens, mask, names)
    assert dict(zip(found.terms, found.matrix.sum(axis=0), strict=True))["Hong Kong"] == 1
    assert "kong" not in found.terms


def test_united_tokens_have_each_name_as_one_word(tokens, counts, lexicons):
    whole = united(tokens, names_in(tokens, lexicons.families.names))
    found = count(whole)
    assert found.terms.equals(counts.terms)
    assert (found.matrix != counts.matrix).nnz == 0
    assert found.docs["n_tokens"].tolist() == [11, 14, 5]  # Hong Kong twice is two words, not four
    assert len(whole) == len(tokens)


def test_a_long_word_in_capitals_is_a_form_of_the_same_word_and_an_acronym_is_not(lexicons):
    docs = pd.DataFrame({"doc_id": ["a", "b"], "text": ["WASHINGTON — Aid came.", "Washington helps AIDS patients."]})
    tokens = encode(docs, pd.DataFrame(columns=["doc_id", "zone", "start", "end"]), lexicons.words)
    forms = Forms(count(tokens), tokens, tokens.mask(), lexicons.families)
    assert forms.together(["WASHINGTON", "AIDS"]).matrix.toarray().tolist() == [[0, 1], [1, 1]]
