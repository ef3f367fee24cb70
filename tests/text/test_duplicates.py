"""Duplicates, against pairs counted by hand: a sentence of n words has n − 4 shingles."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from analysis.corpus.read import read_corpus
from analysis.files import InputError, bundled
from analysis.text.duplicates import COLUMNS, HAN_SIZE, LEAST_SHARED, MOST, SIZE, deduplicate, near_duplicates
from analysis.text.lexicons import read_lexicons
from analysis.text.tokens import encode

NOTHING = pd.DataFrame(columns=["doc_id", "zone", "start", "end"])
DAY, LATER, LAST = "2024-01-01", "2024-02-01", "2024-03-01"
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
    """Pairs of articles, each with the shares of both in the other; 30 shingles in common."""
    return pd.DataFrame([(a, b, 30, *shares) for a, b, *shares in pairs], columns=COLUMNS)


def staying(tokens, *days):
    return deduplicate(tokens.docs.assign(published=pd.to_datetime(pd.Series(days))), near_duplicates(tokens)).tolist()


def test_a_copy_shares_every_shingle_and_case_and_punctuation_do_not_matter(encoded):
    tokens = encoded(f"{TEN}.", own("x", 9), f"One, two “three” {TEN[14:]}!")
    assert rows(near_duplicates(tokens)) == [("0", "2", 6, 1.0, 1.0)]


def test_a_word_exchanged_costs_the_five_shingles_that_hold_it(encoded):
    text = own("x", 30)
    found = near_duplicates(encoded(text, text.replace("xam", "edited")))
    assert rows(found) == [("0", "1", 21, 21 / 26, 21 / 26)]


def test_the_share_of_either_article_may_be_the_larger_and_the_threshold_belongs_to_it(encoded):
    part = own("part", 30)
    tokens = encoded(f"{own('z', 10)} {part} {own('u', 90)}", own("y", 40), f"{part} {own('x', 26)}")
    assert rows(near_duplicates(tokens)) == [("0", "2", 26, 26 / 126, 0.5)]
    assert near_duplicates(tokens, least=0.51).empty


def test_two_articles_that_quote_one_long_speech_are_no_duplicates(encoded):
    speech = own("speech", 100)
    tokens = encoded(f"{own('x', 120)}. “{speech}.”", f"{own('y', 150)}. “{speech}.” {own('z', 9).capitalize()}.")
    assert near_duplicates(tokens).empty
    assert rows(near_duplicates(tokens, least=0.3)) == [("0", "1", 96, 96 / 212, 96 / (146 + 96 + 5))]


def test_a_repeated_sentence_counts_once_an_article(encoded):
    text = own("x", 30)
    assert rows(near_duplicates(encoded(f"{text}. {text}. {text}.", f"{text}."))) == [("0", "1", 26, 1.0, 1.0)]


def test_no_shingle_crosses_a_sentence_or_a_place_that_the_mask_leaves_out(encoded):
    first, second = own("x", 20), own("y", 24)
    tokens = encoded(f"{first} {second}.", f"{first}. {second} end.")
    assert near_duplicates(tokens, least=0.1)["shared"].tolist() == [16 + 20]
    mask = tokens.types["form"].to_numpy()[tokens.ids] != "xat"  # the last word of the first half
    assert near_duplicates(tokens, mask)["shared"].tolist() == [15 + 20]


def test_with_fewer_than_twenty_shingles_in_common_only_a_copy_of_the_whole_text_counts(encoded):
    some, enough = own("x", 23), own("y", 24)
    tokens = encoded(f"{some}.", f"{some}. Red plan.", some, enough, f"{enough}. Red plan.")
    assert [pair[:3] for pair in rows(near_duplicates(tokens))] == [("3", "4", LEAST_SHARED), ("0", "2", 19)]


def test_an_article_of_short_sentences_is_matched_by_an_exact_copy_only(encoded):
    tokens = encoded("Red plan.", "red plan", "red plan wins", "!", "…", "Red plan wins big today, we hear.")
    assert rows(near_duplicates(tokens)) == [("0", "1", 1, 1.0, 1.0)]


def test_a_copy_is_one_where_other_sentence_ends_leave_it_no_shingle_in_common(encoded):
    tokens = encoded(TEN, "One two three. Four five six seven. Eight nine ten.")
    assert rows(near_duplicates(tokens)) == [("0", "1", 0, 1.0, 1.0)]


def test_a_shingle_of_han_characters_has_twelve_of_them(encoded):
    report = "中国人民银行今天在北京宣布下调金融机构存款准备金率零点五个百分点并将继续实施稳健的货币政策"
    tokens = encoded(
        report + "。",
        report + "以支持经济。",
        "新华社北京一月一日电。他说，会议很重要。",
        "新华社北京二月一日电。他说，会议很重要。",
    )
    whole, longer = len(report) - HAN_SIZE + 1, len(report) + 5 - HAN_SIZE + 1
    assert rows(near_duplicates(tokens)) == [("0", "1", whole, 1.0, whole / longer)]


def test_formulaic_briefs_in_chinese_are_no_duplicates_of_each_other(encoded):
    brief = "新华社北京{}电。外交部发言人在例行记者会上回答了有关提问。{}表示，中方对此坚决反对。"
    days = ["一月一日", "二月八日", "三月九日", "四月五日"]
    assert near_duplicates(
        encoded(*[brief.format(day, name) for day, name in zip(days, "毛林汪郭", strict=True)])
    ).empty


def test_the_highest_share_comes_first_then_the_corpus_order(encoded):
    text, other = own("x", 30), own("y", 12)
    found = near_duplicates(encoded(other, text, text.replace("xam", "edited"), other, text))
    assert rows(found[["doc_id", "other", "shared"]]) == [
        ("1", "4", 26),
        ("0", "3", 8),
        ("1", "2", 21),
        ("2", "4", 21),
    ]


@pytest.mark.parametrize("least", [0.05, 0.3, 0.5, 1])
def test_pairs_are_those_of_comparing_every_article_with_every_other(encoded, least):
    rng, parts = np.random.default_rng(7), [own(name, 16) for name in "abcdefghij"]
    texts = [". ".join(rng.choice(parts, 1 + row % 5, replace=False)) for row in range(60)]
    sets = [{tuple(s.split()[i : i + SIZE]) for s in text.split(". ") for i in range(12)} for text in texts]
    expected = {
        (str(i), str(j)): len(sets[i] & sets[j])
        for i, j in combinations(range(60), 2)
        if len(sets[i] & sets[j]) / min(len(sets[i]), len(sets[j])) >= least
        and (len(sets[i] & sets[j]) >= LEAST_SHARED or texts[i] == texts[j])
    }
    found = near_duplicates(encoded(*texts), least=least)
    assert dict(zip(zip(found["doc_id"], found["other"], strict=True), found["shared"], strict=True)) == expected


def test_a_text_printed_three_hundred_times_is_one_cluster_and_not_all_pairs(encoded):
    tokens = encoded(*[own("x", 40)] * 300, own("y", 40))
    found = near_duplicates(tokens)
    assert len(found) == 299 and (found[["share", "share_other"]] == 1).all(axis=None)
    assert deduplicate(dated(*["2024-01-01"] * 301), found).nonzero()[0].tolist() == [0, 300]


def test_a_text_printed_three_hundred_times_with_an_edit_each_is_counted_once(encoded):
    base = own("x", 60).split()
    texts = [
        " ".join([*base[: row % 60], own("edit" + base[row // 60], 1), *base[row % 60 + 1 :]]) for row in range(300)
    ]
    assert len(set(texts)) == 300 > MOST
    texts[-1] += f" {own('more', 20)}"
    others = [f"{own('y' + word, 60)}. {' '.join(base[:20])}." for word in base]  # they quote a third of it
    found = near_duplicates(encoded(*texts, *others))
    assert len(found) < 10 * 300
    assert deduplicate(dated(*["2024-01-01"] * 360), found).sum() == 61


def test_all_of_two_hundred_copies_go_where_a_longer_article_holds_them(encoded):
    brief = own("x", 40)
    tokens = encoded(*[brief] * 200, f"{own('z', 300)}. {brief}.")
    assert staying(tokens, *[DAY] * 200, LATER) == [False] * 200 + [True]


def test_two_hundred_versions_of_a_brief_go_where_a_longer_article_holds_it(encoded):
    brief = own("x", 60).split()
    texts = [
        " ".join([*brief[: row % 60], own("edit" + brief[row // 60], 1), *brief[row % 60 + 1 :]]) for row in range(200)
    ]
    tokens = encoded(*texts, f"{own('z', 300)}. {' '.join(brief)}.")
    assert staying(tokens, *[DAY] * 200, LATER) == [False] * 200 + [True]


def test_a_passage_of_more_than_a_hundred_articles_still_counts_between_two_of_them(encoded):
    stock = own("stock", 20)
    texts = [f"{own('x' + letter + other, 40)}. {stock}." for letter in "abcdefghijk" for other in "abcdefghijk"]
    copied = texts[3].replace("xadab", "edited")
    assert rows(near_duplicates(encoded(*texts, copied))) == [("3", "121", 36 + 16 - 2, 50 / 52, 50 / 52)]


def test_articles_of_nothing_but_shared_passages_are_compared_with_what_they_share(encoded):
    stock = [own(name, 30) for name in "abcdefgh"]
    texts = [f"{stock[row % 8]}. {stock[(row + 1 + row // 8 % 7) % 8]}." for row in range(560)]
    found = near_duplicates(encoded(*texts))
    assert len(found) and (found["share"] >= 0.5).all() and len(found) < 10 * 560


@pytest.mark.parametrize("texts", [[], ["…"], ["Red plan.", "…"], [TEN, own("x", 8)]])
def test_a_corpus_without_copies_has_an_empty_table_of_the_same_columns(encoded, texts):
    found = near_duplicates(encoded(*texts))
    assert found.empty and found.columns.tolist() == COLUMNS
    assert deduplicate(dated(*[None] * len(texts)), found).tolist() == [True] * len(texts)


@pytest.mark.parametrize("least", [0, -1, 1.5, float("nan")])
def test_a_least_that_is_no_share_is_named(encoded, least):
    with pytest.raises(InputError, match=r"least=.*: not a share; give a number above 0 and up to 1"):
        near_duplicates(encoded(TEN), least=least)


def test_of_articles_that_hold_half_of_each_other_the_earliest_stays_and_undated_ones_come_last():
    docs = dated(None, LATER, DAY, DAY, "2023-01-01")
    pairs = linked(("0", "1", 0.9, 0.9), ("1", "3", 0.6, 0.7), ("2", "3", 0.5, 0.5), ("1", "2", 0.6, 0.6))
    assert deduplicate(docs, pairs).tolist() == [True, False, True, False, True]  # 0 is in 1 alone, which goes
    assert deduplicate(docs.iloc[:2], pairs).tolist() == [False, True]


def test_copies_are_one_article_whatever_pairs_link_them():
    chain = linked(("0", "1", 1, 1), ("1", "2", 1, 1), ("2", "3", 0.8, 0.1))
    assert deduplicate(dated(LATER, DAY, LAST, LAST), chain).tolist() == [False, False, False, True]
    assert deduplicate(dated(LATER, DAY, LAST), chain[:2]).tolist() == [False, True, False]


def test_of_equal_days_the_first_in_the_corpus_stays_whatever_the_index():
    docs = dated(DAY, DAY, None, None).set_index(pd.Index([9, 4, 9, 1]))
    assert deduplicate(docs, linked(("0", "1", 1, 1), ("2", "3", 1, 1))).tolist() == [True, False, True, False]


@pytest.mark.parametrize("days", [(DAY, LATER), (LATER, DAY), (None, None)])
def test_a_brief_goes_and_the_long_article_that_holds_it_stays_whichever_came_first(encoded, days):
    brief = own("x", 30)
    assert staying(encoded(f"{brief}.", f"{own('y', 300)}. {brief}. {own('z', 300)}."), *days) == [False, True]


def test_two_articles_that_hold_the_same_brief_both_stay(encoded):
    brief = own("s", 40)
    texts = f"{own('a', 600)}. {brief}.", f"{own('b', 600)}. {brief}.", f"{brief}."
    assert staying(encoded(*texts), DAY, DAY, DAY) == [True, True, False]
    assert staying(encoded(*texts[::-1]), DAY, LATER, LAST) == [False, True, True]


def test_nothing_goes_for_an_article_that_goes_itself(encoded):
    first, middle, last = own("a", 60), own("b", 60), own("c", 60)
    texts = f"{first}. {middle}.", f"{middle}. {last}.", f"{last}. {own('d', 60)}."
    assert staying(encoded(*texts), DAY, LATER, LAST) == [True, False, True]


def test_a_brief_in_a_brief_in_a_long_article_goes_with_it(encoded):
    brief, more, long = own("a", 40), own("b", 60), own("c", 300)
    assert staying(encoded(f"{brief}.", f"{brief}. {more}.", f"{brief}. {more}. {long}."), DAY, DAY, LAST) == [
        False,
        False,
        True,
    ]
    # what holds the brief goes for an earlier version in which the brief is not
    earlier, later = f"{more}. {long}.", f"{brief}. {more}. {long}."
    assert staying(encoded(f"{brief}.", earlier, later), DAY, LATER, LAST) == [True, True, False]
    earlier, longer = f"{long}.", f"{brief}. {more}."
    texts = f"{brief}.", longer, earlier, f"{brief}. {more}. {long}."
    assert staying(encoded(*texts), DAY, LATER, LATER, LAST) == [False, True, True, False]


def test_a_side_that_would_be_left_without_an_article_keeps_its_earliest():
    docs = dated(DAY, LATER, LAST, DAY).assign(side=["x", "y", "y", "z"], side_two=["", "b", "a", None])
    pairs = linked(("0", "1", 1, 1), ("0", "2", 1, 1), ("1", "2", 1, 1))
    assert deduplicate(docs, pairs).tolist() == [True, False, False, True]
    assert deduplicate(docs, pairs, "side").tolist() == [True, True, False, True]
    assert deduplicate(docs, pairs, ["side", "side_two"]).tolist() == [True, True, True, True]
    assert deduplicate(docs.assign(side=["x", "x", "y", ""]), pairs[:1], "side").tolist() == [True, False, True, True]
    with pytest.raises(InputError, match="side column 'sides': not in the corpus; choose one of doc_id"):
        deduplicate(docs, pairs, "sides")


@pytest.mark.parametrize("docs", [pd.DataFrame({"text": ["x"]}), pd.DataFrame({"doc_id": ["0", "0"]})])
def test_articles_that_cannot_be_told_apart_are_named(docs):
    with pytest.raises(InputError, match="docs: each article needs a doc_id of its own"):
        deduplicate(docs, linked())


def test_the_five_articles_hold_no_near_duplicates():
    docs, zones, _ = read_corpus(bundled("seeds"))
    tokens = encode(docs, zones, read_lexicons(bundled("seeds")).words)
    found = near_duplicates(tokens)
    assert found.empty and deduplicate(docs, found).all()
