"""Articles in other languages than English: function words of their own, and no words of English lists."""

import pandas as pd
import pytest

from analysis.files import write_atomic
from analysis.text.tokens import Tokens
from analysis.workbook.corpus import open_corpus

ROWS = """doc_id,published,publisher,language,side,text
d1,2022-01-10,Blatt,de,west,"Die Fairness der Banken und die Kosten, die nach der Beratung werden, sind groß. Die Frauen die sterben."
d2,2022-01-11,Blatt,de-AT,west,"Der Markt wird nach dem Protest nicht mehr die Krise sein. Will man die Reform?"
e1,2022-01-12,Daily,en,east,"Fishermen die in the South China Sea, where sanctions must hurt the sea trade."
s1,2022-01-13,Diario,es,west,"Aunque sea difícil, la reforma sea como sea."
u1,2022-01-14,Sheet,,east,"An unfair sanction must die."
"""


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    path = tmp_path_factory.mktemp("languages") / "mixed"
    write_atomic(path / "articles.csv", ROWS)
    return open_corpus(path)


def test_a_function_word_is_one_in_articles_of_its_language_alone(mixed):
    tokens = mixed.tokens
    forms = tokens.types["form"].to_numpy()[tokens.ids]
    here = {doc: set(forms[tokens.is_stop & (tokens.doc == row)]) for row, doc in enumerate(tokens.docs["doc_id"])}
    assert here["d1"] == {"die", "der", "und", "nach", "werden", "sind"}
    assert "die" not in here["e1"] | here["u1"]
    assert "sea" in here["s1"]
    assert "sea" not in here["e1"]


def test_a_word_is_left_out_of_lists_where_most_of_its_occurrences_are_function_words(mixed):
    assert {"die", "sea"} <= mixed.stopwords  # 7 of 9 in German articles; 3 of 5 in the Spanish one
    assert not {"die", "sea"} & mixed.where(language="en").stopwords
    words = set(mixed.where(publisher="Blatt").frequency(n=50).table["term"])
    assert "Krise" in words
    assert not words & {"die", "Die", "nach", "werden", "der"}


def test_stop_words_of_parts_are_those_of_the_whole(mixed):
    tokens = mixed.tokens
    parts = [tokens.where([row < 2 for row in range(5)]), tokens.where([row >= 2 for row in range(5)])]
    whole = parts[0] + parts[1]
    assert isinstance(whole, Tokens)
    assert whole.is_stop.tolist() == tokens.is_stop.tolist()
    assert whole.stopwords == tokens.stopwords


def test_words_of_an_english_list_are_not_found_in_articles_of_other_languages(mixed):
    assert set(mixed.frame_matches["doc_id"]) == {"e1", "u1"}  # not Fairness, Protest or Kosten
    modal = mixed.modality(by="article").table.query("count > 0")
    assert dict(zip(modal["group"], modal["count"], strict=True)) == {"e1": 1, "u1": 1}  # not "Will man"


def test_sentences_of_articles_in_other_languages_are_in_no_base(mixed):
    table = mixed.frames().table.drop_duplicates("group").set_index("group")
    assert table["of_sentences"].to_dict() == {"d1": 0, "d2": 0, "e1": 1, "s1": 0, "u1": 1}
    assert pd.isna(table.loc["d1", "share"])
    assert "frames.toml is for articles in the language en: 3 articles in another language left out." in (
        mixed.frames().caption
    )


def test_where_no_article_is_in_the_language_of_the_list_the_answer_says_so(mixed):
    answer = mixed.where(publisher="Blatt").frames()
    assert answer.table.empty
    assert answer.title.endswith(
        "frames.toml is for articles in the language en: 2 articles in another language left out."
    )


def test_a_list_of_ones_own_is_for_the_language_that_it_names(tmp_path):
    write_atomic(tmp_path / "articles.csv", ROWS)
    frame = '[[frame]]\nid = "crisis"\nlabel = "Krise"\nvariants = ["Krise"]\n'
    for name, language in (("de", 'language = "de"\n'), ("en", 'language = "en"\n'), ("any", "")):
        write_atomic(tmp_path / "lexicons" / "frames.toml", language + frame)
        assert set(open_corpus(tmp_path).frame_matches["doc_id"]) == (set() if name == "en" else {"d2"})


def test_in_another_language_quotation_marks_alone_tell_the_voice(tmp_path):
    text = """doc_id,published,publisher,language,side,text
de,,Blatt,de,west,"EU: Mehr Patrouillen. ""Wir sind bereit"", sagte Maas. Ein „Erfolg“ fehlt."
en,,Daily,en,east,"EU: More patrols. ""We are ready,"" Maas said."
"""
    write_atomic(tmp_path / "articles.csv", text)
    corpus = open_corpus(tmp_path)
    words = corpus.voices(by="article").table.query("n_tokens > 0")
    assert sorted(words.query("group == 'de'")[["voice", "n_tokens"]].values.tolist()) == [["own", 7], ["quoted", 4]]
    speakers = corpus.speakers(by="article").table.query("n_tokens > 0")
    assert set(speakers["group"]) == {"en"}
    assert "in 1 article in another language, words between quotation marks count as quoted" in corpus.unvoiced
