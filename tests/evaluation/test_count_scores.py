"""Scores of distributions of counts."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.count_scores import (
    ALL,
    SCORE_COLUMNS,
    CountScoreRules,
    distribution_scores,
    synthetic_forecasts,
    synthetic_lines,
)
from busta.probability.conformal import ConformalThresholds
from busta.probability.count_families import NegativeBinomial, Poisson
from busta.probability.counts import CountFamily
from busta.probability.season_distributions import DistributionChoice, SeasonDistributions
from tests.counted import SEASONS, SIZE, counted

RULES = CountScoreRules(factors=(0.5, 1.0, 1.5), bins=10, seed=1)


def _always(family: CountFamily, default: tuple[str, ...] = ()) -> SeasonDistributions:
    choice = DistributionChoice(family, 100, {}, 0, ConformalThresholds.of([], [], 0.8, 1))
    return SeasonDistributions(
        {season: replace(choice, rows=0 if season in default else 100) for season in SEASONS}, choice, 0.8
    )


@pytest.fixture(scope="module")
def means() -> pd.DataFrame:
    return counted(games=300)["points"]


@pytest.fixture(scope="module")
def truth(means: pd.DataFrame) -> pd.DataFrame:
    family = NegativeBinomial(float(np.log(SIZE["points"])), 0.0)
    return distribution_scores(means, _always(family, (SEASONS[0],)), RULES).set_index("season")


def test_synthetic_lines_are_half_lines_at_multiples_of_the_mean() -> None:
    lines = synthetic_lines(np.array([3.0, 7.9]), (0.5, 1.0))
    assert lines.tolist() == [[1.5, 3.5], [3.5, 7.5]]


def test_every_row_is_asked_at_every_synthetic_line(means: pd.DataFrame) -> None:
    found = synthetic_forecasts(means.head(10), _always(Poisson()), RULES.factors)
    assert len(found) == 30
    assert (found["outcome"] == (np.tile(means["actual"].head(10), 3) > found["line"])).all()


def test_there_is_a_row_for_each_season_and_one_for_those_that_were_fitted(truth: pd.DataFrame) -> None:
    assert list(truth.index) == [*SEASONS, ALL]
    assert [*truth.reset_index().columns] == SCORE_COLUMNS
    assert truth.loc[ALL, "n"] == 3 * 3000
    assert truth.loc[ALL, "synthetic_n"] == 3 * 9000


def test_the_distribution_that_made_the_rows_is_found_right(truth: pd.DataFrame) -> None:
    right = truth.loc[ALL]
    assert right["coverage_central"] == pytest.approx(0.8, abs=0.015)
    assert right["pit_deviation"] < 0.012
    assert right["synthetic_ece"] < 0.015
    assert abs(right["bias"]) < 0.15
    assert right["mae_median"] < right["mae"] < right["rmse"]
    assert right["crps"] < right["mae_median"]


def test_a_distribution_that_is_too_narrow_is_found_wrong(means: pd.DataFrame, truth: pd.DataFrame) -> None:
    narrow = distribution_scores(means, _always(Poisson()), RULES).set_index("season")
    right, wrong = truth.loc[ALL], narrow.loc[ALL]
    assert wrong["coverage_central"] < 0.65
    assert wrong["pit_deviation"] > 0.05
    assert wrong["synthetic_ece"] > 0.05
    assert wrong["crps"] > right["crps"]
    assert wrong["log_score"] > right["log_score"]
    # The point forecast is the same.
    assert (wrong["mae"], wrong["rmse"]) != (right["mae"], 0)
    assert narrow.loc[SEASONS[1], "mae"] == truth.loc[SEASONS[1], "mae"]


def test_unplayed_rows_are_not_scored(means: pd.DataFrame) -> None:
    assert distribution_scores(means.assign(actual=np.nan), _always(Poisson()), RULES).empty
