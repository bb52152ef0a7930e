"""What surrounds a game: rivals, ways to it, height and hours of the floor, and how much it means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.features.groups import FeatureColumn
from busta.features.player_groups import QUESTIONS, PlayerFeatureGroup, of_team, player_table
from busta.features.player_history import History
from busta.features.standings import REGULAR, standings
from busta.features.team_travel import team_travel
from busta.nba.teams import teams
from busta.ratings.ranges import check_above_zero

_TRAVEL = ("travel_km", "week_km", "zones_east", "altitude_m", "climb_m")
_FLAG = "0 or 1"
CONTEXT_COLUMNS = {
    "context_same_division": FeatureColumn("Whether both teams are of one division.", _FLAG),
    "context_meetings": FeatureColumn("Games of the two teams against each other of late.", "games"),
    "context_rivalry": FeatureColumn(
        "Whether they are rivals: of one division, or they have met often of late.", _FLAG
    ),
    "context_travel_km": FeatureColumn("Way from the floor of the team's last game.", "kilometres", "zero"),
    "context_week_km": FeatureColumn("Ways of the team of the last week, this one too.", "kilometres"),
    "context_zones_east": FeatureColumn(
        "Hours that the clock is ahead of the last floor's.", "hours", "zero"
    ),
    "context_altitude_m": FeatureColumn("Height of the floor above the sea.", "metres", "league_mean"),
    "context_climb_m": FeatureColumn("Height of the floor above the team's own.", "metres", "zero"),
    "context_opponent_travel_km": FeatureColumn(
        "Way of the opponent from the floor of its last game.", "kilometres", "zero"
    ),
    "context_win_share": FeatureColumn("Share of its games of the season that the team has won.", "share"),
    "context_opponent_win_share": FeatureColumn("The same of the opponent.", "share"),
    "context_importance": FeatureColumn(
        "How much the game means to the team: 1 after the regular season; in it, more the later and the closer "
        "the team is to the last place that leads to the play-offs.",
        "0 to 1",
    ),
}


@dataclass(frozen=True)
class ContextSettings:
    """Who is a rival, and what a game means.

    Attributes
    ----------
    rival_days
        Days before a game in which meetings of the two teams count.
    rival_meetings
        So many meetings make rivals of teams of two divisions: more than a season has without a play-off series.
    season_games
        Games of a full season.
    playoff_places
        Places of a conference that lead to the play-offs.
    reach_games
        So many games away from the last of these places, a game means nothing.
    """

    rival_days: int
    rival_meetings: int
    season_games: int
    playoff_places: int
    reach_games: float

    def __post_init__(self) -> None:
        names = ("rival_days", "rival_meetings", "season_games", "playoff_places", "reach_games")
        check_above_zero("Context", self, *names)


def context_features(
    questions: pd.DataFrame, team_games: pd.DataFrame, settings: ContextSettings
) -> pd.DataFrame:
    """Describe what surrounds the game of every question.

    Parameters
    ----------
    questions, team_games
        ``feat_player_questions``, ``prm_team_games``.
    settings
        Who is a rival, and what a game means.

    Returns
    -------
    pandas.DataFrame
        One row per question: the keys and `CONTEXT_COLUMNS`, as of the end of the day before the game.
    """
    table = team_context(team_games, settings)
    names = tuple(name for name in CONTEXT_COLUMNS if "opponent" not in name)
    own = of_team(questions, "team_id", table, names)
    other = of_team(questions, "opponent_id", table, ("context_travel_km", "context_win_share"))
    found = own.join(other.rename(columns=lambda name: name.replace("context", "context_opponent")))
    return player_table(questions, {name: found[name].to_numpy() for name in CONTEXT_COLUMNS})


def team_context(team_games: pd.DataFrame, settings: ContextSettings) -> pd.DataFrame:
    """Describe what surrounds every game of every team.

    Parameters
    ----------
    team_games
        ``prm_team_games``, played or not.
    settings
        Who is a rival, and what a game means.

    Returns
    -------
    pandas.DataFrame
        One row per team and game: ``game_id, team_id`` and those of `CONTEXT_COLUMNS` that are not of the opponent.
    """
    rows = team_games.reset_index(drop=True)
    rows = rows.merge(team_travel(rows), on=["game_id", "team_id"], validate="one_to_one")
    record = standings(rows, settings.playoff_places)
    rows = rows.merge(record, how="left", on=["game_date", "team_id"], validate="many_to_one")
    same, meetings = _same_division(rows), _meetings(rows, settings.rival_days)
    is_rival = (same > 0) | (meetings >= settings.rival_meetings)
    return rows[["game_id", "team_id"]].assign(
        context_same_division=same,
        context_meetings=meetings,
        context_rivalry=is_rival.astype(float),
        **{f"context_{name}": rows[name] for name in _TRAVEL},
        context_win_share=rows["win_share"],
        context_importance=_importance(rows, settings),
    )


def _same_division(rows: pd.DataFrame) -> np.ndarray:
    division = teams().set_index("team_id")["division"]
    own, other = (rows[name].map(division) for name in ("team_id", "opponent_team_id"))
    return (own == other).to_numpy(dtype=float)


def _meetings(rows: pd.DataFrame, days: int) -> np.ndarray:
    pair = ["team_id", "opponent_team_id"]
    history = History(rows[rows["points"].notna()], pair)
    since = history.before(rows.assign(game_date=rows["game_date"] - pd.Timedelta(days=days)))
    return (history.before(rows).end - since.end).astype(float)


def _importance(rows: pd.DataFrame, settings: ContextSettings) -> np.ndarray:
    progress = np.minimum(rows["games"] / settings.season_games, 1.0)
    closeness = np.maximum(1 - rows["lead_games"].abs() / settings.reach_games, 0.0)
    return np.where(rows["season_type"] == REGULAR, progress * closeness, 1.0)


GROUP = PlayerFeatureGroup(
    name="context",
    function=context_features,
    inputs=(QUESTIONS, "prm_team_games"),
    columns=CONTEXT_COLUMNS,
    theme="context",
)
