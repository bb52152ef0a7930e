"""The stage `tuning` from training table to page, and what modeling makes of it."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from optuna.storages import InMemoryStorage

from busta.markets import validate_roster
from busta.pipelines import modeling, tuning
from tests.laws.modeling_laws import Chain, roster_block
from tests.laws.project_run import run
from tests.laws.small_markets import small_chain, small_market_tables
from tests.reports.samples import REAL

LEARNERS = ("ridge", "xgboost")
TABLES = small_market_tables()


class Storage(InMemoryStorage):
    """One storage for several runs; a dataset in memory would copy it."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Storage:
        return self


def chain(market: str = "ats", refit: str = "season", **tuned: Any) -> Chain:
    made = small_chain(market, LEARNERS, refit)
    made.raw["tuning"] |= {"first_season": "2016-17", "every": 1, "trials": 4, "at_once": 2, **tuned}
    return made


@cache
def modelled() -> dict[str, Any]:
    return {name.removeprefix("ats."): data for name, data in fitted(chain(), {}).items()}


def tune(made: Chain, rows: pd.DataFrame, folds: pd.DataFrame, storage: Any = None) -> dict[str, Any]:
    stage = tuning.create_pipeline(validate_roster({"markets": roster_block(made)}))
    inputs = {f"{made.market}.training_table": rows, f"{made.market}.folds": folds, "prm_data_identity": REAL}
    inputs |= {f"{made.market}.studies_{name}": storage or InMemoryStorage() for name in LEARNERS}
    found = run(stage, inputs, {**made.raw, "markets": roster_block(made)}, stage.all_outputs())
    own = (
        (name.removeprefix(f"{made.market}.").removesuffix(f"_{made.market}"), data)
        for name, data in found.items()
    )
    return dict(own)


@cache
def tuned() -> dict[str, Any]:
    return tune(chain(), modelled()["training_table"], modelled()["folds"])


def fitted(made: Chain, documents: dict[str, Any], market: str = "ats") -> dict[str, Any]:
    stage = modeling.create_pipeline(validate_roster({"markets": roster_block(made)}))
    inputs = {name: TABLES[name] for name in ("features", "prm_games", "prm_market_lines")}
    inputs |= {f"{market}.{name}": document for name, document in documents.items()}
    wanted = [
        f"{market}.{name}" for name in ("training_table", "folds", *(f"oof_{name}" for name in LEARNERS))
    ]
    return run(stage, inputs, {**made.raw, "markets": roster_block(made)}, wanted)


def documents() -> dict[str, Any]:
    return {name: made for name, made in tuned().items() if name.startswith("tuned_")}


def test_every_learner_gets_a_document_and_a_table_of_trials() -> None:
    for learner in LEARNERS:
        document, trials = tuned()[f"tuned_{learner}"], tuned()[f"trials_{learner}"]
        assert (document["market"], document["learner"]) == ("ats", learner)
        assert list(document["seasons"]) == ["2016-17", "2017-18", "2018-19"]
        assert trials.groupby("season").size().eq(5).all()
        chosen = trials[trials["is_best"]].set_index("season")["trial"].to_dict()
        assert chosen == {season: study["trial"] for season, study in document["seasons"].items()}


def test_the_report_compares_on_the_tuned_seasons_alone() -> None:
    gains = tuned()["report_tuning"]
    assert set(gains["learner"]) == {*LEARNERS, "mean of the learners", "closing line"}
    assert sorted(gains["season"].unique()) == ["2016-17", "2017-18", "2018-19", "all"]
    assert tuned()["report_tuning_page"].startswith("DATA: real NBA data")


def test_the_next_run_of_modeling_forecasts_what_was_tested() -> None:
    made = chain()
    made.raw["modeling"]["use_tuned"] = True
    found = fitted(made, documents())
    for learner in LEARNERS:
        tested = tuned()[f"tested_{learner}"].set_index("game_id")["probability_tuned"]
        given = found[f"ats.oof_{learner}"].set_index("game_id")["probability_over"]
        pd.testing.assert_series_equal(given[tested.index], tested, check_names=False, check_exact=True)
        early = modelled()[f"oof_{learner}"].query("season < '2016-17'").set_index("game_id")
        assert len(early)
        np.testing.assert_array_equal(given[early.index], early["probability_over"])


def test_what_was_tuned_changes_nothing_as_long_as_nobody_asks_for_it() -> None:
    found = fitted(chain(), documents())
    for learner in LEARNERS:
        given = found[f"ats.oof_{learner}"]
        pd.testing.assert_frame_equal(given, modelled()[f"oof_{learner}"], check_exact=True)


def test_whoever_asks_for_what_was_never_tuned_is_told_so(caplog: pytest.LogCaptureFixture) -> None:
    made = chain()
    made.raw["modeling"]["use_tuned"] = True
    found = fitted(made, {})
    assert "ats.tuned_ridge: modeling.use_tuned is true and nothing was tuned" in caplog.text
    pd.testing.assert_frame_equal(found["ats.oof_ridge"], modelled()["oof_ridge"], check_exact=True)


def test_a_second_run_reads_its_trials_and_says_the_same() -> None:
    storage, rows, folds = Storage(), modelled()["training_table"], modelled()["folds"]
    first = tune(chain(), rows, folds, storage)
    second = tune(chain(), rows, folds, storage)
    for name in ("trials_ridge", "trials_xgboost", "report_tuning"):
        # Seconds too: nothing was computed again.
        pd.testing.assert_frame_equal(second[name], first[name], check_exact=True)
    assert second["tuned_ridge"] == first["tuned_ridge"] == tuned()["tuned_ridge"]


def test_every_sampler_and_objective_can_be_asked_for() -> None:
    rows, folds = modelled()["training_table"], modelled()["folds"]
    # Grids of a point or two.
    space = {
        "ridge": {"alpha": {"low": 1, "high": 100, "grid": [1, 100]}},
        "xgboost": {"max_depth": {"low": 2, "high": 5, "grid": [5]}},
    }
    for sampler, objective in (("grid", "crps"), ("random", "brier_score")):
        made = chain(sampler=sampler, objective=objective, first_season="2018-19")
        made.raw["tuning"]["spaces"]["ats"] = space
        found = tune(made, rows, folds)
        assert found["tuned_ridge"]["objective"] == objective
        assert len(found["trials_ridge"]) == (3 if sampler == "grid" else 5)
