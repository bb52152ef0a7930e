"""Ways between arenas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.nba.arenas import EARTH_RADIUS_KM, great_circle_km, hours_from_utc


def test_a_quarter_of_the_equator_is_a_quarter_of_the_circle() -> None:
    way = great_circle_km(
        np.array(0.0), np.array(0.0), np.array([0.0, 90.0, 0.0]), np.array([90.0, 0.0, 0.0])
    )
    quarter = EARTH_RADIUS_KM * np.pi / 2
    assert way == pytest.approx([quarter, quarter, 0])


def test_los_angeles_is_four_thousand_kilometres_from_boston() -> None:
    way = great_circle_km(np.array([42.366]), np.array([-71.062]), np.array([34.043]), np.array([-118.267]))
    assert way.item() == pytest.approx(4170, abs=15)


def test_clocks_follow_the_zone_and_the_season() -> None:
    days = pd.Series(pd.to_datetime(["2021-01-15", "2021-06-15", "2021-06-15", "2021-06-15"]))
    zones = pd.Series(["America/New_York", "America/New_York", "America/Phoenix", None])
    hours = hours_from_utc(days, zones)
    assert hours[:3].tolist() == [-5, -4, -7]
    assert np.isnan(hours[3])
