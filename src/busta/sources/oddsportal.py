"""Average closing moneylines of OddsPortal."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from busta.params.odds import PlausibleParams
from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.quote_cells import american_pair
from busta.sources.two_sided import moneylines

SOURCE = "oddsportal_moneylines"
COLUMNS = ["date", "neutral", "team_1", "team_2", "points_1", "points_2", "moneyline_1", "moneyline_2"]
_MAX_POINTS = 400


def parse_oddsportal(files: Mapping[str, RawFile], plausible: PlausibleParams) -> Parsed:
    """Read the moneylines; ``team_1`` is the home team, ``-`` is no price, dates are US dates as ``22 Jun 2015``.

    Parameters
    ----------
    files
        Raw files.
    plausible
        What a number can be.

    Returns
    -------
    Parsed
        One row per game: ``file, row, game_date, home_team_id, away_team_id, home_points, away_points, is_neutral,
        home_price, away_price`` (decimal). All-Star teams are refused; other games outside the league meet no game.
    """
    return read_files(SOURCE, files, COLUMNS, partial(_read_file, plausible=plausible))


def oddsportal_quotes(rows: pd.DataFrame) -> pd.DataFrame:
    """Two-sided closing moneylines.

    Parameters
    ----------
    rows
        ``int_oddsportal_moneylines``: the parsed rows that met their game.

    Returns
    -------
    pandas.DataFrame
        One row per game with a price.
    """
    return moneylines(rows, "close", SOURCE, rows["home_price"], rows["away_price"])


def _read_file(cells: CellReader, plausible: PlausibleParams) -> pd.DataFrame:
    home_price, away_price = american_pair(cells, "moneyline_1", "moneyline_2", plausible.overround)
    neutral = cells.text("neutral")
    cells.refuse(~neutral.isin(["0", "1"]), "neutral", "0, or 1 for a neutral floor")
    return pd.DataFrame(
        {
            "game_date": cells.dates("date", "%d %b %Y"),
            "home_team_id": cells.teams("team_1"),
            "away_team_id": cells.teams("team_2"),
            "home_points": cells.numbers("points_1", 0, _MAX_POINTS, "final score"),
            "away_points": cells.numbers("points_2", 0, _MAX_POINTS, "final score"),
            "is_neutral": neutral.eq("1"),
            "home_price": home_price,
            "away_price": away_price,
        }
    )
