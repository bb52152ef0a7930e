"""The question of a player market, row by row: what he did, the line he was given, and what was known of him."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from busta.evaluation.training_table import KEYS, with_outcome
from busta.nba.player_statistics import quantity

PLAYER_KEYS = ["game_id", "player_id"]
QUESTION_COLUMNS = [
    *KEYS, "season_type", "actual", "line", "outcome", "market_probability", "market_moment", "is_price_assumed",
    "is_complete",
]  # fmt: skip


def player_questions_of(
    questions: pd.DataFrame, player_games: pd.DataFrame, lines: pd.DataFrame, parts: Sequence[str]
) -> pd.DataFrame:
    """Put the question of one market to every man who is asked about.

    Parameters
    ----------
    questions
        ``feat_player_questions``.
    player_games
        ``prm_player_games``.
    lines
        Rows of ``prm_prop_lines`` of the market at one moment.
    parts
        The statistics whose sum is Y.

    Returns
    -------
    pandas.DataFrame
        One row per question, by date, game and player, columns `QUESTION_COLUMNS`; ``actual`` is null for a man who
        did not play and for a game to come, ``line`` and what belongs to it where nobody quotes him.
    """
    rows = questions[["season", *PLAYER_KEYS, "game_date", "season_type"]]
    actual = player_games[PLAYER_KEYS].assign(actual=quantity(player_games, parts).to_numpy(dtype="float64"))
    quoted = lines[[*PLAYER_KEYS, "line", "market_probability", "moment"]].rename(
        columns={"moment": "market_moment"}
    )
    for table in (actual, quoted):
        rows = rows.merge(table, on=PLAYER_KEYS, how="left", validate="one_to_one")
    rows = with_outcome(rows).assign(is_price_assumed=False, is_complete=True)
    rows = rows.astype({"player_id": "Int64", "market_moment": "str", "line": "float64"})
    return rows.sort_values(["game_date", "game_id", "player_id"], ignore_index=True)[QUESTION_COLUMNS]


def player_training_table(rows: pd.DataFrame, features: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Put the features of a market beside its questions.

    Parameters
    ----------
    rows
        As from `player_questions_of`.
    features
        ``features_players``, one row per question.
    names
        Features of the market.

    Returns
    -------
    pandas.DataFrame
        The rows, then the features (float32), as of the information of their groups.
    """
    known = features[[*PLAYER_KEYS, *names]].astype({"player_id": "Int64"})
    return rows.merge(known, on=PLAYER_KEYS, how="left", validate="one_to_one")


def player_out_of_fold(table: pd.DataFrame, forecasts: pd.DataFrame) -> pd.DataFrame:
    """Put forecasts of tested rows beside what happened.

    Parameters
    ----------
    table
        The market's training table.
    forecasts
        As from `busta.learners.fold_models.forecast_folds`.

    Returns
    -------
    pandas.DataFrame
        One row per question of a tested game, by date, game and player: ``season, game_id, game_date, player_id, fold,
        mean`` (units of Y, above 0) and ``actual``.
    """
    known = table[[*KEYS, "actual"]]
    rows = forecasts[["fold", *PLAYER_KEYS, "mean"]].merge(
        known, on=PLAYER_KEYS, how="left", validate="one_to_one"
    )
    return player_rows_in_order([rows[[*KEYS, "fold", "mean", "actual"]]])


def player_rows_in_order(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put tables of players under each other, by date, game and player."""
    rows = pd.concat(parts, ignore_index=True)
    return rows.sort_values(["game_date", "game_id", "player_id"], ignore_index=True)


def games_of(table: pd.DataFrame) -> pd.DataFrame:
    """List the games of a table of players, for folds.

    Parameters
    ----------
    table
        The market's training table.

    Returns
    -------
    pandas.DataFrame
        One row per game by date: ``season, game_id, game_date, actual`` (0 where anybody is known to have played, else
        null) and ``is_complete``.
    """
    known = table.groupby("game_id")["actual"].transform("count").to_numpy() > 0
    games = table[["season", "game_id", "game_date", "is_complete"]].assign(
        actual=np.where(known, 0.0, np.nan)
    )
    return games.drop_duplicates("game_id").sort_values(["game_date", "game_id"], ignore_index=True)
