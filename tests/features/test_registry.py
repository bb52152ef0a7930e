from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from busta.features.outlook import player_outlook
from busta.features.registry import FEATURE_GROUPS, FeatureError, feature_columns, feature_dictionary
from busta.features.store import build_feature_store
from busta.params.features import FeatureParams
from busta.schemas.features import FeatureStore
from tests.laws.time_travel import Tables, assert_time_travel
from tests.players_league import make_players_league, without_news_of_players

TEAM_GROUPS = ("elo", "efficiency", "schedule", "four_factors")
GROUPS = (*TEAM_GROUPS, "players", "past_lines", "morning", "tip_off")
KEYS = ["season", "game_id", "team_id", "game_date"]


@pytest.fixture(scope="module")
def params(request) -> FeatureParams:
    path = Path(request.config.rootpath) / "conf" / "base" / "parameters_features.yml"
    written = yaml.safe_load(path.read_text())["features"]
    written["players"]["lineup"]["min_games"] = 10
    return FeatureParams(**written)


@pytest.fixture(scope="module")
def league() -> dict[str, pd.DataFrame]:
    return make_players_league(11, seasons=2, days=40, unplayed_from=36)


@pytest.fixture(scope="module")
def tables(league, params) -> dict[str, pd.DataFrame]:
    return _build_all(league, params)


def _build_all(league: Tables, params: FeatureParams) -> dict[str, pd.DataFrame]:
    names = ("games", "team_games", "player_games", "injury_notes")
    outlook = player_outlook(*(league[f"prm_{name}"] for name in names), params.players)
    inputs = {**league, "feat_player_outlook": outlook}
    return {name: FEATURE_GROUPS[name].build(inputs, params.settings_of(name)) for name in GROUPS}


def test_the_ablation_adds_the_groups_in_the_order_of_the_registry() -> None:
    assert tuple(FEATURE_GROUPS) == GROUPS


@pytest.mark.parametrize("name", GROUPS)
def test_a_group_makes_the_columns_it_declares_for_every_row_of_the_schedule(name, tables, league) -> None:
    table, rows = tables[name], league["prm_team_games"]
    assert list(table) == [*KEYS, *FEATURE_GROUPS[name].columns]
    expected = rows.sort_values(["game_date", "game_id", "team_id"], ignore_index=True)[KEYS]
    pd.testing.assert_frame_equal(table[KEYS], expected)


@pytest.mark.parametrize("name", GROUPS)
def test_a_column_of_the_game_is_the_same_for_both_teams_and_a_column_of_a_team_is_not(name, tables) -> None:
    columns = FEATURE_GROUPS[name].columns
    spread = tables[name].groupby("game_id")[list(columns)].agg(np.ptp).max()
    of_game = [column for column, said in columns.items() if said.scope == "game"]
    assert (spread[of_game] < 1e-9).all()
    assert (spread.drop(of_game) > 1e-9).all()


@pytest.mark.parametrize("name", TEAM_GROUPS)
def test_no_group_sees_the_future(name, league, params) -> None:
    def build(tables: Tables) -> pd.DataFrame:
        return FEATURE_GROUPS[name].build(tables, getattr(params, name))

    played = league["prm_games"]["game_date"]
    second_season = played[league["prm_games"]["season"] == "2011-12"]
    days = [played.min(), second_season.min(), *second_season.sample(4, random_state=0), played.max()]
    assert_time_travel(build, league, days, np.random.default_rng(0))


def test_a_league_without_any_news_of_players_has_the_documented_fill(league, params) -> None:
    tables = _build_all(without_news_of_players(league), params)
    store = FeatureStore.validate(build_feature_store(list(tables.values()), list(FEATURE_GROUPS.values())))
    for name in ("players", "morning", "tip_off"):
        assert (store[f"{name}_missing"] == 1).all()
        for column, said in FEATURE_GROUPS[name].columns.items():
            assert (store[column] == said.prior).all()


def test_the_store_does_not_see_the_future_and_keeps_its_contract(league, params) -> None:
    groups = [FEATURE_GROUPS[name] for name in TEAM_GROUPS]

    def build(tables: Tables) -> pd.DataFrame:
        return build_feature_store([g.build(tables, params.settings_of(g.name)) for g in groups], groups)

    assert_time_travel(build, league, pd.to_datetime(["2011-11-02", "2011-11-12"]), np.random.default_rng(0))
    store = FeatureStore.validate(build(league))
    assert list(store) == [*KEYS, *feature_columns(TEAM_GROUPS)]


def test_columns_can_be_asked_for_by_group_and_scope() -> None:
    assert feature_columns(["elo"]) == ["elo_rating", "elo_win_probability"]
    assert feature_columns(["schedule"], "game") == [
        "schedule_neutral",
        "schedule_playoffs",
        "schedule_day_of_season",
    ]
    assert feature_columns(["four_factors"])[-1] == "four_factors_missing"
    assert feature_columns(["four_factors"], "game") == []
    both = feature_columns(["efficiency"], "team") + feature_columns(["efficiency"], "game")
    assert sorted(both) == sorted(feature_columns(["efficiency"]))


def test_an_unknown_group_is_refused_with_the_known_ones() -> None:
    with pytest.raises(FeatureError, match=r"expected one of elo, efficiency, .*, was 'moon'"):
        feature_columns(["moon"])


def test_the_dictionary_describes_every_column_of_the_store() -> None:
    dictionary = feature_dictionary()
    assert dictionary["column"].tolist() == feature_columns(FEATURE_GROUPS)
    assert dictionary["column"].is_unique
    assert dictionary["information"].isin(["evening", "morning", "tip_off"]).all()
    assert (dictionary[["unit", "description"]].map(len) > 2).all(axis=None)
    assert dictionary["description"].str.endswith(".").all()
