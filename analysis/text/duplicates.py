"""Reuse: which articles share their text, and which of each such group are counted."""

from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from analysis.files import InputError
from analysis.text.tokens import HAN

SIZE = 5  # words of a shingle: a stock phrase is seldom as long, a sentence seldom shorter
HAN_SIZE = 12  # the same where it begins in a Han character, of which a word has one or two
HALF = 0.5  # of an article's own shingles: with so many in another it is a near-duplicate of that one
LEAST_SHARED = 20  # shingles, about a long sentence: with fewer in common only a copy of the whole text is a duplicate
MOST = 100  # articles that all pairs are formed of: keeps the work a multiple of the shingles, not a square
BLOCK = 1000  # articles, or pairs, looked at in one step: bounds memory only
COLUMNS = ["doc_id", "other", "shared", "share", "share_other"]


def near_duplicates(tokens, mask=None, least=HALF):
    """Pairs of articles of which one has at least half of its word 5-grams (shingles) in the other.

    Shingles stay inside a sentence and pass over punctuation; each counts once an article. One that begins in a Han
    character has 12 tokens. With fewer than 20 in common only a copy, the same words in the same order, is listed.
    What more than 100 articles hold pairs each of them with the earliest and the longest only, not all with all.

    Parameters
    ----------
    tokens : Tokens
    mask : bool array [shape=(n_tokens,)], optional
        Positions that count. Default: body and headline.
    least : float in (0, 1]
        Smallest share listed.

    Returns
    -------
    DataFrame [one row a pair; columns doc_id, other, shared, share, share_other]
        ``doc_id`` stands before ``other`` in the corpus; ``shared`` distinct shingles in common; ``share`` and
        ``share_other`` what part that is of the shingles of doc_id and of other: both 1 for a copy, 1 and little for a
        brief that a longer article holds whole. Sorted by the larger share and shared, falling, then in the corpus's
        order. Broder's (1997) containment, either way round.
    """
    if not 0 < least <= 1:
        raise InputError(f"least={least!r}: not a share; give a number above 0 and up to 1, such as 0.5")
    held, text = _shingles(tokens, mask)
    size, date = np.diff(held.indptr), np.argsort(_by_date(tokens.docs))
    held = held[:, np.bincount(held.indices, minlength=held.shape[1]) > 1]
    left, right = _candidates(held, text, date, size, least)
    steps = range(0, len(left), BLOCK)
    common = [held[left[at : at + BLOCK]].multiply(held[right[at : at + BLOCK]]).sum(axis=1) for at in steps]
    shared, copy = np.concatenate([left[:0], *common]), text[left] == text[right]
    shares = (np.where(copy, 1, shared / np.maximum(size[rows], 1)) for rows in (left, right))
    names = tokens.docs["doc_id"].to_numpy()
    found = pd.DataFrame(dict(zip(COLUMNS, (names[left], names[right], shared, *shares), strict=True)))
    found = found.assign(larger=found[["share", "share_other"]].max(axis=1))
    found = found[(found["larger"] >= least) & (copy | (shared >= LEAST_SHARED))]
    return found.sort_values(["larger", "shared"], ascending=False, kind="stable", ignore_index=True)[COLUMNS]


def deduplicate(docs, pairs, side=None):
    """Which articles stay where each text is counted once: none that is half or more in another that stays.

    A text that five outlets print is one piece of evidence about its wording, not five: counted five times it decides
    every rate of its side. Of articles that hold half of each other the earliest published stays (undated last; of
    equal days the first in the corpus); a brief that a longer article holds goes, whichever came first. Nothing goes
    for a third one's sake: two articles that hold the same brief both stay. Pairs with an article that is not in
    ``docs`` are passed over.

    Parameters
    ----------
    docs : DataFrame [columns doc_id, published, …]
    pairs : DataFrame
        As `near_duplicates` returns them.
    side : str or list of str, optional
        Side columns: of a label that would be left without any article the earliest stays all the same.

    Returns
    -------
    bool array [shape=(n_docs,)]
        True for every article that stays.

    Raises
    ------
    InputError
        Articles without a doc_id of their own, or a side column that they do not have.
    """
    order = _by_date(docs)
    first, within, size, contained = _holders(docs, pairs, order)
    kept = np.zeros(len(docs), dtype=bool)
    for row in np.lexsort(
        (np.argsort(order), np.where(contained, -size, 0), contained)
    ):  # no brief before what holds it
        holders = within.indices[within.indptr[row] : within.indptr[row + 1]]
        kept[row] = first[row] == row and not kept[holders].any()
    for column in [side] if isinstance(side, str) else side or []:
        if column not in docs.columns:
            raise InputError(f"side column {column!r}: not in the corpus; choose one of {', '.join(docs.columns)}")
        label = pd.Series(docs[column].to_numpy(dtype=object))[order]
        label = label[label.notna() & (label != "")]
        kept[label[~label.isin(label[kept[label.index]])].drop_duplicates().index] = True
    return kept


def _by_date(docs):
    """Rows of the articles, the earliest published first; undated ones last, of equal days in the corpus's order."""
    known = docs["published"] if "published" in docs.columns else pd.Series(pd.NaT, index=docs.index)
    return known.reset_index(drop=True).sort_values(kind="stable").index.to_numpy()


def _holders(docs, pairs, order):
    """The first of all copies of each article, which articles hold half of it, its size, whether a longer one does."""
    if "doc_id" not in docs.columns or docs["doc_id"].duplicated().any():
        raise InputError("docs: each article needs a doc_id of its own; give the corpus's table of articles")
    rows, shape = pd.Index(docs["doc_id"]), (len(docs), len(docs))
    left, right = (rows.get_indexer(pairs[name]) for name in ("doc_id", "other"))
    inside = (left >= 0) & (right >= 0)
    left, right = left[inside], right[inside]
    shared, here, there = (pairs.loc[inside, name].to_numpy() for name in COLUMNS[2:])
    copy = (here == 1) & (there == 1)
    links = np.ones(copy.sum(), dtype=np.int8), (left[copy], right[copy])
    _, group = connected_components(sparse.csr_array(links, shape=shape), directed=False)
    first = order[np.unique(group[order], return_index=True)[1]][group]
    one, other = first[np.append(left, right)], first[np.append(right, left)]
    share, back = np.append(here, there), np.append(there, here)
    half = (share >= HALF) & (one != other)
    one, other, share, back = one[half], other[half], share[half], back[half]
    size, contained = np.zeros(len(docs)), np.zeros(len(docs), dtype=bool)
    size[one] = np.append(shared, shared)[half] / share
    contained[one[back < HALF]] = True
    return first, sparse.csr_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=shape), size, contained


def _shingles(tokens, mask):
    """Which article holds which shingle, sparse 0/1 matrix [shape=(n_docs, n_shingles)]; text codes, -1: no word.

    An article of sentences too short for a shingle has its whole text as the only one.
    """
    positions, run = tokens.visible(mask)
    is_word = tokens.is_word[positions]
    positions, run = positions[is_word], run[is_word]
    ids, doc, n_docs = tokens.ids[positions].astype(np.int64), tokens.doc[positions], len(tokens.docs)
    han = np.array([HAN.match(form) is not None for form in tokens.types["form"]], dtype=bool)[ids]
    (start, code), (later, other) = _grams(ids, run, SIZE, ~han), _grams(ids, run, HAN_SIZE, han)
    start, code = np.append(start, later), np.append(code, other + code.max(initial=-1) + 1)
    bounds = np.searchsorted(doc, np.arange(n_docs + 1))
    texts = [ids[begin:end].tobytes() or None for begin, end in pairwise(bounds)]
    text = pd.factorize(np.array(texts, dtype=object))[0]
    brief = np.flatnonzero((np.bincount(doc[start], minlength=n_docs) == 0) & (np.diff(bounds) > 0))
    rows, columns = np.append(doc[start], brief), np.append(code, text[brief] + code.max(initial=-1) + 1)
    shape = n_docs, int(columns.max(initial=-1)) + 1
    held = sparse.coo_array((np.ones(len(rows), dtype=np.int32), (rows, columns)), shape=shape).tocsr()
    held.data[:] = 1
    return held, text


def _grams(ids, run, size, begins):
    """First positions, and codes, of the runs of so many words that begin at one of these positions."""
    start = np.flatnonzero((run[: 1 - size] == run[size - 1 :]) & begins[: 1 - size])
    code, n_types = ids[start], ids.max(initial=0) + 1
    for step in range(1, size):
        code = np.unique(code * n_types + ids[start + step], return_inverse=True)[1]
    return start, code


def _candidates(held, text, date, size, least):
    """Rows of articles that may share enough: complete, but for pairs all of whose common shingles are frequent."""
    often = np.bincount(held.indices, minlength=held.shape[1]) > MOST
    rare, frequent = held[:, ~often], held[:, often].tocsc()
    limit, longest = np.bincount(frequent.indices, minlength=len(size)), np.argsort(np.argsort(-size, kind="stable"))
    worded = np.flatnonzero(text >= 0)
    shape = len(text), int(text.max(initial=-1)) + 1
    whole = sparse.csc_array((np.ones(len(worded), dtype=np.int8), (worded, text[worded])), shape=shape)
    found = [_enough(*_hubs(whole, date), size.max(initial=0), limit, size, least)]
    found += [_enough(*_hubs(frequent, rank), 0, limit, size, least) for rank in (date, longest)]
    turned = rare.T.tocsr()
    for at in range(0, len(size), BLOCK):
        later = sparse.triu(rare[at : at + BLOCK] @ turned, k=at + 1).tocoo()
        found.append(_enough(later.row + at, later.col, later.data, limit, size, least))
    return np.divmod(np.unique(np.concatenate(found)), len(size))


def _hubs(columns, rank):
    """Pairs, in the corpus's order, of each article of a column with the one of the lowest rank there."""
    row, of = columns.indices.astype(np.int64), np.diff(columns.indptr)
    hub = np.argsort(rank)[np.repeat(np.minimum.reduceat(rank[row], columns.indptr[:-1]), of)]
    apart = row != hub
    return np.minimum(row, hub)[apart], np.maximum(row, hub)[apart]


def _enough(left, right, shared, limit, size, least):
    """Pairs, coded as left · n + right, whose rare shingles in common and all frequent ones reach the share."""
    most = shared + np.minimum(limit[left], limit[right])
    kept = most / np.minimum(size[left], size[right]) >= least
    return left[kept].astype(np.int64) * len(size) + right[kept]
