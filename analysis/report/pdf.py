"""PDF: the report's page set for paper, tagged for screen readers (extra ``pdf``)."""

import json
import re
import shutil
from html.parser import HTMLParser
from importlib.util import find_spec
from tempfile import TemporaryDirectory

from analysis.files import PACKAGE, InputError

VOID = {"img", "meta", "source", "br", "hr"}
LEFT_OUT = {"head", "nav"}  # elements, and below classes, that only serve a screen
SCREEN = {"skip", "files", "terms"}
INSTALL = 'python -m pip install "framing-workbook[pdf]" (in a checkout: -e ".[pdf]")'


def check_installed():
    """Raise InputError, with what to install, where typst is missing."""
    if find_spec("typst") is None:
        raise InputError(f"pdf: needs typst, which is not installed; {INSTALL}")


def report_pdf(html, folder, fonts=()):
    """The page as PDF/UA: headings, lists, tables, figures with alternative text; fonts embedded, no date.

    Parameters
    ----------
    html : str
        As ``page.page`` returned it. Its text reaches the typesetter as data, never as markup.
    folder : Path
        The exports folder, with the figures that the page offers as SVG.
    fonts : iterable of path
        Font files to use besides the machine's, such as those of the figures.

    Returns
    -------
    bytes
        The same on every run. Lines that the page folds behind a term are left out.
    str
        Which characters no font of this machine can draw, and what to do; "" where there are none. With such
        characters the file is tagged, but not PDF/UA.
    """
    check_installed()
    import typst  # an extra

    source = {
        "input": (PACKAGE / "report" / "report.typ").read_bytes(),
        "root": str(folder),
        "format": "pdf",
        "timestamp": 0,
    }
    source["sys_inputs"] = {"report": json.dumps(Tree(html).root, ensure_ascii=False)}
    with TemporaryDirectory() as kept:
        for font in fonts:
            shutil.copy(font, kept)
        try:
            return typst.compile(**source, font_paths=[kept], pdf_standards="ua-1"), ""
        except typst.TypstError as error:
            missing = re.findall(r'the text `"(.+?)"` could not be displayed', error.diagnostic)
            if not missing:
                raise
        warning = (
            f"report.pdf: this machine has no font for {len(set(missing))} of its characters (such as {missing[0]})"
        )
        return typst.compile(**source, font_paths=[kept]), f"{warning}; for Chinese, install Noto Sans CJK."


class Tree(HTMLParser):
    """The page as nested dicts (tag, class, alt, file, children), text as strings; only what paper needs."""

    def __init__(self, html):
        super().__init__()
        self.root = {"tag": "html", "children": []}
        self.open, self.figure, self.skipped = [self.root], None, 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        node = {"tag": tag, "class": attrs.get("class", ""), "alt": attrs.get("alt", ""), "file": "", "children": []}
        if tag == "figure":
            self.figure = node
        elif tag == "a" and attrs.get("href", "").startswith("figures/") and attrs["href"].endswith(".svg"):
            self.figure["file"] = attrs["href"]
        elif tag == "img":
            self.figure["alt"] = node["alt"]
        if tag in VOID:
            return
        if self.skipped or tag in LEFT_OUT or node["class"] in SCREEN:
            self.skipped += 1
        else:
            self.open[-1]["children"].append(node)
            self.open.append(node)

    def handle_endtag(self, tag):
        if self.skipped:
            self.skipped -= tag not in VOID
        elif tag not in VOID:
            self.open.pop()

    def handle_data(self, data):
        if not self.skipped:
            self.open[-1]["children"].append(data)
