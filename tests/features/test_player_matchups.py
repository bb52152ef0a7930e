import numpy as np
import pandas as pd
import pytest

from busta.features.player_matchups import (
    OPPONENT_RANKS,
    MatchupsSettings,
    matchups_features,
    matchups_group,
)
from tests.features.test_team_ranks import game
from tests.player_tables import box, questions

SETTINGS = MatchupsSettings(decay=1.0, share=0.34, similar_classes=2, prior_games=1.0)
# Teams 2, 3 and 4 play each other first: 2 allows least, then 3, then 4. Team 1 then meets 2, 4 and 2.
LEAGUE = pd.concat(
    [
        game(0, 2, 3, (100, 80), 100),
        game(1, 3, 4, (130, 110), 100),
        game(2, 1, 2, (100, 120), 100),
        game(3, 1, 4, (110, 90), 100),
        game(4, 1, 2, (100, 120), 100),
        game(9, 1, 2, (np.nan, np.nan), 0),
    ],
    ignore_index=True,
)
BOX = box([2, 3, 4], [30, 30, 30], points=[10.0, 30.0, 14.0])


def _row(asked: pd.DataFrame, settings: MatchupsSettings = SETTINGS) -> pd.Series:
    return matchups_features(asked, BOX, LEAGUE, settings, ["points"]).iloc[0]


def test_averages_are_against_defences_as_they_ranked_on_the_day_shrunk_to_his_own() -> None:
    row = _row(questions([9]))
    # His mean is 18. On the days he met it, 2 ranked first of the three or four; 4 last.
    assert row["points_against_best"] == pytest.approx((10 + 14 + 18) / 3)
    assert row["points_against_worst"] == pytest.approx((30 + 18) / 2)


def test_similar_defences_are_of_the_class_that_this_opponent_is_of_now() -> None:
    assert _row(questions([9]))["points_against_similar"] == pytest.approx((10 + 14 + 18) / 3)
    assert _row(questions([9], opponent_id=4))["points_against_similar"] == pytest.approx((30 + 18) / 2)


def test_history_against_the_opponent_is_its_games_average_and_last() -> None:
    row = _row(questions([9]))
    assert row[["points_opponent_games", "points_opponent_last"]].tolist() == [2, 14]
    assert row["points_against_opponent"] == pytest.approx((10 + 14 + 18) / 3)


def test_an_opponent_he_has_not_met_is_met_with_his_own_mean() -> None:
    row = _row(questions([9], opponent_id=3))
    assert row["points_opponent_games"] == 0
    assert row[["points_against_opponent", "points_opponent_last"]].tolist() == [18, 18]


def test_the_game_of_the_day_itself_is_not_in_it() -> None:
    row = _row(questions([4]))
    assert row[["points_opponent_games", "points_opponent_last"]].tolist() == [1, 10]


def test_a_newcomer_has_no_averages() -> None:
    row = _row(questions([9], player_id=7))
    assert row["points_opponent_games"] == 0
    assert row.drop(["game_id", "player_id", "points_opponent_games"]).isna().all()


def test_the_opponent_s_places_are_those_of_the_evening_before() -> None:
    tables = {"feat_player_questions": questions([2, 9]), "prm_team_games": LEAGUE}
    rows = OPPONENT_RANKS.build(tables, SETTINGS)
    # 2 allowed 80 in its first game, 280 in three by the end.
    assert rows["opponent_defence"].tolist() == pytest.approx([80, 280 / 3])
    assert rows["opponent_defence_rank"].tolist() == pytest.approx([0, 0])
    assert rows["opponent_pace_rank"].between(0, 1).all()


def test_the_group_declares_what_it_makes() -> None:
    group = matchups_group(["assists"])
    tables = {"feat_player_questions": questions([9]), "prm_player_games": BOX, "prm_team_games": LEAGUE}
    assert list(group.build(tables, SETTINGS)) == ["game_id", "player_id", *group.columns]


@pytest.mark.parametrize("change", [{"decay": 2}, {"similar_classes": 0}, {"prior_games": 0}])
def test_settings_out_of_range_are_refused(change) -> None:
    values = {"decay": 1, "share": 0.3, "similar_classes": 5, "prior_games": 1}
    with pytest.raises(ValueError, match=next(iter(change))):
        MatchupsSettings(**values | change)
