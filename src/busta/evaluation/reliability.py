"""Does a probability happen as often as it says? Bins, curves, and what chance alone would show."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from busta.evaluation.bootstrap import BootstrapRules, EvaluationError, Floats
from busta.evaluation.scores import checked


@dataclass(frozen=True)
class NullBand:
    """Where a perfectly calibrated forecaster with these probabilities lies, at this number of rows."""

    low: float
    median: float
    high: float


def equal_count_bins(probability: ArrayLike, bins: int) -> NDArray[np.intp]:
    """Bin of each row; bins hold equally many rows, as nearly as equal forecasts allow.

    Parameters
    ----------
    probability : array-like, shape (rows,)
    bins : int
        At least 1. Equal forecasts always share a bin, so fewer may be used.

    Returns
    -------
    ndarray of int, shape (rows,)
        From 0, without gaps.
    """
    p = np.asarray(probability, dtype=np.float64)
    if bins < 1 or not len(p):
        raise EvaluationError(f"Expected at least one bin and one row, was {bins} and {len(p)}.")
    edges = np.unique(np.quantile(p, np.linspace(0, 1, bins + 1)[1:-1]))
    return np.unique(np.searchsorted(edges, p, side="right"), return_inverse=True)[1]


def expected_calibration_error(probability: ArrayLike, outcome: ArrayLike, bins: int) -> float:
    """Mean over rows of the gap between forecast and frequency in the row's bin, in [0, 1].

    It is biased upwards: read it only beside `calibration_error_null_band`.

    Parameters
    ----------
    probability, outcome : array-like, shape (rows,)
        See `busta.evaluation.scores`.
    bins : int
        Equal-count bins.
    """
    p, y = checked(probability, outcome)
    return float(np.abs(np.bincount(equal_count_bins(p, bins), weights=y - p)).sum() / len(p))


def calibration_error_null_band(probability: ArrayLike, bins: int, rules: BootstrapRules) -> NullBand:
    """Calibration error that chance alone gives a forecaster who is exactly right.

    Outcomes are drawn from the probabilities themselves, `rules.draws` times.

    Parameters
    ----------
    probability : array-like, shape (rows,)
        In [0, 1].
    bins : int
        The same as for the error it is compared with.
    rules : BootstrapRules
        Draws, seed, and the level of the band.

    Returns
    -------
    NullBand
    """
    p, _ = checked(probability, np.zeros(len(np.asarray(probability))))
    errors = np.abs(_null_bin_sums(p, equal_count_bins(p, bins), rules)).sum(axis=1) / len(p)
    low, median, high = np.quantile(errors, [(1 - rules.level) / 2, 0.5, (1 + rules.level) / 2])
    return NullBand(low=float(low), median=float(median), high=float(high))


def reliability_curve(
    probability: ArrayLike, outcome: ArrayLike, bins: int, rules: BootstrapRules
) -> pd.DataFrame:
    """Forecast and frequency by bin, with the band a calibrated forecaster stays in.

    Parameters
    ----------
    probability, outcome : array-like, shape (rows,)
        See `busta.evaluation.scores`.
    bins : int
        Equal-count bins.
    rules : BootstrapRules
        Draws, seed, and the level of the band (for each bin alone).

    Returns
    -------
    DataFrame
        One row per bin: `bin`, `n`, `probability` (mean forecast), `frequency` (share of overs), `null_low`,
        `null_high`.
    """
    p, y = checked(probability, outcome)
    code = equal_count_bins(p, bins)
    n = np.bincount(code)
    mean = np.bincount(code, weights=p) / n
    gaps = _null_bin_sums(p, code, rules) / n
    low, high = np.quantile(gaps, [(1 - rules.level) / 2, (1 + rules.level) / 2], axis=0)
    return pd.DataFrame(
        {
            "bin": np.arange(len(n)),
            "n": n,
            "probability": mean,
            "frequency": np.bincount(code, weights=y) / n,
            "null_low": mean + low,
            "null_high": mean + high,
        }
    )


def _null_bin_sums(p: Floats, code: NDArray[np.intp], rules: BootstrapRules) -> Floats:
    generator = np.random.default_rng(rules.seed)
    bins = int(code.max()) + 1
    sums = np.empty((rules.draws, bins))
    for draw in range(rules.draws):
        sums[draw] = np.bincount(code, weights=(generator.random(len(p)) < p) - p, minlength=bins)
    return sums
