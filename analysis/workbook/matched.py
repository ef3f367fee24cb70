"""Matched: a comparison with as many articles of both sides in every period or of every kind of outlet."""

import pandas as pd

from analysis.files import InputError
from analysis.stats.keyness import SIDES
from analysis.stats.matching import matched_rows, strata
from analysis.stats.slogans import PERIODS
from analysis.workbook.occurrences import labels_of
from analysis.workbook.part import several
from analysis.workbook.wording import listed, slug

MOST = 8  # strata of a side that a refusal lists


class Matching:
    """Questions about matched articles; part of `Comparison`.

    Attributes
    ----------
    whole : Comparison or None
        Of a matched comparison, the one that it was drawn from.
    by : list of str
        What it is matched by.
    """

    whole, by = None, ["month"]

    def matched(self, by="month"):
        """The same comparison with as many articles of both sides in each period, or with each label of a column.

        Words that one side uses more because its articles are of another year, or of another kind of outlet, then no
        longer lead. Of the side with more articles in a stratum as many as the other has there are drawn, the same on
        every run; articles without a label, or that cannot be placed in one period, are left out.

        Parameters
        ----------
        by : str or list of str
            A period (day, week, month, quarter, year), a column such as "publisher_country", or several of these, of
            which every combination is a stratum.

        Returns
        -------
        Comparison

        Raises
        ------
        InputError
            Where no stratum has articles of both sides, with the strata of each.

        Examples
        --------
        >>> sides.matched("year").n
        '1 state v 1 foreign articles (matched by year: 1 v 1 of 2 v 3 articles in 1 of 4 years)'
        """
        if self.whole:
            return self.whole.matched(by)
        by = several(by)
        labels, sides = self._strata(by)
        table = strata(labels, sides, self.sides[1:])
        if not table["kept"].any():
            found = "; ".join(f"{name}: {_some(table, end)}" for name, end in zip(self.sides[1:], SIDES, strict=True))
            problem = f"matched by {listed(by)}: no {_unit(by, 1)} with articles of both sides ({found})"
            if table.empty:
                problem = f"matched by {listed(by)}: no article has a {_unit(by, 1)}"
            raise InputError(problem, "choose a longer period, or another column")
        rows = matched_rows(labels, sides, self.corpus.tokens.docs["doc_id"], self.sides[1:])
        corpus = self.corpus.subset(rows, chosen=(*self.corpus.origin.chosen, self._kept(table, sides, by)))
        made = type(self)(corpus, self.sides, f"{self._suffix}-matched-{slug('-'.join(by))}")
        made.whole, made.by = self, by
        return made

    def strata(self, by=None):
        """How many articles each side has in each stratum of a matched comparison, and how many are compared.

        ``by`` as in `matched`: to look before matching. Default: what this comparison is matched by, or "month".

        Examples
        --------
        >>> sides.matched("year").strata().table.values.tolist()
        [['2020', 0, 1, 0], ['2023', 1, 1, 1], ['2024', 1, 0, 0], ['2026', 0, 1, 0]]
        """
        if self.whole:
            return self.whole.strata(by or self.by)
        by = self.by if by is None else several(by)
        labels, sides = self._strata(by)
        table = strata(labels, sides, self.sides[1:])
        fields = {"said": self._kept(table, sides, by), "without": int(((labels == "") & (sides != "")).sum())}
        return self._result("strata", table, fields, rows=60)

    def _strata(self, by):
        """The stratum and the side of each article, as arrays of text; "" where it has none, or is not compared."""
        if not by:
            raise InputError("matched by nothing", "give a period or a column")
        labels = pd.concat([labels_of(self.corpus, name) for name in by], axis=1)
        names = labels.agg(", ".join, axis=1).where(~labels.eq("").any(axis=1), "")
        sides = self.corpus.words.docs[self.sides.column].astype(str)
        compared = self.kept & (self.corpus.words.docs["n_tokens"] > 0) & sides.isin(self.sides[1:])
        return names.to_numpy(dtype=object), sides.where(compared, "").to_numpy(dtype=object)

    def _kept(self, table, sides, by):
        """How many articles matching keeps, in words."""
        kept, shared = table["kept"].sum(), (table["kept"] > 0).sum()
        target, reference = ((sides == label).sum() for label in self.sides[1:])
        said = f"matched by {listed(by)}: {kept:,} v {kept:,} of {target:,} v {reference:,} articles"
        return f"{said} in {shared:,} of {len(table):,} {_unit(by, len(table))}"


def _unit(by, n):
    """What a stratum is called: a month, a label of a column, a combination."""
    period = by[0] if by[0] in PERIODS else "label"
    return (period if len(by) == 1 else "combination") + "s" * (n != 1)


def _some(table, end):
    """The first strata that a side has."""
    names = table.loc[table[end] > 0, "stratum"]
    return ", ".join(names[:MOST]) + f" and {len(names) - MOST:,} more" * (len(names) > MOST) if len(names) else "none"
