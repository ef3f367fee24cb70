"""Sentences: boundaries that a reader would draw, decided by two neighbouring chunks of the text."""

from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from plain_loop import begins

from analysis.files import bundled
from analysis.text.lexicons import read_lexicons
from analysis.text.sentences import Sentences
from analysis.text.tokens import encode

HARD = Path(__file__).parents[1] / "data" / "sentences_hard.txt"
CASES = [line for line in HARD.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


@pytest.fixture(scope="module")
def bundled_words():
    return read_lexicons(bundled("seeds")).words


def marked(text, words):
    """A text with ‖ wherever a sentence begins, as the hard cases are written."""
    nothing = pd.DataFrame(columns=["doc_id", "zone", "start", "end"])
    tokens = encode(pd.DataFrame({"doc_id": ["x"], "text": [text]}), nothing, words)
    starts = [0, *tokens.spans[tokens.sentences[1:-1], 0], len(text)]
    return "‖".join(text[start:end] for start, end in pairwise(starts))


@pytest.mark.parametrize("case", CASES)
def test_a_hard_case_is_cut_as_it_was_by_hand(case, bundled_words):
    expected = case.replace("⏎", "\n").replace("␣", " ")
    assert marked(expected.replace("‖", ""), bundled_words) == expected


def test_no_sentence_begins_inside_a_dotted_abbreviation(bundled_words):
    rule = Sentences(bundled_words)
    assert [begins(rule, text) for text in ("the U.S.A and Peru", "A.I.", "a.b.A")] == [[0], [0], [0]]
    assert begins(rule, "He left Mr.Li.A man came.") == [0, 14]


def test_the_hard_cases_are_at_least_sixty():
    assert len(set(CASES)) >= 60


WRAPPED = """    The delegation arrived by the night train and was met
by the mayor of the town, by members of the Chamber of
Commerce, and by a crowd that had waited since noon. It
left again at nine.

Nobody in the crowd knew why."""
CHINESE = "我们必须坚持走中国特色自主创新道路，面向世界科技前沿、面向经\n济主战场、面向国家重大需求、面向人民生命健康，加快实现高水平科\n技自立自强。会议强调，要提升原始创新\n能力。\n结束了"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WRAPPED, 2),
        (WRAPPED.replace("\n", "\r\n"), 2),
        (WRAPPED.replace("noon. It\n", "noon. It\n\f"), 2),
        (CHINESE, 3),
        ("科技自立自强\n国家发展战略\n自主创新道路", 3),
        ("Roses are red\nViolets are blue\nSugar is sweet", 3),
        ("By John Smith\nBeijing Bureau\nThe minister spoke.\nNobody listened.", 4),
        ("The plan was announced on Monday and\nBeijing reacted at once.", 1),
        ("The deal was worth about\n3.5 billion dollars.", 1),
        ("What the talks are about\n1. Trade\n2. Peace", 3),
        ("Benefits of the new plan\n- lower costs\n• more jobs", 3),
        ("China plans a new port\niPhone sales fall", 2),
        ("The plan was announced on\n\nthe second floor", 2),
        ("", 0),
        (" \n\t\n", 0),
    ],
)
def test_a_line_that_the_next_one_continues_is_no_paragraph(text, expected, bundled_words):
    found = Sentences(bundled_words).paragraphs(text)
    assert len(found) == expected
    assert "".join("".join(text[start:end].split()) for start, end in found) == "".join(text.split())


@pytest.fixture(scope="module")
def sentences(words):
    """Cut one text into its sentences."""
    rule = Sentences(words)

    def one(text):
        return [text[start:end].strip() for start, end in pairwise([*begins(rule, text), len(text)])]

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


@pytest.mark.parametrize("part", [".", "a.", ".)", "“", "- ", "x.X", "。", "1. ", "....", "it.The", "a.com.X"])
def test_the_time_for_a_hostile_line_grows_with_its_length(part, words):
    begins(Sentences(words), part * 50_000 + "x")


@pytest.mark.parametrize("part", ["a\n", "\n", "x\ny and\n", "科\n", "“\n", "a,\nb,\n"])
def test_the_time_for_a_hundred_thousand_lines_grows_with_their_number(part, words):
    Sentences(words).paragraphs(part * 30_000)
