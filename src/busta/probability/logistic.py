"""Logistic regression of few columns by Newton steps: exact, quick and the same bits every time."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from busta.probability.logits import ProbabilityError

Floats: TypeAlias = NDArray[np.float64]

# Newton doubles the correct digits with each step; a fit that needs more than this has no finite optimum.
MAX_STEPS = 60
STEP_TOLERANCE = 1e-10


def fit_logistic(
    columns: Floats,
    outcome: Floats,
    weight: Floats | None = None,
    prior: Floats | None = None,
    ridge: float = 0.0,
) -> Floats:
    """Maximum-likelihood coefficients of ``P(outcome) = 1 / (1 + exp(-columns @ b))``.

    Maximises the weighted log likelihood minus ``ridge / 2 * |b - prior|^2`` by Newton's method, halved.

    Parameters
    ----------
    columns : ndarray, shape (rows, k)
        Include a column of ones for an intercept.
    outcome : ndarray, shape (rows,)
        0 or 1.
    weight : ndarray, shape (rows,), optional
        Non-negative; one per row where none is given.
    prior : ndarray, shape (k,), optional
        What the coefficients are pulled towards; zeros where none is given.
    ridge : float
        Strength of the pull, at least 0.

    Returns
    -------
    ndarray of float, shape (k,)

    Raises
    ------
    ProbabilityError
        When no finite optimum exists (the columns separate the outcomes, or repeat each other).
    """
    rows, count = columns.shape
    w = np.ones(rows) if weight is None else weight
    target = np.zeros(count) if prior is None else prior
    by_column = np.ascontiguousarray(columns.T)
    beta = target.copy()
    loss = _loss(beta, by_column, outcome, w, target, ridge)
    for _ in range(MAX_STEPS):
        step = _newton_step(beta, by_column, outcome, w, target, ridge)
        beta, loss, moved = _halve_until_better(beta, step, loss, by_column, outcome, w, target, ridge)
        if moved < STEP_TOLERANCE * (1 + float(np.abs(beta).max())):
            return beta
    raise _no_optimum(rows)


def _log_odds(beta: Floats, x: Floats) -> Floats:
    # Column by column, not a matrix product: quicker for two or three columns, and always the same bits.
    total = beta[0] * x[0]
    for k in range(1, len(beta)):
        total += beta[k] * x[k]
    return total


def _loss(beta: Floats, x: Floats, y: Floats, w: Floats, prior: Floats, ridge: float) -> float:
    eta = _log_odds(beta, x)
    return float((w * (np.logaddexp(0.0, eta) - y * eta)).sum() + 0.5 * ridge * ((beta - prior) ** 2).sum())


def _newton_step(beta: Floats, x: Floats, y: Floats, w: Floats, prior: Floats, ridge: float) -> Floats:
    p = expit(_log_odds(beta, x))
    gradient = (x * (w * (y - p))).sum(axis=1) - ridge * (beta - prior)
    spread = x * (w * p * (1 - p))
    hessian = np.array([(spread * column).sum(axis=1) for column in x]) + ridge * np.eye(len(beta))
    if np.linalg.cond(hessian) > 1 / np.finfo(np.float64).eps:
        raise _no_optimum(len(y))
    return np.linalg.solve(hessian, gradient)


def _halve_until_better(
    beta: Floats, step: Floats, loss: float, x: Floats, y: Floats, w: Floats, prior: Floats, ridge: float
) -> tuple[Floats, float, float]:
    for _ in range(MAX_STEPS):
        trial = beta + step
        trial_loss = _loss(trial, x, y, w, prior, ridge)
        if trial_loss <= loss:
            return trial, trial_loss, float(np.abs(step).max())
        step = step / 2
    return beta, loss, 0.0


def _no_optimum(rows: int) -> ProbabilityError:
    return ProbabilityError(
        f"Expected a logistic fit on {rows} rows to have one finite optimum, it has none: the forecasts "
        "separate the outcomes perfectly, or repeat each other."
    )
