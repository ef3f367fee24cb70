"""Guesses: what an article says of itself is found with its basis, and what it does not say stays open."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from analysis.corpus.cleaning import read_phrases
from analysis.corpus.dates import UnclearDay, days
from analysis.corpus.metadata import FROM_NAME, Credits, infer, neat
from analysis.files import bundled

LISTS = bundled("seeds", "lexicons")
CREDITS, PHRASES = Credits(LISTS / "credits.toml"), read_phrases(LISTS / "cleaning.toml")
INVENTED = tomllib.loads(
    Path(__file__).parents[1].joinpath("data").joinpath("guesses_invented.toml").read_text(encoding="utf-8")
)
BODY = "\n\nThe ministry said on Thursday that the plan would go ahead as it was written, and that all had been told.\n"


def guessed(text, **known):
    return infer(text, known, None, CREDITS, PHRASES)


@pytest.mark.parametrize("article", INVENTED["article"], ids=lambda article: article["text"][:30])
def test_what_a_reader_finds_in_an_invented_text_is_found_or_left_open_but_never_wrong(article):
    expected, missed = article["expected"], article.get("missed", [])
    if expected.get("unclear"):
        found = guessed(article["text"])
        assert found["published"] == ""
        assert "can be several days; choose --dates day-first" in found["published_basis"]
        return
    found = guessed(article["text"])
    assert {name: found.get(name, "") for name in expected if name not in missed} == {
        name: value for name, value in expected.items() if name not in missed
    }
    assert {found.get(name, "") for name in missed} <= {"", "unknown"}


def test_the_invented_texts_are_as_many_and_as_often_missed_as_the_readme_says():
    facts = [len(article["expected"]) for article in INVENTED["article"]]
    missed = [len(article.get("missed", [])) for article in INVENTED["article"]]
    assert (len(facts), sum(facts), sum(missed)) == (53, 159, 4)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2023-06-09", "2023-06-09"),
        ("2023-06-09T21:08:30Z", "2023-06-09"),
        ("20230609", "2023-06-09"),
        ("2023/6/9 21:08", "2023-06-09"),
        ("2023年6月9日", "2023-06-09"),
        ("Fri, 09 Jun 2023 21:08:30 GMT", "2023-06-09"),
        ("June 9th, 2023", "2023-06-09"),
        ("9. Juni 2023", "2023-06-09"),
        ("9 de junio de 2023", "2023-06-09"),
        ("01-Jun-2021", "2021-06-01"),
        ("25/12/2020", "2020-12-25"),
        ("12/25/2020", "2020-12-25"),
        ("12/12/2020", "2020-12-12"),
    ],
)
def test_a_day_is_read_however_it_is_written(value, expected):
    assert days(value, CREDITS.months) == (date.fromisoformat(expected),) * 2


@pytest.mark.parametrize(
    "value",
    ["", "soon", "2023-02-30", "30/30/2020", "1023-06-09", "9999-01-01", "June 9", "12345678901", "1.2.3.4", "99"],
)
def test_what_is_no_day_of_an_article_is_none(value):
    assert days(value, CREDITS.months) is None


def test_a_month_or_a_year_is_all_its_days():
    assert days("February 2024", CREDITS.months) == (date(2024, 2, 1), date(2024, 2, 29))
    assert days("2024-02", CREDITS.months) == (date(2024, 2, 1), date(2024, 2, 29))
    assert days("2023", CREDITS.months) == (date(2023, 1, 1), date(2023, 12, 31))


def test_two_digits_are_a_year_of_this_century_unless_it_would_lie_ahead():
    assert days("03/04/20", {}, "day-first")[0] == date(2020, 4, 3)
    assert days("03/04/98", {}, "day-first")[0] == date(1998, 4, 3)
    with pytest.raises(UnclearDay, match="03/04/20 can be several days"):
        days("03/04/20", {})


def test_what_is_known_goes_before_the_text_and_the_file_name_behind_it():
    text = f"Plan goes ahead again\n\nSource: Xinhua\n\n2023-06-09 10:00{BODY}"
    found = guessed(text, title=("Own title", "column Title"), published=("2020-01-01", "column date"))
    assert [found[name] for name in ("title", "title_basis", "published", "date_basis")] == [
        "Own title",
        "column Title",
        "2020-01-01",
        "stated",
    ]
    found = guessed(text, published=("2020-01-01", FROM_NAME))
    assert (found["published"], found["published_basis"]) == ("2023-06-09", "first lines")


def test_every_guess_names_its_basis():
    text = f"Plan goes ahead again - China Daily\nPlan goes ahead again\nSource: Xinhua\n\n2023-06-09 10:00{BODY}"
    found = guessed(text)
    assert {name: found[name] for name in found if name.endswith("_basis")} == {
        "title_basis": "printed twice",
        "publisher_basis": "site's name behind the title",
        "credited_source_basis": "label Source",
        "language_basis": "function words",
        "published_basis": "first lines",
        "publisher_side_basis": "publisher: state",
        "origin_side_basis": "credited source: state",
        "date_basis": "stated",
    }


@pytest.mark.parametrize(
    ("publisher", "credit", "expected"),
    [
        ("Xinhua", "", ["state", "state"]),
        ("The Reuters", "", ["foreign", "foreign"]),
        ("Harbour Gazette", "", ["unknown", "unknown"]),
        ("Harbour Gazette", "Xinhua", ["unknown", "state"]),
        ("Harbour Gazette", "Xinhua, CGTN", ["unknown", "state"]),
        ("Harbour Gazette", "The Citizen/Xinhua", ["unknown", "relay"]),
        ("Harbour Gazette", "Reuters; Xinhua", ["unknown", "relay"]),
        ("Harbour Gazette", "Reuters; The Citizen", ["unknown", "unknown"]),
        ("Xinhua", "The Citizen", ["state", "unknown"]),
        ("", "Science and Technology Daily; People's Daily and CGTN", ["unknown", "state"]),
    ],
)
def test_sides_come_from_lists_and_stay_unknown_where_none_names_the_outlet(publisher, credit, expected):
    found = guessed("One plan.", publisher=(publisher, "table"), credited_source=(credit, "table"))
    assert [found["side_by_publisher"], found["side_by_origin"]] == expected


def test_the_agency_of_the_dateline_goes_before_the_credit():
    text = f"Plan goes ahead again\n\nBEIJING, June 9 (Xinhua) -- The plan went ahead, said the ministry, and all were told of it at once.{BODY}\nSource: Lagos Observer\n"
    found = guessed(text)
    assert [
        found[name] for name in ("credited_source", "side_by_origin", "origin_side_basis", "dateline", "published")
    ] == [
        "Lagos Observer",
        "state",
        "dateline: state",
        "BEIJING, June 9 (Xinhua)",
        "",
    ]


@pytest.mark.parametrize(
    ("url", "publisher"),
    [
        ("https://english.news.cn/20230609/c21738fc/c.html", "Xinhua"),
        ("www.bbc.co.uk/news/1", "BBC"),
        ("http://notnews.cn.example/x", "notnews.cn.example"),
        ("", ""),
    ],
)
def test_an_address_names_the_outlet_or_its_host(url, publisher):
    assert CREDITS.outlet(url) == publisher


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/news/2024-03-08/x", "2024-03-08"),
        ("/2020/08/25/x/", "2020-08-25"),
        ("/20230609/c", "2023-06-09"),
        ("/02/10/", ""),
    ],
)
def test_a_day_in_the_address_counts(path, day):
    found = guessed(f"One plan.{BODY}", url=(f"https://gazette.example{path}", "column url"))
    assert found["published"] == day


def test_a_value_is_one_line_and_no_formula():
    assert neat(" =+-@ one\n plan ") == "one plan"


@pytest.mark.parametrize(
    ("head", "title", "publisher"),
    [
        ("Skye Herald\n\nNEWS\n\nFerries to run on Sundays again", "Ferries to run on Sundays again", "Skye Herald"),
        ("News | Islands\n\nFerries to run on Sundays again", "Ferries to run on Sundays again", ""),
        ("Home > News > Islands\nFerries to run on Sundays again", "Ferries to run on Sundays again", ""),
        (
            "News\nOpinion\nSport\n\nFerries to run on Sundays again\n\nBy Ann Lowe",
            "Ferries to run on Sundays again",
            "",
        ),
        ("首页 > 新闻\n港口启用新一代自动化码头\n分享到", "港口启用新一代自动化码头", ""),
    ],
)
def test_a_title_is_found_below_the_names_of_sections_and_papers(head, title, publisher):
    found = guessed(head + BODY)
    assert (found.get("title", ""), found.get("publisher", "")) == (title, publisher)


def test_a_paper_is_no_outlet_where_its_line_is_the_only_one():
    assert "publisher" not in guessed(f"Skye Herald{BODY}")


def test_a_paper_beside_the_day_is_the_outlet():
    found = guessed(f"Ten things of the budget\nBy Oona Birch\nSheffield Review, 16 March 2023{BODY}")
    assert (found["publisher"], found["published"], found["author"]) == ("Sheffield Review", "2023-03-16", "Oona Birch")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Mieten sind im Jahr um elf Prozent gestiegen. Die Stadt habe zu lange keine Wohnungen gebaut, sagte sie am Montag."),
        ("ru", "Мост открыли в понедельник. Мы сократили дорогу до работы, сказал мэр на церемонии, и по словам строителей "
               "он выдержит и грузовики, но не поезда в сутки."),
        ("uk", "Міст відкрили через два роки. Це також дорога, що є для людей, і він сказав про те, як його будували та чинили, "
               "або що було до того."),
        ("ar", "قال مزارعون في ولاية صفاقس إن قلة الأمطار هذا العام تهدد موسم الزيتون في البلاد وأضاف رئيس الاتحاد أن الإنتاج قد "
               "ينخفض إلى النصف مقارنة بالعام الماضي"),
    ],
)  # fmt: skip
def test_short_texts_of_many_languages_are_recognised(language, text):
    assert guessed(text)["language"] == language


def test_the_byline_goes_before_the_person_who_typed_the_file():
    known = {"author": ("Reader at home", "Word properties")}
    assert guessed(f"The harbour plan goes ahead\nBy Ann Lowe{BODY}", **known)["author"] == "Ann Lowe"
    assert guessed(f"The harbour plan goes ahead{BODY}", **known)["author"] == "Reader at home"


@pytest.mark.parametrize("line", ["By Petra Lang | 7 August 2022", "7 August 2022 | By Petra Lang"])
def test_a_byline_beside_the_day_is_the_author(line):
    found = guessed(f"Grain moves by river again\n{line}{BODY}")
    assert (found.get("author"), found["published"]) == ("Petra Lang", "2022-08-07")


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Harbour Plan Goes Ahead in the Spring.", "Harbour Plan Goes Ahead in the Spring."),
        ("The harbour plan goes ahead in the spring.", ""),
        ("Jane Doe, Ann Lee.", ""),
    ],
)
def test_a_line_with_a_full_stop_is_a_title_only_in_title_case(line, title):
    assert guessed(f"{line}\n\n{BODY.strip()}").get("title", "") == title


def test_what_follows_a_label_in_a_headline_is_no_outlet():
    text = "Newspaper: Minister used personal email\n\n" + BODY.strip()
    assert not guessed(text).get("publisher")
    assert guessed(f"Harbour plan\nNewspaper: Harbour Gazette\n\n{BODY.strip()}")["publisher"] == "Harbour Gazette"


def test_stars_between_paragraphs_are_no_title_and_by_an_outlet_is_the_outlet():
    assert guessed("* * *\n\nOne paragraph of a text.\n\n* * *\n\nAnother one.").get("title", "") != "* * *"
    assert CREDITS.outlets.find("By Global Times")["name"] == "Global Times"
