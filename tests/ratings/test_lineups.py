from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.ratings.lineups import (
    LineupSettings,
    TeamGames,
    pair_home_and_away,
    player_values,
    season_weights,
    share_minutes,
)
from busta.ratings.player_state import Candidates

SETTINGS = LineupSettings(
    team_minutes=240, max_minutes=40, max_played_minutes=60, alpha=3, min_games=2, usual_span=25
)


def _table(*sizes: int) -> pd.DataFrame:
    """Candidates of as many team-games as there are sizes; teams 1 and 2 take turns."""
    rows = [
        ("2020-21", f"{place // 2:010d}", pd.Timestamp("2021-01-01"), 1 + place % 2, man)
        for place, size in enumerate(sizes)
        for man in range(size)
    ]
    return pd.DataFrame(rows, columns=["season", "game_id", "game_date", "team_id", "player_id"])


def test_segments_are_the_rows_of_a_team_game() -> None:
    games = TeamGames(_table(2, 3, 1))
    assert games.starts.tolist() == [0, 2, 5]
    assert games.ends.tolist() == [2, 5, 6]
    assert games.segment.tolist() == [0, 0, 1, 1, 1, 2]
    assert games.keys["team_id"].tolist() == [1, 2, 1]
    assert games.sum(np.arange(6.0)).tolist() == [1, 9, 5]
    assert games.sum(np.ones((6, 2))).tolist() == [[2, 2], [3, 3], [1, 1]]


def test_no_candidates_have_no_segments() -> None:
    games = TeamGames(_table(2).iloc[:0])
    assert len(games.keys) == len(games.starts) == len(games.ends) == len(games.sum(np.array([]))) == 0


def test_what_the_cap_cuts_off_goes_to_the_others() -> None:
    shared = share_minutes(np.array([30.0, 10.0, 10.0]), TeamGames(_table(3)), 100, 50)
    # 60 -> 50, 20, 20; then 55.6 -> 50, 22.2, 22.2; then 52.9 -> 50, 23.5, 23.5.
    assert shared == pytest.approx([50, 20 * 100 / 90 * 100 / (50 + 4000 / 90), 400 / 17])
    assert share_minutes(np.array([20.0, 5.0, 0.0]), TeamGames(_table(1, 2)), 240, 40).tolist() == [40, 40, 0]


def test_a_team_of_whom_nobody_plays_has_no_minutes() -> None:
    assert share_minutes(np.zeros(3), TeamGames(_table(3)), 240, 40).tolist() == [0, 0, 0]


@given(st.lists(st.lists(st.floats(0, 45), min_size=1, max_size=15), min_size=1, max_size=4))
def test_minutes_add_up_to_a_full_game_unless_somebody_reaches_the_cap(teams) -> None:
    games = TeamGames(_table(*map(len, teams)))
    weights = np.concatenate(teams)
    minutes = share_minutes(weights, games, 240, 40)
    assert (minutes >= 0).all()
    assert (minutes <= 40).all()
    assert (minutes[weights == 0] == 0).all()
    total, weight = games.sum(minutes), games.sum(weights)
    assert (total <= 240 * (1 + 1e-12)).all()
    is_capped = games.sum((minutes == 40).astype(float)) > 0
    assert total[~is_capped & (weight > 1e-6)] == pytest.approx(240)


def _games(*rows: tuple[str, str, str, int, int, float]) -> pd.DataFrame:
    columns = ["season", "game_id", "game_date", "home_team_id", "away_team_id", "home_margin"]
    games = pd.DataFrame(rows, columns=columns)
    return games.assign(game_date=pd.to_datetime(games["game_date"]))


def test_a_game_is_paired_with_its_two_teams_and_left_out_where_one_has_no_men() -> None:
    games = _games(
        ("2020-21", "0000000001", "2021-01-01", 1, 2, 5.0), ("2020-21", "0000000000", "2021-01-01", 2, 1, 3.0)
    )
    pairs = pair_home_and_away(games, TeamGames(_table(1, 2, 4)))
    assert pairs["game_id"].tolist() == ["0000000000"]
    assert pairs[["home", "away"]].to_numpy().tolist() == [[1, 0]]
    assert pairs[["home", "away"]].dtypes.tolist() == [np.int64, np.int64]
    assert len(pair_home_and_away(games, TeamGames(_table(1).iloc[:0]))) == 0


def _three_seasons() -> tuple[pd.DataFrame, np.ndarray]:
    seasons = ["2018-19"] * 3 + ["2019-20"] * 2 + ["2020-21"]
    points = [4.0, -2.0, 7.0, 1.0, np.nan, 9.0]
    pairs = pd.DataFrame({"season": seasons, "home_margin": points, "total_points": points}).assign(
        home=range(0, 12, 2), away=range(1, 12, 2)
    )
    return pairs, np.array([3.0, 1, 2, 5, 6, 1, 4, 4, 9, 1, 8, 2])[:, None]


def test_the_weights_of_a_season_are_a_ridge_on_earlier_seasons_by_hand() -> None:
    pairs, actual = _three_seasons()
    weights = season_weights(pairs, actual, np.ones(12, dtype=bool), "home_margin", SETTINGS, pairs["season"])
    assert list(weights) == ["2019-20", "2020-21"]
    # Three games: differences 2, -3, 5 and margins 4, -2, 7; standardised and centred, penalty 3.
    x, y = np.array([2.0, -3.0, 5.0]), np.array([4.0, -2.0, 7.0])
    scaled = x / x.std()
    centred = scaled - scaled.mean()
    by_hand = (centred * y).sum() / ((centred**2).sum() + 3) / x.std()
    assert weights["2019-20"] == pytest.approx(by_hand)


def test_a_season_that_has_not_begun_has_its_weights_already() -> None:
    pairs, actual = _three_seasons()
    has_box = np.ones(12, dtype=bool)
    begun = season_weights(pairs, actual, has_box, "home_margin", SETTINGS, ["2020-21"])
    before = pairs["season"] < "2020-21"
    assert begun == season_weights(pairs[before], actual, has_box, "home_margin", SETTINGS, ["2020-21"])


def test_a_total_is_explained_by_the_sum_of_both_line_ups() -> None:
    pairs, actual = _three_seasons()
    swapped = actual.reshape(-1, 2)[:, ::-1].reshape(-1, 1)
    has_box = np.ones(12, dtype=bool)
    total = season_weights(pairs, actual, has_box, "total_points", SETTINGS, pairs["season"])
    assert total == season_weights(pairs, swapped, has_box, "total_points", SETTINGS, pairs["season"])
    margin = season_weights(pairs, actual, has_box, "home_margin", SETTINGS, pairs["season"])
    other = season_weights(pairs, swapped, has_box, "home_margin", SETTINGS, pairs["season"])
    assert margin["2020-21"] == pytest.approx(-other["2020-21"])


def test_games_without_box_score_or_result_do_not_count_and_too_few_give_no_weights() -> None:
    pairs, actual = _three_seasons()
    has_box = np.ones(12, dtype=bool)
    changed = actual.copy()
    changed[8:10] = 1000.0  # the game without a result
    truth = season_weights(pairs, actual, has_box, "home_margin", SETTINGS, pairs["season"])
    assert season_weights(pairs, changed, has_box, "home_margin", SETTINGS, pairs["season"]) == truth
    has_box[[0, 3]] = False
    weights = season_weights(pairs, actual, has_box, "home_margin", SETTINGS, pairs["season"])
    assert list(weights) == ["2020-21"]


def test_a_man_is_worth_his_rates_times_the_weights_of_the_season() -> None:
    table = pd.DataFrame({"season": ["2019-20", "2020-21", "2020-21"]})
    candidates = Candidates(table, np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]))
    value = player_values(candidates, {"2020-21": np.array([10.0, -1.0])})
    assert np.isnan(value[0])
    assert value[1:].tolist() == [26.0, 44.0]


@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        ("max_minutes", 0, "Line-up max_minutes: expected more than 0, was 0"),
        ("usual_span", 0.5, r"Line-up usual_span: expected at least 1, was 0\.5"),
    ],
)
def test_settings_out_of_range_are_refused(setting, value, message) -> None:
    with pytest.raises(ValueError, match=message):
        replace(SETTINGS, **{setting: value})
