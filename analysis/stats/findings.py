"""Findings: how firmly a difference between two sides stands, with the article as the unit."""

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.stats import measures
from analysis.stats.keyness import SIDES
from analysis.stats.sides import LEAST, article_rates, split_sides


def difference_bounds(k, n, other_k, other_n):
    """95 % interval of the difference of two shares of articles, by Newcombe's hybrid score method.

    Parameters
    ----------
    k, n, other_k, other_n : array_like
        Articles with a property, out of how many, on either side.

    Returns
    -------
    low, high : ndarray
        Of k / n − other_k / other_n; NaN where a side has no article.

    References
    ----------
    Newcombe (1998), Interval estimation for the difference between independent proportions, Statistics in Medicine 17,
    method 10.

    Examples
    --------
    >>> low, high = difference_bounds(56, 70, 48, 80)
    >>> round(float(low), 4), round(float(high), 4)
    (0.0524, 0.3339)
    """
    (low, high), (other_low, other_high) = measures.wilson(k, n), measures.wilson(other_k, other_n)
    with np.errstate(invalid="ignore", divide="ignore"):
        share, other = np.divide(k, n), np.divide(other_k, other_n)
    down, up = np.hypot(share - low, other_high - other), np.hypot(high - share, other - other_low)
    return share - other - down, share - other + up


def firmness(k, n, other_k, other_n):
    """How far from 0 the interval of `difference_bounds` lies, with the sign of the difference; 0 where it holds 0.

    Examples
    --------
    >>> [round(float(firmness(*cells)), 2) for cells in [(2, 2, 0, 3), (1, 2, 0, 3), (0, 12, 6, 12)]]
    [0.14, 0.0, -0.15]
    """
    low, high = difference_bounds(k, n, other_k, other_n)
    return np.nan_to_num(np.where(low > 0, low, np.where(high < 0, high, 0.0)))


def firm_terms(counts, sides):
    """How firmly the articles of two sides differ in their use of each term.

    Of the articles of a side two shares are compared: those that contain the term, and those that use it at a higher
    rate than the median article of both sides does. One long article that repeats a term counts once.

    Parameters
    ----------
    counts : Counts
    sides : Sides

    Returns
    -------
    DataFrame [index term; columns contains, above, firm]
        ``contains`` and ``above``, the `firmness` of the two shares; ``firm``, that of them which is farther from 0;
        below 8 v 8 articles ``contains``. Positive values lean to the target.
    """
    parts = split_sides(counts, sides)
    rates = sparse.vstack([article_rates(part) for part in parts], format="csc")
    n_docs = len(parts[0].docs)
    some = rates > 0
    common = np.flatnonzero(2 * some.sum(axis=0) > rates.shape[0])  # of all others the median is 0
    contains, table = _shares(some, n_docs), pd.DataFrame(index=counts.terms)
    dense = rates[:, common].toarray()
    table["contains"], table["above"] = contains, contains
    table.iloc[common, 1] = _shares(dense > np.median(dense, axis=0), n_docs)
    above = (table["above"].abs() > table["contains"].abs()) & (min(n_docs, rates.shape[0] - n_docs) >= LEAST)
    largest = np.where(above, table["above"], table["contains"])
    return table.assign(firm=largest)


def _shares(inside, n_target):
    """The firmness of the shares of articles that are inside, the first ones being the target's."""
    k, other = (np.asarray(part.sum(axis=0)).ravel() for part in (inside[:n_target], inside[n_target:]))
    return firmness(k, n_target, other, inside.shape[0] - n_target)


def own_voice(matches, docs, sides):
    """In how many uses, and articles, each side says a slogan in its own voice.

    Parameters
    ----------
    matches : DataFrame [columns key, doc_id, voice]
    docs : DataFrame
        The articles that are compared.
    sides : Sides

    Returns
    -------
    DataFrame [one row a key; columns term, and with the endings _target and _reference count, uses, n_docs, of_docs]
        ``count`` of the ``uses`` are in the outlet's own voice, in ``n_docs`` of the ``of_docs`` articles with a use;
        ``most_doc`` and ``most_share``, the article with most of the uses in own voice, and its share of them;
        ``firm``, the `firmness` of the shares of articles; from 8 v 8 articles on, for keys of both sides, ``p`` of
        Fisher's exact test of these shares, and ``p_adjusted``, Bonferroni-corrected for the keys tested; else NaN.
    """
    side = matches["doc_id"].map(docs.set_index("doc_id")[sides[0]].astype(str))
    rows = matches[["doc_id"]].assign(term=matches["key"].astype(str), side=side, own=matches["voice"].eq("own"))
    cells = rows[side.isin(sides[1:])].groupby(["term", "side", "doc_id"])["own"].agg(["sum", "size"]).reset_index()
    cells["some"] = cells["sum"] > 0
    of_side = cells.groupby(["term", "side"]).agg(
        count=("sum", "sum"), uses=("size", "sum"), n_docs=("some", "sum"), of_docs=("some", "size")
    )
    terms = pd.Index(cells["term"].unique(), name="term")
    table = pd.DataFrame(index=terms)
    for name, label in zip(SIDES, sides[1:], strict=True):
        part = of_side.reindex(pd.MultiIndex.from_product([terms, [label]])).fillna(0).astype(int).droplevel(1)
        table = table.join(part.add_suffix(f"_{name}"))
    most = cells.sort_values(["sum", "doc_id"], ascending=[False, True], kind="stable").groupby("term").first()
    table["most_doc"] = most["doc_id"]
    table["most_share"] = most["sum"] / cells.groupby("term")["sum"].sum().where(lambda total: total > 0)
    return _tested(table, docs[sides[0]].astype(str).value_counts().reindex(sides[1:]).min() >= LEAST).reset_index()


def _tested(table, enough):
    """With firmness, and p of the slogans that both sides use, where there are enough articles for a test."""
    from scipy.stats import fisher_exact  # here: it takes long to import

    cells = [table[f"{name}_{side}"] for side in SIDES for name in ("n_docs", "of_docs")]
    both = (table[["of_docs_target", "of_docs_reference"]].min(axis=1) > 0) & enough
    p = [fisher_exact([[a, n - a], [b, m - b]]).pvalue for a, n, b, m in zip(*cells, strict=True)]
    p = pd.Series(p, table.index, dtype=float).where(both)
    return table.assign(firm=firmness(*cells), p=p, p_adjusted=(p * both.sum()).clip(upper=1))


def standing(table, rule):
    """Which rows of candidates stand by the thresholds of a rule, as bool array.

    Parameters
    ----------
    table : DataFrame
        The columns of `keyness` and ``firm``; from 8 v 8 articles on p_adjusted.
    rule : dict
        uses, articles, most_share, share, ratio, alpha, families; ``findings.toml`` says what each means.
    """
    k, other_k = (table[f"n_docs_{side}"].to_numpy() for side in SIDES)
    low, high, target = table["log_ratio_low"], table["log_ratio_high"], (table["firm"] > 0).to_numpy()
    far = share_gap(table, "n_docs", "of_docs").abs().to_numpy() >= rule["share"]
    tested = table[["of_docs_target", "of_docs_reference"]].min(axis=1).min() >= LEAST
    far |= tested & ((low * high > 0) & (np.minimum(low.abs(), high.abs()) >= np.log2(rule["ratio"]))).to_numpy()
    kept = far & (np.where(target, k, other_k) >= rule["articles"]) & (table["firm"] * table["g2"] > 0).to_numpy()
    kept &= (table["count_target"] + table["count_reference"] >= rule["uses"]).to_numpy()
    kept &= (table["most_share"] <= rule["most_share"]).to_numpy() & ~(low * high < 0).to_numpy()
    for name in ("sign_holds", "means_agree"):
        kept &= table[name].fillna(True).to_numpy(dtype=bool)
    return kept & passing(table, rule)


def passing(table, rule):
    """Which rows pass the test, where one was made, as bool array."""
    tested = "p_adjusted" in table and table["p_adjusted"].notna().any()
    limit = rule["alpha"] / rule["families"]
    return (table["p_adjusted"] <= limit).to_numpy() if tested else np.full(len(table), True)


def share_gap(table, count, base):
    """The difference of two shares, ``count`` of ``base`` of the target minus that of the reference; 0 / 0 is 0."""
    shares = [table[f"{count}_{side}"] / table[f"{base}_{side}"].clip(lower=1) for side in SIDES]
    return shares[0] - shares[1]


def least_firm(columns):
    """The value nearest to 0 of each row of columns of firmness; 0 where their signs differ."""
    sign = np.sign(columns.iloc[:, 0])
    return sign * columns.mul(sign, axis=0).min(axis=1).clip(lower=0)
