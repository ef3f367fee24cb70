"""Part: which articles of a corpus meet a condition, have a label, or lie between two days; and these in words."""

import ast
import re
import reprlib
from datetime import date

import numpy as np
import pandas as pd
from pandas.api.types import is_list_like

from analysis.files import InputError

NAMES = ("condition", "voice", "contains", "since", "until")  # what `Corpus.where` takes besides columns and periods
DAY = re.compile(r"\d{4}(-\d\d){0,2}")


def conditions(texts):
    """Conditions as they are typed, ``name=value``, as the keywords of `Corpus.where`.

    A name that comes twice has both values: an article may meet either.

    Examples
    --------
    >>> conditions(["contains=Hong Kong", "publisher=CGTN", "publisher=Xinhua"])
    {'contains': 'Hong Kong', 'publisher': ['CGTN', 'Xinhua']}
    """
    found = {}
    for text in texts:
        name, mark, value = (part.strip() for part in str(text).partition("="))
        if not (name and mark and value):
            remedy = "write contains=Hong Kong, since=2022, until=2023-06, or a column and its label"
            raise InputError(f"where {text!r}: not a name and a value", remedy)
        if name in found and name in set(NAMES) - {"contains"}:
            raise InputError(f"where {text!r}: {name} is given twice", "give it once")
        found[name] = [*several(found[name]), value] if name in found else value
    return found


def met(docs, condition):
    """Which articles meet a condition that pandas can read, as bool array."""
    try:
        found = docs.eval(condition)
        if not isinstance(found, pd.Series) or found.dtype != bool:
            raise TypeError
    except Exception:
        unknown = [name for name in _names(condition) if name not in docs]
        problem = f"no column is called {unknown[0]}" if unknown else "it does not compare a column with a value"
        known = ", ".join(name for name in docs if name != "text")
        remedy = f"write it as published >= '2023' or publisher == 'CGTN', on the columns {known}"
        raise InputError(f"condition {reprlib.repr(condition)}: {problem}", remedy) from None
    return found.to_numpy()


def _names(condition):
    """The names in a condition; none where it cannot be read."""
    try:
        return [node.id for node in ast.walk(ast.parse(condition, mode="eval")) if isinstance(node, ast.Name)]
    except (SyntaxError, TypeError, ValueError):
        return []


def several(values):
    """One value or several, as a list of text."""
    return list(map(str, values)) if is_list_like(values) else [str(values)]


def labelled(labels, name, values, outlets=None):
    """Which articles have one of these labels, whatever its capitals, as bool array.

    With `Outlets`, the usual name of an outlet stands for all its spellings: "Xinhua" for "Xinhua News Agency - CEIS".
    """
    wanted, folded = several(values), labels.str.casefold()
    found = {value: {*labels[folded == value.casefold()], *_spellings(labels, value, outlets)} for value in wanted}
    unknown = [value for value in wanted if not found[value]]
    if unknown or not wanted:
        known = ", ".join(sorted(set(labels) - {""})[:20]) or "none"
        raise InputError(f"{name} {''.join(unknown[:1])!r}: no article has it", f"the labels there are {known}")
    return labels.isin(set.union(*found.values())).to_numpy()


def _spellings(labels, value, outlets):
    """The labels that name the outlet of which a value is the usual name."""
    if not outlets or (outlets.find(value) or {"name": value})["name"] != value:
        return []
    usual = outlets.same(value)
    return [label for label in labels.unique() if usual & outlets.same(label)]


def within(docs, since=None, until=None):
    """Which articles are dated between two days, months or years, both included.

    Parameters
    ----------
    docs : DataFrame [columns published, published_latest, …]
    since, until : str, int or date, optional
        "2022", "2022-03" or "2022-03-05".

    Returns
    -------
    inside : bool array [shape=(n_docs,)]
        The earliest and the latest possible day of the article both lie between.
    uncertain : bool array
        The article may lie between: it is undated, or only a part of its possible days does.

    Raises
    ------
    InputError
        For what is no day, month or year, and where since is after until.

    Examples
    --------
    >>> dates = pd.to_datetime(["2022-01-31", "2022-01-15", None]), pd.to_datetime(["2022-01-31", "2022-02-15", None])
    >>> docs = pd.DataFrame(dict(zip(["published", "published_latest"], dates, strict=True)))
    >>> [rows.tolist() for rows in within(docs, until="2022-01")]
    [[True, False, False], [False, True, True]]
    """
    low = _days("since", "0001" if since is None else since)[0]
    high = _days("until", "9999" if until is None else until)[1]
    if low > high:
        raise InputError(f"since {since}, until {until}: no day lies between them", "exchange the two")
    first, last = docs["published"], docs["published_latest"]
    inside = (first >= low) & (last <= high)
    return inside.to_numpy(), (first.isna() | (~inside & (last >= low) & (first <= high))).to_numpy()


def days(docs):
    """The first and the last day of articles in words."""
    found = docs["published"].dropna()
    return f"{found.min():%Y-%m-%d} to {found.max():%Y-%m-%d}" if len(found) else "undated"


def divided(docs, day):
    """Whether each article is dated before a day or from it on, as array of labels; "" where this is not known.

    Examples
    --------
    >>> dates = pd.to_datetime(["2022-01-31", "2022-01-15", None]), pd.to_datetime(["2022-01-31", "2022-02-15", None])
    >>> docs = pd.DataFrame(dict(zip(["published", "published_latest"], dates, strict=True)))
    >>> divided(docs, "2022-01-20").tolist()
    ['from 2022-01-20', '', '']
    """
    first, said = _days("day", day)[0], written_day(day)
    sides = docs["published_latest"] < first, docs["published"] >= first
    return np.select(sides, [f"before {said}", f"from {said}"], "").astype(object)


def written_day(value):
    """A day, month or year as it is written: a date as 2022-03-05, any other value as it is."""
    return str(value)[:10] if isinstance(value, date) else str(value).strip()


def _days(name, value):
    """First and last day of a day, a month or a year."""
    text = written_day(value)
    try:
        if not DAY.fullmatch(text):
            raise ValueError
        span = np.datetime64(text)
    except ValueError:
        raise InputError(
            f"{name} {text!r}: not a day, month or year", "write it as 2022, 2022-03 or 2022-03-05"
        ) from None
    return np.datetime64(span, "D"), np.datetime64(span + 1, "D") - 1
