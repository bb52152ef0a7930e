"""Reasons to look for a leak: what no honest forecast of the evening, the morning or the close shows."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from busta.evaluation.bootstrap import BootstrapRules, Estimate, draw_days, paired_difference
from busta.evaluation.judge import Comparison, JudgeRules
from busta.evaluation.scores import brier_rows

EARLY_MOMENTS = ("open", "morning")


@dataclass(frozen=True)
class Suspicion:
    """One reason.

    Attributes
    ----------
    name
        For machines.
    sentence
        For readers.
    is_alarm
        Whether it makes the verdict; otherwise it is only told.
    """

    name: str
    sentence: str
    is_alarm: bool


def is_early(rows: pd.DataFrame, hours: float) -> pd.Series:
    """Tell the picks said to be made before the closing line was known.

    Parameters
    ----------
    rows
        ``moment, made_at, tip_off_utc``.
    hours
        Before tip-off.

    Returns
    -------
    pandas.Series
        Boolean; false where the file does not say when.
    """
    ahead = rows["tip_off_utc"] - rows["made_at"]
    return rows["moment"].isin(EARLY_MOMENTS) | ahead.ge(pd.Timedelta(hours=hours)).fillna(False)


def is_late(rows: pd.DataFrame) -> pd.Series:
    """Tell the picks made at tip-off or later.

    Parameters
    ----------
    rows
        ``made_at, tip_off_utc, game_date``; where the hour of the tip-off is not known, a pick is late from
        noon UTC of the day after the game on.

    Returns
    -------
    pandas.Series
        Boolean; false where the file does not say when.
    """
    latest = (rows["game_date"] + pd.Timedelta(hours=36)).dt.tz_localize("UTC")
    return (rows["made_at"] >= rows["tip_off_utc"].fillna(latest)).fillna(False)


def suspicions(
    rows: pd.DataFrame, found: Comparison, rules: JudgeRules, bootstrap: BootstrapRules
) -> list[Suspicion]:
    """Look for everything that is too good to be true.

    Parameters
    ----------
    rows
        Of `busta.evaluation.questions.put_questions`, one market.
    found
        Of the same rows.
    rules, bootstrap
        When, and with which intervals.

    Returns
    -------
    list of Suspicion
        None on fewer than ``rules.min_games`` decided games or ``rules.min_days`` days.
    """
    if found.days < rules.min_days:
        return []
    told = [
        _gain("brier_gain", "Brier score", found.brier_wide, rules.brier_gain_max, rules),
        _gain("log_loss_gain", "log loss", found.log_loss_wide, rules.log_loss_gain_max, rules),
        _correlation(found, rules),
        *_wins(found, rules),
        *_early(rows, found, rules, bootstrap),
    ]
    return [reason for reason in told if reason is not None]


def _gain(name: str, metric: str, wide: Estimate, limit: float, rules: JudgeRules) -> Suspicion | None:
    if not (wide.n >= rules.min_games and -wide.high > limit):
        return None
    return Suspicion(
        name,
        f"the {metric} is better than that of the closing line by {-wide.value:.4f} "
        f"[{-wide.high:.4f}, {-wide.low:.4f}] on {wide.n:,} games; expected at most {limit:.4f} of an honest forecast",
        is_alarm=True,
    )


def _correlation(found: Comparison, rules: JudgeRules) -> Suspicion | None:
    wide = found.correlation
    if not (wide.n >= rules.min_games and wide.low > rules.residual_correlation_max):
        return None
    return Suspicion(
        "residual_correlation",
        f"where it differs from the closing line, the result differs too: correlation {wide.value:.3f} "
        f"[{wide.low:.3f}, {wide.high:.3f}] on {wide.n:,} games; expected at most {rules.residual_correlation_max:g} "
        "of anything known before tip-off",
        is_alarm=True,
    )


def _wins(found: Comparison, rules: JudgeRules) -> list[Suspicion]:
    above, sides = found.sides_wide, found.sides
    allowed = max(rules.wins_above_close_max, sides.band)
    if not (above.n >= rules.min_games and abs(above.value) > allowed):
        return []
    low, high = sides.expected.value - allowed, sides.expected.value + allowed
    what = "too often to be true" if above.value > 0 else "too seldom: are the sides mixed up?"
    return [
        Suspicion(
            "hit_rate",
            f"{sides.share_right.value:.1%} of {above.n:,} sides against the closing line were right, expected "
            f"{low:.1%} to {high:.1%}: {what}",
            is_alarm=above.value > 0,
        )
    ]


def _early(
    rows: pd.DataFrame, found: Comparison, rules: JudgeRules, bootstrap: BootstrapRules
) -> list[Suspicion]:
    columns = ["probability", "market_probability", "outcome"]
    early = rows[is_early(rows, rules.early_hours) & rows[columns].notna().all(axis=1)]
    if len(early) < rules.min_games:
        return []
    p, q, y = (early[name].to_numpy(dtype="float64") for name in columns)
    gain = paired_difference(brier_rows(p, y), brier_rows(q, y), draw_days(early["game_date"], bootstrap))
    reasons = []
    if gain.high < 0:
        reasons.append(
            Suspicion(
                "better_before_the_close",
                f"{gain.n:,} predictions said to be made before the close are better than it: Brier score "
                f"{gain.value:+.4f} [{gain.low:+.4f}, {gain.high:+.4f}]",
                is_alarm=True,
            )
        )
    if found.likeness >= rules.near_correlation and found.distance <= rules.near_distance:
        reasons.append(
            Suspicion(
                "close_before_the_close",
                f"{gain.n:,} predictions said to be made before the close are the closing line (mean distance "
                f"{found.distance:.4f}, correlation {found.likeness:.3f}): it was not known then",
                is_alarm=True,
            )
        )
    return reasons
