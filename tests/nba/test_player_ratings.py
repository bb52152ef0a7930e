"""Offensive and defensive rating and win shares, against numbers by hand."""

from __future__ import annotations

import numpy as np
import pytest

from busta.nba.player_advanced import BoxTotals, possessions
from busta.nba.player_ratings import defensive_rating, offence, offensive_rating, win_shares
from tests.box_totals import PLAYER, totals

NOBODY = (0,) * len(PLAYER)


def _one_of_five() -> BoxTotals:
    game = totals()
    return BoxTotals(game.team / 5, game.team, game.opponent, game.league)


def test_points_produced_and_possessions_used_are_those_of_the_published_formula() -> None:
    # His baskets were prepared by others for .551786; 9.187536 scoring possessions, 6.3619 missed, 3 lost.
    produced, used = offence(totals())
    assert produced.item() == pytest.approx(20.03375593, rel=1e-6)
    assert used.item() == pytest.approx(18.54944112, rel=1e-6)
    assert offensive_rating(totals()).item() == pytest.approx(100 * 20.03375593 / 18.54944112, rel=1e-6)


def test_five_equal_men_produce_about_the_points_of_their_team() -> None:
    game = _one_of_five()
    produced, used = offence(game)
    assert 5 * produced.item() == pytest.approx(100, rel=0.02)
    assert 5 * used.item() == pytest.approx(possessions(game.team, game.opponent).item(), rel=0.03)


def test_the_defensive_rating_is_four_fifths_the_team_s_and_one_fifth_by_his_stops() -> None:
    # The team allowed 106.359406; of his possessions 3.859609 + 3.242456 stops stopped .629476.
    assert defensive_rating(totals()).item() == pytest.approx(101.63184127, rel=1e-6)


def test_five_equal_men_defend_about_like_their_team() -> None:
    assert defensive_rating(_one_of_five()).item() == pytest.approx(100 * 96 / 90.26, rel=0.01)


def test_win_shares_are_marginal_points_by_the_points_of_a_win() -> None:
    # 1.523152 points above the margin in attack, 1.750331 in defence, 31.329050 for a win, in 30 minutes.
    expected = (1.52315232 + 1.75033066) / 31.32905044 / 30 * 48
    assert win_shares(totals()).item() == pytest.approx(expected, rel=1e-6)


def test_a_man_without_attempts_is_worth_what_he_does_without_them() -> None:
    passer = (30, 0, 0, 0, 0, 0, 0, 0, 1, 4, 5, 6, 2, 1, 3, 2)
    assert 0 < offensive_rating(totals(passer)).item() < 120


@pytest.mark.parametrize("statistic", [offensive_rating, defensive_rating, win_shares])
def test_nobody_is_rated_without_minutes(statistic) -> None:
    assert np.isnan(statistic(totals(NOBODY)).item())
