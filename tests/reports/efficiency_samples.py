"""Tests of a made-up league, as the pages and charts on efficiency read them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import BootstrapRules
from busta.evaluation.early_season import (
    EarlySeasonRules,
    early_season_shares,
    early_season_tests,
    early_unders,
)
from busta.evaluation.efficiency import efficiency_table
from busta.evaluation.margin_choice import archived_losses, choose_methods, score_methods

RULES = BootstrapRules(draws=100, seed=1, level=0.95)
SEASONS = ("2010-11", "2011-12", "2012-13")
KEYS = [
    "family",
    "test",
    "market",
    "moment",
    "information",
    "group",
    "estimate",
    "expected",
    "low",
    "high",
    "p_value",
]
BESIDE = "log-odds on line and model"
ROWS = (
    ("encompassing", "quantity on line and model: model", "ats", "open", "evening", "all", 0.4, 0, 0.3, 0.5, 1e-6),
    ("encompassing", "quantity on line and model: line", "ats", "open", "evening", "all", 0.6, 1, 0.5, 0.7, 1e-6),
    ("encompassing", "log-odds on the edge: edge", "ats", "open", "evening", "all", 0.3, 0, 0.1, 0.5, 0.01),
    ("encompassing", f"{BESIDE}: model", "moneyline", "close", "evening", "all", 0.1, 0, -0.1, 0.3, 0.4),
    ("encompassing", f"{BESIDE}: line", "moneyline", "close", "evening", "all", 0.9, 1, 0.7, 1.1, 0.4),
    ("mincer_zarnowitz", "line alone: intercept", "ats", "open", "evening", "confirmed", 0.1, 0, -0.1, 0.3, 0.4),
    ("mincer_zarnowitz", "line alone: slope", "ats", "open", "evening", "confirmed", 0.98, 1, 0.9, 1.1, 0.4),
    ("mincer_zarnowitz", "line alone: both", "ats", "open", "evening", "confirmed", 0.7, 1, np.nan, np.nan, 0.5),
    ("bias, total, close", "over", "total", "close", None, "all games", -0.002, 0, -0.02, 0.02, 0.7),
    ("bias, total, close", "over", "total", "close", None, "spread 0 to 3", -0.03, 0, -0.05, -0.01, 0.001),
    ("older seasons, total, close", "over", "total", "close", None, "spread 0 to 3", 0.012, 0, -0.01, 0.03, 0.3),
)  # fmt: skip


def history(games: int = 600) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    number = np.arange(games)
    season = number * len(SEASONS) // games
    days = number % (games // len(SEASONS)) // 4
    chance = rng.uniform(0.2, 0.8, games)
    return pd.DataFrame(
        {
            "season": np.array(SEASONS)[season],
            "game_date": pd.to_datetime(pd.Series(2010 + season).astype(str) + "-11-01")
            + pd.to_timedelta(days, unit="D"),
            "home_team_id": number % 4 * 2 + 1,
            "away_team_id": number % 4 * 2 + 2,
            "home_points": np.where(rng.random(games) < chance, 101.0, 99.0),
            "away_points": 100.0,
            "close_line": 2.5,
            "close_total": rng.choice([199.5, 200.5], games),
            "home_price": 1 / (1.04 * chance),
            "away_price": 1 / (1.04 * (1 - chance)),
        }
    )


def unders() -> pd.DataFrame:
    return early_unders(history(), EarlySeasonRules(days=(7, 28), last_season="2011-12"))


def shares() -> pd.DataFrame:
    return early_season_shares(unders(), 0.95)


def all_tests() -> pd.DataFrame:
    rows = pd.DataFrame(ROWS, columns=KEYS).assign(n=3258, days=1500, fair=0.5, share_assumed=1.0)
    is_bias = rows["market"] == "total"
    rows["share"] = (rows["estimate"] + 0.5).where(is_bias)
    for name in ("roi", "roi_against"):
        for end, value in (("", -0.045), ("_low", -0.06), ("_high", -0.03)):
            rows[f"{name}{end}"] = np.where(is_bias, value, np.nan)
    return efficiency_table([rows, early_season_tests(unders(), 1.9, 0.95)], 0.05)


def margins() -> pd.DataFrame:
    losses = archived_losses(history())
    return score_methods(losses, choose_methods(losses, "multiplicative", 150), "multiplicative", RULES)
