"""Frames: questions about how sentences give an event its meaning."""

import pandas as pd

from analysis.show import figures
from analysis.stats.frames import frame_shares, frames_of_sides, sentence_of
from analysis.stats.terms import checked_n
from analysis.workbook.words import slug

NONE = "No word of a frame occurs in these articles."
GROUPS = 14  # groups that a grid can hold


class FrameQuestions:
    """Questions about frames; part of `Corpus`."""

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
        labels = self.tokens.docs["doc_id"] if by == "article" else self._labels("side" if by == "side" else by)
        table = self._shares(pd.Series(labels.astype(str).to_numpy(), index=self.tokens.docs["doc_id"]))
        if not table["n_sentences"].any():
            return self._nothing(NONE)
        sums = table.groupby("frame", sort=False)[["n_sentences", "of_sentences"]].sum()
        most, total = sums["n_sentences"].idxmax(), sums["of_sentences"].iloc[0]
        fields = {"frame": most, "n_sentences": sums["n_sentences"].max(), "sentences": total, "by": by}
        shown = table["frame"].unique()[: checked_n(n)]
        few = table["group"].nunique() <= GROUPS and table["hits"].any()
        draw = (lambda rows, ax: _grid(rows[rows["frame"].isin(shown)], ax)) if few else None
        how = {"name": f"frames-by-{slug(by)}", "draw": draw, "evidence": self._framed_lines, "rows": 60}
        return self._result("frames", table, fields | {"drawn": len(shown)}, **how)

    def frame_lines(self, frame=None):
        """The sentences with one frame, or with any: every occurrence of its words, as `lines` gives them.

        Examples
        --------
        >>> corpus.frame_lines("Morality").table["node"].tolist()
        ['unfair', 'abusing market rules', 'ill-intentioned']
        """
        return self._quoted(self._labelled_frames, frame)

    def _shares(self, labels):
        """The shares of sentences by group, with each frame by its label."""
        table = frame_shares(self.tokens, self.frame_matches, labels, self.mask)
        return table.assign(frame=table["frame"].map(self.lexicons.frames.labels).astype(object))

    @property
    def _labelled_frames(self):
        keys = self.frame_matches["key"].astype(str).map(self.lexicons.frames.labels)
        return self.frame_matches.assign(key=keys)

    def _framed_lines(self, frame=None):
        """Each sentence once for each frame that it has, with the first words that show it."""
        matches = self._labelled_frames
        matches = matches.assign(sentence=sentence_of(self.tokens, matches))
        return self._quoted(matches.drop_duplicates(["key", "sentence"]).drop(columns="sentence"), frame)


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
        pooled, dots = compared._shares(labels).rename(columns={"group": "side"}), compared._shares(None)
        table = frames_of_sides(pooled.rename(columns={"side": "group"}), *sides[1:])
        shown = table["frame"].head(checked_n(n))
        dots = dots.assign(side=dots["group"].map(labels), doc_id=dots["group"])
        dots = dots.set_index("frame").loc[shown].reset_index()
        pooled = pooled[pooled["frame"].isin(shown)]
        said, draw = self._apart(dots, pooled, "frames")
        how = {"draw": draw, "rows": len(table)}
        none = not table[["n_sentences_target", "n_sentences_reference"]].to_numpy().any()
        fields = {"said": NONE.removesuffix(".") if none else said, "drawn": len(shown)}
        return self._result("sided_frames", table, fields, evidence=compared._framed_lines, **how)


def _grid(rows, ax):
    """A grid of frames by group, in each cell the percentage of sentences."""
    shown = rows.assign(count=(100 * rows["share"].fillna(0)).round().astype(int))
    shown = shown.assign(shade=rows["share"].fillna(0)).drop(columns="of_docs")
    return figures.plot_slogans(shown, unit="group", row="frame", ax=ax)
