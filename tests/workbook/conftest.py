"""The five articles, and a corpus of eight short ones, dated by day, by an interval or not at all, and of two kinds of outlet."""

import pytest

from analysis.files import write_atomic
from analysis.workbook.corpus import open_corpus

ROWS = """doc_id,published,published_latest,publisher,kind,side,text
s1,2022-01-10,,Daily,paper,state,Hong Kong plans one thing.
s2,2022-01-20,,Daily,paper,state,The city plans another port.
s3,2022-02-05,,Channel,tv,state,Hong-Kong has a new harbour programme.
s4,,,Daily,paper,state,An undated word about Hong Kong.
f1,2022-01-15,,Screen,tv,foreign,Hong Kong protests again.
f2,2022-02-10,2022-03-10,Post,paper,foreign,A long span of Hong Kong dates.
f3,2022-03-01,,Post,paper,foreign,Nothing about the town and no other program.
f4,2023-05-05,,Screen,tv,foreign,A later report on markets.
"""


@pytest.fixture(scope="module")
def corpus():
    """The five articles."""
    return open_corpus()


@pytest.fixture(scope="module")
def sides(corpus):
    return corpus.compare("side_by_publisher", "state", "foreign")


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("workbook") / "eight"
    write_atomic(path / "articles.csv", ROWS)
    return path


@pytest.fixture(scope="session")
def eight(folder):
    return open_corpus(folder)
