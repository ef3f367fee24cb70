"""Lexicons: the word lists of a corpus (slogans, frames, reporting words, function words …), read and checked."""

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Annotated, ClassVar, Literal, NamedTuple

import pandas as pd
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationError, create_model, model_validator
from rapidfuzz import fuzz, process

from analysis.corpus.cleaning import plain, read_phrases
from analysis.files import PACKAGE, InputError, InputErrors, bundled, lexicon_path, read_text, read_toml
from analysis.text.patterns import PatternError, parse, straighten

LARGEST_FILE = 4_000_000  # bytes
NEAREST = 3  # labels suggested for a name that is not in a lexicon
ALIKE = 80  # rapidfuzz's ratio (0 to 100) from which a file name counts as misspelt
KINDS = {"official": "official", "variants": "variant", "general": "general", "drifts": "drift"}
KINDS |= {"chinese": "chinese", "chinese_variants": "chinese"}
FACTS = {"chinese", "pinyin", "first_use", "note", "definition", "includes", "excludes", "examples"}
CONTEXT = re.compile(r"\{[^}]*\}")
PROBLEMS = read_toml(PACKAGE / "text" / "notation.toml")["problem"]


@dataclass(frozen=True)
class Variant:
    """One pattern: its text as written, its kind and its parsed nodes."""

    text: str
    kind: str
    nodes: tuple


@dataclass(frozen=True)
class Entry:
    """One slogan or frame with its patterns; ``facts`` holds what is known about a slogan.

    A pattern of ``unless`` (nodes) cancels the matches in its sentence.
    """

    key: str
    label: str
    gloss: str
    variants: tuple
    yields_to: tuple = ()
    facts: dict = field(default_factory=dict)  # chinese, pinyin, first_use, note
    unless: tuple = ()


@dataclass(frozen=True)
class Lexicon:
    """A named set of entries, and the file that it was read from.

    ``language`` is that of its words, "" for any: articles that are known to be in another have no match. ``country``
    is whose slogans these are, and ``countries`` the Lexicon of the names of all countries, by which wordings of kind
    general are left out elsewhere.
    """

    name: str
    entries: tuple
    source: str = ""
    language: str = ""
    country: str = ""
    countries: "Lexicon | None" = None

    @property
    def keys(self):
        """Keys of all entries, sorted."""
        return sorted(entry.key for entry in self.entries)

    @property
    def labels(self):
        """Short name of each entry for tables and figures, by key."""
        return {entry.key: entry.label for entry in self.entries}

    def entry(self, name):
        """The entry with this key, label or Chinese original, in upper or lower case.

        Raises
        ------
        InputError
            Where there is none, with the nearest labels.

        Examples
        --------
        >>> lexicon(["red plan", "new normal"]).entry("Red plan").key
        'red plan'
        """
        wanted = str(name).casefold()
        for entry in self.entries:
            names = entry.key, entry.label, entry.facts.get("chinese") or entry.key
            if wanted in map(str.casefold, names):
                return entry
        folded = {f'"{label}"': label.casefold() for label in self.labels.values()}
        nearest = ", ".join(label for _, _, label in process.extract(wanted, folded, limit=NEAREST))
        raise InputError(f"no entry {str(name)!r}", f"the nearest labels are {nearest}", file=self.source or self.name)

    def table(self):
        """One row a pattern: key, label, kind, variant; sorted by key, those of one key as in the file."""
        rows = [(entry.key, entry.label, one.kind, one.text) for entry in self.entries for one in entry.variants]
        table = pd.DataFrame(rows, columns=["key", "label", "kind", "variant"])
        return table.sort_values("key", kind="stable", ignore_index=True)


@dataclass(frozen=True)
class Words:
    """Function words, abbreviations and spellings that are counted as one.

    ``stopwords`` are case-folded, and ``of_language`` maps the function words of other languages to their codes, "de
    nl"; ``abbreviations`` are lower case without the final full stop, and
    ``may_end`` are those of them after which a sentence may begin; ``forms`` maps a spelling
    (case-sensitive) to the one as which it is counted.
    """

    stopwords: frozenset
    abbreviations: frozenset
    may_end: frozenset
    forms: dict
    of_language: dict = field(default_factory=dict)


@dataclass(frozen=True)
class House:
    """Words and spellings that belong to the house style of an outlet rather than to its discourse.

    ``words`` maps a word or phrase (case-folded) to the label of its list, ``reporting`` the id of a kind of
    reporting words to the label of its list, and ``spellings`` one ending to its equivalent; a number with one of
    ``number_endings`` is still a number.
    """

    words: dict
    reporting: dict
    spellings: dict
    number_endings: tuple


class Families(NamedTuple):
    """Wordings of one thing: ``names`` are counted as one term, words of ``same`` each as its own."""

    names: Lexicon
    same: Lexicon


class Actions(NamedTuple):
    """What actors do: a lexicon, and the words (by name of the list) that show who does it to whom."""

    lexicon: Lexicon
    words: dict


class Lexicons(NamedTuple):
    """All lexicons of a corpus; ``sources`` lists their files: see `read_lexicons`."""

    slogans: Lexicon
    frames: Lexicon
    reporting: Lexicon
    modality: Lexicon
    evaluation: Lexicon
    strength: Lexicon
    words: Words
    house: House
    countries: Lexicon
    families: Families
    actors: Lexicon
    actions: Actions
    roles: Lexicon
    sources: pd.DataFrame


def _checked(text):
    parse(text)
    return text


_Id = Annotated[str, Field(pattern=r"^\S.{0,99}$")]
_Pattern = Annotated[str, AfterValidator(_checked)]
_Day = Annotated[str, BeforeValidator(str), Field(pattern=r"^([0-9]{4}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?)?$")]
_Word = Annotated[str, Field(pattern=r"^\S+$")]
_Text = Annotated[str, Field(pattern=r"\S")]


class _Strict(BaseModel, extra="forbid"):
    """A table in which unknown keys are refused."""


class _FirstUse(_Strict):
    date: _Day = ""
    event: str = ""
    source: str = ""
    status: Literal["confirmed", "commonly stated", "doubtful"] = "commonly stated"

    @model_validator(mode="after")
    def _sourced(self):
        if self.status == "confirmed" and not self.source.strip():
            raise InputError("confirmed without a source", 'name the page, or write "commonly stated"')
        return self


class _Entry(_Strict):
    kinds: ClassVar
    id: _Id
    label: str = ""
    gloss: str = ""
    shares: list[str] = []
    yields_to: list[str] = []
    note: str = ""

    def entry(self):
        """The checked row as an Entry."""
        variants = []
        for key, kind in self.kinds.items():
            found = getattr(self, key)
            texts = found if isinstance(found, list) else filter(None, [found])
            variants += [Variant(text, kind, parse(text)) for text in texts]
        facts = self.model_dump(include=FACTS, exclude_none=True)
        facts |= {name: CONTEXT.sub("", facts[name]).strip() for name in facts.keys() & {"chinese"}}
        label = self.label or self.gloss or self.id
        unless = tuple(map(parse, getattr(self, "unless", [])))
        return Entry(self.id, label, self.gloss, tuple(variants), tuple(self.yields_to), facts, unless)


def _entry(kinds, **more):
    """Model of a table with a list of patterns of each kind, by its key, and more keys."""
    lists = {key: (list[_Pattern], []) for key in kinds}
    model = create_model("Entry", __base__=_Entry, **lists | more)
    model.kinds = kinds
    return model


_TEXTS = dict.fromkeys(("definition", "includes", "excludes"), (str, ""))
_FIRST = {"pinyin": (str, ""), "first_use": (_FirstUse | None, None), "unless": (list[_Pattern], [])}
_Frame = _entry({"variants": "pattern"})
_Coded = _entry({"names": "excluded", "variants": "pattern"}, **_TEXTS, examples=(list[str], []))
_Slogan = _entry(KINDS, **_FIRST, chinese=(_Pattern, ""))
_Group = _entry({"excludes": "excluded", "variants": "pattern", "negated": "negated"})
_Action = _entry({"excludes": "excluded", "verbs": "verb", "nouns": "noun"})


class _Family(_Strict):
    label: str = ""
    words: Annotated[list[_Pattern], Field(min_length=1)]


class _List(_Strict):
    label: _Text
    words: list[_Text] = []
    reporting: list[str] = []


def _file(**keys):
    """Model of a TOML file with exactly these keys: a type, or a type and its default."""
    fields = {key: kind if isinstance(kind, tuple) else (kind, ...) for key, kind in keys.items()}
    return create_model("File", __base__=_Strict, **fields)


_ENTRIES = {"slogan": _Slogan, "frame": _Coded, "group": _Group, "country": _Frame, "actor": _Frame, "role": _Frame}
_ENTRIES |= {"action": _Action}
_MORE = {kind: {"language": (str, "")} for kind in ("frame", "group", "action")} | {"slogan": {"country": (str, "")}}
_MORE["action"]["words"] = (dict[str, list[str]], ...)
_FAMILIES = _file(name=list[_Family], same=list[_Family])
_FORMS = _file(forms=dict[str, list[_Word]])
_LANGUAGES = _file(languages=dict[str, str])
_HOUSE = _file(list=list[_List], spellings=dict[str, _Word], number_endings=list[_Word])


def read_entries(path, kind):
    """Read and check a TOML file of tables of one kind; their keys are explained at the head of the bundled files.

    Parameters
    ----------
    path : path
    kind : {"slogan", "frame", "group", "country"}

    Returns
    -------
    Lexicon
        Entries in the order of the file, with patterns of the kinds official, variant, general, drift and chinese
        (slogans), excluded, pattern and negated (groups, as of modal verbs), or pattern. An entry without a label has
        its gloss, or else its id, as label.

    Raises
    ------
    InputErrors
        Every problem of the file with entry, list, number and position; problems between entries only if each entry by
        itself is correct.
    """
    path, entries = Path(path), {kind: Annotated[list[_ENTRIES[kind]], Field(min_length=1)]}
    file = _validated(path, _file(**entries, **_MORE.get(kind, {})))
    rows = getattr(file, kind)
    entries = tuple(row.entry() for row in rows)
    _refuse(path.name, [(f"{kind} {key}", *problem) for key, *problem in _clashes(rows, entries)])
    more = {name: getattr(file, name) for name in ("language", "country") if hasattr(file, name)}
    return Lexicon(f"{kind}s", entries, path.name, **more)


def read_actions(path):
    """Read and check a file of ``[[action]]`` tables, whose kinds are excluded, verb and noun, and of ``[words]``.

    Raises InputErrors as `read_entries` does; also for a list of words that is missing.
    """
    lexicon, words = read_entries(path, "action"), read_toml(path)["words"]
    needed, problem = read_toml(bundled("seeds", "lexicons", "actions.toml"))["words"], PROBLEMS["missing"]
    _refuse(Path(path).name, [(f"words {name}", *problem) for name in needed if name not in words])
    return Actions(lexicon, {name: frozenset(map(str.casefold, words[name])) for name in needed})


def lexicon(patterns, name="search"):
    """A lexicon of plain patterns: each is an entry, with the pattern as key and label.

    Raises InputErrors with every pattern that does not follow the notation, or where none is given.

    Examples
    --------
    >>> lexicon(["red plan", "innovat*"]).keys
    ['innovat*', 'red plan']
    """
    patterns = list(dict.fromkeys([patterns] if isinstance(patterns, str) else patterns))
    variants, problems = _parsed([(f"pattern {number}", text) for number, text in enumerate(patterns, 1)], "pattern")
    _refuse(name, problems if patterns else [("", "no pattern", "give at least one")])
    return Lexicon(name, tuple(Entry(one.text, one.text, "", (one,)) for one in variants))


def accept(slogans, path):
    """Add the drifts that a reader accepted to a lexicon of slogans.

    Parameters
    ----------
    slogans : Lexicon
    path : path
        Lines "id: pattern", as ``discovery.drift`` prints them; "#" begins a comment.

    Returns
    -------
    Lexicon
        With each pattern as a further variant of kind drift, unless the slogan has it already.

    Raises
    ------
    InputErrors
        Every line with an unknown id or a pattern that does not follow the notation.
    """
    path, remedy = Path(path), "write one of the lexicon's ids before the colon"
    lines = [(place, *(part.strip() for part in line.partition(":")[::2])) for place, line in _lines(path)]
    unknown = [(place, f"no slogan {key!r}", remedy) for place, key, _ in lines if key not in slogans.keys]
    variants, problems = _parsed([(place, pattern) for place, _, pattern in lines], "drift")
    _refuse(path.name, unknown + problems)
    added = [(key, variant) for (_, key, _), variant in zip(lines, variants, strict=True)]
    entries = (_with(entry, [variant for key, variant in added if key == entry.key]) for entry in slogans.entries)
    return replace(slogans, entries=tuple(entries))


def _with(entry, variants):
    known = {old.nodes for old in entry.variants}
    new = {variant.nodes: variant for variant in variants if variant.nodes not in known}
    return replace(entry, variants=(*entry.variants, *new.values()))


def _parsed(patterns, kind):
    """Variants of these patterns, each with its place, and problems of those that do not follow the notation."""
    variants, problems = [], []
    for place, text in patterns:
        try:
            variants.append(Variant(text, kind, parse(text)))
        except PatternError as error:
            problems.append((f"{place}, {error.column}", error.problem, error.remedy))
    return variants, problems


def _clashes(rows, entries):
    """Problems between the entries of a file, and entries without a pattern: key, problem, remedy."""
    for key, same in _repeated((row.id, row) for row in rows):
        yield key, f"id used {len(same)} times", "rename all but one"
    labels = dict.fromkeys((entry.label.casefold(), entry.key) for entry in entries)
    for _, (first, second, *_) in _repeated(labels):
        yield second, f"it has the same label as {first}", "give each its own label"
    patterns, ids = [], {row.id for row in rows}
    for row, entry in zip(rows, entries, strict=True):
        patterns += [(plain(variant.text), row) for variant in entry.variants]
        if not entry.variants:
            yield row.id, "no pattern", f"add one under {' or '.join(row.kinds)}"
        for key in (*row.shares, *row.yields_to):
            if key not in ids - {row.id}:
                yield row.id, f"no other entry {key}", "correct shares or yields_to"
    for text, same in _repeated(patterns):
        for one, other in pairwise(same):
            if one.id not in other.shares and other.id not in one.shares:
                yield other.id, f"pattern {text!r} is also one of {one.id}", "keep one, or add shares"


def _repeated(pairs):
    """Names that several owners have, with these owners; pairs are name and owner."""
    owners = defaultdict(list)
    for name, owner in pairs:
        owners[name].append(owner)
    return [(name, some) for name, some in owners.items() if len(some) > 1]


def _validated(path, model):
    """The content of a TOML file, checked against a model."""
    text = _text(path)
    try:
        data = tomllib.loads(text)
        return model.model_validate(data)
    except ValidationError as error:
        _refuse(path.name, [_problem(one, _place(one["loc"], data)) for one in error.errors(include_url=False)])
    except (ValueError, RecursionError) as error:
        raise InputError(f"not TOML: {error}", "correct it there", file=path.name) from error


def _text(path):
    remedy = "correct it, or delete it to use the bundled one"
    if path.is_file() and path.stat().st_size > LARGEST_FILE:
        raise InputError("over 4 MB", remedy, file=path.name)
    return read_text(path, remedy)


def _refuse(name, problems):
    """Raise all problems (place, problem, remedy) of one file at once, if there are any."""
    if problems:
        raise InputErrors(name, [InputError(*problem, file=name, column=place) for place, *problem in problems])


def _place(loc, data):
    """Where in a file: "slogan gongjianzhan, variants 2"."""
    parts = [str(part + 1) if isinstance(part, int) else part for part in loc]
    row = data[loc[0]][loc[1]] if len(loc) > 1 else None
    if isinstance(row, dict) and isinstance(row.get("id"), str):
        parts[1] = " ".join(row["id"].split())[:40] or parts[1]
    return ", ".join(filter(None, [" ".join(parts[:2]), " ".join(parts[2:])]))


def _problem(error, place):
    """Place, problem and remedy of what pydantic found."""
    raised = error.get("ctx", {}).get("error")
    if isinstance(raised, InputError):
        return ", ".join(filter(None, [place, raised.column])), raised.problem, raised.remedy
    key = error["loc"][-1]  # of an id or a date; any other text with a pattern is a word
    kind = key if error["type"] == "string_pattern_mismatch" and key in ("id", "date") else error["type"]
    problem, remedy = PROBLEMS.get(kind, (error["msg"], "correct it"))
    return place, problem.format(repr(error["input"])[:60]), remedy


def _lines(path):
    """Place and text of each line of a file, without comments and empty lines."""
    for number, line in enumerate(_text(path).splitlines(), 1):
        if text := re.sub(r"(^|\s)#.*", "", line).strip():
            yield f"line {number}", text


def _one_a_line(path, mark=None):
    """Words of a file, straightened; each has a line of its own and perhaps the mark after it."""
    lines = [(place, straighten(text).split()) for place, text in _lines(path)]
    wrong = [(place, " ".join(words)[:60]) for place, words in lines if words[1:] not in ([], [mark])]
    _refuse(path.name, [(place, f"{text!r} is not one word", "give each word its own line") for place, text in wrong])
    return [" ".join(words) for _, words in lines]


def _words(stopwords, abbreviations, forms, languages):
    marked = {line.removesuffix(" +").rstrip(".").lower(): line.endswith(" +") for line in abbreviations}
    may_end = frozenset(word for word, may in marked.items() if may)
    of_language = {}
    for code, words in sorted(languages.items()):
        of_language |= {word: f"{of_language.get(word, '')} {code}".strip() for word in words}
    return Words(frozenset(map(str.casefold, stopwords)), frozenset(marked), may_end, forms, of_language)


def _function_words(path):
    """The function words of each language, case-folded, by its code."""
    languages = _validated(path, _LANGUAGES).languages
    return {code: frozenset(straighten(words).casefold().split()) for code, words in languages.items()}


def _forms(path):
    """Canonical form of each spelling, from ``[forms]`` canonical = [spellings]."""
    groups = _validated(path, _FORMS).forms
    repeated = _repeated((word, form) for form, words in groups.items() for word in {form, *words})
    _refuse(path.name, [("forms", f"{word!r} stands in {len(some)} groups", "keep one") for word, some in repeated])
    return {word: form for form, words in groups.items() for word in words}


def read_house(path):
    """Read and check the lists of house style as `House`; the keys are explained at the head of the bundled file.

    Raises InputErrors with every problem of the file.
    """
    path = Path(path)
    file = _validated(path, _HOUSE)
    words = [(plain(word), row.label) for row in file.list for word in row.words]
    _refuse(path.name, [("list", f"{word!r} occurs {len(some)} times", "keep one") for word, some in _repeated(words)])
    reporting = {key: row.label for row in file.list for key in row.reporting}
    return House(dict(words), reporting, file.spellings, tuple(file.number_endings))


def read_families(path):
    """Read and check the lists of names and of words for one thing as `Families`; keys and labels are the labels.

    Raises InputErrors with every problem of the file.
    """
    path, lexicons = Path(path), []
    for kind, rows in _validated(path, _FAMILIES):
        labels = [row.label or row.words[0] for row in rows]
        words = [(plain(word), label) for label, row in zip(labels, rows, strict=True) for word in row.words]
        repeated = _repeated(words) + _repeated((label, row.words) for label, row in zip(labels, rows, strict=True))
        _refuse(path.name, [(kind, f"{text!r} stands in {len(some)} of them", "keep one") for text, some in repeated])
        variants = (tuple(Variant(word, kind, parse(word)) for word in row.words) for row in rows)
        entries = tuple(Entry(label, label, "", some) for label, some in zip(labels, variants, strict=True))
        lexicons.append(Lexicon(kind, entries, path.name))
    return Families(*lexicons)


READERS = {  # by file, in the order of `Lexicons.sources`
    "slogans.toml": partial(read_entries, kind="slogan"),
    "frames.toml": partial(read_entries, kind="frame"),
    "reporting.toml": partial(read_entries, kind="frame"),
    "modality.toml": partial(read_entries, kind="group"),
    "evaluation.toml": partial(read_entries, kind="group"),
    "strength.toml": partial(read_entries, kind="group"),
    "stopwords.txt": _one_a_line,
    "abbreviations.txt": partial(_one_a_line, mark="+"),
    "forms.toml": _forms,
    "cleaning.toml": read_phrases,
    "accepted.txt": _text,  # `accept` reads its lines, when it knows the slogans
    "house_style.toml": read_house,
    "countries.toml": partial(read_entries, kind="country"),
    "families.toml": read_families,
    "actors.toml": partial(read_entries, kind="actor"),
    "actions.toml": read_actions,
    "roles.toml": partial(read_entries, kind="role"),
    "function_words.toml": _function_words,
}
WORDS = "stopwords.txt", "abbreviations.txt", "forms.toml", "function_words.toml"  # of which `Words` is made


def read_lexicons(corpus):
    """Read every lexicon of a corpus: its own in the folder ``lexicons`` where there is one, else the bundled.

    Returns
    -------
    Lexicons
        ``sources`` is a DataFrame, one row a file: file, origin ("own" or "bundled"), entries
        (slogans, frames, kinds of cues, groups of modal verbs and of evaluative words, words, abbreviations,
        spellings, rules, all drifts, words of house style, countries, families, roles of speakers).

    Raises
    ------
    InputErrors
        The problems of all files; also a file whose name is almost that of a lexicon.
    """
    _check_names(Path(corpus, "lexicons"))
    paths = {name: lexicon_path(corpus, name) for name in READERS}
    shipped, found = bundled("seeds", "lexicons").resolve(), _read_all(paths)
    origins = ["bundled" if path.resolve().parent == shipped else "own" for path in paths.values()]
    if origins[list(paths).index("house_style.toml")] == "own":
        _check_reporting(found["house_style.toml"], found["reporting.toml"])
    slogans = _placed(accept(found["slogans.toml"], paths["accepted.txt"]), found["countries.toml"])
    words = _words(*map(found.get, WORDS))
    drifts = [one for entry in slogans.entries for one in entry.variants if one.kind == "drift"]
    found |= {"slogans.toml": slogans, "accepted.txt": drifts}
    found |= dict(zip(WORDS, (words.stopwords, words.abbreviations, words.forms, words.of_language), strict=True))
    sources = pd.DataFrame({"file": list(paths), "origin": origins, "entries": list(map(_size, found.values()))})
    found |= {"words.toml": words, "sources.toml": sources, "house.toml": found["house_style.toml"]}
    return Lexicons(*(found[f"{name}.toml"] for name in Lexicons._fields))


def _size(content):
    """How many entries or words a list has."""
    parts = content if isinstance(content, Families) else [getattr(content, "lexicon", content)]
    return sum(len(getattr(part, "entries", getattr(part, "words", part))) for part in parts)


def _placed(slogans, countries):
    """The slogans with the names of all countries; refused where theirs is not among them."""
    if slogans.country and slogans.country not in countries.keys:
        problem = f"country {slogans.country!r}: not an id of countries.toml"
        raise InputError(problem, "correct one of the two files", file=slogans.source)
    return replace(slogans, countries=countries if slogans.country else None)


def _read_all(paths):
    """The content of every file, by name; the problems of all of them are raised together."""
    found, problems = {}, []
    for name, path in paths.items():
        try:
            found[name] = READERS[name](path)
        except InputError as error:
            problems += getattr(error, "problems", [error])
    if problems:
        raise InputErrors("the word lists", problems)
    return found


def _check_reporting(house, reporting):
    """Refuse a list of house style that names a kind of reporting words that does not exist."""
    problem = "reporting.toml has no such id", "correct one of the two files"
    missing = [key for key in house.reporting if key not in reporting.keys]
    _refuse("house_style.toml", [(f"reporting {key}", *problem) for key in missing])


def _check_names(folder):
    """Refuse a misspelt file name, since such a file would be ignored without notice."""
    known = sorted(path.name for path in bundled("seeds", "lexicons").iterdir())
    own = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    likely = {name: process.extract(name, known, scorer=fuzz.ratio, score_cutoff=ALIKE) for name in own}
    meant = {name: found[0][0] for name, found in likely.items() if found and name not in known}
    remedies = {name: f"rename it {guess}, or move it away" for name, guess in meant.items()}
    _refuse("lexicons", [(f"file {name}", "unknown", remedy) for name, remedy in remedies.items()])
