"""Apart: which terms have a higher rate in every article, or outlet, of one side than in any of the other."""

import numpy as np
import pandas as pd

from analysis.stats.sides import articles_of
from analysis.workbook.wording import listed, plural

NAMED = 2  # terms that a title names


def apart(dots, sides):
    """The side all of whose dots lie above all of the other's, by term or frame; "" where the two overlap.

    Examples
    --------
    >>> from analysis.stats.sides import Sides
    >>> dots = pd.DataFrame({"term": [*"aaabbb"], "side": [*"xxyxxy"], "per_thousand": [3.0, 2, 1, 3, 0, 1]})
    >>> apart(dots, Sides("side", "x", "y")).tolist()
    ['x', '']
    """
    row, value = ("frame", "share") if "frame" in dots else ("term", "per_thousand")
    ends = dots.pivot_table(value, row, "side", aggfunc=["min", "max"], sort=False)
    (here, there), low, high = sides[1:], ends["min"], ends["max"]
    above = np.select([low[here] > high[there], low[there] > high[here]], [here, there], "")
    return pd.Series(above, ends.index)


def told_apart(dots, pooled, sides, what):
    """Dots and rates of the sides in the order in which they are drawn, and what they say.

    Terms that set the sides apart come first, those of the target before those of the reference, and each kind has a
    heading; there are no headings where none of the terms does.

    Parameters
    ----------
    dots, pooled : DataFrame
        As `show.figures.plot_sides` takes them.
    sides : Sides
    what : str
        The terms, in the plural: "most frequent shared words".

    Returns
    -------
    DataFrame, DataFrame, str
    """
    row, dot = "frame" if "frame" in dots else "term", "article" if "doc_id" in dots else "outlet"
    above, order = apart(dots, sides), {side: place for place, side in enumerate([*sides[1:], ""])}
    pairs = zip(sides[1:], sides[:0:-1], strict=True)
    heads = {one: f"All {one} above all {other} {dot}s" for one, other in pairs} | {"": "The sides overlap"}
    dots = dots.sort_values(row, key=lambda names: names.map(above).map(order), kind="stable")
    block = pooled[row].map(above).map(heads) if above.any() else ""
    said = {side: list(above.index[above == side]) for side in sides[1:]}
    return dots, pooled.assign(block=block), _said(said, pooled, sides, (what, dot))


def _said(said, pooled, sides, names):
    """What sets the sides apart, in words; or that nothing does."""
    (what, dot), n = names, pooled["frame" if "frame" in pooled else "term"].nunique()
    parts = []
    for side, other in (sides[1:], sides[:0:-1]):
        if terms := said[side]:
            more = [plural(len(terms) - NAMED, "other")] * (len(terms) > NAMED)
            named = listed([*(f"“{term}”" for term in terms[:NAMED]), *more])
            parts.append(f"{named}: more in every {articles_of(side, dot)} than in any {articles_of(other, 'one')}")
    if not parts:
        dots = f"{articles_of(sides.target, f'{dot}s')} and {articles_of(sides.reference, 'ones')}"
        return f"The rates of {dots} overlap in {'all ' * (n > 1)}{n:,} {what}"
    rest = n > sum(map(len, said.values()))
    return "; ".join(parts) + f"; in the rest of the {n:,} {what} shown the sides overlap" * rest
