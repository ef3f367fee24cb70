"""Exports: files in which a database has written several articles, split by the layouts of ``exports.toml``.

A layout tells which lines of an article are its title, its text, other metadata, and what the database has added. The
same reading serves the import, which splits a file, and the cleaning rule ``export_block``, which sets the lines of the
database aside. Nothing is cut away: the parts of a file add up to the file.
"""

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from bs4 import BeautifulSoup

from analysis.corpus.dates import ALONE, NUMERIC, WRITTEN, UnclearDay, days, read_months
from analysis.files import InputError, bundled, patterns, read_toml

P = patterns("exports")

FILE = "exports.toml"
KEYS = "name needs least starts ends head label tail_label continues exact body tail captions pages fields".split()
LABEL = r"(?:LABEL)\s*(?:[:：]\s*|$)"
INDENT = r"\n[ \t]*"  # a line end is quickly found
DROP, TEXT, TITLE = "drop", "text", "title"


class Line(NamedTuple):
    """A line that is not blank: its place in the text, its characters, and whether a blank line stands above it."""

    start: int
    text: str
    apart: bool


class Part(NamedTuple):
    """An article in an export.

    Attributes
    ----------
    start, end : int
        Its place in the text; a cover page belongs to the first article.
    spans : list of tuple
        (start, end, role) of its lines in order; the role is "title", "text", a column, or "drop".
    known : dict
        column -> (value, basis)
    """

    start: int
    end: int
    spans: list
    known: dict

    def joined(self, text, join):
        """Its text, the lines of its body joined by ``join``; what stood between these, as heads of pages, follows."""
        inner = [span for span in self.spans if span[2] == TEXT]
        first, last = (inner[0][0], inner[-1][1]) if inner else (self.end, self.end)
        between = [(start, end) for start, end, role in self.spans if first < start < last and role != TEXT]
        edges = [first, *(edge for span in between for edge in span), last]
        body = join("".join(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)))
        aside = "".join(f"\n\n{text[start:end]}" for start, end in between)
        return f"{text[self.start : first]}{body}{aside}{text[last : self.end]}"

    def key(self, text):
        """Outlet, day, title and text, by which a second copy of an article is recognised."""
        words = " ".join(text[start:end] for start, end, role in self.spans if role == TEXT)
        return *(self.known.get(column, ("",))[0] for column in ("publisher", "published", TITLE)), words


class Layout:
    """A layout of ``exports.toml``, its patterns compiled."""

    def __init__(self, table, lists):
        flags = 0 if table.get("exact") else re.I
        self.exact, self.name, self.least, self.lists = bool(flags == 0), table["name"], table.get("least", 1), lists
        self.continues, self.pages, self.body = table.get("continues", False), table.get("pages", {}), table.get("body")
        self.marks = table["needs"]
        self.needs = [re.compile(f"{INDENT}(?:{mark})", flags | re.M) for mark in self.marks]
        self.starts, self.ends = (_any(table.get(key, ()), flags) for key in ("starts", "ends"))
        self.heads = [re.compile(head) for head in table.get("head", ())]
        fields = {label: column for column, labels in table.get("fields", {}).items() for label in labels}
        self.ranks = {label.casefold(): n for n, label in enumerate(fields)}
        self.columns = {label.casefold(): column for label, column in fields.items()}
        self.columns |= {label.casefold(): TEXT for label in table.get("body", ())}
        self.captions = {label.casefold() for label in table.get("captions", ())}
        tail, label = table.get("tail", ()), table.get("label", LABEL)
        self.label = _labels([*fields, *table.get("body", ())], label, flags)
        self.tail = _labels(tail, table.get("tail_label", label), flags)

    def fits(self, text, places):
        """Whether enough of the layout's marks stand at these places of a text."""
        return sum(any(need.match(text, place) for place in places) for need in self.needs) >= self.least


def kind(text, lists):
    """The letter of an unlabelled line: of a kind in ``[lines]``, d for a day, or o."""
    if lists["numbered"].fullmatch(text):
        return "x"
    if is_day_line(text, lists["beside_days"]):
        return "d"
    kinds = lists["lines"].items() if len(text) < P.long else ()
    return next((letter for letter, pattern in kinds if pattern.fullmatch(text)), "o")


def _any(patterns, flags):
    return re.compile("|".join(patterns) or r"\0", flags)


def _labels(labels, shape, flags):
    listed = "|".join(map(re.escape, sorted(labels, key=len, reverse=True))) or r"\0"
    return re.compile(shape.replace("LABEL", f"(?P<label>{listed})"), flags)


@cache
def bundled_layouts():
    """The layouts that ship with the workbook, in order.

    >>> [layout.name for layout in bundled_layouts()][:3]
    ['LexisNexis', 'Factiva', 'Factiva']
    """
    return read_layouts(bundled("seeds", "lexicons", FILE))


def read_layouts(path):
    """The layouts of ``exports.toml``, in order.

    Raises InputError if the file is missing or not TOML, for an unknown key, and for a pattern that is not one.
    """
    tables = read_toml(path)
    try:
        shapes = {"p": r"\0"} | tables["lines"]
        lists = {"lines": {letter: re.compile(shape, re.I) for letter, shape in shapes.items()}}
        lists |= {"beside_days": frozenset(tables["beside_days"].split())}
        lists |= {name: re.compile(tables[name], re.I) for name in ("page", "byline", "numbered")}
        unknown = {key for table in tables["layouts"].values() for key in table if key not in KEYS}
        if unknown:
            raise InputError(f"unknown key {min(unknown)!r}", f"use one of {', '.join(KEYS)}", file=FILE)
        layouts = tuple(Layout(table, lists) for table in tables["layouts"].values())
        marks = "|".join(f"(?{'i' * (not one.exact)}:{need})" for one in layouts for need in one.marks)
        lists["any"] = re.compile(f"{INDENT}(?={marks})", re.M)
        return layouts
    except (re.error, KeyError, AttributeError, TypeError, IndexError) as error:
        raise InputError(f"not a list of layouts ({error})", "write it as the bundled file is", file=FILE) from error


def is_day_line(text, words):
    """Whether a line is a day, with at most a time and words that stand beside days.

    >>> is_day_line("June 5, 2023 Monday 8:14 AM EST", {"monday"})
    True
    """
    if len(text) > 80 or not re.search(r"\d", text):
        return False
    found = [*(shape.search(text) for shape in (*WRITTEN, NUMERIC)), *(shape.fullmatch(text) for shape in ALONE[:2])]
    found = next(filter(None, found), None)
    rest = re.sub(r"\d{1,2}[:.h]\d\d.*", "", (found and f"{text[: found.start()]} {text[found.end() :]}") or "")
    if not found or not words.issuperset(re.findall(r"[^\W\d_]+", rest.casefold())):
        return False
    try:
        return days(found[0], read_months()) is not None
    except UnclearDay:
        return True


def parts(text, layouts=None):
    """The articles of an export, by the layout that finds most with title, outlet and day; none if no layout fits.

    Parameters
    ----------
    text : str
    layouts : tuple of Layout, optional
        Default: those of the bundled ``exports.toml``.

    Returns
    -------
    list of Part

    Examples
    --------
    >>> lines = ["Plan", "China Daily", "June 5, 2023", "Length: 3 words", "Body", "It goes on.", "End of Document"]
    >>> [part] = parts("\\n\\n".join(lines))
    >>> part.known["published"], part.spans[0]
    (('June 5, 2023', 'Nexis Uni export'), (0, 4, 'title'))
    """
    if not (fitting := _fitting(text, layouts or bundled_layouts())):
        return []
    lines = _lines(text)
    best = max((list(_parts(layout, text, lines)) for layout in fitting), key=_success)
    return best if _success(best)[1] else []


def is_export(text):
    """Whether a layout fits: then lines are joined only when the articles are apart."""
    return bool(_fitting(text, bundled_layouts()))


@lru_cache(maxsize=2)
def _fitting(text, layouts):
    """The layouts that fit a text, which is asked about several times; most texts have few marks of any layout."""
    text = f"\n{text}"
    places = [found.start() for found in layouts[0].lists["any"].finditer(text)] if layouts else []
    return [layout for layout in layouts if layout.fits(text, places)] if places else []


def _success(found):
    """Number of articles with title, outlet and day, and of these values: by this the layout that fits is chosen."""
    values = [len({TITLE, "publisher", "published"} & part.known.keys()) for part in found]
    return values.count(3), sum(values)


def body(text, found):
    """The text of an article without what the database has added; a text that fits no layout as it is."""
    return "\n\n".join(text[start:end] for start, end, role in found[0].spans if role == TEXT) if found else text


def _lines(text):
    lines, end = [], 0
    shape = P.line if any(mark in text for mark in "\r\f\u2028") else P.fast
    for match in shape.finditer(text):
        apart = not lines or _ends_between(text, end, match.start(), shape) > 1
        end = match.start() + len(match[0].rstrip())
        lines.append(Line(match.start(), match[0].rstrip(), apart))
    return lines


def _ends_between(text, start, end, shape):
    """Number of line ends in a part of a text."""
    return text.count("\n", start, end) if shape is P.fast else len(P.line_end.findall(text, start, end))


def _parts(layout, text, lines):
    """The articles that one layout finds; what is none, as a cover page, belongs to the next one."""
    core, found = 0, []
    for first, last in pairwise(_cuts(layout, lines)):
        chunk = lines[first:last]
        inside = text[chunk[0].start : chunk[-1].start + len(chunk[-1].text)]
        if any(need.search(f"\n{inside}") for need in layout.needs):
            found.append((core, first, last))
            core = last
    for n, (begin, first, last) in enumerate(found):
        last = last if n + 1 < len(found) else len(lines)
        start = lines[begin].start if n else 0
        end = lines[last].start if last < len(lines) else len(text)
        roles = [(DROP, 0)] * (first - begin) + _roles(layout, lines[first : found[n][2]])
        roles += [(DROP, 0)] * (last - found[n][2])
        yield _part(layout, lines[begin:last], roles, (start, end))


def _cuts(layout, lines):
    """Where articles can begin; a line that begins one is a field of it where other fields stand above, and no text."""
    cuts, seen = {0, len(lines)}, set()
    for i, line in enumerate(lines):
        for edge, at, is_edge in ((layout.starts, i, seen != {False}), (layout.ends, i + 1, True)):
            if is_edge and edge.fullmatch(line.text):
                cuts, seen = cuts | {at}, set()
        label = layout.label.match(line.text) if layout.body else None
        seen |= {_column(layout, label) == TEXT} if label else set()
    return sorted(cuts)


def _part(layout, lines, roles, place):
    """An article from the roles of its lines; a label is dropped, its value has the role."""
    spans, values = [], {}
    for line, (role, cut) in zip(lines, roles, strict=True):
        column, _, rank = role.partition("#")
        end = line.start + len(line.text)
        at = line.start + (cut if column in (TEXT, TITLE) else 0)
        spans += [(line.start, at, DROP)] if at > line.start else []
        spans += [(at, end, column)] if at < end else []
        if column not in (DROP, TEXT):
            values.setdefault(column, {}).setdefault(int(rank or 0), []).append(line.text[cut:])
    best = {column: " ".join(found[min(found)]) for column, found in values.items()}
    page = layout.lists["page"].search(best.get("section", ""))
    best |= {"page": page[1]} if page and "page" not in best else {}
    best |= {} if any(role == TEXT for _, _, role in spans) else {"look_at": "no text stands under its title"}
    before = best.get("published", "").rpartition("|")[0]  # "人民日报 | 2023-05-04"
    best = ({"publisher": before} if before else {}) | best
    best |= {"publisher": P.issue.sub("", best["publisher"].split(";")[0]).strip()} if "publisher" in best else {}
    known = {column: (value.strip(" ;|"), f"{layout.name} export") for column, value in best.items()}
    return Part(*place, spans, known)


def _roles(layout, lines):
    """Role of each line of one article, and how many of its first characters are a label; lines of kind p have none."""
    printed = [bool(layout.lists["lines"]["p"].fullmatch(line.text)) for line in lines]
    roles = iter(_article(layout, [line for line, one in zip(lines, printed, strict=True) if not one]))
    return [(DROP, 0) if one else next(roles) for one in printed]


def _article(layout, lines):
    """Roles of the lines of one article."""
    labels = [layout.label.match(line.text) for line in lines]
    tails = [layout.tail.match(line.text) for line in lines]
    first = next((i for i, label in enumerate(labels) if label), None)
    top = _head(layout, lines[:first], first is not None)
    roles = top[:first] + [(DROP, 0)] * max(0, (first or 0) - len(top))
    start = len(roles)
    if first is not None:
        roles += _labelled(layout, lines, labels, start)
        start = len(roles)
    end = start + _tail(layout, lines[start:], tails[start:])
    title = [line.text.casefold() for line, (role, _) in zip(lines, roles, strict=False) if role == TITLE]
    roles += _body(layout, lines[start:end], labels[start:end], title)
    return roles + _behind(layout, lines[end:], tails[end:])


def _body(layout, lines, labels, title):
    """Roles of the lines of the text: without heads of pages, which print the title again, and other noise."""
    roles, noise = [], False
    for line, label in zip(lines, labels, strict=True):
        cut = label.end() if label and layout.continues and _column(layout, label) == TEXT else 0
        again = line.text.casefold() == " ".join(title) or (noise and line.text.casefold() in title)
        noise = again or kind(line.text[cut:], layout.lists) == "x"
        roles.append((DROP, 0) if noise else (TEXT, cut))
    return roles


def _head(layout, lines, closed):
    """Roles of the unlabelled lines at the top; if no label follows, the text begins where the pattern ends."""
    known = "".join(head.pattern for head in layout.heads)
    letters = (kind(line.text, layout.lists) for line in (lines if closed else lines[:400]))
    letters = "".join("o" if letter.isupper() and letter not in known else letter for letter in letters)
    found = next(filter(None, (head.match(letters) for head in layout.heads)), None)
    roles = [(DROP, 0)] * (len(lines) if closed else found.end() if found else 0)
    for column, (first, last) in ((name, found.span(name)) for name in found.groupdict()) if found else ():
        first = _title_start(lines[:last], first) if column == TITLE else max(first, 0)
        if column == TITLE and _halves(lines[first:last]):
            first += (last - first) // 2
        role = DROP if column == "rest" else column
        roles[first : max(last, 0)] = [(role, 0)] * (max(last, 0) - first)
    return roles


def _halves(lines):
    """Whether the second half of some lines repeats the first, as where the head of a page prints the title."""
    texts = [line.text.casefold() for line in lines]
    return texts[: len(texts) // 2] == texts[len(texts) // 2 :]


def _title_start(lines, first):
    """Where the title begins in lines that may end a table of contents: the most that it lists as one entry."""
    listed = " ".join(" ".join(line.text for line in lines[:first]).casefold().split())
    if not first or not re.search(r"\d\. ", listed):
        return first
    titles = (" ".join(" ".join(line.text for line in lines[n:]).casefold().split()) for n in range(first, len(lines)))
    return next((first + n for n, title in enumerate(titles) if f". {title}" in listed), first)


def _labelled(layout, lines, labels, start):
    """Roles of the labelled lines from ``start`` up to the text."""
    stop = next((i for i, label in enumerate(labels) if label and _column(layout, label) == TEXT), None)
    roles, role = [], DROP
    for i, line in enumerate(lines[start:], start):
        label = labels[i]
        if i == stop or (stop is None and not label and line.apart and not layout.continues):
            break
        if not label and line.apart and not layout.continues:
            role = DROP
        role = _role(layout, label) if label else role
        roles.append((role, label.end() if label else 0))
    if stop is not None and not layout.continues:
        roles.append((DROP, 0) if labels[stop].end() == len(lines[stop].text) else (TEXT, labels[stop].end()))
    return roles


def _column(layout, label):
    return layout.columns.get(label["label"].casefold(), DROP)


def _role(layout, label):
    column = _column(layout, label)
    return column if column in (DROP, TEXT) else f"{column}#{layout.ranks[label['label'].casefold()]}"


def _tail(layout, lines, tails):
    """Number of lines of the text: up to the first label, or copyright line, behind which no text stands."""
    words = [len(line.text.split()) + len(re.findall("[\u3400-\u9fff]", line.text)) // 2 for line in lines]
    ends = [bool(layout.ends.fullmatch(line.text)) for line in lines]
    begins = [tails[i] or ends[i] or layout.lists["lines"]["c"].fullmatch(line.text) for i, line in enumerate(lines)]
    loose, captions = _unexplained(layout, lines, tails, begins)
    last = {tail["label"].casefold(): i for i, tail in enumerate(tails) if tail}
    behind, shown, before = sum(map(int.__mul__, loose, words)), sum(map(int.__mul__, captions, words)), 0
    for i, tail in enumerate(tails):
        once = not tail or last[tail["label"].casefold()] == i or not behind + shown
        few = behind <= P.little and shown <= max(P.captions, before / 4)
        if ends[i] or (tail and layout.exact) or (begins[i] and few and once):
            return i
        behind, shown, before = behind - loose[i] * words[i], shown - captions[i] * words[i], before + words[i]
    return len(lines)


def _unexplained(layout, lines, tails, begins):
    """Whether each line belongs to no label, and whether it belongs to a label of captions, which can be long."""
    loose, captions, under = [], [], None
    for line, tail, begin in zip(lines, tails, begins, strict=True):
        if begin:
            under = "captions" if tail and tail["label"].casefold() in layout.captions else "label"
        elif line.apart and under == "label":
            under = None
        loose.append(under is None)
        captions.append(under == "captions" and not begin)
    return loose, captions


def _behind(layout, lines, tails):
    """Roles of the lines behind the text: values of columns, or nothing; a title that stands here is not printed."""
    roles, role = [], DROP
    for line, tail in zip(lines, tails, strict=True):
        if tail or (line.apart and not layout.continues):
            role = _role(layout, tail) if tail else DROP
            role = DROP if role.startswith(TITLE) else role
        roles.append((role, tail.end() if tail else 0))
    return roles


def page_text(page):
    """The articles of a web page that a database has exported, a line per paragraph; "" for any other page.

    Trafilatura would take one of the articles only.
    """
    for layout in bundled_layouts():
        if layout.pages and re.search(layout.pages["mark"], page):
            soup = BeautifulSoup(page, "html.parser")
            text = "\n\n".join(_shown(element) for element in soup.select(layout.pages["select"]))
            if layout in _fitting(text, bundled_layouts()):
                return text
    return ""


def _shown(element):
    """Text of an element with blank lines between paragraphs, and a tab behind a cell of a table."""
    for tag in element.find_all(["p", "div", "br", "tr", "td", "h1", "h2", "h3", "li"]):
        tag.insert_before("\n\n" if tag.name != "td" else "\t")
        if tag.name not in ("td", "br"):
            tag.insert_after("\n\n")
    lines = (" ".join(line.split(" ")).strip() for line in re.split("\n+", element.get_text().replace("\xa0", " ")))
    return "\n\n".join(line for line in lines if line)


RULES = "-_=*~#—–"
RULE = re.compile(rf"\f|^[ \t]*(?:[{RULES}][ \t]?){{5,}}$", re.M)


def several(text):
    """How many articles a text seems to hold that fits no layout; 0 if it can be one.

    Lines that count articles, titles above several days, bylines or copyright lines with text between them, and long
    parts between ruled lines that begin with a title speak for it. Days or bylines that are all the same do not, since
    a live blog has these too.

    Examples
    --------
    >>> several("\\n\\n".join(["Document 1 of 2", "Plan", "It goes on.", "Document 2 of 2", "Plant", "It opens."]))
    2
    """
    lists, lines = bundled_layouts()[0].lists, _lines(text)
    hits = filter(None, (lists["numbered"].fullmatch(line.text) for line in lines))
    totals = [total for _, total in {tuple(filter(None, hit.groups())) for hit in hits}]
    counted = max(map(totals.count, totals), default=0)
    found = max(counted, _headed(lines), _ruled(text, lines))
    return found if found > 1 else 0


def _size(text):
    return len(text.split()) + (len(P.cjk.findall(text)) // 2 if not text.isascii() else 0)


def is_title(text):
    """Whether a line can be a title: short, no sentence, and not in the middle of one."""
    sound = re.match(r"[\W\d]*[^\W\d]", text) and not text[0].islower()
    return bool(sound) and 2 <= _size(text) <= P.title_words and text[-1] not in ".。,;:：，；"


def _headed(lines):
    """Number of articles that a title with a day, a byline or a number of words begins, or a copyright line ends."""
    *heads, (foot, _) = _short_lines(lines)
    last = [text.split()[0] for text in foot if _evidence(text) == "c"][:1]
    if len(heads) + len(last) < 2:
        return 0
    found, bodies, rights = [], [], last
    for texts, body in heads:
        above = [(_evidence(text), text) for text in texts[-P.head :]]
        letters, first = "".join(letter for letter, _ in above), dict(reversed(above))
        if re.search("o.*[dbw]", letters):
            found.append(first)
            bodies.append([])
        if bodies:
            bodies[-1] += body  # of a part without such a head, too: it belongs to the article above
        rights += [text.split()[0] for text in (first.get("c"),) if text and re.search("c.*o", letters)]
    sizes = [sum(map(_size, body)) for body in bodies] if len(bodies) > 1 else []  # one article is not several
    whole = [one for one, size in zip(found, sizes, strict=False) if size >= min(P.brief, max(sizes) / 4)]
    return max(_dated(whole), len(rights) if len(set(rights)) == 1 else 0)


def _dated(heads):
    """Number of heads with a number of words, or with a day or a byline if these are not all the same."""
    days = [P.clock.sub("", head["d"]).strip(" |,") for head in heads if "d" in head]
    bylines = [head["b"] for head in heads if "b" in head and not P.clock.search(" ".join(head.values()))]
    distinct = max((len(found) for found in (days, bylines) if len(set(found)) > 1), default=0)
    return max(distinct, sum("w" in head for head in heads))


def _short_lines(lines):
    """The short lines above each long one that has some, and the lines of that text; last, those below all text."""
    above, below, body = [], [], []
    for line in lines:
        if _is_short(line.text):
            if below and body:
                yield below, body
                below = []
            above.append(line.text)
        elif above:
            above, below, body = [], above, [line.text]
        else:
            body.append(line.text)
    if below:
        yield below, body
    yield above, []


def _is_short(text):
    words = _size(text) if text.count(" ") - 2 * text.count("  ") < P.prose else P.prose
    return words < P.prose and (words < P.sentence or text[-1] not in '.!?。！？”"')


@lru_cache(maxsize=5_000)
def _evidence(text):
    """The letter of a short line where titles are looked for: d also for an outlet with a day, o only for a title."""
    letter = kind(text, bundled_layouts()[0].lists)
    letter = "o" if letter.isupper() else letter
    if letter in "ob" and _size(text) <= P.sentence and any(shape.search(text) for shape in WRITTEN):
        return "d"
    if letter == "b" and text.split()[1][0].islower():
        return "o"
    return letter if letter != "o" or is_title(text) else "x"


def _ruled(text, lines):
    """Number of long parts between ruled lines or page breaks if nearly all begin with a title of their own."""
    near = sum(line.text[0] in RULES for line in lines) + text.count("\f") >= P.ruled - 1
    parts = RULE.split(text) if near else []
    segments = [[line.text for line in _lines(part)] for part in parts] if len(parts) >= P.ruled else []
    segments = [lines for lines in segments if lines]
    titled = {lines[0] for lines in segments if is_title(lines[0]) and sum(map(_size, lines)) >= P.each}
    return len(titled) if len(titled) >= max(P.ruled, 0.8 * len(segments)) else 0
