"""Members side by side, and the table that is published."""

import numpy as np
import pandas as pd
import pytest

from busta.probability.blending import BlendRules, fit_stack
from busta.probability.choice import CalibratorRules
from busta.probability.logits import ProbabilityError
from busta.probability.members import PUBLISHED, member_table, publish
from busta.schemas.outputs import Probabilities
from tests.forecasts import SEASONS, forecasts

RULES = BlendRules(CalibratorRules(("none",), "none", 100, 1.0, 1e-6), min_rows=100, ridge=1.0)


def _calibrated(**changes: object) -> pd.DataFrame:
    table = forecasts()
    rows = np.where(table["season"] > SEASONS[0], 400, 0)
    made = table.assign(probability_calibrated=table["probability_over"], calibrator_rows=rows)
    return made.drop(columns=["market_probability", "market_moment"]).assign(**changes)


def _together(**members: pd.DataFrame) -> pd.DataFrame:
    return member_table(members, forecasts(), is_push_possible=True)


def test_rows_meet_whatever_their_order() -> None:
    shuffled = _calibrated().sample(frac=1, random_state=2)
    table = _together(ridge=_calibrated(), trees=shuffled)
    assert (table["ridge"] == table["trees"]).all()
    assert len(table) == len(forecasts())


def test_the_push_is_the_mean_of_those_who_give_one() -> None:
    table = _together(
        ridge=_calibrated(probability_push=0.04),
        trees=_calibrated(probability_push=0.02),
        logistic=_calibrated(probability_push=np.nan),
    )
    assert table["probability_push"].to_numpy() == pytest.approx(0.03)


def test_a_push_that_nobody_gives_is_unknown_and_none_where_there_can_be_none() -> None:
    silent = {"logistic": _calibrated(probability_push=np.nan)}
    assert _together(**silent)["probability_push"].isna().all()
    assert (member_table(silent, forecasts(), is_push_possible=False)["probability_push"] == 0).all()


def test_a_row_is_calibrated_when_all_its_members_are() -> None:
    table = _together(ridge=_calibrated(), trees=_calibrated(calibrator_rows=9))
    assert (table["is_calibrated"] == (table["season"] > SEASONS[0])).all()


@pytest.mark.parametrize("rows", [slice(1, None), [0, 0, *range(2, 2000)]])
def test_learners_with_other_rows_are_refused(rows: object) -> None:
    with pytest.raises(ProbabilityError, match="learner 'trees' to have the same 2000 rows as 'ridge'"):
        _together(ridge=_calibrated(), trees=_calibrated().iloc[rows])


def test_a_forecast_without_a_question_is_refused() -> None:
    with pytest.raises(ProbabilityError, match="2 are not, the first of game 0000000000"):
        member_table({"ridge": _calibrated()}, forecasts().iloc[2:], is_push_possible=True)


def test_a_market_without_learners_is_refused() -> None:
    with pytest.raises(ProbabilityError, match="at least one calibrated learner"):
        _together()


def test_the_published_table_keeps_its_contract() -> None:
    table = _together(ridge=_calibrated(), trees=_calibrated())
    published = publish(table, fit_stack(table, ("ridge", "trees"), RULES), SEASONS[2], "evening")
    assert list(Probabilities.validate(published).columns) == PUBLISHED
    assert sorted(published["season"].unique()) == list(SEASONS[2:])
    assert set(published["members"]) == {"ridge+trees"}
    assert set(published["information"]) == {"evening"}
    assert (published["probability_over"] == published["probability_model"]).all()
    assert published["game_date"].is_monotonic_increasing
