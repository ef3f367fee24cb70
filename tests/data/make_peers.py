"""What other tools compute for the five articles: writes peers.csv.

Run it in an environment of its own with prince, statsmodels and nltk beside the workbook:

    python tests/data/make_peers.py

The tools get the words of each article as the workbook counts them (body and headline, one word a token, names apart),
so that a difference would be one of formulas. AntConc, Sketch Engine and quanteda cannot be run by a Python script:
where they have the question, their published formula is what the library or the arithmetic below computes.
"""

from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
import prince
from nltk.text import ConcordanceIndex
from statsmodels.stats.proportion import proportion_confint

from analysis import open_corpus

TERM = "innovation"
corpus = open_corpus()
tokens, docs = corpus.tokens, corpus.tokens.docs
forms = tokens.types["form"].to_numpy()[tokens.ids]
counted = tokens.is_word & corpus.mask
words = {doc: forms[counted & (tokens.doc == row)].tolist() for row, doc in enumerate(docs["doc_id"])}
rows = []


def put(question, peer, item, number, value):
    """One number of a peer."""
    rows.append((question, peer, version(peer) if peer != "arithmetic" else "", item, number, value))


for doc, some in words.items():  # barcode: AntConc and nltk give the positions of the words
    for n, offset in enumerate(ConcordanceIndex(some).offsets(TERM)):
        put("dispersion", "nltk", doc, f"position of occurrence {n + 1}", offset + 1)

table = pd.DataFrame({"year": docs["published"].dt.year, "n": [len(some) for some in words.values()]})
table["hits"] = [some.count(TERM) for some in words.values()]
years = table.assign(has=table["hits"] > 0).groupby("year").agg({"n": "sum", "hits": "sum", "has": ["sum", "size"]})
for year, (n, hits, has, size) in zip(
    years.index, years.to_numpy(), strict=True
):  # trend: rates and shares of articles
    put("trend", "pandas", year, "per_thousand", 1000 * hits / n)
    low, high = proportion_confint(has, size, method="wilson")
    put("trend", "statsmodels", year, "share_low", low)
    put("trend", "statsmodels", year, "share_high", high)

sides = docs["side_by_publisher"]
cells = table.assign(side=sides).pivot_table(index="year", columns="side", values=["hits", "n"], aggfunc="sum").dropna()
sizes = table.assign(side=sides, one=1).pivot_table(index="year", columns="side", values="one", aggfunc="sum")
weight = sizes.dropna().min(axis=1)  # articles of a side that matching keeps
for side in ("state", "foreign"):  # matched: direct standardisation, each year with the weight of its matched articles
    rate = np.average(1000 * cells["hits"][side] / cells["n"][side], weights=weight)
    put("matched", "arithmetic", side, "per_thousand", rate)

used = corpus.words  # map: content words in two articles or more
matrix = pd.DataFrame(used.matrix.toarray(), index=docs["doc_id"], columns=used.terms)
matrix = matrix.loc[:, ~matrix.columns.isin(corpus.lexicons.words.stopwords) & ((matrix > 0).sum() > 1)]
analysis = prince.CA(n_components=2, engine="scipy").fit(matrix)
for number, share in enumerate(analysis.percentage_of_variance_, 1):
    put("article_map", "prince", f"dimension {number}", "share", share / 100)
for doc, place in analysis.row_coordinates(matrix).iterrows():
    for number in (1, 2):
        put("article_map", "prince", doc, f"distance on dimension {number}", abs(place[number - 1]))

columns = ["question", "peer", "version", "item", "number", "value"]
path = Path(__file__).with_name("peers.csv")
pd.DataFrame(rows, columns=columns).to_csv(path, index=False, float_format="%.10g", lineterminator="\n")
