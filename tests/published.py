"""Published values of the measures, and what the workbook computes for them. Run: python tests/published.py"""

from pathlib import Path

import pandas as pd

from analysis.stats import measures

PATH = Path(__file__).with_name("data") / "measures_published.csv"


def published(path=PATH):
    """One row a published value; columns measure, a, b, n_a, n_b, published, computed, source."""
    rows = pd.read_csv(path, comment="#").rename(columns={"value": "published"})
    cells = rows[["a", "b", "n_a", "n_b"]].itertuples(index=False)
    rows["computed"] = [getattr(measures, name)(*row) for name, row in zip(rows["measure"], cells, strict=True)]
    return rows[["measure", "a", "b", "n_a", "n_b", "published", "computed", "source"]]


if __name__ == "__main__":
    print(published().to_string(index=False, float_format="{:,.6g}".format))
