import pandas as pd
import pytest

from busta.features.groups import FeatureColumn, FeatureError, FeatureGroup, collect_groups


def _group(name: str, *columns: str, missing="never") -> FeatureGroup:
    described = {column: FeatureColumn("Something.", "points", missing=missing) for column in columns}
    return FeatureGroup(name, lambda games, settings: games.assign(used=settings), ("prm_games",), described)


def test_a_group_reads_only_the_tables_it_names() -> None:
    tables = {"prm_games": pd.DataFrame({"game_id": ["a"]}), "prm_quotes": pd.DataFrame()}
    assert _group("form", "form_points").build(tables, 3)["used"].tolist() == [3]


def test_only_a_group_that_can_miss_a_value_has_a_flag() -> None:
    assert _group("form", "form_points").missing_flag is None
    assert _group("form", "form_points", missing="zero").missing_flag == "form_missing"
    assert _group("form", "form_points").table == "feat_team_form"


def test_two_groups_may_not_share_a_column() -> None:
    with pytest.raises(FeatureError, match="form_points: expected in one group, was in form and pace"):
        collect_groups(_group("form", "form_points"), _group("pace", "form_points"))


def test_a_column_may_not_be_named_like_the_flag_of_a_group() -> None:
    with pytest.raises(FeatureError, match="form_missing: expected in one group"):
        collect_groups(_group("form", "form_points", missing="zero"), _group("pace", "form_missing"))


def test_two_groups_may_not_share_a_name() -> None:
    with pytest.raises(FeatureError, match="expected unique names"):
        collect_groups(_group("form", "form_points"), _group("form", "form_pace"))
