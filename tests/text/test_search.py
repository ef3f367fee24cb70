"""Search: a term as people type it, in texts small enough to count by hand."""

import pytest

from analysis.files import InputError
from analysis.text.search import search

TEXT = (
    "Self-reliance matters. The US told us that self reliance is a win-win deal. Win win for AI and the U.S. side. "
    "Ai! A new-quality idea of new quality.\n"
)


@pytest.mark.parametrize(
    ("term", "printed"),
    [
        ("self-reliance", ["Self-reliance", "self reliance"]),
        ("Self Reliance", ["Self-reliance", "self reliance"]),
        ("win win", ["win-win", "Win win"]),
        ("WIN-WIN", ["win-win", "Win win"]),
        ("US", ["US", "U.S."]),
        ("us", ["us"]),
        ("AI", ["AI"]),
        ("ai", ["Ai"]),
        ("new quality", ["new-quality", "new quality"]),
        ("new-quality", ["new-quality", "new quality"]),
        ("self* <2> is", ["self reliance is"]),
        ("(deal | idea)", ["deal", "idea"]),
        ("“win-win”", ["win-win", "Win win"]),
        ("qualit*", ["quality"]),
    ],
)
def test_a_term_is_found_whatever_its_capitals_and_hyphens(tokens_of, term, printed):
    tokens = tokens_of(TEXT)
    found = search(tokens, term)
    spans = tokens.spans
    assert [TEXT[spans[a, 0] : spans[b - 1, 1]] for a, b in zip(found["start"], found["end"], strict=True)] == printed


def test_a_part_of_a_hyphenated_word_is_not_the_word(tokens_of):
    with pytest.raises(InputError, match="'quality'|'reliance'"):
        search(tokens_of("A new-quality idea. Self-reliance.\n"), "quality")


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ("selfreliance", "'selfreliance' occurs in none of the 1 article; nearest: Self-reliance \\(1\\), reliance"),
        ("idea self-reliance", "its words never occur side by side; alone: idea \\(1\\), Self-reliance \\(1\\)"),
        ("zzz", "no similar word does"),
        ("科技", "no article has Chinese letters; search for an English rendering"),
        ("deal наука", "no article has Cyrillic letters"),
        ("self AND us", "AND is not an operator"),
        ("wom?n", "\\? is not a wildcard"),
        ("se*", "\\* must end a word, after at least 3 letters"),
        ("", "no word"),
        ("   ", "no word"),
    ],
)
def test_what_is_not_found_is_answered_with_what_to_do(tokens_of, term, said):
    with pytest.raises(InputError, match=said):
        search(tokens_of(TEXT), term)
