"""The distribution of a sum beside the joint simulation of its parts."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.joint_scores import AGREEMENT_COLUMNS, SumCheck, sum_agreement, sums_together
from busta.probability.joint import fit_season_joint, latent_scores
from busta.probability.season_distributions import fit_season_distributions
from tests.counted import SEASONS, counted
from tests.probability.test_season_distributions import RULES

PARTS = {"points": ("points",), "rebounds": ("rebounds",), "points_rebounds": ("points", "rebounds")}


@pytest.fixture(scope="module")
def agreement() -> pd.DataFrame:
    tables = counted(games=300)
    tables["points_rebounds"].loc[lambda rows: rows["season"] == SEASONS[3], "actual"] = np.nan
    rules = replace(RULES, fallback="negative_binomial")
    fitted = {name: fit_season_distributions(table, rules) for name, table in tables.items()}
    scores = {name: latent_scores(tables[name], fitted[name]) for name in ("points", "rebounds")}
    joint = fit_season_joint(scores, tables["points"], groups=3, min_rows=1000)
    check = SumCheck(rows=200, draws=2000, seed=1)
    return sum_agreement(tables, fitted, joint, PARTS, check).set_index("season")


def test_only_sums_are_compared_season_by_season(agreement: pd.DataFrame) -> None:
    assert list(agreement.index) == list(SEASONS)
    assert set(agreement["market"]) == {"points_rebounds"}
    assert list(agreement.reset_index().columns) == [
        "season",
        *(name for name in AGREEMENT_COLUMNS if name != "season"),
    ]
    assert set(agreement["n"]) == {200}


def test_a_sum_agrees_with_the_joint_simulation_of_its_parts(agreement: pd.DataFrame) -> None:
    # From the third season on all is fitted, the correlations too.
    known = agreement.loc[SEASONS[2] :]
    assert (known["gap_joint"] < 0.03).all()
    assert known["sd_joint"].to_numpy() == pytest.approx(known["sd_own"].to_numpy(), rel=0.04)


def test_parts_taken_for_independent_make_too_narrow_a_sum(agreement: pd.DataFrame) -> None:
    known = agreement.loc[SEASONS[2] :]
    assert (known["sd_independent"] < 0.95 * known["sd_own"]).all()
    assert (known["gap_independent"] > known["gap_joint"]).all()
    assert agreement.loc[SEASONS[2], "crps_joint"] < agreement.loc[SEASONS[2], "crps_independent"] + 0.01


def test_an_unplayed_season_has_no_score_but_agrees_too(agreement: pd.DataFrame) -> None:
    assert np.isnan(agreement.loc[SEASONS[3], "crps_own"])
    assert agreement.loc[SEASONS[3], "mean_own"] == pytest.approx(agreement.loc[SEASONS[3], "mean_parts"])


def test_seasons_are_put_together_by_their_men() -> None:
    numbers = dict.fromkeys(AGREEMENT_COLUMNS[3:], 1.0)
    seasons = [("2020-21", 50, 9.0), ("2021-22", 100, 1.0), ("2022-23", 300, 2.0), ("2023-24", 80, np.nan)]
    table = pd.DataFrame(
        [
            numbers | {"market": "sum", "season": season, "n": n, "crps_own": crps}
            for season, n, crps in seasons
        ]
    )
    found = sums_together(table, "2021-22")
    assert found[["market", "n", "crps_own"]].to_numpy().tolist() == [["sum", 400, 1.75]]
    assert sums_together(pd.DataFrame(), "2021-22").empty
