from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, logit, ndtr, ndtri

from busta.betting.beliefs import BELIEF_COLUMNS, form_beliefs
from busta.betting.value import BettingError
from busta.probability.shrinkage import fit_shrinkage
from busta.schemas.bets import Beliefs
from tests.betting.beliefs_samples import ATS, MONEYLINE, forecast, keys, quoted

GAMES = keys(4, ("2020-21", "2021-22"))


def _beliefs(question=ATS, least_rows: int = 1, moment: str = "close", lines=None, **said) -> pd.DataFrame:
    told = {"evening": forecast(GAMES, **said)}
    return form_beliefs(told, quoted(GAMES, moment) if lines is None else lines, question, least_rows)


def test_the_first_season_believes_the_market_and_the_next_a_share_of_the_model() -> None:
    # Half a point line, even prices: the market's mean is the line. Right by 12 points in one game of two, and the
    # other way in the other, which had half the distance.
    made = _beliefs(mean=[12.5, -5.5, 6.5, 6.5], actual=[20.0, 3.0, np.nan, 1.0])
    assert list(made) == BELIEF_COLUMNS
    Beliefs.validate(made)
    assert made["shrink"].tolist()[:2] == [0.0, 0.0]
    assert made["shrink_rows"].tolist() == [0, 0, 2, 2]
    assert made["mean_shrunk"].tolist()[:2] == [0.5, 0.5]
    assert made["probability_shrunk"].to_numpy()[:2] == pytest.approx(0.5)
    by_hand = fit_shrinkage([0.0, 0.0], [1.0, -0.5], [1.0, 1.0], "probit").factor
    assert made["shrink"].tolist()[2:] == [by_hand, by_hand]
    assert made["mean_shrunk"].to_numpy()[2:] == pytest.approx(0.5 + by_hand * 6.0)
    assert made["probability_shrunk"].to_numpy()[2:] == pytest.approx(ndtr(by_hand * 6.0 / 12.0))
    assert made["probability_model"].to_numpy()[2:] == pytest.approx(ndtr(0.5))


def test_the_market_stands_where_its_price_puts_it() -> None:
    lines = quoted(GAMES, line=4.5, market_probability=ndtr(0.25))
    made = _beliefs(lines=lines, mean=4.5)
    assert made["mean_market"].to_numpy() == pytest.approx(4.5 + 0.25 * 12.0)
    whole = _beliefs(lines=quoted(GAMES, line=4.0, market_probability=0.5), mean=4.0)
    assert whole["mean_market"].to_numpy() == pytest.approx(4.0)


def test_a_constant_line_is_shrunk_in_log_odds() -> None:
    lines = quoted(GAMES, line=0.0, market_probability=0.6)
    made = _beliefs(
        MONEYLINE, lines=lines, probability_over=[0.7, 0.5, 0.8, 0.8], actual=[3.0, -2.0, 1.0, 5.0]
    )
    distance = logit([0.7, 0.5]) - logit(0.6)
    factor = fit_shrinkage([logit(0.6)] * 2, distance, [1, 0], "logit").factor
    assert factor == 1.0
    assert made["probability_shrunk"].to_numpy()[2:] == pytest.approx(0.8)
    assert made["probability_shrunk"].to_numpy()[:2] == pytest.approx(0.6)
    assert made["mean_shrunk"].to_numpy() == pytest.approx(12.0 * ndtri(made["probability_shrunk"]))
    # Right of a game it was surer of, wrong of one it was less sure of: a share of it is believed.
    part = _beliefs(
        MONEYLINE, lines=lines, probability_over=[0.9, 0.3, 0.8, 0.8], actual=[3.0, 2.0, 1.0, 5.0]
    )
    share = part["shrink"].iloc[2]
    assert 0 < share < 1
    assert part["probability_shrunk"].iloc[2] == pytest.approx(
        expit(logit(0.6) + share * (logit(0.8) - logit(0.6)))
    )


def test_a_learner_without_a_distribution_is_enough_where_the_line_is_constant_and_only_there() -> None:
    said = {"mean": np.nan, "sd": np.nan, "probability_over": 0.7}
    made = _beliefs(MONEYLINE, lines=quoted(GAMES, line=0.0, market_probability=0.6), **said)
    Beliefs.validate(made)
    assert made[["mean_market", "mean_shrunk"]].isna().all(axis=None)
    assert made["probability_shrunk"].notna().all()
    with pytest.raises(BettingError, match="missing in 4 rows"):
        _beliefs(**said)


def test_pushes_and_unplayed_games_teach_nothing() -> None:
    lines = quoted(GAMES, line=4.0)
    made = _beliefs(lines=lines, mean=9.0, actual=[4.0, np.nan, 7.0, 7.0])
    assert made["shrink_rows"].tolist() == [0, 0, 0, 0]
    assert made["shrink"].tolist() == [0.0] * 4


def test_there_are_rows_where_there_is_a_line_and_the_day_before_speaks_of_openings_only() -> None:
    lines = pd.concat([quoted(GAMES, "open").iloc[:3], quoted(GAMES, "close").iloc[:2]])
    told = {"evening": forecast(GAMES), "day_before": forecast(GAMES, mean=1.0)}
    made = form_beliefs(told, lines, ATS, 1)
    assert made.groupby(["moment", "information"]).size().to_dict() == {
        ("close", "evening"): 2,
        ("open", "day_before"): 3,
        ("open", "evening"): 3,
    }
    assert made.loc[made["information"] == "day_before", "mean_model"].tolist() == [1.0] * 3
    nothing = form_beliefs(told, lines.iloc[:0], ATS, 1)
    assert len(Beliefs.validate(nothing)) == 0


def test_with_too_few_games_nothing_of_the_model_is_believed() -> None:
    made = _beliefs(least_rows=3, mean=12.5, actual=20.0)
    assert made["shrink"].tolist() == [0.0] * 4
    assert made["shrink_rows"].tolist() == [0, 0, 2, 2]
    assert made["shrink_se"].isna().all()


def test_no_belief_hears_of_results_of_its_own_season() -> None:
    rng = np.random.default_rng(5)
    games = keys(600, ("2018-19", "2019-20", "2020-21"))
    mean = rng.normal(0, 6, 600)
    actual = np.round(mean * 0.5 + rng.normal(0, 12, 600))
    late = (games["season"] == "2020-21").to_numpy()
    truth, other = (
        form_beliefs({"evening": forecast(games, mean=mean, actual=found)}, quoted(games), ATS, 100)
        for found in (actual, np.where(late, -actual, actual))
    )
    said = [name for name in BELIEF_COLUMNS if name != "actual"]
    pd.testing.assert_frame_equal(truth[said], other[said])
    assert truth.groupby("season")["shrink"].first().gt(0).tolist() == [False, True, True]
