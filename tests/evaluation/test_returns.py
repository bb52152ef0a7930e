"""Profits per unit."""

import pandas as pd
import pytest

from busta.evaluation.returns import returns_by_day


def test_a_win_pays_the_price_less_the_stake_and_a_push_returns_it() -> None:
    found = returns_by_day("roi", pd.Series([2.0, -1.0, 0.0]), [1.9, 1.9, 1.9], pd.Series([1, 2, 3]), 0.95)
    assert found["roi"] == pytest.approx((0.9 - 1 + 0) / 3)
    assert found["roi_low"] < found["roi"] < found["roi_high"]
