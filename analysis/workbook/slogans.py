"""Slogans: questions about formulations in all their renderings."""

from functools import cached_property, partial

import numpy as np

from analysis.show import figures
from analysis.stats import discovery
from analysis.stats import slogans as stats
from analysis.stats.sides import Sides, alone
from analysis.stats.slogans import PERIODS, named_period, undated
from analysis.text.counts import from_matches
from analysis.text.matches import spans
from analysis.text.voice import label
from analysis.workbook.occurrences import UNLABELLED, evidence_of, groups_of, in_groups, quoted_lines, with_names
from analysis.workbook.result import nothing
from analysis.workbook.wording import listed, plural, slug

MOST_NAMED = 2  # wordings that a title names as the most frequent
UNITS, GROUPS, LATEST = 8, 12, 14  # articles, groups and periods that a grid can hold
OLDER = "; –: article older than the first known use of the slogan"
NONE = "No slogan of the list occurs in these articles; corpus.formulas() lists repeated phrases."
UNDATED = "No result by period: no article is dated to a single year. Fill in the column published of articles.csv."
DRIFTS = ["slogan", "doc_id", "printed", "wording", "missing", "added", "score", "accept"]


class SloganQuestions:
    """Questions about slogans; part of `Corpus`."""

    @cached_property
    def slogan_counts(self):
        """Slogans of each article, as Counts; articles in a language without renderings are left out."""
        return stats.readable(from_matches(self.tokens, self.matches, self.mask), self.lexicons.slogans)

    def slogans(self, by=None, n=30):
        """Which slogans occur: an overview, or by voice, by a column, or by period.

        Parameters
        ----------
        by : str, optional
            "voice": occurrences by voice in each article (in each outlet or side if there are many articles). A
            period (day, week, month, quarter, year), or "period" for the finest that fits a chart. A column of
            `articles`. Default: number of articles, sides and outlets with each slogan, and its first and last date.
            Except in the overview, the column group holds what was asked for: article, outlet, side or period.
        n : int
            Slogans shown: those that occur in most articles; by period at most 25.

        Examples
        --------
        >>> from analysis import open_corpus
        >>> open_corpus().slogans().table[["slogan", "n_docs"]].head(1).values.tolist()
        [['sci-tech self-reliance and strength', 4]]
        """
        if self.matches.empty:
            return nothing(NONE)
        if by is None:
            return self._overview_of_slogans()
        if by == "voice":
            return self._by_voices(n)
        return self._by_period(by, min(n, 25)) if by in [*PERIODS, "period"] else self._by_column(by)

    def _overview_of_slogans(self):
        table = self._labelled(stats.spread(self.slogan_counts, self.sides[0], self.lexicons.slogans))
        fields = {"known": len(self.lexicons.slogans.entries), "matches": len(self.matches)}
        start, end = spans(self.tokens, self.matches)
        reached = np.maximum.accumulate(np.append(0, end[np.lexsort([-end, start])]))
        fields |= {"places": np.count_nonzero(np.diff(reached))}
        fields |= {"articles": self.matches["doc_id"].nunique(), "own": (self.matches["voice"] == "own").sum()}
        return self.about.result("slogans", table, fields, rows=12, evidence=self.slogan_lines)

    def _by_voices(self, n):
        docs, side = self.tokens.docs, self.sides[0]
        unit = next((name for name in ("doc_id", "publisher", side) if docs[name].nunique() <= UNITS), side)
        docs = docs.assign(**{unit: docs[unit].replace("", UNLABELLED)})
        table = self._widespread(stats.adoption(self.matches, docs, unit, self.lexicons.slogans), n)
        sums = table.groupby("group", sort=False)["count"].sum().sort_values(ascending=False, kind="stable")
        table = table[table["group"].isin(sums.index[:GROUPS])]
        total = table.groupby("slogan", sort=False)[["own", "count"]].sum().sort_values(["own", "count"], kind="stable")
        place = dict(zip(total.index[::-1], range(len(total)), strict=True))
        table = table.sort_values("slogan", key=lambda names: names.map(place), kind="stable", ignore_index=True)
        heads = figures.headings(docs, side) if unit == "doc_id" else None
        own = (self.matches["voice"] == "own").sum()
        fields = {"own": own, "slogans": table["slogan"].nunique(), "unit": unit, "matches": len(self.matches)}
        fields |= {"most": self._most_own(unit), "by": unit.replace("doc_id", "article")}
        fields["older"] = OLDER * bool((table["could_carry"].eq(0) & table["count"].eq(0)).any())
        how = {"draw": lambda rows, ax: figures.plot_voices(rows, headings=heads, ax=ax)}
        return self.about.result("slogans-by-voice", table, fields, evidence=self.slogan_lines, **how)

    def _most_own(self, unit):
        """Who has most slogans in its own voice, in words that follow how many there are; "" where nobody has one."""
        name = "publisher" if unit == "doc_id" else unit
        label = self.tokens.docs.set_index("doc_id")[name].astype(str).replace("", UNLABELLED)
        counts = self.matches.loc[self.matches["voice"] == "own", "doc_id"].map(label).value_counts(sort=False)
        if counts.empty or len(set(label)) < 2:
            return ""
        return f", {counts.max():,} of them in {counts.idxmax()}"

    def _by_column(self, by):
        table = stats.by_group(in_groups(self, self.slogan_counts, by), "group", self.lexicons.slogans)
        table = self._labelled(stats.attested(table).query("count > 0"))
        fields = {"slogans": table["slogan"].nunique(), "groups": table["group"].nunique(), "by": by}
        return self.about.result("slogans-by-column", table, fields, rows=60, evidence=self.slogan_lines)

    def _by_period(self, by, n):
        if by == "period" and self._all_undated():
            return nothing(UNDATED)
        by = self._period() if by == "period" else by
        groups_of(self, by)  # refuses a period that no article lies in
        table = self._widespread(stats.by_period(self.slogan_counts, by, self.lexicons.slogans), n)
        table = table[table["group"].isin(sorted(set(table["group"]))[-LATEST:])]
        table = table.assign(group=table["group"].map(named_period).astype(object))
        how = {"draw": lambda rows, ax: figures.plot_slogans(rows, ax=ax), "evidence": self.slogan_lines}
        how["telling"] = table["of_docs"].max() > 1  # else every count is that of one article
        n_undated = int(undated(self.tokens.docs, by).sum())
        fields = {"by": by, "periods": table["group"].nunique(), "dated": len(self) - n_undated, "undated": n_undated}
        return self.about.result("slogans-by-period", table, fields | {"said": _timed(table, by)}, **how)

    def adoption(self, by=None, n=20):
        """Occurrences of slogans by voice and by a column or period, with the share that is in the outlet's own voice.

        Examples
        --------
        >>> corpus.adoption().title
        "19 of 82 occurrences of slogans are in the outlet's own voice."
        """
        column = by if by in PERIODS else self.column(by or "side")
        if self.matches.empty:
            return nothing(NONE)
        groups, docs = groups_of(self, column), self.tokens.docs
        docs = docs.assign(group=docs["doc_id"].map(groups)).dropna(subset="group")
        matches = self.matches[self.matches["doc_id"].isin(groups.index)]
        table = stats.adoption(matches, docs, "group", self.lexicons.slogans)
        table = self._widespread(table, n)
        fields = {"own": (self.matches["voice"] == "own").sum(), "uses": len(self.matches), "by": column}
        return self.about.result("adoption", table, fields, evidence=self.slogan_lines)

    def first_uses(self):
        """The first known use of each slogan that occurs, if a source was found.

        Examples
        --------
        >>> corpus.first_uses().title
        'For 20 of the slogans that occur, a first use with a source is known.'
        """
        table = stats.first_uses(self.lexicons.slogans, self.matches)
        return self.about.result("first_uses", table[table["status"] == "confirmed"], rows=60)

    def renderings(self, slogan=None, by=None):
        """The wordings in which one slogan is printed, by side or outlet; by default of the most widespread slogan.

        Examples
        --------
        >>> corpus.renderings().title[38:106]
        'is printed in 7 wordings; most often as “sci-tech self-reliance” and'
        """
        column, key = by if by in PERIODS else self.column(by or "side"), self._slogan(slogan)
        if key is None:
            return nothing(NONE)
        behind = self.matches[self.matches["key"] == key]
        table = stats.renderings(self.tokens, behind, groups_of(self, column))
        table = table[table["rendering"].isin(table["rendering"].unique()[:30])].reset_index(drop=True)
        fields = {"slogan": self.lexicons.slogans.labels[key], "by": column}
        fields["wordings"] = plural(table["rendering"].nunique(), "wording")
        sums = table.groupby("rendering", sort=False)["count"].sum()
        most, each = [f"“{name}”" for name in sums.index[sums == sums.max()]], f"{sums.max()} of {len(behind):,} times"
        said = f"; most often as {listed(most)} ({each}{' each' * (len(most) > 1)})"
        fields["most"] = said if len(most) <= MOST_NAMED and len(sums) > 1 else ""
        how = {"name": f"renderings-by-{slug(by)}"} if by else {}
        sided = column in self.sides and self.words.docs[column].nunique() == 2 and not alone(self.words.docs, column)
        ends = Sides.of(self.words.docs, column)[1:] if sided else ()
        how["draw"] = lambda rows, ax: figures.plot_renderings(rows, ends, ax=ax)
        behind = behind.assign(key=stats.wordings(self.tokens, behind))
        return self.about.result("renderings", table, fields, evidence=partial(quoted_lines, self, behind), **how)

    def _slogan(self, name):
        """Key of a slogan by its name, or of the most widespread one; None where none occurs."""
        spread = stats.spread(self.slogan_counts, self.sides[0])["slogan"]
        return self.lexicons.slogans.entry(name).key if name else next(iter(spread), None)

    def slogan_lines(self, slogan=None):
        """The sentences with one slogan, or with any, as `lines` gives them.

        Examples
        --------
        >>> corpus.slogan_lines().title[:80]
        '82 lines with “sci-tech self-reliance and strength”, “modern socialist country” '
        """
        return quoted_lines(self, self._labelled(self.matches, "key"), slogan)

    def drift(self, n=12):
        """Wordings that resemble a slogan but match none of its patterns: candidates for a reader to check.

        Examples
        --------
        >>> corpus.drift().title
        'No wording beyond the listed renderings resembles a slogan.'
        """
        table = discovery.drift(self.tokens, self.lexicons.slogans, self.encoded.slogans)
        behind = label(self.tokens, table.assign(key=table["printed"]), self.encoded.voices)
        table = self._labelled(table.assign(slogan=table["key"]))[DRIFTS]
        some = "No wording" if table.empty else plural(len(table), "wording")
        said = f"{some} beyond the listed renderings {'resemble' if len(table) > 1 else 'resembles'} a slogan"
        return self.about.result("drift", table, {"said": said}, rows=n, evidence=partial(quoted_lines, self, behind))

    def known_drifts(self):
        """The wordings already known as drifts, and how often they occur.

        Examples
        --------
        >>> corpus.known_drifts().title
        '13 known drifts occur.'
        """
        hits = stats.pattern_hits(self.matches, self.lexicons.slogans)
        return self.about.result(
            "known_drifts", hits[(hits["kind"] == "drift") & (hits["count"] > 0)].drop(columns="key"), rows=40
        )

    def pattern_hits(self):
        """How often each pattern of the list of slogans occurs; 0 where it never does.

        Examples
        --------
        >>> corpus.pattern_hits().title[:80]
        '965 of 1,023 patterns of the list do not occur; 0 of 5 articles contain no sloga'
        """
        table = stats.pattern_hits(self.matches, self.lexicons.slogans).drop(columns="key")
        fields = {"never": (table["count"] == 0).sum(), "pairs": len(stats.always_together(self.slogan_counts))}
        fields["silent"] = len(self) - self.matches["doc_id"].nunique()
        return self.about.result("pattern_hits", table, fields)

    def formulas(self, n=15):
        """Repeated phrases that no slogan covers, by C-value: candidates for a list of your own.

        Examples
        --------
        >>> corpus.formulas().title
        '23 phrases that occur in at least two articles are not part of a listed slogan.'
        """
        table, names = with_names(self, discovery.discover(self.tokens, self.encoded.slogans, mask=self.mask))
        return self.about.result("formulas", table, rows=n, evidence=evidence_of(self, names))

    def languages_without_renderings(self):
        """Slogans without a wording in the language of some articles, where they cannot be found.

        Examples
        --------
        >>> corpus.languages_without_renderings().title
        'No slogans lack a wording in the language of some articles.'
        """
        table = self._labelled(stats.languages_without_renderings(self.tokens.docs, self.lexicons.slogans))
        return self.about.result("languages_without_renderings", table, {"slogans": table["slogan"].nunique()})

    def _widespread(self, table, n):
        """The n most widespread slogans of a table by label."""
        return self._labelled(stats.most_widespread(table, n))

    def _labelled(self, table, *columns):
        """A table with slogans by their label in place of their key."""
        labels = self.lexicons.slogans.labels
        return table.assign(
            **{name: table[name].astype(str).map(labels).astype(object) for name in columns or ("slogan",)}
        )

    def _period(self):
        """The finest of month, quarter and year that divides the articles into few enough periods for a chart."""
        days = self.tokens.docs["published"].dropna()
        fits = (name for name in ("month", "quarter", "year") if days.dt.to_period(PERIODS[name]).nunique() <= GROUPS)
        return next(fits, "year")

    def _all_undated(self, by="year"):
        return bool(undated(self.tokens.docs, by).all())


def _timed(table, by):
    """In how many periods the most widespread slogan occurs, and where most often, in words."""
    found = table[table["count"] > 0]
    if found.empty:
        return f"No slogan occurs in an article that is dated to a single {by}"
    slogan = found["slogan"].value_counts(sort=False).idxmax()
    rows = found[found["slogan"] == slogan]
    most = rows.loc[rows["count"].idxmax()]
    said = f"“{slogan}” occurs in {len(rows):,} of {plural(table['group'].nunique(), by)}"
    return f"{said}, most often in {most['group']} ({plural(int(most['count']), 'time')})"
