"""Matches: every pattern feature, on texts where each hit can be counted by eye."""

import gc

import pandas as pd
import pytest

from analysis.files import bundled
from analysis.text import lexicons, matches
from analysis.text.matches import find, find_counted, spans
from analysis.text.tokens import encode

EMPTY = pd.DataFrame(columns=["doc_id", "zone", "start", "end"])


@pytest.fixture
def hits(words):
    """What patterns find in a text, as they are printed there."""

    def search(text, *patterns):
        tokens = encode(pd.DataFrame({"doc_id": ["x"], "text": [text]}), EMPTY, words)
        start, end = spans(tokens, find(tokens, lexicons.lexicon(list(patterns))))
        return [text[tokens.spans[a, 0] : tokens.spans[b - 1, 1]] for a, b in zip(start, end, strict=True)]

    return search


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("red plan", "The Red plan, red  plan.", ["Red plan", "red  plan"]),
        ("red plan", "red, plan. Red. Plan", []),
        ("red plan", "red\nplan", []),
        ("big things", "tackling “big things” and ‘big’ things", ["big things", "big’ things"]),
        ("tackling big things", "tackling “big things”", ["tackling “big things"]),
        ("china plan", "China’s plan", ["China’s plan"]),
        (
            "sci-tech plan",
            "Sci-tech plan, sci\u2011tech plan, sci tech plan",
            ["Sci-tech plan", "sci\u2011tech plan", "sci tech plan"],
        ),
        ("quality development", "high-quality development", []),
        (
            "concentrat* strength",
            "concentrating strength; concentrates strength; concert strength",
            ["concentrating strength", "concentrates strength"],
        ),
        (
            "fight [a | the] battle",
            "fight battle fight the battle fight a battle fight that battle",
            ["fight battle", "fight the battle", "fight a battle"],
        ),
        ("[new] plan", "new plan old plan", ["new plan", "plan"]),
        ("(red | dark blue) plan", "red plan, dark blue plan, dark plan", ["red plan", "dark blue plan"]),
        (
            "big <2> plan",
            "big plan; big red plan; big new red plan; big bad new red plan",
            ["big plan", "big red plan", "big new red plan"],
        ),
        ("big <2> plan", "big, red plan", []),
        ("科技自立", "推动科技自立。科 技自立", ["科技自立", "科 技自立"]),
        ("US", "the US and us", ["US"]),
        ("us", "the US and us", ["US", "us"]),
        ("AI+", "AI+ and AI", ["AI+"]),
        ("new, old", "new, old. New old.", ["new, old"]),
        (
            "{so-called | annual} two sessions",
            "so-called “two sessions”, annual two sessions, two sessions",
            ["two sessions"] * 2,
        ),
        ("{economy <2>} new normal", "economy in a new normal. Economy. New normal. A new normal", ["new normal"]),
        ("new normal {<2> (economy | growth)}", "new normal of growth, new normal, economy", ["new normal"]),
        ("{slogan of} two needs {is}", "the slogan of two needs is; slogan of two needs was", ["two needs"]),
        ("{! big | very <1>} plan", "plan, big plan, very red plan, very big red plan", ["plan", "plan"]),
        ("plan {! <1> (of | for)}", "plan; plan of; plan red for; plan red. Of", ["plan", "plan"]),
        ("{the} plan {! of}", "the plan of, a plan, the plan", ["plan"]),
        ("{!创} 新发展", "创新发展，新发展", ["新发展"]),
        ("big plan [now] {! now}", "big plan now now; big plan now", ["big plan now"]),
        ("red-style plan", "“red”-style plan, red - style plan, “red”—style plan", ["red”-style plan"]),
        ("red - blue", "red - blue", ["red - blue"]),
    ],
)
def test_a_pattern_finds_what_the_notation_says(hits, pattern, text, expected):
    assert hits(text, pattern) == expected


@pytest.mark.parametrize("pattern", ["US chip ban", "U.S. chip ban", "USA chip ban"])
def test_spellings_that_are_united_in_texts_are_united_in_patterns(hits, pattern):
    assert hits("The U.S. chip ban, the US chip ban", pattern) == ["U.S. chip ban", "US chip ban"]


def test_the_longest_match_wins_and_overlapping_variants_of_one_key_count_once(tokens_of, family):
    lexicon = family(["plan", "red plan", "big red plan", "plan wins"])
    found = find(tokens_of("A big red plan wins. Red plan."), lexicon)
    assert found["variant"].tolist() == ["big red plan", "red plan"]


def test_of_equally_long_overlapping_matches_the_first_counts(tokens_of, family):
    found = find(tokens_of("red plan wins"), family(["plan wins", "red plan"]))
    assert found[["variant", "start", "end"]].to_numpy().tolist() == [["red plan", 0, 2]]


def test_matches_of_different_keys_may_overlap(tokens_of):
    found = find(
        tokens_of("new pattern of dual circulation"),
        lexicons.lexicon(["new pattern of dual circulation", "dual circulation"]),
    )
    assert found["start"].tolist() == [0, 3]


def test_a_match_inside_one_it_yields_to_is_dropped_and_others_stay(tokens_of, family):
    inner, outer = family(["modern country"], "inner", ("outer",)), family(["great modern country"], "outer")
    both = lexicons.Lexicon("test", inner.entries + outer.entries, "test")
    found = find(tokens_of("A great modern country. A modern country."), both)
    assert found["key"].tolist() == ["outer", "inner"]
    assert found["start"].tolist() == [1, 6]


def test_a_silent_key_stays_as_a_category(tokens):
    found = find(tokens, lexicons.lexicon(["red plan", "green plan"]))
    assert found["key"].cat.categories.tolist() == ["green plan", "red plan"]
    assert found["key"].unique().tolist() == ["red plan"]


def test_positions_count_from_the_first_token_of_the_article(tokens):
    found = find(tokens, lexicons.lexicon(["red plan"]))
    assert found[["doc_id", "start", "end"]].to_numpy().tolist() == [
        ["a", 0, 2], ["a", 4, 6], ["a", 12, 14], ["a", 22, 24], ["b", 11, 13],
    ]  # fmt: skip


def test_a_mask_decides_where_matches_may_stand(tokens):
    lexicon = lexicons.lexicon(["red plan", "wire"])
    assert len(find(tokens, lexicon, tokens.mask("headline"))) == 1
    assert find(tokens, lexicon, tokens.mask("removed"))["key"].tolist() == ["wire"]


def test_permuting_articles_changes_nothing_but_the_order(docs, ledger, words, tokens):
    lexicon, columns = lexicons.lexicon(["red plan", "plan"]), ["key", "doc_id", "start"]
    turned = find(encode(docs.iloc[::-1], ledger, words), lexicon)
    straight = find(tokens, lexicon)
    assert (
        turned.sort_values(columns)[columns].to_numpy().tolist()
        == straight.sort_values(columns)[columns].to_numpy().tolist()
    )


@pytest.mark.parametrize(
    "pattern", ["a [a] [a] [a] [a] [a] [a] [a] [a] b", "a <10> a <10> b", "([a] | [aa]) ([a] | [a a]) ([a] | a) b"]
)
def test_hostile_patterns_on_hostile_text_end(tokens_of, pattern):
    found = find(tokens_of("a " * 20_000), lexicons.lexicon([pattern]))
    assert found.empty


def test_a_text_of_one_word_many_times_is_covered_by_the_longest_matches(tokens_of):
    found = find(tokens_of("a " * 1_001), lexicons.lexicon(["a a"]))
    assert len(found) == 500


def test_an_empty_lexicon_or_corpus_gives_an_empty_table_with_all_columns(tokens, tokens_of):
    columns = ["key", "variant", "doc_id", "start", "end"]
    assert find(tokens, lexicons.Lexicon("none", (), "none")).columns.tolist() == columns
    assert find(tokens_of(""), lexicons.lexicon(["a"])).columns.tolist() == columns


@pytest.fixture(scope="module")
def modals():
    return lexicons.read_entries(bundled("seeds", "lexicons", "modality.toml"), "group")


@pytest.fixture
def counted(words, modals):
    """Modal verbs in a text: group, words as printed, and "not" where they are negated."""

    def search(text):
        tokens = encode(pd.DataFrame({"doc_id": ["x"], "text": [text]}), EMPTY, words)
        found = find_counted(tokens, modals)
        rows = zip(found["key"], *spans(tokens, found), found["negated"], strict=True)
        return [
            " ".join([key[:4], text[tokens.spans[a, 0] : tokens.spans[b - 1, 1]], *["not"] * denied])
            for key, a, b, denied in rows
        ]

    return search


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("China must act and should not wait.", ["obli must", "obli should not not"]),
        ("It has to act; it ought to, and needs to.", ["obli has to", "obli ought to", "obli needs to"]),
        ("He spoke of the need to act and has nothing to do with it.", []),
        ("We'll see. They won’t, and I'm going to stay.", ["pred We'll", "pred won’t not", "pred going to"]),
        ("The will of the people, political will and good will.", []),
        ("The people will win. At last it will.", ["pred will", "pred will"]),
        ("They are going to school.", []),
        ("It may rain in May. On May 12, in early May 2024, Theresa May left.", ["poss may"]),
        ("May God bless you. A can of beer. Military might.", []),
        (
            "She cannot; he can't; it could no longer.",
            ["poss cannot not", "poss can't not", "poss could no longer not"],
        ),
        ("He’d go.", []),
        ("It will have to pay.", ["pred will", "obli have to"]),
        ("We don’t have to pay.", ["obli don’t have to not"]),
    ],
)
def test_modal_verbs_are_counted_without_their_other_uses(counted, text, expected):
    assert counted(text) == expected


def test_a_dash_between_words_is_a_word_of_a_pattern(hits):
    assert hits("a great - uncle, a great uncle", "great - uncle") == ["great - uncle"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A great success with unfair limits.", ["great", "success", "unfair"]),
        ("Great Britain is a great power with a great deal of trade.", []),
        ("He tested positive and failed to stop; a false positive.", []),
        ("High-quality development brings high-quality goods.", ["high-quality"]),
        ("critical technologies, key tasks, major powers, advanced chips", []),
        ("It was effective in 2024, effective from May.", ["effective"]),
    ],
)
def test_evaluative_words_are_counted_without_their_neutral_uses(words, text, expected):
    tokens = encode(pd.DataFrame({"doc_id": ["x"], "text": [text]}), EMPTY, words)
    found = find_counted(tokens, lexicons.read_entries(bundled("seeds", "lexicons", "evaluation.toml"), "group"))
    starts, ends = spans(tokens, found)
    printed = [text[tokens.spans[a, 0] : tokens.spans[b - 1, 1]] for a, b in zip(starts, ends, strict=True)]
    assert printed == expected


def test_what_patterns_see_is_worked_out_once_and_leaves_with_the_tokens(tokens_of, monkeypatch):
    tokens, made = tokens_of("A red plan. The green plan."), []
    monkeypatch.setattr(matches, "_without_joints", lambda *given: made.append(1) or (given[1], given[2]))
    found = [find(tokens, lexicons.lexicon([pattern]))["start"].tolist() for pattern in ("red plan", "green plan")]
    assert (found, made) == ([[1], [5]], [1])
    hidden = find(tokens, lexicons.lexicon(["red plan"]), mask=tokens.mask("removed"))
    assert (len(hidden), made) == (0, [1, 1])
    kept = len(matches._TEXTS)
    del tokens
    gc.collect()
    assert len(matches._TEXTS) == kept - 1
