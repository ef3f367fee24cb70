"""HTML: the one place where text of articles, tables and pictures become HTML."""

import base64
from html import escape
from numbers import Integral
from unicodedata import bidirectional

import pandas as pd


class Shown:
    """A result as HTML for JupyterLab and the report, and as plain text for everything else."""

    def __init__(self, html, text):
        self.html, self.text = html, text

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": self.html, "text/plain": self.text}

    def __repr__(self):
        return self.text

    def __add__(self, other):
        """One result that shows this one, then the other."""
        return Shown(self.html + other.html, "\n".join(filter(None, [self.text, other.text])))


def plain(text):
    """Text as it is, nothing of it markup."""
    return Shown(f"<pre>{escape(text)}</pre>", text)


def isolated(name):
    """A name that is written from right to left, marked so that it turns nothing round beside it; any other as it is.

    Examples
    --------
    >>> isolated("Al Ahram"), isolated("الأهرام") == "\u2068الأهرام\u2069"
    ('Al Ahram', True)
    """
    return f"\u2068{name}\u2069" if {"R", "AL"}.intersection(map(bidirectional, name)) else name


def sentence(text):
    """A text as one paragraph.

    Examples
    --------
    >>> sentence("R&D grew.").html
    '<p>R&amp;D grew.</p>'
    """
    return Shown(f"<p>{escape(text)}</p>", text)


def titled(text):
    """A sentence that stands above a result as its title.

    Examples
    --------
    >>> titled("3 < 5").html
    '<p class="title"><strong>3 &lt; 5</strong></p>'
    """
    return Shown(f'<p class="title"><strong>{escape(text)}</strong></p>', text)


def paragraphs(text):
    """A text as paragraphs; an empty line parts two.

    Examples
    --------
    >>> paragraphs("One\\nsentence.\\n\\nAnother.").html
    '<p>One sentence.</p><p>Another.</p>'
    """
    parts = [sentence(" ".join(part.split())) for part in text.split("\n\n") if part.strip()]
    return Shown("".join(part.html for part in parts), "\n\n".join(part.text for part in parts))


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
    text = shown.to_string(index=False, na_rep="–", float_format=_number)
    rest = f"<p>{note}</p>" if note else ""
    html = f'<div class="table" data-rows="{len(rows)}">{_table(shown, caption)}{rest}</div>'
    return Shown(html, "\n".join(filter(None, [caption, text, note])))


def _table(rows, caption):
    """Numbers stand to the right, short texts unbroken; the box can be scrolled with the keyboard."""
    numeric = [pd.api.types.is_numeric_dtype(kind) for kind in rows.dtypes]
    names = [f'<th scope="col"{_kind("", n)}>{escape(str(name))}</th>' for name, n in zip(rows, numeric, strict=True)]
    lines = [zip(map(_cell, row), numeric, strict=True) for row in rows.itertuples(index=False, name=None)]
    body = "".join(f"<tr>{''.join(f'<td{_kind(text, n)}>{text}</td>' for text, n in line)}</tr>" for line in lines)
    html = f"<caption><span>{escape(caption)}</span></caption><thead><tr>{''.join(names)}</tr></thead>"
    html = f"<table>{html}<tbody>{body}</tbody></table>"
    return f'<div class="scroll" role="group" tabindex="0" aria-label="Table">{html}</div>'


def _kind(text, numeric):
    name = "number" if numeric else "short" if 0 < len(text) <= 26 else "long" if len(text) > 80 else ""
    return f' class="{name}"' if name else ""


def lines(concordance, side, most=8):
    """Quoted lines with publisher, date and side: the evidence behind a number.

    Parameters
    ----------
    concordance : DataFrame [columns left, node, right, doc_id, publisher, published, side]
        As the functions of `text.concordance` return it.
    side : str
        The side column to name.
    most : int
        Lines shown, of as many articles, outlets and sides as there are; how many more there are is said below.
    """
    shown, note = _spread(concordance, side, most)
    html = "".join(_line(row, side) for row in shown)
    text = "\n".join(f"{_squeeze(r['left'] + r['node'] + r['right'])} ({_source(r, side)})" for r in shown)
    note = note if shown else "No line: nothing was found."
    note_html = f"<p>{note}</p>" if note else ""
    return Shown(f'<div class="lines">{html}{note_html}</div>', "\n".join(filter(None, [text, note])))


def by_term(quoted, side, terms):
    """The lines behind each row of a figure or table, folded: a click on a term opens its lines.

    Parameters
    ----------
    quoted : DataFrame
        As `lines` takes it, with a column key.
    side : str
        The side column to name.
    terms : iterable of str
        The rows, in their order; one without a line is not shown.

    Returns
    -------
    Shown
        At most five lines a term, and how many more there are; empty where no term has a line.
    """
    keys = quoted["key"].astype(str)
    groups = dict(list(quoted.groupby(keys, sort=False)))
    found = {term: groups[term] for term in dict.fromkeys(terms) if term in groups}
    html = "".join(_folded(term, rows, side) for term, rows in found.items())
    text = "; ".join(f"{term} ({len(rows):,})" for term, rows in found.items())
    intro = "Click a term to read its lines (number of lines in brackets)."
    return Shown(f'<div class="terms"><p>{intro}</p>{html}</div>', f"Lines: {text}") if found else Shown("", "")


def _folded(term, rows, side):
    shown, note = _spread(rows, side, 5)
    body = "".join(_line(row, side) for row in shown) + (f"<p>{note}</p>" if note else "")
    return folded(f"{term} ({len(rows):,})", Shown(body, "")).html


def folded(title, shown):
    """A result behind one click on its title."""
    return Shown(f"<details><summary>{escape(title)}</summary>{shown.html}</details>", f"{title}\n{shown.text}")


def _spread(concordance, side, most):
    """Records of the lines to show, and how many more there are.

    The first line of every article stands before a second of any, and of these one of each outlet before another of
    any, the sides in turn.
    """
    turns, keys = concordance.reset_index(drop=True), ["doc_id", "publisher", side]
    for number, name in enumerate(keys):
        same = [*(f"turn {n}" for n in range(number)), name]
        turns[f"turn {number}"] = turns.groupby(same, sort=False, dropna=False).cumcount()
    order = turns.sort_values([f"turn {number}" for number in range(len(keys))], kind="stable").index
    shown = concordance.iloc[order[:most].sort_values()]
    cut = len(concordance) - len(shown)
    return shown.to_dict("records"), f"{cut:,} more lines not shown" if cut else ""


def figure(png, caption, alt, files=None, narrow=None):
    """A picture with its caption and alternative text, readable without the picture.

    Parameters
    ----------
    png : bytes
    caption, alt : str
    files : mapping of str to str, optional
        Name and address of each file to offer below the caption.
    narrow : (str, str, mapping of int to bytes), optional
        Its title and what it measures, and the same for windows of at most so many rem, where these two stand in the
        caption and not in the picture.
    """
    image = f'<img alt="{escape(alt)}" src="{_inline(png)}">'
    named = ""
    if narrow:
        title, measure, pictures = narrow
        sources = (f'<source media="(max-width: {most}rem)" srcset="{_inline(one)}">' for most, one in pictures.items())
        image = f"<picture>{''.join(sources)}{image}</picture>"
        named = f'<strong class="phone" hidden>{escape(title)}</strong> '
        named += f'<span class="phone measure" hidden>{escape(measure)}.</span> ' * bool(measure)
    said = f"{named}{escape(caption)}{_files(files) if files else ''}"
    return Shown(f"<figure>{image}<figcaption>{said}</figcaption></figure>", f"{caption}\n{alt}")


def files(addresses):
    """Links to files, by name."""
    return Shown(f"<p>{_files(addresses)}</p>", "")


def _files(addresses):
    links = " ".join(_link(name, address) for name, address in addresses.items())
    return f'<span class="files">Files: {links}</span>'


def _link(name, address):
    """A link whose name for a screen reader also says which file it is."""
    file = address.rpartition("/")[2]
    return f'<a href="{escape(address)}" aria-label="{escape(f"{name}: {file}")}">{escape(name)}</a>'


def _inline(png):
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


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
    "removed" (by cleaning). Of two that overlap the first is drawn.
    """
    parts, at = [], 0
    for start, end, kind in sorted(marks):
        if start >= at:
            anchor, tag = '<i class="here"></i>' * (kind == "here"), "s" if kind == "removed" else "mark"
            parts += [escape(text[at:start]), f'{anchor}<{tag} class="{kind}">{escape(text[start:end])}</{tag}>']
            at = end
    body = "".join([*parts, escape(text[at:])])
    return f'<div class="article" role="region" aria-label="Article" tabindex="0">{body}</div>'


def _cell(value):
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return "–"
    if isinstance(value, pd.Timestamp) and value == value.normalize():
        return f"{value:%Y-%m-%d}"
    if isinstance(value, Integral) and abs(value) >= 10_000:  # a year has no comma
        return f"{value:,}"
    return escape(_number(value) if isinstance(value, float) else str(value))


def _number(value):
    digits = 0 if abs(value) >= 99.95 else 1 if abs(value) >= 9.995 else 2 if abs(value) >= 0.995 else 3
    return f"{value:,.{digits}f}" if abs(value) >= 0.0005 or value == 0 else f"{value:.0e}"


def _squeeze(text):
    return " ".join(text.split())


def _source(row, side):
    day = row["published"]
    when = f"{day:%Y-%m-%d}" if pd.notna(day) else "undated"
    publisher, credited = row["publisher"] or row["doc_id"], row.get("credited_source") or ""
    named = publisher if credited in ("", publisher) else f"{publisher} (crediting {credited})"
    whole = _squeeze(row["left"] + row["node"] + row["right"])
    is_title = whole == _squeeze(str(row.get("title") or ""))
    return ", ".join([isolated(named), when, isolated(str(row[side])), *["headline"] * is_title])


def _line(row, side):
    quoted = f"{escape(row['left'])}<mark>{escape(row['node'])}</mark>{escape(row['right'])}"
    return f"<blockquote><p>{_squeeze(quoted)}</p><cite>{escape(_source(row, side))}</cite></blockquote>"
