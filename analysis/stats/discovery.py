"""Discovery: what the list of slogans does not contain yet, as changed wordings and as new formulaic phrases."""

from collections import Counter, defaultdict
from functools import cache
from itertools import islice, product

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from analysis.text.counts import count_phrases
from analysis.text.matches import spans
from analysis.text.voice import SCARE, quotations

EXPANSIONS = 24  # wordings of one pattern that are compared
SLACK = 3  # words that a changed wording may have more than the one it is compared with
SHARED = 0.6  # share of the content stems that it keeps, at least two


def drift(tokens, lexicon, matches, least=60):
    """Spans that resemble a wording of a slogan but match none of its patterns.

    Wordings are compared by the stems of their content words (Snowball). A span that keeps at least 60 % of them and at
    least two, or a short span in quotation marks that keeps one, is a candidate. Candidates are ranked by their
    similarity to the wording (rapidfuzz's ratio, 0 to 100).

    Parameters
    ----------
    tokens : Tokens
    lexicon : Lexicon
        Slogans, with official wordings and variants.
    matches : DataFrame
        As ``find`` returned them for this lexicon. Spans inside a match are left out.
    least : float
        Similarity below which a span is left out.

    Returns
    -------
    DataFrame [one row a candidate; columns key, doc_id, start, end, score, printed, wording, missing, added, accept]
        A score of 100 is the wording itself without the context that its pattern asks for. ``missing`` are the content
        words of the wording, and ``added`` those of the span, that have no counterpart; ``accept`` is the line for
        ``lexicons/accepted.txt`` that makes the span a known variant. Sorted by score, falling, then in the order of
        the lexicon and of the articles.
    """
    text, known = _Stems(tokens), np.zeros(len(tokens) + 1, dtype=np.int64)
    start, end = spans(tokens, matches)
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
    """Plain wordings of a slogan's patterns except its drifts, without gaps and context, as a sorted list."""
    patterns = [variant for variant in entry.variants if variant.kind in ("official", "general", "variant", "pattern")]
    return sorted({words for pattern in patterns for words in islice(_expanded(pattern.nodes), EXPANSIONS)})


def discover(tokens, matches, least_docs=2, mask=None):
    """Formulaic phrases that no slogan covers, ranked by C-value.

    log2(n words) × (count − mean count of the longer candidates that contain the phrase).

    Parameters
    ----------
    tokens : Tokens
    matches : DataFrame
        Of the slogans. No phrase overlaps one of them.
    least_docs : int
        Articles that must contain a phrase.
    mask : bool array [shape=(n_tokens,)], optional

    Returns
    -------
    DataFrame [one row a phrase; columns term, count, n_docs, of_docs, c_value]
        Without phrases that are part of a longer one with the same count. Sorted by c_value, falling, then term.

    References
    ----------
    Frantzi, Ananiadou & Mima (2000), Automatic recognition of multi-word terms. This variant takes log2 of the length,
    so that single words have 0, and the mean over the distinct longer candidates.
    """
    mask = (tokens.mask() if mask is None else mask).copy()
    for start, end in zip(*spans(tokens, matches), strict=True):
        mask[start:end] = False
    counts = count_phrases(tokens, mask=mask)
    n_docs = (counts.matrix > 0).sum(axis=0)
    counts, n_docs = counts.select(n_docs >= least_docs), n_docs[n_docs >= least_docs]
    count = counts.matrix.sum(axis=0)
    mean, highest = _longer(counts.terms, count)
    length = counts.terms.str.count(" ").to_numpy() + 1
    table = pd.DataFrame({"term": counts.terms, "count": count, "n_docs": n_docs, "of_docs": len(counts.docs)})
    table["c_value"] = np.log2(length) * (count - mean)
    table = table[count > highest]
    return table.sort_values(["c_value", "term"], ascending=[False, True], ignore_index=True)


def _longer(terms, count):
    """Mean and highest count of the longer phrases that contain each phrase; 0 where there is none."""
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
    """Parts that wordings of two or more slogans have in common, such as "science and technology"."""
    parts = Counter()
    for forms in plain.values():
        opened = [form.casefold().replace("-", " ").split() for form in forms]
        parts.update({" ".join(w[a:b]) for w in opened for a in range(len(w)) for b in range(a + 2, len(w) + 1)})
    return {part for part, times in parts.items() if times > 1}


def _apart(found):
    """Rows (start, end, score, wording) without those that overlap a more similar candidate of the same slogan."""
    kept, taken = [], set()
    for row in sorted(found, key=lambda row: (-row[2], row[0], row[1], row[3])):
        if taken.isdisjoint(range(row[0], row[1])):
            taken.update(range(row[0], row[1]))
            kept.append(row)
    return kept


class _Stems:
    """Where each content stem occurs, over the visible positions of a corpus.

    Each quotation is stemmed once, and quotations are found by their stems, as types are.
    """

    def __init__(self, tokens):
        from nltk.stem.snowball import SnowballStemmer  # here: it takes seconds to import

        self.tokens, self.stem = tokens, cache(SnowballStemmer("english").stem)
        self.positions, self.run = tokens.visible()
        self.forms, stop = tokens.types["form"].to_numpy(), tokens.types["is_stop"].to_numpy()
        self.stops = set(self.forms[stop])
        self.types, self.quoted = defaultdict(list), defaultdict(set)
        for number in np.flatnonzero(~stop):
            for stem in self.of(self.forms[number]):
                self.types[stem].append(number)
        for pair in self.short_quotations():
            for stem in self.of(self.words(*pair)):
                self.quoted[stem].add(pair)
        ids = tokens.ids[self.positions]
        self.order, self.ids = np.argsort(ids, kind="stable"), np.sort(ids)

    def short_quotations(self):
        """Positions (start, end) of the words of each quotation of two to ``SCARE`` words."""
        words = np.flatnonzero(self.tokens.is_word)
        for start, end in quotations(self.tokens):
            first, last = np.searchsorted(words, [start, end])
            if 1 < last - first <= SCARE:
                yield words[first], words[last - 1] + 1

    def of(self, wording):
        """Content stems of a wording, of each part of a hyphenated word by itself."""
        parts = wording.casefold().replace("-", " ").split()
        return {self.stem(part) for part in parts if part.isalnum() and part not in self.stops}

    def at(self, stem):
        """Visible positions of a stem, rising."""
        places = [slice(*np.searchsorted(self.ids, [number, number + 1])) for number in self.types.get(stem, [])]
        return np.sort(np.concatenate([self.order[:0], *(self.order[place] for place in places)]))

    def like(self, wording, unknown):
        """Candidates (start, end, score, wording) that keep most stems of a wording and are not inside a match."""
        stems = self.of(wording)
        if len(stems) < 2:
            return []
        places = [self.at(stem) for stem in stems]
        first = np.unique(np.concatenate(places))
        width = wording.count(" ") + 1 + SLACK
        near = np.stack([self.next(place, first, width) for place in places])
        kept = (near >= 0).sum(axis=0) >= max(2, np.ceil(SHARED * len(stems)))
        pairs = zip(self.positions[first[kept]], self.positions[near.max(axis=0)[kept]] + 1, strict=True)
        pairs = set(pairs).union(*(self.quoted.get(stem, ()) for stem in stems))
        pairs = sorted((int(a), int(b)) for a, b in pairs if unknown[b] - unknown[a] > 0)
        return [(a, b, fuzz.ratio(self.words(a, b).casefold(), wording.casefold()), wording) for a, b in pairs]

    def next(self, places, first, width):
        """For each first position the next place of a stem in the same run within ``width`` words, else -1."""
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
