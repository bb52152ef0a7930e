"""Dean Oliver's four factors of both sides, over recent games and the season to date."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from busta.features.groups import FEATURE_KEYS, FeatureColumn, FeatureGroup
from busta.ratings.possessions import possessions, with_opponent

WINDOWS = ("short", "medium", "season")
PER_100 = "points per 100 possessions"
# What a ratio is, its unit, and its value in the league before any game is known.
RATIOS = {
    "shooting": ("Effective field goal share", "share", 0.5),
    "turnovers": ("Turnovers per possession", "share", 0.14),
    "offensive_rebounds": ("Share of own misses rebounded", "share", 0.25),
    "free_throws": ("Free throws made per field goal attempt", "share", 0.2),
    "opponent_shooting": ("Effective field goal share of the opponents", "share", 0.5),
    "opponent_turnovers": ("Turnovers per possession of the opponents", "share", 0.14),
    "opponent_offensive_rebounds": ("Share of their own misses the opponents rebounded", "share", 0.25),
    "opponent_free_throws": ("Free throws made per field goal attempt of the opponents", "share", 0.2),
    "points_for": ("Points scored", PER_100, 105.0),
    "points_against": ("Points allowed", PER_100, 105.0),
    "net_rating": ("Points scored less points allowed", PER_100, 0.0),
}
FOUR_FACTORS_COLUMNS = {
    f"factors_{ratio}_{window}": FeatureColumn(
        f"{said} ({window} window of this season's games).", unit, missing="league_mean", prior=prior
    )
    for window in WINDOWS
    for ratio, (said, unit, prior) in RATIOS.items()
}
BOX = ["points", "fgm", "fga", "fg3m", "ftm", "fta", "oreb", "dreb", "tov"]


@dataclass(frozen=True)
class FourFactorsSettings:
    """Lengths of the windows.

    Attributes
    ----------
    short_games, medium_games
        Latest games of this season that count, at least 1.
    """

    short_games: int
    medium_games: int

    def __post_init__(self) -> None:
        if not 1 <= self.short_games < self.medium_games:
            raise ValueError(
                "Four factors windows: expected 1 <= short_games < medium_games, was "
                f"{self.short_games} and {self.medium_games}."
            )


def four_factors(sums: pd.DataFrame) -> pd.DataFrame:
    """Turn sums of box scores into ratios.

    Shooting (FGM + 0.5 FG3M) / FGA; turnovers TOV / possessions; offensive rebounds OREB / (OREB + opponent's
    DREB); free throws FTM / FGA (Oliver, Basketball on Paper, 2004). Points are per 100 possessions, the mean
    of both teams' possessions.

    Parameters
    ----------
    sums
        Sums of ``points, fgm, fga, fg3m, ftm, fta, oreb, dreb, tov`` and of the same with ``opponent_``.

    Returns
    -------
    pandas.DataFrame
        The columns ``RATIOS``, shares or points per 100 possessions; null where nothing was summed.
    """
    own, other = sums[BOX], sums[[f"opponent_{name}" for name in BOX]].set_axis(BOX, axis=1)
    shared = (possessions(own) + possessions(other)) / 2
    out = _side(own, other, "") | _side(other, own, "opponent_")
    out["points_for"] = 100.0 * own["points"] / shared
    out["points_against"] = 100.0 * other["points"] / shared
    out["net_rating"] = out["points_for"] - out["points_against"]
    return pd.DataFrame(out)[list(RATIOS)]


def four_factors_features(team_games: pd.DataFrame, settings: FourFactorsSettings) -> pd.DataFrame:
    """Four factors of every team over its games of this season before the day.

    Parameters
    ----------
    team_games
        One row per team and game (``prm_team_games``), unplayed games with null statistics.
    settings
        Lengths of the windows.

    Returns
    -------
    pandas.DataFrame
        One row per team and game, sorted by ``game_date, game_id, team_id``: the keys and
        ``factors_<ratio>_<window>`` for every ratio and the windows ``short, medium, season``; null before
        the first game of a season. As of the end of the day before ``game_date``.
    """
    rows = team_games.sort_values(["game_date", "game_id", "team_id"], ignore_index=True)
    boxes = with_opponent(rows, BOX)
    statistics = [*BOX, *(f"opponent_{name}" for name in BOX)]
    boxes = boxes.dropna(subset=statistics)
    # Sums of whole numbers are exact, so that a difference of two of them is exact too.
    by_team = boxes.groupby(["season", "team_id"])
    totals = boxes[["season", "team_id", "game_date"]].join(by_team[statistics].cumsum())
    lengths = {"short": settings.short_games, "medium": settings.medium_games}
    parts = [rows[FEATURE_KEYS]]
    for window in WINDOWS:
        sums = totals.copy()
        if games := lengths.get(window):
            earlier = totals.groupby(["season", "team_id"])[statistics].shift(games).fillna(0.0)
            sums[statistics] -= earlier
        ratios = sums[["season", "team_id", "game_date"]].join(four_factors(sums).add_prefix("factors_"))
        parts.append(_as_of(rows, ratios).add_suffix(f"_{window}"))
    return pd.concat(parts, axis=1)


def _as_of(rows: pd.DataFrame, ratios: pd.DataFrame) -> pd.DataFrame:
    # As of the evening before: a game of the same day is never the latest one.
    keys = ["season", "team_id", "game_date"]
    known = pd.merge_asof(
        rows[keys], ratios, on="game_date", by=["season", "team_id"], allow_exact_matches=False
    )
    return known.drop(columns=keys)


def _side(own: pd.DataFrame, other: pd.DataFrame, prefix: str) -> dict[str, pd.Series]:
    return {
        f"{prefix}shooting": (own["fgm"] + 0.5 * own["fg3m"]) / own["fga"],
        f"{prefix}turnovers": own["tov"] / possessions(own),
        f"{prefix}offensive_rebounds": own["oreb"] / (own["oreb"] + other["dreb"]),
        f"{prefix}free_throws": own["ftm"] / own["fga"],
    }


GROUP = FeatureGroup(
    name="four_factors",
    function=four_factors_features,
    inputs=("prm_team_games",),
    columns=FOUR_FACTORS_COLUMNS,
)
