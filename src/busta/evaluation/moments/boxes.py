"""Moments of the teams' box scores: how much of everything a team does in a game."""

from __future__ import annotations

import pandas as pd

from busta.evaluation.moments.estimates import correlation, mean, ratio, sd
from busta.evaluation.moments.samples import Calendar, Moment, Spec, measure, sample_days
from busta.evaluation.moments.tables import around, before, regular_games
from busta.ratings.possessions import possessions, with_opponent

GROUP = "team box score"
STATISTICS = {
    "fga": "shots", "fg3a": "threes tried", "fta": "free throws", "oreb": "offensive rebounds",
    "dreb": "defensive rebounds", "ast": "assists", "stl": "steals", "blk": "blocks", "tov": "turnovers",
    "pf": "fouls",
}  # fmt: skip
REGULATION = 240  # minutes of a team without overtime
_TEAM = ["season", "team_id"]

_SHARES: tuple[Spec, ...] = (
    ("pace: mean", "possessions per 48 minutes", mean, "pace"),
    ("pace: sd", "possessions per 48 minutes", sd, "pace_around_season"),
    ("pace: lag-1 autocorrelation around the team's season", "correlation", correlation,
     "pace_around", "pace_before"),
    ("points per 100 possessions: mean", "points", ratio, "points_100", "possessions"),
    ("points: lag-1 autocorrelation around the team's season", "correlation", correlation,
     "points_around", "points_before"),
    ("shots made: two-point", "share", ratio, "fg2m", "fg2a"),
    ("shots made: three-point", "share", ratio, "fg3m", "fg3a"),
    ("shots made: free throws", "share", ratio, "ftm", "fta"),
    ("offensive rebounds: share of the own misses", "share", ratio, "oreb", "own_rebounds"),
)  # fmt: skip


def box_moments(team_games: pd.DataFrame, calendar: Calendar) -> list[Moment]:
    """Measure the box scores of teams in the regular season.

    Parameters
    ----------
    team_games : DataFrame
        ``prm_team_games``.
    calendar : Calendar
        Days of the league.

    Returns
    -------
    list of Moment
        Standard deviations are around the mean of the season, autocorrelations those of deviations from the team's
        own mean of the season, from game to game. Possessions are the mean estimate of both teams.
    """
    played = regular_games(team_games).sort_values(
        ["season", "team_id", "game_date", "game_id"], ignore_index=True
    )
    if played.empty:
        return []
    sample = sample_days(_numbers(played), calendar)
    specs = [spec for statistic, name in STATISTICS.items() for spec in _specs(statistic, name)]
    return measure(GROUP, sample, [*_SHARES, *specs])


def _specs(statistic: str, name: str) -> list[Spec]:
    return [
        (f"{name}: mean", "count", mean, statistic),
        (f"{name}: sd", "count", sd, f"{statistic}_around_season"),
        (
            f"{name}: lag-1 autocorrelation around the team's season",
            "correlation",
            correlation,
            f"{statistic}_around",
            f"{statistic}_before",
        ),
    ]


def _numbers(played: pd.DataFrame) -> pd.DataFrame:
    table = played.assign(possessions=possessions(played))
    table = with_opponent(table, ["possessions", "dreb"])
    table["possessions"] = (table["possessions"] + table["opponent_possessions"]) / 2
    table = table.assign(
        pace=table["possessions"] * REGULATION / table["minutes"],
        points_100=100 * table["points"],
        fg2m=table["fgm"] - table["fg3m"],
        fg2a=table["fga"] - table["fg3a"],
        own_rebounds=table["oreb"] + table["opponent_dreb"],
    )
    found = {}
    for statistic in ("pace", "points", *STATISTICS):
        found[f"{statistic}_around_season"] = around(table, statistic, ["season"])
        found[f"{statistic}_around"] = around(table, statistic, _TEAM)
    table = table.assign(**found)
    return table.assign(
        **{f"{s}_before": before(table, f"{s}_around", _TEAM) for s in ("pace", "points", *STATISTICS)}
    )
