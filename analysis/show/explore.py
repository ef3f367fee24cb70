"""Explore: search the corpus by hand in a notebook, and read every line in its article."""

from itertools import zip_longest

import ipywidgets as widgets
import pandas as pd

from analysis.files import PACKAGE, InputError
from analysis.show import html
from analysis.show.axes import WORDS
from analysis.show.lines import ENDINGS, save_lines
from analysis.text.codes import FILE, coded, lost, places, read_codes, write_code
from analysis.text.concordance import filter_matches, kwic, sort_matches
from analysis.text.matches import spans
from analysis.text.tokens import ZONES
from analysis.text.voice import VOICES

PAGE = 12  # lines shown at once
ORDERS, SORTED, VIEWS = (WORDS[name] for name in ("orders", "sorted", "views"))


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


def explorer(corpus, side):
    """A widget that searches, filters, sorts and marks a concordance, counts what it found, and shows the articles.

    Parameters
    ----------
    corpus : workbook.Corpus
    side : str
        The side column that is named beside a line.
    """
    return Explorer(corpus, side).box


class Explorer:
    """The widgets and what they show; every line and number comes from functions that know no widget."""

    def __init__(self, corpus, side):
        self.corpus, self.tokens, self.side, self.first = corpus, corpus.tokens, side, 0
        self.slogans, self.codes = corpus.matches, read_codes(corpus.folder)
        self.asked = _asked(_slogans(self.slogans, corpus.lexicons.slogans), sorted(set(self.tokens.docs[side])))
        self.said, self.counted = widgets.HTML(), widgets.HTML()
        self.rows = [_Row(self.open, self.mark, number) for number in range(PAGE)]
        self.back = button("Lines before", lambda _: self.turn(-PAGE))
        self.on = button("More lines", lambda _: self.turn(PAGE))
        self.show = widgets.ToggleButtons(options=list(VIEWS), description="Show")
        self.ending = widgets.Dropdown(options=ENDINGS, description="as", layout=widgets.Layout(width="9rem"))
        self.saved = widgets.HTML(html.sentence(_lost(lost(self.tokens, self.codes))).html)
        for control in self.asked.values():
            control.observe(self.update, "value")
        self.show.observe(self.count, "value")
        self.box = widgets.VBox([styled(), *self._parts()])
        self.box.add_class("explorer")
        self.update()

    def _parts(self):
        """The widgets from top to bottom."""
        yield from (flow(*self.asked.values()), self.show, flow(self.said, self.back, self.on), self.counted)
        yield from (*(row.box for row in self.rows), flow(button("Save lines", self.save), self.ending, self.saved))

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
            self.lines, self.note = self.slogans[:0], f"0 lines: {error}."
        self.first = 0
        self.turn(0)
        self.count()

    def found(self, pattern, slogan, since, until, **asked):
        """The lines asked for, in order, and a sentence on what is not among them."""
        if not pattern.strip() and not slogan:
            return self.slogans[:0], "Type a word or a pattern and press Enter, or choose a slogan."
        every = self.slogans[self.slogans["key"] == slogan] if slogan else self.corpus.find(pattern)
        labels = {self.side: asked["side"], "voice": asked["voice"]}
        lines = filter_matches(self.tokens, every, **{name: value for name, value in labels.items() if value})
        undated = len(lines) - len(filter_matches(self.tokens, lines, pd.Timestamp.min, pd.Timestamp.max))
        lines = filter_matches(self.tokens, lines, since, until)
        note = "" if len(lines) else f"0 lines with these choices; {_number(len(every), 'line')} without them."
        if undated and (since or until):
            note += f" Left out: {_number(undated, 'line')} of undated articles."
        return sort_matches(self.tokens, lines, asked["order"]), f"{note} {SORTED[asked['order']] * bool(len(lines))}"

    def count(self, change=None):
        """Show what was found as numbers and figures, below the choices; nothing where only lines are asked for."""
        self.counted.value = ""
        for question, by in VIEWS[self.show.value] if len(self.lines) else ():
            try:
                self.counted.value += self._counted(
                    question, {"by": self.side if by == "side" else by} if by else {}
                ).html
            except InputError as error:
                self.counted.value += html.sentence(f"{error}.").html

    def _counted(self, question, by):
        """The answer to a question about the term, in the chosen side, voice and time."""
        asked = {name: control.value or None for name, control in self.asked.items()}
        chosen = {name: asked[name] for name in ("voice", "since", "until")}
        part = self.corpus.where(**chosen, **({self.side: asked["side"]} if asked["side"] else {}))
        if asked["slogan"]:
            asked["pattern"], by["kind"] = self.corpus.lexicons.slogans.labels[asked["slogan"]], "slogans"
        return getattr(part, question)(asked["pattern"], **by).shown()

    def mark(self, number, code):
        """Keep a code for a line in the corpus folder, and show it wherever the line is found again."""
        try:
            place = places(self.tokens, self.lines[self.first + number :][:1]).iloc[0]
            self.codes = write_code(self.corpus.folder, place, code.strip())
        except (InputError, OSError) as error:
            self.saved.value = html.sentence(f"The code was not saved: {error}.").html

    def save(self, _):
        """Save all lines, with their articles and codes, beside the notebook."""
        shown = self.asked["pattern"].value or self.asked["slogan"].value
        name = "".join(letter if letter.isalnum() else "-" for letter in shown.lower()).strip("-")[:40]
        try:
            table = kwic(self.tokens, self.lines, self.asked["width"].value)
            table = table.assign(code=coded(self.tokens, self.lines, self.codes))
            path = save_lines(table, f"lines-{name or 'found'}{self.ending.value}", f"Lines with “{shown}”", self.side)
            said = f"Saved: {_number(len(self.lines), 'line')} in {path}."
        except (InputError, OSError) as error:
            said = f"Nothing was saved: {error}."
        self.saved.value = html.sentence(said).html

    def turn(self, by):
        """Move on or back by some lines, and show them."""
        self.first += by
        shown = kwic(self.tokens, self.lines[self.first : self.first + PAGE], self.asked["width"].value)
        lines = [html.kwic(line, self.side) for line in shown.to_dict("records")]
        codes = coded(self.tokens, self.lines[self.first : self.first + PAGE], self.codes)
        for row, line, code in zip_longest(self.rows, lines, codes, fillvalue=""):
            row.show(line, code)
        self.back.disabled, self.on.disabled = self.first == 0, self.first + PAGE >= len(self.lines)
        self.said.value = html.sentence(f"{_said(self.lines, self.first)} {self.note}").html

    def open(self, number):
        """Show the article of a line below it, or close it again; one is open at a time."""
        for place, row in enumerate(self.rows):
            wanted = place == number and not row.article.value
            row.read(article(self.tokens, self.lines, self.first + number) if wanted else "")


class _Row:
    """A line with its button and its code, and below it the place for its article."""

    def __init__(self, opened, marked, number):
        self.line, self.article = widgets.HTML(), widgets.HTML()
        self.button = button("Open", lambda _: opened(number))
        self.code = widgets.Text(placeholder="code", tooltip="Your code for this line", continuous_update=False)
        self.code.observe(lambda change: self.shown or marked(number, change["new"]), "value")
        self.box = widgets.VBox([widgets.HBox([self.button, self.code, self.line]), self.article])
        self.box.add_class("line")

    def show(self, line, code):
        """Show a line, as HTML, and its code; nothing hides the row."""
        self.shown = True  # what is set here was not typed
        self.code.value, self.shown = code, False
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
        "order": widgets.Dropdown(description="Sort by", options=[*ORDERS.items()], style=style),
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


def styled():
    """The style sheet of the widgets."""
    return widgets.HTML(f"<style>{(PACKAGE / 'show' / 'explore.css').read_text(encoding='utf-8')}</style>")


def _lost(codes):
    """Which codes belong to lines that are no longer there, in a sentence; "" for none."""
    names = [f"{row.doc_id}, “{row.text}” ({row.code})" for row in codes.head(5).itertuples()]
    more = f" and {len(codes) - 5} more" * (len(codes) > 5)
    said = f"No longer in the articles, kept in {FILE}: {'; '.join(names)}{more}."
    return said * bool(len(codes))
