from __future__ import annotations

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import Estimate
from busta.evaluation.moments.estimates import mean
from busta.evaluation.moments.samples import Moment, drawn_rows, measure, moment_table, sample_days
from tests.evaluation.moments.small_tables import calendar, days


def rows() -> pd.DataFrame:
    return pd.DataFrame({"game_date": days([3, 1, 3, 9]), "x": [1.0, 2.0, 3.0, 4.0]})


def test_every_row_stands_on_its_day_of_one_calendar() -> None:
    other = pd.DataFrame({"game_date": days([5, 1])})
    of = sample_days(rows(), calendar(rows(), other))
    assert of.draws.day_of_row.tolist() == [1, 0, 1, 3]
    assert of.draws.weights.shape == (100, 4)


def test_rows_of_one_day_are_drawn_together() -> None:
    table = pd.DataFrame({"game_date": days([1] * 50 + [2] * 50), "x": [0.0] * 50 + [1.0] * 50})
    found = mean(sample_days(table, calendar(table)), "x")
    # Two days: both are drawn, or one of them twice.
    assert (found.low, found.value, found.high) == (0.0, 0.5, 1.0)


def test_a_missing_mark_does_not_hold() -> None:
    of = sample_days(rows(), calendar(rows()))
    chosen = of.where(pd.Series([True, pd.NA, False, True], dtype="boolean"))
    assert chosen.rows["x"].tolist() == [1.0, 4.0]
    assert chosen.draws.day_of_row.tolist() == [1, 2]
    assert chosen.draws.weights is of.draws.weights


def test_other_rows_use_the_same_draws() -> None:
    drawn = calendar(rows()).draws
    other = drawn_rows(drawn, np.array([0, 0, 2]))
    assert (other.rows, other.level) == (3, 0.95)
    assert other.weights is drawn.weights


def test_moments_that_do_not_exist_are_left_out_of_the_table() -> None:
    of = sample_days(rows().assign(y=np.nan), calendar(rows()))
    found = measure("scores", of, [("mean of x", "points", mean, "x"), ("mean of y", "points", mean, "y")])
    constant = Moment("scores", "slope", "1", Estimate(np.nan, np.nan, np.nan, 4))
    table = moment_table([*found, constant])
    assert table[["group", "moment", "unit", "n", "value"]].to_numpy().tolist() == [
        ["scores", "mean of x", "points", 4, 2.5]
    ]
    assert moment_table([]).columns.tolist() == ["group", "moment", "unit", "n", "value", "low", "high"]
