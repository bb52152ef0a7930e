"""Offence, defence and pace ratings as features."""

from __future__ import annotations

import pandas as pd

from busta.features.groups import FEATURE_KEYS, FeatureColumn, FeatureGroup
from busta.ratings.efficiency import HORIZONS, EfficiencySettings, efficiency_ratings

PER_100 = "points per 100 possessions"
PER_48 = "possessions per 48 minutes"
EFFICIENCY_COLUMNS = {
    f"efficiency_{kind}_{horizon}": FeatureColumn(f"{said} ({horizon} half-life).", unit)
    for horizon in HORIZONS
    for kind, said, unit in (
        ("offence", "Points scored above the average team, opponents and home taken out", PER_100),
        ("defence", "Points prevented above the average team, opponents and home taken out", PER_100),
        ("points", "Points expected of the team in 48 minutes of this game", "points"),
    )
} | {
    "efficiency_pace": FeatureColumn("What the team adds to the pace of its games.", PER_48),
    "efficiency_game_pace": FeatureColumn("Pace expected of this game.", PER_48, scope="game"),
}


def efficiency_features(team_games: pd.DataFrame, settings: EfficiencySettings) -> pd.DataFrame:
    """Offence, defence and pace of every team before each of its games.

    Parameters
    ----------
    team_games
        One row per team and game (``prm_team_games``), played or not.
    settings
        How fast the ratings learn and forget.

    Returns
    -------
    pandas.DataFrame
        One row per team and game, sorted by ``game_date, game_id, team_id``: the keys and
        ``EFFICIENCY_COLUMNS``. As of the end of the day before ``game_date``.
    """
    ratings = efficiency_ratings(team_games, settings)
    values = ratings.drop(columns=FEATURE_KEYS).add_prefix("efficiency_")
    return ratings[FEATURE_KEYS].join(values[list(EFFICIENCY_COLUMNS)])


GROUP = FeatureGroup(
    name="efficiency",
    function=efficiency_features,
    inputs=("prm_team_games",),
    columns=EFFICIENCY_COLUMNS,
)
