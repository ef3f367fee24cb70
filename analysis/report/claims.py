"""Claims: sentences of a report, each with the cell of a table that it rests on, checked anew by every run."""

import math
import operator
import os
import re
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from analysis.files import InputError, csv_rows, read_csv_text, read_text

CLAIMS = "claims.csv"
COLUMNS = ["sentence", "table", "row", "column", "relation", "value", "tolerance"]
FURTHER = ["compared", "note"]  # columns a file of claims may have besides
RESULTS = "claim verdict sentence claimed computed reason table row column doc_id term side".split()
HOLDS, FAILS, UNCHECKED = VERDICTS = ["holds", "fails", "cannot be checked"]
BY_CONCERN = {FAILS: 0, UNCHECKED: 1, HOLDS: 2}
ORDER = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
RELATIONS = ["=", "!=", *ORDER, "contains"]
TERMS = ["term", "slogan", "frame", "rendering"]  # columns that name words which can be looked up in the articles
ELSEWHERE = {f"claims.{ending}" for ending in ("csv", "tsv", "xlsx", "xls", "ods")}  # what people save by mistake
MOST = 50  # problems of one message
FIELD = re.compile(r"\{value(?::(,?(?:\.[0-9])?[f%]?))?\}")
CONDITION = re.compile(r'\s*([^=]+?)\s*=\s*(?:"((?:[^"]|"")*)"|(.*?))\s*(?:;\s+|;?$)', re.DOTALL)
DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
PERCENT = r"\s?(?:%|per\s?cent\b)"
WRITTEN = re.compile(rf"([-−+]?{DIGITS})(?:[eE]([-+]?[0-9]{{1,3}}))?({PERCENT})?")


def folder_claims(folder):
    """The claims of a corpus folder, as ``read_claims`` returns them; None where it has none."""
    path = Path(folder, CLAIMS)
    if os.path.lexists(path):
        return read_claims(path)
    for other in sorted(other for other in Path(folder).glob("*") if other.name.casefold() in ELSEWHERE):
        raise InputError(f"{other.name}: not read under this name; save it as {CLAIMS} (CSV UTF-8), or move it away")
    return None


def read_claims(path):
    """Read and check a file of claims.

    Parameters
    ----------
    path : path
        CSV with the columns ``sentence`` (holds ``{value}``, or ``{value:.0%}`` for its format), ``table`` (stem of
        an exported table), ``row`` (``column=value; column=value``, a value that holds "; " in double quotes),
        ``column``, ``relation`` (= != < <= > >= contains), ``value``, ``tolerance`` (of = and != between numbers;
        empty: half a unit of the last digit written). Further ones may be ``note`` and ``compared``, the comparison
        that the claim is about: ``side_by_origin``, or ``side_by_origin: state v foreign``.

    Returns
    -------
    DataFrame [one row a claim, in the file's order, all text]
        ``claim``, its row in the file (the header is row 1), then the columns above.

    Raises
    ------
    InputError
        With one line a problem: file, row, column, value and what to do.
    """
    header, *lines = _lines(path)
    odd = {name for name in header if name not in COLUMNS + FURTHER or header.count(name) > 1} ^ (
        set(COLUMNS) - set(header)
    )
    remedy = f"the first row holds {', '.join(COLUMNS)}, and may hold {', '.join(FURTHER)}"
    found = [(1, "", name, "column missing, unknown or twice there", remedy) for name in sorted(odd)]
    claims = []
    for number, cells in [(n, cells) for n, cells in enumerate(lines, 2) if any(cells) and not odd]:
        claim = {"claim": number} | dict.fromkeys(COLUMNS + FURTHER, "") | dict(zip(header, cells, strict=False))
        uneven = (
            "",
            f"{len(cells)} cells, {len(header)} columns",
            "quote cells that hold a comma, and fill every column",
        )
        problems = _problems(claim) if len(cells) == len(header) else [uneven]
        found += [(number, column, claim.get(column, ""), *said) for column, *said in problems]
        claims.append(claim)
    if not (claims or found):
        found = [(1, "", "", "no claim", "add one row a claim, or remove the file")]
    if found:
        raise InputError(_message(Path(path).name, found))
    return pd.DataFrame(claims)


def read_tables(folder):
    """The tables that a run exported, by stem, as text without the marks of ``display.csv_text``."""
    tables = {}
    for path in sorted(Path(folder).glob("*.csv")):
        try:
            tables[path.stem] = read_csv_text(path.read_bytes().decode())
        except (OSError, ValueError) as error:
            raise InputError(f"{path}: no table ({error}); run the workbook again") from None
    tables.pop(Path(CLAIMS).stem, None)
    return tables


def check(claims, tables, compared=""):
    """Hold each claim against the cell of the table that it rests on.

    Parameters
    ----------
    claims : DataFrame
        As ``read_claims`` returns it.
    tables : dict of str to DataFrame
        As ``read_tables`` returns it.
    compared : str
        What the run compared, "side_by_publisher: state v foreign"; claims about another comparison cannot be
        checked. Default: taken to be what every claim is about.

    Returns
    -------
    DataFrame [one row a claim, in their order]
        claim; verdict: holds, fails or cannot be checked; sentence with the computed value (? where there is none);
        claimed; computed: the cell; reason and remedy of what cannot be checked; table, row, column; and what leads
        to the sentences behind it, where the table's row has it: doc_id, term, side.
    """
    rows = [_result(claim, tables, compared) for claim in claims.to_dict("records")]
    return pd.DataFrame(rows, columns=RESULTS)


def counted(results):
    """How many claims hold, fail and cannot be checked."""
    return {verdict: int((results["verdict"] == verdict).sum()) for verdict in VERDICTS}


def summary(counts):
    """One sentence of what ``counted`` returned: what does not hold, if anything."""
    total, verbs = sum(counts.values()), {FAILS: FAILS if counts[FAILS] == 1 else "fail", UNCHECKED: UNCHECKED}
    said = [f"{counts[verdict]} of {total} claims {verb}" for verdict, verb in verbs.items() if counts[verdict]]
    return f"{', '.join(said) or f'All {total} claims hold'}."


def written(text):
    """A number as people write it (1,234; 3.2; 45 %), and half a unit of its last digit; None for any other text.

    A number above 1.8e308, which a computer takes for infinite, is none either.
    """
    match = WRITTEN.fullmatch(text.strip())
    if not match:
        return None
    digits, exponent = match[1].replace(",", "").replace("−", "-"), int(match[2] or 0) - 2 * bool(match[3])
    number, half = float(f"{digits}e{exponent}"), float(f"5e{exponent - len(digits.partition('.')[2]) - 1}")
    return (number, half) if math.isfinite(number) else None


def conditions(row):
    """``column=value; column=value`` as a dict; None where it is not written so."""
    found, at = {}, 0
    while at < len(row):
        match = CONDITION.match(row, at)
        if not match or match[1] in found:
            return None
        found[match[1]] = match[3] if match[2] is None else match[2].replace('""', '"')
        at = match.end()
    return found or None


def _lines(path):
    """Header and rows of the file, each cell without the blanks around it; nameless columns at the end are none."""
    text, name = read_text(path, "save the claims there as CSV UTF-8, or remove it"), Path(path).name
    try:
        header, *lines = [[cell.strip() for cell in line] for line in csv_rows(text)]
    except InputError as error:
        raise InputError(f"{name}: {error}") from None
    if len(header) < 2:
        said = "one column only; save it with commas between the cells" if header else "blank; delete that line"
        raise InputError(f"{name}, row 1: {said}")
    width = max((n for n, cell in enumerate(header, 1) if cell), default=0)
    header = [cell.lower() for cell in header[:width]]
    return [header, *(line if any(line[width:]) else line[:width] for line in lines)]


def _message(name, found):
    lines = []
    for row, column, value, problem, remedy in found[:MOST]:
        lines.append(f"  {name}, row {row}{column and f', {column}'}{value and f' ({value!r})'}: {problem}; {remedy}")
    more = [f"  and {len(found) - MOST} more"] if found[MOST:] else []
    return "\n".join([f"{len(found)} problem{'s' * (len(found) > 1)} in {name}:", *lines, *more])


def _problems(claim):
    """Problems of one claim as (column, problem, remedy)."""
    sentence, relation, table = claim["sentence"], claim["relation"], claim["table"]
    number, tolerance = written(claim["value"]), written(claim["tolerance"] or "0")
    unknown = re.findall(r"\{[^{}]*\}", FIELD.sub("", sentence))
    between = number and relation in ("=", "!=") and tolerance and tolerance[0] >= 0
    fields = "write {value}, {value:.1f} or {value:.0%} where the number is to stand"
    checks = [(not claim[name], name, "empty", "fill it") for name in COLUMNS[:-1]]
    checks += [
        (unknown, "sentence", f"unknown field {''.join(unknown)}", fields),
        (sentence and not unknown and not FIELD.search(sentence), "sentence", "does not hold {value}", fields),
        (table.endswith(".csv") or "/" in table, "table", "a file, not a table", "write its name, as slogans-by-voice"),
        (claim["row"] and not conditions(claim["row"]), "row", "selects nothing", "write column=value; column=value"),
        (relation and relation not in RELATIONS, "relation", "unknown", f"write one of {' '.join(RELATIONS)}"),
        (relation in ORDER and claim["value"] and not number, "value", "no number", f"write one, or not {relation}"),
        (
            claim["tolerance"] and not between,
            "tolerance",
            "not used",
            "write a number, of = or != between numbers only",
        ),
    ]
    return [said for wrong, *said in checks if wrong]


def _result(claim, tables, compared):
    row, reason = {}, ""
    try:
        row = _row(claim, tables, compared)
        verdict = HOLDS if _holds(claim, row[claim["column"]]) else FAILS
    except InputError as error:
        verdict, reason = UNCHECKED, str(error)
    cell, tolerance = row.get(claim["column"], ""), claim["tolerance"] and f" ±{claim['tolerance']}"
    found = {"verdict": verdict, "sentence": _filled(claim["sentence"], cell), "computed": cell, "reason": reason}
    behind = {"doc_id": row.get("doc_id", ""), "side": row.get("side", row.get("group", ""))}
    behind["term"] = next((row[name] for name in TERMS if name in row), "")
    return claim | found | behind | {"claimed": f"{claim['relation']} {claim['value']}{tolerance}"}


def _row(claim, tables, compared):
    """The one row of a table that a claim rests on, as a dict; an InputError says why there is none."""
    about = claim["compared"]
    if compared and about and about not in (compared, compared.partition(":")[0]):
        raise InputError(f"said of {about}; this run compares {compared}")
    if claim["table"] not in tables:
        raise InputError(f"no table {claim['table']!r} in this run; {_nearest(claim['table'], tables)}")
    table, wanted = tables[claim["table"]], conditions(claim["row"]) or {}
    for name in [*wanted, claim["column"]]:
        if name not in table:
            raise InputError(f"no column {name!r} in {claim['table']}; {_nearest(name, table)}")
    rows = table
    for name, value in wanted.items():
        rows = rows[rows[name] == value]
        if rows.empty:
            raise InputError(f"no row with {name}={value} in {claim['table']}; {_nearest(value, set(table[name]))}")
    if len(rows) > 1:
        apart = [name for name in table if rows[name].is_unique and name not in wanted]
        remedy = f"add {apart[0]}=… to its row" if apart else "the table says it twice; run the workbook again"
        raise InputError(f"{len(rows)} rows with {claim['row']} in {claim['table']}; {remedy}")
    return rows.iloc[0].to_dict()


def _nearest(name, names):
    near = get_close_matches(name, sorted(names), n=3, cutoff=0)
    return f"nearest: {', '.join(near)}" if near else "nothing was exported"


def _holds(claim, cell):
    relation, value = claim["relation"], claim["value"]
    if cell == "":
        raise InputError(f"{claim['column']} is empty there: the number is not defined; claim another column")
    if relation == "contains":
        return value in cell
    wanted, number = written(value), written(cell)
    if wanted and not number:
        raise InputError(f"{claim['column']} holds {cell!r} there, no number; claim another column, or use contains")
    if relation in ORDER:
        return ORDER[relation](number[0], wanted[0])
    tolerance = (written(claim["tolerance"]) or wanted[1:])[0] if wanted else 0
    same = abs(number[0] - wanted[0]) <= tolerance + 1e-12 * abs(wanted[0]) if wanted else cell == value
    return same == (relation == "=")


def _filled(sentence, cell):
    number = written(cell)
    if number is None:
        return FIELD.sub(lambda _: cell or "?", sentence)
    plain = ",.0f" if number[0] % 1 == 0 else ",.2f" if abs(number[0]) >= 1 else ".3g"
    return FIELD.sub(lambda match: format(number[0], match[1] or plain), sentence)
