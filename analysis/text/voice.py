"""Voice: in whose words a text stands, the outlet's own or somebody else's."""

from typing import NamedTuple

import numpy as np
import pandas as pd

VOICES = ["own", "attributed", "distanced", "quoted"]  # of two that claim a position, the later has it
OWN, ATTRIBUTED, DISTANCED, QUOTED = range(4)
CLOSERS = {"“": "”", "„": "“”", "«": "»", "「": "」", "『": "』", "‘": "’", '"': '"', "'": "'"}
SINGLE = "‘'"
KINDS = [
    "says",
    "urges",
    "according",
    "distance",
    "adjunct",
    "concession",
    "negation",
    "pronoun",
]  # of the reporting lexicon
SCARE = 4  # words that scare quotes may hold, or that "so-called" reaches over
CLAUSE = 5  # words that make what stands before ", X said" a report and not an adverbial


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
        As printed; the first is "", nobody named.
    """

    label: np.ndarray
    speaker: np.ndarray
    speakers: list


def voices(tokens, cues):
    """Tell at every position whose words stand there.

    A direct quotation is a stretch between quotation marks; one of at most four words that no sentence gives to a
    speaker is a pair of scare quotes, at a distance. A report reaches from its verb to the end of the sentence,
    or, where the verb closes it ("…, X said on Monday"), from the beginning to the speaker.

    Parameters
    ----------
    tokens : Tokens
    cues : DataFrame
        ``matches.find`` of the reporting lexicon, which says what its keys are.

    Returns
    -------
    Voices
        Precedence: quoted, distanced, attributed, own.

    Notes
    -----
    Rules for news prose in English; quotation marks of other languages are paired too. Irony without marks, and
    reports that run over several sentences without a verb, are read as the outlet's own.
    """
    quoted = quotations(tokens)
    text = _Text(tokens, cues, quoted)
    label, speaker = np.zeros(len(tokens), dtype=np.int8), np.zeros(len(tokens), dtype=np.int32)
    speakers = {"": 0}
    for start, end, name in text.reports():
        label[start:end] = ATTRIBUTED
        speaker[start:end] = speakers.setdefault(name, len(speakers))
    for start, end in text.distances():
        label[start:end] = DISTANCED
    before = ("", -1)  # speaker and paragraph of the last quotation
    for start, end in quoted:
        named = speaker[start:end][label[start:end] == ATTRIBUTED]
        paragraph = np.searchsorted(tokens.paragraphs, start, side="right")
        who = int(named[0]) if len(named) else speakers[before[0]] if before[1] == paragraph else 0
        short = tokens.is_word[start:end].sum() <= SCARE
        scare = short and (not len(named) or (label[start:end] == DISTANCED).any())
        label[start:end], speaker[start:end] = (DISTANCED, 0) if scare else (QUOTED, who)
        before = before if scare else (list(speakers)[who], paragraph)
    return Voices(label, speaker, list(speakers))


def label(tokens, matches, voiced):
    """Give each match the voice of most of its words.

    Returns
    -------
    DataFrame
        ``matches`` with columns voice (one of ``VOICES``; of equally many the one with precedence) and speaker
        ("" where nobody is named).
    """
    first = tokens.offsets[pd.Index(tokens.docs["doc_id"]).get_indexer(matches["doc_id"])]
    start, end = first + matches["start"].to_numpy(), first + matches["end"].to_numpy()
    words = [np.append(0, np.cumsum(tokens.is_word & (voiced.label == code))) for code in range(len(VOICES))]
    counts = np.stack([before[end] - before[start] for before in words], axis=1)
    code = len(VOICES) - 1 - counts[:, ::-1].argmax(axis=1) if len(matches) else np.array([], dtype=int)
    at = [a + int(np.argmax(voiced.label[a:b] == c)) for a, b, c in zip(start, end, code, strict=True)]
    speakers = np.array(voiced.speakers, dtype=object)[voiced.speaker[np.array(at, dtype=int)]]
    return matches.assign(voice=pd.Categorical.from_codes(code, VOICES), speaker=np.where(code == OWN, "", speakers))


def quotations(tokens):
    """Find the direct quotations of every paragraph.

    Marks are paired by their shape, straight ones by turns; what stands inside an open pair belongs to it. A single
    mark after a letter is an apostrophe and opens nothing. What a paragraph leaves open ends with it, as in a quotation
    over several paragraphs; a single mark that is never closed was none.

    Returns
    -------
    list of (start, end)
        Positions between the marks, in order.
    """
    at = np.flatnonzero(tokens.types["is_invisible"].to_numpy()[tokens.ids] & ~_is_clitic(tokens))
    ends = tokens.paragraphs[np.searchsorted(tokens.paragraphs, at, side="right")]
    texts, found, opened, mark, border = tokens.docs["text"].to_numpy(), [], None, "", 0
    for place, end in zip(at, ends, strict=True):
        if opened is not None and end != border:
            found += [] if mark in SINGLE else [(opened, border)]
            opened = None
        text, (left, _) = texts[tokens.doc[place]], tokens.spans[place]
        if opened is None and text[left] in CLOSERS and not (text[left] in SINGLE and text[left - 1 : left].isalnum()):
            opened, mark, border = place + 1, text[left], end
        elif opened is not None and text[left] in CLOSERS[mark]:
            found, opened = [*found, (opened, place)], None
    return found if opened is None or mark in SINGLE else [*found, (opened, border)]


def _is_clitic(tokens):
    return (tokens.types["form"] == "'s").to_numpy()[tokens.ids]


class _Text:
    """The reporting words of a corpus, each with the sentence it stands in; bounds are positions."""

    def __init__(self, tokens, cues, quoted):
        self.tokens, self.texts = tokens, tokens.docs["text"].to_numpy()
        self.forms, self.stop = (tokens.types[name].to_numpy() for name in ("form", "is_stop"))
        self.closing = {end for _, end in quoted}
        self.is_mark = ~tokens.is_word & ~tokens.types["is_invisible"].to_numpy()[tokens.ids]
        inner = self.is_mark & (self.forms[tokens.ids] == ".")  # the full stop of "Dr." ends nothing
        inner[tokens.sentences[1:] - 1] = False
        self.is_mark &= ~(inner & np.append(tokens.is_word[1:], False))
        first = tokens.offsets[pd.Index(tokens.docs["doc_id"]).get_indexer(cues["doc_id"])]
        cues = sorted(zip(first + cues["start"], first + cues["end"], cues["key"].astype(str), strict=True))
        inside = np.zeros(len(tokens) + 1, dtype=bool)
        for start, end in quoted:
            inside[start:end] = True
        self.cues = [cue for cue in cues if not inside[cue[0]]]  # a verb in a quotation reports nothing here
        self.at = {key: {start for start, _, kind in self.cues if kind == key} for key in KINDS}

    def sentence(self, place):
        at = np.searchsorted(self.tokens.sentences, place, side="right")
        return self.tokens.sentences[at - 1], self.tokens.sentences[at]

    def reports(self):
        """Stretches in somebody else's words: (start, end, speaker as printed); named sources come last."""
        sources, found, last = [], [], (-1, "")
        for start, end, key in self.cues:
            begin, stop = self.sentence(start)
            if key == "according":
                name = self.until_mark(end, stop)
                sources += [(begin, start, self.named(end, name)), (name, stop, self.named(end, name))]
            elif key in ("says", "urges"):
                inherited = last[1] if last[0] == begin else ""
                *scope, speaker = self.report((begin, start, end, stop), key, inherited)
                found, last = [*found, (*scope, speaker)], (begin, speaker)
        return sources + found

    def report(self, bounds, key, inherited):
        """What a verb reports, and who is said to have said it."""
        begin, start, end, stop = bounds
        far = self.turn(begin, end, stop)
        if self.form(start).endswith("ing"):
            return end, far, inherited
        before = start - 1
        while before >= begin and not self.tokens.is_word[before] and not self.is_mark[before]:
            before -= 1  # quotation marks
        after_quote, after_mark = before < start - 1, before >= begin and self.is_mark[before]
        if key == "says" and after_mark and after_quote:
            return begin, start, self.named(end, self.until_mark(end, stop))
        if key == "says" and after_mark and self.is_name(end, stop):
            return begin, stop, self.named(end, self.until_mark(end, stop))
        if after_mark:
            return end, far, self.apposed(begin, start)
        border = self.last_mark(begin, start)
        if self.is_headless(border, start):
            return end, far, self.apposed(begin, start)
        report = self.closes(end, stop) and self.tokens.is_word[begin:border].sum() >= CLAUSE
        if border in self.closing or (key == "says" and report):
            return begin, border, self.named(border, start)
        return end, far, self.named(border, start)

    def turn(self, begin, end, stop):
        """Where a report ends: before a mark and "but", at the first mark of a sentence that began with "although"."""
        marks = end + np.flatnonzero(self.is_mark[end:stop])
        if begin in self.at["concession"]:
            return marks[0] if len(marks) else stop
        turns = [mark for mark in marks if mark + 1 in self.at["concession"]]
        turns = [mark for mark in turns if self.at["negation"].isdisjoint(range(end, mark))]  # "not this, but that"
        return turns[0] if turns else stop

    def distances(self):
        """Stretches that an outlet steps back from: (start, end)."""
        found = []
        for start, end, key in self.cues:
            if key == "distance":
                border = self.until_mark(end, self.sentence(start)[1])
                words = end + np.flatnonzero(self.tokens.is_word[end:border])
                far = border if end - start > 1 or len(words) <= SCARE else words[SCARE]
                found.append((end, far))
        return found

    def form(self, place):
        return self.forms[self.tokens.ids[place]]

    def until_mark(self, start, stop):
        marks = np.flatnonzero(self.is_mark[start:stop])
        return start + marks[0] if len(marks) else stop

    def last_mark(self, begin, start):
        """Position after the last punctuation mark before ``start``."""
        marks = np.flatnonzero(self.is_mark[begin:start])
        return begin + marks[-1] + 1 if len(marks) else begin

    def closes(self, end, stop):
        """Whether a verb stands at the end of a report: "…, X said." or "…, X said on Monday"."""
        near = [self.form(place) for place in range(end, min(self.until_mark(end, stop), end + 8))]
        return (not near or end in self.at["adjunct"]) and "that" not in near

    def is_name(self, start, stop):
        """Whether up to the next mark there are only words with a capital: "said Wang Zhigang."."""
        border = self.until_mark(start, stop)
        return 0 < border - start <= 6 and all(
            self.raw(place, place + 1)[:1].isupper() for place in range(start, border)
        )

    def apposed(self, begin, start):
        """The speaker of "Hou Lijun, director of an institute, said": the first part that is no adverbial."""
        cuts = [begin, *(begin + np.flatnonzero(self.is_mark[begin:start]) + 1)]
        parts = [cut for cut in cuts if cut < start and cut not in self.at["adjunct"]]
        name = self.named(parts[0], self.until_mark(parts[0], start)) if parts else ""
        return name if name.count(" ") < 6 else ""

    def is_headless(self, start, end):
        """Whether a verb has no speaker beside it: "…, has often called for", "…, which called for"."""
        words = [place for place in self.head(start, end) if place not in self.at["pronoun"]]
        return bool(words) and all(self.stop[self.tokens.ids[words]])

    def named(self, start, end):
        """A speaker as printed, without time and place and without words that name nobody."""
        words = self.head(start, end)
        while len(words) > 1 and self.stop[self.tokens.ids[words[-1]]]:
            words.pop()
        return self.raw(words[0], words[-1] + 1) if 0 < len(words) <= 12 else ""

    def head(self, start, end):
        """Positions of the words up to the first that opens a time or a place."""
        words = [place for place in range(start, end) if self.tokens.is_word[place]]
        late = [number for number, place in enumerate(words) if number and place in self.at["adjunct"]]
        return words[: late[0]] if late else words

    def raw(self, start, end):
        text = self.texts[self.tokens.doc[start]]
        return text[self.tokens.spans[start, 0] : self.tokens.spans[end - 1, 1]]
