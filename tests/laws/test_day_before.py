"""What is said of a game without the day before it was known on the evening before that day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.features import day_before
from busta.features.day_before import day_before_features
from busta.features.groups import FEATURE_KEYS
from busta.features.registry import feature_columns
from busta.params.features import FeatureParams
from tests.laws.feature_laws import STORE, build_features, telling_days
from tests.laws.project_run import parameters
from tests.laws.time_travel import Tables, changed_columns, delete_from, scramble_from

DAY = pd.Timedelta(days=1)
# They know no calendar, so a question put a day early is the same question.
WITHOUT_A_CLOCK = ("elo", "four_factors")
MADE_ANEW = feature_columns([group.name for group in day_before.day_before_groups()])


def _early(tables: Tables, params: FeatureParams, first_season: str = "") -> pd.DataFrame:
    store = build_features(tables, params)[STORE]
    return day_before_features(tables, store, first_season, params.players, params.settings_of)


def _assert_deaf(
    tables: Tables, params: FeatureParams, days: list[pd.Timestamp], rng: np.random.Generator
) -> None:
    truth = _early(tables, params)
    for day in days:
        expected = truth[truth["game_date"] <= day]
        assert (expected["game_date"] == day).any(), f"no game on {day:%Y-%m-%d}"
        # Games of the day before that were called off are known to have been by the schedule alone.
        for name, other in (
            ("scrambled", scramble_from(tables, day - DAY, rng)),
            ("deleted", delete_from(tables, day - DAY)),
        ):
            found = _early(other, params)
            wrong = changed_columns(expected, found[found["game_date"] <= day], truth)
            assert not wrong, f"{name} from the day before {day:%Y-%m-%d}: changed {', '.join(wrong)}"


@pytest.fixture(scope="module")
def store(tables: Tables, feature_params: FeatureParams) -> pd.DataFrame:
    return build_features(tables, feature_params)[STORE]


@pytest.fixture(scope="module")
def early(tables: Tables, feature_params: FeatureParams, store: pd.DataFrame) -> pd.DataFrame:
    return day_before_features(tables, store, "", feature_params.players, feature_params.settings_of)


@pytest.mark.slow
def test_nothing_of_the_day_before_is_heard(tables, feature_params) -> None:
    rng = np.random.default_rng(20)
    _assert_deaf(tables, feature_params, telling_days(tables["prm_games"], 6, rng), rng)


def test_a_question_put_after_the_games_of_its_day_would_be_caught(
    tables, feature_params, store, monkeypatch
) -> None:
    monkeypatch.setattr(day_before, "_ASKED", "~")
    tired = store.loc[store["schedule_back_to_back"] == 1, "game_date"].max()
    with pytest.raises(AssertionError, match="lineup_value_deviation"):
        _assert_deaf(tables, feature_params, [tired], np.random.default_rng(20))


def test_the_questions_change_no_other_row(tables, feature_params, store) -> None:
    both = build_features(day_before.ask_a_day_early(tables, ""), feature_params)[STORE]
    real = both[~both["game_id"].str.startswith("-")]
    rows = real.set_index(["game_id", "team_id"])[MADE_ANEW]
    expected = store.set_index(["game_id", "team_id"])[MADE_ANEW].loc[rows.index]
    flags = store.set_index(["game_id", "team_id"])["four_factors_missing"].loc[rows.index] == 0
    # What is filled in where nothing is known is the mean of all rows, and there are more of them.
    np.testing.assert_allclose(rows[flags], expected[flags], rtol=1e-9, atol=1e-9)


def test_it_is_as_if_the_games_of_a_day_were_played_on_a_quiet_day_before(tables, feature_params) -> None:
    games = tables["prm_games"]
    days = games["game_date"].drop_duplicates().sort_values()
    quiet = days[(days.diff() > DAY) & (days.diff() < 30 * DAY)]
    day = quiet.iloc[len(quiet) // 2]
    notes = tables["prm_injury_notes"]
    silent = dict(tables) | {"prm_injury_notes": notes[notes["note_date"] != day - DAY]}
    moved = {name: _moved(table, day) for name, table in silent.items()}
    early = _early(silent, feature_params)
    early = early[early["game_date"] == day].drop(columns="game_date").reset_index(drop=True)
    played = build_features(moved, feature_params)[STORE]
    played = played[played["game_date"] == day - DAY].reset_index(drop=True)
    assert len(early) == len(played) > 0
    np.testing.assert_allclose(early[MADE_ANEW], played[MADE_ANEW], rtol=1e-9, atol=1e-9)


def test_after_a_quiet_day_what_knows_no_calendar_says_the_same(tables, store, early) -> None:
    games = tables["prm_games"]
    days = games["game_date"].drop_duplicates()
    after_quiet = days[~(days - DAY).isin(days)]
    rows = store["game_date"].isin(after_quiet).to_numpy()
    assert 0 < rows.sum() < len(store)
    for group in WITHOUT_A_CLOCK:
        known = rows & (store["four_factors_missing"] == 0).to_numpy()
        columns = [name for name in feature_columns([group]) if name in store]
        pd.testing.assert_frame_equal(early.loc[known, columns], store.loc[known, columns])
        assert not early.loc[~rows, columns].equals(store.loc[~rows, columns])


def test_the_calendar_is_that_of_the_game(store, early) -> None:
    columns = [*FEATURE_KEYS, *feature_columns(["schedule"])]
    pd.testing.assert_frame_equal(early[columns], store[columns])
    assert list(early) == [name for name in store if not name.startswith(("morning_", "tip_off_"))]


@pytest.mark.slow
def test_nothing_of_the_day_before_is_heard_in_the_real_league(
    raw_root, real_primary_tables: Mapping[str, Any]
) -> None:
    params = FeatureParams(**parameters("base")["features"])
    seasons = sorted(real_primary_tables["prm_games"]["season"].unique())[-3:-1]
    part = {
        name: table[table["season"].isin(seasons)].reset_index(drop=True) if "season" in table else table
        for name, table in real_primary_tables.items()
    }
    rng = np.random.default_rng(3)
    _assert_deaf(part, params, telling_days(part["prm_games"], 4, rng)[-2:], rng)


def _moved(table: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    if "game_date" not in table:
        return table
    return table.assign(game_date=table["game_date"].where(table["game_date"] != day, day - DAY))
