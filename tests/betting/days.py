"""Days of independent bets, enumerated outcome by outcome: what the fast stakes are held against."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import minimize

# A day of bets: P(win) among decided, decimal price, P(push) of each.
BETS = st.tuples(st.floats(0.05, 0.9), st.floats(0.8, 1.3), st.sampled_from([0.0, 0.05])).map(
    # The value of a bet (p d) is drawn, not the price, so that good and bad bets are equally common.
    lambda drawn: (drawn[0], max(drawn[1] / drawn[0], 1.02), drawn[2])
)


def days_of(least: int, most: int) -> st.SearchStrategy[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Days of `least` to `most` bets, as three arrays."""
    return st.lists(BETS, min_size=least, max_size=most).map(
        lambda bets: tuple(np.array(values) for values in zip(*bets, strict=True))
    )


def outcomes(p: np.ndarray, price: np.ndarray, push: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every combination of win, push and loss: profit per unit (outcomes, bets), and its probability."""
    profit = np.array(list(product(*[(d - 1, 0.0, -1.0) for d in price])))
    parts = [((1 - h) * q, h, (1 - h) * (1 - q)) for q, h in zip(p, push, strict=True)]
    return profit, np.array(list(product(*parts))).prod(axis=1)


def exact_growth(stake: np.ndarray, p: np.ndarray, price: np.ndarray, push: np.ndarray) -> float:
    """Expected logarithm of wealth, summed over all outcomes."""
    profit, weight = outcomes(p, price, push)
    return float(weight @ np.log(np.maximum(1 + profit @ stake, 1e-12)))


def exact_stakes(
    p: np.ndarray, price: np.ndarray, push: np.ndarray, cap_bet: float, cap_day: float
) -> np.ndarray:
    """The best stakes by sequential quadratic programming over all outcomes."""
    profit, weight = outcomes(p, price, push)
    found = minimize(
        lambda f: -weight @ np.log(np.maximum(1 + profit @ f, 1e-12)),
        np.full(len(p), min(0.01, cap_day / len(p))),
        jac=lambda f: -(weight / np.maximum(1 + profit @ f, 1e-12)) @ profit,
        bounds=[(0, cap_bet)] * len(p),
        constraints=[{"type": "ineq", "fun": lambda f: cap_day - f.sum(), "jac": lambda f: -np.ones(len(f))}],
        method="SLSQP",
        options={"ftol": 1e-15, "maxiter": 500},
    )
    return found.x
