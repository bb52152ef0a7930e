"""The judgement of whole files on an invented league: our own kind, the close, a coin, a leak, a real edge."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.score_table import score_market
from busta.reports.judge_rows import bet_rows, score_rows
from busta.reports.judgement import SCHEMA, judge
from busta.reports.numbers import ABSENT
from busta.reports.scores_json import scores_document
from tests.picks_world import (
    MARKETS,
    closing,
    judge_settings,
    model_of,
    outcome_of,
    picks_file,
    world_games,
    world_identity,
    world_tables,
)

GAMES = world_games()


def _judged(folder: Path, rows: pd.DataFrame, tries: int | None = None) -> dict[str, Any]:
    return judge(picks_file(folder, rows), world_tables(), judge_settings(tries))


def _picks(market: str, probability: pd.Series, **columns: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {"game_id": probability.index, "market": market, "probability": probability.to_numpy()} | columns
    )


def _kind(folder: Path, market: str, probability: pd.Series, **columns: Any) -> str:
    document = _judged(folder, _picks(market, probability, **columns))
    return str(document["markets"][market]["verdict"]["kind"])


@pytest.mark.parametrize("market", MARKETS)
def test_our_own_kind_of_forecast_has_the_numbers_of_scores_json_to_the_last_digit(
    tmp_path: Path, market: str
) -> None:
    settings, probability = judge_settings(), model_of(market)
    table = GAMES[["season", "game_id", "game_date"]].assign(
        outcome=outcome_of(market).to_numpy(),
        probability_model=probability.to_numpy(),
        market_probability=closing(market)["market_probability"].reindex(GAMES["game_id"]).to_numpy(),
    )
    forecasters = {"model": "probability_model", "market": "market_probability"}
    scored = score_market(table, forecasters, market, settings.bootstrap, settings.bins)
    expected = scores_document(world_identity(), {market: scored}, {}, {})["markets"][market]
    found = _judged(tmp_path, _picks(market, probability))["markets"][market]
    assert found["scores"]["picks"] == expected["scores"]["model"]
    assert found["scores"]["market"] == expected["scores"]["market"]
    seasons = [(part["season"], part["scores"]["model"]) for part in expected["seasons"]]
    assert [(part["season"], part["scores"]["picks"]) for part in found["seasons"]] == seasons


def test_an_honest_forecast_is_behind_the_close(tmp_path: Path) -> None:
    assert _kind(tmp_path, "moneyline", model_of("moneyline", error=6.0)) == "behind_close"


@pytest.mark.parametrize("market", MARKETS)
def test_the_closing_line_is_the_closing_line(tmp_path: Path, market: str) -> None:
    assert _kind(tmp_path, market, closing(market)["market_probability"]) == "closing_line"


@pytest.mark.parametrize("market", MARKETS)
def test_a_coin_is_a_coin(tmp_path: Path, market: str) -> None:
    rng = np.random.default_rng(8)
    random = pd.Series(rng.uniform(0.35, 0.65, len(GAMES)), index=GAMES["game_id"])
    assert _kind(tmp_path, market, random) == "coin"
    sides = pd.DataFrame({"game_id": GAMES["game_id"], "market": market})
    sides["selection"] = rng.choice(["over", "under"], len(sides))
    assert _judged(tmp_path, sides)["markets"][market]["verdict"]["kind"] == "coin"


@pytest.mark.parametrize("share", [0.05, 0.2])
@pytest.mark.parametrize("market", MARKETS)
def test_results_mixed_into_a_forecast_are_found(tmp_path: Path, market: str, share: float) -> None:
    leaky = (1 - share) * model_of(market) + share * outcome_of(market).fillna(0.5)
    document = _judged(tmp_path, _picks(market, leaky))["markets"][market]
    assert document["verdict"]["sentence"] == "too good: look for a leak"
    assert any(reason["is_alarm"] for reason in document["suspicions"])


def test_a_file_made_of_the_close_that_says_it_is_of_the_open_is_a_leak(tmp_path: Path) -> None:
    close = closing("moneyline")["market_probability"]
    assert _kind(tmp_path, "moneyline", close, moment="open") == "leak"


def test_who_knows_the_truth_at_the_open_has_value_at_the_close_and_is_no_leak(tmp_path: Path) -> None:
    games = GAMES.set_index("game_id")
    lines = world_tables().lines
    opening = lines[lines["market"].eq("total") & lines["moment"].eq("open")].set_index("game_id")["line"]
    edge = games["expected_total"] - opening.reindex(games.index)
    chosen = edge[edge.abs() >= 2]
    rows = pd.DataFrame({"game_id": chosen.index, "market": "total", "moment": "open"})
    rows["selection"] = np.where(chosen > 0, "over", "under")
    found = _judged(tmp_path, rows, tries=5)["markets"]["total"]
    value = found["bets"]["closing_line_value"]
    assert value["low"] > 1
    assert value["value"] == pytest.approx(chosen.abs().mean(), abs=0.2)
    assert found["verdict"]["kind"] == "coin"
    assert f"points towards the sides after {len(rows):,} bets" in found["verdict"]["sentence"]
    assert found["bets"]["price_sources"]["quoted"] == len(rows)


def test_picks_after_tip_off_are_in_no_number_and_are_listed(tmp_path: Path) -> None:
    probability = model_of("moneyline")
    made = (GAMES["tip_off_utc"] - pd.Timedelta(hours=1)).dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    made.iloc[:3] = GAMES["tip_off_utc"].iloc[:3].dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    document = _judged(tmp_path, _picks("moneyline", probability, made_at=made.to_numpy()))
    market = document["markets"]["moneyline"]
    assert document["rows"]["late"] == len(document["late"]) == 3
    assert market["scores"]["picks"]["brier_score"]["n"] == len(GAMES) - 3
    assert "3 of 1,200 picks were made at tip-off or later" in market["suspicions"][0]["sentence"]


def test_a_file_of_late_picks_only_has_nothing_to_grade(tmp_path: Path) -> None:
    rows = _picks("ats", model_of("ats").head(3), made_at="2030-01-01T00:00:00Z")
    document = _judged(tmp_path, rows, tries=3)
    assert document["markets"]["ats"]["verdict"]["kind"] == "nothing"
    json.dumps(document, allow_nan=False)


def test_markets_are_judged_apart_and_the_document_says_first_what_data_it_is(tmp_path: Path) -> None:
    rows = pd.concat([_picks(market, model_of(market)) for market in MARKETS])
    document = _judged(tmp_path, rows, tries=10)
    assert next(iter(document)) == "data"
    assert document["data"].startswith("DATA: FABRICATED")
    assert (document["schema"], list(document["markets"])) == (SCHEMA, list(MARKETS))
    assert document["rows"]["read"] == 3 * len(GAMES)
    pushes = document["markets"]["total"]["pushes"]
    assert pushes == int(outcome_of("total").isna().sum()) > 0
    json.dumps(document, allow_nan=False)


def test_the_rows_of_a_report_say_where_the_price_is_from_and_how_many_were_tried(tmp_path: Path) -> None:
    rows = _picks("total", model_of("total"), selection="over", price="-110")
    market = _judged(tmp_path, rows, tries=10)["markets"]["total"]
    told = {row.name: row for row in bet_rows(market)}
    assert told["return on stakes"].note == "1,200 at the price given"
    assert {"best of 10 coins", "chance alone", "after all tries", "bets needed"} <= told.keys()
    assert [row.name for row in score_rows(market)][:2] == ["Brier score", "log loss"]
    assert "by chance up to" in score_rows(market)[3].picks


def test_games_without_a_closing_line_have_a_return_but_nothing_beside_it(tmp_path: Path) -> None:
    tables = world_tables()
    without = replace(tables, lines=tables.lines[tables.lines["moment"].eq("open")])
    rows = _picks("total", model_of("total"), selection="over", moment="open")
    market = judge(picks_file(tmp_path, rows), without, judge_settings())["markets"]["total"]
    assert (list(market["scores"]), market["verdict"]["kind"]) == (["picks"], "nothing")
    assert (
        {row.close for row in score_rows(market)}
        == {row.difference for row in score_rows(market)}
        == {ABSENT}
    )
    assert market["without_close"] + market["pushes"] == market["bets"]["n_bets"] == len(GAMES)


def test_the_value_of_a_line_is_told_in_points_with_its_interval(tmp_path: Path) -> None:
    rows = _picks("total", model_of("total"), selection="over", moment="open")
    market = _judged(tmp_path, rows)["markets"]["total"]
    told = {row.name: row for row in bet_rows(market)}
    assert told["closing-line value"].value.endswith("] points")
    assert told["closing-line value"].note == "1,200 bets at another line or moment"
