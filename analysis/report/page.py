"""Page: executed notebooks as one page, without their code."""

import itertools
import re

from analysis.files import PACKAGE
from analysis.show.html import escape, plain

TITLED = re.compile(r'<p class="title"><strong>(.*?)</strong></p>', re.DOTALL)
ANCHOR = re.compile(r'<a class="anchor-link".*?</a>', re.DOTALL)
HEADING = re.compile(r"<h([1-5])[^>]*>(.*?)</h\1>", re.DOTALL)


def page(notebooks, manifest, more=()):
    """One self-contained HTML page; its links to figures and tables are relative to it.

    Parameters
    ----------
    notebooks : list of (name, notebook)
        The title of the first result of each is repeated at the top, the last notebook first.
    manifest : dict
        ``parameters``, ``part``, ``compared``, ``corpus_hash`` and ``versions`` of the run; missing ones are left out.
    more : list of (id, title, HTML)
        Sections that follow those of the notebooks.

    Returns
    -------
    str
        The page loads nothing from a network.
    """
    built = [_section(name, notebook) for name, notebook in notebooks]
    sections = [(name, title, body) for name, title, body, _ in built]
    sections += [(name, escape(title), body) for name, title, body in more]
    findings = [f'{said} <a href="#{name}">{title}</a>' for name, title, _, said in reversed(built) if said]
    parts = {
        "title": escape(_title(manifest.get("parameters", {}))),
        "compared": escape(" ".join(manifest[name] for name in ("part", "compared") if name in manifest)),
        "contents": _listed(f'<a href="#{name}">{title}</a>' for name, title, _ in sections),
        "findings": _listed(findings),
        "sections": "\n".join(_framed(*section) for section in sections),
        "origin": escape(_origin(manifest)),
    }
    frame = (PACKAGE / "report" / "report.html").read_text(encoding="utf-8")
    return re.sub(rf"\{{({'|'.join(parts)})\}}", lambda field: parts[field[1]], frame)


def _section(name, notebook):
    """Name, title, body and answer of one notebook; its headings are moved one level down."""
    body = "".join(_parts(notebook))
    title, answer, numbers = HEADING.search(body), TITLED.search(body), itertools.count(1)
    body = TITLED.sub(r'<p class="answer">\1</p>', HEADING.sub("", body, count=1), count=1)
    body = HEADING.sub(lambda found: _lower(found, f"{name}-{next(numbers)}"), body)
    return name, title[2].strip(), body.replace('href="../', 'href="'), answer[1] if answer else ""


def _parts(notebook):
    """Each text and result of a notebook as HTML."""
    from nbconvert.filters import markdown2html  # here: it takes a second to import

    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield ANCHOR.sub("", markdown2html(cell.source))
        yield from map(_folded, map(_output, cell.get("outputs", [])))


def _lower(heading, name):
    level = int(heading[1]) + 1
    return f'<h{level} id="{name}">{heading[2]}</h{level}>'


def _framed(name, title, body):
    return f'<section id="{name}" aria-labelledby="{name}-title"><h2 id="{name}-title">{title}</h2>\n{body}</section>'


def _output(output):
    """A result as HTML; one without HTML as plain text."""
    data = output.get("data", {})
    return data["text/html"] if "text/html" in data else plain(data.get("text/plain", output.get("text", ""))).html


def _folded(html):
    """HTML with quoted lines, below a title or by themselves, behind one click."""
    title, mark, lines = html.partition('<div class="lines">')
    if not mark or not (title == "" or title.startswith('<p class="title">')):
        return html
    return f"{title}<details><summary>{lines.count('<blockquote>')} quoted lines</summary>{mark}{lines}</details>"


def _listed(items):
    return "\n".join(f"<li>{item}</li>" for item in items)


def _title(parameters):
    compared = [parameters.get(name) for name in ("target", "reference")]
    return f"Who says what, in which words: {' and '.join(compared)} articles" if all(compared) else "Who says what"


def _origin(manifest):
    versions = manifest.get("versions", {})
    parts = [" ".join(item) for item in versions.items()]
    return f"Corpus {manifest.get('corpus_hash', 'not known')}. Made with {', '.join(parts)}."
