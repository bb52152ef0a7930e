"""Two bets in one game, drawn together and as if independent."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bootstrap import BootstrapRules
from busta.evaluation.combination_scores import (
    COMBINATION_COLUMNS,
    GAME_COLUMNS,
    PAIR_COLUMNS,
    combination_scores,
    pairs_together,
)
from busta.evaluation.joint_scores import SumCheck
from busta.probability.joint import fit_season_joint, latent_scores
from busta.probability.season_distributions import fit_season_distributions
from tests.counted import SEASONS, counted
from tests.probability.test_season_distributions import RULES

NAMES = ("points", "rebounds")


@pytest.fixture(scope="module")
def both() -> tuple[pd.DataFrame, pd.DataFrame]:
    tables = counted(games=300, correlation=0.6)
    tables["points"].loc[tables["points"].index[-10:], "actual"] = np.nan
    rules = replace(RULES, fallback="negative_binomial")
    fitted = {name: fit_season_distributions(tables[name], rules) for name in NAMES}
    scores = {name: latent_scores(tables[name], fitted[name]) for name in NAMES}
    joint = fit_season_joint(scores, tables["points"], groups=1, min_rows=1000)
    check = SumCheck(rows=300, draws=1000, seed=1)
    return combination_scores(scores, tables["points"], fitted, joint, check)


@pytest.fixture
def scored(both: tuple[pd.DataFrame, pd.DataFrame]) -> pd.DataFrame:
    return both[0]


@pytest.fixture
def games(both: tuple[pd.DataFrame, pd.DataFrame]) -> pd.DataFrame:
    return both[1]


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


def test_the_games_of_a_pair_say_the_same_as_its_statistics(
    scored: pd.DataFrame, games: pd.DataFrame
) -> None:
    assert list(games.columns) == GAME_COLUMNS
    assert games.groupby("pair")["n"].unique().map(list).to_dict() == {
        "one man": [1],
        "opponents": [3],
        "team-mates": [3],
    }
    for name in ("frequency", "joint", "product", "brier_joint", "brier_product"):
        by_game = games.groupby(["pair", "season"])[name].mean()
        by_statistic = scored.groupby(["pair", "season"])[name].mean()
        assert by_game.to_numpy() == pytest.approx(by_statistic.to_numpy())


def test_all_games_of_a_pair_are_put_together_and_days_are_drawn(games: pd.DataFrame) -> None:
    found = pairs_together(games, SEASONS[2], BootstrapRules(300, 1, 0.95)).set_index("pair")
    assert found["n"].to_dict() == {"one man": 599, "team-mates": 3 * 599, "opponents": 3 * 599}
    assert set(found["games"]) == {599}
    own = games[(games["pair"] == "one man") & (games["season"] >= SEASONS[2])]
    row = found.loc["one man"]
    assert row["frequency"] == pytest.approx(own["frequency"].mean())
    assert row["frequency_low"] < row["frequency"] < row["frequency_high"]
    assert row["brier_change"] == pytest.approx((own["brier_joint"] - own["brier_product"]).mean())
    # What goes together for sure is known for sure: the interval of one man's draws lies below zero.
    assert row["brier_change_high"] < 0


def test_where_nothing_was_measured_no_pair_is_told(games: pd.DataFrame) -> None:
    nothing = pairs_together(games.iloc[:0], SEASONS[0], BootstrapRules(300, 1, 0.95))
    assert nothing.empty
    assert list(nothing.columns) == PAIR_COLUMNS


def test_games_without_four_men_are_no_game_to_score() -> None:
    tables = {name: table.iloc[:0] for name, table in counted(games=20, correlation=0.6).items()}
    none = combination_scores(tables, tables["points"], {}, None, SumCheck(10, 100, 1))  # type: ignore[arg-type]
    assert [table.empty for table in none] == [True, True]
    assert [list(table.columns) for table in none] == [COMBINATION_COLUMNS, GAME_COLUMNS]
