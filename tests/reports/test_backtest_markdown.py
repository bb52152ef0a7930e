"""The page of a backtest, cell by cell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from busta.reports.backtest_markdown import backtest_page
from tests.betting.offered import small_rules
from tests.reports.samples import REAL


def _row(strategy: str, **columns: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "market": "ats", "moment": "close", "information": "evening", "books": "best", "games": "all",
        "strategy": strategy, "stakes": "flat", "is_baseline": False, "is_claim": True, "n_offered": 1200,
        "n_bets": 1000, "max_drawdown": 0.125, "sharpe": 0.5, "bankroll_end": 105.0, "probability_roi_above_0": 0.8,
        "bets_needed": 3456.0,
    }  # fmt: skip
    for name, value in (("win_rate", 0.53), ("roi", 0.02), ("units", 20.0), ("closing_line_value", 0.4)):
        row |= {name: value, f"{name}_low": value - 0.01, f"{name}_high": value + 0.01}
    row |= {f"closing_price_value{end}": np.nan for end in ("", "_low", "_high")}
    return row | columns


def _page(*rows: dict[str, Any]) -> str:
    results = pd.DataFrame(list(rows))
    tries = pd.DataFrame({"market": []})
    shopping = pd.DataFrame({"strategy": []})
    return backtest_page(results, tries, shopping, small_rules(), REAL, ["bankroll_ats"], 1000, 0.95, 1.9091)


def test_every_number_stands_with_its_interval() -> None:
    line = next(line for line in _page(_row("value_2")).splitlines() if line.startswith("| value 2"))
    assert line == (
        "| value 2 | 1,000 | 53.0 [52.0, 54.0] % | +2.0 [+1.0, +3.0] % | +20 [+20, +20] | +0.40 [+0.39, +0.41] "
        "| 80 % | 3,456 | 12.5 % | 0.50 | – |"
    )


def test_quarter_kelly_and_the_other_place_stand_beside() -> None:
    other = _row("value_2", books="consensus", roi=-0.03, roi_low=-0.05, roi_high=-0.01)
    kelly = _row("value_2", stakes="kelly_quarter", bankroll_end=131.4)
    page = _page(_row("value_2"), kelly, other)
    line = next(line for line in page.splitlines() if line.startswith("| value 2"))
    assert line.endswith("| 131 | -3.0 [-5.0, -1.0] % |")


def test_a_strategy_without_bets_has_dashes() -> None:
    gone = dict.fromkeys(("roi", "win_rate", "closing_line_value", "sharpe", "bets_needed"), np.nan)
    nothing = _row("value_5", n_bets=0, probability_roi_above_0=np.nan, **gone)
    line = next(line for line in _page(_row("value"), nothing).splitlines() if line.startswith("| value 5"))
    assert line == "| value 5 | 0 " + "| – " * 9 + "|"


def test_what_asks_no_model_stands_below_a_line_of_its_own() -> None:
    lines = _page(_row("home", is_baseline=True), _row("value")).splitlines()
    order = [line.split("|")[1].strip() for line in lines if line.startswith("|")]
    assert order == ["strategy", "---", "value", "*asks no model*", "home"]


def test_a_figure_that_is_not_there_is_not_shown() -> None:
    page = _page(_row("value"))
    assert "backtest/bankroll_ats.png" in page
    assert "thresholds_ats" not in page
