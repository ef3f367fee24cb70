"""Exports: a figure travels with its numbers, its caption and its alternative text."""

import io
import json
import re
import warnings

import pandas as pd
import pypdf
import pytest
from matplotlib.figure import Figure
from PIL import Image

from analysis.files import InputError
from analysis.show import axes, exports
from analysis.show.figures import plot_frequency
from analysis.show.layout import Words, drawn

WORDS = Words("Two of 3.", "Words 科 (n = 3).", "Three bars.", "Words (n = 3)", "3 articles. Source: here.")
TABLE = pd.DataFrame({"term": ["a", "b", "c"], "count": 6, "n_docs": 3, "of_docs": 4, "per_thousand": [7.0, 6.0, 5.0]})
SOURCE = "framing-workbook; corpus 0123456789abcdef; side side; target state; size wide"


@pytest.fixture
def written(tmp_path):
    """The files of a figure that a run of the workbook wrote; by name."""
    parameters = {"side": "side", "target": "state", "size": "wide"}
    manifest = {"made_by": "framing-workbook", "corpus_hash": "0123456789abcdef", "parameters": parameters}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    table = TABLE
    exports.written(lambda: plot_frequency(table), table, tmp_path, "a", WORDS)
    return {path.name: path.read_bytes() for path in tmp_path.rglob("*.*")}


def picture(path):
    return Image.open(io.BytesIO(path.read_bytes()))


def test_a_figure_is_written_in_three_forms_with_its_numbers_under_one_stem(tmp_path):
    table = TABLE
    addresses = exports.written(lambda: plot_frequency(table), table, tmp_path, "sizes", WORDS)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")) == [
        "figures/sizes.pdf",
        "figures/sizes.png",
        "figures/sizes.svg",
        "figures/sizes.txt",
        "tables/sizes.csv",
    ]
    assert (tmp_path / "tables" / "sizes.csv").read_text(encoding="utf-8-sig").splitlines()[1] == "a,6,3,4,7.0"
    assert list(addresses) == ["PNG", "SVG", "PDF", "caption and alternative text", "numbers (CSV)"]
    assert addresses["numbers (CSV)"] == (tmp_path / "tables" / "sizes.csv").as_posix()


def test_a_figure_is_shown_with_caption_and_alternative_text_and_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shown = exports.shown(lambda: plot_frequency(TABLE), WORDS)
    assert '<img alt="Two of 3. Three bars." src="data:image/png;base64,' in shown.html
    assert "<figcaption>Words 科 (n = 3)." in shown.html
    assert list(tmp_path.iterdir()) == []


def test_a_published_figure_has_its_files_and_a_narrow_picture_below_the_caption(tmp_path):
    table = TABLE
    shown = exports.published(lambda: plot_frequency(table), table, tmp_path, "sizes", WORDS)
    assert '<source media="(max-width: 40rem)" srcset="data:image/png;base64,' in shown.html
    assert f'<a href="{tmp_path.as_posix()}/figures/sizes.svg" aria-label="SVG: sizes.svg">SVG</a>' in shown.html
    assert f'<strong class="phone" hidden>{WORDS.title}</strong> <span class="phone measure"' in shown.html
    assert f"hidden>{WORDS.subtitle}.</span> Words 科 (n = 3)." in shown.html
    assert (tmp_path / "figures" / "sizes.svg").exists()


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_figure_without_title_caption_or_alternative_text_is_refused(tmp_path, missing):
    table, words = TABLE, WORDS._replace(**{WORDS._fields[missing]: " "})
    for write in (exports.written, exports.published):
        with pytest.raises(InputError, match="without caption, alternative text or title; give all of them"):
            write(lambda: plot_frequency(table), table, tmp_path, "sizes", words)
    with pytest.raises(InputError, match="without caption, alternative text or title"):
        exports.shown(lambda: plot_frequency(table), words)
    assert list(tmp_path.iterdir()) == []


def test_characters_that_cannot_be_drawn_are_said_after_the_caption(tmp_path, monkeypatch):
    monkeypatch.setattr(axes, "CHINESE", [])
    table = TABLE.assign(term=["科", "b", "c"])
    shown = exports.shown(lambda: plot_frequency(table), WORDS)
    assert "Words 科 (n = 3). Some characters cannot be drawn" in shown.text
    assert "(for instance 科)" in exports.published(lambda: plot_frequency(table), table, tmp_path, "a", WORDS).html
    with pytest.warns(UserWarning, match="Some characters cannot be drawn"):
        exports.save_figure(lambda: plot_frequency(table), tmp_path / "a.png", None, WORDS)


def test_files_of_a_figure_say_where_they_come_from(written):
    png, described = Image.open(io.BytesIO(written["a.png"])), "Words 科 (n = 3). Three bars."
    assert png.text == {"Title": "Two of 3.", "Description": described, "Source": SOURCE}
    svg = written["a.svg"].decode()
    assert "<dc:title>Two of 3.</dc:title>" in svg
    assert f"<dc:description>{described}</dc:description>" in svg
    assert f"<dc:source>{SOURCE}</dc:source>" in svg
    info = pypdf.PdfReader(io.BytesIO(written["a.pdf"])).metadata
    assert (info.title, info.subject, info["/Keywords"]) == ("Two of 3.", described, SOURCE)


def test_the_size_asked_for_is_the_size_of_every_file_and_said(written):
    said = written["a.txt"].decode().splitlines()
    assert said[:2] == ["Title: Two of 3.", "Subtitle: Words (n = 3)"]
    assert said[2:4] == ["Caption: Words 科 (n = 3).", "Alternative text: Three bars."]
    assert said[4].startswith("Size: 140 x ")
    assert said[5] == f"Source: {SOURCE}"
    assert Image.open(io.BytesIO(written["a.png"])).width == int(140 / 25.4 * 300)
    assert pypdf.PdfReader(io.BytesIO(written["a.pdf"])).pages[0].mediabox.width == pytest.approx(
        140 / 25.4 * 72, abs=0.5
    )


@pytest.mark.parametrize(("size", "millimetres"), [("column", 90), ("wide", 140), ("full", 190)])
def test_one_file_is_saved_at_the_width_asked_for(tmp_path, size, millimetres):
    exports.save_figure(lambda: plot_frequency(TABLE), tmp_path / "a.PNG", size, WORDS)
    png = picture(tmp_path / "a.PNG")
    assert png.width == pytest.approx(millimetres / 25.4 * 300, abs=1)
    assert png.text["Title"] == "Two of 3."


def test_a_slide_is_saved_sixteen_by_nine_and_a_figure_without_a_size_as_wide_as_a_page(tmp_path):
    exports.save_figure(lambda: plot_frequency(TABLE), tmp_path / "slide.png", "slide", WORDS)
    exports.save_figure(lambda: plot_frequency(TABLE), tmp_path / "full.png", None, WORDS)
    slide, full = (picture(tmp_path / name).size for name in ("slide.png", "full.png"))
    assert slide == pytest.approx((40 / 3 * 300, 7.5 * 300), abs=1)
    assert full[0] == pytest.approx(190 / 25.4 * 300, abs=1)


@pytest.mark.parametrize("choice", ["all", "none"])
def test_title_subtitle_and_foot_stand_in_the_file_unless_a_journal_sets_them(tmp_path, choice):
    exports.save_figure(lambda: plot_frequency(TABLE), tmp_path / "a.svg", "column", WORDS, choice)
    texts = re.findall(r"<text [^>]*>([^<]+)</text>", (tmp_path / "a.svg").read_text(encoding="utf-8"))
    inside = {WORDS.title, WORDS.subtitle, WORDS.foot} & set(texts)
    assert len(inside) == (3 if choice == "all" else 0)


def test_other_words_are_refused_with_the_choices(tmp_path):
    with pytest.raises(InputError, match="words 'some': unknown; choose one of all, none"):
        exports.save_figure(lambda: plot_frequency(TABLE), tmp_path / "a.svg", None, WORDS, "some")


@pytest.mark.parametrize("kind", ["svg", "pdf"])
def test_a_saved_file_is_of_the_kind_its_ending_says(tmp_path, kind):
    exports.save_figure(lambda: plot_frequency(TABLE), tmp_path / f"a.{kind}", "column", WORDS)
    assert (tmp_path / f"a.{kind}").read_bytes()[:200].lstrip().startswith({"svg": b"<?xml", "pdf": b"%PDF"}[kind])


@pytest.mark.parametrize(
    ("name", "size", "message"),
    [
        (
            "a.jpg",
            None,
            r"a\.jpg: a figure cannot be saved under this ending; choose one of \.png, \.svg, \.pdf for the picture, \.csv for the table$",
        ),
        ("a", None, "cannot be saved under this ending"),
        (
            "a.png",
            "huge",
            r"size 'huge': unknown; choose one of column \(90 mm\), wide \(140 mm\), full \(190 mm\), slide \(16:9\)$",
        ),
    ],
)
def test_another_ending_or_size_is_refused_with_the_choices(tmp_path, name, size, message):
    with pytest.raises(InputError, match=message):
        exports.save_figure(lambda: plot_frequency(TABLE), tmp_path / name, size, WORDS)
    assert list(tmp_path.iterdir()) == []


def test_text_stays_text_and_fonts_are_in_the_file(written):
    assert ">Occurrences per 1,000 words</text>" in written["a.svg"].decode()
    page = pypdf.PdfReader(io.BytesIO(written["a.pdf"])).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    inner = [font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font for font in fonts]
    assert fonts
    assert all("/FontFile2" in font["/FontDescriptor"] for font in inner)  # TrueType, which Type 42 is


def test_the_same_figure_twice_is_the_same_bytes(tmp_path):
    table, kept = TABLE, []
    for _ in range(2):
        shown = exports.published(lambda: plot_frequency(table), table, tmp_path, "a", WORDS)
        kept.append((shown.html, {path: path.read_bytes() for path in tmp_path.rglob("*.*")}))
    assert kept[0] == kept[1]


def test_each_file_is_drawn_once_and_moves_no_part_of_the_figure(monkeypatch):
    ax, draws, draw = drawn(lambda: plot_frequency(TABLE), words=WORDS), [], Figure.draw
    monkeypatch.setattr(
        Figure, "draw", lambda *args: draws.append(args[0].axes[0].get_position().bounds) or draw(*args)
    )
    for kind in exports.FORMATS:
        exports.rendered(ax, kind)
    assert draws == [ax.get_position().bounds] * 3


def test_any_other_warning_of_a_drawing_is_passed_on(monkeypatch):
    rows = {"term": ["plan"], "count": 6, "n_docs": 3, "of_docs": 4, "per_thousand": 7.0}
    ax = plot_frequency(pd.DataFrame(rows))
    monkeypatch.setattr(ax.figure, "savefig", lambda *_, **__: warnings.warn("something else", stacklevel=1))
    with pytest.warns(UserWarning, match="something else"):
        exports.rendered(ax, "png")
