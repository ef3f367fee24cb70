"""Speakers: who is heard in the articles, in which role, and which words are the outlet's own."""

from functools import partial

import pandas as pd

from analysis.show import figures
from analysis.show.speakers import plot_voice_shares
from analysis.stats.speakers import speaking
from analysis.stats.terms import checked_n
from analysis.text.speakers import role_names
from analysis.text.voice import stretches, words_by_voice
from analysis.workbook.words import ALL, quoted_lines, slug

UNLABELLED, OPEN, NOBODY = "(no label)", "role open", "nobody named"
HALF = 0.5  # of the articles that name a country whose roles and frames they have
SLIGHT = 0.05  # of the mean words of a group, which a group that a title names has at least
FEW = 9  # groups that a grid can hold
OWN = "the outlet's own words"


class SpeakerQuestions:
    """Questions about whose words the articles print; part of `Corpus`."""

    def speakers(self, by="side", n=12):
        """Who is quoted or reported, in which role, with how many words.

        Parameters
        ----------
        by : str
            "side", "article", or a column of `articles`.
        n : int
            Speakers shown: those with most words.

        Returns
        -------
        Result
            Table, one row a speaker and group: speaker, role, and the columns of `stats.speakers.speaking`.

        Examples
        --------
        >>> corpus.speakers().title
        "25% of all words are those of Xi Jinping; 63% are the outlets' own."
        """
        words = heard(self, by)
        most = words[words["speaker"] != ""].groupby("speaker")["n_tokens"].sum()
        most = most.sort_values(ascending=False, kind="stable").head(checked_n(n))
        table = speaking(words, ["speaker", "role"], _groups(words))
        total = max(words["n_tokens"].sum(), 1)
        first = f"{most.iloc[0] / total:.0%} of all words are those of {most.index[0]}" if len(most) else ""
        fields = {"first": first or "No speaker is named", "rest": "are" if first else "of all words are"}
        return self._spoken(words, table[table["speaker"].isin(most.index)], "speaker", fields | {"by": by})

    def roles(self, by="side"):
        """Which roles are heard, and which are not: leaders, officials, experts, companies, critics, media.

        Examples
        --------
        >>> corpus.roles().table.query("role == 'foreign expert'")[["group", "n_tokens"]].values.tolist()
        [['foreign', 24], ['state', 0]]
        """
        words = heard(self, by)
        names = dict.fromkeys(map(partial(_fitted, self), role_names(self.lexicons.roles)))
        silent = pd.DataFrame({"role": list(names), "n_tokens": 0, "doc_id": "", "group": ""})
        table = speaking(pd.concat([words, silent], ignore_index=True), ["role"], _groups(words))
        speakers = words[words["speaker"] != ""].groupby(["role", "group"])["speaker"].nunique()
        cells = zip(table["role"], table["group"], strict=True)
        table.insert(2, "n_speakers", [int(speakers.get(cell, 0)) for cell in cells])
        table = table[table["role"] != ""]
        never = table[table["n_tokens"] == 0].groupby("group", sort=False)["role"].agg(", ".join)
        silent = "; ".join(f"{group}: {roles}" for group, roles in never.items()) or "none"
        said = f"Roles that are never heard: {silent}" if (words["speaker"] != "").any() else "No speaker is named"
        fields = {"silent": said, "by": by}
        return self._spoken(words, table, "role", fields)

    def voices(self, by="article"):
        """Share of the words that are the outlet's own, attributed, quoted, or spoken of as somebody's wording.

        Examples
        --------
        >>> corpus.voices("side_by_origin").table.query("voice == 'own'")["share"].round(2).tolist()
        [0.54, 0.86, 0.6]
        """
        words, found = heard(self, by), stretches(self.tokens, self.encoded.voices, self.mask)
        table = speaking(words, ["voice"], _groups(words))
        own = table[table["voice"] == "own"].dropna(subset="share").sort_values("share", kind="stable")
        size = words.groupby("group")["n_tokens"].sum()
        large = own[own["group"].map(size) >= SLIGHT * size.mean()]  # a single short article is no outlet's habit
        ends = {"least": large.head(1), "most": large.tail(1)}
        fields = {f"{end}_{name}": row[name].sum() for end, row in ends.items() for name in ("group", "share")}
        fields |= {f"{end}_group": self._called(fields[f"{end}_group"]) for end in ends}
        how = {"draw": partial(_by_own_words, own["group"][::-1]), "name": f"voices-{slug(by)}"}
        how["evidence"] = partial(quoted_lines, self, found.assign(key=found["voice"].astype(str)))
        return self.about.result("voices", table, fields | {"by": by, "words": words["n_tokens"].sum()}, rows=60, **how)

    def _spoken(self, words, table, unit, fields):
        """A table of speakers or roles with its figure and its sentences."""
        total, voiced = max(words["n_tokens"].sum(), 1), self.encoded.voices
        fields["own"] = words.loc[words["voice"] == "own", "n_tokens"].sum() / total
        found = stretches(self.tokens, voiced, self.mask).query("speaker != ''")
        key = found["speaker"] if unit == "speaker" else found["speaker"].map(role_of(self)).replace("", OPEN)
        drawn = table["group"].nunique() <= FEW and table["n_tokens"].any()
        how = {"draw": partial(_grid, unit, words)} if drawn else {}
        how |= {"evidence": partial(quoted_lines, self, found.assign(key=key)), "rows": 60}
        return self.about.result(f"{unit}s", table, fields | {"words": words["n_tokens"].sum()}, **how)


def fitting(corpus):
    """Whether frames and roles fit the corpus: its own list, or half of the articles name the list's country."""
    lists, country = corpus.lexicons.sources.set_index("file")["origin"], corpus.lexicons.slogans.country
    named = corpus.countries.loc[corpus.countries["key"] == country, "doc_id"].nunique()
    return lists["frames.toml"] == "own" or not country or named >= HALF * len(corpus)


def role_of(corpus):
    """The role of each speaker; where the country of the lists is not the subject, nobody is foreign to it."""
    voices = corpus.encoded.voices
    return dict(zip(voices.speakers, map(partial(_fitted, corpus), voices.roles), strict=True))


def _fitted(corpus, role):
    """A role, without "foreign" and "state" where these mean nothing in this corpus."""
    return role if fitting(corpus) else role.removeprefix("foreign ").removeprefix("state ")


def heard(corpus, by):
    """Words of each article by voice and speaker, with the role of the speaker and the group of the article."""
    words = words_by_voice(corpus.tokens, corpus.encoded.voices, corpus.mask).astype({"voice": str})
    labels = corpus.tokens.docs.set_index("doc_id", drop=False)[corpus.column(by)].astype(str).replace("", UNLABELLED)
    role = words["speaker"].map(role_of(corpus)).replace("", OPEN).where(words["speaker"] != "", NOBODY)
    return words.assign(role=role.where(words["voice"] != "own", ""), group=words["doc_id"].map(labels))


def _groups(words):
    """The labels of the groups: articles in their order, others sorted."""
    labels = list(dict.fromkeys(words["group"]))
    return labels if len(labels) == words["doc_id"].nunique() else sorted(labels)


def _by_own_words(groups, rows, ax=None):
    """Bars of groups, those with the highest share of their own words first."""
    place = dict(zip(groups, range(len(groups)), strict=True))
    return plot_voice_shares(rows.sort_values("group", key=lambda group: group.map(place), kind="stable"), ax=ax)


def _grid(unit, words, rows, ax=None):
    """The share of speakers or roles in the words of each group; first the outlets' own, and first all articles."""
    sizes = words.groupby("group")["n_tokens"].sum()
    sizes = pd.concat([pd.Series({ALL: sizes.sum()}), sizes.reindex(_groups(words))][len(sizes) == 1 :])
    own = words[words["voice"] == "own"].groupby("group", as_index=False)["n_tokens"].sum().assign(shown=OWN)
    shown = rows["speaker"] + " (" + rows["role"] + ")" if unit == "speaker" else rows["role"]
    rows = pd.concat([own, rows.assign(shown=shown)])
    rows = pd.concat([rows.groupby("shown", sort=False, as_index=False)["n_tokens"].sum().assign(group=ALL), rows])
    rows = rows[rows["group"].isin(sizes.index)]
    heads = {group: f"{group}\n{size:,} words" for group, size in sizes.items()}
    return figures.plot_speakers(rows.assign(share=rows["n_tokens"] / rows["group"].map(sizes)), heads, ax=ax)
