"""Opening and closing lines of several books."""

import pytest

from busta.sources.book_lines import book_line_quotes, parse_book_lines
from busta.sources.parsed import Parsed
from tests.sources.raw_texts import PLAUSIBLE, cells, raw

HEADER = (
    "Date,bet_type,away_Team,home_Team,away_score,home_score,"
    "away_open_line,away_open_odds,home_open_line,home_open_odds,"
    "away_pinnacle_line,away_pinnacle_odds,home_pinnacle_line,home_pinnacle_odds"
)


def _parse(kind: str, opened: str, pinnacle: str, home: str = "L.A. Clippers") -> Parsed:
    row = f"20161101,{kind},New York,{home},99.0,101.0,{opened},{pinnacle}"
    return parse_book_lines(raw("lines.parquet", HEADER, row), PLAUSIBLE)


NOTHING = ",,,"


def test_a_home_team_at_minus_four_and_a_half_has_the_line_four_and_a_half() -> None:
    rows = _parse("spread", "4.5,-110.0,-4.5,-110.0", "5.0,-105,-5.0,-115").rows
    assert rows[["book", "line"]].to_numpy().tolist() == [["open", 4.5], ["pinnacle", 5.0]]
    # Over is the home side.
    assert rows["price_over"].tolist() == pytest.approx([1 + 100 / 110, 1 + 100 / 115])


def test_the_price_of_over_stands_with_the_visitor_for_a_total() -> None:
    rows = _parse("total", NOTHING, "210.5,-105,210.5,-115").rows
    assert rows[["market", "line"]].iloc[0].tolist() == ["total", 210.5]
    assert rows["price_over"].tolist() == pytest.approx([1 + 100 / 105])


def test_the_price_of_a_moneyline_stands_in_the_column_of_the_line() -> None:
    rows = _parse("moneyline", NOTHING, "150.0,,-170.0,").rows
    assert rows[["market", "line", "price_under"]].iloc[0].tolist() == ["moneyline", 0.0, 2.5]
    assert rows["price_over"].tolist() == pytest.approx([1 + 100 / 170])


def test_spreads_that_do_not_mirror_are_refused() -> None:
    parsed = _parse("spread", "4.5,-110,-4.0,-110", NOTHING)
    assert parsed.rows.empty
    assert cells(parsed.refused) == [(2, "home_open_line", "-4.0")]


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        ("210.5,-110,211.5,-110", [(2, "away_open_line", "210.5")]),
        ("2322.5,-110,2322.5,-110", [(2, "away_open_line", "2322.5"), (2, "home_open_line", "2322.5")]),
        # A spread in the place of a total.
        ("5.5,-110,5.5,-110", [(2, "away_open_line", "5.5"), (2, "home_open_line", "5.5")]),
    ],
)
def test_totals_that_differ_or_cannot_be_are_refused(lines: str, refused: list[tuple[int, str, str]]) -> None:
    parsed = _parse("total", lines, NOTHING)
    assert parsed.rows.empty
    assert cells(parsed.refused) == refused


def test_an_impossible_price_is_refused_and_its_line_kept() -> None:
    parsed = _parse("total", "210.5,-10,210.5,-110", NOTHING)
    assert cells(parsed.refused) == [(2, "away_open_odds", "-10")]
    assert parsed.rows["line"].tolist() == [210.5]
    assert parsed.rows["price_over"].isna().all()


def test_what_is_not_about_nba_teams_is_refused_once() -> None:
    parsed = _parse("total", "310.5,-110,310.5,-110", NOTHING, home="Team LeBron")
    assert parsed.rows.empty
    assert cells(parsed.refused) == [(2, "home_Team", "Team LeBron")]


def test_an_unknown_kind_of_bet_is_refused() -> None:
    assert cells(_parse("parlay", NOTHING, NOTHING).refused) == [(2, "bet_type", "parlay")]


def test_the_opening_has_its_own_moment_and_the_books_close() -> None:
    rows = _parse("moneyline", "150,,-170,", "160,,-180,").rows.assign(season="2016-17", game_id="g")
    assert book_line_quotes(rows)[["book", "moment"]].to_numpy().tolist() == [
        ["open", "open"],
        ["pinnacle", "close"],
    ]
    rows = _parse("spread", "4,-110,-4,-110", "5,-110,-5,-110").rows.assign(season="2016-17", game_id="g")
    assert book_line_quotes(rows)["line"].tolist() == [4, 5]
