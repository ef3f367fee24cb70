"""Collocates: questions about the words that stand near a word, phrase, pattern, slogan or frame."""

from functools import partial

from analysis.show import figures
from analysis.stats import collocates as stats
from analysis.stats.sides import LEAST, articles_of
from analysis.stats.terms import top, without_terms
from analysis.text.tokens import HAN
from analysis.workbook.words import capital, listed, plural, quoted, slug

LEAST_G2 = 3.84  # G2 from which a title names a collocate
CHINESE = " Chinese is counted character by character: ask for a word of two or more characters, and read the lines."
CLEAR = 2  # log-odds z from which a title names a collocate of one side


class Collocates:
    """Questions about collocates; part of `Corpus`."""

    def collocates(self, node=None, window=5, kind=None, n=15, least=2):
        """The words that stand near a node more often than elsewhere: its collocates.

        Parameters
        ----------
        node : str, optional
            A word, phrase, pattern, or the label of a slogan or frame. Default: the most frequent content word that is
            no reporting verb, title, weekday or number.
        window : int
            Words before and after the node that are looked at, within its sentence.
        kind : {"words", "phrases", "names", "slogans", "frames"}, optional
            What the node is, as in `frequency`.
        n : int
            Words shown: those with the highest logDice.
        least : int
            Occurrences of the node that a word must stand near. Where the node occurs in eight or more articles, they
            must be from two articles at least.

        Returns
        -------
        Result
            Table, one row a content word that stands near the node more often than expected, sorted by log_dice: the
            columns of `stats.collocates.collocates`. Its ``lines(word)`` are the sentences of the occurrences of the
            node that have the word near.

        Examples
        --------
        >>> from analysis import open_corpus
        >>> open_corpus().collocates("core technologies").table[["term", "n_left", "n_right"]].values[1].tolist()
        ['key', 2, 3]
        """
        if node is None and self._content().empty:
            return self._nothing("No content word occurs in these articles.")
        found = self.find(*self._term(node, kind))
        table = stats.collocates(self.united, found, window, self.mask)
        table, fields = self._near(table[table["count"] > table["expected"]], found, window, least)
        best, names = self._named(top(table, n, "log_dice"))
        fields["said"] = capital(_strongest(fields, best, len(table)))
        how = {"name": f"collocates-{slug(fields['node'])}", "evidence": partial(self._beside, found, window, names)}
        how["draw"] = lambda rows, ax: figures.plot_collocates(rows, ax=ax)
        return self._result("collocates", best, fields, **how)

    def _near(self, table, found, window, least):
        """The collocates that are content words and no one-offs, and what captions say about them."""
        n_docs = found["doc_id"].nunique()
        table = stats.recurrent(table, least, 1 + (n_docs >= LEAST))
        fields = {"node": str(found["key"].iloc[0]), "window": plural(window, "word"), "least": least}
        fields |= {"nodes": plural(len(found), "occurrence"), "articles": n_docs}
        fields["docs"] = ", or in only one article" if n_docs >= LEAST else ""
        table = without_terms(table, self.lexicons.words.stopwords)
        return table, fields | {"chinese": CHINESE if any(map(HAN.match, table["term"])) else ""}

    def _beside(self, found, window, names, term=None):
        """The sentences of a node that have one of these collocates in its window, or just this one."""
        placed = stats.windows(self.united, found, window, self.mask)
        key = self.united.types["form"].iloc[self.united.ids[placed["position"]]].map(names)
        pairs = (
            placed[["node"]].assign(key=key.to_numpy()).dropna().drop_duplicates().sort_values("node", kind="stable")
        )
        return self._quoted(found.iloc[pairs["node"]].assign(key=pairs["key"].to_numpy()), term)


class CollocationShift:
    """The question about the collocates of two sides; part of `Comparison`."""

    def collocates(self, node=None, window=5, kind=None, n=15, least=2):
        """The collocates of a node that differ most between the sides: collocation shift.

        Parameters
        ----------
        node, window, kind
            As in ``Corpus.collocates``.
        n : int
            Words shown, half of them on either side: those with the highest log_odds_z. If one side never uses the
            node, the n words with the highest logDice on the other.
        least : int
            As in ``Corpus.collocates``, both sides together.

        Returns
        -------
        Result
            Table, one row a content word: the columns of `stats.collocates.collocation_shift`. No picture where no word
            is clearly more frequent near the node on one side (log_odds_z of 2).

        Examples
        --------
        >>> from analysis import open_corpus
        >>> sides = open_corpus().compare("side_by_publisher", "state", "foreign")
        >>> sides.collocates("innovation").table[["term", "count_target", "count_reference"]].values[0].tolist()
        ['sci-tech', 4, 0]
        """
        corpus = self.compared
        if node is None and corpus._content().empty:
            return corpus._nothing("No content word occurs in these articles.")
        found = corpus.find(*corpus._term(node, kind))
        shift = stats.collocation_shift(corpus.united, found, self.sides, window, corpus.mask)
        table, fields = corpus._near(shift, found, window, least)
        best, names = corpus._named(stats.most_shifted(table, n))
        side = corpus.tokens.docs[self.sides.column].astype(str).iloc[corpus.tokens.rows(found["doc_id"])]
        uses = side.value_counts().reindex(self.sides[1:], fill_value=0)
        fields["said"] = capital(_shifted(fields["node"], best, uses, (table["log_odds_z"] != 0).sum()))
        fields["nodes"] = listed(f"{plural(k, 'occurrence')} in {articles_of(name)}" for name, k in uses.items())
        clear = (best["log_odds_z"].abs() >= CLEAR).any()
        draw = self._drawn(figures.plot_collocation_shift) if clear else None
        how = {"draw": draw, "telling": bool(clear) or node is not None}
        how["evidence"] = partial(corpus._beside, found, window, names)
        return self._result("collocation_shift", best, fields, **how).renamed(
            f"collocation-shift-{slug(fields['node'])}"
        )


def _strongest(fields, table, n_candidates):
    """The first three clear collocates in a sentence, or why there is none."""
    node, docs = fields["node"], min(fields["articles"], 2)
    clear = table.loc[(table["g2"] >= LEAST_G2) & (table["n_docs"] >= docs), "term"]
    if len(clear) or table.empty:
        return f"The strongest collocates of “{node}” are {quoted(clear)}" if len(clear) else _none(node, n_candidates)
    only = ", or in one article only" if docs > 1 else ""
    return f"No word stands near “{node}” clearly more often than elsewhere (G2 below {LEAST_G2}{only})"


def _shifted(node, table, uses, n_candidates):
    """The first three collocates of each side in a sentence, or why there is none."""
    words, z, (target, reference) = table["term"], table["log_odds_z"], uses.index
    if not uses.all():
        silent, other = (reference, target) if uses[target] else (target, reference)
        near = f"near it in {articles_of(other)}: {quoted(words)}" if len(words) else _none(node, n_candidates)
        return f"“{node}” does not occur in {articles_of(silent)}; {near}"
    ends = zip(uses.index, (words[z >= CLEAR], words[z <= -CLEAR][::-1]), strict=True)
    said = [f"more often in {articles_of(side)}: {quoted(part)}" for side, part in ends if len(part)]
    if len(words) and not said:
        return (
            f"No word stands near “{node}” clearly more often on one side than on the other (log-odds z below {CLEAR})"
        )
    return f"Near “{node}”, {'; '.join(said)}" if said else _none(node, n_candidates)


def _none(node, n_candidates):
    """Why there is no collocate to show."""
    tied = f"{n_candidates} collocates of “{node}” are tied; ask for more rows (n)"
    return tied if n_candidates else f"no content word stands near “{node}” often enough"
