"""Cleaning: what each rule marks, what it must not mark, and the exact spans of the five articles."""

import pandas as pd
import pytest

from analysis.corpus.cleaning import RULES, Span, mark, read_phrases
from analysis.files import InputError, bundled

SEEDS = bundled("seeds")
PHRASES = read_phrases(SEEDS / "lexicons" / "cleaning.toml")

LEAD = "The harbour of the small town will close for three weeks in autumn while divers repair its old sea wall."
MORE = "Fishermen said on Tuesday that they expect to lose a third of their yearly catch, and asked for help."
LAST = "The council will vote on the money next month, although two of its members have already said no."
BODY = f"{LEAD}\n\n{MORE}\n\n{LAST}"
COOKIES = "This website uses cookies. By continuing to browse you agree to our use of cookies."


def marked(text, title="", phrases=PHRASES):
    """The spans of a text as a table."""
    return pd.DataFrame(mark(text, title, phrases), columns=Span._fields)


def spans(text, title=""):
    """The spans of a text as (rule, text) pairs."""
    return [(span.rule, span.text) for span in mark(text, title, PHRASES)]


def rules(text, title=""):
    """The names of the rules that marked a span, in the order of the text."""
    return [span.rule for span in mark(text, title, PHRASES)]


# --- the five articles ---

TITLES = {
    "000": "",
    "001": "President Xi urges sci-tech workers to fight for more innovative breakthroughs",
    "002": "Xi Focus: Sci-tech self-reliance, a key concern in Xi's domestic inspections",
    "003": "",
    "004": "Xi Urges 'breakthrough' in Core Technologies at Symposium",
}
EXPECTED = {  # read in the files: rule, start and end of each span
    "000": [
        ("metadata_header", "date 2026-02-10 Original article:", "un país socialista moderno"),
        ("echoed_sentence", "China has developed its own large-scale", "with OpenAI and Google."),
        ("echoed_sentence", "(Baidu), (Alibaba), (Zhipu AI)", "(Moonshot AI)."),
        ("echoed_sentence", "Leadership in 5G infrastructure,", "of global base stations."),
        ("echoed_sentence", "Huawei, ZTE.", "Huawei, ZTE."),
        ("echoed_sentence", "Dominance in the battery supply chain", "EV market in the world."),
        ("echoed_sentence", "BYD surpassed Tesla in global", "EV sales in 2023."),
        ("echoed_sentence", "Completion of the (2022) and", "and lunar and Martian missions."),
        ("echoed_sentence", "Return of lunar samples", "Xuntian space telescope (2024)."),
        ("echoed_sentence", "Maintaining supercomputers among", "(Sunway TaihuLight, Tianhe)."),
        ("echoed_sentence", "The quantum processor (2021)", "advancements in secure communication)."),
        ("echoed_sentence", "Large-scale genetic sequencing (BGI)", "during the pandemic."),
        ("echoed_sentence", "DJI dominates the global", "advancements in autonomous deliveries."),
        ("credit_line", "The Citizen/Xinhua", "The Citizen/Xinhua"),
    ],
    "001": [
        ("site_banner", "Our Privacy Statement", "& Cookie Policy"),
        ("site_banner", "By continuing to browse", "through your browser."),
        ("site_banner", "I agree", "I agree"),
        ("headline", "President Xi urges", "more innovative breakthroughs"),
        ("photo_credit", "A robotic arm.", "/CFP"),
        ("photo_credit", "A robotic arm.", "/CFP"),
        ("photo_credit", "A robotic arm.", "/CFP"),
        ("contributor_note", "(CGTN's Liu Xun", "to the story.)"),
        ("related_links", "Search Trends", "Search Trends"),
    ],
    "002": [
        ("repeated_line", "Xi Focus: Sci-tech", "domestic inspections-Xinhua"),
        ("headline", "Xi Focus: Sci-tech", "Xi's domestic inspections"),
        ("wire_header", "Source: Xinhua", "Source: Xinhua"),
        ("wire_header", "Editor: huaxia", "Editor: huaxia"),
        ("wire_header", "2023-06-09 21:08:30", "2023-06-09 21:08:30"),
        ("dateline", "BEIJING, June 9", "(Xinhua) --"),
    ],
    "003": [
        ("credit_line", "Source: Guardian, Reuters.", "Source: Guardian, Reuters."),
        ("credit_line", "Source: Kathimerini", "Source: Kathimerini"),
        ("author_blurb", "Anna White is a journalist", "most pressing issues."),
    ],
    "004": [
        ("headline", "Xi Urges ‘breakthrough’ in", "Technologies at Symposium"),
        ("credit_line", "Source: Global Times", "Source: Global Times"),
        ("related_links", "Check Also", "Check Also"),
        ("related_links", "New World Brothers", "Knights of Rizal"),
        ("related_links", "The World Brothers Chapters", "led by Sir …"),
    ],
}


@pytest.mark.parametrize("number", EXPECTED)
def test_the_spans_of_an_article_are_those_found_by_reading_it(number):
    (path,) = SEEDS.glob(f"{number}_*.txt")
    found = spans(path.read_bytes().decode(), TITLES[number])
    assert [rule for rule, _ in found] == [rule for rule, _, _ in EXPECTED[number]]
    for (_, text), (_, start, end) in zip(found, EXPECTED[number], strict=True):
        assert text.startswith(start)
        assert text.endswith(end)


# --- headline ---


def test_the_title_is_found_whatever_its_quotes_spaces_and_case():
    text = f"HARBOUR ‘to close’\u00a0 for  repairs\n\n{BODY}"
    assert spans(text, "Harbour 'to close' for repairs") == [("headline", "HARBOUR ‘to close’\u00a0 for  repairs")]


@pytest.mark.parametrize("suffix", [" | CGTN", " - BBC News", "-Xinhua", " – The Voice of Malta", " — dw.com"])
def test_a_site_name_behind_the_only_title_is_removed_and_the_title_stays(suffix):
    found = marked(f"Harbour to close{suffix}\n\n{BODY}", "Harbour to close")
    assert found.rule.tolist() == ["headline", "site_suffix"]
    assert found.zone.tolist() == ["headline", "removed"]
    assert found.text[0] == "Harbour to close"


def test_a_title_is_the_same_title_in_composed_and_decomposed_letters():
    assert rules(f"Cafe\u0301 to close\n\n{BODY}", "Caf\u00e9 to close") == ["headline"]


def test_the_title_counts_once_and_its_exact_copy_is_the_headline():
    text = f"Harbour to close | The Port Post\nHarbour to close\nHarbour to close\n{BODY}"
    assert rules(text, "Harbour to close") == ["repeated_line", "headline", "repeated_line"]


@pytest.mark.parametrize(
    "line",
    [
        "Harbour to close – fishermen angry at council",
        "Harbour to close-down",
        "Harbour to close soon",
        "Harbour to close - The Big Old Town Of The North",
        "Will the harbour to close - BBC News",
    ],
)
def test_a_line_that_says_more_than_the_title_is_not_the_headline(line):
    assert spans(f"{line}\n\n{BODY}", "Harbour to close") == []


def test_a_title_that_the_text_does_not_print_makes_no_headline():
    assert spans(f"Sea wall needs divers\n\n{BODY}", "Harbour to close") == []


@pytest.mark.parametrize("gap", ["\n\n", "\r\n\r\n", "\r\r", "\n"])
def test_without_a_title_a_short_first_line_above_a_long_one_is_taken_for_it(gap):
    assert spans(f"Sea wall needs divers{gap}{BODY}") == [("headline_guess", "Sea wall needs divers")]


@pytest.mark.parametrize(
    "first",
    [
        "The harbour will close.",
        "My fellow citizens of this harbour:",
        "Is the harbour closing?",
        "Dear friends of the harbour,",
        "Good evening",
        "Tonight I introduce the love of my life —",
        " ".join(["many"] * 26),
    ],
)
def test_without_a_title_a_sentence_a_greeting_and_a_long_line_are_no_headline(first):
    assert spans(f"{first}\n\n{BODY}") == []


@pytest.mark.parametrize(
    "text",
    [
        "On the sea wall\nthe harbour of the small town will close for three weeks",
        f"Sea wall needs more divers\n\nAnother line of six words\n\n{BODY}",
        f"{' '.join(['many'] * 26)}\n\n{LEAD} {MORE} {LAST}",
    ],
)
def test_a_first_line_that_does_not_stand_out_is_no_headline(text):
    assert spans(text) == []


def test_a_wrapped_first_line_is_no_headline():
    assert spans("The harbour of the small town will\nclose for three weeks in autumn while\ndivers mend it.") == []


# --- the top of the page ---


def test_a_consent_notice_takes_its_heading_and_buttons_along():
    text = f"Cookie Policy\n{COOKIES}\nAccept all\nManage settings\n{BODY}"
    assert spans(text) == [
        ("site_banner", line) for line in ["Cookie Policy", COOKIES, "Accept all", "Manage settings"]
    ]


@pytest.mark.parametrize(
    "notice",
    [
        "We use cookies to improve your experience. Learn more in our policy.",
        "We and our partners use cookies to measure how readers find us.",
        "To see more, please sign in. Sign up for our newsletter!",
    ],
)
def test_a_notice_at_the_foot_is_marked_too(notice):
    assert rules(f"{BODY}\n\n{notice}\nI agree") == ["site_banner", "site_banner"]


@pytest.mark.parametrize(
    "line",
    [
        "EU fines site over cookie policy",
        "We use cookies to “improve your experience” is all that the notice said.",
        "Regulators say the use of cookies must be agreed to by every reader of a newspaper on the internet.",
        "“This website uses cookies,” said the notice that started the long quarrel between the two.",
        "I agree",
        "The minister said that his privacy policy was nobody's business but his own, and left the room.",
    ],
)
def test_an_article_about_cookies_is_no_consent_notice(line):
    assert spans(f"{line}\n\n{BODY}", "Another title") == []


def test_a_headline_beside_a_notice_stays():
    text = f"EU fines site over cookie policy\n{COOKIES}\nI agree\n{BODY}"
    assert spans(text, "Another title") == [("site_banner", COOKIES), ("site_banner", "I agree")]


def test_a_notice_in_the_middle_of_a_long_text_is_not_looked_for():
    above, below = ([f"{n} {line}" for n in range(20)] for line in (LEAD, MORE))
    assert spans("\n".join([*above, COOKIES, *below])) == []


@pytest.mark.parametrize("line", ["Advertisement", "ADVERTISEMENT", "Skip to main content", "Share this article"])
def test_a_control_of_the_page_is_marked_anywhere(line):
    assert spans(f"{LEAD}\n{line}\n{LAST}") == [("page_control", line)]


@pytest.mark.parametrize(
    "line",
    [
        "Comments (12)",
        "5 MIN READ",
        "Follow us on X",
        "© 2024 The Port Post",
        "View in browser >",
        "Tags: harbour, port",
    ],
)
def test_what_a_site_says_of_itself_is_marked_above_and_below_the_text(line):
    assert spans(f"Harbour to close\n{line}\n{BODY}", "Harbour to close")[1:] == [("site_line", line)]
    assert spans(f"{BODY}\n{line}", "Another title") == [("site_line", line)]


def test_sentences_that_a_site_adds_below_the_text_uncover_the_lines_above_them():
    foot = [
        "Unsubscribe",
        "You are receiving this email because you have signed up for it on the website of The Port Post.",
    ]
    assert spans("\n".join([BODY, *foot]), "Another title") == [("site_line", line) for line in foot]


@pytest.mark.parametrize(
    "line", ["“Follow us on the road,” said the diver.", "Copyright is a hard subject", "Home at last"]
)
def test_a_sentence_of_the_article_is_no_line_of_the_site(line):
    assert spans(f"{BODY}\n{line}", "Another title") == []


@pytest.mark.parametrize("line", ["Advertisement tax", "Share", "Thank you.", "Four more years!"])
def test_a_line_that_is_not_exactly_a_control_stays(line):
    assert spans(f"{LEAD}\n{line}\n{LAST}") == []


@pytest.mark.parametrize(
    "line",
    [
        "date 2024-11-02 Original article: El puerto cierra tres semanas",
        "Published: 2 November 2024",
        "URL: https://example.org/a/b?c=1",
        "Original title: Der Hafen schließt",
    ],
)
def test_a_record_above_the_text_is_marked(line):
    assert spans(f"{line}\n\n{BODY}") == [("metadata_header", line)]


@pytest.mark.parametrize(
    "line",
    [
        "Date palms: a crop for dry years",
        "Published: the diary that nobody in the harbour was ever meant to read aloud.",
        "The date 2024-11-02 is a holiday",
    ],
)
def test_a_first_line_that_only_resembles_a_record_stays(line):
    assert spans(f"{line}\n\n{BODY}", "Another title") == []


@pytest.mark.parametrize(
    "line",
    [
        "Source: Kyodo News",
        "Editor: lin",
        "By Maria de la Cruz",
        "By Jane Doe and John Roe",
        "2019-03-01 09:15",
        "June 9, 2023",
        "Updated 9:30 p.m., 9 June 2023",
        "Last updated: 12.03.2021 14:05 CET",
        "Xinhua | 2023-05-04",
        "新华社 | 2023-05-04 10:30",
        "Jane Doe | The Port Post | June 9, 2023",
    ],
)
def test_source_byline_and_time_above_the_text_are_marked(line):
    assert spans(f"Harbour to close\n{line}\n{BODY}", "Harbour to close")[1:] == [("wire_header", line)]


@pytest.mark.parametrize(
    "line",
    [
        "Source: harbour to close for three weeks",
        "Updated: Harbour to close",
        "By the sea",
        "By Jove!",
        "Source: Iran set to go",
        "Author/Reader",
        "By 2030 the harbour will be gone",
        "June 2023",
        "2023",
        "1914-1918",
        "Editor: quits after the row",
        "Source: Xinhua said so.",
    ],
)
def test_a_line_of_text_in_the_head_stays(line):
    assert spans(f"{line}\n\n{BODY}", "Another title") == []


def test_a_long_line_that_is_no_sentence_does_not_end_the_head():
    assert spans(f"{LEAD[:-1]}\nBy Jane Doe\n{MORE}", "Another title") == [("wire_header", "By Jane Doe")]


def test_a_date_or_a_byline_below_the_first_prose_stays():
    assert spans(f"{LEAD}\nJune 9, 2023\nBy Jane Doe\n{LAST}") == []


# --- dateline, photos ---


@pytest.mark.parametrize(
    "start",
    [
        "MOSCOW (AP) —",
        "Paris (AFP) –",
        "LONDON, March 6 (Reuters) -",
        "(Reuters) -",
        "PORT-AU-PRINCE, Haiti (AP) —",
        "NEW DELHI, 3 May (PTI) --",
        "KYIV/MOSCOW, March 6 (Reuters) -",
        "Rio de Janeiro (dpa) –",
        "WASHINGTON —",
        "DES MOINES, Iowa —",
        "LONDON, May 3 --",
        "SÃO PAULO –",
    ],
)
def test_a_dateline_ends_with_its_dash(start):
    assert spans(f"{start} {BODY}") == [("dateline", start)]


@pytest.mark.parametrize(
    "start",
    [
        "NATO — the alliance — has said for years that",
        "The European Union (EU) — which paid for the wall —",
        "The news agency Reuters (Reuters) - or so it says -",
        "Senator Ann Lee (D) - a fisher's daughter - said that",
        "HARBOUR (closed) —",
        "On Monday — a holiday —",
        "NATO — it has said so for years —",
        "THE END — or so they said",
    ],
)
def test_a_dash_in_a_sentence_is_no_dateline(start):
    assert spans(f"{start} {BODY}") == []


def test_a_dateline_is_not_looked_for_far_down():
    assert spans(f"{BODY}\n\nMOSCOW (AP) — {LEAD}") == []


@pytest.mark.parametrize(
    "line",
    [
        "Divers at the sea wall. /VCG",
        "Divers at the sea wall on June 9, 2023. /Xinhua",
        "Divers at the sea wall. [Photo/Xinhua]",
        "Divers at the sea wall. (Photo by Li Gang)",
        "Divers at the sea wall. (Xinhua/Li Gang)",
        "Divers at the sea wall, June 9, 2023. REUTERS/Jane Doe",
        "Divers at the sea wall. Photo: VCG",
        "Photo: Jane Doe",
        "File photo: Divers at the sea wall.",
        "Photo by Jane Doe",
    ],
)
def test_a_caption_with_its_credit_is_marked_whole(line):
    assert spans(f"{LEAD}\n{line}\n{LAST}") == [("photo_credit", line)]


@pytest.mark.parametrize(
    "line",
    [
        "It was either/or",
        "Trains reach 350 km/h",
        "Photo by photo, the story of the wall came out.",
        "She sent the photo (taken by a friend)",
        "The picture: bleak, and getting worse by the day.",
        "He read it in the papers (AP/Reuters).",
        "The band AC/DC",
        "Bring a photo (passport/ID)",
        "Divers at the sea wall. Photo: taken by a friend",
        "The minister denied it (see below).",
    ],
)
def test_a_slash_a_bracket_or_the_word_photo_alone_is_no_credit(line):
    assert spans(f"{LEAD}\n{line}\n{LAST}") == []


# --- repetitions ---


def test_a_long_line_printed_twice_counts_once():
    assert spans(f"{LEAD}\n{MORE}\n{LAST}\n{MORE}") == [("repeated_line", MORE)]


def test_the_first_copy_is_kept():
    assert marked(f"{MORE}\n{LEAD}\n{MORE}").start.tolist() == [len(MORE) + len(LEAD) + 2]


@pytest.mark.parametrize(
    "line",
    [
        "Thank you.",
        "Four more years!",
        "We will not leave the sea.",
        "This was our wall. This was our harbour. This was our home.",
    ],
)
def test_a_refrain_may_come_back(line):
    assert spans("\n".join([LEAD, line, line, MORE, line, LAST, line])) == []


ECHOES = [
    ("Aim: A wall that holds for fifty years.", "A wall that holds for fifty years.", " Cost: Two million."),
    ("Who pays: Nobody. Key Donors: The town, the bank.", "The town, the bank.", " Next Step: A vote."),
    (
        "Plan: New piers at Quay One, Quay Two and Quay Six.",
        "New piers at Quay One, and Quay Six.",
        " Cost: High.",
    ),
    (
        "Result: The wall holds and the boats are back in the harbour.",
        "The wall holds and the boats are back in the harbour.",
        "",
    ),
    (
        "It rained. The wall holds and all the boats are back.",
        "The wall holds and all the boats are back.",
        " So are we.",
    ),
]


@pytest.mark.parametrize(("above", "echo", "rest"), ECHOES)
def test_a_list_item_extracted_twice_is_marked_once(above, echo, rest):
    assert spans(f"{LEAD}\n\n{above}\n\n{echo}{rest}\n\n{LAST}") == [("echoed_sentence", echo)]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("And I say: yes we can.", "Yes we can."),
        ("Crowd: Four more years!", "Four more years!"),
        ("They told us no. Yes we can.", "Yes we can. Yes we can."),
        ("Question: Will the wall hold?", "The wall will hold. Question: Who says so?"),
        ("Aim: A wall that holds for fifty years.", "A wall that holds for a while. Cost: Two million."),
        ("Aim: A wall that holds for fifty years.", "For fifty years. Cost: Two million."),
        ("Aim: A wall.", "Another wall. Cost: Two million."),
        (
            "Aim: A wall that holds for fifty years. It is cheap.",
            "A wall that holds for fifty years. Cost: High.",
        ),
        ("Who will pay: The town, the bank.", "The town, the bank. Next Step: A vote."),
        ("A Very Long List Of New Donors: The town, the bank.", "The town, the bank. Next Step: A vote."),
        (
            "Mayor: I think that the wall will hold for a good while.",
            "I think the wall will hold for a good while. So do you.",
        ),
    ],
)
def test_a_refrain_or_an_answer_is_no_echo(above, below):
    assert spans(f"{LEAD}\n\n{above}\n\n{below}\n\n{LAST}") == []


def test_an_echo_of_a_removed_line_is_kept():
    header = f"Original article: {LEAD[:-1]}"
    assert spans(f"{header}\n{LEAD}\n{LAST}") == [("metadata_header", header)]
    caption = "File Photo: Divers mend the old wall in the small harbour."
    assert spans(f"{LEAD}\n{caption}\n{caption[12:]}\n{LAST}") == [("photo_credit", caption)]


# --- the foot of the page ---


@pytest.mark.parametrize(
    "note",
    [
        "(The Post's Ann Lee contributed to the story.)",
        "Associated Press writer Ann Lee in Oslo contributed to this report.",
        "Reporting by Ann Lee; Editing by Bo Ek",
        "(Reporting by Ann Lee in Oslo and Bo Ek; additional reporting by Cy Day; editing by Di Eng)",
        "Additional reporting by the Oslo newsroom; editing by Bo Ek",
        "With inputs from AFP",
    ],
)
def test_a_note_on_who_contributed_is_marked(note):
    assert spans(f"{BODY}\n\n{note}") == [("contributor_note", note)]


@pytest.mark.parametrize(
    "line",
    [
        "The storm contributed to the story.",
        "Reporting by The Post found that officials knew.",
        "Everybody in town contributed to the wall.",
        "Editing by hand takes weeks.",
        "Ann Lee contributed to this report that the council had asked for.",
    ],
)
def test_a_sentence_about_contributing_stays(line):
    assert spans(f"{BODY}\n\n{line}") == []


def test_a_contributor_note_is_looked_for_at_the_end_only():
    assert spans("\n".join(["Reporting by Ann Lee", *(f"{n} {LEAD}" for n in range(6))]), "Another title") == []


@pytest.mark.parametrize(
    "blurb",
    [
        "Ann Lee is a reporter at The Port Post. She has covered the coast for ten years.",
        "Juan Pablo Ruiz is the paper's chief correspondent in Lima.",
        "The author is a professor of law at the University of Bergen.",
        "The opinions expressed here are the author's own and not necessarily those of The Port Post.",
    ],
)
def test_a_paragraph_on_the_author_is_marked(blurb):
    assert spans(f"{BODY}\n\n{blurb}") == [("author_blurb", blurb)]


def test_a_disclaimer_below_the_blurb_does_not_hide_it():
    blurb = "Ann Lee is a columnist.\nThe views are not necessarily those of The Port Post."
    assert rules(f"{BODY}\n{blurb}") == ["author_blurb", "author_blurb"]


@pytest.mark.parametrize(
    "text",
    [
        f"Ann Lee was arrested on Monday.\n{BODY}\nAnn Lee is a journalist at The Port Post.",
        f"{BODY}\nAnn Lee is a diver from the next town.",
        f"{BODY}\nAnn Lee is about to meet the editor.",
        f"{BODY}\nAnn Lee is a reporter, and “no friend of the wall,” as she put it.",
        f"{BODY}\nThe author is at her best when she writes about the sea.",
        f"Ann Lee is a journalist at The Port Post.\n{BODY}",
        f"{BODY}\nThe harbour is a writer's dream.",
        f"{BODY}\nThe author is a strong swimmer.",
        f"{BODY}\nAnn Lee is a journalist at The Port Post.\nNobody else in town has read the plan.",
    ],
)
def test_a_person_of_the_article_is_not_its_author(text):
    assert spans(text, "Another title") == []


def test_a_byline_does_not_make_the_author_a_person_of_the_article():
    assert rules(f"By Ann Lee\n{BODY}\nAnn Lee is a reporter at The Port Post.") == [
        "wire_header",
        "author_blurb",
    ]


@pytest.mark.parametrize(
    "line", ["Source: Global Times", "Sources: AFP, dpa.", "Source: xinhuanet.com", "The Post/Kyodo"]
)
def test_a_credit_below_the_text_is_marked(line):
    assert spans(f"{BODY}\n\n{line}\n") == [("credit_line", line)]


@pytest.mark.parametrize(
    "line",
    [
        "Source: nobody wants to say it",
        "Win or lose/draw",
        "It is AC/DC.",
        "Source code: lost",
        "Fish and Chips",
    ],
)
def test_a_last_line_of_text_is_no_credit(line):
    assert spans(f"{BODY}\n\n{line}") == []


def test_a_first_line_above_a_short_sentence_is_the_headline_if_nobody_knows_it():
    text = "Harbour to close for ten years after talks between town and ministry fail"
    assert spans(f"{text}\n\nThe minister of the port said so on Monday.\n\n{BODY}") == [("headline_guess", text)]
    assert spans(f"{text}\n\nSo it goes.\n\n{BODY}") == []


def test_a_teaser_cut_off_by_dots_does_not_hide_the_credit_above_it():
    assert spans(f"{BODY}\nSource: Global Times\n{LEAD[:-1]} ...") == [("credit_line", "Source: Global Times")]


def test_names_joined_by_a_slash_are_a_credit_on_the_last_line_only():
    assert spans(f"{BODY}\nWinners/Losers\nThe Post/Kyodo") == [("credit_line", "The Post/Kyodo")]


def test_a_source_between_two_paragraphs_stays():
    assert spans(f"{LEAD}\nSource: Global Times\n{LAST}") == []


def test_a_list_of_teasers_goes_to_the_end():
    foot = ["Related stories", "Boats stay in port", "Will the wall hold?", f"{LEAD[:60]} …"]
    assert spans("\n".join([BODY, *foot])) == [("related_links", line) for line in foot]


def test_teasers_stop_where_the_text_goes_on_and_its_heading_stays():
    text = f"{BODY}\n{BODY[::-1]}.\nRead more\nBoats stay in port\nA new start\n{LEAD} Again."
    assert spans(text) == [("related_links", "Read more"), ("related_links", "Boats stay in port")]


@pytest.mark.parametrize(
    "line", ["Read more: Boats stay in port", "ALSO READ | Boats stay in port", "Related: Boats stay."]
)
def test_a_pointer_to_another_article_is_marked_anywhere(line):
    assert spans(f"{LEAD}\n{line}\n{LAST}") == [("related_links", line)]


@pytest.mark.parametrize(
    "text",
    [
        f"Read more\n{BODY}",
        f"{BODY}\nRead more books, the mayor said.",
        f"{BODY}\nPeople should read more: it helps.",
        f"{BODY}\nRelated industries",
    ],
)
def test_a_heading_word_in_the_text_or_at_its_top_stays(text):
    assert spans(text, "Another title") == []


# --- invariants, hostile input ---

HOSTILE = {
    "empty": "",
    "blank": " \n\t\r\n\u00a0",
    "one long word": "a" * 1_000_000,
    "one long line": "A b. " * 200_000,
    "spaces": "BEIJING" + " " * 1_000_000 + "x",
    "spaces behind an echo": "Aim: a b.\na b." + " " * 1_000_000 + "x",
    "brackets": "(" * 500_000 + ")" * 500_000,
    "closing quotes": ".'" * 500_000,
    "colons": "Ab: " * 250_000,
    "short lines": "short\n" * 40_000,
    "labels": "Aim: a b c d.\n" * 20_000,
    "one line again and again": f"{LEAD}\n" * 20_000,
    "headings": "Check Also\nteaser\nIt is so.\n" * 10_000,
    "buttons": f"{COOKIES}\n" + "I agree\n" * 20_000,
    "titles": "A title - - - - - - - - - - - - - - - - - - -\n" * 5_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_input_comes_through_with_exact_sorted_spans(text):
    found = marked(text, "A title")
    assert all(text[start:end] == part for start, end, part in zip(found.start, found.end, found.text, strict=True))
    assert (found.start.to_numpy()[1:] >= found.end.to_numpy()[:-1]).all()
    assert set(found.rule) <= set(RULES)


def test_line_ends_of_every_kind_leave_the_places_exact():
    text = f"Harbour to close\r\n\r\n{LEAD}\r{MORE}\r\n\n{LAST}\u2028Source: Global Times \r\n"
    found = marked(text, "Harbour to close")
    assert found.rule.tolist() == ["headline", "credit_line"]
    assert [text[start:end] for start, end in zip(found.start, found.end, strict=True)] == found.text.tolist()


# --- the phrase file ---


def written(tmp_path, text):
    path = tmp_path / "cleaning.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_phrases_are_compared_without_case_and_kind_of_quote(tmp_path):
    phrases = read_phrases(written(tmp_path, '[related_links]\nheadings = ["Editor’s  PICKS"]'))
    assert phrases["related_links"] == {"headings": ("editor's picks",), "labels": ()}


def test_a_user_can_add_another_language(tmp_path):
    path = written(tmp_path, '[credit_line]\nlabels = ["Fuente"]\n[related_links]\nlabels = ["Leer más"]')
    found = marked(f"{LEAD}\nLeer más: El muro\n{LAST}\nFuente: La Voz", "", read_phrases(path))
    assert found.rule.tolist() == ["related_links", "credit_line"]


def test_a_phrase_is_plain_text_and_no_pattern(tmp_path):
    phrases = read_phrases(written(tmp_path, '[page_control]\nlines = ["(.*)", "a|b"]'))
    assert marked(f"{LEAD}\na\n(.*)\n{LAST}", "", phrases).text.tolist() == ["(.*)"]


def test_every_rule_is_silent_without_its_phrases_and_the_title_is_still_found(tmp_path):
    phrases = read_phrases(written(tmp_path, "# nothing\n"))
    assert phrases.keys() == PHRASES.keys()
    assert not any(found for lists in phrases.values() for found in lists.values())
    assert marked(f"Harbour to close\n{BODY}\nSource: AFP", "Harbour to close", phrases).rule.tolist() == ["headline"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[dateline\nagencies = []", "cleaning.toml: not TOML: .*line 1.*; correct it there"),
        (
            "[datelines]\nagencies = []",
            r"\[datelines\]: not a table of phrases for a rule; use one of site_banner",
        ),
        ('dateline = "AP"', r"cleaning.toml, \[dateline\]: not a table"),
        ("[dateline]\nagency = []", r"\[dateline\]: unknown list 'agency'; use one of agencies"),
        ('[dateline]\nagencies = "AP"', "agencies = 'AP' is not a list of phrases; write"),
        ("[dateline]\nagencies = [1]", r"agencies = \[1\] is not a list of phrases"),
        ('[dateline]\nagencies = ["AP", " "]', "is not a list of phrases"),
        ("[repeated_line]\nlines = []", r"\[repeated_line\]: not a table"),
    ],
)
def test_a_phrase_file_with_a_mistake_is_refused_by_name(tmp_path, text, message):
    with pytest.raises(InputError, match=message):
        read_phrases(written(tmp_path, text))


def test_a_missing_phrase_file_is_refused_by_name(tmp_path):
    with pytest.raises(InputError, match=r"cleaning\.toml: no such file"):
        read_phrases(tmp_path / "cleaning.toml")


def test_every_list_of_the_bundled_file_is_read_by_a_rule_and_none_is_missing():
    assert all(phrases for lists in PHRASES.values() for phrases in lists.values())
    assert PHRASES.keys() <= {*RULES, "template", "no_article", "listing"}


# --- scripts and addresses ---


@pytest.mark.parametrize(
    "line",
    [
        "function turnpage(page){ location.href = page; }",
        "var _hmt = _hmt || [];",
        "window.dataLayer = window.dataLayer || [];",
        "gtag('js', new Date());",
        "@media screen and (max-width:600px){.a{display:none}}",
        ".article-body p { margin: 0; }",
        "})();",
        "$(document).ready(function(){",
        '{"@context":"https://schema.org","@type":"NewsArticle"}',
        "//<![CDATA[",
        "<script>var a=1</script>",
    ],
)
def test_a_line_of_a_script_or_style_is_marked_wherever_it_stands(line):
    assert spans(f"{LEAD}\n{line}\n{LAST}", "Another title") == [("script", line)]


@pytest.mark.parametrize(
    "line",
    [
        "The function of the state (in this view) is to let markets work; nothing more.",
        "Let x = 5 in this equation, the teacher said.",
        "Goals: growth; jobs; peace;",
        'He wrote: "if (we) fail, we fail {together}".',
        "If (and only if) the council agrees, the wall will rise.",
        "@media and @news_desk wrote about it; nobody answered.",
        "$(5) million; nobody knows.",
        "E = mc2 is known to all.",
    ],
)
def test_brackets_semicolons_and_equations_of_a_text_stay(line):
    assert spans(f"{LEAD}\n{line}\n{LAST}", "Another title") == []


def test_all_lines_of_an_open_brace_are_marked_and_the_text_below_stays():
    code = ["function f(p){", "var u = p;", "u++", "}"]
    assert spans("\n".join([LEAD, *code, LAST]), "Another title") == [("script", line) for line in code]


def test_a_script_behind_the_last_sentence_is_marked_from_there_on():
    assert spans(f"{BODY} var a = 1;", "Another title") == [("script", "var a = 1;")]


@pytest.mark.parametrize(
    "note",
    [
        "Contact the writers at x@y.cn",
        "(Email: a.b@c.org)",
        "E-mail: a [at] b.org",
        "Mara Holt mara@x.org",
        "邮箱：news@x.cn",
    ],
)
@pytest.mark.parametrize("gap", ["\n", " "])
def test_an_address_to_write_to_is_marked_on_its_line_or_behind_the_last_sentence(note, gap):
    assert spans(f"{BODY}{gap}{note}", "Another title") == [("contact_line", note)]


@pytest.mark.parametrize(
    "line",
    [
        f"{LEAD} Residents can write to council@x.gov to object.\n{LAST}",
        f"{LEAD}\nHe had sent the plan to ann@x.org on Monday, the court heard.",
    ],
)
def test_an_address_in_the_story_stays(line):
    assert spans(line, "Another title") == []


# --- pages copied by hand, in several languages ---


@pytest.mark.parametrize("line", ["News", "Skye Herald", "Home > News > Islands", "Support us"])
def test_names_of_sections_above_the_headline_are_the_page_s(line):
    assert spans(f"{line}\n\nFerries run again\n\n{BODY}", "Ferries run again")[0] == ("site_line", line)
    assert spans(f"Ferries run again\n\nOn the pier\n\n{BODY}", "Ferries run again")[1:] == []  # below it, text


@pytest.mark.parametrize(
    "line",
    [
        *("Sheffield Review, 16 March 2023", "Almería - 5 JUN 2023 - 05:20 CEST", "5. Juni 2023, 14:03 Uhr"),
        *("5 июня 2023, 10:45", "2023年6月5日 08:15 来源：新华社 作者：王丽", "Автор: Ирина Соколова"),
        *("Von Katharina Huber, Passau", "Par Hélène Kerguelen (Lorient, envoyée spéciale)"),
    ],
)
def test_bylines_and_days_of_many_languages_are_no_text(line):
    assert spans(f"{line}\n\n{BODY}") == [("wire_header", line)]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Teilen",
            "Compartir en WhatsApp",
            "Partager",
            "Поделиться",
            "分享到： 微信 微博",
            "شارك",
            "© 2023 «Россия сегодня»",
        ),
        *("【责任编辑：李明】", "جميع الحقوق محفوظة", "Rechte am Artikel können Sie hier erwerben."),
    ],
)
def test_what_sites_of_many_languages_say_of_themselves_is_no_text(line):
    assert spans(f"{BODY}\n\n{line}") == [("site_line", line)]


def test_teasers_of_many_languages_are_no_text():
    for heading in ("Lesen Sie auch", "Lee también", "Lire aussi", "Читайте также", "相关阅读", "اقرأ أيضا"):
        assert rules(f"{BODY}\n\n{heading}\nAnother story of this town") == ["related_links"] * 2


def test_a_box_of_a_newsletter_in_the_text_is_no_text():
    box = [
        "Free daily newsletter",
        "Enter your email address",
        "Sign up",
        "Privacy Notice: Newsletters may hold online ads.",
    ]
    assert [text for _, text in spans("\n\n".join([LEAD, *box[:3], MORE, LAST]))] == box[:3]
    assert spans("\n\n".join([LEAD, box[3], MORE])) == [("site_line", box[3])]
    assert spans(f'{LEAD}\n\n"Sign up," he told young doctors.\n\n{MORE}') == []


# --- readers' comments ---

COMMENTS = """Comments (2)
Anna
3 hours ago
The wall was never any good, and everybody in the town has known it for years and years.
Reply
Like
Old salt
5 hours ago
Who pays?
Reply"""


@pytest.mark.parametrize(
    "block",
    [
        COMMENTS,
        "2 comments\n\nAnna · 3 hours ago\n\nWho pays?\n\nOld salt · 1 day ago\n\nNot me.",
        "Kommentare (2)\nAnna\nWer zahlt das?\nAntworten\nBernd\nIch nicht.\nAntworten",
        "网友评论\n海风\n2小时前\n说得好。\n回复\n山人\n3小时前\n不同意。\n回复",
        f"{COMMENTS}\n© 2023 The Harbour Post",
    ],
    ids=["names and times", "on one line", "German", "Chinese", "a foot below"],
)
def test_what_readers_write_below_an_article_is_no_text(block):
    found = marked(f"Harbour to close\n\n{BODY}\n\n{block}", "Harbour to close")
    assert found.rule.tolist() == ["headline"] + ["reader_comments"] * len([one for one in block.split("\n") if one])
    assert found.text[1:].tolist() == [one for one in block.split("\n") if one]


@pytest.mark.parametrize(
    "text",
    [
        f"{BODY}\n\nNo comment.",
        f"{BODY}\n\nComments\n\n“Who pays?” asked one reader 3 hours ago.\n\n“Not me,” wrote another.",
        f"{BODY}\n\nComments (1)\n\nAnna\n\n3 hours ago\n\nWho on earth will pay for it?\n\nReply",
        f"Live\n\n2 hours ago\n\n{LEAD}\n\n3 hours ago\n\n{MORE}\n\n5 hours ago\n\n{LAST}",
        f"12 comments\n\n2 hours ago\n\n{LEAD}\n\n3 hours ago\n\n{MORE}",
        f"{LEAD}\n\nComments\n\n2 hours ago\n\n3 hours ago\n\n" + "\n\n".join([MORE, LAST] * 6),
    ],
    ids=["no comment", "quoted", "one entry", "live blog", "a link above", "the text goes on"],
)
def test_an_article_that_speaks_of_comments_stays(text):
    assert "reader_comments" not in rules(text)


@pytest.mark.parametrize("word", ["COOKIES", "coo\u00adkies", "cook\u200bies", "Cookies"])
def test_a_phrase_is_found_whatever_its_capitals_and_invisible_signs(word):
    notice = f"We use {word} to give you the best experience."
    assert spans(f"Harbour to close\n\n{BODY}\n\n{notice}", "Harbour to close")[1:] == [("site_banner", notice)]
