"""Slogans: how many articles carry a formulation, how often, when, in which wording and in whose voice."""

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.files import InputError
from analysis.stats import measures
from analysis.stats.terms import top
from analysis.text.counts import Counts, by, grouping
from analysis.text.matches import spans

TIERS = ["cold", "tepid", "warm", "hot", "scalding", "boiling"]
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
    table = table.assign(order=table["doc_id"].map(order)).sort_values(["slogan", "order"], ignore_index=True)
    return table.drop(columns="order")


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
    table = by(Counts(dated.matrix, dated.terms, periods), "period")
    table = table.rename(columns={"term": "slogan", "group": "period"})
    table["of_docs"] = table["period"].map(periods.groupby("period").size()).astype(int)
    return _with_rates(table, "period")


def by_side_and_period(counts, side, period="month"):
    """``by_period`` for each side by itself, one below the other, with the side as first column."""
    _, labels = grouping(counts.docs, side)
    tables = [by_period(counts.where(counts.docs[side] == label), period).assign(side=label) for label in labels]
    return pd.concat(tables, ignore_index=True)[["side", *tables[0].columns.drop("side")]]


def attested(table):
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


def events(lexicon):
    """Day of the first prominent use of each slogan whose date is confirmed, by label; the start of a month or year."""
    uses = {entry.label: entry.facts.get("first_use", {}) for entry in lexicon.entries}
    known = {label: use for label, use in uses.items() if use.get("status") == "confirmed" and use.get("date")}
    return {label: pd.Timestamp(use["date"]) for label, use in known.items()}


def spread(counts, side):
    """When each slogan is first and last seen in the corpus, where, and how widely it is carried.

    Returns
    -------
    DataFrame [one row a slogan with a hit]
        Columns slogan, n_docs, n_sides, n_publishers, n_languages, first_seen, first_doc, last_seen, last_doc
        (by the earliest possible day; NaT and "" where every article with it is undated). Sorted by n_docs,
        falling, then slogan. The first article of a corpus is not the first use of a slogan.
    """
    rows, columns = counts.matrix.nonzero()
    names = {"slogan": counts.terms.to_numpy()[columns], "side": counts.docs[side].to_numpy()[rows]}
    hits = counts.docs[["doc_id", "publisher", "language", "published"]].iloc[rows].assign(**names)
    table = hits.groupby("slogan").agg(
        n_docs=("doc_id", "nunique"),
        n_sides=("side", "nunique"),
        n_publishers=("publisher", "nunique"),
        n_languages=("language", "nunique"),
    )
    dated = hits.dropna(subset="published").sort_values(["published", "doc_id"])
    for name, ends in (
        ("first", dated.drop_duplicates("slogan")),
        ("last", dated.drop_duplicates("slogan", keep="last")),
    ):
        ends = ends.set_index("slogan")
        table[f"{name}_seen"] = ends["published"].reindex(table.index)
        table[f"{name}_doc"] = ends["doc_id"].reindex(table.index).fillna("")
    return table.reset_index().sort_values(["n_docs", "slogan"], ascending=[False, True], ignore_index=True)


def co_occurrence(tokens, matches):
    """Pairs of slogans that stand in one article, or in one sentence.

    Returns
    -------
    DataFrame [one row a pair; columns slogan, other, n_docs, n_sentences, n_nested]
        Articles and sentences that hold both; ``n_nested`` matches of one lie inside a match of the other
        (each keeps its own count). Sorted by n_docs, n_sentences, falling, then names.
    """
    start, end = spans(tokens, matches)
    keys = matches["key"].cat.remove_unused_categories()
    table = _pairs(keys, tokens.doc[start], "n_docs")
    sentences = _pairs(keys, np.searchsorted(tokens.sentences, start, side="right"), "n_sentences")
    table = table.merge(sentences, how="left", on=["slogan", "other"])
    table = table.merge(_nested(keys, start, end), how="left", on=["slogan", "other"])
    table = table.fillna({"n_sentences": 0, "n_nested": 0}).astype({"n_sentences": int, "n_nested": int})
    order = {"by": ["n_docs", "n_sentences", "slogan", "other"], "ascending": [False, False, True, True]}
    return table.sort_values(**order, ignore_index=True)


def _pairs(keys, unit, name):
    """Units (articles, sentences) that hold both slogans of a pair."""
    shape = int(unit.max(initial=0)) + 1, len(keys.cat.categories)
    held = sparse.csr_array((np.ones(len(keys), dtype=np.int64), (unit, keys.cat.codes)), shape=shape) > 0
    both = sparse.triu(held.T.astype(np.int64) @ held.astype(np.int64), k=1).tocoo()
    names = keys.cat.categories.to_numpy()
    return pd.DataFrame({"slogan": names[both.row], "other": names[both.col], name: both.data})


def _nested(keys, start, end):
    """Matches that lie inside a match of another slogan, by pair; a sweep from left to right."""
    found, open_ = [], []
    for row in np.lexsort((-end, start)):
        open_ = [other for other in open_ if end[other] > start[row]]
        found += [tuple(sorted((keys.iloc[row], keys.iloc[other]))) for other in open_ if end[other] >= end[row]]
        open_.append(row)
    table = pd.DataFrame(found, columns=["slogan", "other"], dtype=object)
    return table[table["slogan"] != table["other"]].value_counts().rename("n_nested").reset_index()


def renderings(tokens, matches, slogan, column):
    """The wordings in which one slogan is printed, by side or publisher.

    Parameters
    ----------
    tokens : Tokens
    matches : DataFrame
    slogan : str
        Its key.
    column : str
        A column of ``docs``.

    Returns
    -------
    DataFrame [one row a wording and group that prints it; columns rendering, group, count, n_docs]
        ``rendering`` is what stands in the text, case-folded and without quotation marks. Sorted by the
        wording's count over all groups, falling, then wording and group.
    """
    rows = matches[matches["key"] == slogan]
    seen, forms = tokens.is_word, tokens.types["form"].to_numpy()
    words = [" ".join(forms[tokens.ids[a:b][seen[a:b]]]).casefold() for a, b in zip(*spans(tokens, rows), strict=True)]
    group = rows["doc_id"].map(tokens.docs.set_index("doc_id", drop=False)[column])
    table = rows.assign(rendering=words, group=group).groupby(["rendering", "group"])
    table = table.agg(count=("doc_id", "size"), n_docs=("doc_id", "nunique")).reset_index()
    total = table.groupby("rendering")["count"].transform("sum")
    table = table.assign(total=total).sort_values(["total", "rendering", "group"], ascending=[False, True, True])
    return table.drop(columns="total").reset_index(drop=True)


def adoption(labelled, docs, side):
    """In whose voice each side speaks each slogan.

    Parameters
    ----------
    labelled : DataFrame
        Matches with their voice (``voice.label``).
    docs : DataFrame
    side : str

    Returns
    -------
    DataFrame [one row a slogan with a hit and side]
        Columns slogan, side, own, attributed, distanced, quoted (occurrences), count, n_docs, adoption (own /
        count; NaN where the side never says it). Sorted by slogan and side. An outlet that quotes a slogan
        has not adopted it; one that says it unquoted has not endorsed it either.
    """
    sides = labelled["doc_id"].map(docs.set_index("doc_id", drop=False)[side])
    rows = labelled.assign(slogan=labelled["key"].astype(str), side=sides)
    table = pd.crosstab([rows["slogan"], rows["side"]], rows["voice"], dropna=False)
    cells = pd.MultiIndex.from_product(
        [sorted(set(rows["slogan"])), dict.fromkeys(docs[side])], names=["slogan", "side"]
    )
    table = table.reindex(index=cells, columns=list(labelled["voice"].cat.categories), fill_value=0)
    table["count"] = table.sum(axis=1)
    table["n_docs"] = rows.groupby(["slogan", "side"])["doc_id"].nunique().reindex(cells, fill_value=0)
    table["adoption"] = table["own"] / table["count"].where(table["count"] > 0)
    return table.rename_axis(columns=None).reset_index()


def temperature(table, cuts, tiers=tuple(TIERS)):
    """Name how warm a slogan is in a period, after the China Media Project's discourse scale.

    Parameters
    ----------
    table : DataFrame
        ``by_period`` or ``by_side``: share of articles with its interval.
    cuts : sequence of 5 float, rising, between 0 and 1
        Shares of articles at which the second to the sixth tier begin. They are yours to set: this is not
        CMP's own scale, whose cut-offs are not published and which counts the People's Daily over a year.
    tiers : sequence of 6 str

    Returns
    -------
    DataFrame
        ``table`` with a column tier: "" where the interval spans more than one.
    """
    cuts = np.asarray(cuts, dtype=float)
    if len(tiers) != len(cuts) + 1 or not (np.diff(cuts) > 0).all() or not ((cuts > 0) & (cuts < 1)).all():
        raise InputError(f"cuts {list(cuts)}: give {len(tiers) - 1} rising shares between 0 and 1")
    low, high = (np.searchsorted(cuts, table[name], side="right") for name in ("share_low", "share_high"))
    return table.assign(tier=np.where(low == high, np.array(tiers, dtype=object)[low], ""))


def pattern_hits(matches, lexicon):
    """How often each pattern of a lexicon fired: those that never did are misspelt, obsolete or absent.

    Returns
    -------
    DataFrame [one row a pattern; columns key, label, kind, variant, count, n_docs]
        In the order of the lexicon's table.
    """
    fired = (
        matches.groupby(["key", "variant"], observed=True)["doc_id"].agg(count="size", n_docs="nunique").reset_index()
    )
    table = lexicon.table().merge(fired.astype({"key": object}), how="left", on=["key", "variant"])
    return table.fillna({"count": 0, "n_docs": 0}).astype({"count": int, "n_docs": int})


def always_together(counts):
    """Slogans that stand in exactly the same articles, two or more: the corpus cannot tell them apart.

    Returns
    -------
    DataFrame [columns slogan, other, n_docs]
    """
    held = (counts.matrix > 0).astype(np.int64)
    n_docs = np.asarray(held.sum(axis=0)).ravel()
    both = sparse.triu(held.T @ held, k=1).tocoo()
    same = (both.data == n_docs[both.row]) & (both.data == n_docs[both.col]) & (both.data > 1)
    names = counts.terms.to_numpy()
    return pd.DataFrame({"slogan": names[both.row[same]], "other": names[both.col[same]], "n_docs": both.data[same]})


def readable(counts, lexicon):
    """The articles in a language that the lexicon has wordings for, or of none that is named.

    In another language a slogan is not silent but unread: such articles are in no base of a share or rate.
    """
    languages = set().union(*map(_languages, lexicon.entries), {""})
    return counts.where(_language(counts.docs).isin(languages))


def languages_without_renderings(docs, lexicon):
    """Slogans that have no wording in the language of some articles: their silence there says nothing.

    A pattern in Han characters is Chinese, any other English; an article without a language is not listed.

    Returns
    -------
    DataFrame [one row a slogan and language; columns slogan, language, n_docs]
    """
    languages = _language(docs).value_counts().drop("", errors="ignore")
    rows = [
        (entry.key, language, n_docs)
        for entry in lexicon.entries
        for language, n_docs in languages.items()
        if language not in _languages(entry)
    ]
    return pd.DataFrame(rows, columns=["slogan", "language", "n_docs"])


def _languages(entry):
    return {"zh" if variant.kind == "chinese" else "en" for variant in entry.variants}


def _language(docs):
    """Main part of each article's language tag: zh of zh-CN."""
    return docs["language"].str.lower().str.split("[-_]").str[0]


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


def most_widespread(table, n=30):
    """Keep the n slogans that most articles carry, never cut inside a tie, in that order; all their rows.

    Parameters
    ----------
    table : DataFrame [columns slogan, n_docs, count, …]
    n : int
    """
    totals = table.groupby("slogan", sort=False, observed=True)[["n_docs", "count"]].sum().reset_index()
    totals = totals[totals["count"] > 0].sort_values(["n_docs", "count", "slogan"], ascending=[False, False, True])
    kept = top(totals, n, "n_docs")["slogan"]
    return table.set_index("slogan").loc[kept].reset_index()[table.columns] if len(kept) else table.iloc[:0]


def fitting(docs, columns, most=12):
    """The first of these columns with few enough values to stand side by side in a chart; else the last."""
    return next((name for name in columns if docs[name].nunique() <= most), columns[-1])


def latest(table, most=14):
    """Keep the latest periods of a table, at most so many; its slogans and their order stay."""
    return table[table["period"].isin(sorted(set(table["period"]))[-most:])].reset_index(drop=True)


def narrow(table, column, most=12):
    """Keep the values of a column (publishers, sides) with the most occurrences, at most so many; in their order."""
    totals = table.groupby(column, sort=False, observed=True)["count"].sum().sort_values(ascending=False, kind="stable")
    return table[table[column].isin(totals.index[:most])].reset_index(drop=True)


def fitting_period(docs, most=12):
    """The finest of month, quarter and year that divides the corpus into few enough periods for a chart."""
    days = docs["published"].dropna()
    finer = (name for name in ("month", "quarter", "year") if days.dt.to_period(PERIODS[name]).nunique() <= most)
    return next(finer, "year")


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
