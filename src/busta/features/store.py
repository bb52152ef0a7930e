"""The feature store: every group side by side, nothing missing.

What stands where a value is not known depends on the column (``FeatureColumn.missing``):

- ``never``: the feature is always known; a null is an error.
- ``zero``: counts and deviations from an average; nothing known is nothing counted, or the average.
- ``league_mean``: levels; the mean of the same column over all earlier days. Before any value is known, the
  column's prior.

A flag ``<group>_missing`` marks every row of which a value was filled.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from busta.features.groups import FEATURE_KEYS, FeatureError, FeatureGroup
from busta.ratings.game_days import walk_days


def build_feature_store(tables: Sequence[pd.DataFrame], groups: Sequence[FeatureGroup]) -> pd.DataFrame:
    """Join feature tables and fill what is not known.

    Parameters
    ----------
    tables
        One feature table per group, all with the same keys.
    groups
        The groups, in the order of the tables.

    Returns
    -------
    pandas.DataFrame
        One row per team and game, sorted by ``game_date, game_id, team_id``: ``season, game_id, team_id,
        game_date``, then per group its columns and its flag, all float and finite. As of the information of
        the groups.

    Raises
    ------
    FeatureError
        If a table lacks or adds a key or a column, or a column that is never missing has a null.
    """
    parts: list[pd.DataFrame] = []
    for table, group in zip(tables, groups, strict=True):
        rows = table.sort_values(["game_date", "game_id", "team_id"], ignore_index=True)
        if not parts:
            parts.append(rows[FEATURE_KEYS])
        _check(rows, parts[0], group)
        parts.append(_filled(rows, group))
    return pd.concat(parts, axis=1)


def league_mean_before(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Mean of columns over all earlier days.

    Parameters
    ----------
    table
        Rows with ``season, game_date`` and ``columns``, sorted by ``game_date``.
    columns
        Columns to average; nulls are left out.

    Returns
    -------
    pandas.DataFrame
        Same index, ``columns``; a row never sees its own day. Null before the first known value.
    """
    values = table[columns].to_numpy(dtype=float)
    known = np.isfinite(values)
    values = np.where(known, values, 0.0)
    total, count = np.zeros((2, len(columns)))
    means = np.full(values.shape, np.nan)
    for day in walk_days(table):
        means[day.rows] = np.divide(total, count, out=np.full(len(columns), np.nan), where=count > 0)
        total += values[day.rows].sum(axis=0)
        count += known[day.rows].sum(axis=0)
    return pd.DataFrame(means, columns=columns, index=table.index)


def _check(rows: pd.DataFrame, keys: pd.DataFrame, group: FeatureGroup) -> None:
    expected, found = [*FEATURE_KEYS, *group.columns], list(rows.columns)
    if found != expected:
        wrong = sorted(set(expected) ^ set(found)) or "the same columns in another order"
        raise FeatureError(f"{group.table}: expected the columns of the registry, was different in {wrong}.")
    if not rows[FEATURE_KEYS].equals(keys):
        raise FeatureError(
            f"{group.table}: expected the same games and teams as the first table ({len(keys)} rows), "
            f"was different ({len(rows)} rows)."
        )
    required = [name for name, column in group.columns.items() if column.missing == "never"]
    for name in rows[required].columns[rows[required].isna().any()]:
        first = rows.loc[rows[name].isna(), "game_id"].iloc[0]
        raise FeatureError(f"{group.table}, column {name}, game {first}: expected a value, was null.")


def _filled(rows: pd.DataFrame, group: FeatureGroup) -> pd.DataFrame:
    values = rows[list(group.columns)].astype(float)
    columns = [name for name, column in group.columns.items() if column.missing == "league_mean"]
    means = league_mean_before(rows, columns)
    fill = {name: means[name].fillna(group.columns[name].prior) for name in columns}
    out = values.fillna(pd.DataFrame(fill, index=rows.index)).fillna(0.0)
    if group.missing_flag:
        out[group.missing_flag] = values.isna().any(axis=1).astype(float)
    return out
