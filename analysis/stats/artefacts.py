"""Artefacts: which terms may come from templates, house style or spelling instead of what the texts say."""

import re
from collections import defaultdict
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.files import InputError
from analysis.stats.forms import Forms
from analysis.text.counts import count, count_phrases, covered, from_matches, grouping
from analysis.text.matches import spans
from analysis.text.tokens import Tokens

MOST = 0.5  # share of the occurrences in one kind of place from which a term belongs to that place
TWIN = 0.1  # share from which a spelling with other capitals matters
STEM = 3  # letters before the ending of a spelling
HEADING = 4  # words that a label at the start of a line may have
FEW = 3  # articles of a side of which a single one is a third or more
NUMBER = "number or date"
COLUMNS = ["term", "reason", "explanation"]
SIDES = ("target", "reference")
ALTERNATIVES = re.compile(r"\(?([^()\[\]{}<>]+)\)?")  # a pattern that is a word, or a choice of words


class Source(NamedTuple):
    """What counts were made of.

    Attributes
    ----------
    tokens : Tokens
    mask : bool array [shape=(n_tokens,)], optional
        The mask that the terms were counted under. Default: body and headline.
    matches : DataFrame, optional
        The matches that were counted, where the terms are slogans or frames.
    names : DataFrame, optional
        Names that were counted as one word, where the terms are words.
    forms : Forms, optional
        Where the terms are words: their other forms.
    """

    tokens: Tokens
    mask: np.ndarray | None = None
    matches: pd.DataFrame | None = None
    names: pd.DataFrame | None = None
    forms: Forms | None = None


def with_flags(table, found):
    """Add a column ``flag`` to a table of terms: the explanations of `artefacts` joined by "; ", or "".

    Parameters
    ----------
    table : DataFrame [columns term, …]
    found : DataFrame
        From `artefacts`, of the counts from which the table was made.
    """
    found = found[found["term"].isin(table["term"])]
    reasons = found.groupby("term", sort=False)["explanation"].agg("; ".join)
    return table.assign(flag=table["term"].map(reasons).astype(object).fillna(""))


def artefacts(counts, source, lexicons):
    """Which terms may be traces of a template, of house style or of spelling, and why.

    The reasons are:

    - template: at least half of the occurrences are in sentences that two articles of a publisher share word for word;
      articles that share most of their words are copies and are not considered
    - one article: all occurrences are in a single article
    - house style and number: every word of the term, except stop words, is in a list, or is a number
    - spelling and capitals: the term also occurs in another spelling
    - label: at least half of the occurrences are the words before a colon at the start of a line, or the only word of
      their sentence before one
    - name: it is in the list of names, or at least half of its occurrences inside sentences begin with a capital

    A term without a reason may still be an artefact.

    Parameters
    ----------
    counts : Counts
        Words or phrases of all articles, or slogans or frames. From house style on, the reasons are for words and
        phrases, the last two for words alone.
    source : Source
        What they were made of.
    lexicons : Lexicons
        Of these ``house``, ``reporting`` and ``families``.

    Returns
    -------
    DataFrame [one row a term and reason, sorted by term; columns term, reason, explanation]

    Raises
    ------
    InputError
        Where counts and tokens are of different articles.
    """
    tokens, mask, matches = source[:3]
    if not np.array_equal(counts.docs["doc_id"], tokens.docs["doc_id"]):
        problem = f"counts of {len(counts.docs):,} articles, tokens of {len(tokens.docs):,}: not the same"
        raise InputError(problem, "give the counts of all articles")
    source = source._replace(mask=tokens.mask() if mask is None else np.asarray(mask, dtype=bool))
    rows = [*_template(counts, source), *_one_article(counts)]
    if matches is None:
        rows += [*house_style(counts.terms, tokens, lexicons), *_otherwise(counts, lexicons.house.spellings)]
        rows += [*line_labels(counts, *source[:2]), *_proper(counts, source, lexicons.families.names.keys)]
    rows = [(counts.terms[code], *reason) for code, *reason in sorted(rows, key=lambda row: row[0])]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def sided_artefacts(table, whole):
    """Which terms lean to a side by spelling, or by a single article of few.

    The reasons are:

    - one article: of the at most `FEW` articles of its side, a single one has the term
    - spelling: counted with its compounds (tech with sci-tech), the other side uses it as often or more

    Parameters
    ----------
    table : DataFrame
        Terms of a table of `stats.keyness.keyness`.
    whole : DataFrame
        That table, with all terms.

    Returns
    -------
    DataFrame
        As `artefacts` returns it.
    """
    compounds, rows = whole[whole["term"].str.contains("-")], []
    for row in table.to_dict("records"):
        here, there = SIDES if row["g2"] > 0 else SIDES[::-1]
        n_docs, of_docs = row[f"n_docs_{here}"], row[f"of_docs_{here}"]
        if n_docs == 1 and of_docs <= FEW and row[f"n_docs_{there}"]:
            rows.append((row["term"], "one article", f"in only one of the {of_docs} articles of its side"))
        more = compounds.loc[[row["term"] in term.split("-") for term in compounds["term"]]]
        sums = [row[f"per_thousand_{side}"] + more[f"per_thousand_{side}"].sum() for side in (here, there)]
        if sums[1] >= sums[0] and len(more):
            said = f"the other side prints it in {', '.join(more['term'][more[f'count_{there}'] > 0])}"
            rows.append((row["term"], "spelling", said))
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def _within(counts, source, inside):
    """Counts of the same articles and terms at some of the positions, as a matrix.

    A phrase that occurs there only once is left out.
    """
    tokens, mask, matches, names, _ = source
    mask, longest = mask & inside, max((term.count(" ") for term in counts.terms), default=0) + 1
    if matches is not None:
        within = from_matches(tokens, matches[mask[spans(tokens, matches)[0]]])
    else:
        words = names is not None or longest == 1
        within = count(tokens, mask, names) if words else count_phrases(tokens, longest, mask=mask)
    cells, term = within.matrix.tocoo(), counts.terms.get_indexer(within.terms)
    kept = term[cells.col] >= 0
    place = cells.row[kept], term[cells.col[kept]]
    return sparse.csr_array((cells.data[kept], place), shape=counts.matrix.shape)


def _template(counts, source):
    """Terms of which most occurrences are in sentences that a publisher repeats."""
    groups, names = grouping(counts.docs, "publisher")
    publisher = pd.Index(names).get_indexer(counts.docs["publisher"])  # -1 where there is none
    shared = _repeated(source, publisher)
    inside = groups @ _within(counts, source, np.repeat(shared, np.diff(source.tokens.sentences)))
    n, hits, publishers = (part.sum(axis=0) for part in (counts.matrix, inside, inside > 0))
    codes = np.flatnonzero((hits > 1) & (hits >= MOST * n))
    for code, most in zip(codes, inside[:, codes].argmax(axis=0) if len(codes) else codes, strict=True):
        more = f" and {publishers[code] - 1} more" if publishers[code] > 1 else ""
        yield code, "template", f"{hits[code]} of {n[code]} occurrences in lines repeated by {names[most]}{more}"


def _repeated(source, publisher):
    """Sentences that two articles of a publisher share, without copies, as bool array [shape=(n_sentences,)]."""
    tokens, n_docs = source.tokens, len(publisher)
    starts, doc = tokens.sentences[:-1], tokens.doc[tokens.sentences[:-1]]
    key = _sentence_codes(tokens) * (publisher.max(initial=-1) + 2) + publisher[doc]
    words = np.add.reduceat(tokens.is_word & source.mask, starts, dtype=int)
    of_doc, kept = np.bincount(doc, words, n_docs), words > 0
    for _ in range(2):  # the second time without copies
        keys, times = np.unique(np.unique(key[kept] * n_docs + doc[kept]) // n_docs, return_counts=True)
        shared = np.isin(key, keys[times > 1])
        kept &= (np.bincount(doc[shared], words[shared], n_docs) <= MOST * of_doc)[doc]
    return shared


def _sentence_codes(tokens):
    """A number for each sentence, equal for equal ones, by a polynomial hash of their tokens."""
    length, starts = np.diff(tokens.sentences), tokens.sentences[:-1]
    power = np.full(length.max(initial=0), 0x9E3779B97F4A7C15, dtype=np.uint64).cumprod(dtype=np.uint64)
    value = np.random.default_rng(0).integers(1, 2**63, len(tokens.types), dtype=np.uint64)[tokens.ids]
    value *= power[np.arange(len(tokens)) - np.repeat(starts, length)]
    return np.unique(np.add.reduceat(value, starts), return_inverse=True)[1]


def _one_article(counts):
    cells = counts.matrix.tocsc()
    for code in np.flatnonzero((np.diff(cells.indptr) == 1) & (len(counts.docs) > 1)):
        yield code, "one article", f"only in {counts.docs['doc_id'].iloc[cells.indices[cells.indptr[code]]]}"


def house_style(terms, tokens, lexicons):
    """Yield terms whose every word but stop words is a number or in a list of house style, as artefacts."""
    house, labels = lexicons.house, dict(lexicons.house.words)
    for entry in lexicons.reporting.entries:
        if entry.key in house.reporting:
            plain = filter(None, (ALTERNATIVES.fullmatch(variant.text.casefold()) for variant in entry.variants))
            labels |= {word.strip(): house.reporting[entry.key] for found in plain for word in found[1].split("|")}
    number = re.compile(rf"\d[\d.,]*[%‰]?(?:{'|'.join(map(re.escape, house.number_endings))})?")
    for code, term in enumerate(terms):
        words = (
            [term] if term.casefold() in labels else [word for word in term.split(" ") if word not in tokens.stopwords]
        )
        kinds = {labels.get(word.casefold()) or (NUMBER if number.fullmatch(word) else "") for word in words}
        if kinds == {NUMBER}:
            yield code, "number", NUMBER
        elif kinds and "" not in kinds:
            yield code, "house style", f"house style: {', '.join(sorted(kinds))}"


def _otherwise(counts, spellings):
    """Terms that also occur with one word in another spelling, or with other capitals."""
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


def line_labels(counts, tokens, mask):
    """Yield words that mostly stand before a colon, at the start of a line or alone in a sentence, as artefacts."""
    colon = np.flatnonzero((tokens.types["form"] == ":").to_numpy()[tokens.ids])
    words, label = np.append(0, np.cumsum(tokens.is_word)), np.zeros(len(tokens), dtype=bool)
    for starts, most in ((tokens.paragraphs, HEADING), (tokens.sentences, 1)):
        first = starts[np.searchsorted(starts, colon, side="right") - 1]
        near = words[colon] - words[first] <= most
        label |= covered(len(tokens), *_apart(first[near], colon[near]))
    for code, hits, n in _mostly(counts, tokens, label & mask, mask):
        yield code, "label", f"{hits} of {n} occurrences in a label before a colon"


def _apart(first, end):
    """The spans that begin where no earlier one does."""
    first, rows = np.unique(first, return_index=True)
    return first, end[rows]


def _proper(counts, source, names):
    """Names, and words that are printed with a capital inside sentences."""
    proper, inside = proper_names(source.tokens)
    for code in np.flatnonzero(counts.terms.isin(names)):
        yield code, "name", "name"
    for code, hits, n in _mostly(counts, source.tokens, proper & source.mask, inside & source.mask):
        if not counts.terms[code].isupper():
            yield code, "name", f"{hits} of {n} occurrences inside sentences begin with a capital"


def proper_names(tokens):
    """Words with a capital inside a sentence, and all words inside sentences, as bool arrays [shape=(n_tokens,)].

    Outside are headlines, first words of sentences, and sentences in which half of the words or more have a capital.
    """
    letters = [np.frombuffer(text.encode("utf-32-le"), "<U1") for text in tokens.docs["text"]]
    first = [
        text[tokens.spans[a:b, 0]] for text, a, b in zip(letters, tokens.offsets, tokens.offsets[1:], strict=False)
    ]
    capital = tokens.is_word & np.strings.isupper(np.concatenate([np.empty(0, "<U1"), *first]))
    words = np.flatnonzero(tokens.is_word)
    inside, sentence = tokens.is_word & tokens.mask("body"), np.searchsorted(tokens.sentences, words, side="right")
    inside[words[np.append(True, np.diff(sentence) > 0)[: len(words)]]] = False
    share = np.bincount(sentence, capital[words]) / np.maximum(np.bincount(sentence), 1)
    inside[words[share[sentence] >= MOST]] = False
    return capital & inside, inside


def _mostly(counts, tokens, hits, all_):
    """Codes of words of which most occurrences are among the hits, with how many of how many."""
    types = pd.Index(tokens.types["form"]).get_indexer(counts.terms)
    hits, n = (np.bincount(tokens.ids[where], minlength=len(tokens.types) + 1)[types] for where in (hits, all_))
    for code in np.flatnonzero((types >= 0) & (hits > 1) & (hits >= MOST * n)):
        yield code, hits[code], n[code]
