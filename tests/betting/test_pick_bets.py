"""What picks earn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.betting.pick_bets import (
    best_of_coins,
    bets_needed,
    measure_bets,
    placed_bets,
    unlikely_prices,
)
from busta.evaluation.bootstrap import BootstrapRules
from tests.picks_world import judge_rules

BOOTSTRAP = BootstrapRules(draws=200, seed=7, level=0.95)


def _row(**changes: Any) -> pd.DataFrame:
    plain = {
        "game_id": "0000000001", "game_date": pd.Timestamp("2020-01-01"), "market": "total", "probability": np.nan,
        "selection": "over", "line": 210.5, "is_own_line": True, "price": np.nan, "stake": 1.0, "moment": "open",
        "actual": 220.0, "close_line": 212.5, "market_probability": 0.55, "outcome": 1.0,
    }  # fmt: skip
    row = pd.DataFrame([plain | changes])
    return row.astype({"selection": "str", "moment": "str", "price": "float64", "actual": "float64"})


def _quotes(*rows: tuple[str, float, str, float | None, str]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=["selection", "line", "moment", "price_decimal", "book"])
    table["player_id"] = pd.array([pd.NA] * len(table), dtype="Int64")
    return table.assign(game_id="0000000001", market="total").astype({"price_decimal": "float64"})


OPEN = _quotes(
    ("over", 210.5, "open", 1.9, "a"), ("over", 210.5, "open", 2.0, "b"), ("over", 210.5, "close", 1.5, "a")
)


def test_the_price_given_comes_before_the_quote_and_the_quote_before_the_assumed_one() -> None:
    given = placed_bets(_row(price=2.2), OPEN, 1.9091).iloc[0]
    quoted = placed_bets(_row(), OPEN, 1.9091).iloc[0]
    assumed = placed_bets(_row(line=211.0), OPEN, 1.9091).iloc[0]
    assert (given["price"], given["price_source"]) == (2.2, "given")
    assert (quoted["price"], quoted["price_source"]) == (pytest.approx(1.95), "quoted")
    assert (assumed["price"], assumed["price_source"]) == (1.9091, "assumed")


def test_a_moneyline_without_a_price_is_no_bet() -> None:
    bet = placed_bets(_row(market="moneyline", line=0.0, is_own_line=False, actual=5.0), OPEN, 1.9091)
    numbers = measure_bets(bet, BOOTSTRAP, None)
    assert (numbers.n_bets, numbers.without_price) == (0, 1)


def test_the_line_moving_towards_the_side_is_closing_line_value() -> None:
    over = placed_bets(_row(), OPEN, 1.9091).iloc[0]
    under = placed_bets(_row(selection="under"), OPEN, 1.9091).iloc[0]
    assert (over["closing_line_value"], under["closing_line_value"]) == (2.0, -2.0)


def test_the_closing_price_value_is_what_the_price_is_worth_at_the_close() -> None:
    over = placed_bets(_row(price=2.0), OPEN, 1.9091).iloc[0]
    under = placed_bets(_row(price=2.0, selection="under"), OPEN, 1.9091).iloc[0]
    assert over["closing_price_value"] == pytest.approx(0.55 * 2 - 1)
    assert under["closing_price_value"] == pytest.approx(0.45 * 2 - 1)


def test_a_bet_at_the_close_itself_has_no_value_over_it() -> None:
    bet = placed_bets(_row(line=212.5, moment=None, is_own_line=False), OPEN, 1.9091).iloc[0]
    assert np.isnan(bet["closing_line_value"])
    assert np.isnan(bet["closing_price_value"])


@pytest.mark.parametrize(
    ("actual", "result", "profit"), [(220.0, "win", 0.9), (200.0, "loss", -1.0), (210.0, "push", 0.0)]
)
def test_a_bet_is_won_lost_or_pushed(actual: float, result: str, profit: float) -> None:
    bet = placed_bets(_row(line=210.0, actual=actual, price=1.9), OPEN, 1.9091).iloc[0]
    assert (bet["result"], bet["profit"]) == (result, pytest.approx(profit))


def test_the_return_counts_stakes_and_gives_pushes_back() -> None:
    rows = pd.concat(
        [_row(price=2.0, stake=3.0), _row(price=2.0, actual=200.0), _row(price=2.0, actual=210.5)]
    ).reset_index(drop=True)
    numbers = measure_bets(placed_bets(rows, OPEN, 1.9091), BOOTSTRAP, None)
    assert (numbers.wins, numbers.losses, numbers.pushes, numbers.units) == (1, 1, 1, 2.0)
    assert numbers.roi.value == pytest.approx(2 / 5)
    assert numbers.price_sources == {"given": 3, "quoted": 0, "assumed": 0}
    assert numbers.tries is None


def test_bets_needed_are_those_after_which_the_interval_would_leave_zero() -> None:
    # A return of 5 % with a standard deviation of .955 a bet: (1.96 x .955 / .05)^2 = 1,401.
    assert bets_needed(0.05, 0.955 / np.sqrt(400), 400, 0.95) == pytest.approx(1401, abs=1)
    assert bets_needed(-0.01, 0.05, 400, 0.95) is None
    assert bets_needed(float("nan"), 0.05, 0, 0.95) is None


def test_the_best_of_more_coins_shows_more() -> None:
    assert best_of_coins(1, -0.05, 0.02, 0.5) == pytest.approx(-0.05)
    # The median of the best of 20 normals is 1.8242 standard deviations up.
    assert best_of_coins(20, -0.05, 0.02, 0.5) == pytest.approx(-0.05 + 1.8242 * 0.02, abs=1e-4)
    draws = np.random.default_rng(1).normal(0, 1, (20000, 20)).max(axis=1)
    assert best_of_coins(20, 0, 1, 0.95) == pytest.approx(np.quantile(draws, 0.95), abs=0.03)


def test_what_many_tried_is_less_of_a_surprise() -> None:
    rng = np.random.default_rng(3)
    parts = [
        _row(price=1.95, actual=220.0 if won else 200.0, market_probability=0.5)
        for won in rng.random(150) < 0.6
    ]
    rows = pd.concat(parts, ignore_index=True)
    rows["game_date"] += pd.to_timedelta(np.arange(150), unit="D")
    bets = placed_bets(rows, OPEN, 1.9091)
    one, many = (measure_bets(bets, BOOTSTRAP, tries).tries for tries in (1, 50))
    assert one is not None
    assert many is not None
    assert one.p_corrected == pytest.approx(one.p_value)
    assert many.p_corrected == pytest.approx(1 - (1 - one.p_value) ** 50)
    assert many.best_median > one.best_median == pytest.approx(0.5 * 1.95 - 1)


def test_prices_and_lines_that_nobody_quoted_are_told() -> None:
    rules = judge_rules()
    fair = unlikely_prices(placed_bets(_row(price=2.02), OPEN, 1.9091), rules)
    dear = unlikely_prices(placed_bets(_row(price=2.5), OPEN, 1.9091), rules)
    low = unlikely_prices(placed_bets(_row(line=205.5), OPEN, 1.9091), rules)
    assert (fair, [one.name for one in dear], [one.name for one in low]) == ([], ["prices"], ["lines"])
    assert not dear[0].is_alarm
    assert dear[0].sentence.startswith("1 of 1 prices are better")
