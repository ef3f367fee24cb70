"""Metadata: title, date, publisher, source, language and sides inferred from an article, each with its basis."""

import re
from collections import Counter, defaultdict
from itertools import permutations, takewhile
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from analysis.corpus import cleaning, exports
from analysis.corpus.cleaning import plain
from analysis.corpus.dates import NUMERIC, WRITTEN, UnclearDay, days, read_months
from analysis.corpus.outlets import AGENCY, HAN, read_outlets, sided
from analysis.corpus.stubs import is_menu
from analysis.files import InputError, patterns, read_toml

FROM_NAME, FROM_FOLDER = "file name", "folder name"  # weak bases: a file can be named by anybody
FROM_HOUSE = "author's house"
FROM_AGENCY, UPDATE = "dateline (no outlet named)", " is the day of an update"
WEAK = {FROM_NAME: 1, FROM_FOLDER: 1, "last line": 2, FROM_HOUSE: 2, FROM_AGENCY: 3}  # the weakest last
WEAK |= dict.fromkeys(("Word properties", "ODT properties", "PDF properties"), 1)  # their author may have typed only
WEAK |= dict.fromkeys(("head of the page", "first heading"), 1)  # the day of the paper, and one beside a title
BASED = ("title", "publisher", "credited_source", "language", "encoding")  # columns whose basis is recorded
LINE_RULES = """page_furniture site_banner page_control site_line metadata_header wire_header photo_credit dateline
paywall end_mark contributor_note author_blurb credit_line""".split()
TABLES = {"labels": list, "months": list, "languages": list, "outlets": dict}
NAME_YEAR = "name_year"  # a year in a file name, which is no date unless a dateline has the day
YEAR_OF = "dateline, year of the"
SPACED = {code: " " for code in range(128) if not chr(code).isalpha()}  # what stands between words of ASCII
P = patterns("metadata", HAN=HAN)


class Credits:
    """The word lists of ``credits.toml``, prepared for look-up.

    Raises InputError if the file is missing or not TOML, or if one of its tables is not like the bundled one.
    """

    def __init__(self, path):
        self.lists = {name: {} for name in TABLES} | _tables(Path(path))
        labels, own = (self.lists[name] for name in ("labels", "outlets"))
        self.outlets = read_outlets(own=own)
        self.languages = {name: frozenset(words) for name, words in self.lists["languages"].items()}
        self.function_words = frozenset().union(*self.languages.values())
        self.months, self.byline = read_months(Path(path)), exports.bundled_layouts()[0].lists["byline"]
        self.kinds = {plain(label): kind for kind, names in labels.items() for label in names}
        every, days = (self._any(kinds) for kinds in (set(labels), {"published", "updated", "other"}))
        months = "|".join(map(re.escape, self.months)) or r"\0"
        before = rf"({days})\s+(?=\d|(?:{months})\.? \d)"
        self.label = re.compile(rf"(?<![^\W\d_])(?:({every})(?:\s*[:：丨｜]|(?<=[{HAN}])[/／|])|{before})\s*", re.I)

    def _any(self, kinds):
        labels = sorted((label for label, kind in self.kinds.items() if kind in kinds), key=len, reverse=True)
        return "|".join(map(re.escape, labels)) or r"\0"

    def outlet(self, url):
        """The outlet of a web address; its host if no list names it."""
        host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").removeprefix("www.")
        return (self.outlets.site(host) or {"name": host})["name"]

    def value(self, column, value):
        """An author without "By" before it, a publisher without "Source:" and not as a web address, others as is."""
        if column in ("author", "publisher") and (label := self.label.match(value)):
            value = value[label.end() :]
        if column == "author":
            return self.byline.sub("", value).strip("[] ")
        return self._named(value) if column == "publisher" else value

    def _named(self, publisher):
        """The outlet of a publisher that is given by its address; any other publisher as it is."""
        is_host = re.fullmatch(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?", publisher)
        name = self.outlet(publisher.lower()) if is_host else ""
        return name if name and self.outlets.find(name) else publisher


def _tables(path):
    tables = read_toml(path, "give --credits a file of word lists as UTF-8")
    for name, table in tables.items():
        sound = name in TABLES and isinstance(table, dict)
        if not sound or not all(isinstance(value, TABLES[name]) for value in table.values()):
            place = {"file": path.name, "column": f"[{name}]"}
            raise InputError("not as in the bundled credits.toml", "write it as it is there", **place)
    return tables


def infer(text, known, order, credits, phrases):
    """Infer the metadata of an article from its text, its address and its file name.

    Parameters
    ----------
    text : str
    known : dict
        column -> (value, basis): what is known apart from the text. It takes precedence over the text, unless its basis
        is the file name.
    order : str or None
        See `dates.days`. A date that does not fit it, or needs one, is left out, and its basis gives the reason.
    credits : Credits
    phrases : dict
        Phrases of the cleaning rules, see `cleaning.read_phrases`.

    Returns
    -------
    dict
        column -> text. Each inferred value has a further column that names its basis; what cannot be inferred is left
        out, except that sides are then "unknown".
    """
    found = _found(cleaning.Page(text, None, phrases), known, credits)
    for url in [value for column, value, _ in found if column == "url"][:1]:
        found += [("published", "-".join(day), "address") for day in P.address.findall(url)[:1]]
        found += [("publisher", credits.outlet(url), "address")]
    found = [item for item in found + _dateline_day(found, text) if item[0] != NAME_YEAR]
    found.sort(key=lambda item: WEAK.get(item[2], 0) * (item[0] not in ("credited_source", "title")))
    found += [("published", value, f"{neat(value)[:40]}{UPDATE}") for column, value, _ in found if column == "updated"]
    found = [item for item in found if item[0] != "updated"]
    first = {column: (value, basis) for column, value, basis in reversed(found)}  # the first one is kept
    row = {name: value if basis.startswith("column") else neat(value) for name, (value, basis) in first.items()}
    row |= {"look_at": said} if (said := "; ".join(value for column, value, _ in found if column == "look_at")) else {}
    row |= {f"{column}_basis": first[column][1] for column in BASED if column in first}
    return sided(row, credits.outlets) | _published(*first.get("published", ("", "")), credits.months, order)


def _found(page, known, credits):
    """What is known of an article and what its lines say, as (column, value, basis); the first value goes before."""
    for rule in ("export_block", "reader_comments"):
        cleaning.RULES[rule](page)
    title, site = _parted(*known.get("title", ("", "")), credits.outlets)
    found = [title, *((column, *pair) for column, pair in known.items()), site]
    found += [*_labelled(page, credits), *_wired(page, credits.outlets), *_alone(page, credits.outlets)]
    found += [*_marked(page, credits), *_doubts(page), *_paper(page, credits.outlets), *_titled(page, credits)]
    found += _language(page.text, credits)
    found = [(column, credits.value(column, value), basis) for column, value, basis in found if value]
    agencies = {item[1]: item for item in found if item[0] == "credited_source" and item[1]}
    if [item[2] for item in agencies.values()] == ["dateline"] and credits.outlets.find(*agencies):
        found.append(("publisher", *agencies, FROM_AGENCY))
    authors = [item for item in found if item[0] == "author" and credits.outlets.find(item[1])]
    found = [item for item in found + [("publisher", *author[1:]) for author in authors] if item[1]]
    sources = (P.site.match(value) for column, value, _ in found if column == "credited_source")
    return found + [("publisher", site[1], "site before the source") for site in sources if site]


def _dateline_day(found, text):
    """The day of a dateline, with the year of the file name or of a copyright line; nothing where neither has one."""
    dateline, year = (next((item[1] for item in found if item[0] == name), "") for name in ("dateline", NAME_YEAR))
    rights = P.rights.search(text) if dateline and not year else None
    basis = "file name" if year else "copyright line"
    year = year or (rights and rights[1])
    value, han = f"{AGENCY.sub('', dateline).strip(' -.')}, {year}", P.han_day.search(dateline)
    if year and han:
        return [("published", f"{year}年{han[0]}", f"{YEAR_OF} {basis}")]
    return [("published", value, f"{YEAR_OF} {basis}")] if dateline and year and P.day_of_month.search(value) else []


def neat(value):
    """A value on one line, without the leading characters that make a spreadsheet read it as a formula.

    >>> neat("= One\\n plan ")
    'One plan'
    """
    return " ".join(value.split()).lstrip("=+-@ ")


def _labelled(page, credits):
    """Labelled values and dates in the first and last lines, as (column, value, basis); these lines are marked."""
    sources = {}
    for i, text, hits in _with_labels(page, credits.label):
        before = text[: hits[0].start()].strip(" |") if hits else text
        stamp = _is_stamp(before, credits.outlets)
        yield "published", before * stamp, "first lines"
        yield "author", next(filter(credits.byline.match, _beside(before)), "") if stamp else "", "first lines"
        yield "publisher", _outlet_in(before, credits.outlets) if hits or stamp else "", "first lines"
        for hit, end in zip(hits, [*(hit.start() for hit in hits[1:]), len(text)], strict=False):
            behind = text[hit.end() : end] + _below(page, i, credits) * (hit.end() == len(text))
            for column, value, basis in _values(hit[1] or hit[2], behind, credits.kinds):
                if column == "credited_source" and value:
                    sources[value] = basis
                else:
                    yield column, value, basis
        if hits or stamp:
            page.mark(i, "metadata_header")
    yield "credited_source", "; ".join(sources), next(iter(sources.values()), "")


def _with_labels(page, label):
    """Number, text and labels of the first and last lines that are short, or begin with a label in at most 60 words."""
    for i in page.edges():
        line, text = page.lines[i], page.lines[i].text.lstrip("([（ ")
        short = (len(text) <= cleaning.WIDE or line.within(20)) and not line.is_sentence
        if (short or line.within(60)) and P.labelled.search(text):
            hits = list(label.finditer(text)) if short or label.match(text) else []
            if hits or (short and i < cleaning.EDGE):
                yield i, text, hits


def _alone(page, outlets):
    """Outlets alone on a line above or below the text, and in a line such as "Text of report by Xinhua"."""
    for i, line in [(i, page.lines[i]) for i in page.head()]:
        report = P.report.match(line.text)
        yield "credited_source", outlets.inside(report[1]) if report else "", "report of another outlet"
        name = outlets.alone(line.text)
        if name and not page.text[: line.first].rstrip().endswith((":", "：")):  # a label's value, see `_below`
            yield "publisher", name, "first lines"
            page.mark(i, "metadata_header")
    for i in page.tail()[-2:]:
        yield "publisher", outlets.alone(page.lines[i].text), "last line"
        yield "credited_source", outlets.alone(page.lines[i].text), "last line"


def from_path(path, outlets):
    """The outlet in the name of a file, or else in that of a folder above it, as (name, basis); None without one."""
    *folders, name = PurePosixPath(path).with_suffix("").parts
    for part, basis in [(name, FROM_NAME), *((folder, FROM_FOLDER) for folder in reversed(folders))]:
        pieces = [*_pieces(part), *(one for ends in P.capitals.findall(part) for one in ends)]
        if found := next((found for piece in pieces if (found := _short(piece, outlets))), ""):
            return found, basis
    return None


def _pieces(name):
    """The parts of the name of a file or folder, with spaces for hyphens, and last all of it without numbers."""
    return [piece.strip("-. ").replace("-", " ") for piece in [*P.pieces.split(name), re.sub(r"[\d_]+", " ", name)]]


def _short(piece, outlets):
    """The name of an outlet by its short form in a file name: "nyt", "usa-today"; "" for none."""
    found = outlets.alone(piece) or outlets.alone(piece.replace(" ", ""))
    return outlets.find(found)["name"] if found.isascii() and found.islower() else found


def named_alike(files, outlets):
    """The outlets that files or their folders name where others name known ones: "courier_2016" beside "nyt_2016".

    An unknown name is taken where a third of the others are known, in two files or for a folder; so is a known name
    that is also an ordinary word, "Guardian/1.txt", where one other is known.

    Parameters
    ----------
    files : list of str
    outlets : Outlets

    Returns
    -------
    dict of str to tuple
        Name and basis by file.
    """
    places, found = defaultdict(lambda: defaultdict(dict)), {}
    for file in files:
        for depth, part in enumerate(reversed(PurePosixPath(file).with_suffix("").parts)):
            for n, piece in enumerate(_pieces(part)):
                if any(map(str.isalpha, piece)):
                    places[depth][n][file] = piece
    for depth, pieces in places.items():
        known = {n: [file for file, piece in named.items() if _short(piece, outlets)] for n, named in pieces.items()}
        place = max(known, key=lambda n: (len(known[n]), -n))
        named, n = pieces[place], len(known[place])
        listed, times = set(filter(outlets.find, named.values())), Counter(named.values())
        short = len(times) > 1 and all(P.code.fullmatch(name) and times[name] > 1 for name in times)  # "GT_", "CD_"
        for file, name in named.items():
            alike = 3 * n >= len(named) and (times[name] > 1 or depth)
            if alike or short or (name in listed and (n or len(listed) > 1)):
                found.setdefault(file, (name, FROM_FOLDER if depth else FROM_NAME))
    return found


def _wired(page, outlets):
    """The agency of a Chinese dateline in one of the first lines, as (column, value, basis)."""
    for wire in filter(None, (P.wire.match(page.lines[i].text) for i in page.open()[:5])):
        starts = (wire[1][:n] for n in range(len(wire[1]), 1, -1))
        yield "credited_source", next(filter(outlets.find, starts), ""), "dateline"


def _below(page, i, credits):
    """The line below if it is the name of an outlet: a link that stands on a line of its own; else ""."""
    text = page.lines[i + 1].text if i + 1 < len(page.lines) else ""
    return text * (len(text) <= cleaning.WIDE and credits.outlets.is_name(text))


def _values(label, text, kinds):
    """What follows a label, as (column, value, basis); a date after a name is a value of its own."""
    kind, value = kinds[plain(label)], text.strip(" |·•-()[]（）【】")
    if kind in ("credited_source", "publisher", "author"):
        monitored = kind == "credited_source" and P.monitored.fullmatch(value)
        value, rest = monitored.groups() if monitored else [*P.behind.split(value, maxsplit=1), ""][:2]
        # "Newspaper: Minister used personal email" is a sentence
        is_name = (
            len(value.split()) <= 8
            and len(P.small.findall(value)) <= 2
            and not (kind == "credited_source" and P.data.search(value))
        )
        value = value.rstrip(". ") if is_name else ""
        yield "published", rest * bool(monitored or re.search(r"\d{4}", rest)), f"label {label}"
    if kind != "other":
        yield kind, value, f"label {label}"


def _outlet_in(text, outlets):
    """The first outlet among the parts of a line with a label or a day; "" without one."""
    parts = (part.strip("《》（）() ") for part in (*P.beside.split(text), *_beside(text)))
    return next((part for part in parts if "." not in part and (outlets.find(part) or _is_paper(part, outlets))), "")


def _beside(text):
    """What stands before and behind a date in a line; nothing without a date."""
    shapes = (*WRITTEN, NUMERIC) if P.digit.search(text) else ()
    found = next(filter(None, (shape.search(text) for shape in shapes)), None)
    return [part.strip(" ,;|") for part in (text[: found.start()], text[found.end() :])] if found else []


def _is_stamp(text, outlets):
    """Whether a short line is a date: with a time of day, or with an outlet, or at most a name or a word, beside it."""
    beside = _beside(text)
    rest = " ".join(beside)
    words = re.findall(r"[^\W\d_]+", rest)
    few = len(words) <= 1 or (len(words) <= 3 and cleaning.is_names(" ".join(words)))
    return bool(beside and (few or re.search(r"\b\d{1,2}[:.]\d\d\b", rest) or outlets.find(rest.strip())))


def _marked(page, credits):
    """Metadata in lines that the cleaning rules recognise, as (column, value, basis)."""
    outlets = credits.outlets
    for rule in LINE_RULES:
        cleaning.RULES[rule](page)
    roles = "|".join(page.phrases["author_blurb"]["roles"])
    for rule, text in ((span.rule, span.text) for span in page.spans):
        if rule == "wire_header" and credits.byline.match(text):
            yield "author", text, "first lines"
        if rule == "dateline":
            line = _dateline(text, outlets)
            yield "dateline", line, "first lines"
            yield from (("credited_source", agency[1], "dateline") for agency in AGENCY.finditer(line))
        if rule == "credit_line" and "/" in text and any(map(outlets.find, text.split("/"))):
            yield "credited_source", text, "last line"
        if rule == "contributor_note" and (house := re.match(r"\W*(\w[\w.& ]{0,40})['’]s ", text)):
            yield "publisher", house[1] * bool(outlets.find(house[1])), "contributor's house"
        if rule == "author_blurb" and (house := re.search(P.house.pattern.replace("ROLES", roles), text)):
            yield "publisher", house[1], FROM_HOUSE


def _doubts(page):
    """What a person should look at in a page that the rules have seen, as (column, value, basis)."""
    cut = [f"cut off: it ends where the page says {span.text!r}" for span in page.spans if span.rule == "paywall"]
    menu = ["has no sentence and lines of a few words only, as a menu"] * is_menu([page.lines[i] for i in page.open()])
    return [("look_at", said, "") for said in cut[:1] + menu]


def _dateline(text, outlets):
    """A dateline up to its agency, which is put in brackets: of "MOSCOW, May 5. /TASS/", of "【北京=共同】"."""
    wire, tagged = P.wire.match(text), P.tagged.match(text)
    if wire:
        return wire[0].strip("（(【")
    if tagged:
        return f"{tagged['place']} ({tagged['agency']})" if outlets.find(tagged["agency"]) else tagged["place"]
    return text.rstrip("-—–:. ")


def _titled(page, credits):
    """The title: a line printed twice, perhaps once with the site's name, or a first line that is not a sentence."""
    top = [page.lines[i] for i in page.open()[:5]]
    for line, other in permutations(top, 2):
        can = 3 <= other.words <= 25 and not other.is_sentence and re.search(r"\w", other.text)
        if end := cleaning.title_end(line, other.plain) if can else 0:
            site = P.bar.sub("", line.text[end:], count=1)
            site = _parted(site, "", credits.outlets)[1][1] or site
            return [("title", other.text, "printed twice"), ("publisher", site, "site's name behind the title")]
    cleaning.RULES["headline_guess"](page)
    text = next((span.text for span in page.spans if span.zone == "headline"), "") or _first_line(page)
    below = "" if text else _below_sections(page)
    return _parted(text or below, "first line" if text else "line below names of sections", credits.outlets)


def _below_sections(page):
    """The first line of some length below the names of sections and sites at the top of a page; "" without these."""
    lines = [page.lines[i] for i in page.head()]
    names = sum(1 for _ in takewhile(cleaning.is_section, lines))
    line = lines[names] if 0 < names < len(lines) else None
    return line.text if line and exports.is_title(line.text) and not line.is_sentence else ""


def _paper(page, outlets):
    """A line at the top that is named as papers are, ``Skye Herald``, where another line can be the title."""
    lines = [page.lines[i] for i in page.head()]
    longer = any(line.words > cleaning.SECTION for line in lines)
    found = [line.text for line in lines if cleaning.is_section(line) and _is_paper(line.text, outlets)] * longer
    return [("publisher", name, "first lines") for name in found[:1]]


def _is_paper(name, outlets):
    """Whether a name ends as names of papers do."""
    words = name.casefold().split()
    ends = 2 <= len(words) <= 5 and (words[-1] in outlets.press or words[-2] in outlets.press)
    return ends and cleaning.is_names(name) and not P.digit.search(name)


def _parted(title, basis, outlets):
    """A title, and a known outlet's name behind it, or behind a bar one that is named as papers are.

    Both as (column, value, basis); a hyphen in a word parts nothing.
    """
    cuts = (cut for cut in P.bar.finditer(title) if cut[0] != "-" or title[cut.end() :][:1] >= HAN[0])
    parts = ((title[: cut.start()], title[cut.end() :], "|" in cut[0]) for cut in cuts if cut.start())
    known = ((head, site) for head, site, bar in parts if (bar and _is_paper(site, outlets)) or outlets.find(site))
    title, site = next(known, (title, ""))
    return [("title", title, basis), ("publisher", site, "site's name behind the title")]


def _first_line(page):
    """A first line that can be a title, also a short one or a question, above a paragraph; between, names or lines."""
    first, *below = [page.lines[i] for i in page.open()[:4]] or [None]
    long = [line.is_sentence and line.words >= min(cleaning.REPEAT, 2 * first.words) for line in below]
    between = below[: long.index(True)] if any(long) else []
    names = not between or (len(between) == 1 and between[0].words <= 5 and cleaning.is_names(between[0].text))
    good = any(long) and (exports.is_title(first.text) or _in_title_case(first.text))
    return first.text if good and (names or first.words > cleaning.SECTION) else ""


def _in_title_case(text):
    """Whether a line with a full stop has the capitals of a headline: "Harbour Plan Goes Ahead in Spring."."""
    long = re.findall(r"[^\W\d_]{4,}", text)
    capitals = sum(word[0].isupper() for word in long)
    return exports.is_title(text.rstrip(".")) and len(long) >= 4 and capitals > 0.8 * len(long)


def _language(text, credits):
    """The language by its characters, of East Asia, or by a high share of its function words; and if there are two."""
    sample = text[:4_000].casefold()
    words = sample.translate(SPACED).split() if sample.isascii() else re.findall(r"[^\W\d_]+", sample)
    han, kana, hangul = (0 if sample.isascii() else len(shape.findall(sample)) for shape in (P.han, P.kana, P.hangul))
    script = "zh" if han > max(len(sample) / 4, 10 * kana) else "ja" if kana > len(sample) / 10 else ""
    script = "ko" if hangul > len(sample) / 4 else script
    words = [word for word in words if word < "\u3040"] if han else words
    times, n = Counter(filter(credits.function_words.__contains__, words)), len(words)
    shares = sorted((sum(map(times.get, times.keys() & own)), name) for name, own in credits.languages.items())
    sure = len(shares) > 1 and n >= 20 and shares[-1][0] > max(n / 10, 1.5 * shares[-2][0])
    best = shares[-1][1] * sure if shares else ""
    main, basis = (script, "characters") if script else (best, "function words")
    both = best and (script or han > len(sample) / P.mixed)
    said = f"is written in two languages, {script or 'zh'} and {best}: keep one, or make an article of each"
    return [("language", main, basis + ", mixed" * bool(both)), ("look_at", said * bool(both), "")]


def _published(value, basis, months, order):
    """Columns of the date; if the value is not a date, it is left blank and its basis gives the reason."""
    if basis.endswith(UPDATE):
        return {"published": "", "published_basis": basis}
    try:
        span, reason = days(value, months, order), f"no day ({neat(value)})"
    except UnclearDay as error:
        span, reason = None, f"{error.problem}; {error.remedy}"
    if not span:
        left = {"published": "", "published_latest": ""} if value else {"published": ""}
        return left | {"published_basis": f"{basis}: {reason}" if value else ""}
    certain = "inferred" if basis == FROM_NAME or basis.startswith(YEAR_OF) or span[0] != span[1] else "stated"
    dates = {"published": str(span[0]), "published_latest": str(span[1])}
    return dates | {"published_basis": basis, "date_basis": certain}
