"""Odds on time-stamped pages: sides named by team, no composite, nothing after tip-off."""

import pandas as pd
import pytest

from busta.sources.parsed import Parsed
from busta.sources.rotowire_odds import parse_rotowire_odds, rotowire_quotes
from tests.sources.raw_texts import PLAUSIBLE, cells, raw

HEADER = "snapshot_utc,game_date,game_time,away,home,book,moneyline,spread,total"
NOON, EVENING = "2021-04-02T15:00:05Z", "2021-04-02T22:00:05Z"


def _row(seen: str = NOON, odds: str = "GS -150,GS -3.5,226.5 Pts", book: str = "fanduel") -> str:
    return f"{seen},2021-04-02,7:30 PM ET,PHO,GS,{book},{odds}"


def _parse(*rows: str) -> Parsed:
    return parse_rotowire_odds(raw("odds.parquet", HEADER, *rows), PLAUSIBLE, ["composite"])


@pytest.mark.parametrize(
    ("odds", "line"), [("GS -150,GS -3.5,220.0 Pts", 3.5), ("PHO -150,PHO -3.5,220.0 Pts", -3.5)]
)
def test_the_spread_is_that_of_the_team_it_names(odds: str, line: float) -> None:
    row = _parse(_row(odds=odds)).rows.iloc[0]
    assert row[["line", "total"]].tolist() == [line, 220.0]
    favourite, other = ("home_price", "away_price") if line > 0 else ("away_price", "home_price")
    assert row[favourite] == pytest.approx(1 + 100 / 150)
    assert pd.isna(row[other])


def test_the_composite_is_no_book() -> None:
    parsed = _parse(_row(book="composite"), _row())
    assert parsed.rows["book"].tolist() == ["fanduel"]
    assert parsed.refused.empty


def test_a_dash_is_no_line() -> None:
    parsed = _parse(_row(odds="–,–,–"))
    assert parsed.refused.empty
    assert parsed.rows[["line", "total", "home_price", "away_price"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("odds", "column", "value"),
    [
        ("GS -150,-3.5,220.0 Pts", "spread", "-3.5"),
        ("GS -150,BOS -3.5,220.0 Pts", "spread", "BOS -3.5"),
        ("GS -150,GS -38.0,220.0 Pts", "spread", "GS -38.0"),
        ("GS -150,GS -3.5,0.0 Pts", "total", "0.0 Pts"),
        ("GS -15,GS -3.5,220.0 Pts", "moneyline", "GS -15"),
        ("-150,GS -3.5,220.0 Pts", "moneyline", "-150"),
    ],
)
def test_a_cell_that_is_not_of_this_game_or_impossible_is_refused(odds: str, column: str, value: str) -> None:
    assert cells(_parse(_row(odds=odds)).refused) == [(2, column, value)]


@pytest.mark.parametrize("seen", ["2021-04-02T23:30:00Z", "2021-04-03T00:10:00Z"])
def test_a_page_at_or_after_tip_off_is_refused(seen: str) -> None:
    parsed = _parse(_row(seen))
    assert cells(parsed.refused) == [(2, "snapshot_utc", seen)]
    assert parsed.rows["game_date"].isna().all()


def test_a_page_without_a_time_stamp_is_refused() -> None:
    parsed = _parse(_row(""))
    assert cells(parsed.refused) == [(2, "snapshot_utc", "")]
    assert parsed.rows["game_date"].isna().all()


def test_an_hour_that_the_clocks_skip_is_refused_and_the_other_rows_kept() -> None:
    skipped = "2021-03-14T05:00:05Z,2021-03-14,2:30 AM ET,PHO,GS,fanduel,GS -150,GS -3.5,226.5 Pts"
    parsed = _parse(skipped, _row())
    assert parsed.rows["game_date"].notna().tolist() == [False, True]
    assert parsed.refused[["row", "column", "value"]].to_numpy().tolist() == [[2, "game_time", "2:30 AM ET"]]


def test_the_morning_is_the_last_page_up_to_the_hour_and_the_close_the_last_before_tip_off() -> None:
    odds = "GS -150,GS -{},226.5 Pts"
    pages = [
        _row("2021-04-01T15:00:05Z", odds.format("1.5")),  # the day before
        _row("2021-04-02T14:00:05Z", odds.format("2.5")),
        _row(NOON, odds.format("3.5")),
        _row(EVENING, odds.format("5.5")),
    ]
    quotes = rotowire_quotes(_parse(*pages).rows.assign(season="2020-21", game_id="g"), "12:00")
    lines = quotes[quotes["market"].eq("ats")].set_index("moment")
    assert lines["line"].to_dict() == {"morning": 3.5, "close": 5.5}
    assert lines["quoted_at_utc"].to_dict() == {"morning": pd.Timestamp(NOON), "close": pd.Timestamp(EVENING)}
