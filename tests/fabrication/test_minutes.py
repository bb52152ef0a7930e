"""Who is expected to play how long, and who does."""

from __future__ import annotations

import numpy as np
import pytest

from busta.fabrication.minutes import decisive_lead, expected_lead, expected_shares, play_time, whole_numbers
from busta.fabrication.settings import PlaySettings

PLACES = 13


def _standing(games: int) -> np.ndarray:
    return np.tile(np.linspace(3.0, -3.0, PLACES), (games, 2, 1))


def test_expected_shares_are_the_mean_over_all_cases() -> None:
    standing, fit = _standing(2), np.ones((2, 2, PLACES))
    fit[1, 0, 0] = 0.0
    doubtful = np.ones((1, 2, PLACES))
    doubtful[0, 0, 0] = 0.3
    plays, sits = expected_shares(standing, fit)[:, 0]
    expected = expected_shares(standing[:1], doubtful)[0, 0]
    assert expected == pytest.approx(0.3 * plays + 0.7 * sits, abs=0.003)
    assert expected.sum() == pytest.approx(5.0)


def test_a_man_who_cannot_play_is_expected_to_play_nothing_and_the_next_one_takes_his_place() -> None:
    fit = np.ones((1, 2, PLACES))
    fit[0, 0, 0] = 0.0
    away, home = expected_shares(_standing(1), fit)[0][::-1]
    assert home[0] == 0.0
    assert home[1:] == pytest.approx(away[:-1] * 5 / away[:-1].sum())


@pytest.mark.parametrize("mean", [0.0, -6.0, 14.0])
def test_the_expected_lead_is_the_mean_of_the_leads(mean: float) -> None:
    play = PlaySettings()
    margin = np.random.default_rng(3).normal(mean, play.margin_sd, 200_000)
    assert expected_lead(np.array([mean]), play) == pytest.approx(decisive_lead(margin).mean(), abs=0.01)


def test_a_lead_counts_from_five_points_to_thirty() -> None:
    assert decisive_lead(np.array([3.0, -15.0, 50.0])).tolist() == [0.0, 1.0, 2.5]


def test_men_play_as_long_as_expected_on_average() -> None:
    games, play = 6000, PlaySettings()
    rng = np.random.default_rng(4)
    standing, fit = _standing(games), np.ones((games, 2, PLACES), dtype=bool)
    margin = rng.normal(4.0, play.margin_sd, games)
    seconds, _ = play_time(standing, fit, decisive_lead(margin), np.zeros(games, dtype=int), rng)
    expected = expected_shares(standing, fit.astype(float), expected_lead(np.full(games, 4.0), play)) * 2880
    assert np.abs((seconds - expected).mean(axis=(0, 1))).max() < 40


def test_first_men_sit_in_a_decided_game() -> None:
    games, rng = 500, np.random.default_rng(5)
    standing, fit = _standing(games), np.ones((games, 2, PLACES), dtype=bool)
    none = np.zeros(games, dtype=int)
    close, _ = play_time(standing, fit, decisive_lead(np.full(games, 2.0)), none, rng)
    decided, _ = play_time(standing, fit, decisive_lead(np.full(games, 30.0)), none, rng)
    assert 5 < (close - decided)[:, :, :5].mean() / 60 < 9
    assert (decided[:, :, 9:] > 0).mean() > (close[:, :, 9:] > 0).mean() + 0.2


def test_five_men_start_and_all_of_them_play() -> None:
    rng = np.random.default_rng(6)
    fit = rng.random((300, 2, PLACES)) < 0.8
    seconds, is_starter = play_time(
        rng.normal(0, 1, fit.shape), fit, np.ones(300), np.zeros(300, dtype=int), rng
    )
    assert (is_starter.sum(axis=2) == 5).all()
    assert (seconds[is_starter] > 0).all()
    assert (seconds[~fit] == 0).all()
    assert (seconds.sum(axis=2) == 240 * 60).all()


def test_rounding_keeps_the_sum_and_the_zeros() -> None:
    whole = whole_numbers(np.array([[[1.5, 1.25, 0.25, 0.0]]]), np.array([[[3]]]))
    assert whole.tolist() == [[[2, 1, 0, 0]]]
