"""Wording: what an article is called, whatever is known of it."""

import pandas as pd

from analysis.workbook.wording import articles_called, outlet_and_day

ROWS = [
    ["a", "Post", "Rain, and more rain", "2024-05-01"],
    ["b", "Post", "", None],
    ["c", "", "Rain, and more rain", None],
    ["d", "", "The river rose", "2024-05-03"],
    ["e", "", "", "2024-05-04"],
    ["f", "", "", None],
]


def test_an_article_is_called_by_outlet_and_day_or_by_what_is_known_of_it():
    docs = pd.DataFrame(ROWS, columns=["doc_id", "publisher", "title", "published"])
    docs["published"] = pd.to_datetime(docs["published"])
    names = ["Post, 2024-05-01", "Post, undated", "“Rain, and more rain”", "“The river rose”, 2024-05-03"]
    assert outlet_and_day(docs).tolist() == [*names, "e, 2024-05-04", "f"]
    assert list(articles_called(docs).values()) == [*names, "e, 2024-05-04", "f"]
    alike = articles_called(pd.concat([docs, docs.iloc[[2]].assign(doc_id="g")]))
    assert (alike["c"], alike["g"]) == ("c", "g")
