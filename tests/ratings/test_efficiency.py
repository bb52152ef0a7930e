import numpy as np
import pandas as pd
import pytest

from busta.ratings.efficiency import EfficiencySettings, efficiency_ratings, game_rates
from tests.laws.small_league import make_league

SETTINGS = EfficiencySettings(
    short_half_life_days=30,
    medium_half_life_days=110,
    long_half_life_days=300,
    penalty=7,
    season_carry=0.35,
    pace_half_life_days=20,
    pace_penalty=5,
    pace_season_carry=0.6,
    prior_points=105,
    prior_home=2.5,
    prior_pace=96,
    prior_weight=0.1,
)
TEAMS = 6


@pytest.fixture(scope="module")
def team_games() -> pd.DataFrame:
    return make_league(5, teams=TEAMS, seasons=3, days=25, unplayed_from=18)["prm_team_games"]


def _weights(past: pd.DataFrame, row: pd.Series, half_life: float, carry: float) -> np.ndarray:
    days = (row["game_date"] - past["game_date"]).dt.days
    seasons = row["season_number"] - past["season_number"]
    return (0.5 ** (days / half_life) * carry**seasons).to_numpy()


def _dense_ridge(X, y, weights, prior, penalty) -> np.ndarray:
    # Ridge as least squares with one extra row per coefficient: another way to the same minimum.
    X = np.vstack([X * np.sqrt(weights)[:, None], np.diag(np.sqrt(penalty))])
    y = np.r_[y * np.sqrt(weights), np.sqrt(penalty) * prior]
    return np.linalg.lstsq(X, y, rcond=None)[0]


def _rating_rows(rows: pd.DataFrame) -> np.ndarray:
    X = np.zeros((len(rows), 2 + 2 * TEAMS))
    for i, row in enumerate(rows.itertuples()):
        X[i, 0] = 1
        X[i, 1] = 0 if row.is_neutral else (0.5 if row.is_home else -0.5)
        X[i, 1 + row.team_id] = 1
        X[i, 1 + TEAMS + row.opponent_team_id] = -1
    return X


def _pace_rows(rows: pd.DataFrame) -> np.ndarray:
    X = np.zeros((len(rows), 1 + TEAMS))
    for i, row in enumerate(rows.itertuples()):
        X[i, [0, row.team_id, row.opponent_team_id]] = 1
    return X


@pytest.fixture(scope="module")
def numbered(team_games) -> pd.DataFrame:
    rows = game_rates(team_games)
    return rows.assign(season_number=rows["season"].rank(method="dense").astype(int))


@pytest.mark.parametrize("share", [0.0, 0.1, 0.4, 0.75, 1.0])
@pytest.mark.parametrize("horizon, half_life", [("short", 30), ("medium", 110), ("long", 300)])
def test_ratings_equal_a_dense_weighted_ridge_over_the_whole_past(
    numbered, share, horizon, half_life
) -> None:
    row = numbered.iloc[int(share * (len(numbered) - 1))]
    past = numbered[(numbered["game_date"] < row["game_date"]) & numbered["points"].notna()]
    weights = _weights(past, row, half_life, 0.35)
    prior = np.r_[105, 2.5, np.zeros(2 * TEAMS)]
    penalty = np.r_[0.1, 0.1, np.full(2 * TEAMS, 7.0)]
    theta = _dense_ridge(_rating_rows(past), past["points_per_100"].to_numpy(), weights, prior, penalty)
    pace = _dense_ridge(
        _pace_rows(past),
        past["pace"].to_numpy(),
        _weights(past, row, 20, 0.6),
        np.r_[96, np.zeros(TEAMS)],
        np.r_[0.1, np.full(TEAMS, 5.0)],
    )
    found = efficiency_ratings(numbered, SETTINGS).set_index(["game_id", "team_id"])
    found = found.loc[(row["game_id"], row["team_id"])]
    here = pd.DataFrame([row])
    game_pace = (_pace_rows(here) @ pace)[0]
    expected = {
        f"offence_{horizon}": theta[1 + row["team_id"]],
        f"defence_{horizon}": theta[1 + TEAMS + row["team_id"]],
        f"points_{horizon}": (_rating_rows(here) @ theta)[0] * game_pace / 100,
        "pace": pace[row["team_id"]],
        "game_pace": game_pace,
    }
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, abs=1e-8), name


def test_pace_is_per_48_minutes_and_an_overtime_does_not_raise_it() -> None:
    box = {"fga": 80.0, "fta": 25.0, "oreb": 10.0, "tov": 14.0, "points": 106.0}
    rows = pd.DataFrame(
        [
            {"game_id": "a", "team_id": 1, "opponent_team_id": 2, "minutes": 265.0, **box},
            {"game_id": "a", "team_id": 2, "opponent_team_id": 1, "minutes": 265.0, **box, "tov": 18.0},
            {"game_id": "b", "team_id": 1, "opponent_team_id": 2, "minutes": 240.0, **box},
            {"game_id": "b", "team_id": 2, "opponent_team_id": 1, "minutes": 240.0, **box},
        ]
    )
    rates = game_rates(rows)
    assert rates["pace"].tolist() == pytest.approx([48 * 97 / 53] * 2 + [95.0] * 2)
    assert rates["points_per_100"].tolist() == pytest.approx([100 * 106 / 97] * 2 + [100 * 106 / 95] * 2)


def test_the_first_evening_knows_only_the_prior() -> None:
    league = make_league(2)["prm_team_games"]
    first = efficiency_ratings(league, SETTINGS).iloc[:2]
    assert first[["offence_short", "defence_long", "pace"]].eq(0.0).all(axis=None)
    assert first["game_pace"].tolist() == pytest.approx([96.0, 96.0])
    assert first["points_medium"].mean() == pytest.approx(1.05 * 96)


def test_unplayed_games_are_rated_by_what_is_known() -> None:
    league = make_league(2, unplayed_from=20)["prm_team_games"]
    ratings = efficiency_ratings(league, SETTINGS)
    assert ratings.notna().all(axis=None)
    assert len(ratings) == len(league)


def test_the_number_of_teams_comes_from_the_schedule() -> None:
    league = make_league(4, teams=4)["prm_team_games"]
    assert efficiency_ratings(league, SETTINGS)["team_id"].nunique() == 4


def test_both_teams_expect_the_same_pace() -> None:
    ratings = efficiency_ratings(make_league(6)["prm_team_games"], SETTINGS)
    assert ratings.groupby("game_id")["game_pace"].agg(np.ptp).max() == pytest.approx(0.0, abs=1e-10)
