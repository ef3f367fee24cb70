"""Collocates: the words in the windows round a node, and how they differ between two sides."""

import numpy as np
import pandas as pd

from analysis.stats import measures
from analysis.stats.terms import checked_n, top
from analysis.text.matches import spans

SIDES = ("target", "reference")
COLUMNS = ["term", "count", "n_left", "n_right", "n_docs", "frequency", "in_windows", "n_nodes"]
COLUMNS += ["expected", "log_dice", "log_ratio", "g2"]
OF_A_SIDE = ["count", "n_docs", "in_windows", "log_dice"]


def windows(tokens, matches, window=5, mask=None):
    """The words in the window of each occurrence of a node.

    Parameters
    ----------
    tokens : Tokens
    matches : DataFrame [one row an occurrence; columns doc_id, start, end, …]
        Of one word, phrase, pattern, slogan or frame: the node.
    window : int
        Words on either side; punctuation and the clitic 's take no place. As many as 1,000 is the whole sentence.
    mask : bool array [shape=(n_tokens,)], optional
        Positions that count. Default: body and headline.

    Returns
    -------
    DataFrame [one row a word of a window; columns node, position, offset]
        ``node`` is the row of ``matches``, ``position`` the word's position in the corpus, ``offset`` its place: -1
        directly before the node, 1 directly after it. A window ends with its sentence. Words outside the mask, and
        words inside any occurrence of the node, keep their place but have no row. Where the windows of two occurrences
        overlap, a word has a row for each.

    Raises
    ------
    InputError
        A window that is not a whole number of at least 1.
    """
    window = min(checked_n(window, "window", "words"), np.diff(tokens.sentences).max(initial=0))
    (start, end), words, free = spans(tokens, matches), np.flatnonzero(tokens.is_word), _free(tokens, matches, mask)
    sentence, own = (np.searchsorted(tokens.sentences, places, side="right") for places in (words, start))
    before, behind = np.searchsorted(words, start) - window, np.searchsorted(words, end)
    rows = [np.empty((3, 0), dtype=np.int64)]
    for step in range(window):
        for at, offset in ((before + step, step - window), (behind + step, step + 1)):
            node = np.flatnonzero((at >= 0) & (at < len(words)))
            node = node[(sentence[at[node]] == own[node]) & free[words[at[node]]]]
            rows.append(np.stack([node, words[at[node]], np.full_like(node, offset)]))
    return pd.DataFrame(np.concatenate(rows, axis=1).T, columns=["node", "position", "offset"])


def collocates(tokens, matches, window=5, mask=None):
    """How often each word stands in the windows of a node, and how strongly the two are associated.

    Parameters
    ----------
    tokens, matches, window, mask
        As in `windows`.

    Returns
    -------
    DataFrame [one row a word of the windows; sorted by log_dice falling, then term]
        - term
        - count: occurrences of the node with the word in their window, each once, however often the word stands in it
        - n_left, n_right: those of them that have it before the node, and after it; some have it on both sides
        - n_docs: articles with such an occurrence
        - frequency: occurrences of the word under the mask
        - in_windows: how many of these lie in a window, each once, even where windows overlap
        - n_nodes: occurrences of the node
        - expected: the count if all words that are not part of the node stood in random order
        - log_dice: 14 + log2(2 count / (n_nodes + frequency)) (Rychlý 2008). A count above the frequency, which
          overlapping windows can cause, is taken as the frequency, so that 14 is the highest value
        - log_ratio: of the word's rate in the windows and its rate in the rest of the corpus, binary (Hardie 2014);
          words inside the node belong to neither; NaN where there is no rest
        - g2: log-likelihood with four cells of the same two rates, signed (Dunning 1993)

    Notes
    -----
    The scores take words as independent draws. They rank collocates and are not tests: read n_docs beside them.

    Examples
    --------
    >>> from analysis import open_corpus
    >>> corpus = open_corpus()
    >>> table = collocates(corpus.tokens, corpus.find("core technologies"))
    >>> table.loc[table["term"] == "key", ["count", "n_left", "n_right", "frequency", "n_nodes"]].values.tolist()
    [[5, 2, 3, 13, 8]]
    """
    placed = windows(tokens, matches, window, mask)
    placed = placed.assign(word=tokens.ids[placed["position"]], doc=tokens.doc[placed["position"]])
    before, n_types = placed["offset"] < 0, len(tokens.types)
    units = {"count": (placed, "node"), "n_left": (placed[before], "node"), "n_right": (placed[~before], "node")}
    units |= {"n_docs": (placed, "doc"), "in_windows": (placed, "position")}
    table = pd.DataFrame({name: _distinct(*unit, n_types) for name, unit in units.items()})
    counted, free = _counted(tokens, mask), _free(tokens, matches, mask)
    table["frequency"], table["free"] = (np.bincount(tokens.ids[part], minlength=n_types) for part in (counted, free))
    table = table.assign(term=tokens.types["form"], n_nodes=len(matches))[table["count"] > 0]
    table = table.assign(**_scores(table, placed, free.sum()))[COLUMNS]
    return table.sort_values(["log_dice", "term"], ascending=[False, True], ignore_index=True)


def collocation_shift(tokens, matches, sides, window=5, mask=None):
    """The collocates of a node on two sides, and how much more often each stands near it on one of them.

    Parameters
    ----------
    tokens, matches, window, mask
        As in `windows`.
    sides : Sides

    Returns
    -------
    DataFrame [one row a word of the windows of either side; sorted by log_odds_z falling, log_dice of target, term]
        Column term, and with the endings _target and _reference: count, n_docs, in_windows, log_dice (NaN for a count
        of 0) and n_nodes, as `collocates` has them for the articles of that side; then log_odds_z of count out of
        n_nodes (`measures.log_odds_z_of_share`), positive where a larger share of the target's occurrences of the node
        has the word in its window; NaN where a side does not use the node.

    Notes
    -----
    log_odds_z takes the occurrences of the node as independent draws. It ranks words and is not a test.
    """
    column, *labels = sides
    label, counts = tokens.docs[column].astype(str).to_numpy(), _counted(tokens, mask)
    parts, n_nodes = [], {}
    for name, side in zip(SIDES, labels, strict=True):
        mine = label == str(side)
        own = matches[mine[tokens.rows(matches["doc_id"])]]
        n_nodes[f"n_nodes_{name}"] = len(own)
        part = collocates(tokens, own, window, counts & mine[tokens.doc]).set_index("term")
        parts.append(part[OF_A_SIDE].add_suffix(f"_{name}"))
    table = pd.concat(parts, axis=1).rename_axis("term").reset_index()
    whole = [f"{column}_{name}" for column in OF_A_SIDE[:3] for name in SIDES]
    table = table.fillna(dict.fromkeys(whole, 0)).astype(dict.fromkeys(whole, int)).assign(**n_nodes)
    cells = [table[f"{column}_{name}"] for column in ("count", "n_nodes") for name in SIDES]
    table["log_odds_z"] = measures.log_odds_z_of_share(*cells) if all(n_nodes.values()) else np.nan
    order = ["log_odds_z", "log_dice_target", "log_dice_reference", "term"]
    return table.sort_values(order, ascending=[False, False, False, True], ignore_index=True)


def recurrent(table, least=2, least_docs=1):
    """The rows of a table that are more than one-offs.

    Parameters
    ----------
    table : DataFrame
        As `collocates` or `collocation_shift` returned it.
    least : int
        Occurrences of the node that a word must stand near, and of the word near the node: one word between two
        occurrences of the node is not two.
    least_docs : int
        Articles that these must be in. Both sides of a comparison count together.

    Raises
    ------
    InputError
        A least that is not a whole number of at least 1.
    """
    least = checked_n(least, "least", "occurrences")
    needed = {"count": least, "in_windows": least, "n_docs": least_docs}
    kept = [table.filter(regex=f"^{column}").sum(axis=1) >= number for column, number in needed.items()]
    return table[np.logical_and.reduce(kept)].reset_index(drop=True)


def most_shifted(table, n):
    """The n rows of `collocation_shift` that differ most, half of them towards either side.

    Where a side does not use the node, the n rows with the highest log_dice of the other side. Order and columns are
    those of the table, with the column ``tied_out`` of `terms.top`.
    """
    if table["log_odds_z"].isna().all():
        log_dice = table[["log_dice_target", "log_dice_reference"]].max(axis=1)
        return top(table.assign(score=log_dice), n, "score").drop(columns="score")
    halves = table.assign(score=table["log_odds_z"].abs(), ahead=table["log_odds_z"] > 0).query("score > 0")
    halves = top(halves, max(checked_n(n) // 2, 1), "score", within="ahead").drop(columns=["score", "ahead"])
    return halves.sort_values("log_odds_z", ascending=False, kind="stable", ignore_index=True)


def _distinct(rows, unit, n_types):
    """How many different units (occurrences of the node, articles, positions) each word has among these rows."""
    return np.bincount(rows[["word", unit]].drop_duplicates()["word"], minlength=n_types)


def _scores(table, placed, n_free):
    """The columns of `collocates` that are computed; ``n_free`` words are not part of the node."""
    sizes, times = np.unique(np.bincount(placed["node"]), return_counts=True)
    without = (1 - table["free"].to_numpy()[:, None] / n_free) ** sizes  # P of a window of each size without the word
    inside, n_inside = table["in_windows"], placed["position"].nunique()
    cells, defined = (inside, table["free"] - inside, n_inside, n_free - n_inside), n_free > n_inside > 0
    joint = table[["count", "frequency"]].min(axis=1)
    return {
        "expected": (1 - without) @ times,
        "log_dice": measures.log_dice(joint, table["n_nodes"], table["frequency"]),
        "log_ratio": measures.log_ratio(*cells) if defined else np.nan,
        "g2": measures.log_likelihood(*cells) if defined else np.nan,
    }


def _counted(tokens, mask):
    """Words under a mask, as bool array over the positions."""
    return tokens.is_word & (tokens.mask() if mask is None else np.asarray(mask, dtype=bool))


def _free(tokens, matches, mask):
    """Those of them that are not part of the node."""
    steps = np.zeros(len(tokens) + 1, dtype=np.int64)
    for sign, places in zip((1, -1), spans(tokens, matches), strict=True):
        np.add.at(steps, places, sign)
    return _counted(tokens, mask) & (np.cumsum(steps[:-1]) == 0)
