"""Sentences: where they end, by a local rule that sees a chunk of text between two spaces and the chunk after it."""

from typing import NamedTuple

import regex

CHUNK = regex.compile(r"[^\s\x1c-\x1f]+")  # what str.split leaves
STOPS, WIDE_STOPS = ".?!…。！？｡", set("。！？｡")
CLOSERS = "\"'”’»)]}）」』》＂`´"
BULLETS = "*•·●○■▪►◦"
OPENERS = BULLETS + "\"'“‘„‟«([{（「『《＂`´<¿¡-–—―‐$€£¥#@~_§/"
GOES_ON = set(CLOSERS + ",;:.?!…%\\&+=|，、；：。！？")  # no sentence begins with one of these
LONGEST = 40  # characters of an abbreviation, or of the beginning of a sentence
WORD = regex.compile(r"(?:[\p{L}\p{M}\p{N}'’]+\.)*[\p{L}\p{M}\p{N}'’]+$")
INITIALS = regex.compile(r"[\p{Lu}\p{Ll}](?:\.[\p{Lu}\p{Ll}])*")
CAPITALISED = regex.compile(r"\p{Lu}\p{Ll}*(?:['’]\p{Ll}+)?(?!\p{L})")
LIST_NUMBER = regex.compile(r"[(\[（]?(?:\p{Nd}{1,3}|\p{L}|[ivxIVX]{1,5})[.)\]）]+")
INNER = regex.compile(rf"(?<![{STOPS}])[{STOPS}]++[{regex.escape(CLOSERS)}]*+(?=[^，、；：,;:])")

NEVER, BEFORE_OPENER, BEFORE_CAPITAL, ALWAYS = range(4)  # where a sentence ends behind a chunk
OPENING, NOTHING, LOWER, CAPITAL, OPENER = range(-1, 4)  # how a chunk can begin a sentence
BOUNDARY = 4  # the sum of the two from which it does: NEVER before nothing, ALWAYS before all but NOTHING


class Chunk(NamedTuple):
    """What the rule knows of a chunk: how a sentence ends behind it and begins with it, and where one begins inside.

    A list number (``is_number``) at the beginning, after a stop, or where ``may_list`` is true, ends nothing.
    """

    ends: int
    begins: int
    is_number: bool
    may_list: bool
    inside: tuple


class Sentences:
    """The rule of where sentences end.

    A full stop ends one unless it belongs to an abbreviation or to the number of a list; behind an abbreviation that
    may end a sentence, and behind initials, one begins with a capitalised function word only ("… in the U.S. The
    talks"). Behind ``?``, ``!``, an ellipsis, a number or a closing mark none begins in lower case; none begins with
    a comma or the like. Chinese stops need no space.

    Parameters
    ----------
    words : Words
        ``abbreviations``, those that ``may_end`` a sentence, and ``stopwords``.
    """

    def __init__(self, words):
        self.abbreviations, self.may_end, self.stopwords = words.abbreviations, words.may_end, words.stopwords

    def begins(self, text):
        """Characters at which the sentences of a text begin; the first is 0."""
        found, ended, may_list, start = [0], NEVER, True, None
        for piece in CHUNK.finditer(text):
            chunk, at = self.chunk(piece[0]), piece.start()
            if chunk.begins == OPENING:  # the sentence begins with these marks, if one begins
                start, may_list = at if start is None else start, may_list or chunk.may_list
                continue
            if ended + chunk.begins >= BOUNDARY:
                found.append(at if start is None else start)
            found += [at + place for place in chunk.inside]
            ended = NEVER if chunk.is_number and may_list else chunk.ends
            may_list, start = chunk.may_list, None
        return found

    def chunk(self, text):
        """What the rule knows of one chunk."""
        if text.isalpha() and text.islower():  # most chunks
            return Chunk(NEVER, LOWER, False, False, ())
        inside = tuple(found.end() for found in INNER.finditer(text) if self._inside(text, found))
        number, stop = LIST_NUMBER.fullmatch(text[:LONGEST]), text.rstrip(CLOSERS)[-1:]
        may_list = stop in set(STOPS + BULLETS + ":;：；") or text[-1] in CLOSERS
        return Chunk(self._ends(text), self._begins(text), bool(number), may_list, inside)

    def _ends(self, text):
        body = text.rstrip(CLOSERS)
        head = body.rstrip(STOPS)
        stops, word = body[len(head) :], _word(head.rstrip(CLOSERS))
        if not stops or not WIDE_STOPS.isdisjoint(stops):
            return ALWAYS if stops else NEVER
        kind = self._abbreviation(word) if stops == "." else None
        if kind is not None:
            return kind
        plain = stops == "." and body == text and word and not word[-1].isdigit()
        return ALWAYS if plain else BEFORE_CAPITAL

    def _abbreviation(self, word):
        """Where a sentence ends behind this abbreviation; None if it is none."""
        folded = word.casefold()
        if folded in self.abbreviations:
            return BEFORE_OPENER if folded in self.may_end else NEVER
        return BEFORE_OPENER if INITIALS.fullmatch(word) else None

    def _begins(self, text):
        bare = text.lstrip(OPENERS)[:LONGEST]
        if not bare:
            return OPENING
        if bare[0] in GOES_ON:
            return NOTHING
        if bare[0].islower():
            return LOWER if bare.casefold() == bare else CAPITAL  # iPhone
        word = CAPITALISED.match(bare)
        initial = word and len(word[0]) == 1 and bare[1:2] == "."
        plain = word[0].casefold().replace("’", "'") if word and not initial else ""
        return OPENER if {plain, plain.partition("'")[0]} & self.stopwords else CAPITAL

    def _inside(self, text, found):
        """Whether a sentence begins inside a chunk, behind a stop that was found there."""
        return not WIDE_STOPS.isdisjoint(found[0])


def _word(text):
    """The last word of a text, with its inner full stops."""
    found = WORD.search(text[-LONGEST:])
    return found[0] if found else ""
