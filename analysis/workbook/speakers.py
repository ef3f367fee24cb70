"""Speakers and actors: who is heard, in which role, which words are the outlet's own, and who acts on whom."""

from dataclasses import replace
from functools import cached_property, partial

import pandas as pd

from analysis.files import shortened
from analysis.show import figures
from analysis.show.speakers import plot_voice_shares
from analysis.stats import actors as deeds_of
from analysis.stats.slogans import PERIODS
from analysis.stats.speakers import speaking
from analysis.text.actions import acts, named
from analysis.text.speakers import role_names
from analysis.text.voice import label, stretches, words_by_voice
from analysis.workbook.occurrences import UNLABELLED, groups_of, quoted_lines
from analysis.workbook.result import FEW, nothing, tells
from analysis.workbook.wording import plural, slug

OPEN, NOBODY = "role open", "nobody named"
HALF = 0.5  # of the articles that name a country whose roles and frames they have
SLIGHT = 0.05  # of the mean words of a group, which a group that a title names has at least
OWN, OTHERS = "the text's own words", "other speakers"
ROWS, COMPLETE = 15, 3  # rows of a chart; fewest complete deeds of one
BESIDE_BAR = 30  # letters of a name beside a bar
BESIDE = 3  # groups whose roles stand side by side


class SpeakerQuestions:
    """Questions about whose words the articles print, and about who acts on whom; part of `Corpus`."""

    def speakers(self, by="side", n=12):
        """Who is quoted or reported, in which role, with how many words.

        Parameters
        ----------
        by : str
            "side", "article", a column of `articles`, or a period: day, week, month, quarter, year.
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
        words = heard(self, by)
        most = words[words["speaker"] != ""].groupby("speaker")["n_tokens"].sum()
        most = most.sort_values(ascending=False, kind="stable").head(n)
        table = speaking(words, ["speaker", "role"], _groups(words))
        total, first = max(words["n_tokens"].sum(), 1), next(iter(most.index), None)
        said = f"{most.iloc[0] / total:.0%} of all words are those of {first}" if first else "No speaker is named"
        fields = {"first": said + self._range(table[table["speaker"] == first], words), "by": by}
        draw = partial(_stacked, words, first) if first else None
        return self._spoken(words, table[table["speaker"].isin(most.index)], "speaker", fields, draw)

    def _range(self, rows, words):
        """Where a share of the words is smallest and where largest, in words; "" where it is the same everywhere."""
        large, among = _large(words)
        rows = rows[rows["group"].isin(large)].sort_values("share", kind="stable")
        if rows["share"].map("{:.0%}".format).nunique() < 2:
            return ""
        ends = [f"{row.share:.0%} in {self._called(row.group)}" for row in rows.iloc[[0, -1]].itertuples()]
        return f": from {ends[0]} to {ends[1]}{among}"

    def roles(self, by="side"):
        """Which roles are heard, and which are not: leaders, officials, experts, companies, critics, media.

        Examples
        --------
        >>> corpus.roles().table.query("role == 'foreign expert'")[["group", "n_tokens"]].values.tolist()
        [['foreign', 24], ['state', 0]]
        """
        words = heard(self, by)
        names = dict.fromkeys(_fitted(self, role_names(self.lexicons.roles)))
        silent = pd.DataFrame({"role": list(names), "n_tokens": 0, "doc_id": "", "group": ""})
        table = speaking(pd.concat([words, silent], ignore_index=True), ["role"], _groups(words))
        speakers = words[words["speaker"] != ""].groupby(["role", "group"])["speaker"].nunique()
        cells = zip(table["role"], table["group"], strict=True)
        table.insert(2, "n_speakers", [int(speakers.get(cell, 0)) for cell in cells])
        table = table[table["role"] != ""]
        never = table[table["n_tokens"] == 0].groupby("group", sort=False)["role"].agg(", ".join)
        silent = "; ".join(f"in {group}: {roles}" for group, roles in never.items())
        said = f"Roles that are never heard {silent}" if silent else "Every role is heard in every group"
        said = said if (words["speaker"] != "").any() else "No speaker is named"
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
        n, n_own = (int(part["n_tokens"].sum()) for part in (words, words[words["voice"] == "own"]))
        fields = {"by": by, "words": n, "own": n_own / max(n, 1), "range": self._range(own, words)}
        how = {"draw": partial(_by_own_words, own["group"][::-1]), "name": f"voices-{slug(by)}"}
        how["evidence"] = partial(quoted_lines, self, found.assign(key=found["voice"].astype(str)))
        return self.about.result("voices", table, fields, rows=60, **how)

    def _spoken(self, words, table, unit, fields, draw=None):
        """A table of speakers or roles with its figure and its sentences."""
        total, voiced = max(words["n_tokens"].sum(), 1), self.encoded.voices
        fields["own"] = words.loc[words["voice"] == "own", "n_tokens"].sum() / total
        found = stretches(self.tokens, voiced, self.mask).query("speaker != ''")
        key = found["speaker"] if unit == "speaker" else found["speaker"].map(role_of(self)).replace("", OPEN)
        how = {"draw": draw, "evidence": partial(quoted_lines, self, found.assign(key=key)), "rows": 60}
        return self.about.result(f"{unit}s", table, fields | {"words": words["n_tokens"].sum()}, **how)

    @cached_property
    def _actors(self):
        """The actors of the list, and all other countries."""
        listed_here, countries = self.lexicons.actors, self.lexicons.countries
        others = (one for one in countries.entries if one.key not in listed_here.keys)
        return replace(listed_here, entries=(*listed_here.entries, *others))

    @cached_property
    def _names_of_actors(self):
        return named(self.tokens, self._actors, self.mask)

    @cached_property
    def acts(self):
        """Every action with agent and patient, voice and speaker."""
        found = acts(self.tokens, self.lexicons.actions, self._names_of_actors, self.mask)
        shown, actions = self._actors.labels | {"": ""}, self.lexicons.actions.lexicon.labels
        found = found.assign(key=found["key"].map(actions), agent=found["agent"].map(shown))
        return label(self.tokens, found.assign(patient=found["patient"].map(shown)), self.encoded.voices)

    def actors(self, by=None, n=ROWS):
        """Who does what to whom: agent, action, patient, by side, outlet, year or article.

        Parameters
        ----------
        by : str, optional
            A column of `articles`, a period, or "article". Default: the first side column.
        n : int
            Deeds shown: those with agent and patient first, then those with most occurrences in all groups together.

        Returns
        -------
        Result
            Table: the columns of `stats.actors.deeds`. Its ``lines(actor)`` are the sentences in which the actor acts
            or is acted on.

        Examples
        --------
        >>> rows = corpus.actors(by="publisher").table.query("agent == 'United States' and patient == 'China'")
        >>> rows[["action", "group", "count"]].values.tolist()
        [['restrict', '247 News Reel', 1], ['restrict', 'CGTN', 1]]
        """
        if self.acts.empty:
            return nothing(f"No action of the list occurs in {self.n}; the list is English.")
        by, labels = self._grouped_by(by)
        table = deeds_of.deeds(self.acts[self.acts["doc_id"].isin(labels.index)], labels)
        deeds = table.groupby(deeds_of.DEED, as_index=False)["count"].sum()
        deeds = deeds.assign(whole=(deeds["agent"] != "") & (deeds["patient"] != ""))
        order = {"by": ["whole", "count", *deeds_of.DEED], "ascending": [False, False, True, True, True]}
        deeds = deeds.sort_values(**order).head(n)
        shown = deeds[deeds_of.DEED].merge(table, on=deeds_of.DEED)
        found, open_ = self.acts.drop_duplicates(["doc_id", "start", "end", "key"]), self.acts["agent"] == ""
        fields = {"by": by, "acts": plural(len(found), "action"), "deeds": len(deeds), "of": len(table)}
        fields |= {"agentless": open_.sum() / len(self.acts), "blank": self._both_open().mean()}
        fields["said"] = _told(table, fields["acts"])
        enough = len(deeds) and _whole(deeds)["count"].max() >= FEW
        how = {"name": f"actors-{slug(by)}", "draw": _drawn if enough else None, "evidence": self._deeds_of}
        how["telling"] = tells(_whole(shown))
        return self.about.result("actors", shown, fields, **how)

    def actor_roles(self, by=None, n=ROWS):
        """In how many sentences each actor acts, is acted on, or is only named.

        ``by`` and ``n`` (actors) as in `actors`.

        Examples
        --------
        >>> rows = corpus.actor_roles().table.query("actor == 'Xi Jinping' and group == 'state'")
        >>> rows[["role", "count"]].values.tolist()
        [['acts', 1], ['acted on', 0], ['only named', 21]]
        """
        if self._names_of_actors.empty:
            return nothing(f"No actor of the list is named in {self.n}.")
        by, labels = self._grouped_by(by)
        names = label(self.tokens, self._names_of_actors, self.encoded.voices)
        names = names.assign(key=names["key"].astype(str).map(self._actors.labels))
        names, acted = (rows[rows["doc_id"].isin(labels.index)] for rows in (names, self.acts))
        table = deeds_of.roles(self.tokens, names, acted, labels)
        most = table["actor"].drop_duplicates().head(n)
        fields = {"by": by, "actors": len(most), "of": table["actor"].nunique(), "said": _acting(table)}
        how = {"name": f"actor-roles-{slug(by)}", "evidence": partial(quoted_lines, self, names)}
        how["draw"] = lambda rows, ax: figures.plot_slogans(_by_actor(rows), unit="column", row="shown", ax=ax)
        return self.about.result("actor_roles", table[table["actor"].isin(most)], fields, **how)

    def _grouped_by(self, by):
        """The name of a grouping, and the group of each article."""
        by = self.about.sides[0] if by in (None, "side") else by
        return by, groups_of(self, by)

    def _both_open(self):
        return (self.acts["agent"] == "") & (self.acts["patient"] == "")

    def _deeds_of(self, actor=None):
        """The sentences in which an actor acts or is acted on; of all actors without a name."""
        known = self.acts[~self._both_open()]
        parts = [known.assign(key=known[role]) for role in ("agent", "patient")]
        named = pd.concat(parts).query("key != ''")
        return quoted_lines(self, named.drop_duplicates(["key", "doc_id", "start", "end"]), actor)


def fitting(corpus):
    """Whether frames and roles fit the corpus: its own list, or half of the articles name the list's country."""
    lists, country = corpus.lexicons.sources.set_index("file")["origin"], corpus.lexicons.slogans.country
    named = corpus.countries.loc[corpus.countries["key"] == country, "doc_id"].nunique()
    return lists["frames.toml"] == "own" or not country or named >= HALF * len(corpus)


def role_of(corpus):
    """The role of each speaker; where the country of the lists is not the subject, nobody is foreign to it."""
    voices = corpus.encoded.voices
    return dict(zip(voices.speakers, _fitted(corpus, voices.roles), strict=True))


def _fitted(corpus, roles):
    """Roles, without "foreign" and "state" where these mean nothing in this corpus."""
    return roles if fitting(corpus) else [role.removeprefix("foreign ").removeprefix("state ") for role in roles]


def heard(corpus, by):
    """Words of each article by voice and speaker, with the role of the speaker and the group of the article."""
    words = words_by_voice(corpus.tokens, corpus.encoded.voices, corpus.mask).astype({"voice": str})
    labels = groups_of(corpus, by)
    role = words["speaker"].map(role_of(corpus)).replace("", OPEN).where(words["speaker"] != "", NOBODY)
    words = words.assign(role=role.where(words["voice"] != "own", ""), group=words["doc_id"].map(labels))
    words = words.dropna(subset="group")
    return words.sort_values("group", kind="stable") if by in PERIODS else words


def _large(words):
    """The groups that a title may name, as a list, and which these are, in words: one short article is no habit."""
    size = words.groupby("group")["n_tokens"].sum()
    known = size.drop(UNLABELLED, errors="ignore")
    large = known[known >= SLIGHT * size.mean()]
    return large.index.tolist(), f" (of those with {large.min():,} words or more)" * bool(0 < len(large) < len(known))


def _groups(words):
    """The labels of the groups: articles in their order, others sorted."""
    labels = list(dict.fromkeys(words["group"]))
    return labels if len(labels) == words["doc_id"].nunique() else sorted(labels)


def _by_own_words(groups, rows, ax=None):
    """Bars of groups, those with the highest share of their own words first."""
    place = dict(zip(groups, range(len(groups)), strict=True))
    return plot_voice_shares(rows.sort_values("group", key=lambda group: group.map(place), kind="stable"), ax=ax)


def _stacked(words, first, rows, ax=None):
    """A bar a group: the text's own words, those of the first speaker, of other speakers, and of nobody named."""
    voice = words["speaker"].where(words["speaker"].isin(["", first]), OTHERS).replace("", NOBODY)
    table = speaking(words.assign(voice=voice.where(words["voice"] != "own", OWN)), ["voice"], _groups(words))
    share = table[table["voice"] == first].set_index("group")["share"].sort_values(ascending=False, kind="stable")
    table = table.sort_values("group", key=lambda group: group.map(share), ascending=False, kind="stable")
    others = rows[(rows["speaker"] != first) & (rows["share"] > 0)].drop_duplicates("group").set_index("group")
    shares = others["share"].map(" {:.0%}".format).astype(str)
    named = others["speaker"].map(partial(shortened, most=BESIDE_BAR)).astype(str) + shares
    notes = table["group"].map(named).fillna("")
    return plot_voice_shares(table.assign(note=notes), (OWN, first, OTHERS, NOBODY), ax=ax)


def _told(table, acts):
    """How often both are named, and which deeds more than once, in a sentence."""
    known = table[(table["agent"] != "") & (table["patient"] != "")]
    if known.empty:
        return "Nobody is said to act on somebody else who is named"
    known = known.assign(said=known["group"] + " " + known["count"].map("{:,}".format))
    deeds = known.groupby(deeds_of.DEED, as_index=False).agg(count=("count", "sum"), said=("said", ", ".join))
    most = deeds[deeds["count"] > 1].sort_values(["count", *deeds_of.DEED], ascending=[False, True, True, True]).head(2)
    told = (f"{one.agent} – {one.action} – {one.patient} ({one.said})" for one in most.itertuples())
    said = f"Who acts on whom is named {plural(int(known['count'].sum()), 'time')} in {acts}"
    return f"{said}, most often: {'; '.join(told)}" if len(most) else f"{said}, never the same twice"


def _acting(table):
    """Who acts most and who is most acted on, in a sentence."""
    sums = table.groupby(["role", "actor"])["count"].sum()
    most = [sums.get(role, pd.Series(dtype=int)) for role in deeds_of.ROLES[:2]]
    agent, patient = (f"{one.idxmax()} ({one.max():,})" if len(one) and one.max() else "nobody" for one in most)
    return f"Acting in most sentences: {agent}; acted on in most: {patient}"


def _whole(rows):
    """The deeds that are drawn: those with agent and patient, if there are some."""
    whole = rows[(rows["agent"] != "") & (rows["patient"] != "")]
    return whole if len(whole) >= COMPLETE else rows


def _drawn(rows, ax):
    """A grid of deeds by group."""
    rows = _whole(rows)
    agent, action, patient = (rows[name].mask(rows[name] == "", "…") for name in deeds_of.DEED)
    shown = rows.assign(deed=agent + " → " + action + " → " + patient)
    return figures.plot_slogans(shown, row="deed", ax=ax)


def _by_actor(rows):
    """Roles by group as columns; of more than three groups, a row for each group of an actor."""
    if rows["group"].nunique() <= BESIDE:
        return rows.assign(column=rows["role"] + "\n" + rows["group"], shown=rows["actor"])
    rows = rows[rows["count"] > 0].head(ROWS)
    return rows.assign(column=rows["role"], shown=rows["actor"] + " (" + rows["group"] + ")")
