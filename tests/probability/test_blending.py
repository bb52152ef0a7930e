"""Learners averaged, and blended with the market."""

import pickle

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.probability.blending import BlendRules, LogitBlend, fit_stack, logit_mean
from busta.probability.choice import CalibratorRules
from busta.probability.logits import ProbabilityError, from_logit, logit
from tests.forecasts import SEASONS, forecasts

probabilities = st.floats(0.01, 0.99)
RULES = BlendRules(CalibratorRules(("none", "platt"), "platt", 100, 1.0, 1e-6), min_rows=100, ridge=1.0)


def _table(**changes: object) -> pd.DataFrame:
    table = forecasts(slope=0.8)
    noise = np.random.default_rng(1).normal(0, 0.5, (2, len(table)))
    x = np.log(table["probability_over"] / (1 - table["probability_over"]))
    members = {name: 1 / (1 + np.exp(-(x + noise[k]))) for k, name in enumerate(("ridge", "trees"))}
    return table.assign(is_calibrated=table["season"] > SEASONS[0], **members).assign(**changes)


def test_the_logit_mean_of_three_quarters_and_one_half() -> None:
    # mean of ln 3 and 0 is ln sqrt(3)
    assert logit_mean([[0.75, 0.5]])[0] == pytest.approx(np.sqrt(3) / (1 + np.sqrt(3)))


@given(probabilities, st.integers(1, 5))
def test_the_logit_mean_of_equal_probabilities_is_that_probability(value: float, members: int) -> None:
    assert logit_mean([[value] * members])[0] == pytest.approx(value)


@given(st.lists(probabilities, min_size=2, max_size=5))
def test_the_logit_mean_lies_between_its_members(values: list[float]) -> None:
    mean = logit_mean([values])[0]
    assert min(values) - 1e-9 <= mean <= max(values) + 1e-9


@given(st.lists(probabilities, min_size=2, max_size=5))
def test_the_logit_mean_does_not_care_which_side_is_called_over(values: list[float]) -> None:
    other = logit_mean([[1 - value for value in values]])[0]
    assert logit_mean([values])[0] == pytest.approx(1 - other)


@pytest.mark.parametrize("members", [np.empty((3, 0)), np.array([0.5, 0.6])])
def test_a_mean_of_no_members_is_refused(members: np.ndarray) -> None:
    with pytest.raises(ProbabilityError, match="at least one member"):
        logit_mean(members)


def test_a_missing_member_is_refused() -> None:
    with pytest.raises(ProbabilityError, match="a member's probability in every row, was missing in 1"):
        logit_mean([[0.5, np.nan]])


@given(probabilities, probabilities)
def test_a_blend_with_all_weight_on_the_market_is_the_market(market: float, model: float) -> None:
    assert LogitBlend().predict([market], [model])[0] == pytest.approx(market)


@given(probabilities)
def test_a_blend_without_a_quote_is_the_model_alone(model: float) -> None:
    assert LogitBlend(0.3, 0.9, 0.2).predict([np.nan], [model])[0] == model


def test_a_blend_is_the_formula() -> None:
    # .5 * ln 3 + .5 * ln 3 + 0 = ln 3
    assert LogitBlend(0.0, 0.5, 0.5).predict([0.75], [0.75])[0] == pytest.approx(0.75)
    assert LogitBlend(np.log(3), 1.0, 0.0).predict([0.5], [0.9])[0] == pytest.approx(0.75)


def test_a_blend_trusts_who_knows() -> None:
    rows = forecasts(days=250)
    noise = np.random.default_rng(2).normal(0, 1, len(rows))
    guess = 1 / (1 + np.exp(-noise))
    right_market = LogitBlend.fit(rows["probability_over"], guess, rows["outcome"], ridge=1.0)
    right_model = LogitBlend.fit(guess, rows["probability_over"], rows["outcome"], ridge=1.0)
    assert (right_market.market_weight, right_market.model_weight) == pytest.approx((1.0, 0.0), abs=0.06)
    assert (right_model.market_weight, right_model.model_weight) == pytest.approx((0.0, 1.0), abs=0.06)


def test_a_market_that_always_says_one_half_leaves_no_weight_undecided() -> None:
    rows = forecasts()
    blend = LogitBlend.fit(np.full(len(rows), 0.5), rows["probability_over"], rows["outcome"], ridge=1.0)
    assert blend.market_weight == pytest.approx(1.0)


@pytest.mark.parametrize("ridge", [0.0, -1.0, np.nan])
def test_a_blend_needs_a_pull(ridge: float) -> None:
    with pytest.raises(ProbabilityError, match="ridge above 0"):
        LogitBlend.fit([0.4, 0.6], [0.4, 0.6], [0, 1], ridge)


def test_a_blend_is_not_fitted_without_a_quote() -> None:
    with pytest.raises(ProbabilityError, match="a market probability in every row"):
        LogitBlend.fit([0.4, np.nan], [0.4, 0.6], [0, 1], 1.0)


def test_before_anything_was_calibrated_the_stack_is_the_market() -> None:
    table = _table()
    stack = fit_stack(table, ("ridge", "trees"), RULES)
    assert [stack.blends[season].rows for season in SEASONS] == [0, 0, 400, 800, 1200]
    assert stack.latest.rows == 1600
    first = table["season"] <= SEASONS[1]
    stacked = stack.apply(table)["probability_stacked"]
    assert stacked[first].to_numpy() == pytest.approx(table.loc[first, "market_probability"].to_numpy())


def test_a_season_is_stacked_by_what_was_known_before_it() -> None:
    table = _table()
    later = table["season"] >= SEASONS[3]
    scrambled = _table(outcome=table["outcome"].where(~later, 0.0))
    scrambled.loc[later, "market_probability"] = 0.9
    before, after = (fit_stack(t, ("ridge", "trees"), RULES) for t in (table, scrambled))
    known = [season for season in SEASONS if season <= SEASONS[3]]
    assert {s: before.blends[s] for s in known} == {s: after.blends[s] for s in known}
    assert before.latest != after.latest
    earlier = table[~later]
    pd.testing.assert_frame_equal(before.apply(earlier), after.apply(earlier), check_exact=True)


def test_unquoted_games_are_stacked_as_the_model_and_teach_nothing() -> None:
    table = _table()
    table.loc[::2, "market_probability"] = np.nan
    stack = fit_stack(table, ("ridge", "trees"), RULES)
    made = stack.apply(table)
    assert stack.latest.rows == 800
    assert (made["probability_stacked"] == made["probability_model"])[::2].all()


def test_a_fit_that_fails_is_told_with_its_members_and_season() -> None:
    table = _table(outcome=1.0)
    with pytest.raises(ProbabilityError, match=f"^Calibrators of 'mean of ridge, trees' .* {SEASONS[2]}: "):
        fit_stack(table, ("ridge", "trees"), RULES)
    table = _table()
    table.loc[table["season"] == SEASONS[2], "market_probability"] = 1.0
    said = f"^Blend of ridge, trees with the market for the season {SEASONS[3]}: Expected every market"
    with pytest.raises(ProbabilityError, match=said):
        fit_stack(table, ("ridge", "trees"), RULES)


def test_members_without_an_opinion_stay_without_one() -> None:
    table = _table(ridge=0.5, trees=0.5)
    rules = BlendRules(CalibratorRules(("none", "edge"), "none", 100, 0.0, 1e-6), min_rows=100, ridge=1.0)
    made = fit_stack(table, ("ridge", "trees"), rules).apply(table)
    assert (made["probability_model"] == 0.5).all()


def test_a_stack_survives_pickling_and_serves_the_season_to_come() -> None:
    table = _table()
    stack = pickle.loads(pickle.dumps(fit_stack(table, ("ridge", "trees"), RULES)))
    tonight = table.tail(3).assign(season=pd.Series(["2030-31"] * 3, index=table.index[-3:], dtype="str"))
    made = stack.apply(tonight)
    market, model = tonight["market_probability"], made["probability_model"]
    assert (made["probability_stacked"] == stack.latest.predict(market, model)).all()


def test_a_member_that_is_absent_is_named() -> None:
    stack = fit_stack(_table(), ("ridge", "trees"), RULES)
    with pytest.raises(ProbabilityError, match=r"lacks \['trees'\]"):
        stack.apply(_table().drop(columns="trees"))


def test_a_model_that_is_right_the_other_way_round_gets_no_weight() -> None:
    draws = np.random.default_rng(3)
    market, opinion = draws.uniform(0.2, 0.8, 3000), draws.normal(0, 1, 3000)
    truth = from_logit(logit(market) - opinion)
    outcome = (draws.uniform(size=3000) < truth).astype(float)
    blend = LogitBlend.fit(market, from_logit(logit(market) + opinion), outcome, ridge=1.0)
    assert blend.model_weight == 0.0
    assert blend.market_weight == pytest.approx(0.85, abs=0.2)
