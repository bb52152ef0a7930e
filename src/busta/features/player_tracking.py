"""How a player moved and handled the ball in the season before, as the cameras of the league counted it."""

from __future__ import annotations

import pandas as pd

from busta.features.groups import FeatureColumn
from busta.features.player_groups import QUESTIONS, PlayerFeatureGroup, player_table
from busta.features.season_before import of_season_before

_PER_MINUTE = {
    "touches": "Touches",
    "front_court_touches": "Touches in the front court",
    "elbow_touches": "Touches at the elbow",
    "post_touches": "Touches in the post",
    "paint_touches": "Touches in the paint",
    "possession_minutes": "Minutes with the ball in hand",
    "passes_made": "Passes made",
    "passes_received": "Passes received",
    "potential_assists": "Passes that were an assist if the shot fell",
    "secondary_assists": "Passes before the assist",
    "drives": "Drives",
    "catch_shoot_fga": "Shots straight from a catch",
    "contested_shots_2pt": "Shots for two that he contested",
    "contested_shots_3pt": "Shots for three that he contested",
    "deflections": "Deflections",
    "screen_assists": "Screens that freed a scorer",
    "loose_balls_recovered": "Loose balls recovered",
    "box_outs": "Box-outs",
}
_AS_COUNTED = {
    "seconds_per_touch": ("Seconds with the ball at a touch.", "seconds"),
    "dribbles_per_touch": ("Dribbles at a touch.", "dribbles"),
    "speed_mph_offence": ("Speed on offence.", "miles an hour"),
    "speed_mph_defence": ("Speed on defence.", "miles an hour"),
}
# Name to description, upper and lower number.
_RATIOS = {
    "drive_quality": ("Points of a drive.", "points", "drive_points", "drives"),
    "catch_shoot_quality": (
        "Points of a shot straight from a catch.", "points", "catch_shoot_points", "catch_shoot_fga",
    ),
    "pass_quality": ("Points of an assist.", "points", "assist_points", "potential_assists"),
}  # fmt: skip
TRACKING_COLUMNS = (
    {
        f"tracking_{name}": FeatureColumn(f"{said}, the season before.", "a minute", "league_mean")
        for name, said in _PER_MINUTE.items()
    }
    | {
        f"tracking_{name}": FeatureColumn(f"{said[:-1]}, the season before.", unit, "league_mean")
        for name, (said, unit) in _AS_COUNTED.items()
    }
    | {
        f"tracking_{name}": FeatureColumn(f"{said[:-1]}, the season before.", unit, "league_mean")
        for name, (said, unit, _, _) in _RATIOS.items()
    }
    | {
        "tracking_distance": FeatureColumn(
            "Way he ran in a minute, the season before.", "miles a minute", "league_mean"
        ),
        "tracking_minutes": FeatureColumn(
            "Minutes a game in which the cameras saw him, the season before.", "minutes", "league_mean"
        ),
    }
)


def tracking_features(questions: pd.DataFrame, tracking: pd.DataFrame, settings: None = None) -> pd.DataFrame:
    """Look up how every player asked about moved in the season before.

    Parameters
    ----------
    questions, tracking
        ``feat_player_questions``, ``prm_tracking``: totals of whole seasons.
    settings
        None are needed.

    Returns
    -------
    pandas.DataFrame
        One row per question: the keys and `TRACKING_COLUMNS`; null for a man who did not play in the season before,
        and where the cameras did not count yet. As of the day on which the season's totals may be used.
    """
    found = of_season_before(questions, _rates(tracking), list(TRACKING_COLUMNS))
    return player_table(questions, {name: found[name].to_numpy() for name in TRACKING_COLUMNS})


def _rates(tracking: pd.DataFrame) -> pd.DataFrame:
    minutes = tracking["minutes"].where(tracking["minutes"] > 0)
    rates = {f"tracking_{name}": tracking[name] / minutes for name in _PER_MINUTE}
    rates |= {f"tracking_{name}": tracking[name] for name in _AS_COUNTED}
    rates |= {
        f"tracking_{name}": tracking[upper] / tracking[lower].where(tracking[lower] > 0)
        for name, (_, _, upper, lower) in _RATIOS.items()
    }
    distance = tracking["distance_miles_offence"] + tracking["distance_miles_defence"]
    rates["tracking_distance"] = distance / minutes
    rates["tracking_minutes"] = minutes / tracking["games"].where(tracking["games"] > 0)
    return tracking[["season", "player_id", "usable_from"]].assign(**rates)


GROUP = PlayerFeatureGroup(
    name="tracking",
    function=tracking_features,
    inputs=(QUESTIONS, "prm_tracking"),
    columns=TRACKING_COLUMNS,
    theme="tracking",
)
