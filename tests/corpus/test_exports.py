"""Exports of databases: split into their articles, and nothing that the database has added is counted.

The exports are made by hand after the layouts that the databases print. "zebra" stands only where no word may count.
"""

import io
import random
import re
import textwrap
import time
import zipfile

import pytest
from docx import Document

from analysis.corpus import exports
from analysis.corpus.importing import import_corpus, summary
from analysis.corpus.read import check, read_corpus
from analysis.files import InputError, InputErrors

NEXIS = [
    """User Name: A. Zebra
Date and Time: Tuesday, September 3, 2024 10:12:00 AM CEST
Job Number: 231111111
Documents (3)
1. 5 reasons to doubt the plan: a gamble
Client/Matter: -None-
Search Terms: zebra AND plan
2. Une usine neuve
3. 新工厂开工
5 reasons to doubt the plan: a gamble
The Guardian (London)
June 5, 2023 Monday 8:14 AM EST
Edition 1; Zebra Edition
Copyright 2023 Zebra Newspapers Limited All Rights Reserved
Section: NATIONAL; Pg. 4
Length: 44 words
Byline: By Jane Doe
Dateline: ZEBRA, June 5
Highlight: Zebras in short.
Link to Image
Body
Costs doubled, critics said.
Subject: the letter spoke of it.
Body
The word above is a heading of the article.
Graphic
Zebras at the gate.
A zebra, and another one.
Classification
Language: ENGLISH
Publication-Type: Zebra; Web Publication
Subject: ZEBRAS (92%); COSTS (78%)
Load-Date: June 7, 2023
End of Document""",
    """Une usine neuve
Le Monde
5 juin 2023 lundi
Copyright 2023 Le Zebra Tous droits réservés
Length: 9 words
Body
L'usine a ouvert lundi.
Load-Date: June 5, 2023
End of Document""",
    """新工厂开工
人民日报
2023年6月6日 星期二
Copyright 2023 Zebra All Rights Reserved
Length: 9 字
Body
新工厂星期二开工，官员们表示欢迎。
Notes
Zebra.
Load-Date: June 5, 2023
End of Document""",
]
NEXIS_EXPECTED = [
    ("5 reasons to doubt the plan: a gamble", "The Guardian (London)", "2023-06-05",
     "Costs doubled, critics said. Subject: the letter spoke of it. Body The word above is a heading of the article."),
    ("Une usine neuve", "Le Monde", "2023-06-05", "L'usine a ouvert lundi."),
    ("新工厂开工", "人民日报", "2023-06-06", "新工厂星期二开工，官员们表示欢迎。"),
]  # fmt: skip
LEXIS = """


                          1 of 2 DOCUMENTS


                        The Guardian (London)

                       June 7, 2023 Wednesday
                         Late Zebra Edition

Doubts over the plan: is it worth
the money?

BYLINE: Jane Doe in Beijing

SECTION: NATIONAL; Pg. 4

LENGTH: 44 words

HIGHLIGHT: Zebras, say critics
who are zebras

Costs doubled since the first
estimate.

One adviser called it a gamble.

LOAD-DATE: June 7, 2023

LANGUAGE: ENGLISH

GRAPHIC: Zebras at the gate of the
zebra factory.

PUBLICATION-TYPE: Newspaper

             Copyright 2023 Zebra Newspapers Limited
                       All Rights Reserved


                          2 of 2 DOCUMENTS


                     The New York Times

                     June 9, 2023 Friday
                     Correction Appended

Plant opens

LENGTH: 3 words

The plant opened.

LOAD-DATE: June 9, 2023

CORRECTION: The zebra was misspelt.

             Copyright 2023 The Zebra Company
"""
LEXIS_EXPECTED = [
    ("Doubts over the plan: is it worth the money?", "The Guardian (London)", "2023-06-07",
     "Costs doubled since the first estimate. One adviser called it a gamble."),
    ("Plant opens", "The New York Times", "2023-06-09", "The plant opened."),
]  # fmt: skip
GERMAN = """
                          Dokument 1 von 2

                       Süddeutsche Zeitung

                       Montag 5. Juni 2023
                         Zebra Ausgabe

Zweifel am Plan

AUTOR: Von Anna Müller

RUBRIK: ZEBRA; S. 17

LÄNGE: 44 Wörter

Die Kosten hätten sich verdoppelt.

UPDATE: 5. Juni 2023

SPRACHE: GERMAN; ZEBRA

                   Copyright 2023 Zebra GmbH
                     Alle Rechte vorbehalten

                          Dokument 2 von 2

                            Die Welt

                       Dienstag 6. Juni 2023

Neues Werk

LÄNGE: 12 Wörter

Das Werk wurde am Dienstag eröffnet.

UPDATE: 6. Juni 2023
"""
GERMAN_EXPECTED = [
    ("Zweifel am Plan", "Süddeutsche Zeitung", "2023-06-05", "Die Kosten hätten sich verdoppelt."),
    ("Neues Werk", "Die Welt", "2023-06-06", "Das Werk wurde am Dienstag eröffnet."),
]
FRENCH = """
                          1 de 2 DOCUMENTS

                             Le Monde

                         5 juin 2023 lundi

Des doutes sur le plan

AUTEUR: Jeanne Petit

LONGUEUR: 44 mots

Les coûts ont doublé.

DATE-CHARGEMENT: 5 juin 2023

TYPE-PUBLICATION: Zebra

                          2 de 2 DOCUMENTS

                            Libération

                         6 juin 2023 mardi

Une usine neuve

LONGUEUR: 12 mots

L'usine a ouvert mardi.

DATE-CHARGEMENT: 6 juin 2023

                     Copyright 2023 SA Zebra
                      Tous droits réservés
"""
FRENCH_EXPECTED = [
    ("Des doutes sur le plan", "Le Monde", "2023-06-05", "Les coûts ont doublé."),
    ("Une usine neuve", "Libération", "2023-06-06", "L'usine a ouvert mardi."),
]
CODES = """SE  Zebra News
HD  Doubts over the plan:
    is it worth it?
BY  By Jane Doe
WC  120 words
PD  7 June 2023
ET  09:15 AM
SN  The Guardian
SC  ZEBRA
PG  4
LA  English
CY  (c) 2023 Zebra. All rights reserved

LP
Costs doubled.

TD
IN THE END nobody knew.

CO was the first question of the day.

CO
zeb : Zebra Corp

NS
gpol : Zebra Politics | gcat : Zebra

AN
Document GRDN000020230607ej67000ab

HD
新工厂开工
WC
300 字
PD
2023年6月5日
SN
新华社
LP
工厂星期一开工。
AN
Document XNHUA00020230605ej650001
"""
CODES_EXPECTED = [
    ("Doubts over the plan: is it worth it?", "The Guardian", "2023-06-07",
     "Costs doubled. IN THE END nobody knew. CO was the first question of the day."),
    ("新工厂开工", "新华社", "2023-06-05", "工厂星期一开工。"),
]  # fmt: skip
FACTIVA = """Zebra News
Doubts over the plan: is it worth it?
By Jane Doe
120 words
7 June 2023
09:15 AM
The Guardian
ZEBRA
4
English
(c) 2023 Zebra. All rights reserved
Costs doubled.

Document of the year, they said.

Document GRDN000020230607ej67000ab

Plant opens
Jane Doe in Beijing
1.120 Wörter
8 June 2023
Reuters News
LBA
English
© 2023 Zebra Limited
The plant opened.

Document LBA0000020230608ej68000ac

Search Summary
Text zebra
© 2023 Zebra, Inc. All rights reserved.
"""
FACTIVA_EXPECTED = [
    ("Doubts over the plan: is it worth it?", "The Guardian", "2023-06-07",
     "Costs doubled. Document of the year, they said."),
    ("Plant opens", "Reuters News", "2023-06-08", "The plant opened."),
]  # fmt: skip
PROQUEST = """____________________________________________________________

Report Information from Zebra
____________________________________________________________


Document 1 of 2

Doubts over the plan:
is it worth it?

Author: Doe, Jane

Publication info: The Guardian ; London (UK) [London (UK)]. 07 June 2023: 4.

ProQuest document link

Abstract: Zebras in short.

Full text: Costs doubled, they said:

Subject: the letter spoke of it.

Enlarge this image.

Subject: Zebras; Costs

Title: Doubts over the plan: is it worth it?

Publication title: The Guardian; London (UK)

Publication date: Jun 7, 2023

ProQuest document ID: 2823000001

Document URL: http://zebra.example/1

Database: Zebra Central
____________________________________________________________


Document 2 of 2

Plant opens

Full text: The plant opened.

Workers cheered.

Publication title: China Daily; Beijing

Publication date: Jun 8, 2023

ProQuest document ID: 2823000002
____________________________________________________________

Contact Zebra

Copyright © 2023 Zebra LLC. All rights reserved.
"""
PROQUEST_EXPECTED = [
    ("Doubts over the plan: is it worth it?", "The Guardian", "2023-06-07",
     "Costs doubled, they said: Subject: the letter spoke of it."),
    ("Plant opens", "China Daily", "2023-06-08", "The plant opened. Workers cheered."),
]  # fmt: skip
GERMAN_NEXIS = """Benutzername: Zebra
Dokumente (2)
1. ZWEIFEL AM PLAN
ZWEIFEL AM PLAN
Süddeutsche Zeitung
5. Juni 2023 Montag
Copyright 2023 Zebra GmbH Alle Rechte vorbehalten
Länge: 44 Wörter
Text
Die Kosten hätten sich verdoppelt.
Load-Date: June 5, 2023
Ende des Dokuments
Neues Werk
Die Welt
6. Juni 2023
Länge: 12 Wörter
Text
Das Werk wurde am Dienstag eröffnet.
Ende des Dokuments"""
GERMAN_NEXIS_EXPECTED = [("ZWEIFEL AM PLAN", *GERMAN_EXPECTED[0][1:]), GERMAN_EXPECTED[1]]
OTHER_FACTIVA = """Zebra
Zweifel am Plan
Anna Müller
1.044 Wörter
5 Juni 2023
Süddeutsche Zeitung
SDDZ
17
Deutsch
Copyright 2023 Zebra GmbH
Die Kosten hätten sich verdoppelt.

Dokument SDDZ000020230605ej650000a

Un plan contesté
300 mots
6 juin 2023
Le Monde
LEMOND
4
Français
Tous droits réservés - Zebra 2023
Les coûts ont doublé.

Document LEMOND0020230606ej660000b
"""
OTHER_EXPECTED = [GERMAN_EXPECTED[0], ("Un plan contesté", "Le Monde", "2023-06-06", "Les coûts ont doublé.")]
CELL = "<tr><td><b>{}</b>&nbsp;</td><td>{}</td></tr>"
HEAD = '<html lang="en"><head><title>Factiva</title></head><body>'
CODED_PAGE = HEAD + "<hr>".join(
    '<div class="article enArticle"><table>'
    + "".join(CELL.format(*pair) for pair in pairs)
    + '<tr><td><b>LP</b></td><td><p class="articleParagraph">Costs <b>doubled</b>.</p></td></tr>'
    + CELL.format("AN", f"Document GRDN00002023060{n}ej67000ab")
    + "</table></div>"
    for n, pairs in enumerate(
        [
            [("HD", "Doubts over <b>the</b> plan"), ("WC", "9 words"), ("PD", "7 June 2023"), ("SN", "The Guardian")],
            [("HD", "Plant opens"), ("WC", "9 words"), ("PD", "8 June 2023"), ("SN", "Reuters"), ("CY", "Zebra")],
        ]
    )
)
PLAIN_PAGE = HEAD + "".join(
    f'<div class="article enArticle"><div id="hd"><span class="enHeadline">{title}</span></div><div>9 words</div>'
    f"<div>{day}</div><div>{outlet}</div><div>ZEBRA</div><div>English</div><div>(c) 2023 Zebra</div>"
    f'<p class="articleParagraph enarticleParagraph">Costs <b>doubled</b>.</p><p>Document XNEWS0000{n}</p></div><hr/>'
    for n, (title, outlet, day) in enumerate(
        [("Doubts over the plan", "The Guardian", "7 June 2023"), ("Plant opens", "Reuters", "8 June 2023")]
    )
)
PAGE_EXPECTED = [
    ("Doubts over the plan", "The Guardian", "2023-06-07", "Costs doubled."),
    ("Plant opens", "Reuters", "2023-06-08", "Costs doubled."),
]
SAMPLES = {
    "nexis.docx": ("\n".join(NEXIS), NEXIS_EXPECTED),
    "nexis.txt": ("\n\n".join(NEXIS), NEXIS_EXPECTED),
    "lexisnexis.txt": (LEXIS, LEXIS_EXPECTED),
    "german.txt": (GERMAN, GERMAN_EXPECTED),
    "french.txt": (FRENCH, FRENCH_EXPECTED),
    "codes.txt": (CODES, CODES_EXPECTED),
    "factiva.txt": (FACTIVA, FACTIVA_EXPECTED),
    "german.docx": (GERMAN_NEXIS, GERMAN_NEXIS_EXPECTED),
    "other.txt": (OTHER_FACTIVA, OTHER_EXPECTED),
    "proquest.txt": (PROQUEST, PROQUEST_EXPECTED),
    "coded.html": (CODED_PAGE, PAGE_EXPECTED),
    "plain.html": (PLAIN_PAGE, PAGE_EXPECTED),
}


def word_file(text):
    """A Word file with a paragraph for each line."""
    document, file = Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def written(path, text):
    path.write_bytes(word_file(text) if path.suffix == ".docx" else text.encode())
    return path


def counted(articles, zone):
    """The text of each article in a zone; ``body`` is what no rule has marked."""
    for doc_id, text in zip(articles.docs["doc_id"], articles.docs["text"], strict=True):
        spans = articles.zones[articles.zones["doc_id"] == doc_id]
        pieces = [
            text[s:e] for s, e, name in zip(spans["start"], spans["end"], spans["zone"], strict=True) if name == zone
        ]
        for start, end in zip(spans["start"][::-1], spans["end"][::-1], strict=True):
            text = f"{text[:start]} {text[end:]}"
        yield " ".join((" ".join(pieces) if zone != "body" else text).split())


@pytest.fixture(params=SAMPLES)
def corpus(request, tmp_path):
    text, expected = SAMPLES[request.param]
    import_corpus(tmp_path / "corpus", written(tmp_path / request.param, text))
    return read_corpus(tmp_path / "corpus"), expected


def test_an_export_becomes_its_articles_with_title_outlet_and_day(corpus):
    articles, expected = corpus
    docs = articles.docs
    found = zip(docs["title"], docs["publisher"], docs["published"].astype(str), strict=True)
    assert list(found) == [one[:3] for one in expected]
    assert list(docs["original_row"]) == [str(n) for n in range(1, len(expected) + 1)]


def test_exactly_the_words_of_title_and_text_are_counted(corpus):
    articles, expected = corpus
    assert list(counted(articles, "headline")) == [one[0] for one in expected]
    assert [re.sub(r" (?=[.,])", "", text) for text in counted(articles, "body")] == [one[3] for one in expected]


def test_what_a_database_has_added_is_kept_and_named_as_removed(corpus):
    articles, _ = corpus
    assert set(articles.zones.loc[articles.zones["zone"] == "removed", "rule"]) == {"export_block"}
    assert all(row.text == articles.docs.set_index("doc_id").loc[row.doc_id, "text"][row.start : row.end]
               for row in articles.zones.itertuples())  # fmt: skip


PARAGRAPH = "The ministry said that the costs of the plan had doubled since the first estimate was made in spring. "
WORDS = (
    f"{PARAGRAPH} workers cities growth report after over market chips abroad critics adviser gamble".lower().split()
)


def sentences(seed):
    """Some sentences of any words."""
    chance = random.Random(seed)
    return " ".join(" ".join(chance.choices(WORDS, k=14)).strip(".").capitalize() + "." for _ in range(6))


ARTICLE = [sentences(seed) for seed in range(6)]
NEXIS_LINES = [
    ["Doubts over the plan: is it worth the money, and who in the end will have to pay for all of it, critics ask",
     "The Guardian (London)", "June 7, 2023 Wednesday 9:10 AM GMT"],
    ["Plant opens", "China Daily", "June 8, 2023 Thursday"],
]  # fmt: skip
BEHIND = ["Graphic", "Zebras at the gate.", "Classification", "Language: ZEBRA", "Subject: ZEBRAS (90%)"]
BEHIND += ["Load-Date: June 9, 2023", "End of Document"]


def nexis_lines(head):
    return [*head, "Copyright 2023 Zebra All Rights Reserved", "Length: 444 words", "Body", *ARTICLE, *BEHIND]


def rich_text(lines):
    paragraphs = "".join(f"\\pard {{\\b {line}}}\\par\n" for line in lines)
    return f"{{\\rtf1\\ansi{{\\header Zebra\\par}}\n{paragraphs}}}".encode()


def rich_table(rows):
    shape = "\\trowd\\cellx900\\cellx9000\\intbl {{\\b {}}}\\cell {}\\cell\\row\n"
    return ("{\\rtf1\\ansi " + "".join(shape.format(*row) for row in rows) + "}").encode()


def printed(articles):
    """A PDF file as Nexis makes it: the number of the page and the title stand at the head of each page."""
    typst = pytest.importorskip("typst")
    page = "#set page(width: 13cm, height: 15cm, header: [Page #context counter(page).display() of 9 \\ {}], footer: [Zebra])"
    sources = [page.format(lines[0]) + "\n\n" + "\n\n".join(lines) for lines in articles]
    return typst.compile("\n#pagebreak()\n".join(sources).encode())


def wrapped(articles):
    """An old LexisNexis file: lines of 75 characters, and a form feed behind each article."""
    for n, (title, outlet, day) in enumerate(articles, 1):
        yield (
            f"\n{n} of 2 DOCUMENTS".center(75)
            + f"\n\n{outlet.center(75)}\n\n{day.center(75)}\n\n{textwrap.fill(title, 75)}"
        )
        yield "LENGTH: 444 words"
        yield from (textwrap.fill(f"   {paragraph}", 75) for paragraph in ARTICLE)
        yield "LOAD-DATE: June 9, 2023\n\nGRAPHIC: Zebras.\n\n" + "Copyright 2023 Zebra".center(75) + "\n\n\f"


def coded(title, outlet, day):
    head = [("SE", "Zebra"), ("HD", title), ("WC", "444 words"), ("PD", day), ("SN", outlet), ("CY", "(c) 2023 Zebra")]
    texts = [("LP", ARTICLE[0]), ("TD", "\\par ".join(ARTICLE[1:]))]
    return [*head, *texts, ("NS", "zeb : Zebra"), ("AN", "Document ZEB0000020230607ej67000a1")]


def coded_page(heads):
    """A web page as Factiva exports it with codes: a table for each article."""
    rows = ("".join(CELL.format(*row) for row in coded(*head)).replace("\\par", "<p>") for head in heads)
    articles = (f'<div class="article enArticle"><p><table>{table}</table></p></div><hr>' for table in rows)
    return (HEAD + "".join(articles)).replace("<td>", '<td class="articleParagraph">').encode()


LARGE = {
    "nexis.rtf": lambda: rich_text([line for head in NEXIS_LINES for line in nexis_lines(head)]),
    "factiva.rtf": lambda: rich_table([row for head in NEXIS_LINES for row in coded(*head)]),
    "factiva.html": lambda: coded_page(NEXIS_LINES),
    "nexis.pdf": lambda: printed([nexis_lines(head) for head in NEXIS_LINES]),
    "lexisnexis.txt": lambda: "\n\n".join(wrapped(NEXIS_LINES)).encode(),
}


@pytest.mark.parametrize("name", LARGE)
def test_exports_in_rtf_and_pdf_and_with_wrapped_lines_are_counted_word_for_word(tmp_path, name):
    pytest.importorskip("striprtf" if name.endswith("rtf") else "pypdf")
    (tmp_path / name).write_bytes(LARGE[name]())
    import_corpus(tmp_path / "corpus", tmp_path / name)
    articles = read_corpus(tmp_path / "corpus")
    assert list(articles.docs["title"]) == [title for title, _, _ in NEXIS_LINES]
    assert list(articles.docs["publisher"]) == ["The Guardian (London)", "China Daily"]
    assert list(articles.docs["published"].astype(str)) == ["2023-06-07", "2023-06-08"]
    assert list(counted(articles, "body")) == [" ".join(" ".join(ARTICLE).split())] * 2
    assert all(ARTICLE[0] in text for text in articles.docs["text"])


def test_an_export_without_marks_of_its_ends_is_split_all_the_same(tmp_path):
    text = "\n\n".join(NEXIS).replace("End of Document", "")
    import_corpus(tmp_path / "corpus", written(tmp_path / "a.txt", text))
    articles = read_corpus(tmp_path / "corpus")
    assert list(articles.docs["title"]) == [one[0] for one in NEXIS_EXPECTED]
    assert list(counted(articles, "body")) == [one[3] for one in NEXIS_EXPECTED]


@pytest.mark.parametrize(
    "text",
    [
        f"Length: 45 minutes\n\nUpdate: 3 June 2023\n\nBody\n\n{PARAGRAPH}\n\nText\n\n{PARAGRAPH}\n\nEnd of document",
        f"Plan\n\n500 words\n\nDocument recovery\n\n{PARAGRAPH}",
        f"Subject: the plan\n\nTitle: a plan\n\nFull text: {PARAGRAPH}",
        f"HD television\n\nAN old man said: {PARAGRAPH}",
    ],
)
def test_an_article_that_has_a_label_or_two_is_no_export(text):
    assert not exports.parts(text)


def test_byline_section_page_and_length_are_columns(tmp_path):
    made = import_corpus(tmp_path / "corpus", written(tmp_path / "a.txt", "\n\n".join(NEXIS)))
    first = made.articles.iloc[0]
    assert list(first[["author", "section", "page", "length"]]) == ["Jane Doe", "NATIONAL; Pg. 4", "4", "44 words"]
    assert first["doc_id"] == "The-Guardian-London-2023-06-05-5-reasons-to-doubt-the-plan"
    assert first["title_basis"] == "Nexis Uni export"


def test_a_zip_of_single_articles_and_a_file_with_one_are_read_by_their_layout(tmp_path):
    with zipfile.ZipFile(tmp_path / "nexis.zip", "w") as archive:
        for n, text in enumerate(NEXIS):
            archive.writestr(f"PLANT {n}.docx", word_file(text))
    import_corpus(tmp_path / "corpus", tmp_path / "nexis.zip")
    articles = read_corpus(tmp_path / "corpus")
    assert list(articles.docs["doc_id"]) == ["PLANT-0", "PLANT-1", "PLANT-2"]
    assert list(articles.docs["title"]) == [one[0] for one in NEXIS_EXPECTED]
    assert list(counted(articles, "body")) == [one[3] for one in NEXIS_EXPECTED]


def test_an_article_in_two_exports_is_taken_once_and_named(tmp_path):
    (tmp_path / "source").mkdir()
    written(tmp_path / "source" / "a.docx", "\n".join(NEXIS[:2]))
    written(tmp_path / "source" / "b.txt", "\n\n".join(NEXIS[1:]).replace("L'usine  a", "L'usine a"))
    made = import_corpus(tmp_path / "corpus", tmp_path / "source")
    assert list(made.articles["title"]) == [one[0] for one in NEXIS_EXPECTED]
    assert "Articles that stand in two exports, taken once, 1: b.txt 1 is a.docx 2" in summary(made)


def test_an_article_without_a_text_is_flagged(tmp_path):
    text = "\n\n".join(NEXIS[1:]).replace("L'usine a ouvert lundi.", "")
    made = import_corpus(tmp_path / "corpus", written(tmp_path / "a.txt", text))
    assert list(made.articles["look_at"]) == ["no text stands under its title", ""]
    assert check(tmp_path / "corpus").empty


def test_500_articles_are_split_in_time_that_grows_with_their_number():
    article = NEXIS[1].replace(
        "L'usine a ouvert lundi.", "\n\n".join(["L'usine a ouvert lundi, a dit la ministre. " * 9] * 9)
    )
    times = []
    for n in (125, 500):
        start = time.process_time()
        assert len(exports.parts("\n\n".join([article] * n))) == n
        times.append(time.process_time() - start)
    assert times[1] < 10 * times[0]


def test_a_new_layout_needs_an_entry_in_the_data_file_only(tmp_path):
    path = tmp_path / "exports.toml"
    bundled = exports.bundled("seeds", "lexicons", "exports.toml").read_text(encoding="utf-8")
    path.write_text(bundled + """
[layouts.wires]
name = "Wires"
needs = ['slug\\s*:', 'filed\\s*:']
least = 2
starts = ['\\*\\* story \\d+']
head = ['[xo](?P<title>[oA]+)']
tail = ["slug"]
[layouts.wires.fields]
published = ["filed"]
publisher = ["desk"]
""", encoding="utf-8")  # fmt: skip
    text = "\n\n".join(
        f"** story {n}\n\nPlan {n} goes ahead\n\nFiled: June {n}, 2023\n\nIt does.\n\nSlug: zebra" for n in (1, 2)
    )
    found = exports.parts(text, exports.read_layouts(path))
    assert [part.known["published"] for part in found] == [
        ("June 1, 2023", "Wires export"),
        ("June 2, 2023", "Wires export"),
    ]
    assert [exports.body(text, [part]) for part in found] == ["It does.", "It does."]
    assert not exports.parts(text)
    written(tmp_path / "a.txt", text)
    (tmp_path / "articles.csv").write_text("file,side,published\na.txt,x,\n")
    (tmp_path / "lexicons").mkdir()
    path.rename(tmp_path / "lexicons" / "exports.toml")
    assert list(counted(read_corpus(tmp_path), "body")) == ["It does. It does."]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("least = 2", "last = 2", "unknown key 'last'"),
        ("'_{20,}'", "'_(20,'", "not a list of layouts"),
        ("[lines]\nx", "[line]\nx", "lines"),
    ],
)
def test_a_wrong_data_file_is_refused(tmp_path, old, new, said):
    bundled = exports.bundled("seeds", "lexicons", "exports.toml").read_text(encoding="utf-8")
    (tmp_path / "exports.toml").write_text(bundled.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=f"exports.toml.*{re.escape(said)}"):
        exports.read_layouts(tmp_path / "exports.toml")


TITLES = [
    "Doubts over the plan",
    "Plant to open in spring",
    "City hails factory",
    "Minister resigns",
    "Rain in the north",
]
NAMES = ["Jane Doe", "Bo Ek", "Ann Lee", "Max Ott", "Li Wei"]
SENTENCE = "The ministry said that the costs of the plan had doubled since the first estimate was made. "
TEXT, LONG = "\n\n".join([SENTENCE * 4] * 3), "\n\n".join([SENTENCE * 5] * 3)


def many(shape, mark="\n\n", text=TEXT):
    return mark.join(
        shape.format(n=n, title=title, name=name, text=text.replace("ministry", f"ministry {n}"))
        for n, (title, name) in enumerate(zip(TITLES, NAMES, strict=True), 1)
    )


@pytest.mark.parametrize(
    "text",
    [
        many("{title}\n\nBy {name}\n\n{text}"),
        many("{title}\n\nJune {n}, 2023\n\n{text}"),
        many("{title}\nXinhua | {n} June 2023\n\n{text}"),
        many("{title}\n\nBy Jane Doe\nJune {n}, 2023\n\n{text}"),
        many("{title}\n\n{text}\n\nCopyright 2023 The Paper"),
        many("{title}\n\n{n}20 words\n\n{text}"),
        many("Document {n} of 5\n\n{text}"),
        many("{title}\n\n{text}", "\f", LONG),
        many("{title}\n\n{text}", "\n\n----------\n\n", LONG),
        many("新工厂{n}开工\n\n2023年6月{n}日\n\n" + "工厂星期一开工，官员们表示欢迎。" * 9),
    ],
)
def test_what_looks_like_several_articles_is_asked_about_and_taken_as_one_where_the_user_says_so(tmp_path, text):
    source = written(tmp_path / "a.txt", text)
    with pytest.raises(InputErrors, match=r"a\.txt.*looks like several articles \(5\); save each .* say --one 'a.txt'"):
        import_corpus(tmp_path / "corpus", source)
    assert len(import_corpus(tmp_path / "corpus", source, {"one": ["a.txt"]}).articles) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"Plan\n\nBy Jane Doe\n\nJune 5, 2023\n\n{TEXT * 9}\n\nCopyright 2023 The Paper",
        "Markets live\n\nBy Jane Doe\n\nJune 5, 2023\n\n" + many("1{n}:10 BST\n\n{title}\n\nBy {name}\n\n{text}"),
        many("{title}\n\nJune 5, 2023 1{n}:30\n\n{text}"),
        "The morning briefing\n\nBy Jane Doe\n\n" + many("{title}\n\n" + SENTENCE * 3, "\n\n----------\n\n"),
        "The minister speaks\n\nBy Jane Doe\n\n"
        + many("Why was plan {n} made?\n\n" + SENTENCE * 6, "\n\n__________\n\n"),
        many("{text}", "\n\n* * * * *\n\n", LONG),
        "Key dates\n\nBy Jane Doe\n\n" + many("{n} June 2023\n\n{text}"),
        many("and so it went on. {text}", "\f", LONG),
        many("THE GUARDIAN WEEKLY\n\n{text}", "\f", LONG),
        many("Page {n} of 5\n\n{text}"),
        "Chips to watch\n\nBy Jane Doe\nJune 5, 2023\n\n" + many("{n}. {title}\n\n{text}"),
        "Plan\n\nBy Jane Doe\n\nBy Bo Ek\n\nJune 5, 2023\n\nUpdated June 6, 2023\n\n" + TEXT,
        "Plan\n\n" + many("{text}\n\nWorkers at the gate {n}\n\n© 2023 Getty Images"),
        f"Plan goes ahead\n\nBy Jane Doe\n\nJune 5, 2023\n\n{TEXT}\n\nPort reopens\n\nJune 3, 2023\n\n{SENTENCE * 2}",
        f"Plan goes ahead\n\nBy Jane Doe\n\n{TEXT}\n\nComments\n\nBy Bo Ek\n\n{SENTENCE * 2}\n\nI agree\n\nBy Ann Lee\n\n{SENTENCE * 2}",
    ],
)
def test_one_long_article_a_live_blog_a_newsletter_and_an_interview_are_one(text):
    assert exports.several(text) == 0


def test_a_consent_notice_below_the_head_of_a_site_does_not_make_two_articles(tmp_path):
    notice = (
        "We and our partners store and access information on a device, such as cookies, " + "and process data, " * 9
    )
    lines = ["The Paper", "June 6, 2023", f"{notice}and so on.", "Accept all", "Plan goes ahead", "June 5, 2023", TEXT]
    source = written(tmp_path / "a.txt", "\n\n".join(lines))
    assert import_corpus(tmp_path / "corpus", source).articles["original_row"].tolist() == [""]
    assert exports.several("\n\n".join([*lines[:2], TEXT, *lines[4:]])) == 2  # with a text there they are two


@pytest.mark.parametrize(
    "name", ["a (18.04.2024).txt", "a 18 April 2024.txt", "a_2024年4月18日.txt", "a 2024-04-18.txt"]
)
def test_a_day_in_a_file_name_is_taken_where_nothing_else_fits(tmp_path, name):
    made = import_corpus(tmp_path / "corpus", written(tmp_path / name, f"Plan goes ahead\n\n{TEXT}"))
    assert list(made.articles[["published", "published_basis"]].iloc[0]) == ["2024-04-18", "file name"]


@pytest.mark.parametrize(
    ("name", "foot", "published", "basis"),
    [
        ("a 2024.txt", "", "2024-04-18", "dateline, year of the file name"),
        ("a.txt", "\n\nCopyright 2023 The Paper", "2023-04-18", "dateline, year of the copyright line"),
        ("a.txt", "", "", ""),
        ("a 03-04-2024.txt", "", "2024-04-18", "dateline, year of the file name"),
    ],
)
def test_a_dateline_is_a_day_where_a_year_is_known(tmp_path, name, foot, published, basis):
    text = f"Plan goes ahead\n\nBEIJING, April 18 (Xinhua) -- {TEXT}{foot}"
    made = import_corpus(tmp_path / "corpus", written(tmp_path / name, text))
    assert list(made.articles[["published", "published_basis"]].iloc[0]) == [published, basis]


@pytest.mark.parametrize(
    "title", ["Will the plan go ahead?", "Plan stalls", "“A gamble”: critics speak out", "The plan stalls!"]
)
@pytest.mark.parametrize("name", ["", "Jane Doe\n\n"])
def test_a_first_line_is_a_title_also_where_it_is_not_repeated(tmp_path, title, name):
    made = import_corpus(tmp_path / "corpus", written(tmp_path / "a.txt", f"{title}\n\n{name}{TEXT}"))
    assert list(made.articles["title"]) == [title]


def test_an_article_of_lexisnexis_without_a_day_keeps_its_title():
    head = "2 of 3 DOCUMENTS\n\n\n      The Daily Lantern\n\nA letter that nobody dated\n\nBYLINE: Ann Lowe\n\n"
    [part] = exports.parts(
        f"{head}LENGTH: 9 words\n\nThe harbour master found the letter under a floorboard.\n\nLANGUAGE: ENGLISH\n"
    )
    found = {name: part.known[name][0] for name in ("title", "publisher")}
    assert found == {"title": "A letter that nobody dated", "publisher": "The Daily Lantern"}


ODD = """SN  {0}
PD  {1}
HD
{2}
LP
{3}
TD
It goes on in June, and the ministry said that it would be ready by then.
WC
120 words
LA
English
CY
Copyright 2023 {0}. All Rights Reserved.
CO
abcde : The Port
AN
Document ABCD000020230605ej650000{4}

"""
TWO = [("Reuters News", "5 June 2023", "Plan goes ahead", "The ministry said that it would build.", "1")]
TWO += [("China Daily", "6 June 2023", "Half for the young", "Half of it goes to young people, they said.", "2")]


def test_articles_of_factiva_are_whole_whatever_the_order_of_their_fields():
    text = "".join(ODD.format(*one) for one in TWO)
    found = exports.parts(text)
    values = [[part.known[name][0] for name in ("publisher", "published", "title")] for part in found]
    assert values == [list(one[:3]) for one in TWO]
    assert [exports.body(text, [part]).split("\n\n")[0] for part in found] == [one[3] for one in TWO]
    assert not any("words" in exports.body(text, [part]) or "Copyright" in exports.body(text, [part]) for part in found)


@pytest.mark.parametrize("day", ["June 21, 2023 Wednesday Late Edition - Final", "June 21, 2023 Correction Appended"])
def test_an_edition_beside_a_day_is_no_part_of_it(day):
    lines = ["Chip ban", "The New York Times", day, "Length: 12 words", "Body", "It was so.", "End of Document"]
    [part] = exports.parts("\n\n".join(lines))
    assert (part.known["publisher"][0], part.known["published"][0]) == ("The New York Times", day)


def test_an_outlet_may_be_named_with_its_edition():
    head = "{} of 2 DOCUMENTS\n\n{}\n\nJune 6, 2023\n\n{}\n\nLENGTH: 9 words\n\nIt was so, they said.\n\nLOAD-DATE: June 7, 2023\n\n"
    text = head.format(1, "The Times", "One plan") + head.format(2, "China Daily European Edition", "Two plans")
    known = [(part.known["publisher"][0], part.known["title"][0]) for part in exports.parts(text)]
    assert known == [("The Times", "One plan"), ("China Daily European Edition", "Two plans")]
