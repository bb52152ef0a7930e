"""Every theme of player features: what a market names in its block, and the groups that come of it.

A theme is a group of its own, or a recipe for one group per quantity (``form`` of the market ``points`` is the group
``form_points``), so a new sum of statistics needs no Python. A new theme is a module and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import pandas as pd

from busta.features import (
    player_advanced,
    player_awards,
    player_bio,
    player_context,
    player_extras,
    player_form,
    player_game_lines,
    player_informed,
    player_matchups,
    player_minutes,
    player_opponent,
    player_pace,
    player_salary,
    player_schedule,
    player_teammates,
    player_tracking,
    player_usage,
)
from busta.features.groups import FeatureError, collect_groups
from busta.features.player_groups import PlayerFeatureGroup

PLAYER_GROUPS: Mapping[str, PlayerFeatureGroup] = {
    group.theme: group
    for group in (
        player_minutes.GROUP,
        player_usage.GROUP,
        player_schedule.GROUP,
        player_pace.GROUP,
        player_teammates.LINEUP,
        player_game_lines.PAST_LINES,
        player_game_lines.GROUP,
        player_informed.MORNING,
        player_informed.TIP_OFF,
        player_advanced.GROUP,
        player_matchups.OPPONENT_RANKS,
        player_tracking.GROUP,
        player_context.GROUP,
        player_awards.GROUP,
        player_bio.GROUP,
        player_salary.GROUP,
    )
}
QUANTITY_GROUPS: Mapping[str, Callable[[Sequence[str]], PlayerFeatureGroup]] = {
    "form": player_form.form_group,
    "opponent": player_opponent.opponent_group,
    "teammates": player_teammates.teammates_group,
    "extras": player_extras.extras_group,
    "matchups": player_matchups.matchups_group,
}
# What the files at hand cannot tell, and the file that could.
NO_SOURCE: Mapping[str, str] = {
    "all_star": "all_stars/*.csv: season, player_id and the date on which he was named",
    "contract_year": "contracts/*.csv: player_id, signed on, last season",
    "national_television": "broadcasts/*.csv: game_id, network and the date on which it was announced, every season",
    "tracking_of_games": "tracking_games/*.csv: game_id, player_id, speed, distance, touches",
}
THEMES = (*QUANTITY_GROUPS, *PLAYER_GROUPS)


def player_group(theme: str, parts: Sequence[str]) -> PlayerFeatureGroup:
    """Look up the group of a theme for a quantity.

    Parameters
    ----------
    theme
        One of `THEMES`.
    parts
        The statistics whose sum is asked for.

    Returns
    -------
    PlayerFeatureGroup
        The group; the same for every quantity where the theme has none.

    Raises
    ------
    FeatureError
        If the theme is not known, or no file tells it.
    """
    if theme in NO_SOURCE:
        raise FeatureError(f"Player feature theme {theme!r}: expected the file {NO_SOURCE[theme]}, was none.")
    if theme not in THEMES:
        raise FeatureError(f"Player feature theme: expected one of {', '.join(THEMES)}, was {theme!r}.")
    return QUANTITY_GROUPS[theme](parts) if theme in QUANTITY_GROUPS else PLAYER_GROUPS[theme]


def player_groups(themes: Iterable[str], parts: Sequence[str]) -> list[PlayerFeatureGroup]:
    """Look up the groups of several themes, see `player_group`."""
    return [player_group(theme, parts) for theme in themes]


def player_feature_columns(themes: Iterable[str], parts: Sequence[str]) -> list[str]:
    """Columns of the player feature store that belong to some themes.

    Parameters
    ----------
    themes, parts
        As for `player_group`.

    Returns
    -------
    list
        Columns in the order of the themes, the flag of each group last.
    """
    columns: list[str] = []
    for group in player_groups(themes, parts):
        columns += [*group.columns, *filter(None, [group.missing_flag])]
    return columns


def used_groups(wanted: Iterable[tuple[Sequence[str], Sequence[str]]]) -> list[PlayerFeatureGroup]:
    """List the groups that some markets use, each once.

    Parameters
    ----------
    wanted
        Themes and parts of every market.

    Returns
    -------
    list
        In the order in which they are named first.

    Raises
    ------
    FeatureError
        If two groups have a column in common.
    """
    groups = {group.name: group for themes, parts in wanted for group in player_groups(themes, parts)}
    collect_groups(*groups.values())
    return list(groups.values())


def player_feature_dictionary(parts: Sequence[str]) -> pd.DataFrame:
    """Describe every player feature there is for a quantity, for the data dictionary.

    Parameters
    ----------
    parts
        The statistics of an example; columns of other quantities are named after them.

    Returns
    -------
    pandas.DataFrame
        One row per column: ``column, theme, information, unit, missing, description``.
    """
    rows = [
        (name, group.theme, group.information, column.unit, column.missing, column.description)
        for group in player_groups(THEMES, parts)
        for name, column in group.columns.items()
    ]
    columns = ["column", "theme", "information", "unit", "missing", "description"]
    return pd.DataFrame(rows, columns=columns)
