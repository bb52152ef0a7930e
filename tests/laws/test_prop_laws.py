"""Laws over the stored outputs of a whole run about players, on the tiny invented league."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.player_pricer import PlayerPricer, priced_day
from busta.evaluation.player_table import QUESTION_COLUMNS
from busta.markets import validate_roster
from busta.pipelines import modeling
from busta.schemas.outputs import AtLines, PlayerForecasts, Probabilities
from tests.laws.project_run import run
from tests.laws.whole_props import QUOTED, UNQUOTED, player_parameters, player_run, player_stages
from tests.laws.whole_run import as_bytes
from tests.project import catalog_entry

KEYS = ["game_id", "player_id"]


@pytest.fixture(scope="module")
def made(tables: Mapping[str, Any]) -> dict[str, Any]:
    return player_run(tables, player_parameters())


def _box(tables: Mapping[str, Any]) -> pd.DataFrame:
    return tables["prm_player_games"].astype({"player_id": "Int64"})


def _with(rows: pd.DataFrame, who: pd.DataFrame) -> pd.DataFrame:
    found = rows.merge(who[KEYS].drop_duplicates(), on=KEYS)
    assert len(found) > 0, "the tiny league has no such man: the test shows nothing"
    return found


# Probabilities


@pytest.mark.parametrize("market", [QUOTED, UNQUOTED])
def test_over_push_and_under_of_every_forecast_are_one(made, market: str) -> None:
    rows = PlayerForecasts.validate(made[f"{market}.forecasts"])
    fitted, season, mean = made[f"{market}.distributions"], rows["season"], rows["mean"]
    for factor in (0.5, 1.0, 1.5):
        line = np.floor(rows["mean"] * factor)
        found = fitted.over_push(season, mean, line)
        under = fitted.cdf(season, mean, line - 1)
        np.testing.assert_allclose(found.over * (1 - found.push) + found.push + under, 1.0, atol=1e-9)


@pytest.mark.parametrize("market", [QUOTED, UNQUOTED])
def test_over_never_rises_with_the_line(made, market: str) -> None:
    rows, fitted = made[f"{market}.forecasts"], made[f"{market}.distributions"]
    halves = [fitted.over_push(rows["season"], rows["mean"], line + 0.5).over for line in range(60)]
    assert (np.diff(np.column_stack(halves), axis=1) <= 1e-12).all()


def test_a_line_that_was_offered_at_two_moments_is_less_likely_passed_where_it_is_higher(made) -> None:
    rows = AtLines.validate(made[f"{QUOTED}.at_lines"])
    pairs = rows.merge(rows, on=KEYS, suffixes=("", "_other"))
    higher = pairs[pairs["line"] > pairs["line_other"]]
    assert len(higher) > 0
    over = higher["probability_model"] * (1 - higher["probability_push"])
    other = higher["probability_model_other"] * (1 - higher["probability_push_other"])
    assert (over <= other + 1e-9).all()


def test_only_a_whole_line_can_be_pushed(made) -> None:
    rows = made[f"{QUOTED}.at_lines"]
    assert (rows.loc[rows["line"] % 1 != 0, "probability_push"] == 0).all()


# One price


def test_the_price_from_stored_models_is_the_one_that_was_published(made) -> None:
    raw, rows = player_parameters(), made[f"{QUOTED}.at_lines"]
    block, day = raw["markets"][QUOTED], rows.loc[rows["moment"] == "morning"]
    models = {name: made[f"{QUOTED}.model_{name}"] for name in block["learners"]}
    fitted, stack = made[f"{QUOTED}.distributions"], made[f"{QUOTED}.stack"]
    pricer = PlayerPricer(models, block["weights"], fitted, stack, "morning", raw["prop_blend"]["clip"])
    game = day["game_id"].iloc[-1]
    stored = day[day["game_id"] == game].reset_index(drop=True)
    table = made[f"{QUOTED}.training_table"]
    asked = stored[KEYS].merge(table, on=KEYS, how="left")
    found = pricer.price(
        asked, stored["line"], priced_day(made[f"{QUOTED}.means"], game), stored["market_probability"]
    )
    for name in ("mean", "sd", "probability_model", "probability_stacked"):
        np.testing.assert_allclose(found[name], stored[name], rtol=1e-6)


# An eleventh market


def test_a_market_of_one_more_block_is_forecast_and_nobody_bets_on_it(made) -> None:
    rows = PlayerForecasts.validate(made[f"{UNQUOTED}.forecasts"])
    assert len(rows) == len(made[f"{QUOTED}.forecasts"])
    assert f"bets_{UNQUOTED}" not in player_stages(player_parameters()).all_outputs()


def test_its_quantity_is_the_sum_of_its_parts(made, tables) -> None:
    rows = made[f"{UNQUOTED}.training_table"].merge(_box(tables), on=KEYS, suffixes=("", "_box"))
    assert len(rows) > 0
    np.testing.assert_array_equal(rows["actual"], rows["stl"] + rows["blk"])


# The same question twice


def test_a_second_run_forecasts_and_prices_the_same_bytes(made, tables) -> None:
    raw = player_parameters()
    raw["markets"] = {QUOTED: raw["markets"][QUOTED]}
    again = player_run(tables, raw)
    names = [f"{QUOTED}.{name}" for name in ("means", "forecasts", "at_lines", "probabilities")]
    first, second = (as_bytes({name: one[name] for name in names}) for one in (made, again))
    assert [name for name in names if first[name] != second[name]] == []


def test_one_market_is_modelled_on_what_is_stored(made, tables) -> None:
    raw = player_parameters()
    cell = modeling.create_pipeline(validate_roster({"markets": raw["markets"]})).filter(
        node_namespaces=[QUOTED]
    )
    asked = {name for name in cell.inputs() if not name.startswith("params:")}
    assert all(catalog_entry(name) for name in asked), "every input of the cell lies in a file"
    known = {**tables, **made}
    stored = {name: known[name] for name in asked if ".tuned_" not in name}
    found = run(cell, stored, raw, [f"{QUOTED}.means"])
    pd.testing.assert_frame_equal(found[f"{QUOTED}.means"], made[f"{QUOTED}.means"])


# Men who are not like others


def test_a_rookie_without_a_past_is_forecast_from_his_first_game_on(made, tables) -> None:
    first = _box(tables).sort_values("game_date", kind="stable").drop_duplicates("player_id")
    rows = _with(made[f"{QUOTED}.forecasts"], first)
    assert rows["mean"].gt(0).all()
    assert rows[["median", "sd", "low_80", "high_80"]].notna().all(axis=None)
    table = _with(made[f"{QUOTED}.training_table"], first)
    assert table.filter(like="_missing").max(axis=1).eq(1).any(), "what was filled in is marked"
    assert table.drop(columns=QUESTION_COLUMNS).notna().all(axis=None)


def test_a_traded_man_keeps_his_past(made, tables) -> None:
    box = _box(tables).sort_values("game_date", kind="stable")
    of_man = box.groupby("player_id")
    last_five = of_man["points"].transform(lambda points: points.shift().rolling(5, min_periods=1).mean())
    before = of_man["team_id"].shift()
    newcomer = box.assign(last_five=last_five)[before.notna() & (before != box["team_id"])]
    rows = _with(made["features_players"], newcomer).merge(newcomer, on=KEYS, suffixes=("", "_box"))
    np.testing.assert_array_equal(rows["team_id"], rows["team_id_box"])
    np.testing.assert_allclose(rows["points_mean_5"], rows["last_five"], atol=1e-4)
    assert _with(made[f"{QUOTED}.forecasts"], newcomer)["mean"].gt(0).all()


def test_a_man_of_0_minutes_played_and_is_under_every_line(made, tables) -> None:
    sat = _box(tables).query("minutes == 0")
    table = _with(made[f"{QUOTED}.training_table"], sat)
    assert table["actual"].eq(0).all()
    lined = table[table["line"].notna()]
    assert lined["outcome"].eq(0).all()


def test_a_line_for_a_man_who_did_not_play_is_void_and_the_stake_comes_back(made, tables) -> None:
    rows = made[f"{QUOTED}.at_lines"]
    played = pd.MultiIndex.from_frame(_box(tables)[KEYS])
    absent = ~pd.MultiIndex.from_frame(rows[KEYS]).isin(played)
    assert absent.any(), "the tiny league has no such man: the test shows nothing"
    assert rows.loc[absent, "is_void"].all()
    assert rows.loc[absent, ["actual", "outcome"]].isna().all(axis=None)
    assert not rows.loc[~absent, "is_void"].any()
    bets = made[f"bets_{QUOTED}"]
    voided = bets[~pd.MultiIndex.from_frame(bets[KEYS]).isin(played)]
    assert len(voided) > 0
    assert voided["result"].eq("void").all()


def test_a_man_who_did_not_play_teaches_nothing(made) -> None:
    forecasts = made[f"{QUOTED}.forecasts"]
    assert forecasts["actual"].isna().any()
    assert forecasts.loc[forecasts["actual"].isna(), "mean"].gt(0).all()


def test_what_is_published_holds_its_contract(made) -> None:
    published = Probabilities.validate(made[f"{QUOTED}.probabilities"])
    assert len(published) > 0
    assert set(published["market_moment"]) == {"morning"}
