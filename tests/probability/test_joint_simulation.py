"""Sums and combinations priced from draws."""

import numpy as np
import pandas as pd
import pytest

from busta.probability.conformal import ConformalThresholds
from busta.probability.count_families import NegativeBinomial
from busta.probability.distributions import DistributionError
from busta.probability.joint import JointCorrelations
from busta.probability.joint_simulation import (
    combination_over_push,
    simulate_games,
    simulate_men,
    simulated_pmf,
)
from busta.probability.season_distributions import NEXT, DistributionChoice, SeasonDistributions

NAMES = ("points", "rebounds")
PARTS = {"points": ("points",), "rebounds": ("rebounds",), "points_rebounds": NAMES}
MEN = pd.DataFrame(
    {"game_id": "0022300001", "team_id": [1, 1, 2], "points": [20.0, 8.0, 15.0], "rebounds": [6.0, 4.0, 9.0]}
)
FAMILY = NegativeBinomial(0.5, 0.8)


def _distributions() -> dict[str, SeasonDistributions]:
    choice = DistributionChoice(FAMILY, 100, {}, 0, ConformalThresholds.of([], [], 0.8, 1))
    return {name: SeasonDistributions({}, choice, 0.8) for name in NAMES}


def _correlations(man: float, mate: float, other: float) -> JointCorrelations:
    same = np.array([[[1.0, man], [man, 1.0]]])
    return JointCorrelations(NAMES, np.zeros(1), same, np.diag([mate, 0.0]), np.diag([other, 0.0]), 1000)


@pytest.mark.parametrize("simulate", [simulate_men, simulate_games])
def test_each_count_keeps_its_own_distribution(simulate) -> None:
    counts = simulate(MEN, NEXT, _distributions(), _correlations(0.5, 0.2, -0.2), 40_000, 1)
    assert counts.shape == (3, 40_000, 2)
    for place, name in enumerate(NAMES):
        mass = simulated_pmf(counts[:, :, [place]])
        expected = FAMILY.pmf(MEN[name].to_numpy(), mass.shape[1] - 1)
        assert mass == pytest.approx(expected, abs=0.008)


def test_counts_of_one_man_of_mates_and_of_opponents_move_as_told() -> None:
    counts = simulate_games(MEN, NEXT, _distributions(), _correlations(0.5, 0.4, -0.3), 20_000, 1)
    points, rebounds = counts[:, :, 0], counts[:, :, 1]
    together = np.corrcoef(np.concatenate([points, rebounds]))
    assert together[0, 3] > 0.4
    assert together[0, 1] == pytest.approx(0.39, abs=0.04)
    assert together[0, 2] == pytest.approx(-0.28, abs=0.04)
    assert abs(together[3, 4]) < 0.03


def test_a_sum_of_independent_parts_is_their_convolution() -> None:
    apart = JointCorrelations.independent(NAMES)
    counts = simulate_men(MEN.head(1), NEXT, _distributions(), apart, 40_000, 2)
    first, second = FAMILY.pmf([20.0], 150)[0], FAMILY.pmf([6.0], 150)[0]
    expected = np.convolve(first, second)
    mass = simulated_pmf(counts)[0]
    assert np.abs(np.cumsum(mass) - np.cumsum(expected)[: len(mass)]).max() < 0.01
    bet = pd.DataFrame(
        {"combination": [0], "man": [0], "market": ["points_rebounds"], "line": [26.0], "side": ["over"]}
    )
    found = combination_over_push(counts, bet, NAMES, PARTS)
    assert found.push[0] == pytest.approx(expected[26], abs=0.005)
    assert found.over[0] == pytest.approx(expected[27:].sum() / (1 - expected[26]), abs=0.01)


def test_parts_that_move_together_make_a_wider_sum() -> None:
    found = [
        simulate_men(MEN, NEXT, _distributions(), _correlations(rho, 0, 0), 20_000, 2).sum(axis=2).std(axis=1)
        for rho in (0.0, 0.5)
    ]
    assert (found[1] > 1.05 * found[0]).all()


def test_a_combination_is_worth_more_than_the_product_of_its_bets_where_they_go_together() -> None:
    counts = simulate_games(MEN, NEXT, _distributions(), _correlations(0.6, 0.3, 0.0), 40_000, 3)
    bets = pd.DataFrame(
        {
            "combination": [5, 5],
            "man": [0, 0],
            "market": ["points", "points_rebounds"],
            "line": [20.5, 27.5],
            "side": ["over"] * 2,
        }
    )
    both = combination_over_push(counts, bets, NAMES, PARTS)
    single = combination_over_push(counts, bets.assign(combination=[1, 2]), NAMES, PARTS).over
    assert both.push == 0
    assert both.over > 1.3 * single[0] * single[1]
    assert both.over <= single.min()
    against = combination_over_push(counts, bets.assign(side=["over", "under"]), NAMES, PARTS)
    assert both.over + against.over == pytest.approx(single[0])


def test_a_push_of_one_bet_leaves_the_combination_open() -> None:
    counts = np.array([[[3, 0], [4, 0], [5, 0], [6, 0]]])
    bets = pd.DataFrame(
        {"combination": [1], "man": [0], "market": ["points"], "line": [4.0], "side": ["over"]}
    )
    found = combination_over_push(counts, bets, NAMES, PARTS)
    assert (found.over[0], found.push[0]) == (pytest.approx(2 / 3), 0.25)


def test_a_bet_on_neither_side_is_refused() -> None:
    bets = pd.DataFrame(
        {"combination": [1], "man": [0], "market": ["points"], "line": [4.0], "side": ["yes"]}
    )
    with pytest.raises(DistributionError, match="over or under, was"):
        combination_over_push(np.zeros((1, 2, 2), dtype=np.int64), bets, NAMES, PARTS)


def test_games_are_drawn_apart_and_a_mix_of_them_is_refused() -> None:
    again = pd.concat([MEN, MEN.assign(game_id="0022300002")], ignore_index=True)
    correlations = _correlations(0.5, 0.4, -0.3)
    both = simulate_games(again, NEXT, _distributions(), correlations, 500, 1)
    alone = simulate_games(MEN, NEXT, _distributions(), correlations, 500, 1)
    assert (both[:3] == alone).all()
    assert (both[3:] == alone).all()
    with pytest.raises(DistributionError, match="equally many men of every game, was 5 of 2"):
        simulate_games(again.head(5), NEXT, _distributions(), correlations, 500, 1)
    with pytest.raises(DistributionError, match="equally many"):
        simulate_games(again.iloc[[0, 3, 1, 4]], NEXT, _distributions(), correlations, 500, 1)
