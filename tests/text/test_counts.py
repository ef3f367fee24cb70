"""Counts, against numbers counted by hand in the corpus of conftest.py."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from analysis.files import InputError
from analysis.text.counts import by, count, count_phrases, sizes
from analysis.text.tokens import encode


def cell(counts, term, doc=None):
    column = counts.matrix[:, [counts.terms.get_loc(term)]].toarray().ravel()
    return column.tolist() if doc is None else column[doc]


def test_words_are_counted_by_article_over_body_and_headline(tokens):
    counts = count(tokens)
    assert counts.docs["n_tokens"].tolist() == [19, 12, 12]
    assert cell(counts, "plan") == [4, 2, 2]
    assert cell(counts, "red") == [4, 1, 1]
    assert (cell(counts, "US"), cell(counts, "us")) == ([0, 1, 0], [0, 1, 0])
    assert "wire" not in counts.terms
    assert "'s" not in counts.terms


def test_a_removed_zone_can_be_switched_back_on(tokens):
    counts = count(tokens, tokens.mask("body", "headline", "removed"))
    assert cell(counts, "wire") == [0, 1, 0]
    assert counts.docs["n_tokens"].tolist() == [19, 14, 12]


def test_words_of_all_articles_and_terms_add_up_to_the_tokens(tokens):
    counts = count(tokens)
    assert counts.matrix.sum() == counts.docs["n_tokens"].sum() == 43


def test_phrases_cross_quotation_marks_and_clitics_but_no_other_mark(tokens):
    counts = count_phrases(tokens, least=1)
    assert cell(counts, "red plan") == [4, 1, 0]
    assert cell(counts, "big red plan") == [1, 0, 0]  # inside “big red plan.”
    assert cell(counts, "china 科 技 plan") == [0, 0, 1]
    assert "plan wins the" not in counts.terms
    assert not counts.terms.str.contains("plan the big|said big").any()


def test_phrases_neither_begin_nor_end_in_a_stop_word_and_occur_often_enough(tokens):
    assert count_phrases(tokens).terms.tolist() == ["red plan"]
    counts = count_phrases(tokens, least=1)
    assert "red plan is big" in counts.terms
    assert not counts.terms.str.contains(r"^the | the$|^is | is$").any()


def test_phrases_of_eight_words_are_the_longest(words):
    text = "b c d e f g h i j. " * 2
    docs = pd.DataFrame({"doc_id": ["x"], "text": [text]})
    found = count_phrases(encode(docs, pd.DataFrame(columns=["doc_id", "zone", "start", "end"]), words))
    lengths = found.terms.str.split(" ").str.len()
    assert sorted(set(lengths)) == [2, 3, 4, 5, 6, 7, 8]
    assert lengths.value_counts()[8] == 2  # b…i and c…j


def test_by_a_column_sums_articles_of_a_group(tokens):
    table = by(count(tokens), "side").set_index(["term", "group"])
    assert table.loc[("plan", "state")].tolist() == [6, 2, 31]
    assert table.loc[("plan", "foreign")].tolist() == [2, 1, 12]
    assert table.loc[("growth", "state")].tolist() == [0, 0, 31]


def test_an_article_without_a_label_is_in_no_group(tokens, docs, ledger, words):
    unlabelled = encode(docs.assign(side=["state", "", None]), ledger, words)
    table = by(count(unlabelled), "side")
    assert table["group"].unique().tolist() == ["state"]
    assert table["count"].sum() == 19


def test_an_unknown_column_is_named_with_the_choices(tokens):
    with pytest.raises(InputError, match="'sidde'.*side_by_origin"):
        by(count(tokens), "sidde")


def test_a_table_too_long_to_make_is_refused_with_the_remedy(tokens, monkeypatch):
    monkeypatch.setattr("analysis.text.counts.MOST_CELLS", 40)
    with pytest.raises(InputError, match="terms in 3 groups of doc_id: more than 40 rows; keep fewer terms"):
        by(count(tokens), "doc_id")


def test_counts_of_two_halves_add_up_to_those_of_the_whole(tokens, docs, ledger, words):
    halves = [count(encode(part, ledger, words)) for part in (docs.iloc[:1], docs.iloc[1:])]
    whole, both = count(tokens), halves[0] + halves[1]
    assert both.terms.equals(whole.terms)
    assert np.array_equal(both.matrix.toarray(), whole.matrix.toarray())
    assert both.docs["n_tokens"].tolist() == whole.docs["n_tokens"].tolist()


def test_an_article_in_both_halves_is_refused(tokens):
    with pytest.raises(InputError, match="'a': in both halves"):
        count(tokens) + count(tokens)


def test_permuting_articles_changes_no_total(tokens, docs, ledger, words):
    turned = count(encode(docs.iloc[::-1], ledger, words))
    assert turned.terms.equals(count(tokens).terms)
    assert np.array_equal(turned.matrix.toarray()[::-1], count(tokens).matrix.toarray())


def test_counts_stay_sparse(tokens):
    assert sparse.issparse(count(tokens).matrix)
    assert sparse.issparse(count_phrases(tokens).matrix)


def test_an_empty_mask_gives_no_terms_and_a_base_of_zero(tokens):
    counts = count(tokens, np.zeros(len(tokens), dtype=bool))
    assert counts.matrix.shape == (3, 0)
    assert counts.docs["n_tokens"].tolist() == [0, 0, 0]
    assert count_phrases(tokens, mask=np.zeros(len(tokens), dtype=bool)).matrix.shape == (3, 0)


def test_sizes_say_how_many_words_stand_in_each_zone(tokens):
    assert sizes(tokens)[["body", "headline", "removed"]].to_numpy().tolist() == [[16, 3, 0], [12, 0, 2], [12, 0, 0]]


def test_phrases_of_two_halves_add_up_only_where_none_was_left_out(docs, ledger, words):
    halves = [encode(part, ledger, words) for part in (docs.iloc[:1], docs.iloc[1:])]
    first, second = (count_phrases(half, least=1) for half in halves)
    whole = count_phrases(encode(docs, ledger, words), least=1)
    assert (first + second).terms.tolist() == whole.terms.tolist()
    np.testing.assert_array_equal((first + second).matrix.toarray(), whole.matrix.toarray())
    first, second = (count_phrases(half).where([True] * len(half.docs)) for half in halves)
    with pytest.raises(InputError, match="rare phrases were left out of each half"):
        first + second
