"""Questions about text taken from elsewhere: on the five articles, and on small corpora written here."""

import pytest

from analysis.files import InputError, InputErrors, write_atomic
from analysis.workbook.corpus import open_corpus

HEADER = "chinese,official,intermediate,printed,doc_id,lost,source\n"
GRIP = "Beijing's {} on technology companies in the northern provinces continued through the whole winter."
REST = "Sales of electric cars reached a record in December, the association of dealers in Shanghai reported."


@pytest.fixture
def folder(tmp_path):
    """A wire story, a later rewrite of it with a harder word, and an article of its own."""
    texts = {"wire": f"{GRIP.format('crackdown')}\n{REST}", "relay": f"{REST}\n{GRIP.format('repression')}"}
    texts["own"] = "Anglers met at the lake on Sunday and ate fish."
    rows = "".join(f"{name},{name}.txt,2023-01-0{day},Daily,state\n" for day, name in enumerate(texts, 1))
    write_atomic(tmp_path / "articles.csv", "doc_id,file,published,publisher,side\n" + rows)
    for name, text in texts.items():
        write_atomic(tmp_path / f"{name}.txt", text)
    return tmp_path


def test_a_rewrite_is_found_and_its_hardened_sentence_shown(folder):
    corpus = open_corpus(folder)
    assert corpus.relations().table[["doc_id", "other"]].to_numpy().tolist() == [["wire", "relay"]]
    table = corpus.aligned("relay", "wire").table  # in whichever order they are named
    assert table["change"].tolist() == ["kept", "hardened"]
    assert table["strength"].tolist() == ["", "rule +1"]


def test_aligned_refuses_unknown_articles_and_an_article_beside_itself(corpus):
    with pytest.raises(InputError, match="no article 'nobody'"):
        corpus.aligned("nobody", "cgtn-2024")
    with pytest.raises(InputError, match="one and the same"):
        corpus.aligned("cgtn-2024", "cgtn-2024")


def test_every_wording_of_the_bundled_chains_is_printed_in_its_article(corpus):
    table = corpus.chains().table
    assert (table["count"] >= 1).all() and table["source"].str.startswith("http").all()


def test_a_part_of_the_corpus_shows_its_own_chains(corpus):
    table = corpus.where(publisher="Xinhua").chains().table
    assert table["printed"].tolist() == ["bottlenecks in core technologies in key fields"]


def test_chains_that_no_article_prints_are_refused_with_their_rows(folder):
    write_atomic(folder / "chains.csv", HEADER + ",,,crackdown,wire,,\n,,,repression,wire,,\n,,,word,nobody,,\n")
    with pytest.raises(InputErrors) as error:
        open_corpus(folder).chains()
    assert [(one.row, one.problem) for one in error.value.problems] == [
        (3, "not printed in wire"),
        (4, "no article 'nobody'"),
    ]


def test_chains_without_their_columns_or_file(folder):
    assert "no chains.csv" in open_corpus(folder).chains().title
    write_atomic(folder / "chains.csv", "chinese,text\n两会,two sessions\n")
    with pytest.raises(InputError, match="no column printed and doc_id"):
        open_corpus(folder).chains()


def test_articles_of_which_neither_takes_text_from_the_other_are_said_to_be_so():
    said = open_corpus().aligned("247-news-reel-2023", "el-ciudadano-2026").title
    assert said.endswith("sentences; neither takes its text from the other.")


def test_a_short_sentence_that_both_print_is_kept(folder):
    for name in ("wire", "relay"):
        text = (folder / f"{name}.txt").read_text(encoding="utf-8")
        write_atomic(folder / f"{name}.txt", f"China pledges spending\n\n{text}")
    table = open_corpus(folder).aligned("wire", "relay").table
    assert table["change"].tolist() == ["kept", "kept", "hardened"]
