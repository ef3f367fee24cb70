"""Words: questions about words, phrases and patterns, their neighbours, and the sentences that contain them."""

from dataclasses import replace
from functools import cached_property, partial

import numpy as np
import pandas as pd

from analysis.corpus.reference import read_reference
from analysis.files import InputError, shortened
from analysis.show import figures
from analysis.show.axes import MOST_ROWS
from analysis.show.reference import measured, plot_reference
from analysis.stats import collocates as near
from analysis.stats import measures
from analysis.stats.artefacts import line_labels
from analysis.stats.forms import Forms
from analysis.stats.reference import list_keyness
from analysis.stats.sides import LABEL, LEAST, articles_of
from analysis.stats.slogans import PERIODS
from analysis.stats.terms import c_tf_idf, frequency, tf_idf, top, without_subphrases, without_terms
from analysis.text.concordance import sort_matches
from analysis.text.counts import by as counted_by
from analysis.text.counts import count, count_phrases, from_matches, united
from analysis.text.matches import spans
from analysis.text.search import Absent, search
from analysis.text.tokens import HAN
from analysis.text.voice import VOICES, label
from analysis.workbook.occurrences import (
    AS_COUNTED,
    counted,
    evidence_of,
    find_each,
    in_groups,
    kind_of,
    quoted_lines,
    shown_names,
    terms_of,
    with_names,
    without_house_style,
    words_of,
)
from analysis.workbook.result import nothing
from analysis.workbook.wording import articles_called, capital, listed, plural, quoted, slug

COLUMNS = ["term", "group", "count", "n_docs", "of_docs", "n_tokens", "per_thousand"]
ALL = "all articles"  # the group of what is counted in all of them
MOST_BARS, MOST_COLUMNS = 40, 14  # groups that a chart can hold; more are shown as a table
ENOUGH = 100  # words of a group whose rate a title can state
FIRST = 10  # articles that have a block of keywords
LEAST_G2 = 3.84  # G2 from which a title names a collocate
CHINESE = " Chinese is counted character by character: ask for a word of two or more characters, and read the lines."
CLEAR = 2  # log-odds z from which a title names a collocate of one side
LISTED = {"words": "Content words", "phrases": "Repeated phrases"}
LEAST_COVERED = 0.5  # share of the occurrences of content words: a list of another language has far fewer
WARNING = " The list has only {share:.0%} of the articles' words: it may be short, or of another language or spelling."


class WordQuestions:
    """Questions about words and phrases, their collocates, and lists from outside; part of `Corpus`."""

    @cached_property
    def words(self):
        """Words of each article, as Counts; a name of families.toml counts as one word."""
        return count(self.tokens, self.mask, self.encoded.names)

    @cached_property
    def united(self):
        """The tokens with each name as one word."""
        return united(self.tokens, self.encoded.names)

    @cached_property
    def forms(self):
        """Which words are forms of one."""
        return Forms(self.words, self.tokens, self.mask, self.lexicons.families)

    @cached_property
    def names(self):
        """Matches of the names in families.toml, with voice and speaker; columns as those of `matches`."""
        found = label(self.tokens, self.encoded.names, self.encoded.voices)
        return counted(self, found[self.tokens.mask()[spans(self.tokens, found)[0]]]).reset_index(drop=True)

    @cached_property
    def by_character(self):
        """Whether the text is mostly Chinese, which is counted by characters; its words are phrases of these."""
        most = self._content()["term"].head(1)
        return bool(most.map(HAN.match).any() and len(self.repeated_phrases.terms))

    @cached_property
    def repeated_phrases(self):
        """Phrases of two to eight words that occur twice or more, as Counts."""
        return count_phrases(self.tokens, mask=self.mask)

    def frequency(self, terms=None, by=None, n=20, kind=None):
        """Frequency of the given terms, or of the most frequent words, by article, outlet, side, voice or period.

        Parameters
        ----------
        terms : str or list of str, optional
            Words, phrases, patterns, or labels of slogans or frames. Default: the n most frequent content words.
        by : str, optional
            A column of `articles`, "article", "voice", or a period: day, week, month, quarter, year. Default: by
            article; of the most frequent words all articles together.
        n : int
            Words shown where no terms are given.
        kind : {"words", "phrases", "names", "slogans", "frames"}, optional
            What the terms are. Default: a slogan, frame or name where one has that label, else words. The label of a
            name in families.toml stands for all its wordings: "United States" for US and America too.

        Returns
        -------
        Result
            Table, one row a term and group: term, group, count, n_docs (articles of the group with the term) of
            of_docs, n_tokens (of the group), per_thousand. Groups with the highest rate stand first, periods in their
            order. Without ``terms`` and ``by`` the group is "all articles", and dp and tied_out follow; in a
            comparison the group is an article, and its side follows.

        Examples
        --------
        >>> from analysis import open_corpus
        >>> corpus = open_corpus()
        >>> corpus.frequency("innovation", by="publisher").table[["group", "count"]].head(2).values.tolist()
        [['CGTN', 4], ['Xinhua', 9]]
        """
        if terms is None and by is None:
            return self._most_frequent(n)
        if terms is None:
            terms, kind = list(shown_names(self, top(self._content(), n, "count")["term"]).values()), AS_COUNTED
        return self._grouped(terms_of(terms), by or "article", kind)

    def _most_frequent(self, n):
        phrases = self.by_character
        table = without_subphrases(frequency(self.repeated_phrases)) if phrases else self._content()
        table, names = with_names(self, top(table.assign(group=ALL), n, "count"))
        first = table.head(MOST_ROWS)  # that are drawn
        fields = {"lead": listed(table["term"].head(3)), "words": self.words.docs["n_tokens"].sum()}
        fields |= {
            "kind": "phrases" if phrases else "words",
            "everywhere": (first["n_docs"] == first["of_docs"]).sum(),
            "first": len(first),
        }
        table = table[[*COLUMNS, "dp", "tied_out"]]
        return self.about.result(
            "frequency-top", table, fields, draw=figures.plot_frequency, evidence=evidence_of(self, names)
        )

    def _grouped(self, terms, by, kind):
        by, matches = self._unit(by), find_each(self, terms, kind)
        table, names = self._by(matches, by), matches["key"].cat.categories
        enough = table[table["n_tokens"] >= min(ENOUGH, table["n_tokens"].max())]
        most = (enough if enough["count"].any() else table).nlargest(1, "per_thousand").iloc[0]
        fields = {
            "absent": matches.attrs["absent"],
            "term": most["term"],
            "group": self._called(most["group"]),
            "rate": most["per_thousand"],
            "by": by,
        }
        fields["uses"] = plural(int(most["count"]), "occurrence")
        fields |= {"terms": listed(f"“{name}”" for name in names)}
        draw, most = (_bars, MOST_BARS) if len(names) == 1 else (_grid, MOST_COLUMNS)
        how = {"name": f"frequency-{slug(by)}", "draw": draw if table["group"].nunique() <= most else None}
        return self.about.result("frequency", table, fields, evidence=partial(quoted_lines, self, matches), **how)

    @cached_property
    def _article_names(self):
        """What a sentence calls each article, by doc_id."""
        return articles_called(self.tokens.docs)

    def _called(self, group):
        """What a sentence calls a group: an article by its name, any other as it is."""
        return self._article_names.get(group) or shortened(group, LABEL)

    def _unit(self, by):
        """A column or period as a person names it: "period" is the finest that fits a chart."""
        if by == "period":
            return "year" if self._all_undated() else self._period()
        return by if by == "article" else self.column(by, (*PERIODS, "voice"))

    def find(self, term, kind=None):
        """Matches of a word, phrase or pattern, or of a slogan or frame by its label, with voice and speaker.

        Returns a DataFrame: key, variant, doc_id, start, end, voice, speaker. Raises InputError where there is none.

        Examples
        --------
        >>> len(corpus.find("core technologies"))
        8
        """
        (term, *more), kind = terms_of(term), None if kind is None else kind_of(kind, ("names",))
        if more:
            raise InputError(f"{len(more) + 1} terms: one is looked up at a time", "ask .frequency for several")
        for name, lexicon, found in self._lexicons():
            labelled = term.casefold() in map(str.casefold, lexicon.labels.values())
            if kind == name or (kind is None and labelled):
                return self._entry(lexicon.entry(term), found)
        found = label(self.tokens, search(self.tokens, term, self.mask, self._labels_found), self.encoded.voices)
        return counted(self, found).reset_index(drop=True)

    def _lexicons(self):
        """Kind, lexicon and matches of what has labels."""
        yield "slogans", self.lexicons.slogans, self.matches
        yield "frames", self.lexicons.frames, self.frame_matches
        yield "names", self.lexicons.families.names, self.names

    @cached_property
    def _labels_found(self):
        """The labels of the slogans, frames and names that occur."""
        return [lexicon.labels[key] for _, lexicon, found in self._lexicons() for key in found["key"].unique()]

    def _entry(self, entry, found):
        found = found[found["key"] == entry.key]
        if found.empty:
            raise Absent(f"no rendering of {entry.label!r} occurs in the {self.n}", "see .slogans()")
        return found.assign(key=entry.label).reset_index(drop=True)

    def _term(self, term=None, kind=None):
        """A term and what it is; by default the most frequent content word, of Chinese the most frequent phrase."""
        if term is not None:
            return term, kind
        terms, phrases = self._content()["term"], self.repeated_phrases
        form = next(iter(without_house_style(self, terms)), terms.iloc[0])
        if self.by_character:
            return phrases.terms[phrases.matrix.sum(axis=0).argmax()].replace(" ", ""), "words"
        return shown_names(self, [form])[form], "names" if form in self.lexicons.families.names.keys else "words"

    def lines(self, term, kind=None, order="article"):
        """The sentences with a word, phrase, pattern, slogan or frame: a concordance.

        Parameters
        ----------
        term, kind
            As in `frequency`.
        order : str
            "article", "date", or words beside the match, as in "1R 2R" (first and second to the right) or "1L".

        Returns
        -------
        Result
            Table, one row an occurrence: key, variant, doc_id, start, end, voice, speaker, named_country (countries
            that the sentence names), left, node, right, and the article's columns.

        Examples
        --------
        >>> from analysis import open_corpus
        >>> open_corpus().lines("dual circulation").table[["doc_id", "voice"]].values.tolist()
        [['peace-post-2020', 'attributed'], ['peace-post-2020', 'quoted']]
        """
        return quoted_lines(self, sort_matches(self.tokens, self.find(term, kind), order))

    def common_words(self, n=30):
        """Content words that occur in every article, by count.

        Examples
        --------
        >>> corpus.common_words().title
        'Of 879 different content words, 9 occur in all 5 articles and 692 in only one.'
        """
        content = self._content()
        table, names = with_names(self, content[content["n_docs"] == len(self)].reset_index(drop=True))
        fields = {"content": len(content), "single": (content["n_docs"] == 1).sum()}
        return self.about.result("common_words", table, fields, rows=n, evidence=evidence_of(self, names))

    def unique_words(self, n=15):
        """The most frequent content words that occur in only one article.

        Examples
        --------
        >>> corpus.unique_words().title
        'The most frequent words that occur in only one article are enterprises, symposium and impact.'
        """
        content = self._content()
        table, names = with_names(self, top(content[content["n_docs"] == 1], n, "count"))
        fields = {"lead": listed(table["term"].head(3))}
        return self.about.result("unique_words", table, fields, evidence=evidence_of(self, names))

    def keywords(self, by="article", n=6):
        """The words most characteristic of each article (TF-IDF), or of each label or period (c-TF-IDF).

        ``by`` is "article", a column of `articles`, or a period: day, week, month, quarter, year.

        Examples
        --------
        >>> corpus.keywords().title
        'Words most characteristic of El Ciudadano: quantum; CGTN: sci-tech; Xinhua: enterprises.'
        """
        labels = {self.words.terms[code] for code, *_ in line_labels(self.words, self.tokens, self.mask)}
        table = without_terms(self._weighted(self.words, by), self.stopwords | labels)
        return self._keyed("keywords", table[table["count"] > 1], by, n)

    def keyphrases(self, by="article", n=6):
        """The phrases most characteristic of each article (TF-IDF), or of each label or period (c-TF-IDF).

        ``by`` as in `keywords`.

        Examples
        --------
        >>> corpus.keyphrases().title[:80]
        'Phrases most characteristic of El Ciudadano: Large Language Models; CGTN: new qu'
        """
        table = without_subphrases(self._weighted(self.repeated_phrases, by))
        return self._keyed("keyphrases", table if by == "article" else table[table["count"] > 1], by, n)

    def _weighted(self, counts, by):
        return tf_idf(counts) if by == "article" else c_tf_idf(in_groups(self, counts, by), "group")

    def _keyed(self, what, table, by, n):
        first, score = table.columns[0], table.columns[-1]
        groups = self.tokens.docs["doc_id"][:FIRST] if by == "article" else table[first].unique()
        best, names = with_names(self, top(table[table[first].isin(groups)], n, score, within=first))
        lead = best.drop_duplicates(first).head(3)
        method = "TF-IDF" if by == "article" else f"c-TF-IDF, each {by}'s articles taken as one text"
        heads = map(self._called, lead[first])
        fields = {"lead": "; ".join(map(": ".join, zip(heads, lead["term"], strict=True)))}
        fields |= {"most": n, "by": by, "method": method, "score": method.split(",")[0]}
        first_of = len(self) > FIRST and by == "article"
        fields["blocks"] = f"the first {FIRST} articles; " * first_of
        name = f"{what}-by-{'side' if by in self.sides else slug(by)}"
        how = {"name": name, "draw": lambda rows, ax: figures.plot_keyphrases(rows, score, ax=ax)}
        return self.about.result(what, best, fields, evidence=evidence_of(self, names), **how)

    def phrases(self):
        """The number of repeated phrases, and the longest of them.

        Examples
        --------
        >>> corpus.phrases().title[:80]
        '102 different phrases of two to eight words occur at least twice in the corpus, '
        """
        counts = self.repeated_phrases
        table = without_subphrases(tf_idf(counts))
        table = table.assign(words=table["term"].str.count(" ") + 1).nlargest(1, "words")
        table, names = with_names(self, table[["term", "words", "doc_id", "count", "df"]])
        fields = {"phrases": len(counts.terms), "shared": ((counts.matrix > 0).sum(axis=0) > 1).sum()}
        return self.about.result("phrases", table, fields, evidence=evidence_of(self, names))

    def _by(self, matches, by):
        """Counts of matches by a column, a voice or a period; columns as in ``COLUMNS``."""
        if by == "voice":
            return self._by_voice(matches)
        counts = in_groups(self, from_matches(self.tokens, matches, self.mask), by)
        table = counted_by(counts, "group")
        table["of_docs"] = table["group"].map(counts.docs["group"].value_counts()).astype(int)
        table["per_thousand"] = measures.per_thousand(table["count"], table["n_tokens"])
        order = ["term", "group"] if by in PERIODS else ["term", "per_thousand", "group"]
        rising = [name != "per_thousand" for name in order]
        return table.sort_values(order, ascending=rising, ignore_index=True)[COLUMNS]

    def _by_voice(self, matches):
        """Counts of matches by whose words they stand in; the base is the words in that voice."""
        words = self.tokens.is_word & self.tokens.mask()
        sizes = np.bincount(self.encoded.voices.label[words], minlength=len(VOICES))
        rows = []
        for (term, voice), part in matches.groupby(["key", "voice"], observed=False):
            size = sizes[VOICES.index(voice)]
            rate = float(measures.per_thousand(min(len(part), size), size))
            rows.append((term, voice, len(part), part["doc_id"].nunique(), len(self), size, rate))
        return pd.DataFrame(rows, columns=COLUMNS)

    def _content(self):
        """Frequency of content words."""
        return without_terms(frequency(self.words), self.stopwords)

    def collocates(self, node=None, window=5, kind=None, n=15, least=2):
        """The words that stand near a node more often than elsewhere: its collocates.

        Parameters
        ----------
        node : str, optional
            A word, phrase, pattern, or the label of a slogan or frame. Default: the most frequent content word that is
            no reporting verb, title, weekday or number.
        window : int
            Words before and after the node that are looked at, within its sentence.
        kind : {"words", "phrases", "names", "slogans", "frames"}, optional
            What the node is, as in `frequency`.
        n : int
            Words shown: those with the highest logDice.
        least : int
            Occurrences of the node that a word must stand near. Where the node occurs in eight or more articles, they
            must be from two articles at least.

        Returns
        -------
        Result
            Table, one row a content word that stands near the node more often than expected, sorted by log_dice: the
            columns of `stats.collocates.collocates`. Its ``lines(word)`` are the sentences of the occurrences of the
            node that have the word near.

        Examples
        --------
        >>> from analysis import open_corpus
        >>> open_corpus().collocates("core technologies").table[["term", "n_left", "n_right"]].values[1].tolist()
        ['key', 2, 3]
        """
        if node is None and self._content().empty:
            return nothing("No content word occurs in these articles.")
        found = self.find(*self._term(node, kind))
        if self.about.sides[1:]:
            shift = self._shifted(found, window, n, least)
            return replace(shift, telling=node is not None or shift.draw is not None)
        table = near.collocates(self.united, found, window, self.mask)
        table, fields = self._near(table[table["count"] > table["expected"]], found, window, least)
        best, names = with_names(self, top(table, n, "log_dice"))
        fields["said"] = capital(_strongest(fields, best, len(table)))
        how = {"name": f"collocates-{slug(fields['node'])}", "evidence": partial(self._beside, found, window, names)}
        how["draw"] = lambda rows, ax: figures.plot_collocates(rows, ax=ax)
        return self.about.result("collocates", best, fields, **how)

    def _shifted(self, found, window, n, least):
        """The collocates of a node that differ most between the two sides compared."""
        column, *labels = self.about.sides
        shift = near.collocation_shift(self.united, found, self.about.sides, window, self.mask)
        shift = shift.loc[without_house_style(self, shift["term"]).index]
        table, fields = self._near(shift, found, window, least)
        best, names = with_names(self, near.most_shifted(table, n))
        side = self.tokens.docs[column].astype(str).iloc[self.tokens.rows(found["doc_id"])]
        uses = side.value_counts().reindex(labels, fill_value=0)
        fields["said"] = capital(_most_shifted(fields["node"], best, uses, (table["log_odds_z"] != 0).sum()))
        fields["nodes"] = listed(f"{plural(k, 'occurrence')} in {articles_of(name)}" for name, k in uses.items())
        how = {"evidence": partial(self._beside, found, window, names)}
        if (best["log_odds_z"].abs() >= CLEAR).any():
            how["draw"] = lambda rows, ax: figures.plot_collocation_shift(rows, *labels, ax=ax)
        name = f"collocation-shift-{slug(fields['node'])}"
        return self.about.result("collocation_shift", best, fields, **how).renamed(name)

    def _near(self, table, found, window, least):
        """The collocates that are content words and no one-offs, and what captions say about them."""
        n_docs = found["doc_id"].nunique()
        table = near.recurrent(table, least, 1 + (n_docs >= LEAST))
        fields = {"node": str(found["key"].iloc[0]), "window": plural(window, "word"), "least": least}
        fields |= {"nodes": plural(len(found), "occurrence"), "articles": n_docs}
        fields["docs"] = ", or in only one article" if n_docs >= LEAST else ""
        table = without_terms(table, self.stopwords)
        return table, fields | {"chinese": CHINESE if any(map(HAN.match, table["term"])) else ""}

    def _beside(self, found, window, names, term=None):
        """The sentences of a node that have one of these collocates in its window, or just this one."""
        placed = near.windows(self.united, found, window, self.mask)
        key = self.united.types["form"].iloc[self.united.ids[placed["position"]]].map(names)
        pairs = (
            placed[["node"]].assign(key=key.to_numpy()).dropna().drop_duplicates().sort_values("node", kind="stable")
        )
        return quoted_lines(self, found.iloc[pairs["node"]].assign(key=pairs["key"].to_numpy()), term)

    def keyness(self, reference, kind="words", n=15):
        """The terms most typical of this corpus against a list of counts from outside, such as a national corpus.

        Parameters
        ----------
        reference : path
            A CSV with the columns term (or word) and count (or frequency, freq); two sides of this corpus are compared
            by ``corpus.compare().keyness()``. Rates rest on the number in a column
            n_tokens, the word tokens of the texts counted; without it on the sum of the counts of single words, which
            is too small if the list is cut off: ratios are then too low. Capitals and British or American spelling do
            not matter. What ``other.frequency(n=100_000).save("list.csv")`` saves of another corpus is such a list.
        kind : {"words", "phrases"}
        n : int
            Terms of the list that are shown, by conservative log ratio (LRC); fewer where a tie does not fit. After
            them stand a third as many of those that the list lacks, for which no ratio is measured.

        Returns
        -------
        Result
            Table, one row a content word or phrase that is more frequent than in the list: the columns of
            `stats.reference.list_keyness`.

        Examples
        --------
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     others = corpus.where("publisher != 'CGTN'").frequency(n=10_000)
        ...     against = corpus.where(publisher="CGTN").keyness(others.save(f"{folder}/others.csv"))
        >>> against.title
        'Most typical of these articles against others.csv: “sci-tech”.'
        """
        kind = kind_of(kind)
        if kind not in LISTED:
            raise InputError(f"kind {kind!r}: no outside list has them", "choose words or phrases")
        given = read_reference(reference)
        whole = given.rows["term"].isin(self.lexicons.families.names.keys).any()  # a list of this workbook has names
        words = self.words if whole else count(self.tokens, self.mask)
        counts, find = words if kind == "words" else self.repeated_phrases, None if whole else partial(words_of, self)
        table, terms = list_keyness(counts, given, self.tokens.spellings, self.lexicons.house.spellings)
        content = without_terms(table, self.stopwords)
        table, names = with_names(self, _leading(content[content["lrc"] > 0], n))
        behind = {form: names[head] for form, head in terms.items() if head in names}
        fits = measured(table).any() and len(table) <= MOST_BARS
        how = {"draw": (lambda rows, ax: plot_reference(rows, ax=ax)) if fits else None, "name": f"keyness-list-{kind}"}
        fields = _covered(content, given, kind) | {"said": _said(table, given, kind)}
        return self.about.result("list_keyness", table, fields, evidence=evidence_of(self, behind, find), **how)


def _bars(table, ax):
    return figures.plot_frequency(table.assign(term=table["group"].astype(str)), ax=ax)


def _grid(table, ax):
    return figures.plot_slogans(table, row="term", ax=ax)


def _strongest(fields, table, n_candidates):
    """The first three clear collocates in a sentence, or why there is none."""
    node, docs = fields["node"], min(fields["articles"], 2)
    clear = table.loc[(table["g2"] >= LEAST_G2) & (table["n_docs"] >= docs), "term"]
    if len(clear) or table.empty:
        return f"The strongest collocates of “{node}” are {quoted(clear)}" if len(clear) else _none(node, n_candidates)
    only = ", or in one article only" if docs > 1 else ""
    return f"No word stands near “{node}” clearly more often than elsewhere (G2 below {LEAST_G2}{only})"


def _most_shifted(node, table, uses, n_candidates):
    """The first three collocates of each side in a sentence, or why there is none."""
    words, z, (target, reference) = table["term"], table["log_odds_z"], uses.index
    if not uses.all():
        silent, other = (reference, target) if uses[target] else (target, reference)
        near = f"near it in {articles_of(other)}: {quoted(words)}" if len(words) else _none(node, n_candidates)
        return f"“{node}” does not occur in {articles_of(silent)}; {near}"
    ends = zip(uses.index, (words[z >= CLEAR], words[z <= -CLEAR][::-1]), strict=True)
    said = [f"more often in {articles_of(side)}: {quoted(part)}" for side, part in ends if len(part)]
    if len(words) and not said:
        return (
            f"No word stands near “{node}” clearly more often on one side than on the other (log-odds z below {CLEAR})"
        )
    return f"Near “{node}”, {'; '.join(said)}" if said else _none(node, n_candidates)


def _none(node, n_candidates):
    """Why there is no collocate to show."""
    tied = f"{n_candidates} collocates of “{node}” are tied; ask for more rows (n)"
    return tied if n_candidates else f"no content word stands near “{node}” often enough"


def _leading(table, n):
    """The terms that lead: those of the list first, and after them the third as many of those that it lacks."""
    listed = table[measured(table)]
    parts = [top(part, most, "lrc") for part, most in ((listed, n), (table.drop(listed.index), max(n // 3, 1)))]
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def _said(table, given, kind):
    """The terms that lead, in words."""
    if table.empty:
        return f"None of the {kind} of these articles is shown to be more frequent than in {given.name}"
    leading = listed(f"“{term}”" for term in table["term"].head(3))
    return f"Most typical of these articles against {given.name}: {leading}"


def _covered(content, given, kind):
    """How much of the corpus the list has, with a warning where that is little; and what it has in several rows."""
    share = content.loc[content["in_list"], "count"].sum() / max(content["count"].sum(), 1)
    again, warned = int(given.rows["term"].duplicated().sum()), kind == "words" and share < LEAST_COVERED
    fields = {"list": given.name, "kind": kind, "Kind": LISTED[kind], "share": share}
    fields |= {"in_list": content["in_list"].sum(), "terms": len(content), "n_reference": given.words}
    fields["warning"] = WARNING.format(share=share) if warned else ""
    return fields | {"repeated": f"; {plural(again, 'repeated row')} of the list added up" if again else ""}
