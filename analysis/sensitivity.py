"""Sensitivity: does a contrast hold when the choices behind it are made otherwise?"""

import numpy as np
import pandas as pd

from analysis import counts as counting
from analysis.comparison import compared, reading
from analysis.corpus import other_side
from analysis.files import InputError
from analysis.keyness import keyness, left_out
from analysis.matches import find

MOST_LABELS = 3  # third labels (relay …) that are tried on either side


def sensitivity(tokens, terms, compare, once=None, lexicon=None):
    """The log ratio of each term under other, equally defensible choices.

    Parameters
    ----------
    tokens : Tokens
    terms : sequence of str
        Words, or keys of the lexicon.
    compare : (side, target, reference)
        As ``keyness`` takes them.
    once : bool array [shape=(n_docs,)], optional
        ``reuse.once``: articles that count as compared; one setting counts the near-duplicates too.
    lexicon : Lexicon, optional
        Count its matches instead of words.

    Returns
    -------
    DataFrame [one row a term and setting; columns term, setting, n_target, n_reference, count_target,
        count_reference, log_ratio, g2, holds]
        The first setting is "as compared"; n_ are articles. ``holds``: the direction, the sign of g2, is that of the
        first setting. NaN and NA where a setting leaves the term without an occurrence or a side without articles; a
        setting that changes nothing is absent. Settings: the other side column; articles with a third label (relay …)
        on either side; articles that the two columns label differently left out; near-duplicates counted; headlines
        left out; what cleaning removed put back; stop words out of the base.
    """
    once = np.full(len(tokens.docs), True) if once is None else np.asarray(once, dtype=bool)
    whole = _counted(tokens, terms, lexicon, None)
    settings = {name: (whole, labels, once) for name, labels in _labelings(tokens.docs, *compare).items()}
    if not once.all():
        settings["near-duplicates each counted"] = (whole, settings["as compared"][1], ~np.zeros_like(once))
    for name, mask in _masks(tokens).items():
        settings[name] = (_counted(tokens, terms, lexicon, mask), settings["as compared"][1], once)
    rows = [_row(*setting, terms, compare).assign(setting=name) for name, setting in settings.items()]
    table = pd.concat(rows, ignore_index=True)
    first = table["term"].map(rows[0].set_index("term")["g2"])
    same = (np.sign(table["g2"]) == np.sign(first)).astype("boolean")
    table["holds"] = same.mask(table["g2"].isna() | first.isna())
    columns = ["term", "setting", "n_target", "n_reference", "count_target", "count_reference"]
    columns += ["log_ratio", "g2", "holds"]
    order = table["term"].map({term: place for place, term in enumerate(terms)}).sort_values(kind="stable").index
    return table.loc[order, columns].reset_index(drop=True)


def held(table):
    """In how many settings each term's direction holds.

    Parameters
    ----------
    table : DataFrame
        As ``sensitivity`` returned it.

    Returns
    -------
    DataFrame [one row a term; columns term, log_ratio, holds, of_settings, lowest, highest, fails_in]
        ``holds`` in so many ``of_settings`` where it is defined, the first not counted; lowest and highest log ratio
        of all settings; ``fails_in`` names the others. In the order of the terms.
    """
    tried = table[table["setting"] != "as compared"]
    fails = tried[tried["holds"].eq(False).fillna(False)].groupby("term", sort=False)["setting"].agg("; ".join)
    groups = table.groupby("term", sort=False)["log_ratio"]
    counted = tried.groupby("term", sort=False)["holds"]
    held = pd.DataFrame({"log_ratio": groups.first(), "holds": counted.sum(), "of_settings": counted.count()})
    held = held.assign(lowest=groups.min(), highest=groups.max(), fails_in=fails.reindex(held.index).fillna(""))
    return held.rename_axis("term").reset_index()


def standing(table, settings):
    """The terms that neither a single article nor another choice turns, and that no flag marks.

    Parameters
    ----------
    table : DataFrame
        As ``artefacts.flagged`` returned it for a table of ``keyness``.
    settings : DataFrame
        As ``sensitivity`` returned it for its terms.

    Returns
    -------
    DataFrame
        The rows whose direction holds in every setting where it is defined, whose log ratio keeps its sign when each
        article in turn is left out (a term of one article has no such range), and whose flag is "".
    """
    tried = held(settings).set_index("term").reindex(table["term"])
    every = (tried["holds"] == tried["of_settings"]).to_numpy()
    return table[every & (table["log_ratio_low"] * table["log_ratio_high"] > 0) & (table["flag"] == "")]


def stability(counts, settings, compare, term):
    """All that is known about how firmly one term stands: as compared, without each article, in each other setting.

    Parameters
    ----------
    counts : Counts
        What was compared.
    settings : DataFrame
        As ``sensitivity`` returned it, with this term.
    compare : (side, target, reference)
    term : str

    Returns
    -------
    DataFrame [columns setting, kind, count_target, count_reference, log_ratio]
        ``kind``: as compared, without one article, other setting. NaN where nothing remains to compare.
    """
    own = settings[settings["term"] == term]
    if own.empty:
        raise InputError(f"term {term!r}: not in the table of settings; give sensitivity this term too")
    kind = np.where(own["setting"] == "as compared", "as compared", "other setting")
    without = left_out(counts, *compare, term).rename(columns={"left_out": "setting"})
    rows = pd.concat([own.assign(kind=kind), without.assign(kind="without one article")])
    order = rows["kind"].map({"as compared": 0, "without one article": 1, "other setting": 2})
    rows = rows.iloc[np.argsort(order, kind="stable")]
    return rows[["setting", "kind", "count_target", "count_reference", "log_ratio"]].reset_index(drop=True)


def _labelings(docs, side, target, reference):
    """Other ways to hand out the labels, by name: a Series of labels for each."""
    labels = {"as compared": docs[side]}
    other = other_side(docs, side)
    name_of_other = f"sided {reading(other)}"
    columns = {"": docs[side]}
    if other != side and {target, reference} & set(docs[other]):
        columns[name_of_other] = labels[name_of_other] = docs[other]
        differing = docs[side].where(docs[side] == docs[other])
        labels["only articles that both side columns label alike"] = differing
    for name, column in columns.items():
        for third in column.dropna().value_counts().index.difference([target, reference])[:MOST_LABELS]:
            for label in (target, reference):
                key = ", ".join(filter(None, [name, f"{third} counted as {label}"]))
                labels[key] = column.replace(third, label)
    return {name: column for name, column in labels.items() if name == "as compared" or not column.equals(docs[side])}


def _masks(tokens):
    """Other positions to count, by name, where there are any."""
    shown, headline, removed = tokens.mask(), tokens.mask("headline"), tokens.mask("removed")
    masks = {}
    if headline.any():
        masks["headlines left out"] = shown & ~headline
    if removed.any():
        masks["what cleaning removed put back"] = shown | removed
    stop = tokens.types["is_stop"].to_numpy()[tokens.ids]
    return masks | {"stop words out of the base": shown & ~stop}


def _counted(tokens, terms, lexicon, mask):
    """Counts of these terms only, with the base of all words under the mask."""
    if lexicon is None:
        counts = counting.count(tokens, mask)
    else:
        counts = counting.from_matches(tokens, find(tokens, lexicon, mask), mask)
    return counts.select(counts.terms.isin(list(terms)))


def _row(counts, labels, once, terms, compare):
    """Counts and log ratio of the terms under one setting."""
    _, target, reference = compare
    counts = counting.Counts(counts.matrix, counts.terms, counts.docs.assign(side=labels.to_numpy())).where(once)
    table = pd.DataFrame({"term": list(terms), "n_target": 0, "n_reference": 0})
    try:
        two = compared(counts, "side", target, reference)
    except InputError:
        return table.assign(count_target=0, count_reference=0, log_ratio=np.nan, g2=np.nan)
    found = keyness(counts, "side", target, reference).set_index("term").reindex(list(terms))
    table = table.assign(n_target=len(two[0].docs), n_reference=len(two[1].docs))
    for name in ("count_target", "count_reference"):
        table[name] = found[name].fillna(0).astype(int).to_numpy()
    return table.assign(log_ratio=found["log_ratio"].to_numpy(), g2=found["g2"].to_numpy())
