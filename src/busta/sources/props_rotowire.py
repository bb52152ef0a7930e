"""Lines on players of four books, several pages a day (rotowire.com); a page names no game but the opponent."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from busta.params.props import PropsParams
from busta.sources import props_cells as props
from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.rows import good_rows

SOURCE = "props_rotowire"
COLUMNS = ["snapshot_utc", "player", "opp", "prop", "book", "line", "over_price", "under_price"]


def parse_props_rotowire(files: Mapping[str, RawFile], settings: PropsParams) -> Parsed:
    """Read the pages.

    ``@OKC`` is a game at Oklahoma City, ``OKC`` one against it at home.

    Parameters
    ----------
    files
        Raw files.
    settings
        What a number can be, and when a day begins.

    Returns
    -------
    Parsed
        One row per page, player, market, book and line: ``file, row, game_date`` (day of the page),
        ``quoted_at_utc, home_team_id, away_team_id`` (the opponent's; the other is missing, both where the page does
        not name him), ``player_name, market, line, book, price_over, price_under`` (decimal).
    """
    return read_files(SOURCE, files, COLUMNS, partial(_read_file, settings=settings))


def _read_file(cells: CellReader, settings: PropsParams) -> pd.DataFrame:
    seen = props.times(cells, "snapshot_utc")
    at_home = props.known_teams(cells, "opp", "^@(.+)$")
    visiting = props.known_teams(cells, "opp", "^([^@].*)$")
    is_named = props.texts(cells, "opp").ne("")
    cells.refuse(
        is_named & at_home.isna() & visiting.isna(), "opp", "an NBA team, with @ before it if it is at home"
    )
    rows = pd.DataFrame(
        {
            "game_date": props.page_date(seen, settings.day_begins),
            "quoted_at_utc": seen,
            "home_team_id": at_home,
            "away_team_id": visiting,
            "player_name": props.names(cells, "player"),
            "market": props.markets(cells, "prop"),
            "line": props.lines(cells, "line", settings.plausible),
            "book": props.books(cells, "book"),
        }
    ).assign(**props.prices(cells, "over_price", "under_price", settings.plausible))
    return good_rows(cells, rows)
