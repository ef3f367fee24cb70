"""Occurrences: terms looked up in a corpus, the sentences behind a number, and how terms and groups are called."""

import re
import reprlib
from functools import partial
from types import MappingProxyType

import numpy as np
import pandas as pd
from pandas.api.types import is_list_like

from analysis.files import InputError
from analysis.stats.artefacts import house_style
from analysis.stats.slogans import PERIODS, named_period, undated
from analysis.text.concordance import find_terms, sentences
from analysis.text.counts import Counts, covered
from analysis.text.matches import named_countries, spans
from analysis.text.search import Absent
from analysis.text.tokens import written
from analysis.text.voice import label
from analysis.workbook.result import About, Lines
from analysis.workbook.wording import listed, plural, quoted

KINDS = {one: name for name in ("words", "phrases", "slogans", "frames") for one in (name, name[:-1])}
QUOTED = re.compile(r"(['‘]).*['’]", re.DOTALL)
UNLABELLED = "(no label)"  # the group of articles without one
AS_COUNTED = "as counted"  # a name where the term is one, else a word
PRINTED = 200  # phrases of a table that are shown as printed; further ones as their words are


def find_each(corpus, terms, kind):
    """Matches of several terms, with each term as a category; refused where none of them occurs."""
    found, refused = [], {}
    for term in terms:
        try:
            named = "names" if term in corpus.lexicons.families.names.keys else "words"
            found.append(corpus.find(term, named if kind == AS_COUNTED else kind))
        except Absent as error:
            refused[term] = error
    if not found:
        raise next(iter(refused.values()))
    return keyed(pd.concat(found, ignore_index=True), refused)


def without_house_style(corpus, terms):
    """These terms without reporting verbs, titles, weekdays and numbers."""
    house = [code for code, *_ in house_style(terms, corpus.tokens, corpus.lexicons)]
    return terms.drop(terms.index[house])


def quoted_lines(corpus, matches, term=None):
    """These matches, or those of one key, in their sentences."""
    keys = matches["key"].astype(str)
    if term is not None:
        wanted = keys.str.casefold() == str(term).casefold()
        if not wanted.any():
            raise InputError(f"{term!r}: not in this table", f"choose one of {listed(keys.unique()[:20])}")
        matches, keys = matches[wanted], keys[wanted]
    matches = matches.assign(named_country=named_countries(corpus.tokens, corpus.countries, matches))
    table = sentences(corpus.tokens, matches)
    where = f"with {quoted(keys.unique())} in {table['doc_id'].nunique():,} of {corpus.n}"
    fields = {"lines": f"{plural(len(table), 'line')} {where}" if len(table) else f"No line in the {corpus.n}"}
    how = {"about": About(corpus.about.sides), "evidence": partial(quoted_lines, corpus, matches)}
    return Lines.of("lines", table, fields, **how)


def evidence_of(corpus, names, find=None):
    """Sentences of terms as they were counted; ``names`` is the shown name of each form, ``find`` finds forms."""

    def quoted(term=None):
        chosen = {form: name for form, name in names.items() if term in (None, name)}
        if not chosen and term is not None:
            raise InputError(f"{term!r}: not in this table", f"choose one of {listed(list(names.values())[:20])}")
        found = (find or partial(occurrences, corpus))(list(chosen))
        return quoted_lines(corpus, found.assign(key=found["key"].astype(str).map(chosen)))

    return quoted


def occurrences(corpus, forms):
    """Words, names and phrases where they were counted: a word inside a name is none."""
    names = corpus.names[corpus.names["key"].isin(forms)]
    others = words_of(corpus, [form for form in forms if form not in set(names["key"])])
    whole = covered(len(corpus.tokens), *spans(corpus.tokens, corpus.encoded.names))
    inside = whole[spans(corpus.tokens, others)[0]] & ~others["key"].str.contains(" ").to_numpy(dtype=bool)
    return pd.concat([names.astype({"key": object}), others[~inside]], ignore_index=True)


def words_of(corpus, forms):
    """Words and phrases wherever they are printed, with voice and speaker."""
    return counted(corpus, label(corpus.tokens, find_terms(corpus.tokens, forms), corpus.encoded.voices))


def with_names(corpus, table):
    """A table of words or phrases with each as it is commonly printed, and these names by form."""
    names = shown_names(corpus, table["term"])
    return table.assign(term=table["term"].map(names).astype(object)), names


def shown_names(corpus, terms):
    """How each word or phrase is commonly printed, by its form."""
    types = corpus.tokens.types
    shown = dict(zip(types["form"], types["shown"], strict=True))
    labels = set(corpus.lexicons.families.names.keys)
    names = {term: term if term in labels else written(map(shown.get, term.split(" "))) for term in terms}
    phrases = [term for term in names if " " in term and term not in labels][:PRINTED]
    return names | (printed(corpus.tokens, find_terms(corpus.tokens, phrases)) if phrases else {})


def counted(corpus, matches):
    """The matches in the chosen voice, and in sentences about the chosen country."""
    if corpus.origin.voice:
        matches = matches[matches["voice"] == corpus.origin.voice]
    return matches[corpus.mask[spans(corpus.tokens, matches)[0]]] if corpus.origin.country else matches


def labels_of(corpus, name, also=()):
    """The label of each article in a column, or its period, as text by doc_id; "" where it has none."""
    name, docs = corpus.column(name, (*also, *PERIODS)), corpus.tokens.docs.set_index("doc_id", drop=False)
    if name in also:
        raise InputError(f"column {name!r}: not in articles.csv", f"write {name} in small letters")
    if name in PERIODS:
        periods = docs["published"].dt.to_period(PERIODS[name])
        return periods.map(named_period, na_action="ignore").astype(object).where(~undated(docs, name), "")
    labels = docs[name]
    return labels.astype(str).where(labels.notna(), "")


def groups_of(corpus, by, also=()):
    """The group of each article by doc_id, as text: its label, or `UNLABELLED`; of periods only articles in one."""
    labels = labels_of(corpus, by, also)
    if by not in PERIODS:
        return labels.replace("", UNLABELLED)
    if (labels == "").all():
        raise InputError(f"by {by!r}: no article in a single {by}", "fill in the column published of articles.csv")
    return labels[labels != ""]


def in_groups(corpus, counts, by):
    """Counts of the articles that are in a group, with a column ``group`` of their ``docs`` that names it."""
    groups = groups_of(corpus, by)
    counts = counts.where(counts.docs["doc_id"].isin(groups.index).to_numpy())
    return Counts(counts.matrix, counts.terms, counts.docs.assign(group=counts.docs["doc_id"].map(groups)))


def without_period(docs):
    """How many articles a result by each period leaves out, in words; "" where it has all of them."""
    counts = {by: int(undated(docs, by).sum()) for by in PERIODS}
    return {by: f"; {plural(n, 'article')} without a single {by} left out" if n else "" for by, n in counts.items()}


def printed(tokens, matches):
    """The commonest printed text of the matches of each key, on one line."""
    texts = tokens.docs["text"].to_numpy()
    bounds = zip(*spans(tokens, matches), strict=True)
    said = [texts[tokens.doc[start]][tokens.spans[start, 0] : tokens.spans[end - 1, 1]] for start, end in bounds]
    seen = pd.DataFrame({"key": matches["key"].astype(str), "text": [written(text.split()) for text in said]})
    counts = seen.value_counts(sort=False).rename("n").reset_index()
    first = counts.sort_values(["n", "text"], ascending=[False, True]).drop_duplicates("key")
    return dict(zip(first["key"], first["text"], strict=True))


def keyed(matches, absent=MappingProxyType({})):
    """Matches with their keys as categories, in the order in which they come; then those that do not occur.

    ``absent`` has the error of each of these; ``attrs["absent"]`` are their sentences, for a title.
    """
    keys = matches["key"].astype(str)
    found = matches.assign(key=pd.Categorical(keys, list(dict.fromkeys([*keys, *absent]))))
    found.attrs["absent"] = "".join(f" {error}." for error in absent.values())
    return found


def terms_of(terms):
    """One term or several as a list of text, each once; InputError for what is none."""
    flat = is_list_like(terms) and not isinstance(terms, dict | pd.DataFrame)
    several, remedy = list(terms) if flat else [terms], "give a word, a phrase, a pattern or a label"
    wrong = [term for term in several if not isinstance(term, str | int | np.integer) or isinstance(term, bool)]
    if wrong or not several:
        shown = reprlib.repr(wrong[0] if wrong else terms)
        raise InputError(f"terms {shown}: not text", f"{remedy}, or a list of them")
    texts = list(dict.fromkeys(map(unquoted, map(str, several))))
    if "" in texts:
        raise InputError("an empty term", remedy)
    return texts


def unquoted(text):
    """A term without quotation marks around it, and without spaces between single Chinese characters.

    Examples
    --------
    >>> unquoted(" ‘new normal’ "), unquoted("科 技"), unquoted("workers’")
    ('new normal', '科技', 'workers’')
    """
    parts = text.split()
    text = (written(parts) if max(map(len, parts), default=0) == 1 else " ".join(parts)).strip('“”„«»「」" ')
    return text[1:-1].strip() if QUOTED.fullmatch(text) else text


def kind_of(kind, also=()):
    """What terms are: words, phrases, slogans or frames; where one is looked up, names too."""
    known = KINDS | dict(zip(also, also, strict=True))
    if not isinstance(kind, str) or kind.casefold() not in known:
        raise InputError(f"kind {kind!r}: unknown", f"choose one of {', '.join(dict.fromkeys(known.values()))}")
    return known[kind.casefold()]
