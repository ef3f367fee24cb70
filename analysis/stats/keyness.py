"""Keyness: which terms distinguish two sides, which they share, and which are absent from one of them."""

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.corpus.read import other_side
from analysis.files import InputError
from analysis.stats import measures
from analysis.stats.sides import article_rates, split_sides
from analysis.stats.terms import top

SIDES = ("target", "reference")
ORDER = {"by": ["log_odds_z", "g2", "term"], "ascending": [False, False, True], "ignore_index": True}


def keyness(counts, sides):
    """Compare how often two sides use each term, and how far their articles agree about it.

    Parameters
    ----------
    counts : Counts
        Words, phrases, slogans or frames.
    sides : Sides

    Returns
    -------
    DataFrame [one row a term that either side uses; sorted by log_odds_z falling, g2 falling, term]
        Column term, and with the endings _target and _reference: count; n_docs of of_docs articles; n_tokens;
        per_thousand, the rate in all articles of the side together; mean, the mean of the rates of its articles.

        - log_ratio: of per_thousand, binary (Hardie 2014). A count of 0 is taken as 0.5: then it depends on the lengths
          of the sides and is no measurement, and the direction of the term is that of g2
        - log_ratio_low, log_ratio_high: range of the log ratio when each article in turn is left out, unless it is the
          only one of its side; of a side that this leaves without the term, never above 0; NaN for a term of one side
        - difference_low, difference_high: 95 % Welch interval of mean_target − mean_reference; NaN where a side has one
          article or never uses the term (`absent_terms` has bounds for it), and where no side's rates vary
        - log_odds_z: weighted log-odds (Monroe et al. 2008), uniform prior of 0.05 for each term of this table
        - lrc: conservative log ratio (Evert 2022), corrected for the number of terms of this table
        - g2: log-likelihood with four cells (Dunning 1993), positive where the target's rate is higher
        - most_doc, most_share: the article with most of the occurrences, and its share of them
        - log_ratio_other, sign_holds: the log ratio by the other side column of the corpus, and whether the direction
          is the same there; NaN and NA where that column lacks a label; NA where neither has a direction
        - means_agree: whether mean_target − mean_reference has the sign of g2; NA where both are 0. log_ratio and g2
          take a side's articles as one text, in which long articles weigh more; means and interval weigh all alike

    Raises
    ------
    InputError
        An unknown column, a side without articles or words, or the same side twice.

    Notes
    -----
    log_odds_z ranks: it is large where the effect is large against its uncertainty, so that neither frequent terms with
    a small difference nor rare ones with a zero lead. log_odds_z, lrc and g2 treat words as independent draws and are
    not tests. The article is the unit
    of evidence: read n_docs, the interval and the range.

    Examples
    --------
    >>> from analysis.text.counts import Counts
    >>> docs = pd.DataFrame({"doc_id": ["a", "b"], "side": ["state", "foreign"], "n_tokens": [100, 100]})
    >>> counts = Counts(sparse.csr_array([[4, 1], [1, 1]]), pd.Index(["plan", "trade"]), docs)
    >>> keyness(counts, ("side", "state", "foreign"))[["term", "count_target", "log_ratio"]].values.tolist()
    [['plan', 4, 2.0], ['trade', 1, 0.0]]
    """
    parts = split_sides(counts, sides)
    used = sum(part.matrix.sum(axis=0) for part in parts) > 0
    counts, parts = counts.select(used), [part.select(used) for part in parts]
    table = pd.DataFrame({"term": counts.terms})
    for name, part in zip(SIDES, parts, strict=True):
        table = table.assign(**{f"{column}_{name}": values for column, values in _totals(part).items()})
    cells = _cells(parts)
    table = table.assign(log_ratio=measures.log_ratio(*cells), **_leave_one_out_range(parts), **_difference(parts))
    table = table.assign(**_scores(cells), **_most(parts))
    table = table.assign(**_by_other_column(counts, table["g2"], sides))
    return table.assign(means_agree=_means_agree(table)).sort_values(**ORDER)


def top_keywords(table, n, column="log_odds_z"):
    """The n terms most characteristic of the target and the n most characteristic of the reference.

    Parameters
    ----------
    table : DataFrame
        As `keyness` returned it.
    n : int
        Terms of each side; fewer where tied terms do not all fit.
    column : {"log_odds_z", "g2", "log_ratio", "lrc"}
        Score to rank by; above 0 it favours the target.

    Returns
    -------
    DataFrame
        In the order of `keyness`, with the column ``tied_out`` of `top`. A term without a direction (a score of 0 or
        NaN, or one whose sign differs from that of g2) is never included.
    """
    leaning = table.assign(strength=table[column].abs(), target=table[column] > 0)
    leaning = top(leaning[leaning[column] * leaning["g2"] > 0], n, "strength", within="target")
    return leaning.drop(columns=["strength", "target"]).sort_values(**ORDER)


def rates_by_article(counts, sides, terms):
    """The rate of each term in each article of the two sides.

    Parameters
    ----------
    counts : Counts
    sides : Sides
    terms : sequence of str

    Returns
    -------
    DataFrame [one row a term and article; columns term, doc_id, side, count, n_tokens, per_thousand]
        Terms in the order given, then the articles of target and reference in corpus order. ``per_thousand`` word
        tokens of the article.

    Raises
    ------
    InputError
        A term that is not among the counts, and sides that cannot be compared.
    """
    places = counts.terms.get_indexer(list(terms))
    if (places < 0).any():
        missing = next(term for term, place in zip(terms, places, strict=True) if place < 0)
        raise InputError(f"term {missing!r}: not among the {len(counts.terms):,} terms counted", "choose one of them")
    parts = split_sides(counts, sides)
    docs = pd.concat([part.docs for part in parts])
    dense = sparse.vstack([part.matrix[:, places] for part in parts]).toarray()  # few terms
    table = pd.DataFrame(
        {
            "term": np.repeat(np.asarray(terms, dtype=object), len(docs)),
            "doc_id": np.tile(docs["doc_id"], len(places)),
            "side": np.tile(docs[sides[0]], len(places)),
            "count": dense.T.ravel(),
            "n_tokens": np.tile(docs["n_tokens"], len(places)),
        }
    )
    return table.assign(per_thousand=measures.per_thousand(table["count"], table["n_tokens"]))


def pooled_rates(rates):
    """The rate of each term on each side, its articles taken as one text.

    Parameters
    ----------
    rates : DataFrame
        From `rates_by_article`.

    Returns
    -------
    DataFrame [one row a term and side; columns term, side, count, n_tokens, n_docs, of_docs, per_thousand]
        Terms and sides in the order in which they come. ``n_docs`` of the ``of_docs`` articles contain the term.
    """
    rows = rates.assign(n_docs=rates["count"] > 0, of_docs=1)
    table = rows.groupby(["term", "side"], sort=False)[["count", "n_tokens", "n_docs", "of_docs"]].sum().reset_index()
    return table.assign(per_thousand=measures.per_thousand(table["count"], table["n_tokens"]))


def absent_terms(table, sides, able=None):
    """Terms that one side uses and the other never does, with how common they could still be there.

    Parameters
    ----------
    table : DataFrame
        As `keyness` returned it.
    sides : Sides
    able : DataFrame, optional
        Index term; columns of_docs and n_tokens of each side, as in ``table``: the articles that could contain each
        term, and their words. The others, which are older than a slogan, say nothing about its absence. Default: all.

    Returns
    -------
    DataFrame [one row a term that only one side uses]
        Columns term; silent, the label of the side without it; of_docs_silent, the articles of that side, and
        could_carry, those that could contain it (a term that none could contain is left out); bound_docs,
        the largest share of these with the term that is compatible, at 95 %, with none in so many (1 − 0.05^(1/k),
        Clopper-Pearson); expected, the occurrences in their n_tokens_silent words at the rate of the other side;
        bound_per_thousand, the bound for words instead of articles, too low because words are not independent;
        speaking, the label of the other side, and its count, n_docs, of_docs, n_tokens, per_thousand and most_doc.
        Sorted by silent (reference first), n_docs and expected, falling, then term.
    """
    _, target, reference = sides
    base = [f"{name}_{side}" for name in ("of_docs", "n_tokens") for side in SIDES]
    able = (table.set_index("term") if able is None else able).reindex(table["term"])[base]
    table = table.assign(**{f"able_{name}": able[name].to_numpy() for name in base})
    halves = [_absent_from(table, SIDES[::-1]).assign(silent=reference, speaking=target)]
    halves += [_absent_from(table, SIDES).assign(silent=target, speaking=reference)]
    columns = [
        "term",
        "silent",
        "of_docs_silent",
        "could_carry",
        "bound_docs",
        "expected",
        "n_tokens_silent",
        "bound_per_thousand",
    ]
    columns += ["speaking", "count", "n_docs", "of_docs", "n_tokens", "per_thousand", "most_doc"]
    return pd.concat(halves, ignore_index=True)[columns]


def shared_terms(table):
    """The rows of `keyness` with terms that both sides use, by the smaller of their shares of articles, then term."""
    both = table[(table["count_target"] > 0) & (table["count_reference"] > 0)]
    least = np.minimum(*(both[f"n_docs_{name}"] / both[f"of_docs_{name}"] for name in SIDES))
    order = both.assign(least=least).sort_values(["least", "term"], ascending=[False, True]).index
    return both.loc[order].reset_index(drop=True)


def same_sign(one, other):
    """Whether two directions are the same, as BooleanArray: NA where one is not defined or both are 0.

    Examples
    --------
    >>> same_sign([2, 1, 0], [0.5, -1, 0]).tolist()
    [True, False, <NA>]
    """
    one, other = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    unknown = np.isnan(one) | np.isnan(other) | ((one == 0) & (other == 0))
    return pd.arrays.BooleanArray(np.sign(one) == np.sign(other), unknown)


def _cells(parts):
    """Occurrences of each term on both sides, and the words of both sides, as the measures take them."""
    return [*(part.matrix.sum(axis=0) for part in parts), *(int(part.docs["n_tokens"].sum()) for part in parts)]


def _totals(part):
    """The columns of `keyness` that concern one side alone."""
    count, n_tokens = part.matrix.sum(axis=0), int(part.docs["n_tokens"].sum())
    return {
        "count": count,
        "n_docs": (part.matrix > 0).sum(axis=0),
        "of_docs": len(part.docs),
        "n_tokens": n_tokens,
        "per_thousand": measures.per_thousand(count, n_tokens),
        "mean": measures.moments(article_rates(part))[0],
    }


def _difference(parts):
    low, high = measures.welch_interval(*(measures.moments(article_rates(part)) for part in parts))
    both = np.logical_and(*(part.matrix.sum(axis=0) > 0 for part in parts))
    return {"difference_low": np.where(both, low, np.nan), "difference_high": np.where(both, high, np.nan)}


def _means_agree(table):
    gap = table["mean_target"] - table["mean_reference"]
    rounding = 1e-12 * (table["mean_target"] + table["mean_reference"])
    return same_sign(gap.where(gap.abs() > rounding, 0), table["g2"])


def _scores(cells):
    prior = measures.uniform_prior(len(cells[0]))
    return {
        "log_odds_z": measures.log_odds_z(*cells, prior) if len(prior) else prior,
        "lrc": measures.lrc(*cells, max(len(prior), 1)),
        "g2": measures.log_likelihood(*cells),
    }


def _most(parts):
    """The article with most occurrences of each term, the first in the corpus of equal ones, and its share of them."""
    matrix = sparse.vstack([part.matrix for part in parts]).tocoo()
    names = np.concatenate([part.docs["doc_id"] for part in parts])
    doc, term = matrix.coords
    order = np.lexsort((doc, -matrix.data, term))
    first = order[np.unique(term[order], return_index=True)[1]]
    return {"most_doc": names[doc[first]], "most_share": matrix.data[first] / matrix.sum(axis=0)}


def _by_other_column(counts, g2, sides):
    """Log ratio by the other side column, and whether its direction is that of ``g2``."""
    column, *labels = sides
    other, counts = other_side(counts.docs, column), counts.where(counts.docs["n_tokens"] > 0)
    ratio = direction = np.full(len(g2), np.nan)
    if other != column and set(labels) <= set(counts.docs[other]):
        cells = _cells(split_sides(counts, (other, *labels)))
        ratio = measures.log_ratio(*cells)
        direction = np.where(np.isnan(ratio), np.nan, measures.log_likelihood(*cells))
    return {"log_ratio_other": ratio, "sign_holds": same_sign(direction, g2)}


def _absent_from(table, names):
    """The terms that the first of two sides never uses, in the columns of `absent_terms`."""
    silent, speaking = names
    rows = table[(table[f"count_{silent}"] == 0) & (table[f"able_of_docs_{silent}"] > 0)]
    of_docs, n_tokens = rows[f"able_of_docs_{silent}"], rows[f"able_n_tokens_{silent}"]
    own = {name: rows[f"{name}_{speaking}"] for name in ("count", "n_docs", "of_docs", "n_tokens", "per_thousand")}
    base = {"of_docs_silent": rows[f"of_docs_{silent}"], "could_carry": of_docs, "n_tokens_silent": n_tokens}
    part = rows[["term", "most_doc"]].assign(**base, **own)
    part["bound_docs"] = measures.absence_bound(of_docs)
    part["bound_per_thousand"] = 1000 * measures.absence_bound(n_tokens)
    part["expected"] = part["per_thousand"] * n_tokens / 1000
    return part.sort_values(["n_docs", "expected", "term"], ascending=[False, False, True])


def _leave_one_out_range(parts):
    """Lowest and highest log ratio of each term when each article in turn is left out.

    Only articles that contain a term are looked at one by one. Of those that lack it only the length matters, so that
    the longest and the shortest give the ends of the range.
    """
    a, b, n_a, n_b = _cells(parts)
    low, high = np.full(len(a), np.inf), np.full(len(a), -np.inf)
    views = (1, a, b, n_a, n_b), (-1, b, a, n_b, n_a)
    for part, (sign, own, other, n_own, n_other) in zip(parts, views, strict=True):
        for term, count, size in _removals(part):
            left = own[term] - count
            ratio = measures.log_ratio(left, other[term], n_own - size, n_other)
            ratio = sign * np.where(left == 0, np.minimum(ratio, 0), ratio)  # a zero does not lead
            np.fmin.at(low, term, ratio)
            np.fmax.at(high, term, ratio)
    low, high = (np.where(np.isfinite(end) & (a > 0) & (b > 0), end, np.nan) for end in (low, high))
    return {"log_ratio_low": low, "log_ratio_high": high}


def _removals(part):
    """Yield terms with the occurrences and words that go when an article is left out; nothing if it is the only one."""
    matrix, sizes = part.matrix.tocoo(), part.docs["n_tokens"].to_numpy()
    if len(sizes) > 1:
        doc, term = matrix.coords
        yield term, matrix.data, sizes[doc]
        for size in _without_term(matrix, sizes):
            lacks = np.flatnonzero(size > 0)
            yield lacks, 0, size[lacks]


def _without_term(matrix, sizes):
    """Words of the longest and of the shortest article that lacks each term; 0 where every article has it."""
    doc, term = matrix.coords
    for order in (np.argsort(-sizes, kind="stable"), np.argsort(sizes, kind="stable")):
        rank = np.empty(len(sizes), dtype=np.int64)
        rank[order] = np.arange(len(sizes))
        entries = np.lexsort((rank[doc], term))
        ranks, terms = rank[doc][entries], term[entries]
        turn = np.arange(len(terms)) - np.searchsorted(terms, terms)
        first = np.bincount(terms[ranks == turn], minlength=matrix.shape[1])  # the first rank that lacks the term
        yield np.append(sizes[order], 0)[first]
