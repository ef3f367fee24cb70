"""Encoding over blocks is the plain loop over `split`, `form` and `Sentences`: the same tokens, spans, zones and bounds."""

import operator
import random
from bisect import bisect_left
from dataclasses import replace
from functools import reduce
from itertools import chain, combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from plain_loop import begins

from analysis.corpus.read import read_corpus
from analysis.files import InputError, bundled
from analysis.text import tokens as encoding
from analysis.text.lexicons import read_lexicons
from analysis.text.sentences import HAN, Sentences
from analysis.text.tokens import SHOUT, ZONES, encode, folded, form, split

ATOMS = """
plan Plan PLAN US us U.S. U.S U.S.-led U.S.’s a.k.a. Ph.D. p.m. Co. Inc. Mr. no. No. St. e.g. i.e. J. A. I. The He It
R&D S&T R& &D sci-tech Sci‑Tech sci‐tech -led led- -- — – - ’ ‘ ' '' `` ’’ ‘‘ ` ´ ＇ ʼ 's ’s 'S S's China’s workers' don’t O'Neil
330,000 5.7-fold 5.7 .5 5. 1,2,3 1,a ,5 3.5% 5‰ ％ ５％ ½ ٣ ٣.٤ 5G G20 COVID-19 ²  1. 2) (3) 4.) a. IV. • * - ·
. , ; : ? ! … ... .... ?! ?? 。 ！ ？ ｡ ， 、 ： ； ” “ " „ « » 」 「 ） （ ) ( ] [ } {
科技自立 科 AI技术 技AI 走。 “走吧。”好 走。”， Plan科技 科.Plan ⼀ カ 한국 план pl\u0430n \u0421OVID ﬁrst Ｃｈｉｎａ Ｕ．Ｓ． 𝗕𝗼
tech\u00adnology a\u200bb \u200b \ufeff \u2060 e\u0301 \u0301 \u0301a \ufe0f ❤\ufe0f 🙂 👩\u200d👩 \u034f \u3164 \x00 \x7f
https://t.co/AbC1x2 https://t.co/a. www.example.com example.com example.Com _example.com @XHNews #Tag desk@example.org a@b
t.co/x bit.ly/a(b) scandals.Although end.the report.Pdf Node.js is.He x.X 1.First and/or a/b $5 €3 §2 iPhone eBay McX
""".split()
SPACES = [
    " ",
    " ",
    " ",
    "",
    "",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\u00a0",
    "\u3000",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x1f",
    "\x85",
    "\u2028",
    "  ",
]
LONG = ["x" * 1000, "." * 300, "科" * 300, "a." * 200, "''" * 100, "1,2." * 100, ".)" * 100, "- " * 100]


def plainly(docs, zones, words):
    """Forms, spans, zones, shouted lines and bounds of a corpus, article by article, line by line, sentence by sentence."""
    rule, rows, bounds = Sentences(words), [], {"offsets": [0], "sentences": [], "paragraphs": []}
    for doc_id, text in zip(docs["doc_id"], docs["text"], strict=True):
        mine = zones[zones["doc_id"] == doc_id]
        spans = list(zip(mine["start"], mine["end"], mine["zone"], strict=True))
        for begin, end in rule.paragraphs(text):
            bounds["paragraphs"].append(len(rows))
            line = text[begin:end]
            shouted = line.isupper() and bool(SHOUT.search(line)) and not HAN.search(line)
            cuts = {cut for start, stop, _ in spans for cut in (start, stop) if begin < cut < end}
            for left, right in pairwise(sorted({begin, end, *cuts})):
                zone = next((zone for start, stop, zone in spans if start <= left < stop), "body")
                pieces = split(text[left:right])
                starts = [start for start, *_ in pieces]
                bounds["sentences"] += [len(rows) + bisect_left(starts, at) for at in begins(rule, text[left:right])]
                for start, stop, _ in pieces:
                    surface = text[left + start : left + stop]
                    rows.append(
                        (
                            form(surface, words.forms, str.casefold if shouted else folded),
                            left + start,
                            left + stop,
                            ZONES[zone],
                        )
                    )
        bounds["offsets"].append(len(rows))
    ends = {name: np.unique([0, *bounds[name], len(rows)]).tolist() for name in ("sentences", "paragraphs")}
    return rows, bounds["offsets"], ends


def assert_same(docs, zones, words):
    found, (rows, offsets, bounds) = encode(docs, zones, words), plainly(docs, zones, words)
    forms = found.types["form"].to_numpy()[found.ids].tolist()
    assert list(zip(forms, *found.spans.T.tolist(), found.zone.tolist(), strict=True)) == rows
    assert found.offsets.tolist() == offsets
    for name, expected in bounds.items():
        assert getattr(found, name).tolist() == expected, name
    assert sorted({name for name, *_ in rows}) == found.types["form"].tolist()
    return found


def corpus(seed):
    """A few articles of hard atoms, and zones at random places."""
    some = random.Random(seed)
    texts, zones = [], []
    for name in map(str, range(some.randint(1, 5))):
        atoms = [some.choice(LONG) if some.random() < 0.01 else some.choice(ATOMS) for _ in range(some.randint(0, 60))]
        text = "".join(atom + some.choice(SPACES) for atom in atoms)
        cuts = sorted(some.sample(range(len(text) + 1), min(len(text) + 1, 2 * some.randint(0, 3))))
        zones += [
            (name, some.choice(["headline", "removed"]), *pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)
        ]
        texts.append(some.choice([str, str, str.upper, str.lower])(text) if len(text.upper()) == len(text) else text)
    docs = pd.DataFrame({"doc_id": [str(row) for row in range(len(texts))], "text": pd.Series(texts, dtype=object)})
    return docs, pd.DataFrame(zones, columns=["doc_id", "zone", "start", "end"])


@pytest.fixture(scope="module")
def bundled_words():
    return read_lexicons(bundled("seeds")).words


@pytest.mark.parametrize("block", [50, 1_000, 1_000_000])
def test_blocks_of_any_size_give_what_the_plain_loop_gives(block, monkeypatch, bundled_words):
    monkeypatch.setattr(encoding, "BLOCK", block)
    for seed in range(100):
        assert_same(*corpus(seed), bundled_words)


@pytest.mark.parametrize("block", [50, 1_000, 1_000_000])
def test_the_five_articles_are_encoded_as_by_the_plain_loop(block, monkeypatch, bundled_words):
    monkeypatch.setattr(encoding, "BLOCK", block)
    docs, zones, _ = read_corpus(bundled("seeds"))
    assert_same(docs, zones.drop(columns="rule"), bundled_words)  # with it an added title is read first


def assert_adds_up(docs, zones, words, parts):
    """Encoding parts and adding them is encoding all at once: arrays, types and how they are shown."""
    whole = encode(docs, zones, words)
    found = reduce(operator.add, [encode(docs.iloc[part], zones, words) for part in parts])
    for name in ("ids", "spans", "zone", "offsets", "sentences", "paragraphs"):
        np.testing.assert_array_equal(getattr(found, name), getattr(whole, name), err_msg=name)
        assert getattr(found, name).dtype == getattr(whole, name).dtype, name
    pd.testing.assert_frame_equal(found.types, whole.types)
    pd.testing.assert_frame_equal(found.docs, whole.docs)
    pd.testing.assert_frame_equal(found.printed, whole.printed)
    pd.testing.assert_frame_equal(replace(whole).printed, whole.printed)  # counted in the texts


def test_tokens_of_the_five_articles_add_up_however_they_are_split(bundled_words):
    docs, zones, _ = read_corpus(bundled("seeds"))
    for cuts in chain.from_iterable(combinations(range(1, 5), n) for n in range(5)):
        assert_adds_up(docs, zones, bundled_words, [slice(*pair) for pair in pairwise([0, *cuts, 5])])


def test_tokens_of_hard_atoms_add_up(bundled_words):
    some = random.Random(14)
    for seed in range(150):
        docs, zones = corpus(seed)
        cut = some.randint(0, len(docs))
        assert_adds_up(docs, zones, bundled_words, [slice(0, cut), slice(cut, None)])


def test_an_article_is_added_once_and_with_the_same_spellings(tokens, docs, ledger, words):
    with pytest.raises(InputError, match="doc_id 'a': in both parts"):
        tokens + tokens
    other = encode(docs.assign(doc_id=["d", "e", "f"]), ledger, replace(words, forms={}))
    with pytest.raises(InputError, match="different spellings"):
        tokens + other


def test_parts_of_one_corpus_add_up_to_it_again(tokens):
    first = np.array([True, False, True])
    again = tokens.where(first) + tokens.where(~first)
    pd.testing.assert_frame_equal(again.types, tokens.types)
    assert again.docs["doc_id"].tolist() == ["a", "c", "b"]


@pytest.mark.parametrize("text", ["", "\u200b", "\u200b \u00ad\n\u2060", "— …", "U.S.", "https://t.co/a", "\n \n"])
def test_articles_without_words_are_encoded_too(text, bundled_words):
    docs = pd.DataFrame({"doc_id": ["x", "y"], "text": [text, text]})
    assert_same(docs, pd.DataFrame(columns=["doc_id", "zone", "start", "end"]), bundled_words)


def test_chinese_without_spaces_is_encoded_as_by_the_plain_loop(bundled_words):
    text = "科技自立自强，AI技术5.7%。他说：“走吧。”好！" * 60
    docs = pd.DataFrame({"doc_id": ["x", "y"], "text": [text, ""]})
    assert_same(
        docs, pd.DataFrame([("x", "removed", 7, 100)], columns=["doc_id", "zone", "start", "end"]), bundled_words
    )


def test_numbers_take_half_the_bytes_where_that_is_enough(bundled_words):
    found = encode(*corpus(1), bundled_words)
    assert [found.ids.dtype, found.spans.dtype, found.zone.dtype] == [np.int32, np.int32, np.int8]


def test_an_added_title_is_read_first_and_keeps_its_place(bundled_words):
    text = "One plan. Two plans.\n\nPlans go ahead"
    zones = pd.DataFrame(
        [("x", "headline", "headline_given", 22, 36)], columns=["doc_id", "zone", "rule", "start", "end"]
    )
    tokens = encode(pd.DataFrame({"doc_id": ["x", "y"], "text": [text, "One."]}), zones, bundled_words)
    assert [text[start:end] for start, end in tokens.spans[:9]] == "Plans go ahead One plan . Two plans .".split()
    assert tokens.sentences.tolist() == [0, 3, 6, 9, 11] and tokens.zone[:4].tolist() == [1, 1, 1, 0]
