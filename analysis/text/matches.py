"""Matches: where each pattern of a lexicon occurs in the corpus."""

from bisect import bisect_left
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from analysis.text.tokens import HYPHENS, form, split

_TEXTS = WeakKeyDictionary()  # of Tokens: what patterns see of them without a mask, made once


def find(tokens, lexicon, mask=None):
    """Locate every occurrence of each pattern of a lexicon.

    Quotation marks and the clitic 's are invisible to patterns, and a hyphen equals a space. A match lies within one
    sentence and contains no punctuation except that in its pattern. Of overlapping matches of one key, the longest
    is kept (else the first). Matches of different keys may overlap, but one that lies inside a match of a key
    its entry yields to is dropped. So is one in a sentence that holds a pattern of its entry's ``unless``, and one of a
    general wording `elsewhere` than in the lexicon's country.

    Parameters
    ----------
    tokens : Tokens
    lexicon : Lexicon
        Parsed patterns; each holds at least one token.
    mask : bool array [shape=(n_tokens,)], optional
        Positions that count. Default: body and headline.

    Returns
    -------
    DataFrame [one row an occurrence; columns key, variant, doc_id, start, end]
        ``start:end`` are positions counted from the article's first token, end exclusive. ``key`` is
        categorical over the whole lexicon, so that a slogan without a match has a count of zero; ``variant`` is the
        pattern that matched, as written. Sorted by the order of articles, then start, end, key.

    Notes
    -----
    Linear in the text for any pattern, but for sorting: all occurrences of a pattern are walked together, node
    by node, and how wide a pattern can be is bounded when it is read.
    """
    text, rows = _text(tokens, mask), []
    for number, entry in enumerate(lexicon.entries):
        for order, variant in enumerate(entry.variants):
            start, end = text.occurrences(variant.nodes)
            rows.append(np.stack([np.full_like(start, number), np.full_like(start, order), start, end], axis=1))
    rows = np.concatenate(rows) if rows else np.empty((0, 4), dtype=np.int64)
    rows = rows[~text.cancelled(rows, lexicon.entries)]
    rows = rows[tokens.written_in(lexicon.language)[rows[:, 2]]] if lexicon.language else rows
    rows = _without_yielding(_longest(_at_home(tokens, rows, lexicon)), lexicon.entries)
    return _table(tokens, rows, lexicon)


def find_counted(tokens, lexicon, mask=None):
    """Matches of a lexicon whose entries may exclude uses of a word, such as the month May, without these uses.

    Returns
    -------
    DataFrame
        As `find` returns it, and negated: whether a negated pattern matched ("must not").
    """
    found = find(tokens, lexicon, mask)
    kinds = {(entry.key, variant.text): variant.kind for entry in lexicon.entries for variant in entry.variants}
    kind = np.array([kinds[pair] for pair in zip(found["key"], found["variant"], strict=True)], dtype=object)
    return found.assign(negated=kind == "negated")[kind != "excluded"].reset_index(drop=True)


def spans(tokens, matches):
    """Corpus positions ``(start, end)`` of matches, int arrays [shape=(n_matches,)], end exclusive."""
    first = tokens.offsets[tokens.rows(matches["doc_id"])]
    return first + matches["start"].to_numpy(dtype=np.int64), first + matches["end"].to_numpy(dtype=np.int64)


def named_countries(tokens, names, matches):
    """The countries that the sentence of each match names, as a list of text ("China; Japan"; "" for none).

    Parameters
    ----------
    tokens : Tokens
    names : DataFrame
        Matches of the lexicon of countries.
    matches : DataFrame [columns doc_id, start, end]
    """
    pairs = pd.DataFrame({"sentence": _sentences(tokens, names), "country": names["key"].astype(str)})
    names = pairs.drop_duplicates().sort_values("country").groupby("sentence")["country"].agg("; ".join)
    return names.reindex(_sentences(tokens, matches), fill_value="").tolist()


def elsewhere(tokens, names, country):
    """Positions in sentences about other countries, as bool array [shape=(n_tokens,)].

    Such a sentence names another country and not this one; or it names none, and its article names others only.
    ``names`` are the matches of the lexicon of countries.
    """
    here, starts = (names["key"] == country).to_numpy(), tokens.sentences[:-1]
    home, away = (_has(_sentences(tokens, names[kept]) - 1, len(starts)) for kept in (here, ~here))
    known, foreign = (_has(tokens.rows(names["doc_id"][kept]), len(tokens.docs)) for kept in (here, ~here))
    silent = ~home & ~away & (foreign & ~known)[tokens.doc[starts]] if len(starts) else home
    return np.repeat(away & ~home | silent, np.diff(tokens.sentences))


def _sentences(tokens, matches):
    return np.searchsorted(tokens.sentences, spans(tokens, matches)[0], side="right")


def _has(numbers, n):
    return np.bincount(numbers, minlength=n) > 0


def _text(tokens, mask):
    """What patterns see of these tokens; without a mask it is made once."""
    if mask is not None:
        return _Text(tokens, mask)
    if tokens not in _TEXTS:
        _TEXTS[tokens] = _Text(tokens, None)
    return _TEXTS[tokens]


class _Text:
    """The visible tokens as parts (a hyphenated word has several), indexed by the form of a part.

    A state is an array of ``first * width + next``, places of parts: where a match began and where it stands. A match
    begins at the first part of a token and ends behind the last of one, so that a hyphen and a space are the same.
    """

    def __init__(self, tokens, mask):
        self.positions, run = _without_joints(tokens, *tokens.visible(mask))
        self.spellings, self.bounds, self.known = tokens.spellings, tokens.sentences, {}
        part_of, sizes, ids = self._vocabulary(tokens)
        size = sizes[tokens.ids[self.positions]]
        first = np.cumsum(size) - size  # place of the first part of each token
        self.token = np.repeat(np.arange(len(size), dtype=np.int32), size)
        inner = np.arange(len(self.token)) - first[self.token]
        place = (np.cumsum(sizes) - sizes)[tokens.ids[self.positions]][self.token] + inner
        self.parts = np.append(ids[place], np.int32(-1))
        self.run = np.append(run[self.token], -1).astype(np.int32)
        self.is_word = np.append(tokens.is_word[self.positions][self.token], False)
        self.begins = np.append(inner == 0, True)
        behind = np.append((first + size)[self.token], len(self.token))  # place behind the token of each part
        self.behind = behind.astype(np.int32)
        self.width = len(self.parts) + 1
        self.order = np.argsort(self.parts[:-1], kind="stable").astype(np.int32)
        self.edges = np.cumsum(np.append(0, np.bincount(self.parts[:-1], minlength=len(part_of))))
        self._index(part_of)

    def _vocabulary(self, tokens):
        """Row of each distinct part; how many parts each type has; the rows of all types' parts, one after another."""
        words = tokens.types["is_word"].tolist()
        parts = [parts_of(name) if word else [name] for name, word in zip(tokens.types["form"], words, strict=True)]
        rows = {name: row for row, name in enumerate(sorted({part for some in parts for part in some}))}
        sizes = np.array([len(some) for some in parts], dtype=int)
        return rows, sizes, np.array([rows[part] for some in parts for part in some], dtype=np.int32)

    def _index(self, rows):
        self.exact = rows
        folded = sorted((name.casefold(), row) for name, row in rows.items())
        self.folded, self.rows = [name for name, _ in folded], np.array([row for _, row in folded], dtype=int)

    def occurrences(self, nodes):
        """Corpus positions start, end of a pattern: the longest match from each place where it can start."""
        starts = self.starting(nodes[nodes[0][0] == "without" :]) if self.possible(nodes) else self.at(self.order[:0])
        state = self.walk(starts, nodes)
        start, end = np.divmod(state[self.begins[state % self.width]], self.width)
        longest = np.append(np.diff(start) != 0, True)[: len(start)]
        start, end = start[longest], end[longest]
        return self.positions[self.token[start]], self.positions[self.token[end - 1]] + 1

    def possible(self, nodes):
        """Whether the corpus has all words that these nodes require, which is soon found out."""
        for kind, *content in nodes:
            if kind in ("word", "literal"):
                ways = self.sequences(*content) if kind == "word" else self.literals(*content)
                if not any(all(map(len, way)) for way in ways):
                    return False
            elif kind in ("alt", "context") and not any(map(self.possible, content[0])):
                return False
        return True

    def starting(self, nodes):
        """The states of a match at each place where it can start."""
        parts, _ = self.opening(nodes)
        starts = [self.order[self.edges[part] : self.edges[part + 1]] for part in parts]
        starts = _union([self.order[:0], *starts])
        return self.at(starts[self.begins[starts]])

    def cancelled(self, rows, entries):
        """Whether the sentence of each row (entry, variant, start, end) holds a pattern of its entry's ``unless``."""
        sentence, cancelled = np.searchsorted(self.bounds, rows[:, 2], side="right"), np.zeros(len(rows), dtype=bool)
        for number in np.unique(rows[:, 0]):
            places = [self.occurrences(nodes)[0] for nodes in entries[number].unless]
            there = np.searchsorted(self.bounds, np.concatenate([rows[:0, 0], *places]), side="right")
            cancelled |= (rows[:, 0] == number) & np.isin(sentence, there)
        return cancelled

    def at(self, places):
        """The state of a match that begins at each of these places and has taken nothing yet."""
        return places.astype(np.int64) * (self.width + 1)

    def opening(self, nodes):
        """Parts that a match can begin with, and whether the nodes can match nothing."""
        found = [np.array([], dtype=int)]
        for kind, *content in nodes:
            if kind in ("word", "literal"):
                ways = self.sequences(*content) if kind == "word" else self.literals(*content)
                return np.concatenate([*found, *(way[0] for way in ways)]), False
            parts = [self.opening(branch) for branch in content[0]]
            found += [part for part, _ in parts]
            if kind in ("alt", "context") and not any(empty for _, empty in parts):
                return np.concatenate(found), False
        return np.concatenate(found), True

    def walk(self, state, nodes):
        """The states of a match after all these nodes."""
        for place, (kind, *content) in enumerate(nodes):
            if not len(state):
                return state
            kind = {"context": "before", "without": "not_before"}.get(kind, kind) if place == 0 else kind
            state = getattr(self, kind)(state, *content)
        return state

    def before(self, state, branches):
        """Words that must stand before a match: it begins after them."""
        first, place = np.divmod(self.alt(state, branches), self.width)
        return self.at(np.unique(place[(self.run[place] == self.run[first]) & self.begins[place]]))

    def context(self, state, branches):
        """Words that must stand after a match: it ends before them."""
        first, place = np.divmod(state, self.width)
        inside = (self.run[place] == self.run[first]) & self.begins[place]
        followed = self.alt(self.at(np.unique(place[inside])), branches)
        followed = followed[self.begins[followed % self.width]] // self.width
        return state[inside & np.isin(place, followed)]

    def not_before(self, state, branches):
        """Words that must not stand before a match."""
        return np.setdiff1d(state, self.before(self.starting((("alt", branches),)), branches))

    def without(self, state, branches):
        """Words that must not stand after a match."""
        return np.setdiff1d(state, self.context(state, branches))

    def word(self, state, text, is_stem):
        """One word of a pattern, which may be printed as several."""
        return _union([self.sequence(state, sequence, is_stem) for sequence in self.sequences(text, is_stem)])

    def literal(self, state, *names):
        """One of these forms, letter by letter."""
        return _union([self.sequence(state, sequence, False) for sequence in self.literals(*names)])

    def gap(self, state, widest):
        """Up to so many whole tokens that are words."""
        reached = [state]
        for _ in range(widest):
            at = reached[-1] % self.width
            reached.append(self.leap(reached[-1], self.is_word[at] & self.begins[at]))
        return _union(reached)

    def alt(self, state, branches):
        """One of several branches."""
        return _union([self.walk(state, branch) for branch in branches])

    def opt(self, state, branches):
        """One of several branches, or nothing."""
        return _union([state, self.alt(state, branches)])

    def sequence(self, state, sequence, is_stem):
        """Parts one after another, each one of several; a stem also takes the rest of a hyphenated word."""
        for parts in sequence[:-1]:
            state = self.step(state, _among(self.parts[state % self.width], parts))
        allowed = _among(self.parts[state % self.width], sequence[-1])
        ends = [self.step(state, allowed)]
        return _union([*ends, self.leap(state, allowed)]) if is_stem else ends[0]

    def step(self, state, allowed):
        """Move on by one part, where that is allowed and stays in the match's run."""
        first, at = np.divmod(state, self.width)
        return state[allowed & (self.run[at] == self.run[first])] + 1

    def leap(self, state, allowed):
        """Move on to behind the token of a part, under the same conditions."""
        ahead = self.step(state, allowed)
        at = ahead % self.width - 1
        return ahead - 1 + self.behind[at] - at

    def sequences(self, *word):
        """Ways to print a word of a pattern (text, is_stem), each a list of arrays of parts; worked out once."""
        if word not in self.known:
            self.known[word] = self._sequences(*word)
        return self.known[word]

    def _sequences(self, text, is_stem):
        opened = text.translate(dict.fromkeys(map(ord, HYPHENS), " "))
        ways = {
            tuple(self._parts(text)): None,
            tuple(self._parts(opened)): None,
        }  # with a hyphen that is a mark, or not
        return [
            [self.matching(part, is_stem and place == len(way) - 1) for place, part in enumerate(way)]
            for way in filter(None, ways)  # a dash alone has only one
        ]

    def literals(self, *names):
        """The same of forms that are to be met letter by letter."""
        return [[np.array([self.exact[part]], dtype=int) for part in parts_of(name)] for name in names]

    def _parts(self, text):
        pieces = [text[start:end] for start, end, kind in split(text) if kind != "clitic"]
        return [part for piece in pieces for part in parts_of(form(piece, self.spellings))]

    def matching(self, name, is_stem):
        """Rows of the parts that a word stands for; one in capitals stands only for itself."""
        if len(name) > 1 and name.isupper() and not is_stem:
            return np.array([self.exact[name]] if name in self.exact else [], dtype=int)
        name = name.casefold()
        start = bisect_left(self.folded, name)
        end = bisect_left(self.folded, name + (chr(0x10FFFF) if is_stem else "\0"))
        return self.rows[start:end]


def _without_joints(tokens, positions, run):
    """Visible positions without a hyphen between a quoted word and the next, as in “involution”-style."""
    before, after = np.maximum(positions - 1, 0), np.minimum(positions + 1, len(tokens) - 1)
    invisible, spans = tokens.types["is_invisible"].to_numpy()[tokens.ids], tokens.spans
    joints = (tokens.types["form"] == "-").to_numpy()[tokens.ids[positions]] & (invisible[before] | invisible[after])
    joints &= (spans[before, 1] == spans[positions, 0]) & (spans[positions, 1] == spans[after, 0])
    texts = tokens.docs["text"].to_numpy()
    for place in np.flatnonzero(joints):
        joints[place] = texts[tokens.doc[positions[place]]][spans[positions[place], 0]] in HYPHENS
    return positions[~joints], run[~joints]


def parts_of(name):
    """The parts of a hyphenated form; of any other the form alone."""
    parts = name.split("-")
    return parts if all(parts) else [name]


def _union(states):
    """The numbers of sorted arrays without repetition, as one; a single array is taken as it is."""
    filled = [state for state in states if len(state)]
    if len(filled) < 2:
        return filled[0] if filled else states[0]
    together = np.sort(np.concatenate(filled), kind="stable")  # merges what is sorted
    return together[np.append(True, together[1:] != together[:-1])]


def _among(values, few):
    """Whether each value is one of a few, bool array."""
    return values == few[0] if len(few) == 1 else np.isin(values, few)


def _longest(rows):
    """Of the overlapping rows (entry, variant, start, end) of one entry, the longest."""
    rows = rows[np.lexsort((rows[:, 1], -rows[:, 3], rows[:, 2], rows[:, 0]))]
    offset = rows[:, 0] * (rows[:, 3].max(initial=0) + 1)  # entries one after the other on one line
    reach = np.maximum.accumulate(rows[:, 3] + offset)
    fresh = np.append(True, rows[1:, 2] + offset[1:] >= reach[:-1])[: len(rows)]
    cluster = np.cumsum(fresh)
    kept = np.bincount(cluster)[cluster] == 1
    crowded = np.flatnonzero(~kept)
    for group in np.split(crowded, np.flatnonzero(np.diff(cluster[crowded])) + 1):
        taken = set()
        for row in sorted(group, key=lambda row: (rows[row, 2] - rows[row, 3], rows[row, 2], rows[row, 1])):
            span = range(rows[row, 2], rows[row, 3])
            kept[row] = span[0] not in taken and span[-1] not in taken
            taken.update(span if kept[row] else ())
    return rows[kept]


def _at_home(tokens, rows, lexicon):
    """Drop the rows of general wordings in sentences about other countries than the lexicon's."""
    general = [[one.kind == "general" for one in entry.variants] for entry in lexicon.entries]
    general = np.array([general[entry][variant] for entry, variant, *_ in rows], dtype=bool)
    if lexicon.countries is None or not general.any():
        return rows
    away = elsewhere(tokens, find(tokens, lexicon.countries), lexicon.country)
    return rows[~(general & away[rows[:, 2]])]


def _without_yielding(rows, entries):
    """Drop the rows that lie inside a row of an entry theirs yields to."""
    numbers, kept = {entry.key: number for number, entry in enumerate(entries)}, np.ones(len(rows), dtype=bool)
    for number, entry in enumerate(entries):
        for key in entry.yields_to:
            wider, mine = rows[rows[:, 0] == numbers[key]], np.flatnonzero(rows[:, 0] == number)
            at = np.searchsorted(wider[:, 2], rows[mine, 2], side="right") - 1
            inside = (at >= 0) & (np.append(wider[:, 3], -1)[at] >= rows[mine, 3])
            kept[mine[inside]] = False
    return rows[kept]


def _table(tokens, rows, lexicon):
    keys = [item.key for item in lexicon.entries]
    rank = np.argsort(np.argsort(keys)) if keys else rows[:0, 0]
    entry, variant, start, end = rows[np.lexsort((rank[rows[:, 0]], rows[:, 3], rows[:, 2]))].T
    doc = tokens.doc[start]
    variants = [lexicon.entries[e].variants[v].text for e, v in zip(entry, variant, strict=True)]
    return pd.DataFrame(
        {
            "key": pd.Categorical.from_codes(entry, keys).reorder_categories(sorted(keys)),
            "variant": pd.Series(variants, dtype=object),
            "doc_id": tokens.docs["doc_id"].to_numpy()[doc],
            "start": start - tokens.offsets[doc],
            "end": end - tokens.offsets[doc],
        }
    )
