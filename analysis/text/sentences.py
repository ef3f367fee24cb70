"""Sentences: where they end, by a local rule that sees a chunk of text between two spaces and the chunk after it."""

from itertools import accumulate, pairwise
from typing import NamedTuple

import regex

from analysis.text.links import ENDINGS, LINK

STOPS, WIDE_STOPS = ".?!…。！？｡", set("。！？｡")
STOP_SET = set(STOPS)
HIDDEN = r"\p{Cf}\p{Default_Ignorable_Code_Point}"  # soft hyphens, joiners and other marks without width
QUOTES = "\"'”’»」』＂`´"
CLOSERS = QUOTES + ")]}）》"
BULLETS, DASHES = "*•·●○■▪►◦", "-–—―‐"
OPENERS = BULLETS + DASHES + "\"'“‘„‟«([{（「『《＂`´<¿¡$€£¥#@~_§/"
GOES_ON = set(CLOSERS + ",;:.?!…%\\&+=|，、；：。！？")  # no sentence begins with one of these
LONGEST = 40  # characters of an abbreviation, or of the beginning of a sentence
WORD = regex.compile(r"(?:[\p{L}\p{M}\p{N}'’]+\.)*[\p{L}\p{M}\p{N}'’]+$")
INITIALS = regex.compile(r"[\p{Lu}\p{Ll}](?:\.[\p{Lu}\p{Ll}])*")
CAPITALISED = regex.compile(r"\p{Lu}\p{Ll}*(?:['’]\p{Ll}+)?(?!\p{L})")
SMALL = regex.compile(r"[\p{Ll}\p{M}]+(?!\p{Lu})")
FIRST = regex.compile(r"\p{Lu}[\p{L}\p{M}\p{N}]*\.?")
LIST_NUMBER = regex.compile(r"[(\[（]?(?:\p{Nd}{1,3}|\p{L}|[ivxIVX]{1,5})[.)\]）]+")
INNER = regex.compile(rf"(?<![{STOPS}])[{STOPS}]++[{regex.escape(CLOSERS)}]*+(?=[{HIDDEN}]*+[^{HIDDEN}，、；：,;:])")
DOTTED = regex.compile(r"\.\p{L}\.\p{L}(?![\p{L}\p{M}\p{N}])")  # inside U.S.A
SEPARATORS = "\x1c\x1d\x1e"  # at which str.splitlines ends a line, unlike a reader
LINE_ENDS = {"\n", "\r\n", "\r", "\n\f"}
HAN = regex.compile(r"\p{Han}")
WRAPPED = range(30, 121)  # characters of the longest line of a text with hard-wrapped lines
PHRASE = 4  # words of a line that the next one continues, unless that one ends with a stop

NEVER, BEFORE_OPENER, BEFORE_CAPITAL, ALWAYS = range(4)  # where a sentence ends behind a chunk
OPENING, NOTHING, LOWER, CAPITAL, OPENER = range(-1, 4)  # how a chunk can begin a sentence
BOUNDARY = 4  # the sum of the two from which it does: NEVER before nothing, ALWAYS before all but NOTHING


class Chunk(NamedTuple):
    """What the rule knows of a chunk: how a sentence ends behind it and begins with it, and where one begins inside.

    A list number (``is_number``) ends nothing at the beginning and where ``may_list`` of the chunk before it is true.
    """

    ends: int
    begins: int
    is_number: bool
    may_list: bool
    inside: tuple


PLAIN = Chunk(NEVER, LOWER, False, False, ())


def is_small(text):
    """Whether a chunk consists of small letters from a to z, as most do."""
    return text.isascii() and text.isalpha() and text.islower()


class Sentences:
    """The rules of where paragraphs and sentences end.

    A full stop ends a sentence unless it belongs to an abbreviation or to the number of a list; behind an abbreviation
    that may end one, and behind initials, a sentence begins with a capitalised function word only ("… in the U.S. The
    talks"). Behind ``?``, ``!``, an ellipsis, a number or a closing mark none begins in lower case; none begins with a
    comma or the like. Chinese stops need no space. A lost space ("scandals.Although") is seen where a capitalised word
    follows a small one, and where a capitalised function word follows any; not in an address, before the ending of one
    or of a file ("example.Com", "report.Pdf"), nor beside an abbreviation.

    Parameters
    ----------
    words : Words
        ``abbreviations``, those that ``may_end`` a sentence, and ``stopwords``.
    """

    def __init__(self, words):
        self.abbreviations, self.may_end, self.stopwords = words.abbreviations, words.may_end, words.stopwords

    def chunk(self, text):
        """What the rule knows of one chunk."""
        if is_small(text):
            return PLAIN
        stops = not STOP_SET.isdisjoint(text)
        inside = tuple(self._inside(text)) if stops and INNER.search(text) else ()
        ends, is_number = self._ends(text) if stops else NEVER, bool(LIST_NUMBER.fullmatch(text[:LONGEST]))
        may_list = ends > BEFORE_OPENER or text[-1] in BULLETS + ":;：；"
        return Chunk(ends, self._begins(text), is_number, may_list, inside)

    def _ends(self, text):
        body = text.rstrip(CLOSERS)
        head = body.rstrip(STOPS)
        stops, word = body[len(head) :], _word(head.rstrip(CLOSERS))
        if not stops or not WIDE_STOPS.isdisjoint(stops):
            return ALWAYS if stops else NEVER
        kind = self._abbreviation(word) if stops == "." else None
        if kind is not None:
            return BEFORE_CAPITAL if kind and text[-1] in QUOTES else kind
        plain = stops == "." and body == text and word and not word[-1].isdigit()
        return ALWAYS if plain else BEFORE_CAPITAL

    def _abbreviation(self, word):
        """Where a sentence ends behind this abbreviation; None if it is none."""
        folded = word.casefold()
        if folded in self.abbreviations:
            return BEFORE_OPENER if folded in self.may_end else NEVER
        return BEFORE_OPENER if INITIALS.fullmatch(word) else None

    def _begins(self, text):
        bare = text.lstrip(OPENERS)[:LONGEST].partition(" ")[0]
        if not bare:
            return OPENING
        if bare[0] in GOES_ON:
            return NOTHING
        if bare[0].islower():
            return LOWER if SMALL.match(bare) else CAPITAL  # iPhone
        word = CAPITALISED.match(bare)
        initial = word and len(word[0]) == 1 and bare[1:2] == "."
        plain = word[0].casefold().replace("’", "'") if word and not initial else ""
        return OPENER if {plain, plain.partition("'")[0]} & self.stopwords else CAPITAL

    def _inside(self, text):
        """Characters at which a sentence begins inside a chunk, outside its addresses."""
        links = [0, *(place for link in LINK.finditer(text) for place in link.span()), len(text)]
        gaps = zip(links[::2], links[1::2], strict=True)
        stops = (found for gap in gaps for found in INNER.finditer(text, *gap))
        return [found.end() for found in stops if self._is_boundary(text, found.start(), found.end())]

    def _is_boundary(self, text, start, end):
        """Whether a sentence begins behind the stop ``start:end`` inside a chunk."""
        if not WIDE_STOPS.isdisjoint(text[start:end]):
            return True
        head, rest = _word(text[max(0, start - LONGEST) : start]), text[end : end + LONGEST]
        begins, kind = self._begins(rest), self._abbreviation(head)
        is_number = end < LONGEST and LIST_NUMBER.fullmatch(text[:end])
        if begins < CAPITAL or kind == NEVER or len(head) == 1 or is_number or DOTTED.match(text, start - 2):
            return False
        is_small = kind is None and head.isalpha() and head.islower()
        return begins == OPENER or (is_small and self._is_word(rest))

    def _is_word(self, rest):
        """Whether a text begins with a capitalised word that is no ending of an address and no abbreviation."""
        found = FIRST.match(rest.lstrip(OPENERS))
        word = found[0].rstrip(".").casefold() if found else ""
        dotted = found and found[0][-1] == "." and (len(word) == 1 or word in self.abbreviations)
        return bool(word) and not dotted and word not in ENDINGS["domains"] + ENDINGS["files"]

    def paragraphs(self, text):
        """Characters ``(start, end)`` of the paragraphs of a text: its lines, joined where the next one continues one.

        In a text with hard-wrapped lines, that is a line in which there was no room for the first word of the next. In
        any text, it is a line without a stop at its end before one that begins in lower case, and a line that ends in a
        function word before a name or a number ("… arrived in / Beijing").
        """
        lines = _lines(text)
        near = [text[one[1] : two[0]] in LINE_ENDS for one, two in pairwise(lines)]
        if not any(near):
            return lines
        pairs = [(text[slice(*one)].strip(), text[slice(*two)].strip()) for one, two in pairwise(lines)]
        width = self._width([pair for pair, is_near in zip(pairs, near, strict=True) if is_near])
        found = lines[:1]
        for line, pair, is_near in zip(lines[1:], pairs, near, strict=True):
            start = found[-1][0]
            if is_near and self._goes_on(text[start : start + LONGEST], *pair, width):
                found[-1] = start, line[1]
            else:
                found.append(line)
        return found

    def _width(self, pairs):
        """Characters of the longest of these lines, if they are hard-wrapped: the next ones go on; else 0."""
        width = max((len(line) for pair in pairs for line in pair), default=0)
        full = [pair for pair in pairs if width in WRAPPED and _is_full(*pair, width)]
        open_ended = [after for line, after in full if not _is_ended(line)]
        going_on = sum(bool(HAN.match(after)) or self._begins(after) == LOWER for after in open_ended)
        return width if going_on >= max(2, len(full) / 2) else 0

    def _goes_on(self, paragraph, line, after, width):
        """Whether the last line of a paragraph that begins so is continued by the next line."""
        if width and _is_full(line, after, width):
            return True
        if _is_ended(line) or after[0] in BULLETS + DASHES or LIST_NUMBER.fullmatch(after.split(maxsplit=1)[0]):
            return False
        is_phrase = line.count(" ") + 1 >= PHRASE or after[-1] in STOPS
        begins = self._begins(after)
        if begins == LOWER:
            return line[-1] == "," or (is_phrase and self._begins(paragraph) != LOWER)
        return begins == CAPITAL and is_phrase and line.rsplit(maxsplit=1)[-1] in self.stopwords


def _lines(text):
    """Characters ``(start, end)`` of the lines of a text that are not blank."""
    for mark in SEPARATORS:
        text = text.replace(mark, " ")
    starts = accumulate(map(len, text.splitlines(keepends=True)), initial=0)
    pairs = zip(starts, text.splitlines(), strict=False)
    return [(start, start + len(line)) for start, line in pairs if line and not line.isspace()]


def _word(text):
    """The last word of a text, with its inner full stops."""
    found = WORD.search(text[-LONGEST:])
    return found[0] if found else ""


def _is_full(line, after, width):
    """Whether the first word of the next line had no room in this line."""
    first = after[0] if HAN.match(after) else after.split(maxsplit=1)[0]
    return len(line) + 1 + len(first) > width


def _is_ended(line):
    return line.rstrip(CLOSERS).endswith((*STOPS, *":;：；"))
