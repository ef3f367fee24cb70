"""Reference: a corpus against a list of counts from outside it."""

import pandas as pd

from analysis.corpus.reference import read_reference
from analysis.files import InputError
from analysis.show.reference import measured, plot_reference
from analysis.stats.reference import list_keyness
from analysis.stats.terms import top, without_terms
from analysis.text.counts import count
from analysis.workbook.words import MOST_BARS, kind_of, listed, plural

KINDS = {"words": "Content words", "phrases": "Repeated phrases"}
LEAST_COVERED = 0.5  # share of the occurrences of content words: a list of another language has far fewer
WARNING = " The list has only {share:.0%} of the articles' words: it may be short, or of another language or spelling."


class ReferenceQuestions:
    """Questions about a corpus and an outside list; part of `Corpus`."""

    def keyness(self, reference, kind="words", n=15):
        """The terms most typical of this corpus against a list of counts from outside, such as a national corpus.

        Parameters
        ----------
        reference : path
            A CSV with the columns term (or word) and count (or frequency, freq); two sides of this corpus are compared
            by ``corpus.compare().keyness()``. Rates rest on the number in a column
            n_tokens, the word tokens of the texts counted; without it on the sum of the counts of single words, which
            is too small if the list is cut off: ratios are then too low. Capitals and British or American spelling do
            not matter. What ``other.frequency(n=100_000).save("list.csv")`` saves of another corpus is such a list.
        kind : {"words", "phrases"}
        n : int
            Terms of the list that are shown, by conservative log ratio (LRC); fewer where a tie does not fit. After
            them stand a third as many of those that the list lacks, for which no ratio is measured.

        Returns
        -------
        Result
            Table, one row a content word or phrase that is more frequent than in the list: the columns of
            `stats.reference.list_keyness`.

        Examples
        --------
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     others = corpus.where("publisher != 'CGTN'").frequency(n=10_000)
        ...     against = corpus.where(publisher="CGTN").keyness(others.save(f"{folder}/others.csv"))
        >>> against.title
        'Most typical of these articles against others.csv: “sci-tech”.'
        """
        kind = kind_of(kind)
        if kind not in KINDS:
            raise InputError(f"kind {kind!r}: no outside list has them", "choose words or phrases")
        given = read_reference(reference)
        whole = given.rows["term"].isin(self.lexicons.families.names.keys).any()  # a list of this workbook has names
        words = self.words if whole else count(self.tokens, self.mask)
        counts, find = words if kind == "words" else self.repeated_phrases, None if whole else self._words_of
        table, terms = list_keyness(counts, given, self.tokens.spellings, self.lexicons.house.spellings)
        content = without_terms(table, self.lexicons.words.stopwords)
        table, names = self._named(_leading(content[content["lrc"] > 0], n))
        behind = {form: names[head] for form, head in terms.items() if head in names}
        fits = measured(table).any() and len(table) <= MOST_BARS
        how = {"draw": (lambda rows, ax: plot_reference(rows, ax=ax)) if fits else None, "name": f"keyness-list-{kind}"}
        fields = _covered(content, given, kind) | {"said": _said(table, given, kind)}
        return self._result("list_keyness", table, fields, evidence=self._evidence(behind, find), **how)


def _leading(table, n):
    """The terms that lead: those of the list first, and after them the third as many of those that it lacks."""
    listed = table[measured(table)]
    parts = [top(part, most, "lrc") for part, most in ((listed, n), (table.drop(listed.index), max(n // 3, 1)))]
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def _said(table, given, kind):
    """The terms that lead, in words."""
    if table.empty:
        return f"None of the {kind} of these articles is shown to be more frequent than in {given.name}"
    leading = listed(f"“{term}”" for term in table["term"].head(3))
    return f"Most typical of these articles against {given.name}: {leading}"


def _covered(content, given, kind):
    """How much of the corpus the list has, with a warning where that is little; and what it has in several rows."""
    share = content.loc[content["in_list"], "count"].sum() / max(content["count"].sum(), 1)
    again, warned = int(given.rows["term"].duplicated().sum()), kind == "words" and share < LEAST_COVERED
    fields = {"list": given.name, "kind": kind, "Kind": KINDS[kind], "share": share}
    fields |= {"in_list": content["in_list"].sum(), "terms": len(content), "n_reference": given.words}
    fields["warning"] = WARNING.format(share=share) if warned else ""
    return fields | {"repeated": f"; {plural(again, 'repeated row')} of the list added up" if again else ""}
