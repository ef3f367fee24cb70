"""Words: questions about words, phrases and patterns, and the sentences that contain them."""

import textwrap
from functools import cached_property, partial

import numpy as np
import pandas as pd
from pandas.api.types import is_datetime64_any_dtype

from analysis.files import InputError
from analysis.show import figures
from analysis.stats import measures
from analysis.stats.artefacts import house_style, line_labels
from analysis.stats.forms import Forms
from analysis.stats.slogans import PERIODS, in_periods, undated
from analysis.stats.terms import c_tf_idf, frequency, tf_idf, top, without_subphrases, without_terms
from analysis.text.concordance import find_terms, sentences, sort_matches
from analysis.text.counts import by as counted_by
from analysis.text.counts import count, count_phrases, covered, from_matches, united
from analysis.text.matches import named_countries, spans
from analysis.text.search import Absent, search
from analysis.text.tokens import HAN
from analysis.text.voice import VOICES, label
from analysis.workbook.result import Lines

KINDS = {"words": "words", "word": "words"} | {name: name for name in ("phrases", "slogans", "frames")}
AS_COUNTED = "as counted"  # a name where the term is one, else a word
KINDS |= {"phrase": "phrases", "slogan": "slogans", "frame": "frames"}
COLUMNS = ["term", "group", "count", "n_docs", "of_docs", "n_tokens", "per_thousand"]
PRINTED = 200  # phrases of a table that are shown as printed; further ones as their words are
MOST_BARS, MOST_COLUMNS = 40, 14  # groups that a chart can hold; more are shown as a table
ENOUGH = 100  # words of a group whose rate a title can state
TITLE = 90  # characters of a title in a sentence
FIRST = 10  # articles that have a block of keywords


class WordQuestions:
    """Questions about words and phrases; part of `Corpus`."""

    @cached_property
    def words(self):
        """Words of each article, as Counts; a name of families.toml counts as one word."""
        return count(self.tokens, self.mask, self._encoded.names)

    @cached_property
    def united(self):
        """The tokens with each name as one word."""
        return united(self.tokens, self._encoded.names)

    @cached_property
    def forms(self):
        """Which words are forms of one."""
        return Forms(self.words, self.tokens, self.mask, self.lexicons.families)

    @cached_property
    def names(self):
        """Matches of the names in families.toml, with voice and speaker; columns as those of `matches`."""
        found = label(self.tokens, self._encoded.names, self._encoded.voices)
        return self._counted(found[self.tokens.mask()[spans(self.tokens, found)[0]]]).reset_index(drop=True)

    @cached_property
    def _by_character(self):
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
            Table, one row a term and group: term, group, count, n_docs, of_docs, n_tokens, per_thousand. Groups with
            the highest rate stand first, periods in their order. Without ``terms`` and ``by`` the columns of
            `stats.terms.frequency`.

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
            terms, kind = list(self._names(top(self._content(), n, "count")["term"]).values()), AS_COUNTED
        return self._grouped(terms_of(terms), by or "article", kind)

    def _most_frequent(self, n):
        phrases = self._by_character
        table, names = self._named(top(frequency(self.repeated_phrases) if phrases else self._content(), n, "count"))
        everywhere = int((table["n_docs"] == table["of_docs"]).sum())
        fields = {"lead": listed(table["term"].head(3)), "words": self.words.docs["n_tokens"].sum()}
        fields |= {"kind": "phrases" if phrases else "words", "everywhere": everywhere}
        return self._result("frequency-top", table, fields, draw=figures.plot_frequency, evidence=self._evidence(names))

    def _grouped(self, terms, by, kind):
        by, matches = self._unit(by), self._found(terms, kind)
        table, names = self._by(matches, by), matches["key"].cat.categories
        enough = table[table["n_tokens"] >= min(ENOUGH, table["n_tokens"].max())]
        most = enough.nlargest(1, "per_thousand").iloc[0]
        fields = {"term": most["term"], "group": self._called(most["group"]), "rate": most["per_thousand"], "by": by}
        fields["uses"] = plural(int(most["count"]), "occurrence")
        fields |= {"terms": listed(f"“{name}”" for name in names), "left_out": self._left_out(by)}
        draw, most = (_bars, MOST_BARS) if len(names) == 1 else (_grid, MOST_COLUMNS)
        how = {"name": f"frequency-{slug(by)}", "draw": draw if table["group"].nunique() <= most else None}
        return self._result("frequency", table, fields, evidence=partial(self._quoted, matches), **how)

    @cached_property
    def _article_names(self):
        """What a sentence calls each article, by doc_id: its outlet, with day and title where others have the same."""
        docs = self.tokens.docs
        several = docs["publisher"].duplicated(keep=False) | (docs["publisher"] == "")
        names = outlet_and_day(docs).where(several, docs["publisher"])
        for longer in (names + titles(docs), docs["doc_id"]):
            names = names.where(~names.duplicated(keep=False), longer)
        return dict(zip(docs["doc_id"], names, strict=True))

    def _called(self, group):
        """What a sentence calls a group: an article by its name, any other as it is."""
        return self._article_names.get(group, group)

    def _left_out(self, by):
        """How many articles a result by period leaves out, in words."""
        n = int(undated(self.tokens.docs, by).sum()) if by in PERIODS else 0
        return f"; {plural(n, 'article')} without a single {by} left out" if n else ""

    def _unit(self, by):
        """A column or period as a person names it: "period" is the finest that fits a chart."""
        if by == "period":
            return "year" if self._all_undated() else self._period()
        return by if isinstance(by, str) and by in (*PERIODS, "voice") else by if by == "article" else self.column(by)

    def _found(self, terms, kind):
        """Matches of several terms, with each term as a category; refused where none of them occurs."""
        found, refused = [], {}
        for term in terms:
            try:
                named = "names" if term in self.lexicons.families.names.keys else "words"
                found.append(self.find(term, named if kind == AS_COUNTED else kind))
            except Absent as error:
                refused[term] = error
        if not found:
            raise next(iter(refused.values()))
        return keyed(pd.concat(found, ignore_index=True), refused)

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
        found = label(self.tokens, search(self.tokens, term, self.mask), self._encoded.voices)
        return self._counted(found).reset_index(drop=True)

    def _lexicons(self):
        """Kind, lexicon and matches of what has labels."""
        yield "slogans", self.lexicons.slogans, self.matches
        yield "frames", self.lexicons.frames, self.frame_matches
        yield "names", self.lexicons.families.names, self.names

    def _entry(self, entry, found):
        found = found[found["key"] == entry.key]
        if found.empty:
            raise Absent(f"no rendering of {entry.label!r} occurs in the {self._n}", "see .slogans()")
        return found.assign(key=entry.label).reset_index(drop=True)

    def _without_house_style(self, terms):
        """These terms without reporting verbs, titles, weekdays and numbers."""
        house = [code for code, *_ in house_style(terms, self.tokens, self.lexicons)]
        return terms.drop(terms.index[house])

    def _term(self, term=None, kind=None):
        """A term and what it is; by default the most frequent content word, of Chinese the most frequent phrase."""
        if term is not None:
            return term, kind
        terms, phrases = self._content()["term"], self.repeated_phrases
        form = next(iter(self._without_house_style(terms)), terms.iloc[0])
        if self._by_character:
            return phrases.terms[phrases.matrix.sum(axis=0).argmax()].replace(" ", ""), "words"
        return self._names([form])[form], "names" if form in self.lexicons.families.names.keys else "words"

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
        return self._quoted(sort_matches(self.tokens, self.find(term, kind), order))

    def _quoted(self, matches, term=None):
        """These matches, or those of one key, in their sentences."""
        keys = matches["key"].astype(str)
        if term is not None:
            wanted = keys.str.casefold() == str(term).casefold()
            if not wanted.any():
                raise InputError(f"{term!r}: not in this table", f"choose one of {listed(keys.unique()[:20])}")
            matches, keys = matches[wanted], keys[wanted]
        matches = matches.assign(named_country=named_countries(self.tokens, self._countries, matches))
        table = sentences(self.tokens, matches)
        where = f"with {quoted(keys.unique())} in {table['doc_id'].nunique():,} of {self._n}"
        fields = {"lines": f"{plural(len(table), 'line')} {where}" if len(table) else f"No line in the {self._n}"}
        return Lines.of("lines", table, fields, cite=self.sides[0])

    def _evidence(self, names, find=None):
        """Sentences of terms as they were counted; ``names`` is the shown name of each form, ``find`` finds forms."""

        def quoted(term=None):
            chosen = {form: name for form, name in names.items() if term in (None, name)}
            if not chosen and term is not None:
                raise InputError(f"{term!r}: not in this table", f"choose one of {listed(list(names.values())[:20])}")
            found = (find or self._occurrences)(list(chosen))
            return self._quoted(found.assign(key=found["key"].astype(str).map(chosen)))

        return quoted

    def _occurrences(self, forms):
        """Words, names and phrases where they were counted: a word inside a name is none."""
        names = self.names[self.names["key"].isin(forms)]
        others = self._words_of([form for form in forms if form not in set(names["key"])])
        whole = covered(len(self.tokens), *spans(self.tokens, self._encoded.names))
        inside = whole[spans(self.tokens, others)[0]] & ~others["key"].str.contains(" ").to_numpy(dtype=bool)
        return pd.concat([names.astype({"key": object}), others[~inside]], ignore_index=True)

    def _words_of(self, forms):
        """Words and phrases wherever they are printed, with voice and speaker."""
        return self._counted(label(self.tokens, find_terms(self.tokens, forms), self._encoded.voices))

    def common_words(self, n=30):
        """Content words that occur in every article, by count.

        Examples
        --------
        >>> corpus.common_words().title
        'Of 879 different content words, 9 occur in all 5 articles and 692 in only one.'
        """
        content = self._content()
        table, names = self._named(content[content["n_docs"] == len(self)].reset_index(drop=True))
        fields = {"content": len(content), "single": (content["n_docs"] == 1).sum()}
        return self._result("common_words", table, fields, rows=n, evidence=self._evidence(names))

    def unique_words(self, n=15):
        """The most frequent content words that occur in only one article.

        Examples
        --------
        >>> corpus.unique_words().title
        'The most frequent words that occur in only one article are enterprises, symposium and impact.'
        """
        content = self._content()
        table, names = self._named(top(content[content["n_docs"] == 1], n, "count"))
        fields = {"lead": listed(table["term"].head(3))}
        return self._result("unique_words", table, fields, evidence=self._evidence(names))

    def keywords(self, by="article", n=6):
        """The words most characteristic of each article (TF-IDF), or of each label of a column (c-TF-IDF).

        Examples
        --------
        >>> corpus.keywords().title
        'Words most characteristic of El Ciudadano: quantum; CGTN: sci-tech; Xinhua: enterprises.'
        """
        labels = {self.words.terms[code] for code, *_ in line_labels(self.words, self.tokens, self.mask)}
        table = without_terms(self._weighted(self.words, by), self.lexicons.words.stopwords | labels)
        return self._keyed("keywords", table[table["count"] > 1], by, n)

    def keyphrases(self, by="article", n=6):
        """The phrases most characteristic of each article (TF-IDF), or of each label of a column (c-TF-IDF).

        Examples
        --------
        >>> corpus.keyphrases().title[:80]
        'Phrases most characteristic of El Ciudadano: Large Language Models; CGTN: new qu'
        """
        table = without_subphrases(self._weighted(self.repeated_phrases, by))
        return self._keyed("keyphrases", table if by == "article" else table[table["count"] > 1], by, n)

    def _weighted(self, counts, by):
        return tf_idf(counts) if by == "article" else c_tf_idf(counts, self.column(by)).astype({"group": str})

    def _keyed(self, what, table, by, n):
        first, score = table.columns[0], table.columns[-1]
        groups = self.tokens.docs["doc_id"][:FIRST] if by == "article" else table[first].unique()
        best, names = self._named(top(table[table[first].isin(groups)], n, score, within=first))
        lead = best.drop_duplicates(first).head(3)
        method = "TF-IDF" if by == "article" else f"c-TF-IDF, each {by}'s articles taken as one text"
        heads = map(self._called, lead[first])
        fields = {"lead": "; ".join(map(": ".join, zip(heads, lead["term"], strict=True)))}
        fields |= {"most": n, "by": by, "method": method, "score": method.split(",")[0]}
        first_of = len(self) > FIRST and by == "article"
        fields["blocks"] = f"the first {FIRST} of {self._n}" if first_of else f"n = {self._n}"
        name = f"{what}-by-{'side' if by in self.sides else slug(by)}"
        how = {"name": name, "draw": lambda rows, ax: figures.plot_keyphrases(rows, score, ax=ax)}
        return self._result(what, best, fields, evidence=self._evidence(names), **how)

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
        table, names = self._named(table[["term", "words", "doc_id", "count", "df"]])
        fields = {"phrases": len(counts.terms), "shared": ((counts.matrix > 0).sum(axis=0) > 1).sum()}
        return self._result("phrases", table, fields, evidence=self._evidence(names))

    def _by(self, matches, by):
        """Counts of matches by a column, a voice or a period; columns as in ``COLUMNS``."""
        if by == "voice":
            return self._by_voice(matches)
        counts = from_matches(self.tokens, matches, self.mask)
        if by in PERIODS:
            self._dated(by)
            counts = in_periods(counts, by)
        column = "period" if by in PERIODS else self.column(by)
        table = counted_by(counts, column)
        table["of_docs"] = table["group"].map(counts.docs[column].value_counts()).astype(int)
        table["per_thousand"] = measures.per_thousand(table["count"], table["n_tokens"])
        if is_datetime64_any_dtype(table["group"]):
            table["group"] = table["group"].dt.strftime("%Y-%m-%d")
        order = ["term", "group"] if by in PERIODS else ["term", "per_thousand", "group"]
        rising = [name != "per_thousand" for name in order]
        return table.sort_values(order, ascending=rising, ignore_index=True)[COLUMNS]

    def _by_voice(self, matches):
        """Counts of matches by whose words they stand in; the base is the words in that voice."""
        words = self.tokens.is_word & self.tokens.mask()
        sizes = np.bincount(self._encoded.voices.label[words], minlength=len(VOICES))
        rows = []
        for (term, voice), part in matches.groupby(["key", "voice"], observed=False):
            size = sizes[VOICES.index(voice)]
            rate = float(measures.per_thousand(min(len(part), size), size))
            rows.append((term, voice, len(part), part["doc_id"].nunique(), len(self), size, rate))
        return pd.DataFrame(rows, columns=COLUMNS)

    def _content(self):
        """Frequency of content words."""
        return without_terms(frequency(self.words), self.lexicons.words.stopwords)

    def _named(self, table):
        """A table of words or phrases with each as it is commonly printed, and these names by form."""
        names = self._names(table["term"])
        return table.assign(term=table["term"].map(names).astype(object)), names

    def _names(self, terms):
        """How each word or phrase is commonly printed, by its form."""
        types = self.tokens.types
        shown = dict(zip(types["form"], types["shown"], strict=True))
        labels = set(self.lexicons.families.names.keys)
        names = {term: term if term in labels else " ".join(map(shown.get, term.split(" "))) for term in terms}
        phrases = [term for term in names if " " in term and term not in labels][:PRINTED]
        return names | (printed(self.tokens, find_terms(self.tokens, phrases)) if phrases else {})


def printed(tokens, matches):
    """The commonest printed text of the matches of each key, on one line."""
    texts = tokens.docs["text"].to_numpy()
    places = [
        (tokens.doc[start], tokens.spans[start, 0], tokens.spans[end - 1, 1])
        for start, end in zip(*spans(tokens, matches), strict=True)
    ]
    seen = pd.DataFrame(
        {"key": matches["key"].astype(str), "text": [" ".join(texts[d][a:b].split()) for d, a, b in places]}
    )
    counts = seen.value_counts(sort=False).rename("n").reset_index()
    first = counts.sort_values(["n", "text"], ascending=[False, True]).drop_duplicates("key")
    return dict(zip(first["key"], first["text"], strict=True))


def keyed(matches, absent=()):
    """Matches with their keys as categories, in the order in which they come; then those that do not occur."""
    keys = matches["key"].astype(str)
    return matches.assign(key=pd.Categorical(keys, list(dict.fromkeys([*keys, *absent]))))


def terms_of(terms):
    """One term or several as a list of text, each once; InputError for what is none."""
    several = terms if isinstance(terms, list | tuple | set | pd.Series | pd.Index) else [terms]
    texts = list(dict.fromkeys(str(term).strip(' “”"') for term in several))
    wrong = [term for term in several if not isinstance(term, str | int | np.integer) or isinstance(term, bool)]
    if wrong or not texts:
        raise InputError(f"terms {terms!r}: not text", "give a word, a phrase, a pattern or a label, or a list of them")
    if "" in texts:
        raise InputError("an empty term", "give a word, a phrase, a pattern or a label")
    return texts


def kind_of(kind, also=()):
    """What terms are: words, phrases, slogans or frames; where one is looked up, names too."""
    known = KINDS | dict(zip(also, also, strict=True))
    if not isinstance(kind, str) or kind not in known:
        raise InputError(f"kind {kind!r}: unknown", f"choose one of {', '.join(dict.fromkeys(known.values()))}")
    return known[kind]


def rate(value):
    """A rate with one decimal place; one below 1 with two digits, so that small ones can be told apart.

    >>> rate(9.64), rate(0.3321), rate(0.0321), rate(0.0)
    ('9.6', '0.33', '0.032', '0.0')
    """
    return f"{value:.1f}" if value >= 1 or not value else f"{value:.2g}"


def plural(n, noun):
    """A number with its noun: "1 article", "5 articles"."""
    return f"{n:,} {noun}{'s' * (n != 1)}"


def outlet_and_day(docs):
    """What an article is called in a figure, as Series: "CGTN, 2024-03-07"."""
    return (
        docs["publisher"].replace("", "(no outlet)")
        + ", "
        + docs["published"].dt.strftime("%Y-%m-%d").fillna("undated")
    )


def titles(docs):
    """The titles of articles behind a comma, in quotation marks and cut where they are very long; "" without one."""
    short = docs["title"].map(lambda title: textwrap.shorten(title, TITLE, placeholder="…"))
    return (", “" + short + "”").where(short != "", "")


def bracketed(text):
    """A text in brackets behind another one; nothing where there is none."""
    return f" ({text})" if text else ""


def listed(names):
    """Names in a sentence: "a, b and c"."""
    names = list(map(str, names))
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else "none"


def quoted(terms):
    """The first three terms in a sentence, in quotation marks."""
    return listed(f"“{term}”" for term in list(terms)[:3])


def distinct(terms):
    """Phrases in their order, without those that have half of their words in common with an earlier one."""
    kept = []
    for words in map(str.split, terms):
        if not any(2 * len({*words} & {*other}) >= min(len(words), len(other)) for other in kept):
            kept.append(words)
    return list(map(" ".join, kept))


def capital(sentence):
    """A sentence with its first letter as a capital."""
    return sentence[:1].upper() + sentence[1:]


def slug(text):
    """A name as part of a file's name."""
    return "".join(letter if letter.isalnum() else "-" for letter in text.removeprefix("side_")).strip("-").lower()


def _bars(table, ax):
    return figures.plot_frequency(table.assign(term=table["group"].astype(str)), ax=ax)


def _grid(table, ax):
    return figures.plot_slogans(table, unit="group", row="term", ax=ax)
