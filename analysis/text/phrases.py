"""Phrases: punctuation, clauses and noun phrases of a corpus, by the reporting words and the letters of its tokens."""

from bisect import bisect_left, bisect_right
from collections import defaultdict

import numpy as np
import pandas as pd

from analysis.text.matches import spans

RULES = ("says", "urges", "finds", "noun", "according", "passive", "naming", "distance")  # kinds that have rules
BACK = 14  # positions that a speaker may take
CLOSE = 3  # titles without capitals before a name
MARGIN = 6  # parts of a sentence in which a speaker before an apposition is sought


class Phrases:
    """What stands around the reporting words of a corpus, position by position; ``at`` has the end of each by kind."""

    def __init__(self, tokens, cues, quoted):
        self.tokens, self.texts, self.doc = tokens, tokens.docs["text"].to_numpy(), tokens.doc.tolist()
        self.lines, self.bounds = tokens.paragraphs.tolist(), tokens.sentences.tolist()
        self.is_word, self.words = tokens.is_word.tolist(), np.append(0, np.cumsum(tokens.is_word)).tolist()
        self.forms, self.stop = tokens.types["form"].to_numpy()[tokens.ids].tolist(), tokens.is_stop.tolist()
        self.capital, self.is_mark = capitals(tokens), self._marks()
        self.marks = [place for place, mark in enumerate(self.is_mark) if mark]
        shown = tokens.is_word | np.array(self.is_mark, dtype=bool)
        self.seen = [*np.flatnonzero(shown).tolist(), len(shown), -1]  # -1: before the first one
        self.rank = np.append(0, np.cumsum(shown)).tolist()
        self.opened = self._brackets()
        self.inside = np.zeros(len(tokens) + 1, dtype=bool)
        for start, end, _ in quoted:
            self.inside[start:end] = True
        self.openings = {start for start, *_ in quoted}
        self.behind_quotes = {self.visible(end) for _, end, is_closed in quoted if is_closed and self.goes_on(end)}
        self.at = defaultdict(dict)
        self.cues = self._outside(cues)
        self.days = {end: start for start, end in self.at["day"].items()}

    def _marks(self):
        """Whether each position can end something: not what is invisible, or inside "Dr." or "CNN/ORC"."""
        tokens = self.tokens
        marks = ~tokens.is_word & ~tokens.types["is_invisible"].to_numpy()[tokens.ids]
        inner = marks & np.isin(self.forms, [".", "/"])
        inner[tokens.sentences[1:] - 1] = False
        return (marks & ~(inner & np.append(tokens.is_word[1:], False)[: len(inner)])).tolist()

    def _brackets(self):
        """The opening bracket of each closing one, by position."""
        opened, found = -1, {}
        for place in self.marks:
            if self.forms[place] in "([":
                opened = place
            elif self.forms[place] in ")]" and place - BACK < opened:
                found[place] = opened
        return found

    def _outside(self, cues):
        """Those with rules, outside quotations: ``start:end``, key, and the sentence ``begin:stop`` around them."""
        (start, end), bounds = spans(self.tokens, cues), self.tokens.sentences
        sentence, datelines = np.searchsorted(bounds, start, side="right"), self._datelines()
        table = pd.DataFrame({"start": start, "end": end, "key": cues["key"].to_numpy(dtype=str)})
        begins = [datelines.get(begin, begin) for begin in bounds[sentence - 1].tolist()]
        table = table.assign(begin=begins, stop=bounds[sentence])
        table = table[~self.inside[start]].sort_values(["start", "end", "key"])
        for place, behind, kind in zip(*(table[name].tolist() for name in ("start", "end", "key")), strict=True):
            self.at[kind][place] = behind
        return list(table[table["key"].isin(RULES)].itertuples(name="Cue", index=False))

    def _datelines(self):
        """Where what follows "OSLO, May 2 (Courier) —" begins, by the start of its paragraph."""
        found = {}
        for begin, end in zip(self.lines[:-1], self.lines[1:], strict=True):
            dashes = (mark for mark in range(begin, min(end, begin + BACK)) if self.forms[mark] == "-")
            dash = next(dashes, begin)
            before = range(begin, dash)
            if before and all(not self.is_word[at] or self.capital[at] or self.forms[at].isdigit() for at in before):
                left, right = self.tokens.spans[begin].tolist()
                if self.texts[self.doc[begin]][left:right].isupper() and right - left > 1:
                    found[begin] = dash + 1
        return found

    def has(self, place, *kinds):
        """Whether a word of one of these kinds begins here."""
        return any(place in self.at[kind] for kind in kinds)

    def visible(self, place, step=1):
        """The first position from here on (or back) that is neither a quotation mark nor a clitic."""
        if not 0 <= place < len(self.forms):
            return place
        return self.seen[self.rank[place + 1] - 1] if step < 0 else self.seen[self.rank[place]]

    def goes_on(self, end):
        """Whether the sentence may go on behind a quotation that ends here."""
        bounds = self.lines if self.forms[end - 1] in ",?!" else self.bounds
        return bisect_right(bounds, end - 1) == bisect_right(bounds, self.visible(end))

    def until_mark(self, start, stop):
        """Position of the first punctuation mark from ``start`` on, or ``stop``."""
        return first_of(self.marks, start, stop)

    def last_mark(self, begin, start):
        """Position after the last punctuation mark before ``start``, or ``begin``."""
        at = bisect_left(self.marks, start)
        return max(begin, self.marks[at - 1] + 1) if at else begin

    def is_stop_inside(self, place):
        """Whether this is the full stop of "Dr." or "J.", or the stroke of "CNN/ORC"."""
        return self.forms[place] in (".", "/") and not self.is_mark[place]

    def is_named(self, place):
        """Whether a position lies inside a name: a word in capitals, or the full stop of "J."."""
        return self.capital[place] or self.is_stop_inside(place)

    def is_be(self, start, end):
        """Whether a form of be stands between two positions."""
        return any(self.has(place, "be") or self.forms[place] == "'s" for place in range(start, end))

    def is_adverb(self, place):
        """Whether a word is an adverb in -ly."""
        return self.is_word[place] and self.forms[place].endswith("ly") and not self.capital[place]

    def begins_aside(self, place):
        """Whether an adverbial or a clause beside a report begins here."""
        return self.has(place, "adjunct", "concession", "lead", "border")

    def back(self, place, floor):
        """The position behind the last word of a speaker: past adverbs, auxiliaries, days and brackets."""
        while place > floor:
            last = place - 1
            linked = self.forms[last] == "'s" and self.has(last - 1, "pronoun")
            linked = linked or (self.forms[last] == "and" and self.is_adverb(last - 1))
            if last in self.opened:
                place = self.opened[last]
            elif self.days.get(place, floor) > floor:
                place = self.days[place]
            elif linked or self.has(last, "helper") or self.is_adverb(last):
                place = last
            else:
                break
        return place

    def phrase(self, end, floor):
        """The noun phrase that ends here, without what leads to it."""
        start = end
        while start > max(floor, end - BACK) and self.is_inner(start - 1):
            start -= 1
        return self.trimmed(start, end)

    def is_inner(self, place):
        """Whether a position can lie inside a noun phrase."""
        if self.forms[place] == "and" and 0 < place < len(self.forms) - 1:
            return self.capital[place - 1] and (self.capital[place + 1] or self.has(place + 1, "determiner"))
        return not self.is_mark[place] and not self.has(place, "border", "says", "urges")

    def trimmed(self, start, end):
        """A noun phrase without adverbs, time and place before it, and without time and place after it."""
        while start < end and (not self.is_word[start] or (self.has(start, "lead") and not self.has(start, "pronoun"))):
            start += 1
        if start < end and self.has(start, "adjunct", "day"):
            start = self.behind_adverbial(start, end)
        late = (place for place in range(start + 1, end) if self.has(place, "day", "adjunct"))
        end = next((place for place in late if self.has(place, "day") or not self.has(place, "link")), end)
        end = next((place for place in range(start + 2, end) if self.is_modifier(place, end)), end)
        while end - start > 1 and (self.stop[end - 1] or not self.is_word[end - 1]):
            end -= 1
        return (start, end) if start < end else (end, end)

    def is_modifier(self, place, end):
        """Whether a participle behind a noun ends its name: "a poll released", "voters trying to leave"."""
        if self.capital[place]:
            return False
        past = self.forms[place].endswith("ed") and (place + 1 == end or self.forms[place + 1] == "by")
        plural = self.capital[place - 1] or self.forms[place - 1].endswith("s") or self.has(place - 1, "plural")
        return past or (plural and self.forms[place].endswith("ing") and self.has(place + 1, "link", "determiner"))

    def behind_adverbial(self, start, end):
        """Where the speaker of "On Monday Li" or "At noon the mayor" begins: the last name, determiner or pronoun."""
        name = end
        while name > start and self.is_word[name - 1] and self.capital[name - 1]:
            name -= 1
        if start < name < end:
            return name
        heads = (place for place in range(end - 1, start - 1, -1) if self.has(place, "determiner", "pronoun"))
        return next((place for place in heads if self.has(place, "pronoun") or not self.has(place, "adjunct")), end)

    def apposed(self, begin, comma):
        """The speaker of "Hou Lijun, director of an institute, said": the first part that is no adverbial."""
        marks = self.marks[bisect_left(self.marks, begin) : bisect_left(self.marks, comma)][-MARGIN * 2 :]
        closed = [mark for mark in marks if mark in self.opened]
        inside = {place for close in closed for place in range(self.opened[close], close + 1)}
        marks = [mark for mark in marks if mark not in inside and self.forms[mark] not in "()[]"]
        parts = list(zip([begin, *(mark + 1 for mark in marks)], [*marks, comma], strict=True))[-MARGIN:]
        for number, (start, end) in enumerate(parts):
            if start < end and not self.begins_aside(start):
                name = parts[min(number + 1, len(parts) - 1)]  # "the chairman, Li Wei, said"
                words = (at for at in range(*name) if at == name[0] or self.forms[at] != "of")
                named = 1 < name[1] - name[0] < MARGIN and all(map(self.is_named, words))
                role = not self.capital[end - 1] or (self.has(start, "determiner") and not self.capital[start + 1])
                return name if named and role else self.phrase(self.back(end, start), start)
        return comma, comma

    def is_participle(self, place, stop):
        """Whether a sentence begins with "Continuing to explain it, Li": a word in -ing, and a name behind the mark."""
        if place >= stop or not self.forms[place].endswith("ing") or self.capital[place + 1]:
            return False
        mark = self.until_mark(place + 1, stop)
        verb = self.has(place + 1, "helper", "says", "urges", "finds")
        return not verb and place + 1 < mark < stop - 1 and (self.capital[mark + 1] or self.has(mark + 1, "pronoun"))

    def leads(self, place):
        """Whether a sentence begins here with what is no part of its subject: "However, Li", "Shortly after it, Li"."""
        adverb = self.forms[place].endswith("ly") and (
            self.has(place + 1, "adjunct") or self.is_mark[place + 1 : place + 2] == [True]
        )
        lead = self.has(place, "lead") and not self.has(place, "condition")
        return adverb or lead or not self.is_word[place]

    def opening(self, begin, stop):
        """The subject that a sentence begins with: a name, a pronoun, or a noun with its determiner."""
        place = begin
        while place < stop and self.leads(place):
            place += 1
        if self.has(place, "adjunct", "border") or self.is_participle(place, stop):
            mark = self.until_mark(place, stop)
            place = place + 1 if mark == stop and self.has(place, "concession", "condition") else mark + 1
        end = place
        while end < stop and (self.is_stop_inside(end) or (self.capital[end] and (end > place or not self.stop[end]))):
            end += 1
        if end == place and place < stop and self.has(place, "pronoun"):
            end = place + 1
        elif end == place and self.has(place, "determiner"):
            nouns = (at for at in range(place + 2, stop) if not self.is_noun_like(at))
            end = min(next(nouns, stop), place + 5)
        else:
            end = self.behind_titles(end, stop)
        return (place, end) if place < end <= stop else (stop, stop)

    def is_noun_like(self, place):
        """Whether a word can belong to a noun phrase: neither a mark, a function word nor a verb in -ed."""
        return self.is_word[place] and not self.stop[place] and not self.forms[place].endswith("ed")

    def behind_titles(self, place, stop):
        """The end of the name behind titles without capitals: "Democratic nominee Ana Holt"; else the same place."""
        end = place
        while (
            end < min(place + CLOSE, stop)
            and not self.capital[end]
            and self.is_noun_like(end)
            and not self.has(end, "says", "urges")
        ):
            end += 1
        while place < end < stop and self.is_named(end):
            end += 1
        return end if end - place > 1 and self.capital[end - 1] and self.capital[end - 2] else place


def capitals(tokens):
    """Whether each position is printed in capitals, at the start of a sentence also elsewhere, as a list."""
    texts, doc = tokens.docs["text"].to_numpy(), tokens.doc
    found = [texts[row][left].isupper() for row, left in zip(doc.tolist(), tokens.spans[:, 0].tolist(), strict=True)]
    shown = np.array([name[:1].isupper() for name in tokens.types["shown"]], dtype=bool)[tokens.ids]
    for place in tokens.sentences[:-1].tolist():
        found[place] = found[place] and (bool(shown[place]) or found[place + 1 : place + 2] == [True])
    return found


def first_of(places, start, stop):
    """The first of the sorted places from ``start`` on, or ``stop`` where there is none before it."""
    at = bisect_left(places, start)
    return min(places[at], stop) if at < len(places) else stop
