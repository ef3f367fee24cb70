"""Relations: which articles take their text from another one, and what became of its sentences."""

from collections import defaultdict

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.stats.forms import stemmer
from analysis.text.duplicates import grams, pairs_of_rows, publication_order
from analysis.text.matches import spans
from analysis.text.tokens import HAN

GRAM, HAN_GRAM = 2, 5  # content words, or Chinese characters, of an n-gram
REWRITE = 0.14  # share of an article's n-grams that a rewrite has in common with its model
FEWEST = 10  # n-grams that a rewrite has in common
SHORTEST, TELLING = 5, 9  # content words of a sentence that can be aligned, and of one that shows a relay
ALIGNED, RELAYED = 0.4, 0.6  # similarity of two aligned sentences, and of the most similar two of a relay
OFTEN = 100  # articles, or sentences, with an n-gram from which it is a stock phrase and no sign of a relation
PAIR = ["doc_id", "other"]
RELATIONS = [*PAIR, "relation", "share", "share_other", "n_shared", "n_aligned", "similarity"]
CHANGES = ["change", "similarity", "sentence", "other_sentence"]
ENDS = ["lost", "gained"]
SAME = 0.95  # similarity from which a sentence is kept as it was
ALIGNMENT = [*PAIR, "sentence", "other_sentence", "similarity", "n_words"]


class Content:
    """The content words of a corpus by their stems: what is compared when wordings differ.

    Parameters
    ----------
    tokens : Tokens
    stopwords : set of str
        Function words, case-folded, which are left out.
    mask : bool array [shape=(n_tokens,)], optional
        Positions that count. Default: body and headline.

    Attributes
    ----------
    stems : int array [shape=(n_content,)]
        Code of the stem of each content word; ``doc`` and ``sentence`` are the rows of its article and sentence.
    """

    def __init__(self, tokens, stopwords, mask=None):
        mask = tokens.mask() if mask is None else mask
        folded, stem = tokens.types["form"].str.casefold(), stemmer()
        of_type = pd.factorize(folded.map(stem))[0]
        content = (tokens.types["is_word"] | tokens.types["is_number"]).to_numpy() & ~folded.isin(stopwords).to_numpy()
        positions = np.flatnonzero(mask & content[tokens.ids])
        self.docs, self.n_sentences = tokens.docs, len(tokens.sentences) - 1
        self.stems, self.doc = of_type[tokens.ids[positions]].astype(np.int64), tokens.doc[positions]
        self.sentence = np.searchsorted(tokens.sentences, positions, side="right") - 1
        self.is_han = np.array([HAN.match(form) is not None for form in folded], dtype=bool)[tokens.ids[positions]]

    def grams(self, unit, n_units):
        """N-grams of each article or sentence, each once: sparse 0/1 matrix [shape=(n_units, n_grams)]."""
        (start, code), (later, other) = (
            grams(self.stems, unit, size, begins) for size, begins in ((GRAM, ~self.is_han), (HAN_GRAM, self.is_han))
        )
        return _table(unit[np.append(start, later)], np.append(code, other + code.max(initial=-1) + 1), n_units)

    def words(self):
        """Stems of each sentence, each once, weighted by rarity: sparse matrix [shape=(n_sentences, n_stems)]."""
        found = _table(self.sentence, self.stems, self.n_sentences)
        n_with = np.bincount(found.indices, minlength=found.shape[1])
        return (found * np.log((1 + self.n_sentences) / np.maximum(n_with, 1))).tocsr()


def relations(content, copies):
    """Pairs of articles of which one takes text from the other, in four steps from copy to relay.

    Parameters
    ----------
    content : Content
    copies : DataFrame
        Near-duplicates, as `text.duplicates.near_duplicates` returns them.

    Returns
    -------
    DataFrame [one row a pair; columns doc_id, other, relation, share, share_other, n_shared, n_aligned, similarity]
        ``doc_id`` was published before ``other`` (undated articles last; of one day in the order of the corpus).
        relation is "copy" (the same words in the same order), "near-duplicate" (half of the word 5-grams of one stand
        in the other), "rewrite" (at least 14 % of the 2-grams of stems of content words of one, and 10 of them, stand
        in the other), or "relay" (two or more aligned sentences of nine content words, the best of them with a
        similarity of 0.6). ``share`` and ``share_other`` are the proportions of these 2-grams that stand in the other
        article, ``n_shared`` their number; ``n_aligned`` such sentences of other have a counterpart, the best with this
        ``similarity`` (NaN where none has; see `aligned`). Two articles that follow a third one are related too; which
        one is the source is not
        said. In the order of these steps, then the larger share falling.

    References
    ----------
    Clough, P. & Stevenson, M. (2011). Developing a corpus of plagiarised short answers. Language Resources and
    Evaluation 45. On its 95 answers, 55 of 57 cut, lightly or heavily revised ones are found and none of 38 others.
    """
    table = _by_words(content).merge(_by_sentence(aligned(content)), on=PAIR, how="outer")
    copies = _ordered(copies.copy(), content.docs).set_index(PAIR)
    table = table.set_index(PAIR)
    table = table.reindex(table.index.union(copies.index)).rename_axis(PAIR)
    whole = (copies[["share", "share_other"]] == 1).all(axis=1)
    steps = {
        "copy": table.index.isin(whole.index[whole]),
        "near-duplicate": table.index.isin(copies.index),
        "rewrite": (table[["share", "share_other"]].max(axis=1) >= REWRITE) & (table["n_shared"] >= FEWEST),
        "relay": (table["n_aligned"] > 1) & (table["similarity"] >= RELAYED),
    }
    table["relation"] = pd.Categorical(np.select(list(steps.values()), list(steps), None), list(steps))
    table = table[table["relation"].notna()].fillna({"n_shared": 0, "n_aligned": 0}).reset_index()
    table = table.astype({"n_shared": int, "n_aligned": int}).assign(most=table[["share", "share_other"]].max(axis=1))
    table = table.sort_values(["relation", "most", *PAIR], ascending=[True, False, True, True], ignore_index=True)
    return table.astype({"relation": object})[RELATIONS]


def aligned(content):
    """Sentences of two articles that say the same in similar words.

    Two sentences are compared if each has five content words and they share a 2-gram of stems. Their similarity is
    Dice's coefficient of the stems, with numbers and names, weighted by rarity: log((1 + sentences) / sentences with
    the stem).

    Parameters
    ----------
    content : Content

    Returns
    -------
    DataFrame [one row a sentence of other; columns doc_id, other, sentence, other_sentence, similarity, n_words]
        The most similar sentence of ``doc_id``, the earlier article, with a similarity of at least 0.4; ``sentence``
        and ``other_sentence`` are numbers of sentences of the corpus, and the shorter one has ``n_words`` different
        content words. In the order of the corpus.
    """
    doc = np.zeros(content.n_sentences, dtype=np.int64)
    doc[content.sentence] = content.doc
    words, names = content.words(), content.docs["doc_id"].to_numpy()
    found = _rare(content.grams(content.sentence, content.n_sentences))
    parts = [_similar(words, doc, left, right) for left, right, _ in pairs_of_rows(found)]
    left, right, similarity, n_words = np.concatenate([np.empty((4, 0)), *parts], axis=1)
    left, right, n_words = (values.astype(np.int64) for values in (left, right, n_words))
    columns = names[doc[left]], names[doc[right]], left, right, similarity, n_words
    table = dict(zip(ALIGNMENT, columns, strict=True))
    table = _ordered(pd.DataFrame(table), content.docs)
    table = table.sort_values(["similarity", "sentence"], ascending=[False, True], kind="stable")
    return table.drop_duplicates([*PAIR, "other_sentence"]).sort_values([*PAIR, "other_sentence"], ignore_index=True)


def _similar(words, doc, left, right):
    """Rows and similarity of the pairs of sentences, of two articles, that are alike and not too short."""
    n_words = np.diff(words.indptr)
    kept = (doc[left] != doc[right]) & (np.minimum(n_words[left], n_words[right]) >= SHORTEST)
    left, right = left[kept], right[kept]
    weight = words.sum(axis=1)
    similarity = 2 * words[left].minimum(words[right]).sum(axis=1) / (weight[left] + weight[right])
    kept = similarity >= ALIGNED
    return left[kept], right[kept], similarity[kept], np.minimum(n_words[left], n_words[right])[kept]


def side_by_side(tokens, pair, alignment, lists):
    """The sentences of two articles side by side, and what became of each.

    Parameters
    ----------
    tokens : Tokens
    pair : tuple of two str
        doc_id of the earlier and of the later article.
    alignment : DataFrame
        As `aligned` returns it.
    lists : dict of str to DataFrame
        Matches (columns key, doc_id, start, end) of "slogans" and "frames"; of "strength" with a column level, how
        strong the wording is on the scale that key names.

    Returns
    -------
    DataFrame [one row a sentence; columns change, similarity, sentence, other_sentence, strength, lost, gained,
               slogans_lost, slogans_gained, frames_lost, frames_gained]
        change is "kept" (similarity of 0.95), "hardened" or "softened" (the steps on all scales that both have a word
        of, listed in strength, are together above or below 0), "reworded", "dropped" (``sentence`` has no counterpart)
        or "added" (``other_sentence`` has none); then similarity is NaN. lost and gained list the content words of only
        one of two sentences, and slogans_lost … what only one of them has.
        In the order of the later article; dropped sentences follow in their own order.
    """
    rows = alignment[(alignment["doc_id"] == pair[0]) & (alignment["other"] == pair[1])]
    told = Sentences(tokens, lists)
    earlier, later = (told.of(doc_id) for doc_id in pair)
    # A sentence too short to be aligned is kept where both articles print it.
    printed = {told.text(n).casefold(): n for n in reversed(earlier)}
    source = {n: (printed[text], 1.0) for n in later if (text := told.text(n).casefold()) in printed}
    source |= dict(zip(rows["other_sentence"], zip(rows["sentence"], rows["similarity"], strict=True), strict=True))
    pairs = [(number, n, similarity) for n in later for number, similarity in [source.get(n, (-1, np.nan))]]
    pairs += [(n, -1, np.nan) for n in earlier if n not in {number for number, _ in source.values()}]
    return pd.DataFrame([told.row(*numbers) for numbers in pairs], columns=told.columns)


class Sentences:
    """What is found in each sentence of a corpus; -1 stands for no sentence."""

    def __init__(self, tokens, lists):
        self.tokens, self.found, self.level = tokens, {}, defaultdict(dict)
        for name, matches in lists.items():
            at = np.searchsorted(tokens.sentences, spans(tokens, matches)[0], side="right") - 1
            self.found[name] = matches["key"].astype(str).groupby(at).agg(dict.fromkeys).to_dict()
            for n, key, level in zip(at, matches["key"], matches.get("level", [0] * len(at)), strict=True):
                self.level[n][key] = max(level, self.level[n].get(key, 0))
        self.words = dict.fromkeys(
            tokens.types.loc[tokens.types["is_word"] & ~tokens.types["form"].isin(tokens.stopwords), "shown"]
        )

    @property
    def columns(self):
        """Names of what `row` returns."""
        return [*CHANGES, "strength", *(f"{name}{end}" for name in ("", "slogans_", "frames_") for end in ENDS)]

    def of(self, doc_id):
        """Numbers of the sentences of an article that have a word in body or headline."""
        row = self.tokens.rows([doc_id])[0]
        positions = np.flatnonzero(self.tokens.mask() & self.tokens.is_word & (self.tokens.doc == row))
        return list(dict.fromkeys(np.searchsorted(self.tokens.sentences, positions, side="right") - 1))

    def row(self, sentence, other, similarity):
        """Change, similarity, both texts, and what only one of them has."""
        lists = [
            {n: dict.fromkeys(self.shown(n)) for n in (sentence, other)},
            self.found["slogans"],
            self.found["frames"],
        ]
        differences = []
        for found in lists:
            before, after = (found.get(n, {}) for n in (sentence, other))
            differences += [
                "; ".join(k for k in one if k not in two) for one, two in ((before, after), (after, before))
            ]
        differences = differences if min(sentence, other) >= 0 else ["", "", *differences[2:]]
        moved = self.moved(sentence, other)
        change = self.change(sentence, other, similarity, sum(moved.values()))
        strength = "; ".join(f"{scale} {steps:+}" for scale, steps in moved.items())
        return change, similarity, self.text(sentence), self.text(other), strength, *differences

    def moved(self, sentence, other):
        """By how many steps the wording has moved on each scale of strength that both sentences have a word of."""
        before, after = self.level[sentence], self.level[other]
        steps = {scale: after[scale] - before[scale] for scale in before if scale in after}
        return {scale: n for scale, n in steps.items() if n}

    def change(self, sentence, other, similarity, steps):
        """What became of a sentence, in a word."""
        if min(sentence, other) < 0:
            return "added" if sentence < 0 else "dropped"
        moved = "hardened" if steps > 0 else "softened" if steps < 0 else "reworded"
        return "kept" if similarity >= SAME and not steps else moved

    def positions(self, n):
        """First and last position of a sentence."""
        return range(self.tokens.sentences[n], self.tokens.sentences[n + 1]) if n >= 0 else range(0)

    def shown(self, n):
        """The content words of a sentence as tables print them."""
        names = self.tokens.types["shown"].iloc[self.tokens.ids[list(self.positions(n))]]
        return [name for name in names if name in self.words]

    def text(self, n):
        """A sentence as printed; "" for none."""
        places = self.positions(n)
        if not places:
            return ""
        text = self.tokens.docs["text"].iloc[self.tokens.doc[places[0]]]
        return " ".join(text[self.tokens.spans[places[0], 0] : self.tokens.spans[places[-1], 1]].split())


def _by_words(content):
    """Pairs of articles by the n-grams they share: doc_id, other, share, share_other, n_shared."""
    found = _rare(content.grams(content.doc, len(content.docs)))
    parts = [np.stack([*rows, n])[:, n >= FEWEST] for *rows, n in pairs_of_rows(found)]
    left, right, shared = np.concatenate([np.empty((3, 0), dtype=np.int64), *parts], axis=1)
    size, names = np.diff(found.indptr), content.docs["doc_id"].to_numpy()
    rows = {"doc_id": names[left], "other": names[right], "share": shared / size[left]}
    rows = pd.DataFrame(rows | {"share_other": shared / size[right], "n_shared": shared})
    return _ordered(rows, content.docs)


def _by_sentence(found):
    """Number of aligned sentences of nine content words of each pair of articles, and the similarity of the best."""
    found = found[found["n_words"] >= TELLING]
    named = {"n_aligned": ("other_sentence", "size"), "similarity": ("similarity", "max")}
    return found.groupby(PAIR, as_index=False).agg(**named)


def by_publication(doc_ids, docs):
    """These articles, the earliest published first."""
    rank = docs["doc_id"].iloc[publication_order(docs)].tolist()
    return sorted(doc_ids, key=rank.index)


def _ordered(pairs, docs):
    """The pairs with the earlier published article as doc_id; columns of the two change places with it."""
    rank = pd.Series(np.argsort(publication_order(docs)), index=docs["doc_id"])
    swap = (rank.loc[pairs["doc_id"]].to_numpy() > rank.loc[pairs["other"]].to_numpy())[:, None]
    for one, other in (PAIR, ["share", "share_other"], ["sentence", "other_sentence"]):
        if one in pairs:
            pairs[[one, other]] = np.where(swap, pairs[[other, one]], pairs[[one, other]])
    return pairs


def _rare(table):
    """The columns of a sparse 0/1 matrix that at most 100 rows have."""
    return table[:, np.bincount(table.indices, minlength=table.shape[1]) <= OFTEN]


def _table(rows, columns, n_rows):
    """Which rows have which columns: sparse 0/1 matrix [shape=(n_rows, n_columns)]."""
    shape = n_rows, int(columns.max(initial=-1)) + 1
    found = sparse.coo_array((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=shape).tocsr()
    found.data[:] = 1
    return found
