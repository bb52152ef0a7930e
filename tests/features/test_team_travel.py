import numpy as np
import pandas as pd
import pytest

from busta.features.team_travel import team_travel
from busta.nba.arenas import great_circle_km
from busta.nba.teams import teams
from tests.features.test_team_ranks import game

BOS, DEN, LAL = 1610612738, 1610612743, 1610612747


def _km(one: int, other: int) -> float:
    table = teams().set_index("team_id")
    places = [table.loc[team, ["latitude", "longitude"]].to_numpy(dtype=float) for team in (one, other)]
    return float(great_circle_km(*places[0], *places[1]))


def _trip(
    *games: tuple[int, int, int], neutral: tuple[int, ...] = (), unplayed: tuple[int, ...] = ()
) -> pd.DataFrame:
    """The ways of Boston to games (day, home, away)."""
    rows = []
    for day, home, away in games:
        points = (np.nan, np.nan) if day in unplayed else (100.0, 90.0)
        rows.append(
            game(day, home, away, points, 90).assign(is_home=[True, False], is_neutral=day in neutral)
        )
    table = team_travel(pd.concat(rows, ignore_index=True))
    return table[table["team_id"] == BOS].reset_index(drop=True)


def test_the_way_is_from_the_floor_of_the_last_game_and_from_home_before_the_first() -> None:
    rows = _trip((0, LAL, BOS), (2, DEN, BOS), (4, BOS, DEN))
    assert rows["travel_km"].tolist() == pytest.approx([_km(BOS, LAL), _km(LAL, DEN), _km(DEN, BOS)])


def test_ways_of_a_week_add_up() -> None:
    rows = _trip((0, LAL, BOS), (2, DEN, BOS), (8, BOS, DEN))
    assert rows["week_km"].tolist() == pytest.approx(
        [_km(BOS, LAL), _km(BOS, LAL) + _km(LAL, DEN), _km(LAL, DEN) + _km(DEN, BOS)]
    )


def test_clocks_are_ahead_in_the_east() -> None:
    assert _trip((0, LAL, BOS), (2, BOS, DEN))["zones_east"].tolist() == [-3, 3]


def test_height_is_that_of_the_floor_and_above_the_own() -> None:
    rows = _trip((0, DEN, BOS), (2, BOS, DEN))
    assert rows["altitude_m"].tolist() == [1585, 6]
    assert rows["climb_m"].tolist() == [1579, 0]


def test_where_a_neutral_floor_lies_is_not_known() -> None:
    rows = _trip((0, DEN, BOS), (2, BOS, DEN), (4, BOS, LAL), neutral=(2,))
    assert rows["travel_km"].isna().tolist() == [False, True, True]
    assert rows["altitude_m"].isna().tolist() == [False, True, False]
    assert rows["week_km"].tolist() == pytest.approx([_km(BOS, DEN)] * 3)


def test_a_game_called_off_is_no_way() -> None:
    rows = _trip((0, BOS, DEN), (2, LAL, BOS), (4, BOS, DEN), unplayed=(2, 4))
    assert rows["travel_km"].tolist()[2] == 0
    assert rows["week_km"].tolist()[2] == 0


def test_a_new_season_begins_at_home() -> None:
    rows = _trip((0, LAL, BOS), (365, DEN, BOS))
    assert rows["travel_km"].tolist()[1] == pytest.approx(_km(BOS, DEN))
