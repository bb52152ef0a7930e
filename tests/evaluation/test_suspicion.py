"""Reasons to look for a leak."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import BootstrapRules
from busta.evaluation.judge import compare_with_close
from busta.evaluation.suspicion import Suspicion, is_early, is_late, suspicions
from tests.picks_world import judge_rules

BOOTSTRAP = BootstrapRules(draws=200, seed=7, level=0.95)
RULES = judge_rules()
TIP_OFF = pd.Timestamp("2020-01-02 00:00", tz="UTC")


def _rows(n: int, leak: float, days: int = 60, moment: str | None = None) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    q = rng.uniform(0.2, 0.8, n)
    y = (rng.random(n) < q).astype(float)
    p = np.clip(q + rng.normal(0, 0.05, n), 0.01, 0.99)
    date = pd.Timestamp("2020-01-01") + pd.to_timedelta(np.arange(n) % days, unit="D")
    return pd.DataFrame(
        {
            "probability": (1 - leak) * p + leak * y,
            "market_probability": q,
            "outcome": y,
            "selection": pd.Series([None] * n, dtype="str"),
            "game_date": date,
            "moment": pd.Series([moment] * n, dtype="str"),
            "made_at": pd.Series([pd.NaT] * n, dtype="datetime64[us, UTC]"),
            "tip_off_utc": pd.Series(date).dt.tz_localize("UTC") + pd.Timedelta(hours=24),
        }
    )


def _reasons(rows: pd.DataFrame) -> list[Suspicion]:
    return suspicions(rows, compare_with_close(rows, RULES, BOOTSTRAP, 10), RULES, BOOTSTRAP)


def test_an_honest_forecast_is_not_suspected() -> None:
    assert _reasons(_rows(1000, 0.0)) == []


def test_results_mixed_in_are_found_by_every_rule() -> None:
    names = {reason.name for reason in _reasons(_rows(1000, 0.1)) if reason.is_alarm}
    assert names == {"brier_gain", "log_loss_gain", "residual_correlation", "hit_rate"}


def test_the_reason_says_how_much_on_how_many_and_what_was_expected() -> None:
    (reason,) = [found for found in _reasons(_rows(1000, 0.1)) if found.name == "brier_gain"]
    assert "on 1,000 games; expected at most 0.0010 of an honest forecast" in reason.sentence


def test_on_few_games_or_few_days_nobody_is_suspected() -> None:
    assert _reasons(_rows(40, 0.5)) == []
    assert _reasons(_rows(1000, 0.5, days=5)) == []


def test_sides_that_are_wrong_too_often_are_told_but_are_no_leak() -> None:
    rows = _rows(1000, 0.0)
    rows["probability"] = rows["market_probability"] - 0.2 * (rows["outcome"] - 0.5)
    found = [reason for reason in _reasons(rows) if reason.name == "hit_rate"]
    assert [reason.is_alarm for reason in found] == [False]
    assert "too seldom" in found[0].sentence


def test_the_closing_line_before_it_was_known_is_a_leak() -> None:
    rows = _rows(500, 0.0, moment="open")
    rows["probability"] = rows["market_probability"]
    assert [reason.name for reason in _reasons(rows)] == ["close_before_the_close"]
    assert _reasons(rows.assign(moment=pd.Series(["close"] * 500, dtype="str"))) == []


def test_a_small_gain_is_a_leak_where_it_was_said_to_be_made_early() -> None:
    rows = _rows(1000, 0.0, moment="open")
    rows["probability"] = rows["market_probability"] + 0.02 * (rows["outcome"] - rows["market_probability"])
    assert "better_before_the_close" in {reason.name for reason in _reasons(rows)}


def test_early_is_a_moment_before_the_close_or_hours_before_tip_off() -> None:
    rows = pd.DataFrame(
        {
            "moment": pd.Series(["open", "close", None, None, None], dtype="str"),
            "made_at": TIP_OFF - pd.to_timedelta([0, 0, 7, 5, np.nan], unit="h"),
            "tip_off_utc": TIP_OFF,
        }
    )
    assert is_early(rows, 6).tolist() == [True, False, True, False, False]


def test_late_is_tip_off_itself_or_the_day_after_where_nobody_knows_the_hour() -> None:
    stamps = ["2020-01-02 00:00", "2020-01-01 23:59", None, "2020-01-02 11:00", "2020-01-02 12:00"]
    rows = pd.DataFrame(
        {
            "made_at": pd.to_datetime(stamps, utc=True),
            "tip_off_utc": pd.Series([TIP_OFF, TIP_OFF, TIP_OFF, pd.NaT, pd.NaT]),
            "game_date": pd.Timestamp("2020-01-01"),
        }
    )
    assert is_late(rows).tolist() == [True, False, False, False, True]
