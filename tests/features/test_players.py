import numpy as np
import pandas as pd
import pytest

from busta.features.players import LINEUP_COLUMNS, lineup_features
from busta.ratings.lineups import LineupSettings

SETTINGS = LineupSettings(
    team_minutes=100, max_minutes=60, max_played_minutes=60, alpha=1, min_games=1, usual_span=5
)
DAY = pd.Timestamp("2021-01-01").as_unit("us")
KEYS = {"season": "2020-21", "game_date": DAY}


@pytest.fixture
def team_games() -> pd.DataFrame:
    rows = [("0000000000", 1), ("0000000000", 2), ("0000000001", 3), ("0000000001", 4)]
    return pd.DataFrame(rows[::-1], columns=["game_id", "team_id"]).assign(**KEYS)


@pytest.fixture
def outlook() -> pd.DataFrame:
    """Team 1 has two men, team 2 one who is out for certain, team 3 one without values, team 4 none."""
    table = pd.DataFrame(
        {
            "game_id": ["0000000000"] * 3 + ["0000000001"],
            "team_id": [1, 1, 2, 3],
            "player_id": [11, 12, 21, 31],
            "expected_minutes": [30.0, 20.0, 25.0, 25.0],
            "play_probability": [1.0, 0.5, 0.0, 1.0],
            "value_per_minute": [0.2, -0.1, 0.3, np.nan],
            "adjusted_per_minute": [0.3, 0.0, 0.4, np.nan],
            "scoring_per_minute": [2.0, 1.0, 1.5, np.nan],
            "team_effect": [1.5, 1.5, -2.0, np.nan],
            "usual_value": [5.0, 5.0, 1.0, np.nan],
            "usual_adjusted": [7.0, 7.0, 1.0, np.nan],
            "usual_scoring": [100.0, 100.0, np.nan, np.nan],
        }
    )
    return table.assign(**KEYS)


@pytest.fixture
def features(team_games, outlook) -> pd.DataFrame:
    return lineup_features(team_games, outlook, SETTINGS)


def test_a_line_up_by_hand(features) -> None:
    # 30 and 20 x 0.5 = 10 minutes become 75 and 25 of 100; the cap of 60 leaves 60 and 40 after three rounds.
    second = 25 * 100 / 85
    second *= 100 / (60 + second)
    row = features.iloc[0]
    assert row["lineup_value"] == pytest.approx(60 * 0.2 - second * 0.1)
    assert row["lineup_adjusted"] == pytest.approx(60 * 0.3 + 1.5)
    assert row["lineup_scoring"] == pytest.approx(60 * 2 + second)
    assert row["lineup_value_deviation"] == pytest.approx(row["lineup_value"] - 5)
    assert row["lineup_adjusted_deviation"] == pytest.approx(row["lineup_adjusted"] - 7)
    assert row["lineup_scoring_deviation"] == pytest.approx(row["lineup_scoring"] - 100)
    assert row["lineup_absent_share"] == pytest.approx(1 - 40 / 50)
    assert row["lineup_uncertainty"] == pytest.approx((20**2 * 0.25) ** 0.5)


def test_a_team_of_whom_nobody_will_play_is_worth_its_effect_alone(features) -> None:
    row = features.iloc[1]
    assert row[["lineup_value", "lineup_adjusted", "lineup_scoring"]].tolist() == [0.0, -2.0, 0.0]
    assert row["lineup_absent_share"] == 1.0
    assert row["lineup_uncertainty"] == 0.0
    assert np.isnan(row["lineup_scoring_deviation"])


def test_men_without_values_still_say_who_will_be_there(features) -> None:
    row = features.iloc[2]
    assert np.isnan(row["lineup_value"])
    assert row["lineup_absent_share"] == 0.0


def test_a_team_without_men_has_a_row_with_nothing_in_it(features, team_games) -> None:
    assert len(features) == len(team_games)
    assert features["team_id"].tolist() == [1, 2, 3, 4]
    assert features.iloc[3][list(LINEUP_COLUMNS)].isna().all()


def test_a_league_without_men_has_rows_with_nothing_in_them(team_games, outlook) -> None:
    features = lineup_features(team_games, outlook.iloc[:0], SETTINGS)
    assert features["team_id"].tolist() == [1, 2, 3, 4]
    assert features[list(LINEUP_COLUMNS)].isna().all(axis=None)
