"""Articles: which of them are alike, their tone, their place in time, and the texts from which they are taken."""

from functools import cached_property, partial
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.corpus.cleaning import plain
from analysis.corpus.questions import few
from analysis.corpus.titles import GIVEN
from analysis.files import InputError, InputErrors, csv_rows, read_text
from analysis.show import figures
from analysis.show.trend import plot_dispersion, plot_trend
from analysis.stats import relations as reuse
from analysis.stats import trend as over_time
from analysis.stats.correspondence import correspondence, for_map
from analysis.stats.sides import articles_of
from analysis.stats.slogans import PERIODS
from analysis.stats.stance import stance
from analysis.stats.terms import frequency
from analysis.text.concordance import kwic
from analysis.text.counts import from_matches
from analysis.text.matches import find_counted
from analysis.text.patterns import straighten
from analysis.text.tokens import encode
from analysis.text.voice import label, words_by_voice
from analysis.workbook.occurrences import (
    UNLABELLED,
    evidence_of,
    find_each,
    groups_of,
    keyed,
    quoted_lines,
    terms_of,
    with_names,
    without_period,
)
from analysis.workbook.result import nothing
from analysis.workbook.slogans import UNDATED
from analysis.workbook.wording import listed, outlet_and_day, plural, slug

MOST_WORDS, NAMED, EXTREME = 1_000, 15, 6  # words of a map; articles up to which all are named, and else how many
CROWD, FEW, LEAST_OF_CENTRE = 40, 3, 5  # articles above which centres have labels, how many are named then
LITTLE = 0.1  # noise
GROUPS = {"modality": "modality", "evaluation": "polarity"}  # what a group of a word list is called in tables
NAMES = {"modality": "modal verbs", "evaluation": "evaluative words"}
NOBODY = "(nobody named)"
UNPRINTED, NONE = " [title; not printed in the file]", "[no headline]"
MAP = ["term", "kind", "publisher", "published", "side", "dimension_1", "dimension_2"]
MAP += ["contribution_1", "contribution_2", "quality"]
MARKS = " Hollow and unjoined: fewer than 5 articles; gap: no article; {}."
SHORT = f"a change of level is sought only in {over_time.SERIES} or more periods with 5 articles"
PELT = "dashed: first period of a new level (PELT, cost l2, at least 3 periods a level, penalty 3 log n × variance)"
RATE = ", and its rate per 1,000 words"
MOST_TERMS = 6  # that a figure can hold
FILE = "chains.csv"
CHAIN = ["chinese", "literal", "official", "intermediate", "printed", "doc_id", "lost", "source"]


class ArticleQuestions:
    """Questions about whole articles, their tone, time, and the texts they are taken from; part of `Corpus`."""

    def article_map(self, n=12):
        """A map of the articles by correspondence analysis: articles that use similar words lie near each other.

        Parameters
        ----------
        n : int
            Words shown: for each dimension half of them, those that contribute most to it.

        Returns
        -------
        Result
            Table, one row an article or word: term, kind, publisher, published, side, and the columns of
            `stats.correspondence.Map`.

        Examples
        --------
        >>> corpus.article_map().title
        'Two dimensions show 56% of the differences between 5 articles; farthest from the centre is el-ciudadano-2026.'
        """
        try:
            return self._mapped(n, *self.about.sides)
        except InputError as error:
            return nothing(f"No map of these articles: {error}.")

    def _mapped(self, n, column, *labels):
        """A map of the articles, their side by a column; in the colours of two labels of it, if given."""
        counts = for_map(self.words.select(~self.words.terms.isin(self.stopwords)), MOST_WORDS)
        found, half = correspondence(counts), max(n // 2, 1)
        best = [found.words.nlargest(half, f"contribution_{number}")["term"] for number in (1, 2)]
        words, names = with_names(self, found.words[found.words["term"].isin(pd.concat(best))])
        docs = counts.docs.assign(term=counts.docs["doc_id"], side=counts.docs[column].astype(str), kind="article")
        articles = docs[MAP[:5]].merge(found.articles, on="term")
        table = pd.concat([articles, words.assign(kind="word", publisher="", side="")], ignore_index=True)[MAP]
        shares = found.inertia / found.total
        shown = f"{shares.sum():.0%} of the differences between {plural(len(articles), 'article')}"
        far = articles["term"][_farthest(articles, 1)[0]]
        said = f"Two dimensions show {shown}; farthest from the centre is {far}"
        said = said if shares.sum() >= LITTLE else f"A map shows only {shown}: too little to read distances from it"
        fields = {"said": said, "words": len(counts.terms), "shown_words": len(words)}
        fields["left_out"] = len(self) - len(articles)
        how = {"draw": lambda rows, ax: figures.plot_map(_placed(rows), shares, labels, ax=ax)}
        return self.about.result("article_map", table, fields, evidence=evidence_of(self, names), **how)

    def modality(self, by="speaker", n=10):
        """Modal verbs of obligation, prediction and possibility (must, will, may), by speaker.

        Parameters
        ----------
        by : str
            "speaker", "voice", "article", a column of `articles`, or a period: day, week, month, quarter, year.
        n : int
            Speakers or groups shown: those with most modal verbs.

        Returns
        -------
        Result
            Table, one row a group of verbs and speaker: modality, speaker and side (or group), and the other columns
            of `stats.stance.stance`.

        Examples
        --------
        >>> corpus.modality().title
        "18 modal verbs: obligation 10, possibility 3, prediction 5; 3 of them in the outlet's own voice."
        """
        return self.about.result("modality", **stance_of(self, "modality", by, n))

    def evaluation(self, by=None, n=7):
        """Evaluative words, positive and negative, by side, outlet, article, voice, speaker or period; see `modality`.

        Examples
        --------
        >>> corpus.evaluation().title
        "13 evaluative words: negative 3, positive 10; 9 of them in the outlet's own voice."
        """
        return self.about.result("evaluation", **stance_of(self, "evaluation", by, n))

    def headlines(self):
        """The headline of each article by day, with the slogans, frames and evaluative words in it.

        Examples
        --------
        >>> corpus.headlines().title
        'Headlines of 5 articles: 3 printed in the file, 3 with a slogan, 0 with an evaluative word.'
        """
        return self.about.result("headlines", **headlines_of(self))

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
        found, docs, (column, *labels) = self.find(*self._term(term, kind)), self.tokens.docs, self.about.sides
        places, name = over_time.positions(self.tokens, found, self.mask), str(found["key"].iloc[0])
        most = places["doc_id"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
        shown = docs[docs["doc_id"].isin(most.index[:n])].sort_values(["published", "doc_id"])
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
        names, fields["middle"] = outlet_and_day(shown).set_axis(shown["doc_id"]), places["share"].median()
        how = {"draw": lambda rows, ax: plot_dispersion(rows, names, labels, ax=ax)}
        how |= {"evidence": partial(quoted_lines, self, found), "name": f"dispersion-{slug(name)}"}
        return self.about.result("dispersion", table, fields, **how)

    def trend(self, terms=None, by=None, kind=None):
        """Share of articles with a term, and its rate, from period to period; gaps in time stay gaps.

        Parameters
        ----------
        terms, kind
            As in `frequency`. Default: the most frequent content word.
        by : {"day", "week", "month", "quarter", "year"}, optional
            The period. Default: the finest of at most 40, half of which have 5 articles or more; else year.

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
            return nothing(UNDATED)
        unit, (_, *labels) = over_time.finest(self.tokens.docs) if by is None else str(by), self.about.sides
        if unit in PERIODS:
            groups_of(self, unit)  # refuses a period that no article lies in
        asked, (terms, kind) = terms is not None, self._term(terms, kind)
        found = find_each(self, terms_of(terms), kind)
        table = over_time.trend(from_matches(self.tokens, found, self.mask), unit, self.about.sides if labels else None)
        firm, names = table[~table["thin"]], listed(f"“{term}”" for term in found["key"].cat.categories)
        long, n_firm = firm.groupby(["term", "side"]).size().max() >= over_time.SERIES, len(set(firm["period"]))
        fits = n_firm > 1 and table["term"].nunique() <= MOST_TERMS
        none = f"No trend of {names} is drawn: {'only one' if n_firm else 'no'} {unit} has 5 articles"
        fields = {"said": _said(firm) if n_firm > 1 else none + " of one side" * bool(labels), "unit": unit}
        fields |= {"terms": names, "firm": n_firm, "periods": plural(table["period"].nunique(), unit)}
        fields |= {"absent": found.attrs["absent"], "left_out": without_period(self.tokens.docs)[unit]}
        fields |= {"marks": MARKS.format(PELT if long else SHORT) * fits, "rate": RATE * (names.count("“") == 1)}
        draw = (lambda rows, ax: plot_trend(rows, labels, ax=ax)) if fits else None
        how = {"draw": draw, "evidence": partial(quoted_lines, self, found), "name": f"trend-{unit}-{slug(names[:40])}"}
        table = table if labels else table.drop(columns="side")
        return self.about.result("trend", table, fields, telling=asked or n_firm > 1, **how)

    @cached_property
    def _content_words(self):
        return reuse.Content(self.tokens, self.stopwords)

    def relations(self):
        """Which articles take text from another one: copies, near-duplicates, rewrites and relays.

        Returns
        -------
        Result
            Table, one row a pair of articles: the columns of `stats.relations.relations`. Its ``lines`` are not
            there: ask `aligned` for the sentences of a pair.

        Examples
        --------
        >>> corpus.relations().title
        'No article of these 5 takes its text from another one of them.'
        """
        table = reuse.relations(self._content_words, self.pairs)
        counts = table["relation"].value_counts(sort=False)
        fields = {
            "said": f"{plural(len(table), 'pair')} of articles: {listed(f'{n:,} {k}' for k, n in counts.items())}"
        }
        if table.empty:
            fields["said"] = f"No article of these {len(self):,} takes its text from another one of them"
        return self.about.result("relations", table, fields)

    def aligned(self, doc_id=None, other=None):
        """The sentences of two articles side by side: kept, softened, hardened, reworded, dropped, added.

        Parameters
        ----------
        doc_id, other : str, optional
            Two articles; the one that was published earlier is taken as the source. Default: the two that have most
            sentences in common.

        Returns
        -------
        Result
            Table, one row a sentence: the columns of `stats.relations.side_by_side`.

        Examples
        --------
        >>> corpus.aligned("xinhua-2023", "el-ciudadano-2026").table["change"].value_counts().to_dict()
        {'dropped': 33, 'added': 30, 'reworded': 1}
        """
        found = reuse.aligned(self._content_words)
        if doc_id is None and other is None:
            if found.empty:
                return nothing("No two articles have a sentence in common.")
            doc_id, other = found.groupby(["doc_id", "other"]).size().idxmax()
        known = self.tokens.docs["doc_id"].tolist()
        unknown = [name for name in (doc_id, other) if name not in known]
        if None in unknown:
            raise InputError("aligned takes two articles, or none", f"name a second one of {few(known)}")
        if unknown:
            raise InputError(f"no article {listed(map(repr, unknown))}", f"choose from {few(known)}")
        if doc_id == other:
            raise InputError(f"aligned({doc_id!r}, {other!r}): one and the same article", "give two articles")
        earlier, later = reuse.by_publication([doc_id, other], self.tokens.docs)
        table = reuse.side_by_side(self.tokens, (earlier, later), found, self._marks())
        changes = listed(f"{n:,} {k}" for k, n in table["change"].value_counts().items())
        pairs = self.relations().table.filter(["doc_id", "other"]).apply(set, axis=1).tolist()
        fields = {"earlier": self._called(earlier), "later": self._called(later), "changes": changes}
        fields["unrelated"] = "" if {earlier, later} in pairs else "; neither takes its text from the other"
        return self.about.result("aligned", table, fields, rows=60).renamed(f"aligned-{slug(earlier)}-{slug(later)}")

    def _marks(self):
        """What is looked for in aligned sentences: slogans and frames by label, and words by their strength."""
        strength = find_counted(self.tokens, self.lexicons.strength)
        levels = {(e.key, v.text): n for e in self.lexicons.strength.entries for n, v in enumerate(e.variants)}
        keys = zip(strength["key"].astype(str), strength["variant"].astype(str), strict=True)
        found = {"slogans": self.matches, "frames": self.frame_matches}
        named = {name: some.assign(key=self._lexicons_label(name, some["key"])) for name, some in found.items()}
        return named | {"strength": strength.assign(level=[levels[pair] for pair in keys])}

    def _lexicons_label(self, name, keys):
        return keys.astype(str).map(getattr(self.lexicons, name).labels)

    def chains(self):
        """How a formula reached an article: Chinese, official English, what lay between, as printed, what was lost.

        Read from ``chains.csv`` in the corpus folder, with the columns chinese, literal (the Chinese word for word),
        official, intermediate, printed, doc_id, lost and source, of which only printed and doc_id have to be filled in.

        Returns
        -------
        Result
            Table, one row a link: these columns, and count, how often the article prints the wording.

        Raises
        ------
        InputErrors
            Rows with an unknown article, or with a wording that it does not print.

        Examples
        --------
        >>> corpus.chains().table[["printed", "doc_id", "count"]].values[0].tolist()
        ['self-confidence and strength in science and technology', '247-news-reel-2023', 1]
        """
        path = Path(self.origin.folder, FILE)
        if not path.is_file():
            return nothing(f"The corpus folder has no {FILE}, in which the ways of wordings can be written down.")
        table = _chains(path)
        texts = self.tokens.docs.set_index("doc_id")["text"].map(plain)
        table = table[table["doc_id"].isin(texts.index)] if self.chosen else table
        rows = zip(table["doc_id"], table["printed"], strict=True)
        table["count"] = [texts.get(doc_id, "").count(plain(printed)) for doc_id, printed in rows]
        self._refuse_unprinted(table)
        fields = {"links": plural(len(table), "wording"), "articles": plural(table["doc_id"].nunique(), "article")}
        return self.about.result("chains", table.reset_index(drop=True), fields, rows=60)

    def _refuse_unprinted(self, table):
        problems = []
        for row, line in table[table["count"] == 0].iterrows():
            known, doc_id = line["doc_id"] in set(self.tokens.docs["doc_id"]), line["doc_id"]
            problem = f"not printed in {doc_id}" if known else f"no article {doc_id!r}"
            place = {"file": FILE, "row": row + 2, "column": "printed" if known else "doc_id"}
            problems.append(InputError(problem, "correct it, or remove the row", value=line["printed"], **place))
        if problems:
            raise InputErrors(FILE, problems)


def stance_of(corpus, name, by, n):
    """Occurrences of the groups of a word list by speaker, voice or column of `articles`."""
    column = corpus.about.sides[0]
    group, found, by = GROUPS[name], listed_in(corpus, name), column if by in (None, "side") else by
    mask = corpus.mask & corpus.tokens.written_in(getattr(corpus.lexicons, name).language)
    words = words_by_voice(corpus.tokens, corpus.encoded.voices, mask)
    base, found = (_by_unit(corpus, rows, by) for rows in (words, found))
    unit = ["speaker", "side"] if by == "speaker" else ["group"]
    table = stance(found, base[["doc_id", "n_tokens", *unit]]).rename(columns={"key": group})
    most = table.groupby(unit, as_index=False)["count"].sum().query("count > 0")
    most = most.sort_values("count", ascending=False, kind="stable").head(n)
    table = most[unit].merge(table, on=unit)[table.columns].drop(columns=["negated"] * (name == "evaluation"))
    fields = {"by": by, "own": (found["voice"] == "own").sum(), "units": len(most)}
    groups = ", ".join(f"{key} {n:,}" for key, n in found["key"].value_counts(sort=False).items())
    said = f"{plural(len(found), NAMES[name][:-1])}: {groups}; {fields['own']:,} of them in the outlet's own voice"
    fields["said"] = said if len(found) else f"No {NAMES[name][:-1]} occurs in these articles"
    order = ["group"] if by in PERIODS else ["per_thousand", "group"]
    how = {"draw": partial(_stance_drawn, group, order)}
    how["evidence"] = partial(quoted_lines, corpus, found.drop(columns="side", errors="ignore"))
    return how | {"table": table, "fields": fields, "name": f"{name}-{slug(by)}"}


def listed_in(corpus, name):
    """Matches of the list of modal verbs or evaluative words, with voice, speaker, negated and printed."""
    lexicon = getattr(corpus.lexicons, name)
    found = label(corpus.tokens, find_counted(corpus.tokens, lexicon, corpus.mask), corpus.encoded.voices)
    nodes = kwic(corpus.tokens, found, 0)["node"].map(lambda node: " ".join(straighten(node).casefold().split()))
    return found.assign(key=found["key"].cat.rename_categories(lexicon.labels), printed=nodes)


def _by_unit(corpus, rows, by):
    """Rows with doc_id, voice and speaker, and the unit of each: speaker and side, or group."""
    docs = corpus.tokens.labels_of(rows)
    if by != "speaker":
        label = rows["voice"] if by == "voice" else rows["doc_id"].map(groups_of(corpus, by, ("voice", "speaker")))
        return rows.assign(group=label.astype(object)).dropna(subset="group")
    nobody = rows["speaker"] == ""
    own = docs["publisher"] + ", own voice"
    speaker = rows["speaker"].mask(nobody, NOBODY).mask(rows["voice"] == "own", own)
    return rows.assign(speaker=speaker, side=docs[corpus.about.sides[0]].astype(str).replace("", UNLABELLED))


def headlines_of(corpus):
    """Headlines as printed, else the title, marked; and what is found in them."""
    printed = (corpus.zones["zone"] == "headline") & (corpus.zones["rule"] != GIVEN)
    docs, zones = corpus.tokens.docs, corpus.zones[printed].drop_duplicates("doc_id")
    text = docs["doc_id"].map(zones.set_index("doc_id")["text"]).fillna("").str.split().str.join(" ")
    marked = (docs["title"] + UNPRINTED).where(docs["title"] != "", NONE)
    table = docs[["published", "publisher", "doc_id"]].assign(side=docs[corpus.about.sides[0]].astype(str))
    table["heading"] = text.where(text != "", marked)
    read = docs[["doc_id", "language"]].assign(text=text.where(text != "", docs["title"]))
    read = encode(read, zones[:0], corpus.lexicons.words)
    for name in ("slogans", "frames", "evaluation"):
        lexicon = getattr(corpus.lexicons, name)
        found = find_counted(read, lexicon)
        labels = found["key"].astype(str).map(lexicon.labels)
        labels = labels if name != "evaluation" else kwic(read, found, 0)["node"].astype(str) + " (" + labels + ")"
        table[name.removesuffix("s")] = table["doc_id"].map(labels.groupby(found["doc_id"]).agg(_once)).fillna("")
    fields = {"printed": (text != "").sum(), "slogans": (table["slogan"] != "").sum()}
    fields["evaluative"] = (table["evaluation"] != "").sum()
    return {"table": table.sort_values(["published", "doc_id"], ignore_index=True), "fields": fields, "rows": 60}


def _once(labels):
    """Labels of one headline, each once."""
    return "; ".join(dict.fromkeys(labels))


def _farthest(articles, n):
    """Rows of the n articles that lie farthest from the centre of a map."""
    return (articles["dimension_1"] ** 2 + articles["dimension_2"] ** 2).nlargest(n).index


def _placed(rows):
    """The rows of a map as they are drawn: words in the scale of contributions, as far out as the articles.

    Articles are labelled with outlet and day, of many only the farthest; of more than `CROWD` the centres of sides, or
    of outlets where all are on one side, have labels too.
    """
    articles, words = rows[rows["kind"] == "article"], rows["kind"] == "word"
    names, n = outlet_and_day(articles.assign(doc_id=articles["term"])), EXTREME if len(articles) <= CROWD else FEW
    shown = articles.index if len(articles) <= NAMED else _farthest(articles, n)
    rows = rows.assign(label=rows["term"].where(words, names[shown]).fillna(""))
    reach = [f"dimension_{n}" for n in (1, 2)]
    arms = np.sign(rows.loc[words, reach]) * np.sqrt(rows.loc[words, ["contribution_1", "contribution_2"]].to_numpy())
    rows.loc[words, reach] = arms.fillna(0) * articles[reach].abs().max().max() / arms.abs().max().max()
    return rows if len(articles) <= CROWD else pd.concat([rows, _centres(articles, reach)], ignore_index=True)


def _centres(articles, reach):
    """The mean place of the articles of each of the largest sides, or outlets, with five articles or more."""
    by = "side" if len(set(articles["side"])) > 1 else "publisher"
    n = articles[by].value_counts().sort_index()
    largest = n[n >= LEAST_OF_CENTRE].nlargest(EXTREME).index
    centres = articles[articles[by].isin(largest)].groupby(by, as_index=False)[reach].mean()
    return centres.assign(kind="centre", label="centre: " + centres[by].replace("", "(no outlet)"), side=centres[by])


def _stance_drawn(name, order, rows, ax):
    """A grid of speakers with their words, the darker the higher the rate; or bars of groups."""
    if "speaker" in rows:
        shown = rows["speaker"] + " (" + rows["side"] + "; " + rows["n_tokens"].map("{:,} words".format) + ")"
        rows = rows.drop(columns="of_docs").assign(shown=shown, shade=rows["per_thousand"])
        return figures.plot_slogans(rows, unit=name, row="shown", ax=ax)
    rows = rows.sort_values([name, *order], ascending=[True, *(column == "group" for column in order)], kind="stable")
    return figures.plot_keyphrases(rows.assign(term=rows["group"], df=rows["n_docs"]), "per_thousand", ax=ax)


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


def _chains(path):
    """The rows of chains.csv."""
    header, *rows = [[cell.strip() for cell in row] for row in csv_rows(read_text(path, "save it as CSV UTF-8")) if row]
    missing = [name for name in ("printed", "doc_id") if name not in header]
    if missing:
        raise InputError(f"no column {listed(missing)}", f"the columns are {', '.join(CHAIN)}", file=path.name)
    table = pd.DataFrame([dict(zip(header, row, strict=False)) for row in rows], columns=header).fillna("")
    return table.reindex(columns=CHAIN, fill_value="")
