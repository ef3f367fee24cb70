"""Display: the one place where text of articles becomes HTML, and tables become CSV cells."""

import base64
import re
from html import escape

import pandas as pd

from analysis.files import InputError

FORMULA = re.compile(r"^[=+\-@\t\r\n']")


class Shown:
    """A result as HTML for JupyterLab and the report, and as plain text for everything else."""

    def __init__(self, html, text):
        self.html, self.text = html, text

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": self.html, "text/plain": self.text}

    def __repr__(self):
        return self.text


def say(sentence, **values):
    """A sentence whose numbers and names come from the tables.

    Parameters
    ----------
    sentence : str
        With ``{name}`` fields, as ``str.format`` reads them.
    **values
        Their values; a missing one, None and NaN are refused.

    Returns
    -------
    Shown
    """
    empty = sorted(
        name for name, value in values.items() if value is None or (pd.api.types.is_scalar(value) and pd.isna(value))
    )
    if empty:
        raise InputError(f"sentence {sentence[:40]!r}: no value for {', '.join(empty)}; leave the sentence out")
    text = sentence.format(**values)
    return Shown(f"<p>{escape(text)}</p>", text)


def top(table, n, column, within=None):
    """The n highest rows by a column, never cut inside a tie: one that does not fit is left out whole.

    Parameters
    ----------
    table : DataFrame
    n : int
    column : str
        Ranked by this, falling; NaN is never ranked.
    within : str, optional
        Take the n highest of each value of this column (each article's, each side's).

    Returns
    -------
    DataFrame [columns of table, then tied_out]
        ``tied_out`` rows of the same value as the next one did not fit: 0 where nothing was tied.
    """
    table = table.dropna(subset=column)
    groups = [table] if within is None else [rows for _, rows in table.groupby(within, sort=False, observed=True)]
    kept = [_top(rows, n, column) for rows in groups]
    return pd.concat(kept, ignore_index=True) if kept else table.assign(tied_out=0)


def _top(rows, n, column):
    rows = rows.sort_values(column, ascending=False, kind="stable")
    if len(rows) <= n:
        return rows.assign(tied_out=0)
    value = rows[column].iloc[n]
    tied = int((rows[column] == value).sum()) if rows[column].iloc[n - 1] == value else 0
    return rows[rows[column] > value].assign(tied_out=tied) if tied else rows.head(n).assign(tied_out=0)


def table(rows, caption, most=20):
    """A table with its caption: what was counted, in which unit, over how much.

    Parameters
    ----------
    rows : DataFrame
    caption : str
    most : int
        Rows shown; how many more there are is said below.
    """
    if rows.empty:
        return Shown(f"<p>{escape(caption)} None.</p>", f"{caption} None.")
    shown, cut = rows.head(most), max(len(rows) - most, 0)
    note = f"{cut:,} more rows not shown" if cut else ""
    body = shown.to_html(index=False, border=0, na_rep="–", float_format=_number, escape=True)
    html = f'<figure class="table" tabindex="0"><figcaption>{escape(caption)}</figcaption>{body}<p>{note}</p></figure>'
    text = shown.to_string(index=False, na_rep="–", float_format=_number)
    return Shown(html.replace("<p></p>", ""), "\n".join(filter(None, [caption, text, note])))


def lines(concordance, side, most=8):
    """Quoted lines with article, date and side: the evidence behind a number.

    Parameters
    ----------
    concordance : DataFrame
        As ``concordance.concordance`` or ``quotes`` returns it.
    side : str
        The side column to name.
    most : int
        Lines shown, the first of every article before a second of any; how many more there are is said below.
    """
    turn = concordance.groupby("doc_id", sort=False).cumcount()
    shown = concordance.loc[turn.sort_values(kind="stable").index[:most].sort_values()]
    cut = len(concordance) - len(shown)
    note = f"{cut:,} more lines not shown" if cut else "" if len(shown) else "No line: nothing was found."
    html = "".join(_line(row, side) for row in shown.to_dict("records"))
    text = "\n".join(
        f"{_squeeze(r['left'] + r['node'] + r['right'])} ({_source(r, side)})" for r in shown.to_dict("records")
    )
    note_html = f"<p>{note}</p>" if note else ""
    return Shown(f'<div class="lines">{html}{note_html}</div>', "\n".join(filter(None, [text, note])))


def kwic(row, side):
    """A line of a concordance with its voice as HTML: what is left of the match, the match and what follows, source."""
    left, node, right = (escape(" ".join(row[part].split())) for part in ("left", "node", "right"))
    space = "&nbsp;" if row["right"][:1].isspace() else ""
    source = "; ".join([_source(row, side), ", ".join(filter(None, [row["voice"], row["speaker"]]))])
    parts = f"<p>{left}</p><p><mark>{node}</mark>{space}{right}</p><cite>{escape(source)}</cite>"
    return f'<div class="kwic">{parts}</div>'


def article(text, marks):
    """An article as printed, as HTML in a box.

    ``marks`` are (start, end, kind), in characters: kind "match", "here" (the match that the box opens at) or
    "removed" (set aside by cleaning). Of two that overlap the first is drawn.
    """
    parts, at = [], 0
    for start, end, kind in sorted(marks):
        if start >= at:
            anchor, tag = '<i class="here"></i>' * (kind == "here"), "s" if kind == "removed" else "mark"
            parts += [escape(text[at:start]), f'{anchor}<{tag} class="{kind}">{escape(text[start:end])}</{tag}>']
            at = end
    body = "".join([*parts, escape(text[at:])])
    return f'<div class="article" role="region" aria-label="Article" tabindex="0">{body}</div>'


def figure(png, caption, alt):
    """A picture with its caption and alternative text, readable without the picture."""
    data = base64.b64encode(png).decode()
    image = f'<img alt="{escape(alt)}" src="data:image/png;base64,{data}">'
    return Shown(f"<figure>{image}<figcaption>{escape(caption)}</figcaption></figure>", f"{caption}\n{alt}")


def csv_text(rows):
    """A table as CSV for people: a text cell that a spreadsheet would run gets a quote mark in front.

    The mark is reversible: a cell that begins with one of = + - @ tab or a quote mark has exactly one added. Read
    back with ``dtype=str, keep_default_na=False``.
    """
    text = rows.select_dtypes(exclude=["number", "bool", "datetime"]).columns
    defused = rows.assign(**{name: rows[name].map(_defused) for name in text})
    return "\ufeff" + defused.to_csv(index=False, lineterminator="\n")


def _defused(cell):
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


def _number(value):
    digits = 0 if abs(value) >= 99.95 else 1 if abs(value) >= 9.995 else 2 if abs(value) >= 0.995 else 3
    return f"{value:,.{digits}f}" if abs(value) >= 0.0005 or value == 0 else f"{value:.0e}"


def _squeeze(text):
    return " ".join(text.split())


def _source(row, side):
    day = row["published"]
    when = f"{day:%Y-%m-%d}" if pd.notna(day) else "undated"
    return ", ".join([row["publisher"] or row["doc_id"], when, str(row[side])])


def _line(row, side):
    quoted = f"{escape(row['left'])}<mark>{escape(row['node'])}</mark>{escape(row['right'])}"
    return f"<blockquote><p>{_squeeze(quoted)}</p><cite>{escape(_source(row, side))}</cite></blockquote>"
