"""Voice: whose words each part of a text is, the outlet's own or those of somebody it reports."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.text.matches import find, spans
from analysis.text.reports import Reports
from analysis.text.speakers import Speakers, role_of, role_order

VOICES = ["own", "attributed", "mention", "naming", "distance", "quoted"]
OWN, ATTRIBUTED, MENTION, NAMING, DISTANCE, QUOTED = range(6)
LANGUAGE = "en"  # of the rules
CLOSERS = {"“": "”", "``": '"', "„": "“”", "«": "»", "「": "」", "『": "』", "‘": "’", '"': '"', "'": "'"}
SINGLE = "‘'"
DOUBLE = '“”"'  # marks that print may confuse
PAIRS = {"''": '"', "’’": '"', "``": "``", "‘‘": "``"}  # two single marks that stand for a double one
BLOCK = 400_000  # positions that are read together
SCARE = 4  # words that scare quotes may hold, or that "so-called" extends to
CREDIT = 8  # positions of "— Nell Grey, poet"
INITIAL = re.compile(r" (?:\w\. ?)+(?=\w{2})")  # of a second name
MIXED = 3  # quotations back to the one that goes on, past titles and scare quotes


class Voices(NamedTuple):
    """The voice of every position.

    Attributes
    ----------
    label : int8 array [shape=(n_tokens,)]
        Index into ``VOICES``: own; attributed ("Xi said that …"); mention (a term, slogan or title is spoken of);
        naming ("what X calls …", "known as …"); distance ("so-called", scare quotes without a speaker); quoted.
        A mask for counts and matches is ``label == OWN``.
    speaker : int32 array [shape=(n_tokens,)]
        Index into ``speakers``.
    speakers : list of str
        The full name as the article prints it first, without titles, or the words as printed; the first is "", where
        nobody is named. "Ana B. Holt" is Ana Holt where another article prints that.
    roles : list of str
        The role of each speaker, as roles.toml names it, or foreign official, foreign expert, state expert; "" where
        the words around the name give none.
    """

    label: np.ndarray
    speaker: np.ndarray
    speakers: list
    roles: list


def voices(tokens, cues, roles=None):
    """Determine the voice of every position: whose words it belongs to.

    A report extends from its verb to the end of the sentence, to a mark and "but", or to an apposition; or, where the
    verb closes it ("…, X said on Monday"), from the beginning of the sentence to the speaker. A direct quotation is a
    stretch between quotation marks. Without a speaker it is a mention where a word such as "term" or "slogan" stands
    before it or where it is a title, naming behind "known as" or "what X calls", and distance if it is short.

    Parameters
    ----------
    tokens : Tokens
    cues : DataFrame
        ``matches.find`` of the reporting lexicon, whose file explains its keys.
    roles : DataFrame, optional
        `roles_of`; without it, titles stay part of a name, and "the president" is not resolved.

    Returns
    -------
    Voices

    Notes
    -----
    Rules for news prose in English. In articles that are known to be in another language, the words between quotation
    marks are quoted by nobody that is known, and all others are the outlet's own. Irony without quotation marks,
    and reports that continue over several sentences without a verb, are taken for the outlet's own words.
    """
    numbers, said_of, labels, speakers = {"": 0}, defaultdict(set), [], []
    for part, *rows in _blocks(tokens, cues, roles):
        found = _Labels(part, *rows)
        codes = [numbers.setdefault(name, len(numbers)) for name in found.speakers]
        labels.append(found.label)
        speakers.append(np.array(codes, dtype=np.int32)[found.speaker])
        for name in found.speakers:
            said_of[name] |= found.names.said_of[name]
    plain = {name: short if (short := INITIAL.sub(" ", name)) in numbers else name for name in numbers}
    for name, short in plain.items():
        said_of[short] |= said_of[name]
    names = list(dict.fromkeys(plain.values()))
    codes = pd.Index(names).get_indexer(list(plain.values())).astype(np.int32)
    order = role_order(roles)
    known = [role_of(said_of[name], order) for name in names]
    return Voices(np.concatenate(labels), codes[np.concatenate(speakers)], names, known)


def _blocks(tokens, cues, roles):
    """Tokens, cues and roles of some articles after the others, since what is known of a million words takes memory."""
    block = tokens.offsets[:-1] // BLOCK
    if not block.any():
        yield tokens, cues, roles
        return
    of_rows = [None if rows is None else block[tokens.rows(rows["doc_id"])] for rows in (cues, roles)]
    for number in np.unique(block):
        kept = [rows if of is None else rows[of == number] for rows, of in zip((cues, roles), of_rows, strict=True)]
        yield tokens.where(block == number), *kept


def roles_of(tokens, lexicons):
    """Matches of the lexicon of roles, in its order, and of the names of countries as homeland and elsewhere."""
    roles, country = find(tokens, lexicons.roles), lexicons.slogans.country
    named = find(tokens, lexicons.countries)
    named = named.assign(key=np.where(named["key"] == country, "homeland", "elsewhere"))
    order = [*(entry.key for entry in lexicons.roles.entries), "homeland", "elsewhere"]
    both = pd.concat([roles.astype({"key": object}), named], ignore_index=True)
    return both.assign(key=pd.Categorical(both["key"], order))


class _Labels:
    """The voice and the speaker of every position of some articles."""

    def __init__(self, tokens, cues, roles):
        self.tokens, self.quoted, n = tokens, quotations(tokens), len(tokens)
        self.reports = Reports(tokens, cues, self.quoted)
        self.names = Speakers(self.reports, roles)
        self.label, self.speaker, self.speakers = np.zeros(n, dtype=np.int8), np.zeros(n, dtype=np.int32), {"": 0}
        self.heads = {}  # the first and the last speaker of each sentence
        self._read()

    def _read(self):
        """Apply all rules, the weaker first."""
        for report in self.reports.all():
            name = self.write(report.start, report.end, ATTRIBUTED, self.names.name(report.head))
            sentence = self.sentence(report.place)
            self.heads[sentence] = self.heads.get(sentence, (name,))[0], name
        for start, end, voice, head in self.wordings():
            self.write(start, end, voice, self.names.name(head))
        read = self.tokens.written_in(LANGUAGE)
        turns = [turn for turn in self.reports.turns_of_speech() if read[turn[0]]]
        for start, end, head, _ in turns:
            if (name := self.names.known_person(*head)) in self.speakers:
                self.write(start, end, ATTRIBUTED, name)
        for quotation in self.quoted:
            self.quotation(*quotation)
        for start, end, head, is_shouted in turns:
            if is_shouted and not self.names.is_place(*head) and not self.names.is_headline(head[0]):
                name = self.names.raw(*head)
                self.write(start, end, QUOTED, name if len(name) > 1 else "")  # "Q:" and "A:" name nobody
        self.label[~read & (self.label > 0)], self.speaker[~read] = QUOTED, 0

    def write(self, start, end, voice, name):
        """Set the voice and speaker of these positions."""
        number = self.number(name)
        self.label[start:end], self.speaker[start:end] = voice, number
        return number

    def sentence(self, place):
        """The number of the sentence around a position."""
        return bisect_right(self.reports.bounds, place)

    def wordings(self):
        """Stretches without quotation marks that are named, or that the outlet distances itself from."""
        for cue in self.reports.cues:
            if cue.key in ("naming", "distance") and not self.reports.openings & {cue.end + 1, cue.end + 2}:
                end = self.reports.wording(cue, SCARE if cue.key == "distance" else 3 * SCARE)
                yield cue.end, end, VOICES.index(cue.key), self.reports.namer(cue)

    def quotation(self, start, end, is_closed):
        """Write what the words between two quotation marks are."""
        words = np.flatnonzero(self.tokens.is_word[start:end]) + start
        inside, cue = self.label[words], self.reports.before_quotation(start)
        named = self.speaker[words][inside == ATTRIBUTED]
        if cue in ("naming", "distance"):
            self.label[start:end] = VOICES.index(cue)
        elif cue == "mention" and len(words) <= SCARE:
            self.label[start:end] = MENTION
        elif len(named):
            self.label[start:end], self.speaker[start:end] = QUOTED, named[0]
        elif len(words) and (cue == "mention" or self.reports.is_title(words.tolist())):
            self.label[start:end] = MENTION
        else:
            self.spoken(start, end, len(words) if is_closed else len(words) + SCARE)

    def spoken(self, start, end, n):
        """A quotation whose clause names nobody: the speaker stands around it, or it is a pair of scare quotes."""
        place = bisect_left(self.quoted, (start,))
        name = self.credited(end) or self.tagged(end) or self.introduced(start) or self.continued(place)
        if not name and n > SCARE:
            name = self.followed(end) or self.announced(start)
        if n <= SCARE and not name:
            self.label[start:end] = DISTANCE
        else:
            self.label[start:end], self.speaker[start:end] = QUOTED, name

    def credited(self, end):
        """The speaker of "…” — Nell Grey", in the same line or the next; 0 where there is none."""
        last = min(end + CREDIT, len(self.tokens))
        while end < last and not self.reports.is_word[end] and self.reports.forms[end] != "-":
            end += 1
        stop = self.names.lines[bisect_right(self.names.lines, end)] if end < len(self.tokens) else end
        if end < stop <= end + CREDIT and self.reports.forms[end] == "-":
            return self.number(self.names.raw(end + 1, self.reports.until_mark(end + 1, stop)))
        return 0

    def number(self, name):
        """The number of a speaker."""
        return self.speakers.setdefault(name, len(self.speakers))

    def introduced(self, start):
        """The speaker of the words before, where they end with a colon or a comma; 0 where there is none."""
        before = self.reports.visible(start - 1, -1)
        if before <= 0 or self.reports.forms[before] not in ",:" or self.names.doc[before] != self.names.doc[start]:
            return 0
        sentence = self.sentence(before)
        begin = self.reports.bounds[sentence - 1]
        if sentence in self.heads:
            begin = self.reports.last_mark(begin, before)
            if self.heads[sentence][1] or self.reports.forms[before] == ",":
                return self.heads[sentence][1]
        start = before
        while start > begin and self.reports.is_named(start - 1):
            start -= 1
        head = (start, before) if before - start > 1 else self.reports.opening(begin, before)
        return self.number(self.names.name(head))

    def tagged(self, end):
        """The name between a quotation that ends with a comma and the next mark: "…,” scoffed Wang"; else 0."""
        if not end or self.reports.forms[end - 1] not in ",?!":
            return 0
        start = self.reports.visible(end)
        if self.reports.has(start, "relative"):
            return 0
        stop = self.reports.until_mark(start, min(start + CREDIT, len(self.tokens)))
        places = [place for place in range(start, stop) if self.reports.capital[place]]
        if not places or self.tokens.doc[start] != self.tokens.doc[end - 1]:
            return 0
        last = next((place for place in range(places[0], stop) if not self.reports.is_named(place)), stop)
        return self.number(self.names.name((places[0], last)))

    def continued(self, place):
        """The speaker of the quotation before, in the same paragraph or, if this one begins its own, in the last."""
        lines, here = self.names.lines, self.quoted[place][0]
        quoted = range(place - 1, max(place - MIXED, 0) - 1, -1)
        spoken = (before for before in quoted if self.label[self.quoted[before][0]] == QUOTED)
        if (before := next(spoken, -1)) < 0:
            return 0
        start, _, is_closed = self.quoted[before]
        line, last = bisect_left(lines, here + 1), bisect_left(lines, start + 1)
        begins = self.reports.words[lines[line - 1]] == self.reports.words[here]
        next_line = line - last == 1 and self.names.doc[start] == self.names.doc[here]
        near = line == last or (next_line and (begins or not is_closed))
        return int(self.speaker[start]) if near else 0

    def followed(self, end):
        """The speaker of the sentence behind a quotation, in the same paragraph: "That was the answer of X"."""
        sentence, lines = self.sentence(end), self.names.lines
        for number in (sentence, sentence + 1):
            first = self.reports.bounds[number - 1] if number in self.heads else -1
            if bisect_right(lines, first) == bisect_right(lines, end - 1):
                return self.heads[number][0]
        return 0

    def announced(self, start):
        """The speaker of the last sentence before a quotation that begins its paragraph: "Li went on."; else 0."""
        line, words = bisect_left(self.names.lines, start + 1) - 1, self.reports.words
        begin = self.names.lines[line]
        if not line or words[begin] < words[start] or self.names.doc[begin - 1] != self.names.doc[start]:
            return 0
        first = self.reports.bounds[self.sentence(begin - 1) - 1]
        return self.number(self.names.name(self.reports.opening(first, begin - 1)))


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


def stretches(tokens, voiced, mask=None):
    """Every stretch of a sentence that is not in the outlet's own voice, as matches.

    Returns
    -------
    DataFrame [columns doc_id, start, end, voice, speaker]
        In the order of the text; positions as `matches.find` counts them.
    """
    words = tokens.is_word & (tokens.mask() if mask is None else mask)
    kept = np.flatnonzero((voiced.label != OWN) & words)
    sentence, rank = np.searchsorted(tokens.sentences, kept, side="right"), np.cumsum(tokens.is_word)[kept]
    about = np.stack([voiced.label[kept], voiced.speaker[kept], sentence, rank - np.arange(len(kept))])
    first = np.flatnonzero(np.append(True, (np.diff(about) != 0).any(axis=0))[: len(kept)])
    start, last = kept[first], kept[np.append(first[1:], len(kept)) - 1] if len(kept) else kept
    doc = tokens.doc[start]
    table = {"doc_id": tokens.docs["doc_id"].to_numpy()[doc], "start": start - tokens.offsets[doc]}
    table |= {"end": last + 1 - tokens.offsets[doc], "voice": pd.Categorical.from_codes(voiced.label[start], VOICES)}
    return pd.DataFrame(table | {"speaker": np.array(voiced.speakers, dtype=object)[voiced.speaker[start]]})


def quotations(tokens):
    """Find the direct quotations of every paragraph.

    Opening and closing marks are paired by their shape, straight ones alternately; marks inside an open pair belong to
    the quotation. A double mark of the wrong shape (“…") closes it where it stands behind a word. Two single marks
    (''…'', ``…'') are a double one, and a single mark after a letter is an apostrophe. A quotation that is not closed
    ends with its paragraph, as in a quotation of several paragraphs; a single mark that is not closed is ignored.

    Returns
    -------
    list of (start, end, is_closed)
        Positions between the marks, in order.
    """
    found, opened, mark, border, inner = [], None, "", 0, 0
    for place, shape, end, is_apostrophe, is_end in _marks(tokens):
        if opened is not None and end != border:
            found += [] if mark in SINGLE else [(opened, border, False)]
            opened = None
        if opened is None and shape in CLOSERS and not is_apostrophe:
            opened, mark, border, inner = place + 1, shape, end, 0
        elif opened is not None and (shape in CLOSERS[mark] or (is_end and not inner and mark in DOUBLE)):
            found.append((opened, place, True))
            opened = None
        elif shape in DOUBLE:
            inner += -1 if is_end else 1
    return found if opened is None or mark in SINGLE else [*found, (opened, border, False)]


def _marks(tokens):
    """Quotation marks: position, shape, end of the paragraph, apostrophe or not, closing or not."""
    at = np.flatnonzero(np.isin(tokens.types["form"], ["'", '"'])[tokens.ids])
    ends = tokens.paragraphs[np.searchsorted(tokens.paragraphs, at, side="right")]
    texts = tokens.docs["text"].to_numpy()
    for place, end in zip(at.tolist(), ends.tolist(), strict=True):
        text, (left, right) = texts[tokens.doc[place]], tokens.spans[place]
        shape = PAIRS.get(text[left:right], text[left])
        last = text[left - 1 : left]
        is_end = shape in DOUBLE and not (last.isspace() or last.isdigit()) and not text[right : right + 1].isalnum()
        yield place, shape, end, shape in SINGLE and last.isalnum(), is_end or shape == "”"
