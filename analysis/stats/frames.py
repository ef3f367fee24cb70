"""Frames: the share of an article, or of a side, that belongs to the word list of each frame."""

import numpy as np
import pandas as pd

from analysis.files import InputError
from analysis.text.matches import spans


def frame_shares(tokens, matches, mask=None):
    """Share of each article's word tokens that the patterns of a frame cover.

    Parameters
    ----------
    tokens : Tokens
    matches : DataFrame
        Of the frames, as ``find(tokens, frames, mask)`` returns them.
    mask : bool array [shape=(n_tokens,)], optional
        The mask that the matches were found under.

    Returns
    -------
    DataFrame [one row a frame and article; columns frame, doc_id, hits, covered, n_tokens, share]
        ``hits`` matches cover ``covered`` of the ``n_tokens`` word tokens; ``share`` is 0 where the frame is absent and
        NaN where an article has no word. Sorted by frame, then in the order of the articles. A frame is a dictionary:
        it counts words, not what is said with them, so read its lines before quoting a share.
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


def with_side(shares, docs, column):
    """The table of `frame_shares` with the label that a column of ``docs`` gives each article, in a column side.

    Raises
    ------
    InputError
        An unknown column.
    """
    if column not in docs.columns:
        raise InputError(f"side column {column!r}: not in the corpus", f"choose one of {', '.join(docs.columns)}")
    return shares.assign(side=shares["doc_id"].map(docs.set_index("doc_id", drop=False)[column]))


def frames_by_side(shares, docs, column):
    """The frames of each side, its articles taken as one text.

    Parameters
    ----------
    shares : DataFrame
        As `frame_shares` returned it.
    docs : DataFrame
    column : str
        Column of ``docs`` that names each article's side.

    Returns
    -------
    DataFrame [one row a frame and side; columns frame, side, n_docs, of_docs, hits, covered, n_tokens, share]
        ``n_docs`` of the side's ``of_docs`` articles contain the frame. Long articles weigh more than short ones.

    Raises
    ------
    InputError
        An unknown column.
    """
    rows = with_side(shares, docs, column).assign(n_docs=shares["hits"] > 0, of_docs=1)
    sums = rows.groupby(["frame", "side"], observed=True)[["n_docs", "of_docs", "hits", "covered", "n_tokens"]].sum()
    return sums.assign(share=sums["covered"] / sums["n_tokens"]).reset_index()
