"""Printed pages: lines that were cut are joined, verses, lists and tables never, and what is set aside is seen."""

import textwrap
from pathlib import Path

import pytest

from analysis.corpus import cleaning
from analysis.corpus.pages import unwrap
from analysis.files import bundled

PROSE = (
    "The ministry said on Monday that the new plant would open next year, and officials in the city welcomed the "
    "decision. Workers spoke of relief after months of waiting, while analysts abroad were less sure about the plan. "
    "They said that the costs had doubled since the first estimate and that the market for chips was shrinking. One "
    "adviser called it a gamble with public money, and nobody in the room spoke against him."
)
GERMAN = (
    "Die Behörde erklärte am Montag, der Plan für den Hafen gehe im Frühjahr weiter, und niemand müsse um seine Stelle "
    "fürchten. Große Teile der Straße würden gesperrt, sagte der Bürgermeister nach der Sitzung. Die Arbeiter der Werft "
    "sind gegen den Beschluss, weil die Löhne sinken. "
) * 2
CHINESE = (
    "科技自立自强是国家发展的战略支撑。专家强调，要把科技创新摆在核心位置，加快建设科技强国。这项政策将对企业产生影响。"
    * 5
)
COPIED = """China Daily  page 3

The ministry said on Monday that self-
reliance in science and tech-
nology will guide the pro-
gramme. The ﬁrst and most eﬃcient
line is to open in spring. New quality
productive forces, oﬃcials said, are
the aim of the high-quality devel-
opment plan. Workers spoke of relief after
months of waiting and the city has
welcomed the decision as a chance.
\fChina Daily  page 4

New quality productive
forces were named again."""


def test_a_text_copied_out_of_a_pdf_reads_as_it_was_printed():
    text, said = unwrap(COPIED)
    assert text.split("\n") == [
        "The ministry said on Monday that self-reliance in science and technology will guide the programme. The first and "
        "most efficient line is to open in spring. New quality productive forces, officials said, are the aim of the "
        "high-quality development plan. Workers spoke of relief after months of waiting and the city has welcomed the "
        "decision as a chance.",
        "",
        "New quality productive forces were named again.",
        "\f\vChina Daily  page 3 | China Daily  page 4",
    ]
    assert said == (
        "10 lines were joined to the line before; words cut at the end of a line: self-reliance, technology, programme, "
        "development; set aside as heads, feet and numbers of pages: China Daily  page 3 | China Daily  page 4"
    )


def test_what_was_set_aside_is_a_removed_span_of_the_text():
    text, _ = unwrap(COPIED)
    spans = cleaning.mark(text, None, cleaning.read_phrases(bundled("seeds", "lexicons", "cleaning.toml")))
    assert [(span.rule, span.text) for span in spans if span.rule == "page_furniture"] == [
        ("page_furniture", "China Daily  page 3 | China Daily  page 4")
    ]
    assert cleaning.page_furniture.__name__ not in [
        span.rule
        for span in cleaning.mark(
            "One plan.\n\fTwo plans.", None, cleaning.read_phrases(bundled("seeds", "lexicons", "cleaning.toml"))
        )
    ]


@pytest.mark.parametrize("width", [45, 60, 72, 90])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_prose_that_was_cut_becomes_its_paragraphs_again(width, end):
    for text in (PROSE * 2, GERMAN.strip()):
        assert unwrap(end.join(textwrap.wrap(text, width, break_on_hyphens=False)))[0] == text
    blocks = "\n\n".join(textwrap.fill(PROSE, width) for _ in range(2))
    assert unwrap(blocks)[0] == f"{PROSE}\n\n{PROSE}"
    assert unwrap("Plant to open\n" + textwrap.fill(PROSE * 2, width))[0].split("\n") == ["Plant to open", PROSE * 2]


def test_chinese_lines_are_joined_without_a_space():
    assert unwrap("\n".join(textwrap.wrap(CHINESE, 36)))[0] == CHINESE


UNCHANGED = {
    "verses": "Shall I compare thee to a summer's day?\nThou art more lovely and more temperate:\nRough winds do shake "
    "the darling buds of May,\nAnd summer's lease hath all too short a date;\nSometime too hot the eye of heaven shines,\n"
    "And often is his gold complexion dimm'd",
    "free verse": "the morning comes in slowly over the roofs\nand settles on the tables by the window\nwhere nothing has "
    "been touched since you left\nexcept the letters and the yellow lamp\nthat burns all night beside the empty chair\n"
    "as if the house itself were waiting still",
    "sentences": "\n".join(f"{part}." for part in PROSE.rstrip(".").split(". ") * 3),
    "paragraphs": "\n".join([PROSE] * 6),
    "list": "\n".join(f"- item number {n} of the list that we have made. see below" for n in range(9)),
    "numbers": "\n".join(f"{n}. item number {n} of the list. see below and above" for n in range(9)),
    "table": "\n".join(f"Region {n}     {n * 100}     {n * 7} per cent. of the total" for n in range(9)),
    "tabs": "\n".join(f"region {n}\tof the country\t{n * 7} per cent. of the total" for n in range(9)),
    "headlines": "China unveils new chip plan to widespread surprise\nMarkets fall as investors weigh new tariffs\nMinister "
    "resigns after report on harbour project\nFloods force thousands from homes in the valley\nCourt rejects appeal in "
    "long-running case on patents",
    "chinese paragraphs": "　　科技自立自强是国家发展的战略支撑。\n　　专家强调，要把科技创新摆在核心位置，加快建设科技强国。\n"
    * 4,
    "chinese verses": "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n" * 3,
    "names": "Ann Lee\nBob Roe\nCarl Poe\nDora Low\nEve May\nFay Tan",
    "short": "One plan\nfor all of us.",
    "pages of prose": f"{PROSE}\n\f{PROSE}",
}


@pytest.mark.parametrize("kind", UNCHANGED)
def test_a_text_whose_lines_are_its_own_stays_as_it_is(kind):
    assert unwrap(UNCHANGED[kind]) == (UNCHANGED[kind], "")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a tech-\nnology", "technology"),
        ("a self-\nmade plan", "self-made"),
        ("a high-tech line and a high-\ntech plant", "high-tech"),
        ("of cooperation and co-\noperation", "cooperation"),
        ("a state-of-the-\nart line", "state-of-the-art"),
        ("the market is oriented so market-\noriented", "market-oriented"),
        ("they know that know-\nledge", "knowledge"),
        ("a pro\u2010\ngramme", "programme"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_stays_if_the_word_has_one(text, word):
    assert word in unwrap(text, printed=True)[0]


def test_a_hyphen_before_a_capital_a_number_or_a_left_out_part_is_no_cut():
    cut = "the China-\nU.S. talks of 2020-\n21 on short-\nand long-term aims, Ein-\nund Ausfuhr"
    assert (
        unwrap(cut, printed=True)[0] == "the China-U.S. talks of 2020-21 on short- and long-term aims, Ein- und Ausfuhr"
    )


def test_numbers_heads_and_feet_of_pages_go_and_sentences_across_pages_stay_whole():
    lines = textwrap.wrap(PROSE * 3, 60)
    pages = [["HARBOUR GAZETTE", *lines[n : n + 8], f"- {n // 8 + 1} -"] for n in range(0, len(lines), 8)]
    text, said = unwrap("\f".join("\n".join(page) for page in pages), printed=True)
    assert text.split("\n")[0] == PROSE * 3
    assert "HARBOUR GAZETTE | - 1 - | - 2 -" in said
    assert "Page by page" in unwrap("Page by page\nthe plan goes on\fThe other\nplan", printed=True)[0]


def test_a_sentence_that_ends_several_pages_is_no_foot():
    page = "\n".join([*textwrap.wrap(PROSE, 60), "Nobody in the room spoke against him."])
    assert "set aside" not in unwrap(f"{page}\f{page.replace('ministry', 'office')}", printed=True)[1]


def paged(*pages):
    return "\f".join("\n".join([head, *textwrap.wrap(body, 60), foot]) for head, body, foot in pages)


OTHER = (
    "Along the river the road has been closed since Friday, and those who live beside it were told to leave. The council "
    "sent boats, which came late in the evening when most families had already gone. Nobody was hurt, a speaker said."
)
THIRD = (
    "In the third quarter the port lost money again. Its owners want to sell it before the year ends, two of them said."
)
HEADLINE = "Harbour plan goes ahead"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"HARBOUR GAZETTE {HEADLINE}", "HARBOUR GAZETTE"),
        (f"Harbour Gazette 4 May 2023 {HEADLINE}", "Harbour Gazette 4 May 2023"),
        (f"12 Harbour Gazette {HEADLINE}", "13 Harbour Gazette"),
        (f"{HEADLINE} Harbour Gazette | 12", "Harbour Gazette | 13"),
        (f"Harbour Gazette, Thursday, May 4, 2023 {HEADLINE}", "Harbour Gazette, Thursday, May 4, 2023 Elsewhere"),
    ],
)
def test_a_running_head_on_the_line_of_the_headline_is_set_aside_and_the_headline_kept(first, second):
    end = "" if not second.endswith("Elsewhere") else "Elsewhere "
    text, said = unwrap(paged((first, PROSE, ""), (second, OTHER, ""), ("Harbour", THIRD, "")), printed=True)
    body, aside = text.split("\n\f\v")
    assert body.split("\n")[0].strip() == HEADLINE
    assert "Gazette" not in body
    assert "gazette" in aside.split(" | ")[0].casefold()
    assert (f"{end}{OTHER.split()[0]}" in body.replace("\n", " ")) and "set aside" in said


@pytest.mark.parametrize(
    "head",
    [
        "Harbour Gazette, Thursday, May 4, 2023 A12",
        "HARBOUR GAZETTE | 4 May 2023 | Page 3",
        "HARBOUR GAZETTE Thursday 4 May 2023",
        "A12 THURSDAY, MAY 4, 2023 HARBOUR GAZETTE",
        "3 Harbour Gazette • 04.05.2023",
        "人民日报 2023年5月4日 星期四 第3版",
    ],
)
def test_a_head_on_the_line_of_the_headline_of_a_single_page_is_set_aside(head):
    text, _ = unwrap(paged((f"{head} {HEADLINE}", PROSE, "")), printed=True)
    assert text.split("\n\f\v") == [f"{HEADLINE}\n{PROSE}", head]


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("HARBOUR GAZETTE | 4 May 2023 | Page 3", "www.harbour-gazette.org"),
        ("Harbour Gazette, Thursday, May 4, 2023 A12", "Page 1 of 1"),
        ("5/4/23, 10:15 AM Harbour plan goes ahead - Harbour Gazette", "https://www.harbour.org/news/plan.html 1/1"),
        ("3", "Harbour Gazette 3"),
        ("人民日报 2023年5月4日 第3版", "第 3 页 共 8 页"),
    ],
)
def test_the_head_and_the_foot_of_a_single_page_are_set_aside(head, foot):
    text, said = unwrap(paged((f"{head}\n{HEADLINE}", PROSE, foot)), printed=True)
    assert text.split("\n\f\v") == [f"{HEADLINE}\n{PROSE}", f"{head} | {foot}"]
    assert f"set aside as heads, feet and numbers of pages: {head} | {foot}" in said


@pytest.mark.parametrize(
    "first",
    [
        "Protests of May 4, 1919 Remembered in the Harbour",
        "May 4, 2023 is a day to remember",
        "NATO AND EU Leaders Agree on Plan",
        "Harbour 2030",
        "Catch 22 and the Harbour Gazette",
        "Plan 9 From Outer Space Opens in 3 Cities",
    ],
)
def test_a_headline_with_a_day_or_a_number_is_whole(first):
    text, said = unwrap(paged((first, PROSE, "")), printed=True)
    assert text.replace("\n", " ") == f"{first} {PROSE}"
    assert "set aside" not in said


def test_first_lines_that_begin_alike_are_no_head():
    pages = paged(("The plan of the ministry is new and", PROSE, ""), ("The plan of the council is old and", OTHER, ""))
    assert "set aside" not in unwrap(pages, printed=True)[1]


def test_a_printed_page_with_its_head_beside_the_headline_becomes_an_article_without_it(made, bodies):
    typst = pytest.importorskip("typst")
    page = f"Harbour Gazette #h(1em) Thursday, May 4, 2023 #h(1em) A12 #h(2em) *{HEADLINE}*\n\n{PROSE}"
    [row] = made({"a.pdf": typst.compile(f"#set page(width: 16cm, height: 20cm)\n{page}".encode())}).articles.to_dict(
        "records"
    )
    assert (row["title"], row["published"]) == (HEADLINE, "2023-05-04")
    assert list(bodies().values()) == [PROSE]


def test_a_chinese_page_whose_head_has_digits_apart(made, bodies):
    page = Path(__file__).parent.parent / "data" / "zh_page.pdf"
    [row] = made({"a.pdf": page.read_bytes()}).articles.to_dict("records")
    assert [row[name] for name in ("title", "published")] == ["港口计划推进", "2023-06-05"]
    assert next(iter(bodies().values())).startswith("科技部周一表示")
