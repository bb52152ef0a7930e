"""What is asked of pages: injury reports, line-ups of the day, the injury feed, feeds of news."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from busta.fetching.calls import Call, Format
from busta.fetching.stats_seasons import first_year, season_of
from busta.nba.calendar import LEAGUE_ZONE
from busta.params.fetching import FetchingParams, InjuryReportParams

SOURCES = ("injury_report", "daily_lineups", "injury_feed", "news_feed")
REPORT, LINEUPS, INJURIES = "report", "lineups", "injuries"
_ZONE = ZoneInfo(LEAGUE_ZONE)
# No report of an earlier day is kept by the league.
_FIRST_REPORT = date(2018, 12, 2)
_FIRST_DAY, _LAST_DAY = (10, 12), (6, 30)
# Seasons whose ends the pandemic moved.
_MOVED = {2019: date(2020, 10, 11), 2020: date(2021, 7, 31)}


def page_calls(fetching: FetchingParams, now: datetime) -> dict[str, list[Call]]:
    """Plan the calls to all sources of pages.

    Pages that their publishers overwrite are asked in daily mode only: what they say now was not known then.

    Parameters
    ----------
    fetching
        Typed parameters.
    now
        Time zone UTC.

    Returns
    -------
    dict
        Source to its calls, in the order in which they are made; empty where the source is not enabled.
    """
    is_daily = fetching.mode == "daily"
    planned = {
        "injury_report": report_calls(fetching, now) if fetching.injury_report.enabled else [],
        "daily_lineups": _lineup_calls(fetching, now) if is_daily and fetching.daily_lineups.enabled else [],
        "injury_feed": _injury_calls(fetching, now) if is_daily and fetching.injury_feed.enabled else [],
        "news_feed": _news_calls(fetching, now) if is_daily and fetching.news_feed.enabled else [],
    }
    return {source: planned[source] for source in SOURCES}


def report_calls(fetching: FetchingParams, now: datetime) -> list[Call]:
    """Plan the calls for injury reports.

    Parameters
    ----------
    fetching
        Typed parameters.
    now
        Time zone UTC.

    Returns
    -------
    list of Call
        One per report that may have been published by now; those of the last hours in daily mode.
    """
    rules = fetching.injury_report
    is_daily = fetching.mode == "daily"
    earliest = now - rules.look_back
    days = [earliest.astimezone(_ZONE).date() + timedelta(days=n) for n in range(rules.look_back.days + 2)]
    reason = "reports of the last hours" if is_daily else "reports of the past"
    found: dict[str, Call] = {}
    for day in days if is_daily else _past_days(fetching, now):
        for clock in rules.times:
            call = _report_call(day, _published(day, clock, rules), reason)
            moment = report_moment(call)
            if moment <= now and not (is_daily and moment < earliest):
                found[call.key] = call
    return list(found.values())


def report_moment(call: Call) -> datetime:
    """Tell when the report that a call asks for is published.

    Parameters
    ----------
    call
        A call to ``injury_report``.

    Returns
    -------
    datetime
        Time zone US Eastern.
    """
    day, clock = call.parameters["date"], call.parameters["time"]
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), _ZONE)


def _published(day: date, clock: str, rules: InjuryReportParams) -> str:
    # Once an hour, at half past, in those years; the files were named by the hour.
    return f"{clock[:2]}:30" if day <= rules.hourly_until else clock


def _report_call(day: date, clock: str, reason: str) -> Call:
    return Call(
        source="injury_report",
        endpoint=REPORT,
        parameters={"date": day.isoformat(), "time": clock},
        partition=season_of(day),
        reason=reason,
        format=Format.PDF,
    )


def _past_days(fetching: FetchingParams, now: datetime) -> Iterator[date]:
    first, last = fetching.first_day, fetching.last_day
    years = range(first_year(fetching.first_season), first_year(fetching.last_season) + 1)
    spans = [(first, last)] if first and last else [_season_days(year) for year in years]
    today = now.astimezone(_ZONE).date()
    for start, end in spans:
        begin = max(start, _FIRST_REPORT)
        yield from (begin + timedelta(days=n) for n in range((min(end, today) - begin).days + 1))


def _season_days(year: int) -> tuple[date, date]:
    return date(year, *_FIRST_DAY), _MOVED.get(year, date(year + 1, *_LAST_DAY))


def _lineup_calls(fetching: FetchingParams, now: datetime) -> list[Call]:
    day = now.astimezone(_ZONE).date()
    return [
        Call(
            source="daily_lineups",
            endpoint=LINEUPS,
            parameters={"date": day.isoformat()},
            partition=season_of(day),
            reason="line-ups of today",
            max_age=fetching.daily_lineups.max_age,
            may_be_empty=True,
        )
    ]


def _injury_calls(fetching: FetchingParams, now: datetime) -> list[Call]:
    return [
        Call(
            source="injury_feed",
            endpoint=INJURIES,
            parameters={},
            partition=season_of(now.astimezone(_ZONE).date()),
            reason="who is said to be hurt now",
            max_age=fetching.injury_feed.max_age,
            may_be_empty=True,
        )
    ]


def _news_calls(fetching: FetchingParams, now: datetime) -> list[Call]:
    return [
        Call(
            source="news_feed",
            endpoint=feed.name,
            parameters={"feed": feed.name},
            partition=f"{now.astimezone(_ZONE):%Y-%m}",
            reason="news of now",
            max_age=fetching.news_feed.max_age,
            format=Format.XML if feed.format == "rss" else Format.JSON,
            may_be_empty=True,
        )
        for feed in fetching.news_feed.feeds
    ]
