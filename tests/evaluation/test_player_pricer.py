"""The price of a line on one player."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.evaluation.bootstrap import EvaluationError
from busta.evaluation.player_pricer import PRICE_COLUMNS, priced_day
from busta.learners.base import LearnerError
from tests.evaluation.priced import CHOICE, DAY, form, pricer, stack


def test_the_mean_is_the_weighted_one_times_what_the_league_did() -> None:
    priced = pricer().price(form(10.0, 4.0), 15.5, DAY)
    assert list(priced.columns) == PRICE_COLUMNS
    np.testing.assert_allclose(priced["mean"], [1.1 * 15.0, 1.1 * 6.0])


def test_the_price_is_that_of_the_distribution_around_the_mean() -> None:
    priced = pricer().price(form(10.0), 16.0, DAY).iloc[0]
    family, mean = CHOICE.family, np.array([16.5])
    assert priced["push"] == pytest.approx(family.pmf(mean, 16)[0, 16])
    assert priced["under"] == pytest.approx(family.cdf(mean, 15)[0])
    assert priced["median"] == family.quantile(mean, 0.5)[0]
    assert priced["sd"] == pytest.approx(family.moments(mean)[1][0])
    assert priced["low"] < priced["median"] < priced["high"]


@given(st.floats(0.01, 40), st.integers(0, 100))
def test_over_push_and_under_are_one_and_over_falls_as_the_line_rises(mean: float, halves: int) -> None:
    priced = pricer().price(form(mean, mean), [halves / 2, halves / 2 + 0.5], DAY)
    assert priced[["over", "push", "under"]].sum(axis=1).to_numpy() == pytest.approx(1.0)
    assert priced["over"].iloc[1] <= priced["over"].iloc[0] + 1e-12


def test_the_blend_of_the_week_stands_beside_the_model() -> None:
    priced = pricer(stack()).price(form(10.0), 15.5, DAY, 0.55).iloc[0]
    blend = stack().blend_of("morning", DAY.game_date)
    assert blend.rows == 500
    told = blend.predict(np.array([0.55]), np.array([priced["probability_model"]]))[0]
    assert priced["probability_stacked"] == pytest.approx(told)


def test_before_the_first_blend_and_where_nobody_quotes_the_market_itself_stands() -> None:
    for blends in (stack(), None):
        early = DAY.__class__(DAY.season, pd.Timestamp("2016-01-03"), DAY.fold, 1.0)
        priced = pricer(blends).price(form(10.0), 15.5, early, 0.55).iloc[0]
        assert priced["probability_stacked"] == pytest.approx(0.55)


def test_without_a_price_there_is_no_blend() -> None:
    priced = pricer(stack()).price(form(10.0), 15.5, DAY).iloc[0]
    assert np.isnan(priced["probability_stacked"])
    assert 0 < priced["probability_model"] < 1


def test_a_fold_that_was_not_fitted_is_refused() -> None:
    with pytest.raises(LearnerError, match="expected a fitted fold, was '2031-32'"):
        pricer().price(form(1.0), 1.5, DAY.__class__("2031-32", DAY.game_date, "2031-32", 1.0))


def test_a_day_is_that_of_the_fold_that_tests_the_game() -> None:
    means = pd.DataFrame(
        {
            "season": ["2015-16", "2016-17"],
            "game_id": ["0021500001", "0021600001"],
            "game_date": pd.to_datetime(["2016-01-06", "2016-11-06"]),
            "fold": ["2015-16", "2016-17"],
            "league_ratio": [1.1, 0.9],
        }
    )
    assert priced_day(means, "0021500001") == DAY
    with pytest.raises(EvaluationError, match=r"expected a game from 2015-16 on, .* was 0021400001"):
        priced_day(means, "0021400001")
