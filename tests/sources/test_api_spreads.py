"""Spreads of the morning: mirrored points, decimal prices, the last snapshot of the game's own day."""

import pandas as pd
import pytest

from busta.sources.api_snapshots import tip_offs
from busta.sources.api_spreads import api_spread_quotes, parse_api_spreads
from busta.sources.parsed import Parsed
from tests.sources.raw_texts import PLAUSIBLE, cells, raw

HEADER = "timestamp,commence_time,home_team,away_team,bookmaker,home_point,home_price,away_point,away_price"
MORNING = "2022-01-05T16:55:00Z"
# 7.30 p.m. on the east coast is the next day in UTC.
START = "2022-01-06T00:30:00Z"
NOON = "12:00"


def _row(
    seen: str = MORNING, points: str = "-3.0,1.91,3.0,1.91", book: str = "betmgm", start: str = START
) -> str:
    home_point, home_price, away_point, away_price = points.split(",")
    return f"{seen},{start},Boston Celtics,New York Knicks,{book},{home_point},{home_price},{away_point},{away_price}"


def _parse(*rows: str) -> Parsed:
    return parse_api_spreads(raw("spreads.parquet", HEADER, *rows), PLAUSIBLE)


def _joined(*rows: str) -> pd.DataFrame:
    return _parse(*rows).rows.assign(season="2021-22", game_id="g")


def test_the_date_is_the_eastern_date_of_the_start_and_the_line_minus_the_home_spread() -> None:
    row = _parse(_row()).rows.iloc[0]
    assert row["game_date"] == pd.Timestamp("2022-01-05")
    assert row[["line", "price_over", "price_under"]].tolist() == [3.0, 1.91, 1.91]


@pytest.mark.parametrize("points", ["-3.0,1.91,3.5,1.91", "-3.0,1.91,-3.0,1.91"])
def test_points_of_home_and_away_that_do_not_mirror_are_refused(points: str) -> None:
    parsed = _parse(_row(points=points))
    assert cells(parsed.refused) == [(2, "home_point", "-3.0")]
    assert api_spread_quotes(parsed.rows.assign(season="2021-22", game_id="g"), NOON, 60).empty


def test_a_decimal_price_of_one_pays_nothing_and_is_refused() -> None:
    parsed = _parse(_row(points="-3.0,1.0,3.0,1.91"))
    assert cells(parsed.refused) == [(2, "home_price", "1.0")]
    assert parsed.rows["price_over"].isna().all()


def test_a_snapshot_after_the_start_is_refused() -> None:
    parsed = _parse(_row(seen=START))
    assert cells(parsed.refused) == [(2, "timestamp", START)]
    assert parsed.rows["game_date"].isna().all()


def test_lines_of_the_morning_of_an_earlier_day_give_way_to_those_of_the_day() -> None:
    quotes = api_spread_quotes(
        _joined(
            _row("2022-01-04T16:55:00Z", "-5.0,1.91,5.0,1.91"),
            _row("2022-01-04T16:55:00Z", "-5.0,1.91,5.0,1.91", "gone"),
            _row(),
        ),
        NOON,
        60,
    )
    assert quotes[["book", "line"]].to_numpy().tolist() == [["betmgm", 3.0]]
    assert quotes["quoted_at_utc"].tolist() == [pd.Timestamp(MORNING)]


def test_a_game_seen_on_an_earlier_day_only_has_no_line_of_the_morning() -> None:
    assert api_spread_quotes(_joined(_row("2022-01-04T16:55:00Z")), NOON, 60).empty


def test_a_later_snapshot_of_the_day_is_not_the_morning_but_takes_none_away() -> None:
    rows = _joined(_row(), _row("2022-01-05T17:00:01Z", "-6.0,1.91,6.0,1.91"))
    assert api_spread_quotes(rows, NOON, 60)["line"].tolist() == [3.0]
    assert api_spread_quotes(rows, "12:01", 60)["line"].tolist() == [6.0]
    assert api_spread_quotes(rows.iloc[1:], NOON, 60).empty


def test_the_tip_off_is_that_of_the_last_snapshot() -> None:
    rows = _joined(_row("2022-01-04T16:55:00Z", start="2022-01-06T00:00:00Z"), _row())
    assert tip_offs([rows])["tip_off_utc"].tolist() == [pd.Timestamp(START)]
