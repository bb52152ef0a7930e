"""The injury page of Basketball-Reference at the moments it was stored, in two layouts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.player_logs import player_names
from busta.sources.rows import first_only, good_rows
from busta.sources.statuses import read_statuses

SOURCE = "injury_snapshots"
# One layout has the status in a column, the other at the head of the details: "Out (Back) - The Hawks announced ...".
SEPARATE = {"player": "player", "team": "team_abbr", "status": "status"}
TOGETHER = {"player": "Player", "team": "Team", "status": "Details"}
_STATUS = r"^([^(]*?)\s*(?:\(|$)"


def parse_injury_snapshots(files: Mapping[str, RawFile], source: str = SOURCE) -> Parsed:
    """Read injury pages.

    Parameters
    ----------
    files
        Raw files by name; a file with the column ``Details`` has the second layout.
    source
        Name of the source: whose words for a status are known. ``injury_feed`` has the first layout.

    Returns
    -------
    Parsed
        One row per page and player: ``file, row, seen_at_utc, team_id, player_name, status``. The page names no
        game.
    """
    together = {name: file for name, file in files.items() if "Details" in file.rows.columns}
    separate = {name: file for name, file in files.items() if name not in together}
    parts = [
        read_files(source, part, ["snapshot_utc", *names.values()], partial(_read_file, names=names))
        for part, names in ((separate, SEPARATE), (together, TOGETHER))
    ]
    both = Parsed(
        pd.concat([part.rows for part in parts], ignore_index=True),
        pd.concat([part.refused for part in parts], ignore_index=True),
        {name: count for part in parts for name, count in part.read.items()},
    )
    return first_only(both, source, ["seen_at_utc", "team_id", "player_name"], "player_name")


def _read_file(cells: CellReader, names: Mapping[str, str]) -> pd.DataFrame:
    phrases = cells.text(names["status"]).str.extract(_STATUS)[0].fillna("")
    rows = pd.DataFrame(
        {
            "seen_at_utc": cells.times("snapshot_utc"),
            "team_id": cells.teams(names["team"]),
            "player_name": player_names(cells, names["player"]),
            "status": read_statuses(cells, phrases, names["status"]),
        }
    )
    return good_rows(cells, rows, {"team_id": "int64"})
