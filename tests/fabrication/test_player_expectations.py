"""What an invented player is expected to do is what he does on average, and he ends around it as stated."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.fabrication.player_expectations import EVENNESS, MARKETS, probability_above
from tests.fabrication.prop_leagues import middle_season, results, truth

# Minutes: a man off the bench, a regular, a starter.
ROLES = {"bench": (12, 22), "regular": (22, 30), "starter": (30, 48)}
MOMENTS = ("open", "morning", "close")


def _played(moment: str, role: str) -> np.ndarray:
    low, high = ROLES[role]
    minutes = truth(moment)["seconds"] / 60
    return (minutes.between(low, high) & middle_season().tables.listed["seconds"].gt(0)).to_numpy()


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("market", MARKETS)
def test_a_role_does_on_average_what_is_expected_of_it(market: str, role: str, moment: str) -> None:
    chosen = _played(moment, role)
    error = (results()[market] - truth(moment)[f"mean_{market}"])[chosen]
    expected = truth(moment)[f"mean_{market}"][chosen].mean()
    # Four standard errors, and what second-order terms leave out.
    assert abs(error.mean()) < 4 * error.std() / np.sqrt(chosen.sum()) + 0.01 * expected


@pytest.mark.parametrize("market", MARKETS)
def test_a_man_ends_as_far_from_it_as_his_variance_says(market: str) -> None:
    chosen = _played("close", "regular") | _played("close", "starter")
    values = truth("close")[chosen]
    squares = (results()[market][chosen] - values[f"mean_{market}"]) ** 2
    assert squares.mean() == pytest.approx(values[f"variance_{market}"].mean(), rel=0.08)


@pytest.mark.parametrize("away", [-0.6, -0.3, 0.0, 0.3, 0.6])
@pytest.mark.parametrize("market", MARKETS)
def test_a_line_is_exceeded_as_often_as_the_distribution_says(market: str, away: float) -> None:
    chosen = _played("close", "regular") | _played("close", "starter")
    mean, variance = (truth("close")[chosen][f"{what}_{market}"].to_numpy() for what in ("mean", "variance"))
    line = np.maximum(np.floor(mean + away * np.sqrt(variance)) + 0.5, 0.5)
    chance = probability_above(mean, variance, line, EVENNESS[market])
    is_over = results()[market][chosen].to_numpy() > line
    noise = np.sqrt((chance * (1 - chance)).sum()) / len(chance)
    assert abs(is_over.mean() - chance.mean()) < 4 * noise + 0.004


def test_nothing_is_expected_of_a_man_who_cannot_play() -> None:
    listed = middle_season().tables.listed
    cannot = (listed["is_hurt"] | listed["is_rested"]).to_numpy()
    assert cannot.any()
    assert truth("close")[cannot].eq(0).all(axis=None)


def test_the_points_of_the_men_make_about_those_of_the_team() -> None:
    listed, games = middle_season().tables.listed, middle_season().tables.games
    is_home = listed["side"].eq(0)
    sums = truth("close")["mean_points"][is_home].groupby(listed["game"][is_home]).sum()
    expected = (games["total"] + games["margin"]) / 2
    # What the last men are expected to do if they are used at all makes it more than the whole.
    assert (sums / expected).between(1.0, 1.35).mean() > 0.95


def test_a_missing_starter_leaves_more_to_the_others() -> None:
    listed = middle_season().tables.listed
    side = 2 * listed["game"] + listed["side"]
    is_lost = truth("morning")["seconds"].gt(30 * 60) & truth("close")["seconds"].eq(0)
    is_short = side.isin(side[is_lost]) & truth("morning")["seconds"].between(20 * 60, 30 * 60)
    is_short &= truth("close")["seconds"].gt(0)
    gain = (truth("close")["mean_points"] / truth("morning")["mean_points"])[is_short]
    assert gain.mean() > 1.03


def test_the_chance_is_that_of_a_negative_binomial_count() -> None:
    # Mean 2 and variance 4: r = 2, p = 1/2, so P(0) = 1/4 and P(1) = 2 * 1/8 = 1/4.
    mean, variance = np.full(2, 2.0), np.full(2, 4.0)
    chance = probability_above(mean, variance, np.array([0.5, 1.5]), 0.0)
    assert chance.tolist() == pytest.approx([0.75, 0.5])


def test_without_extra_variance_the_chance_is_that_of_a_poisson_count() -> None:
    chance = probability_above(np.array([1.0]), np.array([1.0]), np.array([0.5]), 0.0)
    assert chance[0] == pytest.approx(1 - np.exp(-1), abs=1e-4)


@given(st.floats(0.2, 40), st.floats(1.0, 4.0), st.integers(0, 50), st.floats(0, 1))
def test_a_higher_line_is_exceeded_less_often(
    mean: float, spread: float, points: int, evenness: float
) -> None:
    line = np.array([points + 0.5, points + 1.5])
    chance = probability_above(np.full(2, mean), np.full(2, mean * spread), line, evenness)
    assert ((chance >= 0) & (chance <= 1)).all()
    assert chance[1] <= chance[0]
