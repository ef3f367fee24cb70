"""A corpus folder: its table and articles are read, every row is checked, and all problems are reported at once."""

import os
import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import pandas as pd
from pydantic import AfterValidator, BaseModel, BeforeValidator, ValidationError, create_model, model_validator

from analysis.corpus import cleaning
from analysis.corpus.templates import add_templates
from analysis.files import (
    InputError,
    InputErrors,
    bundled,
    csv_rows,
    lexicon_path,
    made_here,
    path_inside,
    read_text,
    real,
)

MANIFEST = "articles.csv"
LEXICONS = "lexicons"
ORIGINALS = "originals"  # the files from which a corpus was made; they are kept, not read
EARLIEST = 1500  # first year in which an article can be dated
PROBLEM_COLUMNS = ["file", "row", "column", "value", "problem", "remedy"]
NOT_LABELS = set("published published_latest doc_id file text title note url".split())
RESERVED = "key variant start end left node right n_tokens period group term slogan voice speaker named_country"
RESERVED = set(RESERVED.split())
ZONE_COLUMNS = ["doc_id", *cleaning.Span._fields]


class Articles(NamedTuple):
    """What a corpus folder holds.

    Attributes
    ----------
    docs : DataFrame [one row per article; the columns of ``articles.csv``, then text]
        In the order of ``articles.csv``. ``published`` and ``published_latest`` are dates (NaT where unknown).
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


def read_corpus(folder, errors="raise"):
    """Read a corpus folder: ``articles.csv``, the articles that it names, and the spans that cleaning removes.

    Parameters
    ----------
    folder : path
    errors : {"raise", "skip"}
        Raise all problems at once, or skip the articles that cannot be used. A table that cannot be read at all
        raises in either case.

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
    (5, {'removed': 34, 'headline': 3})
    """
    if errors not in ("raise", "skip"):
        raise InputError(f"errors={errors!r} is unknown", "choose 'raise' or 'skip'")
    docs, zones, problems = _read(Path(folder))
    if problems and (errors == "raise" or docs.empty):
        raise InputErrors("the corpus", problems)
    return Articles(docs, zones, problem_table(problems))


def check(folder):
    """Every problem of a corpus folder, as `problem_table` returns it; empty if all its files can be used."""
    try:
        return problem_table(_read(Path(folder))[2])
    except InputErrors as error:
        return problem_table(error.problems)


def problem_table(problems):
    """A list of InputError as a DataFrame [columns file, row, column, value, problem, remedy]."""
    rows = [[getattr(one, name) for name in PROBLEM_COLUMNS] for one in problems]
    return pd.DataFrame(rows, columns=PROBLEM_COLUMNS)


def side_columns(docs):
    """Names of the columns that give the side of each article, in the order of ``articles.csv``."""
    return [name for name in docs.columns if name.startswith("side")]


def label_column(docs, name):
    """``name``, if that column has a text label for every article; otherwise an InputError lists the choices."""
    full = [column for column in docs.columns if column not in NOT_LABELS and (docs[column].astype(str) != "").all()]
    choices = list(dict.fromkeys([*side_columns(docs), *full]))
    if name not in choices:
        problem = "does not have a label for every article" if name in docs.columns else "is not in the corpus"
        raise InputError(f"side column {name!r} {problem}", f"choose one of {', '.join(choices)}")
    return name


def other_side(docs, side):
    """The side column for a second reading: the last one other than ``side``; ``side`` if there is no other."""
    return next((name for name in reversed(side_columns(docs)) if name != side), side)


def cross_tabulate(docs, rows, columns):
    """Number of articles by two side columns: a row for each label of the first, a column for each of the second."""
    return pd.crosstab(docs[rows], docs[columns]).rename_axis(columns=None).reset_index()


def _read(folder):
    """Docs, zones and the list of problems."""
    header, rows = _manifest(folder)
    phrases, problems = _phrases(folder)
    problems += _unread(folder, {real(folder / row.get("file", "")) for _, row in rows})
    model, articles, marked, seen = _model(header), [], [], {}
    for number, row in rows:
        article, found = _article(folder, model, row)
        found += _repeated(folder, seen, number, article)
        spans = [] if found else cleaning.mark(article["text"], article["title"], phrases)
        if not found and not _has_body(article["text"], spans):
            problem = "nothing is left after cleaning" if spans else "contains no word"
            remedy = "look at its text, or remove the row"
            found.append(InputError(problem, remedy, column="file", value=article["file"]))
        if not found:
            articles.append(article)
            marked.append(spans)
        problems += [one.at(file=MANIFEST, row=number) for one in found]
    marked = add_templates(articles, marked, phrases["template"]["dates"])
    zones = [(article["doc_id"], *span) for article, spans in zip(articles, marked, strict=True) for span in spans]
    return _docs(articles, header), pd.DataFrame(zones, columns=ZONE_COLUMNS), problems


def _phrases(folder):
    """The cleaning phrases, and the problems of the corpus's own; articles are then checked with the bundled ones."""
    try:
        return cleaning.read_phrases(lexicon_path(folder, "cleaning.toml")), []
    except InputError as error:
        return cleaning.read_phrases(bundled("seeds", LEXICONS, "cleaning.toml")), [error]


def _manifest(folder):
    """Header and numbered rows of ``articles.csv``; raises InputErrors if it cannot be read."""
    if not os.path.isdir(folder):
        raise InputError("no such folder", f"give the folder that contains {MANIFEST}", file=str(folder))
    try:
        header, *lines = _table(folder)
    except InputError as error:
        raise InputErrors("the corpus", [error.at(file=MANIFEST)]) from None
    header = [_column(name) for name in header]
    problems = _header_problems(header, lines)
    rows = [(number, line) for number, line in enumerate(lines, 2) if any(cell.strip() for cell in line)]
    if not rows:
        problems.append(InputError("no articles", "add one row per article below the header"))
    if problems:
        raise InputErrors("the corpus", [one.at(file=MANIFEST) for one in problems])
    while not header[-1]:
        header.pop()
    return [name for name in header if name], [(number, _cells(header, line)) for number, line in rows]


def _table(folder):
    """Rows of ``articles.csv``; refused if it is missing, not text, or not separated by commas."""
    if not os.path.isfile(folder / MANIFEST):
        near = sorted(path.name for path in folder.glob("*") if path.name.casefold().startswith("articles."))
        remedy = f"save {near[0]} as {MANIFEST}" if near else "a corpus needs this table, with one row per article"
        raise InputError("missing", remedy)
    text = read_text(folder / MANIFEST, "save the table as CSV UTF-8, with one row per article")
    first = re.split("[\r\n]", text, maxsplit=1)[0]
    mark = next((mark for mark in (";", "\t") if mark in first and "," not in first), None)
    if mark:
        raise InputError(f"separated by {mark!r}", "save it with commas between the cells")
    if not first.strip(" ,;\t"):
        raise InputError("its first line is blank", "delete it: the first line must contain the names of the columns")
    return csv_rows(text)


def _column(name):
    """The name of a column; known names are recognised whatever their capitals and spaces."""
    plain = name.strip().lower().replace(" ", "_")
    return plain if plain in Article.model_fields or plain.startswith("side") else name.strip()


def _header_problems(header, lines):
    twice = sorted({name for name in header if name and header.count(name) > 1})
    found = [InputError("column named twice", "rename one of the two", column=name) for name in twice]
    for name in sorted(RESERVED.intersection(header)):
        found.append(InputError("the workbook adds a column of that name", "rename the column", column=name))
    for i in (i for i, name in enumerate(header) if not name):
        value = next((line[i] for line in lines if line[i:] and line[i].strip()), "")
        problem, remedy = f"column {i + 1} has no name", "name it in the first row, or empty it"
        found += [InputError(problem, remedy, value=value)] if value else []
    if not {"file", "text"} & set(header):
        found.append(InputError("no column file", "add a column file that names each article's text file"))
    if not any(name.startswith("side") for name in header):
        found.append(InputError("no side column", "add a column side, such as side_by_publisher, with a label per row"))
    if "published" not in header:
        found.append(InputError("no column published", "add it; leave a day empty where it is unknown"))
    return found


def _cells(header, line):
    """One row as a dict; a wrong number of cells is noted under a name that no header can have."""
    if not any(cell.strip() for cell in line[len(header) :]):
        line = line[: len(header)]
    cells = {name: cell.strip() for name, cell in zip(header, line, strict=False) if name}
    return cells if len(line) == len(header) else cells | {"\n": f"{len(line)} cells, {len(header)} columns"}


def _model(header):
    """Article with a label required in every side column of this table."""
    return create_model("Row", __base__=Article, **{name: (Label, ...) for name in header if name.startswith("side")})


def _article(folder, model, row):
    """The fields of an article, and the problems of its row."""
    if "\n" in row:
        return row, [InputError(row["\n"], "quote cells that contain a comma, and give every column a cell")]
    try:
        article = model.model_validate(row).model_dump()
    except ValidationError as error:
        return row, [_explained(one) for one in error.errors()]
    try:
        if article["file"]:
            article["text"] = _text(folder, article["file"])
    except InputError as error:
        return article, [error.at(column="file", value=article["file"])]
    return article, []


def _text(folder, name):
    path = path_inside(folder, name)
    if path == real(folder / MANIFEST):
        raise InputError("this table itself", "name the article's own text file")
    return read_text(path)


def _explained(error):
    """A problem as pydantic reports it: the InputError of a validator, or a value outside its choices."""
    place = {"column": str(error["loc"][0]), "value": str(error["input"])} if error["loc"] else {}
    known = error["ctx"].get("error") or InputError("unknown value", f"write one of {error['ctx']['expected']}")
    return known.at(**place)


def _repeated(folder, seen, number, article):
    """Problems of a doc_id or a file that an earlier row has too."""
    problems, file = [], article.get("file")
    keys = {"doc_id": article.get("doc_id"), "file": file and real(folder / file)}
    for column, key in keys.items():
        first = seen.setdefault((column, key), number) if key else number
        if first != number:
            problem, remedy = f"already in row {first}", "give each article a row of its own"
            problems.append(InputError(problem, remedy, column=column, value=article[column]))
    return problems


def _unread(folder, named):
    """Problems of articles and word lists that would not be read."""
    lists = _unread_lists(folder, named)
    named = named | {real(folder / one.file) for one in lists}
    texts = sorted(path.relative_to(folder).as_posix() for path in _texts(folder) if real(path) not in named)
    remedy = "add its row, or move it away"
    return lists + [InputError(f"not named in {MANIFEST}", remedy, file=name) for name in texts]


def _texts(folder):
    """Text files in the folder and its subfolders, except word lists, originals, hidden files and exports of a run."""
    for here, folders, names in os.walk(folder):
        skipped = {"lexicon", LEXICONS, ORIGINALS} if Path(here) == folder else set()
        folders[:] = [
            name
            for name in folders
            if name[0] != "." and name.lower() not in skipped and not made_here(Path(here, name))
        ]
        yield from (Path(here, name) for name in names if name[0] != "." and name.lower().endswith(".txt"))


def _unread_lists(folder, named):
    """Problems of the corpus's own word lists that are not where they are read."""
    known = {path.name for path in bundled("seeds", LEXICONS).iterdir()}
    found, own = [], folder / LEXICONS
    for path in sorted(folder.glob("*")):
        if path.name.lower() in ("lexicon", LEXICONS) and path.name != LEXICONS:
            found.append((path, "not read under this name", f"rename it {LEXICONS}, or move it away"))
        if path.name.lower() in known and real(path) not in named:
            found.append((path, "a word list is not read here", f"move it into the folder {LEXICONS}, or remove it"))
    if os.path.lexists(own) and not os.path.isdir(own):
        found.append((own, "not a folder", "make it a folder for the word lists, or remove it"))
    for path in sorted(own.glob("*")):
        if not os.path.exists(path):
            found.append((path, "a broken link", "put the file itself there, or remove the link"))
    return [InputError(*parts, file=path.relative_to(folder).as_posix()) for path, *parts in found]


def _has_body(text, spans):
    """Whether a letter or a digit is left; nothing else is encoded as a word."""
    removed = [span for span in spans if span.zone == "removed"]
    starts, ends = [0, *(span.end for span in removed)], [*(span.start for span in removed), len(text)]
    kept = (text[start:end] for start, end in zip(starts, ends, strict=True))
    return any(character.isalpha() or character.isdecimal() for part in kept for character in part)


def _docs(articles, header):
    docs = pd.DataFrame(articles, columns=list(dict.fromkeys([*Article.model_fields, *header])))
    for column in ("published", "published_latest"):
        docs[column] = docs[column].astype("datetime64[s]")
    return docs[[name for name in docs.columns if name != "text"] + ["text"]]
