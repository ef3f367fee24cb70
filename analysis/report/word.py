"""Word: the report as a DOCX file, with real headings, captions, alternative texts and header rows (extra ``word``)."""

import io
import zipfile
from importlib.util import find_spec

from analysis.files import InputError
from analysis.report.pdf import tree, words

INSTALL = 'python -m pip install "framing-workbook[word]" (in a checkout: -e ".[word]")'
WIDTH, HIGH = 160, 205  # mm: of the text, and of a picture at most
EPOCH = (1980, 1, 1, 0, 0, 0)  # of every part of the file: two runs give the same bytes
STYLES = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2", "h4": "Heading 3", "li": "List Bullet"}
STYLES |= {"blockquote": "Quote", "figcaption": "Caption", "caption": "Caption"}
INLINE = {"em": "italic", "i": "italic", "cite": "italic", "strong": "bold", "b": "bold"}
TABLE = "Light List"
BLOCKS = {*STYLES, "p", "div", "ul", "ol", "table", "figure", "section", "article", "details", "summary", "pre", "main"}
BLOCKS |= {"body", "header", "footer"}


def check_installed():
    """Raise InputError, with what to install, where python-docx is missing."""
    if find_spec("docx") is None:
        raise InputError("docx: needs python-docx, which is not installed", INSTALL)


def report_docx(html, folder):
    """The page as a Word file: story and chapters with numbered figures, and tables whose first row is repeated.

    Parameters
    ----------
    html : str
        As `page.page` returns it.
    folder : Path
        The exports folder, with the figures that the page offers as PNG.

    Returns
    -------
    bytes
        The same on every run. Quoted lines that the page folds behind a term are left out.
    """
    check_installed()
    import docx  # an optional dependency
    from docx.shared import Mm, Pt

    document, root, buffer = docx.Document(), tree(html), io.BytesIO()
    page = document.sections[0]
    page.page_width, page.page_height, page.left_margin, page.right_margin = Mm(210), Mm(297), Mm(25), Mm(25)
    document.styles[TABLE].font.size = Pt(8)
    _blocks(root["children"], document, folder)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = document.paragraphs[0].text[:255], "", ""
    document.save(buffer)
    return _undated(buffer)


def _blocks(nodes, document, folder):
    """Write nodes as paragraphs, tables and pictures; texts between blocks are a paragraph together."""
    loose = []
    for node in [*nodes, None]:
        if node is not None and (isinstance(node, str) or node["tag"] not in BLOCKS):
            loose.append(node)
            continue
        if "".join(map(words, loose)).strip():
            _runs(loose, document.add_paragraph())
        loose = []
        if node is not None:
            _block(node, document, folder)


def _block(node, document, folder):
    tag = node["tag"]
    if tag == "table":
        _table(node, document)
    elif tag == "figure":
        _picture(node, document, folder)
    elif tag in STYLES or tag == "p":
        _runs(node["children"], document.add_paragraph(style=STYLES.get(tag)))
    else:
        _blocks(node["children"], document, folder)


def _runs(nodes, paragraph, **look):
    """Write text into a paragraph, its white space as in HTML."""
    for node in nodes:
        if isinstance(node, str):
            text = " ".join(f"|{node}|".split())[1:-1]  # a space at either end stays
            run = paragraph.add_run(text)
            for name, value in look.items():
                setattr(run, name, value)
        else:
            _runs(node["children"], paragraph, **look | ({INLINE[node["tag"]]: True} if node["tag"] in INLINE else {}))


def _table(node, document):
    """A table below its caption; its first row is a header that is repeated on every page."""
    from docx.oxml import OxmlElement

    rows = [[cell for cell in row["children"] if _is(cell, "th", "td")] for row in _all(node, "tr")]
    for caption in _all(node, "caption"):
        _runs(caption["children"], document.add_paragraph(style="Caption"))
    made = document.add_table(len(rows), max(map(len, rows)), style=TABLE)
    for row, cells in zip(rows, made.rows, strict=True):
        for cell, place in zip(row, cells.cells, strict=False):
            _runs(cell["children"], place.paragraphs[0])
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _picture(node, document, folder):
    """A picture with its alternative text, and its caption below; only the caption where it has no file."""
    from docx.shared import Mm

    if node["file"]:
        shape = document.add_picture(str((folder / node["file"]).with_suffix(".png")))
        scale = min(1, Mm(WIDTH) / shape.width, Mm(HIGH) / shape.height)
        shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
        shape._inline.docPr.set("descr", node["alt"])
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    for caption in _all(node, "figcaption"):
        _runs(caption["children"], document.add_paragraph(style="Caption"))


def _is(node, *tags):
    return not isinstance(node, str) and node["tag"] in tags


def _all(node, tag):
    """The elements of this kind within a node."""
    for child in node["children"]:
        if _is(child, tag):
            yield child
        elif not isinstance(child, str):
            yield from _all(child, tag)


def _undated(buffer):
    """The file with the same day for each of its parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
