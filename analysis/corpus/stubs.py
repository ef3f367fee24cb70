"""Stubs: pages that are no articles, such as those of errors, consent notices, search results and menus."""

from analysis.corpus.cleaning import EDGE, SENTENCE, WORD, lines_of, masked
from analysis.files import patterns

P = patterns("stubs")


def no_article(text, phrases):
    """What a text is in place of an article: "an error page"; "" if it can be an article.

    At least half of the words of such a page are in two or more sentences that begin with phrases of [no_article] in
    cleaning.toml, or one of its first lines begins with a phrase of [listing].
    """
    lines = list(lines_of(text[: P.most], 0, P.most))
    top = [masked(line.text[: P.beginning]) for line in lines[: P.top]]
    found = [kind for kind, starts in phrases["listing"].items() if any(one.startswith(starts) for one in top)]
    parts = [part for line in lines for part in SENTENCE.split(line.text)] if len(text) <= P.most else []
    sizes = [(masked(part), len(WORD.findall(part))) for part in parts]
    for kind, starts in phrases["no_article"].items():
        said, total = [n for part, n in sizes if part.startswith(starts)], sum(n for _, n in sizes)
        found += [kind] if sum(said) >= total / 2 and (len(said) > 1 or 0 < total <= P.few) else []
    return (found or [""])[0]


def is_menu(lines):
    """Whether the lines that are left of a page look like those of a menu or a list of links."""
    if len(lines) < P.menu or any(line.is_sentence for line in lines):
        return False
    return sum(line.words for line in lines[: 4 * EDGE]) <= P.entry * len(lines[: 4 * EDGE])
