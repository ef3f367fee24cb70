"""Comparison: the two sides, which articles stand on each, and what so many articles can show at most."""

from math import comb

from analysis import measures
from analysis.files import InputError

LEAST = 8  # articles on each side from which a test says anything
MOST_RELABELLINGS, DRAWS = 20_000, 9_999  # a test looks at every relabelling, or where there are more at so many


def side_rows(docs, side, label):
    """Articles of one side, bool array [shape=(n_docs,)]; an InputError where there is none."""
    if side not in docs.columns:
        raise InputError(f"side column {side!r}: not in the corpus; choose one of {', '.join(docs.columns)}")
    rows = (docs[side] == label).fillna(False).to_numpy(dtype=bool)
    if not rows.any():
        labels = ", ".join(sorted(set(docs[side].dropna().astype(str))))
        raise InputError(f"side {label!r}: no article has it in {side}; the labels there are {labels or 'none'}")
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
        found = f"all articles are {labels[0]!r}" if len(labels) else "no article has a label"
        raise InputError(f"side column {side!r}: {found}; a comparison needs two labels")
    return ("state", "foreign") if {"state", "foreign"} <= set(labels) else tuple(labels[:2])


def compared(counts, side, target, reference):
    """The articles of each side that hold a word under the mask, as two Counts over the same terms.

    Raises
    ------
    InputError
        An unknown column, a side without articles or without words, or the same side twice.
    """
    rows = [side_rows(counts.docs, side, label) for label in (target, reference)]
    if target == reference:
        raise InputError(f"side {target!r}: cannot be compared with itself; choose two labels of {side}")
    has_words = counts.docs["n_tokens"].to_numpy() > 0
    for name, label, inside in zip(("target", "reference"), (target, reference), rows, strict=True):
        if not (inside & has_words).any():
            problem = f"{name} {label!r} of {side}: no words under this mask"
            raise InputError(f"{problem}; choose a mask that leaves each side some")
    return tuple(counts.where(inside & has_words) for inside in rows)


def banner(docs, side, target, reference):
    """One sentence that says what is compared, how many articles stay out, and what a test could reach at most.

    Returns
    -------
    str
        "Descriptive: 2 state v 3 foreign articles, sided by publisher; smallest attainable p 0.10; none left
        out." Below 8 v 8 articles no test is made; p is two-sided, over relabelled articles. An article without a
        word (``n_tokens``, where ``docs`` are those of Counts) is left out.
    """
    worded = docs[docs["n_tokens"] > 0] if "n_tokens" in docs.columns else docs
    n_a, n_b = (int(side_rows(worded, side, label).sum()) for label in (target, reference))
    out, n = len(docs) - n_a - n_b, articles(worded, side, target, reference)
    others = sorted(set(docs[side].dropna().astype(str)) - {target, reference})
    others += ["no label"] * bool(docs[side].isna().any()) + ["no words"] * (len(worded) < len(docs))
    left_out = f"{out} left out ({', '.join(others)})" if out else "none left out"
    kind = "Descriptive" if min(n_a, n_b) < LEAST else "Compared"
    floor = f"smallest attainable p {probability(smallest_p(n_a, n_b))}"
    return f"{kind}: {n}, sided {reading(side)}; {floor}; {left_out}."


def articles(docs, side, target, reference):
    """How many are compared, for a caption: "2 state v 3 foreign articles"."""
    n_a, n_b = (int(side_rows(docs, side, label).sum()) for label in (target, reference))
    return f"{n_a} {target} v {n_b} {reference} articles"


def reading(side):
    """A side column's name in words: "by publisher" of side_by_publisher."""
    return side.removeprefix("side_").replace("_", " ")


def smallest_p(n_a, n_b):
    """The smallest two-sided p that `evidence.permutation` could reach with so many articles a side."""
    if comb(n_a + n_b, n_a) > MOST_RELABELLINGS:
        return 1 / (DRAWS + 1)
    return measures.smallest_p_two_sided(n_a, n_b)


def probability(p):
    """A p-value as text with two digits: 0.10, 0.0040, 0.00010."""
    return f"{p:#.2g}"
