"""Exports: a figure travels with its numbers, its caption and its alternative text."""

import matplotlib.pyplot as plt
import pytest

from analysis.counts import sizes
from analysis.exports import publish
from analysis.figures import plot_sizes
from analysis.files import InputError


def test_a_figure_is_written_in_three_forms_with_its_numbers_under_one_stem(tokens, tmp_path):
    table = sizes(tokens)
    publish(plot_sizes(table), table, "sizes", "Words (n = 3 articles).", "Three bars.", tmp_path)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")) == [
        "figures/sizes.pdf",
        "figures/sizes.png",
        "figures/sizes.svg",
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
