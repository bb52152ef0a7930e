"""Time travel over markets about players, from primary tables to bets, on the tiny invented league."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.laws.prop_travel import law_players_see_no_future
from tests.laws.whole_props import quoted_parameters


@pytest.fixture(scope="module")
def days(tables: Mapping[str, Any]) -> list[pd.Timestamp]:
    """Days with quotes: the first of all, the first of a season, a Monday, a Sunday, and the last."""
    quoted = tables["prm_prop_quotes"].groupby("game_date")["season"].first().sort_index()
    first, late = quoted.index[0], quoted[quoted == quoted.max()].index
    of_week = {number: late[late.day_of_week == number] for number in (0, 6)}
    return [first, late[0], *(found[len(found) // 2] for found in of_week.values() if len(found)), late[-1]]


@pytest.mark.slow
def test_no_forecast_price_blend_or_bet_on_players_sees_the_future(tables, days) -> None:
    law_players_see_no_future(tables, quoted_parameters(), days, np.random.default_rng(12))
