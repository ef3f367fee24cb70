"""Sentences: a finding, the sentences of findings.toml that state it, and the quotation of each side behind it."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.files import InputError, bundled, read_toml, shortened
from analysis.show import html
from analysis.stats.keyness import SIDES
from analysis.stats.sides import DRAWS, LABEL, LEAST, articles_of, probability
from analysis.text import voice
from analysis.text.concordance import sentences
from analysis.text.matches import spans
from analysis.workbook.result import TEXT, Result
from analysis.workbook.wording import capital, outlet_and_day, rate, titles

RULE = read_toml(bundled("seeds", "lexicons", "findings.toml"))
SAY, NOTES = RULE["sentences"], RULE["footnotes"]
QUOTED = {side: [f"{side}_{name}" for name in ("quote", "article", "speaker")] for side in SIDES}
COLUMNS = ["rank", "kind", "finding", "footnote", "question", *(name for names in QUOTED.values() for name in names)]
COUNTED = [f"{name}_{side}" for name in ("count", "n_docs", "per_thousand") for side in SIDES]
ALL = "slogans"  # all of them together
MOST_LINES = 500  # lines among which a quotation is chosen
LONGEST, FITTING = 300, 150  # characters of a quotation, at most and best
OPENERS = "“\"‘'«„「"


@dataclass(frozen=True, eq=False)
class Finding:
    """Something that can be said of articles, with what it rests on.

    Attributes
    ----------
    kind : str
        As findings.toml names it: "word", "slogan voice", "shared speaker" …
    term : str
        What it is about, as it is shown.
    matches : DataFrame [columns doc_id, start, end, …]
        The occurrences behind it.
    numbers : dict
        What its sentences are filled with, such as counts and articles; of two sides with the endings _target and
        _reference, and with forms_ in front those of all forms of a word.
    lean : int
        1 where the target is stated first, -1 where the reference is.
    differs : bool
        Whether it states a difference between the sides that stands.
    says : str
        Its sentence in findings.toml; "" for that of its kind.
    """

    kind: str
    term: str
    matches: pd.DataFrame
    numbers: dict
    lean: int = 1
    differs: bool = False
    says: str = ""

    def of(self, name):
        """A number of the target and of the reference."""
        return [self.numbers[f"{name}_{side}"] for side in SIDES]

    @property
    def in_any_form(self):
        """Whether one side has a word in other forms only, which are then counted."""
        return self.kind == "word" and "forms_count_target" in self.numbers and min(self.of("count")) == 0

    def sentence(self):
        """The name of the sentence in findings.toml that states it."""
        if self.says or not self.differs:
            return self.says or self.kind
        (k, other), (n, of_other) = self.of("n_docs"), self.of("of_docs")
        if self.kind in RULE["rated"] and abs(k / n - other / of_other) < RULE["share"]:
            return "rate"
        return "any form" if self.in_any_form else self.kind

    def notes(self):
        """The names of the notes in findings.toml that stand below it."""
        of_voice, numbers = self.kind == "slogan voice", self.numbers
        if "count" in numbers:
            yield "one set"
            return
        if of_voice:
            yield "voices" if self.term == ALL else "voice"
        elif self.kind != "shared words":
            yield from ("counts", "articles")
        if any(
            numbers[f"of_docs_{side}"] != numbers.get(f"compared_{side}", numbers[f"of_docs_{side}"]) for side in SIDES
        ):
            yield "could carry"
        if not self.differs:
            return
        if "forms_count_target" in numbers:
            yield "no other form" if self.of("count") == [numbers[f"forms_count_{side}"] for side in SIDES] else "forms"
        yield from ["most"] * (numbers["most_share"] >= RULE["notable"])
        about = " word" if "word" in numbers else " voice" if of_voice else ""
        yield f"tested{about}" if "p_adjusted" in numbers else "untested"

    def fields(self, labels):
        """What its sentences are filled with: its numbers; of two sides with other_ in front those stated second."""
        numbers = self.numbers | {"term": self.term}
        if self.in_any_form:
            numbers |= {name: numbers[f"forms_{name}"] for name in COUNTED}
        fields = {name: value for name, value in numbers.items() if not name.endswith(SIDES)}
        fields |= {name: _as_text(numbers[name]) for name in ("p", "p_adjusted") if name in numbers}
        fields |= {"what": TEXT.vformat(SAY["what"].get(self.kind, "{term}"), (), numbers), "least": LEAST}
        fields["unit"] = "words" if "share" in numbers else "uses"
        for side, label, place in zip(SIDES, labels, (1, -1), strict=False):
            prefix = "" if place == self.lean else "other_"
            ends = {
                name.removesuffix(f"_{side}"): value for name, value in numbers.items() if name.endswith(f"_{side}")
            }
            ends |= {"articles": articles_of(label), "ones": articles_of(label, "ones")}
            ends |= {"rate": rate(ends["per_thousand"])} if "per_thousand" in ends else {}
            fields |= {prefix + name: _whole(value) for name, value in ends.items()}
        return fields

    def stated(self, rank, asked, labels=(), column=""):
        """Sentence, footnote, and the call on the object asked that returns its table and figure, as a dict."""
        fields = self.fields(labels)
        name, *args = (part.format(term=self.term, column=column) for part in RULE["questions"][self.kind])
        said = {"rank": rank, "kind": self.kind, "finding": capital(filled(self.sentence(), fields))}
        said["footnote"] = " ".join(capital(TEXT.vformat(NOTES[note], (), fields)) for note in self.notes())
        return said | {"question": f"{asked}.{name}({', '.join(map(repr, args))})"}

    def of_side(self, ids, place):
        """Its matches in articles of one side; of own voice those that are, or, of the other side, that are not."""
        leads, matches = self.lean == place, self.matches[self.matches["doc_id"].isin(ids)]
        if self.kind == "slogan voice":
            matches = matches[(matches["voice"] == "own") == leads]
        one = self.numbers["most_doc"] if leads and self.says == "one article" else None
        return matches if one is None else matches[matches["doc_id"] == one]


class Findings(Result):
    """Findings: a Result that is shown as a numbered list of sentences with their quotations."""

    def shown(self):
        """The sentences, each with its quotations and, behind a click, its counts and limits."""
        parts = [self._shown(row) for row in self.table.to_dict("records")]
        return sum(parts, html.titled(self.title)) + html.sentence(self.caption)

    def _shown(self, row):
        quotes = [[row[name] for name in names] for names in QUOTED.values()]
        said = [html.sentence(f"{_marked(quote)} ({said_by(*source)})") for quote, *source in quotes if quote]
        note = html.folded("Counts and limits", html.sentence(f"{row['footnote']} See {row['question']}."))
        return sum([*said, note], html.titled(f"{row['rank']}. {row['finding']}"))

    def __repr__(self):
        return self.shown().text


def quotation(corpus, matches, quoted):
    """A sentence with its article and speaker, rather short, from an article not quoted yet; "" where there is none.

    ``quoted`` is a Counter of the articles quoted so far, to which this one is added.
    """
    if matches.empty:
        return "", "", ""
    tokens = corpus.tokens
    lines = sentences(tokens, matches.head(MOST_LINES))
    texts = (lines["left"] + lines["node"] + lines["right"]).str.split().str.join(" ")
    headline = tokens.zone[spans(tokens, lines)[0]] != 0
    cost = LONGEST * headline + (texts.str.len() - FITTING).abs() + FITTING * lines["doc_id"].map(quoted)
    best = lines.loc[[cost.idxmin()]]
    quoted[best["doc_id"].iloc[0]] += 1
    return _cut(*best[["left", "node", "right"]].iloc[0]), article_names(best).iloc[0], speaker(corpus, best)


def passage(tokens, doc_id, text):
    """Where an article prints a text, whatever its white space: a row [doc_id, start, end], or none."""
    doc = tokens.rows([doc_id])[0]
    found = re.search(r"\s+".join(map(re.escape, text.split())), tokens.docs["text"].get(doc, ""))
    if found is None:
        return pd.DataFrame(columns=["doc_id", "start", "end"])
    starts, ends = tokens.spans[slice(*tokens.offsets[doc : doc + 2])].T
    places = {"start": ends.searchsorted(found.start(), "right"), "end": starts.searchsorted(found.end())}
    return pd.DataFrame([{"doc_id": doc_id} | places])


def speaker(corpus, passage):
    """Who says most of a passage, a row [doc_id, start, end]; "" in own voice and where nobody is named."""
    return voice.label(corpus.tokens, passage, corpus.encoded.voices)["speaker"].iloc[0]


def said_by(article, speaker):
    """Whose words a quotation is, where somebody is named, and where it stands."""
    return f"{shortened(speaker, LABEL)}, in {article}" if speaker else article


def article_names(docs):
    """What articles are called behind a quotation: outlet, day and title."""
    return outlet_and_day(docs) + titles(docs)


def sentences_of(tokens, matches):
    """The numbers of the sentences that hold these matches."""
    return set(np.searchsorted(tokens.sentences, spans(tokens, matches)[0], side="right").tolist())


def filled(name, fields):
    """A sentence of findings.toml with its fields."""
    return TEXT.vformat(SAY[name], (), fields)


def listed_findings(result, found, behind):
    """A result as the list of its findings, each with the sentences ``behind(matches)`` it.

    Raises InputError where a finding is asked for that is not in the list.
    """

    def evidence(rank=None):
        if rank is not None and rank not in range(1, len(found) + 1):
            raise InputError(f"finding {rank!r}: not in this list", f"give a number from 1 to {len(found)}")
        chosen = found if rank is None else [found[rank - 1]]
        return behind(pd.concat([one.matches.assign(key=one.term) for one in chosen]))

    return Findings(**vars(result) | {"evidence": evidence})


def _as_text(p):
    """A p-value in words; none is smaller than random relabellings can show."""
    return f"p = {probability(p)}" if p >= 1 / DRAWS else f"p < {1 / DRAWS:.4f}"


def _whole(value):
    """A count as a whole number: in a table with gaps it is a float."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _cut(left, node, right):
    """A sentence on one line, cut on both sides of the match if it is very long."""
    half = max((LONGEST - len(node)) // 2, 0)
    if len(left + node + right) > LONGEST:
        left = "…" + left[-half:].partition(" ")[2] if len(left) > half else left
        right = right[:half].rpartition(" ")[0] + "…" if len(right) > half else right
    return " ".join((left + node + right).split())


def _marked(quote):
    """A sentence in quotation marks, if it does not begin with one."""
    return quote if quote[:1] in OPENERS else f"“{quote}”"
