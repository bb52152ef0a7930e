"""The benchmark of player features compares two ways to make the same."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from benchmarks.player_features import (
    FEATURES,
    Measurement,
    by_engine,
    by_pandas,
    largest_difference,
    measure,
    newest,
    page,
)
from tests.player_tables import box


@pytest.fixture
def games() -> pd.DataFrame:
    rng = np.random.default_rng(5)
    days = [*range(0, 40), *range(365, 400)]
    men = [
        box(days, rng.integers(0, 40, len(days)), player_id=man, points=rng.integers(0, 30, len(days)))
        for man in (1, 2, 3)
    ]
    return pd.concat(men, ignore_index=True).sample(frac=1, random_state=1)


def test_both_ways_make_the_same_features(games) -> None:
    rows = newest(games, 9)
    ours, theirs = by_engine(rows), by_pandas(rows)
    assert ours.shape == (len(rows), FEATURES)
    assert sorted(ours) == sorted(theirs)
    assert largest_difference(ours, theirs) < 1e-9


def test_a_value_that_one_way_lacks_is_a_difference(games) -> None:
    ours = by_engine(newest(games, 1))
    other = ours.copy()
    other.iloc[3, 0] = np.nan if ours.iloc[3, 0] == ours.iloc[3, 0] else 1.0
    assert largest_difference(ours, other) == np.inf


def test_the_newest_seasons_are_measured_both_ways(games) -> None:
    results = measure(games, 1)
    assert [one.way for one in results] == ["engine", "plain pandas"]
    assert {one.rows for one in results} == {3 * 35}


def test_every_measurement_has_its_row_on_the_page() -> None:
    assert "| 9 | 1,000 | engine | 2.00 | 1.00 | 1000.0 | 400 |" in page(
        [Measurement(9, 1000, "engine", 2, 1, 400)]
    )
