"""How bets end: hand cases of every kind, and laws."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.betting.grading import RESULTS, grade, profit_per_unit
from busta.betting.value import BettingError


@pytest.mark.parametrize(
    ("actual", "line", "selection", "result"),
    [
        # ATS, home team at -5: the line is 5, the home margin must be more.
        (5, 5.0, "over", "push"),
        (5, 5.0, "under", "push"),
        (6, 5.0, "over", "win"),
        (4, 5.0, "over", "loss"),
        (4, 5.0, "under", "win"),
        # Half lines are always decided; the home team at +3.5 has the line -3.5.
        (-3, -3.5, "over", "win"),
        (-4, -3.5, "over", "loss"),
        (-4, -3.5, "under", "win"),
        # A total of 221 on a whole and on a half line.
        (221, 221.0, "over", "push"),
        (221, 220.5, "over", "win"),
        (221, 221.5, "over", "loss"),
        # The moneyline asks for a home margin above 0; over is the home team.
        (1, 0.0, "over", "win"),
        (-1, 0.0, "over", "loss"),
        (-12, 0.0, "under", "win"),
    ],
)
def test_a_bet_is_graded_by_where_the_quantity_lands(
    actual: int, line: float, selection: str, result: str
) -> None:
    assert grade([actual], [line], [selection]).tolist() == [result]


def test_a_bet_on_a_man_who_did_not_play_is_void_whatever_stands_in_his_row() -> None:
    results = grade([0.0, np.nan, 30.0, 12.0], [24.5] * 4, ["under"] * 4, [False, False, False, True])
    assert results.tolist() == ["void", "void", "void", "win"]


def test_what_is_unplayed_is_open_and_pays_nothing_yet() -> None:
    results = grade([np.nan, 3.0], [2.5, 2.5], ["over", "over"], pd.array([None, True], dtype="boolean"))
    assert results.isna().tolist() == [True, False]
    profit = profit_per_unit(results, [1.9, 1.9])
    assert np.isnan(profit).tolist() == [True, False]


def test_a_win_pays_the_price_a_loss_the_unit_and_the_rest_nothing() -> None:
    profit = profit_per_unit(["win", "loss", "push", "void", None], [1.91, 1.91, 1.91, 4.0, 2.0])
    np.testing.assert_allclose(profit, [0.91, -1, 0, 0, np.nan])


def test_results_keep_the_index_of_the_bets_and_missing_results_are_missing() -> None:
    bets = pd.DataFrame(
        {"actual": [7, None], "line": [6.5, 6.5], "selection": ["over", "under"]}, index=[9, 4]
    )
    results = grade(bets["actual"], bets["line"], bets["selection"])
    assert results.index.tolist() == [9, 4]
    assert results.dtype == "str"
    assert results.to_dict() == {9: "win", 4: pytest.approx(np.nan, nan_ok=True)}


@given(st.integers(-60, 300), st.integers(-120, 600).map(lambda halves: halves / 2))
def test_the_two_sides_of_a_line_are_opposite_or_both_pushed(actual: int, line: float) -> None:
    over, under = grade([actual, actual], [line, line], ["over", "under"])
    assert {over, under} == ({"push"} if actual == line else {"win", "loss"})
    if line % 1 == 0.5:
        assert over != "push"


@given(st.integers(-60, 60), st.integers(-60, 60).map(lambda halves: halves / 2))
def test_turning_home_and_away_around_turns_over_into_under(actual: int, line: float) -> None:
    assert grade([actual], [line], ["over"]).tolist() == grade([-actual], [-line], ["under"]).tolist()


def test_no_bets_have_no_results() -> None:
    assert grade([], [], []).tolist() == []
    assert profit_per_unit([], []).tolist() == []


def test_every_result_has_a_profit() -> None:
    assert np.isfinite(profit_per_unit(list(RESULTS), 2.0)).all()


def test_what_is_no_bet_is_refused() -> None:
    with pytest.raises(BettingError, match="a selection among over, under, was 'home'"):
        grade([1, 1], [0, 0], ["over", "home"])
    with pytest.raises(BettingError, match="a line in every row, was missing in 1"):
        grade([1], [np.nan], ["over"])
    with pytest.raises(BettingError, match="a result among win, loss, push, void, was 'won'"):
        profit_per_unit(["won"], [2.0])
    with pytest.raises(BettingError, match="price greater than 1, was 1"):
        profit_per_unit(["win"], [1.0])
