"""Moments of the scores: how much is scored, how far apart, how much the floor and the teams matter."""

from __future__ import annotations

import pandas as pd

from busta.evaluation.bootstrap import BootstrapRules
from busta.evaluation.moments.estimates import correlation, mean, ratio, root_mean, sd, sd_of_few
from busta.evaluation.moments.samples import Calendar, Moment, Spec, measure, sample_days, sample_rows
from busta.evaluation.moments.tables import around, both_sides, regular_games

GROUP = "scores"
CLOSE_GAME, BLOW_OUT = 3, 20  # points
REGULATION = 240  # minutes of a team without overtime

_OF_GAMES: tuple[Spec, ...] = (
    ("total: mean", "points", mean, "total_points"),
    ("total: sd", "points", sd, "total_around_season"),
    ("home edge: mean margin", "points", mean, "home_margin"),
    ("home edge: share of home wins", "share", mean, "is_home_win"),
    ("margin: sd", "points", sd, "margin_around_season"),
    ("margin: share of 3 points or fewer", "share", mean, "is_close"),
    ("margin: share of 20 points or more", "share", mean, "is_blow_out"),
    (
        "home and away points: correlation",
        "correlation",
        correlation,
        "home_points_around",
        "away_points_around",
    ),
    ("overtime: share of games", "share", mean, "is_overtime"),
    ("first half: share of the points", "share", ratio, "half_points", "half_total"),
    ("first half: sd of the total", "points", sd, "half_around_season"),
    (
        "first half: correlation with the second",
        "correlation",
        correlation,
        "half_around_season",
        "late_around",
    ),
)
_OF_SIDES: tuple[Spec, ...] = (
    ("points of a team: mean", "points", mean, "points"),
    ("points of a team: sd", "points", sd, "points_around_season"),
)
_OF_TEAMS: tuple[Spec, ...] = (
    ("teams: sd of the share of wins in a season", "share", root_mean, "win_variance"),
    ("teams: sd of the mean margin in a season, chance removed", "points", root_mean, "strength_variance"),
)


def score_moments(games: pd.DataFrame, calendar: Calendar, rules: BootstrapRules) -> list[Moment]:
    """Measure the scores of regular-season games that are not on a neutral floor.

    Parameters
    ----------
    games : DataFrame
        ``prm_games``.
    calendar : Calendar
        Days of the league.
    rules : BootstrapRules

    Returns
    -------
    list of Moment
        Standard deviations are around the mean of the season, unless the name says otherwise. Intervals by day; of
        teams by team and season; of season means that of normal numbers.
    """
    played = regular_games(games)
    played = played[~played["is_neutral"]].reset_index(drop=True)
    if played.empty:
        return []
    sides = both_sides(played)
    sides["points_around_season"] = around(sides, "points", ["season"])
    of_seasons = sd_of_few(played.groupby("season")["total_points"].mean())
    return [
        *measure(GROUP, sample_days(sides, calendar), _OF_SIDES),
        *measure(GROUP, sample_days(_numbers(played), calendar), _OF_GAMES),
        Moment(GROUP, "total: sd of the season means", "points", of_seasons),
        *measure(GROUP, sample_rows(_teams(sides), rules), _OF_TEAMS),
    ]


def _numbers(played: pd.DataFrame) -> pd.DataFrame:
    margin, half = played["home_margin"], played["first_half_points"]
    table = played.assign(
        is_home_win=(margin > 0).astype(float),
        is_close=(margin.abs() <= CLOSE_GAME).astype(float),
        is_blow_out=(margin.abs() >= BLOW_OUT).astype(float),
        is_overtime=(played["minutes"] > REGULATION).astype(float),
        half_points=half,
        half_total=played["total_points"].where(half.notna()),
        late_points=played["total_points"] - half,
    )
    return table.assign(
        total_around_season=around(table, "total_points", ["season"]),
        margin_around_season=around(table, "home_margin", ["season"]),
        home_points_around=around(table, "home_points", ["season"]),
        away_points_around=around(table, "away_points", ["season"]),
        half_around_season=around(table, "half_points", ["season"]),
        late_around=around(table, "late_points", ["season"]),
    )


def _teams(sides: pd.DataFrame) -> pd.DataFrame:
    found = sides.groupby(["season", "team_id"]).agg(
        wins=("is_win", "mean"), margin=("margin", "mean"), spread=("margin", "var"), games=("margin", "size")
    )
    found = found.reset_index()
    teams = found.groupby("season")["team_id"].transform("size")
    # The mean of a season is one of its own numbers: k / (k - 1).
    freedom = teams / (teams - 1)
    # The variance of a mean of n games is that of a game over n: what chance alone would spread.
    return found.assign(
        win_variance=freedom * around(found, "wins", ["season"]) ** 2,
        strength_variance=freedom * around(found, "margin", ["season"]) ** 2
        - found["spread"] / found["games"],
    )
