"""Possessions of a team, from its box scores."""

from __future__ import annotations

import numpy as np
import pandas as pd

# Share of free throws that end a possession: the rest belong to and-ones, technical fouls and threes.
FREE_THROWS_ENDING_A_POSSESSION = 0.44


def possessions(box: pd.DataFrame) -> pd.Series:
    """Estimate the possessions a team used.

    FGA + 0.44 FTA - OREB + TOV (Oliver, Basketball on Paper, 2004).

    Parameters
    ----------
    box
        Rows with ``fga, fta, oreb, tov``.

    Returns
    -------
    pandas.Series
        Possessions per row, null where a statistic is null.
    """
    return box["fga"] + FREE_THROWS_ENDING_A_POSSESSION * box["fta"] - box["oreb"] + box["tov"]


def with_opponent(team_games: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Put the opponent's statistics beside a team's own.

    Parameters
    ----------
    team_games
        One row per team and game: ``game_id, team_id, opponent_team_id`` and ``columns``.
    columns
        Columns to bring over.

    Returns
    -------
    pandas.DataFrame
        The same rows in the same order, with ``opponent_<column>`` added.

    Raises
    ------
    ValueError
        If the row of an opponent is absent or double.
    """
    keys = ["game_id", "opponent_team_id"]
    other = team_games[["game_id", "team_id", *columns]].rename(
        columns={"team_id": "opponent_team_id"} | {name: f"opponent_{name}" for name in columns}
    )
    counts = other.groupby("game_id").size()
    alone = counts.index[counts != 2]
    if len(alone):
        raise ValueError(
            f"Game {alone[0]}: expected two team rows, was {counts[alone[0]]} ({len(alone)} such games)."
        )
    return team_games.merge(other, on=keys, how="left", validate="one_to_one")


def team_index(*team_ids: pd.Series) -> tuple[np.ndarray, list[np.ndarray]]:
    """Number the teams that a schedule names.

    Parameters
    ----------
    team_ids
        One or more columns of team ids.

    Returns
    -------
    tuple
        The sorted team ids, and for every column the positions of its entries among them.
    """
    arrays = [ids.to_numpy(dtype=np.int64) for ids in team_ids]
    teams = np.unique(np.concatenate(arrays))
    return teams, [np.searchsorted(teams, ids) for ids in arrays]
