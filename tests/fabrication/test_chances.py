"""The law of an invented result: chances of each side of a line."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.fabrication.chances import Chances, margin_chances, median_margin, median_total, total_chances
from busta.fabrication.games import draw_scores
from busta.fabrication.settings import PlaySettings

PLAY = PlaySettings()
DRAWS = 400_000
# Three standard errors of a share of one half.
TOLERANCE = 3 * 0.5 / np.sqrt(DRAWS)


def _one(value: float) -> np.ndarray:
    return np.array([value])


def test_a_side_with_55_in_100_at_even_money_brings_a_tenth() -> None:
    chances = Chances(over=_one(0.55), push=_one(0.0))
    assert chances.expected_profit(_one(1), 2.0) == pytest.approx(0.10)
    assert chances.expected_profit(_one(-1), 2.0) == pytest.approx(-0.10)


def test_a_push_returns_the_stake() -> None:
    # Won 0.5 * 0.9 less lost 0.4.
    assert Chances(_one(0.5), _one(0.1)).expected_profit(_one(1), 1.9) == pytest.approx(0.05)


def test_a_margin_far_from_level_games_is_normal() -> None:
    # P(D > 20.5) of N(20, 12.8), P(D = 20) of a band of one point; overtime hardly ever ends there.
    chances = margin_chances(_one(20.0), np.array([20.5]), PLAY)
    assert chances.over == pytest.approx(0.4844, abs=5e-4)
    assert margin_chances(_one(20.0), _one(20.0), PLAY).push == pytest.approx(0.0312, abs=5e-4)


def test_no_margin_is_nothing() -> None:
    chances = margin_chances(_one(3.0), _one(0.0), PLAY)
    assert chances.push == pytest.approx(0.0, abs=1e-12)
    assert margin_chances(_one(3.0), _one(-0.5), PLAY).over == pytest.approx(chances.over)
    assert margin_chances(_one(3.0), _one(0.5), PLAY).over == pytest.approx(chances.over)


@pytest.mark.parametrize(("margin", "total"), [(0.0, 220.0), (4.3, 215.0), (-11.0, 228.4)])
def test_chances_are_those_of_the_scores_that_are_drawn(margin: float, total: float) -> None:
    rng = np.random.default_rng(1)
    points = draw_scores(np.full(DRAWS, margin), np.full(DRAWS, total), PLAY, rng)["points"]
    difference, both = points[:, 0] - points[:, 1], points.sum(axis=1)
    for line in (-11.0, -1.0, -0.5, 0.0, 1.0, 4.5, 5.0):
        known = margin_chances(_one(margin), _one(line), PLAY)
        assert (difference > line).mean() == pytest.approx(known.over[0], abs=TOLERANCE)
        assert (difference == line).mean() == pytest.approx(known.push[0], abs=TOLERANCE)
    for line in np.floor(total) + np.array([-20.0, -0.5, 0.0, 1.0, 7.5]):
        known = total_chances(_one(margin), _one(total), _one(line), PLAY)
        assert (both > line).mean() == pytest.approx(known.over[0], abs=TOLERANCE)
        assert (both == line).mean() == pytest.approx(known.push[0], abs=TOLERANCE)


@given(st.floats(-15, 15), st.integers(-60, 60))
def test_the_mirror_image_of_a_game_has_the_mirror_image_of_its_chances(margin: float, halves: int) -> None:
    line = halves / 2
    own, other = (
        margin_chances(_one(margin), _one(line), PLAY),
        margin_chances(_one(-margin), _one(-line), PLAY),
    )
    assert own.over == pytest.approx(other.under, abs=1e-9)
    assert own.push == pytest.approx(other.push, abs=1e-9)


@given(st.floats(-15, 15), st.floats(195, 250))
def test_a_line_at_the_median_is_exceeded_half_the_time(margin: float, total: float) -> None:
    at = median_total(_one(margin), _one(total), PLAY)
    # Linear between the whole totals around it.
    low = np.floor(at) - 0.5
    under_share = [total_chances(_one(margin), _one(total), low + step, PLAY).over for step in (0, 1, 2)]
    over = np.interp(at - low, [0, 1, 2], np.concatenate(under_share))
    assert over == pytest.approx(0.5, abs=0.004)


@pytest.mark.parametrize("margin", [3.0, 4.0, 6.0, 10.0, -3.0, -6.0])
def test_a_spread_at_the_median_is_covered_half_the_time_and_one_at_the_mean_is_not(margin: float) -> None:
    def cover(line: np.ndarray) -> float:
        low = np.floor(line) - 0.5
        shares = [margin_chances(_one(margin), low + step, PLAY).over for step in (0, 1, 2)]
        return float(np.interp(line - low, [0, 1, 2], np.concatenate(shares))[0])

    assert cover(median_margin(_one(margin), PLAY)) == pytest.approx(0.5, abs=0.006)
    if abs(margin) <= 4:
        assert abs(cover(_one(margin)) - 0.5) > 0.01


def test_an_even_game_has_its_median_at_nothing() -> None:
    assert median_margin(_one(0.0), PLAY) == pytest.approx(0.0)
