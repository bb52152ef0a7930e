"""The calls to stats.nba.com: what is asked, how long the answer is believed, whether it may be empty."""

from __future__ import annotations

from datetime import date, timedelta

from busta.fetching.calls import Call

SOURCE = "stats_nba"
LOGS = "leaguegamelog"
SCHEDULE = "scheduleleaguev2"
SCOREBOARD = "scoreboardv3"
PLAYERS = "playerindex"
TEAMS = "commonteamyears"
BOXES = {"traditional": "boxscoretraditionalv3", "advanced": "boxscoreadvancedv3"}
TRACKING = "leaguedashptstats"
HUSTLE = "leaguehustlestatsplayer"
# Kind of a file of season totals to what the source calls the measure.
MEASURES = {
    "touches": "Possessions", "passing": "Passing", "drives": "Drives", "catchshoot": "CatchShoot",
    "speed": "SpeedDistance",
}  # fmt: skip
WHO = {"T": "team logs", "P": "player logs"}
_LEAGUE = "00"


def log_calls(
    season: str,
    kind: str,
    *,
    days: tuple[date, date] | None = None,
    max_age: timedelta | None = None,
    may_be_empty: bool = False,
) -> list[Call]:
    """Ask for the logs of the teams and of the players: two calls, whatever the length of the period.

    Parameters
    ----------
    season, kind
        As the source names them: ``2023-24``, ``Regular Season``.
    days
        First and last day; the whole season without.
    max_age, may_be_empty
        As in `busta.fetching.calls.Call`.

    Returns
    -------
    list
        Two calls.
    """
    period = {"DateFrom": _us_date(days[0]), "DateTo": _us_date(days[1])} if days else {}
    when = f"{days[0]} to {days[1]}" if days and days[0] != days[1] else f"{days[0]}" if days else season
    return [
        _call(
            LOGS,
            {"Season": season, "SeasonType": kind, "PlayerOrTeam": who} | period,
            season,
            f"{what} of {when}",
            max_age,
            may_be_empty,
        )
        for who, what in WHO.items()
    ]


def schedule_call(season: str, max_age: timedelta | None) -> Call:
    """Ask for the schedule of a season.

    Parameters
    ----------
    season
        For example ``2023-24``.
    max_age
        As in `busta.fetching.calls.Call`.

    Returns
    -------
    busta.fetching.calls.Call
        One call.
    """
    return _call(SCHEDULE, {"Season": season}, season, f"schedule of {season}", max_age, False)


def scoreboard_call(day: date, season: str, max_age: timedelta) -> Call:
    """Ask for the games of a day.

    Parameters
    ----------
    day
        US Eastern.
    season
        It belongs to.
    max_age
        As in `busta.fetching.calls.Call`.

    Returns
    -------
    busta.fetching.calls.Call
        One call; a day without games has no rows.
    """
    return _call(SCOREBOARD, {"GameDate": day.isoformat()}, season, f"games of {day}", max_age, True)


def index_calls(season: str, max_age: timedelta) -> list[Call]:
    """Ask who the players and the teams are.

    Parameters
    ----------
    season
        Of which the players' teams are told.
    max_age
        As in `busta.fetching.calls.Call`.

    Returns
    -------
    list
        Two calls: everybody who ever played, every club there ever was.
    """
    players = {"Season": season, "Historical": "1"}
    return [
        _call(PLAYERS, players, season, "index of players", max_age, False),
        _call(TEAMS, {}, season, "index of teams", max_age, False),
    ]


def tracking_calls(season: str, max_age: timedelta | None, may_be_empty: bool) -> list[Call]:
    """Ask for the totals that cameras counted in a regular season.

    Parameters
    ----------
    season
        For example ``2023-24``.
    max_age, may_be_empty
        As in `busta.fetching.calls.Call`.

    Returns
    -------
    list
        Six calls.
    """
    shared = {"Season": season, "SeasonType": "Regular Season", "PerMode": "Totals"}
    measures = [
        _call(
            TRACKING,
            shared | {"PtMeasureType": measure, "PlayerOrTeam": "Player"},
            season,
            f"tracking of {season}",
            max_age,
            may_be_empty,
        )
        for measure in MEASURES.values()
    ]
    return [*measures, _call(HUSTLE, shared, season, f"tracking of {season}", max_age, may_be_empty)]


def box_call(kind: str, game_id: str, season: str, max_age: timedelta | None) -> Call:
    """Ask for a box score of one game.

    Parameters
    ----------
    kind
        ``traditional`` or ``advanced``.
    game_id
        Ten digits.
    season
        It belongs to.
    max_age
        As in `busta.fetching.calls.Call`.

    Returns
    -------
    busta.fetching.calls.Call
        One call.
    """
    reason = f"{kind} box scores of the games of {season}"
    return _call(BOXES[kind], {"GameID": game_id}, season, reason, max_age, False)


def _call(
    endpoint: str,
    parameters: dict[str, str],
    season: str,
    reason: str,
    max_age: timedelta | None,
    may_be_empty: bool,
) -> Call:
    parameters = {"LeagueID": _LEAGUE} | parameters if endpoint not in BOXES.values() else parameters
    return Call(SOURCE, endpoint, parameters, season, reason, max_age=max_age, may_be_empty=may_be_empty)


def _us_date(day: date) -> str:
    return day.strftime("%m/%d/%Y")
