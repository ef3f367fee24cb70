"""How well the bundled slogans find their renderings, and how seldom they find everyday sentences.

Run ``python tests/lexicon_recall.py found.csv not_found.csv`` on sentences of your own: the first file has the columns slogan (an
id) and sentence, the second sentence. Without files the sentences of ``tests/data`` are taken. They were written before the patterns
were tuned on them, so they say how the list does on what its authors thought of; sentences of others are the better test.
"""

import csv
import sys
from pathlib import Path

import pandas as pd

from analysis.files import bundled
from analysis.text.lexicons import read_lexicons
from analysis.text.matches import find
from analysis.text.tokens import encode

DATA = Path(__file__).with_name("data")


def rows(path):
    """Rows of a CSV file, as dicts."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fired(sentences):
    """Ids of the slogans that match in each sentence, each sentence an article of its own."""
    lexicons = read_lexicons(bundled("seeds"))
    nothing = pd.DataFrame(columns=["doc_id", "zone", "start", "end"])
    names = [str(number) for number in range(len(sentences))]
    tokens = encode(pd.DataFrame({"doc_id": names, "text": sentences}), nothing, lexicons.words)
    found = find(tokens, lexicons.slogans).groupby("doc_id", sort=False)["key"].agg(lambda keys: set(map(str, keys)))
    return [found.get(name, set()) for name in names]


def missed(path):
    """The rows in which the slogan does not match, and the number of all rows."""
    wanted = rows(path)
    keys = fired([row["sentence"] for row in wanted])
    return [row for row, found in zip(wanted, keys, strict=True) if row["slogan"] not in found], len(wanted)


def misfired(path):
    """The sentences in which a slogan matches, with these slogans, and the number of all sentences."""
    sentences = [row["sentence"] for row in rows(path)]
    found = zip(sentences, fired(sentences), strict=True)
    return [(sentence, keys) for sentence, keys in found if keys], len(sentences)


if __name__ == "__main__":
    found, not_found = sys.argv[1:] or (DATA / "slogans_found.csv", DATA / "slogans_not_found.csv")
    (lost, n), (wrong, m) = missed(found), misfired(not_found)
    print(*(f"missed: {row['slogan']}: {row['sentence']}" for row in lost), sep="\n")
    print(*(f"fires: {', '.join(sorted(keys))}: {sentence}" for sentence, keys in wrong), sep="\n")
    print(f"recall {1 - len(lost) / n:.1%} of {n}; fires in {len(wrong) / m:.1%} of {m}")
