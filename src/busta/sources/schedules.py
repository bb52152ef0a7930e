"""Published schedules: tip-off times, in two layouts."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.nba.calendar import eastern_date, season_of_date, season_of_game_id, season_type_of_game_id
from busta.sources.box_columns import league_part
from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.rows import first_only, good_rows

SOURCE = "schedules"
LEAGUE_COLUMNS = ["GAME_ID", "game_date", "tip_utc", "away", "home"]
FIXTURE_COLUMNS = ["Date", "Home Team", "Away Team"]


def parse_schedules(files: Mapping[str, RawFile]) -> Parsed:
    """Read schedules: the league's own with game ids, or a list of fixtures with UTC times and team names.

    Parameters
    ----------
    files
        Raw files by name; a file with the column ``Match Number`` is a list of fixtures.

    Returns
    -------
    Parsed
        One row per game: ``file, row, season, game_id`` and ``season_type`` (null in a list of fixtures),
        ``game_date`` (US Eastern), ``home_team_id, away_team_id, tip_off_utc``. Games may have been moved after
        publication.
    """
    fixtures = {name: file for name, file in files.items() if "Match Number" in file.rows.columns}
    others = {name: file for name, file in files.items() if name not in fixtures}
    league = read_files(SOURCE, others, LEAGUE_COLUMNS, _read_league)
    listed = read_files(SOURCE, fixtures, FIXTURE_COLUMNS, _read_fixtures)
    both = Parsed(
        pd.concat([league.rows, listed.rows], ignore_index=True),
        pd.concat([league.refused, listed.refused], ignore_index=True),
        {**league.read, **listed.read},
    )
    return first_only(both, SOURCE, ["game_date", "home_team_id", "away_team_id"], "game_date")


def _read_league(cells: CellReader) -> pd.DataFrame:
    cells = league_part(cells)
    game_ids = cells.text("GAME_ID")
    rows = pd.DataFrame(
        {
            "season": season_of_game_id(game_ids),
            "game_id": game_ids,
            "season_type": season_type_of_game_id(game_ids),
            "game_date": cells.dates("game_date", "%Y-%m-%d"),
            **_teams(cells, "home", "away"),
            "tip_off_utc": _utc(cells, "tip_utc", "%Y-%m-%d %H:%M"),
        }
    )
    return good_rows(cells, rows, {"home_team_id": "int64", "away_team_id": "int64"})


def _read_fixtures(cells: CellReader) -> pd.DataFrame:
    tip_offs = _utc(cells, "Date", "%d/%m/%Y %H:%M")
    nothing = pd.Series(pd.NA, index=cells.index, dtype="str")
    rows = pd.DataFrame(
        {
            "season": nothing,
            "game_id": nothing,
            "season_type": nothing,
            "game_date": eastern_date(tip_offs),
            **_teams(cells, "Home Team", "Away Team"),
            "tip_off_utc": tip_offs,
        }
    )
    rows = good_rows(cells, rows, {"home_team_id": "int64", "away_team_id": "int64"})
    return rows.assign(season=season_of_date(rows["game_date"]))


def _teams(cells: CellReader, home: str, away: str) -> dict[str, pd.Series]:
    teams = {"home_team_id": cells.teams(home), "away_team_id": cells.teams(away)}
    cells.refuse(
        teams["home_team_id"].eq(teams["away_team_id"]).fillna(False).astype("bool"), away, "another team"
    )
    return teams


def _utc(cells: CellReader, column: str, formatted: str) -> pd.Series:
    times = pd.to_datetime(cells.text(column), format=formatted, errors="coerce", utc=True)
    cells.refuse(times.isna(), column, f"a UTC time written as {formatted}")
    return times.astype("datetime64[us, UTC]")


def schedule_tip_offs(schedules: pd.DataFrame, games: pd.DataFrame) -> pd.DataFrame:
    """Find the games of a schedule by date and teams.

    Parameters
    ----------
    schedules
        ``int_schedules``.
    games
        ``int_games``.

    Returns
    -------
    pandas.DataFrame
        ``game_id, tip_off_utc`` of the games found.
    """
    pair = ["game_date", "home_team_id", "away_team_id"]
    return games[[*pair, "game_id"]].merge(schedules[[*pair, "tip_off_utc"]], on=pair)[
        ["game_id", "tip_off_utc"]
    ]
