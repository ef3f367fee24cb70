"""Frames: in which share of its sentences an article, or a side, has each frame."""

import numpy as np
import pandas as pd

from analysis.text.matches import spans

SUMS = ["n_sentences", "of_sentences", "n_docs", "of_docs", "hits", "covered", "n_tokens"]
SIDED = ["n_sentences", "of_sentences", "share", "n_docs", "of_docs", "covered", "n_tokens"]


def sentence_of(tokens, matches):
    """Number of the sentence that each match lies in, counted from 0 over the whole corpus, int array."""
    return np.searchsorted(tokens.sentences, spans(tokens, matches)[0], side="right") - 1


def counted_sentences(tokens, mask=None):
    """Numbers of the sentences with a word token under a mask (default body and headline), int array."""
    words = tokens.is_word & (tokens.mask() if mask is None else mask)
    return np.unique(np.searchsorted(tokens.sentences, np.flatnonzero(words), side="right") - 1)


def frame_shares(tokens, matches, labels=None, mask=None):
    """Share of the sentences of each group of articles that have a frame.

    Parameters
    ----------
    tokens : Tokens
    matches : DataFrame
        Of the frames, as ``find_counted(tokens, frames, mask)`` returns them; the categories of key are all frames.
    labels : Series [index doc_id], optional
        The group of each article; one without is left out. Default: each article by itself.
    mask : bool array [shape=(n_tokens,)], optional
        The mask that the matches were found under.

    Returns
    -------
    DataFrame [one row a frame and group]
        frame, group; ``n_sentences`` with a pattern of the frame among the ``of_sentences`` with a word, and their
        ``share`` (NaN where there is no sentence); ``n_docs`` of the group's ``of_docs`` articles have it; ``hits``
        matches cover ``covered`` of the ``n_tokens`` word tokens. A frame that is absent has rows of 0. The frames
        whose share differs most between groups come first, groups in the order of their first article.

    Notes
    -----
    A frame is a dictionary: a sentence that has it speaks of a subject, and says nothing of the author's stance.
    Long articles weigh more than short ones. The sentence is the unit, because a frame is asserted (Entman 1993),
    and a count of words would depend on how long the patterns are.
    """
    articles = _by_article(tokens, matches, mask)
    group = articles["doc_id"] if labels is None else articles["doc_id"].map(labels)
    table = articles.assign(group=group).groupby(["frame", "group"], sort=False, observed=True)[SUMS].sum()
    table = table.reset_index().assign(frame=lambda rows: rows["frame"].astype(object))
    table.insert(4, "share", table["n_sentences"] / table["of_sentences"].replace(0, np.nan))
    spread = table.groupby("frame")["share"].agg(lambda shares: shares.max() - shares.min())
    order = table.assign(spread=table["frame"].map(spread).fillna(-1), code=pd.factorize(table["group"])[0])
    order = order.sort_values(["spread", "frame", "code"], ascending=[False, True, True], kind="stable")
    return order.drop(columns=["spread", "code"]).reset_index(drop=True)


def _by_article(tokens, matches, mask):
    """The counts of each frame in each article."""
    words = tokens.is_word & (tokens.mask() if mask is None else mask)
    before, n, doc_ids = np.append(0, np.cumsum(words)), len(tokens.docs), tokens.docs["doc_id"].to_numpy()
    (start, end), sentences = spans(tokens, matches), counted_sentences(tokens, mask)
    hits = matches[["doc_id"]].assign(frame=matches["key"], covered=before[end] - before[start], hits=1)
    hits = hits.assign(sentence=sentence_of(tokens, matches)).groupby(["frame", "doc_id"], observed=True)
    sums = hits.agg(n_sentences=("sentence", "nunique"), hits=("hits", "sum"), covered=("covered", "sum"))
    cells = pd.MultiIndex.from_product([matches["key"].cat.categories, doc_ids], names=["frame", "doc_id"])
    sizes = {
        "of_sentences": np.bincount(tokens.doc[tokens.sentences[sentences]], minlength=n),
        "n_tokens": np.bincount(tokens.doc[words], minlength=n),
        "of_docs": np.ones(n, dtype=int),
    }
    table = sums.reindex(cells, fill_value=0).reset_index()
    table = table.assign(n_docs=(table["hits"] > 0).astype(int))
    return table.merge(pd.DataFrame(sizes, index=doc_ids), left_on="doc_id", right_index=True)


def frames_of_sides(shares, target, reference):
    """The frames of two groups beside each other.

    Parameters
    ----------
    shares : DataFrame
        As `frame_shares` returned it.
    target, reference : str
        Labels of groups.

    Returns
    -------
    DataFrame [one row a frame]
        frame; difference of the two shares of sentences (target less reference); then n_sentences, of_sentences, share,
        n_docs, of_docs, covered and n_tokens, each with the endings _target and _reference. By the size of the
        difference, falling; a side without a sentence has no share.
    """
    sides = [
        shares[shares["group"] == label].set_index("frame")[SIDED].add_suffix(end)
        for label, end in ((target, "_target"), (reference, "_reference"))
    ]
    table = pd.concat(sides, axis=1)
    table = table[[f"{name}{end}" for name in SIDED for end in ("_target", "_reference")]]
    table.insert(0, "difference", table["share_target"] - table["share_reference"])
    table = table.reset_index().assign(size=lambda rows: rows["difference"].abs())
    return table.sort_values(["size", "frame"], ascending=[False, True], ignore_index=True).drop(columns="size")
