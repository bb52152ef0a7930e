"""Small clean tables: every check of data quality passes on them, until a test plants a defect."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import yaml

from busta.params.quality import QualityParams

_BOX = {
    "fga": 16.0, "fg3m": 2.0, "fg3a": 5.0, "ftm": 3.0, "fta": 4.0, "oreb": 1.0, "dreb": 4.0, "reb": 5.0,
    "ast": 3.0, "stl": 1.0, "blk": 1.0, "tov": 2.0, "pf": 2.0,
}  # fmt: skip
CONF = Path(__file__).parents[2] / "conf" / "base" / "parameters_quality.yml"


def configured() -> QualityParams:
    """The parameters as they are in the configuration."""
    return QualityParams(**yaml.safe_load(CONF.read_text(encoding="utf-8"))["quality"])


def boxes() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Two games of two teams with five men each: games, team games, player games."""
    rows = [
        {
            "season": "2023-24",
            "game_id": f"002230000{game}",
            "game_date": pd.Timestamp("2023-10-24") + pd.Timedelta(days=game),
            "team_id": team,
            "player_id": 10 * team + man,
            "player_name": f"Man {man} of {team}",
            "minutes": 48.0,
            **_BOX,
            "fgm": 8.0 + man,
            "points": 2 * (8.0 + man) + 5.0,
        }
        for game in (1, 2)
        for team in (1, 2)
        for man in range(5)
    ]
    players = pd.DataFrame(rows)
    keys = ["season", "game_id", "game_date", "team_id"]
    teams = players.drop(columns=["player_id", "player_name"]).groupby(keys, as_index=False).sum()
    points = teams.set_index(["game_id", "team_id"])["points"]
    games = pd.DataFrame(
        {
            "season": "2023-24",
            "game_id": ["0022300001", "0022300002"],
            "home_team_id": [1, 2],
            "away_team_id": [2, 1],
            "is_played": True,
        }
    )
    for side in ("home", "away"):
        keyed = pd.MultiIndex.from_frame(games[["game_id", f"{side}_team_id"]])
        games[f"{side}_points"] = points.reindex(keyed).to_numpy()
    return games, teams, players
