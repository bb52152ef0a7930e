"""Moments of the players: every statistic's mean, variance within a man's season, autocorrelation, skew and zeros."""

from __future__ import annotations

import pandas as pd

from busta.evaluation.moments.estimates import correlation, mean, root_mean, sd, skew
from busta.evaluation.moments.rules import MomentRules
from busta.evaluation.moments.samples import Calendar, Moment, Spec, measure, sample_days
from busta.evaluation.moments.tables import regular_games

GROUP = "players"
STATISTICS = {
    "minutes": "minutes",
    "points": "points",
    "rebounds": "count",
    "assists": "count",
    "threes": "count",
    "steals": "count",
    "blocks": "count",
    "turnovers": "count",
}
COLUMNS = {"threes": "fg3m", "assists": "ast", "steals": "stl", "blocks": "blk", "turnovers": "tov"}
PAIRS = (
    ("points", "minutes"),
    ("points", "rebounds"),
    ("points", "assists"),
    ("rebounds", "assists"),
    ("points", "threes"),
)
_MAN = ["season", "team_id", "player_id"]
_TEXTS = ["player_name", "source"]


def player_moments(played: pd.DataFrame, calendar: Calendar, rules: MomentRules) -> list[Moment]:
    """Measure the statistics of men who played, in the regular season.

    Parameters
    ----------
    played : DataFrame
        Men who were on the floor, see `played_rows`.
    calendar : Calendar
        Days of the league.
    rules : MomentRules
        Who belongs to the rotation.

    Returns
    -------
    list of Moment
        Of all men: mean, standard deviation and share of zeros. Of men of the rotation, around their own means of
        the season with that team: standard deviation (within), skew, correlation with the game before and with
        each other. Intervals by day.
    """
    if played.empty:
        return []
    table = with_statistics(played)
    zeros = {f"{name}_is_zero": (table[name] == 0).astype(float) for name in STATISTICS}
    everybody = sample_days(table.assign(**zeros), calendar)
    rotation = sample_days(_around_own(rotation_rows(table, rules)), calendar)
    return [
        *[m for name in STATISTICS for m in measure(GROUP, everybody, _of_all(name))],
        *[m for name in STATISTICS for m in measure(GROUP, rotation, _of_rotation(name))],
        *measure(GROUP, rotation, [_pair(*names) for names in PAIRS]),
    ]


def played_rows(player_games: pd.DataFrame) -> pd.DataFrame:
    """Rows of men who were on the floor in the regular season, in the order of men and dates.

    Parameters
    ----------
    player_games : DataFrame
        ``prm_player_games``.

    Returns
    -------
    DataFrame
        Without names and sources, with ``man``: number of the man in a season with a team; index from 0.
    """
    played = regular_games(player_games.drop(columns=_TEXTS))
    played = played[played["minutes"] > 0].drop(columns="season_type")
    played = played.assign(man=played.groupby(_MAN).ngroup())
    return played.sort_values(["man", "game_date", "game_id"], ignore_index=True)


def with_statistics(player_games: pd.DataFrame) -> pd.DataFrame:
    """Add the statistics that are bet on, by the names of their markets.

    Parameters
    ----------
    player_games : DataFrame
        ``prm_player_games``.

    Returns
    -------
    DataFrame
        With rebounds, assists, threes, steals, blocks, turnovers and the sums of points, rebounds and assists.
    """
    named = {name: player_games[column] for name, column in COLUMNS.items()}
    rebounds, points = player_games["oreb"] + player_games["dreb"], player_games["points"]
    return player_games.assign(
        **named,
        rebounds=rebounds,
        points_rebounds_assists=points + rebounds + named["assists"],
        points_rebounds=points + rebounds,
        points_assists=points + named["assists"],
        rebounds_assists=rebounds + named["assists"],
    )


def rotation_rows(played: pd.DataFrame, rules: MomentRules) -> pd.DataFrame:
    """Rows of men who belonged to the rotation of that team in that season.

    Parameters
    ----------
    played : DataFrame
        Men who were on the floor, see `played_rows`.
    rules : MomentRules

    Returns
    -------
    DataFrame
        Same columns, index from 0.
    """
    minutes = played.groupby("man")["minutes"]
    is_rotation = (minutes.transform("mean") >= rules.rotation_minutes) & (
        minutes.transform("size") >= rules.rotation_games
    )
    return played[is_rotation].reset_index(drop=True)


def _around_own(rotation: pd.DataFrame) -> pd.DataFrame:
    names = list(STATISTICS)
    of_man = rotation.groupby("man")[names]
    games = rotation.groupby("man")["minutes"].transform("size")
    deviations = rotation[names] - of_man.transform("mean")
    # Deviations from the own mean of n games are too small by (n - 1) / n, in the mean of their squares.
    squares = (deviations**2).mul(games / (games - 1), axis=0).add_suffix("_variance")
    earlier = deviations.groupby(rotation["man"]).shift().add_suffix("_before")
    keys = rotation[["game_date"]]
    return pd.concat([keys, deviations.add_suffix("_around"), squares, earlier], axis=1)


def _of_all(name: str) -> list[Spec]:
    unit = STATISTICS[name]
    specs: list[Spec] = [
        (f"{name}, all men: mean", unit, mean, name),
        (f"{name}, all men: sd", unit, sd, name),
    ]
    if name != "minutes":
        specs.append((f"{name}, all men: share of zeros", "share", mean, f"{name}_is_zero"))
    return specs


def _of_rotation(name: str) -> list[Spec]:
    of, last = f"{name}_around", f"{name}_before"
    return [
        (f"{name}, rotation: sd within a man's season", STATISTICS[name], root_mean, f"{name}_variance"),
        (f"{name}, rotation: lag-1 autocorrelation", "correlation", correlation, of, last),
        (f"{name}, rotation: skew", "1", skew, of),
    ]


def _pair(first: str, second: str) -> Spec:
    name = f"{first} with {second}, rotation: correlation"
    return (name, "correlation", correlation, f"{first}_around", f"{second}_around")
