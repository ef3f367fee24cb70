"""Tokens: every character accounted for, in the order of rules that the README gives."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.text.tokens import disguised, encode, form, split


def pieces(text):
    return [text[start:end] for start, end, _ in split(text)]


def kinds(text):
    return [kind for _, _, kind in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("科技自立", ["科", "技", "自", "立"]),
        ("AI技术", ["AI", "技", "术"]),
        ("2023年6月", ["2023", "年", "6", "月"]),
        ("U.S.-led talks", ["U.S.-led", "talks"]),
        ("in the U.S.", ["in", "the", "U.S."]),
        ("the U.S.'s role", ["the", "U.S.", "'s", "role"]),
        ("China’s plan", ["China", "’s", "plan"]),
        ("CHINA'S PLAN", ["CHINA", "'S", "PLAN"]),
        ("the workers' rights", ["the", "workers", "'", "rights"]),
        ("don’t O'Neil", ["don’t", "O'Neil"]),
        ("330,000 and 5.7-fold, 10,000-strong 5G", ["330,000", "and", "5.7-fold", ",", "10,000-strong", "5G"]),
        ("13% of 3.5", ["13%", "of", "3.5"]),
        ("sci-tech R&D, S&T", ["sci-tech", "R&D", ",", "S&T"]),
        ("non\u2011breaking", ["non\u2011breaking"]),
        ("2019–2024", ["2019", "–", "2024"]),
        ("“big things”", ["“", "big", "things", "”"]),
        ("COVID-19 G20", ["COVID-19", "G20"]),
        ("cafe\u0301", ["cafe\u0301"]),
        ("Thank you.Thank", ["Thank", "you", ".", "Thank"]),
        ("", []),
        (" \u200b\n", []),
        ("''We'' and ``they''", ["''", "We", "''", "and", "``", "they", "''"]),
        ("See https://t.co/AbC1x2.", ["See", "https://t.co/AbC1x2", "."]),
        ("(www.example.com/news?id=3)", ["(", "www.example.com/news?id=3", ")"]),
        ("desk@example.org, people.cn’s", ["desk@example.org", ",", "people.cn", "’s"]),
        ("来源：www.gov.cn/a。", ["来", "源", "：", "www.gov.cn/a", "。"]),
        ("bit.ly/x1 example.com.The", ["bit.ly/x1", "example.com", ".", "The"]),
        ("end.in the war.La and/or 3.5km/h", "end . in the war . La and / or 3.5km / h".split()),
        ("#Plan @XHNews", ["#", "Plan", "@", "XHNews"]),
        ("Ｓｃｉ－ｔｅｃｈ ３．５％", ["Ｓｃｉ－ｔｅｃｈ", "３．５％"]),
        ("❤\ufe0f a\x1cb", ["❤", "a", "b"]),
    ],
)
def test_text_is_split_by_the_rules_in_their_order(text, expected):
    assert pieces(text) == expected


def test_a_clitic_is_neither_a_word_nor_part_of_one():
    assert kinds("China's R&D 5G U.S. 科 .") == ["word", "clitic", "word", "number", "abbreviation", "han", "mark"]


def test_every_visible_character_is_in_exactly_one_token():
    text = "He said: “3,000 firms — U.S.-led — won’t…” 科技。\tA_b / ½ 🙂 e\u0301"
    covered = [at for start, end, _ in split(text) for at in range(start, end)]
    assert covered == [at for at, character in enumerate(text) if not character.isspace()]


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        ("Science", "science"),
        ("US", "US"),
        ("us", "us"),
        ("U.S.", "US"),
        ("U.S.-led", "US-led"),
        ("Sci\u2011Tech", "sci-tech"),
        ("Don’t", "don't"),
        ("A", "a"),
        ("5G", "5G"),
        ("cafe\u0301", "café"),
        ("tech\u00adnology", "technology"),
        ("–", "-"),
        ("”", '"'),
        ("''", '"'),
        ("ﬁrst", "first"),
        ("Ｃｈｉｎａ", "china"),
        ("３．５％", "3.5%"),
        ("Ｒ＆Ｄ", "R&D"),
        ("pl\u0430n", "plan"),  # Cyrillic а
        ("\u0421OVID-19", "COVID-19"),
        ("\u039dATO", "NATO"),  # Greek Ν
        ("tech\u200bno\ufefflo\u034fgy", "technology"),
        ("план", "план"),
        ("TNFα", "tnfα"),
        ("к\u006fмпания", "к\u006fмпания"),  # Latin o in a word that stays Cyrillic
        ("IT-сор", "IT-сор"),
        ("⼀", "一"),
        ("\u3164", "\u3164"),
    ],
)
def test_spellings_of_one_type_share_a_form(surface, expected):
    assert form(surface, {"U.S.": "US"}) == expected


def test_words_in_other_letters_than_a_reader_sees_are_listed_as_printed():
    texts = ["the ﬁrst “plan”, don’t — cafe\u0301", "no tech\u00adnology ％ 科技 pl\u0430n", "план α"]
    assert disguised(texts) == ["ﬁrst", "tech\u00adnology", "pl\u0430n"]


def test_links_are_in_no_list_of_words(tokens_of):
    types = tokens_of("Red plan: https://t.co/AbC1x2, www.example.com, desk@example.org, t.co/x, people.cn.").types
    assert types["form"][types["is_word"]].tolist() == ["plan", "red"]


def test_a_word_in_capitals_is_folded_where_the_whole_line_is_in_capitals(words):
    docs = pd.DataFrame({"doc_id": ["x"], "text": ["JOIN US NOW\nThe US is not us"]})
    found = encode(docs, pd.DataFrame(columns=["doc_id", "zone", "start", "end"]), words)
    assert found.types["form"].to_numpy()[found.ids].tolist() == "join us now the US is not us".split()


@pytest.mark.parametrize("line", ["发展AI技术。", "NASA", "5G", "US GDP rose"])
def test_capitals_are_kept_where_no_line_of_capitals_shouts(line, words):
    docs = pd.DataFrame({"doc_id": ["x"], "text": [line]})
    found = encode(docs, pd.DataFrame(columns=["doc_id", "zone", "start", "end"]), words)
    assert {"AI", "NASA", "5G", "US"} & set(found.types["form"])


def test_a_spelling_with_a_hyphen_is_united_too():
    assert form("e-mail", {"e-mail": "email"}) == "email"


def test_the_kind_of_a_type_does_not_depend_on_the_order_of_articles(words):
    united = replace(words, forms={"%": "percent"})
    docs = pd.DataFrame({"doc_id": ["x", "y"], "text": ["5 %", "percent"]})
    nothing = pd.DataFrame(columns=["doc_id", "zone", "start", "end"])
    there, back = (encode(rows, nothing, united).types for rows in (docs, docs.iloc[::-1]))
    pd.testing.assert_frame_equal(there, back)
    assert there.set_index("form").loc["percent", "is_word"]


@pytest.mark.parametrize("text", [" " * 200_000, "." * 200_000, "a." * 100_000, "x" * 500_000, "\n" * 200_000])
def test_hostile_lines_are_encoded_in_linear_time(text, words):
    docs = pd.DataFrame({"doc_id": ["x"], "text": [text]})
    encode(docs, pd.DataFrame(columns=["doc_id", "zone", "start", "end"]), words)


def test_the_whole_text_is_encoded_and_zones_mark_what_cleaning_set_aside(tokens):
    assert [len(tokens), int(tokens.is_word.sum())] == [60, 45]
    assert [int((tokens.is_word & tokens.mask(zone)).sum()) for zone in ("body", "headline", "removed")] == [40, 3, 2]
    assert (tokens.is_word & tokens.mask()).sum() == 43


def test_spans_point_at_the_raw_characters(tokens, docs):
    texts = docs["text"].to_numpy()[tokens.doc]
    surfaces = [text[start:end] for text, (start, end) in zip(texts, tokens.spans, strict=True)]
    assert surfaces[:3] == ["Red", "plan", "wins"]
    assert [form(surface) for surface in surfaces] == tokens.types["form"].to_numpy()[tokens.ids].tolist()


def test_paragraphs_are_lines_and_sentences_end_with_them_and_with_a_change_of_zone(docs, words):
    ledger = pd.DataFrame([("a", "removed", 15, 22)], columns=["doc_id", "zone", "start", "end"])
    found = encode(docs.head(1), ledger, words)
    assert found.paragraphs.tolist() == [0, 3, len(found)]
    assert found.sentences.tolist()[:4] == [0, 3, 5, 9]  # headline, "The red", "plan is big.", "We …"


def test_a_span_that_ends_inside_a_word_cuts_the_token_there(words):
    docs = pd.DataFrame({"doc_id": ["x"], "text": ["Big plan-Xinhua"]})
    ledger = pd.DataFrame([("x", "removed", 8, 15)], columns=["doc_id", "zone", "start", "end"])
    found = encode(docs, ledger, words)
    assert found.types["form"].to_numpy()[found.ids].tolist() == ["big", "plan", "-", "xinhua"]
    assert found.zone.tolist() == [0, 0, 2, 2]


def test_types_are_sorted_and_flagged(tokens):
    types = tokens.types.set_index("form")
    assert list(types.index) == sorted(types.index)
    assert types.index[types["is_number"]].tolist() == ["5.7-fold"]
    assert set(types.index[types["is_invisible"]]) == {'"', "'s"}
    assert set(types.index[~types["is_word"]]) == {'"', "'s", ".", ",", ":"}
    assert set(types.index[types["stop_in"] == "*"]) == {"the", "is", "we", "not", "about", "it", "has"}


def test_quotation_marks_are_passed_over_and_a_gap_in_the_mask_breaks_the_run(tokens):
    mask = tokens.mask()
    positions, run = tokens.visible(mask)
    forms = tokens.types["form"].to_numpy()[tokens.ids[positions]]
    assert '"' not in forms
    without_is = mask & (tokens.types["form"].to_numpy()[tokens.ids] != "is")
    assert tokens.visible(without_is)[1].max() == run.max() + 2  # "is" stood inside two sentences


def test_arrays_cannot_be_changed(tokens):
    with pytest.raises(ValueError, match="read-only"):
        tokens.ids[0] = 1


def test_an_article_without_a_token_keeps_its_place(words):
    docs = pd.DataFrame({"doc_id": ["x", "y"], "text": ["\n", "One."]})
    found = encode(docs, pd.DataFrame(columns=["doc_id", "zone", "start", "end"]), words)
    assert found.offsets.tolist() == [0, 0, 2]
    assert np.array_equal(found.doc, [1, 1])


def test_progress_sees_every_article_once_and_changes_nothing(docs, ledger, words, tokens):
    seen = []
    tracked = encode(docs, ledger, words, lambda articles: (seen.append(one) or one for one in articles))
    assert [doc_id for doc_id, _ in seen] == ["a", "b", "c"]
    assert (tracked.ids == tokens.ids).all()


def test_a_word_is_shown_in_the_form_that_is_printed_most_inside_sentences(tokens_of):
    text = "China grows. The plan of China. Plan A is a plan. NATO met; Nato did not. U.S. policy. The US. Sci‑tech is new.\n"
    types = tokens_of(text).types.set_index("form")["shown"]
    assert types.loc[["china", "plan", "US", "sci-tech", "the"]].tolist() == ["China", "plan", "US", "Sci-tech", "The"]
    assert sorted(types[types.str.casefold() == "nato"]) == ["NATO", "Nato"]
    assert types.is_unique


def test_some_of_the_articles_are_encoded_as_they_are_alone(docs, ledger, words, tokens):
    for kept in ([True, False, True], [False, True, False], [False, False, False], [True, True, True]):
        part, alone = tokens.where(kept), encode(docs[kept], ledger[ledger["doc_id"].isin(docs["doc_id"][kept])], words)
        assert part.docs["doc_id"].tolist() == docs["doc_id"][kept].tolist()
        for name in ("spans", "zone", "offsets", "sentences", "paragraphs"):
            np.testing.assert_array_equal(getattr(part, name), getattr(alone, name), name)
        forms = [one.types["form"].to_numpy()[one.ids].tolist() for one in (part, alone)]
        assert forms[0] == forms[1]


def test_rows_of_articles_are_found_by_their_name(tokens):
    assert tokens.rows(["c", "a", "nobody"]).tolist() == [2, 0, -1]


def test_rows_of_many_lines_carry_the_labels_of_their_articles_but_not_their_texts(tokens):
    found = tokens.labels_of(pd.DataFrame({"doc_id": ["b", "a", "a"]}, index=[7, 8, 9]))
    assert found["publisher"].to_dict() == {7: "Wire", 8: "Daily", 9: "Daily"}
    assert "text" not in found
