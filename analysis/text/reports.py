"""Reports: which words of a text are reported, by which rule, and where their speaker is named."""

from bisect import bisect_left
from typing import NamedTuple

from analysis.text.phrases import BACK, Phrases, first_of

BRIEF = 5  # words behind a verb that ends its sentence: ", X said on Monday"
CLAUSE = 3  # words before ", X said" from which they are a report and not an adverbial
NEAR = 6  # positions between a speaker and the verb that closes a report
THAT = 12  # positions behind a verb in which "that" is sought
REACH = 200  # positions of one report
VERBS = ("says", "urges", "finds")
PAUSES = ",-:;?!."
PARTICIPLES = ("ed", "told", "said", "thought", "sought")


class Report(NamedTuple):
    """Positions ``start:end`` that are reported, those of the speaker (equal if nobody is named), and of the verb."""

    start: int
    end: int
    head: tuple
    place: int


class Reports(Phrases):
    """What each reporting word of a corpus says about the text around it."""

    def __init__(self, tokens, cues, quoted):
        super().__init__(tokens, cues, quoted)
        self.cues = [cue for cue in self.cues if not self.is_verb_of_subject(cue)]
        before = {kind: [mark for mark in self.marks if self.has(mark + 1, kind)] for kind in ("tail", "aside", "turn")}
        self.tails = sorted({*before["tail"], *(mark for mark in self.marks if self.forms[mark] == "-")})
        self.asides = sorted({*self.tails, *before["aside"]})
        self.turns = [mark for mark in before["turn"] if "that" not in self.forms[mark + 2 : mark + 3]]
        self.leaving = []  # "and" behind a quotation, before another verb
        self.adding, self.joints = self._joints()
        self.leaving.sort()
        self.resumed = sorted(self.behind_quotes)
        self.negations, self.settings = sorted(self.at["negation"]), sorted({*self.at["setting"], *self.at["day"]})
        idle = [*self.at["idiom"].items(), *self.at["naming"].items()]
        self.idle = {place for start, end in idle for place in range(start, end)}
        self.behind = {name: set(self.at[name].values()) for name in ("naming", "distance", "mention")}
        self.last, self.outer = (-1, ()), Report(0, 0, (0, 0), 0)

    def _joints(self):
        """Where another verb of the same speaker begins: ", adding"; "and urged" or, behind a quotation, "and left"."""
        adding = [mark for mark in self.marks if self.has(mark + 1, *VERBS) and self.forms[mark + 1].endswith("ing")]
        joints = []
        for place in self.at["border"]:
            behind = place + 1
            while behind < len(self.forms) and (self.has(behind, "helper") or self.forms[behind].endswith("ly")):
                behind += 1
            if behind == len(self.forms) or self.forms[place] not in ("and", "but"):
                continue
            if place in self.behind_quotes:
                self.leaving.append(place)
            elif self.has(behind, "says", "urges") and not self.has(behind, "homonym"):
                joints.append(place)
        return sorted(adding), sorted(adding + joints + self.leaving)

    def all(self):
        """Every report in the order of the text; those of verbs come after those of sources, which they replace."""
        sources, found = [], []
        for cue in self.cues:
            if cue.start in self.idle:
                continue
            if cue.key in ("according", "passive"):
                sources += self.source(cue) if cue.key == "according" else self.anonymous(cue)
            elif cue.key == "noun":
                found += self.noun(cue)
            elif cue.key in VERBS and not self.is_noun(cue) and not self.is_adjective(cue):
                found += self.verb(cue)
        return [*sources, *self.following(found)]

    def is_verb_of_subject(self, cue):
        """Whether a comma and a verb that may name a thing close an apposition: "Li, the mayor, called it a folly"."""
        if cue.key != "naming" or self.forms[cue.start] != ",":
            return False
        start, end = self.opening(cue.begin, cue.start)
        found = end < cue.start and self.forms[end] == "," and self.capital[start]
        return found and self.at["naming"].pop(cue.start, 0) > 0

    def following(self, found):
        """The reports, those of a participle that opens a sentence with the next speaker: "Noting that …, Li said"."""
        heads = {}
        for number in range(len(found) - 1, -1, -1):
            report = found[number]
            sentence = bisect_left(self.bounds, report.place + 1)
            if report.head[0] < report.head[1]:
                heads[sentence] = report.head
            elif self.forms[report.place].endswith("ing"):
                found[number] = report._replace(head=heads.get(sentence, report.head))
        return found

    def source(self, cue):
        """What a source says: the rest of the sentence that it is named in, without an apposition to it."""
        border = self.until_mark(cue.end, cue.stop)
        head, again = self.trimmed(cue.end, border), self.until_mark(border + 1, cue.stop)
        inner = range(border + 1, again)
        brief = 0 < len(inner) <= BACK and not any(self.has(place, "helper", "be", "says") for place in inner)
        if self.has(border + 1, "determiner") and again < cue.stop - 1 and self.forms[again] == "," and brief:
            border = again
        first, last = max(cue.begin, cue.start - REACH), min(cue.stop, border + REACH)
        return [Report(first, cue.start, head, cue.start), Report(border, last, head, cue.start)]

    def anonymous(self, cue):
        """What "is expected to" or "are said to" reports: a clause with its subject."""
        nobody, first = (cue.start, cue.start), self.phrase(self.back(cue.start, cue.begin), cue.begin)[0]
        first = cue.start if self.has(first, "empty") else first
        return [Report(first, cue.start, nobody, cue.start), Report(cue.end - 1, self.turn(cue), nobody, cue.start)]

    def noun(self, cue):
        """What "X's claim that" or "the claim by X that" reports; nothing where the noun has no owner."""
        by = next((place for place in range(cue.start + 1, cue.end) if self.has(place, "link")), cue.end)
        if cue.end - by > 2:
            return [Report(cue.end, self.turn(cue), (by + 1, cue.end - 1), cue.start)]
        if cue.start > cue.begin and self.forms[cue.start - 1] in ("'s", "'"):
            return [Report(cue.end, self.turn(cue), self.owner(cue.start - 1, cue.begin), cue.start)]
        that = self.forms[cue.end - 1] == "that"
        return [Report(cue.end, self.turn(cue), self.opening(cue.begin, cue.start), cue.start)] if that else []

    def owner(self, end, floor):
        """Whose claim it is: the name before "'s claim", or the noun phrase."""
        start = end
        while start > floor and self.is_named(start - 1):
            start -= 1
        return (start, end) if start < end else self.phrase(end, floor)

    def verb(self, cue):
        """What a verb reports."""
        if cue.begin != self.last[0] or self.last[1][0] == self.last[1][1]:
            self.last = cue.begin, self.opening(cue.begin, cue.start)
        if self.is_passive(cue):
            return self.passive(cue)
        head, found = self.inverted(cue), []
        if head:
            first = Report(max(cue.begin, cue.start - REACH), cue.start, head, cue.start)
            found = [first, *self.rest(cue, head, self.behind_apposition(cue, head[1]))]
        elif self.is_source(cue) and not self.is_nested(cue, head := self.subject(cue)):
            head = head if head[0] < head[1] else self.last[1]
            found = self.reported(cue, head)
        if found:
            self.last = cue.begin, head
            self.outer = found[0] if cue.key == "says" else self.outer
        return found

    def reported(self, cue, head):
        """What stands before the speaker, behind the verb, or on both sides."""
        after, near = [Report(*self.content(cue), head, cue.start)], self.until_mark(cue.end, cue.stop)
        if self.has(cue.begin, "also") and head[0] > cue.begin:
            after.append(Report(cue.begin, self.until_mark(cue.begin, head[0]), head, cue.start))
        border = head[0] if cue.begin <= head[0] < cue.start else cue.start
        marked, quoted = self.before(border, cue.begin)
        denied = any(self.has(at, "negation") or self.forms[at].endswith("n't") for at in range(head[1], cue.start))
        distant = cue.start - head[1] > NEAR or cue.key == "urges" or denied
        if self.forms[cue.start].endswith("ing") or not (quoted or (marked and not distant)):
            return after
        first = Report(max(cue.begin, border - REACH), border, head, cue.start)
        if quoted or self.is_last(cue, near):
            return [first]
        later = self.rest(cue, head, cue.end)
        begin = cue.begin + (self.forms[cue.begin] in ("and", "but", "so"))
        if self.begins_aside(begin) and not self.has(begin, "condition"):
            return (near == cue.end and later) or after
        brief = self.words[border] - self.words[cue.begin] < CLAUSE and self.words[near] > self.words[cue.end]
        return after if brief or not self.closes(cue, near) else [first, *later]

    def before(self, place, floor):
        """Whether a mark, and whether the end of a quotation, stands before a position."""
        last = self.visible(place - 1, -1)
        marked = last >= floor and self.is_mark[last] and self.forms[last] in PAUSES
        return marked, place in self.behind_quotes or (marked and last in self.behind_quotes)

    def rest(self, cue, head, place):
        """The rest of a report on both sides of ", X said,", if it goes on behind the next mark."""
        near = self.until_mark(place, cue.stop)
        again = first_of(self.adding, near, near + 1) == near  # ", adding that": a report of its own
        goes_on = (
            not again
            and near < cue.stop - 1
            and self.forms[near] == ","
            and (self.forms[near + 1] == "that" or not self.begins_aside(near + 1))
        )
        if not goes_on or cue.start in self.behind_quotes or head[0] in self.behind_quotes:
            return []
        return [Report(near + 1, self.turn(cue._replace(end=near + 1)), head, cue.start)]

    def behind_apposition(self, cue, place):
        """The place behind "…, said Li Wei, a professor of physics", if what follows the name is one."""
        near = self.until_mark(place, cue.stop)
        named = near + 1 < cue.stop and (self.capital[near + 1] or self.has(near + 1, "pronoun"))
        return place if named else self.until_mark(near + 1, cue.stop)

    def is_last(self, cue, near):
        """Whether only a hearer, a day or a place stands between a verb and the end of its sentence."""
        if self.words[near] < self.words[cue.stop]:
            return False
        brief = near - cue.end <= BRIEF and (self.has(cue.start, "tells") or self.has(cue.end, "adjunct", "day"))
        return brief or near == cue.end

    def closes(self, cue, near):
        """Whether a verb stands at the end of a report: "…, X said." or "…, X said on Monday"."""
        words = self.forms[cue.end : min(near, cue.end + BRIEF + CLAUSE)]
        return (not words or self.has(cue.end, "adjunct", "day")) and "that" not in words

    def inverted(self, cue):
        """The speaker behind the verb in "…,” said Wang" and "…, said a spokesman"; else None."""
        marked, quoted = self.before(cue.start, cue.begin)
        form, border = self.forms[cue.start], self.until_mark(cue.end, cue.stop)
        asks = form.startswith("ask")
        hears = (self.has(cue.start, "tells") and not asks) or form.endswith("ing") or (asks and not quoted)
        if cue.key != "says" or hears or cue.start == cue.begin or not (quoted or marked) or border == cue.end:
            return None
        earlier = range(max(cue.begin, cue.start - REACH), cue.start)
        single = quoted or sum(self.is_mark[place] and not self.inside[place] for place in earlier) == 1
        named = (self.capital[cue.end] and not self.stop[cue.end]) or self.has(cue.end, "article")
        other = self.has(cue.end, "adjunct", "complement", "person", "open")
        short = border - cue.end <= NEAR and self.capital[border - 1] and not other
        found = short or (single and named) or (quoted and not self.has(cue.end, "adjunct"))
        return self.trimmed(cue.end, min(border, cue.end + BACK)) if found else None

    def is_passive(self, cue):
        """Whether a form of be stands before a past participle, or "by" behind one that begins the sentence."""
        if cue.start == cue.begin and self.forms[cue.end : cue.end + 1] == ["by"]:
            return True
        short = cue.end - cue.start <= 2 and self.forms[cue.start].endswith(PARTICIPLES)
        return short and not self.has(cue.start, "feels") and self.is_be(self.back(cue.start, cue.begin), cue.start)

    def passive(self, cue):
        """What somebody "was told that …"; a speaker only where "by" names one."""
        at, head = cue.end, (cue.start, cue.start)
        if at < cue.stop and self.forms[at] == "by":
            ends = (place for place in range(at + 1, min(at + THAT, cue.stop)) if self.has(place, "complement"))
            at = next(ends, at)
            head = cue.end + 1, at
        if at < cue.stop and (self.has(at, "complement") or self.forms[at - 1] == "that"):
            return [Report(at, self.turn(cue), head, cue.start)]
        return []

    def is_source(self, cue):
        """Whether a verb of finding has a poll, document or court before it, or "that" behind it; others need none."""
        before = range(max(cue.begin, cue.start - BACK - CLAUSE), cue.start)
        clause = "that" in self.forms[cue.end - 1 : cue.end + 1]
        return cue.key != "finds" or clause or any(self.has(place, "source") for place in before)

    def is_nested(self, cue, head):
        """Whether a verb stands in a clause of another report: "Li said she hopes", but not "Li said he hopes"."""
        if not self.outer.start <= cue.start < self.outer.end or head[0] == head[1]:
            return False
        own = self.has(head[0], "person") and head[0] == self.outer.start
        beside = self.has(head[0] - 1, "border") or self.is_mark[head[0] - 1]  # "Li said so, while Wang said"
        return head[0] >= self.outer.start and not own and not (cue.key == "says" and beside)

    def is_adjective(self, cue):
        """Whether a verb in -ed or a participle is an adjective: "an alleged thief", "Mr. Li's reported plan"."""
        before, form = cue.start - 1, self.forms[cue.start]
        if cue.start == cue.begin:
            return form.endswith("ed") and form != "asked"
        if cue.end - cue.start > 1 or not form.endswith(("ed", "ing")):
            return False
        own = self.forms[before] == "'s" and not self.has(before - 1, "pronoun")
        return own or (self.has(before, "determiner") and (form.endswith("ed") or not self.has(before, "adjunct")))

    def is_noun(self, cue):
        """Whether a form like "support" or "plans" is a noun, to judge by the word before it."""
        before = cue.start - 1
        if not self.has(cue.start, "homonym") or before < cue.begin:
            return False
        owned = self.forms[before] == "'s" and not self.has(before - 1, "pronoun")
        if owned or (self.forms[before].endswith(("ed", "ing")) and not self.capital[before]):
            return True
        if not self.is_word[before] or self.has(before, "helper", "pronoun", "relative") or self.forms[before] == "to":
            return False
        third = self.forms[cue.start].endswith("s")
        if self.forms[before - 1] in ("a", "an") and not third:  # "a nervous call"
            return True
        plural = self.forms[before].endswith("s") or self.has(before, "plural")
        if self.capital[before]:
            return not plural and not third
        return self.has(before, "determiner") or self.stop[before] or plural == third

    def subject(self, cue):
        """Positions of the speaker before a verb; equal where there is none beside it."""
        resumed = bisect_left(self.resumed, cue.start + 1)
        begin = max(cue.begin, self.resumed[resumed - 1]) if resumed else cue.begin
        nobody, end = (cue.start, cue.start), self.back(cue.start, begin)
        last = end - 1
        if last < begin or self.forms[last] == "to":
            return nobody
        if self.forms[cue.start].endswith("ing") and not self.is_be(end, cue.start):
            start, end = self.phrase(end, begin) if self.capital[last] else nobody
            return (start, end) if "with" in self.forms[max(begin, start - CLAUSE) : start] else nobody
        if self.has(last, "relative") and self.forms[last] != "that":
            end = self.back(last, begin)
        if end > begin and self.forms[end - 1] in (",", "-"):
            return self.apposed(begin, end - 1)
        start, end = self.phrase(end, begin)
        if start < end and self.has(start, "helper") and not self.has(start, "pronoun"):
            return self.apposed(begin, start - 1) if self.forms[start - 1] == "," else nobody
        return start, end

    def content(self, cue):
        """Where what follows a verb begins and ends: behind the hearer, the day and the place."""
        stop, start = self.turn(cue), cue.end - self.has(cue.end - 1, "complement")
        that = next((place for place in range(start, min(start + THAT, stop)) if self.forms[place] == "that"), start)
        near, hearer, aside = self.until_mark(start, stop), self.has(cue.start, "tells"), self.has(start, "adjunct")
        if start < that < near and (hearer or aside or self.has(start, "day")):
            return that, stop
        if aside and not self.openings.isdisjoint(range(near, near + 4)):
            return near + 1, stop
        while start in self.at["day"]:
            start = self.at["day"][start]
        if not self.openings.isdisjoint(range(start, start + 3)):
            stop = first_of(self.leaving, start, stop)
        return (self.behind_hearer(start, stop) if hearer else start), stop

    def behind_hearer(self, start, stop):
        """The place behind a pronoun, a name, or a noun with its determiner."""
        place = start + self.has(start, "hearer")
        while place < stop and self.is_word[place] and self.capital[place]:
            place += 1
        if place == start and self.has(start, "determiner"):
            place += 1
            while place < min(start + 4, stop) and self.is_word[place] and not self.stop[place]:
                place += 1
        return min(place, stop)

    def turn(self, cue):
        """Where a report ends: before ", but", before an apposition, or where the speaker's next verb begins."""
        says, limit = cue.key == "says", min(cue.stop, cue.end + REACH)
        limit = first_of(self.adding if says else self.joints, cue.end, limit)
        if self.is_aside(cue) and self.words[near := self.until_mark(cue.end, limit)] < self.words[limit]:
            return near
        if self.has(cue.start, "object"):
            limit = first_of(self.settings, cue.end, limit)
        tail = first_of(self.tails if cue.key in ("says", "finds") else self.asides, cue.end, limit)
        again = self.until_mark(tail + 2, limit)  # an apposition inside the report ends with the same mark
        if not (says and again < limit - 1 and self.forms[again] == self.forms[tail]):
            limit = tail
        mark = first_of(self.turns, cue.end, limit)
        negated = first_of(self.negations, cue.end, mark) < mark  # "not this, but that"
        return limit if negated else mark

    def is_aside(self, cue):
        """Whether a verb stands in a clause beside the main one: "While Li said …, he", "X, who said …, is"."""
        relative = self.back(cue.start, cue.begin) - 1
        mark = self.until_mark(cue.begin, relative)
        opens = cue.start - cue.begin < 2 and self.forms[cue.start].endswith(("ing", "asked"))
        condition = self.has(cue.begin, "condition") and self.forms[cue.begin] != "as"
        who = mark == relative - 1 and self.has(relative, "relative") and self.forms[mark] == ","
        return opens or who or condition or self.has(cue.begin, "concession")

    def wording(self, cue, most):
        """Where the wording behind "so-called" or "what X calls" ends: at a mark, a new clause, or so many words."""
        place, left = cue.end, most
        while place < cue.stop and left and not self.is_mark[place] and not self.ends_wording(cue, place):
            left -= self.is_word[place]
            place += 1
        return place

    def ends_wording(self, cue, place):
        """Whether a new clause begins here, or a function word behind "so-called"."""
        if cue.key == "distance":
            return self.stop[place] and self.is_word[place]
        clause = self.has(place, "border") and not self.has(place, "relative") and self.forms[place] != "and"
        return clause and place > cue.end

    def namer(self, cue):
        """Who names a thing: the words between "what" and "calls"; else nobody."""
        return self.trimmed(cue.start + 1, cue.end - 1) if self.forms[cue.start] == "what" else (cue.start, cue.start)

    def before_quotation(self, start):
        """The kind of word in front of a quotation: naming, distance or mention; else ""."""
        place = self.visible(start - 1, -1)
        place += place < 0 or self.forms[place] != ","
        return next((name for name in ("naming", "distance", "mention") if place in self.behind[name]), "")

    def is_title(self, words):
        """Whether all of several words but function words are in capitals, or the one behind "the" or "its"."""
        named = [place for place in words if not self.stop[place] and self.forms[place][0].isalpha()]
        before = words[0] - 1
        while before > 0 and not self.is_word[before] and not self.is_mark[before] and self.forms[before] != "'s":
            before -= 1
        whole = len(words) > 1 or self.has(before, "determiner") or self.forms[before] == "'s"
        return bool(named) and whole and all(self.capital[place] for place in named)

    def turns_of_speech(self):
        """What follows "PENCE:", "Q:" or "Lynch:" at the beginning of a line: start, end, speaker, capitals or not."""
        for begin, end in zip(self.lines[:-1], self.lines[1:], strict=True):
            colon = next((place for place in range(begin, min(end, begin + BACK)) if self.forms[place] == ":"), begin)
            named = [place for place in range(begin, colon) if self.is_word[place]]
            is_shouted = all(map(self.is_shouted, named))
            if named and colon < end - 1 and (is_shouted or all(self.capital[place] for place in named[1:])):
                yield colon + 1, end, (begin, self.until_mark(begin, colon)), is_shouted

    def is_shouted(self, place):
        """Whether a word is in capitals and no heading such as "NOTE:"."""
        left, right = self.tokens.spans[place].tolist()
        return self.texts[self.doc[place]][left:right].isupper() and not self.has(place, "heading")
