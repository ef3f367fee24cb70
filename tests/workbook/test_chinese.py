"""A Chinese corpus of three articles: terms are printed as Chinese is written; counted by hand there."""

import matplotlib.pyplot as plt
import pytest
import regex
from matplotlib.text import Text

from analysis.files import InputError, write_atomic
from analysis.workbook import occurrences
from analysis.workbook.corpus import open_corpus

ROWS = """doc_id,published,publisher,side,language,text
a,2022-01-10,日报,state,zh,科技自立自强是战略支撑。坚持科技自立自强，建设科技强国。核心技术。
b,2022-02-10,新社,state,zh,坚持科技自立自强，掌握核心技术。China leads in AI innovation. 科技强国。
c,2022-03-10,早报,foreign,zh,中国提出科技自立自强，外界关注核心技术。科技强国引发讨论。
"""
SPACED = regex.compile(r"\p{Han}\s+\p{Han}")
ASKED = ["frequency", "phrases", "keywords", "keyphrases", "common_words", "slogans", "renderings", "collocates"]


@pytest.fixture(scope="module")
def chinese(tmp_path_factory):
    folder = tmp_path_factory.mktemp("chinese")
    write_atomic(folder / "articles.csv", ROWS)
    return open_corpus(folder)


def shown(result):
    """Every text of a result, also those of its picture."""
    yield from (result.title, result.caption, result.subtitle, result.alt)
    yield from map(str, result.table.select_dtypes("object").to_numpy().ravel())
    if result.draw is not None and len(result.table):
        yield from (text.get_text() for text in result.plot().figure.findobj(Text))
        plt.close("all")


@pytest.mark.parametrize("name", ASKED)
def test_no_wording_is_printed_with_spaces_between_its_characters(chinese, monkeypatch, name):
    monkeypatch.setattr(occurrences, "PRINTED", 0)  # as for the phrases of a long table
    assert [text for text in shown(getattr(chinese, name)()) if SPACED.search(text)] == []


def test_the_phrases_of_a_comparison_are_printed_so_too(chinese, monkeypatch):
    monkeypatch.setattr(occurrences, "PRINTED", 0)
    result = chinese.compare().keyness("phrases")
    assert "坚持科技自立自强" in set(result.table["term"])
    assert [text for text in shown(result) if SPACED.search(text)] == []


def test_a_term_typed_with_spaces_is_found_and_shown_without(chinese):
    assert chinese.frequency("科 技 自 立").title.startswith("“科技自立”")
    assert len(chinese.lines("科技 强国").table) == 3
    with pytest.raises(InputError, match="alone: 强国 .3., 核心技术 .3."):
        chinese.lines("强国 核心技术")
    with pytest.raises(InputError, match="the Chinese characters 弱势; search for another wording"):
        chinese.lines("科技弱势")


def test_a_title_names_no_group_that_never_says_it(chinese):
    assert chinese.frequency("China").title.startswith("“China” is most frequent in 新社")


def test_the_words_in_most_articles_are_words_and_not_what_is_printed_in_latin_letters(chinese):
    words = chinese.findings().table.query("kind == 'widest words'")["finding"].item()
    assert "科技自立自强" in words and "innovation" not in words
