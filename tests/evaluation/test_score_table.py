"""The table of scores."""

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bootstrap import BootstrapRules, EvaluationError
from busta.evaluation.score_table import ablation_table, forecast_table, forecasters_of, score_market
from tests.forecasts import SEASONS, forecasts

RULES = BootstrapRules(draws=100, seed=7, level=0.95)
FORECASTERS = {"model": "probability_over", "market": "market_probability"}


def _row(table: pd.DataFrame, **keys: str) -> pd.Series:
    picked = table[(table[list(keys)] == pd.Series(keys)).all(axis=1)]
    assert len(picked) == 1
    return picked.iloc[0]


def test_every_season_and_all_of_them_are_scored_for_every_forecaster() -> None:
    table = score_market(forecasts(days=10), FORECASTERS, "moneyline", RULES, 5)
    assert list(table["season"].unique()) == [*SEASONS, "all"]
    assert (table.groupby(["season", "forecaster"]).size() == 10).all()
    assert set(table["market"]) == {"moneyline"}
    assert list(table.columns) == [
        "market", "season", "forecaster", "metric", "n", "value", "low", "high", "reference", "reference_value",
        "difference", "difference_low", "difference_high", "null_low", "null_high", "reason",
    ]  # fmt: skip


def test_all_forecasters_are_scored_on_the_same_rows() -> None:
    rows = forecasts(days=10)
    rows.loc[:9, "market_probability"] = np.nan
    rows.loc[10:19, "outcome"] = np.nan
    table = score_market(rows, FORECASTERS, "ats", RULES, 5)
    pooled = table[(table["season"] == "all") & (table["metric"] == "brier_score")]
    assert set(pooled["n"]) == {len(rows) - 20}


def test_the_difference_to_the_market_is_paired() -> None:
    rows = forecasts(days=20)
    model = _row(
        score_market(rows, FORECASTERS, "moneyline", RULES, 5),
        season="all",
        forecaster="model",
        metric="brier_score",
    )
    squared = (rows[list(FORECASTERS.values())].sub(rows["outcome"], axis=0)) ** 2
    assert model["reference_value"] == pytest.approx(squared["market_probability"].mean())
    assert model["difference"] == pytest.approx(
        (squared["probability_over"] - squared["market_probability"]).mean()
    )
    assert model["difference_high"] - model["difference_low"] < 0.5 * (model["high"] - model["low"])


def test_only_the_calibration_error_has_a_null_band() -> None:
    table = score_market(forecasts(days=10), FORECASTERS, "moneyline", RULES, 5)
    assert (table["null_high"].notna() == (table["metric"] == "ece")).all()


def test_a_market_that_nobody_quotes_is_scored_without_a_reference() -> None:
    table = score_market(forecasts(days=10).assign(market_probability=np.nan), FORECASTERS, "x", RULES, 5)
    assert set(table["forecaster"]) == {"model"}
    assert table["difference"].isna().all()
    assert table["reference"].isna().all()


def test_a_market_without_a_decided_row_is_refused() -> None:
    with pytest.raises(EvaluationError, match="Expected rows of the market total with an outcome"):
        score_market(forecasts(days=2).assign(outcome=np.nan), FORECASTERS, "total", RULES, 5)


def test_a_forecast_that_is_no_probability_is_refused() -> None:
    with pytest.raises(EvaluationError, match="in \\[0, 1\\]"):
        score_market(forecasts(days=2).assign(probability_over=1.5), FORECASTERS, "total", RULES, 5)


def test_learners_stand_beside_the_published_probabilities() -> None:
    rows = forecasts(days=4)
    frame = rows.assign(probability_calibrated=0.4).sample(frac=1, random_state=1)
    table = forecast_table(rows.iloc[5:], {"ridge": frame, "trees": frame.assign(probability_calibrated=0.6)})
    assert set(table["probability_ridge"]) == {0.4}
    assert set(table["probability_trees"]) == {0.6}
    assert len(table) == len(rows) - 5
    assert set(forecasters_of(("ridge", "trees")).values()) - set(table.columns) == {
        "probability_model",
        "probability_stacked",
    }


def test_an_ablation_says_what_every_step_adds_on_shared_rows() -> None:
    rows = forecasts(days=20)
    steps = {"elo": 0.5, "ratings": rows["probability_over"], "players": rows["probability_over"]}
    ablation = pd.concat([rows.assign(step=step, probability_over=p) for step, p in steps.items()])
    table = ablation_table(ablation.iloc[3:], RULES).set_index("step")
    assert list(table.index) == list(steps)
    assert set(table["n"]) == {len(rows) - 3}
    assert table.loc["elo", "value"] == 0.25
    assert np.isnan(table.loc["elo", "difference_to_previous"])
    assert table.loc["ratings", "difference_to_previous_high"] < 0
    assert table.loc["players", "difference_to_previous"] == 0.0
    assert table.loc["players", "difference_to_first"] == pytest.approx(table.loc["players", "value"] - 0.25)
