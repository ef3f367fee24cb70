"""Patterns: the notation of slogans and frames, parsed into nodes that know nothing of any text.

The notation is written down at the head of the bundled ``seeds/lexicons/slogans.toml``.
"""

import unicodedata
from collections import deque

import regex

from analysis.files import InputError

LONGEST = 400  # characters of a pattern
DEEPEST = 5  # brackets inside brackets
WIDEST = 40  # words that a pattern may span
WIDEST_GAP = 10  # words that a <n> may skip

STRAIGHT = str.maketrans(
    dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛", "'") | dict.fromkeys("‐‑‒–—―−", "-"),
)
PIECE = regex.compile(r"<[^\s()\[\]{}|<>]*>|[()\[\]{}|<>]|[^\s()\[\]{}|<>]+")
GAP = regex.compile(r"<([0-9]{1,3})>")
UNSEEN = regex.compile(r"('s)?'*$|^'+")  # the clitic and single quotation marks
STEM = regex.compile(r"[\p{L}--\p{Han}]{3}$", regex.V1)
UNIT = regex.compile(r"\p{Han}|[\w--\p{Han}]+|[^\w\s'-]", regex.V1)
JOINED = r"[[\w*\-]--\p{Han}]"
JOINT = regex.compile(rf"(?<={JOINED})[(\[{{]|[)\]}}](?={JOINED})", regex.V1)
OPENERS = {"(": (")", "alt"), "[": ("]", "opt"), "{": ("}", "context")}


class PatternError(InputError):
    """A pattern that does not follow the notation; the message names the position and the remedy."""


def straighten(text):
    """Unicode NFC, with curly quotation marks and every kind of dash made straight."""
    return unicodedata.normalize("NFC", text).translate(STRAIGHT)


def parse(pattern):
    """Parse a pattern into nodes, in time linear in its length.

    Parameters
    ----------
    pattern : str
        At most 400 characters, brackets at most 5 deep, match and context together at most 40 words wide.

    Returns
    -------
    tuple of nodes
        ``("word", text, is_stem)``, ``("gap", n)``, ``("opt", branches)``, ``("alt", branches)`` or, first or
        last only, ``("context", branches)``: what must stand there and is not part of the match. Each branch
        is again a tuple of nodes. Words are straightened and keep their case; quotation marks and a final
        ``'s``, which a pattern does not see, are left out. A word is what stood between spaces:
        "high-quality", "AI+" and a run of Chinese are one word each.

    Raises
    ------
    PatternError
        With the position in the pattern (first character = 1) and the remedy.
    """
    pattern = straighten(pattern)
    if len(pattern) > LONGEST:
        _fail(LONGEST + 1, f"pattern of {len(pattern)} characters, over {LONGEST}; split it into several")
    if joint := JOINT.search(pattern):
        _fail(joint.start() + 1, "bracket joined to a word; write whole words and put a space between")
    pieces = deque((piece.start() + 1, piece[0]) for piece in PIECE.finditer(pattern))
    nodes = _sequence(pieces, 0)
    if pieces and pieces[0][1] == "|":
        _fail(pieces[0][0], "| outside brackets; put the alternatives into ( )")
    if pieces:
        _fail(pieces[0][0], f"{pieces[0][1]} closes no bracket; add the opening one, or take it out")
    _check_ends(nodes, len(pattern))
    if (width := _width(nodes)) > WIDEST:
        _fail(1, f"a match could be {width} words wide, over {WIDEST}; split it into several")
    return nodes


def _fail(position, problem):
    raise PatternError(f"position {position}: {problem}")


def _sequence(pieces, depth):
    """Take pieces up to the next | or closing bracket, which stays; the nodes they make."""
    nodes = []
    while pieces and pieces[0][1] not in "|)]}":
        position, text = pieces.popleft()
        if text in OPENERS:
            nodes.append(_group(pieces, depth + 1, position, text))
            if text == "{" and (depth or (pieces and len(nodes) > 1)):
                _fail(position, "{ } inside a pattern; put it at the very start or the very end, outside brackets")
        elif text[0] in "<>":
            nodes.append(_gap(position, text))
        elif word := UNSEEN.sub("", text.replace('"', "")):
            nodes.append(_word(position, word))
    return tuple(nodes)


def _group(pieces, depth, position, opener):
    """Take pieces up to the bracket that closes this one; its node."""
    closer, kind = OPENERS[opener]
    if depth > DEEPEST:
        _fail(position, f"brackets nested deeper than {DEEPEST}; write two patterns instead")
    branches = [_sequence(pieces, depth)]
    while pieces and pieces[0][1] == "|":
        pieces.popleft()
        branches.append(_sequence(pieces, depth))
    if not pieces:
        _fail(position, f"{opener} is never closed; add {closer}")
    end, text = pieces.popleft()
    if text != closer:
        _fail(end, f"{text} closes no bracket; write {closer} for the {opener} at position {position}")
    if () in branches:
        _fail(position, f"empty branch in {opener} {closer}; write a word, or use [ ] for what may be absent")
    return (kind, tuple(branches))


def _gap(position, text):
    number = GAP.fullmatch(text)
    if not number or not 1 <= int(number[1]) <= WIDEST_GAP:
        _fail(position, f"{text} is no gap; write <n> with n from 1 to {WIDEST_GAP}")
    return ("gap", int(number[1]))


def _word(position, text):
    stem = text.removesuffix("*")
    if "*" in stem or (stem != text and not STEM.search(stem)):
        _fail(
            position, f"{text}: a * must end a word, after 3 letters that are not Chinese; write the word out, or <1>"
        )
    return ("word", stem, stem != text)


def _check_ends(nodes, length):
    """Refuse a match, or context around it, that could be empty or reach out into a gap."""
    core = tuple(node for node in nodes if node[0] != "context")
    contexts = [((node,), -1 if at else 1) for at, node in enumerate(nodes) if node[0] == "context"]
    for part, way in [(core, 1), (core, -1), *contexts]:
        outermost = _outermost(part, way)
        place = "begin" if way == 1 else "end"
        if "gap" in outermost:
            _fail(
                1 if way == 1 else length,
                f"could {place} with a gap; put a word there, or the gap into {{ }} beside one",
            )
        if None in outermost:
            _fail(1, "no word that must be there; leave at least one outside [ ], and one outside { }")


def _outermost(nodes, way):
    """Kinds of node that a match of the nodes can begin (way 1) or end (way -1) with; None if it can be empty."""
    kinds = set()
    for kind, content, *_ in nodes[::way]:
        inner = {kind} if kind in ("word", "gap") else set().union(*(_outermost(one, way) for one in content))
        inner |= {None} if kind in ("gap", "opt") else set()
        kinds |= inner - {None}
        if None not in inner:
            return kinds
    return kinds | {None}


def _width(nodes):
    """Most words that a match of the nodes can span."""
    total = 0
    for kind, content, *_ in nodes:
        if kind == "word":
            total += len(UNIT.findall(content))
        else:
            total += content if kind == "gap" else max(map(_width, content))
    return total
