import numpy as np
import pandas as pd
import pytest

from busta.features.four_factors import BOX, FourFactorsSettings, four_factors, four_factors_features
from tests.laws.small_league import make_league

SETTINGS = FourFactorsSettings(short_games=2, medium_games=4)


@pytest.fixture(scope="module")
def team_games() -> pd.DataFrame:
    return make_league(7, unplayed_from=22)["prm_team_games"]


def test_the_ratios_by_hand() -> None:
    own = dict(zip(BOX, [110.0, 40, 90, 10, 20, 25, 10, 30, 15], strict=True))
    other = dict(zip(BOX, [100.0, 36, 80, 12, 16, 20, 8, 35, 17], strict=True))
    sums = pd.DataFrame([own | {f"opponent_{name}": value for name, value in other.items()}])
    used, theirs = 90 + 11 - 10 + 15, 80 + 8.8 - 8 + 17
    expected = {
        "shooting": 45 / 90,
        "turnovers": 15 / used,
        "offensive_rebounds": 10 / 45,
        "free_throws": 20 / 90,
        "opponent_shooting": 42 / 80,
        "opponent_turnovers": 17 / theirs,
        "opponent_offensive_rebounds": 8 / 38,
        "opponent_free_throws": 16 / 80,
        "points_for": 100 * 110 / ((used + theirs) / 2),
        "points_against": 100 * 100 / ((used + theirs) / 2),
        "net_rating": 100 * 10 / ((used + theirs) / 2),
    }
    assert four_factors(sums).iloc[0].to_dict() == pytest.approx(expected)


@pytest.mark.parametrize("window, games", [("short", 2), ("medium", 4), ("season", 1000)])
def test_a_window_sums_the_latest_games_of_the_season_before_the_day(team_games, window, games) -> None:
    features = four_factors_features(team_games, SETTINGS)
    checked = 0
    for row in features.iloc[::17].itertuples():
        past = team_games[
            (team_games["team_id"] == row.team_id)
            & (team_games["season"] == row.season)
            & (team_games["game_date"] < row.game_date)
            & team_games["points"].notna()
        ].tail(games)
        found = getattr(row, f"factors_shooting_{window}")
        if past.empty:
            assert np.isnan(found)
            continue
        checked += 1
        expected = (past["fgm"].sum() + 0.5 * past["fg3m"].sum()) / past["fga"].sum()
        assert found == pytest.approx(expected, abs=1e-12)
        against = team_games[
            team_games["game_id"].isin(past["game_id"]) & (team_games["team_id"] != row.team_id)
        ]
        expected = against["ftm"].sum() / against["fga"].sum()
        assert getattr(row, f"factors_opponent_free_throws_{window}") == pytest.approx(expected, abs=1e-12)
    assert checked > 5


def test_unplayed_games_know_the_last_games_played(team_games) -> None:
    features = four_factors_features(team_games, SETTINGS)
    unplayed = team_games.loc[team_games["points"].isna(), "game_id"]
    last = features[features["game_id"].isin(unplayed)]
    assert len(features) == len(team_games)
    assert last.notna().all(axis=None)
    assert last.groupby("team_id")["factors_net_rating_season"].nunique().eq(1).all()


def test_two_games_on_one_day_know_the_same() -> None:
    rows = make_league(8, teams=2, seasons=1, days=12)["prm_team_games"]
    twice = rows.assign(game_id="x" + rows["game_id"].str[1:])
    features = four_factors_features(pd.concat([rows, twice]), SETTINGS)
    by_day = features.drop(columns="game_id").groupby(["team_id", "game_date"])
    assert (by_day.size() == 2).all()
    assert (by_day.nunique() <= 1).all(axis=None)


def test_windows_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="was 10 and 5"):
        FourFactorsSettings(short_games=10, medium_games=5)
