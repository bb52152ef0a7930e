import numpy as np
import pandas as pd
import pytest

from busta.features.player_usage import UsageSettings, plays_used, usage_features
from tests.player_tables import box, questions

SETTINGS = UsageSettings(alpha=0.1, ratio_decay=1.0)
GAMES = box(
    [0, 1],
    [24, 48],
    points=[12.0, 20.0],
    fga=[10.0, 20.0],
    fg3a=[2.0, 10.0],
    fta=[0.0, 10.0],
    tov=[2.0, 0.0],
)
TEAM = pd.DataFrame(
    {
        "game_id": GAMES["game_id"],
        "team_id": 1,
        "minutes": 240.0,
        "fga": [80.0, 90.0],
        "fta": [20.0, 10.0],
        "tov": [11.2, 5.6],
    }
)


def test_plays_end_with_a_shot_at_the_line_or_with_a_turnover() -> None:
    assert plays_used(TEAM) == pytest.approx([100, 100])


def test_shares_are_ratios_of_sums_by_hand() -> None:
    row = usage_features(questions([2]), GAMES, TEAM, SETTINGS).iloc[0]
    plays = 12 + 20 + 4.4
    # On the floor for half of the first game and all of the second.
    assert row["usage_share"] == pytest.approx(plays / (50 + 100))
    assert row["usage_team_share"] == pytest.approx(plays / 200)
    assert row["usage_true_shooting"] == pytest.approx(32 / (2 * (30 + 4.4)))
    assert row["usage_three_share"] == pytest.approx(12 / 30)


def test_attempts_are_moving_means() -> None:
    row = usage_features(questions([2]), GAMES, TEAM, SETTINGS).iloc[0]
    assert row["usage_fga"] == pytest.approx((20 + 0.9 * 10) / 1.9)


def test_who_never_shot_has_no_shooting() -> None:
    row = usage_features(questions([2]), box([0], [3]), TEAM, SETTINGS).iloc[0]
    assert np.isnan(row["usage_true_shooting"])
    assert row["usage_share"] == 0


def test_a_game_without_a_team_row_tells_no_share() -> None:
    row = usage_features(questions([2]), GAMES, TEAM.iloc[:1], SETTINGS).iloc[0]
    assert row["usage_team_share"] == pytest.approx(0.12)


def test_settings_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="alpha: expected 0 to 1"):
        UsageSettings(alpha=2, ratio_decay=0.5)
