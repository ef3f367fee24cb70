"""Concordance: the lines behind a number."""

import itertools
import re

import numpy as np
import pandas as pd

from analysis.files import InputError
from analysis.text.matches import find, spans

NARROW = ["doc_id", "side", "group"]  # columns of a row that keep to some articles
NEIGHBOUR = re.compile(r"([1-9])([LR])")


def kwic(tokens, matches, width=10):
    """Each match with the text around it, as printed.

    Parameters
    ----------
    tokens : Tokens
    matches : DataFrame [columns key, variant, doc_id, start, end]
    width : int
        Tokens on either side, within the paragraph.

    Returns
    -------
    DataFrame [one row a match, in their order]
        Columns key, variant, doc_id, start, end, left, node, right (raw text), then the article's other
        columns (published, publisher, sides …) without its text.
    """
    start, end = spans(tokens, matches)
    paragraph = np.searchsorted(tokens.paragraphs, start, side="right")
    first = np.maximum(start - width, tokens.paragraphs[paragraph - 1])
    last = np.minimum(end + width, tokens.paragraphs[paragraph])
    return _lines(tokens, matches, (first, start, end, last))


def term_lines(tokens, terms):
    """Each occurrence of these words or phrases, as ``counts`` counts them, within its whole sentence.

    Columns as in ``concordance``; the key is the term. No row where there is no term.
    """
    found = [_term(tokens, term) for term in dict.fromkeys(terms)] or [_term(tokens, "\0")]
    return sentences(tokens, pd.concat(found, ignore_index=True))


def sentences(tokens, matches):
    """Each match within its whole sentence; columns as in ``concordance``."""
    start, end = spans(tokens, matches)
    sentence = np.searchsorted(tokens.sentences, start, side="right")
    return _lines(tokens, matches, (tokens.sentences[sentence - 1], start, end, tokens.sentences[sentence]))


def lines_of(tokens, lexicons, row, side=None):
    """The quoted lines behind a term, or behind one row of a table.

    Parameters
    ----------
    tokens : Tokens
    lexicons : lexicons.Lexicons
    row : str, Series or dict
        A term; or a row with a term, or a slogan or frame by key or label. Where the row has doc_id, side, group
        or period they narrow it.
    side : str, optional
        The column that the row's ``side`` or ``group`` is a label of.

    Returns
    -------
    DataFrame [one row an occurrence; columns as ``quotes``]
        Of a term as many as ``counts.count`` and ``counts.count_phrases`` count.

    Raises
    ------
    InputError
        The row names nothing that can be looked up, or its side needs a column.
    """
    row = {"term": row} if isinstance(row, str) else dict(row)
    kind = next((name for name in ("term", "slogan", "frame") if name in row), None)
    if kind is None:
        raise InputError(f"row with {', '.join(map(str, row))}: no term, slogan or frame; rename the column so")
    if side is None and {"side", "group"} & set(row):
        raise InputError("row of one side: name the column of the sides too, as in side='side_by_publisher'")
    found = _term(tokens, row["term"]) if kind == "term" else _entry(tokens, getattr(lexicons, f"{kind}s"), row[kind])
    labels = {column: row[name] for name, column in zip(NARROW, ("doc_id", side, side), strict=True) if name in row}
    days = (row["period"].start_time, row["period"].end_time) if "period" in row else (None, None)
    return sentences(tokens, filtered(tokens, found, *days, **labels))


def filtered(tokens, matches, since=None, until=None, **labels):
    """Keep the matches that have these labels: ``voice="own"``, or a column of docs, ``side_by_origin="state"``.

    ``since`` and ``until`` are days, both included: an article counts if earliest and latest possible day lie
    between them, so never one without a day.
    """
    docs = tokens.docs.iloc[pd.Index(tokens.docs["doc_id"]).get_indexer(matches["doc_id"])]
    kept = np.ones(len(matches), dtype=bool)
    for name, value in labels.items():
        kept &= ((matches if name in matches else docs)[name] == value).to_numpy()
    if since is not None:
        kept &= (docs["published"] >= pd.Timestamp(since)).to_numpy()
    if until is not None:
        kept &= (docs["published_latest"] <= pd.Timestamp(until)).to_numpy()
    return matches[kept].reset_index(drop=True)


def sorted_by(tokens, matches, order):
    """Order matches, or lines, by the words beside them.

    Parameters
    ----------
    tokens : Tokens
    matches : DataFrame [columns doc_id, start, end, …]
    order : str
        Keys, the most important first, as in "1R 2R 3R". ``1R`` is the first word right of the match, ``2L`` the
        second left of it (1 to 9), case-folded, punctuation and the clitic 's passed over; first comes what has
        none in its paragraph. ``date`` is the earliest possible day, unknown last; ``article`` the corpus's order.

    Returns
    -------
    DataFrame
        The same rows; ties in the order of the corpus.
    """
    start, end = spans(tokens, matches)
    keys = [_sort_key(tokens, (start, end), name) for name in order.split()]
    return matches.iloc[np.lexsort([end, start, *reversed(keys)])].reset_index(drop=True)


def _sort_key(tokens, bounds, name):
    """Ranks of the matches between these bounds (positions) by one key; 0 where there is no such word."""
    start, end = bounds
    if name in ("article", "date"):
        days = tokens.docs["published"].rank(method="dense", na_option="bottom").to_numpy()
        return tokens.doc[start] if name == "article" else days[tokens.doc[start]]
    if not (place := NEIGHBOUR.fullmatch(name)):
        raise InputError(f"order {name!r}: unknown; choose from 1R to 9R, 1L to 9L, article and date")
    n, words = int(place[1]), np.flatnonzero(tokens.is_word)
    at = np.searchsorted(words, end) + n - 1 if place[2] == "R" else np.searchsorted(words, start) - n
    word = np.append(words, -1)[np.clip(at, -1, len(words))]
    paragraph = np.searchsorted(tokens.paragraphs, start, side="right")
    inside = (word >= tokens.paragraphs[paragraph - 1]) & (word < tokens.paragraphs[paragraph])
    rank = tokens.types["form"].str.casefold().rank(method="dense").to_numpy()
    return np.where(inside, rank[tokens.ids[word]], 0)


def _term(tokens, term):
    """Where the words of a term stand one after the other, as ``counts`` counts them."""
    (positions, run), types = tokens.visible(), pd.Index(tokens.types["form"]).get_indexer(term.split())
    at = np.arange(max(len(positions) - len(types) + 1, 0))
    for step, row in enumerate(types):
        at = at[(tokens.ids[positions[at + step]] == row) & (run[at + step] == run[at])]
    start, end = positions[at], positions[at + len(types) - 1] + 1
    doc, first = tokens.docs["doc_id"].to_numpy()[tokens.doc[start]], tokens.offsets[tokens.doc[start]]
    return pd.DataFrame({"key": term, "variant": term, "doc_id": doc, "start": start - first, "end": end - first})


def _entry(tokens, lexicon, name):
    """Matches of one slogan or frame, by key or label; the whole lexicon is searched, as entries may yield."""
    keys = [key for key, label in lexicon.labels.items() if name in (key, label)]
    if not keys:
        raise InputError(f"{lexicon.name}: no {name!r} among them; choose one of {', '.join(lexicon.keys)}")
    found = find(tokens, lexicon)
    return found[found["key"].isin(keys)].reset_index(drop=True)


def _lines(tokens, matches, bounds):
    """Raw text between the four bounds (positions) of each match; the match is the middle part."""
    first, start, end, last = bounds
    doc = tokens.doc[start]
    cuts = [tokens.spans[first, 0], tokens.spans[start, 0], tokens.spans[end - 1, 1], tokens.spans[last - 1, 1]]
    texts = tokens.docs["text"].to_numpy()[doc]
    parts = [[text[a:b] for text, a, b in zip(texts, *pair, strict=True)] for pair in itertools.pairwise(cuts)]
    lines = matches.assign(**dict(zip(("left", "node", "right"), parts, strict=True))).reset_index(drop=True)
    rest = tokens.docs.drop(columns=["doc_id", "text"]).iloc[doc].reset_index(drop=True)
    return pd.concat([lines, rest], axis=1)
