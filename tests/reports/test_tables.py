from __future__ import annotations

import numpy as np

from busta.reports.tables import ablation_steps, closing_score, season_table
from tests.reports.samples import ablation, probabilities, scores


def test_a_season_stands_beside_the_close_and_their_paired_difference() -> None:
    table = season_table(scores(), "brier_score")
    assert list(table["season"]) == ["2001-02", "2002-03"]
    np.testing.assert_allclose(table["difference"], table["model"] - table["close"])
    assert (table["difference_low"] < table["difference_high"]).all()


def test_a_market_that_nobody_quotes_has_seasons_without_a_close() -> None:
    table = season_table(scores(probabilities(is_quoted=False)), "brier_score")
    assert table["model"].notna().all()
    assert table[["close", "difference"]].isna().all(axis=None)


def test_the_first_step_of_an_ablation_changes_nothing() -> None:
    steps = ablation_steps(ablation())
    assert steps["change"].isna().tolist() == [True, False]
    assert steps["brier_score"].tolist() == ablation()["value"].tolist()


def test_an_ablation_of_one_step_has_no_change() -> None:
    steps = ablation_steps(ablation().head(1)[["step", "n", "value", "low", "high"]])
    assert steps["change"].isna().all()


def test_the_closing_score_is_pooled_or_absent() -> None:
    assert 0.15 < closing_score(scores(), "brier_score") < 0.30
    assert np.isnan(closing_score(scores(probabilities(is_quoted=False)), "brier_score"))
