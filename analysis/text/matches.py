"""Matches: where each pattern of a lexicon occurs in the corpus."""

from bisect import bisect_left

import numpy as np
import pandas as pd

from analysis.text.tokens import HYPHENS, form, split


def find(tokens, lexicon, mask=None):
    """Locate every occurrence of each pattern of a lexicon.

    Quotation marks and the clitic 's are invisible to patterns; a match stands within one sentence and holds no
    other punctuation than its pattern names. Of overlapping matches of one key the longest counts (of equally
    long ones the first). Matches of different keys may overlap, but one that lies inside a match of a key its
    entry yields to is dropped.

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
        categorical over the whole lexicon, so a silent slogan still counts as zero; ``variant`` is the pattern
        that fired, as written. Sorted by the order of articles, then start, end, key.

    Notes
    -----
    Linear in the text for any pattern, but for sorting: all occurrences of a pattern are walked together, node
    by node, and how wide a pattern can be is bounded when it is read.
    """
    text, rows = _Text(tokens, mask), []
    for number, entry in enumerate(lexicon.entries):
        for order, variant in enumerate(entry.variants):
            start, end = text.occurrences(variant.nodes)
            rows.append(np.stack([np.full_like(start, number), np.full_like(start, order), start, end], axis=1))
    rows = np.concatenate(rows) if rows else np.empty((0, 4), dtype=np.int64)
    rows = _without_yielding(_longest(rows), lexicon.entries)
    return _table(tokens, rows, lexicon)


def spans(tokens, matches):
    """Corpus positions ``(start, end)`` of matches, int arrays [shape=(n_matches,)], end exclusive."""
    first = tokens.offsets[pd.Index(tokens.docs["doc_id"]).get_indexer(matches["doc_id"])]
    return first + matches["start"].to_numpy(dtype=np.int64), first + matches["end"].to_numpy(dtype=np.int64)


class _Text:
    """The visible tokens, indexed by type; a state is an array of ``first * width + next`` (see ``step``)."""

    def __init__(self, tokens, mask):
        self.positions, run = tokens.visible(mask)
        self.ids, self.run = np.append(tokens.ids[self.positions], -1), np.append(run, -1)
        self.is_word = np.append(tokens.is_word[self.positions], False)
        self.width = len(self.ids) + 1
        self.order = np.argsort(self.ids, kind="stable")
        self.sorted_ids = self.ids[self.order]
        forms = tokens.types["form"].tolist()
        self.spellings = tokens.spellings
        self.exact = {name: row for row, name in enumerate(forms)}
        folded = sorted((name.casefold(), row) for row, name in enumerate(forms))
        self.folded, self.rows = [name for name, _ in folded], np.array([row for _, row in folded], dtype=int)

    def occurrences(self, nodes):
        """Corpus positions start, end of a pattern: the longest match from each place where it can start."""
        types, _ = self.opening(nodes)
        starts = [self.order[slice(*np.searchsorted(self.sorted_ids, [t, t + 1]))] for t in types]
        state = self.walk(self.at(_union([self.order[:0], *starts])), nodes)
        start, end = np.divmod(state, self.width)
        longest = np.append(np.diff(start) != 0, True)[: len(start)]
        start, end = start[longest], end[longest]
        return self.positions[start], self.positions[end - 1] + 1

    def at(self, places):
        """The state of a match that begins at each of these places and has taken nothing yet."""
        return places.astype(np.int64) * (self.width + 1)

    def opening(self, nodes):
        """Types that a match can begin with, and whether the nodes can match nothing."""
        types = [np.array([], dtype=int)]
        for kind, *content in nodes:
            if kind == "word":
                return np.concatenate([*types, *(sequence[0] for sequence in self.sequences(*content))]), False
            parts = [self.opening(branch) for branch in content[0]]
            types += [part for part, _ in parts]
            if kind in ("alt", "context") and not any(empty for _, empty in parts):
                return np.concatenate(types), False
        return np.concatenate(types), True

    def walk(self, state, nodes):
        for place, (kind, *content) in enumerate(nodes):
            kind = "before" if kind == "context" and place == 0 else kind
            state = getattr(self, kind)(state, *content)
        return state

    def before(self, state, branches):
        """Words that must stand before a match: it begins after them."""
        first, place = np.divmod(self.alt(state, branches), self.width)
        return self.at(np.unique(place[self.run[place] == self.run[first]]))

    def context(self, state, branches):
        """Words that must stand after a match: it ends before them."""
        first, place = np.divmod(state, self.width)
        inside = self.run[place] == self.run[first]
        followed = self.alt(self.at(np.unique(place[inside])), branches) // self.width
        return state[inside & np.isin(place, followed)]

    def word(self, state, text, is_stem):
        return _union([self.sequence(state, sequence) for sequence in self.sequences(text, is_stem)])

    def gap(self, state, widest):
        reached = [state]
        for _ in range(widest):
            reached.append(self.step(reached[-1], self.is_word[reached[-1] % self.width]))
        return _union(reached)

    def alt(self, state, branches):
        return _union([self.walk(state, branch) for branch in branches])

    def opt(self, state, branches):
        return _union([state, self.alt(state, branches)])

    def sequence(self, state, sequence):
        for types in sequence:
            state = self.step(state, np.isin(self.ids[state % self.width], types))
        return state

    def step(self, state, allowed):
        """Move on by one token where that is allowed and stays in the run of the match's first token."""
        first, at = np.divmod(state, self.width)
        return state[allowed & (self.run[at] == self.run[first])] + 1

    def sequences(self, text, is_stem):
        """Ways to print a word of a pattern, each a list of arrays of types: a hyphen may be a space."""
        whole = [text[start:end] for start, end, kind in split(text) if kind != "clitic"]
        apart = [text[start:end] for start, end, kind in split(_open(text)) if kind != "clitic"]
        return [self.types_of(tokens, is_stem) for tokens in ([whole] if whole == apart else [whole, apart])]

    def types_of(self, tokens, is_stem):
        last = len(tokens) - 1
        return [
            self.types(form(token, self.spellings), is_stem and place == last) for place, token in enumerate(tokens)
        ]

    def types(self, name, is_stem):
        """Rows of the types that a word stands for; one in capitals stands only for itself."""
        if len(name) > 1 and name.isupper() and not is_stem:
            return np.array([self.exact[name]] if name in self.exact else [], dtype=int)
        name = name.casefold()
        start = bisect_left(self.folded, name)
        end = bisect_left(self.folded, name + (chr(0x10FFFF) if is_stem else "\0"))
        return self.rows[start:end]


def _open(text):
    return text.translate(dict.fromkeys(map(ord, HYPHENS), " "))


def _union(states):
    return np.unique(np.concatenate(states))


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
