"""The bundled corpus, against counts made by hand with a text editor's search on the raw files."""

import hashlib

import pytest

from analysis.corpus.read import check, read_corpus
from analysis.files import bundled
from analysis.stats.keyness import absent_terms, keyness
from analysis.stats.slogans import by_group
from analysis.stats.terms import tf_idf, without_subphrases
from analysis.text.concordance import sentences
from analysis.text.counts import count, count_phrases, from_matches
from analysis.text.lexicons import lexicon, read_lexicons
from analysis.text.matches import find
from analysis.text.tokens import encode

IDS = ["el-ciudadano-2026", "cgtn-2024", "xinhua-2023", "247-news-reel-2023", "peace-post-2020"]
HASHES = {  # SHA-256 of the five files as they were handed over: they are data and stay as they are
    "000_82ff22b22aac15c7.txt": "0a992b7e81c6c3f243af96585a075b520db14300aa3d603e8f3aa787c7cf0bed",
    "001_08598d1cdb0e6120.txt": "e5b040eec3de65ada8d295839cbb84518d4737fe677e735b39c9442c97f7c50d",
    "002_57b102f382cb4eaa.txt": "a66652dc2fb81eb7993cfcb5e602f7ef8ddd0752ba9e2aec343f79e8535b482c",
    "003_5d18fac3f20709e1.txt": "7413155ccbaf6eb392c141890ba088ff18c5412347db0740e61323f7c0511bdd",
    "004_424b65836abdcf18.txt": "1f861349ca51c27f055685e421a0194b336333f715550fc55e3cea2a2407361c",
}


@pytest.fixture(scope="module")
def corpus():
    return read_corpus(bundled("seeds"))


@pytest.fixture(scope="module")
def lexicons():
    return read_lexicons(bundled("seeds"))


@pytest.fixture(scope="module")
def tokens(corpus, lexicons):
    return encode(corpus.docs, corpus.zones, lexicons.words)


@pytest.fixture(scope="module")
def slogans(tokens, lexicons):
    return by_group(from_matches(tokens, find(tokens, lexicons.slogans)), "doc_id").pivot(
        index="slogan", columns="group", values="count"
    )[IDS]


def test_the_files_are_byte_for_byte_what_was_handed_over():
    assert {name: hashlib.sha256((bundled("seeds") / name).read_bytes()).hexdigest() for name in HASHES} == HASHES


def test_the_manifest_is_sound(corpus):
    assert check(bundled("seeds")).empty
    assert corpus.docs["doc_id"].tolist() == IDS


@pytest.mark.parametrize(
    ("word", "expected"),  # body and headline: a search of the file less its removed lines
    [
        ("self-reliance", [2, 1, 8, 0, 0]),  # 000: one in its title; 002: nine, one of them in the repeated title
        ("china", [6, 7, 13, 9, 8]),  # 000: seven, one of them in an echo
        (
            "xi",
            [3, 5, 18, 3, 7],
        ),  # 002: twenty, two of them in the repeated title; 000: one in the header, one in its title
        ("breakthroughs", [0, 3, 4, 0, 2]),
        ("sanctions", [0, 0, 0, 3, 0]),
        ("crackdown", [0, 0, 0, 2, 0]),  # 004 has "crackdowns"
        ("US", [1, 0, 0, 4, 1]),  # 000: USA; 001 has "U.S.-led", a word of its own
        ("US-led", [0, 1, 0, 0, 0]),
    ],
)
def test_words_are_as_often_as_a_search_by_hand_finds_them(tokens, word, expected):
    counts = count(tokens)
    assert counts.matrix[:, [counts.terms.get_loc(word)]].toarray().ravel().tolist() == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("new quality productive forces", [0, 4, 0, 0, 0]),
        ("innovation-driven development strategy", [0, 0, 4, 0, 0]),
        ("core technologies in key fields", [0, 0, 3, 0, 0]),
        ("dual circulation", [0, 0, 0, 0, 2]),
        ("self-reliance and strength in science and technology", [1, 0, 3, 0, 0]),
        ("tackling big things", [0, 0, 0, 0, 1]),  # printed with quotation marks
    ],
)
def test_phrases_are_as_often_as_a_search_by_hand_finds_them(tokens, pattern, expected):
    found = find(tokens, lexicon([pattern]))
    assert [int((found["doc_id"] == doc_id).sum()) for doc_id in IDS] == expected


@pytest.mark.parametrize(
    ("slogan", "expected"),
    [
        ("xinzhi-shengchanli", [0, 4, 0, 0, 0]),
        ("chuangxin-qudong-fazhan-zhanlue", [0, 0, 4, 0, 0]),
        ("shuang-xunhuan", [0, 0, 0, 0, 2]),
        ("jizhong-liliang-ban-dashi", [1, 0, 0, 0, 1]),
        ("shehuizhuyi-xiandaihua-qiangguo", [1, 0, 0, 1, 0]),
        ("lianghui", [0, 0, 0, 1, 0]),
        ("liang-ge-bibao", [0, 0, 0, 1, 0]),
        ("bainian-weiyou-zhi-da-bianju", [0, 0, 0, 0, 1]),
        ("gao-zhiliang-fazhan", [0, 0, 1, 1, 1]),
        (
            "guanjian-hexin-jishu",
            [0, 3, 3, 0, 3],
        ),  # with "key tech breakthroughs", "breakthroughs in core technologies"
        ("ka-bozi", [0, 0, 1, 0, 0]),  # hidden in "bottlenecks in core technologies"
        ("guonei-daxunhuan", [0, 0, 0, 0, 2]),
    ],
)
def test_slogans_are_found_in_all_their_renderings(slogans, slogan, expected):
    assert slogans.loc[slogan].tolist() == expected


def test_a_family_finds_the_campaign_where_the_word_is_missing(tokens, slogans):
    silent = find(tokens, lexicon(["self-reliance"]))["doc_id"].unique()
    assert set(IDS) - set(silent) == {"247-news-reel-2023", "peace-post-2020"}
    assert (slogans[["247-news-reel-2023", "peace-post-2020"]].sum() > 0).all()


def test_a_long_phrase_swallows_its_pieces(tokens):
    phrases = without_subphrases(tf_idf(count_phrases(tokens))).set_index(["doc_id", "term"])["count"]
    assert phrases[("xinhua-2023", "self-reliance and strength in science and technology")] == 3
    assert ("xinhua-2023", "strength in science") not in phrases.index


def test_every_removed_span_is_what_its_rule_names(corpus):
    removed = (
        corpus.zones[corpus.zones["zone"] == "removed"].groupby("doc_id")["rule"].agg(lambda rules: sorted(set(rules)))
    )
    assert removed.to_dict() == {
        "el-ciudadano-2026": ["credit_line", "echoed_sentence", "metadata_header"],
        "cgtn-2024": ["contributor_note", "photo_credit", "related_links", "site_banner"],
        "xinhua-2023": ["dateline", "repeated_line", "wire_header"],
        "247-news-reel-2023": ["author_blurb", "credit_line"],
        "peace-post-2020": ["credit_line", "related_links"],
    }


def test_the_headline_counts_once_whether_it_is_printed_or_stands_in_the_table(corpus):
    headlines = corpus.zones.query("zone == 'headline'").set_index("doc_id")["rule"]
    assert headlines.to_dict() == dict.fromkeys(["cgtn-2024", "xinhua-2023", "peace-post-2020"], "headline") | {
        "el-ciudadano-2026": "headline_given"
    }


def test_every_number_leads_back_to_its_sentences(tokens):
    lines = sentences(tokens, find(tokens, lexicon(["two needs"])))
    assert lines["node"].tolist() == ["two needs"]
    assert "possible new political slogan" in lines["left"][0]


def test_dual_circulation_changes_side_with_who_counts_as_foreign(tokens, lexicons):
    """It stands twice in the Global Times text that a foreign site ran, and nowhere else."""
    counts = from_matches(tokens, find(tokens, lexicons.slogans))
    row = keyness(counts, ("side_by_publisher", "state", "foreign")).set_index("term").loc["shuang-xunhuan"]
    assert row[["count_target", "count_reference", "most_doc"]].tolist() == [0, 2, "peace-post-2020"]
    assert row["log_ratio"] < 0 < row["log_ratio_other"] and not row["sign_holds"]


def test_control_and_rights_stand_in_the_one_text_that_others_wrote(tokens, lexicons):
    counts = from_matches(tokens, find(tokens, lexicons.frames))
    for side in ("side_by_publisher", "side_by_origin"):
        table = keyness(counts, (side, "state", "foreign"))
        silent = absent_terms(table, (side, "state", "foreign")).set_index("term").loc["control-rights"]
        assert silent[["silent", "n_docs", "most_doc"]].tolist() == ["state", 1, "247-news-reel-2023"]
    assert silent["bound_docs"] == pytest.approx(0.6316, abs=1e-4)  # 0 of 3 by origin
