"""Findings: the differences that stand, in sentences that can be quoted, with a quotation of each side."""

import re
from collections import Counter
from functools import cached_property, partial

import numpy as np
import pandas as pd

from analysis.corpus.read import other_side
from analysis.files import InputError, bundled, read_toml
from analysis.show import exports, html
from analysis.show.axes import shortened
from analysis.stats import keyness as contrast
from analysis.stats.artefacts import Source, artefacts, proper_names, with_flags
from analysis.stats.findings import firm_terms, firmness, least_firm, own_voice, passing, share_gap, standing
from analysis.stats.sides import DRAWS, LEAST, articles_of, probability, split_sides
from analysis.stats.slogans import could_carry
from analysis.stats.testing import with_p_values
from analysis.text import voice
from analysis.text.concordance import sentences
from analysis.text.counts import count, from_matches
from analysis.text.matches import spans
from analysis.text.tokens import HAN
from analysis.text.voice import stretches
from analysis.workbook.result import TEXT, Result
from analysis.workbook.words import capital, keyed, listed, outlet_and_day, rate, titles

RULE = read_toml(bundled("seeds", "lexicons", "findings.toml"))
SAY, NOTES, SIDES = RULE["sentences"], RULE["footnotes"], contrast.SIDES
COLUMNS = ["rank", "kind", "finding", "footnote", "question"]
QUOTED = {side: [f"{side}_{name}" for name in ("quote", "article", "speaker")] for side in SIDES}
COLUMNS += [name for names in QUOTED.values() for name in names]
SHOWN = [f"{name}_{side}" for name in ("count", "n_docs", "per_thousand") for side in SIDES]
ALL = "slogans"  # all of them together
MOST_LINES = 500  # lines among which a quotation is chosen
LONGEST, FITTING = 300, 150  # characters of a quotation, at most and best
OPENERS = "“\"‘'«„「"
LABEL = 40  # characters of a label


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

    def publish(self):
        """Show the sentences; in a run also write their table, whose figures are those of other questions."""
        if self.exports is None or self.table.empty:
            return self.shown()
        return self.shown() + html.files(exports.numbers(self.table, self.exports, self.name))

    def __repr__(self):
        return self.shown().text


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
        rows = [*self._differences(), *self._in_common()]
        rows += self._shared_words() if len(rows) < RULE["fewest"] else []
        quoted = Counter()
        table = pd.DataFrame([self._row(n, row, quoted) for n, row in enumerate(rows, 1)], columns=COLUMNS)
        firm = sum("lead" in row for row in rows)
        says = "none" if not firm else "title" if self._enough else "descriptive"
        n_sides = self.n
        for label in self.sides[1:]:
            n_sides = n_sides.replace(label, shortened(label, LABEL))
        fields = {"said": TEXT.vformat(SAY[says], (), {"firm": firm, "n_sides": n_sides})}
        fields, evidence = fields | {"description": self.description}, partial(_behind, self.compared, rows)
        return Findings(**vars(self._result("findings", table, fields, evidence=evidence)))

    def _differences(self):
        """The candidates that stand, the firmest first, each said in other sentences than those before."""
        table = pd.concat([self._words(), self._own_voice(), self._others[standing(self._others, RULE)]])
        ranks, table = {kind: n for n, kind in enumerate(RULE["kinds"])}, table.reset_index(drop=True)
        table = table.assign(lead=np.sign(table["firm"]), near=-table["firm"].abs().round(2))
        table = table.assign(order=table["kind"].map(ranks), uses=-table["count_target"] - table["count_reference"])
        table = table.sort_values(["near", "order", "uses", "term"])
        rows = filter(None, map(self._placed, table.head(RULE["looked_at"]).to_dict("records")))
        chosen = self._distinct(rows)[: RULE["differences"]]
        chosen = sorted(chosen, key=lambda row: (row["near"], row["order"], row["uses"], row["term"]))
        return chosen + self._of_one_article(chosen)

    def _distinct(self, rows):
        """The rows said in other sentences than those before; those beyond the number for a kind and side come last."""
        chosen, said, full = ([], []), [], Counter()
        for row in rows:
            here = self._sentences_of(row["matches"])
            if not any(2 * len(here & there) >= min(len(here), len(there)) for there in said):
                said.append(here)
                full[row["kind"], row["lead"]] += 1
                chosen[full[row["kind"], row["lead"]] > RULE["most_of_kind"]].append(row)
        return chosen[0] + chosen[1]

    def _placed(self, row):
        """A candidate with its matches, or the phrase that a word mostly stands in; None if lines speak against it."""
        row = {name: value for name, value in row.items() if not pd.isna(value)}
        phrase = self._phrases.get(row["form"]) if row["kind"] == "word" else None
        row = self._as_phrase(row, phrase) if phrase else row | {"matches": self._matches_of(row)}
        if row is None or not self._fits(row):
            return None
        counts = [max(row[f"count_{side}"], row.get(f"forms_count_{side}", 0)) for side in SIDES]
        if min(counts) > 0:
            return row
        column, silent = other_side(self.corpus.tokens.docs, self.sides.column), self.sides[1 + int(np.argmin(counts))]
        docs = self.compared.tokens.docs
        there = docs["doc_id"][docs[column].astype(str) == silent]
        contradicted = column != self.sides.column and row["matches"]["doc_id"].isin(there).any()
        return None if contradicted else row | {"kind": "absent term" if row["kind"] == "word" else row["kind"]}

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

    def _as_phrase(self, row, phrase):
        """A candidate word as the phrase that it mostly stands in; None where this does not stand by itself."""
        matches = keyed(self.compared.find(phrase, "words").assign(key=phrase))
        counts = from_matches(self.compared.tokens, matches, self.compared.mask)
        table = contrast.keyness(counts, self.sides).join(firm_terms(counts, self.sides), on="term")
        if not standing(table, RULE)[0]:
            return None
        name = self.corpus._names([phrase])[phrase]
        numbers = {name: value for name, value in row.items() if not name.startswith("forms_")}
        return numbers | table.to_dict("records")[0] | {"term": name, "word": row["term"], "matches": matches}

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
        forms = contrast.keyness(together, self.sides).set_index("term")[SHOWN].add_prefix("forms_")
        words = words.join(forms).reset_index()
        words = words[standing(words, RULE)]
        words = words.sort_values("g2", key=abs, ascending=False).drop_duplicates([f"forms_{name}" for name in SHOWN])
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
        if not row or any(one["kind"] == "slogan voice" for one in chosen):
            return []
        docs = self.compared.tokens.docs
        own = sum(row[0][f"count_{side}"] for side in SIDES)
        more = {"says": "one article", "side": row[0]["gap"], "own": own, "of_one": round(row[0]["most_share"] * own)}
        more["article"] = _articles(docs[docs["doc_id"] == row[0]["most_doc"]]).iloc[0]
        more["matches"] = self._matches_of(row[0])
        return [row[0] | more]

    @cached_property
    def _voices(self):
        """Uses in own voice of each slogan, and of all of them together."""
        matches = self.compared.matches if self._language == "en" else self.compared.matches[:0]
        each = matches.assign(key=matches["key"].astype(str).map(self.corpus.lexicons.slogans.labels))
        table = own_voice(pd.concat([each, each.assign(key=ALL)]), self.compared.tokens.docs, self.sides)
        return table.assign(kind="slogan voice")

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
            spoken, roles = self._spoken, corpus._role_of
            frames = corpus.frame_matches if corpus._fitting else corpus.frame_matches[:0]
            acts = self.corpus._acts.query("agent != '' and patient != ''")
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
        return stretches(corpus.tokens, corpus._encoded.voices, corpus.mask).query("speaker != ''")

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
        shares = [words[f"n_docs_{side}"] / words[f"of_docs_{side}"] for side in SIDES]
        if len(words) < RULE["words"] or self._language == "" or np.min(shares) < RULE["widespread"]:
            return []
        named = self._named(words, "words")
        row = {"kind": "shared words", "term": listed(f"“{term}”" for term in named["term"])}
        row |= {"least_share": np.min(shares), "says": "shared everywhere" if np.min(shares) == 1 else "shared words"}
        row |= {f"{name}_{side}": int(words[f"{name}_{side}"].sum()) for name in ("count", "n_docs") for side in SIDES}
        row |= {f"of_docs_{side}": words[f"of_docs_{side}"].iloc[0] for side in SIDES}
        return [row | {"matches": self.compared._occurrences(list(words["term"]))}]

    def _shared(self, table):
        """The term that the most articles of both sides have, without a difference."""
        shares = np.minimum(*(table[f"n_docs_{side}"] / table[f"of_docs_{side}"] for side in SIDES))
        uses = table["count_target"] + table["count_reference"]
        table = table.assign(least=shares, uses=uses)[(shares >= RULE["widespread"]) & (uses >= RULE["uses"])]
        table = table[table["firm"] == 0].sort_values(["least", "uses", "term"], ascending=[False, False, True])
        rows = table.head(1).to_dict("records")
        return [row | {"matches": self._matches_of(row), "kind": f"shared {row['kind']}"} for row in rows]

    def _main_speaker(self):
        """The speaker with most words on both sides, if there is one."""
        words = self.compared._heard(self.sides.column)
        spoken = words[words["speaker"] != ""].groupby(["group", "speaker"])
        spoken = spoken.agg(count=("n_tokens", "sum"), n_docs=("doc_id", "nunique"))
        spoken = spoken.sort_values(["count", "n_docs"], ascending=False, kind="stable").reset_index()
        row = {"kind": "shared speaker"}
        for side, label in zip(SIDES, self.sides[1:], strict=True):
            mine = words[words["group"] == label]
            here = spoken[spoken["group"] == label].to_dict("records")
            best = here[0] if here else {"speaker": "", "count": 0, "n_docs": 0}
            best |= {"of_docs": mine["doc_id"].nunique(), "n_tokens": mine["n_tokens"].sum()}
            row |= {f"{name}_{side}": value for name, value in best.items()}
            row[f"share_{side}"] = best["count"] / best["n_tokens"]
        row["term"] = row["speaker_target"]
        few = min(row["share_target"], row["share_reference"]) < RULE["spoken"]
        if few or row["term"] != row["speaker_reference"]:
            return []
        return [row | {"matches": self._spoken[self._spoken["speaker"] == row["term"]]}]

    def _matches_of(self, row):
        """The occurrences behind a candidate."""
        if row["kind"] in ("word", "absent term"):
            return self.compared._occurrences([row["form"]])
        if row["kind"] != "slogan voice":
            return self._passages[self._passages["key"] == row["form"]]
        matches, labels = self.compared.matches, self.corpus.lexicons.slogans.labels
        return matches if row["term"] == ALL else matches[matches["key"].astype(str).map(labels) == row["term"]]

    def _sentences_of(self, matches):
        """The numbers of the sentences that hold these matches."""
        tokens = self.compared.tokens
        return set(np.searchsorted(tokens.sentences, spans(tokens, matches)[0], side="right").tolist())

    def _fits(self, row):
        """Whether a frame's list fits the corpus: several wordings, none of which has most of the matches."""
        if row["kind"] != "frame":
            return True
        shares = row["matches"]["variant"].value_counts(normalize=True)
        return len(shares) >= RULE["wordings"] and shares.max() <= RULE["most_wording"]

    def _row(self, rank, row, quoted):
        """One row of the table: sentence, footnote, question and quotations of a finding."""
        fields, (name, *args) = self._fields(row), self._asked_by(row)
        said = {"rank": rank, "kind": row["kind"]}
        said["finding"] = capital(TEXT.vformat(SAY[_says(row)], (), fields))
        said["footnote"] = " ".join(capital(TEXT.vformat(NOTES[note], (), fields)) for note in _notes(row))
        said["question"] = f"sides.{name}({', '.join(map(repr, args))})"
        for number, side in enumerate(SIDES):
            said |= zip(QUOTED[side], self._quotation(row, number, quoted), strict=True)
        return said

    def _fields(self, row):
        """What the sentences of a finding are filled with: its counts, those of the leading side first."""
        if _in_any_form(row):
            row = row | {name: row[f"forms_{name}"] for name in SHOWN}
        fields = {"what": TEXT.vformat(SAY["what"].get(row["kind"], "{term}"), (), row), "least": LEAST}
        names = ("term", "word", "least_share", "most_share", "article", "own", "of_one")
        fields |= {name: row.get(name) for name in names}
        fields |= {name: _as_text(row[name]) for name in ("p", "p_adjusted") if name in row}
        for number, side in enumerate(SIDES):
            prefix, label = "" if (number == 0) == (_direction(row) >= 0) else "other_", self.sides[1 + number]
            ends = {name.removesuffix(f"_{side}"): value for name, value in row.items() if name.endswith(f"_{side}")}
            label = shortened(label, LABEL)
            ends |= {"articles": articles_of(label), "ones": articles_of(label, "ones")}
            ends |= {"rate": rate(ends["per_thousand"])} if "per_thousand" in ends else {}
            fields |= {prefix + name: _whole(value) for name, value in ends.items()}
        return fields

    def _asked_by(self, row):
        """The method, and what it is given, that returns table and figure of a finding."""
        return [part.format(term=row["term"], column=self.sides.column) for part in RULE["questions"][row["kind"]]]

    def _quotation(self, row, number, quoted):
        """A sentence of one side with its article; of own voice one that is, and of the other side one that is not."""
        matches, docs, leads = row["matches"], self.compared.tokens.docs, (_direction(row) > 0) == (number == 0)
        there = docs.loc[docs[self.sides.column].astype(str) == self.sides[1 + number], "doc_id"]
        matches = matches[matches["doc_id"].isin(there)]
        if row["kind"] == "slogan voice":
            matches = matches[(matches["voice"] == "own") == leads]
        if "of_one" in row and leads:
            matches = matches[matches["doc_id"] == row["most_doc"]]
        return quotation(self.compared, matches, quoted)


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
        kinds = ("own voice", self._own_words), ("main speaker", self._most_heard), *self._widest_of()
        rows = [row | {"kind": kind} for kind, found in kinds for row in found()]
        quoted, about = Counter(), {"of_docs": len(self), "n": self._n}
        table = [self._finding(n, row | about, quoted) for n, row in enumerate(rows, 1)]
        said = TEXT.vformat(SAY["about" if rows else "nothing"], (), about | {"firm": len(rows)})
        how = {"evidence": partial(_behind, self, rows)}
        table = pd.DataFrame(table, columns=COLUMNS).fillna("")
        return Findings(**vars(self._result("corpus_findings", table, {"said": said}, **how)))

    def _finding(self, rank, row, quoted):
        """One row of the table."""
        name, *args = RULE["questions"][row["kind"]]
        said = {"rank": rank, "kind": row["kind"], "finding": TEXT.vformat(SAY[row.get("says", row["kind"])], (), row)}
        said["footnote"] = TEXT.vformat(NOTES["one set"], (), row | {"unit": "words" if "share" in row else "uses"})
        said["question"] = f"corpus.{name}({', '.join(map(repr, args))})"
        return said | dict(zip(QUOTED["target"], quotation(self, row["matches"], quoted), strict=True))

    def _own_words(self):
        """The share of the slogans' uses that is in the outlets' own voice, with the article that has most of them."""
        own = self.matches[self.matches["voice"] == "own"]
        if (
            set(languages(self.tokens)) != {"en"}
            or own["doc_id"].nunique() < RULE["articles"]
            or len(own) < RULE["uses"]
        ):
            return
        most = own["doc_id"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
        docs = self.tokens.docs
        row = {"count": len(own), "uses": len(self.matches), "of_one": most.iloc[0], "n_docs": len(most), "term": ALL}
        row["says"] = "own voice of one" if 2 * most.iloc[0] >= len(own) else "own voice"
        yield row | {"article": _articles(docs[docs["doc_id"] == most.index[0]]).iloc[0], "matches": own}

    def _most_heard(self):
        """The speaker with most words."""
        words = self._heard("article")
        spoken = words[words["speaker"] != ""].groupby("speaker")
        spoken = spoken.agg(count=("n_tokens", "sum"), n_docs=("doc_id", "nunique"))
        spoken = spoken.sort_values(["count", "n_docs"], ascending=False, kind="stable").head(1).reset_index()
        spoken["share"] = spoken["count"] / words["n_tokens"].sum()
        for row in spoken[(spoken["n_docs"] >= RULE["articles"]) & (spoken["share"] >= RULE["spoken"])].to_dict(
            "records"
        ):
            found = stretches(self.tokens, self._encoded.voices, self.mask)
            yield row | {"term": row["speaker"], "matches": found[found["speaker"] == row["speaker"]]}

    def _widest_of(self):
        """Kind and most widespread term of slogans, frames, deeds and words."""
        slogans, frames = self.matches, self.frame_matches[: None if self._fitting else 0]
        acts = self._acts.query("agent != '' and patient != ''")
        deeds = acts["agent"] + " – " + acts["key"].astype(str) + " – " + acts["patient"]
        yield "widest slogan", partial(_widest, slogans.assign(key=_labels(slogans, self.lexicons.slogans)))
        yield "widest frame", partial(_widest, frames.assign(key=_labels(frames, self.lexicons.frames)))
        yield "widest actor", partial(_widest, acts.assign(key=deeds).drop_duplicates(["key", "doc_id", "start"]))
        yield "widest words", self._widest_words

    def _widest_words(self):
        """The content words in most articles, as one row."""
        found = artefacts(self.words, Source(self.tokens, self.mask, names=self.names), self.lexicons)
        words = _telling(self._content(), found)
        words = words[words["term"].map(lambda term: len(term) >= RULE["letters"] and not HAN.match(term))]
        words = words.sort_values(["n_docs", "count"], ascending=False, kind="stable").head(RULE["words"])
        if len(words) == RULE["words"] and words["n_docs"].min() >= RULE["articles"]:
            row = {"term": listed(f"“{name}”" for name in self._names(words["term"]).values())}
            row |= {"n_docs": words["n_docs"].min(), "count": words["count"].sum()}
            row["says"] = "words everywhere" if row["n_docs"] == len(self) else "widest words"
            yield row | {"matches": self._occurrences(list(words["term"]))}


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


def _labels(matches, lexicon):
    """The label of each match."""
    return matches["key"].astype(str).map(lexicon.labels)


def _widest(matches):
    """The key in most articles, as one row, where it has uses and articles enough."""
    counts = matches.groupby("key").agg(count=("doc_id", "size"), n_docs=("doc_id", "nunique")).reset_index()
    counts = counts.sort_values(["n_docs", "count", "key"], ascending=[False, False, True])
    counts = counts[(counts["n_docs"] >= RULE["articles"]) & (counts["count"] >= RULE["uses"])]
    for row in counts.head(1).to_dict("records"):
        yield row | {"term": row["key"], "matches": matches[matches["key"] == row["key"]]}


def _behind(corpus, rows, rank=None):
    """The sentences behind one finding, or behind all."""
    if rank is not None and rank not in range(1, len(rows) + 1):
        raise InputError(f"finding {rank!r}: not in this list", f"give a number from 1 to {len(rows)}")
    chosen = rows if rank is None else [rows[rank - 1]]
    return corpus._quoted(pd.concat([row["matches"].assign(key=row["term"]) for row in chosen]))


def quotation(corpus, matches, quoted):
    """A sentence with its article and speaker, rather short, from an article not quoted yet; "" where there is none."""
    if matches.empty:
        return "", "", ""
    tokens = corpus.tokens
    lines = sentences(tokens, matches.head(MOST_LINES))
    texts = (lines["left"] + lines["node"] + lines["right"]).str.split().str.join(" ")
    headline = tokens.zone[spans(tokens, lines)[0]] != 0
    cost = LONGEST * headline + (texts.str.len() - FITTING).abs() + FITTING * lines["doc_id"].map(quoted)
    best = lines.loc[[cost.idxmin()]]
    quoted[best["doc_id"].iloc[0]] += 1
    return _cut(*best[["left", "node", "right"]].iloc[0]), _articles(best).iloc[0], speaker(corpus, best)


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
    return voice.label(corpus.tokens, passage, corpus._encoded.voices)["speaker"].iloc[0]


def said_by(article, speaker):
    """Whose words a quotation is, where somebody is named, and where it stands."""
    return f"{shortened(speaker, LABEL)}, in {article}" if speaker else article


def _direction(row):
    """Which side leads: the target where above 0, or where none does."""
    return row.get("lead", row.get("side", 1))


def _says(row):
    """Which sentence states a finding."""
    if "lead" not in row:
        return row.get("says", row["kind"])
    shares = [row[f"n_docs_{side}"] / row[f"of_docs_{side}"] for side in SIDES]
    if row["kind"] in RULE["rated"] and abs(shares[0] - shares[1]) < RULE["share"]:
        return "rate"
    return "any form" if _in_any_form(row) else row["kind"]


def _in_any_form(row):
    """Whether one side has a word in other forms only, which are then counted."""
    return row["kind"] == "word" and "forms_count_target" in row and min(row[f"count_{side}"] for side in SIDES) == 0


def _notes(row):
    """Which notes stand below a finding."""
    if row["kind"] == "slogan voice":
        yield "voices" if row["term"] == ALL else "voice"
    elif row["kind"] != "shared words":
        yield from ("counts", "articles")
    if any(row[f"of_docs_{side}"] != row.get(f"compared_{side}", row[f"of_docs_{side}"]) for side in SIDES):
        yield "could carry"
    if "lead" in row:
        if "forms_count_target" in row:
            same = all(row[f"forms_count_{side}"] == row[f"count_{side}"] for side in SIDES)
            yield "no other form" if same else "forms"
        yield from ["most"] * (row["most_share"] >= RULE["notable"])
        about = "word" if "word" in row else "voice" if row["kind"] == "slogan voice" else ""
        yield f"tested {about}".strip() if "p_adjusted" in row else "untested"


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


def _articles(docs):
    """What articles are called: outlet, day and title."""
    return outlet_and_day(docs) + titles(docs)
