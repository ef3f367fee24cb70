"""Verify: the numbers of a finished report held against the tables of a run."""

import calendar
import re
from bisect import bisect
from collections import defaultdict
from html import unescape
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.files import InputError, made_here, read_text, sha256
from analysis.report.claims import CLAIMS, COLUMNS, DIGITS, FURTHER, PERCENT, check, read_tables, written
from analysis.report.claims import VERDICTS as CLAIMED

AGREES, DIFFERS, UNMATCHED = VERDICTS = ["agrees", "no longer agrees", "cannot be matched"]
FOUND = ["line", "number", "verdict", "table", "row", "column", "value", "reason"]
MARKUP, PLAIN = {".html", ".htm"}, {".md", ".markdown", ".txt"}
NUMERALS = "two three four five six seven eight nine ten eleven twelve".split()
NUMERALS = {word: str(number) for number, word in enumerate(NUMERALS, 2)}
MONTHS = set(calendar.month_name[1:] + calendar.month_abbr[1:])
BASES, OUT_OF = ("of_docs", "n_tokens"), {"of", "the", "all", "n"}  # columns of bases; words before one
BLOCK = "\f"  # the end of a paragraph; what tags become that are none:
TAGS = dict.fromkeys("td th".split(), "|") | dict.fromkeys("em i b strong code q mark cite".split(), "*")
TAGS |= dict.fromkeys("a span abbr small time u s sub".split(), "") | dict.fromkeys(("br", "sup"), " ")
COMMENT = r"<!--((?:(?!<!--).)*?)-->"  # to its end or the next one's start, else none would make it slow
TAG = rf"""{COMMENT}|<(script|style|head)\b(?:(?!<\2\b).)*?</\2\s*>|<[!/?]?(?P<tag>\w+)(?:[^<>"']|"[^"]*"|'[^']*')*>"""
SENTENCE = re.compile(r"(?<=[.!?])[”’\")]*\s+(?![a-z\[\s])|(?<=[。！？])|" + BLOCK)
MARKED = re.compile(r"[“\"‘'*_`]$|\|\s*$"), re.compile(r"[”\"’'*_`]|\s*\|")  # before and after what is set off
LETTER = re.compile(r"[^\W\d_]")
LATIN = r"[^\W\d_\u3400-\u9fff]"  # a letter, no Chinese character
WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
NO_TABLE = "[no table]"  # behind a number that is from elsewhere
REFERENCE = re.compile(r"\[([\w.-]+):\s+([^\[\]]*=[^\[\]]*);\s+column=([^\[\];]+)\]")
SKIPPED = r"\w+://\S+|\]\([^)\s]*\)|\[\^?\d+\]|\d{4}-\d\d(?:-\d\d)?\b|\d+(?:[.:]\d+){2,}|\d+:\d\d|\w*[^\W_]_[^\W_]\w*"
PIECE = re.compile(
    rf"(?P<reference>{REFERENCE.pattern}|{re.escape(NO_TABLE)})|(?P<skipped>{SKIPPED})|(?P<word>\d*{LATIN}(?:{LATIN}|[\d_])*)"
    rf"|(?P<number>(?:(?<![\w.%)])[-−+])?{DIGITS}(?:{PERCENT})?)"
)


def numbers(report, exports):
    """Every number of a report, and whether the tables of a run still give it.

    A sentence names a row of a table with a key of several words (a slogan, a phrase, an article's doc_id) or with one
    of a single word that is set off in quotation marks, emphasis or a table cell; other single words (a side) only
    narrow the choice. Of each table the rows count that share most names with the sentence. A number agrees where the
    nearest cell of these rows rounds to it as written; a percentage is a share times 100, and a number of one digit a
    whole number. A reference behind it, ``4 [adoption: slogan=key and core technologies; side=state; column=count]``,
    also as a comment, holds it against that one cell; ``7 [no table]`` says that it is not from the tables.

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
    """A table taken apart: the cells that name its rows, and its numbers by what may be held against them."""

    def __init__(self, name, table):
        values = table.map(lambda cell: (written(cell) or [np.nan])[0]).astype(float)
        names = [column for column in table if (values[column].isna() & (table[column] != "")).any()]
        numbers = [column for column in table if column not in [*names, "tied_out"]]
        plain = [column for column in numbers if not column.startswith(BASES)]
        shares = [column for column in plain if table[column].str.contains(".", regex=False).any()]
        self.name, self.text = name, {column: table[column].tolist() for column in table}
        whole = [column for column in plain if (values[column].dropna() % 1 == 0).all()]
        self.columns = {"number": plain, "digit": whole, "share": shares, "base": numbers}
        self.values = {kind: values[columns].to_numpy() for kind, columns in self.columns.items()}
        self.groups = {column: table.groupby(column).indices for column in names}

    def rows(self, names):
        """The rows that share most of these names, and how many they share; None where none of them names a row."""
        marked = [self.groups[column][cell] for column, cell, is_marked in names if is_marked]
        if not marked:
            return None
        every = [self.groups[column][cell] for column, cell in {name[:2] for name in names}]
        rows, shared = np.unique(np.concatenate(every), return_counts=True)
        shared[~np.isin(rows, np.concatenate(marked))] = 0
        return rows[shared == shared.max()], shared.max()

    def nearest(self, rows, number, kind):
        """Distance, row, column and value of the cell nearest to a number."""
        distance = np.nan_to_num(np.abs(self.values[kind][rows] - number), nan=np.inf)
        row, column = np.unravel_index(distance.argmin(), distance.shape)
        at, name = rows[row], self.columns[kind][column]
        where = "; ".join(_condition(key, self.text[key][at]) for key in self.groups if self.text[key][at])
        return distance[row, column], where, name, self.text[name][at]


def _condition(name, cell):
    return f'{name}="{cell.replace(chr(34), chr(34) * 2)}"' if "; " in cell else f"{name}={cell}"


def _tables(exports):
    """The tables of an exports folder, refused where they are not what the run wrote."""
    made = (made_here(exports) or {}).get("outputs") or {}
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
    text = read_text(path, "give a report saved as UTF-8 text or HTML")
    if ending in MARKUP:
        return unescape(re.sub(TAG, _mark, text, flags=re.DOTALL | re.IGNORECASE))
    text = re.sub(COMMENT, _mark, text, flags=re.DOTALL)
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
    for table in index:
        for column, cells in table.groups.items():
            for cell in filter(LETTER.search, cells):
                keys[_words(cell)[0]][_words(cell)].append((table, column, cell))
    return {first: (sorted({len(words) for words in found}, reverse=True), found) for first, found in keys.items()}


def _mentions(sentence, keys):
    """The rows of each table that a sentence names, as ``_Table.rows``; and where the words of their names begin."""
    words = list(WORD.finditer(sentence))
    forms, names, inside, at = [word[0].casefold() for word in words], defaultdict(list), set(), 0
    while at < len(words):
        lengths, entries = keys.get(forms[at], ((), {}))
        length = next((n for n in lengths if at + n <= len(words) and tuple(forms[at : at + n]) in entries), 0)
        if length:
            before, end = sentence[max(words[at].start() - 40, 0) : words[at].start()], words[at + length - 1].end()
            marked = length > 1 or bool(MARKED[0].search(before) and MARKED[1].match(sentence, end))
            inside |= {word.start() for word in words[at : at + length]}
            for table, column, cell in entries[tuple(forms[at : at + length])]:
                names[table].append((column, cell, marked))
        at += max(length, 1)
    rows = {table: table.rows(found) for table, found in names.items()}
    return {table: found for table, found in rows.items() if found}, inside


def _numbers(sentence, keys, tables):
    """Each number of a sentence: its place in it, then the columns of ``numbers`` from the second on."""
    rows, inside = _mentions(REFERENCE.sub(lambda match: " " * len(match[0]), sentence), keys)
    pieces, found, bare = list(PIECE.finditer(sentence)), [], False
    for before, piece, after in zip([None, *pieces], pieces, [*pieces[1:], None], strict=False):
        text = NUMERALS.get(piece[0].lower()) if piece["word"] else piece["number"]
        if piece["reference"]:
            at, number = found[-1][:2] if found else (piece.start(), "")
            found[len(found) - bare :] = [[at, number, *_referred(piece["reference"], number, tables)]]
            bare = False
        elif text and piece.start() not in inside:
            kind = _kind(text, before[0] if before else "", after[0] if after else "")
            found.append([piece.start(), piece[0], *_matched(text, kind, rows)])
            bare = True
    return found


def _kind(text, before, after):
    """What a number may be held against, one digit against counts only; None where it is a date or a unit."""
    if MONTHS.intersection([before, after]) or before == "per" or (len(text) == 4 and "1500" <= text <= "2100"):
        return None
    kind = "share" if not text[-1].isdecimal() else "digit" if len(text) == 1 else "number"
    return "base" if kind != "share" and before.lower() in OUT_OF else kind


def _matched(text, kind, rows):
    """Verdict, table, row, column, value and reason of a number beside the names of rows."""
    number, half = written(text) or (np.nan, 0)
    best = (np.inf,)
    for table, (found, shared) in rows.items():
        if kind and table.columns[kind]:
            distance, *where = table.nearest(found, number, kind)
            best = min(best, (distance, -shared, table.name, *where))
    if best[0] == np.inf:
        reason = "names no row" if not rows else "no such number there" if kind else "a date or a unit"
        return [UNMATCHED, "", "", "", "", reason]
    return [AGREES if best[0] <= half + 1e-12 * abs(number) else DIFFERS, *best[2:], ""]


def _referred(reference, number, tables):
    """The same of a number with a reference behind it."""
    if not number or reference == NO_TABLE:
        return [UNMATCHED, "", "", "", "", "marked so" if number else "no number before it"]
    where = REFERENCE.fullmatch(reference).groups()
    claim = [0, "{value}", *where, "=", NUMERALS.get(number.lower(), number), "", "", ""]
    result = check(pd.DataFrame([claim], columns=["claim", *COLUMNS, *FURTHER]), tables).iloc[0]
    return [VERDICTS[CLAIMED.index(result["verdict"])], *where, result["computed"], result["reason"]]
