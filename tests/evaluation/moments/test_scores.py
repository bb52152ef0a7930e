from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.moments.scores import score_moments
from tests.evaluation.moments.small_tables import INTERVALS, calendar, estimate, games, value


def four_games() -> pd.DataFrame:
    """Margins 10, -2, 20 and 4; totals 190, 198, 200 and 204."""
    return games([(1, 1, 2, 100, 90), (2, 2, 1, 98, 100), (3, 1, 2, 110, 90), (4, 2, 1, 104, 100)])


def test_scores_are_those_computed_by_hand() -> None:
    table = four_games()
    table.loc[3, "minutes"] = 265.0
    found = score_moments(table, calendar(table), INTERVALS)
    assert value(found, "points of a team: mean") == 99.0
    assert value(found, "total: mean") == 198.0
    assert value(found, "total: sd") == pytest.approx(np.sqrt((64 + 0 + 4 + 36) / 3))
    assert value(found, "home edge: mean margin") == 8.0
    assert value(found, "home edge: share of home wins") == 0.75
    assert value(found, "margin: share of 3 points or fewer") == 0.25
    assert value(found, "margin: share of 20 points or more") == 0.25
    assert value(found, "overtime: share of games") == 0.25
    assert value(found, "first half: share of the points") == 0.5
    assert estimate(found, "points of a team: sd").n == 8


def test_spreads_are_around_the_season_and_seasons_have_a_spread_of_their_own() -> None:
    earlier = four_games()
    later = four_games().assign(season="2020-21", total_points=lambda t: t["total_points"] + 30)
    later["game_id"] = "later " + later["game_id"]
    both = pd.concat([earlier, later], ignore_index=True)
    found = score_moments(both, calendar(both), INTERVALS)
    assert value(found, "total: sd") == pytest.approx(np.sqrt(2 * (64 + 0 + 4 + 36) / 7))
    assert value(found, "total: sd of the season means") == pytest.approx(30 / np.sqrt(2))


def test_the_strength_of_teams_is_what_chance_does_not_explain() -> None:
    table = four_games()
    found = score_moments(table, calendar(table), INTERVALS)
    # Team 1: margins 10, 2, 20, -4, mean 7; team 2 the opposite: a variance of the means of 98.
    chance = np.var([10, 2, 20, -4], ddof=1) / 4
    name = "teams: sd of the mean margin in a season, chance removed"
    assert value(found, name) == pytest.approx(np.sqrt(98 - chance))
    # Shares of wins 3/4 and 1/4.
    assert value(found, "teams: sd of the share of wins in a season") == pytest.approx(np.sqrt(0.125))


def test_neutral_floors_tell_nothing_about_the_home_edge() -> None:
    table = four_games()
    table.loc[2, "is_neutral"] = True
    found = score_moments(table, calendar(table), INTERVALS)
    assert value(found, "home edge: mean margin") == 4.0
    assert score_moments(table.assign(is_neutral=True), calendar(table), INTERVALS) == []
