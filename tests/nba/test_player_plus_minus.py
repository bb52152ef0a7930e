"""Box Plus/Minus, against numbers by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.nba.player_plus_minus import box_plus_minus, rate_shares
from tests.box_totals import PLAYER, totals

ONE_GAME = pd.Series([1.0])


def test_rates_are_percentages_of_what_there_was_to_take_in_his_minutes() -> None:
    present = 30 / 48
    expected = {
        "oreb": 1 / (10 + 32) / present,
        "dreb": 4 / (30 + 12) / present,
        "reb": 5 / 84 / present,
        "ast": 6 / (present * 38 - 8),
        "stl": 2 / 90.26 / present,
        "blk": 1 / (85 - 28) / present,
    }
    row = rate_shares(totals()).iloc[0]
    assert row.to_dict() == pytest.approx({name: 100 * share for name, share in expected.items()})


def test_box_plus_minus_is_the_published_sum_less_that_of_an_average_man() -> None:
    # 30 minutes in one game and four without: 6 a game; the sum of an average man of 24 minutes is 6.823614.
    assert box_plus_minus(totals(), ONE_GAME).item() == pytest.approx(11.11134721 - 6.82361401, rel=1e-6)


def test_more_steals_are_worth_more() -> None:
    better = (*PLAYER[:12], 4, *PLAYER[13:])
    assert box_plus_minus(totals(better), ONE_GAME).item() > box_plus_minus(totals(), ONE_GAME).item()


def test_nobody_is_rated_without_minutes() -> None:
    assert np.isnan(box_plus_minus(totals((0,) * len(PLAYER)), ONE_GAME).item())
