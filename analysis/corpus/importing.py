"""Ingest: what people have (a folder or zip of articles, a table) → a corpus folder, every guess with its basis."""

import os
import re
import shutil
import stat
import tempfile
import unicodedata
import zipfile
from collections import Counter, namedtuple
from functools import partial
from pathlib import Path, PurePosixPath

import pandas as pd

from analysis.corpus import formats as readers
from analysis.corpus.cleaning import plain, read_phrases
from analysis.corpus.metadata import FROM_NAME, ORDERS, UNKNOWN, Credits, UnclearDay, infer
from analysis.corpus.read import LEXICONS, MANIFEST, ORIGINALS, PROBLEM_COLUMNS, RESERVED, CorpusError, check, sides
from analysis.files import BINARY, InputError, bundled, real

TEXTS = "texts"
LARGEST = 100_000_000  # bytes of an article's file
LITTER = {"thumbs.db", "desktop.ini", "__macosx"}  # left by file managers, as are names that begin with . or ~$
MOST_GROUPS, MOST_NAMED = 10, 5  # of a question, of a list, that are shown
DAY = re.compile(r"(?<!\d)((?:19|20)\d\d([-_.]?)\d\d\2\d\d)(?!\d)")
COLUMNS = "doc_id file title publisher credited_source published published_latest date_basis".split()
COLUMNS += "side_by_publisher side_by_origin language look_at original original_row encoding".split()
GUESSED = {name: f"{name}_basis" for name in "title published publisher credited_source language encoding".split()}
GUESSED |= {"side_by_publisher": "publisher_side_basis", "side_by_origin": "origin_side_basis"}
OWN = {*RESERVED, *"file text doc_id look_at original original_row encoding published_latest date_basis".split()}
Entry = namedtuple(
    "Entry", "file row stem load reader keep", defaults=[False]
)  # a text: where it stands, how it is had
Made = namedtuple("Made", "articles set_aside ignored")


def import_corpus(target, source=None, options=None, step=lambda done: None):
    """Make a corpus folder: out of what people have, or as a copy of the bundled example.

    All is built in a hidden folder beside the target and read back before it takes the target's place. The
    source is never touched; it is kept, unchanged, in the folder ``originals``.

    Parameters
    ----------
    target : path
        A folder that does not exist yet, or is empty.
    source : path, optional
        A folder or zip of .txt, .html and .docx, one of these, or a table (CSV, TSV, JSONL, XLSX, Parquet).
    options : dict, optional
        ``pattern``: what file names say, as "{published}_{publisher}_{title}", with {} for a part to pass over.
        ``dates``: the order of days like 03/04/2020. ``credits``: a file for the bundled credits.toml.
        ``set_aside``: True to go on without texts that cannot be used.
    step : callable
        Called with the number of texts read so far, after each.

    Returns
    -------
    articles : DataFrame [one row an article; the columns of ``articles.csv``, all of them text]
    set_aside : DataFrame [columns file, row, column, value, problem, remedy]
    ignored : list of str
        Names of hidden files and those of file managers.

    Raises
    ------
    CorpusError
        With all texts that cannot be used, unless they are set aside, and all days that need an order.
    InputError
        For a target, a source or an option that cannot be used. Then nothing is written.
    """
    target, source, staging = real(target), source and Path(source), None
    if os.path.lexists(target) and not (target.is_dir() and not any(target.iterdir())):
        raise InputError(f"{target}: is there already and not empty; choose a new folder, nothing is overwritten")
    if source and not (os.path.isfile(source) or os.path.isdir(source)):
        raise InputError(f"{source}: no such file or folder; give what holds the articles")
    if source and os.path.isfile(source / MANIFEST):
        raise InputError(f"{source}: a corpus already, by its {MANIFEST}; check it, or give its texts alone")
    if source and target.is_relative_to(real(source)):
        raise InputError(f"{target}: lies inside the source; choose a folder elsewhere")
    try:
        home = next(parent for parent in target.parents if os.path.lexists(parent))  # folders above come last
        staging = Path(tempfile.mkdtemp(dir=home, prefix=f".{target.name}.new."))
        made = _made(staging, source, options or {}, step) if source else _example(staging)
        staging.chmod(0o755)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            target.rmdir()
        staging.rename(target)
    except OSError as error:
        raise InputError(f"{target}: cannot be written ({error.strerror}); choose a folder elsewhere") from error
    finally:
        shutil.rmtree(staging or "", ignore_errors=True)
    return made


def _example(staging):
    hidden = shutil.ignore_patterns(".*", "credits.toml")
    shutil.copytree(bundled("seeds"), staging, dirs_exist_ok=True, ignore=hidden)
    return Made(pd.read_csv(staging / MANIFEST, dtype=str, keep_default_na=False), _problems([]), [])


def _made(staging, source, options, step):
    """Read, guess, write and read back; what cannot be used is raised all at once, or set aside."""
    shape, columns, guessed = _checked(source, options)
    rows, found, unclear, ignored, names = [], [], [], [], Counter()
    for name in (TEXTS, ORIGINALS):
        (staging / name).mkdir()
    for number, entry in enumerate(_entries(source, columns, ignored), 1):
        step(number)
        try:
            rows.append(_article(entry, shape, guessed, names, staging))
        except readers.Stop as error:
            raise readers.Stop(f"{entry.file}: {error}") from error
        except InputError as error:
            problems, column = (unclear, "published") if isinstance(error, UnclearDay) else (found, "")
            file = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in entry.file)  # a name need not be text
            problems.append((file, entry.row, column, "", *str(error).rsplit("; ", 1)))
    if source.is_file():
        shutil.copyfile(source, staging / ORIGINALS / source.name)
    articles, more = _read_back(staging, rows)
    found += unclear + more
    if articles.empty or unclear or (found and not options.get("set_aside")):
        raise CorpusError(_problems(found or [(source.name, 0, "", "", "no article in it", "give another source")]))
    return Made(articles, _problems(found), ignored)


def _checked(source, options):
    """The pattern as an expression, names of columns, and `guess` with its lists; options are refused here."""
    order, shape = options.get("dates"), _shape(options.get("pattern") or "")
    if order not in (None, *ORDERS):
        raise InputError(f"--dates {order}: no order; choose one of {', '.join(ORDERS)}")
    if shape and source.suffix.lower() in readers.TABLES:
        raise InputError("--pattern: reads names of files, and a table has columns; leave it out")
    credits = Credits(options.get("credits") or bundled("seeds", LEXICONS, "credits.toml"))
    phrases = read_phrases(bundled("seeds", LEXICONS, "cleaning.toml"))
    return shape, credits.lists["columns"], partial(infer, credits=credits, phrases=phrases, order=order)


def _problems(rows):
    return pd.DataFrame(rows, columns=PROBLEM_COLUMNS)


def _article(entry, shape, guessed, names, staging):
    """Read one text, guess, write text and original; its row of ``articles.csv``."""
    data, text, known = _read(entry, shape)
    row = guessed(text, known)
    name = _name(entry.stem, names)
    file, original = Path(TEXTS, f"{name}.txt"), Path(ORIGINALS, entry.file)
    (staging / file).write_bytes(text.encode())
    if entry.keep:
        (staging / original).parent.mkdir(parents=True, exist_ok=True)
        (staging / original).write_bytes(data)
    place = {"doc_id": name, "file": file.as_posix(), "original": entry.file, "original_row": str(entry.row or "")}
    return row | place


def _read(entry, shape):
    """Data of an entry, its text, and what is known beside it; refused without a sound text."""
    data = readers.safe(entry.load)
    text, known = readers.safe(entry.reader, data)
    known = {column: pair for column, pair in known.items() if pair[0]}
    known = known if entry.row else _named(PurePosixPath(entry.file).stem, shape, known)
    if not text.strip():
        raise InputError("empty; give it a text, or remove it")
    if "\ufffd" in text:
        known.setdefault("look_at", ("letters were lost before (U+FFFD): look for a better copy", ""))
    for value in (entry.file, text, *(value for value, _ in known.values())):
        readers.safe(str.encode, value)
        if BINARY.intersection(value):
            raise InputError(f"holds a control character, {min(BINARY.intersection(value))!r}; remove it there")
    return data, text, known


def _named(stem, shape, known):
    """What is known, with what a file's name says: by the pattern, else a day in it where none is known."""
    found = shape and re.fullmatch(shape, stem)
    if shape and not found:
        raise InputError("its name does not fit --pattern; rename it, or give another pattern")
    if found:
        values = {name: value if " " in value else value.replace("_", " ") for name, value in found.groupdict().items()}
        return known | {name: (value.strip(), "pattern") for name, value in values.items()}
    day = DAY.search(stem)
    return ({"published": (day[1].replace("_", "-"), FROM_NAME)} if day else {}) | known


def _shape(pattern):
    """The regular expression of a pattern; refused where its fields cannot be told apart."""
    parts = re.split(r"\{(\w*)\}", pattern)
    fields = list(filter(None, parts[1::2]))
    sound = len(set(fields)) == len(fields) and all(
        field.isidentifier() and _carried(field) == field for field in fields
    )
    if pattern and not (fields and sound and all(parts[2:-1:2])):
        remedy = "write each column of articles.csv once, with a mark between two: {published}_{publisher}_{title}"
        raise InputError(f"--pattern {pattern}: cannot be read off a name; {remedy}")
    named = (re.escape(part) if n % 2 == 0 else f"(?P<{part}>.+?)" if part else ".*?" for n, part in enumerate(parts))
    return pattern and "".join(named)


def _name(stem, taken):
    """A name for a text, each once whatever its capitals: folders go before one that is taken, then a number."""
    parts = [re.sub(r"[^\w.]+", "-", unicodedata.normalize("NFC", part)).strip("-._") for part in stem.split("/")]
    tries = [part.encode()[:200].decode(errors="ignore") or "text" for part in (parts[-1], "-".join(parts))]
    name = next((name for name in tries if not taken[name.casefold()]), tries[1])
    while taken[name.casefold()]:
        taken[f"{tries[1]}-".casefold()] += 1  # a count of its own: no name ends so
        name = f"{tries[1]}-{taken[f'{tries[1]}-'.casefold()] + 1}"
    taken[name.casefold()] += 1
    return name


def _read_back(staging, rows):
    """The articles as written, less those that a corpus cannot use, and what is wrong with these."""
    articles = _manifest(staging, rows)
    found = check(staging) if rows else _problems([])
    if (found["row"] == 0).any():
        raise CorpusError(found)
    bad = articles.iloc[found["row"] - 2]
    for name in set(bad["file"]):
        (staging / name).unlink()
    places = zip(bad["original"], (int(row or 0) for row in bad["original_row"]), strict=True)
    said = found[PROBLEM_COLUMNS[2:]].to_numpy().tolist()
    problems = [(*place, *more) for place, more in zip(places, said, strict=True)]
    return _manifest(staging, articles.drop(bad.index).to_dict("records")), problems


def _manifest(staging, rows):
    """Write ``articles.csv``, with the mark by which spreadsheets know UTF-8."""
    articles = pd.DataFrame(rows, dtype=object).fillna("")
    given = [name for name in articles if name.startswith("side") and name not in COLUMNS]
    last = [*GUESSED.values(), *sorted(set(articles) - set(COLUMNS))]
    columns = dict.fromkeys([*COLUMNS[:8], *given, *COLUMNS[8:], *last])
    articles = articles.reindex(columns=list(columns), fill_value="")
    articles[given] = articles[given].replace("", UNKNOWN)
    articles.to_csv(staging / MANIFEST, index=False, encoding="utf-8-sig", lineterminator="\n")
    return articles


def _entries(source, columns, ignored):
    """The texts of a source, in a fixed order; what is hidden or a file manager's goes to ``ignored``."""
    if source.is_dir():
        yield from _folder(source, ignored)
    elif source.suffix.lower() == ".zip":
        yield from _zip(source, ignored)
    elif source.suffix.lower() in readers.TABLES:
        yield from _table(source, columns, ignored)
    else:
        yield Entry(source.name, 0, source.stem, partial(_file, source, source.parent), _reader(source.name))


def _reader(name):
    """The reader for a file of this name, or a function that says why there is none."""
    suffix = PurePosixPath(name).suffix.lower()
    said = "not a kind of file that is read; save it as .txt, .html or .docx, or move it away"
    if suffix in readers.TABLES or suffix == ".zip":
        said = "a table or zip among articles; give it alone to --from, or move it away"

    def refuse(_):
        raise InputError(said)

    return readers.ARTICLES.get(suffix, refuse)


def _hidden(name):
    parts = (part.lower() for part in PurePosixPath(name).parts if part != "..")
    return any(part.startswith((".", "~$")) or part in LITTER for part in parts)


def _folder(source, ignored):
    def fail(error):
        raise InputError(f"{error.filename}: cannot be read ({error.strerror}); check its permissions")

    for here, folders, names in os.walk(source, onerror=fail):
        links = [name for name in folders if Path(here, name).is_symlink()]
        ignored += [Path(here, name).relative_to(source).as_posix() for name in names + folders if _hidden(name)]
        folders[:] = sorted(name for name in folders if not _hidden(name))
        for path in (Path(here, name) for name in sorted(names + links) if not _hidden(name)):
            name = path.relative_to(source)
            load = partial(_file, path, source)
            yield Entry(name.as_posix(), 0, name.with_suffix("").as_posix(), load, _reader(path.name), True)


def _file(path, root):
    """Bytes of a file; refused for what leads out of the source, is no file or too large to be an article."""
    if path.is_symlink() and not real(path).is_relative_to(real(root)):
        raise InputError("a link that leads out of the folder; put the file itself there")
    if not path.is_file():
        raise InputError("no plain file, or a link to none; put the file itself there")
    if path.stat().st_size > LARGEST:
        raise InputError(f"larger than {LARGEST:,} bytes, so no article; cut it up, or move it away")
    return path.read_bytes()


def _whole(source, function, *args):
    """Call what reads a source as a whole; its error names the file and ends everything."""
    try:
        return readers.safe(function, *args)
    except InputError as error:
        raise readers.Stop(f"{source.name}: {error}") from error


def _zip(source, ignored):
    left = [readers.room(source.stat().st_size)]  # bytes that may still come, over all members
    with _whole(source, zipfile.ZipFile, source) as archive:
        for info in archive.infolist():
            name = info.filename.replace("\\", "/")  # as Windows packs
            if _hidden(name):
                ignored.append(name)
            elif not info.is_dir():
                yield Entry(name, 0, os.path.splitext(name)[0], partial(_member, archive, info, left), _reader(name))


def _member(archive, info, left):
    """Bytes of a member of a zip, which is never unpacked to disk."""
    parts = info.filename.replace("\\", "/").split("/")
    if ".." in parts or not parts[0] or ":" in parts[0]:
        raise InputError("its path leaves the folder; pack it anew")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise InputError("a link; pack the file itself")
    data = readers.unzipped(archive, info, left[0])
    left[0] -= len(data)
    return data


def _table(source, columns, ignored):
    """One entry a row, its columns mapped to those of a corpus, further ones carried along."""
    rows, known = _whole(source, readers.TABLES[source.suffix.lower()], _whole(source, source.read_bytes))
    header, *rows = rows or [[]]
    ignored += [unread] if (unread := known.pop("unread", "")) else []
    keys = [_key(name) for name in header]
    found = {column: [key for key in map(_key, names) if key in keys] for column, names in columns.items()}
    place = {keys.index(names[0]): column for column, names in reversed(found.items()) if names}
    if "text" not in place.values():
        remedy = "name it text in the first row, or list its name under [columns] in a file for --credits"
        named = f"{', '.join(header) or 'none'}{unread and f' (not read: {unread})'}"
        raise readers.Stop(f"{source.name}: no column with texts among {named}; {remedy}")
    names = [place.get(i) or _carried(key or f"column_{i + 1}") for i, key in enumerate(keys)]
    names = [name if name not in names[:i] else f"{name}_{i + 1}" for i, name in enumerate(names)]
    for number, row in enumerate(rows, 2):
        if any(cell.strip() for cell in row):
            cells = partial(_cells, dict(zip(names, header, strict=True)), row, known)
            stem = row[names.index("doc_id")] if "doc_id" in names else f"{source.stem}-{number:05}"
            yield Entry(source.name, number, stem.replace("/", "-"), cells, lambda cells: cells)


def _cells(names, row, known):
    """Text of a row, and its other columns."""
    if any(cell.strip() for cell in row[len(names) :]):
        raise InputError(f"{len(row)} cells, {len(names)} columns; quote cells that hold the separator")
    cells = dict(zip(names, row, strict=False))
    if len(cells.get("text", "")) == readers.CELL_LIMIT:
        known = known | {"look_at": ("as long as a cell of Excel can be: probably cut off", "")}
    columns = {
        name: (cell.strip(), f"column {names[name]}") for name, cell in cells.items() if name not in ("text", "doc_id")
    }
    return cells.get("text", ""), known | columns


def _key(name):
    return "_".join(plain(name).split())


def _carried(name):
    """The name under which a further column is carried along: another one where the workbook has its own."""
    taken = name in OWN or name.endswith("_basis") or (name.startswith("side") and name[4:5] not in ("", "_"))
    return f"given_{name}" if taken else name


def open_questions(docs):
    """What a person must decide about the articles of a corpus, as `new` returns or ``read_corpus`` reads them.

    Returns
    -------
    DataFrame [one row an open question; columns column, question, value, doc_id]
        Articles without a day, with an unknown side (``value`` says of whom) or with a note in ``look_at``.
    """
    names = ["publisher", "credited_source", "published_basis", "dateline", "look_at"]
    known = docs.reindex(columns=names).fillna("")
    credit = known["credited_source"].where(known["credited_source"] != "", known["publisher"])
    hint = known["published_basis"].where(known["published_basis"] != "", known["dateline"])
    dated = docs["published"].notna() & (docs["published"].astype(str) != "")
    asked = [("published", "no day; write it as 2023-06-09 if you know it", ~dated, hint)]
    for side in sides(docs):
        value = credit if side == "side_by_origin" else known["publisher"]
        asked.append((side, f"{UNKNOWN}; write state, foreign or a label of your own", docs[side] == UNKNOWN, value))
    asked.append(("look_at", "look at the text, then empty the cell", known["look_at"] != "", known["look_at"]))
    rows = [
        (column, question, *pair)
        for column, question, open_, value in asked
        for pair in zip(value[open_], docs["doc_id"][open_], strict=True)
    ]
    return pd.DataFrame(rows, columns=["column", "question", "value", "doc_id"])


def question_lines(docs):
    """`decisions` as lines for a person: the articles of one value together, most articles first."""
    lines = []
    for (column, question), part in open_questions(docs).groupby(["column", "question"], sort=False):
        groups = sorted(part.groupby("value")["doc_id"], key=lambda group: (-len(group[1]), group[0]))
        lines.append(f"  {column}: {len(part)} x {question}")
        lines += [f"    {value or 'nothing found'}: {_few(list(ids))}" for value, ids in groups[:MOST_GROUPS]]
        lines += [f"    and {len(groups) - MOST_GROUPS} more"] * (len(groups) > MOST_GROUPS)
    return ["To decide, in articles.csv:", *lines] if lines else []


def _few(names):
    return ", ".join(names[:MOST_NAMED]) + f" and {len(names) - MOST_NAMED} more" * (len(names) > MOST_NAMED)


def summary(made):
    """What `new` made as lines for a person: guesses by basis, what was left out, what to decide."""
    lines = []
    for column, basis in GUESSED.items() if "original" in made.articles else ():
        filled = made.articles[~made.articles[column].isin(["", UNKNOWN])]
        counts = filled[basis].value_counts().sort_index().sort_values(ascending=False, kind="stable")
        lines.append(f"  {column:<18}{len(filled):>6}  {_few([f'{name} {n}' for name, n in counts.items()])}")
    aside = [f"{row.file} {row.row or ''}".strip() + f" ({row.problem})" for row in made.set_aside.itertuples()]
    lines += [f"Set aside, {len(aside)}: {_few(aside)}"] if aside else []
    lines += [f"Not read, {len(made.ignored)}: {_few(made.ignored)}"] if made.ignored else []
    return lines + question_lines(made.articles)
