"""Reference: the keyness of a corpus against a list of counts from outside it."""

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.files import InputError
from analysis.stats import measures
from analysis.stats.artefacts import STEM
from analysis.text.counts import Counts
from analysis.text.tokens import form


def list_keyness(counts, reference, forms, spellings):
    """Compare how often a corpus uses each of its terms with how often a list has them.

    A term is looked up whatever its capitals and its spelling, British or American; terms of the corpus that are the
    same to the list are one row, named after the most frequent. Only where the list itself tells capitals apart is a
    word in capitals (US) another one than in small letters (us).

    Parameters
    ----------
    counts : Counts
        Words or phrases.
    reference : ReferenceList
    forms : dict
        Spellings and their canonical form, as the corpus was encoded with (`Tokens.spellings`).
    spellings : dict
        An ending and its equivalent, from `House`.

    Returns
    -------
    table : DataFrame [one row a term of the corpus; sorted by lrc falling, log_odds_z falling, term]
        Columns term, count, n_docs, of_docs, n_tokens, per_thousand; in_list, whether the list has the term;
        count_reference, its count there, and where the list lacks it the most that a list can lack, its smallest count
        less 1; n_tokens_reference, the words on which the list rests: as it states them, else the sum of its counts of
        single words; per_thousand_reference; log_ratio, lrc, log_odds_z and g2 as in `keyness.keyness`, positive where
        the corpus's rate is higher.
    terms : dict of str to str
        The term of its row, by each term of ``counts``.

    Raises
    ------
    InputError
        No term is in the list, no total is known, or the total is smaller than the counts.

    Notes
    -----
    The scores treat words as independent draws. They rank terms and are not tests.

    Examples
    --------
    >>> from analysis.corpus.reference import ReferenceList
    >>> docs = pd.DataFrame({"doc_id": ["a"], "n_tokens": [100]})
    >>> counts = Counts(sparse.csr_array([[4, 1]]), pd.Index(["programme", "trade"]), docs)
    >>> rows = pd.DataFrame({"term": ["program", "trade"], "count": [10, 80]})
    >>> table, _ = list_keyness(counts, ReferenceList("list.csv", rows, 1000), {}, {"mme": "m"})
    >>> table[["term", "count_reference", "log_ratio"]].values.tolist()
    [['programme', 10, 2.0], ['trade', 80, -3.0]]
    """
    listed, total = reference.rows, _checked(reference, counts)
    cased = (listed["term"] != listed["term"].str.lower()).any() and (
        listed["term"] != listed["term"].str.upper()
    ).any()
    keys, known = (_keys(terms, cased, forms, spellings) for terms in (counts.terms, listed["term"]))
    counts, keys, terms = _united(counts, keys)
    found = listed["count"].groupby(known).sum().reindex(keys)
    if found.isna().all():
        first = ", ".join(listed["term"].head(3))
        remedy = f"its first terms are {first}: give a list of the same language and kind"
        raise InputError(f"has none of the {len(keys):,} terms of these articles", remedy, file=reference.name)
    least = max(listed["count"].min() - 1, 0)
    return _scored(counts, found.fillna(least).to_numpy(dtype=np.int64), total, found.notna().to_numpy()), terms


def _checked(reference, counts):
    """The words on which the list rests; refused where that, or what to look up, is unknown."""
    if not len(counts.terms):
        raise InputError("these articles have no such term to look up", "choose more articles, or words for phrases")
    if not reference.words:
        remedy = "add a column n_tokens with the number of words of the texts counted"
        raise InputError(
            "counts no single words, so that the size of its texts is unknown", remedy, file=reference.name
        )
    least = max(reference._replace(total=0).words, reference.rows["count"].max())
    if reference.words < least:
        problem = f"n_tokens {reference.words:,}: fewer than the {least:,} words of its rows"
        raise InputError(problem, "correct it: it counts all words of the texts", file=reference.name)
    return reference.words


def _keys(terms, cased, forms, spellings):
    """What stands for each term in the comparison: its words in one capitalisation and one spelling."""
    words = {word for term in terms for word in term.split()}
    plain = {word: form(word, forms) if cased else form(word, forms).casefold() for word in words}
    plain = {word: _american(name, spellings) for word, name in plain.items()}
    return np.array([" ".join(map(plain.get, term.split())) for term in terms], dtype=object)


def _american(word, spellings):
    """A word with its longest ending that has an equivalent replaced by that."""
    cut = next((cut for cut in range(STEM, len(word)) if word[cut:] in spellings), None)
    return word if cut is None else word[:cut] + spellings[word[cut:]]


def _united(counts, keys):
    """Counts with one term a key, the most frequent; the keys in its order; and the term of each former one."""
    order = np.lexsort((np.asarray(counts.terms), -counts.matrix.sum(axis=0)))
    first = pd.Series(np.asarray(counts.terms)[order], index=keys[order]).groupby(level=0, sort=False).first()
    heads = pd.Index(first.to_numpy()).sort_values()
    terms = dict(zip(counts.terms, first.loc[keys], strict=True))
    place = heads.get_indexer(list(terms.values()))
    join = sparse.csr_array((np.ones(len(place), dtype=np.int64), (np.arange(len(place)), place)))
    keys = pd.Series(first.index, index=first.to_numpy()).loc[heads].to_numpy()
    return Counts(counts.matrix @ join, heads, counts.docs), keys, terms


def _scored(counts, listed, total, in_list):
    """The table, from the counts of both sides."""
    count, n_tokens = counts.matrix.sum(axis=0), int(counts.docs["n_tokens"].sum())
    cells, prior = (count, listed, n_tokens, total), measures.uniform_prior(len(count))
    table = pd.DataFrame({"term": counts.terms, "count": count, "n_docs": (counts.matrix > 0).sum(axis=0)})
    table = table.assign(of_docs=len(counts.docs), n_tokens=n_tokens)
    table = table.assign(per_thousand=measures.per_thousand(count, n_tokens), in_list=in_list, count_reference=listed)
    table = table.assign(n_tokens_reference=total, per_thousand_reference=measures.per_thousand(listed, total))
    table = table.assign(log_ratio=measures.log_ratio(*cells), lrc=measures.lrc(*cells, len(count)))
    table = table.assign(log_odds_z=measures.log_odds_z(*cells, prior), g2=measures.log_likelihood(*cells))
    return table.sort_values(["lrc", "log_odds_z", "term"], ascending=[False, False, True], ignore_index=True)
