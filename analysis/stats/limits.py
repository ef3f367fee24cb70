"""Adequacy: what limits a comparison of two sides, looked at before any of their words."""

import pandas as pd

from analysis.corpus.read import other_side
from analysis.stats.sides import LEAST, kept, named, probability, side_rows, smallest_p, split_sides

LEAST_WORDS = 1000  # below, one occurrence moves a rate per thousand by more than one
SHORT = 100  # words: below, one occurrence is ten per thousand or more of an article
MOST_SHARE = 0.4  # of a side's words in one article
MOST_RATIO = 2  # of the sides' mean lengths
WIDE = pd.Timedelta(days=31)  # an article dated less exactly than this is in no month
DECADE = 10  # years that a corpus spans: up to these, periods are calendar years
PERIODS = 5  # equal ones of a longer span
NAMED = 3  # articles named of those that a row is about
UNKNOWN = "unknown"

LIMITED = {
    "articles": f"Too few for a test: a difference describes these articles only; add some, to {LEAST} a side.",
    "words": "One occurrence moves a rate per thousand by more than one: read the counts beside every rate.",
    "largest article": "A difference may be one article's wording{few}: see its range with each article left out.",
    "shortest article": "In a mean of rates so short an article, itself coarse, weighs as much as any: leave it out.",
    "copies on one side": "A text printed twice weighs twice: count each once (reuse.once).",
    "copies across sides": "Copies on both sides hide a difference: side a text by its origin, or count each once.",
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
    "shortest article": f"No article has fewer than {SHORT} words.",
    "copies on one side": "No text weighs more than once on its side.",
    "copies across sides": "No text stands on both sides in nearly the same words.",
    "articles without words": "Every article of the two sides takes part.",
    "publishers": "No side is one publisher that the other lacks: a difference is not one house's style alone.",
    "periods": "At least half of each side's dated articles are of periods that both sides have.",
    "dates": "Every article is dated to within a month.",
    "languages": "No second language and no translation is named.",
    "other sides": "Both columns put the articles on the same sides.",
    "lengths": "Mean lengths are within a factor of two.",
}
ONCE = "counted once"
COUNTED = {
    "copies on one side": f"Each text is {ONCE}: what is later, or contained in a longer one, is left out.",
    "copies across sides": f"Each text is {ONCE}, on the side of the earlier or longer one: see that it belongs there.",
}
UNTOLD = {
    "publishers": "A difference may be house style: name the publisher of each article.",
    "periods": "A difference may be one of time: add the days that are known.",
    "dates": "Nothing can be said by period: add the days that are known.",
    "languages": "Words of two languages do not match: fill in the column language.",
    "other sides": "Whether a difference depends on who counts as which side stays open: add a second side column.",
}


def limits(counts, pairs, side, target, reference, once=None):
    """What limits a comparison of two sides: one check a row, whatever the corpus.

    Parameters
    ----------
    counts : Counts
        Words under the mask of the comparison, of all articles; only articles and their sizes are read.
    pairs : DataFrame [columns doc_id, other, …]
        As ``reuse.near_duplicates`` returns them.
    side, target, reference : str
        Side column and the two labels compared.
    once : bool array [shape=(n_docs,)], optional
        ``reuse.once``: the articles compared, which all checks but those of copies and wordless articles describe.

    Returns
    -------
    DataFrame [one row a check; columns check, found, limits, meaning]
        ``found`` is what was seen, "unknown …" where the corpus does not tell; ``limits`` whether that limits the
        comparison (what is unknown does not, and is no all-clear); ``meaning`` one sentence on what follows and
        what to do. What limits stands first, then in a fixed order.

    Raises
    ------
    InputError
        An unknown column, a side without articles or without words, the same side twice, or ``once`` of other articles.
    """
    once = kept(counts.docs, once)
    everything, halves = counts.docs[once], split_sides(counts.where(once), side, target, reference)
    docs = {str(label): half.docs for label, half in zip((target, reference), halves, strict=True)}
    sided = side_rows(counts.docs, side, target) | side_rows(counts.docs, side, reference)
    seen = [
        _articles(docs),
        _words(docs),
        _largest(docs),
        _shortest(docs),
        *_copies(counts.docs, side, docs, pairs, once),
    ]
    seen += [_wordless(counts.docs[sided]), _publishers(docs), _periods(docs), _dates(docs), _languages(docs)]
    seen += [_other_sides(everything, side, docs), _lengths(docs)]
    rows = [(check, *row, _meaning(check, docs, *row)) for check, row in zip(LIMITED, seen, strict=True)]
    table = pd.DataFrame(rows, columns=["check", "found", "limits", "meaning"])
    return table.sort_values("limits", ascending=False, kind="stable", ignore_index=True)


def _meaning(check, docs, found, limits):
    if check in UNTOLD and found.startswith(UNKNOWN):
        return UNTOLD[check]
    if check in COUNTED and f"; {ONCE}: " in found:
        return COUNTED[check]
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
    found = [f"{rows[label]['doc_id']} {share:.0%} of {named(label)}" for label, share in shares.items()]
    return "; ".join(found), max(shares.values()) > MOST_SHARE


def _shortest(docs):
    rows = {label: half.loc[half["n_tokens"].idxmin()] for label, half in docs.items()}
    found = [f"{row['doc_id']} {row['n_tokens']:,} words, {named(label)}" for label, row in rows.items()]
    both = pd.concat(docs.values())
    short = both.loc[both["n_tokens"] < SHORT, "doc_id"]
    return "; ".join(found) + (f"; under {SHORT}: {_names(short)}" if len(short) else ""), len(short) > 0


def _copies(everything, side, docs, pairs, once):
    """The rows of both checks on copies: on one side; across the sides, or left out for one that is on neither."""
    label = dict(zip(everything["doc_id"], _known(everything, side), strict=True))
    ids = pairs[["doc_id", "other"]]
    labels, stays = ids.apply(lambda column: column.map(label)), ids.isin(set(everything.loc[once, "doc_id"]))
    sided, alike = labels.isin(list(docs)), labels["doc_id"] == labels["other"]
    lost = (stays.sum(axis=1) == 1) & (sided & ~stays).any(axis=1)
    across = ~alike & labels.notna().all(axis=1) & (sided.all(axis=1) | lost)
    within, weighs = _pairs(ids[alike & sided.all(axis=1)], stays)
    return (within, weighs), (_pairs(ids[across], stays)[0], bool(across.any()))


def _wordless(docs):
    ids = docs.loc[docs["n_tokens"] == 0, "doc_id"]
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
    spans = [half.reindex(columns=["published", "published_latest"]).dropna() for half in docs.values()]
    if any(span.empty for span in spans):
        return f"{UNKNOWN}: a side has no dated article", False
    (first_a, last_a), (first_b, last_b) = ((span["published"].min(), span["published_latest"].max()) for span in spans)
    length = max(last_a, last_b).year - min(first_a, first_b).year + 1
    years = 1 if length <= DECADE else -(-length // PERIODS)
    periods = [span.apply(lambda days: days.dt.year // years) for span in spans]
    both = set(periods[0].to_numpy().flat) & set(periods[1].to_numpy().flat)
    shares = [period.isin(both).any(axis=1) for period in periods]
    bounds = zip(docs, (first_a, first_b), (last_a, last_b), strict=True)
    found = "; ".join(f"{named(label)} {first:%Y-%m-%d} to {last:%Y-%m-%d}" for label, first, last in bounds)
    inside = " v ".join(f"{share.sum()} of {len(share)}" for share in shares)
    apart = last_a < first_b or last_b < first_a or min(share.mean() for share in shares) < 0.5
    unit = "years" if years == 1 else f"spans of {years} years"
    return f"{found}; {inside} in {unit} that both sides have", bool(apart)


def _dates(docs):
    both = pd.concat(docs.values()).reindex(columns=["doc_id", "published", "published_latest"])
    undated = both["published"].isna()
    if undated.all():
        return f"{UNKNOWN}: no article is dated", False
    length = both["published_latest"] - both["published"]
    groups = ("undated", undated), ("dated to a range", length > pd.Timedelta(0))
    parts = [f"{kind}: {_names(both.loc[rows, 'doc_id'])}" for kind, rows in groups if rows.any()]
    return "; ".join(parts) or "all dated to the day", bool((undated | (length > WIDE)).any())


def _languages(docs):
    names = {label: _known(half, "language").str.split("-").str[0].str.casefold() for label, half in docs.items()}
    used = set().union(*names.values()) - {""}
    found = "; ".join(
        f"{named(label)} {', '.join(sorted(set(name.replace('', UNKNOWN))))}" for label, name in names.items()
    )
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
    here, there = here.replace("", "none"), there.replace("", "none")
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
    return " v ".join(f"{number(half):,} {named(label)}" for label, half in docs.items())


def _known(docs, column):
    """A column as text, "" where it is empty or missing."""
    return (
        docs[column].astype(object).fillna("").astype(str)
        if column in docs.columns
        else pd.Series("", index=docs.index)
    )


def _names(names):
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return (", ".join(list(names)[:NAMED]) or "none") + more


def _pairs(pairs, stays):
    """Pairs named, with what is left out of them; whether both articles of one are compared."""
    stays = stays.loc[pairs.index]
    number = {0: "", 1: "1 pair: "}.get(len(pairs), f"{len(pairs):,} pairs: ")
    out, weighs = pd.unique(pairs.to_numpy()[~stays.to_numpy(dtype=bool)]), bool(stays.all(axis=1).any())
    left_out = f"; {'left out' if weighs else ONCE}: {_names(out)}{'' if weighs else ' left out'}" if len(out) else ""
    return number + _names(pairs["doc_id"] + " = " + pairs["other"]) + left_out, weighs and len(pairs) > 0
