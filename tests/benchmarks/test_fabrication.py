"""The benchmark of the invented league asks for the sizes it names."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import fabrication
from benchmarks.fabrication import Measurement
from busta.fabrication import LeagueSettings


@pytest.mark.parametrize("size", fabrication.SIZES, ids=lambda size: size.name)
def test_every_size_is_a_league_that_can_be(size: fabrication.Size) -> None:
    teams, seasons = map(int, size.name.split("x"))
    parameters = {"seed": 1, "first_season": 2015, **size.parameters}
    settings = LeagueSettings(**parameters)  # type: ignore[arg-type]
    assert (settings.teams, settings.seasons) == (teams, seasons)


def test_a_whole_run_invents_a_league_of_its_own_and_a_stage_takes_the_one_before(tmp_path: Path) -> None:
    size = fabrication.SIZES[0]
    whole, made, read = (
        fabrication.arguments_of(size, command, tmp_path)
        for command in ("all in one run", "fabrication, files written", "ingestion of these files")
    )
    assert whole[:2] == ["run", "--params"]
    assert made[:3] == ["run", "--pipelines", "fabrication"]
    assert made[-1] == read[-1] != whole[-1]
    assert "fabrication.seasons=3" in whole[-1].split(",")
    assert f"raw_root={tmp_path}/stages/01_raw" in made[-1].split(",")


def test_the_page_has_a_dash_for_what_was_not_measured() -> None:
    made, read = list(fabrication.COMMANDS)[:2]
    results = [
        Measurement("12x3", made, 4.25, 300.4, 90, 12.0, True),
        Measurement("30x50", made, 100.0, 900.0, 900, 400.0, True),
        Measurement("30x50", read, 9.0, 90.0, 900, 400.0, False),
    ]
    page = fabrication.page(results)
    assert "| command | 12 teams, 3 seasons | 30 teams, 50 seasons |" in page
    assert f"| {made} | 4.2 s, 300 MiB | 100.0 s, 900 MiB |" in page
    assert f"| {read} | - | - |" in page
    assert "| raw files | 90 files, 12 MiB | 900 files, 400 MiB |" in page


def test_an_unknown_size_is_told_with_those_that_are_known() -> None:
    assert [size.name for size in fabrication.chosen(["30x9"])] == ["30x9"]
    with pytest.raises(SystemExit, match="expected sizes among 12x3, 30x9, 30x50, was 5x5"):
        fabrication.chosen(["5x5"])
