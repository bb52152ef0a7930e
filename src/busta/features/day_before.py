"""The features of a game as of one evening earlier: without anything that happened on the day before it.

An opening line has no time stamp: it may have been set before the games of the day before were played. What a bet
at the open is worth is therefore measured twice, the second time by these features.

Every game is asked about a second time as a game of the day before that nobody has played: it hears of everything
up to the end of the day before *that*, and of nothing later. The calendar was public long before, so the features of
the schedule are those of the game itself. Ages (days since a game or a note, fading weights) are counted to the day
on which the question is put, one day less than for the game itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from busta.features.groups import FEATURE_KEYS, FeatureError, FeatureGroup
from busta.features.outlook import OutlookSettings, player_outlook
from busta.features.registry import FEATURE_GROUPS, feature_columns
from busta.features.store import build_feature_store

# The tables that say which games there are, and what of them is public before they are played.
CALENDAR: Mapping[str, tuple[str, ...]] = {
    "prm_games": ("home_team_id", "away_team_id"),
    "prm_team_games": ("team_id", "opponent_team_id", "is_home"),
}
_PUBLIC = ("season", "game_id", "game_date", "season_type", "is_neutral")
OUTLOOK = "feat_player_outlook"
OUTLOOK_INPUTS = ("prm_games", "prm_team_games", "prm_player_games", "prm_injury_notes")
# Groups that know the calendar only: they say the same on any earlier evening.
KNOWN_AHEAD = ("schedule",)
# Sorts before every digit: a walk by day and game id meets the question before the games of its day.
_ASKED = "-"


def day_before_groups() -> list[FeatureGroup]:
    """List the groups that are made anew: of the evening before, and of more than the calendar."""
    groups = FEATURE_GROUPS.values()
    return [group for group in groups if group.information == "evening" and group.name not in KNOWN_AHEAD]


def day_before_inputs() -> list[str]:
    """List the primary tables that `day_before_features` reads, each once."""
    names = dict.fromkeys(name for group in day_before_groups() for name in group.inputs)
    return list(dict.fromkeys([*OUTLOOK_INPUTS, *(name for name in names if name != OUTLOOK)]))


def ask_a_day_early(tables: Mapping[str, pd.DataFrame], first_season: str) -> dict[str, pd.DataFrame]:
    """Add to the calendar, for every game, one of the same teams on the day before that nobody has played.

    Parameters
    ----------
    tables
        Primary tables by name; those of `CALENDAR` get rows, the others stay.
    first_season
        Games of earlier seasons are not asked about.

    Returns
    -------
    dict
        All tables. The added rows have an id of their own that sorts before every other id, and no results, so
        that no rating learns from them.
    """
    out = dict(tables)
    for name, columns in CALENDAR.items():
        table = tables[name]
        asked = table.loc[table["season"] >= first_season, [*_PUBLIC, *columns]]
        asked = asked.assign(
            game_id=_ASKED + asked["game_id"], game_date=asked["game_date"] - pd.Timedelta(days=1)
        )
        asked = asked.reindex(columns=table.columns)
        if "is_played" in table:
            asked["is_played"] = False
        types = {column: table[column].dtype for column in table}
        out[name] = pd.concat([asked.astype(types), table], ignore_index=True)
    return out


def day_before_features(
    tables: Mapping[str, pd.DataFrame],
    features: pd.DataFrame,
    first_season: str,
    outlook: OutlookSettings,
    settings_of: Callable[[str], Any],
) -> pd.DataFrame:
    """Make the feature store without the results, box scores, notes and closing lines of the day before.

    Parameters
    ----------
    tables
        The primary tables of `day_before_inputs`.
    features
        The feature store: which rows there are, and the features of the calendar.
    first_season
        First season that is asked about.
    outlook
        Settings of the outlook on the players.
    settings_of
        Group to its settings, as `FeatureGroup.build` wants them.

    Returns
    -------
    pandas.DataFrame
        One row per team and game from the first season on, in the order of the store: the keys and the columns
        of all groups of the evening, as of the end of the second day before ``game_date``.

    Raises
    ------
    FeatureError
        If a row of the store is of no game of the primary tables.
    """
    asked = ask_a_day_early(tables, first_season)
    games, team_games, player_games, notes = (asked[name] for name in OUTLOOK_INPUTS)
    asked[OUTLOOK] = player_outlook(games, team_games, player_games, notes, outlook)
    groups = day_before_groups()
    made = build_feature_store([group.build(asked, settings_of(group.name)) for group in groups], groups)
    made = made[made["game_id"].str.startswith(_ASKED)]
    made = made.assign(game_id=made["game_id"].str.removeprefix(_ASKED)).set_index(["game_id", "team_id"])
    evening = [name for name, group in FEATURE_GROUPS.items() if group.information == "evening"]
    rows = features.loc[features["season"] >= first_season, [*FEATURE_KEYS, *feature_columns(evening)]]
    rows = rows.reset_index(drop=True)
    keys = pd.MultiIndex.from_frame(rows[["game_id", "team_id"]])
    unknown = ~keys.isin(made.index)
    if unknown.any():
        raise FeatureError(
            f"Features of the day before: expected every game of the store among the games asked about, "
            f"was without game {keys[unknown][0][0]} ({int(unknown.sum())} such rows)."
        )
    anew = feature_columns([group.name for group in groups])
    rows[anew] = made.loc[keys, anew].to_numpy()
    return rows
