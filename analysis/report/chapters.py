"""Chapters: the sections of the executed notebooks in the reader's order, as HTML, without code."""

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from analysis.files import InputError, bundled, read_text
from analysis.report.story import FINDINGS, texts
from analysis.report.xlsx import described, dictionary
from analysis.show.html import plain

QUESTION = re.compile(r"\.(\w+)\(")
SIDES = ("_target", "_reference")
ENDS = re.compile("_target$|_reference$")
NAME = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b(?!\.\w)")  # of a column; not of a file


@dataclass(frozen=True)
class Chapter:
    """A chapter of the report: its id, its title, its answer in a sentence, and its content as an element."""

    id: str
    title: str
    answer: str
    body: Tag


@dataclass(frozen=True)
class Section:
    """A section of a notebook: its heading, the questions that its cells call, and its content as HTML."""

    heading: str
    questions: frozenset
    html: str


def chapters(notebooks, sides=("target", "reference")):
    """The chapters of a report; one that would be empty is left out.

    Parameters
    ----------
    notebooks : list of (name, notebook)
        Executed. A notebook that ``report.toml`` does not know has a chapter of its own.
    sides : (str, str)
        Labels of the two sides, for the names of columns.

    Returns
    -------
    list of Chapter
    """
    said, notebooks = texts(), dict(notebooks)
    order = {name: said["order"].index(name) if name in said["order"] else len(said["order"]) for name in notebooks}
    named = sorted(notebooks, key=order.get)
    parts = [(name, section) for name in named for section in sections(notebooks[name])]
    others = ({"id": name, "title": name, "notebooks": [name]} for name in named if name not in said["order"])
    known = [*said["chapter"], *others]
    home = [_home(name, section, known) for name, section in parts]
    here = {one["id"]: [part for (_, part), at in zip(parts, home, strict=True) if at == one["id"]] for one in known}
    made = [_chapter(one, here[one["id"]], sides) for one in known]
    return [one for one in [*made, methods(said["methods"], sides)] if one.body.get_text(strip=True)]


def checked_chapters(names):
    """Names of chapters with commas between them as a set; all of them where nothing is given.

    "story" stands for the story alone. Raises InputError for a name that is not a chapter's.

    Examples
    --------
    >>> sorted(checked_chapters("words, slogans"))
    ['slogans', 'words']
    """
    known = [*(one["id"] for one in texts()["chapter"]), texts()["methods"]["id"], "claims"]
    asked = [name.strip() for name in names.split(",")] if names else known
    for name in asked:
        if name not in [*known, "story"]:
            raise InputError(f"chapter {name!r}: unknown", f"choose from {', '.join(['story', *known])}")
    return {*asked} - {"story"}


def methods(chosen, sides=("target", "reference")):
    """The chapter on methods: sections of the bundled notebook, with what was measured when it was executed."""
    import nbformat  # here: it takes long to import

    notebook = nbformat.reads(read_text(bundled("notebooks") / f"{chosen['notebook']}.ipynb"), as_version=4)
    found = {section.heading: section for section in sections(notebook)}
    return _chapter(chosen, [found[name] for name in chosen["sections"] if name in found], sides)


def sections(notebook):
    """The sections of a notebook, one a heading, in their order."""
    cells = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("#"):
            cells.append([])
        cells[-1:] = [[*(cells[-1] if cells else []), cell]]
    return [_section(part) for part in cells]


def _section(cells):
    heading = cells[0].source.splitlines()[0].lstrip("# ") if cells[0].cell_type == "markdown" else ""
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    return Section(heading, frozenset(QUESTION.findall(code)), "".join(part for cell in cells for part in _shown(cell)))


def _shown(cell):
    """The text or the results of a cell as HTML."""
    from nbconvert.filters import markdown2html  # here: it takes a second to import

    if cell.cell_type == "markdown":
        yield markdown2html(cell.source)
        return
    asked = QUESTION.search(cell.source)
    if asked and asked[1] == FINDINGS:  # they are the story
        return
    yield f'<div data-question="{asked[1] if asked else ""}">'
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if output.get("output_type") == "error":
            yield f'<div class="failed">{plain(f"Not computed: {output.ename}: {output.evalue}").html}</div>'
        else:
            text = data.get("text/plain", output.get("text", ""))
            yield data["text/html"] if "text/html" in data else plain(text).html
    yield "</div>"


def _home(name, section, known):
    """The id of the chapter in which a section stands."""
    asked = [one["id"] for one in known if section.questions.intersection(one.get("questions", []))]
    return (asked or [one["id"] for one in known if name in one["notebooks"]])[0]


def _chapter(known, parts, sides):
    """One chapter: sections below their headings, then the caveats of all of them together."""
    caveats = texts()["caveats"]
    content = "".join(part.html for part in parts if part.heading != caveats)
    more = "".join(part.html for part in parts if part.heading == caveats)
    body = element(f"{content}{more}")
    _tidy(body, known["id"])
    for table in body.find_all("table"):
        _narrowed(table)
    _labelled(body, sides)
    return Chapter(known["id"], known["title"], _answer(body, known.get("answer", [])), body)


def _answer(body, questions):
    """What the first of these questions says that was asked; else the first title of a result; "" without one."""
    asked = (body.select_one(f'[data-question="{one}"]') for one in questions)
    places = [one for one in asked if one and one.get_text(strip=True)] or [body]
    said = places[0].select_one("p.title strong, figcaption strong.phone") or places[0].select_one(
        "[data-question] > p"
    )
    return said.get_text(" ", strip=True) if said else ""


def element(html):
    """HTML as a BeautifulSoup element that holds it."""
    return BeautifulSoup(f"<div>{html}</div>", "html.parser").div


def _tidy(body, name):
    """Headings one level below the chapter's, each with an id; long lines folded; nothing twice."""
    for mark in body.select("a.anchor-link"):
        mark.decompose()
    said = set()
    for number, heading in enumerate(body.find_all(re.compile("^h[1-5]$")), 1):
        if heading.get_text() == texts()["caveats"] and heading.get_text() in said:
            heading.decompose()
            continue
        said.add(heading.get_text())
        heading.name, heading.attrs = ("h3" if heading.name < "h3" else "h4"), {"id": f"{name}-{number}"}
    for link in body.find_all("a", href=re.compile(r"^\.\./")):
        link["href"] = link["href"].removeprefix("../")
    for figure in body.find_all("figure"):
        numbers = figure.find_next_sibling("details")
        if figure.a and numbers and numbers.summary.get_text() == "Numbers":
            numbers.decompose()  # the same as the CSV file that the figure offers
    for table in [table for table in body.find_all("table") if not table.caption]:
        _framed(table)
    for lines in body.select("div.lines"):
        _fold(lines)


def _framed(table):
    """A table of a text like those of results: in a box that can be scrolled, with the heading above as its caption."""
    heading = table.find_previous(["h3", "h4"])
    caption = element("<table><caption><span></span></caption></table>").caption
    caption.span.string = heading.get_text() if heading else ""
    table.insert(0, caption)
    for head in table.find_all("th"):
        head["scope"] = "col"
    box = element('<div class="scroll" role="group" tabindex="0" aria-label="Table"></div>').div
    table.wrap(box)


def _fold(lines):
    """Quoted lines behind one click."""
    details = BeautifulSoup("<details><summary></summary></details>", "html.parser").details
    details.summary.string = f"{len(lines.find_all('blockquote'))} quoted lines"
    lines.wrap(details)
    details.insert(0, details.summary)


def _narrowed(table):
    """A table without its least important columns, which the caption counts, where it has many."""
    wide, rows = texts()["wide"], [row.find_all(["th", "td"]) for row in table.find_all("tr")]
    names, gone = [ENDS.sub("", head.get_text()) for head in rows[0]], []
    for group in map(str.split, wide["dropped"]):
        if len(names) - len(gone) > wide["columns"]:
            gone += [number for number, name in enumerate(names) if name in group]
    for cell in [row[number] for row in rows for number in gone if number < len(row)]:
        cell.decompose()
    if gone:
        table.caption.span.append(f" {wide['more'].format(n=len(gone))}")


def _labelled(body, sides):
    """Columns in words, in captions and heads of tables, there with their meaning where a pointer rests on it."""
    known = dictionary()
    for text in [text for part in body.select("caption, figcaption, p.title") for text in part.find_all(string=NAME)]:
        text.replace_with(NAME.sub(lambda column: label(column[0], known, sides), text))
    for head in body.find_all("th"):
        column = head.get_text()
        head.string = label(column, known, sides)
        if meaning := described(column, known)[2]:
            head["title"] = meaning
    for table in body.find_all("table"):
        names = [head.get_text() for head in table.find_all("th")]
        for row in table.select("tbody tr"):
            for cell, name in zip(row.find_all("td"), names, strict=False):
                cell["data-label"] = name  # stands before the cell where rows are stacked, on a phone


def label(column, known, sides=("target", "reference")):
    """A column of a table as a reader sees it: words, and the label of the side it is about.

    Examples
    --------
    >>> label("n_docs_target", dictionary(), ("state", "foreign")), label("credited_source", dictionary())
    ('articles with it (state)', 'text by')
    """
    for end, side in zip(SIDES, sides, strict=True):
        if column.endswith(end) and column.removesuffix(end) in known.index:
            return f"{label(column.removesuffix(end), known)} ({side})"
    return texts()["labels"].get(column, column.replace("_", " ") if column in known.index else column)
