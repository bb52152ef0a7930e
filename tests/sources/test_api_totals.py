"""Totals of The Odds API: one line for over and under, decimal prices."""

from busta.sources.api_totals import api_total_quotes, parse_api_totals
from busta.sources.parsed import Parsed
from tests.sources.raw_texts import PLAUSIBLE, cells, raw

HEADER = "timestamp,commence_time,home_team,away_team,bookmaker,over_point,over_price,under_point,under_price"


def _parse(points: str, seen: str = "2022-01-05T16:55:00Z") -> Parsed:
    row = f"{seen},2022-01-06T00:30:00Z,Boston Celtics,New York Knicks,betmgm,{points}"
    return parse_api_totals(raw("totals.parquet", HEADER, row), PLAUSIBLE)


def test_the_line_is_the_total_and_over_is_the_first_price() -> None:
    rows = _parse("221.5,1.9,221.5,1.92").rows
    quotes = api_total_quotes(rows.assign(season="2021-22", game_id="g"), "12:00", 60)
    assert quotes[["market", "moment", "line", "price_over", "price_under"]].to_numpy().tolist() == [
        ["total", "morning", 221.5, 1.9, 1.92]
    ]


def test_two_lines_that_differ_are_refused() -> None:
    parsed = _parse("221.5,1.9,222.5,1.92")
    assert cells(parsed.refused) == [(2, "over_point", "221.5")]
    assert parsed.rows["line"].isna().all()


def test_a_total_that_no_game_has_is_refused() -> None:
    assert cells(_parse("12.5,1.9,12.5,1.92").refused) == [
        (2, "over_point", "12.5"),
        (2, "under_point", "12.5"),
    ]
