"""Exports: a figure travels with its numbers, its caption and its alternative text."""

import io
import json

import matplotlib.pyplot as plt
import pypdf
import pytest
from PIL import Image

from analysis.files import InputError
from analysis.show.exports import publish
from analysis.show.figures import plot_sizes, use_style
from analysis.text.counts import sizes


@pytest.fixture
def written(tokens, tmp_path):
    """The files of a figure that a run of the workbook published, in its style; by name."""
    parameters = {"side": "side", "target": "state", "size": "wide"}
    manifest = {"made_by": "framing-workbook", "corpus_hash": "0123456789abcdef", "parameters": parameters}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    table = sizes(tokens)
    with plt.rc_context():
        use_style()
        publish(plot_sizes(table), table, "a", "Words 科 (n = 3).", "Three bars.", tmp_path)
    return {path.name: path.read_bytes() for path in tmp_path.rglob("*.*")}


SOURCE = "framing-workbook; corpus 0123456789abcdef; side side; target state; size wide"


def test_a_figure_is_written_in_three_forms_with_its_numbers_under_one_stem(tokens, tmp_path):
    table = sizes(tokens)
    publish(plot_sizes(table), table, "sizes", "Words (n = 3 articles).", "Three bars.", tmp_path)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")) == [
        "figures/sizes.pdf",
        "figures/sizes.png",
        "figures/sizes.svg",
        "figures/sizes.txt",
        "tables/sizes.csv",
    ]
    assert (tmp_path / "tables" / "sizes.csv").read_text(encoding="utf-8-sig").splitlines()[1] == "a,16,3,0"


def test_it_shows_caption_and_alternative_text_and_writes_nothing_without_a_folder(tokens, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    table = sizes(tokens)
    shown = publish(plot_sizes(table), table, "sizes", "Words (n = 3 articles).", "Three bars.")
    assert '<img alt="Three bars." src="data:image/png;base64,' in shown.html
    assert "<figcaption>Words (n = 3 articles).</figcaption>" in shown.html
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("caption", "alt"), [("", "Three bars."), ("Words.", " ")])
def test_a_figure_without_caption_or_alternative_text_is_refused(tokens, caption, alt):
    table = sizes(tokens)
    with pytest.raises(InputError, match="needs a caption and an alternative text"):
        publish(plot_sizes(table), table, "sizes", caption, alt)


def test_an_empty_table_gives_a_sentence_and_no_file(tokens, tmp_path):
    table = sizes(tokens)
    shown = publish(plot_sizes(table), table.head(0), "sizes", "Words (n = 0).", "No bar.", tmp_path)
    assert shown.text == "Words (n = 0). Nothing to draw: no row."
    assert list(tmp_path.iterdir()) == []


def test_characters_that_cannot_be_drawn_are_said_after_the_caption(tokens):
    table = sizes(tokens).assign(doc_id=["科", "b", "c"])
    with plt.rc_context({"font.family": ["DejaVu Sans"]}):
        shown = publish(plot_sizes(table), table, "sizes", "Words (n = 3 articles).", "Three bars.")
    assert "Words (n = 3 articles). Some characters cannot be drawn" in shown.text
    assert "(for instance 科)" in shown.html


def test_files_of_a_figure_say_where_they_come_from(written):
    png = Image.open(io.BytesIO(written["a.png"]))
    assert png.text == {"Title": "Words 科 (n = 3).", "Description": "Three bars.", "Source": SOURCE}
    svg = written["a.svg"].decode()
    assert "<dc:title>Words 科 (n = 3).</dc:title>" in svg
    assert f"<dc:source>{SOURCE}</dc:source>" in svg
    info = pypdf.PdfReader(io.BytesIO(written["a.pdf"])).metadata
    assert (info.title, info.subject, info["/Keywords"]) == ("Words 科 (n = 3).", "Three bars.", SOURCE)


def test_the_size_asked_for_is_the_size_of_every_file_and_said(written):
    said = written["a.txt"].decode().splitlines()
    assert said[:2] == ["Caption: Words 科 (n = 3).", "Alternative text: Three bars."]
    assert said[2].startswith("Size: 140 x ")
    assert said[3] == f"Source: {SOURCE}"
    assert Image.open(io.BytesIO(written["a.png"])).width == int(140 / 25.4 * 300)
    assert pypdf.PdfReader(io.BytesIO(written["a.pdf"])).pages[0].mediabox.width == pytest.approx(
        140 / 25.4 * 72, abs=0.5
    )


def test_text_stays_text_and_fonts_are_in_the_file(written):
    assert ">Word tokens in the file, by zone</text>" in written["a.svg"].decode()
    page = pypdf.PdfReader(io.BytesIO(written["a.pdf"])).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    inner = [font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font for font in fonts]
    assert fonts
    assert all("/FontFile2" in font["/FontDescriptor"] for font in inner)  # TrueType, which Type 42 is


def test_the_same_figure_twice_is_the_same_bytes(tokens, tmp_path):
    table, kept = sizes(tokens), []
    with plt.rc_context():
        use_style()
        for _ in range(2):
            shown = publish(plot_sizes(table), table, "a", "Words (n = 3).", "Three bars.", tmp_path)
            kept.append((shown.html, {path: path.read_bytes() for path in tmp_path.rglob("*.*")}))
    assert kept[0] == kept[1]
