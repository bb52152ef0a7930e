from __future__ import annotations

from busta.reports.style import QUIET, legend, new_figure, quiet


def test_real_data_are_named_quietly_above_the_title() -> None:
    figure = new_figure(6, 4, "title", "DATA: real NBA data")
    line, title = figure.texts
    assert (line.get_text(), title.get_text()) == ("DATA: real NBA data", "title")
    assert line.get_position()[1] > title.get_position()[1]
    assert line.get_color() == QUIET


def test_a_legend_lies_above_the_panel() -> None:
    axes = quiet(new_figure(6, 4, "title", "DATA: real NBA data").subplots(), title="t", x="x", y="y")
    axes.plot([0, 1], [0, 1], label="line")
    legend(axes)
    assert axes.get_legend().get_bbox_to_anchor().transformed(axes.transAxes.inverted()).y0 > 0.99
