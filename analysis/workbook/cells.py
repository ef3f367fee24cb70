"""Cells: the cell of an exported table that a sentence names, and numbers as people write them."""

import math
import re
from difflib import get_close_matches

from analysis.files import InputError, csv_text, read_csv_text

FILE = "readings.toml"  # of a corpus folder; its texts have fields
FIELD = re.compile(r"\{((?:sum |distinct )?)([\w-]+): ([^{}|]+)(?:\|([^{}]+))?\}")
CONDITION = re.compile(r'\s*([^=]+?)\s*=\s*(?:"((?:[^"]|"")*)"|(.*?))\s*(?:;\s+|;?$)', re.DOTALL)
DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
PERCENT = r"\s?(?:%|per\s?cent\b)"
TOTALS = ("sum ", "distinct ")  # before the name of a column
WRITTEN = re.compile(rf"([-−+]?{DIGITS})(?:[eE]([-+]?[0-9]{{1,3}}))?({PERCENT})?")


def written(text):
    """A number as people write it, and half a unit of its last digit; None for any other text.

    Numbers above 1.8e308, which are infinite in floating point, count as other text.

    Examples
    --------
    >>> written("1,234"), written("45 %"), written("many")
    ((1234.0, 0.5), (0.45, 0.005), None)
    """
    match = WRITTEN.fullmatch(text.strip())
    if not match:
        return None
    digits, exponent = match[1].replace(",", "").replace("−", "-"), int(match[2] or 0) - 2 * bool(match[3])
    number, half = float(f"{digits}e{exponent}"), float(f"5e{exponent - len(digits.partition('.')[2]) - 1}")
    return (number, half) if math.isfinite(number) else None


def conditions(row):
    """``column=value; column=value`` as a dict; None where it is not written so.

    Examples
    --------
    >>> conditions('term=bridge; side="north; east"')
    {'term': 'bridge', 'side': 'north; east'}
    """
    found, at = {}, 0
    while at < len(row):
        match = CONDITION.match(row, at)
        if not match or match[1] in found:
            return None
        found[match[1]] = match[3] if match[2] is None else match[2].replace('""', '"')
        at = match.end()
    return found or None


def rows(tables, name, wanted, *columns):
    """The rows of an exported table that have these values; InputError, with what is nearest, where there is none.

    Parameters
    ----------
    tables : dict of str to DataFrame
        As `read_tables` returns them.
    name : str
    wanted : dict of str to str
        The value of each column that a row must have.
    *columns : str
        Further columns that the table must have.
    """
    if name not in tables:
        raise InputError(f"no table {name!r} in this run", _nearest(name, tables))
    found = tables[name]
    for column in [*wanted, *columns]:
        if column not in found:
            raise InputError(f"no column {column!r} in {name}", _nearest(column, found))
    for column, value in wanted.items():
        found = found[found[column] == value]
        if found.empty:
            raise InputError(f"no row with {column}={value} in {name}", _nearest(value, set(tables[name][column])))
    return found


def row(tables, name, wanted, column):
    """The one row of an exported table that has these values, as a dict.

    Parameters
    ----------
    tables, name, wanted
        As `rows` takes them.
    column : str
        The column that is asked for. ``sum count`` is the sum of a column over all such rows, ``distinct count`` the
        number of different cells there; the dict then has these and what the rows have in common.

    Examples
    --------
    >>> import pandas as pd
    >>> words = pd.DataFrame({"term": ["red", "red"], "side": ["a", "b"], "count": ["3", "4"]})
    >>> row({"words": words}, "words", {"term": "red"}, "sum count")
    {'term': 'red', 'sum count': '7'}
    """
    how, _, column_there = column.rpartition(" ") if column.startswith(TOTALS) else ("", "", column)
    found = rows(tables, name, wanted, column_there)
    if found.empty:
        raise InputError(f"no row in {name}", "run the workbook again")
    if how:
        common = found.iloc[0][found.nunique() == 1].to_dict()
        return common | {column: _total(found[column_there], how)}
    if len(found) > 1:
        apart = [other for other in found if found[other].is_unique and other not in wanted]
        remedy = f"add {apart[0]}=… to its row" if apart else "the table contains it twice; run the workbook again"
        said = "; ".join(f"{key}={value}" for key, value in wanted.items())
        raise InputError(f"{len(found)} rows with {said} in {name}", remedy)
    return found.iloc[0].to_dict()


def _total(cells, how):
    numbers = [written(cell) for cell in cells]
    if how == "sum" and None in numbers:
        raise InputError(f"{cells.name} is not a number in each of {len(cells)} rows", "claim another column")
    return f"{sum(number for number, _ in numbers):.15g}" if how == "sum" else str(cells.nunique())


def _nearest(name, names):
    near = get_close_matches(name, sorted(names), n=3, cutoff=0)
    return f"nearest: {', '.join(near)}" if near else "nothing was exported"


def printed(cell, form=None):
    """A cell as it stands in a sentence: a number in this format, any other text as it is, "?" for an empty cell.

    Examples
    --------
    >>> printed("1234"), printed("0.44444", ".0%"), printed("")
    ('1,234', '44%', '?')
    """
    number = written(cell)
    if number is None:
        return cell or "?"
    default = ",.0f" if number[0] % 1 == 0 else ",.2f" if abs(number[0]) >= 1 else ".3g"
    return format(number[0], form or default)


def as_exported(results):
    """The tables of these Results by their names, all text, as `rows` takes them."""
    return {result.name: read_csv_text(csv_text(result.table)) for result in results}


def filled(text, tables):
    """A text with the numbers of the tables in the place of its fields.

    A field names the cell: ``{speakers: speaker=Xi Jinping; group=state; column=n_tokens}``. With ``sum`` before the
    table it is the sum of the column over all rows that fulfil the conditions, with ``distinct`` the number of
    different cells; ``|.0%`` at the end is a format.

    Examples
    --------
    >>> import pandas as pd
    >>> tables = {"words": pd.DataFrame({"term": ["red", "red"], "side": ["a", "b"], "count": ["3", "4"]})}
    >>> filled("{sum words: term=red; column=count} uses, {words: side=b; column=count} in b.", tables)
    '7 uses, 4 in b.'
    """
    return FIELD.sub(lambda found: _number(found, tables), " ".join(text.split()))


def _number(found, tables):
    how, name, where, form = found.groups()
    wanted = conditions(where) or {}
    if "column" not in wanted:
        raise InputError(f"{found[0]} names no column", "write {table: column=value; column=name}", file=FILE)
    column = how + wanted.pop("column")
    try:
        return printed(row(tables, name, wanted, column)[column], form)
    except InputError as error:
        raise InputError(f"{found[0]}: {error}", "name a cell of a table that the run exports", file=FILE) from None
