"""A corpus folder: read its manifest and articles, check every row, report all problems at once."""

import os
import re
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

from analysis.corpus import cleaning
from analysis.files import InputError, bundled, csv_rows, lexicon_path, made_here, path_inside, read_text, real

MANIFEST = "articles.csv"
LEXICONS = "lexicons"
ORIGINALS = "originals"  # what a corpus was made of, unchanged: kept, not read
MOST_LINES, MOST_ALIKE = 50, 5  # problems of one message, and of those with one remedy
EARLIEST = 1500  # year of the oldest article
PROBLEM_COLUMNS = ["file", "row", "column", "value", "problem", "remedy"]
NOT_LABELS = set("published published_latest doc_id file text title note url".split())
RESERVED = set("key variant start end left node right n_tokens period group term slogan voice speaker".split())
LEDGER_COLUMNS = ["doc_id", "zone", "rule", "start", "end", "text"]


class Articles(NamedTuple):
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
        shown = problems[problems.groupby("remedy").cumcount() < MOST_ALIKE].head(MOST_LINES)
        more = problems.drop(shown.index).groupby("remedy", sort=False).size()
        lines = [_line(row) for row in shown.itertuples()]
        lines += [f"  and {n} more: {remedy}" for remedy, n in more.items()]
        plural = "problem" if len(problems) == 1 else "problems"
        super().__init__(f"{len(problems)} {plural} in the corpus:\n" + "\n".join(lines))


def _line(row):
    where = ", ".join([row.file, *([f"row {row.row}"] if row.row else []), *([row.column] if row.column else [])])
    shown = row.value if len(row.value) <= 80 else f"{row.value[:79]}…"
    value = f" ({shown!r})" if shown else ""
    return f"  {where}{value}: {row.problem}; {row.remedy}"


def _fail(problem, remedy):
    return PydanticCustomError("article", "{problem}|{remedy}", {"problem": problem, "remedy": remedy})


def _day(value):
    if value in ("", None):
        return None
    try:
        day = date.fromisoformat(value if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value) else "")
    except ValueError:
        raise _fail("not a day", "write it as 2023-06-09, or leave it empty where it is unknown") from None
    latest = date.today().year + 1
    if not EARLIEST <= day.year <= latest:
        raise _fail("not the year of an article", f"write a day of the years {EARLIEST} to {latest}")
    return day


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
        if self.file and self.text:
            raise _fail("both file and text", "empty one of the two cells: an article has one text")
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
    return Articles(docs, ledger, found)


def check(folder):
    """Every problem of a corpus folder, as the table ``Corpus.problems``; empty where it is sound."""
    try:
        return _read(Path(folder))[2]
    except CorpusError as error:
        return error.problems


def sides(docs):
    """Names of the columns that say which side an article is on, in the manifest's order."""
    return [name for name in docs.columns if name.startswith("side")]


def label_column(docs, name):
    """The name of a column that holds a label of text for every article; else an InputError with the choices."""
    full = [column for column in docs.columns if column not in NOT_LABELS and (docs[column].astype(str) != "").all()]
    choices = list(dict.fromkeys([*sides(docs), *full]))
    if name not in choices:
        problem = "holds no label for every article" if name in docs.columns else "not in the corpus"
        raise InputError(f"side column {name!r}: {problem}; choose one of {', '.join(choices)}")
    return name


def other_side(docs, side):
    """The column for a second reading: the last side column that is not ``side``; ``side`` where there is no other."""
    return next((name for name in reversed(sides(docs)) if name != side), side)


def cross_tabulate(docs, rows, columns):
    """Articles by two side columns: one row a label of the first, one column a label of the second."""
    return pd.crosstab(docs[rows], docs[columns]).rename_axis(columns=None).reset_index()


def _read(folder):
    header, rows = _manifest(folder)
    phrases, found = _phrases(folder)
    found += _unread(folder, {real(folder / row.get("file", "")) for _, row in rows})
    model, articles, marks, seen = _model(header), [], [], {}
    for number, row in rows:
        problems, article = _article(folder, model, row)
        problems += _repeated(folder, seen, number, article)
        spans = [] if problems else cleaning.mark(article["text"], article["title"], phrases).to_dict("records")
        if not problems and not _has_body(article["text"], spans):
            problem = "nothing is left after cleaning" if spans else "holds no word"
            problems.append(("file", article["file"], problem, "look at its text, or remove the row"))
        if not problems:
            articles.append(article)
            marks += [{"doc_id": article["doc_id"], **span} for span in spans]
        found += [(MANIFEST, number, *problem) for problem in problems]
    docs = _docs(articles, header)
    return docs, pd.DataFrame(marks, columns=LEDGER_COLUMNS), _problems(found)


def _problems(rows):
    return pd.DataFrame(rows, columns=PROBLEM_COLUMNS)


def _refuse(problem, remedy, row=0):
    return CorpusError(_problems([(MANIFEST, row, "", "", problem, remedy)]))


def _said(error, name):
    """Problem and remedy of an InputError about a file."""
    problem, _, remedy = str(error).rpartition(f"{Path(name).name}: ")[2].partition("; ")
    return problem, remedy


def _phrases(folder):
    """The cleaning phrases, and what is wrong with a corpus's own: the rows are then checked with the bundled."""
    try:
        return cleaning.read_phrases(lexicon_path(folder, "cleaning.toml")), []
    except InputError as error:
        shipped = cleaning.read_phrases(bundled("seeds", LEXICONS, "cleaning.toml"))
        return shipped, [("cleaning.toml", 0, "", "", *_said(error, "cleaning.toml"))]


def _manifest(folder):
    """Header and numbered rows of the manifest, or a CorpusError where there is no reading it."""
    if not os.path.isdir(folder):
        raise InputError(f"{folder}: no such folder; give the folder that holds {MANIFEST}")
    header, *lines = _lines(_table(folder))
    header = [_column(name) for name in header]
    found = _header_problems(header, lines)
    rows = [(number, line) for number, line in enumerate(lines, 2) if any(cell.strip() for cell in line)]
    if not rows:
        found.append(("", "", "no articles", "add one row an article below the header"))
    if found:
        raise CorpusError(_problems([(MANIFEST, 0, *problem) for problem in found]))
    while not header[-1]:
        header.pop()
    return [name for name in header if name], [(number, _cells(header, line)) for number, line in rows]


def _table(folder):
    """Text of the manifest; refused where it is missing, no text or separated by anything but commas."""
    if not os.path.isfile(folder / MANIFEST):
        near = sorted(path.name for path in folder.glob("*") if path.name.casefold().startswith("articles."))
        remedy = f"save {near[0]} as {MANIFEST}" if near else "a corpus needs this table, one row an article"
        raise _refuse("missing", remedy)
    try:
        text = read_text(folder / MANIFEST)
    except InputError as error:
        raise _refuse(_said(error, MANIFEST)[0], "save the table, one row an article, as CSV UTF-8") from None
    first = re.split("[\r\n]", text, maxsplit=1)[0]
    mark = next((mark for mark in (";", "\t") if mark in first and "," not in first), None)
    if mark:
        raise _refuse(f"separated by {mark!r}", "save it with commas between the cells")
    if not first.strip(" ,;\t"):
        raise _refuse("its first line is blank", "delete that line: the names of the columns stand first")
    return text


def _lines(text):
    try:
        return csv_rows(text)
    except InputError as error:
        raise _refuse(*str(error).split("; ", 1)) from None


def _column(name):
    """A column's name; capitals and spaces do not matter in those that are known."""
    plain = name.strip().lower().replace(" ", "_")
    return plain if plain in Article.model_fields or plain.startswith("side") else name.strip()


def _header_problems(header, lines):
    """Problems of the columns as (column, value, problem, remedy)."""
    twice = sorted({name for name in header if name and header.count(name) > 1})
    found = [(name, "", "column named twice", "rename one of the two") for name in twice]
    for name in sorted(RESERVED.intersection(header)):
        found.append((name, "", "the workbook adds a column of that name", "rename the column"))
    for i in (i for i, name in enumerate(header) if not name):
        value = next((line[i] for line in lines if line[i:] and line[i].strip()), "")
        if value:
            found.append(("", value, f"column {i + 1} has no name", "name it in the first row, or empty it"))
    if not {"file", "text"} & set(header):
        found.append(("", "", "no column file", "add a column file that names each article's text file"))
    if not any(name.startswith("side") for name in header):
        remedy = "add a column side, such as side_by_publisher, with a label a row"
        found.append(("", "", "no side column", remedy))
    if "published" not in header:
        found.append(("", "", "no column published", "add it; leave a day empty where it is unknown"))
    return found


def _cells(header, line):
    """One row as a dict; surplus or missing cells are kept under names no header can have."""
    if not any(cell.strip() for cell in line[len(header) :]):
        line = line[: len(header)]
    cells = {name: cell.strip() for name, cell in zip(header, line, strict=False) if name}
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
            article["text"] = _text(folder, article["file"])
    except InputError as error:
        return [("file", article["file"], *_said(error, article["file"]))], article
    return [], article


def _text(folder, name):
    path = path_inside(folder, name)
    if path == real(folder / MANIFEST):
        raise InputError(f"{name}: this table itself; name the article's own text file")
    return read_text(path)


def _explained(error):
    column = str(error["loc"][0]) if error["loc"] else ""
    value = str(error["input"]) if column else ""
    if error["type"] == "article":
        return column, value, error["ctx"]["problem"], error["ctx"]["remedy"]
    expected = error.get("ctx", {}).get("expected", "text")
    return column, value, "unknown value", f"write one of {expected}"


def _repeated(folder, seen, number, article):
    """Problems of a doc_id or a file that an earlier row has too."""
    problems, file = [], article.get("file")
    keys = {"doc_id": article.get("doc_id"), "file": file and real(folder / file)}
    for column, key in keys.items():
        first = seen.setdefault((column, key), number) if key else number
        if first != number:
            remedy = "give each article a row of its own"
            problems.append((column, article[column], f"already in row {first}", remedy))
    return problems


def _unread(folder, named):
    """What nobody would read: skipping an article or a word list silently would lose it."""
    lists = _unread_lists(folder, named)
    named = named | {real(folder / name) for name, *_ in lists}
    texts = sorted(path.relative_to(folder).as_posix() for path in _texts(folder) if real(path) not in named)
    return lists + [(name, 0, "", "", f"not named in {MANIFEST}", "add its row, or move it away") for name in texts]


def _texts(folder):
    """Text files at any depth, but for word lists, originals, what is hidden and what a run exported."""
    for here, folders, names in os.walk(folder):
        skipped = {"lexicon", LEXICONS, ORIGINALS} if Path(here) == folder else set()
        folders[:] = [
            name
            for name in folders
            if name[0] != "." and name.lower() not in skipped and not made_here(Path(here, name))
        ]
        yield from (Path(here, name) for name in names if name[0] != "." and name.lower().endswith(".txt"))


def _unread_lists(folder, named):
    """Word lists of the corpus's own that stand where none is looked for."""
    known = {path.name for path in bundled("seeds", LEXICONS).iterdir()}
    found, own = [], folder / LEXICONS
    for path in sorted(folder.glob("*")):
        if path.name.lower() in ("lexicon", LEXICONS) and path.name != LEXICONS:
            found.append((path, "not read under this name", f"rename it {LEXICONS}, or move it away"))
        if path.name.lower() in known and real(path) not in named:
            found.append((path, "a word list is not read here", f"move it into the folder {LEXICONS}, or away"))
    if os.path.lexists(own) and not os.path.isdir(own):
        found.append((own, "not a folder", "make it a folder that holds the word lists, or remove it"))
    for path in sorted(own.glob("*")):
        if not os.path.exists(path):
            found.append((path, "a link to nothing", "put the file itself there, or remove the link"))
    return [(path.relative_to(folder).as_posix(), 0, "", "", *said) for path, *said in found]


def _has_body(text, spans):
    """Whether a letter or a digit is left; the encoder counts nothing else as a word."""
    kept, at = [], 0
    for span in spans:
        if span["zone"] == "removed":
            kept.append(text[at : span["start"]])
            at = span["end"]
    kept.append(text[at:])
    return any(character.isalpha() or character.isdecimal() for part in kept for character in part)


def _docs(articles, header):
    docs = pd.DataFrame(articles, columns=list(dict.fromkeys([*Article.model_fields, *header])))
    for column in ("published", "published_latest"):
        docs[column] = docs[column].astype("datetime64[s]")
    return docs[[name for name in docs.columns if name != "text"] + ["text"]]
