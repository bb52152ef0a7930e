"""Two bets in one game, drawn together and as if independent."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.combination_scores import COMBINATION_COLUMNS, combination_scores, pairs_together
from busta.evaluation.joint_scores import SumCheck
from busta.probability.joint import fit_season_joint, latent_scores
from busta.probability.season_distributions import fit_season_distributions
from tests.counted import SEASONS, counted
from tests.probability.test_season_distributions import RULES

NAMES = ("points", "rebounds")


@pytest.fixture(scope="module")
def scored() -> pd.DataFrame:
    tables = counted(games=300, correlation=0.6)
    tables["points"].loc[tables["points"].index[-10:], "actual"] = np.nan
    rules = replace(RULES, fallback="negative_binomial")
    fitted = {name: fit_season_distributions(tables[name], rules) for name in NAMES}
    scores = {name: latent_scores(tables[name], fitted[name]) for name in NAMES}
    joint = fit_season_joint(scores, tables["points"], groups=1, min_rows=1000)
    check = SumCheck(rows=300, draws=1000, seed=1)
    return combination_scores(scores, tables["points"], fitted, joint, check)


def test_every_pair_of_men_and_statistics_is_scored_in_every_season(scored: pd.DataFrame) -> None:
    assert list(scored.columns) == COMBINATION_COLUMNS
    assert set(scored["season"]) == set(SEASONS)
    pairs = scored[["pair", "first", "second"]].drop_duplicates()
    assert pairs.groupby("pair").size().to_dict() == {"one man": 1, "opponents": 3, "team-mates": 3}
    # The last game is not played yet.
    assert scored.groupby("season")["n"].first().to_list() == [300, 300, 300, 299]


def test_what_goes_together_is_priced_as_often_as_it_happens(scored: pd.DataFrame) -> None:
    known = scored[(scored["pair"] == "one man") & (scored["season"] >= SEASONS[2])].mean(numeric_only=True)
    assert known["joint"] == pytest.approx(known["frequency"], abs=0.04)
    assert known["product"] < known["frequency"] - 0.05
    assert known["brier_joint"] < known["brier_product"]


def test_men_who_do_not_touch_each_other_are_worth_the_product(scored: pd.DataFrame) -> None:
    apart = scored[scored["pair"] == "opponents"]
    assert (apart["joint"] - apart["product"]).abs().max() < 0.03


def test_all_combinations_of_a_pair_are_put_together(scored: pd.DataFrame) -> None:
    found = pairs_together(scored, SEASONS[2]).set_index("pair")
    assert found["n"].to_dict() == {"one man": 599, "team-mates": 3 * 599, "opponents": 3 * 599}
    own = scored[(scored["pair"] == "one man") & (scored["season"] >= SEASONS[2])]
    assert found.loc["one man", "joint"] == pytest.approx(np.average(own["joint"], weights=own["n"]))
