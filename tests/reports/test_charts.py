from __future__ import annotations

import io

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from busta.reports import charts
from busta.reports.data_line import data_line
from busta.reports.reliability_table import FORECASTERS, reliability_table
from busta.reports.style import ALARM
from busta.reports.tables import ablation_steps, season_table
from tests.reports.samples import FABRICATED, REAL, RULES, ablation, information, probabilities, scores


def _reliability(identity: dict[str, object], market: float | None = None) -> Figure:
    rows = probabilities()
    if market is not None:
        rows["market_probability"] = market
    table = reliability_table(rows, RULES, bins=4)
    forecasters = {
        name: charts.Reliability(table[table["forecaster"] == name], rows[column].to_numpy())
        for name, column in FORECASTERS.items()
    }
    return charts.reliability_figure(forecasters, "moneyline", data_line(identity))


def _figures(identity: dict[str, object]) -> dict[str, Figure]:
    line = data_line(identity)
    seasons = season_table(scores(), "brier_score")
    return {
        "reliability": _reliability(identity),
        "seasons": charts.seasons_figure(seasons, "Brier score", "moneyline", line),
        "ablation": charts.ablation_figure(ablation_steps(ablation()), 0.21, "moneyline", line),
        "information": charts.information_figure(information(), "moneyline", line),
    }


def _png(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["reliability", "seasons", "ablation", "information"])
def test_every_chart_says_first_that_its_data_are_fabricated_and_in_red(name: str) -> None:
    first = _figures(FABRICATED)[name].texts[0]
    assert first.get_text().startswith("DATA: FABRICATED")
    assert to_hex(first.get_color()) == ALARM


@pytest.mark.parametrize("name", ["reliability", "seasons", "ablation", "information"])
def test_the_same_scores_give_the_same_bytes(name: str) -> None:
    assert _png(_figures(REAL)[name]) == _png(_figures(REAL)[name])


def test_both_diagrams_have_one_scale_and_a_histogram_below() -> None:
    figure = _reliability(REAL)
    model, close = figure.axes[:2]
    assert model.get_xlim() == close.get_xlim() == model.get_ylim() == close.get_ylim()
    assert len(figure.axes) == 4


def test_a_forecaster_that_always_says_one_half_can_be_drawn() -> None:
    assert len(_png(_reliability(REAL, market=0.5))) > 10_000


def test_a_market_that_nobody_quotes_can_be_drawn() -> None:
    seasons = season_table(scores(probabilities(is_quoted=False)), "brier_score")
    assert _png(charts.seasons_figure(seasons, "Brier score", "points", data_line(REAL)))
    assert _png(charts.ablation_figure(ablation_steps(ablation()), np.nan, "points", data_line(REAL)))


def test_every_information_has_a_panel_with_its_seasons_and_their_games() -> None:
    figure = charts.information_figure(information(), "moneyline", data_line(REAL))
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["Told by morning", "Told by tip-off"]
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == [
        "2001-02\n120 games", "2002-03\n120 games", "all\n240 games",
    ]  # fmt: skip


def test_an_information_that_no_game_has_is_a_chart_that_says_so() -> None:
    figure = charts.information_figure(information().iloc[:0], "moneyline", data_line(REAL))
    assert not figure.axes
    assert "no such games" in figure.texts[1].get_text()
