"""The stage `calibration` for player markets, run on invented means."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from busta.markets import Roster, validate_roster
from busta.params.distributions import DistributionParams
from busta.pipelines.calibration import create_pipeline
from busta.probability.season_distributions import NEXT
from busta.schemas.outputs import PlayerForecasts
from tests.counted import SEASONS, counted
from tests.markets import run_stage

PARTS = {
    "points": ["points"],
    "rebounds": ["rebounds"],
    "points_rebounds": ["points", "rebounds"],
    "points_assists": ["points", "assists"],
}


def _roster(*markets: str) -> Roster:
    blocks = {
        name: {
            "id": name,
            "subject": "player",
            "quantity": name,
            "parts": PARTS[name],
            "line": {"market": name, "moment": "morning"},
            "quotes": name,
            "is_push_possible": True,
            "feature_groups": ["form"],
            "learners": ["poisson"],
            "weights": {"poisson": 1.0},
            "family": "empirical" if name == "points" else "negative_binomial",
            "refit": "season",
        }
        for name in markets
    }
    return validate_roster({"markets": blocks})


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """Means of three markets; the last game is not played yet."""
    made = counted(games=150)
    for table in made.values():
        table.loc[table.index[-10:], "actual"] = np.nan
    return made


@pytest.fixture(scope="module")
def made(repository: Path, tables: dict[str, pd.DataFrame]) -> dict[str, Any]:
    """Everything that the stage makes of them."""
    text = (repository / "conf/base/parameters_distributions.yml").read_text(encoding="utf-8")
    block = yaml.safe_load(text)["distributions"]
    quick = block | {"min_rows": 1000, "min_rows_per_bin": 100}
    quick |= {"joint": block["joint"] | {"min_rows": 1000, "check_rows": 50, "draws": 500}}
    roster = _roster("points", "rebounds", "points_rebounds")
    inputs: dict[str, Any] = {f"params:markets.{market.id}": market for market in roster}
    inputs["params:distributions"] = DistributionParams.model_validate(quick)
    inputs["feat_player_questions"] = tables["points"][["game_id", "game_date", "player_id", "team_id"]]
    inputs |= {f"{name}.means": table for name, table in tables.items()}
    return run_stage(create_pipeline(roster), inputs)


def test_every_question_has_its_forecast(made: dict[str, Any], tables: dict[str, pd.DataFrame]) -> None:
    forecasts = PlayerForecasts.validate(made["points.forecasts"])
    assert list(forecasts["game_id"]) == list(tables["points"]["game_id"])
    assert forecasts["actual"].isna().sum() == 10
    assert forecasts.drop(columns=["actual"]).notna().all(axis=None)


def test_intervals_cover_what_they_promise(made: dict[str, Any]) -> None:
    known = made["rebounds.forecasts"].dropna(subset=["actual"]).loc[lambda rows: rows["season"] > SEASONS[0]]
    assert known["actual"].between(known["low_80"], known["high_80"]).mean() == pytest.approx(0.8, abs=0.02)


def test_the_report_says_which_family_was_taken_why_and_how_good_it_was(made: dict[str, Any]) -> None:
    report = made["points.report_distributions"].set_index("season")
    assert sorted(report.index) == sorted([*SEASONS, NEXT, "all"])
    assert set(report["market"]) == {"points"}
    assert report.loc[SEASONS[0], ["family", "rows"]].tolist() == ["negative_binomial", 0]
    assert report.loc[SEASONS[1], ["family", "rows"]].tolist() == ["empirical", 1500]
    assert report.loc[NEXT, "judged_negative_binomial"] < report.loc[NEXT, "judged_poisson"]
    assert report.loc["all", "crps"] == pytest.approx(
        report.loc[SEASONS[1] :, "crps"].iloc[:3].mean(), rel=0.01
    )
    assert np.isnan(report.loc[NEXT, "crps"])


def test_correlations_of_parts_are_found_and_the_sum_agrees_with_them(made: dict[str, Any]) -> None:
    joint = made["prop_joint"].latest
    assert joint.statistics == ("points", "rebounds")
    assert joint.same_man[:, 0, 1].mean() == pytest.approx(0.4, abs=0.06)
    report = made["report_joint"]
    assert list(report["season"]) == list(SEASONS)
    assert set(report["market"]) == {"points_rebounds"}
    last = report.iloc[-1]
    assert last["gap_joint"] < last["gap_independent"]


def test_two_bets_on_one_man_are_priced_together(made: dict[str, Any]) -> None:
    report = made["report_combinations"]
    last = report[report["season"] == SEASONS[-1]].set_index(["pair", "first", "second"])
    one = last.loc[("one man", "points", "rebounds")]
    assert one["joint"] > 1.1 * one["product"]
    assert one["n"] == 50
    apart = last.loc[("opponents", "points", "points")]
    assert apart["joint"] == pytest.approx(apart["product"], abs=0.02)


def test_what_the_joint_simulation_needs_leaves_the_market(
    made: dict[str, Any], tables: dict[str, pd.DataFrame]
) -> None:
    scores = made["prop_scores_points"]
    assert len(scores) == len(tables["points"])
    assert scores["score"].isna().sum() == 1500 + 10
    shared, own = made["prop_distributions_points"], made["points.distributions"]
    assert (shared.cdf(NEXT, [4.0, 20.0], 9) == own.cdf(NEXT, [4.0, 20.0], 9)).all()


def test_a_sum_with_a_part_that_is_no_market_is_not_checked() -> None:
    alone = create_pipeline(_roster("points", "points_assists"))
    assert "prop_joint" in alone.all_outputs()
    assert "report_combinations" in alone.all_outputs()
    assert "report_joint" not in alone.all_outputs()
    assert "prop_joint" not in create_pipeline(_roster("points_assists")).all_outputs()
