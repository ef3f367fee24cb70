"""Formats: a text, a web page, a Word file or a table is read from its bytes, with the metadata that it holds."""

import importlib
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import PurePosixPath

from charset_normalizer import from_bytes

from analysis.corpus import exports
from analysis.files import BINARY, DISTRIBUTION, InputError, csv_rows

SHORT = 500  # in a text of fewer characters, a detected encoding may be wrong
MOST_BYTES, SLACK, MOST_RATIO = 2_000_000_000, 10_000_000, 200  # limits for the unpacked archive
CELL_LIMIT = 32_767  # most characters in a cell of Excel
PARAGRAPH, MOST_LOST = 80, 0.25  # fewest characters of a paragraph; share of a page that may be lost
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe\0\0": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
INLINE = frozenset("a abbr b bdi cite code em font i mark q s small span strong sub sup time u wbr".split())
UNSEEN = frozenset("script style template noscript svg".split())
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


class Stop(InputError):
    """A problem that always ends the import: a missing library, or an archive that unpacks to too many bytes."""


def safe(function, *args):
    """Call a reader; any exception that its library raises on a damaged file becomes an InputError."""
    try:
        return function(*args)
    except InputError:
        raise
    except Exception as error:  # libraries raise exceptions of many types on a damaged file
        said = f"cannot be read ({type(error).__name__}: {' '.join(str(error).split())[:200]})"
        raise InputError(said, "open it and save it again, without a password") from error


def library(name, extra):
    """Import an optional library; if it is missing, the message names the extra to install."""
    try:
        return importlib.import_module(name)
    except ImportError:
        problem, remedy = f"read by {name}, which is not installed", f'pip install "{DISTRIBUTION}[{extra}]"'
        raise Stop(problem, remedy) from None


def decode(data, declared=None):
    """Decode a text by its byte order mark, as UTF-8, as it declares, or as a detector finds, in this order.

    Returns
    -------
    text : str
        Line ends are kept; a byte order mark is not.
    known : dict
        ``encoding``: its name and the basis of it; ``look_at`` if it was detected in few characters only.

    Raises
    ------
    InputError
        If the encoding cannot be found, and for control characters, which no text contains.

    Examples
    --------
    >>> decode("naïve".encode())
    ('naïve', {'encoding': ('utf-8', 'valid UTF-8')})
    """
    mark = next((name for start, name in MARKS.items() if data.startswith(start)), None)
    tries = {"byte order mark": mark} if mark else {"valid UTF-8": "utf-8", "declared": declared, "detected": ""}
    for basis, encoding in tries.items():
        best = _detected(data) if encoding == "" else None
        try:
            text = data.decode(best.encoding if best else encoding or "ascii")
        except (UnicodeDecodeError, LookupError):
            continue
        if not BINARY.intersection(text):
            known = {"encoding": (best.encoding if best else encoding, basis)}
            said = f"encoding {best and best.encoding} is guessed from few characters: look for wrong letters"
            return text, known | ({"look_at": (said, basis)} if best and len(text) < SHORT else {})
    raise InputError("not text, in an unknown encoding, or with control characters", "save it as UTF-8 text")


def _detected(data):
    """The detected encoding; cp1252 if it fits as well as cp1250 (Central European), which is less common."""
    found = from_bytes(data)
    best = found.best()
    western = [match for match in found if match.encoding == "cp1252"]
    return western[0] if best and best.encoding == "cp1250" and western else best


def read_txt(data):
    """A plain text, and what is known about it: column -> (value, basis)."""
    text, known = decode(data)
    if re.match(r"\s*<(!doctype html|html)\b", text, re.I):
        raise InputError("begins like a web page", "rename it .html")
    return text, known


class Blocks(HTMLParser):
    """The paragraphs and the language of a web page, found even if its tags are not closed."""

    def __init__(self, page):
        super().__init__()
        self.blocks, self.unseen, self.language = [""], "", ""
        self.feed(page)
        self.close()
        self.blocks = [" ".join(block.split()) for block in self.blocks if len(block) >= PARAGRAPH]

    def handle_starttag(self, tag, attrs):
        """Begin a paragraph, unless the tag is part of one."""
        self.language = self.language or (tag == "html" and dict(attrs).get("lang")) or ""
        self.unseen = self.unseen or tag * (tag in UNSEEN)
        self.blocks += [""] * (tag not in INLINE)

    def handle_endtag(self, tag):
        """End a paragraph, unless the tag is part of one."""
        self.unseen = self.unseen * (tag != self.unseen)
        self.blocks += [""] * (tag not in INLINE)

    def handle_data(self, data):
        """Add text to the paragraph, unless it is not shown on the page."""
        self.blocks[-1] += data * (not self.unseen)


def read_html(data):
    """A web page: the article and the metadata that trafilatura finds, compared with all paragraphs of the page.

    If trafilatura finds no article, all paragraphs are taken. ``look_at`` then says so; it also reports if more than a
    quarter of the page's paragraphs are missing from the text.
    """
    trafilatura, label = library("trafilatura", "html"), DECLARED.search(data[:4096])
    label = label and library("webencodings", "html").lookup(label[1].decode())
    page, known = decode(data, label and label.codec_info.name)
    if export := exports.page_text(page):
        return export, known
    dates = {"original_date": True, "extensive_search": False}  # only what the page states
    options = {"include_comments": False, "with_metadata": True, "date_extraction_params": dates}
    found, seen = trafilatura.bare_extraction(page, **options), Blocks(page)
    text, squeezed = (found and found.text) or "", "".join(((found and found.text) or "").split())
    lost = [block for block in seen.blocks if "".join(block.split()) not in squeezed]
    said = "no article was recognised in the page: all its paragraphs were taken"
    if text.strip():
        said = f"{len(lost)} of the page's {len(seen.blocks)} paragraphs are not in the text, first: {lost[:1]}"
    if sum(map(len, lost)) > MOST_LOST * sum(map(len, seen.blocks)):
        known["look_at"] = (said, "")
    text = text if text.strip() else "\n\n".join(seen.blocks)
    names = {"title": "title", "published": "date", "publisher": "sitename", "author": "author", "url": "url"}
    known |= {column: (getattr(found, name, None), "page metadata") for column, name in names.items()}
    title, known["language"] = known["title"][0] or "", (seen.language.split("-")[0], "page metadata")
    return text if title in text.splitlines() or not title else f"{title}\n\n{text}", known


def read_docx(data):
    """A Word file: paragraphs, tables and text boxes with all changes accepted, without headers, notes and comments."""
    document, qn = library("docx", "word"), importlib.import_module("docx.oxml.ns").qn
    check_unpacked_size(data)
    document, lines = document.Document(io.BytesIO(data)), {}
    breaks = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n"}
    for node in document.element.body.iter(qn("w:t"), *breaks):
        if not any(True for _ in node.iterancestors(FALLBACK, qn("w:pPr"))):
            place = next(node.iterancestors(qn("w:p")))
            lines[place] = lines.get(place, "") + (breaks.get(node.tag) or node.text or "")
    made = document.core_properties
    values = {
        "title": made.title,
        "author": made.author,
        "document_created": made.created and f"{made.created:%Y-%m-%d}",
    }
    return "\n\n".join(lines.values()), {name: (value, "Word properties") for name, value in values.items()}


def unzipped(archive, info, most):
    """Bytes of a member of an archive, at most ``most``; they are counted, since the size in a header can be false."""
    parts = []
    with archive.open(info) as file:
        while part := file.read(1 << 16):
            parts.append(part)
            most -= len(part)
            if most < 0:
                raise Stop(f"unpacks to more than {MOST_RATIO} times its size or 2 GB", "move it away")
    return b"".join(parts)


def unpacked_limit(size):
    """How many bytes an archive of ``size`` bytes may unpack to."""
    return min(MOST_BYTES, SLACK + MOST_RATIO * size)


def check_unpacked_size(data):
    """Refuse an Office file, which is a zip archive, if it unpacks to too many bytes."""
    left = unpacked_limit(len(data))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            left -= len(unzipped(archive, info, left))


def read_csv(data):
    """Rows of a table separated by commas, semicolons or tabs: the most frequent of these in its first line."""
    text, known = decode(data)
    first = re.split("[\r\n]", re.sub('"[^"]*"', "", text.lstrip("\r\n")[:100_000]), maxsplit=1)[0]
    return csv_rows(text, max(",;\t", key=first.count)), known


def read_jsonl(data):
    """Rows of a file with one JSON object per line or a list of objects; the first row holds the column names."""
    text, known = decode(data)
    lines = text.split("\n") if text.lstrip()[:1] != "[" else map(json.dumps, json.loads(text))
    objects = []
    for number, line in enumerate(lines, 1):
        try:
            found = json.loads(line) if line.strip() else {}
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise InputError(f"line {number} is not a JSON object", 'write one {"text": "…"} per line')
        objects.append(found)
    header = list(dict.fromkeys(name for found in objects for name in found))
    return [header, *([_cell(found.get(name)) for name in header] for found in objects)], known


def read_xlsx(data):
    """Rows of the first sheet of an Excel file; ``unread`` names the other sheets."""
    openpyxl = library("openpyxl", "tables")
    check_unpacked_size(data)
    first, *others = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets
    rows = [[_cell(value) for value in row] for row in first.iter_rows(values_only=True)]
    said = "all sheets but the first: " + ", ".join(sheet.title for sheet in others)
    return rows, {"unread": said} if others else {}


def read_parquet(data):
    """Rows of a Parquet file."""
    file = library("pyarrow.parquet", "tables").ParquetFile(io.BytesIO(data))
    left = unpacked_limit(len(data))
    rows = [file.schema_arrow.names]
    for batch in file.iter_batches(1000):
        left -= batch.nbytes
        if left < 0:
            raise Stop(f"unpacks to more than {MOST_RATIO} times its size or 2 GB", "save it as CSV")
        rows += [list(map(_cell, row)) for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)]
    return rows, {}


def _cell(value):
    """A cell as text: "" for a missing value, whole numbers without a decimal point, lists and objects as JSON."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None or value != value else value.decode() if isinstance(value, bytes) else str(value)


ARTICLES = {".txt": read_txt, ".html": read_html, ".htm": read_html, ".docx": read_docx}
TABLES = {".csv": read_csv, ".tsv": read_csv, ".jsonl": read_jsonl, ".ndjson": read_jsonl, ".json": read_jsonl}
TABLES |= {".xlsx": read_xlsx, ".parquet": read_parquet}


def read_article(name, data):
    """Text of a file with one article, and what is known about it: column -> (value, basis).

    Parameters
    ----------
    name : str
        Its ending decides how the file is read.
    data : bytes

    Raises
    ------
    InputError
        If there is no reader for such a file, or if the reader cannot use it.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in TABLES or suffix == ".zip":
        raise InputError("a table or zip among articles", "give it alone to --from, or move it away")
    if suffix not in ARTICLES:
        raise InputError("a kind of file that is not read", "save it as .txt, .html or .docx, or move it away")
    return ARTICLES[suffix](data)
