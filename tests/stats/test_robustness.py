"""Robustness, against the corpus of conftest.py: b is a state article by publisher and a foreign one by origin."""

import numpy as np
import pandas as pd
import pytest

from analysis import open_corpus
from analysis.files import InputError, bundled
from analysis.stats.artefacts import Source, artefacts
from analysis.stats.forms import Forms
from analysis.stats.keyness import keyness
from analysis.stats.robustness import robust_terms, robustness, robustness_summary
from analysis.text.counts import count, count_phrases, names_in
from analysis.text.lexicons import read_lexicons
from analysis.text.matches import find
from analysis.text.tokens import encode

SIDES = "side", "state", "foreign"


@pytest.fixture(scope="module")
def table(tokens):
    return robustness(Source(tokens), ["plan", "trade", "red"], SIDES)


def setting(table, term, name):
    return table[(table["term"] == term) & (table["setting"] == name)].iloc[0]


def test_the_first_setting_is_the_comparison_itself(table):
    row = table.iloc[0]
    assert row[["term", "setting", "n_target", "n_reference"]].tolist() == ["plan", "as compared", 2, 1]
    assert row["log_ratio"] == pytest.approx(np.log2((6 / 31) / (2 / 12)))


def test_every_other_choice_is_counted_anew(table):
    expected = {
        "sided by origin": (4 / 19) / (4 / 24),
        "only articles that both side columns label alike": (4 / 19) / (2 / 12),
        "headlines excluded": (5 / 28) / (2 / 12),
        "removed text included": (6 / 33) / (2 / 12),
    }
    found = table[table["term"] == "plan"].set_index("setting")["log_ratio"].drop("as compared")
    assert set(found.index) == set(expected)
    for name in expected:
        assert found[name] == pytest.approx(np.log2(expected[name])), name


def test_a_sign_that_turns_does_not_hold(table):
    assert setting(table, "trade", "as compared")["g2"] > 0
    assert not setting(table, "trade", "sided by origin")["holds"]
    assert setting(table, "plan", "sided by origin")["holds"]


def test_a_setting_that_leaves_no_occurrence_is_not_counted(table):
    lost = setting(table, "trade", "only articles that both side columns label alike")
    assert np.isnan(lost["log_ratio"]) and lost["holds"] is pd.NA
    row = robustness_summary(table).set_index("term").loc["trade"]
    assert row[["holds", "of_settings"]].tolist() == [0, 1]
    assert row["fails_in"] == "sided by origin"


def test_a_setting_is_a_test_only_where_it_changes_enough_to_reverse_the_direction(table):
    able = table.set_index(["term", "setting"])["could_reverse"]
    assert able["trade", "sided by origin"]  # its only occurrence changes side
    assert able["plan", "headlines excluded"]  # 1 of 31 words goes, and the rates differ by 6/31 - 2/12, which is less
    assert not able["red", "headlines excluded"]  # 1 of 31 goes, and the rates differ by 6/31 - 1/12
    assert able["plan", "sided by origin"]  # 2 of 31 and 2 of 12 words change side
    assert not able["plan", "removed text included"]


def test_the_span_over_all_settings_is_given(table):
    row = robustness_summary(table).set_index("term").loc["plan"]
    own = table[table["term"] == "plan"]["log_ratio"]
    assert row[["lowest", "highest"]].tolist() == [own.min(), own.max()]
    assert robustness_summary(table)["term"].tolist() == ["plan", "trade", "red"]


def test_a_third_label_is_tried_on_either_side(docs, ledger, words):
    relayed = encode(docs.assign(side_by_origin=["state", "relay", "foreign"]), ledger, words)
    table = robustness(Source(relayed), ["plan"], SIDES).set_index("setting")
    assert table.loc["sided by origin", "n_target"] == 1
    assert table.loc["sided by origin, relay counted as foreign", ["n_target", "n_reference"]].tolist() == [1, 2]
    assert "sided by origin, relay counted as state" not in table.index  # that is the comparison itself


def labelled(words, **columns):
    """Articles of six words, the first half of which says plan twice; as many as the columns have labels."""
    n = len(columns["side"])
    texts = ["Plan a red plan for us." if 2 * row < n else "The plan is not a wall." for row in range(n)]
    docs = pd.DataFrame({"doc_id": [f"d{row:02}" for row in range(n)], "text": texts, **columns})
    return encode(docs, pd.DataFrame(columns=["doc_id", "zone", "start", "end"]), words)


def test_a_setting_that_changes_nothing_or_repeats_another_is_left_out(words):
    sides = ["state", "state", "foreign", "foreign", "relay"]
    tokens = labelled(words, side=sides, side_two=[*sides[:4], "wire"])
    kept = [True, False, True, True, True]
    third = ["relay counted as state", "relay counted as foreign"]
    copies = "near-duplicates counted"
    assert robustness(Source(tokens), ["plan"], SIDES, kept)["setting"].tolist() == ["as compared", *third, copies]
    relay_left_out = [*kept[:4], False]
    table = robustness(Source(tokens), ["plan"], SIDES, relay_left_out)
    assert table["setting"].tolist() == ["as compared", copies]


def test_a_headline_in_an_article_that_stays_out_changes_nothing(docs, ledger, words):
    relayed = encode(docs.assign(side=["relay", "state", "foreign"]), ledger, words)  # only a has a headline
    assert "headlines excluded" not in set(robustness(Source(relayed), ["plan"], SIDES)["setting"])


def test_a_setting_without_any_other_holds_in_0_of_0(words):
    tokens = labelled(words, side=["state", "foreign"]).docs.assign(text=["Plan red plan.", "Red plan wall."])
    alone = encode(tokens, pd.DataFrame(columns=["doc_id", "zone", "start", "end"]), words)
    row = robustness_summary(robustness(Source(alone), ["plan"], SIDES)).loc[0]
    assert row[["holds", "of_settings", "fails_in"]].tolist() == [0, 0, ""]


def test_the_third_labels_that_most_articles_have_are_tried_and_no_more_than_3(words):
    thirds = ["a", "z", "z", "z", "m", "m", "k", "k", "b"]
    table = robustness(Source(labelled(words, side=["state", "foreign", *thirds])), ["plan"], SIDES)
    tried = [name.split(" ")[0] for name in table["setting"] if name.endswith("counted as state")]
    assert tried == ["z", "k", "m"]


def test_a_term_that_leans_nowhere_has_no_direction_to_hold(words):
    tokens = labelled(words, side=["state", "foreign", "relay", "relay"])  # plan 2 in 6 words each, relay 1 in 6
    table = robustness(Source(tokens), ["plan"], SIDES).set_index("setting")
    assert table.loc["as compared", "holds"] is pd.NA
    assert not table.loc["relay counted as state", "holds"]


def test_what_cannot_be_compared_is_refused_by_name(tokens):
    for sides, problem in {
        ("side", "state", "nobody"): "side 'nobody': no article has it",
        ("side", "state", "state"): "cannot be compared with itself",
        ("sides", "state", "foreign"): "side column 'sides': not in the corpus",
    }.items():
        with pytest.raises(InputError, match=problem):
            robustness(Source(tokens), ["plan"], sides)
    with pytest.raises(InputError, match="term 'plan': given twice; give each term once"):
        robustness(Source(tokens), ["plan", "red", "plan"], SIDES)
    with pytest.raises(
        InputError, match="kept: 2 values for 3 articles; pass the result of deduplicate for the same articles"
    ):
        robustness(Source(tokens), ["plan"], SIDES, kept=[True, True])
    with pytest.raises(InputError, match="side 'foreign': no article has it"):
        robustness(Source(tokens), ["plan"], SIDES, kept=[True, True, False])


def test_the_log_ratio_of_the_summary_is_the_one_as_compared(table):
    lost = table.assign(log_ratio=table["log_ratio"].where(table["setting"] != "as compared"))
    assert robustness_summary(lost)["log_ratio"].isna().all() and robustness_summary(lost)["lowest"].notna().all()


def test_where_a_test_was_made_a_term_is_robust_only_if_the_test_finds_it(table):
    lasting = pd.DataFrame({"term": ["plan", "red"], "log_ratio_low": 1.0, "log_ratio_high": 2.0, "flag": ""})
    lasting = lasting.assign(count_target=2, count_reference=2, most_share=0.5, of_docs_target=2, of_docs_reference=2)
    firm = table.assign(holds=table["holds"].mask(table["holds"].notna(), True))
    assert robust_terms(lasting, firm)["term"].tolist() == ["plan", "red"]
    assert robust_terms(lasting.assign(p_adjusted=[0.05, 0.051]), firm)["term"].tolist() == ["plan"]
    assert robust_terms(lasting.assign(p_adjusted=[np.nan, 0.01]), firm)["term"].tolist() == ["red"]
    assert robust_terms(lasting.assign(log_ratio_low=[-1.0, 1.0]), firm)["term"].tolist() == ["red"]
    failing = firm.assign(holds=firm["setting"] != "headlines excluded", could_reverse=True)
    assert robust_terms(lasting, failing).empty
    assert robust_terms(lasting.assign(of_docs_target=1), firm).empty  # without it a side would have no article
    one_sided = lasting.assign(count_reference=0, log_ratio_low=np.nan, log_ratio_high=np.nan, most_share=[0.5, 1])
    assert robust_terms(one_sided, firm)["term"].tolist() == ["plan"]  # red stands in one article


def test_articles_that_double_another_are_counted_in_one_setting_only(tokens):
    table = robustness(Source(tokens), ["plan"], SIDES, kept=[True, False, True]).set_index("setting")
    assert table.loc["as compared", ["n_target", "count_target"]].tolist() == [1, 4]
    assert table.loc["near-duplicates counted", ["n_target", "count_target"]].tolist() == [2, 6]


def test_a_side_that_a_setting_empties_is_no_error(docs, ledger, words):
    one = encode(docs.assign(side_by_origin="state"), ledger, words)
    table = robustness(Source(one), ["plan"], SIDES).set_index("setting")
    assert np.isnan(table.loc["sided by origin", "log_ratio"])
    assert table.loc["sided by origin", "holds"] is pd.NA


def test_slogans_are_tried_like_words(tokens, family):
    lexicon = family(["red plan"], key="red")
    table = robustness(Source(tokens), ["red"], SIDES, lexicon=lexicon).set_index("setting")
    assert table.loc["as compared", ["count_target", "count_reference"]].tolist() == [5, 0]
    assert table.loc["headlines excluded", "count_target"] == 4


def test_of_words_all_forms_and_common_nouns_alone_are_tried(words):
    texts = {"a": "A plan, a plan.", "b": "Red plans, five-plan plans.", "c": "We saw the old house of Plan Nine."}
    docs = pd.DataFrame({"doc_id": list(texts), "text": list(texts.values()), "side": ["state", "foreign", "foreign"]})
    tokens = encode(docs, pd.DataFrame(columns=["doc_id", "zone", "start", "end"]), words)
    families = read_lexicons(bundled("seeds")).families
    forms = Forms(count(tokens), tokens, tokens.mask(), families)
    table = robustness(Source(tokens, names=names_in(tokens, families.names), forms=forms), ["plan"], SIDES)
    rows = table.set_index("setting")[["count_target", "count_reference"]]
    assert rows.loc["as compared"].tolist() == [2, 1]
    assert rows.loc["all forms counted together"].tolist() == [2, 4]  # plans twice, five-plan
    assert rows.loc["proper names excluded"].tolist() == [2, 0]


@pytest.fixture
def unquoted(tokens):
    """Body and headline without the quotation at the end of a: 4 words, one of them plan."""
    mask = tokens.mask()
    mask[18:26] = False
    return mask


def test_a_narrower_mask_narrows_every_setting(tokens, unquoted):
    table = robustness(Source(tokens, unquoted), ["plan"], SIDES).set_index("setting")
    expected = {
        "as compared": (5 / 27) / (2 / 12),
        "headlines excluded": (4 / 24) / (2 / 12),
    }
    for name, ratio in expected.items():
        assert table.loc[name, "log_ratio"] == pytest.approx(np.log2(ratio)), name
    assert "removed text included" not in table.index  # nobody says whether that is quoted


def test_the_comparison_itself_counts_the_matches_it_was_made_of(tokens, family, unquoted):
    lexicon = family(["red plan"], key="red")
    source = Source(tokens, unquoted, find(tokens, lexicon)[:2])
    table = robustness(source, ["red"], SIDES, lexicon=lexicon).set_index("setting")
    assert table.loc[["as compared", "headlines excluded"], "count_target"].tolist() == [2, 3]


@pytest.mark.parametrize("kind", ["words", "slogans", "frames"])
@pytest.mark.parametrize("voice", ["own", "quoted"])
def test_of_one_voice_the_comparison_itself_has_the_numbers_of_keyness(kind, voice):
    sides = open_corpus().where(voice=voice).compare()
    compared = sides.keyness(kind).table.set_index("term")
    assert sides.robustness(kind).table.set_index("term")["log_ratio"].to_dict() == compared["log_ratio"].to_dict()


def test_matches_without_their_lexicon_are_refused(tokens, family):
    source = Source(tokens, matches=find(tokens, family(["red plan"])))
    with pytest.raises(InputError, match="matches without a lexicon; give the lexicon that they are matches of"):
        robustness(source, ["plan"], SIDES)


def test_a_term_that_does_not_occur_is_not_defined_anywhere(tokens):
    assert robustness(Source(tokens), ["blue"], SIDES)["holds"].isna().all()


def test_traces_of_form_are_sought_in_the_counts_of_all_articles(tokens, docs):
    some = count(tokens).where([True, True, False])
    with pytest.raises(InputError, match="counts of 2 articles, tokens of 3: .*give the counts of all articles"):
        artefacts(some, Source(tokens), read_lexicons(bundled("seeds")))


def test_where_no_term_was_tried_the_table_of_a_term_is_empty(tokens):
    nothing = robustness(Source(tokens), [], SIDES)
    assert nothing.empty and robustness_summary(nothing).empty


def test_phrases_are_counted_as_in_the_comparison(tokens):
    sides = ("side", "state", "foreign")
    counts = count_phrases(tokens)
    table = robustness(Source(tokens), counts.terms, sides)
    first = table[table["setting"] == "as compared"].set_index("term")
    expected = keyness(counts, sides).set_index("term")
    for name in ("count_target", "count_reference"):
        assert first[name].to_dict() == expected[name].to_dict()
    assert first.loc["red plan", ["count_target", "count_reference"]].tolist() == [5, 0]
