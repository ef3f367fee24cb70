"""Accuracy of voice: how many sentences labelled by a reader the rules label alike. Run: python tests/voice_accuracy.py"""

from pathlib import Path

import pandas as pd
import voice_news
from IPython.display import display

from analysis.corpus.read import read_corpus
from analysis.files import bundled
from analysis.show import html
from analysis.text.lexicons import read_lexicons
from analysis.text.matches import find
from analysis.text.tokens import encode
from analysis.text.voice import VOICES, label, voices

SETS = {
    "voice_five_articles.csv": "slogans of the five articles; the rules were made on these",
    "voice_blind.csv": "invented news sentences, labelled before the rules were seen; the rules were mended on these",
    "voice_held_out.csv": "more invented sentences, labelled afterwards; the rules were left as they were",
}


def place(tokens, row, text, node):
    """The match of a node in the article of one row."""
    first, last = tokens.offsets[row : row + 2]
    start = text.index(node)
    inside = (tokens.spans[first:last, 0] < start + len(node)) & (tokens.spans[first:last, 1] > start)
    places = inside.nonzero()[0]
    return {"key": "x", "doc_id": str(row), "start": places[0], "end": places[-1] + 1}


def sentences(rows, lexicons):
    """The voice that the rules give to the node of each row; each text is an article of its own."""
    docs = pd.DataFrame({"doc_id": [str(row) for row in range(len(rows))], "text": rows["text"]})
    tokens = encode(docs, pd.DataFrame(columns=["doc_id", "zone", "start", "end"]), lexicons.words)
    pairs = enumerate(zip(rows["text"], rows["node"], strict=True))
    matches = pd.DataFrame([place(tokens, row, *pair) for row, pair in pairs])
    return label(tokens, matches, voices(tokens, find(tokens, lexicons.reporting)))["voice"]


def slogans(lexicons):
    """The voice of each slogan of the five articles."""
    articles = read_corpus(bundled("seeds"))
    tokens = encode(articles.docs, articles.zones, lexicons.words)
    return label(tokens, find(tokens, lexicons.slogans), voices(tokens, find(tokens, lexicons.reporting)))["voice"]


def labelled(folder):
    """What each set was read as and what the rules say, by its file's name; DataFrames with columns voice, found."""
    lexicons, sets = read_lexicons(bundled("seeds")), {}
    for name in SETS:
        rows = pd.read_csv(Path(folder, name), keep_default_na=False)
        found = sentences(rows, lexicons) if "text" in rows else slogans(lexicons)
        sets[name] = rows.assign(found=found.astype(str))
    return sets


def accuracy(sets):
    """Right and all sentences of each set, by voice; DataFrame [one row a set]."""
    table = []
    for name, rows in sets.items():
        right = rows["voice"] == rows["found"]
        cells = [f"{right[rows['voice'] == voice].sum()} of {(rows['voice'] == voice).sum()}" for voice in VOICES]
        table.append([f"{right.sum()} of {len(rows)}", *cells, SETS[name]])
    return pd.DataFrame(table, columns=["right", *VOICES, "sentences"])


if __name__ == "__main__":
    caption = "Sentences to which the rules give the voice that a reader gave them, of all sentences with that voice."
    display(html.table(accuracy(labelled(Path(__file__).with_name("data"))), caption))
    voice_news.main()
