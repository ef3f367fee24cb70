"""Cleaning: named rules find the spans of an article's raw text that are headline or not discourse.

Nothing is deleted: a span is a place in the raw text. Position, punctuation, capitals and length are tested here; all
phrases are in ``cleaning.toml``. In doubt, a rule marks nothing, and the text is kept.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from functools import cached_property, lru_cache, partial, wraps
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from analysis.corpus import exports
from analysis.files import InputError, bundled, patterns, read_toml

EDGE = 15  # lines at the top and at the foot in which parts of the web page are expected
PROSE = 15  # a line of at least so many words that ends like a sentence is running text
REPEAT = 8  # a sentence of at least so many words that is repeated is a copy, not a refrain

P = patterns("cleaning", CJK="\u3040-\u30ff\u3400-\u9fff")

STOPS = (*".!?。！？",)
ALIKE = dict(zip("‘’‚‛´“”„‟«»‐‑‒–—―−", "'" * 5 + '"' * 6 + "-" * 7, strict=True))  # beside these, ` is '
ALIKE |= dict.fromkeys("\u00ad\u200b\u200d\u2060\ufeff", "")  # marks without width
ODD = re.compile(f"[{''.join(map(re.escape, ALIKE))}]")
CLOSERS = "\"'”’»›)]}」』）】"
QUOTES, BRACKET, SENTENCE, WORD, SEPARATOR = P.quotes, P.bracket, P.sentence, P.word, P.separator
HINT = re.compile("[a-z]+")
CODE_MARKS, CODE_ENDS = "{}=<", ";)}]"  # a line of code has one of these, or ends with one of those
WIDE = 80  # characters of a line that is short although it has many words: each Chinese character is one
SECTION = 3  # words that the name of a section or of a site above a headline has at most


class Span(NamedTuple):
    """A part of an article that is headline or was removed; ``text`` is ``raw[start:end]``.

    Of a template, ``pattern`` is what several articles share, and ``articles`` their number; otherwise "" and 0.
    """

    zone: str
    rule: str
    start: int
    end: int
    text: str
    pattern: str = ""
    articles: int = 0


class Line:
    """A non-blank line: its first and last character in the raw text, and the part that no rule has marked yet."""

    def __init__(self, first, end, text):
        self.first, self.start, self.end, self.text = first, end - len(text), end, text

    @cached_property
    def spaces(self):
        """A number that is fast, and smaller than that of its words."""
        return self.text.count(" ") - 2 * self.text.count("  ")

    @cached_property
    def words(self):
        """Number of its words."""
        has_ideographs = not self.text.isascii() and P.ideograph.search(self.text)
        return len(WORD.findall(self.text) if has_ideographs else self.text.split())

    def within(self, most):
        """Whether it has at most so many words."""
        return self.spaces < most and self.words <= most

    @property
    def beginning(self):
        """What it begins with: lines that differ there differ."""
        return plain(self.text[: 3 * P.distinct])[: P.distinct]

    @cached_property
    def plain(self):
        """Its text as `plain` writes it."""
        return plain(self.text)

    @cached_property
    def masked(self):
        """Its plain text as phrases are written, with # for each number."""
        return masked(self.text)

    @cached_property
    def last(self):
        """Where its last sentence begins, in a list; an empty one if it has one sentence."""
        return [m.end() for m in SENTENCE.finditer(self.text)][-1:]

    @cached_property
    def bracket(self):
        """Where a bracket at its end begins, in a list; an empty one without a bracket."""
        near = BRACKET.finditer(self.text, max(0, len(self.text) - 82)) if self.text[-1:] in (*")]）",) else ()
        return [m.start() for m in near]

    @cached_property
    def is_sentence(self):
        """Whether it ends like a sentence."""
        body = self.text.rstrip(CLOSERS + " \t\u00a0")
        return body.endswith(STOPS) and not body.endswith("..")

    @property
    def is_prose(self):
        """Whether it is running text."""
        return self.is_sentence and not self.within(PROSE - 1)


def lines_of(text, start, end):
    """Yield the non-blank lines of a part of a text."""
    shape = P.nonblank if any(mark in text for mark in "\r\u2028\u2029") else P.fast
    for match in shape.finditer(text, start, end):
        line = match[0].rstrip()
        yield Line(match.start(), match.start() + len(line), line)


class Page:
    """An article as the rules see it: its lines, its title, the phrase lists, and the spans marked so far."""

    def __init__(self, text, title, phrases):
        self.text, self.title, self.phrases, self.spans = text, plain(title or ""), phrases, []
        self.keep(list(lines_of(text, 0, len(text))))

    def holding(self, phrases, most, numbers):
        """Those of the phrases whose words all stand in lines of at most so many words: no other can stand in one."""
        text = "\n".join(self.lines[i].plain for i in numbers if self.lines[i].within(most))
        near = (pair for word, group in hints(phrases).items() if word in text for pair in group.items())
        return [phrase for phrase, words in near if all(word in text for word in words)]

    def short(self, most):
        """Yield the open lines of at most so many words, as (number, line)."""
        for i in self.open():
            if self.lines[i].within(most):
                yield i, self.lines[i]

    def open(self):
        """Numbers of the lines that are not marked to their end."""
        return list(self._open)

    @property
    def foot(self):
        """Number of the last open line; None if all lines are marked."""
        return next(reversed(self._open), None)

    def edges(self):
        """Numbers of the open lines at the top and the foot."""
        return [i for i in self.open() if i < EDGE or i >= len(self.lines) - EDGE]

    def head(self):
        """Numbers of the open lines above the first line of prose, at most to the end of the top."""
        top = [i for i in self.open() if i < EDGE]
        return top[: next((n for n, i in enumerate(top) if self.lines[i].is_prose), EDGE)]

    def tail(self):
        """Numbers of the open lines below the last line of prose; none in an article without prose."""
        numbers = self.open()
        last = next((n for n in reversed(range(len(numbers))) if self.lines[numbers[n]].is_prose), len(numbers))
        return numbers[last + 1 :][-EDGE:]

    def keep(self, lines):
        """Go on with these lines: all others are marked."""
        self.lines, self._open = lines, dict.fromkeys(range(len(lines)))

    def mark(self, i, rule, start=0, end=None):
        """Mark what is left of line ``i``, to its character ``end`` or from ``start`` on, under the name of a rule."""
        line, part = self.lines[i], self.lines[i].text[start:end]
        zone, at = "headline" if rule.startswith("headline") else "removed", line.start + start
        self.spans.append(Span(zone, rule, at, at + len(part), part))
        kept = line.text[:start].rstrip() or line.text[start + len(part) :].lstrip()
        self.lines[i] = Line(line.first, line.start + len(kept) if start else line.end, kept)
        if not kept:
            del self._open[i]


def each(numbers):
    """Turn a test of one line into a rule: of the lines that ``numbers`` selects, it marks those that pass."""

    def rule_of(test):
        @wraps(test)
        def rule(page):
            for i in numbers(page):
                if test(page, page.lines[i]):
                    page.mark(i, test.__name__)

        return rule

    return rule_of


def plain(text):
    """The form in which phrases are compared: NFC, case folded, one kind of quotation mark, dash and space.

    >>> plain("The  “Plan” – REVISED")
    'the "plan" - revised'
    """
    if not text.isascii():
        text = ODD.sub(lambda mark: ALIKE[mark[0]], unicodedata.normalize("NFC", text))
    return " ".join(text.casefold().replace("`", "'").split())


def masked(text):
    """A text as phrases with numbers are written: `plain`, with # for each number and without marks around it."""
    return P.number.sub("#", plain(text)).strip(" .>»→|•·-")


@lru_cache
def hints(phrases):
    """The phrases, each with its words, by one word of each; the fewer different ones, the faster they are sought."""
    left, found = {phrase: set(HINT.findall(phrase)) or {""} for phrase in phrases}, {}
    while left:
        times = Counter(word for words in left.values() for word in words)
        word = max(times, key=lambda word: (times[word] * (len(word) > 4), len(word), word))
        found[word] = {phrase: words for phrase, words in left.items() if word in words}
        left = {phrase: words for phrase, words in left.items() if word not in words}
    return found


def is_names(text, also=()):
    """Whether a text consists of names: capitalised first and last, with at most short words (and ``also``) between."""
    words = P.name_word.findall(text)
    proper = [not word[0].islower() or "." in word[:-1] or word.casefold() in also for word in words]
    joined = all(ok or len(word) <= 3 for ok, word in zip(proper, words, strict=True))
    return joined and bool(words) and proper[0] and proper[-1]


def labelled(text, labels, marks=(":", "：")):
    """What follows a label and one of the marks ("" means that a number follows directly); "" without a label."""
    match = P.label.match(text) if any(mark in text for mark in marks) else None
    return text[match.end() :] if match and match[2] in marks and plain(match[1]) in labels else ""


def after(text, starts):
    """What follows the first opening phrase that fits, of a tuple as `read_phrases` returns it; "" where none does."""
    if not plain(text).startswith(starts):
        return ""
    words = text.split()
    sizes = (len(s.split()) for s in starts if plain(" ".join(words[: len(s.split())])) == s)
    return " ".join(words[next(sizes, len(words)) :])


def title_end(line, title):
    """Where the title ends in a line that consists of it, or of it and a site's name; 0 in any other line."""
    if not title or not title.startswith(line.beginning[: len(title)]) or not line.plain.startswith(title):
        return 0
    if line.plain == title:
        return len(line.text)
    for cut in SEPARATOR.finditer(line.text, max(0, len(line.text) - 60)):
        site = line.text[cut.end() :]
        if len(site.split()) <= 4 and is_names(site) and plain(line.text[: cut.start()]) == title:
            return cut.start()
    return 0


def export_block(page):
    """In an article from a database: all that the database has added, and the title where it stands, as headline."""
    found = exports.parts(page.text, page.phrases.get("layouts"))
    if not found:
        return
    names, kept = {exports.TITLE: ("headline", "headline_export"), exports.TEXT: None}, []
    for start, end, role in (span for part in found for span in part.spans):
        name = names.get(role, ("removed", "export_block"))
        if name:
            page.spans.append(Span(*name, start, end, page.text[start:end]))
        else:
            kept.append(Line(start, end, page.text[start:end]))
    page.keep(kept)


def headline(page):
    """The known title: the first line that consists of it, or else the first that also holds a site's name."""
    if any(span.zone == "headline" for span in page.spans):
        return
    ends = [(i, title_end(line, page.title)) for i, line in enumerate(page.lines[:EDGE])]
    found = [(end < len(page.lines[i].text), i, end) for i, end in ends if end]
    for _, i, end in sorted(found)[:1]:
        page.mark(i, "headline", end=end)


@each(Page.edges)
def site_suffix(page, line):
    """The site's name after the headline: when this rule runs, only that line can be marked in part."""
    return line.start > line.first


def site_banner(page):
    """A consent notice at the top or the foot, with up to five buttons and headings above and below it."""
    lists, edges = page.phrases["site_banner"], page.edges()
    known = page.holding(lists["phrases"] + lists["starts"], P.notice, edges)
    for hit in [i for i in edges if known and is_notice(page, page.lines[i], known)]:
        for numbers in ([hit], range(hit - 1, hit - 6, -1), range(hit + 1, hit + 6)):
            for i in numbers:
                near = 0 <= i < len(page.lines) and page.lines[i].text
                if not near or (i != hit and not is_button(page, page.lines[i])):
                    break
                page.mark(i, "site_banner")


def is_notice(page, line, known):
    """Whether the site addresses its reader: one of the known phrases in at most 80 words without a quotation."""
    lists = page.phrases["site_banner"]
    found = [phrase for phrase in known if phrase in line.plain] if line.within(P.notice) else []
    if not found or QUOTES.search(line.text):
        return False
    starts = any(part.startswith(lists["starts"]) for part in SENTENCE.split(line.plain))
    return starts or not set(found).isdisjoint(lists["phrases"])


def is_button(page, line):
    """Whether a short line is the text of a button, or consists of words of banner headings only."""
    lists, words = page.phrases["site_banner"], re.findall(r"\w+", plain(line.text))
    vocabulary = set(re.findall(r"\w+", " ".join(lists["headings"])))
    return 0 < len(words) <= 10 and (" ".join(words) in lists["buttons"] or vocabulary.issuperset(words))


@each(lambda page: page.open()[-1:])
def page_furniture(page, line):
    """Heads, feet and numbers of printed pages, which `pages.unwrap` has set aside on the last line."""
    return page.text[line.first - 2 : line.first] == "\f\v"


@each(lambda page: [i for i, _ in page.short(P.labels)])
def page_control(page, line):
    """A control of the web page, or the time of an entry, on a line of its own: ``Advertisement``, ``09.41 BST``."""
    return line.masked in page.phrases["page_control"]["lines"]


def site_line(page):
    """At the top and the foot, what the site says of itself, as ``Share``, and names of sections above the headline."""
    lists = page.phrases["site_line"]
    phrases = page.holding(lists["phrases"], P.long, page.edges())
    for i in page.edges():
        line = page.lines[i]
        said = line.within(P.long) and (
            line.masked.startswith(lists["starts"]) or any(one in line.plain for one in phrases)
        )
        if said and (line.text[0] == "©" or not QUOTES.search(line.text)):
            page.mark(i, "site_line")
    title = next((span.start for span in page.spans if span.zone == "headline"), 0)
    for i in page.head() + page.tail():
        line = page.lines[i]
        listed = line.within(P.labels) and line.masked in lists["lines"]
        if listed or (i < EDGE and is_trail(line.text)) or (line.end < title and is_section(line)):
            page.mark(i, "site_line")


def is_trail(text):
    """Whether a line is the path of a page in its site: ``News > Science``, or single words as ``News | Science``."""
    if len(text) > WIDE:
        return False
    parts, words = P.trail.split(text), [part.strip() for part in P.bar.split(text)]
    path = len(parts) > 1 and all(part and len(WORD.findall(part)) <= 2 * SECTION for part in parts)
    return path or (len(words) > 1 and all(map(str.isalpha, words)))


def is_section(line):
    """Whether a line above a headline names a section, a site or a control: it is short and no sentence."""
    return line.within(SECTION) and not line.is_sentence and not QUOTES.search(line.text)


@each(lambda page: dict.fromkeys([*(i for i in page.open() if i < 5), *page.tail()]))
def metadata_header(page, line):
    """In the first five lines a label before a colon or a number: ``Original article: ...``; below one of a date."""
    labels, words = page.phrases["metadata_header"]["labels"], page.phrases["wire_header"]["words"]
    if not line.within(60) or is_date(after(P.link.sub("", line.text), labels), words):
        return line.within(60)
    return line in page.lines[:5] and not line.is_sentence and bool(labelled(line.text, labels, ("", *":：|｜丨/／")))


@each(Page.head)
def wire_header(page, line):
    """Above the running text: ``Source: Xinhua``, ``By Jane Doe``, a date, or a bar between a name and a date."""
    lists, text = page.phrases["wire_header"], line.text
    if is_outlet(page, line):
        return True
    if not line.is_sentence and len(text) <= WIDE and _is_stamped(P.stamps.split(text), lists):
        return True
    if line.is_sentence or not line.within(8 + 2 * text.count("|")):
        return False
    if is_names(after(BRACKET.sub("", text).rstrip(), lists["starts"])):
        return True
    splits = ([part.strip() for part in parts] for parts in (P.bar.split(text), P.before_day.split(text, maxsplit=1)))
    return any(is_date(day, lists["words"]) and all(map(is_named, names)) for *names, day in splits)


def is_outlet(page, line):
    """Whether a line is the name of an outlet and nothing else, and not the value of a label above it."""
    known = line.plain in page.phrases.get("outlets", ()) or line.plain == page.phrases.get("publisher")
    return known and not page.text[: line.first].rstrip().endswith((":", "："))


def _is_stamped(parts, lists):
    """Whether parts of a line are dates and labels with names, perhaps below the name of an outlet."""
    first, *rest = parts
    named = is_credited(first, lists) or (len(first) <= P.paper and rest and is_named(first))
    return named and all(is_credited(part, lists) for part in rest)


def is_credited(text, lists):
    """Whether a text is a date, or a label and a name."""
    return is_date(text, lists["words"]) or is_named(labelled(text, lists["labels"]))


def is_named(text):
    """Whether what stands beside a date is a name or one word."""
    return is_names(text) or text.isalpha()


def is_date(text, words):
    """Whether a text is a date: one year, another number, and no words other than those of dates."""
    numbers = re.findall(r"\d+", text)
    years = sum(len(number) == 4 for number in numbers)
    return years == 1 < len(numbers) and set(re.findall(r"[^\W\d_]+", plain(text))) <= set(words)


def photo_credit(page):
    """The credit of a photograph, with or without its caption, on one line: ``... /CFP``, ``[Photo/Xinhua]``."""
    lists = page.phrases["photo_credit"]
    known = page.holding(lists["labels"] + lists["starts"] + lists["captions"], 40, page.open())
    for i, line in page.short(40):
        hint = "/" in line.text or any(phrase in line.plain for phrase in known)
        if hint and has_credit(line.text.rstrip(". \t\u00a0"), page.phrases):
            page.mark(i, "photo_credit")


def has_credit(whole, phrases):
    """Whether a line begins or ends with the credit of a photograph."""
    lists, agencies = phrases["photo_credit"], phrases["dateline"]["agencies"]
    before, slash, name = whole.rpartition("/")
    agency = slash and (re.fullmatch("[A-Z]{2,6}", name) or plain(name) in agencies)
    tags = SENTENCE.split(whole)[1:][-1:] + BRACKET.findall(whole, max(0, len(whole) - 82))
    start = labelled(whole, lists["labels"]) or is_names(after(whole, lists["starts"]))
    end = agency and before[-1:] in " \u00a0.!?。)"
    caption = plain(whole).startswith(lists["captions"])
    return bool(start or end or caption) or any(is_credit(tag, lists, agencies) for tag in tags)


def is_credit(text, lists, agencies):
    """Whether a last sentence or bracket is a credit: ``Photo: AFP``, ``Photo by Ann Lee``, ``AFP/Bo Ek``."""
    label = labelled(text, lists["labels"], (":", "：", "/")) or after(text, lists["starts"])
    parts = text.split("/")
    known = [plain(part) in agencies for part in parts]
    return is_names(label) or (any(known) and not all(known) and all(map(is_names, parts)))


def has_code_marks(line):
    """Whether a line has one of the marks without which it is no code."""
    return line.text[-1:] in CODE_ENDS or any(mark in line.text for mark in CODE_MARKS)


def script(page):
    """JavaScript and CSS: lines with their syntax, the lines of an open brace, and the rest of a line from there on."""
    depth = 0
    for i in page.open():
        line = page.lines[i]
        code = P.code.search(line.text) if depth <= 0 and has_code_marks(line) else None
        ends = [m.end() for m in SENTENCE.finditer(line.text, 0, code.start() + 1)] if code else []
        if ends:
            page.mark(i, "script", ends[-1])
        elif code or (depth > 0 and not line.is_prose):
            page.mark(i, "script")
        else:
            depth = 0
            continue
        depth = max(0, depth) + line.text.count("{") - line.text.count("}")


def reader_comments(page):
    """What readers have written below the text, from its heading to the end; see `are_comments`."""
    lists = page.phrases["reader_comments"]
    headings = [i for i, line in page.short(P.labels) if line.masked in lists["headings"]]
    first = next((i for i in reversed(headings) if are_comments(page.lines, i, lists)), len(page.lines))
    for i in page.open():
        if i >= first:
            page.mark(i, "reader_comments")


def are_comments(lines, heading, lists):
    """Whether below a heading, under prose, two times or two equal buttons stand, none far from the one before."""
    short = ((i, lines[i]) for i in range(heading + 1, len(lines)))
    short = [(i, line.masked) for i, line in short if line.within(P.labels) and not line.is_sentence]
    signs = {i: text for i, text in short if text in lists["buttons"]}
    signs |= {i: "time" for i, text in short if text.endswith(lists["times"])}
    near = all(other - one <= P.apart for one, other in pairwise([heading, *sorted(signs), len(lines)]))
    several = max(Counter(signs.values()).values(), default=0) > 1
    return near and several and any(line.is_prose for line in lines[:heading])


def cuts(page, i):
    """Where a line, the last sentence of the article, and a bracket at the end of the line begin."""
    line = page.lines[i]
    return [0, *(line.last if i == page.foot else ()), *line.bracket]


def mark_end(page, i, rule, test):
    """Mark a line, its last sentence or its last bracket: the first of them that passes a test."""
    for cut in cuts(page, i):
        if test(page.lines[i].text[cut:]):
            return page.mark(i, rule, cut)


def contact_line(page):
    """An address to write to: a whole line at the top or foot, or a last sentence or bracket: ``(Email: a@b.org)``."""
    starts = page.phrases["contact_line"]["starts"]
    signs = [sign for sign in ("@", "[at]", "(at)") if sign in page.text]
    for i in page.edges()[::-1] if signs else ():
        if any(sign in page.lines[i].text for sign in signs):
            mark_end(page, i, "contact_line", partial(is_contact, starts=starts))


def paywall(page):
    """In the last lines, what is said where the rest of a text is not shown: ``Subscribe to continue reading``."""
    starts = page.phrases["paywall"]["starts"]
    for i in page.open()[:-9:-1]:
        mark_end(page, i, "paywall", lambda text: is_short(text) and masked(text.strip("([（【")).startswith(starts))


def is_short(text):
    """Whether a text without quotation marks has few words."""
    return text.count(" ") <= P.long and len(WORD.findall(text)) <= P.long and not QUOTES.search(text)


def end_mark(page):
    """At the end of one of the last lines, what agencies put below a text: ``Enditem``, ``（完）``, ``bur/ec/kma``."""
    for i in page.open()[-6:]:
        text = page.lines[i].text
        if found := P.end_mark.match(text) or P.end_mark.search(text, max(0, len(text) - P.mark_reach)):
            page.mark(i, "end_mark", found.start())


def quoted_mail(page):
    """What an e-mail quotes of another one below its own text, lines with ``>``, and the line that announces it."""
    quoted = [i for i in page.open() if page.lines[i].text[0] == ">"]
    if quoted and any(line.is_prose for line in page.lines[: quoted[0]]):
        announced = quoted[0] - 1 in page.open() and P.wrote.search(page.lines[quoted[0] - 1].text)
        for i in [quoted[0] - 1] * bool(announced) + quoted:
            page.mark(i, "quoted_mail")


def is_contact(text, starts):
    """Whether a short text has an e-mail address and little else, or begins with a listed phrase before it."""
    words = WORD.findall(P.mail.sub(" ", text))
    begins = plain(text.lstrip("([（")).startswith(starts)
    return bool(P.mail.search(text)) and len(words) <= (20 if begins else 2)


def headline_guess(page):
    """Where no title is known: a short first line that is not a sentence, above a sentence or a far longer line."""
    if page.title or len(page.open()) < 2:
        return
    i, line, below = page.open()[0], *(page.lines[i] for i in page.open()[:2])
    apart = below.is_prose or len(re.findall(r"\r\n|\r|\n", page.text[line.end : below.first])) >= 2
    short = 3 <= line.words <= 25 and line.text.rstrip(CLOSERS)[-1:].isalnum()
    if short and apart and (below.words >= 2 * line.words or (below.is_sentence and below.words >= REPEAT)):
        page.title = plain(line.text)
        page.mark(i, "headline_guess")


def dateline(page):
    """Place, day and agency before a dash, at the start of one of the first three lines not yet marked.

    Without an agency, the place stands in capitals, and a sentence begins behind the dash: "WASHINGTON — The plan".
    """
    for i in page.open()[:3]:
        line = page.lines[i]
        if not P.wired.search(line.text, 0, P.wired_within):
            continue
        found, place = (shape.match(line.text) for shape in P.datelines), P.place.match(line.text)
        if match := next((one for one in found if one and is_wired(one.groupdict(), page.phrases)), None):
            return page.mark(i, "dateline", end=match.end())
        if place and place[1].isupper() and line.is_prose and not place[2].islower():
            return page.mark(i, "dateline", end=place.end())


def is_wired(found, phrases):
    """Whether what a dateline names are a known agency and a place with a day, as far as its shape has these."""
    agencies = phrases["dateline"]["agencies"]
    agency = "agency" not in found or any(plain(name) in agencies for name in found["agency"].split("/"))
    return agency and (not found.get("place") or is_names(found["place"].strip(" ."), phrases["wire_header"]["words"]))


def repeated_line(page):
    """The title repeated above the running text; any line that stood further up, if one of its sentences is long."""
    head, alike = set(page.head()), defaultdict(list)
    for i in page.open():
        line, above = page.lines[i], alike[page.lines[i].beginning]
        again = any(line.plain == other.plain for other in above)
        long = again and any(len(WORD.findall(part)) >= REPEAT for part in SENTENCE.split(line.text))
        above.append(line)
        if long or (i in head and title_end(line, page.title)):
            page.mark(i, "repeated_line")


def related_links(page):
    """``Read more: ...`` anywhere; in the second half also a heading like ``Check Also`` and the teasers below it."""
    lists = page.phrases["related_links"]
    for i, line in page.short(25):
        if labelled(line.text, lists["labels"], (":", "：", "|")):
            page.mark(i, "related_links")
        elif line.start >= len(page.text) / 2 and line.within(P.labels) and line.plain.rstrip(":") in lists["headings"]:
            mark_teasers(page, i)


def mark_teasers(page, heading):
    """Mark a heading and its teasers; if text follows, the last one is kept because it may be a sub-heading."""
    end = heading + 1
    while end < len(page.lines) and is_teaser(page.lines[end]):
        end += 1
    goes_on = end < len(page.lines) and bool(page.lines[end].text)
    for i in range(heading, max(heading + 1, end - goes_on)):
        page.mark(i, "related_links")


def is_teaser(line):
    """Whether a line is cut off by dots, or is short and not a sentence, unless it is a question."""
    cut = line.within(P.notice) and line.text.rstrip(CLOSERS).endswith(("…", "..."))
    short = line.within(25) and (not line.is_sentence or line.text.endswith("?"))
    return bool(line.text) and (cut or short)


def contributor_note(page):
    """In the last six lines, also at their end: ``Reporting by Jane Doe``, ``(John Roe contributed to the story.)``."""
    for i in page.open()[:-7:-1]:
        mark_end(page, i, "contributor_note", partial(is_note, lists=page.phrases["contributor_note"]))


def is_note(text, lists):
    """Whether a short text names contributors."""
    if text.count(" ") > P.long or len(WORD.findall(text)) > P.long:
        return False
    inner, also = text.strip("()[]（） ."), " ".join(lists["starts"] + lists["words"]).split()
    ends = lists["ends"] + (lists["bracketed"] if text[:1] in ("(", "[", "（") else ())
    return plain(inner).endswith(ends) or is_names(after(inner, lists["starts"]), also)


def author_blurb(page):
    """In the last three lines: who the author is, if the article does not mention that person, or a disclaimer."""
    disclaimers = page.phrases["author_blurb"]["phrases"]
    for i in page.open()[:-4:-1]:
        line = page.lines[i]
        if not line.within(P.longest) or QUOTES.search(line.text):
            return
        if not is_blurb(page, i) and not any(phrase in line.plain for phrase in disclaimers):
            return
        page.mark(i, "author_blurb")


def is_blurb(page, i):
    """Whether a line begins with "the author", or a name that occurs nowhere else, then "is a" and a role."""
    lists, words = page.phrases["author_blurb"], page.lines[i].text.split()[:16]
    verbs = tuple(f"{verb} " for verb in lists["verbs"])
    n = next((n for n in range(2, 5) if plain(" ".join(words[n:])).startswith(verbs)), 0)
    who, said = words[:n], set(re.findall(r"\w+", plain(" ".join(words[n:]))))
    if plain(" ".join(who)) in lists["subjects"]:
        return not said.isdisjoint(lists["roles"] + lists["scholars"])
    named = bool(who) and all(word[0].isupper() for word in who) and not said.isdisjoint(lists["roles"])
    others = (line.text for n, line in enumerate(page.lines) if n != i)
    return named and not any(re.search(rf"\b{re.escape(who[-1])}\b", text) for text in others)


@each(Page.tail)
def credit_line(page, line):
    """Below the running text: ``Source: Global Times``, or, as the last line, ``EFE`` or ``The Citizen/Xinhua``."""
    if not line.within(8):
        return False
    source = labelled(line.text, page.phrases["credit_line"]["labels"]).rstrip(". ")
    named = is_names(source, page.phrases["dateline"]["agencies"]) or source.isalpha()
    names = line.text.split("/")
    known = any(plain(name) in page.phrases["dateline"]["agencies"] for name in names)
    joined = len(names) > 1 and known and not line.is_sentence and all(map(is_names, names))
    return named or ((joined or is_outlet(page, line)) and line is page.lines[page.foot])


def echoed_sentence(page):
    """List items that were extracted twice: the beginning of a line that repeats the end of the line above."""
    for i in range(1, len(page.lines)):
        above, line = page.lines[i - 1], page.lines[i]
        if above.text and line.text and line.start == line.first:
            ending = page.text[max(above.first, above.end - P.reach) : above.end]
            length = item_echo(ending, line.text) or sentence_echo(ending, line.text)
            if length:
                page.mark(i, "echoed_sentence", end=length)


def item_echo(above, text):
    """Length of the beginning of a text that repeats the item after the last label above; 0 where none does.

    A repetition with gaps, or of fewer than eight words, counts only if the next label follows directly, since a
    refrain is not followed by one.
    """
    first = re.search(r"\w+", text) if ":" in above or "：" in above else None
    if not first or first[0].casefold() not in above.casefold():
        return 0
    starts = [0, *(match.end() for match in SENTENCE.finditer(above))]
    near = (at for at in starts if P.colon.search(above, at, at + P.label_reach))
    item = max((item_start(above, at) for at in near), default=0)
    wanted = re.findall(r"\w+", above[item:].casefold()) if item else []
    rest, length = iter(wanted), 0
    for n, match in enumerate(re.finditer(r"\w+", text), 1):
        if match[0].casefold() not in rest:  # consumes rest up to the word: gaps are allowed, a step back is not
            break
        last = match[0].casefold() == wanted[-1] and n >= max(2, len(wanted) / 2)
        stop = P.stop.match(text, match.end()) if last else None
        if stop and (n == len(wanted) >= REPEAT or item_start(text, stop.end())):
            length = stop.end()
    return length


def item_start(text, at):
    """Where the text after a label of one to five capitalised words begins; 0 where there is none at ``at``."""
    match = P.label.match(text, at)
    label = match and match[2] in (":", "：") and re.fullmatch(r"[^\W\d_][\w'’& -]+", match[1])
    return match.end() if label and len(match[1].split()) <= 5 and is_names(match[1]) else 0


def sentence_echo(above, text):
    """Length of the last sentence above if the text begins with it and it is too long for a refrain; else 0."""
    last = SENTENCE.split(above)[-1] if text[:REPEAT] in above else ""  # so many words have at least as many characters
    line = last and text.startswith(last) and Line(0, len(last), last)
    return len(last) if line and line.words >= REPEAT and line.is_sentence else 0


ORDER = """export_block page_furniture script reader_comments quoted_mail headline site_suffix site_banner page_control
site_line metadata_header wire_header photo_credit headline_guess dateline repeated_line related_links paywall end_mark
contributor_note author_blurb credit_line contact_line echoed_sentence"""
RULES = {name: globals()[name] for name in ORDER.split()}  # a rule sees what those before it have marked


def mark(text, title, phrases):
    """Mark what is headline or not discourse in an article, in time linear in its length.

    Parameters
    ----------
    text : str
        The raw text.
    title : str or None
        The known title. Without one, a short first line may be taken as the title (rule ``headline_guess``).
    phrases : dict of dict of tuple
        The phrase lists, from `read_phrases`. ``outlets``, a set, and ``publisher`` can hold plain names as well.

    Returns
    -------
    list of Span
        Sorted by start, without overlaps. ``zone`` is "headline" or "removed"; the rest of the article is its body.
        A text without spans may still hold parts of a web page that no rule knows.

    Examples
    --------
    >>> from analysis.files import bundled
    >>> phrases = read_phrases(bundled("seeds", "lexicons", "cleaning.toml"))
    >>> mark("The plan goes ahead as it was written\\n\\nSource: Xinhua", None, phrases)[0].text
    'Source: Xinhua'
    """
    page = Page(text, title, phrases)
    for rule in RULES.values():
        rule(page)
    spans = sorted(page.spans, key=lambda span: span.start)
    assert all(one.end <= other.start for one, other in pairwise(spans)), "spans overlap"
    assert all(text[span.start : span.end] == span.text for span in spans), "a span is not the raw text"
    return spans


def without(text, rule, phrases):
    """A text without what one rule removes."""
    spans = (span for span in mark(text, None, phrases) if span.rule == rule)
    return "".join(text[start:end] for start, end in between(text, spans))


def between(text, spans):
    """Start and end of each part of a text that is between spans, which are sorted by start."""
    edges = [0, *(place for span in spans for place in (span.start, span.end)), len(text)]
    return zip(edges[::2], edges[1::2], strict=True)


def read_phrases(path):
    """Read and check the phrase lists of ``cleaning.toml``: one table for each rule, lists of plain phrases in it.

    Returns
    -------
    dict of dict of tuple
        rule -> list -> phrases as `plain` writes them; a list that the file does not have is empty.

    Raises
    ------
    InputError
        If the file is not TOML, for an unknown rule or list, and for a list that holds anything but phrases.
    """
    tables, known = read_toml(path), read_toml(bundled("seeds", "lexicons", "cleaning.toml"))
    for rule, table in tables.items():
        _check_table({"file": Path(path).name, "column": f"[{rule}]"}, rule, table, known)
    lists = {rule: {key: tables.get(rule, {}).get(key, ()) for key in table} for rule, table in known.items()}
    return {rule: {key: tuple(map(plain, found)) for key, found in table.items()} for rule, table in lists.items()}


def _check_table(place, rule, table, known):
    if rule not in known or not isinstance(table, dict):
        raise InputError("not a table of phrases for a rule", f"use one of {', '.join(known)}", **place)
    for key, value in table.items():
        if key not in known[rule]:
            raise InputError(f"unknown list {key!r}", f"use one of {', '.join(known[rule])}", **place)
        if not isinstance(value, list) or not all(isinstance(part, str) and plain(part) for part in value):
            raise InputError(f"{key} = {value!r} is not a list of phrases", 'write ["one", "two"]', **place)
