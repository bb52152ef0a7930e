"""Hit rates, and the alarm."""

import numpy as np
import pytest

from busta.evaluation.bootstrap import BootstrapRules, Estimate
from busta.evaluation.significance import HitRateAlarmError, HitRateBand, check_hit_rate_band, hit_rate

RULES = BootstrapRules(draws=200, seed=7, level=0.95)
BAND = HitRateBand(low=0.48, high=0.52, min_games=5000)


def test_a_hit_rate_counts_the_rows_with_a_side() -> None:
    found = hit_rate([0.6, 0.4, 0.7, 0.5], [1, 1, 1, 0], [1, 2, 3, 4], RULES)
    assert (found.value, found.n) == (pytest.approx(2 / 3), 3)
    assert found.low <= found.value <= found.high


def test_a_forecaster_without_a_side_has_no_hit_rate() -> None:
    found = hit_rate([0.5, 0.5], [0, 1], [1, 2], RULES)
    assert np.isnan(found.value)
    assert found.n == 0


@pytest.mark.parametrize("rate", [0.4799, 0.5201, 0.60, 0.0])
def test_sides_that_are_right_too_often_or_too_seldom_raise_the_alarm(rate: float) -> None:
    with pytest.raises(HitRateAlarmError, match=r"market ats against the close inside .* look for a leak"):
        check_hit_rate_band(Estimate(rate, rate - 0.01, rate + 0.01, 5001), "ats", BAND)


@pytest.mark.parametrize(("rate", "games"), [(0.48, 9000), (0.504, 9000), (0.52, 9000), (0.60, 5000)])
def test_a_coin_and_a_small_sample_raise_none(rate: float, games: int) -> None:
    check_hit_rate_band(Estimate(rate, rate, rate, games), "ats", BAND)


def test_a_hit_rate_that_does_not_exist_on_many_games_raises_the_alarm() -> None:
    with pytest.raises(HitRateAlarmError, match="was nan"):
        check_hit_rate_band(Estimate(np.nan, np.nan, np.nan, 6000), "ats", BAND)
