"""Questions: what a person has to decide about a corpus, by outlet where it concerns one; what an import has made."""

import pandas as pd

from analysis.corpus.outlets import DIFFERS, NO_OUTLET, SIDES, UNKNOWN, key, read_outlets
from analysis.corpus.read import side_columns

MOST_GROUPS, MOST_NAMED = 10, 5  # groups shown for a question, and names shown in a list
INFERRED = {name: f"{name}_basis" for name in "title published publisher credited_source language encoding".split()}
INFERRED |= SIDES
SIDE = f"{UNKNOWN}; write state, foreign or a label of your own into outlets.csv"
NO_SIDE = f"{UNKNOWN}, with outlets of several sides; write a side into articles.csv"
UNDATED = "undated; write the date as 2023-06-09 into articles.csv if you know it"
LANGUAGE = "not recognised, as in short texts; write en, zh, de or another code into articles.csv"
LOOK = "look at the text, then empty the cell in articles.csv"


def open_questions(docs):
    """What a person has to decide about articles, as `import_corpus` or ``read_corpus`` returns them.

    Returns
    -------
    DataFrame [one row per open question; columns column, question, value, articles, doc_ids]
        Outlets of unknown side (``value`` is their name; "(no outlet)" for all articles that name none), articles whose
        outlets are of several sides, undated articles, articles whose language `import_corpus` did not recognise,
        sides that differ from those in ``outlets.csv``, and notes in ``look_at``; by number of articles.
        ``doc_ids`` names the first of them.
    """
    outlets, sides, spelled, rows = read_outlets(), side_columns(docs), {}, []
    text = docs.drop(columns="text", errors="ignore").astype(object)
    for row in text.where(text.notna(), "").to_dict("records"):
        for column, question, value in _asked(row, sides, outlets):
            rows.append((column, question, spelled.setdefault(key(value) or value, value), row["doc_id"]))
    table = pd.DataFrame(rows, columns=["column", "question", "value", "doc_id"])
    groups = [(*names, len(part), few(list(part["doc_id"]))) for names, part in table.groupby(list(table)[:3])]
    found = pd.DataFrame(groups, columns=["column", "question", "value", "articles", "doc_ids"])
    first = found["column"].map({"side": 0, "publisher": 1, "published": 2, "look_at": 4}).fillna(3)
    by = ["first", "question", "articles", "value"]
    found = found.assign(first=first).sort_values(by, ascending=[True, True, False, True], ignore_index=True)
    return found.drop(columns="first")


def _asked(row, sides, outlets):
    """The questions that an article raises, as (column, question, value)."""
    publisher = row.get("publisher") or NO_OUTLET
    texts = {"side_by_origin": row.get("credited_source") or publisher}
    texts = [texts.get(column, publisher) for column in sides if row[column] == UNKNOWN]
    names = [part for text in texts for part in outlets.parts(text) if not outlets.labels(part) - {""}]
    yield from (("side", SIDE, name) for name in dict.fromkeys(names))
    if texts and not names:
        yield "publisher", NO_SIDE, "; ".join(dict.fromkeys(filter(None, texts)))
    if not row.get("published"):
        yield "published", UNDATED, row.get("published_basis") or row.get("dateline", "")
    if "language_basis" in row and not row.get("language"):
        yield "language", LANGUAGE, ""
    for column, basis in SIDES.items():
        if row.get(basis, "").startswith(DIFFERS):
            yield column, f"{row[column]} in {row[basis]}", publisher
    if row.get("look_at"):
        yield "look_at", LOOK, row["look_at"]


def outlet_questions(docs):
    """One question for each outlet of unknown side, by its name."""
    asked = open_questions(docs).query("column == 'side'")
    ends = "state, foreign, or a label of your own"
    return {row.value: f"{row.value}, {_n(row.articles)}: {ends}" for row in asked.itertuples()}


def question_lines(docs):
    """`open_questions` as lines of text: the values of a question together, those of most articles first."""
    lines = []
    for (column, question), part in open_questions(docs).groupby(["column", "question"], sort=False):
        lines.append(f"  {column}: {len(part) if column == 'side' else part['articles'].sum()} x {question}")
        for row in part.head(MOST_GROUPS).itertuples():
            lines.append(f"    {row.value or 'nothing found'}: {row.doc_ids if column != 'side' else _n(row.articles)}")
        lines += [f"    and {len(part) - MOST_GROUPS} more"] * (len(part) > MOST_GROUPS)
    return ["Open questions:", *lines] if lines else []


def _n(n):
    return f"{n:,} article{'s' * (n != 1)}"


def few(names):
    """The first names of a list, and how many more there are."""
    return ", ".join(names[:MOST_NAMED]) + f" and {len(names) - MOST_NAMED} more" * (len(names) > MOST_NAMED)


def missing(articles):
    """One sentence: how many articles have no day, no title, no side."""
    count = {name: int(articles.get(name, pd.Series(UNKNOWN)).isin(["", UNKNOWN]).sum()) for name in INFERRED}
    parts = [f"{count[column]:,} without a {name}" for column, name in (("published", "day"), ("title", "title"))]
    sides = f"{count['side_by_publisher']:,} of unknown side by publisher, {count['side_by_origin']:,} by origin"
    return f"Of {_n(len(articles))}: {', '.join(parts)}, {sides}."


def summary(made):
    """What `import_corpus` has made, as lines of text: outlets, what is missing, what was inferred, open questions."""
    outlets = few([f"{row.name} ({row.articles:,}, {row.side})" for row in made.outlets.itertuples(index=False)])
    lines = [f"Outlets and credited sources, {len(made.outlets)}, sides in outlets.csv: {outlets}"] if outlets else []
    if "original" in made.articles:
        lines += [missing(made.articles), "Inferred, by basis:"]
    for column, basis in INFERRED.items() if "original" in made.articles else ():
        filled = made.articles[~made.articles[column].isin(["", UNKNOWN])]
        counts = filled[basis].value_counts().sort_index().sort_values(ascending=False, kind="stable")
        lines.append(f"  {column:<18}{len(filled):>6}  {few([f'{name} {n}' for name, n in counts.items()])}")
    unused = [f"{row.file} {row.row or ''}".strip() + f" ({row.problem})" for row in made.problems.itertuples()]
    lines += [f"Not used, {len(unused)}, all in problems.csv: {few(unused)}"] if unused else []
    lines += [f"Not read, {len(made.ignored)}: {few(made.ignored)}"] if made.ignored else []
    return lines + made.said + question_lines(made.articles)
