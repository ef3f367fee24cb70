"""Outlets: known by the names that databases write, never guessed, and decided by a person once for all their articles."""

import os
import subprocess
import sys
import tomllib
from collections import Counter
from contextlib import suppress

import pandas as pd
import pytest

from analysis.corpus.importing import import_corpus
from analysis.corpus.outlets import COLUMNS, TABLE, decided, key, read_outlets
from analysis.corpus.questions import open_questions, outlet_questions, question_lines, summary
from analysis.corpus.read import check, distinct_sides, no_second, other_side, read_corpus
from analysis.files import InputErrors, bundled

LISTS = tomllib.loads(bundled("seeds", "lexicons", "outlets.toml").read_text(encoding="utf-8"))
OUTLETS = read_outlets()
BODY = "\n\nThe ministry said on Thursday that the plan would go ahead as it was written, and all had been told.\n"
HAN = "\n\n科技自立自强是国家发展的战略支撑。政府表示将加大投入，推动高质量发展，并攻克关键核心技术。企业表示支持这一决定。\n"


@pytest.fixture
def made(tmp_path):
    """The corpus made of a table with these outlets, one article each, once it reads back."""

    def make(*publishers, **more):
        rows = {"text": [f"Plan {n} goes ahead.{BODY}" for n in range(len(publishers))], "publisher": publishers}
        pd.DataFrame(rows | {"date": "2023-06-09"} | more).to_csv(tmp_path / "t.csv", index=False)
        result = import_corpus(tmp_path / "corpus", tmp_path / "t.csv")
        assert check(tmp_path / "corpus").empty
        return result

    return make


def edited(tmp_path, *changes, encoding="utf-8-sig", mark=","):
    """The docs after changes of ``outlets.csv``, saved as a spreadsheet would."""
    path = tmp_path / "corpus" / TABLE
    text = path.read_bytes().decode("utf-8-sig")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    lines = [",".join(line.split(",")[:6]) for line in text.splitlines()]
    path.write_bytes("\r\n".join(lines).replace(",", mark).encode(encoding))
    return read_corpus(tmp_path / "corpus").docs


def test_every_outlet_has_country_ownership_and_source():
    assert len(LISTS["outlets"]) >= 200
    for name, facts in LISTS["outlets"].items():
        assert set(facts) <= {"country", "ownership", "side", "source", "aliases", "domains"}, name
        assert facts["country"], name
        assert facts["ownership"] in ("state", "party", "public", "private"), name
        assert any(character.isdigit() for character in facts["source"]), f"{name}: no year"


def test_no_name_and_no_domain_stands_for_two_outlets():
    names = {
        (key(alias), name) for name, facts in LISTS["outlets"].items() for alias in (name, *facts.get("aliases", ()))
    }
    domains = [domain for facts in LISTS["outlets"].values() for domain in facts.get("domains", ())]
    assert {one: n for one, n in Counter(name for name, _ in names).items() if n > 1} == {}
    assert {one: n for one, n in Counter(domains).items() if n > 1} == {}
    aliases = [alias for facts in LISTS["outlets"].values() for alias in facts.get("aliases", ())]
    assert {one: n for one, n in Counter(aliases).items() if n > 1} == {}


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        ("Xinhua General News Service", "Xinhua"),
        ("Xinhua News Agency - CEIS", "Xinhua"),
        ("XINHUA NEWS AGENCY (CHINA)", "Xinhua"),
        ("Xinhua via COMTEX", "Xinhua"),
        ("ｘｉｎｈｕａ", "Xinhua"),
        ("新华社", "Xinhua"),
        ("新華社", "Xinhua"),
        ("新华社客户端", "Xinhua"),
        ("www.xinhuanet.com", "Xinhua"),
        ("https://english.news.cn/20230609/c.html", "Xinhua"),
        ("《人民日报》", "People's Daily"),
        ("人民日报海外版", "People's Daily"),
        ("Peoples Daily (Beijing, China)", "People's Daily"),
        ("en.people.cn", "People's Daily Online"),
        ("人民网北京频道", "People's Daily Online"),
        ("Agence France Presse -- English", "AFP"),
        ("AGENCE FRANCE-PRESSE (AFP)", "AFP"),
        ("The Guardian (London)", "The Guardian"),
        ("Guardian, London", "The Guardian"),
        ("China Daily European Edition", "China Daily"),
        ("China Daily - US Edition", "China Daily"),
        ("China Daily - Hong Kong Edition", "China Daily Hong Kong"),
        ("South China Morning Post.com", "South China Morning Post"),
        ("The New York Times - International Edition", "The New York Times"),
        ("NYTimes.com", "The New York Times"),
        ("BBC Monitoring Asia Pacific - Political Supplied by BBC Worldwide Monitoring", "BBC Monitoring"),
        ("The Straits Times (Singapore)", "The Straits Times"),
        ("Suddeutsche Zeitung", "Süddeutsche Zeitung"),
        ("Press Trust of India (PTI)", "Press Trust of India"),
        ("The Daily Telegraph (London)", "The Telegraph"),
        ("The Daily Telegraph (Sydney)", "Daily Telegraph (Australia)"),
        ("LA Times", "Los Angeles Times"),
        ("The Times", "The Times (London)"),
        ("新华日报", "Xinhua Daily"),
        ("文匯報", "Wen Wei Po"),
        ("文汇报", "Wenhui Daily"),
        ("中央社", "Central News Agency"),
    ],
)
def test_a_name_is_known_as_databases_write_it(name, outlet):
    assert OUTLETS.find(name)["name"] == outlet


@pytest.mark.parametrize(
    "name",
    [
        *(
            "The Guardian (Lagos)",
            "Global Times of Zambia",
            "China Daily Zambia",
            "The Daily Guardian",
            "CNN Philippines",
        ),
        *(
            "Forbes China",
            "The Citizen",
            "The Star",
            "The Nation",
            "CNA",
            "Daily Times",
            "xinhua.blogspot.com",
            "London",
        ),
        *(
            "people.cn.example.com",
            "Time Out",
            "Xinhua Bookstore",
            "新华书店",
            "人民法院",
            "",
            " - ",
            "English",
            "via",
            "2023",
        ),
    ],
)
def test_a_longer_or_ambiguous_name_is_not_guessed(name):
    assert OUTLETS.find(name) is None


@pytest.mark.parametrize(
    ("name", "side", "ownership", "country"),
    [
        ("Global Times", "state", "party", "China"),
        ("Ta Kung Pao", "state", "state", "Hong Kong"),
        ("South China Morning Post", "foreign", "private", "Hong Kong"),
        ("RT", "foreign", "state", "Russia"),
        ("Anadolu", "foreign", "state", "Turkey"),
        ("BBC", "foreign", "public", "United Kingdom"),
        ("Central News Agency", "foreign", "public", "Taiwan"),
        ("Caixin", "unknown", "private", "China"),
    ],
)
def test_the_side_is_state_for_outlets_of_chinas_state_and_party_only(name, side, ownership, country):
    entry = OUTLETS.find(name)
    assert [entry[part] for part in ("side", "ownership", "country")] == [side, ownership, country]


def test_a_credit_is_parted_where_its_names_are():
    assert OUTLETS.parts("Kathimerini; Guardian and Reuters") == ["Kathimerini", "Guardian", "Reuters"]
    assert OUTLETS.parts("人民网－人民日报海外版") == ["人民网", "人民日报海外版"]
    assert OUTLETS.parts("Science and Technology Daily") == ["Science and Technology Daily"]
    assert OUTLETS.parts("RFE/RL") == ["RFE/RL"]


def test_one_row_and_one_question_an_outlet(made):
    result = made(*["The Daily Example", "Daily Example"] * 6, "Xinhua General News Service", "Xinhua", "Reuters")
    assert result.outlets[COLUMNS[:6]].to_numpy().tolist() == [
        ["The Daily Example", 12, "unknown", "unknown", "unknown", "unknown"],
        ["Xinhua", 2, "China", "state", "state", "state"],
        ["Reuters", 1, "United Kingdom", "private", "foreign", "foreign"],
    ]
    asked = {"The Daily Example": "The Daily Example, 12 articles: state, foreign, or a label of your own"}
    assert outlet_questions(result.articles) == asked
    assert open_questions(result.articles)["column"].tolist() == ["side"]
    lines = summary(result)
    assert "The Daily Example (12, unknown), Xinhua (2, state)" in lines[0]
    assert (
        "Of 15 articles: 0 without a day, 15 without a title, 12 of unknown side by publisher, 12 by origin." in lines
    )
    assert repr(result) == "\n".join(lines)
    assert "<td>The Daily Example</td>" in result._repr_html_()


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8", ","), ("utf-8-sig", ";"), ("cp1252", ";"), ("utf-16", "\t"), ("gbk", ";")]
)
def test_what_outlets_csv_says_reaches_the_articles_however_excel_saves_it(made, tmp_path, encoding, mark):
    made("The Daily Example", "Daily Example", "Xinhua", "环球网" if encoding == "gbk" else "Süddeutsche Zeitung")
    change = "Example,2,unknown,unknown,unknown,unknown", "Example,2,Ruritania,private,north,unknown"
    zeitung = "Zeitung,1,Germany,private,foreign,foreign", "Zeitung,1,Germany,private,south,foreign"
    huanqiu = "环球网,1,China,party,state,state", "环球网,1,China,party,south,state"
    docs = edited(tmp_path, change, huanqiu if encoding == "gbk" else zeitung, encoding=encoding, mark=mark)
    assert docs["side_by_publisher"].tolist() == ["north", "north", "state", "south"]
    assert docs["side_by_origin"].tolist() == ["north", "north", "state", "south"]
    assert docs["publisher_country"].tolist()[:3] == ["Ruritania", "Ruritania", "China"]
    assert docs["publisher_ownership"].tolist()[:3] == ["private", "private", "state"]
    assert open_questions(docs).empty


def test_a_new_label_for_an_agency_keeps_what_relays_it(made, tmp_path):
    made("Harbour Gazette", "Xinhua", credited_source=["The Citizen/Xinhua", ""])
    docs = edited(tmp_path, ("Xinhua,2,China,state,state", "Xinhua,2,China,state,party-state"))
    assert docs["side_by_origin"].tolist() == ["relay", "party-state"]


def test_labels_that_differ_in_capitals_and_spaces_are_one(made, tmp_path):
    made("Daily Example", "Harbour Gazette", "Hill Times", "Xinhua")
    blank, said = "1,unknown,unknown,unknown,unknown", "1,unknown,unknown,{},unknown"
    labels = {"Daily Example": "State ", "Harbour Gazette": "My  Side", "Hill Times": "my side"}
    docs = edited(tmp_path, *((f"{name},{blank}", f"{name},{said.format(label)}") for name, label in labels.items()))
    assert docs["side_by_publisher"].tolist() == ["state", "My Side", "My Side", "state"]


def test_an_outlet_of_ones_own_keeps_its_side_under_all_its_names(tmp_path):
    own = tmp_path / "credits.toml"
    own.write_text('[outlets]\nNordkurier = { side = "north", aliases = ["NK"] }\n')
    (tmp_path / "t.csv").write_text("text,publisher\nOne plan.,NK\nTwo plans.,Nordkurier\nThree plans.,nk online\n")
    import_corpus(tmp_path / "corpus", tmp_path / "t.csv", {"credits": own})
    assert read_corpus(tmp_path / "corpus").docs["side_by_origin"].tolist() == ["north"] * 3


def test_a_source_has_the_side_that_the_table_gives_it_as_an_origin(made, tmp_path):
    made("Peace Post", "Peace Post", "Xinhua", credited_source=["", "Global Times", ""])
    docs = edited(tmp_path, ("Post,2,unknown,unknown,unknown,unknown", "Post,2,unknown,unknown,foreign,relay"))
    assert docs["side_by_publisher"].tolist() == ["foreign", "foreign", "state"]
    assert docs["side_by_origin"].tolist() == ["relay", "state", "state"]


def test_a_side_that_a_person_wrote_into_articles_csv_wins_and_is_said(made, tmp_path):
    made("Xinhua", "Xinhua", "The Daily Example")
    path = tmp_path / "corpus" / "articles.csv"
    rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    rows.loc[0, "side_by_publisher"] = "north"
    rows.to_csv(path, index=False)
    docs = read_corpus(tmp_path / "corpus").docs
    assert docs["side_by_publisher"].tolist() == ["north", "state", "unknown"]
    said = "  side_by_publisher: 1 x north in articles.csv; outlets.csv says state"
    assert said in question_lines(docs)
    assert (
        edited(tmp_path, ("Xinhua,2,China,state,state", "Xinhua,2,China,state,north")).loc[1, "side_by_publisher"]
        == "north"
    )
    assert said not in question_lines(read_corpus(tmp_path / "corpus").docs)


def test_an_empty_cell_of_articles_csv_follows_the_outlet(made, tmp_path):
    made("Xinhua", "Reuters")
    path = tmp_path / "corpus" / "articles.csv"
    rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    rows.drop(columns=[name for name in rows if name.startswith("side")]).to_csv(path, index=False)
    assert read_corpus(tmp_path / "corpus").docs["side_by_origin"].tolist() == ["state", "foreign"]


def test_without_outlets_csv_the_articles_stay_as_they_are(made, tmp_path):
    made("Xinhua", "The Daily Example")
    (tmp_path / "corpus" / TABLE).unlink()
    assert read_corpus(tmp_path / "corpus").docs["side_by_publisher"].tolist() == ["state", "unknown"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("outlet,label\nXinhua,state\n", "outlets.csv: no column name or side among outlet, label; name them"),
        (
            "name,side\nXinhua,state\nXINHUA,foreign\n",
            "outlets.csv, row 3: XINHUA has two rows with different sides; keep",
        ),
        ('name,side\n"Xinhua,state\n', "outlets.csv: cannot be read .*; save it as CSV"),
        (b"", "outlets.csv: no column name or side"),
        (b"\0\0\xff", "outlets.csv: cannot be read"),
    ],
)
def test_a_table_that_cannot_be_used_is_named_with_a_remedy(made, tmp_path, text, message):
    made("Xinhua", "Reuters")
    (tmp_path / "corpus" / TABLE).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputErrors, match=message):
        read_corpus(tmp_path / "corpus")


def test_answers_are_written_and_count_at_once(made, tmp_path):
    result = made("The Daily Example", "Xinhua", "Harbour Gazette")
    answers = {"The Daily Example": " north ", "Harbour Gazette": "unknown"}
    articles, table = decided(tmp_path / "corpus", result.articles, result.outlets, answers)
    assert articles["side_by_publisher"].tolist() == ["north", "state", "unknown"]
    assert dict(zip(table["name"], table["basis"], strict=True))["The Daily Example"] == "answered"
    assert read_corpus(tmp_path / "corpus").docs["side_by_publisher"].tolist() == ["north", "state", "unknown"]


def test_a_terminal_asks_once_an_outlet_and_nobody_is_asked_elsewhere(made, tmp_path):
    pty = pytest.importorskip("pty")
    (tmp_path / "t.csv").write_text(f'text,publisher\n"One{BODY}",Daily Example\n"Two{BODY}",The Daily Example\n')
    command = [sys.executable, "-m", "analysis", "new", "--from", str(tmp_path / "t.csv"), str(tmp_path / "asked")]
    process, terminal = pty.fork()
    if process == 0:
        os.execv(sys.executable, command)
    os.write(terminal, b"north\n")
    said = b""
    with suppress(OSError):
        while part := os.read(terminal, 4096):
            said += part
    assert os.waitpid(process, 0)[1] == 0
    assert said.count(b"state, foreign, or a label of your own [unknown]:") == 1
    assert read_corpus(tmp_path / "asked").docs["side_by_publisher"].tolist() == ["north", "north"]
    again = [*command[:-1], str(tmp_path / "silent"), "--no-questions"]
    result = subprocess.run(again, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=True)
    assert "a label of your own [" not in result.stdout


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"自立自强--人民网\n自立自强\n2023年06月05日08:12  来源：\n人民网－人民日报\n小字号{HAN}(责编：岳弘彬、牛镛)",
            ["人民网", "人民网－人民日报"],
        ),
        (f"自立自强\n2023年06月05日08:12  来源：人民网－人民日报海外版{HAN}", ["人民网", "人民网－人民日报海外版"]),
        (
            f"自立自強--人民網\n自立自強\n2023年06月05日08:12來源：新華社 作者：張三 責任編輯：李四{HAN}",
            ["人民網", "新華社"],
        ),
        (f"自立自强_中国网\n2023-06-05 08:00:00 来源:新华网 记者张三 字号：大 中 小{HAN}", ["中国网", "新华网"]),
        (f"自立自强\n来源：\n\n新华社\n时间：2023-06-05 08:12{HAN}", ["", "新华社"]),
    ],
)
def test_the_credits_of_chinese_pages_are_read(tmp_path, text, expected):
    (tmp_path / "have").mkdir()
    (tmp_path / "have" / "a.txt").write_text(text, encoding="utf-8")
    row = import_corpus(tmp_path / "corpus", tmp_path / "have").articles.loc[0]
    assert [row["publisher"], row["credited_source"], row["published"]] == [*expected, "2023-06-05"]
    assert row["side_by_origin"] == "state"
    assert row["side_by_publisher"] == ("state" if expected[0] else "unknown")


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("新华社北京6月5日电（记者张三）科技自立自强", "新华社"),
        ("（中央社記者王承中台北5日電）科技自立自強", "中央社"),
        ("据人民网北京6月5日讯 科技自立自强", "人民网"),
        ("来源：央视新闻客户端2023年06月05日 12:01", "央视新闻客户端"),
        ("潇湘晨报长沙6月5日讯 科技自立自强", ""),
    ],
)
def test_a_chinese_dateline_names_its_agency(tmp_path, text, credit):
    (tmp_path / "have").mkdir()
    (tmp_path / "have" / "a.txt").write_text(f"自立自强\n{text}{HAN}", encoding="utf-8")
    assert import_corpus(tmp_path / "corpus", tmp_path / "have").articles["credited_source"].tolist() == [credit]


@pytest.mark.parametrize(
    ("title", "publisher"),
    [
        ("自立自强_新闻频道_央视网(cctv.com)\n自立自强", "央视网(cctv.com)"),
        ("自立自强－中新网", "中新网"),
        ("自立自强--国际--人民网\n自立自强", "人民网"),
        ("自立自强\n新华网 | 2023-06-05 08:00", "新华网"),
    ],
)
def test_the_site_behind_a_chinese_title_and_beside_a_day_is_the_publisher(tmp_path, title, publisher):
    (tmp_path / "have").mkdir()
    (tmp_path / "have" / "a.txt").write_text(f"{title}{HAN}{HAN}", encoding="utf-8")
    row = import_corpus(tmp_path / "corpus", tmp_path / "have").articles.loc[0]
    assert (row["title"], row["publisher"], row["side_by_publisher"]) == ("自立自强", publisher, "state")


def test_a_source_that_no_list_knows_is_read_from_the_line_below_but_a_title_is_not(tmp_path):
    (tmp_path / "have").mkdir()
    (tmp_path / "have" / "a.txt").write_text(f"自立自强\n2023-06-05 来源：\n潇湘晨报{HAN}", encoding="utf-8")
    (tmp_path / "have" / "b.txt").write_text(f"2023-06-05 来源：\n科技自立自强{HAN}", encoding="utf-8")
    articles = import_corpus(tmp_path / "corpus", tmp_path / "have").articles
    assert articles["credited_source"].tolist() == ["潇湘晨报", ""]


@pytest.mark.parametrize(
    ("line", "credit"),
    [("The Citizen/Xinhua", "The Citizen/Xinhua"), ("AC/DC", ""), ("Word/Excel", ""), ("24/7", ""), ("And/Or", "")],
)
def test_a_last_line_with_a_slash_is_a_credit_only_where_it_names_an_outlet(tmp_path, line, credit):
    (tmp_path / "have").mkdir()
    (tmp_path / "have" / "a.txt").write_text(f"Plan goes ahead again{BODY}\n{line}\n", encoding="utf-8")
    assert import_corpus(tmp_path / "corpus", tmp_path / "have").articles["credited_source"].tolist() == [credit]


def test_a_hyphen_in_a_word_parts_no_site_from_a_title(tmp_path):
    (tmp_path / "have").mkdir()
    for name, title in {"a": "China counts exports in Real-Time", "b": "China counts exports - Global Times"}.items():
        (tmp_path / "have" / f"{name}.txt").write_text(f"{title}{BODY}{BODY}", encoding="utf-8")
    articles = import_corpus(tmp_path / "corpus", tmp_path / "have").articles
    assert articles["title"].tolist() == ["China counts exports in Real-Time", "China counts exports"]
    assert articles["publisher"].tolist() == ["", "Global Times"]


def test_a_side_column_that_repeats_another_is_no_second_reading():
    docs = pd.DataFrame({"side": ["a", "b"] * 50, "side_by_origin": ["a", "b"] * 50, "side_third": ["a"] * 100})
    assert distinct_sides(docs) == ["side", "side_third"]
    docs = docs.drop(columns="side_third")
    docs.loc[:4, "side_by_origin"] = "relay"
    assert (other_side(docs, "side"), no_second(docs, "side")) == ("side_by_origin", "")
    docs.loc[0, "side_by_origin"] = "a"
    assert other_side(docs, "side") == "side"
    said = "side_by_origin has the label of side in 96 of 100 articles, so it is no second reading."
    assert no_second(docs, "side") == said
    assert no_second(docs[["side"]], "side").startswith("The corpus has one side column only; add a second")
