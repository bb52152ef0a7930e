"""Forecasters without a model: what they look back on, and what they cannot see."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bootstrap import EvaluationError
from busta.evaluation.prop_baselines import BASELINES, BaselineRules, baseline_means, fit_baseline
from tests import prop_world as world

RULES = BaselineRules(last_games=2, moving_weight=0.5, least_mean=0.05)


def _man(actual: list[float | None], seasons: list[str], player: int = 1) -> pd.DataFrame:
    days = pd.date_range("2001-11-01", periods=len(actual)).astype("datetime64[us]")
    return pd.DataFrame(
        {
            "season": seasons,
            "game_id": [f"{player}{place:09d}" for place in range(len(actual))],
            "game_date": days,
            "player_id": pd.array([player] * len(actual), dtype="Int64"),
            "actual": pd.array(actual, dtype="Float64").astype("float64"),
        }
    )


def test_each_baseline_is_a_mean_of_the_days_before() -> None:
    means = baseline_means(_man([4, 6, 2, 8], ["2001-02"] * 4), RULES)
    assert means["season_average"].tolist() == [0, 4, 5, 4]
    assert means["last_games"].tolist() == [0, 4, 5, 4]
    # Weights 1 and 1/2 of the later and the earlier game, then 1, 1/2, 1/4.
    assert means["moving_mean"].tolist() == pytest.approx([0, 4, 16 / 3, (2 + 3 + 1) / 1.75])


def test_before_his_first_game_of_a_season_his_season_average_is_that_of_the_season_before() -> None:
    means = baseline_means(_man([4, 6, 9, 1], ["2001-02", "2001-02", "2002-03", "2002-03"]), RULES)
    assert means["season_average"].tolist() == [0, 4, 5, 9]


def test_of_a_man_nobody_has_seen_everything_is_the_mean_of_all_men_so_far() -> None:
    seen = _man([4, 6], ["2001-02"] * 2)
    new = _man([None, None, 3], ["2001-02"] * 3, player=2).iloc[[2]]
    means = baseline_means(pd.concat([seen, new], ignore_index=True), RULES)
    assert means.loc[2, list(BASELINES)].tolist() == [5, 5, 5]


def test_a_game_without_him_changes_none_of_his_means() -> None:
    means = baseline_means(_man([4, None, 6], ["2001-02"] * 3), RULES)
    assert means.loc[2, list(BASELINES)].tolist() == [4, 4, 4]


def test_no_baseline_sees_its_own_day_or_a_later_one() -> None:
    table = world.table()
    later = table["game_date"] >= pd.Timestamp("2002-11-20")
    scrambled = table.assign(actual=table["actual"].where(~later, 99.0))
    seen = table["game_date"] <= pd.Timestamp("2002-11-20")
    known, other = (baseline_means(one, world.BASELINES)[seen] for one in (table, scrambled))
    pd.testing.assert_frame_equal(known, other)


def test_a_baselines_distribution_knows_earlier_seasons_only() -> None:
    rows = world.means()
    last = rows["season"] == world.SEASONS[-1]
    changed = rows.assign(actual=rows["actual"].where(~last, 0.0))
    fits = [fit_baseline(one, world.DISTRIBUTIONS, 0.05) for one in (rows, changed)]
    line = np.full(3, 4.5)
    first, second = (one.over_push(world.SEASONS[-1], np.array([2.0, 4.0, 6.0]), line).over for one in fits)
    assert first.tolist() == second.tolist()
    assert fits[0].for_season(world.SEASONS[1]).rows == (rows["season"] == world.SEASONS[0]).sum()


def test_with_too_few_earlier_rows_a_baseline_has_the_default_parameters() -> None:
    few = replace(world.DISTRIBUTIONS, min_rows=10**6)
    found = fit_baseline(world.means(), few, 0.05)
    assert all(found.for_season(season).is_default for season in world.SEASONS[1:])


def test_a_baseline_of_no_season_is_refused() -> None:
    with pytest.raises(EvaluationError, match="at least one season"):
        fit_baseline(world.means().iloc[:0], world.DISTRIBUTIONS, 0.05)


def test_a_baseline_has_as_many_families_to_choose_from_as_the_model() -> None:
    # Residuals forgive a mean that is twice too high, the market's own family does not.
    rules = replace(world.DISTRIBUTIONS, candidates=("negative_binomial", "empirical"))
    rows = world.means()
    high = rows.assign(mean=2 * rows["mean"])
    found, last = fit_baseline(high, rules, 0.05), world.SEASONS[-1]
    assert found.for_season(last).family.name == "empirical"
    own = rows["season"] == last
    alone = fit_baseline(high, replace(rules, candidates=("negative_binomial",)), 0.05)
    scores = [one.crps(last, high["mean"][own], rows["actual"][own]).mean() for one in (found, alone)]
    assert scores[0] < scores[1]
