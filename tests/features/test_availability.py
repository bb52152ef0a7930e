from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from busta.features.availability import (
    AvailabilitySettings,
    informed_probability,
    known_statuses,
    morning_ends,
    morning_features,
    tip_off_features,
)
from busta.features.players import LINEUP_COLUMNS, lineup_features
from busta.ratings.lineups import LineupSettings

SETTINGS = AvailabilitySettings(
    morning_hour=12,
    status_prior={"out": 0.0, "questionable": 0.5, "confirmed_starter": 1.0},
    prior_weight=4,
    likely_from=0.7,
    unlikely_below=0.3,
    lineup=LineupSettings(
        team_minutes=240, max_minutes=40, max_played_minutes=60, alpha=1, min_games=1, usual_span=5
    ),
)


def _seen(*rows: tuple[str, str, int, str, str]) -> pd.DataFrame:
    """Sightings of men of team 1: (game date, moment UTC, player, source, status); the game is the date."""
    table = pd.DataFrame(rows, columns=["game_date", "seen_at_utc", "player_id", "source", "status"])
    return table.assign(
        season="2020-21",
        game_id=table["game_date"],
        game_date=pd.to_datetime(table["game_date"]).astype("datetime64[us]"),
        seen_at_utc=pd.to_datetime(table["seen_at_utc"], utc=True).astype("datetime64[us, UTC]"),
        team_id=1,
        minutes_to_tip_off=30.0,
    )


def _outlook(*rows: tuple[str, int, int, float]) -> pd.DataFrame:
    """(game date, team, player, evening probability); the game is the date."""
    table = pd.DataFrame(rows, columns=["game_date", "team_id", "player_id", "play_probability"])
    values = ("value", "adjusted", "scoring")
    return table.assign(
        season="2020-21",
        game_id=table["game_date"],
        game_date=pd.to_datetime(table["game_date"]).astype("datetime64[us]"),
        expected_minutes=24.0,
        team_effect=0.0,
        **{f"{kind}_per_minute": 0.1 for kind in values},
        **{f"usual_{kind}": 0.0 for kind in values},
    )


def _box(*rows: tuple[str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["game_id", "team_id", "player_id"])


@pytest.mark.parametrize(
    ("date", "last_utc"),
    [
        ("2021-01-15", "2021-01-15 17:00"),  # winter: five hours
        ("2021-03-14", "2021-03-14 16:00"),  # clocks are put forward in the night before noon
        ("2021-07-01", "2021-07-01 16:00"),  # summer: four hours
        ("2021-11-07", "2021-11-07 17:00"),  # clocks are put back
    ],
)
def test_the_morning_ends_at_noon_by_the_clock_on_the_wall(date, last_utc) -> None:
    last = pd.Timestamp(last_utc)
    sightings = _seen(
        (date, str(last), 1, "a", "out"), (date, str(last + pd.Timedelta(seconds=1)), 2, "a", "out")
    )
    assert morning_ends(sightings["game_date"], SETTINGS).iloc[0] == last.tz_localize("UTC")
    assert known_statuses(sightings, "morning", SETTINGS)["player_id"].tolist() == [1]
    assert known_statuses(sightings, "tip_off", SETTINGS)["player_id"].tolist() == [1, 2]


def test_the_last_sighting_stands_whatever_its_source_and_the_order_of_rows() -> None:
    sightings = _seen(
        ("2021-01-15", "2021-01-15 20:00", 1, "b", "out"),
        ("2021-01-15", "2021-01-15 14:00", 1, "a", "questionable"),
        ("2021-01-15", "2021-01-15 15:00", 1, "b", "confirmed_starter"),
        ("2021-01-15", "2021-01-15 20:00", 1, "a", "questionable"),
    )
    for rows in (sightings, sightings.iloc[::-1]):
        assert known_statuses(rows, "morning", SETTINGS)["status"].tolist() == ["confirmed_starter"]
        assert known_statuses(rows, "tip_off", SETTINGS)["status"].tolist() == ["out"]


def test_where_tip_off_is_unknown_nothing_after_the_morning_is_believed() -> None:
    sightings = _seen(
        ("2021-01-15", "2021-01-15 16:00", 1, "a", "out"), ("2021-01-15", "2021-01-15 23:00", 2, "a", "out")
    )
    unknown = sightings.assign(minutes_to_tip_off=np.nan)
    assert known_statuses(unknown, "tip_off", SETTINGS)["player_id"].tolist() == [1]


DAYS = ("2021-01-15", "2021-01-17", "2021-01-19")


def _statuses(*rows: tuple[str, int, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["game_id", "player_id", "status"])
    return table.assign(team_id=1)


def test_counts_are_of_earlier_days_only_by_hand() -> None:
    outlook = _outlook(*((day, 1, man, 0.5) for day in DAYS for man in (1, 2)))
    statuses = _statuses(*((day, man, "questionable") for day in DAYS for man in (1, 2)))
    box = _box(*((day, 1, 1) for day in DAYS), (DAYS[1], 1, 2))
    found = informed_probability(outlook, box, statuses, SETTINGS)
    # Prior of a half, weight four; then one of two played, then three of four.
    assert found.tolist() == [0.5, 0.5, (1 + 2) / 6, (1 + 2) / 6, (3 + 2) / 8, (3 + 2) / 8]


def test_classes_of_the_evening_before_and_statuses_are_counted_apart() -> None:
    evening = {1: 0.1, 2: 0.5, 3: 0.9, 4: 0.9}
    outlook = _outlook(*((day, 1, man, evening[man]) for day in DAYS[:2] for man in evening))
    status = {1: "questionable", 2: "questionable", 3: "questionable", 4: "out"}
    statuses = _statuses(*((day, man, status[man]) for day in DAYS[:2] for man in evening))
    found = informed_probability(outlook, _box((DAYS[0], 1, 3)), statuses, SETTINGS)
    assert found[4:].tolist() == [2 / 5, 2 / 5, 3 / 5, 0.0]


def test_a_man_without_status_is_unlisted_where_somebody_looked_and_unknown_elsewhere() -> None:
    outlook = _outlook(
        (DAYS[0], 1, 1, 0.9),
        (DAYS[0], 1, 2, 0.8),
        (DAYS[0], 2, 5, 0.8),
        (DAYS[1], 1, 1, 0.9),
        (DAYS[1], 1, 2, 0.8),
    )
    statuses = _statuses((DAYS[0], 1, "out"), (DAYS[1], 1, "out"))
    found = informed_probability(outlook, _box((DAYS[0], 1, 2)), statuses, SETTINGS)
    assert np.isnan(found[2])
    assert found[[0, 1, 3, 4]].tolist() == pytest.approx([0.0, 0.8, 0.0, (1 + 4 * 0.8) / 5])


def test_a_game_without_a_box_score_is_not_counted() -> None:
    outlook = _outlook((DAYS[0], 1, 1, 0.5), (DAYS[1], 1, 1, 0.5))
    statuses = _statuses((DAYS[0], 1, "questionable"), (DAYS[1], 1, "questionable"))
    assert informed_probability(outlook, _box(), statuses, SETTINGS).tolist() == [0.5, 0.5]
    other_team = _box((DAYS[0], 2, 9))
    assert informed_probability(outlook, other_team, statuses, SETTINGS).tolist() == [0.5, 0.5]


def test_an_unknown_status_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"expected one of out, questionable, .*unlisted, was 'asleep'"):
        informed_probability(
            _outlook((DAYS[0], 1, 1, 0.5)), _box(), _statuses((DAYS[0], 1, "asleep")), SETTINGS
        )


def test_where_nobody_looked_the_evening_stands_and_the_flag_says_so() -> None:
    outlook = _outlook((DAYS[0], 1, 1, 0.5), (DAYS[0], 1, 2, 0.5), (DAYS[0], 2, 3, 0.5))
    team_games = outlook[["season", "game_id", "game_date", "team_id"]].drop_duplicates()
    evening = lineup_features(team_games, outlook, SETTINGS.lineup)
    sightings = _seen((DAYS[0], f"{DAYS[0]} 23:00", 1, "a", "out"))
    morning = morning_features(team_games, outlook, _box(), sightings, SETTINGS)
    tip_off = tip_off_features(team_games, outlook, _box(), sightings, SETTINGS)
    assert morning["morning_is_known"].tolist() == [0.0, 0.0]
    assert tip_off["tip_off_is_known"].tolist() == [1.0, 0.0]
    columns = list(LINEUP_COLUMNS)
    assert (morning[[f"morning_{name}" for name in columns]].to_numpy() == evening[columns].to_numpy()).all()
    late = tip_off[[f"tip_off_{name}" for name in columns]].to_numpy()
    assert (late[1] == evening[columns].to_numpy()[1]).all()
    assert tip_off["tip_off_lineup_absent_share"].tolist() == [0.75, 0.5]


@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        ("morning_hour", 24, "Availability morning_hour: expected 0 to 23, was 24"),
        ("prior_weight", 0, "Availability prior_weight: expected more than 0, was 0"),
        ("likely_from", 1.5, r"Availability likely_from: expected 0 to 1, was 1\.5"),
        ("unlikely_below", 0.8, r"unlikely_below: expected at most likely_from 0\.7, was 0\.8"),
        ("status_prior", {"out": -1}, "Availability status_prior out: expected 0 to 1, was -1"),
    ],
)
def test_settings_out_of_range_are_refused(setting, value, message) -> None:
    with pytest.raises(ValueError, match=message):
        replace(SETTINGS, **{setting: value})
