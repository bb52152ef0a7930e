from __future__ import annotations

import numpy as np
import pandas as pd

from busta.evaluation.league_moments import TABLES, league_moments, season_moments
from tests.evaluation.moments.small_tables import INTERVALS, RULES
from tests.small_moments import league_tables


def test_every_theme_has_its_moments_and_no_moment_stands_twice() -> None:
    table = league_moments(league_tables(), RULES, INTERVALS)
    groups = ["scores", "rest", "market", "team box score", "players", "roles", "absences", "props"]
    assert table["group"].drop_duplicates().tolist() == groups
    assert not table.duplicated(["group", "moment"]).any()
    assert table.columns.tolist() == ["group", "moment", "unit", "n", "value", "low", "high"]


def test_intervals_are_ordered_and_hold_their_values_but_for_a_few() -> None:
    table = league_moments(league_tables(), RULES, INTERVALS).dropna()
    assert (table["low"] <= table["high"]).all()
    # Drawn days repeat themselves, so a spread of few days is drawn too small.
    assert table["value"].between(table["low"], table["high"]).mean() > 0.95


def test_without_props_all_other_moments_are_the_same() -> None:
    tables = league_tables()
    whole = league_moments(tables, RULES, INTERVALS)
    empty = league_moments(tables | {"prm_prop_quotes": tables["prm_prop_quotes"][:0]}, RULES, INTERVALS)
    absent = league_moments({k: v for k, v in tables.items() if k != TABLES[-1]}, RULES, INTERVALS)
    wanted = whole[whole["group"] != "props"]
    pd.testing.assert_frame_equal(absent, wanted)
    pd.testing.assert_frame_equal(empty, wanted)


def test_the_order_of_rows_is_of_no_matter() -> None:
    tables = league_tables()
    rng = np.random.default_rng(4)
    shuffled = {name: table.iloc[rng.permutation(len(table))] for name, table in tables.items()}
    first, second = (league_moments(each, RULES, INTERVALS) for each in (tables, shuffled))
    pd.testing.assert_frame_equal(first, second, rtol=1e-9)


def test_a_season_is_measured_by_itself() -> None:
    tables = league_tables()
    found = season_moments(tables, RULES, INTERVALS)
    season = tables["prm_games"]["season"].min()
    alone = {
        name: table[table["season"] == season] if "season" in table else table
        for name, table in tables.items()
    }
    wanted = league_moments(alone, RULES, INTERVALS)
    pd.testing.assert_frame_equal(
        found[found["season"] == season].drop(columns="season").reset_index(drop=True), wanted
    )
    assert found["season"].nunique() == 2
