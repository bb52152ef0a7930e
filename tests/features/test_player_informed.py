import pandas as pd
import pytest

from busta.features.availability import AvailabilitySettings
from busta.features.player_informed import MORNING, TIP_OFF
from busta.features.player_teammates import lineup_features
from busta.ratings.lineups import LineupSettings
from tests.player_tables import box, questions

SETTINGS = AvailabilitySettings(
    morning_hour=12,
    status_prior={"out": 0.0, "confirmed_starter": 1.0},
    prior_weight=4,
    likely_from=0.7,
    unlikely_below=0.3,
    lineup=LineupSettings(
        team_minutes=240, max_minutes=40, max_played_minutes=60, alpha=1, min_games=1, usual_span=5
    ),
)
ASKED = questions([1, 1], player_id=[1, 2])


@pytest.fixture
def tables() -> dict[str, pd.DataFrame]:
    """On the evening both men are at even chances; in the afternoon 1 starts and 2 is out."""
    rows = questions([1, 1])[["season", "game_id", "game_date", "team_id"]]
    outlook = rows.assign(player_id=[1, 2], expected_minutes=[20.0, 30.0], play_probability=0.5)
    seen = rows.assign(
        player_id=[1, 2],
        status=["confirmed_starter", "out"],
        source="a source",
        # 15:00 UTC is 10:00 in the east, 21:00 is after the morning.
        seen_at_utc=pd.to_datetime(["2020-11-02 21:00", "2020-11-02 15:00"], utc=True),
        minutes_to_tip_off=[120.0, 480.0],
    )
    return {
        "feat_player_questions": ASKED,
        "feat_player_outlook": outlook,
        "prm_player_games": box([0], [10]),
        "prm_availability": seen,
    }


def test_the_morning_knows_who_was_seen_by_noon(tables) -> None:
    row = MORNING.build(tables, SETTINGS).iloc[0]
    assert row["morning_lineup_minutes_out"] == 30
    assert row["morning_lineup_minutes_there"] == 0
    assert row["morning_play_probability"] == 0.5
    assert row[["morning_is_starting", "morning_is_known"]].tolist() == [0, 1]


def test_tip_off_knows_who_starts(tables) -> None:
    rows = TIP_OFF.build(tables, SETTINGS)
    assert rows["tip_off_is_starting"].tolist() == [1, 0]
    assert rows["tip_off_play_probability"].tolist() == [1, 0]
    assert rows["tip_off_lineup_minutes_there"].tolist() == [0, 20]


def test_where_nobody_has_looked_the_evening_stands(tables) -> None:
    unseen = tables | {"prm_availability": tables["prm_availability"].iloc[:0]}
    rows, evening = TIP_OFF.build(unseen, SETTINGS), lineup_features(ASKED, tables["feat_player_outlook"])
    assert (rows["tip_off_is_known"] == 0).all()
    for name in evening.columns[2:]:
        assert rows[f"tip_off_{name}"].equals(evening[name])


@pytest.mark.parametrize("group", [MORNING, TIP_OFF])
def test_a_group_declares_what_it_makes(tables, group) -> None:
    assert list(group.build(tables, SETTINGS))[2:] == list(group.columns)
