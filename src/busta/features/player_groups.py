"""What a group of player features is: a function of the questions, and one description per column it makes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.features.groups import FeatureGroup
from busta.features.player_questions import PLAYER_KEYS

QUESTIONS = "feat_player_questions"


@dataclass(frozen=True)
class PlayerFeatureGroup(FeatureGroup):
    """A table of features with one row per question, how it is made and when it may be known.

    Attributes
    ----------
    name
        Name of the group; its table is ``feat_player_<name>``.
    function
        Takes the tables named in ``inputs``, then the settings; gives one row per question, in their order: the
        keys, then the columns. See `player_table`.
    inputs
        Names of the tables it reads, in the order of the arguments; the first is ``feat_player_questions``.
    columns, information
        As for `busta.features.groups.FeatureGroup`.
    theme
        Block of the parameters with its settings: the name without the quantity.
    """

    theme: str = ""

    @property
    def table(self) -> str:
        """Name of the group's table in the catalog."""
        return f"feat_player_{self.name}"


def player_table(questions: pd.DataFrame, columns: dict[str, np.ndarray]) -> pd.DataFrame:
    """Put columns beside the keys of the questions.

    Parameters
    ----------
    questions
        ``feat_player_questions``.
    columns
        One array per column, in the order of the questions.

    Returns
    -------
    pandas.DataFrame
        ``game_id, player_id``, then the columns as float32, null where not known.
    """
    values = pd.DataFrame({name: np.asarray(values, np.float32) for name, values in columns.items()})
    return pd.concat([questions[PLAYER_KEYS].reset_index(drop=True), values], axis=1)


def of_team(
    questions: pd.DataFrame, team: str, table: pd.DataFrame, columns: tuple[str, ...]
) -> pd.DataFrame:
    """Look up features of a team of every question's game.

    Parameters
    ----------
    questions
        ``feat_player_questions``.
    team
        Column of the questions that names the team: ``team_id`` or ``opponent_id``.
    table
        A table with one row per team and game.
    columns
        Columns to look up.

    Returns
    -------
    pandas.DataFrame
        In the order of the questions; null where the team has no row.
    """
    keys = questions[["game_id"]].assign(team_id=questions[team])
    wanted = table[["game_id", "team_id", *columns]]
    return keys.merge(wanted, how="left", on=["game_id", "team_id"], validate="many_to_one")[list(columns)]
