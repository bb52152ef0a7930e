"""Forecasts put to the lines that were on offer."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.at_lines import LINE_COLUMNS, put_to_lines
from busta.probability.conformal import ConformalThresholds
from busta.probability.count_families import NegativeBinomial
from busta.probability.season_distributions import DistributionChoice, SeasonDistributions
from tests.schemas.samples import prop_lines

CHOICE = DistributionChoice(NegativeBinomial(1.5, 0.1), 0, {}, 0, ConformalThresholds.of([], [], 0.8, 1))
FITTED = SeasonDistributions({"2015-16": CHOICE}, CHOICE, 0.8)
KEYS = prop_lines()[["season", "game_id", "game_date"]]


def _means(players: list[int], actual: list[float | None], mean: float = 20.0) -> pd.DataFrame:
    rows = pd.concat([KEYS] * len(players), ignore_index=True)
    table = rows.assign(player_id=players, mean=mean, actual=np.array(actual, dtype="float64"))
    return table.astype({"player_id": "Int64"})


def _lines(*lines: pd.DataFrame) -> pd.DataFrame:
    return pd.concat(lines, ignore_index=True)


def test_every_moment_with_a_line_is_asked_and_no_other() -> None:
    lines = _lines(prop_lines(player_id=1), prop_lines(player_id=1, moment="close", line=21.5))
    rows = put_to_lines(_means([1, 2], [25.0, 3.0]), FITTED, lines, 1e-6)
    assert list(rows.columns) == LINE_COLUMNS
    assert rows[["player_id", "moment", "line"]].to_numpy().tolist() == [
        [1, "close", 21.5],
        [1, "morning", 20.5],
    ]
    assert rows["probability_model"].is_monotonic_increasing
    assert rows["outcome"].tolist() == [1.0, 1.0]


def test_the_probability_is_that_of_the_season_s_distribution() -> None:
    rows = put_to_lines(_means([1], [21.0]), FITTED, prop_lines(player_id=1, line=21.0), 1e-6)
    found = CHOICE.family.over_push(20.0, 21.0)
    assert rows["probability_model"].iloc[0] == pytest.approx(float(found.over))
    assert rows["probability_push"].iloc[0] == pytest.approx(float(found.push))
    assert rows["sd"].iloc[0] == pytest.approx(float(CHOICE.family.moments(np.array([20.0]))[1][0]))
    # 21 points against a line of 21 are pushed.
    assert rows["outcome"].isna().all()
    assert not rows["is_void"].any()


def test_a_line_for_a_man_who_did_not_play_is_void() -> None:
    lines = _lines(prop_lines(player_id=1), prop_lines(player_id=2))
    rows = put_to_lines(_means([1, 2], [25.0, None]), FITTED, lines, 1e-6).set_index("player_id")
    assert rows["is_void"].to_dict() == {1: False, 2: True}
    assert np.isnan(rows.loc[2, "outcome"])


def test_a_game_to_come_is_open_and_not_void() -> None:
    rows = put_to_lines(_means([1], [None]), FITTED, prop_lines(player_id=1), 1e-6)
    assert not rows["is_void"].any()
    assert rows["outcome"].isna().all()


def test_a_man_without_a_minute_played_and_is_under() -> None:
    rows = put_to_lines(_means([1], [0.0]), FITTED, prop_lines(player_id=1), 1e-6)
    assert rows["outcome"].tolist() == [0.0]


def test_the_model_is_never_certain() -> None:
    rows = put_to_lines(_means([1], [0.0], mean=0.001), FITTED, prop_lines(player_id=1, line=60.5), 1e-4)
    assert rows["probability_model"].tolist() == [1e-4]


def test_a_market_without_lines_has_no_rows() -> None:
    rows = put_to_lines(_means([1], [5.0]), FITTED, prop_lines().iloc[:0], 1e-6)
    assert rows.empty
    assert list(rows.columns) == LINE_COLUMNS
