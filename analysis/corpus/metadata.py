"""Metadata: title, date, publisher, source, language and sides inferred from an article, each with its basis."""

import calendar
import re
from collections import Counter
from datetime import date
from itertools import permutations
from pathlib import Path
from urllib.parse import urlsplit

from analysis.corpus import cleaning
from analysis.corpus.cleaning import plain
from analysis.corpus.read import EARLIEST
from analysis.files import InputError, read_toml

ORDERS = {"day-first": "dmy", "month-first": "mdy", "year-first": "ymd"}
UNKNOWN = "unknown"
FROM_NAME = "file name"  # the weakest basis: a file can be named by anybody
BASED = ("title", "publisher", "credited_source", "language", "encoding")  # columns whose basis is recorded
LINE_RULES = "site_banner page_control metadata_header wire_header photo_credit dateline".split()
LINE_RULES += "contributor_note author_blurb credit_line".split()
TABLES = {"columns": list, "labels": list, "months": list, "languages": list, "sides": dict, "sites": str}
NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)(?![\d/-])")
WRITTEN = [
    re.compile(r"(?<!\d)(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th)?[ .-]+(?:de )?(?P<m>[^\W\d_]+)[., -]+(?:de )?(?P<y>\d{4})"),
    re.compile(r"(?P<m>[^\W\d_]+)\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})"),
    re.compile(r"^\s*(?P<y>\d{4})(?:[-/年](?P<m>\d{1,2})月?)?(?P<d>)\s*$"),  # a month or a year alone
    re.compile(r"^\s*(?P<m>[^\W\d_]+)\.?,? (?P<y>\d{4})(?P<d>)\s*$"),
]
ADDRESS = re.compile(r"/(\d{4})[/-]?(\d\d)[/-]?(\d\d)(?=[/_.-]|$)")
AGENCY = re.compile(r"\(([^()]+)\)")
HOUSE = r"\b(?:{})s? (?:at|for|with) (?:the )?([A-Z0-9][\w&’'-]*(?: [A-Z0-9][\w&’'-]*)*)"


class UnclearDay(InputError):
    """A date whose order of day, month and year the user has to state."""


class Credits:
    """The word lists of ``credits.toml``, prepared for look-up.

    Raises InputError if the file is missing or not TOML, or if one of its tables is not like the bundled one.
    """

    def __init__(self, path):
        self.lists = {name: {} for name in TABLES} | _tables(Path(path))
        months, labels, sides = (self.lists[name] for name in ("months", "labels", "sides"))
        self.months = {word: n for n, names in enumerate(months.get("names", ()), 1) for word in names.split()}
        self.sides = {plain(name): side for side, table in sides.items() for name in table.get("names", ())}
        self.kinds = {plain(label): kind for kind, names in labels.items() for label in names}
        every, days = (self._any(kinds) for kinds in (set(labels), {"published", "other"}))
        self.label = re.compile(rf"(?<!\w)(?:({every})\s*[:：]|({days})\s+(?=\d))\s*", re.I)

    def _any(self, kinds):
        labels = sorted((label for label, kind in self.kinds.items() if kind in kinds), key=len, reverse=True)
        return "|".join(map(re.escape, labels)) or r"\0"

    def side(self, name):
        """The side of an outlet; "" if no list names it."""
        return self.sides.get(plain(name)) or self.sides.get(plain(name).removeprefix("the "), "")

    def outlet(self, url):
        """The outlet of a web address; its host if no list names it."""
        host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").removeprefix("www.")
        parents = [host, *(host[dot.end() :] for dot in re.finditer(r"\.", host))]
        return next((self.lists["sites"][name] for name in parents if name in self.lists["sites"]), host)


def _tables(path):
    tables = read_toml(path, "give --credits a file of word lists as UTF-8")
    for name, table in tables.items():
        sound = name in TABLES and isinstance(table, dict)
        if not sound or not all(isinstance(value, TABLES[name]) for value in table.values()):
            place = {"file": path.name, "column": f"[{name}]"}
            raise InputError("not as in the bundled credits.toml", "write it as it is there", **place)
    return tables


def days(value, months, order=None):
    """The earliest and the latest day that a written date can mean.

    Parameters
    ----------
    value : str
        A month or a year alone means all its days. A year of two digits belongs to this century, or to the last
        one if it would otherwise lie more than a year ahead.
    months : dict of str to int
        Number of a month by name, as in `Credits`.
    order : {"day-first", "month-first", "year-first"}, optional
        How dates such as 03/04/2020 are meant.

    Returns
    -------
    tuple of two datetime.date, or None
        None if the text holds no date of the years in which articles are dated.

    Raises
    ------
    UnclearDay
        For a date that can be several days without an order, and for one that does not fit the order.

    Examples
    --------
    >>> [str(day) for day in days("February 2024", {"february": 2})]
    ['2024-02-01', '2024-02-29']
    """
    for found in filter(None, (shape.search(value) for shape in WRITTEN)):
        month = plain(found["m"] or "")
        if span := _span(found["y"], months.get(month, month), found["d"]):
            return span
    found = NUMERIC.search(value)
    readings = {name: _reading(found.group(1, 3, 4), letters) for name, letters in ORDERS.items() if found}
    meant = set(filter(None, readings.values()))
    if order and meant and not readings[order]:
        raise UnclearDay(f"{found[0]} is not a {order} date", "correct it, or choose another --dates")
    if not order and len(meant) > 1:
        raise UnclearDay(f"{found[0]} can be several days", f"choose --dates {', '.join(ORDERS)}")
    return readings.get(order) or next(iter(meant), None)


def _reading(parts, letters):
    named = dict(zip(letters, parts, strict=True))
    year = int(named["y"]) + 2000 * (len(named["y"]) == 2)
    return _span(year - 100 * (len(named["y"]) == 2 and year > date.today().year + 1), named["m"], named["d"])


def _span(year, month, day):
    """First and last day of a year, a month or a day; None outside the years in which articles are dated."""
    try:
        first, end = date(int(year), int(month or 1), int(day or 1)), int(month or 12)
        last = date(int(year), end, int(day or calendar.monthrange(int(year), end)[1]))
    except ValueError:
        return None
    return (first, last) if EARLIEST <= first.year <= date.today().year + 1 else None


def infer(text, known, credits, phrases, order=None):
    """Infer the metadata of an article from its text, its address and its file name.

    Parameters
    ----------
    text : str
    known : dict
        column -> (value, basis): what is known apart from the text. It takes precedence over the text, unless its basis
        is the file name.
    credits : Credits
    phrases : dict
        Phrases of the cleaning rules, see `cleaning.read_phrases`.
    order : str, optional
        See `days`, which may raise `UnclearDay`.

    Returns
    -------
    dict
        column -> text. Each inferred value has a further column that names its basis; what cannot be inferred is left
        out, except that sides are then "unknown".
    """
    page = cleaning.Page(text, None, phrases)
    found = [(column, *pair) for column, pair in known.items()]
    found += [*_labelled(page, credits), *_marked(page, credits), *_titled(page, credits)]
    found += _language(text, credits.lists["languages"])
    found = [item for item in found if item[1]]
    for url in [value for column, value, _ in found if column == "url"][:1]:
        found += [("published", "-".join(day), "address") for day in ADDRESS.findall(url)[:1]]
        found += [("publisher", credits.outlet(url), "address")]
    found.sort(key=lambda item: item[2] == FROM_NAME)
    first = {column: (value, basis) for column, value, basis in reversed(found)}  # the first one is kept
    row = {name: value if basis.startswith("column") else neat(value) for name, (value, basis) in first.items()}
    row |= {f"{column}_basis": first[column][1] for column in BASED if column in first}
    return row | _published(*first.get("published", ("", "")), credits.months, order) | _sides(row, credits)


def neat(value):
    """A value on one line, without the leading characters that make a spreadsheet read it as a formula.

    >>> neat("= One\\n plan ")
    'One plan'
    """
    return " ".join(value.split()).lstrip("=+-@ ")


def _labelled(page, credits):
    """Labelled values and dates in the first and last lines, as (column, value, basis); these lines are marked."""
    sources = {}
    for i in page.edges():
        line, text = page.lines[i], page.lines[i].text.lstrip("([（ ")
        short = line.within(20) and not line.is_sentence
        hits = list(credits.label.finditer(text)) if short or (line.within(60) and credits.label.match(text)) else []
        before = text[: hits[0].start()].strip(" |") if hits else text * (short and i < cleaning.EDGE)
        stamp = _is_stamp(before)
        yield "published", before * stamp, "first lines"
        yield "publisher", before * bool(hits and credits.side(before)), "first lines"
        for hit, end in zip(hits, [*(hit.start() for hit in hits[1:]), len(text)], strict=False):
            for column, value, basis in _values(hit[1] or hit[2], text[hit.end() : end], credits.kinds):
                if column == "credited_source" and value:
                    sources[value] = basis
                else:
                    yield column, value, basis
        if hits or stamp:
            page.mark(i, "metadata_header")
    yield "credited_source", "; ".join(sources), next(iter(sources.values()), "")


def _values(label, text, kinds):
    """What follows a label, as (column, value, basis); a date after a name is a value of its own."""
    kind, value = kinds[plain(label)], text.strip(" |·•-()[]（）")
    if kind in ("credited_source", "publisher", "author"):
        value, rest = [*re.split(r"\s*\|\s*|\s+(?=\d{4}\b)", value, maxsplit=1), ""][:2]
        value = value.rstrip(". ") if len(value.split()) <= 8 else ""
        yield "published", rest * bool(re.search(r"\d{4}", rest)), f"label {label}"
    if kind != "other":
        yield kind, value, f"label {label}"


def _is_stamp(text):
    """Whether a short line is a date: with a time of day, or with at most a name or a word beside it."""
    found = next(filter(None, (shape.search(text) for shape in (*WRITTEN[:4], NUMERIC))), None)
    rest = found and f"{text[: found.start()]} {text[found.end() :]}"
    words = re.findall(r"[^\W\d_]+", rest or "")
    few = len(words) <= 1 or (len(words) <= 3 and cleaning.is_names(" ".join(words)))
    return bool(found) and (few or bool(re.search(r"\b\d{1,2}[:.]\d\d\b", rest)))


def _marked(page, credits):
    """Metadata in lines that the cleaning rules recognise, as (column, value, basis)."""
    for rule in LINE_RULES:
        cleaning.RULES[rule](page)
    roles = "|".join(page.phrases["author_blurb"]["roles"])
    for rule, text in ((span.rule, span.text) for span in page.spans):
        if rule == "dateline":
            yield "dateline", text.rstrip("-—– "), "first lines"
            yield "credited_source", AGENCY.search(text)[1], "dateline"
        if rule == "credit_line" and "/" in text:
            yield "credited_source", text, "last line"
        if rule == "contributor_note" and (house := re.match(r"\W*(\w[\w.& ]{0,40})['’]s ", text)):
            yield "publisher", house[1] * bool(credits.side(house[1])), "contributor's house"
        if rule == "author_blurb" and (house := re.search(HOUSE.format(roles), text)):
            yield "publisher", house[1], "author's house"


def _titled(page, credits):
    """The title: a line printed twice, perhaps once with the site's name, or a first line that is not a sentence."""
    top = [page.lines[i] for i in page.open()[:5]]
    for line, other in permutations(top, 2):
        end = 3 <= other.words <= 25 and not other.is_sentence and cleaning.title_end(line, other.plain)
        if end:
            site = cleaning.SEPARATOR.sub("", line.text[end:], count=1)
            return [("title", other.text, "printed twice"), ("publisher", site, "site's name behind the title")]
    cleaning.RULES["headline_guess"](page)
    text = next((span.text for span in page.spans if span.zone == "headline"), "")
    cut = next((cut for cut in cleaning.SEPARATOR.finditer(text) if credits.side(text[cut.end() :])), None)
    title, site = (text[: cut.start()], text[cut.end() :]) if cut else (text, "")
    return [("title", title, "first line"), ("publisher", site, "site's name behind the title")]


def _language(text, lists):
    """Chinese is recognised by its characters, another language by a high share of its function words."""
    sample = text[:4_000].casefold()
    words = Counter(re.findall(r"[^\W\d_]+", sample))
    if len(re.findall("[\u4e00-\u9fff]", sample)) > max(len(sample) / 4, 10 * len(re.findall("[ぁ-ヿ]", sample))):
        return [("language", "zh", "characters")]
    shares = sorted((sum(words[name] for name in set(names)), language) for language, names in lists.items())
    n = words.total()
    sure = len(shares) > 1 and n >= 20 and shares[-1][0] > max(n / 10, 1.5 * shares[-2][0])
    return [("language", shares[-1][1], "function words")] if sure else []


def _published(value, basis, months, order):
    """Columns of the date; if the value is not a date, it is left blank and its basis gives the reason."""
    span = days(value, months, order)
    if not span:
        return {"published": "", "published_basis": f"{basis}: no day ({neat(value)})" if value else ""}
    certain = "inferred" if basis == FROM_NAME or span[0] != span[1] else "stated"
    dates = {"published": str(span[0]), "published_latest": str(span[1])}
    return dates | {"published_basis": basis, "date_basis": certain}


def _sides(row, credits):
    """Sides by publisher and by origin, "unknown" if no list names the outlet.

    The origin is the side of the agency in the dateline; without one, of all credited sources; without these, of the
    publisher. If sources of several sides are credited and one of these has a key ``relay``, its label is used.
    """
    agency = AGENCY.search(row.get("dateline", ""))
    text, basis = row.get("credited_source", ""), "credited source"
    if agency or not text:
        text, basis = (agency[1], "dateline") if agency else (row.get("publisher", ""), "publisher (no credit)")
    parts = [[part] if credits.side(part) else part.split(" and ") for part in re.split(r"\s*[/;,、]\s*", text)]
    found = {credits.side(name) for names in parts for name in names}
    relays = [credits.lists["sides"][side].get("relay", "") for side in sorted(found - {""})]
    origin = max(found) if len(found) == 1 else max(relays, default="")
    publisher = credits.side(row.get("publisher", ""))
    sides = {}
    for name, label, why in (("publisher", publisher, "publisher"), ("origin", origin, basis)):
        given = row.get(f"side_by_{name}")
        sides |= {
            f"side_by_{name}": given or label or UNKNOWN,
            f"{name}_side_basis": "given" if given else why * bool(label),
        }
    return sides
