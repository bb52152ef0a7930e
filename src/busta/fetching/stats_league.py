"""stats.nba.com from plan to raw files: what nodes call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from busta.fetching import stats_calls as calls
from busta.fetching import stats_seasons as seasons
from busta.fetching.calls import Answer, Call, Reader
from busta.fetching.fetch_all import FAILED, Fetched, fetch_all, log_table
from busta.fetching.fetch_report import together
from busta.fetching.plan_table import COLUMNS, TO_FETCH, plan_table
from busta.fetching.stats_boxes import advanced_files, traditional_files
from busta.fetching.stats_indexes import (
    owned_fixtures,
    owned_totals,
    player_files,
    schedule_files,
    schedule_rows,
    tracking_files,
    unknown_teams,
)
from busta.fetching.stats_logs import (
    Files,
    Reading,
    newest_games,
    owned_ids,
    player_log_files,
    team_log_files,
)
from busta.fetching.stats_plans import KnownGames, asked_days, known_games, plan_boxes, plan_league
from busta.fetching.stats_tables import ChangedError, rows_of
from busta.params.fetching import FetchingParams

FOLDERS = (
    "team_logs", "box_scores", "box_scores_playoffs", "box_scores_traditional", "box_scores_advanced", "schedule",
    "players", "tracking_season",
)  # fmt: skip
WRITTEN = {"folder": "str", "file": "str", "rows": "int64", "skipped": "int64", "sentence": "str"}
# Asked first: the schedule tells what else to ask.
_AHEAD = (calls.PLAYERS, calls.TEAMS, calls.SCHEDULE)
# Games of a season that is not known yet: for the plan alone.
_USUAL_GAMES = {"Regular Season": 1230, "Playoffs": 85, "PlayIn": 6, "IST": 1}


@dataclass(frozen=True)
class Owned:
    """What the user's own files hold, which fetching writes no second time.

    Attributes
    ----------
    ids
        Folder to games, players, fixtures or totals.
    """

    ids: Mapping[str, set[str]]


def owned_by_user(folders: Mapping[str, Mapping[str, pd.DataFrame]]) -> Owned:
    """Collect what the files of the user hold.

    Parameters
    ----------
    folders
        Folder to its raw files, name to cells; ``players`` with the newcomers.

    Returns
    -------
    Owned
        Ids by folder.
    """
    found = {name: owned_ids(files) for name, files in folders.items()}
    found["players"] = owned_ids(folders["players"], "PERSON_ID")
    found["schedule"] = owned_fixtures(folders["schedule"])
    kinds = (*calls.MEASURES, "hustle_speed")
    found["tracking_season"] = owned_totals(folders["tracking_season"], kinds)
    return Owned(found)


def plan(
    reader: Reader, fetching: FetchingParams, owned: Owned, now: datetime
) -> tuple[list[Call], pd.DataFrame]:
    """Plan the calls.

    Parameters
    ----------
    reader
        Says what is stored; asks nobody.
    fetching
        Typed parameters.
    owned
        Box scores that need not be asked for.
    now
        UTC.

    Returns
    -------
    tuple
        The calls that do not depend on answers, and the table of the plan. Box scores that cost a call a game stand
        in the table: one by one for games that are known, with an estimate for seasons whose logs are yet to come.
    """
    known = _known(reader, fetching, now)
    planned = plan_league(fetching, known, now)
    boxes = _boxes(reader, fetching, owned, known, now)
    table = plan_table([*planned, *boxes], lambda call: reader.is_fresh(call, now))
    estimate = _estimated(planned, boxes, fetching)
    return planned, together([table, estimate])


def fetch(
    reader: Reader, planned: Sequence[Call], fetching: FetchingParams, owned: Owned, now: datetime
) -> pd.DataFrame:
    """Make the calls: those for the schedule first, then those that it and the logs tell to make.

    Parameters
    ----------
    reader
        The source.
    planned
        As from `plan`.
    fetching, owned, now
        As there.

    Returns
    -------
    pandas.DataFrame
        The log; an answer whose columns are not what the raw files need counts as failed, and is kept.
    """
    ahead = [call for call in planned if call.endpoint in _AHEAD]
    logs = [_checked(fetch_all(ahead, reader, now, fetching.quiet))]
    # With the schedule at hand it is known which kinds of games there were.
    known = _known(reader, fetching, now)
    rest = [call for call in plan_league(fetching, known, now) if call.endpoint not in _AHEAD]
    logs.append(_checked(fetch_all(rest, reader, now, fetching.quiet)))
    boxes = _boxes(reader, fetching, owned, known, now)
    logs.append(_checked(fetch_all(boxes, reader, now, fetching.quiet)))
    return together(logs)


def write(reader: Reader, partitions: Sequence[str], owned: Owned) -> tuple[dict[str, Files], pd.DataFrame]:
    """Make the raw files of seasons from all their stored answers.

    Parameters
    ----------
    reader
        Gives the answers; asks nobody.
    partitions
        Seasons.
    owned
        What is left out, because the user's own files hold it.

    Returns
    -------
    tuple
        Folder to files, and one row per file: ``folder, file, rows, skipped, sentence``.
    """
    files: dict[str, Files] = {folder: {} for folder in FOLDERS}
    notes: dict[str, list[tuple[int, str]]] = {folder: [] for folder in FOLDERS}
    for season in partitions:
        for folder, (made, said) in _season_files(reader, season, owned).items():
            files[folder] |= made
            notes[folder] += said
    reading = Reading()
    files["players"] = player_files(_in_order(reader, calls.PLAYERS), owned.ids["players"], reading)
    notes["players"] += [(0, said) for said in unknown_teams(_in_order(reader, calls.TEAMS), reading)]
    return files, _written(files, notes)


def _known(reader: Reader, fetching: FetchingParams, now: datetime) -> KnownGames:
    manifest = reader.manifest()
    told = manifest[manifest["endpoint"].eq(calls.SCHEDULE)].groupby("partition")["checked_at_utc"].max()
    days = asked_days(fetching, KnownGames(), now)
    asked = {seasons.season_of(day) for day in (*days, seasons.league_day(now))}
    backfilled = seasons.seasons_between(fetching.first_season, fetching.last_season)
    asked |= set(backfilled) if fetching.mode == "backfill" else set()
    wanted = [season for season in told.index if season in asked]
    rows = [
        schedule_rows(list(reader.stored_answers(calls.SCHEDULE, season)), [], Reading()) for season in wanted
    ]
    games = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=["GAME_ID", "game_date"])
    moments = {str(season): moment.to_pydatetime() for season, moment in told.items()}
    return known_games(games.astype("str"), moments, manifest)


def _boxes(
    reader: Reader, fetching: FetchingParams, owned: Owned, known: KnownGames, now: datetime
) -> list[Call]:
    if not fetching.stats_nba.per_game:
        return []
    days = asked_days(fetching, known, now)
    partitions = seasons.seasons_between(seasons.season_of(days[0]), seasons.season_of(days[1]))
    rows = [_played(reader, season, fetching) for season in partitions]
    games = pd.concat(rows, ignore_index=True)
    parts = [
        games[~games["game_id"].isin(owned.ids[f"box_scores_{kind}"])].assign(kind=kind)
        for kind in fetching.stats_nba.per_game
    ]
    return plan_boxes(fetching, pd.concat(parts, ignore_index=True), days, now)


def _played(reader: Reader, season: str, fetching: FetchingParams) -> pd.DataFrame:
    answers = (
        each
        for each in reader.stored_answers(calls.LOGS, season)
        if each.call.parameters["PlayerOrTeam"] == "T"
    )
    rows = newest_games(Reading().tables(answers))
    kinds = rows["GAME_ID"].astype("str").str[:3].map(seasons.KIND_OF_PREFIX)
    games = rows.loc[kinds.isin(fetching.stats_nba.season_types), ["SEASON", "GAME_ID", "GAME_DATE"]]
    return games.drop_duplicates("GAME_ID").set_axis(["season", "game_id", "game_date"], axis=1)


def _estimated(planned: Sequence[Call], boxes: Sequence[Call], fetching: FetchingParams) -> pd.DataFrame:
    known = {call.partition for call in boxes}
    unknown = {
        (call.partition, call.parameters["SeasonType"])
        for call in planned
        if call.endpoint == calls.LOGS and call.partition not in known and "DateTo" not in call.parameters
    }
    rows = [
        {
            "source": calls.SOURCE,
            "endpoint": calls.BOXES[kind],
            "partition": season,
            "parameters": "{}",
            "reason": f"{kind} box scores of the {season_type} games in these logs, about",
            "calls": _USUAL_GAMES.get(season_type, 0),
            "credits": 0,
            "state": TO_FETCH,
        }
        for kind in fetching.stats_nba.per_game
        for season, season_type in sorted(unknown)
    ]
    empty = plan_table([], lambda call: False)
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(empty.dtypes.to_dict())


def _checked(fetched: Fetched) -> pd.DataFrame:
    log = fetched.log if len(fetched.log) else log_table()
    for answer in fetched.answers:
        try:
            rows_of(answer)
        except ChangedError as error:
            call = answer.call
            is_it = (
                log["endpoint"].eq(call.endpoint)
                & log["partition"].eq(call.partition)
                & log["key"].eq(call.key)
            )
            log = log.assign(
                outcome=log["outcome"].mask(is_it, FAILED),
                sentence=log["sentence"].mask(is_it, error.sentence),
            )
    return log


def _season_files(
    reader: Reader, season: str, owned: Owned
) -> dict[str, tuple[Files, list[tuple[int, str]]]]:
    logs = list(_in_order(reader, calls.LOGS, season))
    readings = {folder: Reading() for folder in FOLDERS}
    regular, later = player_log_files(logs, owned.ids, readings["box_scores"])
    board = _in_order(reader, calls.SCOREBOARD, season)
    told = schedule_rows(_in_order(reader, calls.SCHEDULE, season), board, readings["schedule"])
    totals = [*_in_order(reader, calls.TRACKING, season), *_in_order(reader, calls.HUSTLE, season)]
    makers = {"traditional": traditional_files, "advanced": advanced_files}
    made = {
        "team_logs": team_log_files(logs, owned.ids["team_logs"], readings["team_logs"]),
        "box_scores": regular,
        "box_scores_playoffs": later,
        "schedule": schedule_files({season: told}, owned.ids["schedule"], readings["schedule"]) if len(told) else {},
        "tracking_season": tracking_files(totals, owned.ids["tracking_season"], readings["tracking_season"]),
    }  # fmt: skip
    for kind, make in makers.items():
        folder = f"box_scores_{kind}"
        made[folder] = make(_in_order(reader, calls.BOXES[kind], season), owned.ids[folder], readings[folder])
    return {folder: (files, readings[folder].notes) for folder, files in made.items()}


def _in_order(reader: Reader, endpoint: str, season: str | None = None) -> list[Answer]:
    return list(reader.stored_answers(endpoint, season))


def _written(files: Mapping[str, Files], notes: Mapping[str, Sequence[tuple[int, str]]]) -> pd.DataFrame:
    rows = []
    for folder, made in files.items():
        skipped = sum(count for count, _ in notes[folder])
        sentence = "; ".join(dict.fromkeys(said for _, said in notes[folder]))
        # What was left out is told once for a folder, whether or not there is a file.
        names = list(made) or ([""] if sentence else [])
        for name in names:
            count = len(made[name]) if name else 0
            rows.append((folder, name, count, skipped, sentence))
            skipped, sentence = 0, ""
    return pd.DataFrame(rows, columns=list(WRITTEN)).astype(WRITTEN)
