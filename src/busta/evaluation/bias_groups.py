"""Kinds of games in which a line may be off: who plays where, when, and how rested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.features.schedule import ScheduleSettings, schedule_features

LONGEST_REST = 7  # days; rest beyond it is not told apart
WEEK = 7
STAGES = {
    "regular": "regular season",
    "playoffs": "play-offs",
    "play_in": "play-in",
    "cup_final": "cup final",
}
BACK_TO_BACK = ("nobody back-to-back", "home back-to-back", "visitors back-to-back", "both back-to-back")
REST = ("equal rest", "home rested longer", "visitors rested longer")
FLOORS = ("neutral floor", "home floor")
ROLES = ("home favourite", "home underdog", "no favourite")
WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
# In the order of a season.
MONTHS = tuple(
    "October November December January February March April May June July August September".split()
)


@dataclass(frozen=True)
class BiasRules:
    """How games are put into groups.

    Attributes
    ----------
    min_rows
        Decided games a group needs to be tested.
    spread_sizes
        Points of a spread, rising; each is the smallest of the next size.
    week_starts
        Weeks of a season, counted from 1, rising from 1; each is the first of a group of weeks.
    """

    min_rows: int
    spread_sizes: tuple[float, ...]
    week_starts: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.min_rows < 2:
            raise ValueError(f"Biases min_rows: expected at least 2, was {self.min_rows}.")
        for name, values in (("spread_sizes", self.spread_sizes), ("week_starts", self.week_starts)):
            if not values or list(values) != sorted(set(values)):
                raise ValueError(f"Biases {name}: expected rising numbers, was {list(values)}.")
        if self.week_starts[0] != 1 or self.spread_sizes[0] <= 0:
            raise ValueError(
                "Biases: expected weeks from 1 and spreads above 0, was "
                f"{self.week_starts[0]} and {self.spread_sizes[0]:g}."
            )


def game_groups(games: pd.DataFrame, team_games: pd.DataFrame, rules: BiasRules) -> pd.DataFrame:
    """Name the groups of every game that the calendar alone tells.

    Parameters
    ----------
    games
        ``prm_games``.
    team_games
        ``prm_team_games``.
    rules
        Groups of weeks.

    Returns
    -------
    pandas.DataFrame
        One row per game by game_id, one column per theme: ``all, back-to-back, rest, week, month, weekday, stage,
        floor``; the name of the group, ordered as it is read; null where the game is in none. Known as soon as the
        schedule is.
    """
    table = games.set_index("game_id")
    first = table.groupby("season")["game_date"].transform("min")
    week = (table["game_date"] - first).dt.days // WEEK + 1
    floor = pd.Series(np.where(table["is_neutral"], *FLOORS), table.index)
    return pd.DataFrame(
        {
            "all": pd.Series("all games", table.index),
            **_rest(games, team_games),
            "week": _binned(week, rules.week_starts, "week"),
            "month": _ordered(table["game_date"].dt.month_name(), MONTHS),
            "weekday": _ordered(table["game_date"].dt.day_name(), WEEKDAYS),
            "stage": _ordered(table["season_type"].map(STAGES), list(STAGES.values())),
            "floor": _ordered(floor, FLOORS),
        }
    )


def spread_groups(spread: pd.Series, rules: BiasRules) -> pd.DataFrame:
    """Name the groups of games that a spread tells.

    Parameters
    ----------
    spread
        Line of ats at the moment (what the home team gives, points); missing where there is none.
    rules
        Sizes of spreads.

    Returns
    -------
    pandas.DataFrame
        Columns ``role`` (of the home team) and ``size``, aligned; null without a spread.
    """
    role = np.sign(spread).map({1.0: ROLES[0], -1.0: ROLES[1], 0.0: ROLES[2]})
    size = _binned(spread.abs(), (0.0, *rules.spread_sizes), "spread")
    return pd.DataFrame({"role": _ordered(role, ROLES), "size": size})


def _rest(games: pd.DataFrame, team_games: pd.DataFrame) -> dict[str, pd.Series]:
    schedule = schedule_features(team_games, ScheduleSettings(LONGEST_REST)).set_index(["game_id", "team_id"])
    sides = {
        side: schedule.reindex(pd.MultiIndex.from_frame(games[["game_id", f"{side}_team_id"]]))
        for side in ("home", "away")
    }
    tired = {side: rows["schedule_back_to_back"].to_numpy() == 1 for side, rows in sides.items()}
    longer = np.sign(
        np.subtract(*(sides[side]["schedule_rest_days"].to_numpy() for side in ("home", "away")))
    )
    back_to_back = np.select(
        [tired["home"] & tired["away"], tired["home"], tired["away"]],
        [BACK_TO_BACK[3], BACK_TO_BACK[1], BACK_TO_BACK[2]],
        BACK_TO_BACK[0],
    )
    rest = np.select([longer > 0, longer < 0], REST[1:], REST[0])
    index = pd.Index(games["game_id"])
    return {
        "back-to-back": _ordered(pd.Series(back_to_back, index), BACK_TO_BACK),
        "rest": _ordered(pd.Series(rest, index), REST),
    }


def _ordered(names: pd.Series, order: Sequence[str]) -> pd.Series:
    return names.astype(pd.CategoricalDtype(list(order), ordered=True))


def _binned(values: pd.Series, starts: tuple[float, ...], name: str) -> pd.Series:
    ends = [*starts[1:], np.inf]
    labels = [_label(name, start, end) for start, end in zip(starts, ends, strict=True)]
    return pd.cut(values, [*starts, np.inf], right=False, labels=labels)


def _label(name: str, start: float, end: float) -> str:
    if np.isinf(end):
        return f"{name} {start:g} and more"
    # Weeks are whole, spreads step by half a point.
    last = end - (1 if name == "week" else 0.5)
    return f"{name} {start:g}" if last == start else f"{name} {start:g} to {last:g}"
