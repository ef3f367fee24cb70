"""Run: the main job, for real on the bundled corpus and on one of a user's own."""

import json
import re
from functools import partial
from html.parser import HTMLParser
from itertools import pairwise

import nbformat
import pytest

from analysis.files import InputError, bundled, lexicon_path, read_csv_text, sha256, write_atomic
from analysis.report import check, execute, pdf, word, xlsx
from analysis.report import run as report
from analysis.workbook import opening, scale
from analysis.workbook.corpus import open_corpus

ELEMENTS = set(
    "html head meta title style body header nav main section footer div span p h1 h2 h3 ol ul li a em strong code pre "
    "figure picture source img figcaption table caption thead tbody tr th td blockquote cite mark details summary "
    "article script".split()
)


class Page(HTMLParser):
    """Elements, addresses and pictures of a page."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.addresses, self.pictures, self.ids = set(), [], [], []
        self.levels, self.open, self.captions, self.headings = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.elements.add(tag)
        self.ids += [attrs["id"]] if "id" in attrs else []
        self.addresses += [attrs[name] for name in ("href", "src", "srcset") if name in attrs]
        self.pictures += [attrs] if tag == "img" else []
        self.levels += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        self.captions += [tag] if tag in ("table", "caption") else []
        self.headings += [attrs] if tag == "th" else []
        self.open += [tag] if tag not in ("img", "meta", "source") else []

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture
def quick(tmp_path_factory, monkeypatch):
    """One small notebook in the place of all; it looks for the corpus and leaves a figure and a table."""
    names = ("folder", "side", "target", "reference", "errors", "where", "exports")
    parameters = nbformat.v4.new_code_cell("\n".join(f"{name} = None" for name in names))
    parameters.metadata["tags"] = ["parameters"]
    code = """from pathlib import Path
assert Path(folder, "articles.csv").exists()
Path(exports, "a.png").write_bytes(b"a")
Path(exports, "tables").mkdir()
Path(exports, "tables", "words.csv").write_text("term,count\\nbridge,9\\n")"""
    cells = [nbformat.v4.new_markdown_cell("# Why?"), parameters, nbformat.v4.new_code_cell(code)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python", "language": "python"}}
    notebook = nbformat.writes(nbformat.v4.new_notebook(cells=cells, metadata=kernel))
    path = write_atomic(tmp_path_factory.mktemp("quick") / "01_quick.ipynb", notebook)
    monkeypatch.setattr(execute, "sources", lambda: [path])


def test_a_run_leaves_figures_tables_notebooks_report_and_manifest(done):
    out, manifest = done
    stems = {path.stem for path in (out / "figures").iterdir()}
    files = {"report.html", "manifest.json", "tables.xlsx"}
    assert {path.name for path in out.iterdir()} == {"figures", "tables", "notebooks"} | files
    assert {path.name for path in (out / "figures").iterdir()} == {
        f"{s}.{k}" for s in stems for k in ("png", "svg", "pdf", "txt")
    }
    assert {path.stem for path in (out / "tables").iterdir()} > stems | {"claims"}  # not all have a picture
    assert len(list((out / "notebooks").iterdir())) == 6
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8")) == manifest
    assert all(sha256(out / name) == digest for name, digest in manifest["outputs"].items())
    assert "000_82ff22b22aac15c7.txt" in manifest["inputs"]


def test_the_report_is_one_page_that_fetches_nothing(done):
    page = Page((done[0] / "report.html").read_text(encoding="utf-8"))
    assert page.elements <= ELEMENTS
    assert page.open == []
    beside = [address for address in page.addresses if not address.startswith(("#", "data:image/png;base64,"))]
    assert all((done[0] / address).exists() for address in beside)
    assert {f"figures/{path.name}" for path in (done[0] / "figures").iterdir()} <= set(beside)
    assert {f"tables/{path.name}" for path in (done[0] / "tables").iterdir()} <= set(beside)
    assert len(page.ids) == len(set(page.ids))
    assert {f"#{name}" for name in page.ids} >= {address for address in page.addresses if address[0] == "#"}


def test_every_picture_of_the_report_has_alternative_text(done):
    page = Page((done[0] / "report.html").read_text(encoding="utf-8"))
    assert len(page.pictures) == len(list((done[0] / "figures").glob("*.png")))
    assert all(picture["alt"].strip() for picture in page.pictures)


def test_headings_go_down_one_by_one_and_tables_name_their_columns(done):
    page = Page((done[0] / "report.html").read_text(encoding="utf-8"))
    assert page.levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(page.levels))
    assert (
        page.captions.count("caption") >= page.captions.count("table") - 2
    )  # those of the story stand beside their text
    assert all(heading["scope"] == "col" for heading in page.headings)


def test_the_story_comes_first_and_the_chapters_follow_in_the_readers_order(done):
    top, *sections = (done[0] / "report.html").read_text(encoding="utf-8").split("<section ")
    ids = [section.partition('"')[2].partition('"')[0] for section in sections]
    assert ids == ["slogans", "frames", "words", "articles", "methods", "claims"]
    assert top.count("<article") == len(open_corpus().compare().story["findings"])
    assert top.count("<figure") >= 4
    assert top.index("<h2>Findings") < top.index("<h2>What this does not show")


def test_every_column_of_every_table_has_a_meaning(done):
    tables, captions = xlsx.read_tables(done[0])
    known = xlsx.dictionary()
    columns = {column for text in tables.values() for column in read_csv_text(text)}
    assert not sorted(column for column in columns if not xlsx.described(column, known)[2]), "add to columns.csv"
    assert set(captions) == {path.stem for path in (done[0] / "figures").iterdir()} < set(tables)


def test_files_of_figures_name_the_corpus_of_the_manifest(done):
    out, manifest = done
    assert re.fullmatch("[0-9a-f]{16}", manifest["corpus_hash"])
    for path in (out / "figures").glob("*.svg"):
        assert f"corpus {manifest['corpus_hash']}; errors raise; side side_by_publisher;" in path.read_text("utf-8")


def test_the_exported_notebooks_carry_no_time_and_no_path_of_a_machine(done):
    for path in (done[0] / "notebooks").iterdir():
        text = path.read_text(encoding="utf-8")
        assert str(done[0].parent) not in text
        assert not re.search(r"papermill\"|iopub|20\d\d-\d\d-\d\dT", text)


def test_the_committed_notebooks_say_what_a_fresh_run_says(done):
    for source in execute.sources():
        fresh = nbformat.read(done[0] / "notebooks" / source.name, as_version=4)
        assert said(nbformat.read(source, as_version=4)) == said(fresh), f"{source.name}: run `workbook notebooks`"


def said(notebook):
    """The plain text of a notebook's results."""
    outputs = [
        output
        for cell in notebook.cells
        if cell.cell_type == "code" and "choices" not in cell.metadata.get("tags", [])
        for output in cell.outputs
    ]
    return [output["data"]["text/plain"] for output in outputs if "data" in output]


def test_two_runs_on_a_corpus_of_ones_own_give_identical_bytes(own, tmp_path):
    options = {"size": "column"}
    first = report.run(own, tmp_path / "exports", options | {"pdf": True, "docx": True})
    second = report.run(own, tmp_path / "exports", options | {"pdf": True, "docx": True})
    assert first["outputs"] == second["outputs"]
    assert {"tables.xlsx", "report.pdf", "report.docx", "figures/frequency-top.txt"} <= set(first["outputs"])
    compared = {"errors": "raise", "side": "side", "target": "south", "reference": "north"}
    assert first["parameters"] == compared | options
    page = (tmp_path / "exports" / "report.html").read_text(encoding="utf-8")
    assert Page(page).elements <= ELEMENTS
    assert "Xi" not in re.sub(r"base64,[^\"]*", "", page).split(), "a sentence about the bundled articles"


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"side": "party"}, "side column 'party' is not in the corpus; choose one of side_by_publisher, "),
        ({"target": "stat"}, "side 'stat': no article has it in side_by_publisher"),
        ({"target": "state", "reference": "state"}, "cannot be compared with itself"),
        (
            {"side": "published"},
            "side column 'published' does not have a label for every article; choose one of side_by_publisher, ",
        ),
        ({"side": "title"}, "side column 'title'"),
        ({"errors": "ignore"}, "choose 'raise' or 'skip'"),
        ({"where": {"contains": "inovation"}}, "'inovation' occurs in none of the 5 articles; nearest: innovation"),
        ({"where": {"since": "2022-13"}}, "since '2022-13': not a day, month or year"),
        ({"where": {"colour": "CGTN"}}, "column 'colour': not in articles.csv"),
        (
            {"where": {"publisher": "CGTN"}, "target": "state"},
            r"the only article is 'state' \(publisher CGTN\); a comparison needs two labels",
        ),
        (
            {"size": "poster"},
            r"size 'poster': unknown; choose one of column \(90 mm\), wide \(140 mm\), full \(190 mm\), slide \(16:9\)",
        ),
    ],
)
def test_bad_parameters_are_refused_before_anything_is_written(tmp_path, parameters, message):
    with pytest.raises(InputError, match=message):
        report.run(bundled("seeds"), tmp_path / "exports", parameters)
    assert list(tmp_path.iterdir()) == []


def test_a_bad_corpus_leaves_the_old_exports_untouched(own, tmp_path):
    old = write_atomic(tmp_path / "exports" / "manifest.json", json.dumps({"made_by": "framing-workbook"}))
    (own / "a.txt").write_bytes(b"")
    with pytest.raises(InputError, match="a.txt"):
        report.run(own, tmp_path / "exports")
    assert [path.name for path in tmp_path.iterdir() if path != own] == ["exports"]
    assert old.exists()


def test_a_run_without_any_result_names_the_cell_that_failed_and_leaves_the_old_exports(own, quick, tmp_path):
    (source,) = execute.sources()
    broken = nbformat.read(source, as_version=4)
    broken.cells[2:] = [nbformat.v4.new_code_cell("1 / 0")]
    write_atomic(source, nbformat.writes(broken))
    old = write_atomic(tmp_path / "exports" / "manifest.json", json.dumps({"made_by": "framing-workbook"}))
    with pytest.raises(RuntimeError, match="01_quick.ipynb, cell \\[3\\]: ZeroDivisionError: division by zero"):
        report.run(own, tmp_path / "exports")
    assert old.exists()
    assert not list(tmp_path.glob(".exports*"))


def test_a_cell_that_fails_behind_others_is_named_first_and_what_ran_is_kept(own, quick, tmp_path):
    (source,) = execute.sources()
    broken = nbformat.read(source, as_version=4)
    broken.cells += [nbformat.v4.new_code_cell(code) for code in ("6 * 7", "1 / 0", "unknown")]
    write_atomic(source, nbformat.writes(broken))
    manifest = report.run(own, tmp_path / "exports")
    assert manifest["failed"] == ["01_quick.ipynb, cell [5]: ZeroDivisionError: division by zero"]
    page = (tmp_path / "exports" / "report.html").read_text(encoding="utf-8")
    assert page.index("cell [5]: ZeroDivisionError") < page.index("<h2>Findings") < page.index("<pre>42</pre>")
    assert (tmp_path / "exports" / "tables" / "words.csv").exists()


def test_chapters_for_paper_are_checked_before_anything_runs(own, tmp_path):
    with pytest.raises(InputError, match="chapter 'slogan': unknown; choose from story, slogans, frames, words"):
        report.run(own, tmp_path / "exports", {"docx": True, "chapters": "slogan"})
    assert [path.name for path in tmp_path.iterdir()] == ["own"]


def test_a_docx_without_its_library_names_the_extra_before_anything_runs(own, tmp_path, monkeypatch):
    monkeypatch.setattr(word, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r'docx: needs python-docx.*pip install "framing-workbook\[word\]"'):
        report.run(own, tmp_path / "exports", {"docx": True})
    assert [path.name for path in tmp_path.iterdir()] == ["own"]


def test_inputs_are_the_table_the_articles_and_the_word_lists_in_use(own, quick, tmp_path):
    for name in ("venv/x.toml", "notes.csv", ".git/x.txt"):
        write_atomic(own / name, "x")
    write_atomic(own / "lexicons" / "stopwords.txt", "the\n")
    inputs = report.run(own, own / "results")["inputs"]
    articles = {"articles.csv", "a.txt", "b.txt", "c.txt"}
    lists = {path.name for path in bundled("seeds", "lexicons").iterdir()} - {"stopwords.txt"}
    assert set(inputs) == articles | {"lexicons/stopwords.txt"} | {f"bundled/lexicons/{name}" for name in lists}
    assert inputs["a.txt"] == sha256(own / "a.txt")
    assert report.run(own, own / "results")["inputs"] == inputs


def test_the_corpus_hash_changes_with_an_article_and_not_with_a_copy_of_a_word_list(own, quick, tmp_path):
    first = report.run(own, tmp_path / "exports")["corpus_hash"]
    write_atomic(own / "lexicons" / "stopwords.txt", lexicon_path(own, "stopwords.txt").read_bytes())
    assert report.run(own, tmp_path / "exports")["corpus_hash"] == first
    write_atomic(own / "a.txt", "Another word.\n")
    assert report.run(own, tmp_path / "exports")["corpus_hash"] != first


def test_a_pdf_without_typst_names_the_extra_before_anything_runs(own, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r'pdf: needs typst.*pip install "framing-workbook\[pdf\]"'):
        report.run(own, tmp_path / "exports", {"pdf": True})
    assert [path.name for path in tmp_path.iterdir()] == ["own"]


@pytest.mark.parametrize(
    ("given", "target", "reference"),
    [
        ({}, "south", "north"),
        ({"target": "south"}, "south", "north"),
        ({"target": "north"}, "north", "south"),
        ({"reference": "south"}, "north", "south"),
        ({"target": "west"}, "west", "north"),
        ({"reference": "west"}, "south", "west"),
    ],
)
def test_the_side_not_named_is_the_other_of_the_two_that_are_compared(own, given, target, reference):
    table = (own / "articles.csv").read_text() + "a2.txt,,north\nd.txt,,south\ne.txt,,west\n"
    write_atomic(own / "articles.csv", table)
    for name in ("a2", "d", "e"):
        write_atomic(own / f"{name}.txt", "The plan.\n")
    options = [given.get(name) for name in ("side", "target", "reference")]
    assert tuple(open_corpus(own).compare(*options).sides) == ("side", target, reference)


def test_the_comparison_is_said_in_the_manifest(own, quick, tmp_path):
    compared = report.run(own, tmp_path / "exports")["compared"]
    assert "2 south v 1 north" in compared


HEADER = "sentence,table,row,column,relation,value,tolerance\n"


@pytest.fixture
def claimed(own):
    """The user's own corpus with claims: one that holds, one that fails, one about a table that there is not."""
    text = f"{HEADER}Bridge <b>{{value}}</b> times.,words,term=bridge,count,=,9,\n"
    text += "At least {value}.,words,term=bridge,count,>,9,\nNo {value}.,wrods,term=bridge,count,=,9,\n"
    write_atomic(own / "claims.csv", text)
    return own


def test_a_run_holds_the_claims_of_the_corpus_against_its_tables(claimed, quick, tmp_path):
    manifest = report.run(claimed, tmp_path / "exports")
    assert manifest["claims"] == {"holds": 1, "fails": 1, "cannot be checked": 1}
    assert manifest["inputs"]["claims.csv"] == sha256(claimed / "claims.csv")
    rows = (tmp_path / "exports" / "tables" / "claims.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert [row.split(",")[1] for row in rows] == ["holds", "fails", "cannot be checked"]


def test_a_run_reads_and_encodes_the_articles_once(claimed, quick, tmp_path, monkeypatch):
    calls = []

    def counted(name, function, *args, **options):
        calls.append(name)
        return function(*args, **options)

    monkeypatch.setattr(scale, "encode", partial(counted, "encode", scale.encode))
    for name in ("read_corpus", "near_duplicates"):
        monkeypatch.setattr(opening, name, partial(counted, name, getattr(opening, name)))
    monkeypatch.setattr(check, "read_corpus", partial(counted, "read_corpus", check.read_corpus))
    monkeypatch.setattr(opening, "Store", partial(opening.Store, root=tmp_path / "cache"))
    report.run(claimed, tmp_path / "exports")
    assert calls == ["read_corpus", "encode", "near_duplicates"]


def test_the_report_shows_what_fails_first_with_the_lines_behind_it(claimed, quick, tmp_path):
    report.run(claimed, tmp_path / "exports")
    text = (tmp_path / "exports" / "report.html").read_text(encoding="utf-8")
    section = text.partition('<section id="claims"')[2]
    assert "1 of 3 claims fails, 1 of 3 claims cannot be checked." in section.partition("</summary>")[0]
    assert section.index(">fails<") < section.index(">cannot be checked<") < section.index(">holds<")
    assert "<summary>Bridge &lt;b&gt;9&lt;/b&gt; times. (holds)</summary>" in section
    assert "<mark>bridge</mark>" in section
    assert Page(text).elements <= ELEMENTS


def test_a_run_on_a_part_says_so_and_checks_no_claim(claimed, quick, tmp_path):
    whole = report.run(claimed, tmp_path / "whole")
    manifest = report.run(claimed, tmp_path / "exports", {"where": {"contains": ["a bridge", "c bridge"]}})
    assert manifest["parameters"]["where"] == {"contains": ["a bridge", "c bridge"]}
    said = "This report is about a part of the corpus: 2 of its 3 articles. claims.csv was not checked, because"
    assert manifest["part"].startswith(said)
    assert manifest["compared"].startswith("1 north v 1 south articles (contains “a bridge” or “c bridge”), by")
    text = (tmp_path / "exports" / "report.html").read_text(encoding="utf-8")
    assert text.index("2 of its 3 articles") < text.index("<h2>Findings")
    assert not (tmp_path / "exports" / "tables" / "claims.csv").exists()
    assert "claims" not in manifest
    assert manifest["corpus_hash"] != whole["corpus_hash"]
    assert manifest["inputs"].items() - whole["inputs"].items() == {("chosen", manifest["inputs"]["chosen"])}
    assert "part" not in whole
    assert "where" not in whole["parameters"]


def test_a_run_on_one_side_compares_nothing_and_says_why_on_its_first_page(own, quick, tmp_path):
    write_atomic(own / "articles.csv", (own / "articles.csv").read_text().replace("north", "south"))
    manifest = report.run(own, tmp_path / "exports")
    assert manifest["compared"].startswith("Nothing is compared, because all articles are 'south' in the column side;")
    assert manifest["parameters"] == {"errors": "raise", "side": "side", "target": None, "reference": None}
    text = (tmp_path / "exports" / "report.html").read_text(encoding="utf-8")
    assert "<h1>What is said, and in whose words: 3 articles</h1>" in text
    assert text.index("Nothing is compared, because") < text.index("<h2>Findings")


def test_cells_about_two_sides_are_left_out_where_there_is_one(own):
    assert "two_sides" not in report.omitted(open_corpus(own).compare())
    write_atomic(own / "articles.csv", (own / "articles.csv").read_text().replace("north", "south"))
    assert {"two_sides", "second_side", "reading"} <= set(report.omitted(open_corpus(own).compare()))


def test_cells_for_few_articles_are_left_out_of_a_run_on_many(monkeypatch):
    sides = open_corpus().compare()
    assert {"few_articles", "many_articles"} & set(report.omitted(sides)) == {"many_articles"}
    monkeypatch.setattr(report, "MANY", len(sides.corpus))
    assert {"few_articles", "many_articles"} & set(report.omitted(sides)) == {"few_articles"}


def test_cells_written_about_one_comparison_are_left_out_of_a_run_on_any_other():
    corpus = open_corpus()
    assert "reading" not in report.omitted(corpus.compare())
    assert "choices" in report.omitted(corpus.compare())  # they are for a person who opens the notebook
    assert "reading" in report.omitted(corpus.compare("side_by_origin", "state", "relay"))
    assert "reading" in report.omitted(corpus.where(since=2023).compare())
    assert "reading" in report.omitted(corpus.where(contains="China").compare())  # which every article contains


def test_a_corpus_without_claims_says_nothing_of_them(own, quick, tmp_path):
    manifest = report.run(own, tmp_path / "exports")
    assert not {"claims", "claims.csv"} & {*manifest, *manifest["inputs"]}
    assert "laims" not in (tmp_path / "exports" / "report.html").read_text(encoding="utf-8")


def test_problems_of_claims_stop_a_run_and_are_said_with_those_of_articles(claimed, quick, tmp_path):
    write_atomic(claimed / "a.txt", b"")
    write_atomic(claimed / "claims.csv", HEADER + "It is {value}.,words,term=bridge,count,==,9,\n")
    with pytest.raises(InputError, match="(?s)a.txt'.: empty.*claims.csv, row 2, relation .'=='.: unknown; write one"):
        report.run(claimed, tmp_path / "exports")
    assert not (tmp_path / "exports").exists()
