"""Search: a word, phrase or pattern as a person types it, found whatever its capitals and hyphens."""

import unicodedata

import pandas as pd

from analysis.files import InputError
from analysis.text.lexicons import Entry, Lexicon, Variant
from analysis.text.matches import find, parts_of
from analysis.text.patterns import parse
from analysis.text.tokens import HAN, form, split

NEAREST = 5  # spellings that are suggested
SIMILAR = 70  # likeness (0 to 100) from which a spelling is suggested


class Absent(InputError):
    """A term that occurs in none of the articles."""


def search(tokens, text, mask=None):
    """Every occurrence of a word, a phrase or a pattern.

    A plain word or phrase is found whatever its capitals, unless the articles print just these ("US" is not "us"); a
    hyphen finds a space and a space a hyphen. A text with ( ) [ ] < > { } or * is read as a pattern (see
    `analysis.text.patterns.parse`), in which a word in capitals stands for itself only.

    Parameters
    ----------
    tokens : Tokens
    text : str
    mask : bool array [shape=(n_tokens,)], optional
        Default: body and headline.

    Returns
    -------
    DataFrame [one row an occurrence; columns key, variant, doc_id, start, end]
        As ``matches.find`` returns it; ``key`` is the text.

    Raises
    ------
    InputError
        Where the text does not follow the notation, and where it occurs nowhere, with the nearest spellings.

    Notes
    -----
    Of a single word of a table use `concordance.find_terms`, which finds just the type that was counted.
    """
    text = " ".join(str(text).split())
    nodes, found = parse(text), None
    if all(kind == "mark" for *_, kind in split(text)):
        raise InputError(f"{text!r} holds no word", "give a word, a phrase or a pattern")
    if all(kind == "word" and not content[-1] for kind, *content in nodes):
        found = _found(tokens, text, _literal(tokens, text), mask)
    if found is None or found.empty:
        found = _found(tokens, text, nodes, mask)
    if found.empty:
        n = len(tokens.docs)
        raise Absent(f"{text!r} occurs in none of the {n:,} article{'s' * (n != 1)}", suggestions(tokens, text))
    return found


def _found(tokens, text, nodes, mask):
    entry = Entry(text, text, "", (Variant(text, "pattern", nodes),))
    return find(tokens, Lexicon("search", (entry,)), mask)


def suggestions(tokens, text):
    """What to try in place of a text that occurs nowhere: similar words that do, with counts; or why there are none."""
    from rapidfuzz import fuzz, process

    known = tokens.types["form"].to_numpy()[tokens.ids[tokens.mask() & tokens.is_word]]
    counts, near, alone = pd.Series(known, dtype=object).value_counts(), {}, {}
    folded = {word.casefold(): word for word in reversed(counts.index)}
    if strange := set(map(_script, text)) - set(map(_script, set("".join(counts.index)))) - {""}:
        return (
            f"no article has {min(strange).capitalize()} letters{_languages(tokens)}; search for an English rendering"
        )
    for word in _words(tokens, text):
        if name := folded.get(word.casefold()):
            alone[name] = f"{_shown(tokens, name)} ({counts[name]:,})"
        elif HAN.match(word):
            return "these articles do not print these Chinese characters; search for an English rendering"
        found = process.extract(word.casefold(), list(counts.index), scorer=fuzz.ratio, limit=NEAREST) * (not name)
        near |= {name: f"{_shown(tokens, name)} ({counts[name]:,})" for name, score, _ in found if score >= SIMILAR}
    said = [f"nearest: {', '.join(near.values())}"] if near else []
    said += [f"its words never occur side by side; alone: {', '.join(alone.values())}"] if alone else []
    return "; ".join(said) or f"no similar word does{_languages(tokens)}"


def _script(letter):
    """The script of a letter in Unicode's word, with Chinese for CJK; "" for what is no letter."""
    return unicodedata.name(letter, "").split()[0].replace("CJK", "Chinese") if letter.isalpha() else ""


def _languages(tokens):
    """The languages of the articles in brackets, those of most articles first, where they are known."""
    found = tokens.docs.get("language", pd.Series(dtype=object)).replace("", pd.NA).value_counts()
    return f" (languages of the articles: {', '.join(found.index[:NEAREST])})" if len(found) else ""


def _words(tokens, text):
    pieces = [text[start:end] for start, end, kind in split(text) if kind not in ("mark", "clitic")]
    return [form(piece, tokens.spellings) for piece in pieces]


def _shown(tokens, name):
    return tokens.types.loc[tokens.types["form"] == name, "shown"].iloc[0]


def _literal(tokens, text):
    """Nodes of a plain text: each part in just these capitals where the articles have it so, else in any."""
    known = {part for name in tokens.types["form"] for part in parts_of(name)}
    nodes = []
    for start, end, kind in split(text):
        name = form(text[start:end], tokens.spellings)
        for part in [] if kind == "clitic" or name in ("'", '"') else parts_of(name):
            nodes.append(("literal", part) if part in known else ("word", part.casefold(), False))
    return tuple(nodes)
