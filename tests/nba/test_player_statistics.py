import numpy as np
import pandas as pd
import pytest

from busta.nba.player_statistics import PLAYER_STATISTICS, StatisticError, quantity, quantity_name

BOX = pd.DataFrame({"points": [10.0, 20.0], "reb": [3.0, np.nan], "ast": [2.0, 5.0]}, index=[4, 7])


def test_a_sum_adds_its_parts_row_by_row() -> None:
    assert quantity(BOX, ["points", "assists"]).to_dict() == {4: 12.0, 7: 25.0}


def test_a_part_that_was_not_counted_makes_the_sum_unknown() -> None:
    total = quantity(BOX, ["points", "rebounds", "assists"])
    assert total[4] == 15.0
    assert np.isnan(total[7])


def test_a_sum_is_named_after_its_parts() -> None:
    assert quantity_name(["points", "rebounds", "assists"]) == "points_rebounds_assists"


@pytest.mark.parametrize("parts", [["dunks"], ["points", "points"], []])
def test_parts_are_known_statistics_each_once(parts) -> None:
    with pytest.raises(StatisticError, match="expected one"):
        quantity(BOX, parts)


def test_every_statistic_stands_in_the_box_scores_of_players() -> None:
    from busta.schemas.primary import PlayerGames

    assert set(PLAYER_STATISTICS.values()) <= set(PlayerGames.to_schema().columns)
