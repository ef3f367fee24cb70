"""A corpus folder: read its manifest and articles, check every row, report all problems at once."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import pandas as pd
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationError,
    create_model,
    model_validator,
)
from pydantic_core import PydanticCustomError

from analysis import cleaning
from analysis.files import InputError, lexicon_path, path_inside, read_text

MANIFEST = "articles.csv"
PROBLEM_COLUMNS = ["file", "row", "column", "value", "problem", "remedy"]
LEDGER_COLUMNS = ["doc_id", "zone", "rule", "start", "end", "text"]


class Corpus(NamedTuple):
    """What a corpus folder holds.

    Attributes
    ----------
    docs : DataFrame [one row an article; the manifest's columns, then text]
        ``published`` and ``published_latest`` are days (NaT where unknown).
    ledger : DataFrame [columns doc_id, zone, rule, start, end, text]
        Spans of the raw text that are headline or were set aside by a cleaning rule.
    problems : DataFrame [columns file, row, column, value, problem, remedy]
        Rows of the manifest that were set aside, empty unless that was asked for. ``row`` counts as a
        spreadsheet does: the header is row 1.
    """

    docs: pd.DataFrame
    ledger: pd.DataFrame
    problems: pd.DataFrame


class CorpusError(InputError):
    """A corpus that cannot be used; ``problems`` is the table behind the message."""

    def __init__(self, problems):
        self.problems = problems
        lines = [_line(row) for row in problems.itertuples()]
        plural = "problem" if len(lines) == 1 else "problems"
        super().__init__(f"{len(lines)} {plural} in the corpus:\n" + "\n".join(lines))


def _line(row):
    where = ", ".join([row.file, *([f"row {row.row}"] if row.row else []), *([row.column] if row.column else [])])
    value = f" ({row.value!r})" if row.value else ""
    return f"  {where}{value}: {row.problem}; {row.remedy}"


def _fail(problem, remedy):
    return PydanticCustomError("article", "{problem}|{remedy}", {"problem": problem, "remedy": remedy})


def _day(value):
    if value in ("", None):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _fail("not a day", "write it as 2023-06-09, or leave it empty where it is unknown") from None


def _label(value):
    if not value:
        raise _fail("empty", "write a label such as state, foreign or relay")
    return value


Day = Annotated[date | None, BeforeValidator(_day)]
Label = Annotated[str, AfterValidator(_label)]


class Article(BaseModel):
    """One row of ``articles.csv``; further columns are carried along as text."""

    model_config = ConfigDict(extra="allow", str_strip_whitespace=True)

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
        if not (self.file or self.text):
            raise _fail("neither file nor text", "name the article's file, or put its text into a column text")
        self.doc_id = self.doc_id or Path(self.file).stem
        if not self.doc_id:
            raise _fail("no doc_id", "give every article without a file a doc_id of its own")
        self.published_latest = self.published_latest or self.published
        if self.published_latest and not self.published:
            raise _fail("published_latest without published", "give the earliest possible day too")
        if self.published and self.published_latest < self.published:
            raise _fail("published_latest is before published", "exchange the two days")
        self.date_basis = self.date_basis or ("stated" if self.published else "unknown")
        return self


def read_corpus(folder, problems="refuse"):
    """Read a corpus folder: ``articles.csv``, the articles it names, and what cleaning marks in them.

    Parameters
    ----------
    folder : path
    problems : {"refuse", "set aside"}
        What to do about rows that cannot be used: refuse the corpus, naming all of them, or go on
        without them. A manifest that cannot be read at all is refused either way.

    Returns
    -------
    Corpus
        In the order of the manifest.

    Raises
    ------
    CorpusError
        With one line a problem: file, row, column, value and what to do.
    """
    if problems not in ("refuse", "set aside"):
        raise InputError(f"problems={problems!r}: choose 'refuse' or 'set aside'")
    docs, ledger, found = _read(Path(folder))
    if len(found) and (problems == "refuse" or docs.empty):
        raise CorpusError(found)
    return Corpus(docs, ledger, found)


def check(folder):
    """Every problem of a corpus folder, as the table ``Corpus.problems``; empty where it is sound."""
    try:
        return _read(Path(folder))[2]
    except CorpusError as error:
        return error.problems


def sides(docs):
    """Names of the columns that say which side an article is on, in the manifest's order."""
    return [name for name in docs.columns if name.startswith("side")]


def crossed(docs, rows, columns):
    """Articles by two side columns: one row a label of the first, one column a label of the second."""
    return pd.crosstab(docs[rows], docs[columns]).rename_axis(columns=None).reset_index()


def _read(folder):
    header, rows = _manifest(folder)
    phrases = cleaning.read_phrases(lexicon_path(folder, "cleaning.toml"))
    model = _model(header)
    found, articles, marks, seen = _strangers(folder, rows), [], [], {}
    for number, row in rows:
        problems, article = _article(folder, model, row)
        problems += _repeated(seen, number, article)
        spans = [] if problems else cleaning.mark(article["text"], article["title"], phrases).to_dict("records")
        if not problems and not _has_body(article["text"], spans):
            problems.append(
                ("file", article["file"], "nothing is left after cleaning", "look at its ledger, or remove it")
            )
        if not problems:
            articles.append(article)
            marks += [{"doc_id": article["doc_id"], **span} for span in spans]
        found += [(MANIFEST, number, *problem) for problem in problems]
    docs = _docs(articles, header)
    return docs, pd.DataFrame(marks, columns=LEDGER_COLUMNS), _problems(found)


def _problems(rows):
    return pd.DataFrame(rows, columns=PROBLEM_COLUMNS)


def _refuse(problem, remedy, column="", value=""):
    return CorpusError(_problems([(MANIFEST, 0, column, value, problem, remedy)]))


def _manifest(folder):
    """Header and numbered rows of the manifest, or a CorpusError where there is no reading it."""
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; give the folder that holds {MANIFEST}")
    try:
        text = read_text(folder / MANIFEST)
        header, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    except (InputError, csv.Error) as error:
        raise _refuse(str(error), "a corpus needs this table: UTF-8, one row an article") from None
    header = [name.strip() for name in header]
    _check_header(header)
    rows = [(number, line) for number, line in enumerate(lines, 2) if any(cell.strip() for cell in line)]
    if not rows:
        raise _refuse("no articles", "add one row an article below the header")
    return header, [(number, _cells(header, line)) for number, line in rows]


def _check_header(header):
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise _refuse("column named twice", "rename one of the two", column=twice[0])
    if not {"file", "text"} & set(header):
        raise _refuse("no column file", "add a column file that names each article's text file")
    if not any(name.startswith("side") for name in header):
        raise _refuse("no side column", "add a column side, such as side_by_publisher, with a label a row")
    if "published" not in header:
        raise _refuse("no column published", "add it; leave a day empty where it is unknown")


def _cells(header, line):
    """One row as a dict; surplus or missing cells are kept under names no header can have."""
    cells = dict(zip(header, line, strict=False))
    return cells if len(line) == len(header) else cells | {"\n": f"{len(line)} cells, {len(header)} columns"}


def _model(header):
    """Article with a label required in every side column of this manifest."""
    return create_model("Row", __base__=Article, **{name: (Label, ...) for name in header if name.startswith("side")})


def _article(folder, model, row):
    """Problems of one row as (column, value, problem, remedy), and the article's fields."""
    if "\n" in row:
        return [("", "", row["\n"], "quote cells that hold a comma, and give every column a cell")], row
    try:
        article = model.model_validate(row).model_dump()
    except ValidationError as error:
        return [_explained(problem) for problem in error.errors()], row
    try:
        if article["file"]:
            article["text"] = read_text(path_inside(folder, article["file"]))
    except InputError as error:
        _name, _, problem = str(error).partition(": ")
        problem, _, remedy = problem.partition("; ")
        return [("file", article["file"], problem, remedy)], article
    return [], article


def _explained(error):
    column = str(error["loc"][0]) if error["loc"] else ""
    value = str(error["input"]) if column else ""
    if error["type"] == "article":
        return column, value, error["ctx"]["problem"], error["ctx"]["remedy"]
    expected = error.get("ctx", {}).get("expected", "text")
    return column, value, "unknown value", f"write one of {expected}"


def _repeated(seen, number, article):
    """Problems of a doc_id or a file that an earlier row has too."""
    problems = []
    for column in ("doc_id", "file"):
        value = article.get(column)
        first = seen.setdefault((column, value), number) if value else number
        if first != number:
            problems.append((column, value, f"already in row {first}", "give each article a row of its own"))
    return problems


def _strangers(folder, rows):
    """Text files of the folder that no row names: skipping them silently would lose an article."""
    named = {row.get("file", "").strip() for _, row in rows}
    found = sorted(path.name for path in folder.glob("*.txt") if path.name not in named)
    return [(name, 0, "", "", f"not named in {MANIFEST}", "add its row, or move the file away") for name in found]


def _has_body(text, spans):
    kept, at = [], 0
    for span in spans:
        if span["zone"] == "removed":
            kept, at = [*kept, text[at : span["start"]]], span["end"]
    return any(character.isalnum() for character in "".join([*kept, text[at:]]))


def _docs(articles, header):
    docs = pd.DataFrame(articles, columns=list(dict.fromkeys([*Article.model_fields, *header])))
    for column in ("published", "published_latest"):
        docs[column] = pd.to_datetime(docs[column])
    return docs[[name for name in docs.columns if name != "text"] + ["text"]]
