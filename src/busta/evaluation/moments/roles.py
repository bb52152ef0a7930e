"""Moments of the roles: how a team's minutes and points are divided among its men."""

from __future__ import annotations

import pandas as pd

from busta.evaluation.bootstrap import BootstrapRules
from busta.evaluation.moments.estimates import mean, ratio, sd
from busta.evaluation.moments.samples import Calendar, Moment, Spec, measure, sample_days, sample_rows

GROUP = "roles"
_GAME = ["season", "game_date", "game_id", "team_id"]

_OF_GAMES: tuple[Spec, ...] = (
    ("minutes: share of the five most used", "share", ratio, "top_5", "minutes"),
    ("minutes: share of the eight most used", "share", ratio, "top_8", "minutes"),
    ("minutes: of the most used man", "minutes", mean, "top_1"),
    ("men used in a game: mean", "count", mean, "men"),
    ("men used in a game: sd", "count", sd, "men"),
    ("points: share of the best scorer", "share", ratio, "best_points", "points"),
    ("assists: share of the best passer", "share", ratio, "best_assists", "ast"),
)
_OF_STARTERS: tuple[Spec, ...] = (
    ("starters: minutes, mean", "minutes", mean, "minutes"),
    ("starters: minutes, sd", "minutes", sd, "minutes"),
)
_OF_SEASONS: tuple[Spec, ...] = (("men used in a season: mean", "count", mean, "men"),)


def role_moments(played: pd.DataFrame, calendar: Calendar, rules: BootstrapRules) -> list[Moment]:
    """Measure how minutes, points and assists are divided, in the regular season.

    Parameters
    ----------
    played : DataFrame
        Men who were on the floor, see `busta.evaluation.moments.players.played_rows`.
    calendar : Calendar
        Days of the league.
    rules : BootstrapRules

    Returns
    -------
    list of Moment
        Intervals by day; of men used in a season by team and season.
    """
    if played.empty:
        return []
    starters = played[played["is_starter"].fillna(value=False).astype(bool)]
    seasons = played.groupby(["season", "team_id"])["player_id"].nunique().rename("men").reset_index()
    return [
        *measure(GROUP, sample_days(_divided(played), calendar), _OF_GAMES),
        *measure(GROUP, sample_days(starters, calendar), _OF_STARTERS),
        *measure(GROUP, sample_rows(seasons, rules), _OF_SEASONS),
    ]


def _divided(played: pd.DataFrame) -> pd.DataFrame:
    ranked = played.sort_values("minutes", ascending=False, kind="stable")
    place = ranked.groupby(["game_id", "team_id"]).cumcount()
    tops = {f"top_{men}": ranked["minutes"].where(place < men, 0.0) for men in (1, 5, 8)}
    return (
        ranked.assign(**tops)
        .groupby(_GAME, as_index=False)
        .agg(
            minutes=("minutes", "sum"), points=("points", "sum"), ast=("ast", "sum"), men=("player_id", "size"),
            top_1=("top_1", "sum"), top_5=("top_5", "sum"), top_8=("top_8", "sum"),
            best_points=("points", "max"), best_assists=("ast", "max"),
        )
    )  # fmt: skip
