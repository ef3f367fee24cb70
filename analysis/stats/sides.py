"""Comparison: the two sides, which articles stand on each, and what so many articles can show at most."""

from math import comb

import numpy as np

from analysis.files import InputError
from analysis.stats import measures

LEAST = 8  # articles on each side from which a test says anything
OTHERS = "choose other labels or another mask"
MOST_RELABELLINGS = 20_000  # up to here a test looks at every one, above it at as many as `draws` says


def side_rows(docs, side, label):
    """Articles of one side, bool array [shape=(n_docs,)]; an InputError where there is none. Labels are text."""
    labels = _labels(docs, side)
    rows = labels.eq(str(label)).to_numpy(dtype=bool)
    if not rows.any():
        known = ", ".join(sorted(labels.dropna().unique()))
        raise InputError(f"side {label!r}: no article has it in {side}; the labels there are {known or 'none'}")
    return rows


def two_sides(docs, side):
    """The labels to compare where none are named: state and foreign, else the two with most articles.

    Raises
    ------
    InputError
        An unknown column, or one with a single label.
    """
    labels = _labels(docs, side).value_counts().sort_index().sort_values(ascending=False, kind="stable").index
    if len(labels) < 2:
        found = f"all articles are {labels[0]!r}" if len(labels) else "no article has a label"
        raise InputError(f"side column {side!r}: {found}; a comparison needs two labels")
    return ("state", "foreign") if {"state", "foreign"} <= set(labels) else tuple(labels[:2])


def split_sides(counts, side, target, reference):
    """The articles of each side that hold a word under the mask, as two Counts over the same terms.

    Raises
    ------
    InputError
        An unknown column, a side without articles or without words, or the same side twice.
    """
    rows = [side_rows(counts.docs, side, label) for label in (target, reference)]
    if str(target) == str(reference):
        raise InputError(f"side {target!r}: cannot be compared with itself; choose two labels of {side}")
    has_words = counts.docs["n_tokens"].to_numpy() > 0
    for name, label, inside in zip(("target", "reference"), (target, reference), rows, strict=True):
        if not (inside & has_words).any():
            problem = f"{name} {label!r} of {side}: no words under this mask"
            raise InputError(f"{problem}; choose a mask that leaves each side some")
    return tuple(counts.where(inside & has_words) for inside in rows)


def kept(docs, once=None):
    """The articles that `reuse.once` keeps, bool array [shape=(n_docs,)]: all where it was not asked."""
    once = np.full(len(docs), True) if once is None else np.asarray(once, dtype=bool)
    if once.shape != (len(docs),):
        raise InputError(f"once: {once.size:,} values for {len(docs):,} articles; give reuse.once of the same articles")
    return once


def description(docs, side, target, reference, once=None):
    """One sentence that says what is compared, how many articles stay out, and what a test could reach at most.

    Parameters
    ----------
    docs : DataFrame [one row an article]
        Where it is that of Counts, an article without a word (``n_tokens``) is left out.
    side, target, reference : str
    once : bool array [shape=(n_docs,)], optional
        ``reuse.once``: the near-duplicates that it leaves out are left out.

    Returns
    -------
    str
        "Descriptive: 2 state v 3 foreign articles, sided by publisher; smallest attainable p 0.10; none left
        out." Below 8 v 8 articles no test is made; p is two-sided, over relabelled articles.
    """
    labels, once = _labels(docs, side), kept(docs, once)
    sided = side_rows(docs, side, target) | side_rows(docs, side, reference)
    worded = docs["n_tokens"].to_numpy() > 0 if "n_tokens" in docs.columns else np.full(len(docs), True)
    taken, copies = sided & worded & once, int((sided & worded & ~once).sum())
    n_a, n_b = (int((labels == str(label))[taken].sum()) for label in (target, reference))
    if not n_a * n_b:
        empty = reference if n_a else target
        raise InputError(f"side {empty!r} of {side}: its articles have no words, or are near-duplicates; {OTHERS}")
    others = [named(label) for label in sorted(labels[~sided].dropna().unique())]
    others += ["no label"] * bool(labels.isna().any()) + ["no words"] * bool((sided & ~worded).any())
    others += [f"{copies:,} near-duplicate{'s' * (copies > 1)}"] * bool(copies)
    left_out = f"{(~taken).sum():,} left out ({', '.join(others)})" if others else "none left out"
    kind = "Descriptive" if min(n_a, n_b) < LEAST else "Compared"
    floor = f"smallest attainable p {probability(smallest_p(n_a, n_b))}"
    return f"{kind}: {n_articles(docs[taken], side, target, reference)}, sided {reading(side)}; {floor}; {left_out}."


def n_articles(docs, side, target, reference):
    """How many are compared, for a caption: "2 state v 3 foreign articles", "2 '1' v 3 '2' articles"."""
    numbers = [f"{side_rows(docs, side, label).sum():,} {named(label)}" for label in (target, reference)]
    return f"{' v '.join(numbers)} articles"


def named(label):
    """A label as it stands in a sentence: in quotation marks where it does not begin with a letter."""
    return str(label) if str(label)[:1].isalpha() else f"'{label}'"


def reading(side):
    """A side column's name in words: "by publisher" of side_by_publisher, else "by the column party"."""
    by = side.removeprefix("side_by_").replace("_", " ")
    return f"by {by}" if side.startswith("side_by_") and by else f"by the column {side}"


def smallest_p(n_a, n_b):
    """The smallest two-sided p that `evidence.permutation` could reach with so many articles a side."""
    if comb(n_a + n_b, n_a) > MOST_RELABELLINGS:
        return 1 / (draws(n_a + n_b) + 1)
    return measures.smallest_p_two_sided(n_a, n_b)


def draws(n_docs):
    """Random relabellings of a test: enough for Holm over thousands of terms, fewer where an article is one of many."""
    return 99_999 if n_docs <= 1_000 else 9_999


def probability(p):
    """A p-value as text with two digits: 0.10, 0.0040, 0.00010."""
    return f"{p:#.2g}"


def _labels(docs, side):
    """The labels of a side column as text; missing where an article has none."""
    if side not in docs.columns:
        known = ", ".join(map(str, docs.columns))
        raise InputError(f"side column {side!r}: not in the corpus; choose one of {known}")
    labels = docs[side].astype(object)
    return labels.where(labels.isna(), labels.astype(str)).mask(labels == "")
