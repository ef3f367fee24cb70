"""Story: the first page of a report: who is compared, what was found, and what that does not show."""

import ast
import re
import textwrap
import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from html import unescape

import pandas as pd

from analysis.corpus.read import other_side
from analysis.files import PACKAGE, InputError, shortened
from analysis.show.exports import SMALL_ROWS
from analysis.show.html import isolated
from analysis.stats.sides import LABEL, LEAST, reading
from analysis.workbook.cells import as_exported, conditions, filled, rows, written
from analysis.workbook.readings import FILE
from analysis.workbook.result import TEXT
from analysis.workbook.sentences import passage, said_by, speaker
from analysis.workbook.wording import capital, listed, outlet_and_day, plural

DRAWN = re.compile(r'class="phone" hidden>([^<]*)</strong>.*?href="[^"]*figures/([\w.-]+)\.png"', re.S)
FINDINGS = "findings"  # the exported table of what stands, one sentence a row
NAMED = 4  # outlets of a side, and limits of the comparison, that are named
FEW = 8  # rows of the table of what is compared
ARTICLES = ["title", "publisher", "published"]
OUTLETS = {"articles": ("doc_id", "size"), "first_day": ("published", "min"), "last_day": ("published", "max")}
OUTLETS |= {"n_tokens": ("n_tokens", "sum")}


@dataclass(frozen=True)
class Finding:
    """A finding: a sentence, what it rests on, and a quotation of each side.

    Attributes
    ----------
    title, text, note : str
        The sentence; further sentences; counts and limits.
    quotes : tuple of (str, str, str)
        Side and quotation of each, and who says it, where somebody is named, in which article.
    figure : str
        Stem of its figure, or the question that draws it, as ``sides.frames()``; "" where there is none.
    table : DataFrame, optional
        A small table in place of a figure, all text; its caption in ``table.attrs``.
    """

    title: str
    text: str = ""
    note: str = ""
    quotes: tuple = ()
    figure: str = ""
    table: pd.DataFrame | None = None


@dataclass(frozen=True)
class Story:
    """The first page: title, who is compared and how far that carries, findings, and what they do not show.

    ``table`` has a row for each article that is compared, or for each of the outlets with most articles.
    """

    title: str
    lead: tuple = ()
    findings: tuple = ()
    limits: tuple = ()
    table: pd.DataFrame | None = None
    files: dict = field(default_factory=dict)  # address of the table of findings, by what the link says


@cache
def texts():
    """What ``report.toml`` beside this file has: chapters, their order, sentences, names of columns."""
    return tomllib.loads((PACKAGE / "report" / "report.toml").read_text(encoding="utf-8"))


def story(comparison, tables, notebooks=()):
    """The story of a run: the one that its author wrote about this comparison, or one made from the findings.

    Parameters
    ----------
    comparison : Comparison
    tables : dict of str to DataFrame
        The exported tables, as `claims.read_tables` returns them.
    notebooks : list of (name, notebook)
        Executed; where they asked for findings and none was exported, the answer of that cell is said.

    Returns
    -------
    Story

    Raises
    ------
    InputError
        A written story with a number that no table contains, or a quotation that its article does not contain.
    """
    written = comparison.story
    told = _written(written, comparison, tables) if written else _computed(comparison, tables, notebooks)
    offered = {"Findings by rule": f"tables/{FINDINGS}.csv"} if FINDINGS in tables else {}
    return replace(told, table=_compared(comparison), files=offered)


def _compared(comparison):
    """The articles that are compared, by side and day; where they are many, the outlets with most of them."""
    docs, column, said = comparison.articles().table, comparison.sides.column, _sentences(comparison)
    titles = comparison.corpus.tokens.docs.set_index("doc_id")["title"]
    docs = docs.assign(title=[textwrap.shorten(titles[one], LABEL, placeholder="…") for one in docs["doc_id"]])
    docs = docs.assign(last=docs[column].astype(str) != comparison.sides.target)
    docs = docs.sort_values(["last", "published"], kind="stable")
    sides = [] if comparison.alone else [column, other_side(docs, column)]
    columns = dict.fromkeys([*ARTICLES, *sides, "credited_source", "n_tokens"])
    outlets = docs.groupby(["publisher", *sides[:1]], sort=False, as_index=False).agg(**OUTLETS)
    few = len(docs) <= FEW
    table = docs[list(columns)] if few else outlets.nlargest(FEW, "articles", keep="first")
    more = f": {FEW} of {len(outlets)}, those with most articles" * (len(outlets) > FEW)
    caption = TEXT.vformat(said["articles" if few else "outlets"], (), {"n": len(docs), "more": more})
    table = table.loc[:, ~table.isin([""]).all() & table.notna().any()]
    table = table.map(lambda cell: shortened(cell, LABEL) if isinstance(cell, str) else cell)
    table.attrs["caption"] = caption
    return table


def _written(written, comparison, tables):
    """The story of readings.toml, with the numbers of this run."""
    tables = tables | as_exported([comparison.articles().renamed("articles"), comparison.corpus.chains()])
    findings = [
        Finding(
            *(filled(one.get(name, ""), tables) for name in ("title", "text", "note")),
            tuple(_quotation(*quote, comparison) for quote in one.get("quotes", [])),
            one.get("figure", ""),
            _small_table(one.get("table"), tables),
        )
        for one in written["findings"]
    ]
    parts = [tuple(filled(text, tables) for text in written.get(name, [])) for name in ("lead", "limits")]
    return Story(written["title"], parts[0], tuple(findings), parts[1])


def _quotation(doc_id, quote, comparison):
    """Side, quotation, and who says it in which article; InputError where the article does not contain it."""
    corpus, found = comparison.corpus, passage(comparison.corpus.tokens, doc_id, quote)
    if found.empty:
        raise InputError(f"quotation {quote[:60]!r}: not in the article {doc_id}", "quote it as printed", file=FILE)
    docs = corpus.tokens.labels_of(found)
    return str(docs[comparison.sides.column][0]), quote, said_by(outlet_and_day(docs)[0], speaker(corpus, found))


def _small_table(asked, tables):
    """A part of a table: its rows and columns as readings.toml asks for them."""
    if not asked:
        return None
    wanted = conditions(asked.get("where", "")) or {}
    table = rows(tables, asked["name"], wanted, *asked["columns"])[asked["columns"]]
    table.attrs["caption"] = asked["caption"]
    return table


def _computed(comparison, tables, notebooks):
    """A story made from the findings; without findings where that table is missing or empty."""
    said, sides = _sentences(comparison), comparison.sides
    target, reference = (shortened(label, LABEL) for label in sides[1:])
    title = said["title"].format(n=comparison.n, target=target, reference=reference)
    rows = tables[FINDINGS].to_dict("records") if FINDINGS in tables else []
    found = comparison.limits().table.query("limits == 'limits'").head(NAMED).itertuples()
    limits = (*(f"{capital(row.found)}. {row.meaning}" for row in found), *said["limits"])
    nothing = [] if rows else [text for _, notebook in notebooks for text in _answers(notebook)][-1:]
    findings = tuple(_finding(row, sides[1:], tables) for row in rows)
    findings += tuple(_overview(notebooks, findings))
    return Story(title, (*_lead(comparison, said), *nothing), findings, limits)


def _overview(notebooks, findings):
    """Further figures of the run with what their titles say, until the page has so many as report.toml says."""
    said, outputs = (
        texts()["story"],
        (out for _, one in notebooks for cell in one.cells for out in cell.get("outputs", [])),
    )
    html = "".join(output.get("data", {}).get("text/html", "") for output in outputs)
    titles = {stem: unescape(title) for title, stem in DRAWN.findall(html)}
    figures = [finding.figure for finding in findings if finding.figure]
    left = [
        stem for stem in said["overview"] if stem in titles and not any(stem.split("-")[0] in one for one in figures)
    ]
    for stem in left[: max(said["figures"] - len(figures), 0)]:
        yield Finding(titles[stem], note=said["described"], figure=stem)


def _answers(notebook):
    """What the cells of a notebook that ask for findings answer: the first line of each."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and f".{FINDINGS}(" in cell.source:
            for output in cell.outputs:
                yield from output.get("data", {}).get("text/plain", "").splitlines()[:1]


def _finding(row, sides, tables):
    """A row of the findings as a Finding; a quotation that is missing is left out."""
    places = zip(("target", "reference"), (shortened(label, LABEL) for label in sides), strict=True)
    quotes = [(side, *(row[f"{place}_{name}"] for name in ("quote", "article", "speaker"))) for place, side in places]
    quotes = tuple((side, quote, said_by(*source)) for side, quote, *source in quotes if quote)
    return Finding(row["finding"], note=row["footnote"], quotes=quotes, figure=_pictured(row["question"], tables))


def _pictured(question, tables):
    """The question itself; where it is about one term, the stem of a figure that has it in a first row, or ""."""
    asked = [argument.value for argument in ast.parse(question, mode="eval").body.args]
    if not asked:
        return question
    known = texts()["figures"].items()
    return next((stem for stem, columns in known if asked[0] in _first_rows(tables.get(stem), *columns)), "")


def _first_rows(table, row, block):
    """The rows that a figure draws on any screen: the first of each block, those with a flag last.

    Where blocks are numbers, the first with a positive one, and the last with a negative one.
    """
    if table is None:
        return ()
    rows = table.drop_duplicates(row)
    negative = rows[block].str.startswith("-")
    rows = pd.concat([rows[~negative], rows[negative][::-1]]) if block == "g2" else rows
    rows = rows.sort_values("flag", key=lambda flag: flag != "", kind="stable") if "flag" in rows else rows
    blocks = rows[block].where(rows[block].map(written).isna(), rows[block].str.startswith("-"))
    return set(rows.groupby(blocks).head(SMALL_ROWS // blocks.nunique())[row])


def _sentences(comparison):
    """The sentences of report.toml about two sides, or about articles that are not compared."""
    return texts()["story"] | (texts()["alone"] if comparison.alone else {})


def _lead(comparison, said):
    """Who is compared, and how far that carries, or why nothing is: two sentences."""
    docs, column = comparison.articles().table, comparison.sides.column
    parts = [docs[docs[column].astype(str) == label] for label in comparison.sides[1:] if label] or [docs]
    names = [_outlets(part["publisher"]) for part in parts]
    days = docs["published"].dropna()
    months = dict.fromkeys(f"{day:%B %Y}" for day in (days.min(), days.max()) if len(days))
    names, period = "; ".join(dict.fromkeys(names)), " to ".join(months) or "all undated"
    fields = {"n": comparison.n, "by": f" {reading(column)}", "names": names, "period": period, "docs": len(docs)}
    others = sum(~comparison.corpus.articles[column].astype(str).isin(comparison.sides[1:]))
    sentences = [said["compared"], *[said["others"]] * bool(others and not comparison.alone)]
    who = " ".join(TEXT.vformat(text, (), fields | {"others": others}) for text in sentences)
    carries = said["few" if min(map(len, parts)) < LEAST else "enough"].format(least=LEAST)
    return who, comparison.alone or carries


def _outlets(publishers):
    """The outlets of a side with most articles, by name, and how many more there are."""
    counts = publishers.replace("", "no outlet named").value_counts()
    names, more = [isolated(shortened(name, LABEL)) for name in counts.index[:NAMED]], len(counts) - NAMED
    return listed([*names, *([f"{plural(more, 'other outlet')}"] if more > 0 else [])])
