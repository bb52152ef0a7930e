"""Small tables for the moments of a league, with results that can be computed by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from busta.evaluation.bootstrap import BootstrapRules, Estimate
from busta.evaluation.moments.rules import MomentRules
from busta.evaluation.moments.samples import Calendar, Moment, draw_calendar

INTERVALS = BootstrapRules(draws=100, seed=1, level=0.95)
RULES = MomentRules(rotation_minutes=15.0, rotation_games=3, min_books=3)
SEASON = "2019-20"
STATISTICS = (
    "points",
    "fgm",
    "fga",
    "fg3m",
    "fg3a",
    "ftm",
    "fta",
    "oreb",
    "dreb",
    "ast",
    "stl",
    "blk",
    "tov",
    "pf",
)


def days(numbers: Sequence[int]) -> pd.Series:
    """Days of January 2020."""
    return pd.Series([pd.Timestamp(2020, 1, number) for number in numbers])


def calendar(*tables: pd.DataFrame) -> Calendar:
    """The days of some tables, drawn."""
    return draw_calendar([table["game_date"] for table in tables], INTERVALS)


def value(moments: Sequence[Moment], name: str) -> float:
    """The value of a moment."""
    return estimate(moments, name).value


def estimate(moments: Sequence[Moment], name: str) -> Estimate:
    """The only moment of that name."""
    (found,) = [moment for moment in moments if moment.name == name]
    return found.estimate


def games(rows: Sequence[tuple[int, int, int, float, float]]) -> pd.DataFrame:
    """Games (day, home team, visitors, home points, away points), half of all points in the first half."""
    table = pd.DataFrame(rows, columns=["day", "home_team_id", "away_team_id", "home_points", "away_points"])
    total = table["home_points"] + table["away_points"]
    return table.assign(
        season=SEASON,
        game_id=[f"game {number}" for number in range(len(table))],
        game_date=days(table["day"].tolist()),
        season_type="regular",
        is_neutral=False,
        is_played=True,
        minutes=240.0,
        home_margin=table["home_points"] - table["away_points"],
        total_points=total,
        first_half_points=total / 2,
    ).drop(columns="day")


def lines(rows: Sequence[tuple[int, str, str, float]]) -> pd.DataFrame:
    """Lines (number of the game, market, moment, line)."""
    table = pd.DataFrame(rows, columns=["game", "market", "moment", "line"])
    return table.assign(
        game_id=[f"game {number}" for number in table["game"]],
        market_probability=0.5,
        book_confirmed=pd.Series(pd.NA, index=table.index, dtype="boolean"),
    ).drop(columns="game")


def men(rows: Sequence[tuple[int, int, float, float]], team: int = 1) -> pd.DataFrame:
    """Men (day, man, minutes, points) of one team, one game a day; everything else is 0."""
    table = pd.DataFrame(rows, columns=["day", "player_id", "minutes", "points"])
    nothing = {name: 0.0 for name in STATISTICS if name != "points"}
    return table.assign(
        **nothing,
        season=SEASON,
        game_id=[f"day {day}" for day in table["day"]],
        game_date=days(table["day"].tolist()),
        season_type="regular",
        team_id=team,
        player_name="a man",
        source="player_logs",
        is_starter=pd.array([True] * len(table), dtype="boolean"),
    ).drop(columns="day")


def team_days(numbers: Sequence[int], team: int = 1) -> pd.DataFrame:
    """Games of one team, one a day, without numbers but points."""
    table = pd.DataFrame({"game_date": days(numbers), "game_id": [f"day {day}" for day in numbers]})
    return table.assign(season=SEASON, season_type="regular", team_id=team, points=100.0)
