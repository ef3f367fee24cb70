"""Adequacy: what limits a comparison of two sides, looked at before any of their words."""

import pandas as pd

from analysis.comparison import LEAST, compared, probability, smallest_p
from analysis.corpus import other_side
from analysis.reuse import once

LEAST_WORDS = 1000  # below, one occurrence moves a rate per thousand by more than one
MOST_SHARE = 0.4  # of a side's words in one article
MOST_RATIO = 2  # of the sides' mean lengths
WIDE = pd.Timedelta(days=31)  # an article dated less exactly than this is in no month
NAMED = 3  # articles named of those that a row is about
UNKNOWN = "unknown"

LIMITED = {
    "articles": f"Too few for a test: a difference describes these articles only; add some, to {LEAST} a side.",
    "words": "One occurrence moves a rate per thousand by more than one: read the counts beside every rate.",
    "largest article": "A difference may be one article's wording{few}: see its range with each article left out.",
    "copies on one side": "A text printed twice weighs twice: compare again with the earliest of each only.",
    "copies across sides": "Copies on both sides hide a difference: side a text by its origin, or leave the later out.",
    "articles without words": "They hold no word under this mask and stay out: take a wider mask to have them in.",
    "publishers": "A side is one publisher, so a difference may be its house style: add another publisher to it.",
    "periods": "A difference may be one of time rather than side: compare articles of the same period.",
    "dates": "Some articles cannot be put into a month: leave them out of what is said by period.",
    "languages": "Two languages share few words, and a translator chooses them: a difference may be one of language.",
    "other sides": "A difference may depend on who counts as which side: keep to what holds under both columns.",
    "lengths": "A long article holds more different terms: compare rates, not how many articles hold a term.",
}
FINE = {
    "articles": "Enough articles for a test that relabels them.",
    "words": "One occurrence moves a rate per thousand by one at most.",
    "largest article": f"No article has more than {MOST_SHARE:.0%} of its side's words.",
    "copies on one side": "No text weighs more than once on its side.",
    "copies across sides": "No text stands on both sides in nearly the same words.",
    "articles without words": "Every article of the two sides takes part.",
    "publishers": "No side is one publisher that the other lacks: a difference is not one house's style alone.",
    "periods": "At least half of each side's dated articles are of years that both sides have.",
    "dates": "Every article is dated to within a month.",
    "languages": "No second language and no translation is named.",
    "other sides": "Both columns put the articles on the same sides.",
    "lengths": "Mean lengths are within a factor of two.",
}
UNTOLD = {
    "publishers": "A difference may be house style: name the publisher of each article.",
    "periods": "A difference may be one of time: add the days that are known.",
    "dates": "Nothing can be said by period: add the days that are known.",
    "languages": "Words of two languages do not match: fill in the column language.",
    "other sides": "Whether a difference depends on who counts as which side stays open: add a second side column.",
}


def adequacy(counts, pairs, side, target, reference):
    """What limits a comparison of two sides: one check a row, whatever the corpus.

    Parameters
    ----------
    counts : Counts
        Words under the mask of the comparison; only articles and their sizes are read.
    pairs : DataFrame [columns doc_id, other, …]
        As ``reuse.near_duplicates`` returns them.
    side, target, reference : str
        Side column and the two labels compared.

    Returns
    -------
    DataFrame [one row a check; columns check, found, limits, meaning]
        ``found`` is what was seen, "unknown …" where the corpus does not tell; ``limits`` whether that limits the
        comparison (what is unknown does not, and is no all-clear); ``meaning`` one sentence on what follows and
        what to do. What limits stands first, then in a fixed order.

    Raises
    ------
    InputError
        An unknown column, a side without articles or without words, or the same side twice.
    """
    halves = compared(counts, side, target, reference)
    docs = {label: half.docs for label, half in zip((target, reference), halves, strict=True)}
    seen = [_articles(docs), _words(docs), _largest(docs), *_copies(docs, pairs)]
    seen += [_wordless(counts.docs, side, docs), _publishers(docs), _periods(docs), _dates(docs), _languages(docs)]
    seen += [_other_sides(counts.docs, side, docs), _lengths(docs)]
    rows = [(check, *row, _meaning(check, docs, *row)) for check, row in zip(LIMITED, seen, strict=True)]
    table = pd.DataFrame(rows, columns=["check", "found", "limits", "meaning"])
    return table.sort_values("limits", ascending=False, kind="stable", ignore_index=True)


def _meaning(check, docs, found, limits):
    if found.startswith(UNKNOWN):
        return UNTOLD[check]
    few = " (always so with one or two articles)" if min(map(len, docs.values())) <= 2 else ""
    return LIMITED[check].format(few=few) if limits else FINE[check]


def _articles(docs):
    n_a, n_b = map(len, docs.values())
    floor = f"smallest attainable p {probability(smallest_p(n_a, n_b))}"
    return f"{_versus(docs, len)}; {floor}", min(n_a, n_b) < LEAST


def _words(docs):
    return _versus(docs, _size), min(map(_size, docs.values())) < LEAST_WORDS


def _largest(docs):
    rows = {label: half.loc[half["n_tokens"].idxmax()] for label, half in docs.items()}
    shares = {label: row["n_tokens"] / _size(docs[label]) for label, row in rows.items()}
    found = [f"{rows[label]['doc_id']} {share:.0%} of {label}" for label, share in shares.items()]
    return "; ".join(found), max(shares.values()) > MOST_SHARE


def _copies(docs, pairs):
    """The rows of both checks on copies: on one side, and across the sides."""
    label_of = {doc_id: label for label, half in docs.items() for doc_id in half["doc_id"]}
    one, other = (pairs[name].map(label_of) for name in ("doc_id", "other"))
    within, across = pairs[one == other], pairs[one.notna() & other.notna() & (one != other)]
    counted = f"; each text once: {_versus(docs, lambda half: once(half, within).sum())}" if len(within) else ""
    return (_pairs(within) + counted, len(within) > 0), (_pairs(across), len(across) > 0)


def _wordless(everything, side, docs):
    ids = everything.loc[everything[side].isin(list(docs)) & (everything["n_tokens"] == 0), "doc_id"]
    return _names(ids), len(ids) > 0


def _publishers(docs):
    names = [_known(half, "publisher") for half in docs.values()]
    a, b = (set(column) - {""} for column in names)
    blank = any((column == "").any() for column in names)
    found = (
        f"{_versus(docs, lambda half: len(set(_known(half, 'publisher')) - {''}))}; on both: {_names(sorted(a & b))}"
    )
    single = not a & b and min(len(a), len(b)) < 2
    return (f"{UNKNOWN} for some articles; {found}", False) if single and blank else (found, single)


def _periods(docs):
    spans = [half[["published", "published_latest"]].dropna() for half in docs.values()]
    if any(span.empty for span in spans):
        return f"{UNKNOWN}: a side has no dated article", False
    (first_a, last_a), (first_b, last_b) = ((span["published"].min(), span["published_latest"].max()) for span in spans)
    years = [span.apply(lambda days: days.dt.year) for span in spans]
    both = set(years[0].to_numpy().flat) & set(years[1].to_numpy().flat)
    shares = [year.isin(both).any(axis=1).mean() for year in years]
    bounds = zip(docs, (first_a, first_b), (last_a, last_b), strict=True)
    found = "; ".join(f"{label} {first:%Y-%m-%d} to {last:%Y-%m-%d}" for label, first, last in bounds)
    inside = " v ".join(f"{round(share * len(year))} of {len(year)}" for share, year in zip(shares, years, strict=True))
    apart = last_a < first_b or last_b < first_a
    return f"{found}; {inside} in years that both sides have", bool(apart or min(shares) < 0.5)


def _dates(docs):
    both = pd.concat(docs.values())
    undated, length = both["published"].isna(), both["published_latest"] - both["published"]
    if undated.all():
        return f"{UNKNOWN}: no article is dated", False
    groups = ("undated", undated), ("dated to a range", length > pd.Timedelta(0))
    parts = [f"{kind}: {_names(both.loc[rows, 'doc_id'])}" for kind, rows in groups if rows.any()]
    return "; ".join(parts) or "all dated to the day", bool((undated | (length > WIDE)).any())


def _languages(docs):
    names = {label: _known(half, "language").str.split("-").str[0].str.casefold() for label, half in docs.items()}
    used = set().union(*names.values()) - {""}
    found = "; ".join(f"{label} {', '.join(sorted(set(name.replace('', UNKNOWN))))}" for label, name in names.items())
    both = pd.concat(docs.values())
    translated = both["doc_id"][_known(both, "translated_from") != ""].tolist()
    found += f"; translated: {_names(translated)}" if translated else ""
    return (found, len(used) > 1 or bool(translated)) if used or translated else (UNKNOWN, False)


def _other_sides(everything, side, docs):
    other = other_side(everything, side)
    here, there = (_known(everything, column) for column in (side, other))
    if other == side or not there.isin(list(docs)).any():
        return f"{UNKNOWN}: no second column with these sides", False
    concerned = here.isin(list(docs)) | there.isin(list(docs))
    moved = concerned & (here != there)
    names = _names((everything["doc_id"] + " (" + here + " to " + there + ")")[moved])
    return f"{moved.sum():,} of {concerned.sum():,} articles change by {other}: {names}", bool(moved.any())


def _lengths(docs):
    means = [half["n_tokens"].mean() for half in docs.values()]
    ratio = max(means) / min(means)
    return (
        f"mean words {_versus(docs, lambda half: round(half['n_tokens'].mean()))}; {ratio:.1f} times",
        ratio > MOST_RATIO,
    )


def _size(half):
    return int(half["n_tokens"].sum())


def _versus(docs, number):
    """A number of each side, as text: 2 state v 3 foreign."""
    return " v ".join(f"{number(half):,} {label}" for label, half in docs.items())


def _known(docs, column):
    """A column as text, "" where it is empty or missing."""
    return docs[column].fillna("").astype(str) if column in docs.columns else pd.Series("", index=docs.index)


def _names(names):
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return (", ".join(list(names)[:NAMED]) or "none") + more


def _pairs(pairs):
    number = {0: "", 1: "1 pair: "}.get(len(pairs), f"{len(pairs):,} pairs: ")
    return number + _names(pairs["doc_id"] + " = " + pairs["other"])
