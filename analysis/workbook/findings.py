"""Findings: which differences between two sides stand, and what is said often enough in a set of articles."""

from collections import Counter
from dataclasses import replace
from functools import cached_property, partial

import numpy as np
import pandas as pd

from analysis.corpus.read import other_side
from analysis.stats import keyness as contrast
from analysis.stats.artefacts import Source, artefacts, proper_names, with_flags
from analysis.stats.findings import firm_terms, firmness, least_firm, own_voice, passing, share_gap, standing
from analysis.stats.keyness import SIDES
from analysis.stats.sides import LEAST, split_sides
from analysis.stats.slogans import could_carry
from analysis.stats.terms import frequency, without_subphrases
from analysis.stats.testing import with_p_values
from analysis.text.counts import count, from_matches
from analysis.text.tokens import HAN
from analysis.text.voice import stretches
from analysis.workbook.occurrences import keyed, occurrences, quoted_lines, shown_names
from analysis.workbook.sentences import (
    ALL,
    COLUMNS,
    COUNTED,
    QUOTED,
    RULE,
    Finding,
    article_names,
    filled,
    listed_findings,
    quotation,
    sentences_of,
)
from analysis.workbook.speakers import fitting, heard, role_of
from analysis.workbook.wording import listed


class SidedFindings:
    """Findings about two sides; part of `Comparison`."""

    def findings(self):
        """What the two sides do differently, and what they share, in at most seven sentences with quotations.

        Candidates are words, slogans, the own voice in which slogans are said, frames, roles of speakers, and who acts
        on whom. The rule that chooses among them is written down in ``seeds/lexicons/findings.toml``: enough uses in
        several articles, an interval of the difference of the shares of articles that does not hold 0, a large
        difference, the same direction by the other side column, from 8 v 8 articles on a corrected p, no artefact of
        form, and nothing twice. The firmest comes first. Where nothing stands, the title says so.

        Returns
        -------
        Result
            Table, one row a finding: rank, kind, finding (the sentence), footnote (counts, articles, p, limits),
            question (the call that returns its table and figure); target_quote, target_article, target_speaker (who
            says it) and the same of the reference, "" where a side has none. ``lines(1)`` are the sentences behind the
            first finding.

        Examples
        --------
        >>> sides.findings().table["kind"].tolist()
        ['absent term', 'slogan voice', 'shared slogan', 'shared speaker']
        """
        return self._once("findings", self._findings)

    def _findings(self):
        found = [*self._differences(), *self._in_common()]
        found += self._shared_words() if len(found) < RULE["fewest"] else []
        quoted = Counter()
        table = pd.DataFrame([self._stated(rank, one, quoted) for rank, one in enumerate(found, 1)], columns=COLUMNS)
        firm = sum(one.differs for one in found)
        says = "none" if not firm else "title" if self._enough else "descriptive"
        fields = {"said": filled(says, {"firm": firm, "n_sides": self.n}), "description": self.description}
        return listed_findings(self._result("findings", table, fields), found, partial(quoted_lines, self.compared))

    def _stated(self, rank, found, quoted):
        """One row of the table: sentence, footnote, question and quotations of a finding."""
        (column, *labels), docs = self.sides, self.compared.tokens.docs
        said = found.stated(rank, "sides", labels, column)
        for side, label, place in zip(SIDES, labels, (1, -1), strict=True):
            behind = found.of_side(docs.loc[docs[column].astype(str) == label, "doc_id"], place)
            said |= zip(QUOTED[side], quotation(self.compared, behind, quoted), strict=True)
        return said

    def _differences(self):
        """The candidates that stand, the firmest first, each said in other sentences than those before."""
        table = pd.concat([self._words(), self._own_voice(), self._others[standing(self._others, RULE)]])
        ranks, table = {kind: n for n, kind in enumerate(RULE["kinds"])}, table.reset_index(drop=True)
        table = table.assign(near=-table["firm"].abs().round(2), order=table["kind"].map(ranks))
        table = table.assign(uses=-table["count_target"] - table["count_reference"])
        table = table.sort_values(["near", "order", "uses", "term"])
        found = filter(None, map(self._candidate, table.head(RULE["looked_at"]).to_dict("records")))
        chosen = self._distinct(found)[: RULE["differences"]]
        chosen = sorted(chosen, key=lambda one: [one.numbers[name] for name in ("near", "order", "uses", "term")])
        return chosen + self._of_one_article(chosen)

    def _distinct(self, found):
        """Those said in other sentences than those before; those beyond the number for a kind and side come last."""
        chosen, said, full = ([], []), [], Counter()
        for one in found:
            here = sentences_of(self.compared.tokens, one.matches)
            if not any(2 * len(here & there) >= min(len(here), len(there)) for there in said):
                said.append(here)
                full[one.kind, one.lean] += 1
                chosen[full[one.kind, one.lean] > RULE["most_of_kind"]].append(one)
        return chosen[0] + chosen[1]

    def _candidate(self, row):
        """A row as a finding, of a word the phrase that it mostly stands in; None if its lines speak against it."""
        numbers = {name: value for name, value in row.items() if not pd.isna(value)}
        kind, term, matches = row["kind"], row["term"], None
        if kind == "word" and (phrase := self._phrases.get(row["form"])):
            term, matches, numbers = self._as_phrase(numbers, phrase)
        else:
            matches = self._matches_of(kind, row["form"])
        if matches is None or (kind == "frame" and not _fits(matches)):
            return None
        counts = [max(numbers[f"count_{side}"], numbers.get(f"forms_count_{side}", 0)) for side in SIDES]
        if not min(counts):
            if self._contradicted(matches, self.sides[1 + int(np.argmin(counts))]):
                return None
            kind = "absent term" if kind == "word" else kind
        return Finding(kind, term, matches, numbers | {"term": term}, int(np.sign(row["firm"])), differs=True)

    def _contradicted(self, matches, silent):
        """Whether articles that the other side column counts to the silent side have matches."""
        docs = self.compared.tokens.docs
        column = other_side(self.corpus.tokens.docs, self.sides.column)
        there = docs["doc_id"][docs[column].astype(str) == silent]
        return column != self.sides.column and matches["doc_id"].isin(there).any()

    @cached_property
    def _phrases(self):
        """The phrase in which half of the uses of a word or more stand, by word; of several the longest."""
        counts = self._counts("phrases")
        here = counts.docs["doc_id"].isin(self.compared.tokens.docs["doc_id"]).to_numpy()  # not of further sides
        uses, words = counts.matrix[here].sum(axis=0), self._content().set_index("term")
        total = (words["count_target"] + words["count_reference"]).to_dict()
        found = {}
        for n, phrase in sorted(zip(uses.tolist(), counts.terms, strict=True), key=lambda one: len(one[1].split())):
            found |= {word: phrase for word in phrase.split() if 2 * n >= total.get(word, np.inf)}
        return found

    def _as_phrase(self, numbers, phrase):
        """Name, matches and numbers of the phrase that a word mostly stands in; no matches where it does not stand."""
        matches = keyed(self.compared.find(phrase, "words").assign(key=phrase))
        counts = from_matches(self.compared.tokens, matches, self.compared.mask)
        table = contrast.keyness(counts, self.sides).join(firm_terms(counts, self.sides), on="term")
        if not standing(table, RULE)[0]:
            return "", None, numbers
        kept = {name: value for name, value in numbers.items() if not name.startswith("forms_")}
        return (
            shown_names(self.corpus, [phrase])[phrase],
            matches,
            kept | table.to_dict("records")[0] | {"word": numbers["term"]},
        )

    def _words(self):
        """Words without a flag that stand as printed, without names, and together with all their other forms."""
        counts, corpus = self._counts("words"), self.corpus
        words = _telling(self._content(), self._reasons("words"))
        words = words[[not HAN.match(term) and self._language != "" for term in words["term"]]]
        words = words.join(firm_terms(counts, self.sides), on="term")
        words = words[standing(words, RULE)].set_index("term")
        together = corpus.forms.together(words.index).where(self.kept)
        plain = count(corpus.tokens, corpus.mask & ~proper_names(corpus.tokens)[0]).where(self.kept)
        firm = [words["firm"], *(firm_terms(other, self.sides)["firm"] for other in (together, plain))]
        firm = pd.concat([one.reindex(words.index).fillna(0) for one in firm], axis=1)
        words["firm"] = least_firm(firm)
        forms = contrast.keyness(together, self.sides).set_index("term")[COUNTED].add_prefix("forms_")
        words = words.join(forms).reset_index()
        words = words[standing(words, RULE)]
        words = words.sort_values("g2", key=abs, ascending=False).drop_duplicates([f"forms_{name}" for name in COUNTED])
        return self._named(words.assign(form=words["term"], kind="word"), "words")

    def _own_voice(self):
        """Slogans, and all of them together, that one side says in its own voice more often than the other."""
        table = self._voices
        gap = share_gap(table, "count", "uses")
        kept = (gap * np.sign(table["firm"]) >= RULE["share"]) & (table["most_share"] <= RULE["most_share"])
        kept &= np.where(gap > 0, table["n_docs_target"], table["n_docs_reference"]) >= RULE["articles"]
        kept &= table["uses_target"] + table["uses_reference"] >= RULE["uses"]
        return table[kept & passing(table, RULE)]

    def _of_one_article(self, chosen):
        """The use of slogans in own voice, where one article alone makes the sides differ."""
        row = self._voices[self._voices["term"] == ALL].assign(gap=share_gap(self._voices, "count", "uses"))
        row = row[(row["gap"].abs() >= RULE["share"]) & (row["most_share"] > RULE["most_share"])]
        row = row[row[["uses_target", "uses_reference"]].min(axis=1) >= RULE["uses"]].to_dict("records")
        if not row or any(one.kind == "slogan voice" for one in chosen):
            return []
        numbers, docs = row[0], self.compared.tokens.docs
        own = sum(numbers[f"count_{side}"] for side in SIDES)
        article = article_names(docs[docs["doc_id"] == numbers["most_doc"]]).iloc[0]
        numbers |= {"own": own, "of_one": round(numbers["most_share"] * own), "article": article}
        lean = int(np.sign(numbers["gap"]))
        return [Finding("slogan voice", ALL, self._matches_of("slogan voice", ALL), numbers, lean, says="one article")]

    @cached_property
    def _voices(self):
        """Uses in own voice of each slogan, and of all of them together."""
        matches = self.compared.matches if self._language == "en" else self.compared.matches[:0]
        each = matches.assign(key=matches["key"].astype(str).map(self.corpus.lexicons.slogans.labels))
        table = own_voice(pd.concat([each, each.assign(key=ALL)]), self.compared.tokens.docs, self.sides)
        return table.assign(form=table["term"], kind="slogan voice")

    @cached_property
    def _others(self):
        """Slogans, frames, roles and acts with their firmness; slogans over the articles that could contain them."""
        counts = from_matches(self.compared.tokens, self._passages, self.compared.mask)
        table = with_p_values(contrast.keyness(counts, self.sides), counts, self.sides)
        table = table.join(firm_terms(counts, self.sides), on="term")
        parts = [term.partition(": ") for term in table["term"]]
        table = table.assign(form=table["term"], kind=[kind for kind, *_ in parts], term=[term for *_, term in parts])
        slogans, able = table["kind"] == "slogan", self._could_carry
        for side, label in zip(SIDES, self.sides[1:], strict=True):
            table[f"compared_{side}"] = table[f"of_docs_{side}"]
            able_here = table["term"].map(able.loc[label])
            table[f"of_docs_{side}"] = able_here.where(slogans, table[f"of_docs_{side}"]).astype(int)
        cells = (table[f"{name}_{side}"] for side in SIDES for name in ("n_docs", "of_docs"))
        return table.assign(firm=table["firm"].mask(slogans, firmness(*cells)))

    @cached_property
    def _could_carry(self):
        """How many articles of each side are young enough for each slogan, or contain it, by its label."""
        docs, matches, lexicon = self.compared.tokens.docs, self.compared.matches, self.corpus.lexicons.slogans
        able = could_carry(docs, lexicon)
        inside = able.to_numpy().copy()
        inside[able.index.get_indexer(matches["doc_id"]), able.columns.get_indexer(matches["key"].astype(str))] = True
        able = pd.DataFrame(inside, docs[self.sides.column].astype(str), able.columns.map(lexicon.labels))
        return able.groupby(level=0).sum()

    @cached_property
    def _passages(self):
        """Matches of slogans, frames, roles and acts in the articles compared, with key and kind."""
        corpus, lexicons = self.compared, self.corpus.lexicons
        parts = {"slogan": (corpus.matches, corpus.matches["key"].astype(str).map(lexicons.slogans.labels))}
        if self._language == "en":
            spoken, roles = self._spoken, role_of(corpus)
            frames = corpus.frame_matches if fitting(corpus) else corpus.frame_matches[:0]
            acts = self.corpus.acts.query("agent != '' and patient != ''")
            acts = acts[acts["doc_id"].isin(corpus.tokens.docs["doc_id"])]
            acts = acts.drop_duplicates(["doc_id", "start", "end", "key"])
            parts["frame"] = frames, frames["key"].astype(str).map(lexicons.frames.labels)
            parts["speaker"] = spoken, spoken["speaker"].map(roles).map(RULE["speakers"])
            parts["actor"] = acts, acts["agent"] + " – " + acts["key"].astype(str) + " – " + acts["patient"]
        found = pd.concat([rows.assign(key=kind + ": " + terms) for kind, (rows, terms) in parts.items()])
        found = found.dropna(subset="key").reset_index(drop=True)
        return found.assign(key=pd.Categorical(found["key"]))

    @cached_property
    def _spoken(self):
        """The passages of speakers."""
        corpus = self.compared
        return stretches(corpus.tokens, corpus.encoded.voices, corpus.mask).query("speaker != ''")

    @cached_property
    def _enough(self):
        """Whether there are enough articles for a test."""
        return min(len(part.docs) for part in split_sides(self._counts("words"), self.sides)) >= LEAST

    @cached_property
    def _language(self):
        """The language in which nearly all articles of both sides are; "" where there is none."""
        codes = languages(self.compared.tokens)
        shares = pd.crosstab(self.compared.tokens.docs[self.sides.column].astype(str), codes, normalize="index")
        return next(iter(shares.columns[(shares >= RULE["nearly_all"]).all()]), "")

    def _in_common(self):
        """The most widespread slogan and the main speaker, where both sides have them."""
        slogans = self._shared(self._others[self._others["kind"] == "slogan"])
        return [*slogans, *self._main_speaker()]

    def _shared_words(self):
        """The content words that most articles of both sides have."""
        words = _telling(contrast.shared_terms(self._content()), self._reasons("words"))
        words = words[words["term"].str.len() >= RULE["letters"]].head(RULE["words"])
        least = np.min([words[f"n_docs_{side}"] / words[f"of_docs_{side}"] for side in SIDES], initial=1)
        if len(words) < RULE["words"] or self._language == "" or least < RULE["widespread"]:
            return []
        numbers = {
            f"{name}_{side}": int(words[f"{name}_{side}"].sum()) for name in ("count", "n_docs") for side in SIDES
        }
        numbers |= {f"of_docs_{side}": words[f"of_docs_{side}"].iloc[0] for side in SIDES} | {"least_share": least}
        term = listed(f"“{term}”" for term in self._named(words, "words")["term"])
        matches = occurrences(self.compared, list(words["term"]))
        return [
            Finding("shared words", term, matches, numbers, says="shared everywhere" if least == 1 else "shared words")
        ]

    def _shared(self, table):
        """The term that the most articles of both sides have, without a difference."""
        shares = np.minimum(*(table[f"n_docs_{side}"] / table[f"of_docs_{side}"] for side in SIDES))
        uses = table["count_target"] + table["count_reference"]
        table = table.assign(least=shares, uses=uses)[(shares >= RULE["widespread"]) & (uses >= RULE["uses"])]
        table = table[table["firm"] == 0].sort_values(["least", "uses", "term"], ascending=[False, False, True])
        for row in table.head(1).to_dict("records"):
            yield Finding(f"shared {row['kind']}", row["term"], self._matches_of(row["kind"], row["form"]), row)

    def _main_speaker(self):
        """The speaker with most words on both sides, if there is one."""
        words = heard(self.compared, self.sides.column)
        numbers, first = {}, set()
        for side, label in zip(SIDES, self.sides[1:], strict=True):
            best = main_speaker(words[words["group"] == label])
            first.add(best["speaker"])
            numbers |= {f"{name}_{side}": value for name, value in best.items()}
        if len(first) == 1 and min(numbers[f"share_{side}"] for side in SIDES) >= RULE["spoken"]:
            matches = self._spoken[self._spoken["speaker"] == best["speaker"]]
            yield Finding("shared speaker", best["speaker"], matches, numbers)

    def _matches_of(self, kind, form):
        """The occurrences behind a candidate."""
        if kind == "word":
            return occurrences(self.compared, [form])
        if kind != "slogan voice":
            return self._passages[self._passages["key"] == form]
        matches, labels = self.compared.matches, self.corpus.lexicons.slogans.labels
        return matches if form == ALL else matches[matches["key"].astype(str).map(labels) == form]


class CorpusFindings:
    """Findings about one set of articles; part of `Corpus`."""

    def findings(self):
        """What these articles say, in at most six sentences with quotations; see `Comparison.findings` for two sides.

        The most widespread slogan, how much of the slogans is in the outlets' own voice, the main speaker, the most
        widespread frame and deed, and the words in most articles, each with at least four uses in two articles. Where
        there is none, the title says so.

        Returns
        -------
        Result
            The columns of `Comparison.findings`; quotations are in those of the target side.

        Examples
        --------
        >>> corpus.findings().table["finding"][1]
        'Xi Jinping has 25% of all words, more than any other speaker, in 5 of 5 articles.'
        """
        kinds, of_docs = self._kinds(), {"of_docs": len(self)}
        found = [replace(one, numbers=one.numbers | of_docs) for kind in kinds for one in kind]
        quoted, table = Counter(), []
        for rank, one in enumerate(found, 1):
            quotes = zip(QUOTED["target"], quotation(self, one.matches, quoted), strict=True)
            table.append(one.stated(rank, "corpus") | dict(quotes))
        fields = {"said": filled("about" if found else "nothing", {"firm": len(found), "n": self.n})}
        result = self.about.result("corpus_findings", pd.DataFrame(table, columns=COLUMNS).fillna(""), fields)
        return listed_findings(result, found, partial(quoted_lines, self))

    def _kinds(self):
        """The findings of each kind: one or none."""
        slogans, frames = self.matches, self.frame_matches[: None if fitting(self) else 0]
        acts = self.acts.query("agent != '' and patient != ''")
        deeds = acts.assign(key=acts["agent"] + " – " + acts["key"].astype(str) + " – " + acts["patient"])
        yield self._own_words()
        yield self._most_heard()
        yield _widest("widest slogan", _labelled(slogans, self.lexicons.slogans))
        yield _widest("widest frame", _labelled(frames, self.lexicons.frames))
        yield _widest("widest actor", deeds.drop_duplicates(["key", "doc_id", "start"]))
        yield self._widest_words()

    def _own_words(self):
        """The share of the slogans' uses that is in the outlets' own voice, with the article that has most of them."""
        own, docs = self.matches[self.matches["voice"] == "own"], self.tokens.docs
        few = own["doc_id"].nunique() < RULE["articles"] or len(own) < RULE["uses"]
        if few or set(languages(self.tokens)) != {"en"}:
            return
        most = own["doc_id"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
        numbers = {"count": len(own), "uses": len(self.matches), "of_one": most.iloc[0], "n_docs": len(most)}
        numbers["article"] = article_names(docs[docs["doc_id"] == most.index[0]]).iloc[0]
        says = "own voice of one" if 2 * most.iloc[0] >= len(own) else "own voice"
        yield Finding("own voice", ALL, own, numbers, says=says)

    def _most_heard(self):
        """The speaker with most words."""
        best = main_speaker(heard(self, "article"))
        if best["n_docs"] >= RULE["articles"] and best["share"] >= RULE["spoken"]:
            found = stretches(self.tokens, self.encoded.voices, self.mask)
            yield Finding("main speaker", best["speaker"], found[found["speaker"] == best["speaker"]], best)

    def _widest_words(self):
        """The content words in most articles, as one finding."""
        if self.by_character:
            words = without_subphrases(frequency(self.repeated_phrases))
        else:
            found = artefacts(self.words, Source(self.tokens, self.mask, names=self.names), self.lexicons)
            words = _telling(self._content(), found)
            words = words[words["term"].map(lambda term: len(term) >= RULE["letters"] and not HAN.match(term))]
        words = words.sort_values(["n_docs", "count"], ascending=False, kind="stable").head(RULE["words"])
        if len(words) == RULE["words"] and words["n_docs"].min() >= RULE["articles"]:
            term = listed(f"“{name}”" for name in shown_names(self, words["term"]).values())
            numbers = {"n_docs": words["n_docs"].min(), "count": words["count"].sum()}
            says = "words everywhere" if numbers["n_docs"] == len(self) else "widest words"
            yield Finding("widest words", term, occurrences(self, list(words["term"])), numbers, says=says)


def languages(tokens):
    """The language of each article, as a list of codes; where none is given, Chinese if half of the words are Han."""
    is_han = np.array([bool(HAN.match(form)) for form in tokens.types["form"]], dtype=bool)[tokens.ids]
    n_han, n = (np.bincount(tokens.doc[kept], minlength=len(tokens.docs)) for kept in (is_han, tokens.is_word))
    given = tokens.docs["language"].str.lower().str[:2]
    return [code or ("zh" if 2 * han > words else "en") for code, han, words in zip(given, n_han, n, strict=True)]


def _telling(words, reasons):
    """Words that can say something about a subject: without a flag, and not in the list of general ones."""
    words = with_flags(words, reasons)
    return words[(words["flag"] == "") & ~words["term"].str.casefold().isin(RULE["general"])]


def main_speaker(words):
    """The speaker with most of these words, "" where there is none, with count, n_docs, of_docs, n_tokens, share."""
    spoken = words[words["speaker"] != ""].groupby("speaker")
    spoken = spoken.agg(count=("n_tokens", "sum"), n_docs=("doc_id", "nunique"))
    spoken = spoken.sort_values(["count", "n_docs"], ascending=False, kind="stable").reset_index().to_dict("records")
    best = spoken[0] if spoken else {"speaker": "", "count": 0, "n_docs": 0}
    n_tokens = words["n_tokens"].sum()
    return best | {
        "of_docs": words["doc_id"].nunique(),
        "n_tokens": n_tokens,
        "share": best["count"] / max(n_tokens, 1),
    }


def _labelled(matches, lexicon):
    """Matches with the label of each as its key."""
    return matches.assign(key=matches["key"].astype(str).map(lexicon.labels))


def _widest(kind, matches):
    """The key in most articles, where it has uses and articles enough."""
    counts = matches.groupby("key").agg(count=("doc_id", "size"), n_docs=("doc_id", "nunique")).reset_index()
    counts = counts.sort_values(["n_docs", "count", "key"], ascending=[False, False, True])
    counts = counts[(counts["n_docs"] >= RULE["articles"]) & (counts["count"] >= RULE["uses"])]
    for row in counts.head(1).to_dict("records"):
        yield Finding(kind, row["key"], matches[matches["key"] == row["key"]], row)


def _fits(matches):
    """Whether a frame's list fits the corpus: several wordings, none of which has most of the matches."""
    shares = matches["variant"].value_counts(normalize=True)
    return len(shares) >= RULE["wordings"] and shares.max() <= RULE["most_wording"]
