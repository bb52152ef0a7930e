"""Lines on points, rebounds and assists together, one snapshot of a game shortly before it (The Odds API)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from busta.nba.calendar import eastern_date
from busta.params.props import PlausibleProps
from busta.sources import props_cells as props
from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.rows import good_rows

SOURCE = "props_pra"
MARKET = "points_rebounds_assists"
COLUMNS = [
    "player_name", "home_team", "away_team", "bookmaker", "line", "timestamp", "over_price", "under_price",
]  # fmt: skip


def parse_props_pra(files: Mapping[str, RawFile], plausible: PlausibleProps) -> Parsed:
    """Read the snapshots.

    ``event_date`` is sometimes the UTC date and is not read: the US Eastern date of the snapshot is that of the
    game.

    Parameters
    ----------
    files
        Raw files.
    plausible
        What a number can be.

    Returns
    -------
    Parsed
        One row per snapshot, game, player, book and line: ``file, row, game_date, quoted_at_utc, home_team_id,
        away_team_id, player_name, market, line, book, price_over, price_under`` (decimal).
    """
    return read_files(SOURCE, files, COLUMNS, partial(_read_file, plausible=plausible))


def _read_file(cells: CellReader, plausible: PlausibleProps) -> pd.DataFrame:
    seen = props.times(cells, "timestamp")
    rows = pd.DataFrame(
        {
            "game_date": eastern_date(seen),
            "quoted_at_utc": seen,
            "home_team_id": props.teams(cells, "home_team"),
            "away_team_id": props.teams(cells, "away_team"),
            "player_name": props.names(cells, "player_name"),
            "market": pd.Series(MARKET, index=cells.index, dtype="str"),
            "line": props.lines(cells, "line", plausible),
            "book": props.books(cells, "bookmaker"),
        }
    ).assign(**props.prices(cells, "over_price", "under_price", plausible))
    return good_rows(cells, rows)
