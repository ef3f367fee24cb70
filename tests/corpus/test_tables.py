"""Tables: their quotation marks, a row that is broken, and what a table without a header row holds."""

import pytest

from analysis.corpus.importing import import_corpus

PLAN = "The ministry said on Thursday that the harbour would be built as planned, and that work begins in June."
COST = "Critics say that it will cost more than it brings; nobody was asked before the money went, they add."


def test_single_quotation_marks_round_cells_are_no_part_of_the_text(made, bodies):
    rows = ["title;text", f"Plan;'{PLAN}; he said ''yes'''", f'Costs;"Never" is what {COST.replace(";", ",")}']
    rows += [f"More;'{COST}'"]
    made({"t.csv": "\r\n".join(rows)}, "t.csv")
    assert list(bodies().values()) == [
        f"{PLAN}; he said 'yes'",
        f'"Never" is what {COST.replace(";", ",")}',
        COST,
    ]


def test_an_apostrophe_at_the_beginning_of_a_cell_is_no_quotation_mark(made, bodies):
    made({"t.csv": f'title,text\nOne,\'Tis said: {PLAN.replace(",", "")}\nTwo,"{PLAN}"\n'}, "t.csv")
    assert list(bodies().values()) == [f"'Tis said: {PLAN.replace(',', '')}", PLAN]


def test_a_row_whose_quotation_is_not_closed_costs_that_row_only(made, bodies):
    bad = 'Bad,"He said "no" to it.\nIt went on'
    result = made({"t.csv": f'title,text\nOne,"{PLAN}"\n{bad}\nTwo,"{COST}"\nOpen,"{PLAN}\n'}, "t.csv")
    assert list(bodies().values()) == [PLAN, COST]
    assert result.problems["row"].tolist() == [3, 5]
    assert result.problems["problem"].str.startswith("a quoted cell of the row that begins in line").all()
    assert result.problems["problem"].str.contains("line 3|line 6").all()


def test_a_table_whose_header_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "t.csv").write_text(f'"title"s,text\nOne,"{PLAN}"\n')
    with pytest.raises(Exception, match="t.csv, row 1: a quoted cell of the row that begins in line 1"):
        import_corpus(tmp_path / "corpus", tmp_path / "t.csv")


def test_a_table_without_a_header_row_is_read_and_said(made, bodies):
    result = made({"t.csv": f'Economy,"{PLAN}"\nMedia,"{COST}"\n'}, "t.csv")
    assert list(bodies().values()) == [PLAN, COST]
    assert result.said[:3] == [
        "this table seems to have no header row; its columns are called column_1, column_2",
        "column text: column_2, which has the longest texts",
        "columns not used: column_1; say --column published=NAME if one of them holds it",
    ]


def test_columns_without_a_header_are_named_by_the_user(made):
    rows = f'2023-06-05;Reuters;"{PLAN}"\n2023-06-06;Xinhua;"{COST}"\n'
    result = made({"t.csv": rows}, "t.csv", columns=["published=column_1", "publisher=column_2"])
    assert result.articles["published"].tolist() == ["2023-06-05", "2023-06-06"]
    assert result.articles["side_by_publisher"].tolist() == ["foreign", "state"]
