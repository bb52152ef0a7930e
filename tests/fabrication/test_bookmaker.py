"""The invented books: prices, mirrors, and what they know when."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.fabrication.bookmaker import american_price, decimal_price, lines, market_views
from busta.fabrication.games import win_probability
from busta.fabrication.settings import PlaySettings
from tests.league import tiny_league


def _all(name: str) -> pd.DataFrame:
    return pd.concat(tiny_league()[name].values(), ignore_index=True)


def test_an_even_game_with_five_percent_costs_minus_111_on_both_sides() -> None:
    # 0.5 * 1.05 = 0.525 implied: -100 * 0.525 / 0.475 = -110.5
    assert american_price(np.array([0.5]), 0.05).tolist() == [-111]


def test_a_third_without_margin_pays_two_to_one() -> None:
    assert american_price(np.array([1 / 3]), 0.0).tolist() == [200]
    assert decimal_price(np.array([1 / 3]), 0.0).tolist() == pytest.approx([3.0])


@given(st.floats(0.001, 0.999), st.floats(0.0, 0.1))
def test_an_american_price_never_lies_between_minus_and_plus_100(
    probability: float, overround: float
) -> None:
    price = american_price(np.array([probability]), overround)[0]
    assert abs(price) >= 100


@given(st.floats(-40, 40))
def test_a_line_is_the_nearest_half_point(view: float) -> None:
    line = lines(np.array([view]))[0]
    assert 2 * line == round(2 * line)
    assert abs(line - view) <= 0.25


def test_an_earlier_view_errs_more() -> None:
    truth = np.random.default_rng(0).normal(2.5, 6.0, 20_000)
    views = market_views(
        {"open": truth, "morning": truth, "close": truth}, 1.0, 1.0, 6.0, 2.5, np.random.default_rng(1)
    )
    errors = [(views[moment] - truth).std() for moment in ("open", "morning", "close")]
    assert errors == sorted(errors, reverse=True)
    assert np.polyfit(views["open"], truth, 1)[0] == pytest.approx(1, abs=0.01)


def test_an_even_game_is_won_half_the_time_and_a_favourite_wins_more() -> None:
    chance = win_probability(np.array([0.0, 6.0]), PlaySettings())
    assert chance[0] == pytest.approx(0.5)
    # Phi(6 / 12.8) = 0.680
    assert chance[1] == pytest.approx(0.680, abs=0.01)


def test_the_two_sides_of_a_spread_mirror_each_other_in_every_book() -> None:
    books = _all("raw_book_lines")
    spreads, totals = books[books["bet_type"].eq("spread")], books[books["bet_type"].eq("total")]
    for column in [name for name in books if name.startswith("home_") and name.endswith("_line")]:
        other = column.replace("home_", "away_")
        assert (spreads[column].fillna(0) == -spreads[other].fillna(0)).all()
        assert (totals[column].fillna(0) == totals[other].fillna(0)).all()
    morning = _all("raw_api_spreads")
    assert morning["home_point"].eq(-morning["away_point"]).all()


def test_every_pair_of_prices_holds_the_margin_of_the_book() -> None:
    prices = _all("raw_api_spreads")
    overround = 1 / prices["home_price"] + 1 / prices["away_price"] - 1
    assert overround.between(0.03, 0.06).all()


def test_the_spreadsheet_has_the_total_in_one_row_and_the_spread_in_the_other() -> None:
    for rows in tiny_league()["raw_sbr_odds"].values():
        cells = rows["Close"].replace("pk", 0).astype(float).to_numpy().reshape(-1, 2)
        assert (cells.max(axis=1) > 150).all()
        assert (cells.min(axis=1) < 40).all()
        # N on both rows of a game on a neutral floor.
        assert set(map(tuple, rows["VH"].to_numpy().reshape(-1, 2))) == {("V", "H"), ("N", "N")}


def test_spreadsheet_and_closing_lines_tell_the_same_close() -> None:
    lines_of_close = next(iter(tiny_league()["raw_closing_lines"].values()))
    sheets = pd.concat(tiny_league()["raw_sbr_odds"].values())
    cells = sheets["Close"].replace("pk", 0).astype(float).to_numpy().reshape(-1, 2)
    np.testing.assert_array_equal(cells.max(axis=1), lines_of_close["total"])
    np.testing.assert_array_equal(cells.min(axis=1), lines_of_close["spread"])


def test_quarters_and_overtime_add_up_to_the_score() -> None:
    games = _all("raw_closing_lines")
    for side in ("home", "away"):
        parts = [f"q{quarter}_{side}" for quarter in range(1, 5)] + [f"ot_{side}"]
        assert games[parts].sum(axis=1).eq(games[f"score_{side}"]).all()
    regulation = games[games["ot_home"].gt(0)]
    level = [
        regulation[[f"q{quarter}_{side}" for quarter in range(1, 5)]].sum(axis=1) for side in ("home", "away")
    ]
    assert level[0].eq(level[1]).all()


def test_a_morning_line_is_taken_before_tip_off() -> None:
    morning = _all("raw_api_spreads")
    assert (morning["timestamp"] < morning["commence_time"]).all()
