"""Tables: their quotation marks, a row that is broken, and what a table without a header row holds."""

import json

import pytest

from analysis.corpus.importing import import_corpus
from analysis.corpus.tables import Columns

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


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("sourceUrl", "url"),
        ("pubDate", "published"),
        ("PublishedAt", "published"),
        ("date_posted", "published"),
        ("articleBody", "text"),
        ("markdown_content", "text"),
        ("pageTitle", "title"),
        ("authorName", "author"),
        ("publisher-name", "publisher"),
    ],
)
def test_names_of_columns_are_known_whatever_their_capitals_and_marks(name, column):
    assert Columns().named([name, "x"]) == [column, "x"]


def test_a_cell_in_markdown_is_read_without_its_marks(made, bodies):
    text = f"# Plan\n\n{PLAN}\n\nSource: [the port](https://port.org/1) **said** so.\n"
    made({"t.json": json.dumps([{"title": "Plan", "markdown_content": text}])}, "t.json")
    assert "#" not in (body := bodies()["t-00002"]) and "**" not in body and "port.org" not in body


def test_posts_have_the_name_of_the_account_that_their_author_id_names(made):
    users = [{"id": "7", "name": "China Xinhua News", "username": "XHNews", "description": PLAN + COST}]
    users += [{"id": "8", "name": "Jane Doe", "username": "jane"}]
    posts = [{"id": "1", "text": PLAN, "author_id": "7", "created_at": "2023-06-05T08:00:00.000Z"}]
    posts += [{"id": "2", "text": COST, "author_id": "8"}, {"id": "3", "text": COST[::-1], "author_id": "9"}]
    result = made({"t.json": json.dumps({"data": posts, "includes": {"users": users}, "meta": {"n": 3}})}, "t.json")
    assert result.articles["publisher"].tolist() == ["China Xinhua News", "Jane Doe", ""]
    assert result.articles["side_by_publisher"].tolist() == ["state", "unknown", "unknown"]


@pytest.mark.parametrize("head", ["# Plan of 5 June 2023", "# June 5, 2023", "Plan of the port\n===="])
def test_the_first_heading_of_a_markdown_file_is_its_title(made, head):
    result = made({"a.md": f"{head}\n\n*By Jane Doe*\n\n{PLAN}\n\n{COST}\n"})
    assert result.articles["title"].tolist() == [head.strip("#= \n")]


def test_front_matter_has_columns_as_tables_have_them(made):
    front = "---\ntitle: Costs\nsource: https://www.scmp.com/1\ncreated: 2023-07-01\npubDate: 2023-06-07\n---\n"
    row = made({"a.md": f"{front}# The costs\n\n{PLAN}\n"}).articles.iloc[0]
    assert list(row[["title", "publisher", "published"]]) == ["Costs", "South China Morning Post", "2023-06-07"]
