"""How much to stake on a day: hand cases, caps, exclusive bets, ruin."""

from itertools import pairwise
from time import process_time
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.betting.kelly import kelly_fraction, shrunk_probability
from busta.betting.limits import StakeLimits
from busta.betting.simultaneous import MOST_AT_RISK, simultaneous_kelly
from busta.betting.stakes import StakeRules, planned_stakes, stakes_at, stakes_of_day
from busta.betting.value import BettingError
from tests.betting.days import days_of, exact_growth, exact_stakes

Day = tuple[np.ndarray, np.ndarray, np.ndarray]


def _bets(probability: list[float], price: list[float], **columns: Any) -> pd.DataFrame:
    number = len(probability)
    found = {
        "game_date": "2024-11-05",
        "game_id": [f"00224{row:05d}" for row in range(number)],
        "probability": probability,
        "price_decimal": price,
        "probability_push": 0.0,
        **columns,
    }
    return pd.DataFrame(found, index=np.arange(number) * 10)


def test_flat_stakes_are_the_same_units_on_every_bet() -> None:
    stakes = stakes_of_day(_bets([0.6, 0.4], [2.0, 2.0]), 100, StakeRules("flat", flat=2))
    assert stakes.tolist() == [2, 2]
    assert stakes.index.tolist() == [0, 10]


def test_half_kelly_of_one_bet_is_half_its_kelly_stake_of_the_bankroll() -> None:
    # .2 of the bankroll, halved; half of it again when the bankroll is half.
    bets, rules = _bets([0.6], [2.0]), StakeRules("kelly", fraction=0.5)
    np.testing.assert_allclose(stakes_of_day(bets, 100, rules), 10, atol=1e-3)
    np.testing.assert_allclose(stakes_of_day(bets, 50, rules), 5, atol=1e-3)


def test_two_bets_together_get_less_than_each_alone() -> None:
    # 5/26 each, see the closed form of two even bets.
    stakes = stakes_of_day(_bets([0.6, 0.6], [2.0, 2.0]), 100, StakeRules("kelly"))
    np.testing.assert_allclose(stakes, 500 / 26, atol=1e-3)


def test_an_error_as_large_as_the_edge_halves_the_stake_only_when_asked() -> None:
    bets = _bets([0.6], [2.0], probability_se=0.1)
    np.testing.assert_allclose(stakes_of_day(bets, 100, StakeRules("kelly")), 20, atol=1e-3)
    asked = StakeRules("kelly", uses_uncertainty=True)
    np.testing.assert_allclose(stakes_of_day(bets, 100, asked), 10, atol=1e-3)


def test_caps_hold_for_what_is_staked_after_the_fraction() -> None:
    bets = _bets([0.6, 0.55, 0.45], [2.0, 2.0, 2.0])
    stakes = stakes_of_day(bets, 100, StakeRules("kelly", fraction=0.5, cap_bet=0.06))
    # A half of .2 is more than .06; the second gets a half of a little less than its .1.
    assert stakes.iloc[0] == pytest.approx(6, abs=1e-3)
    assert stakes.iloc[1] == pytest.approx(5, abs=0.2)
    assert stakes.iloc[2] == 0
    by_day = stakes_of_day(bets, 100, StakeRules("kelly", fraction=0.5, cap_day=0.05))
    assert by_day.sum() == pytest.approx(5, abs=1e-3)


@given(days_of(1, 4), st.sampled_from([1.0, 0.5, 0.25]), st.sampled_from([1.0, 0.05, 0.02]))
def test_a_share_of_kelly_is_that_share_of_the_exact_optimum_below_the_caps(
    day: Day, fraction: float, cap_bet: float
) -> None:
    p, price, push = day
    rules = StakeRules("kelly", fraction=fraction, cap_bet=cap_bet)
    planned = planned_stakes(_bets(p.tolist(), price.tolist(), probability_push=push), rules)
    best = exact_stakes(p, price, push, min(1.0, cap_bet / fraction), MOST_AT_RISK)
    np.testing.assert_allclose(planned, fraction * best, atol=2e-4)
    assert exact_growth(planned / fraction, *day) >= exact_growth(best, *day) - 1e-8


def test_of_two_sides_of_one_game_only_the_better_is_staked() -> None:
    games = {"game_id": ["a", "a", "b"], "selection": ["over", "under", "over"]}
    bets = _bets([0.55, 0.62, 0.6], [2.0, 2.0, 2.0], **games)
    for rules in (StakeRules("kelly"), StakeRules("flat")):
        assert (stakes_of_day(bets, 100, rules) > 0).tolist() == [False, True, True]


def test_the_better_bet_of_a_game_grows_the_bankroll_faster_even_if_it_is_worth_less() -> None:
    # A long shot of value .05 and a favourite of value .04: the favourite may be staked far higher.
    bets = _bets([0.0525, 0.8], [20.0, 1.3], game_id="a")
    assert (stakes_of_day(bets, 100, StakeRules("flat")) > 0).tolist() == [False, True]
    # Without any edge the smaller loss, and of equals the first.
    none = _bets([0.4, 0.45, 0.45], [2.0, 2.0, 2.0], game_id="a")
    assert (stakes_of_day(none, 100, StakeRules("flat")) > 0).tolist() == [False, True, False]


def test_players_of_one_game_are_events_of_their_own_when_the_rules_say_so() -> None:
    bets = _bets([0.6, 0.6], [2.0, 2.0], game_id="a", player_id=[1, 2])
    rules = StakeRules("kelly", event=("game_id", "player_id"))
    assert (stakes_of_day(bets, 100, rules) > 0).all()


def test_what_happens_on_another_day_is_another_event() -> None:
    bets = _bets([0.6, 0.6], [2.0, 2.0], game_date=["2024-11-05", "2024-11-06"], player_id=7)
    assert (planned_stakes(bets, StakeRules("flat", event=("player_id",))) == 1).all()


def test_days_planned_together_are_planned_as_each_alone() -> None:
    first, second = _bets([0.6, 0.55], [2.0, 2.1]), _bets([0.6, 0.6, 0.3], [2.0, 2.0, 4.0])
    second = second.assign(game_date="2024-11-06")
    rules = StakeRules("kelly", fraction=0.5)
    together = planned_stakes(pd.concat([second, first]), rules)
    alone = np.concatenate([planned_stakes(second, rules), planned_stakes(first, rules)])
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_a_bankroll_below_the_smallest_stake_places_nothing() -> None:
    limits = StakeLimits(smallest=1.0)
    bets = _bets([0.6], [2.0])
    for rules in (StakeRules("flat", limits=limits), StakeRules("kelly", limits=limits)):
        assert stakes_of_day(bets, 0.9, rules).tolist() == [0]
        assert stakes_of_day(bets, -3, rules).tolist() == [0]
    assert stakes_of_day(bets, 1.2, StakeRules("flat", limits=limits)).tolist() == [1]


def test_flat_stakes_share_a_bankroll_that_does_not_pay_for_all() -> None:
    stakes = stakes_of_day(_bets([0.6] * 4, [2.0] * 4), 2.0, StakeRules("flat"))
    np.testing.assert_allclose(stakes, MOST_AT_RISK * 2 / 4)


def test_limits_of_books_and_markets_are_kept_and_what_they_cut_is_said() -> None:
    limits = StakeLimits(bet_by_market={"ats": 3.0}, book_by_day={"b": 1.0}, step=0.5)
    rules = StakeRules("flat", flat=4.2, limits=limits)
    bets = _bets([0.6, 0.6], [2.0, 2.0], market=["ats", "total"], books=["a", "b"])
    assert stakes_of_day(bets, 100, rules).tolist() == [3, 1]
    found = stakes_at(planned_stakes(bets, rules), 100, rules, bets["market"], bets["books"])
    np.testing.assert_allclose(found.cut["bet"], [1.2, 0])
    np.testing.assert_allclose(found.cut["book"], [0, 3.2])


@given(days_of(1, 10), st.floats(0.1, 1), st.floats(0.01, 1), st.floats(0.01, 1), st.floats(0, 1000))
def test_no_day_stakes_more_than_its_caps(
    day: Day, fraction: float, cap_bet: float, cap_day: float, bankroll: float
) -> None:
    p, price, push = day
    bets = _bets(p.tolist(), price.tolist(), probability_push=push)
    for kind in ("flat", "kelly"):
        rules = StakeRules(kind, flat=5, fraction=fraction, cap_bet=cap_bet, cap_day=cap_day)
        stakes = stakes_of_day(bets, bankroll, rules)
        assert (stakes <= cap_bet * bankroll + 1e-9).all()
        assert stakes.sum() <= min(cap_day, MOST_AT_RISK) * bankroll + 1e-9
        assert (stakes >= 0).all()


@given(st.floats(0.05, 0.95), st.floats(1.05, 10), st.floats(0, 0.3))
def test_doubt_never_raises_a_stake(p: float, price: float, error: float) -> None:
    bets = _bets([p], [price], probability_se=error)
    stake = planned_stakes(bets, StakeRules("kelly", uses_uncertainty=True))
    assert (stake <= kelly_fraction(p, price) + 1e-5).all()
    expected = simultaneous_kelly(shrunk_probability([p], price, error), [price])
    np.testing.assert_allclose(stake, expected, atol=1e-6)


def test_no_bets_have_no_stakes() -> None:
    none = _bets([0.6], [2.0]).iloc[:0]
    for rules in (StakeRules("flat"), StakeRules("kelly")):
        assert stakes_of_day(none, 100, rules).tolist() == []


def test_a_season_of_days_is_planned_and_staked_in_less_than_a_millisecond_a_day() -> None:
    rng = np.random.default_rng(5)
    price = np.full(10_000, 1 + 10 / 11)
    probability = 1 / price + rng.exponential(0.03, len(price))
    bets = _bets(probability.tolist(), price.tolist(), game_date=np.sort(rng.integers(0, 1000, len(price))))
    rules = StakeRules(
        "kelly", fraction=0.25, cap_bet=0.02, limits=StakeLimits(bet=5, step=0.01, smallest=0.1)
    )
    start = process_time()
    planned = planned_stakes(bets, rules)
    edges = np.searchsorted(bets["game_date"], np.arange(1001))
    staked = [stakes_at(planned[low:high], 100.0, rules).stake for low, high in pairwise(edges)]
    assert process_time() - start < 1.5
    assert sum(len(day) for day in staked) == len(bets)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"kind": "martingale"}, "of kind 'flat' or 'kelly', was 'martingale'"),
        ({"flat": 0.0}, "flat stakes above 0 units, was 0"),
        ({"fraction": 1.5}, r"fraction in \(0, 1\], was 1.5"),
        ({"cap_bet": 0.0}, r"cap_bet in \(0, 1\], was 0"),
        ({"cap_day": -1.0}, r"cap_day in \(0, 1\], was -1"),
        ({"event": ()}, "the columns that make one event, was none"),
    ],
)
def test_rules_that_make_no_sense_are_refused(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(BettingError, match=message):
        StakeRules(**{"kind": "kelly", **changed})


def test_bets_without_what_the_rules_need_are_refused() -> None:
    bets = _bets([0.6, 0.6], [2.0, 2.0])
    with pytest.raises(BettingError, match="was without probability_se"):
        planned_stakes(bets, StakeRules("kelly", uses_uncertainty=True))
    with pytest.raises(BettingError, match="was without market, books"):
        planned_stakes(
            bets, StakeRules("flat", limits=StakeLimits(market_by_day={"ats": 1}, book_by_day={"a": 1}))
        )
    with pytest.raises(BettingError, match="was missing in price_decimal"):
        planned_stakes(bets.assign(price_decimal=[2.0, np.nan]), StakeRules("flat"))
    with pytest.raises(BettingError, match="the bets of one day, was 2 days"):
        stakes_of_day(bets.assign(game_date=["a", "b"]), 100, StakeRules("flat"))
