"""Slogans: how many articles contain a formulation, how often, when, in which wording and in whose voice."""

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.files import InputError
from analysis.stats import measures
from analysis.stats.terms import top
from analysis.text.counts import Counts, by
from analysis.text.matches import spans
from analysis.text.tokens import main_language, written

PERIODS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}


def could_carry(docs, lexicon):
    """Which articles are young enough to contain which slogan, as a bool DataFrame [index doc_id, columns key].

    False where the latest possible day of the article is earlier than the first day of the slogan's first known use;
    True where either is not known, or the first use is doubtful.
    """
    uses = {entry.key: entry.facts.get("first_use") or {} for entry in lexicon.entries}
    known = {key: use["date"] for key, use in uses.items() if use.get("date") and use.get("status") != "doubtful"}
    since = {key: pd.Period(known[key]).start_time if key in known else pd.Timestamp.min for key in uses}
    latest = docs["published_latest"]
    return pd.DataFrame({key: ~(latest < day) for key, day in since.items()}).set_index(docs["doc_id"].to_numpy())


def by_group(counts, column, lexicon=None):
    """How many articles of each group contain each slogan, and how often.

    Parameters
    ----------
    counts : Counts
        Of slogans, as ``from_matches`` returns them.
    column : str
        Column of ``docs`` to group by: a side, the publisher, the language, doc_id …
    lexicon : Lexicon, optional
        Of the slogans: articles older than a slogan's first use are then no base of its share. Default: none is.

    Returns
    -------
    DataFrame [one row a slogan and group; sorted by slogan and group]
        Columns slogan, group, n_docs (articles that contain it, the usual unit), of_docs, could_carry (those of them
        that are not too old for it, or contain it all the same), share (n_docs / could_carry; NaN where none could),
        share_low and share_high (Wilson interval, 95 %), count, n_tokens, per_thousand. 0 where a group never uses it.

    Raises
    ------
    InputError
        An unknown column.
    """
    return _with_rates(counts, column, lexicon)


def by_period(counts, period="month", lexicon=None):
    """How many articles of each day, week, month, quarter or year contain each slogan.

    Parameters
    ----------
    counts : Counts
    period : {"day", "week", "month", "quarter", "year"}

    Returns
    -------
    DataFrame [one row a slogan and period; columns as in `by_group`, where group is the period]
        A period without articles has no row, a slogan that is not used in a period has a row of 0. Articles that
        cannot be placed in one period (`undated`) are left out.

    Raises
    ------
    InputError
        An unknown period.
    """
    return _with_rates(in_periods(counts, period), "period", lexicon)


def in_periods(counts, period):
    """The articles that can be placed in one period, with a column ``period`` that names it, as Counts."""
    dated = counts.where(~undated(counts.docs, period))
    periods = dated.docs["published"].dt.to_period(PERIODS[period]).astype(object)
    return Counts(dated.matrix, dated.terms, dated.docs.assign(period=periods))


def named_period(period):
    """A pandas Period as text; a week by its ISO number.

    Examples
    --------
    >>> named_period(pd.Period("2021-01-01", "W"))
    '2020-W53'
    """
    return period.start_time.strftime("%G-W%V") if period.freqstr.startswith("W") else str(period)


def undated(docs, period="month"):
    """Articles that cannot be placed in one period, as bool array [shape=(n_docs,)].

    These have no date, or their earliest and latest possible day lie in different periods.

    Raises
    ------
    InputError
        An unknown period.
    """
    if period not in PERIODS:
        raise InputError(f"period {period!r}: unknown", f"choose one of {', '.join(PERIODS)}")
    first, last = (docs[name].dt.to_period(PERIODS[period]) for name in ("published", "published_latest"))
    return (first.isna() | (first != last)).to_numpy()


def attested(table):
    """Keep the slogans that occur, those in most rows first, then those with most occurrences.

    Parameters
    ----------
    table : DataFrame [columns slogan, count, …]
        As `by_group` or `by_period` returned it.

    Returns
    -------
    DataFrame
        All rows of those slogans, also those of 0, otherwise in their order.

    Examples
    --------
    >>> rows = pd.DataFrame({"slogan": ["a", "b", "b"], "count": [0, 2, 0]})
    >>> attested(rows)["slogan"].tolist()
    ['b', 'b']
    """
    hits = table.assign(rows=table["count"] > 0).groupby("slogan", observed=True)[["rows", "count"]].sum()
    hits = hits[hits["count"] > 0].sort_values(["rows", "count"], ascending=False, kind="stable")
    return _rows_of(table, hits.index)


def most_widespread(table, n=30):
    """Keep the n slogans that most articles contain, then those with most occurrences, without cutting inside a tie.

    Parameters
    ----------
    table : DataFrame [columns slogan, n_docs, count, …]
    n : int

    Returns
    -------
    DataFrame
        All rows of those slogans.
    """
    totals = table.groupby("slogan", sort=False, observed=True)[["n_docs", "count"]].sum().reset_index()
    totals = totals[totals["count"] > 0].sort_values(["n_docs", "count", "slogan"], ascending=[False, False, True])
    rank = totals.groupby(["n_docs", "count"]).ngroup()
    return _rows_of(table, top(totals.assign(rank=rank), n, "rank")["slogan"])


def spread(counts, column, lexicon=None):
    """In how many articles, sides, publishers and languages each slogan occurs, and where first and last.

    Parameters
    ----------
    counts : Counts
    column : str
        Column of ``docs`` that names each article's side.
    lexicon : Lexicon, optional
        As in `by_group`.

    Returns
    -------
    DataFrame [one row a slogan that occurs; sorted by n_docs, falling, then slogan]
        Columns slogan, n_docs, could_carry, n_sides, n_publishers, n_languages, first_seen, first_doc, last_seen,
        last_doc. The earliest possible day counts; NaT and "" where every article with the slogan is undated. The first
        article of a corpus is not the first use of a slogan.
    """
    rows, columns = counts.matrix.nonzero()
    names = {"slogan": counts.terms.to_numpy()[columns], "side": counts.docs[column].to_numpy()[rows]}
    hits = counts.docs[["doc_id", "publisher", "language", "published"]].iloc[rows].assign(**names)
    units = {"n_docs": "doc_id", "n_sides": "side", "n_publishers": "publisher", "n_languages": "language"}
    table = hits.groupby("slogan").agg(**{name: (unit, "nunique") for name, unit in units.items()})
    able = pd.Series(_able(counts, lexicon).matrix.sum(axis=0), counts.terms)
    table.insert(1, "could_carry", able.reindex(table.index))
    dated = hits.dropna(subset="published").sort_values(["published", "doc_id"])
    for end in ("first", "last"):
        ends = dated.drop_duplicates("slogan", keep=end).set_index("slogan")
        table[f"{end}_seen"] = ends["published"].reindex(table.index)
        table[f"{end}_doc"] = ends["doc_id"].reindex(table.index).fillna("")
    return table.reset_index().sort_values(["n_docs", "slogan"], ascending=[False, True], ignore_index=True)


def renderings(tokens, matches, groups):
    """The wordings in which one slogan is printed, by side or publisher.

    Parameters
    ----------
    tokens : Tokens
    matches : DataFrame
        Those of the slogan.
    groups : Series [index doc_id]
        The group of each article; one without is left out.

    Returns
    -------
    DataFrame [one row a wording and group that prints it; columns rendering, group, count, n_docs]
        ``rendering`` is the wording in the text, case-folded and without quotation marks. Sorted by the count of the
        wording in all groups, falling, then wording and group.
    """
    printed = matches.assign(rendering=wordings(tokens, matches), group=matches["doc_id"].map(groups))
    table = printed.groupby(["rendering", "group"])
    table = table.agg(count=("doc_id", "size"), n_docs=("doc_id", "nunique")).reset_index()
    total = table.groupby("rendering")["count"].transform("sum")
    table = table.assign(total=total).sort_values(["total", "rendering", "group"], ascending=[False, True, True])
    return table.drop(columns="total").reset_index(drop=True)


def wordings(tokens, matches):
    """The words of each match, case-folded and without quotation marks, as a list of text."""
    seen, forms = tokens.is_word, tokens.types["form"].to_numpy()
    bounds = zip(*spans(tokens, matches), strict=True)
    return [written(forms[tokens.ids[start:end][seen[start:end]]]).casefold() for start, end in bounds]


def adoption(labelled, docs, column, lexicon=None):
    """In whose voice each group of articles uses each slogan.

    Parameters
    ----------
    labelled : DataFrame
        Matches with their voice, as ``label`` of `analysis.text.voice` returns them.
    docs : DataFrame
    column : str
        Column of ``docs`` to group by.
    lexicon : Lexicon, optional
        As in `by_group`.

    Returns
    -------
    DataFrame [one row a slogan that occurs and group; sorted by slogan, groups in the order of the articles]
        Columns slogan, group, own, attributed, mention, naming, distance, quoted (occurrences), count, n_docs,
        could_carry (as in `by_group`), adoption (own / count; NaN where the group never uses it). An outlet that quotes
        a slogan has not adopted it, and one that uses it in its own voice has not necessarily endorsed it.
    """
    groups = labelled["doc_id"].map(docs.set_index("doc_id", drop=False)[column])
    rows = labelled.assign(slogan=labelled["key"].astype(str), group=groups)
    table = pd.crosstab([rows["slogan"], rows["group"]], rows["voice"], dropna=False)
    names = ["slogan", "group"]
    cells = pd.MultiIndex.from_product([sorted(set(rows["slogan"])), dict.fromkeys(docs[column])], names=names)
    table = table.reindex(index=cells, columns=list(labelled["voice"].cat.categories), fill_value=0)
    table["count"] = table.sum(axis=1)
    table["n_docs"] = rows.groupby(names)["doc_id"].nunique().reindex(cells, fill_value=0)
    table["could_carry"] = _able_by_group(rows, docs, column, lexicon).reindex(cells)
    table["adoption"] = table["own"] / table["count"].where(table["count"] > 0)
    return table.rename_axis(columns=None).reset_index()


def pattern_hits(matches, lexicon):
    """How often each pattern of a lexicon matched. A pattern without a match is misspelt, obsolete or absent.

    Returns
    -------
    DataFrame [one row a pattern; columns key, label, kind, variant, count, n_docs]
        In the order of the lexicon's table; 0 for a pattern without a match.
    """
    hits = matches.groupby(["key", "variant"], observed=True)["doc_id"].agg(count="size", n_docs="nunique")
    hits = hits.reset_index().astype({"key": object})
    table = lexicon.table().merge(hits, how="left", on=["key", "variant"])
    return table.fillna({"count": 0, "n_docs": 0}).astype({"count": int, "n_docs": int})


def always_together(counts):
    """Pairs of slogans that occur in exactly the same articles, two or more: the corpus cannot tell them apart.

    Returns
    -------
    DataFrame [columns slogan, other, n_docs]
    """
    contains = (counts.matrix > 0).astype(np.int64)
    n_docs = contains.sum(axis=0)
    both = sparse.triu(contains.T @ contains, k=1).tocoo()
    same = (both.data == n_docs[both.row]) & (both.data == n_docs[both.col]) & (both.data > 1)
    names = counts.terms.to_numpy()
    return pd.DataFrame({"slogan": names[both.row[same]], "other": names[both.col[same]], "n_docs": both.data[same]})


def readable(counts, lexicon):
    """The articles in a language that the lexicon has patterns for, and those whose language is not given, as Counts.

    In other languages the patterns cannot match, so that such articles belong in no base of a share or rate.
    """
    languages = set().union(*map(_languages, lexicon.entries), {""})
    return counts.where(main_language(counts.docs).isin(languages))


def languages_without_renderings(docs, lexicon):
    """Slogans without a pattern in the language of some articles, where they cannot be found.

    A pattern in Han characters is Chinese, any other English. Articles whose language is not given are not listed.

    Returns
    -------
    DataFrame [one row a slogan and language; columns slogan, language, n_docs]
    """
    languages = main_language(docs).value_counts().drop("", errors="ignore")
    rows = [
        (entry.key, language, n_docs)
        for entry in lexicon.entries
        for language, n_docs in languages.items()
        if language not in _languages(entry)
    ]
    return pd.DataFrame(rows, columns=["slogan", "language", "n_docs"])


def first_uses(lexicon, matches):
    """What is known of the slogans that were found: the original, and the first prominent use with its source.

    Returns
    -------
    DataFrame [one row a slogan with a match; columns slogan, chinese, first_use, event, source, status]
        Sorted by first use, then slogan; "" where a fact is not known.
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


def _able_by_group(rows, docs, column, lexicon):
    """How many articles of each group could contain each slogan of some matches, by slogan and group."""
    keys = pd.Index(sorted(set(rows["slogan"])), dtype=object)
    place = pd.Index(docs["doc_id"]).get_indexer(rows["doc_id"]), keys.get_indexer(rows["slogan"])
    cells = sparse.coo_array((np.ones(len(rows), dtype=np.int64), place), shape=(len(docs), len(keys)))
    able = by(_able(Counts(cells.tocsr(), keys, docs.assign(n_tokens=0)), lexicon), column)
    return able.set_index(["term", "group"])["count"]


def _able(counts, lexicon):
    """1 for each article and slogan where the article could contain it, or does, as Counts."""
    if lexicon is None:
        able = np.ones(counts.matrix.shape, dtype=bool)
    else:
        able = could_carry(counts.docs, lexicon).reindex(columns=counts.terms, fill_value=True).to_numpy(dtype=bool)
    return Counts(sparse.csr_array(able | (counts.matrix.toarray() > 0), dtype=np.int64), counts.terms, counts.docs)


def _with_rates(counts, column, lexicon):
    """Articles and occurrences of each slogan by the values of a column."""
    table = by(counts, column).rename(columns={"term": "slogan"})
    able = by(_able(counts, lexicon), column)["count"]
    low, high = measures.wilson(table["n_docs"].to_numpy(), able.clip(lower=1).to_numpy())
    table = table.assign(
        of_docs=table["group"].map(counts.docs[column].value_counts()).astype(int),
        could_carry=able,
        share=table["n_docs"] / able.where(able > 0),
        share_low=np.where(able > 0, low, np.nan),
        share_high=np.where(able > 0, high, np.nan),
        per_thousand=measures.per_thousand(table["count"].to_numpy(), table["n_tokens"].to_numpy()),
    )
    shares = ["n_docs", "of_docs", "could_carry", "share", "share_low", "share_high"]
    return table[["slogan", "group", *shares, "count", "n_tokens", "per_thousand"]]


def _rows_of(table, slogans):
    """All rows of these slogans, in the order of the slogans."""
    return table.set_index("slogan").loc[slogans].reset_index()[table.columns] if len(slogans) else table.iloc[:0]


def _languages(entry):
    return {"zh" if variant.kind == "chinese" else "en" for variant in entry.variants}
