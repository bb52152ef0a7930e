"""Leagues that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from busta.fabrication import LeagueSettings
from busta.fabrication.settings import LeagueSettingsError
from busta.params.fabrication import FabricationParams
from tests.league import REPOSITORY


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("teams", 7),
        ("teams", 32),
        ("seasons", -1),
        ("games_per_team", 1),
        ("players_per_team", 9),
        ("playoff_teams", 3),
        ("playoff_teams", 16),
        ("playoff_wins", 5),
        ("preseason_games", 9),
        ("neutral_games", -1),
        ("cup_from_season", -1),
        ("first_season", 1959),
        ("first_season", 2046),
    ],
)
def test_a_league_that_cannot_be_is_refused_by_name(name: str, value: int) -> None:
    with pytest.raises(LeagueSettingsError, match=rf"{name} expected .*, was {value}"):
        LeagueSettings(**{"seed": 1, "seasons": 1, "first_season": 2015, name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize("first_season", [1960, 1996])
def test_fifty_seasons_fit_where_two_digits_name_the_year(first_season: int) -> None:
    assert LeagueSettings(seed=1, seasons=50, first_season=first_season).seasons == 50


def test_seasons_whose_game_ids_would_name_the_wrong_century_are_refused() -> None:
    with pytest.raises(LeagueSettingsError, match=r"expected 1960 to 1996 for 50 seasons .*, was 1997"):
        LeagueSettings(seed=1, seasons=50, first_season=1997)


def _base() -> dict[str, object]:
    path = Path(REPOSITORY, "conf", "base", "parameters_fabrication.yml")
    parameters: dict[str, object] = yaml.safe_load(path.read_text(encoding="utf-8"))["fabrication"]
    return parameters


def test_the_base_asks_for_no_seasons() -> None:
    assert FabricationParams.model_validate(_base()).settings().seasons == 0


def test_an_unknown_key_is_refused_even_in_a_block() -> None:
    parameters = _base()
    parameters["book"] = {"overrround": 0.04}
    with pytest.raises(ValueError, match="overrround"):
        FabricationParams.model_validate(parameters)
