"""Folders and names of files: what they may say of the texts is kept, and asked about once."""

import pytest

from analysis.corpus.importing import import_corpus

PLAN = "Plan {0}\n\nThe ministry said on Thursday that harbour {0} would be built as planned, and that work begins in June."


def test_the_folders_of_texts_are_a_column_that_can_name_outlets(made):
    files = {f"{name}/{n}.txt": PLAN.format(f"{name}{n}") for name in ("alpha", "beta") for n in (1, 2)}
    result = made(files)
    assert result.articles["folder"].tolist() == ["alpha", "alpha", "beta", "beta"]
    assert (
        "column folder: alpha 2, beta 2; say --column publisher=folder or side=folder if it names these" in result.said
    )


def test_a_level_of_folders_is_said_to_hold_outlets_or_sides(made):
    files = {f"src/{year}/{name}/a.txt": PLAN.format(year + name) for year in ("2021", "2022") for name in ("x", "y")}
    result = made(files, columns=["publisher=folder_3", "side_by_year=folder_2"])
    assert result.articles["publisher"].tolist() == ["x", "y", "x", "y"]
    assert result.articles["side_by_year"].tolist() == ["2021", "2021", "2022", "2022"]
    assert not [line for line in result.said if "folder" in line and "say --column" in line]
    assert "folder" not in result.articles


def test_a_folder_that_is_not_there_is_no_column(tmp_path):
    (tmp_path / "have").mkdir()
    (tmp_path / "have" / "a.txt").write_text(PLAN)
    with pytest.raises(Exception, match="no column folder; choose one of none"):
        import_corpus(tmp_path / "corpus", tmp_path / "have", {"columns": ["publisher=folder"]})


def test_short_forms_at_the_beginning_of_file_names_are_asked_about_once_each(made):
    files = {f"{name}_2023-06-0{n}_a.txt": PLAN.format(f"{name}{n}") for name in ("GT", "CD") for n in (1, 2)}
    result = made(files)
    assert result.articles["publisher"].tolist() == ["CD", "CD", "GT", "GT"]
    assert result.outlets[["name", "articles", "side"]].values.tolist() == [["CD", 2, "unknown"], ["GT", 2, "unknown"]]


def test_one_short_form_on_all_files_is_no_outlet(made):
    assert set(made({f"IMG_{n}.txt": PLAN.format(n) for n in (1, 2, 3)}).articles["publisher"]) == {""}


@pytest.mark.parametrize(
    "source",
    ["Port tabulations of June data", "Census Bureau, authors' calculations", "Compiled by Ann from public lists"],
)
def test_a_source_of_figures_is_no_agency(made, source):
    result = made({"a.txt": f"{PLAN}\n\n{PLAN[8:]} It was so.\n\nSource: {source}\n"})
    assert result.articles["credited_source"].tolist() == [""]
