"""Actions: who does what to whom, found by rules in the clauses around a verb or a noun of action."""

from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from analysis.text.matches import find, spans

COLUMNS = ["key", "variant", "doc_id", "start", "end", "agent", "patient", "negated", "modal"]
PLACE = ["key", "doc_id", "start", "end"]
MARKS = frozenset(',;:()—–"“”')
REACH = 8  # tokens between an action and whom it concerns
FAR = 40  # tokens before a verb in which its subject is looked for
STEPS, MOST = 4, 10  # clauses that are gone back; names joined by "and"
NEAR = 3  # tokens between a noun of action and a name before it, or between be and a participle


def named(tokens, actors, mask=None):
    """Every occurrence of the name of an actor; none overlaps another.

    Parameters
    ----------
    tokens : Tokens
    actors : Lexicon
        Of overlapping names the longest counts; of equally long ones the first entry.
    mask : bool array [shape=(n_tokens,)], optional
        Positions that count. Default: body and headline.

    Returns
    -------
    DataFrame [one row an occurrence; columns key, variant, doc_id, start, end]
        In the order of the corpus.
    """
    found = find(tokens, actors, mask)
    start, end = spans(tokens, found)
    order = {one.key: number for number, one in enumerate(actors.entries)}
    rank = found["key"].astype(str).map(order).to_numpy(dtype=np.int64)
    kept, taken = np.zeros(len(found), dtype=bool), np.zeros(len(tokens), dtype=bool)
    for row in np.lexsort([start, rank, start - end]):
        if not taken[start[row] : end[row]].any():
            taken[start[row] : end[row]] = kept[row] = True
    return found[kept].iloc[np.argsort(start[kept], kind="stable")].reset_index(drop=True)


def acts(tokens, actions, names, mask=None):
    """Every occurrence of an action with who does it, to whom, as far as the words of its clause show it.

    Parameters
    ----------
    tokens : Tokens
    actions : lexicons.Actions
    names : DataFrame
        Names of actors, as `named` returns them.
    mask : bool array [shape=(n_tokens,)], optional
        Positions that count. Default: body and headline.

    Returns
    -------
    DataFrame [one row an action and pair of actors; columns key, variant, doc_id, start, end, agent, patient, negated,
               modal]
        agent and patient are keys of actors, "" where the rules leave it open; two agents of one action have a row
        each. negated: "did not restrict", "no sanctions"; modal: the modal verb before it ("could"), or "". In the
        order of the corpus.

    Notes
    -----
    The rules: active, passive ("was banned by the US"), infinitive ("urged firms to invest"), relative ("the US, which
    banned"), nominal ("US restrictions on", "the crackdown on firms by Beijing", "its crackdown"), and with a light
    verb ("imposed sanctions on"). Linear in the text but for sentences, each of which is read once an action.
    """
    found = _found(tokens, actions.lexicon, mask)
    start, end = spans(tokens, found)
    bounds = (*spans(tokens, names), names["key"].astype(str).to_numpy())
    read, rows = partial(_sentence, tokens, bounds, actions.words), []
    sentence, clause = np.searchsorted(tokens.sentences, start, side="right") - 1, None
    for number, (at, kind) in enumerate(zip(sentence, found["kind"], strict=True)):
        clause = clause if clause and clause.number == at else read(at)
        first, last = start[number] - clause.first, end[number] - clause.first
        as_noun = kind == "noun" or (kind == "either" and clause.is_noun(first, last))
        agents, patients = (clause.of_noun if as_noun else clause.of_verb)(first, last)
        patients = [one for one in patients if one not in agents]  # "the US banned Americans": whom is open
        rows += [(number, one, *clause.said(first), other) for one in agents or [""] for other in patients or [""]]
    number, agent, negated, modal, patient = zip(*rows, strict=True) if rows else ([], [], [], [], [])
    table = found.iloc[list(number)].reset_index(drop=True)
    return table.assign(agent=agent, patient=patient, negated=negated, modal=modal)[COLUMNS]


def _found(tokens, lexicon, mask):
    """Occurrences of actions, and whether each is a verb, a noun, or either."""
    parts = []
    for kind in ("verb", "noun"):
        kept = (tuple(part for part in one.variants if part.kind in (kind, "excluded")) for one in lexicon.entries)
        entries = tuple(replace(one, variants=some) for one, some in zip(lexicon.entries, kept, strict=True))
        found = find(tokens, replace(lexicon, entries=entries), mask).assign(kind=kind)
        parts.append(found.astype({"key": str, "variant": str}))
    both = pd.concat(parts, ignore_index=True)
    excluded = {(one.key, part.text) for one in lexicon.entries for part in one.variants if part.kind == "excluded"}
    pairs = zip(both["key"], both["variant"], strict=True)
    both = both[np.array([pair not in excluded for pair in pairs], dtype=bool)]
    twice = both.duplicated(PLACE, keep=False)
    both = both.assign(kind=both["kind"].mask(twice, "either"), at=spans(tokens, both)[0]).drop_duplicates(PLACE)
    both = both.sort_values(["at", "end", "key"], ascending=[True, False, True], ignore_index=True)
    reach = both.groupby(["doc_id", "key"])["end"].transform(lambda end: end.cummax().shift(fill_value=0))
    return both[both["end"] > reach]


def _sentence(tokens, names, words, number):
    """A sentence of the corpus as the rules read it."""
    first, last = tokens.sentences[number], tokens.sentences[number + 1]
    low, high = np.searchsorted(names[0], [first, last])
    own = [
        (start - first, end - first, key) for start, end, key in zip(*(part[low:high] for part in names), strict=True)
    ]
    forms = tokens.types["form"].to_numpy()[tokens.ids[first:last]]
    return Clauses(number, first, [form.casefold() for form in forms], own, words)


class Clauses:
    """One sentence: its words, the names of actors in it, and where its clauses begin.

    Parameters
    ----------
    number, first : int
        Number of the sentence, and its first position.
    folded : list of str
    names : list of (start, end, key)
    words : dict of str to frozenset
    """

    def __init__(self, number, first, folded, names, words):
        self.number, self.first, self.folded, self.words = number, first, folded, words
        names = self._with_latter(names)
        behind = [*(start for start, _, _ in names[1:]), -1]  # a name directly before another one is its attribute
        self.names = [one for one, start in zip(names, behind, strict=bool(names)) if one[1] != start]
        self.starts, self.ends = ([one[end] for one in self.names] for end in (0, 1))
        inside = {n for start, end, _ in names for n in range(start, end)}
        breaks = (n for n, word in enumerate(self.folded) if word in MARKS or word in words["subordinate"])
        self.breaks = [n for n in breaks if n not in inside]

    def _with_latter(self, names):
        """The names, and "the latter" as the one before it."""
        ends = [end for _, end, _ in names]
        places = [(n, bisect_right(ends, n)) for n, word in enumerate(self.folded) if word == "latter"]
        return sorted([*names, *((n, n + 1, names[place - 1][2]) for n, place in places if place)])

    def _between(self, low, high):
        """Numbers of the names that lie between two places."""
        return range(bisect_left(self.starts, low), bisect_right(self.ends, high))

    def _stop(self, at):
        """Where what follows a place ends: at the end of the clause, or a few words further on."""
        place = bisect_left(self.breaks, at)
        return min([*self.breaks[place : place + 1], len(self.folded), at + REACH])

    def is_noun(self, first, last):
        """Whether a word that can be noun or verb is a noun here."""
        before, behind = self.folded[max(0, first - 1) : first], self.folded[last : last + 1]
        nominal = self.words["determiners"] | self.words["possessive"] | self.words["prepositions"] | {"'s", "no"}
        return bool((nominal - {"to"}).intersection(before)) or bool({"for", "from", "of", "by"}.intersection(behind))

    def of_verb(self, first, last):
        """Agents and patients of a verb."""
        if self._passive(first, last):
            return self._behind_by(last), self._subject(first, self._is_free)
        return self._subject(first, self._is_head), self._object(last, self.words["no_object"])

    def of_noun(self, first, last):
        """Agents and patients of a noun of action."""
        before = self._before(first)
        agents = [one[2] for one in before] or self._behind_by(last) or self._bearer(first)
        patients = self._object(self._behind(last), self.words["by"])
        head = before[0][0] if before else first
        if not patients and self._any(head, self.words["facing"] | self.words["by"]):
            patients = self._subject(head, self._is_free)
        return agents, patients

    def _behind(self, last):
        """Where the preposition of a noun ends, also behind "were imposed"; the end of the sentence without one."""
        near = range(last, min(last + NEAR + 1, len(self.folded)))
        light = next((n + 1 for n in near if self.folded[n] in self.words["light"]), last)
        place = last if self.folded[last : last + 1] and self.folded[last] in self.words["after_noun"] else light
        found = self.folded[place : place + 1] and self.folded[place] in self.words["after_noun"]
        return place + 1 if found else len(self.folded)

    def said(self, first):
        """Whether an action is negated, and the modal verb before it."""
        near = self.folded[max(self._begin(first), first - NEAR - 1) : first]
        modal = [word for word in near if word in self.words["modals"]]
        return bool(self.words["negations"].intersection(near)), modal[-1] if modal else ""

    def _begin(self, at):
        """Where the clause of a token begins."""
        place = bisect_right(self.breaks, at - 1)
        return self.breaks[place - 1] + 1 if place else 0

    def _passive(self, first, last):
        """Whether a participle stands behind a form of be, or before "by"."""
        if self.folded[first].endswith("ing"):
            return False
        before = self.folded[max(self._begin(first), first - NEAR) : first]
        be = [n for n, word in enumerate(before) if word in self.words["be"]]
        passed = self.words["be"] | self.words["negations"] | self.words["adverbs"]
        participle = bool(be) and all(word in passed or word.endswith("ly") for word in before[be[-1] :])
        return participle or bool(self.words["by"].intersection(self.folded[last : last + 1]))

    def _subject(self, at, fits):
        """Keys of the subject of a verb, a name that fits, also where it stands in an earlier clause."""
        to = self._to(at)
        if to is not None and self.folded[to - 1] in self.words["carriers"]:
            return [one[2] for one in self._before(to - 1)]
        if to is None and self._gerund(at):
            return self._urged(at, to)
        if urged := self._urged(at, to):
            return urged
        begin = self._begin(at)
        for _ in range(STEPS):
            if found := self._heads(begin, at, fits):
                return found
            joint = begin - 1
            if joint < 0 or not self._goes_on(joint, at):
                return []
            begin, at = self._begin(joint), joint
        return []

    def _to(self, at):
        """Where the "to" of an infinitive stands; of one joined to another, that of the first; None without one."""
        if not at or self.folded[at - 1] != "to":
            return None
        joined = at > 1 and self.folded[at - 2] in self.words["links"]
        earlier = [n for n in range(self._begin(at), at - 2) if self.folded[n] == "to"] if joined else []
        return earlier[-1] if earlier else at - 1

    def _gerund(self, at):
        """Whether a verb in -ing stands behind a preposition other than "by", or is joined to another one."""
        before = self.folded[at - 1] if at else ""
        return (
            self.folded[at].endswith("ing")
            and before in self.words["prepositions"] | self.words["links"] - self.words["by"]
        )

    def _urged(self, at, to):
        """Whoever is asked to act: "urged firms to invest", "accused China of restricting"."""
        mark = to if to is not None else at - 1
        near = [self.names[n] for n in self._between(mark - NEAR - 1, mark) if self.ends[n] == mark]
        if to is not None:
            near = near if self.words["urging"].intersection(self.folded[max(0, mark - REACH) : mark]) else []
        elif mark < 0 or self.folded[mark] not in ("of", "from"):
            near = []
        return [near[0][2]] if near else []

    def _goes_on(self, joint, at):
        """Whether a clause without a subject of its own has the one of the clause before it."""
        mark, rest = self.folded[joint], self.folded[joint + 1 : at]
        if mark in self.words["relative"]:
            return True
        begins = self.words["links"] | self.words["modals"] | self.words["be"] | self.words["prepositions"]
        plain = not rest or rest[0] in begins or len(rest) < NEAR
        return mark in MARKS and (plain or rest[0].endswith(("ed", "ing")))

    def _heads(self, begin, end, fits):
        """Keys of the first name between two places that can be a subject, and of those joined to it."""
        inside = self._between(max(begin, end - FAR), end)
        first = next((n for n in inside if fits(self.names[n], end)), None)
        return [] if first is None else [*self._joined(first, -1), self.names[first][2], *self._joined(first, 1)]

    def _is_free(self, name, _):
        """Whether a name stands behind no preposition."""
        start = name[0]
        before = [word for word in self.folded[max(0, start - 4) : start] if word not in self.words["determiners"]]
        office = before[-1:] == ["of"] and before[-2:-1] and before[-2] in self.words["offices"]
        return not before or before[-1] not in self.words["prepositions"] or office or self.folded[start] == "latter"

    def _is_head(self, name, end):
        """Whether a name that is free is no attribute either."""
        attribute = name[1] < end and (self.folded[name[1]] == "'s" or self._attributive(name[1]))
        return not attribute and self._is_free(name, end)

    def _attributive(self, stop):
        """Whether the name that ends there is an adjective before a noun: "Chinese tourists"."""
        behind = self.folded[stop] if stop < len(self.folded) else ""
        return (
            self.folded[stop - 1] in self.words["adjectives"] and behind.isalpha() and behind not in self.words["links"]
        )

    def _joined(self, number, step):
        """Keys of the names joined to one by "and", "or" or a comma, before or after it."""
        found = []
        while len(found) < MOST and self._linked(min(number, number + step)):
            number += step
            found.append(self.names[number][2])
        return found[::step]

    def _linked(self, number):
        """Whether a link, and no other word, stands between a name and the next one."""
        if not 0 <= number < len(self.names) - 1:
            return False
        between = self.folded[self.ends[number] : min(self.starts[number + 1], self.ends[number] + REACH)]
        passed = self.words["determiners"] | self.words["links"] | {","}
        return bool(between) and passed.issuperset(between) and not self.words["determiners"].issuperset(between)

    def _object(self, at, blocked):
        """Keys of the first name behind an action, in its clause, and of those joined to it."""
        stop = self._stop(at)
        stop = next((n for n in range(at, stop) if self.folded[n] in blocked), stop)
        first = bisect_left(self.starts, at)
        if not self.starts[first : first + 1] or self.starts[first] >= stop or self._attributive(self.ends[first]):
            return []
        return [self.names[first][2], *self._joined(first, 1)]

    def _before(self, first):
        """The name directly before a noun, with adjectives between: "US restrictions", "Beijing's long crackdown"."""
        near = [self.names[n] for n in self._between(first - REACH, first) if first - self.ends[n] <= NEAR]
        between = self.folded[near[-1][1] : first] if near else []
        stops = self.words["prepositions"] | self.words["links"] | self.words["be"] | self.words["light"] | MARKS
        verbs = self.words["modals"] | self.words["determiners"] | self.words["facing"] | self.words["urging"]
        return near[-1:] if near and not (stops | verbs).intersection(between) else []

    def _behind_by(self, last):
        """Names behind the next "by" or "from" of the clause, one of which does it."""
        stop = self._stop(last)
        by = next((n for n in range(last, stop) if self.folded[n] in ("by", "from")), None)
        return [] if by is None else self._object(by + 1, self.words["relative"])[: None if by < stop else 0]

    def _bearer(self, first):
        """Who does it by a light verb ("imposed sanctions"), or whose action "its" means."""
        if self._any(first, self.words["light"]):
            light = max(n for n in range(max(0, first - REACH), first) if self.folded[n] in self.words["light"])
            free = self.folded[light].endswith("ing") and self.folded[light - 1] not in self.words["be"]
            if not free and not self._passive(light, light + 1) and (found := self._subject(light, self._is_head)):
                return found
        if self.words["possessive"].intersection(self.folded[max(0, first - NEAR) : first]):
            return self._subject(first, self._is_head)
        return []

    def _any(self, first, words):
        """Whether one of these words stands before a noun in its clause, with no name between."""
        place = bisect_right(self.ends, first)
        begin = max([self._begin(first), first - REACH, *self.ends[max(0, place - 1) : place]])
        return bool(words.intersection(self.folded[begin:first]))
