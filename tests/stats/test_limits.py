"""Limits: each check seen to limit and not to limit, on articles of which only columns and sizes matter."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from analysis.corpus.read import read_corpus
from analysis.files import InputError, bundled
from analysis.stats.limits import limits, meanings
from analysis.text.counts import Counts, count
from analysis.text.duplicates import deduplicate, near_duplicates
from analysis.text.lexicons import read_lexicons
from analysis.text.tokens import encode

SENTENCES = meanings()
DAYS = pd.to_datetime(["2024-01-05", "2024-06-01", "2023-03-01", "2024-02-01"] * 4)


def pairs(*rows):
    return pd.DataFrame(rows, columns=["doc_id", "other"], dtype=object)


def sound(**columns):
    """Sixteen articles of 200 words, eight a side, without anything that limits; columns change that."""
    docs = pd.DataFrame(
        {
            "doc_id": [f"{side}{row}" for side in "sf" for row in range(8)],
            "publisher": ["Wire", "Daily", "Post", "Wire"] * 4,
            "published": DAYS,
            "published_latest": DAYS,
            "side": ["state"] * 8 + ["foreign"] * 8,
            "side_by_origin": ["state"] * 8 + ["foreign"] * 8,
            "language": ["en", "en-GB", "EN", "en"] * 4,
            "n_tokens": 200,
        }
    )
    return docs.assign(**columns)


def checked(docs, *copies, kept=None):
    counts = Counts(sparse.csr_array((len(docs), 0), dtype=np.int64), pd.Index([], dtype=object), docs)
    return limits(counts, pairs(*copies), ("side", "state", "foreign"), kept)


def row(check, docs, *copies, kept=None):
    table = checked(docs, *copies, kept=kept).set_index("check")
    found, limits, meaning = table.loc[check, ["found", "limits", "meaning"]]
    case = "unknown" if found.startswith("unknown") else "limited" if limits else "fine"
    case = "few" if meaning == SENTENCES[check].get("few") else "counted" if "; counted once: " in found else case
    assert meaning == SENTENCES[check][case]
    return found, bool(limits)


def sentences(case):
    return {check: cases[case] for check, cases in SENTENCES.items() if case in cases}


def test_sentences_are_whole_and_hold_the_thresholds_of_the_program():
    every = [text for cases in SENTENCES.values() for text in cases.values()]
    assert [text for text in every if not text[0].isupper() or not text.endswith(".") or "{" in text] == []
    assert "until each side has 8" in SENTENCES["articles"]["limited"]
    assert "more than 40% of the words" in SENTENCES["largest article"]["fine"]


def first(n, of=16):
    return np.arange(of) < n


def test_a_sound_comparison_has_no_limit_and_every_check_in_a_fixed_order():
    table = checked(sound())
    assert table.columns.tolist() == ["check", "found", "limits", "meaning"]
    assert table["check"].tolist() == list(sentences("limited")) == list(sentences("fine"))
    assert table["limits"].dtype == bool and not table["limits"].any()
    assert table["meaning"].tolist() == list(sentences("fine").values())


def test_what_limits_stands_first():
    table = checked(sound(language=["en"] * 8 + ["es"] * 8, n_tokens=[100] * 8 + [210] * 8))
    assert table["check"].tolist()[:3] == ["words", "languages", "lengths"]
    assert table["limits"].tolist() == [True] * 3 + [False] * 10


def test_below_eight_articles_a_side_there_is_no_test():
    assert row("articles", sound()) == ("8 state v 8 foreign; smallest attainable p 0.00016", False)
    assert row("articles", sound()[1:]) == ("7 state v 8 foreign; smallest attainable p 0.00016", True)


def test_below_a_thousand_words_a_side_rates_are_coarse():
    assert row("words", sound(n_tokens=125)) == ("1,000 state v 1,000 foreign", False)
    assert row("words", sound(n_tokens=[125] * 15 + [124])) == ("1,000 state v 999 foreign", True)


def test_an_article_with_more_than_two_fifths_of_its_side_is_named():
    docs = sound(n_tokens=[300, *[100] * 4, 50, 50, 0, *[100] * 8])  # 300 of 800, 100 of 800
    assert row("largest article", docs) == ("s0 38% of state; f0 12% of foreign", False)
    docs.loc[0, "n_tokens"] = 400
    assert row("largest article", docs) == ("s0 44% of state; f0 12% of foreign", True)


def test_that_one_of_two_articles_has_most_of_the_words_cannot_be_otherwise():
    table = checked(sound()[6:]).set_index("check")
    assert table.loc["largest article", "found"] == "s6 50% of state; f0 12% of foreign"
    assert table.loc["largest article", "meaning"] == SENTENCES["largest article"]["few"]
    large = checked(sound(n_tokens=[2000] + [200] * 15)).set_index("check").loc["largest article"]
    assert large["limits"] and large["meaning"] == SENTENCES["largest article"]["limited"]


def test_an_article_whose_name_is_unknown_is_not_taken_for_what_is():
    docs = sound(n_tokens=[300] + [200] * 15).replace("s0", "unknown-2023")
    assert checked(docs).set_index("check").loc["largest article", "meaning"] == SENTENCES["largest article"]["fine"]


def test_an_article_of_fewer_than_a_hundred_words_is_named():
    assert row("shortest article", sound(n_tokens=[*range(100, 116)])) == (
        "s0 100 words, state; f0 108 words, foreign",
        False,
    )
    assert row("shortest article", sound(n_tokens=[200] * 9 + [99, 6] + [200] * 5)) == (
        "s0 200 words, state; f2 6 words, foreign; under 100: f1, f2",
        True,
    )


def test_copies_on_one_side_and_across_are_told_apart():
    copies = ("s0", "s1"), ("s1", "s2"), ("s3", "s4"), ("s5", "s6"), ("s7", "f0"), ("f1", "unread")
    assert row("copies on one side", sound(), *copies) == ("4 pairs: s0 = s1, s1 = s2, s3 = s4 and 1 more", True)
    assert row("copies across sides", sound(), *copies) == ("1 pair: s7 = f0", True)
    assert row("copies on one side", sound(), ("s7", "f0")) == ("none", False)
    assert row("copies across sides", sound(), ("s0", "s1")) == ("none", False)


def test_copies_that_are_counted_once_are_named_and_nothing_is_advised_that_is_done():
    copies, kept = (("s0", "s1"), ("s0", "s2"), ("s7", "f0")), ~np.isin(np.arange(16), [1, 2, 8])
    table = checked(sound(), *copies, kept=kept).set_index("check")
    within = [
        "2 pairs: s0 = s1, s0 = s2; counted once: s1, s2 left out",
        False,
        SENTENCES["copies on one side"]["counted"],
    ]
    assert table.loc["copies on one side"].tolist() == within
    across = [
        "1 pair: s7 = f0; counted once: f0 left out",
        True,
        SENTENCES["copies across sides"]["counted"],
    ]  # on which side is a choice
    assert table.loc["copies across sides"].tolist() == across
    both = checked(sound(), *copies, kept=kept | (np.arange(16) == 2)).set_index("check").loc["copies on one side"]
    assert both.tolist() == [
        "2 pairs: s0 = s1, s0 = s2; left out: s1",
        True,
        SENTENCES["copies on one side"]["limited"],
    ]


def test_an_article_that_went_for_one_of_no_compared_side_is_named():
    docs = sound(side=["relay"] + ["state"] * 7 + ["foreign"] * 8)
    assert row("copies across sides", docs, ("s0", "s1"), kept=np.arange(16) != 1) == (
        "1 pair: s0 = s1; counted once: s1 left out",
        True,
    )
    assert row("copies across sides", docs, ("s0", "s1"), kept=np.arange(16) != 0) == ("none", False)
    assert row("copies across sides", docs, ("s0", "s1")) == ("none", False)


def test_every_other_check_describes_the_articles_that_are_kept():
    docs = sound(n_tokens=[900, *[200] * 15], side_by_origin=["foreign"] + ["state"] * 7 + ["foreign"] * 8)
    assert row("other sides", docs)[1] and row("largest article", docs)[0].startswith("s0")
    table = checked(docs, kept=~first(1)).set_index("check")
    assert table.loc["articles", "found"] == "7 state v 8 foreign; smallest attainable p 0.00016"
    assert table.loc["words", "found"] == "1,400 state v 1,600 foreign"
    assert table.loc["largest article", "found"].startswith("s1 14% of state")
    assert (
        table.loc["other sides", "found"]
        == "side_by_origin has the label of side in 15 of 15 articles, so it is no second reading."
    )
    with pytest.raises(InputError, match="kept: 1 values for 16 articles"):
        checked(docs, kept=[True])


def test_articles_without_words_are_named_and_stay_out_of_every_number():
    docs = sound(n_tokens=[0] + [200] * 15)
    assert row("articles without words", docs) == ("s0", True)
    assert row("articles", docs)[0].startswith("7 state")
    docs = docs.assign(side=["relay"] + ["state"] * 7 + ["foreign"] * 8)
    assert row("articles without words", docs) == ("none", False)


def test_a_side_of_one_publisher_that_the_other_lacks_may_be_house_style():
    one, two = ["Wire"] * 8, ["Post", "Daily"] * 4
    assert row("publishers", sound(publisher=one + two)) == ("1 state v 2 foreign; on both: none", True)
    assert row("publishers", sound(publisher=["Sun", *one[1:], *two])) == ("2 state v 2 foreign; on both: none", False)
    assert row("publishers", sound(publisher=[*one, *two[1:], "Wire"])) == ("1 state v 3 foreign; on both: Wire", False)


def test_a_publisher_that_is_not_named_may_be_a_second_one():
    found = row("publishers", sound(publisher=["Wire"] * 7 + [""] + ["Post"] * 8))
    assert found == ("unknown for some articles; 1 state v 1 foreign; on both: none", False)
    assert row("publishers", sound(publisher=""))[0].startswith("unknown")
    assert row("publishers", sound(publisher=["", *["Wire"] * 15])) == ("1 state v 1 foreign; on both: Wire", False)


def test_sides_of_other_years_or_of_periods_that_do_not_meet_may_differ_by_time():
    def years(state, foreign):
        days = pd.to_datetime([*state, *foreign])
        return row("periods", sound(published=days, published_latest=days))

    spread = ["2023-01-01", "2024-01-01"] * 4
    assert years(spread, spread)[1] is False
    assert years(["2024-03-01"] * 8, ["2024-03-02"] * 8)[1] is True  # one year, and yet one after the other
    assert years(["2022-12-31", "2025-01-01"] * 4, ["2023-05-01"] * 8)[1] is True  # within, and yet no year in common
    half = ["2023-05-01"] * 4 + ["2020-01-01"] * 4
    assert years(half, ["2023-01-01"] * 8) == (
        "state 2020-01-01 to 2023-05-01; foreign 2023-01-01 to 2023-01-01; 4 of 8 v 8 of 8 in years that both sides have",
        False,
    )
    assert years([*half[1:], "2020-01-01"], ["2023-01-01"] * 8)[1] is True


def test_over_many_years_periods_are_longer_than_a_year():
    def years(state, foreign):
        days = pd.to_datetime([f"{year}-01-20" for year in (*state, *foreign)])
        return row("periods", sound(published=days, published_latest=days))

    in_turn = years(range(1951, 2015, 8), range(1955, 2019, 8))  # 4 years apart: never a year in common
    assert in_turn[1] is False and in_turn[0].endswith("8 of 8 v 8 of 8 in spans of 13 years that both sides have")
    assert years(range(1951, 1967, 2), range(1999, 2015, 2))[1] is True
    assert years([1901, *range(2001, 2008)], [*range(1960, 1967), 2009])[1] is True  # each has one of the other's time
    assert years([2001, 2003] * 4, [2002, 2010] * 4)[0].endswith("in years that both sides have")


def test_undated_articles_and_wide_ranges_are_named():
    assert row("dates", sound()) == ("all dated to the day", False)
    week = DAYS + pd.to_timedelta(7 * first(1), unit="D")
    assert row("dates", sound(published_latest=week)) == ("dated to a range: s0", False)
    year = DAYS + pd.to_timedelta(365 * first(1), unit="D")
    assert row("dates", sound(published_latest=year)) == ("dated to a range: s0", True)
    some = pd.Series(DAYS).mask(first(5))
    assert row("dates", sound(published=some, published_latest=some)) == ("undated: s0, s1, s2 and 2 more", True)


def test_languages_are_compared_without_their_region():
    assert row("languages", sound()) == ("state en; foreign en", False)
    assert row("languages", sound(language=["en"] * 15 + ["zh-CN"])) == ("state en; foreign en, zh", True)
    assert row("languages", sound(language=["en"] * 15 + [""])) == ("state en; foreign en, unknown", False)


def test_a_translation_limits_for_a_translator_chose_its_words():
    found = "state en; foreign en; translated: s3"
    assert row("languages", sound(translated_from=["", "", "", "es"] + [""] * 12)) == (found, True)


def test_articles_that_another_side_column_puts_elsewhere_are_named_with_both_labels():
    origin = ["state"] * 7 + ["relay"] + ["state"] + ["foreign"] * 7
    found = "2 of 16 articles change by side_by_origin: s7 (state to relay), f0 (foreign to state)"
    assert row("other sides", sound(side_by_origin=origin)) == (found, True)
    same = "side_by_origin has the label of side in 16 of 16 articles, so it is no second reading."
    assert row("other sides", sound()) == (same, False)


def test_a_relay_that_the_other_column_gives_a_side_is_counted_and_one_in_neither_is_not():
    docs = sound()
    relays = docs[:2].assign(doc_id=["r0", "r1"], side="relay", side_by_origin=["foreign", "relay"])
    found = row("other sides", pd.concat([docs, relays], ignore_index=True))
    assert found == ("1 of 17 articles change by side_by_origin: r0 (relay to foreign)", True)


def test_articles_of_more_than_twice_the_length_are_told():
    assert row("lengths", sound(n_tokens=[200] * 8 + [400] * 8)) == (
        "mean words 200 state v 400 foreign; 2.0 times",
        False,
    )
    assert row("lengths", sound(n_tokens=[500] * 8 + [200] * 8)) == (
        "mean words 500 state v 200 foreign; 2.5 times",
        True,
    )


def test_a_corpus_that_tells_nothing_of_its_articles_has_unknown_rows():
    nothing = pd.Series([pd.NaT] * 16, dtype="datetime64[s]")
    docs = sound(published=nothing, published_latest=nothing, publisher="")
    table = checked(docs.drop(columns=["language", "side_by_origin"])).set_index("check")
    unknown = table[table["found"].str.startswith("unknown")]
    assert sorted(unknown.index) == sorted(sentences("unknown")) and not unknown["limits"].any()
    assert unknown["meaning"].to_dict() == sentences("unknown")


def test_columns_of_dates_that_are_absent_are_unknown():
    table = checked(sound().drop(columns=["published", "published_latest"])).set_index("check")
    assert table.loc[["periods", "dates"], "meaning"].tolist() == [
        SENTENCES[check]["unknown"] for check in ("periods", "dates")
    ]


def test_an_article_without_a_second_label_has_none():
    docs = sound(side_by_origin=["", None, *["state"] * 6, *["foreign"] * 8])
    found = "2 of 16 articles change by side_by_origin: s0 (state to none), s1 (state to none)"
    assert row("other sides", docs) == (found, True)
    third = docs[2:3].assign(doc_id="r", side=None)
    assert row("other sides", pd.concat([docs[2:], third], ignore_index=True))[0].endswith("r (none to state)")


def test_labels_that_are_numbers_read_as_labels():
    docs = sound(side=[1] * 8 + [2] * 8, side_by_origin=[1] * 8 + [2] * 8)
    counts = Counts(sparse.csr_array((16, 0), dtype=np.int64), pd.Index([], dtype=object), docs)
    table = limits(counts, pairs(("s0", "s1")), ("side", 1, "2")).set_index("check")
    assert table.loc["articles", "found"].startswith("8 '1' v 8 '2';")
    assert table.loc["copies on one side", "found"] == "1 pair: s0 = s1"
    assert table.loc["other sides", "found"].startswith("side_by_origin has the label of side in 16 of 16")


def test_a_second_column_with_other_labels_is_no_second_reading():
    assert row("other sides", sound(side_by_origin="left"))[0] == "unknown: no second column with these sides"


def test_sides_that_cannot_be_compared_are_named(tokens):
    with pytest.raises(InputError, match="cannot be compared with itself"):
        limits(count(tokens), pairs(), ("side", "state", "state"))


def test_the_order_of_articles_changes_nothing():
    docs = sound(n_tokens=np.arange(300, 316), language=["en"] * 15 + ["es"])
    assert checked(docs, ("s0", "s1")).equals(checked(docs[::-1].reset_index(drop=True), ("s0", "s1")))


@pytest.fixture(scope="module")
def five():
    docs, zones, _ = read_corpus(bundled("seeds"))
    tokens = encode(docs, zones, read_lexicons(bundled("seeds")).words)
    copies = near_duplicates(tokens)
    kept = deduplicate(docs, copies)
    return {
        side: limits(count(tokens), copies, (side, "state", "foreign"), kept).set_index("check")
        for side in ("side_by_publisher", "side_by_origin")
    }


def test_the_five_articles_by_publisher(five):
    table = five["side_by_publisher"]
    limiting = ["articles", "largest article", "periods", "languages", "other sides"]
    assert table.index[table["limits"]].tolist() == limiting
    assert table.loc["articles", "found"] == "2 state v 3 foreign; smallest attainable p 0.10"
    assert table.loc["publishers", "found"] == "2 state v 3 foreign; on both: none"  # as many as articles: one each
    assert table.loc[["copies on one side", "copies across sides"], "found"].tolist() == ["none", "none"]
    assert table.loc["dates", "found"] == "dated to a range: 247-news-reel-2023"
    assert table.loc["periods", "found"].endswith("1 of 2 v 1 of 3 in years that both sides have")  # both of 2023
    moved = "2 of 5 articles change by side_by_origin: el-ciudadano-2026 (foreign to relay), peace-post-2020 (foreign to state)"
    assert table.loc["other sides", "found"] == moved


def test_the_five_articles_by_origin(five):
    table = five["side_by_origin"]
    limiting = ["articles", "words", "largest article", "publishers", "periods", "languages", "other sides"]
    assert table.index[table["limits"]].tolist() == limiting
    assert table.loc["articles", "found"] == "3 state v 1 foreign; smallest attainable p 0.25"  # one relay stays out
    assert table.loc["publishers", "found"] == "3 state v 1 foreign; on both: none"
    assert table.loc["largest article", "found"].endswith("247-news-reel-2023 100% of foreign")
