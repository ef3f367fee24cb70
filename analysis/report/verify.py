"""Verify: the numbers of a finished report compared with the tables of a run."""

import calendar
import re
from bisect import bisect
from collections import defaultdict
from html import unescape
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.files import InputError, made_here, read_text, sha256
from analysis.report.claims import CLAIMS, COLUMNS, FURTHER, TERMS, check, read_tables
from analysis.report.claims import VERDICTS as CLAIMED
from analysis.workbook.cells import DIGITS, PERCENT, written

AGREES, DIFFERS, UNMATCHED = VERDICTS = ["agrees", "no longer agrees", "cannot be matched"]
FOUND = ["line", "number", "verdict", "table", "row", "column", "value", "reason"]
MARKUP, PLAIN = {".html", ".htm"}, {".md", ".markdown", ".txt"}
KEYS, SIDES = [*TERMS, "doc_id"], ["side", "group"]  # columns that name a row; columns that narrow the choice
BASES, OUT_OF = ("of_docs", "n_tokens"), {"of", "the", "all", "n"}  # columns of totals; words before a total
MONTHS = {*calendar.month_name[1:], *calendar.month_abbr[1:]}
BLOCK = "\f"  # ends a paragraph, as most tags do; the others become:
TAGS = dict.fromkeys("td th".split(), "|") | dict.fromkeys("em i b strong code q mark cite".split(), "*")
TAGS |= dict.fromkeys("a span abbr small time u s sub".split(), "") | dict.fromkeys(("br", "sup"), " ")
COMMENT = r"<!--((?:(?!<!--).)*?)-->"  # up to the next start, so that an unclosed comment takes linear time
TAG = rf"""{COMMENT}|<(script|style|head)\b(?:(?!<\2\b).)*?</\2\s*>|<[!/?]?(?P<tag>\w+)(?:[^<>"']|"[^"]*"|'[^']*')*>"""
SENTENCE = re.compile(r"(?<=[.!?])[”’\")*_]*\s+(?![a-z\[\s])|(?<=[。！？])|" + BLOCK)
SET_OFF = r"“([^”]+)”|‘([^’]+)’|\"([^\"]+)\"|(?<!\w)'([^']+)'(?!\w)|`([^`]+)`|\*+([^*]+)\*+|(?<!\w)_+([^_]+)_+(?!\w)"
SET_OFF = re.compile(rf"{SET_OFF}|(?<=\|)([^|]+)(?=\||$)")  # quoted, code, emphasised, a table cell
NO_TABLE = "[no table]"  # follows a number from elsewhere
REFERENCE = re.compile(r"\[([\w.-]+):\s+([^\[\]]*=[^\[\]]*);\s+column=([^\[\];]+)\]")
SKIPPED = r"\w+://\S+|\]\([^)\s]*\)|\[\^?\d+\]|\d{4}-\d\d(?:-\d\d)?\b|\d+(?:[.:]\d+){2,}|\d+:\d\d|\w*[^\W_]_[^\W_]\w*"
LATIN = r"[^\W\d_\u3400-\u9fff]"  # a letter that is not Chinese
PIECE = re.compile(
    rf"(?P<reference>{REFERENCE.pattern}|{re.escape(NO_TABLE)})|{SKIPPED}|(?P<word>\d*{LATIN}(?:{LATIN}|[\d_])*)"
    rf"|(?P<number>(?:(?<![\w.%)])[-−+])?{DIGITS}(?:{PERCENT})?)"
)


def numbers(report, exports):
    """Every number of a report, and whether the tables of a run still contain it.

    A number is compared with one cell where a reference follows it, in the text or as a comment:
    ``4 [adoption: slogan=key and core technologies; side=state; column=count]``. ``7 [no table]`` marks a number from
    elsewhere. Any other number is compared with the rows of those terms and doc_ids that its sentence sets off: in
    quotation marks, emphasis, code or a table cell. A side in the same sentence narrows the choice. The number agrees
    if the nearest cell of these rows, rounded to as many digits, equals it; a percentage is compared with shares, and a
    number of one digit with whole numbers.

    Parameters
    ----------
    report : path
        Markdown, text or HTML.
    exports : path
        Folder that a run exported.

    Returns
    -------
    DataFrame [one row a number, in the order of the report]
        Columns line, number, verdict, table, row, column, value, reason. Verdicts: agrees; no longer agrees, with the
        nearest cell; cannot be matched, where the sentence sets off no term of a table or the number is a date. That a
        number agrees does not mean that the sentence is true.
    """
    tables = _tables(Path(exports))
    indexed = [_Table(name, table) for name, table in tables.items()]
    text = _read(Path(report))
    ends, found = [match.start() for match in re.finditer("\n", text)], []
    for start, sentence in _sentences(text):
        found += [[1 + bisect(ends, start + at - 1), *row] for at, *row in _numbers(sentence, indexed, tables)]
    return pd.DataFrame(found, columns=FOUND)


class _Table:
    """A table with its rows by key, and its numbers by what may be compared with them."""

    def __init__(self, name, table):
        values = table.map(lambda cell: (written(cell) or [np.nan])[0]).astype(float)
        is_number = (values.notna() | (table == "")).all() & ~table.columns.isin([*KEYS, *SIDES])
        numbers = table.columns[is_number].difference(["tied_out"], sort=False)
        counted = [column for column in numbers if not column.startswith(BASES)]
        shares = [column for column in counted if table[column].str.contains(".", regex=False).any()]
        whole = [column for column in counted if (values[column].dropna() % 1 == 0).all()]
        self.name, self.text, self.labels = name, table, table.columns[~is_number]
        self.columns = {"number": counted, "digit": whole, "share": shares, "base": list(numbers)}
        self.values = {kind: values[columns].to_numpy() for kind, columns in self.columns.items()}
        self.places = defaultdict(list)
        for column in table.columns.intersection(KEYS):
            for place, cell in enumerate(table[column]):
                if any(map(str.isalpha, cell)):
                    self.places[_plain(cell)].append(place)

    def rows(self, names, sentence):
        """Rows that hold most of these names and of the sides that a sentence mentions; none where no name is there."""
        rows = [place for name in names for place in self.places.get(name, ())]
        rows, shared = np.unique(np.array(rows, dtype=int), return_counts=True)
        for column in self.text.columns.intersection(SIDES) if len(rows) else []:
            labels = self.text[column].iloc[rows]
            said = [label for label in set(labels) if re.search(rf"(?<!\w){re.escape(label)}(?!\w)", sentence, re.I)]
            shared += labels.isin(said).to_numpy()
        return rows[shared == shared.max(initial=0)]

    def nearest(self, rows, number, kind):
        """Distance, table, row, column and value of the cell nearest to a number."""
        distance = np.nan_to_num(np.abs(self.values[kind][rows] - number), nan=np.inf)
        row, column = np.unravel_index(distance.argmin(), distance.shape)
        cells, name = self.text.iloc[rows[row]], self.columns[kind][column]
        where = "; ".join(_condition(key, cells[key]) for key in self.labels if cells[key])
        return distance[row, column], self.name, where, name, cells[name]


def _condition(name, cell):
    return f'{name}="{cell.replace(chr(34), chr(34) * 2)}"' if "; " in cell else f"{name}={cell}"


def _plain(text):
    """A name as it is compared: without capitals, line breaks and marks of emphasis around it."""
    return " ".join(text.strip(" \n*_`|“”‘’").split()).casefold()


def _tables(exports):
    """The tables of an exports folder; InputError where they are not what the run wrote."""
    made = (made_here(exports) or {}).get("outputs") or {}
    names = [name for name in made if name.startswith("tables/") and name != f"tables/{CLAIMS}"]
    if not names:
        raise InputError("not a folder that a run exported", "name one with --exports", file=str(exports))
    for name in names:
        if not (exports / name).is_file() or sha256(exports / name) != made[name]:
            raise InputError("changed since the run", "run the workbook again", file=str(exports / name))
    return {name: table for name, table in read_tables(exports / "tables").items() if f"tables/{name}.csv" in names}


def _read(path):
    """Text of a report with its line breaks; tags become marks, and comments that are references stay."""
    ending = path.suffix.lower()
    if ending not in MARKUP | PLAIN:
        raise InputError("cannot be read", f"save it as one of {', '.join(sorted(MARKUP | PLAIN))}", file=path.name)
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
    """Each sentence with its place in the text."""
    at = 0
    for end in SENTENCE.finditer(text):
        yield at, text[at : end.start()]
        at = end.end()
    yield at, text[at:]


def _numbers(sentence, indexed, tables):
    """Each number of a sentence: its place in it, then the columns of `numbers` from the second on."""
    rows, masked = _rows(sentence, indexed)
    pieces, found, bare = list(PIECE.finditer(masked)), [], False
    for before, piece, after in zip([None, *pieces], pieces, [*pieces[1:], None], strict=False):
        if piece["reference"]:
            at, number = found[-1][:2] if found else (piece.start(), "")
            found[len(found) - bare :] = [[at, number, *_referred(piece["reference"], number, tables)]]
            bare = False
        elif piece["number"]:
            kind = _kind(piece[0], before[0] if before else "", after[0] if after else "")
            found.append([piece.start(), piece[0], *_matched(piece[0], kind, rows)])
            bare = True
    return found


def _rows(sentence, indexed):
    """Each table with its rows that a sentence names; and the sentence with these names blanked."""
    text, names, masked = REFERENCE.sub(_blank, sentence), set(), sentence
    for match in SET_OFF.finditer(text):
        name = _plain(match[match.lastindex])
        if any(name in table.places for table in indexed):
            names.add(name)
            masked = masked[: match.start()] + _blank(match) + masked[match.end() :]
    return [(table, rows) for table in indexed if len(rows := table.rows(names, text))], masked


def _blank(match):
    return " " * len(match[0])


def _kind(text, before, after):
    """What a number may be compared with; None for dates and the base of a rate."""
    if MONTHS.intersection([before, after]) or before == "per" or (len(text) == 4 and "1500" <= text <= "2100"):
        return None
    kind = "share" if not text[-1].isdecimal() else "digit" if len(text) == 1 else "number"
    return "base" if kind != "share" and before.lower() in OUT_OF else kind


def _matched(text, kind, rows):
    """Verdict, table, row, column, value and reason of a number without a reference."""
    number, half = written(text) or (np.nan, 0)
    cells = [table.nearest(found, number, kind) for table, found in rows if kind and table.columns[kind]]
    best = min(cells, default=(np.inf,))
    if best[0] == np.inf:
        no_number = "no such number there" if kind else "a date or a unit"
        return [UNMATCHED, "", "", "", "", no_number if rows else "the sentence names no row"]
    return [AGREES if best[0] <= half + 1e-12 * abs(number) else DIFFERS, *best[1:], ""]


def _referred(reference, number, tables):
    """The same of a number with a reference behind it."""
    if not number or reference == NO_TABLE:
        return [UNMATCHED, "", "", "", "", "marked [no table]" if number else "no number before it"]
    where = REFERENCE.fullmatch(reference).groups()
    claim = [0, "{value}", *where, "=", number, "", "", ""]
    result = check(pd.DataFrame([claim], columns=["claim", *COLUMNS, *FURTHER]), tables).iloc[0]
    return [VERDICTS[CLAIMED.index(result["verdict"])], *where, result["computed"], result["reason"]]
