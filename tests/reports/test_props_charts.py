"""Charts of player markets."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from busta.reports import props_charts as charts
from tests.reports import props_samples as samples

LINE = "DATA: real NBA data"


def test_every_kind_of_lines_has_a_panel_of_its_own() -> None:
    for is_quoted, panels in ((True, 3), (False, 1)):
        figure = charts.reliability_figure(samples.measured(is_quoted)[1], "Points", LINE)
        assert len(figure.axes) == panels
    assert figure.axes[0].get_title(loc="left") == "Lines nobody offered"


def test_results_are_drawn_as_shares_beside_the_baselines() -> None:
    (axes,) = charts.pit_figure(samples.measured(True)[1], "Points", LINE).axes
    assert sum(bar.get_height() for bar in axes.containers[0]) == pytest.approx(1)
    assert {text.get_text() for text in axes.get_legend().get_texts()} == {
        "model",
        "season average",
        "last games",
        "moving mean",
    }


def test_errors_are_drawn_season_by_season_and_together() -> None:
    figure = charts.errors_figure(samples.block("points"), "Points", LINE)
    for axes in figure.axes:
        assert [label.get_text() for label in axes.get_xticklabels()] == ["2002-03", "2003-04", "all"]
        assert len(axes.containers) == 4


def test_steps_are_drawn_from_above_in_their_order() -> None:
    left, right = charts.steps_figure(samples.ABLATION, "Points", LINE).axes
    assert [label.get_text() for label in left.get_yticklabels()] == ["form", "line-up"]
    assert left.get_ylim()[0] > left.get_ylim()[1]
    # The first step has nothing before it.
    assert right.containers[0].lines[0].get_xdata().tolist() == [-0.1]


def test_names_of_changes_do_not_run_into_each_other() -> None:
    told = samples.ABLATION.assign(mae_change_low=[np.nan, -0.0345], mae_change=[np.nan, 0.0049])
    figure = charts.steps_figure(told, "Points", LINE)
    figure.draw_without_rendering()
    boxes = [label.get_window_extent() for label in figure.axes[1].get_xticklabels() if label.get_text()]
    assert all(first.x1 < second.x0 for first, second in pairwise(boxes))


def test_gains_are_in_percent_of_the_baseline() -> None:
    document = samples.document()
    (axes,) = charts.gains_figure(document, "All", LINE).axes
    score = document["markets"]["points"]["parts"]["played"]["all"]["season_average"]["crps"]
    drawn = axes.containers[0].lines[0].get_xdata()
    assert drawn[0] == pytest.approx(100 * score["difference"] / score["value"])


def test_only_markets_that_somebody_quotes_are_set_against_the_market() -> None:
    figure = charts.against_market_figure(samples.document(), "All", LINE)
    assert len(figure.axes) == 2
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["points"]


def test_without_lines_the_chart_says_so() -> None:
    document = samples.document()
    alone = {"markets": {"steals": document["markets"]["steals"]}}
    figure = charts.against_market_figure(alone, "All", LINE)
    assert not figure.axes
    assert any("no lines" in text.get_text() for text in figure.texts)
