"""Which game and which player a quote is about."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from busta.sources.props_match import match
from tests.sources.prop_rows import ALLEN_OF_BOSTON, ALLEN_OF_NEW_YORK, DAY, TATUM, people, prop_games
from tests.sources.raw_texts import BOS, CLE, NYK

NOBODY, NO_GAME = 0, ""


def _matched(**row: Any) -> tuple[str, int]:
    rows = pd.DataFrame([{"game_date": DAY, **row}] * 2).astype({"game_date": "datetime64[us]"})
    found = match(rows, prop_games(), people())
    assert found.mention.tolist() == [0, 0]
    only = found.table.fillna({"game_id": NO_GAME, "player_id": NOBODY}).iloc[0]
    return only["game_id"], only["player_id"]


@pytest.mark.parametrize(
    ("teams", "game"),
    [
        ({"home_team_id": BOS, "away_team_id": NYK}, "0022300001"),
        ({"home_team_id": NYK, "away_team_id": BOS}, NO_GAME),
        ({"home_team_id": pd.NA, "away_team_id": NYK}, "0022300001"),
        ({"home_team_id": NYK, "away_team_id": pd.NA}, NO_GAME),
        ({"team_id": NYK}, "0022300001"),
        ({"team_id": CLE}, NO_GAME),
        ({"home_team_id": pd.NA, "away_team_id": pd.NA}, "0022300001"),
    ],
)
def test_the_game_of_the_day_has_all_the_teams_that_are_named(teams: dict[str, Any], game: str) -> None:
    assert _matched(player_name="Jayson Tatum", **teams)[0] == game


def test_another_day_is_another_game() -> None:
    assert (
        _matched(player_name="Jayson Tatum", team_id=BOS, game_date=DAY + pd.Timedelta(days=1))[0] == NO_GAME
    )


@pytest.mark.parametrize(
    ("name", "teams", "player"),
    [
        ("JAYSON TATUM JR.", {"team_id": BOS}, TATUM),
        ("Somebody Else", {"team_id": BOS}, NOBODY),
        ("Ray Allen", {"team_id": NYK}, ALLEN_OF_NEW_YORK),
        # The opponent is from New York: he is the one from Boston.
        ("Ray Allen", {"home_team_id": pd.NA, "away_team_id": NYK}, ALLEN_OF_BOSTON),
        ("Ray Allen", {"home_team_id": BOS, "away_team_id": pd.NA}, ALLEN_OF_NEW_YORK),
        # Both teams have one: nobody is guessed.
        ("Ray Allen", {"home_team_id": BOS, "away_team_id": NYK}, NOBODY),
        ("Lu Dort", {"home_team_id": pd.NA, "away_team_id": pd.NA}, 5),
    ],
)
def test_a_name_is_decided_by_the_team_or_not_at_all(name: str, teams: dict[str, Any], player: int) -> None:
    assert _matched(player_name=name, **teams)[1] == player


def test_a_row_without_a_game_has_the_season_of_its_day() -> None:
    rows = pd.DataFrame({"player_name": ["A B"], "game_date": [DAY], "team_id": [CLE]})
    table = match(rows.astype({"game_date": "datetime64[us]"}), prop_games(), people()).table
    assert table["season"].tolist() == ["2023-24"]
    assert table["game_date"].tolist() == [DAY]
