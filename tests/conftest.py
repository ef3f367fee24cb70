"""One corpus small enough to count by hand: three articles, two sides, 43 words that count."""

import os
import tempfile

import matplotlib as mpl
import pandas as pd
import pytest

from analysis.files import bundled
from analysis.text.lexicons import Entry, Lexicon, Variant, Words, parse
from analysis.text.tokens import encode

mpl.use("Agg")
CACHE = tempfile.TemporaryDirectory(prefix="workbook-cache-")  # no test finds what an earlier one has kept
os.environ["WORKBOOK_CACHE"] = CACHE.name

A = "Red plan wins\n\nThe red plan is big. We like the red plan. Mr. Li said: “big red plan.”\n"
B = "Source: Wire\n\nUS trade is not about us. The red plan, the big plan.\n"
C = "China’s 科技 plan has 5.7-fold R&D growth. Not red. Plan it.\n"


@pytest.fixture(scope="session")
def words():
    return Words(
        stopwords=frozenset({"the", "is", "we", "not", "about", "it", "has"}),
        abbreviations=frozenset({"mr", "u.s", "co"}),
        may_end=frozenset({"u.s", "co"}),
        forms={"U.S.": "US", "USA": "US"},
    )


@pytest.fixture(scope="session")
def docs():
    table = pd.DataFrame(
        {
            "doc_id": ["a", "b", "c"],
            "publisher": ["Daily", "Wire", "Post"],
            "published": pd.to_datetime(["2024-01-05", "2024-02-01", "2024-02-10"]),
            "published_latest": pd.to_datetime(["2024-01-05", "2024-03-01", "2024-02-10"]),
            "side": ["state", "state", "foreign"],
            "side_by_origin": ["state", "foreign", "foreign"],
        }
    )
    return table.assign(text=[A, B, C])


@pytest.fixture(scope="session")
def ledger():
    columns = ["doc_id", "zone", "rule", "start", "end", "text"]
    rows = [("a", "headline", "headline", 0, 13, A[:13]), ("b", "removed", "wire_header", 0, 12, B[:12])]
    return pd.DataFrame(rows, columns=columns)


@pytest.fixture(scope="session")
def tokens(docs, ledger, words):
    return encode(docs, ledger, words)


@pytest.fixture(scope="session")
def tokens_of(words):
    """Encode one text as a corpus of one article without a ledger."""

    def one(text):
        nothing = pd.DataFrame(columns=["doc_id", "zone", "start", "end"])
        return encode(pd.DataFrame({"doc_id": ["x"], "text": [text]}), nothing, words)

    return one


@pytest.fixture(scope="session")
def family():
    """A lexicon of one slogan with these patterns."""

    def one(patterns, key="slogan", yields_to=()):
        variants = tuple(Variant(pattern, "variant", parse(pattern)) for pattern in patterns)
        return Lexicon("test", (Entry(key, key, "", variants, yields_to, {}),), "test")

    return one


@pytest.fixture(scope="session")
def done(tmp_path_factory):
    """The main job, run once for all tests: the exports folder of the five articles, and its manifest."""
    from analysis.report import run as report  # here: most tests do without it

    out = tmp_path_factory.mktemp("run") / "exports"
    manifest = report.run(bundled("seeds"), out)
    return out, manifest
