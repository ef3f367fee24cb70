"""Voice: whose words each part of a text is, the outlet's own or those of somebody it reports."""

from bisect import bisect_left
from collections import defaultdict
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.text.matches import spans

VOICES = ["own", "attributed", "distanced", "quoted"]  # where two apply to a position, the later one has precedence
OWN, ATTRIBUTED, DISTANCED, QUOTED = range(4)
CLOSERS = {"“": "”", "„": "“”", "«": "»", "「": "」", "『": "』", "‘": "’", '"': '"', "'": "'"}
SINGLE = "‘'"
SCARE = 4  # words that scare quotes may hold, or that "so-called" extends to
CLAUSE = 5  # words before ", X said" from which they are a report and not an adverbial


class Voices(NamedTuple):
    """The voice of every position.

    Attributes
    ----------
    label : int8 array [shape=(n_tokens,)]
        Index into ``VOICES``: own, attributed ("Xi said that …"), distanced ("so-called", scare quotes),
        quoted. A mask for counts and matches is ``label == OWN``.
    speaker : int32 array [shape=(n_tokens,)]
        Index into ``speakers``.
    speakers : list of str
        As printed; the first is "", where nobody is named.
    """

    label: np.ndarray
    speaker: np.ndarray
    speakers: list


def voices(tokens, cues):
    """Determine the voice of every position: whose words it belongs to.

    A direct quotation is a stretch between quotation marks; one of at most four words that its sentence attributes to
    nobody is a pair of scare quotes, and counts as distanced. A report extends from its verb to the end of the
    sentence or, where the verb closes it ("…, X said on Monday"), from the beginning of the sentence to the speaker.

    Parameters
    ----------
    tokens : Tokens
    cues : DataFrame
        ``matches.find`` of the reporting lexicon, whose file explains its keys.

    Returns
    -------
    Voices
        Precedence: quoted, distanced, attributed, own.

    Notes
    -----
    Rules for news prose in English; quotation marks of other languages are paired too. Irony without quotation marks,
    and reports that continue over several sentences without a verb, are taken for the outlet's own words.
    """
    quoted = quotations(tokens)
    reporting = _Reporting(tokens, cues, quoted)
    label, speaker = np.zeros(len(tokens), dtype=np.int8), np.zeros(len(tokens), dtype=np.int32)
    speakers = {"": 0}
    for start, end, name in reporting.reports():
        label[start:end] = ATTRIBUTED
        speaker[start:end] = speakers.setdefault(name, len(speakers))
    for start, end in reporting.distances():
        label[start:end] = DISTANCED
    _label_quotations(tokens, quoted, label, speaker)
    return Voices(label, speaker, list(speakers))


def _label_quotations(tokens, quoted, label, speaker):
    """Write quoted, or distanced for scare quotes, over the labels; the speaker is the one of the report around it.

    A quotation without one has the speaker of the quotation before it in the same paragraph.
    """
    paragraphs = np.searchsorted(tokens.paragraphs, [start for start, _ in quoted], side="right")
    last, spoken = 0, -1  # speaker and paragraph of the last quotation
    for (start, end), paragraph in zip(quoted, paragraphs, strict=True):
        named = speaker[start:end][label[start:end] == ATTRIBUTED]
        short = tokens.is_word[start:end].sum() <= SCARE
        if short and (not len(named) or (label[start:end] == DISTANCED).any()):
            label[start:end], speaker[start:end] = DISTANCED, 0
        else:
            inherited = last if spoken == paragraph else 0
            last, spoken = named[0] if len(named) else inherited, paragraph
            label[start:end], speaker[start:end] = QUOTED, last


def label(tokens, matches, voiced):
    """Give each match the voice of most of its words.

    Parameters
    ----------
    tokens : Tokens
    matches : DataFrame [columns doc_id, start, end, …]
    voiced : Voices

    Returns
    -------
    DataFrame
        ``matches`` with columns voice (one of ``VOICES``; of equally frequent ones the one with precedence) and speaker
        ("" where nobody is named).
    """
    start, end = spans(tokens, matches)
    words = [np.append(0, np.cumsum(tokens.is_word & (voiced.label == code))) for code in range(len(VOICES))]
    counts = np.stack([before[end] - before[start] for before in words], axis=1)
    code = len(VOICES) - 1 - counts[:, ::-1].argmax(axis=1)
    at = [a + int(np.argmax(voiced.label[a:b] == c)) for a, b, c in zip(start, end, code, strict=True)]
    speakers = np.array(voiced.speakers, dtype=object)[voiced.speaker[np.array(at, dtype=int)]]
    return matches.assign(voice=pd.Categorical.from_codes(code, VOICES), speaker=np.where(code == OWN, "", speakers))


def words_by_voice(tokens, voiced, mask=None):
    """Word tokens of each article by voice and speaker: the base of rates by speaker.

    Parameters
    ----------
    tokens : Tokens
    voiced : Voices
    mask : bool array [shape=(n_tokens,)], optional
        Positions that count. Default: body and headline.

    Returns
    -------
    DataFrame [one row an article, voice and speaker with words; columns doc_id, voice, speaker, n_tokens]
        speaker is "" in the outlet's own voice and where nobody is named.
    """
    kept = tokens.is_word & (tokens.mask() if mask is None else mask)
    speaker = np.where(voiced.label == OWN, 0, voiced.speaker).astype(np.int64)
    place = ((tokens.doc * len(VOICES) + voiced.label) * len(voiced.speakers) + speaker)[kept]
    place, n_tokens = np.unique(place, return_counts=True)
    place, number = np.divmod(place, len(voiced.speakers))
    doc, code = np.divmod(place, len(VOICES))
    table = {"doc_id": tokens.docs["doc_id"].to_numpy()[doc], "voice": pd.Categorical.from_codes(code, VOICES)}
    names = np.array(voiced.speakers, dtype=object)[number]
    return pd.DataFrame(table | {"speaker": names, "n_tokens": n_tokens})


def quotations(tokens):
    """Find the direct quotations of every paragraph.

    Opening and closing marks are paired by their shape, straight ones alternately; marks inside an open pair belong to
    the quotation. A single mark after a letter is an apostrophe. A quotation that is not closed ends with its
    paragraph, as in a quotation of several paragraphs; a single mark that is not closed is ignored.

    Returns
    -------
    list of (start, end)
        Positions between the marks, in order.
    """
    at = np.flatnonzero(np.isin(tokens.types["form"], ["'", '"'])[tokens.ids])
    ends = tokens.paragraphs[np.searchsorted(tokens.paragraphs, at, side="right")]
    texts, found, opened, mark, border = tokens.docs["text"].to_numpy(), [], None, "", 0
    for place, end in zip(at.tolist(), ends.tolist(), strict=True):
        if opened is not None and end != border:
            found += [] if mark in SINGLE else [(opened, border)]
            opened = None
        text, (left, right) = texts[tokens.doc[place]], tokens.spans[place]
        shape = text[left] if right - left == 1 else '"'  # two apostrophes
        if opened is None and shape in CLOSERS and not (shape in SINGLE and text[left - 1 : left].isalnum()):
            opened, mark, border = place + 1, shape, end
        elif opened is not None and shape in CLOSERS[mark]:
            found.append((opened, place))
            opened = None
    return found if opened is None or mark in SINGLE else [*found, (opened, border)]


class _Reporting:
    """The reporting words of a corpus outside quotations, and what each of them says about the text around it."""

    def __init__(self, tokens, cues, quoted):
        self.tokens, self.texts = tokens, tokens.docs["text"].to_numpy()
        self.is_word, self.words = tokens.is_word, np.append(0, np.cumsum(tokens.is_word))
        self.forms, self.stop = (tokens.types[name].to_numpy()[tokens.ids] for name in ("form", "is_stop"))
        self.closing = {end for _, end in quoted}
        self.is_mark = ~tokens.is_word & ~tokens.types["is_invisible"].to_numpy()[tokens.ids]
        inner = self.is_mark & (self.forms == ".")  # the full stop of "Dr." does not end anything
        inner[tokens.sentences[1:] - 1] = False
        self.is_mark &= ~(inner & np.append(tokens.is_word[1:], False))
        self.marks = np.flatnonzero(self.is_mark).tolist()
        self.cues = self.outside(quoted, cues)
        self.at = defaultdict(set)
        for cue in self.cues:
            self.at[cue.key].add(cue.start)
        self.turns = [mark for mark in self.marks if mark + 1 in self.at["concession"]]
        self.negations = sorted(self.at["negation"])

    def outside(self, quoted, cues):
        """The cues outside quotations in order: ``start:end``, key, and the sentence ``begin:stop`` around them."""
        inside = np.zeros(len(self.tokens) + 1, dtype=bool)
        for start, end in quoted:
            inside[start:end] = True
        start, end = spans(self.tokens, cues)
        sentence = np.searchsorted(self.tokens.sentences, start, side="right")
        table = pd.DataFrame({"start": start, "end": end, "key": cues["key"].to_numpy(dtype=str)})
        table = table.assign(begin=self.tokens.sentences[sentence - 1], stop=self.tokens.sentences[sentence])
        table = table[~inside[start]].sort_values(["start", "end", "key"])
        return list(table.itertuples(name="Cue", index=False))

    def reports(self):
        """Stretches of reported words: (start, end, speaker as printed); a speaker of a verb replaces a source."""
        sources, found, last = [], [], (-1, "")
        for cue in self.cues:
            if cue.key == "according":
                border = self.until_mark(cue.end, cue.stop)
                name = self.named(cue.end, border)
                sources += [(cue.begin, cue.start, name), (border, cue.stop, name)]
            elif cue.key in ("says", "urges"):
                found.append(self.report(cue, last[1] if last[0] == cue.begin else ""))
                last = cue.begin, found[-1][2]
        return sources + found

    def report(self, cue, inherited):
        """What a verb reports, and who is said to have said it."""
        rest = cue.end, self.turn(cue)
        if self.forms[cue.start].endswith("ing"):
            return *rest, inherited
        before = self.before(cue)
        if before >= cue.begin and self.is_mark[before]:
            return self.report_after_mark(cue, rest, quoted=before < cue.start - 1)
        border = self.last_mark(cue.begin, cue.start)
        if self.is_headless(border, cue.start):
            return *rest, self.apposed(cue.begin, cue.start)
        speaker = self.named(border, cue.start)
        closed = cue.key == "says" and self.closes(cue) and self.words[border] - self.words[cue.begin] >= CLAUSE
        return (cue.begin, border, speaker) if border in self.closing or closed else (*rest, speaker)

    def report_after_mark(self, cue, rest, quoted):
        """The same for a verb after a mark: "…,” said Wang", "…, said Wang Zhigang.", "Hou, a director, said"."""
        border = self.until_mark(cue.end, cue.stop)
        if cue.key == "says" and (quoted or self.is_name(cue.end, border)):
            return cue.begin, cue.start if quoted else cue.stop, self.named(cue.end, border)
        return *rest, self.apposed(cue.begin, cue.start)

    def distances(self):
        """Stretches that the outlet distances itself from: (start, end)."""
        for cue in self.cues:
            if cue.key == "distance":
                border = self.until_mark(cue.end, cue.stop)
                words = cue.end + np.flatnonzero(self.is_word[cue.end : border])
                is_phrase = cue.end - cue.start > 1  # "what X calls", not "so-called"
                yield cue.end, border if is_phrase or len(words) <= SCARE else words[SCARE]

    def turn(self, cue):
        """Where a report ends: before a mark and "but", or at the first mark if its sentence begins with "although"."""
        if cue.begin in self.at["concession"]:
            return self.until_mark(cue.end, cue.stop)
        mark = _first(self.turns, cue.end, cue.stop)
        negated = _first(self.negations, cue.end, mark) < mark  # "not this, but that"
        return cue.stop if negated else mark

    def before(self, cue):
        """The position before a verb, without quotation marks."""
        place = cue.start - 1
        while place >= cue.begin and not self.is_word[place] and not self.is_mark[place]:
            place -= 1
        return place

    def until_mark(self, start, stop):
        """Position of the first punctuation mark from ``start`` on, or ``stop``."""
        return _first(self.marks, start, stop)

    def last_mark(self, begin, start):
        """Position after the last punctuation mark before ``start``, or ``begin``."""
        at = bisect_left(self.marks, start)
        return max(begin, self.marks[at - 1] + 1) if at else begin

    def closes(self, cue):
        """Whether a verb stands at the end of a report: "…, X said." or "…, X said on Monday"."""
        near = self.forms[cue.end : min(self.until_mark(cue.end, cue.stop), cue.end + 8)]
        return (not len(near) or cue.end in self.at["adjunct"]) and "that" not in near

    def is_name(self, start, end):
        """Whether these are one to six words with a capital: "said Wang Zhigang."."""
        return 0 < end - start <= 6 and all(self.raw(place, place + 1)[:1].isupper() for place in range(start, end))

    def apposed(self, begin, start):
        """The speaker of "Hou Lijun, director of an institute, said": the first part that is no adverbial."""
        marks = self.marks[bisect_left(self.marks, begin) : bisect_left(self.marks, start)]
        parts = (place for place in [begin, *(mark + 1 for mark in marks)] if place not in self.at["adjunct"])
        first = next(parts, start)
        name = self.named(first, self.until_mark(first, start))
        return name if name.count(" ") < 6 else ""

    def is_headless(self, start, end):
        """Whether a verb has no speaker beside it: "…, has often called for", "…, which called for"."""
        words = [place for place in self.head(start, end) if place not in self.at["pronoun"]]
        return bool(words) and self.stop[words].all()

    def named(self, start, end):
        """A speaker as printed, without time and place and without words that name nobody."""
        words = self.head(start, end)
        while len(words) > 1 and self.stop[words[-1]]:
            words.pop()
        return self.raw(words[0], words[-1] + 1) if 0 < len(words) <= 12 else ""

    def head(self, start, end):
        """Positions of the words before the first one that begins a time or a place."""
        words = (start + np.flatnonzero(self.is_word[start:end])).tolist()
        late = (number for number, place in enumerate(words) if number and place in self.at["adjunct"])
        return words[: next(late, None)]

    def raw(self, start, end):
        """The text of these positions as printed."""
        text = self.texts[self.tokens.doc[start]]
        return text[self.tokens.spans[start, 0] : self.tokens.spans[end - 1, 1]]


def _first(places, start, stop):
    """The first of the sorted places from ``start`` on, or ``stop`` where there is none before it."""
    at = bisect_left(places, start)
    return min(places[at], stop) if at < len(places) else stop
