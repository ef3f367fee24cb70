"""Importing: a folder or zip of articles, or a table, becomes a corpus folder; inferred metadata have a basis."""

import os
import re
import shutil
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pandas as pd

from analysis.asking import front_door
from analysis.corpus import archives, exports, formats
from analysis.corpus.archives import is_hidden
from analysis.corpus.cleaning import read_phrases, without
from analysis.corpus.dates import NUMERIC, ORDERS, WRITTEN, UnclearDay, column_order, days, read_months
from analysis.corpus.encoding import has_letters_of, without_controls
from analysis.corpus.metadata import FROM_FOLDER, FROM_NAME, NAME_YEAR, Credits, from_path, infer, named_alike
from analysis.corpus.outlets import COLUMNS as OUTLETS
from analysis.corpus.outlets import TABLE, UNKNOWN, outlet_table
from analysis.corpus.pages import unwrap
from analysis.corpus.questions import INFERRED, few, missing, summary
from analysis.corpus.read import LEXICONS, MANIFEST, ORIGINALS, check, learned, problem_table, read_corpus
from analysis.corpus.stubs import no_article
from analysis.corpus.tables import Columns, free_name, shown
from analysis.files import BINARY, InputError, InputErrors, bundled, csv_text, patterns, real

TEXTS = "texts"
PROBLEMS = "problems.csv"
REST = "may be the rest of the row above, which could not be read"
READ_ONCE = "credits dates formats languages outlets patterns".split()  # lists for the import only
P = patterns("importing")
COLUMNS = "doc_id file title publisher credited_source published published_latest date_basis".split()
COLUMNS += "publisher_country publisher_ownership side_by_publisher side_by_origin".split()
COLUMNS += "language look_at original original_row encoding".split()


class Entry(NamedTuple):
    """A text of the source: its place (row 0 for a file), its name without ending, and a function that loads it."""

    file: str
    row: int
    stem: str
    load: Callable
    keep: Path | None = None  # a file that is copied into the folder of originals
    within: str = ""  # the name of that file, if this is one of several texts in it


class Made(NamedTuple):
    """What an import has made.

    Attributes
    ----------
    articles : DataFrame [one row per article; the columns of ``articles.csv``, all of them text]
    problems : DataFrame [columns file, row, column, value, problem, remedy]
        Texts and dates that could not be used, see `read.problem_table`; they are also in the file ``problems.csv``.
    ignored : list of str
        Names of hidden files, files of file managers, and sheets that were not read.
    said : list of str
        Which columns of a table were used and which were not.
    outlets : DataFrame [one row per outlet; see `outlets.outlet_table`]
        What ``outlets.csv`` says; a person answers there.
    """

    articles: pd.DataFrame
    problems: pd.DataFrame
    ignored: list
    said: list
    outlets: pd.DataFrame

    def __repr__(self):
        return "\n".join(summary(self))

    def _repr_html_(self):
        return f"<p>{missing(self.articles)} Sides are decided in {TABLE}.</p>{self.outlets.to_html(index=False)}"


@front_door
def import_corpus(target, source=None, options=None, step=lambda done: None):
    """Make a corpus folder from articles as people have them, or copy the bundled example.

    All is written to a hidden folder beside the target and read back before that folder is given the target's name.
    The source is not changed; it is copied into the folder ``originals``. What ``outlets.csv`` says
    of an outlet, and what a person changes there, counts for all its articles.

    Parameters
    ----------
    target : path
        A folder that does not exist yet, or is empty.
    source : path, optional
        A folder or zip of texts (.txt, .html, .docx, .odt, .rtf, .md, .pdf, .eml, .mhtml, .json), one of these, or a
        table (CSV, TSV, JSON, JSONL, Excel, ODS, Parquet) or mailbox.
    options : dict, optional
        ``pattern``: what file names contain, as "{published}_{publisher}_{title}", with {} for a part to ignore.
        ``dates``: the order of dates such as 03/04/2020. ``credits``: a file in place of the bundled credits.toml.
        ``one``: names of files that hold one article although they look like several.
        ``columns``: a list such as ["published=Datum"], what columns of a table hold. ``errors``: "raise", to stop at
        texts that cannot be used, before anything is inferred; default "skip".
    step : callable
        Called with the number of texts read so far, after each.

    Returns
    -------
    Made

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> home = Path(tempfile.mkdtemp())
    >>> _ = (home / "plan - Reuters.txt").write_text(f"Plan goes ahead{chr(10) * 2}The harbour is built, said he.")
    >>> made = import_corpus(home / "mycorpus", home / "plan - Reuters.txt")
    >>> made.articles[["title", "publisher", "side_by_publisher"]].loc[0].tolist()
    ['Plan goes ahead', 'Reuters', 'foreign']
    >>> made.outlets[["name", "side"]].loc[0].tolist()
    ['Reuters', 'foreign']

    Raises
    ------
    InputErrors
        With each column of dates whose order has to be stated, and with all texts that cannot be used if ``errors`` is
        "raise" or no text is left.
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
        remedy = "check it, or import only its texts"
        raise InputError("shows that this is a corpus folder", remedy, file=str(source / MANIFEST))
    if source and target.is_relative_to(real(source)):
        raise InputError("lies inside the source", "choose a folder elsewhere", file=str(target))


def _example(staging):
    hidden = shutil.ignore_patterns(".*", *(f"{name}.toml" for name in READ_ONCE))
    shutil.copytree(bundled("seeds"), staging, ignore=hidden)
    articles = pd.read_csv(staging / MANIFEST, dtype=str, keep_default_na=False)
    return Made(articles, problem_table([]), [], [], pd.DataFrame(columns=OUTLETS))


def _import(staging, source, options, step):
    """Read all texts and write them; only then infer their metadata, and read them back."""
    shape, columns, inferred = _checked(source, options)
    strict, ignored = options.get("errors") == "raise", []
    for name in (TEXTS, ORIGINALS):
        (staging / name).mkdir(parents=True)
    write = _Writer(staging, shape, options.get("one") or (), inferred.keywords)
    kept, problems = _written(_entries(source, columns, ignored), write, step)
    _refuse(problems, strict, source, kept)
    if source.is_file():
        shutil.copyfile(source, staging / ORIGINALS / source.name)
    _add_folders(kept, columns)
    kept = _ordered(kept, inferred.keywords["credits"], options.get("dates"), source.name)
    rows = [inferred((staging / place["file"]).read_bytes().decode(), *known) | place for place, *known in kept]
    articles, unusable, said = _read_back(staging, list(_with_language(staging, rows)))
    _refuse(problems + unusable, strict, source, articles["doc_id"])
    problems = problem_table([*problems, *unusable, *_undated(articles)])
    columns.said += _no_publisher(articles, columns) + said
    outlets = outlet_table(articles, inferred.keywords["credits"].outlets)
    for name, table in ((TABLE, outlets), *[(PROBLEMS, problems)] * (len(problems) > 0)):
        (staging / name).write_text(csv_text(table), encoding="utf-8", newline="")
    return Made(articles, problems, ignored, [*dict.fromkeys(columns.said), *write.said()], outlets)


def _with_language(staging, rows):
    """The rows; a short text of no recognised language has that of most others if its letters can be of it."""
    counts = Counter(row.get("language", "") for row in rows)
    main = max(counts, key=counts.get)
    for row in rows:
        text = "" if row.get("language") or not main else (staging / row["file"]).read_bytes().decode()
        if text and len(text.split()) < P.short and has_letters_of(text, main):
            row |= {"language": main, "language_basis": "short text: that of most articles"}
        yield row


def _named_as_others(kept, outlets):
    """Each text with the outlet of its file's name, where other files name known outlets at the same place."""
    alike = named_alike([place["original"] for place, _ in kept if not place["original_row"]], outlets)
    for place, known in kept:
        name = None if place["original_row"] else alike.get(place["original"])
        yield place, ({"publisher": name} if name else {}) | known


def _add_folders(kept, columns):
    """Add the folders in which texts stand, level by level where these differ, as columns folder, folder_2 …."""
    _check_columns(columns)
    files = [PurePosixPath(place["original"]).parts[:-1] for place, _ in kept]
    levels = [[names[n] if n < len(names) else "" for names in files] for n in range(max(map(len, files), default=0))]
    levels = {f"folder_{n}".removesuffix("_1"): names for n, names in enumerate(levels, 1) if len(set(names)) > 1}
    if unknown := sorted({*columns.folders.values()} - {*levels}):
        raise InputError(f"no column {unknown[0]}", f"choose one of {shown(list(levels))}")
    for name, values in levels.items():
        held = few([f"{value or 'none'} {n:,}" for value, n in Counter(values).most_common()])
        given = [column for column, one in columns.folders.items() if one == name]
        how = f"; say --column publisher={name} or side={name} if it names these" * (not given)
        columns.said.append(f"column {name}: {held}{how}")
        for (_, known), value in zip(kept, values, strict=True):
            known.setdefault(name, (value, FROM_FOLDER))
            known |= dict.fromkeys(given, (value, f"column {name}"))


def _check_columns(columns):
    if columns.given and not columns.used:
        remedy = 'leave it out; what file names hold is said by --pattern "{published}_{publisher}_{title}"'
        raise InputError("--column applies to the columns of tables and JSON files, and there is none", remedy)


def _no_publisher(articles, columns):
    """A sentence, in a list, on how to name publishers if none was found."""
    if (articles["publisher"] != "").any():
        return []
    how = "say --column publisher=COLUMN for the column that names it" if columns.used else "say --pattern"
    return [f"no publisher was found; {how}, write it into {MANIFEST}, or a side into {TABLE}"]


def _refuse(problems, strict, source, kept):
    """Raise the problems if any is too many, or if nothing is left."""
    if not len(kept) or (strict and problems):
        none = InputError("no article in it", "give another source", file=source.name)
        raise InputErrors("the corpus", problems or [none])


def _written(entries, write, step):
    """Place of each text, now written, and what is known about it; and the problems of the others."""
    kept, problems = [], []
    for number, entry in enumerate(entries, 1):
        step(number)
        try:
            kept += write(entry)
        except InputError as error:
            problems.append(error.at(**_place(entry)))
    return kept, problems


def _ordered(kept, credits, order, file):
    """Each text with the order of its date; the order of a column is decided by its dates, or else has to be stated."""
    columns, asked, kept = {}, [], list(_named_as_others(kept, credits.outlets))
    for _, known in kept:
        value, basis = known.get("published", ("", ""))
        columns.setdefault(basis, []).append(value)
    columns[FROM_NAME] = []  # names of files need not be of one kind: each is asked about on its own
    for basis, values in columns.items():
        try:
            columns[basis] = column_order(values, credits.months, order)
        except UnclearDay as error:
            asked.append(error.at(file=file, column=basis))
    if asked:
        raise InputErrors("the corpus", asked)
    for place, known in kept:
        value, basis = known.get("published", ("", ""))
        found, example = columns[basis]
        said = f"{basis}, {found} (as {example})" if found else basis
        yield place, known | ({"published": (value, said)} if value else {}), found or order


def _undated(articles):
    """The problems of dates in a table that could not be read; these articles are undated."""
    for row in articles[articles["published_basis"].str.match("column .*: ")].itertuples():
        problem = row.published_basis.partition(": ")[2]
        remedy = f"write the day as 2023-06-09 in {MANIFEST}, or leave it empty"
        yield InputError(problem, remedy, file=row.original, row=int(row.original_row or 0), column="published")


def _place(entry):
    """File and row of an entry; characters that cannot be printed are escaped, since a file name need not be text."""
    return {"file": "".join(c if c.isprintable() else ascii(c)[1:-1] for c in entry.file), "row": entry.row}


def _checked(source, options):
    """The pattern as a regular expression, `Columns`, and `infer` with its lists; raises for wrong options."""
    order, shape = options.get("dates"), _shape(options.get("pattern") or "")
    if order not in (None, *ORDERS):
        raise InputError(f"--dates {order} is not an order", f"choose one of {', '.join(ORDERS)}")
    if shape and source.suffix.lower() in formats.TABLES:
        raise InputError("--pattern applies to file names, not to a table", "leave it out")
    credits = Credits(options.get("credits") or bundled("seeds", LEXICONS, "credits.toml"))
    phrases = read_phrases(bundled("seeds", LEXICONS, "cleaning.toml"))
    return shape, Columns(options.get("columns") or ()), partial(infer, credits=credits, phrases=phrases)


class _Writer:
    """Writes the articles of each entry, and remembers their names, and those of exports that were already there."""

    def __init__(self, staging, shape, one, lists):
        self.staging, self.shape, self.one = staging, shape, set(one)
        self.outlets, self.phrases = lists["credits"].outlets, lists["phrases"]
        self.names, self.seen, self.twice, self.texts, self.copies = Counter(), {}, [], {}, []

    def __call__(self, entry):
        """Place of each article of an entry, as columns of ``articles.csv``, and what is known of it."""
        data = None if entry.row else formats.safe(entry.load)
        original = self.staging / ORIGINALS / (entry.within or entry.file)
        linked = entry.within and entry.keep and entry.keep.is_symlink()  # where it leads was not looked at
        if entry.keep and not linked and not original.exists():
            original.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(entry.keep, original) if entry.within else original.write_bytes(data)
        found = [self._compared(*one) for one in self._divided(entry, *_read(entry, data))]
        return [self._put(*one) for one in found if one]

    def _divided(self, entry, text, known):
        """The articles of a text that a database may have exported: entry, text, what is known, and `Part.key`."""
        whole = {entry.file, PurePosixPath(entry.file).name} & self.one
        if not whole and (kind := no_article(text, self.phrases)):
            also = "remove the row" if entry.row else f"say --one {entry.file!r} if this is one"
            raise InputError(f"looks like {kind}, not like an article", f"save the article itself, or {also}")
        if entry.row:
            return [(entry, text, known, None)]
        parts = [] if whole else exports.parts(text)
        if not whole and len(parts) < 2:
            _check_single(entry, exports.body(text, parts), self.phrases)
        if len(parts) < 2:
            known = _named(entry.file, self.shape, known | (parts[0].known if parts else {}))
            read = [(_joined(entry, text, part), known, part.key(text)) for part in parts] or [(text, known, None)]
            return [(entry, *read[0])]
        known = {name: known[name] for name in ("encoding", "look_at") if name in known}
        entries = [entry._replace(row=n, stem=_stem(part.known)) for n, part in enumerate(parts, 1)]
        read = [(_joined(entry, text, part), known | part.known, part.key(text)) for part in parts]
        return [(one, *values) for one, values in zip(entries, read, strict=True)]

    def _compared(self, entry, text, known, values):
        """An article, or None if an export held it before; another text of that outlet, day and title is noted."""
        place = f"{entry.file} {entry.row or ''}".strip()
        known = formats.with_language(known, values[-1] if values else text)
        if not values:
            first = self.texts.setdefault(hash(" ".join(text.split())), place)
            self.copies += [f"{place} is {first}"] if first != place else []
            return entry, text, known
        publisher, published, title, words = values
        same = tuple(self.outlets.same(publisher)), _day_of(published), *re.findall(r"\w+", title.casefold())
        words, before = "".join(re.findall(r"\w+", words.casefold())), self.seen.setdefault(same, [])
        for first, other in before:
            if words[: P.same] == other[: P.same] and abs(len(words) - len(other)) <= len(words) / 50:
                self.twice.append(f"{place} is {first}")
                return None
        if before and title:
            known = formats.note(known, f"has outlet, day and title of {before[0][0]}, but another text")
        before.append((place, words))
        return entry, text, known

    def said(self):
        """What a reader is told about articles that were not taken twice, and about texts that were."""
        lists = {
            "Articles that stand in two exports, taken once": self.twice,
            "Same texts, all kept; move one of two away if it is a copy": self.copies,
        }
        return [f"{what}, {len(names)}: {few(names)}" for what, names in lists.items() if names]

    def _put(self, entry, text, known):
        house = from_path(entry.file.replace("!", "/"), self.outlets)
        known = ({"publisher": house} if house else {}) | known
        name = _name(entry.stem, self.names)
        file = Path(TEXTS, f"{name}.txt")
        (self.staging / file).write_bytes(text.encode())
        place = {"doc_id": name, "file": file.as_posix(), "original": entry.file, "original_row": str(entry.row or "")}
        return place, known


def _check_single(entry, text, phrases):
    """Raise InputError if a text that no layout divides looks like several articles, also without consent notices."""
    if exports.several(text) and (n := exports.several(without(text, "site_banner", phrases))):
        remedy = f"save each as a file of its own, make a table of them, or say --one {entry.file!r} if it is one"
        raise InputError(f"looks like several articles ({n})", remedy)


def _joined(entry, text, part):
    """The text of one article of an export, its lines joined where they were cut at the width of a page."""
    joined = part.joined(text, lambda body: unwrap(body, printed=entry.file.lower().endswith(".pdf"))[0])
    return joined.strip("\r\n\f")


def _stem(known):
    """A name for an article of an export: outlet, day and the first words of its title."""
    publisher, published, title = (known.get(name, ("",))[0] for name in ("publisher", "published", "title"))
    day = _day_of(published)
    words = " ".join(title.split()[:6])[:40]
    return f"{publisher} {day} {words}".replace("/", "-").strip() or "article"


def _day_of(published):
    """The day of an export as 2023-06-05; as it is written if its order is not certain; "" for no day."""
    try:
        return str((days(published, read_months()) or [""])[0])
    except UnclearDay:
        return published


def _read(entry, data):
    """Text of an entry without control characters, and what is known about it; raises InputError without a text."""
    text, known = formats.safe(entry.load) if entry.row else formats.safe(formats.read_article, entry.file, data)
    text, said = without_controls(text)
    known = formats.note(known, said)
    if "\ufffd" in text:
        known = formats.note(known, "some letters are lost (U+FFFD in the file): look for a better copy")
    known = {column: (without_controls(value)[0], basis) for column, (value, basis) in known.items() if value}
    if not text.strip():
        raise InputError("empty", "give it a text, or remove it")
    for value in (entry.file, text, *(value for value, _ in known.values())):
        formats.safe(str.encode, value)
    if any(mark in entry.file for mark in BINARY):
        raise InputError("its name contains a control character", "rename it")
    return text, known


def _named(file, shape, known):
    """What is known, and what the file name adds: by the pattern, or else a date in it, or in its folder a year."""
    stem = PurePosixPath(file).stem
    found = shape and re.fullmatch(shape, stem)
    if shape and not found:
        raise InputError("its name does not fit --pattern", "rename it, or give another pattern")
    if found:
        values = {name: value if " " in value else value.replace("_", " ") for name, value in found.groupdict().items()}
        return known | {name: (value.strip(), "pattern") for name, value in values.items()}
    saved, (day, is_certain) = P.saved.search(stem), _day_in(P.saved.sub("", stem))
    year = None if is_certain else P.year.search(P.saved.sub("", file))
    values = {"published": day, NAME_YEAR: year and year[0], "saved": saved and _day_of(saved[1].replace("_", "-"))}
    return {name: (value, FROM_NAME) for name, value in values.items() if value} | known


def _day_in(stem):
    """A day in a file name, as written, and whether it is certain: if not, the order of day and month is asked."""
    if day := P.day.search(stem):
        return day[1].replace("_", "-"), True
    stem, asked = stem.replace("_", " "), ""
    for found in filter(None, (shape.search(stem) for shape in (*WRITTEN, NUMERIC))):
        try:
            if days(found[0], read_months()):
                return found[0], True
        except UnclearDay:
            asked = asked or found[0]
    return asked, False


def _shape(pattern):
    """The regular expression of a pattern; raises InputError if its fields cannot be told apart."""
    parts = re.split(r"\{(\w*)\}", pattern)
    fields = list(filter(None, parts[1::2]))
    known = all(field.isidentifier() and free_name(field) == field for field in fields)
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
    """The articles as written, without those that a corpus cannot use, the problems of these, and what was learned."""
    articles, said = _manifest(staging, rows), []
    found = check(staging) if rows else problem_table([])
    if len(found) < len(rows) <= P.announced:
        said = learned(*read_corpus(staging, errors="skip")[:2])
    problems = [InputError(**one) for one in found.to_dict("records")]
    if (found["row"] == 0).any():
        raise InputErrors("the corpus", problems)
    bad = articles.iloc[found["row"] - 2]
    for name in set(bad["file"]):
        (staging / name).unlink()
    places = zip(bad["original"], (int(row or 0) for row in bad["original_row"]), problems, strict=True)
    moved = [one.at(file=file, row=row) for file, row, one in places]
    return _manifest(staging, articles.drop(bad.index).to_dict("records")), moved, said


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
        found = _folder(source, ignored)
    elif archives.is_zip(source.name):
        found = [Entry(source.name, 0, source.stem, lambda: source)]
    elif source.suffix.lower() in formats.TABLES:
        yield from _table(source.name, source.read_bytes, columns, ignored)
        return
    else:
        found = [Entry(source.name, 0, source.stem, partial(_file, source, source.parent))]
    for entry in found:
        yield from _each(entry, columns, ignored)


def _each(entry, columns, ignored):
    """The articles of a file among others, which may be a zip archive."""
    if not archives.is_zip(entry.file):
        yield from _records(entry, columns, ignored)
        return
    try:
        for inner in _zip(entry, ignored):
            yield from _records(inner, columns, ignored)
    except InputError as error:
        yield entry._replace(load=partial(_row, columns, (error.at(file=""),), {}))


def _records(entry, columns, ignored):
    """The articles of a file among others: a table, a JSON file or a mailbox may hold several."""
    entry, is_table = _looked_into(entry, columns)
    if not is_table:
        yield entry
        return
    try:
        rows = list(_table(entry.file, entry.load, columns, ignored))
    except InputError as error:
        rows = [entry._replace(row=1, load=partial(_row, columns, (error.at(file=""),), {}))]
    entry = entry._replace(within=entry.within or entry.file)
    for row in rows:
        stem = entry.stem if len(rows) == 1 else f"{entry.stem}-{row.row:05}"
        yield entry._replace(file=row.file, row=row.row, load=row.load, stem=stem)


def _looked_into(entry, columns):
    """An entry, and whether it is a table: by its name, or by the names of columns in the first line of a text."""
    suffix = PurePosixPath(entry.file).suffix.lower()
    if suffix not in formats.LISTS["loose"]:
        return entry, suffix in formats.TABLES
    try:
        data = entry.load()
    except InputError as error:
        return entry._replace(load=partial(_row, columns, (error,), {})), False
    return entry._replace(load=lambda: data), columns.is_header(data)


def _folder(source, ignored):
    def fail(error):
        raise InputError(f"cannot be read ({error.strerror})", "check its permissions", file=error.filename)

    for here, folders, names in os.walk(source, onerror=fail):
        links = [name for name in folders if Path(here, name).is_symlink()]
        ignored += [Path(here, name).relative_to(source).as_posix() for name in names + folders if is_hidden(name)]
        folders[:] = sorted(name for name in folders if not is_hidden(name))
        for path in (Path(here, name) for name in sorted(names + links) if not is_hidden(name)):
            name = path.relative_to(source)
            yield Entry(name.as_posix(), 0, name.with_suffix("").as_posix(), partial(_file, path, source), path)


def _file(path, root):
    """Bytes of a file; raises InputError for a link out of the source, for what is not a file, and for large files."""
    if path.is_symlink() and not real(path).is_relative_to(real(root)):
        raise InputError("a link that leads out of the folder", "put the file itself there")
    if not path.is_file():
        raise InputError("not a plain file, or a link to nothing", "put the file itself there")
    if path.stat().st_size > archives.LARGEST:
        raise InputError(f"larger than {archives.LARGEST:,} bytes", "divide it into articles, or move it away")
    return path.read_bytes()


def _zip(entry, ignored):
    """The files in a zip archive: the source, or one in the folder of it, whose name then stands before theirs."""
    within = entry.file if entry.keep else ""
    for path, load in archives.members(formats.safe(entry.load)):
        name = f"{within}/{path}".strip("/") or entry.file
        if is_hidden(path):
            ignored.append(name)
        else:
            yield entry._replace(file=name, within=within, stem=os.path.splitext(name)[0], load=load)


def _table(name, load, columns, ignored):
    """One entry per row of a table, or of all sheets of a workbook that hold texts."""
    try:
        rows, known = formats.safe(formats.read_table, name, formats.safe(load))
    except InputError as error:
        raise error.at(file=name) from error
    sheets, refused, found = known.pop("sheets", {}), [], []
    places = {f"{name}!{sheet}": rows for sheet, rows in sheets.items()} if len(sheets) > 1 else {name: rows}
    for place, rows in places.items():
        said = len(columns.said)
        try:
            found += list(_rows(place, rows, columns, known))
        except InputError as error:
            del columns.said[said:]
            refused.append(error.at(file=place))
    if refused and not found:
        raise refused[0]
    ignored += [f"{error.file}: {error.problem}" for error in refused]
    return found


def _rows(name, rows, columns, known):
    """One entry per row of a table."""
    header, lines = columns.body(rows)
    names = columns.named(header, lines)
    if not header:
        raise InputError("no article in it", "give another source")
    if "text" not in names:
        remedy = "say --column text=NAME for the column that holds the whole texts"
        remedy += "; if this is an article, put a row with the names of the columns above it" * ("url" not in names)
        remedy += "; if none does, save the pages behind its addresses into a folder, and give that" * ("url" in names)
        raise InputError(f"no column with texts among {shown(header)}", remedy)
    rests = _rests(lines)
    for number, row in lines:
        stem = isinstance(row, list) and dict(zip(names, row, strict=False)).get("doc_id")
        stem = stem or f"{PurePosixPath(name.replace('!', '/')).stem}-{number:05}"
        about = formats.note(known, REST * (number in rests))
        yield Entry(name, number, stem.replace("/", "-"), partial(_row, columns, (names, header, row), about))


def _rests(lines):
    """Numbers of rows that may be what is left of one that cannot be read: the next, and more with commas of prose."""
    found = set()
    for (above, before), (number, row) in pairwise(lines):
        prose = isinstance(row, list) and any(cell.startswith(" ") for cell in row[1:])
        if isinstance(row, list) and (isinstance(before, InputError) or (above in found and prose)):
            found.add(number)
    return found


def _row(columns, row, known):
    """Text of a row, and its other columns; a row may be read already, or be an error."""
    if isinstance(row[-1], InputError):
        raise row[-1]
    if isinstance(row[-1], tuple):
        return row[-1]
    text, found, said = columns.article(*row)
    return text, formats.note(known, said) | found
