"""Two team rows become one game row."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.features.game_rows import GameRowsError, combine_teams, game_row_names

FEATURES = pd.DataFrame(
    {
        "game_id": ["a", "a", "b", "b"],
        "team_id": [1, 2, 1, 2],
        "elo": [3.0, 1.0, 5.0, 9.0],
        "neutral": [0, 0, 1, 1],
    }
)
GAMES = pd.DataFrame({"game_id": ["b", "a"], "home_team_id": [1, 2], "away_team_id": [2, 1]})


@pytest.mark.parametrize(("how", "expected"), [("difference", [-4.0, -2.0]), ("sum", [14.0, 4.0])])
def test_a_game_row_is_home_minus_or_plus_away(how: str, expected: list[float]) -> None:
    combined = combine_teams(FEATURES, GAMES, ["elo"], how, ["neutral"])  # type: ignore[arg-type]
    assert combined["game_id"].tolist() == ["b", "a"]
    assert combined[f"elo_{how}"].tolist() == expected
    assert combined["neutral"].tolist() == [1.0, 0.0]
    assert list(combined.columns[1:]) == game_row_names(["elo"], how, ["neutral"])  # type: ignore[arg-type]


def test_a_game_without_a_feature_row_is_named() -> None:
    with pytest.raises(GameRowsError, match="game a, home_team_id 2: expected a row in the feature store"):
        combine_teams(FEATURES.drop(1), GAMES, ["elo"], "sum")


def test_a_feature_that_is_not_in_the_store_is_named() -> None:
    with pytest.raises(GameRowsError, match="expected moon in the feature store"):
        combine_teams(FEATURES, GAMES, ["moon"], "sum")


def test_an_unknown_value_is_named_by_its_feature() -> None:
    broken = FEATURES.assign(elo=[np.nan, 1.0, 2.0, 3.0])
    with pytest.raises(GameRowsError, match=r"feature 'elo_sum': .* was unknown in 1"):
        combine_teams(broken, GAMES, ["elo"], "sum")
