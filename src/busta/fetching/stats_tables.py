"""Answers of stats.nba.com as tables; a column that is gone is told by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from busta.fetching import stats_calls as calls
from busta.fetching.calls import Answer
from busta.fetching.errors import UNREADABLE

_COUNTS = "FGM FGA FG3M FG3A FTM FTA OREB DREB REB AST STL BLK TOV PF PTS"
_LOG = f"SEASON_ID TEAM_ID TEAM_ABBREVIATION TEAM_NAME GAME_ID GAME_DATE MATCHUP WL MIN {_COUNTS} PLUS_MINUS"
_SEASON = "PLAYER_ID PLAYER_NAME TEAM_ID TEAM_ABBREVIATION"
# Columns that the raw files cannot do without, by endpoint; of the logs of players, also who they are.
NEEDED: Mapping[str, Sequence[str]] = {
    calls.LOGS: _LOG.split(),
    calls.PLAYERS: (
        "PERSON_ID PLAYER_LAST_NAME PLAYER_FIRST_NAME HEIGHT WEIGHT POSITION DRAFT_YEAR DRAFT_ROUND DRAFT_NUMBER "
        "FROM_YEAR TO_YEAR"
    ).split(),
    calls.TEAMS: "TEAM_ID MIN_YEAR MAX_YEAR ABBREVIATION".split(),
    calls.TRACKING: f"{_SEASON} GP W L MIN".split(),
    calls.HUSTLE: f"{_SEASON} AGE G CONTESTED_SHOTS DEFLECTIONS SCREEN_ASSISTS".split(),
    calls.SCHEDULE: (
        "gameId gameStatusText gameDateEst gameDateTimeUTC homeTeam.teamId homeTeam.teamTricode awayTeam.teamId "
        "awayTeam.teamTricode"
    ).split(),
    calls.SCOREBOARD: (
        "gameId gameStatusText gameTimeUTC homeTeam.teamId homeTeam.teamTricode awayTeam.teamId awayTeam.teamTricode"
    ).split(),
    calls.BOXES["traditional"]: (
        "personId firstName familyName position comment teamId teamTricode teamCity minutes fieldGoalsMade "
        "fieldGoalsAttempted threePointersMade threePointersAttempted freeThrowsMade freeThrowsAttempted "
        "reboundsOffensive reboundsDefensive reboundsTotal assists steals blocks turnovers foulsPersonal points "
        "plusMinusPoints"
    ).split(),
    calls.BOXES["advanced"]: (
        "personId firstName familyName teamId teamTricode minutes offensiveRating defensiveRating netRating "
        "assistPercentage offensiveReboundPercentage defensiveReboundPercentage reboundPercentage "
        "trueShootingPercentage effectiveFieldGoalPercentage usagePercentage pace PIE possessions"
    ).split(),
}
# How the logs write what all raw files go by.
_FORMATS = {"GAME_ID": (r"\d{10}", "0022300001"), "GAME_DATE": (r"\d{4}-\d\d-\d\d", "2023-10-24")}
_PLAYER_LOG = ("PLAYER_ID", "PLAYER_NAME")


class ChangedError(Exception):
    """An answer whose columns are no longer what the raw files need.

    Parameters
    ----------
    sentence
        Which column of what is gone, what is new, and what to do.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def rows_of(answer: Answer) -> pd.DataFrame:
    """Read the rows of an answer.

    Parameters
    ----------
    answer
        Of stats.nba.com.

    Returns
    -------
    pandas.DataFrame
        One row per row, game, team or player of the answer, values as they were given (``object``), all columns that
        were given. Members of nested parts are named with a dot: ``homeTeam.teamId``.

    Raises
    ------
    ChangedError
        If a column is gone that the raw files need, or the answer has another shape.
    """
    endpoint = answer.call.endpoint
    try:
        rows = _SHAPES[endpoint](answer.json())
    except UNREADABLE as error:
        raise ChangedError(_shape_sentence(answer, error)) from None
    if rows.empty:
        return rows
    needed = [*NEEDED[endpoint], *(_PLAYER_LOG if answer.call.parameters.get("PlayerOrTeam") == "P" else ())]
    if lost := [name for name in needed if name not in rows.columns]:
        raise ChangedError(_column_sentence(endpoint, lost, [str(name) for name in rows.columns]))
    if endpoint == calls.LOGS:
        _require_formats(rows)
    return rows


def _require_formats(rows: pd.DataFrame) -> None:
    for name, (pattern, such_as) in _FORMATS.items():
        is_known = rows[name].astype("str").str.fullmatch(pattern)
        if not is_known.all():
            raise ChangedError(
                f"stats.nba.com gives {name} of {calls.LOGS} otherwise than before: expected such as {such_as}, was "
                f"{str(rows.loc[~is_known, name].iloc[0])[:40]!r}. The answer is kept, no raw file was written of it: "
                "adapt busta.fetching.stats_tables, then run again"
            )


def _column_sentence(endpoint: str, lost: list[str], found: list[str]) -> str:
    new = [name for name in found if name not in NEEDED[endpoint] and name not in _PLAYER_LOG]
    likely = {name: _alike(name, new) for name in lost}
    renamed = [f"{name} (now {other}?)" for name, other in likely.items() if other]
    named = ", ".join([*renamed, *(name for name, other in likely.items() if not other)])
    return (
        f"stats.nba.com no longer gives what the raw files need of {endpoint}: {named}; it gives "
        f"{', '.join(found[:60])}. The answer is kept, no raw file was written from it: name the column in "
        "busta.fetching.stats_tables, then run again (nothing is asked twice)"
    )


def _alike(name: str, others: Iterable[str]) -> str | None:
    plain = re.sub("[^a-z0-9]", "", name.lower())
    for other in others:
        candidate = re.sub("[^a-z0-9]", "", other.lower())
        if plain == candidate or (len(plain) > 2 and (plain in candidate or candidate in plain)):
            return other
    return None


def _shape_sentence(answer: Answer, error: Exception) -> str:
    return (
        f"stats.nba.com gave {answer.call.endpoint} in another shape than before (looked for {error}). The answer is "
        "kept, no raw file was written from it: adapt busta.fetching.stats_tables, then run again"
    )


def _result_set(document: Any) -> pd.DataFrame:
    results = document["resultSets"] if "resultSets" in document else document["resultSet"]
    first = results[0] if isinstance(results, list) else results
    return pd.DataFrame(first["rowSet"], columns=first["headers"], dtype=object)


def _schedule(document: Any) -> pd.DataFrame:
    days = document["leagueSchedule"]["gameDates"]
    return _flat(game for day in days for game in day["games"])


def _scoreboard(document: Any) -> pd.DataFrame:
    board = document["scoreboard"]
    return _flat(board["games"]).assign(gameDate=board["gameDate"])


def _box(name: str) -> Any:
    def read(document: Any) -> pd.DataFrame:
        box = document[name]
        players = [
            {
                **{key: box[side][key] for key in ("teamId", "teamTricode", "teamCity")},
                **{key: value for key, value in player.items() if key != "statistics"},
                **player["statistics"],
            }
            for side in ("homeTeam", "awayTeam")
            for player in box[side]["players"]
        ]
        return _flat(players).assign(gameId=box["gameId"])

    return read


def _flat(records: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    rows = [
        {
            f"{key}.{inner}" if isinstance(value, dict) else key: part
            for key, value in record.items()
            if key not in ("broadcasters", "pointsLeaders", "gameLeaders", "teamLeaders")
            for inner, part in (value.items() if isinstance(value, dict) else ((key, value),))
        }
        for record in records
    ]
    return pd.DataFrame(rows, dtype=object)


_SHAPES = {
    **dict.fromkeys((calls.LOGS, calls.PLAYERS, calls.TEAMS, calls.TRACKING, calls.HUSTLE), _result_set),
    calls.SCHEDULE: _schedule,
    calls.SCOREBOARD: _scoreboard,
    calls.BOXES["traditional"]: _box("boxScoreTraditional"),
    calls.BOXES["advanced"]: _box("boxScoreAdvanced"),
}
