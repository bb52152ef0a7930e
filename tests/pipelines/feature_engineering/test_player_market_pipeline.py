from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from busta.features.player_registry import player_feature_columns
from busta.markets import Roster, load_roster, validate_roster
from busta.params.features import FeatureParams
from busta.params.player_features import PlayerFeatureParams
from busta.pipeline_registry import ROSTER
from busta.pipelines.feature_engineering import create_pipeline, create_player_pipeline
from busta.schemas.features import PLAYER_STORE_KEYS, PlayerFeatureStore
from tests.markets import run_stage, small_roster
from tests.players_league import make_players_league

# The themes that the project's own markets use; the others read tables that the league of this test does not hold.
OWN = load_roster(ROSTER)["points"].feature_groups


def _market(name: str, parts: list[str], themes: list[str]) -> dict[str, Any]:
    return {
        "id": name,
        "subject": "player",
        "quantity": "_".join(parts),
        "parts": parts,
        "line": {"market": name, "moment": "morning"},
        "quotes": name,
        "moment": "morning",
        "is_push_possible": True,
        "feature_groups": themes,
        "learners": ["poisson"],
        "weights": {"poisson": 1.0},
        "refit": "season",
    }


def _roster(*markets: dict[str, Any]) -> Roster:
    return validate_roster({"markets": {market["id"]: market for market in markets}})


@pytest.fixture(scope="module")
def roster() -> Roster:
    points = _market("points", ["points"], list(OWN))
    return _roster(points, _market("rebounds_assists", ["rebounds", "assists"], ["form", "minutes"]))


@pytest.fixture(scope="module")
def league() -> dict[str, pd.DataFrame]:
    tables = make_players_league(4, seasons=2, days=15, unplayed_from=13)
    box = tables["prm_player_games"]
    box = box.assign(points=2 * box["fgm"] + box["fg3m"] + box["ftm"], reb=box["oreb"] + box["dreb"])
    quotes = pd.DataFrame({"game_id": box["game_id"].iloc[-3:-1], "player_id": box["player_id"].iloc[-1]})
    return tables | {"prm_player_games": box, "prm_prop_quotes": quotes}


@pytest.fixture(scope="module")
def made(request, roster, league) -> dict[str, Any]:
    path = Path(request.config.rootpath) / "conf/base/parameters_features.yml"
    written = yaml.safe_load(path.read_text())
    written["features"]["players"]["lineup"]["min_games"] = 10
    params = {
        "params:features": FeatureParams(**written["features"]),
        "params:player_features": PlayerFeatureParams(**written["player_features"]),
    }
    whole = create_pipeline() + create_player_pipeline(roster)
    pipeline = whole.to_outputs("features_players")
    inputs = {**league, **params}
    return run_stage(pipeline, {name: inputs[name] for name in pipeline.inputs()})


def test_a_roster_without_players_makes_nothing() -> None:
    assert len(create_player_pipeline(small_roster()).nodes) == 0


def test_only_groups_that_a_market_uses_are_made_and_each_once(roster) -> None:
    names = {node.name for node in create_player_pipeline(roster).nodes}
    assert "make_player_form_rebounds_assists" in names
    assert "make_player_opponent_points" in names
    assert "make_player_opponent_rebounds_assists" not in names
    assert len(names) == len(OWN) + 3


def test_the_store_holds_the_features_of_every_market(made, roster) -> None:
    store = PlayerFeatureStore.validate(made["features_players"])
    columns = [name for market in roster for name in market.feature_names]
    assert list(store) == [*PLAYER_STORE_KEYS, *dict.fromkeys(columns)]
    assert list(roster["points"].feature_names) == player_feature_columns(OWN, ["points"])


def test_games_to_come_are_asked_about_and_have_features(made, league) -> None:
    store, games = made["features_players"], league["prm_games"]
    to_come = games.loc[~games["is_played"], "game_id"]
    assert len(to_come)
    assert to_come.isin(store["game_id"]).all()
    assert store.loc[store["game_id"].isin(to_come), "points_mean_3"].gt(0).any()
