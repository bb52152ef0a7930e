"""An ensemble for every man: of his own earlier games, the same bits on every backend, and nobody's without enough."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.learners.base import LearnerError
from busta.learners.per_player import (
    ANSWERS,
    MEMBERS,
    EnsembleRules,
    PlayerModels,
    _mixes,
    fit_players,
    fold_rows,
)
from tests.learners.men import FEATURES, LEVELS, ROOKIE, SEASONS, SMALL, men_folds, men_table

TABLE, LAST = men_table(), SEASONS[-1]
FOLDS = men_folds(TABLE)
NAMES = dict.fromkeys(SEASONS[1:], FEATURES)


def rules(**other: Any) -> EnsembleRules:
    given: dict[str, Any] = {
        "learners": SMALL,
        "weights": {"random_forest": 0.4, "xgboost": 0.4, "elastic_net": 0.2},
        "stack_share": 0.25,
        "stack_alpha": 1.0,
        "lasso_alpha": 0.01,
        "min_games": 20,
        "backend": "sequential",
        "n_jobs": 1,
        "seed": 4,
    }
    return EnsembleRules(**given | other)


def fit(table: pd.DataFrame = TABLE, names: dict[str, Any] = NAMES, **other: Any) -> PlayerModels:
    return fit_players(table, FOLDS, names, "points", rules(**other))


@pytest.fixture(scope="module")
def models() -> PlayerModels:
    return fit()


def asked(fold: str = LAST) -> pd.DataFrame:
    return fold_rows(TABLE, FOLDS, fold)[1].reset_index(drop=True)


def bits(models: PlayerModels, fold: str = LAST) -> bytes:
    return models.predict(asked(fold), fold).to_numpy().tobytes()


def test_every_man_is_forecast_by_his_own_level(models: PlayerModels) -> None:
    rows = asked()
    said = models.predict(rows, LAST)
    truth = rows["player_id"].map(LEVELS).to_numpy(dtype=float, na_value=np.nan) * rows["minutes"] / 24
    known = truth.notna()
    for answer in ("voting", "stack"):
        assert np.corrcoef(said.loc[known, answer], truth[known])[0, 1] > 0.9
        assert said.loc[known, answer].mean() == pytest.approx(truth[known].mean(), rel=0.1)


def test_the_vote_is_the_weighted_mean_of_the_members(models: PlayerModels) -> None:
    said = models.predict(asked(), LAST).dropna()
    vote = said[list(MEMBERS)].to_numpy() @ np.array([0.4, 0.4, 0.2])
    assert said["voting"].to_numpy() == pytest.approx(vote)


def test_the_stack_weighs_the_members_by_what_they_said_of_games_they_had_not_seen() -> None:
    forgiving, strict = fit(stack_alpha=0.0), fit(stack_alpha=1e12)
    man = strict.fitted[LAST][2]
    rows = fold_rows(TABLE, FOLDS, LAST)[0]
    own = rows.loc[rows["player_id"] == 2, "actual"]
    assert man.mixes["stack"].coefficients == pytest.approx([0, 0, 0], abs=1e-6)
    assert man.mixes["stack"].intercept == pytest.approx(own.iloc[-len(own) // 4 :].mean())
    assert sum(forgiving.fitted[LAST][2].mixes["stack"].coefficients) > 0.5


def test_a_lasso_keeps_few_members_and_with_a_large_penalty_none() -> None:
    man = fit(lasso_alpha=1e6).fitted[LAST][2].mixes["lasso"]
    assert man.coefficients == (0, 0, 0)
    assert man.intercept == pytest.approx(fit(stack_alpha=1e12).fitted[LAST][2].mixes["stack"].intercept)
    some = [model.mixes["lasso"].coefficients for model in fit(lasso_alpha=0.1).fitted[LAST].values()]
    assert all(min(coefficients) >= 0 for coefficients in some)
    assert any(0 in coefficients and sum(coefficients) > 0.5 for coefficients in some)


def test_the_penalty_of_the_lasso_does_not_depend_on_the_unit() -> None:
    said = np.random.default_rng(1).normal(10, 3, (40, 3))
    quantity = said @ [0.5, 0.5, 0.0] + np.random.default_rng(2).normal(0, 1, 40)
    small, large = (_mixes(scale * said, scale * quantity, rules()) for scale in (1, 100))
    assert large["lasso"].coefficients == pytest.approx(small["lasso"].coefficients)
    assert large["lasso"].intercept == pytest.approx(100 * small["lasso"].intercept)


def test_optimised_weights_are_shares_of_what_did_best_on_games_the_members_had_not_seen(
    models: PlayerModels,
) -> None:
    for man in models.fitted[LAST].values():
        shares, intercept = man.mixes["optimised"].coefficients, man.mixes["optimised"].intercept
        assert (sum(shares), min(shares) >= 0, intercept) == (pytest.approx(1), True, 0)
    said = models.predict(asked(), LAST).dropna()
    own = asked().loc[said.index, "player_id"].eq(2)
    shares = np.array(models.fitted[LAST][2].mixes["optimised"].coefficients)
    assert said.loc[own, "optimised"].to_numpy() == pytest.approx(
        said.loc[own, list(MEMBERS)].to_numpy() @ shares
    )


def test_a_man_who_had_nothing_at_all_keeps_the_fixed_weights() -> None:
    nothing = TABLE.assign(actual=TABLE["actual"].where(TABLE["player_id"] != 2, TABLE["actual"] * 0))
    assert fit(nothing).fitted[LAST][2].mixes["optimised"].coefficients == (0.4, 0.4, 0.2)


def test_tuned_hyperparameters_count_in_the_folds_they_were_chosen_for(models: PlayerModels) -> None:
    tuned = {"random_forest": {LAST: SMALL["random_forest"] | {"max_depth": 1}}}
    found = fit_players(TABLE, FOLDS, NAMES, "points", rules(), tuned)
    assert bits(found, SEASONS[1]) == bits(models, SEASONS[1])
    before, after = (one.predict(asked(), LAST).dropna() for one in (models, found))
    assert not before["random_forest"].equals(after["random_forest"])
    assert before["elastic_net"].equals(after["elastic_net"])


def test_a_man_with_too_few_earlier_games_has_no_model(models: PlayerModels) -> None:
    said, is_new = models.predict(asked(), LAST), asked()["player_id"] == ROOKIE
    assert said.loc[is_new, list(ANSWERS)].isna().all(axis=None)
    assert said.loc[is_new, "games"].eq(0).all()
    assert said.loc[~is_new, "games"].eq(60).all()
    assert fit(min_games=61).fitted[LAST] == {}
    assert sorted(fit(min_games=60).fitted[LAST]) == sorted(LEVELS)


def test_a_fit_knows_nothing_of_the_days_it_is_asked_about_or_of_later_ones(models: PlayerModels) -> None:
    fold = SEASONS[1]
    later = TABLE["season"] >= fold
    draws = np.random.default_rng(8)
    other = TABLE.assign(actual=TABLE["actual"].where(~later, draws.poisson(30, len(TABLE))))
    assert bits(fit(other), fold) == bits(models, fold)
    earlier = TABLE.assign(actual=TABLE["actual"].where(later, TABLE["actual"] + 1))
    assert bits(fit(earlier), fold) != bits(models, fold)


def test_a_fit_of_one_man_knows_nothing_of_the_others(models: PlayerModels) -> None:
    others = TABLE["player_id"] != 2
    changed = TABLE.assign(actual=TABLE["actual"].where(~others, TABLE["actual"] + 3))
    own = (asked()["player_id"] == 2).to_numpy()
    before, after = (one.predict(asked(), LAST)[own] for one in (models, fit(changed)))
    pd.testing.assert_frame_equal(before, after, check_exact=True)


@pytest.mark.parametrize(("backend", "n_jobs"), [("threading", 2), ("loky", 2)])
def test_backend_and_number_of_jobs_change_no_bit(models: PlayerModels, backend: str, n_jobs: int) -> None:
    assert bits(fit(names={LAST: FEATURES}, backend=backend, n_jobs=n_jobs)) == bits(models)


def test_another_seed_and_another_market_are_other_streams(models: PlayerModels) -> None:
    assert bits(fit(seed=5)) != bits(models)
    assert bits(fit_players(TABLE, FOLDS, NAMES, "rebounds", rules())) != bits(models)


def test_only_the_folds_and_features_that_are_named_are_fitted() -> None:
    models = fit(names={LAST: ["minutes"]})
    assert list(models.fitted) == [LAST]
    assert models.feature_names == {LAST: ("minutes",)}
    assert models.costs[LAST].features == 1
    assert models.costs[LAST].rows == 3 * 60
    with pytest.raises(LearnerError, match="expected a fitted fold, was '2020-21'"):
        models.predict(asked(), SEASONS[1])


def test_all_men_of_a_market_are_one_object_that_can_be_stored(models: PlayerModels) -> None:
    assert bits(pickle.loads(pickle.dumps(models))) == bits(models)


def test_no_forecast_is_below_what_a_distribution_needs(models: PlayerModels) -> None:
    low = asked().assign(minutes=-1e6, form=-1e6, form_copy=-2e6)
    said = models.predict(low, LAST).dropna()
    assert (said[list(ANSWERS)] > 0).all(axis=None)


def test_a_game_in_which_he_did_not_play_is_not_learned_from() -> None:
    absent = TABLE["player_id"].eq(1) & TABLE["season"].eq(SEASONS[0])
    models = fit(TABLE.assign(actual=TABLE["actual"].where(~absent)))
    assert models.fitted[LAST][1].games == 30
    assert 1 not in models.fitted[SEASONS[1]]
