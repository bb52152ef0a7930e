"""What a player does with the ball: attempts, his share of his team's plays, how well he shoots."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.features.groups import FeatureColumn
from busta.features.player_groups import QUESTIONS, PlayerFeatureGroup, player_table
from busta.features.player_history import History, Past
from busta.ratings.ranges import check_share

FREE_THROW_PLAYS = 0.44  # plays that end at the line, per free throw attempted
PER_GAME = {
    "fga": "Field goal attempts",
    "fg3a": "Three-point attempts",
    "fta": "Free throw attempts",
    "points": "Points",
    "oreb": "Offensive rebounds",
    "dreb": "Defensive rebounds",
    "ast": "Assists",
    "stl": "Steals",
    "blk": "Blocks",
    "tov": "Turnovers",
    "pf": "Fouls",
}
USAGE_COLUMNS = {
    f"usage_{name}": FeatureColumn(f"{said} a game, moving mean.", "a game", missing="league_mean")
    for name, said in PER_GAME.items()
} | {
    "usage_share": FeatureColumn(
        "Share of his team's plays that he ends while he is on the floor, moving mean.",
        "share",
        missing="league_mean",
    ),
    "usage_team_share": FeatureColumn(
        "Share of all plays of his team's games that he ends, moving mean.", "share", missing="league_mean"
    ),
    "usage_true_shooting": FeatureColumn(
        "Points for two shooting plays, moving ratio.", "share", missing="league_mean"
    ),
    "usage_three_share": FeatureColumn(
        "Share of his field goal attempts that are threes, moving ratio.", "share", missing="league_mean"
    ),
}


@dataclass(frozen=True)
class UsageSettings:
    """How fast the past of a player fades.

    Attributes
    ----------
    alpha
        Weight of the last game in the moving means.
    ratio_decay
        Weight of a game in the ratios, against the game after it.
    """

    alpha: float
    ratio_decay: float

    def __post_init__(self) -> None:
        check_share("Usage of players", self, "alpha", "ratio_decay")


def plays_used(box: pd.DataFrame) -> np.ndarray:
    """Plays that end with a shot, at the line or with a turnover.

    Parameters
    ----------
    box
        Rows with ``fga, fta, tov``: of players or of teams.

    Returns
    -------
    numpy.ndarray
        ``fga + .44 fta + tov``, one per row.
    """
    plays = box["fga"] + FREE_THROW_PLAYS * box["fta"] + box["tov"]
    return plays.to_numpy(dtype=float, na_value=np.nan)


def usage_features(
    questions: pd.DataFrame, player_games: pd.DataFrame, team_games: pd.DataFrame, settings: UsageSettings
) -> pd.DataFrame:
    """Describe what every player asked about does with the ball.

    Parameters
    ----------
    questions, player_games, team_games
        ``feat_player_questions``, ``prm_player_games``, ``prm_team_games``.
    settings
        How fast the past fades.

    Returns
    -------
    pandas.DataFrame
        One row per question: the keys and `USAGE_COLUMNS`, as of the end of the day before the game.
    """
    history = History(player_games, ["player_id"])
    past = history.before(questions)
    columns = {f"usage_{name}": past.ema(history.values(name), settings.alpha) for name in PER_GAME}
    return player_table(questions, columns | _ratios(history, past, team_games, settings.ratio_decay))


def _ratios(history: History, past: Past, team_games: pd.DataFrame, decay: float) -> dict[str, np.ndarray]:
    team = team_games.assign(team_plays=plays_used(team_games), team_minutes=team_games["minutes"])
    columns = ["game_id", "team_id", "team_plays", "team_minutes"]
    of_team = history.rows[["game_id", "team_id"]].merge(
        team[columns], how="left", on=["game_id", "team_id"], validate="many_to_one"
    )
    plays, team_plays = plays_used(history.rows), of_team["team_plays"].to_numpy()
    # Of his team's plays, those of the share of the game that he was on the floor: five men are at a time.
    present = 5 * history.values("minutes") / of_team["team_minutes"].to_numpy()
    shooting = 2 * (history.values("fga") + FREE_THROW_PLAYS * history.values("fta"))
    pairs = {
        "usage_share": (plays, team_plays * present),
        "usage_team_share": (plays, team_plays),
        "usage_true_shooting": (history.values("points"), shooting),
        "usage_three_share": (history.values("fg3a"), history.values("fga")),
    }
    return {name: _moving_ratio(past, *pair, decay) for name, pair in pairs.items()}


def _moving_ratio(past: Past, upper: np.ndarray, lower: np.ndarray, decay: float) -> np.ndarray:
    known = np.isfinite(upper) & np.isfinite(lower)
    above, below = (past.faded_total(np.where(known, part, 0.0), decay) for part in (upper, lower))
    return np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)


GROUP = PlayerFeatureGroup(
    name="usage",
    function=usage_features,
    inputs=(QUESTIONS, "prm_player_games", "prm_team_games"),
    columns=USAGE_COLUMNS,
    theme="usage",
)
