"""Scores of what knowing more on the day is worth, season by season."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import BootstrapRules, Estimate, draw_days, mean_estimate, paired_difference
from busta.evaluation.score_table import POOLED
from busta.evaluation.scores import brier_rows

FORECASTS = {
    "evening": "probability_evening",
    "informed": "probability_informed",
    "market": "market_probability",
}
# Name to the two forecasts of which it is the first minus the second, game by game.
DIFFERENCES = {
    "informed_minus_evening": ("informed", "evening"),
    "informed_minus_market": ("informed", "market"),
    "evening_minus_market": ("evening", "market"),
}
_UNKNOWN = Estimate(float("nan"), float("nan"), float("nan"), 0)
_FIRST = ["information", "season", "market_moment", "market_quotes", "known", "n"]
SCORED_COLUMNS = [
    *_FIRST,
    *(f"{name}{end}" for name in (*FORECASTS, *DIFFERENCES) for end in ("", "_low", "_high")),
]


def score_information(informed: pd.DataFrame, rules: BootstrapRules) -> pd.DataFrame:
    """Brier score of the same games with and without what was seen on the day, and of the line of that hour.

    Parameters
    ----------
    informed
        One row per information and game, see `busta.evaluation.information.informed_rows`.
    rules
        By day; the draws are the same for all forecasts, so differences are paired.

    Returns
    -------
    pandas.DataFrame
        One row per information and season (`all` for pooled, last), columns `SCORED_COLUMNS`: `known` counts the
        settled games of which both teams had been looked at, `n` those of them that have a line of the hour; all
        scores are on these. Each score and difference has `_low` and `_high`; below zero the first is better.
        Where nobody quotes at all, `n` is `known` and the numbers of the market are null.
    """
    settled = informed[informed["outcome"].notna()]
    parts: list[dict[str, object]] = []
    for information, rows in settled.groupby("information", sort=False):
        seasons = [(str(season), part) for season, part in rows.groupby("season", sort=True)]
        for season, part in [*seasons, (POOLED, rows)]:
            parts.append({"information": information, "season": season} | _scored(part, rules))
    return pd.DataFrame(parts, columns=SCORED_COLUMNS)


def _scored(rows: pd.DataFrame, rules: BootstrapRules) -> dict[str, object]:
    is_quoted = rows["market_probability"].notna()
    asked = rows[is_quoted] if is_quoted.any() else rows
    days, outcome = draw_days(asked["game_date"], rules), asked["outcome"].to_numpy(dtype=np.float64)
    errors = {
        name: brier_rows(asked[column], outcome)
        for name, column in FORECASTS.items()
        if name != "market" or is_quoted.any()
    }
    scored: dict[str, object] = {
        "market_moment": _listed(asked["market_moment"]),
        "market_quotes": _listed(asked["market_quotes"]),
        "known": len(rows),
        "n": len(asked),
    }
    for name in FORECASTS:
        scored |= _fields(name, mean_estimate(errors[name], days) if name in errors else _UNKNOWN)
    for name, (first, second) in DIFFERENCES.items():
        both = first in errors and second in errors
        scored |= _fields(name, paired_difference(errors[first], errors[second], days) if both else _UNKNOWN)
    return scored


def _listed(names: pd.Series) -> str:
    return " and ".join(sorted(names.dropna().unique()))


def _fields(name: str, estimate: Estimate) -> dict[str, object]:
    return {name: estimate.value, f"{name}_low": estimate.low, f"{name}_high": estimate.high}
