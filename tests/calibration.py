"""Calibration: how often interval, tests and G2 are wrong where nothing is there. Run: python tests/calibration.py [n]

Both sides of a simulated corpus come from one bursty generator: a Zipf vocabulary, articles of lognormal length on
one of eight topics that triple a word's rate, and on top of that each word's own rate, Gamma distributed over
articles (so its counts are negative binomial), from as even as "the" to as clumped as a name. Every difference
of the sides is chance.
"""

import sys
from typing import NamedTuple
from unittest.mock import patch

import numpy as np
import pandas as pd
from IPython.display import display
from scipy import sparse
from scipy.stats import chi2

from analysis.show import html
from analysis.stats import measures, testing
from analysis.text.counts import Counts

DESIGNS = (3, 2), (10, 10), (50, 50), (30, 10)
WORDS, TOPICS, TOPICAL = 800, 8, 3.0  # types, topics, factor of a topic's words
LENGTH, SPREAD = 500, 0.6  # median words of an article, standard deviation of their log
EXPECTED = 2  # occurrences an article, from which a word is looked at
PLANTED, FACTOR = 25, 3  # rank of the word whose rate a planted difference raises (4 in an article), times what
BATCH = 200  # corpora tested with the same relabellings
DRAWS = 199  # relabellings of a test of all words together: 10 of 200 are 5 %
ROWS = {  # of the table that is shown
    "covered_any": "the 95 % interval of a difference holds 0",
    "covered": "the same, of words that both sides use",
    "undefined": "a word has no interval, because one side never uses it",
    "rejected": "p is at most 0.05",
    "g2": "G2 is at least 3.84, as if words were independent",
    "g2_bonferroni": "the same, corrected for the number of words",
    "planted": f"a rate {FACTOR} times as high is found (p at most 0.05)",
    "family": "any word of a large vocabulary has p_adjusted of at most 0.05",
}


class Language(NamedTuple):
    """Of each word its share of all words, the shape of its Gamma distribution over articles, and its topic."""

    share: np.ndarray
    shape: np.ndarray
    topic: np.ndarray

    @classmethod
    def of(cls, n_words):
        rng, share = np.random.default_rng(1935), 1 / (np.arange(n_words) + 2.7)
        shape = np.exp(rng.uniform(np.log(0.5), np.log(10), n_words))
        return cls(share / share.sum(), shape, rng.integers(TOPICS, size=n_words))


SMALL, LARGE = Language.of(WORDS), Language.of(5_000)
FREQUENT = SMALL.share * LENGTH * np.exp(SPREAD**2 / 2) >= EXPECTED


def corpus(rng, n_a, n_b, factor=1, language=SMALL):
    """Counts [shape=(n_a + n_b, n_words)]; ``factor`` raises the planted word's rate in the first n_a articles."""
    share, shape, topic = language
    length = LENGTH * np.exp(SPREAD * rng.standard_normal(n_a + n_b))
    topical = np.where(rng.integers(TOPICS, size=n_a + n_b)[:, None] == topic, TOPICAL, 1)
    rate = share * topical / (1 + (TOPICAL - 1) / TOPICS) * rng.gamma(shape, 1 / shape, (n_a + n_b, len(share)))
    rate[:n_a, PLANTED] *= factor
    return rng.poisson(rate * length[:, None])


def intervals(rates, n_a):
    """Share of the words' Welch intervals that cover 0, of those of words that both sides use, and of words without."""
    low, high = measures.welch_interval(measures.moments(rates[:n_a]), measures.moments(rates[n_a:]))
    defined, covers = ~np.isnan(low), (low <= 0) & (high >= 0)
    both = defined & rates[:n_a].any(axis=0) & rates[n_a:].any(axis=0)
    return np.mean(covers, where=defined), np.mean(covers, where=both), 1 - both.mean()


def marked(counts, n_a):
    """Share of the words that G2 marks: at 3.84, and at the threshold that Bonferroni makes of it."""
    a, b = counts[:n_a].sum(axis=0), counts[n_a:].sum(axis=0)
    g2 = np.abs(measures.log_likelihood(a[FREQUENT], b[FREQUENT], a.sum(), b.sum()))
    return np.mean(g2 >= chi2.isf(0.05, 1)), np.mean(g2 >= chi2.isf(0.05 / FREQUENT.sum(), 1))


def calibration(n_a, n_b, n_corpora, seed, factor=1):
    """One row a corpus: shares of its words covered, undefined, rejected, marked by G2; p of the planted word."""
    rng, rows, p = np.random.default_rng(seed), [], []
    is_target = np.arange(n_a + n_b) < n_a
    for start in range(0, n_corpora, BATCH):
        batch = []
        for _ in range(min(BATCH, n_corpora - start)):
            counts = corpus(rng, n_a, n_b, factor)
            batch.append(measures.per_thousand(counts[:, FREQUENT], counts.sum(axis=1)[:, None]))
            rows.append([*intervals(batch[-1], n_a), *marked(counts, n_a)])
        together, _ = testing._p_values(sparse.csr_array(np.hstack(batch)), is_target, seed + start)
        p.append(together.reshape(len(batch), -1))
    p = np.vstack(p)
    table = pd.DataFrame(rows, columns=["covered_any", "covered", "undefined", "g2", "g2_bonferroni"])
    return table.assign(rejected=(p <= 0.05).mean(axis=1), smallest_p=p.min(axis=1), p_planted=p[:, PLANTED])


def tested(counts, n_a):
    """What `permutation` finds in these counts, with few relabellings; the first n_a articles are the target."""
    n_docs, n_words = counts.shape
    docs = pd.DataFrame({"doc_id": [f"d{row:03}" for row in range(n_docs)], "n_tokens": counts.sum(axis=1)})
    docs["side"] = np.where(np.arange(n_docs) < n_a, "target", "reference")
    terms = pd.Index([f"w{column:04}" for column in range(n_words)], dtype=object)
    with patch.object(testing, "DRAWS", DRAWS):
        return testing.permutation(Counts(sparse.csr_array(counts), terms, docs), ("side", "target", "reference"))


def family_error(n_a, n_b, n_corpora, seed):
    """Share of the corpora of a large vocabulary in which any word has a p_adjusted of at most 0.05."""
    rng = np.random.default_rng(seed)
    smallest = [tested(corpus(rng, n_a, n_b, language=LARGE), n_a)["p_adjusted"].min() for _ in range(n_corpora)]
    return np.mean(np.array(smallest) <= 0.05)


def summary(table):
    """Mean over corpora of each share, and its standard error: words of one corpus are not independent."""
    shares = table[["covered_any", "covered", "undefined", "rejected", "g2", "g2_bonferroni"]]
    return pd.DataFrame({"share": shares.mean(), "error": shares.std() / np.sqrt(len(shares))})


def shown(n_a, n_b, n):
    """One design as a column of the table: each share in words, by the name of its row."""
    shares = summary(calibration(n_a, n_b, n, seed=1))
    column = {ROWS[name]: f"{row['share']:.3f} ({row['error']:.3f})" for name, row in shares.iterrows()}
    found = (calibration(n_a, n_b, n, seed=2, factor=FACTOR)["p_planted"] <= 0.05).mean()
    column[ROWS["planted"]] = f"{found:.3f}"
    if (n_a, n_b) in DESIGNS[1::2]:
        column[ROWS["family"]] = f"{family_error(n_a, n_b, n, seed=3):.3f}"
    return column


if __name__ == "__main__":
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    columns = {f"{n_a} v {n_b} articles": shown(n_a, n_b, n) for n_a, n_b in DESIGNS}
    table = pd.DataFrame(columns).reindex(list(ROWS.values())).fillna("").rename_axis("how often").reset_index()
    caption = (
        f"Shares, with standard errors in brackets: {n} corpora a design, {FREQUENT.sum()} words that are expected "
    )
    display(html.table(table, caption + f"at least {EXPECTED} times an article."))
