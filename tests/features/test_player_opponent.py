import numpy as np
import pandas as pd
import pytest

from busta.features.player_opponent import OpponentSettings, opponent_features, opponent_group
from busta.features.player_pace import PaceSettings, pace_features
from tests.player_tables import box, questions


def _team_games() -> pd.DataFrame:
    """Day 0: 2 makes 90 and 3 makes 100; day 1: 2 makes 80 and 3 makes 120; day 2: 1 against 2, not played."""
    days = box([0, 0, 1, 1, 2, 2], [240.0] * 6)
    points = [90.0, 100.0, 80.0, 120.0, np.nan, np.nan]
    sides = {"team_id": [2, 3, 2, 3, 1, 2], "opponent_team_id": [3, 2, 3, 2, 2, 1]}
    return days.assign(**sides, points=points, fga=[80.0, 90, 100, 90, 0, 0])


def test_what_the_opponent_allows_is_what_others_made_against_it() -> None:
    settings = OpponentSettings(alpha=0.5, league_decay=1.0)
    row = opponent_features(questions([2]), _team_games(), settings, ["points"]).iloc[0]
    allowed = (120 + 0.5 * 100) / 1.5
    assert row["opponent_points_allowed"] == pytest.approx(allowed)
    assert row["opponent_points_ratio"] == pytest.approx(allowed / 97.5)
    assert np.isnan(row["team_points_ratio"])
    third = opponent_features(questions([2], team_id=3), _team_games(), settings, ["points"]).iloc[0]
    assert third["team_points_ratio"] == pytest.approx(allowed / 97.5)


def test_the_group_is_named_after_the_quantity_and_declares_what_it_makes() -> None:
    group = opponent_group(["rebounds", "assists"])
    tables = {"feat_player_questions": questions([2]), "prm_team_games": _team_games()}
    made = group.build(tables, OpponentSettings(alpha=0.05, league_decay=1.0))
    assert group.name == "opponent_rebounds_assists"
    assert list(made) == ["game_id", "player_id", *group.columns]


def test_pace_is_a_moving_mean_of_plays_and_the_ratings_are_those_of_both_teams() -> None:
    rated = pd.DataFrame(
        {
            "game_id": "0000000002",
            "team_id": [1, 2],
            "efficiency_game_pace": 97.0,
            "efficiency_points_medium": [110.0, 105.0],
            "efficiency_defence_medium": [1.0, -2.0],
        }
    )
    row = pace_features(questions([2]), _team_games(), rated, PaceSettings(alpha=0.5)).iloc[0]
    # 240 minutes of five men are 48 of the game.
    assert row["pace_opponent"] == pytest.approx((100 + 0.5 * 80) / 1.5)
    assert np.isnan(row["pace_team"])
    assert row[["pace_game", "pace_team_points", "pace_opponent_points"]].tolist() == [97, 110, 105]
    assert row["pace_opponent_defence"] == -2


@pytest.mark.parametrize("make", [lambda: OpponentSettings(2, 1), lambda: PaceSettings(-1)])
def test_settings_out_of_range_are_refused(make) -> None:
    with pytest.raises(ValueError, match="alpha: expected 0 to 1"):
        make()
