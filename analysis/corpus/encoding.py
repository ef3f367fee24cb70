"""Encodings: bytes become text by mark, as UTF-8, by label or by letters; doubtful readings are marked."""

import codecs
import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from webencodings import lookup

from analysis.files import BINARY, InputError, bundled, patterns, read_toml

MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe\0\0": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
ESCAPES = {b"\x1b$)C": "iso2022_kr", b"\x1b$": "iso2022_jp_2", b"~{": "hz"}  # texts of 7 bits
SMALL, LARGE = ("".join(filter(case, map(chr, range(0x80, 0x530)))) for case in (str.islower, str.isupper))
P = patterns("encoding", SMALL=SMALL, LARGE=LARGE, BINARY=re.escape("".join(sorted(BINARY))))
CONTROLS = bytes(map(ord, BINARY))
SYLLABLES = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")  # scripts of which a letter says as much as three others
CJK = frozenset(["zh", "zh_hant", "ja", "ko"])
WINDOWS = {n: bytes([n]).decode("cp1252", "ignore") for n in range(0x80, 0xA0)}  # as Windows reads these bytes


class Reading(NamedTuple):
    """A way to read bytes: how well its letters and words fit a language, and whether nearly all of them do."""

    score: float
    fits: bool
    encoding: str
    text: str


def decode(data, declared=None):
    """Decode a text by its byte order mark, as UTF-8, as it declares, or by its letters, in this order.

    A label is not believed if the letters clearly show another encoding.

    Returns
    -------
    text : str
        Line ends and control characters are kept; a byte order mark is not.
    known : dict
        ``encoding``: its name and the basis of it; ``look_at`` if the reading may be wrong.

    Raises
    ------
    InputError
        If the bytes are not text.

    Examples
    --------
    >>> decode("naïve".encode())
    ('naïve', {'encoding': ('utf-8', 'valid UTF-8')})
    """
    text, encoding, basis, said = _stated(data) or _by_letters(data, declared)
    if basis != "valid UTF-8" and sum(map(text.count, BINARY)) > P.most_guessed * len(text):
        raise InputError("not text, or in an unknown encoding", "save it as UTF-8 text")
    if _decoded_twice(text):
        said = "it was once decoded wrongly, as its letters show: look for a better copy"
    return text, {"encoding": (encoding, basis)} | ({"look_at": (said, basis)} if said else {})


def without_controls(text):
    """A text without control characters, and a sentence that says how many were taken out ("" if there were none).

    Halves of letters (surrogates), as in JSON and RTF, are put together; one without its other half becomes U+FFFD.

    >>> without_controls("one\\x07 plan")
    ('one plan', '1 control character was taken out')
    """
    if text.isascii() and len(text.encode().translate(None, CONTROLS)) == len(text):
        return text, ""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if not P.control.search(text):
        return text, ""
    found = BINARY.intersection(text)
    n = sum(map(text.count, found))
    said = f"{n} control character{'s were' if n > 1 else ' was'} taken out" if n else ""
    return text.translate(dict.fromkeys(map(ord, found)) | WINDOWS), said


def language_code(name):
    """The code of a language by its name or code, the first one if there are several; "" for an unknown one.

    >>> language_code("ENGLISH; ENGLISH"), language_code("中文（简体）"), language_code("nl_BE")
    ('en', 'zh', 'nl')
    """
    codes = _data()["codes"]
    tries = [name, *re.split(r"[;,/()（）_\s-]+", name)]
    found = next((codes[one.casefold()] for one in tries if one.casefold() in codes), "")
    return (found or name.casefold() * (len(name) == 2)).partition("_")[0]


def is_written_in(text, language):
    """Whether the letters of a text can be those of a language, by its code; true for a language that no list has."""
    one = _data()["languages"].get(language, {})
    scripts = one.get("scripts", "").split() or {_script(letter) for letter in one.get("known", "")}
    counts = Counter()
    for letter, n in Counter(filter(str.isalpha, text[: P.start])).items():
        counts[_script(letter)] += n
    own = sum(counts[script] * (1 + 2 * (script in SYLLABLES)) for script in scripts)
    total = counts.total() + 2 * sum(counts[script] for script in SYLLABLES)
    return not one or own >= P.fewest_own * total


def has_letters_of(text, language):
    """Whether all letters of a text beyond a to z are those of a language, by its code, without those of loan words."""
    strange = {letter for letter in text if letter.isalpha() and not letter.isascii()}
    return is_written_in(text, language) and strange <= _data()["languages"].get(language, {}).get("known", strange)


@lru_cache(maxsize=10_000)
def _script(letter):
    """The first word of the name of a letter: LATIN, CYRILLIC, CJK, HANGUL …"""
    return unicodedata.name(letter, "").split(" ")[0]


def _stated(data):
    """Text, encoding, basis and "" of bytes that leave no doubt; None for others."""
    marks = {"byte order mark": next((name for mark, name in MARKS.items() if data.startswith(mark)), None)}
    marks["escape sequences"] = next((name for mark, name in ESCAPES.items() if mark in data), None)
    controls = len(data) - len(data.translate(None, CONTROLS))  # many in UTF-16 without a mark
    marks["valid UTF-8"] = "utf-8" if controls <= P.most_controls * len(data) else None
    tries = ((_read(data, name), name, basis, "") for basis, name in marks.items() if name)
    return next((found for found in tries if found[0] is not None), None)


def _by_letters(data, declared):
    """Text, encoding, basis and doubt of bytes whose encoding has to be found."""
    best, sure = _best(data)
    label = _codec(declared) if declared else ""
    stated = max(_readings(data, [label]), default=None) if label else None
    if stated and (stated.text == best.text or (stated.fits and stated.score > best.score - P.margin)):
        return stated.text, label, "declared", ""
    if stated and not sure:
        return stated.text, label, "declared", f"it is declared as {label}, which may be wrong: look for wrong letters"
    text = data.decode(errors="replace")
    if text.count("\ufffd") < sum(map("\x7f".__lt__, text)) / 10:
        return text, "utf-8", "nearly valid UTF-8", ""  # lost letters are reported where the text is used
    doubt = "" if sure and not stated else f"its encoding, {best.encoding}, is guessed: look for wrong letters"
    return best.text, best.encoding, "letters", doubt


def _best(data, encodings=None):
    """The reading of bytes that fits a language best, and whether it is sure: long, fitting, and far from the next."""
    readings = sorted(_readings(data, encodings), key=lambda reading: -reading.score)
    if not readings:
        raise InputError("not text, or in an unknown encoding", "save it as UTF-8 text")
    best = readings[0]
    rival = next((reading.score for reading in readings if reading.text != best.text), -P.sample)
    return best, best.fits and len(data) >= P.short and best.score - rival >= P.margin


def _readings(data, encodings=None):
    """How each language reads the bytes, in each encoding in which it is written (or in these)."""
    families, languages = _data()["families"], _data()["languages"].values()
    torn = {encoding for one in languages if one["name"] in CJK for encoding in families[one["family"]]}
    for encoding in encodings or dict.fromkeys(name for names in families.values() for name in names):
        text = _read(data, encoding, P.lost * (encoding in torn))
        if text is not None:
            users = [one for one in languages if encodings or encoding in families[one["family"]] + families["wide"]]
            yield from _fits(encoding, text, users)


def _fits(encoding, text, languages):
    """How well a text fits these languages."""
    sample = " ".join([text[: P.start], *(word for word in text[P.start :].split() if not word.isascii())])[: P.sample]
    letters = Counter(P.strange.findall(sample))
    words = Counter(re.findall(r"[^\W\d_]+", sample.casefold()))
    torn = len(P.torn.findall(sample))
    marks = _common(letters, _data()["marks"])
    strange = letters.total() - marks
    for one in languages:
        known, allowed = (_common(letters, one[kind]) for kind in ("known", "allowed"))
        frequent, cjk = _common(words, one["words"]), one["name"] in CJK
        missed = (strange - known - allowed) * (0.4 if cjk else 2)
        score = (known - missed) * (2 if cjk else 1) - 2 * torn + marks + frequent
        fits = known + allowed >= strange * (P.fitting_cjk if cjk else P.fitting) and torn * 50 <= strange
        yield Reading(score, fits and (20 * frequent >= words.total() - 20 or not one["words"]), encoding, text)


def _common(counts, keys):
    """How often these keys are counted."""
    return sum(counts[key] for key in counts.keys() & keys)


@lru_cache(maxsize=1)
def _data():
    """The data file of languages, with sets in place of its strings of letters and words."""
    table = read_toml(bundled("seeds", "lexicons", "languages.toml"))
    table["marks"] = frozenset(table["marks"])
    names = read_toml(bundled("seeds", "lexicons", "columns.toml"))["languages"]
    table["codes"] = {code: code for code in table["languages"]}
    table["codes"] |= {name: code for code, same in names.items() for name in same}
    for name, one in table["languages"].items():
        known, also, words = one["letters"], one.get("also", ""), one.get("words", "").split()
        one |= {"name": name, "known": frozenset(known + known.upper()), "words": frozenset(words)}
        one["allowed"] = frozenset(also + also.upper()) - one["known"]
    return table


def _codec(label):
    """The codec that browsers use for a declared label; "" for an unknown one."""
    try:
        found = lookup(label)
        name = codecs.lookup((found.codec_info if found else codecs.lookup(label)).name).name
    except LookupError:
        return ""
    return _data()["supersets"].get(name, name)


def _read(data, encoding, lost=0):
    """The bytes in an encoding; None if they are not valid in it, but for a share of ``lost`` letters."""
    try:
        return data.decode(encoding)
    except LookupError:
        return None
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace") if lost else "\ufffd"
        return text if text.count("\ufffd") <= lost * len(text) else None


def _decoded_twice(text):
    """Whether a UTF-8 text was read as Windows-1252 and saved again: most of its strange letters are UTF-8 bytes."""
    runs = [] if text.isascii() else re.findall("[^\x00-\x7f]{2,}", text[: P.sample])
    sound = 0
    for run in runs:
        try:
            sound += bool(run.encode("cp1252").decode())
        except UnicodeError:
            continue
    return sound >= 3 and sound > len(runs) / 2


def names_in(archive):
    """The names in a zip archive: as marked, or else as one encoding reads all names that are not marked as UTF-8."""
    raw = [(info.orig_filename.encode("cp437", "replace"), info) for info in archive.infolist()]
    open_names = b"\n".join(name for name, info in raw if not info.flag_bits & P.utf8_name)
    text, encoding = _read(open_names, "utf-8"), "utf-8"
    if text is None:
        encoding = _best(open_names, _data()["zip_names"])[0].encoding
    names = []
    for name, info in raw:
        extra = P.unicode_name.search(info.extra)  # the field of Info-ZIP: length, version and checksum stand before it
        whole = info.orig_filename if info.flag_bits & P.utf8_name else _read(name, encoding) or info.filename
        given = extra and _read(info.extra[extra.end() : extra.end() + int.from_bytes(extra[1], "little") - 5], "utf-8")
        names.append((given or whole).replace("\\", "/"))  # as archives made by Windows write them
    return names
