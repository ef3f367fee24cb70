"""Published values of the measures, and what the workbook computes for them. Run: python tests/published.py"""

from pathlib import Path

import pandas as pd
from IPython.display import display

from analysis.show import html
from analysis.stats import measures

PATH = Path(__file__).with_name("data") / "measures_published.csv"


def published(path=PATH):
    """One row a published value; columns measure, a, b, n_a, n_b, published, computed, source."""
    rows = pd.read_csv(path, comment="#").rename(columns={"value": "published"})
    cells = rows[["a", "b", "n_a", "n_b"]].itertuples(index=False)
    rows["computed"] = [getattr(measures, name)(*row) for name, row in zip(rows["measure"], cells, strict=True)]
    return rows[["measure", "a", "b", "n_a", "n_b", "published", "computed", "source"]]


if __name__ == "__main__":
    table = published()
    numbers = table[["published", "computed"]].map("{:,.6g}".format)
    names = dict(zip("a b n_a n_b".split(), ("count here", "count there", "words here", "words there"), strict=True))
    caption = "Published values of the measures, and what the workbook computes for the same counts."
    display(html.table(table.assign(**numbers).rename(columns=names), caption))
