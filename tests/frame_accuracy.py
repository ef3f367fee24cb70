"""Accuracy of frames: how many sentences labelled by a reader the lists find. Run: python tests/frame_accuracy.py

With a file of your own (columns set, source, frames, sentence): python tests/frame_accuracy.py FILE. A sentence has every frame
whose id stands in its column frames, separated by semicolons; other columns than sentence and frames may be absent.
"""

import sys
from pathlib import Path

import pandas as pd
from IPython.display import display

from analysis.files import bundled
from analysis.show import html
from analysis.text.lexicons import read_lexicons
from analysis.text.matches import find_counted
from analysis.text.tokens import encode

LABELLED = Path(__file__).with_name("data") / "frame_sentences.csv"
NOTE = """The labels were given before the lists were widened, but by the author of the lists, who wrote the sentences of other news as well: the \
recall on them is too good. On sentences of other authors expect less; `corpus.coding_sheet` measures it on your own articles."""


def labelled(path=LABELLED):
    """The sentences of a file, and whether a reader and the lists see each frame in each: three DataFrames, row by row."""
    rows, lexicons = pd.read_csv(path, keep_default_na=False), read_lexicons(bundled("seeds"))
    docs = pd.DataFrame({"doc_id": [f"{row:05}" for row in rows.index], "text": rows["sentence"]})
    tokens = encode(docs, pd.DataFrame(columns=["doc_id", "zone", "start", "end"]), lexicons.words)
    found, keys = find_counted(tokens, lexicons.frames), lexicons.frames.keys
    lists = pd.crosstab(found["doc_id"], found["key"].astype(str)).reindex(docs["doc_id"], columns=keys).fillna(0) > 0
    reader = rows["frames"].str.get_dummies("; ").drop(columns="", errors="ignore")
    unknown = sorted(set(reader) - set(keys))
    assert not unknown, f"no such frame: {unknown}"
    return rows, reader.reindex(columns=keys).fillna(0) > 0, lists.reset_index(drop=True)


def accuracy(found, labelled):
    """Precision and recall of marks against those of a reader: a row for each frame, and one for all together.

    Parameters
    ----------
    found, labelled : DataFrame [one row a sentence, one column of bool a frame]

    Returns
    -------
    DataFrame [columns frame, n_sentences, n_coder, n_other, n_both, precision, recall]
        ``n_coder`` sentences have the frame by the reader, ``n_other`` by the lists, ``n_both`` by both. The last row,
        "all frames", adds the others up.

    Examples
    --------
    >>> reader, lists = pd.DataFrame({"x": [True, True, False]}), pd.DataFrame({"x": [True, False, True]})
    >>> accuracy(lists, reader)[["n_both", "precision", "recall"]].iloc[-1].tolist()
    [1.0, 0.5, 0.5]
    """
    sums = {"n_coder": labelled.sum(), "n_other": found.sum(), "n_both": (found & labelled).sum()}
    table = pd.DataFrame(sums).rename_axis("frame").reset_index()
    table.loc[len(table)] = ["all frames", *table.iloc[:, 1:].sum()]
    table.insert(1, "n_sentences", len(labelled))
    return table.assign(
        precision=table["n_both"] / table["n_other"].where(table["n_other"] > 0),
        recall=table["n_both"] / table["n_coder"].where(table["n_coder"] > 0),
    )


def by_set(path=LABELLED):
    """Precision and recall over all frames in each set of sentences."""
    rows, reader, lists = labelled(path)
    groups = rows.reindex(columns=["set", "source"]).fillna("").agg(", ".join, axis=1)
    parts = [(name, accuracy(lists[groups == name], reader[groups == name]).tail(1)) for name in groups.unique()]
    return pd.concat([part.assign(frame=name) for name, part in parts]).rename(columns={"frame": "sentences"})


def by_frame(path=LABELLED):
    """Precision and recall of each frame in all sentences."""
    _, reader, lists = labelled(path)
    return accuracy(lists, reader)


if __name__ == "__main__":
    tables = {"Word lists against a reader, by set.": by_set, "The same, by frame.": by_frame}
    for caption, table in tables.items():
        display(html.table(table(*sys.argv[1:2]), f"{caption} {NOTE}" if table is by_set else caption, 40))
