"""What a player has made of a statistic, or a sum of statistics, in his earlier games."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from busta.features.groups import FeatureColumn
from busta.features.player_groups import QUESTIONS, PlayerFeatureGroup, player_table
from busta.features.player_history import History, Past
from busta.features.player_minutes import MinutesSettings, form_columns, form_values, projected_minutes
from busta.nba.player_statistics import quantity, quantity_name
from busta.ratings.ranges import check_above_zero, check_share


@dataclass(frozen=True)
class FormSettings:
    """How the rate of a player is shrunk.

    Attributes
    ----------
    rate_decay
        Weight of a game in the rate per minute, against the game after it.
    prior_minutes
        Quantity to the minutes of an average player that every player is taken to have played already.
    other_prior_minutes
        The same for quantities that are not listed.
    league_decay
        Weight of a row in the rate of the league, against the row after it (rows of all players, by day).
    minutes
        Settings of the projected minutes.
    """

    rate_decay: float
    prior_minutes: Mapping[str, float]
    other_prior_minutes: float
    league_decay: float
    minutes: MinutesSettings

    def __post_init__(self) -> None:
        check_share("Form of players", self, "rate_decay", "league_decay")
        check_above_zero("Form of players", self, "other_prior_minutes")
        for name, minutes in self.prior_minutes.items():
            if minutes <= 0:
                raise ValueError(f"Form of players prior_minutes {name}: expected above 0, was {minutes}.")

    def prior_of(self, name: str) -> float:
        """Minutes of the prior of a quantity."""
        return self.prior_minutes.get(name, self.other_prior_minutes)


def league_rate(
    player_games: pd.DataFrame, questions: pd.DataFrame, parts: Sequence[str], decay: float
) -> np.ndarray:
    """Rate per minute of all players of the league before the day of every question.

    Parameters
    ----------
    player_games, questions
        ``prm_player_games``, and any rows with ``season`` and ``game_date``.
    parts
        The statistics of the sum.
    decay
        Weight of a row against the row after it.

    Returns
    -------
    numpy.ndarray
        Per minute; null on the first day.
    """
    history = History(player_games.assign(league=0), ["league"])
    past = history.before(questions[["season", "game_date"]].assign(league=0))
    made = past.faded_total(quantity(history.rows, parts).to_numpy(), decay)
    played = past.faded_total(history.values("minutes"), decay)
    return np.divide(made, played, out=np.full(len(made), np.nan), where=played > 0)


def shrunk_rate(
    past: Past,
    league: np.ndarray,
    values: np.ndarray,
    minutes: np.ndarray,
    prior_minutes: float,
    decay: float,
) -> np.ndarray:
    """Rate per minute of every player, shrunk towards a rate of the league.

    Parameters
    ----------
    past
        The earlier games of every question's player.
    league
        One rate per question.
    values, minutes
        Statistic and minutes of each row of the history.
    prior_minutes
        Minutes with the rate of the league that every player is taken to have played.
    decay
        Weight of a game against the one after it.

    Returns
    -------
    numpy.ndarray
        Per minute; that of the league for a man nobody has seen.
    """
    made = past.faded_total(values, decay)
    played = past.faded_total(np.where(np.isfinite(values), minutes, 0.0), decay)
    return np.asarray((made + prior_minutes * league) / (played + prior_minutes))


def form_features(
    questions: pd.DataFrame, player_games: pd.DataFrame, settings: FormSettings, parts: Sequence[str]
) -> pd.DataFrame:
    """Describe what every player asked about has made of a quantity in his earlier games.

    Parameters
    ----------
    questions, player_games
        ``feat_player_questions``, ``prm_player_games``.
    settings
        How the rate is shrunk.
    parts
        The statistics of the sum.

    Returns
    -------
    pandas.DataFrame
        One row per question: the keys and the columns of `form_group`, as of the end of the day before the game.
    """
    name = quantity_name(parts)
    history = History(player_games, ["player_id"])
    past, minutes = history.before(questions), history.values("minutes")
    values = quantity(history.rows, parts).to_numpy()
    columns = form_values(past, values, name)
    league = league_rate(player_games, questions, parts, settings.league_decay)
    rate = shrunk_rate(past, league, values, minutes, settings.prior_of(name), settings.rate_decay)
    columns[f"{name}_rate"] = rate
    columns[f"{name}_projected"] = rate * projected_minutes(past, minutes, settings.minutes)
    return player_table(questions, columns)


def form_group(parts: Sequence[str]) -> PlayerFeatureGroup:
    """Make the group of features of a quantity.

    Parameters
    ----------
    parts
        The statistics of the sum.

    Returns
    -------
    PlayerFeatureGroup
        ``form_<quantity>``.
    """
    name = quantity_name(parts)
    what = " + ".join(parts).replace("_", " ").capitalize()
    columns = form_columns(name, what, "a game") | {
        f"{name}_rate": FeatureColumn(
            f"{what}: a minute, shrunk towards the league.", "a minute", missing="league_mean"
        ),
        f"{name}_projected": FeatureColumn(
            f"{what}: shrunk rate times projected minutes.", "a game", missing="league_mean"
        ),
    }
    function = partial(form_features, parts=tuple(parts))
    inputs = (QUESTIONS, "prm_player_games")
    return PlayerFeatureGroup(f"form_{name}", function, inputs, columns, theme="form")
