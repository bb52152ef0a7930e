"""A small random league with features of a few groups, lines and results: what modeling reads, made in the test."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from busta.features.registry import feature_columns
from tests.laws.modeling_laws import Chain
from tests.laws.project_run import parameters

GROUPS = ["elo", "schedule", "past_lines"]
FIRST_YEAR = 2014
_TEAMS = 6
_GAMES = 72


def small_chain(market: str, learners: tuple[str, ...], refit: str = "season") -> Chain:
    """A market of the roster, with few learners of few trees."""
    raw = parameters("test")
    raw["markets"][market] |= {
        "feature_groups": GROUPS,
        "learners": list(learners),
        "refit": refit,
        "ablation": None,
        "informed": [],
        "monotone": {},
        # Without `none` something is fitted for every season that has a season before it.
        "calibrators": ["platt", "isotonic"],
        "recalibrators": ["platt"],
    }
    raw["modeling"] |= {"first_test_season": "2015-16", "first_published_season": "2016-17"}
    for name in ("lightgbm", "xgboost"):
        raw["modeling"]["learners"][name] |= {
            "n_estimators": 12,
            "least_estimators": 1,
            "early_stopping_rounds": 3,
        }
    raw["calibration"]["tie_tolerance"] = 0.0
    return Chain(market, raw)


def small_market_tables(seed: int = 11, seasons: int = 5) -> dict[str, Any]:
    """Make ``prm_games``, ``prm_market_lines`` and ``features``; the last game is not played yet."""
    rng = np.random.default_rng(seed)
    count = seasons * _GAMES
    year = FIRST_YEAR + np.repeat(np.arange(seasons), _GAMES)
    strength = rng.normal(scale=6.0, size=(seasons, _TEAMS))
    home = rng.integers(0, _TEAMS, count)
    away = (home + rng.integers(1, _TEAMS, count)) % _TEAMS
    edge = strength[year - FIRST_YEAR, home] - strength[year - FIRST_YEAR, away]
    margin = 2 * np.round((edge + 2.0 + rng.normal(scale=10.0, size=count)) / 2) + 1
    day = np.tile(np.arange(_GAMES) * 80 // _GAMES // 2 * 2, seasons)
    games = pd.DataFrame(
        {
            "season": pd.Series([f"{y}-{(y + 1) % 100:02d}" for y in year], dtype="str"),
            "game_id": pd.Series([f"{number:010d}" for number in range(count)], dtype="str"),
            "game_date": (
                pd.Series(pd.to_datetime([f"{y}-11-01" for y in year])) + pd.to_timedelta(day, unit="D")
            ).astype("datetime64[us]"),
            "season_type": pd.Series("regular", index=range(count), dtype="str"),
            "home_team_id": home + 1,
            "away_team_id": away + 1,
            "home_margin": margin,
            "total_points": np.round(200 + rng.normal(scale=15.0, size=count)),
        }
    )
    games.loc[count - 1, ["home_margin", "total_points"]] = np.nan
    return {
        "prm_games": games,
        "prm_market_lines": _lines(games, edge, rng),
        "features": _features(games, strength, year, rng),
    }


def _lines(games: pd.DataFrame, edge: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    seen = edge + 2 + rng.normal(scale=3.0, size=len(games))
    lines = {
        "moneyline": (np.zeros(len(games)), 1 / (1 + np.exp(-seen / 6))),
        "ats": (np.round(seen * 2) / 2, np.full(len(games), 0.5)),
        "total": (np.full(len(games), 200.5), np.full(len(games), 0.5)),
    }
    keys = games[["season", "game_id", "game_date"]].assign(
        player_id=pd.array([pd.NA] * len(games), dtype="Int64"), moment="close", is_price_assumed=False
    )
    parts = [
        keys.assign(market=name, line=line, market_probability=probability)
        for name, (line, probability) in lines.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _features(
    games: pd.DataFrame, strength: np.ndarray, year: np.ndarray, rng: np.random.Generator
) -> pd.DataFrame:
    sides = []
    for side in ("home", "away"):
        team = games[f"{side}_team_id"]
        noise = {name: rng.normal(size=len(games)) for name in feature_columns(GROUPS)}
        known = strength[year - FIRST_YEAR, team - 1] + rng.normal(scale=2.0, size=len(games))
        keys = games[["season", "game_id", "game_date"]].assign(team_id=team)
        sides.append(keys.assign(**noise | {"elo_rating": known * 20.0}))
    return pd.concat(sides, ignore_index=True)
