"""Slogans: how many articles carry a formulation, and how often, by article, side and period."""

import pandas as pd

from analysis import measures
from analysis.counts import by
from analysis.files import InputError

PERIODS = {"day": "D", "month": "M", "quarter": "Q", "year": "Y"}


def by_article(counts):
    """Occurrences of each slogan in each article.

    Parameters
    ----------
    counts : Counts
        Of slogans: ``counts.from_matches``.

    Returns
    -------
    DataFrame [one row a slogan and article; columns slogan, doc_id, count, n_tokens, per_thousand]
        Sorted by slogan, then in the order of the articles; 0 where an article does not carry it.
    """
    order = {doc_id: row for row, doc_id in enumerate(counts.docs["doc_id"])}
    table = by(counts, "doc_id").rename(columns={"term": "slogan", "group": "doc_id"}).drop(columns="n_docs")
    table["per_thousand"] = measures.per_thousand(table["count"].to_numpy(), table["n_tokens"].to_numpy())
    return table.sort_values(
        ["slogan", "doc_id"], key=lambda c: c.map(order) if c.name == "doc_id" else c, ignore_index=True
    )


def by_side(counts, side):
    """How many articles of each side carry each slogan, and how often they print it.

    Parameters
    ----------
    counts : Counts
    side : str
        A column of ``docs``: a side, the publisher, the language …

    Returns
    -------
    DataFrame [one row a slogan and side]
        Columns slogan, side, n_docs (articles that contain it, the field's unit), of_docs, share (n_docs /
        of_docs), share_low and share_high (Wilson interval, 95 %), count, n_tokens, per_thousand. 0 where
        the side never says it. Sorted by slogan and side.
    """
    table = by(counts, side).rename(columns={"term": "slogan", "group": "side"})
    table["of_docs"] = table["side"].map(counts.docs[side].value_counts()).astype(int)
    return _with_rates(table, "side")


def by_period(counts, period="month"):
    """How many articles of each day, month, quarter or year carry each slogan.

    Parameters
    ----------
    counts : Counts
    period : {"day", "month", "quarter", "year"}

    Returns
    -------
    DataFrame [one row a slogan and period; columns as in ``by_side``, with period in place of side]
        A period without articles has no row; a slogan that a period never says has a row of 0. An
        undated article (see ``undated``) is in no period.
    """
    dated = counts.where(~undated(counts.docs, period))
    periods = dated.docs.assign(period=dated.docs["published"].dt.to_period(PERIODS[period]).astype(object))
    table = by(type(counts)(dated.matrix, dated.terms, periods), "period")
    table = table.rename(columns={"term": "slogan", "group": "period"})
    table["of_docs"] = table["period"].map(periods["period"].value_counts()).astype(int)
    return _with_rates(table, "period")


def by_side_and_period(counts, side, period="month"):
    """``by_period`` for each side by itself, one below the other, with the side as first column."""
    labels = sorted(set(counts.docs[side]))
    tables = [by_period(counts.where(counts.docs[side] == label), period).assign(side=label) for label in labels]
    return pd.concat(tables, ignore_index=True)[["side", *tables[0].columns.drop("side")]]


def carried(table):
    """Keep the slogans with a hit, those in most rows first, then those with most occurrences.

    Parameters
    ----------
    table : DataFrame [columns slogan, count, …]
        As ``by_article``, ``by_side`` or ``by_period`` returned it.

    Returns
    -------
    DataFrame
        All rows of those slogans, 0 included, otherwise in their order.
    """
    hits = table.assign(rows=table["count"] > 0).groupby("slogan", observed=True)[["rows", "count"]].sum()
    hits = hits[hits["count"] > 0].sort_values(["rows", "count"], ascending=False, kind="stable")
    return table.set_index("slogan").loc[hits.index].reset_index()[table.columns] if len(hits) else table.iloc[:0]


def first_uses(lexicon, matches):
    """What is known of the slogans that were found: original, and first prominent use with its source.

    Returns
    -------
    DataFrame [one row a slogan with a match; columns slogan, chinese, first_use, event, source, status]
        Sorted by first use; unknown facts are empty.
    """
    found = set(matches["key"])
    rows = [
        {"slogan": entry.label, "chinese": entry.facts.get("chinese", "")} | entry.facts.get("first_use", {})
        for entry in lexicon.entries
        if entry.key in found
    ]
    columns = ["slogan", "chinese", "date", "event", "source", "status"]
    table = pd.DataFrame(rows, columns=columns, dtype=object).fillna("").rename(columns={"date": "first_use"})
    return table.sort_values(["first_use", "slogan"], ignore_index=True)


def undated(docs, period="month"):
    """Articles that cannot be placed in one period, bool array [shape=(n_docs,)].

    Those without a day, and those whose earliest and latest possible day lie in two periods.
    """
    if period not in PERIODS:
        raise InputError(f"period {period!r}: unknown; choose one of {', '.join(PERIODS)}")
    first, last = (docs[name].dt.to_period(PERIODS[period]) for name in ("published", "published_latest"))
    return (first.isna() | (first != last)).to_numpy()


def _with_rates(table, unit):
    low, high = measures.wilson(table["n_docs"].to_numpy(), table["of_docs"].to_numpy())
    table = table.assign(
        share=table["n_docs"] / table["of_docs"],
        share_low=low,
        share_high=high,
        per_thousand=measures.per_thousand(table["count"].to_numpy(), table["n_tokens"].to_numpy()),
    )
    shares = ["n_docs", "of_docs", "share", "share_low", "share_high"]
    return table[["slogan", unit, *shares, "count", "n_tokens", "per_thousand"]]
