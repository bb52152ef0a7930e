"""The player feature store: every group of player features side by side, nothing missing.

What stands where a value is not known is that of the team store, see `busta.features.store`; a flag
``<group>_missing`` marks every row of which a value was filled.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from busta.features.groups import FeatureError
from busta.features.player_groups import PlayerFeatureGroup
from busta.features.player_questions import PLAYER_KEYS
from busta.features.store import league_mean_before
from busta.schemas.features import PLAYER_STORE_KEYS


def build_player_store(
    questions: pd.DataFrame, tables: Sequence[pd.DataFrame], groups: Sequence[PlayerFeatureGroup]
) -> pd.DataFrame:
    """Join tables of player features and fill what is not known.

    Parameters
    ----------
    questions
        ``feat_player_questions``.
    tables
        One table per group, rows as the questions.
    groups
        The groups, in the order of the tables.

    Returns
    -------
    pandas.DataFrame
        One row per question, in their order: `PLAYER_STORE_KEYS`, then per group its columns and its flag, all
        float32 and finite. As of the information of the groups.

    Raises
    ------
    FeatureError
        If a table lacks or adds a row or a column, or a column that is never missing has a null.
    """
    parts = [questions[list(PLAYER_STORE_KEYS)].reset_index(drop=True)]
    for table, group in zip(tables, groups, strict=True):
        _check(table, questions, group)
        parts.append(_filled(table, questions, group))
    return pd.concat(parts, axis=1)


def _check(table: pd.DataFrame, questions: pd.DataFrame, group: PlayerFeatureGroup) -> None:
    expected, found = [*PLAYER_KEYS, *group.columns], list(table.columns)
    if found != expected:
        wrong = sorted(set(expected) ^ set(found)) or "the same columns in another order"
        raise FeatureError(f"{group.table}: expected the columns of its group, was different in {wrong}.")
    rows, keys = (frame[PLAYER_KEYS].reset_index(drop=True) for frame in (table, questions))
    if not rows.equals(keys):
        raise FeatureError(
            f"{group.table}: expected the rows of the questions ({len(keys)}), was different ({len(rows)} rows)."
        )
    required = [name for name, column in group.columns.items() if column.missing == "never"]
    for name in table[required].columns[table[required].isna().any()]:
        game_id, player_id = table.loc[table[name].isna(), PLAYER_KEYS].iloc[0]
        raise FeatureError(
            f"{group.table}, column {name}, game {game_id}, player {player_id}: expected a value, was null."
        )


def _filled(table: pd.DataFrame, questions: pd.DataFrame, group: PlayerFeatureGroup) -> pd.DataFrame:
    values = table[list(group.columns)].reset_index(drop=True)
    unknown = values.columns[values.isna().any()]
    out = values.fillna({name: 0.0 for name in unknown if group.columns[name].missing == "zero"})
    levels = [name for name in unknown if group.columns[name].missing == "league_mean"]
    if levels:
        days = questions[["season", "game_date"]].reset_index(drop=True)
        means = league_mean_before(pd.concat([days, values[levels]], axis=1), levels)
        means = means.fillna({name: group.columns[name].prior for name in levels})
        out[levels] = out[levels].fillna(means.astype(np.float32))
    if group.missing_flag:
        out[group.missing_flag] = values.isna().any(axis=1).astype(np.float32)
    return out.astype(np.float32)
