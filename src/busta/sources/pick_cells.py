"""The cells of a file of picks: numbers, prices, selections and times as people write them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from busta.nba.teams import team_ids
from busta.odds.prices import american_to_decimal
from busta.schemas.keys import MOMENTS
from busta.sources.cells import CellReader

_NUMBER = r"[+-]?(?:[0-9]{1,15}\.?[0-9]{0,25}|\.[0-9]{1,25})(?:[eE][+-]?[0-9]{1,2})?"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T]00:00:00)?"
_TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
MARKET_WORDS: Mapping[str, str] = {
    "ml": "moneyline", "h2h": "moneyline", "winner": "moneyline", "spread": "ats", "spreads": "ats",
    "handicap": "ats", "totals": "total", "over_under": "total", "ou": "total",
}  # fmt: skip
_SIDES: Mapping[str, str] = {"over": "over", "under": "under", "home": "over", "away": "under"}
_WITHOUT_TEAMS = ("over", "under")


def number_cells(
    cells: CellReader, column: str, low: float, high: float, what: str, *, is_open: bool = False
) -> pd.Series:
    """Read numbers that may be absent, to the last digit.

    Parameters
    ----------
    cells
        The file.
    column
        Name of the column.
    low, high
        Smallest and largest value.
    what
        What is expected, in words.
    is_open
        Whether `low` itself is too small.

    Returns
    -------
    pandas.Series
        Float, missing where the cell is empty or refused.
    """
    text = cells.text(column).str.replace("−", "-", regex=False)
    values = text.where(text.str.fullmatch(_NUMBER)).astype("float64")
    is_good = values.between(low, high) & ~(is_open & values.eq(low))
    cells.refuse(text.ne("") & ~is_good, column, what)
    return values.where(is_good)


def price_cells(cells: CellReader, column: str) -> pd.Series:
    """Read prices, American or decimal, cell by cell.

    A cell at or below -100, or with a plus at or above 100, is American; an unsigned number between 1 and 100 is
    decimal. An unsigned number from 100 up is American where the column shows by another cell that it is American and
    has no decimal price; otherwise nobody can tell, and it is refused.

    Parameters
    ----------
    cells
        The file.
    column
        Name of the column.

    Returns
    -------
    pandas.Series
        Decimal odds, missing where the cell is empty or refused.
    """
    text = cells.text(column).str.replace("−", "-", regex=False)
    values = text.where(text.str.fullmatch(_NUMBER)).astype("float64")
    is_signed = text.str.startswith("+")
    is_surely_american = values.le(-100) | (is_signed & values.ge(100))
    is_decimal = values.gt(1) & values.lt(100) & ~is_signed
    is_doubtful = values.ge(100) & ~is_signed
    is_american_column = bool(is_surely_american.any()) and not bool(is_decimal.any())
    is_american = is_surely_american | (is_doubtful & is_american_column)
    is_too_large = values.abs() > 1e6
    expected = "American odds (-110, +145) or decimal odds above 1 (1.91)"
    cells.refuse(text.ne("") & ~(is_american | is_decimal | is_doubtful) | is_too_large, column, expected)
    cells.refuse(
        is_doubtful & ~is_american & ~is_too_large,
        column,
        "a price that is either American or decimal: +150 or 2.50",
    )
    american = american_to_decimal(values.where(is_american & ~is_too_large))
    return pd.Series(american, index=cells.index).fillna(values.where(is_decimal))


def market_cells(cells: CellReader, known: tuple[str, ...]) -> pd.Series:
    """Read the names of markets.

    Parameters
    ----------
    cells
        The file.
    known
        Markets that can be graded.

    Returns
    -------
    pandas.Series
        Ids of markets; what is not one was refused.
    """
    words = cells.text("market").str.lower().str.replace(r"[\s/-]+", "_", regex=True)
    markets = words.replace(dict(MARKET_WORDS))
    cells.refuse(~markets.isin(known), "market", "one of " + ", ".join(known))
    return markets


def selection_cells(cells: CellReader, market: pd.Series, games: pd.DataFrame) -> pd.Series:
    """Read which side was taken.

    Parameters
    ----------
    cells
        The file.
    market
        Market of each line.
    games
        The game of each line: ``home_team_id, away_team_id``.

    Returns
    -------
    pandas.Series
        ``over`` or ``under``, missing where the cell is empty or refused. Over is the home team in markets on a
        winner or a spread, which may be named by any of its names.
    """
    text = cells.text("selection")
    words = text.str.lower()
    team = team_ids(text.where(~words.isin(_SIDES)))
    is_on_teams = market.ne("total")
    side = words.map(_SIDES).where(is_on_teams | words.isin(_WITHOUT_TEAMS)).astype("str")
    side = side.mask((is_on_teams & team.eq(games["home_team_id"])).fillna(False), "over")
    side = side.mask((is_on_teams & team.eq(games["away_team_id"])).fillna(False), "under")
    is_bad = text.ne("") & side.isna()
    cells.refuse(is_bad & is_on_teams, "selection", "home, away, or one of the two teams of the game")
    cells.refuse(is_bad & ~is_on_teams, "selection", "over or under")
    return side


def moment_cells(cells: CellReader) -> pd.Series:
    """Read the moment of the line that was bet on.

    Parameters
    ----------
    cells
        The file.

    Returns
    -------
    pandas.Series
        One of the moments, missing where the cell is empty or refused.
    """
    text = cells.text("moment").str.lower()
    is_known = text.isin(MOMENTS)
    cells.refuse(text.ne("") & ~is_known, "moment", "one of " + ", ".join(MOMENTS))
    return text.where(is_known)


def day_cells(cells: CellReader, column: str) -> pd.Series:
    """Read days.

    Parameters
    ----------
    cells
        The file.
    column
        Name of the column.

    Returns
    -------
    pandas.Series
        Midnights, missing where the cell is empty or refused.
    """
    text = cells.text(column)
    day = text.where(text.str.fullmatch(_DAY)).str[:10]
    days = pd.to_datetime(day, format="%Y-%m-%d", errors="coerce").astype("datetime64[us]")
    cells.refuse(text.ne("") & days.isna(), column, "the US Eastern day of the game such as 2024-01-31")
    return days


def time_cells(cells: CellReader, column: str) -> pd.Series:
    """Read moments in time; without an offset they are UTC.

    Parameters
    ----------
    cells
        The file.
    column
        Name of the column.

    Returns
    -------
    pandas.Series
        In UTC, missing where the cell is empty or refused.
    """
    text = cells.text(column)
    times = pd.to_datetime(text.where(text.str.fullmatch(_TIME)), format="ISO8601", errors="coerce", utc=True)
    cells.refuse(text.ne("") & times.isna(), column, "a UTC time stamp such as 2024-01-31T17:30:00Z")
    return times.astype("datetime64[us, UTC]")


def game_id_cells(cells: CellReader) -> pd.Series:
    """Read game ids; leading zeros that a spreadsheet took away are given back.

    Parameters
    ----------
    cells
        The file.

    Returns
    -------
    pandas.Series
        Ten digits, missing where the cell is empty or refused.
    """
    text = cells.text("game_id").str.replace(r"\.0$", "", regex=True)
    is_good = text.str.fullmatch(r"[0-9]{8,10}")
    cells.refuse(text.ne("") & ~is_good, "game_id", "a game id of NBA.com: ten digits such as 0022300001")
    return text.where(is_good).str.zfill(10)


def is_filled(values: pd.Series) -> pd.Series:
    """Tell the cells in which something stands.

    Parameters
    ----------
    values
        Any column.

    Returns
    -------
    pandas.Series
        Plain booleans.
    """
    return pd.Series(np.asarray(values.notna(), dtype="bool"), index=values.index)
