"""The benchmark takes the seasons it says it takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import stages


@pytest.mark.parametrize(
    ("name", "season"),
    [
        ("nba_games_2015_16.csv", "2015-16"),
        ("player_logs_1999-00.csv", "1999-00"),
        ("nba odds 2015-16.xlsx", "2015-16"),
        ("nba_2008-2024.csv", None),
        ("lines_2024-03.parquet", None),
        ("player_info_2021.csv", None),
    ],
)
def test_a_file_is_of_the_season_its_name_says(name: str, season: str | None) -> None:
    assert stages.season_of(name) == season


def test_only_the_newest_seasons_and_files_of_many_seasons_are_linked(tmp_path: Path) -> None:
    raw, target = tmp_path / "raw", tmp_path / "linked"
    for name in ("team_logs/t_2015_16.csv", "team_logs/t_2016_17.csv", "notes/n_2010-2024.csv"):
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_text(name, encoding="utf-8")
    stages.link_seasons(raw, target, stages.newest_seasons(raw, 1))
    linked = {str(path.relative_to(target)) for path in target.rglob("*") if path.is_file()}
    assert linked == {"team_logs/t_2016_17.csv", "notes/n_2010-2024.csv"}


def test_a_stage_that_did_not_complete_is_a_dash() -> None:
    results = [
        stages.Measurement(1, "ingestion", 2.5, 300, True),
        stages.Measurement(1, "reporting", 1.0, 90, False),
    ]
    page = stages.page(results)
    assert "| ingestion | 2.5 s, 300 MiB |" in page
    assert "| reporting | - |" in page
