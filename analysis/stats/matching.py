"""Matching: as many articles of both sides in every stratum, such as a month or a kind of outlet."""

import numpy as np
import pandas as pd

from analysis.stats.keyness import SIDES

SEED = 1  # of the draw: the same articles on every run


def strata(labels, sides, pair):
    """How many articles each side has in each stratum.

    Parameters
    ----------
    labels : array of str [shape=(n_docs,)]
        The stratum of each article; "" where it has none.
    sides : array of str [shape=(n_docs,)]
    pair : (str, str)
        Labels of target and reference; articles of other sides are not counted.

    Returns
    -------
    DataFrame [one row a stratum with an article of either side; columns stratum, target, reference, kept; sorted]
        ``target`` and ``reference`` are numbers of articles; ``kept`` is the smaller of the two.

    Examples
    --------
    >>> strata(["May", "May", "May", "June"], ["a", "b", "b", "b"], ("a", "b")).values.tolist()
    [['June', 0, 1, 0], ['May', 1, 2, 1]]
    """
    table = pd.DataFrame({"stratum": np.asarray(labels, dtype=object), "side": np.asarray(sides, dtype=object)})
    table = table[(table["stratum"] != "") & table["side"].isin(pair)]
    counted = pd.crosstab(table["stratum"], table["side"]).reindex(columns=list(pair), fill_value=0)
    counted = counted.set_axis(SIDES, axis=1).rename_axis(columns=None).reset_index()
    return counted.assign(kept=counted[list(SIDES)].min(axis=1))


def matched_rows(labels, sides, names, pair):
    """The articles of a matched comparison: of each side in each stratum as many as the other has there at most.

    Where a side has more, its articles are drawn at random, with a fixed seed and whatever their order.

    Parameters
    ----------
    labels, sides, pair
        As in `strata`.
    names : array of str [shape=(n_docs,)]
        Of each article another one.

    Returns
    -------
    bool array [shape=(n_docs,)]

    References
    ----------
    Stuart (2010), Matching methods for causal inference, Statistical Science 25(1): exact matching, one to one.
    """
    kept = strata(labels, sides, pair).set_index("stratum")["kept"]
    docs = pd.DataFrame({"stratum": labels, "side": sides, "name": names}, dtype=object)
    order = docs.sort_values("name").index.to_numpy()
    docs["draw"] = pd.Series(np.random.default_rng(SEED).permutation(len(docs)), index=order)
    docs = docs[(docs["stratum"] != "") & docs["side"].isin(pair)]
    rank = docs.groupby(["stratum", "side"])["draw"].rank(method="first")
    rows = np.zeros(len(order), dtype=bool)
    rows[docs.index[rank <= docs["stratum"].map(kept)]] = True
    return rows
