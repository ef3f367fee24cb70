"""Place and time: questions about where in its articles a term stands, and how its use changes over time."""

from functools import partial

from analysis.show import trend as figures
from analysis.stats import trend as stats
from analysis.stats.sides import articles_of
from analysis.stats.terms import checked_n, frequency
from analysis.text.counts import from_matches
from analysis.workbook.slogans import UNDATED
from analysis.workbook.words import keyed, listed, outlet_and_day, plural, slug, terms_of

MARKS = " Hollow and unjoined: fewer than 5 articles; gap: no article; {}."
FEW = f"a change of level is sought only in {stats.SERIES} or more periods with 5 articles"
PELT = "dashed: first period of a new level (PELT, cost l2, at least 3 periods a level, penalty 3 log n × variance)"
MOST_TERMS = 6  # that a figure can hold


class TrendQuestions:
    """Questions about place and time; part of `Corpus`."""

    def dispersion(self, term=None, kind=None, n=15):
        """Where in its articles a term stands: a dispersion plot (barcode), a bar an article.

        Parameters
        ----------
        term, kind
            As in `lines`. Default: the most frequent content word.
        n : int
            Articles shown: those with most occurrences, in the order of their dates.

        Returns
        -------
        Result
            Table, one row an occurrence in these articles: term, side, doc_id, position (1 = first word of the article
            that counts), n_tokens, share (position / n_tokens), voice.

        Examples
        --------
        >>> corpus.dispersion("dual circulation").table[["position", "n_tokens"]].values.tolist()
        [[395, 475], [448, 475]]
        """
        return self._result(**self._dispersed(term, kind, n))

    def _dispersed(self, term, kind, n, sides=None):
        """Where a term stands; in the articles of two sides, if given."""
        found, docs, (column, *labels) = self.find(*self._term(term, kind)), self.tokens.docs, sides or self.sides[:1]
        places, name = stats.positions(self.tokens, found, self.mask), str(found["key"].iloc[0])
        most = places["doc_id"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
        shown = docs[docs["doc_id"].isin(most.index[: checked_n(n)])].sort_values(["published", "doc_id"])
        shown = shown.assign(term=name, side=shown[column].astype(str))
        shown = shown.sort_values("side", key=lambda side: side.eq(labels[1]), kind="stable") if labels else shown
        table = shown[["term", "side", "doc_id"]].merge(places.sort_values("position", kind="stable"), on="doc_id")
        dp = frequency(from_matches(self.tokens, keyed(found), self.mask))["dp"].iloc[0]
        fields = {"term": name, "times": plural(len(found), "time"), "articles": len(most)}
        fields |= {
            "dp": f"{dp:.2f}".replace("nan", "undefined"),
            "of": plural(len(self), "article"),
            "bars": plural(len(shown), "article"),
        }
        names, fields["middle"] = outlet_and_day(shown.set_index("doc_id")), places["share"].median()
        how = {"draw": lambda rows, ax: figures.plot_dispersion(rows, names, labels, ax=ax), "fields": fields}
        how |= {"evidence": partial(self._quoted, found), "name": f"dispersion-{slug(name)}"}
        return how | {"question": "dispersion", "table": table}

    def trend(self, terms=None, by=None, kind=None):
        """Share of articles with a term, and its rate, from period to period; gaps in time stay gaps.

        Parameters
        ----------
        terms, kind
            As in `frequency`. Default: the most frequent content word.
        by : {"day", "week", "month", "quarter", "year"}, optional
            The period. Default: the finest of which half have 5 articles or more, else year.

        Returns
        -------
        Result
            Table, one row a term and period, also a period without articles: the columns of `stats.trend.trend`, side
            only in a comparison. No picture where fewer than two periods have 5 articles.

        Examples
        --------
        >>> corpus.trend("innovation").title
        'No trend of “innovation” is drawn: no year has 5 articles.'
        """
        if by is None and self._all_undated():
            return self._nothing(UNDATED)
        return self._result(**self._over_time(terms, by, kind))

    def _over_time(self, terms, unit, kind, sides=None):
        """Trends of terms; of two sides, if given."""
        unit, labels = stats.finest(self.tokens.docs) if unit is None else str(unit), (sides or ())[1:]
        self._dated(unit)
        asked, (terms, kind) = terms is not None, self._term(terms, kind)
        found = self._found(terms_of(terms), kind)
        table = stats.trend(from_matches(self.tokens, found, self.mask), unit, sides)
        firm, names = table[~table["thin"]], listed(f"“{term}”" for term in found["key"].cat.categories)
        long, n_firm = firm.groupby(["term", "side"]).size().max() >= stats.SERIES, len(set(firm["period"]))
        fits = n_firm > 1 and table["term"].nunique() <= MOST_TERMS
        none = f"No trend of {names} is drawn: {'only one' if n_firm else 'no'} {unit} has 5 articles"
        fields = {"said": _said(firm) if n_firm > 1 else none + " of one side" * bool(labels), "unit": unit}
        fields |= {"terms": names, "firm": n_firm, "periods": plural(table["period"].nunique(), unit)}
        fields |= {"left_out": self._left_out(unit), "marks": MARKS.format(PELT if long else FEW) * fits}
        draw = (lambda rows, ax: figures.plot_trend(rows, labels, ax=ax)) if fits else None
        how = {"draw": draw, "evidence": partial(self._quoted, found), "name": f"trend-{unit}-{slug(names[:40])}"}
        table = table if sides else table.drop(columns="side")
        return how | {"question": "trend", "table": table, "fields": fields, "telling": asked or n_firm > 1}


class SidedTrends:
    """Questions about place and time; part of `Comparison`."""

    def dispersion(self, term=None, kind=None, n=15):
        """Where in the articles of both sides a term stands, in their colours; see ``Corpus.dispersion``.

        Examples
        --------
        >>> sides.dispersion("dual circulation").table[["side", "doc_id"]].values.tolist()
        [['foreign', 'peace-post-2020'], ['foreign', 'peace-post-2020']]
        """
        return self._result(**self.compared._dispersed(term, kind, n, self.sides))

    def trend(self, terms=None, by=None, kind=None):
        """Share of each side's articles with a term, and its rate, from period to period; see ``Corpus.trend``.

        Examples
        --------
        >>> sides.trend("innovation", "quarter").table.query("side == 'state'")["count"].sum()
        np.int64(13)
        """
        if by is None and self.compared._all_undated():
            return self.compared._nothing(UNDATED)
        return self._result(**self.compared._over_time(terms, by, kind, self.sides))


def _said(firm):
    """Between which shares the first two terms lie, side by side, in words."""
    terms = list(firm.groupby("term", sort=False))[:2]
    return "; ".join(
        f"“{term}”: {'; '.join(_range(rows) for _, rows in part.groupby('side', sort=False))}" for term, part in terms
    )


def _range(rows):
    """The lowest and the highest share of one term and side, and new levels, in words."""
    (low, first), *_, (high, last) = sorted([*zip(rows["share"], rows["period"], strict=True)] * 2)
    ends = f"between {low:.0%} ({first}) and {high:.0%} ({last})" if f"{low:.0%}" != f"{high:.0%}" else f"{low:.0%}"
    new, side = rows.loc[rows["share_change"], "period"], rows["side"].iloc[0]
    level = f", with a new level from {listed(new[:3])} on" if len(new) else ""
    return f"{ends} of {articles_of(side) if side else 'articles'}{level}"
