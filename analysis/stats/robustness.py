"""Sensitivity: does a contrast hold when the choices behind it are made otherwise?"""

import numpy as np
import pandas as pd

from analysis.corpus.read import other_side
from analysis.files import InputError
from analysis.stats import measures
from analysis.stats.keyness import leave_one_out, same_sign
from analysis.stats.sides import reading, split_sides
from analysis.text import counts as counting
from analysis.text.matches import find

CARD = ["setting", "kind", "count_target", "count_reference", "log_ratio"]
MOST_LABELS = 3  # third labels (relay …) that are tried on either side
OUTER = 10  # articles shown on either end, where there are more than twice as many


def robustness(tokens, terms, compare, once=None, lexicon=None):
    """The log ratio of each term under other, equally defensible choices.

    Parameters
    ----------
    tokens : Tokens
    terms : sequence of str
        Words, or keys of the lexicon, each once.
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
        setting in which the same articles with the same words and occurrences stand on each side as in an earlier one
        is absent. Settings: the other side column; articles that the two columns label differently left out; articles
        with a third label (relay …; of each column the 3 that most articles have) on either side; near-duplicates
        counted; headlines left out; what cleaning removed put back; stop words out of the base.

    Raises
    ------
    InputError
        A comparison that ``keyness`` would refuse, a term given twice, or ``once`` of another length.
    """
    once, terms = _once(tokens.docs, once), _distinct(terms)
    whole = _counted(tokens, terms, lexicon, None)
    split_sides(whole.where(once), *compare)
    labels = _labelings(tokens.docs, *compare)
    settings = [(name, whole, column, once) for name, column in labels.items()]
    settings.append(("near-duplicates each counted", whole, labels["as compared"], np.full(len(once), True)))
    for name, mask in _masks(tokens).items():
        settings.append((name, _counted(tokens, terms, lexicon, mask), labels["as compared"], once))
    rows = {}
    for name, *setting in settings:
        key, row = _row(*setting, terms, compare[1:])
        rows.setdefault(key, row.assign(setting=name))
    table = pd.concat(rows.values()).sort_index(kind="stable")  # of each term the settings in their order
    first = table["g2"].where(table["setting"] == "as compared").groupby(level=0).transform("first")
    columns = ["term", "setting", "n_target", "n_reference", "count_target", "count_reference", "log_ratio", "g2"]
    return table[columns].assign(holds=same_sign(table["g2"], first)).reset_index(drop=True)


def robustness_summary(table):
    """In how many settings each term's direction holds.

    Parameters
    ----------
    table : DataFrame
        As ``sensitivity`` returned it.

    Returns
    -------
    DataFrame [one row a term; columns term, log_ratio, holds, of_settings, lowest, highest, fails_in]
        ``log_ratio`` as compared; ``holds`` in so many ``of_settings`` where it is defined, the first not counted;
        lowest and highest log ratio of all settings; ``fails_in`` names the others. In the order of the terms.
    """
    tried = table[table["setting"] != "as compared"]
    fails = tried[tried["holds"].eq(False).fillna(False)].groupby("term", sort=False)["setting"].agg("; ".join)
    groups = table.groupby("term", sort=False)["log_ratio"]
    counted = tried.groupby("term", sort=False)["holds"]
    own = table[table["setting"] == "as compared"].set_index("term")["log_ratio"]
    times = {"holds": counted.sum(), "of_settings": counted.count()}
    held = pd.DataFrame({name: n.reindex(own.index, fill_value=0).astype(int) for name, n in times.items()})
    held.insert(0, "log_ratio", own)
    held = held.assign(lowest=groups.min(), highest=groups.max(), fails_in=fails.reindex(held.index).fillna(""))
    return held.rename_axis("term").reset_index()


def robust_terms(table, settings):
    """The terms that neither a single article nor another choice turns, no flag marks, and a test, if any, finds.

    Parameters
    ----------
    table : DataFrame
        As ``artefacts.flagged`` returned it for a table of ``keyness``, or of ``evidence.tested`` with p_holm.
    settings : DataFrame
        As ``sensitivity`` returned it for its terms.

    Returns
    -------
    DataFrame
        The rows whose direction holds in every setting where it is defined, whose log ratio keeps its sign when each
        article in turn is left out (a term of one article has no such range), whose flag is "", and whose p_holm is
        at most 0.05, where the table has that column (a term that was not tested has none).
    """
    tried = robustness_summary(settings).set_index("term").reindex(table["term"])
    every = (tried["holds"] == tried["of_settings"]).to_numpy()
    if "p_holm" in table.columns:
        every = every & (table["p_holm"] <= 0.05).to_numpy()
    return table[every & (table["log_ratio_low"] * table["log_ratio_high"] > 0) & (table["flag"] == "")]


def robustness_of_term(counts, settings, compare, term):
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
        ``kind``: as compared, without one article, other setting. NaN where nothing remains to compare. Of more than
        20 articles the 10 without which the log ratio is lowest (nothing left first) and the 10 without which it is
        highest, rising; their ``kind`` says so: "without one article: outer 20 of 100". Empty where no term was tried.
    """
    own = settings[settings["term"] == term]
    if settings.empty:
        return settings.assign(kind=None)[CARD]
    if own.empty:
        raise InputError(f"term {term!r}: not in the table of settings; give sensitivity this term too")
    without = leave_one_out(counts, *compare, term).rename(columns={"left_out": "setting"})
    without, n = without.assign(kind="without one article"), len(without)
    if n > 2 * OUTER:
        without = without.sort_values(["log_ratio", "setting"], na_position="first")
        without = without.iloc[np.r_[:OUTER, n - OUTER : n]]
        without["kind"] += f": outer {2 * OUTER} of {n:,}"
    first = own["setting"] == "as compared"
    parts = own[first].assign(kind="as compared"), without, own[~first].assign(kind="other setting")
    return pd.concat(parts)[CARD].reset_index(drop=True)


def _labelings(docs, side, target, reference):
    """Other ways to hand out the labels, by name: a Series of labels for each."""
    columns, labels = {"": docs[side]}, {"as compared": docs[side]}
    other = other_side(docs, side)
    name_of_other = f"sided {reading(other)}"
    if other != side and {target, reference} & set(docs[other]):
        columns[name_of_other] = labels[name_of_other] = docs[other]
        differing = docs[side].where(docs[side] == docs[other])
        labels["only articles that both side columns label alike"] = differing
    for name, column in columns.items():
        thirds = column[~column.isin([target, reference])].value_counts().sort_index()
        for third in thirds.sort_values(ascending=False, kind="stable").index[:MOST_LABELS]:
            for label in (target, reference):
                key = ", ".join(filter(None, [name, f"{third} counted as {label}"]))
                labels[key] = column.replace(third, label)
    return labels


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


def _row(counts, labels, once, terms, names):
    """What tells a setting from others, and its counts and log ratio, one row a term."""
    sizes = counts.docs["n_tokens"].to_numpy()
    sides = [once & (sizes > 0) & (labels == name).fillna(False).to_numpy(dtype=bool) for name in names]
    n_a, n_b = (int(sizes[rows].sum()) for rows in sides)
    found = [pd.Series(counts.matrix[rows].sum(axis=0), counts.terms) for rows in sides]
    a, b = (part.reindex(terms, fill_value=0).to_numpy() for part in found)
    cells, defined = (a, b, max(n_a, 1), max(n_b, 1)), (a + b > 0) & (min(n_a, n_b) > 0)
    table = pd.DataFrame({"term": terms, "n_target": sides[0].sum(), "n_reference": sides[1].sum()})
    table = table.assign(count_target=a, count_reference=b)
    for name, measure in (("log_ratio", measures.log_ratio), ("g2", measures.log_likelihood)):
        table[name] = np.where(defined, measure(*cells), np.nan)
    return b"".join(
        [*(part.tobytes() for rows in sides for part in (rows, sizes[rows])), a.tobytes(), b.tobytes()]
    ), table


def _once(docs, once):
    once = np.full(len(docs), True) if once is None else np.asarray(once, dtype=bool)
    if once.shape != (len(docs),):
        raise InputError(f"once of shape {once.shape}: give one value for each of the {len(docs):,} articles")
    return once


def _distinct(terms):
    terms = pd.Index(terms, dtype=object)
    if not terms.is_unique:
        raise InputError(f"term {terms[terms.duplicated()][0]!r}: given twice; give each term once")
    return terms
