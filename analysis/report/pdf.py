"""PDF: the report for printing, tagged for screen readers (extra ``pdf``)."""

import json
import re
import shutil
from importlib.util import find_spec
from tempfile import TemporaryDirectory

from analysis.files import PACKAGE, InputError

SCREEN_TAGS = {"head", "img", "source", "br", "hr", "script"}  # left out, as they only serve a screen
SCREEN_CLASSES = {"skip", "unseen", "led", "files", "terms", "phone", "unit", "screen"}
MOST = 15  # rows of a table on paper
INSTALL = 'python -m pip install "framing-workbook[pdf]" (in a checkout: -e ".[pdf]")'


def check_installed():
    """Raise InputError, with what to install, where typst is missing."""
    if find_spec("typst") is None:
        raise InputError("pdf: needs typst, which is not installed", INSTALL)


def report_pdf(html, folder, fonts=()):
    """The page as PDF/UA: headings, lists, tables, figures with alternative text; fonts embedded, no date.

    Parameters
    ----------
    html : str
        As `page.page` returns it. Its text is passed to the typesetter as data, never as markup.
    folder : Path
        The exports folder, with the figures that the page offers as SVG.
    fonts : iterable of path
        Font files to use besides those of the machine.

    Returns
    -------
    bytes
        The same on every run. Quoted lines that the page folds behind a term are left out.
    str
        Which characters no font of the machine can draw, and what to do; "" where there are none. With such
        characters the file is tagged, but does not meet PDF/UA.
    """
    check_installed()
    import typst  # an optional dependency

    with TemporaryDirectory() as kept:
        for font in fonts:
            shutil.copy(font, kept)
        source = _source(html, folder) | {"font_paths": [kept]}
        try:
            return typst.compile(**source, pdf_standards="ua-1"), ""
        except typst.TypstError as error:
            missing = re.findall(r'the text `"(.+?)"` could not be displayed', error.diagnostic)
            if not missing:
                raise
        return typst.compile(**source), _warning(set(missing), missing[0])


def _source(html, folder):
    """What is typeset: the template, with the page as data."""
    template = (PACKAGE / "report" / "report.typ").read_bytes()
    data = {"report": json.dumps(tree(html), ensure_ascii=False)}
    return {"input": template, "root": str(folder), "format": "pdf", "timestamp": 0, "sys_inputs": data}


def _warning(missing, example):
    problem = f"this machine has no font for {len(missing)} of the characters in report.pdf (such as {example})"
    return f"{problem}; for Chinese, install Noto Sans CJK."


def tree(html):
    """The page as nested dicts (tag, class, alt, file, children) with text as strings; without parts for screens.

    Tables of results have `MOST` rows, and a sentence says where the others are.
    """
    from bs4 import BeautifulSoup  # here: it takes long to import

    root = BeautifulSoup(html, "html.parser").html
    for box in root.find_all("div", attrs={"data-rows": True}):
        _cut(box, int(box["data-rows"]))
    return _node(root)


def _cut(box, n):
    """Leave the first rows of a table."""
    for rest in [*box.select("tr")[MOST + 1 :], *box.find_all("p", recursive=False)]:
        rest.decompose()
    if n > (shown := len(box.select("tr")) - 1):
        asked = box.find_parent(attrs={"data-question": True}) or box.parent
        file = asked.find("a", href=re.compile(r"^tables/.+\.csv$"))
        place = f"the file {file['href']}" if file else "the notebook"
        box.append(f"The first {shown:,} of {n:,} rows; all are in {place}.")


def words(node):
    """The text of a node of `tree`."""
    return node if isinstance(node, str) else "".join(map(words, node["children"]))


def _node(element):
    name, tag = element.get("class", [""])[0], "div" if element.name == "summary" and element.h2 else element.name
    node = {"tag": tag, "class": name, "alt": "", "file": "", "children": []}
    if element.name == "figure":
        files = [link["href"] for link in element.find_all("a")]
        node["alt"] = element.img["alt"]
        node["file"] = next((file for file in files if file.startswith("figures/") and file.endswith(".svg")), "")
    for child in element.children:
        if isinstance(child, str):
            node["children"].append(str(child))
        elif child.name not in SCREEN_TAGS and not SCREEN_CLASSES.intersection(child.get("class", [])):
            node["children"].append(_node(child))
    return node
