"""Importing: a folder or zip of articles, or a table, becomes a corpus folder; inferred metadata have a basis."""

import os
import re
import shutil
import stat
import tempfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pandas as pd

from analysis.corpus import formats
from analysis.corpus.cleaning import plain, read_phrases
from analysis.corpus.metadata import FROM_NAME, ORDERS, UNKNOWN, Credits, UnclearDay, infer
from analysis.corpus.read import LEXICONS, MANIFEST, ORIGINALS, RESERVED, check, problem_table, side_columns
from analysis.files import BINARY, InputError, InputErrors, bundled, real

TEXTS = "texts"
LARGEST = 100_000_000  # most bytes in the file of an article
LITTER = {"thumbs.db", "desktop.ini", "__macosx"}  # made by file managers, as are names that begin with . or ~$
MOST_GROUPS, MOST_NAMED = 10, 5  # groups shown for a question, and names shown in a list
DAY = re.compile(r"(?<!\d)((?:19|20)\d\d([-_.]?)\d\d\2\d\d)(?!\d)")
COLUMNS = "doc_id file title publisher credited_source published published_latest date_basis".split()
COLUMNS += "side_by_publisher side_by_origin language look_at original original_row encoding".split()
INFERRED = {name: f"{name}_basis" for name in "title published publisher credited_source language encoding".split()}
INFERRED |= {"side_by_publisher": "publisher_side_basis", "side_by_origin": "origin_side_basis"}
OWN = {*RESERVED, *"file text doc_id look_at original original_row encoding published_latest date_basis".split()}


class Entry(NamedTuple):
    """A text of the source: its place (row 0 for a file), its name without ending, and a function that loads it."""

    file: str
    row: int
    stem: str
    load: Callable
    keep: bool = False  # whether its bytes are copied into the folder of originals


class Made(NamedTuple):
    """What an import has made.

    Attributes
    ----------
    articles : DataFrame [one row per article; the columns of ``articles.csv``, all of them text]
    skipped : DataFrame [columns file, row, column, value, problem, remedy]
        Texts that could not be used, see `read.problem_table`.
    ignored : list of str
        Names of hidden files, files of file managers, and sheets that were not read.
    """

    articles: pd.DataFrame
    skipped: pd.DataFrame
    ignored: list


def import_corpus(target, source=None, options=None, step=lambda done: None):
    """Make a corpus folder from articles as people have them, or copy the bundled example.

    All is written to a hidden folder beside the target and read back before that folder is given the target's name.
    The source is not changed; it is copied into the folder ``originals``.

    Parameters
    ----------
    target : path
        A folder that does not exist yet, or is empty.
    source : path, optional
        A folder or zip of .txt, .html and .docx, one of these, or a table (CSV, TSV, JSONL, XLSX, Parquet).
    options : dict, optional
        ``pattern``: what file names contain, as "{published}_{publisher}_{title}", with {} for a part to ignore.
        ``dates``: the order of dates such as 03/04/2020. ``credits``: a file in place of the bundled credits.toml.
        ``errors``: "raise" or "skip" texts that cannot be used.
    step : callable
        Called with the number of texts read so far, after each.

    Returns
    -------
    Made

    Raises
    ------
    InputErrors
        With all texts that cannot be used, unless they are skipped, and all dates whose order has to be stated.
    InputError
        If target, source or an option cannot be used. In each case nothing is written.
    """
    target, source = real(target), source and Path(source)
    _check_paths(target, source)
    home = next(parent for parent in target.parents if os.path.lexists(parent))  # missing folders are made at the end
    try:
        with tempfile.TemporaryDirectory(dir=home, prefix=f".{target.name}.new.") as hidden:
            staging = Path(hidden, "corpus")
            made = _import(staging, source, options or {}, step) if source else _example(staging)
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_dir():
                target.rmdir()
            staging.rename(target)
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", "choose another place", file=str(target)) from error
    return made


def _check_paths(target, source):
    if os.path.lexists(target) and not (target.is_dir() and not any(target.iterdir())):
        raise InputError("exists and is not empty", "choose a new folder", file=str(target))
    if source and not (os.path.isfile(source) or os.path.isdir(source)):
        raise InputError("no such file or folder", "give the path of the articles", file=str(source))
    if source and os.path.isfile(source / MANIFEST):
        raise InputError(
            "shows that this is a corpus folder", "check it, or import only its texts", file=str(source / MANIFEST)
        )
    if source and target.is_relative_to(real(source)):
        raise InputError("lies inside the source", "choose a folder elsewhere", file=str(target))


def _example(staging):
    hidden = shutil.ignore_patterns(".*", "credits.toml")
    shutil.copytree(bundled("seeds"), staging, ignore=hidden)
    return Made(pd.read_csv(staging / MANIFEST, dtype=str, keep_default_na=False), problem_table([]), [])


def _import(staging, source, options, step):
    """Read the texts, infer their metadata, write them and read them back."""
    shape, columns, inferred = _checked(source, options)
    for name in (TEXTS, ORIGINALS):
        (staging / name).mkdir(parents=True)
    ignored = []
    write = partial(_article, shape=shape, inferred=inferred, names=Counter(), staging=staging)
    rows, problems, unclear = _written(_entries(source, columns, ignored), write, step)
    if source.is_file():
        shutil.copyfile(source, staging / ORIGINALS / source.name)
    articles, unusable = _read_back(staging, rows)
    problems += unclear + unusable
    if articles.empty or unclear or (problems and options.get("errors") != "skip"):
        nothing = InputError("no article in it", "give another source", file=source.name)
        raise InputErrors("the corpus", problems or [nothing])
    return Made(articles, problem_table(problems), ignored)


def _written(entries, write, step):
    """Rows of ``articles.csv``, the problems of other entries, and those of dates whose order has to be stated."""
    rows, problems, unclear = [], [], []
    for number, entry in enumerate(entries, 1):
        step(number)
        try:
            rows.append(write(entry))
        except UnclearDay as error:
            unclear.append(error.at(**_place(entry), column="published"))
        except formats.Stop as error:
            raise error.at(file=entry.file) from error
        except InputError as error:
            problems.append(error.at(**_place(entry)))
    return rows, problems, unclear


def _place(entry):
    """File and row of an entry; characters that cannot be printed are escaped, since a file name need not be text."""
    return {"file": "".join(c if c.isprintable() else ascii(c)[1:-1] for c in entry.file), "row": entry.row}


def _checked(source, options):
    """The pattern as a regular expression, names of columns, and `infer` with its lists; raises for wrong options."""
    order, shape = options.get("dates"), _shape(options.get("pattern") or "")
    if order not in (None, *ORDERS):
        raise InputError(f"--dates {order} is not an order", f"choose one of {', '.join(ORDERS)}")
    if shape and source.suffix.lower() in formats.TABLES:
        raise InputError("--pattern applies to file names, not to a table", "leave it out")
    credits = Credits(options.get("credits") or bundled("seeds", LEXICONS, "credits.toml"))
    phrases = read_phrases(bundled("seeds", LEXICONS, "cleaning.toml"))
    return shape, credits.lists["columns"], partial(infer, credits=credits, phrases=phrases, order=order)


def _article(entry, shape, inferred, names, staging):
    """Write one text and its original; returns its row of ``articles.csv``."""
    data, text, known = _read(entry, shape)
    row = inferred(text, known)
    name = _name(entry.stem, names)
    file, original = Path(TEXTS, f"{name}.txt"), Path(ORIGINALS, entry.file)
    (staging / file).write_bytes(text.encode())
    if entry.keep:
        (staging / original).parent.mkdir(parents=True, exist_ok=True)
        (staging / original).write_bytes(data)
    place = {"doc_id": name, "file": file.as_posix(), "original": entry.file, "original_row": str(entry.row or "")}
    return row | place


def _read(entry, shape):
    """Bytes of an entry, its text, and what is known about it; raises InputError if the text cannot be used."""
    data = formats.safe(entry.load)
    text, known = data if entry.row else formats.safe(formats.read_article, entry.file, data)
    known = {column: pair for column, pair in known.items() if pair[0]}
    known = known if entry.row else _named(PurePosixPath(entry.file).stem, shape, known)
    if not text.strip():
        raise InputError("empty", "give it a text, or remove it")
    if "\ufffd" in text:
        known.setdefault("look_at", ("some letters are lost (U+FFFD in the file): look for a better copy", ""))
    for value in (entry.file, text, *(value for value, _ in known.values())):
        formats.safe(str.encode, value)
        if any(mark in value for mark in BINARY):
            raise InputError(f"contains a control character, {min(BINARY.intersection(value))!r}", "remove it there")
    return data, text, known


def _named(stem, shape, known):
    """What is known, and what the file name adds: by the pattern, or else a date in it if none is known."""
    found = shape and re.fullmatch(shape, stem)
    if shape and not found:
        raise InputError("its name does not fit --pattern", "rename it, or give another pattern")
    if found:
        values = {name: value if " " in value else value.replace("_", " ") for name, value in found.groupdict().items()}
        return known | {name: (value.strip(), "pattern") for name, value in values.items()}
    day = DAY.search(stem)
    return ({"published": (day[1].replace("_", "-"), FROM_NAME)} if day else {}) | known


def _shape(pattern):
    """The regular expression of a pattern; raises InputError if its fields cannot be told apart."""
    parts = re.split(r"\{(\w*)\}", pattern)
    fields = list(filter(None, parts[1::2]))
    known = all(field.isidentifier() and _free_name(field) == field for field in fields)
    if pattern and not (fields and known and len(set(fields)) == len(fields) and all(parts[2:-1:2])):
        remedy = "write each column of articles.csv once, with a mark between two: {published}_{publisher}_{title}"
        raise InputError(f"--pattern {pattern} cannot be read from a name", remedy)
    named = (re.escape(part) if n % 2 == 0 else f"(?P<{part}>.+?)" if part else ".*?" for n, part in enumerate(parts))
    return pattern and "".join(named)


def _name(stem, taken):
    """An unused name for a text, whatever its capitals; if it is taken, the folders or a number are added."""
    parts = [re.sub(r"[^\w.]+", "-", unicodedata.normalize("NFC", part)).strip("-._") for part in stem.split("/")]
    tries = [part.encode()[:200].decode(errors="ignore") or "text" for part in (parts[-1], "-".join(parts))]
    name = next((name for name in tries if not taken[name.casefold()]), tries[1])
    while taken[name.casefold()]:
        taken[f"{tries[1]}-".casefold()] += 1  # counted under a key that no name can have
        name = f"{tries[1]}-{taken[f'{tries[1]}-'.casefold()] + 1}"
    taken[name.casefold()] += 1
    return name


def _read_back(staging, rows):
    """The articles as written, without those that a corpus cannot use, and the problems of these."""
    articles = _manifest(staging, rows)
    found = check(staging) if rows else problem_table([])
    problems = [InputError(**one) for one in found.to_dict("records")]
    if (found["row"] == 0).any():
        raise InputErrors("the corpus", problems)
    bad = articles.iloc[found["row"] - 2]
    for name in set(bad["file"]):
        (staging / name).unlink()
    places = zip(bad["original"], (int(row or 0) for row in bad["original_row"]), problems, strict=True)
    moved = [one.at(file=file, row=row) for file, row, one in places]
    return _manifest(staging, articles.drop(bad.index).to_dict("records")), moved


def _manifest(staging, rows):
    """Write ``articles.csv``, with a byte order mark so that spreadsheets read it as UTF-8."""
    articles = pd.DataFrame(rows, dtype=object).fillna("")
    given = [name for name in articles if name.startswith("side") and name not in COLUMNS]
    last = [*INFERRED.values(), *sorted(set(articles) - set(COLUMNS))]
    columns = dict.fromkeys([*COLUMNS[:8], *given, *COLUMNS[8:], *last])
    articles = articles.reindex(columns=list(columns), fill_value="")
    articles[given] = articles[given].replace("", UNKNOWN)
    articles.to_csv(staging / MANIFEST, index=False, encoding="utf-8-sig", lineterminator="\n")
    return articles


def _entries(source, columns, ignored):
    """The texts of a source, in a fixed order; names of hidden files are added to ``ignored``."""
    if source.is_dir():
        yield from _folder(source, ignored)
    elif source.suffix.lower() == ".zip":
        yield from _zip(source, ignored)
    elif source.suffix.lower() in formats.TABLES:
        yield from _table(source, columns, ignored)
    else:
        yield Entry(source.name, 0, source.stem, partial(_file, source, source.parent))


def _hidden(name):
    parts = (part.lower() for part in PurePosixPath(name).parts if part != "..")
    return any(part.startswith((".", "~$")) or part in LITTER for part in parts)


def _folder(source, ignored):
    def fail(error):
        raise InputError(f"cannot be read ({error.strerror})", "check its permissions", file=error.filename)

    for here, folders, names in os.walk(source, onerror=fail):
        links = [name for name in folders if Path(here, name).is_symlink()]
        ignored += [Path(here, name).relative_to(source).as_posix() for name in names + folders if _hidden(name)]
        folders[:] = sorted(name for name in folders if not _hidden(name))
        for path in (Path(here, name) for name in sorted(names + links) if not _hidden(name)):
            name = path.relative_to(source)
            yield Entry(name.as_posix(), 0, name.with_suffix("").as_posix(), partial(_file, path, source), True)


def _file(path, root):
    """Bytes of a file; raises InputError for a link out of the source, for what is not a file, and for large files."""
    if path.is_symlink() and not real(path).is_relative_to(real(root)):
        raise InputError("a link that leads out of the folder", "put the file itself there")
    if not path.is_file():
        raise InputError("not a plain file, or a link to nothing", "put the file itself there")
    if path.stat().st_size > LARGEST:
        raise InputError(f"larger than {LARGEST:,} bytes", "divide it into articles, or move it away")
    return path.read_bytes()


def _whole(source, function, *args):
    """Call a function that reads a source as a whole; its error names the file and ends the import."""
    try:
        return formats.safe(function, *args)
    except InputError as error:
        raise error.at(file=source.name) from error


def _zip(source, ignored):
    left = [formats.unpacked_limit(source.stat().st_size)]  # bytes that the remaining members may unpack to
    with _whole(source, zipfile.ZipFile, source) as archive:
        for info in archive.infolist():
            name = info.filename.replace("\\", "/")  # in archives made by Windows
            if _hidden(name):
                ignored.append(name)
            elif not info.is_dir():
                yield Entry(name, 0, os.path.splitext(name)[0], partial(_member, archive, info, left))


def _member(archive, info, left):
    """Bytes of a member of a zip, which is not unpacked to disk."""
    parts = info.filename.replace("\\", "/").split("/")
    if ".." in parts or not parts[0] or ":" in parts[0]:
        raise InputError("its path leaves the folder", "pack it again")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise InputError("a link", "pack the file itself")
    data = formats.unzipped(archive, info, left[0])
    left[0] -= len(data)
    return data


def _table(source, columns, ignored):
    """One entry per row."""
    rows, known = _whole(source, formats.TABLES[source.suffix.lower()], _whole(source, source.read_bytes))
    header, *rows = rows or [[]]
    unread = known.pop("unread", "")
    ignored += [unread] if unread else []
    names = _column_names(header, columns)
    if "text" not in names:
        remedy = "name it text in the first row, or list its name under [columns] in a file for --credits"
        named = f"{', '.join(header) or 'none'}{unread and f' (not read: {unread})'}"
        raise InputError(f"no column with texts among {named}", remedy, file=source.name)
    for number, row in enumerate(rows, 2):
        if any(cell.strip() for cell in row):
            cells = partial(_cells, dict(zip(names, header, strict=True)), row, known)
            stem = row[names.index("doc_id")] if "doc_id" in names else f"{source.stem}-{number:05}"
            yield Entry(source.name, number, stem.replace("/", "-"), cells)


def _column_names(header, columns):
    """Names for the columns of a table: those of a corpus as ``columns`` lists them, others under their own name."""
    keys = [_key(name) for name in header]
    found = {column: [key for key in map(_key, names) if key in keys] for column, names in columns.items()}
    place = {keys.index(names[0]): column for column, names in reversed(found.items()) if names}
    names = [place.get(i) or _free_name(key or f"column_{i + 1}") for i, key in enumerate(keys)]
    return [name if name not in names[:i] else f"{name}_{i + 1}" for i, name in enumerate(names)]


def _cells(names, row, known):
    """Text of a row, and its other columns."""
    if any(cell.strip() for cell in row[len(names) :]):
        raise InputError(f"{len(row)} cells, {len(names)} columns", "quote cells that contain the separator")
    cells = dict(zip(names, row, strict=False))
    text, _ = cells.pop("text", ""), cells.pop("doc_id", "")
    if len(text) == formats.CELL_LIMIT:
        known = known | {"look_at": ("as long as a cell of Excel can be: probably cut off", "")}
    return text, known | {name: (cell.strip(), f"column {names[name]}") for name, cell in cells.items()}


def _key(name):
    return "_".join(plain(name).split())


def _free_name(name):
    """The name of a further column; "given_" is put before a name that the workbook uses itself."""
    taken = name in OWN or name.endswith("_basis") or (name.startswith("side") and name[4:5] not in ("", "_"))
    return f"given_{name}" if taken else name


def open_questions(docs):
    """What a person has to decide about articles, as `import_corpus` or ``read_corpus`` returns them.

    Returns
    -------
    DataFrame [one row per open question; columns column, question, value, doc_id]
        Undated articles, articles whose side is unknown (``value`` is the publisher or source in question), and
        articles with a note in ``look_at``.
    """
    names = ["publisher", "credited_source", "published_basis", "dateline", "look_at"]
    known = docs.reindex(columns=names).fillna("")
    credit = known["credited_source"].where(known["credited_source"] != "", known["publisher"])
    hint = known["published_basis"].where(known["published_basis"] != "", known["dateline"])
    dated = docs["published"].notna() & (docs["published"].astype(str) != "")

    def ask(column, question, asked, values):
        return [(column, question, *pair) for pair in zip(values[asked], docs["doc_id"][asked], strict=True)]

    rows = ask("published", "undated; write the date as 2023-06-09 if you know it", ~dated, hint)
    for side in side_columns(docs):
        value = credit if side == "side_by_origin" else known["publisher"]
        rows += ask(side, f"{UNKNOWN}; write state, foreign or a label of your own", docs[side] == UNKNOWN, value)
    rows += ask("look_at", "look at the text, then empty the cell", known["look_at"] != "", known["look_at"])
    return pd.DataFrame(rows, columns=["column", "question", "value", "doc_id"])


def question_lines(docs):
    """`open_questions` as lines of text: articles with the same value together, the largest group first."""
    lines = []
    for (column, question), part in open_questions(docs).groupby(["column", "question"], sort=False):
        groups = sorted(part.groupby("value")["doc_id"], key=lambda group: (-len(group[1]), group[0]))
        lines.append(f"  {column}: {len(part)} x {question}")
        lines += [f"    {value or 'nothing found'}: {_few(list(ids))}" for value, ids in groups[:MOST_GROUPS]]
        lines += [f"    and {len(groups) - MOST_GROUPS} more"] * (len(groups) > MOST_GROUPS)
    return ["Open questions, to be answered in articles.csv:", *lines] if lines else []


def _few(names):
    return ", ".join(names[:MOST_NAMED]) + f" and {len(names) - MOST_NAMED} more" * (len(names) > MOST_NAMED)


def summary(made):
    """What `import_corpus` has made, as lines of text: inferred metadata by basis, skipped texts, open questions."""
    lines = []
    for column, basis in INFERRED.items() if "original" in made.articles else ():
        filled = made.articles[~made.articles[column].isin(["", UNKNOWN])]
        counts = filled[basis].value_counts().sort_index().sort_values(ascending=False, kind="stable")
        lines.append(f"  {column:<18}{len(filled):>6}  {_few([f'{name} {n}' for name, n in counts.items()])}")
    skipped = [f"{row.file} {row.row or ''}".strip() + f" ({row.problem})" for row in made.skipped.itertuples()]
    lines += [f"Skipped, {len(skipped)}: {_few(skipped)}"] if skipped else []
    lines += [f"Not read, {len(made.ignored)}: {_few(made.ignored)}"] if made.ignored else []
    return lines + question_lines(made.articles)
