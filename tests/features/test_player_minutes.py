from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from busta.features.player_history import History
from busta.features.player_minutes import (
    MINUTES_COLUMNS,
    MinutesSettings,
    form_columns,
    form_values,
    minutes_features,
    projected_minutes,
)
from tests.player_tables import box, questions

SETTINGS = MinutesSettings(fast_share=0.6, prior_games=2, prior_minutes=14)
OUTLOOK = pd.DataFrame(
    {
        "game_id": ["0000000004"],
        "team_id": [1],
        "player_id": [1],
        "expected_minutes": [25.0],
        "play_probability": [0.75],
    }
)


def _features(days: list[int], minutes: list[float], asked: int) -> pd.Series:
    return minutes_features(questions([asked]), box(days, minutes), OUTLOOK, SETTINGS).iloc[0]


def test_means_and_spread_of_earlier_games_by_hand() -> None:
    row = _features([0, 1, 2, 3], [10, 20, 30, 40], asked=4)
    assert row["minutes_mean_3"] == 30
    assert row["minutes_mean_5"] == row["minutes_mean_20"] == row["minutes_median_20"] == 25
    assert row["minutes_season_mean"] == 25
    assert row["minutes_std_10"] == pytest.approx(np.std([10, 20, 30, 40], ddof=1))
    weights = 0.7 ** np.arange(4)
    assert row["minutes_ema_30"] == pytest.approx(np.average([40, 30, 20, 10], weights=weights))
    assert row["minutes_last"] == 40
    assert row["minutes_games"] == row["minutes_season_games"] == 4


def test_the_outlook_says_whether_and_how_long_he_plays() -> None:
    row = _features([0], [10], asked=4)
    assert row["minutes_expected"] == 25
    assert row["minutes_play_probability"] == 0.75
    other_team = minutes_features(questions([4], team_id=3), box([0], [10]), OUTLOOK, SETTINGS).iloc[0]
    assert np.isnan(other_team["minutes_expected"])


def test_projected_minutes_begin_with_the_prior_and_forget_it() -> None:
    days, minutes = list(range(100)), [30.0] * 100
    past = History(box(days, minutes), ["player_id"]).before(questions([0, 1, 100]))
    found = projected_minutes(past, past.history.values("minutes"), SETTINGS)
    assert found == pytest.approx([14, (30 + 28) / 3, (3000 + 28) / 102])


def test_a_new_season_keeps_the_games_and_begins_the_season_anew() -> None:
    row = _features([0, 1], [10, 20], asked=365)
    assert row["minutes_mean_3"] == row["minutes_previous_season_mean"] == 15
    assert np.isnan(row["minutes_season_mean"])
    assert row["minutes_season_games"] == 0


def test_a_game_of_0_minutes_is_a_game() -> None:
    assert _features([0, 1], [0, 20], asked=4)["minutes_mean_3"] == 10


def test_names_and_descriptions_are_in_one_order() -> None:
    past = History(box([0], [1]), ["player_id"]).before(questions([1]))
    assert list(form_values(past, np.ones(1), "x")) == list(form_columns("x", "X", "a game"))
    assert list(minutes_features(questions([1]), box([0], [1]), OUTLOOK, SETTINGS))[2:] == list(
        MINUTES_COLUMNS
    )


@pytest.mark.parametrize("change", [{"fast_share": 1.2}, {"prior_games": 0}, {"prior_minutes": -1}])
def test_settings_out_of_range_are_refused(change) -> None:
    with pytest.raises(ValueError, match="Minutes of players"):
        replace(SETTINGS, **change)
