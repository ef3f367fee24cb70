"""Discovery: what the lexicon does not know yet, drifted wordings of its slogans and new formulas."""

from collections import Counter
from itertools import islice, product

import numpy as np
import pandas as pd
from nltk.stem.snowball import SnowballStemmer
from rapidfuzz import fuzz

from analysis.text.counts import count_phrases
from analysis.text.matches import spans
from analysis.text.voice import SCARE, quotations

EXPANSIONS = 24  # wordings of one pattern that are compared
SLACK = 3  # words that a drifted wording may have more than the one it comes from
SHARED = 0.6  # share of content stems that it keeps, at least two


def drift(tokens, lexicon, matches, least=60):
    """Spans that look like a slogan but match none of its patterns.

    A wording is compared by the stems of its content words (Snowball): a span that keeps at least 60 % of them, and
    two, or a short one in quotation marks that keeps one, is a candidate, ranked by its likeness to the wording
    (rapidfuzz's ratio, 0 to 100).

    Parameters
    ----------
    tokens : Tokens
    lexicon : Lexicon
        Slogans; their official wordings and variants are what a span can drift from.
    matches : DataFrame
        ``matches.find`` of the same lexicon: a span inside a match is known and left out.
    least : float
        Likeness below which a span is left out.

    Returns
    -------
    DataFrame [one row a candidate; columns key, doc_id, start, end, score, printed, wording, missing, added, accept]
        A likeness of 100 is the wording itself without the context that its pattern asks for. ``missing`` words
        of the wording and ``added`` content words of the span; ``accept`` is the line that
        makes it a known drift, in ``lexicons/accepted.txt``. Show it with ``concordance.quotes``. Sorted by
        score, falling, then article and start.
    """
    text, start, end = _Stems(tokens), *spans(tokens, matches)
    known = np.zeros(len(tokens) + 1, dtype=np.int64)
    np.add.at(known, start, 1)
    np.add.at(known, end, -1)
    unknown = np.append(0, np.cumsum(np.cumsum(known[:-1]) == 0))
    plain = {entry.key: wordings(entry) for entry in lexicon.entries}
    common, rows = _common(plain), []
    for key, forms in plain.items():
        found = [row for wording in forms for row in text.like(wording, unknown) if row[2] >= least]
        rows += [(key, *row) for row in _apart(found) if text.words(*row[:2]).replace("-", " ") not in common]
    return _candidates(tokens, text, rows)


def wordings(entry):
    """Plain wordings of a slogan's official patterns and variants, without gaps and context; a set of strings."""
    patterns = [variant for variant in entry.variants if variant.kind in ("official", "variant", "pattern")]
    return sorted({words for pattern in patterns for words in islice(_expanded(pattern.nodes), EXPANSIONS)})


def discover(tokens, matches, least_docs=2, mask=None):
    """Formulaic phrases that no slogan covers, by C-value.

    log2(n words) × (count − mean count of the longer candidates that contain the phrase).

    Parameters
    ----------
    tokens : Tokens
    matches : DataFrame
        Of the slogans; no phrase reaches into one.
    least_docs : int
        Articles that must contain a phrase.
    mask : bool array, optional

    Returns
    -------
    DataFrame [one row a phrase; columns term, count, n_docs, of_docs, c_value]
        Without phrases that a longer one contains as often. Sorted by c_value, falling, then term.

    References
    ----------
    Frantzi, Ananiadou & Mima (2000), Automatic recognition of multi-word terms; with log2 of the length, so
    single words have 0, and the mean over distinct longer candidates.
    """
    mask = (tokens.mask() if mask is None else mask).copy()
    for start, end in zip(*spans(tokens, matches), strict=True):
        mask[start:end] = False
    counts = count_phrases(tokens, mask=mask)
    n_docs = np.asarray((counts.matrix > 0).sum(axis=0)).ravel()
    counts, n_docs = counts.select(n_docs >= least_docs), n_docs[n_docs >= least_docs]
    count = np.asarray(counts.matrix.sum(axis=0)).ravel()
    longer, most = _longer(counts.terms, count)
    length = counts.terms.str.count(" ").to_numpy() + 1
    table = pd.DataFrame({"term": counts.terms, "count": count, "n_docs": n_docs, "of_docs": len(counts.docs)})
    table["c_value"] = np.log2(length) * (count - longer)
    table = table[count > most]
    return table.sort_values(["c_value", "term"], ascending=[False, True], ignore_index=True)


def _longer(terms, count):
    """Mean and highest count of the longer phrases that contain each phrase, 0 where there is none."""
    place, pairs = {term: number for number, term in enumerate(terms)}, []
    for number, term in enumerate(terms):
        words = term.split(" ")
        sizes = range(2, len(words))
        pieces = {" ".join(words[at : at + size]) for size in sizes for at in range(len(words) - size + 1)}
        pairs += [(place[piece], count[number]) for piece in pieces if piece in place]
    grouped = pd.DataFrame(pairs, columns=["piece", "count"]).groupby("piece")["count"]
    every = range(len(terms))
    return grouped.mean().reindex(every, fill_value=0).to_numpy(), grouped.max().reindex(every, fill_value=0).to_numpy()


def _expanded(nodes):
    """Wordings of a pattern, one after the other."""
    choices = []
    for kind, *content in nodes:
        if kind == "word":
            choices.append([content[0]])
        elif kind in ("alt", "opt"):
            inner = [words for branch in content[0] for words in _expanded(branch)]
            choices.append([*inner, ""] if kind == "opt" else inner)
    for parts in product(*choices):
        yield " ".join(part for part in parts if part)


def _common(plain):
    """Parts that wordings of two slogans or more have in common ("science and technology"): nobody's drift."""
    parts = Counter()
    for forms in plain.values():
        opened = [form.casefold().replace("-", " ").split() for form in forms]
        parts.update({" ".join(w[a:b]) for w in opened for a in range(len(w)) for b in range(a + 2, len(w) + 1)})
    return {part for part, times in parts.items() if times > 1}


def _apart(found):
    """Of overlapping candidates of one slogan the likest: rows (start, end, score, wording)."""
    kept, taken = [], set()
    for row in sorted(found, key=lambda row: (-row[2], row[0], row[1], row[3])):
        if taken.isdisjoint(range(row[0], row[1])):
            taken.update(range(row[0], row[1]))
            kept.append(row)
    return kept


class _Stems:
    """Where each content stem occurs, over the visible positions of a corpus."""

    def __init__(self, tokens):
        self.tokens, self.stemmer = tokens, SnowballStemmer("english")
        self.positions, self.run = tokens.visible()
        self.forms, stop = tokens.types["form"].to_numpy(), tokens.types["is_stop"].to_numpy()
        self.stops = set(self.forms[stop])
        rows = [(stem, number) for number, name in enumerate(self.forms) if not stop[number] for stem in self.of(name)]
        self.types = pd.DataFrame(rows, columns=["stem", "type"]).groupby("stem")["type"].agg(list).to_dict()
        ids = tokens.ids[self.positions]
        self.order, self.ids = np.argsort(ids, kind="stable"), np.sort(ids)
        words = np.flatnonzero(tokens.is_word)
        self.marked = [
            (words[slice(*at)][0], words[slice(*at)][-1] + 1)
            for start, end in quotations(tokens)
            if 1 < np.ptp(at := np.searchsorted(words, [start, end])) <= SCARE
        ]

    def of(self, wording):
        """Content stems of a wording, each part of a hyphenated word by itself."""
        parts = wording.casefold().replace("-", " ").split()
        return {self.stemmer.stem(part) for part in parts if part.isalnum() and part not in self.stops}

    def at(self, stem):
        """Visible positions of a stem, rising."""
        places = [slice(*np.searchsorted(self.ids, [number, number + 1])) for number in self.types.get(stem, [])]
        return np.sort(np.concatenate([self.order[:0], *(self.order[place] for place in places)]))

    def like(self, wording, unknown):
        """Candidates (start, end, score, wording) that keep most stems of a wording and stand in no match."""
        stems = self.of(wording)
        if len(stems) < 2:
            return []
        places = [self.at(stem) for stem in stems]
        first = np.unique(np.concatenate(places))
        width = wording.count(" ") + 1 + SLACK
        near = np.stack([self.next(place, first, width) for place in places])
        kept = (near >= 0).sum(axis=0) >= max(2, np.ceil(SHARED * len(stems)))
        pairs = zip(self.positions[first[kept]], self.positions[near.max(axis=0)[kept]] + 1, strict=True)
        pairs = {*pairs, *(pair for pair in self.marked if stems & self.of(self.words(*pair)))}
        pairs = sorted((int(a), int(b)) for a, b in pairs if unknown[b] - unknown[a] > 0)
        return [(a, b, fuzz.ratio(self.words(a, b).casefold(), wording.casefold()), wording) for a, b in pairs]

    def next(self, places, first, width):
        """For each first position the next place of a stem within reach, -1 where there is none."""
        at = np.searchsorted(places, first)
        place = np.append(places, -1)[at]
        reached = (place >= 0) & (place - first < width)
        reached &= self.run[place] == self.run[first]
        return np.where(reached, place, -1)

    def words(self, start, end):
        """The words between two positions, as types."""
        return " ".join(self.forms[self.tokens.ids[start:end][self.tokens.is_word[start:end]]])


def _candidates(tokens, text, rows):
    columns = ["key", "doc_id", "start", "end", "score", "printed", "wording", "missing", "added", "accept"]
    table = []
    for key, start, end, score, wording in rows:
        doc, printed = tokens.doc[start], text.words(start, end)
        offset, stems, own = tokens.offsets[doc], text.of(wording), text.of(printed)
        missing, added = _without(text, wording, own), _without(text, printed, stems)
        place = (tokens.docs["doc_id"].iloc[doc], start - offset, end - offset)
        table.append((key, *place, score, printed, wording, missing, added, f"{key}: {printed}"))
    found = pd.DataFrame(table, columns=columns).sort_values("score", ascending=False, kind="stable")
    return found.drop_duplicates(["doc_id", "start", "end"]).reset_index(drop=True)


def _without(text, words, stems):
    """The content words whose stems are not among those given."""
    parts = words.replace("-", " ").split()
    return " ".join(part for part in parts if text.of(part) and not text.of(part) & stems)
