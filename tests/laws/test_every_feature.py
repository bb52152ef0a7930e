"""Time travel over every feature there is, on the invented league and on the real one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.features import registry
from busta.params.features import FeatureParams
from tests.laws.feature_laws import (
    OUTLOOK,
    STORE,
    build_features,
    law_morning_is_morning,
    law_time_travel,
    telling_days,
)
from tests.laws.project_run import parameters
from tests.laws.time_travel import Tables

DAYS = 20
# On the real data: so many pairs of neighbouring seasons, and so many days in each.
WINDOWS, DAYS_OF_WINDOW = 5, 4


def test_the_law_reaches_every_table_of_features(tables, feature_params) -> None:
    made = build_features(tables, feature_params)
    assert set(made) == {OUTLOOK, STORE, *(group.table for group in registry.FEATURE_GROUPS.values())}
    assert all("game_date" in table for table in made.values())


def test_every_group_has_something_to_say_of_the_invented_league(tables, feature_params) -> None:
    made = build_features(tables, feature_params)[STORE]
    late = made[made["season"] == made["season"].max()]
    silent = [
        name for name in late if late[name].nunique() == 1 and not name.endswith(("_missing", "season"))
    ]
    assert [
        name for name in silent if name not in ("schedule_neutral", "morning_is_known", "tip_off_is_known")
    ] == []


@pytest.mark.slow
def test_no_feature_sees_the_future_of_the_invented_league(tables, feature_params) -> None:
    rng = np.random.default_rng(2024)
    days = telling_days(tables["prm_games"], DAYS, rng)
    assert len(set(days)) == DAYS
    law_time_travel(build_features, tables, feature_params, days, rng)


def test_no_feature_of_the_morning_hears_the_afternoon_of_the_invented_league(tables, feature_params) -> None:
    law_morning_is_morning(tables, feature_params, np.random.default_rng(1))


@pytest.mark.slow
@pytest.mark.parametrize("window", range(WINDOWS))
def test_no_feature_sees_the_future_of_the_real_league(
    raw_root, real_primary_tables: Mapping[str, Any], window: int
) -> None:
    params = FeatureParams(**parameters("base")["features"])
    seasons = sorted(real_primary_tables["prm_games"]["season"].unique())
    # The first season has no box scores of players: without them half of the features would say nothing.
    last = len(seasons) - 1 - window * (len(seasons) - 3) // (WINDOWS - 1)
    part = _seasons_only(real_primary_tables, seasons[last - 1 : last + 1])
    rng = np.random.default_rng(window)
    # Every other of them, in turns: each kind of day comes up in some window.
    days = telling_days(part["prm_games"], 2 * DAYS_OF_WINDOW, rng)[window % 2 :: 2]
    law_time_travel(build_features, part, params, days, rng)


@pytest.mark.slow
def test_no_feature_of_the_morning_hears_the_afternoon_of_the_real_league(
    raw_root, real_primary_tables: Mapping[str, Any]
) -> None:
    params = FeatureParams(**parameters("base")["features"])
    seasons = sorted(real_primary_tables["prm_availability"]["season"].unique())[-1:]
    law_morning_is_morning(_seasons_only(real_primary_tables, seasons), params, np.random.default_rng(1))


def _seasons_only(tables: Tables, seasons: list[str]) -> dict[str, pd.DataFrame]:
    games = tables["prm_games"]
    days = games.loc[games["season"].isin(seasons), "game_date"]
    notes = tables["prm_injury_notes"]
    kept = {
        name: table[table["season"].isin(seasons)].reset_index(drop=True) if "season" in table else table
        for name, table in tables.items()
    }
    near = notes["note_date"].between(days.min() - pd.Timedelta(days=60), days.max())
    return kept | {"prm_injury_notes": notes[near].reset_index(drop=True)}
