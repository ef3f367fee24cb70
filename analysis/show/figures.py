"""Figures: each ``plot_x`` draws the table that ``x`` returned, every row of it, and returns the Axes.

What to draw is the caller's choice (``slogans.widest``, ``display.top``); a table too long to read is refused.
"""

import io
import re
import warnings

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import font_manager

from analysis.show import axes as layout
from analysis.show.axes import INK, NEUTRAL, OTHER, REFERENCE, SMALL, TARGET

VOICES = {  # colour and hatch of each
    "own": ("#009E73", ""),
    "attributed": ("#56B4E9", ""),
    "quoted": ("#E69F00", "..."),
    "distanced": ("#CC79A7", "///"),
}
ZONES = {"body": (NEUTRAL, ""), "headline": ("#a9b4bd", "..."), "removed": ("#d9d9d9", "///")}
CHINESE = ["Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Zen Hei", "SimHei"]
FORMATS = {
    "png": {"dpi": 300, "metadata": {"Software": None}},
    "svg": {"metadata": {"Date": None}},
    "pdf": {"metadata": {"CreationDate": None}},
}
ABOUT = {  # where each keeps title, description and source
    "png": ("Title", "Description", "Source"),
    "svg": ("Title", "Description", "Source"),
    "pdf": ("Title", "Subject", "Keywords"),
}
SILENT = (
    "% of the side's articles that have the term (right: occurrences in articles, "
    "and how many the speaking side's rate makes one expect)"
)
POOLED = "Occurrences per 1,000 words of both sides (larger: in more of the articles; hollow: in one article only)"


def use_style():
    """Apply the one style file, and a font for Chinese where the machine has one; a notebook calls it once."""
    plt.style.use("analysis.show.house")
    installed = {font.name for font in font_manager.fontManager.ttflist}
    chinese = next(([name] for name in CHINESE if name in installed), [])
    plt.rcParams["font.family"] = [*plt.rcParams["font.sans-serif"], *chinese]


def rendered(ax, kind, dpi=None, about=()):
    """The whole figure of an Axes as a png, svg or pdf file, the same on every run.

    Parameters
    ----------
    ax : Axes
    kind : str
        A key of ``FORMATS``.
    dpi : int, optional
        Dots per inch of a png. Default: 300.
    about : sequence of str
        Title, description and source, for the metadata of the file.

    Returns
    -------
    bytes
    str
        Which characters no font of this machine can draw, and what to do; "" where there are none.
    """
    buffer, options = io.BytesIO(), FORMATS[kind] | ({"dpi": dpi} if dpi else {})
    options["metadata"] = FORMATS[kind]["metadata"] | dict(zip(ABOUT[kind], about, strict=False))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        ax.figure.savefig(buffer, format=kind, **options)
    glyphs = [re.match(r"Glyph (\d+) .*missing", str(warning.message)) for warning in caught]
    for warning in (warning for warning, glyph in zip(caught, glyphs, strict=True) if not glyph):
        warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)
    return buffer.getvalue(), layout.undrawn([chr(int(glyph[1])) for glyph in glyphs if glyph])


def close(ax):
    """Let go of a figure that has been shown or saved."""
    plt.close(ax.figure)


def headings(docs, side):
    """What stands above an article's column in a chart: its id, month and side, by doc_id."""
    month = docs["published"].dt.strftime("%b %Y").fillna("undated")
    names = [layout.wrapped(name.replace("-", " "), 14) for name in docs["doc_id"]]
    sides = [layout.wrapped(label, 14) for label in docs[side]]
    return dict(zip(docs["doc_id"], map("\n".join, zip(names, month, sides, strict=True)), strict=True))


def plot_sizes(table, ax=None):
    """Words of each article by zone (``counts.sizes``): body, headline, removed."""
    if table.empty:
        return layout.nothing(ax)
    whole, y = table[list(ZONES)].sum(axis=1), np.arange(len(table))
    notes = [f"{removed:,} of {all_:,} removed" for removed, all_ in zip(table["removed"], whole, strict=True)]
    ax, left = layout.listed(ax, table["doc_id"], notes), np.zeros(len(table))
    for zone, (colour, hatch) in ZONES.items():
        ax.barh(y, table[zone], left=left, color=colour, hatch=hatch, edgecolor="white", label=zone, height=0.65)
        left = left + table[zone].to_numpy()
    layout.beside(ax, whole, y, notes)
    layout.legend(ax)
    return layout.measured(ax, whole.max(), "Word tokens in the file, by zone")


def plot_frequency(table, ax=None):
    """Rate of each term (``frequency``), labelled with how many articles contain it."""
    if table.empty:
        return layout.nothing(ax)
    notes = [f"{term.count:,}× in {term.n_docs:,} of {term.of_docs:,}" for term in table.itertuples()]
    ax, y = layout.listed(ax, table["term"], notes), np.arange(len(table))
    ax.barh(y, table["per_thousand"], color=NEUTRAL, height=0.65)
    layout.beside(ax, table["per_thousand"], y, notes)
    unit = "Occurrences per 1,000 word tokens of all articles (beside the bar: occurrences in articles)"
    return layout.measured(ax, table["per_thousand"].max(), unit)


def plot_keyphrases(table, score="tf_idf", ax=None):
    """Keywords or keyphrases of each article or side (``tf_idf``, ``c_tf_idf``), one block each."""
    if table.empty:
        return layout.nothing(ax)
    unit = table[table.columns[0]].astype(str)
    y = layout.blocks(unit)
    notes = [f"{term.count:,}× in {term.df:,} of {term.of_docs:,}" for term in table.itertuples()]
    ax = layout.listed(ax, table["term"], notes, y)
    ax.barh(y, table[score], color=NEUTRAL, height=0.65)
    layout.beside(ax, table[score], y, notes)
    layout.headed(ax, unit, y)
    units = {
        "tf_idf": "TF-IDF, 0 to 1 within an article (beside the bar: occurrences in it; articles that contain it)",
        "c_tf_idf": "c-TF-IDF of the side's articles as one text (beside: its occurrences; articles that contain it)",
    }
    return layout.measured(ax, table[score].max(), units[score])


def plot_slogans(table, unit="doc_id", row="slogan", headings=None, ax=None):
    """Slogans (rows) by article, side or period (columns): every count above 0 is printed in its cell.

    Parameters
    ----------
    table : DataFrame [columns slogan, unit, count, …]
        ``slogans.by_article``, ``by_side``, ``by_period`` or ``renderings``; with a column of_docs the cells say
        below the occurrences in how many of how many articles they stand.
    unit, row : str
        The columns that become columns and rows of the grid.
    headings : mapping, optional
        What to print above each column, such as the article and its side.
    """
    if table.empty:
        return layout.nothing(ax)
    texts = [
        f"{cell['count']:,}" + (f"×\n{cell['n_docs']:,}/{cell['of_docs']:,}" if "of_docs" in cell else "")
        for cell in table.to_dict("records")
    ]
    ax, x, y = layout.grid(ax, table[row], table[unit], headings, texts)
    for number, count in enumerate(table["count"]):
        if count:
            face = layout.tint(TARGET, 0.15 + 0.85 * count / table["count"].max())
            layout.cell(ax, x[number], y[number], face)
            ax.text(x[number], y[number], texts[number], color=layout.ink_on(face), **layout.CENTRED)
    return ax


def plot_voices(table, unit="side", headings=None, ax=None):
    """Slogans by article or side, each cell's occurrences by voice (``slogans.adoption``): "5o 3a 1q".

    The letters are those of own, attributed, quoted and distanced; the strip below says the same again.
    """
    if table.empty:
        return layout.nothing(ax)
    cells = table.to_dict("records")
    codes = [[f"{cell[voice]:,}{voice[0]}" for voice in VOICES if cell[voice]] for cell in cells]
    texts = ["\n".join(filter(None, (" ".join(code[:2]), " ".join(code[2:])))) for code in codes]
    ax, x, y = layout.grid(ax, table["slogan"], table[unit], headings, texts, strip=0.1)
    for number, cell in enumerate(cells):
        left = 0.0
        for voice in (voice for voice in VOICES if cell[voice]):
            colour, hatch = VOICES[voice]
            width = 0.92 * cell[voice] / cell["count"]
            place = x[number] - 0.46 + left, y[number] + 0.2
            ax.add_patch(plt.Rectangle(place, width, 0.24, facecolor=colour, hatch=hatch, edgecolor="white", lw=0))
            left += width
        ax.text(x[number], y[number] - 0.12, texts[number], **layout.CENTRED)
    for voice, (colour, hatch) in VOICES.items():
        ax.bar(0, 0, color=colour, hatch=hatch, edgecolor="white", label=f"{voice[0]} = {voice}")
    layout.legend(ax)
    return ax


def plot_timeline(table, target, reference, events=None):
    """Share of each period's articles that carry a slogan, by side (``slogans.by_side_and_period``).

    Parameters
    ----------
    table : DataFrame
        One panel a slogan, in the order of their first rows. Bars are Wilson intervals; below each stands in how
        many of how many articles. Periods stand one beside the other, dotted lines where some are missing between.
    target, reference : str
        Drawn first; other sides in grey, told apart by their markers.
    events : mapping of slogan to day, optional
        Day of the first prominent use, drawn as a broken line where the panel reaches it, else named.
    """
    if table.empty:
        return layout.nothing(None)
    panels = list(dict.fromkeys(table["slogan"]))
    sides = sorted(set(table["side"]), key=lambda side: (side != target, side != reference, str(side)))
    layout.readable(len(sides), len(layout.MARKERS), "sides")
    periods = sorted(set(table["period"]))
    axes = layout.panels(len(panels), periods, len(sides) * max(2, len(str(table["of_docs"].max()))))
    colours = {target: TARGET, reference: REFERENCE}
    for ax, slogan in zip(axes, panels, strict=True):
        for number, side in enumerate(sides):
            rows = table[(table["slogan"] == slogan) & (table["side"] == side)]
            x = rows["period"].map(layout.spaced(periods)) + 0.86 * (number - (len(sides) - 1) / 2) / len(sides)
            layout.shares(ax, rows, x, layout.MARKERS[number], colours.get(side, OTHER))
        ax.set_title(layout.shortened(slogan, 40), fontweight="normal")
        layout.gaps(ax, periods)
        layout.event(ax, (events or {}).get(slogan), periods)
    layout.legend(axes[0], labels=sides)
    return axes[0]


def plot_adoption(table, target, reference, ax=None):
    """Share of a slogan's uses in the outlet's own voice (``slogans.adoption``), a marker a side, joined by a line."""
    if table.empty:
        return layout.nothing(ax)
    names = list(dict.fromkeys(table["slogan"]))
    ax = layout.listed(ax, names, inches=0.44)
    shown = table[table["side"].isin([target, reference])].dropna(subset="adoption")
    for y, name in enumerate(names):
        ends = 100 * shown.loc[shown["slogan"] == name, "adoption"]
        ax.plot(ends, [y] * len(ends), color="#bdbdbd", lw=2, zorder=1)
        if ends.empty:
            ax.text(0, y, "neither side uses it", va="center", fontsize=SMALL)
    full = {"marker": "o", "color": TARGET, "ms": 6}
    hollow = {"marker": "D", "color": REFERENCE, "ms": 9, "mfc": "none", "mew": 1.5}  # both show where they are equal
    for side, style, where, up in ((target, full, "above", 6), (reference, hollow, "below", -8)):
        rows = shown[shown["side"] == side]
        x, y = 100 * rows["adoption"], rows["slogan"].map(names.index).astype(int)
        ax.plot(x, y, ls="none", zorder=3, label=f"{layout.shortened(side)} (numbers {where})", **style)
        layout.over(ax, x, y, [f"{row.own:,}/{row.count:,}" for row in rows.itertuples()], up)
    layout.legend(ax)
    ax.set_xlabel(layout.wrapped("% of its uses in the outlet's own voice (own / all uses)", 56))
    ax.set_xlim(-6, 106)
    ax.set_xticks(range(0, 101, 20))
    return ax


def plot_temperature(table, tiers, unit="period", ax=None):
    """Tier of each slogan and period (``slogans.temperature``); "?" where the interval spans several."""
    if table.empty:
        return layout.nothing(ax)
    faces = dict(zip(tiers, plt.get_cmap("YlOrRd")(np.linspace(0.05, 0.85, len(tiers))), strict=True))
    cells = table.to_dict("records")
    texts = [f"{layout.shortened(cell['tier'], 14) or '?'}\n{cell['n_docs']:,}/{cell['of_docs']:,}" for cell in cells]
    ax, x, y = layout.grid(ax, table["slogan"], table[unit], None, texts)
    for number, cell in enumerate(cells):
        face = faces.get(cell["tier"], "white")
        layout.cell(ax, x[number], y[number], face, "" if cell["tier"] in faces else "///", edge="#e4e4e4")
        ax.text(x[number], y[number], texts[number], color=layout.ink_on(face), **layout.CENTRED)
    return ax


def plot_keyness(table, target, reference, rates=None, ax=None):
    """Log ratio of each term (``keyness``), with the counts and the articles on each side.

    Parameters
    ----------
    table : DataFrame
        A bar a term, hatched where the other side never uses it (a stub where the log ratio, with 0.5 for that zero,
        points to the side without it); a thin line from log_ratio_low to log_ratio_high; a dagger after the term
        where a column flag holds a reason.
    target, reference : str
    rates : DataFrame, optional
        ``keyness.rates``: a second panel to the right with each term's rate in each article.
    ax : Axes, optional
        With rates both panels share its place.

    Returns
    -------
    Axes
        Those of the bars.
    """
    if table.empty:
        return layout.nothing(ax)
    wider, names = 0 if ax else 3, (target, reference)
    spans = table.reindex(columns=["log_ratio_low", "log_ratio_high"]).to_numpy(dtype=float, copy=True)
    flagged = table["flag"].fillna("").ne("") if "flag" in table else np.zeros(len(table), dtype=bool)
    rows = table.assign(y=np.arange(len(table)), term=table["term"].astype(str) + np.where(flagged, "†", ""))
    notes = ["occurrences in articles:\nright side v left side", *map(_articles, table.itertuples())]
    against = table["log_ratio"] * table.get("g2", table["log_ratio"]) < 0
    values = table["log_ratio"].mask(against, -0.1 * np.sign(table["log_ratio"]))
    spans[against] = np.nan
    ax = layout.diverging(ax, rows, [1, values, spans], notes, names)
    bars = layout.leaning(ax, rows["y"], values)
    alone = table["n_docs_target"] + table["n_docs_reference"] == 1
    _marked(ax, bars, [(table["count_target"] == 0) | (table["count_reference"] == 0), alone], spans)
    if any(flagged):
        ax.plot([], [], ls="none", label="† flagged: the table says why")
    layout.legend(ax)
    if rates is not None:
        _dots(layout.alongside(ax, wider), rates, dict(zip(table["term"], rows["y"], strict=True)), names)
    return ax


def _articles(term):
    """Occurrences in articles on either side."""
    here = f"{term.count_target:,} in {term.n_docs_target:,}/{term.of_docs_target:,}"
    return f"{here}  v  {term.count_reference:,} in {term.n_docs_reference:,}/{term.of_docs_reference:,}"


def _marked(ax, bars, kinds, spans):
    """Hatch the bars of what one side alone uses, thin those of one article, and draw the ranges there are."""
    one_sided, alone = ([bar for bar, holds in zip(bars, kind, strict=True) if holds] for kind in kinds)
    for bar in one_sided:
        bar.set(hatch="////", edgecolor="white", lw=0)
    for bar in alone:
        bar.set_facecolor(layout.tint(bar.get_facecolor()[:3], 0.4))
    hatched = {"facecolor": INK, "edgecolor": "white", "hatch": "////", "lw": 0}
    if one_sided:
        ax.fill_between([], [], label="none on the other side: the length depends on text size", **hatched)
    if alone:
        ax.fill_between([], [], label="pale: in one article only", color=layout.tint(INK, 0.4), lw=0)
    y = np.flatnonzero(np.isfinite(spans).all(axis=1))
    if len(y):
        ax.hlines(y, *spans[y].T, color=INK, lw=1, label="range when each article in turn is left out")
        ax.plot(spans[y].T, [y, y], "|", color=INK, ms=5)


def _dots(ax, rates, places, names):
    """Each article's rate of each term, a side above the line of its row and a side below."""
    for number, (side, colour, marker, shift) in enumerate(layout.sides(*names)):
        rows = rates[(rates["side"] == side) & rates["term"].isin(places)]
        layout.cloud(ax, rows["per_thousand"], rows["term"].map(places).astype(int) + shift, colour, marker)
        name = f"{'●◆'[number]} {layout.shortened(side)}"
        ax.text(0, -1.8 + 0.8 * number, name, color=colour, fontweight="bold", va="center")
    unit = "Occurrences per 1,000 words of an article (a dot each)"
    layout.measured(ax, rates["per_thousand"].max() * 1.03, unit, 30)


def plot_effect(table, target, reference, labelled=(), ax=None):
    """Log ratio of every term (``keyness``) against its rate on both sides together.

    Any number of rows; terms of the same counts lie on one another. The labelled terms, 30 at most, are named, at
    the same places on every run.
    """
    table = table.dropna(subset="log_ratio") if len(table) else table
    if table.empty:
        return layout.nothing(ax)
    ax, y = ax or plt.subplots(figsize=(layout.WIDTH, 5.6))[1], table["log_ratio"].to_numpy(dtype=float)
    count, n_tokens, n_docs, of_docs = (
        (table[f"{what}_target"] + table[f"{what}_reference"]).to_numpy(dtype=float)
        for what in ("count", "n_tokens", "n_docs", "of_docs")
    )
    x, many = 1000 * count / n_tokens, len(table) > layout.MANY
    size = (14 + 60 * n_docs / of_docs) / (1 + 2 * many)
    for (_, colour, marker, _), here in zip(layout.sides(target, reference), (y >= 0, y < 0), strict=True):
        for rows, face, edge in ((here & (n_docs > 1), colour, "white"), (here & (n_docs <= 1), "none", colour)):
            style = {"facecolors": face, "edgecolors": edge, "marker": marker, "alpha": 0.4 if many else 0.8}
            ax.scatter(x[rows], y[rows], size[rows], linewidths=0.5, rasterized=many, **style)
    layout.scaled(ax, np.abs(y).max() * 1.1, (target, reference))
    ax.set_xlabel(layout.wrapped(POOLED, 90))
    ax.set_ylabel(layout.wrapped(layout.RATIO.replace("right", "upper"), 50))
    named = np.flatnonzero(table["term"].isin(list(labelled)))
    layout.annotated(ax, x[named], y[named], table["term"].iloc[named])
    return ax


def plot_rates(table, target, reference):
    """Rate of each term in each article (``keyness.rates``): a panel a term, a dot an article, a tick a side's mean."""
    if table.empty:
        return layout.nothing(None)
    terms, n = list(dict.fromkeys(table["term"])), table.groupby("side")["doc_id"].nunique()
    layout.readable(len(terms), layout.MOST_PANELS, "panels")
    names = [f"{layout.wrapped(side, 24, 1)}\n({n.get(side, 0):,} articles)" for side in (target, reference)]
    axes = layout.multiples(len(terms), min(len(terms), 3), 2.7, 1.0)
    for ax, term in zip(axes, terms, strict=True):
        for y, (side, colour, marker, _) in enumerate(layout.sides(target, reference)):
            x = table.loc[(table["term"] == term) & (table["side"] == side), "per_thousand"]
            layout.cloud(ax, x, np.full(len(x), y), colour, marker)
            ax.vlines(x.mean(), y - 0.36, y + 0.36, color=INK, lw=1.6, zorder=4)
        ax.set_title(layout.shortened(term, 26), fontweight="normal")
    axes[0].set_yticks([0, 1], names)
    axes[0].set_ylim(1.6, -0.6)
    layout.measured(axes[0], table["per_thousand"].max() * 1.03, "")
    axes[0].figure.supxlabel(
        "Occurrences per 1,000 words of an article (line: mean of the side's articles)", fontsize=9
    )
    return axes[0]


def plot_absent(table, target, reference, ax=None):
    """What one side says and the other never does (``keyness.silence``), and how common it could still be there.

    A bar is the share of the speaking side's articles that have the term; the line with an open end reaches to the
    95 % upper bound of that share on the silent side (bound_docs).
    """
    if table.empty:
        return layout.nothing(ax)
    table = table.sort_values("silent", key=lambda silent: silent != target, kind="stable")
    y, shares = layout.blocks(table["silent"]), 100 * table["n_docs"] / table["of_docs"]
    notes = [
        f"{row.count:,}× in {row.n_docs:,}/{row.of_docs:,}  v  0/{row.of_docs_silent:,}, expected {row.expected:,.1f}"
        for row in table.itertuples()
    ]
    ax = layout.listed(ax, table["term"], notes, y, inches=0.3)
    for side, colour, marker, _ in layout.sides(target, reference):
        name, says, silent = layout.shortened(side), *(table[["speaking", "silent"]] == side).to_numpy().T
        if says.any():
            ax.barh(y[says] - 0.14, shares[says], height=0.4, color=colour, label=f"{name}: articles with it")
        if silent.any():
            ends, name = 100 * table["bound_docs"][silent], f"{name}: none there, so at most this share (95 %)"
            ax.hlines(y[silent] + 0.22, 0, ends, color=colour, lw=1.3)
            ax.plot(ends, y[silent] + 0.22, marker, color=colour, mfc="white", ms=5, clip_on=False, label=name)
    layout.headed(ax, "Never in " + table["silent"].astype(str), y)
    layout.beside(ax, [1.0] * len(y), y, notes, ax.get_yaxis_transform())
    layout.legend(ax)
    return layout.measured(ax, 100, SILENT, 72)


def _counts(table):
    """A heading, and the occurrences on either side."""
    pairs = zip(table["count_target"], table["count_reference"], strict=True)
    return ["occurrences:\nright side v left side", *(f"{right:,.0f}  v  {left:,.0f}" for right, left in pairs)]


def plot_shift(table, target, reference, ax=None):
    """Each term's share of the divergence of two sides (``keyness.word_shift``), towards the side it leans to."""
    if table.empty:
        return layout.nothing(ax)
    values = 100 * table["share"] * ((table["leans"] == target).astype(int) - (table["leans"] == reference))
    rows = table.assign(y=np.arange(len(table)))
    ax = layout.diverging(ax, rows, [values], _counts(table), (target, reference))
    layout.leaning(ax, rows["y"], values)
    ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    ax.set_xlabel(layout.wrapped("% of the Jensen–Shannon divergence between the words of the two sides", 44))
    return ax


def plot_robustness(table, target="target", reference="reference", ax=None):
    """One term's log ratio under other settings and without each article.

    Parameters
    ----------
    table : DataFrame [columns setting, kind, log_ratio, count_target, count_reference]
        A row a setting, the one as compared first (a dotted line runs down from it); each kind in one piece.
    target, reference : str
        What to call the sides.
    ax : Axes, optional
    """
    if table.empty:
        return layout.nothing(ax)
    rows = table.assign(term=table["setting"], y=layout.blocks(table["kind"]))
    ax = layout.diverging(ax, rows, [1, table["log_ratio"]], _counts(table), (target, reference))
    ax.axvline(table["log_ratio"].iloc[0], color=OTHER, ls=":", lw=1)
    for (_, colour, marker, _), right in zip(layout.sides(target, reference), (True, False), strict=True):
        here = rows[(rows["log_ratio"] >= 0) == right].dropna(subset="log_ratio")
        ax.hlines(here["y"], 0, here["log_ratio"], color=colour, lw=1.2)
        ax.plot(here["log_ratio"], here["y"], marker, color=colour, ms=6)
    gone = rows[rows["log_ratio"].isna()]
    none = gone["count_target"].fillna(0) + gone["count_reference"].fillna(0) == 0
    layout.beside(ax, [0] * len(gone), gone["y"], np.where(none, "no occurrence", "not defined"))
    layout.headed(ax, table["kind"], rows["y"])
    return ax


def plot_readings(table, target, reference, first, second, ax=None):
    """Log ratio of each term (``keyness``) by two side columns; a dark line where it changes side.

    log_ratio is the first, log_ratio_other the second; their short names may be "by publisher" and "by origin".
    """
    if table.empty:
        return layout.nothing(ax)
    rows, ends = table.assign(y=np.arange(len(table))), table[["log_ratio", "log_ratio_other"]].to_numpy(dtype=float)
    crosses = ends[:, 0] * ends[:, 1] < 0
    notes = np.where(np.isnan(ends[:, 1]), "not on both sides there", np.where(crosses, "changes side", ""))
    ax = layout.diverging(ax, rows, [1, ends], ["", *notes], (target, reference))
    for here, style in ((crosses, {"color": INK, "lw": 2.4}), (~crosses, {"color": "#bdbdbd", "lw": 1.4})):
        ax.hlines(rows["y"][here], *ends[here].T, zorder=1, **style)
    full, hollow = {"marker": "o", "ms": 5, "zorder": 3}, {"marker": "D", "ms": 9, "mfc": "white", "mew": 1.3}
    for name, values, style in ((first, ends[:, 0], full), (second, ends[:, 1], hollow)):
        ax.plot(values, rows["y"], ls="none", color=INK, label=layout.shortened(name), **style)
    layout.legend(ax)
    return ax


def plot_frames(table, pooled, target, reference, labels=None, ax=None):
    """Share of each frame: a dot an article (``framing`` with a column side), a bar for its side together.

    Parameters
    ----------
    table : DataFrame [columns frame, doc_id, share, side]
    pooled : DataFrame [columns frame, side, share, n_docs, of_docs]
        ``framing.by_side``.
    target, reference : str
        Drawn above and below the line of each frame; other sides stay out.
    labels : mapping, optional
        What to print for each frame.
    """
    if table.empty:
        return layout.nothing(ax)
    frames = list(dict.fromkeys(table["frame"]))
    ax = layout.listed(ax, [(labels or {}).get(frame, frame) for frame in frames], ["9,999 of 9,999"], inches=0.52)
    for side, colour, marker, shift in layout.sides(target, reference):
        dots, bars = table[table["side"] == side], pooled[pooled["side"] == side]
        at = bars["frame"].map(frames.index) + shift
        ax.barh(at, 100 * bars["share"], height=0.34, color=layout.tint(colour, 0.35), lw=0)
        ax.vlines(100 * bars["share"], at - 0.17, at + 0.17, color=INK, lw=1.2, zorder=4)
        ax.plot([], [], marker, color=colour, ms=6, label=f"{layout.shortened(side)}: an article")
        layout.cloud(ax, 100 * dots["share"], dots["frame"].map(frames.index) + shift, colour, marker)
        notes = [f"{bar.n_docs:,} of {bar.of_docs:,}" for bar in bars.itertuples()]
        layout.beside(ax, [1.0] * len(bars), at, notes, ax.get_yaxis_transform())
    layout.legend(ax)
    unit = "% of word tokens in the frame's words (bar: the side's articles together; right: articles with it)"
    return layout.measured(ax, 100 * table["share"].max() * 1.03, unit)
