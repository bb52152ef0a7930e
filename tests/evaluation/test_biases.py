"""Sides of lines, and whether they win as often as they should."""

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bias_groups import BiasRules
from busta.evaluation.biases import BIAS_COLUMNS, betting_sides, bias_tests

RULES = BiasRules(min_rows=20, spread_sizes=(3.5,), week_starts=(1,))
GAMES = 600


def _league() -> dict[str, pd.DataFrame]:
    """The home team wins by 1 on even days and loses by 9 on odd ones; totals are 200."""
    number = np.arange(GAMES)
    date = pd.Timestamp("2019-11-01") + pd.to_timedelta(number // 6, unit="D")
    games = pd.DataFrame(
        {
            "season": "2019-20",
            "game_id": [f"{n:010d}" for n in number],
            "game_date": date,
            "season_type": "regular",
            "home_team_id": number % 6 * 2,
            "away_team_id": number % 6 * 2 + 1,
            "is_neutral": False,
            "is_played": True,
            "home_margin": np.where(number // 6 % 2 == 0, 1.0, -9.0),
            "total_points": 200.0,
        }
    )
    keys = ["season", "game_id", "game_date", "season_type", "is_neutral"]
    teams = pd.concat(
        [
            games[keys].assign(team_id=games[f"{side}_team_id"], is_home=side == "home", points=1.0)
            for side in ("home", "away")
        ]
    )
    return {"games": games, "teams": teams.reset_index(drop=True)}


def _lines(
    games: pd.DataFrame, market: str, line: float | np.ndarray, moment: str = "close", **changes: object
) -> pd.DataFrame:
    columns = {
        "player_id": pd.array([None] * len(games), dtype="Int64"),
        "market": market,
        "moment": moment,
        "line": line,
        "market_probability": 0.5,
        "source": "closing_lines",
        "book_confirmed": pd.array([None] * len(games), dtype="boolean"),
    }
    return games[["season", "game_id", "game_date"]].assign(**(columns | changes))


def _quotes(lines: pd.DataFrame, **prices: float) -> pd.DataFrame:
    columns = ["season", "game_id", "game_date", "player_id", "market", "moment", "source", "line"]
    sides = [lines[columns].assign(selection=side, price_decimal=price) for side, price in prices.items()]
    return pd.concat(sides or [lines[columns].iloc[:0].assign(selection="over", price_decimal=1.5)])


def _tests(lines: pd.DataFrame, **prices: float) -> pd.DataFrame:
    league = _league()
    sides = betting_sides(lines, _quotes(lines, **prices), league["games"], 1.9)
    return bias_tests(sides, league["games"], league["teams"], RULES, 0.95)


def _row(tests: pd.DataFrame, test: str, group: str = "all games") -> pd.Series:
    (row,) = tests[(tests["test"] == test) & (tests["group"] == group)].to_dict("records")
    return pd.Series(row)


def test_a_favourite_on_either_side_is_followed_and_pushes_are_no_decision() -> None:
    games = _league()["games"]
    # Home favoured by 1 on even days, by which it is pushed; by -4 on odd days: the visitors win by 9 and cover.
    line = np.where(games["home_margin"] > 0, 1.0, -4.0)
    tests = _tests(_lines(games, "ats", line))
    favourite = _row(tests, "favourite covers")
    assert (favourite["n"], favourite["share"], favourite["fair"]) == (300, 1.0, 0.5)
    # Half the stakes come back, half win .9; against it half are lost.
    assert favourite["roi"] == pytest.approx(0.45)
    assert favourite["roi_against"] == pytest.approx(-0.5)
    assert _row(tests, "home covers", "home underdog")["share"] == 0.0
    assert "home favourite" not in set(tests["group"])  # all pushed, so none was decided


def test_quoted_prices_are_taken_before_assumed_ones() -> None:
    games = _league()["games"]
    lines = _lines(games, "moneyline", 0.0, market_probability=0.6)
    assumed, quoted = _tests(lines), _tests(lines, over=1.5, under=2.6)
    assert (_row(assumed, "home wins")["share_assumed"], _row(quoted, "home wins")["share_assumed"]) == (1, 0)
    assert _row(assumed, "home wins")["roi"] == pytest.approx(0.5 * 0.9 - 0.5)
    assert _row(quoted, "home wins")["roi"] == pytest.approx(0.5 * 0.5 - 0.5)
    assert _row(quoted, "home wins")["roi_against"] == pytest.approx(0.5 * 1.6 - 0.5)


def test_the_difference_is_from_what_the_market_gave_not_from_one_half() -> None:
    games = _league()["games"]
    tests = _tests(_lines(games, "moneyline", 0.0, market_probability=0.6))
    home = _row(tests, "home wins")
    assert (home["share"], home["fair"]) == (0.5, pytest.approx(0.6))
    assert home["estimate"] == pytest.approx(-0.1)
    assert home["low"] < -0.1 < home["high"]


def test_openings_of_spreads_count_only_where_a_second_archive_has_them() -> None:
    games = _league()["games"]
    confirmed = pd.array([True, False, None] * (GAMES // 3), dtype="boolean")
    opening = {"moment": "open", "book_confirmed": confirmed}
    assert _row(_tests(_lines(games, "total", 190.5, **opening)), "over")["n"] == GAMES // 3
    # Nobody can confirm an opening price, so none is left out for it.
    assert _row(_tests(_lines(games, "moneyline", 0.0, **opening)), "home wins")["n"] == GAMES


def test_small_groups_are_not_tested_and_families_are_market_and_moment() -> None:
    games = _league()["games"]
    lines = pd.concat([_lines(games, "total", 190.5), _lines(games, "ats", 2.5)], ignore_index=True)
    tests = _tests(lines)
    assert set(tests["family"]) == {"bias, total, close", "bias, ats, close"}
    assert list(tests.columns) == BIAS_COLUMNS
    assert tests["n"].min() >= RULES.min_rows
    assert {"Monday", "December", "week 1 and more", "regular season", "spread 0 to 3"} <= set(tests["group"])


def test_players_and_unplayed_games_have_no_sides() -> None:
    league = _league()
    games = league["games"]
    lines = pd.concat(
        [_lines(games, "points", 20.5), _lines(games, "total", 190.5, player_id=7), _lines(games, "ats", 1.5)]
    )
    lines = lines.astype({"player_id": "Int64"}).reset_index(drop=True)
    unplayed = games.assign(is_played=games.index > 9)
    assert len(betting_sides(lines, _quotes(lines), unplayed, 1.9)) == GAMES - 10
