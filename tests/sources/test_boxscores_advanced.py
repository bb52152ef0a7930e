"""Advanced box scores, game by game."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.sources.boxscores_advanced import STATISTIC_COLUMNS, parse_boxscores_advanced
from busta.sources.parsed import Parsed, RawFile

_ROW = {
    "GAME_ID": "0022300001", "TEAM_ID": "1610612738", "TEAM_ABBREVIATION": "BOS", "PLAYER_ID": "1628369",
    "PLAYER_NAME": "Jayson Tatum", "MIN": "30:30", **dict.fromkeys(STATISTIC_COLUMNS, "0.5"), "PACE": "99.2",
}  # fmt: skip


def _parsed(*changes: dict[str, str]) -> Parsed:
    rows = pd.DataFrame([_ROW | change for change in changes], dtype="str")
    file = RawFile("advanced.csv", rows.set_axis(range(2, len(rows) + 2)))
    return parse_boxscores_advanced({"advanced.csv": file})


def test_a_row_is_read_with_its_minutes_and_ratings() -> None:
    parsed = _parsed({})
    row = parsed.rows.iloc[0]
    assert (row["season"], row["team_id"], row["minutes"], row["pace"]) == ("2023-24", 1610612738, 30.5, 99.2)
    assert parsed.refused.empty


def test_a_share_that_was_not_told_is_missing_and_no_error() -> None:
    parsed = _parsed({"AST_PCT": ""})
    assert parsed.rows["assist_share"].isna().all()
    assert parsed.refused.empty


@pytest.mark.parametrize(
    ("change", "column"), [({"MIN": "half"}, "MIN"), ({"PIE": "a lot"}, "PIE"), ({"TEAM_ID": "1"}, "TEAM_ID")]
)
def test_a_wrong_cell_refuses_its_row(change: dict[str, str], column: str) -> None:
    parsed = _parsed(change, {"PLAYER_ID": "2"})
    assert list(parsed.rows["player_id"]) == [2]
    assert list(parsed.refused["column"]) == [column]


def test_a_player_stands_once_in_a_game() -> None:
    assert len(_parsed({}, {}).rows) == 1


def test_no_file_gives_typed_columns() -> None:
    assert {"game_id", "usage", "possessions"} <= set(parse_boxscores_advanced({}).rows.columns)
