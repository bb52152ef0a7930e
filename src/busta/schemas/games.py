"""Contracts of games, teams and players: the NBA as we believe it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import Series

from busta.schemas import keys


def _count(what: str, unit: str = "count") -> Any:
    return pa.Field(ge=0, nullable=True, description=f"{what} ({unit}); null while the game is not played")


class _Game(pa.DataFrameModel):
    season: Series[str] = keys.season()
    game_id: Series[str] = keys.game_id()
    game_date: Series[pd.Timestamp] = keys.game_date()
    season_type: Series[str] = keys.season_type()

    class Config:
        """No column that the contract does not name, and no silent change of a type."""

        strict = True
        coerce = False


class Games(_Game):
    """One row per league game; a scheduled game has no result yet. Results are known after the game only."""

    home_team_id: Series[int] = keys.team_id("Home team")
    away_team_id: Series[int] = keys.team_id("Visiting team")
    is_neutral: Series[bool] = pa.Field(
        description="Played on a neutral floor (cup finals; sbr_odds, oddsportal_moneylines; false where not told)"
    )
    minutes: Series[float] = pa.Field(
        nullable=True,
        ge=240,
        description="Minutes of a team (five men): 240, and 25 for every overtime; null if unplayed",
    )
    home_points: Series[float] = _count("Points of the home team", "points")
    away_points: Series[float] = _count("Points of the visitors", "points")
    home_margin: Series[float] = pa.Field(
        nullable=True, description="home_points - away_points (points); null if unplayed"
    )
    total_points: Series[float] = _count("Points of both teams", "points")
    home_first_half_points: Series[float] = _count("Points of the home team in the first half", "points")
    away_first_half_points: Series[float] = _count("Points of the visitors in the first half", "points")
    first_half_points: Series[float] = _count("Points of both teams in the first half", "points")
    tip_off_utc: Series[keys.MicroSeconds] = pa.Field(
        nullable=True,
        description="Scheduled start (UTC), from The Odds API, schedules, rotowire_lineups; null if unknown",
    )
    is_played: Series[bool] = pa.Field(description="Whether the result is known")

    class Config:
        """One row per game."""

        unique = ("game_id",)

    @pa.dataframe_check(error="expected two different teams in every game")
    def _two_teams(cls, table: pd.DataFrame) -> pd.Series:  # noqa: N805
        return table["home_team_id"] != table["away_team_id"]

    @pa.dataframe_check(error="expected a result of every game that is played, and of no other")
    def _results(cls, table: pd.DataFrame) -> pd.Series:  # noqa: N805
        return table["is_played"] == table["home_margin"].notna()


class TeamGames(_Game):
    """One row per team of a league game. Statistics are known after the game only (team_logs)."""

    team_id: Series[int] = keys.team_id()
    opponent_team_id: Series[int] = keys.team_id("Opponent")
    is_home: Series[bool] = pa.Field(description="Whether this is the home team")
    is_neutral: Series[bool] = pa.Field(description="Played on a neutral floor")
    minutes: Series[float] = pa.Field(
        nullable=True, ge=240, description="Minutes of the team: 240, and 25 for every overtime"
    )
    points: Series[float] = _count("Points", "points")
    fgm: Series[float] = _count("Field goals made, threes included")
    fga: Series[float] = _count("Field goals attempted, threes included")
    fg3m: Series[float] = _count("Three-point goals made")
    fg3a: Series[float] = _count("Three-point goals attempted")
    ftm: Series[float] = _count("Free throws made")
    fta: Series[float] = _count("Free throws attempted")
    oreb: Series[float] = _count("Offensive rebounds")
    dreb: Series[float] = _count("Defensive rebounds")
    reb: Series[float] = _count("Rebounds")
    ast: Series[float] = _count("Assists")
    stl: Series[float] = _count("Steals")
    blk: Series[float] = _count("Blocked shots")
    tov: Series[float] = _count("Turnovers")
    pf: Series[float] = _count("Personal fouls")

    class Config:
        """One row per team and game."""

        unique = ("game_id", "team_id")


class PlayerGames(_Game):
    """One row per player on the box score of a game. Known after the game only."""

    team_id: Series[int] = keys.team_id()
    player_id: Series[int] = keys.player_id()
    player_name: Series[str] = pa.Field(description="Name as in the box score")
    minutes: Series[float] = pa.Field(
        ge=0,
        description="Minutes on the floor: whole in player_logs and player_logs_playoffs, to the second elsewhere",
    )
    is_starter: Series[pd.BooleanDtype] = pa.Field(
        nullable=True, description="Whether he started; null where not told"
    )
    points: Series[float] = pa.Field(ge=0, description="Points (points)")
    fgm: Series[float] = pa.Field(ge=0, description="Field goals made, threes included (count)")
    fga: Series[float] = pa.Field(ge=0, description="Field goals attempted, threes included (count)")
    fg3m: Series[float] = pa.Field(ge=0, description="Three-point goals made (count)")
    fg3a: Series[float] = pa.Field(ge=0, description="Three-point goals attempted (count)")
    ftm: Series[float] = pa.Field(ge=0, description="Free throws made (count)")
    fta: Series[float] = pa.Field(ge=0, description="Free throws attempted (count)")
    oreb: Series[float] = pa.Field(ge=0, description="Offensive rebounds (count)")
    dreb: Series[float] = pa.Field(ge=0, description="Defensive rebounds (count)")
    reb: Series[float] = pa.Field(ge=0, description="Rebounds (count)")
    ast: Series[float] = pa.Field(ge=0, description="Assists (count)")
    stl: Series[float] = pa.Field(ge=0, description="Steals (count)")
    blk: Series[float] = pa.Field(ge=0, description="Blocked shots (count)")
    tov: Series[float] = pa.Field(ge=0, description="Turnovers (count)")
    pf: Series[float] = pa.Field(ge=0, description="Personal fouls (count)")
    plus_minus: Series[float] = pa.Field(description="Margin of his team while he was on the floor (points)")
    source: Series[str] = pa.Field(
        isin=("player_logs", "player_logs_playoffs", "boxscores_traditional"),
        description="Source of the game's box score; a game is taken whole from the most trusted that adds up",
    )

    class Config:
        """One row per player and game."""

        unique = ("game_id", "player_id")


class Players(pa.DataFrameModel):
    """One row per player; body and draft as of mid-2021 (players) or mid-2023 (player_newcomers)."""

    player_id: Series[int] = keys.player_id()
    player_name: Series[str] = pa.Field(
        description="Last name in a box score, else the name in the players' files"
    )
    birth_date: Series[pd.Timestamp] = pa.Field(nullable=True, description="Day of birth")
    height_cm: Series[float] = pa.Field(
        nullable=True, in_range={"min_value": 120, "max_value": 260}, description="Height (cm)"
    )
    weight_kg: Series[float] = pa.Field(
        nullable=True, in_range={"min_value": 40, "max_value": 230}, description="Weight (kg)"
    )
    position: Series[str] = pa.Field(
        nullable=True, description="Guard, Forward, Center or two of them with a hyphen"
    )
    draft_year: Series[pd.Int64Dtype] = pa.Field(
        nullable=True, description="Year of the draft; null if not drafted or unknown"
    )
    draft_number: Series[pd.Int64Dtype] = pa.Field(
        nullable=True, ge=1, description="Overall pick; null if not drafted"
    )

    class Config:
        """One row per player."""

        strict = True
        unique = ("player_id",)
