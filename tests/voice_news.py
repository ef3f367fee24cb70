"""Accuracy of voice on invented news: words and speakers of `data/voice_news.csv`. Run: python tests/voice_news.py"""

import re
from pathlib import Path

import numpy as np
import pandas as pd
from IPython.display import display

from analysis.files import bundled
from analysis.show import html
from analysis.text.lexicons import read_lexicons
from analysis.text.matches import find
from analysis.text.tokens import encode
from analysis.text.voice import VOICES, roles_of, voices

MARKED = re.compile(r"\[([aqmnd]) ([^|\]]*)\|([^\]]*)\]")
NAMES = dict(zip("aqmnd", ["attributed", "quoted", "mention", "naming", "distance"], strict=True))


def unmarked(sentence):
    """The plain text of a marked sentence, and its spans: start, end, voice, speaker."""
    text, spans, at = "", [], 0
    for found in MARKED.finditer(sentence):
        text += sentence[at : found.start()]
        spans.append((len(text), len(text) + len(found[3]), NAMES[found[1]], found[2]))
        text, at = text + found[3], found.end()
    return (text + sentence[at:]).replace("¶", "\n"), spans


def read(part):
    """The sentences of one part, each as an article, with what was read and what the rules say of every word."""
    rows = pd.read_csv(Path(__file__).parent / "data" / "voice_news.csv").query("part == @part")
    texts, spans = zip(*map(unmarked, rows["sentence"]), strict=True)
    lexicons = read_lexicons(bundled("seeds"))
    docs = pd.DataFrame({"doc_id": rows.index.astype(str), "text": texts, "language": "en"})
    tokens = encode(docs, pd.DataFrame(columns=["doc_id", "zone", "start", "end"]), lexicons.words)
    found = voices(tokens, find(tokens, lexicons.reporting), roles_of(tokens, lexicons))
    words = pd.DataFrame({"doc": tokens.doc, "left": tokens.spans[:, 0]})[tokens.is_word]
    words["found"] = np.array(VOICES)[found.label[tokens.is_word]]
    words["speaker"] = np.array(found.speakers, dtype=object)[found.speaker[tokens.is_word]]
    words["voice"], words["name"] = "own", ""
    for doc, marked in enumerate(spans):
        for start, end, voice, name in marked:
            inside = (words["doc"] == doc) & words["left"].between(start, end - 1)
            words.loc[inside, ["voice", "name"]] = voice, name
    return rows.assign(text=texts), words


def same(found, name):
    """Whether a speaker is the one read: the same words, or the name without its title."""
    found, name = found.casefold(), name.casefold()
    return found == name or (len(found) > 2 and name.endswith(f" {found}"))


def scores(words):
    """Precision and recall of every voice by word, and the share of named reports whose speaker is exact."""
    table = {}
    for voice in VOICES[1:]:
        both = ((words["voice"] == voice) & (words["found"] == voice)).sum()
        table[voice] = both / max((words["found"] == voice).sum(), 1), both / max((words["voice"] == voice).sum(), 1)
    named = words[words["name"] != ""].groupby(["doc", "name"])["speaker"].agg(lambda names: names.mode()[0])
    exact = [same(found, name) for (_, name), found in named.items()]
    return pd.DataFrame(table, index=["precision", "recall"]).T, sum(exact) / len(exact)


def main():
    """Show the scores of both parts."""
    parts = {name: scores(read(name)[1]) for name in ("development", "final")}
    columns = {f"{what}, {name}": table[what] for name, (table, _) in parts.items() for what in table}
    speakers = [f"{exact:.0%} in {name}" for name, (_, exact) in parts.items()]
    caption = "Words of 100 (development) and of 50 more (final) invented news texts, labelled before the rules. "
    caption += f"Reports whose named speaker is exactly the one read: {', '.join(speakers)}."
    display(html.table(pd.DataFrame(columns).rename_axis("voice").reset_index(), caption))


if __name__ == "__main__":
    main()
