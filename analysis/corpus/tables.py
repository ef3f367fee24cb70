"""Tables of articles: which column holds what, and the cells of a row as text, title, date and publisher."""

import ast
import json
import re
import textwrap
from functools import partial
from html import unescape
from itertools import zip_longest

import mistune

from analysis.corpus.cleaning import plain
from analysis.corpus.formats import CELL_LIMIT, column_key, names_in_list, paragraphs
from analysis.corpus.manifest import RESERVED
from analysis.files import InputError, bundled, patterns, read_toml

P = patterns("tables")

OWN = {*RESERVED, *"file text doc_id look_at layout original original_row encoding published_latest date_basis".split()}


class Columns:
    """Names of columns as tables have them, from ``columns.toml``, and those that the user gives.

    Attributes
    ----------
    said : list of str
        What a reader is told about the columns of a table that was read.
    used : bool
        Whether a table was read.
    """

    def __init__(self, given=()):
        lists = read_toml(bundled("seeds", "lexicons", "columns.toml"))
        self.lists = {column: list(dict.fromkeys(map(column_key, names))) for column, names in lists["columns"].items()}
        self.excerpts = self.lists.pop("excerpt")
        self.markdown = {name for name in self.lists["text"] if "markdown" in name}
        self.missing, self.unnamed = {"", *lists["cells"]["missing"]}, lists["cells"]["unnamed"]
        self.cut = re.compile(rf"(?:\s|…|\.{{3}})*(?:{'|'.join(lists['cut']['endings'])})\s*$", re.I)
        self.given, self.said, self.used = dict(map(self._pair, given)), [], False
        self.folders = {column: name for column, name in self.given.items() if P.folder.fullmatch(name)}
        self.given = {column: name for column, name in self.given.items() if column not in self.folders}

    def _pair(self, given):
        column, mark, name = (part.strip() for part in given.partition("="))
        if not (mark and name and (column in self.lists or re.fullmatch(r"side(_\w+)?", column))):
            remedy = f"write published=Date, for one of {', '.join(self.lists)} or a side such as side_by_party"
            raise InputError(f"--column {given}: not understood", remedy)
        return column, name

    def named(self, header, lines=()):
        """Names for the columns of a table: those of a corpus as far as known, others under their own name.

        A column without a value in any of the numbered rows ``lines`` counts only where no other has such a name.
        """
        keys, self.used = [column_key(name) for name in header], True
        rows = [row for _, row in lines if isinstance(row, list)]
        filled = {i for row in rows for i, cell in enumerate(row) if cell.strip() not in self.missing}
        empty = set(range(len(header))) - filled if rows else set()
        given = {column: self._place(name, header) for column, name in self.given.items()}
        free = ["" if i in given.values() else key for i, key in enumerate(keys)]
        full = {key for i, key in enumerate(free) if i not in empty}
        excerpt = full.isdisjoint(self.lists["text"]) and not full.isdisjoint(self.excerpts)
        lists = self.lists | ({"text": self.excerpts} if excerpt else {})
        found = {column: [free.index(name) for name in names if name in free] for column, names in lists.items()}
        found = {column: [i for i in places if i not in empty] or places[:1] for column, places in found.items()}
        found |= {column: [place] for column, place in given.items()}
        place = {places[0]: column for column, places in found.items() if places}
        self._say([name * (i not in empty) for i, name in enumerate(header)], found, excerpt)
        names = [
            place.get(i) or free_name("_".join(plain(name).split()) or f"column_{i + 1}", place.values())
            for i, name in enumerate(header)
        ]
        return [name if name not in names[:i] else f"{name}_{i + 1}" for i, name in enumerate(names)]

    def _place(self, name, header):
        """Where the column that the user names stands."""
        keys = [column_key(one) for one in header]
        if name not in header and column_key(name) not in keys:
            raise InputError(f"no column {name}", f"choose one of {shown(header)}")
        return header.index(name) if name in header else keys.index(column_key(name))

    def _say(self, header, found, excerpt):
        """Tell which columns are used where several could be, and which are not used."""
        for column, (first, *others) in ((column, places) for column, places in found.items() if places):
            if others:
                also = shown([header[i] for i in others])
                self.said.append(f"column {column}: {header[first]}; not {also} (say --column {column}=…)")
            if column == "text" and excerpt and column not in self.given:
                said = f"column text: {header[first]}, which may be a summary only; no column holds whole texts"
                self.said.append(said)
        used, keys = {i for places in found.values() for i in places}, [column_key(name) for name in header]
        twice = sorted({name for name, key in zip(header, keys, strict=True) if key and keys.count(key) > 1})
        self.said += [f"columns of one name: {shown(twice)}; the first is used"] if twice else []
        rest = [name for i, name in enumerate(header) if name and i not in used and not plain(name).startswith("side")]
        self.said += [f"columns not used: {shown(rest)}{self._advice(rest, found)}"] if rest else []

    def _advice(self, rest, found):
        """What to say if one of the columns that are not used holds a day, an outlet or a title that is missing."""
        missing = [column for column in ("published", "publisher", "title") if not found[column]]
        like = [(column, next(filter(partial(self._is_like, column), rest), "")) for column in missing]
        options = [f"--column {column}={name}" for column, name in like if name and " " not in name]
        options += [f'--column "{column}={name}"' for column, name in like if " " in name]
        if options:
            return f"; say {' '.join(options)} if this is what it holds"
        return f"; say --column {missing[0]}=NAME if one of them holds it" if missing else ""

    def _is_like(self, column, name):
        """Whether a name holds one of the names of a column: "Datum (neu)"."""
        return any(len(listed) > 3 and listed in column_key(name) for listed in self.lists[column])

    def article(self, names, header, row):
        """Text of a row, its other columns as column -> (value, basis), and what is to be looked at."""
        if any(cell.strip() for cell in row[len(names) :]):
            raise InputError(f"{len(row)} cells, {len(names)} columns", "quote cells that contain the separator")
        cells = {name: cell for name, cell in zip(names, row, strict=False) if not self._is_missing(name, cell)}
        raw, _ = cells.pop("text", ""), cells.pop("doc_id", "")
        if re.fullmatch(r"[\W\d_]*\d[\W\d_]*", raw):
            raise InputError("a number, not a text", "leave it out if it is a sum below the table")
        if P.no_text.fullmatch(raw):
            raise InputError("an address or the name of a file, not a text", "put the texts themselves into the column")
        head = dict(zip(names, header, strict=True))
        is_markdown = column_key(head.get("text", "")) in self.markdown
        text, said = self._text(mistune.html(raw) if is_markdown else raw)
        known = {name: (self._value(name, cell), f"column {head[name]}") for name, cell in cells.items()}
        return text, known, "; ".join(said)

    def _is_missing(self, name, cell):
        return name in self.lists and cell.strip() in self.missing

    def _text(self, raw):
        """A text without markup, and what is to be looked at: whether a service or Excel has cut it off."""
        text, said = without_markup(raw), []
        cut = self.cut.search(text)
        if cut:
            said.append(f"the text ends in {cut[0].strip()!r}: probably cut off")
            text = f"{text[: cut.start()]}…"
        if CELL_LIMIT - P.shorter <= len(raw.encode("utf-16-le", "surrogatepass")) // 2 <= CELL_LIMIT:
            said.append("as long as a cell of Excel can be: probably cut off")
        return text, said

    def _value(self, name, cell):
        """The value of another cell; a name with a tag that is nowhere closed is no HTML."""
        markup = name != "url" and (P.closes.search(cell) or not P.tag.search(cell))
        return _flat(" ".join((without_markup(cell) if markup else cell).split()))

    def is_header(self, data):
        """Whether the first line of a file names a column of texts and another one, so that it is a table."""
        line = data[: P.heading].decode(errors="ignore").lstrip("\ufeff\r\n").partition("\n")[0]
        cells = (set(map(column_key, line.split(mark))) for mark in ",;\t")
        return any(
            names & {*self.lists["text"]} and sum(not names.isdisjoint(own) for own in self.lists.values()) > 1
            for names in cells
        )

    def body(self, rows):
        """Header and numbered rows of a table, without lines above the header, empty rows and row numbers of R."""
        numbered = enumerate(rows, 1)
        numbered = [one for one in numbered if not isinstance(one[1], list) or any(map(str.strip, one[1]))]
        names = {column_key(name) for name in self.given.values()}.union(*self.lists.values(), self.excerpts)
        known = [
            len(names.intersection(map(column_key, row))) if isinstance(row, list) else 0
            for _, row in numbered[: P.top]
        ]
        start = known.index(max(known)) if known else 0
        (_, header), *lines = numbered[start:] or [(1, [])]
        if isinstance(header, InputError):
            raise header.at(row=numbered[start][0])
        if max(known, default=0) < 2 and max(map(len, header), default=0) >= P.paragraph:
            return self._numbered([row for _, row in numbered if isinstance(row, list)]), numbered
        return _without_row_numbers(header, lines, self.unnamed)

    def _numbered(self, rows):
        """Names for the columns of a table without a header: the one with the longest texts is called text."""
        sizes = [sum(map(len, cells)) for cells in zip_longest(*rows, fillvalue="")]
        names = [f"column_{i + 1}" for i in range(len(sizes))]
        self.said.append(f"this table seems to have no header row; its columns are called {shown(names)}")
        if "text" not in self.given:
            longest = sizes.index(max(sizes))
            self.said.append(f"column text: {names[longest]}, which has the longest texts")
            names[longest] = "text"
        return names


def _without_row_numbers(header, lines, unnamed):
    full = [row for _, row in lines if isinstance(row, list)]
    first = [row[0] for row in full]
    extra = bool(full) and all(len(row) == len(header) + 1 for row in full)  # R's write.table gives them no heading
    counted = first == [cell for cell in dict.fromkeys(first) if cell.isdigit()]
    if full and counted and (extra or (len(header) > 1 and header[0].strip() in unnamed)):
        lines = [(number, row[1:] if isinstance(row, list) else row) for number, row in lines]
        header = header if extra else header[1:]
    return [name.strip() for name in header], lines


def without_markup(cell):
    """A cell as text: HTML is read as a browser shows it; a text that merely contains "<" or "&" is left as it is.

    Examples
    --------
    >>> without_markup("<p>R&amp;D&nbsp;spending <b>rose</b>.</p><p>So it did.</p>")
    'R&D spending rose.\\n\\nSo it did.'
    >>> without_markup("a & b, for x <b and y> z")
    'a & b, for x <b and y> z'
    """
    for _ in range(3):  # what was escaped twice is read twice
        if P.tag.search(cell):
            cell = "\n\n".join(paragraphs(P.blank.sub("<br>", cell))[0])
        elif P.entity.search(cell):
            cell = P.entity.sub(lambda found: unescape(found[0]), cell)
    return cell


def _flat(cell):
    """The names in a cell that holds a list or an object, as JSON or Python writes them; any other cell as it is."""
    if not re.match(r"\s*[\[{]", cell):
        return cell
    try:
        value = json.loads(cell)
    except ValueError:
        try:
            value = ast.literal_eval(cell)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return cell
    return names_in_list(value if isinstance(value, list) else [value]) or cell


def shown(names):
    """Names as one list, shortened if there are very many."""
    names = [textwrap.shorten(name, 60, placeholder="…") for name in names if name]
    more = f" and {len(names) - P.most_names} more" * (len(names) > P.most_names)
    return f"{', '.join(names[: P.most_names])}{more}" or "none"


def free_name(name, used=()):
    """The name of a further column; "given_" is put before a name that the workbook uses itself."""
    taken = name in OWN or name in used or name.endswith("_basis")
    taken |= name.startswith("side") and name[4:5] not in ("", "_")
    return f"given_{name}" if taken else name
