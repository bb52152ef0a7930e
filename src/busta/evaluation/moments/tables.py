"""What several themes need of the primary tables."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

REGULAR = "regular"


def regular_games(table: pd.DataFrame) -> pd.DataFrame:
    """Played games of the regular season.

    Parameters
    ----------
    table : DataFrame
        ``prm_games``, ``prm_team_games`` or ``prm_player_games``.

    Returns
    -------
    DataFrame
        Same columns, index from 0.
    """
    is_played = table["is_played"] if "is_played" in table else table["points"].notna()
    return table[is_played & (table["season_type"] == REGULAR)].reset_index(drop=True)


def around(table: pd.DataFrame, column: str, keys: Sequence[str]) -> pd.Series:
    """A column minus its mean among the rows with the same keys."""
    return table[column] - table.groupby(list(keys))[column].transform("mean")


def before(table: pd.DataFrame, column: str, keys: Sequence[str]) -> pd.Series:
    """A column of the row before with the same keys; null in the first one. Rows have to be in order."""
    return table.groupby(list(keys))[column].shift()


def both_sides(games: pd.DataFrame) -> pd.DataFrame:
    """Give every game a row for either team.

    Parameters
    ----------
    games : DataFrame
        Played games: ``season, game_id, game_date, home_team_id, away_team_id, home_points, away_points``.

    Returns
    -------
    DataFrame
        season, game_id, game_date, team_id, is_home, points, margin (own minus opponent's), is_win.
    """
    keys = ["season", "game_id", "game_date"]
    sides = [
        games[[*keys, f"{own}_team_id", f"{own}_points", f"{other}_points"]]
        .set_axis([*keys, "team_id", "points", "against"], axis=1)
        .assign(is_home=own == "home")
        for own, other in (("home", "away"), ("away", "home"))
    ]
    table = pd.concat(sides, ignore_index=True)
    margin = table["points"] - table["against"]
    return table.assign(margin=margin, is_win=(margin > 0).astype(float)).drop(columns="against")
