"""Moments of the schedule: how often a team plays two nights in a row, and what it costs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.evaluation.moments.estimates import mean, slope
from busta.evaluation.moments.samples import Calendar, Moment, Spec, measure, sample_days
from busta.evaluation.moments.tables import around, both_sides, regular_games

GROUP = "rest"
LONG_REST = 3  # days between games, and more

_OF_SIDES: tuple[Spec, ...] = (
    ("second night in a row: share of team games", "share", mean, "is_second_night"),
    ("second night in a row: share, visitors", "share", mean, "is_second_night_away"),
    ("days since the last game: mean", "days", mean, "days_since"),
    ("3 or more days since the last game: share", "share", mean, "is_long_rest"),
)
_OF_GAMES: tuple[Spec, ...] = (
    ("one side alone on its second night: share of games", "share", mean, "is_one_sided"),
    (
        "gain against a side on its second night, in margin",
        "points",
        slope,
        "margin_around_teams",
        "advantage",
    ),
    ("the same, around the closing spread", "points", slope, "margin_around_close", "advantage"),
    ("the same, in the closing spread", "points", slope, "close_around_teams", "advantage"),
)


def rest_moments(games: pd.DataFrame, lines: pd.DataFrame, calendar: Calendar) -> list[Moment]:
    """Measure rest and its effects in the regular season.

    Parameters
    ----------
    games : DataFrame
        ``prm_games``.
    lines : DataFrame
        ``prm_market_lines``.
    calendar : Calendar
        Days of the league.

    Returns
    -------
    list of Moment
        The gain is the slope of the home margin, less the difference of both teams' mean margins of the season, on
        1 (the visitors alone on their second night), -1 (the home team alone) or 0.
    """
    played = regular_games(games)
    if played.empty:
        return []
    sides = _rested(both_sides(played))
    return [
        *measure(GROUP, sample_days(sides, calendar), _OF_SIDES),
        *measure(GROUP, sample_days(_advantages(played, sides, lines), calendar), _OF_GAMES),
    ]


def _rested(sides: pd.DataFrame) -> pd.DataFrame:
    sides = sides.sort_values(["season", "team_id", "game_date", "game_id"], ignore_index=True)
    last = sides.groupby(["season", "team_id"])["game_date"].shift()
    days = (sides["game_date"] - last).dt.days
    # A season's first game follows a rest, but not one of days.
    is_second = (days == 1).astype(float)
    return sides.assign(
        days_since=days,
        is_second_night=is_second,
        is_second_night_away=is_second.mask(sides["is_home"]),
        is_long_rest=(days >= LONG_REST).astype(float).mask(days.isna()),
        mean_margin=sides.groupby(["season", "team_id"])["margin"].transform("mean"),
    )


def _advantages(played: pd.DataFrame, sides: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    known = sides[["game_id", "is_home", "is_second_night", "mean_margin"]]
    wide = known.pivot(index="game_id", columns="is_home", values=["is_second_night", "mean_margin"])
    wide = wide.reindex(played["game_id"])
    difference = {name: wide[name][True].to_numpy() - wide[name][False].to_numpy() for name in
                  ("is_second_night", "mean_margin")}  # fmt: skip
    closing = lines[(lines["market"] == "ats") & (lines["moment"] == "close")].set_index("game_id")["line"]
    close = closing.reindex(played["game_id"]).to_numpy(float)
    table = played.assign(
        advantage=-difference["is_second_night"],
        is_one_sided=np.abs(difference["is_second_night"]),
        expected=played["home_margin"] - difference["mean_margin"],
        margin_around_close=played["home_margin"] - close,
        expected_close=close - difference["mean_margin"],
    )
    return table.assign(
        margin_around_teams=around(table, "expected", ["season"]),
        close_around_teams=around(table, "expected_close", ["season"]),
    )
