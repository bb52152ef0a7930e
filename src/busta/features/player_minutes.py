"""How long a player has played, and how long he can be expected to play if he plays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.features.groups import FeatureColumn
from busta.features.player_groups import QUESTIONS, PlayerFeatureGroup, player_table
from busta.features.player_history import History, Past
from busta.features.player_questions import PLAYER_KEYS
from busta.ratings.ranges import check_above_zero, check_share

# Games of the means, and the weight of the last game in the moving means, by the end of the column's name.
MEANS = {"mean_3": 3, "mean_5": 5, "mean_10": 10, "mean_20": 20}
EMAS = {"ema_30": 0.30, "ema_10": 0.10, "ema_3": 0.03}
STD_GAMES, MEDIAN_GAMES = 10, 20


@dataclass(frozen=True)
class MinutesSettings:
    """How the minutes of a player are expected.

    Attributes
    ----------
    fast_share
        Weight of the fast moving mean in the projection, the slow one has the rest.
    prior_games, prior_minutes
        Every player is taken to have played so many games of so many minutes already.
    """

    fast_share: float
    prior_games: float
    prior_minutes: float

    def __post_init__(self) -> None:
        check_share("Minutes of players", self, "fast_share")
        check_above_zero("Minutes of players", self, "prior_games", "prior_minutes")


def form_values(past: Past, x: np.ndarray, prefix: str) -> dict[str, np.ndarray]:
    """Means, moving means and spread of a statistic over earlier games.

    Parameters
    ----------
    past
        The earlier rows of every question.
    x
        The statistic, one value per row of the history.
    prefix
        Beginning of the names.

    Returns
    -------
    dict
        Name to one value per question; null where no earlier game tells it.
    """
    values = {name: past.mean(x, past.from_last(games)) for name, games in MEANS.items()}
    values |= {name: past.ema(x, alpha) for name, alpha in EMAS.items()}
    values["std_10"] = past.std(x, STD_GAMES)
    values["median_20"] = past.median(x, MEDIAN_GAMES)
    values["season_mean"] = past.mean(x, past.season)
    values["previous_season_mean"] = past.previous_season_mean(x)
    return {f"{prefix}_{name}": value for name, value in values.items()}


def form_columns(prefix: str, what: str, unit: str) -> dict[str, FeatureColumn]:
    """Describe the columns of `form_values`.

    Parameters
    ----------
    prefix, what, unit
        Beginning of the names; the statistic in words; its unit.

    Returns
    -------
    dict
        Name to description, in the order of `form_values`.
    """
    said = {name: f"mean of his last {games} games" for name, games in MEANS.items()}
    said |= {name: f"moving mean, the last game weighing {alpha:g}" for name, alpha in EMAS.items()}
    said["std_10"] = f"standard deviation over his last {STD_GAMES} games"
    said["median_20"] = f"median of his last {MEDIAN_GAMES} games"
    said["season_mean"] = "mean of the season so far"
    said["previous_season_mean"] = "mean of the season before"
    return {
        f"{prefix}_{name}": FeatureColumn(f"{what}: {words}.", unit, missing="league_mean")
        for name, words in said.items()
    }


def projected_minutes(past: Past, minutes: np.ndarray, settings: MinutesSettings) -> np.ndarray:
    """Minutes a player can be expected to play, if he plays.

    Parameters
    ----------
    past
        The earlier games of every question's player.
    minutes
        Minutes of each of these games.
    settings
        Weights and prior.

    Returns
    -------
    numpy.ndarray
        Minutes; never null: a man nobody has seen is expected to play the minutes of the prior.
    """
    fast, slow = past.ema(minutes, EMAS["ema_30"]), past.ema(minutes, EMAS["ema_10"])
    mixed = settings.fast_share * fast + (1 - settings.fast_share) * slow
    games = past.count
    known = np.where(games > 0, mixed, 0.0) * games
    return np.asarray(
        (known + settings.prior_games * settings.prior_minutes) / (games + settings.prior_games)
    )


MINUTES_COLUMNS = form_columns("minutes", "Minutes", "minutes") | {
    "minutes_projected": FeatureColumn("Minutes expected of him if he plays, by his own games.", "minutes"),
    "minutes_last": FeatureColumn("Minutes of his last game.", "minutes", missing="league_mean"),
    "minutes_games": FeatureColumn("Games he has played.", "games"),
    "minutes_season_games": FeatureColumn("Games he has played this season.", "games"),
    "minutes_expected": FeatureColumn(
        "Minutes expected of him if he plays, by the outlook on the men of his team.",
        "minutes",
        missing="league_mean",
    ),
    "minutes_play_probability": FeatureColumn(
        "Probability that he plays, as of the evening before.", "probability", missing="league_mean"
    ),
}


def minutes_features(
    questions: pd.DataFrame, player_games: pd.DataFrame, outlook: pd.DataFrame, settings: MinutesSettings
) -> pd.DataFrame:
    """Say how long every player asked about has played and can be expected to play.

    Parameters
    ----------
    questions, player_games, outlook
        ``feat_player_questions``, ``prm_player_games``, ``feat_player_outlook``.
    settings
        Weights and prior of the projection.

    Returns
    -------
    pandas.DataFrame
        One row per question: the keys and `MINUTES_COLUMNS`, as of the end of the day before the game.
    """
    history = History(player_games, ["player_id"])
    past, minutes = history.before(questions), history.values("minutes")
    columns = form_values(past, minutes, "minutes")
    columns["minutes_projected"] = projected_minutes(past, minutes, settings)
    columns["minutes_last"] = past.last(minutes)
    columns["minutes_games"] = past.count.astype(float)
    columns["minutes_season_games"] = (past.end - past.season).astype(float)
    on_books = outlook[[*PLAYER_KEYS, "team_id", "expected_minutes", "play_probability"]]
    known = questions.merge(on_books, how="left", on=[*PLAYER_KEYS, "team_id"], validate="one_to_one")
    columns["minutes_expected"] = known["expected_minutes"].to_numpy()
    columns["minutes_play_probability"] = known["play_probability"].to_numpy()
    return player_table(questions, columns)


GROUP = PlayerFeatureGroup(
    name="minutes",
    function=minutes_features,
    inputs=(QUESTIONS, "prm_player_games", "feat_player_outlook"),
    columns=MINUTES_COLUMNS,
    theme="minutes",
)
