"""Discovery: what the list of slogans does not contain yet, as changed wordings and as new formulaic phrases."""

import re
from collections import Counter, defaultdict
from functools import cache
from itertools import islice, product

import numpy as np
import pandas as pd

from analysis.text.counts import count_phrases
from analysis.text.matches import spans
from analysis.text.voice import SCARE, quotations

EXPANSIONS = 24  # wordings of one pattern that are compared
SLACK = 3  # words that a changed wording may have more than the one it is compared with
SHARED = 0.6  # share of the weight of a wording that a changed one keeps
INFLECTED = re.compile(r"(?<=..)(ies|y|e?s|e?d|ing|e)$")
DOUBLED = re.compile(r"(?<=([b-df-hj-np-tv-z]))\1$")
MARKED = 0.3  # the same for a short wording in quotation marks of which one word differs


def drift(tokens, lexicon, matches):
    """Changed wordings of a slogan: spans that keep most of what distinguishes one of its wordings.

    Wordings are compared by the stems of their content words: two words have the same stem if they are inflected forms
    of one (decade, decades), but not if one is derived from the other (decade, decadence). The weight of a stem is
    -log of the mean of two shares: of the slogans, and of the corpus's sentences, that contain it; so "development"
    weighs little and "pattern" much. A span is a candidate if

    1. it lies in one sentence, contains no punctuation and overlaps no match of the lexicon;
    2. it has two or more words, and at least two stems of the wording, the last one among them;
    3. these have at least ``SHARED`` of the weight of the wording, so that a missing word is never the only
       distinctive one;
    4. it has the same three or more stems in any order, or its words, function words too, become those of the wording
       when fewer than half as many of them are added, left out or replaced as the wording has stems (Levenshtein);
       it is no mere part of the wording, and no listed wording that the list does not count in this sentence.

    A wording that its pattern allows in a context only is everyday English elsewhere, and is not compared. A span of
    two to ``SCARE`` words in quotation marks is a candidate for every wording of as many words from which one differs,
    if the others have ``MARKED`` of the weight.

    Parameters
    ----------
    tokens : Tokens
    lexicon : Lexicon
        Slogans, with official wordings and variants.
    matches : DataFrame
        As ``find`` returned them for this lexicon.

    Returns
    -------
    DataFrame [one row a candidate; columns key, doc_id, start, end, score, printed, wording, missing, added, accept]
        ``score`` is 100 times the weight of the stems in both span and wording, divided by that of the stems in either
        (weighted Jaccard). ``missing`` are the content words of the wording, and ``added`` those of the span, that have
        no counterpart; ``accept`` is the line for ``lexicons/accepted.txt`` that makes the span a known variant. Sorted
        by score times the weight of the stems in both, falling, so that long and distinctive wordings come first; of
        overlapping candidates the first one is kept.
    """
    text = _Stems(tokens, lexicon, matches)
    pairs = ((entry.key, wording) for entry in lexicon.entries for wording in text.compared(entry))
    rows = [(*span, key, wording) for key, wording in pairs for span in text.like(wording)]
    return _candidates(tokens, text, rows + text.quoted(lexicon))


def wordings(variants):
    """Plain wordings of official patterns and variants, without gaps and context, as a sorted list."""
    patterns = [variant for variant in variants if variant.kind in ("official", "general", "variant", "pattern")]
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


class _Stems:
    """Where each content stem of a corpus occurs outside the matches, and its weight; each type stemmed once."""

    def __init__(self, tokens, lexicon, matches):
        from nltk.stem.snowball import SnowballStemmer  # here: it takes seconds to import

        snowball = SnowballStemmer("english").stem
        self.tokens = tokens
        self.stem = cache(lambda word: f"{snowball(word)} {DOUBLED.sub('', INFLECTED.sub('', word))}")
        self.forms, self.stops = tokens.types["form"].to_numpy(), tokens.stopwords
        self.free = tokens.mask() & (tokens.is_word | tokens.types["is_invisible"].to_numpy()[tokens.ids])
        for start, end in zip(*spans(tokens, matches), strict=True):
            self.free[start:end] = False
        self.positions, self.run = tokens.visible(self.free)
        self.places, self.weight = self._index(), cache(self._weight)
        listed = [wordings(entry.variants) for entry in lexicon.entries]
        self.listed = {tuple(_parts(wording)) for some in listed for wording in some}
        stems = [{stem for wording in some for stem in self.of(wording)} for some in listed]
        self.n_slogans, self.slogans = len(stems), Counter(stem for some in stems for stem in some)

    def of(self, wording):
        """Content stems of a wording in its order, of each part of a hyphenated word by itself."""
        return tuple(self.stem(part) for part in _parts(wording) if part not in self.stops)

    def _index(self):
        """The visible places of each stem, rising."""
        codes = defaultdict(lambda: len(codes))
        parts = [[codes[stem] for stem in self.of(form)] for form in self.forms]
        size = np.array([len(some) for some in parts], dtype=np.int64)
        flat, first = np.array([code for some in parts for code in some], dtype=np.int64), np.cumsum(size) - size
        ids = self.tokens.ids[self.positions]
        place = np.repeat(np.arange(len(ids)), size[ids])
        inner = np.arange(len(place)) - np.repeat(np.cumsum(size[ids]) - size[ids], size[ids])
        code = flat[first[ids[place]] + inner]
        order = np.argsort(code, kind="stable")
        cuts = np.searchsorted(code[order], np.arange(len(codes)))
        return dict(zip(codes, np.split(place[order], cuts[1:]), strict=True))

    def at(self, stem):
        """Visible places of a stem."""
        return self.places.get(stem, np.empty(0, dtype=np.int64))

    def _weight(self, stem):
        sentences = self.tokens.sentences
        used = len(np.unique(np.searchsorted(sentences, self.positions[self.at(stem)], side="right")))
        return -np.log((self.slogans[stem] / (self.n_slogans + 1) + used / len(sentences)) / 2)

    def total(self, stems):
        """Weight of several stems together."""
        return sum(self.weight(stem) for stem in stems)

    def compared(self, entry):
        """Wordings of a slogan that need no context, one for each sequence of two or more stems."""
        free = [one for one in entry.variants if all(kind != "context" for kind, *_ in one.nodes)]
        forms = {self.of(wording): wording for wording in wordings(free)}
        return [wording for stems, wording in forms.items() if len(set(stems)) > 1]

    def like(self, wording):
        """Spans (start, end) like a wording: around each place of an anchor, the nearest of every other stem."""
        stems, width, found = self.of(wording), len(wording.replace("-", " ").split()) + SLACK, set()
        weight = np.array([self.weight(stem) for stem in stems])
        for anchor in self.anchors(stems, weight):
            near = np.stack([self.nearest(self.at(anchor), self.at(stem), width) for stem in stems])
            has = near >= 0
            first, last = np.where(has, near, len(self.run)).min(axis=0), near.max(axis=0)
            kept = has[-1] & (weight @ has >= SHARED * weight.sum()) & (last > first) & (last - first < width)
            found.update(
                zip(self.positions[first[kept]].tolist(), (self.positions[last[kept]] + 1).tolist(), strict=True)
            )
        return [span for span in sorted(found) if self.near(self.words(*span), wording)]

    def near(self, words, wording):
        """Whether words are those of a wording with few changes, and neither a part of them nor listed."""
        from rapidfuzz.distance import Levenshtein

        stems, wanted = set(self.of(words)), set(self.of(wording))
        if tuple(_parts(words)) in self.listed:  # which the list does not count in this sentence
            return False
        if stems == wanted and len(stems) > 2:
            return True
        changes = Levenshtein.distance(*([self.stem(part) for part in _parts(some)] for some in (words, wording)))
        return not stems < wanted and changes < len(wanted) / 2

    def anchors(self, stems, weight):
        """The stems with fewest places of which every span that keeps enough weight has one."""
        order = sorted(range(len(stems)), key=lambda at: len(self.at(stems[at])))
        before = np.cumsum(weight[order]) - weight[order]
        return [stems[at] for at, lost in zip(order, before, strict=True) if lost <= (1 - SHARED) * weight.sum()]

    def nearest(self, places, others, width):
        """For each place the nearest of the others in the same run and within ``width`` words, else -1."""
        if not len(others):
            return np.full(len(places), -1)
        at = np.searchsorted(others, places)
        before, after = others[np.maximum(at - 1, 0)], others[np.minimum(at, len(others) - 1)]
        near = np.where(np.abs(places - before) < np.abs(after - places), before, after)
        return np.where((np.abs(near - places) < width) & (self.run[near] == self.run[places]), near, -1)

    def words(self, start, end):
        """The words between two positions, as types."""
        return " ".join(self.forms[self.tokens.ids[start:end][self.tokens.is_word[start:end]]])

    def quoted(self, lexicon):
        """Candidates (start, end, key, wording) in quotation marks, each a wording with one word replaced."""
        frames, found, places = defaultdict(list), [], np.flatnonzero(self.tokens.is_word)
        for key, wording in ((entry.key, form) for entry in lexicon.entries for form in wordings(entry.variants)):
            stems = self.of(wording)
            for frame, kept in _frames(stems) if wording.count(" ") < SCARE else ():
                if kept and self.total(kept) >= MARKED * self.total(stems):
                    frames[frame].append((key, wording))
        for *span, _ in quotations(self.tokens):
            inner = places[slice(*np.searchsorted(places, span))]
            if 1 < len(inner) <= SCARE and self.free[slice(*span)].all():
                start, end = int(inner[0]), int(inner[-1]) + 1
                words = self.words(start, end)
                near = [pair for frame, _ in _frames(self.of(words)) for pair in frames.get(frame, ())]
                found += [(start, end, *pair) for pair in near if len(_parts(pair[1])) == len(_parts(words))]
        return found


def _parts(wording):
    """The words of a wording, each part of a hyphenated one by itself."""
    return wording.casefold().replace("-", " ").split()


def _frames(stems):
    """Each way to leave one stem open, and the stems that are left."""
    for at in range(len(stems)):
        kept = stems[:at] + stems[at + 1 :]
        yield (at, kept), kept


def _candidates(tokens, text, rows):
    """The table of rows (start, end, key, wording), of overlapping ones the first in rank only."""
    columns = ["key", "doc_id", "start", "end", "score", "printed", "wording", "missing", "added", "accept"]
    ranked, taken, table = [], np.zeros(len(tokens), dtype=bool), []
    for start, end, key, wording in rows:
        stems, own = set(text.of(wording)), set(text.of(text.words(start, end)))
        shared, either = (text.total(sorted(some)) for some in (stems & own, stems | own))
        ranked.append((-shared * shared / either, start, end, key, wording, 100 * shared / either))
    for _, start, end, key, wording, score in sorted(ranked):
        if not taken[start:end].any():
            taken[start:end] = True
            doc, printed = tokens.doc[start], text.words(start, end)
            missing, added = _without(text, wording, printed), _without(text, printed, wording)
            place = (tokens.docs["doc_id"].iloc[doc], start - tokens.offsets[doc], end - tokens.offsets[doc])
            table.append((key, *place, score, printed, wording, missing, added, f"{key}: {printed}"))
    return pd.DataFrame(table, columns=columns)


def _without(text, words, others):
    """The content words whose stems are not among those of the others."""
    stems = set(text.of(others))
    return " ".join(part for part in words.replace("-", " ").split() if not stems.issuperset(text.of(part)))
