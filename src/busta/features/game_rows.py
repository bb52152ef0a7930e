"""From two team rows to one game row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pandas as pd

Combine = Literal["difference", "sum"]


class GameRowsError(ValueError):
    """The team rows of a game cannot become one game row."""


def game_row_names(columns: Sequence[str], how: Combine, game_columns: Sequence[str] = ()) -> list[str]:
    """Name the features of a game row, in their order.

    Parameters
    ----------
    columns, how, game_columns
        As for `combine_teams`.
    """
    return [*(f"{name}_{how}" for name in columns), *game_columns]


def combine_teams(
    features: pd.DataFrame,
    games: pd.DataFrame,
    columns: Sequence[str],
    how: Combine,
    game_columns: Sequence[str] = (),
) -> pd.DataFrame:
    """Combine the feature rows of the home and the away team.

    Parameters
    ----------
    features
        The feature store: one row per game and team, as of the end of the day before the game.
    games
        `prm_games` or any part of it: `game_id`, `home_team_id`, `away_team_id`.
    columns
        Features that differ between the teams; combined to `<feature>_<how>`.
    how
        `difference` is home minus away, `sum` home plus away.
    game_columns
        Features that are the same for both teams, taken as they are.

    Returns
    -------
    pandas.DataFrame
        One row per game, in the order of `games`: `game_id` and the features as float.

    Raises
    ------
    GameRowsError
        When a feature is not in the store, or a team of a game has no row there, or an unknown value is
        left in a feature.
    """
    wanted = [*columns, *game_columns]
    absent = sorted(set(wanted) - set(features.columns))
    if absent:
        raise GameRowsError(f"expected {', '.join(absent)} in the feature store, was without")
    indexed = features.set_index(["game_id", "team_id"])[wanted].astype("float64")
    home = _rows_of(indexed, games, "home_team_id")
    away = _rows_of(indexed, games, "away_team_id")
    left, right = home[list(columns)], away[list(columns)]
    combined = left - right if how == "difference" else left + right
    combined = pd.concat([combined, home[list(game_columns)]], axis=1)
    combined.columns = pd.Index(game_row_names(columns, how, game_columns))
    return _complete(combined.rename_axis("game_id").reset_index())


def _rows_of(indexed: pd.DataFrame, games: pd.DataFrame, team: str) -> pd.DataFrame:
    keys = pd.MultiIndex.from_arrays([games["game_id"], games[team]])
    missing = ~keys.isin(indexed.index)
    if missing.any():
        game_id, team_id = keys[missing][0]
        raise GameRowsError(
            f"game {game_id}, {team} {team_id}: expected a row in the feature store, was none "
            f"({int(missing.sum())} such rows)"
        )
    return indexed.loc[keys].droplevel(1)


def _complete(rows: pd.DataFrame) -> pd.DataFrame:
    unknown = rows.isna().sum()
    broken = unknown[unknown > 0]
    if len(broken):
        raise GameRowsError(
            f"feature {broken.index[0]!r}: expected a value in every game row, "
            f"was unknown in {broken.iloc[0]}"
        )
    return rows
