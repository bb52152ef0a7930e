"""A tiny random league, made in the test: enough to ask a feature whether it sees the future."""

from __future__ import annotations

import numpy as np
import pandas as pd

STATISTICS = [
    "fgm",
    "fga",
    "fg3m",
    "fg3a",
    "ftm",
    "fta",
    "oreb",
    "dreb",
    "reb",
    "ast",
    "stl",
    "blk",
    "tov",
    "pf",
]
_RANGES = {
    "fgm": (30, 50),
    "fga": (75, 100),
    "fg3m": (5, 20),
    "fg3a": (20, 45),
    "ftm": (8, 25),
    "fta": (12, 32),
    "oreb": (5, 18),
    "dreb": (25, 45),
    "tov": (8, 22),
}


def make_league(
    seed: int, teams: int = 6, seasons: int = 2, days: int = 30, unplayed_from: int | None = None
) -> dict[str, pd.DataFrame]:
    """Make ``prm_games`` and ``prm_team_games``; the last season has no results from day ``unplayed_from`` on."""
    rng = np.random.default_rng(seed)
    rows = []
    for season in range(seasons):
        first = pd.Timestamp(f"{2010 + season}-11-01")
        for day in range(days):
            free = rng.permutation(teams)[: 2 * rng.integers(0, teams // 2 + 1)] + 1
            for pair in free.reshape(-1, 2):
                played = unplayed_from is None or season < seasons - 1 or day < unplayed_from
                rows.append((season, first + pd.Timedelta(days=day), *pair.tolist(), played))
    games = pd.DataFrame(rows, columns=["season", "game_date", "home_team_id", "away_team_id", "is_played"])
    year = 2010 + games["season"]
    games = games.assign(
        season=year.astype("str") + "-" + ((year + 1) % 100).astype("str").str.zfill(2),
        game_id=[f"{number:010d}" for number in range(len(games))],
        game_date=games["game_date"].astype("datetime64[us]"),
        season_type=rng.choice(["regular", "playoffs"], len(games)),
        is_neutral=rng.random(len(games)) < 0.1,
    )
    both = pd.concat([_side(games, "home", "away", rng), _side(games, "away", "home", rng)])
    both = both.sort_values(["game_date", "game_id", "team_id"], ignore_index=True)
    return {"prm_games": _games(games, both), "prm_team_games": both.drop(columns="is_played")}


def _side(games: pd.DataFrame, own: str, other: str, rng: np.random.Generator) -> pd.DataFrame:
    keys = ["season", "game_id", "game_date", "season_type", "is_neutral", "is_played"]
    rows = games[keys].assign(
        team_id=games[f"{own}_team_id"], opponent_team_id=games[f"{other}_team_id"], is_home=own == "home"
    )
    box = {name: rng.integers(*_RANGES.get(name, (5, 30)), len(games)).astype(float) for name in STATISTICS}
    rows = rows.assign(minutes=rng.choice([239.0, 240.0, 265.0], len(games)), **box)
    rows["points"] = 2 * rows["fgm"] + rows["fg3m"] + rows["ftm"] + (rows["is_home"] * 0.5)
    rows.loc[~rows["is_played"], ["minutes", "points", *STATISTICS]] = np.nan
    return rows


def _games(games: pd.DataFrame, both: pd.DataFrame) -> pd.DataFrame:
    sides = {
        side: both[both["is_home"] == (side == "home")]
        .set_index("game_id")
        .loc[games["game_id"]]
        .reset_index()
        for side in ("home", "away")
    }
    home, away = sides["home"]["points"], sides["away"]["points"]
    columns = ["season", "game_id", "game_date", "season_type", "home_team_id", "away_team_id", "is_neutral"]
    return games[[*columns, "is_played"]].assign(
        minutes=sides["home"]["minutes"],
        home_points=home,
        away_points=away,
        home_margin=home - away,
        total_points=home + away,
    )
