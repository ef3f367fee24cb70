"""Robustness: does a difference between two sides keep its direction under other defensible choices?"""

import numpy as np
import pandas as pd

from analysis.corpus.read import other_side
from analysis.files import InputError
from analysis.stats import measures
from analysis.stats.artefacts import proper_names
from analysis.stats.keyness import SIDES, same_sign
from analysis.stats.sides import kept_rows, reading, split_sides
from analysis.text import counts as counting
from analysis.text.matches import find_counted

FIRST = "as compared"
COLUMNS = ["term", "setting", "n_target", "n_reference", "count_target", "count_reference", "log_ratio", "g2"]
COLUMNS += ["holds", "could_reverse"]
MOST_LABELS = 3  # third labels (such as relay) that are tried on either side


def robustness(source, terms, sides, kept=None, lexicon=None):
    """The log ratio of each term under other, equally defensible choices.

    Settings: the other side column; only articles that both side columns label alike; articles with a third label
    (such as relay; of each column the 3 labels that most articles have) counted on either side; near-duplicates
    counted; headlines excluded; removed text included (not where the mask is narrower than body and headline, such as
    that of one voice); and of words proper names excluded, and all forms counted together (`Forms`).

    Parameters
    ----------
    source : Source
        What was compared. The setting "as compared" counts its words under its mask, or its matches; settings with
        another mask count anew.
    terms : sequence of str
        Words or phrases, or keys of the lexicon, each given once.
    sides : Sides
    kept : bool array [shape=(n_docs,)], optional
        From `deduplicate`: the articles that count as compared. One setting counts near-duplicates too.
    lexicon : Lexicon, optional
        Count its matches instead of words. Needed where the source has matches.

    Returns
    -------
    DataFrame [one row a term and setting; columns term, setting, n_target, n_reference, count_target,
        count_reference, log_ratio, g2, holds, could_reverse]
        The first setting is "as compared"; n_target and n_reference are articles. ``holds`` says whether the direction,
        the sign of g2, is that of the first setting. NaN and NA where a setting leaves the term without an occurrence
        or a side without articles. ``could_reverse`` says whether the setting is a test for this term: it adds, removes
        or moves so many occurrences that, all on one side, they would make up for the difference of the rates. A
        setting is omitted where articles, words and occurrences of both sides are the
        same as in an earlier one.

    Raises
    ------
    InputError
        Sides that cannot be compared, a term given twice, ``kept`` of other articles, or matches without a lexicon.
    """
    if source.matches is not None and lexicon is None:
        raise InputError("matches without a lexicon", "give the lexicon that they are matches of")
    kept, terms = kept_rows(source.tokens.docs, kept), _distinct(terms)
    whole = _counted(source, terms, lexicon)
    split_sides(whole.where(kept), sides)
    labels = _labelings(source.tokens.docs, sides)
    settings = {name: (whole, column, kept) for name, column in labels.items()}
    settings["near-duplicates counted"] = whole, labels[FIRST], np.full(len(kept), True)
    for name, mask in _masks(source).items():
        settings[name] = _counted(source._replace(mask=mask, matches=None), terms, lexicon), labels[FIRST], kept
    if source.forms is not None:
        settings["all forms counted together"] = source.forms.together(terms), labels[FIRST], kept
    return _compared(settings, terms, sides)


def robustness_summary(table):
    """In how many settings each term keeps its direction.

    Parameters
    ----------
    table : DataFrame
        As `robustness` returned it.

    Returns
    -------
    DataFrame [one row a term; columns term, log_ratio, holds, of_settings, lowest, highest, fails_in]
        ``log_ratio`` as compared; the direction ``holds`` in so many of the ``of_settings`` other settings that could
        reverse it; ``lowest`` and ``highest`` log ratio of all settings; ``fails_in``, the settings in which the
        direction changes. In the order of the terms.
    """
    first = table[table["setting"] == FIRST].set_index("term")["log_ratio"]
    tests = table[(table["setting"] != FIRST) & table["could_reverse"] & table["holds"].notna()]
    others = tests.groupby("term", sort=False)["holds"]
    failed = table[table["holds"].eq(False).fillna(False)].groupby("term", sort=False)["setting"].agg("; ".join)
    ratios = table.groupby("term", sort=False)["log_ratio"]
    columns = {
        "log_ratio": first,
        "holds": others.sum().reindex(first.index, fill_value=0).astype(int),
        "of_settings": others.count().reindex(first.index, fill_value=0).astype(int),
        "lowest": ratios.min(),
        "highest": ratios.max(),
        "fails_in": failed.reindex(first.index).fillna(""),
    }
    return pd.DataFrame(columns, index=first.index).rename_axis("term").reset_index()


def robust_terms(table, settings):
    """The terms whose direction depends on no single article and no other choice, and that carry no flag.

    Parameters
    ----------
    table : DataFrame
        As `with_flags` returned it for a table of `keyness`, with or without the columns of `with_p_values`.
    settings : DataFrame
        As `robustness` returned it for these terms.

    Returns
    -------
    DataFrame
        The rows of ``table`` whose direction holds in every setting where it is defined; whose log ratio keeps its sign
        when each article in turn is left out, or which only one side uses, in more than one article, where both sides
        have two articles or more; whose flag is ""; and whose p_adjusted is at most 0.05, where the table has that
        column.
    """
    tried = robustness_summary(settings).set_index("term").reindex(table["term"])
    robust = (tried["holds"] == tried["of_settings"]).to_numpy() & (table["flag"] == "")
    one_sided = (table["count_target"] == 0) | (table["count_reference"] == 0)
    robust &= table[["of_docs_target", "of_docs_reference"]].min(axis=1) > 1  # else no side is left without an article
    robust &= (table["log_ratio_low"] * table["log_ratio_high"] > 0) | (one_sided & (table["most_share"] < 1))
    if "p_adjusted" in table.columns:
        robust &= table["p_adjusted"] <= 0.05
    return table[robust]


def _labelings(docs, sides):
    """Other ways to label the articles: Series of labels by name of the setting."""
    column, *pair = sides
    columns, labels = {"": docs[column]}, {FIRST: docs[column]}
    other = other_side(docs, column)
    by_other = f"sided {reading(other)}"
    if other != column and set(pair) & set(docs[other]):
        columns[by_other] = labels[by_other] = docs[other]
        alike = docs[column].where(docs[column] == docs[other])
        labels["only articles that both side columns label alike"] = alike
    for name, values in columns.items():
        thirds = values[~values.isin(pair)].value_counts().sort_index()
        for third in thirds.sort_values(ascending=False, kind="stable").index[:MOST_LABELS]:
            for label in pair:
                setting = ", ".join(filter(None, [name, f"{third} counted as {label}"]))
                labels[setting] = values.replace(third, label)
    return labels


def _masks(source):
    """Other positions to count, by name of the setting, where the corpus has any."""
    tokens, shown = source.tokens, source.tokens.mask()
    mask = shown if source.mask is None else np.asarray(source.mask, dtype=bool)
    headline, removed, masks = tokens.mask("headline"), tokens.mask("removed"), {}
    if headline.any():
        masks["headlines excluded"] = mask & ~headline
    if removed.any() and np.array_equal(mask, shown):
        masks["removed text included"] = mask | removed
    return masks if source.forms is None else masks | {"proper names excluded": mask & ~proper_names(tokens)[0]}


def _counted(source, terms, lexicon):
    """Counts of these terms only, with the base of all words under the mask."""
    tokens, mask, matches, names, _ = source
    longest = max((term.count(" ") + 1 for term in terms), default=1)
    if lexicon is None and longest > 1 and names is None:  # a phrase that stays once under another mask counts too
        counts = counting.count_phrases(tokens, longest, least=1, mask=mask)
    elif lexicon is None:
        counts = counting.count(tokens, mask, names)
    else:
        matches = find_counted(tokens, lexicon, mask) if matches is None else matches
        counts = counting.from_matches(tokens, matches, mask)
    return counts.select(counts.terms.isin(list(terms)))


def _compared(settings, terms, sides):
    """One row a term and setting; settings that repeat an earlier one are omitted.

    ``settings`` are Counts, labels and kept articles, by name.
    """
    rows = {}
    for name, (counts, column, articles) in settings.items():
        parts = _parts(counts, column, articles, sides)
        row = _setting(parts, terms)
        same = *(part.docs[["doc_id", "n_tokens"]].to_csv() for part in parts), row.to_csv()
        rows.setdefault(same, row.assign(setting=name))
    table = pd.concat(rows.values()).sort_index(kind="stable")  # of each term the settings in their order
    start = table[table["setting"] == FIRST].loc[table.index]
    table = table.assign(holds=same_sign(table["g2"], start["g2"]), could_reverse=_could_reverse(table, start))
    return table[COLUMNS].reset_index(drop=True)


def _could_reverse(table, start):
    """Whether so many occurrences change that they make up for the difference of the rates, or reverse it."""
    moved, gap = np.zeros(len(table)), np.zeros(len(table))
    for side, sign in zip(SIDES, (1, -1), strict=True):
        then, size = start[f"count_{side}"].to_numpy(), start[f"size_{side}"].to_numpy()
        now = table[f"count_{side}"].to_numpy()
        moved, gap = moved + np.abs(now - then) / size, gap + sign * then / size
    return (moved >= np.abs(gap)) | (table["g2"].to_numpy() * start["g2"].to_numpy() < 0)


def _parts(counts, labels, kept, sides):
    """The articles of each side as two Counts, either of which may be empty."""
    kept = kept & (counts.docs["n_tokens"].to_numpy() > 0)
    return [counts.where(kept & (labels == label).fillna(False).to_numpy(dtype=bool)) for label in sides[1:]]


def _setting(parts, terms):
    """Counts, log ratio and G2 in one setting, one row a term."""
    sums = (pd.Series(part.matrix.sum(axis=0), part.terms) for part in parts)
    a, b = (part.reindex(terms, fill_value=0).to_numpy() for part in sums)
    n_a, n_b = (int(part.docs["n_tokens"].sum()) for part in parts)
    cells, defined = (a, b, max(n_a, 1), max(n_b, 1)), (a + b > 0) & (min(n_a, n_b) > 0)
    table = pd.DataFrame({"term": terms, "n_target": len(parts[0].docs), "n_reference": len(parts[1].docs)})
    table = table.assign(count_target=a, count_reference=b, size_target=cells[2], size_reference=cells[3])
    table["log_ratio"] = np.where(defined, measures.log_ratio(*cells), np.nan)
    table["g2"] = np.where(defined, measures.log_likelihood(*cells), np.nan)
    return table


def _distinct(terms):
    terms = pd.Index(terms, dtype=object)
    if not terms.is_unique:
        raise InputError(f"term {terms[terms.duplicated()][0]!r}: given twice", "give each term once")
    return terms
