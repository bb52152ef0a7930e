from __future__ import annotations

import pandas as pd
import pytest

from busta.features.day_before import (
    ask_a_day_early,
    day_before_features,
    day_before_groups,
    day_before_inputs,
)
from busta.features.groups import FeatureError
from busta.params.features import FeatureParams
from tests.laws.feature_laws import STORE, build_features
from tests.laws.project_run import parameters
from tests.players_league import make_players_league


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return make_players_league(4, seasons=2, days=12)


@pytest.fixture(scope="module")
def params() -> FeatureParams:
    return FeatureParams(**parameters("test")["features"])


def test_every_game_is_asked_about_on_the_day_before_and_has_no_result_there(tables) -> None:
    asked = ask_a_day_early(tables, "")
    games, early = tables["prm_games"], asked["prm_games"]
    questions = early[early["game_id"].str.startswith("-")].reset_index(drop=True)
    assert questions["game_id"].str.removeprefix("-").tolist() == games["game_id"].tolist()
    assert (games["game_date"].reset_index(drop=True) - questions["game_date"]).eq(pd.Timedelta(days=1)).all()
    assert questions["home_points"].isna().all()
    assert not questions["is_played"].any()
    same = ["season", "season_type", "home_team_id", "away_team_id", "is_neutral"]
    pd.testing.assert_frame_equal(questions[same], games[same].reset_index(drop=True))
    assert early.dtypes.equals(games.dtypes)


def test_both_teams_of_a_question_are_there_and_other_tables_stay(tables) -> None:
    asked = ask_a_day_early(tables, "")
    sides = asked["prm_team_games"]
    assert (sides[sides["game_id"].str.startswith("-")].groupby("game_id").size() == 2).all()
    assert sides.loc[sides["game_id"].str.startswith("-"), "points"].isna().all()
    assert asked["prm_player_games"] is tables["prm_player_games"]


def test_a_question_comes_before_every_game_of_its_day(tables) -> None:
    early = ask_a_day_early(tables, "")["prm_games"].sort_values(["game_date", "game_id"])
    is_question = early["game_id"].str.startswith("-")
    first_game = (~is_question).groupby(early["game_date"]).cumsum() > 0
    assert not (is_question & first_game).any()


def test_seasons_that_nobody_forecasts_are_not_asked_about(tables, params) -> None:
    last = tables["prm_games"]["season"].max()
    asked = ask_a_day_early(tables, last)["prm_games"]
    assert set(asked.loc[asked["game_id"].str.startswith("-"), "season"]) == {last}
    store = build_features(tables, params)[STORE]
    early = day_before_features(tables, store, last, params.players, params.settings_of)
    assert set(early["season"]) == {last}
    assert len(early) == (store["season"] == last).sum()


def test_a_game_of_the_store_that_the_tables_do_not_have_is_an_error(tables, params) -> None:
    store = build_features(tables, params)[STORE]
    games = {name: tables[name].iloc[4:].reset_index(drop=True) for name in ("prm_games",)}
    first = tables["prm_games"]["game_id"].iloc[0]
    sides = tables["prm_team_games"]
    games["prm_team_games"] = sides[sides["game_id"].isin(games["prm_games"]["game_id"])]
    box = tables["prm_player_games"]
    games["prm_player_games"] = box[box["game_id"].isin(games["prm_games"]["game_id"])]
    with pytest.raises(FeatureError, match=f"was without game {first}"):
        day_before_features(tables | games, store, "", params.players, params.settings_of)


def test_what_is_made_anew_is_everything_of_the_evening_but_the_calendar() -> None:
    assert [group.name for group in day_before_groups()] == [
        "elo",
        "efficiency",
        "four_factors",
        "players",
        "past_lines",
    ]
    assert day_before_inputs() == [
        "prm_games",
        "prm_team_games",
        "prm_player_games",
        "prm_injury_notes",
        "prm_market_lines",
    ]
