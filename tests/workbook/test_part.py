"""Parts of a corpus, against the eight articles of conftest.py; counted by hand there."""

import datetime
import re
import shutil
from functools import partial

import pandas as pd
import pytest

from analysis.files import InputError, write_atomic
from analysis.text.search import Absent
from analysis.workbook.corpus import open_corpus
from analysis.workbook.part import conditions, within

DATES = "1 article of unknown or uncertain date left out"


def ids(corpus):
    return " ".join(corpus.articles["doc_id"])


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ("Hong Kong", "s1 s3 s4 f1 f2"),
        ("hong kong", "s1 s3 s4 f1 f2"),
        ("plan*", "s1 s2"),
        ("Hong Kong <2> thing", "s1"),
        (["port", "markets"], "s2 f4"),
        (["port", "submarine"], "s2"),
    ],
)
def test_articles_that_contain_a_term_are_those_with_lines(eight, terms, found):
    assert ids(eight.where(contains=terms)) == found
    first = terms if isinstance(terms, str) else terms[0]
    assert set(eight.lines(first).table["doc_id"]) <= set(found.split())


@pytest.mark.parametrize(
    ("days", "found", "uncertain"),
    [
        ({"since": "2022-02"}, "s3 f2 f3 f4", 1),
        ({"since": 2022}, "s1 s2 s3 f1 f2 f3 f4", 1),
        ({"until": "2022-02"}, "s1 s2 s3 f1", 2),
        ({"until": "2022-03-09"}, "s1 s2 s3 f1 f3", 2),
        ({"until": "2022-03-10"}, "s1 s2 s3 f1 f2 f3", 1),
        ({"since": "2022-01-20", "until": "2022-01-20"}, "s2", 1),
        ({"since": datetime.date(2022, 2, 10), "until": pd.Timestamp("2022-03-10")}, "f2 f3", 1),
        ({"since": "2023", "until": "2023"}, "f4", 1),
    ],
)
def test_days_months_and_years_are_inclusive_and_an_interval_lies_wholly_inside(eight, days, found, uncertain):
    part = eight.where(**days)
    assert ids(part) == found
    assert part.chosen.rpartition("; ")[2].startswith(f"{uncertain} article")


def test_conditions_combine_and_only_articles_that_meet_the_others_are_missed_for_their_date(eight):
    part = eight.where(contains="Hong Kong", until="2022-02", side="state")
    assert ids(part) == "s1 s3"
    assert part.chosen == f"side state; contains “Hong Kong”; until 2022-02; {DATES}"
    assert f"n = 2 articles ({part.chosen})" in part.frequency().caption
    assert ids(eight.where(side="state").where(until="2022-02").where(contains="Hong Kong")) == "s1 s3"


def test_halves_of_a_time_and_the_uncertain_make_the_whole(eight):
    halves = [set(ids(eight.where(since="2022-02")).split()), set(ids(eight.where(until="2022-01")).split())]
    assert not halves[0] & halves[1]
    assert set(eight.articles["doc_id"]) - halves[0] - halves[1] == {"s4"}


def test_a_comparison_of_a_part_says_so_in_captions_and_description(eight):
    sides = eight.where(contains="Hong Kong").compare()
    assert sides.n == "3 state v 2 foreign articles (contains “Hong Kong”)"
    assert sides.keyness().caption.endswith(f"(n = {sides.n}).")
    assert sides.description.endswith("Part of the corpus: contains “Hong Kong”.")


def test_a_part_with_one_side_only_is_refused_with_the_condition(eight):
    with pytest.raises(
        InputError, match=r"the only article is 'foreign' \(contains “markets”\); a comparison needs two"
    ):
        eight.where(contains="markets").compare("side", "state", "foreign")


def test_no_condition_is_the_corpus_itself_and_a_part_has_another_hash(eight):
    assert eight.where() is eight
    assert eight.where(**{}) is eight
    every = eight.where(since=2022)
    assert every.hash != eight.hash
    assert every.hash == eight.where(since="2022-01-01").hash  # the same articles, however they were chosen
    assert all(len(digest) == 64 for digest in every.inputs.values())


def test_a_voice_may_be_chosen_before_or_with_what_articles_contain(eight):
    assert ids(eight.where(voice="own", contains="port")) == "s2"
    quoted = open_corpus().where(voice="quoted")
    assert len(quoted.where(contains="dual circulation")) == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"contains": "harbor"}, "'harbor' occurs in none of the 8 articles; nearest: harbour (1)"),
        ({"contains": []}, "terms []: not text"),
        ({"contains": "--"}, "'--' holds no word"),
        ({"since": "2022-13"}, "since '2022-13': not a day, month or year; write it as 2022, 2022-03 or 2022-03-05"),
        ({"since": "2022-02-30"}, "since '2022-02-30': not a day"),
        ({"until": "03/2022"}, "until '03/2022': not a day"),
        ({"since": ""}, "since '': not a day"),
        ({"since": True}, "since 'True': not a day"),
        ({"since": pd.NaT}, "since 'NaT': not a day"),
        ({"since": 2023, "until": 2022}, "since 2023, until 2022: no day lies between them; exchange the two"),
        ({"until": 1999}, "until 1999; 1 article of unknown or uncertain date left out: no article meets this"),
        ({"contain": "port"}, "column 'contain': not in articles.csv; nearest: contains; choose one of doc_id"),
        ({"contain": "port"}, "or condition, voice, contains, since, until, day, week, month, quarter, year"),
        ({"self": "port"}, "column 'self': not in articles.csv"),
        ({"text": "port"}, "column 'text': not in articles.csv"),
        ({"month": "2029-01"}, "month '2029-01': no article has it; the labels there are 2022-01, 2022-02"),
        ({"kind": []}, "kind '': no article has it; the labels there are paper, tv"),
        ({"condition": "colour == 'red'"}, "condition \"colour == 'red'\": no column is called colour; write it as"),
        ({"condition": "side == State"}, "condition 'side == State': no column is called State; write it as"),
        ({"condition": "side = 'state'"}, "condition \"side = 'state'\": it does not compare a column with a value"),
        ({"condition": "n_tokens"}, "condition 'n_tokens': it does not compare a column with a value"),
        ({"condition": 5}, "condition 5: it does not compare a column with a value"),
    ],
)
def test_what_cannot_be_chosen_is_named(eight, given, said):
    with pytest.raises(InputError) as caught:
        eight.where(**given)
    assert said in str(caught.value)


def test_a_term_of_no_article_left_is_refused(eight):
    with pytest.raises(Absent, match="'markets' occurs in none of the 4 articles"):
        eight.where(side="state").where(contains="markets")


def test_undated_articles_alone_leave_nothing_between_days(eight):
    undated = eight.tokens.docs.assign(published=pd.NaT, published_latest=pd.NaT)
    assert [rows.sum() for rows in within(undated, since=2022)] == [0, 8]
    part = eight.where(doc_id="s4")
    with pytest.raises(InputError, match="1 article of unknown or uncertain date left out: no article meets"):
        part.where(since=2022)


def test_conditions_are_read_as_they_are_typed():
    assert conditions([]) == {}
    assert conditions(["contains=a = b", " since = 2022 "]) == {"contains": "a = b", "since": "2022"}
    assert conditions(["kind=tv", "kind=paper", "kind=web"]) == {"kind": ["tv", "paper", "web"]}
    assert conditions(["condition=published >= '2022'"]) == {"condition": "published >= '2022'"}
    for wrong in ("since", "=2022", "since=", ""):
        with pytest.raises(InputError, match=r"not a name and a value; write contains=Hong Kong, since=2022"):
            conditions([wrong])
    with pytest.raises(InputError, match="since is given twice"):
        conditions(["since=2022", "since=2023"])


BY = [
    "frequency",
    "slogans",
    "keywords",
    "keyphrases",
    "speakers",
    "roles",
    "voices",
    "frames",
    "actors",
    "actor_roles",
]
BY += ["modality", "evaluation", "adoption", "renderings"]


@pytest.fixture(scope="module")
def gaps(tmp_path_factory):
    """The five articles, of which one has no publisher and no day, and another no publisher."""
    folder = tmp_path_factory.mktemp("gaps") / "corpus"
    shutil.copytree(open_corpus().folder, folder)
    table = pd.read_csv(folder / "articles.csv", dtype=str, keep_default_na=False)
    table.loc[0, ["publisher", "published", "published_latest"]] = ""
    table.loc[1, "publisher"] = ""
    table.to_csv(folder / "articles.csv", index=False)
    return open_corpus(folder)


@pytest.mark.parametrize("question", BY)
def test_articles_without_a_label_are_a_group_and_those_without_a_period_are_left_out_and_said(gaps, question):
    ask = partial(getattr(gaps, question), *["innovation"] * (question == "frequency"))
    groups = set(ask(by="publisher").table["group"])
    assert "(no label)" in groups and "" not in groups and len(groups) in (3, 4)  # renderings: only groups with one
    by_month = ask(by="month")
    assert set(by_month.table["group"]) <= {"2020-08", "2023-03", "2023-06", "2024-03"}
    assert re.search("1 (article without a single month )?left out", by_month.caption)


def test_every_article_counts_in_a_frequency_by_a_column_with_gaps(gaps):
    assert gaps.frequency("innovation", by="publisher").table["count"].sum() == 22


def test_a_chart_of_slogans_names_the_column_of_articles_without_an_outlet(tmp_path):
    rows = [f"{n},{'Post' if n % 2 else ''},2022-01-01,x,China needs self-reliance in technology." for n in range(30)]
    write_atomic(tmp_path / "articles.csv", "\n".join(["doc_id,publisher,published,side,text", *rows]))
    table = open_corpus(tmp_path).slogans(by="voice").table
    assert set(table["group"]) == {"Post", "(no label)"}


def test_wordings_of_articles_of_which_one_side_is_unknown_are_drawn_without_sides(tmp_path):
    sides = ["state", "unknown", "state"]
    rows = [f"{n},Post,2022-01-01,{side},China needs self-reliance in technology." for n, side in enumerate(sides)]
    write_atomic(tmp_path / "articles.csv", "\n".join(["doc_id,publisher,published,side,text", *rows]))
    assert open_corpus(tmp_path).renderings().table[["group", "count"]].values.tolist() == [
        ["state", 2],
        ["unknown", 1],
    ]
