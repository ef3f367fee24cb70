"""Days: the day on which a text was saved is not that of its publication, and days as people and programs write them."""

import json

import pytest

from analysis.corpus.dates import days, read_months

HARBOUR = "The ministry said on Thursday that the harbour would be built as planned, and that work begins in June."
CRITICS = "Critics say that it will cost more than it brings, and that nobody was asked before the money went."
BODY = f"{HARBOUR}\n\n{CRITICS}"
SAVED = """Saved on June 5, 2023|Scraped: 2023-06-05 10:00|Retrieved June 5, 2023 from https://example.org/harbour
Downloaded on 5 June 2023|Captured 2023-06-05T10:11:12Z|This page was archived on 5 June 2023.|采集时间：2023-06-05
抓取时间 2023-06-05 10:11|Abgerufen am 5. Juni 2023|Consulté le 5 juin 2023|Access date: 5 June 2023|Fecha de consulta: 5 de junio de 2023"""


@pytest.mark.parametrize("line", SAVED.replace("\n", "|").split("|"))
@pytest.mark.parametrize("published", ["", "Published 1 May 2023"])
@pytest.mark.parametrize("place", ["head", "foot"])
def test_the_day_on_which_a_text_was_saved_is_not_its_day_and_no_words_of_it(made, bodies, line, published, place):
    parts = (
        ["Harbour plan goes ahead", published, line, BODY]
        if place == "head"
        else ["Harbour plan goes ahead", BODY, line]
    )
    result = made({"plan.txt": "\n\n".join(filter(None, parts))})
    assert result.articles.loc[0, "published"] == "2023-05-01" * (place == "head" and bool(published))
    assert list(bodies().values()) == [" ".join(BODY.split())]


@pytest.mark.parametrize(
    "line",
    [
        "Saved on fuel costs in 2023, the fleet paid for 40 new boats without any help",
        "Archived letters of 5 farmers from June 2023 were read aloud",
        "The notes were accessed 5 June 2023 and copied",
    ],
)
def test_a_line_of_the_text_that_begins_like_such_a_day_stays(made, bodies, line):
    made({"plan.txt": f"Harbour plan goes ahead\n\n{HARBOUR}\n\n{line}\n\n{CRITICS}"})
    assert list(bodies().values()) == [f"{HARBOUR} {line} {CRITICS}"]


@pytest.mark.parametrize("column", ["scraped_at", "Download date", "采集时间"])
def test_a_column_of_days_on_which_texts_were_saved_is_not_taken_nor_proposed_as_their_day(made, column):
    rows = [f'Harbour plan {n},"{HARBOUR} {n}",2023-06-0{n},2023-07-0{n}' for n in (1, 2)]
    result = made({"t.csv": "\n".join([f"title,text,{column},Datum (neu)", *rows])}, "t.csv")
    assert result.articles["published"].tolist() == ["", ""]
    assert result.articles["saved"].tolist() == ["2023-06-01", "2023-06-02"]
    assert any('say --column "published=Datum (neu)"' in said for said in result.said)


@pytest.mark.parametrize(
    "written",
    """5 de junio de 2023|5 juin 2023|5. Juni 2023|2023年6月5日|令和5年6月5日|Jun. 5, 2023 9:41 a.m. ET|Monday 5th June, 2023
5th of June 2023|5º de junho de 2023|Mon Jun 05 20:19:24 +0000 2023|Mon Jun  5 08:15:00 UTC 2023|8:19 PM · Jun 5, 2023|5 Haziran 2023
1685923200|1685923200000|1685923200.0""".replace("\n", "|").split("|"),
)
def test_a_day_as_people_and_programs_write_it(written):
    assert [str(day) for day in days(written, read_months())] == ["2023-06-05"] * 2


def test_the_first_of_a_month_in_french():
    assert [str(day) for day in days("1er juin 2023", read_months())] == ["2023-06-01"] * 2


@pytest.mark.parametrize(
    ("column", "value"), [("timestamp_ms", "1685923200000"), ("created_utc", "1685923200.0"), ("epoch", "1685923200")]
)
def test_seconds_in_a_column_that_is_named_so_are_days(made, column, value):
    result = made({"t.csv": f'title,text,{column}\nHarbour plan,"{HARBOUR}",{value}\n'}, "t.csv")
    assert result.articles["published"].tolist() == ["2023-06-05"]


TWEETS = [
    {
        "created_at": "Wed Oct 10 20:19:24 +0000 2018",
        "id_str": "1050118621198921728",
        "full_text": "Self-reliance in science and technology is the way forward https://t.co/abc",
        "user": {"id": 1, "name": "China Daily", "screen_name": "ChinaDaily", "location": "Beijing"},
        "lang": "en",
        "entities": {
            "urls": [{"url": "https://t.co/abc", "expanded_url": "https://example.org/a-long-address-of-a-page"}]
        },
        "retweet_count": 3,
    },
    {
        "created_at": "Thu Oct 11 20:19:24 +0000 2018",
        "id_str": "1050118621198921729",
        "full_text": "Lawmakers question the chip subsidies, and ask where the money went",
        "user": {"id": 2, "name": "Reuters", "screen_name": "Reuters"},
        "lang": "en",
    },
]
CELLS = [(one["created_at"], one["full_text"], one["user"]["screen_name"]) for one in TWEETS]
FORMS = {
    "t.json": json.dumps(TWEETS),
    "t.jsonl": "\n".join(map(json.dumps, TWEETS)),
    "api.csv": "created_at,full_text,user.screen_name\n"
    + "".join(f'{day},"{text}",{name}\n' for day, text, name in CELLS),
    "tool.csv": "Tweet Date,Tweet Text,Handle\n" + "".join(f'{day},"{text}",@{name}\n' for day, text, name in CELLS),
}


@pytest.mark.parametrize("name", FORMS)
def test_tweets_in_a_table_have_day_text_and_outlet(made, bodies, name):
    result = made({name: FORMS[name]}, name)
    assert result.articles["published"].tolist() == ["2018-10-10", "2018-10-11"]
    assert result.articles["side_by_publisher"].tolist() == ["state", "foreign"]
    assert list(bodies().values()) == [text for _, text, _ in CELLS]


@pytest.mark.parametrize(
    ("name", "published", "saved"),
    [
        ("Harbour plan scraped 2024-01-15.txt", "", "2024-01-15"),
        ("harbour_downloaded_20240115.txt", "", "2024-01-15"),
        ("saved-2024-01-15-harbour.txt", "", "2024-01-15"),
        ("harbour (accessed on 15 January 2024).txt", "", "2024-01-15"),
        ("2023-06-05_harbour_retrieved_2024_01_15.txt", "2023-06-05", "2024-01-15"),
        ("harbour saved 120 homes 2023-06-05.txt", "2023-06-05", ""),
    ],
)
def test_the_day_on_which_a_file_was_saved_is_not_that_of_its_article(made, name, published, saved):
    result = made({name: f"Harbour plan goes ahead\n\n{HARBOUR}\n\n{CRITICS}"})
    row = result.articles.iloc[0]
    assert (row["published"], row.get("saved", "")) == (published, saved)


def test_a_file_name_with_days_of_one_digit_and_an_outlet_in_capitals(made):
    result = made({"2023_3_8-NYT-labs.txt": f"Harbour plan goes ahead\n\n{HARBOUR}\n\n{CRITICS}"})
    assert result.articles[["published", "publisher"]].iloc[0].tolist() == ["2023-03-08", "NYT"]


@pytest.mark.parametrize(
    ("heading", "line", "published"),
    [
        ("Harbour plan goes ahead, 2023-06-05", "", "2023-06-05"),
        ("2023-06-05 Harbour plan goes ahead", "", "2023-06-05"),
        ("Harbour plan goes ahead, 2023-06-05", "Published: 2023-06-07", "2023-06-07"),
        ("What 2023-06-05 meant for the harbour", "", ""),
    ],
)
def test_a_day_at_an_end_of_a_markdown_heading_is_that_of_the_article(made, heading, line, published):
    result = made({"plan.md": "\n\n".join([f"# {heading}", line, HARBOUR, CRITICS])})
    assert result.articles[["title", "published"]].iloc[0].tolist() == [heading, published]
