"""What knowing more is worth, season by season."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bootstrap import BootstrapRules
from busta.evaluation.information_scores import SCORED_COLUMNS, score_information

RULES = BootstrapRules(draws=100, seed=7, level=0.95)


def _informed(games: int = 40) -> pd.DataFrame:
    outcome = np.tile([1.0, 0.0], games // 2)
    return pd.DataFrame(
        {
            "information": "tip_off",
            "season": np.where(np.arange(games) < games // 2, "2001-02", "2002-03"),
            "game_date": pd.Timestamp("2001-11-01") + pd.to_timedelta(np.arange(games) // 2, unit="D"),
            "outcome": outcome,
            "probability_evening": 0.5,
            "probability_informed": 0.5 + 0.1 * (2 * outcome - 1),
            "market_probability": 0.5 + 0.2 * (2 * outcome - 1),
            "market_moment": "close",
            "market_quotes": "moneyline",
        }
    )


def test_every_information_has_its_seasons_and_all_of_them_last() -> None:
    both = pd.concat([_informed().assign(information="morning"), _informed()])
    scored = score_information(both, RULES)
    assert list(scored["information"]) == ["morning"] * 3 + ["tip_off"] * 3
    assert list(scored["season"]) == ["2001-02", "2002-03", "all"] * 2
    assert list(scored["n"]) == [20, 20, 40] * 2
    assert list(scored.columns) == SCORED_COLUMNS


def test_scores_and_differences_are_those_of_the_same_games() -> None:
    pooled = score_information(_informed(), RULES).iloc[-1]
    assert pooled[["evening", "informed", "market"]].tolist() == pytest.approx([0.25, 0.16, 0.09])
    assert pooled["informed_minus_evening"] == pytest.approx(-0.09)
    assert pooled["informed_minus_market"] == pytest.approx(0.07)
    assert pooled["evening_minus_market"] == pytest.approx(0.16)
    ends = pooled[["informed_minus_evening_low", "informed_minus_evening_high"]].tolist()
    assert ends == pytest.approx([-0.09, -0.09])  # every day is the same


def test_games_without_a_line_are_counted_and_left_out() -> None:
    rows = _informed()
    rows.loc[:3, "market_probability"] = np.nan
    rows.loc[4:5, "outcome"] = np.nan
    pooled = score_information(rows, RULES).iloc[-1]
    assert (pooled["known"], pooled["n"]) == (38, 34)


def test_without_any_line_the_information_is_scored_all_the_same() -> None:
    rows = _informed().assign(market_probability=np.nan, market_moment=None, market_quotes=None)
    pooled = score_information(rows, RULES).iloc[-1]
    assert pooled["n"] == pooled["known"] == 40
    assert pooled["informed_minus_evening"] == pytest.approx(-0.09)
    assert pooled[["market", "informed_minus_market", "evening_minus_market"]].isna().all()
    assert pooled["market_quotes"] == ""


def test_no_such_games_give_an_empty_table_with_its_columns() -> None:
    scored = score_information(_informed().iloc[:0], RULES)
    assert scored.empty
    assert list(scored.columns) == SCORED_COLUMNS
