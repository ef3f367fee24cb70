"""Framing: the share of an article, or of a side, that stands in each frame's words."""

import numpy as np
import pandas as pd

from analysis.files import InputError
from analysis.text.matches import spans


def frame_shares(tokens, matches, mask=None):
    """Share of each article's word tokens that a frame's patterns cover.

    Parameters
    ----------
    tokens : Tokens
    matches : DataFrame
        Hits of the frames: ``matches.find(tokens, frames)``. Show them (``concordance.quotes``) with any share.
    mask : bool array [shape=(n_tokens,)], optional
        The mask that the matches were found under.

    Returns
    -------
    DataFrame [one row a frame and article; columns frame, doc_id, hits, covered, n_tokens, share]
        ``covered`` word tokens of ``n_tokens``; 0 where the frame is absent. A frame is a dictionary: it counts
        words, not what is said with them. Sorted by frame, then in the order of the articles.
    """
    words = tokens.is_word & (tokens.mask() if mask is None else mask)
    before, doc_ids = np.append(0, np.cumsum(words)), tokens.docs["doc_id"]
    start, end = spans(tokens, matches)
    hits = matches[["doc_id"]].assign(frame=matches["key"], covered=before[end] - before[start], hits=1)
    sums = hits.groupby(["frame", "doc_id"], observed=True)[["hits", "covered"]].sum()
    cells = pd.MultiIndex.from_product([matches["key"].cat.categories, doc_ids], names=["frame", "doc_id"])
    table = sums.reindex(cells, fill_value=0).reset_index()
    n_tokens = pd.Series(np.bincount(tokens.doc[words], minlength=len(doc_ids)), index=doc_ids)
    table["n_tokens"] = table["doc_id"].map(n_tokens)
    return table.assign(share=table["covered"] / table["n_tokens"])


def with_side(framed, docs, side):
    """``framing``'s table with each article's side, in a column side."""
    if side not in docs.columns:
        raise InputError(f"side column {side!r}: not in the corpus; choose one of {', '.join(docs.columns)}")
    return framed.assign(side=framed["doc_id"].map(docs.set_index("doc_id", drop=False)[side]))


def frames_by_side(framed, docs, side):
    """Add the articles of each side up.

    Parameters
    ----------
    framed : DataFrame
        As ``framing`` returned it.
    docs : DataFrame [columns doc_id, side, …]
    side : str
        Column of ``docs``.

    Returns
    -------
    DataFrame [one row a frame and side; columns frame, side, n_docs, of_docs, hits, covered, n_tokens, share]
        ``n_docs`` of the side's ``of_docs`` articles have a hit.
    """
    rows = with_side(framed, docs, side).assign(n_docs=framed["hits"] > 0, of_docs=1)
    sums = rows.groupby(["frame", "side"], observed=True)[["n_docs", "of_docs", "hits", "covered", "n_tokens"]].sum()
    return sums.assign(share=sums["covered"] / sums["n_tokens"]).reset_index()
