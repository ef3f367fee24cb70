"""Search: a word, phrase or pattern as a person types it, found whatever its capitals and hyphens."""

import unicodedata
from collections import Counter

import numpy as np
import pandas as pd

from analysis.files import InputError
from analysis.text.lexicons import Entry, Lexicon, Variant
from analysis.text.matches import find, parts_of
from analysis.text.patterns import SIGNS, parse
from analysis.text.tokens import HAN, form, split, written

NEAREST = 5  # spellings that are suggested
SIMILAR = 70  # likeness (0 to 100) from which a spelling is suggested


class Absent(InputError):
    """A term that occurs in none of the articles."""


def search(tokens, text, mask=None, labels=()):
    """Every occurrence of a word, a phrase or a pattern.

    A plain word or phrase is found whatever its capitals, unless the articles print just these ("US" is not "us"), but
    an acronym never as a function word ("IT" is not "it"); a hyphen finds a space and a space a hyphen. A text with
    ( ) [ ] < > { } or * is read as a pattern (see `analysis.text.patterns.parse`), in which a word in capitals stands
    for itself only.

    Parameters
    ----------
    tokens : Tokens
    text : str
    mask : bool array [shape=(n_tokens,)], optional
        Default: body and headline.
    labels : iterable of str
        What else can be asked for by name, to be suggested where it is similar.

    Returns
    -------
    DataFrame [one row an occurrence; columns key, variant, doc_id, start, end]
        As ``matches.find`` returns it; ``key`` is the text.

    Raises
    ------
    InputError
        Where the text does not follow the notation, and where it occurs nowhere, with the nearest spellings.

    Notes
    -----
    Of a single word of a table use `concordance.find_terms`, which finds just the type that was counted.
    """
    text = " ".join(str(text).split())
    nodes, found = parse(text), None
    if all(kind == "mark" for *_, kind in split(text)):
        raise InputError(f"{text!r} holds no word", "give a word, a phrase or a pattern")
    acronym = len(text) > 1 and text.isupper() and text.casefold() in tokens.stopwords
    if acronym and not tokens.types["form"].eq(text).any():  # IT where only "it" is printed
        raise _absent(tokens, text, labels)
    if all(kind == "word" and not content[-1] for kind, *content in nodes):
        found = _found(tokens, text, _literal(tokens, text), mask)
    if found is None or found.empty:
        found = _found(tokens, text, nodes, mask)
    if found.empty:
        raise _absent(tokens, text, labels)
    return found


def _absent(tokens, text, labels):
    n = len(tokens.docs)
    problem = f"{text!r} occurs in none of the {n:,} article{'s' * (n != 1)}"
    return Absent(problem, Nearest(tokens, text).said(labels))


def _found(tokens, text, nodes, mask):
    entry = Entry(text, text, "", (Variant(text, "pattern", nodes),))
    return find(tokens, Lexicon("search", (entry,)), mask)


class Nearest:
    """What to try in place of a text that occurs nowhere.

    Parameters
    ----------
    tokens : Tokens
    text : str
    """

    def __init__(self, tokens, text):
        self.tokens, self.text = tokens, text
        self.forms, self.shown = (tokens.types[name].to_numpy() for name in ("form", "shown"))
        self.times = np.bincount(tokens.ids[tokens.mask() & tokens.is_word], minlength=len(self.forms))
        known = np.argsort(-self.times, kind="stable")[: np.count_nonzero(self.times)]
        self.rows = {}  # of each word in any capitals, the most frequent first
        for row in known:
            self.rows.setdefault(self.forms[row].casefold(), row)
        self.words = [word.casefold() for word in _words(tokens, text)]

    def said(self, labels):
        """Similar terms that do occur, with counts, and these labels; or why there are none."""
        if strange := set(map(_script, self.text)) - set(map(_script, set("".join(self.rows)))) - {""}:
            found = f"no article has {min(strange).capitalize()} letters{_languages(self.tokens)}"
            return f"{found}; search for an English rendering"
        if han := [word for word in self.words if HAN.match(word) and word not in self.rows]:
            what = f"these articles do not print the Chinese character{'s' * (len(han) > 1)} {''.join(han)}"
            return f"{what}; search for another wording, or for an English one"
        near = self.singles() + self.phrases() if len(self.words) == 1 else self.phrases() or self.singles()
        near += [f"“{label}”" for label in _alike(self.text, {label.casefold(): label for label in labels})[:NEAREST]]
        said = [f"nearest: {', '.join(near)}"] if near else []
        alone = list(filter(None, map(self.alone, self.text.split())))
        side = "its words never occur side by side; alone: " if len(self.words) > 1 else "nearest: "
        said += [f"{side}{', '.join(alone)}"] if len(alone) > len(near) else []
        return "; ".join([*said, *self.signs()]) or f"no similar word does{_languages(self.tokens)}"

    def singles(self):
        """Words like each word that does not occur, with counts."""
        rows = [row for word in self.words if word not in self.rows for row in _alike(word, self.rows)[:NEAREST]]
        return [f"{self.shown[row]} ({self.times[row]:,})" for row in dict.fromkeys(rows)]

    def phrases(self):
        """Phrases of which each word is like one of the text, with counts; of a single word, two that it joins."""
        ways = [[_alike(word, self.rows) for word in self.words]]
        if len(self.words) == 1:
            halves = ((self.words[0][:at], self.words[0][at:]) for at in range(1, len(self.words[0])))
            ways = [[[self.rows[half]] for half in pair] for pair in halves if self.rows.keys() >= set(pair)]
        found = [self.runs(way) for way in ways if all(way)]
        counts = pd.concat([pd.Series(dtype=int), *found])
        return [
            f"{name} ({counts[name]:,})"
            for name in _alike(self.text, {name.casefold(): name for name in counts.index})[:NEAREST]
        ]

    def runs(self, way):
        """How often one of the first words stands before one of the second and so on, by the printed words."""
        positions, run = self.tokens.visible()
        ids, n = self.tokens.ids[positions], max(len(positions) - len(way) + 1, 0)
        fits = [np.isin(ids[at : at + n], rows) & (run[at : at + n] == run[:n]) for at, rows in enumerate(way)]
        first = np.flatnonzero(np.logical_and.reduce(fits))
        names = (written(self.shown[ids[at : at + len(way)]]) for at in first)
        return pd.Series(Counter(names), dtype=int)

    def alone(self, part):
        """A part of the text as it is printed, and how often it occurs by itself; "" for one that does not."""
        rows = [self.rows.get(word.casefold()) for word in _words(self.tokens, part)]
        n = 0 if None in rows or not rows else self.runs([[row] for row in rows]).sum()
        return f"{written(self.shown[rows])} ({n:,})" if n else ""

    def signs(self):
        """What to write in place of signs that mean something to other search tools."""
        for sign in SIGNS:
            parts = [part.strip() for part in sign["shape"].split(self.text)]
            if len(parts) > 1 and (all(parts) or sign["joined"] == " "):
                yield sign["remedy"].format(" ".join(sign["joined"].join(filter(None, parts)).split()))


def _alike(text, names):
    """What the names like a text stand for, the most similar first; ``names`` is a dict."""
    from rapidfuzz import fuzz, process

    found = process.extract(text.casefold(), list(names), scorer=fuzz.ratio, limit=None, score_cutoff=SIMILAR)
    return [names[name] for name, *_ in found]


def _script(letter):
    """The script of a letter in Unicode's word, with Chinese for CJK; "" for what is no letter."""
    return unicodedata.name(letter, "").split()[0].replace("CJK", "Chinese") if letter.isalpha() else ""


def _languages(tokens):
    """The languages of the articles in brackets, those of most articles first, where they are known."""
    found = tokens.docs.get("language", pd.Series(dtype=object)).replace("", pd.NA).value_counts()
    return f" (languages of the articles: {', '.join(found.index[:NEAREST])})" if len(found) else ""


def _words(tokens, text):
    pieces = [text[start:end] for start, end, kind in split(text) if kind not in ("mark", "clitic")]
    return [form(piece, tokens.spellings) for piece in pieces]


def _literal(tokens, text):
    """Nodes of a plain text: each part in just these capitals where the articles have it so, else in any."""
    known = {part for name in tokens.types["form"] for part in parts_of(name)}
    nodes = []
    for start, end, kind in split(text):
        name = form(text[start:end], tokens.spellings)
        for part in [] if kind == "clitic" or name in ("'", '"') else parts_of(name):
            nodes.append(("literal", part) if part in known else ("word", part.casefold(), False))
    return tuple(nodes)
