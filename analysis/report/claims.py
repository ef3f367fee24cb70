"""Claims: sentences of a report, each with the table cell that it rests on, checked again by every run."""

import operator
import os
import re
from pathlib import Path

import pandas as pd

from analysis.files import InputError, InputErrors, csv_rows, read_csv_text, read_text
from analysis.workbook.cells import TOTALS, conditions, printed, row, written

CLAIMS = "claims.csv"
COLUMNS = ["sentence", "table", "row", "column", "relation", "value", "tolerance"]
FURTHER = ["compared", "note"]  # optional columns
RESULTS = "claim verdict sentence claimed computed reason table row column doc_id term side".split()
HOLDS, FAILS, UNCHECKED = VERDICTS = ["holds", "fails", "cannot be checked"]
BY_CONCERN = {FAILS: 0, UNCHECKED: 1, HOLDS: 2}
ORDER = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
RELATIONS = ["=", "!=", *ORDER, "contains"]
TERMS = ["term", "slogan", "frame", "rendering"]  # columns with words that can be looked up in the articles
ELSEWHERE = {f"claims.{ending}" for ending in ("csv", "tsv", "xlsx", "xls", "ods")}  # names saved by mistake
FIELDS = "write {value}, {value:.1f} or {value:.0%} in place of the number"
FIELD = re.compile(r"\{value(?::(,?(?:\.[0-9])?[f%]?))?\}")


def folder_claims(folder):
    """The claims of a corpus folder, as `read_claims` returns them; None where it has none."""
    path = Path(folder, CLAIMS)
    if os.path.lexists(path):
        return read_claims(path)
    for other in sorted(other for other in Path(folder).glob("*") if other.name.casefold() in ELSEWHERE):
        remedy = f"save it as {CLAIMS} (CSV UTF-8), or move it away"
        raise InputError("not read under this name", remedy, file=other.name)
    return None


def read_claims(path):
    """Read and check a file of claims.

    Parameters
    ----------
    path : path
        CSV with the columns ``sentence`` (contains ``{value}``, or ``{value:.0%}`` with a format), ``table`` (name of
        an exported table without ``.csv``), ``row`` (``column=value; column=value``; a value that contains "; " stands
        in double quotes), ``column``, ``relation`` (= != < <= > >= contains), ``value`` and ``tolerance`` (only for =
        and != between numbers; default: half a unit of the last digit written). Optional columns are ``note`` and
        ``compared``, the comparison that the claim is about: ``side_by_origin``, or
        ``side_by_origin: state v foreign``.

    Returns
    -------
    DataFrame [one row a claim, in the order of the file, all text]
        ``claim``, its row in the file (the header is row 1), then the columns above.

    Raises
    ------
    InputErrors
        With file, row, column, value and remedy of every problem.
    """
    header, *lines = _lines(path)
    problems, claims = _header_problems(header), []
    for number, cells in [] if problems else enumerate(lines, 2):
        if any(cells):
            claim = {"claim": number} | dict.fromkeys(COLUMNS + FURTHER, "") | dict(zip(header, cells, strict=False))
            problems += _problems(claim) if len(cells) == len(header) else [_uneven(claim, cells, header)]
            claims.append(claim)
    if not claims and not problems:
        problems = [InputError("no claim", "add one row per claim, or remove the file", row=1)]
    if problems:
        raise InputErrors(CLAIMS, [problem.at(file=CLAIMS) for problem in problems])
    return pd.DataFrame(claims)


def read_tables(folder):
    """The tables that a run exported, by name, as text; marks against spreadsheet formulas are taken off."""
    tables = {}
    for path in sorted(Path(folder).glob("*.csv")):
        try:
            tables[path.stem] = read_csv_text(path.read_bytes().decode())
        except (OSError, ValueError) as error:
            raise InputError(f"not a table ({error})", "run the workbook again", file=str(path)) from None
    tables.pop(Path(CLAIMS).stem, None)
    return tables


def check(claims, tables, compared=""):
    """Compare each claim with the table cell that it rests on.

    Parameters
    ----------
    claims : DataFrame
        As `read_claims` returns it.
    tables : dict of str to DataFrame
        As `read_tables` returns it.
    compared : str
        The comparison of the run, such as "side_by_publisher: state v foreign"; claims about another comparison
        cannot be checked. Default: every claim is checked.

    Returns
    -------
    DataFrame [one row a claim, in their order]
        claim; verdict: holds, fails or cannot be checked; sentence with the computed value (? where there is none);
        claimed; computed: the cell; reason, with remedy, why a claim cannot be checked; table, row, column; and, where
        the row of the table has them, doc_id, term and side, which lead to the sentences behind the number.
    """
    rows = [_result(claim, tables, compared) for claim in claims.to_dict("records")]
    return pd.DataFrame(rows, columns=RESULTS)


def counted(results):
    """How many claims hold, fail and cannot be checked."""
    return {verdict: int((results["verdict"] == verdict).sum()) for verdict in VERDICTS}


def summary(counts):
    """The counts of `counted` as a sentence.

    Examples
    --------
    >>> summary({"holds": 29, "fails": 1, "cannot be checked": 1})
    '1 of 31 claims fails, 1 of 31 claims cannot be checked.'
    """
    total, verbs = sum(counts.values()), {FAILS: FAILS if counts[FAILS] == 1 else "fail", UNCHECKED: UNCHECKED}
    said = [f"{counts[verdict]} of {total} claims {verb}" for verdict, verb in verbs.items() if counts[verdict]]
    return f"{', '.join(said) or f'All {total} claims hold'}."


def _lines(path):
    """Header and rows of the file, each cell stripped; columns without a name at the end are left out."""
    text = read_text(path, "save the claims there as CSV UTF-8, or remove it")
    try:
        header, *lines = [[cell.strip() for cell in line] for line in csv_rows(text)]
    except InputError as error:
        raise error.at(file=CLAIMS) from None
    if len(header) < 2:
        said = "has one column only; save it with commas between the cells" if header else "blank; delete that line"
        raise InputError(*said.split("; "), file=CLAIMS, row=1)
    width = max((n for n, cell in enumerate(header, 1) if cell), default=0)
    header = [cell.lower() for cell in header[:width]]
    return [header, *(line if any(line[width:]) else line[:width] for line in lines)]


def _header_problems(header):
    """A problem for every column that is missing, unknown or named twice."""
    found = {name: "unknown column" for name in header if name not in COLUMNS + FURTHER}
    found |= {name: "column named twice" for name in header if header.count(name) > 1}
    found |= {name: "column missing" for name in COLUMNS if name not in header}
    remedy = f"the first row must contain {', '.join(COLUMNS)}, and may contain {', '.join(FURTHER)}"
    return [InputError(problem, remedy, row=1, column=name) for name, problem in sorted(found.items())]


def _uneven(claim, cells, header):
    problem = f"{len(cells)} cells for {len(header)} columns"
    return InputError(problem, "quote cells that contain a comma, and fill every column", row=claim["claim"])


def _problems(claim):
    """Every problem of one claim, as InputErrors."""
    total = claim["column"].startswith(TOTALS)  # which may be one over the whole table
    found = [(name, "empty", "fill it") for name in COLUMNS[:-1] if not claim[name] and not (total and name == "row")]
    found += _sentence_problems(claim["sentence"])
    if claim["table"].endswith(".csv") or "/" in claim["table"]:
        found.append(("table", "a file, not a table", "write its name, as slogans-by-voice"))
    if claim["row"] and not conditions(claim["row"]):
        found.append(("row", "selects nothing", "write column=value; column=value"))
    found += _relation_problems(claim)
    return [InputError(why, remedy, row=claim["claim"], column=name, value=claim[name]) for name, why, remedy in found]


def _sentence_problems(sentence):
    unknown = re.findall(r"\{[^{}]*\}", FIELD.sub("", sentence))
    if unknown:
        return [("sentence", f"unknown field {''.join(unknown)}", FIELDS)]
    return [("sentence", "does not contain {value}", FIELDS)] if sentence and not FIELD.search(sentence) else []


def _relation_problems(claim):
    relation, number, tolerance = claim["relation"], written(claim["value"]), written(claim["tolerance"])
    if relation and relation not in RELATIONS:
        yield "relation", "unknown", f"write one of {' '.join(RELATIONS)}"
    if relation in ORDER and claim["value"] and not number:
        yield "value", "not a number", f"write a number, or another relation than {relation}"
    if claim["tolerance"] and not (number and relation in ("=", "!=") and tolerance and tolerance[0] >= 0):
        yield "tolerance", "not used", "write a number, only for = or != between numbers"


def _result(claim, tables, compared):
    found, reason = {}, ""
    try:
        found = _row(claim, tables, compared)
        verdict = HOLDS if _holds(claim, found[claim["column"]]) else FAILS
    except InputError as error:
        verdict, reason = UNCHECKED, str(error)
    cell, tolerance = found.get(claim["column"], ""), claim["tolerance"] and f" ±{claim['tolerance']}"
    sentence = FIELD.sub(lambda match: printed(cell, match[1]), claim["sentence"])  # with the computed value
    said = {"verdict": verdict, "sentence": sentence, "computed": cell, "reason": reason}
    behind = {"doc_id": found.get("doc_id", ""), "side": found.get("side", found.get("group", ""))}
    behind["term"] = next((found[name] for name in TERMS if name in found), "")
    return claim | said | behind | {"claimed": f"{claim['relation']} {claim['value']}{tolerance}"}


def _row(claim, tables, compared):
    """The one table row that a claim rests on, as a dict; InputError where there is not exactly one."""
    about = claim["compared"]
    if compared and about and about not in (compared, compared.partition(":")[0]):
        raise InputError(f"is about {about}", f"this run compares {compared}")
    return row(tables, claim["table"], conditions(claim["row"]) or {}, claim["column"])


def _holds(claim, cell):
    """Whether a cell stands in the claimed relation to the claimed value; InputError where that is undefined."""
    relation, value, column = claim["relation"], claim["value"], claim["column"]
    if cell == "":
        raise InputError(f"{column} is empty there: the number is not defined", "claim another column")
    if relation == "contains":
        return value in cell
    wanted, number = written(value), written(cell)
    if wanted is None:
        return (cell == value) == (relation == "=")
    if number is None:
        raise InputError(f"{column} is {cell!r} there, not a number", "claim another column, or use contains")
    if relation in ORDER:
        return ORDER[relation](number[0], wanted[0])
    tolerance = (written(claim["tolerance"]) or wanted[1:])[0]
    same = abs(number[0] - wanted[0]) <= tolerance + 1e-12 * abs(wanted[0])
    return same == (relation == "=")
