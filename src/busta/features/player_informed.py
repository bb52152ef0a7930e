"""The line-up beside a player once somebody has seen it, or an injury list, with the hour at which he saw it."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from busta.features.availability import AvailabilitySettings, informed_probability, known_statuses
from busta.features.groups import FeatureColumn, Information
from busta.features.player_groups import QUESTIONS, PlayerFeatureGroup, player_table
from busta.features.player_questions import PLAYER_KEYS
from busta.features.player_teammates import LINEUP_COLUMNS, lineup_features

STARTING = ("expected_starter", "confirmed_starter")


def informed_lineup_features(
    questions: pd.DataFrame,
    outlook: pd.DataFrame,
    player_games: pd.DataFrame,
    availability: pd.DataFrame,
    settings: AvailabilitySettings,
    information: Information,
) -> pd.DataFrame:
    """Say who will be there beside every player asked about, by what was seen on the day of the game.

    Parameters
    ----------
    questions, outlook, player_games, availability
        ``feat_player_questions``, ``feat_player_outlook``, ``prm_player_games`` (earlier days only are used),
        ``prm_availability``.
    settings
        How a status becomes a probability to play.
    information
        ``morning`` or ``tip_off``; it also begins the names of the columns.

    Returns
    -------
    pandas.DataFrame
        One row per question: the keys and the columns of the group. Where nobody has looked at the team, the values
        of the evening before stand.
    """
    statuses = known_statuses(availability, information, settings)
    informed = informed_probability(outlook, player_games, statuses, settings)
    evening = outlook["play_probability"].to_numpy()
    changed = outlook.assign(play_probability=np.where(np.isnan(informed), evening, informed))
    beside = lineup_features(questions, changed)
    columns = {f"{information}_{name}": beside[name].to_numpy() for name in LINEUP_COLUMNS}
    rows = questions[[*PLAYER_KEYS, "team_id"]]
    man = [*PLAYER_KEYS, "team_id"]
    own = rows.merge(changed[[*man, "play_probability"]], how="left", on=man, validate="one_to_one")
    status = rows.merge(statuses, how="left", on=man, validate="one_to_one")["status"]
    looked_at = pd.MultiIndex.from_frame(statuses[["game_id", "team_id"]])
    is_known = pd.MultiIndex.from_frame(rows[["game_id", "team_id"]]).isin(looked_at)
    columns[f"{information}_play_probability"] = own["play_probability"].to_numpy()
    columns[f"{information}_is_starting"] = status.isin(STARTING).to_numpy()
    columns[f"{information}_is_known"] = is_known
    return player_table(questions, columns)


def _columns(information: Information) -> dict[str, FeatureColumn]:
    when = information.replace("_", "-")
    lineup = {
        f"{information}_{name}": FeatureColumn(
            f"{column.description.removesuffix('.')}, with what was seen by {when}.",
            column.unit,
            missing=column.missing,
        )
        for name, column in LINEUP_COLUMNS.items()
    }
    return lineup | {
        f"{information}_play_probability": FeatureColumn(
            f"Probability that he plays, with what was seen by {when}.", "probability", missing="league_mean"
        ),
        f"{information}_is_starting": FeatureColumn(
            f"Whether he was seen among the men who start by {when}.", "0 or 1"
        ),
        f"{information}_is_known": FeatureColumn(
            f"Whether somebody had looked at his team's line-up or injuries by {when}.", "0 or 1"
        ),
    }


def _group(information: Information) -> PlayerFeatureGroup:
    return PlayerFeatureGroup(
        name=f"lineup_{information}",
        function=partial(informed_lineup_features, information=information),
        inputs=(QUESTIONS, "feat_player_outlook", "prm_player_games", "prm_availability"),
        columns=_columns(information),
        information=information,
        theme=f"lineup_{information}",
    )


MORNING, TIP_OFF = _group("morning"), _group("tip_off")
