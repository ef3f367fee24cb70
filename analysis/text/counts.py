"""Counts: how often each term occurs in each article, the basis of every statistic."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.files import InputError
from analysis.text.matches import find, spans
from analysis.text.tokens import ZONES

MOST_CELLS = 30_000_000  # rows of a table of all terms in all groups


@dataclass(frozen=True, eq=False)
class Counts:
    """Occurrences by article and term.

    Attributes
    ----------
    matrix : csr_array of int64 [shape=(n_docs, n_terms)]
    terms : Index [shape=(n_terms,)]
        Words, phrases, slogans or frames; sorted, each once.
    docs : DataFrame [one row an article]
        The corpus's columns and ``n_tokens``, the word tokens under the mask: the base of every rate.
    least : int
        Occurrences in the corpus below which terms were left out; 1 where none were.
    """

    matrix: sparse.csr_array
    terms: pd.Index
    docs: pd.DataFrame
    least: int = 1

    def __post_init__(self):
        assert self.matrix.shape == (len(self.docs), len(self.terms))
        assert self.terms.is_monotonic_increasing and self.terms.is_unique

    def __add__(self, other):
        """Counts of two halves of a corpus, together: articles one after the other, terms united."""
        shared = set(self.docs["doc_id"]) & set(other.docs["doc_id"])
        if shared:
            raise InputError(f"doc_id {min(shared)!r}: in both halves; count each article once")
        if max(self.least, other.least) > 1:
            problem = "rare phrases were left out of each half by itself, so that their sums would be too small"
            raise InputError(problem, "count the phrases of the whole corpus, or with least=1")
        terms = self.terms.union(other.terms)
        matrix = sparse.vstack([self.over(terms), other.over(terms)], format="csr")
        return Counts(matrix, terms, pd.concat([self.docs, other.docs], ignore_index=True))

    def __repr__(self):
        return f"<Counts: {len(self.docs):,} articles, {len(self.terms):,} terms, {self.matrix.sum():,} occurrences>"

    def over(self, terms):
        """The matrix with a column for each of these terms, the counted ones among them."""
        coo = self.matrix.tocoo()
        columns = terms.get_indexer(self.terms)[coo.col]
        return sparse.csr_array((coo.data, (coo.row, columns)), shape=(len(self.docs), len(terms)))

    def where(self, docs):
        """The same terms over the articles that a bool array [shape=(n_docs,)] keeps."""
        docs = np.asarray(docs, dtype=bool)
        return replace(self, matrix=self.matrix[docs], docs=self.docs[docs].reset_index(drop=True))

    def select(self, terms):
        """The same articles and base over the terms that a bool array [shape=(n_terms,)] keeps."""
        terms = np.asarray(terms, dtype=bool)
        return replace(self, matrix=self.matrix[:, terms], terms=self.terms[terms])


def count(tokens, mask=None, names=None):
    """Count the words of each article.

    Parameters
    ----------
    tokens : Tokens
    mask : bool array [shape=(n_tokens,)], optional
        Positions that count. Default: body and headline.
    names : DataFrame, optional
        Matches that do not overlap, from `names_in`: each counts as one term, its key, where its first word is
        under the mask, and its words never count.

    Returns
    -------
    Counts
        Numbers count as words; punctuation and the clitic 's do not. A type that the mask leaves without
        an occurrence is absent. The base of rates is all words, those of names too.
    """
    kept = tokens.is_word & (tokens.mask() if mask is None else mask)
    if names is None:
        ids = tokens.ids[kept]
        present = np.bincount(ids, minlength=len(tokens.types)) > 0
        terms = pd.Index(tokens.types["form"].to_numpy()[present], dtype=object)
        return _counts(tokens, mask, tokens.doc[kept], (np.cumsum(present) - 1)[ids], terms)
    first, end = spans(tokens, names)
    named, words = kept[first], np.flatnonzero(kept & ~covered(len(tokens), first, end))
    forms = np.append(tokens.types["form"].to_numpy()[tokens.ids[words]], names["key"].to_numpy(dtype=object)[named])
    codes, terms = pd.factorize(forms, sort=True)
    return _counts(tokens, mask, tokens.doc[np.append(words, first[named])], codes, pd.Index(terms, dtype=object))


def names_in(tokens, lexicon):
    """Where names occur, in all zones; of overlapping ones the first, and of those that begin together the longest.

    Returns
    -------
    DataFrame [columns key, variant, doc_id, start, end]
    """
    found = find(tokens, lexicon, np.full(len(tokens), True))
    first, end = spans(tokens, found)
    order = np.lexsort([-end, first])
    reached = np.maximum.accumulate(np.append(0, end[order]))[:-1]
    return found.iloc[order[first[order] >= reached]].reset_index(drop=True)


def united(tokens, names):
    """The same Tokens with each of these names as one word at its first position, and no word at its others."""
    first, end = spans(tokens, names)
    labels, rest = names["key"].astype(object), covered(len(tokens), first, end)
    rest[first] = False
    forms = pd.Index(sorted({"", *tokens.types["form"], *labels}), dtype=object)
    types = tokens.types.set_index("form").reindex(forms).rename_axis("form").reset_index()
    added = types["is_word"].isna()
    types = types.assign(shown=types["shown"].fillna(types["form"]), is_word=types["is_word"].mask(added, forms != ""))
    types = types.assign(is_invisible=types["is_invisible"].mask(added, forms == ""))
    types = types.assign(stop_in=types["stop_in"].fillna(""))
    flags = ["is_word", "is_number", "is_invisible"]
    types[flags] = types[flags].astype(object).where(types[flags].notna(), False).astype(bool)
    ids = forms.get_indexer(tokens.types["form"]).astype(np.int32)[tokens.ids]
    ids[first], ids[rest] = forms.get_indexer(labels), forms.get_loc("")
    return replace(tokens, ids=ids, types=types)


def covered(n, first, end):
    """The positions that lie in one of these spans, which do not overlap, as bool array [shape=(n,)]."""
    edges = np.zeros(n + 1, dtype=np.int64)
    edges[first] += 1
    np.subtract.at(edges, end, 1)
    return np.cumsum(edges[:-1]) > 0


def count_phrases(tokens, longest=8, least=2, mask=None):
    """Count the n-grams of 2 to ``longest`` words that occur at least ``least`` times in the corpus.

    Words are adjacent but for quotation marks and the clitic 's; no other punctuation, no end of a sentence and
    no change of zone stands between them. An n-gram that begins or ends in a stop word is left out.

    Returns
    -------
    Counts
        Terms are the words joined by a space.
    """
    words, run = _words(tokens, mask)
    ids = tokens.ids[words]
    stop, forms = tokens.is_stop[words], tokens.types["form"].to_numpy()
    starts, codes, terms = [words[:0]], [words[:0]], []
    for size, start, code in _repeated(ids, run, longest, least):
        kept = ~stop[start] & ~stop[start + size - 1]
        _, first, code = np.unique(code[kept], return_index=True, return_inverse=True)
        starts, codes = [*starts, words[start[kept]]], [*codes, code + len(terms)]
        terms += [" ".join(forms[ids[at : at + size]]) for at in start[kept][first]]
    order = np.argsort(np.array(terms, dtype=object))
    place = np.argsort(order)[np.concatenate(codes)] if terms else words[:0]
    terms = pd.Index(np.array(terms, dtype=object)[order], dtype=object)
    return replace(_counts(tokens, mask, tokens.doc[np.concatenate(starts)], place, terms), least=least)


def from_matches(tokens, matches, mask=None):
    """Count matches by article, so that every statistic works on slogans and frames as on words.

    Parameters
    ----------
    tokens : Tokens
    matches : DataFrame [columns key, doc_id, …]
        As ``matches.find`` returns them: a key without a match stays, as a term that is always 0.
    mask : bool array [shape=(n_tokens,)], optional
        The mask that the matches were found under, for the base of rates.
    """
    terms = pd.Index(sorted(matches["key"].cat.categories), dtype=object)
    return _counts(tokens, mask, tokens.rows(matches["doc_id"]), terms.get_indexer(matches["key"]), terms)


def sizes(tokens):
    """Word tokens of each article by zone.

    Returns
    -------
    DataFrame [one row an article; columns doc_id, body, headline, removed]
    """
    words = {
        zone: np.bincount(tokens.doc[tokens.is_word & tokens.mask(zone)], minlength=len(tokens.docs)) for zone in ZONES
    }
    return pd.DataFrame({"doc_id": tokens.docs["doc_id"], **words})


def by(counts, column):
    """Add the articles' counts up over the values of one of their columns.

    Parameters
    ----------
    counts : Counts
    column : str
        A column of ``docs``: a side, the publisher, doc_id …

    Returns
    -------
    DataFrame [one row a term and group; columns term, group, count, n_docs, n_tokens]
        ``n_docs`` articles of the group contain the term; ``n_tokens`` is the group's base. Sorted by term and
        group; a term that a group never uses has a row of 0. An article without a value is in no group.
    """
    groups, names = grouping(counts.docs, column)
    if len(names) * len(counts.terms) > MOST_CELLS:
        raise InputError(
            f"{len(counts.terms):,} terms in {len(names):,} groups of {column}: more than {MOST_CELLS:,} rows; "
            "keep fewer terms (Counts.select) or choose a coarser column"
        )
    count, n_docs = groups @ counts.matrix, groups @ (counts.matrix > 0).astype(np.int64)
    n_tokens = groups @ counts.docs["n_tokens"].to_numpy()
    return pd.DataFrame(
        {
            "term": np.repeat(counts.terms.to_numpy(), len(names)),
            "group": np.tile(names, len(counts.terms)),
            "count": count.T.toarray().ravel(),
            "n_docs": n_docs.T.toarray().ravel(),
            "n_tokens": np.tile(n_tokens, len(counts.terms)),
        }
    )


def grouping(docs, column):
    """Which article is in which group: sparse 0/1 matrix [shape=(n_groups, n_docs)] and the groups' names."""
    if column not in docs.columns:
        raise InputError(f"column {column!r}: not in the corpus; choose one of {', '.join(docs.columns)}")
    codes, names = pd.factorize(docs[column].where(docs[column] != ""), sort=True)
    inside = np.flatnonzero(codes >= 0)
    ones = np.ones(len(inside), dtype=np.int64)
    return sparse.csr_array((ones, (codes[inside], inside)), shape=(len(names), len(docs))), names


def _words(tokens, mask):
    """Positions of words, and the run each is in: any other visible token ends a run too."""
    positions, run = tokens.visible(mask)
    is_word = tokens.is_word[positions]
    return positions[is_word], (run + np.cumsum(~is_word))[is_word]


def _repeated(ids, run, longest, least):
    """Yield each size with starts and codes of its n-grams that occur often enough; a rare one never grows."""
    gram, start, n_types = ids.astype(np.int64), np.arange(len(ids)), int(ids.max(initial=0)) + 1
    for size in range(2, longest + 1):
        start = start[start + size <= len(ids)]
        start = start[run[start] == run[start + size - 1]]
        longer = gram[start] * n_types + ids[start + size - 1]
        _, code, times = np.unique(longer, return_inverse=True, return_counts=True)
        often = times[code] >= least
        start, code = start[often], code[often]
        gram[start] = code
        yield size, start, code


def _counts(tokens, mask, rows, columns, terms):
    kept = tokens.is_word & (tokens.mask() if mask is None else mask)
    n_tokens = np.bincount(tokens.doc[kept], minlength=len(tokens.docs))
    shape = len(tokens.docs), len(terms)
    matrix = sparse.coo_array((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=shape)
    matrix = matrix.tocsc().tocsr()  # faster than sorting each row
    return Counts(matrix, terms, tokens.docs.drop(columns="text").assign(n_tokens=n_tokens))
