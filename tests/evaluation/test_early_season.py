"""The anomaly that died: by hand, and on the real archive."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from busta.datasets import RawFilesDataset
from busta.evaluation.early_season import (
    EARLY,
    LATER,
    EarlySeasonRules,
    early_season_shares,
    early_season_tests,
    early_unders,
)
from busta.params.efficiency import EfficiencyParams
from busta.params.odds import OddsParams
from busta.sources.closing_lines import line_history, parse_closing_lines
from tests.project import CONF

RULES = EarlySeasonRules(days=(2, 30), last_season="2008-09")
MINUS_110 = 1 + 100 / 110


def _history() -> pd.DataFrame:
    """Two seasons of one game a day: unders on the first two days of the first, overs on those of the second."""
    first = pd.date_range("2008-11-01", periods=10).append(pd.date_range("2009-11-01", periods=10))
    total = np.tile([200.0, 210.0], 10)
    points = total + 1
    points[[0, 1]] -= 5
    points[2] = total[2]
    return pd.DataFrame(
        {
            "season": np.repeat(["2008-09", "2009-10"], 10),
            "game_date": first,
            "home_points": points - 100,
            "away_points": 100.0,
            "close_total": total,
        }
    )


def test_the_first_days_of_every_season_are_taken_and_named_by_their_era() -> None:
    unders = early_unders(_history(), RULES)
    short = unders[unders["days"] == 2]
    assert short["result"].tolist() == [1, 1, -1, -1]
    assert short["era"].tolist() == [EARLY, EARLY, LATER, LATER]
    assert (unders["days"] == 30).sum() == 20


def test_the_season_begins_with_its_first_game_whether_it_has_a_total_or_not() -> None:
    history = _history()
    history.loc[0, "close_total"] = None
    assert (early_unders(history, RULES)["days"] == 2).sum() == 3


def test_shares_and_profits_are_those_of_the_decided_and_of_all_games() -> None:
    tests = early_season_tests(early_unders(_history(), RULES), 1.9, 0.95)
    assert tests["group"].tolist() == [
        "first 2 days, 2008-09 to 2008-09: while it lived",
        "first 2 days, 2009-10 to 2009-10: afterwards",
        "first 30 days, 2008-09 to 2008-09: while it lived",
        "first 30 days, 2009-10 to 2009-10: afterwards",
    ]
    third = tests.iloc[2]
    # Two unders, one push, seven overs.
    assert (third["n"], third["share"]) == (9, pytest.approx(2 / 9))
    assert third["roi"] == pytest.approx((2 * 0.9 - 7) / 10)
    assert third["roi_against"] == pytest.approx((7 * 0.9 - 2) / 10)


def test_every_season_has_a_share_of_its_own() -> None:
    shares = early_season_shares(early_unders(_history(), RULES), 0.95)
    assert shares[["season", "days", "n", "share"]].to_numpy().tolist() == [
        ["2008-09", 2, 2, pytest.approx(1)],
        ["2009-10", 2, 2, 0.0],
        ["2008-09", 30, 9, pytest.approx(2 / 9)],
        ["2009-10", 30, 10, 0.0],
    ]


def test_a_season_of_one_day_is_passed_over() -> None:
    unders = early_unders(_history().iloc[[0, 10]], RULES)
    assert early_season_shares(unders, 0.95).empty
    assert early_season_tests(unders, 1.9, 0.95).empty


@pytest.mark.parametrize("days", [(), (0,)])
def test_a_beginning_has_a_length(days: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="expected numbers from 1"):
        EarlySeasonRules(days=days, last_season="2008-09")


@pytest.fixture(scope="module")
def real_tests(raw_root: Path) -> pd.DataFrame:
    """The tests as configured, on the real archive of closing lines."""
    odds = OddsParams(**_parameters("odds"))
    raw = RawFilesDataset(path=str(raw_root / "odds_close"), pattern="*.csv", format="csv").load()
    history = line_history(parse_closing_lines(raw, odds.plausible).rows)
    rules = EfficiencyParams(**_parameters("efficiency")).early_season
    return early_season_tests(early_unders(history, rules), MINUS_110, 0.95)


def _parameters(name: str) -> dict[str, object]:
    return yaml.safe_load((CONF / "base" / f"parameters_{name}.yml").read_text(encoding="utf-8"))[name]


def test_the_totals_of_the_first_week_were_too_high_until_2012(real_tests: pd.DataFrame) -> None:
    (lived,) = real_tests[real_tests["group"].eq("first 7 days, 2007-08 to 2011-12: while it lived")].to_dict(
        "records"
    )
    assert (lived["n"], lived["days"]) == (242, 35)
    assert lived["share"] == pytest.approx(0.570, abs=0.001)
    assert lived["low"] > 0
    assert lived["p_value"] < 0.01
    # Profitable in hindsight, yet 242 bets do not prove a profit.
    assert lived["roi"] == pytest.approx(0.089, abs=0.001)
    assert lived["roi_low"] < 0


def test_afterwards_the_first_week_is_a_coin(real_tests: pd.DataFrame) -> None:
    (died,) = real_tests[real_tests["group"].str.startswith("first 7 days, 2012-13")].to_dict("records")
    assert died["n"] > 550
    assert died["low"] < 0 < died["high"]
    assert died["share"] == pytest.approx(0.5, abs=0.01)
    assert died["roi"] < 0
