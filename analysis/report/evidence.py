"""Evidence: the claims of a report as a chapter of it, with the sentences behind them."""

from analysis.files import InputError
from analysis.report import claims
from analysis.report.chapters import Chapter, element
from analysis.show import html
from analysis.text.voice import VOICES

QUOTED = 3  # sentences shown of a claim
COLUMNS = ["verdict", "sentence", "claimed", "computed", "table", "reason"]


def claims_chapter(results, corpus, side):
    """The claims of a report as a chapter of its page.

    Parameters
    ----------
    results : DataFrame
        As `claims.check` returns it.
    corpus : Corpus
        The articles that the claims are about.
    side : str
        The side column of the run.

    Returns
    -------
    Chapter
        Claims that fail come first.
    """
    shown = results.iloc[results["verdict"].map(claims.BY_CONCERN).argsort(kind="stable")]
    short = shown["computed"].str.replace(r"(\.\d{4})\d+", r"\1", regex=True)
    caption = "Each claim with the table cell that it rests on, as this run computed it."
    parts = [html.table(shown.assign(computed=short)[COLUMNS], caption, len(shown))]
    parts += [html.files({"CSV": f"tables/{claims.CLAIMS}"})]
    for claim in shown.itertuples():
        quoted = sentences(corpus, side, claim)
        if quoted is not None and len(quoted):
            title = f"{claim.sentence} ({claim.verdict})"
            parts.append(html.folded(title, html.lines(quoted, side, most=QUOTED)))
    body = element("".join(part.html for part in parts))
    return Chapter("claims", "Claims of this report", claims.summary(claims.counted(results)), body)


def sentences(corpus, side, claim):
    """The sentences behind a claim about a slogan, a frame or words; None where there are none.

    Parameters
    ----------
    corpus : Corpus
    side : str
        The side column of the run.
    claim : row of `claims.check`, as an object
        Its ``term`` is looked up; ``doc_id``, ``side`` (a label, or a doc_id) and a ``column`` that is named like a
        voice narrow the choice.

    Returns
    -------
    DataFrame
        As ``corpus.lines(term).table``.
    """
    if not claim.term:
        return None
    try:
        quoted = corpus.lines(claim.term).table
    except InputError:  # a term of another kind, or one that occurs nowhere
        return None
    if claim.doc_id:
        quoted = quoted[quoted["doc_id"] == claim.doc_id]
    elif claim.side:
        quoted = quoted[(quoted["doc_id"] == claim.side) | (quoted[side].astype(str) == claim.side)]
    return quoted[quoted["voice"] == claim.column] if claim.column in VOICES else quoted
