"""Player tracking: totals of whole seasons, of use for later seasons only."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile, refusals
from busta.sources.player_logs import player_names
from busta.sources.rows import first_only, good_rows, numbers, whole_numbers
from busta.sources.season_years import seasons_of_years, with_usable_from

SOURCE = "tracking"
# What a file holds beside games, wins, losses and minutes; its name begins with the kind.
KINDS = {
    "touches": (
        "POINTS TOUCHES FRONT_CT_TOUCHES TIME_OF_POSS AVG_SEC_PER_TOUCH AVG_DRIB_PER_TOUCH PTS_PER_TOUCH ELBOW_TOUCHES "
        "POST_TOUCHES PAINT_TOUCHES PTS_PER_ELBOW_TOUCH PTS_PER_POST_TOUCH PTS_PER_PAINT_TOUCH"
    ),
    "passing": (
        "PASSES_MADE PASSES_RECEIVED AST FT_AST SECONDARY_AST POTENTIAL_AST AST_PTS_CREATED AST_ADJ AST_TO_PASS_PCT "
        "AST_TO_PASS_PCT_ADJ"
    ),
    "drives": (
        "DRIVES DRIVE_FGM DRIVE_FGA DRIVE_FG_PCT DRIVE_FTM DRIVE_FTA DRIVE_FT_PCT DRIVE_PTS DRIVE_PTS_PCT DRIVE_PASSES "
        "DRIVE_PASSES_PCT DRIVE_AST DRIVE_AST_PCT DRIVE_TOV DRIVE_TOV_PCT DRIVE_PF DRIVE_PF_PCT"
    ),
    "catchshoot": (
        "CATCH_SHOOT_FGM CATCH_SHOOT_FGA CATCH_SHOOT_FG_PCT CATCH_SHOOT_PTS CATCH_SHOOT_FG3M CATCH_SHOOT_FG3A "
        "CATCH_SHOOT_FG3_PCT CATCH_SHOOT_EFG_PCT"
    ),
    "hustle_speed": (
        "AGE G CONTESTED_SHOTS CONTESTED_SHOTS_2PT CONTESTED_SHOTS_3PT DEFLECTIONS CHARGES_DRAWN SCREEN_ASSISTS "
        "SCREEN_AST_PTS OFF_LOOSE_BALLS_RECOVERED DEF_LOOSE_BALLS_RECOVERED LOOSE_BALLS_RECOVERED "
        "PCT_LOOSE_BALLS_RECOVERED_OFF PCT_LOOSE_BALLS_RECOVERED_DEF OFF_BOXOUTS DEF_BOXOUTS BOX_OUT_PLAYER_TEAM_REBS "
        "BOX_OUT_PLAYER_REBS BOX_OUTS PCT_BOX_OUTS_OFF PCT_BOX_OUTS_DEF PCT_BOX_OUTS_TEAM_REB PCT_BOX_OUTS_REB "
        "DIST_FEET DIST_MILES DIST_MILES_OFF DIST_MILES_DEF AVG_SPEED AVG_SPEED_OFF AVG_SPEED_DEF POSS"
    ),
}  # fmt: skip
_SHARED = {"GP": "games", "W": "wins", "L": "losses", "MIN": "minutes"}
_IDENTITY = ["PLAYER_ID", "PLAYER_NAME", "TEAM_ID", "year"]
_NAMES = {
    "FRONT_CT_TOUCHES": "front_court_touches", "TIME_OF_POSS": "possession_minutes",
    "AVG_SEC_PER_TOUCH": "seconds_per_touch", "AVG_DRIB_PER_TOUCH": "dribbles_per_touch", "G": "hustle_games",
    "AST": "assists", "SECONDARY_AST": "secondary_assists", "POTENTIAL_AST": "potential_assists",
    "AST_PTS_CREATED": "assist_points", "DRIVE_PTS": "drive_points", "DRIVE_AST": "drive_assists",
    "DRIVE_TOV": "drive_turnovers", "DRIVE_PF": "drive_fouls", "CATCH_SHOOT_PTS": "catch_shoot_points",
    "DIST_FEET": "distance_feet", "DIST_MILES": "distance_miles", "DIST_MILES_OFF": "distance_miles_offence",
    "DIST_MILES_DEF": "distance_miles_defence", "AVG_SPEED": "speed_mph", "AVG_SPEED_OFF": "speed_mph_offence",
    "AVG_SPEED_DEF": "speed_mph_defence", "POSS": "possessions",
}  # fmt: skip
_MOST = 5e6
STATISTICS = [_NAMES.get(name, name.lower()) for columns in KINDS.values() for name in columns.split()]
# Totals; what can be divided out of them is left in the mirror.
TRACKING_COLUMNS = [
    "season", "player_id", "player_name", "team_id", "games", "minutes",
    "touches", "front_court_touches", "possession_minutes", "seconds_per_touch", "dribbles_per_touch",
    "elbow_touches", "post_touches", "paint_touches", "passes_made", "passes_received", "secondary_assists",
    "potential_assists", "assist_points", "drives", "drive_fga", "drive_fta", "drive_points", "drive_passes",
    "drive_assists", "drive_turnovers", "catch_shoot_fga", "catch_shoot_fg3a", "catch_shoot_points",
    "contested_shots_2pt", "contested_shots_3pt", "deflections", "charges_drawn", "screen_assists",
    "loose_balls_recovered", "box_outs", "distance_miles_offence", "distance_miles_defence",
    "speed_mph_offence", "speed_mph_defence", "possessions", "usable_from",
]  # fmt: skip
_KEY = ["season", "player_id"]


def parse_tracking(files: Mapping[str, RawFile]) -> Parsed:
    """Read the totals of all kinds.

    Parameters
    ----------
    files
        Raw files by name; the name begins with one of `KINDS`.

    Returns
    -------
    Parsed
        One row per kind, season and player: ``file, row, kind, season, player_id, player_name, team_id`` (the last
        team), ``games, wins, losses, minutes``, the statistics of that kind (those of other kinds are null), and
        ``usable_from``, the first day of the next season.
    """
    kinds = {name: next((kind for kind in KINDS if name.startswith(kind)), "") for name in files}
    parts = [
        _parse_kind(kind, {name: files[name] for name in files if kinds[name] == kind}) for kind in KINDS
    ]
    strange = [_of_no_kind(files[name]) for name, kind in kinds.items() if not kind]
    filled = [part.rows for part in parts if len(part.rows)] or [parts[0].rows]
    parsed = Parsed(
        rows=pd.concat(filled, ignore_index=True),
        refused=pd.concat([*(part.refused for part in parts), *strange], ignore_index=True),
        read={name: len(file.rows) for name, file in files.items()},
    )
    return first_only(parsed, SOURCE, ["kind", *_KEY], "player_id")


def _of_no_kind(file: RawFile) -> pd.DataFrame:
    expected = "a name that begins with one of " + ", ".join(KINDS)
    return refusals(SOURCE, file.name, [{"row": 0, "column": "", "value": file.name, "expected": expected}])


def _parse_kind(kind: str, files: Mapping[str, RawFile]) -> Parsed:
    names = KINDS[kind].split()

    def read_one(cells: CellReader) -> pd.DataFrame:
        who = {
            "kind": pd.Series(kind, index=cells.index, dtype="str"),
            "season": seasons_of_years(cells),
            "player_id": whole_numbers(cells, "PLAYER_ID"),
            "player_name": player_names(cells, "PLAYER_NAME"),
            "team_id": whole_numbers(cells, "TEAM_ID"),
        }
        shared = numbers(cells, _SHARED, 0, _MOST)
        found = numbers(cells, {name: _NAMES.get(name, name.lower()) for name in names}, 0, _MOST,
                        is_optional=True)  # fmt: skip
        rows = pd.concat([pd.DataFrame(who), shared, found.reindex(columns=STATISTICS)], axis=1)
        return with_usable_from(good_rows(cells, rows, {"player_id": "int64", "team_id": "int64"}))

    return read_files(SOURCE, files, [*_IDENTITY, *_SHARED, *names], read_one)


def build_tracking(tracking: pd.DataFrame) -> pd.DataFrame:
    """Put the kinds of a player's season beside each other.

    Parameters
    ----------
    tracking
        ``int_tracking``.

    Returns
    -------
    pandas.DataFrame
        ``prm_tracking``: one row per player and season; null where no file of the kind has him.
    """
    return tracking.groupby(_KEY, as_index=False).first()[TRACKING_COLUMNS]
