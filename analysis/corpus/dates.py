"""Dates: written days, the earliest and the latest day that each can mean, and the order of a column of them."""

import calendar
import re
from datetime import date, timedelta
from functools import cache
from unicodedata import normalize

from analysis.files import InputError, bundled, patterns, read_toml

EARLIEST = 1500  # first year in which an article can be dated
ORDERS = {"day-first": "dmy", "month-first": "mdy", "year-first": "ymd"}
NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)(?![\d/-])")
LISTS = read_toml(bundled("seeds", "lexicons", "dates.toml"))
ERAS = LISTS["eras"]
NUMERALS = {ord(sign): str(n) for n, signs in enumerate(LISTS["numerals"]) for sign in signs} | {ord("元"): "1"}
P = patterns("dates", ERAS="|".join(ERAS), NUMERAL=f"[{''.join(LISTS['numerals'])}十廿卅]")
WRITTEN, ALONE = P.written, P.alone  # anywhere in a text; only where nothing else stands in the cell or after the label


class UnclearDay(InputError):
    """A date whose order of day, month and year the user has to state."""


def days(value, months, order=None):
    """The earliest and the latest day that a written date can mean.

    Parameters
    ----------
    value : str
        A month or a year alone means all its days. A year of two digits belongs to this century, or to the last
        one if it would otherwise lie more than a year ahead. A number of five digits alone is a day as Excel counts.
    months : dict of str to int
        Number of a month by name, as in `read_months`.
    order : {"day-first", "month-first", "year-first"}, optional
        How dates such as 03/04/2020 are meant. Without it 03.04.2020 is the third of April: only languages that put
        the day first write dots.

    Returns
    -------
    tuple of two datetime.date, or None
        None if the text holds no date of the years in which articles are dated.

    Raises
    ------
    UnclearDay
        For a date that can be several days without an order, and for one that does not fit the order.

    Examples
    --------
    >>> [str(day) for day in days("February 2024", {"february": 2})]
    ['2024-02-01', '2024-02-29']
    """
    if span := _written(value, months):
        return span
    meant = _readings(value)
    found = NUMERIC.search(value)
    if order and meant and order not in meant:
        raise UnclearDay(f"{found[0]} is not a {order} date", "correct it, or choose another --dates")
    if not order and _is_unclear(value, meant):
        raise UnclearDay(f"{found[0]} can be several days", f"choose --dates {', '.join(ORDERS)}")
    return meant.get(order or next(iter(meant), ""))


def column_order(values, months, order=None):
    """The order in which all days of one column are written, and what shows it: a date, or --dates if it is stated.

    Returns
    -------
    order, example : str
        "" if no day needs an order, because all are certain.

    Raises
    ------
    UnclearDay
        If several orders fit all dates, or none does: the user has to state it.

    Examples
    --------
    >>> column_order(["03/04/2020", "13/6/2023"], {})
    ('day-first', '13/6/2023')
    """
    meant = {value: _readings(value) for value in dict.fromkeys(values) if not _written(value, months)}
    meant = {value: readings for value, readings in meant.items() if readings}
    unclear = [value for value in values if value in meant and _is_unclear(value, meant[value])]
    fitting = [order for order in ORDERS if all(order in readings for readings in meant.values())]
    if not unclear or order:
        return (order, "--dates") if unclear else ("", "")
    if len(fitting) == 1:
        return fitting[0], min(meant, key=lambda value: len(meant[value]))
    possible = fitting or [order for order in ORDERS if order in meant[unclear[0]]]
    n, few = len(unclear), f"{unclear[0]}" + "; other dates of the column fit only one of these" * (not fitting)
    problem = f"{n:,} day{'s' * (n != 1)} can be read as {' or '.join(possible)}, e.g. {few}"
    raise UnclearDay(problem, f"say --dates {' or --dates '.join(possible)}")


@cache
def read_months(path=None):
    """Number of each month by its names, from credits.toml (default: the bundled one)."""
    names = read_toml(path or bundled("seeds", "lexicons", "credits.toml")).get("months", {}).get("names", ())
    return {word: number for number, words in enumerate(names, 1) for word in words.split()}


def _written(value, months):
    """First and last day of a date whose parts cannot be exchanged; None for any other text."""
    found = [*(shape.search(value) for shape in WRITTEN), *(shape.fullmatch(value) for shape in ALONE)]
    for one in filter(None, found):
        month = normalize("NFC", one["m"] or "").casefold()
        if span := _span(_year(one["y"]), months.get(month, _number(month)), _number(one["d"])):
            return span
    counted, seconds = P.serial.fullmatch(value), P.seconds.fullmatch(value)
    if not (counted or seconds):
        return None
    since, n = (date(1899, 12, 30), int(counted[1])) if counted else (date(1970, 1, 1), int(seconds[1]) // 86400)
    day = since + timedelta(days=n)
    return _span(str(day.year), day.month, day.day)


def _year(text):
    """A year that may be one of an era, in digits."""
    era = next(filter(text.startswith, ERAS), "")
    year = _number(text.removeprefix(era).strip())
    return str(ERAS[era] + int(year)) if era else year


def _number(text):
    """A number in words of Chinese and Japanese, in digits; any other text as it is."""
    found = text.replace("廿", "二十").replace("卅", "三十").translate(NUMERALS)
    tens, ten, ones = found.partition("十")
    return f"{tens or 1}{ones or 0}" if ten else found


def _readings(value):
    """What a date such as 03/04/2020 means in each order that it fits: order -> first and last day."""
    found = NUMERIC.search(value)
    named = {order: dict(zip(letters, found.group(1, 3, 4), strict=True)) for order, letters in ORDERS.items() if found}
    spans = {order: _span(parts["y"], parts["m"], parts["d"]) for order, parts in named.items()}
    return {order: span for order, span in spans.items() if span}


def _is_unclear(value, meant):
    """Whether the order decides which day a date is; dots with a year of four digits mean that the day is first."""
    dotted = "day-first" in meant and re.search(r"\d\.\d{1,2}\.\d{4}", value)
    return len(set(meant.values())) > 1 and not dotted


def _span(year, month, day):
    """First and last day of a year, a month or a day; None outside the years in which articles are dated."""
    latest = date.today().year + 1
    try:
        year = int(year) + (len(year) == 2) * (2000 - 100 * (int(year) + 2000 > latest))
        first, end = date(year, int(month or 1), int(day or 1)), int(month or 12)
        last = date(year, end, int(day or calendar.monthrange(year, end)[1]))
    except ValueError:
        return None
    return (first, last) if EARLIEST <= first.year <= latest else None
