"""Frames: how sentences give an event its meaning, and the sheets on which people code it."""

import hashlib
import io
import os
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.corpus.codes import ID, MARKS, PLACE, TEXTS, read_codes
from analysis.files import InputError, InputErrors, csv_text, write_atomic
from analysis.show import figures
from analysis.stats.agreement import agreement
from analysis.stats.frames import counted_sentences, frame_shares, frames_of_sides, sentence_of
from analysis.workbook.occurrences import groups_of, quoted_lines
from analysis.workbook.result import nothing
from analysis.workbook.wording import plural, slug

NONE = "No word of a frame occurs in these articles."
GROUPS = 14  # groups that a grid can hold
CODEBOOK = ["frame", "definition", "includes", "excludes", "example_1", "example_2"]
SEED, WIDTHS = 1, {"context": 60, "sentence": 80}


class FrameQuestions:
    """Questions about frames, and sheets for coders and what comes back; part of `Corpus`."""

    def frames(self, by="article", n=10):
        """Share of the sentences that have each frame, by article, side, outlet or period.

        Parameters
        ----------
        by : str
            "article", "side", a column of `articles`, or a period.
        n : int
            Frames that are drawn: those whose share differs most; the table has all.

        Returns
        -------
        Result
            Table, one row a frame and group: the columns of `stats.frames.frame_shares`. Its ``lines(frame)`` are the
            sentences that have the frame.

        Examples
        --------
        >>> corpus.frames("side").table.query("frame == 'Control and rights'")[["group", "n_sentences"]].values.tolist()
        [['foreign', 7], ['state', 0]]
        """
        table = shares(self, groups_of(self, by))
        if not table["n_sentences"].any():
            return nothing(NONE + unlisted(self))
        sums = table.groupby("frame", sort=False)[["n_sentences", "of_sentences"]].sum()
        most, total = sums["n_sentences"].idxmax(), sums["of_sentences"].iloc[0]
        fields = {"languages": unlisted(self)}
        fields |= {"frame": most, "n_sentences": sums["n_sentences"].max(), "sentences": total, "by": by}
        shown = table["frame"].unique()[:n]
        few = table["group"].nunique() <= GROUPS and table["hits"].any()
        draw = (lambda rows, ax: _grid(rows[rows["frame"].isin(shown)], ax)) if few else None
        how = {"name": f"frames-by-{slug(by)}", "draw": draw, "evidence": partial(framed_lines, self), "rows": 60}
        return self.about.result("frames", table, fields | {"drawn": len(shown)}, **how)

    def frame_lines(self, frame=None):
        """The sentences with one frame, or with any: every occurrence of its words, as `lines` gives them.

        Examples
        --------
        >>> corpus.frame_lines("Morality").table["node"].tolist()
        ['unfair', 'abusing market rules', 'ill-intentioned']
        """
        return quoted_lines(self, _labelled(self), frame)

    def coding_sheet(self, path, n=100, seed=SEED):
        """Write a sheet on which a person codes the frames of n sentences, drawn at random and in random order.

        The sheet is blind: it names no article, outlet, side or day, and not what the lists find. Its columns are row,
        sentence_id, context (the sentences before and after), sentence, one for each frame, and remarks; the codebook
        is the second sheet of an XLSX file, or a second CSV file.

        Parameters
        ----------
        path : path
            A name that ends in .csv or .xlsx. Give each coder a copy of the same sheet.
        n : int
            Sentences; all of them where there are not more.
        seed : int
            Another number draws other sentences.

        Returns
        -------
        Result
            The codebook.

        Examples
        --------
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     corpus.coding_sheet(f"{folder}/coder.csv", n=20).title
        'coder.csv holds 20 of 111 sentences to be coded for 17 frames.'
        """
        path, everything = _writable(path), self._sentences()
        rng = np.random.default_rng(seed)
        table = everything.iloc[rng.permutation(len(everything))[:n]].drop(columns="number")
        table.insert(0, PLACE, [f"{place} of {len(table)}" for place in range(1, len(table) + 1)])
        table = table.assign(**dict.fromkeys([*self.lexicons.frames.labels.values(), TEXTS[-1]], ""))
        codebook = self._codebook()
        try:
            _written(path, table, codebook)
        except OSError as error:
            raise InputError(f"cannot be written ({error.strerror})", "choose another name", file=str(path)) from None
        fields = {"file": path.name, "chosen": len(table), "sentences": len(everything), "marks": MARKS}
        return self.about.result("coding_sheet", codebook, fields, rows=len(codebook))

    def agreement(self, *paths):
        """Agreement of coders, from their filled sheets, with each other and with the word lists.

        Parameters
        ----------
        *paths : path, or list of path
            Filled sheets of `coding_sheet`, CSV or XLSX, one a coder; the name of the file is the name of the coder.

        Returns
        -------
        Result
            Table, one row a frame and pair of coders: the columns of `stats.agreement.agreement`.

        Examples
        --------
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     sheet, _ = f"{folder}/ana.csv", corpus.coding_sheet(f"{folder}/ana.csv", n=111)
        ...     rows = pd.read_csv(sheet)
        ...     unfair = rows["sentence"].str.contains("unfair").astype(int)
        ...     rows.assign(Morality=unfair).to_csv(sheet, index=False)
        ...     table = corpus.agreement(sheet).table
        >>> table.query("frame == 'Morality'")[["n_coder", "n_other", "n_both"]].values.tolist()
        [[1, 2, 1]]
        """
        codes, found = self._read(paths), self._marked_by_lists()
        table = agreement(codes, found)
        people = table[table["other"] != "lists"] if len(codes) > 1 else table
        said = f"{plural(len(codes), 'coder')}" if len(codes) > 1 else "One coder and the lists"
        means = people.groupby("frame")["alpha"].mean().dropna()
        fields = {"coders": said, "alpha": means.median() if len(means) else float("nan"), "frames": len(means)}
        return self.about.result("agreement", table, fields, rows=len(table))

    def _sentences(self):
        """Every sentence with a word that counts: its id, context and text."""
        tokens, numbers = self.tokens, counted_sentences(self.tokens, self.mask)
        bounds = tokens.sentences[numbers], tokens.sentences[numbers + 1]
        doc, texts = tokens.doc[bounds[0]], tokens.docs["text"].to_numpy()
        cuts = zip(doc, tokens.spans[bounds[0], 0], tokens.spans[bounds[1] - 1, 1], strict=True)
        said = [" ".join(texts[row][start:end].split()) for row, start, end in cuts]
        same = np.append(doc[1:] == doc[:-1], False)[: len(doc)]  # whether the next sentence is of the same article
        before = (said[i - 1] if i and same[i - 1] else "" for i in range(len(said)))
        after = (said[i + 1] if same[i] else "" for i in range(len(said)))
        context = [f"{one} […] {two}".strip() for one, two in zip(before, after, strict=True)]
        ids = [
            hashlib.sha256(f"{tokens.docs['doc_id'][row]}\n{start}\n{text}".encode()).hexdigest()[:12]
            for row, start, text in zip(doc, tokens.spans[bounds[0], 0], said, strict=True)
        ]
        return pd.DataFrame({ID: [f"s{one}" for one in ids], "context": context, "sentence": said, "number": numbers})

    def _codebook(self):
        """The codebook of the frames in use."""
        rows = []
        for entry in self.lexicons.frames.entries:
            facts = entry.facts
            examples = [*facts.get("examples", []), "", ""][:2]
            told = [facts.get(name, "") for name in ("includes", "excludes")]
            rows.append([entry.label, facts.get("definition") or entry.gloss, *told, *examples])
        return pd.DataFrame(rows, columns=CODEBOOK)

    def _marked_by_lists(self):
        """Whether the lists find each frame in each sentence: bool, by id of the sentence."""
        sentences, matches = self._sentences(), self.frame_matches
        hits = pd.crosstab(sentence_of(self.tokens, matches), matches["key"].astype(str)) > 0
        hits = hits.reindex(index=sentences["number"], columns=[one.key for one in self.lexicons.frames.entries])
        table = hits.eq(True)
        return table.set_axis(sentences[ID]).set_axis(list(self.lexicons.frames.labels.values()), axis=1)

    def _read(self, paths):
        """The codes of each sheet, by coder; refused where sheets do not belong together or to this corpus."""
        paths = [path for given in paths for path in (given if isinstance(given, list | tuple) else [given])]
        if not paths:
            raise InputError("no sheet", "give the names of filled coding sheets, in a list")
        codes, seen, known = {}, {}, set(self._sentences()[ID])
        for path in paths:
            table = read_codes(path, list(self.lexicons.frames.labels.values()))
            path = Path(path).expanduser()
            _check_ids(path.name, table, known)
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            name = path.stem if path.stem not in codes else f"{path.parent.name}/{path.stem}"
            if digest in seen or name in codes:
                problem = f"the same sheet as {seen.get(digest, name)}"
                raise InputError(problem, "give each coder's sheet once", file=path.name)
            codes[name], seen[digest] = table, path.name
        _check_together(codes)
        return codes


class SidedFrames:
    """The question about frames of two sides; part of `Comparison`."""

    def frames(self, n=10):
        """Which frames each side uses: share of its sentences, articles with it, and words second.

        Parameters
        ----------
        n : int
            Frames that are drawn: those whose shares differ most; the table has all.

        Returns
        -------
        Result
            Table, one row a frame: the columns of `stats.frames.frames_of_sides`, the largest difference first.

        Examples
        --------
        >>> sides.frames().table.query("frame == 'Control and rights'").iloc[0, 2:6].tolist()
        [0, 7, 47, 64]
        """
        compared, sides = self.compared, self.sides
        labels = compared.tokens.docs.set_index("doc_id")[sides.column].astype(str)
        pooled, dots = shares(compared, labels).rename(columns={"group": "side"}), shares(compared, None)
        table = frames_of_sides(pooled.rename(columns={"side": "group"}), *sides[1:])
        if not table[["n_sentences_target", "n_sentences_reference"]].to_numpy().any():
            return nothing(NONE + unlisted(compared))
        shown = table["frame"].head(n)
        dots = dots.assign(side=dots["group"].map(labels), doc_id=dots["group"])
        dots = dots.set_index("frame").loc[shown].reset_index()
        pooled = pooled[pooled["frame"].isin(shown)]
        said, draw = self._apart(dots, pooled, "frames")
        how = {"draw": draw, "rows": len(table)}
        fields = {"said": said, "drawn": len(shown), "languages": unlisted(compared)}
        return self.about.result("sided_frames", table, fields, evidence=partial(framed_lines, compared), **how)


def shares(corpus, labels):
    """The shares of sentences by group, with each frame by its label."""
    mask = corpus.mask & corpus.tokens.written_in(corpus.lexicons.frames.language)
    table = frame_shares(corpus.tokens, corpus.frame_matches, labels, mask)
    return table.assign(frame=table["frame"].map(corpus.lexicons.frames.labels).astype(object))


def _labelled(corpus):
    keys = corpus.frame_matches["key"].astype(str).map(corpus.lexicons.frames.labels)
    return corpus.frame_matches.assign(key=keys)


def framed_lines(corpus, frame=None):
    """Each sentence once for each frame that it has, with the first words that show it."""
    matches = _labelled(corpus)
    matches = matches.assign(sentence=sentence_of(corpus.tokens, matches))
    return quoted_lines(corpus, matches.drop_duplicates(["key", "sentence"]).drop(columns="sentence"), frame)


def unlisted(corpus):
    """A sentence for captions where articles are in another language than the words of the frames."""
    lexicon, language = corpus.lexicons.frames, corpus.tokens.language
    n = int((~language.isin([lexicon.language, ""])).sum()) if lexicon.language else 0
    left_out = f"{plural(n, 'article')} in another language left out"
    return f" {lexicon.source} is for articles in the language {lexicon.language}: {left_out}." if n else ""


def _grid(rows, ax):
    """A grid of frames by group, in each cell the percentage of sentences."""
    shown = rows.assign(count=(100 * rows["share"].fillna(0) + 0.5 + 1e-9).astype(int))
    shown = shown.assign(shade=rows["share"].fillna(0)).drop(columns="of_docs")
    return figures.plot_slogans(shown, row="frame", ax=ax)


def _check_ids(file, table, known):
    """Refuse ids that no sentence of the corpus has."""
    strange = [(row, one) for row, one in enumerate(table.index, 2) if one not in known]
    if strange and len(strange) == len(table):
        remedy = "open the corpus that the sheet was written from, with the same articles"
        raise InputError("a sheet of another corpus: none of its sentences is here", remedy, file=file)
    if strange:
        remedy = "restore the id from the sheet that was written"
        problems = [InputError("unknown sentence", remedy, row=row, column=ID, value=one) for row, one in strange]
        raise InputErrors(file, [one.at(file=file) for one in problems])


def _check_together(codes):
    """Refuse sheets of which two have no sentence in common."""
    names = list(codes)
    for name in names[1:]:
        if not len(codes[names[0]].index.intersection(codes[name].index)):
            raise InputError(f"no sentence in common with {names[0]}", "give coders copies of one sheet", file=name)


def _writable(path):
    """A path that a sheet can be written to."""
    if not isinstance(path, str | os.PathLike) or Path(path).suffix.lower() not in (".csv", ".xlsx"):
        raise InputError(f"path {path!r}: no CSV or XLSX file", "give a name that ends in .csv or .xlsx")
    path = Path(path).expanduser()
    if path.exists():
        raise InputError("is there already", "choose another name, so that no coding is lost", file=str(path))
    return path


def _written(path, table, codebook):
    """Write the sheet and its codebook."""
    if path.suffix.lower() == ".csv":
        write_atomic(path, csv_text(table))
        write_atomic(path.with_name(f"{path.stem}-codebook.csv"), csv_text(codebook))
        return
    import xlsxwriter  # here: most questions do without it

    buffer, safe = io.BytesIO(), {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, safe) as book:
        wrapped, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
        for name, rows in (("coding", table), ("codebook", codebook)):
            sheet = book.add_worksheet(name)
            for place, column in enumerate(rows):
                sheet.set_column(place, place, WIDTHS.get(column, 60 if name == "codebook" else 14), wrapped)
                sheet.write_string(0, place, column, bold)
                for row, cell in enumerate(rows[column], 1):
                    sheet.write_string(row, place, cell)
            sheet.freeze_panes(1, 0)
    write_atomic(path, buffer.getvalue())
