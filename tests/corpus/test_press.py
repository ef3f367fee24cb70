"""What agencies, papers, broadcasters and e-mails print around their texts goes; sentences like it stay."""

import email.message

import pytest

HARBOUR = "The ministry said on Thursday that the harbour would be built as planned, and that work begins in June."
CRITICS = "Critics say that it will cost more than it brings, and that nobody was asked before the money went."
TITLE, ZH = (
    "Harbour plan goes ahead",
    "科技部周一表示，港口将按计划建设，工程将于六月开始，有关部门正在准备。批评者说，这项工程的成本高于收益。",
)
FEET = {
    "Xinhua": "Enditem|■|(Web editor: Liu, Ann)",
    "Reuters": """Reporting by Jane Doe in Beijing; Editing by John Roe~Our Standards: The Thomson Reuters Trust Principles.
(Reporting by Jane Doe and Ann Lee, Additional reporting by Bo Ek; Writing by Cy Day)~Our Standards: The Thomson Reuters Trust Principles., opens new tab
(This story has been refiled to fix a typo in paragraph 2)|Register now for FREE unlimited access to Reuters.com""",
    "AP": """___~Associated Press writer Jane Doe in Beijing contributed to this report.|The Associated Press contributed to this report.
© 2023 The Associated Press. All rights reserved.|___~Follow AP's coverage of the region at https://apnews.com/hub/asia-pacific""",
    "AFP": "bur/ec/kma|ehl-prw/je/dhc|© Agence France-Presse~bur-jta/aph",
    "DW": "rc/wmr (Reuters, AFP, dpa)|jd/rc (AP)",
    "Financial Times": """Additional reporting by Jane Doe in Beijing~Copyright The Financial Times Limited 2023. All rights reserved.
jane.doe@ft.com~Copyright The Financial Times Limited 2021~© 2021 The Financial Times Ltd. Please do not cut and paste FT articles and redistribute by email or post to the web.
Follow @ftchina on Twitter""",
    "Wall Street Journal": """Write to Jane Doe at jane.doe@wsj.com~Appeared in the June 6, 2023, print edition as 'Harbour Plan Goes Ahead'.
—Jane Doe contributed to this article.|Copyright ©2022 Dow Jones & Company, Inc. All Rights Reserved. 87990cbe856818d5eddac44c7b1cdeb8""",
    "New York Times": """A version of this article appears in print on June 6, 2023, Section A, Page 4 of the New York edition with the headline: Harbour Plan. Order Reprints | Today’s Paper | Subscribe
Follow The New York Times Opinion section on Facebook and Twitter (@NYTopinion).|See more on: Harbours""",
    "BBC": "Related Internet links~The BBC is not responsible for the content of external sites.|Around the BBC",
    "The Guardian": """Do you have an opinion on the issues raised in this article? If you would like to submit a response of up to 300 words by email to be considered for publication in our letters section, please click here.
Explore more on these topics~China~news~Share~Reuse this content|Sign up to First Edition, our free daily newsletter""",
    "South China Morning Post": """This article appeared in the South China Morning Post print edition as: Harbour plan
Get more with myNEWS~A personalised news feed of stories that matter to you~Learn more
For the latest news from the South China Morning Post download our mobile app. Copyright 2023.""",
    "Straits Times": "Join ST's WhatsApp Channel and get the latest news and must-reads.|Already a subscriber? Log in",
    "Nikkei": "Sponsored Content~About Sponsored Content|Read Next~Another story about harbours",
    "Al Jazeera": "Source: Al Jazeera|Source: Al Jazeera and news agencies",
}


@pytest.mark.parametrize(
    ("house", "foot"), [(one, foot) for one in FEET for foot in FEET[one].replace("\n", "|").split("|")]
)
def test_what_a_house_prints_below_its_texts_goes(made, bodies, house, foot):
    made({"plan.txt": "\n\n".join([TITLE, HARBOUR, CRITICS, *foot.split("~")])})
    assert list(bodies().values()) == [f"{HARBOUR} {CRITICS}"], house


@pytest.mark.parametrize(
    "end",
    ["Enditem", "■", "(Reporting by Jane Doe; Editing by John Roe)", "(END)", "Additional reporting by Jane Doe."],
)
def test_it_goes_also_behind_the_last_sentence(made, bodies, end):
    made({"plan.txt": f"{TITLE}\n\n{HARBOUR}\n\n{CRITICS} {end}\n"})
    assert list(bodies().values()) == [f"{HARBOUR} {CRITICS}"]


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("", "（完）"),
        ("", "(完)"),
        ("", "（完）\n\n【责任编辑:王明】"),
        ("", "\n\n（责编：王明、李华）"),
        ("图像来源：Getty Images\n\n", ""),
        ("", "\n\n编辑：王明"),
    ],
)
def test_chinese_end_marks_editors_and_sources_of_pictures_go(made, bodies, head, foot):
    made({"plan.txt": f"港口计划推进\n\n{head}{ZH}{foot}\n"})
    assert list(bodies().values()) == [ZH]


@pytest.mark.parametrize(
    "line",
    [
        "Image source, Getty Images",
        "Image caption, The harbour in June",
        "09.41 BST",
        "Updated at 10.15 BST",
        "10:15 GMT",
        "2h ago",
    ],
)
def test_captions_and_times_between_the_paragraphs_go(made, bodies, line):
    made({"plan.txt": f"{TITLE}\n\n{HARBOUR}\n\n{line}\n\n{CRITICS}\n"})
    assert list(bodies().values()) == [f"{HARBOUR} {CRITICS}"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The reporter was asked to write to the editor, and the printed edition has his answer.",
        "He wrote that the item ends here.",
        "“Subscribe to continue reading” is what the sign on the door of the harbour office said on that day.",
        "Follow the money and you find the harbour, said one of the engineers who had drawn the first plan of it.",
        "Either/or was the only choice that the ministry gave them.",
        "The BBC is responsible for what it says, the minister told them after the meeting in the town hall.",
        "(The harbour was built in 1923.)",
        "他说，这项工程已经完工（完成于六月）。",
    ],
)
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_sentence_of_the_text_stays(made, bodies, sentence, place):
    text = [sentence, HARBOUR, CRITICS] if place == "first" else [HARBOUR, CRITICS, sentence]
    made({"plan.txt": "\n\n".join([TITLE, *text])})
    (body,) = bodies().values()
    assert body.removeprefix(TITLE).strip() == " ".join(text)


@pytest.mark.parametrize(
    "announced",
    ["On Mon, 5 Jun 2023 at 10:00, Jane Doe <jane@example.org> wrote:", "Am 5. Juni 2023 schrieb Jane Doe:", ""],
)
def test_what_an_e_mail_quotes_and_its_unsubscribe_line_go(made, bodies, announced):
    message = email.message.EmailMessage()
    message["From"], message["Subject"], message["Date"] = "a@example.org", TITLE, "Mon, 05 Jun 2023 10:00:00 +0000"
    quoted = "> We spoke about the homes that nobody has wanted to build.\n> And about the rents that had doubled."
    message.set_content(
        "\n\n".join(filter(None, [HARBOUR, CRITICS, announced, quoted, "To unsubscribe from this list, click here"]))
    )
    made({"mail.eml": message.as_bytes()})
    assert list(bodies().values()) == [f"{HARBOUR} {CRITICS}"]


@pytest.mark.parametrize(
    "foot",
    [
        "Anadolu Agency website contains only a portion of the news stories offered to subscribers, in summarized form.",
        "TASS news agency, 2023. All rights reserved. Terms of use of information",
        "In other media\n\nPartner News",
        "==Kyodo",
        "阅读原文",
        "举报/反馈\n\n打开APP阅读全文",
    ],
)
def test_what_agencies_and_apps_print_below_their_texts_goes(made, bodies, foot):
    made({"plan.txt": "\n\n".join([TITLE, HARBOUR, CRITICS, foot])})
    assert list(bodies().values()) == [f"{HARBOUR} {CRITICS}"]


@pytest.mark.parametrize(
    "line",
    [
        "Xinhua",
        "Reuters",
        "The Guardian",
        "China Daily",
        "By Global Times",
        "KYODO NEWS - Jun 5, 2023",
        "KYODO NEWS - Jun 5, 2023 - 21:10",
    ],
)
def test_an_outlet_alone_on_a_line_under_the_title_is_no_running_text(made, bodies, line):
    made({"plan.txt": "\n\n".join([TITLE, line, HARBOUR, CRITICS])})
    assert list(bodies().values()) == [f"{HARBOUR} {CRITICS}"]


@pytest.mark.parametrize("line", ["EFE", "新华社", "South China Morning Post", "Skye Herald"])
def test_an_outlet_alone_on_the_last_line_is_no_running_text(made, bodies, line):
    made(
        {"Skye Herald.csv": f'text,publisher\n"{TITLE}\n\n{HARBOUR}\n\n{CRITICS}\n\n{line}",Skye Herald\n'},
        "Skye Herald.csv",
    )
    assert list(bodies().values()) == [f"{HARBOUR} {CRITICS}"]


@pytest.mark.parametrize(
    "line", ["Reuters reports.", "Independent", "They asked:\n\nReuters", "Xinhua and others", "Mint"]
)
def test_a_line_that_is_more_or_less_than_an_outlet_stays(made, bodies, line):
    made({"plan.txt": "\n\n".join([TITLE, HARBOUR, line, CRITICS])})
    assert list(bodies().values()) == [" ".join(f"{HARBOUR} {line} {CRITICS}".split())]


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("", "Tags\n\nHarbours\n\nFar East"),
        ("Why you can trust SCMP", ""),
        (
            "Unlock the Editor’s Digest for free\n\nRoula Khalaf, Editor of the FT, selects her favourite stories in this weekly newsletter.",
            "",
        ),
        (
            "Stay informed with free updates\n\nSimply sign up to the Harbours myFT Digest -- delivered directly to your inbox.",
            "",
        ),
        ("Harbours myFT Digest", ""),
    ],
)
def test_boxes_of_tass_the_scmp_and_the_ft_go(made, bodies, head, foot):
    made({"plan.txt": "\n\n".join(filter(None, [TITLE, head, HARBOUR, CRITICS, foot]))})
    assert list(bodies().values()) == [f"{HARBOUR} {CRITICS}"]


@pytest.mark.parametrize(
    ("head", "foot"),
    [("原创", ""), ("", "终审：王明"), ("", "初审：李华\n\n终审｜王明"), ("", "阅读 10万+"), ("", "10万+")],
)
def test_lines_of_wechat_go(made, bodies, head, foot):
    made({"plan.txt": "\n\n".join(filter(None, ["港口计划推进", head, ZH, foot]))})
    assert list(bodies().values()) == [ZH]


@pytest.mark.parametrize("line", ["原创作品需要保护，批评者说。", "Tags are what the harbour sells, they said."])
def test_sentences_that_begin_like_such_lines_stay(made, bodies, line):
    made({"plan.txt": "\n\n".join([TITLE, HARBOUR, CRITICS, line])})
    assert list(bodies().values()) == [f"{HARBOUR} {CRITICS} {line}"]
