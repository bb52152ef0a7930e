"""The mean of a player market: learners weighed, held to the league, and other mixes beside it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bootstrap import EvaluationError
from busta.evaluation.mean_mix import (
    FIXED,
    MIX_COLUMNS,
    MixRules,
    compare_mixes,
    league_ratio,
    mix_means,
    player_effect,
)

RULES = MixRules(
    ratio_days=10,
    ratio_prior_rows=2.0,
    player_decay=0.5,
    player_prior_rows=2.0,
    ridge_alpha=1.0,
    lasso_alpha=1e-4,
)
SHARES = {"trees": 0.75, "poisson": 0.25}


def _oof(days: list[str], means: list[float], actuals: list[float], season: str = "2020-21") -> pd.DataFrame:
    count = len(days)
    return pd.DataFrame(
        {
            "season": season,
            "game_id": [f"{number:010d}" for number in range(count)],
            "game_date": pd.to_datetime(days),
            "player_id": 7,
            "fold": season,
            "mean": means,
            "actual": actuals,
        }
    )


def _two_seasons(extra: float = 1.0, rows: int = 400) -> pd.DataFrame:
    """Means of two learners, of which a mix of .3 and .7 is right; the first man does so many times as much."""
    rng = np.random.default_rng(3)
    season = np.repeat(["2020-21", "2021-22"], rows)
    first, second = rng.uniform(2, 20, (2, 2 * rows))
    player = np.tile(np.arange(10), 2 * rows // 10)
    right = (0.3 * first + 0.7 * second) * np.where(player == 0, extra, 1.0)
    day = pd.to_datetime("2020-11-01") + pd.to_timedelta(np.arange(2 * rows) // 10, unit="D")
    return pd.DataFrame(
        {
            "season": season,
            "game_id": [f"{number:010d}" for number in range(2 * rows)],
            "game_date": day,
            "player_id": player,
            "fold": season,
            "mean_trees": first,
            "mean_poisson": second,
            "league_ratio": 1.0,
            "mean": 0.75 * first + 0.25 * second,
            "actual": right + rng.normal(0, 0.1, 2 * rows),
        }
    )


def test_learners_are_weighed_by_their_shares() -> None:
    trees = _oof(["2020-11-01"], [8.0], [np.nan])
    means = mix_means({"trees": trees, "poisson": trees.assign(mean=16.0)}, SHARES, RULES)
    assert means.loc[0, ["mean_trees", "mean_poisson", "league_ratio", "mean"]].to_list() == [8, 16, 1, 10]


def test_other_rows_of_a_learner_are_refused() -> None:
    trees = _oof(["2020-11-01", "2020-11-02"], [8.0, 9.0], [8.0, 9.0])
    with pytest.raises(EvaluationError, match="was different for poisson"):
        mix_means({"trees": trees, "poisson": trees.iloc[::-1].reset_index(drop=True)}, SHARES, RULES)


def test_the_league_is_what_was_counted_by_what_was_forecast_in_the_days_before() -> None:
    days = ["2020-11-01", "2020-11-05", "2020-11-12"]
    rows = _oof(days, [10.0, 20.0, 10.0], [14.0, 10.0, 0.0])
    # Nothing; 14 for 10 and two rows of 10; the first day is out of the window: 10 for 20 and two of 20.
    assert league_ratio(rows, 10, 2.0) == pytest.approx([1.0, 34 / 30, 50 / 60])


def test_neither_its_own_day_nor_a_man_who_did_not_play_moves_the_league() -> None:
    rows = _oof(["2020-11-01", "2020-11-02", "2020-11-02"], [10.0, 10.0, 10.0], [14.0, 50.0, np.nan])
    assert league_ratio(rows, 10, 2.0) == pytest.approx([1.0, 34 / 30, 34 / 30])
    void = rows.assign(actual=[np.nan, 50.0, np.nan])
    assert league_ratio(void, 10, 2.0) == pytest.approx([1.0, 1.0, 1.0])


def test_the_effect_of_a_man_is_shrunk_and_fades() -> None:
    rows = _oof(["2020-11-01", "2020-11-02", "2020-11-03"], [10.0] * 3, [20.0, 10.0, 90.0])
    # Two games ago counts half: (10 + 20 / 2 + 2 * 10) / (10 + 10 / 2 + 2 * 10).
    assert player_effect(rows, 0.5, 2.0) == pytest.approx([1.0, 40 / 30, 40 / 35])


def test_fitted_shares_find_the_right_ones_on_earlier_seasons() -> None:
    table = compare_mixes(_two_seasons(), SHARES, RULES)
    assert list(table.columns) == MIX_COLUMNS
    told = table.set_index("mix")
    assert set(told["season"]) == {"2021-22"}
    assert told.loc["optimised weights", "weights"] == "trees 0.300, poisson 0.700"
    for fitted in ("optimised weights", "ridge", "lasso"):
        assert told.loc[fitted, "root_mean_squared_error"] < told.loc[FIXED, "root_mean_squared_error"]
    assert {"trees alone", "poisson alone"} < set(told.index)


def test_no_fitted_share_knows_its_own_season() -> None:
    means = _two_seasons()
    changed = means.assign(actual=means["actual"].where(means["season"] == "2020-21", 0.0))
    shares = [compare_mixes(table, SHARES, RULES)["weights"] for table in (means, changed)]
    assert shares[0].equals(shares[1])


def test_optimised_weights_are_shares() -> None:
    told = compare_mixes(_two_seasons(), SHARES, RULES).set_index("mix").loc["optimised weights", "weights"]
    shares = [float(part.split()[-1]) for part in told.split(", ")]
    assert sum(shares) == pytest.approx(1.0, abs=0.002)
    assert min(shares) >= 0


def test_a_man_who_always_does_more_is_helped_by_his_own_effect() -> None:
    means = _two_seasons(extra=2.0)
    right = {"trees": 0.3, "poisson": 0.7}
    means = means.assign(mean=0.3 * means["mean_trees"] + 0.7 * means["mean_poisson"])
    told = compare_mixes(means, right, RULES).set_index("mix")["root_mean_squared_error"]
    assert told["fixed weights and the player's own effect"] < 0.6 * told[FIXED]


def test_men_who_did_not_play_are_not_scored() -> None:
    means = _two_seasons()
    void = means.assign(actual=means["actual"].where(means["player_id"] > 0))
    assert (compare_mixes(void, SHARES, RULES)["n"] == 360).all()
