"""Families chosen and fitted forward in time."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from busta.probability.count_families import NegativeBinomial, Poisson, RoundedNormal
from busta.probability.distributions import DistributionError
from busta.probability.season_distributions import (
    FAMILIES,
    NEXT,
    DistributionRules,
    SeasonDistributions,
    fit_season_distributions,
)
from tests.counted import SEASONS, SIZE, counted

RULES = DistributionRules(
    candidates=FAMILIES,
    fallback="normal",
    defaults={"negative_binomial": (0.4, 0.8), "normal": (0.7, 0.3)},
    bins=20,
    min_rows=500,
    min_rows_per_bin=200,
    judged_seasons=2,
    tie_tolerance=1.0,
    level=0.8,
    groups=4,
)


@pytest.fixture(scope="module")
def means() -> pd.DataFrame:
    return counted()["rebounds"]


@pytest.fixture(scope="module")
def fitted(means: pd.DataFrame) -> SeasonDistributions:
    return fit_season_distributions(means, RULES)


def _names(fitted: SeasonDistributions) -> list[str]:
    return [choice.family.name for choice in (*fitted.by_season.values(), fitted.latest)]


def test_the_first_season_is_marked_and_the_family_that_made_the_rows_is_found(
    fitted: SeasonDistributions,
) -> None:
    assert list(fitted.by_season) == list(SEASONS)
    assert [choice.rows for choice in fitted.by_season.values()] == [0, 1200, 2400, 3600]
    assert fitted.by_season[SEASONS[0]].is_default
    # Nothing to fit on; nothing to judge by; then the truth.
    assert _names(fitted) == ["normal", "normal", *["negative_binomial"] * 3]
    assert fitted.by_season[SEASONS[0]].family == RoundedNormal(0.7, 0.3)
    crps: Mapping[str, float] = fitted.latest.crps
    assert crps["negative_binomial"] < crps["poisson"] < 3
    # The latest two of the three seasons that were judged.
    assert fitted.latest.validation_rows == 2400


def test_the_fitted_sizes_are_those_that_made_the_rows(fitted: SeasonDistributions) -> None:
    r = fitted.parameters(NEXT, [4.0])[0]
    assert r[0] == pytest.approx(SIZE["rebounds"], rel=0.2)


def test_a_season_is_not_touched_by_itself_or_what_follows(
    means: pd.DataFrame, fitted: SeasonDistributions
) -> None:
    is_late = (means["season"] >= SEASONS[2]).to_numpy()
    scrambled = means.assign(actual=np.where(is_late, 40.0 - means["actual"], means["actual"]))
    again = fit_season_distributions(scrambled, RULES)
    at = np.linspace(0.5, 20, 30)
    for season in SEASONS[:3]:
        assert (again.cdf(season, at, 5) == fitted.cdf(season, at, 5)).all()
        assert (np.array(again.interval(season, at)) == np.array(fitted.interval(season, at))).all()
    assert (again.cdf(SEASONS[3], at, 5) != fitted.cdf(SEASONS[3], at, 5)).any()


def test_rows_without_an_actual_are_not_learned_from(
    means: pd.DataFrame, fitted: SeasonDistributions
) -> None:
    unplayed = means.tail(50).assign(season="2023-24", actual=np.nan)
    again = fit_season_distributions(pd.concat([means, unplayed], ignore_index=True), RULES)
    assert again.for_season("2023-24").family == fitted.latest.family


def test_intervals_cover_what_they_promise_from_the_second_season_on(
    means: pd.DataFrame, fitted: SeasonDistributions
) -> None:
    low, high = fitted.interval(means["season"], means["mean"])
    is_covered = means["actual"].between(pd.Series(low), pd.Series(high))
    by_season = is_covered.groupby(means["season"]).mean()
    assert by_season.iloc[1:].to_numpy() == pytest.approx(0.8, abs=0.04)


def test_asked_with_a_season_for_each_row_the_answers_keep_their_order(
    means: pd.DataFrame, fitted: SeasonDistributions
) -> None:
    some = means.sample(60, random_state=1)
    season, mean, actual = some["season"], some["mean"].to_numpy(), some["actual"].to_numpy()
    together = fitted.over_push(season, mean, 4.0)
    for row in range(0, 60, 7):
        one = fitted.over_push(season.iloc[row], mean[row], 4.0)
        assert (together.over[row], together.push[row]) == (one.over, one.push)
    assert fitted.crps(season, mean, actual)[5] == pytest.approx(
        fitted.crps(season.iloc[5], mean[5], actual[5])[0]
    )
    assert fitted.pmf(season, mean, 12).shape == (60, 13)
    assert list(fitted.names(season).index) == list(some.index)
    first, second = fitted.moments(season, mean)
    assert (second > 0).all()
    assert len(first) == 60


def test_scores_are_those_of_the_family(fitted: SeasonDistributions) -> None:
    family = fitted.for_season(SEASONS[3]).family
    mass = family.pmf([5.0], 8)[0]
    assert fitted.log_score(SEASONS[3], [5.0], [3.0])[0] == pytest.approx(-np.log(mass[3]))
    assert fitted.pit(SEASONS[3], [5.0], [3.0], [0.25])[0] == pytest.approx(mass[:3].sum() + 0.25 * mass[3])
    assert fitted.quantile(SEASONS[3], [5.0], 0.5)[0] == family.quantile(5.0, 0.5)


def test_a_season_to_come_takes_the_latest_and_one_before_the_first_is_refused(
    fitted: SeasonDistributions,
) -> None:
    assert fitted.for_season("2031-32") is fitted.latest
    assert fitted.for_season(NEXT) is fitted.latest
    with pytest.raises(DistributionError, match="or a later one, was 2015-16"):
        fitted.for_season("2015-16")


def test_no_rows_have_no_answers(fitted: SeasonDistributions) -> None:
    assert fitted.over_push(pd.Series([], dtype="str"), [], []).over.shape == (0,)


def test_until_there_are_rows_residuals_are_a_negative_binomials(means: pd.DataFrame) -> None:
    few = means[means["season"] == SEASONS[0]].head(100)
    for fallback, family in (
        ("empirical", NegativeBinomial(0.4, 0.8)),
        ("poisson", Poisson()),
        ("normal", RoundedNormal(0.7, 0.3)),
    ):
        assert fit_season_distributions(few, replace(RULES, fallback=fallback)).latest.family == family


def test_a_family_nobody_knows_is_refused(means: pd.DataFrame) -> None:
    with pytest.raises(DistributionError, match="was 'gamma'"):
        fit_season_distributions(means, replace(RULES, candidates=("gamma",)))
