"""Voice: whose words a text stands in, by sentences read by hand."""

import time
from pathlib import Path

import pandas as pd
import pytest

from analysis.corpus.read import read_corpus
from analysis.files import bundled
from analysis.text.lexicons import lexicon, read_lexicons
from analysis.text.matches import find
from analysis.text.tokens import encode
from analysis.text.voice import label, quotations, voices, words_by_voice

EMPTY = pd.DataFrame(columns=["doc_id", "zone", "start", "end"])
DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def lexicons():
    return read_lexicons(bundled("seeds"))


@pytest.fixture(scope="module")
def voiced(lexicons):
    """Voice and speaker of a phrase in a text."""

    def one(text, node):
        tokens = encode(pd.DataFrame({"doc_id": ["x"], "text": [text]}), EMPTY, lexicons.words)
        row = label(tokens, find(tokens, lexicon([node])), voices(tokens, find(tokens, lexicons.reporting))).iloc[0]
        return row["voice"], row["speaker"]

    return one


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said: “we go home” and left.", ["we go home"]),
        ('He said: "we go home" and "stay" again.', ["we go home", "stay"]),
        ("«Nous partons» et „wir gehen“", ["Nous partons", "wir gehen"]),
        ("他说“走吧”。「好」", ["走吧", "好"]),
        ("‘We won’t go,’ the workers’ leader said.", ["We won’t go,"]),
        ("'We won't go,' the workers' leader said.", ["We won't go,"]),
        ("the workers' rights and the firms' duties", []),
        ("‘CHINA’S plan won’t go,’ Li said.", ["CHINA’S plan won’t go,"]),
        ("the ’90s and rock ’n’ roll", []),
        ('an odd " mark', ["mark"]),
        ('an odd " mark\nnext “line” here', ["mark", "line"]),
        ("“one “two” three” four", ["one “two"]),
        ('""', []),
        ("``We go,'' he said. ''The workers' plan,'' said Li.", ["We go,", "The workers' plan,"]),
    ],
)
def test_quotation_marks_are_paired_and_end_with_the_paragraph(tokens_of, text, quoted):
    tokens = tokens_of(text)
    found = [text[tokens.spans[a, 0] : tokens.spans[b - 1, 1]] for a, b in quotations(tokens) if b > a]
    assert found == quoted


@pytest.mark.parametrize(
    ("text", "node", "voice", "speaker"),
    [
        ("The red plan failed in May.", "red plan", "own", ""),
        ("Li said that the red plan had failed.", "red plan", "attributed", "Li"),
        ("The red plan had failed in every town, Li said on Monday.", "red plan", "attributed", "Li"),
        ("The red plan had failed in every town, Li said.", "red plan", "attributed", "Li"),
        ("During a long visit to the old town, Li said the red plan failed.", "long visit", "own", ""),
        ("Wang Hua, a member of the board, said that the red plan failed.", "red plan", "attributed", "Wang Hua"),
        ("“The red plan has failed us all,” said Wang Hua, a farmer.", "red plan", "quoted", "Wang Hua"),
        ("“The red plan has failed us,” Li said. “It is the red day.”", "red day", "quoted", "Li"),
        ("“We go,” Li said, and the red plan was dropped.", "red plan", "own", ""),
        ("Li called for a “red plan” in every town.", "red plan", "quoted", "Li"),
        ("The “red plan” was on sale.", "red plan", "distanced", ""),
        ("The so-called red plan was on sale.", "red plan", "distanced", ""),
        ("It is what Li called the red plan of the year.", "red plan", "distanced", ""),
        ("The red plan failed, according to Li.", "red plan", "attributed", "Li"),
        ("Li said the plant was safe, but the red plan failed.", "red plan", "own", ""),
        ("Li said it was not a blue plan, but a red plan.", "red plan", "attributed", "Li"),
        ("Although Li said it was safe, the red plan failed.", "red plan", "own", ""),
        ("The town, which has called for a red plan, is small.", "red plan", "attributed", "The town"),
        ("He left, saying the red plan failed.", "red plan", "attributed", ""),
        ("Li said he was tired.\nThe red plan failed.", "red plan", "own", ""),
    ],
)
def test_the_voice_of_a_phrase_is_where_its_words_stand(voiced, text, node, voice, speaker):
    assert voiced(text, node) == (voice, speaker)


def test_a_match_takes_the_voice_of_most_of_its_words_and_of_two_equal_ones_the_stronger(voiced):
    assert voiced("Tackling hard “big things” now.", "tackling hard big")[0] == "own"
    assert voiced("Tackling “big things” now.", "tackling big")[0] == "distanced"


def test_no_match_gives_an_empty_table_with_voice_and_speaker(tokens, lexicons):
    found = label(tokens, find(tokens, lexicon(["green"])), voices(tokens, find(tokens, lexicons.reporting)))
    assert found.columns.tolist()[-2:] == ["voice", "speaker"]
    assert found.empty


def test_forty_thousand_quotations_of_one_article_take_a_second_or_two(tokens_of, lexicons):
    tokens = tokens_of("".join(f"Li{number} said “yes”. " for number in range(40_000)))
    cues = find(tokens, lexicons.reporting)
    start = time.perf_counter()
    voiced = voices(tokens, cues)
    assert time.perf_counter() - start < 6  # twice that and more where the work grows with the square
    assert len(voiced.speakers) == 40_001


def test_a_voice_is_a_mask(tokens, lexicons):
    voiced = voices(tokens, find(tokens, lexicons.reporting))
    own = find(tokens, lexicon(["red plan"]), tokens.mask() & (voiced.label == 0))
    assert own["doc_id"].tolist() == ["a", "a", "a", "b"]  # the fourth of a is quoted


def accuracy(rows):
    """Share of rows whose voice is the one read by hand, and the errors."""
    wrong = rows[rows["voice"] != rows["read"]]
    return 1 - len(wrong) / len(rows), wrong


def test_the_slogans_of_the_five_articles_are_labelled_as_read_by_hand(lexicons):
    docs, zones, _ = read_corpus(bundled("seeds"))
    tokens = encode(docs, zones, lexicons.words)
    read = pd.read_csv(DATA / "voice_five_articles.csv", keep_default_na=False)
    found = label(tokens, find(tokens, lexicons.slogans), voices(tokens, find(tokens, lexicons.reporting)))
    assert found["doc_id"].tolist() == read["doc_id"].tolist()
    assert found["key"].astype(str).tolist() == read["key"].tolist()
    right, wrong = accuracy(found.astype({"voice": str}).assign(read=read["voice"]))
    assert right >= 0.95, wrong


@pytest.mark.parametrize(("name", "floor"), [("voice_blind.csv", 0.9), ("voice_held_out.csv", 0.9)])
def test_sentences_labelled_without_knowledge_of_the_rules_are_read_alike(lexicons, name, floor):
    read = pd.read_csv(DATA / name, keep_default_na=False)
    docs = pd.DataFrame({"doc_id": [str(row) for row in range(len(read))], "text": read["text"]})
    tokens = encode(docs, EMPTY, lexicons.words)
    starts = [text.index(node) for text, node in zip(read["text"], read["node"], strict=True)]
    spans = [(start, start + len(node)) for start, node in zip(starts, read["node"], strict=True)]
    matches = pd.concat([at(tokens, row, *span) for row, span in enumerate(spans)], ignore_index=True)
    found = label(tokens, matches, voices(tokens, find(tokens, lexicons.reporting)))
    right, wrong = accuracy(found.astype({"voice": str}).assign(read=read["voice"]))
    assert right >= floor, wrong


def at(tokens, row, start, end):
    """A match of the characters ``start:end`` of one article."""
    first, last = tokens.offsets[row : row + 2]
    inside = (tokens.spans[first:last, 0] < end) & (tokens.spans[first:last, 1] > start)
    places = inside.nonzero()[0]
    return pd.DataFrame({"key": "x", "doc_id": [str(row)], "start": [places[0]], "end": [places[-1] + 1]})


def test_words_by_voice_are_the_words_of_each_speaker(lexicons):
    texts = ["Xi said that growth is good. Trade fell. “We go home now, all of us,” said Xi.", "Trade rose."]
    tokens = encode(pd.DataFrame({"doc_id": ["a", "b"], "text": texts}), EMPTY, lexicons.words)
    voiced = voices(tokens, find(tokens, lexicons.reporting))
    found = words_by_voice(tokens, voiced).values.tolist()
    assert found == [["a", "own", "", 6], ["a", "attributed", "Xi", 4], ["a", "quoted", "Xi", 7], ["b", "own", "", 2]]
    assert words_by_voice(tokens, voiced, tokens.doc == 1).values.tolist() == [["b", "own", "", 2]]
