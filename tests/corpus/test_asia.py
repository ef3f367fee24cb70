"""Sources of East and West Asia: days as they are written there, lines with source and author, and exports."""

import io

import docx
import openpyxl
import pytest

BODY = "国务院总理周四表示，港口建设计划将按原定方案推进，有关部门已经作出部署，并将继续征求各方面的意见。\n\n"
BODY += "专家认为，这一计划的费用可能高于收益，而且事先没有人征求过当地居民的看法，今后还需要更多的讨论。\n"
ENGLISH = "The ministry said on Thursday that the plan would go ahead as it was written, and that all had been told.\n"

DAYS = """2023年5月4日星期四
２０２３年５月４日
２０２３－０５－０４
２０２３／５／４
２０２３．０５．０４
2023 年 5 月 4 日
2023年05月04日 08:30
2023年5月4日（木）
2023年5月4日(목)
2023년 5월 4일
2023년 5월 4일 목요일
民國112年5月4日
民國一一二年五月四日
中華民國112年05月04日 星期四
令和5年5月4日
令和五年五月四日
２０２３年５月４日（木曜日）
二〇二三年五月四日
二○二三年五月四日 星期四
٢٠٢٣-٠٥-٠٤
٤ مايو ٢٠٢٣
٤ أيار ٢٠٢٣
٢٠٢٣/٥/٤
۲۰۲۳/۰۵/۰۴
人民日报/2023年/5月/4日/第001版""".splitlines()


@pytest.mark.parametrize("day", DAYS)
def test_a_day_in_a_cell_is_read_as_asia_writes_it(made, day):
    [row] = made({"t.csv": f'title,date,text\nPlan,{day},"{ENGLISH}"\n'}, "t.csv").articles.to_dict("records")
    assert row["published"] == "2023-05-04"


@pytest.mark.parametrize(
    ("day", "published"),
    [
        ("平成31年4月30日", "2019-04-30"),
        ("令和元年5月1日", "2019-05-01"),
        ("昭和64年1月7日", "1989-01-07"),
        ("二〇二三年十二月二十一日", "2023-12-21"),
        ("二〇一九年十月十日", "2019-10-10"),
        ("民國九十九年十月三十一日", "2010-10-31"),
    ],
)
def test_years_of_an_era_and_numbers_in_words_are_read(made, day, published):
    [row] = made({"t.csv": f'title,date,text\nPlan,{day},"{ENGLISH}"\n'}, "t.csv").articles.to_dict("records")
    assert row["published"] == published


LINES = [
    "来源：新华社　作者：张三　发布时间：2023年05月04日08:30",
    "2023-05-04 08:30 来源：新华社 作者：张三",
    "发布时间：2023-05-04 08:30:00 | 来源：新华社 | 作者：张三",
    "２０２３年５月４日０８：３０　来源：新华社　记者：张三",
    "新华社　２０２３年５月４日　作者：张三",
    "时间：2023/05/04 来源: 新华社 作者: 张三",
    "来源丨新华社 作者丨张三 2023年5月4日",
    "来源/新华社 作者/张三 2023年5月4日",
    "【来源：新华社】 【作者：张三】 【2023-05-04】",
    "稿源：新华社\n作者：张三\n日期：2023年5月4日星期四",
    "來源：新華社　作者：張三　發佈時間：2023年5月4日",
    "文章来源：新华社\n文／张三\n发表时间：2023.05.04",
    "信息来源：新华社 撰稿：张三 更新日期：2023年5月4日",
]


@pytest.mark.parametrize("line", LINES)
def test_a_line_with_source_author_and_day_is_read_and_is_no_text(made, bodies, line):
    [row] = made({"a.txt": f"港口建设计划继续推进\n\n{line}\n\n{BODY}"}).articles.to_dict("records")
    assert row["title"] == "港口建设计划继续推进"
    assert (row["credited_source"] or row["publisher"]) in ("新华社", "新華社")
    assert row.get("author", "") in ("张三", "張三")
    assert row["published"] == "2023-05-04" or "更新日期" in line
    [text] = bodies().values()
    assert text.startswith("国务院总理周四表示")


WISERS = """1.
人民日报
2023-05-04
A01
要闻
港口建设计划继续推进
记者张三

国务院总理周四表示，港口建设计划将按原定方案推进，并将继续征求各方面的意见。

专家认为，这一计划的费用可能高于收益，今后还需要更多的讨论。

文章编号: 202305040010001

2.
明報
2023-05-05
A02
港聞
居民質疑港口計劃

居民表示，事先沒有人徵求過他們的看法，計劃的費用也沒有公布。

文章編號: 202305050020001

本內容之版權歸相關版權擁有人所有或由慧科訊業經有關授權人授予使用。
"""
BARS = """慧科搜索 Wisers

人民日报 | 2023-05-04
报章 | A01 | 要闻 | 记者张三
港口建设计划继续推进

国务院总理周四表示，港口建设计划将按原定方案推进，并将继续征求各方面的意见。

专家认为，这一计划的费用可能高于收益，今后还需要更多的讨论。

文章编号: 202305040010001

明報 | 2023-05-05
報章 | A02 | 港聞
居民質疑港口計劃

居民表示，事先沒有人徵求過他們的看法，計劃的費用也沒有公布。

文章編號: 202305050020001
"""
EXPECTED = [["港口建设计划继续推进", "人民日报", "2023-05-04"], ["居民質疑港口計劃", "明報", "2023-05-05"]]


def word(text):
    document, file = docx.Document(), io.BytesIO()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize("text", [WISERS, BARS])
@pytest.mark.parametrize("name", ["w.txt", "w.docx"])
def test_an_export_of_wisers_is_read_however_its_head_is_set(made, bodies, name, text):
    articles = made({name: word(text) if name.endswith("docx") else text}).articles
    assert articles[["title", "publisher", "published"]].to_numpy().tolist() == EXPECTED
    first, second = bodies().values()
    assert first.startswith("国务院总理周四表示")
    assert first.endswith("今后还需要更多的讨论。")
    assert second == "居民表示，事先沒有人徵求過他們的看法，計劃的費用也沒有公布。"


CNKI = """SrcDatabase-来源库: 报纸
Title-题名: 港口建设计划继续推进
Author-作者: 张三;
Source-文献来源: 人民日报
Keyword-关键词: 港口;建设
Summary-摘要: 国务院总理周四表示，港口建设计划将按原定方案推进，并将继续征求各方面的意见。
PubTime-发表时间: 2023-05-04

SrcDatabase-来源库: 报纸
Title-题名: 居民质疑港口计划
Author-作者: 李四;王五;
Source-文献来源: 光明日报
Keyword-关键词: 港口
Summary-摘要: 居民表示，事先没有人征求过他们的看法，计划的费用也没有公布。
PubTime-发表时间: 2023-05-05
"""


@pytest.mark.parametrize("name", ["c.txt", "c.docx"])
def test_an_export_of_cnki_becomes_its_articles(made, bodies, name):
    articles = made({name: word(CNKI) if name.endswith("docx") else CNKI}).articles
    assert articles[["title", "publisher", "published", "author"]].to_numpy().tolist() == [
        ["港口建设计划继续推进", "人民日报", "2023-05-04", "张三"],
        ["居民质疑港口计划", "光明日报", "2023-05-05", "李四;王五"],
    ]
    assert list(bodies().values()) == [
        "国务院总理周四表示，港口建设计划将按原定方案推进，并将继续征求各方面的意见。",
        "居民表示，事先没有人征求过他们的看法，计划的费用也没有公布。",
    ]


def test_a_table_of_cnki_is_read_and_said_to_hold_summaries(made):
    header = ["SrcDatabase-来源库", "Title-题名", "Author-作者", "Source-文献来源", "Summary-摘要", "PubTime-发表时间"]
    row = ["报纸", "港口建设计划继续推进", "张三", "人民日报", BODY, "2023-05-04"]
    cells = ["".join(f"<td>{cell}</td>" for cell in one) for one in (header, row)]
    page = f'<html><head><meta charset="utf-8"></head><table><tr>{cells[0]}</tr><tr>{cells[1]}</tr></table></html>'
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(header)
    book.active.append(row)
    book.save(file)
    result = made({"a.xls": page, "b.xlsx": file.getvalue()})
    columns = ["title", "publisher", "published", "author"]
    assert result.articles[columns].to_numpy().tolist() == [[row[1], row[3], row[5], row[2]]] * 2
    assert "which may be a summary only" in " ".join(result.said)
