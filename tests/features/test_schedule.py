import pandas as pd
import pytest

from busta.features.schedule import ScheduleSettings, schedule_features
from tests.laws.small_league import make_league

SETTINGS = ScheduleSettings(rest_days_cap=7)


def _calendar(*days: str, unplayed: tuple[str, ...] = (), **columns) -> pd.DataFrame:
    # One row per game of team 1; that is all the schedule of a team needs.
    dates = pd.to_datetime(pd.Series(days)).astype("datetime64[us]")
    rows = pd.DataFrame({"game_date": dates, "season": "2020-21", "season_type": "regular", "team_id": 1})
    rows["game_id"] = [f"{i:010d}" for i in range(len(rows))]
    rows["points"] = pd.Series(100.0, index=rows.index).mask([day in unplayed for day in days])
    return rows.assign(**({"is_home": True, "is_neutral": False} | columns))


def _column(rows: pd.DataFrame, name: str) -> list[float]:
    features = schedule_features(rows, SETTINGS)
    return features.loc[features["team_id"] == 1, f"schedule_{name}"].tolist()


def test_rest_counts_the_full_days_off_and_is_capped() -> None:
    rows = _calendar("2021-01-01", "2021-01-02", "2021-01-04", "2021-01-12", "2021-01-30")
    assert _column(rows, "rest_days") == [7, 0, 1, 7, 7]
    assert _column(rows, "back_to_back") == [0, 1, 0, 0, 0]
    assert _column(rows, "season_opener") == [1, 0, 0, 0, 0]
    assert _column(rows, "day_of_season") == [0, 1, 3, 11, 29]


def test_three_in_four_and_four_in_six_count_the_game_itself() -> None:
    rows = _calendar("2021-01-01", "2021-01-03", "2021-01-04", "2021-01-06", "2021-01-07", "2021-01-09")
    assert _column(rows, "three_in_four") == [0, 0, 1, 1, 1, 1]
    assert _column(rows, "four_in_six") == [0, 0, 0, 1, 1, 1]
    wide = _calendar("2021-01-01", "2021-01-03", "2021-01-05", "2021-01-07")
    assert _column(wide, "three_in_four") == [0, 0, 0, 0]
    assert _column(wide, "four_in_six") == [0, 0, 0, 0]


def test_a_new_season_starts_rested() -> None:
    rows = _calendar("2021-06-01", "2021-06-03", season=["2020-21", "2021-22"])
    assert _column(rows, "rest_days") == [7, 7]
    assert _column(rows, "season_opener") == [1, 1]


def test_nobody_is_at_home_on_a_neutral_floor() -> None:
    rows = _calendar("2021-01-01", "2021-01-02", "2021-01-03", is_home=[True, True, False])
    rows["is_neutral"] = [False, True, False]
    rows["season_type"] = ["regular", "play_in", "playoffs"]
    assert _column(rows, "home") == [1, 0, 0]
    assert _column(rows, "neutral") == [0, 1, 0]
    assert _column(rows, "playoffs") == [0, 0, 1]


def test_a_game_called_off_costs_no_rest() -> None:
    days = ("2021-01-01", "2021-01-03", "2021-01-04")
    others = _calendar("2021-01-03", team_id=2).assign(game_id="z")
    rows = pd.concat([_calendar(*days, unplayed=("2021-01-03",)), others])
    assert _column(rows, "rest_days") == [7, 1, 2]


def test_a_game_of_an_evening_that_is_still_to_come_counts() -> None:
    days = ("2021-01-01", "2021-01-03", "2021-01-04")
    assert _column(_calendar(*days, unplayed=("2021-01-03", "2021-01-04")), "rest_days") == [7, 1, 0]


def test_an_earlier_game_of_the_same_day_is_not_known() -> None:
    assert _column(_calendar("2021-01-01", "2021-01-05", "2021-01-05"), "rest_days") == [7, 3, 3]


def test_unplayed_games_have_rows_too() -> None:
    league = make_league(0, unplayed_from=10)["prm_team_games"]
    features = schedule_features(league, SETTINGS)
    assert len(features) == len(league)
    assert features.notna().all(axis=None)


def test_a_cap_below_one_day_is_refused() -> None:
    with pytest.raises(ValueError, match="expected at least 1, was 0"):
        ScheduleSettings(rest_days_cap=0)
