import numpy as np
import pandas as pd
import pytest

from busta.features.player_extras import ExtrasSettings, extras_features, extras_group
from tests.player_tables import box, questions

SETTINGS = ExtrasSettings(rank_games=1)


def _row(points: list[float]) -> pd.Series:
    games = box(range(len(points)), [30] * len(points), points=points)
    return extras_features(questions([len(points)]), games, SETTINGS, ["points"]).iloc[0]


def test_extremes_and_medians_look_at_the_last_games_only() -> None:
    row = _row([50.0, *range(1, 11)])
    assert row["points_min_10"] == 1
    assert row["points_max_10"] == 10
    assert row["points_median_10"] == 5.5
    assert row["points_median_5"] == 8


def test_weights_fall_with_age() -> None:
    row = _row([10.0, 20.0, 40.0])
    assert row["points_last"] == 40
    assert row["points_ema_50"] == pytest.approx((40 + 0.5 * 20 + 0.25 * 10) / 1.75)
    # Of five games three are there: they weigh 3, 4 and 5; of ten 8, 9 and 10.
    assert row["points_wma_5"] == pytest.approx((3 * 10 + 4 * 20 + 5 * 40) / 12)
    assert row["points_wma_10"] == pytest.approx((8 * 10 + 9 * 20 + 10 * 40) / 27)


def test_plain_means_go_back_seven_and_fifteen_games() -> None:
    row = _row([float(points) for points in range(20)])
    assert row["points_sma_7"] == 16
    assert row["points_sma_15"] == 12


def test_momentum_is_the_last_game_less_the_mean_of_five() -> None:
    assert _row([0.0, 10, 10, 10, 10, 20])["points_momentum_5"] == 8


def test_the_slope_is_that_of_ten_games() -> None:
    assert _row([99.0, *range(0, 30, 3)])["points_slope_10"] == pytest.approx(3)


def test_the_rank_is_among_the_men_of_the_league_on_the_evening_before() -> None:
    games = pd.concat(
        [
            box([0, 2], [30, 30], player_id=man, points=points)
            for man, points in ((1, 10.0), (2, 20.0), (3, [30, 0]))
        ]
    )
    rows = extras_features(questions([0, 1, 3]), games, SETTINGS, ["points"])
    # After the first game he is third of three; after the second the third man is down to 15.
    assert rows["points_season_rank"].tolist()[1:] == pytest.approx([1 / 3, 1 / 3])
    third = extras_features(questions([1, 3], player_id=3), games, SETTINGS, ["points"])
    assert third["points_season_rank"].tolist() == pytest.approx([1, 2 / 3])
    assert np.isnan(rows["points_season_rank"].iloc[0])


def test_a_man_of_few_games_is_not_ranked() -> None:
    games = box([0], [30], points=10.0)
    row = extras_features(questions([1]), games, ExtrasSettings(rank_games=2), ["points"]).iloc[0]
    assert np.isnan(row["points_season_rank"])


def test_a_man_nobody_has_seen_has_no_extras() -> None:
    row = extras_features(questions([5], player_id=9), box([0], [30]), SETTINGS, ["points"]).iloc[0]
    assert row.drop(["game_id", "player_id"]).isna().all()


def test_the_group_declares_what_it_makes_of_a_sum() -> None:
    group = extras_group(["points", "rebounds"])
    tables = {"feat_player_questions": questions([1]), "prm_player_games": box([0], [30])}
    assert group.name == "extras_points_rebounds"
    assert list(group.build(tables, SETTINGS)) == ["game_id", "player_id", *group.columns]


def test_settings_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="rank_games"):
        ExtrasSettings(rank_games=0)
