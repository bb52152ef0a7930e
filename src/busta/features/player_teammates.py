"""Who else will be there: minutes and production of team-mates that are expected to be missing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd

from busta.features.groups import FeatureColumn
from busta.features.player_form import FormSettings, league_rate, shrunk_rate
from busta.features.player_groups import QUESTIONS, PlayerFeatureGroup, player_table
from busta.features.player_history import History
from busta.features.player_questions import PLAYER_KEYS
from busta.nba.boxscore import REGULATION_MINUTES
from busta.nba.player_statistics import quantity, quantity_name

_TEAM = ["game_id", "team_id"]
LINEUP_COLUMNS = {
    "lineup_minutes_out": FeatureColumn(
        "Minutes a game of team-mates that are expected to be missing.", "minutes", missing="league_mean"
    ),
    "lineup_minutes_there": FeatureColumn(
        "Minutes a game of team-mates that are expected to be there.", "minutes", missing="league_mean"
    ),
    "lineup_minutes_if_he_plays": FeatureColumn(
        "Minutes left to him when he and the others share those of the team.",
        "minutes",
        missing="league_mean",
    ),
}


def lineup_features(questions: pd.DataFrame, outlook: pd.DataFrame, settings: None = None) -> pd.DataFrame:
    """Say how much of a team is expected to be missing, beside every player asked about.

    Parameters
    ----------
    questions, outlook
        ``feat_player_questions``, ``feat_player_outlook``; whose ``play_probability`` it is decides as of when the
        features are.
    settings
        None are needed.

    Returns
    -------
    pandas.DataFrame
        One row per question: the keys and `LINEUP_COLUMNS`; null where he is not on the books. As of the end of the
        day before the game.
    """
    own, others = _beside(questions, _men(outlook))
    minutes = own["expected"].to_numpy()
    everybody = others["there"].to_numpy() + minutes
    columns = {
        "lineup_minutes_out": (others["expected"] - others["there"]).to_numpy(),
        "lineup_minutes_there": others["there"].to_numpy(),
        "lineup_minutes_if_he_plays": minutes * REGULATION_MINUTES / everybody,
    }
    return player_table(questions, columns)


def teammates_features(
    questions: pd.DataFrame,
    player_games: pd.DataFrame,
    outlook: pd.DataFrame,
    settings: FormSettings,
    parts: Sequence[str],
) -> pd.DataFrame:
    """Say how much of a quantity is made by team-mates that will be there or not.

    Parameters
    ----------
    questions, player_games, outlook
        ``feat_player_questions``, ``prm_player_games``, ``feat_player_outlook``.
    settings
        How the rates of the men are shrunk.
    parts
        The statistics of the sum.

    Returns
    -------
    pandas.DataFrame
        One row per question: the keys and the columns of `teammates_group`; null where his team has no outlook. As
        of the end of the day before the game.
    """
    name = quantity_name(parts)
    men = _men(outlook)
    rate = _rates(men, player_games, settings, parts)
    men = men.assign(expected=men["expected"] * rate, there=men["there"] * rate)
    _, others = _beside(questions, men)
    columns = {
        f"teammates_{name}_out": (others["expected"] - others["there"]).to_numpy(),
        f"teammates_{name}_there": others["there"].to_numpy(),
    }
    return player_table(questions, columns)


def _men(outlook: pd.DataFrame) -> pd.DataFrame:
    men = outlook[["season", "game_date", *_TEAM, "player_id"]].assign(expected=outlook["expected_minutes"])
    return men.assign(there=men["expected"] * outlook["play_probability"])


def _beside(questions: pd.DataFrame, men: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    sums = ["expected", "there"]
    teams = men.groupby(_TEAM, sort=False)[sums].sum().reset_index()
    rows = questions[[*PLAYER_KEYS, "team_id"]]
    team = rows.merge(teams, how="left", on=_TEAM, validate="many_to_one")[sums]
    own = rows.merge(
        men[[*_TEAM, "player_id", *sums]], how="left", on=[*_TEAM, "player_id"], validate="one_to_one"
    )[sums]
    return own, team - own.fillna(0.0)


def _rates(
    men: pd.DataFrame, player_games: pd.DataFrame, settings: FormSettings, parts: Sequence[str]
) -> np.ndarray:
    history = History(player_games, ["player_id"])
    return shrunk_rate(
        history.before(men),
        league_rate(player_games, men, parts, settings.league_decay),
        quantity(history.rows, parts).to_numpy(),
        history.values("minutes"),
        settings.prior_of(quantity_name(parts)),
        settings.rate_decay,
    )


LINEUP = PlayerFeatureGroup(
    name="lineup",
    function=lineup_features,
    inputs=(QUESTIONS, "feat_player_outlook"),
    columns=LINEUP_COLUMNS,
    theme="lineup",
)


def teammates_group(parts: Sequence[str]) -> PlayerFeatureGroup:
    """Make the group of what team-mates make of a quantity.

    Parameters
    ----------
    parts
        The statistics of the sum.

    Returns
    -------
    PlayerFeatureGroup
        ``teammates_<quantity>``.
    """
    name = quantity_name(parts)
    what = " + ".join(parts).replace("_", " ").capitalize()
    columns = {
        f"teammates_{name}_{key}": FeatureColumn(
            f"{what} of team-mates expected to be {said}.", "a game", missing="league_mean"
        )
        for key, said in (("out", "missing"), ("there", "there"))
    }
    function = partial(teammates_features, parts=tuple(parts))
    inputs = (QUESTIONS, "prm_player_games", "feat_player_outlook")
    return PlayerFeatureGroup(f"teammates_{name}", function, inputs, columns, theme="teammates")
