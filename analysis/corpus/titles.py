"""Titles: one that the text does not print is added to it as a headline, apart from the text's own characters."""

import re
import unicodedata

from analysis.corpus.cleaning import SEPARATOR, Span, between, is_names, plain
from analysis.files import patterns

GIVEN = "headline_given"
P = patterns("titles")


def with_title(text, title, spans, publisher=""):
    """A text and its spans; if no headline and no line at the top prints the title, it is added as a headline.

    Parameters
    ----------
    text : str
    title : str
    spans : list of Span
        As `cleaning.mark` returns them.
    publisher : str
        A title that ends in its name, as "Plan goes ahead - Reuters", is added without it.

    Returns
    -------
    text : str
        With the title as a last line, so that no character of the text changes its position.
    spans : list of Span
        With one more, of the rule ``headline_given``.

    Examples
    --------
    >>> with_title("It did so.", "Plan goes ahead", [])[1]
    [Span(zone='headline', rule='headline_given', start=12, end=27, text='Plan goes ahead', pattern='', articles=0)]
    """
    title = " ".join(title.split())
    if not re.search(r"\w", title) or any(span.zone == "headline" for span in spans) or is_printed(title, text, spans):
        return text, spans
    cut = next((cut for cut in SEPARATOR.finditer(title) if plain(title[cut.end() :]) == plain(publisher or "-")), None)
    title, start = title[: cut and cut.start()], len(text) + 2
    return f"{text}\n\n{title}", [*spans, Span("headline", GIVEN, start, start + len(title), title)]


def is_printed(title, text, spans=()):
    """Whether the top of a text prints a title, in whole lines or sentences.

    Other dashes, quotation marks, capitals and spaces, a site's name behind it, a line before it, and a title or a line
    that is cut off with "…" make no difference. What cleaning has removed is not printed.

    Examples
    --------
    >>> is_printed("Xi Focus: Plan goes ahead - CGTN", "XI FOCUS\\n\\nPlan goes ahead\\n\\nIt did so.")
    True
    >>> is_printed("Plan goes ahead", "The plan goes ahead as it was written.")
    False
    """
    removed = (span for span in spans if span.zone == "removed")
    text = "\n".join(text[start:end] for start, end in between(text, removed))
    top = unicodedata.normalize("NFKC", text.lstrip()[: P.top + 2 * len(title)])
    forms = [title, *(title[: cut.start()] for cut in SEPARATOR.finditer(title) if is_site(title[cut.end() :]))]
    forms += [title[cut.end() :] for cut in list(P.kicker.finditer(title))[:1] if len(title) > 2 * cut.end()]
    return any(_stands(unicodedata.normalize("NFKC", form), top) for form in forms) or _cut(title, top)


def is_site(name):
    """Whether the end of a title can be the name of a site."""
    return len(name.split()) <= 4 and len(name) <= 40 and is_names(name)


def _stands(title, top):
    """Whether a title stands at the top; one that is cut off may go on there."""
    cut = P.dots.search(title)
    words = r"\W*".join(map(re.escape, re.findall(r"\w+", title)))
    enough = not cut or len(re.findall(r"\w", title)) >= P.least
    return enough and bool(re.search(P.before.pattern + words + ("" if cut else P.behind.pattern), top, re.I))


def _cut(title, top):
    """Whether a line at the top is the beginning of the title, cut off with dots."""
    whole = "".join(re.findall(r"\w", title)).casefold()
    lines = ("".join(re.findall(r"\w", line)).casefold() for line in top.splitlines() if P.dots.search(line))
    return any(len(line) >= P.least and whole.startswith(line) for line in lines)
