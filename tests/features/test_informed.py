from __future__ import annotations

import pandas as pd
import pytest

from busta.features.informed import LATER_GROUPS, games_known, informed_columns, informed_store
from busta.features.players import LINEUP_COLUMNS


def _store() -> pd.DataFrame:
    columns = informed_columns(["elo", "players"], "morning")
    rows = pd.DataFrame({"game_id": ["1", "1", "2", "2"], "team_id": [10, 20, 10, 20], "elo_rating": 1500.0})
    evening = {name: float(place) for place, name in enumerate(columns)}
    later = {name: 100.0 + place for place, name in enumerate(columns.values())}
    return rows.assign(**evening, **later, morning_is_known=[1.0, 1.0, 1.0, 0.0])


@pytest.mark.parametrize("later", LATER_GROUPS)
def test_a_later_group_holds_every_column_of_the_line_up_anew_and_its_flag(later: str) -> None:
    pairs = informed_columns(["elo", "players"], later)
    assert pairs == {name: f"{later}_{name}" for name in LINEUP_COLUMNS} | {
        "players_missing": f"{later}_missing"
    }


def test_groups_that_no_later_group_knows_better_have_no_such_columns() -> None:
    assert informed_columns(["elo", "schedule", "past_lines"], "tip_off") == {}


def test_what_was_seen_stands_in_the_place_of_what_was_expected_and_nothing_else_moves() -> None:
    store = _store()
    informed = informed_store(store, ["elo", "players"], "morning")
    pairs = informed_columns(["elo", "players"], "morning")
    for evening, later in pairs.items():
        assert informed[evening].equals(store[later].rename(evening))
    rest = [name for name in store if name not in pairs]
    pd.testing.assert_frame_equal(informed[rest], store[rest])
    assert list(informed.columns) == list(store.columns)


def test_a_game_is_known_when_both_teams_are() -> None:
    assert list(games_known(_store(), "morning")) == ["1"]
