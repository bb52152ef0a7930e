"""Spreads of many books at 9 a.m. Pacific of each game day (The Odds API, historical snapshots)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from busta.nba.calendar import eastern_date
from busta.params.odds import PlausibleParams
from busta.sources.cells import CellReader, read_files
from busta.sources.moments import is_morning, last_of_game
from busta.sources.parsed import Parsed, RawFile
from busta.sources.quote_cells import mirrored_line, possible_pair
from busta.sources.two_sided import two_sided

SOURCE = "api_spreads"
COLUMNS = [
    "timestamp",
    "commence_time",
    "home_team",
    "away_team",
    "bookmaker",
    "home_point",
    "home_price",
    "away_point",
    "away_price",
]
# One snapshot of a game may stand in several files, and a book quotes a game once in a snapshot.
QUOTE_KEYS = ["quoted_at_utc", "book"]
# Why a snapshot makes no quote though it met its game; its start of the game is still believed.
AFTERNOON = "later on the day than the morning"
_MAX_PRICE = 1000.0


def parse_api_spreads(files: Mapping[str, RawFile], plausible: PlausibleParams) -> Parsed:
    """Read the snapshots; prices are decimal, home and away points have to mirror.

    Parameters
    ----------
    files
        Raw files.
    plausible
        What a number can be.

    Returns
    -------
    Parsed
        One row per snapshot, game and book: ``file, row, game_date, home_team_id, away_team_id, tip_off_utc,
        quoted_at_utc, book, line, price_over, price_under``. The date is the US Eastern date of ``commence_time``;
        a snapshot at or after ``commence_time`` is refused.
    """
    return read_files(SOURCE, files, COLUMNS, partial(_read_file, plausible=plausible))


def api_spread_quotes(rows: pd.DataFrame, morning_until: str) -> pd.DataFrame:
    """Two-sided spreads of the morning: of each game the last snapshot of the morning of its day.

    Parameters
    ----------
    rows
        ``int_api_spreads``: the parsed rows that met their game.
    morning_until
        US Eastern time of day ``HH:MM``; a later snapshot of the day is not the morning's.

    Returns
    -------
    pandas.DataFrame
        One row per game and book.
    """
    rows = last_of_game(rows[is_morning(rows, morning_until)])
    prices = (rows["price_over"], rows["price_under"])
    return two_sided(
        rows, "ats", "morning", SOURCE, rows["line"], *prices, rows["book"], rows["quoted_at_utc"]
    )


def tip_offs(rows: pd.DataFrame) -> pd.DataFrame:
    """Scheduled start of each game, as of its last snapshot.

    Parameters
    ----------
    rows
        ``int_api_spreads``.

    Returns
    -------
    pandas.DataFrame
        One row per game: ``game_id, tip_off_utc``.
    """
    last = rows.sort_values("quoted_at_utc", kind="stable").drop_duplicates("game_id", keep="last")
    return last[["game_id", "tip_off_utc"]].sort_values("game_id", ignore_index=True)


def _read_file(cells: CellReader, plausible: PlausibleParams) -> pd.DataFrame:
    start, seen = cells.times("commence_time"), cells.times("timestamp")
    is_late = seen.ge(start)
    cells.refuse(is_late, "timestamp", "a snapshot before commence_time")
    return pd.DataFrame(
        {
            "game_date": eastern_date(start).where(~is_late),
            "home_team_id": cells.teams("home_team"),
            "away_team_id": cells.teams("away_team"),
            "tip_off_utc": start,
            "quoted_at_utc": seen,
            "book": cells.text("bookmaker"),
            "line": mirrored_line(cells, "home_point", "away_point", plausible.spread),
        }
    ).assign(**_prices(cells, plausible))


def _prices(cells: CellReader, plausible: PlausibleParams) -> dict[str, pd.Series]:
    # The smallest number above one: a decimal price of 1 pays nothing and is none.
    least = 1.001
    home = cells.numbers("home_price", least, _MAX_PRICE, "decimal price")
    away = cells.numbers("away_price", least, _MAX_PRICE, "decimal price")
    over, under = possible_pair(cells, home, away, "home_price", plausible.overround)
    return {"price_over": over, "price_under": under}
