"""Prices of combinations of bets of one game."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bootstrap import EvaluationError
from busta.evaluation.combination_pricer import CombinationPrice, CombinationPricer, combined_men
from busta.probability.distributions import DistributionError
from busta.probability.joint import JointCorrelations, SeasonJoint
from tests.probability.test_joint_simulation import MEN, NAMES, PARTS, _correlations, _distributions

PLAYERS = [11, 12, 21]
ROWS = MEN.assign(season="2023-24", player_id=PLAYERS)


def _pricer(correlations: JointCorrelations, draws: int = 40_000) -> CombinationPricer:
    return CombinationPricer(_distributions(), SeasonJoint({}, correlations), PARTS, draws, 1)


def _price(pricer: CombinationPricer, *bets: tuple[int, str, float, str]) -> CombinationPrice:
    return pricer.price(ROWS, pd.DataFrame(list(bets), columns=["player_id", "market", "line", "side"]))


def test_bets_that_have_nothing_to_do_with_each_other_are_worth_their_product() -> None:
    price = _price(
        _pricer(_correlations(0, 0, 0)), (11, "points", 19.5, "over"), (21, "rebounds", 8.5, "under")
    )
    assert price.together == pytest.approx(price.product, abs=4 * price.standard_error)
    assert price.product == pytest.approx(np.prod(price.alone))


def test_points_and_rebounds_of_one_man_go_together_and_against_each_other() -> None:
    pricer = _pricer(_correlations(0.5, 0, 0))
    both = _price(pricer, (11, "points", 19.5, "over"), (11, "rebounds", 5.5, "over"))
    against = _price(pricer, (11, "points", 19.5, "over"), (11, "rebounds", 5.5, "under"))
    assert both.together > both.product + 0.05
    assert against.together < against.product - 0.05
    assert both.together + against.together == pytest.approx(both.alone[0])


def test_a_sum_is_drawn_from_its_parts() -> None:
    price = _price(
        _pricer(_correlations(0.5, 0, 0)), (11, "points_rebounds", 5.5, "over"), (11, "points", 5.5, "over")
    )
    # Who has six points has six points and rebounds.
    assert price.together == pytest.approx(price.alone[1])


def test_a_bet_alone_is_that_of_its_distribution() -> None:
    price = _price(
        _pricer(_correlations(0.5, 0.2, 0)), (12, "points", 8.0, "over"), (21, "points", 14.5, "under")
    )
    expected = _distributions()["points"].over_push("2023-24", [8.0], [8.0])
    assert price.alone[0] == pytest.approx(expected.over[0], abs=0.01)
    assert price.push == pytest.approx(expected.push[0], abs=0.01)


def test_the_same_seed_gives_the_same_price_and_more_draws_a_surer_one() -> None:
    bets = [(11, "points", 19.5, "over"), (12, "points", 7.5, "over")]
    few, again, many = (
        _price(_pricer(_correlations(0, 0.3, 0), draws), *bets) for draws in (1000, 1000, 16_000)
    )
    assert few == again
    assert many.standard_error == pytest.approx(few.standard_error / 4, rel=0.1)


def test_a_side_that_is_none_is_refused() -> None:
    with pytest.raises(DistributionError, match="Expected bets on over or under"):
        _price(
            _pricer(_correlations(0, 0, 0), 1000), (11, "points", 19.5, "yes"), (12, "points", 7.5, "over")
        )


def test_the_men_of_a_game_have_their_means_in_the_order_asked_for() -> None:
    questions = ROWS[["season", "game_id", "player_id", "team_id"]]
    other = questions.assign(game_id="0022300002")
    means = {
        name: pd.concat([ROWS, ROWS.assign(game_id="0022300002")]).rename(columns={name: "mean"})
        for name in NAMES
    }
    men = combined_men(pd.concat([questions, other]), means, "0022300001", [21, 11])
    assert men["player_id"].to_list() == [21, 11]
    assert men["points"].to_list() == [15.0, 20.0]
    assert men["team_id"].to_list() == [2, 1]


def test_a_game_before_the_first_models_is_refused() -> None:
    means = {name: ROWS.rename(columns={name: "mean"}) for name in NAMES}
    early = ROWS[["season", "game_id", "player_id", "team_id"]].assign(game_id="0021400001")
    with pytest.raises(
        EvaluationError, match=r"expected a game from 2023-24 on.*no forecast of points, rebounds"
    ):
        combined_men(early, means, "0021400001", [11])
