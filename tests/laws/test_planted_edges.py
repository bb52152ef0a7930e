"""The pipeline finds the edges that were planted, measures them as they are, and finds none where there are none."""

from __future__ import annotations

import pandas as pd
import pytest
from scipy.stats import binom

from benchmarks.planted_page import RATE, is_planted
from benchmarks.planted_worlds import efficient, measure_world, stale, tired_and_shaded

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("planted")]

EFFICIENT_SEEDS = (1, 2, 3)
# More findings than this come by chance once in a thousand times.
RARE = 0.001
# Standard errors between what is measured and what is true, at most; of some forty looks.
FARTHEST = 3.6


@pytest.fixture(scope="module")
def gone_by_the_close() -> pd.DataFrame:
    """Looks at books that ignore second nights of 8 points and shade overs by 5, until the close."""
    return measure_world(tired_and_shaded(8.0, 5.0, seed=1))


@pytest.fixture(scope="module")
def there_for_good() -> pd.DataFrame:
    """Looks at books that do so to the close."""
    return measure_world(tired_and_shaded(8.0, 5.0, seed=2, until="never"))


@pytest.fixture(scope="module")
def stale_openings() -> pd.DataFrame:
    """Looks at books whose openings are off by 6 points."""
    return measure_world(stale(6.0, seed=3))


@pytest.fixture(scope="module")
def no_mistake() -> pd.DataFrame:
    """Looks at efficient books."""
    return pd.concat([measure_world(efficient(seed)) for seed in EFFICIENT_SEEDS], ignore_index=True)


@pytest.fixture(scope="module")
def planted(
    gone_by_the_close: pd.DataFrame, there_for_good: pd.DataFrame, stale_openings: pd.DataFrame
) -> pd.DataFrame:
    """All looks at books that make a mistake."""
    return pd.concat([gone_by_the_close, there_for_good, stale_openings], ignore_index=True)


def expect_found(looks: pd.DataFrame) -> None:
    """Fail for the first look whose interval does not lie above zero."""
    for look in looks.itertuples():
        assert look.is_found, (
            f"{look.plant} of {look.size:g} points, {look.market} against the {look.moment}: expected {look.metric} "
            f"above 0 in {look.n} bets, was {look.value:.3f} [{look.low:.3f}, {look.high:.3f}]; true {look.truth:.3f}"
        )


def expect_none(looks: pd.DataFrame) -> None:
    """Fail where more is found than the stated rate allows."""
    allowed, found = int(binom.ppf(1 - RARE, len(looks), RATE)), looks[looks["is_found"]]
    assert len(found) <= allowed, (
        f"expected at most {allowed} findings in {len(looks)} looks at {RATE:.1%} each, was {len(found)}:\n{found}"
    )


def test_second_nights_that_books_ignore_are_found_in_how_the_spread_moves_and_in_what_it_returns(
    gone_by_the_close: pd.DataFrame,
) -> None:
    expect_found(gone_by_the_close.query("market == 'ats' and moment == 'open'"))


def test_shaded_overs_are_found_in_how_the_total_moves_and_in_what_it_returns(
    gone_by_the_close: pd.DataFrame,
) -> None:
    expect_found(gone_by_the_close.query("market == 'total' and moment == 'open'"))


def test_mistakes_that_last_return_something_against_the_close_too(there_for_good: pd.DataFrame) -> None:
    expect_found(there_for_good.query("metric == 'roi'"))


def test_stale_openings_are_found_in_both_markets(stale_openings: pd.DataFrame) -> None:
    expect_found(stale_openings.query("moment == 'open'"))


def test_what_is_measured_is_what_is_true_of_the_same_bets(
    planted: pd.DataFrame, no_mistake: pd.DataFrame
) -> None:
    looks = pd.concat([planted, no_mistake], ignore_index=True)
    distance = (looks["value"] - looks["truth"]) / ((looks["high"] - looks["low"]) / (2 * 1.96))
    assert distance.abs().max() < FARTHEST, looks.assign(distance=distance).to_string()
    assert abs(distance.mean()) < 0.6


def test_on_efficient_books_and_wherever_nothing_was_planted_nothing_is_found(
    planted: pd.DataFrame, no_mistake: pd.DataFrame
) -> None:
    expect_none(pd.concat([planted[~is_planted(planted)], no_mistake], ignore_index=True))


def test_an_efficient_book_is_worth_nothing_to_anybody(no_mistake: pd.DataFrame) -> None:
    # Lines are quoted in half points: what is left of them is a hundredth of a point, and of a unit.
    assert no_mistake["truth"].abs().max() < 0.03


def test_without_a_mistake_the_law_that_it_is_found_fails(no_mistake: pd.DataFrame) -> None:
    with pytest.raises(AssertionError, match=r"expected .* above 0 in \d+ bets"):
        expect_found(no_mistake.query("seed == 1"))


def test_with_a_mistake_the_law_that_nothing_is_found_fails(planted: pd.DataFrame) -> None:
    with pytest.raises(AssertionError, match="expected at most"):
        expect_none(planted[is_planted(planted)])
