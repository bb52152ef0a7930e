"""The spreadsheets: pairs of rows, mistyped cells, neutral floors, dates without a year."""

import pandas as pd
import pytest

from busta.sources.parsed import Parsed, RawFile
from busta.sources.sbr import parse_sbr, sbr_quotes
from tests.sources.raw_texts import BKN, BOS, NYK, OKC, PLAUSIBLE, cells, raw

HEADER = "Date,Rot,VH,Team,1st,2nd,3rd,4th,Final,Open,Close,ML,2H"


def _row(
    side: str, team: str, opened: str, closed: str, money: str, date: str = "1101", final: str = "100"
) -> str:
    return f"{date},501,{side},{team},25,25,25,25,{final},{opened},{closed},{money},100"


def _parse(*rows: str, name: str = "nba odds 2016-17.xlsx", header: str = HEADER) -> Parsed:
    return parse_sbr(raw(name, header, *rows), PLAUSIBLE)


def _game(visitor: tuple[str, str, str], home: tuple[str, str, str]) -> Parsed:
    return _parse(_row("V", "Boston", *visitor), _row("H", "NewYork", *home))


def test_the_larger_number_is_the_total_and_the_spread_stands_in_the_row_of_the_favourite() -> None:
    game = _game(("201.5", "3.5", "-150"), ("2", "199", "130")).rows.iloc[0]
    assert game[["away_team_id", "home_team_id"]].tolist() == [BOS, NYK]
    # Home gives 2 at the open; the visitor gives 3.5 at the close.
    assert game[["open_line", "open_total", "close_line", "close_total"]].tolist() == [2, 201.5, -3.5, 199]
    assert game["home_price"] == pytest.approx(2.3)
    assert game["away_price"] == pytest.approx(1 + 100 / 150)


@pytest.mark.parametrize("pick", ["pk", "PK", "0"])
def test_a_pick_is_a_spread_of_zero(pick: str) -> None:
    assert _game((pick, "pk", "-110"), ("200", "200", "-110")).rows["open_line"].tolist() == [0]


@pytest.mark.parametrize(
    ("visitor", "home", "row", "value"),
    [
        ("1955.5", "3.5", 2, "1955.5"),  # an impossible opening total
        ("3", "10.5", 3, "10.5"),  # a spread in the place of the total
        ("216", "1105", 3, "1105"),
        ("40.5", "200", 3, "200"),  # an impossible spread
    ],
)
def test_a_pair_that_is_no_total_and_spread_is_refused_whole(
    visitor: str, home: str, row: int, value: str
) -> None:
    parsed = _game((visitor, "3", "-150"), (home, "199", "130"))
    assert parsed.rows[["open_line", "open_total"]].isna().all(axis=None)
    assert parsed.rows[["close_line", "close_total"]].notna().all(axis=None)
    assert cells(parsed.refused) == [(row, "Open", value)]


def test_text_in_the_place_of_a_total_is_refused_and_the_rest_of_the_game_kept() -> None:
    parsed = _game(("197.5u10", "196", "130"), ("4.5", "3.5", "-150"))
    assert cells(parsed.refused) == [(2, "Open", "197.5u10")]
    assert parsed.rows[["close_line", "close_total"]].iloc[0].tolist() == [3.5, 196]
    assert parsed.rows[["open_line", "open_total"]].isna().all(axis=None)


def test_beside_an_empty_closing_cell_the_total_still_stands() -> None:
    parsed = _game(("232", "235.5", "130"), ("5", "", "-150"))
    assert cells(parsed.refused) == [(3, "Close", "")]
    assert parsed.rows["close_total"].tolist() == [235.5]
    assert parsed.rows["close_line"].isna().all()


@pytest.mark.parametrize("text", ["8", "-7.5", ".5ev"])
def test_a_moneyline_that_is_no_american_price_is_refused(text: str) -> None:
    parsed = _game(("200", "200", text), ("3", "3", "-150"))
    assert cells(parsed.refused) == [(2, "ML", text)]
    assert parsed.rows["away_price"].isna().all()


def test_no_line_is_no_price_and_a_no_break_space_does_no_harm() -> None:
    parsed = _game(("200", "200", "NL"), ("3", "3", "+145\xa0"))
    assert parsed.refused.empty
    assert parsed.rows["away_price"].isna().all()
    assert parsed.rows["home_price"].tolist() == [2.45]


def test_two_favourites_cannot_stand_together() -> None:
    parsed = _game(("200", "200", "-225"), ("3", "3", "-300"))
    assert cells(parsed.refused) == [(2, "ML", "-225")]
    assert parsed.rows[["home_price", "away_price"]].isna().all(axis=None)


def test_a_spread_with_a_minus_sign_is_one_without() -> None:
    game = _game(("-10", "-9.5", "-600"), ("218.5", "220", "450")).rows.iloc[0]
    assert game[["open_line", "close_line"]].tolist() == [-10, -9.5]


def test_n_on_both_rows_is_a_neutral_floor_with_the_second_row_at_home() -> None:
    rows = [
        _row("N", "Boston", "200", "200", "120"),
        _row("N", "NewYork", "3", "3", "-140"),
        _row("N", "NewJersey", "200", "200", "120"),
        _row("N", "Seattle", "3", "3", "-140"),
        _row("V", "LA Clippers", "200", "200", "120"),
        _row("H", "GoldenState", "3", "3", "-140"),
    ]
    parsed = _parse(*rows)
    assert parsed.rows["is_neutral"].tolist() == [True, True, False]
    # NewJersey is Brooklyn, Seattle is Oklahoma City.
    assert parsed.rows[["away_team_id", "home_team_id"]].iloc[1].tolist() == [BKN, OKC]
    assert parsed.refused.empty


def test_a_row_without_its_other_half_is_refused_and_the_next_game_is_whole() -> None:
    rows = [
        _row("V", "Boston", "200", "200", "120"),
        _row("V", "Boston", "201", "201", "120"),
        _row("H", "NewYork", "3", "3", "-140"),
    ]
    parsed = _parse(*rows)
    assert parsed.rows["close_total"].tolist() == [201]
    assert cells(parsed.refused) == [(2, "VH", "V")]


def test_two_rows_of_different_dates_are_no_pair() -> None:
    rows = [
        _row("V", "Boston", "200", "200", "120", date="1101"),
        _row("H", "NewYork", "3", "3", "-140", date="1102"),
    ]
    assert cells(_parse(*rows).refused) == [(2, "VH", "V"), (3, "VH", "H")]


def _dates(season: str, *days: str) -> list[str]:
    rows = []
    for day in days:
        rows += [_row("V", "Boston", "200", "200", "120", day), _row("H", "NewYork", "3", "3", "-140", day)]
    parsed = _parse(*rows, name=f"nba odds {season}.xlsx")
    return parsed.rows["game_date"].dt.strftime("%Y-%m-%d").tolist()


def test_the_year_comes_from_the_season() -> None:
    assert _dates("2015-16", "1027", "1231", "101", "619") == [
        "2015-10-27",
        "2015-12-31",
        "2016-01-01",
        "2016-06-19",
    ]


def test_the_season_that_ended_in_october_and_the_one_after_it_get_their_years() -> None:
    assert _dates("2019-20", "1022", "1231", "311", "730", "1011")[-3:] == [
        "2020-03-11",
        "2020-07-30",
        "2020-10-11",
    ]
    assert _dates("2020-21", "1222", "101", "720") == ["2020-12-22", "2021-01-01", "2021-07-20"]


def test_a_spreadsheet_that_holds_numbers_as_floats_is_read_alike() -> None:
    assert _dates("2015-16", "1027.0", "101.0") == ["2015-10-27", "2016-01-01"]


def test_a_date_that_does_not_exist_is_refused() -> None:
    rows = [_row("V", "Boston", "200", "200", "120", "1340"), _row("H", "NewYork", "3", "3", "-140", "1340")]
    assert cells(_parse(*rows).refused) == [(2, "Date", "1340"), (3, "Date", "1340")]


def test_a_file_name_without_a_season_gives_no_dates() -> None:
    rows = [_row("V", "Boston", "200", "200", "120"), _row("H", "NewYork", "3", "3", "-140")]
    parsed = _parse(*rows, name="odds.xlsx")
    assert parsed.rows["game_date"].isna().all()
    assert "file name with the season" in parsed.refused["expected"][0]


def test_a_missing_column_refuses_the_file_and_names_it() -> None:
    parsed = _parse("1101,V,Boston", header="Date,VH,Team")
    assert parsed.rows.empty
    assert cells(parsed.refused)[0] == (0, "Final", "found: Date, VH, Team")


def test_columns_in_another_order_make_no_difference() -> None:
    files = raw(
        "nba odds 2016-17.xlsx",
        HEADER,
        _row("V", "Boston", "200", "200", "120"),
        _row("H", "NewYork", "3", "3", "-140"),
    )
    file = files["nba odds 2016-17.xlsx"]
    moved = RawFile(file.name, file.rows[file.rows.columns[::-1]])
    pd.testing.assert_frame_equal(
        parse_sbr({file.name: moved}, PLAUSIBLE).rows, parse_sbr(files, PLAUSIBLE).rows
    )


def test_quotes_are_lines_without_prices_and_a_moneyline_with_prices() -> None:
    rows = _game(("201.5", "3.5", "-150"), ("2", "199", "130")).rows.assign(season="2016-17", game_id="g")
    quotes = sbr_quotes(rows).set_index(["market", "moment"])
    assert quotes["line"].to_dict() == {
        ("ats", "open"): 2,
        ("total", "open"): 201.5,
        ("ats", "close"): -3.5,
        ("total", "close"): 199,
        ("moneyline", "close"): 0,
    }
    assert quotes["price_over"].notna().tolist() == [False] * 4 + [True]
