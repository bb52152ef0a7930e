"""The blend at the lines of players: by moment, forward by week."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, logit

from busta.probability.blending import LogitBlend
from busta.probability.prop_blend import PropBlendRules, PropStack, fit_prop_stack

RULES = PropBlendRules(200, 1.0)
# A Monday.
FIRST = pd.Timestamp("2024-01-01")


def _rows(
    weight: float, days: int = 28, a_day: int = 40, seed: int = 1, moment: str = "morning"
) -> pd.DataFrame:
    """Truth is the market plus `weight` of what the model says beside it."""
    chance = np.random.default_rng(seed)
    market, model = chance.normal(0, 0.3, days * a_day), chance.normal(0, 1, days * a_day)
    return pd.DataFrame(
        {
            "game_date": FIRST + pd.to_timedelta(np.repeat(np.arange(days), a_day), unit="D"),
            "moment": moment,
            "market_probability": expit(market),
            "probability_model": expit(model),
            "outcome": (chance.random(days * a_day) < expit(market + weight * model)).astype(float),
        }
    )


def _stack(*tables: pd.DataFrame) -> PropStack:
    return fit_prop_stack(pd.concat(tables, ignore_index=True), RULES)


LATER = FIRST + pd.Timedelta(days=60)


def test_the_blend_learns_what_the_model_knows_beside_the_market() -> None:
    blend = _stack(_rows(0.8, seed=2), _rows(0.8, seed=3)).blend_of("morning", LATER)
    assert blend.model_weight == pytest.approx(0.8, abs=0.15)
    assert blend.rows == 2 * 28 * 40
    assert _stack(_rows(0.0)).blend_of("morning", LATER).model_weight == pytest.approx(0.0, abs=0.15)


def test_the_blend_of_a_week_knows_the_earlier_weeks_only() -> None:
    rows = _rows(0.8)
    scrambled = rows.copy()
    is_later = rows["game_date"] >= FIRST + pd.Timedelta(days=14)
    scrambled.loc[is_later, "outcome"] = 1 - rows.loc[is_later, "outcome"]
    told, again = (_stack(table).apply(rows) for table in (rows, scrambled))
    until = rows["game_date"] < FIRST + pd.Timedelta(days=21)
    pd.testing.assert_frame_equal(told[until], again[until], check_exact=True)
    assert not np.allclose(told.loc[~until, "probability_stacked"], again.loc[~until, "probability_stacked"])


def test_all_days_of_a_week_share_a_blend() -> None:
    told = _stack(_rows(0.0)).apply(_rows(0.0))
    assert told.groupby(np.arange(28 * 40) // (7 * 40))["blend_rows"].unique().map(list).tolist() == [
        [0], [280], [560], [840],
    ]  # fmt: skip


def test_before_anything_was_seen_the_market_itself_stands() -> None:
    rows = _rows(0.8)
    told = _stack(rows).apply(rows)
    first = rows["game_date"] < FIRST + pd.Timedelta(days=7)
    assert np.allclose(told.loc[first, "probability_stacked"], rows.loc[first, "market_probability"])
    assert (told.loc[first, ["blend_intercept", "market_weight", "model_weight"]] == [0, 1, 0]).all(axis=None)
    early = _stack(rows).blend_of("morning", FIRST - pd.Timedelta(days=30))
    assert early == LogitBlend()


def test_moments_are_blended_apart() -> None:
    both = pd.concat([_rows(0.8), _rows(0.0, seed=9, moment="close")], ignore_index=True)
    stack = _stack(both)
    assert stack.blend_of("morning", LATER).model_weight > 0.6
    assert stack.blend_of("close", LATER).model_weight < 0.2
    told = stack.apply(both)
    assert told["probability_stacked"].notna().all()


def test_the_blend_is_the_sum_of_log_odds() -> None:
    rows = _rows(0.8)
    told = _stack(rows).apply(rows).iloc[-1]
    row = rows.iloc[-1]
    expected = told["blend_intercept"] + told["market_weight"] * logit(row["market_probability"])
    expected += told["model_weight"] * logit(row["probability_model"])
    assert told["probability_stacked"] == pytest.approx(expit(expected))


def test_the_standard_error_is_that_of_many_refits() -> None:
    rows = _rows(0.8)
    asked = rows.iloc[[-1]]
    told = _stack(rows).apply(asked).iloc[0]
    chance, found = np.random.default_rng(5), []
    truth = expit(logit(rows["market_probability"]) + 0.8 * logit(rows["probability_model"]))
    for _ in range(60):
        drawn = rows.assign(outcome=(chance.random(len(rows)) < truth).astype(float))
        found.append(_stack(drawn).apply(asked)["probability_stacked"].iloc[0])
    assert told["stacked_se"] == pytest.approx(np.std(found), rel=0.3)


def test_what_was_not_fitted_has_no_standard_error() -> None:
    rows = _rows(0.8)
    told = _stack(rows).apply(rows)
    assert (told.loc[told["blend_rows"] == 0, "stacked_se"] == 0).all()
    assert (told.loc[told["blend_rows"] > 0, "stacked_se"] > 0).all()


def test_pushes_and_voids_teach_nothing() -> None:
    rows = _rows(0.8)
    rows.loc[::2, "outcome"] = np.nan
    assert _stack(rows).blend_of("morning", LATER).rows == 14 * 40


def test_a_moment_that_nobody_saw_leaves_the_market() -> None:
    rows = _rows(0.0, moment="close")
    told = _stack(_rows(0.0)).apply(rows)
    assert np.allclose(told["probability_stacked"], rows["market_probability"])


def test_without_any_line_there_is_nothing_to_fit_and_nothing_to_blend() -> None:
    empty = _rows(0.0).iloc[:0]
    stack = _stack(empty)
    assert stack.by_moment == {}
    assert stack.apply(empty).empty
