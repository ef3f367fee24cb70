"""Collocates, against windows counted by hand, a brute-force counter, NLTK and Fisher's exact test."""

from collections import Counter, defaultdict

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.stats import chi2_contingency

from analysis.files import InputError
from analysis.stats.collocates import collocates, collocation_shift, most_shifted, recurrent, windows
from analysis.stats.measures import log_odds_z_of_share
from analysis.text.search import search
from analysis.text.tokens import encode


@pytest.fixture
def corpus_of(words):
    """Encode texts as a corpus, an article each, with their sides."""

    def several(*texts, sides=None):
        nothing = pd.DataFrame(columns=["doc_id", "zone", "start", "end"])
        docs = pd.DataFrame({"doc_id": [f"d{n}" for n in range(len(texts))], "text": texts})
        return encode(docs.assign(side=sides or "state"), nothing, words)

    return several


def near(tokens, node, window=2, mask=None):
    """The words in each window, as text, by occurrence of the node."""
    matches = search(tokens, node)
    placed = windows(tokens, matches, window, mask)
    form = tokens.types["form"].to_numpy()[tokens.ids[placed["position"]]]
    by_node = placed.assign(form=form).sort_values(["node", "offset"]).groupby("node")["form"].agg(" ".join)
    return by_node.reindex(range(len(matches)), fill_value="").tolist()


def row(tokens, node, term, window=2, mask=None):
    return collocates(tokens, search(tokens, node), window, mask).set_index("term").loc[term]


# ---- windows, by hand -------------------------------------------------------------------------------------


def test_a_window_ends_with_its_sentence(corpus_of):
    tokens = corpus_of("tax cut plan helps. Growth rises now.\nplan is new")
    assert near(tokens, "plan", 3) == ["tax cut helps", "is new"]


def test_a_window_does_not_reach_into_another_article(corpus_of):
    assert near(corpus_of("tax cut plan", "growth rises", "plan works"), "plan", 3) == ["tax cut", "works"]


def test_punctuation_and_the_clitic_take_no_place(corpus_of):
    tokens = corpus_of("a nation’s (big), “red” plan, 5 % good")
    assert near(tokens, "plan", 3) == ["nation big red 5 good"]


@pytest.mark.parametrize(
    ("node", "found"), [("tax", ["cut helps"]), ("growth", ["cut helps"]), ("helps", ["tax cut growth"])]
)
def test_a_node_may_be_the_first_or_the_last_word(corpus_of, node, found):
    assert near(corpus_of("tax cut helps growth"), node) == found


def test_words_inside_a_phrase_are_no_collocates(corpus_of):
    tokens = corpus_of("key core tech firms make core steel")
    assert near(tokens, "core tech", 3) == ["key firms make core"]
    table = collocates(tokens, search(tokens, "core tech"), 3).set_index("term")
    assert "tech" not in table.index
    assert table.loc["core", ["count", "frequency"]].tolist() == [1, 2]


def test_an_occurrence_of_the_node_keeps_its_place_in_the_window_of_another_but_is_no_collocate(corpus_of):
    assert near(corpus_of("red plan plan blue now"), "plan", 2) == ["red blue", "red blue now"]
    assert near(corpus_of("core tech core tech works"), "core tech", 3) == ["works", "works"]


def test_an_article_of_nothing_but_the_node_has_no_collocates(corpus_of):
    tokens = corpus_of("plan plan plan. Plan!")
    table = collocates(tokens, search(tokens, "plan"))
    assert table.empty
    assert {"term", "log_dice", "g2"} <= set(table)
    assert recurrent(table).empty


def test_words_outside_the_mask_keep_their_place_but_are_not_counted(corpus_of):
    tokens = corpus_of("tax cut plan helps growth now")
    mask = tokens.mask()
    mask[3] = False
    assert near(tokens, "plan", 2, mask) == ["tax cut growth"]
    assert row(tokens, "plan", "growth", 2, mask)["frequency"] == 1


def test_headlines_count_and_removed_text_does_not(tokens):
    assert near(tokens, "wins", 5) == ["red plan"]
    assert "source" not in collocates(tokens, search(tokens, "trade"))["term"].tolist()


# ---- counts, by hand --------------------------------------------------------------------------------------


def test_a_collocate_counts_once_for_each_occurrence_of_the_node(corpus_of):
    tokens = corpus_of("tax tax plan tax. Plan tax. Plan.", "a plan for tax")
    columns = ["count", "n_left", "n_right", "n_docs", "frequency", "in_windows", "n_nodes"]
    assert row(tokens, "plan", "tax")[columns].tolist() == [3, 1, 3, 2, 5, 5, 4]


def test_a_word_between_two_occurrences_counts_for_both_and_is_one_word(corpus_of):
    tokens = corpus_of("plan tax plan. Now rest here")
    found = row(tokens, "plan", "tax")
    assert found[["count", "n_left", "n_right", "frequency", "in_windows"]].tolist() == [2, 1, 1, 1, 1]
    assert found["log_dice"] == pytest.approx(14 + np.log2(2 * 1 / (2 + 1)))  # the frequency in place of the count
    assert recurrent(collocates(tokens, search(tokens, "plan")), 2).empty


def test_scores_of_a_table_of_four_cells(corpus_of):
    tokens = corpus_of("tax plan cut tax. Rest tax here now. Plan tax")
    found = row(tokens, "plan", "tax", 1)  # windows: tax, cut | tax; elsewhere: tax rest tax here now
    assert found[["count", "in_windows", "frequency", "n_nodes"]].tolist() == [2, 2, 4, 2]
    assert found["log_dice"] == pytest.approx(14 + np.log2(4 / 6))
    assert found["log_ratio"] == pytest.approx(np.log2((2 / 3) / (2 / 5)))
    table = [[2, 2], [1, 3]]
    assert found["g2"] == pytest.approx(chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic)
    assert found["expected"] == pytest.approx((1 - (1 - 4 / 8) ** 2) + 4 / 8)


def test_without_a_rest_there_is_nothing_to_compare_the_windows_with(corpus_of):
    found = row(corpus_of("tax plan cut"), "plan", "tax", 5)
    assert found["log_dice"] == 14
    assert found[["log_ratio", "g2"]].isna().all()


def test_rows_are_sorted_by_log_dice_then_term(corpus_of):
    tokens = corpus_of("zinc plan ash. Zinc plan. Ash and iron plan. Iron rusts")
    assert collocates(tokens, search(tokens, "plan"), 1)["term"].tolist() == ["zinc", "ash", "iron"]


def test_a_very_wide_window_is_the_whole_sentence(corpus_of):
    tokens = corpus_of("tax cut plan helps growth now. Rest of it")
    assert near(tokens, "plan", 10**9) == near(tokens, "plan", 50) == ["tax cut helps growth now"]


@pytest.mark.parametrize("window", [0, -1, 2.5, True, "5", None])
def test_a_window_is_a_whole_number_of_words(tokens, window):
    with pytest.raises(InputError, match=r"window=.*: not a number of words; give a whole number of at least 1"):
        windows(tokens, search(tokens, "plan"), window)


# ---- oracles ----------------------------------------------------------------------------------------------


def random_texts(seed, n=12):
    rng, vocabulary = np.random.default_rng(seed), [f"w{letter}" for letter in "abcdefghij"] + ["plan", "big plan"]
    sentences = [[" ".join(rng.choice(vocabulary, rng.integers(1, 12))) for _ in range(5)] for _ in range(n)]
    return [
        "\n\n".join(lines) for lines in sentences
    ]  # lines below one another could be one sentence, cut at the margin


def by_brute_force(texts, node, window):
    """Counter after counter, word by word, in plain Python; the node is one word or two."""
    node, found = node.split(), defaultdict(Counter)
    for number, text in enumerate(texts):
        for line_number, line in enumerate(text.split("\n")):
            words = line.split()
            starts = [at for at in range(len(words)) if words[at : at + len(node)] == node]
            own = {at + step for at in starts for step in range(len(node))}
            found["frequency"].update(words)
            for start in starts:
                left = [at for at in range(max(start - window, 0), start) if at not in own]
                right = [at for at in range(start + len(node), len(words)) if at not in own]
                right = [at for at in right if at < start + len(node) + window]
                found["n_left"].update({words[at] for at in left})
                found["n_right"].update({words[at] for at in right})
                found["count"].update({words[at] for at in left + right})
                found["docs"].update({(words[at], number): 1 for at in left + right})
                found["places"].update({(words[at], number, line_number, at): 1 for at in left + right})
    found["n_docs"] = Counter(word for word, *_ in found["docs"])
    found["in_windows"] = Counter(word for word, *_ in found["places"])
    return found


@pytest.mark.parametrize("window", [1, 3, 5, 50])
@pytest.mark.parametrize("node", ["plan", "big plan", "wa"])
def test_counts_are_those_of_a_plain_loop(corpus_of, node, window):
    texts = random_texts(window)
    tokens, expected = corpus_of(*texts), by_brute_force(texts, node, window)
    table = collocates(tokens, search(tokens, node), window).set_index("term")
    assert set(table.index) == set(expected["count"]) and len(table) > 8
    for column in ("count", "n_left", "n_right", "n_docs", "in_windows", "frequency"):
        assert table[column].to_dict() == {term: expected[column][term] for term in table.index}, column


def test_joint_counts_are_nltks_where_no_word_repeats_in_a_window(corpus_of):
    from nltk.collocations import BigramCollocationFinder

    text = "trade grows while red plan helps firms and small plan wins votes so trade may fall"
    table = collocates(corpus_of(text), search(corpus_of(text), "plan"), 3).set_index("term")
    pairs = BigramCollocationFinder.from_words(text.split(), window_size=4).ngram_fd
    for term in table.index:
        assert table.loc[term, "n_right"] == pairs["plan", term]
        assert table.loc[term, "n_left"] == pairs[term, "plan"]


def test_the_expected_count_is_the_mean_of_shuffled_words(corpus_of):
    tokens = corpus_of(
        "tax plan cut tax deal. Rest tax plan here. Now the tax and tax plan", "plan of cut tax and tax plan"
    )
    placed, rng, counts = windows(tokens, search(tokens, "plan"), 2), np.random.default_rng(3), []
    form = tokens.types["form"].to_numpy()[tokens.ids]
    free = np.flatnonzero(tokens.is_word & (form != "plan"))
    for _ in range(4000):
        form[free] = rng.permutation(form[free])
        counts.append(len(set(placed["node"][form[placed["position"]] == "tax"])))
    assert row(tokens, "plan", "tax")["expected"] == pytest.approx(np.mean(counts), rel=0.1)


# ---- shift ------------------------------------------------------------------------------------------------

STATE = ["tax plan works. Tax plan works", "tax plan helps"]
FOREIGN = ["debt plan fails. Tax plan", "debt plan fails"]
SIDES = ("side", "state", "foreign")


@pytest.fixture
def both(corpus_of):
    return corpus_of(*STATE, *FOREIGN, "plan of nobody", sides=["state"] * 2 + ["foreign"] * 2 + ["other"])


def test_the_shift_counts_each_side_by_itself(both):
    table = collocation_shift(both, search(both, "plan"), SIDES, 1).set_index("term")
    columns = ["count_target", "n_docs_target", "count_reference", "n_docs_reference"]
    assert table.loc["tax", columns].tolist() == [3, 2, 1, 1]
    assert table.loc["debt", columns].tolist() == [0, 0, 2, 2]
    assert table.iloc[0][["n_nodes_target", "n_nodes_reference"]].tolist() == [3, 3]
    assert table.loc["tax", "log_dice_target"] == pytest.approx(14)
    assert np.isnan(table.loc["debt", "log_dice_target"])
    assert "of" not in table.index
    assert table.index[0] == "tax" and table.index[-1] in ("debt", "fails")


def test_the_two_sides_are_the_collocates_of_each_alone(both):
    table = collocation_shift(both, search(both, "plan"), SIDES, 2).set_index("term")
    alone = both.where([True, True, False, False, False])
    own = collocates(alone, search(alone, "plan"), 2).set_index("term")
    assert table["log_dice_target"].dropna().to_dict() == own["log_dice"].to_dict()


def test_swapping_the_sides_negates_the_shift(both):
    there = collocation_shift(both, search(both, "plan"), SIDES, 2).set_index("term")["log_odds_z"]
    back = collocation_shift(both, search(both, "plan"), ("side", "foreign", "state"), 2).set_index("term")
    assert there.to_dict() == pytest.approx((-back["log_odds_z"]).to_dict())


def test_a_side_without_the_node_leaves_the_shift_undefined(both):
    table = collocation_shift(both, search(both, "debt"), SIDES, 2)
    assert table["log_odds_z"].isna().all()
    assert table.iloc[0][["n_nodes_target", "n_nodes_reference"]].tolist() == [0, 2]
    assert most_shifted(table, 9)["term"].tolist()[:2] == ["fails", "plan"]


def test_a_node_without_any_neighbour_has_an_empty_shift(corpus_of):
    tokens = corpus_of("plan", "plan", sides=["state", "foreign"])
    table = collocation_shift(tokens, search(tokens, "plan"), SIDES)
    assert table.empty and most_shifted(table, 5).empty and recurrent(table).empty


def test_half_of_the_rows_lean_to_either_side(both):
    table = collocation_shift(both, search(both, "plan"), SIDES, 1)
    assert (most_shifted(table, 4)["log_odds_z"] > 0).tolist() == [True, True, False, False]
    assert most_shifted(table, 4)["log_odds_z"].is_monotonic_decreasing


def test_one_offs_are_left_out_on_both_sides_together(both):
    table = collocation_shift(both, search(both, "plan"), SIDES, 1)
    assert set(recurrent(table, 2)["term"]) == {"tax", "debt", "fails", "works"}
    assert set(recurrent(table, 2, 2)["term"]) == {"tax", "debt", "fails"}


@pytest.mark.parametrize("least", [0, 1.5, True, None])
def test_a_least_is_a_whole_number(both, least):
    with pytest.raises(InputError, match="least=.*not a number of occurrences; give a whole number of at least 1"):
        recurrent(collocates(both, search(both, "plan")), least)


def test_the_shift_ranks_words_as_fishers_exact_test_does():
    rng, n_a, n_b = np.random.default_rng(0), 187, 102
    share = rng.beta(0.3, 6, 300)
    a, b = rng.binomial(n_a, share), rng.binomial(n_b, np.clip(share * np.exp(rng.normal(0, 1, 300)), 0, 1))
    p = [stats.fisher_exact([[x, n_a - x], [y, n_b - y]])[1] for x, y in zip(a, b, strict=True)]
    met = a + b > 1
    z = np.abs(log_odds_z_of_share(a[met], b[met], n_a, n_b))
    assert stats.spearmanr(z, -np.array(p)[met]).statistic > 0.97
