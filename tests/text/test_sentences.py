"""Sentences: boundaries that a reader would draw, decided by two neighbouring chunks of the text."""

from itertools import pairwise

import pytest

from analysis.text.sentences import Sentences


@pytest.fixture(scope="module")
def sentences(words):
    """Cut one text into its sentences."""
    rule = Sentences(words)

    def one(text):
        return [text[start:end].strip() for start, end in pairwise([*rule.begins(text), len(text)])]

    return one


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left the U.S. The talks go on.", ["He left the U.S.", "The talks go on."]),
        ("The U.S. President left.", ["The U.S. President left."]),
        ("Mr. Li came. He spoke.", ["Mr. Li came.", "He spoke."]),
        ("1. Plans are made. The rest is luck.", ["1. Plans are made.", "The rest is luck."]),
        ("他说。我们“走吧。”好", ["他说。", "我们“走吧。”", "好"]),
        ("“We go.” He left.", ["“We go.”", "He left."]),
        ("Really? Yes! No end", ["Really?", "Yes!", "No end"]),
        ("He said 5.7 is more than 3.", ["He said 5.7 is more than 3."]),
        ("No stop", ["No stop"]),
        ("", [""]),
    ],
)
def test_a_line_is_cut_into_sentences(text, expected, sentences):
    assert sentences(text) == expected


def test_two_abbreviations_before_an_opener_end_one_sentence(sentences):
    assert sentences("Mr. Co. U.S. The talks began.") == ["Mr. Co. U.S.", "The talks began."]


@pytest.mark.parametrize("end", ["", " ", "\u3000", "\t "])
@pytest.mark.parametrize("mark", ["?!", "...", "…", ".", "”", '?"'])
def test_a_space_at_the_end_changes_nothing(mark, end, sentences):
    assert sentences("Go on" + mark + end) == ["Go on" + mark]


def test_a_chinese_paragraph_of_a_thousand_characters_is_cut_like_a_short_one(sentences):
    assert sentences("自立自强。" * 400) == ["自立自强。"] * 400


@pytest.mark.parametrize("part", [".", "a.", "A.", ".)", "“", "- ", "x.X", "。", "1. ", "...."])
def test_the_time_for_a_hostile_line_grows_with_its_length(part, words):
    Sentences(words).begins(part * 200_000 + "x")
