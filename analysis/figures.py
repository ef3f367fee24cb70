"""Figures: each ``plot_x`` draws the table that ``x`` returned, every row of it, and returns the Axes."""

import io
from datetime import timedelta

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import font_manager
from matplotlib.dates import num2date

TARGET, REFERENCE, OTHER, INK = "#0072B2", "#D55E00", "#8c8c8c", "#222222"  # Okabe and Ito
MARKERS = ["o", "D", "s", "^", "v", "P"]
VOICES = {  # colour and hatch of each
    "own": ("#0072B2", ""),
    "attributed": ("#56B4E9", ""),
    "quoted": ("#E69F00", "..."),
    "distanced": ("#CC79A7", "///"),
}
CHINESE = ["Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Zen Hei", "SimHei"]
FORMATS = {
    "png": {"dpi": 300, "metadata": {"Software": None}},
    "svg": {"metadata": {"Date": None}},
    "pdf": {"metadata": {"CreationDate": None}},
}


def use_style():
    """Apply the one style file, and a font for Chinese where the machine has one; a notebook calls it once."""
    plt.style.use("analysis.house")
    installed = {font.name for font in font_manager.fontManager.ttflist}
    plt.rcParams["font.family"] = [*plt.rcParams["font.sans-serif"], *(name for name in CHINESE if name in installed)][
        :2
    ]


def rendered(ax, kind, dpi=None):
    """The whole figure of an Axes as bytes of a png, svg or pdf file, the same on every run."""
    buffer, options = io.BytesIO(), dict(FORMATS[kind])
    if dpi:
        options["dpi"] = dpi
    ax.figure.savefig(buffer, format=kind, **options)
    return buffer.getvalue()


def close(ax):
    """Let go of a figure that has been shown or saved."""
    plt.close(ax.figure)


def side_colors(labels, target, reference):
    """Colour of each side: blue for the target, vermilion for the reference, grey for any other."""
    named = {target: TARGET, reference: REFERENCE}
    return {label: named.get(label, OTHER) for label in labels}


def headings(docs, side):
    """What stands above an article's column in a chart: its id, month and side, by doc_id."""
    month = docs["published"].dt.strftime("%b %Y").fillna("undated")
    lines = docs["doc_id"].str.replace("-", " ").str.wrap(14) + "\n" + month + "\n" + docs[side].astype(str)
    return dict(zip(docs["doc_id"], lines, strict=True))


def plot_sizes(table, ax=None):
    """Words of each article by zone (``counts.sizes``): body, headline, removed."""
    ax = _axes(ax, rows=len(table))
    left, y = np.zeros(len(table)), np.arange(len(table))
    for zone, colour, hatch in (("body", TARGET, ""), ("headline", "#56B4E9", "..."), ("removed", "#d9d9d9", "///")):
        ax.barh(y, table[zone], left=left, color=colour, hatch=hatch, edgecolor="white", label=zone, height=0.65)
        left = left + table[zone].to_numpy()
    for row, (whole, removed) in enumerate(zip(left, table["removed"], strict=True)):
        ax.text(whole, row, f"  {removed:,} of {whole:,.0f} removed", va="center", color=INK, fontsize=8.5)
    ax.set_xlim(0, left.max(initial=1) * 1.32)
    ax.set_xlabel("Word tokens in the file")
    ax.legend(ncols=3, loc="lower left", bbox_to_anchor=(0, 1))
    return _listed(ax, table["doc_id"])


def plot_frequency(table, ax=None):
    """Rate of each term (``frequency``), labelled with how many articles contain it."""
    ax = _axes(ax, rows=len(table))
    ax.barh(np.arange(len(table)), table["per_thousand"], color=TARGET, height=0.65)
    for row, term in enumerate(table.itertuples()):
        ax.text(
            term.per_thousand, row, f"  {term.count}× in {term.n_docs} of {term.of_docs}", va="center", fontsize=8.5
        )
    ax.set_xlim(0, table["per_thousand"].max() * 1.25 if len(table) else 1)
    ax.set_xlabel("Occurrences per 1,000 word tokens, all articles together")
    return _listed(ax, table["term"])


def plot_keyphrases(table, score="tf_idf", ax=None):
    """Keywords or keyphrases of each article or side (``tf_idf``, ``c_tf_idf``), one block each."""
    unit = table.columns[0]
    blocks = [rows for _, rows in table.groupby(unit, sort=False)]
    ax = _axes(ax, rows=len(table) + 1.6 * len(blocks))
    y, ticks, names, row = [], [], [], 0.0
    for block in blocks:
        ax.text(0, row, str(block[unit].iloc[0]), fontweight="bold", va="center", color=INK)
        places = row + 1 + np.arange(len(block))
        ax.barh(places, block[score], color=TARGET, height=0.65)
        for place, term in zip(places, block.itertuples(), strict=True):
            label = f"  {term.count}×, in {term.df} of {term.of_docs} articles"
            ax.text(getattr(term, score), place, label, va="center", fontsize=8.5)
        y, ticks, names = [*y, *places], [*ticks, *places], [*names, *block["term"]]
        row += len(block) + 1.6
    ax.set_xlim(0, table[score].max() * 1.4 if len(table) else 1)
    ax.set_xlabel(
        "TF-IDF (0 to 1 within an article)" if score == "tf_idf" else "c-TF-IDF of the side's articles as one text"
    )
    ax.set_yticks(ticks, names)
    ax.set_ylim(max(row - 0.8, 0.5), -0.8)
    return ax


def plot_slogans(table, unit="doc_id", row="slogan", headings=None, ax=None):
    """Slogans (rows) by article, side or period (columns): every count above 0 is printed in its cell.

    Parameters
    ----------
    table : DataFrame [columns slogan, unit, count, …]
        ``slogans.by_article``, ``by_side``, ``by_period`` or ``renderings``; with a column of_docs the cells say
        in how many of how many articles.
    unit, row : str
        The columns that become columns and rows of the grid.
    headings : mapping, optional
        What to print above each column, such as the article and its side.
    """
    ax, place = _grid(ax, table[row], table[unit], headings)
    top = max(table["count"].max(), 1) if len(table) else 1
    for cell in table[table["count"] > 0].to_dict("records"):
        strength = 0.25 + 0.75 * cell["count"] / top
        x, y = place(cell[row], cell[unit])
        ax.add_patch(plt.Rectangle((x - 0.46, y - 0.42), 0.92, 0.84, color=TARGET, alpha=strength, lw=0))
        text = f"{cell['count']}" + (f" ({cell['n_docs']}/{cell['of_docs']})" if "of_docs" in cell else "")
        ax.text(x, y, text, ha="center", va="center", color="white" if strength > 0.6 else INK, fontsize=9)
    return ax


def plot_voices(table, unit="side", headings=None, ax=None):
    """Slogans by article or side, each cell's occurrences by voice (``slogans.adoption``): "5o 3a 1q".

    The letters are those of own, attributed, quoted and distanced; the colours say the same again.
    """
    ax, place = _grid(ax, table["slogan"], table[unit], headings)
    for cell in table[table["count"] > 0].to_dict("records"):
        x, y = place(cell["slogan"], cell[unit])
        left, said = x - 0.46, [voice for voice in VOICES if cell[voice]]
        for voice in said:
            width, (colour, hatch) = 0.92 * cell[voice] / cell["count"], VOICES[voice]
            patch = plt.Rectangle((left, y - 0.42), width, 0.84, facecolor=colour, hatch=hatch, edgecolor="white", lw=0)
            ax.add_patch(patch)
            left += width
        text = " ".join(f"{cell[voice]}{voice[0]}" for voice in said)
        box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "alpha": 0.8, "lw": 0}
        ax.text(x, y, text, ha="center", va="center", color=INK, fontsize=8.5, bbox=box)
    handles = [plt.Rectangle((0, 0), 1, 1, facecolor=c, hatch=h, edgecolor="white") for c, h in VOICES.values()]
    names = [f"{voice[0]} = {voice}" for voice in VOICES]
    ax.legend(handles, names, ncols=4, loc="upper left", bbox_to_anchor=(0, 0))
    return ax


def plot_timeline(table, target, reference, events=None):
    """Share of each period's articles that carry a slogan, by side (``slogans.by_side_and_period``).

    Parameters
    ----------
    table : DataFrame
        One panel a slogan, in the order of their first rows. Bars are Wilson intervals, labels say in how many
        of how many articles.
    target, reference : str
        Other sides are drawn in grey.
    events : mapping of slogan to day, optional
        Day of the first prominent use, drawn as a broken line where the panel reaches it, else named.
    """
    panels = list(dict.fromkeys(table["slogan"]))
    size = 7.2, 0.9 + 1.45 * max(len(panels), 1)
    axes = plt.subplots(max(len(panels), 1), sharex=True, sharey=True, squeeze=False, figsize=size)[1][:, 0]
    colours, labels = side_colors(dict.fromkeys(table["side"]), target, reference), list(dict.fromkeys(table["side"]))
    days = table["period"].map(lambda period: period.start_time)
    step = (days.max() - days.min()).days / 60 if len(days) else 0
    for ax, slogan in zip(axes, panels, strict=False):
        for number, side in enumerate(labels):
            rows = table[(table["slogan"] == slogan) & (table["side"] == side)]
            x = days[rows.index] + timedelta(days=step * (number - (len(labels) - 1) / 2))
            bounds = [rows["share"] - rows["share_low"], rows["share_high"] - rows["share"]]
            style = {"color": colours[side], "fmt": MARKERS[number % len(MARKERS)], "ms": 5, "lw": 1}
            ax.errorbar(x, rows["share"], np.clip(bounds, 0, None), label=side, **style)
            for day, cell in zip(x, rows.itertuples(), strict=True):
                ax.annotate(
                    f"{cell.n_docs}/{cell.of_docs}", (day, cell.share), (4, 4), textcoords="offset points", fontsize=7.5
                )
        ax.set_title(slogan, fontsize=9.5)
        ax.set_ylim(-0.08, 1.18)
        ax.set_yticks([0, 0.5, 1], ["0", "½", "all"])
        _event(ax, (events or {}).get(slogan))
    axes[0].legend(ncols=len(labels), loc="lower right", bbox_to_anchor=(1, 1))
    axes[-1].set_xlabel(
        "Share of the period's articles that carry it, with 95 % interval; n = articles with it / articles"
    )
    return axes[0]


def plot_adoption(table, target, reference, ax=None):
    """Share of a slogan's uses in the outlet's own voice (``slogans.adoption``), a dot a side, joined by a line."""
    slogans = list(dict.fromkeys(table["slogan"]))
    ax = _axes(ax, rows=len(slogans) + 1)
    shown = table.dropna(subset="adoption")
    for y, slogan in enumerate(slogans):
        ends = 100 * shown.loc[(shown["slogan"] == slogan) & shown["side"].isin([target, reference]), "adoption"]
        ax.plot(ends, [y] * len(ends), color="#bdbdbd", lw=2, zorder=1)
    for side, colour, marker, up in ((target, TARGET, "o", 0.28), (reference, REFERENCE, "D", -0.28)):
        rows = shown[shown["side"] == side]
        y = np.array([slogans.index(name) for name in rows["slogan"]])
        ax.plot(100 * rows["adoption"], y, marker, color=colour, ms=6.5, ls="none", label=side, clip_on=False, zorder=3)
        for place, row in zip(y, rows.itertuples(), strict=True):
            ax.text(
                100 * row.adoption + 1.6, place - up, f"{row.own}/{row.count}", va="center", fontsize=7.5, color=colour
            )
    ax.set_xlim(-2, 108)
    ax.set_xlabel("% of its uses in the outlet's own voice (own uses / all uses)")
    ax.legend(ncols=2, loc="lower left", bbox_to_anchor=(0, 1))
    return _listed(ax, slogans)


def plot_temperature(table, tiers, unit="period", ax=None):
    """Tier of each slogan and period (``slogans.temperature``); "?" where the interval spans several."""
    ax, place = _grid(ax, table["slogan"], table[unit], None)
    colours = plt.get_cmap("YlOrRd")(np.linspace(0.05, 0.85, len(tiers)))
    for cell in table.to_dict("records"):
        x, y = place(cell["slogan"], cell[unit])
        known = cell["tier"] in tiers
        face = colours[list(tiers).index(cell["tier"])] if known else "white"
        box = plt.Rectangle(
            (x - 0.46, y - 0.42), 0.92, 0.84, facecolor=face, edgecolor="#cccccc", hatch="" if known else "//", lw=0.5
        )
        ax.add_patch(box)
        text = f"{cell['tier'] if known else '?'} {cell['n_docs']}/{cell['of_docs']}"
        dark = known and np.mean(face[:3]) < 0.5
        ax.text(x, y, text, ha="center", va="center", fontsize=8, color="white" if dark else INK)
    return ax


def plot_keyness(table, target, reference, ax=None):
    """Log ratio of each term (``keyness``), with the counts and the articles on each side."""
    ax = _axes(ax, rows=len(table) + 1)
    values, y = table["log_ratio"].to_numpy(), np.arange(len(table))
    ax.barh(y, values, color=np.where(values >= 0, TARGET, REFERENCE), height=0.65)
    ax.axvline(0, color=INK, linewidth=1)
    beside = {"transform": ax.get_yaxis_transform(), "va": "center", "fontsize": 8.5}
    for row, term in enumerate(table.itertuples()):
        text = (
            f"{term.count_target} in {term.n_docs_target}/{term.of_docs_target}"
            f"  v  {term.count_reference} in {term.n_docs_reference}/{term.of_docs_reference}"
        )
        ax.text(1.02, row, text, **beside)
    ax.text(1.02, -1, f"{target} v {reference}:\ncount in articles", color="#555555", **beside)
    reach = np.abs(values).max(initial=1) * 1.05
    ax.set_xlim(-reach, reach)
    ax.set_xlabel(f"← {reference}      log ratio of rates (+1 = twice the rate)      {target} →")
    return _listed(ax, table["term"], first=-1.6)


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
    frames = list(dict.fromkeys(table["frame"]))
    ax = _axes(ax, rows=len(frames) * 2.2 + 1)
    for side, colour, marker, shift in ((target, TARGET, "o", -0.2), (reference, REFERENCE, "D", 0.2)):
        dots, bars = table[table["side"] == side], pooled[pooled["side"] == side]
        y = np.array([frames.index(frame) for frame in dots["frame"]]) + shift
        at = np.array([frames.index(frame) for frame in bars["frame"]]) + shift
        ax.barh(at, 100 * bars["share"], height=0.3, color=colour, alpha=0.35, lw=0)
        dot = {"color": colour, "ms": 6, "mec": "white", "mew": 0.8, "ls": "none", "clip_on": False, "zorder": 3}
        ax.plot(100 * dots["share"], y, marker, label=f"{side}, one article", **dot)
        for place, bar in zip(at, bars.itertuples(), strict=True):
            rightmost = max(100 * bar.share, 100 * dots.loc[dots["frame"] == bar.frame, "share"].max())
            ax.text(rightmost, place, f"   {bar.n_docs} of {bar.of_docs} {side}", va="center", fontsize=8.5)
    ax.set_xlim(0, max(100 * table["share"].max() * 1.3, 0.1) if len(table) else 1)
    ax.set_xlabel("% of word tokens in the frame's words (bar: all articles of the side together)")
    ax.legend(ncols=2, loc="lower left", bbox_to_anchor=(0, 1))
    return _listed(ax, [(labels or {}).get(frame, frame) for frame in frames])


def _grid(ax, rows, columns, headings):
    """Axes with a row and a column for each name, and a function that finds the place of a cell."""
    rows, columns = (
        list(dict.fromkeys(rows)),
        sorted(dict.fromkeys(columns)) if headings is None else list(dict.fromkeys(columns)),
    )
    ax = _axes(ax, rows=len(rows) * 0.85 + 3)
    ax.set_xlim(-0.5, max(len(columns), 1) - 0.5)
    ax.set_xticks(range(len(columns)), [(headings or {}).get(name, str(name)) for name in columns])
    ax.xaxis.tick_top()
    ax.tick_params(axis="x", length=0, labelsize=8.5)
    ax.grid(False)
    ax.spines[["left", "bottom"]].set_visible(False)
    _listed(ax, rows)
    at = {name: number for number, name in enumerate(columns)}, {name: number for number, name in enumerate(rows)}
    return ax, lambda row, column: (at[0][column], at[1][row])


def _event(ax, day):
    """A broken line on the day of an event, or its year at the border where it lies outside."""
    if day is None:
        return
    left, right = (num2date(edge).replace(tzinfo=None) for edge in ax.get_xlim())
    if left <= day <= right:
        ax.axvline(day, color=INK, ls="--", lw=1)
        ax.annotate("first use", (day, 1.05), (3, 0), textcoords="offset points", fontsize=7.5)
    else:
        side = ("left", 0.0, "← first use") if day < left else ("right", 1.0, "first use →")
        ax.text(side[1], 1.05, f"{side[2]} {day:%Y}", ha=side[0], transform=ax.get_yaxis_transform(), fontsize=7.5)


def _axes(ax, rows):
    """The given Axes, or a new one high enough for so many rows."""
    return ax or plt.subplots(figsize=(7.2, 1.1 + 0.24 * max(rows, 3)))[1]


def _listed(ax, names, first=-0.6):
    """One name a row, the first on top."""
    ax.set_yticks(range(len(names)), list(names))
    ax.set_ylim(len(names) - 0.4, first)
    return ax
