"""Sides: which articles belong to each side of a comparison, and how much this number of articles can show."""

import re
from math import comb
from typing import NamedTuple

import numpy as np
from scipy import sparse

from analysis.corpus.questions import few
from analysis.files import InputError, shortened
from analysis.stats import measures

UNDECIDED = "unknown"
LABEL = 48  # characters of a label in a sentence
LEAST = 8  # articles on each side from which a test is made
MOST_RELABELLINGS = 20_000  # up to here a test looks at every one
DRAWS = 9_999  # random relabellings of a test above that, whatever the number of articles


class Sides(NamedTuple):
    """The two sides of a comparison: the articles that carry one of two labels in a column of the corpus.

    Every function of this package with a parameter ``sides`` takes a Sides or a plain (column, target, reference).
    Articles with another label or none are not compared. Neither are articles without a word under the mask.

    Attributes
    ----------
    column : str
        Column of ``docs`` that names each article's side.
    target, reference : str
        The label of the side looked at, and of the side it is compared with. Positive differences lean to the target.

    Examples
    --------
    >>> column, *labels = Sides("side_by_publisher", "state", "foreign")
    >>> labels
    ['state', 'foreign']
    """

    column: str
    target: str
    reference: str

    @classmethod
    def of(cls, docs, column, target=None, reference=None):
        """The sides of a column, with default labels: state and foreign, else the two that most articles have.

        The label "unknown" says that a side is still to be decided; it is compared only where it is asked for.

        Raises
        ------
        InputError
            An unknown column or label, or a column with a single label.

        Examples
        --------
        >>> import pandas as pd
        >>> Sides.of(pd.DataFrame({"party": ["x", "y", "y"]}), "party")
        Sides(column='party', target='y', reference='x')
        """
        known = _known(docs, column, target, reference)
        if why := alone(docs, column, target, reference):
            raise InputError(f"side column {column!r}: {why}", "a comparison needs two labels")
        folded = {label.casefold(): label for label in known} | dict(zip(known, known, strict=True))
        for label in (target, reference):
            if label is not None and str(label).casefold() not in folded:
                side_rows(docs, column, label)
        target, reference = (folded.get(str(one), folded.get(str(one).casefold())) for one in (target, reference))
        first, second = ("state", "foreign") if {"state", "foreign"} <= set(known) else known[:2]
        target = (second if reference == first else first) if target is None else target
        reference = (first if target == second else second) if reference is None else reference
        return cls(column, target, reference)


def _known(docs, column, *asked):
    """The labels of a column that can be compared, those of most articles first; "unknown" only if it is asked for."""
    known = _labels(docs, column).value_counts().sort_index().sort_values(ascending=False, kind="stable").index
    return known[(known != UNDECIDED) | known.isin(asked)]


def alone(docs, column, *asked):
    """Which label the articles have, in words, where a column has fewer than two that can be compared; else "".

    Examples
    --------
    >>> import pandas as pd
    >>> alone(pd.DataFrame({"party": ["x", "x"]}), "party"), alone(pd.DataFrame({"party": ["x", "y"]}), "party")
    ("all articles are 'x'", '')
    """
    labels, known = _labels(docs, column), _known(docs, column, *asked)
    if len(known) > 1:
        return ""
    n = int((labels == UNDECIDED).sum())
    if n and len(known):
        return f"{n:,} of {len(labels):,} articles are {UNDECIDED!r}, all others {shortened(known[0], LABEL)!r}"
    articles = "all articles are" if len(labels) > 1 else "the only article is"
    label = shortened([*known, UNDECIDED][0], LABEL) if n or len(known) else None
    return f"{articles} {label!r}" if label else "no article has a label"


def side_rows(docs, column, label):
    """The articles that a column gives a label, as bool array [shape=(n_docs,)]. Labels are compared as text.

    Raises
    ------
    InputError
        An unknown column, or a label that no article has.
    """
    labels = _labels(docs, column)
    rows = labels.eq(str(label)).to_numpy(dtype=bool)
    if not rows.any():
        known = ", ".join(sorted(labels.dropna().unique()))
        raise InputError(f"side {label!r}: no article has it in {column}", f"the labels there are {known or 'none'}")
    return rows


def split_sides(counts, sides):
    """The articles of each side that hold a word under the mask.

    Returns
    -------
    target, reference : Counts
        Over the same terms.

    Raises
    ------
    InputError
        An unknown column, a side without articles or without words, or the same side twice.
    """
    column, target, reference = sides
    rows = [side_rows(counts.docs, column, label) for label in (target, reference)]
    if str(target) == str(reference):
        raise InputError(f"side {target!r}: cannot be compared with itself", f"choose two labels of {column}")
    has_words = counts.docs["n_tokens"].to_numpy() > 0
    for name, label, inside in zip(("target", "reference"), (target, reference), rows, strict=True):
        if not (inside & has_words).any():
            problem = f"{name} {label!r} of {column}: no words under this mask"
            raise InputError(problem, "choose a mask under which each side has words")
    return tuple(counts.where(inside & has_words) for inside in rows)


def kept_rows(docs, kept=None):
    """The articles that count, as bool array [shape=(n_docs,)]: those that `deduplicate` kept, or all.

    Raises
    ------
    InputError
        Where there is not one value for each article.
    """
    kept = np.full(len(docs), True) if kept is None else np.asarray(kept, dtype=bool)
    if kept.shape != (len(docs),):
        remedy = "pass the result of deduplicate for the same articles"
        raise InputError(f"kept: {kept.size:,} values for {len(docs):,} articles", remedy)
    return kept


def article_rates(counts):
    """The rate of each term in each article per thousand word tokens, as sparse as the counts."""
    matrix = counts.matrix
    n_tokens = np.repeat(counts.docs["n_tokens"].to_numpy(), np.diff(matrix.indptr))
    rates = measures.per_thousand(matrix.data, n_tokens)
    return sparse.csr_array((rates, matrix.indices, matrix.indptr), shape=matrix.shape)


def description(docs, sides, kept=None):
    """One sentence that says what is compared, how many articles are left out, and which p a test could reach.

    Parameters
    ----------
    docs : DataFrame [one row an article]
        Where it is that of Counts, articles without a word (``n_tokens``) are left out.
    sides : Sides
    kept : bool array [shape=(n_docs,)], optional
        From `deduplicate`: near-duplicates are left out.

    Returns
    -------
    str
        Below 8 v 8 articles it begins with "Descriptive", because no test is made. p is two-sided, over relabelled
        articles.

    Raises
    ------
    InputError
        An unknown column or label, a side of which no article counts, or ``kept`` of other articles.

    Examples
    --------
    >>> import pandas as pd
    >>> docs = pd.DataFrame({"side_by_origin": ["state", "state", "foreign", "relay"]})
    >>> description(docs, ("side_by_origin", "state", "foreign"))[:61]
    'Descriptive: 2 state v 1 foreign articles, sided by origin; s'
    """
    column, *pair = sides
    kept, sided = kept_rows(docs, kept), np.logical_or(*(side_rows(docs, column, label) for label in pair))
    worded = docs["n_tokens"].to_numpy() > 0 if "n_tokens" in docs.columns else np.full(len(docs), True)
    compared = docs[sided & worded & kept]
    sizes = [int(_labels(compared, column).eq(str(label)).sum()) for label in pair]
    if 0 in sizes:
        problem = f"side {pair[sizes.index(0)]!r} of {column}: its articles have no words, or are near-duplicates"
        raise InputError(problem, "choose other labels or another mask")
    reasons = _reasons(_labels(docs, column), sided, worded, kept)
    left_out = f"{len(docs) - len(compared):,} left out ({', '.join(reasons)})" if reasons else "none left out"
    kind = "Descriptive" if min(sizes) < LEAST else "Compared"
    floor = f"smallest attainable p {probability(smallest_p(*sizes))}"
    return f"{kind}: {n_articles(compared, sides)}, sided {reading(column)}; {floor}; {left_out}."


def _reasons(labels, sided, worded, kept):
    """Why articles are left out of a comparison, in words: other labels, none, no words, near-duplicates."""
    copies = int((sided & worded & ~kept).sum())
    others = list(filter(None, [few([named(label) for label in sorted(labels[~sided].dropna().unique())])]))
    others += ["no label"] * bool(labels.isna().any()) + ["no words"] * bool((sided & ~worded).any())
    return others + [f"{copies:,} near-duplicate{'s' * (copies > 1)}"] * bool(copies)


def n_articles(docs, sides):
    """How many articles are compared, for a caption.

    Examples
    --------
    >>> import pandas as pd
    >>> n_articles(pd.DataFrame({"side": ["state", "1", "state"]}), ("side", "state", "1"))
    "2 state v 1 '1' articles"
    """
    column, *pair = sides
    said = " v ".join(f"{side_rows(docs, column, label).sum():,} {articles_of(label)}" for label in pair)
    return re.sub(r"\b1 articles ", "1 article ", said.replace(" articles v ", " v "))


def named(label):
    """A label as it stands in a sentence: not too long, in quotation marks where it does not begin with a letter."""
    label = shortened(label, LABEL)
    return label if label[:1].isalpha() else f"'{label}'"


def articles_of(label, noun="articles"):
    """The articles of a side as they stand in a sentence.

    Examples
    --------
    >>> articles_of("state"), articles_of("before 2022-03-05")
    ('state articles', 'articles before 2022-03-05')
    """
    if str(label).startswith(("before ", "from ")):
        return f"{'those' if noun == 'ones' else noun} {label}"
    return f"{named(label)} {noun}"


def reading(column):
    """The name of a side column in words.

    Examples
    --------
    >>> reading("side_by_publisher"), reading("party")
    ('by publisher', 'by the column party')
    """
    by = column.removeprefix("side_by_").replace("_", " ")
    return f"by {by}" if column.startswith("side_by_") and by else f"by the column {column}"


def smallest_p(n_a, n_b):
    """The smallest two-sided p that `permutation` could reach with so many articles on each side.

    Examples
    --------
    >>> smallest_p(2, 3)
    0.1
    """
    if comb(n_a + n_b, n_a) > MOST_RELABELLINGS:
        return 1 / (DRAWS + 1)
    return measures.smallest_p_two_sided(n_a, n_b)


def probability(p):
    """A p-value as text with two digits.

    Examples
    --------
    >>> probability(0.1), probability(0.00396)
    ('0.10', '0.0040')
    """
    return f"{p:#.2g}"


def _labels(docs, column):
    """The labels of a side column as text; missing where an article has none."""
    if column not in docs.columns:
        known = ", ".join(map(str, docs.columns))
        raise InputError(f"side column {column!r}: not in the corpus", f"choose one of {known}")
    labels = docs[column].astype(object)
    return labels.where(labels.isna(), labels.astype(str)).mask(labels == "")
