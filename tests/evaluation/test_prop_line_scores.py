"""Scores at real lines, beside the market's own probabilities."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.prop_baselines import baseline_means, fit_baseline
from busta.evaluation.prop_line_scores import (
    DAY_COLUMNS,
    line_days,
    line_rows,
    pooled_days,
    score_lines,
)
from tests import prop_world as world


def _rows(at_lines: pd.DataFrame | None = None) -> pd.DataFrame:
    means = baseline_means(world.table(), world.BASELINES)
    every = world.means().drop(columns="mean").merge(means, on=["game_id", "player_id"])
    spread = fit_baseline(every.assign(mean=every["last_games"]), world.DISTRIBUTIONS, 0.05)
    asked = world.at_lines() if at_lines is None else at_lines
    return line_rows(asked, world.forecasts(), means, {"last_games": spread}, 0.05)


def _one(scores: pd.DataFrame, forecaster: str, metric: str, part: str = "morning") -> pd.Series:
    chosen = scores[
        (scores["part"] == part)
        & (scores["forecaster"] == forecaster)
        & (scores["metric"] == metric)
        & (scores["season"] == "all")
    ]
    assert len(chosen) == 1
    return chosen.iloc[0]


def test_pushes_and_men_who_did_not_play_are_no_rows() -> None:
    asked = world.at_lines()
    assert len(_rows()) == len(asked) - 4


def test_scores_stand_beside_the_market_on_the_same_rows() -> None:
    rows = _rows()
    scores = score_lines(rows, world.RULES)
    own = rows[rows["moment"] == "morning"]
    brier = {name: ((own[name] - own["outcome"]) ** 2).mean() for name in ("market", "model", "blend")}
    for name, value in brier.items():
        found = _one(scores, name, "brier_score")
        assert found["value"] == pytest.approx(value)
        assert found["n"] == len(own)
        if name != "market":
            assert found["difference"] == pytest.approx(value - brier["market"])


def test_the_line_is_the_markets_own_point_forecast() -> None:
    rows = _rows()
    own = rows[rows["moment"] == "morning"]
    scores = score_lines(rows, world.RULES)
    assert _one(scores, "market", "mae")["value"] == pytest.approx((own["actual"] - own["line"]).abs().mean())
    assert _one(scores, "model", "mae")["value"] == pytest.approx(
        (own["actual"] - own["point_model"]).abs().mean()
    )


def test_the_majority_side_is_known_in_hindsight() -> None:
    rows = _rows()
    share = rows.loc[rows["moment"] == "close", "outcome"].mean()
    scores = score_lines(rows, world.RULES)
    assert _one(scores, "majority", "accuracy", "close")["value"] == pytest.approx(max(share, 1 - share))


def test_a_calibration_error_stands_beside_what_chance_alone_gives() -> None:
    found = _one(score_lines(_rows(), world.RULES), "model", "ece")
    assert 0 < found["null_high"] < 0.5


def test_only_rows_that_were_blended_count_where_some_were() -> None:
    asked = world.at_lines()
    early = asked["game_date"] < asked["game_date"].median()
    asked["probability_stacked"] = asked["probability_stacked"].where(~early)
    scores = score_lines(_rows(asked), world.RULES)
    assert _one(scores, "model", "brier_score")["n"] < len(_rows()) / 2
    assert _one(scores, "blend", "brier_score")["n"] == _one(scores, "market", "brier_score")["n"]


def test_without_a_blend_there_is_no_such_forecaster() -> None:
    scores = score_lines(_rows(world.at_lines().drop(columns="probability_stacked")), world.RULES)
    assert "blend" not in set(scores["forecaster"])


def test_a_market_that_nobody_quotes_has_no_scores() -> None:
    nothing = _rows(world.at_lines().iloc[:0])
    assert score_lines(nothing, world.RULES).empty
    assert line_days(nothing).empty
    assert pooled_days(line_days(nothing), world.BOOTSTRAP).empty


def test_markets_are_put_together_row_by_row() -> None:
    rows = _rows()
    days = line_days(rows)
    assert list(days.columns) == DAY_COLUMNS
    twice = pd.concat([days, days], ignore_index=True)
    pooled = pooled_days(twice, world.BOOTSTRAP).set_index(["moment", "forecaster"])
    own = rows[rows["moment"] == "morning"]
    blend = ((own["blend"] - own["outcome"]) ** 2).mean()
    market = ((own["market"] - own["outcome"]) ** 2).mean()
    found = pooled.loc[("morning", "blend")]
    assert found["n"] == 2 * len(own)
    assert found["value"] == pytest.approx(blend)
    assert found["difference"] == pytest.approx(blend - market)
    assert np.isnan(pooled.loc[("morning", "market"), "difference"])


def test_a_market_without_a_blend_does_not_dilute_that_of_the_others() -> None:
    days = line_days(_rows())
    without = days.assign(blend=np.nan)
    pooled = pooled_days(pd.concat([days, without]), world.BOOTSTRAP).set_index(["moment", "forecaster"])
    alone = pooled_days(days, world.BOOTSTRAP).set_index(["moment", "forecaster"])
    for column in ("n", "value", "difference"):
        assert pooled.loc[("close", "blend"), column] == pytest.approx(alone.loc[("close", "blend"), column])
