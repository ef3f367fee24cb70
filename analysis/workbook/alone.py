"""Alone: articles that nothing is compared with, asked what is asked of two sides."""

import pandas as pd

from analysis.asking import Unknown
from analysis.corpus.outlets import SIDES
from analysis.stats.sides import Sides
from analysis.workbook.comparison import Comparison

OF_ONE = "adoption article_map collocates dispersion evaluation findings frequency headlines lines modality "
OF_ONE = (OF_ONE + "roles speakers trend").split()  # questions that need no second side


class Alone:
    """A comparison that cannot be made, because all articles have the same label, or none that is known.

    A question that needs no second side is answered for all articles together; the answer to any other one has no
    rows, and its title says why. Made by ``Corpus.compare``, and only where it is given no labels.

    Attributes
    ----------
    corpus : Corpus
    sides : Sides
        The column; target and reference are "".
    alone : str
        Why nothing is compared, and what to do about it, in one sentence; "" for a `Comparison`.
    n : str
        How many articles: "300 articles".
    """

    has_readings, story = False, {}  # these are about two sides

    def __init__(self, corpus, column, why):
        self.corpus, self.sides, self.n = corpus, Sides(column, "", ""), corpus.n
        fields = {"why": why, "column": column, "articles": len(corpus)}
        fields |= {"or_outlets": ", or by outlet in outlets.csv" * (column in SIDES)}
        self._reason = corpus.about.result("alone", pd.DataFrame(columns=["term", "limits"]), fields)
        self.alone = self._reason.title

    def __getattr__(self, name):
        if name[:1] == "_" or not callable(getattr(Comparison, name, None)):
            raise Unknown(f"Comparison has no {name!r}", "press Tab behind the dot to see what it has")
        return getattr(self.corpus, name) if name in OF_ONE else lambda *args, **options: self._reason

    def __dir__(self):
        return dir(Comparison)

    def other(self):
        """The same: there is nothing to compare by another column either."""
        return self

    def frames(self, by="publisher", n=10):
        """The frames of each outlet; see ``Corpus.frames``."""
        return self.corpus.frames(by, n)

    def reading(self, name, *results):
        """Nothing: what an author wrote about two sides is about others."""
        return self.corpus.readings.of(name, results, "")

    def articles(self):
        """All articles, as `Comparison.articles` has those of two sides."""
        docs = self.corpus.articles
        columns = dict.fromkeys(["doc_id", "publisher", "credited_source", "published", *self.corpus.sides, "n_tokens"])
        return self.corpus.about.result("articles", docs[[*columns]], {"words": docs["n_tokens"].sum()})

    def _repr_mimebundle_(self, include=None, exclude=None):
        return self._reason.finding()._repr_mimebundle_()

    def __repr__(self):
        return self.alone
