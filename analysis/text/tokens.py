"""Tokens: the corpus encoded once, the one object that every count and every match comes from."""

import itertools
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import itemgetter

import numpy as np
import pandas as pd
import regex

from analysis.corpus.titles import GIVEN
from analysis.files import InputError
from analysis.text.links import LINK
from analysis.text.sentences import BOUNDARY, HAN, HIDDEN, NEVER, OPENING, Sentences, is_small

ZONES = {"body": 0, "headline": 1, "removed": 2}

HYPHENS, APOSTROPHES = "-\u2010\u2011\uff0d", "'\u2018\u2019\u201b\u02bc\uff07`\u00b4"
QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02\u300c\u300d\u300e\u300f\u300a\u300b'
DASHES = HYPHENS + "\u2012\u2013\u2014\u2015\u2212"
NORMAL = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(QUOTES, '"') | dict.fromkeys(DASHES, "-"))

KINDS = {kind: rank for rank, kind in enumerate(["mark", "clitic", "link", "number", "abbreviation", "han", "word"])}
LETTER = r"[\p{L}--\p{Han}]"
INNER = rf"[[\p{{L}}\p{{M}}\p{{N}}{HIDDEN}]--\p{{Han}}]"
ALONE = r"(?![\p{L}\p{M}\p{N}])"
CLITIC = rf"[{APOSTROPHES}][sS]{ALONE}"
PIECES = regex.compile(
    rf"""(?P<han>\p{{Han}})
    | (?P<abbreviation>(?<![\p{{L}}\p{{M}}\p{{N}}]){LETTER}(?:\.{LETTER})+{ALONE}\.?(?:[{HYPHENS}]{INNER}+)*)
    | (?P<clitic>(?<=[\p{{L}}\p{{M}}\p{{N}}.]){CLITIC})
    | (?P<number>\p{{Nd}}+(?:[.,．]\p{{Nd}}+)*(?:[%‰％]|(?:[{HYPHENS}]?{LETTER}{INNER}*)+)?)
    | (?P<word>{LETTER}{INNER}*(?:(?:[{HYPHENS}&＆]|(?!{CLITIC})[{APOSTROPHES}]){INNER}+)*)
    | (?P<mark>''|``|’’|‘‘|[^\s{HIDDEN}\x1c-\x1f])""",
    regex.VERBOSE | regex.VERSION1,
)
IGNORED = regex.compile(rf"[{HIDDEN}]")
COMPATIBLE = regex.compile(r"[％＆．０-９Ａ-Ｚａ-ｚｦ-ﾟ\uFB00-\uFB06\U0001D400-\U0001D7FF\u2E80-\u2FD5ĲĳǄ-ǌǱ-ǳſ]")
LOOKALIKES = dict(zip("АВЕЅІЈКМНОРСТУХҮԌԚԜаеѕіјорсухһԁԛԝӏ", "ABESIJKMHOPCTYXYGQWaesijopcyxhdqwl", strict=True))
LOOKALIKES |= dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονϳ", "ABEZHIKMNOPTYXovj", strict=True))
ALIKE = "".join(LOOKALIKES)
MIXED = regex.compile(
    rf"(?<!\p{{L}})(?=[{ALIKE}]*\p{{Latin}})(?=\p{{Latin}}*[{ALIKE}])[\p{{Latin}}\p{{M}}{ALIKE}]++(?!\p{{L}})"
)
BLOCK = 1_000_000  # characters that are encoded at once
SPACES = np.array([chr(point).isspace() for point in range(0x3002)])  # the last stands for all above it
HINTS = frozenset(".@:")  # a chunk without one of these before its last character is no address
BETWEEN_HAN = regex.compile(r"(?<=\p{Han}) (?=\p{Han})")
SHOUT = regex.compile(r"\p{Lu}{2}\P{L}+\p{Lu}{2}")


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
        with its paragraph (a line of the text, with those that continue it) and at a change of zone.
    types : DataFrame [columns form, shown, is_word, is_number, stop_in, is_invisible]
        One row a distinct token, sorted by form. ``stop_in`` names the languages in which it is a function word, "*"
        for all. ``shown`` is what tables print for it: the commonest printed form,
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

    def __add__(self, other):
        """Tokens of two parts of a corpus, together: what `encode` returns for the articles of both.

        Types that `where` has kept without an occurrence stay too.

        Raises
        ------
        InputError
            If an article is in both parts, or if they were encoded with different spellings.
        """
        if shared := set(self.docs["doc_id"]) & set(other.docs["doc_id"]):
            raise InputError(f"doc_id {min(shared)!r}: in both parts", "encode each article once")
        if self.spellings != other.spellings:
            raise InputError("two parts with different spellings", "encode both with the same word lists")
        types, printed = _types_of_both(self, other)
        forms = pd.Index(types["form"])
        rows = [forms.get_indexer(part.types["form"]).astype(np.int32)[part.ids] for part in (self, other)]
        bounds = ("offsets", "sentences", "paragraphs")
        both = {name: np.append(getattr(self, name)[:-1], getattr(other, name) + len(self)) for name in bounds}
        both |= {name: np.concatenate([getattr(self, name), getattr(other, name)]) for name in ("spans", "zone")}
        docs = pd.concat([self.docs, other.docs], ignore_index=True)
        whole = Tokens(np.concatenate(rows), types=types, docs=docs, spellings=self.spellings, **both)
        whole.__dict__["printed"] = printed  # the texts need not be read again
        return whole

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

    @cached_property
    def language(self):
        """Language of each article, as a Series of codes: zh of zh-CN; "" where it is not given."""
        return main_language(self.docs)

    def written_in(self, language):
        """Positions in articles of this language, or of none that is given; all for "". Bool array [shape=(n_tokens,)].

        Word lists are in one language, and their patterns would find other words elsewhere.
        """
        return self.language.isin([language, ""]).to_numpy()[self.doc] if language else np.full(len(self), True)

    @cached_property
    def is_stop(self):
        """Whether each position has a function word of its article's language, bool array [shape=(n_tokens,)]."""
        listed, names = pd.factorize(self.types["stop_in"])
        stop = np.zeros(len(self), dtype=bool)
        for code in self.language.unique():
            here = (self.language == code).to_numpy()[self.doc]
            lists = np.array([bool({"*", code} & set(name.split())) for name in names], dtype=bool)
            stop[here] = lists[listed[self.ids[here]]]
        return stop

    @cached_property
    def stopwords(self):
        """The forms that are function words at most of their positions, as a frozenset."""
        size = len(self.types)
        stop, every = (np.bincount(ids, minlength=size) for ids in (self.ids[self.is_stop], self.ids))
        return frozenset(self.types["form"][2 * stop > every])

    @cached_property
    def printed(self):
        """How often each type is printed how, on which ``shown`` rests; that of two parts adds up.

        DataFrame [columns form, name, n, spoken], sorted by form and name: ``spoken`` of the ``n`` occurrences stand
        inside a sentence of the body that is not printed in capitals.
        """
        texts, (left, right) = self.docs["text"].tolist(), self.spans.T.tolist()
        places = zip(self.doc.tolist(), left, right, strict=True)
        codes, surfaces = pd.factorize(np.array([texts[doc][a:b] for doc, a, b in places], dtype=object))
        names = np.array([_plain(surface) for surface in surfaces], dtype=object)
        spoken = _spoken(self)
        for first, end in itertools.pairwise(self.paragraphs.tolist()):
            line = texts[self.doc[first]][left[first] : right[end - 1]]
            if line.isupper() and SHOUT.search(line) and not HAN.search(line):
                spoken[first:end] = False
        rows = pd.DataFrame({"id": self.ids, "code": codes, "n": 1, "spoken": spoken.astype(np.int64)})
        rows = rows.groupby(["id", "code"], as_index=False).sum()  # numbers: faster than text
        rows = rows.assign(form=self.types["form"].to_numpy()[rows["id"]], name=names[rows["code"]])
        return _summed(rows)

    def rows(self, doc_ids):
        """Rows of ``docs`` that have these doc_ids, int array; -1 where there is none."""
        return pd.Index(self.docs["doc_id"]).get_indexer(doc_ids)

    def labels_of(self, rows):
        """``docs`` without the texts, one row for each of these rows with a doc_id."""
        return self.docs.drop(columns="text").iloc[self.rows(rows["doc_id"])].set_index(rows.index)

    def where(self, docs):
        """The tokens of the articles that a bool array [shape=(n_docs,)] keeps; types stay as they are."""
        docs = np.asarray(docs, dtype=bool)
        if (rows := np.flatnonzero(docs)).size and rows[-1] - rows[0] < rows.size:
            return self._part(rows[0], rows[-1] + 1)
        kept = docs[self.doc]
        place = np.append(0, np.cumsum(kept))  # of every position, and of the end

        def starts(bounds):
            return np.unique(np.append(place[bounds[:-1][kept[bounds[:-1]]]], (0, place[-1])))

        arrays = {name: getattr(self, name)[kept] for name in ("ids", "spans", "zone")}
        arrays |= {name: starts(getattr(self, name)) for name in ("sentences", "paragraphs")}
        offsets, docs = np.append(0, np.cumsum(np.diff(self.offsets)[docs])), self.docs[docs].reset_index(drop=True)
        return replace(self, **arrays, offsets=offsets, docs=docs)

    def _part(self, start, stop):
        """The same of neighbouring articles, without a look at the others."""
        first, end = self.offsets[[start, stop]]
        inside = {name: getattr(self, name) for name in ("sentences", "paragraphs")}
        inside = {name: bounds[slice(*np.searchsorted(bounds, (first, end)))] for name, bounds in inside.items()}
        arrays = {name: np.append(bounds, end) - first for name, bounds in inside.items()}
        arrays |= {name: getattr(self, name)[first:end] for name in ("ids", "spans", "zone")}
        docs = self.docs.iloc[start:stop].reset_index(drop=True)
        return replace(self, **arrays, offsets=self.offsets[start : stop + 1] - first, docs=docs)

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


def main_language(docs):
    """Main part of each article's language tag: zh of zh-CN; "" where it is not given."""
    given = docs["language"] if "language" in docs else pd.Series("", docs.index)
    return given.astype(str).str.casefold().str.split("[-_]").str[0]


def split(text, start=0, end=None):
    """Split one text into tokens.

    In this order: a web or e-mail address; a Han character; a dotted abbreviation (U.S., U.S.-led); the clitic 's; a
    number with its separators and % or suffix (330,000 · 5.7-fold · 5G); a word with inner hyphen, apostrophe or &
    (R&D); two apostrophes that make a quotation mark; any other mark, alone.

    Returns
    -------
    list of (start, end, kind)
        ``kind`` is link, han, abbreviation, clitic, number, word or mark; characters ``start:end`` of the text.
    """
    found, end = [], len(text) if end is None else end
    for link in LINK.finditer(text, start, end):
        found += _pieces(text, start, link.start())
        found.append((*link.span(), "link"))
        start = link.end()
    return found + _pieces(text, start, end)


def _pieces(text, start, end):
    return [(*piece.span(), piece.lastgroup) for piece in PIECES.finditer(text, start, end)]


def folded(part):
    """A part of a word as it is counted: case-folded, but for one in capitals (US is not us)."""
    return part if len(part) > 1 and part.isupper() else part.casefold()


def form(surface, forms=None, fold=folded):
    """The type that a token as printed belongs to.

    Letters as a reader sees them (`seen`), straight quotes and hyphens; `folded`, in a line in capitals by
    ``str.casefold``; spellings in ``forms`` become their canonical one. Each part of a hyphenated word is treated by
    itself (U.S.-led becomes US-led).
    """
    return _form(_plain(surface), forms or {}, fold)


def seen(text):
    """A text in the letters that a reader sees, in Unicode NFC.

    Full-width letters, ligatures and the like become plain ones; marks without width are dropped; Cyrillic and Greek
    letters that look like Latin ones become those in a word whose other letters are Latin.

    Examples
    --------
    >>> seen("the ﬁrst Ｃｈｉｎａ pl\u0430n")
    'the first China plan'
    """
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    text = COMPATIBLE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), IGNORED.sub("", text) or text)
    return MIXED.sub(lambda found: found[0].translate(str.maketrans(LOOKALIKES)), text)


def written(words):
    """Words as a text prints them: with spaces, but none between Chinese characters.

    Examples
    --------
    >>> written(["AI", "科", "技", "plan"])
    'AI 科技 plan'
    """
    return BETWEEN_HAN.sub("", " ".join(words))


def disguised(texts):
    """Words of these texts that are counted in other letters than they are printed in (`seen`), as printed."""
    chunks = (chunk for text in texts for chunk in text.split() if not chunk.isascii())
    words = (chunk[start:end] for chunk in chunks for start, end, kind in split(chunk) if kind != "mark")
    return [word for word in words if seen(word) != unicodedata.normalize("NFC", word)]


def _form(plain, forms, fold):
    parts = plain.split("-") if "-" in plain else (plain,)
    return forms.get(plain) or "-".join(forms.get(part) or fold(part) for part in parts)


def _plain(surface):
    if surface.isascii() and surface.isalnum():
        return surface
    plain = seen(surface).translate(NORMAL)
    return '"' if plain == "''" else plain


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
        Passes the list of articles through one by one, as ``tqdm.tqdm`` does, to show progress (encoding takes about a
        second a million tokens).

    Returns
    -------
    Tokens
    """
    docs, scan, marked = docs.reset_index(drop=True), _Scan(words), defaultdict(list)
    for doc_id, *zone in zip(*(zones[name] for name in ("doc_id", "start", "end", "zone")), strict=True):
        marked[doc_id].append(zone)
    turns, added = [], set(zones["doc_id"][zones["rule"] == GIVEN]) if "rule" in zones else set()
    for doc_id, text in track(list(zip(docs["doc_id"], docs["text"], strict=True))):
        text, spans, turn = _title_first(text, marked[doc_id], doc_id in added)
        scan.article(text, spans)
        turns.append(turn)
    tokens = scan.tokens(docs, words)
    return _turned_back(tokens, np.array(turns, dtype=np.int32)) if added else tokens


def _title_first(text, zones, added):
    """A text with the title that was added behind it in front, its zones, and how far its two parts were moved."""
    if not added:
        return text, zones, (0, 0)
    *others, (start, end, zone) = zones
    size = end - start + 2
    moved = [(begin + size, stop + size, name) for begin, stop, name in others]
    return f"{text[start:]}\n\n{text[:start]}", [(0, size - 2, zone), *moved], (start, size)


def _turned_back(tokens, turns):
    """The tokens with the characters of the texts as they are, where a title was read first."""
    start, size = turns[tokens.doc].T
    left, right = tokens.spans.T
    shift = np.where(left < size - 2, start, -size) * (size > 0)
    return replace(tokens, spans=np.stack([left + shift, right + shift], axis=1))


class _Known:
    """The distinct chunks between spaces, and what is known of them, learnt once.

    ``rows`` numbers them. ``chunks`` has columns size, first, ends, begins, is_number, may_list: the tokens of a chunk
    are the rows ``first:first + size`` of ``tokens`` [columns start, end, surface, begins a sentence]; the rest is what
    the rule of sentences says. ``surfaces`` numbers the distinct tokens: a word stands there by itself, any other with
    its kind.
    """

    def __init__(self, words):
        self.rule, self.rows, self.surfaces = Sentences(words), {}, {}
        self.chunks, self.tokens = np.empty((0, 6), dtype=np.int32), np.empty((0, 4), dtype=np.int32)

    def found(self, chunks):
        """Row of each chunk, int array."""
        n, rows = len(self.rows), _numbered(self.rows, chunks)
        if new := list(itertools.islice(self.rows, n, None)):
            small = np.array([is_small(chunk) for chunk in new], dtype=bool)
            linked = np.array([not HINTS.isdisjoint(chunk[:-1]) for chunk in new], dtype=bool)
            parts = [self.pieces(new, linked, split), self.pieces(new, ~linked & ~small, _pieces)]
            words = list(itertools.compress(new, small))  # each is one token
            sizes = np.fromiter(map(len, words), np.int64, len(words))
            parts.append(np.stack([np.flatnonzero(small), 0 * sizes, sizes, _numbered(self.surfaces, words)]))
            tokens = np.concatenate(parts, axis=1)
            self.add([*map(self.rule.chunk, new)], tokens[:, np.argsort(tokens[0], kind="stable")])
        return rows

    def add(self, said, tokens):
        """Add what the rule of sentences says of new chunks, and their tokens, as `cut` returns them, in order."""
        number, *tokens = tokens
        inner = [(place << 32) + start for place, one in enumerate(said) for start in one.inside]
        begins = np.isin((number << 32) + tokens[0], np.array(inner, dtype=np.int64))
        rule = [np.fromiter(map(itemgetter(column), said), np.int32, len(said)) for column in range(4)]
        size = np.bincount(number, minlength=len(said))
        rows = np.array([size, len(self.tokens) + np.cumsum(size) - size, *rule], dtype=np.int32)
        self.chunks = np.concatenate([self.chunks, rows.T])
        self.tokens = np.concatenate([self.tokens, np.array([*tokens, begins], dtype=np.int32).T])

    def pieces(self, new, chosen, splitter):
        """The tokens of the chosen ones of new chunks: four rows with number of the chunk, start, end and surface."""
        chunks = list(itertools.compress(new, chosen))
        border, text = np.cumsum([0, *(len(chunk) + 1 for chunk in chunks)]), "\n".join(chunks)
        pieces = splitter(text, 0, len(text))
        starts, ends, kinds = zip(*pieces, strict=True) if pieces else [()] * 3
        words = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        surfaces = [word if kind == "word" else (word, kind) for word, kind in zip(words, kinds, strict=True)]
        codes = _numbered(self.surfaces, surfaces)
        starts, ends = np.array([starts, ends], dtype=np.int64)
        at = np.searchsorted(border, starts, side="right") - 1
        return np.stack([np.flatnonzero(chosen)[at], starts - border[at], ends - border[at], codes])


def _numbered(known, items):
    """The number of each item, int array; one that is not known yet is given the next."""
    new = dict.fromkeys(itertools.filterfalse(known.__contains__, items))
    known.update(zip(new, itertools.count(len(known))))
    return np.fromiter(map(known.__getitem__, items), dtype=np.int32, count=len(items))


class _Scan:
    """The arrays of Tokens while they grow, a block of text at a time.

    A block is a list of parts (text, start in the article, zone, whether in capitals, whether a paragraph begins);
    ``articles`` holds the number of parts at the end of each article. ``codes`` are 2 · surface + in capitals.
    """

    def __init__(self, words):
        self.known, self.parts, self.articles, self.size, self.n = _Known(words), [], [], 0, 0
        self.codes, self.spans, self.zone = [], [], []
        self.offsets, self.sentences, self.paragraphs = [[0]], [[0]], [[0]]

    def article(self, text, zones):
        """Add one article; ``zones`` are (start, end, zone), sorted by start."""
        cuts = sorted({cut for start, end, _ in zones for cut in (start, end)})
        for begin, end in self.known.rule.paragraphs(text):
            line = text[begin:end]
            shouted = line.isupper() and bool(SHOUT.search(line)) and not HAN.search(line)
            self.size += end - begin
            if not cuts or begin >= cuts[-1]:  # most lines
                self.parts.append((line, begin, ZONES["body"], shouted, True))
                continue
            inner = cuts[bisect_right(cuts, begin) : bisect_left(cuts, end)]
            for left, right in itertools.pairwise([begin, *inner, end]):
                at = bisect_right(zones, left, key=itemgetter(0)) - 1
                zone = zones[at][2] if at >= 0 and left < zones[at][1] else "body"
                self.parts.append((text[left:right], left, ZONES[zone], shouted, left == begin))
        self.articles.append(len(self.parts))
        if self.size >= BLOCK:
            self.block()

    def block(self):
        """Encode the parts of the block, all at once."""
        texts, starts, zones, shouted, new = zip(*self.parts, strict=True) if self.parts else [()] * 5
        border = np.append(0, np.cumsum([len(text) + 1 for text in texts], dtype=np.int64))
        text = "\n".join(texts)
        at = _chunk_starts(text)
        first = np.searchsorted(at, border)  # first chunk of each part, and of the end
        part = np.repeat(np.arange(len(texts)), np.diff(first))
        rows = self.known.found(text.split())
        size, row, *said = self.known.chunks[rows].T
        token = np.append(0, np.cumsum(size))  # first token of each chunk, and of the end
        begins = np.append(first[:-1], _sentences(part, *said))
        self.sentences.append(token[begins] + self.n)
        self.paragraphs.append(token[first[:-1][np.array(new, dtype=bool)]] + self.n)
        self.offsets.append(token[first[np.array(self.articles, dtype=int)]] + self.n)
        starts, shouted, zones = (np.array(one, dtype=np.int64)[part] for one in (starts, shouted, zones))
        self.add(size, np.stack([row - token[:-1], at - border[part] + starts, shouted, zones]).astype(np.int32))
        self.n, self.parts, self.articles, self.size = self.n + int(token[-1]), [], [], 0

    def add(self, size, columns):
        """Add the tokens of chunks: their numbers, and the first row, shift, capitals and zone of each."""
        row, shift, shouted, zone = np.repeat(columns, size, axis=1)
        row += np.arange(len(row), dtype=row.dtype)
        left, right, codes, inner = self.known.tokens[row].T
        self.codes.append(2 * codes + shouted)
        self.spans.append(np.stack([left + shift, right + shift], axis=1))
        self.zone.append(zone.astype(np.int8))
        self.sentences.append(np.flatnonzero(inner) + self.n)

    def tokens(self, docs, words):
        """What has been added, as Tokens."""
        self.block()
        codes, spans, zone, offsets = (_joined(name) for name in (self.codes, self.spans, self.zone, self.offsets))
        bounds = (np.unique(np.append(_joined(starts), self.n)) for starts in (self.sentences, self.paragraphs))
        table, self.known = _distinct_tokens(codes, list(self.known.surfaces), words.forms), None
        types, row_of = _types(table, words), np.zeros(codes.max(initial=0) + 1, dtype=np.int32)
        row_of[table["code"]] = pd.Index(types["form"]).get_indexer(table["form"])
        tokens = Tokens(row_of[codes], spans, zone, offsets, *bounds, types, docs, words.forms)
        spoken = np.bincount(codes[_spoken(tokens)], minlength=len(row_of))[table["code"]] * ~table["shouted"]
        tokens.__dict__["printed"] = _summed(table.assign(spoken=spoken))
        types.insert(1, "shown", _each_once(types["form"].tolist(), _shown(tokens.printed).tolist()))
        return tokens


def _distinct_tokens(codes, surfaces, forms):
    """The distinct tokens by the code of a scan: DataFrame [columns code, n, shouted, kind, name, form]."""
    times = np.bincount(codes)
    used = np.flatnonzero(times)
    table = pd.DataFrame({"code": used, "n": times[used], "shouted": used % 2 > 0})
    found = [surfaces[number] for number in (used // 2).tolist()]
    kinds = [KINDS["word" if isinstance(one, str) else one[1]] for one in found]
    names = [_plain(one if isinstance(one, str) else one[0]) for one in found]
    folds = np.where(table["shouted"], str.casefold, folded)
    shown = [_form(name, forms, fold) for name, fold in zip(names, folds, strict=True)]
    return table.assign(kind=kinds, name=np.array(names, dtype=object), form=np.array(shown, dtype=object))


def _joined(arrays):
    """The arrays as one; the list is emptied, so that both do not stay in memory."""
    joined = np.concatenate(arrays)
    arrays.clear()
    return joined


def _points(text):
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _chunk_starts(text):
    """Where the chunks begin that ``text.split()`` returns."""
    blank = np.ones(len(text) + 1, dtype=bool)
    np.take(SPACES, _points(text), mode="clip", out=blank[1:])
    return np.flatnonzero(blank[:-1] & ~blank[1:])


def _sentences(part, ends, begins, is_number, may_list):
    """Chunks with which a sentence begins inside a part: the rule of `Sentences`, for all parts at once."""
    telling = np.flatnonzero(begins != OPENING)
    before, after = telling[:-1], telling[1:]
    same, lists = part[before] == part[after], np.append(0, np.cumsum(may_list))
    listed = np.append(True, ~same | (lists[after] > lists[before]))[: len(before)]
    ended = np.where((is_number[before] > 0) & listed, NEVER, ends[before])
    return before[same & (ended + begins[after] >= BOUNDARY)] + 1


def _shown(printed):
    """The commonest name of each form in `Tokens.printed`; one inside a sentence of the body goes before any other."""
    form, name, n, spoken = (printed[column].to_numpy(dtype=object) for column in printed)
    first = np.append(True, form[1:] != form[:-1])[: len(form)]
    order = np.lexsort((-n, -spoken, np.cumsum(first)))
    return pd.Series(name[order][first], form[first])


def _spoken(tokens):
    """Positions of the body that do not hold the first word of a sentence, as bool array."""
    words, sentences = np.flatnonzero(tokens.is_word), tokens.sentences
    inside = tokens.zone == ZONES["body"]
    inside[words[np.searchsorted(words, sentences[sentences <= words[-1:].max(initial=-1)])]] = False
    return inside


def _summed(printed):
    """Rows of `Tokens.printed`, one a form and name."""
    return printed.groupby(["form", "name"])[["n", "spoken"]].sum().reset_index()


def _types_of_both(*parts):
    """The types of two parts of a corpus together, and how they are printed, as `encode` would find them."""
    types = pd.concat([part.types for part in parts])
    types = types.assign(is_number=types["is_number"] | ~types["is_word"]).groupby("form")
    first, some, every = types.first(), types.any(), types.all()
    flags = first.assign(is_word=some["is_word"], is_number=every["is_number"] & some["is_word"])
    flags["is_invisible"] = every["is_invisible"]
    printed = _summed(pd.concat([_with_words(part, flags["is_word"]).printed for part in parts]))
    best = _shown(printed).reindex(flags.index).fillna(first["shown"])  # of a type without an occurrence
    flags = flags.assign(shown=_each_once(flags.index.tolist(), best.tolist()))
    return flags.rename_axis("form").reset_index().astype({"form": object}), printed


def _with_words(tokens, is_word):
    """The tokens with other types as words, where a spelling in the other part makes one of a mark."""
    known = is_word.reindex(tokens.types["form"]).to_numpy()
    same = np.array_equal(known, tokens.types["is_word"])
    return tokens if same else replace(tokens, types=tokens.types.assign(is_word=known))


def _each_once(forms, best):
    """The best surface of each form; the form itself where that is another spelling, or that of two forms."""
    pairs = zip(best, forms, strict=True)
    names = [name if name == own or name.casefold() == own.casefold() else own for name, own in pairs]
    times = Counter(names)
    return np.array([own if times[name] > 1 else name for name, own in zip(names, forms, strict=True)], dtype=object)


def _types(table, words):
    """The types; where spellings of two kinds share a form, the kind of the higher rank holds."""
    rows = table.groupby("form")["kind"].max()
    kind, names, lists = rows.to_numpy(), rows.index.to_numpy(dtype=object), words.of_language
    stop_in = ["*" if name in words.stopwords else lists.get(name, "") for name in names]
    return pd.DataFrame(
        {
            "form": pd.Series(names, dtype=object),
            "is_word": ~np.isin(kind, [KINDS[name] for name in ("clitic", "mark", "link")]),
            "is_number": kind == KINDS["number"],
            "stop_in": pd.Series(stop_in, dtype=object),
            "is_invisible": (kind == KINDS["clitic"]) | np.isin(names, ["'", '"']),
        }
    )
