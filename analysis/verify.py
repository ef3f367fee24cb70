"""Verify: the numbers of a finished report held against the tables of a run."""

import calendar
import re
from bisect import bisect
from collections import defaultdict
from html import unescape
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.claims import CLAIMS, COLUMNS, DIGITS, FURTHER, PERCENT, check, conditions, read_tables, written
from analysis.claims import VERDICTS as CLAIMED
from analysis.files import InputError, made_here, read_text, sha256

AGREES, DIFFERS, UNMATCHED = VERDICTS = ["agrees", "no longer agrees", "cannot be matched"]
FOUND = ["line", "number", "verdict", "table", "row", "column", "value", "reason"]
MARKUP, PLAIN = {".html", ".htm"}, {".md", ".markdown", ".txt"}
NUMERALS = dict(zip("two three four five six seven eight nine ten eleven twelve".split(), range(2, 13), strict=True))
MONTHS = set(calendar.month_name[1:] + calendar.month_abbr[1:])
YEARS = range(1500, 2101)
BASES, OUT_OF = ("of_docs", "n_tokens"), {"of", "the", "all", "n"}  # columns of bases; words before a number that is one
BLOCK = "\f"  # the end of a paragraph; what tags become that are none:
TAGS = dict.fromkeys("td th".split(), "|") | dict.fromkeys("em i b strong code q mark cite".split(), "*")
TAGS |= dict.fromkeys("a span abbr small time u s sub".split(), "") | dict.fromkeys(("br", "sup"), " ")
TAG = re.compile(
    r"""<!--(.*?)-->|<(script|style|head)\b.*?</\2\s*>|<[!/?]?(?P<tag>\w+)(?:[^<>"']|"[^"]*"|'[^']*')*>""", re.S | re.I
)
SENTENCE = re.compile(r"(?<=[.!?])[”’\")]*\s+(?![a-z\[\s])|(?<=[。！？])|" + BLOCK)
MARKED = re.compile(r"[“\"‘'*_`]$|\|\s*$"), re.compile(r"[”\"’'*_`]|\s*\|")  # before and after what is set off
WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
NO_TABLE = "[no table]"  # behind a number that is from elsewhere
REFERENCE = re.compile(r"\[([\w.-]+):\s+([^\[\]]*=[^\[\]]*)\]")
SKIPPED = r"\w+://\S+|\]\([^)\s]*\)|\[\^?\d+\]|\d{4}-\d\d(?:-\d\d)?\b|\d+(?:[.:]\d+){2,}|\d+:\d\d|\w*[^\W_]_[^\W_]\w*"
PIECE = re.compile(
    rf"(?P<reference>{REFERENCE.pattern}|{re.escape(NO_TABLE)})|(?P<skipped>{SKIPPED})|(?P<word>\d*[^\W\d_]\w*)"
    rf"|(?P<number>(?:(?<![\w.%)])[-−+])?{DIGITS}(?:{PERCENT})?)"
)


def numbers(report, exports):
    """Every number of a report, and whether the tables of a run still give it.

    A sentence names a row of a table with a key of several words (a slogan, a phrase, an article's doc_id) or with one
    of a single word that is set off in quotation marks, emphasis or a table cell; other single words (a side) only
    narrow the choice. Of each table the rows count that share most names with the sentence. A number agrees where the
    nearest cell of these rows rounds to it as written, a percentage being a share times 100. A reference after the
    number, ``3 [adoption: slogan=dual circulation; side=foreign; column=count]``, also as a comment, is held against
    that one cell; ``7 [no table]`` says that a number is not from the tables.

    Parameters
    ----------
    report : path
        Markdown, text or HTML.
    exports : path
        Folder that a run exported.

    Returns
    -------
    DataFrame [one row a number, in the report's order]
        Columns line, number, verdict, table, row, column, value, reason. Verdicts: agrees; no longer agrees, with the
        nearest cell; cannot be matched, where the sentence names no row or the number is a date. An agreement says
        that the number stands in a row named beside it, not that the sentence is true.
    """
    tables = _tables(Path(exports))
    keys = _keys([_Table(name, table) for name, table in tables.items()])
    text = _read(Path(report))
    ends, found = [match.start() for match in re.finditer("\n", text)], []
    for start, sentence in _sentences(text):
        found += [[1 + bisect(ends, start + at - 1), *row] for at, *row in _numbers(sentence, keys, tables)]
    return pd.DataFrame(found, columns=FOUND)


class _Table:
    """A table taken apart: the cells that name its rows, and those that are numbers."""

    def __init__(self, name, table):
        numbers = {column: [written(cell) for cell in table[column]] for column in table.drop(columns="tied_out", errors="ignore")}
        is_number = {
            column: (table[column] == "").to_numpy() | np.array([n is not None for n in cells])
            for column, cells in numbers.items()
        }
        self.name, self.text = name, table
        self.columns = [column for column in numbers if is_number[column].all()]
        self.groups = {column: table.groupby(column).indices for column in numbers if column not in self.columns}
        values = [[number[0] if number else np.nan for number in numbers[column]] for column in self.columns]
        self.values = np.array(values, dtype=float).reshape(len(self.columns), len(table)).T
        self.is_share = np.array([table[column].str.contains(".", regex=False).any() for column in self.columns], bool)

    def nearest(self, names, number, wanted):
        """The cell nearest to a number in the rows that share most names: distance, minus names shared, what it is."""
        rows = np.unique(np.concatenate([self.groups[column][cell] for column, cell, marked in names if marked]))
        score = sum(np.isin(rows, self.groups[column][cell]).astype(int) for column, cell, _ in names)
        rows = rows[score == score.max()]
        distance = np.abs(self.values[rows] - number)
        distance[np.isnan(distance) | ~wanted(self)] = np.inf
        row, column = np.unravel_index(distance.argmin(), distance.shape)
        cells, name = self.text.iloc[rows[row]], self.columns[column]
        where = _row({key: cells[key] for key in self.groups if cells[key]})
        return distance[row, column], -score.max(), [self.name, where, name, cells[name]]


def _tables(exports):
    """The tables of an exports folder, refused where they are not what the run wrote."""
    made = (made_here(exports) or {}).get("outputs", {})
    names = [name for name in made if name.startswith("tables/") and name != f"tables/{CLAIMS}"]
    if not names:
        raise InputError(f"{exports}: no folder that a run exported; name one with --exports")
    for name in names:
        if not (exports / name).is_file() or sha256(exports / name) != made[name]:
            raise InputError(f"{exports / name}: changed since the run; run the workbook again")
    return {name: table for name, table in read_tables(exports / "tables").items() if f"tables/{name}.csv" in names}


def _read(path):
    """Text of a report with its lines, tags turned into marks; a comment that is a reference stands in brackets."""
    ending = path.suffix.lower()
    if ending not in MARKUP | PLAIN:
        raise InputError(f"{path.name}: cannot be read; save the report as one of {', '.join(sorted(MARKUP | PLAIN))}")
    try:
        text = read_text(path)
    except InputError as error:
        problem = str(error).removeprefix(f"{path.name}: ").partition(";")[0]
        raise InputError(f"{path}: {problem}; give a report saved as UTF-8 text or HTML") from None
    if ending in MARKUP:
        return unescape(TAG.sub(_mark, text))
    text = re.sub(r"<!--(.*?)-->", _mark, text, flags=re.DOTALL)
    text = re.sub(r"(?m)^[ \t>]*(?:#+[ \t]*)?\d+[.)](?=[ \t])", lambda match: BLOCK + " " * (len(match[0]) - 1), text)
    return re.sub(r"\n(?=[ \t]*(?:\n|[#>|]|[-*+][ \t]))", "\n" + BLOCK, text)


def _mark(match):
    if match[0].startswith("<!--"):
        reference = f"[{match[1].strip()}]"
        wanted = REFERENCE.fullmatch(reference) or reference == NO_TABLE
        return f" {reference}" if wanted else "\n" * match[0].count("\n")
    return "\n" * match[0].count("\n") + TAGS.get(match["tag"] and match["tag"].lower(), BLOCK)


def _sentences(text):
    at = 0
    for end in SENTENCE.finditer(text):
        yield at, text[at : end.start()]
        at = end.end()
    yield at, text[at:]


def _words(text):
    return tuple(word.casefold() for word in WORD.findall(text))


def _keys(index):
    """What names a row: by first word, the lengths of the keys that begin so, and where each key stands."""
    keys = defaultdict(lambda: defaultdict(list))
    for table in (table for table in index if table.columns):
        for column, cells in table.groups.items():
            for cell in cells:
                words = _words(cell)
                if len(words) > 1 or any(map(str.isalpha, cell)):
                    keys[words[0]][words].append((table, column, cell))
    return {first: (sorted({len(words) for words in found}, reverse=True), found) for first, found in keys.items()}


def _mentions(sentence, keys):
    """Rows that a sentence names, by table, and the spans of their names."""
    words = list(WORD.finditer(sentence))
    forms, names, spans, at = [word[0].casefold() for word in words], defaultdict(list), [], 0
    while at < len(words):
        lengths, entries = keys.get(forms[at], ((), {}))
        length = next((n for n in lengths if tuple(forms[at : at + n]) in entries), 0)
        if length:
            start, end = words[at].start(), words[at + length - 1].end()
            set_off = MARKED[0].search(sentence[max(start - 9, 0) : start]) and MARKED[1].match(sentence, end)
            marked = bool(set_off) or (length > 1 and any(map(str.isalpha, sentence[start:end])))
            spans.append((start, end))
            for table, column, cell in entries[tuple(forms[at : at + length])]:
                names[table].append((column, cell, marked))
        at += max(length, 1)
    return {table: found for table, found in names.items() if any(marked for *_, marked in found)}, spans


def _numbers(sentence, keys, tables):
    """Each number of a sentence: its place in it, then the columns of ``numbers`` from the second on."""
    names, spans = _mentions(REFERENCE.sub(lambda match: " " * len(match[0]), sentence), keys)
    pieces, found, bare = list(PIECE.finditer(sentence)), [], False
    for before, piece, after in zip([None, *pieces], pieces, [*pieces[1:], None], strict=False):
        text = str(NUMERALS.get(piece[0].lower(), "")) if piece["word"] else piece["number"]
        if piece["reference"]:
            at, number = found[-1][:2] if found else (piece.start(), "")
            found[len(found) - bare :] = [[at, number, *_referred(piece["reference"], number, tables)]]
            bare = False
        elif text and not any(start <= piece.start() < end for start, end in spans):
            is_day = any(near and near[0] in MONTHS for near in (before, after))
            is_day |= text.isdecimal() and int(text) in YEARS
            found.append([piece.start(), piece[0], *_matched(text, names, is_day)])
            bare = True
    return found


def _matched(text, names, is_day):
    """Verdict, table, row, column, value and reason of a number beside the names of rows."""
    number, half = written(text)
    nearest = [table.nearest(found, number, not text[-1].isdecimal()) for table, found in names.items()]
    distance, _, where = min(nearest, key=lambda one: (*one[:2], one[2][0]), default=(np.inf, 0, []))
    if distance <= half + 1e-12 * abs(number):
        return [AGREES, *where, ""]
    if is_day or distance == np.inf:
        reason = (
            "a date" if is_day else "no number of this kind in the rows named" if names else "names no row of a table"
        )
        return [UNMATCHED, "", "", "", "", reason]
    return [DIFFERS, *where, "the nearest number in the rows named"]


def _referred(reference, number, tables):
    """The same of a number with a reference behind it."""
    match = REFERENCE.fullmatch(reference)
    where = conditions(match[2]) if match else None
    if not (where and number and len(where) > 1 and "column" in where):
        reason = (
            "no number before it"
            if not number
            else "marked as such"
            if not match
            else "write [table: key=value; column=name]"
        )
        return [UNMATCHED, "", "", "", "", reason]
    column = where.pop("column")
    value = str(NUMERALS.get(number.lower(), number))
    claim = [0, "{value}", match[1], _row(where), column, "=", value, "", "", ""]
    result = check(pd.DataFrame([claim], columns=["claim", *COLUMNS, *FURTHER]), tables).iloc[0]
    verdict = dict(zip(CLAIMED, VERDICTS, strict=True))[result["verdict"]]
    return [verdict, match[1], _row(where), column, result["computed"], result["reason"]]


def _row(cells):
    """A row as a claim writes it."""
    quoted = {
        name: '"' + cell.replace('"', '""') + '"' if "; " in cell or cell[:1] == '"' else cell
        for name, cell in cells.items()
    }
    return "; ".join(f"{name}={cell}" for name, cell in quoted.items())
