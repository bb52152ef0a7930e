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
    ],
)
def test_a_league_that_cannot_be_is_refused_by_name(name: str, value: int) -> None:
    with pytest.raises(LeagueSettingsError, match=rf"{name} expected .*, was {value}"):
        LeagueSettings(**{"seed": 1, "seasons": 1, "first_season": 2015, name: value})  # type: ignore[arg-type]


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
