"""Wording: numbers, names and lists as the sentences of titles and captions write them."""

import textwrap

from analysis.files import shortened
from analysis.stats.sides import LABEL

TITLE = 90  # characters of a title in a sentence


def articles_called(docs):
    """What a sentence calls each article, by doc_id: its outlet, with day and title where others have the same."""
    several = docs["publisher"].duplicated(keep=False) | (docs["publisher"] == "")
    names = outlet_and_day(docs).where(several, docs["publisher"].map(lambda name: shortened(name, LABEL)))
    for longer in (names + titles(docs), docs["doc_id"]):
        names = names.where(~names.duplicated(keep=False), longer)
    return dict(zip(docs["doc_id"], names, strict=True))


def rate(value):
    """A rate with one decimal place; one below 1 with two digits, so that small ones can be told apart.

    >>> rate(9.64), rate(0.3321), rate(0.0321), rate(0.0)
    ('9.6', '0.33', '0.032', '0.0')
    """
    return f"{value:.1f}" if value >= 1 or not value else f"{value:.2g}"


def plural(n, noun):
    """A number with its noun: "1 article", "5 articles"."""
    return f"{n:,} {noun}{'s' * (n != 1)}"


def outlet_and_day(docs):
    """What an article is called in a figure, as Series: "CGTN, 2024-03-07"; without an outlet, by its title or file."""
    days, named = docs["published"].dt.strftime("%Y-%m-%d"), docs["publisher"] != ""
    days = ", " + days.mask(days.isna() & named, "undated")
    docs = docs.assign(title=docs.get("title", ""))
    outlets = docs["publisher"].map(lambda name: shortened(name, LABEL))
    return outlets.where(named, _titles(docs).where(docs["title"] != "", docs["doc_id"])) + days.fillna("")


def titles(docs):
    """The titles of articles behind a comma, in quotation marks; "" without one, and where it stands for the outlet."""
    return (", " + _titles(docs)).where((docs["title"] != "") & (docs["publisher"] != ""), "")


def _titles(docs):
    """The titles of articles in quotation marks, cut where they are very long."""
    return "“" + docs["title"].map(lambda title: textwrap.shorten(title, TITLE, placeholder="…")) + "”"


def bracketed(text):
    """A text in brackets behind another one; nothing where there is none."""
    return f" ({text})" if text else ""


def listed(names):
    """Names in a sentence: "a, b and c"."""
    names = list(map(str, names))
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else "none"


def quoted(terms):
    """The first three terms in a sentence, in quotation marks."""
    return listed(f"“{term}”" for term in list(terms)[:3])


def distinct(terms):
    """Phrases in their order, without those that have half of their words in common with an earlier one."""
    kept = []
    for words in map(str.split, terms):
        if not any(2 * len({*words} & {*other}) >= min(len(words), len(other)) for other in kept):
            kept.append(words)
    return list(map(" ".join, kept))


def capital(sentence):
    """A sentence with its first letter as a capital."""
    return sentence[:1].upper() + sentence[1:]


def slug(text):
    """A name as part of a file's name."""
    return "".join(letter if letter.isalnum() else "-" for letter in text.removeprefix("side_")).strip("-").lower()
