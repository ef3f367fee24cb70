"""Peers: CPU seconds of the workbook and of other libraries for the same task on the same text.

All tools take turns in one process, so that whatever else the machine does concerns all of them; the first turn warms up
and is not counted. The timer is ``time.process_time``: the CPU seconds of all threads. Not part of the plain test run:

    python -m pip install -e ".[test,bench]"
    python -m pytest tests/benchmarks -m benchmark

`tests/benchmarked.py` makes the table of `06_methods` from these measurements.
"""

import time
from collections.abc import Callable
from functools import cached_property
from importlib.metadata import version
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

from analysis.corpus.read import read_corpus
from analysis.files import DISTRIBUTION
from analysis.stats.collocates import collocates
from analysis.stats.keyness import keyness
from analysis.stats.measures import log_likelihood, log_ratio
from analysis.stats.terms import tf_idf
from analysis.text.counts import count, count_phrases
from analysis.text.duplicates import HALF, SIZE, near_duplicates
from analysis.text.lexicons import lexicon, read_lexicons
from analysis.text.matches import find
from analysis.text.tokens import encode
from benchmarks import news

N, WORDS, TURNS = 2_000, 300, 3  # articles, their words, turns that count
LONGEST = 4  # words of the longest n-gram
NODE, WINDOW = str(news.WORDS[100]), 5
PHRASES = 100
PERMUTATIONS = 128  # of a MinHash, as datasketch has it by default
SIDES = "side", "state", "foreign"
BASELINE = DISTRIBUTION


class Material:
    """The same articles in the form that each tool takes; each form is made in the turn that warms up."""

    def __init__(self, folder):
        self.docs, self.zones, _ = read_corpus(folder)
        self.texts, self.words = self.docs["text"].tolist(), read_lexicons(folder).words

    @cached_property
    def tokens(self):
        return encode(self.docs, self.zones, self.words)

    @cached_property
    def lists(self):
        """The words that count of each article, as lists of text."""
        tokens = self.tokens
        kept = tokens.is_word & tokens.mask()
        forms = tokens.types["form"].to_numpy(dtype=object)[tokens.ids[kept]]
        return [
            part.tolist() for part in np.split(forms, np.searchsorted(tokens.doc[kept], range(1, len(tokens.docs))))
        ]

    @cached_property
    def table(self):
        """The same words as a DataFrame [one row a word; columns word, side]."""
        sides = np.repeat(self.docs["side"].to_numpy(), [len(words) for words in self.lists])
        return pd.DataFrame({"word": [word for words in self.lists for word in words], "side": sides})

    @cached_property
    def bags(self):
        from gensim.corpora import Dictionary

        known = Dictionary(self.lists)
        return [known.doc2bow(words) for words in self.lists]

    @cached_property
    def phrases(self):
        """The most frequent phrases of two to four words."""
        counts = count_phrases(self.tokens, LONGEST)
        return counts.terms[np.argsort(-counts.matrix.sum(axis=0), kind="stable")[:PHRASES]].tolist()

    @cached_property
    def blank(self):
        import spacy

        return spacy.blank("en")

    @cached_property
    def spacy_docs(self):
        return list(self.blank.pipe(self.texts))


class Job(NamedTuple):
    """What one tool does for one task: its name, what its result has or lacks, and the function that is timed."""

    task: str
    tool: str
    does: str
    run: Callable


JOBS = []


def timed(*about):
    """Keep a function as a job; all but those that count words take the words as encoded, and are timed without that."""

    def kept(run):
        JOBS.append(Job(*about, run))
        return run

    return kept


@timed("word counts", BASELINE, "words, marks, sentences, paragraphs, zones, the characters of each token")
def workbook_words(given):
    return count(encode(given.docs, given.zones, given.words)).matrix.sum()


@timed("word counts", "scikit-learn", "CountVectorizer: words of two letters or more; no positions, no sentences")
def sklearn_words(given):
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer().fit_transform(given.texts).sum()


@timed("word counts", "polars", "split at spaces: marks stay on words; no positions, no sentences")
def polars_words(given):
    import polars as pl

    table = pl.DataFrame({"doc": range(len(given.texts)), "text": given.texts})
    words = table.select("doc", pl.col("text").str.to_lowercase().str.split(" ")).explode("text")
    return words.group_by("doc", "text").len()["len"].sum()


@timed("word counts", "nltk", "wordpunct_tokenize, FreqDist: words and marks; no positions, no sentences")
def nltk_words(given):
    from nltk import FreqDist
    from nltk.tokenize import wordpunct_tokenize

    return sum(FreqDist(wordpunct_tokenize(text.lower())).N() for text in given.texts)


@timed("word counts", "gensim", "Dictionary.doc2bow: words without digits; no positions, no sentences")
def gensim_words(given):
    from gensim.corpora import Dictionary
    from gensim.utils import tokenize

    known = Dictionary()
    bags = [known.doc2bow(tokenize(text, lowercase=True), allow_update=True) for text in given.texts]
    return sum(number for bag in bags for _, number in bag)


@timed("word counts", "spacy", "blank pipeline: words, marks, positions; no sentences")
def spacy_words(given):
    return _spacy_words(given.texts, [])


@timed("word counts", "spacy with sentencizer", "blank pipeline: words, marks, positions, sentences")
def spacy_sentences(given):
    return _spacy_words(given.texts, ["sentencizer"])


def _spacy_words(texts, pipes):
    """A new pipeline each time, because one that has read the texts before has kept their words."""
    import spacy
    from spacy.attrs import LOWER

    pipeline = spacy.blank("en")
    for pipe in pipes:
        pipeline.add_pipe(pipe)
    return sum(sum(doc.count_by(LOWER).values()) for doc in pipeline.pipe(texts))


@timed("n-grams", BASELINE, "2 to 4 words within sentences, twice or more, no function word at the ends")
def workbook_phrases(given):
    return len(count_phrases(given.tokens, LONGEST).terms)


@timed("n-grams", "scikit-learn", "CountVectorizer: 2 to 4 words, across sentences, all of them")
def sklearn_phrases(given):
    counted = _vectorizer("CountVectorizer", ngram_range=(2, LONGEST)).fit_transform(given.lists)
    return int((counted.sum(axis=0) > 1).sum())


@timed("n-grams", "nltk", "everygrams, FreqDist: 2 to 4 words, across sentences, all, not by article")
def nltk_phrases(given):
    from nltk import FreqDist, everygrams

    found = FreqDist(gram for words in given.lists for gram in everygrams(words, 2, LONGEST))
    return sum(number > 1 for number in found.values())


def _vectorizer(name, **options):
    """A vectorizer of scikit-learn that takes lists of words."""
    from sklearn.feature_extraction import text

    return getattr(text, name)(tokenizer=list, preprocessor=list, token_pattern=None, lowercase=False, **options)


@timed("TF-IDF", BASELINE, "counts, scores and a table that is sorted within each article")
def workbook_tf_idf(given):
    return len(tf_idf(count(given.tokens)))


@timed("TF-IDF", "scikit-learn", "TfidfVectorizer: counts and a matrix of scores, not sorted")
def sklearn_tf_idf(given):
    return _vectorizer("TfidfVectorizer").fit_transform(given.lists).nnz


@timed("TF-IDF", "gensim", "TfidfModel: scores of counts made before, not sorted")
def gensim_tf_idf(given):
    from gensim.models import TfidfModel

    model = TfidfModel(given.bags)
    return sum(len(model[bag]) for bag in given.bags)


@timed("near-duplicates", BASELINE, "exact shares of 5-grams, of each article in the other")
def workbook_duplicates(given):
    return len(near_duplicates(given.tokens))


@timed("near-duplicates", "datasketch", "MinHashLSH: estimated share of the 5-grams of both")
def datasketch_duplicates(given):
    from datasketch import MinHash, MinHashLSH

    shingles = [
        {" ".join(words[at : at + SIZE]).encode() for at in range(len(words) - SIZE + 1)} for words in given.lists
    ]
    index, pairs = MinHashLSH(threshold=HALF, num_perm=PERMUTATIONS), 0
    for number, signature in enumerate(MinHash.generator(shingles, num_perm=PERMUTATIONS)):
        pairs += len(index.query(signature))
        index.insert(number, signature)
    return pairs


@timed("100 phrases", BASELINE, "within sentences, a hyphen is a space; a table with article and position")
def workbook_list(given):
    return len(find(given.tokens, lexicon(given.phrases)))


@timed("100 phrases", "ahocorasick_rs", "raw text in lower case: inside words too; of overlapping phrases the first")
def ahocorasick_list(given):
    from ahocorasick_rs import AhoCorasick, MatchKind

    automaton = AhoCorasick(given.phrases, matchkind=MatchKind.LeftmostLongest)
    return sum(len(automaton.find_matches_as_indexes(text.lower())) for text in given.texts)


@timed("100 phrases", "spacy", "PhraseMatcher: on documents made before, across sentences")
def spacy_list(given):
    from spacy.matcher import PhraseMatcher

    matcher = PhraseMatcher(given.blank.vocab, attr="LOWER")
    matcher.add("list", list(given.blank.pipe(given.phrases)))
    return sum(len(matcher(doc)) for doc in given.spacy_docs)


@timed("keyness", BASELINE, "counts, five scores, intervals, ranges without each article")
def workbook_keyness(given):
    return len(keyness(count(given.tokens), SIDES))


@timed("keyness", "pandas", "value_counts: counts, G2 and log ratio only")
def pandas_keyness(given):
    column, *labels = SIDES
    parts = {label: given.table["word"][given.table[column] == label].value_counts() for label in labels}
    sides = pd.concat(parts, axis=1).fillna(0)
    cells = (*sides.to_numpy().T, *sides.sum())
    sides = sides.assign(g2=log_likelihood(*cells), log_ratio=log_ratio(*cells))
    return len(sides.sort_values("g2", ascending=False))


@timed("collocates", BASELINE, "one node; within sentences, words apart from marks, five scores")
def workbook_collocates(given):
    return len(collocates(given.tokens, find(given.tokens, lexicon(NODE)), WINDOW))


@timed("collocates", "pandas", "one node; across sentences and articles, logDice only")
def pandas_collocates(given):
    words, counts = given.table["word"], given.table["word"].value_counts()
    nodes = np.flatnonzero(words == NODE)
    places = (nodes[:, None] + np.r_[-WINDOW:0, 1 : WINDOW + 1]).ravel()
    near = words.iloc[places[(places >= 0) & (places < len(words))]].value_counts()
    return len((14 + np.log2(2 * near / (len(nodes) + counts[near.index]))).sort_values())


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    return Material(news.folder(tmp_path_factory.mktemp("news") / "corpus", N, WORDS))


@pytest.mark.benchmark(timer=time.process_time)
@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.run.__name__)
@pytest.mark.parametrize("turn", range(TURNS + 1))
def test_each_tool_takes_its_turn(benchmark, given, job, turn):
    found = benchmark.pedantic(job.run, [given], rounds=1, iterations=1)
    assert found > 0
    about = {"task": job.task, "tool": job.tool, "version": version(job.tool.split()[0]), "does": job.does}
    size = {"articles": N, "megabytes": sum(len(text.encode()) for text in given.texts) / 1e6}
    benchmark.extra_info.update(about, **size, found=int(found), turn=turn)
