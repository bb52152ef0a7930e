import numpy as np
import pandas as pd
import pytest

from busta.features.groups import FeatureColumn, FeatureError
from busta.features.player_groups import PlayerFeatureGroup, of_team, player_table
from busta.features.player_store import build_player_store
from tests.player_tables import questions

NULL = np.nan
DAYS = [0, 0, 1, 1, 2, 2]
ASKED = questions(DAYS, player_id=[1, 2] * 3)


def _group(name: str, **columns: FeatureColumn) -> PlayerFeatureGroup:
    return PlayerFeatureGroup(name, lambda settings: settings, (), columns, theme=name)


LEVEL = _group("form", form_points=FeatureColumn("Points.", "points", missing="league_mean", prior=9.0))
COUNT = _group("men", men_out=FeatureColumn("Men out.", "men", missing="zero"))
SURE = _group("home", at_home=FeatureColumn("At home.", "0 or 1"))


def _table(**columns: list[float]) -> pd.DataFrame:
    return player_table(ASKED, {name: np.array(values) for name, values in columns.items()})


def test_a_missing_level_is_the_mean_of_earlier_days_and_before_them_the_prior() -> None:
    table = _table(form_points=[NULL, NULL, 10.0, NULL, NULL, 90.0])
    store = build_player_store(ASKED, [table], [LEVEL])
    assert store["form_points"].tolist() == [9, 9, 10, 9, 10, 90]
    assert store["form_missing"].tolist() == [1, 1, 0, 1, 1, 0]


def test_a_missing_count_is_zero() -> None:
    store = build_player_store(ASKED, [_table(men_out=[1.0, NULL, 2, 0, NULL, 3])], [COUNT])
    assert store["men_out"].tolist() == [1, 0, 2, 0, 0, 3]
    assert store["men_missing"].tolist() == [0, 1, 0, 0, 1, 0]


def test_groups_stand_side_by_side_behind_the_keys() -> None:
    tables = [_table(at_home=[1.0] * 6), _table(men_out=[2.0] * 6)]
    store = build_player_store(ASKED, tables, [SURE, COUNT])
    keys = ["season", "game_id", "game_date", "team_id", "player_id"]
    assert list(store) == [*keys, "at_home", "men_out", "men_missing"]
    assert store.dtypes.iloc[5:].eq("float32").all()


def test_a_value_that_must_be_known_and_is_not_is_an_error() -> None:
    with pytest.raises(FeatureError, match="column at_home, game 0000000001, player 2: expected a value"):
        build_player_store(ASKED, [_table(at_home=[1.0, 1, 1, NULL, 1, 1])], [SURE])


def test_a_table_with_other_rows_or_columns_is_refused() -> None:
    table = _table(at_home=[1.0] * 6)
    with pytest.raises(FeatureError, match=r"feat_player_home: expected the rows of the questions \(6\)"):
        build_player_store(ASKED, [table.iloc[::-1]], [SURE])
    with pytest.raises(FeatureError, match=r"different in \['odd'\]"):
        build_player_store(ASKED, [table.assign(odd=1.0)], [SURE])
    with pytest.raises(FeatureError, match="the same columns in another order"):
        build_player_store(ASKED, [table[["at_home", "game_id", "player_id"]]], [SURE])


def test_a_feature_of_a_team_is_looked_up_from_either_side() -> None:
    table = pd.DataFrame({"game_id": "0000000000", "team_id": [1, 2], "x": [5.0, 7.0]})
    assert of_team(ASKED.iloc[:1], "opponent_id", table, ("x",))["x"].tolist() == [7]
    assert of_team(ASKED.iloc[2:3], "team_id", table, ("x",))["x"].isna().all()
