"""Reuse, against pairs counted by hand: a sentence of n words has n − 4 shingles."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from analysis.corpus import read_corpus
from analysis.files import InputError, bundled
from analysis.lexicons import read_lexicons
from analysis.reuse import COLUMNS, MOST, SIZE, near_duplicates, once
from analysis.tokens import encode

NOTHING = pd.DataFrame(columns=["doc_id", "zone", "start", "end"])
TEN = "one two three four five six seven eight nine ten"


@pytest.fixture
def encoded(words):
    """Encode texts as the articles 0, 1, 2 …"""

    def texts(*texts):
        names = [str(row) for row in range(len(texts))]
        return encode(pd.DataFrame({"doc_id": names, "text": texts}), NOTHING, words)

    return texts


def own(name, n):
    """n words that no other name has."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return " ".join(name + letters[i // 26] + letters[i % 26] for i in range(n))


def rows(table):
    return [tuple(row) for row in table.itertuples(index=False)]


def dated(*days):
    published = pd.to_datetime(pd.Series(days, dtype=object))
    return pd.DataFrame({"doc_id": [str(row) for row in range(len(days))], "published": published})


def linked(*pairs):
    return pd.DataFrame(pairs, columns=["doc_id", "other"])


def test_a_copy_shares_every_shingle_and_case_and_punctuation_do_not_matter(encoded):
    tokens = encoded(f"{TEN}.", own("x", 9), f"One, two “three” {TEN[14:]}!")
    assert rows(near_duplicates(tokens)) == [("0", "2", 6, 6, 1.0)]


def test_a_word_exchanged_costs_the_five_shingles_that_hold_it(encoded):
    text = own("x", 30)
    found = near_duplicates(encoded(text, text.replace("xam", "edited")))
    assert rows(found) == [("0", "1", 21, 26, 21 / 26)]


def test_the_share_is_of_the_shorter_article_and_the_threshold_belongs_to_it(encoded):
    tokens = encoded(f"{TEN} {own('x', 6)}", own("y", 40), f"{own('z', 10)} {TEN} {own('u', 90)}")
    assert rows(near_duplicates(tokens)) == [("0", "2", 6, 12, 0.5)]
    assert near_duplicates(tokens, least=0.51).empty


def test_two_articles_that_quote_one_long_speech_are_no_duplicates(encoded):
    speech = own("speech", 100)
    tokens = encoded(f"{own('x', 120)}. “{speech}.”", f"{own('y', 150)}. “{speech}.” {own('z', 9)}.")
    assert near_duplicates(tokens).empty
    assert rows(near_duplicates(tokens, least=0.3)) == [("0", "1", 96, 116 + 96, 96 / 212)]


def test_a_repeated_sentence_counts_once_an_article(encoded):
    assert rows(near_duplicates(encoded(f"{TEN}. {TEN}. {TEN}.", f"{TEN}."))) == [("0", "1", 6, 6, 1.0)]


def test_no_shingle_crosses_a_sentence_or_a_place_that_the_mask_leaves_out(encoded):
    tokens = encoded(f"{TEN}.", "One two three four five. Six seven eight nine ten.")
    assert near_duplicates(tokens, least=0.1)["shared"].tolist() == [2]
    mask = tokens.types["form"].to_numpy()[tokens.ids] != "five"
    assert near_duplicates(tokens, mask)[["shared", "of"]].to_numpy().tolist() == [[1, 1]]  # six … ten


def test_an_article_of_short_sentences_is_matched_by_an_exact_copy_only(encoded):
    tokens = encoded("Red plan.", "red plan", "red plan wins", "!", "…", "Red plan wins big today, we hear.")
    assert rows(near_duplicates(tokens)) == [("0", "1", 1, 1, 1.0)]


def test_the_highest_share_comes_first_then_the_corpus_order(encoded):
    text, other = own("x", 30), own("y", 12)
    found = near_duplicates(encoded(other, text, text.replace("xam", "edited"), other, text))
    pairs = [("0", "3"), ("1", "2"), ("1", "4"), ("2", "4")]
    assert sorted(zip(found["doc_id"], found["other"], strict=True)) == pairs
    assert rows(found[["doc_id", "other", "shared"]]) == [
        ("1", "4", 26),
        ("0", "3", 8),
        ("1", "2", 21),
        ("2", "4", 21),
    ]


@pytest.mark.parametrize("least", [0.05, 0.3, 0.5, 1])
def test_pairs_are_those_of_comparing_every_article_with_every_other(encoded, least):
    rng, parts = np.random.default_rng(7), [own(name, 12) for name in "abcdefghij"]
    texts = [". ".join(rng.choice(parts, 1 + row % 5, replace=False)) for row in range(60)]
    sets = [{tuple(s.split()[i : i + SIZE]) for s in text.split(". ") for i in range(8)} for text in texts]
    expected = {
        (str(i), str(j)): len(sets[i] & sets[j])
        for i, j in combinations(range(60), 2)
        if len(sets[i] & sets[j]) / min(len(sets[i]), len(sets[j])) >= least and sets[i] & sets[j]
    }
    found = near_duplicates(encoded(*texts), least=least)
    assert dict(zip(zip(found["doc_id"], found["other"], strict=True), found["shared"], strict=True)) == expected


def test_a_text_printed_three_hundred_times_is_one_cluster_and_not_all_pairs(encoded):
    tokens = encoded(*[own("x", 40)] * 300, own("y", 40))
    found = near_duplicates(tokens)
    assert len(found) == 299 and (found["share"] == 1).all()
    assert once(dated(*["2024-01-01"] * 301), found).nonzero()[0].tolist() == [0, 300]


def test_a_text_printed_three_hundred_times_with_an_edit_each_is_one_cluster(encoded):
    base = own("x", 60).split()
    texts = [
        " ".join([*base[: row % 60], own("edit" + base[row // 60], 1), *base[row % 60 + 1 :]]) for row in range(300)
    ]
    assert len(set(texts)) == 300 > MOST
    others = [f"{own('y' + word, 60)}. {' '.join(base[:20])}." for word in base]  # they quote a third of it
    found = near_duplicates(encoded(*texts, *others))
    assert len(found) < 10 * 300
    assert once(dated(*["2024-01-01"] * 360), found).sum() == 61


def test_a_passage_of_more_than_a_hundred_articles_still_counts_between_two_of_them(encoded):
    stock = own("stock", 20)
    texts = [f"{own('x' + letter + other, 40)}. {stock}." for letter in "abcdefghijk" for other in "abcdefghijk"]
    copied = texts[3].replace("xadab", "edited")
    assert rows(near_duplicates(encoded(*texts, copied))) == [("3", "121", 36 + 16 - 2, 52, 50 / 52)]


def test_articles_of_nothing_but_shared_passages_are_compared_with_what_they_share(encoded):
    stock = [own(name, 10) for name in "abcdefgh"]
    texts = [f"{stock[row % 8]}. {stock[(row + 1 + row // 8 % 7) % 8]}." for row in range(560)]
    found = near_duplicates(encoded(*texts))
    assert (found["share"] >= 0.5).all() and len(found) < 10 * 560


@pytest.mark.parametrize("texts", [[], ["…"], ["Red plan.", "…"], [TEN, own("x", 8)]])
def test_a_corpus_without_copies_has_an_empty_table_of_the_same_columns(encoded, texts):
    found = near_duplicates(encoded(*texts))
    assert found.empty and found.columns.tolist() == COLUMNS
    assert once(dated(*[None] * len(texts)), found).tolist() == [True] * len(texts)


@pytest.mark.parametrize("least", [0, -1, 1.5, float("nan")])
def test_a_least_that_is_no_share_is_named(encoded, least):
    with pytest.raises(InputError, match=r"least=.*: not a share; give a number above 0 and up to 1"):
        near_duplicates(encoded(TEN), least=least)


def test_of_a_cluster_the_earliest_stays_and_undated_ones_come_last():
    docs = dated(None, "2024-02-01", "2024-01-01", "2024-01-01", "2023-01-01")
    pairs = linked(("0", "1"), ("1", "3"), ("2", "3"))
    assert once(docs, pairs).tolist() == [False, False, True, False, True]
    assert once(docs.iloc[:2], pairs).tolist() == [False, True]


def test_of_equal_days_the_first_in_the_corpus_stays_whatever_the_index():
    docs = dated("2024-01-01", "2024-01-01", None, None).set_index(pd.Index([9, 4, 9, 1]))
    assert once(docs, linked(("0", "1"), ("2", "3"))).tolist() == [True, False, True, False]


def test_the_five_articles_hold_no_near_duplicates():
    corpus = read_corpus(bundled("seeds"))
    tokens = encode(corpus.docs, corpus.ledger, read_lexicons(bundled("seeds")).words)
    found = near_duplicates(tokens)
    assert found.empty and once(corpus.docs, found).all()
