"""Line-up pages of rotowire.com with the time at which each was stored."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from busta.nba.calendar import utc_from_eastern
from busta.sources.box_columns import league_part
from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.player_logs import player_names
from busta.sources.rows import good_rows, numbers

SOURCE = "rotowire_lineups"
COLUMNS = [
    "snapshot_utc", "GAME_ID", "game_date", "game_time", "team", "lineup_status", "section", "player", "pct_play",
    "injury_tag",
]  # fmt: skip
_OUT = ("OUT", "INACT")
_QUESTIONABLE = "GTD"
_BY_CHANCE = {0: "out", 25: "doubtful", 50: "questionable", 75: "probable", 100: "available"}


def parse_rotowire_lineups(files: Mapping[str, RawFile], source: str = SOURCE) -> Parsed:
    """Read line-up pages.

    A confirmed starter is taken at his word; otherwise a tag or a chance below 100 says more than the line-up.
    ``GTD`` beside 100 is the page's default and no chance: such a man plays in one of five cases. A man who
    stands twice on a page has one row: the confirmed starter, else the doubtful listing.

    Parameters
    ----------
    files
        Raw files by name.
    source
        Name of the source. Only pages of rotowire.com must give a chance for everybody; the league's own
        (``nba_lineups``) give none.

    Returns
    -------
    Parsed
        One row per page, game and player: ``file, row, seen_at_utc, game_id, game_date, team_id, player_name,
        status, chance_of_playing`` (0 to 1, null when the page gives none), ``tip_off_utc`` (as on that page).
        Pages after tip-off are still among them.
    """
    read_one = partial(_read_file, has_chances=source == SOURCE)
    return read_files(source, files, COLUMNS, read_one)


def _read_file(cells: CellReader, has_chances: bool) -> pd.DataFrame:
    seen = cells.times("snapshot_utc")
    cells = league_part(cells.part(cells.index[seen.notna()]))
    chance = numbers(cells, {"pct_play": "chance"}, 0, 100, is_optional=not has_chances)["chance"]
    tag = cells.text("injury_tag")
    status = _status(cells, chance if has_chances else chance.fillna(100), tag)
    rows = pd.DataFrame(
        {
            "seen_at_utc": cells.times("snapshot_utc"),
            "game_id": cells.text("GAME_ID"),
            "game_date": cells.dates("game_date", "%Y-%m-%d"),
            "team_id": cells.teams("team"),
            "player_name": player_names(cells, "player"),
            "status": status,
            "chance_of_playing": (chance / 100)
            .mask(tag.isin(_OUT), 0.0)
            .mask(tag.eq(_QUESTIONABLE) & chance.eq(100)),
            "tip_off_utc": _tip_offs(cells),
        }
    )
    rows = good_rows(cells, rows, {"team_id": "int64"})
    return _one_row_each(rows)


def _status(cells: CellReader, chance: pd.Series, tag: pd.Series) -> pd.Series:
    lineup, section = cells.text("lineup_status"), cells.text("section")
    cells.refuse(
        ~lineup.isin(["is-expected", "is-confirmed"]), "lineup_status", "is-expected or is-confirmed"
    )
    cells.refuse(~section.isin(["starter", "may not play"]), "section", "starter or may not play")
    cells.refuse(~tag.isin(["", _QUESTIONABLE, *_OUT]), "injury_tag", "OUT, GTD, INACT or nothing")
    is_starter = section.eq("starter")
    status = chance.map(_BY_CHANCE).astype("str")
    cells.refuse(status.isna() & chance.notna(), "pct_play", "0, 25, 50, 75 or 100")
    status = status.mask(is_starter & chance.eq(100) & tag.eq(""), "expected_starter")
    status = status.mask(tag.eq(_QUESTIONABLE) & chance.eq(100), "questionable").mask(tag.isin(_OUT), "out")
    return status.mask(is_starter & lineup.eq("is-confirmed") & ~tag.isin(_OUT), "confirmed_starter")


def _tip_offs(cells: CellReader) -> pd.Series:
    text = cells.text("game_date") + " " + cells.text("game_time").str.removesuffix(" ET")
    local = pd.to_datetime(text, format="%Y-%m-%d %I:%M %p", errors="coerce")
    cells.refuse(local.isna(), "game_time", "a US Eastern time such as 7:30 PM ET")
    return utc_from_eastern(local)


def _one_row_each(rows: pd.DataFrame) -> pd.DataFrame:
    weight = rows["status"].map({"confirmed_starter": 0, "expected_starter": 2}).fillna(1)
    kept = rows.assign(weight=weight).sort_values("weight", kind="stable")
    kept = kept.drop_duplicates(["seen_at_utc", "game_id", "team_id", "player_name"])
    return kept.drop(columns="weight").sort_index()


def rotowire_tip_offs(lineups: pd.DataFrame) -> pd.DataFrame:
    """Take the tip-off times from the last page of each game.

    Parameters
    ----------
    lineups
        ``int_rotowire_lineups``.

    Returns
    -------
    pandas.DataFrame
        ``game_id, tip_off_utc``.
    """
    pages = lineups[["game_id", "seen_at_utc", "tip_off_utc"]].sort_values("seen_at_utc", kind="stable")
    return pages.drop_duplicates("game_id", keep="last")[["game_id", "tip_off_utc"]].reset_index(drop=True)
