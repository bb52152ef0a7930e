"""Correlations behind counts, and what is drawn and priced with them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from busta.probability.count_families import NegativeBinomial
from busta.probability.distributions import DistributionError
from busta.probability.joint import (
    JointCorrelations,
    SeasonJoint,
    fit_season_joint,
    latent_scores,
    nearest_correlation,
)
from busta.probability.season_distributions import NEXT, SeasonDistributions, fit_season_distributions
from tests.counted import SEASONS, counted
from tests.probability.test_season_distributions import RULES

NAMES = ("points", "rebounds")


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return counted(games=250)


@pytest.fixture(scope="module")
def fitted(tables: dict[str, pd.DataFrame]) -> dict[str, SeasonDistributions]:
    rules = replace(RULES, fallback="negative_binomial")
    return {name: fit_season_distributions(tables[name], rules) for name in NAMES}


@pytest.fixture(scope="module")
def joint(tables: dict[str, pd.DataFrame], fitted: dict[str, SeasonDistributions]) -> SeasonJoint:
    scores = {name: latent_scores(tables[name], fitted[name]) for name in NAMES}
    return fit_season_joint(scores, tables["points"], groups=3, min_rows=1000)


def test_a_score_is_the_mean_of_its_piece_of_the_normal() -> None:
    fair = NegativeBinomial(12.0, 0.0)
    rows = pd.DataFrame({"season": ["2020-21"] * 2, "game_id": ["a", "b"], "player_id": [1, 1]})
    rows = rows.assign(mean=np.log(2.0), actual=[0.0, np.nan])
    choice = fit_season_distributions(counted()["rebounds"], RULES).latest
    distributions = SeasonDistributions({}, replace(choice, family=fair), 0.8)
    scores = latent_scores(rows, distributions)
    # P(Y = 0) is one half: the mean of the lower half of a normal is -sqrt(2 / pi).
    assert scores["score"].to_numpy() == pytest.approx([-0.797885, np.nan], abs=1e-4, nan_ok=True)
    defaults = SeasonDistributions({}, replace(choice, family=fair, rows=0), 0.8)
    assert latent_scores(rows, defaults)["score"].isna().all()


def test_the_correlation_behind_the_counts_is_found_and_men_are_independent(joint: SeasonJoint) -> None:
    assert joint.latest.same_man[:, 0, 1] == pytest.approx(0.4, abs=0.05)
    assert np.abs(joint.latest.team_mates).max() < 0.05
    assert np.abs(joint.latest.opponents).max() < 0.05
    # The first season has default parameters.
    assert joint.latest.rows == 3 * 2500


def test_team_mates_who_share_a_night_are_told_from_opponents(
    tables: dict[str, pd.DataFrame], fitted: dict[str, SeasonDistributions]
) -> None:
    scores = {name: latent_scores(tables[name], fitted[name]) for name in NAMES}
    points = scores["points"]
    night = np.random.default_rng(3).normal(size=len(points) // 5).repeat(5)
    # Rows are man by man, five of a team after five of the other.
    shared = scores | {"points": points.assign(score=np.sqrt(0.8) * points["score"] + np.sqrt(0.2) * night)}
    found = fit_season_joint(shared, tables["points"], groups=1, min_rows=1000).latest
    assert found.team_mates[0, 0] == pytest.approx(0.2, abs=0.04)
    assert abs(found.opponents[0, 0]) < 0.05


def test_nothing_of_a_season_or_later_goes_into_its_correlations(
    tables: dict[str, pd.DataFrame], fitted: dict[str, SeasonDistributions], joint: SeasonJoint
) -> None:
    scores = {name: latent_scores(tables[name], fitted[name]) for name in NAMES}
    points = scores["points"]
    is_late = points["season"] >= SEASONS[2]
    changed = scores | {"points": points.assign(score=points["score"].where(~is_late, -points["score"]))}
    again = fit_season_joint(changed, tables["points"], groups=3, min_rows=1000)
    assert (again.for_season(SEASONS[2]).same_man == joint.for_season(SEASONS[2]).same_man).all()
    assert again.latest.same_man[0, 0, 1] < joint.latest.same_man[0, 0, 1]
    assert joint.for_season(SEASONS[0]).rows == 0
    assert joint.for_season(NEXT) is joint.latest
    with pytest.raises(DistributionError, match="was 2011-12"):
        joint.for_season("2011-12")


def test_between_two_levels_correlations_are_interpolated() -> None:
    same = np.array([[[1.0, 0.6], [0.6, 1.0]], [[1.0, 0.2], [0.2, 1.0]]])
    nothing = np.zeros((2, 2))
    found = JointCorrelations(NAMES, np.array([10.0, 30.0]), same, nothing, nothing, 9)
    assert found.of_men([5.0, 20.0, 25.0, 99.0])[:, 0, 1] == pytest.approx([0.6, 0.4, 0.3, 0.2])


def test_a_game_is_made_of_men_team_mates_and_opponents() -> None:
    same = np.array([[[1.0, 0.5], [0.5, 1.0]]])
    mates, others = np.array([[0.1, 0.2], [0.2, 0.0]]), np.array([[-0.1, 0.0], [0.0, 0.05]])
    known = JointCorrelations(NAMES, np.zeros(1), same, mates, others, 9)
    found, other = known.of_games([[1, 1, 2], [3, 4, 4]], [[9, 9, 9], [9, 9, 9]])
    assert other[:2, 2:4] == pytest.approx(others)
    assert other[2:4, 4:] == pytest.approx(mates)
    assert found[:2, :2] == pytest.approx(same[0])
    assert found[:2, 2:4] == pytest.approx(mates)
    assert found[:2, 4:] == pytest.approx(others)
    assert found == pytest.approx(found.T)


def test_a_matrix_that_cannot_be_becomes_the_nearest_that_can() -> None:
    broken = np.array([[1.0, 0.9, -0.9], [0.9, 1.0, 0.9], [-0.9, 0.9, 1.0]])
    found = nearest_correlation(broken)
    assert np.linalg.eigvalsh(found).min() > -1e-9
    assert np.diag(found) == pytest.approx(1.0)
    assert (nearest_correlation(np.eye(2)) == np.eye(2)).all()
