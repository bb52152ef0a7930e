"""Contracts of what is published."""

import numpy as np
import pandas as pd
import pytest
from pandera.errors import SchemaErrors

from busta.schemas.outputs import CalibratedForecasts, PlayerForecasts, Probabilities
from tests.forecasts import forecasts


def _published() -> pd.DataFrame:
    rows = forecasts(days=2)
    made = rows.assign(
        probability_model=rows["probability_over"],
        probability_stacked=rows["market_probability"],
        members=pd.Series(["ridge"] * len(rows), dtype="str"),
        information=pd.Series(["evening"] * len(rows), dtype="str"),
    )
    return made[list(Probabilities.to_schema().columns)]


def _calibrated() -> pd.DataFrame:
    rows = forecasts(days=2).drop(columns=["market_probability", "market_moment"])
    return rows.assign(probability_calibrated=0.4, calibrator="platt", calibrator_rows=400)


def test_published_probabilities_survive_a_parquet_file(tmp_path) -> None:  # type: ignore[no-untyped-def]
    table = _published().assign(market_probability=np.nan, market_moment=pd.Series([None] * 80, dtype="str"))
    table.to_parquet(tmp_path / "probabilities.parquet")
    again = Probabilities.validate(pd.read_parquet(tmp_path / "probabilities.parquet"), lazy=True)
    pd.testing.assert_frame_equal(again, table)


def test_pushes_and_unplayed_games_have_no_outcome() -> None:
    assert Probabilities.validate(_published().assign(outcome=np.nan))["outcome"].isna().all()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("season", "2020"),
        ("game_id", "42"),
        ("outcome", 0.5),
        ("line", np.nan),
        ("probability_over", 1.0),
        ("probability_model", np.nan),
        ("probability_stacked", 0.0),
        ("probability_push", -0.1),
        ("market_probability", 1.2),
        ("market_probability", np.nan),
        ("market_moment", "noon"),
        ("members", ""),
        ("information", "tomorrow"),
    ],
)
def test_a_published_row_that_makes_no_sense_is_refused(column: str, value: object) -> None:
    with pytest.raises(SchemaErrors, match=column if column != "market_probability" else "market"):
        Probabilities.validate(_published().assign(**{column: value}), lazy=True)


def test_a_forecast_is_published_once() -> None:
    with pytest.raises(SchemaErrors, match="unique"):
        Probabilities.validate(pd.concat([_published(), _published().head(1)], ignore_index=True), lazy=True)


def test_nothing_else_is_published() -> None:
    with pytest.raises(SchemaErrors, match="column_in_schema"):
        Probabilities.validate(_published().assign(actual=1.0), lazy=True)


def test_a_calibrated_learner_keeps_its_own_columns() -> None:
    assert "actual" in CalibratedForecasts.validate(_calibrated()).columns


def test_a_learner_without_a_push_may_say_so() -> None:
    CalibratedForecasts.validate(_calibrated().assign(probability_push=np.nan))


@pytest.mark.parametrize(
    ("column", "value"), [("probability_calibrated", 1.0), ("calibrator_rows", -1), ("probability_over", 1.5)]
)
def test_a_calibrated_row_that_makes_no_sense_is_refused(column: str, value: object) -> None:
    with pytest.raises(SchemaErrors, match=column):
        CalibratedForecasts.validate(_calibrated().assign(**{column: value}), lazy=True)


def _player(**changes: object) -> pd.DataFrame:
    row = {
        "season": "2023-24", "game_id": "0022300001", "game_date": pd.Timestamp("2023-11-01"), "player_id": 7,
        "mean": 8.5, "median": 8, "sd": 5.0, "family": "negative_binomial", "parameter_1": 4.0, "parameter_2": 0.3,
        "low_80": 2, "high_80": 15, "actual": 11.0,
    }  # fmt: skip
    return pd.DataFrame([row | changes])


def test_a_distribution_of_a_player_without_an_actual_is_a_forecast_too() -> None:
    PlayerForecasts.validate(_player(actual=np.nan, family="poisson", parameter_2=np.nan))


@pytest.mark.parametrize(
    ("column", "value"), [("family", "gamma"), ("sd", -1.0), ("mean", np.nan), ("parameter_1", np.nan)]
)
def test_a_distribution_that_makes_no_sense_is_refused(column: str, value: object) -> None:
    with pytest.raises(SchemaErrors, match=column):
        PlayerForecasts.validate(_player(**{column: value}), lazy=True)


def test_a_median_outside_its_interval_is_refused() -> None:
    with pytest.raises(SchemaErrors, match="median inside its interval"):
        PlayerForecasts.validate(_player(low_80=9), lazy=True)
