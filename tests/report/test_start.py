"""Start: what the form does with folders, tables and files, with the widgets but without a browser."""

import re
from html import unescape

import pytest

from analysis.files import InputError, bundled
from analysis.report import start

CHINA = "China wants self-reliance in science and technology, a minister said on Monday."


@pytest.fixture
def form(tmp_path, monkeypatch):
    """The form of a notebook that stands in an empty folder, and two texts of which nobody names an outlet."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "press").mkdir()
    for name in ("one", "two"):
        (tmp_path / "press" / f"{name}.txt").write_text(f"{CHINA} It is {name} of two.\n\nSource: {name} Daily\n")
    return start.Start()


def said(form, place=0):
    return unescape(re.sub(r"<[^>]+>", " ", form.said[place].value)).strip()


def give(form, path, **more):
    for name, value in ({"path": path} | more).items():
        form.asked[name].value = value


def rows(form):
    """The drop-downs of the outlets, by name."""
    return {row.children[0].description: row.children[0] for row in form.sides.children[2:]}


def test_only_one_button_works_before_there_is_a_corpus_and_nothing_is_written(form, tmp_path):
    assert [(one.description, one.disabled) for one in form.buttons] == [
        ("Make corpus", False),
        ("Check", True),
        ("Run", True),
    ]
    form.buttons[0].click()
    assert said(form).startswith("no articles were chosen; give a folder or file")
    give(form, " 'no such place' ")
    form.buttons[0].click()
    assert said(form) == "no such place: no such file or folder; give the path of the articles"
    assert [path.name for path in tmp_path.iterdir()] == ["press"]


def test_a_folder_becomes_a_corpus_of_its_name_and_is_never_overwritten(form, tmp_path):
    give(form, "press")
    assert form.asked["corpus"].value == "press-corpus"
    form.buttons[0].click()
    assert said(form).startswith(f"Made: {tmp_path / 'press-corpus'}. Of 2 articles: 2 without a day")
    before = (tmp_path / "press-corpus" / "articles.csv").read_bytes()
    form.buttons[0].click()
    assert said(form) == f"{tmp_path / 'press-corpus'}: exists and is not empty; choose a new folder"
    assert (tmp_path / "press-corpus" / "articles.csv").read_bytes() == before


def test_a_side_is_saved_at_once_counts_for_the_articles_and_can_be_taken_back(form, tmp_path):
    give(form, "press", own="tabloid; wire")
    form.buttons[0].click()
    one = rows(form)["one Daily"]
    assert (one.value, one.options) == ("unknown", ("unknown", "state", "foreign", "tabloid", "wire"))
    one.value = "tabloid"
    assert said(form, 1) == "Saved: one Daily, tabloid."
    assert "one Daily,1,unknown,unknown,tabloid,tabloid,answered" in (tmp_path / "press-corpus/outlets.csv").read_text()
    form.buttons[1].click()
    assert form.labels["side_by_origin"].tolist() == ["tabloid", "unknown"]
    rows(form)["one Daily"].value = "unknown"
    form.buttons[1].click()
    assert form.labels["side_by_origin"].tolist() == ["unknown", "unknown"]


def test_columns_and_rows_that_a_person_added_to_the_table_of_outlets_are_kept(form, tmp_path):
    give(form, "press")
    form.buttons[0].click()
    table = tmp_path / "press-corpus" / "outlets.csv"
    table.write_text("name;side;my note\nElsewhere;state;later\ntwo Daily;foreign;\n")
    form.buttons[1].click()
    assert list(rows(form)) == ["(no outlet)", "one Daily", "Elsewhere", "two Daily"]
    rows(form)["one Daily"].value = "state"
    assert table.read_text("utf-8-sig").splitlines() == [
        "name,articles,country,ownership,side,side_by_origin,basis,my_note",
        "Elsewhere,,,,state,state,,later",
        "two Daily,,,,foreign,foreign,,",
        "(no outlet),2,unknown,unknown,unknown,unknown,,",
        "one Daily,1,unknown,unknown,state,state,answered,",
    ]


def test_a_corpus_folder_is_opened_and_not_made_again(form, tmp_path):
    give(form, "press")
    form.buttons[0].click()
    again = start.Start()
    give(again, "press-corpus")
    assert again.buttons[0].description == "Open corpus"
    again.buttons[0].click()
    assert said(again).startswith("press-corpus: 2 articles, no problem found.")
    assert list(rows(again)) == ["(no outlet)", "one Daily", "two Daily"]


def test_the_columns_of_a_table_are_offered_and_the_order_of_days_is_asked_for(form, tmp_path):
    (tmp_path / "t.csv").write_text(
        f'Inhalt,body,Tag,Organ\n"{CHINA}",x,03/04/2020,Morgen\n"{CHINA} Ja.",y,05/06/2020,Abend\n'
    )
    give(form, "t.csv")
    columns = {one.column: one for one in form.columns.children}
    assert (columns["text"].value, columns["published"].value) == ("body", "")
    columns["text"].value, columns["published"].value, columns["publisher"].value = "Inhalt", "Tag", "Organ"
    form.buttons[0].click()
    assert "“Order of dates” day-first or “Order of dates” month-first" in said(form)
    form.asked["dates"].value = "month-first"
    form.buttons[0].click()
    articles = (tmp_path / "t-corpus" / "articles.csv").read_text("utf-8-sig")
    assert ("2020-03-04" in articles, "2020-05-06" in articles, sorted(rows(form))) == (True, True, ["Abend", "Morgen"])


def test_files_chosen_in_the_browser_are_read_whatever_folder_their_names_mean(form, tmp_path):
    texts = [{"name": f"..\\up/{name}.txt", "content": f"{CHINA} {name}".encode()} for name in "ab"]
    for one in texts:
        one |= {"type": "text/plain", "size": 9, "last_modified": start.pd.Timestamp("2024-01-01").to_pydatetime()}
    form.asked["files"].value = texts
    assert form.asked["corpus"].value == "my-corpus"
    form.buttons[0].click()
    assert sorted(path.name for path in (tmp_path / "my-corpus" / "originals").iterdir()) == ["a.txt", "b.txt"]


def test_a_run_is_given_what_was_chosen_says_how_far_it_is_and_links_its_files(form, tmp_path, monkeypatch):
    def run(folder, out, parameters, step):
        step("01_corpus")
        working.append(said(form, 2))
        (out / "notebooks").mkdir(parents=True)
        (out / "notebooks" / "01_corpus.ipynb").write_text("")
        return {"compared": f"{folder.name}: {parameters}"}

    working = []
    monkeypatch.setattr(start, "run", run)
    give(form, str(bundled("seeds")))
    form.buttons[0].click()
    give(form, form.asked["path"].value, side="side_by_origin", target="relay", out="my results")
    form.buttons[2].click()
    assert working == ["Working: 01_corpus (1 of 8)."]
    assert "seeds: {'side': 'side_by_origin', 'target': 'relay', 'reference': None}" in said(form, 2)
    links = form.links.outputs[0]["data"]["text/html"]
    assert re.findall('href="([^"]+)"', links) == [
        "my%20results/report.html",
        "my%20results/tables.xlsx",
        "my%20results/notebooks/01_corpus.ipynb",
    ]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (InputError("is full", "name another folder with --out"), "is full; name another folder with “Results in”"),
        (
            RuntimeError("05, cell 3: no"),
            "This is an error in the workbook, not in your articles (RuntimeError: 05, cell 3: no).",
        ),
        (PermissionError(13, "not allowed", "x"), "x: cannot be read or written (not allowed)."),
        (KeyboardInterrupt(), "Interrupted: nothing was changed."),
    ],
)
def test_no_failure_is_a_traceback_and_the_buttons_work_again(form, monkeypatch, error, sentence):
    def run(*_):
        raise error

    monkeypatch.setattr(start, "run", run)
    give(form, str(bundled("seeds")), out="results")
    form.buttons[0].click()
    form.buttons[2].click()
    assert said(form, 2).removesuffix(" Please report it.") == sentence
    assert not form.buttons[2].disabled
