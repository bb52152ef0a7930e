"""Moneylines of The Odds API: the line is 0, over is a home win."""

from busta.sources.api_moneylines import api_moneyline_quotes, parse_api_moneylines
from busta.sources.parsed import Parsed
from tests.sources.raw_texts import PLAUSIBLE, cells, raw

HEADER = "timestamp,commence_time,home_team,away_team,bookmaker,home_price,away_price"


def _parse(prices: str) -> Parsed:
    row = f"2022-01-06T00:00:00Z,2022-01-06T00:30:00Z,Boston Celtics,New York Knicks,betmgm,{prices}"
    return parse_api_moneylines(raw("moneylines.parquet", HEADER, row), PLAUSIBLE)


def test_the_home_price_is_that_of_over_and_the_line_is_0() -> None:
    rows = _parse("1.5,2.7").rows.assign(season="2021-22", game_id="g")
    quotes = api_moneyline_quotes(rows, "12:00", 60)
    assert quotes[["market", "moment", "line", "price_over", "price_under", "book"]].to_numpy().tolist() == [
        ["moneyline", "close", 0.0, 1.5, 2.7, "betmgm"]
    ]


def test_two_prices_that_cannot_stand_together_are_refused() -> None:
    parsed = _parse("1.2,1.3")
    assert cells(parsed.refused) == [(2, "home_price", "1.2")]
    assert api_moneyline_quotes(parsed.rows.assign(season="2021-22", game_id="g"), "12:00", 60).empty
