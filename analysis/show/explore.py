"""Explore: search the corpus by hand in a notebook, and read every line in its article."""

import ipywidgets as widgets
import pandas as pd

from analysis.files import PACKAGE, InputError
from analysis.show import html
from analysis.text.concordance import filter_matches, kwic, sort_matches
from analysis.text.matches import spans
from analysis.text.search import search
from analysis.text.tokens import ZONES
from analysis.text.voice import VOICES, label

PAGE = 12  # lines shown at once
ORDERS = ["article", "1R 2R 3R", "1L 2L 3L", "date"]


def article(tokens, matches, here):
    """The article of the match in row ``here``, whole and as printed: that match to open at, the others marked too.

    Returns HTML in which the text is escaped; what cleaning removed is marked.
    """
    mine = matches[matches["doc_id"] == matches["doc_id"].iloc[here]]
    start, end = spans(tokens, mine)
    kinds = ["here" if row == matches.index[here] else "match" for row in mine.index]
    marks = list(zip(tokens.spans[start, 0], tokens.spans[end - 1, 1], kinds, strict=True))
    doc = tokens.doc[start[0]]
    whole = slice(*tokens.offsets[doc : doc + 2])
    removed = tokens.spans[whole][tokens.zone[whole] == ZONES["removed"]]
    return html.article(tokens.docs["text"].iloc[doc], [*marks, *((*span, "removed") for span in removed)])


def explorer(tokens, voiced, slogans, lexicon, side):
    """A widget that searches, filters and sorts a concordance, and shows the articles.

    Parameters
    ----------
    tokens : Tokens
    voiced : Voices
    slogans : DataFrame
        Matches of the slogans with their voice (``voice.label``).
    lexicon : Lexicon
        The slogans.
    side : str
        The side column that is named beside a line.
    """
    return Explorer(tokens, voiced, slogans, lexicon, side).box


class Explorer:
    """The widgets and what they show; every line and number comes from functions that know no widget."""

    def __init__(self, tokens, voiced, slogans, lexicon, side):
        self.tokens, self.side, self.first = tokens, side, 0
        self.voiced, self.slogans = voiced, slogans
        self.asked = _asked(_slogans(slogans, lexicon), sorted(set(tokens.docs[side])))
        self.said, self.rows = widgets.HTML(), [_Row(self.open, number) for number in range(PAGE)]
        self.back = button("Lines before", lambda _: self.turn(-PAGE))
        self.on = button("More lines", lambda _: self.turn(PAGE))
        for control in self.asked.values():
            control.observe(self.update, "value")
        style = widgets.HTML(f"<style>{(PACKAGE / 'show' / 'explore.css').read_text(encoding='utf-8')}</style>")
        parts = [flow(*self.asked.values()), flow(self.said, self.back, self.on), *(row.box for row in self.rows)]
        self.box = widgets.VBox([style, *parts])
        self.box.add_class("explorer")
        self.update()

    def update(self, change=None):
        """Search anew and show the first lines, or say in one sentence why there are none."""
        pattern, slogan = self.asked["pattern"], self.asked["slogan"]
        other = {pattern: slogan, slogan: pattern}.get(change and change["owner"])
        if other and other.value and change["new"]:
            other.value = ""  # one question at a time; this change is what searches
            return
        try:
            self.lines, self.note = self.found(**{name: control.value for name, control in self.asked.items()})
        except InputError as error:
            self.lines, self.note = self.slogans[:0], f"{error}."
        self.first = 0
        self.turn(0)

    def found(self, pattern, slogan, since, until, **asked):
        """The lines asked for, in order, and a sentence on what is not among them."""
        if not pattern.strip() and not slogan:
            return self.slogans[:0], "Type a word or a pattern and press Enter, or choose a slogan."
        lines = self.slogans[self.slogans["key"] == slogan] if slogan else self.search(pattern)
        labels = {self.side: asked["side"], "voice": asked["voice"]}
        lines = filter_matches(self.tokens, lines, **{name: value for name, value in labels.items() if value})
        undated = len(lines) - len(filter_matches(self.tokens, lines, pd.Timestamp.min, pd.Timestamp.max))
        lines = filter_matches(self.tokens, lines, since, until)
        note = "" if len(lines) else "No line: nothing was found."
        if undated and (since or until):
            note += f" Left out: {_number(undated, 'line')} of undated articles."
        return sort_matches(self.tokens, lines, asked["order"]), note

    def search(self, pattern):
        """Every occurrence of a word, phrase or pattern, with its voice."""
        return label(self.tokens, search(self.tokens, pattern), self.voiced)

    def turn(self, by):
        """Move on or back by some lines, and show them."""
        self.first += by
        shown = kwic(self.tokens, self.lines[self.first : self.first + PAGE], self.asked["width"].value)
        lines = [html.kwic(line, self.side) for line in shown.to_dict("records")]
        for row, line in zip(self.rows, lines + [""] * (PAGE - len(lines)), strict=True):
            row.show(line)
        self.back.disabled, self.on.disabled = self.first == 0, self.first + PAGE >= len(self.lines)
        self.said.value = html.sentence(f"{_said(self.lines, self.first)} {self.note}").html

    def open(self, number):
        """Show the article of a line below it, or close it again; one is open at a time."""
        for place, row in enumerate(self.rows):
            wanted = place == number and not row.article.value
            row.read(article(self.tokens, self.lines, self.first + number) if wanted else "")


class _Row:
    """A line with its button, and below it the place for its article."""

    def __init__(self, opened, number):
        self.line, self.article = widgets.HTML(), widgets.HTML()
        self.button = button("Open", lambda _: opened(number))
        self.box = widgets.VBox([widgets.HBox([self.button, self.line]), self.article])
        self.box.add_class("line")

    def show(self, line):
        """Show a line, as HTML; nothing hides the row."""
        self.line.value, self.box.layout.display = line, "" if line else "none"
        self.read("")

    def read(self, text):
        """Show an article, as HTML, below the line; nothing closes it."""
        self.article.value, self.article.layout.display = text, "" if text else "none"
        self.button.description = "Close" if text else "Open"


def _asked(slogans, labels):
    """The widgets that ask, by name."""
    style = {"description_width": "auto"}
    sides, tones = [("all", ""), *zip(labels, labels, strict=True)], [("any", ""), *zip(VOICES, VOICES, strict=True)]
    hint = "self-reliance, or concentrat* <4> strength"
    asked = {
        "pattern": widgets.Text(description="Word or pattern", placeholder=hint, continuous_update=False, style=style),
        "slogan": widgets.Dropdown(description="or slogan", options=[*slogans, ("–", "")], style=style),
        "side": widgets.Dropdown(description="Side", options=sides, style=style),
        "voice": widgets.Dropdown(description="Voice", options=tones, style=style),
        "since": widgets.DatePicker(description="From", style=style),
        "until": widgets.DatePicker(description="to", style=style),
        "order": widgets.Dropdown(description="Sort by", options=ORDERS, style=style),
        "width": widgets.BoundedIntText(description="Context (words)", value=10, min=1, max=60, style=style),
    }
    for name, control in asked.items():
        control.layout.width = "24rem" if name in ("pattern", "slogan") else "auto"
    return asked


def _slogans(matches, lexicon):
    """Label with number of lines, and key, of every slogan; the most frequent first."""
    sizes = matches["key"].value_counts()
    entries = sorted(lexicon.entries, key=lambda entry: (-sizes[entry.key], entry.label))
    return [(f"{entry.label} ({sizes[entry.key]})", entry.key) for entry in entries]


def button(text, clicked):
    """A button, and the function that it calls."""
    one = widgets.Button(description=text)
    one.on_click(clicked)
    return one


def flow(*children):
    """Widgets side by side, in as many rows as they need."""
    return widgets.Box(children, layout=widgets.Layout(flex_flow="row wrap", align_items="center"))


def _said(lines, first):
    """How much was found and how much of it is shown."""
    last = min(first + PAGE, len(lines))
    found = f"{_number(len(lines), 'line')} in {_number(lines['doc_id'].nunique(), 'article')}"
    more = f", {len(lines) - last:,} more not shown" if last < len(lines) else ""
    return f"{found}; shown: {first + 1:,} to {last:,}{more}." if len(lines) else ""


def _number(n, noun):
    return f"{n:,} {noun}{'s' if n != 1 else ''}"
