"""Duplicates: which articles share their text, and which of them are counted."""

from itertools import chain, pairwise

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from analysis.files import InputError
from analysis.text.tokens import HAN

SIZE = 5  # words of a shingle: most stock phrases are shorter, most sentences longer
HAN_SIZE = 12  # tokens of a shingle that begins in a Han character, since a Chinese word has one or two
HALF = 0.5  # share of its own shingles from which an article is a near-duplicate of another
LEAST_SHARED = 20  # shingles, about one long sentence: with fewer in common only a full copy is a duplicate
MOST = 100  # articles with a shingle up to which all of them are paired, so that the work grows with the shingles
BLOCK = 1000  # articles, or pairs, in one step; bounds memory only
COLUMNS = ["doc_id", "other", "shared", "share", "share_other"]


def near_duplicates(tokens, mask=None, least=HALF):
    """Pairs of articles of which one has at least half of its word 5-grams (shingles) in the other.

    Shingles stay within a sentence and ignore punctuation; each counts once an article. A shingle that begins in a Han
    character has 12 tokens. With fewer than 20 shingles in common only a full copy, the same words in the same order,
    is listed. Articles that share a shingle with more than 100 others are compared by it with the earliest and the
    longest of these only.

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
        ``doc_id`` stands before ``other`` in the corpus. ``shared`` is the number of distinct shingles in common;
        ``share`` and ``share_other`` are its proportions of the shingles of doc_id and of other: both are 1 for a
        copy; 1 and a small number for a brief that a longer article contains. Sorted by the larger share and by
        shared, both descending, then in the order of the corpus.

    Raises
    ------
    InputError
        For a ``least`` that is not a share.

    References
    ----------
    Broder, A. (1997). On the resemblance and containment of documents. The measure is his containment, taken both ways.
    """
    if not 0 < least <= 1:
        raise InputError(f"least={least!r}: not a share", "give a number above 0 and up to 1, such as 0.5")
    shingles, text = _shingles(tokens, mask)
    size, date = np.diff(shingles.indptr), np.argsort(publication_order(tokens.docs))
    shingles = shingles[:, np.bincount(shingles.indices, minlength=shingles.shape[1]) > 1]
    left, right = _candidates(shingles, text, date, needed=least * size - 0.001)  # rounding: the exact share decides
    steps = [slice(at, at + BLOCK) for at in range(0, len(left), BLOCK)]
    common = [shingles[left[step]].multiply(shingles[right[step]]).sum(axis=1) for step in steps]
    shared, copy = np.concatenate([left[:0], *common]), text[left] == text[right]
    shares = (np.where(copy, 1, shared / np.maximum(size[rows], 1)) for rows in (left, right))
    names = tokens.docs["doc_id"].to_numpy()
    found = pd.DataFrame(dict(zip(COLUMNS, (names[left], names[right], shared, *shares), strict=True)))
    found = found.assign(larger=found[["share", "share_other"]].max(axis=1))
    found = found[(found["larger"] >= least) & (copy | (shared >= LEAST_SHARED))]
    return found.sort_values(["larger", "shared"], ascending=False, kind="stable", ignore_index=True)[COLUMNS]


def deduplicate(docs, pairs, side=None):
    """Which articles are kept so that each text is counted once.

    An article is dropped if half or more of it is in another one that is kept. A text that five outlets print is one
    piece of evidence about its wording: counted five times, it would dominate the rates of its side.

    Of articles that contain half of each other, the earliest published is kept (undated ones come last; of equal days
    the first in the corpus). A brief that a longer article contains is dropped, whichever appeared first. Two articles
    that contain the same brief are both kept. Pairs with an article that is not in ``docs`` are ignored.

    Parameters
    ----------
    docs : DataFrame [columns doc_id, published, …]
    pairs : DataFrame
        As `near_duplicates` returns them.
    side : str or list of str, optional
        Side columns: if all articles of a label would be dropped, the earliest of them is kept.

    Returns
    -------
    bool array [shape=(n_docs,)]
        True for every article that is kept.

    Raises
    ------
    InputError
        If doc_ids are missing or repeated, or a side column does not exist.

    Examples
    --------
    >>> docs = pd.DataFrame({"doc_id": ["a", "b"], "published": pd.to_datetime(["2024-02-01", "2024-01-01"])})
    >>> pairs = pd.DataFrame([("a", "b", 30, 1.0, 1.0)], columns=COLUMNS)
    >>> deduplicate(docs, pairs).tolist()
    [False, True]
    """
    order = publication_order(docs)
    first, within, size, contained = _containment(docs, pairs, order)
    kept = np.zeros(len(docs), dtype=bool)
    sequence = np.lexsort((np.argsort(order), np.where(contained, -size, 0), contained))
    for row in sequence:  # an article that contains a brief comes before the brief
        containers = within.indices[within.indptr[row] : within.indptr[row + 1]]
        kept[row] = first[row] == row and not kept[containers].any()
    for column in [side] if isinstance(side, str) else side or []:
        kept[_lost(docs, kept, order, column)] = True
    return kept


def _lost(docs, kept, order, column):
    """Rows of the earliest article of each label of a side column of which no article is kept."""
    if column not in docs.columns:
        raise InputError(f"side column {column!r}: not in the corpus", f"choose one of {', '.join(docs.columns)}")
    label = pd.Series(docs[column].to_numpy(dtype=object))[order]
    label = label[label.notna() & (label != "")]
    return label[~label.isin(label[kept[label.index]])].drop_duplicates().index


def publication_order(docs):
    """Rows of the articles, the earliest published first; undated ones last, of equal days in the corpus's order."""
    known = docs["published"] if "published" in docs.columns else pd.Series(pd.NaT, index=docs.index)
    return known.reset_index(drop=True).sort_values(kind="stable").index.to_numpy()


def _containment(docs, pairs, order):
    """What is known of each article from the pairs: four results with one row an article.

    The first of all its copies; the articles that contain half of it (sparse 0/1 matrix); its number of shingles, where
    there are such articles; and whether one of them is longer.
    """
    if "doc_id" not in docs.columns or docs["doc_id"].duplicated().any():
        raise InputError("docs: each article needs a doc_id of its own", "give the corpus's table of articles")
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
    """Shingles of each article, sparse 0/1 matrix [shape=(n_docs, n_shingles)], and codes of its text.

    Articles with the same words in the same order have the same code, and -1 if they have no word. An article with no
    sentence long enough for a shingle has its whole text as its only one.
    """
    positions, run = tokens.visible(mask)
    is_word = tokens.is_word[positions]
    positions, run = positions[is_word], run[is_word]
    ids, doc, n_docs = tokens.ids[positions].astype(np.int64), tokens.doc[positions], len(tokens.docs)
    han = np.array([HAN.match(form) is not None for form in tokens.types["form"]], dtype=bool)[ids]
    (start, code), (later, other) = grams(ids, run, SIZE, ~han), grams(ids, run, HAN_SIZE, han)
    start, code = np.append(start, later), np.append(code, other + code.max(initial=-1) + 1)
    bounds = np.searchsorted(doc, np.arange(n_docs + 1))
    texts = [ids[begin:end].tobytes() or None for begin, end in pairwise(bounds)]
    text = pd.factorize(np.array(texts, dtype=object))[0]
    brief = np.flatnonzero((np.bincount(doc[start], minlength=n_docs) == 0) & (np.diff(bounds) > 0))
    rows, columns = np.append(doc[start], brief), np.append(code, text[brief] + code.max(initial=-1) + 1)
    shape = n_docs, int(columns.max(initial=-1)) + 1
    shingles = sparse.coo_array((np.ones(len(rows), dtype=np.int32), (rows, columns)), shape=shape).tocsr()
    shingles.data[:] = 1
    return shingles, text


def grams(ids, run, size, begins):
    """Start and code of each n-gram of this size that stays in one run and begins where ``begins`` is True."""
    start = np.flatnonzero((run[: 1 - size] == run[size - 1 :]) & begins[: 1 - size])
    code, n_types = ids[start], ids.max(initial=0) + 1
    for step in range(1, size):
        code = np.unique(code * n_types + ids[start + step], return_inverse=True)[1]
    return start, code


def _candidates(shingles, text, date, needed):
    """Rows of articles that may have as many shingles in common as one of the two needs, in the order of the corpus.

    Only a pair that has no rare shingle in common may be missing: one that more than 100 articles have is frequent.
    """
    often = np.bincount(shingles.indices, minlength=shingles.shape[1]) > MOST
    rare, frequent = shingles[:, ~often], shingles[:, often].tocsc()
    n_frequent = np.bincount(frequent.indices, minlength=len(needed))
    longest = np.argsort(np.argsort(-needed, kind="stable"))
    pairs = [(*_hubs(_by_text(text), date), np.inf), *((*_hubs(frequent, rank), 0) for rank in (date, longest))]
    codes = []
    for left, right, n_rare in chain(pairs, pairs_of_rows(rare)):
        kept = n_rare + np.minimum(n_frequent[left], n_frequent[right]) >= np.minimum(needed[left], needed[right])
        codes.append(left[kept].astype(np.int64) * len(needed) + right[kept])
    return np.divmod(np.unique(np.concatenate(codes)), len(needed))


def pairs_of_rows(table):
    """Yield, block by block, all pairs of rows of a sparse 0/1 matrix with a column in common: both rows, how many."""
    turned = table.T.tocsr()
    for at in range(0, table.shape[0], BLOCK):
        later = sparse.triu(table[at : at + BLOCK] @ turned, k=at + 1).tocoo()
        yield later.row + at, later.col, later.data


def _by_text(text):
    """Articles by text code, sparse 0/1 matrix [shape=(n_docs, n_texts)]; those without a word have none."""
    worded = np.flatnonzero(text >= 0)
    shape = len(text), int(text.max(initial=-1)) + 1
    return sparse.csc_array((np.ones(len(worded), dtype=np.int8), (worded, text[worded])), shape=shape)


def _hubs(columns, rank):
    """Pairs of each article of a column with the one of the lowest rank in it; in the order of the corpus."""
    row, of = columns.indices.astype(np.int64), np.diff(columns.indptr)
    hub = np.argsort(rank)[np.repeat(np.minimum.reduceat(rank[row], columns.indptr[:-1]), of)]
    apart = row != hub
    return np.minimum(row, hub)[apart], np.maximum(row, hub)[apart]
