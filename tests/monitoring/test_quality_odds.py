"""Lines that are far from the others, and games without a line, are found."""

from __future__ import annotations

import pandas as pd

from busta.monitoring.quality_odds import by_market, check_closing_lines
from busta.monitoring.quality_values import check_outliers, check_ranges
from busta.params.quality import Limits, OutlierRules

LIMITS = Limits(warning=0, error=None)


def _quotes() -> pd.DataFrame:
    rows = [
        ("2023-24", f"00223{game:05d}", pd.NA, market, base + game % 7 + 0.5 * (book % 2), f"book {book}")
        for game in range(20)
        for market, base in (("ats", -5.0), ("total", 220.0))
        for book in range(4)
    ]
    return pd.DataFrame(rows, columns=["season", "game_id", "player_id", "market", "line", "book"])


def test_a_total_in_place_of_a_spread_is_outside_the_range_of_its_own_market() -> None:
    quotes = _quotes()
    ranges = {"line": (-40.0, 40.0)}
    assert (
        check_ranges("quotes of ats", by_market("quotes", quotes, ("ats",))["quotes of ats"], ranges, LIMITS)[
            0
        ]["n_bad"]
        == 0
    )
    quotes.loc[quotes.index[0], "line"] = 219.5
    assert (
        check_ranges("quotes of ats", by_market("quotes", quotes, ("ats",))["quotes of ats"], ranges, LIMITS)[
            0
        ]["n_bad"]
        == 1
    )


def test_a_mistyped_line_is_far_from_the_other_books_on_its_game() -> None:
    quotes = _quotes()
    is_total = quotes["market"] == "total"
    quotes.loc[quotes.index[is_total][5], "line"] = 203.5
    name = "quotes of total"
    rules = OutlierRules(standard_deviations=3, least_rows=30, columns={name: ["line_from_median"]})
    (found,) = check_outliers(name, by_market("quotes", quotes, ("ats", "total"))[name], rules, LIMITS)
    assert (found["n"], found["n_bad"]) == (80, 1)
    assert "book book 1" in str(found["sentence"])


def test_lines_on_players_are_compared_player_by_player() -> None:
    rows = pd.DataFrame(
        {
            "game_id": "0022300001",
            "player_id": [1, 1, 2, 2],
            "market": "points",
            "line": [10.5, 11.5, 30.5, 31.5],
        }
    )
    of_points = by_market("prop_quotes", rows, ("points",))["prop_quotes of points"]
    assert of_points["line_from_median"].tolist() == [-0.5, 0.5, -0.5, 0.5]


def test_a_played_game_without_a_closing_line_is_missing() -> None:
    games = pd.DataFrame({"season": "2023-24", "game_id": ["a", "b", "c"], "is_played": [True, True, False]})
    lines = pd.DataFrame(
        {
            "game_id": ["a", "b", "a", "b"],
            "market": ["ats", "ats", "total", "total"],
            "moment": ["close"] * 3 + ["open"],
        }
    )
    found = {row["column"]: row["n_bad"] for row in check_closing_lines(games, lines, LIMITS)}
    assert found == {"games with a closing line of ats": 0, "games with a closing line of total": 1}
