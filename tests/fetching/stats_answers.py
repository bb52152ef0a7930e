"""Answers of stats.nba.com for tests, by hand."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from busta.fetching.calls import Answer, Call

MORNING = datetime(2024, 3, 2, 15, tzinfo=UTC)
LOG_COLUMNS = (
    "SEASON_ID TEAM_ID TEAM_ABBREVIATION TEAM_NAME GAME_ID GAME_DATE MATCHUP WL MIN FGM FGA FG_PCT FG3M FG3A FG3_PCT "
    "FTM FTA FT_PCT OREB DREB REB AST STL BLK TOV PF PTS PLUS_MINUS VIDEO_AVAILABLE"
).split()


def answer(
    endpoint: str, document: Any, parameters: dict[str, str] | None = None, at: datetime = MORNING
) -> Answer:
    """An answer of one season, 2023-24."""
    call = Call("stats_nba", endpoint, parameters or {}, "2023-24", "a test")
    return Answer(call, json.dumps(document).encode(), at, 1)


def result_set(columns: list[str], *rows: dict[str, Any]) -> dict[str, Any]:
    """The shape of most answers."""
    cells = [[row.get(name) for name in columns] for row in rows]
    return {"resultSets": [{"name": "x", "headers": columns, "rowSet": cells}]}


def log_answer(
    *rows: dict[str, Any], who: str = "T", at: datetime = MORNING, columns: Any = LOG_COLUMNS
) -> Answer:
    """A game log; rows as changes of a line of Boston's."""
    line = dict.fromkeys(LOG_COLUMNS, 1) | {
        "SEASON_ID": "22023", "TEAM_ID": 1610612738, "TEAM_ABBREVIATION": "BOS", "TEAM_NAME": "Boston Celtics",
        "GAME_ID": "0022300001", "GAME_DATE": "2024-03-01", "MATCHUP": "BOS vs. NYK", "WL": "W", "FG_PCT": 0.5,
        "PLAYER_ID": 7, "PLAYER_NAME": "Some One",
    }  # fmt: skip
    names = [*columns, "PLAYER_ID", "PLAYER_NAME"] if who == "P" else list(columns)
    document = result_set(names, *(line | row for row in rows))
    return answer("leaguegamelog", document, {"PlayerOrTeam": who, "Season": "2023-24"}, at)
