from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from kedro.io import DataCatalog, MemoryDataset
from kedro.runner import SequentialRunner

from busta.features.registry import FEATURE_GROUPS, feature_columns
from busta.params.features import FeatureParams
from busta.pipelines.feature_engineering.nodes import join_features
from busta.pipelines.feature_engineering.pipeline import create_pipeline, feature_store
from tests.laws.small_league import make_league
from tests.players_league import make_players_league


class KeptDataset(MemoryDataset):
    # The runner lets go of what no later node reads.
    def _release(self) -> None:
        return


@pytest.fixture
def params(repository: Path) -> FeatureParams:
    written = yaml.safe_load((repository / "conf/base/parameters_features.yml").read_text())
    return FeatureParams(**written["features"])


def test_the_store_joins_every_group_of_the_registry() -> None:
    assert feature_store().inputs() == {group.table for group in FEATURE_GROUPS.values()}


def test_the_stage_makes_every_table_the_store_needs() -> None:
    assert feature_store().inputs() <= create_pipeline().all_outputs()


def test_the_stage_runs_on_the_primary_tables(params) -> None:
    modeling = SimpleNamespace(first_test_season="")
    tables = make_players_league(4, seasons=2, days=15)
    tables |= {"params:features": params, "params:modeling": modeling}
    catalog = DataCatalog({name: MemoryDataset(table) for name, table in tables.items()})
    catalog["features"], catalog["features_day_before"] = KeptDataset(), MemoryDataset()
    SequentialRunner().run(create_pipeline(), catalog)
    features = catalog.load("features")
    assert len(features) == len(tables["prm_team_games"])
    assert list(features)[4:] == feature_columns(FEATURE_GROUPS)
    early = catalog.load("features_day_before")
    evening = [name for name, group in FEATURE_GROUPS.items() if group.information == "evening"]
    assert list(early)[4:] == feature_columns(evening)
    assert early["game_id"].equals(features["game_id"])


def test_the_store_is_made_in_the_order_of_the_registry() -> None:
    keys = make_league(4, days=5)["prm_team_games"]
    keys = keys[["season", "game_id", "team_id", "game_date"]].sort_values(
        ["game_date", "game_id", "team_id"]
    )
    tables = [keys.assign(**dict.fromkeys(group.columns, 1.0)) for group in FEATURE_GROUPS.values()]
    assert list(join_features(*tables))[4:] == feature_columns(FEATURE_GROUPS)
