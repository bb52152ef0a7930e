import numpy as np
import pandas as pd
import pytest

from busta.features.player_tracking import _AS_COUNTED, _PER_MINUTE, GROUP, TRACKING_COLUMNS
from tests.player_tables import questions

FIRST_DAY = pd.Timestamp("2020-10-12")


def _tracking(**columns: object) -> pd.DataFrame:
    counted = dict.fromkeys([*_PER_MINUTE, *_AS_COUNTED], 50.0)
    other = {"games": 20.0, "minutes": 500.0, "drives": 100.0, "drive_points": 60.0, "catch_shoot_fga": 25.0}
    other |= {"catch_shoot_points": 30.0, "potential_assists": 40.0, "assist_points": 60.0}
    other |= {"distance_miles_offence": 20.0, "distance_miles_defence": 18.0, "seconds_per_touch": 2.5}
    keys = {"season": "2019-20", "player_id": 1, "usable_from": FIRST_DAY}
    return pd.DataFrame([keys | counted | other | columns])


def _row(tracking: pd.DataFrame, **asked: object) -> pd.Series:
    tables = {"feat_player_questions": questions([0], **asked), "prm_tracking": tracking}
    return GROUP.build(tables, None).iloc[0]


@pytest.mark.parametrize(
    "name", [name for name in _PER_MINUTE if name not in ("drives", "catch_shoot_fga", "potential_assists")]
)
def test_counts_are_a_minute(name) -> None:
    assert _row(_tracking())[f"tracking_{name}"] == pytest.approx(0.1)


@pytest.mark.parametrize("name", _AS_COUNTED)
def test_means_stay_as_they_were_counted(name) -> None:
    assert _row(_tracking(**{name: 2.5}))[f"tracking_{name}"] == 2.5


def test_the_quality_of_shots_and_passes_is_points_by_tries() -> None:
    row = _row(_tracking())
    assert row["tracking_drives"] == pytest.approx(0.2)
    assert row["tracking_catch_shoot_fga"] == pytest.approx(0.05)
    assert row["tracking_potential_assists"] == pytest.approx(0.08)
    assert row["tracking_drive_quality"] == pytest.approx(0.6)
    assert row["tracking_catch_shoot_quality"] == pytest.approx(1.2)
    assert row["tracking_pass_quality"] == pytest.approx(1.5)


def test_distance_is_of_both_ends_and_minutes_are_a_game() -> None:
    row = _row(_tracking())
    assert row["tracking_distance"] == pytest.approx(38 / 500)
    assert row["tracking_minutes"] == 25


def test_what_never_happened_has_no_quality() -> None:
    assert np.isnan(_row(_tracking(drives=0.0))["tracking_drive_quality"])


@pytest.mark.parametrize(
    "change",
    [
        {"season": "2018-19"},
        {"season": "2020-21"},
        {"usable_from": pd.Timestamp("2020-11-02")},
        {"player_id": 2},
    ],
)
def test_only_the_season_before_counts_from_the_day_it_may_be_used(change) -> None:
    assert _row(_tracking(**change))[list(TRACKING_COLUMNS)].isna().all()
