"""The bundled slogans on sentences that were written for them: renderings that must be found, everyday ones that must not."""

from lexicon_recall import DATA, fired, misfired, missed, rows

from analysis.files import bundled
from analysis.text.lexicons import read_lexicons

FOUND, NOT_FOUND = DATA / "slogans_found.csv", DATA / "slogans_not_found.csv"


def test_most_renderings_are_found():
    lost, n = missed(FOUND)
    assert n >= 250 and len(lost) <= 0.15 * n, lost


def test_few_everyday_sentences_are_found():
    wrong, n = misfired(NOT_FOUND)
    assert n >= 200 and len(wrong) <= 0.1 * n, wrong


def test_the_sentences_cover_most_slogans():
    keys = read_lexicons(bundled("seeds")).slogans.keys
    named = {row["slogan"] for row in rows(FOUND)}
    assert named <= set(keys) and len(named) >= 0.75 * len(keys)


def test_chinese_words_that_only_contain_a_slogan_do_not_match():
    everyday = ["通信创新", "诚信创业", "绿色创新发展理念", "这两会场", "引领未来产业发展"]
    assert fired(everyday) == [set()] * 5
    slogans = ["信创产业", "貫徹新發展理念", "全国两会", "布局未来产业"]
    assert all(fired(slogans))
