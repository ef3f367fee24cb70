"""Evidence: the sentences behind a claim are those that its row speaks of."""

import pandas as pd
import pytest

from analysis.report import claims
from analysis.report.evidence import claims_chapter, sentences
from analysis.workbook.corpus import open_corpus

CLAIM = {"term": "bridge is open", "doc_id": "", "side": "", "column": "count"}


@pytest.fixture
def corpus(own):
    return open_corpus(own)


def quoted(corpus, **cells):
    """The sentences behind a claim."""
    return sentences(corpus, "side", next(pd.DataFrame([CLAIM | cells]).itertuples()))


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ({}, ["a", "b", "c"]),
        ({"doc_id": "b"}, ["b"]),
        ({"side": "south"}, ["b", "c"]),
        ({"side": "c"}, ["c"]),  # a table by article may call its articles sides
        ({"doc_id": "b", "side": "north"}, ["b"]),
        ({"side": "west"}, []),
    ],
)
def test_the_sentences_behind_a_claim_are_those_its_row_speaks_of(corpus, row, shown):
    assert quoted(corpus, **row)["doc_id"].tolist() == shown


@pytest.mark.parametrize("term", ["", "no such words", "(a"])
def test_a_claim_about_no_words_has_no_sentences(corpus, term):
    assert quoted(corpus, term=term) is None


def test_a_claim_about_a_voice_has_sentences_in_that_voice(corpus):
    own, attributed = (quoted(corpus, term="bridge", doc_id="b", column=voice) for voice in ("own", "attributed"))
    assert set(own["voice"]) == {"own"} and set(attributed["voice"]) == {"attributed"}
    assert own["left"].str.contains("The b").any() and attributed["left"].str.contains("mayor").all()


def test_the_section_shows_first_what_fails_and_folds_the_sentences_behind_each_claim(corpus):
    row = {"sentence": "A <b>{value}</b>.", "table": "words", "row": "term=bridge", "column": "count", "relation": "="}
    stated = [row | {"claim": n, "value": value, "tolerance": "", "compared": ""} for n, value in ((2, "9"), (3, "8"))]
    tables = {"words": pd.DataFrame({"term": ["bridge"], "count": ["9"]})}
    chapter = claims_chapter(claims.check(pd.DataFrame(stated), tables), corpus, "side")
    assert (chapter.id, chapter.title) == ("claims", "Claims of this report")
    assert chapter.answer == "1 of 2 claims fails."
    html = str(chapter.body)
    assert html.index(">fails<") < html.index(">holds<")
    assert "<summary>A &lt;b&gt;9&lt;/b&gt;. (holds)</summary>" in html
    assert "<mark>bridge</mark>" in html
