"""Speakers: who is named beside a reporting word, by the full name that the article prints first, in which role."""

from bisect import bisect_left
from collections import defaultdict

import numpy as np

from analysis.text.matches import spans
from analysis.text.phrases import first_of

LONGEST = 6  # positions of a full name
NEAR = 4  # paragraphs back to the person that "he" can stand for
APPOSITION = 14  # positions of "a professor at the university of Bergen"
HELPERS = ("title", "body", "surname", "home", "abroad", "homeland", "elsewhere")
STATE = {"expert": ["expert", "state expert"]}
FOREIGN = {"leader": "foreign official", "official": "foreign official", "expert": "foreign expert"}


def role_names(lexicon):
    """Names of all roles that a speaker can have, in the order of the file, each with its foreign one."""
    names = [entry.key for entry in lexicon.entries if entry.key not in HELPERS]
    return list(dict.fromkeys(name for key in names for name in (*STATE.get(key, [key]), FOREIGN.get(key, key))))


class Speakers:
    """The names of a corpus, article by article, what stands for them, and what is said about them.

    Parameters
    ----------
    reports : Reports
    roles : DataFrame, optional
        ``matches.find`` of the lexicon of roles, in its order, and of countries, with the keys homeland and elsewhere.
    """

    def __init__(self, reports, roles):
        self.tokens, self.reports = reports.tokens, reports
        self.forms, self.capital, self.texts = reports.forms, reports.capital, reports.texts
        self.doc, self.lines = reports.doc, reports.lines
        self.initial, self.links = {*map(reports.visible, reports.bounds[:-1])}, sorted(reports.at["link"])
        self._read(roles)
        self.shouts = {}
        self.named_places = self.words["home"] | self.words["abroad"]
        self.known, self.offices = {}, defaultdict(list)
        self.people, self.said_of, self.last = [], defaultdict(set), (-1, "")
        runs = [run for run in self._runs() if not self.is_headline(run[0])]
        for start, end in runs:
            self._learn(start, end)
        sentence = 0
        for start, end in runs:
            here = bisect_left(reports.bounds, start + 1)
            if here > sentence and not self.is_part(start, end) and (name := self.person(start, end)):
                self.people.append((start, name))
                sentence = here

    def _read(self, roles):
        """Where the words of each role stand, and the words of the helpers."""
        self.words, self.marked = defaultdict(set), []
        if roles is not None:
            start, end = spans(self.tokens, roles)
            self.marked = sorted(zip(start.tolist(), roles["key"].astype(str), strict=True))
            for first, last, key in zip(start.tolist(), end.tolist(), roles["key"], strict=True):
                self.words[key].update(self.forms[first:last])

    def _runs(self):
        """Stretches of words in capitals; the full stop of "J." and "Dr." may stand inside, "The" at the start not."""
        places = [place for place in np.flatnonzero(self.capital).tolist() if not self.is_unnamed(place)]
        begin = previous = -9
        for place in [*places, len(self.forms) + 9]:
            joined = place == previous + 1 or (place == previous + 2 and self.is_link(previous + 1))
            if not joined or place in self.initial:
                if begin >= 0:
                    yield begin, previous + 1
                begin = -9 if place in self.initial and self.reports.stop[place] else place
            elif begin < 0:
                begin = place
            previous = place

    def is_part(self, start, end):
        """Whether a name only qualifies something: "in Li", "the Li plan", "Li's plan"."""
        linked = self.reports.has(start - 1, "link") or self.forms[start - 1] == "the"
        return (linked and start not in self.initial) or self.forms[end : end + 1] == ["'s"]

    def is_headline(self, place):
        """Whether a position is outside the body, or in a line of which most words are in capitals."""
        line = bisect_left(self.lines, place + 1) - 1
        if line not in self.shouts:
            words = [at for at in range(*self.lines[line : line + 2]) if self.reports.is_word[at]]
            self.shouts[line] = len(words) > 3 and 2 * sum(self.capital[at] for at in words) > len(words)
        return self.shouts[line] or self.tokens.zone[place] != 0

    def is_link(self, place):
        """Whether a name goes on behind this: the full stop of "J.", or "of" behind "Ministry"."""
        body = self.forms[place - 1] in self.words["body"] and self.forms[place] in ("of", "for")
        return body or self.reports.is_stop_inside(place)

    def is_body(self, start, end):
        """Whether a name is one of an organisation."""
        linked = (place - 1 for place in range(start + 1, end) if self.forms[place] in ("of", "for"))
        return any(self.forms[place] in self.words["body"] for place in (end - 1, *linked))

    def _learn(self, start, end):
        """Note a full name by its last word, a Chinese one by its first, and by the titles before it."""
        row, first = self.doc[start], self.without_titles(start, end)
        if self.is_body(start, end):
            for form in {*self.forms[start:end], "company", "firm", "group"}:
                self.offices[row, form].append((start, self.raw(start, end)))
        elif 2 <= end - first <= LONGEST:
            name = self.raw(first, end)
            self.known.setdefault((row, self.forms[end - 1]), name)
            if self.forms[first] in self.words["surname"]:
                self.known.setdefault((row, self.forms[first]), name)
            for place in range(start, first):
                if self.forms[place] in self.words["title"]:
                    self.offices[row, self.forms[place]].append((start, name))
            self.note(name, start, end)

    def is_place(self, start, end):
        """Whether these words name a place, as in a dateline."""
        return self.named_places.issuperset(self.forms[start:end])

    def person(self, start, end):
        """The full name of a person from these words in capitals; "" for others."""
        first = self.without_titles(start, end)
        if first == end or self.is_body(start, end) or not self.named_places.isdisjoint(self.forms[first:end]):
            return ""
        known = self.known.get((self.doc[start], self.forms[first if end - first == 1 else end - 1]), "")
        same = end - first == 1 or known.split()[:1] == [self.raw(first, first + 1)]
        return known if same else self.raw(first, end)

    def known_person(self, start, end):
        """The full name of a person whom the article names elsewhere; None for others."""
        return self.known.get((self.doc[start], self.forms[end - 1])) if start < end else None

    def without_titles(self, start, end):
        """The first position of a name behind its titles: "Texas Sen. Ted Cruz"."""
        titles = (place for place in range(end - 2, start - 1, -1) if self.forms[place] in self.words["title"])
        start = next(titles, start)  # the last word may be a name: "Larry King"
        while start < end and (self.forms[start] in self.words["title"] or not self.reports.is_word[start]):
            start += 1
        return start

    def raw(self, start, end):
        """The text of these positions as printed."""
        if start >= end:
            return ""
        text = self.texts[self.doc[start]]
        return " ".join(text[self.tokens.spans[start, 0] : self.tokens.spans[end - 1, 1]].split())

    def name(self, head):
        """The speaker at these positions: a full name, the words as printed, or "" where it is left open."""
        start, end = head
        if start >= end:
            return ""
        end = self.before_link(start, end)
        if end - start == 1 and self.reports.has(start, "person", "open"):
            name = self.antecedent(start)
        elif self.is_nobody(start, end):
            name = ""
        else:
            name = self.named(start, end) or self.office(start, end) or self.described(start, end)
        if name:
            self.note(name, start, end)
        return name

    def is_nobody(self, start, end):
        """Whether words name nobody: "me", "us to look", "the" alone, "from Poland", "the town I know"."""
        has = self.reports.has
        pronoun = any(self.is_unnamed(place) and not has(place, "determiner") for place in range(start, end))
        alone = end - start == 1 and has(start, "determiner")
        return pronoun or has(start, "link") or (alone and (self.is_unnamed(start) or not has(start, "pronoun")))

    def is_unnamed(self, place):
        """Whether a word stands for somebody without a name: "me" or "I", but not "US"."""
        return self.reports.has(place, "unnamed") and not self.raw(place, place + 1)[1:].isupper()

    def described(self, start, end):
        """A noun phrase as printed; "" for "value from a farm", or a clause, as "it will take", but not "the will"."""
        has, link = self.reports.has, first_of(self.links, start + 1, end)
        verbs = (place for place in range(start + 1, end) if has(place, "finite") and not self.capital[place])
        clause = any(not (has(place, "homonym") and has(place - 1, "determiner")) for place in verbs)
        thing = start < link < end and not has(start, "determiner", "pronoun") and self.is_thing(link - 1)
        return "" if clause or thing else self.raw(start, end)

    def is_thing(self, place):
        """Whether a noun in the singular, which no role contains, stands here."""
        form, people = self.forms[place], self.reports.has(place, "plural", "source")
        known = people or self.capital[place] or any(form in words for words in self.words.values())
        return not known and form.isalpha() and not form.endswith("s")

    def named(self, start, end):
        """The name at the end of a noun phrase, if it is the speaker's: not in "an aide of Li", "the Li campaign"."""
        run = end
        while run > start and self.reports.is_named(run - 1):
            run -= 1
        run += run < end and self.reports.stop[run]
        linked = end - start < LONGEST + 2 and any(self.reports.has(place, "link") for place in range(start, run))
        if run == end or linked or self.is_body(start, end):
            return ""
        first = self.without_titles(run, end)
        name = self.person(run, end) or ("" if self.forms[start] in ("the", "a") else self.raw(first, end))
        if name and first < end:
            self.last = start, name
        return name

    def before_link(self, start, end):
        """Where the name ends in "Gov. Ana Holt of Ohio" or "Holt in her speech"; for others the end of the phrase."""
        if self.reports.has(start, "determiner"):
            return end
        link = next((place for place in range(start + 1, end) if self.reports.has(place, "link")), end)
        named = self.reports.is_named(link - 1) and not self.is_body(start, link)
        known = self.reports.has(link + 1, "determiner") and self.known.get((self.doc[start], self.forms[start]))
        alone = link - self.without_titles(start, link) < 2 or not self.reports.is_named(link - 2)
        return link if named and (known or not alone) else end

    def office(self, start, end):
        """Who "the president" is: the last one before with this title; "the company": the last organisation."""
        if self.forms[start] != "the" or end - start > NEAR:
            return ""
        named = self.offices.get((self.doc[start], self.forms[end - 1]), [])
        at = bisect_left(named, (start,))
        if not at:
            return ""
        self.last = start, named[at - 1][1]
        return named[at - 1][1]

    def antecedent(self, place):
        """Who "he" or "she" is: the last person before who speaks or whom a sentence begins with; else left open."""
        if not self.reports.has(place, "person"):
            return ""
        at = bisect_left(self.people, (place,))
        start, name = max(self.people[at - 1] if at else (-1, ""), self.last if self.last[0] < place else (-1, ""))
        line, here = (bisect_left(self.lines, at + 1) for at in (start, place))
        if start < 0 or self.doc[start] != self.doc[place] or here - line > NEAR:
            return ""
        self.last = place, name
        return name

    def note(self, name, start, end):
        """Keep the roles that the words around a name give."""
        stop, last = end, len(self.forms) - 1
        if end < last and self.forms[end] in ",(" and not self.capital[end + 1]:
            stop = self.reports.until_mark(end + 1, min(end + APPOSITION, len(self.forms)))
        begin = start
        if start and self.forms[start - 1] == ",":
            begin = self.reports.last_mark(max(0, start - APPOSITION), start - 1)
            begin = start if self.reports.begins_aside(begin) else begin
        at = bisect_left(self.marked, (begin,))
        while at < len(self.marked) and self.marked[at][0] < stop:
            self.said_of[name].add(self.marked[at][1])
            at += 1


def role_order(roles):
    """The roles in the order of the lexicon, from its matches: the first that fits a speaker counts."""
    return [] if roles is None else [key for key in roles["key"].cat.categories if key not in HELPERS]


def role_of(said, order):
    """The role of a speaker of whom these keys are said; "" where they give none."""
    role = next((key for key in order if key in said), "")
    home = said & {"home", "homeland"}
    if said & {"abroad", "elsewhere"} and not home:
        return FOREIGN.get(role, role)
    return STATE[role][-1] if role in STATE and home else role
