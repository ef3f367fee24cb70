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


TRADE = "Hong Kong trades. Hong Kong and the US trade. China trades with go-between firms. Peking 科技强国。\n"


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ("NOT trade", "NOT is not an operator of this notation; write {! word} before or behind"),
        (r"\btrad\w+", "is a regular expression, which is not read here; write innovat* for all words"),
        ("/trad.*/", "/trad.*/ is a regular expression"),
        ("trad.+", "trad.+ is a regular expression"),
        ('[word="trade"]', '[word="trade"] is a query in CQL, which is not read here; write the word itself'),
        ("China []{0,3} US", "[]{0,3} is a query in CQL, which is not read here; write <5> between two words"),
        ("{go}", "{go} would be all forms of a word, which are not known here; write innovat*"),
        ("trade(s|d)", "a bracket is joined to a word; put a space between them, and whole words into the bracket"),
        ("China & US", "alone: China (1), US (1); to find any of its parts, write (China | US)"),
        ("China or US", "to find any of its parts, write (China | US)"),
        ("China, US", "to find any of its parts, write (China | US)"),
        ("~China", "nearest: China (1); signs before or behind a word have no meaning here: write China"),
        ("China -US", "signs before or behind a word have no meaning here: write China US"),
        ("trade_NN1", "words have no parts of speech here: write trade"),
        ("Hong Kon", "none of the 1 article; nearest: Hong Kong (2)"),
        ("HongKong", "none of the 1 article; nearest: Hong Kong (2)"),
        ("Pekin", "none of the 1 article; nearest: Peking (1)"),
        ("Chinna trades", "none of the 1 article; nearest: China trades (1)"),
        ("科技弱国", "these articles do not print the Chinese character 弱; search for another wording"),
        ("强国 科技", "its words never occur side by side; alone: 强国 (1), 科技 (1)"),
        ("grean plan", "nearest: “green plan”"),
    ],
)
def test_what_people_know_from_other_tools_is_answered_with_what_to_write(tokens_of, term, said):
    with pytest.raises(InputError) as caught:
        search(tokens_of(TRADE), term, labels=["green plan", "new normal"])
    assert said in str(caught.value)


@pytest.mark.parametrize("term", ["R&D", "US$", "#China", "it's 5%"])
def test_a_sign_that_is_part_of_a_text_is_found(tokens_of, term):
    assert len(search(tokens_of("R&D and US$ and #China: it's 5% now.\n"), term)) == 1


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


def test_an_acronym_is_no_function_word(tokens_of):
    one = tokens_of("I said it is in the IT sector, and it works.\n")
    assert [len(search(one, term)) for term in ("IT", "it", "I", "The")] == [1, 2, 1, 1]
    with pytest.raises(InputError, match=r"'IT' occurs in none of the 1 article; nearest: it \(2\)"):
        search(tokens_of("It works, and it lasts, for CHINA.\n"), "IT")
    assert len(search(tokens_of("It works for China.\n"), "CHINA")) == 1
