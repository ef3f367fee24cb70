"""Actors: questions about who acts on whom; part of `Corpus`."""

from dataclasses import replace
from functools import cached_property, partial

import pandas as pd

from analysis.show import figures
from analysis.stats import actors as stats
from analysis.stats.terms import checked_n
from analysis.text.actions import acts, named
from analysis.text.voice import label
from analysis.workbook.result import nothing, tells
from analysis.workbook.words import labels_of, plural, quoted_lines, slug

MOST, FEW = 15, 3  # rows of a chart; fewest complete deeds of one
GROUPS = 3  # groups whose roles stand side by side


class ActorQuestions:
    """Questions about actors; part of `Corpus`."""

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

    def actors(self, by=None, n=MOST):
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
        table = stats.deeds(self.acts, labels)
        deeds = table.groupby(stats.DEED, as_index=False)["count"].sum()
        deeds = deeds.assign(whole=(deeds["agent"] != "") & (deeds["patient"] != ""))
        order = {"by": ["whole", "count", *stats.DEED], "ascending": [False, False, True, True, True]}
        deeds = deeds.sort_values(**order).head(checked_n(n))
        shown = deeds[stats.DEED].merge(table, on=stats.DEED)
        found, open_ = self.acts.drop_duplicates(["doc_id", "start", "end", "key"]), self.acts["agent"] == ""
        fields = {"by": by, "acts": plural(len(found), "action"), "deeds": len(deeds), "of": len(table)}
        fields |= {"agentless": open_.sum() / len(self.acts), "blank": self._both_open().mean()}
        fields["said"] = _told(table, fields["acts"])
        how = {"name": f"actors-{slug(by)}", "draw": _drawn, "evidence": self._deeds_of}
        how["telling"] = tells(_whole(shown))
        return self.about.result("actors", shown, fields, **how)

    def actor_roles(self, by=None, n=MOST):
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
        table = stats.roles(self.tokens, names, self.acts, labels)
        most = table["actor"].drop_duplicates().head(checked_n(n))
        fields = {"by": by, "actors": len(most), "of": table["actor"].nunique(), "said": _acting(table)}
        how = {"name": f"actor-roles-{slug(by)}", "evidence": partial(quoted_lines, self, names)}
        how["draw"] = lambda rows, ax: figures.plot_slogans(_by_actor(rows), unit="column", row="shown", ax=ax)
        return self.about.result("actor_roles", table[table["actor"].isin(most)], fields, **how)

    def _grouped_by(self, by):
        """The name of a grouping, and the group of each article."""
        by = self.sides[0] if by in (None, "side") else by
        labels = self.tokens.docs["doc_id"] if by == "article" else labels_of(self, by)
        return by, pd.Series(labels.astype(str).to_numpy(), index=self.tokens.docs["doc_id"]).replace("", "(none)")

    def _both_open(self):
        return (self.acts["agent"] == "") & (self.acts["patient"] == "")

    def _deeds_of(self, actor=None):
        """The sentences in which an actor acts or is acted on; of all actors without a name."""
        known = self.acts[~self._both_open()]
        parts = [known.assign(key=known[role]) for role in ("agent", "patient")]
        named = pd.concat(parts).query("key != ''")
        return quoted_lines(self, named.drop_duplicates(["key", "doc_id", "start", "end"]), actor)


def _told(table, acts):
    """How often both are named, and which deeds more than once, in a sentence."""
    known = table[(table["agent"] != "") & (table["patient"] != "")]
    if known.empty:
        return "Nobody is said to act on somebody else who is named"
    known = known.assign(said=known["group"] + " " + known["count"].map("{:,}".format))
    deeds = known.groupby(stats.DEED, as_index=False).agg(count=("count", "sum"), said=("said", ", ".join))
    most = deeds[deeds["count"] > 1].sort_values(["count", *stats.DEED], ascending=[False, True, True, True]).head(2)
    told = (f"{one.agent} – {one.action} – {one.patient} ({one.said})" for one in most.itertuples())
    said = f"Who acts on whom is named {plural(int(known['count'].sum()), 'time')} in {acts}"
    return f"{said}, most often: {'; '.join(told)}" if len(most) else f"{said}, never the same twice"


def _acting(table):
    """Who acts most and who is most acted on, in a sentence."""
    sums = table.groupby(["role", "actor"])["count"].sum()
    most = [sums.get(role, pd.Series(dtype=int)) for role in stats.ROLES[:2]]
    agent, patient = (f"{one.idxmax()} ({one.max():,})" if len(one) and one.max() else "nobody" for one in most)
    return f"Acting in most sentences: {agent}; acted on in most: {patient}"


def _whole(rows):
    """The deeds that are drawn: those with agent and patient, if there are some."""
    whole = rows[(rows["agent"] != "") & (rows["patient"] != "")]
    return whole if len(whole) >= FEW else rows


def _drawn(rows, ax):
    """A grid of deeds by group."""
    rows = _whole(rows)
    agent, action, patient = (rows[name].mask(rows[name] == "", "…") for name in stats.DEED)
    shown = rows.assign(deed=agent + " → " + action + " → " + patient)
    return figures.plot_slogans(shown, row="deed", ax=ax)


def _by_actor(rows):
    """Roles by group as columns; of more than three groups, a row for each group of an actor."""
    if rows["group"].nunique() <= GROUPS:
        return rows.assign(column=rows["role"] + "\n" + rows["group"], shown=rows["actor"])
    rows = rows[rows["count"] > 0].head(MOST)
    return rows.assign(column=rows["role"], shown=rows["actor"] + " (" + rows["group"] + ")")
