"""Concordance: the lines behind a number."""

import itertools

import numpy as np
import pandas as pd

from analysis.lexicons import lexicon
from analysis.matches import find, spans


def concordance(tokens, matches, width=10):
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


def of_terms(tokens, terms):
    """Each occurrence of these words or phrases, as ``counts`` counts them, within its whole sentence.

    Columns as in ``concordance``; the key is the term. No row where there is no term.
    """
    terms = list(dict.fromkeys(terms))
    found = find(tokens, lexicon(terms or ["none"]))
    forms, words = tokens.types["form"].to_numpy(), tokens.is_word
    places = zip(*spans(tokens, found), strict=True)
    read = [" ".join(forms[tokens.ids[start:end][words[start:end]]]) for start, end in places]
    same = (found["key"].astype(str) == pd.Series(read, found.index, dtype=object)) & bool(terms)
    return quotes(tokens, found[same])  # a pattern would also take US for us, and high quality for high-quality


def quotes(tokens, matches):
    """Each match within its whole sentence; columns as in ``concordance``."""
    start, end = spans(tokens, matches)
    sentence = np.searchsorted(tokens.sentences, start, side="right")
    return _lines(tokens, matches, (tokens.sentences[sentence - 1], start, end, tokens.sentences[sentence]))


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
