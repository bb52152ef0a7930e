"""Nothing is chosen on rows it is scored on: what a season brings moves no hyperparameter of that season."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from optuna.storages import InMemoryStorage

from busta.evaluation import inner_scores
from busta.markets import validate_roster
from busta.pipelines import modeling, tuning
from tests.laws.modeling_laws import Chain, later_changed, roster_block
from tests.laws.project_run import run
from tests.laws.small_markets import small_chain, small_market_tables

TABLES = small_market_tables()
SEASON = "2017-18"
CHAINS = {
    "moneyline": small_chain("moneyline", ("ridge", "logistic", "xgboost")),
    "total": small_chain("total", ("ridge", "lightgbm"), refit="month"),
}


@pytest.fixture(scope="module", params=sorted(CHAINS))
def chain(request: pytest.FixtureRequest) -> Chain:
    made = CHAINS[request.param]
    made.raw["tuning"] |= {"first_season": SEASON, "every": 1, "trials": 6, "at_once": 2}
    return made


def chosen(chain: Chain, tables: dict[str, Any]) -> dict[str, Any]:
    """Every trial and the best hyperparameters of the season, by learner."""
    roster, raw = (
        validate_roster({"markets": roster_block(chain)}),
        {**chain.raw, "markets": roster_block(chain)},
    )
    needed = [f"{chain.market}.{name}" for name in ("training_table", "folds")]
    inputs = run(modeling.create_pipeline(roster), tables, raw, needed)
    stage, learners = tuning.create_pipeline(roster), chain.block.learners
    inputs |= {f"{chain.market}.studies_{name}": InMemoryStorage() for name in learners}
    wanted = [f"{chain.market}.{kind}_{name}" for kind in ("tuned", "trials") for name in learners]
    found = run(stage, inputs, raw, wanted)
    return {name: _of_season(data) for name, data in found.items()}


def _of_season(made: Any) -> Any:
    if isinstance(made, dict):
        return made["seasons"][SEASON]
    return made[made["season"] == SEASON].drop(columns="seconds").to_dict("records")


def scrambled(chain: Chain) -> dict[str, Any]:
    """Other results from the season's first day on, other features and lines after it."""
    games = TABLES["prm_games"]
    first = games.loc[games["season"] == SEASON, "game_date"].min()
    return later_changed(TABLES, first, first, np.random.default_rng(8))


def _same(one: Any, other: Any) -> bool:
    # Of records, null equals null.
    return repr(one) == repr(other)


def test_what_happens_in_a_season_moves_none_of_its_hyperparameters(chain: Chain) -> None:
    truth, found = chosen(chain, TABLES), chosen(chain, scrambled(chain))
    assert [name for name in truth if not _same(truth[name], found[name])] == []


def _scores_the_season_itself(patch: pytest.MonkeyPatch) -> None:
    honest = inner_scores.walk_forward_folds

    def folds(before: pd.DataFrame, **rules: Any) -> pd.DataFrame:
        return honest(before, **{**rules, "first_test_season": SEASON})

    patch.setattr(inner_scores, "walk_forward_folds", folds)
    _keeps_the_season(patch)


def _keeps_the_season(patch: pytest.MonkeyPatch) -> None:
    from busta.evaluation import season_studies

    honest = season_studies.inner_scores

    def score(table: pd.DataFrame, season: str, *rest: Any) -> Any:
        later = sorted(table["season"].unique())
        following = later[min(later.index(season) + 1, len(later) - 1)]
        return honest(table, following, *rest)

    patch.setattr(season_studies, "inner_scores", score)


@pytest.mark.parametrize("leak", [_scores_the_season_itself, _keeps_the_season])
def test_a_choice_that_looks_at_the_season_is_found(
    leak: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = CHAINS["moneyline"]
    chain.raw["tuning"] |= {"first_season": SEASON, "every": 1, "trials": 6, "at_once": 2}
    leak(monkeypatch)
    truth, found = chosen(chain, TABLES), chosen(chain, scrambled(chain))
    assert [name for name in truth if not _same(truth[name], found[name])] != []
