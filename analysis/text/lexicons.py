"""Lexicons: slogan, frame and word files, read and checked."""

import re
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Annotated, ClassVar, Literal, NamedTuple

import pandas as pd
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationError, create_model, model_validator

from analysis.corpus.cleaning import read_phrases
from analysis.files import InputError, bundled, lexicon_path, read_text
from analysis.text.patterns import PatternError, parse, straighten

LARGEST_FILE = 4_000_000  # bytes
MOST_PROBLEMS = 100  # lines of one message
KINDS = {"official": "official", "variants": "variant", "drifts": "drift"}
KINDS |= {"chinese": "chinese", "chinese_variants": "chinese"}


@dataclass(frozen=True)
class Variant:
    """One pattern: its text as written, its kind and its parsed nodes."""

    text: str
    kind: str
    nodes: tuple


@dataclass(frozen=True)
class Entry:
    """One slogan or frame with its patterns; ``facts`` holds what is known about a slogan."""

    key: str
    label: str
    gloss: str
    variants: tuple
    yields_to: tuple = ()
    facts: dict = field(default_factory=dict)  # chinese, pinyin, first_use, note


@dataclass(frozen=True)
class Lexicon:
    """A named set of entries, and the file that it was read from."""

    name: str
    entries: tuple
    source: str = ""

    @property
    def keys(self):
        """Keys of all entries, sorted."""
        return sorted(entry.key for entry in self.entries)

    @property
    def labels(self):
        """Short name of each entry for charts, by key."""
        return {entry.key: entry.label for entry in self.entries}

    def table(self):
        """One row a pattern: key, label, kind, variant; sorted by key, those of one key as in the file."""
        rows = [(entry.key, entry.label, one.kind, one.text) for entry in self.entries for one in entry.variants]
        table = pd.DataFrame(rows, columns=["key", "label", "kind", "variant"])
        return table.sort_values("key", kind="stable", ignore_index=True)


@dataclass(frozen=True)
class Words:
    """Function words, abbreviations and spellings that mean the same.

    ``stopwords`` are case-folded; ``abbreviations`` are lower case without the final dot, and
    ``may_end`` is the part of them after which a sentence may begin; ``forms`` maps a spelling
    (case-sensitive) to the one it is counted as.
    """

    stopwords: frozenset
    abbreviations: frozenset
    may_end: frozenset
    forms: dict


@dataclass(frozen=True)
class House:
    """Words that house style puts into a text, and what else marks a term as no discourse.

    ``words`` maps a word or phrase (case-folded) to the label of its list, ``reporting`` the id of a kind of
    reporting words to theirs; ``spellings`` one ending to the other; ``number_endings`` leave a number a number.
    """

    words: dict
    reporting: dict
    spellings: dict
    number_endings: tuple


class Lexicons(NamedTuple):
    """All lexicons of a corpus; ``sources`` says which files were its own."""

    slogans: Lexicon
    frames: Lexicon
    reporting: Lexicon
    words: Words
    house: House
    sources: pd.DataFrame


def _checked(text):
    parse(text)
    return text


_Id = Annotated[str, Field(pattern=r"^\S.{0,99}$")]
_Pattern = Annotated[str, AfterValidator(_checked)]
_Day = Annotated[str, BeforeValidator(str), Field(pattern=r"^([0-9]{4}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?)?$")]


class _Strict(BaseModel, extra="forbid"):
    """A table whose unknown keys are refused."""


class _FirstUse(_Strict):
    date: _Day = ""
    event: str = ""
    source: str = ""
    status: Literal["confirmed", "commonly stated"] = "commonly stated"

    @model_validator(mode="after")
    def _sourced(self):
        if self.status == "confirmed" and not self.source.strip():
            raise ValueError('confirmed without a source; name the page, or write "commonly stated"')
        return self


class _Frame(_Strict):
    kinds: ClassVar = {"variants": "pattern"}
    id: _Id
    label: str = ""
    gloss: str = ""
    variants: list[_Pattern] = []
    shares: list[str] = []
    yields_to: list[str] = []
    note: str = ""

    @model_validator(mode="after")
    def _has_a_pattern(self):
        if not list(self.patterns()):
            raise ValueError(f"no pattern; add one under {' or '.join(self.kinds)}")
        return self

    def patterns(self):
        for key, kind in self.kinds.items():
            texts = getattr(self, key)
            for text in texts if isinstance(texts, list) else filter(None, [texts]):
                yield Variant(text, kind, parse(text))

    def entry(self):
        facts = self.model_dump(include={"chinese", "pinyin", "first_use", "note"}, exclude_none=True)
        label = self.label or self.gloss or self.id
        return Entry(self.id, label, self.gloss, tuple(self.patterns()), tuple(self.yields_to), facts)


class _Slogan(_Frame):
    kinds: ClassVar = KINDS
    chinese: _Pattern = ""
    chinese_variants: list[_Pattern] = []
    pinyin: str = ""
    official: list[_Pattern] = []
    drifts: list[_Pattern] = []
    first_use: _FirstUse | None = None


class _List(_Strict):
    label: Annotated[str, Field(pattern=r"\S")]
    words: list[Annotated[str, Field(pattern=r"\S")]] = []
    reporting: list[str] = []


def _file(**keys):
    """Model of a TOML file with just these keys."""
    return create_model("File", __base__=_Strict, **{key: (kind, ...) for key, kind in keys.items()})


_SLOGANS = _file(slogan=Annotated[list[_Slogan], Field(min_length=1)])
_FRAMES = _file(frame=Annotated[list[_Frame], Field(min_length=1)])
_Word = Annotated[str, Field(pattern=r"^\S+$")]
_FORMS = _file(forms=dict[str, list[_Word]])
_HOUSE = _file(list=list[_List], spellings=dict[str, _Word], number_endings=list[_Word])


def read_slogans(path):
    """Read and check a TOML file of ``[[slogan]]`` tables; its keys stand at the head of the bundled one.

    Returns
    -------
    Lexicon
        Entries in the order of the file; kinds official, variant, drift, chinese. Without a label, the gloss
        or the id serves.

    Raises
    ------
    InputError
        Listing every problem of the file with slogan, list, number, position and remedy; what is wrong between
        slogans comes to light when each by itself is right.
    """
    return _lexicon(Path(path), "slogan", _SLOGANS)


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
        With each pattern as a further variant of kind drift; one that the slogan has already is not added.
    """
    path, problems, added = Path(path), [], {entry.key: [] for entry in slogans.entries}
    for number, line in enumerate(_text(path).splitlines(), 1):
        key, colon, pattern = line.partition("#")[0].partition(":")
        if not colon and not key.strip():
            continue
        try:
            added[key.strip()].append(Variant(pattern.strip(), "drift", parse(pattern.strip())))
        except KeyError:
            problems.append(
                f"line {number}: no slogan {key.strip()!r}; write one of the lexicon's ids before the colon"
            )
        except PatternError as error:
            problems.append(f"line {number}: {error}")
    _refuse(path.name, problems)
    return replace(slogans, entries=tuple(_with(entry, added[entry.key]) for entry in slogans.entries))


def _with(entry, variants):
    new = {variant.nodes: variant for variant in variants if variant.nodes not in {old.nodes for old in entry.variants}}
    return replace(entry, variants=(*entry.variants, *new.values()))


def read_frames(path):
    """Read and check a file of ``[[frame]]`` tables as `read_slogans` does; every pattern is of kind "pattern"."""
    return _lexicon(Path(path), "frame", _FRAMES)


def lexicon(patterns, name="search"):
    """A lexicon of plain patterns for one search: key, label and pattern are the same text.

    Raises InputError, listing every pattern that does not follow the notation, or where none is given.
    """
    patterns = list(dict.fromkeys([patterns] if isinstance(patterns, str) else patterns))
    problems, entries = [] if patterns else ["no pattern; give at least one"], []
    for number, text in enumerate(patterns, 1):
        try:
            entries.append(Entry(text, text, "", (Variant(text, "pattern", parse(text)),)))
        except PatternError as error:
            problems.append(f"pattern {number}, {error}")
    _refuse(name, problems)
    return Lexicon(name, tuple(entries))


def _lexicon(path, kind, model):
    """The lexicon of a file, refused where ids or patterns of two entries clash."""
    rows = getattr(_validated(path, model), kind)
    ids, owners = Counter(row.id for row in rows), defaultdict(list)
    problems = [f"{kind} {key}: id used {n} times; rename all but one" for key, n in ids.items() if n > 1]
    entries = tuple(row.entry() for row in rows)
    for row, entry in zip(rows, entries, strict=True):
        strangers = [key for key in (*row.shares, *row.yields_to) if key not in ids or key == row.id]
        problems += [f"{kind} {row.id}: no other {kind} {key}; correct shares or yields_to" for key in strangers]
        for variant in entry.variants:
            owners[" ".join(straighten(variant.text).casefold().split())].append(row)
    for text, sharers in owners.items():
        for one, other in pairwise(sharers):
            if one.id not in other.shares and other.id not in one.shares:
                problems.append(f"{kind} {other.id}: pattern '{text}' is also one of {one.id}; keep one, or add shares")
    _refuse(path.name, problems)
    return Lexicon(f"{kind}s", entries, path.name)


def _validated(path, model):
    """The TOML file as the model says, or one refusal with all that is wrong."""
    text = _text(path)
    try:
        data = tomllib.loads(text)
        return model.model_validate(data)
    except ValidationError as error:
        _refuse(path.name, [f"{_place(one['loc'], data)}: {_problem(one)}" for one in error.errors(include_url=False)])
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path.name}: not TOML: {error}; mend it there") from error


def _text(path):
    if not path.is_file() or not 0 < path.stat().st_size <= LARGEST_FILE:
        raise InputError(f"{path.name}: missing, empty or over 4 MB; mend it, or delete it to use the bundled one")
    return read_text(path)


def _refuse(name, problems):
    """Raise all problems of one file at once."""
    if problems:
        rest = len(problems) - MOST_PROBLEMS
        more = [f"and {rest} more"] if rest > 0 else []
        raise InputError("\n".join(f"{name}, {problem}" for problem in problems[:MOST_PROBLEMS] + more))


def _place(loc, data):
    """Where in a file: slogan gongjianzhan, variants 2."""
    parts = [str(part + 1) if isinstance(part, int) else part for part in loc]
    row = data[loc[0]][loc[1]] if len(loc) > 1 else None
    if isinstance(row, dict) and isinstance(row.get("id"), str):
        parts[1] = " ".join(row["id"].split())[:40] or parts[1]
    return ", ".join(filter(None, [" ".join(parts[:2]), " ".join(parts[2:])]))


def _problem(error):
    """What one pydantic error says, in the words of the file."""
    shown = repr(error["input"])[:60]
    wanted = {"id": "a short name on one line", "date": "YYYY, YYYY-MM, YYYY-MM-DD or nothing"}
    return {
        "extra_forbidden": "unknown key; the known ones stand at the head of the bundled file",
        "missing": "missing; add it",
        "too_short": "empty; add one, or delete the file to use the bundled one",
        "string_type": f"{shown} is not text; put it in quotes",
        "list_type": f"{shown} is not a list; put it in [ ], the name of a table in [[ ]]",
        "literal_error": f'{shown} is unknown; write "confirmed" or "commonly stated"',
        "model_type": f"{shown} is not a table; write it with keys and values",
        "dict_type": f"{shown} is not a table; put its name in [ ] and what belongs to it below",
        "string_pattern_mismatch": f"{shown} does not fit; write {wanted.get(error['loc'][-1], 'one word')}",
    }.get(error["type"], error["msg"].removeprefix("Value error, "))


def read_words(stopwords_path, abbreviations_path, forms_path):
    """Read the stop words, the abbreviations and the spellings that count as one, as `Words`.

    Raises InputError for the first file with problems, listing all of them with line or key and remedy.
    """
    stopwords = [word.casefold() for word in _one_a_line(Path(stopwords_path))]
    lines = _one_a_line(Path(abbreviations_path), mark="+")
    marked = {line.removesuffix(" +").rstrip(".").lower(): line.endswith(" +") for line in lines}
    may_end = frozenset(word for word, may in marked.items() if may)
    return Words(frozenset(stopwords), frozenset(marked), may_end, _forms(Path(forms_path)))


def _one_a_line(path, mark=None):
    """Lines of a word file, straightened, without comments; each one word and perhaps the mark."""
    problems, lines = [], []
    for number, line in enumerate(_text(path).splitlines(), 1):
        words = straighten(re.sub(r"(^|\s)#.*", "", line)).split()
        if len(words) > 1 and words[1:] != [mark]:
            problems.append(f"line {number}: '{line.strip()[:60]}' is not one word; give each its own line")
        elif words:
            lines.append(" ".join(words))
    _refuse(path.name, problems)
    return lines


def _forms(path):
    """Spelling to canonical form, from ``[forms]`` canonical = [spellings]."""
    groups = _validated(path, _FORMS).forms
    pairs = [(word, form) for form, words in groups.items() for word in dict.fromkeys([*words, form])]
    uses = Counter(word for word, _ in pairs)
    _refuse(path.name, [f"forms: '{word}' stands in {n} groups; keep one" for word, n in uses.items() if n > 1])
    return {word: form for word, form in pairs if word in groups[form]}


def read_house(path):
    """Read and check the lists of house style as `House`; its keys stand at the head of the bundled file.

    Raises InputError, listing every problem of the file.
    """
    file, path = _validated(Path(path), _HOUSE), Path(path)
    words = [(" ".join(straighten(word).casefold().split()), row.label) for row in file.list for word in row.words]
    uses = Counter(word for word, _ in words)
    _refuse(path.name, [f"list: '{word}' stands there {n} times; keep one" for word, n in uses.items() if n > 1])
    reporting = {key: row.label for row in file.list for key in row.reporting}
    return House(dict(words), reporting, dict(file.spellings), tuple(file.number_endings))


def read_lexicons(corpus):
    """Read every lexicon of a corpus: its own in the folder ``lexicons`` where there is one, else the bundled.

    Returns
    -------
    Lexicons
        ``sources`` is a DataFrame, one row a file: file, origin ("own" or "bundled"), entries
        (slogans, frames, kinds of cues, words, abbreviations, spellings, rules, all drifts, words of house style).

    Raises
    ------
    InputError
        With the problems of all files, and for a file whose name is almost that of a lexicon.
    """
    _check_names(Path(corpus, "lexicons"))
    names = [f"{name}.toml" for name in ("slogans", "frames", "reporting")]
    names += ["stopwords.txt", "abbreviations.txt", "forms.toml", "cleaning.toml", "accepted.txt", "house_style.toml"]
    paths = [lexicon_path(corpus, name) for name in names]
    readers = [read_slogans, read_frames, read_frames, lambda path: read_words(path, *paths[4:6]), read_phrases]
    files = [*paths[:4], paths[6], paths[8]]
    slogans, frames, reporting, words, phrases, house = _read_all([*readers, read_house], files)
    slogans = accept(slogans, paths[7])
    drifts = [variant for entry in slogans.entries for variant in entry.variants if variant.kind == "drift"]
    parts = [part.entries for part in (slogans, frames, reporting)]
    parts += [words.stopwords, words.abbreviations, words.forms, phrases, drifts, house.words]
    shipped = bundled("seeds", "lexicons").resolve()
    origins = ["bundled" if path.resolve().parent == shipped else "own" for path in paths]
    strangers = sorted(set(house.reporting) - set(reporting.keys)) if origins[8] == "own" else []
    _refuse(names[8], [f"reporting {key}: reporting.toml has no such id; correct one of the two" for key in strangers])
    sources = pd.DataFrame({"file": names, "origin": origins, "entries": [len(part) for part in parts]})
    return Lexicons(slogans, frames, reporting, words, house, sources)


def _read_all(readers, paths):
    found, problems = [], []
    for reader, path in zip(readers, paths, strict=True):
        try:
            found.append(reader(path))
        except InputError as error:
            problems.append(str(error))
    if problems:
        raise InputError("\n".join(problems))
    return found


def _check_names(folder):
    """Refuse a misspelt file name, which would otherwise be passed over in silence."""
    known = [path.name for path in bundled("seeds", "lexicons").iterdir()]
    own = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    guesses = {name: get_close_matches(name, sorted(known), 1, 0.8) for name in own if name not in known}
    found = {name: guess[0] for name, guess in guesses.items() if guess}
    _refuse(folder.name, [f"file {name}: rename it {guess}, or move it away" for name, guess in found.items()])
