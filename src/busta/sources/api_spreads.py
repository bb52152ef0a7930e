"""Spreads of many books (The Odds API): snapshots of the morning and of the minutes before the game."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from busta.params.odds import PlausibleParams
from busta.sources import api_snapshots
from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.quote_cells import mirrored_line
from busta.sources.two_sided import two_sided

SOURCE = "api_spreads"
COLUMNS = [*api_snapshots.COLUMNS, "home_point", "home_price", "away_point", "away_price"]


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


def api_spread_quotes(rows: pd.DataFrame, morning_until: str, close_minutes: int) -> pd.DataFrame:
    """Two-sided spreads of the morning and of the close.

    Parameters
    ----------
    rows
        ``int_api_spreads``: the parsed rows that met their game.
    morning_until, close_minutes
        As in `api_snapshots.moments`.

    Returns
    -------
    pandas.DataFrame
        One row per moment, game and book.
    """
    chosen = api_snapshots.moments(rows, morning_until, close_minutes)
    return pd.concat([_quotes(part, moment) for moment, part in chosen.items()])


def _quotes(rows: pd.DataFrame, moment: str) -> pd.DataFrame:
    prices = (rows["price_over"], rows["price_under"])
    return two_sided(rows, "ats", moment, SOURCE, rows["line"], *prices, rows["book"], rows["quoted_at_utc"])


def _read_file(cells: CellReader, plausible: PlausibleParams) -> pd.DataFrame:
    about = api_snapshots.read_snapshot(cells)
    line = mirrored_line(cells, "home_point", "away_point", plausible.spread)
    prices = api_snapshots.decimal_prices(cells, "home_price", "away_price", plausible)
    return pd.DataFrame({**about, "line": line, **prices})
