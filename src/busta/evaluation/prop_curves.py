"""What was said of players and what happened, bin by bin: the tables behind the charts of a player market."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import DayDraws, Floats, draw_days, safe_ratio
from busta.evaluation.pit import pit_shares
from busta.evaluation.prop_line_scores import BLEND, MARKET
from busta.evaluation.prop_scores import MODEL, SYNTHETIC, PropScoreRules
from busta.evaluation.reliability import equal_count_bins

PIT = "pit"
PIT_BINS = 20
CURVE_COLUMNS = ["part", "forecaster", "bin", "n", "probability", "frequency", "low", "high"]


def frequency_curve(probability: Floats, outcome: Floats, days: DayDraws, bins: int) -> pd.DataFrame:
    """Forecast and frequency by bin, with intervals by day.

    Parameters
    ----------
    probability, outcome : ndarray, shape (rows,)
    days : DayDraws
        Of the same rows; lines of one man on one day hang together, and are drawn together.
    bins : int
        Equal-count bins.

    Returns
    -------
    DataFrame
        One row per bin: `bin`, `n`, `probability` (mean), `frequency` (share of overs), `low`, `high`.
    """
    code = equal_count_bins(probability, bins)
    inside = (code[:, None] == np.arange(code.max() + 1)).astype(np.float64)
    n = inside.sum(axis=0)
    share = (inside * outcome[:, None]).sum(axis=0) / n
    draws = safe_ratio(days.sums(inside * outcome[:, None]), days.sums(inside))
    found = [days.estimate(value, drawn) for value, drawn in zip(share, draws.T, strict=True)]
    return pd.DataFrame(
        {
            "bin": np.arange(len(n)),
            "n": n.astype(np.int64),
            "probability": np.bincount(code, weights=probability) / n,
            "frequency": share,
            "low": [one.low for one in found],
            "high": [one.high for one in found],
        }
    )


def synthetic_curve(rows: pd.DataFrame, over: Floats, lines: Floats, rules: PropScoreRules) -> pd.DataFrame:
    """The model at synthetic lines.

    Parameters
    ----------
    rows : DataFrame
        `game_date`, `actual`, one row per man who played.
    over, lines : ndarray, shape (factors, rows)
        P(over), and the lines.
    rules : PropScoreRules

    Returns
    -------
    DataFrame
        Columns `CURVE_COLUMNS`, part `synthetic`.
    """
    days = draw_days(rows["game_date"], rules.bootstrap)
    every = DayDraws(days.weights, np.tile(days.day_of_row, len(lines)), days.level)
    outcome = (rows["actual"].to_numpy(dtype=np.float64) > lines).astype(np.float64)
    curve = frequency_curve(over.ravel(), outcome.ravel(), every, rules.bins)
    return curve.assign(part=SYNTHETIC, forecaster=MODEL)[CURVE_COLUMNS]


def line_curves(rows: pd.DataFrame, rules: PropScoreRules) -> pd.DataFrame:
    """Market, model and blend at real lines.

    Parameters
    ----------
    rows : DataFrame
        From `busta.evaluation.prop_line_scores.line_rows`.
    rules : PropScoreRules

    Returns
    -------
    DataFrame
        Columns `CURVE_COLUMNS`, the moment as `part`; no rows where nothing was decided.
    """
    parts = []
    for moment, own in rows.groupby("moment", sort=True):
        for name in (MARKET, MODEL, BLEND):
            known = own[own[name].notna()]
            if len(known):
                days = draw_days(known["game_date"], rules.bootstrap)
                curve = frequency_curve(
                    known[name].to_numpy(), known["outcome"].to_numpy(), days, rules.line_bins
                )
                parts.append(curve.assign(part=moment, forecaster=name))
    return (
        pd.concat(parts, ignore_index=True)[CURVE_COLUMNS] if parts else pd.DataFrame(columns=CURVE_COLUMNS)
    )


def pit_curves(pit: Mapping[str, Floats]) -> pd.DataFrame:
    """Where in its distribution every result fell.

    Parameters
    ----------
    pit : mapping
        Forecaster to the randomised transforms of its rows.

    Returns
    -------
    DataFrame
        Columns `CURVE_COLUMNS`, part `pit`: `probability` is the middle of a bin, `frequency` the share of rows in
        it; without intervals.
    """
    middle = (np.arange(PIT_BINS) + 0.5) / PIT_BINS
    parts = [
        pd.DataFrame(
            {
                "part": PIT,
                "forecaster": name,
                "bin": np.arange(PIT_BINS),
                "n": np.rint(pit_shares(values, PIT_BINS) * len(values)).astype(np.int64),
                "probability": middle,
                "frequency": pit_shares(values, PIT_BINS),
                "low": np.nan,
                "high": np.nan,
            }
        )
        for name, values in pit.items()
    ]
    return pd.concat(parts, ignore_index=True)[CURVE_COLUMNS]
