"""What happens in a season moves no probability of that season or an earlier one, in any kind of market."""

from __future__ import annotations

import numpy as np
import pytest

from tests.laws.modeling_laws import (
    Chain,
    later_changed,
    law_calibrator_earlier_seasons,
    law_folds_walk_forward,
    law_forecasts_before_outcomes,
    law_lines_do_not_move_forecasts,
    law_stack_earlier_seasons,
    law_training_features_declared,
)
from tests.laws.small_markets import small_chain, small_market_tables
from tests.laws.time_travel import changed_columns

TABLES = small_market_tables()
CHAINS = {
    "moneyline": small_chain("moneyline", ("ridge", "logistic", "lightgbm", "xgboost")),
    "ats": small_chain("ats", ("ridge", "xgboost")),
    "total": small_chain("total", ("ridge", "lightgbm"), refit="month"),
}


@pytest.fixture(scope="module", params=sorted(CHAINS))
def chain(request: pytest.FixtureRequest) -> Chain:
    return CHAINS[request.param]


@pytest.fixture(scope="module")
def made(chain: Chain) -> dict:
    return chain.whole(TABLES)


def test_the_folds_walk_forward(chain: Chain, made) -> None:
    law_folds_walk_forward(chain, made)


def test_learners_see_declared_features_of_the_evening(chain: Chain, made) -> None:
    law_training_features_declared(chain, made)


def test_forecasts_do_not_depend_on_their_own_outcomes_or_what_comes_later(chain: Chain, made) -> None:
    folds = made["folds"].query("role == 'test'")["fold"].unique()
    law_forecasts_before_outcomes(
        chain, TABLES, made, folds[[0, len(folds) // 2, -1]], np.random.default_rng(1)
    )


def test_forecasts_of_a_quantity_do_not_depend_on_lines(chain: Chain, made) -> None:
    law_lines_do_not_move_forecasts(chain, TABLES, made, np.random.default_rng(2))


def test_calibrators_learn_from_earlier_seasons(chain: Chain, made) -> None:
    fitted = made["calibrated_ridge"].groupby("season")["calibrator_rows"].first()
    assert (fitted.diff().iloc[1:] > 0).all()
    law_calibrator_earlier_seasons(chain, made, np.random.default_rng(3))


def test_blends_learn_from_earlier_seasons(chain: Chain, made) -> None:
    assert made["stack"].blends[max(made["stack"].blends)].rows > 0
    law_stack_earlier_seasons(chain, made, made, np.random.default_rng(4))


def test_published_probabilities_do_not_depend_on_their_own_season_or_a_later_one(chain: Chain, made) -> None:
    published = made["probabilities"]
    last = published["season"].max()
    rows = published.loc[published["season"] == last, "game_date"]
    other = later_changed(TABLES, rows.min(), rows.max(), np.random.default_rng(5))
    found = chain.whole(other)["probabilities"]
    months = chain.block.refit == "month"
    kept = ["game_id", "probability_over", "probability_model", "probability_stacked"]
    past = published["game_date"] < rows.min() if months else published["season"] <= last
    assert past.any()
    assert changed_columns(published[past], found[past], kept) == []
