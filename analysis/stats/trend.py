"""Trend: where in its articles a term stands, and how its use changes from one period to the next."""

import numpy as np
import pandas as pd

from analysis.stats.slogans import PERIODS, by_period, in_periods, named_period, undated
from analysis.text.matches import spans

LEAST, SERIES, LEVEL = 5, 24, 3  # articles of a period that is not thin; such periods of a series; those of a level
MOST = 40  # periods of a chart
WHOLE = ["of_docs", "n_docs", "count", "n_tokens"]


def positions(tokens, matches, mask=None):
    """Where in its article each match begins, in the words that count.

    Returns
    -------
    DataFrame [rows as in ``matches``; columns doc_id, position, n_tokens, share, voice]
        ``position`` is 1 at the first word of the article, ``share`` is position / n_tokens.
    """
    seen = np.append(0, np.cumsum(tokens.is_word & (tokens.mask() if mask is None else mask)))
    bounds, row = seen[tokens.offsets], tokens.rows(matches["doc_id"])
    table = matches[["doc_id"]].assign(position=seen[spans(tokens, matches)[0]] - bounds[row] + 1)
    table["n_tokens"] = np.diff(bounds)[row]
    return table.assign(share=table["position"] / table["n_tokens"], voice=matches["voice"].astype(str))


def trend(counts, period="month", sides=None):
    """Rate and share of articles of each term in every period from the first article to the last.

    Parameters
    ----------
    counts : Counts
        With at least one article that can be placed in one period; the others (`undated`) are left out.
    period : {"day", "week", "month", "quarter", "year"}
        Weeks begin on Monday and have their ISO 8601 number.
    sides : Sides, optional
        Each of the two by itself, over the same periods. Default: all articles together, side is "".

    Returns
    -------
    DataFrame [one row a term, side and period, also a period without articles; sorted by term, side and time]
        Columns term, side, period, first_day, of_docs, n_docs, share with its Wilson interval (95 %), count, n_tokens,
        per_thousand, thin (fewer than 5 articles), share_change and rate_change (the period begins another level; see
        `changes`). Share and rate of a period without articles are NaN.
    """
    days, (column, *labels) = in_periods(counts, period).docs["published"], sides or (None, "")
    cells = [counts.terms, pd.period_range(days.min(), days.max(), freq=PERIODS[period])]
    cells, parts = pd.MultiIndex.from_product(cells, names=["slogan", "group"]), {}
    for label in labels:
        part = counts.where(counts.docs[column].astype(str) == label) if column else counts
        parts[label] = by_period(part, period).set_index(cells.names).reindex(cells).drop(columns="could_carry")
    table = pd.concat(parts, names=["side"]).astype(float).reset_index()
    table = table.rename(columns={"slogan": "term", "group": "period"})
    table[WHOLE] = table[WHOLE].fillna(0).astype(int)
    table.insert(3, "first_day", pd.PeriodIndex(table["period"]).start_time)
    table = table.assign(period=table["period"].map(named_period), thin=table["of_docs"] < LEAST)
    table = table.sort_values("term", kind="stable", ignore_index=True)
    firm = table[~table["thin"]].groupby(["term", "side"], sort=False)
    for name, values in (("share_change", "share"), ("rate_change", "per_thousand")):
        table[name] = firm[values].transform(changes).reindex(table.index, fill_value=0) > 0
    return table[["term", "side", *table.columns.drop(["term", "side"])]]


def finest(docs):
    """The finest period of which half have 5 articles or more, and which is no more than 40 times; else "year".

    Periods without an article, between the first and the last, count among them.
    A period in which fewer than nine in ten of the articles with a year can be placed is too fine.
    """
    placed = (~undated(docs, "year")).sum()
    for period, code in PERIODS.items():
        days = docs.loc[~undated(docs, period), "published"]
        if len(days) < max(0.9 * placed, 1):
            continue
        periods = pd.period_range(days.min(), days.max(), freq=code)
        counts = days.dt.to_period(code).value_counts().reindex(periods, fill_value=0)
        if len(periods) <= MOST and counts.median() >= LEAST:
            return period
    return "year"


def changes(values):
    """Where a series goes over to another level, as array of 0 and 1; from 24 values on.

    Change points by PELT with the cost l2, at least three values a level and the penalty 3 · log n · variance, under
    which about one in a hundred series of 24 to 120 independent values of one level has a change.

    References
    ----------
    Killick, Fearnhead & Eckley (2012), Optimal detection of changepoints, JASA 107; ruptures (Truong et al. 2020).

    Examples
    --------
    >>> np.flatnonzero(changes([0, 0.1] * 6 + [0.7, 0.6] * 6)).tolist()
    [12]
    """
    values, changed = np.asarray(values, dtype=float), np.zeros(len(values))
    if len(values) >= SERIES and values.std() > 1e-12:
        from ruptures import KernelCPD  # here: few questions need it

        search = KernelCPD(kernel="linear", min_size=LEVEL).fit(values)  # PELT with l2 in C; Pelt(model="l2") is Python
        changed[search.predict(pen=3 * np.log(len(values)) * values.var())[:-1]] = 1
    return changed
