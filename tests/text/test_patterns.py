"""Patterns: what the notation becomes, and how a wrong one is refused."""

import re
import time

import pytest

from analysis.files import bundled
from analysis.text.patterns import PatternError, parse


def word(text, is_stem=False):
    return ("word", text, is_stem)


A, B, C, D = map(word, "abcd")


@pytest.mark.parametrize(
    ("pattern", "nodes"),
    [
        ("new AI  Plus", (word("new"), word("AI"), word("Plus"))),
        ("concentrat* strength", (word("concentrat", True), word("strength"))),
        ("a <4> b<10>c", (A, ("gap", 4), B, ("gap", 10), C)),
        ("a [b|c d] (b | cde*) d", (A, ("opt", ((B,), (C, D))), ("alt", ((B,), (word("cde", True),))), D)),
        ("(a [b | c] | d) a", (("alt", ((A, ("opt", ((B,), (C,)))), (D,))), A)),
        ("high-quality AI+ S&T 大众、万众", (*map(word, ["high-quality", "AI+", "S&T", "大众、万众"]),)),
        ("科技(自立|自强), a", (word("科技"), ("alt", ((word("自立"),), (word("自强"),))), word(","), A)),
        ("don’t de\u0301tente high‑quality", (word("don't"), word("d\u00e9tente"), word("high-quality"))),
    ],
)  # fmt: skip
def test_a_pattern_becomes_nodes(pattern, nodes):
    assert parse(pattern) == nodes


@pytest.mark.parametrize(
    "pattern", ["China’s path", "China 's path", "“China” 'path'", "«China's» \" path", "'China's' path"]
)
def test_quotation_marks_and_the_clitic_s_do_not_exist_for_a_pattern(pattern):
    assert parse(pattern) == (word("China"), word("path"))


@pytest.mark.parametrize(
    ("pattern", "nodes"),
    [
        ("{a} b", (("context", ((A,),)), B)),
        ("b {a}", (B, ("context", ((A,),)))),
        ("{a} b {c}", (("context", ((A,),)), B, ("context", ((C,),)))),
        ("{a | b} c", (("context", ((A,), (B,))), C)),
        ("{(a | b) <6>} c", (("context", ((("alt", ((A,), (B,))), ("gap", 6)),)), C)),
        ("c {<6> (a | b)}", (C, ("context", ((("gap", 6), ("alt", ((A,), (B,)))),)))),
        ("{a [b] <1>} c d", (("context", ((A, ("opt", ((B,),)), ("gap", 1)),)), C, D)),
    ],
)
def test_braces_hold_what_stands_beside_a_match(pattern, nodes):
    assert parse(pattern) == nodes


@pytest.mark.parametrize(
    "pattern", ["a [<2>] b", "a (b <2> | c) d", "a [b] <2> c", "(a | [b]) c", "[a <2>] b", "{a} [b] c"]
)
def test_gaps_and_options_are_free_between_words(pattern):
    assert parse(pattern)


@pytest.mark.parametrize(
    ("pattern", "position", "problem"),
    [
        (" \t\n", 1, "no word is required"),
        ("“”", 1, "no word is required"),
        ("[a] [b | c]", 1, "no word is required"),
        ("([a] | b)", 1, "no word is required"),
        ("a (b | c", 3, r"\( is never closed; add \)"),
        ("a b) c", 4, r"\) stands outside brackets; .* or delete it"),
        ("a (b] c", 5, r"\] closes no bracket; write \) for the \( at position 3"),
        ("a | b", 3, r"\| stands outside brackets; open a bracket before it, as in"),
        ("a () c", 3, r"\( \) has an empty branch"),
        ("a [b || c]", 3, r"\[ \] has an empty branch"),
        ("<2> a", 1, "could begin with a gap"),
        ("[a] <2> b", 1, "could begin with a gap"),
        ("(<2> a | b) c", 1, "could begin with a gap"),
        ("a <2> [b]", 9, "could end with a gap"),
        ("a (b | c <3>)", 13, "could end with a gap"),
        ("a <11> b", 3, "<11> is not a gap; write <n> with n from 1 to 10"),
        ("a <0> b", 3, "<0> is not a gap"),
        ("a < b", 3, "< is not a gap"),
        ("a > b", 3, "> is not a gap"),
        ("a ab* c", 3, r"ab\*: \* must end a word, after at least 3 letters"),
        ("self-re*", 1, "after at least 3 letters"),
        ("科技强国*", 1, "not Chinese"),
        ("a * b", 3, "must end a word"),
        ("a con*trat b", 3, "must end a word"),
        ("manufactur(er|ing)", 11, "a bracket is joined to a word"),
        ("a (firm)s", 8, "a bracket is joined to a word"),
        ("high-(quality | level)", 6, "a bracket is joined to a word"),
        ("a (b (c (d (e (f (g))))))", 18, "brackets are nested deeper than 5"),
        ("a" * 401, 401, "401 characters are over the limit of 400"),
        ("w " * 41, 1, "41 words wide, over 40"),
        ("中" * 41, 1, "41 words wide"),
        ("a " + "<10> " * 4 + "b", 1, "42 words wide"),
        ("{w | w w} " + "w " * 39, 1, "41 words wide"),
        ("a {b} c", 3, "{ } stands inside the pattern; move it to the very start or end"),
        ("a ({b} c)", 4, "{ } stands inside the pattern"),
        ("[{b}] c", 2, "{ } stands inside the pattern"),
        ("{{a} b} c", 2, "{ } stands inside the pattern"),
        ("{a}", 1, "no word is required; leave at least one outside .* outside { }"),
        ("{a} [b] {c}", 1, "no word is required"),
        ("{[a]} b", 1, "no word is required"),
        ("{} a", 1, "{ } has an empty branch"),
        ("a {b", 3, "{ is never closed; add }"),
        ("a} b", 2, "} stands outside brackets"),
        ("{a}b", 3, "a bracket is joined to a word"),
        ("{<2> a} b", 1, "could begin with a gap"),
        ("b {a <2>}", 9, "could end with a gap"),
        ("{a} <2> b", 1, "a match could begin with a gap; put .* into { }"),
        ("b <2> {a}", 9, "could end with a gap"),
    ],
)
def test_a_wrong_pattern_names_the_position_and_the_remedy(pattern, position, problem):
    with pytest.raises(PatternError, match=f"^position {position}: .*{problem}.*"):
        parse(pattern)


@pytest.mark.parametrize(
    ("pattern", "position", "problem"),
    [
        ("economy AND trade", 9, 'AND is not an operator of this notation; .*"one <5> other" .*search twice for AND$'),
        ("economy (OR trade)", 10, r'OR is not an operator .*"\(one \| other\)" finds either word'),
        ("NOT trade", 1, "NOT is not an operator"),
        ("economy NEAR trade", 9, "NEAR is not an operator"),
        ("economy NEAR/5 trade", 9, "NEAR/5 is not an operator"),
        ("the econom?", 5, r"econom\?: \? is not a wildcard; write \* after at least three letters"),
        ("wom?n", 1, r"wom\?n: \? is not a wildcard"),
    ],
)
def test_operators_and_wildcards_of_other_tools_are_refused_in_one_sentence(pattern, position, problem):
    with pytest.raises(PatternError, match=f"^position {position}: {problem}") as failure:
        parse(pattern)
    assert failure.value.position == position


@pytest.mark.parametrize("pattern", ["AI+ action", "(US | UN) trade", "and or not near", "R&D AND-gate", "what next ?"])
def test_words_in_capitals_and_a_question_mark_of_its_own_stay_legal(pattern):
    assert parse(pattern)


@pytest.mark.parametrize(
    "pattern", ["w " * 40, "a" * 400, "a (b (c (d (e (f)))))", "(" + "w " * 20 + "| w) " + "w " * 20]
)
def test_the_limits_themselves_are_allowed(pattern):
    assert parse(pattern)


def test_parsing_is_linear_even_for_hostile_patterns():
    start = time.perf_counter()
    for pattern in ("(a|b)" * 80, "<" * 400, "[" * 400, "'" * 400, "[a] " * 100, "(a|" * 133, "{" * 400):
        for _ in range(20):
            with pytest.raises(PatternError):
                parse(pattern)
    assert time.perf_counter() - start < 5


def test_the_notation_at_the_head_of_the_slogans_is_true():
    head = bundled("seeds", "lexicons", "slogans.toml").read_text(encoding="utf-8").split("[[slogan]]\n")[0]
    notation = head.split("HOW A PATTERN IS WRITTEN")[1].split("# Quotation marks")[0]
    examples = re.findall(r"^#   (\S.*?)   ", notation, re.MULTILINE)
    assert len(examples) == 10
    assert all(map(parse, examples))
