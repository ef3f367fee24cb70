"""Speakers: who is heard in the articles, in which role, and which words are the outlet's own."""

from functools import cached_property, partial

import pandas as pd

from analysis.show.axes import shortened
from analysis.show.speakers import plot_voice_shares
from analysis.stats.speakers import speaking
from analysis.stats.terms import checked_n
from analysis.text.speakers import role_names
from analysis.text.voice import stretches, words_by_voice
from analysis.workbook.words import slug

UNLABELLED, OPEN, NOBODY = "(no label)", "role open", "nobody named"
HALF = 0.5  # of the articles that name a country whose roles and frames they have
SLIGHT = 0.05  # of the mean words of a group, which a group that a title names has at least
OWN, OTHERS = "the outlet's own words", "other speakers"


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
        >>> corpus.speakers().title.partition(";")[0]
        '25% of all words are those of Xi Jinping: from 20% in state to 28% in foreign'
        """
        return self._result("speakers", **self._speakers(by, n))

    def roles(self, by="side"):
        """Which roles are heard, and which are not: leaders, officials, experts, companies, critics, media.

        Examples
        --------
        >>> corpus.roles().table.query("role == 'foreign expert'")[["group", "n_tokens"]].values.tolist()
        [['foreign', 24], ['state', 0]]
        """
        return self._result("roles", **self._roles(by))

    def voices(self, by="article"):
        """Share of the words that are the outlet's own, attributed, quoted, or spoken of as somebody's wording.

        Examples
        --------
        >>> corpus.voices("side_by_origin").table.query("voice == 'own'")["share"].round(2).tolist()
        [0.54, 0.86, 0.6]
        """
        words, found = self._heard(by), stretches(self.tokens, self._encoded.voices, self.mask)
        table = speaking(words, ["voice"], _groups(words))
        own = table[table["voice"] == "own"].dropna(subset="share").sort_values("share", kind="stable")
        size = words.groupby("group")["n_tokens"].sum()
        large = own[own["group"].map(size) >= SLIGHT * size.mean()]  # a single short article is no outlet's habit
        ends = {"least": large.head(1), "most": large.tail(1)}
        fields = {f"{end}_{name}": row[name].sum() for end, row in ends.items() for name in ("group", "share")}
        fields |= {f"{end}_group": self._called(fields[f"{end}_group"]) for end in ends}
        how = {"draw": partial(_by_own_words, own["group"][::-1]), "name": f"voices-{slug(by)}"}
        how["evidence"] = partial(self._quoted, found.assign(key=found["voice"].astype(str)))
        return self._result("voices", table, fields | {"by": by, "words": words["n_tokens"].sum()}, rows=60, **how)

    def _speakers(self, by, n):
        """The speakers with most words."""
        words = self._heard(by)
        most = words[words["speaker"] != ""].groupby("speaker")["n_tokens"].sum()
        most = most.sort_values(ascending=False, kind="stable").head(checked_n(n))
        table = speaking(words, ["speaker", "role"], _groups(words))
        total, first = max(words["n_tokens"].sum(), 1), next(iter(most.index), None)
        said = f"{most.iloc[0] / total:.0%} of all words are those of {first}" if first else "No speaker is named"
        fields = {"first": said + self._range(table[table["speaker"] == first], words), "by": by}
        how = self._spoken(words, table[table["speaker"].isin(most.index)], "speaker", fields)
        return how | {"draw": partial(_stacked, words, first)} if first else how

    def _range(self, rows, words):
        """Where the share of a speaker's words is smallest and where largest, in words; "" of one group."""
        size = words.groupby("group")["n_tokens"].sum()
        rows = rows[rows["group"].map(size) >= SLIGHT * size.mean()].sort_values("share", kind="stable")
        if len(rows) < 2:
            return ""
        ends = [f"{row.share:.0%} in {self._called(row.group)}" for row in rows.iloc[[0, -1]].itertuples()]
        return f": from {ends[0]} to {ends[1]}"

    def _roles(self, by):
        """Every role by group, those that are never heard too."""
        words, groups = self._heard(by), _groups(self._heard(by))
        names = dict.fromkeys(map(self._fitted, role_names(self.lexicons.roles)))
        silent = pd.DataFrame({"role": list(names), "n_tokens": 0, "doc_id": "", "group": ""})
        table = speaking(pd.concat([words, silent], ignore_index=True), ["role"], groups)
        heard = words[words["speaker"] != ""].groupby(["role", "group"])["speaker"].nunique()
        cells = zip(table["role"], table["group"], strict=True)
        table.insert(2, "n_speakers", [int(heard.get(cell, 0)) for cell in cells])
        table = table[table["role"] != ""]
        never = table[table["n_tokens"] == 0].groupby("group", sort=False)["role"].agg(", ".join)
        silent = "; ".join(f"in {group}: {roles}" for group, roles in never.items())
        said = f"Roles that are never heard {silent}" if silent else "Every role is heard in every group"
        said = said if (words["speaker"] != "").any() else "No speaker is named"
        fields = {"silent": said, "by": by}
        return self._spoken(words, table, "role", fields)

    def _spoken(self, words, table, unit, fields):
        """A table of speakers or roles with its figure and its sentences."""
        total, voiced = max(words["n_tokens"].sum(), 1), self._encoded.voices
        fields["own"] = words.loc[words["voice"] == "own", "n_tokens"].sum() / total
        found = stretches(self.tokens, voiced, self.mask).query("speaker != ''")
        key = found["speaker"] if unit == "speaker" else found["speaker"].map(self._role_of).replace("", OPEN)
        how = {"evidence": partial(self._quoted, found.assign(key=key)), "rows": 60}
        return how | {"table": table, "fields": fields | {"words": words["n_tokens"].sum()}}

    @cached_property
    def _fitting(self):
        """Whether frames and roles fit the corpus: its own list, or half of the articles name the list's country."""
        lists, country = self.lexicons.sources.set_index("file")["origin"], self.lexicons.slogans.country
        named = self._countries.loc[self._countries["key"] == country, "doc_id"].nunique()
        return lists["frames.toml"] == "own" or not country or named >= HALF * len(self)

    @cached_property
    def _role_of(self):
        """The role of each speaker; where the country of the lists is not the subject, nobody is foreign to it."""
        return dict(zip(self._encoded.voices.speakers, map(self._fitted, self._encoded.voices.roles), strict=True))

    def _fitted(self, role):
        """A role, without "foreign" and "state" where these mean nothing in this corpus."""
        return role if self._fitting else role.removeprefix("foreign ").removeprefix("state ")

    def _heard(self, by):
        """Words of each article by voice and speaker, with the role of the speaker and the group of the article."""
        words = words_by_voice(self.tokens, self._encoded.voices, self.mask).astype({"voice": str})
        labels = self.tokens.docs.set_index("doc_id", drop=False)[self.column(by)].astype(str).replace("", UNLABELLED)
        role = words["speaker"].map(self._role_of).replace("", OPEN).where(words["speaker"] != "", NOBODY)
        return words.assign(role=role.where(words["voice"] != "own", ""), group=words["doc_id"].map(labels))


def _groups(words):
    """The labels of the groups: articles in their order, others sorted."""
    labels = list(dict.fromkeys(words["group"]))
    return labels if len(labels) == words["doc_id"].nunique() else sorted(labels)


def _by_own_words(groups, rows, ax=None):
    """Bars of groups, those with the highest share of their own words first."""
    place = dict(zip(groups, range(len(groups)), strict=True))
    return plot_voice_shares(rows.sort_values("group", key=lambda group: group.map(place), kind="stable"), ax=ax)


def _stacked(words, first, rows, ax=None):
    """A bar a group: the outlet's own words, those of the first speaker, of other speakers, and of nobody named."""
    voice = words["speaker"].where(words["speaker"].isin(["", first]), OTHERS).replace("", NOBODY)
    table = speaking(words.assign(voice=voice.where(words["voice"] != "own", OWN)), ["voice"], _groups(words))
    share = table[table["voice"] == first].set_index("group")["share"].sort_values(ascending=False, kind="stable")
    table = table.sort_values("group", key=lambda group: group.map(share), ascending=False, kind="stable")
    others = rows[(rows["speaker"] != first) & (rows["share"] > 0)].drop_duplicates("group").set_index("group")
    named = "\n" + others["speaker"].map(partial(shortened, most=18)) + others["share"].map(" {:.0%}".format)
    size = table.groupby("group")["n_tokens"].sum().map("{:,} words".format)
    notes = size + named.reindex(size.index, fill_value="")
    return plot_voice_shares(table.assign(note=table["group"].map(notes)), (OWN, first, OTHERS, NOBODY), ax=ax)
