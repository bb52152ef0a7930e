"""How fast the teams of a game play and how strong they are."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from busta.features.groups import FeatureColumn
from busta.features.player_groups import QUESTIONS, PlayerFeatureGroup, of_team, player_table
from busta.features.player_history import History
from busta.features.player_usage import plays_used
from busta.nba.boxscore import REGULATION_MINUTES
from busta.ratings.ranges import check_share

PER_48 = "plays per 48 minutes"
PACE_COLUMNS = {
    "pace_team": FeatureColumn("Plays of his team, moving mean.", PER_48, "league_mean", prior=96.0),
    "pace_opponent": FeatureColumn("Plays of the opponent, moving mean.", PER_48, "league_mean", prior=96.0),
    "pace_game": FeatureColumn("Pace expected of the game by the ratings.", "possessions per 48 minutes"),
    "pace_team_points": FeatureColumn("Points expected of his team in 48 minutes.", "points"),
    "pace_opponent_points": FeatureColumn("Points expected of the opponent in 48 minutes.", "points"),
    "pace_opponent_defence": FeatureColumn(
        "Points that the opponent prevents, above the average team.", "points per 100 possessions"
    ),
}
_RATED = ("efficiency_game_pace", "efficiency_points_medium", "efficiency_defence_medium")


@dataclass(frozen=True)
class PaceSettings:
    """How fast the past of a team fades.

    Attributes
    ----------
    alpha
        Weight of a team's last game in the moving mean of its plays.
    """

    alpha: float

    def __post_init__(self) -> None:
        check_share("Pace", self, "alpha")


def pace_features(
    questions: pd.DataFrame, team_games: pd.DataFrame, team_efficiency: pd.DataFrame, settings: PaceSettings
) -> pd.DataFrame:
    """Describe pace and strength of the teams of every question's game.

    Parameters
    ----------
    questions, team_games, team_efficiency
        ``feat_player_questions``, ``prm_team_games``, ``feat_team_efficiency``.
    settings
        How fast the past fades.

    Returns
    -------
    pandas.DataFrame
        One row per question: the keys and `PACE_COLUMNS`, as of the end of the day before the game.
    """
    history = History(team_games[team_games["points"].notna()], ["team_id"])
    plays = plays_used(history.rows) * REGULATION_MINUTES / history.values("minutes")
    own, opponent = (of_team(questions, team, team_efficiency, _RATED) for team in ("team_id", "opponent_id"))
    columns = {
        "pace_team": history.before(questions).ema(plays, settings.alpha),
        "pace_opponent": history.before(questions, ["opponent_id"]).ema(plays, settings.alpha),
        "pace_game": own["efficiency_game_pace"].to_numpy(),
        "pace_team_points": own["efficiency_points_medium"].to_numpy(),
        "pace_opponent_points": opponent["efficiency_points_medium"].to_numpy(),
        "pace_opponent_defence": opponent["efficiency_defence_medium"].to_numpy(),
    }
    return player_table(questions, columns)


GROUP = PlayerFeatureGroup(
    name="pace",
    function=pace_features,
    inputs=(QUESTIONS, "prm_team_games", "feat_team_efficiency"),
    columns=PACE_COLUMNS,
    theme="pace",
)
