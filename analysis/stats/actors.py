"""Actors: who does what to whom, and in which roles actors appear, by side, outlet or article."""

import numpy as np
import pandas as pd

from analysis.text.matches import spans

ROLES = ["acts", "acted on", "only named"]
DEED = ["agent", "action", "patient"]


def deeds(acts, labels):
    """How often each actor does something to each other one.

    Parameters
    ----------
    acts : DataFrame
        As `text.actions.acts` returns it.
    labels : Series [index doc_id]
        The group of each article.

    Returns
    -------
    DataFrame [one row a deed and group; columns agent, action, patient, group, count, n_docs, negated, modal]
        agent or patient is "" where it is left open; acts in which both are open are left out. ``count`` occurrences in
        ``n_docs`` articles, of which ``negated`` with a negation and ``modal`` with a modal verb. Count falling.

    Examples
    --------
    >>> rows = {"key": ["ban"] * 2, "doc_id": ["a", "b"], "agent": ["US"] * 2, "patient": ["", ""]}
    >>> acts = pd.DataFrame(rows | {"negated": [False, True], "modal": ["", "will"]})
    >>> deeds(acts, pd.Series({"a": "x", "b": "x"})).values.tolist()
    [['US', 'ban', '', 'x', 2, 2, 1, 1]]
    """
    known = acts[(acts["agent"] != "") | (acts["patient"] != "")]
    rows = known.rename(columns={"key": "action"}).astype({"action": object})
    rows = rows.assign(group=labels.loc[rows["doc_id"]].to_numpy(), modal=rows["modal"] != "")
    counts = {"count": ("doc_id", "size"), "n_docs": ("doc_id", "nunique")}
    sums = {name: (name, "sum") for name in ("negated", "modal")}
    table = rows.groupby([*DEED, "group"], as_index=False).agg(**counts, **sums)
    return table.sort_values(["count", *DEED, "group"], ascending=[False] + [True] * 4, ignore_index=True)


def roles(tokens, names, acts, labels):
    """In how many sentences each actor acts, is acted on, or is only named.

    Parameters
    ----------
    tokens : Tokens
    names : DataFrame
        As `text.actions.named` returns it.
    acts, labels
        As in `deeds`.

    Returns
    -------
    DataFrame [one row an actor, group and role; columns actor, group, role, count, n_docs]
        ``count`` sentences that name the actor, in ``n_docs`` articles. A sentence in which it is agent of one action
        and patient of another counts as agent. Roles that do not occur have rows of 0. Actors by number of sentences.
    """
    found = pd.concat([_placed(tokens, names, names["key"], 2), *(_by_role(tokens, acts, n) for n in (0, 1))])
    found = found.groupby(["actor", "sentence", "doc_id"], as_index=False, observed=True)["role"].min()
    found = found.assign(group=labels.loc[found["doc_id"]].to_numpy())
    cells = found.groupby(["actor", "group", "role"]).agg(count=("sentence", "size"), n_docs=("doc_id", "nunique"))
    pairs = found[["actor", "group"]].drop_duplicates().merge(pd.DataFrame({"role": range(len(ROLES))}), how="cross")
    table = pairs.merge(cells.reset_index(), on=["actor", "group", "role"], how="left").fillna(
        {"count": 0, "n_docs": 0}
    )
    table = table.assign(total=table.groupby("actor")["count"].transform("sum")).astype({"count": int, "n_docs": int})
    table = table.sort_values(
        ["total", "actor", "group", "role"], ascending=[False, True, True, True], ignore_index=True
    )
    return table.assign(role=np.array(ROLES, dtype=object)[table["role"]]).drop(columns="total")


def _by_role(tokens, acts, number):
    """The sentences in which actors have one role."""
    actor = acts[("agent", "patient")[number]]
    return _placed(tokens, acts[actor != ""], actor, number)


def _placed(tokens, rows, actor, number):
    """Actor, sentence, article and number of the role of these rows."""
    sentence = np.searchsorted(tokens.sentences, spans(tokens, rows)[0], side="right") - 1
    placed = {
        "actor": actor.loc[rows.index].astype(str),
        "sentence": sentence,
        "doc_id": rows["doc_id"],
        "role": number,
    }
    return pd.DataFrame(placed)
