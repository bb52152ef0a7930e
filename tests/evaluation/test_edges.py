"""Sides against lines."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bootstrap import BootstrapRules
from busta.evaluation.edges import EDGE_COLUMNS, EdgeRules, market_edges, score_edges

RULES = EdgeRules(min_edges=(0.0, 2.0), assumed_price=1.9)
BOOTSTRAP = BootstrapRules(draws=200, seed=1, level=0.95)
DAYS = pd.date_range("2020-01-01", periods=4)


def edges(**changes: object) -> pd.DataFrame:
    """Four games: the forecast is over, over, under, and on the line."""
    columns = {
        "season": "2019-20",
        "game_id": list("abcd"),
        "game_date": DAYS,
        "actual": [6.0, 3.0, 9.0, 1.0],
        "forecast": [5.0, 4.0, 1.0, 2.0],
        "line_open": [3.0, 3.0, 4.0, 2.0],
        "line_close": [4.0, 2.5, 2.0, 2.0],
        "is_confirmed": [True, False, True, True],
    }
    return pd.DataFrame({**columns, **changes})[EDGE_COLUMNS]


def value(table: pd.DataFrame, **keys: object) -> tuple[float, int]:
    rows = table.loc[np.logical_and.reduce([table[key] == wanted for key, wanted in keys.items()])]
    return rows["value"].item(), rows["n"].item()


def test_the_sides_at_the_open_are_scored_by_hand() -> None:
    table = score_edges(edges(), RULES, BOOTSTRAP)
    opening = {"moment": "open", "games": "all", "min_edge": 0.0}
    # Over 3 with 6 wins, over 3 with 3 is pushed, under 4 with 9 loses; the game on the line has no side.
    assert value(table, **opening, metric="hit_rate") == (0.5, 2)
    assert value(table, **opening, metric="roi") == (pytest.approx((0.9 + 0 - 1) / 3), 3)
    # The line moved one towards the first side, half against the second, two towards the third.
    assert value(table, **opening, metric="closing_line_value") == (pytest.approx((1 - 0.5 + 2) / 3), 3)


def test_only_edges_of_the_size_and_confirmed_openings_count() -> None:
    table = score_edges(edges(), RULES, BOOTSTRAP)
    large = {"moment": "open", "games": "confirmed", "min_edge": 2.0}
    assert value(table, **large, metric="closing_line_value") == (pytest.approx(1.5), 2)


def test_the_close_has_no_closing_line_value() -> None:
    table = score_edges(edges(), RULES, BOOTSTRAP)
    closing = table[table["moment"] == "close"]
    assert set(closing["metric"]) == {"hit_rate", "roi"}
    # Over 4, over 2.5 and under 2 are decided: two are right.
    assert value(table, moment="close", games="all", min_edge=0.0, metric="hit_rate") == (
        pytest.approx(2 / 3),
        3,
    )


def test_a_group_without_games_has_no_rows_and_pushes_alone_no_hit_rate() -> None:
    table = score_edges(edges(is_confirmed=False), RULES, BOOTSTRAP)
    assert "confirmed" not in set(table["games"])
    pushed = score_edges(edges(actual=[3.0, 3.0, 4.0, 2.0]), EdgeRules((0.0,), 1.9), BOOTSTRAP)
    assert "hit_rate" not in set(pushed.loc[pushed["moment"] == "open", "metric"])


def test_edges_join_the_mean_of_the_learners_with_both_lines() -> None:
    first = pd.DataFrame(
        {
            "season": "2019-20",
            "game_id": list("abc"),
            "game_date": DAYS[:3],
            "actual": [1.0, 2.0, np.nan],
            "mean": [1.0, 2.0, 3.0],
        }
    )
    second, direct = first.assign(mean=first["mean"] + 2), first.assign(mean=np.nan)
    lines = pd.DataFrame(
        {
            "game_id": ["a", "a", "b", "c", "a"],
            "market": ["ats", "ats", "ats", "ats", "total"],
            "moment": ["open", "close", "close", "close", "close"],
            "line": [1.0, 1.5, 2.5, 0.5, 200.0],
            "book_confirmed": pd.array([True, None, None, None, None], dtype="boolean"),
        }
    )
    table = market_edges([direct, first, second.iloc[::-1]], lines, "ats")
    assert table["game_id"].tolist() == ["a", "b"]
    assert table["forecast"].tolist() == [2.0, 3.0]
    assert table["line_close"].tolist() == [1.5, 2.5]
    assert table["line_open"].isna().tolist() == [False, True]
    assert table["is_confirmed"].tolist() == [True, False]


@pytest.mark.parametrize(("edge", "price"), [((), 1.9), ((-1.0,), 1.9), ((0.0,), 1.0)])
def test_rules_that_make_no_bet_are_refused(edge: tuple[float, ...], price: float) -> None:
    with pytest.raises(ValueError, match="expected"):
        EdgeRules(edge, price)
