"""What predictions are, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from busta.evaluation.bootstrap import Estimate
from busta.evaluation.judge import Comparison, JudgeRules
from busta.evaluation.suspicion import Suspicion

Kind = Literal["nothing", "leak", "closing_line", "beats_close", "coin", "behind_close", "level"]


@dataclass(frozen=True)
class Verdict:
    """What a market's predictions are.

    Attributes
    ----------
    kind
        For machines.
    sentence
        For readers.
    """

    kind: Kind
    sentence: str


def verdict(found: Comparison, reasons: Sequence[Suspicion], rules: JudgeRules, more_bets: str) -> Verdict:
    """Say what predictions of one market are.

    Parameters
    ----------
    found
        Beside the closing line.
    reasons
        Of suspicion; one alarm is enough.
    rules
        When predictions are the closing line.
    more_bets
        What is said of the bets still needed, should they beat the close.

    Returns
    -------
    Verdict
        The first that holds of: too few or nothing to grade, a leak, the closing line, better than the close, a coin,
        behind the close, level with it.
    """
    n = max(found.brier.n, found.sides.above_close.n)
    if n and (n < rules.min_games or found.days < rules.min_days):
        return Verdict("nothing", f"too few to say what they are: {n:,} games on {found.days:,} days")
    if any(reason.is_alarm for reason in reasons):
        return Verdict("leak", "too good: look for a leak")
    if found.brier.n:
        return _of_probabilities(found, rules, more_bets)
    return _of_sides(found.sides.above_close, more_bets)


def is_closing_line(found: Comparison, rules: JudgeRules) -> bool:
    """Tell whether predictions are the closing line itself.

    Parameters
    ----------
    found
        Beside the closing line.
    rules
        How near is the same.

    Returns
    -------
    bool
        True when they hardly differ, or differ little and go up and down together.
    """
    is_near = found.distance <= rules.near_distance and found.likeness >= rules.near_correlation
    return found.distance <= rules.same_distance or is_near


def _of_probabilities(found: Comparison, rules: JudgeRules, more_bets: str) -> Verdict:
    difference, n = found.brier, f"{found.brier.n:,} games"
    if is_closing_line(found, rules):
        # Where the close says one half of every game, going up and down with it is impossible.
        what = ", which is a coin at its own line" if math.isnan(found.likeness) else ""
        return Verdict(
            "closing_line", f"this is the closing line{what} (mean distance {found.distance:.4f}, {n})"
        )
    if difference.high < 0:
        return Verdict("beats_close", f"beats the close by {_points(difference, -1)} on {n}: {more_bets}")
    if not found.area.low > 0.5:
        worse = ", and worse than saying one half every time" if found.coin.low > 0 else ""
        return Verdict(
            "coin",
            f"indistinguishable from a coin (area under the curve {found.area.value:.3f} [{found.area.low:.3f}, "
            f"{found.area.high:.3f}] on {n}){worse}",
        )
    if difference.low > 0:
        return Verdict("behind_close", f"honest, behind the close by {_points(difference, 1)} on {n}")
    return Verdict("level", f"indistinguishable from the close: behind it by {_points(difference, 1)} on {n}")


def _of_sides(above: Estimate, more_bets: str) -> Verdict:
    if not above.n:
        return Verdict("nothing", "nothing to grade: no pick has a result, a line and a closing line")
    wins = f"{above.value:+.1%} [{above.low:+.1%}, {above.high:+.1%}] wins more than it expects, {above.n:,} sides"
    if above.low > 0:
        return Verdict("beats_close", f"beats the close by {wins}: {more_bets}")
    if above.high < 0:
        return Verdict("behind_close", f"behind the close by {wins}")
    return Verdict("coin", f"indistinguishable from a coin at the closing line's odds ({wins})")


def _points(estimate: Estimate, sign: int) -> str:
    low, high = sorted((sign * estimate.low, sign * estimate.high))
    return f"{sign * estimate.value:.4f} [{low:.4f}, {high:.4f}] of Brier score"
