"""Answers of pages to raw files: every row with the moment at which it was seen, and none is ever changed again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd

from busta.fetching.calls import Answer
from busta.fetching.errors import UNREADABLE
from busta.fetching.injury_report_pdf import CELLS, parse_injury_report
from busta.sources.plain_text import plain

REPORT_COLUMNS = ("report_time", "report_time_utc", "seen_at_utc", "created_at_utc", *CELLS, "answer")
LINEUP_COLUMNS = (
    "snapshot_utc", "GAME_ID", "game_date", "game_time", "away", "home", "team", "side", "lineup_status", "section",
    "player", "PLAYER_ID", "position", "pct_play", "injury_tag",
)  # fmt: skip
INJURY_COLUMNS = ("snapshot_utc", "player", "team_abbr", "date", "status", "injury", "description")
_DIGITS = 16
_LONGEST = 1000
_NOT_BEGUN = 1
_TIP_OFF = re.compile(r"^\s*(\d{1,2}:\d\d)\s*([ap]m)\s*ET\s*$", re.IGNORECASE)


def moment_text(moment: datetime) -> str:
    """Write a moment down, to the second, and never an earlier one.

    Parameters
    ----------
    moment
        With a time zone.

    Returns
    -------
    str
        ISO 8601 in UTC.
    """
    whole = moment.astimezone(UTC)
    later = timedelta(seconds=1) if whole.microsecond else timedelta()
    return f"{whole.replace(microsecond=0) + later:%Y-%m-%dT%H:%M:%SZ}"


def answer_id(answer: Answer) -> str:
    """Name the content of an answer.

    Parameters
    ----------
    answer
        Any.

    Returns
    -------
    str
        The first digits of its hash.
    """
    return answer.sha256[:_DIGITS]


def report_table(answers: Iterable[Answer], known: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Make the raw file of injury reports.

    Of two files with the same time in their titles the one that was seen first counts: what was known is not changed
    by what came later.

    Parameters
    ----------
    answers
        Stored PDFs of a season; those without rows are absent reports.
    known
        The raw file as it is: the reports in it are not read again.

    Returns
    -------
    tuple
        One row per report, game and player (`REPORT_COLUMNS`, all text), by time of the report; and a sentence for
        each PDF that cannot be read.
    """
    there = known.reindex(columns=list(REPORT_COLUMNS)).astype("str").fillna("")
    read = set(there["answer"])
    parts, sentences = [there], []
    for answer in answers:
        if answer.rows and answer_id(answer) not in read:
            read.add(answer_id(answer))
            try:
                parts.append(_report(answer))
            except UNREADABLE as error:
                when = " ".join(answer.call.parameters.values())
                sentences.append(f"injury_report: the report of {when} was kept and cannot be read: {error}")
    table = pd.concat(parts, ignore_index=True)
    first = table.sort_values(["report_time_utc", "seen_at_utc"], kind="stable").drop_duplicates(
        "report_time_utc"
    )
    kept = table[table["answer"].isin(first["answer"])]
    return kept.sort_values("report_time_utc", kind="stable", ignore_index=True), sentences


def _report(answer: Answer) -> pd.DataFrame:
    report = parse_injury_report(answer.content)
    moments = {
        "report_time": f"{report.report_time:%Y-%m-%d %H:%M}",
        "report_time_utc": moment_text(report.report_time),
        "seen_at_utc": moment_text(answer.fetched_at_utc),
        "created_at_utc": moment_text(report.created_at) if report.created_at else "",
    }
    rows = report.rows.assign(
        reason=_bounded(report.rows["reason"], _LONGEST), answer=answer_id(answer), **moments
    )
    return rows.reindex(columns=list(REPORT_COLUMNS)).astype("str")


def lineup_table(answers: Iterable[Answer]) -> pd.DataFrame:
    """Make the raw file of the league's line-ups.

    Parameters
    ----------
    answers
        Stored pages of a season.

    Returns
    -------
    pandas.DataFrame
        One row per page, game and starter or inactive man, in the columns of ``lineups_rotowire``
        (`LINEUP_COLUMNS`); ``pct_play`` is empty, for the league gives no chance. Games that had begun are left out.
    """
    rows = [row for answer in answers if answer.rows for row in _lineups(answer)]
    return _texts(rows, LINEUP_COLUMNS)


def _lineups(answer: Answer) -> Iterable[Mapping[str, object]]:
    document: Any = answer.json()
    day = date.fromisoformat(answer.call.parameters["date"])
    for game in document["games"]:
        tip_off = _TIP_OFF.match(str(game.get("gameStatusText", "")))
        if tip_off and game.get("gameStatus", _NOT_BEGUN) == _NOT_BEGUN:
            teams = {side: game[f"{side}Team"] for side in ("away", "home")}
            common = {
                "snapshot_utc": moment_text(answer.fetched_at_utc),
                "GAME_ID": str(game["gameId"]).zfill(10),
                "game_date": day.isoformat(),
                "game_time": f"{tip_off[1]} {tip_off[2].upper()} ET",
                **{side: team.get("teamAbbreviation", "") for side, team in teams.items()},
            }
            for side, team in teams.items():
                yield from ({**common, **row} for row in _team(team, side))


def _team(team: Mapping[str, Any], side: str) -> Iterable[Mapping[str, object]]:
    for man in team.get("players", []):
        is_out = str(man.get("rosterStatus", "")).lower() == "inactive"
        is_starter = bool(man.get("position")) and not is_out
        if not is_out and not is_starter:
            continue
        is_confirmed = str(man.get("lineupStatus", "")).lower() == "confirmed"
        full_name = f"{man.get('firstName', '')} {man.get('lastName', '')}"
        yield {
            "team": team.get("teamAbbreviation", ""),
            "side": side,
            "lineup_status": "is-confirmed" if is_confirmed else "is-expected",
            "section": "starter" if is_starter else "may not play",
            "player": man.get("playerName") or full_name,
            "PLAYER_ID": man.get("personId", ""),
            "position": man.get("position") or "",
            "injury_tag": "INACT" if is_out else "",
        }


def injury_table(answers: Iterable[Answer]) -> pd.DataFrame:
    """Make the raw file of the injury feed.

    Parameters
    ----------
    answers
        Stored pages of a season.

    Returns
    -------
    pandas.DataFrame
        One row per page, team and player, in the columns of ``injury_snapshots`` (`INJURY_COLUMNS`); of two rows about
        one man the first.
    """
    rows = [row for answer in answers if answer.rows for row in _injuries(answer)]
    return _texts(rows, INJURY_COLUMNS).drop_duplicates(
        ["snapshot_utc", "team_abbr", "player"], ignore_index=True
    )


def _injuries(answer: Answer) -> Iterable[Mapping[str, object]]:
    document: Any = json.loads(answer.content)
    for team in document["injuries"]:
        for injury in team["injuries"]:
            yield {
                "snapshot_utc": moment_text(answer.fetched_at_utc),
                "player": (injury.get("athlete") or {}).get("displayName", ""),
                "team_abbr": team.get("displayName", ""),
                "date": injury.get("date", ""),
                "status": injury.get("status", ""),
                "injury": (injury.get("details") or {}).get("type", ""),
                "description": injury.get("shortComment") or "",
            }


def _texts(rows: list[Mapping[str, object]], columns: tuple[str, ...]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(columns)).astype("str").fillna("")
    return table.apply(lambda column: _bounded(column, _LONGEST)) if len(table) else table


def _bounded(texts: pd.Series, longest: int) -> pd.Series:
    return plain(texts.astype("str").fillna("")).str.slice(0, longest).astype("str")
