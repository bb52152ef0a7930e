"""The plan for The Odds API: what it costs, and in words why nothing is asked."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from busta.fetching.odds_plan import OddsPlan, known_games, plan_odds
from tests.fetching_params import fetching_params

NOW = datetime(2024, 3, 2, 17, 30, tzinfo=UTC)


def _games(*days: str) -> pd.DataFrame:
    logs = pd.DataFrame({"game_date": pd.to_datetime(list(days)).as_unit("us"), "is_home": True})
    return known_games(logs, logs.iloc[:0])


def _plan(
    games: pd.DataFrame, lacks: str = "", is_fresh: Callable[..., bool] = lambda _: False, **changes: object
) -> OddsPlan:
    return plan_odds(fetching_params(**changes), games, NOW, lacks, is_fresh)


def test_a_day_counts_its_games_once_though_logs_and_schedule_tell_of_them() -> None:
    logs = pd.DataFrame(
        {"game_date": pd.to_datetime(["2024-03-01"] * 4).as_unit("us"), "is_home": [True, False] * 2}
    )
    listed = pd.DataFrame(
        {"game_date": pd.to_datetime(["2024-03-01", "2024-03-01", "2024-03-02"]).as_unit("us")}
    )
    assert known_games(logs, listed)["games"].tolist() == [2, 1]


def test_a_day_is_one_call_of_three_credits() -> None:
    plan = _plan(_games("2024-03-01"))
    assert plan.table[["endpoint", "calls", "credits"]].to_numpy().tolist() == [["odds", 1, 3]]
    assert len(plan.calls) == 1


def test_a_stored_answer_costs_nothing() -> None:
    plan = _plan(_games("2024-03-01"), is_fresh=lambda _: True)
    assert plan.table[["calls", "credits", "state"]].to_numpy().tolist() == [[0, 0, "stored"]]


def test_without_a_key_nothing_is_asked_and_the_plan_says_where_it_goes() -> None:
    plan = _plan(_games("2024-03-01"), lacks="put it there")
    assert plan.calls == []
    assert plan.table["reason"].tolist() == ["no key: nothing is asked; put it there"]
    assert plan.table[["calls", "credits", "state"]].to_numpy().tolist() == [[0, 0, "not asked"]]


def test_a_source_that_is_switched_off_stands_in_no_plan() -> None:
    plan = _plan(_games("2024-03-01"), odds_api={"enabled": False})
    assert (plan.calls, len(plan.table)) == ([], 0)


def test_with_history_the_day_before_is_asked_for_too_if_there_was_a_game() -> None:
    history = {"history": True}
    assert [call.parameters.get("date") for call in _plan(_games("2024-03-01"), odds_api=history).calls] == [
        None,
        "2024-03-01T17:00:00Z",
        "2024-03-01T23:45:00Z",
    ]
    assert len(_plan(_games("2024-02-29", "2024-03-02"), odds_api=history).calls) == 1


def test_a_backfill_asks_for_the_days_with_games_only() -> None:
    plan = _plan(
        _games("2022-10-18", "2023-10-24", "2023-10-26"),
        mode="backfill", first_season="2023-24", last_season="2023-24", odds_api={"history": True},
    )  # fmt: skip
    assert [call.parameters["date"][:10] for call in plan.calls] == ["2023-10-24"] * 2 + ["2023-10-26"] * 2
    assert plan.table["credits"].sum() == 4 * 30


def test_a_season_without_known_games_is_named_and_not_asked() -> None:
    plan = _plan(
        _games("2023-10-24"),
        mode="backfill",
        first_season="2022-23",
        last_season="2025-26",
        odds_api={"history": True},
    )
    (told,) = plan.table.loc[plan.table["state"].eq("not asked"), "reason"]
    assert told.startswith("no games are known of 2022-23: their days cannot be asked for; fetch the logs")


@pytest.mark.parametrize(
    ("known", "asked"), [("2024-02-20", ["2024-02-20"]), ("2024-01-01", ["2024-02-20", "2024-02-21"])]
)
def test_named_days_are_asked_for_all_where_nothing_is_known_of_them(known: str, asked: list[str]) -> None:
    plan = _plan(
        _games(known), mode="backfill", first_day=date(2024, 2, 20), last_day=date(2024, 2, 21),
        odds_api={"history": True, "history_at": ["12:00"]},
    )  # fmt: skip
    assert [call.parameters["date"][:10] for call in plan.calls] == asked


def test_a_backfill_without_history_asks_nothing_and_says_so() -> None:
    plan = _plan(_games("2024-02-20"), mode="backfill", first_season="2023-24", last_season="2023-24")
    assert plan.calls == []
    assert plan.table["reason"].tolist() == [
        "days of the past are not asked: fetching.odds_api.history is false"
    ]


def test_quotes_on_players_are_expected_at_the_price_of_every_known_game() -> None:
    markets = {
        "player_markets": ["player_points", "player_assists"],
        "history": True,
        "history_at": ["12:00"],
    }
    plan = _plan(
        _games("2024-03-01", "2024-03-01", "2024-03-02", "2024-03-03", "2024-03-09"), odds_api=markets
    )
    expected = plan.table[plan.table["endpoint"].str.endswith("event_odds")]
    assert expected[["endpoint", "calls", "credits"]].to_numpy().tolist() == [
        ["event_odds", 2, 4],
        ["historical_event_odds", 2, 40],
    ]
    assert all(call.endpoint != "event_odds" for call in plan.calls)
