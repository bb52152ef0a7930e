"""The feature store as it would have looked on the day of the game: the same columns, later information."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from busta.features.registry import FEATURE_GROUPS

# Groups of later information that hold other groups' columns anew, named `<group>_<column>`.
LATER_GROUPS = tuple(name for name, group in FEATURE_GROUPS.items() if group.information != "evening")


def informed_columns(groups: Iterable[str], later: str) -> dict[str, str]:
    """Say which columns of the evening a later group holds anew.

    Parameters
    ----------
    groups
        Names of groups of the evening.
    later
        Name of a group of later information, e.g. ``morning``.

    Returns
    -------
    dict
        Column of the evening to column of the later group: ``lineup_value`` to ``morning_lineup_value``, and
        the flag of missing values of a group of which any column is held anew. Empty where there is none.
    """
    group = FEATURE_GROUPS[later]
    pairs: dict[str, str] = {}
    for evening in (FEATURE_GROUPS[name] for name in groups):
        renewed = {name: f"{later}_{name}" for name in evening.columns if f"{later}_{name}" in group.columns}
        if renewed and evening.missing_flag and group.missing_flag:
            renewed[evening.missing_flag] = group.missing_flag
        pairs |= renewed
    return pairs


def informed_store(features: pd.DataFrame, groups: Iterable[str], later: str) -> pd.DataFrame:
    """Put what was seen on the day in the place of what was expected on the evening before.

    Parameters
    ----------
    features
        The feature store, or rows of it: one row per game and team.
    groups, later
        As for `informed_columns`.

    Returns
    -------
    pandas.DataFrame
        The same rows and columns; known at the moment of the later group, no longer on the evening before.
    """
    pairs = informed_columns(groups, later)
    return features.assign(**{evening: features[renewed] for evening, renewed in pairs.items()})


def games_known(features: pd.DataFrame, later: str) -> pd.Index:
    """List the games of which both teams had been looked at.

    Parameters
    ----------
    features
        The feature store: ``game_id`` and ``<later>_is_known``, 0 or 1.
    later
        Name of a group of later information.

    Returns
    -------
    pandas.Index
        Values of ``game_id``, each once.
    """
    known = features.groupby("game_id")[f"{later}_is_known"].min()
    return known.index[known == 1]
