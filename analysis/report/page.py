"""Page: the story and, folded below it, the chapters, as one page that loads nothing from a network."""

import copy
import re
from itertools import count

from bs4 import BeautifulSoup

from analysis.files import PACKAGE
from analysis.report.chapters import QUESTION, label
from analysis.report.xlsx import dictionary
from analysis.show.html import escape, files, isolated, sentence, table

MOST = 24  # rows of a small table in the story


def page(story, chapters, manifest):
    """One self-contained HTML page; its links to figures and tables are relative to it.

    Parameters
    ----------
    story : Story
    chapters : list of Chapter
        A figure that a finding shows stands in the story; the chapter leads to it.
    manifest : dict
        ``parameters``, ``part``, ``failed``, ``corpus_hash`` and ``versions`` of the run; missing ones are left out.

    Returns
    -------
    str
        The page loads nothing from a network.
    """
    numbers, bodies = count(1), [copy.copy(chapter.body) for chapter in chapters]
    cards = [_card(finding, bodies, numbers, manifest.get("parameters", {})) for finding in story.findings]
    sections = [(chapter.id, escape(chapter.title), escape(chapter.answer)) for chapter in chapters]
    sections = [(*known, _numbered(body, numbers)) for known, body in zip(sections, bodies, strict=True)]
    parts = {
        "title": escape(story.title),
        "failed": _failed(manifest.get("failed", [])),
        "lead": "".join(sentence(text).html for text in filter(None, [manifest.get("part"), *story.lead])),
        "articles": _table(story.table, manifest.get("parameters", {})) if story.table is not None else "",
        "findings": "\n".join(cards) or _answers(chapters),
        "files": files(story.files).html if story.files else "",
        "limits": "\n".join(f"<li>{escape(text)}</li>" for text in story.limits),
        "chapters": "\n".join(_folded(*section) for section in sections),
        "origin": escape(_origin(manifest)),
    }
    frame = (PACKAGE / "report" / "report.html").read_text(encoding="utf-8")
    return re.sub(rf"\{{({'|'.join(parts)})\}}", lambda field: parts[field[1]], frame)


def _card(finding, bodies, numbers, parameters):
    """A finding with its sentences and quotations, and its figure or table beside them."""
    title, said = f"<h3>{escape(finding.title)}</h3>", sentence(finding.text).html if finding.text else ""
    quoted = "".join(_quotation(*quote) for quote in finding.quotes)
    note = f'<p class="note">{escape(finding.note)}</p>' if finding.note else ""
    shown = _figure(finding.figure, bodies, numbers) if finding.figure else ""
    shown += _table(finding.table, parameters) if finding.table is not None else ""
    halves = (said, quoted + note) if said else (quoted, note)
    apart = f"{title}<div>{halves[0]}</div><div>{halves[1]}</div>"
    parts = f"<div>{title}{said}{quoted}{note}</div>{shown}" if shown else apart
    return f'<article class="finding">{parts}</article>'


def _table(small, parameters):
    """A small table of the story, its columns named in words."""
    known, sides = dictionary(), (parameters.get("target"), parameters.get("reference"))
    named = small.replace("", "–").rename(columns=lambda column: label(column, known, sides))
    return table(named, small.attrs["caption"], MOST).html


def _quotation(side, quote, article):
    said = quote if set(quote) & {*'"“'} else f"“{quote}”"  # never marks within the same marks
    outlet, comma, day = article.rpartition(", ")
    source = f"{isolated(outlet)}{comma}{day}" + f" ({isolated(side)})" * bool(side)
    return f"<blockquote><p>{escape(said)}</p> <cite>{escape(source)}</cite></blockquote>"


def _figure(wanted, bodies, numbers):
    """The figure of a finding, taken out of the chapter where it stood; "" where there is none."""
    question = QUESTION.search(wanted)
    for figure in (figure for body in bodies for figure in body.find_all("figure")):
        stem, asked = _stem(figure), figure.find_parent(attrs={"data-question": True})
        if stem and (wanted == stem or (question and asked and asked["data-question"] == question[1])):
            number = next(numbers)
            figure.replace_with(_soup(f'<p class="led">Figure {number} <a href="#figure-{stem}">stands above</a>.</p>'))
            return str(_short(_captioned(figure, number)))
    return ""


def _short(figure):
    """What is measured, the small pictures, and caption and files behind one click; a picture leads to its drawing."""
    drawing = figure.find("a", href=re.compile(r"\.svg$"))
    if small := figure.find_all("source"):
        figure.img["src"] = small[-1].extract()["srcset"]
    if drawing:
        (figure.picture or figure.img).wrap(_soup(f'<a href="{drawing["href"]}"></a>').a)
    if measure := figure.find(class_="measure"):
        figure.insert(0, _soup(f'<p class="unit">{measure.extract().decode_contents()}</p>'))
    details = _soup("<details><summary></summary></details>").details
    details.summary.append(figure.figcaption.strong.extract())
    details.summary.append(_soup('<span class="screen"> How it was counted; files</span>'))
    details.extend(list(figure.figcaption.contents))
    figure.figcaption.append(details)
    return figure


def _stem(figure):
    """The stem of the files of a figure; "" where it has none."""
    link = figure.find("a", href=re.compile("^figures/"))
    return link["href"].removeprefix("figures/").rpartition(".")[0] if link else ""


def _captioned(figure, number):
    """The figure with an id, and its number before the caption."""
    figure["id"] = f"figure-{_stem(figure)}" if _stem(figure) else f"figure-{number}"
    figure.figcaption.insert(0, _soup(f"<strong>Figure {number}.</strong> "))
    return figure


def _numbered(body, numbers):
    """A chapter as HTML, with a number for each of its figures."""
    for figure in body.find_all("figure"):
        _captioned(figure, next(numbers))
    return body.decode_contents()


def _soup(html):
    return BeautifulSoup(html, "html.parser")


def _folded(name, title, answer, body):
    answer = f'<span class="answer">{answer}</span>' if answer else ""
    heading = f'<summary><h2 id="{name}-title">{title}</h2>{answer}</summary>'
    return f'<section id="{name}" aria-labelledby="{name}-title"><details>{heading}{body}</details></section>'


def _failed(failures):
    """What could not be computed, at the top of the page."""
    said = "".join(f"<li>{escape(text)}</li>" for text in failures)
    return f'<div class="failed"><p>Not everything could be computed:</p><ul>{said}</ul></div>' if said else ""


def _answers(chapters):
    """The first finding of each chapter, where there are no findings about the two sides."""
    said = [
        f'<li>{escape(one.answer)} <a href="#{one.id}">{escape(one.title)}</a></li>' for one in chapters if one.answer
    ]
    return f"<ul>{''.join(said)}</ul>"


def _origin(manifest):
    versions = manifest.get("versions", {})
    parts = [" ".join(item) for item in versions.items()]
    return f"Corpus {manifest.get('corpus_hash', 'not known')}. Made with {', '.join(parts)}."
