"""Advanced statistics of a player, against numbers by hand."""

from __future__ import annotations

import numpy as np
import pytest

from busta.nba.player_advanced import (
    BoxTotals,
    efficiency_rating,
    impact_share,
    pace,
    possessions,
    true_shooting,
    usage,
)
from tests.box_totals import PLAYER, totals

NOBODY = (0,) * len(PLAYER)


def test_true_shooting_is_points_for_two_plays() -> None:
    assert true_shooting(totals().player).item() == pytest.approx(20 / (2 * (16 + 0.44 * 4)))


def test_usage_is_a_share_of_the_plays_of_his_minutes() -> None:
    # 20.76 plays of his; 100.8 of the team, of which 30 of 48 minutes are his to share.
    assert usage(totals()).item() == pytest.approx(20.76 / (100.8 * 30 / 48))


def test_impact_share_is_his_part_of_all_that_happened() -> None:
    # 20 + 8 + 2 - 16 - 4 + 4 + .5 + 6 + 2 + .5 - 3 - 2; of the teams 89.5 and 79.
    assert impact_share(totals()).item() == pytest.approx(18 / (89.5 + 79))


def test_possessions_are_the_mean_of_both_teams_estimates() -> None:
    game = totals()
    # 80 + 8 - 1.07 10/42 42 + 12 = 89.3; 85 + 7.2 - 1.07 12/42 49 + 14 = 91.22.
    assert possessions(game.team, game.opponent).item() == pytest.approx((89.3 + 91.22) / 2)
    assert pace(game.team, game.opponent).item() == pytest.approx(90.26)


def test_the_efficiency_rating_is_that_of_the_published_formula() -> None:
    # Value a minute .490061 of his, .290749 of the league; pace 90.26 of the team, 90.349167 of the league.
    expected = 15 * 0.49006124 / 0.29074909 * 90.34916667 / 90.26
    assert efficiency_rating(totals()).item() == pytest.approx(expected, rel=1e-6)


def test_the_league_itself_is_rated_fifteen() -> None:
    league = totals().league
    assert efficiency_rating(BoxTotals(league, league, league, league)).item() == pytest.approx(15)


@pytest.mark.parametrize("statistic", [usage, efficiency_rating])
def test_nobody_is_rated_without_minutes(statistic) -> None:
    assert np.isnan(statistic(totals(NOBODY)).item())
