"""Result: what every question returns: a table with its figure, its texts and the sentences behind it."""

import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from numbers import Integral
from pathlib import Path
from string import Formatter

import pandas as pd

from analysis.asking import front_door
from analysis.files import PACKAGE, InputError, csv_text, write_atomic
from analysis.show import exports, html
from analysis.show.layout import Words
from analysis.stats.sides import reading

SHOWN = 20  # rows of a table that are shown
QUOTED = 12  # lines that are shown
FEW = 5  # occurrences: with fewer, a picture says less than its title
ASKED = "table title caption alt plot lines save publish tabled finding".split()  # what a user needs of a result
# columns that name what a row is about
ABOUT = "term slogan frame rendering modality polarity printed speaker role voice actor agent".split()


class Texts(Formatter):
    """Fields in sentences; ``{n:line is|lines are}`` is the first text where n is 1, else the second."""

    def format_field(self, value, spec):
        """A field as its specification says; a large number without one has commas."""
        one, mark, more = spec.partition("|")
        spec = spec or ("," if isinstance(value, Integral) and value >= 1000 else "")
        return (one if value == 1 else more) if mark else format(value, spec)


TEXT = Texts()


@cache
def captions():
    """Title, subtitle, caption and alternative text of every question, as ``captions.toml`` here has them."""
    return tomllib.loads((PACKAGE / "workbook" / "captions.toml").read_text(encoding="utf-8"))


def tells(table):
    """Whether a picture of a table shows something: not where its counts are fewer than `FEW` in all, or all the same.

    Counts of zero aside, and where the column own is the same too. A table without counts is always drawn.

    Examples
    --------
    >>> tells(pd.DataFrame({"count": [3, 3, 0]})), tells(pd.DataFrame({"count": [3, 1, 1]}))
    (False, True)
    """
    if "count" not in table:
        return True
    counts = table.filter(["count", "own"]).assign(count=table["count"].where(table["count"] > 0))
    return bool(table["count"].sum() >= FEW and (counts.max() > counts.min()).any())


@dataclass(frozen=True)
class About:
    """What every result about a corpus, or about two sides of it, says of itself.

    Attributes
    ----------
    sides : tuple of str
        Column, target and reference; of a corpus only the column of its sides, which quoted lines name.
    known : dict
        Fields of captions, such as n.
    source : str
        Corpus hash and sides, for the metadata of saved files.
    foot : str
        Which corpus and comparison a picture is about, and its source.
    exports : path or None
        Folder that a run exports to.
    suffix : str
        What stands behind the names of exported files.
    """

    sides: tuple = ("",)
    known: dict = field(default_factory=dict)
    source: str = ""
    foot: str = ""
    exports: Path | None = None
    suffix: str = ""

    def result(self, question, table, fields=None, **more):
        """A result with its words."""
        result = Result.of(question, table, self.known | (fields or {}), about=self, **more)
        return result.renamed(result.name + self.suffix)


@front_door
@dataclass(frozen=True, eq=False)
class Result:
    """The answer to one question.

    As the last line of a notebook cell it shows its picture, in which the title stands, or its title and table, its
    caption and, behind a click, the lines behind each row and the numbers.

    Attributes
    ----------
    table : DataFrame
        The numbers, sorted; ``corpus.columns()`` says what each column means.
    title : str
        The finding in one sentence, computed from the table.
    caption : str
        What was counted, how, and over how many articles.
    alt : str
        What the picture shows, for readers who do not see it; "" where there is none.
    subtitle : str
        What the picture measures, in which unit, over how much.

    Examples
    --------
    >>> from analysis import open_corpus
    >>> words = open_corpus().frequency()
    >>> words.title
    'The most frequent words are China, Xi Jinping and innovation; 9 of the first 15 occur in every article.'
    >>> words.lines("innovation").table["doc_id"].nunique()
    5
    >>> words.plot().get_xlabel()[:26]
    'Occurrences per 1,000 word'
    """

    table: pd.DataFrame
    title: str
    caption: str
    alt: str = ""
    subtitle: str = ""
    name: str = ""  # stem of the files that a run exports
    draw: Callable | None = field(default=None, repr=False)
    evidence: Callable | None = field(default=None, repr=False)
    rows: int = field(default=SHOWN, repr=False)
    telling: bool = field(default=True, repr=False)  # whether picture and table show more than the title says
    about: About = field(default=About(), repr=False)

    @classmethod
    def of(cls, question, table, fields, **more):
        """A result with the words that ``captions.toml`` has for a question, filled with these fields."""
        words = captions()[question]
        known = {"shown": len(table)} | fields
        known["n"] = f"{known.get('n', '')}{known.get('left_out_by', {}).get(known.get('by'), '')}"
        by = str(known.get("by", "article")).replace("doc_id", "article")
        known["by_name"] = reading(by).replace("the column ", "")
        words = words | {"title": words["empty"]} if table.empty and "empty" in words else words
        texts = {key: TEXT.vformat(words.get(key, ""), (), known) for key in ("title", "caption", "alt", "subtitle")}
        texts["title"] += str(known.get("absent", ""))  # of terms that were asked for
        if texts["title"].startswith("0 ") and not texts["title"].startswith("0 of "):
            texts["title"] = "No" + texts["title"][1:]
        return cls(table.reset_index(drop=True), **texts, **({"name": words.get("file", question)} | more))

    def plot(self, ax=None):
        """Draw the picture into these matplotlib Axes, or into a new figure, and return the Axes.

        Raises InputError where there is nothing to draw.
        """
        if ax is not None and not hasattr(ax, "set_yticks"):
            raise InputError(f"ax={ax!r}: not matplotlib Axes", "give Axes, or nothing for a new figure")
        if self.draw is None or self.table.empty:
            why = "a table and no picture" if self.draw is None else "no row to draw"
            raise InputError(
                f"this result has {why}: {self.title}", "use .table, or .save with a name that ends in .csv"
            )
        return self.draw(self.table, ax)

    def lines(self, term=None):
        """The sentences behind the table, or behind the rows of one term, as a Result.

        Its table has one row an occurrence: key, doc_id, start, end, left, node, right, voice, speaker, and the
        columns of the article.
        """
        if self.evidence is None:
            raise InputError(f"{self.name} counts no words of articles", "see .table")
        return self.evidence(term)

    def save(self, path, size=None, words="all"):
        """Save the picture (.svg, .pdf or .png) or the table (.csv), and return the path.

        Parameters
        ----------
        path : path
            Name of the file, which ends in .svg, .pdf, .png or .csv; its metadata hold title, caption and source.
        size : str, optional
            "column", "wide" or "full" (90, 140, 190 mm wide; the default is "full") or "slide" (16:9). Rows that do
            not fit on it are left out of the picture, which says how many.
        words : {"all", "none"}
            "none" leaves title, subtitle and source out of the picture, for a journal that sets them itself.
        """
        if not isinstance(path, str | os.PathLike):
            raise InputError(f"path {path!r}: no name of a file", "give a name that ends in .svg, .pdf, .png or .csv")
        path = Path(path).expanduser()
        try:
            if path.suffix.lower() == ".csv":
                write_atomic(path, csv_text(self.table))
            else:
                exports.save_figure(self.plot, path, size, self._words, words)
        except OSError as error:
            raise InputError(f"cannot be written there ({error})", "choose another name", file=str(path)) from None
        return path

    def publish(self):
        """Show the result; in a run also write its picture and table into the exports folder."""
        if self.about.exports is None or self.table.empty:
            return self.shown()
        if not self._tells:
            return self.shown() + html.files(exports.numbers(self.table, self.about.exports, self.name))
        return self._framed(exports.published(self.plot, self.table, self.about.exports, self.name, self._words))

    @property
    def _words(self):
        return Words(self.title, self.caption, self.alt, self.subtitle, self.about.foot, self.about.source)

    def tabled(self):
        """The same result as a table, without its picture.

        Examples
        --------
        >>> from analysis import open_corpus
        >>> open_corpus().frequency().tabled().draw is None
        True
        """
        return replace(self, draw=None)

    def finding(self):
        """The title alone, as a sentence on the page."""
        return html.sentence(self.title)

    def shown(self):
        """What a notebook cell shows, as HTML and as plain text."""
        if self.table.empty or not self.telling:
            return html.sentence(self.title) + (self._behind() if self.draw else html.Shown("", ""))
        if self._tells:
            return self._framed(exports.shown(self.plot, self._words))
        table = html.titled(self.title) + html.table(*self._used(), self.rows)
        return table + self._behind() if self.draw else table

    def _used(self):
        """The table without rows that count nothing, and the caption, which says how many these are."""
        unused = self.table["count"] == 0 if "count" in self.table else pd.Series(False, self.table.index)
        if unused.all() or not unused.any():
            return self.table, self.caption
        return self.table[~unused], TEXT.format(
            "{} {n} {n:row|rows} without a use left out.", self.caption, n=unused.sum()
        )

    @property
    def _tells(self):
        return self.draw is not None and self.telling and tells(self.table)

    def renamed(self, name):
        """The same result, to be exported under another name."""
        return replace(self, name=name)

    def _framed(self, figure):
        """The figure, in which its title stands; behind clicks the lines of each row, and the numbers."""
        return figure + self._behind() + html.folded("Numbers", html.table(self.table, self.caption, self.rows))

    def _behind(self):
        """The lines of each row, behind a click."""
        if self.evidence is None:
            return html.Shown("", "")
        about = next(name for name in ABOUT if name in self.table)
        return html.by_term(self.evidence(None).table, self.about.sides[0], self.table[about].astype(str))

    def __len__(self):
        return len(self.table)

    def __bool__(self):
        return True

    def __dir__(self):
        """What a user needs of it; the other fields are what these are made of."""
        return [name for name in super().__dir__() if name[0] == "_" or name in ASKED]

    def _repr_mimebundle_(self, include=None, exclude=None):
        return self.shown()._repr_mimebundle_(include, exclude)

    def __repr__(self):
        return f"{self.title}\n{self.table.to_string(index=False, max_rows=SHOWN)}\n{self.caption}"


def nothing(why):
    """A result without rows, which says why."""
    return Result(pd.DataFrame({"term": []}), why, "", name="nothing")


@front_door
@dataclass(frozen=True, eq=False, repr=False)
class Lines(Result):
    """Quoted sentences: a Result that is read rather than drawn."""

    def shown(self):
        """The lines, the first of every article before a second of any."""
        return html.titled(self.title) + html.lines(self.table, self.about.sides[0], QUOTED)

    def __repr__(self):
        return self.shown().text
