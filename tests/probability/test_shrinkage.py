from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, ndtr, ndtri
from statsmodels.genmod.families import Binomial, links
from statsmodels.genmod.generalized_linear_model import GLM

from busta.probability.logits import ProbabilityError
from busta.probability.shrinkage import SHRINKAGE_COLUMNS, fit_shrinkage, shrink_by_season

CURVES = {"probit": ndtr, "logit": expit}
LINKS = {"probit": links.Probit, "logit": links.Logit}


def _games(factor: float, link: str, count: int = 4000, seed: int = 1) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    offset, distance = rng.normal(0, 0.1, count), rng.normal(0, 0.4, count)
    outcome = (rng.random(count) < CURVES[link](offset + factor * distance)).astype(float)
    return offset, distance, outcome


@pytest.mark.parametrize("link", CURVES)
@pytest.mark.parametrize("factor", [0.0, 0.35, 1.0])
def test_the_factor_that_made_the_outcomes_is_found_within_its_error(link: str, factor: float) -> None:
    found = fit_shrinkage(*_games(factor, link, 40_000), link)
    assert found.factor == pytest.approx(factor, abs=3 * found.standard_error)
    assert found.rows == 40_000


@pytest.mark.parametrize("link", CURVES)
def test_factor_and_error_are_those_of_a_generalised_linear_model_with_an_offset(link: str) -> None:
    offset, distance, outcome = _games(0.35, link)
    found = fit_shrinkage(offset, distance, outcome, link)
    other = GLM(outcome, distance[:, None], family=Binomial(LINKS[link]()), offset=offset).fit(tol=1e-12)
    assert found.factor == pytest.approx(other.params[0], rel=1e-6)
    assert found.standard_error == pytest.approx(other.bse[0], rel=1e-4)


def test_four_games_by_hand() -> None:
    # A model at even market prices, right three times of four: Phi(k) = 3/4.
    found = fit_shrinkage([0.0] * 4, [1.0, 1.0, -1.0, -1.0], [1, 1, 0, 1], "probit")
    assert found.factor == pytest.approx(ndtri(0.75))
    density = np.exp(-(ndtri(0.75) ** 2) / 2) / np.sqrt(2 * np.pi)
    assert found.standard_error == pytest.approx((4 * density**2 / (0.75 * 0.25)) ** -0.5)


def test_nobody_bets_against_the_model_nor_believes_more_than_all_of_it() -> None:
    offset, distance, outcome = _games(1.6, "probit")
    assert fit_shrinkage(offset, distance, outcome, "probit").factor == 1.0
    assert fit_shrinkage(offset, distance, 1 - outcome, "probit").factor == 0.0


def test_a_model_that_never_differs_tells_nothing() -> None:
    found = fit_shrinkage([0.1, -0.2], [0.0, 0.0], [1, 0], "logit")
    assert found.factor == 0.0
    assert np.isnan(found.standard_error)


def test_rows_that_do_not_match_or_are_missing_are_refused() -> None:
    with pytest.raises(ProbabilityError, match="was 2 and 1 of 2"):
        fit_shrinkage([0.0, 0.0], [1.0, np.nan], [1, 0], "logit")
    with pytest.raises(ProbabilityError, match="Expected every outcome to be 0 or 1"):
        fit_shrinkage([0.0, 0.0], [1.0, 2.0], [1, 0.5], "logit")


def _rows() -> pd.DataFrame:
    offset, distance, outcome = _games(0.35, "probit", 900)
    season = np.repeat(["2018-19", "2019-20", "2020-21"], 300)
    rows = pd.DataFrame({"season": season, "offset": offset, "distance": distance, "outcome": outcome})
    rows.loc[[5, 305], "outcome"] = np.nan
    return rows


def test_each_season_is_fitted_on_the_decided_games_before_it() -> None:
    rows = _rows()
    made = shrink_by_season(rows, rows["season"], "probit", 300)
    assert list(made) == SHRINKAGE_COLUMNS
    assert made["season"].tolist() == ["2018-19", "2019-20", "2020-21"]
    assert made["shrink_rows"].tolist() == [0, 299, 598]
    # With fewer rows than asked for, nothing the model says is believed.
    assert made["shrink"].tolist()[:2] == [0.0, 0.0]
    assert made["shrink_se"].isna().tolist() == [True, True, False]
    past = rows[(rows["season"] < "2020-21") & rows["outcome"].notna()]
    by_hand = fit_shrinkage(past["offset"], past["distance"], past["outcome"], "probit")
    assert made["shrink"].iloc[2] == by_hand.factor > 0


def test_nothing_of_the_season_itself_or_later_is_used() -> None:
    rows = _rows()
    other = rows.assign(outcome=rows["outcome"].where(rows["season"] < "2020-21", 1 - rows["outcome"]))
    seasons = rows["season"].unique()
    made, found = (shrink_by_season(table, seasons, "probit", 10) for table in (rows, other))
    pd.testing.assert_frame_equal(made, found)
    assert not made.equals(shrink_by_season(other.assign(season="2017-18"), seasons, "probit", 10))
