"""Mistakes that the invented books are made to make."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.fabrication.book_settings import BookSettings, EdgeSettings, EdgeSettingsError, lasts
from busta.fabrication.odds_tables import market_of_season
from busta.fabrication.planted import lasting_shifts, stale_openings
from busta.fabrication.settings import LeagueSettings, PlaySettings
from tests.league import tiny_settings

GAMES = pd.DataFrame(
    {
        "home_is_second_night": [True, False, True, False],
        "away_is_second_night": [False, True, True, False],
        "is_neutral": False,
        **{f"margin{moment}": [4.0, -2.0, 0.0, 7.0] for moment in ("", "_open", "_morning")},
        **{f"total{moment}": [220.0, 210.0, 215.0, 230.0] for moment in ("", "_open", "_morning")},
    }
)
EFFICIENT = BookSettings(0.0, 0.0, 0.0, 0.0, book_error_sd=0.0, book_total_error_sd=0.0)


def _league(**edges: Any) -> LeagueSettings:
    return tiny_settings(
        play=PlaySettings(back_to_back_cost=2.0), book=EFFICIENT, edges=EdgeSettings(**edges)
    )


def _market(**edges: Any) -> pd.DataFrame:
    return market_of_season(GAMES, _league(**edges), np.random.default_rng(3))


def test_a_mistake_is_gone_from_the_moment_named() -> None:
    assert [lasts("morning", moment) for moment in ("open", "morning", "close")] == [True, False, False]
    assert [lasts("close", moment) for moment in ("open", "morning", "close")] == [True, True, False]
    assert [lasts("never", moment) for moment in ("open", "morning", "close")] == [True, True, True]


def test_half_of_the_cost_of_a_second_night_is_left_out_for_the_side_that_has_one() -> None:
    shifts = lasting_shifts(GAMES, _league(ignored_back_to_back=0.5, ignored_until="close"))
    # Half of 2 points: the tired home side is overrated, a tired visitor leaves the home side underrated.
    assert shifts["margin_open"].tolist() == [1.0, -1.0, 0.0, 0.0]
    assert shifts["margin_morning"].tolist() == [1.0, -1.0, 0.0, 0.0]
    assert (shifts["margin_close"] == 0).all()
    assert (shifts[["total_open", "total_close"]] == 0).all(axis=None)


def test_overs_are_shaded_in_every_game_and_only_in_totals() -> None:
    shifts = lasting_shifts(GAMES, _league(shaded_overs=1.5, shaded_until="never"))
    assert (shifts[[f"total_{moment}" for moment in ("open", "morning", "close")]] == 1.5).all(axis=None)
    assert (shifts.filter(like="margin") == 0).all(axis=None)


def test_a_stale_opening_is_off_by_its_standard_deviation_in_its_share_of_games() -> None:
    settings = _league(stale_open_sd=3.0, stale_share=0.4)
    off = stale_openings(50_000, settings, np.random.default_rng(0))["margin_open"]
    assert (off != 0).mean() == pytest.approx(0.4, abs=0.01)
    assert off[off != 0].std() == pytest.approx(3.0, abs=0.05)


def test_a_book_without_errors_expects_what_is_true_and_mistakes_come_on_top_in_full() -> None:
    plain = _market()
    for what in ("margin", "total"):
        for moment in ("open", "morning", "close"):
            np.testing.assert_allclose(plain[f"{what}_{moment}"], GAMES[what])
    planted = _market(ignored_back_to_back=1.0, shaded_overs=2.5, stale_open_sd=4.0)
    np.testing.assert_allclose(planted["margin_morning"] - plain["margin_morning"], [2.0, -2.0, 0.0, 0.0])
    np.testing.assert_allclose(planted["total_morning"] - plain["total_morning"], 2.5)
    assert (planted["margin_open"] - planted["margin_morning"]).abs().gt(0.01).all()
    np.testing.assert_allclose(planted["margin_close"], plain["margin_close"])


def test_a_mistake_leaves_every_other_draw_as_it_was() -> None:
    settings = tiny_settings(edges=EdgeSettings(stale_open_sd=4.0))
    with_errors = market_of_season(GAMES, tiny_settings(), np.random.default_rng(3))
    planted = market_of_season(GAMES, settings, np.random.default_rng(3))
    later = [name for name in planted if not name.endswith("_open")]
    pd.testing.assert_frame_equal(planted[later], with_errors[later])
    assert (planted["margin_open"] != with_errors["margin_open"]).all()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ignored_back_to_back", 1.2),
        ("stale_share", -0.1),
        ("ignored_until", "noon"),
        ("stale_open_sd", -1.0),
    ],
)
def test_a_mistake_that_cannot_be_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(EdgeSettingsError, match=f"fabrication.edges: {name} expected .*, was"):
        EdgeSettings(**{name: value})
