"""Keyness: what sets two sides apart."""

import numpy as np
import pandas as pd

from analysis import measures
from analysis.display import top
from analysis.files import InputError


def keyness(counts, side, target, reference):
    """Compare how often two sides use each term.

    Parameters
    ----------
    counts : Counts
        Words, phrases, slogans or frames.
    side : str
        Column of ``docs`` that names each article's side.
    target, reference : str
        The two sides. Articles with another label stay out.

    Returns
    -------
    DataFrame [one row a term that either side uses]
        Columns term; count_, n_docs_, of_docs_, n_tokens_ and per_thousand_ followed by ``target`` and
        ``reference``; log_ratio (Hardie 2014, binary; a zero counts as 0.5); g2 (four cells, Dunning 1993;
        positive where the target's rate is higher). Sorted by log_ratio falling, g2 falling, term.

    Raises
    ------
    InputError
        An unknown column, a side without articles, or the same side twice.

    Notes
    -----
    g2 is a score to rank by, not a test: words of one article are not independent draws, and few articles
    carry few facts, whatever their number of words.
    """
    rows = {"target": side_rows(counts.docs, side, target), "reference": side_rows(counts.docs, side, reference)}
    if target == reference:
        raise InputError(f"side {target!r}: cannot be compared with itself; choose two labels of {side}")
    table, sizes = pd.DataFrame({"term": counts.terms}), []
    for name, inside in rows.items():
        matrix, n_tokens = counts.matrix[inside], int(counts.docs["n_tokens"][inside].sum())
        if not n_tokens:
            raise InputError(f"{name} of {side}: no words under this mask; choose a mask that leaves each side some")
        sizes.append(n_tokens)
        table[f"count_{name}"] = np.asarray(matrix.sum(axis=0)).ravel()
        table[f"n_docs_{name}"] = np.asarray((matrix > 0).sum(axis=0)).ravel()
        table[f"of_docs_{name}"] = int(inside.sum())
        table[f"n_tokens_{name}"] = n_tokens
        table[f"per_thousand_{name}"] = measures.per_thousand(table[f"count_{name}"], n_tokens)
    table = table[table["count_target"] + table["count_reference"] > 0]
    cells = [table[name].to_numpy() for name in ("count_target", "count_reference")]
    table = table.assign(log_ratio=measures.log_ratio(*cells, *sizes), g2=measures.log_likelihood(*cells, *sizes))
    return table.sort_values(["log_ratio", "g2", "term"], ascending=[False, False, True], ignore_index=True)


def extremes(table, n, column="g2"):
    """The n terms that lean most to the target and the n that lean most to the reference.

    Parameters
    ----------
    table : DataFrame
        As ``keyness`` returned it.
    n : int
        Of each; fewer where a tie does not fit whole.
    column : {"g2", "log_ratio"}
        Signed: above 0 leans to the target.

    Returns
    -------
    DataFrame
        In the order of ``keyness``, with the column ``tied_out`` of ``display.top``. A term that leans to neither
        side (0, NaN) is never among them.
    """
    leaning = table.assign(strength=table[column].abs(), target=table[column] > 0)
    leaning = top(leaning[leaning["strength"] > 0], n, "strength", within="target").drop(columns=["strength", "target"])
    return leaning.sort_values(["log_ratio", "g2", "term"], ascending=[False, False, True], ignore_index=True)


def side_rows(docs, side, label):
    """Articles of one side, bool array [shape=(n_docs,)]; an InputError where there is none."""
    if side not in docs.columns:
        raise InputError(f"side column {side!r}: not in the corpus; choose one of {', '.join(docs.columns)}")
    rows = (docs[side] == label).to_numpy()
    if not rows.any():
        labels = ", ".join(sorted(set(docs[side].astype(str))))
        raise InputError(f"side {label!r}: no article has it in {side}; the labels there are {labels}")
    return rows


def two_sides(docs, side):
    """The labels to compare where none are named: state and foreign, else the two with most articles.

    Raises
    ------
    InputError
        An unknown column, or one with a single label.
    """
    if side not in docs.columns:
        raise InputError(f"side column {side!r}: not in the corpus; choose one of {', '.join(docs.columns)}")
    labels = docs[side].value_counts().sort_index().sort_values(ascending=False, kind="stable").index
    if len(labels) < 2:
        raise InputError(f"side column {side!r}: all articles are {labels[0]!r}; a comparison needs two labels")
    return ("state", "foreign") if {"state", "foreign"} <= set(labels) else tuple(labels[:2])


def banner(docs, side, target, reference):
    """One line that says what is compared: articles on each side, and how many stay out.

    Returns
    -------
    str
        "2 state v 3 foreign articles by publisher; none left out."
    """
    rows = [int(side_rows(docs, side, label).sum()) for label in (target, reference)]
    out = len(docs) - sum(rows)
    others = sorted(set(docs[side].astype(str)) - {target, reference})
    left_out = f"{out} left out ({', '.join(others)})" if out else "none left out"
    reading = side.removeprefix("side_").replace("_", " ")
    return f"Descriptive: {rows[0]} {target} v {rows[1]} {reference} articles, sided {reading}; {left_out}."
