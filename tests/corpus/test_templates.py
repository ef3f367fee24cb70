"""Templates: what is learned from several articles of an outlet, and what never is."""

import random
import re
import time

import pytest
from templates_sets import BOXED, FIRST, HELD_OUT, OWN_NAMES, SECOND, UNSEEN, body, measured

from analysis.corpus.cleaning import mark, read_phrases
from analysis.corpus.importing import import_corpus
from analysis.corpus.read import notes, read_corpus
from analysis.corpus.templates import Rest, add_templates, pattern
from analysis.files import bundled

PHRASES = read_phrases(bundled("seeds", "lexicons", "cleaning.toml"))
DATES = PHRASES["template"]["dates"]


def texts(n, seed=0):
    """Texts of different sentences, as lists of paragraphs."""
    rng = random.Random(seed)
    return [[part.text for part in body(rng) if len(part.text) > 60] for _ in range(n)]


def removed(articles, publisher="Port Post", source=""):
    """Text of the templates in each article."""
    docs = [{"text": text, "publisher": publisher, "credited_source": source} for text in articles]
    found = add_templates(docs, [mark(text, None, PHRASES) for text in articles], DATES)
    return [[span.text for span in spans if span.rule == "template"] for spans in found]


@pytest.mark.parametrize(
    ("outlets", "least"), [(one, 0.95) for one in (FIRST, SECOND, HELD_OUT, BOXED, OWN_NAMES, UNSEEN)]
)
def test_footers_blurbs_credits_and_scripts_go_and_the_text_stays(outlets, least):
    recall, loss, wrong = measured(outlets)
    assert recall >= least, wrong
    assert loss <= 0.005, wrong


def test_a_footer_with_other_numbers_is_one_template_and_says_how_many_articles_have_it():
    articles = ["\n".join([*text, f"(HK Edition 05/2{n}/2015 page1{n})"]) for n, text in enumerate(texts(4))]
    docs = [{"text": text, "publisher": "Port Post", "credited_source": ""} for text in articles]
    spans = [spans[-1] for spans in add_templates(docs, [[] for _ in docs], DATES)]
    assert {span.pattern for span in spans} == {"(hk edition {number}/{number}/{number} page{number})"}
    assert [span.articles for span in spans] == [4] * 4
    assert all(doc["text"][span.start : span.end] == span.text for doc, span in zip(docs, spans, strict=True))


def test_two_articles_are_not_several():
    assert removed(["\n".join([*text, "Harbour Lane 4, first floor"]) for text in texts(2)]) == [[], []]


def test_copies_of_one_article_are_no_evidence():
    (text,) = texts(1)
    changed = [[*text[:2], f"An editor added sentence {n} here, and no other.", *text[2:]] for n in range(5)]
    assert removed(["\n".join(part) for part in changed]) == [[]] * 5


def test_a_template_of_different_articles_is_found_in_their_copies_too():
    articles = ["\n".join([*text, "Harbour Lane 4, first floor"]) for text in texts(3)] * 2
    assert removed(articles) == [["Harbour Lane 4, first floor"]] * 6


def test_a_blurb_above_a_footer_is_reached():
    blurb = "Views in this column are the author's own, and the paper takes no stand on any of them at all."
    articles = ["\n".join([*text, blurb, f"First printed on May {n}"]) for n, text in enumerate(texts(4), 3)]
    assert removed(articles) == [[blurb, f"First printed on May {n}"] for n in range(3, 7)]


def test_a_sentence_that_an_outlet_quotes_often_stays_also_where_it_ends_an_article():
    slogan = "Clear rivers are worth more than gold and silver."
    articles = [f"{a}\n{b} {slogan} {b[::-1]}\n{c}" for a, b, c, *_ in texts(7)]
    articles += [f"{a}\n{b}\n{c} {slogan}" for a, b, c, *_ in texts(3, seed=5)]
    assert removed(articles) == [[]] * 10


def test_a_sentence_in_a_box_goes_and_one_that_the_text_prints_elsewhere_stays():
    box, saying = ["Our letter comes out at noon.", "Enter your address"], "The sea gives and the sea takes."
    boxed = ["\n".join([a, *box, b, saying, c]) for a, b, c, *_ in texts(7)]
    assert removed(boxed) == [box] * 7
    beside = ["\n".join([a, saying, box[1], b, c]) for a, b, c, *_ in texts(7)]
    apart = ["\n".join([a, saying, b, c]) for a, b, c, *_ in texts(7, seed=5)]
    assert removed(beside + apart) == [[box[1]]] * 7 + [[]] * 7


def test_names_are_masked_at_the_end_of_an_article_only():
    places = "Oslo|Port Alder|the Wenhai Academy|Linhe".split("|")
    blurbs = [f"The author teaches old coastal law at {place} University." for place in places]
    ends = ["\n".join(text) + " " + blurb for text, blurb in zip(texts(4), blurbs, strict=True)]
    assert removed(ends) == [[blurb] for blurb in blurbs]
    starts = [
        "\n".join([f"People in {place} have asked for a better ferry again, twice.", *text])
        for text, place in zip(texts(4), places, strict=True)
    ]
    assert removed(starts) == [[]] * 4


def test_a_person_of_the_article_is_not_masked():
    ends = [
        f"{name} opened the meeting.\n" + "\n".join(text) + f" {name} is a senior fellow at the Wenhai Centre."
        for text, name in zip(texts(4), ["Ann Lee", "Bo Ek", "Cai Lu", "Dan Roe"], strict=True)
    ]
    assert removed(ends) == [[]] * 4


def test_without_an_outlet_the_credited_source_decides_and_without_both_more_articles_are_needed():
    articles = ["\n".join([*text, "Harbour Lane 4, first floor"]) for text in texts(4)]
    assert removed(articles, "", "") == [[]] * 4
    assert all(removed(articles, "", "Coast Wire"))
    assert all(removed(["\n".join([*text, "Harbour Lane 4, first floor"]) for text in texts(6)], "", ""))


def test_an_article_that_is_nothing_but_templates_keeps_a_line():
    articles = ["\n".join([*text, "Follow", "On air"]) for text in texts(4)] + ["Follow\nOn air"]
    assert removed(articles)[:4] == [["Follow", "On air"]] * 4
    assert len(removed(articles)[4]) == 1


def test_a_pattern_masks_numbers_dates_and_addresses_but_no_verb():
    dates = re.compile(r"\b(?:May|Monday)\b")
    assert pattern("It may rain on Monday, May 5: ask a.b@c.org or www.x.org/12", dates) == (
        "it may rain on {date}, {date} {number}: ask {address} or {address}"
    )


@pytest.mark.parametrize(
    "text", ["(" * 50_000, "A b. " * 20_000, "编辑：" + "中" * 50_000, "a@" * 20_000, "A " * 50_000, "x\n" * 5_000]
)
def test_hostile_text_takes_no_time(text):
    began = time.process_time()
    add_templates([{"text": text, "publisher": "P", "credited_source": ""}] * 3, [[]] * 3, DATES)
    assert time.process_time() - began < 10
    assert Rest("", []).lines == []


def test_a_sentence_on_the_subject_that_an_outlet_repeats_stays_and_one_about_the_outlet_goes():
    subject, about = (
        "China regards the democratically governed island as its own.",
        "Sign up for more from the Port Post.",
    )
    found = removed([f"{text}\n\n{subject}\n\n{about}" for text in texts(6)])
    assert subject not in str(found) and str(found).count(about) == 6


def test_new_and_check_say_what_was_learned_of_which_outlet_with_an_example(tmp_path):
    for outlet, foot in (
        ("Port Post", "Harbour Lane 4, first floor"),
        ("Vale Tribune", "Printed on paper from the vale"),
    ):
        for n, text in enumerate(texts(4, seed=len(outlet))):
            (tmp_path / "have").mkdir(exist_ok=True)
            path = tmp_path / "have" / f"{n} {outlet}.txt"
            path.write_text("\n\n".join([f"Plan number {n} goes ahead", *text, foot]))
    made = import_corpus(tmp_path / "corpus", tmp_path / "have", {"pattern": "{} {publisher}"})
    said = "Lines that an outlet repeats around its texts were learned and set aside: "
    said += "Port Post 1, such as 'Harbour Lane 4, first floor' in 4 articles; "
    said += "Vale Tribune 1, such as 'Printed on paper from the vale' in 4 articles"
    assert said in made.said
    docs, zones, _ = read_corpus(tmp_path / "corpus")
    assert said in notes(tmp_path / "corpus", docs, zones)
