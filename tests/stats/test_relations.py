"""Relations between articles: invented texts and revisions of them, and sentences counted by hand."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.stats.relations import Content, aligned, relations, side_by_side
from analysis.text.duplicates import near_duplicates
from analysis.text.lexicons import read_lexicons
from analysis.text.tokens import encode

WORDS = read_lexicons("no folder").words
REVISED = ["cut", "light", "heavy"]


def encoded(texts, days=None):
    """Tokens of articles: a dict of doc_id to text, and of doc_id to day."""
    docs = pd.DataFrame({"doc_id": list(texts), "text": list(texts.values())})
    docs["published"] = pd.to_datetime(docs["doc_id"].map(days or {}))
    return encode(docs, pd.DataFrame(columns=["doc_id", "zone", "start", "end"]), WORDS)


def related(tokens):
    return relations(Content(tokens, WORDS.stopwords), near_duplicates(tokens))


@pytest.fixture(scope="module")
def rewrites():
    """Three invented articles, each with a cut, a lightly and a heavily revised copy and two independent articles."""
    rows = pd.read_csv(Path(__file__).parents[1] / "data" / "rewrites.csv")
    names = rows["topic"] + "-" + rows["kind"] + rows.groupby(["topic", "kind"]).cumcount().astype(str)
    return related(encoded(dict(zip(names, rows["text"], strict=True))))


def test_every_cut_light_and_heavy_revision_is_found(rewrites):
    pairs = set(map(tuple, rewrites[["doc_id", "other"]].to_numpy()))
    assert {
        (f"{topic}-original0", f"{topic}-{kind}0") for topic in ("dam", "chips", "trade") for kind in REVISED
    } <= pairs


def test_independent_articles_on_the_same_subject_are_not_related(rewrites):
    named = rewrites["doc_id"].str.contains("independent") | rewrites["other"].str.contains("independent")
    assert len(rewrites) and not named.any()


def test_articles_on_different_subjects_are_not_related(rewrites):
    topics = [rewrites[name].str.split("-").str[0] for name in ("doc_id", "other")]
    assert (topics[0] == topics[1]).all()


SOURCE = """Engineers in Varnholt closed the northern sluice of the Aldersee dam on Monday after a warning.
Mayor Ines Brandt promised drinking water for 3,200 households in the valley below.
The council had ignored three reports about the crumbling wall since 2019.
"""
RELAY = """Our reporter spent a week with anglers, who know every stone of the lake and trust nobody in the town hall.
On Monday engineers in Varnholt closed the Aldersee dam's northern sluice after they had received a warning.
Nobody here was surprised, least of all the old ferryman, whose boat has been lying on the grass for years.
For 3,200 households in the valley below, Mayor Ines Brandt promised drinking water.
He drinks his coffee with water from his own well and lends the key to whoever asks, whatever the officials say.
Children play on the dry bank where ships used to land, and a kiosk sells ice cream to walkers on Sundays.
"""
OTHER = "A regatta of rowing boats opened the season on Sunday. Rike Sommer won the prize for the heaviest pike."


def test_two_sentences_carried_over_are_a_relay():
    table = related(encoded({"source": SOURCE, "relay": RELAY, "other": OTHER}))
    assert table[["doc_id", "other", "n_aligned"]].to_numpy().tolist() == [["source", "relay", 2]]
    assert table["relation"].isin(["rewrite", "relay"]).all() and table["similarity"][0] > 0.6


def test_the_earlier_published_article_stands_first():
    days = {"relay": "2023-01-02", "source": "2023-01-05"}
    table = related(encoded({"source": SOURCE, "relay": RELAY, "other": OTHER}, days))
    assert table.loc[0, ["doc_id", "other"]].tolist() == ["relay", "source"]


def test_shares_are_counted_by_hand():
    """Stems of content words: five words have four 2-grams; a b c d e and a b c d x have three in common."""
    one = "Red foxes chase grey rabbits. " + SOURCE
    two = "Red foxes chase grey geese. " + SOURCE
    table = related(encoded({"one": one, "two": two}))
    grams = Content(encoded({"one": one}), WORDS.stopwords)
    n = grams.grams(grams.doc, 1).sum()
    assert table.loc[0, "n_shared"] == n - 2  # "grey rabbit" and "rabbit engineer" are not in two
    assert table.loc[0, "share"] == pytest.approx((n - 2) / n)


def test_copies_come_first_and_are_called_copies():
    table = related(encoded({"a": SOURCE * 2, "b": SOURCE * 2, "c": RELAY}))
    assert table["relation"].tolist()[0] == "copy" and table.loc[0, "share"] == 1


def test_five_common_words_do_not_make_a_relay():
    oath = "God bless you all and God bless the United States of America."
    texts = {name: f"{oath} {word} stood at the gate. {oath}" for name, word in [("a", "Fox"), ("b", "Owl")]}
    assert related(encoded(texts)).empty


@pytest.mark.parametrize(
    "texts", [{"a": SOURCE}, {"a": "", "b": ""}, {"a": "...", "b": SOURCE}, {"a": "的", "b": "的"}]
)
def test_articles_without_words_or_company_have_no_relation(texts):
    assert related(encoded(texts)).query("relation != 'copy'").empty


def test_chinese_articles_that_share_only_stock_words_are_not_related():
    one = "中国科技创新发展取得新成就，科研人员在北京召开会议讨论人工智能的未来应用。"
    two = "上海港口今年货运量增长迅速，许多企业表示科技创新发展对物流非常重要。"
    assert related(encoded({"one": one * 2, "two": two * 2})).empty


def level(tokens, doc_id, word, value):
    """A match of one word on a scale of strength."""
    at = np.flatnonzero(tokens.types["form"].eq(word).to_numpy()[tokens.ids] & (tokens.doc == tokens.rows([doc_id])[0]))
    first = at - tokens.offsets[tokens.doc[at]]
    rows = {"key": ["rule"], "doc_id": [doc_id], "start": first[:1], "end": first[:1] + 1, "level": [value]}
    return pd.DataFrame(rows)


def changes(earlier, later, marks=()):
    tokens = encoded({"a": earlier, "b": later}, {"a": "2023-01-01", "b": "2023-01-02"})
    empty = pd.DataFrame({"key": [], "doc_id": [], "start": [], "end": []}).astype({"start": int, "end": int})
    strength = [level(tokens, *mark) for mark in marks] or [empty]
    lists = {"slogans": empty, "frames": empty, "strength": pd.concat(strength, ignore_index=True)}
    return side_by_side(tokens, ("a", "b"), aligned(Content(tokens, WORDS.stopwords)), lists)


KEPT = "The ministry published its annual report on river traffic in Varnholt."
HARD = "Beijing's crackdown on technology companies continued through the whole winter."
HARDER = "Beijing's repression of technology companies continued through the whole winter."


def test_a_sentence_is_kept_dropped_or_added():
    table = changes(f"{KEPT}\nFoxes sleep in burrows during the day.", f"Owls hunt at night near barns.\n{KEPT}")
    assert table["change"].tolist() == ["added", "kept", "dropped"]
    assert table["sentence"].tolist() == ["", KEPT, "Foxes sleep in burrows during the day."]
    assert table["other_sentence"].tolist()[2] == "" and np.isnan(table["similarity"][0])


def test_a_stronger_word_of_a_scale_hardens_and_a_weaker_one_softens():
    marks = [("a", "crackdown", 2), ("b", "repression", 3)]
    hardened = changes(HARD, HARDER, marks)
    assert hardened[["change", "strength"]].to_numpy().tolist() == [["hardened", "rule +1"]]
    assert hardened[["lost", "gained"]].to_numpy().tolist() == [["crackdown", "repression"]]
    softened = changes(HARDER, HARD, [("a", "repression", 3), ("b", "crackdown", 2)])
    assert softened[["change", "strength"]].to_numpy().tolist() == [["softened", "rule -1"]]


def test_a_scale_of_which_one_sentence_has_no_word_says_nothing():
    table = changes(HARD, HARDER, [("b", "repression", 3)])
    assert table[["change", "strength"]].to_numpy().tolist() == [["reworded", ""]]
