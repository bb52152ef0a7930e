"""The question of a market: actual, line, outcome, quotes."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.evaluation.training_table import (
    TrainingTableError,
    actuals,
    lines_of,
    scaled_line,
    with_completeness,
    with_constant_line,
    with_market_line,
    with_outcome,
    with_quotes,
)

GAMES = pd.DataFrame(
    {
        "season": "2001-02",
        "game_id": ["0000000003", "0000000001", "0000000002"],
        "game_date": pd.to_datetime(["2001-11-02", "2001-11-01", "2001-11-01"]),
        "season_type": "regular",
        "home_margin": [None, 4.0, -3.0],
    }
)
LINES = pd.DataFrame(
    {
        "game_id": ["0000000001", "0000000002", "0000000001"],
        "player_id": pd.array([pd.NA] * 3, dtype="Int64"),
        "market": ["ats", "ats", "total"],
        "moment": "close",
        "line": [4.0, -6.5, 221.5],
        "market_probability": [0.5, 0.52, 0.5],
        "is_price_assumed": [True, False, True],
    }
)


def rows() -> pd.DataFrame:
    return actuals(GAMES, "home_margin")


def test_rows_stand_by_date_and_unplayed_games_have_no_actual() -> None:
    assert list(rows()["game_id"]) == ["0000000001", "0000000002", "0000000003"]
    assert rows()["actual"].isna().tolist() == [False, False, True]


def test_a_quantity_that_no_table_holds_is_named() -> None:
    with pytest.raises(TrainingTableError, match=r"expected the quantity among .* was 'dunks'"):
        actuals(GAMES, "dunks")


def test_a_pushed_spread_is_neither_over_nor_under() -> None:
    table = with_outcome(with_market_line(rows(), lines_of(LINES, "ats", "close"), 1.0, None))
    assert table["game_id"].tolist() == ["0000000001", "0000000002"]
    assert table["outcome"].isna().tolist() == [True, False]
    assert table["outcome"].iloc[1] == 1.0


def test_a_constant_line_asks_about_every_game() -> None:
    table = with_outcome(with_constant_line(rows(), 0))
    assert table["outcome"].fillna(-1).tolist() == [1, 0, -1]


def test_half_a_total_is_rounded_to_half_points_upwards() -> None:
    halves = scaled_line(pd.Series([221.0, 221.5, 222.0]), 0.5, 0.5)
    assert halves.tolist() == [110.5, 111.0, 111.0]
    assert scaled_line(pd.Series([221.5]), 0.5, None).tolist() == [110.75]


def test_a_market_nobody_quotes_has_no_market_probability() -> None:
    table = with_quotes(with_constant_line(rows(), 0), None, "close")
    assert table["market_probability"].isna().all()
    assert table["market_moment"].isna().all()
    assert not table["is_price_assumed"].any()


def test_a_quote_comes_with_its_moment() -> None:
    table = with_quotes(with_constant_line(rows(), 0), lines_of(LINES, "ats", "close"), "close")
    assert table["market_probability"].fillna(0).tolist() == [0.5, 0.52, 0]
    assert table["market_moment"].isna().tolist() == [False, False, True]
    assert table["is_price_assumed"].tolist() == [True, False, False]


def test_lines_that_nobody_holds_are_named_with_those_that_are_there() -> None:
    with pytest.raises(
        TrainingTableError, match=r"'totl' at the moment 'close' .* ats at close, total at close"
    ):
        lines_of(LINES, "totl", "close")


def test_a_game_is_complete_when_no_feature_of_either_team_was_filled_in() -> None:
    rows = pd.DataFrame({"game_id": ["1", "2", "3"]})
    features = pd.DataFrame(
        {"game_id": ["1", "1", "2", "2"], "a_missing": [0, 0, 0, 1], "b_missing": [0.0, 0.0, 0.0, 0.0]}
    )
    flagged = with_completeness(rows, features, ["a_missing", "b_missing"])
    assert flagged["is_complete"].tolist() == [True, False, True]
    assert with_completeness(rows, features, [])["is_complete"].all()
