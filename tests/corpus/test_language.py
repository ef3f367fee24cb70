"""The language that a source declares is taken, under its code, unless the letters of the text contradict it."""

import json

import pytest

ENGLISH = "The ministry said on Thursday that the plan would go ahead as it was written, and that all had been told."
CHINESE = "国务院总理周四表示，港口建设计划将按原定方案推进，有关部门已经作出部署，并将继续征求各方面的意见和建议。"
SPANISH = "Plan del puerto aprobado por todos."  # too short for its words to show the language

NEXIS = """Harbour plan goes ahead

China Daily

May 4, 2023 Thursday

Copyright 2023 China Daily All Rights Reserved

Length: 20 words

Body

{body}

Load-Date: May 4, 2023

Language: {language}

Publication-Type: Newspaper

End of Document
"""
CODES = """HD Harbour plan goes ahead

WC 20 words

PD 4 May 2023

SN Reuters News

SC LBA

LA {language}

CY (c) 2023 Reuters Limited

LP {body}

AN Document LBA0000020230504ej540001x
"""
PAGE = """Harbour plan goes ahead

20 words
4 May 2023
Reuters News
LBA
{language}
(c) 2023 Reuters Limited

{body}

Document LBA0000020230504ej540001x
"""
PROQUEST = """____________________________________________________________

Harbour plan goes ahead

Author: Doe, Jane

Publication info: China Daily ; Beijing  [Beijing]. 04 May 2023.

Full text: {body}

Title: Harbour plan goes ahead

Publication title: China Daily

Publication date: May 4, 2023

Language of publication: {language}

ProQuest document ID: 2812345678

____________________________________________________________
"""
TABLE = "title,language,text\nHarbour plan,{language},{body}\n"
GDELT = json.dumps([{"title": "Harbour plan", "sourcelang": "{language}", "text": "{body}"}])
SOURCES = {"n.txt": NEXIS, "c.txt": CODES, "f.txt": PAGE, "p.txt": PROQUEST, "t.csv": TABLE, "g.json": GDELT}
SOURCES |= {"m.md": "---\ntitle: Harbour plan\nlanguage: {language}\n---\n\n{body}\n"}


def filled(name, language, body):
    return {name: SOURCES[name].replace("{language}", language).replace("{body}", body)}


@pytest.mark.parametrize("name", SOURCES)
def test_a_declared_language_is_taken_under_its_code(made, name):
    [row] = made(filled(name, "Spanish", SPANISH), name).articles.to_dict("records")
    assert (row["language"], row["look_at"]) == ("es", "")
    assert row["language_basis"]


@pytest.mark.parametrize("name", SOURCES)
def test_a_declared_language_that_the_letters_contradict_is_said_and_not_taken(made, name):
    [row] = made(filled(name, "English", 5 * CHINESE), name).articles.to_dict("records")
    assert (row["language"], row["language_basis"]) == ("zh", "characters")
    assert "declared as English" in row["look_at"]
    assert "its letters are of another script" in row["look_at"]


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("ENGLISH; ENGLISH", "en"),
        ("EN", "en"),
        ("eng", "en"),
        ("en-US", "en"),
        ("Englisch", "en"),
        ("anglais", "en"),
        ("英文", "en"),
        ("German", "de"),
        ("Deutsch", "de"),
        ("allemand", "de"),
        ("nl", "nl"),
        ("Dutch", "nl"),
    ],
)
def test_names_of_languages_are_read_as_services_write_them(made, language, code):
    [row] = made(filled("t.csv", language, SPANISH), "t.csv").articles.to_dict("records")
    assert row["language"] == code


@pytest.mark.parametrize(
    "language", ["Chinese (Simplified)", "zh_CN", "中文（简体）", "Simplified Chinese", "zh-Hant-TW"]
)
def test_chinese_is_one_language_however_it_is_written(made, language):
    [row] = made(filled("t.csv", language, CHINESE), "t.csv").articles.to_dict("records")
    assert (row["language"], row["look_at"]) == ("zh", "")


def test_names_in_other_letters_and_languages_of_two_scripts_are_no_contradiction(made):
    body = f"{ENGLISH} He called it 港口建设, which is 'harbour building', and Иван agreed."
    [row] = made(filled("n.txt", "English", body), "n.txt").articles.to_dict("records")
    assert (row["language"], row["look_at"]) == ("en", "")


def test_serbian_is_written_in_two_scripts(made):
    rows = "title,language,text\nA,sr,Ministarstvo je saopštilo da će plan biti sproveden.\nB,sr,Министарство је саопштило."
    assert made({"t.csv": rows}, "t.csv").articles[["language", "look_at"]].to_numpy().tolist() == [["sr", ""]] * 2


def test_a_page_whose_template_says_english_above_a_chinese_text_is_chinese(made):
    page = f'<html lang="en"><body><h1>港口</h1><article><p>{CHINESE}</p><p>{CHINESE[::-1]}</p></article></body></html>'
    [row] = made({"h.html": page}, "h.html").articles.to_dict("records")
    assert row["language"] == "zh"
    assert "declared as en (page metadata), but its letters are of another script" in row["look_at"]
