"""What sets two sides apart, by hand: every dot of one side above every dot of the other."""

import pandas as pd
import pytest

from analysis.stats.sides import Sides
from analysis.workbook.apart import apart, told_apart

SIDES = Sides("side", "state", "foreign")


def rates(**terms):
    """Dots of two state and two foreign articles for each term, and rates of the sides: their means."""
    rows = [(term, side, n, rate) for term, dots in terms.items() for n, (side, rate) in enumerate(dots)]
    dots = pd.DataFrame(rows, columns=["term", "side", "doc_id", "per_thousand"])
    return dots, dots.groupby(["term", "side"], sort=False, as_index=False)["per_thousand"].mean()


def dots(*values):
    return list(zip(["state", "state", "foreign", "foreign"], values, strict=True))


APART, OTHER, TIE, OVERLAP = dots(5, 3, 2, 0), dots(1, 2, 3, 4), dots(3, 2, 2, 1), dots(0, 9, 2, 1)


def test_a_term_sets_the_sides_apart_only_where_no_two_dots_overlap_or_meet():
    found = apart(rates(a=APART, b=OTHER, c=TIE, d=OVERLAP)[0], SIDES)
    assert found.to_dict() == {"a": "state", "b": "foreign", "c": "", "d": ""}


def test_terms_that_set_the_sides_apart_stand_first_below_a_heading():
    table, pooled, said = told_apart(*rates(d=OVERLAP, b=OTHER, a=APART), SIDES, "words")
    assert list(dict.fromkeys(table["term"])) == ["a", "b", "d"]
    block = dict(zip(pooled["term"], pooled["block"], strict=True))
    assert block["a"] == "All state above all foreign articles"
    assert block["b"] == "All foreign above all state articles"
    assert block["d"] == "The sides overlap"
    first = "“a”: more in every state article than in any foreign one"
    second = "“b”: more in every foreign article than in any state one"
    assert said == f"{first}; {second}; in the rest of the 3 words shown the sides overlap"


@pytest.mark.parametrize("what", ["doc_id", "outlet"])
def test_where_the_dots_overlap_no_side_is_said_to_be_ahead(what):
    table, pooled = rates(c=TIE, d=OVERLAP)
    _, pooled, said = told_apart(table.rename(columns={"doc_id": what}), pooled, SIDES, "groups")
    assert not pooled["block"].any()
    dot = "articles" if what == "doc_id" else "outlets"
    assert said == f"The rates of state {dot} and foreign ones overlap in all 2 groups"


def test_of_many_terms_two_are_named():
    said = told_apart(*rates(a=APART, b=APART, c=APART, d=APART), SIDES, "words")[2]
    assert said == "“a”, “b” and 2 others: more in every state article than in any foreign one"
