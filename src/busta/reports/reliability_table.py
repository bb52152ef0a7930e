"""What was said and what happened, bin by bin, with the interval of the measured share."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import BootstrapRules, DayDraws, draw_days, safe_ratio
from busta.evaluation.reliability import equal_count_bins, reliability_curve

FORECASTERS = {"model": "probability_model", "close": "market_probability"}


def known_rows(probabilities: pd.DataFrame) -> tuple[pd.DataFrame, Mapping[str, str]]:
    """Rows that all forecasters of a diagram share, and these forecasters.

    Parameters
    ----------
    probabilities
        ``{market}.probabilities``.

    Returns
    -------
    tuple
        The rows with an outcome and every forecast, and forecaster to column; without ``close`` where
        nobody quotes the market.
    """
    known = {name: column for name, column in FORECASTERS.items() if probabilities[column].notna().any()}
    return probabilities.dropna(subset=["outcome", *known.values()]), known


def reliability_table(probabilities: pd.DataFrame, rules: BootstrapRules, bins: int) -> pd.DataFrame:
    """Reliability of the model and of the closing line on the same rows.

    Parameters
    ----------
    probabilities
        ``{market}.probabilities``: one row per published forecast.
    rules
        Draws, seed and level of intervals and bands.
    bins
        Bins of equal count.

    Returns
    -------
    pandas.DataFrame
        One row per forecaster (``model``, ``close``) and bin: n, probability (mean), frequency, low and high
        (bootstrap by day), null_low and null_high (a calibrated forecaster, by chance).
    """
    rows, known = known_rows(probabilities)
    outcome = rows["outcome"].to_numpy(dtype=np.float64)
    days = draw_days(rows["game_date"], rules)
    parts = []
    for name, column in known.items():
        probability = rows[column].to_numpy(dtype=np.float64)
        curve = reliability_curve(probability, outcome, bins, rules)
        low, high = _intervals(equal_count_bins(probability, bins), outcome, days)
        parts.append(curve.assign(forecaster=name, low=low, high=high))
    table = pd.concat(parts, ignore_index=True)
    return table[
        ["forecaster", "bin", "n", "probability", "frequency", "low", "high", "null_low", "null_high"]
    ]


def _intervals(code: np.ndarray, outcome: np.ndarray, days: DayDraws) -> tuple[list[float], list[float]]:
    is_in_bin = (code[:, None] == np.arange(code.max() + 1)).astype(np.float64)
    shares = safe_ratio(days.sums(is_in_bin * outcome[:, None]), days.sums(is_in_bin))
    measured = (is_in_bin * outcome[:, None]).sum(axis=0) / is_in_bin.sum(axis=0)
    estimates = [days.estimate(value, draws) for value, draws in zip(measured, shares.T, strict=True)]
    return [estimate.low for estimate in estimates], [estimate.high for estimate in estimates]
