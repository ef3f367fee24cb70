"""Check: whether all files of a corpus folder can be used."""

from functools import partial

from analysis.corpus.read import distinct_sides, no_second, notes, read_corpus, side_columns
from analysis.files import InputError, InputErrors
from analysis.report.claims import folder_claims
from analysis.text.lexicons import read_lexicons
from analysis.text.tokens import disguised

DISGUISED = "full-width letters, ligatures, letters of another alphabet or marks without width in {:,} words, first "
DISGUISED += "{!a}; they are counted as a reader sees them"


def checked(folder, errors="raise"):
    """The articles of a corpus folder with their spans, as `read_corpus` returns them, if all its files can be used.

    Raises InputErrors with every problem of articles, word lists and claims, or InputError if there is a single one.
    """
    found, refused = [], []
    for read in (partial(read_corpus, errors=errors), read_lexicons, folder_claims):
        try:
            found.append(read(folder))
        except InputError as error:
            refused.append(error)
    if len(refused) == 1:
        raise refused[0]
    if refused:
        problems = [problem for error in refused for problem in getattr(error, "problems", [error])]
        raise InputErrors("the corpus folder", {str(problem): problem for problem in problems}.values())
    return found[0]


def notices(folder, docs, zones):
    """What a person should know about a corpus that can be used, as lines of text."""
    yield from notes(folder, docs, zones)
    sides = distinct_sides(docs)
    if side_columns(docs)[1:] and (why := no_second(docs, sides[0])):
        yield why.rstrip(".")
    for side in sides:
        labels = docs[side].unique()
        if len(labels) == 1:
            yield f"{side} has one label only ({labels[0]}); by it, a run describes the articles and compares nothing"
    for one in read_lexicons(folder).sources.query("origin == 'own'").itertuples():
        number = f"{one.entries:,} entr{'y' if one.entries == 1 else 'ies'}"
        yield f"lexicons/{one.file} of the corpus, with {number}, is used in place of the whole bundled list"
    if words := disguised(docs["text"]):
        yield DISGUISED.format(len(words), words[0])
