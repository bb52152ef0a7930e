"""Predictions beside the closing line."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bootstrap import BootstrapRules
from busta.evaluation.judge import compare_with_close, taken_sides
from tests.picks_world import judge_rules

BOOTSTRAP = BootstrapRules(draws=200, seed=7, level=0.95)
RULES = judge_rules()


def _rows(p: list[float], q: list[float], y: list[float | None]) -> pd.DataFrame:
    n = len(p)
    return pd.DataFrame(
        {
            "probability": p,
            "market_probability": q,
            "outcome": y,
            "selection": pd.Series([None] * n, dtype="str"),
            "game_date": pd.Timestamp("2020-01-01") + pd.to_timedelta(range(n), unit="D"),
        }
    ).astype({"probability": "float64", "market_probability": "float64", "outcome": "float64"})


def test_the_side_of_a_probability_is_the_one_it_puts_above_the_close() -> None:
    rows = _rows([0.7, 0.7, 0.5, np.nan], [0.6, 0.8, 0.5, 0.5], [1, 1, 1, 1])
    assert taken_sides(rows).tolist()[:2] == ["over", "under"]
    assert taken_sides(rows).isna().tolist() == [False, False, True, True]
    rows["selection"] = "over"
    assert set(taken_sides(rows)) == {"over"}


def test_the_numbers_are_those_of_a_calculation_by_hand() -> None:
    found = compare_with_close(_rows([0.7, 0.4, 0.9], [0.6, 0.5, 0.8], [1, 0, None]), RULES, BOOTSTRAP, 5)
    assert found.brier.value == pytest.approx((0.3**2 - 0.4**2 + 0.4**2 - 0.5**2) / 2)
    assert found.brier.n == 2
    assert found.coin.value == pytest.approx((0.3**2 + 0.4**2) / 2 - 0.25)
    assert found.distance == pytest.approx(0.1)
    # Over at .6 won, under at .5 won.
    assert found.sides.share_right.value == 1.0
    assert found.sides.expected.value == pytest.approx(0.55)
    assert found.sides.above_close.value == pytest.approx(0.45)


def test_the_residual_correlation_is_that_of_pearson() -> None:
    rng = np.random.default_rng(1)
    q = rng.uniform(0.3, 0.7, 400)
    y = (rng.random(400) < q).astype(float)
    p = np.clip(q + rng.normal(0, 0.05, 400) + 0.03 * (y - q), 0, 1)
    found = compare_with_close(_rows(list(p), list(q), list(y)), RULES, BOOTSTRAP, 5)
    assert found.correlation.value == pytest.approx(np.corrcoef(p - q, y - q)[0, 1])
    assert found.correlation.low < found.correlation.value < found.correlation.high


def test_a_certain_error_has_no_mean_log_loss_and_breaks_nothing() -> None:
    found = compare_with_close(_rows([0.0, 0.5], [0.5, 0.5], [1, 0]), RULES, BOOTSTRAP, 5)
    assert np.isnan(found.log_loss.value)
    assert found.brier.value == pytest.approx((1 - 0.25) / 2)


def test_a_file_without_probabilities_has_sides_only() -> None:
    rows = _rows([np.nan] * 4, [0.5] * 4, [1, 1, 1, 0])
    rows["selection"] = ["over", "over", "under", "under"]
    found = compare_with_close(rows, RULES, BOOTSTRAP, 5)
    assert (found.brier.n, found.sides.share_right.value, found.days) == (0, 0.75, 4)
    assert np.isnan(found.distance)


def test_a_file_of_open_games_has_nothing() -> None:
    found = compare_with_close(_rows([0.6], [0.5], [None]), RULES, BOOTSTRAP, 5)
    assert (found.brier.n, found.sides.above_close.n, found.days) == (0, 0, 0)


def test_the_band_of_sides_narrows_with_their_number() -> None:
    def band(n: int) -> float:
        rows = _rows([0.6] * n, [0.5] * n, [1.0, 0.0] * (n // 2))
        return compare_with_close(rows, RULES, BOOTSTRAP, 5).sides.band

    assert band(100) == pytest.approx(2.5758 * 0.5 / 10, abs=1e-4)
    assert band(400) == pytest.approx(band(100) / 2)


def test_a_wider_level_gives_wider_intervals_of_suspicion() -> None:
    rng = np.random.default_rng(2)
    rows = _rows(list(rng.uniform(0.3, 0.7, 200)), [0.5] * 200, list(rng.integers(0, 2, 200)))
    narrow = compare_with_close(rows, replace(RULES, suspicion_level=0.5), BOOTSTRAP, 5)
    wide = compare_with_close(rows, RULES, BOOTSTRAP, 5)
    assert wide.brier_wide.high > narrow.brier_wide.high
    assert wide.brier == narrow.brier
