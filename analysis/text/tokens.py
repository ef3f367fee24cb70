"""Tokens: the corpus encoded once, the one object that every count and every match comes from."""

import itertools
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd
import regex

ZONES = {"body": 0, "headline": 1, "removed": 2}

HYPHENS, APOSTROPHES = "-\u2010\u2011", "'\u2018\u2019\u201b\u02bc\uff07`\u00b4"
QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02\u300c\u300d\u300e\u300f\u300a\u300b'
DASHES = HYPHENS + "\u2012\u2013\u2014\u2015\u2212"
NORMAL = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(QUOTES, '"') | dict.fromkeys(DASHES, "-"))

KINDS = {kind: rank for rank, kind in enumerate(["mark", "clitic", "number", "abbreviation", "han", "word"])}
LETTER = r"[\p{L}--\p{Han}]"
INNER = r"[[\p{L}\p{M}\p{N}\p{Cf}]--\p{Han}]"  # Cf: soft hyphens and joiners, dropped from the form
ALONE = r"(?![\p{L}\p{M}\p{N}])"
CLITIC = rf"[{APOSTROPHES}][sS]{ALONE}"
PIECES = regex.compile(
    rf"""(?P<han>\p{{Han}})
    | (?P<abbreviation>(?<![\p{{L}}\p{{M}}\p{{N}}]){LETTER}(?:\.{LETTER})+{ALONE}\.?(?:[{HYPHENS}]{INNER}+)*)
    | (?P<clitic>(?<=[\p{{L}}\p{{M}}\p{{N}}.]){CLITIC})
    | (?P<number>\p{{Nd}}+(?:[.,]\p{{Nd}}+)*(?:[%‰]|(?:[{HYPHENS}]?{LETTER}{INNER}*)+)?)
    | (?P<word>{LETTER}{INNER}*(?:(?:[{HYPHENS}&]|(?!{CLITIC})[{APOSTROPHES}]){INNER}+)*)
    | (?P<mark>[^\s\p{{Cf}}])""",
    regex.VERBOSE | regex.VERSION1,
)
LINE = regex.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
SHOUT = regex.compile(r"\p{Lu}{2}\P{L}+\p{Lu}{2}")
HAN = regex.compile(r"\p{Han}")
WIDE_STOP = regex.compile(r"(?<=[。！？][”’」』）\"']*)(?=[^。！？”’」』）\"'\s])")
MAYBE_STOP = regex.compile(r"[.?!]\S{0,20}\s")
NO_PROSE = regex.compile(r"\S{1000}")  # Punkt takes time that grows with the square of such a run
LIST_NUMBER = regex.compile(r"\s*\(?(?:\p{Nd}{1,3}|\p{L}|[ivxIVX]{1,5})[.)]\s*")


@dataclass(frozen=True, eq=False)
class Tokens:
    """A corpus of n_docs articles encoded as n_tokens positions; nothing of the raw text is left out.

    Attributes
    ----------
    ids : int32 array [shape=(n_tokens,)]
        Row of ``types`` at each position.
    spans : int32 array [shape=(n_tokens, 2)]
        Characters ``start:end`` of the article's raw text.
    zone : int8 array [shape=(n_tokens,)]
        0 body, 1 headline, 2 removed (see ``ZONES``).
    offsets, sentences, paragraphs : int64 arrays
        First position of each article, sentence, paragraph, and n_tokens at the end. A sentence ends
        with its paragraph (a line of the text) and at a change of zone.
    types : DataFrame [columns form, shown, is_word, is_number, is_stop, is_invisible]
        One row a distinct token, sorted by form. ``shown`` is what tables print for it: the commonest printed form,
        where possible not at the start of a sentence; each once. Invisible are quotation marks and the clitic 's.
    docs : DataFrame
        One row an article, as `read_corpus` returns it.
    spellings : dict
        Spelling to canonical form, as the articles were encoded; patterns are read with it too.
    """

    ids: np.ndarray
    spans: np.ndarray
    zone: np.ndarray
    offsets: np.ndarray
    sentences: np.ndarray
    paragraphs: np.ndarray
    types: pd.DataFrame
    docs: pd.DataFrame
    spellings: dict = field(default_factory=dict)

    def __post_init__(self):
        for name in ("ids", "spans", "zone", "offsets", "sentences", "paragraphs"):
            getattr(self, name).setflags(write=False)
        for name in ("offsets", "sentences", "paragraphs"):
            starts = getattr(self, name)
            assert starts[0] == 0 and starts[-1] == len(self.ids) and (np.diff(starts) >= 0).all(), name
        assert len(self.spans) == len(self.zone) == len(self.ids)
        assert len(self.offsets) == len(self.docs) + 1
        assert self.types["form"].is_monotonic_increasing and self.types["form"].is_unique

    def __len__(self):
        return len(self.ids)

    def __repr__(self):
        return f"<Tokens: {len(self.docs):,} articles, {len(self):,} tokens, {len(self.types):,} types>"

    @cached_property
    def doc(self):
        """Row of ``docs`` at each position, int array [shape=(n_tokens,)]."""
        return np.repeat(np.arange(len(self.docs)), np.diff(self.offsets))

    @cached_property
    def is_word(self):
        """Whether each position counts as a word token, bool array [shape=(n_tokens,)]."""
        return self.types["is_word"].to_numpy()[self.ids]

    def rows(self, doc_ids):
        """Rows of ``docs`` that have these doc_ids, int array; -1 where there is none."""
        return pd.Index(self.docs["doc_id"]).get_indexer(doc_ids)

    def where(self, docs):
        """The tokens of the articles that a bool array [shape=(n_docs,)] keeps; types stay as they are."""
        docs = np.asarray(docs, dtype=bool)
        kept = docs[self.doc]
        place = np.append(0, np.cumsum(kept))  # of every position, and of the end

        def starts(bounds):
            return np.unique(np.append(place[bounds[:-1][kept[bounds[:-1]]]], (0, place[-1])))

        return replace(
            self,
            ids=self.ids[kept],
            spans=self.spans[kept],
            zone=self.zone[kept],
            offsets=np.append(0, np.cumsum(np.diff(self.offsets)[docs])),
            sentences=starts(self.sentences),
            paragraphs=starts(self.paragraphs),
            docs=self.docs[docs].reset_index(drop=True),
        )

    def mask(self, *zones):
        """Positions in the named zones (default body and headline), bool array [shape=(n_tokens,)]."""
        return np.isin(self.zone, [ZONES[zone] for zone in zones or ("body", "headline")])

    def visible(self, mask=None):
        """Positions a pattern or an n-gram sees, and the unbroken run each belongs to.

        Quotation marks and clitics are passed over. A run ends with its sentence and where the mask leaves
        a token out.

        Parameters
        ----------
        mask : bool array [shape=(n_tokens,)], optional
            Default: body and headline.

        Returns
        -------
        positions, run : int arrays [shape=(n_visible,)]
        """
        mask = self.mask() if mask is None else np.asarray(mask, dtype=bool)
        positions = np.flatnonzero(mask & ~self.types["is_invisible"].to_numpy()[self.ids])
        sentence = np.searchsorted(self.sentences, positions, side="right")
        left_out = np.cumsum(~mask)[positions]
        breaks = (np.diff(sentence, prepend=0) != 0) | (np.diff(left_out, prepend=0) != 0)
        return positions, np.cumsum(breaks)


def split(text, start=0, end=None):
    """Split one text into tokens.

    In this order: a Han character; a dotted abbreviation (U.S., U.S.-led); the clitic 's; a number with its
    separators and % or suffix (330,000 · 5.7-fold · 5G); a word with inner hyphen, apostrophe or & (R&D);
    any other mark, alone.

    Returns
    -------
    list of (start, end, kind)
        ``kind`` is han, abbreviation, clitic, number, word or mark; characters ``start:end`` of the text.
    """
    pieces = PIECES.finditer(text, start, len(text) if end is None else end)
    return [(*piece.span(), piece.lastgroup) for piece in pieces]


def form(surface, forms=None, shouted=False):
    """The type that a token as printed belongs to.

    NFC, straight quotes and hyphens; case-folded but for words in capitals (US is not us), unless the whole
    line is in capitals (``shouted``); spellings in ``forms`` become their canonical one. Each part of a
    hyphenated word is treated by itself (U.S.-led becomes US-led).
    """
    plain, forms = _plain(surface), forms or {}
    return forms.get(plain) or "-".join(_part(part, forms, shouted) for part in plain.split("-"))


def _plain(surface):
    return regex.sub(r"\p{Cf}", "", unicodedata.normalize("NFC", surface)).translate(NORMAL)


def _part(part, forms, shouted):
    if part in forms:
        return forms[part]
    keeps_capitals = len(part) > 1 and part.isupper() and not shouted
    return part if keeps_capitals else part.casefold()


class SentenceSplitter:
    """Cut a line into sentences: Punkt with a list of abbreviations, and what Punkt leaves out.

    Parameters
    ----------
    words : Words
        ``abbreviations`` do not end a sentence; those in ``may_end`` do before a capitalised opener, which
        is a capitalised word of ``stopwords`` ("… in the U.S. The talks").
    """

    def __init__(self, words):
        from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer  # here: nltk takes seconds to import

        parameters = PunktParameters()
        parameters.abbrev_types = set(words.abbreviations)
        self.punkt = PunktSentenceTokenizer(parameters)
        self.stopwords = words.stopwords
        either = "|".join(map(regex.escape, sorted(words.may_end))) or r"(?!)"
        self.may_end = regex.compile(rf"(?<![\p{{L}}.])(?i:{either})\.[”\"’')\]]*\s+(\p{{Lu}}[\p{{L}}'’]*)")

    def spans(self, line):
        """Character spans ``(start, end)`` of a line's sentences, together covering every token."""
        if NO_PROSE.search(line) or not (MAYBE_STOP.search(line) or WIDE_STOP.search(line)):
            return [(0, len(line))]
        starts = {0}
        for at, end in _between(line, [found.start() for found in WIDE_STOP.finditer(line)]):
            starts.update(at + start for start, _ in self.punkt.span_tokenize(line[at:end]))
        for found in self.may_end.finditer(line):
            if found[1].casefold() in self.stopwords:
                starts.add(found.start(1))
        number = LIST_NUMBER.match(line)
        starts.discard(number.end() if number else -1)
        return _between(line, sorted(starts))


def _between(text, cuts):
    bounds = sorted({0, *cuts, len(text)})
    return list(itertools.pairwise(bounds))


def encode(docs, zones, words, track=iter):
    """Encode the articles of a corpus, whole: what cleaning removed keeps its place as a zone.

    Parameters
    ----------
    docs : DataFrame [columns doc_id, text, …]
        One row an article.
    zones : DataFrame [columns doc_id, zone, start, end, …]
        Character spans that are headline or removed; the rest is body.
    words : lexicons.Words
        Abbreviations, stop words and the spellings that share a type.
    track : callable, optional
        Passes the list of articles through one by one, as ``tqdm.tqdm`` does, to show progress (encoding takes about
        6 seconds a million tokens).

    Returns
    -------
    Tokens
    """
    docs, splitter, scan = docs.reset_index(drop=True), SentenceSplitter(words), _Scan()
    marked = dict(iter(zones.groupby("doc_id", sort=False)))
    for doc_id, text in track(list(zip(docs["doc_id"], docs["text"], strict=True))):
        mine = marked.get(doc_id, zones.iloc[:0])
        scan.article(text, list(zip(mine["start"], mine["end"], mine["zone"], strict=True)), splitter)
    return scan.tokens(docs, words)


class _Scan:
    """The arrays of Tokens while they grow; codes number the surfaces in the order of their appearance."""

    def __init__(self):
        self.surfaces = {}
        self.codes, self.spans, self.zone = array("l"), array("l"), array("b")
        self.offsets, self.sentences, self.paragraphs = array("q", [0]), array("q"), array("q")

    def article(self, text, zones, splitter):
        """Add one article; ``zones`` are (start, end, zone), sorted by start."""
        cuts = sorted({cut for start, end, _ in zones for cut in (start, end)})
        starts = [start for start, _, _ in zones]
        lines = list(LINE.finditer(text))
        if zones and zones[-1][1:] == (len(text), "headline"):  # a title that was added behind the text is read first
            lines = [lines[-1], *lines[:-1]]
        for line in lines:
            if line[0].isspace():
                continue
            self.paragraphs.append(len(self.codes))
            shouted = line[0].isupper() and bool(SHOUT.search(line[0])) and not HAN.search(line[0])
            inner = cuts[bisect_right(cuts, line.start()) : bisect_left(cuts, line.end())]
            for start, end in _between(line[0], [cut - line.start() for cut in inner]):
                span = line.start() + start, line.start() + end
                at = bisect_right(starts, span[0]) - 1
                inside = at >= 0 and span[0] < zones[at][1]
                self.segment(text, span, ZONES[zones[at][2] if inside else "body"], shouted, splitter)
        self.offsets.append(len(self.codes))

    def segment(self, text, span, zone, shouted, splitter):
        """Add the sentences of a part of one line that lies in one zone."""
        begin, end = span
        for start, stop in splitter.spans(text[begin:end]):
            self.sentences.append(len(self.codes))
            for left, right, kind in split(text, begin + start, begin + stop):
                key = (text[left:right], kind, shouted)
                self.codes.append(self.surfaces.setdefault(key, len(self.surfaces)))
                self.spans.extend((left, right))
                self.zone.append(zone)

    def tokens(self, docs, words):
        """What has been added, as Tokens."""
        forms = [form(surface, words.forms, shouted) for surface, _, shouted in self.surfaces]
        types = _types(_kinds(forms, self.surfaces), words.stopwords)
        row_of = pd.Index(types["form"]).get_indexer(forms).astype(np.int32)
        n, codes = len(self.codes), np.asarray(self.codes, dtype=np.int64)
        sentences = np.unique(np.append(np.asarray(self.sentences, dtype=np.int64), (0, n)))
        types.insert(1, "shown", self.shown(types, row_of, codes, sentences))
        return Tokens(
            ids=row_of[codes],
            spans=np.asarray(self.spans).astype(np.int32).reshape(n, 2),
            zone=np.asarray(self.zone),
            offsets=np.asarray(self.offsets),
            sentences=sentences,
            paragraphs=np.unique(np.append(np.asarray(self.paragraphs, dtype=np.int64), (0, n))),
            types=types,
            docs=docs,
            spellings=words.forms,
        )

    def shown(self, types, row_of, codes, sentences):
        """The commonest surface of each type; one inside a sentence of the body goes before any other."""
        words = np.flatnonzero(types["is_word"].to_numpy()[row_of[codes]])
        inside = np.asarray(self.zone) == ZONES["body"]
        inside[words[np.searchsorted(words, sentences[sentences <= words[-1:].max(initial=-1)])]] = False
        surfaces = [(_plain(surface), shouted) for surface, _, shouted in self.surfaces]
        spoken = np.array([not shouted for _, shouted in surfaces], dtype=bool)
        table = pd.DataFrame({"row": row_of, "name": [name for name, _ in surfaces]})
        table["inside"] = np.bincount(codes[inside], minlength=len(table)) * spoken
        table["count"] = np.bincount(codes, minlength=len(table))
        table = table.groupby(["row", "name"], as_index=False).sum()
        order = {"by": ["row", "inside", "count", "name"], "ascending": [True, False, False, True]}
        names = table.sort_values(**order).drop_duplicates("row")["name"].to_numpy()
        own = types["form"].to_numpy()
        same = np.array([name.casefold() == one.casefold() for name, one in zip(names, own, strict=True)], dtype=bool)
        names = np.where(same, names, own)  # a united spelling is shown as the one that it is counted as
        return np.where(pd.Series(names).duplicated(keep=False), own, names)


def _kinds(forms, surfaces):
    """Kind of each form; where spellings of two kinds share a form, the kind of the higher rank holds."""
    pairs = zip(forms, (kind for _, kind, _ in surfaces), strict=True)
    return dict(sorted(pairs, key=lambda pair: KINDS[pair[1]]))


def _types(kinds, stopwords):
    names = sorted(kinds)
    kind = np.array([kinds[name] for name in names], dtype=object)
    quote = np.isin(np.array(names, dtype=object), ["'", '"'])
    return pd.DataFrame(
        {
            "form": pd.Series(names, dtype=object),
            "is_word": (kind != "clitic") & (kind != "mark"),
            "is_number": kind == "number",
            "is_stop": np.array([name in stopwords for name in names], dtype=bool),
            "is_invisible": (kind == "clitic") | quote,
        }
    )
