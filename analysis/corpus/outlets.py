"""Outlets: country, ownership and side, as outlets.toml knows them by name or address, or as a person says."""

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path

import pandas as pd

from analysis.corpus.cleaning import plain
from analysis.corpus.manifest import OUTLETS as TABLE
from analysis.corpus.manifest import SIDES, cells_of, saved_table
from analysis.files import InputError, bundled, csv_text, lexicon_path, patterns, read_toml, write_atomic

P = patterns("outlets")

UNKNOWN = "unknown"
NO_OUTLET = "(no outlet)"  # the row for articles in which no publisher was found
COLUMNS = ["name", "articles", "country", "ownership", "side", "side_by_origin", "basis"]
FACTS = {"publisher_country": "country", "publisher_ownership": "ownership"}
DIFFERS = "articles.csv; outlets.csv says "
AGENCY = re.compile(r"\(([^()]+)\)")
HAN = "\u3040-\u30ff\u3400-\u9fff"


class Outlets:
    """The outlets of a list, by normalised name and by web address.

    Parameters
    ----------
    lists : dict
        The tables of ``outlets.toml``; what each of them means is said there.

    Examples
    --------
    >>> outlets = read_outlets()
    >>> outlets.find("Agence France Presse -- English")["name"], outlets.find("en.people.cn")["name"]
    ('AFP', "People's Daily Online")
    >>> outlets.find("The Guardian (London)")["country"], outlets.find("The Guardian (Lagos)")
    ('United Kingdom', None)
    """

    def __init__(self, lists):
        self.lists, self.names, self.sites, self._found = lists, {}, {}, {}
        places = {place: country for country, names in lists["places"].items() for place in names}
        places |= {one["country"]: one["country"] for one in lists["outlets"].values() if "country" in one}
        self.places = {key(place): country for place, country in places.items()}
        ends = sorted({*self.places, *map(key, lists["endings"])}, key=len, reverse=True)
        self.words, self.press = set(map(key, lists.get("words", ()))), set(lists.get("press", ()))
        self.unsure = {UNKNOWN, "", *lists.get("unsure", ())}
        labels = {UNKNOWN, "state", "foreign", *lists["relay"].values(), *places.values()}
        self.spelled = {label.casefold(): label for label in labels}  # labels that differ in capitals only are one
        self.ending = re.compile(rf"(?:(?<=[{HAN}]) ?| )((?:\w+ )?edition|{'|'.join(map(re.escape, ends))})$")
        for name, given in lists["outlets"].items():
            self.add(name, given)

    def add(self, name, given):
        """Add an outlet, with a side by its country and ownership where none is given."""
        entry = {"name": name, "country": "", "ownership": ""} | given
        of_state = (entry[part] in self.lists[f"state_{part}"] for part in FACTS.values())
        entry.setdefault("side", UNKNOWN if not entry["country"] else "state" if all(of_state) else "foreign")
        self.names |= dict.fromkeys(map(key, (entry["name"], *entry.get("aliases", ()))), entry)
        self.sites |= dict.fromkeys(entry.get("domains", ()), entry)

    def find(self, name):
        """What is known of an outlet: a dict with name, country, ownership and side; None if it is not in the list."""
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def _find(self, name):
        host, double = P.host.fullmatch(name.strip()), P.double.fullmatch(name)
        if host and (entry := self.site(host[1])):
            return entry
        if double and (entry := self.find(double[1])) and entry is self.find(double[2]):
            return entry
        short, countries = key(name), set()
        while short:
            entry, end = self.names.get(short), self.ending.search(short)
            if entry and countries <= {entry["country"]}:
                return entry
            countries |= {self.places[end[1]]} if end and end[1] in self.places else set()
            short = short[: end.start()] if end else ""
        return None

    def site(self, host):
        """The outlet of a host name, or of a domain above it; None if it is not in the list."""
        host = host.casefold()
        parents = [host, *(host[dot.end() :] for dot in re.finditer(r"\.", host))]
        return next((self.sites[name] for name in parents if name in self.sites), None)

    def alone(self, text):
        """The name of an outlet that a line or a part of a file name is; "" for others, and for ordinary words."""
        found = self.find(text) if len(text) <= 80 else None
        return text * bool(found and (key(text) not in self.words or text.startswith("The ")))

    def inside(self, text):
        """The last outlet that is named within a sentence; "" if none is."""
        words = re.findall(r"[^\s,;:\"“”]+", re.sub(r"\([^()]*\)", "", text))
        runs = ((end, start) for end in range(len(words), 0, -1) for start in range(max(0, end - 6), end))
        spelled = (" ".join(words[start:end]) for end, start in runs if words[start][:1].isupper())
        return next(filter(self.alone, spelled), "")

    def parts(self, text):
        """The names in a credit such as "Kathimerini; Guardian and Reuters" or "人民网－人民日报"."""
        parts = [text] if self.find(text) else P.between.split(text)
        parts = [part for n, part in enumerate(parts) if not (n and P.edition.fullmatch(key(part)))]
        return [one for part in parts for one in ([part] if self.find(part) else part.split(" and ")) if one.strip()]

    def is_name(self, text):
        """Whether a line is the name of an outlet: a known one, or one that ends as the names of Chinese ones do."""
        chinese = re.fullmatch(rf"[{HAN}]{{2,12}}", text) and text.endswith(tuple(self.lists["chinese_ends"]))
        return bool(chinese) or any(map(self.find, self.parts(text)))

    def labels(self, text, column="side"):
        """The sides of the outlets in a credit, as a set; "" stands for an outlet of unknown side."""
        found = [self.find(part) or {"side": ""} for part in self.parts(text)]
        return {entry.get(column, entry["side"]).removeprefix(UNKNOWN) for entry in found}

    def label(self, text):
        """A label in its usual spelling; "unknown" for an empty one and for "?"."""
        value = " ".join(text.split())
        return UNKNOWN if value.casefold() in self.unsure else self.spelled.setdefault(value.casefold(), value)

    def same(self, text):
        """The outlets in a text, each by one name however it is spelled."""
        return {key((self.find(part) or {"name": part})["name"]) for part in self.parts(text)}

    def decide(self, row):
        """Let a row of ``outlets.csv`` count for its outlet under all its names.

        A side that is empty or "?" is unknown; other such cells say nothing. ``side_by_origin`` follows ``side`` unless
        it was changed itself.
        """
        said = {name: self.label(row[name]) for name in COLUMNS[2:6] if name in row}
        said = {name: value for name, value in said.items() if value != UNKNOWN or name in COLUMNS[4:]}
        entry = self.find(row["name"]) or {"name": row["name"]} | dict.fromkeys(("side", *FACTS.values()), "")
        listed = entry.setdefault("listed", {name: entry[name] for name in ("side", *FACTS.values())})
        if said.get("side_by_origin") == (listed["side"] or UNKNOWN):
            del said["side_by_origin"]
        entry.update(said)
        if relay := self.lists["relay"].get(listed["side"]):  # a new label for the outlets of a side keeps its relays
            self.lists["relay"].setdefault(entry["side"], relay)
        self.names[key(row["name"])] = entry
        self._found.clear()


@lru_cache(maxsize=10_000)
def key(name):
    """A name as it is compared: without case, accents, punctuation, "the" in front, and a distributor behind "via".

    >>> key("The  Xinhua – via Ｃｏｍｔｅｘ"), key("Süddeutsche Zeitung")
    ('xinhua', 'suddeutsche zeitung')
    """
    text = unicodedata.normalize("NFKC", re.sub("['’‘`´ʼ′＇]", "", name)).casefold().replace("&", " and ")
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return P.around.sub("", " ".join(re.findall(r"[^\W_]+", text)))


@cache
def alone_on_a_line():
    """Names of the bundled list that, alone on a line, are those of an outlet, as `cleaning.plain` writes them."""
    known = Outlets(read_toml(bundled("seeds", "lexicons", "outlets.toml")))
    names = (name for one, given in known.lists["outlets"].items() for name in (one, *given.get("aliases", ())))
    return frozenset(plain(name) for name in names if known.alone(name))


def read_outlets(folder="", own=()):
    """The outlets that are known in a corpus folder: the list, outlets of one's own, and what ``outlets.csv`` says.

    Raises
    ------
    InputError
        If a list or the table cannot be read, and for an outlet with two sides.
    """
    outlets = Outlets(read_toml(lexicon_path(folder, "outlets.toml")))
    for name, given in dict(own).items():
        if not all(isinstance(given.get(part, []), list) for part in ("aliases", "domains")):
            raise InputError("aliases and domains are lists", 'write ["one", "two"]', column="[outlets]", value=name)
        outlets.add(name, given | {"own": True})
    for row in _decisions(path) if (path := table_path(folder)) else ():
        outlets.decide(row)
    return outlets


def table_path(folder):
    """``outlets.csv`` of a corpus folder, or ``outlets.xlsx`` in its place; None without one; not two that differ."""
    return saved_table(folder, TABLE) if folder else None


def _decisions(path):
    """Rows of ``outlets.csv`` with a name; commas, semicolons or tabs, in any encoding that articles can have."""
    try:
        header, *lines = [row for row in cells_of(path) if any(row)] or [[]]
    except InputError as error:
        raise InputError(f"cannot be read ({error})", "save it as CSV", file=path.name) from None
    header, seen = ["_".join(name.lower().split()) for name in header], {}
    if not {"name", "side"} <= set(header):
        remedy = "name them in the first row: name above the outlets, side above their sides"
        raise InputError(f"no column name or side among {', '.join(header)}", remedy, file=path.name)
    for number, line in enumerate(lines, 2):
        row = dict(zip(header, line, strict=False))
        if row.get("name") and seen.setdefault(key(row["name"]), row).get("side") != row.get("side"):
            raise InputError(f"{row['name']} has two rows with different sides", "keep one", file=path.name, row=number)
        if row.get("name"):
            yield row


def sided(row, outlets):
    """Sides, country and ownership of the outlets of an article; what a person wrote into its row is kept.

    The origin is the side of the agency in the dateline; without one, of all credited sources; without these, of the
    publisher. If sources of several sides are credited and one of these has a ``relay``, that label is used.

    Parameters
    ----------
    row : dict of str to str
        A row of ``articles.csv``. A side is replaced if it is empty, "unknown", or the one that its basis names.
    outlets : Outlets

    Returns
    -------
    dict
        The row. A side that differs from the outlet's is kept, and its basis then says so.
    """
    publisher, agency = row.get("publisher") or NO_OUTLET, AGENCY.search(row.get("dateline", ""))
    source, why = row.get("credited_source", ""), "credited source"
    if agency or not source:
        source, why = (agency[1], "dateline") if agency else (publisher, "publisher (no credit)")
    own, origin = outlets.labels(publisher), outlets.labels(source, "side_by_origin")
    relays = [outlets.lists["relay"].get(side, "") for side in origin]
    found = "".join(own) * (len(own) == 1), "".join(origin) if len(origin) == 1 else max(relays, default="")
    for (column, basis), label, reason in zip(SIDES.items(), found, ("publisher", why), strict=True):
        row = row | _side(row | {column: outlets.label(row.get(column, ""))}, column, basis, (label, reason))
    return row | _facts(row, outlets.find(publisher) or {})


def _side(row, column, basis, found):
    """The side in one column and its basis: the outlet's, unless a person wrote another one."""
    value, (label, why) = row[column], found
    if value == UNKNOWN or row.get(basis, "").endswith(f": {value}"):
        return {column: label or UNKNOWN, basis: f"{why}: {label}" * bool(label)}
    return {basis: "given" if label in ("", value) else f"{DIFFERS}{label}"}


def _facts(row, entry):
    """Country and ownership of the publisher: as its row says, unless that is empty or comes from the list."""
    listed = entry.get("listed", entry)
    asked = {column: name for column, name in FACTS.items() if row.get(column, "") in ("", UNKNOWN, listed.get(name))}
    return {column: entry.get(name) or UNKNOWN for column, name in asked.items()}


def named(row, outlets):
    """The outlets that an article names as publisher, credited source or agency, as a dict of key to name."""
    agency = AGENCY.search(row.get("dateline", ""))
    texts = (row.get("publisher", ""), row.get("credited_source", ""), agency[1] if agency else "")
    parts = [part for text in texts for part in outlets.parts(text)]
    known = [(outlets.find(part) or {"own": True}, " ".join(part.split())) for part in parts]
    names = [printed if entry.get("own") else entry["name"] for entry, printed in known]
    return {key(name): name for name in names}


def outlet_table(docs, outlets):
    """The outlets that articles name, the most frequent first.

    Returns
    -------
    DataFrame [one row an outlet; columns name, articles, country, ownership, side, side_by_origin, basis]
        ``articles`` counts those that name it as publisher, credited source or agency. ``side`` is given to articles
        that it publishes, ``side_by_origin`` to those of which it is the source. The row "(no outlet)" counts, and
        decides, for articles in which no publisher was found.
    """
    counts, names = Counter(), {}
    for row in docs.to_dict("records"):
        found = named(row, outlets) | ({} if row.get("publisher") else {key(NO_OUTLET): NO_OUTLET})
        counts.update(found.keys())
        names |= {one: names.get(one, name) for one, name in found.items()}
    order = sorted(counts, key=lambda one: (-counts[one], names[one]))
    known = [outlets.find(names[one]) or {} for one in order]
    facts = [[entry.get(part) or UNKNOWN for part in (*FACTS.values(), "side", "side")] for entry in known]
    rows = zip(order, facts, known, strict=True)
    return pd.DataFrame(
        [(names[one], counts[one], *fact, entry.get("source", "")) for one, fact, entry in rows], columns=COLUMNS
    )


def decided(folder, articles, table, answers):
    """Write ``outlets.csv`` with the sides that a person answers, and let them count.

    Parameters
    ----------
    folder : path
    articles, table : DataFrame
        Of ``articles.csv``, which stays as it is, and of ``outlets.csv``.
    answers : dict of str to str
        A side by the name of an outlet.

    Returns
    -------
    articles, table : DataFrame
    """
    sides = {key(name): side.strip() for name, side in answers.items() if side.strip() not in ("", UNKNOWN)}
    new = table["name"].map(key).map(sides)
    table = table.assign(**{name: new.fillna(table[name]) for name in ("side", "side_by_origin")})
    table["basis"] = table["basis"].where(new.isna(), "answered")
    write_atomic(Path(folder, TABLE), csv_text(table))
    outlets = read_outlets(folder)
    return pd.DataFrame([sided(row, outlets) for row in articles.to_dict("records")], columns=articles.columns), table
