from dataclasses import replace
from math import log

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.ratings.elo import EloSettings, elo_ratings, expected_score, rating_change
from tests.laws.small_league import make_league

SETTINGS = EloSettings(k=8, home=60, scale=400, mean=1500, season_carry=0.75, favourite_damping=2200)
differences = st.floats(-1500, 1500)


def _games(*rows: tuple[str, str, int, int, float, bool]) -> pd.DataFrame:
    columns = ["season", "game_date", "home_team_id", "away_team_id", "home_margin", "is_neutral"]
    games = pd.DataFrame(rows, columns=columns)
    games["game_date"] = pd.to_datetime(games["game_date"]).astype("datetime64[us]")
    return games.assign(game_id=[f"{i:010d}" for i in range(len(games))])


def _ratings(games: pd.DataFrame, settings: EloSettings = SETTINGS) -> pd.Series:
    return elo_ratings(games, settings).set_index(["game_id", "team_id"])["rating"]


def test_one_step_by_hand() -> None:
    games = _games(("2020-21", "2021-01-01", 1, 2, 9.0, False), ("2020-21", "2021-01-02", 2, 1, np.nan, True))
    expected = 1 / (1 + 10 ** (-60 / 400))
    change = 8 * log(10) * (1 - expected) / (1 + 60 / 2200)
    ratings = _ratings(games)
    assert ratings["0000000000"].tolist() == [1500.0, 1500.0]
    assert ratings["0000000001"].tolist() == pytest.approx([1500 + change, 1500 - change], abs=1e-12)


def test_a_loss_at_home_costs_more_than_a_loss_on_a_neutral_floor() -> None:
    rows = [("2020-21", "2021-01-01", 1, 2, -9.0, False), ("2020-21", "2021-01-02", 2, 1, np.nan, True)]
    at_home = _ratings(_games(*rows))[("0000000001", 1)]
    neutral = _ratings(_games((*rows[0][:-1], True), rows[1]))[("0000000001", 1)]
    assert neutral == pytest.approx(1500 - 8 * log(10) / 2, abs=1e-12)
    assert at_home < neutral


def test_the_games_of_a_day_do_not_see_each_other() -> None:
    same_day = _games(
        ("2020-21", "2021-01-01", 1, 2, 9.0, False), ("2020-21", "2021-01-01", 3, 1, 5.0, False)
    )
    assert (_ratings(same_day) == 1500.0).all()


def test_a_new_season_pulls_every_team_towards_the_mean() -> None:
    games = _games(("2020-21", "2021-01-01", 1, 2, 9.0, True), ("2021-22", "2021-10-20", 1, 2, np.nan, True))
    won = 8 * log(10) / 2
    assert _ratings(games)["0000000001"].tolist() == pytest.approx([1500 + 0.75 * won, 1500 - 0.75 * won])


def test_an_unplayed_game_has_ratings_and_changes_none() -> None:
    games = _games(
        ("2020-21", "2021-01-01", 1, 2, np.nan, False), ("2020-21", "2021-01-02", 1, 2, np.nan, False)
    )
    table = elo_ratings(games, SETTINGS)
    assert (table["rating"] == 1500.0).all()
    assert table.groupby("game_id")["expected"].sum().tolist() == [1.0, 1.0]
    assert table.loc[0, "expected"] == pytest.approx(1 / (1 + 10 ** (-60 / 400)))


def test_there_is_one_row_per_team_and_game_in_order() -> None:
    league = make_league(3)
    table = elo_ratings(league["prm_games"].sample(frac=1, random_state=0), SETTINGS)
    keys = ["game_date", "game_id", "team_id"]
    expected = league["prm_team_games"].sort_values(keys, ignore_index=True)[keys]
    pd.testing.assert_frame_equal(table[keys], expected)


@given(st.integers(0, 10_000))
def test_points_are_only_ever_passed_between_teams(seed: int) -> None:
    games = make_league(seed, days=12)["prm_games"]
    last = games["game_date"].max() + pd.Timedelta(days=1)
    pairs = [(games["season"].iloc[-1], last, a, b, np.nan, True) for a, b in ((1, 2), (3, 4), (5, 6))]
    columns = ["season", "game_date", "home_team_id", "away_team_id", "home_margin", "is_neutral"]
    end = pd.DataFrame(pairs, columns=columns).assign(game_id=["z0", "z1", "z2"])
    end["game_date"] = end["game_date"].astype("datetime64[us]")
    ratings = _ratings(pd.concat([games[[*columns, "game_id"]], end], ignore_index=True))
    assert ratings[["z0", "z1", "z2"]].sum() == pytest.approx(6 * 1500.0, abs=1e-6)


@given(differences)
def test_the_two_teams_share_one_win(difference: float) -> None:
    both = expected_score(np.array([difference, -difference]), 400)
    assert both.sum() == pytest.approx(1.0)


@given(differences, st.floats(1, 60))
def test_the_winner_never_loses_points_and_the_floor_has_two_equal_ends(
    difference: float, margin: float
) -> None:
    change = rating_change(np.array([margin, -margin]), np.array([difference, -difference]), SETTINGS)
    assert change[0] > 0
    assert change[0] == pytest.approx(-change[1])


@given(st.floats(1, 50), st.floats(0, 1400))
def test_an_upset_moves_more_than_the_win_of_a_favourite(margin: float, difference: float) -> None:
    favourite, outsider = rating_change(
        np.array([margin, margin]), np.array([difference, -difference]), SETTINGS
    )
    assert outsider >= favourite


@pytest.mark.parametrize("name", ["k", "scale", "favourite_damping"])
def test_settings_that_make_no_sense_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"Elo {name}: expected more than 0, was 0"):
        replace(SETTINGS, **{name: 0})


def test_a_carry_above_one_is_refused() -> None:
    with pytest.raises(ValueError, match=r"season_carry: expected 0 to 1, was 1\.2"):
        replace(SETTINGS, season_carry=1.2)
