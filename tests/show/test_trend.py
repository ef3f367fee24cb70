"""Figures of place and time: what is drawn, what is hollow, what is a gap."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.dates import num2date
from matplotlib.figure import Figure

from analysis.files import InputError
from analysis.show import axes
from analysis.show.trend import plot_dispersion, plot_trend


def periods(n_articles, shares, side="", term="plan"):
    """A trend of months from January 2021; of no articles no share."""
    days = pd.date_range("2021-01-01", periods=len(shares), freq="MS")
    table = pd.DataFrame({"term": term, "side": side, "first_day": days, "of_docs": n_articles, "share": shares})
    table = table.assign(period=days.strftime("%Y-%m"), thin=table["of_docs"] < 5, per_thousand=table["share"] * 3)
    table = table.assign(share_low=table["share"] / 2, share_high=table["share"] * 1.1)
    return table.assign(share_change=False, rate_change=False)


@pytest.fixture
def months():
    return periods([5, 6, 2, 0, 7, 8], [0.2, 0.4, 0.6, np.nan, 0.0, 0.8])


def drawn(ax):
    """Heights of the line and of the hollow points, NaN where there is none."""
    return [line.get_ydata().round(6) for line in ax.lines[:2]]


def test_a_line_joins_only_periods_with_enough_articles_and_gaps_stay(months):
    ax = plot_trend(months)
    line, hollow = drawn(ax)
    assert line.tolist()[:2] + line.tolist()[4:] == [20, 40, 0, 80]
    assert np.isnan(line[2:4]).all()  # thin, and without articles
    assert np.isfinite(hollow).tolist() == [False, False, True, False, False, False] and hollow[2] == 60
    assert ax.lines[1].get_markerfacecolor() == "white" and ax.lines[1].get_linestyle() == "None"


def test_time_is_to_scale(months):
    ax = plot_trend(months)
    days = ax.convert_xunits(ax.lines[0].get_xdata())
    assert np.diff(days).tolist() == [31, 28, 31, 30, 31]
    assert num2date(days[0]).date() == pd.Timestamp("2021-01-01").date()


def test_one_term_has_its_rate_below_and_intervals_only_at_its_shares(months):
    share, rate = plot_trend(months).figure.axes
    assert drawn(rate)[0].tolist()[:2] == pytest.approx([0.6, 1.2])
    assert [len(part.get_segments()) for part in share.collections] == [4] and len(rate.collections) == 0
    assert share.get_ylim()[1] > 100 and rate.get_ylim()[1] == pytest.approx(1.08 * 2.4)


def test_a_new_level_is_a_line_with_its_period(months):
    months.loc[4, "share_change"] = True
    share, rate = plot_trend(months).figure.axes
    assert [text.get_text() for text in share.texts] == [" 2021-05"] and not rate.texts
    assert share.lines[2].get_linestyle() == "--"


def test_sides_have_their_colours_and_shapes(months):
    table = pd.concat([months.assign(side="state"), months.assign(side="foreign")], ignore_index=True)
    lines = plot_trend(table, ("state", "foreign")).lines
    looks = [(line.get_color(), line.get_marker()) for line in lines if np.isfinite(line.get_ydata()).any()][::2]
    assert looks == [(axes.TARGET, "o"), (axes.REFERENCE, "D")]


def test_the_legend_names_hollow_points_only_where_there_are_some(months):
    for table, names in ((months, ["≥ 5 articles", "< 5 articles"]), (months.drop(index=2), ["≥ 5 articles"])):
        legend = plot_trend(table).figure.legends[0]
        assert [text.get_text() for text in legend.get_texts()] == names


def test_several_terms_have_a_panel_of_shares_each_and_too_many_are_refused(months):
    both = pd.concat([months, months.assign(term="port")], ignore_index=True)
    assert [panel.get_title("left")[:6] for panel in plot_trend(both).figure.axes] == ["“plan”", "“port”"]
    many = pd.concat([months.assign(term=f"t{n}") for n in range(25)], ignore_index=True)
    with pytest.raises(InputError, match="25 panels: too many"):
        plot_trend(many)
    assert plot_trend(months.iloc[:0]).texts[0].get_text() == "no rows"


def test_a_term_that_never_occurs_has_an_axis_all_the_same():
    assert plot_trend(periods([5, 5], [0.0, 0.0])).figure.axes[1].get_ylim() == (0, 1)


def places(sides=("s", "s", "f")):
    columns = {"term": "plan", "side": sides, "doc_id": ["a", "a", "b"], "n_tokens": [10, 10, 4]}
    return pd.DataFrame({**columns, "share": [0.1, 1.0, 0.5]})


def test_a_barcode_has_a_bar_an_article_and_a_tick_an_occurrence():
    ax = plot_dispersion(places(), {"a": "Daily, 2021-01-01", "b": "Post, 2022-01-01"})
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Daily, 2021-01-01", "Post, 2022-01-01"]
    assert [(bar.get_x(), bar.get_width()) for bar in ax.patches] == [(0, 100), (0, 100)]
    ticks = ax.collections[0].get_segments()
    assert [(tick[0][0], tick.mean(axis=0)[1]) for tick in ticks] == [(10, 0), (100, 0), (50, 1)]
    assert [note.get_text() for note in ax.texts] == ["2×, 200.0", "1×, 250.0"]
    assert "Place of “plan”" in ax.get_xlabel()


def test_ticks_of_sides_have_their_colours_below_a_heading_each():
    ax = plot_dispersion(places(), {"a": "Daily", "b": "Post"}, ("s", "f"))
    colours = [tuple(colour[:3].round(3)) for colour in ax.collections[0].get_colors()]
    assert colours[0] == colours[1] != colours[2]
    assert {"s", "f"} <= {text.get_text() for text in ax.texts}


def test_axes_that_cannot_be_divided_are_refused(months):
    ax = Figure().add_axes([0.1, 0.1, 0.8, 0.8])
    with pytest.raises(InputError, match="cannot be divided into panels; make them with matplotlib.pyplot.subplots"):
        plot_trend(months, ax=ax)
