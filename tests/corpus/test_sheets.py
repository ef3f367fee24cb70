"""Sheets as people keep them, tables under the name of a text, pages of databases and papers, texts of two languages."""

import io

import openpyxl
import pytest

HARBOUR = (
    "The ministry said on Thursday that harbour number {} would be built as planned, and that work begins in June."
)
CHINESE = "科技部周一表示，港口{}将按计划建设，工程将于六月开始，有关部门正在准备。批评者说，这项工程的成本高于收益。"
HEADER = ["Outlet", "Date", "Title", "Text"]


def workbook(rows, *merged):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for place in merged:
        book.active.merge_cells(place)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def found(result):
    return result.articles[["publisher", "published", "title"]].to_numpy().tolist()


BLOCKS = [
    HEADER,
    ["Reuters", "2023-06-05", "One", HARBOUR.format(1)],
    [None, None, "Two", HARBOUR.format(2)],
    ["Xinhua", "2023-06-06", "Three", HARBOUR.format(3)],
    [None, None, "Four", HARBOUR.format(4)],
]
FILLED = [["Reuters", "2023-06-05", "One"], ["Reuters", "2023-06-05", "Two"]]
FILLED += [["Xinhua", "2023-06-06", "Three"], ["Xinhua", "2023-06-06", "Four"]]


def test_a_cell_that_is_merged_over_several_rows_stands_in_each(made):
    assert found(made({"a.xlsx": workbook(BLOCKS, "A2:A3", "B2:B3", "A4:A5", "B4:B5")}, "a.xlsx")) == FILLED


def test_a_cell_that_is_only_empty_is_not_filled(made):
    assert found(made({"a.xlsx": workbook(BLOCKS)}, "a.xlsx"))[1] == ["", "", "Two"]


def test_a_text_that_is_merged_over_two_rows_is_one_article(made):
    rows = [HEADER, ["Reuters", "2023-06-05", "One", HARBOUR.format(1)], [None, None, None, None]]
    assert found(made({"a.xlsx": workbook(rows, "D2:D3")}, "a.xlsx")) == FILLED[:1]


TWO = [["Reuters", "2023-06-05", "One", HARBOUR.format(1)], ["Xinhua", "2023-06-06", "Three", HARBOUR.format(3)]]


@pytest.mark.parametrize(
    ("above", "below", "merged"),
    [
        ([["My corpus of articles, June 2023"], []], [["Total", None, None, 2]], ["A1:D1"]),
        ([["Source", None, "Article", None]], [["Sum", 2, None, None]], ["A1:B1", "C1:D1"]),
        ([["Title: harbours"], ["made in 2023"]], [["Total: 2 articles"]], []),
    ],
)
def test_lines_above_the_header_two_header_rows_and_sums_below_are_no_articles(made, above, below, merged):
    result = made({"a.xlsx": workbook([*above, HEADER, *TWO, *below], *merged)}, "a.xlsx")
    assert found(result) == [FILLED[0], FILLED[2]]
    assert len(result.problems) == 1


TABLE = "title,publisher,published,text\n" + "".join(
    f'"{title}",{outlet},{day},"{text}"\n' for outlet, day, title, text in TWO
)
TABS = "title\tpublisher\tpublished\ttext\n" + "".join("\t".join([row[2], *row[:2], row[3]]) + "\n" for row in TWO)
NAMED = {"a.txt": TABLE, "a.dat": TABLE, "b.txt": TABS, "tabs.csv": TABS, "semi.txt": TABS.replace("\t", ";")}


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("alone", [True, False])
def test_a_table_is_a_table_whatever_its_name(made, name, alone):
    assert found(made({name: NAMED[name]}, name * alone)) == [FILLED[0], FILLED[2]]


def test_a_text_that_begins_with_names_of_columns_in_a_sentence_is_a_text(made):
    assert len(made({"a.txt": f"Text, title and date are what a table needs\n\n{HARBOUR.format(1)}"}).articles) == 1


EUROPRESSE = """<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">{outlet}</span></div>
<span class="DocHeader">{head}</span><p class="titreArticle"><p class="titreArticleVisu rdp__articletitle">{title}</p></p></header>
<section><div class="DocText clearfix"><p>{text}</p></div></section>
<footer><div class="publiC-lblNodoc">news·202306{day}·LMF·1234567</div><p>© 2023 {outlet}. Tous droits réservés.</p></footer></article>"""


def test_europresse_pages_with_time_or_page_in_their_heads(made, bodies):
    texts = [
        f"Les travaux du port numéro {n} iront de l'avant, a déclaré jeudi le ministre, et le chantier commence."
        for n in (1, 2)
    ]
    heads = ["lundi 5 juin 2023 - 08:15 UTC +02:00 812 mots", "Le Figaro, mardi 6 juin 2023 420 mots, p. 12"]
    outlets, titles = ["Le Monde (site web)", "Le Figaro, no. 24567"], ["Le port sera agrandi", "Le conseil se réunit"]
    parts = [
        EUROPRESSE.format(outlet=outlets[n], head=heads[n], title=titles[n], text=texts[n], day=f"0{n + 5}")
        for n in (0, 1)
    ]
    page = f'<html><head><meta charset="utf-8"><title>Europresse</title></head><body>{"".join(parts)}</body></html>'
    assert found(made({"a.html": page})) == [
        ["Le Monde (site web)", "2023-06-05", "Le port sera agrandi"],
        ["Le Figaro", "2023-06-06", "Le conseil se réunit"],
    ]
    assert list(bodies().values()) == texts


PEOPLE = """<html><head><meta http-equiv="content-type" content="text/html;charset=gb2312"/><title>港口计划推进--时政--人民网</title></head>
<body><div class="layout rm_txt cf"><h1>港口计划推进</h1><div class="channel cf"><div>2021年03月05日08:12 | 来源：<a>人民网－人民日报</a></div></div>
<div class="rm_txt_con cf"><p>　　{}</p><p>　　{}</p><p class="paper_num">《 人民日报 》（ 2021年03月05日 01 版）</p>
<div class="edit cf">(责编：王明、李华)</div></div></div></body></html>"""
XINHUA = """<html><head><meta charset="utf-8"><title>港口计划推进-新华网</title></head><body><h1><span class="title">港口计划推进</span></h1>
<div class="info">2021-03-05 08:12:15 来源：新华网</div><div id="detail"><p>　　新华社北京3月5日电（记者王明）{}</p><p>{}</p></div>
<div class="editor">【责任编辑:王明】</div><p>010020010010000000000000011100001211166</p></body></html>"""


def test_saved_pages_of_people_and_xinhua(made, bodies):
    texts = [CHINESE.format(n) for n in "甲乙"]
    pages = {"a.html": PEOPLE.format(*texts).encode("gb18030"), "b.html": XINHUA.format(*texts)}
    articles = made(pages).articles
    assert articles[["title", "published", "credited_source"]].to_numpy().tolist() == [
        ["港口计划推进", "2021-03-05", "人民网－人民日报"],
        ["港口计划推进", "2021-03-05", "新华网"],
    ]
    assert articles.loc[0, "publisher"] == "人民日报"
    assert list(bodies().values()) == [" ".join(texts)] * 2


@pytest.mark.parametrize("first", [0, 1])
def test_a_text_of_two_languages_is_marked_as_mixed(made, first):
    pairs = [[CHINESE.format(n), HARBOUR.format(n)][:: 1 - 2 * first] for n in range(4)]
    article = made(
        {"a.txt": "\n\n".join(["Harbour plan 港口计划", *(part for pair in pairs for part in pair)])}
    ).articles.loc[0]
    assert article["language_basis"].endswith(", mixed")
    assert article["look_at"] == "is written in two languages, zh and en: keep one, or make an article of each"


@pytest.mark.parametrize(
    ("text", "language"),
    [(CHINESE * 3 + "他说：“Made in China 2025”。", "zh"), (f"{HARBOUR * 4} 自立自强 means self-reliance.", "en")],
)
def test_a_few_words_of_another_language_make_no_mixed_text(made, text, language):
    article = made({"a.txt": text}).articles.loc[0]
    assert (article["language"], article["look_at"]) == (language, "")


def test_rows_that_may_be_the_rest_of_a_broken_cell_are_to_be_looked_at(made):
    long = "the harbour would be built as planned and work begins in June"
    lines = ["title,text", f"One,Here {long}", f'Two,"He said that {long}', f'and so on, he said" to us that {long}']
    lines += [f"then came a third line, of which {long}", f"Three,At last {long}", f"Four,For ever {long}"]
    result = made({"t.csv": "\n".join(lines)}, "t.csv")
    assert "a quoted cell of the row that begins in line 3" in result.problems["problem"][0]
    said = "may be the rest of the row above, which could not be read"
    assert result.articles.set_index("title")["look_at"].to_dict() == {
        "One": "",
        "and so on": said,
        "then came a third line": said,
        "Three": "",
        "Four": "",
    }
