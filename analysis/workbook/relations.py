"""Relations: questions about articles that take their text from another one, and what it became there."""

from functools import cached_property
from pathlib import Path

import pandas as pd

from analysis.corpus.cleaning import plain
from analysis.files import InputError, InputErrors, csv_rows, read_text
from analysis.stats import relations as stats
from analysis.text.matches import find_counted
from analysis.workbook.result import nothing
from analysis.workbook.words import listed, plural, slug

FILE = "chains.csv"
CHAIN = ["chinese", "literal", "official", "intermediate", "printed", "doc_id", "lost", "source"]


class Relations:
    """Questions about text taken from elsewhere; part of `Corpus`."""

    @cached_property
    def _content_words(self):
        return stats.Content(self.tokens, self.lexicons.words.stopwords)

    def relations(self):
        """Which articles take text from another one: copies, near-duplicates, rewrites and relays.

        Returns
        -------
        Result
            Table, one row a pair of articles: the columns of `stats.relations.relations`. Its ``lines`` are not
            there: ask `aligned` for the sentences of a pair.

        Examples
        --------
        >>> corpus.relations().title
        'No article of these 5 takes its text from another one of them.'
        """
        table = stats.relations(self._content_words, self.pairs)
        counts = table["relation"].value_counts(sort=False)
        fields = {
            "said": f"{plural(len(table), 'pair')} of articles: {listed(f'{n:,} {k}' for k, n in counts.items())}"
        }
        if table.empty:
            fields["said"] = f"No article of these {len(self):,} takes its text from another one of them"
        return self.about.result("relations", table, fields)

    def aligned(self, doc_id=None, other=None):
        """The sentences of two articles side by side: kept, softened, hardened, reworded, dropped, added.

        Parameters
        ----------
        doc_id, other : str, optional
            Two articles; the one that was published earlier is taken as the source. Default: the two that have most
            sentences in common.

        Returns
        -------
        Result
            Table, one row a sentence: the columns of `stats.relations.side_by_side`.

        Examples
        --------
        >>> corpus.aligned("xinhua-2023", "el-ciudadano-2026").table["change"].value_counts().to_dict()
        {'dropped': 33, 'added': 30, 'reworded': 1}
        """
        found = stats.aligned(self._content_words)
        if doc_id is None and other is None:
            if found.empty:
                return nothing("No two articles have a sentence in common.")
            doc_id, other = found.groupby(["doc_id", "other"]).size().idxmax()
        unknown = [name for name in (doc_id, other) if name not in set(self.tokens.docs["doc_id"])]
        if unknown:
            raise InputError(f"no article {listed(map(repr, unknown))}", "corpus.articles has the doc_ids")
        if doc_id == other:
            raise InputError(f"aligned({doc_id!r}, {other!r}): one and the same article", "give two articles")
        earlier, later = stats.by_publication([doc_id, other], self.tokens.docs)
        table = stats.side_by_side(self.tokens, (earlier, later), found, self._marks())
        changes = listed(f"{n:,} {k}" for k, n in table["change"].value_counts().items())
        fields = {"earlier": self._called(earlier), "later": self._called(later), "changes": changes}
        return self.about.result("aligned", table, fields, rows=60).renamed(f"aligned-{slug(earlier)}-{slug(later)}")

    def _marks(self):
        """What is looked for in aligned sentences: slogans and frames by label, and words by their strength."""
        strength = find_counted(self.tokens, self.lexicons.strength)
        levels = {(e.key, v.text): n for e in self.lexicons.strength.entries for n, v in enumerate(e.variants)}
        keys = zip(strength["key"].astype(str), strength["variant"].astype(str), strict=True)
        found = {"slogans": self.matches, "frames": self.frame_matches}
        named = {name: some.assign(key=self._lexicons_label(name, some["key"])) for name, some in found.items()}
        return named | {"strength": strength.assign(level=[levels[pair] for pair in keys])}

    def _lexicons_label(self, name, keys):
        return keys.astype(str).map(getattr(self.lexicons, name).labels)

    def chains(self):
        """How a formula reached an article: Chinese, official English, what lay between, as printed, what was lost.

        Read from ``chains.csv`` in the corpus folder, with the columns chinese, literal (the Chinese word for word),
        official, intermediate, printed, doc_id, lost and source, of which only printed and doc_id have to be filled in.

        Returns
        -------
        Result
            Table, one row a link: these columns, and count, how often the article prints the wording.

        Raises
        ------
        InputErrors
            Rows with an unknown article, or with a wording that it does not print.

        Examples
        --------
        >>> corpus.chains().table[["printed", "doc_id", "count"]].values[0].tolist()
        ['self-confidence and strength in science and technology', '247-news-reel-2023', 1]
        """
        path = Path(self.origin.folder, FILE)
        if not path.is_file():
            return nothing(f"The corpus folder has no {FILE}, in which the ways of wordings can be written down.")
        table = _chains(path)
        texts = self.tokens.docs.set_index("doc_id")["text"].map(plain)
        table = table[table["doc_id"].isin(texts.index)] if self.chosen else table
        rows = zip(table["doc_id"], table["printed"], strict=True)
        table["count"] = [texts.get(doc_id, "").count(plain(printed)) for doc_id, printed in rows]
        self._refuse_unprinted(table)
        fields = {"links": plural(len(table), "wording"), "articles": plural(table["doc_id"].nunique(), "article")}
        return self.about.result("chains", table.reset_index(drop=True), fields, rows=60)

    def _refuse_unprinted(self, table):
        problems = []
        for row, line in table[table["count"] == 0].iterrows():
            known, doc_id = line["doc_id"] in set(self.tokens.docs["doc_id"]), line["doc_id"]
            problem = f"not printed in {doc_id}" if known else f"no article {doc_id!r}"
            place = {"file": FILE, "row": row + 2, "column": "printed" if known else "doc_id"}
            problems.append(InputError(problem, "correct it, or remove the row", value=line["printed"], **place))
        if problems:
            raise InputErrors(FILE, problems)


def _chains(path):
    """The rows of chains.csv."""
    header, *rows = [[cell.strip() for cell in row] for row in csv_rows(read_text(path, "save it as CSV UTF-8")) if row]
    missing = [name for name in ("printed", "doc_id") if name not in header]
    if missing:
        raise InputError(f"no column {listed(missing)}", f"the columns are {', '.join(CHAIN)}", file=path.name)
    table = pd.DataFrame([dict(zip(header, row, strict=False)) for row in rows], columns=header).fillna("")
    return table.reindex(columns=CHAIN, fill_value="")
