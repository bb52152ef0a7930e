"""A season that is not there yet changes nothing in the seasons before it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from tests.laws.project_run import ingest, parameters
from tests.laws.time_travel import changed_columns
from tests.league import tiny_league, write_league


def _league_before(season: str) -> dict[str, dict[str, pd.DataFrame]]:
    # Files of all seasons together keep their rows of later ones: they find no game.
    written = (season, season.replace("-", "_"))
    return {
        source: {name: table for name, table in files.items() if not any(text in name for text in written)}
        for source, files in tiny_league().items()
    }


def test_primary_tables_of_earlier_seasons_do_not_know_the_files_of_the_last(
    tables: Mapping[str, Any], tmp_path: Path
) -> None:
    games = tables["prm_games"]
    last = games["season"].max()
    found = ingest(write_league(_league_before(last), tmp_path / "raw"), parameters("test"), "prm_")
    days = games.loc[games["season"] < last, "game_date"]
    assert found["prm_games"]["season"].max() < last
    for name, table in tables.items():
        if name == "prm_players":  # who there is: identity, no result
            continue
        expected, other = (_until(rows, last, days.max()) for rows in (table, found[name]))
        assert len(expected) == len(other), f"{name}: other rows"
        # Not every source is invented; one that is has earlier seasons too.
        assert len(expected) > 0 or table.empty, f"{name}: no rows of earlier seasons"
        wrong = changed_columns(expected.reset_index(drop=True), other.reset_index(drop=True), table)
        assert not wrong, f"{name}: the files of {last} changed {', '.join(wrong)}"


def _until(table: pd.DataFrame, season: str, day: pd.Timestamp) -> pd.DataFrame:
    return table[table["season"] < season] if "season" in table else table[table["note_date"] <= day]
