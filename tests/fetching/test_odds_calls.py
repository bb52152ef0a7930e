"""What The Odds API is asked for, and at what price."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from busta.fetching.odds_calls import current_calls, past_calls, player_calls, price, season_at
from busta.params.fetching import OddsApiParams
from tests.fetching_params import fetching_params

NOW = datetime(2024, 3, 2, 17, 30, tzinfo=UTC)
DAY = pd.Timestamp("2024-03-01")


def _params(**changes: object) -> OddsApiParams:
    return fetching_params(odds_api=changes).odds_api


def _games(*starts: str, date: str = "", seen: datetime = NOW) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": [f"e{place}" for place in range(len(starts))],
            "commence_time": pd.to_datetime(list(starts), utc=True).astype("datetime64[us, UTC]"),
            "home_team": "Boston Celtics",
            "away_team": "New York Knicks",
            "date": date,
            "seen_at_utc": pd.Series(
                pd.Timestamp(seen), index=range(len(starts)), dtype="datetime64[us, UTC]"
            ),
        }
    )


def test_a_call_costs_a_credit_for_each_market_and_region_and_ten_times_that_for_the_past() -> None:
    assert price(["h2h", "spreads", "totals"], ["us", "eu"], is_past=False) == 6
    assert price(["h2h", "spreads", "totals"], ["us", "eu"], is_past=True) == 60


def test_the_odds_of_now_are_one_call_of_three_credits() -> None:
    (call,) = current_calls(_params(), NOW)
    assert (call.endpoint, call.credits, call.partition, call.may_be_empty) == ("odds", 3, "2023-24", True)
    assert call.parameters["markets"] == "h2h,spreads,totals"
    assert call.max_age is not None


def test_quotes_on_players_need_the_list_of_games_which_is_free() -> None:
    odds, events = current_calls(_params(player_markets=["player_points"]), NOW)
    assert (odds.endpoint, events.endpoint, events.credits) == ("odds", "events", 0)


def test_a_day_of_the_past_is_one_call_for_each_time_of_day_in_eastern_time_and_never_grows_old() -> None:
    calls = past_calls(_params(), [DAY, pd.Timestamp("2024-06-01")], datetime(2024, 7, 1, tzinfo=UTC))
    assert [call.parameters["date"] for call in calls] == [
        "2024-03-01T17:00:00Z",
        "2024-03-01T23:45:00Z",
        "2024-06-01T16:00:00Z",
        "2024-06-01T22:45:00Z",
    ]
    assert {call.credits for call in calls} == {30}
    assert all(call.max_age is None for call in calls)


def test_a_moment_to_come_and_one_before_the_source_kept_snapshots_are_not_asked() -> None:
    days = [pd.Timestamp("2020-03-01"), pd.Timestamp("2024-03-02"), pd.Timestamp("2024-03-03")]
    assert [call.parameters["date"] for call in past_calls(_params(), days, NOW)] == ["2024-03-02T17:00:00Z"]


def test_no_key_stands_in_a_call() -> None:
    calls = current_calls(_params(player_markets=["player_points"]), NOW)
    assert not any("key" in name.lower() for call in calls for name in call.parameters)


def test_each_game_to_come_within_the_hours_ahead_is_one_call_in_american_odds() -> None:
    params = _params(player_markets=["player_points", "player_assists"], hours_ahead=24)
    games = _games("2024-03-03T00:30:00Z", "2024-03-02T17:00:00Z", "2024-03-04T00:30:00Z")
    (call,) = player_calls(params, games)
    assert call.endpoint == "event_odds"
    assert call.parameters["eventId"] == "e0"
    assert call.parameters["oddsFormat"] == "american"
    assert (call.credits, call.partition) == (2, "2024-03")
    assert call.reason == "quotes on players: New York Knicks at Boston Celtics of 2024-03-02"


def test_quotes_on_players_of_the_past_keep_the_moment_of_their_snapshot() -> None:
    params = _params(player_markets=["player_points"])
    (call,) = player_calls(params, _games("2024-03-03T00:30:00Z", date="2024-03-02T17:00:00Z"))
    assert (call.endpoint, call.credits, call.max_age) == ("historical_event_odds", 10, None)
    assert call.parameters["date"] == "2024-03-02T17:00:00Z"


def test_quotes_on_players_from_before_the_source_kept_them_are_not_asked() -> None:
    early = datetime(2023, 4, 1, 17, tzinfo=UTC)
    games = _games("2023-04-02T00:30:00Z", date="2023-04-01T17:00:00Z", seen=early)
    assert player_calls(_params(player_markets=["player_points"]), games) == []


def test_without_markets_of_players_no_game_is_asked_for() -> None:
    assert player_calls(_params(), _games("2024-03-03T00:30:00Z")) == []


@pytest.mark.parametrize(
    ("moment", "season"), [("2024-10-11T12:00", "2023-24"), ("2024-10-12T12:00", "2024-25")]
)
def test_answers_are_kept_by_season(moment: str, season: str) -> None:
    assert season_at(datetime.fromisoformat(moment).replace(tzinfo=UTC)) == season
