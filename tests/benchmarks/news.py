"""News: made-up articles of news-like text, the same for the same seed, for benchmarks and tests of scale.

Articles come in blocks of 1,000, each from its own seed, so that article 70,000 is the same in a corpus of any size. The
words are stop words and syllables by a Zipf law; a tenth of the sentences are quoted or reported, some hold a slogan, and
one article in thirty repeats an earlier one of its block with a sentence more.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.files import bundled, csv_text

BLOCK, SEED, TYPES = 1_000, 14, 30_000
PUBLISHERS = {"Northern Daily": "state", "Harbour Times": "foreign", "Wire Service": "state", "Hill Post": "foreign"}
SURNAMES = ["Larsen", "Okafor", "Mendes", "Novak", "Tanaka"]
SLOGANS = ["self-reliance and strength in science and technology", "new development pattern", "dual circulation"]
SLOGANS += ["core technologies", "high-quality development", "bottleneck technologies"]
REPORTS = ["“{},” said {}.", "{1} said that {0}.", "According to {1}, {0}.", "“{}.”"]


def vocabulary():
    """Stop words, then made-up words, in the order of their frequency."""
    lines = bundled("seeds", "lexicons", "stopwords.txt").read_text(encoding="utf-8").splitlines()
    stop = [word for word in lines if word.isalpha()][:60]
    rng, syllables = np.random.default_rng(SEED), [a + b for a in "bdfgklmnprstv" for b in "aeiou"]
    made = ("".join(rng.choice(syllables, rng.integers(2, 5))) for _ in range(2 * TYPES))
    return np.array(list(dict.fromkeys([*stop, *made]))[:TYPES], dtype=object)


WORDS = vocabulary()
SHARE = 1 / (np.arange(len(WORDS)) + 2.7)
CUMULATED = np.cumsum(SHARE / SHARE.sum())


def articles(n, words=150, seed=SEED):
    """n articles of about so many words: DataFrame [columns of articles.csv and text]."""
    blocks = [block(number, words, seed) for number in range(-(-n // BLOCK))]
    return pd.concat(blocks, ignore_index=True).head(n)


def block(number, words=150, seed=SEED):
    """The articles of one block."""
    rng, names = np.random.default_rng([seed, number]), list(PUBLISHERS)
    texts, publishers = [], rng.choice(len(names), BLOCK)
    for place in range(BLOCK):
        copied = place and rng.random() < 1 / 30
        texts.append(texts[rng.integers(place)] + "\n\n" + sentence(rng) if copied else text(rng, words))
    days = np.datetime64("2020-01-01") + rng.integers(0, 1461, BLOCK)
    table = pd.DataFrame({"doc_id": [f"n{number * BLOCK + place:08}" for place in range(BLOCK)]})
    table["title"] = [one.split("\n")[0] for one in texts]
    table["publisher"] = [names[one] for one in publishers]
    return table.assign(published=days.astype(str), language="en", side=table["publisher"].map(PUBLISHERS), text=texts)


def text(rng, words):
    """One article: paragraphs of a few sentences."""
    sentences = [sentence(rng) for _ in range(max(1, int(rng.lognormal(np.log(words / 16), 0.5))))]
    title = " ".join(word.capitalize() for word in sentence(rng).rstrip(".").split()[:9])
    return "\n\n".join([title, *(" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))])


def sentence(rng):
    """One sentence, one in ten of them quoted or reported."""
    drawn = WORDS[np.minimum(np.searchsorted(CUMULATED, rng.random(rng.integers(8, 25))), len(WORDS) - 1)].tolist()
    if rng.random() < 0.04:
        drawn[len(drawn) // 2] = SLOGANS[rng.integers(len(SLOGANS))]
    said = " ".join(drawn)
    if rng.random() < 0.1:
        said = REPORTS[rng.integers(len(REPORTS))].format(said, f"Anna {SURNAMES[rng.integers(len(SURNAMES))]}")
        return said[0].upper() + said[1:]
    return said.capitalize() + "."


def folder(path, n, words=150):
    """Write n articles as a corpus folder, all in its table; returns the folder."""
    Path(path).mkdir(parents=True)
    Path(path, "articles.csv").write_text(csv_text(articles(n, words)), encoding="utf-8")
    return Path(path)
