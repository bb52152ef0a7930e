"""Nodes of the features of players, for the markets that ask about players."""

from collections.abc import Sequence

import pandas as pd

from busta.features.player_groups import PlayerFeatureGroup
from busta.features.player_questions import player_questions
from busta.features.player_store import build_player_store
from busta.params.player_features import PlayerFeatureParams


def make_questions(
    prm_team_games: pd.DataFrame,
    prm_player_games: pd.DataFrame,
    feat_player_outlook: pd.DataFrame,
    prm_prop_quotes: pd.DataFrame,
) -> pd.DataFrame:
    """Make ``feat_player_questions``, see `busta.features.player_questions.player_questions`."""
    return player_questions(prm_team_games, prm_player_games, feat_player_outlook, prm_prop_quotes)


def make_player_group(
    params: PlayerFeatureParams, *tables: pd.DataFrame, group: PlayerFeatureGroup
) -> pd.DataFrame:
    """Make the table of a group of player features.

    Parameters
    ----------
    params
        Settings of the themes.
    *tables
        The tables that the group reads, in its order.
    group
        The group.

    Returns
    -------
    pandas.DataFrame
        One row per question: the keys and the columns of the group.
    """
    inputs = dict(zip(group.inputs, tables, strict=True))
    return group.build(inputs, params.settings_of(group.theme))


def join_player_features(
    questions: pd.DataFrame, *tables: pd.DataFrame, groups: Sequence[PlayerFeatureGroup]
) -> pd.DataFrame:
    """Make ``features_players``, see `busta.features.player_store.build_player_store`.

    Parameters
    ----------
    questions
        ``feat_player_questions``.
    *tables
        The tables of the groups.
    groups
        The groups that some market uses.

    Returns
    -------
    pandas.DataFrame
        One row per question, nothing missing.
    """
    return build_player_store(questions, tables, groups)
