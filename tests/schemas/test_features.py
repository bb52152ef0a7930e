import numpy as np
import pandas as pd
import pytest
from pandera.errors import SchemaError

from busta.schemas.features import FeatureStore, PlayerFeatureStore


def _store() -> pd.DataFrame:
    dates = pd.to_datetime(["2021-01-01"] * 2).astype("datetime64[us]")
    keys = {"season": "2020-21", "game_id": "0022000001", "team_id": [1, 2], "game_date": dates}
    return pd.DataFrame(keys | {"elo_rating": [1500.0, 1520.0]})


def test_a_whole_store_passes() -> None:
    assert FeatureStore.validate(_store()).equals(_store())


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"elo_rating": [1500.0, np.nan]}, "finite float"),
        ({"elo_rating": [1500.0, np.inf]}, "finite float"),
        ({"elo_rating": [1500, 1520]}, "finite float"),
        ({"team_id": [1, 1]}, "not unique"),
        ({"game_id": ["0022000001", "0022000002"]}, "two rows"),
        ({"game_id": "22000001"}, "game_id"),
        ({"season": "2020"}, "season"),
    ],
)
def test_a_broken_store_is_refused(changes, said) -> None:
    with pytest.raises(SchemaError, match=said):
        FeatureStore.validate(_store().assign(**changes))


def _player_store() -> pd.DataFrame:
    store = _store().assign(player_id=[11, 12])[["season", "game_id", "game_date", "team_id", "player_id"]]
    return store.assign(points_mean_3=np.array([10, 20], np.float32))


def test_a_whole_player_store_passes() -> None:
    assert PlayerFeatureStore.validate(_player_store()).equals(_player_store())


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"points_mean_3": np.array([1, np.nan], np.float32)}, "finite float of 32 bits"),
        ({"points_mean_3": [1.0, 2.0]}, "finite float of 32 bits"),
        ({"player_id": [11, 11]}, "not unique"),
        ({"player_id": [11, 0]}, "player_id"),
    ],
)
def test_a_broken_player_store_is_refused(changes, said) -> None:
    with pytest.raises(SchemaError, match=said):
        PlayerFeatureStore.validate(_player_store().assign(**changes))
