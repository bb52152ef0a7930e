import pytest

from busta.features.groups import FeatureError
from busta.features.player_registry import (
    NO_SOURCE,
    PLAYER_GROUPS,
    QUANTITY_GROUPS,
    THEMES,
    player_feature_columns,
    player_feature_dictionary,
    player_group,
    player_groups,
    used_groups,
)

POINTS, SUM = ["points"], ["points", "rebounds", "assists"]


def test_a_theme_with_a_quantity_has_one_group_for_each() -> None:
    assert player_group("form", SUM).name == "form_points_rebounds_assists"
    assert player_group("minutes", SUM) is player_group("minutes", POINTS)


def test_every_group_knows_its_theme_and_reads_the_questions_first() -> None:
    assert not set(PLAYER_GROUPS) & set(QUANTITY_GROUPS)
    for theme in THEMES:
        group = player_group(theme, POINTS)
        assert group.theme == theme
        assert group.inputs[0] == "feat_player_questions"
        assert all(column.description.endswith(".") for column in group.columns.values())


def test_the_columns_of_all_themes_and_several_quantities_are_unique() -> None:
    groups = used_groups([(THEMES, POINTS), (THEMES, ["rebounds"]), (THEMES, SUM)])
    assert len(groups) == len(PLAYER_GROUPS) + 3 * len(QUANTITY_GROUPS)


def test_a_group_that_two_markets_use_is_made_once() -> None:
    groups = used_groups([(["form", "minutes"], POINTS), (["minutes", "form"], ["assists"])])
    assert [group.name for group in groups] == ["form_points", "minutes", "form_assists"]
    assert used_groups([]) == []


def test_columns_come_in_the_order_of_the_themes_each_flag_last() -> None:
    columns = player_feature_columns(["schedule", "opponent"], POINTS)
    schedule, opponent = player_groups(["schedule", "opponent"], POINTS)
    assert columns == [*schedule.columns, *opponent.columns, "opponent_points_missing"]
    assert player_feature_columns(["minutes"], POINTS)[-1] == "minutes_missing"


def test_an_unknown_theme_is_refused_with_the_known_ones() -> None:
    with pytest.raises(FeatureError, match=r"expected one of form, opponent, .*, was 'moon'"):
        player_group("moon", POINTS)


@pytest.mark.parametrize("theme", NO_SOURCE)
def test_a_theme_that_no_file_tells_says_which_file_it_wants(theme) -> None:
    with pytest.raises(FeatureError, match=r"expected the file \w+/\*\.csv: .*, was none"):
        player_group(theme, POINTS)


def test_the_dictionary_describes_every_column_of_every_theme() -> None:
    dictionary = player_feature_dictionary(POINTS)
    assert dictionary["column"].is_unique
    assert set(dictionary["theme"]) == set(THEMES)
    assert dictionary["information"].isin(["evening", "morning", "tip_off"]).all()
