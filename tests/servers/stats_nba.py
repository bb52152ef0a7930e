"""stats.nba.com on this machine: answers in the shapes of the real service, from raw files of seasons."""

from __future__ import annotations

import threading
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

    def __post_init__(self) -> None:
        # A question that was given up is answered from here when it comes again.
        self._given: dict[tuple[str, str], Reply] = {}
        self._turn = threading.Lock()

    def answer(self, request: Request) -> Reply:
        """Answer a request as the service does."""
        asked = request.path, str(sorted(request.query.items()))
        with self._turn:
            if asked not in self._given:
                self._given[asked] = self._answer(request)
            return self._given[asked]

    def _answer(self, request: Request) -> Reply:
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


def league_of(raw: Mapping[str, Mapping[str, pd.DataFrame]]) -> League:
    """A service that knows what raw files hold.

    Parameters
    ----------
    raw
        Raw dataset to its files, name to table: ``raw_team_logs, raw_player_logs, raw_player_logs_playoffs,
        raw_boxscores_traditional, raw_players, raw_tracking``. The logs of players in play-offs and play-in games are
        taken from the box scores where there are no such logs, minutes rounded.
    """
    teams = pd.concat(raw["raw_team_logs"].values(), ignore_index=True).drop_duplicates(
        ["GAME_ID", "TEAM_ID"]
    )
    no_boxes = pd.DataFrame(columns=["GAME_ID", "MIN"], dtype="str")
    boxes = pd.concat([no_boxes, *raw["raw_boxscores_traditional"].values()], ignore_index=True)
    logs = [*raw["raw_player_logs"].values(), *raw["raw_player_logs_playoffs"].values()]
    logs = [*logs, _logs_of_boxes(boxes, {game for log in logs for game in log["GAME_ID"].unique()})]
    told = teams.drop_duplicates("GAME_ID").set_index("GAME_ID")[["SEASON_ID", "GAME_DATE"]]
    about = teams[["GAME_ID", "TEAM_ID", "TEAM_NAME", "MATCHUP", "WL"]]
    players = pd.concat(logs, ignore_index=True)
    players = players.drop(columns=["TEAM_NAME", "MATCHUP", "WL"], errors="ignore")
    players = players.merge(about, on=["GAME_ID", "TEAM_ID"])
    players = players.assign(**{name: players["GAME_ID"].map(told[name]) for name in told})
    return League(
        team_rows=teams,
        player_rows=players,
        boxes=boxes,
        schedule=_schedule_of(teams),
        players=pd.concat(raw["raw_players"].values(), ignore_index=True),
        tracking=_measures(raw.get("raw_tracking", {})),
    )


def _logs_of_boxes(boxes: pd.DataFrame, done: set[str]) -> pd.DataFrame:
    rows = boxes[boxes["MIN"].notna() & ~boxes["GAME_ID"].isin(done)].rename(columns={"TO": "TOV"})
    clock = rows["MIN"].astype("str").str.split(":", expand=True).reindex(columns=[0, 1]).astype(float)
    rows = rows.assign(MIN=(clock[0] + clock[1] / 60).round())
    counts = [
        "MIN",
        *(name for name in PLAYER_LOG_COLUMNS if name in rows.columns and rows[name].dtype == float),
    ]
    whole = [name for name in dict.fromkeys(counts) if not name.endswith("PCT")]
    return rows.astype(dict.fromkeys(whole, "int64"))


def _schedule_of(teams: pd.DataFrame) -> pd.DataFrame:
    home = teams[teams["MATCHUP"].str.contains(" vs. ", regex=False)].drop_duplicates("GAME_ID")
    pair = home["MATCHUP"].str.split(" ", expand=True)
    return pd.DataFrame(
        {
            "GAME_ID": home["GAME_ID"],
            "game_date": home["GAME_DATE"],
            "tip_utc": home["GAME_DATE"] + " 23:30",
            "home": pair[0],
            "away": pair[2],
        }
    ).sort_values(["game_date", "GAME_ID"])


def _measures(files: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    kinds = {"touches": "Possessions", "passing": "Passing", "drives": "Drives", "catchshoot": "CatchShoot"}
    measures = {
        measure: rows
        for kind, measure in kinds.items()
        for name, rows in files.items()
        if name.startswith(kind)
    }
    both = [rows for name, rows in files.items() if name.startswith("hustle_speed")]
    if both:
        who = ["PLAYER_ID", "PLAYER_NAME", "TEAM_ID", "TEAM_ABBREVIATION", "year"]
        first = list(both[0].columns).index("GP")
        speed = list(both[0].columns[first:-1].drop("POSS"))
        measures["hustle"] = both[0].drop(columns=[*speed, "POSS"]).assign(MIN=both[0]["MIN"])
        measures["SpeedDistance"] = both[0][[*who[:4], *speed, "year"]]
    return measures
