import numpy as np
import pandas as pd
import pytest

from busta.features.groups import FeatureColumn, FeatureError, FeatureGroup
from busta.features.store import build_feature_store, league_mean_before


def _rows(**columns) -> pd.DataFrame:
    dates = pd.to_datetime(["2021-01-01"] * 2 + ["2021-01-02"] * 2 + ["2021-01-03"] * 2).astype(
        "datetime64[us]"
    )
    keys = {"season": "2020-21", "game_id": list("aabbcc"), "team_id": [1, 2] * 3, "game_date": dates}
    return pd.DataFrame(keys | columns)


def _group(name: str, **columns: FeatureColumn) -> FeatureGroup:
    return FeatureGroup(name, lambda settings: settings, (), columns)


NULL = np.nan
LEVEL = _group("form", form_points=FeatureColumn("Points.", "points", missing="league_mean", prior=105.0))
COUNT = _group("men", men_out=FeatureColumn("Men out.", "men", missing="zero"))
SURE = _group("elo", elo_rating=FeatureColumn("Rating.", "rating points"))


def test_a_missing_level_is_the_league_mean_of_earlier_days() -> None:
    table = _rows(form_points=[NULL, NULL, 100.0, NULL, NULL, 90.0])
    store = build_feature_store([table], [LEVEL])
    assert store["form_points"].tolist() == [105.0, 105.0, 100.0, 105.0, 100.0, 90.0]
    assert store["form_missing"].tolist() == [1, 1, 0, 1, 1, 0]


def test_a_missing_count_is_zero() -> None:
    store = build_feature_store([_rows(men_out=[1.0, NULL, 2.0, 0.0, NULL, 3.0])], [COUNT])
    assert store["men_out"].tolist() == [1, 0, 2, 0, 0, 3]
    assert store["men_missing"].tolist() == [0, 1, 0, 0, 1, 0]


def test_a_value_that_must_be_known_and_is_not_is_an_error() -> None:
    with pytest.raises(
        FeatureError, match="feat_team_elo, column elo_rating, game b: expected a value, was null"
    ):
        build_feature_store([_rows(elo_rating=[1.0, 1, 1, NULL, 1, 1])], [SURE])


def test_the_league_mean_of_a_row_never_holds_its_own_day() -> None:
    table = _rows(x=[1.0, 3.0, 10.0, NULL, 7.0, 7.0])
    means = league_mean_before(table, ["x"])["x"].tolist()
    assert np.isnan(means[:2]).all()
    assert means[2:] == pytest.approx([2, 2, 14 / 3, 14 / 3])


def test_groups_stand_side_by_side_whatever_the_order_of_their_rows() -> None:
    elo = _rows(elo_rating=[1, 2, 3, 4, 5, 6])
    men = _rows(men_out=[6.0, 5, 4, 3, 2, 1]).sample(frac=1, random_state=0)
    store = build_feature_store([elo, men], [SURE, COUNT])
    assert list(store) == [*elo.columns, "men_out", "men_missing"]
    assert (store["elo_rating"] + store["men_out"]).tolist() == [7.0] * 6
    assert store.dtypes.iloc[4:].eq("float64").all()


def test_a_table_with_other_games_is_refused() -> None:
    men = _rows(men_out=0.0).iloc[:4]
    with pytest.raises(
        FeatureError, match=r"feat_team_men: expected the same games .* \(6 rows\), was .* \(4 rows\)"
    ):
        build_feature_store([_rows(elo_rating=1.0), men], [SURE, COUNT])


def test_a_table_with_other_columns_is_refused() -> None:
    with pytest.raises(FeatureError, match=r"feat_team_elo: .* different in \['elo_odd'\]"):
        build_feature_store([_rows(elo_rating=1.0, elo_odd=1.0)], [SURE])


def test_columns_in_another_order_are_refused() -> None:
    table = _rows(elo_rating=1.0)[["elo_rating", "season", "game_id", "team_id", "game_date"]]
    with pytest.raises(FeatureError, match="different in the same columns in another order"):
        build_feature_store([table], [SURE])
