"""Reuse: which articles share their text, and which one of each such cluster is counted."""

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from analysis.files import InputError

SIZE = 5  # words of a shingle: a stock phrase is seldom as long, a sentence seldom shorter
MOST = 100  # articles that all pairs are formed of: keeps the work a multiple of the shingles, not a square
BLOCK = 1000  # articles, or pairs, looked at in one step: bounds memory only
COLUMNS = ["doc_id", "other", "shared", "of", "share"]


def near_duplicates(tokens, mask=None, least=0.5):
    """Pairs of articles that share at least half of the shorter one, by word 5-grams (shingles).

    Shingles stay inside a sentence and pass over punctuation; each counts once an article. Where all sentences of an
    article have fewer than 5 words, its whole text is one shingle: only a copy matches. What more than 100 articles
    hold pairs each of them with the next in the corpus only, not all with all; `once` still finds the whole cluster.

    Parameters
    ----------
    tokens : Tokens
    mask : bool array [shape=(n_tokens,)], optional
        Positions that count. Default: body and headline.
    least : float in (0, 1]
        Smallest share listed.

    Returns
    -------
    DataFrame [one row a pair; columns doc_id, other, shared, of, share]
        ``doc_id`` stands before ``other`` in the corpus; ``shared`` distinct shingles in common, ``of`` those of the
        article that has fewer, ``share`` = shared / of: 1 for a copy, and for a brief that a longer article holds
        whole. Sorted by share and shared, falling, then in the corpus's order.
        Broder's (1997) containment of the smaller set in the larger.
    """
    if not 0 < least <= 1:
        raise InputError(f"least={least!r}: not a share; give a number above 0 and up to 1, such as 0.5")
    held = _shingles(tokens, mask)
    holders = np.bincount(held.indices, minlength=held.shape[1])
    size, held, often = np.diff(held.indptr), held[:, holders > 1], holders[holders > 1] > MOST
    left, right = _candidates(held, often, size, least)
    steps = range(0, len(left), BLOCK)
    common = [held[left[at : at + BLOCK]].multiply(held[right[at : at + BLOCK]]).sum(axis=1) for at in steps]
    shared, of = np.concatenate([left[:0], *common]), np.minimum(size[left], size[right])
    names = tokens.docs["doc_id"].to_numpy()
    columns = names[left], names[right], shared, of, shared / of
    found = pd.DataFrame(dict(zip(COLUMNS, columns, strict=True))).query("share >= @least")
    return found.sort_values(["share", "shared"], ascending=False, kind="stable", ignore_index=True)


def once(docs, pairs):
    """Which articles stay where each text is counted once: of a cluster of near-duplicates, the first published.

    A text that five outlets print is one piece of evidence about its wording, not five: counted five times it decides
    every rate of its side. A cluster is all that pairs link, directly or through others (two long articles through the
    brief that both hold, too). Pairs with an article that is not in ``docs`` are passed over.

    Parameters
    ----------
    docs : DataFrame [columns doc_id, published, …]
    pairs : DataFrame [columns doc_id, other, …]
        As `near_duplicates` returns them.

    Returns
    -------
    bool array [shape=(n_docs,)]
        True for the earliest published of each cluster (undated last; of equal days the first in the corpus), and for
        every article in no pair.
    """
    rows = pd.Index(docs["doc_id"])
    left, right = (rows.get_indexer(pairs[name]) for name in ("doc_id", "other"))
    inside = (left >= 0) & (right >= 0)
    links = np.ones(inside.sum(), dtype=np.int8), (left[inside], right[inside])
    _, cluster = connected_components(sparse.csr_array(links, shape=(len(docs), len(docs))), directed=False)
    order = docs["published"].reset_index(drop=True).sort_values(kind="stable").index.to_numpy()  # NaT last
    kept = np.zeros(len(docs), dtype=bool)
    kept[order[np.unique(cluster[order], return_index=True)[1]]] = True
    return kept


def _shingles(tokens, mask):
    """Which article holds which shingle: sparse 0/1 matrix [shape=(n_docs, n_shingles)]."""
    positions, run = tokens.visible(mask)
    is_word = tokens.is_word[positions]
    positions, run = positions[is_word], run[is_word]
    ids, doc, n_docs = tokens.ids[positions].astype(np.int64), tokens.doc[positions], len(tokens.docs)
    start = np.flatnonzero(run[: 1 - SIZE] == run[SIZE - 1 :])
    code = ids[start]
    for step in range(1, SIZE):
        code = np.unique(code * len(tokens.types) + ids[start + step], return_inverse=True)[1]
    bounds = np.searchsorted(doc, np.arange(n_docs + 1))
    brief = np.flatnonzero((np.bincount(doc[start], minlength=n_docs) == 0) & (np.diff(bounds) > 0))
    texts = pd.factorize(np.array([ids[bounds[row] : bounds[row + 1]].tobytes() for row in brief], dtype=object))[0]
    rows, columns = np.append(doc[start], brief), np.append(code, texts + code.max(initial=-1) + 1)
    shape = n_docs, int(columns.max(initial=-1)) + 1
    held = sparse.coo_array((np.ones(len(rows), dtype=np.int32), (rows, columns)), shape=shape).tocsr()
    held.data[:] = 1
    return held


def _candidates(held, often, size, least):
    """Rows of articles that may share enough: complete, but for pairs all of whose common shingles are frequent."""
    rare, frequent = held[:, ~often], held[:, often].tocsc()
    frequent.sort_indices()
    limit, holder = np.bincount(frequent.indices, minlength=len(size)), frequent.indices.astype(np.int64)
    next_one = np.diff(np.repeat(np.arange(frequent.shape[1]), np.diff(frequent.indptr))) == 0
    found = [_enough(holder[:-1][next_one], holder[1:][next_one], 0, limit, size, least)]
    turned = rare.T.tocsr()
    for at in range(0, len(size), BLOCK):
        later = sparse.triu(rare[at : at + BLOCK] @ turned, k=at + 1).tocoo()
        found.append(_enough(later.row + at, later.col, later.data, limit, size, least))
    return np.divmod(np.unique(np.concatenate(found)), len(size))


def _enough(left, right, shared, limit, size, least):
    """Pairs, coded as left · n + right, whose rare shingles in common and all frequent ones reach the share."""
    most = shared + np.minimum(limit[left], limit[right])
    kept = most / np.minimum(size[left], size[right]) >= least
    return left[kept].astype(np.int64) * len(size) + right[kept]
