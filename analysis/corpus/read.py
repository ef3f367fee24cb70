"""A corpus folder: its table and articles are read, every row is checked, and all problems are reported at once."""

import math
import os
import re
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import pandas as pd
from pydantic import AfterValidator, BaseModel, BeforeValidator, ValidationError, create_model, model_validator

from analysis.corpus import cleaning, exports, outlets
from analysis.corpus.dates import EARLIEST
from analysis.corpus.manifest import MANIFEST, manifest_path, read_manifest
from analysis.corpus.templates import add_templates
from analysis.corpus.titles import GIVEN, with_title
from analysis.files import InputError, InputErrors, bundled, lexicon_path, made_here, path_inside, read_text

LEXICONS = "lexicons"
ORIGINALS = "originals"  # the files from which a corpus was made; they are kept, not read
OUTLETS = 5  # outlets of which a template is shown
SAME = 0.95  # a side column that equals another one in a larger share of articles is no second reading
PROBLEM_COLUMNS = ["file", "row", "column", "value", "problem", "remedy"]
REMEDY_PART = "name each file once, or say in part_from and part_until which part of it each row is"
PART = ("part_from", "part_until")  # columns with the first words of a part of a file, and of what follows it
NOT_LABELS = {*"published published_latest doc_id file text title note url".split(), *PART}
ZONE_COLUMNS = ["doc_id", *cleaning.Span._fields]


class Articles(NamedTuple):
    """What a corpus folder holds.

    Attributes
    ----------
    docs : DataFrame [one row per article; the columns of ``articles.csv``, then text]
        In the order of ``articles.csv``. ``published`` and ``published_latest`` are dates (NaT where unknown). A title
        that the text does not print stands behind the text, so that a character keeps its position in the file.
    zones : DataFrame [columns doc_id, zone, rule, start, end, text, pattern, articles]
        Spans of the articles that are headline or were removed by a cleaning rule, see `cleaning.Span`.
    problems : DataFrame [columns file, row, column, value, problem, remedy]
        What is wrong with the articles that were skipped, and with other files; empty unless errors are skipped.
        Rows are counted as in a spreadsheet: the header is row 1; 0 where a problem concerns no single row.
    """

    docs: pd.DataFrame
    zones: pd.DataFrame
    problems: pd.DataFrame


def _day(value):
    if value in ("", None):
        return None
    try:
        day = date.fromisoformat(value if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value) else "")
    except ValueError:
        raise InputError("not a day", "write it as 2023-06-09, or leave it empty where it is unknown") from None
    latest = date.today().year + 1
    if not EARLIEST <= day.year <= latest:
        raise InputError("not the year of an article", f"write a day of the years {EARLIEST} to {latest}")
    return day


def _label(value):
    if not value:
        raise InputError("empty", "write a label such as state, foreign or relay")
    return value


Day = Annotated[date | None, BeforeValidator(_day)]
Label = Annotated[str, AfterValidator(_label)]


class Article(BaseModel, extra="allow", str_strip_whitespace=True):
    """One row of ``articles.csv``; further columns are kept as text."""

    doc_id: str = ""
    file: str = ""
    title: str = ""
    publisher: str = ""
    publisher_country: str = ""
    credited_source: str = ""
    published: Day = None
    published_latest: Day = None
    date_basis: Literal["stated", "inferred", "unknown", ""] = ""
    language: str = ""
    note: str = ""
    text: str = ""

    @model_validator(mode="after")
    def complete(self):
        """Check that the row has one text, and fill in doc_id, latest day and basis of the date."""
        if not (self.file or self.text):
            raise InputError("neither file nor text", "name the article's file, or put its text into a column text")
        if self.file and self.text:
            raise InputError("both file and text", "empty one of the two cells: an article has one text")
        self.doc_id = self.doc_id or Path(self.file).stem
        if not self.doc_id:
            raise InputError("no doc_id", "give every article without a file a doc_id of its own")
        self.published_latest = self.published_latest or self.published
        if self.published_latest and not self.published:
            raise InputError("published_latest without published", "give the earliest possible day too")
        if self.published and self.published_latest < self.published:
            raise InputError("published_latest is before published", "exchange the two days")
        self.date_basis = self.date_basis or ("stated" if self.published else "unknown")
        return self


def read_corpus(folder, errors="raise", each=map):
    """Read a corpus folder: ``articles.csv``, the articles that it names, and the spans that cleaning removes.

    Parameters
    ----------
    folder : path
    errors : {"raise", "skip"}
        Raise all problems at once, or skip the articles that cannot be used. A table that cannot be read at all
        raises in either case.
    each : callable, optional
        Applies a function to articles, in their order, as ``map`` does: `scale.mapped` has several processes do so.

    Returns
    -------
    Articles

    Raises
    ------
    InputErrors
        With file, row, column, value and remedy of every problem.

    Examples
    --------
    >>> from analysis.files import bundled
    >>> articles = read_corpus(bundled("seeds"))
    >>> len(articles.docs), articles.zones["zone"].value_counts().to_dict()
    (5, {'removed': 34, 'headline': 4})
    """
    if errors not in ("raise", "skip"):
        raise InputError(f"errors={errors!r} is unknown", "choose 'raise' or 'skip'")
    header, articles, marked, problems, dates = _rows(Path(folder), each)
    docs, zones = _finished(header, articles, add_templates(articles, marked, dates), each)
    if problems and (errors == "raise" or docs.empty):
        raise InputErrors("the corpus", problems)
    return Articles(docs, zones, problem_table(problems))


def check(folder):
    """Every problem of a corpus folder, as `problem_table` returns it; empty if all its files can be used."""
    try:
        return problem_table(_rows(Path(folder), map)[3])
    except InputErrors as error:
        return problem_table(error.problems)


def learned(docs, zones):
    """A sentence on the templates that were learned from the articles, in a list: how many of each outlet, and one."""
    found = zones[zones["rule"] == "template"].merge(docs[["doc_id", "publisher"]], on="doc_id")
    most = found.sort_values(["articles", "pattern"], ascending=[False, True], kind="stable")
    parts = [
        f"{name or 'articles without an outlet'} {part['pattern'].nunique()}, "
        f"such as {part['text'].iloc[0]!r} in {part['articles'].iloc[0]:,} articles"
        for name, part in most.groupby("publisher", sort=False)
    ]
    what = "Lines that an outlet repeats around its texts were learned and set aside: "
    return [what + "; ".join(parts[:OUTLETS]) + "; and more" * (len(parts) > OUTLETS)] if parts else []


def notes(folder, docs, zones):
    """What `check` tells about a corpus: what a spreadsheet has changed in its table, titles added, templates learned.

    Examples
    --------
    >>> from analysis.files import bundled
    >>> notes(bundled("seeds"), *read_corpus(bundled("seeds"))[:2])
    ['1 title that the text does not print counts as headline']
    """
    n = int((zones["rule"] == GIVEN).sum())
    titles = f"{n:,} title{'s' * (n != 1)} that the text does not print count{'s' * (n == 1)} as headline"
    return read_manifest(Path(folder), Article.model_fields).said + [titles] * (n > 0) + learned(docs, zones)


def problem_table(problems):
    """A list of InputError as a DataFrame [columns file, row, column, value, problem, remedy]."""
    rows = [[getattr(one, name) for name in PROBLEM_COLUMNS] for one in problems]
    return pd.DataFrame(rows, columns=PROBLEM_COLUMNS)


def side_columns(docs):
    """Names of the columns that give the side of each article, in the order of ``articles.csv``."""
    return [name for name in docs.columns if name.startswith("side")]


def of_publisher(docs, name):
    """The column that a name stands for: "ownership" is publisher_ownership, unless a column is called so."""
    return f"publisher_{name}" if str(name) not in docs and f"publisher_{name}" in docs else name


def label_column(docs, name):
    """The column of that name, if it has a text label for every article; otherwise an InputError lists the choices."""
    names = {column.casefold(): column for column in docs.columns} | dict(zip(docs.columns, docs.columns, strict=True))
    name = of_publisher(docs, names.get(name, names.get(name.casefold(), name)))
    full = [column for column in docs.columns if column not in NOT_LABELS and (docs[column].astype(str) != "").all()]
    choices = list(dict.fromkeys([*side_columns(docs), *full]))
    if name not in choices:
        problem = "does not have a label for every article" if name in docs.columns else "is not in the corpus"
        raise InputError(f"side column {name!r} {problem}", f"choose one of {', '.join(choices)}")
    return name


def distinct_sides(docs, side=None):
    """The side columns, ``side`` first, without those whose labels repeat one before them in over 95 % of articles."""
    kept = []
    for name in dict.fromkeys([*filter(None, [side]), *side_columns(docs)]):
        if all((docs[name] == docs[before]).mean() <= SAME for before in kept):
            kept.append(name)
    return kept


def other_side(docs, side):
    """The side column for a second reading: the last of `distinct_sides`; ``side`` if there is no other."""
    return distinct_sides(docs, side)[-1]


def no_second(docs, side):
    """A sentence that says why there is no second reading of the sides; "" if there is one."""
    others = [name for name in side_columns(docs) if name != side]
    if not others:
        return "The corpus has one side column only; add a second one to articles.csv, such as side_by_origin."
    same, n = (docs[others[-1]] == docs[side]).sum(), len(docs)
    said = f"{others[-1]} has the label of {side} in {same:,} of {n:,} articles, so it is no second reading."
    return said if other_side(docs, side) == side else ""


def cross_tabulate(docs, rows, columns):
    """Number of articles by two side columns: a row for each label of the first, a column for each of the second."""
    return pd.crosstab(docs[rows], docs[columns]).rename_axis(columns=None).reset_index()


def read_rows(folder, name, header, rows):
    """Articles of some rows of a large table; those that cannot be used are among the problems.

    Templates, which only articles of an outlet together show, are not removed here: let `read_corpus` read a folder.

    Parameters
    ----------
    folder : Path
        Where files that the rows name are, and word lists of the corpus.
    name : str
        Of the table, for messages.
    header : list of str
    rows : list of (int, dict)
        Number and cells of each row, as text.

    Returns
    -------
    Articles
    """
    phrases, problems = _phrases(folder)
    articles, marked, found = _used(folder, name, (header, rows), partial(map, partial(_marked, phrases)))
    return Articles(*_finished(header, articles, marked, map), problem_table(problems + found))


def _finished(header, articles, marked, each):
    """Docs and zones of articles and what is marked in them, with their titles."""
    zones = []
    for article, (text, spans) in zip(articles, each(_titled, zip(articles, marked, strict=True)), strict=True):
        article["text"] = text
        zones += [(article["doc_id"], *span) for span in spans]
    return _docs(articles, header), pd.DataFrame(zones, columns=ZONE_COLUMNS)


def _rows(folder, each):
    """Header, articles, spans and problems of a corpus, and the names of days and months that its phrases list."""
    name, header, rows, _ = read_manifest(folder, Article.model_fields)
    header, rows, unread = _decided(folder, header, rows)
    phrases, problems = _phrases(folder)
    problems += unread
    places = _Places(folder)
    problems += _unread(places, {places[row.get("file", "")] for _, row in rows})
    articles, marked, found = _used(places, name, (header, rows), partial(each, partial(_marked, phrases)))
    return header, articles, marked, problems + found, phrases["template"].get("dates", ())


def _used(places, name, table, look):
    """The articles of a table (header, rows) that can be used, what ``look`` finds in them, and the problems."""
    (header, rows), seen, articles, marked, problems = table, {}, [], [], []
    model = _model(header)
    read = [(number, *_article(places, model, row)) for number, row in rows]
    for number, article, found in read:
        found += _repeated(places, seen, number, article)
    marks = iter(look([article for _, article, found in read if not found]))
    for number, article, found in read:
        spans, wrong = ([], found) if found else next(marks)
        problems += [one.at(file=name, row=number) for one in wrong]
        if not wrong:
            articles.append(article)
            marked.append(spans)
    return articles, marked, problems


def _marked(phrases, article):
    """What the cleaning rules mark in an article, and the problem of one of which they leave no word."""
    own = {"outlets": outlets.alone_on_a_line(), "publisher": cleaning.plain(article["publisher"])}
    try:
        spans = cleaning.mark(article["text"], article["title"], phrases | own)
        if _has_body(article["text"], spans):
            return spans, []
        problem, column = "nothing is left after cleaning" if spans else "contains no word", "file"
    except Exception as error:  # whatever a text provokes, the others are read
        problem, column = f"cleaning fails ({type(error).__name__}: {error})", "doc_id"
    return [], [InputError(problem, "look at its text, or remove the row", column=column, value=article[column])]


def _titled(marked):
    """Text and spans of an article and its spans; its title is added to the text that does not print it."""
    article, spans = marked
    return with_title(article["text"], article["title"], spans, article["publisher"])


def _decided(folder, header, rows):
    """Header and rows with what ``outlets.csv`` says, and the problem of that table; without one, as they are."""
    try:
        if not outlets.table_path(folder):
            return header, rows, []
        known = outlets.read_outlets(folder)
    except InputError as error:
        return header, rows, [error]
    rows = [(number, row if "\n" in row else outlets.sided(row, known)) for number, row in rows]
    return list(dict.fromkeys([*header, *(name for _, row in rows for name in row if name != "\n")])), rows, []


def _phrases(folder):
    """The cleaning phrases, and the problems of the corpus's own; articles are then checked with the bundled ones."""
    try:
        layouts = exports.read_layouts(lexicon_path(folder, exports.FILE))
        return cleaning.read_phrases(lexicon_path(folder, "cleaning.toml")) | {"layouts": layouts}, []
    except InputError as error:
        return cleaning.read_phrases(bundled("seeds", LEXICONS, "cleaning.toml")), [error]


def _model(header):
    """Article with a label required in every side column of this table."""
    return create_model("Row", __base__=Article, **{name: (Label, ...) for name in header if name.startswith("side")})


class _Places(dict):
    """The real path of each file that is named in a folder, as text; the way to the folder is followed once."""

    def __init__(self, folder):
        self.folder, self.parents, self.manifest = folder, {}, os.path.realpath(manifest_path(folder))

    def __missing__(self, name):
        path = os.path.join(self.folder, name)
        above, last = os.path.split(path)
        if last in ("", ".", "..") or os.path.islink(path):
            return self.setdefault(name, os.path.realpath(path))
        if above not in self.parents:
            self.parents[above] = os.path.realpath(above)
        return self.setdefault(name, os.path.join(self.parents[above], last))


def _article(places, model, row):
    """The fields of an article, and the problems of its row."""
    if "\n" in row:
        return row, [InputError(row["\n"], "quote cells that contain a comma, and give every column a cell")]
    try:
        article = model.model_validate(row).model_dump()
    except ValidationError as error:
        return row, [_explained(one) for one in error.errors()]
    try:
        if article["file"]:
            article["text"] = _text(places, article["file"])
    except InputError as error:
        return article, [error.at(column="file", value=article["file"])]
    try:
        article["text"] = part_of(article["text"], *(article.get(name, "") for name in PART))
    except InputError as error:
        return article | {"file": ""}, [error]  # whether it overlaps with another row cannot be known
    return article, []


def part_of(text, first, until):
    """The part of a text that begins with some words and ends before others; spaces stand for what is before it.

    Every character keeps its place in the file. Any white space between the words is the same.

    Parameters
    ----------
    text : str
    first, until : str
        The words with which the part, and what follows it, begin; "" for the beginning or the end of the text.

    Raises
    ------
    InputError
        If the words are not in the text, or more than once.

    Examples
    --------
    >>> part_of("A relay. A list. A credit.", "A list", "A credit")
    '         A list. '
    """
    start = _place(text, first, PART[0], 0)
    end = _place(text, until, PART[1], start) if until else len(text)
    return " " * start + text[start:end]


def _place(text, words, column, after):
    """Where some words stand in a text; they have to be there once."""
    found = [one.start() for one in re.finditer(r"\s+".join(map(re.escape, words.split())), text)] if words else []
    if len(found) > 1 or (words and not found):
        problem = f"these words stand in the file {len(found)} times"
        raise InputError(problem, "copy words from the file that it has only once", column=column, value=words)
    if found and found[0] < after:
        raise InputError("stands before part_from", "exchange the two cells", column=column, value=words)
    return found[0] if found else after


def _text(places, name):
    path = places[name]
    if os.path.isabs(name) or not path.startswith(places[""] + os.sep):
        path = path_inside(places.folder, name)
    if str(path) == places.manifest:
        raise InputError("this table itself", "name the article's own text file")
    return read_text(path)


def _explained(error):
    """A problem as pydantic reports it: the InputError of a validator, or a value outside its choices."""
    place = {"column": str(error["loc"][0]), "value": str(error["input"])} if error["loc"] else {}
    known = error["ctx"].get("error") or InputError("unknown value", f"write one of {error['ctx']['expected']}")
    return known.at(**place)


def _repeated(places, seen, number, article):
    """Problems of a doc_id that an earlier row has too, and of a file unless the two rows name other parts of it."""
    keys = {"doc_id": article.get("doc_id"), "file": article.get("file") and places[article["file"]]}
    text, problems = article.get("text", ""), []
    part = (len(text) - len(text.lstrip(" ")), len(text)) if any(article.get(name) for name in PART) else (0, math.inf)
    for column, key in keys.items():
        here = part if column == "file" else (0, 1)
        earlier = seen.setdefault((column, key), []) if key else []
        first = next((row for row, start, end in earlier if start < here[1] and here[0] < end), None)
        earlier.append((number, *here))
        if first:
            remedy = "give each article a row of its own" if column == "doc_id" else REMEDY_PART
            problems.append(InputError(f"already in row {first}", remedy, column=column, value=article[column]))
    return problems


def _unread(places, named):
    """Problems of articles and word lists that would not be read."""
    lists = _unread_lists(places, named)
    named = named | {places[one.file] for one in lists}
    names = (os.path.relpath(path, places.folder) for path in _texts(places.folder))
    texts = sorted(Path(name).as_posix() for name in names if places[name] not in named)
    remedy = "add its row, or move it away"
    return lists + [InputError(f"not named in {MANIFEST}", remedy, file=name) for name in texts]


def _texts(folder):
    """Text files in the folder and its subfolders, except word lists, originals, hidden files and exports of a run."""
    for here, folders, names in os.walk(folder):
        skipped = {"lexicon", LEXICONS, ORIGINALS} if Path(here) == folder else set()
        open_ones = (name for name in folders if name[0] != "." and name.lower() not in skipped)
        folders[:] = [name for name in open_ones if not made_here(Path(here, name))]
        yield from (Path(here, name) for name in names if name[0] != "." and name.lower().endswith(".txt"))


def _unread_lists(places, named):
    """Problems of the corpus's own word lists that are not where they are read."""
    known = {path.name for path in bundled("seeds", LEXICONS).iterdir()}
    folder, found = places.folder, []
    own = folder / LEXICONS
    for path in sorted(folder.glob("*")):
        if path.name.lower() in ("lexicon", LEXICONS) and path.name != LEXICONS:
            found.append((path, "not read under this name", f"rename it {LEXICONS}, or move it away"))
        if path.name.lower() in known and places[path.name] not in named:
            found.append((path, "a word list is not read here", f"move it into the folder {LEXICONS}, or remove it"))
    if os.path.lexists(own) and not os.path.isdir(own):
        found.append((own, "not a folder", "make it a folder for the word lists, or remove it"))
    for path in sorted(own.glob("*")):
        if not os.path.exists(path):
            found.append((path, "a broken link", "put the file itself there, or remove the link"))
    return [InputError(*parts, file=path.relative_to(folder).as_posix()) for path, *parts in found]


def _has_body(text, spans):
    """Whether a letter or a digit is left; nothing else is encoded as a word."""
    kept = cleaning.between(text, (span for span in spans if span.zone == "removed"))
    return any(character.isalpha() or character.isdecimal() for start, end in kept for character in text[start:end])


def _docs(articles, header):
    columns = list(dict.fromkeys([*Article.model_fields, *header]))
    docs = pd.DataFrame(articles, columns=columns, dtype=None if articles else "str")
    for column in ("published", "published_latest"):
        docs[column] = docs[column].astype("datetime64[s]")
    return docs[[name for name in docs.columns if name != "text"] + ["text"]]
