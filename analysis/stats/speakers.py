"""Speakers: whose words an article, a side or an outlet prints, by person, by role and by voice."""

import pandas as pd

COUNTED = ["n_tokens", "share", "n_docs", "of_docs"]


def speaking(words, unit, groups):
    """Words of each speaker, role or voice in each group of articles.

    Parameters
    ----------
    words : DataFrame [columns doc_id, group, n_tokens, and those of ``unit``]
        One row an article and speaker, as `words_by_voice` of `analysis.text.voice` returns them, of all words.
    unit : list of str
        The columns that name what is counted, such as ``["speaker", "role"]``.
    groups : sequence of str
        Labels of the groups, in order.

    Returns
    -------
    DataFrame [one row a unit and group; columns those of ``unit``, group, n_tokens, share, n_docs, of_docs]
        ``share`` of the words of the group's ``of_docs`` articles (NaN where it has none); ``n_docs`` of them have
        words of the unit. Units without a word in a group have rows of 0. The units with most words come first.

    Examples
    --------
    >>> rows = {"doc_id": ["a", "a", "b"], "group": ["x", "x", "y"], "voice": ["own", "quoted", "own"]}
    >>> speaking(pd.DataFrame(rows | {"n_tokens": [60, 40, 50]}), ["voice"], ["x", "y"]).iloc[:, :4].values.tolist()
    [['own', 'x', 60, 0.6], ['own', 'y', 50, 1.0], ['quoted', 'x', 40, 0.4], ['quoted', 'y', 0, 0.0]]
    """
    sizes = words.groupby("group").agg(size=("n_tokens", "sum"), of_docs=("doc_id", "nunique"))
    found = words.groupby([*unit, "group"]).agg(n_tokens=("n_tokens", "sum"), n_docs=("doc_id", "nunique"))
    units = words.groupby(unit, as_index=False)["n_tokens"].sum()
    units = units.sort_values(["n_tokens", *unit], ascending=[False, *(True for _ in unit)])[unit]
    table = units.merge(pd.DataFrame({"group": list(groups)}), how="cross").merge(found.reset_index(), how="left")
    table = table.merge(sizes.reset_index(), on="group", how="left")
    counts = ["n_tokens", "n_docs", "of_docs"]
    table[counts] = table[counts].fillna(0).astype(int)
    return table.assign(share=table["n_tokens"] / table["size"])[[*unit, "group", *COUNTED]]
