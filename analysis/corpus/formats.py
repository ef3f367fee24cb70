"""Formats: a text, a web page, a Word file or a table is read from its bytes, with the metadata that it holds."""

import email
import email.policy
import importlib
import io
import json
import logging
import re
import tomllib
import unicodedata
import zipfile
import zlib
from contextlib import suppress
from datetime import date
from html import unescape
from pathlib import Path, PurePosixPath

import mistune
import yaml
from bs4 import BeautifulSoup

from analysis.corpus import exports
from analysis.corpus.archives import BROKEN, LOCKED, TOO_MUCH, check_unpacked_size, unpacked_limit
from analysis.corpus.cleaning import EDGE, plain
from analysis.corpus.dates import WRITTEN
from analysis.corpus.encoding import decode, is_written_in, language_code
from analysis.corpus.pages import unwrap
from analysis.files import DISTRIBUTION, InputError, bundled, csv_lines, patterns, read_toml, sound

P = patterns("formats")

CELL_LIMIT = 32_767  # most characters in a cell of Excel
LISTS = read_toml(bundled("seeds", "lexicons", "formats.toml"))
INLINE = frozenset(LISTS["inline"].split())
PAGES = ("text/html", "application/xhtml+xml")
CORE = "docProps/core.xml"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
RELATED = "includes"  # where JSON files of social media keep what their posts refer to
CUT, LINE, SOFT_HYPHEN = "\x1e", "\u2028", "\xad"
HEADED, HEADINGS = 5, ("Title", "Heading 1")  # paragraphs of a Word file whose title has one of these styles
WRAPPED = "its lines were cut at the width of a page and were joined, see the column layout"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office files, and new ones with a password
SIGNS = {kind: re.compile(sign.encode()) for kind, sign in LISTS["signs"].items()}
TABLE = SIGNS.pop("table")
REFUSED = LISTS["refused"] | {"password": LOCKED}


def safe(function, *args):
    """Call a reader; any exception that its library raises on a damaged file becomes an InputError."""
    try:
        return function(*args)
    except InputError:
        raise
    except zipfile.BadZipFile:
        raise InputError(*BROKEN) from None
    except Exception as error:  # libraries raise exceptions of many types on a damaged file
        said = f"cannot be read ({type(error).__name__}: {' '.join(str(error).split())[:200]})"
        raise InputError(said, "open it and save it again, without a password") from error


def library(name, extra):
    """Import an optional library; if it is missing, the message names the extra to install."""
    try:
        return importlib.import_module(name)
    except ImportError:
        remedy = f'python -m pip install "{DISTRIBUTION}[{extra}]" (in a checkout: -e ".[{extra}]")'
        raise InputError(f"read by {name}, which is not installed", remedy) from None


def note(known, said):
    """What is known, with a further sentence in ``look_at``."""
    before, basis = known.get("look_at", ("", ""))
    return known | {"look_at": ("; ".join(filter(None, [before, said])), basis)} if said else known


def with_language(known, text):
    """What is known, the language under its code; one that the letters of the text contradict is said and left out."""
    name, basis = known.get("language", ("", ""))
    code, rest = language_code(name), {column: value for column, value in known.items() if column != "language"}
    if not code or is_written_in(text, code):
        return rest | ({"language": (code or name, basis)} if name else {})
    return note(rest, f"its language is declared as {name} ({basis}), but its letters are of another script")


def _pairs(basis, **values):
    """Values with their basis, days as text; those that are missing are left out."""
    texts = {name: f"{value:%Y-%m-%d}" if isinstance(value, date) else value for name, value in values.items()}
    return {name: (str(text), basis) for name, text in texts.items() if text}


def read_txt(data):
    """A plain text, and what is known about it: column -> (value, basis); lines cut by a page's width are joined."""
    text, known = decode(data)
    if "</" in text or "/>" in text:  # a scraper left tags in: what stands between them is text
        text, lines = P.stray_line.subn("\n\n", text)
        text, inside = P.stray.subn("", text)
        known = note(known, f"tags of markup were taken out: {lines + inside}" if lines + inside else "")
    text = P.entity.sub(lambda found: unescape(found[0]), text)
    text, said = (text, "") if exports.is_export(text) else unwrap(text)
    return text, note(known, WRAPPED * bool(said)) | _pairs("", layout=said)


def paragraphs(page):
    """The paragraphs and the language of a web page, found even if its tags are not closed."""
    soup = _tags(page)
    for tag in soup.find_all(LISTS["unseen"].split()):
        tag.clear()
    for tag in soup.find_all(lambda tag: tag.name not in INLINE):
        tag.insert_before(CUT)
        tag.insert_after(CUT)
    blocks = (" ".join(block.split()) for block in soup.get_text().split(CUT))
    return list(filter(None, blocks)), (soup.html and soup.html.get("lang")) or ""


def read_html(data, declared=None):
    """A web page: the article and the metadata that trafilatura finds, compared with all paragraphs of the page.

    If trafilatura finds no article, all paragraphs are taken. ``look_at`` then says so; it also reports if more than a
    quarter of the page's paragraphs are missing from the text.
    """
    trafilatura, label = library("trafilatura", "html"), P.declared.search(data[:4096])
    page, known = decode(data, declared or (label and label[1].decode()))
    if export := exports.page_text(page):
        return export, known
    dates = {"original_date": True, "extensive_search": False}  # only what the page states
    options = {"include_comments": False, "with_metadata": True, "date_extraction_params": dates}
    found, (blocks, language) = trafilatura.bare_extraction(page, **options), paragraphs(page)
    names = {"title": "title", "published": "date", "publisher": "sitename", "author": "author", "url": "url"}
    values = {column: getattr(found, name, None) for column, name in names.items()}
    title = values["title"] or ""
    text, said = _article_text((found and found.text) or "", blocks, title)
    known = note(known, said) | _pairs("page metadata", language=language, **values)
    return text if title in text.splitlines() or not title else f"{title}\n\n{text}", known


def _article_text(text, blocks, title):
    """The text of an article, all paragraphs of its page if it is empty, and what seems to be lost."""
    long = [block for block in blocks if len(block) >= P.paragraph]
    if not text.strip():
        return "\n\n".join(long), "no article was recognised in the page: all its paragraphs were taken" * bool(long)
    squeezed = "".join(text.split())
    lost = [block for block in long if "".join(block.split()) not in squeezed]
    said = f"{len(lost)} of the page's {len(long)} paragraphs are not in the text, first: {lost[:1]}"
    credit = next((block for block in blocks if len(block) <= 2 * P.paragraph and P.credit.search(block)), "")
    parts, lines = "".join(credit.split()), text.splitlines()
    kept = [line for n, line in enumerate(lines) if n >= EDGE or "".join(line.split()) not in parts or not line.strip()]
    whole = not credit or credit in (" ".join(line.split()) for line in lines)
    top = kept[:1] if kept[0].strip() == title else []
    said *= sum(map(len, lost)) > P.most_lost * sum(map(len, long))
    return text if whole else "\n".join([*top, credit, *kept[len(top) :]]), said


def read_docx(data):
    """A Word file: paragraphs, tables and text boxes with all changes accepted, without headers, notes and comments."""
    document, qn = library("docx", "word"), importlib.import_module("docx.oxml.ns").qn
    check_unpacked_size(data)
    document, lines = document.Document(io.BytesIO(data)), {}
    breaks = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
    unread = (FALLBACK, *map(qn, ("w:pPr", "w:moveFrom", "w:del", "w:rt")))
    for node in document.element.body.iter(qn("w:t"), *breaks):
        if not any(True for _ in node.iterancestors(*unread)):
            place = next(node.iterancestors(qn("w:p")))
            lines[place] = lines.get(place, "") + (breaks.get(node.tag) or node.text or "").replace(SOFT_HYPHEN, "")
    for row in document.element.body.iter(qn("w:tr")):
        cells = [[one for one in cell.iter(qn("w:p")) if lines.get(one, "").strip()] for cell in row.iter(qn("w:tc"))]
        if list(map(len, cells)) == [1, 1] and P.labelling.fullmatch(lines[cells[0][0]]):
            lines[cells[0][0]] += f": {lines.pop(cells[1][0])}"
    made, top = document.core_properties, document.paragraphs[:HEADED]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:  # where there are no properties, python-docx makes some up
        given = CORE in parts.namelist()
    known = _pairs("Word properties", title=made.title, author=made.author, document_created=made.created)
    heading = next((one.text for one in top if one.style is not None and one.style.name in HEADINGS), "")
    return "\n\n".join(lines.values()), (known if given else {}) | _pairs("Word heading", title=heading)


def read_odt(data):
    """An OpenDocument text: headings, paragraphs and cells with all changes accepted, without notes and comments."""
    check_unpacked_size(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body, made = (_tags(archive.read(name).decode()) for name in ("content.xml", "meta.xml"))
    body = body.find("office:text")
    for tag in body.find_all(["text:tracked-changes", "text:note", "office:annotation", "text:ruby-text"]):
        tag.decompose()
    for name, mark in {"text:tab": "\t", "text:line-break": "\n", "text:s": " "}.items():
        for tag in body.find_all(name):
            tag.replace_with(mark * int(tag.get("text:c", 1)))
    lines = [tag.get_text().replace(SOFT_HYPHEN, "") for tag in body.find_all(["text:p", "text:h"])]
    names = ("dc:title", "meta:initial-creator", "meta:creation-date")
    title, author, day = (tag.get_text() if (tag := made.find(name)) else "" for name in names)
    return "\n\n".join(lines), _pairs("ODT properties", title=title, author=author, document_created=day[:10])


def _tags(page):
    """The tags of a page or of an XML file, whose declaration would be a warning."""
    return BeautifulSoup(re.sub(r"<\?xml.*?\?>", "", page, count=1, flags=re.S), "html.parser")


def read_rtf(data):
    """An RTF file; bytes of an unknown encoding become U+FFFD."""
    rtf = library("striprtf.striprtf", "rtf")
    data = rtf.remove_pict_groups(data.decode("latin-1")).encode("latin-1")
    data = re.sub(rb"[\x80-\xff]", lambda byte: b"\\'%02x" % ord(byte[0]), data)
    data = re.sub(rb"(?<=\\'[0-9a-fA-F]{2})[@-[\]-z|~]", lambda byte: b"\\'%02x" % ord(byte[0]), data)  # half a letter
    for old, new in LISTS["rtf"].items():
        data = re.sub(old.encode(), new.encode(), data)
    text = rtf.rtf_to_text(data.decode("ascii"), errors="replace")
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # an emoji is written in two halves
    return text.replace(SOFT_HYPHEN, ""), {}


def read_md(data):
    """A Markdown text without its marks; the keys of a block of YAML or TOML above it are metadata."""
    text, known = decode(data)
    front, text, said = _front_matter(text)
    cells = {column_key(name): (name, cell) for name, value in front.items() if (cell := _cell(value))}
    for column, names in read_toml(bundled("seeds", "lexicons", "columns.toml"))["columns"].items():
        key = next(filter(cells.get, map(column_key, names)), "") if column != "excerpt" else ""
        known |= _pairs("front matter", **{column: cells.pop(key, ("", ""))[1]})
    known |= _pairs("front matter", front_matter=_cell(dict(cells.values())) * bool(cells))
    page = mistune.html(text)
    head = (head := _tags(page).find("h1")) and head.get_text()
    day = P.heading_day.search(head or "")
    known = _pairs("first heading", title=head, published=day and day[0]) | known
    return "\n\n".join(paragraphs(page)[0]), note(known, said)


def column_key(name):
    """The name of a column without capitals, spaces and marks: of "publishedAt" and of "Published at"."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", str(name))).casefold()


def _front_matter(text):
    """The keys of a block of YAML or TOML above a text, the text, and "", or a sentence if the block is neither."""
    block = P.front.match(text)
    try:
        found = (tomllib.loads if block[1] == "+++" else yaml.safe_load)(block[2]) if block else {}
    except (ValueError, yaml.YAMLError):
        return {}, text, "its front matter cannot be read and was left in the text"
    return (found, text[block.end() :], "") if block and isinstance(found, dict) else ({}, text, "")


def read_pdf(data):
    """A PDF file with a layer of text: its lines are joined, see `unwrap`; the column ``layout`` says what was done."""
    pypdf = library("pypdf", "pdf")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports what it repairs
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise InputError(*REFUSED["password"])
    pages = [page.extract_text() for page in reader.pages]
    empty = sum(not re.search(r"\w\w", page) for page in pages)
    if empty == len(pages):
        raise InputError("a PDF file without text, as scanned pages are", "run text recognition (OCR) on it first")
    text = P.apart.sub("", "\f".join(pages))
    text, said = (text, "") if exports.is_export(text) else unwrap(text, printed=True)
    made = reader.metadata or pypdf.DocumentInformation()
    title = (made.title or "") if plain(made.title or "") in plain(text[:2000]) else ""
    day = None
    with suppress(Exception):  # a day that the library cannot read is none
        day = made.creation_date
    known = _pairs("PDF properties", title=title, author=made.author, document_created=day) | _pairs("", layout=said)
    heads = (shape.search(head) for head in text.partition("\f\v")[2].split(" | ") for shape in WRITTEN)
    known |= _pairs("head of the page", published=next((found[0] for found in heads if found), ""))
    return text, note(known, f"{empty} of its {len(pages)} pages hold no text" * bool(empty))


def read_eml(data):
    """An e-mail: its text, or its web page if that says much more; subject, day and sender."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    inner = [part.get_payload(0) for part in message.iter_attachments() if part.get_content_type() == "message/rfc822"]
    if len(inner) == 1:
        text, known = read_eml(inner[0].as_bytes())
        return text, note(known, "the message that is attached to this e-mail was read")
    parts = [part for part in (message.get_body([kind]) for kind in ("plain", "html")) if part]
    found = {part.get_content_subtype(): _part(part) for part in parts}
    known = next((known for _, known in found.values()), {})
    page = "\n\n".join(paragraphs(found["html"][0])[0]) if "html" in found else ""
    text, said = unwrap(found["plain"][0]) if "plain" in found else ("", "")
    values = {"title": message["subject"]} | _sender(message, text or page)
    text, original = _forwarded(page if len(page) > 2 * len(text) else text)
    values |= {"published": message["date"] and message["date"].datetime} | original
    known |= _pairs("e-mail", **values | {"title": P.prefix.sub("", values["title"] or "")}) | _pairs("", layout=said)
    others = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    known = note(known, f"attachments not read: {', '.join(others)}" * bool(others))
    return text, note(known, "forwarded: the day and the sender are those of the original" * bool(original))


def _sender(message, text):
    """The sender of an e-mail, an outlet if its header or one of its last lines is that of a newsletter."""
    sender = next(iter(message["from"].addresses), None) if message["from"] else None
    signs = tuple(read_toml(bundled("seeds", "lexicons", "columns.toml"))["newsletter"]["signs"])
    last = [line.strip() for line in text.casefold().splitlines() if line.strip()][-P.newsletter :]
    listed = message["list-unsubscribe"] or message["list-id"] or any(line.startswith(signs) for line in last)
    return {"publisher" if listed else "author": sender and (sender.display_name or sender.addr_spec)}


def _forwarded(text):
    """The text of a forwarded e-mail below its header, and what this says of it; any other text as it is."""
    names = read_toml(bundled("seeds", "lexicons", "columns.toml"))["mail"]
    columns, lines = {name: column for column, same in names.items() for name in same}, text.splitlines(keepends=True)
    found = [(n, P.header.match(line)) for n, line in enumerate(lines[: P.forwarded])]
    found = [(n, columns[one[1].casefold()], one[2]) for n, one in found if one and one[1].casefold() in columns]
    for first in (n for n, *_ in found):
        block = [one for one in found if first <= one[0] < first + 2 * len(names)]
        original = {column: value.strip() for _, column, value in reversed(block)}
        if original.keys() >= {"author", "published", "to"} or original.keys() >= {"author", "published", "title"}:
            original.pop("to", "")
            original["author"] = re.sub(r"(?<=\w)\W*[<\[(].*", "", original["author"])
            return "".join(lines[block[-1][0] + 1 :]).lstrip("\r\n"), original
    return text, {}


def _part(part):
    """Text of a part of an e-mail, and its encoding."""
    text, known = decode(part.get_payload(decode=True), part.get_content_charset())
    return re.sub(r"(?<=\S) \r?\n", " ", text) if part.get_param("format") == "flowed" else text, known


def read_mhtml(data):
    """A web page saved with its pictures in one file."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    part = next((part for part in message.walk() if part.get_content_type() in PAGES), None)
    if not part:
        raise InputError("holds no web page", "save the page again")
    text, known = read_html(part.get_payload(decode=True), part.get_content_charset())
    address = message["snapshot-content-location"] or part["content-location"] or ""
    return text, _pairs("page metadata", url=address.strip()) | known


def read_csv(data):
    """Rows of a table separated by commas, semicolons or tabs, and what is known about it."""
    rows, known = _read_lines(data)
    return sound(rows), known


def _read_lines(data):
    """The same, with an InputError in place of a row that cannot be read."""
    text, known = decode(data)
    first = re.match('[\r\n]*(?:"[^"]*"|[^"\r\n])*(\r?)(\n?)', text)
    if first[2]:  # a line end of an old Mac is none in a file with line ends of its own
        text = re.sub("\r(?!\n)", "\n" if first[1] else LINE, text)
    quote = "'" if len(P.single.findall(text[: P.sample])) > len(P.double.findall(text[: P.sample])) else '"'
    rows = csv_lines(text, _mark(text, quote), quote)
    return [[cell.replace(LINE, "\n") for cell in row] if isinstance(row, list) else row for row in rows], known


def _mark(text, quote):
    """What separates the cells: the mark of which most of the first lines hold the same number, so not a heading."""
    lines = re.sub(f"(?<![^,;\t\r\n ]){quote}[^{quote}]*({quote}|$)", "", text[: P.sample]).splitlines()
    lines = [line for line in lines if line.strip()][: P.lines] or [""]
    counts = {mark: [line.count(mark) for line in lines] for mark in ",;\t"}
    same = {mark: max(map(found.count, filter(None, found)), default=0) for mark, found in counts.items()}
    return max(counts, key=lambda mark: (same[mark] if len(lines) > 2 else 0, counts[mark][0]))


def read_json(data):
    """Rows of a JSON file: an object, a list of objects in it, or one object a line; a bad line is an InputError."""
    text, known = decode(data)
    try:
        values = [json.loads(text)]
    except ValueError as error:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        values = [_json_line(number, line) for number, line in lines]
        if all(isinstance(value, InputError) for value in values):
            raise InputError(f"not JSON ({error})", 'write one {"text": "…"} per line, or a list of these') from None
    found = [one for value in values for one in _objects(value)]
    flat = [dict(_fields(one)) if isinstance(one, dict) else one for one in found]
    paths = list(dict.fromkeys(path for one in flat if isinstance(one, dict) for path in one))
    rows = ([one.get(path, "") for path in paths] if isinstance(one, dict) else one for one in flat)
    ends = [path[-2] if len(path) > 1 and path[-1] in LISTS["names"] else path[-1] for path in paths]
    header = [end if ends.count(end) == 1 else ".".join(path) for end, path in zip(ends, paths, strict=True)]
    return [header, *rows], known


def _json_line(number, line):
    """The object in a line, or the error that it is none."""
    try:
        value = json.loads(line)
    except ValueError:
        value = None
    said = InputError(f"line {number} is not a JSON object", 'write one {"text": "…"} per line')
    return value if isinstance(value, dict) else said


def _objects(value):
    """The articles in a JSON value: it alone, or the list in it whose longest text is longer than its own."""
    if isinstance(value, list):
        parts = (one if isinstance(one, list) else _nested(one, P.paragraph) or [one] for one in value)
        return [one if isinstance(one, dict) else {"text": one} for part in parts for one in part]
    if not isinstance(value, dict):
        return [value] if isinstance(value, InputError) else []
    if nested := _nested(value):
        return _related(nested, value)
    inner = [one for one in value.values() if isinstance(one, dict)]
    if not inner or len(inner) < len(value) or not set.intersection(*map(set, inner)):
        return [value]
    if all(map(str.isdigit, inner[0])):  # columns of rows, as pandas writes a table
        return [{name: column.get(key) for name, column in value.items()} for key in inner[0]]
    return [{"id": key} | one for key, one in value.items()]


def _related(found, value):
    """Objects with those that they name by a field such as ``author_id``: as ``user`` one of ``includes.users``."""
    lists = value[RELATED].items() if isinstance(value.get(RELATED), dict) else ()
    others = {one.get("id"): {name.removesuffix("s"): one} for name, many in lists for one in many}
    for one in found:
        for name in [name for name in one if name.endswith("_id")]:
            one |= others.get(one[name], {})
    return found


def _nested(value, most=None):
    """The list in an object whose longest text is longer than its own texts, of which none has ``most`` characters."""
    own = max((len(one) for one in value.values() if isinstance(one, str)), default=0) if isinstance(value, dict) else 0
    found = max(_lists(value), key=_longest, default=[]) if isinstance(value, dict) else []
    return found if _longest(found) > own and own < (most or own + 1) else []


def _lists(value):
    """Lists of objects anywhere in a JSON object, but not in such a list."""
    for name, inner in value.items():
        if isinstance(inner, dict) and name != RELATED:
            yield from _lists(inner)
        elif isinstance(inner, list) and inner and all(isinstance(one, dict) for one in inner):
            yield inner


def _longest(value):
    """Length of the longest text in a JSON value."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return len(value) if isinstance(value, str) else max(map(_longest, parts), default=0)


def _fields(value, path=()):
    """The fields of a JSON object and of those in it, each as its path of names and its text."""
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from _fields(inner, (*path, name))
        else:
            yield (*path, name), _cell(inner)


def read_sheet(data):
    """Rows of the first sheet of a workbook, or of a web page or a text that bears its name; all ``sheets`` by name."""
    if not data.startswith((OLE, b"PK")):
        rows, known = read_html_table(data) if TABLE.match(data[:4096]) else read_csv(data)
        if max(map(len, rows), default=0) < 2:
            raise InputError("not a spreadsheet, whatever its name says", "save it again from the program that made it")
        return rows, known
    calamine = library("python_calamine", "tables")
    if data.startswith(b"PK"):
        check_unpacked_size(data)
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = {name: _filled(book.get_sheet_by_name(name)) for name in book.sheet_names}
    texts = (cell for rows in found.values() for row in rows[1:] for cell in row if len(cell) >= P.paragraph)
    if not any(texts) and _has_bare_formulas(data):
        raise InputError("its cells are formulas whose values were not saved", "open it in Excel and save it again")
    return next(iter(found.values()), []), {"sheets": {name: rows for name, rows in found.items() if rows}}


def _filled(sheet):
    """Rows of a sheet; what is written once into cells that are merged over several rows stands in each of these."""
    rows = [list(map(_cell, row)) for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        for row in rows[top : bottom + 1] if len(rows[top][left]) < P.paragraph else ():
            row[left] = rows[top][left]
    return rows


def _has_bare_formulas(data):
    """Whether cells of an Excel file hold formulas without values."""
    if not data.startswith(b"PK"):
        return False
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return any(P.formula.search(archive.read(name)) for name in archive.namelist() if "worksheets/sheet" in name)


def read_html_table(data):
    """Rows of the tables in a web page, or in a spreadsheet written as XML."""
    label = P.declared.search(data[:4096])
    page, known = decode(data, label and label[1].decode())
    rows = [row.find_all(["td", "th", "cell"]) for row in _tags(page).find_all(["tr", "row"])]
    return [["\n".join(paragraphs(str(cell))[0]) for cell in row] for row in rows if row], known


def read_mbox(data):
    """The messages of a mailbox, each with what is known about it, below the name of their column."""
    return [["text"], *(read_eml(part) for part in re.split(rb"(?m)^From .*\r?\n", data) if part.strip())], {}


def read_parquet(data):
    """Rows of a Parquet file."""
    file = library("pyarrow.parquet", "tables").ParquetFile(io.BytesIO(data))
    left = unpacked_limit(len(data))
    rows = [file.schema_arrow.names]
    for batch in file.iter_batches(1000):
        left -= batch.nbytes
        if left < 0:
            raise InputError(TOO_MUCH, "save it as CSV")
        rows += [list(map(_cell, row)) for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)]
    return rows, {}


def names_in_list(values):
    """The texts in a list, and the names of the objects in it, as one text; None for a list of other things."""
    names = [one.get("name", one) if isinstance(one, dict) else one for one in values]
    return "; ".join(filter(None, names)) if all(name is None or isinstance(name, str) for name in names) else None


def _cell(value):
    """A cell as text: "" for a missing value, whole numbers without a decimal point, objects as JSON."""
    if isinstance(value, list) and (names := names_in_list(value)) is not None:
        return names
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None or value != value else value.decode() if isinstance(value, bytes) else str(value)


ARTICLES = {".txt": read_txt, ".html": read_html, ".htm": read_html, ".docx": read_docx, ".odt": read_odt}
ARTICLES |= {".rtf": read_rtf, ".md": read_md, ".markdown": read_md, ".pdf": read_pdf, ".eml": read_eml}
ARTICLES |= {".mhtml": read_mhtml, ".mht": read_mhtml}
TABLES = {".csv": _read_lines, ".tsv": _read_lines, ".parquet": read_parquet}
TABLES |= dict.fromkeys((".xlsx", ".xlsb", ".xls", ".ods"), read_sheet)
RECORDS = {".jsonl": read_json, ".ndjson": read_json, ".json": read_json, ".mbox": read_mbox}  # also among articles
TABLES |= RECORDS


def read_article(name, data):
    """Text of a file with one article, and what is known about it: column -> (value, basis).

    Parameters
    ----------
    name : str
        Its ending decides how the file is read, unless its first bytes show what it is.
    data : bytes

    Raises
    ------
    InputError
        If there is no reader for such a file, or if the reader cannot use it.
    """
    suffix, kind = _kind(name, data)
    if kind in TABLES or kind == ".zip":
        raise InputError("a table or zip among articles", "unpack it, or give it alone to --from")
    if kind not in ARTICLES:
        raise InputError(*REFUSED.get(kind, REFUSED["other"]))
    text, known = ARTICLES[kind](data)
    said = f"its name ends in {suffix or 'nothing'}, but it is a {kind} file and was read as one"
    return text, note(known, said * (ARTICLES.get(suffix) is not ARTICLES[kind]))


def read_table(name, data):
    """Rows of a table, the first with the names of its columns, and what is known: see `read_article`.

    A row that cannot be used is an InputError in place of a list; one whose columns have the names of a corpus is a
    text and what is known about it, as `read_article` returns them.
    """
    suffix, kind = _kind(name, data)
    if kind in REFUSED:
        raise InputError(*REFUSED[kind])
    return (TABLES.get(kind) or (read_html_table if kind == ".html" else TABLES.get(suffix, _read_lines)))(data)


def read_rows(path, remedy):
    """The rows of a file that a person names, a table whatever its ending; ``remedy`` says what it should be."""
    path = Path(path).expanduser()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", "check the name") from None
    if not data.strip(b"\0\t\r\n "):
        raise InputError("empty", remedy)
    return sound(read_table(path.name if path.suffix.lower() in TABLES else f"{path.name}.csv", data)[0])


def _kind(name, data):
    """The ending of a file's name, and the ending that fits its first bytes; both are equal if these show nothing."""
    if not data.strip(b"\0\t\r\n "):
        raise InputError("empty", "give it a text, or remove it")
    suffix, start = PurePosixPath(name).suffix.lower(), data[:4096]
    if start.startswith(b"PK\x03\x04"):
        return suffix, _zip_kind(data) or suffix
    if start.startswith(OLE):
        found = (kind for name, kind in LISTS["streams"].items() if name.encode("utf-16-le") in data)
        return suffix, next(found, suffix)
    found = (kind for kind, sign in SIGNS.items() if sign.match(start))
    kind = next(found, LISTS["named_only"].get(suffix, suffix))
    if kind == ".eml":
        kind = suffix if suffix in (".eml", ".mhtml", ".mht") else ".mhtml" if b"multipart/related" in start else ".eml"
    return suffix, kind


def _zip_kind(data):
    """What a zip archive is, by the names of its members; "" if it is torn."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            opened = archive.read("mimetype")[:80].decode() if "mimetype" in names else ""
            locked = opened and b"encryption-data" in archive.read("META-INF/manifest.xml")
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, ValueError, zlib.error):
        return ""
    found = next((kind for name, kind in LISTS["members"].items() if name in names), ".zip")
    ending = {"text": ".odt", "spreadsheet": ".ods"}.get(opened.rpartition(".")[2], found)
    return "password" if locked else ending
