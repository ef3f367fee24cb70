"""Keyness: what sets two sides apart, what they share, and what each is silent about."""

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.corpus.read import other_side
from analysis.files import InputError
from analysis.stats import measures
from analysis.stats.sides import split_sides
from analysis.stats.terms import top

SIDES = ("target", "reference")


def keyness(counts, side, target, reference):
    """Compare how often two sides use each term, and how far the articles agree about it.

    Parameters
    ----------
    counts : Counts
        Words, phrases, slogans or frames.
    side : str
        Column of ``docs`` that names each article's side.
    target, reference : str
        The two sides. Articles with another label, or without a word under the mask, stay out.

    Returns
    -------
    DataFrame [one row a term that either side uses; sorted by log_ratio falling, g2 falling, term]
        Each followed by ``target`` and ``reference``: count_; n_docs_ of of_docs_ articles; n_tokens_;
        per_thousand_, the rate of the side's articles as one text; mean_, the mean of its articles' own rates.

        - log_ratio: of the per_thousand (Hardie 2014, binary; a zero counts as 0.5, so that a rare term of the
          longer side alone can get the other side's sign: the direction is that of g2)
        - log_ratio_low, log_ratio_high: its range when each article in turn is left out, but a side's only one;
          NaN for a term of one article
        - log_ratio_other, sign_holds: the same by the corpus's other side column, and whether the direction is
          the same there; NaN and NA where that column has not both labels; NA where neither has a direction
        - difference_low, difference_high: 95 % Welch interval of mean_target − mean_reference; NaN where a side
          has one article, where no article's rate differs from its side's, and where a side never uses the term:
          there it would only say that the other side does (`silence` has the bounds)
        - means_agree: whether mean_target − mean_reference has the sign of g2; NA where both are 0. log_ratio and
          g2 pool a side's words, so that long articles weigh more; interval and p give each article the same weight
        - log_odds_z: weighted log-odds (Monroe et al. 2008), uniform prior of 0.05 for each term of this table
        - lrc: conservative log ratio (Evert 2022), over the terms of this table
        - g2: log-likelihood, four cells (Dunning 1993), positive where the target's rate is higher
        - most_doc, most_share: the article with most of the occurrences, and its share of them

    Raises
    ------
    InputError
        An unknown column, a side without articles or words, or the same side twice.

    Notes
    -----
    log_odds_z, lrc and g2 take words for independent draws; they rank, and test nothing. The article is the unit
    of evidence: read n_docs, the interval and the range.
    """
    two = split_sides(counts, side, target, reference)
    used = sum(part.matrix.sum(axis=0) for part in two) > 0
    counts, two = counts.select(used), [part.select(used) for part in two]
    table = pd.DataFrame({"term": counts.terms})
    for name, part in zip(SIDES, two, strict=True):
        table = table.assign(**{f"{column}_{name}": values for column, values in _totals(part).items()})
    cells = [table[f"count_{name}"].to_numpy() for name in SIDES]
    cells += [int(part.docs["n_tokens"].sum()) for part in two]
    table = table.assign(log_ratio=measures.log_ratio(*cells), **_left_out_range(two), **_difference(two))
    table = table.assign(**_scores(cells), **_most(two))
    table = table.assign(**_other_reading(counts, table["g2"], side, (target, reference)))
    table["means_agree"] = _means_agree(table)
    return table.sort_values(["log_ratio", "g2", "term"], ascending=[False, False, True], ignore_index=True)


def top_keywords(table, n, column="g2"):
    """The n terms that lean most to the target and the n that lean most to the reference.

    Parameters
    ----------
    table : DataFrame
        As ``keyness`` returned it.
    n : int
        Of each; fewer where a tie does not fit whole.
    column : {"g2", "log_ratio", "log_odds_z", "lrc"}
        Signed: above 0 leans to the target.

    Returns
    -------
    DataFrame
        In the order of ``keyness``, with the column ``tied_out`` of ``display.top``. A term that leans to neither
        side (0, NaN, or signs of ``column`` and g2 that differ) is never among them.
    """
    leaning = table.assign(strength=table[column].abs(), target=table[column] > 0)
    leaning = top(leaning[leaning[column] * leaning["g2"] > 0], n, "strength", within="target").drop(
        columns=["strength", "target"]
    )
    return leaning.sort_values(["log_ratio", "g2", "term"], ascending=[False, False, True], ignore_index=True)


def rates_by_article(counts, side, target, reference, terms):
    """The rate of each term in each article of the two sides: the dots behind every bar.

    Returns
    -------
    DataFrame [one row a term and article; columns term, doc_id, side, count, n_tokens, per_thousand]
        Terms in the order given, then articles of the target and of the reference in corpus order. ``per_thousand``
        word tokens of the article.
    """
    places = counts.terms.get_indexer(list(terms))
    if (places < 0).any():
        missing = next(term for term, place in zip(terms, places, strict=True) if place < 0)
        raise InputError(f"term {missing!r}: not among the {len(counts.terms):,} terms counted; choose one of them")
    parts = split_sides(counts, side, target, reference)
    docs = pd.concat([part.docs for part in parts])
    dense = sparse.vstack([part.matrix[:, places] for part in parts]).toarray()  # few terms
    table = pd.DataFrame(
        {
            "term": np.repeat(np.asarray(terms, dtype=object), len(docs)),
            "doc_id": np.tile(docs["doc_id"], len(places)),
            "side": np.tile(docs[side], len(places)),
            "count": dense.T.ravel(),
            "n_tokens": np.tile(docs["n_tokens"], len(places)),
        }
    )
    return table.assign(per_thousand=measures.per_thousand(table["count"], table["n_tokens"]))


def absent_terms(table, target, reference):
    """What one side says and the other never does, with how little the silence of few articles shows.

    Parameters
    ----------
    table : DataFrame
        As ``keyness`` returned it.
    target, reference : str

    Returns
    -------
    DataFrame [one row a term that one side only uses]
        Columns term; silent, the label of the silent side; of_docs_silent, its articles; bound_docs, the largest
        share of articles with the term, if there were more of them, that is compatible at 95 % with none in these
        (1 − 0.05^(1/k), Clopper-Pearson); expected, the occurrences that the speaking side's rate predicts in the
        silent side's n_tokens_silent; bound_per_thousand, the same bound on its rate, optimistic because words are
        not independent; speaking, count, n_docs, of_docs, n_tokens, per_thousand, most_doc of the other side.
        Sorted by silent (reference first), n_docs falling, expected falling, term.
    """
    parts = []
    for silent, speaking, label, other in [("reference", "target", reference, target), (*SIDES, target, reference)]:
        rows = table[table[f"count_{silent}"] == 0]
        part = pd.DataFrame({"term": rows["term"], "silent": label, "of_docs_silent": rows[f"of_docs_{silent}"]})
        part["bound_docs"] = measures.silence_bound(rows[f"of_docs_{silent}"])
        part["expected"] = rows[f"per_thousand_{speaking}"] * rows[f"n_tokens_{silent}"] / 1000
        part["n_tokens_silent"] = rows[f"n_tokens_{silent}"]
        part["bound_per_thousand"] = 1000 * measures.silence_bound(rows[f"n_tokens_{silent}"])
        columns = ["count", "n_docs", "of_docs", "n_tokens", "per_thousand"]
        part = part.assign(speaking=other, **{column: rows[f"{column}_{speaking}"] for column in columns})
        part["most_doc"] = rows["most_doc"]
        parts.append(part.sort_values(["n_docs", "expected", "term"], ascending=[False, False, True]))
    return pd.concat(parts, ignore_index=True)


def lockwords(table, within=0.5):
    """What both sides say equally often, as far as their articles can tell (Baker 2011).

    Parameters
    ----------
    table : DataFrame
        As ``keyness`` returned it.
    within : float > 0
        The whole Welch interval of the difference lies within this share of the mean of both sides' rates.

    Returns
    -------
    DataFrame [keyness's columns, then reach]
        ``reach``: the end of the interval farthest from 0, as that share; sorted by it, then term. Empty where the
        articles cannot tell equal from different, as few articles seldom can: a word that differs little here, with
        a wide interval, is no lockword.

    References
    ----------
    Baker (2011), Times may change but we'll always have money, Journal of English Linguistics 39(1).
    """
    if not within > 0:
        raise InputError(f"within={within!r}: give a share above 0, such as 0.5")
    farthest = table[["difference_low", "difference_high"]].abs().max(axis=1, skipna=False)
    table = table.assign(reach=2 * farthest / (table["mean_target"] + table["mean_reference"]))
    return shared_terms(table[table["reach"] <= within]).sort_values(["reach", "term"], ignore_index=True)


def shared_terms(table):
    """The terms that both sides use: by the smaller of the two shares of articles, falling, then term."""
    both = table[(table["count_target"] > 0) & (table["count_reference"] > 0)]
    least = np.minimum(*(both[f"n_docs_{name}"] / both[f"of_docs_{name}"] for name in SIDES))
    order = both.assign(least=least).sort_values(["least", "term"], ascending=[False, True]).index
    return both.loc[order].reset_index(drop=True)


def word_shift(table, target, reference):
    """Which words make the two sides differ: each one's share of the Jensen-Shannon divergence of their words.

    Parameters
    ----------
    table : DataFrame
        As ``keyness`` returned it, whole: leave stop words out afterwards.
    target, reference : str

    Returns
    -------
    DataFrame [one row a term; sorted by share falling, term]
        Columns term; count_ and per_thousand_ of target and reference; bits, the term's part of the divergence;
        share, of its sum; leans, the label of the side with the higher rate ("" where they are equal).

    References
    ----------
    Gallagher et al. (2021), Generalized word shift graphs, EPJ Data Science 10.
    """
    if table.empty or not (table["count_target"].any() and table["count_reference"].any()):
        raise InputError("word shift: a side has none of these terms; give the table of all words of both sides")
    bits = measures.jensen_shannon_shift(table["count_target"], table["count_reference"])
    lean = np.sign(
        table["count_target"] * table["n_tokens_reference"] - table["count_reference"] * table["n_tokens_target"]
    )
    kept = ["term", *(f"{column}_{name}" for column in ("count", "per_thousand") for name in SIDES)]
    shift = table[kept].assign(bits=bits, share=bits / bits.sum() if bits.sum() else np.nan)
    shift["leans"] = np.select([lean > 0, lean < 0], [target, reference], "")
    return shift.sort_values(["bits", "term"], ascending=[False, True], ignore_index=True)


def leave_one_out(counts, side, target, reference, term):
    """The log ratio of one term when each article in turn is left out.

    Returns
    -------
    DataFrame [one row an article; columns left_out, side, count_target, count_reference, log_ratio]
        The counts that remain. NaN where none remains, or a side would be without articles.
    """
    dots = rates_by_article(counts, side, target, reference, [term])
    inside = {label: np.where(dots["side"] == label, 1, 0) for label in (target, reference)}
    a, b, n_a, n_b = (
        (dots[column] * mine).sum() - dots[column] * mine
        for column in ("count", "n_tokens")
        for mine in inside.values()
    )
    defined = (n_a > 0) & (n_b > 0)
    ratio = measures.log_ratio(a, b, np.maximum(n_a, 1), np.maximum(n_b, 1))
    table = pd.DataFrame({"left_out": dots["doc_id"], "side": dots["side"], "count_target": a, "count_reference": b})
    return table.assign(log_ratio=np.where(defined, ratio, np.nan))


def same_sign(one, other):
    """Whether two directions are the same: boolean array, NA where one is not defined or both are 0."""
    one, other = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    unknown = np.isnan(one) | np.isnan(other) | ((one == 0) & (other == 0))
    return pd.arrays.BooleanArray(np.sign(one) == np.sign(other), unknown)


def _totals(part):
    """What `keyness` says of one side alone."""
    count, n_tokens = part.matrix.sum(axis=0), int(part.docs["n_tokens"].sum())
    return {
        "count": count,
        "n_docs": (part.matrix > 0).sum(axis=0),
        "of_docs": len(part.docs),
        "n_tokens": n_tokens,
        "per_thousand": measures.per_thousand(count, n_tokens),
        "mean": measures.moments(_per_article(part))[0],
    }


def _per_article(part):
    """Rate of each term in each article, per thousand word tokens, sparse."""
    return sparse.diags_array(1000 / part.docs["n_tokens"].to_numpy()) @ part.matrix


def _difference(two):
    low, high = measures.welch_interval(*(measures.moments(_per_article(part)) for part in two))
    both = np.logical_and(*(part.matrix.sum(axis=0) > 0 for part in two))
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


def _most(two):
    """Article with most of each term's occurrences, the first in the corpus of equal ones, and its share of them."""
    matrix, names = (
        sparse.vstack([part.matrix for part in two]).tocoo(),
        np.concatenate([p.docs["doc_id"] for p in two]),
    )
    doc, term = matrix.coords
    order = np.lexsort((doc, -matrix.data, term))
    first = order[np.unique(term[order], return_index=True)[1]]
    return {"most_doc": names[doc[first]], "most_share": matrix.data[first] / matrix.sum(axis=0)}


def _other_reading(counts, g2, side, labels):
    """Log ratio by the other side column, and whether its direction is that of ``g2``."""
    other, counts = other_side(counts.docs, side), counts.where(counts.docs["n_tokens"] > 0)
    found = direction = np.full(len(g2), np.nan)
    if other != side and set(labels) <= set(counts.docs[other]):
        two = split_sides(counts, other, *labels)
        cells = [part.matrix.sum(axis=0) for part in two] + [int(part.docs["n_tokens"].sum()) for part in two]
        found = measures.log_ratio(*cells)
        direction = np.where(np.isnan(found), np.nan, measures.log_likelihood(*cells))
    return {"log_ratio_other": found, "sign_holds": same_sign(direction, g2)}


def _left_out_range(two):
    """Lowest and highest log ratio when each article in turn is left out, without a row for every removal.

    An article that holds the term is an entry of the matrix. Of those that lack it only size matters: the longest
    and the shortest mark the ends.
    """
    totals = [(part.matrix.sum(axis=0), int(part.docs["n_tokens"].sum())) for part in two]
    low, high = np.full(len(totals[0][0]), np.inf), np.full(len(totals[0][0]), -np.inf)
    for sign, part, (count, n_tokens), (others, n_others) in zip((1, -1), two, totals, totals[::-1], strict=True):
        sizes = part.docs["n_tokens"].to_numpy()
        if len(sizes) == 1:
            continue
        doc, term = part.matrix.tocoo().coords
        kept = count[term] - part.matrix.tocoo().data
        ratio = sign * measures.log_ratio(kept, others[term], n_tokens - sizes[doc], n_others)
        np.fmin.at(low, term, ratio), np.fmax.at(high, term, ratio)
        for size in _absent(part.matrix, sizes):
            lacks = np.flatnonzero(size > 0)
            ratio = sign * measures.log_ratio(count[lacks], others[lacks], n_tokens - size[lacks], n_others)
            low[lacks], high[lacks] = np.minimum(low[lacks], ratio), np.maximum(high[lacks], ratio)
    single = sum((part.matrix > 0).sum(axis=0) for part in two) == 1
    low, high = (np.where(np.isfinite(end) & ~single, end, np.nan) for end in (low, high))
    return {"log_ratio_low": low, "log_ratio_high": high}


def _absent(matrix, sizes):
    """Words of the longest and of the shortest article that lacks each term; 0 where none does."""
    doc, term = matrix.tocoo().coords
    for order in (np.argsort(-sizes, kind="stable"), np.argsort(sizes, kind="stable")):
        rank = np.empty(len(sizes), dtype=np.int64)
        rank[order] = np.arange(len(sizes))
        entries = np.lexsort((rank[doc], term))
        ranks, terms = rank[doc][entries], term[entries]
        turn = np.arange(len(terms)) - np.searchsorted(terms, terms)
        first = np.bincount(terms[ranks == turn], minlength=matrix.shape[1])  # as many as hold it, in order
        yield np.append(sizes[order], 0)[first]
