"""Moneylines of many books (The Odds API): snapshots of the morning and of the minutes before the game."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from busta.params.odds import PlausibleParams
from busta.sources import api_snapshots
from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.two_sided import moneylines

SOURCE = "api_moneylines"
COLUMNS = [*api_snapshots.COLUMNS, "home_price", "away_price"]


def parse_api_moneylines(files: Mapping[str, RawFile], plausible: PlausibleParams) -> Parsed:
    """Read the snapshots; prices are decimal.

    Parameters
    ----------
    files
        Raw files.
    plausible
        What a number can be.

    Returns
    -------
    Parsed
        One row per snapshot, game and book, with the columns of `busta.sources.api_spreads.parse_api_spreads` but
        ``line``, which is 0.
    """
    return read_files(SOURCE, files, COLUMNS, partial(_read_file, plausible=plausible))


def api_moneyline_quotes(rows: pd.DataFrame, morning_until: str, close_minutes: int) -> pd.DataFrame:
    """Two-sided moneylines of the morning and of the close.

    Parameters
    ----------
    rows
        ``int_api_moneylines``: the parsed rows that met their game.
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
    return moneylines(rows, moment, SOURCE, *prices, book=rows["book"], quoted_at_utc=rows["quoted_at_utc"])


def _read_file(cells: CellReader, plausible: PlausibleParams) -> pd.DataFrame:
    about = api_snapshots.read_snapshot(cells)
    return pd.DataFrame(
        {**about, **api_snapshots.decimal_prices(cells, "home_price", "away_price", plausible)}
    )
