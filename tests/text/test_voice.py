"""Voice: whose words a text stands in, by sentences read by hand."""

import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import voice_news

from analysis import open_corpus
from analysis.corpus.read import read_corpus
from analysis.files import bundled
from analysis.text import voice as module
from analysis.text.lexicons import lexicon, read_lexicons
from analysis.text.matches import find
from analysis.text.tokens import encode
from analysis.text.voice import label, quotations, roles_of, stretches, voices, words_by_voice

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
        ('“We go," he said. "We stay.” “So,“ he said.', ["We go,", "We stay.", "So,"]),
        ('“They said "no" to us,” he said. "The “old” plan," said Li.', ['They said "no" to us,', "The “old” plan,"]),
        ('“A 6" pipe broke,” he said.', ['A 6" pipe broke,']),
    ],
)
def test_quotation_marks_are_paired_and_end_with_the_paragraph(tokens_of, text, quoted):
    tokens = tokens_of(text)
    found = [text[tokens.spans[a, 0] : tokens.spans[b - 1, 1]] for a, b, _ in quotations(tokens) if b > a]
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
        ("The “red plan” was on sale.", "red plan", "distance", ""),
        ("The so-called red plan was on sale.", "red plan", "distance", ""),
        ("It is what Li called the red plan of the year.", "red plan", "naming", "Li"),
        ("The red plan failed, according to Li.", "red plan", "attributed", "Li"),
        ("Li said the plant was safe, but the red plan failed.", "red plan", "own", ""),
        ("Li said it was not a blue plan, but a red plan.", "red plan", "attributed", "Li"),
        ("Although Li said it was safe, the red plan failed.", "red plan", "own", ""),
        ("The town, which has called for a red plan, is small.", "red plan", "attributed", "The town"),
        ("He left, saying the red plan failed.", "red plan", "attributed", ""),
        ("Li said he was tired.\nThe red plan failed.", "red plan", "own", ""),
        ("But in the end, Li said, the red plan failed in every town.", "red plan", "attributed", "Li"),
        ("But Li said the mayor, despite his office, knew the red plan.", "red plan", "attributed", "Li"),
        ("The red plan has failed, say many farmers, who lost it.", "red plan", "attributed", "many farmers"),
        ("The town grew, said Wang Hua, a farmer of the red plan.", "red plan", "own", ""),
        (
            "Wang Hua (a farmer, aged 60.), the head of a town, said it saw a red plan.",
            "red plan",
            "attributed",
            "Wang Hua",
        ),
        ("Li fed complaints that the red plan failed.", "red plan", "attributed", "Li"),
        ("Wang Hua said no.\nHua: The red plan is dead", "red plan", "attributed", "Wang Hua"),
        ("Industry: The red plan is dead", "red plan", "own", ""),
        (
            "According to the World Bank, about ten firms have a red plan - or a levy.",
            "red plan",
            "attributed",
            "World Bank",
        ),
        ("According to Hua Li, a professor of law, the red plan is dead.", "red plan", "attributed", "Hua Li"),
        ("As reported by Wang Hua, the red plan is dead.", "red plan", "attributed", "Wang Hua"),
        ("The firm has reportedly left the red plan.", "red plan", "attributed", ""),
        ("It is no surprise, Li said, that the red plan did well.", "red plan", "attributed", "Li"),
        ("The red plan needs time, analysts say; in 2012, it failed.", "red plan", "attributed", "analysts"),
        ("Time is short, analysts say; the red plan failed.", "red plan", "own", ""),
        (
            "A poll of voters in three towns of the large inland province showed the red plan behind.",
            "red plan",
            "attributed",
            "A poll of voters in three towns of the large inland province",
        ),
        ("She wrote a long letter about the red plan.", "red plan", "own", ""),
        ("Half of the farmers said they support the red plan.", "red plan", "attributed", "Half of the farmers"),
        ("The Ebels said they were hoping to see the red plan.", "red plan", "attributed", "The Ebels"),
        ("Asked whether it failed, Holt shook her head and said the red plan did.", "red plan", "attributed", "Holt"),
        ("Continuing to sigh, Holt rejected the notion that the red plan died.", "red plan", "attributed", "Holt"),
        ("Ana Holt, head of the union, called the red plan a folly.", "red plan", "attributed", "Ana Holt"),
        ("The town has a new system, called the red plan, for its water.", "red plan", "naming", ""),
        ("But the red plan was never alive, Holt said, and it will go on.", "red plan", "attributed", "Holt"),
        ("Farmers were angry, with Ana Holt calling it a red plan.", "red plan", "attributed", "Ana Holt"),
        ("They had left on the red plan, wrote film director Ana Holt.", "red plan", "attributed", "Ana Holt"),
        ("Of course, as Ana Holt of the Courier observed, the red plan died.", "red plan", "attributed", "Ana Holt"),
        ("The firm two weeks ago said that the red plan was gone.", "red plan", "attributed", "The firm"),
        ("OSLO (AP) — Ana Holt on Wednesday left and said the red plan died.", "red plan", "attributed", "Ana Holt"),
        ("“We go all the way with the red plan through Ohio,” which votes in June.", "red plan", "quoted", ""),
        ("FIX IS IN: The Town Ignores The Red Plan Again\nThe rest.", "red plan", "own", ""),
        ("Holt continued her attack.\n“The red plan is gone from town.”\nThe end.", "red plan", "quoted", "Holt"),
        (
            "“No,” Holt said on “Meet the Town.” “She lies about the red plan in the county.”",
            "red plan",
            "quoted",
            "Holt",
        ),
    ],
)
def test_the_voice_of_a_phrase_is_where_its_words_stand(voiced, text, node, voice, speaker):
    assert voiced(text, node) == (voice, speaker)


def test_a_match_takes_the_voice_of_most_of_its_words_and_of_two_equal_ones_the_stronger(voiced):
    assert voiced("Tackling hard “big things” now.", "tackling hard big")[0] == "own"
    assert voiced("Tackling “big things” now.", "tackling big")[0] == "distance"


def test_no_match_gives_an_empty_table_with_voice_and_speaker(tokens, lexicons):
    found = label(tokens, find(tokens, lexicon(["green"])), voices(tokens, find(tokens, lexicons.reporting)))
    assert found.columns.tolist()[-2:] == ["voice", "speaker"]
    assert found.empty


def test_forty_thousand_quotations_of_one_article_each_have_their_speaker(tokens_of, lexicons):
    tokens = tokens_of("".join(f"Li{number} said “yes”. " for number in range(40_000)))
    assert len(voices(tokens, find(tokens, lexicons.reporting)).speakers) == 40_001


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


@pytest.mark.parametrize(
    ("part", "precision", "recall", "exact"), [("development", 0.86, 0.95, 0.85), ("final", 0.8, 0.95, 0.8)]
)
def test_news_labelled_before_the_rules_is_read_alike(part, precision, recall, exact):
    table, speakers = voice_news.scores(voice_news.read(part)[1])
    assert table.loc["attributed", "precision"] >= precision and table.loc["attributed", "recall"] >= recall
    assert (table.loc[["mention", "naming", "distance", "quoted"], "precision"] >= 0.8).all()
    assert speakers >= exact


@pytest.mark.parametrize(
    "unit",
    [
        "Li said “yes”, ",
        "'' ",
        "“yes ",
        "Li (a) ",
        "Li (a), who left, said it. ",
        "The company said it fell. ",
        "He said no. ",
        "A: no\n",
        "early ",
    ],
)
def test_no_text_takes_time_that_grows_with_the_square(tokens_of, lexicons, unit):
    def seconds(n):
        tokens = tokens_of("Nordsteel Holdings fell. " + unit * n + "said no.")
        cues, roles, start = find(tokens, lexicons.reporting), roles_of(tokens, lexicons), time.process_time()
        voices(tokens, cues, roles)
        return time.process_time() - start

    assert seconds(8_000) < 1 + 10 * seconds(2_000)


@pytest.mark.parametrize(
    "text", ["", "”", "“", "'' ''", "said", "(", "A:", "said said said", "“” said “”", "— Li", "Q: \n"]
)
def test_odd_marks_raise_nothing(tokens_of, lexicons, text):
    tokens = tokens_of(text)
    voiced = voices(tokens, find(tokens, lexicons.reporting), roles_of(tokens, lexicons))
    assert len(voiced.label) == len(tokens) == len(voiced.speaker)


def test_stretches_are_those_words_that_are_not_the_outlets_own(lexicons):
    texts = ["Xi said that growth is good. Trade fell.", "“We go home now, all of us,” said Xi."]
    tokens = encode(pd.DataFrame({"doc_id": ["a", "b"], "text": texts}), EMPTY, lexicons.words)
    voiced = voices(tokens, find(tokens, lexicons.reporting))
    found = stretches(tokens, voiced)[["doc_id", "start", "end", "voice", "speaker"]].values.tolist()
    assert found == [["a", 2, 6, "attributed", "Xi"], ["b", 1, 9, "quoted", "Xi"]]


def test_words_by_voice_are_the_words_of_each_speaker(lexicons):
    texts = ["Xi said that growth is good. Trade fell. “We go home now, all of us,” said Xi.", "Trade rose."]
    tokens = encode(pd.DataFrame({"doc_id": ["a", "b"], "text": texts}), EMPTY, lexicons.words)
    voiced = voices(tokens, find(tokens, lexicons.reporting))
    found = words_by_voice(tokens, voiced).values.tolist()
    assert found == [["a", "own", "", 6], ["a", "attributed", "Xi", 4], ["a", "quoted", "Xi", 7], ["b", "own", "", 2]]
    assert words_by_voice(tokens, voiced, tokens.doc == 1).values.tolist() == [["b", "own", "", 2]]


def test_voices_are_the_same_however_many_articles_are_read_together(monkeypatch):
    corpus = open_corpus()
    lexicons, tokens = corpus.lexicons, corpus.tokens
    given = tokens, find(tokens, lexicons.reporting), roles_of(tokens, lexicons)
    whole = voices(*given)
    monkeypatch.setattr(module, "BLOCK", 800)
    parts = voices(*given)
    assert np.array_equal(whole.label, parts.label)
    assert [whole.speakers[n] for n in whole.speaker] == [parts.speakers[n] for n in parts.speaker]
    assert dict(zip(whole.speakers, whole.roles, strict=True)) == dict(zip(parts.speakers, parts.roles, strict=True))


@pytest.mark.parametrize(
    ("text", "reported", "own"),
    [
        ("The mayor endorsed Ana Holt after polling members last July.", "Ana Holt", "polling members"),
        ("When Holt refused to step down, the party began to look for others.", "step down", "began to look"),
        ("Holt, who calls the mayor a thief, left the party.", "the mayor a thief", "left the party"),
        ("Ten workers dropped demands and left.", "", "dropped demands and left"),
        ("She received a nervous call from her niece.", "", "from her niece"),
        ("The mine closed early, the Courier reports.", "The mine closed early", ""),
        ("Holt writes about the mines for a living.", "", "about the mines"),
        ("The bank issued a credit card to all.", "", "card to all"),
    ],
)
def test_a_report_ends_with_its_clause_and_a_noun_reports_nothing(voiced, text, reported, own):
    assert not reported or voiced(text, reported)[0] == "attributed"
    assert not own or voiced(text, own)[0] == "own"
