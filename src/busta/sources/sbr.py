"""Spreadsheets of sportsbookreviewsonline.com: opening and closing spread and total, closing moneyline."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

import pandas as pd

from busta.odds.lines import line_of_favourite
from busta.params.odds import PlausibleParams
from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.quote_cells import possible_pair
from busta.sources.two_sided import moneylines, two_sided

SOURCE = "sbr_odds"
COLUMNS = ["Date", "VH", "Team", "Final", "Open", "Close", "ML"]
MOMENTS = {"open": "Open", "close": "Close"}
_MAX_POINTS = 400


def parse_sbr(files: Mapping[str, RawFile], plausible: PlausibleParams) -> Parsed:
    """Read the spreadsheets: two rows a game, visitor first.

    The cells Open and Close hold the total in one of the two rows and the unsigned spread in that of the favourite;
    the larger number is the total, ``pk`` a spread of 0. Where the two numbers are not a plausible total and
    a plausible spread both are refused: which one was mistyped is not known. ``Date`` is month and day; a date
    earlier in the year than the first row of the file belongs to the second year of the season.

    Parameters
    ----------
    files
        Raw files, named ``nba odds YYYY-YY.xlsx``.
    plausible
        What a number can be.

    Returns
    -------
    Parsed
        One row per game: ``file, row, game_date, home_team_id, away_team_id, home_points, away_points, is_neutral,
        open_line, open_total, close_line, close_total, home_price, away_price``. Lines are L of ATS (minus the home
        spread), prices decimal. Scores serve to check the join.
    """
    return read_files(SOURCE, files, COLUMNS, partial(_read_file, plausible=plausible))


def sbr_quotes(rows: pd.DataFrame) -> pd.DataFrame:
    """Two-sided quotes of the spreadsheets.

    Parameters
    ----------
    rows
        ``int_sbr_odds``: the parsed rows that met their game.

    Returns
    -------
    pandas.DataFrame
        Spread and total at open and close without prices, and closing moneylines.
    """
    lines = [
        two_sided(rows, market, moment, SOURCE, rows[f"{moment}_{column}"])
        for moment in MOMENTS
        for market, column in (("ats", "line"), ("total", "total"))
    ]
    return pd.concat([*lines, moneylines(rows, "close", SOURCE, rows["home_price"], rows["away_price"])])


def _read_file(cells: CellReader, plausible: PlausibleParams) -> pd.DataFrame:
    away, home = _pairs(cells)
    dates, teams, points = (
        _dates(cells),
        cells.teams("Team"),
        cells.numbers("Final", 0, _MAX_POINTS, "final score"),
    )
    prices, side = cells.american("ML"), cells.text("VH")
    games = pd.DataFrame(
        {
            "game_date": dates[away],
            "home_team_id": _second(teams, home, away),
            "away_team_id": teams[away],
            "home_points": _second(points, home, away),
            "away_points": points[away],
            "is_neutral": side[away].eq("N"),
        }
    )
    for moment, column in MOMENTS.items():
        games[f"{moment}_line"], games[f"{moment}_total"] = _spread_and_total(
            cells, column, away, home, plausible
        )
    home_price, away_price = possible_pair(
        cells.part(away), _second(prices, home, away), prices[away], "ML", plausible.overround
    )
    return games.assign(home_price=home_price, away_price=away_price)


def _pairs(cells: CellReader) -> tuple[pd.Index, pd.Index]:
    side, date = cells.text("VH").str.upper(), cells.text("Date")
    run = side.ne(side.shift()).cumsum()
    is_even_in_run = side.groupby(run).cumcount().mod(2).eq(0)
    is_first = side.eq("V") | (side.eq("N") & is_even_in_run)
    opposite = side.where(side.ne("V"), "H")
    is_away = is_first & side.shift(-1).eq(opposite) & date.shift(-1).eq(date)
    is_home = is_away.shift(1, fill_value=False)
    cells.refuse(~is_away & ~is_home, "VH", "V above H, or N above N, with one date")
    return cells.index[is_away], cells.index[is_home]


def _second(values: pd.Series, home: pd.Index, away: pd.Index) -> pd.Series:
    return values[home].set_axis(away)


def _dates(cells: CellReader) -> pd.Series:
    # A spreadsheet may hold the number 101 as 101.0.
    text = cells.text("Date").str.removesuffix(".0").str.zfill(4)
    season = re.search(r"(\d{4})-\d{2}", cells.file.name)
    if season is None:
        nowhere = pd.Series(pd.NaT, index=cells.index, dtype="datetime64[us]")
        cells.refuse(nowhere.isna(), "Date", "a file name with the season, such as nba odds 2015-16.xlsx")
        return nowhere
    # A season never lasts a whole year, so a day before its opening day is one of the second year.
    opening_day = text.iloc[0] if len(text) else ""
    year = int(season.group(1)) + text.lt(opening_day).astype("int64")
    dates = pd.to_datetime(year.astype("str") + text, format="%Y%m%d", errors="coerce")
    cells.refuse(dates.isna(), "Date", "month and day as a number, such as 1027 or 101")
    return dates.astype("datetime64[us]")


def _spread_and_total(
    cells: CellReader, column: str, away: pd.Index, home: pd.Index, plausible: PlausibleParams
) -> tuple[pd.Series, pd.Series]:
    text = cells.text(column).str.lower()
    numbers = pd.to_numeric(text.replace("pk", "0"), errors="coerce").astype("float64").abs()
    cells.refuse(numbers.isna(), column, "a spread, a total, or pk")
    above, below = numbers[away], _second(numbers, home, away)
    pair = pd.DataFrame({"above": above, "below": below})
    # Without skipping, the smaller of a number and nothing is nothing.
    total, spread = pair.max(axis=1), pair.min(axis=1, skipna=False)
    is_total = total.between(plausible.total.low, plausible.total.high)
    is_both = is_total & spread.between(plausible.spread.low, plausible.spread.high)
    larger = pd.Series(away, index=away).where(above.ge(below), pd.Series(home, index=away))
    cells.refuse(
        pd.Series(cells.index.isin(larger[spread.notna() & ~is_both]), index=cells.index),
        column,
        f"here and in the other row of the game a total from {plausible.total.low:g} to {plausible.total.high:g} "
        f"and a spread from {plausible.spread.low:g} to {plausible.spread.high:g}",
    )
    line = line_of_favourite(spread, is_home_favourite=below.lt(above))
    # Where one cell of the pair is no number, the total in the other one still stands.
    return line.where(is_both), total.where(is_both | (is_total & spread.isna()))
