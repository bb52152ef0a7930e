from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from busta.features.player_form import FormSettings, form_features, form_group, league_rate, shrunk_rate
from busta.features.player_history import History
from busta.features.player_minutes import MinutesSettings
from tests.player_tables import box, questions

SETTINGS = FormSettings(
    rate_decay=0.9,
    prior_minutes={"points": 100.0},
    other_prior_minutes=50.0,
    league_decay=1.0,
    minutes=MinutesSettings(fast_share=0.6, prior_games=2, prior_minutes=14),
)
GAMES = box([0, 1], [20, 40], points=[10.0, 40.0], reb=[2.0, 4.0])


def test_form_is_that_of_the_quantity() -> None:
    row = form_features(questions([2]), GAMES, SETTINGS, ["points", "rebounds"]).iloc[0]
    assert row["points_rebounds_mean_3"] == 28
    assert row["points_rebounds_season_mean"] == 28


def test_the_rate_is_shrunk_towards_the_league_by_hand() -> None:
    row = form_features(questions([2]), GAMES, SETTINGS, ["points"]).iloc[0]
    league = 50 / 60
    rate = (40 + 0.9 * 10 + 100 * league) / (40 + 0.9 * 20 + 100)
    assert row["points_rate"] == pytest.approx(rate)
    fast, slow = (40 + 0.7 * 20) / 1.7, (40 + 0.9 * 20) / 1.9
    minutes = ((0.6 * fast + 0.4 * slow) * 2 + 28) / 4
    assert row["points_projected"] == pytest.approx(rate * minutes)


def test_a_quantity_that_is_not_listed_has_the_other_prior() -> None:
    assert SETTINGS.prior_of("points") == 100
    assert SETTINGS.prior_of("points_rebounds") == 50


def test_a_rookie_is_expected_to_be_the_league_in_the_minutes_of_the_prior() -> None:
    row = form_features(questions([2], player_id=9), GAMES, SETTINGS, ["points"]).iloc[0]
    assert row["points_rate"] == pytest.approx(50 / 60)
    assert row["points_projected"] == pytest.approx(14 * 50 / 60)
    assert np.isnan(row["points_mean_3"])


def test_games_of_0_minutes_do_not_break_the_rate() -> None:
    games = box([0, 1], [0, 30], points=[0.0, 15.0])
    row = form_features(questions([2]), games, SETTINGS, ["points"]).iloc[0]
    assert row["points_rate"] == pytest.approx((15 + 100 * 0.5) / 130)


def test_a_game_nobody_counted_adds_neither_points_nor_minutes() -> None:
    games = box([0, 1], [30, 30], points=[15.0, np.nan])
    past = History(games, ["player_id"]).before(questions([2]))
    x, minutes = past.history.values("points"), past.history.values("minutes")
    assert shrunk_rate(past, np.array([1.0]), x, minutes, 10.0, 1.0) == pytest.approx([25 / 40])


def test_the_league_is_known_up_to_the_day_before() -> None:
    both = pd.concat([GAMES, GAMES.assign(player_id=2, points=[0.0, 20.0])])
    found = league_rate(both, questions([0, 1, 2]), ["points"], 1.0)
    assert found == pytest.approx([np.nan, 10 / 40, 70 / 120], nan_ok=True)


def test_the_group_of_a_sum_is_named_after_it_and_declares_what_it_makes() -> None:
    group = form_group(["points", "rebounds"])
    assert group.name == "form_points_rebounds"
    assert group.table == "feat_player_form_points_rebounds"
    tables = {"feat_player_questions": questions([2]), "prm_player_games": GAMES}
    assert list(group.build(tables, SETTINGS)) == ["game_id", "player_id", *group.columns]


@pytest.mark.parametrize(
    "change",
    [{"rate_decay": 1.2}, {"other_prior_minutes": 0}, {"prior_minutes": {"points": 0.0}}],
)
def test_settings_out_of_range_are_refused(change) -> None:
    with pytest.raises(ValueError, match="Form of players"):
        replace(SETTINGS, **change)
