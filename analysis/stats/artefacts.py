"""Artefacts: which terms come from templates, house style or spelling, and not from discourse."""

import re
from collections import defaultdict

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.files import InputError
from analysis.text.counts import count, count_phrases, from_matches, grouping
from analysis.text.matches import spans

MOST = 0.5  # share of the occurrences from which a term belongs to their place
EDGE = 12  # words that a dateline, credit or sign-off may have
LONG = 8 * EDGE  # words from which an article has a middle
STRAY = 0.1  # share of a publisher's occurrences that may stand in the middle
LEAST = 3  # long articles from which a publisher has a habit
TWIN = 0.1  # share from which a spelling with other capitals matters
STEM = 3  # letters before the ending of a spelling
NUMBER = "number or date"


def with_flags(table, counts, tokens, lexicons, mask=None, matches=None):
    """A table with a column term, and with ``flag``: the explanations of `artefacts` joined by "; ", or ""."""
    strangers = table["term"][~table["term"].isin(counts.terms)].tolist()
    if strangers:
        raise InputError(f"term {strangers[0]!r}: not among the counts; pass those that the table was made of")
    found = artefacts(counts, tokens, lexicons, mask, matches)
    reasons = found.groupby("term", sort=False)["explanation"].agg("; ".join)
    return table.assign(flag=table["term"].map(reasons).astype(object).fillna(""))


def artefacts(counts, tokens, lexicons, mask=None, matches=None):
    """Say which terms are traces of a template, of house style or of spelling, and why.

    Parameters
    ----------
    counts : Counts
        Words or phrases of all articles, or slogans and frames, which are judged by their places alone.
    tokens : Tokens
    lexicons : Lexicons
        Of these ``house`` and ``reporting``.
    mask : bool array [shape=(n_tokens,)], optional
        The one the terms were counted under. Default: body and headline.
    matches : DataFrame, optional
        Those that ``counts`` were made of, if so.

    Returns
    -------
    DataFrame [one row a term and reason, sorted by term; columns term, reason, explanation]
        template: at least half of the occurrences in sentences that two articles of a publisher share word for word
        (not of articles that share most of their words: these are copies). position: the same in the first 12 words of
        the first line of the body or the last 12 of the last, in most articles of a publisher that has three long
        ones, and hardly elsewhere there. one article: all in one. house style, number: every word but stop words is
        in a list, or a number. spelling, capitals: the counts have it otherwise too. No row proves nothing.
    """
    if not np.array_equal(counts.docs["doc_id"], tokens.docs["doc_id"]):
        n, of = len(counts.docs), len(tokens.docs)
        raise InputError(f"counts of {n:,} articles, tokens of {of:,}: not the same; give the counts of all articles")
    mask = tokens.mask() if mask is None else np.asarray(mask, dtype=bool)
    rows = [*_template(counts, tokens, mask, matches), *_position(counts, tokens, mask, matches), *_one_article(counts)]
    if matches is None:
        rows += [*_house(counts.terms, tokens, lexicons), *_otherwise(counts, lexicons.house.spellings)]
    rows = [(counts.terms[code], *reason) for code, *reason in sorted(rows, key=lambda row: row[0])]
    return pd.DataFrame(rows, columns=["term", "reason", "explanation"], dtype=object)


def _within(counts, tokens, mask, matches):
    """The matrix of the same articles and terms under a narrower mask; a phrase that occurs once there is left out."""
    longest = max((term.count(" ") for term in counts.terms), default=0) + 1
    if matches is not None:
        inside = from_matches(tokens, matches[mask[spans(tokens, matches)[0]]])
    else:
        inside = count(tokens, mask) if longest == 1 else count_phrases(tokens, longest, mask=mask)
    cells, term = inside.matrix.tocoo(), counts.terms.get_indexer(inside.terms)
    kept = term[cells.col] >= 0
    place = cells.row[kept], term[cells.col[kept]]
    return sparse.csr_array((cells.data[kept], place), shape=counts.matrix.shape)


def _template(counts, tokens, mask, matches):
    """Sentences are compared by a polynomial hash of their tokens."""
    groups, names = grouping(tokens.docs, "publisher")
    publisher = pd.Index(names).get_indexer(tokens.docs["publisher"])  # -1 where there is none
    length, starts, doc = np.diff(tokens.sentences), tokens.sentences[:-1], tokens.doc[tokens.sentences[:-1]]
    power = np.full(length.max(initial=0), 0x9E3779B97F4A7C15, dtype=np.uint64).cumprod(dtype=np.uint64)
    value = np.random.default_rng(0).integers(1, 2**63, len(tokens.types), dtype=np.uint64)[tokens.ids]
    value *= power[np.arange(len(tokens)) - np.repeat(starts, length)]
    _, code = np.unique(np.add.reduceat(value, starts), return_inverse=True)
    key, words = code * (len(names) + 1) + publisher[doc], np.add.reduceat(tokens.is_word & mask, starts, dtype=int)
    of_doc, kept = np.bincount(doc, words, len(tokens.docs)), words > 0
    for _ in range(2):  # the second time without copies
        keys, times = np.unique(np.unique(key[kept] * len(of_doc) + doc[kept]) // len(of_doc), return_counts=True)
        shared = np.isin(key, keys[times > 1])
        kept &= (np.bincount(doc[shared], words[shared], len(of_doc)) <= MOST * of_doc)[doc]
    inside = groups @ _within(counts, tokens, mask & np.repeat(shared, length), matches)
    return _placed(counts, inside, names, "template", "in lines repeated by")


def _position(counts, tokens, mask, matches):
    body, edge = np.flatnonzero(tokens.is_word & tokens.mask("body")), np.zeros(len(tokens), dtype=bool)
    first, end = (np.searchsorted(body, tokens.offsets[part]) for part in (slice(-1), slice(1, None)))
    long = end - first >= LONG
    for near in (first[long, None] + np.arange(EDGE), end[long, None] - 1 - np.arange(EDGE)):
        line = np.searchsorted(tokens.paragraphs, body[near], side="right")
        edge[body[near][line == line[:, :1]]] = True
    groups, names = grouping(tokens.docs, "publisher")
    groups, inside = groups[:, long], _within(counts, tokens, mask & edge, matches)[long]
    there, docs, n = (groups @ part for part in (inside, (inside > 0).astype(np.int64), counts.matrix[long]))
    n = n.multiply(there > 0).tocsr()
    for part in (there, docs, n):
        part.sort_indices()  # now their cells are the same
    articles = np.repeat(groups.sum(axis=1), np.diff(there.indptr))
    there.data *= (articles >= LEAST) & (docs.data > MOST * articles) & (there.data >= (1 - STRAY) * n.data)
    return _placed(counts, there, names, "position", "among the first or last words of articles by")


def _placed(counts, inside, names, reason, where):
    """Terms of which most occurrences are inside; ``inside`` is by publisher and term."""
    n, hits, publishers = (part.sum(axis=0) for part in (counts.matrix, inside, inside > 0))
    codes = np.flatnonzero((hits > 1) & (hits >= MOST * n))
    for code, publisher in zip(codes, inside[:, codes].argmax(axis=0) if len(codes) else codes, strict=True):
        more = f" and {publishers[code] - 1} more" if publishers[code] > 1 else ""
        yield code, reason, f"{hits[code]} of {n[code]} occurrences {where} {names[publisher]}{more}"


def _one_article(counts):
    cells = counts.matrix.tocsc()
    for code in np.flatnonzero((np.diff(cells.indptr) == 1) & (len(counts.docs) > 1)):
        yield code, "one article", f"only in {counts.docs['doc_id'].iloc[cells.indices[cells.indptr[code]]]}"


def _house(terms, tokens, lexicons):
    house, labels = lexicons.house, dict(lexicons.house.words)
    for entry in lexicons.reporting.entries:
        if entry.key in house.reporting:
            labels |= {variant.text.casefold(): house.reporting[entry.key] for variant in entry.variants}
    number = re.compile(rf"\d[\d.,]*[%‰]?(?:{'|'.join(map(re.escape, house.number_endings))})?")
    stop = set(tokens.types["form"][tokens.types["is_stop"]])
    for code, term in enumerate(terms):
        words = [term] if term.casefold() in labels else [word for word in term.split(" ") if word not in stop]
        kinds = {labels.get(word.casefold()) or (NUMBER if number.fullmatch(word) else "") for word in words}
        if kinds == {NUMBER}:
            yield code, "number", NUMBER
        elif kinds and "" not in kinds:
            yield code, "house style", f"house style: {', '.join(sorted(kinds))}"


def _otherwise(counts, spellings):
    """Terms that also occur with one word spelt otherwise, or with other capitals."""
    n = dict(zip(counts.terms, counts.matrix.sum(axis=0), strict=True))
    twins, endings = defaultdict(list), defaultdict(list)
    for term in n:
        twins[term.casefold()].append(term)
    for one, other in [*spellings.items(), *(pair[::-1] for pair in spellings.items())]:
        endings[one].append(other)
    for code, term in enumerate(n):
        for other in filter(n.get, _respelt(term.split(" "), endings)):
            yield code, "spelling", f"also spelt {other} ({n[other]} against {n[term]} occurrences)"
        for other in twins[term.casefold()]:
            if other != term and n[other] >= TWIN * (n[other] + n[term]):
                against = f"{other} ({n[other]} against {n[term]} occurrences)"
                yield code, "capitals", f"also counted as {against}: the two are told apart by capitals alone"


def _respelt(words, endings):
    for at, word in enumerate(words):
        for cut in range(STEM, len(word)):
            for end in endings.get(word[cut:], ()):
                yield " ".join([*words[:at], word[:cut] + end, *words[at + 1 :]])
