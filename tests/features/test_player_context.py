import numpy as np
import pandas as pd
import pytest

from busta.features.player_context import CONTEXT_COLUMNS, GROUP, ContextSettings
from tests.features.test_team_ranks import game
from tests.player_tables import questions

BOS, PHI, DEN, LAL = 1610612738, 1610612755, 1610612743, 1610612747
SETTINGS = ContextSettings(rival_days=300, rival_meetings=2, season_games=4, playoff_places=1, reach_games=2)


def _league(*games: tuple[int, int, int], last: str = "regular") -> pd.DataFrame:
    """Games (day, home, away), won by the home team, the last of them not played yet."""
    rows = [game(*one, (100.0, 90.0), 90) for one in games[:-1]] + [game(*games[-1], (np.nan, np.nan), 0)]
    table = pd.concat(rows, ignore_index=True)
    is_last = table["game_date"] == table["game_date"].max()
    return table.assign(
        is_home=[True, False] * len(games), is_neutral=False, season_type=np.where(is_last, last, "regular")
    )


def _row(*games: tuple[int, int, int], last: str = "regular", team: int = BOS) -> pd.Series:
    day, home, away = games[-1]
    asked = questions([day], team_id=team, opponent_id=away if team == home else home)
    tables = {"feat_player_questions": asked, "prm_team_games": _league(*games, last=last)}
    return GROUP.build(tables, SETTINGS).iloc[0]


def test_teams_of_a_division_are_rivals_before_they_have_met() -> None:
    row = _row((9, BOS, PHI))
    assert row[["context_same_division", "context_meetings", "context_rivalry"]].tolist() == [1, 0, 1]


def test_other_teams_become_rivals_when_they_meet_often() -> None:
    names = ["context_same_division", "context_meetings", "context_rivalry"]
    assert _row((0, LAL, BOS), (9, BOS, LAL))[names].tolist() == [0, 1, 0]
    assert _row((0, LAL, BOS), (3, BOS, LAL), (9, BOS, LAL))[names].tolist() == [0, 2, 1]
    # The first meeting is too long ago.
    assert _row((0, LAL, BOS), (3, BOS, LAL), (302, BOS, LAL))[names].tolist() == [0, 1, 0]


def test_ways_are_those_of_both_teams() -> None:
    row = _row((0, LAL, BOS), (3, LAL, DEN), (9, DEN, BOS))
    assert row["context_travel_km"] == pytest.approx(row["context_opponent_travel_km"])
    assert row["context_travel_km"] == pytest.approx(1340, abs=20)
    assert row["context_week_km"] == row["context_travel_km"]
    assert row[["context_altitude_m", "context_climb_m", "context_zones_east"]].tolist() == [1585, 1579, 1]


def test_records_are_those_of_both_teams() -> None:
    row = _row((0, BOS, LAL), (3, LAL, DEN), (9, BOS, LAL))
    assert row[["context_win_share", "context_opponent_win_share"]].tolist() == [1, 0.5]


def test_a_game_means_more_the_later_and_the_closer() -> None:
    # Boston has won one of two, Philadelphia leads the East with one of one: one game behind, half the season gone.
    row = _row((0, BOS, LAL), (1, DEN, BOS), (2, PHI, LAL), (9, BOS, LAL))
    assert row["context_importance"] == pytest.approx(2 / 4 * (1 - 1 / 2))
    assert _row((9, BOS, LAL))["context_importance"] == 0
    assert _row((9, BOS, LAL), last="playoffs")["context_importance"] == 1


def test_the_group_declares_what_it_makes_and_what_never_misses_is_there() -> None:
    row = _row((0, LAL, BOS), (9, BOS, LAL))
    assert list(row.index[2:]) == list(CONTEXT_COLUMNS)
    assert row[[name for name, column in CONTEXT_COLUMNS.items() if column.missing == "never"]].notna().all()


def test_settings_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="rival_days"):
        ContextSettings(0, 2, 82, 8, 10)
