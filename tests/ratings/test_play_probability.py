from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from busta.ratings.play_probability import (
    PLAY_FEATURES,
    PlayProbabilitySettings,
    play_features,
    play_probabilities,
)

SETTINGS = PlayProbabilitySettings(
    training_seasons=2, min_rows=100, trees=20, leaves=4, learning_rate=0.2, min_leaf=10
)
SEASONS = ("2018-19", "2019-20", "2020-21", "2021-22")


def _candidates(seed: int, per_season: int = 300, men: int = 6) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    n = per_season * len(SEASONS)
    state = {
        name: rng.random(n) for name in PLAY_FEATURES if name not in ("rank_on_team", "share_out_of_team")
    }
    table = pd.DataFrame(state).assign(
        season=np.repeat(SEASONS, per_season),
        game_id=np.arange(n) // men,
        team_id=1,
        games_missed=rng.integers(0, 3, n),
        expected_minutes=rng.uniform(1, 40, n),
    )
    # Whoever missed games misses the next one, more often than not.
    chance = np.where(table["games_missed"] > 0, 0.1, 0.9)
    return table.assign(played=(rng.random(n) < chance).astype(float))


def test_a_man_is_ranked_among_his_team_and_its_missing_minutes_are_counted() -> None:
    team = pd.DataFrame(dict.fromkeys(PLAY_FEATURES, [0.0] * 4)).assign(
        game_id=["a", "a", "a", "b"],
        team_id=1,
        expected_minutes=[10.0, 30.0, 10.0, 5.0],
        games_missed=[0, 2, 0, 0],
    )
    features = play_features(team)
    assert list(features) == list(PLAY_FEATURES)
    assert features["rank_on_team"].tolist() == [2, 1, 3, 1]
    assert features["share_out_of_team"].tolist() == pytest.approx([0.6, 0.6, 0.6, 0.0])


def test_probabilities_tell_men_who_missed_games_from_those_who_did_not() -> None:
    table = _candidates(1)
    probability = play_probabilities(table, SETTINGS)
    assert ((probability >= 0) & (probability <= 1)).all()
    last = (table["season"] == "2021-22").to_numpy()
    missed = (table["games_missed"] > 0).to_numpy()
    assert probability[last & missed].mean() == pytest.approx(0.1, abs=0.08)
    assert probability[last & ~missed].mean() == pytest.approx(0.9, abs=0.08)


def test_without_enough_earlier_rows_the_share_of_games_played_stands_in() -> None:
    table = _candidates(2)
    table.loc[0, "share_played"] = 1.2
    probability = play_probabilities(table, SETTINGS)
    first = (table["season"] == "2018-19").to_numpy()
    assert probability[first].tolist() == table.loc[first, "share_played"].clip(0, 1).tolist()
    starved = play_probabilities(table, replace(SETTINGS, min_rows=10_000))
    assert starved.tolist() == table["share_played"].clip(0, 1).tolist()


def test_who_played_in_a_season_changes_later_seasons_only() -> None:
    table = _candidates(3)
    of_third = table["season"] == "2020-21"
    other = table.assign(played=table["played"].where(~of_third, 1 - table["played"]))
    truth, found = play_probabilities(table, SETTINGS), play_probabilities(other, SETTINGS)
    later = (table["season"] > "2020-21").to_numpy()
    assert (truth[~later] == found[~later]).all()
    assert (truth[later] != found[later]).any()


def test_seasons_further_back_than_asked_for_are_forgotten() -> None:
    table = _candidates(4)
    other = table.assign(played=table["played"].where(table["season"] != "2018-19", 0.0))
    last = (table["season"] == "2021-22").to_numpy()
    truth, found = play_probabilities(table, SETTINGS), play_probabilities(other, SETTINGS)
    assert (truth[last] == found[last]).all()


def test_games_without_a_box_score_are_not_learnt_from() -> None:
    table = _candidates(5)
    unknown = table["season"].isin(["2018-19", "2019-20"])
    table["played"] = table["played"].where(~unknown)
    probability = play_probabilities(table, SETTINGS)
    third = (table["season"] == "2020-21").to_numpy()
    assert probability[third].tolist() == table.loc[third, "share_played"].tolist()


def test_no_men_have_no_probabilities() -> None:
    assert len(play_probabilities(_candidates(6).iloc[:0], SETTINGS)) == 0


@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        ("trees", 0, "Probability to play trees: expected more than 0, was 0"),
        ("leaves", 1, "Probability to play leaves: expected at least 2, was 1"),
    ],
)
def test_settings_out_of_range_are_refused(setting, value, message) -> None:
    with pytest.raises(ValueError, match=message):
        replace(SETTINGS, **{setting: value})
