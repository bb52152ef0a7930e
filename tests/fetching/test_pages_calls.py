"""What is asked of pages, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from busta.fetching.calls import Call, Format
from busta.fetching.pages_calls import page_calls, report_calls, report_moment
from tests.fetching_params import fetching_params

TIMES = {"times": ["11:30", "17:30"]}


def _calls(as_of: str, **changes: Any) -> list[Call]:
    fetching = fetching_params(as_of=as_of, **{"injury_report": TIMES, **changes})
    return report_calls(fetching, fetching.as_of)


def _asked(calls: list[Call]) -> list[str]:
    return [" ".join(call.parameters.values()) for call in calls]


def test_the_reports_of_the_last_hours_are_asked_for_and_none_that_is_yet_to_come() -> None:
    found = _calls("2024-11-05T20:00:00+00:00")  # three in the afternoon in New York
    assert _asked(found) == ["2024-11-04 17:30", "2024-11-05 11:30"]
    assert {(call.partition, call.format, call.max_age) for call in found} == {("2024-25", Format.PDF, None)}


def test_a_day_in_utc_is_not_the_day_of_a_report() -> None:
    assert _asked(_calls("2024-11-06T03:00:00+00:00"))[-1] == "2024-11-05 17:30"


def test_the_time_of_a_report_is_that_in_new_york_in_summer_and_in_winter() -> None:
    summer, winter = (_calls(f"2024-{day}T23:00:00+00:00")[-1] for day in ("04-05", "12-05"))
    assert report_moment(summer) == datetime.fromisoformat("2024-04-05T21:30:00+00:00")
    assert report_moment(winter) == datetime.fromisoformat("2024-12-05T22:30:00+00:00")


def test_reports_of_one_hour_are_one_file_in_the_years_of_hourly_reports() -> None:
    times = {"injury_report": {"times": ["17:00", "17:45"]}}
    days = {"mode": "backfill", "first_day": "2025-12-21", "last_day": "2025-12-22"}
    assert _asked(_calls("2026-01-05T00:00:00+00:00", **days, **times)) == [
        "2025-12-21 17:30",
        "2025-12-22 17:00",
        "2025-12-22 17:45",
    ]


def test_a_backfill_of_seasons_goes_from_the_first_report_that_there_is_to_now() -> None:
    seasons = {"mode": "backfill", "first_season": "2015-16", "last_season": "2024-25"}
    found = _asked(_calls("2024-11-05T20:00:00+00:00", **seasons))
    assert found[0] == "2018-12-02 11:30"
    assert found[-1] == "2024-11-05 11:30"
    assert {"2020-08-20 17:30", "2021-07-14 17:30", "2019-10-12 11:30"} <= set(found)
    assert not {"2019-08-20 17:30", "2022-07-14 17:30"} & set(found)
    assert len(found) == len(set(found))


def test_pages_that_are_overwritten_are_asked_for_in_daily_mode_only() -> None:
    now = "2024-11-06T03:00:00+00:00"
    daily, past = (
        page_calls(fetching, fetching.as_of)
        for fetching in (
            fetching_params(as_of=now),
            fetching_params(as_of=now, mode="backfill", first_day="2024-11-01", last_day="2024-11-01"),
        )
    )
    assert {source: len(calls) > 0 for source, calls in daily.items()} == dict.fromkeys(daily, True)
    assert [source for source, calls in past.items() if calls] == ["injury_report"]
    assert daily["daily_lineups"][0].parameters == {"date": "2024-11-05"}
    assert daily["news_feed"][0].partition == "2024-11"
    assert daily["news_feed"][0].format is Format.XML
    assert all(calls[0].max_age for source, calls in daily.items() if source != "injury_report")


@pytest.mark.parametrize("source", ["injury_report", "daily_lineups", "injury_feed", "news_feed"])
def test_a_source_that_is_switched_off_is_not_asked(source: str) -> None:
    fetching = fetching_params(as_of="2024-11-06T03:00:00+00:00", **{source: {"enabled": False}})
    planned = page_calls(fetching, fetching.as_of)
    assert [name for name, calls in planned.items() if not calls] == [source]
