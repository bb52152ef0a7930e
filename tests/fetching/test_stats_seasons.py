"""When stats.nba.com has what."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from busta.fetching import stats_seasons as seasons


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2023, 10, 12), "2023-24"),
        (date(2023, 10, 11), "2022-23"),
        (date(2024, 6, 17), "2023-24"),
        (date(1999, 12, 31), "1999-00"),
    ],
)
def test_a_season_runs_from_12_october_to_11_october(day: date, season: str) -> None:
    assert seasons.season_of(day) == season


def test_seasons_are_listed_over_a_century() -> None:
    assert seasons.seasons_between("1998-99", "2000-01") == ["1998-99", "1999-00", "2000-01"]


def test_the_day_of_a_moment_is_that_of_new_york() -> None:
    assert seasons.league_day(datetime(2024, 3, 2, 4, 59, tzinfo=UTC)) == date(2024, 3, 1)


def test_a_day_is_over_on_the_next_morning() -> None:
    assert seasons.day_is_over(date(2024, 3, 1)) == datetime(2024, 3, 2, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        (date(2023, 11, 3), ["Regular Season"]),
        (date(2023, 12, 9), ["Regular Season", "IST"]),
        (date(2024, 4, 14), ["Regular Season", "PlayIn", "Playoffs"]),
        (date(2024, 6, 17), ["Playoffs"]),
        (date(2024, 8, 1), []),
        (date(2018, 4, 12), ["Regular Season", "Playoffs"]),
        (date(2020, 8, 15), ["Regular Season", "PlayIn", "Playoffs"]),
        (date(2021, 7, 20), ["Regular Season", "PlayIn", "Playoffs"]),
    ],
)
def test_the_calendar_says_what_may_be_played_on_a_day(day: date, kinds: list[str]) -> None:
    assert seasons.kinds_on(day, ("Regular Season", "IST", "PlayIn", "Playoffs")) == kinds


def test_there_was_no_cup_and_no_play_in_before_their_first_season() -> None:
    assert seasons.window("2018-19", "PlayIn") is None
    assert seasons.window("2022-23", "IST") is None


def test_an_answer_holds_after_corrections_then_until_then_then_not_at_all() -> None:
    over, settled = datetime(2024, 3, 2, 11, tzinfo=UTC), timedelta(days=3)
    assert seasons.age_of_final(over, settled, over + timedelta(days=10)) == timedelta(days=7)
    assert seasons.age_of_final(over, settled, over + timedelta(days=2)) == timedelta(days=2)
    assert seasons.age_of_final(over, settled, over - timedelta(hours=1)) is None


def test_an_answer_of_today_was_given_since_the_last_morning() -> None:
    assert seasons.age_of_today(datetime(2024, 3, 2, 15, tzinfo=UTC)) == timedelta(hours=4)
    assert seasons.age_of_today(datetime(2024, 3, 2, 10, tzinfo=UTC)) == timedelta(hours=23)
