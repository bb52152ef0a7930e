"""Lines on players that all books put up are found in every market, as they are, and nothing where they do not."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from benchmarks.planted_worlds import LEAGUE
from benchmarks.prop_worlds import (
    BY_BLEND,
    BY_MODEL,
    PLAYER_LOOKS,
    PLAYER_MARKETS,
    QUOTED,
    PropWorld,
    measure_prop_world,
)
from tests.laws.test_planted_edges import FARTHEST, expect_found, expect_none

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("planted")]

SMALL = PropWorld(
    seed=1,
    shade=0.4,
    league={**LEAGUE, "seasons": 3, "teams": 8, "games_per_team": 30},
    quoted={**QUOTED, "seasons": 1},
)


@pytest.fixture(scope="module")
def shaded() -> pd.DataFrame:
    """Looks at books that put every line up by four tenths of a standard deviation."""
    return measure_prop_world(SMALL)


@pytest.fixture(scope="module")
def honest() -> pd.DataFrame:
    """Looks at efficient books, in another league."""
    return measure_prop_world(replace(SMALL, seed=2, shade=0.0))


def test_lines_that_are_put_up_are_found_in_every_market_by_every_look(shaded: pd.DataFrame) -> None:
    assert len(shaded) == len(PLAYER_MARKETS) * len(PLAYER_LOOKS)
    expect_found(shaded)


def test_value_is_seen_in_the_unders_without_being_told(shaded: pd.DataFrame) -> None:
    value = shaded[shaded["metric"].isin([BY_BLEND, BY_MODEL])]
    # Of the value bets of the model on efficient books two in three are unders.
    assert value["unders_low"].gt(0.8).all()


def test_where_no_line_is_put_up_nothing_is_found(honest: pd.DataFrame) -> None:
    expect_none(honest.dropna(subset=["value"]))
    assert honest["truth"].abs().max() < 0.03


def test_what_is_measured_is_what_is_true_of_the_same_bets(
    shaded: pd.DataFrame, honest: pd.DataFrame
) -> None:
    looks = pd.concat([shaded, honest], ignore_index=True).dropna(subset=["value"])
    distance = (looks["value"] - looks["truth"]) / ((looks["high"] - looks["low"]) / (2 * 1.96))
    assert distance.abs().max() < FARTHEST, looks.assign(distance=distance).to_string()
    # The looks of a world are at the same games: its mean is hardly less shaken than each of them.
    assert abs(distance.mean()) < 2.0


def test_a_law_of_findings_fails_where_there_are_none_and_the_other_where_there_are(
    shaded: pd.DataFrame, honest: pd.DataFrame
) -> None:
    with pytest.raises(AssertionError, match=r"expected .* above 0 in \d+ bets"):
        expect_found(honest)
    with pytest.raises(AssertionError, match="expected at most"):
        expect_none(shaded)
