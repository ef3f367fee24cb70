"""Stance: how often each speaker, side or outlet uses the words of a group, such as modal verbs of obligation."""

import pandas as pd

from analysis.stats import measures

COUNTED = ["count", "n_docs", "own", "negated"]


def stance(matches, base):
    """Occurrences of each group of words by the units of a base, such as speakers or sides.

    Parameters
    ----------
    matches : DataFrame [columns key, doc_id, voice, negated, printed, and the columns that name a unit]
        One row an occurrence; key is categorical over all groups, printed is the word as it stands there.
    base : DataFrame [columns doc_id, n_tokens, and the columns that name a unit]
        Word tokens of each unit in each article.

    Returns
    -------
    DataFrame [one row a group and unit; columns key, those of the unit, count, n_docs, of_docs, n_tokens, per_thousand,
               own, adoption, negated, printed]
        ``of_docs`` articles have words of the unit, ``n_tokens`` together; ``own`` of the occurrences are in the
        outlet's own voice, and adoption is their share (NaN without an occurrence); ``printed`` holds the words, the
        most frequent first, with their number. Units without an occurrence have rows of 0. Groups in order, then
        count falling, then unit.

    Examples
    --------
    >>> base = pd.DataFrame({"doc_id": ["a", "b"], "side": ["x", "y"], "n_tokens": [100, 50]})
    >>> rows = {"doc_id": ["a", "a"], "voice": ["own", "quoted"], "negated": [False, True], "side": ["x", "x"]}
    >>> found = pd.DataFrame(rows | {"key": pd.Categorical(["will"] * 2), "printed": ["will", "won't"]})
    >>> stance(found, base)[["side", "count", "per_thousand", "own", "printed"]].values.tolist()
    [['x', 2, 20.0, 1, "will 1, won't 1"], ['y', 0, 0.0, 0, '']]
    """
    unit = [name for name in base if name not in ("doc_id", "n_tokens")]
    units = base.groupby(unit, as_index=False).agg(of_docs=("doc_id", "nunique"), n_tokens=("n_tokens", "sum"))
    groups = matches.assign(own=matches["voice"] == "own").groupby(["key", *unit], observed=True)
    sums = {"own": ("own", "sum"), "negated": ("negated", "sum")}
    found = groups.agg(count=("doc_id", "size"), n_docs=("doc_id", "nunique"), **sums)
    found = found.join(_printed(matches, ["key", *unit])).reset_index().astype({"key": object})
    keys = pd.DataFrame({"key": list(matches["key"].cat.categories)})
    table = keys.merge(units, how="cross").merge(found, on=["key", *unit], how="left").fillna({"printed": ""})
    table[COUNTED] = table[COUNTED].fillna(0).astype(int)
    table["per_thousand"] = measures.per_thousand(table["count"], table["n_tokens"])
    table["adoption"] = table["own"] / table["count"].where(table["count"] > 0)
    rising = [name != "count" for name in ["key", "count", *unit]]
    table = table.sort_values(["key", "count", *unit], ascending=rising, ignore_index=True)
    return table[
        ["key", *unit, *COUNTED[:2], "of_docs", "n_tokens", "per_thousand", "own", "adoption", "negated", "printed"]
    ]


def _printed(matches, by):
    """The words of each group with their number, the most frequent first."""
    counts = matches.groupby([*by, "printed"], observed=True).size().rename("n").reset_index()
    counts = counts.sort_values(["n", "printed"], ascending=[False, True])
    texts = counts["printed"].astype(str) + " " + counts["n"].astype(str)
    return counts.assign(printed=texts).groupby(by, observed=True)["printed"].agg(", ".join)
