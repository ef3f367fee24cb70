"""Concordance: matches with the text around them, as printed in the articles."""

import itertools
import re

import numpy as np
import pandas as pd

from analysis.files import InputError
from analysis.text.matches import spans

NEIGHBOUR = re.compile(r"([1-9])([LR])")


def kwic(tokens, matches, width=10):
    """Key word in context: each match with the text around it, as printed.

    Parameters
    ----------
    tokens : Tokens
    matches : DataFrame [columns key, variant, doc_id, start, end]
    width : int
        Tokens on either side, within the paragraph.

    Returns
    -------
    DataFrame [one row a match, in their order]
        The columns of ``matches``; left, node, right (raw text); then the article's other columns (published,
        publisher, sides …) without its text.
    """
    start, end = spans(tokens, matches)
    first, last = _unit(tokens.paragraphs, start)
    return _lines(tokens, matches, (np.maximum(start - width, first), start, end, np.minimum(end + width, last)))


def sentences(tokens, matches):
    """Each match within its whole sentence; columns as in `kwic`."""
    start, end = spans(tokens, matches)
    first, last = _unit(tokens.sentences, start)
    return _lines(tokens, matches, (first, start, end, last))


def find_terms(tokens, forms):
    """Every occurrence of words or n-grams as ``counts.count`` (without names) and ``count_phrases`` count them.

    Parameters
    ----------
    tokens : Tokens
    forms : sequence of str
        Terms of these counts: the forms of their words, with one space between them. Repeated ones count once.

    Returns
    -------
    DataFrame [one row an occurrence; columns key, variant, doc_id, start, end]
        In body and headline, one term after the other, each in the order of the corpus; key and variant are the form.
        Empty where none occurs.
    """
    forms, visible = list(dict.fromkeys(forms)), tokens.visible()
    found = [_occurrences(tokens, visible, form) for form in forms]
    start, end = np.concatenate([np.empty((2, 0), dtype=np.int64), *found], axis=1)
    key = pd.Series([form for form, places in zip(forms, found, strict=True) for _ in places[0]], dtype=object)
    doc, first = tokens.docs["doc_id"].to_numpy()[tokens.doc[start]], tokens.offsets[tokens.doc[start]]
    return pd.DataFrame({"key": key, "variant": key, "doc_id": doc, "start": start - first, "end": end - first})


def filter_matches(tokens, matches, since=None, until=None, **labels):
    """Keep the matches with these labels and of these days.

    Parameters
    ----------
    tokens : Tokens
    matches : DataFrame [columns doc_id, …]
    since, until : date or str, optional
        First and last day, both included. An article is kept if its earliest and its latest possible day lie between
        them; undated articles are not.
    **labels
        A column of ``matches`` or of ``tokens.docs`` and its value: ``voice="own"``, ``side_by_origin="state"``.

    Returns
    -------
    DataFrame
    """
    docs = tokens.labels_of(matches)
    kept = np.ones(len(matches), dtype=bool)
    for name, value in labels.items():
        kept &= ((matches if name in matches else docs)[name] == value).to_numpy()
    if since is not None:
        kept &= (docs["published"] >= pd.Timestamp(since)).to_numpy()
    if until is not None:
        kept &= (docs["published_latest"] <= pd.Timestamp(until)).to_numpy()
    return matches[kept].reset_index(drop=True)


def sort_matches(tokens, matches, order):
    """Sort matches, or lines, by the words beside them, by date or by article.

    Parameters
    ----------
    tokens : Tokens
    matches : DataFrame [columns doc_id, start, end, …]
    order : str
        Sort keys, the most important first, as in "1R 2R 3R". ``1R`` is the first word to the right of the match,
        ``2L`` the second to its left (1 to 9); case, punctuation and the clitic 's are ignored, and matches without
        such a word in their paragraph come first. ``date`` is the earliest possible day, with undated articles last;
        ``article`` the order of the corpus.

    Returns
    -------
    DataFrame
        The same rows; ties in the order of the corpus.

    Raises
    ------
    InputError
        For an unknown sort key.
    """
    start, end = spans(tokens, matches)
    keys = [_sort_key(tokens, (start, end), name) for name in str(order).split()]
    return matches.iloc[np.lexsort([end, start, *reversed(keys)])].reset_index(drop=True)


def _sort_key(tokens, bounds, name):
    """Ranks of the matches between these bounds (positions) by one sort key."""
    if place := NEIGHBOUR.fullmatch(name):
        return _neighbour(tokens, bounds, int(place[1]), place[2])
    if name not in ("article", "date"):
        raise InputError(f"order {name!r}: unknown", "choose from 1R to 9R, 1L to 9L, article and date")
    days = tokens.docs["published"].rank(method="dense", na_option="bottom").to_numpy()
    doc = tokens.doc[bounds[0]]
    return doc if name == "article" else days[doc]


def _neighbour(tokens, bounds, n, side):
    """Ranks of the n-th words right ("R") or left of the matches; 0 where the paragraph has none."""
    (start, end), words = bounds, np.flatnonzero(tokens.is_word)
    at = np.searchsorted(words, end) + n - 1 if side == "R" else np.searchsorted(words, start) - n
    word = np.append(words, -1)[np.clip(at, -1, len(words))]
    first, last = _unit(tokens.paragraphs, start)
    rank = tokens.types["form"].str.casefold().rank(method="dense").to_numpy()
    return np.where((word >= first) & (word < last), rank[tokens.ids[word]], 0)


def _unit(starts, positions):
    """Bounds of the sentence or paragraph around each position."""
    unit = np.searchsorted(starts, positions, side="right")
    return starts[unit - 1], starts[unit]


def _occurrences(tokens, visible, form):
    """Positions where the words of a term stand one after the other in one run: start and end."""
    (positions, run), types = visible, pd.Index(tokens.types["form"]).get_indexer(form.split())
    at = np.arange(max(len(positions) - len(types) + 1, 0))
    for step, row in enumerate(types):
        at = at[(tokens.ids[positions[at + step]] == row) & (run[at + step] == run[at])]
    return np.stack([positions[at], positions[at + len(types) - 1] + 1])


def _lines(tokens, matches, bounds):
    """Matches with the raw text between the four bounds (positions): left, node, right."""
    first, start, end, last = bounds
    doc = tokens.doc[start]
    cuts = [tokens.spans[first, 0], tokens.spans[start, 0], tokens.spans[end - 1, 1], tokens.spans[last - 1, 1]]
    texts = tokens.docs["text"].to_numpy()[doc]
    parts = [[text[a:b] for text, a, b in zip(texts, *pair, strict=True)] for pair in itertools.pairwise(cuts)]
    lines = matches.assign(**dict(zip(("left", "node", "right"), parts, strict=True))).reset_index(drop=True)
    rest = tokens.docs.drop(columns=["doc_id", "text"]).iloc[doc].reset_index(drop=True)
    return pd.concat([lines, rest], axis=1)
