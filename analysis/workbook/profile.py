"""Profiles: a map of the articles, and their modal verbs, evaluative words and headlines."""

from functools import partial

import numpy as np
import pandas as pd

from analysis.corpus.titles import GIVEN
from analysis.files import InputError
from analysis.show import figures
from analysis.stats.correspondence import correspondence, for_map
from analysis.stats.slogans import PERIODS
from analysis.stats.stance import stance
from analysis.stats.terms import checked_n
from analysis.text.concordance import kwic
from analysis.text.matches import find_counted
from analysis.text.patterns import straighten
from analysis.text.tokens import encode
from analysis.text.voice import label, words_by_voice
from analysis.workbook.result import nothing
from analysis.workbook.words import evidence_of, labels_of, outlet_and_day, plural, quoted_lines, slug, with_names

MOST_WORDS, NAMED, EXTREME = 1_000, 15, 6  # words of a map; articles up to which all are named, and else how many
CROWD, FEW, LEAST_OF_CENTRE = 40, 3, 5  # articles above which centres have labels, how many are named then
LITTLE = 0.1  # noise
GROUPS = {"modality": "modality", "evaluation": "polarity"}  # what a group of a word list is called in tables
NAMES = {"modality": "modal verbs", "evaluation": "evaluative words"}
NOBODY, UNLABELLED = "(nobody named)", "(no label)"
UNPRINTED, NONE = " [title; not printed in the file]", "[no headline]"
MAP = ["term", "kind", "publisher", "published", "side", "dimension_1", "dimension_2"]
MAP += ["contribution_1", "contribution_2", "quality"]


class ProfileQuestions:
    """Questions about articles as a whole, their modal verbs, evaluative words and headlines; part of `Corpus`."""

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
        n = checked_n(n)
        try:
            return self._mapped(n, *self.about.sides)
        except InputError as error:
            return nothing(f"No map of these articles: {error}.")

    def _mapped(self, n, column, *labels):
        """A map of the articles, their side by a column; in the colours of two labels of it, if given."""
        counts = for_map(self.words.select(~self.words.terms.isin(self.lexicons.words.stopwords)), MOST_WORDS)
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


def stance_of(corpus, name, by, n):
    """Occurrences of the groups of a word list by speaker, voice or column of `articles`."""
    column = corpus.about.sides[0]
    group, found, by = GROUPS[name], listed_in(corpus, name), column if by in (None, "side") else by
    words = words_by_voice(corpus.tokens, corpus.encoded.voices, corpus.mask)
    base, found = (_by_unit(corpus, rows, by) for rows in (words, found))
    unit = ["speaker", "side"] if by == "speaker" else ["group"]
    table = stance(found, base[["doc_id", "n_tokens", *unit]]).rename(columns={"key": group})
    most = table.groupby(unit, as_index=False)["count"].sum().query("count > 0")
    most = most.sort_values("count", ascending=False, kind="stable").head(checked_n(n))
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
        label = rows["voice"] if by == "voice" else rows["doc_id"].map(_by_article(corpus, by))
        return rows.assign(group=label.astype(str).replace("", UNLABELLED))
    nobody = rows["speaker"] == ""
    own = docs["publisher"] + ", own voice"
    speaker = rows["speaker"].mask(nobody, NOBODY).mask(rows["voice"] == "own", own)
    return rows.assign(speaker=speaker, side=docs[corpus.about.sides[0]].astype(str).replace("", UNLABELLED))


def _by_article(corpus, by):
    """The label of each article in a column, or its period, by doc_id."""
    return pd.Series(labels_of(corpus, by, ("voice", "speaker")).to_numpy(), corpus.tokens.docs["doc_id"])


def headlines_of(corpus):
    """Headlines as printed, else the title, marked; and what is found in them."""
    printed = (corpus.zones["zone"] == "headline") & (corpus.zones["rule"] != GIVEN)
    docs, zones = corpus.tokens.docs, corpus.zones[printed].drop_duplicates("doc_id")
    text = docs["doc_id"].map(zones.set_index("doc_id")["text"]).fillna("").str.split().str.join(" ")
    marked = (docs["title"] + UNPRINTED).where(docs["title"] != "", NONE)
    table = docs[["published", "publisher", "doc_id"]].assign(side=docs[corpus.about.sides[0]].astype(str))
    table["heading"] = text.where(text != "", marked)
    read = docs[["doc_id"]].assign(text=text.where(text != "", docs["title"]))
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
    names, n = outlet_and_day(articles), EXTREME if len(articles) <= CROWD else FEW
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
