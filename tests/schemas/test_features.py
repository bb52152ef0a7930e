import numpy as np
import pandas as pd
import pytest
from pandera.errors import SchemaError

from busta.schemas.features import FeatureStore


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
