"""Choosing how strongly to shrink, inside the training rows alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def choose_penalty(
    candidates: float | tuple[float, ...],
    inner_fold: np.ndarray,
    error_of: Callable[[float, np.ndarray], float],
) -> float:
    """Choose the candidate with the smallest error on inner folds of the training rows.

    Parameters
    ----------
    candidates
        One value, which then stands, or several, the most cautious first.
    inner_fold
        Inner fold of each training row; whole week groups, so that neighbouring days are not told apart.
    error_of
        Takes a candidate and which rows to fit on (boolean); gives the summed error of the other rows.

    Returns
    -------
    float
        The chosen candidate; of equal ones, and where there is only one inner fold, the most cautious.
    """
    options = candidates if isinstance(candidates, tuple) else (candidates,)
    folds = np.unique(inner_fold)
    if len(options) == 1 or len(folds) < 2:
        return options[0]
    errors = [sum(error_of(option, inner_fold != fold) for fold in folds) for option in options]
    return options[int(np.argmin(errors))]
