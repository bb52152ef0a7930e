"""Charts on efficiency."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from busta.reports.efficiency_charts import biases_figure, early_season_figure, margins_figure, weights_figure
from busta.reports.style import ALARM, MODEL
from tests.reports.efficiency_samples import all_tests, margins, shares

LINE = "DATA: real NBA data"


def _labels(axes: Axes) -> list[str]:
    return [label.get_text() for label in axes.get_yticklabels()]


def _dots(axes: Axes) -> dict[str, list[float]]:
    return {bars[0].get_color(): list(np.asarray(bars[0].get_xdata())) for bars in axes.containers}


def test_weights_of_model_and_line_stand_in_one_row_per_market_and_moment() -> None:
    (axes,) = weights_figure(all_tests(), "Weights", LINE).axes
    assert _labels(axes) == ["ats, open\n3,258 games", "moneyline, close\n3,258 games"]
    assert _dots(axes)[MODEL] == [0.4, 0.1]


def test_what_was_known_and_which_openings_are_meant_is_said() -> None:
    known = all_tests().replace({"information": {"evening": "day_before"}, "group": {"all": "confirmed"}})
    (axes,) = weights_figure(known, "Weights", LINE).axes
    assert _labels(axes)[0] == "ats, open, without the day before, confirmed\n3,258 games"


def test_a_bias_that_is_left_is_red() -> None:
    (axes,) = biases_figure(all_tests(), "total", 0.05, "Biases", LINE).axes
    assert _labels(axes) == ["all games (3,258)", "spread 0 to 3 (3,258)"]
    assert _dots(axes) == {MODEL: [-0.002], ALARM: [-0.03]}


def test_every_season_has_its_share_and_the_price_its_break_even() -> None:
    figure = early_season_figure(shares(), 1.9, "Unders", LINE)
    assert [axes.get_title(loc="left") for axes in figure.axes] == [
        "First 7 days of the season",
        "First 28 days of the season",
    ]
    first = figure.axes[0]
    assert [label.get_text() for label in first.get_xticklabels()] == ["10-11", "11-12", "12-13"]
    assert any(line.get_ydata()[0] == pytest.approx(1 / 1.9) for line in first.lines)


def test_margins_are_differences_from_the_configured_method() -> None:
    (axes,) = [each for each in margins_figure(margins(), "Margins", LINE).axes if each.get_visible()]
    assert _labels(axes) == ["additive", "power", "shin", "odds ratio", "chosen on earlier seasons"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda: weights_figure(all_tests().iloc[:0], "Nothing", LINE),
        lambda: biases_figure(all_tests(), "ats", 0.05, "Nothing", LINE),
        lambda: early_season_figure(shares().iloc[:0], 1.9, "Nothing", LINE),
        lambda: margins_figure(margins().iloc[:0], "Nothing", LINE),
    ],
)
def test_without_numbers_a_chart_says_that_there_are_none(draw) -> None:
    figure: Figure = draw()
    assert figure.axes == []
    assert any("no such games" in text.get_text() for text in figure.texts)
