"""What groups of features of a player market are worth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bootstrap import BootstrapRules
from busta.evaluation.prop_ablation import (
    OTHER,
    PLAYER_ABLATION_COLUMNS,
    player_ablation_table,
    position_groups,
)

RULES = BootstrapRules(draws=100, seed=1, level=0.95)


def _ablation(**steps: list[float]) -> pd.DataFrame:
    days = pd.date_range("2001-11-01", periods=4).astype("datetime64[us]")
    parts = [
        pd.DataFrame(
            {
                "step": step,
                "season": "2001-02",
                "game_id": [f"{place:010d}" for place in range(len(means))],
                "game_date": days[: len(means)],
                "player_id": 1,
                "mean": means,
                "actual": [2.0, 4.0, 6.0, 8.0][: len(means)],
            }
        )
        for step, means in steps.items()
    ]
    return pd.concat(parts, ignore_index=True)[PLAYER_ABLATION_COLUMNS]


def test_every_step_stands_beside_the_one_before() -> None:
    found = player_ablation_table(_ablation(form=[5, 5, 5, 5], minutes=[3, 4, 6, 6]), RULES).set_index("step")
    assert found["mae"].tolist() == [2.0, 0.75]
    assert found["rmse"].tolist() == pytest.approx([np.sqrt(5), np.sqrt(1.25)])
    assert np.isnan(found.loc["form", "mae_change"])
    assert found.loc["minutes", "mae_change"] == pytest.approx(-1.25)
    assert found.loc["minutes", "rmse_change"] == pytest.approx(np.sqrt(1.25) - np.sqrt(5))


def test_steps_are_compared_on_the_rows_that_all_have() -> None:
    found = player_ablation_table(_ablation(form=[5, 5, 5, 5], minutes=[3, 4]), RULES)
    assert found["n"].tolist() == [2, 2]
    assert found["mae"].tolist() == [2.0, 0.5]


def test_men_stand_in_the_group_of_their_first_position_unless_it_is_small() -> None:
    rows = pd.DataFrame({"player_id": pd.array([1, 1, 2, 3, 4], dtype="Int64")}, index=[5, 6, 7, 8, 9])
    players = pd.DataFrame(
        {"player_id": [1, 2, 3], "position": ["Guard", "Guard-Forward", "Center"]},
    )
    found = position_groups(rows, players, least_rows=2)
    assert found.to_dict() == {5: "Guard", 6: "Guard", 7: "Guard", 8: OTHER, 9: OTHER}
