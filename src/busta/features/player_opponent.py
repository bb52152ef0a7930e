"""What the opponent allows of a quantity, and what the player's own team makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from busta.features.groups import FeatureColumn
from busta.features.player_groups import QUESTIONS, PlayerFeatureGroup, player_table
from busta.features.player_history import History
from busta.nba.player_statistics import quantity, quantity_name
from busta.ratings.ranges import check_share


@dataclass(frozen=True)
class OpponentSettings:
    """How fast the past of a team fades.

    Attributes
    ----------
    alpha
        Weight of a team's last game in its moving means.
    league_decay
        Weight of a team's game in the mean of the league, against the one after it.
    """

    alpha: float
    league_decay: float

    def __post_init__(self) -> None:
        check_share("Opponent", self, "alpha", "league_decay")


def opponent_features(
    questions: pd.DataFrame, team_games: pd.DataFrame, settings: OpponentSettings, parts: Sequence[str]
) -> pd.DataFrame:
    """Describe what the teams of every question's game make and allow of a quantity.

    Parameters
    ----------
    questions, team_games
        ``feat_player_questions``, ``prm_team_games``.
    settings
        How fast the past fades.
    parts
        The statistics of the sum.

    Returns
    -------
    pandas.DataFrame
        One row per question: the keys and the columns of `opponent_group`, as of the end of the day before the
        game.
    """
    name = quantity_name(parts)
    played = team_games[team_games["points"].notna()]
    made, allowed = History(played, ["team_id"]), History(played, ["opponent_team_id"])
    own = made.before(questions).ema(quantity(made.rows, parts).to_numpy(), settings.alpha)
    against = allowed.before(questions, ["opponent_id"]).ema(
        quantity(allowed.rows, parts).to_numpy(), settings.alpha
    )
    league = History(played.assign(league=0), ["league"])
    level = league.before(questions.assign(league=0)).ema(
        quantity(league.rows, parts).to_numpy(), 1 - settings.league_decay
    )
    columns = {
        f"opponent_{name}_allowed": against,
        f"opponent_{name}_ratio": _ratio(against, level),
        f"team_{name}_ratio": _ratio(own, level),
    }
    return player_table(questions, columns)


def _ratio(upper: np.ndarray, level: np.ndarray) -> np.ndarray:
    return np.divide(upper, level, out=np.full(len(upper), np.nan), where=level > 0)


def opponent_group(parts: Sequence[str]) -> PlayerFeatureGroup:
    """Make the group of what teams allow and make of a quantity.

    Parameters
    ----------
    parts
        The statistics of the sum.

    Returns
    -------
    PlayerFeatureGroup
        ``opponent_<quantity>``.
    """
    name = quantity_name(parts)
    what = " + ".join(parts).replace("_", " ").capitalize()
    columns = {
        f"opponent_{name}_allowed": FeatureColumn(
            f"{what} of all men against the opponent, moving mean.", "a game", missing="league_mean"
        ),
        f"opponent_{name}_ratio": FeatureColumn(
            f"{what}: what the opponent allows, by the mean of the league.", "ratio", "league_mean", prior=1.0
        ),
        f"team_{name}_ratio": FeatureColumn(
            f"{what}: what his team makes, by the mean of the league.", "ratio", "league_mean", prior=1.0
        ),
    }
    function = partial(opponent_features, parts=tuple(parts))
    inputs = (QUESTIONS, "prm_team_games")
    return PlayerFeatureGroup(f"opponent_{name}", function, inputs, columns, theme="opponent")
