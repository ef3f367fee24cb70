"""Agreement: how far coders mark the same sentences, and how far word lists find what coders mark."""

import itertools

import pandas as pd

ALL, LISTS = "all coders", "lists"
COUNTED = ["n_sentences", "n_coder", "n_other", "n_both"]
COLUMNS = ["frame", "coder", "other", *COUNTED, "agreement", "kappa", "alpha", "precision", "recall"]


def agreement(codes, lists=None):
    """Agreement between coders, and of each coder with the word lists, for each thing that was coded.

    Parameters
    ----------
    codes : dict of str to DataFrame [index sentence_id; one column of bool a frame]
        By coder.
    lists : DataFrame, optional
        The same as the word lists find it.

    Returns
    -------
    DataFrame [one row a frame and pair]
        frame, coder, other; ``n_sentences`` that both have coded, of which ``n_coder`` and ``n_other`` have the frame
        and ``n_both`` by both; ``agreement``, the share on which they agree; ``kappa`` (Cohen 1960); ``alpha``
        (Krippendorff, nominal). Of three coders and more, rows with the other "all coders" hold the alpha of all.
        Where other is "lists": ``precision``, the share of what the lists find that the coder marked, and ``recall``,
        the share of what the coder marked that they find. A number is NaN where it is undefined: kappa and alpha if
        all marks are alike, precision if nothing is found.

    Notes
    -----
    A frame that is in few sentences can have a low kappa with few disagreements, so read it beside the counts.
    """
    pairs = list(itertools.combinations(codes, 2))
    known = codes | ({LISTS: lists} if lists is not None else {})
    pairs += [(coder, LISTS) for coder in codes] if lists is not None else []
    rows = [_pair(frame, pair, known) for frame in next(iter(codes.values())) for pair in pairs]
    if len(codes) > 2:
        rows += [_together(frame, codes) for frame in next(iter(codes.values()))]
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.sort_values("frame", kind="stable", ignore_index=True)


def _pair(frame, pair, codes):
    """The agreement of two coders on one frame."""
    shared = codes[pair[0]].index.intersection(codes[pair[1]].index)
    one, other = (codes[name].loc[shared, frame] for name in pair)
    both, alike = (one & other).sum(), (one == other).mean()
    numbers = dict(zip(COUNTED, (len(shared), one.sum(), other.sum(), both), strict=True)) | {"agreement": alike}
    task = _task({pair[0]: one, pair[1]: other})
    numbers |= {"kappa": task.kappa_pairwise(*pair), "alpha": task.alpha()} if task else {}
    sizes = {"precision": other.sum(), "recall": one.sum()} if pair[1] == LISTS else {}
    numbers |= {name: both / size for name, size in sizes.items() if size}
    return {"frame": frame, "coder": pair[0], "other": pair[1]} | numbers


def _together(frame, codes):
    """Krippendorff's alpha of all coders on one frame."""
    task = _task({name: table[frame] for name, table in codes.items()})
    n = len(set().union(*(table.index for table in codes.values())))
    return {"frame": frame, "coder": ALL, "other": ALL, "n_sentences": n} | ({"alpha": task.alpha()} if task else {})


def _task(marks):
    """The marks as nltk takes them; None where there is no sentence, or all marks are alike."""
    from nltk.metrics.agreement import AnnotationTask  # here: it takes seconds to import

    triples = [(name, item, int(mark)) for name, column in marks.items() for item, mark in column.items()]
    return AnnotationTask(triples) if len({mark for *_, mark in triples}) > 1 else None
