"""Lines on players of PrizePicks, several pages a day (rotowire.com); a page names the team and no price."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from busta.params.props import PropsParams
from busta.sources import props_cells as props
from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.rows import good_rows

SOURCE = "prizepicks"
COLUMNS = ["snapshot_utc", "Name", "Team", "Value", "Prop"]


def parse_prizepicks(files: Mapping[str, RawFile], settings: PropsParams) -> Parsed:
    """Read the pages.

    Parameters
    ----------
    files
        Raw files.
    settings
        What a number can be, and when a day begins.

    Returns
    -------
    Parsed
        One row per page, player, kind and line: ``file, row, game_date`` (day of the page), ``quoted_at_utc,
        team_id, player_name, market`` (missing for a kind that is no market, such as the sum of two players),
        ``line, book, price_over, price_under`` (always missing: there is no price).
    """
    return read_files(SOURCE, files, COLUMNS, partial(_read_file, settings=settings))


def _read_file(cells: CellReader, settings: PropsParams) -> pd.DataFrame:
    seen, market = props.times(cells, "snapshot_utc"), props.markets(cells, "Prop")
    # A team with a position, as OKC - G; sums of two players name two.
    team = props.known_teams(cells, "Team", r"^([^/]+?) - ")
    cells.refuse(market.notna() & team.isna(), "Team", "an NBA team and a position, as OKC - G")
    none = pd.Series(float("nan"), index=cells.index)
    rows = pd.DataFrame(
        {
            "game_date": props.page_date(seen, settings.day_begins),
            "quoted_at_utc": seen,
            "team_id": team,
            "player_name": props.names(cells, "Name"),
            "market": market,
            "line": props.lines(cells, "Value", settings.plausible),
            "book": pd.Series(SOURCE, index=cells.index, dtype="str"),
            "price_over": none,
            "price_under": none,
        }
    )
    return good_rows(cells, rows)
