"""Losses of the mean forecast of a count."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.mean_losses import (
    MEAN_LOSSES,
    absolute_error,
    mean_loss,
    poisson_deviance,
    squared_error,
)


def test_the_deviance_is_the_published_formula_and_0_counts_have_one() -> None:
    found = poisson_deviance(np.array([0.0, 3.0, 4.0]), np.array([2.0, 3.0, 2.0]))
    assert found == pytest.approx([4.0, 0.0, 2 * (4 * np.log(2) - 2)])


def test_errors_are_those_of_actual_and_mean() -> None:
    actual, mean = np.array([1.0, 4.0]), np.array([3.0, 3.5])
    assert squared_error(actual, mean).tolist() == [4.0, 0.25]
    assert absolute_error(actual, mean).tolist() == [2.0, 0.5]


@pytest.mark.parametrize("name", sorted(MEAN_LOSSES))
def test_the_true_mean_has_the_smallest_loss(name: str) -> None:
    counts = np.random.default_rng(1).negative_binomial(3, 0.3, 20_000).astype(float)
    said = {shift: mean_loss(name, _rows(counts, 7.0 + shift)).mean() for shift in (-0.5, 0.0, 0.5)}  # type: ignore[arg-type]
    assert min(said, key=lambda shift: said[shift]) == 0.0


def _rows(actual: np.ndarray, mean: float) -> pd.DataFrame:
    return pd.DataFrame({"actual": actual, "mean": mean})
