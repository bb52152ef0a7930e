"""Raw files of box scores that are asked for game by game."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from busta.fetching.calls import Answer
from busta.fetching.stats_logs import Files, Reading

_TRADITIONAL = {
    "gameId": "GAME_ID", "teamId": "TEAM_ID", "teamTricode": "TEAM_ABBREVIATION", "teamCity": "TEAM_CITY",
    "personId": "PLAYER_ID", "name": "PLAYER_NAME", "position": "START_POSITION", "comment": "COMMENT",
    "minutes": "MIN", "fieldGoalsMade": "FGM", "fieldGoalsAttempted": "FGA", "fieldGoalsPercentage": "FG_PCT",
    "threePointersMade": "FG3M", "threePointersAttempted": "FG3A", "threePointersPercentage": "FG3_PCT",
    "freeThrowsMade": "FTM", "freeThrowsAttempted": "FTA", "freeThrowsPercentage": "FT_PCT",
    "reboundsOffensive": "OREB", "reboundsDefensive": "DREB", "reboundsTotal": "REB", "assists": "AST",
    "steals": "STL", "blocks": "BLK", "turnovers": "TO", "foulsPersonal": "PF", "points": "PTS",
    "plusMinusPoints": "PLUS_MINUS",
}  # fmt: skip
_ADVANCED = {
    "gameId": "GAME_ID", "teamId": "TEAM_ID", "teamTricode": "TEAM_ABBREVIATION", "personId": "PLAYER_ID",
    "name": "PLAYER_NAME", "minutes": "MIN", "offensiveRating": "OFF_RATING", "defensiveRating": "DEF_RATING",
    "netRating": "NET_RATING", "assistPercentage": "AST_PCT", "offensiveReboundPercentage": "OREB_PCT",
    "defensiveReboundPercentage": "DREB_PCT", "reboundPercentage": "REB_PCT", "trueShootingPercentage": "TS_PCT",
    "effectiveFieldGoalPercentage": "EFG_PCT", "usagePercentage": "USG_PCT", "pace": "PACE", "PIE": "PIE",
    "possessions": "POSS",
}  # fmt: skip
_TEXTS = ("GAME_ID", "TEAM_ABBREVIATION", "TEAM_CITY", "PLAYER_NAME", "START_POSITION", "COMMENT", "MIN")
_IDS = ("TEAM_ID", "PLAYER_ID")


def traditional_files(answers: Iterable[Answer], owned: set[str], reading: Reading) -> Files:
    """Write box scores with starters and comments.

    Parameters
    ----------
    answers
        Box scores, oldest first.
    owned
        Games that the user's own files hold.
    reading
        Remembers problems and notes.

    Returns
    -------
    dict
        ``boxscores_traditional_fetched_2023-24.parquet`` and the like: one row per listed player, statistics empty
        where he did not play.
    """
    rows = _newest(answers, _TRADITIONAL, reading)
    is_idle = rows["MIN"].isna()
    numbers = [name for name in rows.columns if name not in (*_TEXTS, *_IDS, "SEASON")]
    rows[numbers] = rows[numbers].astype("float64").mask(is_idle)
    # The shares of a man without an attempt are 0 here, and empty elsewhere.
    for share, tried in (("FG_PCT", "FGA"), ("FG3_PCT", "FG3A"), ("FT_PCT", "FTA")):
        if share in rows.columns:
            rows[share] = rows[share].mask(rows[tried].eq(0))
    rows = reading.without_owned(rows, owned, "box_scores_traditional")
    return {f"boxscores_traditional_fetched_{season}.parquet": part for season, part in _by_season(rows)}


def advanced_files(answers: Iterable[Answer], owned: set[str], reading: Reading) -> Files:
    """Write advanced box scores.

    Parameters
    ----------
    answers
        Box scores, oldest first.
    owned
        Games that the user's own files hold.
    reading
        Remembers problems and notes.

    Returns
    -------
    dict
        ``advanced_fetched_2023-24.csv`` and the like: one row per player who played.
    """
    rows = _newest(answers, _ADVANCED, reading)
    rows = reading.without_owned(rows[rows["MIN"].notna()], owned, "box_scores_advanced")
    return {f"advanced_fetched_{season}.csv": part for season, part in _by_season(rows)}


def _newest(answers: Iterable[Answer], names: dict[str, str], reading: Reading) -> pd.DataFrame:
    parts = {
        answer.call.parameters["GameID"]: rows.assign(SEASON=answer.call.partition)
        for answer, rows in reading.tables(answers)
    }
    if not parts:
        return pd.DataFrame(columns=[*names.values(), "SEASON"], dtype=object)
    rows = pd.concat(parts.values(), ignore_index=True)
    rows = rows.assign(name=(rows["firstName"].fillna("") + " " + rows["familyName"].fillna("")).str.strip())
    known = [name for name in names if name in rows.columns]
    # A column that the source added stands behind those of the archive.
    hidden = {"firstName", "familyName", "nameI", "playerSlug", "jerseyNum", "SEASON", *names}
    added = [] if "plusMinusPoints" in names else [str(name) for name in rows.columns if name not in hidden]
    table = rows[[*known, *added, "SEASON"]].rename(columns=names)
    table = table.assign(MIN=_clock(table["MIN"]))
    texts = [name for name in _TEXTS if name in table.columns and name != "MIN"]
    table[texts] = table[texts].astype("str").replace("", None)
    return table.astype(dict.fromkeys(_IDS, "int64"))


def _clock(minutes: pd.Series) -> pd.Series:
    text = minutes.astype("str").fillna("").str.strip()
    iso = text.str.extract(r"^PT(\d+)M(\d+)(?:\.\d+)?S$")
    text = text.mask(iso[0].notna(), iso[0].str.cat(iso[1], sep=":"))
    return text.mask(text.isin(["", "None", "nan"]))


def _by_season(rows: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    ordered = rows.sort_values(["GAME_ID", "TEAM_ID", "PLAYER_ID"], kind="stable")
    return [
        (str(season), part.drop(columns="SEASON").reset_index(drop=True))
        for season, part in ordered.groupby("SEASON", sort=True)
    ]
