"""The line-up a team is expected to field, as features."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.features.groups import FEATURE_KEYS, FeatureColumn, FeatureGroup
from busta.features.outlook import LINEUP_KINDS
from busta.ratings.lineups import LineupSettings, TeamGames, share_minutes

_MEANING = {
    "value": "by the men's box scores, points of margin against an average opponent",
    "adjusted": "by box scores and margins (Kalman filter), points of margin against an average opponent",
    "scoring": "by the men's box scores, points of the game's total",
}
LINEUP_COLUMNS = (
    {
        f"lineup_{kind}": FeatureColumn(f"Expected line-up {said}.", "points", missing="league_mean")
        for kind, said in _MEANING.items()
    }
    | {
        f"lineup_{kind}_deviation": FeatureColumn(
            f"Expected line-up minus the team's line-ups of late, {said}.", "points", missing="zero"
        )
        for kind, said in _MEANING.items()
    }
    | {
        "lineup_absent_share": FeatureColumn(
            "Share of the minutes of the men on the books that is expected to be missing.",
            "share",
            missing="league_mean",
            prior=0.3,
        ),
        "lineup_uncertainty": FeatureColumn(
            "Standard deviation of the minutes that will be there, each man playing or not by himself.",
            "minutes",
            missing="league_mean",
            prior=20.0,
        ),
    }
)


def lineup_features(
    team_games: pd.DataFrame, outlook: pd.DataFrame, settings: LineupSettings
) -> pd.DataFrame:
    """Value the line-up a team is expected to field, and how it departs from its line-ups of late.

    Parameters
    ----------
    team_games
        ``prm_team_games``: one row per team and game, played or not.
    outlook
        ``feat_player_outlook``; whose ``play_probability`` it is decides as of when the features are.
    settings
        Minutes of a team and the cap of a man.

    Returns
    -------
    pandas.DataFrame
        One row per team and game, sorted by ``game_date, game_id, team_id``: the keys and ``LINEUP_COLUMNS``;
        missing where the outlook has no value. As of the end of the day before ``game_date``.
    """
    segments = TeamGames(outlook)
    expected, probability = outlook["expected_minutes"].to_numpy(), outlook["play_probability"].to_numpy()
    weight = expected * probability
    minutes = share_minutes(weight, segments, settings.team_minutes, settings.max_minutes)
    effect = outlook["team_effect"].to_numpy()[segments.starts]
    columns: dict[str, np.ndarray] = {}
    for kind in LINEUP_KINDS:
        worth = segments.sum(outlook[f"{kind}_per_minute"].to_numpy() * minutes)
        columns[f"lineup_{kind}"] = worth + (effect if kind == "adjusted" else 0.0)
    for kind in LINEUP_KINDS:
        usual = outlook[f"usual_{kind}"].to_numpy()[segments.starts]
        columns[f"lineup_{kind}_deviation"] = columns[f"lineup_{kind}"] - usual
    columns["lineup_absent_share"] = 1 - segments.sum(weight) / segments.sum(expected)
    spread = segments.sum(expected**2 * probability * (1 - probability))
    columns["lineup_uncertainty"] = np.sqrt(spread)
    values = pd.concat([segments.keys, pd.DataFrame(columns)], axis=1)
    keys = team_games.sort_values(["game_date", "game_id", "team_id"])[FEATURE_KEYS]
    return keys.merge(values, how="left", on=FEATURE_KEYS).reset_index(drop=True)


GROUP = FeatureGroup(
    name="players",
    function=lineup_features,
    inputs=("prm_team_games", "feat_player_outlook"),
    columns=LINEUP_COLUMNS,
)
