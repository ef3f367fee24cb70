"""Printed pages: lines cut at the width of a page are joined again, and what a page adds to the text is set aside."""

import re
from collections import Counter
from functools import partial
from itertools import pairwise

from analysis.corpus.dates import WRITTEN
from analysis.files import bundled, patterns, read_toml

DAYS = "|".join(re.sub(r"\?P<\w>", "?:", shape.pattern) for shape in WRITTEN)
P = patterns("pages", WRITTEN=DAYS)

STOPS, CLOSERS = (*".!?。！？:：;；",), "\"'”’»)]"
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
    """The lines of all pages, and what at their edges stands on several pages, or looks like a head, foot or number."""
    places = [[n for n, line in enumerate(page) if line.strip()] for page in pages]
    edges = [{*full[: P.edge], *full[-P.edge :]} for full in places]
    heads = _repeated([[_mask(page[n]) for n in edge] for page, edge in zip(pages, edges, strict=True)])
    lines, aside = [], {}
    for page, full, edge in zip(pages, places, edges, strict=True):
        for n in sorted(edge):
            found, page[n] = _parted(page[n], heads, printed or len(pages) > 1)
            if not found and printed:
                found, page[n] = _shaped(page[n], n in full[: P.edge])
            aside |= dict.fromkeys([found] if found else [])
        kept = "\n".join(line for n, line in enumerate(page) if line or n not in edge).strip("\n").splitlines()
        apart = bool(lines and kept) and (P.stop.search(lines[-1].rstrip()) or not kept[0][:1].islower())
        lines += [""] * bool(apart and not printed) + kept
    return lines, list(aside)


def _mask(line):
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _repeated(pages):
    """Masks of what repeats at the edges of pages: lines, and ends of others that are also a line or have a number."""
    whole = Counter(mask for page in pages for mask in set(page))
    common = Counter(part for page in pages for part in {part for mask in page for part in _ends(mask)})
    least = max(2, len(pages) / 3)
    found = {part for part, n in common.items() if n >= least and re.match(r"[A-Z#\u3400-\u9fff].*[ #]", part)}
    return {
        part
        for part in {mask for mask, n in whole.items() if n >= least} | {p for p in found if p in whole or "#" in p}
        if not P.stop.search(part)
    }


def _ends(mask):
    """The first words of a mask, and the last ones."""
    words = mask.split(" ")
    for n in range(1, min(len(words), P.longest) + 1):
        yield from (" ".join(words[:n]), " ".join(words[-n:]))


def _parted(line, heads, numbered):
    """What is set aside of a line: all, its first or its last words; and the rest."""
    words, mask = line.split(), _mask(line).split(" ")
    if mask == [""] or (numbered and P.number.fullmatch(line)) or " ".join(mask) in heads:
        return line.strip(), ""
    for n in range(len(words) - 1, 0, -1):
        if " ".join(mask[:n]) in heads and not words[n][0].islower():
            return " ".join(words[:n]), " ".join(words[n:])
        if " ".join(mask[-n:]) in heads:
            return " ".join(words[-n:]), " ".join(words[:-n])
    return "", line


def _shaped(line, is_head):
    """The same for a line of a page that shows no other, by the shapes of heads and feet."""
    text = line.strip()
    if any(shape.fullmatch(text) for shape in [*P.lines, *(P.heads if is_head else P.feet)]):
        return text, ""
    tries = (shape.match(text) for shape in P.heads if is_head and len(text) <= P.widest)
    found = next(filter(None, tries), None)
    rest = text[found.end() :].lstrip(" |,•·–—-") if found else ""
    return (found[0], rest) if rest and not rest[0].islower() else ("", line)


def _width(line):
    """Letters of a line, of which those of East Asia count double."""
    return len(line.rstrip()) + len(P.cjk.findall(line))


def _first(line):
    """The first word of a line; in East Asia its first letter."""
    word = (line.split() or [""])[0]
    return word[:1] if P.cjk.match(word) else word


def _are_open(pairs):
    """Whether enough lines, each with the next one, end without a stop."""
    ends = (one.rstrip().rstrip(CLOSERS) for one, _ in pairs)
    return len(pairs) >= P.fewest and sum(not end.endswith(STOPS) for end in ends) >= P.open * len(pairs)


def _is_cut(pairs, width):
    """Whether lines (each with the next one) are of one width and break inside sentences, unlike verses and lists."""
    n = len(pairs)
    if not _are_open(pairs) or width < P.narrowest or sum(bool(P.item.match(one)) for one, _ in pairs) > n / 5:
        return False
    on = sum(other.lstrip()[0].isalpha() and not other.lstrip()[0].isupper() for _, other in pairs)
    full = sum(_width(one) + 1 + _width(_first(other)) > 0.9 * width for one, other in pairs)
    hyphens = sum(bool(P.cut.search(one.rstrip())) and other.lstrip()[0].islower() for one, other in pairs)
    inner = sum(bool(P.inner.search(one)) for one, _ in pairs)
    even = (full >= P.full * n and 8 * inner >= n) or (hyphens >= P.hyphens and 2 * full >= P.full * n)
    return on >= P.on * n and even


def _joined(lines, width, hyphen):
    """The lines as paragraphs, and the words that were cut."""
    text, cut = "", []
    for before, line in pairwise(["", *lines]):
        part = P.cut.search(before.rstrip())
        if part and line.strip()[:1].isalnum():
            rest = re.match(r"[\w’'-]+", line.strip())[0]
            kept = hyphen(part[1], rest) if before.rstrip()[-1] != "\u00ad" else ""
            cut += [f"{part[1]}{kept}{rest}"] * rest[0].islower()
            text = text.rstrip()[:-1] + kept + line.strip()
        elif not before.strip() or not line.strip() or _is_parted(before, line, width):
            text += "\n" + line.rstrip()
        else:
            close = P.cjk.match(before.rstrip()[-1]) and P.cjk.match(line.strip())
            text = text.rstrip() + ("" if close else " ") + line.strip()
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n"), cut


def _is_parted(before, line, width):
    """Whether a paragraph, an item or a row begins in a line: the line before ends early, or this one is set in."""
    short = _width(before) + 1 + _width(_first(line)) <= P.slack * width and not line.strip()[0].islower()
    inset = len(line) - len(line.lstrip()) > len(before) - len(before.lstrip()) + 1
    return bool(short or inset or P.item.match(line) or (P.item.match(before) and P.stop.search(before)))


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
