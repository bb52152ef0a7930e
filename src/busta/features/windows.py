"""Summaries of windows: one window a row, nulls where there is nothing.

Each takes an array (windows, length), the latest value in the last column, may change it, and gives one number a
window, null where too little is known.
"""

from __future__ import annotations

import numpy as np


def ratio(upper: np.ndarray, lower: np.ndarray) -> np.ndarray:
    """Divide where the lower number is above zero; null elsewhere."""
    return np.divide(upper, lower, out=np.full(len(upper), np.nan), where=lower > 0)


def median(window: np.ndarray) -> np.ndarray:
    """Median of the known values."""
    length = window.shape[1]
    window.sort(axis=1)  # nulls come last
    middle = (window[:, (length - 1) // 2] + window[:, length // 2]) / 2
    partly = np.flatnonzero(np.isnan(window[:, -1]))
    some, at = window[partly], np.arange(len(partly))
    few = length - np.isnan(some).sum(axis=1)
    low, high = some[at, np.maximum(few - 1, 0) // 2], some[at, few // 2]
    middle[partly] = np.where(few > 0, (low + high) / 2, np.nan)
    return np.asarray(middle)


def standard_deviation(window: np.ndarray) -> np.ndarray:
    """Standard deviation (n - 1) of the known values; null with fewer than two."""
    total, n = window.sum(axis=1), np.full(len(window), float(window.shape[1]))
    partly = np.flatnonzero(np.isnan(total))
    unknown = np.isnan(window[partly])
    n[partly] -= unknown.sum(axis=1)
    window[partly] = np.where(unknown, 0.0, window[partly])
    total[partly] = window[partly].sum(axis=1)
    window -= ratio(total, n)[:, None]
    window[partly] = np.where(unknown, 0.0, window[partly])
    squares = np.einsum("ij,ij->i", window, window)
    return np.sqrt(ratio(squares, np.where(n > 1, n - 1, 0)))


def minimum(window: np.ndarray) -> np.ndarray:
    """Least known value."""
    return np.asarray(np.fmin.reduce(window, axis=1))


def maximum(window: np.ndarray) -> np.ndarray:
    """Greatest known value."""
    return np.asarray(np.fmax.reduce(window, axis=1))


def slope(window: np.ndarray) -> np.ndarray:
    """Least-squares slope per row of the known values; null with fewer than two."""
    known = np.isfinite(window)
    n = known.sum(axis=1)
    time = np.where(known, np.arange(window.shape[1], dtype=float), 0.0)
    time = np.where(known, time - ratio(time.sum(axis=1), n)[:, None], 0.0)
    return ratio((time * np.where(known, window, 0.0)).sum(axis=1), (time**2).sum(axis=1))


def weighted_mean(window: np.ndarray) -> np.ndarray:
    """Mean of the known values, the first column weighing 1, the next 2, ..."""
    known = np.isfinite(window)
    weight = known * np.arange(1.0, window.shape[1] + 1)
    return ratio((weight * np.where(known, window, 0.0)).sum(axis=1), weight.sum(axis=1))
