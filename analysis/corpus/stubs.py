"""Stubs: pages that are no articles, such as those of errors, consent notices, search results and menus."""

from analysis.corpus.cleaning import EDGE, SENTENCE, WORD, lines_of, masked

MOST = 3_000  # characters of such a page at most
TOP = 5  # lines in which a list of search results says what it is
MENU = 6  # lines without a sentence that are no article if they are as short as those of a menu
FEW = 6  # words of a page that has a single sentence
ENTRY = 4  # words that a line of a menu has at most, on average


def no_article(text, phrases):
    """What a text is in place of an article: "an error page"; "" if it can be an article.

    At least half of the words of such a page are in two or more sentences that begin with phrases of [no_article] in
    cleaning.toml, or one of its first lines begins with a phrase of [listing].
    """
    lines = list(lines_of(text[:MOST], 0, MOST))
    top = [line.masked for line in lines[:TOP]]
    found = [kind for kind, starts in phrases["listing"].items() if any(one.startswith(starts) for one in top)]
    parts = [part for line in lines for part in SENTENCE.split(line.text)] if len(text) <= MOST else []
    sizes = [(masked(part), len(WORD.findall(part))) for part in parts]
    for kind, starts in phrases["no_article"].items():
        said, total = [n for part, n in sizes if part.startswith(starts)], sum(n for _, n in sizes)
        found += [kind] if sum(said) >= total / 2 and (len(said) > 1 or 0 < total <= FEW) else []
    return (found or [""])[0]


def is_menu(lines):
    """Whether the lines that are left of a page look like those of a menu or a list of links."""
    short = len(lines) >= MENU and sum(line.words for line in lines[: 4 * EDGE]) <= ENTRY * len(lines[: 4 * EDGE])
    return short and not any(line.is_sentence for line in lines)
