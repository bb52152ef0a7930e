"""Forecasts of a made-up market and the tables that reports read, small enough to see through."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import BootstrapRules
from busta.evaluation.information_scores import score_information
from busta.evaluation.score_table import ablation_table, forecast_table, forecasters_of, score_market
from busta.params.reporting import Importance
from busta.reports.scores_json import scores_document

RULES = BootstrapRules(draws=100, seed=1, level=0.95)
IMPORTANCE = Importance(seasons=2, rows=40, repeats=2, shap_rows=20, shown=3)
REAL = {
    "fabricated": False,
    "description": "DATA: real NBA data, 2001-02 to 2002-03, 1,230 games",
    "sha256": "ab" * 32,
    "games": 1230,
    "first_game_date": "2001-10-30",
    "last_game_date": "2003-06-15",
}
FABRICATED = REAL | {
    "fabricated": True,
    "description": "DATA: FABRICATED (an invented league), 2001-02 to 2002-03, 1,230 games",
}


def probabilities(games: int = 240, *, is_quoted: bool = True) -> pd.DataFrame:
    generator = np.random.default_rng(7)
    truth = 1 / (1 + np.exp(-generator.normal(0.2, 0.8, games)))
    season = np.where(np.arange(games) < games // 2, "2001-02", "2002-03")
    start = pd.to_datetime(np.where(season == "2001-02", "2001-11-01", "2002-11-01"))
    forecast = 1 / (1 + np.exp(-np.log(truth / (1 - truth)) - generator.normal(0, 0.3, games)))
    return pd.DataFrame(
        {
            "season": season,
            "game_id": [f"{number:010d}" for number in range(games)],
            "game_date": start + pd.to_timedelta(np.arange(games) % 60, unit="D"),
            "player_id": pd.array([pd.NA] * games, dtype="Int64"),
            "outcome": (generator.random(games) < truth).astype(float),
            "probability_model": forecast,
            "probability_stacked": (forecast + truth) / 2,
            "market_probability": truth if is_quoted else np.nan,
            "market_moment": "close",
        }
    )


def calibrated(table: pd.DataFrame) -> pd.DataFrame:
    keys = table[["season", "game_id", "player_id"]]
    return keys.assign(probability_calibrated=0.9 * table["probability_model"] + 0.05)


def scores(table: pd.DataFrame | None = None) -> pd.DataFrame:
    rows = probabilities() if table is None else table
    forecasts = forecast_table(rows, {"ridge": calibrated(rows)})
    return score_market(forecasts, forecasters_of(["ridge"]), "moneyline", RULES, bins=5)


def ablation_rows() -> pd.DataFrame:
    rows = probabilities()[["season", "game_id", "game_date", "outcome", "probability_model"]]
    forecasts = {"elo": 0.5, "players": rows["probability_model"]}
    steps = [rows.assign(step=step, probability_over=values) for step, values in forecasts.items()]
    return pd.concat(steps, ignore_index=True)


def ablation() -> pd.DataFrame:
    return ablation_table(ablation_rows(), RULES)


def gates(*, is_passed: bool = True, is_applied: bool = True) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "name": "brier_score",
                "market": "moneyline",
                "data": "real",
                "measured": 0.2152,
                "low": 0.2121,
                "high": 0.2184,
                "n": 240,
                "reference": "none",
                "threshold": 0.216,
                "expected": "at most 0.216",
                "is_applied": is_applied,
                "is_passed": is_passed,
                "meaning": "The mean squared error | of the model.",
            }
        ]
    )


def informed() -> pd.DataFrame:
    rows = probabilities()[["season", "game_id", "game_date", "outcome", "market_probability"]]
    told = rows.assign(
        probability_evening=0.5,
        probability_informed=rows["market_probability"] * 0.8 + 0.1,
        market_moment="close",
        market_quotes="moneyline",
    )
    return pd.concat([told.assign(information=name) for name in ("morning", "tip_off")], ignore_index=True)


def information(rows: pd.DataFrame | None = None) -> pd.DataFrame:
    return score_information(informed() if rows is None else rows, RULES)


def document(identity: dict[str, object] | None = None, *, is_passed: bool = True) -> dict[str, object]:
    held = {} if identity == FABRICATED else {"moneyline": gates(is_passed=is_passed)}
    steps, told = {"moneyline": ablation()}, {"moneyline": information()}
    return scores_document(identity or REAL, {"moneyline": scores()}, held, steps, told)
