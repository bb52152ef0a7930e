"""Time travel over markets about players, from quotes to bets and choices, on the tiny invented league."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from optuna.storages import InMemoryStorage

from busta.learners.per_player import MEMBERS
from busta.markets import validate_roster
from busta.nba.calendar import LEAGUE_ZONE
from busta.pipelines import ingestion, per_player, tuning
from tests.laws.project_run import run
from tests.laws.prop_travel import MAN, QUOTES, law_players_see_no_future, whole_chain
from tests.laws.time_travel import delete_from
from tests.laws.whole_props import QUOTED, quoted_parameters


@pytest.fixture(scope="module")
def days(tables: Mapping[str, Any]) -> list[pd.Timestamp]:
    """Days with quotes: the first of all, the first of a season, a Monday, a Sunday, and the last."""
    quoted = tables["prm_prop_quotes"].groupby("game_date")["season"].first().sort_index()
    first, late = quoted.index[0], quoted[quoted == quoted.max()].index
    of_week = {number: late[late.day_of_week == number] for number in (0, 6)}
    return [first, late[0], *(found[len(found) // 2] for found in of_week.values() if len(found)), late[-1]]


@pytest.mark.slow
def test_no_forecast_price_blend_or_bet_on_players_sees_the_future(tables, days) -> None:
    law_players_see_no_future(tables, quoted_parameters(), days, np.random.default_rng(12))


@pytest.fixture(scope="module")
def chosen(tables: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any], pd.Timestamp]:
    """What is chosen before the last season, and what would be if nobody had played in it yet; its first day."""
    games = tables["prm_games"]
    day = games.loc[games["season"] == games["season"].max(), "game_date"].min()
    return _choices(tables), _choices(delete_from(tables, day)), day


def _choices(tables: Mapping[str, Any]) -> dict[str, Any]:
    raw = quoted_parameters()
    raw["markets"] = {QUOTED: raw["markets"][QUOTED]}
    # Fewer men than there are: which of them are tried on is a choice, too.
    raw["per_player"]["tuning"] |= {"men": 10, "every": 1}
    raw["per_player"]["first_season"] = raw["tuning"]["first_season"]
    raw["tuning"]["trials"] = 2
    roster = validate_roster({"markets": raw["markets"]})
    learners = raw["markets"][QUOTED]["learners"]
    studied = [*learners, *(f"per_player_{member}" for member in MEMBERS)]
    known = whole_chain(tables, raw) | {f"{QUOTED}.studies_{name}": InMemoryStorage() for name in studied}
    stage = tuning.create_pipeline(roster) + per_player.create_tuning_pipeline(roster)
    wanted = [f"{QUOTED}.{kind}_{name}" for kind in ("tuned", "trials") for name in studied]
    wanted.append(f"{QUOTED}.selected_features")
    given = {name: known[name] for name in stage.to_outputs(*wanted).inputs() if name in known}
    found = run(stage, given, raw, wanted)
    fitted = per_player.create_pipeline(roster).from_nodes(f"{QUOTED}.fit_per_player")
    name = f"{QUOTED}.oof_per_player_members"
    given = {one: {**known, **found}[one] for one in fitted.to_outputs(name).inputs() if one in known | found}
    return found | run(fitted, given, raw, [name])


@pytest.mark.slow
def test_nothing_is_chosen_by_the_season_it_is_chosen_for(chosen) -> None:
    truth, other, _ = chosen
    for name, made in truth.items():
        if name.startswith(f"{QUOTED}.tuned"):
            assert made["seasons"] == other[name]["seasons"], name
        elif not name.endswith("members"):
            told = [table.drop(columns="seconds", errors="ignore") for table in (made, other[name])]
            pd.testing.assert_frame_equal(*told, check_exact=True, obj=name)


@pytest.mark.slow
def test_a_man_is_forecast_by_himself_as_if_the_season_had_not_begun(chosen) -> None:
    truth, other, day = chosen
    name = f"{QUOTED}.oof_per_player_members"
    rows = [made[name][made[name]["game_date"] == day].drop(columns="actual") for made in (truth, other)]
    in_both = rows[0][MAN].merge(rows[1][MAN])
    expected, found = (in_both.merge(table, on=MAN) for table in rows)
    assert expected["games"].gt(0).sum() > 5
    # Single floats, other rows beside them.
    pd.testing.assert_frame_equal(expected, found, rtol=1e-6)


def test_no_quote_is_joined_to_a_man_or_game_by_what_came_after_it(invented, days) -> None:
    joined = ingestion.create_pipeline().to_outputs(QUOTES).from_nodes("join_prop_quotes")
    read = {name: invented[name] for name in joined.inputs() if name in invented}
    truth = run(joined, read, quoted_parameters(), [QUOTES])[QUOTES]
    for day in days[2:-1]:
        noon = (day + pd.Timedelta(hours=12)).tz_localize(LEAGUE_ZONE)
        known = {name: _before(name, table, day, noon) for name, table in read.items()}
        found = run(joined, known, quoted_parameters(), [QUOTES])[QUOTES]
        expected = truth[truth["quoted_at_utc"] < noon].reset_index(drop=True)
        assert expected["game_date"].max() >= day
        pd.testing.assert_frame_equal(expected, found, check_exact=True)


def _before(name: str, table: pd.DataFrame, day: pd.Timestamp, noon: pd.Timestamp) -> pd.DataFrame:
    if name == "prm_player_games":
        return table[table["game_date"] < day].reset_index(drop=True)
    return table[table["quoted_at_utc"] < noon].reset_index(drop=True) if "quoted_at_utc" in table else table
