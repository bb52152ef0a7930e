"""What the calendar says for a player: rest of his own and of both teams, where, and how late in the season."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.features.groups import FeatureColumn
from busta.features.player_groups import QUESTIONS, PlayerFeatureGroup, of_team, player_table
from busta.features.player_history import History
from busta.features.schedule import SCHEDULE_COLUMNS
from busta.ratings.ranges import check_above_zero

OWN = (
    "schedule_rest_days",
    "schedule_back_to_back",
    "schedule_three_in_four",
    "schedule_home",
    "schedule_playoffs",
    "schedule_day_of_season",
)
OPPONENT = ("schedule_rest_days", "schedule_back_to_back")
PLAYER_SCHEDULE_COLUMNS = (
    {name: FeatureColumn(SCHEDULE_COLUMNS[name].description, SCHEDULE_COLUMNS[name].unit) for name in OWN}
    | {
        name.replace("schedule", "schedule_opponent"): FeatureColumn(
            f"Of the opponent: {SCHEDULE_COLUMNS[name].description}", SCHEDULE_COLUMNS[name].unit
        )
        for name in OPPONENT
    }
    | {
        "schedule_days_since_played": FeatureColumn("Days since he played last, capped.", "days"),
        "schedule_recent_games": FeatureColumn("Games he has played in the week before.", "games"),
    }
)
_WEEK = 7


@dataclass(frozen=True)
class PlayerScheduleSettings:
    """How the calendar of a player is read.

    Attributes
    ----------
    days_cap
        Longest time without a game that is told apart, days; also that of a man nobody has seen.
    """

    days_cap: int

    def __post_init__(self) -> None:
        check_above_zero("Schedule of players", self, "days_cap")


def player_schedule_features(
    questions: pd.DataFrame,
    player_games: pd.DataFrame,
    team_schedule: pd.DataFrame,
    settings: PlayerScheduleSettings,
) -> pd.DataFrame:
    """Describe the calendar of every player asked about.

    Parameters
    ----------
    questions, player_games, team_schedule
        ``feat_player_questions``, ``prm_player_games``, ``feat_team_schedule``.
    settings
        How the calendar is read.

    Returns
    -------
    pandas.DataFrame
        One row per question: the keys and `PLAYER_SCHEDULE_COLUMNS`, as of the end of the day before the game.
    """
    own, opponent = (
        of_team(questions, team, team_schedule, columns)
        for team, columns in (("team_id", OWN), ("opponent_id", OPPONENT))
    )
    columns = {name: own[name].to_numpy() for name in OWN}
    for name in OPPONENT:
        columns[name.replace("schedule", "schedule_opponent")] = opponent[name].to_numpy()
    past = History(player_games, ["player_id"]).before(questions)
    days = past.days_since_last(questions["game_date"])
    columns["schedule_days_since_played"] = np.fmin(days, settings.days_cap)
    week_ago = questions.assign(game_date=questions["game_date"] - pd.Timedelta(days=_WEEK))
    columns["schedule_recent_games"] = (past.end - past.history.before(week_ago).end).astype(float)
    return player_table(questions, columns)


GROUP = PlayerFeatureGroup(
    name="schedule",
    function=player_schedule_features,
    inputs=(QUESTIONS, "prm_player_games", "feat_team_schedule"),
    columns=PLAYER_SCHEDULE_COLUMNS,
    theme="schedule",
)
