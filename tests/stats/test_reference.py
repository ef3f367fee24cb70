"""Keyness against a list, by hand and against published values and SciPy."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.stats import chi2_contingency

from analysis.corpus.reference import ReferenceList
from analysis.files import InputError
from analysis.stats.reference import list_keyness
from analysis.text.counts import Counts, count

SPELLINGS = {"mme": "m", "our": "or", "isation": "ization"}


def corpus(words, sizes, *rows):
    """Counts of these words in alphabetical order, one row of counts an article."""
    docs = pd.DataFrame({"doc_id": [f"d{n}" for n in range(len(rows))], "n_tokens": sizes})
    return Counts(sparse.csr_array(np.array(rows, dtype=np.int64)), pd.Index(words, dtype=object), docs)


def listed(counts, total=0):
    return ReferenceList("list.csv", pd.DataFrame({"term": list(counts), "count": list(counts.values())}), total)


def against(counts, given, forms=None):
    table, terms = list_keyness(counts, given, forms or {}, SPELLINGS)
    return table.set_index("term"), terms


def test_the_scores_are_the_published_ones():
    # 52 in 50,000 v 57 in 75,000: the tutorial's pair in the four-cell form; Rayson's five words, SciPy's value
    pairs = {"a": (52, 57), "b": (30, 45)}
    table, _ = against(corpus(list(pairs), [50_000], [52, 30]), listed({"a": 57, "b": 45}, 75_000))
    assert table.loc["a", "g2"] == pytest.approx(2.654064, abs=5e-7)
    assert table.loc["b", "g2"] == pytest.approx(0, abs=1e-12)
    rayson = {"v": (392, 170), "w": (348, 99), "x": (15, 14), "y": (9, 32), "z": (21, 25)}
    here, there = ({word: pair[side] for word, pair in rayson.items()} for side in (0, 1))
    table, _ = against(corpus(list(rayson), [1_000_000], list(here.values())), listed(there, 1_000_000))
    for word, (a, b) in rayson.items():
        cells = [[a, b], [1_000_000 - a, 1_000_000 - b]]
        g2 = chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
        assert abs(table.loc[word, "g2"]) == pytest.approx(g2)
        assert np.sign(table.loc[word, "g2"]) == np.sign(a - b)
    assert table.loc["v", "g2"] == pytest.approx(90.1301, abs=0.03)  # Rayson's two cells differ in the second decimal
    assert table.loc["v", "log_ratio"] == pytest.approx(np.log2(392 / 170))


def test_counts_articles_rates_and_their_base_are_those_of_the_three_articles(tokens):
    given = listed({"plan": 10, "red": 30, "the": 60, "trade": 4})
    table, _ = against(count(tokens), given)
    row = table.loc["plan"]
    assert row[["count", "n_docs", "of_docs", "n_tokens"]].tolist() == [8, 3, 3, 43]
    assert row[["count_reference", "n_tokens_reference", "in_list"]].tolist() == [10, 104, True]
    assert row["per_thousand"] == pytest.approx(8000 / 43)
    assert row["per_thousand_reference"] == pytest.approx(10_000 / 104)
    assert row["log_ratio"] == pytest.approx(np.log2((8 / 43) / (10 / 104)))
    assert table["count"].sum() == 43
    assert (table["lrc"].diff().dropna() <= 0).all()


def test_a_term_that_a_whole_list_lacks_is_a_zero_cell_and_a_cut_list_may_hide_some():
    counts = corpus(["big", "plan"], [100], [3, 4])
    whole = against(counts, listed({"plan": 1, "other": 999}))[0].loc["big"]
    assert (whole["in_list"], whole["count_reference"]) == (False, 0)
    assert whole["log_ratio"] == pytest.approx(np.log2(0.03 / 0.0005))
    cut = against(counts, listed({"plan": 20, "other": 980}))[0].loc["big"]
    assert (cut["in_list"], cut["count_reference"]) == (False, 19)
    zero = against(counts, listed({"plan": 20, "big": 0, "other": 980}))[0].loc["big"]
    assert (zero["in_list"], zero["count_reference"]) == (True, 0)


def test_british_and_american_spelling_and_capitals_are_the_same_term():
    counts = corpus(["Color", "colour", "program", "programme"], [100, 100], [0, 2, 1, 3], [1, 4, 0, 0])
    table, terms = against(counts, listed({"color": 5, "colour": 6, "program": 7, "other": 82}))
    assert table["count"].to_dict() == {"colour": 7, "programme": 4}
    assert table["n_docs"].to_dict() == {"colour": 2, "programme": 1}
    assert table["count_reference"].to_dict() == {"colour": 11, "programme": 7}
    assert terms == {"Color": "colour", "colour": "colour", "program": "programme", "programme": "programme"}
    american, _ = against(counts, listed({"COLOUR": 11, "PROGRAMME": 7, "OTHER": 82}))
    assert american["count_reference"].to_dict() == {"colour": 11, "programme": 7}


def test_capitals_tell_words_apart_only_where_the_list_does():
    counts = corpus(["US", "us"], [100], [6, 3])
    cased, _ = against(counts, listed({"US": 10, "us": 90, "The": 900}))
    assert cased["count_reference"].to_dict() == {"US": 10, "us": 90}
    folded, terms = against(counts, listed({"us": 100, "the": 900}))
    assert folded[["count", "count_reference"]].values.tolist() == [[9, 100]]
    assert terms == {"US": "US", "us": "US"}
    united, _ = against(counts, listed({"U.S.": 10, "us": 90, "The": 900}), {"U.S.": "US"})
    assert united.loc["US", "count_reference"] == 10


def test_rows_that_repeat_a_term_are_added_up_and_phrases_rest_on_single_words():
    counts = corpus(["big plan", "red plan"], [100], [2, 3])
    rows = pd.DataFrame({"term": ["red plan", "red plan", "Red  Plan", "red", "plan"], "count": [1, 2, 3, 600, 400]})
    table, _ = against(counts, ReferenceList("list.csv", rows, 0))
    assert table.loc["red plan", ["count_reference", "n_tokens_reference"]].tolist() == [6, 1000]


def test_permuting_articles_and_rows_of_the_list_changes_nothing():
    counts = corpus(["a", "b", "c"], [50, 70], [1, 2, 3], [4, 0, 6])
    turned = corpus(["a", "b", "c"], [70, 50], [4, 0, 6], [1, 2, 3])
    given = listed({"a": 3, "b": 5, "z": 92})
    other = ReferenceList("list.csv", given.rows.iloc[::-1].reset_index(drop=True), 0)
    pd.testing.assert_frame_equal(list_keyness(counts, given, {}, {})[0], list_keyness(turned, other, {}, {})[0])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            listed({"mot": 5, "de": 7}),
            "list.csv: has none of the 2 terms of these articles; its first terms are mot, de",
        ),
        (listed({"big plan": 5}), "list.csv: counts no single words, so that the size of its texts is unknown; add"),
        (listed({"big": 0}), "counts no single words"),
        (listed({"big": 5, "plan": 6}, 10), "n_tokens 10: fewer than the 11 words of its rows"),
    ],
)
def test_a_list_that_cannot_be_compared_is_named(given, said):
    with pytest.raises(InputError) as caught:
        list_keyness(corpus(["big", "plan"], [100], [3, 4]), given, {}, {})
    assert said in str(caught.value)


def test_articles_without_a_term_are_refused():
    with pytest.raises(InputError, match="these articles have no such term to look up; choose more articles"):
        list_keyness(corpus([], [0], []), listed({"big": 5}), {}, {})
