"""What a group of features is: a function, and one description per column it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from busta.ratings.game_days import TEAM_GAME_KEYS

FEATURE_KEYS = TEAM_GAME_KEYS
Information = Literal["evening", "morning", "tip_off"]
Missing = Literal["never", "zero", "league_mean"]
Scope = Literal["team", "game"]


class FeatureError(ValueError):
    """A feature table or a group of features is not as declared."""


@dataclass(frozen=True)
class FeatureColumn:
    """One column of the feature store.

    Attributes
    ----------
    description
        What it says, in a sentence.
    unit
        Unit of the values, e.g. ``points per 100 possessions``.
    missing
        What the store puts where it is null: ``never`` (a null is an error), ``zero`` (counts, deviations)
        or ``league_mean`` (mean of the column over earlier days).
    scope
        ``team``: differs between the two rows of a game; ``game``: the same on both.
    prior
        League mean before the first evening with a known value.
    """

    description: str
    unit: str
    missing: Missing = "never"
    scope: Scope = "team"
    prior: float = 0.0


@dataclass(frozen=True)
class FeatureGroup:
    """A table of features, how it is made and when it may be known.

    Attributes
    ----------
    name
        Name of the group; its table is ``feat_team_<name>``.
    function
        Takes the tables named in ``inputs``, then the settings; gives one row per team and game, keys first.
    inputs
        Names of the primary tables it reads, in the order of the arguments.
    columns
        Column name to its description; exactly what the function makes beside the keys.
    information
        When it may be known: the evening before, the morning of the game, or at tip-off.
    """

    name: str
    function: Callable[..., pd.DataFrame]
    inputs: tuple[str, ...]
    columns: Mapping[str, FeatureColumn]
    information: Information = "evening"

    @property
    def table(self) -> str:
        """Name of the group's table in the catalog."""
        return f"feat_team_{self.name}"

    @property
    def missing_flag(self) -> str | None:
        """Column of the store that says whether a value was filled; null where none ever is."""
        can_miss = any(column.missing != "never" for column in self.columns.values())
        return f"{self.name}_missing" if can_miss else None

    def build(self, tables: Mapping[str, pd.DataFrame], settings: Any) -> pd.DataFrame:
        """Make the group's table.

        Parameters
        ----------
        tables
            Primary tables by catalog name; more than the group reads is fine.
        settings
            The group's block of the parameters.

        Returns
        -------
        pandas.DataFrame
            One row per team and game: the keys, then the columns of the group.
        """
        return self.function(*(tables[name] for name in self.inputs), settings)


def collect_groups(*groups: FeatureGroup) -> dict[str, FeatureGroup]:
    """Put groups in one registry.

    Parameters
    ----------
    *groups
        Groups in the order of the ablation.

    Returns
    -------
    dict
        Name to group.

    Raises
    ------
    FeatureError
        If a name of a group or a column, flags included, is used twice.
    """
    owner: dict[str, str] = {}
    for group in groups:
        for column in (*group.columns, *filter(None, [group.missing_flag])):
            if column in owner:
                both = f"{owner[column]} and {group.name}"
                raise FeatureError(f"Feature column {column}: expected in one group, was in {both}.")
            owner[column] = group.name
    registry = {group.name: group for group in groups}
    if len(registry) < len(groups):
        raise FeatureError(f"Feature groups: expected unique names, was {[group.name for group in groups]}.")
    return registry
