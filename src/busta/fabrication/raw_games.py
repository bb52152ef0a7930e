"""Invented games in the layouts of the box-score archives."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.fabrication.tables import BOX_COLUMNS, SeasonTables

_NBA_NAMES = {"points": "PTS", **{name: name.upper() for name in BOX_COLUMNS if name != "points"}}
_TYPE_DIGIT = {"preseason": "1", "regular": "2", "playoffs": "4", "play_in": "5", "cup_final": "6"}
_LOG_COLUMNS = (
    "SEASON_ID TEAM_ID TEAM_ABBREVIATION TEAM_NAME GAME_ID GAME_DATE MATCHUP WL MIN PTS FGM FGA FG_PCT FG3M FG3A "
    "FG3_PCT FTM FTA FT_PCT OREB DREB REB AST STL BLK TOV PF PLUS_MINUS"
).split()
_PLAYOFF_COLUMNS = (
    "PLAYER_NAME PLAYER_ID MATCHUP TEAM_ABBREVIATION TEAM_ID OPP_ABBREVIATION HOME_GAME GAME_ID GAME_DATE WL MIN PTS "
    "AST REB FGM FGA FG_PCT FG3M FG3A FG3_PCT FTM FTA FT_PCT OREB DREB STL BLK TOV PF PLUS_MINUS START_POSITION"
).split()
_TRADITIONAL_COLUMNS = (
    "GAME_ID TEAM_ID TEAM_ABBREVIATION TEAM_CITY PLAYER_ID PLAYER_NAME START_POSITION COMMENT MIN FGM FGA FG_PCT FG3M "
    "FG3A FG3_PCT FTM FTA FT_PCT OREB DREB REB AST STL BLK TO PF PTS PLUS_MINUS"
).split()


def team_logs(tables: SeasonTables, clubs: pd.DataFrame) -> pd.DataFrame:
    """Write team game logs as the NBA's game finder does.

    Parameters
    ----------
    tables
        The season.
    clubs
        The clubs.

    Returns
    -------
    pandas.DataFrame
        Two rows a game, the latest first, preseason included.
    """
    parts = [_team_rows(part, clubs) for part in (tables.preseason, tables) if part is not None]
    return pd.concat(parts).iloc[::-1].reset_index(drop=True)


def player_logs(tables: SeasonTables, clubs: pd.DataFrame) -> pd.DataFrame:
    """Write the regular season's player game logs.

    Parameters
    ----------
    tables
        The season.
    clubs
        The clubs.

    Returns
    -------
    pandas.DataFrame
        One row per man who played, minutes whole.
    """
    rows = _player_rows(tables, clubs, "regular")
    rows["SEASON_LABEL"] = tables.label
    place = _LOG_COLUMNS.index("TEAM_ID")
    return rows[[*_LOG_COLUMNS[:place], "PLAYER_ID", "PLAYER_NAME", *_LOG_COLUMNS[place:], "SEASON_LABEL"]]


def playoff_logs(tables: SeasonTables, clubs: pd.DataFrame) -> pd.DataFrame:
    """Write the play-offs' player game logs.

    Parameters
    ----------
    tables
        The season.
    clubs
        The clubs.

    Returns
    -------
    pandas.DataFrame
        One row per man who played; the advanced columns of the archive are left out.
    """
    return _player_rows(tables, clubs, "playoffs")[_PLAYOFF_COLUMNS]


def traditional(tables: SeasonTables, clubs: pd.DataFrame) -> pd.DataFrame:
    """Write the full box scores with starters and reasons for not playing.

    Parameters
    ----------
    tables
        The season.
    clubs
        The clubs.

    Returns
    -------
    pandas.DataFrame
        One row per man on a roster; statistics empty and ``COMMENT`` filled where he did not play.
    """
    listed = tables.listed
    rows = _nba_columns(tables, listed, clubs).rename(columns={"TOV": "TO"})
    is_idle = listed["seconds"].eq(0).to_numpy()
    rows["MIN"] = clock(listed["seconds"]).mask(is_idle, None)
    rows["COMMENT"] = comments(listed).where(is_idle, None)
    rows["START_POSITION"] = listed["start_position"].mask(listed["start_position"].eq(""), None)
    rows["TEAM_CITY"] = clubs["city"].to_numpy()[listed["team"]]
    statistics = [name for name in _TRADITIONAL_COLUMNS if name in {*_NBA_NAMES.values(), "TO", "PLUS_MINUS"}]
    rows[statistics] = rows[statistics].astype(float)
    rows.loc[is_idle, statistics] = np.nan
    return rows[_TRADITIONAL_COLUMNS].assign(NICKNAME=None)


def playoff_comments(tables: SeasonTables, clubs: pd.DataFrame) -> pd.DataFrame:
    """Write who was listed for the play-off games and why he did not play.

    Parameters
    ----------
    tables
        The season.
    clubs
        The clubs.

    Returns
    -------
    pandas.DataFrame
        One row per man on a roster of a play-off game.
    """
    games = tables.games.iloc[tables.listed["game"]].reset_index(drop=True)
    listed = tables.listed
    is_idle = listed["seconds"].eq(0)
    rows = pd.DataFrame(
        {
            "season_year": tables.label,
            "game_date": games["game_date"].dt.strftime("%Y-%m-%d"),
            "GAME_ID": games["game_id"],
            "teamTricode": clubs["code"].to_numpy()[listed["team"]],
            "personId": listed["player_id"],
            "personName": listed["name"],
            "position": listed["start_position"],
            "comment": comments(listed).where(is_idle, ""),
            "minutes": clock(listed["seconds"]).mask(is_idle, ""),
        }
    )
    return rows[games["season_type"].eq("playoffs")].reset_index(drop=True)


def clock(seconds: pd.Series) -> pd.Series:
    """Write a time played.

    Parameters
    ----------
    seconds
        Whole seconds.

    Returns
    -------
    pandas.Series
        Text ``m:ss``.
    """
    return (seconds // 60).astype(str) + ":" + (seconds % 60).astype(str).str.zfill(2)


def comments(listed: pd.DataFrame) -> pd.Series:
    """Say why a man did not play.

    Parameters
    ----------
    listed
        Men on a roster, with ``is_hurt`` and ``is_rested``.

    Returns
    -------
    pandas.Series
        Text as the league writes it.
    """
    reasons = np.select([listed["is_hurt"], listed["is_rested"]], ["DND - Injury/Illness", "DND - Rest"], "")
    return pd.Series(reasons, index=listed.index).replace("", "DNP - Coach's Decision")


def _team_rows(tables: SeasonTables, clubs: pd.DataFrame) -> pd.DataFrame:
    rows = _nba_columns(tables, tables.team_games, clubs)
    rows["MIN"] = tables.team_games["minutes"].to_numpy()
    rows["PLUS_MINUS"] = rows["PLUS_MINUS"].astype(float)
    rows["SEASON"] = tables.label
    return rows[[*_LOG_COLUMNS, "SEASON"]]


def _player_rows(tables: SeasonTables, clubs: pd.DataFrame, season_type: str) -> pd.DataFrame:
    listed = tables.listed
    is_wanted = (
        listed["seconds"].gt(0) & tables.games["season_type"].eq(season_type).to_numpy()[listed["game"]]
    )
    chosen = listed[is_wanted].reset_index(drop=True)
    rows = _nba_columns(tables, chosen, clubs)
    rows["MIN"] = (chosen["seconds"] / 60).round().astype(int)
    rows["START_POSITION"] = chosen["start_position"]
    return rows


def _nba_columns(tables: SeasonTables, lines: pd.DataFrame, clubs: pd.DataFrame) -> pd.DataFrame:
    games = tables.games.iloc[lines["game"]].reset_index(drop=True)
    code = clubs["code"].to_numpy()
    is_home = lines["side"].eq(0).to_numpy()
    own, other = code[lines["team"]], code[np.where(is_home, games["away"], games["home"])]
    won = (games["home_points"] > games["away_points"]).to_numpy() == is_home
    columns: dict[str, object] = {
        "SEASON_ID": games["season_type"].map(_TYPE_DIGIT) + str(tables.year),
        "TEAM_ID": clubs["team_id"].to_numpy()[lines["team"]],
        "TEAM_ABBREVIATION": own,
        "TEAM_NAME": clubs["name"].to_numpy()[lines["team"]],
        "OPP_ABBREVIATION": other,
        "HOME_GAME": is_home.astype(int),
        "GAME_ID": games["game_id"],
        "GAME_DATE": games["game_date"].dt.strftime("%Y-%m-%d"),
        "MATCHUP": np.where(is_home, own + " vs. " + other, own + " @ " + other),
        "WL": np.where(won, "W", "L"),
        "PLUS_MINUS": lines["plus_minus"].to_numpy(),
    }
    if "player_id" in lines:
        columns |= {"PLAYER_ID": lines["player_id"].to_numpy(), "PLAYER_NAME": lines["name"].to_numpy()}
    columns |= {name: lines[ours].to_numpy() for ours, name in _NBA_NAMES.items()}
    rows = pd.DataFrame(columns)
    for share, made, tried in (
        ("FG_PCT", "FGM", "FGA"),
        ("FG3_PCT", "FG3M", "FG3A"),
        ("FT_PCT", "FTM", "FTA"),
    ):
        rows[share] = (rows[made] / rows[tried].where(rows[tried] > 0)).round(3)
    return rows
