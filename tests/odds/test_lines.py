"""Signs of spreads and the main line of several books."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from busta.odds.lines import line_of_favourite, main_lines


def test_a_home_favourite_has_a_positive_line_and_a_home_underdog_a_negative_one() -> None:
    line = line_of_favourite(pd.Series([4.5, 4.5]), pd.Series([True, False]))
    assert line.tolist() == [4.5, -4.5]


def test_a_pick_is_a_line_of_plain_zero_whoever_is_named() -> None:
    line = line_of_favourite(pd.Series([0.0, 0.0]), pd.Series([True, False]))
    assert [str(value) for value in line] == ["0.0", "0.0"]


def test_no_spread_is_no_line() -> None:
    assert line_of_favourite(pd.Series([None], dtype="float64"), pd.Series([True])).isna().all()


def _market(lines: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"game": "g", "line": lines})


def test_the_main_line_is_the_offered_line_nearest_to_the_median() -> None:
    # The median of these is 4.25, which nobody offers; more rows offer 4.5 than 4.
    quotes = _market([3.5, 4.0, 4.5, 4.5])
    assert quotes["line"][main_lines(quotes, ["game"])].tolist() == [4.5, 4.5]


def test_of_two_lines_equally_near_and_equally_frequent_the_smaller_is_taken() -> None:
    quotes = _market([5.0, 4.0])
    assert quotes["line"][main_lines(quotes, ["game"])].tolist() == [4.0]


def test_one_mistyped_book_does_not_move_the_main_line() -> None:
    quotes = _market([214.5, 215.0, 215.0, 2322.5])
    assert quotes["line"][main_lines(quotes, ["game"])].tolist() == [215.0, 215.0]


def test_markets_are_kept_apart_also_where_a_key_is_missing() -> None:
    quotes = pd.DataFrame({"game": ["a", "a", "b"], "player": [pd.NA] * 3, "line": [1.0, 1.0, 9.0]})
    assert main_lines(quotes, ["game", "player"]).all()


@given(st.lists(st.integers(-30, 30).map(lambda half: half / 2), min_size=1, max_size=15))
def test_the_main_line_is_one_of_the_lines_and_does_not_depend_on_their_order(lines: list[float]) -> None:
    forward, backward = _market(lines), _market(lines[::-1])
    chosen = set(forward["line"][main_lines(forward, ["game"])])
    assert chosen == set(backward["line"][main_lines(backward, ["game"])])
    assert len(chosen) == 1
