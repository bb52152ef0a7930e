"""stats.nba.com on this machine: answers in the shapes of the real service, from raw files of seasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import pandas as pd
from nba_api.stats import endpoints as nba_api

from tests.servers.loopback import Reply, Request, json_reply

LOG_COLUMNS = nba_api.LeagueGameLog.expected_data["LeagueGameLog"]
PLAYER_LOG_COLUMNS = [LOG_COLUMNS[0], "PLAYER_ID", "PLAYER_NAME", *LOG_COLUMNS[1:]]
INDEX_COLUMNS = nba_api.PlayerIndex.expected_data["PlayerIndex"]
TEAM_COLUMNS = nba_api.CommonTeamYears.expected_data["TeamYears"]
KINDS = {
    "001": "Pre Season",
    "002": "Regular Season",
    "003": "All Star",
    "004": "Playoffs",
    "005": "PlayIn",
    "006": "IST",
}
BOX_FIELDS = {
    "MIN": "minutes", "FGM": "fieldGoalsMade", "FGA": "fieldGoalsAttempted", "FG_PCT": "fieldGoalsPercentage",
    "FG3M": "threePointersMade", "FG3A": "threePointersAttempted", "FG3_PCT": "threePointersPercentage",
    "FTM": "freeThrowsMade", "FTA": "freeThrowsAttempted", "FT_PCT": "freeThrowsPercentage",
    "OREB": "reboundsOffensive", "DREB": "reboundsDefensive", "REB": "reboundsTotal", "AST": "assists",
    "STL": "steals", "BLK": "blocks", "TO": "turnovers", "PF": "foulsPersonal", "PTS": "points",
    "PLUS_MINUS": "plusMinusPoints",
}  # fmt: skip
ADVANCED_FIELDS = nba_api.BoxScoreAdvancedV3.expected_data["PlayerStats"][14:-2]


@dataclass
class League:
    """What the service knows.

    Attributes
    ----------
    team_rows, player_rows
        Rows of game logs in the columns of the raw files, any season.
    boxes
        Rows of traditional box scores in the columns of the raw files.
    schedule
        ``GAME_ID, game_date, tip_utc, home, away``.
    players
        Rows in the columns of the players' file.
    tracking
        Measure (``Possessions``, ..., ``hustle``) to rows with ``year``.
    renamed
        Endpoint to old and new names of columns, as if the league had changed them.
    """

    team_rows: pd.DataFrame
    player_rows: pd.DataFrame
    boxes: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["GAME_ID"]))
    schedule: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["GAME_ID", "game_date"]))
    players: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["PERSON_ID"]))
    tracking: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    renamed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def answer(self, request: Request) -> Reply:
        """Answer a request as the service does."""
        endpoint = request.path.removeprefix("/stats/")
        known: dict[str, Callable[[Mapping[str, str]], Any]] = {
            "leaguegamelog": self._logs,
            "scheduleleaguev2": self._schedule,
            "scoreboardv3": self._scoreboard,
            "playerindex": self._players,
            "commonteamyears": self._teams,
            "boxscoretraditionalv3": self._box,
            "boxscoreadvancedv3": self._advanced,
            "leaguedashptstats": self._tracking,
            "leaguehustlestatsplayer": self._tracking,
        }
        if endpoint not in known:
            return Reply(b"not here", 404)
        document = known[endpoint](request.query)
        names = self.renamed.get(endpoint, {})
        return json_reply(_with_names(document, names) if names else document)

    def _logs(self, query: Mapping[str, str]) -> Any:
        is_player = query["PlayerOrTeam"] == "P"
        part = _by_kind(self, is_player).get((query["Season"][2:4], query["SeasonType"]))
        columns = PLAYER_LOG_COLUMNS if is_player else LOG_COLUMNS
        if part is None:
            return _result_set("LeagueGameLog", columns, [])
        for name, keeps in (("DateFrom", part["GAME_DATE"].ge), ("DateTo", part["GAME_DATE"].le)):
            if query.get(name):
                day = datetime.strptime(query[name], "%m/%d/%Y").date().isoformat()
                part = part[keeps(day).reindex(part.index)]
        return _result_set("LeagueGameLog", columns, _rows(part, columns))

    def _schedule(self, query: Mapping[str, str]) -> Any:
        games = self.schedule[self.schedule["GAME_ID"].str[3:5].eq(query["Season"][2:4])]
        days = [
            {"gameDate": f"{day} 00:00:00", "games": [_fixture(row) for row in _records(part)]}
            for day, part in games.groupby("game_date")
        ]
        return {
            "meta": {},
            "leagueSchedule": {
                "seasonYear": query["Season"],
                "leagueId": "00",
                "gameDates": days,
                "weeks": [],
            },
        }

    def _scoreboard(self, query: Mapping[str, str]) -> Any:
        games = self.schedule[self.schedule["game_date"].eq(query["GameDate"])]
        told = []
        for row in _records(games):
            fixture = _fixture(row)
            told.append(
                {
                    name: fixture[name]
                    for name in ("gameId", "gameCode", "gameStatus", "gameStatusText", "homeTeam", "awayTeam")
                }
                | {"gameTimeUTC": fixture["gameDateTimeUTC"], "isNeutral": False}
            )
        return {
            "scoreboard": {
                "gameDate": query["GameDate"],
                "leagueId": "00",
                "leagueName": "NBA",
                "games": told,
            }
        }

    def _players(self, query: Mapping[str, str]) -> Any:
        names = {"FIRST_NAME": "PLAYER_FIRST_NAME", "LAST_NAME": "PLAYER_LAST_NAME", "SCHOOL": "COLLEGE"}
        rows = self.players.rename(columns=names)
        short = {"Guard": "G", "Forward": "F", "Center": "C"}
        if "POSITION" in rows.columns:
            rows = rows.assign(POSITION=rows["POSITION"].replace(short, regex=True))
        return _result_set(
            "PlayerIndex", INDEX_COLUMNS, _rows(rows.reindex(columns=INDEX_COLUMNS), INDEX_COLUMNS)
        )

    def _teams(self, query: Mapping[str, str]) -> Any:
        clubs = self.team_rows.drop_duplicates("TEAM_ID")
        clubs = clubs[clubs["TEAM_ID"].astype(str).str.startswith("16106127")]
        rows = [
            ["00", int(club["TEAM_ID"]), "1946", "2025", club["TEAM_ABBREVIATION"]]
            for club in clubs.to_dict("records")
        ]
        return _result_set("TeamYears", TEAM_COLUMNS, rows)

    def _tracking(self, query: Mapping[str, str]) -> Any:
        measure = query.get("PtMeasureType", "hustle")
        rows = self.tracking.get(measure, pd.DataFrame({"year": []}))
        rows = rows[rows["year"].eq(int(query["Season"][:4]) + 1)].drop(
            columns=["year", "Season"], errors="ignore"
        )
        return _result_set(
            "HustleStatsPlayer" if measure == "hustle" else "LeagueDashPtStats",
            list(rows.columns),
            _rows(rows, list(rows.columns)),
        )

    def _box(self, query: Mapping[str, str]) -> Any:
        rows = self.boxes[self.boxes["GAME_ID"].eq(query["GameID"])]
        statistics = [
            {
                new: _value(row[old]) if old == "MIN" else row[old] if row[old] == row[old] else 0
                for old, new in BOX_FIELDS.items()
            }
            | {"minutes": row["MIN"] if isinstance(row["MIN"], str) else ""}
            for row in rows.to_dict("records")
        ]
        return {"boxScoreTraditional": _sides(query["GameID"], rows, statistics)}

    def _advanced(self, query: Mapping[str, str]) -> Any:
        rows = self.boxes[self.boxes["GAME_ID"].eq(query["GameID"])]
        statistics = [
            dict.fromkeys(ADVANCED_FIELDS, 0.5)
            | {"minutes": row["MIN"] if isinstance(row["MIN"], str) else ""}
            for row in rows.to_dict("records")
        ]
        return {"boxScoreAdvanced": _sides(query["GameID"], rows, statistics)}


_KEPT: dict[int, dict[tuple[str, str], pd.DataFrame]] = {}


def _by_kind(league: League, is_player: bool) -> dict[tuple[str, str], pd.DataFrame]:
    rows = league.player_rows if is_player else league.team_rows
    if id(rows) not in _KEPT:
        ids = rows["GAME_ID"]
        _KEPT[id(rows)] = {
            (str(year), KINDS[str(prefix)]): part
            for (year, prefix), part in rows.groupby([ids.str[3:5], ids.str[:3]])
        }
    return _KEPT[id(rows)]


def _result_set(name: str, columns: Sequence[str], rows: list[list[Any]]) -> Any:
    return {
        "resource": name.lower(),
        "parameters": {},
        "resultSets": [{"name": name, "headers": list(columns), "rowSet": rows}],
    }


def _rows(rows: pd.DataFrame, columns: Sequence[str]) -> list[list[Any]]:
    filled = rows.reindex(columns=list(columns)).assign(
        **{"VIDEO_AVAILABLE": 1} if "VIDEO_AVAILABLE" in columns else {}
    )
    plain = filled.astype(object).where(filled.notna(), None)
    return [list(row) for row in plain.itertuples(index=False, name=None)]


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): cell for name, cell in row.items()} for row in rows.to_dict("records")]


def _value(cell: Any) -> Any:
    return cell if cell == cell else None


def _fixture(row: Mapping[str, Any]) -> dict[str, Any]:
    ids = _team_ids()
    tip_off = f"{row['tip_utc'].replace(' ', 'T')}:00Z"
    return {
        "gameId": row["GAME_ID"],
        "gameCode": f"{row['game_date'].replace('-', '')}/{row['away']}{row['home']}",
        "gameStatus": 1,
        "gameStatusText": row.get("status", "7:30 pm ET"),
        "gameDateEst": f"{row['game_date']}T00:00:00Z",
        "gameDateTimeUTC": tip_off,
        "arenaName": row.get("arena", ""),
        "arenaCity": row.get("city", ""),
        "arenaState": row.get("state", ""),
        "seriesText": "",
        "postponedStatus": "A",
        "broadcasters": {"nationalBroadcasters": []},
        "homeTeam": {"teamId": ids.get(row["home"], 0), "teamTricode": row["home"], "wins": 0, "losses": 0},
        "awayTeam": {"teamId": ids.get(row["away"], 0), "teamTricode": row["away"], "wins": 0, "losses": 0},
        "pointsLeaders": [],
    }


@cache
def _team_ids() -> dict[str, int]:
    from busta.nba.teams import teams

    table = teams()
    return dict(zip(table["abbreviation"], table["team_id"].astype(int), strict=True))


def _sides(game_id: str, rows: pd.DataFrame, statistics: list[dict[str, Any]]) -> Any:
    sides = []
    for _, part in rows.assign(place=range(len(rows))).groupby("TEAM_ID", sort=False):
        first = part.iloc[0]
        players = [
            {
                "personId": int(row["PLAYER_ID"]),
                "firstName": str(row["PLAYER_NAME"]).partition(" ")[0],
                "familyName": str(row["PLAYER_NAME"]).partition(" ")[2],
                "nameI": "",
                "playerSlug": "",
                "position": row["START_POSITION"] if isinstance(row["START_POSITION"], str) else "",
                "comment": row["COMMENT"] if isinstance(row["COMMENT"], str) else "",
                "jerseyNum": "",
                "statistics": statistics[row["place"]],
            }
            for row in part.to_dict("records")
        ]
        sides.append(
            {
                "teamId": int(first["TEAM_ID"]),
                "teamCity": first["TEAM_CITY"],
                "teamName": "",
                "teamTricode": first["TEAM_ABBREVIATION"],
                "teamSlug": "",
                "players": players,
                "statistics": {},
                "starters": {},
                "bench": {},
            }
        )
    home, away = (*sides, {"teamId": 0, "players": []}, {"teamId": 0, "players": []})[:2]
    return {
        "gameId": game_id,
        "homeTeamId": home["teamId"],
        "awayTeamId": away["teamId"],
        "homeTeam": home,
        "awayTeam": away,
    }


def _with_names(document: Any, names: Mapping[str, str]) -> Any:
    if isinstance(document, dict):
        return {
            names.get(key, key): [names.get(each, each) for each in value]
            if key == "headers"
            else _with_names(value, names)
            for key, value in document.items()
        }
    return [_with_names(each, names) for each in document] if isinstance(document, list) else document
