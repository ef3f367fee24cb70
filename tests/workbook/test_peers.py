"""The numbers of the workbook beside those that other tools computed for the five articles (data/make_peers.py)."""

from pathlib import Path

import pandas as pd
import pytest

PEERS = pd.read_csv(Path(__file__).parents[1] / "data" / "peers.csv", keep_default_na=False)


def of(question):
    rows = PEERS[PEERS["question"] == question]
    return {(row.item, row.number): float(row.value) for row in rows.itertuples()}


def test_places_in_a_barcode_are_those_of_nltk(corpus):
    table = corpus.dispersion("innovation").table
    table["n"] = table.groupby("doc_id").cumcount() + 1
    ours = {(row.doc_id, f"position of occurrence {row.n}"): row.position for row in table.itertuples()}
    assert ours == of("dispersion") and len(ours) == 22


def test_rates_and_intervals_of_a_trend_are_those_of_pandas_and_statsmodels(corpus):
    table = corpus.trend("innovation", "year").table.query("of_docs > 0").set_index("period")
    ours = {(year, name): table.loc[year, name] for year, name in of("trend")}
    assert ours == pytest.approx(of("trend"), rel=1e-9)


def test_rates_of_matched_articles_are_those_of_direct_standardisation(corpus):
    matched = corpus.compare("side_by_publisher", "state", "foreign").matched("year")
    table = matched.frequency("innovation").table  # one article a side and year: its rate is that of the side
    ours = {(row.side, "per_thousand"): row.per_thousand for row in table.itertuples()}
    assert ours == pytest.approx(of("matched"), rel=1e-9)


def test_a_map_is_that_of_prince(corpus):
    found, expected = corpus.article_map(), of("article_map")
    table = found.table.set_index("term")
    shares = [expected[f"dimension {n}", "share"] for n in (1, 2)]
    assert f"Two dimensions show {sum(shares):.0%} of" in found.title
    for (item, number), value in expected.items():
        if number != "share":
            assert abs(table.loc[item, f"dimension_{number[-1]}"]) == pytest.approx(value, rel=1e-6)
