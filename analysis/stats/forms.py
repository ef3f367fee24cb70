"""Forms: the other wordings that stand for the same word, which must be looked for before it is called absent."""

from collections import defaultdict
from functools import cache

import numpy as np
import pandas as pd
from rapidfuzz.distance import Prefix
from scipy import sparse

from analysis.text.counts import Counts, from_matches
from analysis.text.lexicons import Entry, Lexicon, lexicon
from analysis.text.matches import find

KIN = 6  # letters that two words share which may be forms of one
ACRONYM = 4  # letters of a word in capitals that is another word than the same letters in small ones


class Forms:
    """Which terms of a corpus are forms of one word.

    Two words are forms of one if they have the same stem (Snowball: company, companies), if one is a part of the other
    with a hyphen (US in US-led), or if a list of `Families` has both for one thing (enterprise, company). A name of
    that list is found in words with a hyphen by each of its wordings of one word. Phrases of the list count too, and
    so does a word with a hyphen that is printed with a space (decision-making, decision making).

    Parameters
    ----------
    counts : Counts
        Words of all articles, with names as one term.
    tokens : Tokens
    mask : bool array [shape=(n_tokens,)]
        The mask that the words were counted under.
    families : Families
    """

    def __init__(self, counts, tokens, mask, families):
        self.counts, self._text, self._stem = counts, (tokens, mask), stemmer()
        groups = [[one.text for one in entry.variants] for entry in families.same.entries]
        labels = {self._stem(one.text): entry.label for entry in families.names.entries for one in entry.variants}
        self._label = {stem: label for stem, label in labels.items() if " " not in stem}
        self._groups = [{self._stem(word) for word in words if " " not in word} for words in groups]
        phrases = [_entry(number, entry) for number, entry in enumerate(families.same.entries)]
        found = find(tokens, Lexicon("same", tuple(entry for entry in phrases if entry.variants)), mask)
        self.phrases = from_matches(tokens, found, mask)
        self._rows = self._by_stem()

    def together(self, terms):
        """Occurrences of each of these terms with all its other forms, as Counts."""
        terms = pd.Index(sorted(terms), dtype=object)
        members = [self._members(term) for term in terms]
        rows = np.repeat(np.arange(len(members)), [len(some) for some in members])
        columns = np.array([row for some in members for row in some], dtype=np.int64)
        every = sparse.hstack([self.counts.matrix, self.phrases.matrix], format="csr")
        ones = np.ones(len(rows), dtype=np.int64)
        member = sparse.csr_array((ones, (rows, columns)), shape=(len(terms), every.shape[1]))
        return Counts(sparse.csr_array(every @ member.T + self._apart(terms)), terms, self.counts.docs)

    def _apart(self, terms):
        """Occurrences of terms with a hyphen that are printed with a space instead, as sparse matrix."""
        (tokens, mask), joined = self._text, [term for term in terms if "-" in term.strip("-")]
        if not joined:
            return sparse.csr_array((len(self.counts.docs), len(terms)), dtype=np.int64)
        found = find(tokens, lexicon(joined), mask)
        return from_matches(tokens, found[found["end"] - found["start"] > 1], mask).over(terms)

    def _members(self, term):
        """Columns of words and phrases that are forms of a term, itself among them."""
        stem, n = self._stem(term), len(self.counts.terms)
        mine = [number for number, group in enumerate(self._groups) if stem in group]
        stems = {stem}.union(*(self._groups[number] for number in mine))
        phrases = self.phrases.terms.get_indexer([f"{number:05}" for number in mine])
        return {row for one in stems for row in self._rows[one]} | {n + row for row in phrases if row >= 0}

    def _by_stem(self):
        """Rows of the words with each stem, as a whole word or as a part of one with a hyphen."""
        rows = defaultdict(list)
        for row, term in enumerate(self.counts.terms):
            for part in {term, *term.split("-")}:
                stem = self._stem(part)
                rows[stem].append(row)
                if part != term and stem in self._label:
                    rows[self._stem(self._label[stem])].append(row)
        return rows


def _entry(number, entry):
    """The phrases of a group, as an entry of a lexicon."""
    return Entry(f"{number:05}", entry.label, "", tuple(one for one in entry.variants if " " in one.text))


def kin(counts):
    """A function that says whether some word of these articles begins like another: strategic like strategy.

    They share six letters and three quarters of the longer word. That is no proof of kinship, but a reason not to call
    a word absent.

    Examples
    --------
    >>> docs = pd.DataFrame({"doc_id": ["a"]})
    >>> found = kin(Counts(sparse.csr_array([[1, 1]]), pd.Index(["internal", "strategic"]), docs))
    >>> found("strategy"), found("international")
    (True, False)
    """
    words = defaultdict(list)
    for term in counts.terms[np.asarray(counts.matrix.sum(axis=0)).ravel() > 0]:
        words[term[:KIN].casefold()].append(term.casefold())

    def found(word):
        near = words.get(word[:KIN].casefold(), ()) if len(word) >= KIN else ()
        return any(Prefix.similarity(word.casefold(), one) >= 0.75 * max(len(word), len(one)) for one in near)

    return found


def stemmer():
    """A function that returns the stem of a word (Snowball); short words in capitals stay as they are: US, AIDS."""
    from nltk.stem.snowball import SnowballStemmer  # here: it takes seconds to import

    stem = cache(SnowballStemmer("english").stem)
    return lambda word: word if word.isupper() and len(word) <= ACRONYM else stem(word.casefold())
