"""Every group of features, in the order in which the ablation adds them.

A new group is a module with a ``GROUP`` and one line here; the feature store, the data dictionary, the
leakage laws and the roster of markets read this registry and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from busta.features import availability, efficiency, elo, four_factors, past_lines, players, schedule
from busta.features.groups import FeatureColumn, FeatureError, FeatureGroup, Scope, collect_groups

__all__ = [
    "FEATURE_GROUPS",
    "FeatureColumn",
    "FeatureError",
    "FeatureGroup",
    "feature_columns",
    "feature_dictionary",
    "missing_flags",
]

FEATURE_GROUPS: dict[str, FeatureGroup] = collect_groups(
    elo.GROUP,
    efficiency.GROUP,
    schedule.GROUP,
    four_factors.GROUP,
    players.GROUP,
    past_lines.GROUP,
    availability.MORNING,
    availability.TIP_OFF,
)


def feature_columns(names: Iterable[str], scope: Scope | None = None) -> list[str]:
    """Columns of the feature store that belong to some groups.

    Parameters
    ----------
    names
        Names of groups.
    scope
        Only columns that differ between the teams of a game (``team``), or only those that do not (``game``).

    Returns
    -------
    list
        Columns in the order of the groups, the flag of each group (scope ``team``) last.

    Raises
    ------
    FeatureError
        If a name is not registered.
    """
    columns: list[str] = []
    for name in names:
        if name not in FEATURE_GROUPS:
            raise FeatureError(f"Feature group: expected one of {', '.join(FEATURE_GROUPS)}, was {name!r}.")
        group = FEATURE_GROUPS[name]
        columns += [key for key, column in group.columns.items() if scope in (None, column.scope)]
        if group.missing_flag and scope != "game":
            columns.append(group.missing_flag)
    return columns


def missing_flags(names: Iterable[str]) -> list[str]:
    """Columns of the feature store that say whether a value of some groups was filled in.

    Parameters
    ----------
    names
        Names of groups.

    Returns
    -------
    list
        One column for each group that can miss a value.
    """
    return [flag for name in names if (flag := FEATURE_GROUPS[name].missing_flag)]


def feature_dictionary() -> pd.DataFrame:
    """Describe every feature, for the data dictionary.

    Returns
    -------
    pandas.DataFrame
        One row per column of the feature store beside the keys: ``column, group, information, unit, missing,
        scope, description``.
    """
    rows = []
    for group in FEATURE_GROUPS.values():
        for name, column in group.columns.items():
            described = (column.unit, column.missing, column.scope, column.description)
            rows.append((name, group.name, group.information, *described))
        if group.missing_flag:
            said = f"Whether a value of the group {group.name} was not known and was filled."
            rows.append((group.missing_flag, group.name, group.information, "0 or 1", "never", "team", said))
    columns = ["column", "group", "information", "unit", "missing", "scope", "description"]
    return pd.DataFrame(rows, columns=columns)
