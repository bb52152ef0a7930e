"""What strategies take, and that they take it without looking at results."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from busta.betting.rules import BacktestRules
from busta.betting.strategies import SEEN, Asked, Offers, Strategy, choose
from busta.betting.value import BettingError
from tests.betting.offered import coins, offer, offers, small_rules

A, B = "0021800001", "0021800002"
BETS = offers(
    offer(A, "over", expected_value=0.03, edge=2.5, probability_model=0.62),
    offer(A, "under", expected_value=0.01, edge=-2.5, probability_model=0.38),
    offer(B, "over", expected_value=-0.02, edge=0.5, probability_model=0.71, is_favourite=False),
    offer(B, "under", expected_value=0.06, edge=-0.5, probability_model=0.29, is_favourite=True),
)


def _taken(bets: pd.DataFrame, **rule: object) -> list[int]:
    return choose(Offers.of(bets), Strategy.model_validate(rule), seed=1).tolist()


def test_of_two_selections_of_a_game_the_better_one_is_taken() -> None:
    assert _taken(BETS, by="expected_value", above=0) == [0, 3]


@pytest.mark.parametrize(
    ("rule", "rows"),
    [
        ({"by": "expected_value", "above": 0.05}, [3]),
        ({"by": "probability_model", "above": 0.7}, [2]),
        ({"by": "edge", "above": 2}, [0]),
        ({"by": "edge", "above": 2.5}, []),
        ({"by": "expected_value", "above": 0, "only": "underdog"}, [1]),
        ({"only": "over"}, [0, 2]),
        ({"only": "under"}, [1, 3]),
        ({"only": "favourite"}, [0, 3]),
        ({"only": "underdog"}, [1, 2]),
    ],
)
def test_a_rule_takes_what_it_says(rule: dict[str, object], rows: list[int]) -> None:
    assert _taken(BETS, **rule) == rows


def test_a_pick_em_has_neither_favourite_nor_underdog() -> None:
    even = offers(offer(A, "over", is_favourite=pd.NA), offer(A, "under", is_favourite=pd.NA))
    assert _taken(even, only="favourite") + _taken(even, only="underdog") == []


def test_a_missing_score_is_never_taken() -> None:
    assert _taken(offers(offer(A, "over", edge=np.nan)), by="edge", above=-5) == []


def test_every_moment_and_book_is_chosen_from_by_itself() -> None:
    both = pd.concat([BETS, BETS.assign(books="best"), BETS.assign(moment="open")], ignore_index=True)
    assert _taken(both, by="expected_value", above=0) == [0, 3, 4, 7, 8, 11]


def test_two_players_of_a_game_are_two_events() -> None:
    bets = offers(offer(A, "over", player_id=1), offer(A, "over", player_id=2))
    assert _taken(bets, by="edge", above=0) == [0, 1]


def test_a_coin_takes_one_side_of_every_game_about_as_often_as_the_other() -> None:
    bets = coins(seed=1, days=100)
    taken = bets.loc[choose(Offers.of(bets), Strategy(is_coin=True), seed=9)]
    assert taken["game_id"].is_unique
    assert len(taken) == 600
    assert abs((taken["selection"] == "over").mean() - 0.5) < 0.08


def test_a_coin_falls_the_same_at_every_book() -> None:
    bets = coins(seed=1, days=5, books=("consensus", "best"))
    taken = bets.loc[choose(Offers.of(bets), Strategy(is_coin=True), seed=9)]
    assert (taken.groupby("game_id")["selection"].nunique() == 1).all()


@pytest.mark.parametrize("name", ["value", "edge_2", "home", "random"])
def test_no_bet_is_chosen_with_results(name: str) -> None:
    bets, rng = coins(seed=4), np.random.default_rng(0)
    unseen = [column for column in bets if column not in SEEN]
    scrambled = bets.assign(
        **{column: bets[column].to_numpy()[rng.permutation(len(bets))] for column in unseen}
    )
    strategy = small_rules().strategies[name]
    assert choose(Offers.of(bets), strategy, 1).tolist() == choose(Offers.of(scrambled), strategy, 1).tolist()


def test_what_is_chosen_does_not_depend_on_the_order_of_the_rows() -> None:
    bets = coins(seed=4, days=10)
    mixed = bets.sample(frac=1, random_state=1)
    for strategy in small_rules().strategies.values():
        first = bets.loc[choose(Offers.of(bets), strategy, 1)]
        second = mixed.iloc[choose(Offers.of(mixed), strategy, 1)]
        assert set(first.index) == set(second.index)


def test_a_strategy_is_only_for_the_markets_it_makes_sense_in() -> None:
    moneyline, total = Asked("moneyline", "side", "probability"), Asked("total", "total", "points")
    assert not Strategy(by="edge", above=2, unit="points").is_for(moneyline)
    assert not Strategy(only="over", kind="side").is_for(total)
    assert Strategy(by="edge", above=2).is_for(total)


def test_a_selection_that_is_offered_twice_is_refused() -> None:
    with pytest.raises(
        BettingError, match="Expected every selection once at one place, was twice: 0021800001"
    ):
        Offers.of(pd.concat([BETS, BETS.head(1)]))


def test_bets_without_a_column_that_strategies_need_are_refused() -> None:
    with pytest.raises(BettingError, match="was without edge"):
        Offers.of(BETS.drop(columns="edge"))


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"by": "edge"}, "expected 'by' and 'above' together"),
        ({}, "expected either a score"),
        ({"is_coin": True, "only": "over"}, "expected either a score"),
        ({"by": "hunch", "above": 0}, "Input should be 'expected_value'"),
        ({"by": "edge", "above": 0, "bellow": 1}, "bellow"),
    ],
)
def test_a_rule_that_decides_nothing_is_refused_in_words(rule: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Strategy.model_validate(rule)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"headline": {"strategies": {"points": ["edge_7"]}, "stakes": ["flat"], "books": ["best"]}},
            "was 'edge_7'",
        ),
        (
            {"headline": {"strategies": {"points": ["home"]}, "stakes": ["flat"], "books": ["best"]}},
            "was 'home'",
        ),
        ({"headline": {"strategies": {}, "stakes": ["martingale"], "books": ["best"]}}, "was 'martingale'"),
        ({"stakes": {"kelly_quarter": {"kind": "kelly"}}}, "was 'flat'"),
        ({"band": [0.9, 0.1]}, "expected two quantiles in order"),
        ({"strategy": {}}, "strategy"),
        ({"stakes": {"flat": {"kind": "flat", "units": 2}}}, "units"),
    ],
)
def test_rules_with_unknown_names_are_refused_in_words(change: dict[str, object], message: str) -> None:
    rules = small_rules().model_dump()
    with pytest.raises(ValidationError, match=message):
        BacktestRules.model_validate(rules | change)
