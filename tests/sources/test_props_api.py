"""Daily pulls: the two sides of a quote become one row."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.sources.parsed import Parsed
from busta.sources.props_api import COLUMNS, parse_props_api
from tests.sources.prop_rows import PLAUSIBLE_PROPS
from tests.sources.raw_texts import BOS, NYK, cells, raw

SEEN = "2024-03-05T15:58:29Z"


def _row(side: str, price: str, line: str = "27.5", **changes: str) -> str:
    usual = {
        "outcomes_name": side,
        "outcomes_description": "Jayson Tatum",
        "outcomes_price": price,
        "outcomes_point": line,
        "commence_time": "2024-03-06T00:30:00Z",
        "home_team": "Boston Celtics",
        "away_team": "New York Knicks",
        "bookmakers.key": "fanduel",
        "bookmakers.markets.key": "player_points",
        "bookmakers.markets.last_update": SEEN,
        "pull_date": "2024-03-05",
    }
    return ",".join({**usual, **changes}[column] for column in COLUMNS)


def _parse(*rows: str) -> Parsed:
    return parse_props_api(raw("props.parquet", ",".join(COLUMNS), *rows), PLAUSIBLE_PROPS)


def test_two_sides_are_one_row_with_decimal_prices_and_the_eastern_date_of_the_start() -> None:
    parsed = _parse(_row("Under", "-125"), _row("Over", "100"))
    assert parsed.refused.empty
    row = parsed.rows.iloc[0]
    assert len(parsed.rows) == 1
    assert row[["row", "market", "line", "book", "price_over", "price_under"]].tolist() == [
        2, "points", 27.5, "fanduel", 2.0, 1.8,
    ]  # fmt: skip
    assert row[["home_team_id", "away_team_id"]].tolist() == [BOS, NYK]
    assert row["game_date"] == pd.Timestamp("2024-03-05")
    assert row["quoted_at_utc"] == pd.Timestamp(SEEN)


def test_lines_books_and_pulls_are_quotes_of_their_own() -> None:
    parsed = _parse(
        _row("Over", "100"),
        _row("Over", "150", "30.5"),
        _row("Over", "110", **{"bookmakers.key": "bovada"}),
        _row(
            "Over",
            "120",
            pull_date="2024-03-04",
            **{"bookmakers.markets.last_update": "2024-03-04T15:00:00Z"},
        ),
    )
    assert parsed.rows["price_over"].tolist() == [2.0, 2.5, 2.1, 2.2]
    assert parsed.rows["price_under"].isna().all()


def test_an_update_after_the_start_is_refused_on_both_sides() -> None:
    late = {"bookmakers.markets.last_update": "2024-03-06T00:30:00Z"}
    parsed = _parse(_row("Over", "100", **late), _row("Under", "-120", **late), _row("Over", "-110"))
    assert [row for row, *_ in cells(parsed.refused)] == [2, 3]
    assert parsed.rows["row"].tolist() == [4]


@pytest.mark.parametrize(
    ("bad", "column"),
    [
        (_row("Under", "50"), "outcomes_price"),
        (_row("Under", ""), "outcomes_price"),
        (_row("Middle", "-110"), "outcomes_name"),
        (_row("Over", "100"), "outcomes_price"),
        (_row("Under", "-110", **{"bookmakers.markets.key": "player_dunks"}), "bookmakers.markets.key"),
    ],
)
def test_a_bad_row_is_refused_with_the_quote_it_belongs_to(bad: str, column: str) -> None:
    good = _row("Over", "-110", "20.5")
    parsed = _parse(_row("Over", "-110"), bad, good)
    assert (3, column) in {(row, name) for row, name, _ in cells(parsed.refused)}
    left = parsed.rows["line"].tolist()
    # A row of no known market is no side of the quote before it.
    assert left == ([27.5, 20.5] if column in ("bookmakers.markets.key",) else [20.5])


def test_two_prices_that_cannot_stand_together_are_refused() -> None:
    parsed = _parse(_row("Over", "-300"), _row("Under", "-300"))
    assert cells(parsed.refused) == [(2, "outcomes_price", "-300")]
    assert parsed.rows.empty


def test_an_empty_file_and_one_without_its_columns_leave_no_row() -> None:
    assert _parse().rows.empty
    moved = parse_props_api(raw("moved.parquet", "a,b", "1,2"), PLAUSIBLE_PROPS)
    assert moved.rows.dtypes.equals(_parse().rows.dtypes)
    assert set(moved.refused["column"]) == set(COLUMNS)
