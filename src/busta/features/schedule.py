"""What the calendar says: rest, crowded weeks, where and when."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from busta.features.groups import FEATURE_KEYS, FeatureColumn, FeatureGroup

PLAYOFFS = "playoffs"
FLAG = "0 or 1"
SCHEDULE_COLUMNS = {
    "schedule_rest_days": FeatureColumn("Full days without a game since the last one, capped.", "days"),
    "schedule_back_to_back": FeatureColumn("Whether the team played the day before.", FLAG),
    "schedule_three_in_four": FeatureColumn("Whether this is its third game in four days.", FLAG),
    "schedule_four_in_six": FeatureColumn("Whether this is its fourth game in six days.", FLAG),
    "schedule_home": FeatureColumn("Whether it plays at home, 0 on a neutral floor.", FLAG),
    "schedule_season_opener": FeatureColumn("Whether this is its first game of the season.", FLAG),
    "schedule_neutral": FeatureColumn("Whether the floor is neutral.", FLAG, scope="game"),
    "schedule_playoffs": FeatureColumn("Whether it is a play-off game.", FLAG, scope="game"),
    "schedule_day_of_season": FeatureColumn("Days since the first game of the season.", "days", scope="game"),
}


@dataclass(frozen=True)
class ScheduleSettings:
    """How the calendar is read.

    Attributes
    ----------
    rest_days_cap
        Longest rest that is told apart, days; also the rest before the first game of a season.
    """

    rest_days_cap: int

    def __post_init__(self) -> None:
        if self.rest_days_cap < 1:
            raise ValueError(f"Schedule rest_days_cap: expected at least 1, was {self.rest_days_cap}.")


def schedule_features(team_games: pd.DataFrame, settings: ScheduleSettings) -> pd.DataFrame:
    """Describe the calendar of every team before each of its games.

    Parameters
    ----------
    team_games
        One row per team and game (``prm_team_games``), played or not.
    settings
        How the calendar is read.

    Returns
    -------
    pandas.DataFrame
        One row per team and game, sorted by ``game_date, game_id, team_id``: the keys and the ``schedule_``
        columns. Known as soon as the schedule is; a game called off counts from the day others played on it.
    """
    rows = team_games.sort_values(["game_date", "game_id", "team_id"], ignore_index=True)
    past = rows[_takes_place(rows)].sort_values(["team_id", "game_date", "game_id"], ignore_index=True)
    known = _past_dates(rows, past)
    rest = ((rows["game_date"] - known["date_1"]).dt.days - 1).clip(upper=settings.rest_days_cap)
    season_start = rows.groupby("season")["game_date"].transform("min")
    neutral = rows["is_neutral"].astype(bool)
    return rows[FEATURE_KEYS].assign(
        schedule_rest_days=rest.fillna(settings.rest_days_cap).astype(float),
        schedule_back_to_back=_games_within(rows, known, 1, 2),
        schedule_three_in_four=_games_within(rows, known, 2, 4),
        schedule_four_in_six=_games_within(rows, known, 3, 6),
        schedule_home=(rows["is_home"].astype(bool) & ~neutral).astype(float),
        schedule_season_opener=known["date_1"].isna().astype(float),
        schedule_neutral=neutral.astype(float),
        schedule_playoffs=(rows["season_type"] == PLAYOFFS).astype(float),
        schedule_day_of_season=(rows["game_date"] - season_start).dt.days.astype(float),
    )


def _takes_place(rows: pd.DataFrame) -> pd.Series:
    # A game without a result on a day when others played was called off; on a day without any result
    # the results are not in yet. Looking at its own day only keeps later results out.
    played = rows["points"].notna()
    return played | ~played.groupby(rows["game_date"]).transform("any")


def _past_dates(rows: pd.DataFrame, past: pd.DataFrame) -> pd.DataFrame:
    dates = past[["season", "team_id", "game_date"]].copy()
    by_team = dates.groupby(["season", "team_id"])["game_date"]
    dates["date_1"] = dates["game_date"]
    dates["date_2"], dates["date_3"] = by_team.shift(1), by_team.shift(2)
    # As of the evening before: a game of the same day is never the latest one.
    return pd.merge_asof(
        rows[["season", "team_id", "game_date"]],
        dates.sort_values("game_date", kind="stable"),
        on="game_date",
        by=["season", "team_id"],
        allow_exact_matches=False,
    )


def _games_within(rows: pd.DataFrame, known: pd.DataFrame, earlier_games: int, days: int) -> pd.Series:
    # This game and the so many earlier ones lie within so many days.
    return ((rows["game_date"] - known[f"date_{earlier_games}"]).dt.days < days).astype(float)


GROUP = FeatureGroup(
    name="schedule",
    function=schedule_features,
    inputs=("prm_team_games",),
    columns=SCHEDULE_COLUMNS,
)
