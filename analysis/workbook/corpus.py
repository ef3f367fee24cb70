"""Corpus: one set of articles, and the questions that can be put to it."""

import hashlib
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.asking import front_door
from analysis.corpus.outlets import read_outlets
from analysis.corpus.questions import few, open_questions
from analysis.corpus.read import (
    Articles,
    cross_tabulate,
    distinct_sides,
    label_column,
    no_second,
    of_publisher,
    other_side,
    side_columns,
)
from analysis.files import DISTRIBUTION, PACKAGE, InputError
from analysis.show import html
from analysis.stats.sides import Sides, alone
from analysis.stats.terms import top
from analysis.text.counts import sizes
from analysis.text.matches import elsewhere, find
from analysis.text.voice import VOICES
from analysis.workbook.alone import Alone
from analysis.workbook.articles import ArticleQuestions
from analysis.workbook.comparison import Comparison
from analysis.workbook.findings import CorpusFindings
from analysis.workbook.frames import FrameQuestions
from analysis.workbook.occurrences import counted, find_each, labels_of, terms_of, without_period
from analysis.workbook.opening import corpus_hash, folder_of, opened
from analysis.workbook.part import NAMES, days, divided, labelled, met, several, within, written_day
from analysis.workbook.readings import Readings
from analysis.workbook.result import About, nothing
from analysis.workbook.slogans import SloganQuestions
from analysis.workbook.speakers import SpeakerQuestions
from analysis.workbook.wording import bracketed, capital, plural, slug
from analysis.workbook.words import WordQuestions


@front_door
def open_corpus(folder=None, errors="raise", exports=None):
    """Open a corpus folder: ``articles.csv``, the articles it names, and the word lists in use.

    Parameters
    ----------
    folder : path, optional
        Default: the five bundled articles.
    errors : {"raise", "skip"}
        Articles that cannot be used raise one error that lists all of them, or are skipped.
    exports : path, optional
        Where ``Result.publish`` writes; a run of the workbook sets it.

    Returns
    -------
    Corpus

    Raises
    ------
    InputError
        With file, row, column, value and remedy of every problem.

    Examples
    --------
    >>> corpus = open_corpus()
    >>> corpus
    <Corpus: 5 articles, 2,712 words, 2020-08-25 to 2026-02-10>
    >>> corpus.frequency("innovation", by="publisher").table["count"].sum()
    np.int64(22)
    """
    articles, lexicons, encoded, inputs = opened(folder_of(folder), errors)
    origin = Origin(folder_of(folder), inputs, Path(exports) if exports else None)
    return Corpus(articles, lexicons, encoded, origin)


@dataclass(frozen=True)
class Origin:
    """The origin of a corpus: folder, SHA-256 of the files read, exports folder, and the conditions of `where`.

    Of a part that a comparison asks, ``compared`` is what its results say of themselves.
    """

    folder: Path
    inputs: dict
    exports: Path | None = None
    chosen: tuple = ()
    voice: str = ""
    country: str = ""
    compared: About | None = None


@front_door
class Corpus(WordQuestions, SloganQuestions, FrameQuestions, SpeakerQuestions, ArticleQuestions, CorpusFindings):
    """Articles, encoded once, and the questions that can be put to them.

    Made by `open_corpus`. The method `where` returns a smaller corpus, `compare` a comparison of two sides,
    and every question is a method that returns a `Result`.

    The questions stand in the modules of their subjects: `words`, `slogans`, `frames`, `speakers` (and actors),
    `articles` (and time), `findings`; those about the corpus itself stand here.

    Attributes
    ----------
    articles : DataFrame [one row an article; the columns of articles.csv and n_tokens, the words that count]
    zones : DataFrame [columns doc_id, zone, rule, start, end, text, pattern, articles]
        Spans of the raw text that are headline or were removed by a cleaning rule.
    problems : DataFrame [columns file, row, column, value, problem, remedy]
        Articles that were skipped (``errors="skip"``).
    lexicons : Lexicons
        Slogans, frames and word lists in use.
    tokens : Tokens
    hash : str
        16 digits that name the articles and word lists in use.
    """

    answers = {"compare()": Comparison}  # noqa: RUF012 — what has the questions that this has not

    def __init__(self, articles, lexicons, encoded, origin):
        self._all, self.lexicons, self.encoded, self.origin = articles, lexicons, encoded, origin
        self.tokens, self.zones, self.problems = encoded.tokens, articles.zones, articles.problems

    @cached_property
    def hash(self):
        """16 digits that name the articles and word lists in use."""
        return corpus_hash(self.origin.inputs)

    @property
    def inputs(self):
        """SHA-256 of the table, the articles and the word lists in use, by name."""
        return self.origin.inputs

    @property
    def source(self):
        """What a figure names as its source."""
        return f"{DISTRIBUTION}; corpus {self.hash}"

    @cached_property
    def articles(self):
        """The articles' table, with the word tokens that count in each."""
        return self.words.docs

    @property
    def pairs(self):
        """Near-duplicates, as a DataFrame: columns doc_id, other, shared, share, share_other."""
        return self.encoded.pairs

    @cached_property
    def stopwords(self):
        """Function words, as a frozenset: those of stopwords.txt, and those of the articles' languages."""
        return self.tokens.stopwords | self.lexicons.words.stopwords

    @property
    def folder(self):
        """The corpus folder."""
        return self.origin.folder

    @property
    def exports(self):
        """The folder that ``Result.publish`` writes to in a run; else None."""
        return self.origin.exports

    @property
    def sides(self):
        """Names of the columns that say which side an article is on."""
        return side_columns(self.tokens.docs)

    @cached_property
    def mask(self):
        """Positions that count: body and headline, of one voice or about one country if chosen, as bool array."""
        mask, voice, country = self.tokens.mask(), self.origin.voice, self.origin.country
        if voice:
            mask = mask & (self.encoded.voices.label == VOICES.index(voice))
        return mask & ~elsewhere(self.tokens, self.countries, country) if country else mask

    @cached_property
    def countries(self):
        """Matches of the names of countries."""
        return find(self.tokens, self.lexicons.countries)

    @cached_property
    def matches(self):
        """Matches of the slogans, with voice and speaker: columns key, variant, doc_id, start, end, voice, speaker."""
        return counted(self, self.encoded.slogans)

    @cached_property
    def frame_matches(self):
        """Matches of the frames' word lists, with the same columns."""
        return counted(self, self.encoded.frames)

    def where(self, /, condition=None, *, voice=None, contains=None, since=None, until=None, **labels):
        """A smaller corpus: the articles that meet every condition, the words of one voice, or those about one country.

        Parameters
        ----------
        condition : str, optional
            On columns of `articles`, as pandas.DataFrame.query reads it: "published >= '2023' and language == 'en'".
        voice : {"own", "attributed", "mention", "naming", "distance", "quoted"}, optional
            Count only words in this voice.
        contains : str or list of str, optional
            A word, phrase, pattern, slogan or frame that the article contains, as `find` finds it; of a list, any.
            To choose by words in one voice, choose the voice first: ``where(voice="own").where(contains="China")``.
        since, until : str, int or date, optional
            First and last day, month or year, "2022", "2022-03" or "2022-03-05", both included. Undated articles, and
            those of which only a part of the possible days lies between, are left out; captions say how many.
        **labels
            Column and label, ``publisher="CGTN"``, or a list of labels; an outlet's usual name, "Xinhua", means all its
            spellings ("Xinhua News Agency - CEIS"). Or a period, ``year=2023``. ``about="China"``
            leaves out sentences that name another country and not this one, and sentences without a country of articles
            that name others only. By default all are counted, because the sentences in which Chinese leaders speak of
            others carry slogans too; only wordings that are said of every country are left out there.

        Examples
        --------
        >>> corpus = open_corpus()
        >>> corpus.where(publisher="CGTN").articles["doc_id"].tolist()
        ['cgtn-2024']
        >>> corpus.where(contains="dual circulation", until="2022")
        <Corpus: 1 article (contains “dual circulation”; until 2022), 475 words, 2020-08-25 to 2020-08-25>
        >>> len(corpus.matches), len(corpus.where(about="China").matches)
        (82, 82)
        """
        about = labels.pop("about", None)
        if not labels and all(given is None for given in (condition, voice, contains, since, until, about)):
            return self
        found = [(condition, met(self.articles, condition))] if condition is not None else []
        found += [self._with_label(name, values) for name, values in labels.items()]
        found += [self._containing(contains)] if contains is not None else []
        kept = np.logical_and.reduce([rows for _, rows in found]) if found else np.full(len(self), True)
        said, inside = self._between(since, until, kept)
        country, kept = self._about_country(about), kept & inside
        said += self._voiced(voice) + [f"about {country}"] * (country != self.origin.country)
        chosen = [*self.origin.chosen, *(words for words, _ in found), *said]
        if not kept.any():
            remedy = f"choose a wider one (dates of the articles: {days(self.tokens.docs)})"
            raise InputError(f"{'; '.join(chosen)}: no article meets this condition", remedy)
        return self.subset(kept, chosen=tuple(chosen), voice=voice or self.origin.voice, country=country)

    def _about_country(self, about):
        """The country whose sentences count, by its name in countries.toml; "" for all."""
        chosen = self.origin.country
        wanted, countries = str(about).casefold(), self.lexicons.countries
        named = (one.key for one in countries.entries if wanted in (part.text.casefold() for part in one.variants))
        country = chosen if about is None else next(named, None) or countries.entry(about).key
        if chosen not in ("", country):
            raise InputError(f"about {about!r}: these are sentences about {chosen}", "ask the whole corpus")
        return country

    def _with_label(self, name, values):
        """The articles with a label in a column, or in a period: words, and a bool array."""
        outlets = read_outlets(self.origin.folder) if name in ("publisher", "credited_source") else None
        return f"{name} {' or '.join(several(values))}", labelled(labels_of(self, name, NAMES), name, values, outlets)

    def _containing(self, terms):
        """The articles with one of these terms: words, and a bool array."""
        matches = find_each(self, terms_of(terms), None)
        used = set(matches["key"])
        absent = [f" (“{name}” does not occur)" for name in matches["key"].cat.categories if name not in used]
        names = " or ".join(f"“{name}”" for name in matches["key"].cat.categories if name in used)
        return f"contains {names}{''.join(absent)}", self.tokens.docs["doc_id"].isin(matches["doc_id"]).to_numpy()

    def _between(self, since, until, kept):
        """The articles between two days: words, with how many of those kept are of uncertain date; and a bool array."""
        if since is None and until is None:
            return [], np.full(len(self), True)
        inside, uncertain = within(self.tokens.docs, since, until)
        n, days = int((kept & uncertain).sum()), {"since": since, "until": until}
        said = [f"{name} {written_day(day)}" for name, day in days.items() if day is not None]
        return said + [f"{plural(n, 'article')} of unknown or uncertain date left out"] * bool(n), inside

    def _voiced(self, voice):
        """One voice in words, where this corpus has it."""
        if voice is not None and voice not in VOICES:
            raise InputError(f"voice {voice!r}: unknown", f"choose one of {', '.join(VOICES)}")
        if voice and self.origin.voice not in ("", voice):
            raise InputError(f"voice {voice!r}: these are words in {self.origin.voice} voice", "ask the whole corpus")
        return [f"{voice} voice"] if voice else []

    def subset(self, docs, **origin):
        """The articles that a bool array [shape=(n_docs,)] keeps, as a smaller corpus.

        Examples
        --------
        >>> corpus.subset([True, False, False, False, True])
        <Corpus: 2 articles, 924 words, 2020-08-25 to 2026-02-10>
        """
        docs = np.asarray(docs, dtype=bool)
        if docs.shape != (len(self),):
            raise InputError(f"subset: not a True or False for each of {self.n}", "choose articles with .where")
        table = self.tokens.docs[docs].reset_index(drop=True)
        zones = self.zones[self.zones["doc_id"].isin(table["doc_id"])]
        articles = Articles(table, zones, self.problems)
        words = (origin.get(name, getattr(self.origin, name)) for name in ("voice", "country"))
        chosen = {"chosen": hashlib.sha256("; ".join([*table["doc_id"], *words]).encode()).hexdigest()}
        origin = replace(self.origin, **{"inputs": self.origin.inputs | chosen, "compared": None} | origin)
        return Corpus(articles, self.lexicons, self.encoded.where(docs), origin)

    def compare(self, column=None, target=None, reference=None):
        """A comparison of two sides, with near-duplicates counted once.

        Parameters
        ----------
        column : str, optional
            The column of `articles` that names the side. Default: the first side column with two labels.
        target, reference : str, optional
            Labels there. Default: state and foreign where there are both, else the two with most articles.

        Returns
        -------
        Comparison
            Where all articles have one label and none is asked for, an `Alone`, which answers the same questions for
            all articles together, and says why they are not compared.

        Examples
        --------
        >>> open_corpus().compare("side_by_publisher", "state", "foreign")
        <Comparison: 2 state v 3 foreign articles, by publisher>
        """
        docs = self.words.docs
        sided = [name for name in self.sides if not alone(docs, name)] or self.sides
        column = sided[0] if column in (None, "side") else str(column)
        if column not in docs and (docs[sided[0]] == column).any():
            raise InputError(f"{column!r} is a side, not a column", f"write compare(target={column!r}, reference=…)")
        column = label_column(self.tokens.docs, column)
        if (why := alone(docs, column)) and target is reference is None:
            return Alone(self, column, why)
        try:
            return Comparison(self, Sides.of(docs, column, target, reference))
        except InputError as error:
            raise InputError(error.problem + bracketed(self.chosen), error.remedy) from None

    def before_after(self, day):
        """A comparison of the articles dated from a day on with those dated before it.

        Undated articles, and those that may be of either time, are left out; captions say how many.

        Parameters
        ----------
        day : str, int or date
            The day of an event, "2022-03-05"; a month or a year stands for its first day.

        Returns
        -------
        Comparison
            Its column is side_by_date, its target the later articles.

        Examples
        --------
        >>> corpus.before_after("2023-06").frequency("innovation").title
        '“innovation”: 9.6 per 1,000 words of articles from 2023-06, 5.7 of those before 2023-06.'
        """
        labels, sides = divided(self.tokens.docs, day), [f"{end} {written_day(day)}" for end in ("from", "before")]
        remedy = f"choose another day (dates of the articles: {days(self.tokens.docs)})"
        for side in sides:
            if side not in labels:
                raise InputError(f"no article is dated {side}", remedy)
        n, docs = int((labels == "").sum()), self.tokens.docs.assign(side_by_date=labels)
        encoded = self.encoded._replace(tokens=replace(self.tokens, docs=docs))
        said = [f"{plural(n, 'article')} of unknown or uncertain date left out"] * bool(n)
        whole = Corpus(self._all, self.lexicons, encoded, self.origin)
        corpus = whole.subset(labels != "", chosen=(*self.origin.chosen, *said))
        return Comparison(corpus, Sides("side_by_date", *sides), f"-{slug(sides[0])}")

    def column(self, name, also=()):
        """The column of `articles`, or other choice, that a name stands for ("outlet", …); InputError with the choices.

        Examples
        --------
        >>> corpus.column("article")
        'doc_id'
        """
        if not isinstance(name, str):
            raise InputError(f"column {name!r}: not in articles.csv", "give the name of one; for part of it use .where")
        meant = {"article": "doc_id", "side": self.about.sides[0], "date": "published"}
        meant |= {} if "outlet" in self.tokens.docs else {"outlet": "publisher"}
        choices = [*self.tokens.docs.columns.drop("text"), *also]
        folded = {choice.casefold(): choice for choice in choices} | dict(zip(choices, choices, strict=True))
        wanted = str(of_publisher(self.tokens.docs, meant.get(str(name), str(name))))
        found = folded.get(wanted, folded.get(wanted.casefold()))
        if found is None:
            near = [f"nearest: {folded[one]}" for one in get_close_matches(wanted.casefold(), folded, 1)]
            remedy = f"choose one of {', '.join(choices[: -len(also) or None])}{'; or ' * bool(also)}{', '.join(also)}"
            raise InputError(f"column {name!r}: not in articles.csv", "; ".join([*near, remedy]))
        return found

    def other_side(self, column):
        """The other side column: the last one that is not this one.

        Examples
        --------
        >>> corpus.other_side("side_by_publisher")
        'side_by_origin'
        """
        return other_side(self.tokens.docs, self.column(column))

    def near_duplicates(self):
        """Pairs of articles of which one holds half or more of the other's word 5-grams; comparisons count them once.

        Examples
        --------
        >>> corpus.near_duplicates().title
        'No pairs of near-duplicates among 5 articles.'
        """
        return self.about.result("near_duplicates", self.pairs, {"pairs": plural(len(self.pairs), "pair")})

    def columns(self):
        """What each column of a result means, with its unit.

        Examples
        --------
        >>> corpus.columns().title
        '209 columns of results.'
        """
        table = pd.read_csv(PACKAGE / "workbook" / "columns.csv", dtype=str, keep_default_na=False)
        return self.about.result("columns", table, rows=len(table))

    def size(self, n=40):
        """Words of each article by zone: body, headline, removed by cleaning; the longest n articles.

        Examples
        --------
        >>> corpus.size().title
        '5 articles with 2,712 words of body and headlines; cleaning removed 346 words (11%) in 34 spans.'
        """
        table = sizes(self.tokens)
        table["words"] = table[["body", "headline", "removed"]].sum(axis=1)
        longest, total, removed = top(table, n, "words"), table["words"].sum(), table["removed"].sum()
        fields = {"kept": total - removed, "removed": removed, "share": removed / total}
        fields["spans"] = (self.zones["zone"] == "removed").sum()
        return self.about.result("size", longest, fields)

    def provenance(self):
        """Publisher, credited source, date with its basis, and sides of each article.

        Examples
        --------
        >>> corpus.provenance().title
        '5 publishers; 3 of 5 articles credit a source other than the publisher.'
        """
        docs = self.tokens.docs
        columns = ["doc_id", "publisher", "credited_source", "published", "date_basis", *distinct_sides(docs)]
        fields = {"publishers": docs["publisher"].nunique(), "second": self._no_second}
        fields["others"] = (~docs["credited_source"].isin([""]) & (docs["credited_source"] != docs["publisher"])).sum()
        return self.about.result("provenance", docs[columns], fields)

    def notes(self):
        """The note on each article in articles.csv.

        Examples
        --------
        >>> corpus.notes().title
        '5 of 5 articles have a note.'
        """
        table = self.tokens.docs[["doc_id", "title", "note"]]
        return self.about.result("notes", table, {"noted": (table["note"] != "").sum()})

    def both_sides(self, rows=None, columns=None):
        """Articles by two side columns: one row a label of the first, one column a label of the second.

        Examples
        --------
        >>> corpus.both_sides().title
        '3 of 5 articles have the same label in side_by_publisher and in side_by_origin.'
        """
        docs, rows = self.tokens.docs, self.column(rows or "side")
        if columns is None and (why := no_second(docs, rows)):
            return nothing(why)
        columns = self.column(columns or self.other_side(rows))
        fields = {"same": (docs[rows] == docs[columns]).sum(), "rows": rows, "columns": columns}
        return self.about.result("both_sides", cross_tabulate(docs, rows, columns), fields)

    def cleaning(self):
        """Which cleaning rules applied: articles, spans and characters of each.

        Examples
        --------
        >>> corpus.cleaning().title
        'Cleaning found headlines and spans to remove under 13 rules in 5 articles.'
        """
        rules = self.zones.assign(spans=1, characters=self.zones["end"] - self.zones["start"])
        named = {"articles": ("doc_id", "nunique"), "spans": ("spans", "sum"), "characters": ("characters", "sum")}
        return self.about.result("cleaning", rules.groupby(["zone", "rule"], as_index=False).agg(**named))

    def removed(self):
        """Every span that is not body, as printed.

        Examples
        --------
        >>> corpus.removed().title
        '38 spans are headlines or were removed by cleaning.'
        """
        return self.about.result("removed", self.zones[["doc_id", "rule", "text", "pattern", "articles"]], rows=60)

    def word_lists(self):
        """The word lists in use: the corpus's own or the bundled ones.

        Examples
        --------
        >>> corpus.word_lists().title
        '0 of 18 word lists come from the corpus folder; the others are the bundled ones.'
        """
        table = self.lexicons.sources
        return self.about.result("word_lists", table, {"own": (table["origin"] == "own").sum()})

    def skipped(self):
        """Articles that could not be used and were skipped (``errors="skip"``).

        Examples
        --------
        >>> corpus.skipped().title
        'No articles were skipped because they could not be used.'
        """
        return self.about.result("skipped", self.problems)

    def questions(self):
        """What a person must still decide about the articles: missing days, unknown sides.

        Examples
        --------
        >>> corpus.questions().title
        'No questions about the articles are open.'
        """
        return self.about.result("questions", open_questions(self.tokens.docs), rows=60)

    def choices(self):
        """What the parameters of a notebook can be in this corpus: side columns with their labels, and years.

        Examples
        --------
        >>> corpus.choices().table.query("parameter == 'target, reference'")[["choice", "articles"]].values[:2].tolist()
        [['foreign', 3], ['state', 2]]
        """
        docs = self.tokens.docs
        counts = {side: docs[side].value_counts().sort_index() for side in self.sides}
        counts = {side: part.sort_values(ascending=False, kind="stable") for side, part in counts.items()}
        rows = [("side", side, side, len(docs)) for side in counts]
        rows += [("target, reference", label, side, n) for side, part in counts.items() for label, n in part.items()]
        years = docs["published"].dt.year.dropna().astype(int).value_counts().sort_index()
        rows += [("where", f'{{"year": {year}}}', "", n) for year, n in years.items()]
        said = "; ".join(f"{side}: {few(list(part.index.astype(str)))}" for side, part in counts.items())
        table = pd.DataFrame(rows, columns=["parameter", "choice", "column", "articles"])
        return self.about.result("choices", table, {"said": said})

    def explore(self, side=None):
        """A widget of the notebook that searches, filters, sorts and codes a concordance, and counts what it finds.

        Codes that a person gives to lines are kept in ``codes.csv`` of the corpus folder, and shown when it is opened
        again.

        Examples
        --------
        >>> type(corpus.explore()).__name__
        'VBox'
        """
        from analysis.show.explore import explorer  # here: widgets take a second to import

        return explorer(self, self.column(side or "side"))

    def reading(self, name, *results):
        """The paragraph of this name in readings.toml; nothing if the articles or word lists have changed since.

        Its numbers, written there as ``{table: column=value; column=name}``, are those of these results.

        Examples
        --------
        >>> corpus.reading("provenance").text[:31]
        'Of the three texts that were pu'
        """
        return self.readings.of(name, results, self.hash)

    @property
    def has_readings(self):
        """Whether the folder holds readings that were written about just these articles and word lists."""
        return self.readings.about(self.hash)

    @cached_property
    def readings(self):
        """What the corpus's author wrote about it, from readings.toml in its folder."""
        return Readings.read(self.origin.folder)

    @property
    def n(self):
        """How many articles, and what was chosen of them: "5 articles", "1 article (publisher CGTN)"."""
        return plural(len(self.tokens.docs), "article") + bracketed(self.chosen)

    @property
    def chosen(self):
        """What was chosen of the corpus, in words: the conditions of `where`; "" for the whole corpus."""
        return "; ".join(self.origin.chosen)

    @cached_property
    def unvoiced(self):
        """A sentence for captions where articles are not in English, for which alone there are rules of voice."""
        n = int((~self.tokens.language.isin(["en", ""])).sum())
        rest = "words between quotation marks count as quoted, all others as the outlet's own"
        where = f"in {plural(n, 'article')} in another language, {rest}"
        return f" Voice is determined in English only: {where}." if n else ""

    @cached_property
    def about(self):
        """What every result says of itself; in the part that a comparison asks, what those of the comparison say."""
        foot = f"{capital(self.n)}, {days(self.tokens.docs)}. Source: {self.source}."
        known = {"n": self.n, "voices": self.unvoiced, "left_out_by": without_period(self.tokens.docs)}
        return self.origin.compared or About((self.sides[0],), known, self.source, foot, self.exports)

    def _repr_mimebundle_(self, include=None, exclude=None):
        shown = html.sentence(f"{self.size().title} {self.questions().title}")
        caption = f"{self.n} by side, with their first and last day.{self._no_second}"
        return (shown + html.table(self._overview(), caption))._repr_mimebundle_()

    @property
    def _no_second(self):
        """A sentence for captions where a second side column only repeats the first."""
        return f" {no_second(self.tokens.docs, self.sides[0])}".rstrip() * (len(self.sides) > 1)

    def _overview(self):
        """Articles, words and days of each label of each side column."""
        rows = []
        for side in distinct_sides(self.articles):
            for label, part in self.articles.groupby(side, sort=True):
                days = (part["published"].min(), part["published_latest"].max())
                rows.append((side, label, len(part), part["n_tokens"].sum(), *days))
        return pd.DataFrame(rows, columns=["column", "side", "articles", "n_tokens", "first", "last"])

    def __repr__(self):
        return f"<Corpus: {self.n}, {self.articles['n_tokens'].sum():,} words, {days(self.tokens.docs)}>"

    def __len__(self):
        return len(self.tokens.docs)
