"""Comparison: two sides of a corpus, and the questions that compare them."""

from dataclasses import replace
from functools import cached_property, partial

import numpy as np
import pandas as pd

from analysis.asking import front_door
from analysis.corpus.read import no_second, other_side
from analysis.files import InputError
from analysis.show import figures, html
from analysis.stats import keyness as contrast
from analysis.stats import robustness as settings
from analysis.stats import slogans as stats
from analysis.stats.artefacts import Source, artefacts, sided_artefacts, with_flags
from analysis.stats.forms import kin
from analysis.stats.limits import limits
from analysis.stats.sides import Sides, articles_of, description, n_articles, reading, split_sides
from analysis.stats.terms import top, without_subphrases, without_terms
from analysis.stats.testing import with_p_values
from analysis.text.counts import from_matches
from analysis.text.duplicates import deduplicate
from analysis.workbook.apart import told_apart
from analysis.workbook.articles import NAMES, headlines_of, listed_in, stance_of
from analysis.workbook.findings import SidedFindings
from analysis.workbook.frames import SidedFrames
from analysis.workbook.matched import Matching
from analysis.workbook.occurrences import (
    evidence_of,
    find_each,
    kind_of,
    quoted_lines,
    shown_names,
    terms_of,
    without_house_style,
    without_period,
)
from analysis.workbook.part import days
from analysis.workbook.result import About
from analysis.workbook.wording import articles_called, bracketed, capital, distinct, listed, plural, quoted, rate, slug
from analysis.workbook.words import COLUMNS

BOTH = ["n_docs_target", "of_docs_target", "count_target", "n_docs_reference", "of_docs_reference", "count_reference"]
WHY = ["term", "flag", "count_target", "count_reference", "log_ratio", "log_ratio_low", "log_ratio_high"]
CROWD = 40  # articles above which a chart has a dot an outlet
WHO = " Sides by publisher do not show who wrote a text."
BOUND = "; in brackets: 95 % upper bound of the share of articles where it was not found"
MARKS = "; †: a name, or may be spelling, house style or a single article"
WHY += ["most_doc", "most_share", "sign_holds", "means_agree", "p", "p_adjusted"]


@front_door
class Comparison(Matching, SidedFindings, SidedFrames):
    """Two sides of a corpus, with near-duplicates counted once; made by ``Corpus.compare``.

    Every question is a method that returns a `Result`. Where it takes ``kind``, this is "words", "phrases", "slogans"
    or "frames". In tables, target is the side looked at and reference the side it is compared with.

    Attributes
    ----------
    corpus : Corpus
    sides : Sides
        column, target, reference.
    kept : bool array [shape=(n_docs,)]
        False for near-duplicates, which are not counted.
    n : str
        Who is compared: "2 state v 3 foreign articles".
    alone : str
        "": why nothing is compared, where an `Alone` stands in the place of a comparison.
    """

    alone = ""

    def __init__(self, corpus, sides, suffix=""):
        self.corpus, self.sides, self._suffix, self._made = corpus, sides, suffix, {}
        self.kept = deduplicate(corpus.tokens.docs, corpus.pairs, sides.column)
        split_sides(self._counts("words"), sides)  # refuses a side without words
        self.n = n_articles(self._counts("words").docs, sides) + bracketed(corpus.chosen)

    @cached_property
    def description(self):
        """One sentence: how many articles a side, what is left out, and the smallest p that a test could reach."""
        chosen = f" Part of the corpus: {self.corpus.chosen}." if self.corpus.chosen else ""
        return description(self.corpus.words.docs, self.sides, self.kept) + chosen

    def limits(self):
        """What limits the comparison, checked before any words: number of articles, length, period, outlets …

        Examples
        --------
        >>> sides.limits().title
        '5 of 13 checks limit this comparison; 0 cannot be made, because information is missing.'
        """
        words, pairs, names = self.corpus.words, self.corpus.pairs, articles_called(self.corpus.tokens.docs)
        words = replace(words, docs=words.docs.assign(doc_id=words.docs["doc_id"].map(names)))
        pairs = pairs.assign(doc_id=pairs["doc_id"].map(names), other=pairs["other"].map(names))
        table = limits(words, pairs, self.sides, self.kept)
        unknown = table["found"].str.startswith("unknown") & ~table["limits"]
        fields = {"limiting": table["limits"].sum(), "unknown": unknown.sum()}
        words = table["limits"].map({True: "limits", False: "no limit seen"})
        table = table.assign(limits=words.mask(unknown, "unknown"))
        return self._result("limits", table, fields)

    def articles(self):
        """The articles that are compared, with the words that count in each.

        Examples
        --------
        >>> sides.articles().title
        '2,712 words are compared.'
        """
        docs = self._counts("words").docs
        docs = docs[docs[self.sides.column].isin(self.sides[1:])]
        sides = [*self.corpus.sides, self.sides.column]
        columns = dict.fromkeys(["doc_id", "publisher", "credited_source", "published", *sides, "n_tokens"])
        return self._result("articles", docs[[*columns]], {"words": docs["n_tokens"].sum()})

    def keyness(self, kind=None, n=12):
        """The terms most typical of each side: counts, articles, log ratio with range, flags, p from 8 v 8 articles.

        Parameters
        ----------
        kind : {"words", "phrases", "slogans", "frames"}, optional
            Default: words; of Chinese, which is counted by characters, phrases. A phrase within a longer one that
            occurs as often is left out.
        n : int
            Terms of each side, by G2; fewer where a tie does not fit.

        Returns
        -------
        Result
            Table, one row a term: the columns of `stats.keyness.keyness`, flag, and from 8 v 8 articles on p,
            p_adjusted and p_bh.

        Examples
        --------
        >>> from analysis import open_corpus
        >>> sides = open_corpus().compare("side_by_publisher", "state", "foreign")
        >>> sides.keyness("slogans").table[["term", "count_target", "count_reference"]].values[0].tolist()
        ['sci-tech self-reliance and strength', 9, 4]
        """
        kind = self._kind(kind)
        leaning = self._leaning(kind, n)
        table = self._named(leaning, kind)
        how = {"name": f"keyness-{kind}", "evidence": self._evidence(kind, leaning["term"])}
        how["draw"] = partial(self._leaning_drawn, kind, leaning["term"])
        flagged = (table["flag"] != "").groupby(table["g2"] < 0).all().any()
        fields = {"lead": self._leans(table, kind), "marks": MARKS * bool(flagged)}
        return self._result("keyness", table, fields, kind, **how)

    def _leaning_drawn(self, kind, forms, table, ax=None):
        """The rate of each term in each article, below the side that it is typical of; flagged ones only if all are."""
        sides, flagged, other = list(self.sides[1:]), table["flag"] != "", table["g2"] < 0
        order = np.lexsort([np.where(other, -table.index, table.index), other])
        names = table["term"].astype(str) + np.where(flagged, " †", "")
        dots = contrast.rates_by_article(self._counts(kind), self.sides, forms.iloc[order])
        dots = dots.assign(term=dots["term"].map(dict(zip(forms, names, strict=True))))
        ends = [f"Typical of {articles_of(sides[g2 < 0])}" for g2 in table["g2"]]
        pooled = contrast.pooled_rates(dots)
        pooled = pooled.assign(block=pooled["term"].map(dict(zip(names, ends, strict=True))))
        dots = dots[dots["term"].isin(names[~flagged | flagged.groupby(other).transform("all")])]
        return figures.plot_sides(self._by_outlet(dots), pooled, *sides, ax=ax)

    def _by_outlet(self, table):
        """Rates or shares by article, with what it is called; of more than `CROWD`, by outlet, weighted by words."""
        if table["doc_id"].nunique() <= CROWD:
            return table.assign(called=table["doc_id"].map(articles_called(self.corpus.tokens.docs)))
        value, name = ("share", "frame") if "frame" in table else ("per_thousand", "term")
        docs = self.corpus.tokens.docs.set_index("doc_id")
        weight = table["doc_id"].map(self.corpus.words.docs.set_index("doc_id")["n_tokens"])
        parts = table.assign(outlet=table["doc_id"].map(docs["publisher"]), weight=weight, part=table[value] * weight)
        sums = parts.groupby([name, "side", "outlet"], sort=False, as_index=False)[["part", "weight"]].sum()
        return sums.assign(called=sums["outlet"], **{value: sums["part"] / sums["weight"]})

    def shared(self, kind="slogans", n=20):
        """The terms that both sides use, sorted by the smaller of the two shares of articles.

        Examples
        --------
        >>> sides.shared().title
        '8 slogans occur on both sides.'
        """
        kind = kind_of(kind)
        everything = contrast.shared_terms(self._table(kind))
        shown = everything.head(n)
        table = self._named(shown, kind)[["term", *BOTH]]
        n, noun = len(everything), kind[:-1]
        fields = {"all": f"{plural(n, noun)} occur{'s' * (n == 1)}" if n else f"No {noun} occurs"}
        return self._result("shared", table, fields, kind, evidence=self._evidence(kind, shown["term"]))

    def frequency(self, terms=None, kind=None, n=12):
        """The rate of terms in each article of both sides; by default of the most frequent words that both sides use.

        ``terms``: a word, phrase, pattern, slogan or frame, or a list of them; ``kind`` as in ``Corpus.frequency``.

        Returns
        -------
        Result
            Table, one row a term and article: the columns of ``Corpus.frequency``, then side.

        Examples
        --------
        >>> from analysis import open_corpus
        >>> sides = open_corpus().compare("side_by_publisher", "state", "foreign")
        >>> sides.frequency("innovation").title
        '“innovation”: 10.7 per 1,000 words of state articles, 6.0 of foreign ones.'
        """
        if terms is not None:
            return self._asked(terms_of(terms), kind)
        kind = self._kind()
        table = contrast.shared_terms(self._telling(kind))
        table = table.loc[without_house_style(self.corpus, table["term"]).index] if kind == "words" else table
        table = top(table.assign(both=table["count_target"] + table["count_reference"]), n, "both")
        gap = table["per_thousand_target"] - table["per_thousand_reference"]
        names = table.assign(side=-np.sign(gap), gap=-gap.abs()).sort_values(["side", "gap"], kind="stable")["term"]
        dots = self._named(contrast.rates_by_article(self._counts(kind), self.sides, names), kind)
        pooled = contrast.pooled_rates(dots)
        said = self._apart(dots, pooled, f"most frequent shared {kind}") if len(names) else (self._rated(pooled), None)
        result = self._rates(dots, said, self._evidence(kind, names))
        return result.renamed(f"rates-shared-{kind}{self._suffix}")

    def _asked(self, terms, kind):
        """The rates of terms as a person asks for them."""
        found = find_each(self.corpus, terms, kind)
        dots, pooled = self._counted_on_both(found)
        found = found[found["doc_id"].isin(dots["doc_id"])]
        said = self._rated(pooled), self._dotted(dots, pooled)
        return self._rates(dots, said, partial(quoted_lines, self.compared, found), found.attrs["absent"])

    def _counted_on_both(self, found):
        """The rate of each key of some matches in each article, and on each side."""
        counts = from_matches(self.corpus.tokens, found, self.corpus.mask).where(self.kept)
        dots = contrast.rates_by_article(counts, self.sides, found["key"].cat.categories)
        return dots, contrast.pooled_rates(dots)

    def _rates(self, dots, shown, evidence, absent=""):
        """The rates of terms as a result; ``shown`` is what they say and how they are drawn."""
        said, draw = shown
        table = dots.assign(group=dots["doc_id"], n_docs=(dots["count"] > 0).astype(int), of_docs=1)[[*COLUMNS, "side"]]
        return self._result("rates", table, {"said": said, "absent": absent}, draw=draw, evidence=evidence)

    def _dotted(self, dots, pooled):
        """A picture of rates on both sides, as a Result draws it."""
        return lambda _, ax: figures.plot_sides(self._by_outlet(dots), pooled, *self.sides[1:], ax=ax)

    def _apart(self, dots, pooled, what):
        """What sets the sides apart, in words, and its picture: `apart.told_apart`."""
        dots, pooled, said = told_apart(self._by_outlet(dots), pooled, self.sides, what)
        return capital(said), lambda _, ax: figures.plot_sides(dots, pooled, *self.sides[1:], ax=ax)

    def _rated(self, pooled):
        """The rates of the first three terms on both sides, in words."""
        said = []
        for term, part in list(pooled.groupby("term", sort=False))[:3]:
            a, b = part.set_index("side")["per_thousand"].loc[list(self.sides[1:])]
            sides = f"{rate(a)} per 1,000 words of {articles_of(self.sides.target)}, "
            sides += f"{rate(b)} of {articles_of(self.sides.reference, 'ones')}"
            said.append(f"“{term}”: {sides}")
        return "; ".join(said) or "No word occurs on both sides"

    def lines(self, term, kind=None, order="article"):
        """The sentences of both sides with a word, phrase, pattern, slogan or frame; as ``Corpus.lines``.

        Examples
        --------
        >>> len(sides.lines("innovation").table)
        22
        """
        return self.compared.lines(term, kind, order)

    @cached_property
    def compared(self):
        """The articles of the two sides that count, as a Corpus."""
        return self.corpus.subset(self._counting, compared=self.about)

    @property
    def _counting(self):
        """The articles of both sides that count, as bool array."""
        return self.corpus.tokens.docs[self.sides.column].astype(str).isin(self.sides[1:]).to_numpy() & self.kept

    def absent(self, kind=None, n=10):
        """The terms that one side uses and the other never does, with an upper bound of their share there.

        Examples
        --------
        >>> sides.absent().title[:80]
        'Never in foreign articles: “workers”, “manufacturing” and “high-tech”; never in '
        """
        kind = self._kind(kind)
        whole = self._content() if kind == "words" else self._table(kind)
        table = contrast.absent_terms(whole, self.sides, self._able(kind))
        least = max([1, *table["n_docs"].clip(upper=2)]) if kind == "words" else 1
        table = table[table["n_docs"] >= least]
        absent = table[~self._otherwise_said(table)] if kind == "words" else table
        rank = absent["n_docs"] + absent["expected"] / (1 + absent["expected"].max())
        shown = top(absent.assign(rank=rank), n, "rank", within="silent").drop(columns="rank")
        n, table = len(table) - len(absent), self._named(shown, kind)
        clear = table[table["n_docs"] / table["of_docs"] > table["bound_docs"]]
        sides = clear.groupby("silent", sort=False)["term"]
        said = [f"never in {articles_of(side)}: {quoted(terms)}" for side, terms in sides]
        fields = {"said": capital("; ".join(said) or f"no {kind[:-1]} is clearly absent from one side"), "least": least}
        fields["bound"] = BOUND * bool((table["of_docs_silent"] >= figures.LEAST_BOUND).any())
        fields["others"] = f"; {plural(n, 'word')} left out that it prints in another form, and names" if n else ""
        how = {"name": f"absent-{kind}", "draw": lambda rows, ax: figures.plot_absent(rows, *self.sides[1:], ax=ax)}
        return self._result("absent", table, fields, kind, evidence=self._evidence(kind, shown["term"]), **how)

    def adoption(self, n=20):
        """The share of a slogan's occurrences that are in the outlet's own voice, on each side.

        Examples
        --------
        >>> sides.adoption().title
        "Occurrences of slogans in the outlet's own voice: 17 of 44 in state articles and 2 of 38 in foreign articles."
        """
        table, matches = self.compared.adoption(self.sides.column, n).table, self.compared.matches
        side = dict(zip(self.compared.tokens.docs["doc_id"], self.compared.tokens.docs[self.sides.column], strict=True))
        own = (matches["voice"] == "own").groupby(matches["doc_id"].map(side)).agg(["sum", "size"])
        named = [name for name in self.sides[1:] if name in own.index]
        counts = [f"{own['sum'][name]:,} of {own['size'][name]:,} in {articles_of(name)}" for name in named]
        column = self.sides.column
        fields = {"counts": listed(counts), "by": column, "who": WHO * (column == "side_by_publisher")}
        return self._result("sided_adoption", table, fields, evidence=self.compared.slogan_lines)

    def robust_terms(self, n=12):
        """The words without a flag whose direction depends on no article or setting, and that pass any test.

        Examples
        --------
        >>> sides.robust_terms().title[:80]
        '5 of the 24 words most typical of one side pass every check: self-reliance, brea'
        """
        leaning, tried, words = self._leaning("words", n), self._settings("words", n), self._content()
        table = settings.robust_terms(leaning, tried)
        evidence, table = self._evidence("words", table["term"]), self._named(table, "words")
        fields = {"description": self.description, "content": len(words), "both": len(contrast.shared_terms(words))}
        fields |= {"examined": len(leaning), "ways": max(tried["setting"].nunique() - 1, 0)}
        ends = zip(self.sides[1:], (table["g2"] > 0, table["g2"] < 0), strict=True)
        sided = [f"{', '.join(table.loc[mine, 'term'])} ({articles_of(side)})" for side, mine in ends if mine.any()]
        fields["names"] = "; ".join(sided) or "none"
        untested = settings.robustness_summary(tried).query("of_settings == 0")["term"]
        fields["untested"] = int(leaning["term"][leaning.index.isin(table.index)].isin(untested).sum())
        unsure = (
            f" {fields['untested']} of them could not be tried: no other setting changes enough of their occurrences."
        )
        fields["unsure"] = unsure * bool(fields["untested"])
        return self._result("robust_terms", table.filter(WHY), fields, evidence=evidence)

    def robustness(self, kind="words", n=12):
        """The number of other settings where each term of `keyness` keeps its direction, and those where not.

        Examples
        --------
        >>> sides.robustness().title[:64]
        'In every other setting, 14 of 24 words lean to the same side; 9 '
        """
        kind = kind_of(kind)
        table = self._named(settings.robustness_summary(self._settings(kind, n)), kind)
        fields = {"firm": (table["holds"] == table["of_settings"]).sum(), "untested": (table["of_settings"] == 0).sum()}
        return self._result("robustness", table, fields, kind, rows=30)

    def other(self):
        """The comparison by the corpus's other side column.

        Examples
        --------
        >>> sides.other()
        <Comparison: 3 state v 1 foreign articles, by origin>
        """
        if self.whole:
            return self.whole.other().matched(self.by)
        docs, column = self.corpus.tokens.docs, self.sides.column
        if why := no_second(docs, column):
            raise InputError(f"other: {why.removesuffix('.')}", "compare by another column")
        column = other_side(docs, column)
        return Comparison(self.corpus, Sides.of(self.corpus.words.docs, column), f"-{slug(column)}")

    def article_map(self, n=12):
        """A map of the articles of both sides by correspondence analysis, in their colours; see ``Corpus.article_map``.

        Examples
        --------
        >>> sides.article_map().table["kind"].value_counts().tolist()
        [10, 5]
        """
        return self.compared.article_map(n)

    def modality(self, by="side", n=10):
        """Modal verbs (must, will, may) by side, or by speaker (``by="speaker"``); see ``Corpus.modality``.

        Examples
        --------
        >>> sides.modality().table.query("modality == 'obligation'")[["group", "count"]].values.tolist()
        [['foreign', 7], ['state', 3]]
        """
        return self._stance_of("modality", by, n)

    def evaluation(self, by="side", n=7):
        """Evaluative words, positive and negative, by side; see ``Corpus.evaluation``.

        Examples
        --------
        >>> sides.evaluation().table[["polarity", "group", "count"]].values.tolist()
        [['negative', 'state', 2], ['positive', 'state', 6], ['negative', 'foreign', 1], ['positive', 'foreign', 4]]
        """
        return self._stance_of("evaluation", by, n)

    def _stance_of(self, name, by, n):
        """Groups of a word list as `Corpus` counts them; by side with the rate of each article."""
        how = stance_of(self.compared, name, by, n)
        if by not in ("side", self.sides.column) or how["table"].empty:
            return self._result(name, **how)
        dots, pooled = self._counted_on_both(listed_in(self.corpus, name))
        said, draw = self._apart(dots, pooled, f"groups of {NAMES[name]}")
        how["fields"] |= {"said": said, "What": capital(NAMES[name])}
        return self._result(f"sided_{name}", **how | {"draw": draw})

    def speakers(self, n=12):
        """Who is quoted or reported on each side, in which role; see ``Corpus.speakers``.

        Examples
        --------
        >>> sides.speakers(1).table[["speaker", "group", "n_tokens"]].values.tolist()
        [['Xi Jinping', 'foreign', 426], ['Xi Jinping', 'state', 241]]
        """
        return self.compared.speakers(self.sides.column, n)

    def roles(self):
        """Which roles are heard on each side, and which are not; see ``Corpus.roles``.

        Examples
        --------
        >>> sides.roles().table.query("n_tokens == 0 and group == 'state'")["role"].tolist()[:2]
        ['media', 'official']
        """
        return self.compared.roles(self.sides.column)

    def headlines(self):
        """The headlines of the two sides beside each other, by day, with what is found in them.

        Examples
        --------
        >>> sides.headlines().table.columns.tolist()[2:4]
        ['heading_target', 'heading_reference']
        """
        how = headlines_of(self.compared)
        table = how["table"]
        for place, name in enumerate(("target", "reference"), 2):
            table.insert(place, f"heading_{name}", table["heading"].where(table["side"] == self.sides[place - 1], ""))
        return self._result("sided_headlines", **how | {"table": table.drop(columns=["heading", "side", "doc_id"])})

    def dispersion(self, term=None, kind=None, n=15):
        """Where in the articles of both sides a term stands, in their colours; see ``Corpus.dispersion``.

        Examples
        --------
        >>> sides.dispersion("dual circulation").table[["side", "doc_id"]].values.tolist()
        [['foreign', 'peace-post-2020'], ['foreign', 'peace-post-2020']]
        """
        return self.compared.dispersion(term, kind, n)

    def trend(self, terms=None, by=None, kind=None):
        """Share of each side's articles with a term, and its rate, from period to period; see ``Corpus.trend``.

        Examples
        --------
        >>> sides.trend("innovation", "quarter").table.query("side == 'state'")["count"].sum()
        np.int64(13)
        """
        return self.compared.trend(terms, by, kind)

    def collocates(self, node=None, window=5, kind=None, n=15, least=2):
        """The collocates of a node that differ most between the sides: collocation shift.

        Parameters
        ----------
        node, window, kind
            As in ``Corpus.collocates``.
        n : int
            Words shown, half of them on either side: those with the highest log_odds_z. If one side never uses the
            node, the n words with the highest logDice on the other.
        least : int
            As in ``Corpus.collocates``, both sides together.

        Returns
        -------
        Result
            Table, one row a content word: the columns of `stats.collocates.collocation_shift`. No picture where no word
            is clearly more frequent near the node on one side (log_odds_z of 2).

        Examples
        --------
        >>> from analysis import open_corpus
        >>> sides = open_corpus().compare("side_by_publisher", "state", "foreign")
        >>> sides.collocates("innovation").table[["term", "count_target", "count_reference"]].values[0].tolist()
        ['sci-tech', 4, 0]
        """
        return self.compared.collocates(node, window, kind, n, least)

    def table(self, question, *args, **options):
        """The table of a question, as in ``sides.table("keyness", "slogans")``.

        Examples
        --------
        >>> sides.table("shared", "slogans").shape
        (8, 7)
        """
        known = sorted(name for name in dir(type(self)) if name[0] != "_" and callable(getattr(type(self), name)))
        if question not in known:
            raise InputError(f"question {question!r}: unknown", f"choose one of {', '.join(known)}")
        return getattr(self, question)(*args, **options).table

    def reading(self, name, *results):
        """The paragraph of this name in readings.toml; nothing if it is about another comparison or corpus.

        Its numbers are those of these results, as in `Corpus.reading`.

        Examples
        --------
        >>> sides.reading("frames").text[:33]
        'Restriction and rivalry occurs on'
        """
        return self.corpus.readings.of(name, results, self.corpus.hash, self._compared)

    @property
    def story(self):
        """The first page that the corpus's author wrote about this comparison, as a dict; empty where there is none."""
        return (self.has_readings and self.corpus.readings.story) or {}

    @property
    def has_readings(self):
        """Whether the corpus's author wrote readings about just these articles, word lists and sides."""
        return self.corpus.readings.about(self.corpus.hash, self._compared)

    @property
    def _compared(self):
        return "{}: {} v {}".format(*self.sides)

    def _all_counts(self, kind):
        """Counts of all articles, near-duplicates too."""
        corpus, matches = self.corpus, self._matches(kind)
        if matches is not None:
            return from_matches(corpus.tokens, matches, corpus.mask)
        return corpus.words if kind == "words" else corpus.repeated_phrases

    def _counts(self, kind):
        """Counts of the articles that are not near-duplicates."""
        return self._all_counts(kind).where(self.kept)

    def _matches(self, kind):
        """Matches of slogans or frames; None for words and phrases."""
        return {"slogans": self.corpus.matches, "frames": self.corpus.frame_matches}.get(kind)

    def _source(self, kind):
        """What the counts of one kind were made of."""
        corpus = self.corpus
        words = {"names": corpus.names, "forms": corpus.forms} if kind == "words" else {}
        return Source(corpus.tokens, corpus.mask, self._matches(kind), **words)

    def _reasons(self, kind, leaning=None):
        """Why terms of one kind may be artefacts; of words or phrases in a table also why they may lean to a side."""
        make = partial(artefacts, self._all_counts(kind), self._source(kind), self.corpus.lexicons)
        reasons = self._once(("reasons", kind), make)
        if leaning is None or self._matches(kind) is not None:
            return reasons
        return pd.concat([reasons, sided_artefacts(leaning, self._table(kind))])

    def _able(self, kind):
        """Articles of each side that could contain each slogan, and their words; None for what has no first use."""
        if kind != "slogans":
            return None
        able, table = stats.could_carry(self.corpus.tokens.docs, self.corpus.lexicons.slogans), {}
        for name, part in zip(contrast.SIDES, split_sides(self._counts(kind), self.sides), strict=True):
            mine = able.loc[part.docs["doc_id"]]
            table[f"of_docs_{name}"] = mine.sum()
            table[f"n_tokens_{name}"] = mine.mul(part.docs["n_tokens"].to_numpy(), axis=0).sum()
        return pd.DataFrame(table)

    def _otherwise_said(self, table):
        """Words that the silent side prints in another form; and names, labels, numbers and house style."""
        together = self.corpus.forms.together(table["term"]).where(self.kept)
        parts = dict(zip(self.sides[1:], split_sides(together, self.sides), strict=True))
        count = {side: pd.Series(part.matrix.sum(axis=0), part.terms) for side, part in parts.items()}
        reasons = self._reasons("words")
        form = reasons.loc[reasons["reason"].isin(["name", "label", "number", "house style"]), "term"]
        there = {
            side: kin(part) for side, part in zip(parts, split_sides(self._counts("words"), self.sides), strict=True)
        }
        pairs = list(zip(table["term"], table["silent"], strict=True))
        said = [count[silent][term] > 0 or there[silent](term) for term, silent in pairs]
        return np.array(said, dtype=bool) | table["term"].isin(form).to_numpy()

    def _once(self, key, make):
        """What ``make`` returns, made once."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def _table(self, kind):
        """The whole table of keyness of one kind."""
        return self._once(kind, lambda: contrast.keyness(self._counts(kind), self.sides))

    def _telling(self, kind):
        """Keyness of one kind, of words without stop words."""
        table = self._table(kind)
        return without_terms(table, self.corpus.stopwords) if kind == "words" else table

    def _content(self):
        """Keyness of content words, with p-values where there are articles enough for a test."""
        return self._once("content", lambda: with_p_values(self._telling("words"), self._counts("words"), self.sides))

    def _leaning(self, kind, n):
        """The terms that lean most, with their flags; of phrases those that are no part of one with the same counts."""
        table = contrast.top_keywords(self._content() if kind == "words" else self._table(kind), n)
        if kind == "phrases":
            some = _whole(contrast.top_keywords(self._table(kind), 8 * n))
            table = contrast.top_keywords(some.drop(columns="tied_out"), n)
        return self._once((kind, n), lambda: with_flags(table, self._reasons(kind, table)))

    def _settings(self, kind, n):
        """The terms that lean most under other settings."""
        terms, source = self._leaning(kind, n)["term"], self._source(kind)
        lexicon = None if source.matches is None else getattr(self.corpus.lexicons, kind)
        make = partial(settings.robustness, source, terms, self.sides, self.kept, lexicon)
        return self._once(("settings", kind, n), make)

    def _names(self, kind, terms):
        """How terms of one kind are shown, by term."""
        if self._matches(kind) is None:
            return shown_names(self.corpus, terms)
        return getattr(self.corpus.lexicons, kind).labels

    def _named(self, table, kind):
        """A table with its terms as they are shown."""
        return table.assign(term=table["term"].map(self._names(kind, table["term"])).astype(object))

    def _evidence(self, kind, terms):
        """The lines behind these terms."""
        lines = {"slogans": self.compared.slogan_lines, "frames": self.compared.frame_lines}
        return lines.get(kind) or evidence_of(self.compared, self._names(kind, terms))

    def _leans(self, table, kind):
        """The first terms of each side that carry no flag, in words; those that change side only where no other is."""
        turns = table["log_ratio_low"] * table["log_ratio_high"] < 0
        steady = table["sign_holds"].fillna(True).astype(bool) & ~turns
        firm = table[table["flag"] == ""]
        firm = firm[steady[firm.index]] if steady[firm.index].any() else firm
        ends = firm.loc[firm["g2"] > 0, "term"], firm.loc[firm["g2"] < 0, "term"][::-1]
        pairs = zip(self.sides[1:], map(distinct if kind == "phrases" else list, ends), strict=True)
        said = [f"typical of {articles_of(side)}: {quoted(terms)}" for side, terms in pairs if terms]
        flagged = f"all of the {len(table)} terms shown have a flag, which the table explains"
        return capital("; ".join(said) or (flagged if len(table) else f"none of the {kind} listed occurs"))

    def _kind(self, kind=None):
        """What terms are; by default words, of Chinese phrases."""
        return kind_of(kind or ("phrases" if self.corpus.by_character else "words"))

    def _result(self, question, table, fields=None, kind="", **more):
        """A result about terms of one kind."""
        return self.about.result(question, table, {"kind": kind, "Kind": kind.capitalize()} | (fields or {}), **more)

    @property
    def about(self):
        """What every result about these sides says of itself."""
        ends = {"target": self.sides.target, "reference": self.sides.reference}
        known = {"n": self.n, "voices": self.corpus.unvoiced, "left_out_by": without_period(self.corpus.tokens.docs)}
        known |= ends
        known |= {f"{end}_articles": articles_of(label) for end, label in ends.items()}
        known["dot"] = "article" if self.kept.sum() <= CROWD else "outlet"
        source, column = self.corpus.source, self.sides.column
        dates = days(self.corpus.tokens.docs[self._counting])
        foot = f"{self.n}, {reading(column)}, {dates}. Source: {source}."
        return About(self.sides, known, f"{source}; {self._compared}", foot, self.corpus.exports, self._suffix)

    def _repr_mimebundle_(self, include=None, exclude=None):
        return (html.sentence(self.description) + self.limits().shown())._repr_mimebundle_()

    def __repr__(self):
        return f"<Comparison: {self.n}, {reading(self.sides.column)}>"


def _whole(table):
    """The phrases of a table of keyness that are no part of one with the same counts, nor go on where one ends."""
    both = table["count_target"].astype(str) + " v " + table["count_reference"].astype(str)
    rows = without_subphrases(pd.DataFrame({"side": "", "term": table["term"], "count": both}))
    rows["before"] = [" ".join(term.split(" ")[:-1]) for term in rows["term"]]
    earlier = {(term.partition(" ")[2], count) for term, count in zip(rows["term"], rows["count"], strict=True)}
    first = [pair not in earlier for pair in zip(rows["before"], rows["count"], strict=True)]
    return table[table["term"].isin(rows["term"][first])]
