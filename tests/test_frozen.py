"""Frozen: a redesign changes no number. Tables that earlier code made are compared with those of today.

Tables that depend on the lists of slogans and frames, and choices such as which terms lead, are meant to change and are not here.

`data/frozen/seeds` has the small tables of the five articles, with 12 digits. Of its large ones (`large.csv`) and of all tables of two
development corpora (`data/frozen/development.csv`) only a SHA-256 is kept, over their CSV text with 9 digits. The development corpora
are not part of this repository: where the environment variable WORKBOOK_DEVELOPMENT names a folder that holds them as the corpus
folders `inaugural` and `convention`, they are compared too. A difference that is intended is explained in the commit that makes it.
"""

import hashlib
import io
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.corpus.read import read_corpus
from analysis.files import bundled
from analysis.stats import keyness, terms
from analysis.stats.limits import limits
from analysis.text.counts import count, count_phrases
from analysis.text.duplicates import deduplicate, near_duplicates
from analysis.text.lexicons import read_lexicons
from analysis.text.matches import find
from analysis.text.tokens import encode
from analysis.text.voice import voices

FROZEN = Path(__file__).with_name("data") / "frozen"
SIDES = {
    "seeds": ("side_by_publisher", "state", "foreign"),
    "inaugural": ("side_party", "Republican", "Democratic"),
    "convention": ("side_party", "democrat", "republican"),
}
OLD_FLOOR = {"smallest attainable p 0.00010": "smallest attainable p 1.0e-05"}  # 9,999 relabellings, which were 99,999
DEVELOPMENT = os.environ.get("WORKBOOK_DEVELOPMENT")


def tables(folder, sides):
    """Every table of a corpus, by name."""
    (docs, zones, _), lexicons = read_corpus(folder), read_lexicons(folder)
    tokens = encode(docs, zones, lexicons.words)
    text = of_text(tokens, zones, lexicons)
    kept = deduplicate(tokens.docs, text["near_duplicates"], sides[0])
    return text | of_terms(tokens, sides) | of_sides(tokens, lexicons, text, sides, kept)


def of_text(tokens, zones, lexicons):
    positions = {
        "doc": tokens.doc,
        "form": tokens.types["form"].to_numpy()[tokens.ids],
        "start": tokens.spans[:, 0],
        "end": tokens.spans[:, 1],
        "zone": tokens.zone,
        "sentence": np.searchsorted(tokens.sentences, np.arange(len(tokens)), side="right"),
        "paragraph": np.searchsorted(tokens.paragraphs, np.arange(len(tokens)), side="right"),
    }
    whose = voices(tokens, find(tokens, lexicons.reporting))
    return {
        "zones": zones,
        "tokens": pd.DataFrame(positions),
        "voice": pd.DataFrame({"label": whose.label, "speaker": whose.speaker}),
        "speakers": pd.DataFrame({"s": whose.speakers}),
        "near_duplicates": near_duplicates(tokens),
    }


def of_terms(tokens, sides):
    words, phrases = count(tokens), count_phrases(tokens)
    return {
        "frequency": terms.frequency(words),
        "tf_idf": terms.tf_idf(words),
        "phrases": terms.frequency(phrases),
        "c_tf_idf": terms.without_subphrases(terms.c_tf_idf(phrases, sides[0])),
    }


def of_sides(tokens, lexicons, text, sides, kept):
    words, pairs = count(tokens), text["near_duplicates"]
    table = keyness.keyness(words.where(kept), sides).sort_values("term", ignore_index=True)
    return {
        "keyness": table.drop(columns=["log_ratio_low", "log_ratio_high"]),
        "limits": limits(words, pairs, sides, kept)
        .drop(columns="meaning")  # sentences that were rewritten
        .replace({"found": OLD_FLOOR}, regex=True),
    }


def read(text):
    return pd.read_csv(io.StringIO(text))


def written(table):
    return table.to_csv(index=False, float_format="%.12g", lineterminator="\n")


def digest(text):
    rows = read(text).to_csv(index=False, float_format="%.9g", lineterminator="\n")
    return hashlib.sha256(rows.encode()).hexdigest()


def digests(name, corpus):
    rows = pd.read_csv(FROZEN / name)
    return rows[rows["corpus"] == corpus].set_index("table")["sha256"].to_dict()


@pytest.fixture(scope="module")
def five():
    return {name: written(table) for name, table in tables(bundled("seeds"), SIDES["seeds"]).items()}


SMALL = sorted(path.stem for path in (FROZEN / "seeds").glob("*.csv") if path.stem != "large")


@pytest.mark.parametrize("name", SMALL)
def test_a_table_of_the_five_articles_is_what_it_was(name, five):
    old = read((FROZEN / "seeds" / f"{name}.csv").read_text(encoding="utf-8"))
    pd.testing.assert_frame_equal(read(five[name]), old, rtol=1e-9, atol=1e-12)


def test_the_large_tables_of_the_five_articles_are_what_they_were(five):
    old = digests("seeds/large.csv", "seeds")
    assert {name: digest(five[name]) for name in old} == old
    assert sorted([*old, *SMALL]) == sorted(five)


@pytest.mark.skipif(
    not DEVELOPMENT, reason="WORKBOOK_DEVELOPMENT names no folder with the corpora inaugural and convention"
)
@pytest.mark.parametrize("corpus", ["inaugural", "convention"])
def test_the_tables_of_a_development_corpus_are_what_they_were(corpus):
    made = tables(Path(DEVELOPMENT, corpus), SIDES[corpus])
    old = digests("development.csv", corpus)
    assert set(old) <= set(made)
    assert [name for name in old if digest(written(made[name])) != old[name]] == []
