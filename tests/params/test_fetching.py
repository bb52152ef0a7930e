"""The parameters of the stage `fetching`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from busta.params.fetching import FetchingParams
from tests.laws.project_run import parameters


@pytest.fixture
def block() -> dict[str, Any]:
    return parameters("local")["fetching"]


def test_the_configuration_asks_about_one_call_in_six_tenths_of_a_second(block: dict[str, Any]) -> None:
    politeness = FetchingParams.model_validate(block).politeness
    assert 0.55 <= 1 / politeness.calls_per_second <= 0.7
    assert politeness.jitter_seconds > 0
    assert politeness.attempts > politeness.empty_confirmations > 1


def test_by_default_nothing_costs_more_than_asked_for(block: dict[str, Any]) -> None:
    params = FetchingParams.model_validate(block)
    assert (params.mode, params.dry_run, params.as_of) == ("daily", False, None)
    assert (params.odds_api.history, params.odds_api.player_markets, params.stats_nba.per_game) == (
        False,
        (),
        (),
    )


def test_periods_are_written_in_words(block: dict[str, Any]) -> None:
    block["stats_nba"]["settled_after"] = "1.5 days"
    assert FetchingParams.model_validate(block).stats_nba.settled_after == timedelta(hours=36)


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        ("settled_after", "soon", "expected a period such as `12 hours`"),
        ("base_url", "stats.nba.com", "expected an address such as"),
        ("base_url", "https://stats.nba.com/", "expected an address such as"),
        ("base_url", "https://stats.nba.com/?key=1", "expected an address such as"),
        ("season_types", [], "at least 1 item"),
        ("season_types", ["Summer"], "Input should be"),
        ("unknown", 1, "Extra inputs"),
    ],
)
def test_what_makes_no_sense_is_refused(
    block: dict[str, Any], place: str, value: object, expected: str
) -> None:
    block["stats_nba"][place] = value
    with pytest.raises(ValidationError, match=expected):
        FetchingParams.model_validate(block)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"first_season": "2023-24", "last_season": "2022-23"}, "first_season at or before last_season"),
        ({"first_season": "2023"}, "should match pattern"),
        ({"first_day": "2024-03-02"}, "both fetching.first_day and last_day"),
        ({"first_day": "2024-03-02", "last_day": "2024-03-01"}, "first_day at or before last_day"),
        ({"as_of": "2024-03-02T12:00:00"}, "as_of with a time zone"),
        ({"mode": "yearly"}, "Input should be"),
    ],
)
def test_what_contradicts_itself_is_refused(
    block: dict[str, Any], changes: dict[str, Any], expected: str
) -> None:
    with pytest.raises(ValidationError, match=expected):
        FetchingParams.model_validate({**block, **changes})


@pytest.mark.parametrize("url", ["www.espn.com/rss", "file:///etc/passwd", "https://", "https:// a"])
def test_the_address_of_a_feed_is_one(block: dict[str, Any], url: str) -> None:
    block["news_feed"]["feeds"] = [{"name": "one", "url": url, "format": "rss"}]
    with pytest.raises(ValidationError, match="expected an address such as"):
        FetchingParams.model_validate(block)


def test_a_time_of_day_is_one(block: dict[str, Any]) -> None:
    block["odds_api"]["history_at"] = ["25:00"]
    with pytest.raises(ValidationError):
        FetchingParams.model_validate(block)
