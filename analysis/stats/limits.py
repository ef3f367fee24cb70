"""Limits: what limits a comparison of two sides, checked before any of their words are looked at."""

import tomllib
from typing import NamedTuple

import pandas as pd

from analysis.corpus.read import no_second, other_side, side_columns
from analysis.files import bundled, read_text
from analysis.stats.sides import LEAST, articles_of, kept_rows, named, probability, smallest_p, split_sides

LEAST_WORDS = 1000  # with fewer, one occurrence changes a rate per thousand by more than one
SHORT = 100  # words: with fewer, one occurrence is ten per thousand or more of an article
MOST_SHARE = 0.4  # of a side's words in one article
MOST_RATIO = 2  # of the sides' mean lengths
WIDE = pd.Timedelta(days=31)  # an article dated less exactly than this is in no month
DECADE = 10  # years that a corpus spans: up to these, periods are calendar years
PERIODS = 5  # equal ones of a longer span
NAMED = 3  # articles named of those that a row is about
UNKNOWN = "unknown"


class Check(NamedTuple):
    """What a check found, whether it limits the comparison, and which sentence of limits.toml applies."""

    found: str
    limits: bool
    sentence: str = ""  # by default limited or fine


def limits(counts, pairs, sides, kept=None):
    """What limits a comparison of two sides, one check a row.

    Parameters
    ----------
    counts : Counts
        Words of all articles under the mask of the comparison. Only articles and their lengths are read.
    pairs : DataFrame [columns doc_id, other, …]
        As `near_duplicates` returns them.
    sides : Sides
    kept : bool array [shape=(n_docs,)], optional
        From `deduplicate`: the articles compared. The checks of copies and of articles without words use all articles.

    Returns
    -------
    DataFrame [one row a check; columns check, found, limits, meaning]
        ``found`` is what was seen, "unknown …" where the corpus does not contain the information; ``limits`` says
        whether that limits the comparison (what is unknown does not, and yet may); ``meaning`` is what follows and what
        can be done. Checks that limit the comparison come first, otherwise in the order of limits.toml.

    Raises
    ------
    InputError
        Sides that cannot be compared, or ``kept`` of other articles.
    """
    kept = kept_rows(counts.docs, kept)
    parts = split_sides(counts.where(kept), sides)
    docs = {str(label): part.docs for label, part in zip(sides[1:], parts, strict=True)}
    checks = _descriptive(docs) | _of_corpus(counts.docs, docs, sides[0], kept)
    checks["copies on one side"], checks["copies across sides"] = _copies(counts.docs, sides[0], docs, pairs, kept)
    rows = [(name, *_row(checks[name], sentences)) for name, sentences in meanings().items()]
    table = pd.DataFrame(rows, columns=["check", "found", "limits", "meaning"])
    return table.sort_values("limits", ascending=False, kind="stable", ignore_index=True)


def meanings():
    """The sentences of limits.toml, by check and case (limited, fine, few, counted, unknown), with the thresholds."""
    numbers = {"least": LEAST, "words": f"{LEAST_WORDS:,}", "share": f"{MOST_SHARE:.0%}"}
    numbers |= {"short": SHORT, "ratio": MOST_RATIO}
    checks = tomllib.loads(read_text(bundled("seeds", "lexicons", "limits.toml")))
    return {name: {case: text.format(**numbers) for case, text in cases.items()} for name, cases in checks.items()}


def _row(check, sentences):
    return check.found, check.limits, sentences[check.sentence or ("limited" if check.limits else "fine")]


def _descriptive(docs):
    """The checks that need the articles of the two sides alone."""
    return {
        "articles": _articles(docs),
        "words": Check(_versus(docs, _size), min(map(_size, docs.values())) < LEAST_WORDS),
        "largest article": _largest(docs),
        "shortest article": _shortest(docs),
        "publishers": _publishers(docs),
        "periods": _periods(docs),
        "dates": _dates(docs),
        "languages": _languages(docs),
        "lengths": _lengths(docs),
    }


def _of_corpus(everything, docs, column, kept):
    """The checks that need articles that are not compared."""
    sided = _known(everything, column).isin(list(docs))
    wordless = everything.loc[sided & (everything["n_tokens"] == 0), "doc_id"]
    return {
        "articles without words": Check(_names(wordless), len(wordless) > 0),
        "other sides": _other_sides(everything[kept], column, docs),
    }


def _articles(docs):
    n_a, n_b = map(len, docs.values())
    floor = f"smallest attainable p {probability(smallest_p(n_a, n_b))}"
    return Check(f"{_versus(docs, len)}; {floor}", min(n_a, n_b) < LEAST)


def _largest(docs):
    rows = {label: half.loc[half["n_tokens"].idxmax()] for label, half in docs.items()}
    shares = {label: row["n_tokens"] / _size(docs[label]) for label, row in rows.items()}
    found = "; ".join(f"{rows[label]['doc_id']} {share:.0%} of {_those(label)}" for label, share in shares.items())
    limiting = max(shares.values()) > MOST_SHARE
    return Check(found, limiting, "few" if limiting and min(map(len, docs.values())) <= 2 else "")


def _shortest(docs):
    rows = {label: half.loc[half["n_tokens"].idxmin()] for label, half in docs.items()}
    found = [f"{row['doc_id']} {row['n_tokens']:,} words, {named(label)}" for label, row in rows.items()]
    both = pd.concat(docs.values())
    short = both.loc[both["n_tokens"] < SHORT, "doc_id"]
    found += [f"under {SHORT}: {_names(short)}"] * bool(len(short))
    return Check("; ".join(found), len(short) > 0)


def _copies(everything, column, docs, pairs, kept):
    """Both checks of copies: on one side, and across the sides or left out because of an article on neither side."""
    label = dict(zip(everything["doc_id"], _known(everything, column), strict=True))
    ids = pairs[["doc_id", "other"]]
    labels, stays = ids.apply(lambda names: names.map(label)), ids.isin(set(everything.loc[kept, "doc_id"]))
    sided, alike = labels.isin(list(docs)), labels["doc_id"] == labels["other"]
    lost = (stays.sum(axis=1) == 1) & (sided & ~stays).any(axis=1)
    across = ~alike & labels.notna().all(axis=1) & (sided.all(axis=1) | lost)
    within, between = _pairs(ids[alike & sided.all(axis=1)], stays), _pairs(ids[across], stays)
    return within, between._replace(limits=bool(across.any()))


def _pairs(pairs, stays):
    """Pairs of copies by name, and the articles left out. It limits where both articles of a pair are compared."""
    stays = stays.loc[pairs.index]
    number = {0: "", 1: "1 pair: "}.get(len(pairs), f"{len(pairs):,} pairs: ")
    out, both = pd.unique(pairs.to_numpy()[~stays.to_numpy(dtype=bool)]), bool(stays.all(axis=1).any())
    found = number + _names(pairs["doc_id"] + " = " + pairs["other"])
    if not len(out):
        return Check(found, both)
    if both:
        return Check(f"{found}; left out: {_names(out)}", both)
    return Check(f"{found}; counted once: {_names(out)} left out", both, "counted")


def _publishers(docs):
    names = {label: set(_known(half, "publisher")) for label, half in docs.items()}
    a, b = (known - {""} for known in names.values())
    blank, single = "" in set.union(*names.values()), not a & b and min(len(a), len(b)) < 2
    found = f"{_versus(names, lambda known: len(known - {''}))}; on both: {_names(sorted(a & b))}"
    return Check(f"{UNKNOWN} for some articles; {found}", False, UNKNOWN) if single and blank else Check(found, single)


def _periods(docs):
    spans = [half.reindex(columns=["published", "published_latest"]).dropna() for half in docs.values()]
    if any(span.empty for span in spans):
        return Check(f"{UNKNOWN}: a side has no dated article", False, UNKNOWN)
    (first_a, last_a), (first_b, last_b) = ((span["published"].min(), span["published_latest"].max()) for span in spans)
    length = max(last_a, last_b).year - min(first_a, first_b).year + 1
    years = 1 if length <= DECADE else -(-length // PERIODS)
    periods = [span.apply(lambda days: days.dt.year // years) for span in spans]
    both = set(periods[0].to_numpy().flat) & set(periods[1].to_numpy().flat)
    shares = [period.isin(both).any(axis=1) for period in periods]
    bounds = zip(docs, (first_a, first_b), (last_a, last_b), strict=True)
    found = "; ".join(
        f"{_those(label)}{':' * (_those(label) != named(label))} {first:%Y-%m-%d} to {last:%Y-%m-%d}"
        for label, first, last in bounds
    )
    inside = " v ".join(f"{share.sum()} of {len(share)}" for share in shares)
    apart = last_a < first_b or last_b < first_a or min(share.mean() for share in shares) < 0.5
    unit = "years" if years == 1 else f"spans of {years} years"
    return Check(f"{found}; {inside} in {unit} that both sides have", bool(apart))


def _dates(docs):
    both = pd.concat(docs.values()).reindex(columns=["doc_id", "published", "published_latest"])
    undated = both["published"].isna()
    if undated.all():
        return Check(f"{UNKNOWN}: no article is dated", False, UNKNOWN)
    length = both["published_latest"] - both["published"]
    groups = ("undated", undated), ("dated to a range", length > pd.Timedelta(0))
    parts = [f"{kind}: {_names(both.loc[rows, 'doc_id'])}" for kind, rows in groups if rows.any()]
    return Check("; ".join(parts) or "all dated to the day", bool((undated | (length > WIDE)).any()))


def _languages(docs):
    names = {label: _known(half, "language").str.split("-").str[0].str.casefold() for label, half in docs.items()}
    used, both = set().union(*names.values()) - {""}, pd.concat(docs.values())
    translated = both["doc_id"][_known(both, "translated_from") != ""].tolist()
    if not used and not translated:
        return Check(UNKNOWN, False, UNKNOWN)
    found = [f"{named(label)} {', '.join(sorted(set(name.replace('', UNKNOWN))))}" for label, name in names.items()]
    found += [f"translated: {_names(translated)}"] * bool(translated)
    return Check("; ".join(found), len(used) > 1 or bool(translated))


def _other_sides(everything, column, docs):
    other = other_side(everything, column)
    if other == column and len(side_columns(everything)) > 1:
        return Check(no_second(everything, column), False)
    here, there = (_known(everything, name) for name in (column, other))
    if other == column or not there.isin(list(docs)).any():
        return Check(f"{UNKNOWN}: no second column with these sides", False, UNKNOWN)
    concerned = here.isin(list(docs)) | there.isin(list(docs))
    moved = concerned & (here != there)
    here, there = here.replace("", "none"), there.replace("", "none")
    names = _names((everything["doc_id"] + " (" + here + " to " + there + ")")[moved])
    found = f"{moved.sum():,} of {concerned.sum():,} articles change by {other}: {names}"
    return Check(found, bool(moved.any()))


def _lengths(docs):
    means = [half["n_tokens"].mean() for half in docs.values()]
    ratio = max(means) / min(means)
    found = f"mean words {_versus(docs, lambda half: round(half['n_tokens'].mean()))}; {ratio:.1f} times"
    return Check(found, ratio > MOST_RATIO)


def _size(half):
    return int(half["n_tokens"].sum())


def _versus(docs, number):
    """A number of each side, as text: 2 state v 3 foreign."""
    return " v ".join(f"{number(part):,} {named(label)}" for label, part in docs.items())


def _those(label):
    """A side as it stands after "of": state, those before 2022."""
    return articles_of(label, "ones").removesuffix(" ones")


def _known(docs, column):
    """A column as text, "" where it is empty or missing."""
    if column not in docs.columns:
        return pd.Series("", index=docs.index)
    return docs[column].astype(object).fillna("").astype(str)


def _names(names):
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return (", ".join(list(names)[:NAMED]) or "none") + more
