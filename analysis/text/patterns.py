"""Patterns: the notation of slogans, frames and searches, parsed into nodes.

The notation is written down at the head of the bundled ``seeds/lexicons/slogans.toml``.
"""

import unicodedata
from collections import deque

import regex

from analysis.files import PACKAGE, InputError, read_toml
from analysis.text.tokens import LETTER, NORMAL

LONGEST = 400  # characters of a pattern
DEEPEST = 5  # brackets inside brackets
WIDEST = 40  # words that a pattern may span
WIDEST_GAP = 10  # words that a <n> may skip

PIECE = regex.compile(r"<[^\s()\[\]{}|<>]*>|[()\[\]{}|<>]|[^\s()\[\]{}|<>]+")
GAP = regex.compile(r"<([0-9]{1,3})>")
INVISIBLE = regex.compile(r"('s)?'*$|^'+")  # the clitic 's and single quotation marks
STEM = regex.compile(rf"{LETTER}{{3}}$", regex.V1)
UNIT = regex.compile(r"\p{Han}|[\w--\p{Han}]+|[^\w\s'-]", regex.V1)
OPENERS = {"(": (")", "alt"), "[": ("]", "opt"), "{": ("}", "context")}
CONTEXTS = ("context", "without")
NOTATION = read_toml(PACKAGE / "text" / "notation.toml")  # of other search tools
OTHERS, SIGNS = (
    [one | {"shape": regex.compile(one["shape"], regex.V1)} for one in NOTATION[k]] for k in ("other", "sign")
)


class PatternError(InputError):
    """A pattern that does not follow the notation.

    Attributes
    ----------
    position : int
        Character of the pattern at which the problem was found; the first is 1.
    """

    def __init__(self, problem, remedy="", position=1):
        super().__init__(problem, remedy, column=f"position {position}")
        self.position = position


def straighten(text):
    """Unicode NFC, with every kind of quotation mark, apostrophe and dash made straight.

    Examples
    --------
    >>> straighten("“high‑quality” growth")
    '"high-quality" growth'
    """
    return unicodedata.normalize("NFC", text).translate(NORMAL)


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
        last only, ``("context", branches)``: text that must stand there and is not part of the match, and
        ``("without", branches)``: text that must not stand there. Each branch is again a tuple of nodes. Words are
        straightened and keep their case; quotation marks and a final ``'s`` are dropped, because patterns ignore them.
        A word is what stands between spaces: "high-quality", "AI+" and a run of Chinese are one word each.

    Raises
    ------
    PatternError
        With position and remedy; also for the operators AND, OR, NOT, NEAR and the wildcard ? of other tools.

    Examples
    --------
    >>> parse("innovat* (chain | hub)")
    (('word', 'innovat', True), ('alt', ((('word', 'chain', False),), (('word', 'hub', False),))))
    """
    pattern = straighten(pattern)
    if len(pattern) > LONGEST:
        raise PatternError(f"{len(pattern)} characters are over the limit of {LONGEST}", "split it up", LONGEST + 1)
    for other in OTHERS:
        if found := other["shape"].search(pattern):
            raise PatternError(other["problem"].format(found[0]), other["remedy"], found.start() + 1)
    pieces = deque((piece.start() + 1, piece[0]) for piece in PIECE.finditer(pattern))
    nodes = _sequence(pieces, 0)
    if pieces:
        position, text = pieces[0]
        remedy = "open a bracket before it, as in (one | other), or delete it"
        raise PatternError(f"{text} stands outside brackets", remedy, position)
    _check_ends(nodes, len(pattern))
    if (width := _width(nodes)) > WIDEST:
        raise PatternError(f"a match could be {width} words wide, over {WIDEST}", "split the pattern into several")
    return nodes


def _sequence(pieces, depth):
    """Consume pieces up to, and without, the next | or closing bracket; return their nodes."""
    nodes = []
    while pieces and pieces[0][1] not in "|)]}":
        position, text = pieces.popleft()
        if text in OPENERS:
            nodes.append(_group(pieces, depth + 1, position, text))
            if text == "{" and (depth or (pieces and len(nodes) > 1)):
                raise PatternError("{ } stands inside the pattern", "move it to the very start or end", position)
        elif text[0] in "<>":
            nodes.append(_gap(position, text))
        elif word := INVISIBLE.sub("", text.replace('"', "")):
            nodes.append(_word(position, word))
    return tuple(nodes)


def _group(pieces, depth, position, opener):
    """Consume pieces up to the bracket that closes this one; return its node."""
    closer, kind = OPENERS[opener]
    if opener == "{" and pieces and pieces[0][1][0] == "!":
        kind, (at, text) = "without", pieces.popleft()
        if text != "!":
            pieces.appendleft((at + 1, text[1:]))
    if depth > DEEPEST:
        raise PatternError(f"brackets are nested deeper than {DEEPEST}", "write two patterns instead", position)
    branches = [_sequence(pieces, depth)]
    while pieces and pieces[0][1] == "|":
        pieces.popleft()
        branches.append(_sequence(pieces, depth))
    if not pieces:
        raise PatternError(f"{opener} is never closed", f"add {closer}", position)
    end, text = pieces.popleft()
    if text != closer:
        raise PatternError(f"{text} closes no bracket", f"write {closer} for the {opener} at position {position}", end)
    if () in branches:
        raise PatternError(f"{opener} {closer} has an empty branch", "write a word, or use [ ] if optional", position)
    return (kind, tuple(branches))


def _gap(position, text):
    number = GAP.fullmatch(text)
    if not number or not 1 <= int(number[1]) <= WIDEST_GAP:
        raise PatternError(f"{text} is not a gap", f"write <n> with n from 1 to {WIDEST_GAP}", position)
    return ("gap", int(number[1]))


def _word(position, text):
    stem = text.removesuffix("*")
    if "*" in stem or (stem != text and not STEM.search(stem)):
        problem = f"{text}: * must end a word, after at least 3 letters that are not Chinese"
        raise PatternError(problem, "write the word out, or use <1> for any word", position)
    return ("word", stem, stem != text)


def _check_ends(nodes, length):
    """Refuse a pattern of which the match, or the context, could be empty or begin or end with a gap."""
    core = tuple(node for node in nodes if node[0] not in CONTEXTS)
    contexts = [((node,), -1 if at else 1) for at, node in enumerate(nodes) if node[0] in CONTEXTS]
    for part, way in [(core, 1), (core, -1), *contexts]:
        outermost = _outermost(part, way)
        place = "begin" if way == 1 else "end"
        if "gap" in outermost:
            remedy = "put a word there, or put the gap into { } beside a word"
            raise PatternError(f"a match could {place} with a gap", remedy, 1 if way == 1 else length)
        if None in outermost:
            raise PatternError("no word is required", "leave at least one outside [ ], and one outside { }")


def _outermost(nodes, way):
    """Kinds of node that a match can begin (way 1) or end (way -1) with; None among them if it can be empty."""
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
