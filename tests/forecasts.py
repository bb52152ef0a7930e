"""Invented forecasts with known truth, for tests of probabilities, scores and the stages that make them."""

from __future__ import annotations

import numpy as np
import pandas as pd

SEASONS = ("2015-16", "2016-17", "2017-18", "2018-19", "2019-20")


def forecasts(
    slope: float = 1.0, seasons: tuple[str, ...] = SEASONS, days: int = 50, games: int = 8, seed: int = 3
) -> pd.DataFrame:
    """Out-of-fold forecasts whose log-odds are `1 / slope` times the truth's: Platt's map has slope `slope`."""
    generator = np.random.default_rng(seed)
    rows = len(seasons) * days * games
    truth = generator.normal(0.0, 0.8, rows)
    start = np.repeat([np.datetime64(f"{season[:4]}-11-01") for season in seasons], days * games)
    day = np.tile(np.repeat(np.arange(days), games), len(seasons))
    return pd.DataFrame(
        {
            "season": pd.Series(np.repeat(seasons, days * games), dtype="str"),
            "game_id": pd.Series([f"{row:010d}" for row in range(rows)], dtype="str"),
            "game_date": pd.Series(start + day.astype("timedelta64[D]")).astype("datetime64[us]"),
            "player_id": pd.array([pd.NA] * rows, dtype="Int64"),
            "fold": pd.Series(np.repeat(seasons, days * games), dtype="str"),
            "line": 0.0,
            "actual": 0.0,
            "outcome": (generator.random(rows) < 1 / (1 + np.exp(-truth))).astype(np.float64),
            "probability_over": 1 / (1 + np.exp(-truth / slope)),
            "probability_push": 0.0,
            "market_probability": 1 / (1 + np.exp(-(truth + generator.normal(0, 0.1, rows)))),
            "market_moment": pd.Series(["close"] * rows, dtype="str"),
        }
    )
