"""Printed pages: lines cut at the width of a page are joined again, and what a page adds to the text is set aside."""

import re
from collections import Counter
from functools import partial
from itertools import pairwise

from analysis.files import bundled, read_toml

EDGE = 2  # lines at the head and at the foot of a page that can belong to the page
FEWEST, NARROWEST = 4, 30  # pairs of lines, and letters in a line, by which a cut text is recognised
OPEN, ON, FULL, HYPHENS = 0.5, 0.25, 0.75, 2  # shares of lines without a stop, that go on, that are full; cut words
SLACK = 0.85  # a line is short if the next word would fit into this share of the width
STOPS, CLOSERS = (*".!?。！？:：;；",), "\"'”’»)]"
STOP = re.compile(rf"[{''.join(STOPS)}][{re.escape(CLOSERS)}]*$")
ITEM = re.compile(r"\s*(?:[•·▪●■□○*–—-]|\(?\d{1,3}[.)]|[a-z]\))\s|.*\S(?:\t| {3,})\S")  # of a list or a table
INNER = re.compile(r"[.!?][\"'”’»)\]]*\s+\S|[。！？][”’」』）]*\S")  # a sentence that ends inside a line
CUT = re.compile(r"(\w[\w.’'-]*)[-\u2010\u00ac\u00ad]$")  # a word that goes on in the next line
NUMBER = re.compile(r"\W*\d{1,4}\W*")
CJK = re.compile("[\u2e80-\u9fff\uff00-\uffef]")
LIGATURES = {ord(one): two for one, two in zip("ﬀﬁﬂﬃﬄﬅﬆ", "ff fi fl ffi ffl st st".split(), strict=True)}


def unwrap(text, printed=False):
    """Join the lines of a text that was cut at the width of a page; heads, feet and numbers of pages go to its end.

    Parameters
    ----------
    text : str
        Pages are separated by form feeds.
    printed : bool
        Whether it comes from printed pages; else a text is changed only if nearly all lines show that they were cut.

    Returns
    -------
    text : str
        What was set aside stands on its last line, which the rule ``page_furniture`` removes.
    said : str
        What was done; "" if the text was left as it is.

    Examples
    --------
    >>> unwrap("The plan for the har-\\nbour of self-\\nreliance goes on", printed=True)[0]
    'The plan for the harbour of self-reliance goes on'
    """
    if not printed and "\f" not in text and not _are_open(_pairs(text.splitlines())):
        return text, ""
    seen = LIGATURES | ({0xAD: "-"} if printed else {})  # in print every hyphen is seen
    shown = text.translate(seen) if any(chr(sign) in text for sign in seen) else text
    lines, aside = _set_aside([page.splitlines() for page in shown.split("\f")], printed)
    pairs = _pairs(lines)
    width = sorted(_width(one) for one, _ in pairs)[int(0.9 * len(pairs))] if pairs else 0
    if not printed and not _is_cut(pairs, width):
        return text, ""
    joined, cut = _joined(lines, width, partial(_hyphen, words=_words(lines)))
    n = sum(map(bool, map(str.strip, lines))) - sum(map(bool, joined.splitlines()))
    said = [f"{n} lines were joined to the line before"]
    said += [f"words cut at the end of a line: {', '.join(dict.fromkeys(cut))}"] * bool(cut)
    said += [f"set aside as heads, feet and numbers of pages: {' | '.join(aside)}"] * bool(aside)
    return joined + f"\n\f\v{' | '.join(aside)}" * bool(aside), "; ".join(said)


def _pairs(lines):
    """Each line with the next one, where neither is blank."""
    return [(one, other) for one, other in pairwise(lines) if one and other and one.strip() and other.strip()]


def _set_aside(pages, printed):
    """The lines of all pages, and those at their edges that stand on several pages or are numbers."""
    edges = []
    for page in pages:
        full = [n for n, line in enumerate(page) if line.strip()]
        edges.append({n: re.sub(r"\d+", "#", page[n].strip()) for n in {*full[:EDGE], *full[-EDGE:]}})
    common = Counter(mask for page in edges for mask in set(page.values()))
    lines, aside = [], {}
    for page, edge in zip(pages, edges, strict=True):
        own = {n for n, mask in edge.items() if common[mask] >= max(2, len(pages) / 3) and not STOP.search(mask)}
        own |= {n for n in edge if NUMBER.fullmatch(page[n]) and (printed or len(pages) > 1)}
        aside |= dict.fromkeys(page[n].strip() for n in sorted(own))
        kept = "\n".join(line for n, line in enumerate(page) if n not in own).strip("\n").splitlines()
        apart = bool(lines and kept) and (STOP.search(lines[-1].rstrip()) or not kept[0][:1].islower())
        lines += [""] * bool(apart and not printed) + kept
    return lines, list(aside)


def _width(line):
    """Letters of a line, of which those of East Asia count double."""
    return len(line.rstrip()) + len(CJK.findall(line))


def _first(line):
    """The first word of a line; in East Asia its first letter."""
    word = (line.split() or [""])[0]
    return word[:1] if CJK.match(word) else word


def _are_open(pairs):
    """Whether enough lines, each with the next one, end without a stop."""
    ends = (one.rstrip().rstrip(CLOSERS) for one, _ in pairs)
    return len(pairs) >= FEWEST and sum(not end.endswith(STOPS) for end in ends) >= OPEN * len(pairs)


def _is_cut(pairs, width):
    """Whether lines (each with the next one) are of one width and break inside sentences, unlike verses and lists."""
    n = len(pairs)
    if not _are_open(pairs) or width < NARROWEST or sum(bool(ITEM.match(one)) for one, _ in pairs) > n / 5:
        return False
    on = sum(other.lstrip()[0].isalpha() and not other.lstrip()[0].isupper() for _, other in pairs)
    full = sum(_width(one) + 1 + _width(_first(other)) > 0.9 * width for one, other in pairs)
    hyphens = sum(bool(CUT.search(one.rstrip())) and other.lstrip()[0].islower() for one, other in pairs)
    inner = sum(bool(INNER.search(one)) for one, _ in pairs)
    even = (full >= FULL * n and 8 * inner >= n) or (hyphens >= HYPHENS and 2 * full >= FULL * n)
    return on >= ON * n and even


def _joined(lines, width, hyphen):
    """The lines as paragraphs, and the words that were cut."""
    text, cut = "", []
    for before, line in pairwise(["", *lines]):
        part = CUT.search(before.rstrip())
        if part and line.strip()[:1].isalnum():
            rest = re.match(r"[\w’'-]+", line.strip())[0]
            kept = hyphen(part[1], rest) if before.rstrip()[-1] != "\u00ad" else ""
            cut += [f"{part[1]}{kept}{rest}"] * rest[0].islower()
            text = text.rstrip()[:-1] + kept + line.strip()
        elif not before.strip() or not line.strip() or _is_parted(before, line, width):
            text += "\n" + line.rstrip()
        else:
            close = CJK.match(before.rstrip()[-1]) and CJK.match(line.strip())
            text = text.rstrip() + ("" if close else " ") + line.strip()
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n"), cut


def _is_parted(before, line, width):
    """Whether a paragraph, an item or a row begins in a line: the line before ends early, or this one is set in."""
    short = _width(before) + 1 + _width(_first(line)) <= SLACK * width and not line.strip()[0].islower()
    inset = len(line) - len(line.lstrip()) > len(before) - len(before.lstrip()) + 1
    return bool(short or inset or ITEM.match(line) or (ITEM.match(before) and STOP.search(before)))


def _words(lines):
    """How often words, with and without a hyphen, stand inside lines."""
    text = re.sub(r"[\w’'-]+[-\u2010\u00ac\u00ad]\n\s*[\w’'-]+", " ", "\n".join(lines).casefold())
    return Counter(re.findall(r"\w+(?:[-’']\w+)*", text))


def _hyphen(first, rest, words):
    """What stands between two parts of a cut word: a hyphen if the text or the list of first parts has it; else ""."""
    one, other = first.casefold(), rest.casefold()
    with_hyphen, without = words[f"{one}-{other}"], words[one + other]
    lists = read_toml(bundled("seeds", "lexicons", "languages.toml"))
    known = one.rpartition("-")[2] in lists["first_parts"].split() and len(other) > 3
    compound = (len(one) > 3 and words[one] and words[other]) or "-" in one or not (one[-1] + rest[0]).isalpha()
    kept = with_hyphen > without or (not without and (known or compound)) or rest[0].isupper()
    return "- " if other in lists["second_parts"].split() else "-" * bool(kept)
