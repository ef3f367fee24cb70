"""Codes: what a person has noted beside a line, kept in a table beside the articles, by the place of the line."""

from pathlib import Path

import pandas as pd

from analysis.files import InputError, csv_text, read_csv_text, read_text, write_atomic
from analysis.text.matches import spans

FILE = "codes.csv"
PLACE = ["doc_id", "start", "end"]  # start and end are characters of the article, from its first one on
COLUMNS = [*PLACE, "text", "code"]


def read_codes(folder):
    """The codes of a corpus folder, as DataFrame of text [columns doc_id, start, end, text, code]; empty without any.

    Raises
    ------
    InputError
        If codes.csv cannot be read or lacks one of these columns.
    """
    path = Path(folder, FILE)
    table = read_csv_text(read_text(path, "restore the file, or move it away")) if path.exists() else None
    table = pd.DataFrame(columns=COLUMNS) if table is None else table
    if missing := set(COLUMNS) - set(table):
        raise InputError(f"no column {min(missing)}", f"restore the columns {', '.join(COLUMNS)}", file=FILE)
    return table


def places(tokens, matches):
    """The places of matches, as DataFrame of text [columns doc_id, start, end, text], a row a match."""
    first, last = spans(tokens, matches)
    bounds = zip(tokens.spans[first, 0], tokens.spans[last - 1, 1], tokens.doc[first], strict=True)
    texts = tokens.docs["text"].to_numpy()
    rows = [(str(start), str(end), texts[doc][start:end]) for start, end, doc in bounds]
    found = pd.DataFrame(rows, columns=COLUMNS[1:4], dtype=object)
    return found.assign(doc_id=matches["doc_id"].astype(str).to_numpy())[COLUMNS[:4]]


def coded(tokens, matches, codes):
    """The code of each match, as list; "" for one without."""
    found = places(tokens, matches).merge(codes.drop_duplicates(PLACE, keep="last"), "left", on=COLUMNS[:4])
    return found["code"].fillna("").tolist()


def write_code(folder, place, code):
    """Note a code for one place (a row of `places`), or remove it by "", and keep all other rows of the table.

    Returns
    -------
    DataFrame
        As `read_codes` returns it.
    """
    codes = read_codes(folder)
    kept = codes[(codes[PLACE] != place[PLACE]).any(axis=1)]
    codes = pd.concat([kept, pd.DataFrame([place.to_dict() | {"code": code}])] if code else [kept], ignore_index=True)
    write_atomic(Path(folder, FILE), csv_text(codes))
    return codes


def lost(tokens, codes):
    """The codes whose text no longer stands at their place in the articles."""
    texts = dict(zip(tokens.docs["doc_id"].astype(str), tokens.docs["text"], strict=True))
    there = [texts.get(row.doc_id, "")[_whole(row.start) : _whole(row.end)] == row.text for row in codes.itertuples()]
    return codes[[not found for found in there]]


def _whole(text):
    return int(text) if text.isdecimal() else 0
