"""Templates: what an outlet prints around several of its articles, learned from the corpus.

A template is a line, or a first or last sentence, whose pattern stands in several articles of an outlet: a footer, a
note on the author, the labels of buttons; inside the text a sentence only beside a removed line. In a pattern numbers,
days, months and addresses are masked; in the last sentence of an article names are, too, but for the outlet's own. A
long sentence is one only if it speaks of the outlet, its authors or its readers (patterns.toml): what an outlet says
again and again about a subject is text. In doubt the text is kept: only articles that differ otherwise are evidence,
and a sentence that an outlet also prints between others belongs to the text.
"""

import re
from collections import defaultdict
from typing import NamedTuple

import numpy as np

from analysis.corpus.cleaning import EDGE, QUOTES, SENTENCE, WORD, Span, between, lines_of, plain
from analysis.files import patterns

P = patterns("templates", CAPITALISED="[A-Z][\\w.'’&-]*")
SLOT = "\ufffc"
SIGNS = "@", "www.", "://", ".com", ".org", ".net", ".cn", ".uk"  # one of them is in each address


class Place(NamedTuple):
    """A part of an article that may be a template; ``end`` tells whether it stands at an end of the article."""

    pattern: str
    end: bool
    start: int
    text: str


def add_templates(docs, spans, dates):
    """Add the templates of a corpus to what the cleaning rules have marked.

    Parameters
    ----------
    docs : list of dict
        Articles, with their ``text`` and their outlet: ``publisher``, or else ``credited_source``. Articles without
        either are compared with each other, and more of them have to show a template.
    spans : list of list of Span
        What the rules have marked in each article.
    dates : collection of str
        Names of days and months.

    Returns
    -------
    list of list of Span
        Sorted by start. ``rule`` is "template", ``pattern`` what the articles share, and ``articles`` the number of
        articles with it. An article of which nothing would be left keeps its last line.
    """
    outlets, result = defaultdict(list), list(spans)
    names = "|".join(form for word in dates for form in (word.capitalize(), word.upper()))
    days = re.compile(rf"\b(?:{names or '(?!)'})\b")
    for number, doc in enumerate(docs):
        outlets[plain(doc["publisher"] or doc["credited_source"])].append(number)
    for name, numbers in outlets.items():
        least = P.least if name else P.strict
        if len(numbers) >= least:
            house = docs[numbers[0]]["publisher"] or docs[numbers[0]]["credited_source"]
            rests = [Rest(docs[number]["text"], spans[number], house) for number in numbers]
            for number, found in zip(numbers, Outlet(rests, least, days).learned(), strict=True):
                result[number] = sorted(spans[number] + found, key=lambda span: span.start)
    return result


class Rest:
    """What the rules have left of an article: lines that may be templates, of which the ends are peeled off."""

    def __init__(self, text, spans, house=""):
        lines = [line for start, end in between(text, spans) for line in lines_of(text, start, end)]
        inner = {line.start for line in [line for line in lines if line.is_prose][P.deep : -P.deep]}
        self.lines = [line for line in lines if line.start not in inner]
        self.text, self.spans, self.found = text, spans, []
        self.edges = {place for span in spans for place in (span.start, span.end)}
        self.house = house or SLOT

    def places(self, dates):
        """Yield the places at which a template may stand now, whole lines first."""
        prose = [n for n, line in enumerate(self.lines) if line.is_prose]
        first, last = (prose[0], prose[-1]) if prose else (EDGE, len(self.lines) - EDGE)
        for n, line in enumerate(self.lines):
            end = n <= first or n >= last
            if (end and line.within(P.long)) or (line.within(P.short) and (not line.is_sentence or self._boxed(line))):
                yield Place(pattern(line.text, dates), end, line.start, line.text)
                if n > last and (masked := self._without_names(line.text)):
                    yield Place(pattern(masked, dates), end, line.start, line.text)
        for start, text in self._sentences() if self.lines else ():
            if len(text) > 8 * P.long:
                continue
            yield Place(pattern(text, dates), True, start, text)
            if masked := start + len(text) == self.lines[-1].end and self._without_names(text):
                yield Place(pattern(masked, dates), True, start, text)

    def _boxed(self, line):
        """Whether the line directly above or below has been removed."""
        above, below = self.text[max(0, line.start - P.gap) : line.start], self.text[line.end : line.end + P.gap]
        near = line.start - len(above) + len(above.rstrip()), line.end + len(below) - len(below.lstrip())
        return not self.edges.isdisjoint(near)

    def _sentences(self):
        """Start and text of the last line, its last sentence, a bracket at its end, and of the first sentence."""
        top, bottom = self.lines[0], self.lines[-1]
        for cut in {0, *_ends(bottom.text)[-1:], *bottom.bracket}:
            yield bottom.start + cut, bottom.text[cut:]
        for cut in _ends(top.text)[:1]:
            yield top.start, top.text[:cut].rstrip()

    def _without_names(self, text):
        """A sentence with its names masked; "" without any, with few other words, or if it begins with a known one."""
        if (credit := P.han_names.sub(SLOT, text)) != text:
            return credit
        text = text.replace(self.house, self.house.lower())  # what its articles share: no name to be masked
        masked = P.name.sub(lambda m: m[0] if m.start() == 0 and " " not in m[0] else SLOT, text)
        least = P.words if text.endswith((*".!?",)) else P.words // 2  # a line that is no sentence is rarely the text's
        if SLOT not in masked or len(re.findall(r"\b[a-z]+\b", masked)) < least:
            return ""
        name = P.name.match(text)[0].split()[-1] if masked.startswith(SLOT) else SLOT
        known = self.text.count(name) - sum(span.text.count(name) for span in self.spans) > 1
        return "" if known else masked

    def mark(self, place):
        """Take a place out of its line, unless nothing would be left of the article; returns whether it was done."""
        n = next((n for n, line in enumerate(self.lines) if line.start <= place.start < line.end), None)
        if n is None or (len(self.lines) == 1 and place.text == self.lines[n].text):
            return False
        line, end = self.lines[n], place.start + len(place.text)
        self.lines[n : n + 1] = [*lines_of(self.text, line.start, place.start), *lines_of(self.text, end, line.end)]
        self.found.append(place)
        self.edges |= {place.start, end}
        return True


def _ends(text):
    """Where the sentences of a line end, but for those after which it may go on."""
    return [m.end() for m in SENTENCE.finditer(text) if not P.initials.search(text[max(0, m.start() - 4) : m.end()])]


def pattern(text, dates):
    """What articles share of a text: as `plain` writes it, with numbers, days, months and addresses masked.

    >>> pattern("(HK Edition 05/21/2015 page11)", re.compile("May"))
    '(hk edition {number}/{number}/{number} page{number})'
    """
    masked = plain(dates.sub("{date}", text))
    if any(sign in masked for sign in SIGNS):
        masked = P.address.sub("{address}", masked)
    return P.number.sub("{number}", masked).replace(SLOT, "{name}")


class Outlet:
    """The articles of an outlet, and the articles that have each pattern at an end, and anywhere."""

    def __init__(self, rests, least, dates):
        self.rests, self.least, self.dates = rests, least, dates
        self.at_end, self.anywhere = defaultdict(set), defaultdict(set)
        self.own, self.times = _independent([rest.text for rest in rests])

    def learned(self):
        """The templates of each article; its ends are looked at again after each removal."""
        active, places = range(len(self.rests)), {}
        while active:
            for n in active:
                places[n] = list(self.rests[n].places(self.dates))
                for place in places[n]:
                    self.anywhere[place.pattern].add(n)
                    if place.end:
                        self.at_end[place.pattern].add(n)
            known = {}
            active = [n for n, found in places.items() if sum(self._mark(n, place, known) for place in found)]
        return [list(map(self._span, rest.found)) for rest in self.rests]

    def _mark(self, n, place, known):
        if len(self.anywhere[place.pattern]) < self.least:
            return False
        key = place.pattern, place.end
        if key not in known:
            known[key] = self._is_template(place)
        return known[key] and self.rests[n].mark(place)

    def _is_template(self, place):
        """Whether enough articles that differ have the pattern, and most with the sentence at an end or in a box."""
        is_sentence = place.text.rstrip()[-1:] in (*".!?。！？",)
        n_words = len(WORD.findall(place.pattern))
        if is_sentence and (n_words < P.words or (n_words >= P.prose and not P.about.search(place.pattern))):
            return False  # a long sentence that an outlet repeats may be what it says on the subject
        end = place.end and not QUOTES.search(place.text)
        shown = len((self.at_end if end else self.anywhere)[place.pattern] & self.own)
        share = (P.named * len(self.rests) if "{name}" in place.pattern else 0) if end else P.share * len(self.rests)
        times = self.times(max(P.piece.split(place.text), key=len))
        seen = self.at_end if place.end else self.anywhere
        outside = len(seen[place.pattern]) >= P.outside * times or not (place.end or is_sentence)
        return shown >= max(self.least if end else P.strict, share) and outside

    def _span(self, place):
        end, articles = place.start + len(place.text), len(self.anywhere[place.pattern])
        return Span("removed", "template", place.start, end, place.text, place.pattern, articles)


def _independent(texts):
    """Numbers of the texts that are not mostly in an earlier one, and a function that counts texts with a piece."""
    parts = ({part.strip() for part in P.piece.split(text)} for text in texts)
    coded = [np.array([(hash(part), len(part)) for part in pieces], dtype=np.int64) for pieces in parts]
    bounds = np.cumsum([0, *map(len, coded)])
    codes, sizes = np.concatenate(coded).T
    values, codes, times = np.unique(codes, return_inverse=True, return_counts=True)
    seen, own = times >= P.common, set()
    for n in range(len(texts)):
        part = slice(bounds[n], bounds[n + 1])
        rare = sizes[part][times[codes[part]] < P.common].sum()
        new = sizes[part][~seen[codes[part]]].sum()
        if new >= max(P.own * rare, P.least_own * sizes[part].sum(), 1):
            own.add(n)
        seen[codes[part]] = True
    found = lambda piece: times[np.searchsorted(values, hash(piece.strip()))]  # noqa: E731
    return own, found
