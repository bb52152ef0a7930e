"""Time travel over every feature of players there is, on the invented league and on the real one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.features.availability import morning_ends
from busta.features.groups import FeatureColumn
from busta.features.player_groups import QUESTIONS, PlayerFeatureGroup, player_table
from busta.features.player_registry import THEMES, used_groups
from busta.params.features import FeatureParams
from busta.params.player_features import PlayerFeatureParams
from busta.schemas.features import PlayerFeatureStore
from tests.laws.feature_laws import telling_days
from tests.laws.player_laws import PLAYER_STORE, PlayerFeatures, law_player_time_travel
from tests.laws.project_run import parameters
from tests.laws.test_every_feature import _seasons_only

QUANTITIES = (["threes"], ["points", "rebounds", "assists"])
DAYS = 12


def _features(environment: str) -> PlayerFeatures:
    written = parameters(environment)
    groups = used_groups((THEMES, parts) for parts in QUANTITIES)
    return PlayerFeatures(
        groups, FeatureParams(**written["features"]), PlayerFeatureParams(**written["player_features"])
    )


@pytest.fixture(scope="module")
def features() -> PlayerFeatures:
    return _features("test")


def test_every_feature_of_players_has_something_to_say_of_the_invented_league(tables, features) -> None:
    questions = features.questions(tables)
    store = PlayerFeatureStore.validate(features.build(tables, questions)[PLAYER_STORE])
    late = store[store["season"] == store["season"].max()]
    # Of every invented team somebody knows something in the last season.
    told = ("_missing", "_is_known")
    silent = [name for name in late if late[name].nunique() == 1 and not name.endswith(told)]
    assert silent == ["season"]


@pytest.mark.slow
def test_no_feature_of_players_sees_the_future_of_the_invented_league(tables, features) -> None:
    rng = np.random.default_rng(6)
    law_player_time_travel(features, tables, telling_days(tables["prm_games"], DAYS, rng), rng)


def test_no_feature_of_players_in_the_morning_hears_the_afternoon(tables, features) -> None:
    made = features.upstream(tables) | {QUESTIONS: features.questions(tables)}
    seen, settings = tables["prm_availability"], features.params.settings_of("morning")
    is_late = seen["seen_at_utc"] > morning_ends(seen["game_date"], settings)
    assert is_late.any()
    early = made | {"prm_availability": seen[~is_late].reset_index(drop=True)}
    for group in [group for group in features.groups if "prm_availability" in group.inputs]:
        theirs = features.player_params.settings_of(group.theme)
        truth, found = group.build(made, theirs), group.build(early, theirs)
        assert truth.equals(found) == (group.information == "morning")


def _peek(questions: pd.DataFrame, player_games: pd.DataFrame, settings: None) -> pd.DataFrame:
    own = questions.merge(player_games[["game_id", "player_id", "points"]], how="left")
    return player_table(questions, {"peek": own["points"].to_numpy()})


def _whole(questions: pd.DataFrame, player_games: pd.DataFrame, settings: None) -> pd.DataFrame:
    career = player_games.groupby("player_id")["points"].mean()
    return player_table(questions, {"peek": questions["player_id"].map(career).to_numpy()})


def _lines(questions: pd.DataFrame, market_lines: pd.DataFrame, settings: None) -> pd.DataFrame:
    close = market_lines[market_lines["moment"] == "close"].drop_duplicates("game_id")
    line = questions["game_id"].map(close.set_index("game_id")["line"])
    return player_table(questions, {"peek": line.to_numpy(dtype=float)})


@pytest.mark.parametrize(
    ("function", "table"),
    [(_peek, "prm_player_games"), (_whole, "prm_player_games"), (_lines, "prm_market_lines")],
)
def test_a_feature_that_sees_its_own_game_a_career_or_the_close_breaks_the_law(
    tables, features, function, table
) -> None:
    column = FeatureColumn("Peeks.", "points", missing="zero")
    planted = PlayerFeatureGroup(
        "planted", function, (QUESTIONS, table), {"peek": column}, "morning", theme="planted"
    )
    broken = PlayerFeatures([planted], features.params, features.player_params)
    days = telling_days(tables["prm_games"], 3, np.random.default_rng(1))
    with pytest.raises(AssertionError, match="the future changed peek"):
        law_player_time_travel(broken, tables, days, np.random.default_rng(1))


@pytest.mark.slow
def test_no_feature_of_players_sees_the_future_of_the_real_league(
    raw_root, real_primary_tables: Mapping[str, Any]
) -> None:
    seasons = sorted(real_primary_tables["prm_games"]["season"].unique())
    part = _seasons_only(real_primary_tables, seasons[-2:])
    rng = np.random.default_rng(4)
    days = telling_days(part["prm_games"], 8, rng)[::4]
    law_player_time_travel(_features("base"), part, days, rng)
