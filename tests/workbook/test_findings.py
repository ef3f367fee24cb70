"""Findings: sentences about two sides that hold what was counted by hand, planted differences, and odd corpora."""

import random
from dataclasses import replace

import pandas as pd
import pytest

from analysis.files import InputError, csv_text, write_atomic
from analysis.workbook.corpus import open_corpus
from analysis.workbook.result import About

WORDS = [
    f"{a}{b}{c}"
    for a in ("ba", "de", "fi", "go", "lu", "ma")
    for b in ("nor", "tel", "vas", "rim")
    for c in ("do", "ka", "en")
]
COLUMNS = ["rank", "kind", "finding", "footnote", "question"]
COLUMNS += [f"{side}_{name}" for side in ("target", "reference") for name in ("quote", "article", "speaker")]


def made(folder, rows):
    """A corpus of rows: doc_id, publisher, side, text."""
    folder.mkdir()
    table = pd.DataFrame(rows, columns=["doc_id", "publisher", "side", "text"]).assign(published="")
    write_atomic(folder / "articles.csv", csv_text(table))
    return open_corpus(folder)


def news(n, planted, seed=1):
    """Made-up articles of two sides; planted words (word, share of state, share of foreign articles) are added."""
    rng = random.Random(seed)
    for number in range(n):
        side = ("state", "foreign")[number % 2]
        sentences = [" ".join(rng.choices(WORDS, k=9)).capitalize() + " of the town." for _ in range(12)]
        for word, *shares in planted:
            if rng.random() < shares[number % 2]:
                sentences.insert(5, f"It was {word} that {rng.choice(WORDS)} and {rng.choice(WORDS)} met.")
        outlet = f"{side.capitalize()} {('Post', 'Wire', 'Times')[number % 3]}"
        yield f"a{number}", outlet, side, "\n\n".join(sentences)


@pytest.fixture(scope="module")
def found(sides):
    return sides.findings()


def test_the_five_articles_differ_in_what_was_counted_by_hand(found):
    assert found.table.columns.tolist() == COLUMNS
    said = found.table["finding"].tolist()
    assert said[0] == "“manufacturing” occurs in 2 of 2 state articles (4 uses) and in none of 3 foreign ones."
    assert said[1].startswith(
        "State articles have slogans in their own voice in 17 of 44 uses and foreign ones in 2 of 38, but 16 "
    )
    assert found.title == "2 state v 3 foreign articles, too few for a test: 1 difference in these articles."
    assert found.table["footnote"][0].endswith("Not tested: there are fewer than 8 articles on a side.")


def test_what_the_texts_contradict_is_no_finding(found):
    said = " ".join(found.table["finding"])
    for word in ("US", "strategy", "“sci-tech”", "workers", "Beijing", "companies", "international", "Monday"):
        assert word not in said


def test_every_quotation_stands_in_an_article_of_its_side(found, sides):
    docs = sides.corpus.tokens.docs
    for side, name in (("state", "target"), ("foreign", "reference")):
        texts = [" ".join(text.split()) for text in docs.loc[docs["side_by_publisher"] == side, "text"]]
        quotes = [quote for quote in found.table[f"{name}_quote"] if quote]
        assert quotes
        for quote in quotes:
            assert any(quote.strip("“”…") in text for text in texts), quote


def test_a_quotation_names_its_speaker_and_one_in_the_outlets_own_voice_nobody(found, sides):
    assert found.table["target_quote"][0].endswith("said Xi.") and found.table["target_quote"][1].startswith("As China")
    assert found.table["target_speaker"].tolist()[:3] == ["Xi Jinping", "", "Hou Lijun"]
    assert "technology.” (Xinhua, 2023-06-09" in str(found) and "said Xi.” (Xi Jinping, in Xinhua," in str(found)
    assert sides.corpus.findings().table["reference_speaker"].tolist() == [""] * 5


def test_each_question_is_a_call_that_runs(found, sides):
    for question in found.table["question"]:
        assert not eval(question, {"sides": sides, "corpus": sides.corpus}).table.empty


def test_lines_are_the_sentences_behind_a_finding(found):
    lines = found.lines(1).table
    assert len(lines) == 4 and set(lines["node"].str.casefold()) == {"manufacturing"}
    with pytest.raises(InputError, match="manufacturing"):
        found.lines("manufacturing")


def test_planted_differences_are_found_and_no_others(tmp_path):
    planted = [("harbours", 0.8, 0.1), ("orchards", 0.0, 0.6)]
    sides = made(tmp_path / "corpus", news(60, planted)).compare("side", "state", "foreign")
    table = sides.findings().table
    differences = table[~table["kind"].str.startswith("shared")]
    assert {word for word, *_ in planted for said in differences["finding"] if word in said} == {"harbours", "orchards"}
    assert len(differences) == 2
    assert differences["footnote"].str.contains("Permutation test: p").all()


def test_a_word_of_time_or_degree_is_no_finding(tmp_path):
    planted = [("nearly", 0.8, 0.1), ("orchards", 0.1, 0.8)]
    sides = made(tmp_path / "corpus", news(60, planted)).compare("side", "state", "foreign")
    found = " ".join(sides.findings().table["finding"])
    assert "orchards" in found and "nearly" not in found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_where_nothing_differs_no_difference_is_found(tmp_path, seed):
    sides = made(tmp_path / "corpus", news(40, [("harbours", 0.5, 0.5)], seed)).compare("side", "state", "foreign")
    found = sides.findings()
    assert found.table["kind"].str.startswith("shared").all()
    assert "no difference stands" in found.title


@pytest.mark.parametrize(
    "rows",
    [
        [
            ("a", "One", "state", "政府 宣布 新 计划。人民 支持 这个 计划。"),
            ("b", "Two", "foreign", "政府 反对 这个 计划。"),
        ],
        [("a", "$x^{$", "state", "One plan."), ("b", "L" * 200, "foreign", "Another plan.")],
    ],
)
def test_odd_corpora_get_a_sentence(tmp_path, rows):
    corpus = made(tmp_path / "corpus", rows)
    for found in (corpus.findings(), corpus.compare("side", "state", "foreign").findings()):
        assert found.title.endswith(".") and str(found)


def test_one_set_of_articles_has_findings_too(corpus):
    found = corpus.findings()
    assert (
        found.table["finding"][1] == "Xi Jinping has 25% of all words, more than any other speaker, in 5 of 5 articles."
    )
    assert (found.table["reference_quote"] == "").all()


def test_a_run_gets_the_table_of_findings_and_no_picture(found, tmp_path):
    for folder in ("tables", "figures"):
        (tmp_path / folder).mkdir()
    replace(found, about=About(exports=tmp_path)).publish()
    assert [path.name for path in tmp_path.rglob("*.*")] == ["findings.csv"]


def test_a_phrase_of_a_third_side_is_none_of_the_two_compared(tmp_path):
    bridge = "The bridge closed in rain. The old bridge stood. A bridge fell. One bridge opened. "
    rows = [(f"a{n}", f"Post {n}", "a", f"{bridge} Ships waited at pier {n}.") for n in range(4)]
    rows += [(f"b{n}", f"Wire {n}", "b", f"The road opened. Cars waited at gate {n}.") for n in range(4)]
    rows += [(f"c{n}", f"Echo {n}", "c", "They met under the iron bridge. " * 20) for n in range(2)]
    table = made(tmp_path / "c", rows).compare("side", "a", "b").findings().table
    assert "bridge" in table["finding"][0] and "iron" not in " ".join(table["finding"])
