"""What is asked of stats.nba.com, and what is not."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd

from busta.fetching.calls import Call
from busta.fetching.stats_plans import KnownGames, asked_days, known_games, plan_boxes, plan_league
from tests.fetching_params import fetching_params

NOON = datetime(2024, 3, 2, 17, tzinfo=UTC)
NOTHING = KnownGames()
KINDS = ["Regular Season", "IST", "PlayIn", "Playoffs"]


def _plan(now: datetime = NOON, known: KnownGames = NOTHING, **changed: Any) -> list[Call]:
    return plan_league(fetching_params(**changed), known, now)


def _logs(calls: list[Call]) -> list[Call]:
    return [call for call in calls if call.endpoint == "leaguegamelog"]


def _backfill(**changed: Any) -> dict[str, Any]:
    return {"mode": "backfill", "first_season": "2022-23", "last_season": "2023-24", **changed}


def test_a_morning_asks_for_yesterday_with_two_calls() -> None:
    logs = _logs(_plan())
    assert [call.parameters["PlayerOrTeam"] for call in logs] == ["T", "P"]
    assert {call.parameters["SeasonType"] for call in logs} == {"Regular Season"}
    # Yesterday, and the days before whose box scores may still be corrected.
    assert {(call.parameters["DateFrom"], call.parameters["DateTo"]) for call in logs} == {
        ("02/27/2024", "03/01/2024")
    }


def test_a_morning_asks_for_the_schedule_todays_games_and_the_indexes_once() -> None:
    others = Counter(call.endpoint for call in _plan() if call.endpoint != "leaguegamelog")
    assert others == {"playerindex": 1, "commonteamyears": 1, "scheduleleaguev2": 1, "scoreboardv3": 1}


def test_days_that_were_missed_come_with_the_same_two_calls() -> None:
    known = KnownGames(covered={("2023-24", "Regular Season"): date(2024, 2, 20)})
    logs = _logs(_plan(known=known))
    assert len(logs) == 2
    assert logs[0].parameters["DateFrom"] == "02/18/2024"


def test_a_day_in_summer_asks_for_no_logs() -> None:
    assert _logs(_plan(datetime(2024, 8, 20, 17, tzinfo=UTC))) == []


def test_the_schedule_says_which_kind_of_games_a_day_had() -> None:
    days = {date(2024, 4, day): frozenset({"PlayIn"}) for day in (16, 17, 19)}
    known = KnownGames(days=days, told_at={"2023-24": datetime(2024, 4, 20, 10, tzinfo=UTC)})
    logs = _logs(_plan(datetime(2024, 4, 20, 15, tzinfo=UTC), known))
    assert {call.parameters["SeasonType"] for call in logs} == {"PlayIn"}
    assert {call.may_be_empty for call in logs} == {False}


def test_a_schedule_told_before_the_day_may_have_changed_since() -> None:
    day, told = date(2024, 3, 1), {"2023-24": datetime(2024, 2, 1, 10, tzinfo=UTC)}
    assert KnownGames(told_at=told).kinds_on(day, tuple(KINDS)) == {"Regular Season": False}
    later = {"2023-24": datetime(2024, 3, 1, 12, tzinfo=UTC)}
    assert KnownGames(told_at=later).kinds_on(day, tuple(KINDS)) == {}


def test_a_season_is_two_calls_for_each_kind_it_had() -> None:
    logs = _logs(_plan(datetime(2024, 9, 1, tzinfo=UTC), **_backfill()))
    assert Counter((call.partition, call.parameters["SeasonType"]) for call in logs) == {
        ("2022-23", "Regular Season"): 2, ("2022-23", "PlayIn"): 2, ("2022-23", "Playoffs"): 2,
        ("2023-24", "Regular Season"): 2, ("2023-24", "IST"): 2, ("2023-24", "PlayIn"): 2, ("2023-24", "Playoffs"): 2,
    }  # fmt: skip
    assert {call.parameters["SeasonType"] for call in logs if call.may_be_empty} == {"IST"}


def test_a_season_to_come_is_not_asked_for() -> None:
    calls = _plan(**_backfill(last_season="2025-26"))
    assert {call.partition for call in calls} == {"2022-23", "2023-24"}
    assert {call.parameters["SeasonType"] for call in _logs(calls) if call.partition == "2023-24"} == {
        "Regular Season", "IST",
    }  # fmt: skip
    assert _plan(**_backfill(first_season="2025-26", last_season="2025-26")) == []


def test_a_finished_season_is_believed_once_its_box_scores_were_settled() -> None:
    now = datetime(2024, 9, 1, tzinfo=UTC)
    last = next(
        call for call in _logs(_plan(now, **_backfill())) if call.parameters["SeasonType"] == "Playoffs"
    )
    settled = datetime(2023, 7, 1, 10, tzinfo=UTC) + timedelta(days=3)
    assert last.max_age == now - settled


def test_single_days_are_asked_for_one_by_one_and_the_future_is_not() -> None:
    logs = _logs(_plan(**_backfill(first_day="2024-02-29", last_day="2024-03-05")))
    assert [call.parameters["DateFrom"] for call in logs] == ["02/29/2024"] * 2 + ["03/01/2024"] * 2
    assert {call.parameters["DateFrom"] == call.parameters["DateTo"] for call in logs} == {True}


def test_tracking_costs_six_calls_a_season() -> None:
    stats = {"tracking": True}
    calls = _plan(datetime(2024, 9, 1, tzinfo=UTC), **_backfill(stats_nba=stats))
    tracked = Counter(call.endpoint for call in calls if call.partition == "2022-23")
    assert (tracked["leaguedashptstats"], tracked["leaguehustlestatsplayer"]) == (5, 1)


def test_box_scores_are_asked_for_game_by_game_on_the_days_asked_for() -> None:
    games = pd.DataFrame(
        {
            "kind": "traditional",
            "season": "2023-24",
            "game_id": ["0022300001", "0022300002", "0022300003"],
            "game_date": ["2024-02-26", "2024-02-29", "2024-03-01"],
        }
    )
    fetching = fetching_params()
    calls = plan_boxes(fetching, games, asked_days(fetching, NOTHING, NOON), NOON)
    assert [call.parameters["GameID"] for call in calls] == ["0022300002", "0022300003"]
    assert {call.endpoint for call in calls} == {"boxscoretraditionalv3"}


def test_what_is_stored_tells_the_days_that_are_covered() -> None:
    asked = [
        {"Season": "2023-24", "SeasonType": "Regular Season", "DateTo": "02/20/2024"},
        {"Season": "2023-24", "SeasonType": "Playoffs"},
    ]
    manifest = pd.DataFrame(
        {
            "endpoint": "leaguegamelog",
            "parameters": [json.dumps(each) for each in asked],
            "fetched_at_utc": pd.to_datetime(["2024-02-21T15:00", "2024-05-01T15:00"], utc=True),
        }
    )
    schedules = pd.DataFrame(
        {"GAME_ID": ["0022300001", "0012300001"], "game_date": ["2023-10-24", "2023-10-05"]}
    )
    known = known_games(schedules, {}, manifest)
    assert known.covered == {
        ("2023-24", "Regular Season"): date(2024, 2, 20),
        ("2023-24", "Playoffs"): date(2024, 4, 30),
    }
    assert known.days == {
        date(2023, 10, 24): frozenset({"Regular Season"}),
        date(2023, 10, 5): frozenset({"Pre Season"}),
    }
    assert known.kinds_of("2023-24") == {"Regular Season"}
